//! Structural edits keep every other byte: commas, indents, newlines and spacing of the file are copied.
use connsmith::rule::fix::Fix;
use connsmith::text::document::{Document, File, Node};
use connsmith::text::edit::{self};

fn edited(text: &str, edit: impl Fn(Node) -> Fix) -> String {
    let document = Document::json(File::Definition, "test.json", text.as_bytes().to_vec());
    let fix = edit(document.root());
    edit::apply(&document.text, &fix.edits.iter().collect::<Vec<_>>()).0
}

fn add(text: &str) -> String {
    edited(text, |root| Fix::safe("add").add_member(root, "new", "1"))
}

fn remove(text: &str, name: &str) -> String {
    edited(text, |root| Fix::safe("remove").remove_member(root.member(name).unwrap()))
}

#[test]
fn members_are_added_in_the_style_of_the_others() {
    assert_eq!(add("{\n  \"a\": 0\n}\n"), "{\n  \"a\": 0,\n  \"new\": 1\n}\n");
    assert_eq!(add("{\r\n\t\"a\" : 0\r\n}"), "{\r\n\t\"a\" : 0,\r\n\t\"new\" : 1\r\n}");
    assert_eq!(add("{ \"a\": 0, \"b\": 2 }"), "{ \"a\": 0, \"b\": 2, \"new\": 1 }");
    assert_eq!(add("{\"a\":0,\"b\":2}"), "{\"a\":0,\"b\":2,\"new\":1}");
    assert_eq!(add("{}"), "{ \"new\": 1 }");
    assert_eq!(
        edited("{\n    \"a\": {}\n}", |root| Fix::safe("add").add_member(root.get("a").unwrap(), "new", "1")),
        "{\n    \"a\": {\n        \"new\": 1\n    }\n}"
    );
    assert_eq!(
        edited("{\n  \"a\": 0,\n  \"b\": 2\n}", |root| Fix::safe("add").add_member_after(root.member("a").unwrap(), "new", "1")),
        "{\n  \"a\": 0,\n  \"new\": 1,\n  \"b\": 2\n}"
    );
}

#[test]
fn members_go_with_their_comma_and_white_space() {
    let text = "{\n  \"a\": 0,\n  \"b\": [1, 2],\n  \"c\": 3\n}\n";
    assert_eq!(remove(text, "a"), "{\n  \"b\": [1, 2],\n  \"c\": 3\n}\n");
    assert_eq!(remove(text, "b"), "{\n  \"a\": 0,\n  \"c\": 3\n}\n");
    assert_eq!(remove(text, "c"), "{\n  \"a\": 0,\n  \"b\": [1, 2]\n}\n");
    assert_eq!(remove("{\n  \"a\": 0\n}", "a"), "{}");
    assert_eq!(remove("{\"a\":0,\"b\":{\"x\":{}},\"c\":3}", "c"), "{\"a\":0,\"b\":{\"x\":{}}}");
}

#[test]
fn items_are_added_and_removed() {
    let item = |text: &str, at: usize| edited(text, |root| Fix::safe("remove").remove_item(root.items().nth(at).unwrap()));
    assert_eq!(item("[1, 2, 3]", 0), "[2, 3]");
    assert_eq!(item("[1, 2, 3]", 2), "[1, 2]");
    assert_eq!(item("[ 1 ]", 0), "[]");
    assert_eq!(edited("[\n  1,\n  2\n]", |root| Fix::safe("add").add_item(root, "3")), "[\n  1,\n  2,\n  3\n]");
    assert_eq!(edited("[1]", |root| Fix::safe("add").add_item(root, "2")), "[1, 2]");
    assert_eq!(edited("[]", |root| Fix::safe("add").add_item(root, "2")), "[2]");
}

/// In `{"a": {"b": 1` a member put behind the outer object's last one would be the inner object's.
#[test]
fn nothing_is_added_to_what_is_never_closed() {
    let possible = |text: &str, edit: fn(Fix, Node) -> Fix| {
        let document = Document::json(File::Definition, "test.json", text.as_bytes().to_vec());
        edit(Fix::safe("edit"), document.root()).is_possible()
    };
    let member = |fix: Fix, root: Node| fix.add_member(root, "new", "1");
    for (text, may) in [
        ("{", false),
        ("{}", true),
        (r#"{"a": 1"#, false),
        (r#"{"a": {"b": 1"#, false),
        (r#"{"a": {"b": 1}"#, false),
        (r#"{"a": [1 }"#, false),
        (r#"{"a": {"b": 1}}"#, true),
        (r#"{"a": {"b": 1}, "#, false),
    ] {
        assert_eq!(possible(text, member), may, "{text}");
    }
    let item = |fix: Fix, root: Node| fix.add_item(root, "1");
    for (text, may) in [("[", false), ("[1", false), ("[[1]", false), ("[{}]", true), ("[]", true), (r#"[{"a": 1]"#, false)] {
        assert_eq!(possible(text, item), may, "{text}");
    }
    let removal = |fix: Fix, root: Node| fix.remove_member(root.member("a").unwrap());
    assert!(possible(r#"{"a": 1}"#, removal));
    assert!(!possible(r#"{"a": 12"#, removal));
    // Its object is closed, and so is what it stands behind.
    assert!(possible(r#"{"a": 0, "b": [1 }"#, |fix, root| fix.add_member_after(root.member("a").unwrap(), "new", "1")));
}

#[test]
fn strings_are_quoted() {
    let text = edited(r#"{"a":"x"}"#, |root| Fix::safe("set").replace_str(root.get("a").unwrap(), "say \"é\\\n\u{1}\""));
    assert_eq!(text, r#"{"a":"say \"é\\\n\u0001\""}"#);
    assert_eq!(edited(r#"{"a":"x"}"#, |root| Fix::safe("rename").rename(root.member("a").unwrap().key, "b")), r#"{"b":"x"}"#);
}

#[test]
fn edits_that_overlap_are_left_out() {
    let document = Document::json(File::Definition, "test.json", br#"{"a":{"b":1},"c":2}"#.to_vec());
    let root = document.root();
    let outer = Fix::safe("remove").remove_member(root.member("a").unwrap());
    let inner = Fix::safe("set").replace(root.get("a").unwrap().get("b").unwrap(), "5");
    let edits: Vec<_> = outer.edits.iter().chain(&inner.edits).collect();
    assert_eq!(edit::apply(&document.text, &edits), (r#"{"c":2}"#.to_owned(), 1));
}
