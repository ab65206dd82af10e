//! `pack`, `unpack` and `package check` as people and scripts meet them.
use connsmith::connector::discover::{self, Found};
use connsmith::text::archive;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[allow(dead_code, reason = "the other half is for examples")]
#[path = "frames/package.rs"]
mod package;

const FABRIKAM: [&str; 4] = ["--publisher-name", "fabrikam", "--publisher-prefix", "fab"];

fn connsmith(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR").stdin(Stdio::null());
    command.output().unwrap()
}

/// Standard output and error of a command, and its exit status.
fn said(output: &Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

/// A folder with a copy of a good connector, with an icon.
fn workplace() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let connector = folder.path().join("Fabrikam Tasks");
    std::fs::create_dir(&connector).unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/good/certified-connectors/Fabrikam Tasks");
    for file in std::fs::read_dir(fixture).unwrap().flatten() {
        std::fs::copy(file.path(), connector.join(file.file_name())).unwrap();
    }
    let mut icon = Vec::new();
    let mut encoder = png::Encoder::new(&mut icon, 230, 230);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0x1a, 0x6f, 0xb5].repeat(230 * 230)).unwrap();
    drop(writer);
    std::fs::write(connector.join("icon.png"), icon).unwrap();
    std::fs::write(connector.join("intro.md"), package::INTRO).unwrap();
    (folder, connector)
}

/// A solution with the connector that lies in the folder, as its side file knows it, and a flow.
fn flow_solution(connector: &Path) -> Vec<u8> {
    let zip = connector.parent().unwrap().join("FabrikamTasks_1_0_0_0.zip");
    let (archive, _) = archive::read(std::fs::File::open(zip).unwrap(), archive::Limits::default());
    let solution =
        connsmith::connector::solution::Solution::read(connsmith::connector::solution::Solution::files_of(archive)).unwrap();
    let folder = discover::load(&Found::folder(connector), "x".into());
    let connector = connsmith::Connector::new(folder);
    let operation = connector.operations().find_map(|operation| operation.id()).unwrap();
    let solution = package::with_flow(solution, &operation);
    archive::write(&solution.packed().into_iter().collect::<Vec<_>>()).unwrap()
}

#[test]
fn from_a_folder_to_a_package_that_passes() {
    let (work, connector) = workplace();
    let folder = work.path();
    let (out, err, status) = said(&connsmith(folder, &[&["pack", "--solution", "Fabrikam Tasks"], &FABRIKAM[..]].concat()));
    assert_eq!((err.as_str(), status), ("", 0), "{out}");
    std::fs::write(folder.join("flow.zip"), flow_solution(&connector)).unwrap();
    let pack = ["pack", "--certification", "Fabrikam Tasks", "--flow-solution", "flow.zip", "--out"];
    for out in ["one.zip", "other.zip"] {
        let (text, err, status) = said(&connsmith(folder, &[&pack[..], &[out]].concat()));
        assert_eq!((err.as_str(), status), ("", 0), "{text}");
    }
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert!(read("one.zip") == read("other.zip"), "twice packed, the same bytes");

    let check = ["package", "check", "one.zip", "--format", "concise", "--fail-on", "warning"];
    let (out, err, status) = said(&connsmith(folder, &check));
    assert_eq!((out.as_str(), err.as_str(), status), ("", "", 0));

    // The two solutions given as zips make the same package.
    let parts = ["--connector-solution", "FabrikamTasks_1_0_0_0.zip", "--flow-solution", "flow.zip"];
    let pack = [&["pack", "--certification", "--intro", "Fabrikam Tasks/intro.md", "--out", "third.zip"], &parts[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    assert!(read("one.zip") == read("third.zip"));

    // A fault of the definition is found where it lies.
    let definition = connector.join("apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&definition).unwrap();
    std::fs::write(&definition, text.replacen("\"title\": \"Fabrikam Tasks\"", "\"title\": \"Fabrikam Tasks API\"", 1)).unwrap();
    assert_eq!(said(&connsmith(folder, &["pack", "--solution", "Fabrikam Tasks"])).2, 0);
    std::fs::write(folder.join("flow.zip"), flow_solution(&connector)).unwrap();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    let (out, _, status) = said(&connsmith(folder, &["package", "check", "third.zip", "--format", "concise"]));
    let lines: Vec<&str> = out.lines().filter(|line| line.contains("error")).collect();
    let file = "third.zip!package.zip!PkgAssets/ConnectorSolution.zip!Connector/fab_fabrikam-20tasks_openapidefinition.json";
    let expected = format!(
        "{file}:4:34: error[info-title-restricted-word ValueContainsRestrictedWords]: title contains the restricted word `API`"
    );
    assert_eq!((lines, status), (vec![expected.as_str()], 1), "{out}");
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap_or_default())).collect()
}

#[test]
fn over_the_folder_and_back() {
    let (work, connector) = workplace();
    let folder = work.path();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    let before = files(&connector);

    // Nothing changed, so nothing changes: not a byte, and no file goes.
    let unpack = ["unpack", "s.zip", "--out", "Fabrikam Tasks", "--format", "concise"];
    let (out, err, status) = said(&connsmith(folder, &unpack));
    assert_eq!((out.as_str(), err.as_str(), status), ("unpacked “Fabrikam Tasks” into Fabrikam Tasks: 3 files\n", "", 0));
    let after = files(&connector);
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    for (name, bytes) in &before {
        assert_eq!(String::from_utf8_lossy(&after[name]), String::from_utf8_lossy(bytes), "{name}");
    }

    // The version goes up in the side file, the id stays.
    assert_eq!(said(&connsmith(folder, &["pack", "--solution", "Fabrikam Tasks", "--bump", "--managed"])).2, 0);
    assert!(folder.join("FabrikamTasks_1_0_0_1_managed.zip").is_file());
    let side = |files: &BTreeMap<String, Vec<u8>>| {
        serde_json::from_slice::<serde_json::Value>(&files["connsmith.solution.json"]).unwrap()
    };
    let now = side(&files(&connector));
    assert_eq!(now["solution"]["version"], "1.0.0.1");
    assert_eq!(now["solution"]["managed"], false);
    assert_eq!(now["connector"], side(&before)["connector"]);

    // A folder that is not known to be this connector is left alone.
    std::fs::create_dir_all(folder.join("elsewhere/Fabrikam Tasks")).unwrap();
    std::fs::write(folder.join("elsewhere/Fabrikam Tasks/mine.txt"), "mine").unwrap();
    let (_, err, status) = said(&connsmith(folder, &["unpack", "s.zip", "--out", "elsewhere"]));
    assert!(err.contains("already exists and is not known to be this connector") && status == 2, "{err}");
    assert_eq!(files(&folder.join("elsewhere")).len(), 1);

    // The tree of pac, read again, is the same solution.
    assert_eq!(said(&connsmith(folder, &["unpack", "s.zip", "--tree", "--out", "tree"])).2, 0);
    assert!(folder.join("tree/Connectors/fab_fabrikam-20tasks.xml").is_file());
    assert_eq!(said(&connsmith(folder, &["unpack", "tree", "--out", "again", "--quiet"])).2, 0);
    let (_, _, status) = said(&connsmith(folder, &["pack", "--solution", "again", "--out", "again.zip"]));
    assert_eq!(status, 0);
    assert!(std::fs::read(folder.join("again.zip")).unwrap() == std::fs::read(folder.join("s.zip")).unwrap());
}

#[test]
fn what_cannot_be_packed_is_said() {
    let (work, connector) = workplace();
    let folder = work.path();
    let pack = ["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"];
    let (_, err, status) = said(&connsmith(folder, &pack));
    let message = "connsmith: the solution has no publisher name: use `--publisher-name`, or `publisher.name` in `[solution]` of connsmith.toml\n";
    assert_eq!((err.as_str(), status), (message, 2));

    std::fs::write(
        folder.join("connsmith.toml"),
        "[solution]\nname = \"Tasks\"\n[solution.publisher]\nname = \"fabrikam\"\nprefix = \"Fab\"\n",
    )
    .unwrap();
    let (_, err, status) = said(&connsmith(folder, &pack));
    let message = "connsmith: `Fab` is not a valid prefix: use two to eight lower-case letters and digits, beginning with a letter, but not `mscrm`\n";
    assert_eq!((err.as_str(), status), (message, 2));
    let pack = [&pack[..], &["--publisher-prefix", "fab"]].concat();

    // 1,000,000 characters: compact JSON is offered first.
    let definition = connector.join("apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&definition).unwrap();
    std::fs::write(&definition, text.clone() + &" ".repeat(1_000_000)).unwrap();
    let (out, err, status) = said(&connsmith(folder, &pack));
    let characters = text.len() + 1_000_000;
    assert!(out.contains(&format!("has {characters} characters; a solution takes 1000000")) && status == 1, "{out}");
    assert!(out.contains("pack it without whitespace (`connsmith pack --compact`); it then has"), "{out}");
    assert_eq!(err, "connsmith: `s.zip` was not written\n");
    assert!(!folder.join("s.zip").exists() && !connector.join("connsmith.solution.json").exists());
    assert_eq!(said(&connsmith(folder, &[&pack[..], &["--compact"]].concat())).2, 0);
    // It is remembered.
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);

    std::fs::write(&definition, text.replacen(',', "", 1)).unwrap();
    let (_, err, status) = said(&connsmith(folder, &pack));
    assert!(err.contains("apiDefinition.swagger.json:2:21`") && err.contains("fix it first") && status == 2, "{err}");
}

#[test]
fn a_plain_zip_holds_three_files() {
    let (work, _) = workplace();
    assert_eq!(said(&connsmith(work.path(), &["pack", "--zip", "Fabrikam Tasks"])).2, 0);
    let zip = std::fs::File::open(work.path().join("Fabrikam Tasks.zip")).unwrap();
    let (archive, faults) = archive::read(zip, archive::Limits::default());
    let names: Vec<_> = archive.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!((names, faults), (vec!["apiDefinition.swagger.json", "apiProperties.json", "icon.png"], vec![]));
}

/// A solution that people name where a connector belongs.
#[test]
fn a_zip_is_no_connector_and_stays_as_it_is() {
    let (work, _) = workplace();
    let folder = work.path();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    let bytes = std::fs::read(folder.join("s.zip")).unwrap();
    let left = "`s.zip` was not changed: this is a solution; run `connsmith unpack s.zip`";
    for (verb, words, expected) in [
        (&["check"][..], "", 0),
        (&["fix"], left, 2),
        (&["fix", "--unsafe"], left, 2),
        (&["check", "--fix"], left, 0),
        (&["fmt"], "`s.zip` is a zip: `connsmith unpack s.zip` takes a solution apart", 2),
    ] {
        let (out, err, status) = said(&connsmith(folder, &[verb, &["s.zip"]].concat()));
        assert!(err.contains(words), "{verb:?} {out}{err}");
        assert_eq!(status, expected, "{verb:?} {out}{err}");
        assert!(std::fs::read(folder.join("s.zip")).unwrap() == bytes, "{verb:?}");
    }
    let (out, _, status) = said(&connsmith(folder, &["package", "check", "s.zip", "--format", "concise"]));
    assert_eq!(
        (out.as_str(), status),
        ("s.zip:1:1: error[package-zip-missing]: this is a solution, not a package for certification\n", 1)
    );

    // Under the name of a definition it is one fault, and nothing is fixed.
    std::fs::create_dir(folder.join("saved")).unwrap();
    std::fs::write(folder.join("saved/apiDefinition.swagger.json"), &bytes).unwrap();
    std::fs::write(
        folder.join("saved/apiProperties.json"),
        "{ \"properties\": { \"connectionParameters\": {}, \"iconBrandColor\": \"#1a6fb5\", \"capabilities\": [] } }\n",
    )
    .unwrap();
    let concise = ["check", "saved", "--publisher", "custom", "--format", "concise"];
    let (out, _, status) = said(&connsmith(folder, &concise));
    let file = "saved/apiDefinition.swagger.json";
    let fault = format!("{file}:1:1: error[json-syntax]: this is a zip, and the files of a connector are JSON\n");
    assert_eq!((out, status), (fault, 1));
    said(&connsmith(folder, &["fix", "--unsafe", "saved"]));
    said(&connsmith(folder, &["fmt", "saved"]));
    assert!(std::fs::read(folder.join(file)).unwrap() == bytes);
}

#[test]
fn a_time_limit_ends_the_check_of_a_package() {
    let (work, _) = workplace();
    let folder = work.path();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    for verb in [&["check"][..], &["package", "check"]] {
        let limited = [verb, &["s.zip", "--format", "concise", "--fail-on", "never", "--time-limit"]].concat();
        let (out, err, status) = said(&connsmith(folder, &[&limited[..], &["0.001ms"]].concat()));
        assert_eq!((out.matches("[check-not-finished]").count(), status), (1, 2), "{verb:?} {out}{err}");
        let (out, err, status) = said(&connsmith(folder, &[&limited[..], &["1h"]].concat()));
        assert_eq!((out.contains("check-not-finished"), status), (false, 0), "{verb:?} {out}{err}");
    }
}

#[test]
fn the_tree_of_a_solution_is_named() {
    let (work, _) = workplace();
    let folder = work.path();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    assert_eq!(said(&connsmith(folder, &["unpack", "s.zip", "--tree", "--out", "src/tree"])).2, 0);
    for named in ["src/tree", "src"] {
        let (out, err, status) = said(&connsmith(folder, &["check", named]));
        assert!(out.contains("1 connector, ") && status == 0, "{out}{err}");
        let (_, err, status) = said(&connsmith(folder, &["fix", named]));
        assert_eq!((err.contains("`src/tree` was not changed: this is a solution"), status), (true, 2), "{err}");
    }
}

/// Whatever is in a zip or a folder goes along, or somebody hears of it.
#[test]
fn nothing_of_a_solution_is_left_out_in_silence() {
    let (work, _) = workplace();
    let folder = work.path();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    let (archive, _) = archive::read(std::fs::File::open(folder.join("s.zip")).unwrap(), archive::Limits::default());
    let files = connsmith::connector::solution::Solution::files_of(archive);
    let with = |name: &str, more: &[&str]| {
        let mut files = files.clone();
        files.extend(more.iter().map(|name| ((*name).to_owned(), b"more".to_vec())));
        std::fs::write(folder.join(name), archive::write(&files.into_iter().collect::<Vec<_>>()).unwrap()).unwrap();
    };
    with("mac.zip", &[".DS_Store", "__MACOSX/._solution.xml", ".env"]);
    for (more, out) in [(&["--tree"][..], "tree"), (&[], "folders")] {
        let (_, err, status) = said(&connsmith(folder, &[&["unpack", "mac.zip", "--out", out], more].concat()));
        assert_eq!(status, 0, "{err}");
        assert!(
            err.contains("left out because not part of the solution: `.DS_Store`, `.env`, `__MACOSX/._solution.xml`"),
            "{err}"
        );
        assert!(!folder.join(out).join(".env").exists() && !folder.join(out).join("solution/.env").exists());
    }
    // Both would be one file of the tree.
    let connector = files.keys().find(|name| name.ends_with("_openapidefinition.json")).unwrap();
    let twin = connector.replace("Connector/", "Connectors/");
    with("twin.zip", &[&twin]);
    let (_, err, status) = said(&connsmith(folder, &["unpack", "twin.zip", "--tree", "--out", "twin"]));
    assert!(status == 2 && err.contains(&format!("`{twin}` has no place in a tree")) && !folder.join("twin").exists(), "{err}");
    // An older tree has more.
    std::fs::create_dir(folder.join("tree/Roles")).unwrap();
    std::fs::write(folder.join("tree/Roles/Old.xml"), "<Role/>").unwrap();
    let (_, err, status) = said(&connsmith(folder, &["unpack", "s.zip", "--tree", "--out", "tree"]));
    assert!(
        status == 0 && err.contains("not in this solution; delete them, or the next pack includes them again: `Roles/Old.xml`"),
        "{err}"
    );
    std::fs::remove_dir_all(folder.join("tree/Roles")).unwrap();
    assert_eq!(said(&connsmith(folder, &["unpack", "s.zip", "--tree", "--out", "tree"])).1, "");

    #[cfg(unix)]
    for repository in [false, true] {
        if repository {
            std::fs::create_dir(folder.join("tree/.git")).unwrap();
        }
        let pack = || said(&connsmith(folder, &["pack", "--solution", "tree", "--out", "linked.zip"]));
        let at = |name: &str| folder.join("tree").join(name);
        std::fs::rename(at("Connectors"), folder.join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(folder.join("elsewhere"), at("Connectors")).unwrap();
        let (_, err, status) = pack();
        assert!(status == 2 && err.contains("Connectors` is a link, which is not followed"), "{err}");
        std::fs::remove_file(at("Connectors")).unwrap();
        std::fs::rename(folder.join("elsewhere"), at("Connectors")).unwrap();
        let name = format!("Connectors/{}", connector.strip_prefix("Connector/").unwrap());
        std::fs::rename(at(&name), folder.join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(folder.join("elsewhere"), at(&name)).unwrap();
        let (_, err, status) = pack();
        assert!(status == 2 && err.contains("is a link, which is not followed") && !folder.join("linked.zip").exists(), "{err}");
        std::fs::remove_file(at(&name)).unwrap();
        std::fs::rename(folder.join("elsewhere"), at(&name)).unwrap();
    }
}

#[test]
fn a_report_is_no_zip() {
    let (work, _) = workplace();
    let folder = work.path();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--output", "mine.zip"], &FABRIKAM[..]].concat();
    let (out, err, status) = said(&connsmith(folder, &pack));
    assert_eq!((out.as_str(), status), ("", 2));
    assert!(err.contains("`--output` names the report and needs `--format`; use `--out mine.zip` to name the zip"), "{err}");
    assert!(!folder.join("mine.zip").exists() && !folder.join("FabrikamTasks_1_0_0_0.zip").exists());

    // A report without findings is written all the same.
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--format", "text", "--output", "report.txt"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    assert!(folder.join("report.txt").is_file() && folder.join("FabrikamTasks_1_0_0_0.zip").is_file());
}

/// The parts of a zip with some of them changed.
fn rewritten(zip: &Path, change: impl Fn(&str, Vec<u8>) -> Vec<u8>) {
    use connsmith::connector::solution::Solution;
    let (archive, _) = archive::read(std::fs::File::open(zip).unwrap(), archive::Limits::default());
    let solution = Solution::read(Solution::files_of(archive)).unwrap();
    let files: Vec<(String, Vec<u8>)> =
        solution.packed().into_iter().map(|(name, bytes)| (name.clone(), change(&name, bytes))).collect();
    std::fs::write(zip, archive::write(&files).unwrap()).unwrap();
}

#[test]
fn an_empty_part_is_unpacked_as_nothing_and_said() {
    let (work, connector) = workplace();
    let folder = work.path();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    rewritten(&folder.join("s.zip"), |name, bytes| if name.ends_with("_connectionparameters.json") { Vec::new() } else { bytes });
    let (_, err, status) = said(&connsmith(folder, &["unpack", "s.zip", "--out", "new"]));
    assert!(err.contains("new/Fabrikam Tasks: the connection parameters were cleared"), "{err}");
    assert_eq!(status, 0);
    let read = |path: PathBuf| -> serde_json::Value { serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap() };
    let made = read(folder.join("new/Fabrikam Tasks/apiProperties.json"));
    assert_eq!(made["properties"]["connectionParameters"], serde_json::json!({}));
    // Over the folder it was packed from, too.
    let (_, err, _) = said(&connsmith(folder, &["unpack", "s.zip", "--out", "."]));
    assert!(err.contains("the connection parameters were cleared"), "{err}");
    assert_eq!(read(connector.join("apiProperties.json"))["properties"]["connectionParameters"], serde_json::json!({}));
}

#[test]
fn a_secret_becomes_a_secret_variable() {
    let (work, connector) = workplace();
    let properties = serde_json::json!({ "properties": {
        "connectionParameters": { "token": { "type": "oauthSetting", "oAuthSettings": {
            "identityProvider": "oauth2",
            "clientId": "@environmentVariables(\"fab_Id\")",
            "clientSecret": "@environmentVariables(\"fab_Secret\")",
            "scopes": ["tasks.read"],
            "redirectMode": "GlobalPerConnector",
        } } },
        "iconBrandColor": "#1a6fb5",
    } });
    std::fs::write(connector.join("apiProperties.json"), properties.to_string()).unwrap();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    let (out, err, _) = said(&connsmith(work.path(), &pack));
    let zip = work.path().join("s.zip");
    assert!(zip.is_file(), "{out}{err}");
    let (archive, _) = archive::read(std::fs::File::open(zip).unwrap(), archive::Limits::default());
    let files = connsmith::connector::solution::Solution::files_of(archive);
    let kind = |variable: &str| {
        let name = format!("environmentvariabledefinitions/{variable}/environmentvariabledefinition.xml");
        let text =
            files.iter().find(|(known, _)| known.as_str() == name).map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
        let text = text.unwrap_or_else(|| panic!("no {name}"));
        text.split("<type>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned()
    };
    assert_eq!((kind("fab_Id").as_str(), kind("fab_Secret").as_str()), ("100000000", "100000005"));
}

#[test]
fn what_contains_a_connector_is_checked_and_never_changed() {
    let (work, connector) = workplace();
    let folder = work.path();
    let definition = std::fs::read_to_string(connector.join("apiDefinition.swagger.json")).unwrap();
    let broken = definition.replacen("\"operationId\": \"ListTasks\"", "\"operationId\": \"List Tasks!\"", 1);
    assert_ne!(broken, definition);
    std::fs::write(connector.join("apiDefinition.swagger.json"), &broken).unwrap();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    assert_eq!(said(&connsmith(folder, &["unpack", "s.zip", "--tree", "--out", "tree"])).2, 0);
    let template = format!(
        "{{\n  \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n  \"resources\": [\n    {{ \"type\": \"Microsoft.Web/customApis\", \"name\": \"a\", \"properties\": {{ \"connectionParameters\": {{}},\n\"swagger\": {broken} }} }},\n    {{ \"type\": \"Microsoft.Web/customApis\", \"properties\": {{ \"swagger\": \"[parameters('swagger')]\" }} }}\n  ]\n}}\n"
    );
    std::fs::write(folder.join("template.json"), &template).unwrap();
    let line = |text: &str| text.lines().position(|line| line.contains("List Tasks!")).unwrap() + 1;
    let before: Vec<Vec<u8>> = ["s.zip", "template.json"].map(|name| std::fs::read(folder.join(name)).unwrap()).into();
    for verb in [&["check"][..], &["package", "check"]] {
        for (name, place) in [
            ("s.zip", format!("s.zip!Connector/fab_fabrikam-20tasks_openapidefinition.json:{}:", line(&broken))),
            ("template.json", format!("template.json:{}:", line(&template))),
            ("tree", format!("tree/Connectors/fab_fabrikam-20tasks_openapidefinition.json:{}:", line(&broken))),
        ] {
            let (out, err, status) = said(&connsmith(folder, &[verb, &["--format", "concise", name]].concat()));
            if verb.len() == 2 && name == "s.zip" {
                // A package for certification was named, so this is what is wrong.
                assert_eq!(status, 1, "{out}{err}");
                continue;
            }
            assert!(out.contains(&place) && out.contains("operation-id-not-alphanumeric") && status == 0, "{name}: {out}{err}");
            let (out, err, status) = said(&connsmith(folder, &["fix", name]));
            assert!(err.contains("was not changed") && out.is_empty() && status == 2, "{out}{err}");
            let (_, err, _) = said(&connsmith(folder, &["check", "--fix", name]));
            assert!(err.contains("was not changed"), "{err}");
        }
    }
    let after: Vec<Vec<u8>> = ["s.zip", "template.json"].map(|name| std::fs::read(folder.join(name)).unwrap()).into();
    assert!(before == after);
}

#[test]
fn a_solution_is_never_packed_without_its_parts() {
    let (work, _) = workplace();
    let folder = work.path();
    let pack = [&["pack", "--solution", "Fabrikam Tasks", "--out", "s.zip"], &FABRIKAM[..]].concat();
    assert_eq!(said(&connsmith(folder, &pack)).2, 0);
    assert_eq!(said(&connsmith(folder, &["unpack", "s.zip", "--tree", "--out", "repo/tree"])).2, 0);
    let tree = folder.join("repo/tree");
    std::fs::create_dir_all(tree.join("Roles")).unwrap();
    std::fs::write(tree.join("Roles/Worker.xml"), "<Role id=\"{1}\" name=\"Worker\"/>").unwrap();
    let entries = |zip: &str| {
        let (archive, _) = archive::read(std::fs::File::open(folder.join(zip)).unwrap(), archive::Limits::default());
        connsmith::connector::solution::Solution::files_of(archive)
    };
    let text = |zip: &str| String::from_utf8(entries(zip)["customizations.xml"].clone()).unwrap();
    let (_, err, status) = said(&connsmith(folder, &["pack", "--solution", "repo", "--out", "t.zip"]));
    assert_eq!(status, 0, "{err}");
    assert!(text("t.zip").contains("<Role id=\"{1}\" name=\"Worker\""), "{}", text("t.zip"));

    // At the root of a repository, the rest of the repository stays out.
    std::fs::create_dir_all(tree.join(".git")).unwrap();
    std::fs::create_dir_all(tree.join("docs")).unwrap();
    std::fs::write(tree.join("docs/notes.html"), "notes").unwrap();
    let (_, err, status) = said(&connsmith(folder, &["pack", "--solution", "repo/tree", "--out", "u.zip"]));
    assert!(err.contains("left out because not part of the solution: `docs/notes.html`") && status == 0, "{err}");
    assert_eq!(entries("t.zip"), entries("u.zip"));
    std::fs::remove_dir(tree.join(".git")).unwrap();
    let (_, err, status) = said(&connsmith(folder, &["pack", "--solution", "repo/tree", "--out", "v.zip"]));
    assert!(err.contains("`docs/notes.html`") && status == 2 && !folder.join("v.zip").exists(), "{err}");

    // As the rest of a solution beside its connectors, and beside them elsewhere.
    std::fs::remove_dir_all(tree.join("docs")).unwrap();
    let pack = |out: &str| {
        [&["pack", "--solution", "both", "--out", out], &FABRIKAM[..]]
            .concat()
            .iter()
            .map(|s| (*s).to_owned())
            .collect::<Vec<_>>()
    };
    std::fs::create_dir(folder.join("both")).unwrap();
    std::fs::rename(folder.join("Fabrikam Tasks"), folder.join("both/Fabrikam Tasks")).unwrap();
    std::fs::rename(&tree, folder.join("both/elsewhere")).unwrap();
    let run = |arguments: Vec<String>| said(&connsmith(folder, &arguments.iter().map(String::as_str).collect::<Vec<_>>()));
    let (_, err, status) = run(pack("w.zip"));
    assert!(err.contains("`both/elsewhere`") && status == 2, "{err}");
    std::fs::rename(folder.join("both/elsewhere"), folder.join("both/solution")).unwrap();
    let (_, err, status) = run(pack("w.zip"));
    assert_eq!(status, 0, "{err}");
    assert!(text("w.zip").contains("name=\"Worker\""));
    assert_eq!(text("w.zip").matches("<Connector>").count(), 1);
}
