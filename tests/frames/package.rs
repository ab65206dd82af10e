//! A package for certification without any finding, and the edits by which examples and tests break it.
use connsmith::Connector;
use connsmith::connector::package::{Kind, Package};
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::solution::xml::{self, Child};
use connsmith::connector::solution::{Metadata, Solution, metadata};
use connsmith::judge::target::PackageTarget;
use connsmith::ship::pack::{self, Options, Source};
use connsmith::text::archive;
use std::io::Cursor;

pub const INTRO: &str = "Fabrikam keeps the tasks of a team in one place and tells everybody what changed.

## Prerequisites
You need a Fabrikam account with a paid plan.

## How to get credentials
Sign in at fabrikam.com, open the settings and create a key there.

## Get started with your connector
Add the List tasks action to a flow and choose a team.

## Known issues and limitations
Fabrikam answers at most a hundred calls a minute.

## Common errors and remedies
An answer with status 401 says that the key is not valid.

## FAQ
### Can I use several teams?
Yes: add one connection for each team.
";

/// An archive in the making.
pub type Tree = Vec<(String, Node)>;

pub enum Node {
    File(Vec<u8>),
    Zip(Tree),
}

pub fn options() -> Options {
    let publisher = metadata::Publisher {
        name: "fabrikam".into(),
        display_name: "Fabrikam".into(),
        prefix: "fab".into(),
        option_prefix: 12345,
    };
    let metadata = Metadata {
        name: "FabrikamTasks".into(),
        display_name: "Fabrikam Tasks".into(),
        version: "1.0.0.0".into(),
        managed: false,
        publisher,
    };
    Options { metadata, base: None, compact: false, host_variable: false }
}

pub fn solution(connector: &Connector) -> Solution {
    let source = Source { connector, record: None, new_id: "f1215b12-282a-43e5-a2bc-9381c9d4f23b" };
    pack::solution(&[source], &options()).unwrap().solution
}

/// The same solution with a flow that calls an operation of the connector.
pub fn with_flow(mut solution: Solution, operation: &str) -> Solution {
    let name = solution.connectors().next().unwrap().text_of("name").unwrap();
    let file = "Workflows/ListTasks-1A2B3C4D-0000-4000-8000-000000000001.json";
    let id = "{1a2b3c4d-0000-4000-8000-000000000001}";
    let workflow = format!(
        "<Workflow WorkflowId=\"{id}\" Name=\"List tasks\"><JsonFileName>/{file}</JsonFileName><Type>1</Type><Category>5</Category></Workflow>"
    );
    let root = format!("<RootComponent type=\"29\" id=\"{id}\" behavior=\"0\" />");
    let element = |text: &str| Child::Element(xml::parse(text).unwrap());
    solution.customizations.at_or_new("Workflows").children.push(element(&workflow));
    solution.manifest.at_or_new("SolutionManifest").at_or_new("RootComponents").children.insert(0, element(&root));
    let flow = r#"{"properties":{"connectionReferences":{"shared_tasks":{"runtimeSource":"embedded","connection":{"connectionReferenceLogicalName":"fab_tasks"},"api":{"name":"shared_fabrikam-5ftasks","logicalName":"NAME"}}},"definition":{"triggers":{"Recurrence":{"type":"Recurrence"}},"actions":{"List_tasks":{"type":"OpenApiConnection","inputs":{"host":{"connectionName":"shared_tasks","operationId":"OPERATION","apiId":"/providers/Microsoft.PowerApps/apis/shared_fabrikam-5ftasks"},"parameters":{"top":5}}}}}},"schemaVersion":"1.0.0.0"}"#;
    let flow = flow.replace("NAME", &name).replace("OPERATION", operation);
    solution.files.insert(file.into(), flow.into_bytes());
    solution
}

fn tree_of(solution: &Solution) -> Node {
    Node::Zip(solution.packed().into_iter().map(|(name, bytes)| (name, Node::File(bytes))).collect())
}

/// A package without findings.
pub fn good(connector: &Connector, operation: &str) -> Tree {
    let solution = solution(connector);
    let assets = vec![
        ("PkgAssets/ConnectorSolution.zip".to_owned(), tree_of(&solution)),
        ("PkgAssets/FlowSolution.zip".to_owned(), tree_of(&with_flow(solution, operation))),
    ];
    vec![("intro.md".into(), Node::File(INTRO.into())), ("package.zip".into(), Node::Zip(assets))]
}

/// The bytes of an archive.
pub fn zip(tree: &Tree) -> Vec<u8> {
    let bytes = |node: &Node| match node {
        Node::File(bytes) => bytes.clone(),
        Node::Zip(tree) => zip(tree),
    };
    archive::write(&tree.iter().map(|(name, node)| (name.clone(), bytes(node))).collect::<Vec<_>>()).unwrap()
}

/// The archive that holds an entry, and the entry's name. Archives on the way are made.
fn holder<'t, 'p>(tree: &'t mut Tree, path: &'p str) -> (&'t mut Tree, &'p str) {
    let Some((archive, rest)) = path.split_once('!') else { return (tree, path) };
    if !tree.iter().any(|(name, _)| name == archive) {
        tree.push((archive.to_owned(), Node::Zip(Vec::new())));
    }
    match &mut tree.iter_mut().find(|(name, _)| name == archive).unwrap().1 {
        Node::Zip(inner) => holder(inner, rest),
        Node::File(_) => panic!("{archive} is no archive"),
    }
}

fn file<'t>(tree: &'t mut Tree, path: &str) -> &'t mut Vec<u8> {
    let (tree, name) = holder(tree, path);
    match tree.iter_mut().find(|(known, _)| known == name) {
        Some((_, Node::File(bytes))) => bytes,
        _ => panic!("no file {path}"),
    }
}

fn taken(tree: &mut Tree, path: &str) -> Node {
    let (tree, name) = holder(tree, path);
    let at = tree.iter().position(|(known, _)| known == name).unwrap_or_else(|| panic!("no {path}"));
    tree.remove(at).1
}

/// A package with edits applied, one a line: `remove PATH`, `add PATH: TEXT`, `replace PATH: OLD => NEW`, `rename PATH -> NAME`,
/// `copy PATH -> PATH`, `folder PATH -> NAME` (a folder's new name), `pad PATH: BYTES` (with blanks), `clear PATH` (of its content), `fill PATH: BYTES` (with
/// zeros), `outer NAME` (of the zip itself), and of an entry of the zip itself `twice`, `link`, `encrypt` and `damage PATH`.
/// Paths lead into archives by `!`.
pub fn edited(mut tree: Tree, edits: &str, kind: Kind) -> Package {
    let (mut name, mut patches) = ("outer.zip".to_owned(), Vec::new());
    for line in edits.lines() {
        let (verb, rest) = line.split_once(' ').unwrap();
        let two = |separator: &str| rest.split_once(separator).unwrap_or_else(|| panic!("{line}"));
        match verb {
            "remove" => drop(taken(&mut tree, rest)),
            "add" => {
                let (path, text) = two(": ");
                let (tree, name) = holder(&mut tree, path);
                tree.retain(|(known, _)| known != name);
                tree.push((name.to_owned(), Node::File(text.into())));
            }
            "replace" => {
                let (path, change) = two(": ");
                let (old, new) = change.split_once(" => ").unwrap_or_else(|| panic!("{line}"));
                let bytes = file(&mut tree, path);
                let text = String::from_utf8(bytes.clone()).unwrap();
                assert!(text.contains(old), "{path} has no {old}");
                *bytes = text.replacen(old, new, 1).into_bytes();
            }
            "rename" => {
                let (path, new) = two(" -> ");
                let node = taken(&mut tree, path);
                holder(&mut tree, path).0.push((new.to_owned(), node));
            }
            "copy" => {
                let (from, to) = two(" -> ");
                let (source, name) = holder(&mut tree, from);
                let Node::Zip(entries) = &source.iter().find(|(known, _)| known == name).unwrap().1 else { panic!("{line}") };
                let entries = entries.iter().map(|(name, node)| match node {
                    Node::File(bytes) => (name.clone(), Node::File(bytes.clone())),
                    Node::Zip(_) => panic!("{line}"),
                });
                let entries = entries.collect();
                let (tree, name) = holder(&mut tree, to);
                tree.retain(|(known, _)| known != name);
                tree.push((name.to_owned(), Node::Zip(entries)));
            }
            "folder" => {
                let (path, new) = two(" -> ");
                let (tree, folder) = holder(&mut tree, path);
                for (name, _) in tree {
                    if let Some(rest) = name.strip_prefix(&format!("{folder}/")) {
                        *name = format!("{new}/{rest}");
                    }
                }
            }
            "pad" => {
                let (path, size) = two(": ");
                file(&mut tree, path).resize(size.parse().unwrap(), b' ');
            }
            "clear" => file(&mut tree, rest).clear(),
            "fill" => {
                let (path, size) = two(": ");
                let (tree, name) = holder(&mut tree, path);
                tree.push((name.to_owned(), Node::File(vec![0; size.parse().unwrap()])));
            }
            "outer" => name = rest.to_owned(),
            _ => patches.push((verb, rest)),
        }
    }
    for (verb, path) in &patches {
        if *verb == "twice" {
            tree.push((second_name(path), Node::File(b"again".to_vec())));
        }
    }
    let mut bytes = zip(&tree);
    for (verb, path) in patches {
        patch(&mut bytes, verb, path);
    }
    Package::read(name, Cursor::new(bytes), kind)
}

/// As long as the name that it is to be.
fn second_name(name: &str) -> String {
    format!("{}~", &name[..name.len() - 1])
}

/// Does to the entry of a zip what no writer does.
pub fn patch(bytes: &mut [u8], verb: &str, name: &str) {
    let wanted = if verb == "twice" { second_name(name) } else { name.to_owned() };
    let headers = bytes.windows(4).enumerate().filter(|(_, magic)| *magic == b"PK\x01\x02").map(|(at, _)| at);
    let central = headers.rev().find(|at| bytes[at + 46..].starts_with(wanted.as_bytes())).expect("the entry");
    let local = u32::from_le_bytes(bytes[central + 42..central + 46].try_into().unwrap()) as usize;
    match verb {
        "twice" => {
            bytes[central + 46..central + 46 + name.len()].copy_from_slice(name.as_bytes());
            bytes[local + 30..local + 30 + name.len()].copy_from_slice(name.as_bytes());
        }
        "link" => {
            bytes[central + 5] = 3; // made on Unix
            bytes[central + 38..central + 42].copy_from_slice(&(0o120_777u32 << 16).to_le_bytes());
        }
        "encrypt" => {
            bytes[central + 8] |= 1;
            bytes[local + 6] |= 1;
        }
        "damage" => {
            bytes[central + 16] ^= 0xff;
            bytes[local + 14] ^= 0xff;
        }
        _ => panic!("{verb}"),
    }
}

/// What was found: where, seen from the zip, and what. The place is left out where it is the beginning of a file.
pub fn reported(package: &Package, findings: &[connsmith::Finding]) -> Vec<String> {
    use connsmith::rule::subject::Subject;
    let one = |finding: &connsmith::Finding| {
        let target = PackageTarget { package, publisher: Publisher::Certified, because: Because::Option };
        let file = target.file_name(finding.at.file);
        let file = file.strip_prefix(&package.name).unwrap().trim_start_matches('!').to_owned();
        let place = target.document(finding.at.file).map(|document| document.position(finding.at.span.start));
        let place = place.filter(|place| (place.line, place.column) != (1, 1));
        let place = place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        if file.is_empty() { finding.message.clone() } else { format!("{file}{place}: {}", finding.message) }
    };
    findings.iter().map(one).collect()
}
