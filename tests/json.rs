//! The JSON reader: agrees with serde_json on what is valid, and keeps its shape and its head on what is not.
use connsmith::text::json::{self, Fault, FaultKind, Kind, MAX_DEPTH, MAX_FAULTS, Span, Tree, parse};
use proptest::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn slice(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

fn kinds(tree: &Tree) -> Vec<FaultKind> {
    tree.faults.iter().map(|fault| fault.kind).collect()
}

/// Everything a user of the tree may rely on, whatever the text.
fn check(text: &str) -> Tree {
    let tree = parse(text);
    let len = text.len() as u32;
    let nodes = &tree.nodes;
    assert!(!nodes.is_empty());
    assert_eq!((nodes[0].parent, nodes[0].next), (0, nodes.len() as u32));
    let mut depth = vec![0; nodes.len()];
    for (id, node) in nodes.iter().enumerate() {
        let own = id as u32;
        assert!(node.start <= node.end && node.end <= len, "{node:?}");
        assert!(text.is_char_boundary(node.start as usize) && text.is_char_boundary(node.end as usize), "{node:?}");
        assert!(node.next > own && node.next <= nodes.len() as u32);
        if !matches!(node.kind, Kind::Object | Kind::Array) {
            assert_eq!(node.next, own + 1, "{node:?}");
        }
        if id > 0 {
            let parent = &nodes[node.parent as usize];
            assert!(node.parent < own && node.next <= parent.next);
            assert!(matches!(parent.kind, Kind::Object | Kind::Array));
            assert!(parent.start < node.start && node.end <= parent.end, "{node:?} in {parent:?}");
            depth[id] = depth[node.parent as usize] + 1;
            assert!(depth[id] <= MAX_DEPTH);
        }
        if node.kind == Kind::Invalid {
            assert!(!tree.faults.is_empty());
        }
        let mut end = node.start;
        let mut next = own + 1;
        let mut seen = 0;
        while next < node.next {
            let child = &nodes[next as usize];
            assert_eq!(child.parent, own);
            assert!(child.start >= end, "{child:?} overlaps the one before it");
            let key = node.kind == Kind::Object && seen % 2 == 0;
            assert_eq!(child.kind == Kind::Key, key, "child {seen} of {node:?}");
            (end, next, seen) = (child.end, child.next, seen + 1);
        }
        if node.kind == Kind::Object {
            assert_eq!(seen % 2, 0);
            assert_eq!(tree.members(own).count() * 2, seen);
        }
        if node.kind == Kind::Array {
            assert_eq!(tree.items(own).count(), seen);
        }
        if matches!(node.kind, Kind::Key | Kind::String) {
            let _ = json::value(text, node);
        }
    }
    assert!(tree.faults.is_sorted_by_key(|fault| fault.span.start));
    assert!(tree.faults.len() <= MAX_FAULTS + 1);
    for fault in &tree.faults {
        let places = [Some(fault.span), fault.related.as_ref().map(|r| r.0), fault.repair.as_ref().map(|r| r.span)];
        for span in places.into_iter().flatten() {
            assert!(span.start <= span.end && span.end <= len);
            let _ = slice(text, span);
        }
        for words in [&fault.message, &fault.help] {
            assert!(!words.is_empty() && !words.ends_with('.') || words.ends_with("..."), "{words}");
            assert!(!words.contains(char::is_control) && words.matches('`').count() % 2 == 0, "{words}");
        }
    }
    // Also asserts that the repairs do not overlap.
    let _ = parse(&repaired(text, &tree.faults));
    tree
}

/// The text with the repairs of `faults` applied; they must not overlap.
fn repaired(text: &str, faults: &[Fault]) -> String {
    let mut repairs: Vec<_> = faults.iter().filter_map(|fault| fault.repair.as_ref()).collect();
    repairs.sort_by_key(|repair| repair.span);
    let mut out = String::new();
    let mut from = 0;
    for repair in repairs {
        let (start, end) = (repair.span.start as usize, repair.span.end as usize);
        assert!(from <= start, "repairs overlap: {faults:#?}");
        out.push_str(&text[from..start]);
        out.push_str(&repair.text);
        from = end;
    }
    out + &text[from..]
}

/// The tree as serde_json would have it, where the last of several members of one name wins.
fn to_value(text: &str, tree: &Tree, id: u32) -> Value {
    let node = &tree.nodes[id as usize];
    let token = &text[node.start as usize..node.end as usize];
    match node.kind {
        Kind::Object => tree
            .members(id)
            .map(|(key, value)| (json::value(text, &tree.nodes[key as usize]).into_owned(), to_value(text, tree, value)))
            .collect(),
        Kind::Array => tree.items(id).map(|item| to_value(text, tree, item)).collect(),
        Kind::String => json::value(text, node).into(),
        Kind::Number => serde_json::from_str(token).expect("the text of a number"),
        Kind::True => true.into(),
        Kind::False => false.into(),
        Kind::Null => Value::Null,
        Kind::Key | Kind::Invalid => panic!("{:?} in a valid text", node.kind),
    }
}

/// Both readers accept a text and read the same, or both reject it.
fn agree(text: &str) {
    let tree = check(text);
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            assert_eq!(tree.faults, []);
            assert_eq!(to_value(text, &tree, 0), value);
        }
        Err(error) => {
            let error = error.to_string();
            let limit = error.contains("recursion limit") || error.contains("number out of range");
            assert!(limit || !tree.faults.is_empty(), "no fault, but serde_json says: {error}\n{text}");
        }
    }
}

fn corpus() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !root.is_dir() {
        println!("skipped: there is no {}", root.display());
        return Vec::new();
    }
    ignore::WalkBuilder::new(root)
        .standard_filters(false)
        .build()
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect()
}

#[test]
fn agrees_with_serde_json_on_the_corpus() {
    for path in corpus() {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        println!("{}", path.display());
        agree(&text);
    }
}

#[test]
fn broken_connectors_yield_few_faults_and_can_be_corrected() {
    let mut broken = 0;
    for path in corpus() {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let tree = check(&text);
        broken += usize::from(!tree.faults.is_empty());
        // The worst of them, envoy, has the same comma too many in each of its schemas.
        assert!(tree.faults.len() <= 20, "{}: {:#?}", path.display(), tree.faults);
        let corrected = repaired(&text, &tree.faults);
        assert_eq!(parse(&corrected).faults, [], "{}", path.display());
        // The file ends where it ended; nothing was given up half-way.
        assert!(tree.nodes[0].end as usize >= text.trim_end().len() - 1, "{}", path.display());
    }
    assert!(broken == 0 || broken >= 17, "{broken}");
}

/// Text, the faults as `(kind, span's text)`, and what the tree still says, written as JSON (`null` where invalid).
type Row = (&'static str, &'static [(FaultKind, &'static str)], &'static str);

fn lenient(text: &str, tree: &Tree, id: u32) -> Value {
    let node = &tree.nodes[id as usize];
    match node.kind {
        Kind::Object => tree
            .members(id)
            .map(|(key, value)| (json::value(text, &tree.nodes[key as usize]).into_owned(), lenient(text, tree, value)))
            .collect(),
        Kind::Array => tree.items(id).map(|item| lenient(text, tree, item)).collect(),
        Kind::Invalid => Value::Null,
        _ => to_value(text, tree, id),
    }
}

#[test]
fn broken_texts() {
    use FaultKind::*;
    let table: &[Row] = &[
        // Nothing, or something else around it.
        ("", &[(Empty, "")], "null"),
        (" \r\n\t", &[(Empty, "")], "null"),
        ("\u{FEFF}{}", &[(Bom, "\u{FEFF}")], "{}"),
        ("\u{FEFF}", &[(Bom, "\u{FEFF}"), (Empty, "")], "null"),
        ("swagger = {\"a\": 1}", &[(ExpectedValue, "swagger =")], r#"{"a":1}"#),
        ("name = [1]", &[(ExpectedValue, "name =")], "[1]"),
        ("hello", &[(BadLiteral, "hello")], "null"),
        ("}", &[(ExpectedValue, "}")], "null"),
        ("{} x", &[(TrailingText, "x")], "{}"),
        ("{\"a\":1}}", &[(TrailingText, "}")], r#"{"a":1}"#),
        ("{\"a\":1}\n{\"b\":2}", &[(TrailingText, "{\"b\":2}")], r#"{"a":1}"#),
        // Commas.
        ("[1,2,]", &[(TrailingComma, ",")], "[1,2]"),
        ("{\"a\":1,\n}", &[(TrailingComma, ",")], r#"{"a":1}"#),
        ("[1,,2]", &[(ExtraComma, ",")], "[1,2]"),
        ("[,1]", &[(ExtraComma, ",")], "[1]"),
        ("{,\"a\":1}", &[(ExtraComma, ",")], r#"{"a":1}"#),
        ("{\"a\":1,,\"b\":2}", &[(ExtraComma, ",")], r#"{"a":1,"b":2}"#),
        ("[1,,]", &[(TrailingComma, ","), (ExtraComma, ",")], "[1]"),
        ("{\"a\": \"x\"\n \"b\": 1}", &[(MissingComma, "")], r#"{"a":"x","b":1}"#),
        ("{\"a\": {}\n 'b': 1}", &[(MissingComma, ""), (SingleQuotes, "'b'")], r#"{"a":{},"b":1}"#),
        ("[1 2]", &[(MissingComma, "")], "[1,2]"),
        ("[\"a\"\n\"b\"]", &[(MissingComma, "")], r#"["a","b"]"#),
        ("[{}{}]", &[(MissingComma, "")], "[{},{}]"),
        ("[true false]", &[(MissingComma, "")], "[true,false]"),
        ("{\"a\": 1; \"b\": 2}", &[(MissingComma, ";")], r#"{"a":1,"b":2}"#),
        // Colons.
        ("{\"a\" 1}", &[(MissingColon, "")], r#"{"a":1}"#),
        ("{\"a\"\"b\"}", &[(MissingColon, "")], r#"{"a":"b"}"#),
        ("{\"a\" = 1}", &[(MissingColon, "=")], r#"{"a":1}"#),
        ("{\"a\" => 1}", &[(MissingColon, "=>")], r#"{"a":1}"#),
        ("{\"a\"}", &[(MissingColon, "")], r#"{"a":null}"#),
        ("{\"a\", \"b\": 1}", &[(MissingColon, "")], r#"{"a":null,"b":1}"#),
        ("{\"a\"\n \"b\": 1}", &[(MissingColon, "")], r#"{"a":null,"b":1}"#),
        ("{\"tags\": {\"a\", \"b\", \"c\"}}", &[(MissingColon, "")], r#"{"tags":{"a":null,"b":null,"c":null}}"#),
        ("{\"a\":: 1}", &[(UnexpectedColon, ":")], r#"{"a":1}"#),
        ("[\"a\": 1, \"b\": 2]", &[(UnexpectedColon, ":")], r#"["a",1,"b",2]"#),
        // Values.
        ("{\"a\": }", &[(ExpectedValue, "")], r#"{"a":null}"#),
        ("{\"a\": , \"b\": 1}", &[(ExpectedValue, "")], r#"{"a":null,"b":1}"#),
        ("{\"a\":\n \"b\": 1}", &[(ExpectedValue, "")], r#"{"a":null,"b":1}"#),
        ("[True, FALSE, None]", &[(BadLiteral, "True"), (BadLiteral, "FALSE"), (BadLiteral, "None")], "[true,false,null]"),
        ("{\"a\": undefined}", &[(BadLiteral, "undefined")], r#"{"a":null}"#),
        ("{\"a\": some text here, \"b\": 1}", &[(BadLiteral, "some text here")], r#"{"a":null,"b":1}"#),
        ("{\"a\": text\",\n \"b\": 1}", &[(BadLiteral, "text\"")], r#"{"a":"text","b":1}"#),
        ("{\"$ref\": #/definitions/x}", &[(BadLiteral, "#/definitions/x")], r##"{"$ref":null}"##),
        (
            "[01, +1, .5, 1., -.5]",
            &[(BadNumber, "01"), (BadNumber, "+1"), (BadNumber, ".5"), (BadNumber, "1."), (BadNumber, "-.5")],
            "[null,null,null,null,null]",
        ),
        ("[NaN, -Infinity, 0x1F]", &[(BadNumber, "NaN"), (BadNumber, "-Infinity"), (BadNumber, "0x1F")], "[null,null,null]"),
        ("{\"version\": 1.2.3}", &[(BadNumber, "1.2.3")], r#"{"version":null}"#),
        ("{\"at\": 2020-01-01T00:00:00Z}", &[(BadNumber, "2020-01-01T00:00:00Z")], r#"{"at":null}"#),
        // Keys.
        ("{a: 1, $b-c: 2, 3: 4}", &[(UnquotedKey, "a"), (UnquotedKey, "$b-c"), (UnquotedKey, "3")], r#"{"a":1,"$b-c":2,"3":4}"#),
        ("{a\": 1}", &[(UnquotedKey, "a\"")], r#"{"a":1}"#),
        ("{: 1}", &[(ExpectedKey, ":")], r#"{"":1}"#),
        ("{\"x\": {{\"a\": 1}}}", &[(ExpectedKey, "{")], r#"{"x":{"":{"a":1}}}"#),
        ("{\"a\": 1, ...}", &[(ExpectedKey, "...")], r#"{"a":1,"...":null}"#),
        // Strings.
        (
            "['a', 'it\\'s', 'say \"x\"']",
            &[(SingleQuotes, "'a'"), (SingleQuotes, "'it\\'s'"), (SingleQuotes, "'say \"x\"'")],
            r#"["a","it\\'s","say \"x\""]"#,
        ),
        ("['it's']", &[(SingleQuotes, "'it's'")], r#"["it's"]"#),
        ("[`a`]", &[(SingleQuotes, "`a`")], r#"["a"]"#),
        ("{“a”: “b”}", &[(CurlyQuotes, "“a”"), (CurlyQuotes, "“b”")], r#"{"a":"b"}"#),
        ("[\"a\tb\tc\"]", &[(ControlCharacter, "\t")], "[\"a\\tb\\tc\"]"),
        ("[\"a\u{1}\"]", &[(ControlCharacter, "\u{1}")], "[\"a\\u0001\"]"),
        ("[1, \u{0}2]", &[(ControlCharacter, "\u{0}")], "[1,2]"),
        ("[\"one\ntwo\", 3]", &[(ControlCharacter, "\n")], "[\"one\\ntwo\",3]"),
        ("[\"one\r\n\r\ntwo\", 3]", &[(ControlCharacter, "\r")], "[\"one\\r\\n\\r\\ntwo\",3]"),
        (r#"["^\d+\.\w$"]"#, &[(BadEscape, r"\d")], r#"["^\\d+\\.\\w$"]"#),
        (
            r#"["\u12", "\x41", "\'"]"#,
            &[(BadEscape, r"\u"), (BadEscape, r"\x"), (BadEscape, r"\'")],
            r#"["\\u12","\\x41","\\'"]"#,
        ),
        ("[\"\\é\"]", &[(BadEscape, "\\é")], "[\"\\\\é\"]"),
        (
            r#"["\uD83D", "\uDE00\uD83D", "\uD83D\uDE00"]"#,
            &[(LoneSurrogate, r"\uD83D"), (LoneSurrogate, r"\uDE00")],
            r#"["\uFFFD","\uFFFD\uFFFD","😀"]"#,
        ),
        ("{\"dir\": \"C:\\dir\\\",\n \"b\": 1}", &[(BadEscape, "\\d")], r#"{"dir":"C:\\dir\\","b":1}"#),
        ("{\"a\": \"The \"best\" one\", \"b\": 1}", &[(UnescapedQuote, "\"")], r#"{"a":"The \"best\" one","b":1}"#),
        ("{\"a\": \"\"x\" and \"y\"\",\n\"b\": 1}", &[(UnescapedQuote, "\"")], r#"{"a":"\"x\" and \"y\"","b":1}"#),
        ("{\"a\": \"x,\n \"b\": 1}", &[(UnterminatedString, "\"x")], r#"{"a":"x","b":1}"#),
        ("{\"a\": \"x\n}", &[(UnterminatedString, "\"x")], r#"{"a":"x"}"#),
        ("[\"x,\n \"y\",\n \"z\"]", &[(UnterminatedString, "\"x")], r#"["x","y","z"]"#),
        ("{\"host: \"api.com\", \"b\": 1}", &[(UnterminatedString, "\"host")], r#"{"host":"api.com","b":1}"#),
        ("{\"host: 1,\n \"b\": 1}", &[(UnterminatedString, "\"host")], r#"{"host":1,"b":1}"#),
        ("{\"a\": \"b, \"c\": 1}", &[(UnterminatedString, "\"b")], r#"{"a":"b","c":1}"#),
        // White space and comments.
        ("[1,\u{A0}2]", &[(WhiteSpace, "\u{A0}")], "[1,2]"),
        (
            "{\u{200B}\"a\":\u{3000}\u{FEFF}true\u{A0}}",
            &[(WhiteSpace, "\u{200B}"), (WhiteSpace, "\u{3000}\u{FEFF}"), (WhiteSpace, "\u{A0}")],
            r#"{"a":true}"#,
        ),
        ("[1,\u{C}2]", &[(WhiteSpace, "\u{C}")], "[1,2]"),
        (
            "{ // first\n \"a\": 1, /* second\n */ \"b\": 2 # third\n}",
            &[(Comment, "// first"), (Comment, "/* second\n */"), (Comment, "# third")],
            r#"{"a":1,"b":2}"#,
        ),
        ("[1, /* open", &[(Comment, "/*")], "[1]"),
        ("{\"a\": \"http://x\" // y\n}", &[(Comment, "// y")], r#"{"a":"http://x"}"#),
        // Brackets.
        ("{\"a\": [1, {\"b\": 2", &[(UnterminatedContainer, "")], r#"{"a":[1,{"b":2}]}"#),
        ("{\"a\": ", &[(UnterminatedContainer, "")], r#"{"a":null}"#),
        ("{\"a\"", &[(UnterminatedContainer, "")], r#"{"a":null}"#),
        ("{\"a\": 1,\n", &[(UnterminatedContainer, "")], r#"{"a":1}"#),
        ("{\"a\": \"b", &[(UnterminatedString, "\"b")], r#"{"a":"b"}"#),
        ("{\"a\": [1, 2 }", &[(MissingClose, "}")], r#"{"a":[1,2]}"#),
        ("{\"i\": {\"k\": [\n \"x\"\n },\n \"h\": 1}", &[(MissingClose, "}")], r#"{"i":{"k":["x"]},"h":1}"#),
        ("[{\"a\": 1 ]", &[(MissingClose, "]")], r#"[{"a":1}]"#),
        ("{\"p\": [{\"a\": 1,\n{\"b\": 2}]}", &[(MissingClose, "{")], r#"{"p":[{"a":1},{"b":2}]}"#),
        ("{\"p\": [{\"a\": 1\n{\"b\": 2}]}", &[(MissingClose, "{")], r#"{"p":[{"a":1},{"b":2}]}"#),
        ("{\"a\": [1, 2}, \"b\": 3}", &[(UnexpectedClose, "}")], r#"{"a":[1,2],"b":3}"#),
        ("{\"i\": {\"t\": [\"a\"]], \"x\": 1}, \"h\": 2}", &[(UnexpectedClose, "]")], r#"{"i":{"t":["a"],"x":1},"h":2}"#),
        ("{\"p\": [{\"a\": 1}}, {\"b\": 2}]}", &[(UnexpectedClose, "}")], r#"{"p":[{"a":1},{"b":2}]}"#),
        ("{\"a\": {}},\n\"b\": 1}", &[(UnexpectedClose, "}")], r#"{"a":{},"b":1}"#),
        ("[1}", &[(UnexpectedClose, "}")], "[1]"),
        ("{\"a\": 1 oops, \"b\": 2}", &[(UnexpectedText, "oops")], r#"{"a":1,"b":2}"#),
    ];
    for (text, faults, reads) in table {
        let tree = check(text);
        let found: Vec<_> = tree.faults.iter().map(|fault| (fault.kind, slice(text, fault.span))).collect();
        assert_eq!(found, *faults, "{text}\n{:#?}", tree.faults);
        let reads: Value = serde_json::from_str(reads).expect("the table's third column");
        assert_eq!(lenient(text, &tree, 0), reads, "{text}");
        // Each repair removes its fault and makes no new one.
        let whole = tree.faults.iter().all(|fault| fault.repair.is_some());
        let corrected = repaired(text, &tree.faults);
        let left = kinds(&parse(&corrected));
        assert!(!whole || left.is_empty() || left == [Empty], "{text}\n{corrected}\n{left:?}");
        let without: Vec<_> = tree.faults.iter().filter(|fault| fault.repair.is_none()).map(|fault| fault.kind).collect();
        assert!(left.len() <= without.len() || left == [Empty], "{text}\n{corrected}\n{left:?}");
    }
}

#[test]
fn messages() {
    let say = |text: &str| parse(text).faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>().join("; ");
    let rows = [
        ("{\"host\": \"x\"\n\"y\": 1}", "expected `,` or `}` after the value of `host`, found `\"y\"`"),
        ("{\"a\": {\"b\": [1 2]}}", "expected `,` or `]` after an item of the array `b`, found `2`"),
        ("{\"a\": {\"b\": [1,]}}", "trailing `,` before the `]` that ends the array `b`"),
        ("{\"host\": }", "expected a value for `host`, found `}`"),
        ("{\"host\" 1}", "expected `:` after the key `host`, found `1`"),
        ("{host: 1}", "key `host` without quotes"),
        ("{\"a\": {\"b\": [1", "expected `]` to end the array `b` (and 2 more), found the end of the file"),
        ("{\"a\": [\n1\n}\n", "expected `]` to end the array `a`, found `}`"),
        ("[\"a\tb\tc\"]", "a tab inside a string (and 1 more in this string)"),
        ("", "the file is empty"),
    ];
    for (text, message) in rows {
        assert_eq!(say(text), message);
    }
}

#[test]
fn a_missing_bracket_is_sought_by_indentation() {
    let text = "{\n  \"a\": {\n    \"b\": {\n      \"c\": 1\n  },\n  \"d\": 2\n}\n";
    let tree = check(text);
    assert_eq!(kinds(&tree), [FaultKind::UnterminatedContainer]);
    let (span, label) = tree.faults[0].related.as_ref().expect("a related place");
    assert_eq!(span.start as usize, text.find("{\n      \"c\"").expect("the object `b`"));
    assert!(label.contains("the object `b`"), "{label}");
}

#[test]
fn duplicate_keys_stay_in_order() {
    let text = r#"{"a": 1, "b": 2, "a": [3, 4]}"#;
    let tree = check(text);
    let token = |id: u32| slice(text, Span { start: tree.nodes[id as usize].start, end: tree.nodes[id as usize].end });
    let members: Vec<_> = tree.members(tree.root()).map(|(key, value)| (token(key), token(value))).collect();
    assert_eq!(members, [("\"a\"", "1"), ("\"b\"", "2"), ("\"a\"", "[3, 4]")]);
    assert_eq!(tree.faults, []);
}

#[test]
fn depth_is_bounded() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let n = 100_000;
        let tree = check(&open.repeat(n));
        assert_eq!(kinds(&tree), [FaultKind::TooDeep, FaultKind::UnterminatedContainer]);
        // What is not read may lack brackets too: closing the rest would only ask for more.
        assert_eq!(tree.faults[1].repair, None);
        let text = format!("{}1{}", open.repeat(n), close.repeat(n));
        assert_eq!(kinds(&check(&text)), [FaultKind::TooDeep]);
        let text = format!("{}1{}", open.repeat(MAX_DEPTH), close.repeat(MAX_DEPTH));
        assert_eq!(kinds(&check(&text)), []);
    }
    // Brackets in strings do not count, and what follows is read.
    let deep = "[".repeat(MAX_DEPTH) + "[\"]]\\\"]\", [1]], 7" + &"]".repeat(MAX_DEPTH);
    let tree = check(&deep);
    assert_eq!(kinds(&tree), [FaultKind::TooDeep]);
    assert_eq!(tree.nodes.last().map(|node| node.kind), Some(Kind::Number));
}

#[test]
fn too_long() {
    let tree = parse(&" ".repeat(json::MAX_LEN + 1));
    assert_eq!(kinds(&tree), [FaultKind::TooLong]);
    assert_eq!(tree.nodes.len(), 1);
}

/// Long runs of what is no JSON: the invariants hold, and faults are counted.
#[test]
fn hostile_texts_keep_the_invariants() {
    let pieces = [
        "\"",
        "'",
        "'a",
        "[",
        "]",
        "{",
        "}",
        "[}",
        "{]",
        ",",
        ":",
        "a",
        "a ",
        "/",
        "/*",
        "//",
        "#",
        "\\",
        "\"\\",
        "\"\n",
        "\"a\nb",
        "\u{A0}",
        "“",
        "0",
        "-",
        "{\"a\" ",
        "\"a\" b ",
        "\"a\":",
        "\"a:\" b",
        "\"a\", \"b",
        "[\"a\"x",
        "{\"a\":\"x\"y",
        "{\"a\":\"b, \"",
        ",\n{",
        "}\"a\":",
        "[1 ",
        "'\\",
        "\t",
        "\0",
    ];
    for piece in pieces {
        for prefix in ["", "{\"a\":", "[", "[{\"a\":1,", "{\"a\":1,"] {
            let text = prefix.to_string() + &piece.repeat(20_000 / piece.len());
            let tree = check(&text);
            assert!(tree.faults.len() <= MAX_FAULTS + 1);
        }
    }
    // A long name that each of them says: with all of it read each time this takes minutes.
    let tree = parse(&format!("{{\"\\n{}\": {{{}}}}}", "k".repeat(4 << 20), "[],".repeat(MAX_FAULTS)));
    let shown = format!("the object `\u{FFFD}{}...`", "k".repeat(63));
    assert!(tree.faults.iter().take(MAX_FAULTS - 1).all(|fault| fault.message.contains(&shown)), "{:?}", tree.faults.first());
}

#[test]
fn unescape() {
    for (raw, text) in [
        ("", ""),
        ("plain é", "plain é"),
        (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
        (r"\u00e9\u20AC\uD83D\uDE00x", "é€😀x"),
        (r"\uD83Dx", "\u{FFFD}x"),
        (r"\uD83D\uD83D\uDE00", "\u{FFFD}😀"),
        (r"\uDE00", "\u{FFFD}"),
        (r"\d\u12\", r"\d\u12\"),
        (r"\u+123", r"\u+123"),
        ("\\é\\", "\\é\\"),
    ] {
        assert_eq!(json::unescape(raw), text);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z \"\\\\\n\té😀]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[a-z/{}~ \"]{0,6}", inner), 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// A small text to break, as people write it.
fn any_text() -> impl Strategy<Value = String> {
    (any_json(), any::<bool>(), any::<bool>()).prop_map(|(value, pretty, crlf)| {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.expect("a value can be written");
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "", "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u", "\\uD83D", "\n", "\r\n", "\t", " ", "//", "/*", "*/", "#", "=",
        ";", "1", "-", ".", "e", "true", "nul", "None", "“", "\u{A0}", "\u{200B}", "\u{FEFF}", "\0", "é", "😀", "\"a\"",
        "\"a\":", "{}", "[]", "`", "\",", "\"}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_on_valid_json(value in any_json()) {
        for text in [serde_json::to_string(&value), serde_json::to_string_pretty(&value)] {
            let text = text.expect("a value can be written");
            agree(&text);
            let tree = parse(&text);
            prop_assert_eq!(tree.faults, vec![]);
        }
    }

    #[test]
    fn survives_mutations(text in any_text(), edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, piece()), 1..5)) {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, len, piece) in edits {
            let start = at.index(chars.len() + 1);
            let end = (start + len).min(chars.len());
            chars.splice(start..end, piece.chars());
        }
        agree(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn survives_truncation(text in any_text(), at in any::<prop::sample::Index>()) {
        let chars = text.chars().count();
        agree(&text.chars().take(at.index(chars + 1)).collect::<String>());
    }

    #[test]
    fn survives_soup(pieces in prop::collection::vec(piece(), 0..40)) {
        agree(&pieces.concat());
    }

    #[test]
    fn survives_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        agree(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn strings_are_written_as_they_are_read(text in any::<String>(), odd in "[\"\\\\\u{0}-\u{20}a\u{7f}é😀]{0,30}") {
        for value in [text, odd] {
            let mut written = "[".to_owned();
            connsmith::text::json::write_string(&value, &mut written);
            prop_assert_eq!(serde_json::from_str::<String>(&written[1..]).unwrap(), value.clone());
            prop_assert_eq!(written.len() - 1, serde_json::to_string(&value).unwrap().len());
        }
    }
}
