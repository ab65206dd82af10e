use crate::connector::Connector;
use crate::document::{Document, File, Node};
use crate::facts;
use crate::fix::Fix;
use crate::json::{self, Kind, Span};
use crate::rule::Report;
use regex::{Regex, RegexBuilder};
use std::sync::LazyLock;
use toml::Value;

struct Pattern {
    kind: &'static str,
    /// Every match holds one of these, which are fast to look for.
    literals: Vec<&'static str>,
    regex: Regex,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let pattern = |entry: &'static toml::Table| {
        let literals = entry.get("literals")?.as_array()?.iter().filter_map(Value::as_str).collect();
        // Without Unicode the expression runs as an automaton.
        let regex = RegexBuilder::new(entry.get("regex")?.as_str()?).unicode(false).build().ok()?;
        Some(Pattern { kind: entry.get("kind")?.as_str()?, literals, regex })
    };
    facts::entries("secret-patterns", "patterns").filter_map(pattern).collect()
});
/// One pass that most files do not survive.
static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let literals = PATTERNS.iter().flat_map(|pattern| &pattern.literals);
    Regex::new(&literals.map(|literal| regex::escape(literal)).collect::<Vec<_>>().join("|")).ok()
});
static PLACEHOLDERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let allowed = facts::strings("secret-patterns", "placeholders", "allow");
    Regex::new(&format!("^(?:{})$", allowed.join("|"))).ok()
});
static KEYS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("secret-patterns", "secret-keys", "names"));
/// Of a million keys next to none is one of them: see [`Node::key_may_be`].
static KEY_BITS: LazyLock<u64> =
    LazyLock::new(|| KEYS.iter().chain(&["default"]).fold(0, |bits, name| bits | (1 << (json::key_hash(name.as_bytes()) % 64))));
static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("secret-patterns", "secret-names", "words"));

pub fn check(connector: &Connector, report: &mut Report) {
    // The script has a rule of its own, which tells its texts from its code.
    let texts = [&connector.readme, &connector.intro];
    for document in connector.json_documents().chain(texts.into_iter().flatten()) {
        let mut found: Vec<(Span, &str)> = Vec::new();
        if ANY.as_ref().is_some_and(|any| any.is_match(&document.text)) {
            found.extend(PATTERNS.iter().flat_map(|pattern| pattern.find(document)));
        }
        for node in named_values(document).filter(|node| node.is_string() && is_secret_by_name(*node)) {
            let span = node.part(0..node.str().map_or(0, |text| text.len()));
            if !found.iter().any(|(other, _)| other.start >= span.start && other.end <= span.end) {
                found.push((span, "by its name"));
            }
        }
        for (span, kind) in found.into_iter().filter(|(span, _)| !is_said_elsewhere(document, *span)) {
            tell(document, span, kind, report);
        }
    }
}

impl Pattern {
    fn find<'d>(&'d self, document: &'d Document) -> impl Iterator<Item = (Span, &'static str)> + 'd {
        let text = &document.text;
        let possible = self.literals.iter().any(|literal| memchr::memmem::find(text.as_bytes(), literal.as_bytes()).is_some());
        let matches = possible.then(|| self.regex.find_iter(text)).into_iter().flatten();
        let real = matches.filter(move |found| {
            // Code that reads keys names their first line; a key has more of them.
            let key = self.kind == "private key";
            if key { is_followed_by_key(&text[found.end()..]) } else { is_random(found.as_str()) }
        });
        real.map(|found| (Span { start: found.start() as u32, end: found.end() as u32 }, self.kind))
    }
}

/// Whether a secret stands where a rule of its own looks: a client secret, and what a policy sets a header to.
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

/// Whether a text has letters and digits and does not merely stand for a secret.
fn is_random(text: &str) -> bool {
    let placeholder = || PLACEHOLDERS.as_ref().is_some_and(|placeholders| placeholders.is_match(text));
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte.is_ascii_alphabetic()) && !placeholder()
}

/// The values of members that [`is_secret_by_name`] may look at.
fn named_values(document: &Document) -> impl Iterator<Item = Node<'_>> {
    let (nodes, bits) = (document.tree.nodes.len() as u32, *KEY_BITS);
    let keys = (0..nodes).filter(move |&id| document.node(id).key_may_be(bits));
    keys.map(|key| document.node(key + 1))
}

/// Whether a string is a secret because of the name that it stands under, or as the default of something called so.
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

fn tell(document: &Document, span: Span, kind: &str, report: &mut Report) {
    let text = document.slice(span);
    let shown: String = text.chars().take(4).collect();
    let message = format!("this is probably a secret ({kind}): `{shown}…`, {} characters", text.chars().count());
    let fix = Fix::risky("replace it by a placeholder").text(document.root(), span, "<<secret>>");
    let finding = report.in_file(document.file, span, message);
    finding.help("revoke it, for it is public once the file is, and write a placeholder such as `<<secret>>`").fix(fix);
    if document.root().kind() != Kind::Invalid {
        finding.at.pointer = document.value_at(span.start).pointer();
    }
}
