//! The handling of untrusted bytes: each function takes any bytes, must not panic, and must keep its promises. The fuzzer
//! (`fuzz_targets/`) and a bounded replay on stable (`tests/fuzz_replay.rs`) call the same functions.
use connsmith::call::choices::Choices;
use connsmith::call::exchange::{Outgoing, Payload};
use connsmith::call::namespace::template::{Notation, Resource};
use connsmith::call::namespace::{mcp, ops, resource, trigger};
use connsmith::call::request::{self, Body, Request};
use connsmith::call::tools::{self, Wish};
use connsmith::call::{fit, mock, route};
use connsmith::connector::package::{Kind, Package};
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::script::Code;
use connsmith::connector::solution::unpack::Known;
use connsmith::connector::solution::{Metadata, Solution, record::Record, xml};
use connsmith::connector::versions;
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::baseline::Baseline;
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::config::ConfigFile;
use connsmith::judge::configured::{Configured, Source};
use connsmith::judge::profile::Selection;
use connsmith::judge::target;
use connsmith::judge::timing::Meter;
use connsmith::make::import::source::{Reach, Sources};
use connsmith::make::import::{self as importing, Options as Wishes};
use connsmith::report::{self, Summary};
use connsmith::rule::fix::Safety;
use connsmith::serve::lsp;
use connsmith::ship::dataverse::Dataverse;
use connsmith::ship::dataverse::row::{self, Row};
use connsmith::ship::namespace::address::{self, Address, Kind as Resources, Name};
use connsmith::ship::namespace::client::{self, Arm, Limit};
use connsmith::ship::namespace::sandbox::DataPlane;
use connsmith::ship::platform::download::{Copy, Names};
use connsmith::ship::platform::failure::Failure;
use connsmith::ship::platform::upload::{Part, Target as Goal, Upload};
use connsmith::ship::platform::{redact::Redactor, token, verdict};
use connsmith::text::archive::{self, Limits};
use connsmith::text::document::{Document, File};
use connsmith::text::{git, place};
use connsmith::{connector::discover, connector::fmt, judge::fixes, judge::walk, ship::unpack};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::io::Cursor;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

#[path = "answers.rs"]
mod answers;

/// A target's name and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All of them, by the names of their binaries.
#[allow(dead_code)] // each binary of the fuzzer uses one
pub const TARGETS: [Target; 20] = [
    ("reader", reader),
    ("check", check),
    ("fix", fix),
    ("fmt", self::fmt),
    ("unzip", unzip),
    ("solution_xml", solution_xml),
    ("configuration", configuration),
    ("service_replies", service_replies),
    ("script", script),
    ("configured_connector", configured_connector),
    ("whole", whole),
    ("import", self::import),
    ("namespace", namespace),
    ("lsp", self::lsp),
    ("tool_calls", tool_calls),
    ("requests", requests),
    ("git_tree", git_tree),
    ("power_apps", power_apps),
    ("dataverse", self::dataverse),
    ("resource_manager", resource_manager),
];

static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() })
});

/// The files of a connector in the order in which an input has them.
pub const FILES: [File; 6] = [File::Definition, File::Properties, File::Settings, File::Readme, File::Intro, File::Script];

/// Several files in one input, each behind a byte 0; the last ones may be missing.
fn connector(bytes: &[u8]) -> Folder {
    let mut folder = Folder { path: "fuzz".into(), name: "fuzz".into(), ..Folder::default() };
    for (file, bytes) in FILES.into_iter().zip(bytes.split(|&byte| byte == 0)) {
        let name = discover::USUAL_NAMES.iter().find(|(known, _)| *known == file).map_or("", |(_, name)| name).to_owned();
        folder.listing.push(name.clone());
        folder.files.push(FolderFile { file, name, bytes: bytes.to_vec() });
    }
    folder.listing.sort();
    folder
}

fn judged(folder: Folder) -> Result<(target::Target, Vec<connsmith::Finding>), Infallible> {
    let connector = target::Target::new(Connector::new(folder), Publisher::Certified, Because::Default);
    let findings = CHECKER.findings(&connector);
    Ok((connector, findings))
}

/// Where serde_json reads a text, we do too, and to the same value; where it does not, we say why.
#[allow(dead_code)]
pub fn reader(bytes: &[u8]) {
    let document = Document::json(File::Definition, "fuzz.json", bytes.to_vec());
    for id in 0..document.tree.nodes.len() as u32 {
        let node = document.node(id);
        assert!(node.span().end as usize <= document.text.len());
        let _ = (node.text(), node.str(), node.number(), node.name());
    }
    let strict = serde_json::from_str::<serde_json::Value>(document.text.trim_start_matches('\u{feff}'));
    match strict {
        Ok(value) => {
            let compact = fmt::compact(bytes);
            let ours = compact.ok().map(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
            if let Some(ours) = ours {
                assert_eq!(ours, Some(value));
            }
        }
        // What it does not take for its own limits (depth, numbers) is not a fault.
        Err(error)
            if error.is_syntax() && !error.to_string().contains("limit") && !error.to_string().contains("out of range") =>
        {
            assert!(!document.tree.faults.is_empty(), "serde_json says {error}, and we say nothing");
        }
        Err(_) => {}
    }
}

/// Every format can say what is found, and the JSON one is JSON.
#[allow(dead_code)]
pub fn check(bytes: &[u8]) {
    let Ok((connector, findings)) = judged(connector(bytes));
    let json = report::json::whole(&[report::json::part(&connector, &findings)], &Summary::of(&connector, &findings));
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    let half = bytes.len() / 2;
    let old = versions::older(Connector::new(self::connector(&bytes[half..])));
    CHECKER.changes(&old, &connector);
}

/// Fixes lead to a text that is read as well as the one before.
#[allow(dead_code)]
pub fn fix(bytes: &[u8]) {
    let folder = connector(bytes);
    let Ok(fixed) = fixes::fix_all(folder.clone(), Safety::Unsafe, |_| true, judged);
    for file in [File::Definition, File::Properties, File::Settings] {
        let Some(before) = folder.files.iter().find(|known| known.file == file) else { continue };
        let before = Document::json(file, "", before.bytes.clone());
        let after = fixed.connector.document(file).map_or(0, |document| document.tree.faults.len());
        assert!(after <= before.tree.faults.len(), "a fix makes {file:?} worse to read");
    }
}

/// The canonical form is its own, and means the same.
#[allow(dead_code)]
pub fn fmt(bytes: &[u8]) {
    let Ok(once) = fmt::format(File::Definition, bytes, 4) else { return };
    assert_eq!(fmt::format(File::Definition, once.as_bytes(), 4).ok().as_ref(), Some(&once));
    let (before, after) = (fmt::compact(bytes).ok(), fmt::compact(once.as_bytes()).ok());
    let value = |text: Option<String>| text.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    if let Some(before) = value(before) {
        assert_eq!(Some(before), value(after));
    }
}

/// Any zip: as an archive, a solution and a package.
#[allow(dead_code)]
pub fn unzip(bytes: &[u8]) {
    let limits = Limits { entry: 1 << 20, total: 2 << 20, ..Limits::default() };
    let (archive, _) = archive::read(Cursor::new(bytes), limits);
    if let Ok(solution) = Solution::read(Solution::files_of(archive)) {
        let _ = (unpack::unpack(&solution, |_| Known::default(), 64 << 20), solution.packed(), solution.tree());
    }
    for kind in [Kind::Solution, Kind::Certification { plugin: true }] {
        let package = Package::read("fuzz.zip".into(), Cursor::new(bytes), kind);
        let plan = walk::Plan::new(&Selection::default(), Publisher::Certified);
        walk::check_package(&package, &plan, &mut Meter::off());
    }
}

/// What is written of an element is read as the same.
#[allow(dead_code)]
pub fn solution_xml(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(element) = xml::parse(&text) {
        let again = xml::parse(&element.write("\n")).map(|element| element.canonical());
        assert_eq!(again.ok(), Some(element.canonical()));
        let files = [("solution.xml", bytes), ("customizations.xml", b"<ImportExportXml/>")];
        let files = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
        if let Ok(mut solution) = Solution::read(files.into())
            && let Some(metadata) = Metadata::of(&solution)
        {
            metadata.apply(&mut solution);
        }
    }
}

/// `connsmith.toml`, a baseline and a side file.
#[allow(dead_code)]
pub fn configuration(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let config = ConfigFile::parse(&text, Path::new("/fuzz"), "connsmith.toml");
    let baseline = Arc::new(Baseline::parse(&text, Path::new("/fuzz"), "baseline.toml"));
    let _ = Record::parse(bytes);
    let source = Arc::new(Source::new(Some(config), None, Some(baseline)));
    let configured = Configured::new("/fuzz/connector".into(), source);
    let connector = Connector::new(connector(EXAMPLE));
    configured.findings(&connector, Publisher::Certified, &Selection::default(), None, &mut Meter::off());
}

const EXAMPLE: &[u8] = br#"{ "swagger": "2.0", "paths": { "/a": { "get": { "operationId": "a b", "responses": {} } } } }"#;

/// Verdicts, tokens, and what is shown of both.
#[allow(dead_code)]
pub fn service_replies(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let said = verdict::parse(&text);
    let Ok((connector, findings)) = judged(connector(EXAMPLE));
    verdict::compare(&connector, &said, findings);
    token::claims(&text);
    let redactor = Redactor::default();
    let secret: String = text.chars().take(20).collect();
    redactor.keep(&secret);
    let _ = redactor.text(&text);
}

/// Tokens of `script.csx` come one behind the other.
#[allow(dead_code)]
pub fn script(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    Code::new(&text);
    let folder = connector(&[b"{}\0{}\0{}\0\0\0", text.as_bytes()].concat());
    let Ok(_) = judged(folder);
}

/// Rules, globs and places of a configuration on the connector behind it: they are parted by a byte 0.
#[allow(dead_code)]
pub fn configured_connector(bytes: &[u8]) {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let (text, files) = bytes.split_at(end);
    let files = if files.len() > 1 { &files[1..] } else { EXAMPLE };
    let config = ConfigFile::parse(&String::from_utf8_lossy(text), Path::new("/fuzz"), "connsmith.toml");
    let configured = Configured::new("/fuzz/connector".into(), Arc::new(Source::new(Some(config), None, None)));
    let connector = Connector::new(connector(files));
    for publisher in Publisher::ALL {
        configured.findings(&connector, publisher, &Selection::default(), None, &mut Meter::off());
    }
}

/// All that the program does with a folder: findings in every format, the same after fixes, files in canonical form.
#[allow(dead_code)]
pub fn whole(bytes: &[u8]) {
    let folder = connector(bytes);
    let Ok(fixed) = fixes::fix_all(folder.clone(), Safety::Unsafe, |_| true, judged);
    let Ok((first, findings)) = judged(folder.clone());
    let style = report::text::Style { color: true, links: true, all: true, ..report::text::Style::default() };
    for (connector, findings) in [(&first, &findings), (&fixed.connector, &fixed.findings)] {
        let summary = Summary::of(connector, findings);
        for format in report::FORMATS {
            let parts = [(format.part)(connector, findings, style)];
            let report = (format.whole)(&parts, &summary).concat();
            if matches!(format.name, "json" | "sarif" | "gitlab") {
                assert!(serde_json::from_str::<serde_json::Value>(&report).is_ok(), "{} is not JSON", format.name);
            }
        }
    }
    for file in &folder.files {
        let _ = fmt::format(file.file, &file.bytes, 4);
    }
}

/// Descriptions of APIs in any form: what comes out of one is a definition that can be read, and each finding has a place.
#[allow(dead_code)]
pub fn import(bytes: &[u8]) {
    let shown = |path: &Path| path.display().to_string();
    let Ok(sources) = Sources::read(bytes.to_vec(), "fuzz.yaml", None, &shown, Reach::default()) else { return };
    let Ok(imported) = importing::import(&sources, &Wishes::default()) else { return };
    for finding in &imported.findings {
        let File::Other(number) = finding.at.file else { panic!("{}: not in the source", finding.rule.id) };
        let source = &sources.files[usize::from(number)];
        assert!(finding.at.span.end as usize <= source.text.len(), "{}: outside of the source", finding.rule.id);
    }
    for file in imported.into_files().into_iter().filter(|file| file.name.ends_with(".json")) {
        assert!(serde_json::from_slice::<serde_json::Value>(&file.bytes).is_ok(), "{} is not JSON", file.name);
    }
}

/// A trigger or MCP configuration, and behind a byte 0 the connector that it names.
#[allow(dead_code)]
pub fn namespace(bytes: &[u8]) {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let (text, files) = bytes.split_at(end);
    let connector = Connector::new(connector(files.get(1..).unwrap_or(EXAMPLE)));
    let document = Document::json(File::Other(0), "fuzz.json", text.to_vec());
    for connector in [None, Some(&connector)] {
        trigger::check(&document, connector);
        mcp::check(&document, &|_| connector);
    }
    let listed = ops::list(&connector);
    ops::json(&connector, &listed, &ops::unplaced(&connector, &listed));
}

/// A session of the language server, one message on each line behind the first one; or, where it begins with a header, the bytes of
/// a stream.
#[allow(dead_code)]
pub fn lsp(bytes: &[u8]) {
    let framed = |message: &[u8]| [format!("Content-Length: {}\r\n\r\n", message.len()).as_bytes(), message].concat();
    let stream = if bytes.starts_with(b"Content") {
        bytes.to_vec()
    } else {
        let first = br#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{}}}"#;
        std::iter::once(&first[..]).chain(bytes.split(|&byte| byte == b'\n')).flat_map(framed).collect()
    };
    let server = lsp::Server::new("/fuzz".into(), None);
    lsp::run(
        Cursor::new(stream),
        &mut Vec::new(),
        server,
        |note| assert!(!note.starts_with("a bug in connsmith"), "{note}"),
        |_| true,
    );
}

/// A call of a tool as a model makes it, `{"name": …, "arguments": {…}}`, and behind a byte 0 the connector.
#[allow(dead_code)]
pub fn tool_calls(bytes: &[u8]) {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let (text, files) = bytes.split_at(end);
    let connector = Connector::new(connector(files.get(1..).unwrap_or(EXAMPLE)));
    let call: serde_json::Value = serde_json::from_slice(text).unwrap_or_default();
    let (offered, _) = tools::tools(&connector, &Wish { writes: true, ..Wish::default() });
    for tool in &offered {
        tools::tokens(tool);
        if call["name"] != *tool.name && offered.len() > 1 {
            continue;
        }
        let Some((operation, given)) = tools::operation(&connector, tool).zip(call["arguments"].as_object()) else { continue };
        if let Ok(arguments) = tools::arguments(&connector, tool, given, &[]) {
            let built = request::build(operation, &arguments, request::Options::default());
            let sent = built.request.map(|request| Outgoing::new(&connector, &request, &Choices::default()));
            let _ = sent.map(|outgoing| (outgoing.url(), outgoing.curl()));
        }
    }
}

/// A request to the local gateway: a line with method and path, one with the type of the content, and the content up to a byte 0;
/// then the connector.
#[allow(dead_code)]
pub fn requests(bytes: &[u8]) {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let (came, files) = bytes.split_at(end);
    let connector = Connector::new(connector(files.get(1..).unwrap_or(EXAMPLE)));
    let mut lines = came.splitn(3, |&byte| byte == b'\n');
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let media_type = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let Ok(payload) = Payload::of(lines.next().unwrap_or_default().to_vec(), Some(&media_type), 100_000) else { return };
    let (method, path) = first.split_once(' ').unwrap_or((&first, "/"));
    route::knows_path(&connector, path);
    let Some((operation, _)) = route::operation(&connector, method, path) else { return };
    let answer = mock::answer(operation);
    fit::check(operation, &answer);
    let body = match payload {
        Payload::None => Body::None,
        Payload::Json(value) => Body::Json(value),
        Payload::Bytes(bytes) => Body::Bytes(bytes),
    };
    let request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        queries: Vec::new(),
        headers: Vec::new(),
        content_type: Some(media_type),
        body,
    };
    let outgoing = Outgoing::new(&connector, &request, &Choices::default());
    let _ = (outgoing.url(), outgoing.curl(), outgoing.follow(path));
}

/// What git lists of a commit, and behind an empty line the contents of its files, parted by the byte 1: which connectors are there,
/// and what they are.
#[allow(dead_code)]
pub fn git_tree(bytes: &[u8]) {
    let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap_or(bytes.len());
    let (listed, contents) = bytes.split_at(end);
    git::changes(listed);
    let contents: Vec<&[u8]> = contents.get(2..).unwrap_or_default().split(|&byte| byte == 1).collect();
    let entries = git::tree(listed).into_iter().zip(contents.into_iter().cycle());
    let entries: BTreeMap<String, _> = entries.map(|(entry, content)| (entry.path.clone(), (entry, content))).collect();
    let files: BTreeSet<String> = entries.keys().cloned().collect();
    let read = |name: &str, most: u64| {
        let (entry, content) = entries.get(name).ok_or(std::io::ErrorKind::NotFound)?;
        entry.readable(most).map(|()| content.to_vec())
    };
    let tree = discover::Tree { files: &files, read: &read };
    for inside in tree.connectors("").into_iter().take(4) {
        assert!(inside.is_empty() || place::allowed(&inside).is_ok(), "{inside:?} is no place for a connector");
        let folder = tree.load(&inside, None);
        for file in &folder.files {
            assert!(place::allowed(&file.name).is_ok(), "{:?} is no name for a file", file.name);
        }
        let old = versions::older(Connector::new(folder.clone()));
        let Ok((new, _)) = judged(folder);
        assert!(CHECKER.changes(&old, &new).is_empty(), "a connector differs from itself");
    }
}

/// A failure is said without the token.
fn said<T>(outcome: Result<T, Failure>) -> Option<T> {
    let failure = match outcome {
        Ok(value) => return Some(value),
        Err(failure) => failure,
    };
    assert!(!failure.to_string().contains(answers::TOKEN), "a token is shown: {failure}");
    None
}

/// What is downloaded can be written, and is what it was once it has been uploaded.
fn copied(copy: &Copy) -> Upload {
    let name = |name: &str| name.to_owned();
    let names = Names { definition: name("a.json"), properties: name("b.json"), icon: name("c"), script: name("d") };
    for (name, bytes) in copy.files(&names) {
        assert!(!name.ends_with(".json") || serde_json::from_slice::<Value>(&bytes).is_ok(), "{name} is not JSON");
    }
    copy.hash();
    let part = |name: &str, bytes: &Option<Vec<u8>>| bytes.clone().map(|bytes| Part { name: name.to_owned(), bytes });
    let upload = Upload {
        definition: copy.definition.clone().unwrap_or_default(),
        properties: copy.properties.clone(),
        icon: part("c.png", &copy.icon),
        script: part("d.csx", &copy.script),
        clear_script: false,
    };
    assert!(copy.definition.is_none() || upload.is_in(copy), "a copy differs from itself");
    upload
}

/// A row holds what it holds, and what it is made of.
fn held(row: &Row) -> Upload {
    assert!(row.holds(&row.columns), "a row does not hold its own columns: {:?}", row.changed(&row.columns));
    let _ = (row.title(), row.redirect(), row.changed(&row.columns), row.hash());
    let copy = row.copy();
    let upload = copied(&copy);
    // A definition that is no object is not copied.
    if let (Some(_), Ok(columns)) = (&copy.definition, row::columns(&upload, false)) {
        let again = Row { columns: columns.main.clone(), ..row.clone() };
        assert!(again.holds(&columns.main), "a row does not hold what it was made of");
        assert_eq!(again.copy().definition, Some(upload.definition.clone()), "a definition is another one in a row");
    }
    upload
}

const GUID: &str = "00000000-0000-0000-0000-0000000000aa";

fn example() -> Upload {
    let definition = json!({ "swagger": "2.0", "info": { "title": "T", "description": "D" }, "paths": {} });
    Upload { definition, properties: json!({ "properties": {} }), icon: None, script: None, clear_script: false }
}

/// The Power Apps service: a digit for what it is asked, and its answers, parted by a byte 0.
#[allow(dead_code)]
pub fn power_apps(bytes: &[u8]) {
    let Some((what, answers)) = bytes.split_first() else { return };
    answers::with(answers, |service, _| match what % 6 {
        0 => _ = said(service.fetch("env", "shared_a")).map(|copy| copied(&copy)),
        1 => _ = said(service.connectors("env")),
        2 => _ = said(service.dataverse("env", "find the solutions")),
        3 => _ = said(service.upload("env", &example(), Goal::New { known: &[] })),
        4 => {
            let part = Part { name: "icon.png".to_owned(), bytes: vec![1] };
            let upload = Upload { icon: Some(part), ..example() };
            _ = said(service.upload("env", &upload, Goal::Existing { id: "shared_a", version: Some("\"1\"") }));
        }
        _ => _ = said(service.list(&service.endpoints.environments(), |entry| entry.get("name").cloned())),
    });
}

/// A Dataverse: a digit for what it is asked, and its answers, parted by a byte 0.
#[allow(dead_code)]
pub fn dataverse(bytes: &[u8]) {
    let Some((what, answers)) = bytes.split_first() else { return };
    answers::with(answers, |service, base| {
        let dataverse = Dataverse::at(service, base, Duration::from_secs(60));
        let example = example();
        let columns = row::columns(&example, true).expect("an example that fits");
        match what % 10 {
            0 => _ = said(dataverse.rows(None)).map(|rows| rows.iter().map(held).count()),
            1 => _ = said(dataverse.rows_in("Tools")),
            2 => _ = said(dataverse.known(GUID)).map(|row| held(&row)),
            3 => _ = said(dataverse.create(GUID, "con_a", &columns, None)),
            4 => {
                if let Some(row) = said(dataverse.known(GUID)) {
                    let changed = row.changed(&columns.main);
                    said(dataverse.change(&row, &changed, None));
                }
            }
            5 => _ = said(dataverse.solution("Tools")).map(|solution| said(dataverse.add_to(&solution, GUID))),
            6 => _ = said(dataverse.delete(GUID)),
            7 => _ = said(dataverse.named(GUID)),
            8 => _ = said(dataverse.runtime("env", "shared_a", &example)),
            _ => _ = said(dataverse.id_of("shared_a")),
        }
    });
}

/// Azure Resource Manager: a digit for what it is asked, and its answers, parted by a byte 0.
#[allow(dead_code)]
pub fn resource_manager(bytes: &[u8]) {
    let Some((what, answers)) = bytes.split_first() else { return };
    let shown = |resource: &Value| {
        let _ = (client::status(resource), resource::is_connected(resource), client::trouble(resource));
        let secret = ("/properties/a".to_owned(), "a".to_owned());
        let names = vec!["apps".to_owned(), "blob".to_owned()];
        let kind = "Microsoft.Web/connectorGateways/connections".to_owned();
        let resource = Resource { kind, version: "1", names, body: resource.clone(), secrets: vec![secret] };
        assert!(serde_json::from_str::<Value>(&resource.text(Notation::Arm)).is_ok(), "a template is not JSON");
        resource.text(Notation::Bicep);
    };
    answers::with(answers, |service, base| {
        let arm = Arm { service, limit: Limit::of(Duration::from_secs(60)) };
        let name = |text| Name::new("a thing", text).expect("a name");
        let group = Address::subscription(base, &name("s")).group(&name("g"));
        let namespace = group.namespace(&name("n"));
        let connection = namespace.one(Resources::Connection, &name("c"));
        let request = connection.get("read it");
        let plane = DataPlane::of(&group.sandboxes(&name("b")), "westeurope", Some(base)).expect("a region");
        match what % 8 {
            0 => _ = said(arm.find(&connection, "read it")).flatten().map(|resource| shown(&resource)),
            1 => _ = said(arm.list(&namespace.all(Resources::Trigger).get("list them"))).map(|all| all.iter().for_each(shown)),
            2 => _ = said(arm.change(&connection.put(json!({}), "make it"), &connection)).map(|resource| shown(&resource)),
            3 => _ = said(arm.remove(&connection, "delete it")),
            4 => _ = said(arm.until(&request, |it| Ok(resource::is_connected(it).then_some(())))),
            5 => _ = said(arm.create_sandbox(&plane.create(json!({})))),
            6 => _ = said(arm.running(&plane.get(&name("i")))),
            _ => {
                let url = said(arm.json(&request)).and_then(|it| it.pointer("/properties/url")?.as_str().map(str::to_owned));
                if let Some(Ok(url)) = url.map(|url| address::metadata(&url, base, &[])) {
                    assert!(url.host_str().is_some_and(|host| host.contains("azure-ap")) || url.origin() == base.origin());
                }
            }
        }
    });
}
