//! `connsmith.toml`, `[[ignore]]`, baselines and rules of one's own, as people and scripts meet them.
use connsmith::judge::config::{ConfigFile, SECTIONS};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const DEFINITION: &str = "apiDefinition.swagger.json";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn connsmith(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(arguments).current_dir(folder.path()).env_remove("NO_COLOR").stdin(Stdio::null());
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with copies of fixtures in it, each under a name of its own, and a configuration.
fn repository(connectors: &[(&str, &str)], configuration: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (fixture, name) in connectors {
        let target = folder.path().join(name);
        std::fs::create_dir_all(&target).unwrap();
        for file in std::fs::read_dir(root().join("fixtures").join(fixture)).unwrap().flatten() {
            std::fs::copy(file.path(), target.join(file.file_name())).unwrap();
        }
    }
    if !configuration.is_empty() {
        configure(&folder, configuration);
    }
    folder
}

fn configure(folder: &TempDir, text: &str) {
    std::fs::write(folder.path().join("connsmith.toml"), text).unwrap();
}

/// Replaces a text that is in a file.
fn edit(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// `file rule level` of each finding.
fn said(folder: &TempDir, arguments: &[&str]) -> Vec<String> {
    let output = connsmith(folder, &[&["check", "--format", "concise"], arguments].concat());
    let line = |line: &str| {
        let (place, rest) = line.split_once(": ").unwrap();
        let (level, rest) = rest.split_once('[').unwrap();
        let rule = rest.split([' ', ']']).next().unwrap();
        format!("{} {rule} {level}", place.split(':').next().unwrap())
    };
    out(&output).lines().map(line).collect()
}

const SUMMARY: &str = "operation-summary-missing";
const ONE: (&str, &str) = ("bad/operation-without-summary", "one");

#[test]
fn command_line_overrides_file_and_defaults_count_in_that_order() {
    let folder = repository(&[ONE, ("bad/operation-without-summary", "two")], "");
    let levels = |configuration: &str, arguments: &[&str]| {
        configure(&folder, configuration);
        let listed = said(&folder, arguments);
        let level = |name: &str| {
            let found = listed.iter().find(|listed| listed.starts_with(&format!("{name}/")));
            found.map_or("off", |listed| listed.rsplit(' ').next().unwrap()).to_owned()
        };
        let faults: Vec<_> = listed.iter().filter(|listed| listed.starts_with("connsmith.toml")).collect();
        assert!(faults.is_empty(), "{faults:?}");
        (level("one"), level("two"))
    };
    let both = |level: &str| (level.to_owned(), level.to_owned());
    assert_eq!(levels("", &[]), both("error"));
    // Subject, official code, id: the nearest name counts, wherever it stands.
    assert_eq!(levels("[rules]\noperation = \"off\"", &[]), both("off"));
    assert_eq!(levels("[rules]\nRequiredPropertyMissing = \"warning\"\noperation = \"off\"", &[]), both("warning"));
    let file = "[rules]\noperation-summary-missing = \"warning\"\nRequiredPropertyMissing = \"off\"\n";
    assert_eq!(levels(file, &[]), both("warning"));
    let overrides = format!("{file}[[overrides]]\npaths = [\"t*\"]\nrules = {{ operation = \"error\" }}\n");
    assert_eq!(levels(&overrides, &[]), ("warning".into(), "error".into()));
    let later = format!("{overrides}[[overrides]]\npaths = \"two/*.json\"\nrules = {{ {SUMMARY} = \"off\" }}\n");
    assert_eq!(levels(&later, &[]), ("warning".into(), "off".into()));
    // An option that names the rule counts more than all of them; how bad it is the configuration still says.
    assert_eq!(levels(&later, &["--select", SUMMARY]), ("warning".into(), "error".into()));
    assert_eq!(levels(&later, &["--ignore", SUMMARY]), both("off"));
    // Info shows when the profile is strict.
    let info = "[rules]\noperation-summary-missing = \"info\"\nindentation-not-four-spaces = \"off\"\n";
    assert_eq!(levels(info, &[]), both("off"));
    assert_eq!(levels(&format!("profile = \"strict\"\n{info}"), &[]), both("info"));
    assert_eq!(levels(info, &["--strict"]), both("info"));
}

#[test]
fn overrides_may_be_about_single_files_and_publishers() {
    let configuration = "[[overrides]]\npaths = [\"two\"]\npublisher = \"custom\"\n\
        [[overrides]]\npaths = [\"**/apiProperties.json\"]\nrules = { brand-color-forbidden = \"info\" }\n\
        [[overrides]]\npaths = [\"one/apiProperties.json\"]\nprofile = \"strict\"\nrules = { document = \"off\" }\n";
    let folder = repository(&[("bad/default-colour", "one"), ONE, ("bad/operation-without-summary", "two")], configuration);
    // Two fixtures in one folder: the second one's definition, without a summary; the first one's colour is in the properties.
    std::fs::copy(root().join("fixtures/bad/default-colour/apiProperties.json"), folder.path().join("one/apiProperties.json"))
        .unwrap();
    assert_eq!(
        said(&folder, &[]),
        [format!("one/{DEFINITION} {SUMMARY} error"), "one/apiProperties.json brand-color-forbidden info".into()]
    );
}

#[test]
fn what_is_wrong_with_a_configuration_is_told_once_and_the_rest_counts() {
    let configuration = "publsher = \"custom\"\n[rules]\noperation = \"off\"\n";
    let folder = repository(&[ONE, ("bad/operation-without-summary", "two")], configuration);
    let output = connsmith(&folder, &["check", "--format", "json", "--select", "info-title-too-long"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let findings: Vec<_> =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["message"].as_str().unwrap()).collect();
    assert_eq!(findings, ["there is no setting `publsher`"]);
    assert_eq!(report["findings"][0]["range"]["start"]["offset"], 0);
    assert_eq!((output.status.code(), report["summary"]["connectors"].as_u64()), (Some(1), Some(2)));
    assert_eq!(said(&folder, &[]), ["connsmith.toml configuration-not-valid error"]);
    // What was to be spared is not known: nothing is fixed, nothing listed.
    let before = std::fs::read(folder.path().join("one").join(DEFINITION)).unwrap();
    for arguments in [&["fix", "--unsafe"][..], &["check", "--fix"], &["check", "--write-baseline", "list.toml"]] {
        let output = connsmith(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", out(&output));
        assert_eq!(err(&output).matches("`connsmith.toml` has errors").count(), 1, "{}", err(&output));
    }
    assert_eq!(std::fs::read(folder.path().join("one").join(DEFINITION)).unwrap(), before);
    assert!(!folder.path().join("list.toml").exists());
}

#[test]
fn ignored_findings_are_counted_and_nothing_else() {
    let folder = repository(&[ONE], "");
    let entry = |rule: &str, at: &str| {
        configure(&folder, &format!("[[ignore]]\nrule = \"{rule}\"\n{at}\nreason = \"so it is\"\n"));
        let output = connsmith(&folder, &["check", "--quiet"]);
        (out(&output), output.status.code())
    };
    let ignored = ("1 connector, 4 files: 0 errors, 0 warnings, 1 suppressed\n".to_owned(), Some(0));
    let unused = ("1 connector, 4 files: 1 error, 1 warning\n".to_owned(), Some(1));
    for at in [
        "",
        "at = \"one\"",
        "at = \"**/*.swagger.json\"",
        "at = \"#/paths/*/get\"",
        "at = \"#/paths/**\"",
        "at = \"#ListTasks\"",
        "at = [\"two\", \"one/apiDefinition.swagger.json#List*/**\"]",
    ] {
        assert_eq!(entry(SUMMARY, at), ignored, "{at}");
    }
    for at in ["at = \"two\"", "at = \"#/paths/*\"", "at = \"#ListTasks/summary\"", "at = \"one/apiProperties.json\""] {
        assert_eq!(entry(SUMMARY, at), unused, "{at}");
    }
    assert_eq!(entry("RequiredPropertyMissing", ""), ignored);
    assert_eq!(
        entry("response", ""),
        ("1 connector, 4 files: 1 error, 0 warnings\n".to_owned(), Some(1)),
        "info rules of it did not run"
    );
}

/// An entry matches nothing only where the run would have met what it speaks of.
#[test]
fn entries_are_unused_only_when_the_run_went_over_them() {
    let configuration = "[[ignore]]\nrule = \"info-title-too-long\"\nat = \"one/**\"\nreason = \"never\"\n\
        [[ignore]]\nrule = \"operation-summary-missing\"\nat = \"*/apiDefinition.swagger.json\"\nreason = \"everywhere\"\n\
        [[ignore]]\nrule = \"info-title-too-long\"\nreason = \"it ended\"\nuntil = 2020-02-29\n";
    let folder = repository(&[ONE, ("good/certified-connectors/Fabrikam Tasks", "two")], configuration);
    let lines = |arguments: &[&str]| {
        let output = connsmith(&folder, &[&["check", "--format", "concise"], arguments].concat());
        let line = |line: &str| line.split_once(": ").map(|(place, rest)| format!("{place} {}", rest.split(']').next().unwrap()));
        out(&output).lines().filter_map(line).filter(|line| line.starts_with("connsmith.toml")).collect::<Vec<_>>()
    };
    let unused = "connsmith.toml:2:8 warning[ignore-unused";
    let past = "connsmith.toml:12:9 warning[ignore-expired";
    assert_eq!(lines(&[]), [unused, past]);
    assert_eq!(lines(&["one"]), [unused, past]);
    assert_eq!(lines(&["two"]), [past], "the second entry may match in `one`");
    assert_eq!(lines(&["--select", "operation,configuration"]), [past], "the first entry's rule did not run");
    assert_eq!(lines(&["--ignore", "ignore-expired"]), [unused]);
}

#[test]
fn fix_leaves_what_is_ignored() {
    let example = ("example/Contoso Tickets", "tickets");
    let folder =
        repository(&[example], "[[ignore]]\nrule = \"path-parameter-encoding-missing\"\nreason = \"the service wants it so\"\n");
    let output = connsmith(&folder, &["fix", "--unsafe"]);
    assert!(out(&output).contains("json-trailing-comma"), "{}", out(&output));
    let text = std::fs::read_to_string(folder.path().join("tickets").join(DEFINITION)).unwrap();
    assert!(!text.contains("x-ms-url-encoding"), "{text}");
    // Left out of the count of what `--unsafe` would fix, too.
    let folder = repository(&[example], "[[ignore]]\nrule = \"extension-misspelled\"\nreason = \"a joke\"\n");
    let counted = |folder: &TempDir| out(&connsmith(folder, &["fix", "--quiet", "--dry-run"]));
    let with = counted(&folder);
    configure(&folder, "");
    assert_ne!(with, counted(&folder));
}

#[test]
fn a_baseline_hides_what_was_there_and_nothing_new() {
    let folder = repository(&[("example/Contoso Tickets", "tickets"), ONE], "");
    let quiet = |arguments: &[&str]| {
        let output = connsmith(&folder, &[&["check", "--quiet"], arguments].concat());
        (out(&output), output.status.code())
    };
    let before = quiet(&[]);
    // A configuration may name the list before it is there.
    configure(&folder, "baseline = \"known/list.toml\"\n");
    assert_eq!(said(&folder, &["--select", "configuration"]), ["connsmith.toml configuration-not-valid error"]);
    let output = connsmith(&folder, &["check", "--write-baseline", "known/list.toml"]);
    std::fs::remove_file(folder.path().join("connsmith.toml")).unwrap();
    assert_eq!((out(&output).as_str(), output.status.code()), ("known/list.toml: 16 findings of 2 connectors\n", Some(0)));
    let list = std::fs::read_to_string(folder.path().join("known/list.toml")).unwrap();
    assert!(list.contains("rule = \"parameter-summary-missing\"\nat = \"../tickets/apiDefinition.swagger.json#get_ticket/parameters/ticketId\"\n"), "{list}");

    let clean = ("2 connectors, 7 files: 0 errors, 0 warnings, 16 suppressed\n".to_owned(), Some(0));
    assert_eq!(quiet(&["--baseline", "known/list.toml"]), clean);
    configure(&folder, "baseline = \"known/list.toml\"\n");
    let clean = (clean.0.replace("7 files", "8 files"), clean.1);
    assert_eq!(quiet(&[]), clean);
    assert_eq!(quiet(&["--no-baseline"]).0, before.0.replace("6 files", "7 files"));
    // From another folder, and for one connector alone, it is the same.
    let output = connsmith(&folder, &["check", "--quiet", "one/apiDefinition.swagger.json"]);
    assert_eq!(out(&output), "1 connector, 3 files: 0 errors, 0 warnings, 1 suppressed\n");

    // Lines move, a parameter comes before the others, an operation gets another place and path.
    let definition = "tickets/apiDefinition.swagger.json";
    edit(
        &folder,
        definition,
        "\"parameters\": [",
        "\n\n\"parameters\": [{ \"name\": \"lang\", \"in\": \"query\", \"type\": \"string\", \"x-ms-summary\": \"Language\", \"description\": \"Of the answer.\" },",
    );
    edit(&folder, definition, "\"/tickets/{ticketId}\":", "\"/all/tickets/{ticketId}\":");
    assert_eq!(quiet(&[]), clean);
    // What is new counts, also beside what is known.
    edit(&folder, definition, "\"name\": \"ticketId\"", "\"name\": \"teamId\"");
    let listed = said(&folder, &[]);
    let new = |rule: &str| listed.iter().filter(|listed| listed.starts_with(&format!("{definition} {rule} "))).count();
    assert_eq!((new("parameter-summary-missing"), new("info-title-too-long")), (1, 0), "{listed:?}");
    let stale = listed.iter().filter(|listed| listed.as_str() == "known/list.toml baseline-stale warning").count();
    assert_eq!(stale, 3, "{listed:?}");
    assert_eq!(said(&folder, &["one"]), [""; 0], "what is not checked cannot be stale");
    assert!(!said(&folder, &["--select", "info,configuration"]).iter().any(|listed| listed.contains("stale")));

    // Written for a part of the connectors and rules, it keeps the rest.
    connsmith(&folder, &["check", "tickets", "--write-baseline", "known/list.toml"]);
    assert_eq!(said(&folder, &[]), [""; 0]);
    connsmith(&folder, &["check", "--select", "info-title-too-long", "--write-baseline", "known/list.toml"]);
    assert_eq!(said(&folder, &[]), [""; 0]);
    // A file that is no list of findings is not replaced by one.
    let output = connsmith(&folder, &["check", "--write-baseline", "one/apiProperties.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("is not a baseline"), "{}", err(&output));
    assert!(connsmith(&folder, &["fix", "--dry-run", "--quiet"]).status.success());
    assert!(!connsmith(&folder, &["fix", "--dry-run", "--quiet", "--no-baseline"]).status.success());
}

/// Trigger and MCP configurations beside a connector are in the list, too, and can be ignored by their name.
#[test]
fn a_baseline_knows_configurations_of_namespaces() {
    let folder = repository(&[("good/certified-connectors/Fabrikam Tasks", "one")], "");
    let trigger = |more: &str| {
        let text = format!(
            r#"{{ "properties": {{ "triggerType": "Recurrence", "recurrence": {{ "frequency": "Minute", "interval": 5 }},
  "callbackUrl": "https://example.com/hook",{more}
  "notificationDetails": {{ "callbackUrl": "https://example.com/hook" }} }} }}"#
        );
        std::fs::write(folder.path().join("one/go.trigger.json"), text).unwrap();
    };
    trigger("");
    let known = ["one/go.trigger.json namespace-member-misplaced error"];
    assert_eq!(said(&folder, &[]), known);
    let output = connsmith(&folder, &["check", "--write-baseline", "list.toml"]);
    assert_eq!(out(&output), "list.toml: 1 finding of 1 connector\n");
    let list = std::fs::read_to_string(folder.path().join("list.toml")).unwrap();
    assert!(list.contains("at = \"one/go.trigger.json#/properties\"\n"), "{list}");
    assert_eq!(said(&folder, &["--baseline", "list.toml"]), [""; 0]);
    assert_eq!(said(&folder, &["--baseline", "list.toml", "one/go.trigger.json"]), [""; 0]);
    // What is new counts, and what is gone is stale.
    trigger("\n  \"nonsense\": 1,");
    let new = "one/go.trigger.json namespace-member-unknown warning";
    assert_eq!(said(&folder, &["--baseline", "list.toml"]), [new]);
    // Named itself, it is written as well.
    connsmith(&folder, &["check", "one/go.trigger.json", "--write-baseline", "own.toml"]);
    assert_eq!(said(&folder, &["--baseline", "own.toml"]), [""; 0]);
    std::fs::remove_file(folder.path().join("one/go.trigger.json")).unwrap();
    assert_eq!(said(&folder, &["--baseline", "list.toml"]), ["list.toml baseline-stale warning"]);
    trigger("");
    configure(
        &folder,
        "[[ignore]]\nrule = \"namespace-member-misplaced\"\nat = \"one/*.trigger.json#/properties\"\nreason = \"a test\"\n",
    );
    assert_eq!(said(&folder, &[]), [""; 0]);
}

/// Two findings of a rule at one place are two: the second one is new where the list knows one.
#[test]
fn a_baseline_counts() {
    let folder = repository(&[("good/certified-connectors/Fabrikam Tasks", "one")], "");
    let text = std::fs::read_to_string(folder.path().join("one").join(DEFINITION)).unwrap();
    let description = text.split("\"description\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    edit(&folder, &format!("one/{DEFINITION}"), &description, &format!("{description} It recieves them."));
    connsmith(&folder, &["check", "--write-baseline", "list.toml"]);
    let misspelt = || said(&folder, &["--baseline", "list.toml"]).len();
    assert_eq!(misspelt(), 0);
    edit(&folder, &format!("one/{DEFINITION}"), "It recieves them.", "It recieves them and recieves more.");
    assert_eq!(misspelt(), 1);
    connsmith(&folder, &["check", "--write-baseline", "list.toml"]);
    assert_eq!(misspelt(), 0);
    assert!(std::fs::read_to_string(folder.path().join("list.toml")).unwrap().contains("count = 2\n"));
    edit(&folder, &format!("one/{DEFINITION}"), "It recieves them and", "It");
    assert_eq!(said(&folder, &["--baseline", "list.toml"]), ["list.toml baseline-stale warning"]);
}

#[test]
fn known_words_and_restricted_hosts() {
    let folder = repository(
        &[("good/certified-connectors/Fabrikam Tasks", "one")],
        "known-words = [\"Recieves\"]\nrestricted-hosts = \"api.fabrikam.*\"\n",
    );
    edit(&folder, &format!("one/{DEFINITION}"), "\"description\": \"", "\"description\": \"It recieves them. ");
    assert_eq!(said(&folder, &[]), [format!("one/{DEFINITION} host-restricted error")]);
}

#[test]
fn init_writes_what_can_be_read_and_never_overwrites() {
    let folder = repository(&[ONE], "");
    let output = connsmith(&folder, &["init"]);
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""));
    let template = std::fs::read_to_string(folder.path().join("connsmith.toml")).unwrap();
    assert_eq!(said(&folder, &[]), [format!("one/{DEFINITION} {SUMMARY} error")], "nothing is switched on");
    std::fs::write(folder.path().join("connsmith.toml"), "# mine\n").unwrap();
    let output = connsmith(&folder, &["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(folder.path().join("connsmith.toml")).unwrap(), "# mine\n");
    assert_eq!(connsmith(&folder, &["init", "nowhere"]).status.code(), Some(2));

    // All of the examples in it are right, and they show every setting.
    let line = |line: &str| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') => format!("{setting}\n"),
        _ => format!("{line}\n"),
    };
    let text: String = template.lines().map(line).collect();
    assert_eq!(ConfigFile::parse(&text, Path::new("/"), "connsmith.toml").faults, []);
    let shown: toml::Table = text.parse().unwrap();
    let (_, keys) = SECTIONS[0];
    assert_eq!(keys.iter().filter(|key| !shown.contains_key(**key)).count(), 0, "{shown:?}");
}

#[test]
fn config_tells_what_counts_and_why() {
    let configuration = "publisher = \"independent\"\nbaseline = \"list.toml\"\nknown-words = [\"hubbing\"]\n\
        [rules]\nhost = \"off\"\nhost-missing = \"error\"\n\
        [[overrides]]\npaths = [\"one\"]\npublisher = \"custom\"\nrules = { host-not-valid = \"info\" }\n\
        [[ignore]]\nrule = \"info-title-too-long\"\nreason = \"x\"\nuntil = 2999-01-01\n\
        [[rule]]\nid = \"our-title\"\nmessage = \"no\"\ngiven = \"$.info.title\"\nthen = { length = { max = 10 } }\n";
    let folder = repository(&[ONE], configuration);
    std::fs::write(folder.path().join("list.toml"), "").unwrap();
    insta::assert_snapshot!(out(&connsmith(
        &folder,
        &["config", "one/apiProperties.json", "--ignore", "host-missing", "--strict"]
    )));
    let output = connsmith(&folder, &["config", "--format", "json"]);
    let settings: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(settings["publisher"], serde_json::json!({ "value": "independent", "from": "connsmith.toml:1:13" }));
    let rule = |id: &str| settings["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == id).unwrap().clone();
    assert_eq!(rule("host-local"), serde_json::json!({ "rule": "host-local", "level": "off", "from": "connsmith.toml:5:8" }));
    assert_eq!(rule("info-title-too-long")["from"], "default");
    let bare = repository(&[ONE], "");
    assert!(out(&connsmith(&bare, &["config"])).contains("no configuration: neither it nor a folder above it has a connsmith.toml.\nIt is checked for the certified publisher: the default.\n"));
    configure(&bare, "x = 1\n");
    let output = connsmith(&bare, &["config"]);
    assert_eq!(
        (output.status.code(), err(&output).as_str()),
        (Some(1), "connsmith: `connsmith.toml` has errors; run `connsmith check` to see them\n")
    );
}

/// What a rule of one's own says of a definition: `pointer: message`.
fn own(rule: &str, definition: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    configure(&folder, &format!("[[rule]]\nid = \"our-rule\"\n{rule}\n"));
    std::fs::write(folder.path().join(DEFINITION), definition).unwrap();
    std::fs::write(folder.path().join("apiProperties.json"), r##"{ "properties": { "publisher": "us" } }"##).unwrap();
    let output = connsmith(&folder, &["check", "--select", "our-rule", "--format", "json"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap_or_else(|error| panic!("{error}: {}", err(&output)));
    let findings = report["findings"].as_array().unwrap().iter();
    let line = |finding: &Value| format!("{}: {}", finding["pointer"].as_str().unwrap(), finding["message"].as_str().unwrap());
    findings.map(line).collect()
}

#[test]
fn rules_of_ones_own_hold_or_not() {
    let definition = r##"{
  "info": { "title": "A Title", "tags": ["x", "y", "z"], "x-level": 3, "title": "Another title" },
  "paths": { "/a_b": { "get": { "operationId": "listThings" }, "post": { "operationId": "AddThing", "summary": "s" } } }
}"##;
    for (rule, expected) in [
        (
            "message = \"`{value}` at `{name}`\"\ngiven = \"$.paths.*.*.operationId\"\nthen = { pattern = \"^[A-Z]\" }",
            &["/paths/~1a_b/get/operationId: `listThings` at `operationId`"][..],
        ),
        (
            "message = \"{value}\"\ngiven = \"$.paths.*.*\"\nthen = { field = \"operationId\", casing = \"camel\" }",
            &["/paths/~1a_b/post/operationId: AddThing"],
        ),
        (
            "message = \"no {name}\"\ngiven = \"$.paths.*.*\"\nthen = { field = \"summary\", defined = true }",
            &["/paths/~1a_b/get: no get"],
        ),
        (
            "message = \"{value}\"\ngiven = \"$.paths.*.*\"\nthen = { field = \"summary\", undefined = true }",
            &["/paths/~1a_b/post/summary: s"],
        ),
        (
            "message = \"{value}\"\ngiven = \"$.paths.*\"\nthen = { field = \"@key\", pattern = \"^/[a-z]+$\" }",
            &["/paths/~1a_b: /a_b"],
        ),
        (
            "message = \"{name}\"\ngiven = [\"$.info.tags\", \"$.info.title\"]\nthen = { length = { max = 2 } }",
            &["/info/tags: tags", "/info/title: title"],
        ),
        // Of two members with one key the last counts, as everywhere.
        (
            "message = \"{value}\"\ngiven = \"$.info.title\"\nthen = { enumeration = [\"A Title\"] }",
            &["/info/title: Another title"],
        ),
        ("message = \"{value}\"\ngiven = \"$.info['x-level']\"\nthen = { enumeration = [1, 2] }", &["/info/x-level: 3"]),
        (
            "message = \"{value}\"\ngiven = \"$.info.*\"\nthen = { schema = { type = [\"string\", \"array\"] } }",
            &["/info/x-level: 3"],
        ),
        (
            "message = \"{value}\"\ngiven = \"$.info['x-level']\"\nthen = { pattern = \"^x\", casing = \"upper\", length = { max = 0 } }",
            &[],
        ),
        (
            "message = \"{value}\"\nfile = \"properties\"\ngiven = \"$.properties.publisher\"\nthen = { casing = \"title\" }",
            &["/properties/publisher: us"],
        ),
        ("message = \"a\"\ngiven = \"$.nothing\"\nthen = { undefined = true }", &[]),
        // The JSONPath is that of RFC 9535: filters, functions, descendants.
        (
            "message = \"{value}\"\ngiven = \"$..[?length(@.operationId) == 8].operationId\"\nthen = { undefined = true }",
            &["/paths/~1a_b/post/operationId: AddThing"],
        ),
    ] {
        assert_eq!(own(rule, definition), expected, "{rule}");
    }
}

#[test]
fn rules_of_ones_own_are_like_the_others() {
    let configuration = r##"
[[rule]]
id = "our-prefix"
message = "`{value}` has no prefix"
help = "write `Our{value}`"
severity = "error"
given = "$.paths.*.*.operationId"
then = { pattern = "^Our" }

[[rule]]
id = "our-flag"
message = "no flag"
given = "$.info"
then = { field = "x-flag", defined = true }
fix = { set = { on = true }, safe = true }

[[rule]]
id = "our-name"
message = "`{name}` is out of use"
given = "$.info['x-old']"
then = { undefined = true }
fix = { rename = "x-new" }

[[ignore]]
rule = "our-prefix"
at = "#CreateTask/**"
reason = "an old one"

[[overrides]]
paths = ["one"]
rules = { our-prefix = "warning" }
"##;
    let folder = repository(&[("good/certified-connectors/Fabrikam Tasks", "one")], configuration);
    edit(&folder, &format!("one/{DEFINITION}"), "\"title\":", "\"x-old\": 1, \"title\":");
    let output = connsmith(&folder, &["check", "--select", "own"]);
    assert!(out(&output).contains("1 connector, 4 files: 0 errors, 6 warnings, 1 suppressed\n"), "{}", out(&output));
    assert!(out(&output).contains("`connsmith fix` fixes 1 of them ([*]); `--unsafe` fixes 1 more ([~])"), "{}", out(&output));
    assert!(out(&output).contains("help: write `OurListTasks`"), "{}", out(&output));
    assert_eq!(said(&folder, &["--select", "our-flag"]), [format!("one/{DEFINITION} our-flag warning")]);
    assert_eq!(said(&folder, &["--ignore", "own,extension-unknown"]), [""; 0]);
    let explained = out(&connsmith(&folder, &["explain", "our-prefix"]));
    assert!(explained.starts_with("our-prefix: `{value}` has no prefix\n\nerror, high confidence"), "{explained}");
    connsmith(&folder, &["fix", "--select", "own"]);
    let text = || std::fs::read_to_string(folder.path().join("one").join(DEFINITION)).unwrap();
    assert!(text().contains("\"x-flag\": {\"on\":true}") && text().contains("\"x-old\": 1"), "{}", text());
    connsmith(&folder, &["fix", "--select", "own", "--unsafe"]);
    assert!(text().contains("\"x-new\": 1"), "{}", text());
    assert_eq!(said(&folder, &["--select", "our-flag,our-name"]), [""; 0]);
}

/// Nearest file first, then those above it, up to one that says it is the root; some things add up.
#[test]
fn configurations_inherit() {
    let folder = repository(
        &[ONE],
        "publisher = \"independent\"\nknown-words = [\"recieves\"]\n[rules]\noperation-summary-missing = \"warning\"\n\
         [[rule]]\nid = \"our-title\"\nmessage = \"short\"\nseverity = \"warn\"\ngiven = \"$.info.title\"\nthen = { length = { max = 1 } }\n",
    );
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let lower = folder.path().join("one/connsmith.toml");
    let levels = |text: &str| {
        std::fs::write(&lower, text).unwrap();
        let said = said(&folder, &["--select", "operation-summary-missing,our-title,configuration-not-valid"]);
        said.iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    let summary = |level: &str| format!("{SUMMARY} {level}");
    assert_eq!(levels("indent = 2\n"), ["our-title warning".to_owned(), summary("warning")]);
    // A rule of the file above is known below it.
    assert_eq!(
        levels("[rules]\nour-title = \"off\"\noperation = \"error\"\n"),
        ["our-title warning".to_owned(), summary("error")]
    );
    assert_eq!(levels("root = true\n"), [summary("error")]);
    std::fs::write(&lower, "[rules]\nour-title = \"info\"\n").unwrap();
    let text = out(&connsmith(&folder, &["config", "one"]));
    for part in [
        "`one` is configured by one/connsmith.toml; settings missing there come from connsmith.toml.\n",
        "It is checked for the independent publisher: set by connsmith.toml:1:13.\n",
        "Words accepted as correctly spelled: recieves.\n",
        "  warning  operation-summary-missing",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // An entry above is used by what lies below.
    configure(&folder, "[[ignore]]\nrule = \"operation-summary-missing\"\nreason = \"so it is\"\n");
    std::fs::write(&lower, "indent = 4\n").unwrap();
    assert_eq!(out(&connsmith(&folder, &["check", "--quiet"])), "1 connector, 5 files: 0 errors, 0 warnings, 1 suppressed\n");
    // Nothing above the repository counts, and the options take its place.
    let other = folder.path().join("other.toml");
    std::fs::write(&other, "[[ignore]]\nrule = \"operation\"\nat = \"one\"\nreason = \"so it is\"\n").unwrap();
    let quiet = |arguments: &[&str]| out(&connsmith(&folder, &[&["check", "--quiet"], arguments].concat()));
    assert_eq!(quiet(&["--config", "other.toml"]), "1 connector, 4 files: 0 errors, 0 warnings, 1 suppressed\n");
    assert_eq!(quiet(&["--isolated"]), "1 connector, 3 files: 1 error, 0 warnings\n");
    assert_eq!(connsmith(&folder, &["check", "--config", "nowhere.toml"]).status.code(), Some(2));
}

#[test]
fn connectors_are_left_out_unless_they_are_named() {
    let folder = repository(&[ONE, ("bad/operation-without-summary", "old/two")], "exclude = \"old\"\n");
    let connectors = |arguments: &[&str]| {
        let output = connsmith(&folder, &[&["check", "--quiet"], arguments].concat());
        out(&output).split(' ').next().unwrap().to_owned()
    };
    assert_eq!([connectors(&[]), connectors(&["old/two"]), connectors(&["--isolated"])], ["1", "1", "2"]);
    configure(&folder, "include = [\"old/**\"]\n");
    assert_eq!([connectors(&[]), connectors(&["one", "old"])], ["1", "2"]);
    configure(&folder, "exclude = \"**\"\n");
    assert!(err(&connsmith(&folder, &["check"])).contains("all 2 connectors here are excluded by `exclude` or `include`"));
    // What matches everything in a folder means its connector too.
    configure(&folder, "exclude = \"old/two/**\"\n");
    assert_eq!(connectors(&[]), "1");
    configure(&folder, "include = [\"old/two/**\"]\n");
    assert_eq!(connectors(&[]), "1");
    // A configuration with errors leaves nothing out, and is reported.
    configure(&folder, "bogus = 1\nexclude = \"**\"\n");
    let output = connsmith(&folder, &["check"]);
    assert!(output.status.code() == Some(1) && out(&output).contains("bogus"), "{}", out(&output));
}
