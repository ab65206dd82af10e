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
        ("twice", patched(&[notes[0], ("notes.tx~", b"x")], "twice"), "archive-entry-refused]: stands in the archive twice"),
        ("encrypted", patched(notes, "encrypt"), "archive-entry-refused]: is encrypted"),
        ("wrong CRC", patched(notes, "damage"), "archive-unreadable]: is damaged: invalid checksum"),
        ("bomb of 100 MB", bomb.clone(), "archive-too-large]: unpacks to more than 16 MiB"),
        ("bomb that declares 10 bytes", with_declared_size(bomb, 10), "archive-"),
        ("bomb of 10 GB", many_times(&vec![0; 16 << 20], 640), "archive-too-large]: unpacks to more than 24 MiB"),
        ("archive of 100 MB", stored.finish().unwrap().into_inner(), "archive-too-large]: unpacks to more than 16 MiB"),
        ("20,000 entries", zip(&names), "archive-too-large]: holds more than 10000 entries"),
        ("five deep", nested(5), "archive-too-large]: is an archive more than 4 levels deep"),
        ("no zip", b"PK\x03\x04 and nothing else".to_vec(), "archive-unreadable]: is no zip archive"),
        ("empty", Vec::new(), "archive-unreadable]: is no zip archive"),
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
