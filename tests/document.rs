//! Places as people count them, in every encoding, and the way from pointers to values and back.
use connsmith::text::document::{Document, Encoding, File, Node};
use connsmith::text::json::Kind;
use proptest::prelude::*;

fn json(bytes: &[u8]) -> Document {
    Document::json(File::Definition, "test.json", bytes.to_vec())
}

#[test]
fn columns_count_characters_and_utf16_units() {
    let document = json("{\r\n  \"ä😀\": 1\r}".as_bytes());
    let one = document.text.find('1').unwrap() as u32;
    let position = document.position(one);
    assert_eq!((position.line, position.column, position.utf16, position.offset), (2, 9, 10, one));
    let close = document.position(document.text.len() as u32 - 1);
    assert_eq!((close.line, close.column), (3, 1));
}

#[test]
fn a_mark_takes_bytes_but_no_column() {
    let document = json(b"\xef\xbb\xbf{}");
    assert_eq!(document.encoding, Encoding::Utf8Bom);
    let position = document.position(3);
    assert_eq!((position.line, position.column, position.offset), (1, 1, 3));
}

#[test]
fn windows_1252_offsets_are_those_of_the_file() {
    let bytes = b"{ \"caf\xe9\": \"\x80 1\", \"x\": 2 }";
    let document = json(bytes);
    assert_eq!(document.encoding, Encoding::Windows1252 { first: 6 });
    assert_eq!(document.root().get_str("café").unwrap(), "€ 1");
    let two = document.root().get("x").unwrap();
    let offset = document.position(two.span().start).offset as usize;
    assert_eq!(&bytes[offset..offset + 1], b"2");
}

#[test]
fn utf16_is_decoded() {
    for (mark, order) in [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)] {
        let mut bytes = mark.to_vec();
        bytes.extend("{\"ä\": 1}".encode_utf16().flat_map(order));
        let document = json(&bytes);
        assert_eq!(document.encoding, Encoding::Utf16);
        assert_eq!(document.root().get("ä").unwrap().number(), Some(1.0));
    }
}

#[test]
fn pointers_lead_there_and_back() {
    let document = json(br#"{ "a/b": { "~c": [ 1, { "d": 2 } ] }, "k": 1, "k": 2 }"#);
    let node = document.at_pointer("/a~1b/~0c/1/d").unwrap();
    assert_eq!((node.text(), node.pointer().as_str()), ("2", "/a~1b/~0c/1/d"));
    assert_eq!(document.root().pointer(), "");
    assert_eq!(document.root().get("k").unwrap().text(), "2", "of duplicate keys the last counts");
    assert!(document.at_pointer("/a~1b/~0c/2").is_none());
    assert_eq!(document.value_at(document.text.find("2 }").unwrap() as u32).pointer(), "/a~1b/~0c/1/d");
}

#[test]
fn parts_of_strings_with_escapes() {
    let document = json(br#"{ "t": "a \u0041PI\n says \"API\"" }"#);
    let node = document.root().get("t").unwrap();
    let value = node.str().unwrap();
    let parts: Vec<_> =
        value.match_indices("API").map(|(at, word)| document.slice(node.part(at..at + word.len())).to_owned()).collect();
    assert_eq!(parts, [r"\u0041PI", "API"]);
}

fn all(document: &Document) -> Vec<Node<'_>> {
    (0..document.tree.nodes.len() as u32).map(|id| document.node(id)).filter(|node| node.kind() != Kind::Key).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn positions_agree_with_counting(text in "[a\\n\\r ä😀]{0,80}", pad in 0usize..3000) {
        let text = " ".repeat(pad) + &text + &"é".repeat(pad / 2);
        let document = Document::plain(File::Readme, "readme.md", text.clone().into_bytes());
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]).step_by(7) {
            let before = &text[..offset];
            let line_start = before.char_indices().rev().find(|&(at, c)| c == '\n' || (c == '\r' && text.as_bytes().get(at + 1) != Some(&b'\n'))).map_or(0, |(at, _)| at + 1);
            let lines = before.char_indices().filter(|&(at, c)| c == '\n' || (c == '\r' && text.as_bytes().get(at + 1) != Some(&b'\n'))).count();
            let position = document.position(offset as u32);
            prop_assert_eq!(position.line as usize, lines + 1);
            prop_assert_eq!(position.column as usize, text[line_start..offset].chars().count() + 1);
            prop_assert_eq!(position.utf16 as usize, text[line_start..offset].encode_utf16().count() + 1);
        }
    }

    #[test]
    fn every_value_is_found_again_by_its_pointer(keys in prop::collection::btree_set("[a-z~/ä]{0,3}", 0..8), items in 0usize..5) {
        let inner: Vec<String> = (0..items).map(|n| n.to_string()).collect();
        let members: Vec<String> = keys.iter().map(|key| format!("{}: [{}]", connsmith::text::edit::quote(key), inner.join(","))).collect();
        let document = json(format!("{{ {} }}", members.join(", ")).as_bytes());
        for node in all(&document) {
            prop_assert_eq!(document.at_pointer(&node.pointer()), Some(node));
        }
    }
}

#[test]
fn of_keys_that_occur_twice_the_last_counts() {
    let same = |one: &str, other: &str| {
        let [one, other] = [one, other].map(|text| json(text.as_bytes()));
        let same = one.root().same(other.root());
        assert_eq!(same, other.root().same(one.root()));
        assert_eq!(same, one.root().value_hash() == other.root().value_hash());
        same
    };
    let twice = r#"{"a": {"b": 1, "b": [2]}, "a": {"c": 3, "\u0063": 4}, "d": 5}"#;
    assert!(same(twice, twice));
    assert!(same(twice, r#"{"d": 5, "a": {"c": 4}}"#));
    assert!(!same(twice, r#"{"d": 5, "a": {"c": 3}}"#));
    assert!(!same(twice, r#"{"d": 5, "a": {"c": 4}, "e": 1}"#));
    assert!(!same(twice, r#"{"a": {"c": 4}, "a": {"c": 4}}"#));
}
