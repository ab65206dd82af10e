use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(path) = definition.get("basePath") else { return };
    let Some(text) = path.str().filter(|text| text.len() > 1 && text.ends_with('/')) else { return };
    let trimmed = match text.trim_end_matches('/') {
        "" => "/",
        trimmed => trimmed,
    };
    report
        .at(path, format!("base path `{text}` ends in `/`, but each path begins with one"))
        .help(format!("write `{trimmed}`, and check that the service responds as before"))
        .fix(Fix::risky(format!("write `{trimmed}`")).replace_str(path, trimmed));
}
