use crate::connector::Connector;
use crate::connector::facts;
use crate::connector::script::Kind;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;
use regex::{Regex, RegexSet};
use std::sync::LazyLock;

static PATTERNS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let text = |entry: &'static facts::Table, key: &str| entry.get(key).and_then(facts::Value::as_str);
    let pattern = |entry| Some((text(entry, "kind")?, Regex::new(text(entry, "regex")?).ok()?));
    facts::entries("secret-patterns", "patterns").filter_map(pattern).collect()
});
static ALLOWED: LazyLock<RegexSet> = LazyLock::new(|| {
    let allowed = facts::strings("secret-patterns", "placeholders", "allow");
    RegexSet::new(allowed.iter().map(|allowed| format!("^(?:{allowed})$"))).unwrap_or_default()
});

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    // No pattern is shorter than this.
    let long = |token: &&crate::connector::script::Token| token.kind == Kind::Text && token.span.end - token.span.start > 20;
    for token in script.code.tokens.iter().filter(long) {
        let text = script.document.slice(token.span);
        let found = PATTERNS.iter().find_map(|(kind, regex)| Some((kind, regex.find(text)?)));
        let Some((kind, found)) = found.filter(|(_, found)| !ALLOWED.is_match(found.as_str())) else { continue };
        let start = token.span.start + found.start() as u32;
        let span = Span { start, end: start + found.len() as u32 };
        report
            .in_file(File::Script, span, format!("{kind} in the script"))
            .help("revoke it, and take the value from the request or from a connection parameter");
    }
}
