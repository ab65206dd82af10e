use crate::connector::Parameter;
use crate::connector::facts;
use crate::connector::facts::{Table, Value};
use crate::rule::Report;
use std::sync::LazyLock;

static RESERVED: LazyLock<Vec<&Table>> = LazyLock::new(|| {
    // Names that are certain to be rejected are errors: `parameter-named-connection-id`.
    let uncertain = |entry: &&Table| entry.get("certain").and_then(Value::as_bool) == Some(false);
    facts::entries("reserved-parameters", "parameters").filter(uncertain).collect()
});

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(value) = parameter.get("name").filter(|_| parameter.is_in("header")) else { return };
    let Some(name) = value.str() else { return };
    let is_reserved = |entry: &Table| {
        let reserved = entry.get("name").and_then(Value::as_str).unwrap_or_default();
        let prefix = entry.get("match").and_then(Value::as_str) == Some("prefix");
        let head = if prefix { name.get(..reserved.len()) } else { Some(&*name) };
        head.is_some_and(|head| head.eq_ignore_ascii_case(reserved))
    };
    if RESERVED.iter().any(|entry| is_reserved(entry)) {
        report.at(value, format!("the header `{name}` is set by the platform")).help("remove it");
    }
}
