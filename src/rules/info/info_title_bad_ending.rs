use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("title") else { return };
    let title = node.str().unwrap_or_default();
    // A closing parenthesis has always been accepted: info-title-ends-with-parenthesis.
    let name = title.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let end = &title[name.len()..];
    if end.is_empty() || title.trim().is_empty() {
        return;
    }
    let what = if end.trim().is_empty() { "whitespace".to_owned() } else { format!("`{}`", end.trim()) };
    let finding =
        report.within(node, name.len()..title.len(), format!("title ends with {what}")).help("end it with a letter or a digit");
    if !name.is_empty() && !end.contains([']', '}', '>', '"', '\'']) {
        finding.fix(Fix::safe(format!("set `{name}`")).replace_str(node, name));
    }
}
