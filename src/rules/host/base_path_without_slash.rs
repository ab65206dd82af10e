use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(path) = definition.get("basePath") else { return };
    let Some(text) = path.str().filter(|text| !text.starts_with('/') && !text.starts_with("@environmentVariables(")) else {
        return;
    };
    report
        .at(path, format!("base path `{text}` does not begin with `/`"))
        .help("put a `/` before it")
        .fix(Fix::safe("put a `/` before it").replace_str(path, &format!("/{}", text.trim())));
}
