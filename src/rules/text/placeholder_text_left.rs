use crate::connector::facts::Value;
use crate::connector::{Connector, facts};
use crate::rule::Report;
use crate::text::document::{Document, File, Node};
use crate::text::json::Span;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::sync::LazyLock;

struct Marker {
    text: String,
    equals: bool,
    file: &'static str,
    /// Only at or below this JSON pointer.
    at: Option<&'static str>,
}

static MARKERS: LazyLock<Vec<Marker>> = LazyLock::new(|| {
    let marker = |entry: &'static facts::Table| {
        let get = |key: &str| entry.get(key).and_then(Value::as_str);
        let equals = get("match") == Some("equals");
        Some(Marker { text: get("text")?.to_lowercase(), equals, file: get("file")?, at: get("at") })
    };
    facts::entries("placeholder-texts", "markers").filter_map(marker).collect()
});

/// Those that may occur anywhere, which are searched for together.
static ANYWHERE: LazyLock<Vec<&Marker>> = LazyLock::new(|| MARKERS.iter().filter(|marker| marker.at.is_none()).collect());

/// Finds each of [`ANYWHERE`] as [`spellings`] of it.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // An automaton without a table for each state: it is built at every start, and seldom leaves its first state.
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .match_kind(MatchKind::LeftmostFirst)
        .build(ANYWHERE.iter().flat_map(|marker| spellings(&marker.text)))
        .ok()
});

const SPELLINGS: usize = 3;

/// Templates are copied as they are: only the first letter may have changed, or all of them, which makes the search fast.
fn spellings(text: &str) -> [String; SPELLINGS] {
    let (first, rest) = text.split_at_checked(1).unwrap_or_default();
    [text.to_owned(), first.to_ascii_uppercase() + rest, text.to_ascii_uppercase()]
}

/// What `connsmith new` and `readme` write where only the author knows the text: before it in a sentence, in an email address, in a URL.
/// Capitals only: people have fields for their to-dos.
fn to_dos(text: &str) -> impl Iterator<Item = usize> {
    memchr::memmem::find_iter(text.as_bytes(), "TODO").filter_map(|at| match text.as_bytes().get(at + 4)? {
        b':' | b'@' => Some(at),
        b'-' => at.checked_sub(1).filter(|&before| text.as_bytes()[before] == b'/'),
        _ => None,
    })
}

pub fn check(connector: &Connector, report: &mut Report) {
    for document in [&connector.definition, &connector.properties, &connector.settings].into_iter().flatten() {
        in_json(document, report);
    }
    for (document, name) in [(&connector.readme, "readme"), (&connector.intro, "introduction")] {
        let Some(document) = document else { continue };
        for found in to_dos(&document.text) {
            let word = document.text[..found].rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let rest = &document.text[found..];
            let in_sentence = rest.starts_with("TODO:");
            let end = if in_sentence { rest.find(['\r', '\n']) } else { rest.find(char::is_whitespace) };
            let end = found + end.unwrap_or(rest.len());
            let start = if in_sentence { found } else { word };
            let span = Span { start: start as u32, end: end as u32 };
            report.in_file(document.file, span, format!("{name} still has a `TODO`")).help(OWN);
        }
    }
}

const OWN: &str = "replace it with your own text";

fn in_json(document: &Document, report: &mut Report) {
    let mut done = 0;
    for found in to_dos(&document.text) {
        let node = document.value_at(found as u32);
        if node.is_string() && found >= done {
            done = node.span().end as usize;
            report.at(node, format!("`{}` still has a `TODO`", name_of(node))).help(OWN);
        }
    }
    let file = if document.file == File::Definition { "definition" } else { "properties" };
    let mut done = 0;
    for found in SEARCH.iter().flat_map(|any| any.find_iter(&document.text)) {
        if ![file, "any"].contains(&ANYWHERE[found.pattern().as_usize() / SPELLINGS].file) {
            continue;
        }
        let node = document.value_at(found.start() as u32);
        if node.is_string() && found.start() >= done {
            done = node.span().end as usize;
            left(node, &document.text[found.range()], report);
        }
    }
    let mut markers: Vec<&Marker> = MARKERS.iter().filter(|marker| marker.file == file && marker.at.is_some()).collect();
    markers.sort_by_key(|marker| marker.at);
    for markers in markers.chunk_by(|a, b| a.at == b.at) {
        let Some(part) = markers[0].at.and_then(|pointer| document.at_pointer(pointer)) else { continue };
        for node in (part.id..part.after()).map(|id| document.node(id)).filter(|node| node.is_string()) {
            let text = node.str().unwrap_or_default().to_lowercase();
            for marker in markers {
                if if marker.equals { text.trim() == marker.text } else { text.contains(&marker.text) } {
                    left(node, &marker.text, report);
                }
            }
        }
    }
}

fn left(node: Node, text: &str, report: &mut Report) {
    report.at(node, format!("`{}` still has the template text `{text}`", name_of(node))).help(OWN);
}

fn name_of(node: Node) -> String {
    node.name().or_else(|| node.parent()?.name()).unwrap_or_default().into_owned()
}
