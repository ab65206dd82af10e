//! Files are written wholly or not at all, whatever comes between, and the program says which.
use connsmith::text::write::{Change, Error, Existing, New, clean, fill, write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

fn change(folder: &Path, name: &str, before: &str, after: &str) -> Change {
    let path = folder.join(name);
    std::fs::write(&path, before).unwrap();
    Change { path, name: name.into(), before: before.into(), after: after.into() }
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// Names in a folder, so that a temporary file that is left behind shows.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_is_filled_as_a_whole() {
    let outside = tempfile::tempdir().unwrap();
    let folder = outside.path().join("deep/new");
    let files = |texts: [&str; 2]| {
        [("a", texts[0]), ("below/b", texts[1])].map(|(name, text)| New { name: name.to_owned(), bytes: text.into() })
    };
    fill(&folder, &files(["1", "2"]), Existing::Replace).unwrap();
    assert_eq!(names(&folder), ["a", "below"]);
    std::fs::write(folder.join("own"), "mine").unwrap();
    fill(&folder, &files(["one", "two"]), Existing::Replace).unwrap();
    assert_eq!((read(&folder, "a"), read(&folder, "below/b"), read(&folder, "own")), ("one".into(), "two".into(), "mine".into()));
    assert_eq!(
        (names(&folder), names(&outside.path().join("deep"))),
        (vec!["a".into(), "below".into(), "own".into()], vec!["new".into()])
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), mode(&outside.path().join("deep")), "as any new folder");
        // One that may not be replaced keeps the others as they are.
        std::fs::set_permissions(folder.join("below/b"), std::fs::Permissions::from_mode(0o444)).unwrap();
        assert!(fill(&folder, &files(["x", "y"]), Existing::Replace).unwrap_err().to_string().contains("it is read-only"));
        assert_eq!((read(&folder, "a"), names(&folder).len()), ("one".into(), 3));
    }
}

#[test]
fn files_are_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let changes = [change(folder.path(), "a", "1", "one"), change(folder.path(), "b", "2", "two")];
    assert!(write(&changes).iter().all(Result::is_ok));
    assert_eq!((read(folder.path(), "a"), read(folder.path(), "b")), ("one".into(), "two".into()));
    assert_eq!(names(folder.path()), ["a", "b"]);
}

/// Both are of one connector: a fix may have edits in both.
#[test]
fn when_one_file_was_changed_meanwhile_all_stay_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let changes = [change(folder.path(), "a", "1", "one"), change(folder.path(), "b", "2", "two")];
    std::fs::write(folder.path().join("b"), "somebody's").unwrap();
    let outcome = write(&changes);
    assert!(
        matches!(&outcome[..], [Err(Error::Together(a, b)), Err(Error::Changed(changed))] if a == "a" && b == "b" && changed == "b")
    );
    assert_eq!((read(folder.path(), "a"), read(folder.path(), "b")), ("1".into(), "somebody's".into()));
    assert_eq!(names(folder.path()), ["a", "b"]);
    std::fs::remove_file(folder.path().join("b")).unwrap();
    assert!(matches!(&write(&changes)[..], [Err(Error::Together(..)), Err(Error::Unwritable(..))]));
    assert_eq!(names(folder.path()), ["a"], "a file that was deleted does not come back");
}

#[test]
fn a_read_only_file_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let changes = [change(folder.path(), "a", "1", "one"), change(folder.path(), "b", "2", "two")];
    let mut permissions = std::fs::metadata(&changes[0].path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&changes[0].path, permissions).unwrap();
    assert!(matches!(&write(&changes)[..], [Err(Error::ReadOnly(_)), Err(Error::Together(..))]));
    assert_eq!((read(folder.path(), "a"), read(folder.path(), "b")), ("1".into(), "2".into()));
    assert_eq!(names(folder.path()), ["a", "b"]);
}

#[test]
#[cfg(unix)]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let mut change = change(folder.path(), "a", "1", "one");
    std::fs::set_permissions(&change.path, PermissionsExt::from_mode(0o640)).unwrap();
    symlink("a", folder.path().join("link")).unwrap();
    change.path = folder.path().join("link");
    assert!(write(&[change])[0].is_ok());
    assert_eq!(read(folder.path(), "a"), "one");
    assert_eq!(std::fs::metadata(folder.path().join("a")).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(folder.path().join("link")).unwrap().is_symlink());
}

/// A link that leads out of the folder of its file is not followed.
#[test]
#[cfg(unix)]
fn links_that_lead_out_are_refused() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let (inside, outside) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir_all(inside.join("real")).unwrap();
    std::fs::create_dir(&outside).unwrap();
    let mut change = change(&outside, "a", "1", "one");
    symlink("../out/a", inside.join("a")).unwrap();
    change.path = inside.join("a");
    assert!(matches!(&write(std::slice::from_ref(&change))[..], [Err(Error::LinkedAway(..))]));
    // In a repository that holds both it is one of its files.
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    assert!(write(&[change])[0].is_ok());
    assert_eq!(read(&outside, "a"), "one");

    let new = |name: &str| [New { name: name.to_owned(), bytes: b"new".to_vec() }];
    symlink("../out", inside.join("folder")).unwrap();
    symlink("real", inside.join("own")).unwrap();
    symlink("nothing", inside.join("dangling")).unwrap();
    for name in ["a", "folder/b", "dangling"] {
        let refused = fill(&inside, &new(name), Existing::Replace).unwrap_err().to_string();
        assert!(refused.contains("there is a link that leads "), "{refused}");
    }
    fill(&inside, &new("own/b"), Existing::Replace).unwrap();
    assert_eq!((read(&inside, "real/b"), read(&outside, "a"), names(&outside)), ("new".into(), "one".into(), vec!["a".into()]));
    assert!(inside.join("own").symlink_metadata().unwrap().is_symlink());
    // The folder itself may be behind a link, or below one, in the same repository only.
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(elsewhere.path(), inside.join("away")).unwrap();
    for named in ["away", "away/deep"] {
        let refused = fill(&inside.join(named), &new("b"), Existing::Replace).unwrap_err().to_string();
        assert!(refused.contains("there is a link that leads "), "{refused}");
    }
    fill(&inside.join("own"), &new("c"), Existing::Replace).unwrap();
    assert!(names(elsewhere.path()).is_empty());
}

#[test]
fn names_that_climb_are_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("in");
    let new = |name: &str| New { name: name.to_owned(), bytes: b"new".to_vec() };
    for name in ["../a", "/tmp/a", "b/../../a", "c:/a", "a\\b", ".git/config", "nul", "a.", "GOOD"] {
        let refused = fill(&inside, &[new("good"), new(name)], Existing::Replace);
        assert!(matches!(refused, Err(Error::Name { .. })), "{name}");
        assert!(names(folder.path()).is_empty(), "{name}");
    }
}

/// What a killed run left goes, what a run that lives has waiting stays, and so does all that is somebody's.
#[test]
fn leftovers_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let own = [".connsmith-notes", ".connsmith-abcdef", ".connsmith-abcdefghijkl", "x.connsmith-abcdefghijkl.tmp"];
    for name in own.into_iter().chain([".connsmith-abcdefghijkl.tmp", ".connsmith-abcdefghijkm.lock"]) {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    std::fs::create_dir(folder.path().join(".connsmith-abcdefghijkm.tmp")).unwrap();
    std::fs::write(folder.path().join(".connsmith-abcdefghijkm.tmp/a"), "x").unwrap();
    let held = std::fs::File::create(folder.path().join(".connsmith-abcdefghijkn.tmp")).unwrap();
    held.lock().unwrap();
    // What a stranger calls so must not block, and is left alone.
    let pipe = [".connsmith-abcdefghijko.lock", ".connsmith-abcdefghijko.tmp"];
    #[cfg(unix)]
    assert!(Command::new("mkfifo").arg(folder.path().join(pipe[0])).status().unwrap().success());
    #[cfg(not(unix))]
    std::fs::create_dir(folder.path().join(pipe[0])).unwrap();
    std::fs::create_dir(folder.path().join(pipe[1])).unwrap();
    clean(folder.path());
    let mut left: Vec<&str> = own.into_iter().chain([".connsmith-abcdefghijkn.tmp"]).chain(pipe).collect();
    left.sort_unstable();
    assert_eq!(names(folder.path()), left);
    drop(held);
    // A process that another test starts meanwhile has the lock, too, until it runs its own program.
    let freed = (0..250).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        clean(folder.path()) == 1
    });
    assert!(freed, "a file that nobody uses is left");
}

/// Owner (where that is ours to keep), setuid, extended attributes; other names of the file keep what they had.
#[test]
#[cfg(target_os = "linux")]
fn what_belongs_to_a_file_stays_with_it() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = tempfile::tempdir().unwrap();
    let change = change(folder.path(), "a", "1", "one");
    let is_root = chown(&change.path, Some(1234), Some(2345)).is_ok();
    std::fs::set_permissions(&change.path, PermissionsExt::from_mode(0o4755)).unwrap();
    let has_attributes = xattr::set(&change.path, "user.note", b"mine").is_ok();
    std::fs::hard_link(&change.path, folder.path().join("other")).unwrap();
    assert!(connsmith::text::write::loses(&change.path).unwrap().contains("hard links"));
    let before = std::fs::metadata(&change.path).unwrap();
    assert!(write(std::slice::from_ref(&change))[0].is_ok());
    let after = std::fs::metadata(&change.path).unwrap();
    assert_eq!((after.mode(), after.uid(), after.gid()), (before.mode(), before.uid(), before.gid()));
    if has_attributes {
        assert_eq!(xattr::get(&change.path, "user.note").unwrap().as_deref(), Some(&b"mine"[..]));
    }
    assert_eq!((read(folder.path(), "a"), read(folder.path(), "other")), ("one".into(), "1".into()));
    println!("root: {is_root}, extended attributes: {has_attributes}");
}

// ---------------------------------------------------------------------------------------------------------------------
// The program

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn connsmith(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    said(&Command::new(env!("CARGO_BIN_EXE_connsmith")).args(arguments).current_dir(folder).output().unwrap())
}

fn said(output: &Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

const DEFINITION: &str = "apiDefinition.swagger.json";

/// A copy of a connector in a folder of its own.
fn copy_of(connector: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(root().join("fixtures").join(connector)).unwrap().flatten() {
        std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    folder
}

/// A connector with two safe fixes: a trailing comma, and `x-ms-url-encoding`.
fn example() -> tempfile::TempDir {
    copy_of("example/Contoso Tickets")
}

const TWO: &str = "path-parameter-encoding-missing,json-trailing-comma";

#[test]
fn fix_says_what_it_did_and_has_nothing_to_do_the_second_time() {
    let folder = example();
    let before = read(folder.path(), DEFINITION);
    let (out, err, status) = connsmith(folder.path(), &["fix", "--select", TWO]);
    assert_eq!(
        out,
        "apiDefinition.swagger.json: 2 fixes made\n      1  json-trailing-comma\n      1  path-parameter-encoding-missing\n\
         2 fixes made in 1 file; left in 1 connector, 3 files: 0 errors, 0 warnings\n"
    );
    assert_eq!((err.as_str(), status), ("", 0));
    let after = read(folder.path(), DEFINITION);
    let added = after.replace(",\n            \"x-ms-url-encoding\": \"single\"\n", "\n");
    assert_eq!(added, before.replace(" },\n      }", " }\n      }"));
    let (out, _, status) = connsmith(folder.path(), &["fix", "--quiet", "--select", TWO]);
    assert_eq!((out.as_str(), status), ("0 fixes made; left in 1 connector, 3 files: 0 errors, 0 warnings\n", 0));
    // What is left decides the exit status.
    assert_eq!(connsmith(folder.path(), &["fix", "--quiet"]).2, 1);
}

#[test]
fn unsafe_fixes_are_asked_for() {
    let folder = example();
    let unsafe_one = ["fix", "--quiet", "--select", "operation-id-not-alphanumeric"];
    let (out, ..) = connsmith(folder.path(), &unsafe_one);
    assert!(out.starts_with("0 fixes made;") && out.ends_with(" (1 fixable with --unsafe)\n"), "{out}");
    assert!(!read(folder.path(), DEFINITION).contains("\"GetTicket\""));
    connsmith(folder.path(), &[&unsafe_one[..], &["--unsafe"]].concat());
    assert!(read(folder.path(), DEFINITION).contains("\"GetTicket\""));
}

#[test]
fn diff_and_dry_run_write_nothing_and_the_diff_is_one() {
    let folder = example();
    let before = read(folder.path(), DEFINITION);
    let (out, _, status) = connsmith(folder.path(), &["fix", "--dry-run", "--quiet", "--select", TWO]);
    assert_eq!((out.as_str(), status), ("2 fixes to make in 1 file; left in 1 connector, 3 files: 0 errors, 0 warnings\n", 1));
    let (diff, err, status) = connsmith(folder.path(), &["fix", "--diff", "--select", TWO]);
    assert_eq!(status, 1);
    assert!(err.starts_with("connsmith: 2 fixes to make in 1 file"), "{err}");
    assert_eq!(read(folder.path(), DEFINITION), before);
    std::fs::write(folder.path().join("it.diff"), diff).unwrap();
    let Ok(patched) = Command::new("patch").args(["-p1", "-s", "-i", "it.diff"]).current_dir(folder.path()).status() else {
        println!("skipped: there is no `patch`");
        return;
    };
    assert!(patched.success());
    let patched = read(folder.path(), DEFINITION);
    std::fs::write(folder.path().join(DEFINITION), &before).unwrap();
    connsmith(folder.path(), &["fix", "--select", TWO]);
    assert_eq!(patched, read(folder.path(), DEFINITION));
}

#[test]
fn check_fix_reports_what_is_left() {
    let folder = example();
    let (out, err, status) = connsmith(folder.path(), &["check", "--fix", "--format", "concise"]);
    assert_eq!(
        err,
        "connsmith: 2 fixes made in 1 file; left in 1 connector, 3 files: 8 errors, 5 warnings (4 fixable with --unsafe)\n"
    );
    assert!(!out.contains("[json-trailing-comma]") && out.contains("[schema-ref-not-found "), "{out}");
    assert_eq!((out.lines().count(), status), (13, 1));
    assert_eq!(connsmith(folder.path(), &["check", "--unsafe"]).2, 2, "--unsafe needs --fix");
    let (_, err, status) = connsmith(folder.path(), &["check", "-", "--fix"]);
    assert_eq!((err.as_str(), status), ("connsmith: --fix cannot be used with `-` (standard input)\n", 2));
}

#[test]
fn only_files_that_were_named_change() {
    let folder = example();
    let before = read(folder.path(), DEFINITION);
    for command in [&["fix", "apiProperties.json"][..], &["fmt", "apiProperties.json"]] {
        connsmith(folder.path(), command);
        assert_eq!(read(folder.path(), DEFINITION), before, "{command:?}");
    }
}

#[test]
#[cfg(unix)]
fn what_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = example();
    let before = read(folder.path(), DEFINITION);
    std::fs::set_permissions(folder.path().join(DEFINITION), PermissionsExt::from_mode(0o444)).unwrap();
    let (out, err, status) = connsmith(folder.path(), &["fix", "--select", TWO]);
    assert_eq!(out, "0 fixes made; left in 1 connector, 3 files: 1 error, 1 warning\n");
    assert_eq!(err, "connsmith: `apiDefinition.swagger.json` was not changed: it is read-only\n");
    assert_eq!((read(folder.path(), DEFINITION), status), (before, 2));
    let (_, err, status) = connsmith(folder.path(), &["check", "--fix", "--quiet"]);
    assert!(err.contains("read-only") && status == 2, "{err}");
}

/// A limit on the size of files stands for a full disk.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_everything_as_it_was() {
    let folder = copy_of("good/certified-connectors/Fabrikam Tasks");
    let files = names(folder.path());
    let before = read(folder.path(), DEFINITION);
    assert!(before.len() > 1024);
    let program = env!("CARGO_BIN_EXE_connsmith");
    let script = format!("trap '' XFSZ; ulimit -f 1; '{program}' fmt --indent 4");
    let (_, err, status) = said(&Command::new("bash").args(["-c", &script]).current_dir(folder.path()).output().unwrap());
    assert!(err.contains("`apiDefinition.swagger.json` was not changed: it cannot be written: "), "{err}");
    assert_eq!((read(folder.path(), DEFINITION), names(folder.path()), status), (before, files, 2));
}

#[test]
#[cfg(target_os = "linux")]
fn a_closed_pipe_is_quiet() {
    let program = env!("CARGO_BIN_EXE_connsmith");
    for command in ["fix --dry-run --strict", "fmt --check", "fmt --diff"] {
        let script = format!("(sleep 0.3; '{program}' {command} fixtures/good fixtures/bad 2>/dev/null; echo $? >&2) | true");
        let (_, err, _) = said(&Command::new("bash").args(["-c", &script]).current_dir(root()).output().unwrap());
        assert_eq!(err, "0\n", "{command}");
    }
}

#[test]
fn fmt_formats_checks_and_refuses() {
    let folder = copy_of("good/certified-connectors/Fabrikam Tasks");
    let (out, err, status) = connsmith(folder.path(), &["fmt", "--check"]);
    assert_eq!(out, "would format apiDefinition.swagger.json\nwould format apiProperties.json\n2 files to format, 0 unchanged\n");
    assert_eq!((err.as_str(), status), ("", 1));
    assert_eq!(connsmith(folder.path(), &["fmt", "--diff"]).2, 1);
    let (out, _, status) = connsmith(folder.path(), &["fmt"]);
    assert_eq!(out, "formatted apiDefinition.swagger.json\nformatted apiProperties.json\n2 files formatted, 0 unchanged\n");
    assert_eq!(status, 0);
    assert_eq!(
        connsmith(folder.path(), &["fmt", "--check", "--quiet"]),
        ("0 files to format, 2 unchanged\n".into(), String::new(), 0)
    );
    assert_eq!(connsmith(folder.path(), &["check", "--strict", "--quiet"]).2, 0, "what was clean stays clean");
    std::fs::write(folder.path().join(DEFINITION), "{ \"swagger\": \"2.0\", }").unwrap();
    let (out, err, status) = connsmith(folder.path(), &["fmt"]);
    assert_eq!(
        err,
        "connsmith: `apiDefinition.swagger.json:1:19` was not changed: trailing `,` before the `}` that ends the outermost \
         object; fix it first (`connsmith check`, `connsmith fix`)\n"
    );
    assert_eq!((out.as_str(), status), ("0 files formatted, 1 unchanged, 1 not possible\n", 2));
}

/// New files appear together, in a new folder as well as in one that is there; what is there stays unless it is to be replaced.
#[test]
fn new_files() {
    let here = tempfile::tempdir().unwrap();
    let new = |name: &str| New { name: name.to_owned(), bytes: b"new".to_vec() };
    let folder = here.path().join("deep/folder");
    let files = [new("a"), new("sub/b")];
    fill(&folder, &files, Existing::Keep).unwrap();
    assert_eq!((names(&folder), names(&folder.join("sub"))), (vec!["a".to_owned(), "sub".to_owned()], vec!["b".to_owned()]));
    assert_eq!(names(folder.parent().unwrap()), ["folder"]);

    std::fs::write(folder.join("a"), "mine").unwrap();
    let files = [new("c"), new("a")];
    let refused = fill(&folder, &files, Existing::Keep).unwrap_err();
    assert_eq!(refused.to_string(), format!("`{}` already exists", folder.join("a").display()));
    assert_eq!(names(&folder), ["a", "sub"]);
    assert_eq!(std::fs::read_to_string(folder.join("a")).unwrap(), "mine");

    fill(&folder, &files, Existing::Replace).unwrap();
    assert_eq!(names(&folder), ["a", "c", "sub"]);
    assert_eq!(std::fs::read_to_string(folder.join("a")).unwrap(), "new");

    // A file stands where the folder is to be.
    let blocked = folder.join("a/below");
    let failed = fill(&blocked, &[new("d")], Existing::Keep).unwrap_err();
    assert!(failed.to_string().contains("d` cannot be written: "), "{failed}");
    assert_eq!(names(&folder), ["a", "c", "sub"]);
}
