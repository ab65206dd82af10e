//! The service's verdict on a definition: sentences with pointers, turned into findings, and compared with ours.
use super::failure::{Failure, Kind};
use crate::connector::Connector;
use crate::connector::place::Place;
use crate::connector::publisher::Publisher;
use crate::rule::finding::Finding;
use crate::rule::{Confidence, Evidence, Once, Origin, Rule, Severity};
use crate::rules::RULES;
use crate::text::document::{Document, File, Node};
use regex::Regex;
use std::sync::LazyLock;

/// A finding of the service that none of our rules covers.
pub static SERVICE: Rule = Rule {
    id: "service-verdict",
    subject: "",
    title: "The service rejects the definition",
    codes: &[],
    policies: &[],
    severity: Severity::Error,
    custom: Severity::Error,
    evidence: Evidence::Verdict,
    once: Once::Place,
    internal: true,
    deprecated: true,
    confidence: Confidence::High,
    publishers: &Publisher::ALL,
    default: true,
    needs: &[],
    fix: None,
    source: "the service itself",
    own_page: Some(""),
    origin: Origin::Service,
};

/// Words that reveal the code behind a sentence of the validator. Source: responses that were pasted in public, with the list of
/// codes in `schemas/codes.toml`; read up to 2026-09.
const CODES: &[(&str, &str)] = &[
    ("property is required", "RequiredPropertyMissing"),
    ("value must be between", "FieldLengthNotInRange"),
    ("goes over the character limit", "FieldLengthExceeded"),
    ("at least one of the restricted words", "ValueContainsRestrictedWords"),
    ("value must be written in english", "ValueMustBeInEnglish"),
    ("any of the restricted characters", "RestrictedCharactersInSummary"),
    ("must be a valid uri host", "HostNameNotValid"),
    ("response should not have schema definition", "DefaultResponseHasSchema"),
    ("type of the property is incorrect", "JsonTypeIncorrect"),
    ("parameter could not be found in operation", "OperationParameterNameNotFound"),
    ("its name must begin with", "ExtensionNameNotValid"),
    ("multiple times with different capitalization", "PathRedefined"),
    ("exceeds the max schema count", "BodySchemaCountExceedsMaxAllowed"),
    ("missing notification content extension", "OperationMustHaveNotificationContentExtension"),
];

/// One finding of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub severity: Severity,
    /// The service's own words.
    pub message: String,
    /// Where, as a JSON pointer; `""` for the root.
    pub pointer: String,
    /// The official code, if the words reveal it.
    pub code: Option<&'static str>,
}

/// Parses the service's text: the sentence of `paconn validate`, that of the portal, the pipeline's log and Partner
/// Center's list. Empty when it says that all is well.
pub fn parse(text: &str) -> Vec<Said> {
    static ENTRY: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:^|[\s'\x22])(Error|Critical|Warning|Information|Info) : (.*)$").ok());
    static LOGGED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"##\[(error|warning)\](.*)$").ok());
    static LISTED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(\d+(?:\.\d+)+):(.*)$").ok());
    let find = |form: &LazyLock<Option<Regex>>, line: &str| {
        let found = form.as_ref()?.captures(line)?;
        Some((found[1].to_ascii_lowercase(), found[2].to_owned()))
    };
    let text = text.trim().trim_matches('"').replace("||##||", "\n").replace(" ## ", "\n");
    let mut said: Vec<Said> = Vec::new();
    let mut rest = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let entry = find(&ENTRY, line).or_else(|| find(&LOGGED, line)).or_else(|| find(&LISTED, line));
        match (entry, said.last_mut()) {
            (Some((level, words)), _) => said.push(entry_of(&level, &words)),
            (None, Some(last)) => last.message = format!("{} {line}", last.message),
            (None, None) => rest.push(line),
        }
    }
    let words = rest.join(" ");
    // "Swagger certification succeeded", seen in public.
    if said.is_empty() && !words.is_empty() && !words.to_lowercase().contains("succeeded") {
        said.push(entry_of("error", &words));
    }
    said
}

fn entry_of(level: &str, words: &str) -> Said {
    let words = words.trim().trim_end_matches(['\'', '"']);
    let cut = |words: &str, mark: &str| words.split_once(mark).map(|(before, after)| (before.to_owned(), after.to_owned()));
    let (message, pointer) = if let Some((message, pointer)) = cut(words, "ValuePath:") {
        (message, pointer.split(" Source:").next().unwrap_or_default().to_owned())
    } else if let Some((message, pointer)) = cut(words, " Path: ") {
        (message, pointer.split(" Value:").next().unwrap_or_default().to_owned())
    } else {
        match words.split_once(" : ") {
            Some((pointer, message)) if is_pointer(pointer) => (message.to_owned(), pointer.to_owned()),
            _ => (words.to_owned(), String::new()),
        }
    };
    let pointer = pointer.trim().trim_start_matches('#').trim_start_matches('/');
    let lower = message.to_lowercase();
    Said {
        severity: match level {
            "warning" => Severity::Warning,
            "info" | "information" => Severity::Info,
            _ => Severity::Error,
        },
        message: message.trim().to_owned(),
        pointer: if pointer.is_empty() { String::new() } else { format!("/{pointer}") },
        code: CODES.iter().find(|(words, _)| lower.contains(words)).map(|(_, code)| *code),
    }
}

/// The text of a verdict that arrived as a failure; None for any other failure.
pub fn of(failure: &Failure) -> Option<&str> {
    let code = failure.code.as_deref().unwrap_or_default().to_lowercase();
    (failure.kind == Kind::Status(400) && code.contains("swagger")).then_some(&*failure.text)
}

/// Whether this begins with the name of a section of a definition.
fn is_pointer(text: &str) -> bool {
    let text = text.trim_start_matches('#').trim_start_matches('/');
    let first = text.split('/').next().unwrap_or_default();
    let known = crate::connector::grammar::Kind::Swagger.object().property(first).is_some();
    known || (first.starts_with("x-") && !first.contains(' '))
}

/// The service's findings beside ours.
pub struct Compared {
    /// The findings of the service, at their places in the definition.
    pub findings: Vec<Finding>,
    /// Places (in `findings`) where our rules report nothing.
    pub only_service: Vec<usize>,
    /// Our findings with an official code that the service does not share.
    pub only_ours: Vec<Finding>,
}

/// Locates the service's findings and compares them with ours. One of ours at the same place lends its rule.
pub fn compare(connector: &Connector, said: &[Said], ours: Vec<Finding>) -> Compared {
    let is_official =
        |finding: &Finding| finding.at.file == File::Definition && finding.code.is_some() && finding.severity > Severity::Info;
    let mut ours: Vec<(Finding, bool)> = ours.into_iter().filter(is_official).map(|finding| (finding, false)).collect();
    let (mut findings, mut only_service) = (Vec::new(), Vec::new());
    for said in said {
        let same = |finding: &Finding| finding.at.pointer == said.pointer && (said.code.is_none() || said.code == finding.code);
        let fresh = ours.iter().position(|(finding, taken)| !taken && same(finding) && shares_a_name(finding, said));
        let fresh = fresh.or_else(|| ours.iter().position(|(finding, taken)| !taken && same(finding)));
        let (rule, at) = match fresh {
            Some(own) => {
                ours[own].1 = true;
                (ours[own].0.rule, ours[own].0.at.clone())
            }
            None => {
                only_service.push(findings.len());
                let rule = said.code.and_then(|code| RULES.iter().find(|rule| rule.codes.contains(&code)));
                (rule.unwrap_or(&SERVICE), place(connector.definition.as_ref(), &said.pointer))
            }
        };
        findings.push(Finding {
            rule,
            code: said.code,
            severity: said.severity,
            at,
            message: said.message.clone(),
            help: None,
            labels: Vec::new(),
            unnamed: 0,
            fix: None,
            suppressed: None,
        });
    }
    let only_ours = ours.into_iter().filter(|(_, taken)| !taken).map(|(finding, _)| finding);
    Compared { findings, only_service, only_ours: only_ours.collect() }
}

/// Whether both name the same member: two that are missing in one object have one pointer and one code.
fn shares_a_name(finding: &Finding, said: &Said) -> bool {
    let named = said.message.split('\'').nth(1);
    named.is_some_and(|name| finding.message.contains(&format!("`{name}`")))
}

/// The place of a pointer, or of the nearest value above it.
fn place(definition: Option<&Document>, pointer: &str) -> Place {
    let Some(document) = definition else {
        return Place { file: File::Definition, span: crate::text::json::Span { start: 0, end: 0 }, pointer: pointer.to_owned() };
    };
    let mut above = pointer;
    let node = loop {
        match document.at_pointer(above) {
            Some(node) => break node,
            None => above = above.rsplit_once('/').map_or("", |(above, _)| above),
        }
    };
    let holds_others = |node: Node| node.is_object() || node.is_array();
    let span = if holds_others(node) { node.anchor() } else { node.span() };
    Place { file: File::Definition, span, pointer: pointer.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_taken_apart() {
        let one = |severity, message: &str, pointer: &str, code| Said {
            severity,
            message: message.into(),
            pointer: pointer.into(),
            code,
        };
        let contact = "The 'contact' property is required.";
        let required = Some("RequiredPropertyMissing");
        let metadata = "The 'x-ms-connector-metadata' property is required.";
        for (text, expected) in [
            ("Swagger certification succeeded", vec![]),
            ("", vec![]),
            (
                "Swagger certification failed with errors. Please validate again after fixing following errors: Error : info : The 'contact' property is required.\r\nError : The 'x-ms-connector-metadata' property is required.",
                vec![one(Severity::Error, contact, "/info", required), one(Severity::Error, metadata, "", required)],
            ),
            (
                "Specified swagger has the following errors: 'Definition is not valid. Error: 'Warning : paths/~1a b~1{c}/get : Strange. ## Critical : definitions/X : Too much.'",
                vec![
                    one(Severity::Warning, "Strange.", "/paths/~1a b~1{c}/get", None),
                    one(Severity::Error, "Too much.", "/definitions/X", None),
                ],
            ),
            (
                "2024-04-23T16:17:53.2525137Z ##[error]The 'contact' property is required. ValuePath: /info",
                vec![one(Severity::Error, contact, "/info", required)],
            ),
            (
                "5000.2.6.2:The contact property is required. Path: info Value: contact||##||5000.2.6.2:Odd. Path: paths/~1a Value: x",
                vec![
                    one(Severity::Error, "The contact property is required.", "/info", required),
                    one(Severity::Error, "Odd.", "/paths/~1a", None),
                ],
            ),
            ("Something unheard of", vec![one(Severity::Error, "Something unheard of", "", None)]),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
