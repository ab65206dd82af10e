use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    for scheme in definition.security_definitions() {
        let kind = scheme.value.get_str("type").unwrap_or_default();
        let flow = scheme.value.get_str("flow").unwrap_or_default();
        let needed: &[&str] = match (&*kind, &*flow) {
            ("apiKey", _) => &["name", "in"],
            ("oauth2", "accessCode") => &["authorizationUrl", "tokenUrl"],
            ("oauth2", "implicit") => &["authorizationUrl"],
            ("oauth2", "password" | "application") => &["tokenUrl"],
            ("oauth2", _) => &["flow"],
            _ => continue,
        };
        let name = scheme.name();
        for key in needed {
            let what = if flow.is_empty() || *key == "flow" { kind.to_string() } else { format!("{kind} with flow {flow}") };
            let message = format!("security definition `{name}` of type {what} has no `{key}`");
            match scheme.value.get(key) {
                None => report.missing(scheme.value, message),
                Some(value) if value.str().is_some_and(|text| text.trim().is_empty()) => {
                    report.blank(scheme.value, value, message)
                }
                Some(_) => continue,
            }
            .help(format!("add `{key}`"));
        }
    }
}
