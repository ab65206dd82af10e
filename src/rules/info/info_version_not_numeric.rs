use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("version") else { return };
    let version = node.str().unwrap_or_default();
    let numeric = version.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !numeric && !version.trim().is_empty() {
        report.at(node, format!("version `{version}` is not made up of numbers and dots")).help("write it like `1.0` or `2.1.3`");
    }
}
