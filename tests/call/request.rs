//! Arguments to requests.
use super::connector;
use connsmith::call::arguments;
use connsmith::call::request::{self, Argument, Body, Built, Defaults, Given, Options, PathEncoding, Place};
use connsmith::rule::Severity;
use connsmith::text::document::{Document, File};
use serde_json::{Value, json};

/// Builds the request of the one operation with arguments as on a command line.
fn build(verb: &str, path: &str, operation: Value, arguments: &[&str], options: Options) -> Built {
    let mut operation = operation;
    operation["operationId"] = json!("Post");
    let connector = connector(&[(path, verb, operation)]);
    let read = |file: &str| Ok(format!("content of {file}").into_bytes());
    let arguments: Vec<Argument> = arguments.iter().map(|text| arguments::of_option(text, read).expect("an argument")).collect();
    request::build(connector.operation("Post").expect("the operation"), &arguments, options)
}

fn errors(built: &Built) -> Vec<&str> {
    let errors = built.problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.message.as_str()).collect()
}

/// The operation of the worked example: a path value encoded twice, a hidden default, a nested body.
fn post() -> Value {
    let recipient = json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } });
    let properties =
        json!({ "recipient": recipient, "note": { "type": "string" }, "kind": { "type": "string", "enum": ["a", "b"] } });
    json!({ "responses": {}, "parameters": [
        { "name": "teamId", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "double" },
        { "name": "$top", "in": "query", "type": "integer" },
        { "name": "api-version", "in": "query", "required": true, "type": "string", "x-ms-visibility": "internal", "default": "1.0" },
        { "name": "requestBody", "in": "body", "required": true,
          "schema": { "type": "object", "required": ["recipient"], "properties": properties } },
    ] })
}

const PATH: &str = "/{connectionId}/teams/{teamId}/messages";

#[test]
fn the_worked_example() {
    let built = build("post", PATH, post(), &["teamId=a/b", "body.recipient.id=7", "$top=5"], Options::default());
    let request = built.request.expect("a request");
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/teams/a%252Fb/messages"));
    let queries: Vec<_> = request.queries.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
    assert_eq!(queries, [("$top", "5"), ("api-version", "1.0")]);
    assert_eq!(request.body, Body::Json(json!({ "recipient": { "id": "7" } })));
    assert_eq!(built.filled_in, ["query api-version = \"1.0\""]);
    assert_eq!(request.query_string(), "?$top=5&api-version=1.0");
    let single = Options { path_encoding: PathEncoding::Single, ..Options::default() };
    let built = build("post", PATH, post(), &["teamId=a/b", "requestBody/recipient/id=7"], single);
    assert_eq!(built.request.expect("a request").path, "/teams/a%2Fb/messages");
}

#[test]
fn what_is_wrong_is_said() {
    let built = build("post", PATH, post(), &["teamId=a"], Options::default());
    assert_eq!(errors(&built), ["The API operation 'Post' is missing required property 'requestBody/recipient/id'."]);
    assert!(built.request.is_none());
    let built = build("post", PATH, post(), &["recipient.id=7", "teamid=a", "$top=many"], Options::default());
    let expected = [
        "`Post` has no parameter or body property `teamid`",
        "The API operation 'Post' is missing required property 'teamId'.",
        "`$top` is the text `many`, but a whole number is expected",
    ];
    assert_eq!(errors(&built), expected);
    assert_eq!(built.problems[0].help.as_deref(), Some("did you mean `teamId`?"));
    let built = build("post", PATH, post(), &["teamId=a", "recipient=5"], Options::default());
    assert_eq!(errors(&built), ["`requestBody/recipient` is the text `5`, but an object is expected"]);
    let built = build("post", PATH, post(), &["teamId=a", "recipient.id=7", "recipient.id=8"], Options::default());
    assert_eq!(errors(&built), ["`recipient.id` is given twice"]);
    // APIs learn new values before their definitions do.
    let built = build("post", PATH, post(), &["teamId=a", "recipient.id=7", "kind=c"], Options::default());
    assert_eq!(errors(&built), [] as [&str; 0]);
    assert_eq!(built.problems[0].message, "`requestBody/kind` is `c`, which the definition does not list");
}

#[test]
fn what_cannot_be_called() {
    let trigger = json!({ "x-ms-trigger": "single", "responses": {} });
    let built = build("get", "/x", trigger.clone(), &[], Options::default());
    assert!(errors(&built)[0].contains("is a trigger"), "{:?}", built.problems);
    let forced = build("get", "/x", trigger, &[], Options { force: true, ..Options::default() });
    assert!(forced.request.is_some() && forced.problems[0].severity == Severity::Warning);
    let schema = json!({ "type": "object", "properties": { "url": { "type": "string", "x-ms-notification-url": true } } });
    let waits = json!({ "parameters": [{ "name": "b", "in": "body", "schema": schema }], "responses": {} });
    let built = build("post", "/x", waits, &[], Options::default());
    assert!(errors(&built)[0].contains("waits for a callback"), "{:?}", built.problems);
}

#[test]
fn encodings() {
    let operation = |encoding: Value| {
        json!({ "responses": {}, "parameters": [
            { "name": "p", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": encoding },
            { "name": "q", "in": "query", "type": "string", "x-ms-url-encoding": encoding },
            { "name": "h", "in": "header", "type": "string" } ] })
    };
    // value, once, twice
    let cases = [
        ("a b", "a%20b", "a%2520b"),
        ("a/b", "a%2Fb", "a%252Fb"),
        ("%2F", "%252F", "%25252F"),
        ("+", "%2B", "%252B"),
        ("ü€", "%C3%BC%E2%82%AC", "%25C3%25BC%25E2%2582%25AC"),
        ("b!'()*~", "b%21%27%28%29%2A~", "b%2521%2527%2528%2529%252A~"),
    ];
    for (value, once, twice) in cases {
        let given = [format!("p={value}"), format!("q={value}"), format!("h={value}")];
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        for (encoding, expected) in [(json!("single"), once), (json!("Double"), twice), (Value::Null, once)] {
            let built = build("get", "/x('{p}')/y", operation(encoding), &given, Options::default());
            let request = built.request.expect("a request");
            assert_eq!(request.path, format!("/x('{expected}')/y"));
            assert_eq!(request.query_string(), format!("?q={expected}"));
            assert_eq!(request.queries[0].value, value);
            assert_eq!(request.headers[0].value, value);
        }
    }
}

#[test]
fn arrays_in_queries() {
    let query = |format: Option<&str>| {
        let mut parameter = json!({ "name": "ids", "in": "query", "type": "array", "items": { "type": "integer" } });
        if let Some(format) = format {
            parameter["collectionFormat"] = json!(format);
        }
        let built = build("get", "/x", json!({ "parameters": [parameter], "responses": {} }), &["ids=[1,2]"], Options::default());
        built.request.expect("a request").queries.into_iter().map(|pair| pair.value).collect::<Vec<_>>()
    };
    assert_eq!(query(None), ["1,2"]);
    assert_eq!(query(Some("pipes")), ["1|2"]);
    assert_eq!(query(Some("multi")), ["1", "2"]);
}

#[test]
fn which_defaults_are_sent() {
    let parameter = |name: &str, required: bool, internal: bool, location: &str| {
        let visibility = if internal { "internal" } else { "none" };
        json!({ "name": name, "in": location, "type": "string", "required": required, "default": "d", "x-ms-visibility": visibility })
    };
    let operation = json!({ "responses": {}, "parameters": [
        parameter("a", true, true, "query"), parameter("b", false, true, "query"), parameter("c", true, false, "query"),
        parameter("d", false, false, "query"), parameter("e", false, true, "header"),
    ] });
    let sent = |defaults: Defaults| {
        let built = build("get", "/x", operation.clone(), &[], Options { defaults, ..Options::default() });
        let request = built.request.expect("a request");
        request.queries.into_iter().chain(request.headers).map(|pair| pair.name).collect::<String>()
    };
    assert_eq!(sent(Defaults::HiddenAndRequired), "abc");
    assert_eq!(sent(Defaults::Required), "ac");
    assert_eq!(sent(Defaults::All), "abcde");
}

#[test]
fn defaults_in_bodies() {
    let body = json!({ "type": "object", "required": ["contentType", "content"], "properties": {
        "contentType": { "type": "string", "default": "html", "x-ms-visibility": "internal" }, "content": { "type": "string" } } });
    let schema =
        json!({ "type": "object", "required": ["body"], "properties": { "body": body, "subject": { "type": "string" } } });
    let operation =
        json!({ "responses": {}, "parameters": [{ "name": "body", "in": "body", "required": true, "schema": schema }] });
    // `body.body.content` is the nested one; the name of the parameter is taken off once.
    let built = build("post", "/x", operation.clone(), &["body.body.content=Hi"], Options::default());
    let expected = json!({ "body": { "content": "Hi", "contentType": "html" } });
    assert_eq!(built.request.expect("a request").body, Body::Json(expected));
    let built = build("post", "/x", operation, &["subject=s"], Options::default());
    assert_eq!(errors(&built), ["The API operation 'Post' is missing required property 'body/body/content'."]);
}

#[test]
fn forms_and_files() {
    let parameters = json!([
        { "name": "text", "in": "formData", "type": "string", "required": true },
        { "name": "file", "in": "formData", "type": "file" },
    ]);
    let operation = json!({ "responses": {}, "parameters": parameters, "consumes": ["application/x-www-form-urlencoded"] });
    let built = build("post", "/x", operation.clone(), &["text=a&b"], Options::default());
    let request = built.request.expect("a request");
    assert_eq!(request.body, Body::Form(vec![("text".into(), "a&b".into())]));
    assert_eq!(request.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    let built = build("post", "/x", operation, &["text=a", "file=@dir/a.txt"], Options::default());
    let request = built.request.expect("a request");
    let Body::Multipart(parts) = &request.body else { panic!("{:?}", request.body) };
    assert_eq!(parts[1].file_name.as_deref(), Some("a.txt"));
    let body = connsmith::call::namespace::invoke::body(&request).expect("a body").0;
    let disposition = &body["request"]["body"]["$multipart"][1]["headers"]["Content-Disposition"];
    assert_eq!(disposition, "form-data; name=\"file\"; filename=\"a.txt\"");
}

#[test]
fn names_with_dots_and_literal_segments() {
    let operation = json!({ "responses": {}, "parameters": [
        { "name": "wp.0", "in": "query", "type": "string", "required": true },
        { "name": "notebookKey", "in": "query", "type": "string", "required": true },
        { "name": "server", "in": "path", "type": "string", "required": true },
        { "name": "database", "in": "path", "type": "string", "required": true },
    ] });
    let given = ["wp.0=1", "notebookKey=k", "server=s", "database=d"];
    let built = build("get", "/notebookKey/{server},{database}/$metadata.json", operation, &given, Options::default());
    let request = built.request.expect("a request");
    assert_eq!(request.path, "/notebookKey/s,d/$metadata.json");
    assert_eq!(request.query_string(), "?wp.0=1&notebookKey=k");
}

/// A file of arguments, in both its forms; faults have a place.
#[test]
fn files_of_arguments() {
    let read = |text: &str| arguments::of_file(&Document::json(File::Other(0), "args.json", text.as_bytes().to_vec()));
    let (placed, problems) = read("{\n  \"path\": { \"id\": 1 },\n  \"body\": { \"a\": 2 }\n}");
    assert!(problems.is_empty());
    assert_eq!((&placed[0].place, placed[0].origin.as_str()), (&Place::In("path", "id".into()), "args.json:2:19"));
    assert_eq!(placed[1].place, Place::Body);
    let (named, _) = read("{ \"path\": \"/a\", \"query\": 3 }");
    assert_eq!(named[0].place, Place::Named("path".into()));
    assert_eq!(named[1].value, Given::Json(json!(3)));
    let (_, problems) = read("{ \"a\": }");
    assert_eq!(problems[0].origin.as_deref(), Some("args.json:1:7"));
    let (_, problems) = read("[1]");
    assert_eq!(problems[0].message, "`args.json` is not a JSON object of arguments");
}

#[test]
fn a_wrong_value_is_shown_where_it_was_given() {
    let schema = json!({ "type": "object", "properties": { "flag": { "type": "boolean" },
        "inner": { "type": "object", "properties": { "count": { "type": "integer" }, "list": { "type": "array", "items": { "type": "integer" } } } } } });
    let operation = json!({ "responses": {}, "parameters": [{ "name": "body", "in": "body", "schema": schema }] });
    let built = build("post", "/x", operation, &["flag=", "inner.count=x", "inner.list=[1,\"y\"]"], Options::default());
    let found: Vec<_> =
        built.problems.iter().map(|one| (one.message.as_str(), one.origin.as_deref().unwrap_or_default())).collect();
    assert_eq!(
        found,
        [
            ("`body/flag` is empty text, but a boolean is expected", "--arg flag"),
            ("`body/inner/count` is the text `x`, but a whole number is expected", "--arg inner.count"),
            ("`body/inner/list/1` is the text `y`, but a whole number is expected", "--arg inner.list"),
        ]
    );
}

#[test]
fn numbers_are_sent_as_typed() {
    let parameter = |kind: &str| json!({ "name": "n", "in": "query", "type": kind });
    let of = |kind: &str, text: &str| {
        let operation = json!({ "responses": {}, "parameters": [parameter(kind)] });
        let built = build("get", "/x", operation, &[&format!("n={text}")], Options::default());
        built.request.map(|request| request.queries[0].value.clone())
    };
    let exact = [("integer", "5"), ("integer", "-0"), ("integer", "99999999999999999999"), ("number", "1.50"), ("number", "1E3")];
    for (kind, text) in exact {
        assert_eq!(of(kind, text).as_deref(), Some(text), "{kind}");
    }
    for (kind, text) in [("integer", "1e3"), ("integer", "1.5"), ("integer", ""), ("number", "x")] {
        assert_eq!(of(kind, text), None, "{kind} {text}");
    }
    let schema = json!({ "type": "object", "properties": { "n": { "type": "integer" } } });
    let operation = json!({ "responses": {}, "parameters": [{ "name": "body", "in": "body", "schema": schema }] });
    let built = build("post", "/x", operation, &["n=99999999999999999999"], Options::default());
    assert_eq!(errors(&built), ["`body/n` is the text `99999999999999999999`, but a whole number is expected"]);
}

#[test]
fn formats_and_ranges_are_compared() {
    let query = |name: &str, more: Value| {
        let mut parameter = json!({ "name": name, "in": "query", "type": "string" });
        extend(&mut parameter, more);
        parameter
    };
    let operation = json!({ "responses": {}, "parameters": [
        query("on", json!({ "format": "date" })),
        query("at", json!({ "format": "date-time" })),
        query("id", json!({ "format": "uuid" })),
        query("five", json!({ "type": "integer", "maximum": 5 })),
        query("word", json!({ "pattern": "^a+$", "maxLength": 3 })),
        query("big", json!({ "type": "number" })),
    ] });
    let said = |arguments: &[&str]| {
        let built = build("get", "/x", operation.clone(), arguments, Options::default());
        assert!(built.request.is_some(), "{:?}", built.problems);
        built.problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    let right =
        ["on=2026-01-31", "at=2026-01-31T12:00:00.5+01:00", "id=0f8fad5b-d9cb-469f-a165-70867728950e", "five=5", "word=aa"];
    assert_eq!(said(&right), Vec::<String>::new());
    let wrong = said(&["on=2026-13-45", "at=tomorrow", "id=x", "five=9", "word=bbbb"]);
    let ends = [
        "`on` is `2026-13-45`, which is not a date such as `2026-01-31`",
        "`at` is `tomorrow`, which is not a date and time such as `2026-01-31T12:00:00Z`",
        "`id` is `x`, which is not a UUID",
        "`five` is `9`, which is above the maximum of 5",
        "`word` is `bbbb`, which has 4 characters, but at most 3 are allowed",
    ];
    assert_eq!(wrong, ends);
    for wrong in ["five=NaN", "five=+5", "five=007", "big=NaN"] {
        let built = build("get", "/x", operation.clone(), &[wrong], Options::default());
        assert_eq!(errors(&built).len(), 1, "{wrong}");
    }
    let long = "big=100000000000000000000000.5";
    let request = build("get", "/x", operation.clone(), &[long], Options::default()).request.expect("a request");
    assert_eq!(request.queries[0].value, &long[4..], "no digit is lost");
}

fn extend(to: &mut Value, from: Value) {
    let (Some(to), Value::Object(from)) = (to.as_object_mut(), from) else { return };
    to.extend(from);
}

#[test]
fn bodies_are_whole_and_exact() {
    let body = |schema: Value| json!({ "responses": {}, "parameters": [{ "name": "b", "in": "body", "required": true, "schema": schema }] });
    let free = body(json!({ "type": "object" }));
    let built = build("post", "/x", free, &[], Options::default());
    assert_eq!(errors(&built), ["The API operation 'Post' is missing required property 'b'."]);
    let rows = json!({ "type": "object", "properties": {
        "rows": { "type": "array", "items": { "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" } } } },
        "to": { "type": "object", "properties": { "id": { "type": "string" } } },
    } });
    let built = build("post", "/x", body(rows.clone()), &["body.rows=[{}]"], Options::default());
    let problem = built.problems.iter().find(|problem| problem.code == "missing").expect("a problem");
    assert_eq!(problem.help.as_deref(), Some("add it to the value of `b/rows`"));
    let large =
        build("post", "/x", body(rows.clone()), &["body.rows=[{\"id\":123456789012345678901234567890}]"], Options::default());
    assert!(errors(&large)[0].contains("but a whole number is expected"), "{:?}", large.problems);
    let twice = build("post", "/x", body(rows.clone()), &["body.to.id=1", "body.to={\"id\":\"2\"}"], Options::default());
    assert_eq!(errors(&twice), ["`to.id` is given twice"]);
    let joined = build("post", "/x", body(rows), &["body.to.id=1", "body.to={\"x\":\"2\"}"], Options::default());
    assert_eq!(joined.request.expect("a request").body, Body::Json(json!({ "to": { "x": "2", "id": "1" } })));
    // The text of a file where the definition asks for text, its bytes where it asks for bytes.
    let file = |format: Value| {
        let mut schema = json!({ "type": "string" });
        extend(&mut schema, format);
        build("post", "/x", body(schema), &["body=@a.txt"], Options::default()).request.expect("a request").body
    };
    assert_eq!(file(json!({})), Body::Json(json!("content of a.txt")));
    assert_eq!(file(json!({ "format": "binary" })), Body::Bytes(b"content of a.txt".to_vec()));
}

#[test]
fn nothing_in_braces_is_sent() {
    let id = json!({ "name": "connectionId", "in": "path", "required": true, "type": "string", "x-ms-visibility": "internal" });
    let operation = json!({ "responses": {}, "parameters": [id] });
    let built = build("get", "//{connectionId}x", operation.clone(), &[], Options::default());
    assert!(
        errors(&built)[0].contains("`{connectionId}`, which the platform removes only from its start"),
        "{:?}",
        built.problems
    );
    assert_eq!(build("get", "/{connectionId}/x", operation, &[], Options::default()).request.expect("a request").path, "/x");
}
