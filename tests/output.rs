//! Texts of strangers in every place and every format: nothing of them acts on a terminal, a runner or a page.
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::Target;
use connsmith::report::{FORMATS, Part, Summary, escape, text};
use connsmith::rule::finding::{Finding, Suppressed};
use connsmith::rule::subject::Subject;
use connsmith::text::document::File;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What must not act: sequences of terminals, hidden and reordering characters, line ends, commands of runners, markup, addresses.
const TEXTS: &[&str] = &[
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{1b}]8;;https://evil.example\u{1b}\\x",
    "c1 \u{9b}31m \u{85}next \u{9d}0;x\u{9c} \u{7f}\u{0}\u{8}\u{8}",
    "bidi \u{202e}txt.exe\u{202c} \u{2066}a\u{2069} \u{200f}\u{061c}",
    "zero\u{200b}width\u{200d}\u{feff}\u{2060}\u{ad}\u{e0041}\u{180e} \u{2028}\u{2029}",
    "a\n::error::x\r\n::add-mask::y\r::stop-commands::z",
    "::stop-commands::x",
    "\u{a0}\u{3000} ::set-output name=a::b",
    "##vso[task.prependpath]/tmp/evil",
    "x ##[add-mask]y ###[group]z ##\u{200b}vso[task.setvariable variable=a]b ##VSO[task.complete]",
    "]##vso[task.a]; %0A::error::x %AZP25",
    "`https://e.e`<img src=//evil.example/p.png>",
    "https://e.e`<script>alert(1)</script>",
    "www.evil.example\\<img src=x onerror=alert(1)>",
    "[click](https://evil.example) ![x](//evil.example) @octocat #12 $\\color{red}{x}$ a@b.example",
    "</pre></code></td>\"'><b onmouseover=\"alert(1)\">",
    "a|b\\|c | <!-- --> ]]>",
];

fn definition(text: &str) -> String {
    let operation = |id: &str| {
        json!({
            "operationId": id,
            "summary": text,
            "parameters": [{ "name": text, "in": "query", "type": text }, { "name": text, "in": "query", "type": "string" }],
            "responses": { "200": { "description": text, "schema": { "$ref": format!("#/definitions/{text}") } } },
            text: text,
        })
    };
    json!({
        "swagger": "2.0",
        "info": { "title": text, "description": text, "version": text, text: 1 },
        "host": text,
        "basePath": text,
        "schemes": [text],
        "paths": { format!("/{text}/{{{text}}}"): { "get": operation(text), "post": operation(text) }, text: { text: {} } },
        "definitions": { "Used": { "type": "object", "properties": { text: { "type": text } } } },
    })
    .to_string()
}

fn connector(text: &str, minified: bool) -> Target {
    let mut definition = definition(text);
    if !minified {
        definition = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&definition).unwrap()).unwrap();
    }
    let files = vec![FolderFile { file: File::Definition, name: "apiDefinition.swagger.json".into(), bytes: definition.into() }];
    let listing = files.iter().map(|file| file.name.clone()).collect();
    let folder = Folder { path: PathBuf::from(text), name: text.into(), files, listing, ..Folder::default() };
    Target::new(Connector::new(folder), Publisher::Certified, Because::Default)
}

/// Takes our own colors away.
fn without_colors(text: &str) -> String {
    let mut rest = text.split("\x1b[");
    let mut out = rest.next().unwrap_or_default().to_owned();
    for part in rest {
        let end = part.find('m').unwrap_or(0);
        let is_ours = part[..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b';');
        assert!(is_ours, "an escape sequence that is not ours: {part:?}");
        out.push_str(&part[end + 1..]);
    }
    out
}

/// Nothing in an output acts; commands of a service are those that its format begins lines with.
fn assert_harmless(what: &str, output: &str, commands: &[&str]) {
    for line in output.lines() {
        for character in line.chars() {
            assert!(!escape::is_hidden(character), "{what}: {character:?} in {line:?}");
        }
        let rest = commands.iter().find_map(|command| line.strip_prefix(command)).unwrap_or(line);
        let lower = rest.to_ascii_lowercase();
        assert!(!lower.contains("##vso[") && !lower.contains("##["), "{what}: {line:?}");
        let is_ours = rest.len() < line.len();
        assert!(is_ours || !line.trim_start().starts_with("::"), "{what}: {line:?}");
    }
}

fn commands(format: &str) -> &'static [&'static str] {
    match format {
        "github" => {
            &["::group::", "::endgroup::", "::error file=", "::warning file=", "::notice file=", "::notice title=connsmith::"]
        }
        "azure" => &["##[group]", "##[endgroup]", "##[error]", "##[warning]", "##vso[task.logissue type="],
        _ => &[],
    }
}

/// Outside of code nothing is a link, a mention or a tag.
fn assert_plain_markdown(report: &str) {
    for row in report.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| level")) {
        let (row, link) = row.rsplit_once("| [").unwrap();
        assert!(link.contains(concat!("](", env!("CARGO_PKG_REPOSITORY"), "/")), "{row}");
        let parts: Vec<&str> = row.split('`').collect();
        assert_eq!(parts.len() % 2, 1, "{row}");
        for plain in parts.iter().step_by(2) {
            let plain = plain.replace("<br>", " ");
            let lower = plain.to_ascii_lowercase();
            assert!(!lower.contains("://") && !lower.contains("www.") && !plain.contains(['@', '$']), "{row}");
            let mut before = ' ';
            for character in plain.chars() {
                assert!(before == '\\' || !matches!(character, '<' | '>' | '[' | '&'), "{row}");
                before = if before == '\\' { ' ' } else { character };
            }
        }
    }
}

#[test]
fn texts_of_strangers_do_not_act_in_any_format() {
    let checker = Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() });
    for text in TEXTS {
        for minified in [false, true] {
            let connector = connector(text, minified);
            let mut findings: Vec<Finding> = checker.findings(&connector);
            assert!(findings.len() > 10);
            findings[0].suppressed = Some(Suppressed::Ignored { reason: (*text).into() });
            let summary = Summary::of(&connector, &findings);
            for format in FORMATS {
                let style = text::Style { all: true, fixes: true, ..text::Style::default() };
                let parts: Vec<Part> = vec![(format.part)(&connector as &dyn Subject, &findings, style)];
                let report = (format.whole)(&parts, &summary).concat();
                let what = format!("{} of {text:?}", format.name);
                assert_harmless(&what, &report, commands(format.name));
                match format.name {
                    "json" => {
                        let report: Value = serde_json::from_str(&report).unwrap();
                        assert_eq!(report["connectors"][0]["title"], **text);
                        let first = connector.file_name(File::Definition);
                        assert!(report["findings"].as_array().unwrap().iter().any(|finding| finding["file"] == first), "{what}");
                    }
                    "sarif" | "gitlab" | "rdjson" => drop(serde_json::from_str::<Value>(&report).unwrap()),
                    "checkstyle" | "junit" => {
                        let mut reader = quick_xml::Reader::from_str(&report);
                        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
                    }
                    "html" => {
                        let body = &report[report.find("<body>").unwrap()..report.find("<script>").unwrap()];
                        for tag in ["<img", "<b ", "<script", "href=\"javascript", "evil.example/p.png>"] {
                            assert!(!body.contains(tag), "{what}: {tag}");
                        }
                    }
                    "markdown" => assert_plain_markdown(&report),
                    "text" => {
                        let style = text::Style { color: true, wrap: true, width: 60, ..style };
                        let part = (format.part)(&connector as &dyn Subject, &findings, style);
                        assert_harmless(
                            &what,
                            &without_colors(&part.findings.iter().map(|said| &*said.text).collect::<String>()),
                            &[],
                        );
                    }
                    _ => {}
                }
            }
        }
    }
}

fn connsmith(folder: &Path, arguments: &[&str], service: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "TF_BUILD"] {
        command.env_remove(name);
    }
    let output = command.args(arguments).current_dir(folder).env(service, "true").output().unwrap();
    assert!(output.status.code().is_some_and(|code| code <= 2), "{arguments:?}: {:?}", output.status);
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// What the program prints when files, folders and settings are a stranger's.
#[test]
#[cfg(unix)]
fn texts_of_strangers_do_not_act_in_any_verb() {
    let services = [("GITHUB_ACTIONS", commands("github")), ("TF_BUILD", commands("azure"))];
    for (number, text) in TEXTS.iter().filter(|text| !text.contains('\0') && text.len() < 100).enumerate() {
        let top = tempfile::tempdir().unwrap();
        let name = text.replace('/', "_");
        let folder = top.path().join(&name);
        std::fs::create_dir(&folder).unwrap();
        let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&definition(text)).unwrap()).unwrap();
        std::fs::write(folder.join("apiDefinition.swagger.json"), pretty).unwrap();
        std::fs::create_dir(top.path().join("old")).unwrap();
        std::fs::write(top.path().join("old/apiDefinition.swagger.json"), definition("x")).unwrap();
        let quoted = serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f");
        let toml = format!("unknown-{} = 1\npublisher = {quoted}\n[[ignore]]\nrule = {quoted}\nreason = {quoted}\n", 1);
        std::fs::write(top.path().join("connsmith.toml"), toml).unwrap();
        let here = format!("./{name}");
        for (service, all) in [services[number % 2]] {
            for arguments in [
                &["check"][..],
                &["check", "--format", "text", "--color", "always"],
                &["check", "--format", "json"],
                &["check", "--fix", "--diff"],
                &["fix", "--diff", "--unsafe"],
                &["fmt", "--diff"],
                &["fmt", "--check"],
                &["config", &here],
                &["config", &here, "--format", "json"],
                &["diff", "old", &here],
                &["changelog", "old", &here],
                &["explain", &name],
                &["check", "--select", &name],
                &["check", "--", &name],
                &[&name],
                &["check", "--publisher", &name],
            ] {
                let output = without_colors(&connsmith(top.path(), arguments, service));
                assert_harmless(&format!("{arguments:?}"), &output, all);
            }
        }
    }
}

/// Two places of one line far apart, on lines of any length.
#[test]
fn lines_of_any_length_are_reported() {
    let checker = Checker::new(&Options::default());
    let operation = |description: &str| json!({ "get": { "operationId": "Same", "summary": "Get a thing", "description": description, "responses": { "200": { "description": "x" } } } });
    for length in [10, 65_535, 65_536, 66_000, 1_000_000] {
        let definition = json!({
            "swagger": "2.0",
            "info": { "title": "T", "version": "1" },
            "paths": { "/a": operation(&"x".repeat(length)), "/b": operation("y") },
        });
        let bytes = definition.to_string().into_bytes();
        let files = vec![FolderFile { file: File::Definition, name: "apiDefinition.swagger.json".into(), bytes }];
        let connector =
            Target::new(Connector::new(Folder { files, ..Folder::default() }), Publisher::Certified, Because::Default);
        let findings = checker.findings(&connector);
        assert!(findings.iter().any(|finding| {
            finding.labels.iter().any(|label| label.at.span.start.abs_diff(finding.at.span.start) as usize > length)
        }));
        let part = text::part(&connector, &findings, text::Style { all: true, ..text::Style::default() });
        assert_eq!(part.findings.len(), findings.len());
        for line in part.findings.iter().flat_map(|said| said.text.lines()).filter(|line| line.starts_with("1 |")) {
            assert!(line.chars().count() <= 160, "{line}");
        }
    }
}

/// Ten times as many findings take about ten times as long, also on one line, deep down, and of lists.
#[test]
fn fingerprints_and_columns_are_linear() {
    let checker = Checker::new(&Options::default());
    let read = |definition: String| {
        let bytes = definition.into_bytes();
        let files = vec![FolderFile { file: File::Definition, name: "apiDefinition.swagger.json".into(), bytes }];
        Target::new(Connector::new(Folder { files, ..Folder::default() }), Publisher::Certified, Because::Default)
    };
    let path = |n: usize| format!(r#""/p{n}":{{"get":{{"operationId":"Get{n}","responses":{{"200":{{"description":"é"}}}}}}}}"#);
    let paths = |n: usize| (0..n).map(path).collect::<Vec<_>>().join(",");
    let operations = |n: usize| format!(r#"{{"swagger":"2.0","info":{{"title":"T","version":"1"}},"paths":{{{}}}}}"#, paths(n));
    let item = |n: usize| format!(r#"{{"name":"p{n}","in":"query","type":"string"}}"#);
    let items = |n: usize| (0..n).map(item).collect::<Vec<_>>().join(",");
    let list =
        |n: usize| format!(r#"{{"swagger":"2.0","paths":{{"/a":{{"get":{{"operationId":"A","parameters":[{}]}}}}}}}}"#, items(n));
    let deep = |n: usize| format!(r#"{{"x":{}{}{}}}"#, "[".repeat(100), vec!["1"; n].join(",,"), "]".repeat(100));
    let shapes: [(&str, &dyn Fn(usize) -> String); 3] = [("operations", &operations), ("list", &list), ("deep", &deep)];
    for (shape, make) in shapes {
        let measured = [80, 800].map(|n| {
            let connector = read(make(n));
            let findings = checker.findings(&connector);
            assert!(findings.len() >= n - 1, "{shape}: {}", findings.len());
            let time = |format: &connsmith::report::Format| {
                let once = || {
                    let start = std::time::Instant::now();
                    let style = text::Style { all: true, ..text::Style::default() };
                    let part = (format.part)(&connector as &dyn Subject, &findings, style);
                    assert!(!part.findings.is_empty());
                    start.elapsed().as_secs_f64()
                };
                once().min(once())
            };
            let formats = FORMATS.iter().filter(|format| ["sarif", "gitlab", "text"].contains(&format.name));
            formats.map(|format| (format.name, time(format) / findings.len() as f64)).collect::<Vec<_>>()
        });
        for ((format, small), (_, large)) in measured[0].iter().zip(&measured[1]) {
            assert!(large < &(small * 3.0), "{format} of {shape}: {small} s a finding of few, {large} s of ten times as many");
        }
    }
}

/// The files that are shared between checkouts; None, and a word about it, where they are not there.
fn shared(folder: &str) -> Option<PathBuf> {
    let top = std::env::var_os("CONNSMITH_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = top.join(folder);
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn text_and_json_agree(every: usize) {
    let Some(folder) = shared("corpus") else { return };
    let found = connsmith::connector::discover::find(&[folder]).unwrap();
    let checker = Checker::new(&Options::default());
    let current = std::env::current_dir().unwrap();
    let style = text::Style { all: true, fixes: true, ..text::Style::default() };
    let mut places = 0;
    for found in found.iter().step_by(every) {
        let connector = checker.read(found, &current).unwrap();
        let findings = checker.findings(&connector);
        let json = connsmith::report::json::part(&connector, &findings);
        let mut said: Vec<(String, String)> = Vec::new();
        for finding in &json.findings {
            let value: Value = serde_json::from_str(&finding.text).unwrap();
            let start = &value["range"]["start"];
            let file = value["file"].as_str().unwrap();
            said.push((finding.rule.id.to_owned(), format!("{file}:{}:{}", start["line"], start["column"])));
        }
        let mut drawn: Vec<(String, String)> = Vec::new();
        for finding in &text::part(&connector, &findings, style).findings {
            let mut lines = finding.text.lines();
            lines.next();
            let place = lines.next().unwrap().trim_start().strip_prefix("--> ").unwrap().to_owned();
            let is_file =
                connector.document(File::Definition).is_some_and(|_| place.rsplit(':').next().unwrap().parse::<u32>().is_ok());
            let place = if is_file { place } else { format!("{place}:1:1") };
            // What is underlined is what the file has there.
            let lines: Vec<&str> = lines.collect();
            if let Some(at) =
                lines.iter().position(|line| line.contains(" | ") && line.trim_start_matches([' ', '|']).starts_with('^'))
            {
                let caret = lines[at].find('^').unwrap();
                let shown: String = lines[at - 1].chars().skip(caret).take(3).collect();
                let mut parts = place.rsplitn(3, ':');
                let column: usize = parts.next().unwrap().parse().unwrap();
                let line: usize = parts.next().unwrap().parse().unwrap();
                let name = parts.next().unwrap();
                let files = [File::Definition, File::Properties, File::Settings, File::Readme, File::Script, File::Intro];
                let document =
                    files.iter().filter_map(|file| connector.document(*file)).find(|document| document.name == name).unwrap();
                let text = document.text.trim_start_matches('\u{feff}');
                let line = text.split('\n').nth(line - 1).unwrap().trim_end_matches('\r');
                let expected: String = line.chars().skip(column - 1).take(3).collect();
                // Characters of two columns and of none before it move the rest.
                let is_simple = line.chars().take(column + 2).all(|character| character.is_ascii() && character != '\t');
                if is_simple && !shown.contains('…') {
                    assert_eq!(shown.trim_end(), expected.trim_end(), "{place}");
                }
            }
            drawn.push((finding.rule.id.to_owned(), place));
        }
        said.sort();
        drawn.sort();
        assert_eq!(drawn, said, "{}", connector.name);
        places += said.len();
    }
    assert!(places > 100);
}

/// A byte order mark takes no column: each format names the same places with and without one, also on the first line.
#[test]
fn a_byte_order_mark_takes_no_column() {
    let text = r#"{ "swagger": "2.0", "x": nope, "info": { "title": "😀", "version": 1 },
 "paths": {}, "y": nope }"#;
    let places = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("apiDefinition.swagger.json"), text).unwrap();
        let said = |format: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
            command.args(["check", "--format", format]).current_dir(folder.path());
            String::from_utf8(command.output().unwrap().stdout).unwrap()
        };
        let of_mark = |text: &str| text.contains("byte-order-mark");
        let json: serde_json::Value = serde_json::from_str(&said("json")).unwrap();
        let all = json["findings"].as_array().unwrap().iter().filter(|one| one["rule"] != "byte-order-mark");
        let of_json =
            all.map(|one| format!("{}:{} {}", one["range"]["start"]["line"], one["range"]["start"]["column"], one["rule"]));
        let drawn = said("text");
        let drawn = drawn.lines().filter(|line| line.starts_with(" --> ") || line.contains(" | ") && line.contains('^'));
        let sarif: serde_json::Value = serde_json::from_str(&said("sarif")).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap().iter().filter(|one| one["ruleId"] != "byte-order-mark");
        let of_sarif = results.map(|one| {
            let region = &one["locations"][0]["physicalLocation"]["region"];
            format!("{} {} {}", one["ruleId"], region["startColumn"], region["endColumn"])
        });
        let concise = said("concise");
        let concise = concise.lines().filter(|line| !of_mark(line)).map(str::to_owned);
        [of_json.collect::<Vec<_>>(), drawn.map(str::to_owned).collect(), of_sarif.collect(), concise.collect()]
    };
    let plain = places(text);
    assert!(plain.iter().all(|list| list.len() > 5), "{plain:?}");
    assert!(plain[0].contains(&"1:21 \"unknown-property\"".to_owned()), "{plain:?}");
    let marked = places(&format!("\u{feff}{text}"));
    for (marked, plain) in marked.iter().zip(&plain) {
        let missing: Vec<_> = plain.iter().filter(|line| !marked.contains(line)).collect();
        assert!(missing.is_empty(), "{missing:?}\n{marked:?}");
    }
}

#[test]
fn text_and_json_name_the_same_places() {
    text_and_json_agree(12);
}

#[test]
#[ignore = "every published connector takes a minute"]
fn text_and_json_name_the_same_places_of_every_connector() {
    text_and_json_agree(1);
}
