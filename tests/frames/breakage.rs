//! Breaks texts: what happens to files on disks, in merges and in the hands of people and programs that mean harm.
use connsmith::rule::fix::Fix;
use connsmith::text::document::{Document, File, Node};
use connsmith::text::edit;
use fastrand::Rng;

/// A way to break JSON: the document, another document to take from, and where the luck comes from.
type Break = fn(&Document, &[u8], &mut Rng) -> Vec<u8>;

pub const BREAKS: [(&str, Break); 13] = [
    ("cut the end off", |document, _, rng| bytes(document)[..rng.usize(..=document.text.len())].to_vec()),
    ("cut a piece out", |document, _, rng| {
        let mut text = bytes(document).to_vec();
        let from = rng.usize(..=text.len());
        let to = (from + 1 + rng.usize(..200)).min(text.len());
        text.drain(from..to);
        text
    }),
    ("a value of another type", |document, _, rng| {
        let values = [
            "null",
            "true",
            "0",
            "-1e999",
            "123456789012345678901234567890",
            "\"\"",
            "\"x\"",
            "\"#\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"\":null}",
            "{\"$ref\":\"#\"}",
            "{\"$ref\":7}",
            "{\"type\":\"object\"}",
        ];
        replaced(document, any(document, rng), values[rng.usize(..values.len())])
    }),
    ("a key taken out", |document, _, rng| {
        let member = (0..50).map(|_| any(document, rng)).find_map(|node| node.parent()?.member(&node.name()?));
        let Some(member) = member else { return bytes(document).to_vec() };
        let fix = Fix::safe("").remove_member(member);
        edit::apply(&document.text, &fix.edits.iter().collect::<Vec<_>>()).0.into_bytes()
    }),
    ("a key twice", |document, _, rng| {
        let Some((key, value)) = (0..50).map(|_| any(document, rng)).find_map(|node| Some((node.key()?, node))) else {
            return bytes(document).to_vec();
        };
        let member = &document.text[key.span().start as usize..value.span().end as usize];
        let at = key.span().start as usize;
        format!("{}{member}, {}", &document.text[..at], &document.text[at..]).into_bytes()
    }),
    ("two files in one", |document, other, rng| {
        let mut text = bytes(document)[..rng.usize(..=document.text.len())].to_vec();
        text.extend_from_slice(&other[rng.usize(..=other.len())..]);
        text
    }),
    ("deep nesting", |document, _, rng| {
        let (open, close) =
            [("[", "]"), ("{\"items\":", "}"), ("{\"properties\":{\"a\":", "}}"), ("{\"allOf\":[", "]}")][rng.usize(..4)];
        let levels = 1 << rng.u32(1..15);
        let close = if rng.bool() { close.repeat(levels) } else { String::new() };
        replaced(document, any(document, rng), &format!("{}{{}}{close}", open.repeat(levels)))
    }),
    ("a huge string", |document, _, rng| {
        let pieces = [
            "a",
            "the the ",
            "{",
            "{id}",
            "/",
            "\\u0000",
            "é",
            "\u{1f600}",
            "A. ",
            "(",
            "#/definitions/",
            "\\n",
            "<a href=",
            "api key secret ",
        ];
        let piece = pieces[rng.usize(..pieces.len())];
        let text = piece.repeat((1 << rng.u32(8..20)) / piece.len());
        let node = any(document, rng);
        let node = if rng.bool() { node.key().unwrap_or(node) } else { node };
        replaced(document, node, &format!("\"{text}\""))
    }),
    ("random bytes", |document, _, rng| {
        let mut text = bytes(document).to_vec();
        for _ in 0..1 + rng.usize(..40) {
            if !text.is_empty() {
                let at = rng.usize(..text.len());
                text[at] = rng.u8(..);
            }
        }
        text
    }),
    ("one sign for another", |document, _, rng| {
        let mut text = bytes(document).to_vec();
        let signs = b"{}[]:,\"\\/*'#0-e. \n\r\t\0";
        for _ in 0..1 + rng.usize(..3) {
            let places: Vec<usize> = (0..30).map(|_| rng.usize(..text.len().max(1))).collect();
            if let Some(&at) = places.iter().find(|&&at| text.get(at).is_some_and(|byte| signs.contains(byte))) {
                text[at] = signs[rng.usize(..signs.len())];
            }
        }
        text
    }),
    ("a value copied elsewhere", |document, _, rng| {
        let from = any(document, rng);
        replaced(document, any(document, rng), from.text())
    }),
    ("a reference to anywhere", |document, _, rng| {
        let target = any(document, rng).pointer();
        let reference = format!("{{ \"$ref\": {} }}", edit::quote(&format!("#{target}")));
        replaced(document, any(document, rng), &reference)
    }),
    ("references in circles", |document, _, rng| {
        let (one, other) = (any(document, rng), any(document, rng));
        let [one, other] = if one.span().start <= other.span().start { [one, other] } else { [other, one] };
        if one.span().end > other.span().start {
            return bytes(document).to_vec();
        }
        let reference =
            |node: Node| format!("{{ \"allOf\": [{{ \"$ref\": {} }}] }}", edit::quote(&format!("#{}", node.pointer())));
        let first = String::from_utf8_lossy(&replaced(document, other, &reference(one))).into_owned();
        let first = Document::json(document.file, document.name.clone(), first.into_bytes());
        replaced(&first, first.at_pointer(&one.pointer()).unwrap_or(first.root()), &reference(other))
    }),
];

fn bytes(document: &Document) -> &[u8] {
    document.text.as_bytes()
}

fn any<'d>(document: &'d Document, rng: &mut Rng) -> Node<'d> {
    document.node(rng.u32(..document.tree.nodes.len().max(1) as u32))
}

fn replaced(document: &Document, node: Node, text: &str) -> Vec<u8> {
    let span = node.span();
    [&document.text[..span.start as usize], text, &document.text[span.end as usize..]].concat().into_bytes()
}

/// One to three breaks of a text, with the names of what was done.
pub fn broken(text: &[u8], other: &[u8], rng: &mut Rng) -> (Vec<u8>, Vec<&'static str>) {
    let (mut text, mut done) = (text.to_vec(), Vec::new());
    for _ in 0..1 + rng.usize(..3) {
        let (name, one) = BREAKS[rng.usize(..BREAKS.len())];
        let document = Document::json(File::Definition, "broken.json", text);
        text = one(&document, other, rng);
        done.push(name);
    }
    (text, done)
}
