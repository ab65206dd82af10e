//! Archives that mean harm: each ends in a finding, within a second and within 64 MB of memory.
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

#[allow(dead_code, reason = "the other half is for examples")]
#[path = "frames/package.rs"]
mod package;

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let entries: Vec<_> = entries.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    connsmith::text::archive::write(&entries).unwrap()
}

fn patched(entries: &[(&str, &[u8])], verb: &str) -> Vec<u8> {
    let mut bytes = zip(entries);
    package::patch(&mut bytes, verb, "notes.txt");
    bytes
}

/// Gigabytes that take megabytes: one compressed entry, again and again.
fn many_times(entry: &[u8], times: usize) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(zip(&[("zeros", entry)]))).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..times {
        writer.raw_copy_file_rename(source.by_index(0).unwrap(), format!("zeros{number}.bin")).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The sizes of the only entry, in both of its headers, say something else than what it holds.
fn with_declared_size(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
    let central = bytes.windows(4).rposition(|magic| magic == b"PK\x01\x02").unwrap();
    bytes[central + 24..central + 28].copy_from_slice(&size.to_le_bytes());
    bytes[22..26].copy_from_slice(&size.to_le_bytes());
    bytes
}

/// What an archive may take, in KiB of address space, beyond what the program takes for one that is empty: with its code and
/// libraries it stays below 64 MB of memory.
const MOST: usize = 48 << 10;

/// The program on an archive, with so much address space; without a limit for None.
fn check_within(limit: Option<usize>, zip: &Path) -> (i32, String, Duration) {
    let program = env!("CARGO_BIN_EXE_connsmith");
    let mut command = match limit {
        Some(limit) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("ulimit -v {limit}; exec \"$0\" \"$@\""), program]);
            shell
        }
        None => Command::new(program),
    };
    command.args(["package", "check", "--format", "concise"]).arg(zip);
    let began = Instant::now();
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), text, began.elapsed())
}

/// The address space that every archive must do with; only Linux has such a limit.
fn limit(folder: &Path) -> Option<usize> {
    let path = folder.join("nothing.zip");
    std::fs::write(&path, zip(&[])).unwrap();
    let runs = |limit: &usize| check_within(Some(*limit), &path).0 == 1;
    cfg!(target_os = "linux").then(|| (1..256).map(|step| step << 12).find(runs).unwrap() + MOST)
}

#[test]
fn each_ends_in_a_finding_soon() {
    let notes: &[(&str, &[u8])] = &[("notes.txt", b"hello hello hello")];
    let zeros = vec![0; 100_000_000];
    let bomb = zip(&[("zeros.bin", &zeros)]);
    let mut stored = ZipWriter::new(Cursor::new(Vec::new()));
    stored.start_file("zeros.bin", SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
    stored.write_all(&zeros).unwrap();
    let nested = |levels: usize| (0..levels).fold(zip(notes), |inner, _| zip(&[("inner.zip", &inner)]));
    let names: Vec<String> = (0..20_000).map(|number| number.to_string()).collect();
    let names: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let solution = zip(&[
        ("[Content_Types].xml", b"<Types />"),
        ("solution.xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"),
        ("customizations.xml", "<a>".repeat(100_000).as_bytes()),
    ]);
    let assets = zip(&[("PkgAssets/Connector.zip", &solution), ("PkgAssets/Flow.zip", &solution)]);

    let archives: Vec<(&str, Vec<u8>, &str)> = vec![
        ("climbs", zip(&[("a/../../evil.txt", b"x")]), "archive-entry-refused]: has a name that leads out"),
        ("climbs with backslashes", zip(&[("..\\evil.txt", b"x")]), "archive-entry-refused]: has a name that leads out"),
        ("is absolute", zip(&[("/etc/evil.txt", b"x")]), "archive-entry-refused]: has a name that leads out"),
        ("has a drive", zip(&[("C:\\evil.txt", b"x")]), "archive-entry-refused]: has a name that leads out"),
        ("link", patched(notes, "link"), "archive-entry-refused]: is a symbolic link"),
        ("twice", patched(&[notes[0], ("notes.tx~", b"x")], "twice"), "archive-entry-refused]: is in the archive twice"),
        ("encrypted", patched(notes, "encrypt"), "archive-entry-refused]: is encrypted"),
        ("wrong CRC", patched(notes, "damage"), "archive-unreadable]: is damaged: invalid checksum"),
        ("bomb of 100 MB", bomb.clone(), "archive-too-large]: unpacks to more than 16 MiB"),
        ("bomb that declares 10 bytes", with_declared_size(bomb, 10), "archive-"),
        ("bomb of 10 GB", many_times(&vec![0; 16 << 20], 640), "archive-too-large]: unpacks to more than 24 MiB"),
        ("archive of 100 MB", stored.finish().unwrap().into_inner(), "archive-too-large]: unpacks to more than 16 MiB"),
        ("20,000 entries", zip(&names), "archive-too-large]: contains more than 10000 entries"),
        ("five deep", nested(5), "archive-too-large]: is an archive more than 4 levels deep"),
        ("no zip", b"PK\x03\x04 and nothing else".to_vec(), "archive-unreadable]: is not a readable zip archive"),
        ("empty", Vec::new(), "archive-unreadable]: is not a readable zip archive"),
        ("entities", zip(&[("intro.md", b"#"), ("package.zip", &assets)]), "solution-xml-invalid]: a document type"),
        ("elements", zip(&[("intro.md", b"#"), ("package.zip", &assets)]), "solution-xml-invalid]: elements are nested"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outer.zip");
    let limit = limit(folder.path());
    for (what, bytes, expected) in archives {
        std::fs::write(&path, bytes).unwrap();
        let (status, text, took) = check_within(limit, &path);
        assert!(status == 1 && text.contains(expected), "{what}: {status}\n{text}");
        println!("{what}: {took:?}");
        assert!(took < Duration::from_secs(1), "{what}: {took:?}");
    }
    std::fs::write(&path, nested(3)).unwrap();
    let (_, text, _) = check_within(limit, &path);
    assert!(!text.contains("archive-"), "four levels are fine: {text}");
}

/// Cut and changed in every place: always an answer, never a panic.
#[test]
fn damage_anywhere() {
    let inner = zip(&[("a.txt", b"hello"), ("b/c.json", b"{}")]);
    let whole = zip(&[("intro.md", b"# hello hello hello"), ("package.zip", &inner)]);
    let limits = connsmith::text::archive::Limits::default();
    let mut faults = 0;
    for at in 0..whole.len() {
        let (_, cut) = connsmith::text::archive::read(Cursor::new(&whole[..at]), limits);
        assert!(!cut.is_empty(), "cut at {at}");
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        faults += connsmith::text::archive::read(Cursor::new(&changed), limits).1.len();
    }
    assert!(faults > 100, "{faults}");
}

/// A solution that means harm leaves nothing behind.
#[test]
fn nothing_of_it_is_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("solution.zip");
    std::fs::write(&path, zip(&[("solution.xml", b"<a />"), ("../evil.txt", b"x")])).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.arg("unpack").arg(&path).args(["--out", "out", "--format", "concise"]).current_dir(folder.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("solution.zip!../evil.txt:1:1: error[archive-entry-refused]"), "{text}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A solution with this in `customizations.xml`, and these files.
fn solution(customizations: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let manifest = "<ImportExportXml><SolutionManifest><UniqueName>x</UniqueName><Version>1.0</Version><Managed>0</Managed></SolutionManifest></ImportExportXml>";
    let customizations = format!("<ImportExportXml>{customizations}</ImportExportXml>");
    let own: [(&str, &[u8]); 2] = [("solution.xml", manifest.as_bytes()), ("customizations.xml", customizations.as_bytes())];
    zip(&[&own, files].concat())
}

/// So many connectors that name one file as their definition.
fn connectors(count: usize, definition: &str) -> String {
    let one = |number: usize| {
        format!(
            "<Connector><connectorid>{number}</connectorid><name>cts_{number}</name><displayname>C{number}</displayname><openapidefinition>/Connector/{definition}</openapidefinition></Connector>"
        )
    };
    format!("<Connectors>{}</Connectors>", (0..count).map(one).collect::<String>())
}

/// Whatever it holds, a solution is refused or unpacked within 256 MB and what `--max-size` allows.
#[cfg(target_os = "linux")]
#[test]
fn solutions_multiply_within_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.zip");
    std::fs::write(&path, zip(&[])).unwrap();
    let (program, out) = (env!("CARGO_BIN_EXE_connsmith"), folder.path().join("out"));
    // Its time is that of the processor, so that a busy machine makes no difference.
    let run = |limit: usize, arguments: &[&str]| {
        let mut shell = Command::new("sh");
        let script = format!("ulimit -v {limit}; ulimit -t 30; exec \"$0\" \"$@\"");
        let output = shell.args(["-c", &script, program]).args(arguments).arg(&path).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.code(), text)
    };
    // The address space that the program takes for nothing, and 256 MB.
    let base = (1..256).map(|step| step << 12).find(|limit| run(*limit, &["package", "check"]).0 == Some(1)).unwrap();
    let limit = base + (256 << 10);
    let out = out.to_str().unwrap();

    let names: Vec<String> = (0..9_000).map(|number| format!("{number}{}", "n".repeat(60_000))).collect();
    let names: Vec<(&str, &[u8])> = names.iter().take(200).map(|name| (name.as_str(), &b""[..])).collect();
    let part = vec![b' '; 8 << 20];
    let deep = format!("{}{}", "[".repeat(400), "]".repeat(400));
    let nested = format!("[{}1]", format!("{deep},").repeat(4_000));
    let values = format!("[{}1]", "0,".repeat(3_000_000));
    let attributes: String = (0..5_000).map(|number| format!(" a{number}=\"\"")).collect();
    for (what, bytes, words) in [
        ("tiny elements", solution(&"<a>x</a>".repeat(1_990_000), &[]), "more than 200000 elements"),
        ("empty elements", solution(&"<a/>".repeat(3_900_000), &[]), "more than 200000 elements"),
        ("attributes", solution(&format!("<a{attributes}/>"), &[]), "more than 200 attributes"),
        ("names", solution(&connectors(1, "x"), &names), "has a name that is not allowed"),
        (
            "one part for all",
            solution(&connectors(1_000, "x.json"), &[("Connector/x.json", &part)]),
            "would take more than 24 MiB",
        ),
        ("deep", solution(&connectors(1, "x.json"), &[("Connector/x.json", nested.as_bytes())]), "would take more than 24 MiB"),
        ("values", solution(&connectors(1, "x.json"), &[("Connector/x.json", values.as_bytes())]), "would take more than"),
        ("many connectors", solution(&connectors(12_000, "none"), &[]), "would take more than 24 MiB"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        for arguments in
            [&["unpack", "--format", "concise", "--out", out][..], &["unpack", "--tree", "--out", out], &["package", "check"]]
        {
            if what == "many connectors" && arguments[1] == "--tree" {
                continue; // writing so many files well takes a disk its time
            }
            let (status, text) = run(limit, arguments);
            assert!(matches!(status, Some(0..=2)), "{what}: {arguments:?}: {status:?}: {text}");
            if arguments[1] == "--format" {
                assert!(status != Some(0) && text.contains(words), "{what}: {status:?}: {text}");
                assert!(!Path::new(out).exists(), "{what}");
            }
            let _ = std::fs::remove_dir_all(out);
        }
    }
}

/// What is not in the encoding that it says is refused with its place, or decoded: never written back as something else.
#[test]
fn xml_in_other_encodings_is_decoded_or_refused() {
    use connsmith::connector::solution::Solution;
    let manifest = |bytes: Vec<u8>| {
        let files = [("solution.xml".to_owned(), bytes), ("customizations.xml".to_owned(), b"<a/>".to_vec())];
        Solution::read(files.into())
    };
    let utf16 = |text: &str, little: bool| {
        let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect::<Vec<u8>>()
    };
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let with = |name: &str| format!("<?xml version=\"1.0\" encoding=\"{name}\"?><a>Größe</a>");
    for bytes in [
        "<a>Größe</a>".into(),
        with("utf-8").into_bytes(),
        format!("\u{feff}{}", with("UTF-8")).into_bytes(),
        utf16(&with("utf-16"), true),
        utf16("<a>Größe</a>", false),
        latin(&with("iso-8859-1")),
        latin(&with("Windows-1252")),
    ] {
        assert_eq!(manifest(bytes.clone()).unwrap().manifest.text(), "Größe", "{bytes:?}");
    }
    for bytes in [
        latin("<a>Größe</a>"),
        latin(&with("utf-8")),
        latin(&with("iso-8859-15")),
        with("iso-8859-1").into_bytes(),
        with("utf-7").replace("Größe", "Gr+APYA3w-e").into_bytes(),
        with("shift_jis").into_bytes(),
        utf16(&with("utf-8"), true),
        utf16(&with("utf-16"), true)[2..].to_vec(),
        [utf16("<a>", true), vec![0, 0xd8], utf16("</a>", true)[2..].to_vec()].concat(),
    ] {
        let error = manifest(bytes.clone()).unwrap_err().to_string();
        assert!(error.contains("solution.xml:1:") && error.contains("UTF-8"), "{bytes:?}: {error}");
    }
}
