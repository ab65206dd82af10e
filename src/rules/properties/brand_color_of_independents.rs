use crate::connector::Properties;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static INDEPENDENT: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("colours", "independent", "values"));

pub fn check(properties: Properties, report: &mut Report) {
    let Some(value) = properties.get("iconBrandColor") else { return };
    let Some(colour) = value.str().filter(|colour| INDEPENDENT.iter().any(|own| own.eq_ignore_ascii_case(colour))) else {
        return;
    };
    report
        .at(value, format!("brand color `{colour}` is the color of independent connectors"))
        .help("use the main color of your logo, or check with `--publisher independent`");
}
