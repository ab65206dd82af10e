//! `check --changed`: in repositories made here, with the git that is installed.
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"]);
    let output =
        command.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", message]);
}

fn connector(folder: &Path, name: &str, change: impl Fn(String) -> String) {
    let target = folder.join("certified-connectors").join(name);
    std::fs::create_dir_all(&target).unwrap();
    for file in std::fs::read_dir(root().join("fixtures/good/certified-connectors/Fabrikam Tasks")).unwrap().flatten() {
        std::fs::copy(file.path(), target.join(file.file_name())).unwrap();
    }
    let path = target.join("apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, change(text)).unwrap();
}

/// Exit status, and the report: file, line and rule of each finding without its folder, then the closing line.
fn checked(folder: &Path, arguments: &[&str]) -> (i32, Vec<String>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    let fixed = ["check", "--fail-on", "warning", "--format", "concise", "--ignore", "info-title-too-long"];
    let output = command.args(fixed).args(arguments).current_dir(folder).output().unwrap();
    let status = output.status.code().unwrap();
    let text = String::from_utf8(if status == 2 { output.stderr } else { output.stdout }).unwrap();
    let short = |line: &str| {
        if status == 2 {
            return line.to_owned();
        }
        let line = line.strip_prefix("certified-connectors/").unwrap_or(line);
        let (place, rest) = line.split_once(": ").unwrap();
        let rule = rest.split_once('[').unwrap().1.split([' ', ']']).next().unwrap();
        format!("{} {rule}", place.rsplit_once(':').unwrap().0.replace("apiDefinition.swagger.json", "def"))
    };
    (status, text.lines().map(short).collect())
}

const SUMMARY: &str = "\"summary\": \"List tasks\",";

fn without_summary(text: String) -> String {
    assert!(text.contains(SUMMARY));
    text.lines().filter(|line| !line.contains(SUMMARY)).map(|line| format!("{line}\n")).collect()
}

fn with_bad_title(text: String) -> String {
    let start = text.find("\"title\": \"").unwrap() + "\"title\": \"".len();
    format!("{}Contoso API {}", &text[..start], &text[start..])
}

/// A repository with three connectors, each with a warning of old, on `main`.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    for name in ["One", "Two", "Three"] {
        connector(folder.path(), name, with_bad_title);
    }
    commit(folder.path(), "three");
    git(folder.path(), &["checkout", "-qb", "work"]);
    folder
}

#[test]
fn added_modified_renamed_and_deleted_connectors() {
    let folder = repository();
    let folder = folder.path();
    let title = |name: &str| format!("{name}/def:4 info-title-restricted-word");
    let summary = |name: &str| format!("{name}/def:38 operation-summary-missing");
    assert_eq!(checked(folder, &["--changed"]), (0, vec![]));

    // Modified: all findings of the connector, or those on what changed. A line that was taken out counts where it stood.
    connector(folder, "One", |text| without_summary(with_bad_title(text)));
    assert_eq!(checked(folder, &["--changed"]), (1, vec![title("One"), summary("One")]));
    assert_eq!(checked(folder, &["--changed", "main", "--changed-lines"]), (1, vec![summary("One")]));

    // Added, not yet known to git, then committed: everything in it is new.
    connector(folder, "New", with_bad_title);
    let both = vec![title("New"), summary("One")];
    assert_eq!(checked(folder, &["--changed", "--changed-lines"]), (1, both.clone()));
    commit(folder, "one and new");
    assert_eq!(checked(folder, &["--changed", "--changed-lines"]), (1, both.clone()));

    // A folder in the repository as the current one.
    let inside = checked(&folder.join("certified-connectors/One"), &["--changed", "--changed-lines"]);
    assert_eq!(inside, (1, vec!["def:38 operation-summary-missing".to_owned()]));

    let folder = repository();
    let folder = folder.path();
    // Renamed: touched, but what it said before is not new. Deleted: nothing is left to say.
    git(folder, &["mv", "certified-connectors/Two", "certified-connectors/Second"]);
    git(folder, &["rm", "-rq", "certified-connectors/Three"]);
    commit(folder, "renamed and deleted");
    assert_eq!(checked(folder, &["--changed"]), (1, vec![title("Second")]));
    assert_eq!(checked(folder, &["--changed", "--changed-lines"]), (0, vec![]));
    // Renamed and modified: only the modification.
    connector(folder, "Second", |text| without_summary(with_bad_title(text)));
    commit(folder, "second");
    assert_eq!(checked(folder, &["--changed", "--changed-lines"]), (1, vec![summary("Second")]));
    // Since a commit of one's own.
    assert_eq!(checked(folder, &["--changed", "HEAD~1"]), (1, vec![title("Second"), summary("Second")]));
}

#[test]
fn a_file_that_was_deleted_is_missed() {
    let folder = repository();
    let folder = folder.path();
    std::fs::remove_file(folder.join("certified-connectors/One/readme.md")).unwrap();
    let missing = "One/readme.md:1 readme-missing".to_owned();
    assert_eq!(checked(folder, &["--changed", "--changed-lines"]), (1, vec![missing]));
    git(folder, &["rm", "-rq", "certified-connectors"]);
    assert_eq!(checked(folder, &["--changed"]), (0, vec![]));
}

/// What came in by a merge of the default branch is nobody's change here.
#[test]
fn a_merge_brings_nothing_in() {
    let folder = repository();
    let folder = folder.path();
    connector(folder, "One", |text| without_summary(with_bad_title(text)));
    commit(folder, "one");
    git(folder, &["checkout", "-q", "main"]);
    connector(folder, "Two", |text| without_summary(with_bad_title(text)));
    commit(folder, "two");
    git(folder, &["checkout", "-q", "work"]);
    git(folder, &["merge", "-q", "--no-edit", "main"]);
    let one = || vec!["One/def:4 info-title-restricted-word".to_owned(), "One/def:38 operation-summary-missing".to_owned()];
    assert_eq!(checked(folder, &["--changed"]), (1, one()));
    assert_eq!(checked(folder, &["--changed=main", "certified-connectors"]), (1, one()));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = repository();
    connector(folder.path(), "One", without_summary);
    commit(folder.path(), "one");
    let shallow = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    git(shallow.path(), &["clone", "-q", "--depth", "1", "--branch", "work", &url, "clone"]);
    let said = |folder: &Path, arguments: &[&str]| {
        let (status, lines) = checked(folder, arguments);
        assert_eq!(status, 2, "{lines:?}");
        lines.join("\n")
    };
    let clone = shallow.path().join("clone");
    let message = said(&clone, &["--changed"]);
    assert!(message.contains("shallow") && message.contains("fetch-depth: 0"), "{message}");
    let message = said(&clone, &["--changed", "main"]);
    assert!(message.contains("`main`") && message.contains("shallow") && message.contains("--unshallow"), "{message}");
    let message = said(folder.path(), &["--changed", "certified-connectors"]);
    assert!(message.contains("put paths before --changed"), "{message}");
    let nowhere = tempfile::tempdir().unwrap();
    connector(nowhere.path(), "One", |text| text);
    let message = said(nowhere.path(), &["--changed"]);
    assert!(message.contains("is not in the working tree of a git repository"), "{message}");
}
