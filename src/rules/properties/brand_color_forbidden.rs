use crate::connector::Properties;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static FORBIDDEN: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("colours", "forbidden", "values"));

pub fn check(properties: Properties, report: &mut Report) {
    let Some(value) = properties.get("iconBrandColor") else { return };
    let Some(colour) = value.str().filter(|colour| FORBIDDEN.iter().any(|bad| bad.eq_ignore_ascii_case(colour))) else { return };
    report
        .at(value, format!("brand color `{colour}` is not accepted for a certified connector"))
        .help("use the main color of your logo, neither white nor the blue that the wizard writes");
}
