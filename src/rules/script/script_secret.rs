use crate::connector::Connector;
use crate::connector::facts;
use crate::connector::script::Kind;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;
use regex::{Match, Regex};
use std::sync::{LazyLock, OnceLock};

struct Pattern {
    kind: &'static str,
    /// Every match contains one of these.
    literals: Vec<&'static str>,
    expression: &'static str,
    /// Compiled when one of the literals is first found.
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        let possible = self.literals.iter().any(|literal| text.contains(literal));
        if possible { self.regex.get_or_init(|| Regex::new(self.expression).ok()).as_ref()?.find(text) } else { None }
    }
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let pattern = |entry: &'static facts::Table| {
        let text = |key: &str| entry.get(key).and_then(facts::Value::as_str);
        let literals = entry.get("literals")?.as_array()?.iter().filter_map(facts::Value::as_str).collect();
        Some(Pattern { kind: text("kind")?, literals, expression: text("regex")?, regex: OnceLock::new() })
    };
    facts::entries("secret-patterns", "patterns").filter_map(pattern).collect()
});

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    // No pattern is shorter than this.
    let long = |token: &&crate::connector::script::Token| token.kind == Kind::Text && token.span.end - token.span.start > 20;
    for token in script.code.tokens.iter().filter(long) {
        let text = script.document.slice(token.span);
        let found = PATTERNS.iter().find_map(|pattern| Some((pattern.kind, pattern.find(text)?)));
        let Some((kind, found)) = found.filter(|(_, found)| !facts::is_placeholder(found.as_str())) else { continue };
        let start = token.span.start + found.start() as u32;
        let span = Span { start, end: start + found.len() as u32 };
        report
            .in_file(File::Script, span, format!("{kind} in the script"))
            .help("revoke it, and take the value from the request or from a connection parameter");
    }
}
