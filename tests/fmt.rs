//! The canonical form: the same document, the same tokens, in one layout, and nothing to do the second time.
use connsmith::connector::discover;
use connsmith::connector::fmt::{self, Extent, Refused};
use connsmith::text::document::{Document, File};
use rayon::prelude::*;
use serde_json::Value;
use std::path::Path;

fn formatted(text: &str) -> String {
    fmt::format(File::Definition, text.as_bytes(), 2).unwrap()
}

#[test]
fn sections_and_members_are_put_in_order() {
    let text = "\u{feff}{\"x-z\":1,\"paths\" : {\"/b\":{\"post\":{\"responses\":{\"default\":{\"schema\":{},\"description\":\"\"},\"200\":{}},\r\n\
        \"parameters\":[{\"type\":\"string\",\"in\":\"query\",\"name\":\"q\",\"x-own\":[ ],\"own\":1,\"items\":{\"enum\":[1],\"type\":\"x\"}}],\
        \"x-own\":{\"type\":1,\"$ref\":2},\"operationId\":\"B\",\"summary\":\"b\"}},\"/a\":{}},\
        \"definitions\":{\"D\":{\"properties\":{\"z\":{\"description\":\"\",\"type\":\"array\"},\"a\":{}},\"type\":\"object\",\"example\":{\"type\":1,\"$ref\":2}}},\r\
        \"info\":{\"version\":\"1\",\"title\":\"\"},\"unknown\":[true,{}],\"swagger\":\"2.0\"}";
    insta::assert_snapshot!(formatted(text));
}

#[test]
fn tokens_stay_as_written_and_keys_that_stand_twice_stay_in_order() {
    let text =
        r#"{"info": {"b": 1.50e+02, "a": "\u00e9\/é"}, "swagger": -0.0, "x": 1, "swagger": "\ud83d\ude00", "\u0068ost": null}"#;
    let expected = "{\n  \"swagger\": -0.0,\n  \"swagger\": \"\\ud83d\\ude00\",\n  \"info\": {\n    \"b\": 1.50e+02,\n    \"a\": \"\\u00e9\\/é\"\n  },\n  \"\\u0068ost\": null,\n  \"x\": 1\n}\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn other_files_and_other_versions_keep_their_order() {
    let properties = fmt::format(File::Properties, br#"{"properties":{"publisher":"P","capabilities":[]}}"#, 4).unwrap();
    assert_eq!(properties, "{\n    \"properties\": {\n        \"publisher\": \"P\",\n        \"capabilities\": []\n    }\n}\n");
    assert_eq!(formatted(r#"{"paths":{},"openapi":"3.0"}"#), "{\n  \"paths\": {},\n  \"openapi\": \"3.0\"\n}\n");
    assert_eq!(formatted(" [1 , [ ]]"), "[\n  1,\n  []\n]\n");
}

#[test]
fn what_could_only_be_guessed_is_refused() {
    let refused = |bytes: &[u8]| match fmt::format(File::Definition, bytes, 2) {
        Err(Refused::Faults { at, count, .. }) => format!("{}:{} {count}", at.line, at.column),
        Err(Refused::Encoding { at }) => format!("{}:{} encoding", at.line, at.column),
        Ok(text) => text,
    };
    assert_eq!(refused(b"{\n  \"a\": [1,],\n}"), "2:10 2");
    assert_eq!(refused(b""), "1:1 1");
    assert_eq!(refused(b"{\"a\":\n\"\xe9\"}"), "2:2 encoding");
    assert_eq!(refused(b"\xff\xfe{\0}\0x"), "1:1 encoding");
    assert_eq!(refused(b"{} // done"), "1:4 1");
    assert_eq!(refused(b"\xff\xfe{\0}\0"), "{}\n");
    assert_eq!(refused(b"\xef\xbb\xbf{}"), "{}\n");
    let deep = "[".repeat(600) + &"]".repeat(600);
    assert_eq!(refused(deep.as_bytes()), "1:513 1");
}

/// The tokens of a document, whatever their order.
fn tokens(text: &str) -> Vec<String> {
    let document = Document::json(File::Definition, "", text.as_bytes().to_vec());
    let leaf = |id| Some(document.node(id)).filter(|node| !node.is_object() && !node.is_array());
    let mut tokens: Vec<String> =
        (0..document.tree.nodes.len() as u32).filter_map(leaf).map(|node| node.text().to_owned()).collect();
    tokens.sort();
    tokens
}

/// The extent of a text that is handed over in two parts.
fn extent(text: &str) -> Extent {
    let mut extent = Extent::default();
    let (one, other) = text.split_at(text.floor_char_boundary(text.len() / 2));
    extent.add(one);
    extent.add(other);
    extent
}

#[test]
fn the_length_of_the_canonical_form_is_known_before_it_is_written() {
    let texts =
        [r#"{"a":[{}],"b":"{,[:\"\\","c":[[]],"d":{"e":[1,"é",null]},"f":{}}"#, r#"{"\"":"\\"}"#, "[]", "{}", "1", r#""[1,2]""#];
    for text in texts {
        let extent = extent(text);
        assert_eq!(extent.compact, text.len());
        for indent in [0, 2, 4] {
            let formatted = fmt::format(File::Other(0), text.as_bytes(), indent).unwrap();
            assert_eq!(extent.formatted(indent), formatted.len(), "{text}");
        }
    }
}

fn over_the_corpus(every: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !folder.is_dir() {
        println!("skipped: ../shared/corpus (the published connectors) is not there");
        return;
    }
    let found = discover::find(&[folder]).unwrap();
    let sound = |found: &discover::Found| {
        let mut count = 0;
        for file in discover::load(found, String::new()).files {
            let Ok(text) = std::str::from_utf8(&file.bytes) else { continue };
            let text = text.trim_start_matches('\u{feff}');
            let at = found.folder.join(&file.name);
            let is_json = matches!(file.file, File::Definition | File::Properties | File::Settings);
            let Some(value) = serde_json::from_str::<Value>(text).ok().filter(|_| is_json) else { continue };
            for indent in [2, 4] {
                let once = fmt::format(file.file, &file.bytes, indent).unwrap_or_else(|why| panic!("{}: {why}", at.display()));
                assert_eq!(serde_json::from_str::<Value>(&once).unwrap(), value, "{}", at.display());
                assert!(tokens(&once) == tokens(text), "{}: tokens", at.display());
                assert!(fmt::format(file.file, once.as_bytes(), indent).as_ref() == Ok(&once), "{}: twice", at.display());
                assert!(once.ends_with('\n') && !once.contains('\r'), "{}", at.display());
                let compact = fmt::compact(&file.bytes).unwrap();
                assert_eq!(extent(&compact).formatted(indent), once.len(), "{}: length", at.display());
                assert!(!once.lines().any(|line| line.ends_with([' ', '\t'])), "{}", at.display());
            }
            count += 1;
        }
        count
    };
    let count: usize = found.par_iter().step_by(every).map(sound).sum();
    assert!(count > found.len() / every, "{count} files");
}

#[test]
fn published_files_keep_their_value() {
    over_the_corpus(5);
}

/// The command for all of them is in CONTRIBUTING.md.
#[test]
#[ignore = "reads all 717 published connectors, which takes minutes in debug: cargo test --release --test fmt -- --ignored"]
fn all_published_files_keep_their_value() {
    over_the_corpus(1);
}
