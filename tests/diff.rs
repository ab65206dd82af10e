//! `connsmith diff`, `changelog` and `check --against` as people and scripts meet them.
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn connsmith(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR");
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn copy(to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(root().join("fixtures/good/certified-connectors/Fabrikam Tasks")).unwrap().flatten() {
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

const DEFINITION: &str = "apiDefinition.swagger.json";

/// Replaces a text that stands once in a connector's file.
fn edit(folder: &Path, file: &str, before: &str, after: &str) {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(before).count(), 1, "{before}");
    std::fs::write(path, text.replace(before, after)).unwrap();
}

/// What the update of the tests does: one value of a list is no longer taken, an operation gets another description.
fn update(folder: &Path) {
    edit(folder, DEFINITION, r#""enum": ["open", "done"]"#, r#""enum": ["open"]"#);
    edit(folder, DEFINITION, "Adds a task to a board.", "Adds a task to a board of the team.");
}

/// The same connector twice, in `old` and `new`; the newer one updated.
fn versions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&folder.path().join("old"));
    copy(&folder.path().join("new"));
    update(&folder.path().join("new"));
    folder
}

#[test]
fn both_versions_are_drawn() {
    let folder = versions();
    let output = connsmith(folder.path(), &["diff", "old", "new"]);
    insta::assert_snapshot!(out(&output));
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(1), ""));
}

#[test]
fn formats_levels_and_choice_are_those_of_check() {
    let folder = versions();
    let run = |arguments: &[&str]| {
        let output = connsmith(folder.path(), &[&["diff", "old", "new"], arguments].concat());
        (out(&output), output.status.code())
    };
    let concise =
        "new/apiDefinition.swagger.json:49:25: error[input-enum-narrowed]: parameter `state` no longer accepts `\"done\"`\n";
    assert_eq!(run(&["--format", "concise"]), (concise.to_owned(), Some(1)));
    assert_eq!(run(&["--format", "concise", "--fail-on", "never"]), (concise.to_owned(), Some(0)));
    assert_eq!(run(&["--format", "concise", "--ignore", "input-enum-narrowed"]), (String::new(), Some(0)));
    let version =
        "new/apiDefinition.swagger.json:6:20: info[version-unchanged]: flows break, but the version is still `\"1.0\"`\n";
    let info = "new/apiDefinition.swagger.json:67:32: info[operation-description-changed]: the description of operation `CreateTask` changed\n";
    assert_eq!(run(&["--format", "concise", "--strict"]), (format!("{version}{concise}{info}"), Some(1)));
    assert_eq!(run(&["--quiet"]), ("1 connector, 6 files: 1 error, 0 warnings\n".to_owned(), Some(1)));
    let report: serde_json::Value = serde_json::from_str(&run(&["--format", "json"]).0).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(finding["pointer"], "operation/ListTasks/parameter/state/enum");
    assert_eq!((&finding["file"], &finding["range"]["start"]["line"]), (&"new/apiDefinition.swagger.json".into(), &49.into()));
    let before = &finding["related"][0];
    assert_eq!((&before["file"], &before["range"]["start"]["line"]), (&"old/apiDefinition.swagger.json".into(), &49.into()));
    let same = connsmith(folder.path(), &["diff", "old", "old", "--strict"]);
    assert_eq!((out(&same).as_str(), same.status.code()), ("no changes\n", Some(0)));
}

#[test]
fn a_definition_stands_for_itself_alone() {
    let folder = versions();
    // Without its properties a folder is not compared with a file as if they were gone.
    let output = connsmith(folder.path(), &["diff", &format!("old/{DEFINITION}"), "new", "--quiet"]);
    assert_eq!(out(&output), "1 connector, 2 files: 1 error, 0 warnings\n");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = versions();
    copy(&folder.path().join("several/one"));
    copy(&folder.path().join("several/two"));
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let cases: [(&[&str], &str); 6] = [
        (&["diff", "old"], "name two versions, the older one first"),
        (
            &["diff", "old", "gone"],
            "`gone` does not exist: name a connector's folder, a definition file, a solution zip, or a git REF:PATH",
        ),
        (&["diff", "old", "several"], "`several` contains 2 connectors: name one, or compare all with `--against REF PATH`"),
        (&["diff", "old", "empty"], "no connector in `empty`"),
        (&["diff", "old/apiProperties.json", "new/apiDefinition.swagger.json"], "the two files are not of the same kind"),
        (&["diff", "old", "new/readme.md"], "`new/readme.md` cannot be compared"),
    ];
    for (arguments, message) in cases {
        let output = connsmith(folder.path(), arguments);
        assert!(err(&output).contains(message), "{arguments:?}: {}", err(&output));
        assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""), "{arguments:?}");
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"];
    let output = Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", err(&output));
}

/// A repository with two connectors of which the working tree has changed one; None where there is no git.
fn repository() -> Option<tempfile::TempDir> {
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: there is no git");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    copy(&folder.path().join("connectors/tasks"));
    copy(&folder.path().join("connectors/same"));
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "Both"]);
    update(&folder.path().join("connectors/tasks"));
    Some(folder)
}

const NARROWED: &str = "error[input-enum-narrowed]: parameter `state` no longer accepts `\"done\"`";

#[test]
fn versions_of_git() {
    let Some(folder) = repository() else { return };
    let concise = |place: &Path, arguments: &[&str]| {
        let output = connsmith(place, &[arguments, &["--format", "concise"]].concat());
        assert_eq!(err(&output), "", "{arguments:?}");
        out(&output)
    };
    let top = folder.path();
    let inside = top.join("connectors");
    let expected = format!("connectors/tasks/{DEFINITION}:49:25: {NARROWED}\n");
    assert_eq!(concise(top, &["diff", "HEAD:connectors/tasks", "connectors/tasks"]), expected);
    assert_eq!(concise(top, &["diff", &format!("HEAD:connectors/tasks/{DEFINITION}"), "connectors/tasks"]), expected);
    assert_eq!(concise(&inside, &["diff", "HEAD:./tasks", "tasks"]), format!("tasks/{DEFINITION}:49:25: {NARROWED}\n"));
    assert_eq!(concise(top, &["diff", "--against", "HEAD"]), expected);
    assert_eq!(concise(&inside, &["diff", "--against", "main", "same"]), "");
    assert_eq!(concise(top, &["check", "--against", "HEAD"]), expected);
    git(top, &["add", "."]);
    git(top, &["commit", "-q", "-m", "Update"]);
    assert_eq!(concise(top, &["diff", "--against", "HEAD"]), "");
    assert_eq!(concise(top, &["diff", "HEAD~1:connectors/tasks", "HEAD:connectors/tasks"]), format!("HEAD:{expected}"));
    // A connector that is gone, and one that is new.
    std::fs::remove_dir_all(inside.join("same")).unwrap();
    copy(&inside.join("fresh"));
    let gone = format!(
        "HEAD:connectors/same/{DEFINITION}:1:1: error[connector-deleted OperationDeleted]: the connector was deleted: all flows that use it fail\n"
    );
    assert_eq!(concise(top, &["diff", "--against", "HEAD"]), gone);
}

#[test]
fn faults_of_git_are_said() {
    let Some(folder) = repository() else { return };
    let clone = tempfile::tempdir().unwrap();
    git(folder.path(), &["commit", "-q", "-a", "-m", "Update"]);
    git(clone.path(), &["clone", "-q", "--depth", "1", &format!("file://{}", folder.path().display()), "shallow"]);
    let elsewhere = versions();
    let cases: [(&Path, &[&str], &str); 5] = [
        (
            folder.path(),
            &["diff", "nothing:connectors/tasks", "connectors/tasks"],
            "git finds no commit `nothing`: name a branch",
        ),
        (folder.path(), &["diff", "HEAD:tasks", "connectors/tasks"], "`tasks` is not in `HEAD`: use a path from the root"),
        (folder.path(), &["check", "--against", "nothing"], "git finds no commit `nothing`"),
        (&clone.path().join("shallow"), &["diff", "--against", "HEAD~1"], "this clone is shallow; run `git fetch --unshallow`"),
        (elsewhere.path(), &["diff", "--against", "HEAD"], "is not in the working tree of a git repository"),
    ];
    for (place, arguments, message) in cases {
        let output = connsmith(place, arguments);
        assert!(err(&output).contains(message), "{arguments:?}: {}", err(&output));
        assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""), "{arguments:?}");
    }
}

#[test]
fn what_breaks_is_kept() {
    let folder = versions();
    let output = connsmith(folder.path(), &["diff", "old", "new", "--fix"]);
    assert_eq!(out(&output), "1 connector, 6 files: 0 errors, 0 warnings\n");
    assert_eq!(
        err(&output),
        "connsmith: `ListTasks` is kept, deprecated; its new version is `ListTasksV2` at `/v2/boards/{boardId}/tasks`, which a policy \
         routes to `/boards/{boardId}/tasks`\n"
    );
    assert_eq!(output.status.code(), Some(0));
    let changed = |file: &str| {
        let read = |version: &str| std::fs::read_to_string(folder.path().join(version).join(file)).unwrap();
        let (old, new) = (read("old"), read("new"));
        similar::TextDiff::from_lines(&old, &new).unified_diff().context_radius(1).to_string()
    };
    insta::assert_snapshot!(format!("{}{}", changed(DEFINITION), changed("apiProperties.json")));
    let again = connsmith(folder.path(), &["diff", "old", "new", "--fix"]);
    assert_eq!((out(&again).as_str(), err(&again).as_str()), ("1 connector, 6 files: 0 errors, 0 warnings\n", ""));
}

#[test]
fn changelog() {
    let folder = versions();
    let output = connsmith(folder.path(), &["changelog", "old", "new"]);
    insta::assert_snapshot!(out(&output));
    let version = |old: &str, new: &str| out(&connsmith(folder.path(), &["changelog", old, new, "--suggest-version"]));
    assert_eq!(version("old", "new"), "major 2.0\n");
    assert_eq!(version("new", "old"), "minor 1.1\n");
    assert_eq!(version("old", "old"), "none 1.0\n");
    copy(&folder.path().join("texts"));
    edit(&folder.path().join("texts"), DEFINITION, "Adds a task to a board.", "Adds a task.");
    assert_eq!(version("old", "texts"), "patch 1.0.1\n");
}

#[test]
fn the_zip_of_a_solution_is_a_version() {
    let folder = versions();
    let packed = connsmith(
        folder.path(),
        &[
            "pack",
            "--solution",
            "old",
            "--solution-name",
            "Old",
            "--publisher-name",
            "fabrikam",
            "--publisher-prefix",
            "fab",
            "--out",
            "old.zip",
        ],
    );
    assert_eq!(packed.status.code(), Some(0), "{}{}", out(&packed), err(&packed));
    let said = |arguments: &[&str]| {
        let output = connsmith(folder.path(), &[&["diff", "--format", "concise"], arguments].concat());
        (out(&output), err(&output), output.status.code())
    };
    assert_eq!(said(&["old.zip", "old"]), (String::new(), String::new(), Some(0)), "packing changes nothing");
    assert_eq!(said(&["old.zip", "new"]), said(&["old", "new"]));
    std::fs::write(folder.path().join("broken.zip"), "PK").unwrap();
    let (_, why, status) = said(&["broken.zip", "new"]);
    assert_eq!(
        (why.as_str(), status),
        ("connsmith: `broken.zip` cannot be read: run `connsmith package check` to see why\n", Some(2))
    );
}
