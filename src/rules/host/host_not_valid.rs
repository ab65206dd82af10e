use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use crate::text::edit::quote;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(host) = definition.host() else { return };
    let text = host.str().unwrap_or_default();
    let Some(problem) = problem(&text) else { return };
    let finding = report.at(host, format!("host `{text}` {problem}"));
    finding.help("write only the server's name: the scheme belongs in `schemes`, a path in `basePath`");
    if let Some(fix) = split(definition, host, &text) {
        finding.fix(fix);
    }
}

/// Why a text is not a host name, with or without a port.
pub(super) fn problem(text: &str) -> Option<&'static str> {
    let name = match text.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => text,
    };
    match name {
        _ if name.contains("://") => Some("begins with a scheme"),
        _ if name.contains(['{', '}']) => Some("contains braces"),
        _ if name.contains(['/', '\\']) => Some("contains a path"),
        _ if name.contains(char::is_whitespace) => Some("contains white space"),
        _ if name.contains(':') => Some("has a colon but no port"),
        "" => Some("has no name before its port"),
        _ => None,
    }
}

/// Takes scheme and path out of the host; the path moves to `basePath` if there is none yet.
fn split(definition: Definition, host: Node, text: &str) -> Option<Fix> {
    let rest = text.trim().split_once("://").map_or(text.trim(), |(_, rest)| rest);
    let (name, path) = rest.split_once('/').unwrap_or((rest, ""));
    if name.is_empty() || problem(name).is_some() {
        return None;
    }
    let fix = Fix::safe(format!("set the host to `{name}`")).replace_str(host, name);
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        return Some(fix);
    }
    let path = quote(&format!("/{path}"));
    match definition.node.member("basePath") {
        None => Some(fix.add_member_after(definition.node.member("host")?, "basePath", &path)),
        Some(base) if base.value.is("/") || base.value.is("") => Some(fix.replace(base.value, path)),
        Some(_) => None,
    }
}
