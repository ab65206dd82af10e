//! Folders of strangers: nothing outside of them is read or written, nothing blocks, and whoever kills the program finds each
//! file as it was or as it is to be.
#![cfg(unix)]
use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const DEFINITION: &str = "apiDefinition.swagger.json";
const SECRET: &str = "hunter2-very-secret";

/// The program: the one that `CONNSMITH` names, such as a release build, else that of the tests.
fn program(folder: &Path, arguments: &[&str]) -> Command {
    let named = std::env::var_os("CONNSMITH");
    let mut command = Command::new(named.as_deref().unwrap_or(env!("CARGO_BIN_EXE_connsmith").as_ref()));
    command.args(arguments).current_dir(folder).env("SECRET", SECRET).stdin(Stdio::null());
    command
}

fn connsmith(folder: &Path, arguments: &[&str]) -> Output {
    program(folder, arguments).output().unwrap()
}

/// Both outputs, and the exit status.
fn said(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let output = connsmith(folder, arguments);
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&text).into_owned(), output.status.code().unwrap())
}

fn copy(fixture: &str, folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for file in std::fs::read_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture)).unwrap().flatten() {
        std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
}

/// A connector with something to fix, and to write into its readme.
fn connector(folder: &Path) {
    copy("example/Contoso Tickets", folder);
    if !folder.join("readme.md").exists() {
        std::fs::write(folder.join("readme.md"), README).unwrap();
    }
}

/// One without findings, which can be formatted, added to and packed.
fn sound(folder: &Path) {
    copy("good/certified-connectors/Fabrikam Tasks", folder);
    std::fs::write(folder.join("readme.md"), README).unwrap();
}

const README: &str = "# Contoso\n\n## Supported Operations\n\n### Old\nGone.\n";

/// Every file below a folder, with its bytes; links by where they lead.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_symlink() {
                all.insert(path.clone(), std::fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes());
            } else if kind.is_file() {
                all.insert(path.clone(), std::fs::read(&path).unwrap());
            }
        }
    }
    all
}

const WRITE: [&[&str]; 7] = [
    &["fix", "--unsafe"],
    &["fmt"],
    &["fmt", "--indent", "4"],
    &["check", "--fix"],
    &["readme"],
    &["add", "operation", "list"],
    &["add", "policy", "setheader"],
];

#[test]
fn links_that_lead_out_are_neither_read_nor_written() {
    let here = tempfile::tempdir().unwrap();
    let (home, inside) = (here.path().join("home"), here.path().join("connectors/one"));
    for name in [DEFINITION, "apiProperties.json", "settings.json", "readme.md", "script.csx", "icon.png", "intro.md"] {
        let _ = std::fs::remove_dir_all(&inside);
        // `add` changes nothing where there are syntax faults.
        if matches!(name, "readme.md" | "apiProperties.json") {
            sound(&inside)
        } else {
            connector(&inside)
        }
        std::fs::create_dir_all(&home).unwrap();
        let target = home.join(name);
        std::fs::write(&target, format!("{{ \"paths\": {{}},   \"swagger\": \"2.0\", \"key\": \"{SECRET}\" }}\n")).unwrap();
        let _ = std::fs::remove_file(inside.join(name));
        symlink(format!("../../home/{name}"), inside.join(name)).unwrap();
        let before = files(&home);
        for arguments in WRITE.iter().chain([&&["check", "--format", "json"][..], &&["check", "--strict"][..]]) {
            let (text, _) = said(&inside, arguments);
            assert!(!text.contains(SECRET) && !text.contains("panicked"), "{name}, {arguments:?}: {text}");
            assert_eq!(files(&home), before, "{name}, {arguments:?}");
            assert!(inside.join(name).symlink_metadata().unwrap().is_symlink(), "{name}, {arguments:?}");
        }
        let (text, status) = said(&inside, &["check"]);
        assert!(text.contains("it is a link that leads out of the repository") && status == 1, "{name}: {text}");
        // And the verbs that would have written there say why they did not.
        let verb = match name {
            "readme.md" => &["readme"][..],
            DEFINITION | "apiProperties.json" | "settings.json" => &["fmt"],
            _ => continue,
        };
        let (text, status) = said(&inside, verb);
        assert!(text.contains("leads out of the repository") && status == 2, "{name}: {text}");
    }
}

/// Reports come from jobs that run the code of strangers.
#[test]
fn only_plain_files_are_merged() {
    let here = tempfile::tempdir().unwrap();
    let pipe = here.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    symlink("/dev/zero", here.path().join("zero")).unwrap();
    for name in ["pipe", "zero", "."] {
        let (text, status) = said(here.path(), &["merge-reports", name]);
        assert!(status == 2 && text.contains(&format!("cannot read `{name}`")), "{name}: {text}");
    }
}

/// Inside of the repository, but outside of what was named: read, not written.
#[test]
fn links_out_of_the_named_folder_are_read_only() {
    let here = tempfile::tempdir().unwrap();
    std::fs::create_dir(here.path().join(".git")).unwrap();
    let inside = here.path().join("one");
    sound(&inside);
    std::fs::write(inside.join(DEFINITION), std::fs::read_to_string(inside.join(DEFINITION)).unwrap().replacen("],", "]  ,", 1))
        .unwrap();
    std::fs::create_dir(here.path().join("shared")).unwrap();
    std::fs::rename(inside.join(DEFINITION), here.path().join("shared/definition.json")).unwrap();
    symlink("../shared/definition.json", inside.join(DEFINITION)).unwrap();
    let before = files(here.path());
    for verb in [&["fix"][..], &["fmt", "--indent", "4"], &["add", "operation", "list"]] {
        let (text, _) = said(here.path(), &[verb, &["one"]].concat());
        assert!(text.contains("it is a link to a file outside the given folder"), "{verb:?}: {text}");
        let mut after = files(here.path());
        after.insert(inside.join("apiProperties.json"), before[&inside.join("apiProperties.json")].clone());
        assert_eq!(after, before, "{verb:?}");
    }
    assert!(!said(here.path(), &["check", "one"]).0.contains("file-unreadable"));
    // Where both are named the link stays, and its target is changed.
    said(here.path(), &["fmt", "."]);
    assert!(inside.join(DEFINITION).symlink_metadata().unwrap().is_symlink());
    assert_ne!(
        std::fs::read(here.path().join("shared/definition.json")).unwrap(),
        before[&here.path().join("shared/definition.json")]
    );
}

/// What a configuration or settings name outside of the repository is not read, and not even looked for.
#[test]
fn paths_of_a_configuration_stay_in_the_repository() {
    let here = tempfile::tempdir().unwrap();
    let folder = here.path().join("repo/one");
    connector(&folder);
    std::fs::write(here.path().join("secret"), format!("key = {SECRET}\n")).unwrap();
    symlink("../../secret", folder.join("link.toml")).unwrap();
    let absolute = here.path().join("secret").display().to_string();
    let all_formats = |text: &str| {
        for format in ["text", "json", "sarif", "html", "gitlab", "concise", "markdown"] {
            let (said, status) = said(&folder, &["check", "--format", format]);
            assert!(!said.contains(SECRET) && !said.contains("panicked") && status < 2, "{text} as {format}: {said}");
        }
        said(&folder, &["check", "--format", "concise"]).0
    };
    for named in ["/proc/self/environ", &absolute, "../../secret", "../../../nothing-there", "/nothing/there", "link.toml"] {
        std::fs::write(folder.join("connsmith.toml"), format!("baseline = {named:?}\n")).unwrap();
        let text = all_formats(named);
        assert!(text.contains(&format!("`{named}` is not read: it leads out of the repository")), "{named}: {text}");
    }
    std::fs::remove_file(folder.join("connsmith.toml")).unwrap();
    symlink("../../secret", folder.join("connsmith.toml")).unwrap();
    assert!(all_formats("connsmith.toml").contains("the configuration is not read: it is a link that leads out"));
    std::fs::remove_file(folder.join("connsmith.toml")).unwrap();
    for named in ["/proc/self/environ", &absolute, "../../secret", "/nothing/there", "link.toml", "x/../../../secret"] {
        for field in ["apiDefinition", "apiProperties", "script", "icon"] {
            std::fs::write(folder.join("settings.json"), format!("{{ \"{field}\": {named:?} }}")).unwrap();
            assert!(all_formats(named).contains("leads out of the repository"), "{field}: {named}");
        }
    }
}

/// Only plain files are read, up to a size; all else is said at once.
#[test]
#[cfg(target_os = "linux")]
fn only_plain_files_are_read() {
    let here = tempfile::tempdir().unwrap();
    let folder = here.path().join("one");
    type Make = fn(&Path);
    let kinds: [(&str, Make); 7] = [
        ("a link to /dev/zero", |path| symlink("/dev/zero", path).unwrap()),
        ("a link to a terminal", |path| symlink("/dev/tty", path).unwrap()),
        ("a pipe", |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())),
        ("a socket", |path| drop(std::os::unix::net::UnixListener::bind(path).unwrap())),
        ("a folder", |path| std::fs::create_dir(path).unwrap()),
        ("a link to itself", |path| symlink(path.file_name().unwrap(), path).unwrap()),
        ("100 GiB", |path| std::fs::File::create(path).unwrap().set_len(100 << 30).unwrap()),
    ];
    let names = [
        DEFINITION,
        "apiProperties.json",
        "settings.json",
        "script.csx",
        "readme.md",
        "intro.md",
        "icon.png",
        "connsmith.toml",
        "baseline.toml",
        ".gitignore",
    ];
    for name in names {
        for (kind, make) in kinds {
            let _ = std::fs::remove_dir_all(&folder);
            connector(&folder);
            let _ = std::fs::remove_file(folder.join(name));
            if name == "baseline.toml" {
                std::fs::write(folder.join("connsmith.toml"), "baseline = \"baseline.toml\"\n").unwrap();
            }
            // A path of a socket has few letters.
            make(&folder.join(name));
            let binary = env!("CARGO_BIN_EXE_connsmith");
            let limited = format!("ulimit -v 2000000; exec timeout -s KILL 20 '{binary}' check --format concise one");
            let began = Instant::now();
            let output = Command::new("sh").args(["-c", &limited]).current_dir(here.path()).output().unwrap();
            let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            let what = format!("{name} is {kind}: {text}");
            assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}: {what}", output.status);
            assert!(began.elapsed() < Duration::from_secs(15) && !text.contains("memory"), "{what}");
            let is_folder = kind == "a folder";
            let expected = match name {
                ".gitignore" => "has no effect",
                "connsmith.toml" => "configuration-not-valid",
                "baseline.toml" => "baseline.toml",
                // A folder of that name is no file of the connector, and is found to be missing or unexpected.
                _ if is_folder => "",
                _ => "file-unreadable",
            };
            assert!(text.contains(expected), "{what}");
            if !is_folder && name != ".gitignore" {
                assert_eq!(output.status.code(), Some(1), "{what}");
            }
        }
    }
    // What is just small enough takes bounded time.
    let _ = std::fs::remove_dir_all(&folder);
    connector(&folder);
    std::fs::write(folder.join("script.csx"), vec![0; 4 << 20]).unwrap();
    let began = Instant::now();
    let (text, _) = said(&folder, &["check"]);
    assert!(began.elapsed() < Duration::from_secs(30) && !text.contains("file-unreadable"), "{:?}", began.elapsed());
    std::fs::write(folder.join("script.csx"), vec![0; 64 << 20]).unwrap();
    let (text, _) = said(&folder, &["check", "--format", "concise"]);
    assert!(text.contains("`script.csx` cannot be read: it is larger than 4 MiB"), "{text}");
}

/// What a search passes over is said; what lies above the repository does not count.
#[test]
fn what_is_passed_over_is_said() {
    let here = tempfile::tempdir().unwrap();
    let repo = here.path().join("repo");
    for name in ["one", "ignored", ".hidden", "elsewhere/linked"] {
        connector(&repo.join(name));
    }
    std::fs::create_dir(repo.join(".git")).unwrap();
    symlink("elsewhere/linked", repo.join("link")).unwrap();
    std::fs::write(repo.join(".gitignore"), "ignored/\n").unwrap();
    std::fs::write(repo.join("one/APIDefinition.swagger.json"), "{}").unwrap();
    // Above the top: would hide everything, and be broken.
    std::fs::write(here.path().join(".gitignore"), "*\n").unwrap();
    std::fs::write(here.path().join("connsmith.toml"), "nothing = [\n").unwrap();
    let (text, status) = said(&repo, &["check", "--format", "concise"]);
    for line in [
        "`./ignored` is ignored by a .gitignore",
        "`./.hidden` is hidden",
        "`./link` is a link to a folder",
        "`./one/APIDefinition.swagger.json` differs only in case from `apiDefinition.swagger.json`",
    ] {
        assert_eq!(text.matches(line).count(), 1, "{line}: {text}");
    }
    assert!(status == 1 && !text.contains("configuration-not-valid"), "{text}");
    assert!(!said(&repo, &["check", "one"]).0.contains("hidden"));
    // One file that does not count changes nothing else.
    for (ignore, why) in
        [(format!("{}\n", "*a".repeat(500_000)), "larger than"), ("*a".repeat(100), "more than 1024 bytes or 16 stars")]
    {
        std::fs::write(repo.join(".gitignore"), ignore).unwrap();
        let (text, status) = said(&repo, &["check", "--format", "concise"]);
        assert!(text.contains(".gitignore` has no effect: ") && text.contains(why) && status == 1, "{text}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Archives

#[cfg(feature = "packages")]
mod solutions {
    use super::*;

    const MANIFEST: &str = r#"<ImportExportXml version="9.2"><SolutionManifest><UniqueName>Sol</UniqueName><LocalizedNames><LocalizedName description="Sol" languagecode="1033" /></LocalizedNames><Descriptions /><Version>1.0.0.0</Version><Managed>0</Managed><Publisher><UniqueName>contoso</UniqueName><LocalizedNames /><CustomizationPrefix>cts</CustomizationPrefix><CustomizationOptionValuePrefix>10000</CustomizationOptionValuePrefix></Publisher><RootComponents /><MissingDependencies /></SolutionManifest></ImportExportXml>"#;

    /// A solution with connectors of these names and titles, and a flow whose file has this name.
    fn solution(connectors: &[(&str, &str)], flow: &str) -> Vec<u8> {
        let connector = |(at, (name, title)): (usize, &(&str, &str))| {
            format!(
                "<Connector><connectorid>{at:08}-1111-1111-1111-111111111111</connectorid><connectortype>1</connectortype>\
                 <displayname>{title}</displayname><name>{name}</name>\
                 <openapidefinition>/Connector/a_openapidefinition.json</openapidefinition></Connector>"
            )
        };
        let connectors: String = connectors.iter().enumerate().map(connector).collect();
        let flows = match flow {
            "" => String::new(),
            flow => format!("<Workflow WorkflowId=\"{{1}}\" Name=\"x\"><JsonFileName>{flow}</JsonFileName></Workflow>"),
        };
        let customizations =
            format!("<ImportExportXml><Workflows>{flows}</Workflows><Connectors>{connectors}</Connectors></ImportExportXml>");
        let definition = std::fs::read(
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/good/certified-connectors/Fabrikam Tasks").join(DEFINITION),
        );
        let entries = [
            ("solution.xml".to_owned(), MANIFEST.into()),
            ("customizations.xml".to_owned(), customizations.into_bytes()),
            ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
            ("Connector/a_openapidefinition.json".to_owned(), definition.unwrap()),
        ];
        connsmith::text::archive::write(&entries).unwrap()
    }

    #[test]
    fn names_in_a_solution_stay_in_the_folder() {
        let here = tempfile::tempdir().unwrap();
        let work = here.path().join("a/b");
        std::fs::create_dir_all(&work).unwrap();
        let absolute = here.path().join("absolute").display().to_string();
        let names = [
            "../../escaped",
            "..",
            "/absolute",
            &absolute,
            "C:/x",
            "c:x",
            "a\\..\\..\\x",
            "nul",
            "COM1.json",
            "x/../../y",
            ".git",
            ".git/hooks",
            "a.",
            "x:stream",
            "a/b",
        ];
        let outside = || files(here.path()).into_keys().filter(|path| !path.starts_with(&work)).collect::<Vec<_>>();
        for name in names {
            let zips = [
                // As the connector's only name, as its second choice, and as that of files in a tree.
                (solution(&[(name, "")], ""), &["unpack", "s.zip", "--out", "out"][..]),
                (solution(&[("cts_a", "Same"), (name, "Same")], ""), &["unpack", "s.zip", "--out", "out"]),
                (solution(&[(name, "x")], ""), &["unpack", "s.zip", "--out", "out", "--tree"]),
                (solution(&[("cts_a", "x")], &format!("/{name}")), &["unpack", "s.zip", "--out", "out", "--tree"]),
            ];
            for (at, (zip, arguments)) in zips.into_iter().enumerate() {
                let _ = std::fs::remove_dir_all(work.join("out"));
                std::fs::write(work.join("s.zip"), zip).unwrap();
                let (text, status) = said(&work, arguments);
                assert!(!text.contains("panicked"), "{name}, {at}: {text}");
                assert_eq!(outside(), Vec::<PathBuf>::new(), "{name}, {at}: {text}");
                // In a tree some become harmless by what is put before or behind them.
                if at < 2 {
                    assert!(status == 2 && text.contains("nothing was unpacked"), "{name}, {at}: {text}");
                    assert!(!work.join("out").exists(), "{name}, {at}");
                }
            }
        }
    }

    #[test]
    fn links_and_twins_in_the_target_are_refused() {
        let here = tempfile::tempdir().unwrap();
        let (out, home) = (here.path().join("out"), here.path().join("home"));
        std::fs::create_dir(&home).unwrap();
        std::fs::write(here.path().join("s.zip"), solution(&[("cts_a", "Contoso")], "")).unwrap();
        let unpack = ["unpack", "s.zip", "--out", "out"];
        // A folder, a file in it, the side file, and the files of a tree.
        for (link, to) in
            [("Contoso", "../home"), ("Contoso/apiProperties.json", "../../home/x"), ("connsmith.solution.json", "../home/x")]
        {
            let _ = std::fs::remove_dir_all(&out);
            std::fs::create_dir_all(out.join(link).parent().unwrap()).unwrap();
            symlink(to, out.join(link)).unwrap();
            let (text, status) = said(here.path(), &unpack);
            assert!(status == 2 && files(&home).is_empty(), "{link}: {text}");
        }
        let _ = std::fs::remove_dir_all(&out);
        std::fs::create_dir_all(&out).unwrap();
        symlink("../home", out.join("Connectors")).unwrap();
        let (text, status) = said(here.path(), &["unpack", "s.zip", "--out", "out", "--tree"]);
        assert!(status == 2 && text.contains("link that leads out of the folder") && files(&home).is_empty(), "{text}");
        // Names that differ only in case would be one folder on other systems.
        let _ = std::fs::remove_dir_all(&out);
        std::fs::write(
            here.path().join("s.zip"),
            solution(&[("cts_a", "Contoso"), ("CTS_A", "CONTOSO"), ("cts_a", "contoso")], ""),
        )
        .unwrap();
        let (text, status) = said(here.path(), &unpack);
        assert!(status == 2 && text.contains("two connectors of the solution are named") && !out.exists(), "{text}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Files that are asked for

#[test]
fn reports_do_not_follow_links_of_strangers() {
    let here = tempfile::tempdir().unwrap();
    let (repo, home) = (here.path().join("repo"), here.path().join("home"));
    connector(&repo);
    std::fs::create_dir_all(&home).unwrap();
    std::fs::write(home.join("profile"), "").unwrap();
    symlink("../home/profile", repo.join("link")).unwrap();
    symlink("../home", repo.join("site")).unwrap();
    std::fs::create_dir(repo.join("pages")).unwrap();
    symlink("../../home/profile", repo.join("pages/index.html")).unwrap();
    for arguments in [
        &["check", "--output", "link"][..],
        &["check", "--write-baseline", "link"],
        &["docs", "--out", "pages"],
        &["pack", "--zip", "--out", "link"],
    ] {
        let (text, status) = said(&repo, arguments);
        assert_eq!(status, 2, "{arguments:?}: {text}");
        assert_eq!(std::fs::read(home.join("profile")).unwrap(), b"", "{arguments:?}");
    }
    // Nor of a folder on the way, nor to a pipe, which would wait for a reader.
    std::fs::create_dir(repo.join(".git")).unwrap();
    assert!(Command::new("mkfifo").arg(home.join("pipe")).status().unwrap().success());
    symlink("../home/pipe", repo.join("pipe")).unwrap();
    std::fs::create_dir(repo.join("shown")).unwrap();
    assert!(Command::new("mkfifo").arg(repo.join("shown/index.html")).status().unwrap().success());
    sound(&here.path().join("sound"));
    let sound = here.path().join("sound").display().to_string();
    for arguments in [
        &["check", "--output", "pipe"][..],
        &["check", "--output", "site/new"],
        &["check", "--write-baseline", "site/new"],
        &["check", "--format", "json:site/new"],
        &["check", "--timing=site/new"],
        &["pack", "--zip", &sound, "--out", "site/new"],
        &["preview", &sound, "--out", "site"],
        &["preview", &sound, "--out", "site/new"],
        &["preview", &sound, "--out", "site/new", "--format", "json"],
        &["preview", &sound, "--out", "shown"],
        &["serve", &sound, "--mock", "--record", "site/new"],
        &["init", "site"],
    ] {
        let (text, status) = said(&repo, arguments);
        assert_eq!(status, 2, "{arguments:?}: {text}");
        assert_eq!(std::fs::read_dir(&home).unwrap().count(), 2, "{arguments:?}");
    }
    std::fs::remove_file(home.join("pipe")).unwrap();
    let _ = std::fs::remove_file(repo.join("connsmith.toml"));
    symlink("../home/new", repo.join("connsmith.toml")).unwrap();
    assert_eq!(said(&repo, &["init"]).1, 2);
    assert_eq!(files(&home).len(), 1);
    // Devices are no files of strangers.
    assert!(connsmith(&repo, &["explain", "file-unreadable"]).status.success());
}

// ---------------------------------------------------------------------------------------------------------------------
// Kills

/// Names that only the program itself makes.
fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let is_ours = entry.file_name().to_string_lossy().starts_with(".connsmith-");
            if is_ours {
                found.push(entry.path());
            } else if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            }
        }
    }
    found
}

/// Runs a verb in a copy of a folder, and kills it at some moment: each file is as before, or as after a whole run. Then a run
/// that is let finish leaves what a whole run leaves.
fn killed(make: impl Fn(&Path), arguments: &[&str], signal: &str, times: usize) {
    let here = tempfile::tempdir().unwrap();
    let whole = here.path().join("whole");
    make(&whole);
    let before = relative(&whole);
    let began = Instant::now();
    assert!(connsmith(&whole, arguments).status.code().is_some_and(|code| code <= 1), "{:?}", said(&whole, arguments));
    let takes = began.elapsed();
    let after = relative(&whole);
    assert_ne!(before, after, "{arguments:?} writes nothing");
    let mut random = fastrand::Rng::with_seed(7);
    for time in 0..times {
        let work = here.path().join(format!("work{time}"));
        make(&work);
        let mut child = program(&work, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Files are written towards the end.
        std::thread::sleep(takes.mul_f64(if time % 3 == 0 { random.f64() } else { 0.7 + random.f64() * 0.4 }));
        let _ = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
        child.wait().unwrap();
        for (path, bytes) in relative(&work).iter().filter(|(path, _)| !path.contains(".connsmith-")) {
            let known = before.get(path) == Some(bytes) || same(path, after.get(path), bytes);
            assert!(known, "{arguments:?}: `{path}` is half-written: {} bytes", bytes.len());
        }
        if signal != "-KILL" {
            assert_eq!(leftovers(&work), Vec::<PathBuf>::new(), "{arguments:?} {signal}");
        }
        let again = connsmith(&work, arguments);
        assert_eq!(leftovers(&work), Vec::<PathBuf>::new(), "{arguments:?}: {}", String::from_utf8_lossy(&again.stderr));
        let finished = relative(&work);
        assert_eq!(finished.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "{arguments:?}");
        std::fs::remove_dir_all(work).unwrap();
    }
}

/// A run that refuses to overwrite removes what a killed one left beside the folder, too.
#[test]
fn a_refusal_cleans_up() {
    let folder = tempfile::tempdir().unwrap();
    let definition = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/example/Contoso Tickets/apiDefinition.swagger.json");
    std::fs::copy(definition, folder.path().join("api.json")).unwrap();
    let new = ["new", "out", "--publisher", "custom", "--host", "api.fabrikam.com", "--auth", "none", "--resource", "task"];
    for arguments in [&["import", "api.json", "out"][..], &new] {
        std::fs::create_dir_all(folder.path().join("out")).unwrap();
        std::fs::write(folder.path().join("out/apiDefinition.swagger.json"), "{}").unwrap();
        std::fs::write(folder.path().join(".connsmith-kV66tZMI6Rjj.lock"), "").unwrap();
        let output = connsmith(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(leftovers(folder.path()), Vec::<PathBuf>::new(), "{arguments:?}");
    }
}

/// Some hold an id that is made at random: zips and side files, whose length alone is always the same or nearly so.
fn same(path: &str, after: Option<&Vec<u8>>, bytes: &[u8]) -> bool {
    let random = path.ends_with(".zip") || path.ends_with("connsmith.solution.json");
    after.is_some_and(|after| after == bytes || (random && after.len().abs_diff(bytes.len()) < 64))
}

fn relative(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: PathBuf| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    files(folder).into_iter().map(|(path, bytes)| (name(path), bytes)).collect()
}

const SOLUTION: [&str; 12] = [
    "pack",
    "--solution",
    "--out",
    "s.zip",
    "--publisher-name",
    "contoso",
    "--publisher-prefix",
    "cts",
    "--solution-name",
    "Sol",
    "--solution-version",
    "1.0.0.0",
];

fn solution_zip(folder: &Path) {
    sound(&folder.join("source"));
    let (text, status) = said(&folder.join("source"), &SOLUTION);
    assert_eq!(status, 0, "{text}");
    std::fs::rename(folder.join("source/s.zip"), folder.join("s.zip")).unwrap();
    std::fs::remove_dir_all(folder.join("source")).unwrap();
}

/// A description of an API, to be imported.
fn described(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let operation = |at: usize| {
        let responses = "responses: {'200': {description: OK, content: {application/json: {schema: {type: object}}}}}";
        format!("  /tasks{at}:\n    get: {{operationId: ListTasks{at}, summary: List tasks {at}, {responses}}}\n")
    };
    let paths: String = (0..50).map(operation).collect();
    let info = "info: {title: Contoso Tasks, version: '1.0', description: Keeps the tasks of a team in one place.}";
    let text = format!("openapi: 3.0.3\n{info}\nservers: [{{url: 'https://api.contoso.com/v1'}}]\npaths:\n{paths}");
    std::fs::write(folder.join("api.yaml"), text).unwrap();
}

fn kill_all(times: usize) {
    let new = [
        "new",
        "Contoso",
        "--yes",
        "--host",
        "api.contoso.com",
        "--description",
        "Keeps the tasks of a team in one place.",
        "--publisher-name",
        "Contoso",
        "--website",
        "https://www.contoso.com",
        "--privacy-policy",
        "https://www.contoso.com/privacy",
        "--category",
        "Productivity",
        "--auth",
        "api-key",
    ];
    for signal in ["-KILL", "-TERM"] {
        killed(connector, &["fix"], signal, times);
        killed(sound, &["fmt", "--indent", "4"], signal, times);
        killed(sound, &["readme"], signal, times);
        killed(|folder| std::fs::create_dir_all(folder).unwrap(), &new, signal, times);
        killed(described, &["import", "api.yaml", "out"], signal, times);
        #[cfg(feature = "packages")]
        {
            killed(sound, &SOLUTION, signal, times);
            let zip = tempfile::tempdir().unwrap();
            solution_zip(zip.path());
            let with_zip = |folder: &Path| {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::copy(zip.path().join("s.zip"), folder.join("s.zip")).unwrap();
            };
            killed(with_zip, &["unpack", "s.zip", "--out", "out"], signal, times);
        }
    }
}

#[test]
fn killed_at_any_moment() {
    kill_all(6);
}

#[test]
#[ignore = "two hundred kills of each verb take minutes: .ci/run runs them with a release build"]
fn killed_at_any_moment_two_hundred_times() {
    kill_all(200);
}
