//! Text in another format that people take for a connector's file: then that is the only finding.
use super::json::{Fault, FaultKind, Span};

/// What bytes are that are no text at all; None for what may be one.
pub(crate) fn binary(bytes: &[u8]) -> Option<Fault> {
    let starts = |with: &[u8]| bytes.starts_with(with);
    let (what, help) = if is_zip(bytes) {
        ("a zip", "`connsmith unpack` takes a solution apart, `connsmith package check` looks at a package for certification")
    } else if starts(b"\x1f\x8b") {
        ("a compressed file", "unpack it first")
    } else if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") || starts(b"GIF8") {
        ("a picture", "the definition was saved over, or the wrong file was named")
    } else if starts(b"%PDF-") {
        ("a PDF", "the definition was saved over, or the wrong file was named")
    } else {
        return None;
    };
    Some(said(Span::default(), format!("this is {what}, and the files of a connector are JSON"), help))
}

/// Whether bytes begin as those of a zip do.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|start| bytes.starts_with(*start))
}

fn said(span: Span, message: String, help: &str) -> Fault {
    Fault { kind: FaultKind::ExpectedValue, span, message, help: help.to_owned(), related: None, repair: None }
}

/// The format of a text that is not JSON; None for text that is JSON or was meant to be. `definition` is the name of the file if it
/// was taken for the definition of a connector.
pub(crate) fn fault(text: &str, definition: Option<&str>) -> Option<Fault> {
    let plain = text.trim_start_matches('\u{feff}').trim_start();
    let start = (text.len() - plain.len()) as u32;
    let first = plain.lines().next().unwrap_or_default();
    let (message, help) = if is_yaml(plain) {
        let help = match definition.and_then(|name| name.rsplit('/').next()).filter(|name| !name.is_empty()) {
            Some(name) => format!("run `connsmith import {name}`: it makes a connector of it and leaves the file as it is"),
            None => "convert it to JSON".to_owned(),
        };
        ("this is YAML, and the files of a connector are JSON", help)
    } else if first.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("<html") || start == "<?xml")
        || first.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
    {
        (
            "this is a web page or XML, not JSON",
            "download the file itself: this is a saved page that shows it, or that asks to sign in".to_owned(),
        )
    } else {
        return None;
    };
    let span = Span { start, end: start + first.trim_end().len() as u32 };
    Some(said(span, message.to_owned(), &help))
}

/// Whether the first line that says something is `name: value`, as in no JSON. Flow style (`{a: b}`) is broken JSON as well.
fn is_yaml(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let Some(first) = lines.next() else { return false };
    if first.trim_end() == "---" || first.starts_with("%YAML") {
        return lines.next().is_some();
    }
    let Some((name, value)) = first.split_once(':') else { return false };
    let name = name.trim_end().trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.$".contains(&byte));
    // `"swagger": "2.0",` is JSON whose first bracket was lost.
    is_name
        && !first.starts_with('"')
        && (value.is_empty() || value.starts_with(' '))
        && !value.trim_end().ends_with([',', '{', '['])
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_no_text() {
        let is = |bytes: &[u8]| super::binary(bytes).map(|fault| fault.message);
        assert_eq!(is(b"PK\x03\x04..").as_deref(), Some("this is a zip, and the files of a connector are JSON"));
        assert!(is(b"PK\x05\x06").is_some() && is(b"\x89PNG\r\n").is_some() && is(b"%PDF-1.7").is_some());
        assert_eq!((is(b"{}"), is(b"PK: 1"), is(b""), is(b"{\0}\0")), (None, None, None, None));
    }

    #[test]
    fn what_is_no_json() {
        let is = |text| super::fault(text, None).is_some();
        for text in [
            "swagger: '2.0'\ninfo:\n",
            "---\nswagger: \"2.0\"\n",
            "# made by hand\nopenapi: 3.0.1\n",
            "\u{feff}info:\n  title: x\n",
        ] {
            assert!(is(text), "{text}");
        }
        for text in ["<!DOCTYPE html>\n<html>", "<html lang=\"en\">", "<?xml version=\"1.0\"?>"] {
            assert!(is(text), "{text}");
        }
        for text in [
            "{}",
            "",
            "---",
            "\"swagger\": \"2.0\",\n",
            "swagger: '2.0',\n",
            "info: {\n",
            "[1]",
            "# only a comment\n{}",
            "http://x",
        ] {
            assert!(!is(text), "{text}");
        }
    }
}
