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
                spelled.insert(if literal && line.contains(repository) { String::new() } else { format!("{path}: {}", line.trim()) });
            }
        }
    }
    assert_eq!(spelled, BTreeSet::from([String::new()]));
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
    for (shell, script) in &completions {
        assert!(script.contains("fail-on") && script.contains("sarif"), "{shell} does not know the options of check");
    }
}
