//! The files by which others run us: no input reaches a shell but through the environment, actions are pinned, and a file that is
//! called like an option is a file.
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The workflows and the action, with what `new --ci` writes.
fn workflows() -> Vec<(String, String)> {
    let mut all = vec![("action.yml".to_owned(), read("action.yml"))];
    for entry in std::fs::read_dir(root().join(".github/workflows")).into_iter().flatten().flatten() {
        let name = format!(".github/workflows/{}", entry.file_name().to_string_lossy());
        all.push((name.clone(), read(&name)));
    }
    all
}

#[test]
fn actions_are_pinned_by_commit() {
    let generated = read("src/make/new/pipeline.rs");
    for (name, text) in workflows().into_iter().chain([("src/make/new/pipeline.rs".to_owned(), generated)]) {
        for line in text.lines().filter_map(|line| line.trim_start().trim_start_matches("- ").strip_prefix("uses: ")) {
            let action = line.split_whitespace().next().unwrap_or_default();
            let pinned = action.split_once('@').is_some_and(|(_, commit)| {
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
            });
            assert!(pinned || action == "./", "{name}: {line}");
        }
    }
}

/// In a `run` block an expression is pasted into the script before the shell reads it.
#[test]
fn no_expression_stands_in_a_script() {
    for (name, text) in workflows() {
        let mut script = None;
        for (number, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            if script.is_some_and(|outer| indent <= outer && !line.trim().is_empty()) {
                script = None;
            }
            let begins = line.trim_start().trim_start_matches("- ").starts_with("run:");
            assert!(!((begins || script.is_some()) && line.contains("${{")), "{name}:{}: {line}", number + 1);
            if begins {
                script = Some(indent);
            }
        }
    }
    // Azure Pipelines pastes `$(…)` of its own.
    let azure = read("packaging/azure-pipelines.yml");
    let script = azure.split("- bash: |").nth(1).and_then(|rest| rest.split("displayName:").next()).unwrap();
    assert!(!script.contains("$(") || script.contains("< <("), "{script}");
    assert!(!script.contains("$(Build.") && !script.contains("${{"), "{script}");
}

/// bash 3.2, which macOS has, takes an empty list for one that is not set.
#[test]
fn empty_lists_are_fine_with_an_old_bash() {
    for (name, text) in [("action.yml", read("action.yml")), ("azure", read("packaging/azure-pipelines.yml"))] {
        for list in ["tag", "paths"] {
            let uses = text.matches(&format!("\"${{{list}[@]}}\"")).count();
            let guarded = text.matches(&format!("${{{list}[@]+\"${{{list}[@]}}\"}}")).count();
            assert_eq!(uses, guarded, "{name}: {list}");
        }
        for newer in ["mapfile", "readarray", "declare -A", "&>>", "${name,,}"] {
            assert!(!text.contains(newer), "{name}: {newer}");
        }
    }
    assert!(read("action.yml").contains("${tag[@]+"));
}

#[test]
fn the_azure_template_names_this_version() {
    let azure = read("packaging/azure-pipelines.yml");
    assert!(azure.contains(&format!("name: version, type: string, default: \"{}\"", env!("CARGO_PKG_VERSION"))), "{azure}");
    assert!(azure.contains("\"connsmith==$VERSION\""));
}

#[test]
fn the_action_changes_only_its_own_comment() {
    let action = read("action.yml");
    assert!(action.contains("viewer { login }") && action.contains(".user.login"));
}

#[test]
fn hooks_end_their_options() {
    let hooks = read(".pre-commit-hooks.yaml");
    let entries: Vec<&str> = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: ")).collect();
    assert_eq!(entries.len(), 3);
    assert!(entries.iter().all(|entry| entry.ends_with(" --")), "{entries:?}");
    assert!(read("docs/ci.md").contains("entry: connsmith check --whole --\n"));
}

fn run(folder: &Path, arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_connsmith")).args(arguments).current_dir(folder).output().unwrap()
}

/// A tracked file `--output=/somewhere/x.swagger.json`: with the hook's entry it is a file, and without `--` no report is written
/// over what is there.
#[test]
fn a_file_that_is_called_like_an_option_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let victim = folder.path().join("victim");
    std::fs::create_dir(&victim).unwrap();
    for name in ["x.swagger.json", "apiProperties.json"] {
        let victim = victim.join(name);
        std::fs::write(&victim, "ORIGINAL").unwrap();
        for option in [format!("--output={}", victim.display()), format!("--format=json:{}", victim.display())] {
            let output = run(folder.path(), &["check", &option]);
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.code() == Some(2) && text.contains("the report cannot be written to"), "{text}");
            run(folder.path(), &["check", "--", &option]);
            assert_eq!(std::fs::read_to_string(&victim).unwrap(), "ORIGINAL", "{option}");
        }
    }
}

/// The pipelines of `ci setup`: nothing is overwritten, no name ends up in a script, and zizmor has nothing to say.
#[test]
fn a_pipeline_that_ships_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let connector = folder.path().join("it's mine");
    std::fs::create_dir_all(&connector).unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    for name in ["apiDefinition.swagger.json", "apiProperties.json"] {
        let good = root().join("fixtures/good/certified-connectors/Fabrikam Tasks").join(name);
        std::fs::copy(good, connector.join(name)).unwrap();
    }
    let said = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (text, output.status.code().unwrap())
    };
    for (service, file, subject) in [
        ("github", ".github/workflows/connsmith.yml", "repo:contoso/connectors:environment:connector"),
        ("azure", "azure-pipelines.yml", "sc://contoso/connectors/connector"),
    ] {
        let setup = [
            "ci",
            "setup",
            service,
            "it's mine",
            "--env",
            "https://contoso.crm.dynamics.com/",
            "--repository",
            "contoso/connectors",
        ];
        let (text, status) = said(&[&setup[..], &["--solution", "Contoso", "--diff"]].concat());
        assert!(text.contains("+      id-token: write") == (service == "github") && status == 1, "{text}");
        assert!(!folder.path().join(file).exists());
        let (text, status) = said(&[&setup[..], &["--solution", "Contoso"]].concat());
        assert_eq!(status, 0, "{text}");
        assert!(text.contains(subject) && text.matches("\n  ").count() == 3, "{text}");
        let written = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(
            written.contains("CONNECTOR: 'it''s mine'") && !written.contains("{{path") && !written.contains("{{v\n"),
            "{written}"
        );
        let environment = "CONNSMITH_ENVIRONMENT: 'https://contoso.crm.dynamics.com'\n";
        assert!(written.contains(environment) && !written.replace("${{", "").contains("{{"), "{written}");
        assert_eq!(written.contains("environment: connector\n"), service == "github", "{written}");
        assert!(written.contains("update \"$CONNECTOR\" --via dataverse --force --solution \"$SOLUTION\""), "{written}");
        let yaml = connsmith::text::document::Document::yaml(
            connsmith::text::document::File::Other(0),
            file,
            written.clone().into_bytes(),
        );
        assert!(yaml.is_whole() && yaml.root().is_object(), "{written}");
        // Once more it is the same; another one is refused, unless it is forced.
        assert_eq!(said(&[&setup[..], &["--solution", "Contoso"]].concat()).1, 0);
        assert_eq!(said(&[&setup[..], &["--solution", "Contoso", "--diff"]].concat()), (String::new(), 0));
        let (text, status) = said(&setup);
        assert!(text.contains("already exists and was not changed") && status == 2, "{text}");
        assert_eq!(std::fs::read_to_string(folder.path().join(file)).unwrap(), written);
        assert_eq!(said(&[&setup[..], &["--force"]].concat()).1, 0);
        for line in written.lines().filter_map(|line| line.trim_start().strip_prefix("- uses: ")) {
            assert!(line.contains("@08c6903cd8c0fde910a37f88322edcfb5dd907a8"), "{line}");
        }
    }
    for (option, value) in [("--env", "https://evil.example/'; curl x"), ("--branch", "main'] }"), ("--solution", "a b")] {
        let (text, status) = said(&["ci", "setup", "github", "it's mine", "--env", "https://a.crm.dynamics.com", option, value]);
        assert_eq!(status, 2, "{text}");
    }
    match Command::new("zizmor")
        .args(["--offline", "--no-progress", "--pedantic"])
        .arg(folder.path().join(".github/workflows"))
        .output()
    {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => println!("skipped: zizmor is not there"),
    }
}
