use crate::connector::Parameter;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static RESERVED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let certain = facts::entries("reserved-parameters", "parameters")
        .filter(|entry| entry.get("certain").and_then(facts::Value::as_bool) == Some(true));
    certain.filter_map(|entry| entry.get("name")?.as_str()).collect()
});

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(value) = parameter.get("name") else { return };
    let Some(name) = value.str() else { return };
    if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(&name)) {
        report
            .at(value, format!("the name `{name}` is reserved for the platform"))
            .help("choose another name, and let a policy or `script.csx` rename it for the API");
    }
}
