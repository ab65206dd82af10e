//! Solutions: what is taken apart goes together again. Real exports and published connectors are in `../shared`, which a
//! clone of the repository may lack; those tests then say that they were skipped.
use connsmith::connector::discover::{self, Found};
use connsmith::connector::solution::record::ConnectorRecord;
use connsmith::connector::solution::unpack::Known;
use connsmith::connector::solution::{Metadata, Solution, metadata, xml};
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::ship::pack::{self, Options, Source};
use connsmith::ship::unpack::{self, Parts};
use connsmith::text::archive::{self, Limits};
use connsmith::text::document::File;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

type Files = BTreeMap<String, Vec<u8>>;

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared/{name} is not there");
    None
}

fn entries(zip: &[u8]) -> Files {
    let (archive, faults) = archive::read(Cursor::new(zip), Limits::default());
    assert_eq!(faults, []);
    Solution::files_of(archive)
}

fn metadata() -> Metadata {
    Metadata {
        name: "FabrikamTasks".into(),
        display_name: "Fabrikam Tasks & more".into(),
        version: "1.0.0.0".into(),
        managed: false,
        publisher: metadata::Publisher {
            name: "fabrikam".into(),
            display_name: "Fabrikam".into(),
            prefix: "fab".into(),
            option_prefix: 12345,
        },
    }
}

fn options() -> Options {
    Options { metadata: metadata(), base: None, compact: false, host_variable: false }
}

/// Files of the tree or the zip that is XML, in canonical form; all others as they are.
fn comparable(files: &Files) -> BTreeMap<String, String> {
    let one = |(name, bytes): (&String, &Vec<u8>)| {
        let text = String::from_utf8_lossy(bytes);
        let text = match name.ends_with(".xml") {
            true => xml::parse(text.trim_start_matches('\u{feff}')).unwrap().canonical(),
            false => format!("{text} ({} bytes)", bytes.len()),
        };
        (name.clone(), text)
    };
    files.iter().map(one).collect()
}

/// Fails with the place where two sets of files part, not with all they hold.
fn assert_same(left: &BTreeMap<String, String>, right: &BTreeMap<String, String>, what: &str) {
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>(), "{what}");
    for (name, text) in left {
        assert_same_text(text, &right[name], &format!("{what}: {name}"));
    }
}

fn assert_same_text(left: &str, right: &str, what: &str) {
    let at = left.chars().zip(right.chars()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| text.chars().skip(at.saturating_sub(60)).take(160).collect::<String>();
    assert!(left == right, "{what}\n  {}\n  {}", around(left), around(right));
}

/// Packs what unpacking gave.
fn repacked(parts: &Parts) -> Solution {
    let connectors: Vec<Connector> = parts.connectors.iter().map(|unpacked| unpacked.connector()).collect();
    let sources = connectors.iter().zip(&parts.connectors);
    let sources: Vec<_> =
        sources.map(|(connector, unpacked)| Source { connector, record: Some(&unpacked.record), new_id: "" }).collect();
    let base = (!parts.rest.is_empty()).then(|| Solution::read(parts.rest.clone()).unwrap());
    let metadata = parts.metadata.clone().unwrap();
    pack::solution(&sources, &Options { metadata, base, ..options() }).unwrap().solution
}

#[test]
fn real_solutions_come_back() {
    let Some(folder) = shared("solutions") else { return };
    let mut seen = 0;
    for zip in std::fs::read_dir(folder).unwrap().flatten().filter(|file| file.path().extension().is_some_and(|e| e == "zip")) {
        let files = entries(&std::fs::read(zip.path()).unwrap());
        let solution = Solution::read(files.clone()).unwrap();
        let parts = unpack::unpack(&solution, |_| Known::default(), u64::MAX).unwrap();
        assert!(!parts.connectors.is_empty());
        for unpacked in &parts.connectors {
            let text = String::from_utf8_lossy(&unpacked.files["apiDefinition.swagger.json"]);
            assert!(text.lines().count() > 10, "a definition that people can read");
        }
        let again = repacked(&parts).packed();
        assert_same(&comparable(&again), &comparable(&files), &zip.path().display().to_string());
        assert_eq!(again["[Content_Types].xml"], files["[Content_Types].xml"]);

        // By way of the tree, too.
        let tree = Solution::read(solution.tree()).unwrap().packed();
        assert_same(&comparable(&tree), &comparable(&files), &format!("{}, tree", zip.path().display()));
        seen += 1;
    }
    assert!(seen >= 2);
}

fn files_below(root: &Path) -> Files {
    let mut files = Files::new();
    let mut left = vec![root.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path().is_dir() {
                true => left.push(entry.path()),
                false => {
                    let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                    files.insert(name, std::fs::read(entry.path()).unwrap());
                }
            }
        }
    }
    files
}

#[test]
fn our_tree_is_that_of_pac() {
    let Some(folder) = shared("solutions") else { return };
    let zip = std::fs::read(folder.join("customHIL_1_0_0_3.zip")).unwrap();
    let ours = Solution::read(entries(&zip)).unwrap().tree();
    assert_same(&comparable(&ours), &comparable(&files_below(&folder.join("human-in-the-loop-unpacked"))), "tree");
}

/// The `<Connector>` with code of a published tree, of which definition and icon are not at hand.
#[test]
fn a_connector_with_code_comes_back() {
    let Some(folder) = shared("solutions/custom-code/Connectors") else { return };
    let mut solution = metadata().solution();
    let text = std::fs::read_to_string(folder.join("cat_5Fcustomazuredevops.xml")).unwrap();
    let mut connector = xml::parse(text.trim_start_matches('\u{feff}')).unwrap();
    connector.attributes.clear();
    let xml = connector.canonical();
    solution.customizations.at_or_new("Connectors").children.push(xml::Child::Element(connector));
    for (name, bytes) in files_below(&folder).into_iter().filter(|(name, _)| !name.ends_with(".xml")) {
        solution.files.insert(format!("Connector/{name}"), bytes);
    }
    for (end, bytes) in [
        ("openapidefinition.json", &br#"{"swagger":"2.0","info":{"title":"Other"}}"#[..]),
        ("connectionparameters.json", b"{}"),
        ("iconblob.Png", b"\x89PNG"),
    ] {
        solution.files.insert(format!("Connector/cat_5Fcustomazuredevops_{end}"), bytes.to_vec());
    }
    let parts = unpack::unpack(&solution, |_| Known::default(), u64::MAX).unwrap();
    let properties = String::from_utf8_lossy(&parts.connectors[0].files["apiProperties.json"]).into_owned();
    assert!(properties.contains("\"HasPermissions\"") && properties.contains("dynamichosturl"), "{properties}");
    let again = repacked(&parts);
    assert_eq!(again.connectors().next().unwrap().canonical(), xml);
    assert_eq!(again.files, solution.files);
}

fn connector_in(folder: &Path) -> Connector {
    let found = Found::folder(folder);
    let mut folder = discover::load(&found, folder.display().to_string());
    folder.files.retain(|file| !matches!(file.file, File::Readme | File::Intro | File::Settings));
    Connector::new(folder)
}

fn json(bytes: &[u8]) -> serde_json::Value {
    serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).unwrap()
}

#[test]
fn published_connectors_come_back() {
    let Some(corpus) = shared("corpus") else { return };
    let found = discover::find(&[corpus]).unwrap();
    let (mut packed, mut sets, mut scripts) = (0, 0, 0);
    for found in found.iter().step_by(5) {
        let connector = connector_in(&found.folder);
        let source = Source { connector: &connector, record: None, new_id: "37284777-a05f-4680-b0f9-1eb13e90fc71" };
        let compact = Options { compact: packed % 2 == 0, ..options() };
        let Ok(done) = pack::solution(&[source], &compact) else { continue }; // not JSON
        if connector.properties.is_none() {
            continue;
        }
        packed += 1;
        sets += usize::from(connector.api_properties().is_some_and(|properties| !properties.sets().is_empty()));
        scripts += usize::from(connector.script.is_some());
        let zip = archive::write(&done.solution.packed().into_iter().collect::<Vec<_>>()).unwrap();
        let solution = Solution::read(entries(&zip)).unwrap();
        let text = |file: File| connector.document(file).unwrap().text.clone().into_bytes();
        let name = &connector.name;

        // With nothing but the side file.
        let record = done.records[0].clone();
        let parts = unpack::unpack(&solution, |_| Known { record: Some(record.clone()), ..Known::default() }, u64::MAX).unwrap();
        assert!(parts.rest.is_empty(), "{name}: {:?}", parts.rest.keys());
        assert_eq!(parts.metadata, Some(metadata()));
        let files = &parts.connectors[0].files;
        for (file, kind) in [("apiDefinition.swagger.json", File::Definition), ("apiProperties.json", File::Properties)] {
            assert_same_text(&json(&files[file]).to_string(), &json(&text(kind)).to_string(), &format!("{name}: {file}"));
        }
        assert_eq!(files.get("script.csx").cloned(), connector.script.as_ref().map(|script| script.text.clone().into_bytes()));
        assert_eq!(files.get("icon.png"), connector.icon.as_ref().map(|(_, bytes)| bytes));

        // Over the folder itself, where nothing may change.
        let known =
            Known { record: Some(record), definition: Some(text(File::Definition)), properties: Some(text(File::Properties)) };
        let parts = unpack::unpack(&solution, |_| known.clone(), u64::MAX).unwrap();
        let files = &parts.connectors[0].files;
        for (file, kind) in [("apiDefinition.swagger.json", File::Definition), ("apiProperties.json", File::Properties)] {
            assert_same_text(
                &String::from_utf8_lossy(&files[file]),
                &String::from_utf8_lossy(&text(kind)),
                &format!("{name}: {file}"),
            );
        }

        // And again the same bytes.
        let again = archive::write(&repacked(&parts).packed().into_iter().collect::<Vec<_>>()).unwrap();
        assert!(again == zip, "{name}: packed twice");
    }
    println!("{packed} connectors, {sets} with parameter sets, {scripts} with a script");
    assert!(packed >= 100 && scripts > 0 && sets > 0);
}

fn folder_of(files: &[(File, &str, &str)]) -> Connector {
    let file = |&(file, name, text): &(File, &str, &str)| FolderFile { file, name: name.into(), bytes: text.as_bytes().to_vec() };
    let folder = Folder { name: "example".into(), files: files.iter().map(file).collect(), ..Folder::default() };
    Connector::new(folder)
}

const DEFINITION: &str =
    r#"{ "swagger": "2.0", "info": { "title": "Task List", "description": "Tasks." }, "host": "api.fabrikam.com" }"#;
const ID: &str = "f1215b12-282a-43e5-a2bc-9381c9d4f23b";

#[test]
fn a_solution_of_one_connector() {
    let properties = r##"{ "properties": { "iconBrandColor": "#1a6fb5", "scriptOperations": ["A"] } }"##;
    let connector = folder_of(&[
        (File::Definition, "apiDefinition.swagger.json", DEFINITION),
        (File::Properties, "apiProperties.json", properties),
        (File::Script, "script.csx", "public class Script : ScriptBase {}"),
        (File::Icon, "icon.png", "\u{89}"),
    ]);
    let source = Source { connector: &connector, record: None, new_id: ID };
    let packed = pack::solution(&[source], &Options { host_variable: true, ..options() }).unwrap();
    let files = packed.solution.packed();
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "Connector/fab_task-20list_connectionparameters.json",
            "Connector/fab_task-20list_customcodeblobcontent.csx",
            "Connector/fab_task-20list_iconblob.Png",
            "Connector/fab_task-20list_openapidefinition.json",
            "Connector/fab_task-20list_policytemplateinstances.json",
            "[Content_Types].xml",
            "customizations.xml",
            "environmentvariabledefinitions/fab_TaskListHost/environmentvariabledefinition.xml",
            "solution.xml",
        ]
    );
    let definition = text("Connector/fab_task-20list_openapidefinition.json");
    assert_eq!(definition, DEFINITION.replace(r#""api.fabrikam.com""#, r#""@environmentVariables(\"fab_TaskListHost\")""#));
    let variable = text("environmentvariabledefinitions/fab_TaskListHost/environmentvariabledefinition.xml");
    assert!(variable.contains("<defaultvalue>api.fabrikam.com</defaultvalue>"), "{variable}");
    insta::assert_snapshot!("customizations", text("customizations.xml").replace('\r', ""));
    insta::assert_snapshot!("solution", text("solution.xml").replace('\r', ""));
    insta::assert_snapshot!("content_types", text("[Content_Types].xml").trim_start_matches('\u{feff}'));
}

#[test]
fn several_connectors_and_what_becomes_of_the_rest() {
    let one = folder_of(&[(File::Definition, "apiDefinition.swagger.json", DEFINITION)]);
    let other = folder_of(&[(File::Definition, "apiDefinition.swagger.json", &DEFINITION.replace("Task List", "Teams"))]);
    let record = |name: &str| ConnectorRecord {
        id: ID.replace('f', "a"),
        name: name.into(),
        display_name: "Teams".into(),
        ..ConnectorRecord::default()
    };
    let teams = record("fab_teams");
    let sources =
        [Source { connector: &one, record: None, new_id: ID }, Source { connector: &other, record: Some(&teams), new_id: "" }];
    let packed = pack::solution(&sources, &options()).unwrap();
    let names = |solution: &Solution| solution.connectors().filter_map(|connector| connector.text_of("name")).collect::<Vec<_>>();
    assert_eq!(names(&packed.solution), ["fab_task-20list", "fab_teams"]);

    // What the solution says of one that is packed no longer goes; a new version and a new name come.
    let mut base = packed.solution;
    let whole = base.clone();
    base.files.clear();
    let mut options = Options { base: Some(base), ..options() };
    options.metadata.bump();
    options.metadata.managed = true;
    let renamed = record("fab_teams2");
    let source = Source { connector: &other, record: Some(&renamed), new_id: "" };
    let fewer = pack::solution(&[source], &options).unwrap().solution;
    assert_eq!(names(&fewer), ["fab_teams2"]);
    assert_eq!(Metadata::of(&fewer), Some(Metadata { version: "1.0.0.1".into(), managed: true, ..metadata() }));
    let roots: Vec<_> = fewer.manifest.all("RootComponent").into_iter().map(|root| root.attribute("schemaName")).collect();
    assert_eq!(roots, [Some("fab_teams2")]);

    // One whose files the rest holds itself is not lost.
    let kept = pack::solution(&[source], &Options { base: Some(whole), ..options.clone() }).unwrap().solution;
    assert_eq!(names(&kept), ["fab_task-20list", "fab_teams2"]);
    assert!(kept.files.keys().all(|name| !name.contains("fab_teams_")) && kept.files.len() == 6, "{:?}", kept.files.keys());

    let same = record("fab_task-20list");
    let sources = [sources[0], Source { connector: &other, record: Some(&same), new_id: "" }];
    let error = pack::solution(&sources, &Options { base: None, ..options }).unwrap_err();
    assert!(matches!(error, pack::Error::SameName { .. }));
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Lists of `customizations.xml`, each with an item and the files that it names; `#` is a number.
const LISTS: [(&str, &str, &[&str]); 15] = [
    (
        "Entities",
        "<Entity><Name LocalizedName=\"Task\">fab_Task#</Name><EntityInfo><entity Name=\"fab_Task#\"/></EntityInfo><FormXml><forms type=\"main\"><systemform><formid>{#}</formid></systemform></forms></FormXml><SavedQueries/><RibbonDiffXml/></Entity>",
        &[],
    ),
    ("Roles", "<Role id=\"{#}\" name=\"Task worker #\"><RolePrivileges/></Role>", &[]),
    (
        "Workflows",
        "<Workflow WorkflowId=\"{#}\" Name=\"Flow\"><JsonFileName>/Workflows/Flow-#.json</JsonFileName></Workflow>",
        &["Workflows/Flow-#.json"],
    ),
    ("FieldSecurityProfiles", "<FieldSecurityProfile name=\"P#\"/>", &[]),
    ("Templates", "<Template>#</Template>", &[]),
    ("EntityMaps", "<EntityMap><EntitySource>a#</EntitySource></EntityMap>", &[]),
    (
        "EntityRelationships",
        "<EntityRelationship Name=\"team_fab_#\"><IsCustomizable>1</IsCustomizable></EntityRelationship>",
        &[],
    ),
    ("optionsets", "<optionset Name=\"fab_kind#\"><OptionSetType>picklist</OptionSetType></optionset>", &[]),
    (
        "WebResources",
        "<WebResource><Name>fab_/images/one#.png</Name><FileName>/WebResources/fab_imagesonepng-#</FileName></WebResource>",
        &["WebResources/fab_imagesonepng-#"],
    ),
    (
        "CustomControls",
        "<CustomControl><Name>fab_Control#</Name><FileName>/Controls/fab_Control#/ControlManifest.xml</FileName></CustomControl>",
        &["Controls/fab_Control#/ControlManifest.xml", "Controls/fab_Control#/bundle.js"],
    ),
    ("AppModuleSiteMaps", "<AppModuleSiteMap><SiteMapUniqueName>fab_Map#</SiteMapUniqueName></AppModuleSiteMap>", &[]),
    ("AppModules", "<AppModule><UniqueName>fab_App#</UniqueName></AppModule>", &[]),
    (
        "CanvasApps",
        "<CanvasApp><Name>fab_canvas#</Name><DocumentUri>/CanvasApps/fab_canvas#_DocumentUri.msapp</DocumentUri></CanvasApp>",
        &["CanvasApps/fab_canvas#_DocumentUri.msapp", "CanvasApps/fab_canvas#_BackgroundImageUri"],
    ),
    ("connectionreferences", "<connectionreference connectionreferencelogicalname=\"fab_r#\"/>", &[]),
    ("SomethingNew", "<Thing>#<!-- not kept --></Thing>", &[]),
];

/// Components that have only files.
const FILES: [&str; 4] = [
    "environmentvariabledefinitions/fab_Host#/environmentvariabledefinition.xml",
    "bots/fab_bot#/bot.xml",
    "botcomponents/fab_bot#.topic/data",
    "botcomponents/fab_bot#.topic/botcomponent.xml",
];

/// One text for all orders of the items of a list.
fn any_order(mut root: xml::Element) -> String {
    for list in root.elements_mut() {
        list.children.sort_by_cached_key(|child| match child {
            xml::Child::Element(element) => element.canonical(),
            xml::Child::Text(text) => text.clone(),
        });
    }
    root.canonical()
}

#[test]
fn any_mixture_of_parts_goes_through_the_tree() {
    let (mut split, mut whole) = (0, 0);
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let mut files = metadata().solution().packed();
        let mut customizations = String::from("<ImportExportXml xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
        let add = |names: &[&str], number: &str, files: &mut Files| {
            for name in names {
                files.insert(name.replace('#', number), format!("content of {name} {number}").into_bytes());
            }
        };
        for (list, item, names) in LISTS {
            let count = dice.below(4);
            customizations.push_str(&format!("<{list}>"));
            for _ in 0..count {
                // Now and then two of one name.
                let number = dice.below(6).to_string();
                customizations.push_str(&item.replace('#', &number));
                add(names, &number, &mut files);
            }
            customizations.push_str(&format!("</{list}>"));
        }
        customizations.push_str("<Languages><Language>1033</Language></Languages></ImportExportXml>");
        files.insert("customizations.xml".into(), customizations.into_bytes());
        for name in FILES.into_iter().chain(["botcomponents/fab_bot#.topic/botcomponent.xml"]) {
            let number = dice.below(3).to_string();
            if dice.below(2) == 0 {
                add(&[name], &number, &mut files);
            }
        }
        let solution = Solution::read(files.clone()).unwrap();
        let before = solution.packed();
        let tree = solution.tree();
        match Solution::read(tree.clone()) {
            Ok(again) => {
                let after = again.packed();
                assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "seed {seed}");
                for (name, bytes) in after.iter().filter(|(name, _)| *name != "customizations.xml") {
                    assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&before[name]), "seed {seed}: {name}");
                }
                assert_eq!(any_order(again.customizations), any_order(solution.customizations), "seed {seed}");
                split += 1;
            }
            // A folder that looks like nothing known, as it has no component: refused by name.
            Err(error) => {
                assert!(error.to_string().contains("`botcomponents/fab_bot"), "seed {seed}: {error}");
                whole += 1;
            }
        }

        // A part that nobody knows is refused or carried.
        let planted =
            ["Other/Strange.xml", "strange/part.bin", "Roles/deep/one.xml", "Entities/fab_Task0/New/one.xml", "odd.bin"];
        let planted = planted[dice.below(5) as usize];
        let mut tree = tree;
        tree.insert(planted.into(), b"<Strange/>".to_vec());
        match Solution::read(tree) {
            Err(error) => assert!(error.to_string().contains(planted) || error.to_string().contains("botcomponents"), "{error}"),
            Ok(carried) => assert!(carried.packed().contains_key(planted), "seed {seed}: {planted}"),
        }
    }
    println!("{split} came back, {whole} were refused");
    assert!(split > 200);
}

#[test]
fn a_tree_of_pac_is_merged() {
    let mut files = metadata().solution().tree();
    let mut put = |name: &str, text: &str| drop(files.insert(name.to_owned(), text.as_bytes().to_vec()));
    let head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    put(
        "Entities/fab_Task/Entity.xml",
        &format!("{head}<Entity {xsi}><Name>fab_Task</Name><EntityInfo/><RibbonDiffXml/></Entity>"),
    );
    put("Entities/fab_Task/FormXml/main/{1}.xml", &format!("<forms {xsi}><systemform><formid>1</formid></systemform></forms>"));
    put("Entities/fab_Task/FormXml/main/{1}_managed.xml", "<forms><systemform><formid>managed</formid></systemform></forms>");
    put("Entities/fab_Task/FormXml/quick/{2}.xml", "<forms><systemform><formid>2</formid></systemform></forms>");
    put(
        "Entities/fab_Task/SavedQueries/{3}.xml",
        "<savedqueries><savedquery><savedqueryid>3</savedqueryid></savedquery></savedqueries>",
    );
    put("Entities/fab_Task/RibbonDiff.xml", &format!("<RibbonDiffXml {xsi}><CustomActions/></RibbonDiffXml>"));
    put(
        "Other/Relationships.xml",
        "<EntityRelationships><EntityRelationship Name=\"b\"/><EntityRelationship Name=\"a\"/></EntityRelationships>",
    );
    let bodies = "<EntityRelationships><EntityRelationship Name=\"a\"><X/></EntityRelationship><EntityRelationship Name=\"b\"><Y/></EntityRelationship></EntityRelationships>";
    put("Other/Relationships/Team.xml", bodies);
    put(
        "OptionSets/fab_kind.xml",
        &format!("<optionset Name=\"fab_kind\" {xsi}><OptionSetType>picklist</OptionSetType></optionset>"),
    );
    put(
        "WebResources/fab_/images/one.png.data.xml",
        "<WebResource><Name>fab_/images/one.png</Name><FileName>/WebResources/fab_imagesonepng1</FileName></WebResource>",
    );
    put("WebResources/fab_/images/one.png", "picture");
    put(
        "CanvasApps/fab_app.meta.xml",
        "<CanvasApp><Name>fab_app</Name><DocumentUri>/CanvasApps/fab_app_DocumentUri.msapp</DocumentUri></CanvasApp>",
    );
    put("CanvasApps/fab_app_DocumentUri.msapp", "app");
    put("CanvasApps/src/fab_app/Src/App.fx.yaml", "Screen:");
    put("AppModules/fab_App/AppModule.xml", "<AppModule><UniqueName>fab_App</UniqueName></AppModule>");

    let solution = Solution::read(files.clone()).unwrap();
    let canonical = |name: &str| solution.customizations.get(name).unwrap().canonical();
    assert_eq!(
        canonical("Entities"),
        "<Entities><Entity><Name>fab_Task</Name><EntityInfo></EntityInfo><FormXml><forms type=\"main\"><systemform><formid>1</formid></systemform></forms><forms type=\"quick\"><systemform><formid>2</formid></systemform></forms></FormXml><SavedQueries><savedqueries><savedquery><savedqueryid>3</savedqueryid></savedquery></savedqueries></SavedQueries><RibbonDiffXml><CustomActions></CustomActions></RibbonDiffXml></Entity></Entities>"
    );
    assert_eq!(
        canonical("EntityRelationships"),
        "<EntityRelationships><EntityRelationship Name=\"b\"><Y></Y></EntityRelationship><EntityRelationship Name=\"a\"><X></X></EntityRelationship></EntityRelationships>"
    );
    assert!(canonical("optionsets").contains("picklist") && canonical("AppModules").contains("fab_App"));
    let names: Vec<&str> = solution.files.keys().map(String::as_str).collect();
    assert_eq!(names, ["CanvasApps/fab_app_DocumentUri.msapp", "WebResources/fab_imagesonepng1"]);
    let elements: Vec<_> = solution.customizations.elements().map(|element| element.name.as_str()).collect();
    assert_eq!(elements.last(), Some(&"Languages"), "what is added stands before the end");

    let managed = Solution::read_as(files.clone(), Some(true)).unwrap();
    assert!(managed.customizations.canonical().contains("<formid>managed</formid>"));
    assert_eq!(Metadata::of(&managed).map(|metadata| metadata.managed), Some(true));

    for (gone, said) in [
        ("CanvasApps/fab_app_DocumentUri.msapp", "`CanvasApps/fab_app` lacks its content"),
        ("WebResources/fab_/images/one.png", "lacks its content"),
        ("Other/Relationships/Team.xml", "lacks the relationship `b`"),
    ] {
        let mut fewer = files.clone();
        fewer.remove(gone);
        let error = Solution::read(fewer).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn the_list_of_file_types_keeps_its_order() {
    let mut files = metadata().solution().packed();
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"json\" ContentType=\"application/octet-stream\" /><Override PartName=\"/old\" ContentType=\"text/plain\" /><Default Extension=\"xml\" ContentType=\"application/octet-stream\" /></Types>";
    let head = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    files.insert("[Content_Types].xml".into(), format!("{head}{types}").into_bytes());
    let solution = Solution::read(files).unwrap();
    for mut solution in [solution.clone(), Solution::read(solution.tree()).unwrap()] {
        assert_eq!(String::from_utf8_lossy(&solution.packed()["[Content_Types].xml"]), format!("{head}{types}"));
        solution.files.insert("Controls/a/bundle.js".into(), Vec::new());
        solution.files.insert("CanvasApps/background".into(), Vec::new());
        let more = "<Override PartName=\"/CanvasApps/background\" ContentType=\"application/octet-stream\" /><Default Extension=\"js\" ContentType=\"application/octet-stream\" /></Types>";
        let text = String::from_utf8(solution.packed()["[Content_Types].xml"].clone()).unwrap();
        assert_eq!(text, format!("{head}{}", types.replace("</Types>", more)));
    }
}

#[test]
fn empty_files_are_none() {
    let connector = folder_of(&[
        (File::Definition, "apiDefinition.swagger.json", DEFINITION),
        (File::Script, "script.csx", "public class Script : ScriptBase {}"),
        (File::Icon, "icon.png", "\u{89}"),
    ]);
    let source = Source { connector: &connector, record: None, new_id: ID };
    let mut solution = pack::solution(&[source], &options()).unwrap().solution;
    for bytes in solution.files.values_mut() {
        bytes.clear();
    }
    let parts = unpack::unpack(&solution, |_| Known::default(), u64::MAX).unwrap();
    let unpacked = &parts.connectors[0];
    assert_eq!(unpacked.files.keys().collect::<Vec<_>>(), ["apiProperties.json"]);
    assert_eq!(unpacked.cleared, ["the definition", "the connection parameters", "the policies", "the script", "the icon"]);
}

#[test]
fn a_secret_in_a_variable_is_a_secret_variable() {
    let properties = r#"{ "properties": { "connectionParameters": { "token": { "type": "oauthSetting", "oAuthSettings": {
        "clientId": "@environmentVariables(\"fab_Id\")", "clientSecret": "@environmentVariables(\"fab_Secret\")" } } } } }"#;
    let connector = folder_of(&[
        (File::Definition, "apiDefinition.swagger.json", DEFINITION),
        (File::Properties, "apiProperties.json", properties),
    ]);
    let solution = pack::solution(&[Source { connector: &connector, record: None, new_id: ID }], &options()).unwrap().solution;
    let kind = |name: &str| {
        let path = format!("environmentvariabledefinitions/{name}/environmentvariabledefinition.xml");
        xml::parse(std::str::from_utf8(&solution.files[&path]).unwrap()).unwrap().text_of("type")
    };
    assert_eq!((kind("fab_Id").as_deref(), kind("fab_Secret").as_deref()), (Some("100000000"), Some("100000005")));
}
