//! A bounded run of the fuzzing targets on stable: the fixtures, and random changes of them, with fixed seeds.
//! `cargo fuzz run TARGET` (nightly) goes on where this ends.
use std::path::{Path, PathBuf};

#[path = "../fuzz/targets.rs"]
mod targets;

/// Changes of the seeds for each target.
const ROUNDS: u64 = if cfg!(debug_assertions) { 150 } else { 5_000 };

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}

/// What each target begins with: the fixtures of its kind, and made up ones where there is none.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    files.sort();
    let read = |ending: &str| -> Vec<Vec<u8>> {
        files.iter().filter(|file| file.to_string_lossy().ends_with(ending)).map(|file| std::fs::read(file).unwrap()).collect()
    };
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    let xml = "<ImportExportXml><SolutionManifest><UniqueName>a</UniqueName><Version>1.0</Version><Publisher><UniqueName>p</UniqueName>\
               </Publisher><RootComponents><RootComponent type=\"372\" schemaName=\"x\"/></RootComponents></SolutionManifest></ImportExportXml>";
    match target {
        "unzip" => {
            let entries =
                |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), xml.as_bytes().to_vec())).collect::<Vec<_>>();
            let solution =
                connsmith::archive::write(&entries(&["solution.xml", "customizations.xml", "Connector/a.json"])).unwrap();
            let package = [("PkgAssets/ConnectorSolution.zip".to_owned(), solution.clone())];
            let package = connsmith::archive::write(&package).unwrap();
            vec![
                solution,
                connsmith::archive::write(&[("package.zip".into(), package), ("intro.md".into(), Vec::new())]).unwrap(),
            ]
        }
        "solution_xml" => texts(&[
            xml,
            "<a b='&lt;&#65;'><![CDATA[x]]><!-- c --></a>",
            "<?xml version=\"1.0\"?><a xmlns:i=\"u\" i:nil=\"true\"/>",
        ]),
        "configuration" => texts(&[
            "publisher = \"independent\"\n[rules]\nhost-not-production = \"off\"\n[[ignore]]\nrule = \"host-not-production\"\nreason = \"r\"\n",
            "[[rule]]\nid = \"own\"\nmessage = \"m\"\nselect = \"$.paths[*]\"\n[[override]]\npaths = [\"a/**\"]\n",
            "{ \"connectorId\": \"x\", \"name\": \"y\" }",
        ]),
        "service_replies" => texts(&[
            "Error: The path '/a' is not valid. Path 'paths./a', line 1, position 2.",
            "{\"error\":{\"code\":\"InvalidOpenApiFlowSwagger\",\"message\":\"Encountered internal server error. The tracking Id is 'x'.\"}}",
            "a.eyJ0aWQiOiJ4In0.b",
        ]),
        "script" => texts(&[
            "public class Script : ScriptBase { string a = $\"{b:x}{$@\"{c}\"\"\"}\"; // d\n#if X\n/* e */ var f = '\\''; }",
        ]),
        "fmt" | "reader" => read(".json"),
        _ => {
            let (definitions, properties) = (read("apiDefinition.swagger.json"), read("apiProperties.json"));
            definitions.into_iter().zip(properties).map(|(one, other)| [&one[..], b"\0", &other].concat()).collect()
        }
    }
}

/// A few changes of bytes: set, cut, doubled, put together from two seeds.
fn changed(seeds: &[Vec<u8>], rng: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = seeds[rng.usize(..seeds.len())].clone();
    for _ in 0..1 + rng.usize(..4) {
        let at = rng.usize(..=bytes.len());
        let to = (at + rng.usize(..64)).min(bytes.len());
        match rng.u8(..5) {
            0 => bytes[at..to].fill_with(|| rng.u8(..)),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let piece = bytes[at..to].repeat(1 + rng.usize(..20));
                bytes.splice(at..at, piece);
            }
            3 => {
                let other = &seeds[rng.usize(..seeds.len())];
                bytes.truncate(at);
                bytes.extend_from_slice(&other[rng.usize(..=other.len())..]);
            }
            _ => {
                let signs = b"{}[]\"\\,:<>&;'#=/\0\n";
                bytes.insert(at, signs[rng.usize(..signs.len())]);
            }
        }
    }
    bytes
}

#[test]
fn targets_survive_changed_fixtures() {
    let mut failed = Vec::new();
    for (name, target) in targets::TARGETS {
        let seeds = seeds(name);
        let runs = seeds.iter().cloned().map(Ok).chain((0..ROUNDS).map(Err));
        let mut count = 0;
        for run in runs {
            let bytes = run.unwrap_or_else(|seed| changed(&seeds, &mut fastrand::Rng::with_seed(seed)));
            count += 1;
            if std::panic::catch_unwind(|| target(&bytes)).is_err() {
                let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{count}"));
                std::fs::write(&kept, &bytes).unwrap();
                failed.push(kept);
            }
        }
        println!("{name}: {count} inputs");
    }
    assert!(failed.is_empty(), "inputs that fail: {failed:#?}");
}
