use crate::connector::facts;
use crate::connector::grammar::{Kind, Text as Role};
use crate::rule::Report;
use crate::rule::view::Text;
use regex::Regex;
use std::sync::LazyLock;

/// How many characters of it a message shows.
const SHOWN: usize = 40;

/// A tag, bold text or a link.
static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let tags = facts::strings("restricted-words", "html-tags", "words").join("|");
    let pattern = format!(r"(?i)</?(?:{tags})(?:\s[^<>]*)?/?>|\*\*\w[^*]*\*\*|\[[^\[\]]+\]\([^()\s]+\)");
    Regex::new(&pattern).ok()
});

pub fn check(text: &Text, report: &mut Report) {
    let kind = text.kind.general();
    if text.text != Role::Description || !matches!(kind, Kind::Operation | Kind::Parameter | Kind::Schema) {
        return;
    }
    let value = &*text.value;
    if !value.contains(['<', '*', '[']) {
        return;
    }
    if let Some(found) = MARKUP.as_ref().and_then(|markup| markup.find(value)) {
        let mut shown: String = found.as_str().chars().take(SHOWN).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        report.within(text.node, found.range(), format!("description contains markup: `{shown}`")).help("write plain text");
    }
}
