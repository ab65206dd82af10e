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

/// For the definition and for the other files: what may occur anywhere, searched for together. [`TO_DO`] comes first.
static ANYWHERE: LazyLock<[Option<AhoCorasick>; 2]> = LazyLock::new(|| {
    ["definition", "properties"].map(|file| {
        let texts = MARKERS.iter().filter(|marker| marker.at.is_none() && [file, "any"].contains(&marker.file));
        // Templates are copied as they are: only the first letter may have changed, which makes the search fast.
        let either = texts.flat_map(|marker| {
            let (first, rest) = marker.text.split_at_checked(1).unwrap_or_default();
            [marker.text.clone(), first.to_ascii_uppercase() + rest, marker.text.to_ascii_uppercase()]
        });
        // An automaton without a table for each state: it is built at every start, and seldom leaves its first state.
        AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .match_kind(MatchKind::LeftmostFirst)
            .build(TO_DO.map(str::to_owned).into_iter().chain(either))
            .ok()
    })
});

/// What `connsmith new` and `readme` write where only the author knows the text: before it in a sentence, in an email address, in a URL.
/// Capitals only: people have fields for their to-dos.
const TO_DO: [&str; 3] = ["TODO:", "TODO@", "/TODO-"];

static TO_DOS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(TO_DO).ok());

pub fn check(connector: &Connector, report: &mut Report) {
    for document in [&connector.definition, &connector.properties, &connector.settings].into_iter().flatten() {
        in_json(document, report);
    }
    for (document, name) in [(&connector.readme, "readme"), (&connector.intro, "introduction")] {
        let Some(document) = document else { continue };
        for found in TO_DOS.iter().flat_map(|marks| marks.find_iter(&document.text)) {
            let word = document.text[..found.start()].rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let rest = &document.text[found.start()..];
            let end = if rest.starts_with(TO_DO[0]) { rest.find(['\r', '\n']) } else { rest.find(char::is_whitespace) };
            let end = found.start() + end.unwrap_or(rest.len());
            let start = if rest.starts_with(TO_DO[0]) { found.start() } else { word };
            let span = Span { start: start as u32, end: end as u32 };
            report.in_file(document.file, span, format!("{name} still has a `TODO`")).help(OWN);
        }
    }
}

const OWN: &str = "replace it with your own text";

fn in_json(document: &Document, report: &mut Report) {
    let file = if document.file == File::Definition { "definition" } else { "properties" };
    let anywhere = &ANYWHERE[usize::from(document.file != File::Definition)];
    let (mut done, mut to_dos_done) = (0, 0);
    for found in anywhere.iter().flat_map(|any| any.find_iter(&document.text)) {
        let node = document.value_at(found.start() as u32);
        let is_to_do = found.pattern().as_usize() < TO_DO.len();
        let done = if is_to_do { &mut to_dos_done } else { &mut done };
        if !node.is_string() || found.start() < *done {
            continue;
        }
        *done = node.span().end as usize;
        match is_to_do {
            true => drop(report.at(node, format!("`{}` still has a `TODO`", name_of(node))).help(OWN)),
            false => left(node, &document.text[found.range()], report),
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
