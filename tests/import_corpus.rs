//! `connsmith import` over documents of real APIs: what comes out passes, nothing goes unsaid, the same bytes come out each time, what
//! people edited survives updates, and broken documents break nothing.
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::versions;
use connsmith::judge::check::{Checker, Options as CheckOptions};
use connsmith::judge::target::Target;
use connsmith::make::import::choose::Pattern;
use connsmith::make::import::kind::{Kind, Refusal};
use connsmith::make::import::source::{Reach, Sources};
use connsmith::make::import::{self, Imported, Options, update};
use connsmith::make::new;
use connsmith::rule::Severity;
use connsmith::text::document::{Document, File, Node};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where the corpus lies; None, and a word about it, where it does not.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let places = std::env::var_os("CONNSMITH_SHARED").map(PathBuf::from).into_iter().chain([beside]);
    let found = places.into_iter().find(|path| path.join("import").is_dir());
    if found.is_none() {
        eprintln!("skipped: there is no ../shared/import");
    }
    found
}

/// The descriptions of the corpus, by name, with the file that is named first. Those above `most` bytes are left out.
fn corpus(most: u64) -> Vec<(String, PathBuf)> {
    let Some(shared) = shared() else { return Vec::new() };
    let index = std::fs::read_to_string(shared.join("import/index.tsv")).unwrap();
    let mut all = Vec::new();
    for line in index.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let folder = shared.join("import/corpus");
        let path = if cells[2].contains('/') { folder.join(cells[2]) } else { folder.join(cells[0]) };
        let bytes: u64 = cells[9].parse().unwrap();
        if bytes <= most {
            all.push((cells[0].to_owned(), path));
        }
    }
    all
}

fn read(path: &Path) -> Result<Sources, Refusal> {
    read_bytes(std::fs::read(path).unwrap(), path)
}

fn read_bytes(bytes: Vec<u8>, path: &Path) -> Result<Sources, Refusal> {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Sources::read(bytes, &name, Some(path), &|path| path.to_string_lossy().into_owned(), Reach::default())
}

fn definition(imported: &Imported) -> String {
    let file = imported.clone().into_files().into_iter().find(|file| file.name == "apiDefinition.swagger.json").unwrap();
    String::from_utf8(file.bytes).unwrap()
}

/// The errors of `check`, by rule.
fn errors(imported: &Imported, publisher: Publisher) -> BTreeSet<&'static str> {
    let target = Target::new(new::connector(&imported.clone().into_files(), Path::new("made")), publisher, Because::Option);
    let checker = Checker::new(&CheckOptions { publisher: Some(publisher), ..CheckOptions::default() });
    let findings = checker.findings(&target);
    findings.iter().filter(|finding| finding.severity == Severity::Error).map(|finding| finding.rule.id).collect()
}

/// Errors that say something about the source, not about the import.
const OF_THE_SOURCE: [&str; 4] =
    ["metadata-entry-missing", "connector-metadata-missing", "info-contact-missing", "too-many-operations"];

#[test]
fn documents_become_connectors_that_pass() {
    let mut wrong = String::new();
    for (name, path) in corpus(u64::MAX) {
        let options = Options { publisher: Publisher::Certified, ..Options::default() };
        let sources = match read(&path) {
            Ok(sources) => sources,
            Err(refusal) => panic!("{name}: {refusal}"),
        };
        let imported = match import::import(&sources, &options) {
            Ok(imported) => imported,
            Err(Refusal::NoOperations { .. }) if sources.root().get("paths").is_none_or(|paths| paths.members().count() == 0) => {
                continue;
            }
            Err(refusal) => {
                let _ = writeln!(wrong, "{name}: {refusal}");
                continue;
            }
        };
        let again = import::import(&sources, &options).unwrap();
        if definition(&imported) != definition(&again) {
            let _ = writeln!(wrong, "{name}: other bytes the second time");
        }
        let custom = errors(&imported, Publisher::Custom);
        let certified = errors(&imported, Publisher::Certified);
        // More operations than a connector may have cannot be made small enough: the author has to choose.
        let is_chosen = !custom.contains("too-many-operations");
        let of_source = |rule: &&str| OF_THE_SOURCE.contains(rule) || (*rule == "definition-too-large" && !is_chosen);
        for rule in custom.union(&certified).filter(|rule| !of_source(rule)) {
            let _ = writeln!(wrong, "{name}: {rule}");
        }
        unsaid(&name, &sources, &imported, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every operation, parameter and property of the source is in the result or in a finding. Written without regard to how the import
/// works: it compares names, and pointers of findings.
fn unsaid(name: &str, sources: &Sources, imported: &Imported, wrong: &mut String) {
    let made = Document::json(File::Definition, "made", definition(imported).as_bytes().to_vec());
    let ids = 0..made.tree.nodes.len() as u32;
    let mut names: BTreeSet<String> = BTreeSet::new();
    for properties in made.members_named("properties", ids.clone()) {
        names.extend(properties.members().map(|member| member.name().into_owned()));
    }
    for value in made.members_named("name", ids) {
        let name = value.str().unwrap_or_default().into_owned();
        names.extend(name.split(['[', ']']).filter(|part| !part.is_empty()).map(str::to_owned));
        names.insert(name);
    }
    let form = |path: &str| {
        let parts = path.split('{').enumerate().map(|(at, part)| match (at, part.split_once('}')) {
            (0, _) | (_, None) => part.to_lowercase(),
            (_, Some((_, rest))) => format!("{{}}{}", rest.to_lowercase()),
        });
        parts.collect::<String>().trim_start_matches('/').replace(' ', "%20")
    };
    let mut operations: BTreeSet<(String, String)> = BTreeSet::new();
    for item in made.root().get("paths").into_iter().flat_map(Node::members) {
        operations.extend(item.value.members().map(|member| (form(&item.name()), member.name().into_owned())));
    }
    for (number, document) in sources.files.iter().enumerate() {
        let said: BTreeSet<&str> = imported
            .findings
            .iter()
            .filter(|finding| finding.at.file == File::Other(number as u16))
            .map(|finding| finding.at.pointer.as_str())
            .collect();
        let covered = |node: Node| {
            let mut at = Some(node);
            while let Some(node) = at {
                if said.contains(node.pointer().as_str()) {
                    return true;
                }
                // What is said of the whole source says nothing of a part; another file may be one schema.
                at = node.parent().filter(|parent| number > 0 || parent.id != 0);
            }
            false
        };
        let left_out = |node: Node| {
            imported.findings.iter().any(|finding| {
                finding.at.file == File::Other(number as u16)
                    && finding.rule.id.starts_with("import-operation-")
                    && (finding.at.pointer == node.pointer()
                        || node.parent().is_some_and(|item| finding.at.pointer == item.pointer()))
            })
        };
        for item in document.root().get("paths").into_iter().flat_map(Node::members).filter(|_| number == 0) {
            let path = item.name();
            // An extension holds no operations, whatever it looks like.
            if path.starts_with("x-") {
                continue;
            }
            let path = form(path.split(['?', '#']).next().unwrap_or(""));
            for member in item.value.members().filter(|member| import::operation::VERBS.contains(&&*member.name())) {
                let verb = member.name();
                let is_made = operations
                    .iter()
                    .any(|(made, known)| *known == verb && (*made == path || path.ends_with(&format!("/{made}"))));
                if !is_made && !left_out(member.value) {
                    let _ = writeln!(wrong, "{name}: operation {} is in no finding", member.value.pointer());
                }
            }
        }
        for list in document.members_named("parameters", 0..document.tree.nodes.len() as u32) {
            let of_operations = list.is_array() && (number > 0 || list.pointer().starts_with("/paths/"));
            for parameter in list.items().filter(|_| of_operations) {
                let Some(own) = parameter.get_str("name").filter(|_| parameter.has("in")) else { continue };
                let in_path = parameter.get("in").is_some_and(|place| place.is("path"));
                if !names.contains(&*own) && !in_path && !covered(parameter) {
                    let _ = writeln!(wrong, "{name}: parameter {} is in no finding", parameter.pointer());
                }
            }
        }
        let ids = 0..document.tree.nodes.len() as u32;
        let mut missing = 0;
        for properties in document.members_named("properties", ids) {
            let of_schema = properties.is_object()
                && properties.parent().is_some_and(|parent| {
                    !["properties", "example", "examples", "value"].contains(&&*parent.name().unwrap_or_default())
                })
                && !properties.pointer().contains("/example");
            // Other files also hold what nothing refers to, and what only left out media types do.
            for member in properties.members().filter(|member| of_schema && number == 0 && member.value.is_object()) {
                if !names.contains(&*member.name()) && !covered(member.value) {
                    missing += 1;
                    if missing < 4 {
                        let _ = writeln!(wrong, "{name}: property {} is in no finding", member.value.pointer());
                    }
                }
            }
        }
    }
}

#[test]
fn a_choice_keeps_the_limits() {
    // The largest documents, of which at most 200 operations are taken.
    let verbs = ["verb:get", "verb:delete"];
    for (name, path) in
        corpus(1_300_000).into_iter().filter(|(name, _)| ["discord31.json", "ory-network.json"].contains(&name.as_str()))
    {
        let sources = read(&path).unwrap();
        let include = verbs.iter().map(|text| Pattern::parse(text).unwrap()).collect();
        let imported = import::import(&sources, &Options { include, ..Options::default() }).unwrap();
        assert!(imported.plan.rows.len() <= 200, "{name}: {}", imported.plan.rows.len());
        assert!(definition(&imported).len() < 1_048_576, "{name}");
        let found = errors(&imported, Publisher::Custom);
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

/// Published connectors come out meaning the same: no change that flows notice.
#[test]
fn published_connectors_come_out_the_same() {
    let Some(shared) = shared() else { return };
    let mut folders: Vec<PathBuf> = Vec::new();
    for group in ["certified-connectors", "independent-publisher-connectors", "custom-connectors"] {
        let Ok(list) = std::fs::read_dir(shared.join("corpus").join(group)) else { continue };
        folders.extend(list.flatten().map(|entry| entry.path()).filter(|path| path.join("apiDefinition.swagger.json").is_file()));
    }
    folders.sort();
    let step = (folders.len() / 50).max(1);
    let checker = Checker::new(&CheckOptions { publisher: Some(Publisher::Custom), ..CheckOptions::default() });
    let mut wrong = String::new();
    for folder in folders.iter().step_by(step).take(50) {
        let path = folder.join("apiDefinition.swagger.json");
        let bytes = std::fs::read(&path).unwrap();
        if bytes.len() > 300_000 {
            continue;
        }
        let sources = read_bytes(bytes.clone(), &path).unwrap();
        let Ok(imported) = import::import(&sources, &Options::default()) else { continue };
        let files = |definition: &[u8]| vec![new::NewFile { name: "apiDefinition.swagger.json", bytes: definition.to_vec() }];
        let old = versions::older(new::connector(&files(&bytes), Path::new("old")));
        let new = Target::new(
            new::connector(&files(definition(&imported).as_bytes()), Path::new("new")),
            Publisher::Custom,
            Because::Option,
        );
        for finding in checker.changes(&old, &new) {
            // What the import says itself is no surprise.
            if finding.severity == Severity::Error && imported.findings.iter().all(|said| said.severity < Severity::Warning) {
                let _ =
                    writeln!(wrong, "{}: {} {}", folder.file_name().unwrap().to_string_lossy(), finding.rule.id, finding.message);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Three versions of one API as vendors make them, and 30 edits in the folder.
#[test]
fn updates_keep_edits_and_bring_changes() {
    let Some(shared) = shared() else { return };
    let path = shared.join("import/corpus/swagger-petstore3.yaml");
    let first = std::fs::read_to_string(&path).unwrap();
    let options = Options::default();
    let made = |text: &str| {
        let sources = read_bytes(text.as_bytes().to_vec(), &path).unwrap();
        definition(&import::import(&sources, &options).unwrap())
    };
    let one = made(&first);

    // Nothing new changes nothing, whatever was edited.
    let edited_at_all = one.replacen("\"summary\": \"", "\"summary\": \"My ", 1);
    let same = update::definition(&one, &one, &edited_at_all, &Default::default());
    assert_eq!(same.text, edited_at_all);
    assert!(same.notes.is_empty());

    // 30 edits: every second summary and description of operations, fields and parameters.
    let mut ours = String::new();
    let mut edits = Vec::new();
    for line in one.split_inclusive('\n') {
        let text = line.trim_start();
        let is_text = text.starts_with("\"summary\": \"")
            || text.starts_with("\"x-ms-summary\": \"")
            || text.starts_with("\"description\": \"");
        if is_text && edits.len() < 30 {
            let edit = format!("Edited by hand {}", edits.len());
            let key = &text[..text.find(": ").unwrap()];
            let indent = &line[..line.len() - text.len()];
            let end = if text.trim_end().ends_with(',') { "," } else { "" };
            ours.push_str(&format!("{indent}{key}: \"{edit}\"{end}\n"));
            edits.push(edit);
        } else {
            ours.push_str(line);
        }
    }
    assert_eq!(edits.len(), 30);

    // The second version: an operation added, a parameter renamed, a response removed, a type changed.
    let mut two = first.clone();
    let change = |text: &mut String, old: &str, new: &str| {
        assert!(text.contains(old), "`{old}` is not there");
        *text = text.replacen(old, new, 1);
    };
    change(&mut two, "name: status", "name: petStatus");
    change(
        &mut two,
        "\npaths:\n",
        "\npaths:\n  /toys:\n    get:\n      operationId: listToys\n      summary: List toys\n      description: Lists the toys.\n      responses:\n        '200':\n          description: OK\n",
    );
    let second = made(&two);
    let updated = update::definition(&one, &second, &ours, &Default::default());
    for edit in &edits {
        assert!(updated.text.contains(edit), "`{edit}` is lost");
    }
    assert!(updated.text.contains("\"listToys\""));
    assert!(updated.text.contains("\"petStatus\""));
    arrived(&one, &second, &updated);

    // The third: an operation is gone.
    let start = two.find("  /store/inventory:").unwrap();
    let end = start + two[start + 3..].find("\n  /").unwrap() + 4;
    let three = format!("{}{}", &two[..start], &two[end..]);
    let third = made(&three);
    let again = update::definition(&second, &third, &updated.text, &Default::default());
    for edit in &edits {
        assert!(again.text.contains(edit), "`{edit}` is lost");
    }
    assert!(again.notes.iter().any(|note| note.rule == "import-operation-gone"), "{:?}", again.notes);
    assert!(again.text.contains("\"deprecated\": true"));
    let document = Document::json(File::Definition, "", again.text.clone().into_bytes());
    assert!(document.tree.faults.is_empty(), "{:?}", document.tree.faults);

    // Lines that no change touches stay as they are.
    let kept = ours.lines().filter(|line| again.text.lines().any(|other| other == *line)).count();
    assert!(kept * 100 > ours.lines().count() * 90, "{kept} lines of {}", ours.lines().count());
}

/// Every change between two imports is in the updated text or in a note.
fn arrived(base: &str, theirs: &str, updated: &update::Definition) {
    let read = |text: &str| Document::json(File::Definition, "", text.as_bytes().to_vec());
    let (base, theirs, ours) = (read(base), read(theirs), read(&updated.text));
    let said =
        |pointer: &str| updated.notes.iter().any(|note| pointer.starts_with(&note.pointer) || note.pointer.starts_with(pointer));
    let leaves = (0..theirs.tree.nodes.len() as u32).map(|id| theirs.node(id)).filter(|node| {
        !node.is_object()
            && !node.is_array()
            && node.kind() != connsmith::text::json::Kind::Key
            && !node.pointer().contains("/parameters/")
    });
    for leaf in leaves {
        let pointer = leaf.pointer();
        let changed = base.at_pointer(&pointer).is_none_or(|old| !old.same(leaf));
        if changed {
            let here = ours.at_pointer(&pointer).is_some_and(|here| here.same(leaf));
            assert!(here || said(&pointer), "{pointer} did not arrive");
        }
    }
}

/// Documents that were broken at random: no panic, and an end in time.
fn mutants(count: usize, most: u64, seed: u64) {
    let documents: Vec<(String, Vec<u8>, PathBuf)> =
        corpus(most).into_iter().map(|(name, path)| (name, std::fs::read(&path).unwrap(), path)).collect();
    if documents.is_empty() {
        return;
    }
    let mut random = fastrand::Rng::with_seed(seed);
    let words = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "null",
        "-1",
        "1e999",
        "$ref",
        "#/components/schemas",
        "allOf",
        "oneOf",
        "type",
        "object",
        "array",
        "&a",
        "*a",
        "- ",
        "\n",
        "  ",
        "é",
        "%7B",
        "~1",
        "{{x}}",
        "true",
    ];
    for round in 0..count {
        let (name, bytes, path) = &documents[random.usize(..documents.len())];
        let mut text = bytes.clone();
        for _ in 0..random.usize(1..6) {
            let at = random.usize(..text.len());
            let end = (at + random.usize(1..40)).min(text.len());
            match random.u8(0..4) {
                0 => drop(text.drain(at..end)),
                1 => drop(text.splice(at..end, words[random.usize(..words.len())].bytes())),
                2 => {
                    // A part of the document stands somewhere else, too: references lead to the wrong things.
                    let from = random.usize(..text.len());
                    let part: Vec<u8> = text[from..(from + random.usize(1..400)).min(text.len())].to_vec();
                    drop(text.splice(at..at, part));
                }
                _ => {
                    // One name stands for another.
                    let names: Vec<&[u8]> =
                        text.split(|byte| *byte == b'"').filter(|part| (3..40).contains(&part.len())).collect();
                    if names.len() > 1 {
                        let (old, new) =
                            (names[random.usize(..names.len())].to_vec(), names[random.usize(..names.len())].to_vec());
                        let at = text.windows(old.len()).position(|window| window == old).unwrap_or(0);
                        drop(text.splice(at..at + old.len(), new));
                    }
                }
            }
            if text.is_empty() {
                break;
            }
        }
        let started = std::time::Instant::now();
        let kept = text.clone();
        let done = std::panic::catch_unwind(|| {
            if let Ok(sources) = read_bytes(text, path) {
                let _ = import::import(&sources, &Options { triggers: round % 2 == 0, ..Options::default() });
            }
        });
        let slow = started.elapsed().as_secs_f32() > if cfg!(debug_assertions) { 20.0 } else { 2.0 };
        if done.is_err() || slow {
            let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp").join(format!("import-{seed}-{round}-{name}"));
            let _ = std::fs::create_dir_all(place.parent().unwrap());
            std::fs::write(&place, kept).unwrap();
            panic!("mutant {round} of {name} {}: kept as {}", if slow { "takes too long" } else { "panics" }, place.display());
        }
    }
}

#[test]
fn mutants_do_no_harm() {
    mutants(300, 40_000, 18);
}

#[test]
#[ignore = "20,000 mutants take minutes"]
fn many_mutants_do_no_harm() {
    mutants(20_000, 500_000, 81);
}

#[test]
fn kinds_are_found_out() {
    for (name, path) in corpus(100_000) {
        let kind = read(&path).ok().and_then(|sources| connsmith::make::import::kind::of(&sources.files[0]).ok());
        let expected = match name.as_str() {
            name if name.starts_with("pm-") => Kind::Postman,
            name if name.contains("20.") || name.contains("separate20") => Kind::Swagger2,
            name if name.contains("31")
                || name.contains("32")
                || ["docusign-maestro.json", "docusign-connected-fields.json", "xero-webhooks.yaml"].contains(&name) =>
            {
                Kind::OpenApi31
            }
            _ => Kind::OpenApi30,
        };
        assert_eq!(kind, Some(expected).filter(|_| kind.is_some()), "{name}");
        assert!(kind.is_some(), "{name}");
    }
}
