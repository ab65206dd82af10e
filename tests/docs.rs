//! What is made of the rules' pages and the definitions of the arguments: the site, completions, the manual.
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Output};

fn connsmith(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_connsmith")).args(arguments).output().unwrap()
}

fn out(arguments: &[&str]) -> String {
    let output = connsmith(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The names of all commands, as the help lists them.
fn commands() -> BTreeSet<String> {
    let help = out(&["--help"]);
    let list = help.split_once("\nCheck:\n").unwrap().1.split("\nOptions:\n").next().unwrap().to_owned();
    let names = list.lines().filter(|line| line.starts_with("  ") && line.as_bytes()[2].is_ascii_lowercase());
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The values of an attribute in a page.
fn values<'t>(page: &'t str, attribute: &'t str) -> impl Iterator<Item = &'t str> {
    page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn every_link_of_the_site_leads_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    out(&["docs", "--out", folder.path().to_str().unwrap()]);
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    let mut names = vec!["index.html".to_owned(), "commands.html".to_owned()];
    names.extend(connsmith::rules::RULES.iter().map(|rule| format!("rules/{}/{}.html", rule.subject, rule.id)));
    for name in names {
        pages.insert(name.clone(), std::fs::read_to_string(folder.path().join(&name)).unwrap());
    }
    let resolve = |from: &str, link: &str| -> String {
        let mut steps: Vec<&str> = from.split('/').collect();
        steps.pop();
        for step in link.split('/') {
            match step {
                ".." => steps.truncate(steps.len() - 1),
                step => steps.push(step),
            }
        }
        steps.join("/")
    };
    let mut broken = Vec::new();
    for (name, page) in &pages {
        for link in values(page, " href=\"").filter(|link| !link.starts_with("http") && !link.starts_with("data:")) {
            let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
            let target = if path.is_empty() { name.clone() } else { resolve(name, path) };
            let leads =
                pages.get(&target).is_some_and(|page| anchor.is_none_or(|anchor| values(page, " id=\"").any(|id| id == anchor)));
            if !leads {
                broken.push(format!("{name}: {link}"));
            }
        }
    }
    assert_eq!(broken, [""; 0]);
    // Found by rule, official code and policy number; each command has its help.
    let index = &pages["index.html"];
    for rule in connsmith::rules::RULES {
        for name in rule.codes.iter().chain(rule.policies).chain([&rule.id]) {
            assert!(index.contains(&format!("<tr id=\"{name}\">")), "{name} is not in the index");
        }
    }
    for command in commands() {
        assert!(pages["commands.html"].contains(&format!("<h2 id=\"connsmith-{command}\">")), "{command} has no help");
    }
    let page = &pages["rules/operation/operation-summary-missing.html"];
    assert!(page.contains("<h1 id=\"operation-summary-missing\">Operation has no summary</h1>") && page.contains("<h2>Bad</h2>"));
}

/// The text files of the repository, with their paths; without what is generated, downloaded or recorded.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &std::path::Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                if !["target", ".git", "node_modules", "dist", "snapshots", "published", "corpus", "fixtures"].contains(&&*name) {
                    walk(&path, files);
                }
            } else if let Ok(text) = std::fs::read_to_string(&path)
                && !name.ends_with(".svg")
            {
                files.push((path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    let mut files = Vec::new();
    walk(env!("CARGO_MANIFEST_DIR").as_ref(), &mut files);
    files
}

/// Whatever leads to the project is made from the line in Cargo.toml. Two formats take nothing but a literal; they agree with it.
#[test]
fn the_address_of_the_repository_is_spelled_once() {
    let repository = env!("CARGO_PKG_REPOSITORY");
    let owner = repository.rsplit_once('/').unwrap().0.trim_start_matches("https://");
    let name = repository.splitn(4, '/').nth(3).unwrap();
    let mut spelled = BTreeSet::new();
    for (path, text) in sources() {
        let literal = path == "Cargo.toml" || path == "editors/vscode/package.json" || path.ends_with(".schema.json");
        for line in text.lines() {
            // A file below a folder of the name is no address.
            let whole = line.match_indices(name).any(|(at, _)| !line[at + name.len()..].starts_with(['.', '-']));
            if line.contains(owner) || whole || line.contains(concat!("connsmith", ".dev")) {
                spelled.insert(if literal && line.contains(repository) {
                    String::new()
                } else {
                    format!("{path}: {}", line.trim())
                });
            }
        }
    }
    assert_eq!(spelled, BTreeSet::from([String::new()]));
}

/// The folder in which the commands of a block run, made by bash: by page, and from which line on. `example` copies the example
/// connector, `valid` fixes its syntax, `new` makes one; everything else begins in an empty folder.
#[cfg(unix)]
const SCENES: [(&str, &str); 14] = [
    ("README.md", "mkdir -p fixtures/example; example 'fixtures/example/Contoso Tickets'"),
    ("docs/check.md", "valid contoso; mkdir certified-connectors; example certified-connectors/tickets"),
    (
        "docs/ci.md",
        "valid contoso; cp contoso/apiDefinition.swagger.json edited.json; mkdir -p ~/.local/share/bash-completion/completions",
    ),
    ("docs/configuration.md", "example contoso"),
    (
        "docs/diff.md",
        "valid contoso; mkdir -p published connectors; example published/contoso; example connectors/contoso
         cp contoso/apiDefinition.swagger.json old.swagger.json; sed 's/Tickets/Cases/' old.swagger.json > new.swagger.json
         connsmith pack --solution contoso --publisher-name fabrikam --publisher-prefix fab --solution-name Contoso
         commit() { git add connectors && git -c user.name=A -c user.email=a@b.c commit -qm A; }
         git init -q && commit && git update-ref refs/remotes/origin/main HEAD
         sed -i.bak 's/Tickets/Cases/' connectors/contoso/*.json && commit",
    ),
    (
        "docs/import.md",
        "cat > openapi.yaml <<'END'
openapi: 3.0.3
info: { title: Contoso Tasks, version: '1.0', description: Contoso keeps the tasks of your teams in one place. }
servers: [{ url: https://api.contoso.com }]
tags: [{ name: Tasks }]
paths:
  /tasks:
    get: { operationId: ListTasks, tags: [Tasks], summary: List tasks, description: Lists the tasks., responses: { '200': { description: OK } } }
END",
    ),
    ("docs/mcp.md", "new items --resource item && cd items"),
    (
        "docs/models.md",
        "new contoso --title Contoso --resource item --trigger webhook && sed -i.bak 's/WhenItemCreated/OnNewItem/' contoso/*.json",
    ),
    (
        "docs/namespace.md",
        "cp \"$SHARED\"/namespace/swaggers/office365.logicappsux.json office365.json
         cp \"$SHARED\"/namespace/swaggers/sql.powerfx.json sql.json
         echo '{\"value\":[{\"Name\":\"a\",\"DisplayName\":\"A\"}]}' > answer.json",
    ),
    (
        "docs/new.md",
        "if [ $BLOCK -gt 1 ]; then new 'Fabrikam Tasks' --resource task; cp 'Fabrikam Tasks/icon.png' logo.png; rm 'Fabrikam Tasks/icon.png'; fi",
    ),
    ("docs/pack.md", "new my-connector --title 'Fabrikam Tasks' --resource task"),
    ("docs/preview.md", "example contoso && cd contoso"),
    (
        "docs/run.md",
        "new items --resource item && cd items && sed -i.bak 's/itemId/id/; s/CreateItem/AddItem/' *.json && echo '{\"name\":\"x\"}' > args.json",
    ),
    ("docs/trigger.md", "new items --resource item --trigger webhook && cd items && sed -i.bak 's/WhenItemCreated/OnItem/' *.json"),
];

/// Why a command is not executed; None when it is.
#[cfg(unix)]
fn skipped(command: &str) -> Option<&'static str> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let has = |options: &[&str]| options.iter().any(|option| words.contains(option));
    match words.as_slice() {
        ["connsmith", "login" | "create" | "update" | "download" | "validate", ..] => Some("needs a sign-in"),
        ["connsmith", "ns", "create" | "list" | "show" | "delete" | "connection" | "access" | "sandbox", ..] => {
            Some("needs Azure")
        }
        ["connsmith", "ns", "trigger" | "mcp", verb, ..] if !["new", "check"].contains(verb) => Some("needs Azure"),
        ["connsmith", "ns", "invoke" | "lookup", ..] if has(&["--connection"]) => Some("needs Azure"),
        ["connsmith", "ns", ..] if words.iter().any(|word| word.starts_with("managed:")) => Some("needs Azure"),
        ["connsmith", "run", ..] if !has(&["--dry-run", "--curl"]) => Some("calls the API"),
        ["connsmith", "trigger", ..] if !has(&["--sample"]) => Some("calls the API"),
        ["connsmith", "models", "fire", ..] => Some("needs a function app"),
        ["connsmith", "serve", ..] => Some("starts a server"),
        ["connsmith", "preview", ..] if !has(&["--out", "json"]) => Some("starts a server"),
        ["connsmith", "mcp", ..] if !has(&["--list", "--client-config"]) => Some("starts a server"),
        ["connsmith", "check", ..] if has(&["--watch"]) => Some("waits for changes"),
        ["connsmith", ..] if has(&["flow.zip", "certification.zip"]) => {
            Some("a flow comes from Power Automate; tests/package.rs has one")
        }
        ["connsmith", ..] => None,
        _ => Some("another program"),
    }
}

/// Every command of the pages runs as it is written and exits as documented. Those that need a network, a person or another program are
/// skipped, but their options are checked.
#[cfg(unix)]
#[test]
fn commands_of_the_pages_run() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join("../shared");
    let mut pages = vec!["README.md".to_owned()];
    pages.extend(
        std::fs::read_dir(root.join("docs")).unwrap().map(|entry| format!("docs/{}", entry.unwrap().file_name().display())),
    );
    pages.retain(|page| page.ends_with(".md"));
    pages.sort();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_connsmith"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let bash = |folder: &std::path::Path, block: usize, script: &str| {
        let helpers = "example() { cp -r \"$ROOT/fixtures/example/Contoso Tickets\" \"$1\"; }
            valid() { example \"$1\" && connsmith fix \"$1\" > /dev/null; }
            new() { connsmith new \"$@\" --publisher custom --host api.fabrikam.com --auth none --yes > /dev/null; }\n";
        Command::new("bash")
            .args(["-c", &format!("{helpers}{script}")])
            .current_dir(folder)
            .envs([("PATH", path.as_str()), ("BLOCK", &block.to_string()), ("CONNSMITH_FUNCTION_KEY", "key")])
            .envs([("ROOT", root), ("SHARED", &shared), ("HOME", folder)])
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap()
    };
    let (mut run, mut wrong) = (0, Vec::new());
    for page in pages {
        if page == "docs/namespace.md" && !shared.join("namespace").is_dir() {
            println!("skipped: {page}, whose descriptions of connectors are not there");
            continue;
        }
        let text = std::fs::read_to_string(root.join(&page)).unwrap();
        let scene = SCENES.iter().find(|(known, _)| *known == page).map_or("", |(_, scene)| *scene);
        let is_block = |block: &&str| block.starts_with("sh") || block.starts_with("console");
        // A comment before a block, such as `<!-- needs: npm -->`, says why it is not executed.
        let parts: Vec<&str> = text.split("\n```").collect();
        let blocks = parts.chunks(2).zip(parts.chunks(2).map(|pair| pair[0]));
        let blocks = blocks.filter_map(|(pair, before)| {
            let needs = before.lines().last().and_then(|line| line.strip_prefix("<!-- needs: ")).map(str::to_owned);
            pair.get(1).map(|block| (*block, needs))
        });
        for (at, (block, needs)) in blocks.filter(|(block, _)| is_block(block)).enumerate() {
            if let Some(needs) = needs {
                println!("skipped, needs {}: {page}, block {}", needs.trim_end_matches(" -->"), at + 1);
                continue;
            }
            let lines = block.split_once('\n').unwrap().1.replace("\\\n", " ");
            let folder = tempfile::tempdir().unwrap();
            // A scene may end in a folder below.
            let made = bash(folder.path(), at + 1, &format!("{scene}\npwd"));
            let place = String::from_utf8(made.stdout).unwrap().lines().last().unwrap_or_default().to_owned();
            for line in lines.lines().map(|line| line.trim_start_matches("$ ")).filter(|line| !line.trim().is_empty()) {
                let command = line.split("  #").next().unwrap().trim().replace(" PATH", " .");
                let case = format!("{page}: {command}");
                match skipped(&command) {
                    Some("another program") => continue,
                    Some(why) => {
                        println!("skipped, {why}: {case}");
                        let help = bash(place.as_ref(), at + 1, &format!("{command} --help"));
                        if !help.status.success() {
                            wrong.push(format!("{case}\n{}", String::from_utf8_lossy(&help.stderr)));
                        }
                        continue;
                    }
                    None => {}
                }
                let output = bash(place.as_ref(), at + 1, &command);
                let finds = ["check", "fix", "diff", "--diff", "--check"]
                    .iter()
                    .any(|word| command.split_whitespace().any(|one| one == *word));
                let status = output.status.code().unwrap();
                if status != 0 && !(finds && status == 1) {
                    wrong.push(format!("{case}: {status}\n{}", String::from_utf8_lossy(&output.stderr)));
                }
                run += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{run} commands");
    assert!(run > 40, "{run} commands only");
}

#[test]
fn completions_and_manual_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    out(&["man", "--out", folder.path().to_str().unwrap()]);
    let main = out(&["man"]);
    let completions: Vec<(&str, String)> =
        ["bash", "zsh", "fish", "powershell"].map(|shell| (shell, out(&["completions", shell]))).into();
    assert!(commands().contains("check"));
    for command in commands() {
        for (shell, script) in &completions {
            assert!(script.contains(&command), "{shell} does not complete {command}");
        }
        assert!(main.contains(&format!("connsmith\\-{}(1)", command.replace('-', "\\-"))), "the manual does not list {command}");
        let page = std::fs::read_to_string(folder.path().join(format!("connsmith-{command}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{command}");
    }
    // Each option and argument of each page says what it is for.
    for entry in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        let page = std::fs::read_to_string(entry.path()).unwrap();
        for option in page.split("\n.TP\n").skip(1) {
            let (name, text) = option.split_once('\n').unwrap();
            assert!(text.starts_with(char::is_alphanumeric), "{:?}: {name} has no help", entry.file_name());
        }
    }
    for (shell, script) in &completions {
        assert!(script.contains("fail-on") && script.contains("sarif"), "{shell} does not know the options of check");
    }
}
