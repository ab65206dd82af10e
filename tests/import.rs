//! `connsmith import`: vectors, pages, documents of real APIs, and what must never happen.
use connsmith::connector::publisher::Publisher;
use connsmith::make::import::choose::Pattern;
use connsmith::make::import::kind::Refusal;
use connsmith::make::import::source::{Reach, Sources};
use connsmith::make::import::{self, Imported, Options};
use connsmith::rule::Severity;
use connsmith::rules::RULES;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where the corpus lies; None, and a word about it, where it does not.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let found = std::env::var_os("CONNSMITH_SHARED")
        .map(PathBuf::from)
        .into_iter()
        .chain([beside])
        .find(|path| path.join("import").is_dir());
    if found.is_none() {
        eprintln!("skipped: there is no ../shared/import");
    }
    found
}

fn read(path: &Path) -> Result<Sources, Refusal> {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Sources::read(bytes, &name, Some(path), &|path| path.to_string_lossy().into_owned(), Reach::default())
}

fn read_text(text: &str) -> Result<Sources, Refusal> {
    Sources::read(text.as_bytes().to_vec(), "api.yaml", None, &|path| path.to_string_lossy().into_owned(), Reach::default())
}

fn import_text(text: &str, options: &Options) -> Result<(Sources, Imported), Refusal> {
    let sources = read_text(text)?;
    let imported = import::import(&sources, options)?;
    Ok((sources, imported))
}

fn custom() -> Options {
    Options { publisher: Publisher::Custom, ..Options::default() }
}

fn definition(imported: &Imported) -> String {
    let file = imported.clone().into_files().into_iter().find(|file| file.name == "apiDefinition.swagger.json").unwrap();
    String::from_utf8(file.bytes).unwrap()
}

/// The findings as lines: line, column and message.
fn lines(sources: &Sources, imported: &Imported, rule: &str) -> Vec<String> {
    let of = imported.findings.iter().filter(|finding| finding.rule.id == rule);
    of.map(|finding| {
        let connsmith::text::document::File::Other(number) = finding.at.file else { panic!("{rule}: not in the source") };
        let place = sources.files[usize::from(number)].position(finding.at.span.start);
        format!("{}:{}: {}", place.line, place.column, finding.message)
    })
    .collect()
}

const START: &str = "openapi: 3.1.0\n";
const INFO: &str =
    "info: {title: Contoso Tasks, version: '1.0', description: Contoso keeps the tasks of your teams in one place.}\n";
const SERVER: &str = "servers: [{url: 'https://contoso.com'}]\n";

/// The text of an example on a page as a whole description: what it does not say comes behind it, so that lines stay.
fn whole(text: &str) -> String {
    let mut whole = text.to_owned();
    if text.trim_start().starts_with(['{', '#']) || text.starts_with("curl") {
        return whole;
    }
    let says = |key: &str| text.lines().any(|line| line.starts_with(key));
    for (key, more) in [("openapi:", START), ("info:", INFO), ("servers:", SERVER)] {
        if !says(key) && !says("swagger:") {
            whole.push_str(more);
        }
    }
    whole
}

fn options_of(words: &str) -> Options {
    let mut options = custom();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "--triggers" => options.triggers = true,
            "--arrays" => {
                options.arrays = match words.next() {
                    Some("script") => import::Arrays::Script,
                    Some("text") => import::Arrays::Text,
                    other => panic!("{other:?} is nothing that lists become"),
                }
            }
            "--depth" => options.depth = words.next().map(|number| number.parse().unwrap()),
            word if word.starts_with("repeat=") || word == "update" => {}
            word => panic!("`{word}` is no option of an example"),
        }
    }
    options
}

/// What an update says, after the changes that comments of an example make: `# source: OLD => NEW` and `# folder: OLD => NEW`.
fn updated(text: &str, imported: &Imported, rule: &str) -> Vec<String> {
    let change = |whole: &str, kind: &str| {
        let mut whole = whole.to_owned();
        for line in text.lines().filter_map(|line| line.strip_prefix(kind)) {
            let (old, new) = line.split_once(" => ").unwrap_or((line, ""));
            let old = old.trim_start();
            assert!(whole.contains(old), "`{old}` is not there");
            whole = whole.replacen(old, new, 1);
        }
        whole
    };
    let source: String = text.lines().filter(|line| !line.starts_with("# ")).map(|line| format!("{line}\n")).collect();
    let (_, next) = import_text(&whole(&change(&source, "# source:")), &custom()).unwrap();
    let ours = change(&definition(imported), "# folder:");
    let made = import::update::definition(&definition(imported), &definition(&next), &ours, &next.origins);
    let of = made.notes.iter().filter(|note| note.rule == rule);
    of.map(|note| format!("{}: {}", note.pointer, note.message)).collect()
}

/// Each rule's page has an example that gives the findings it lists, and one that gives none. With `CONNSMITH_BLESS` the lists are
/// written to that file instead, as JSON.
#[test]
fn pages_say_what_import_says() {
    let (mut wrong, mut blessed) = (String::new(), BTreeMap::new());
    for rule in RULES.iter().filter(|rule| rule.subject == "import") {
        for part in rule.page().split("\n## ").skip(1) {
            let is_bad = part.starts_with("Bad");
            for fence in part.split("```yaml source").skip(1) {
                let (words, text) = fence.split_once('\n').unwrap();
                let text = text.split("\n```").next().unwrap();
                let (said, text): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("! "));
                let mut text = text.join("\n") + "\n";
                if let Some(count) = words.split_whitespace().find_map(|word| word.strip_prefix("repeat=")) {
                    let count: usize = count.parse().unwrap();
                    let repeated = |line: &str| match line.contains("{{n}}") {
                        true => (0..count).map(|n| line.replace("{{n}}", &n.to_string()) + "\n").collect(),
                        false => format!("{line}\n"),
                    };
                    text = text.lines().map(repeated).collect();
                }
                let (sources, imported) = match import_text(&whole(&text), &options_of(words)) {
                    Ok(made) => made,
                    Err(refusal) => {
                        let _ = writeln!(wrong, "{}: {refusal}", rule.id);
                        continue;
                    }
                };
                let found = match words.contains("update") {
                    true => updated(&text, &imported, rule.id),
                    false => lines(&sources, &imported, rule.id),
                };
                let expected: Vec<String> = said.iter().map(|line| line[2..].to_owned()).collect();
                if is_bad {
                    blessed.insert(rule.id, found.clone());
                    if found.is_empty() {
                        let _ = writeln!(wrong, "{}: the bad example has no finding", rule.id);
                    }
                }
                if found != expected {
                    let _ = writeln!(wrong, "{}: {found:?} instead of {expected:?}", rule.id);
                }
            }
        }
    }
    if let Some(path) = std::env::var_os("CONNSMITH_BLESS") {
        std::fs::write(path, serde_json::to_string_pretty(&blessed).unwrap()).unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_finding_has_a_page() {
    // What `Notes` does not know it drops in release builds.
    let mut named = BTreeSet::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/make/import")).unwrap().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        named.extend(text.split('"').filter(|word| word.starts_with("import-")).map(str::to_owned));
    }
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/make/import.rs")).unwrap();
    named.extend(text.split('"').filter(|word| word.starts_with("import-")).map(str::to_owned));
    let known: BTreeSet<String> = RULES.iter().filter(|rule| rule.subject == "import").map(|rule| rule.id.to_owned()).collect();
    assert_eq!(named, known);
}

/// Whether an expected value is in a document: labels and descriptions are not compared.
fn contained(expected: &Value, document: &Value) -> bool {
    const NOT_COMPARED: [&str; 8] =
        ["x-ms-summary", "x-ms-url-encoding", "description", "x-ms-visibility", "title", "produces", "tags", "example"];
    match (expected, document) {
        (Value::Object(expected), Value::Object(document)) => expected.iter().all(|(name, value)| {
            NOT_COMPARED.contains(&name.as_str()) || document.get(name).is_some_and(|found| contained(value, found))
        }),
        (Value::Array(expected), Value::Array(document)) => {
            expected.len() == document.len() && expected.iter().all(|one| document.iter().any(|other| contained(one, other)))
        }
        (expected, document) => expected == document,
    }
}

#[test]
fn vectors() {
    let Some(shared) = shared() else { return };
    let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(shared.join("import/vectors.json")).unwrap()).unwrap();
    let mut wrong = String::new();
    for row in &rows {
        let id = row["id"].as_str().unwrap();
        let folder = shared.join("import/vectors").join(id);
        let input = std::fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("input.")));
        let sources = read(&input.unwrap()).unwrap();
        let options = options_of(row["options"].as_str().unwrap_or(""));
        let imported = import::import(&sources, &options).unwrap();
        let document: Value = serde_json::from_str(&definition(&imported)).unwrap();
        let expected = match row["kind"].as_str() {
            Some("path") => serde_json::json!({ "paths": row["expected"] }),
            Some("schema") => serde_json::json!({ "definitions": row["expected"] }),
            _ => row["expected"].clone(),
        };
        if !contained(&expected, &document) {
            let _ = writeln!(wrong, "{id}: another definition");
        }
        // `note server-variable /servers/0: …`: the level and the rule.
        for text in row["findings"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let mut words = text.split([' ', ';']).filter(|word| !word.is_empty());
            let level = match words.next() {
                Some("note") => Severity::Info,
                Some("warning") => Severity::Warning,
                _ => continue,
            };
            let rule = format!("import-{}", words.next().unwrap());
            if !imported.findings.iter().any(|finding| finding.rule.id == rule && finding.severity == level) {
                let _ = writeln!(wrong, "{id}: `{text}` is not said");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_cannot_be_imported_is_refused_in_one_sentence() {
    let refusal = |text: &str| import_text(text, &custom()).map(drop).unwrap_err().to_string();
    let cases = [
        ("<!DOCTYPE html><html></html>", "HTML page"),
        ("PK\u{3}\u{4}zip", "zip archive"),
        ("openapi: 3.1.0\ninfo: {title: A, version: '1'}\nwebhooks: {a: {post: {}}}\n", "webhooks"),
        ("openapi: 3.0.0\npaths: {}\n", "no operations"),
        ("a: [1\n", "line"),
        ("hello: world\n", "another kind"),
        ("asyncapi: 2.0.0\n", "AsyncAPI"),
        ("", "empty"),
    ];
    for (text, part) in cases {
        let said = refusal(text);
        assert!(said.contains(part) && !said.contains('\n'), "{text:?}: {said}");
    }
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (one, before) in ('b'..='j').zip('a'..) {
        let _ = writeln!(bomb, "{one}: &{one} [{}]", vec![format!("*{before}"); 10].join(", "));
    }
    assert!(refusal(&format!("openapi: 3.0.0\n{bomb}")).contains("expand"));
    let options = Options { include: vec![Pattern::parse("tag:none").unwrap()], ..custom() };
    let text = whole("paths: {/a: {get: {responses: {'200': {description: OK}}}}}\n");
    assert!(import_text(&text, &options).map(drop).unwrap_err().to_string().contains("is chosen"));
}

/// An input, the options, and what must be in the definition.
const MADE: [(&str, &str, &str); 15] = [
    (
        "what stands in one branch is required of another",
        "paths: {/a: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/A'}, {required: [b]}, {properties: {b: {readOnly: false, maxLength: 3}}}]}}}}}}}}\ncomponents: {schemas: {A: {type: object, properties: {b: {type: string}, c: {type: integer}}}}}\n",
        r#"{"paths": {"/a": {"get": {"responses": {"200": {"schema": {"required": ["b"], "properties": {"b": {"type": "string", "maxLength": 3}}}}}}}}}"#,
    ),
    (
        "the names of schemas are the values of a discriminator without mapping",
        "paths: {/a: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}}}}}}}}\ncomponents: {schemas: {Cat: {type: object, required: [kind], properties: {kind: {type: string}}}, Dog: {type: object, required: [kind], properties: {kind: {type: string}}}}}\n",
        r#"{"paths": {"/a": {"get": {"responses": {"200": {"schema": {"properties": {"kind": {"enum": ["Cat", "Dog"]}}}}}}}}}"#,
    ),
    (
        "one or many in a body is the array",
        "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {to: {oneOf: [{type: string}, {type: array, items: {type: string}}]}}}}}}, responses: {'200': {description: OK}}}}}\n",
        r#"{"paths": {"/a": {"post": {"parameters": [{"in": "body", "schema": {"properties": {"to": {"type": "array"}}}}]}}}}"#,
    ),
    (
        "an id that stays as it is keeps it, and a deprecated operation gets the number",
        "paths: {/a: {get: {operationId: get-task, responses: {'200': {description: OK}}}}, /b: {get: {operationId: GetTask, responses: {'200': {description: OK}}}}, /c: {get: {operationId: List, deprecated: true, responses: {'200': {description: OK}}}}, /d: {get: {operationId: List, responses: {'200': {description: OK}}}}}\n",
        r#"{"paths": {"/a": {"get": {"operationId": "GetTask2"}}, "/b": {"get": {"operationId": "GetTask"}}, "/c": {"get": {"operationId": "List2"}}, "/d": {"get": {"operationId": "List"}}}}"#,
    ),
    (
        "a server without scheme",
        "servers: [{url: api.contoso.com/v1}]\npaths: {/a: {get: {responses: {'200': {description: OK}}}}}\n",
        r#"{"host": "api.contoso.com", "basePath": "/v1", "schemes": ["https"]}"#,
    ),
    (
        "a matrix in the path is text",
        "paths: {'/a/{ids}': {get: {parameters: [{name: ids, in: path, required: true, style: matrix, schema: {type: array, items: {type: string}}}], responses: {'200': {description: OK}}}}}\n",
        r#"{"paths": {"/a/{ids}": {"get": {"parameters": [{"name": "ids", "in": "path", "type": "string"}]}}}}"#,
    ),
    (
        "the query of a path with a variable",
        "paths: {'/a?id={id}&all=1': {get: {responses: {'200': {description: OK}}}}}\n",
        r#"{"paths": {"/a": {"get": {"parameters": [{"name": "id", "in": "query", "required": true, "type": "string"}, {"name": "all", "in": "query", "default": "1"}]}}}}"#,
    ),
    (
        "no response at all",
        "paths: {/a: {get: {description: Does it., operationId: A}}}\n",
        r#"{"paths": {"/a": {"get": {"responses": {"200": {}}}}}}"#,
    ),
    (
        "a summary of 3.2 describes a response",
        "openapi: 3.2.0\npaths: {/a: {get: {responses: {'200': {summary: The tasks}}}}}\n",
        r#"{"paths": {"/a": {"get": {"responses": {"200": {}}}}}}"#,
    ),
    (
        "a range of successes",
        "paths: {/a: {get: {responses: {2XX: {description: OK, content: {application/hal+json: {schema: {type: object, properties: {a: {type: string}}}}}}, 4XX: {description: No}}}}}\n",
        r#"{"paths": {"/a": {"get": {"responses": {"200": {"schema": {"properties": {"a": {}}}}}}}}}"#,
    ),
    (
        "a constant is the only value",
        "paths: {/a: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {a: {type: string, const: x}}}}}}}}}}\n",
        r#"{"paths": {"/a": {"get": {"responses": {"200": {"schema": {"properties": {"a": {"enum": ["x"]}}}}}}}}}"#,
    ),
    (
        "a file within an object is text",
        "paths: {/a: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {a: {type: string, format: binary}}}}}}}}}}\n",
        r#"{"paths": {"/a": {"get": {"responses": {"200": {"schema": {"properties": {"a": {"type": "string"}}}}}}}}}"#,
    ),
    (
        "--arrays script",
        "paths: {/a: {get: {operationId: ListA, parameters: [{name: ids, in: query, schema: {type: array, items: {type: string}}}], responses: {'200': {description: OK}}}}}\n",
        r#"{"paths": {"/a": {"get": {"parameters": [{"name": "ids", "type": "array", "collectionFormat": "csv"}]}}}}"#,
    ),
    (
        "a body of XML is text with a policy",
        "paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {type: object, properties: {a: {type: string}}}}}}, responses: {'204': {description: Done}}}}}\n",
        r#"{"paths": {"/a": {"post": {"consumes": ["text/plain"], "parameters": [{"in": "body", "required": true, "schema": {"type": "string"}}]}}}}"#,
    ),
    (
        "parameters of a path go to its operations",
        "paths: {'/a/{id}': {parameters: [{name: id, in: path, required: true, schema: {type: string}}], get: {responses: {'200': {description: OK}}}}}\n",
        r#"{"paths": {"/a/{id}": {"get": {"parameters": [{"name": "id", "in": "path"}]}}}}"#,
    ),
];

#[test]
fn what_is_made_of_small_sources() {
    let mut wrong = String::new();
    for (title, text, expected) in MADE {
        let words = if title.starts_with("--") { title } else { "" };
        let (_, imported) = import_text(&whole(text), &options_of(words)).unwrap();
        let document: Value = serde_json::from_str(&definition(&imported)).unwrap();
        let expected: Value = serde_json::from_str(expected).unwrap();
        if !contained(&expected, &document) {
            let _ = writeln!(wrong, "{title}: {document}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The whole definition of small operations, each of which answers nothing.
fn made_of(paths: &str) -> (Value, Sources, Imported) {
    let (sources, imported) = import_text(&whole(paths), &custom()).unwrap();
    (serde_json::from_str(&definition(&imported)).unwrap(), sources, imported)
}

#[test]
fn parameters_keep_what_the_source_says() {
    let (definition, sources, imported) = made_of(
        r#"paths:
  /h/{highlight id}:
    get:
      operationId: a
      parameters:
      - {name: highlight id, in: path, required: true, description: Which., schema: {type: integer}}
      - {name: n, in: query, schema: {type: number, minimum: 5, exclusiveMinimum: 0, maximum: 7, exclusiveMaximum: 9}}
      - {name: m, in: query, schema: {type: number, minimum: 5, exclusiveMinimum: 6}}
      - {name: v, in: query, x-ms-summary: Own, x-ms-visibility: advanced, schema: {type: string, x-ms-summary: Other, x-ms-visibility: important}}
      - {name: l, in: query, schema: {type: array, items: {type: string}, default: [b]}}
      - {name: j, in: query, description: A filter., content: {application/json: {schema: {type: object}}}}
      - {name: j, in: query, schema: {type: string}}
      - {name: w, schema: {type: string}}
      - {name: d, in: query, schema: {type: integer, default: '5'}}
      responses: {'204': {description: OK}}
"#,
    );
    let operation = &definition["paths"]["/h/{highlight id}"]["get"];
    let parameters = operation["parameters"].as_array().unwrap();
    let by_name = |name: &str| parameters.iter().find(|parameter| parameter["name"] == name).unwrap();
    assert_eq!(
        (&by_name("highlight id")["type"], &by_name("highlight id")["description"]),
        (&"integer".into(), &"Which.".into())
    );
    let bounds = |name: &str| ["minimum", "exclusiveMinimum", "maximum"].map(|key| by_name(name)[key].clone());
    assert_eq!(bounds("n"), [5.into(), Value::Null, 7.into()]);
    assert_eq!(bounds("m"), [6.into(), true.into(), Value::Null]);
    assert_eq!([&by_name("v")["x-ms-summary"], &by_name("v")["x-ms-visibility"]], ["Own", "advanced"]);
    assert_eq!(self::definition(&imported).matches(r#""x-ms-visibility""#).count(), 1, "a key is there twice");
    assert_eq!(by_name("l")["default"], serde_json::json!(["b"]));
    assert_eq!(by_name("j")["description"], "A filter. JSON.");
    assert_eq!(
        lines(&sources, &imported, "import-parameter-dropped"),
        [
            "12:9: there is already a parameter `j` in the same place; this one is left out",
            "13:9: parameter `w` does not say where it is sent (`in`); it is left out",
        ]
    );
    let dropped = lines(&sources, &imported, "import-keyword-dropped");
    assert_eq!(dropped, ["14:63: `default` is left out: its value does not have the type `integer`"]);
}

#[test]
fn schemas_keep_what_the_source_says() {
    let (definition, sources, imported) = made_of(
        r#"paths:
  /users:
    get: {operationId: users, responses: {'200': {description: OK, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/User'}}}}}}}
  /orgs:
    get: {operationId: orgs, responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Org'}}}}}}
  /many:
    post:
      operationId: many
      requestBody:
        x-ms-summary: Mine
        content:
          application/json:
            schema:
              type: object
              properties:
                one: {type: [string, array], items: {type: string}}
                pair: {type: array, prefixItems: [{type: string}, {type: integer}]}
                when: {anyOf: [{type: string, format: date}, {type: string, format: date-time}]}
                fixed: {const: {a: 1}}
      responses:
        '200': {description: OK, content: {application/json: {schema: {type: object, properties: {one: {type: [string, array], items: {type: string}}}}}}}
components:
  schemas:
    User: {type: object, properties: {name: {type: string}, org: {$ref: '#/components/schemas/Org'}}}
    Org: {type: object, properties: {title: {type: string}, owner: {$ref: '#/components/schemas/User'}}}
"#,
    );
    // Where a circle is cut depends on where it is entered.
    let followed = |steps: &[&str]| {
        let mut schema = &definition["definitions"][steps[0]];
        for step in &steps[1..] {
            schema = &schema["properties"][step];
            if let Some(target) = schema["$ref"].as_str() {
                schema = &definition["definitions"][target.trim_start_matches("#/definitions/")];
            }
        }
        schema.clone()
    };
    for steps in [["User", "org", "title"], ["Org", "owner", "name"]] {
        assert_eq!(followed(&steps)["type"], "string", "{steps:?}");
    }
    assert_eq!(followed(&["User", "org", "owner"])["properties"], Value::Null);
    let operation = &definition["paths"]["/many"]["post"];
    assert_eq!(operation["parameters"][0]["x-ms-summary"], "Mine");
    let sent = &operation["parameters"][0]["schema"]["properties"];
    assert_eq!((&sent["one"]["type"], &sent["one"]["items"]["type"]), (&"array".into(), &"string".into()));
    assert_eq!(sent["pair"]["items"], serde_json::json!({}));
    let answered = &operation["responses"]["200"]["schema"]["properties"]["one"];
    assert_eq!((&answered["type"], &answered["items"]), (&Value::Null, &Value::Null));
    assert_eq!(
        lines(&sources, &imported, "import-keyword-dropped"),
        [
            "17:37: `prefixItems` is left out: the items of an array have one schema in a connector",
            "18:32: `format` is left out: not all alternatives have the same",
            "19:25: values that do not have the type of this are left out",
        ]
    );
    assert_eq!(lines(&sources, &imported, "import-items-made"), [] as [&str; 0]);
}

#[test]
fn media_types_with_stars_name_no_type() {
    let (definition, _, imported) = made_of(
        r#"paths:
  /a: {post: {operationId: a, requestBody: {content: {application/*+json: {schema: {type: object}}}}, responses: {'204': {description: OK}}}}
  /b: {post: {operationId: b, requestBody: {content: {text/*: {schema: {type: string}}}}, responses: {'204': {description: OK}}}}
  /c: {post: {operationId: c, requestBody: {content: {'*/*': {schema: {type: string, format: binary}}}}, responses: {'200': {description: OK, content: {'*/*': {schema: {type: string, format: binary}}}}}}}
  /d: {post: {operationId: d, requestBody: {content: {application/json;v=2: {schema: {type: object}}}}, responses: {'204': {description: OK}}}}
  /e: {post: {operationId: e, requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {one: {type: string, contentMediaType: image/png}, two: {}}}, encoding: {two: {contentType: image/png}}}}}, responses: {'204': {description: OK}}}}
"#,
    );
    let consumes = ["/a", "/b", "/c", "/d"].map(|path| definition["paths"][path]["post"]["consumes"][0].clone());
    assert_eq!(consumes, ["application/json", "text/plain", "application/octet-stream", "application/json"]);
    assert_eq!(definition["paths"]["/c"]["post"]["produces"][0], "application/octet-stream");
    let files = definition["paths"]["/e"]["post"]["parameters"].as_array().unwrap();
    assert!(files.iter().all(|field| field["type"] == "file"), "{files:?}");
    let properties = imported.into_files().into_iter().find(|file| file.name == "apiProperties.json").unwrap();
    let properties: Value = serde_json::from_slice(&properties.bytes).unwrap();
    let policies = properties["properties"]["policyTemplateInstances"].as_array().unwrap();
    let values: Vec<&Value> = policies.iter().map(|policy| &policy["parameters"]["x-ms-apimTemplateParameter.value"]).collect();
    assert_eq!(values, ["application/json;v=2"]);
}

#[test]
fn what_is_about_the_whole_api_stays() {
    let (definition, sources, imported) = made_of(
        r#"info: {title: Contoso Tasks, version: '1.0', description: Contoso keeps the tasks of your teams in one place., license: {name: MIT, identifier: MIT}, termsOfService: 'https://contoso.com/t'}
servers: [{url: 'https://contoso.com/{base}', variables: {base: {default: ''}}}]
tags: [{name: T, description: The tasks.}, {name: U}]
externalDocs: {url: 'https://contoso.com/docs'}
security: [{key: []}]
paths:
  /a:
    get: {operationId: a, tags: [T], security: [], responses: {'204': {description: OK}}}
    additionalOperations: {COPY: {responses: {}}}
  /files/{name}.json:
    get: {x-ms-summary: Get a file, security: [{lost: []}, {key: []}], responses: {'204': {description: OK}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    other: {type: http, scheme: basic}
"#,
    );
    assert_eq!((&definition["basePath"], &definition["info"]["license"]), (&"/".into(), &serde_json::json!({"name": "MIT"})));
    assert_eq!(definition["info"]["termsOfService"], "https://contoso.com/t");
    assert_eq!(definition["tags"], serde_json::json!([{"name": "T", "description": "The tasks."}]));
    assert_eq!(definition["externalDocs"]["url"], "https://contoso.com/docs");
    let file = &definition["paths"]["/files/{name}.json"]["get"];
    assert_eq!((&file["operationId"], &file["summary"]), (&"GetFilesByName".into(), &"Get a file".into()));
    assert_eq!(
        lines(&sources, &imported, "import-security-dropped"),
        [
            "8:38: this operation needs no sign-in, but a connector signs in for all of its operations",
            "15:5: no operation uses `other`; it is left out",
        ]
    );
    assert_eq!(
        lines(&sources, &imported, "import-reference-broken"),
        ["11:49: there is no security scheme `lost`; it is left out"]
    );
    assert_eq!(
        lines(&sources, &imported, "import-operation-dropped"),
        ["9:28: connectors do not support `COPY` operations; it is left out"]
    );
    assert_eq!(
        lines(&sources, &imported, "import-server-variable"),
        ["2:59: variable `base` of the server: nothing stands in its place"]
    );
}

#[test]
fn maps_and_lists_may_be_in_other_files() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "api.yaml",
            "openapi: 3.0.3\ninfo: {$ref: info.yaml}\nservers: [{url: 'https://contoso.com'}]\nsecurity: [{key: []}]\npaths: {$ref: paths.yaml}\ncomponents:\n  securitySchemes: {$ref: 'more.yaml#/schemes'}\n  schemas: {$ref: 'more.yaml#/schemas'}\n",
        ),
        ("info.yaml", "title: Contoso Tasks\nversion: '1'\n"),
        (
            "paths.yaml",
            "/a:\n  get:\n    operationId: a\n    parameters: {$ref: 'more.yaml#/parameters'}\n    responses: {$ref: 'more.yaml#/responses'}\n",
        ),
        (
            "more.yaml",
            "schemes: {key: {type: apiKey, in: header, name: X-Key}}\nschemas: {Task: {type: object, properties: {$ref: '#/properties'}}}\nproperties: {id: {type: string}}\nparameters: [{name: q, in: query, schema: {type: string}}]\nresponses: {'200': {description: OK, content: {$ref: '#/content'}}}\ncontent: {application/json: {schema: {$ref: 'api.yaml#/components/schemas/Task'}}}\n",
        ),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let sources = read(&folder.path().join("api.yaml")).unwrap();
    let imported = import::import(&sources, &custom()).unwrap();
    let definition: Value = serde_json::from_str(&definition(&imported)).unwrap();
    let operation = &definition["paths"]["/a"]["get"];
    assert_eq!(operation["parameters"][0]["name"], "q");
    assert_eq!(operation["responses"]["200"]["schema"]["$ref"], "#/definitions/Task");
    assert_eq!(definition["definitions"]["Task"]["properties"]["id"]["type"], "string");
    assert_eq!(definition["securityDefinitions"]["key"]["name"], "X-Key");
    assert_eq!(definition["info"]["title"], "Contoso Tasks");
    // What leads back to itself on the way ends.
    let circle = "openapi: 3.0.3\npaths: {/a: {get: {operationId: a, responses: {'200': {$ref: '#/components/responses/A'}}}}}\ncomponents: {responses: {$ref: '#/components/responses/B'}}\n";
    let (sources, imported) = import_text(circle, &custom()).unwrap();
    assert_eq!(lines(&sources, &imported, "import-reference-broken").len(), 1);
}

#[test]
fn an_answer_of_one_or_many_has_no_type() {
    let text = "paths: {/a: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {to: {oneOf: [{type: string}, {type: array, items: {type: string}}]}}}}}}}}}}\n";
    let (sources, imported) = import_text(&whole(text), &custom()).unwrap();
    let document: Value = serde_json::from_str(&definition(&imported)).unwrap();
    let property = &document["paths"]["/a"]["get"]["responses"]["200"]["schema"]["properties"]["to"];
    assert_eq!(property.get("type"), None, "{property}");
    assert_eq!(lines(&sources, &imported, "import-union-untyped").len(), 1);
}

#[test]
fn a_script_repeats_names() {
    let text = "paths: {/a: {get: {operationId: ListA, parameters: [{name: ids, in: query, schema: {type: array, items: {type: string}}}], responses: {'200': {description: OK}}}}}\n";
    let file = |imported: &Imported, name: &str| {
        let file = imported.clone().into_files().into_iter().find(|file| file.name == name);
        file.map(|file| String::from_utf8(file.bytes.clone()).unwrap())
    };
    let (_, imported) = import_text(&whole(text), &options_of("--arrays script")).unwrap();
    assert!(file(&imported, "script.csx").unwrap().contains(r#"{ "ListA", new[] { "ids" } },"#));
    assert!(file(&imported, "apiProperties.json").unwrap().contains("\"scriptOperations\""));
    let (_, imported) = import_text(&whole(text), &custom()).unwrap();
    assert_eq!(file(&imported, "script.csx"), None);
}

#[test]
fn invented_texts_are_known_until_a_person_touches_them() {
    let text = "paths: {'/a/{id}': {get: {operationId: getIt, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: OK}}}}}\n";
    let (_, imported) = import_text(&whole(text), &custom()).unwrap();
    let left = |text: &str| -> Vec<String> {
        use connsmith::text::document::{Document, File};
        let document = Document::json(File::Definition, "", text.as_bytes().to_vec());
        connsmith::connector::imported::Invented::left(&imported.invented, &document)
            .into_iter()
            .map(|node| node.pointer())
            .collect()
    };
    let made = definition(&imported);
    assert_eq!(
        left(&made),
        ["/paths/~1a~1{id}/get/summary", "/paths/~1a~1{id}/get/description", "/paths/~1a~1{id}/get/parameters/0/description"]
    );
    assert_eq!(left(&made.replace("The ID.", "Which one.")).len(), 2);
    assert_eq!(left("{}"), Vec::<String>::new());
}

#[test]
fn a_submission_lists_texts_that_were_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let get = "get: {operationId: ListTasks, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: OK}}}";
    let put = "put: {operationId: PutTask, summary: Replace a task, requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}, responses: {'200': {description: OK}}}";
    std::fs::write(folder.path().join("api.yaml"), format!("{SMALL}paths: {{'/a/{{id}}': {{{get}, {put}}}}}\n")).unwrap();
    let made = program(folder.path(), &["import", "api.yaml", "made", "--yes"]);
    assert_ne!(made.status.code(), Some(2), "{made:?}");
    let listed = || -> Vec<String> {
        let check = [
            "check",
            "made",
            "--select",
            "text-made-by-import",
            "--publisher",
            "certified",
            "--profile",
            "submission",
            "--format",
            "concise",
        ];
        let done = program(folder.path(), &check);
        let text = String::from_utf8_lossy(&done.stdout).into_owned();
        text.lines().filter_map(|line| line.split('`').nth(1)).map(str::to_owned).collect()
    };
    assert_eq!(listed(), ["List tasks", "The ID.", "The ID.", "The body of the request."]);
    let path = folder.path().join("made/apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace("\"List tasks\"", "\"List all tasks\"").replace("The body of the request.", "The new task."),
    )
    .unwrap();
    // What repeated the summary does not do so any more.
    assert_eq!(listed(), ["List tasks.", "The ID.", "The ID."]);
    // A base of somebody else is no reason to stop.
    std::fs::write(folder.path().join("made/import.base"), "x").unwrap();
    assert_eq!(listed(), ["The ID.", "The ID."]);
}

#[test]
fn options_that_do_not_fit_are_refused() {
    let text = whole(
        "paths: {/a: {get: {responses: {'200': {description: OK}}}}}\ncomponents: {securitySchemes: {key: {type: apiKey, in: query, name: k}}}\nsecurity: [{key: []}]\n",
    );
    let refusal = |options: Options| import_text(&text, &options).map(drop).unwrap_err().to_string();
    let auth = refusal(Options { auth: Some("other".to_owned()), ..custom() });
    assert!(auth.contains("--auth other") && auth.contains("`key`"), "{auth}");
    let server = refusal(Options { server: Some(9), ..custom() });
    assert!(server.contains("--server 9") && server.contains("number 0"), "{server}");
    let host = refusal(Options { host: Some("a b".to_owned()), ..custom() });
    assert!(host.contains("--host a b"), "{host}");
    let loops = "paths: {/a: {get: {parameters: [{$ref: '#/components/parameters/P'}], responses: {'200': {description: OK}}}}}\ncomponents: {parameters: {P: {$ref: '#/components/parameters/Q'}, Q: {$ref: '#/components/parameters/P'}}}\n";
    let loops = import_text(&whole(loops), &custom()).map(drop).unwrap_err().to_string();
    assert!(loops.contains("line 1, column") && loops.contains("`#/components/parameters/P` leads back to itself"), "{loops}");
}

fn program(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.current_dir(folder).args(arguments).stdin(std::process::Stdio::null()).output().unwrap()
}

const SMALL: &str = "openapi: 3.1.0\ninfo: {title: Contoso Tasks, version: '1.0', description: Contoso keeps the tasks of your teams in one place.}\nservers: [{url: 'https://api.contoso.com'}]\n";

#[test]
fn files_in_other_forms_are_left_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("api.yaml", format!("{SMALL}paths: {{}}\n"), "YAML (OpenAPI 3.1.0)"),
        ("api.json", "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"a\"},\"paths\":{}}".to_owned(), "OpenAPI 3.0.3"),
        ("tasks.json", "{\"info\":{\"name\":\"a\"},\"item\":[]}".to_owned(), "a Postman collection"),
        ("tasks.har", "{\"log\":{\"entries\":[]}}".to_owned(), "an HTTP archive"),
    ];
    for (name, text, form) in &files {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        for verb in ["check", "fix", "fmt"] {
            let done = program(folder.path(), &[verb, name]);
            let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
            assert!(said.contains(&format!("connsmith import {name}")), "{verb} {name}: {said}");
            assert!(verb == "check" || said.contains(form), "{verb} {name}: {said}");
            assert_ne!(done.status.code(), Some(0), "{verb} {name}: {said}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), *text, "{verb} {name}");
        }
    }
}

#[test]
fn names_with_line_breaks_stay_on_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let get =
        r#"{get: {tags: ["a\n::error::b"], operationId: "x\nconnsmith: signed in", responses: {'200': {description: OK}}}}"#;
    std::fs::write(folder.path().join("api.yaml"), format!("{SMALL}paths: {{\"/a\\nb\": {get}}}\n")).unwrap();
    let done = program(folder.path(), &["import", "api.yaml", "--plan"]);
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(said.lines().count(), 4, "{said}");
    assert!(said.contains(r"a\n\::error::b: 1 operation"), "{said}");
}

/// Serves texts by path until the test ends. The requests that came are kept.
#[cfg(feature = "platform")]
fn serve(pages: &'static [(&'static str, &'static str)]) -> (String, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(&stream);
            let mut first = String::new();
            let _ = reader.read_line(&mut first);
            let path = first.split(' ').nth(1).unwrap_or("").to_owned();
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                line.clear();
            }
            let page = pages.iter().find(|(name, _)| *name == path);
            let (status, text) = page.map_or(("404 Not Found", ""), |(_, text)| ("200 OK", *text));
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", text.len());
            let _ = (&stream).write_all(format!("{head}{text}").as_bytes());
            kept.lock().unwrap().push(path);
        }
    });
    (address, asked)
}

#[test]
#[cfg(feature = "platform")]
fn the_network_is_read_with_fetch_only() {
    const PAGES: &[(&str, &str)] = &[
        (
            "/v1/api.yaml",
            "openapi: 3.1.0\ninfo: {title: Contoso Tasks, version: '1.0', description: Contoso keeps the tasks of your teams in one place.}\nservers: [{url: 'https://api.contoso.com'}]\npaths:\n  /tasks: {$ref: 'paths/tasks.yaml'}\n  /gone: {$ref: 'gone.yaml'}\n",
        ),
        ("/v1/paths/tasks.yaml", "get: {operationId: ListTasks, summary: List tasks, responses: {'200': {description: OK}}}\n"),
    ];
    let (address, asked) = serve(PAGES);
    let folder = tempfile::tempdir().unwrap();
    let source = format!("{address}/v1/api.yaml");

    // Without the option nothing is called.
    let refused = program(folder.path(), &["import", &source, "one"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--fetch"));
    std::fs::write(folder.path().join("local.yaml"), format!("{SMALL}paths:\n  /tasks: {{$ref: '{address}/v1/paths/tasks.yaml'}}\n  /a: {{get: {{responses: {{'200': {{description: OK}}}}}}}}\n")).unwrap();
    let local = program(folder.path(), &["import", "local.yaml", "two", "--format", "concise"]);
    assert!(local.status.success());
    assert!(String::from_utf8_lossy(&local.stdout).contains("import-file-not-read"));
    assert!(asked.lock().unwrap().is_empty());

    // With it, the source and what it refers to, relative to its own address.
    let fetched = program(folder.path(), &["import", &source, "three", "--fetch", "--format", "concise"]);
    assert!(fetched.status.success(), "{}", String::from_utf8_lossy(&fetched.stderr));
    let made = std::fs::read_to_string(folder.path().join("three/apiDefinition.swagger.json")).unwrap();
    assert!(made.contains("\"ListTasks\""), "{made}");
    let said = String::from_utf8_lossy(&fetched.stdout).into_owned();
    assert!(said.contains("import-file-not-read") && said.contains("gone.yaml"), "{said}");
    assert_eq!(*asked.lock().unwrap(), ["/v1/api.yaml", "/v1/paths/tasks.yaml", "/v1/gone.yaml"]);
    let choice = std::fs::read_to_string(folder.path().join("three/import.toml")).unwrap();
    assert!(!choice.contains("fetch") && choice.contains(&source), "an update takes the option again: {choice}");
    let local = program(folder.path(), &["import", "local.yaml", "two", "--fetch", "--force", "--format", "summary"]);
    assert!(local.status.success());
    assert!(std::fs::read_to_string(folder.path().join("two/apiDefinition.swagger.json")).unwrap().contains("\"ListTasks\""));
}

/// Paths that differ only in the names of variables are one path of the connector, with one name for each variable.
#[test]
fn operations_of_one_path_with_other_names_of_variables_are_kept() {
    let text = r#"
paths:
  /a/{x}/b/{y}:
    get: {operationId: Get, parameters: [{name: x, in: path}, {name: y, in: path}], responses: {'204': {description: OK}}}
  /a/{y}/b/{x}:
    parameters: [{name: x, in: path, schema: {type: integer}}]
    post:
      operationId: Post
      parameters: [{name: y, in: path, schema: {type: boolean}}, {name: y, in: query}]
      responses: {'204': {description: OK}}
  /a/{z}/b/{z}:
    put: {operationId: Put, parameters: [{name: z, in: path}], responses: {'204': {description: OK}}}
  /A/{x}/b/{y}:
    delete: {operationId: Delete, responses: {'204': {description: OK}}}
"#;
    let (sources, imported) = import_text(&whole(text), &custom()).unwrap();
    let definition: serde_json::Value = serde_json::from_slice(&imported.clone().into_files()[0].bytes).unwrap();
    let paths = definition["paths"].as_object().unwrap();
    assert_eq!(paths.keys().collect::<Vec<_>>(), ["/a/{x}/b/{y}"]);
    let verbs = paths["/a/{x}/b/{y}"].as_object().unwrap();
    assert_eq!(verbs.keys().collect::<Vec<_>>(), ["get", "post"]);
    let parameters = verbs["post"]["parameters"].as_array().unwrap();
    let mut said: Vec<String> = parameters.iter().map(|one| format!("{} {} {}", one["in"], one["name"], one["type"])).collect();
    said.sort();
    assert_eq!(said, [r#""path" "x" "boolean""#, r#""path" "y" "integer""#, r#""query" "y" "string""#]);
    assert_eq!(lines(&sources, &imported, "import-path-variable-renamed").len(), 1);
    assert_eq!(lines(&sources, &imported, "import-operation-same-path").len(), 2);
}

/// Some programs write every answer of an archive in base64.
#[test]
fn encoded_answers_of_an_archive_are_read() {
    let archive = |content: &str| {
        let request = r#"{"method":"GET","url":"https://api.contoso.com/tasks","headers":[],"queryString":[]}"#;
        let response = format!(r#"{{"status":200,"content":{{"mimeType":"application/json",{content}}}}}"#);
        format!(r#"{{"log":{{"entries":[{{"request":{request},"response":{response}}}]}}}}"#)
    };
    let schema = |content: &str| {
        let (_, imported) = import_text(&archive(content), &custom()).unwrap();
        let definition: serde_json::Value = serde_json::from_slice(&imported.clone().into_files()[0].bytes).unwrap();
        definition["paths"]["/tasks"]["get"]["responses"]["200"]["schema"].clone()
    };
    let plain = schema(r#""text":"[{\"id\":1}]""#);
    assert_eq!(plain["items"]["properties"]["id"]["type"], "integer");
    assert_eq!(schema(r#""encoding":"base64","text":"W3siaWQiOjF9XQ==""#), plain);
    for unreadable in
        [r#""encoding":"base64","text":"W3s*""#, r#""encoding":"base64","text":"/w==""#, r#""encoding":"x","text":"[1]""#]
    {
        assert_ne!(schema(unreadable), plain);
    }
}

#[test]
fn what_a_command_cannot_say_here_is_said() {
    let text = "curl -b 's=1' https://contoso.com/tasks\n\
        curl -H 'Content-Type: application/json' -d @task.json https://contoso.com/tasks\n\
        curl --data-binary @picture.png -X PUT https://contoso.com/picture\n\
        curl $'https://contoso.com/notes' --data-raw $'{\"text\":\"it\\'s\"}'\n";
    let (sources, imported) = import_text(text, &custom()).unwrap();
    let cookies = ["1:1: connectors send no cookies: the header is left out"];
    assert_eq!(lines(&sources, &imported, "import-cookie-dropped"), cookies);
    let bodies = [
        "2:1: the body is in the file `task.json`, which is not read; its schema is not known",
        "3:1: the body is in the file `picture.png`, which is not read; its schema is not known",
    ];
    assert_eq!(lines(&sources, &imported, "import-body-as-text"), bodies);
    let made: Value = serde_json::from_str(&definition(&imported)).unwrap();
    let of = |path: &str, verb: &str| &made["paths"][path][verb];
    assert_eq!(of("/tasks", "post")["parameters"][0]["in"], "body");
    assert_eq!(of("/picture", "put")["parameters"][0]["schema"]["format"], "binary");
    assert_eq!(of("/notes", "post")["parameters"][0]["schema"]["properties"]["text"]["type"], "string");
}

#[test]
fn joined_requests_keep_the_errors_of_all() {
    let entry = |id: u32, status: u32, text: &str| {
        format!(
            r#"{{"request":{{"method":"GET","url":"https://contoso.com/users/{id}","headers":[]}},
            "response":{{"status":{status},"content":{{"mimeType":"application/json","text":"{text}"}}}}}}"#
        )
    };
    let only_error =
        r#"{"request":{"method":"GET","url":"https://contoso.com/teams","headers":[]},"response":{"status":403,"content":{}}}"#;
    let entries = [entry(1, 200, r#"{\"id\":1}"#), entry(2, 404, "{}"), entry(3, 404, "{}"), only_error.to_owned()];
    let text = format!(r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#, entries.join(",\n"));
    let (sources, imported) = import_text(&text, &custom()).unwrap();
    let made: Value = serde_json::from_str(&definition(&imported)).unwrap();
    let responses = made["paths"]["/users/{userId}"]["get"]["responses"].as_object().unwrap();
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["200", "404"]);
    assert!(responses["200"]["schema"].is_object());
    let added = lines(&sources, &imported, "import-response-made");
    assert_eq!(added.len(), 1, "{added:?}");
    assert!(added[0].ends_with("no success response is recorded; a response `200` is added"), "{added:?}");
}

#[test]
fn ids_that_get_a_number_give_texts_that_people_can_read() {
    let get = "{operationId: get_order, responses: {'200': {description: OK}}}";
    let text = whole(&format!("paths: {{/a: {{get: {get}}}, /b: {{get: {get}}}}}\n"));
    let (_, imported) = import_text(&text, &custom()).unwrap();
    let document: Value = serde_json::from_str(&definition(&imported)).unwrap();
    let of = |path: &str, key: &str| document["paths"][path]["get"][key].as_str().unwrap().to_owned();
    assert_eq!((of("/a", "operationId"), of("/a", "summary")), ("GetOrder".to_owned(), "Get order".to_owned()));
    assert_eq!((of("/b", "operationId"), of("/b", "summary")), ("GetOrder2".to_owned(), "Get order 2".to_owned()));
}

fn document_of(text: &str) -> (Sources, Imported, Value) {
    let (sources, imported) = import_text(text, &custom()).unwrap();
    let document = serde_json::from_str(&definition(&imported)).unwrap();
    (sources, imported, document)
}

/// Verbs and paths, in the order of the document.
fn operations(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, verbs): (&String, &Value)| {
        verbs.as_object().unwrap().keys().map(|verb| format!("{verb} {path}")).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

/// Names, places and types of parameters; of a body its properties.
fn parameters(operation: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let one = |parameter: &Value| match &parameter["schema"] {
        Value::Null => format!("{} {} {}", text(&parameter["in"]), text(&parameter["name"]), text(&parameter["type"])),
        schema => format!("body {}", members(schema)),
    };
    operation["parameters"].as_array().into_iter().flatten().map(one).collect()
}

/// Names and types of the properties of a schema, or its own type.
fn members(schema: &Value) -> String {
    let text = |value: &Value| value["type"].as_str().unwrap_or("any").to_owned();
    match schema["properties"].as_object() {
        Some(members) => members.iter().map(|(name, one)| format!("{name}:{}", text(one))).collect::<Vec<_>>().join(","),
        None => text(schema) + schema["format"].as_str().unwrap_or(""),
    }
}

/// What curl does with its options, and the shell with a line.
#[test]
fn commands_are_read_as_curl_reads_them() {
    let cases: [(&str, &str, &[&str]); 25] = [
        ("-T f.bin $B/f/x", "put /f/x", &["body stringbinary"]),
        ("$B/a -X POST -d '{}' --next $B/b", "post /a, get /b", &["body object"]),
        ("$B/a -: -X POST $B/b -d '{\"n\":1}'", "get /a, post /b", &[]),
        ("$B/a $B/b", "get /a, get /b", &[]),
        ("$B/e/$USER_ID/${OTHER:-1}", "get /e/{USER_ID}/{OTHER}", &["path USER_ID string", "path OTHER string"]),
        ("'$B/e/:id/<name>'", "get /e/{id}/{name}", &["path id string", "path name string"]),
        ("$B/a -H 'X-Empty;' -H 'X-Gone:' -H 'X-One: 1'", "get /a", &["header X-Empty string", "header X-One string"]),
        ("-sSXPATCH $B/a -so out.json -d\"{\\\"n\\\": $N, \\\"s\\\": \\\"$S\\\"}\"", "patch /a", &["body n:any,s:string"]),
        ("--retry-delay 5 --limit-rate 1.5M $B/a > out.json 2>&1", "get /a", &[]),
        (
            "-G $B/a --data-urlencode 'q=a&b=c' --data-urlencode 'f@g.txt' -d p=1",
            "get /a",
            &["query q string", "query f string", "query p integer"],
        ),
        (
            "$B/a -d 'user%5Bname%5D=x+y' --data-urlencode 'z=1&2'",
            "post /a",
            &["formData user[name] string", "formData z string"],
        ),
        ("--json '{\"a\":' --json '1}' $B/a", "post /a", &["body a:integer"]),
        ("--json @body.json $B/a", "post /a", &["body object"]),
        ("-H 'Content-Type: application/json' --data-binary @body.json $B/a", "post /a", &["body object"]),
        ("-H 'Content-Type: image/png' --data-binary @a.png $B/a", "post /a", &["body stringbinary"]),
        (
            "$B/a -F 't=<a.txt' -F f=@a.png --form-string c=@d",
            "post /a",
            &["formData t string", "formData f file", "formData c string"],
        ),
        ("--url $B/a --url-query k=v", "get /a", &["query k string"]),
        ("\"$B/a?$top=1&q=$Q\"", "get /a", &["query $top integer", "query q string"]),
        ("$B/a && curl $B/b; curl $B/c | jq .", "get /a, get /b, get /c", &[]),
        ("-d @- $B/a <<'EOF'\n{\"x\": 1}\nEOF\ncurl $B/b", "post /a, get /b", &["body x:integer"]),
        ("$B/a -d '{\"a\":1}'\ncurl $B/a -d '{\"b\":\"x\"}'", "post /a", &["body a:integer,b:string"]),
        ("$B/a\nT=1 U='a b' curl $B/g", "get /a, get /g", &[]),
        ("$B/a\nx=$(curl -s $B/sub)", "get /a, get /sub", &[]),
        ("$B/a\n# curl $B/b\necho curl is a tool", "get /a", &[]),
        ("-I $B/a", "head /a", &[]),
    ];
    for (command, wanted, first) in cases {
        let (_, _, document) =
            document_of(&format!("B=https://contoso.com\ncurl {}\n", command.replace("'$B", "'https://contoso.com")));
        assert_eq!(document["host"], "contoso.com", "{command}");
        assert_eq!(operations(&document).join(", "), wanted, "{command}");
        let verb = document["paths"].as_object().unwrap().values().next().unwrap().as_object().unwrap().values().next().unwrap();
        assert_eq!(parameters(verb), first, "{command}");
    }
}

#[test]
fn what_commands_lose_is_said() {
    let text = "T=1 curl https://contoso.com/users/42 -H @heads.txt\n\
        echo 1 | curl https://contoso.com/users -d @- -H 'Content-Type: application/json'\n\
        curl ftp://contoso.com/file\n\
        curl https://contoso.com/notes -d '<a/>' -H 'Content-Type: application/xml'\n";
    let (sources, imported, _) = document_of(text);
    let said = |rule: &str| lines(&sources, &imported, rule);
    assert_eq!(said("import-header-dropped"), ["1:5: headers are in the file `heads.txt`, which is not read"]);
    assert_eq!(said("import-path-variable-made"), ["1:5: `42` in the path becomes the variable `userId`"]);
    assert_eq!(said("import-body-as-text"), ["2:10: the body comes from another program; its schema is not known"]);
    let other = ["3:1: connectors call HTTPS, and this is a URL of `ftp`; the request is left out"];
    assert_eq!(said("import-operation-dropped"), other);
    let policy = ["4:1: the body is sent as `text/plain` and a policy names it `application/xml`"];
    assert_eq!(said("import-content-type-policy"), policy);
}

/// All requests to one verb and path are one operation, with what each of them has.
#[test]
fn samples_of_one_operation_are_united() {
    let request = |more: &str| format!(r#"{{"name": "Create", "request": {{"method": "POST", {more}}}}}"#);
    let url = r#""url": "https://contoso.com/a"#;
    let text = postman(
        &[
            request(&format!(
                r#"{url}", "body": {{"mode": "raw", "raw": "{{\"name\": \"x\", \"list\": [], \"v\": {{{{num}}}}}}"}}"#
            )),
            request(&format!(r#"{url}?q=1", "body": {{"mode": "raw", "raw": "{{\"other\": 1, \"list\": [1]}}"}}"#)),
            request(&format!(r#"{url}?q=x", "body": {{"mode": "urlencoded", "urlencoded": [{{"key": "f", "value": "1"}}]}}"#)),
        ]
        .join(",\n"),
    );
    let (sources, imported, document) = document_of(&text);
    let made = &document["paths"]["/a"]["post"];
    assert_eq!(parameters(made), ["query q string", "body name:string,list:array,v:any,other:integer"]);
    let body = &made["parameters"][1]["schema"]["properties"];
    assert_eq!((&body["list"]["items"]["type"], &body["v"]["x-nullable"]), (&"integer".into(), &Value::Null));
    let inferred = lines(&sources, &imported, "import-schema-inferred");
    assert_eq!(inferred.iter().map(|line| &line[..2]).collect::<Vec<_>>(), ["1:", "2:"]);
    let left_out = lines(&sources, &imported, "import-media-type-dropped");
    assert_eq!(left_out.len(), 1);
    assert!(
        left_out[0].starts_with("3:") && left_out[0].contains("`application/x-www-form-urlencoded` left out"),
        "{left_out:?}"
    );
    assert_eq!(lines(&sources, &imported, "import-items-made").len(), 0);
}

/// The response that counts is 200, else 201, else the lowest success, whatever comes first.
#[test]
fn the_schema_of_a_saved_response_is_on_the_one_that_counts() {
    type Case<'c> = (&'c [(u16, &'c str)], &'c [&'c str], &'c [&'c str]);
    let cases: [Case; 6] = [
        (&[(201, "{\"c\":1}"), (200, "{\"o\":1}")], &["201 -", "200 o:integer"], &["import-response-schema-dropped"]),
        (
            &[(404, "{\"e\":1}"), (200, "{\"a\":1}"), (200, "{\"b\":1}")],
            &["404 -", "200 a:integer,b:integer"],
            &["import-error-schema-dropped"],
        ),
        (&[(500, "{\"e\":1}")], &["200 -", "500 -"], &["import-error-schema-dropped", "import-response-made"]),
        (&[(400, "{\"e\":1}"), (204, ""), (202, "{\"a\":1}")], &["204 -", "202 a:integer"], &["import-response-dropped"]),
        (&[(200, "no"), (200, "{\"a\":1}")], &["200 a:integer"], &["import-media-type-dropped"]),
        (&[(200, "{\"a\":[],\"b\":[1,[]]}")], &["200 a:array,b:array"], &["import-items-made", "import-union-untyped"]),
    ];
    let rules: BTreeSet<&str> = cases.iter().flat_map(|(_, _, rules)| *rules).copied().collect();
    for (saved, wanted, findings) in cases {
        let saved: Vec<String> =
            saved.iter().map(|(code, body)| serde_json::json!({"code": code, "body": body}).to_string()).collect();
        let text = postman(&format!(
            r#"{{"name": "List", "request": {{"method": "GET", "url": "https://contoso.com/a"}}, "response": [{}]}}"#,
            saved.join(", ")
        ));
        let (sources, imported, document) = document_of(&text);
        let responses = document["paths"]["/a"]["get"]["responses"].as_object().unwrap();
        let schema = |response: &Value| response.get("schema").map_or("-".to_owned(), members);
        let made: BTreeSet<String> = responses.iter().map(|(status, one)| format!("{status} {}", schema(one))).collect();
        assert_eq!(made, wanted.iter().map(|one| (*one).to_owned()).collect(), "{saved:?}");
        let said: Vec<&str> = rules.iter().copied().filter(|rule| !lines(&sources, &imported, rule).is_empty()).collect();
        assert_eq!(said, findings, "{saved:?}");
    }
}

#[test]
fn variables_of_a_collection_may_name_variables() {
    let variables = r#"[{"key": "host", "value": "contoso.com"}, {"key": "url", "value": "https://{{host}}/api"}, {"key": "proto", "value": "https"},
        {"key": "loop", "value": "{{loop}}{{loop}}"}, {"key": "a", "value": "{{b}}"}, {"key": "b", "value": "{{a}}"}]"#;
    for (url, host, path) in [
        ("{{url}}/items", "contoso.com", "/api/items"),
        ("{{proto}}://eu.{{host}}/items", "eu.contoso.com", "/items"),
        ("eu.{{host}}/{{id}}?q={{q}}", "eu.contoso.com", "/{id}"),
        ("contoso.com/items", "contoso.com", "/items"),
        ("https://{{url}}/items", "contoso.com", "/api/items"),
        ("{{loop}}/items", "example.com", "/items"),
        ("{{a}}/items", "example.com", "/items"),
    ] {
        let request = format!(r#"{{"name": "List", "request": {{"method": "GET", "url": "{url}"}}}}"#);
        let text = postman(&request).replacen("\"item\"", &format!("\"variable\": {variables}, \"item\""), 1);
        let (_, _, document) = document_of(&text);
        let base = document["basePath"].as_str().unwrap().trim_end_matches('/');
        let paths: Vec<String> = document["paths"].as_object().unwrap().keys().map(|path| format!("{base}{path}")).collect();
        assert_eq!((document["host"].as_str().unwrap(), paths), (host, vec![path.to_owned()]), "{url}");
    }
}

#[test]
fn postman_requests_keep_headers_in_one_text_and_media_types() {
    let request = |path: &str, more: &str| {
        format!(r#"{{"name": "Send", "request": {{"method": "POST", "url": "https://contoso.com/{path}", {more}}}}}"#)
    };
    let requests = [
        request("a", r#""header": "X-A: b\n// X-B: c\nX-C: d""#),
        request("b", r#""header": [{"key": "Content-Type", "value": "image/png"}], "body": {"mode": "file"}"#),
        request("c", r#""body": {"mode": "raw", "raw": "<a/>", "options": {"raw": {"language": "xml"}}}"#),
        request("d", r#""body": {"mode": "raw", "raw": "{\"a\": }", "options": {"raw": {"language": "json"}}}"#),
        request("e", r#""body": {"mode": "graphql", "graphql": {"query": "query { a }", "variables": "{\"x\": 1}"}}"#),
        request("f", r#""body": {"mode": "raw", "raw": "{}", "disabled": true}"#),
        request("g", r#""body": {"mode": "formdata", "formdata": [{"key": "größe", "value": "1"}, {"key": "n", "value": "1"}]}"#),
    ];
    let (sources, imported, document) = document_of(&postman(&requests.join(",\n")));
    let of = |path: &str| parameters(&document["paths"][path]["post"]);
    assert_eq!(of("/a"), ["header X-A string", "header X-C string"]);
    assert_eq!(of("/d"), ["body object"]);
    assert_eq!(of("/e"), ["body query:string,variables:object"]);
    assert!(of("/f").is_empty());
    assert_eq!(of("/g"), ["formData n integer"]);
    let rules = ["import-content-type-policy", "import-body-as-text", "import-parameter-dropped"];
    let said: Vec<(u32, String)> = rules
        .into_iter()
        .flat_map(|rule| lines(&sources, &imported, rule))
        .map(|line| {
            let mut parts = line.splitn(3, ':');
            (parts.next().unwrap().parse().unwrap(), parts.nth(1).unwrap().trim().to_owned())
        })
        .collect();
    let wanted = [
        (2, "the body is sent as `application/octet-stream` and a policy names it `image/png`"),
        (3, "the body is sent as `text/plain` and a policy names it `application/xml`"),
        (4, "the example is no JSON: the fields of the body are not known"),
        (7, "`größe` contains characters that field names cannot have; it is left out"),
    ];
    assert_eq!(said, wanted.map(|(line, text)| (line, text.to_owned())));
}

#[test]
fn entries_of_an_archive_that_are_no_calls_of_an_api_are_left_out() {
    let entry = |url: &str, more: &str, response: &str| {
        format!(r#"{{"request": {{"method": "POST", "url": "{url}", "headers": []{more}}}, "response": {response}}}"#)
    };
    let nothing = r#"{"status": 204, "content": {}}"#;
    let pdf = r#"{"status": 200, "content": {"mimeType": "application/pdf", "encoding": "base64", "text": "JVBERi0xLjQK/w=="}}"#;
    let parts = r#"--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nx\r\n--X\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n12\r\n--X--"#;
    let data = |kind: &str, text: &str| format!(r#", "postData": {{"mimeType": "{kind}", "text": "{text}"}}"#);
    let entries = [
        entry("wss://contoso.com/live?x=1", "", r#"{"status": 101, "content": {}}"#),
        entry("wss://contoso.com/live?x=1", "", nothing),
        entry("https://contoso.com/live", "", r#"{"status": 101, "content": {}}"#),
        entry("data:application/json,{}", "", nothing),
        entry("https://contoso.com/form", &data("application/x-www-form-urlencoded", "a=1&b=x%20y"), pdf),
        entry("https://contoso.com/parts", &data("multipart/form-data; boundary=X", parts), nothing),
        entry(
            "https://contoso.com/image",
            &data("image/png", "x"),
            r#"{"status": 200, "content": {"mimeType": "application/json", "size": 9}}"#,
        ),
    ];
    let (sources, imported, document) = document_of(&format!(r#"{{"log": {{"entries": [{}]}}}}"#, entries.join(",\n")));
    assert_eq!(operations(&document), ["post /form", "post /parts", "post /image"]);
    let of = |path: &str| &document["paths"][path]["post"];
    assert_eq!(parameters(of("/form")), ["formData a integer", "formData b string"]);
    assert_eq!(parameters(of("/parts")), ["formData f file", "formData n integer"]);
    assert_eq!(members(&of("/form")["responses"]["200"]["schema"]), "stringbinary");
    assert_eq!(lines(&sources, &imported, "import-operation-dropped").len(), 4);
    assert_eq!(lines(&sources, &imported, "import-response-without-schema").len(), 1);
    assert_eq!(lines(&sources, &imported, "import-content-type-policy").len(), 1);
}

fn postman(requests: &str) -> String {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    format!(r#"{{"info": {{"name": "Contoso Tasks", "schema": "{schema}"}}, "item": [{requests}]}}"#)
}

#[test]
fn what_a_request_sends_twice_is_a_list() {
    let curl = "curl 'https://api.contoso.com/tasks?tag=1&tag=2&q=x'\n";
    let request = r#"{"name": "List tasks", "request": {"method": "GET", "url": {"raw": "https://api.contoso.com/tasks", "query": [{"key": "tag", "value": "1"}, {"key": "q", "value": "x"}, {"key": "tag", "value": "2"}]}}}"#;
    // One of two requests sends one value only.
    let single = request.replace(r#", {"key": "tag", "value": "2"}"#, "");
    let har = r#"{"log": {"entries": [{"request": {"method": "GET", "url": "https://api.contoso.com/tasks", "headers": [], "queryString": [{"name": "tag", "value": "1"}, {"name": "tag", "value": "2"}, {"name": "q", "value": "x"}]}, "response": {"status": 200}}]}}"#;
    for text in [curl.to_owned(), postman(request), postman(&format!("{single}, {request}")), har.to_owned()] {
        let (sources, imported) = import_text(&text, &custom()).unwrap();
        let document: Value = serde_json::from_str(&definition(&imported)).unwrap();
        let parameters = document["paths"]["/tasks"]["get"]["parameters"].as_array().unwrap();
        let tag = parameters.iter().find(|parameter| parameter["name"] == "tag").unwrap();
        assert_eq!(
            (&tag["type"], &tag["items"]["type"], &tag["collectionFormat"]),
            (&"array".into(), &"integer".into(), &"csv".into()),
            "{text}"
        );
        assert_eq!(parameters.len(), 2, "{text}");
        assert_eq!(lines(&sources, &imported, "import-array-csv").len(), 1, "{text}");
    }
    let form = "curl https://api.contoso.com/tasks -d tag=1 -d tag=2 -d q=x\n";
    let (sources, imported) = import_text(form, &custom()).unwrap();
    assert_eq!(
        lines(&sources, &imported, "import-form-array-as-text"),
        ["1:1: `tag` is a list, which a form in a connector cannot have; it becomes a string"]
    );
}

#[test]
fn headers_that_are_left_out_are_named() {
    let header = |name: &str, more: &str| format!(r#"{{"key": "{name}", "value": "x"{more}}}"#);
    let headers = [
        header("Accept", ""),
        header("Accept-Language", r#", "description": "The language of the answer.""#),
        header("If-None-Match", ""),
        header("Host", r#", "description": "Your tenant.""#),
        header("X-Tenant", ""),
    ];
    let request = format!(
        r#"{{"name": "List tasks", "request": {{"method": "GET", "header": [{}], "url": "https://api.contoso.com/tasks"}}}}"#,
        headers.join(", ")
    );
    let (sources, imported) =
        import_text(&postman(&format!("{request}, {}", request.replace("/tasks", "/lists"))), &custom()).unwrap();
    let said: Vec<String> = lines(&sources, &imported, "import-header-dropped")
        .iter()
        .map(|line| line.split(": ").nth(1).unwrap().split('`').nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(said, ["Accept-Language", "If-None-Match", "Host", "Accept-Language", "Host"]);
    let document: Value = serde_json::from_str(&definition(&imported)).unwrap();
    assert_eq!(document["paths"]["/tasks"]["get"]["parameters"].as_array().unwrap().len(), 1);
}

#[test]
fn alternatives_of_many_enums_become_one() {
    let branch = |at: usize| {
        format!(
            "{{type: object, required: [kind], properties: {{kind: {{type: string, enum: [k{at}, all]}}, p{at}: {{type: integer}}}}}}"
        )
    };
    let branches: Vec<String> = (0..50).map(branch).collect();
    let text = whole(&format!(
        "paths: {{/a: {{get: {{operationId: GetA, responses: {{'200': {{description: OK, content: {{application/json: {{schema: {{oneOf: [{}]}}}}}}}}}}}}}}}}\n",
        branches.join(", ")
    ));
    let (_, imported) = import_text(&text, &custom()).unwrap();
    let document: Value = serde_json::from_str(&definition(&imported)).unwrap();
    let schema = &document["paths"]["/a"]["get"]["responses"]["200"]["schema"];
    assert_eq!(schema["properties"].as_object().unwrap().len(), 51);
    assert_eq!(schema["required"], serde_json::json!(["kind"]));
    let values: Vec<&str> =
        schema["properties"]["kind"]["enum"].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
    assert_eq!(values[..3], ["k0", "all", "k1"]);
    assert_eq!(values.len(), 51);
}

#[test]
fn force_keeps_what_people_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let get = |id: &str| format!("get: {{operationId: {id}, summary: {id}, responses: {{'200': {{description: OK}}}}}}");
    std::fs::write(at("api.yaml"), format!("{SMALL}paths: {{/a: {{{}}}}}\n", get("ListA"))).unwrap();
    assert!(program(folder.path(), &["import", "api.yaml", "made", "--yes"]).status.success());
    let readme = std::fs::read_to_string(at("made/readme.md")).unwrap() + "\n## Known limits\n\nOne request a minute.\n";
    std::fs::write(at("made/readme.md"), &readme).unwrap();
    std::fs::write(at("made/connsmith.toml"), "publisher = \"custom\" # mine\n").unwrap();
    std::fs::write(at("made/icon.png"), "mine").unwrap();
    std::fs::write(at("api.yaml"), format!("{SMALL}paths: {{/a: {{{}}}, /b: {{{}}}}}\n", get("ListA"), get("ListB"))).unwrap();
    let output = program(folder.path(), &["import", "api.yaml", "made", "--yes", "--force"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("kept `made/icon.png`, `made/settings.json` and `made/connsmith.toml`"), "{said}");
    assert!(said.contains("only added operations to `made/readme.md`"), "{said}");
    let now = std::fs::read_to_string(at("made/readme.md")).unwrap();
    assert!(now.contains("One request a minute.") && now.contains("ListB"), "{now}");
    assert_eq!(std::fs::read_to_string(at("made/connsmith.toml")).unwrap(), "publisher = \"custom\" # mine\n");
    assert_eq!(std::fs::read_to_string(at("made/icon.png")).unwrap(), "mine");
    assert!(std::fs::read_to_string(at("made/apiDefinition.swagger.json")).unwrap().contains("ListB"));
}

#[test]
fn what_an_update_reads_of_a_folder_may_come_from_a_stranger() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("api.yaml"), format!("{SMALL}paths: {{/a: {{get: {{responses: {{'200': {{description: OK}}}}}}}}}}\n"))
        .unwrap();
    assert!(program(folder.path(), &["import", "api.yaml", "made", "--yes"]).status.success());
    let (choice, base) = (std::fs::read(at("made/import.toml")).unwrap(), std::fs::read(at("made/import.base")).unwrap());
    let refused = |name: &str, bytes: &[u8], wanted: &str| {
        std::fs::write(at("made").join(name), bytes).unwrap();
        let output = program(folder.path(), &["import", "api.yaml", "made", "--update"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(wanted) && said.lines().count() <= 3 && !said.contains("panicked"), "{said}");
    };
    refused("import.toml", b"source = 1\n", "made/import.toml:1:10` is not valid");
    refused("import.toml", b"# x\nhello = 1\n", "made/import.toml:2:1` is not valid");
    refused("import.toml", b"\xff\xfe", "not UTF-8");
    refused("import.toml", b"publisher = \"other\"", "`publisher = \"other\"` is not known");
    refused("import.toml", &vec![b'#'; 2 << 20], "larger than 1 MiB");
    std::fs::write(at("made/import.toml"), &choice).unwrap();
    refused("import.base", b"", "was not written by `connsmith import`");
    refused("import.base", b"no zlib", "was not written by `connsmith import`");
    refused("import.base", &base[..base.len() / 2], "was not written by `connsmith import`");
    #[cfg(unix)]
    for (name, bytes) in [("import.toml", &choice), ("import.base", &base)] {
        std::fs::write(at("elsewhere"), bytes).unwrap();
        std::fs::remove_file(at("made").join(name)).unwrap();
        std::os::unix::fs::symlink("../elsewhere", at("made").join(name)).unwrap();
        let output = program(folder.path(), &["import", "api.yaml", "made", "--update"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains("leads out of the repository"), "{said}");
        std::fs::remove_file(at("made").join(name)).unwrap();
        std::fs::write(at("made").join(name), bytes).unwrap();
    }
    let output = program(folder.path(), &["import", "api.yaml", "made", "--update"]);
    assert!(output.status.success());
}

/// `import.toml` may come from a stranger, as the source may.
#[test]
fn the_choice_opens_no_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("repo")).unwrap();
    std::fs::write(at("outside.yaml"), "type: object\nproperties: {hunter2: {type: string}}\n").unwrap();
    let of = |schema: &str| {
        let answer = format!("{{'200': {{description: OK, content: {{application/json: {{schema: {schema}}}}}}}}}");
        format!("{SMALL}paths: {{/a: {{get: {{operationId: GetA, responses: {answer}}}}}}}\n")
    };
    std::fs::write(at("repo/api.yaml"), of("{type: object, properties: {own: {type: string}}}")).unwrap();
    let run = |arguments: &[&str]| program(&at("repo"), &[&["import", "api.yaml", "made", "--yes"], arguments].concat());
    assert!(run(&[]).status.success());
    let choice = std::fs::read_to_string(at("repo/made/import.toml")).unwrap();
    std::fs::write(at("repo/made/import.toml"), format!("{choice}allow-outside = true\nfetch = true\n")).unwrap();
    std::fs::write(at("repo/api.yaml"), of("{$ref: ../outside.yaml}")).unwrap();
    let output = run(&["--update", "--diff"]);
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(!said.contains("hunter2") && said.contains("import-file-not-read"), "{said}");
    assert!(said.contains("`import.toml` cannot turn on `--allow-outside`") && said.contains("`--fetch`"), "{said}");
    let output = run(&["--update", "--allow-outside"]);
    assert!(std::fs::read_to_string(at("repo/made/apiDefinition.swagger.json")).unwrap().contains("hunter2"), "{output:?}");
}

#[test]
fn an_update_keeps_the_text_of_the_choice() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let path = |name: &str| format!("/{name}: {{get: {{tags: [{name}], responses: {{'200': {{description: OK}}}}}}}}");
    std::fs::write(at("api.yaml"), format!("{SMALL}paths: {{{}, {}}}\n", path("a"), path("b"))).unwrap();
    assert!(program(folder.path(), &["import", "api.yaml", "made", "--yes", "--include", "tag:a"]).status.success());
    let text = std::fs::read_to_string(at("made/import.toml")).unwrap();
    let own = format!("\u{feff}{}\r\n# ours: never tag b\r\n", text.trim_end().replace('\n', "\r\n"));
    std::fs::write(at("made/import.toml"), &own).unwrap();
    assert!(program(folder.path(), &["import", "api.yaml", "made", "--update"]).status.success());
    assert_eq!(std::fs::read_to_string(at("made/import.toml")).unwrap(), own);
    assert!(program(folder.path(), &["import", "api.yaml", "made", "--update", "--include", "tag:b"]).status.success());
    assert_eq!(std::fs::read_to_string(at("made/import.toml")).unwrap(), own.replace("tag:a", "tag:b"));
}

#[test]
fn policies_of_an_update_name_operations_as_the_folder_does() {
    let folder = tempfile::tempdir().unwrap();
    let source = |kind: &str| {
        let body = format!("requestBody: {{content: {{{kind}: {{schema: {{type: string}}}}}}}}");
        let post = format!("post: {{operationId: SendA, summary: Send, {body}, responses: {{'200': {{description: OK}}}}}}");
        std::fs::write(folder.path().join("api.yaml"), format!("{SMALL}paths: {{/a: {{{post}}}}}\n")).unwrap();
    };
    source("application/json");
    program(folder.path(), &["import", "api.yaml", "made", "--yes"]);
    let definition = folder.path().join("made/apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&definition).unwrap();
    std::fs::write(&definition, text.replace("\"SendA\"", "\"UploadTable\"")).unwrap();
    source("text/csv");
    program(folder.path(), &["import", "api.yaml", "made", "--update"]);
    let properties = std::fs::read_to_string(folder.path().join("made/apiProperties.json")).unwrap();
    let compact: String = properties.split_whitespace().collect();
    assert!(compact.contains(r#""x-ms-apimTemplate-operationName":["UploadTable"]"#), "{properties}");
}

#[test]
fn an_operation_may_be_in_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let paths = "paths:\n  /tasks:\n    get: {$ref: 'get.yml', tags: [x]}\n    put: {$ref: 'nothing.yml'}\n";
    std::fs::write(at("api.yaml"), format!("{SMALL}{paths}")).unwrap();
    let operation = "operationId: ListTasks\nsummary: List tasks\nparameters: [{name: page, in: query, schema: {type: integer}}]\nresponses: {'200': {$ref: 'ok.yml'}}\n";
    std::fs::write(at("get.yml"), operation).unwrap();
    let schema = "{type: object, properties: {id: {type: string}}}";
    std::fs::write(at("ok.yml"), format!("description: OK\ncontent: {{application/json: {{schema: {schema}}}}}\n")).unwrap();
    let done = program(folder.path(), &["import", "api.yaml", "made", "--yes", "--format", "concise"]);
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(said.contains("api.yaml:6:5: info[import-reference-text-dropped]: only what the `$ref` leads to is read"), "{said}");
    assert!(said.contains("this operation cannot be resolved; it is left out"), "{said}");
    let made = std::fs::read(at("made/apiDefinition.swagger.json")).unwrap();
    let made: serde_json::Value = serde_json::from_slice(&made).unwrap();
    let get = &made["paths"]["/tasks"]["get"];
    assert_eq!((&get["operationId"], &get["parameters"][0]["name"]), (&"ListTasks".into(), &"page".into()), "{made}");
    assert_eq!(get["responses"]["200"]["schema"]["properties"]["id"]["type"], "string", "{made}");
    assert!(made["paths"]["/tasks"].get("put").is_none(), "{made}");
}

/// The files of a folder without the record of the import.
fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().to_string_lossy().into_owned(), std::fs::read(file.path()).unwrap())).collect()
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn what_operations_need_that_are_gone_stays() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let answer = |schema: &str| format!("{{'200': {{description: OK, content: {{application/json: {{schema: {schema}}}}}}}}}");
    let ok = "{'200': {description: OK}}";
    let get_a = format!("/a: {{get: {{operationId: getA, responses: {}}}}}", answer("{$ref: '#/components/schemas/A'}"));
    let send = |id: &str| {
        let body = "requestBody: {content: {application/xml: {schema: {type: string}}}}";
        format!("/{id}: {{post: {{operationId: {id}, tags: [T], {body}, responses: {ok}}}}}")
    };
    let list = format!(
        "/l: {{get: {{operationId: getL, parameters: [{{name: l, in: query, schema: {{type: array, items: {{type: string}}}}}}], responses: {ok}}}}}"
    );
    let components = "components: {securitySchemes: {k: {type: apiKey, in: header, name: K}}, schemas: {A: {type: object, properties: {x: {$ref: '#/components/schemas/B'}}}, B: {type: object, properties: {y: {type: string, title: Y}}}}}\n";
    let first =
        format!("{SMALL}security: [{{k: []}}]\npaths: {{{get_a}, {}, {}, {list}}}\n{components}", send("sendA"), send("sendC"));
    let next = format!("{SMALL}paths: {{{}}}\n", send("sendC"));
    let run = |source: &str, arguments: &[&str]| {
        std::fs::write(at("api.yaml"), source).unwrap();
        let output =
            program(folder.path(), &[&["import", "api.yaml", "made", "--yes", "--format", "concise"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&first, &["--arrays", "script"]);
    let imported = files_of(&at("made"));
    for (source, choice, why) in [
        (&next, &[][..], "`getA` is no longer in the source; it is kept"),
        (
            &first,
            &["--include", "tag:T", "--exclude", "id:sendA"],
            "api.yaml:5:14: warning[import-operation-gone]: `getA` is in the source, but",
        ),
    ] {
        let said = run(source, &[&["--update"], choice].concat());
        assert!(said.contains(why), "{said}");
        let definition = json_of(&at("made/apiDefinition.swagger.json"));
        assert_eq!(definition["paths"]["/a"]["get"]["deprecated"], true);
        assert!(definition["definitions"]["B"].is_object() && definition["securityDefinitions"]["k"].is_object(), "{definition}");
        let properties = json_of(&at("made/apiProperties.json"));
        let before: Value = serde_json::from_slice(&imported["apiProperties.json"]).unwrap();
        let sorted = |properties: &Value| {
            let policy = &properties["properties"]["policyTemplateInstances"][0];
            let mut names = policy["parameters"]["x-ms-apimTemplate-operationName"].as_array().unwrap().clone();
            names.sort_by_key(Value::to_string);
            names
        };
        assert_eq!(sorted(&properties), sorted(&before));
        assert_eq!(properties["properties"]["scriptOperations"], before["properties"]["scriptOperations"]);
        assert_eq!(properties["properties"]["connectionParameters"], before["properties"]["connectionParameters"]);
        assert_eq!(std::fs::read(at("made/script.csx")).unwrap(), imported["script.csx"]);
        let checked = program(folder.path(), &["check", "made"]);
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        let files = files_of(&at("made"));
        run(source, &["--update"]);
        assert!(files == files_of(&at("made")), "the second update changes something");
    }
    // All of it is back.
    std::fs::write(at("made/import.toml"), &imported["import.toml"]).unwrap();
    run(&first, &["--update"]);
    assert_eq!(
        String::from_utf8_lossy(&files_of(&at("made"))["apiDefinition.swagger.json"]),
        String::from_utf8_lossy(&imported["apiDefinition.swagger.json"])
    );
}

#[test]
fn a_plan_counts_all_operations_and_its_ids_choose() {
    let folder = tempfile::tempdir().unwrap();
    let ok = "{responses: {'200': {description: OK}}}";
    let named = |id: &str| format!("{{operationId: {id}, responses: {{'200': {{description: OK}}}}}}");
    let paths = format!(
        "/a: {{get: {}, trace: {ok}}}, /A: {{get: {}}}, '/b/{{id}}': {{get: {}, delete: {ok}}}, '/c/*': {{get: {ok}, put: {ok}}}",
        named("getA"),
        named("getA2"),
        named("get-b")
    );
    std::fs::write(folder.path().join("api.yaml"), format!("{SMALL}paths: {{{paths}}}\n")).unwrap();
    for (choice, count) in
        [(&[][..], 3), (&["id:GetB"], 1), (&["id:get-b"], 1), (&["id:DeleteBById"], 1), (&["id:getA", "id:Get*"], 2)]
    {
        let choice: Vec<&str> = choice.iter().flat_map(|which| ["--include", which]).collect();
        let output = program(folder.path(), &[&["import", "api.yaml", "--plan"], &*choice].concat());
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(said.contains(&format!("\n{count} of 7 operations (at most 256)")), "{choice:?}: {said}");
    }
}

#[test]
fn a_scheme_has_its_name_in_the_source_and_the_one_it_gets() {
    let schemes =
        "components: {securitySchemes: {first: {type: http, scheme: basic}, my key/1: {type: apiKey, in: header, name: K}}}";
    let text = format!(
        "{SMALL}security: [{{first: []}}, {{my key/1: []}}]\npaths: {{/a: {{get: {{responses: {{'200': {{description: OK}}}}}}}}}}\n{schemes}\n"
    );
    let given = |name: &str| import_text(&text, &Options { auth: Some(name.to_owned()), ..custom() });
    for name in ["my key/1", "MyKey1"] {
        let (sources, imported) = given(name).unwrap();
        assert!(definition(&imported).contains("\"MyKey1\": {"));
        let said = lines(&sources, &imported, "import-security-dropped").concat();
        assert!(said.contains("`my key/1` is used and `first` is left out"), "{said}");
    }
    assert!(given("other").unwrap_err().to_string().contains("it has `first` and `my key/1`"));
    let (_, imported) = given("first").unwrap();
    let help = imported.findings.iter().find(|finding| finding.rule.id == "import-security-dropped").unwrap().help.clone();
    assert_eq!(help.unwrap(), "use `--auth 'my key/1'` to select the other one");
}

/// Three versions of an API, and edits of all kinds in the folder.
#[test]
fn edits_survive_two_updates() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let first = SMALL.to_owned()
        + r#"paths:
  /tasks:
    get:
      operationId: ListTasks
      summary: List tasks
      description: Lists tasks.
      tags: [Tasks]
      parameters:
        - {name: team, in: query, description: The team., schema: {type: string}}
        - {name: state, in: query, description: The state., schema: {type: string, enum: [open, done]}}
        - {name: old, in: query, description: Something old., schema: {type: string}}
      responses: {'200': {description: OK, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Task'}}}}}}
    post:
      operationId: MakeTask
      summary: Make a task
      description: Makes a task.
      requestBody: {required: true, description: The task., content: {application/json: {schema: {$ref: '#/components/schemas/Task'}}}}
      responses: {'201': {description: Made}}
  /tasks/{id}:
    delete:
      operationId: DeleteTask
      summary: Delete a task
      description: Deletes a task.
      parameters: [{name: id, in: path, required: true, description: The ID., schema: {type: string}}]
      responses: {'204': {description: Gone}}
components:
  schemas:
    Task:
      type: object
      required: [title]
      properties:
        title: {type: string, title: Title, description: The title.}
        due: {type: string, title: Due, description: When it is due.}
        note: {type: string, title: Note, description: A note.}
"#;
    let change = |text: &str, changes: &[(&str, &str)]| {
        changes.iter().fold(text.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "`{old}` is not there");
            text.replacen(old, new, 1)
        })
    };
    let second = change(
        &first,
        &[
            ("Lists tasks.", "Lists all tasks."),
            ("enum: [open, done]", "enum: [open, done, late]"),
            ("        - {name: old, in: query, description: Something old., schema: {type: string}}\n", ""),
            ("required: [title]", "required: [title, note]"),
            ("The title.", "What is to be done."),
            (
                "  /tasks/{id}:\n",
                "  /tasks/{taskId}:\n    get:\n      operationId: GetTask\n      summary: Get a task\n      description: Gets a task.\n      parameters: [{name: taskId, in: path, required: true, description: The ID., schema: {type: string}}]\n      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Task'}}}}}\n",
            ),
            ("{name: id, in: path", "{name: taskId, in: path"),
            ("        note: ", "        color: {type: string, title: Color, description: Its color.}\n        note: "),
        ],
    );
    let start = second.find("    post:").unwrap();
    let end = second.find("  /tasks/{").unwrap();
    let third = change(
        &format!("{}{}", &second[..start], &second[end..]),
        &[("ListTasks", "FindTasks"), ("summary: List tasks", "summary: Find tasks"), ("When it is due.", "Until when.")],
    );
    let run = |source: &str, arguments: &[&str]| {
        std::fs::write(at("api.yaml"), source).unwrap();
        let output =
            program(folder.path(), &[&["import", "api.yaml", "made", "--yes", "--format", "concise"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&first, &[]);

    // The edits.
    let path = at("made/apiDefinition.swagger.json");
    let mut ours = json_of(&path);
    let tasks = &mut ours["paths"]["/tasks"];
    tasks["get"]["summary"] = "Show my tasks".into();
    tasks["get"]["tags"] = serde_json::json!(["Tasks", "Mine"]);
    tasks["post"]["description"] = "Makes a task for the team.".into();
    let own = serde_json::json!({ "name": "mine", "in": "query", "type": "string", "x-ms-summary": "Mine", "description": "My parameter." });
    tasks["get"]["parameters"].as_array_mut().unwrap().push(own.clone());
    tasks["get"]["parameters"][1]["enum"] = serde_json::json!(["open"]);
    tasks["patch"] = serde_json::json!({ "operationId": "OwnPatch", "summary": "Change tasks", "description": "Changes tasks of mine.", "responses": { "200": { "description": "OK", "schema": { "$ref": "#/definitions/Own" } } } });
    ours["definitions"]["Own"] =
        serde_json::json!({ "type": "object", "properties": { "task": { "$ref": "#/definitions/Task" } } });
    ours["definitions"]["Task"]["properties"].as_object_mut().unwrap().shift_remove("note");
    ours["definitions"]["Task"]["properties"]["due"]["description"] = "The last day.".into();
    std::fs::write(&path, serde_json::to_string_pretty(&ours).unwrap()).unwrap();
    let path = at("made/apiProperties.json");
    let mut properties = json_of(&path);
    let policy = serde_json::json!({ "templateId": "setheader", "title": "Mine", "parameters": { "x-ms-apimTemplateParameter.name": "X-Mine", "x-ms-apimTemplateParameter.value": "1", "x-ms-apimTemplateParameter.existsAction": "override", "x-ms-apimTemplate-policySection": "Request", "x-ms-apimTemplate-operationName": ["MakeTask", "OwnPatch"] } });
    properties["properties"]["policyTemplateInstances"] = serde_json::json!([policy]);
    properties["properties"]["scriptOperations"] = serde_json::json!(["OwnPatch"]);
    std::fs::write(&path, serde_json::to_string_pretty(&properties).unwrap()).unwrap();
    let script = "public class Script : ScriptBase\n{\n    public override async Task<HttpResponseMessage> ExecuteAsync()\n    {\n        // OwnPatch\n        return await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false);\n    }\n}\n";
    std::fs::write(at("made/script.csx"), script).unwrap();
    let before = properties;

    for (source, wanted) in [
        (
            &second,
            &[
                "import-both-changed]: changed in the folder and in the source; `[ \"open\" ]` is kept, the source has `[ \"open\", \"done\", \"late\" ]` (`/paths/~1tasks/get/parameters/1/enum`",
                "import-part-gone]: the parameter `old` (query) is no longer in the source",
                "import-removed-here]: the source requires `\"note\"`",
            ][..],
        ),
        (
            &third,
            &[
                "import-both-changed]: changed in the folder and in the source; `\"Show my tasks\"` is kept, the source has `\"Find tasks\"`",
                "import-both-changed]: changed in the folder and in the source; `\"The last day.\"` is kept, the source has `\"Until when.\"`",
                "import-id-kept]: the ID is `\"FindTasks\"` in the source",
                "import-operation-gone]: `MakeTask` is no longer in the source",
            ],
        ),
    ] {
        let said = run(source, &["--update"]);
        for wanted in wanted {
            let line = said.lines().find(|line| line.contains(wanted)).unwrap_or_else(|| panic!("{wanted} is missing: {said}"));
            assert!(line.starts_with("api.yaml:") || line.contains("import-operation-gone"), "{line}");
        }
        let now = json_of(&at("made/apiDefinition.swagger.json"));
        let tasks = &now["paths"]["/tasks"];
        assert_eq!(tasks["get"]["summary"], "Show my tasks");
        assert_eq!(tasks["get"]["description"], "Lists all tasks.");
        assert_eq!(tasks["get"]["operationId"], "ListTasks");
        assert_eq!(tasks["get"]["tags"], serde_json::json!(["Tasks", "Mine"]));
        let names: Vec<&str> =
            tasks["get"]["parameters"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["team", "state", "mine"]);
        assert_eq!(tasks["post"]["description"], "Makes a task for the team.");
        assert_eq!(tasks["patch"], ours["paths"]["/tasks"]["patch"]);
        assert_eq!(now["paths"]["/tasks/{id}"]["get"]["operationId"], "GetTask");
        assert_eq!(now["definitions"]["Own"], ours["definitions"]["Own"]);
        let task = &now["definitions"]["Task"];
        assert_eq!(task["required"], serde_json::json!(["title"]));
        assert_eq!(task["properties"]["title"]["description"], "What is to be done.");
        assert_eq!(task["properties"]["due"]["description"], "The last day.");
        assert!(task["properties"].get("note").is_none() && task["properties"].get("color").is_some(), "{task}");
        assert_eq!(json_of(&at("made/apiProperties.json")), before);
        assert_eq!(std::fs::read_to_string(at("made/script.csx")).unwrap(), script);
        let checked = program(folder.path(), &["check", "made"]);
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
        let files = files_of(&at("made"));
        run(source, &["--update"]);
        assert!(files == files_of(&at("made")), "the second update changes something");
    }
    assert_eq!(json_of(&at("made/apiDefinition.swagger.json"))["paths"]["/tasks"]["post"]["deprecated"], true);
}
