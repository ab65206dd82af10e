use crate::connector::Connector;
use crate::connector::facts;
use crate::connector::facts::Value;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::{Document, File, Node};
use crate::text::json::{self, Kind, Span};
use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use regex::{Regex, RegexBuilder};
use std::sync::{LazyLock, OnceLock};

/// Adjacent bytes without a blank in every match of a pattern, or right after it: a private key goes on after its first line.
const RUN: usize = 15;

struct Pattern {
    kind: &'static str,
    /// Every match contains one of these, which are fast to search for.
    literals: Vec<&'static str>,
    expression: &'static str,
    /// Compiled when one of the literals is first found.
    regex: OnceLock<Regex>,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let pattern = |entry: &'static facts::Table| {
        let literals = entry.get("literals")?.as_array()?.iter().filter_map(Value::as_str).collect();
        let (kind, expression) = (entry.get("kind")?.as_str()?, entry.get("regex")?.as_str()?);
        Some(Pattern { kind, literals, expression, regex: OnceLock::new() })
    };
    facts::entries("secret-patterns", "patterns").filter_map(pattern).collect()
});
/// One pass that finds nothing in most files.
static LITERALS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let literals = PATTERNS.iter().flat_map(|pattern| &pattern.literals);
    // An automaton without a table for each state: it is built at every start, and seldom leaves its first state.
    AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).match_kind(MatchKind::LeftmostFirst).build(literals).ok()
});
static KEYS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("secret-patterns", "secret-keys", "names"));
/// Of a million keys, almost none is one of them: see [`NodeData::key_may_be`](crate::text::json::NodeData).
static KEY_BITS: LazyLock<u64> =
    LazyLock::new(|| KEYS.iter().chain(&["default"]).fold(0, |bits, name| bits | (1 << (json::key_hash(name.as_bytes()) % 64))));
static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("secret-patterns", "secret-names", "words"));

pub fn check(connector: &Connector, report: &mut Report) {
    // Another rule checks the script; it distinguishes strings from code.
    let texts = [&connector.readme, &connector.intro];
    for document in connector.json_documents().chain(texts.into_iter().flatten()) {
        for (span, kind) in secrets(document).into_iter().filter(|(span, _)| !is_said_elsewhere(document, *span)) {
            leak(document, span, kind, report);
        }
    }
}

/// The secrets in a document, each with its kind.
pub fn secrets(document: &Document) -> Vec<(Span, &'static str)> {
    let mut found: Vec<(Span, &'static str)> = Vec::new();
    let literals = literals_in(document);
    // A literal may be the beginning of another.
    let stands = |literal: &str| literals.iter().any(|found| literal.starts_with(found));
    let possible = PATTERNS.iter().filter(|pattern| pattern.literals.iter().any(|literal| stands(literal)));
    found.extend(possible.flat_map(|pattern| pattern.find(document)));
    for node in named_values(document).filter(|node| node.is_string() && is_secret_by_name(*node)) {
        let span = node.part(0..node.str().map_or(0, |text| text.len()));
        if !found.iter().any(|(other, _)| other.start >= span.start && other.end <= span.end) {
            found.push((span, "because of its name"));
        }
    }
    found
}

/// Which of the patterns' literals occur in a document. In intact JSON only strings are searched, and of those only
/// the ones with as many adjacent characters as a secret, and a digit.
fn literals_in(document: &Document) -> Vec<&str> {
    let mut found = Vec::new();
    if !document.tree.faults.is_empty() || document.root().kind() == Kind::Invalid {
        add_literals(&document.text, &mut found);
        return found;
    }
    for node in document.tree.nodes.iter().filter(|node| node.kind == Kind::String && node.end - node.start > RUN as u32) {
        let text = document.text.get(node.start as usize..node.end as usize).unwrap_or_default();
        // Nearly all long strings are paths: letters without a digit.
        if has_long_run(text.as_bytes()) && text.bytes().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            add_literals(text, &mut found);
        }
    }
    found
}

/// Whether there is a run of this many bytes without a blank. From each blank it looks back from where such a run would end, so that
/// it sees only a part of prose.
fn has_long_run(text: &[u8]) -> bool {
    let mut start = 0;
    while let Some(run) = text.get(start..start + RUN) {
        match run.iter().rposition(|&byte| byte == b' ') {
            Some(blank) => start += blank + 1,
            None => return true,
        }
    }
    false
}

fn add_literals<'t>(text: &'t str, literals: &mut Vec<&'t str>) {
    let mut at = 0;
    while let Some(found) = LITERALS.as_ref().and_then(|any| any.find(Input::new(text).span(at..text.len()))) {
        let literal = &text[found.range()];
        if !literals.contains(&literal) {
            literals.push(literal);
        }
        at = found.start() + 1; // they are ASCII, and may overlap
    }
}

impl Pattern {
    fn find<'d>(&'d self, document: &'d Document) -> impl Iterator<Item = (Span, &'static str)> + 'd {
        let text = &document.text;
        let regex = self.regex.get_or_init(|| {
            // Without Unicode the expression runs as an automaton.
            let regex = RegexBuilder::new(self.expression).unicode(false).build();
            regex.unwrap_or_else(|error| panic!("schemas/secret-patterns.toml: {error}"))
        });
        let real = regex.find_iter(text).filter(move |found| {
            // Code that reads keys contains their first line; a key has more lines.
            let key = self.kind == "private key";
            if key { is_followed_by_key(&text[found.end()..]) } else { is_random(found.as_str()) }
        });
        real.map(|found| (Span { start: found.start() as u32, end: found.end() as u32 }, self.kind))
    }
}

/// Whether another rule checks this place: a client secret, and the value to which a policy sets a header.
fn is_said_elsewhere(document: &Document, span: Span) -> bool {
    let key = document.value_at(span.start).key().filter(|_| document.file == File::Properties);
    key.is_some_and(|key| {
        ["clientSecret", "ClientSecret", "x-ms-apimTemplateParameter.value"].iter().any(|name| key.key_is(name))
    })
}

fn is_followed_by_key(text: &str) -> bool {
    let body = text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'\\').take(60);
    body.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')).count() >= 40
}

/// Whether a text has letters and digits and is not a placeholder for a secret.
fn is_random(text: &str) -> bool {
    let has = |wanted: fn(&u8) -> bool| text.as_bytes().iter().any(wanted);
    has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && !facts::is_placeholder(text)
}

/// The values of members that [`is_secret_by_name`] may look at.
fn named_values(document: &Document) -> impl Iterator<Item = Node<'_>> {
    let bits = *KEY_BITS;
    let keys = document.tree.nodes.iter().zip(0u32..).filter(move |(node, _)| node.key_may_be(bits));
    keys.map(|(_, key)| document.node(key + 1))
}

/// Whether a string is a secret because of the name of its property, or as the default of something with such a name.
fn is_secret_by_name(node: Node) -> bool {
    let Some(key) = node.key() else { return false };
    let by_key = KEYS.iter().any(|name| key.key_is(name));
    if !by_key && !key.key_is("default") {
        return false;
    }
    let value = node.str().unwrap_or_default();
    let long = value.len() >= if by_key { 16 } else { 20 };
    if !long || value.contains([' ', '/', '(']) || !is_random(&value) {
        return false;
    }
    let Some(owner) = node.parent() else { return false };
    if by_key {
        return true;
    }
    let name = owner.get_str("name").or_else(|| owner.name()).unwrap_or_default().to_lowercase();
    NAMES.iter().any(|word| name.contains(word))
}

fn leak(document: &Document, span: Span, kind: &str, report: &mut Report) {
    let text = document.slice(span);
    let shown: String = text.chars().take(4).collect();
    let message = format!("this is probably a secret ({kind}): `{shown}…`, {} characters", text.chars().count());
    let fix = Fix::risky("replace it with a placeholder").text(document.root(), span, "<<secret>>");
    let finding = report.in_file(document.file, span, message);
    finding.help("revoke it, because it becomes public with the file, and write a placeholder such as `<<secret>>`").fix(fix);
    if document.root().kind() != Kind::Invalid {
        finding.at.pointer = document.value_at(span.start).pointer();
    }
}
