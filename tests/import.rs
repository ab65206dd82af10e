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

fn definition(imported: &Imported) -> &str {
    let file = imported.files.iter().find(|file| file.name == "apiDefinition.swagger.json").unwrap();
    std::str::from_utf8(&file.bytes).unwrap()
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
    let ours = change(definition(imported), "# folder:");
    let made = import::update::update(definition(imported), definition(&next), &ours, true);
    let of = made.notes.iter().filter(|note| note.rule == rule);
    of.map(|note| format!("{}: {}", note.pointer, note.message)).collect()
}

/// Each rule's page has an example that gives the findings it lists, and one that gives none. With `CONNSMITH_BLESS` the lists are
/// written to that file instead, as JSON.
#[test]
fn pages_say_what_import_says() {
    let (mut wrong, mut blessed) = (String::new(), BTreeMap::new());
    for rule in RULES.iter().filter(|rule| rule.subject == "import") {
        for part in rule.page.split("\n## ").skip(1) {
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
        let document: Value = serde_json::from_str(definition(&imported)).unwrap();
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
