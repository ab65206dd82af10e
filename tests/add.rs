//! `connsmith add` and `connsmith readme`: edits that keep the style of a file, and whatever stands elsewhere in it.
use connsmith::connector::facts::policy_templates::Template;
use connsmith::connector::publisher::Publisher;
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::profile::Selection;
use connsmith::judge::timing::Meter;
use connsmith::judge::walk::{self, Plan};
use connsmith::make::add::{self, Addition};
use connsmith::make::new::answers::{Answers, NAME};
use connsmith::make::new::wish::Wish;
use connsmith::make::new::{self};
use connsmith::make::readme;
use connsmith::text::document::{Document, File};
use serde_json::Value;
use std::process::Command;

fn answers(options: &[(&'static str, &[&str])]) -> Answers {
    let mut answers = Answers::default();
    for (name, values) in options {
        answers.set(name, values.iter().map(|value| value.to_string()).collect());
    }
    answers
}

/// A connector without sign-in that `connsmith new` made, its JSON files in another style.
fn folder(style: impl Fn(&str) -> String) -> Folder {
    let given = answers(&[
        (NAME, &["Fabrikam Tasks"]),
        ("publisher", &["custom"]),
        ("host", &["api.fabrikam.com"]),
        ("auth", &["none"]),
        ("resource", &["task"]),
    ]);
    let files = new::files(&Wish::of(&new::complete(&given).unwrap()).unwrap()).unwrap();
    let kinds =
        [("apiDefinition.swagger.json", File::Definition), ("apiProperties.json", File::Properties), ("readme.md", File::Readme)];
    let read = kinds.map(|(name, file)| {
        let bytes = files.iter().find(|file| file.name == name).unwrap().bytes.clone();
        let bytes = if file == File::Readme { bytes } else { style(std::str::from_utf8(&bytes).unwrap()).into_bytes() };
        FolderFile { file, name: name.to_owned(), bytes }
    });
    Folder { listing: kinds.map(|(name, _)| name.to_owned()).to_vec(), files: read.into(), ..Folder::default() }
}

fn connector(folder: &Folder) -> Connector {
    Connector::new(folder.clone())
}

fn findings(folder: &Folder) -> Vec<String> {
    let plan = Plan::new(&Selection { strict: true, ..Selection::default() }, Publisher::Custom);
    let said = walk::check(&connector(folder), &plan, &mut Meter::off());
    // What only the author knows is a `TODO:` in additions, too.
    let said = said.into_iter().filter(|finding| finding.rule.id != "placeholder-text-left");
    said.map(|finding| format!("{} {}: {}", finding.rule.id, finding.at.pointer, finding.message)).collect()
}

/// Whether all characters of one text are in the other, in their order: nothing was taken out.
fn is_within(before: &str, after: &str) -> bool {
    let mut after = after.chars();
    before.chars().all(|wanted| after.any(|found| found == wanted))
}

#[test]
fn additions_keep_the_style_of_the_file() {
    let minified = |text: &str| serde_json::from_str::<Value>(text).unwrap().to_string();
    type Case = (&'static [(&'static str, &'static [&'static str])], Addition);
    type Style<'a> = (&'a str, Box<dyn Fn(&str) -> String>);
    let styles: [Style; 5] = [
        ("four spaces", Box::new(str::to_owned)),
        ("two spaces", Box::new(|text: &str| text.replace("    ", "  "))),
        ("tabs", Box::new(|text: &str| text.replace("    ", "\t"))),
        ("CRLF", Box::new(|text: &str| text.replace('\n', "\r\n"))),
        ("one line", Box::new(minified)),
    ];
    let one = |id: &str| Template::find(id).unwrap();
    let additions: [Case; 6] = [
        (&[("operation", &["update", "delete"])], Addition::Operations),
        (&[("resource", &["sales order"]), ("operation", &["list", "upload"])], Addition::Operations),
        (&[("trigger", &["webhook"])], Addition::Trigger),
        (&[("trigger", &["polling"]), ("event", &["updated"])], Addition::Trigger),
        (&[], Addition::Policy(one("setproperty"), Vec::new())),
        (&[("auth", &["oauth2"]), ("scope", &["tasks.read"]), ("token-url", &["https://fabrikam.com/token"])], Addition::SignIn),
    ];
    for (name, style) in styles {
        let mut now = folder(style);
        let plain = name != "four spaces";
        for (options, addition) in &additions {
            let mut given = answers(options);
            if !given.has("resource") {
                given.set("resource", vec!["task".to_owned()]);
            }
            if given.has("auth") {
                given.set("authorization-url", vec!["https://fabrikam.com/authorize".to_owned()]);
            }
            let before = connector(&now);
            let wish = add::wish(&before, Publisher::Custom, &given).unwrap();
            let changes = add::add(&now, &before, std::slice::from_ref(addition), &wish).unwrap();
            assert!(!changes.is_empty(), "{name}: {addition:?}");
            for change in changes {
                let (old, new) = (String::from_utf8(change.before).unwrap(), String::from_utf8(change.after).unwrap());
                assert!(is_within(&old, &new), "{name}: {addition:?} takes something out of {}", change.name);
                match name {
                    _ if change.name == "readme.md" => {}
                    "tabs" => assert!(!new.contains("\n "), "{new}"),
                    "CRLF" => assert_eq!(new.matches('\n').count(), new.matches("\r\n").count(), "{new}"),
                    "one line" => assert!(!new.contains('\n'), "{new}"),
                    _ => {
                        let file = if change.name == "apiProperties.json" { File::Properties } else { File::Definition };
                        let indent = if name == "two spaces" { 2 } else { 4 };
                        let canonical = connsmith::connector::fmt::format(file, new.as_bytes(), indent).unwrap();
                        assert_eq!(new, canonical, "{name}: {addition:?}");
                    }
                }
                let file = now.files.iter_mut().find(|file| file.name == change.name).unwrap();
                file.bytes = new.into_bytes();
            }
            let said = findings(&now);
            let style_only =
                |said: &String| plain && ["tab-indentation", "line-endings"].iter().any(|rule| said.starts_with(rule));
            let said: Vec<&String> = said.iter().filter(|said| !style_only(said)).collect();
            // A sign-in is not yet in the readme.
            assert_eq!(said, [""; 0], "{name}: {addition:?}");
        }
    }
}

/// What an author wrote about a resource stays: a further operation uses it.
#[test]
fn definitions_of_the_same_name_are_used() {
    let own = "\"What the person who wrote this calls it.\"";
    let folder = folder(|text| text.replace("\"The name of the task.\"", own).replace("\"createdAt\"", "\"madeAt\""));
    let before = connector(&folder);
    let given = answers(&[("resource", &["task"]), ("operation", &["update"])]);
    let changes =
        add::add(&folder, &before, &[Addition::Operations], &add::wish(&before, Publisher::Custom, &given).unwrap()).unwrap();
    let after: Value = serde_json::from_slice(&changes[0].after).unwrap();
    assert_eq!(after["definitions"]["Task"]["properties"]["name"]["description"], "What the person who wrote this calls it.");
    assert!(after["definitions"]["Task"]["properties"].get("createdAt").is_none());
    assert_eq!(after["paths"]["/tasks/{taskId}"]["patch"]["operationId"], "UpdateTask");
    assert!(after["definitions"]["TaskChanges"].is_object());
}

#[test]
fn sign_in_becomes_a_further_set() {
    let given = answers(&[
        (NAME, &["Fabrikam Tasks"]),
        ("publisher", &["custom"]),
        ("host", &["api.fabrikam.com"]),
        ("auth", &["api-key", "oauth2"]),
    ]);
    let files = new::files(&Wish::of(&new::complete(&given).unwrap()).unwrap()).unwrap();
    let file = |file, at: usize| FolderFile { file, name: files[at].name.to_owned(), bytes: files[at].bytes.clone() };
    let folder = Folder { files: vec![file(File::Definition, 0), file(File::Properties, 1)], ..Folder::default() };
    let before = connector(&folder);
    let given = answers(&[("resource", &["item"]), ("auth", &["api-key-query"]), ("api-key-query", &["key"])]);
    let changes =
        add::add(&folder, &before, &[Addition::SignIn], &add::wish(&before, Publisher::Custom, &given).unwrap()).unwrap();
    assert_eq!(changes.len(), 1);
    let after: Value = serde_json::from_slice(&changes[0].after).unwrap();
    let sets = after["properties"]["connectionParameterSets"]["values"].as_array().unwrap();
    assert_eq!(sets.iter().map(|set| set["name"].as_str().unwrap()).collect::<Vec<_>>(), ["apiKey", "oauth2", "apiKeyQuery"]);
    let policies = after["properties"]["policyTemplateInstances"].as_array().unwrap();
    assert_eq!(policies.last().unwrap()["parameters"]["x-ms-apimTemplateParameter.name"], "key");
}

fn run(folder: &std::path::Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_connsmith"))
        .current_dir(folder)
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let connsmith = |arguments: &[&str]| run(folder.path(), arguments);
    let new =
        ["new", "Fabrikam Tasks", "--publisher", "custom", "--host", "api.fabrikam.com", "--auth", "basic", "--resource", "task"];
    assert_eq!(connsmith(&new).0, Some(0));
    let definition = folder.path().join("Fabrikam Tasks/apiDefinition.swagger.json");
    let before = std::fs::read(&definition).unwrap();
    let cases: [(&[&str], &str); 9] = [
        (&["trigger", "webhook,polling"], "`--trigger webhook,polling`: only one value is allowed"),
        (&["operation", "list", "--resource", "task"], "there is already an operation `GET /tasks` (`ListTasks`)"),
        (&["operation", "lst"], "`--operation lst`: `lst` is not known; did you mean `list`?"),
        (&["policy", "updatenextlink", "--resource", "task"], "there is already an identical policy `updatenextlink`"),
        (&["policy", "setheader", "--for", "ListTask"], "there is no operation `ListTask`; did you mean `ListTasks`?"),
        (
            &["policy", "setproperty", "--resource", "order"],
            "there is no operation `CreateOrder`; name one of the connector's operations with `--for`",
        ),
        (&["policy", "pollingtrigger"], "this policy comes with a polling trigger: run `connsmith add trigger polling`"),
        (
            &["auth", "api-key"],
            "the connector already signs in with `username`. A choice of methods needs `connectionParameterSets`, and then every \
             connection has to be created again: write them by hand, based on the output of `connsmith new --auth multi`",
        ),
        (&["auth", "none"], "`none` cannot be added"),
    ];
    for (arguments, message) in cases {
        let (status, _, error) = connsmith(&[&["add"], arguments].concat());
        assert_eq!((status, error), (Some(2), format!("connsmith: {message}\n")), "{arguments:?}");
    }
    assert_eq!(std::fs::read(&definition).unwrap(), before);

    let (status, diff, _) = connsmith(&["add", "operation", "delete", ".", "--resource", "task", "--diff"]);
    assert_eq!(status, Some(1));
    assert!(diff.contains("+                \"operationId\": \"DeleteTask\""), "{diff}");
    assert_eq!(std::fs::read(&definition).unwrap(), before);

    std::fs::write(&definition, b"{ \"swagger\": \"2.0\", ").unwrap();
    let (status, _, error) = connsmith(&["add", "operation", "delete", "--resource", "task"]);
    assert_eq!(status, Some(2));
    assert!(error.contains("has syntax errors: fix them first"), "{error}");
}

/// A gateway, a script, an icon, an introduction and a connection test: each once, and every byte elsewhere stays.
#[test]
fn what_a_connector_has_once() {
    let folder = tempfile::tempdir().unwrap();
    let connsmith = |arguments: &[&str]| run(folder.path(), arguments);
    let new = |name: &str, more: &[&str]| {
        let given = ["new", name, "--host", "api.fabrikam.com", "--resource", "task"];
        assert_eq!(connsmith(&[&given[..], more].concat()).0, Some(0), "{name}");
    };
    let certified = [
        "--description",
        "Fabrikam keeps the tasks of a team in one place and shows what changed.",
        "--publisher-name",
        "Fabrikam",
        "--website",
        "https://www.fabrikam.com",
        "--privacy-policy",
        "https://www.fabrikam.com/privacy",
        "--category",
        "Productivity",
        "--auth",
        "basic",
    ];
    new("Tasks", &certified);
    new("Other", &["--publisher", "custom", "--auth", "oauth2"]);
    let at = |name: &str| folder.path().join("Tasks").join(name);
    for name in ["intro.md", "icon.png"] {
        std::fs::remove_file(at(name)).unwrap();
    }
    std::fs::write(at("settings.json"), "{\r\n\t\"apiDefinition\": \"apiDefinition.swagger.json\"\r\n}").unwrap();
    let everything = || {
        let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder.path().join("Tasks"))
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
            .collect();
        files.sort();
        files
    };
    for (kind, wrote) in [("icon", "icon.png"), ("intro", "intro.md"), ("script", "script.csx"), ("test-connection", "")] {
        let before = everything();
        let (status, diff, _) = connsmith(&["add", kind, "Tasks", "--diff"]);
        assert!(
            status == Some(1) && diff.contains(if wrote.is_empty() { "apiDefinition.swagger.json" } else { wrote }),
            "{diff}"
        );
        assert_eq!(everything(), before, "{kind} --diff");
        assert!(kind != "script" || diff.contains("--- /dev/null\n+++ b/Tasks/script.csx\n"), "{diff}");
        let (status, said, error) = connsmith(&["add", kind, "Tasks"]);
        assert_eq!(status, Some(0), "{error}");
        assert!(said.ends_with(&format!("added {kind}\n")), "{said}");
        assert_eq!(!wrote.is_empty() && at(wrote).exists(), !wrote.is_empty(), "{kind}");
        let after = everything();
        for (name, bytes) in &before {
            let (_, now) = after.iter().find(|(known, _)| known == name).unwrap();
            assert!(
                is_within(&String::from_utf8_lossy(bytes), &String::from_utf8_lossy(now)),
                "{kind} takes something out of {name}"
            );
        }
        let (status, said, error) = connsmith(&["add", kind, "Tasks"]);
        assert_eq!((status, said.as_str()), (Some(0), ""), "{error}");
        assert!(error.starts_with("connsmith: nothing to add: the connector already has a"), "{error}");
        assert_eq!(everything(), after, "{kind} twice");
    }
    let settings = std::fs::read_to_string(at("settings.json")).unwrap();
    assert_eq!(
        settings,
        "{\r\n\t\"apiDefinition\": \"apiDefinition.swagger.json\",\r\n\t\"icon\": \"icon.png\",\r\n\t\"script\": \"script.csx\"\r\n}"
    );
    let (status, report, error) = connsmith(&[
        "check",
        "Tasks",
        "--strict",
        "--ignore",
        "placeholder-text-left,line-endings-mixed,tab-indentation",
        "--all",
    ]);
    assert!(status == Some(0) && report.contains("0 errors, 0 warnings\n"), "{report}{error}");

    std::fs::write(folder.path().join("logo.png"), b"GIF89a").unwrap();
    std::fs::remove_file(folder.path().join("Other/icon.png")).unwrap();
    let refused: [(&[&str], &str); 7] = [
        (&["gateway", "Other"], "the connector signs in with OAuth (`token`), which a gateway does not support"),
        (&["gateway", "Tasks"], "the connector has a script, and scripts do not run through a gateway"),
        (&["intro", "Other"], "an intro.md belongs to certified connectors only, and this one is `custom`"),
        (&["icon", "Other", "--png", "logo.png"], "the file is not a PNG: save the picture as PNG"),
        (&["script", "Other", "--for", "ListTask"], "there is no operation `ListTask`; did you mean `ListTasks`?"),
        (
            &["test-connection", "Other", "--for", "GetTask"],
            "`GetTask` cannot test a connection: that takes a GET without required parameters",
        ),
        (&["test-connection", "Tasks", "--for", "GetTask"], "connections are already tested with `ListTasks`"),
    ];
    for (arguments, message) in refused {
        let (status, _, error) = connsmith(&[&["add"], arguments].concat());
        assert_eq!((status, error), (Some(2), format!("connsmith: {message}\n")), "{arguments:?}");
    }
    new("Gate", &["--publisher", "custom", "--auth", "none"]);
    assert_eq!(connsmith(&["add", "gateway", "Gate"]).0, Some(0));
    let (status, _, error) = connsmith(&["add", "script", "Gate"]);
    assert_eq!(status, Some(2), "{error}");
}

#[test]
fn only_the_list_of_operations_changes() {
    let definition = r#"{ "swagger": "2.0", "paths": {
        "/tasks": { "get": { "operationId": "ListTasks", "summary": "List tasks", "description": "Lists\n the tasks." } },
        "/hooks": { "post": { "operationId": "WhenTask", "x-ms-trigger": "single", "summary": "When a task is created" } },
        "/fields": { "get": { "operationId": "GetFields", "summary": "Get fields", "x-ms-visibility": "internal" } },
        "/old": { "get": { "operationId": "GetOld", "summary": "Get old", "deprecated": true } } } }"#;
    let list = "### When a task is created\n\n### List tasks\n\nLists the tasks.\n";
    let deeper = list.replace("###", "####");
    let cases = [
        // What people wrote stays; what is missing comes at the end of the section.
        (
            "# Fabrikam Operations\nMine.\n\n## Supported Operations\nold\n### Old\nold\n\n## Known Issues\n- mine\n".to_owned(),
            format!("# Fabrikam Operations\nMine.\n\n## Supported Operations\nold\n### Old\nold\n\n{list}\n## Known Issues\n- mine\n"),
        ),
        // Prose under a heading stays, with a name, an id or a number; one with nothing below it gets the description.
        (
            "## Supported Operations\n\n### 1. When a task is created\nMine.\n\n#### Notes\nMine too.\n\n### `ListTasks`\n\n## FAQ\n".to_owned(),
            "## Supported Operations\n\n### 1. When a task is created\nMine.\n\n#### Notes\nMine too.\n\n### `ListTasks`\n\nLists the tasks.\n\n## FAQ\n".to_owned(),
        ),
        // Beside its neighbors, under the heading of its kind, and never twice.
        (
            "## Operations\n### Actions\n#### List tasks\nMine.\n### Triggers\nNone.\n".to_owned(),
            "## Operations\n### Actions\n#### When a task is created\n\n#### List tasks\nMine.\n### Triggers\nNone.\n".to_owned(),
        ),
        (
            "## Operations\n- When a task is created: mine\n- **List tasks** - mine\n".to_owned(),
            "## Operations\n- When a task is created: mine\n- **List tasks** - mine\n".to_owned(),
        ),
        (
            "## Operations\n\n**List tasks**\nMine.\n".to_owned(),
            "## Operations\n\n**When a task is created**\n\n**List tasks**\nMine.\n".to_owned(),
        ),
        // Another name, another level, the end of the file.
        ("# T\n\n### The Actions\n".to_owned(), format!("# T\n\n### The Actions\n\n{deeper}")),
        (
            "T\n=\n\nActions\n-------\nold\n\nFAQ\n---\nmine".to_owned(),
            format!("T\n=\n\nActions\n-------\nold\n\n{list}\nFAQ\n---\nmine"),
        ),
        // The right name wins over one that only counts as it.
        (
            "# T\n## Features\nmine\n## Supported operations\n".to_owned(),
            format!("# T\n## Features\nmine\n## Supported operations\n\n{list}"),
        ),
        // A rule below a heading is no heading.
        (
            "# T\n---\n## Operations\n---\n### List tasks\nMine.\n".to_owned(),
            "# T\n---\n## Operations\n---\n### When a task is created\n\n### List tasks\nMine.\n".to_owned(),
        ),
        // No section, an empty file, other line ends, a heading in code.
        ("# T\nMine.".to_owned(), format!("# T\nMine.\n\n## Supported Operations\n\n{list}")),
        (String::new(), format!("## Supported Operations\n\n{list}")),
        ("# T\r\n## Actions\r\n".to_owned(), format!("# T\n## Actions\n\n{list}").replace('\n', "\r\n")),
        (
            "# T\n```\n## Operations\n```\n## Operations\nold".to_owned(),
            format!("# T\n```\n## Operations\n```\n## Operations\nold\n\n{list}"),
        ),
    ];
    let file = FolderFile { file: File::Definition, name: "apiDefinition.swagger.json".into(), bytes: definition.into() };
    let connector = connector(&Folder { files: vec![file], ..Folder::default() });
    for (before, after) in cases {
        let renewed = |text: &str| readme::renewed(&connector, &Document::plain(File::Readme, "", text.as_bytes().to_vec()));
        assert_eq!(renewed(&before), after, "{before}");
        assert_eq!(renewed(&after), after);
    }
    let text = "## Operations\n\n### Gone\nMine.\n\n### List tasks\nMine.\n\n### When a task is created\nMine.\n";
    let merged = |prune| readme::merge(&connector, &Document::plain(File::Readme, "", text.as_bytes().to_vec()), prune);
    assert_eq!((merged(false).text.as_str(), merged(false).unknown), (text, vec!["Gone".to_owned()]));
    assert_eq!(merged(true).text, text.replace("### Gone\nMine.\n\n", ""));
    // What is put in where something goes stays apart from the next heading.
    for text in [
        "## Operations\n### When a task is created\nMine.\n### Gone\n## FAQ\nMine.\n",
        "## Operations\n### Gone\n## FAQ\nMine.\n",
    ] {
        let pruned = readme::merge(&connector, &Document::plain(File::Readme, "", text.as_bytes().to_vec()), true).text;
        assert!(pruned.contains("\n\n## FAQ\nMine.\n") && !pruned.contains("Gone"), "{pruned}");
        assert!(pruned.contains("\n### When a task is created\n") && pruned.contains("\n\n### List tasks\n"), "{pruned}");
    }
    // A heading that is a link names its operation.
    let text =
        "## Operations\n### [List tasks](https://docs.example/list)\nMine.\n### [TRIGGER]: When a task is created\nMine.\n";
    let linked = readme::merge(&connector, &Document::plain(File::Readme, "", text.as_bytes().to_vec()), false);
    assert_eq!((linked.text.as_str(), linked.unknown), (text, Vec::new()));
}

#[test]
fn readme_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let connsmith = |arguments: &[&str]| run(folder.path(), arguments);
    let new =
        ["new", "Fabrikam Tasks", "--publisher", "custom", "--host", "api.fabrikam.com", "--auth", "basic", "--resource", "task"];
    assert_eq!(connsmith(&new).0, Some(0));
    assert_eq!(connsmith(&["readme", "--check"]), (Some(0), "0 readmes to update, 1 unchanged\n".into(), String::new()));

    // `add` keeps a list that was true, and leaves one that people write themselves.
    assert_eq!(connsmith(&["add", "operation", "delete", "--resource", "task"]).0, Some(0));
    assert_eq!(connsmith(&["readme", "--check"]).0, Some(0));
    let path = folder.path().join("Fabrikam Tasks/readme.md");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("### List tasks", "### All the tasks").replace("no known issues", "few known issues"))
        .unwrap();
    let edited = std::fs::read_to_string(&path).unwrap();
    assert_eq!(connsmith(&["add", "operation", "update", "--resource", "task"]).0, Some(0));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);

    let gone =
        "connsmith: `Fabrikam Tasks/readme.md`: no operation is named \"All the tasks\"; use `--prune` to remove this heading\n";
    let would = (Some(1), "would update Fabrikam Tasks/readme.md\n1 readme to update, 0 unchanged\n".to_owned(), gone.to_owned());
    assert_eq!(connsmith(&["readme", "--check"]), would);
    let diff = connsmith(&["readme", "--diff"]);
    assert!(diff.0 == Some(1) && diff.1.contains("\n+### List tasks\n"), "{}", diff.1);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);
    assert_eq!(connsmith(&["readme"]).1, "updated Fabrikam Tasks/readme.md\n1 readme updated, 0 unchanged\n");
    let updated = std::fs::read_to_string(&path).unwrap();
    assert!(
        updated.contains("### All the tasks") && updated.contains("### List tasks") && updated.contains("### Update a task"),
        "{updated}"
    );
    assert_eq!(connsmith(&["readme", "--check"]).0, Some(0));

    std::fs::remove_file(&path).unwrap();
    assert_eq!(connsmith(&["readme"]).2, "connsmith: `Fabrikam Tasks` has no readme.md; use `--create` to write one\n");
    assert_eq!(connsmith(&["readme", "--create"]).1, "wrote Fabrikam Tasks/readme.md\n1 readme updated, 0 unchanged\n");
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(
        written.starts_with("# Fabrikam Tasks\n") && written.contains("### List tasks") && written.contains("TODO:"),
        "{written}"
    );
    assert_eq!(connsmith(&["readme", "--check"]).0, Some(0));
}

#[test]
fn operations_say_what_they_send_where_the_definition_does_not() {
    let whole = folder(str::to_owned);
    let without = |keys: &[&str]| {
        let mut folder = whole.clone();
        let mut definition: Value = serde_json::from_slice(&folder.files[0].bytes).unwrap();
        for key in keys {
            definition.as_object_mut().unwrap().remove(*key);
        }
        folder.files[0].bytes = serde_json::to_vec_pretty(&definition).unwrap();
        folder
    };
    let added = |folder: &Folder| -> Value {
        let before = connector(folder);
        let given = answers(&[("resource", &["note"]), ("operation", &["create", "delete"])]);
        let wish = add::wish(&before, Publisher::Custom, &given).unwrap();
        let changes = add::add(folder, &before, &[Addition::Operations], &wish).unwrap();
        serde_json::from_slice::<Value>(&changes[0].after).unwrap()["paths"].take()
    };
    let lists =
        |paths: &Value, key: &str| (paths["/notes"]["post"][key].clone(), paths["/notes/{noteId}"]["delete"][key].clone());
    let json = serde_json::json!(["application/json"]);
    let paths = added(&without(&["consumes"]));
    assert_eq!(lists(&paths, "consumes"), (json.clone(), Value::Null), "{paths}");
    assert_eq!(lists(&paths, "produces"), (Value::Null, Value::Null));
    let paths = added(&without(&["consumes", "produces"]));
    assert_eq!(lists(&paths, "produces"), (json, Value::Null));
    let paths = added(&whole);
    assert_eq!(lists(&paths, "consumes"), (Value::Null, Value::Null));
}

/// A host that people type in is no sign-in.
#[test]
fn a_way_to_sign_in_goes_beside_a_host() {
    let mut folder = folder(str::to_owned);
    let with = |folder: &mut Folder, parameters: Value| {
        let mut properties: Value = serde_json::from_slice(&folder.files[1].bytes).unwrap();
        properties["properties"]["connectionParameters"] = parameters;
        folder.files[1].bytes = serde_json::to_vec_pretty(&properties).unwrap();
    };
    let host = serde_json::json!({ "type": "string", "uiDefinition": { "displayName": "Host" } });
    with(&mut folder, serde_json::json!({ "hostName": host }));
    let add = |folder: &Folder| {
        let before = connector(folder);
        let wish = add::wish(&before, Publisher::Custom, &answers(&[("resource", &["item"]), ("auth", &["api-key"])])).unwrap();
        add::add(folder, &before, &[Addition::SignIn], &wish)
    };
    let changes = add(&folder).unwrap();
    let change = changes.iter().find(|change| change.name.ends_with("apiProperties.json")).unwrap();
    let after: Value = serde_json::from_slice(&change.after).unwrap();
    let names: Vec<_> = after["properties"]["connectionParameters"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["hostName", "api_key"]);
    with(&mut folder, serde_json::json!({ "hostName": host, "secret": { "type": "securestring" } }));
    assert!(add(&folder).unwrap_err().to_string().contains("already signs in with `secret`"));
}

/// Copies a folder of files.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.file_type().unwrap().is_file()) {
        // Not its permissions: what is published may be read-only here.
        std::fs::write(to.join(entry.file_name()), std::fs::read(entry.path()).unwrap()).unwrap();
    }
}

/// The lines of a page that are not in the page now, in their order. Blank lines and blanks around a line do not count.
fn lost(before: &str, now: &str) -> Vec<String> {
    let mut rest = now.lines().map(str::trim);
    before.lines().map(str::trim).filter(|line| !line.is_empty() && !rest.any(|now| now == *line)).map(str::to_owned).collect()
}

/// No verb takes away what people wrote in the pages of 100 published connectors, which get a note under each heading first.
#[test]
fn prose_survives_every_verb() {
    use rayon::prelude::*;
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.is_dir() {
        println!("skipped: the published connectors are not there");
        return;
    }
    let mut all: Vec<std::path::PathBuf> = ["certified-connectors", "independent-publisher-connectors"]
        .iter()
        .flat_map(|kind| std::fs::read_dir(corpus.join(kind)).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.join("readme.md").is_file() && path.join("apiProperties.json").is_file())
        .collect();
    all.sort();
    let step = all.len() / 100;
    let chosen: Vec<_> = all.into_iter().step_by(step.max(1)).take(100).collect();
    assert_eq!(chosen.len(), 100);
    let folder = tempfile::tempdir().unwrap();
    let mut pages = Vec::new();
    for (at, connector) in chosen.iter().enumerate() {
        let place = folder.path().join(format!("{at:03}"));
        copy(connector, &place);
        for name in ["readme.md", "intro.md"].iter().map(|name| place.join(name)).filter(|path| path.is_file()) {
            let Ok(text) = std::fs::read_to_string(&name) else { continue };
            let mut noted = String::new();
            for (line, at) in text.split_inclusive('\n').zip(0..) {
                noted.push_str(line);
                if line.starts_with('#') && line.ends_with('\n') {
                    noted.push_str(&format!("\nA note of our own, number {at}: *ask Mona*.\n\n* and its point\n\n"));
                }
            }
            noted.push_str("\n\nThe last word of the author.");
            std::fs::write(&name, &noted).unwrap();
            pages.push((name, noted));
        }
    }
    assert!(pages.len() >= 100);
    let gone = |verb: &str| {
        let mut gone = String::new();
        for (path, before) in &pages {
            for line in lost(before, &std::fs::read_to_string(path).unwrap()) {
                gone.push_str(&format!("{verb}: {}: {line}\n", path.strip_prefix(folder.path()).unwrap().display()));
            }
        }
        assert!(gone.is_empty(), "{gone}");
    };
    let each = |verb: &str, step: usize, arguments: &(dyn Fn(&str) -> Vec<String> + Sync)| {
        let done: usize = (0..chosen.len())
            .into_par_iter()
            .step_by(step)
            .map(|at| {
                let arguments = arguments(&format!("{at:03}"));
                let (status, _, error) = run(folder.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
                assert!(status.is_some_and(|status| status <= 2), "{arguments:?}: {error}");
                usize::from(status != Some(2))
            })
            .sum();
        gone(verb);
        done
    };
    let words = |text: String| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    for verb in [&["fix", "--unsafe"][..], &["fmt"], &["readme"]] {
        assert!(run(folder.path(), verb).0.is_some(), "{verb:?}");
        gone(verb[0]);
    }
    assert!(each("add", 1, &|name| words(format!("add|operation|list|{name}|--resource|zebra"))) > 90);
    let pack = |name: &str| {
        words(format!(
            "pack|--solution|{name}|--publisher-name|fab|--publisher-prefix|fab|--solution-name|S{name}|--out|{name}.zip"
        ))
    };
    // Packing takes long: a solution of every third.
    let packed = each("pack", 3, &pack);
    assert!(packed > 10, "{packed} solutions only");
    let unpacked = each("unpack", 3, &|name| words(format!("unpack|{name}.zip|--out|{name}")));
    assert!(unpacked > 10, "{unpacked} of {packed} only");
    let new = |name: &str| {
        words(format!(
            "new|{name}|--force|--title|Zebras|--publisher|custom|--host|api.fabrikam.com|--auth|none|--resource|zebra"
        ))
    };
    assert_eq!(each("new --force", 1, &new), 100);
}
