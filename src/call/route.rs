//! Which operation a path is for, and the values in it.
use super::path_without_connection;
use crate::connector::{Connector, Operation};
use percent_encoding::percent_decode;
use std::borrow::Cow;

/// The values of the variables of a path's template in a path, still encoded. None when the two do not match.
pub fn matched(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut values = Vec::new();
    let (template, path) = (template.split('?').next()?, path.split('?').next()?);
    let (mut ours, mut theirs) = (template.trim_end_matches('/').split('/'), path.trim_end_matches('/').split('/'));
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return Some(values),
            (Some(ours), Some(theirs)) => segment(ours, theirs, &mut values)?,
            _ => return None,
        }
    }
}

fn segment(template: &str, text: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    let Some(open) = template.find('{') else { return (template == text).then_some(()) };
    let close = open + template[open..].find('}')?;
    let rest = text.strip_prefix(&template[..open])?;
    let (name, behind) = (&template[open + 1..close], &template[close + 1..]);
    let literal = behind.split('{').next().unwrap_or_default();
    let end = match literal {
        "" if behind.is_empty() => rest.len(),
        "" => rest.chars().next().map_or(0, char::len_utf8), // two variables side by side: the first takes one character
        _ if behind.len() == literal.len() => {
            rest.len().checked_sub(literal.len()).filter(|end| rest.get(*end..) == Some(literal))?
        }
        _ => rest.find(literal)?,
    };
    values.push((name.to_owned(), rest[..end].to_owned()));
    segment(behind, &rest[end..], values)
}

/// The operation for a method and a path (below host and base path), with the values in the path. Of several that match, the one
/// with the fewest variables. None for a path with a step such as `..`: servers would take it for another path.
pub fn operation<'a>(connector: &'a Connector, method: &str, path: &str) -> Option<(Operation<'a>, Vec<(String, String)>)> {
    if has_step(path) {
        return None;
    }
    let mut best: Option<(Operation, Vec<(String, String)>)> = None;
    for operation in connector.operations().filter(|operation| operation.verb().eq_ignore_ascii_case(method)) {
        let Some(values) = matched(path_without_connection(&operation.path()), path) else { continue };
        if best.as_ref().is_none_or(|(_, known)| values.len() < known.len()) {
            best = Some((operation, values));
        }
    }
    best
}

fn has_step(path: &str) -> bool {
    path.split(['/', '\\', '?']).any(is_step)
}

/// Whether a part of a path is `.` or `..`, as it is or percent-encoded once or twice: a step to another path for servers and proxies.
fn is_step(part: &str) -> bool {
    let once: Cow<[u8]> = percent_decode(part.as_bytes()).into();
    let twice: Cow<[u8]> = percent_decode(&once).into();
    [part.as_bytes(), &once, &twice].iter().any(|bytes| matches!(*bytes, b"." | b".."))
}

/// Whether there is an operation for the path, whatever its method.
pub fn knows_path(connector: &Connector, path: &str) -> bool {
    !has_step(path) && connector.operations().any(|operation| matched(path_without_connection(&operation.path()), path).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_no_values() {
        assert!([".", "..", "%2e", "%2E%2e", ".%2e", "%252e%252e"].into_iter().all(is_step));
        assert!(["", "...", "a..", "..a", "%2e%2e%2e", "v1.2"].into_iter().all(|part| !is_step(part)));
    }

    #[test]
    fn paths_match_their_templates() {
        for (template, path, expected) in [
            ("/a/{id}", "/a/b%2Fc", Some("id=b%2Fc")),
            ("/a/{id}/", "/a/1", Some("id=1")),
            ("/a/{id}.json", "/a/1.2.json", Some("id=1.2")),
            ("/a('{id}')/{x}-{y}", "/a('7')/1-2-3", Some("id=7&x=1&y=2-3")),
            ("/a/{id}", "/a/1/2", None),
            ("/a/{id}", "/b/1", None),
            ("/a", "/a?x=1", Some("")),
        ] {
            let found = matched(template, path);
            let shown =
                found.map(|values| values.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"));
            assert_eq!(shown.as_deref(), expected, "{template} {path}");
        }
    }
}
