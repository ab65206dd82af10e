//! Repositories of strangers: whatever they hold, git runs no program of theirs, and asks about no other repository.
#![cfg(unix)]
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn git(folder: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"];
    let output = plain("git").arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A program that knows nothing of whoever runs the test.
fn plain(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}

fn connsmith(folder: &Path, arguments: &[&str]) -> Output {
    plain(env!("CARGO_BIN_EXE_connsmith")).args(arguments).current_dir(folder).output().unwrap()
}

fn connector(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/good/certified-connectors/Fabrikam Tasks");
    for file in std::fs::read_dir(from).unwrap().flatten() {
        std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
}

/// `connectors/tasks` on `main`, and changed, not committed, on `work`.
fn repository(folder: &Path) {
    git(folder, &["init", "-q", "-b", "main"]);
    connector(&folder.join("connectors/tasks"));
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", "one"]);
    git(folder, &["checkout", "-qb", "work"]);
    let definition = folder.join("connectors/tasks/apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&definition).unwrap();
    std::fs::write(definition, text.replacen("Fabrikam", "Fabrikam & Co", 1)).unwrap();
}

/// Every way in which connsmith asks git something.
const VERBS: [&[&str]; 6] = [
    &["check", "--changed=main", "--", "connectors"],
    &["check", "--changed=main", "--changed-lines", "--", "connectors"],
    &["check", "--against", "main", "connectors"],
    &["diff", "--against", "main", "connectors"],
    &["diff", "main:connectors/tasks", "connectors/tasks"],
    &["changelog", "main:connectors/tasks", "connectors/tasks"],
];

/// Runs verbs, and says which of them had the marker made.
fn ran(folder: &Path, marker: &Path, verbs: &[&[&str]]) -> Vec<String> {
    let mut ran = Vec::new();
    for verb in verbs {
        let output = connsmith(folder, verb);
        if marker.exists() {
            ran.push(format!("{verb:?}"));
            std::fs::remove_file(marker).unwrap();
        }
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{verb:?}: {said}");
    }
    ran
}

/// The settings of git that run a program, each with a value that does so when it is used.
fn settings(program: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    // With `.gitattributes` that names the drivers.
    for name in ["x", "a.b", "a=b", "ä"] {
        for key in ["clean", "smudge", "process"] {
            all.push((format!("filter.{name}.{key}"), program.to_owned()));
        }
        for key in ["command", "textconv"] {
            all.push((format!("diff.{name}.{key}"), program.to_owned()));
        }
        all.push((format!("merge.{name}.driver"), program.to_owned()));
    }
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.gitProxy",
        "core.askPass",
        "core.alternateRefsCommand",
        "pager.diff",
        "pager.rev-parse",
        "pager.ls-files",
        "pager.cat-file",
        "pager.config",
        "diff.external",
        "sequence.editor",
        "credential.helper",
        "gpg.program",
        "gpg.ssh.program",
        "gpg.x509.program",
        "gpg.ssh.defaultKeyCommand",
        "uploadpack.packObjectsHook",
        "remote.origin.uploadpack",
        "remote.origin.receivepack",
        "interactive.diffFilter",
        "web.browser",
        "browser.x.cmd",
        "man.x.cmd",
        "difftool.x.cmd",
        "mergetool.x.cmd",
        "submodule.s.update",
        "trailer.x.command",
        "trailer.x.cmd",
        "sendemail.tocmd",
        "notes.rewriteRef",
        "imap.tunnel",
    ] {
        all.push((key.to_owned(), program.to_owned()));
    }
    for builtin in ["rev-parse", "diff", "ls-files", "ls-tree", "cat-file", "merge-base", "symbolic-ref", "config"] {
        all.push((format!("alias.{builtin}"), format!("!{program}")));
    }
    all
}

#[test]
fn no_setting_of_a_repository_runs_a_program() {
    let folder = tempfile::tempdir().unwrap();
    let (marker, repo) = (folder.path().join("ran"), folder.path().join("repo"));
    std::fs::create_dir(&repo).unwrap();
    repository(&repo);
    let script = folder.path().join("program");
    std::fs::write(&script, format!("#!/bin/sh\ntouch '{}'\nexec cat 2>/dev/null\n", marker.display())).unwrap();
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let program = script.display().to_string();

    std::fs::write(repo.join(".gitattributes"), "* filter=x diff=x merge=x\n*.md filter=a.b diff=a.b\n*.png filter=ä\n").unwrap();
    std::fs::write(repo.join(".git/info/attributes"), "*.csx filter=a=b diff=a=b\n").unwrap();
    let hooks = repo.join("hooks");
    std::fs::create_dir(&hooks).unwrap();
    for hook in ["post-index-change", "fsmonitor-watchman", "reference-transaction", "pre-auto-gc", "post-checkout"] {
        for folder in [&hooks, &repo.join(".git/hooks")] {
            std::fs::copy(&script, folder.join(hook)).unwrap();
        }
    }
    let sound = std::fs::read(repo.join(".git/config")).unwrap();
    let set = |key: &str, value: &str| git(&repo, &["config", key, value]);

    // Each alone: one that makes git fail must not hide another.
    for (key, value) in settings(&program) {
        set(&key, &value);
        if key.starts_with("filter.") {
            set(&format!("{}.required", key.rsplit_once('.').unwrap().0), "true");
        }
        // Files are compared by their content only when they look newer than the index.
        for file in std::fs::read_dir(repo.join("connectors/tasks")).unwrap().flatten() {
            let file = std::fs::File::options().append(true).open(file.path()).unwrap();
            file.set_modified(std::time::SystemTime::now()).unwrap();
        }
        // Between them these two ask git everything.
        assert_eq!(ran(&repo, &marker, &VERBS[1..3]), Vec::<String>::new(), "{key} ran a program");
        std::fs::write(repo.join(".git/config"), &sound).unwrap();
    }
    // The same by a file that the configuration includes, and by a folder of hooks.
    std::fs::write(
        folder.path().join("included"),
        format!("[core]\n\tfsmonitor = {program}\n[filter \"x\"]\n\tclean = {program}\n"),
    )
    .unwrap();
    set("include.path", &folder.path().join("included").display().to_string());
    set("core.hooksPath", &hooks.display().to_string());
    assert_eq!(ran(&repo, &marker, &VERBS), Vec::<String>::new(), "an included file, or a hook");

    // The means of this test are sound: git itself does run these.
    std::fs::write(repo.join(".git/config"), &sound).unwrap();
    set("core.fsmonitor", &program);
    let _ = plain("git").arg("-C").arg(&repo).args(["diff", "--name-only", "main"]).output();
    assert!(marker.exists(), "git ran no `core.fsmonitor`: the test shows nothing");
}

/// What a partial clone lacks is not fetched: that would run what the address of the remote names.
/// A setting whose name cannot be given on to switch it off.
#[cfg(target_os = "linux")]
#[test]
fn a_program_whose_name_is_no_text_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (marker, repo) = (folder.path().join("ran"), folder.path().join("repo"));
    std::fs::create_dir(&repo).unwrap();
    repository(&repo);
    let program = folder.path().join("program");
    std::fs::write(&program, format!("#!/bin/sh\ntouch '{}'\ncat\n", marker.display())).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::write(repo.join(".gitattributes"), b"* filter=\xff\xfe\n").unwrap();
    let mut config = std::fs::read(repo.join(".git/config")).unwrap();
    config.extend_from_slice(b"[filter \"\xff\xfe\"]\n\tclean = ");
    config.extend_from_slice(program.display().to_string().as_bytes());
    std::fs::write(repo.join(".git/config"), config).unwrap();
    for verb in VERBS {
        let output = connsmith(&repo, verb);
        assert!(!marker.exists(), "{verb:?} ran the program");
        assert_eq!(output.status.code(), Some(2), "{verb:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("its name is not UTF-8"), "{verb:?}");
    }
}

#[test]
fn nothing_is_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let (marker, repo) = (folder.path().join("ran"), folder.path().join("repo"));
    std::fs::create_dir(&repo).unwrap();
    repository(&repo);
    let blob = git(&repo, &["rev-parse", "main:connectors/tasks/apiDefinition.swagger.json"]);
    std::fs::remove_file(repo.join(".git/objects").join(&blob[..2]).join(&blob[2..])).unwrap();
    for url in [format!("ext::sh -c touch% {}", marker.display()), "ssh://x@localhost/y".to_owned()] {
        for (key, value) in [
            ("core.repositoryformatversion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.url", &url),
            ("protocol.ext.allow", "always"),
            ("core.sshCommand", &format!("touch {};", marker.display())),
        ] {
            git(&repo, &["config", key, value]);
        }
        for verb in VERBS {
            connsmith(&repo, verb);
            assert!(!marker.exists(), "{verb:?} with {url}");
        }
    }
}

/// A folder with the files of a bare repository is an ordinary folder.
#[test]
fn a_folder_that_looks_like_a_repository_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let (marker, repo, evil) = (folder.path().join("ran"), folder.path().join("repo"), folder.path().join("evil"));
    for folder in [&repo, &evil] {
        std::fs::create_dir(folder).unwrap();
        repository(folder);
    }
    let inside = repo.join("connectors");
    for part in ["objects", "refs", "index"] {
        let from = evil.join(".git").join(part);
        assert!(Command::new("cp").arg("-r").arg(from).arg(inside.join(part)).status().unwrap().success());
    }
    std::fs::write(inside.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    let program = format!("touch {}; false", marker.display());
    let config = format!("[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = \"{program}\"\n");
    std::fs::write(inside.join("config"), config).unwrap();
    assert_eq!(ran(&repo, &marker, &VERBS), Vec::<String>::new());
    // From within it, too.
    for arguments in [&["check", "--changed=main"][..], &["check", "--against", "main"], &["diff", "--against", "main"]] {
        let output = connsmith(&inside, arguments);
        assert!(!marker.exists(), "{arguments:?}");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Variables that lead git elsewhere, as hooks have them, do not count.
#[test]
fn the_environment_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let (marker, repo, evil) = (folder.path().join("ran"), folder.path().join("repo"), folder.path().join("evil"));
    for folder in [&repo, &evil] {
        std::fs::create_dir(folder).unwrap();
        repository(folder);
    }
    let program = format!("touch {}", marker.display());
    git(&evil, &["branch", "-m", "main", "other"]);
    let evil_git = evil.join(".git").display().to_string();
    for (name, value) in [
        ("GIT_DIR", evil_git.as_str()),
        ("GIT_WORK_TREE", "/"),
        ("GIT_INDEX_FILE", "/nonexistent/index"),
        ("GIT_OBJECT_DIRECTORY", "/nonexistent"),
        ("GIT_COMMON_DIR", evil_git.as_str()),
        ("GIT_NAMESPACE", "x"),
        ("GIT_EXTERNAL_DIFF", program.as_str()),
        ("GIT_PAGER", program.as_str()),
        ("GIT_CONFIG_PARAMETERS", "'core.fsmonitor'='touch ran'"),
        ("GIT_LITERAL_PATHSPECS", "0"),
        ("GIT_ICASE_PATHSPECS", "1"),
    ] {
        for verb in VERBS {
            let output = plain(env!("CARGO_BIN_EXE_connsmith")).args(verb).current_dir(&repo).env(name, value).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 1)) && !marker.exists(), "{name}, {verb:?}: {said}");
        }
    }
}

/// A work tree that the configuration puts elsewhere is not looked at.
#[test]
fn a_work_tree_elsewhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let repo = folder.path().join("repo");
    std::fs::create_dir(&repo).unwrap();
    repository(&repo);
    git(&repo, &["config", "core.worktree", &folder.path().display().to_string()]);
    let output = connsmith(&repo, &["diff", "--against", "main", "connectors"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("its work tree elsewhere"), "{said}");
}

/// Trees of commits may have entries that no checkout would write: `..`, `.git`, links, names of devices.
#[test]
fn trees_that_climb_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (repo, temporary) = (folder.path().join("repo"), folder.path().join("tmp"));
    std::fs::create_dir(&repo).unwrap();
    std::fs::create_dir(&temporary).unwrap();
    repository(&repo);
    let evil = folder.path().join("evil");
    std::fs::write(&evil, "evil").unwrap();
    let blob = git(&repo, &["hash-object", "-w", &evil.display().to_string()]);
    let definition = git(&repo, &["rev-parse", "main:connectors/tasks/apiDefinition.swagger.json"]);
    let tree = |entries: &[(&str, &str, &str)]| {
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend(format!("{mode} {name}\0").into_bytes());
            bytes.extend((0..id.len()).step_by(2).map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap()));
        }
        let raw = folder.path().join("tree");
        std::fs::write(&raw, bytes).unwrap();
        git(&repo, &["hash-object", "-t", "tree", "-w", "--literally", &raw.display().to_string()])
    };
    let escaped = tree(&[("100644", "escaped", &blob)]);
    std::fs::write(temporary.join("escaped"), "precious").unwrap();
    std::fs::write(repo.join("connectors/escaped"), "precious").unwrap();
    let whole = [("100644", "apiDefinition.swagger.json", definition.as_str())];
    for more in [
        ("40000", "..", escaped.as_str()),
        ("40000", ".git", escaped.as_str()),
        ("40000", "...", escaped.as_str()),
        ("100644", "a\\..\\b", &blob),
        ("100644", "nul", &blob),
        ("100644", "APIDEFINITION.SWAGGER.JSON", &blob),
        ("120000", "apiProperties.json", &blob),
        ("160000", "module", &git(&repo, &["rev-parse", "main"])),
    ] {
        let inner = tree(&[&whole[..], &[more]].concat());
        let root = tree(&[("40000", "c", &inner)]);
        let commit = git(&repo, &["commit-tree", "-m", "x", &root]);
        git(&repo, &["update-ref", "refs/heads/evil", &commit]);
        for arguments in [
            &["diff", "evil:c", "connectors/tasks"][..],
            &["diff", "--against", "evil"],
            &["changelog", "evil:c", "connectors/tasks"],
        ] {
            let output = plain(env!("CARGO_BIN_EXE_connsmith"))
                .args(arguments)
                .current_dir(&repo)
                .env("TMPDIR", &temporary)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0..=2)) && !said.contains("panicked"), "{more:?}: {said}");
            assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 1, "{more:?} {arguments:?} left something");
            for folder in [&temporary, &repo.join("connectors")] {
                assert_eq!(std::fs::read_to_string(folder.join("escaped")).unwrap(), "precious", "{more:?} {arguments:?}");
            }
        }
    }
}
