//! Does once what every start of the program would have to do.
//!
//! Lays out typos' dictionary of misspellings as `src/text/misspellings.rs` reads it, with a filter before it. As the dictionary comes it
//! holds a quarter of a million pointers, and setting those right at each start took longer than checking a connector does.
//!
//! Compresses the pages of the rules.
//!
//! Reads `schemas/*.toml` and writes what they say in the form that `src/connector/facts/table.rs` reads: to parse TOML took half of
//! the instructions of a check of a small connector.
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

#[path = "src/text/word_hash.rs"]
#[allow(dead_code)] // the library uses the rest
mod word_hash;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    link_at_a_fixed_address();
    write_facts();
    write_pages();
    println!("cargo::rerun-if-changed=src/text/word_hash.rs");
    let mut words = BTreeMap::new();
    for (word, right) in typos_dict::WORD.map.entries() {
        let word = word.into_inner().to_ascii_lowercase();
        // Words with other letters are not looked at, and for some no right spelling is known.
        if word.bytes().all(|byte| byte.is_ascii_alphabetic()) && !right.is_empty() {
            words.insert(word, right.join(","));
        }
    }
    let (mut table, mut starts, mut filter) = (Vec::new(), Vec::new(), vec![0u64; word_hash::BLOCKS]);
    let mut before = "";
    for (at, (word, right)) in words.iter().enumerate() {
        if at % BLOCK == 0 {
            starts.push(table.len());
            before = "";
        }
        let shared = shared(word.bytes(), before.bytes());
        table.push(shared as u8);
        table.extend_from_slice(&word.as_bytes()[shared..]);
        for right in right.split(',') {
            add_edit(word, right, &mut table);
        }
        table.push(b'\n');
        before = word;
        let (block, bits) = word_hash::place(word_hash::hash(word.as_bytes()));
        filter[block] |= bits;
    }
    let longest = words.keys().map(String::len).max().unwrap_or_default();
    assert!(longest < usize::from(b'a' - KEPT), "a count is less than each letter");
    let tables = format!(
        "const TABLE: &[u8] = include_bytes!(\"misspellings.bin\");\n\
         static STARTS: [u32; {}] = {starts:?};\n\
         static FILTER: [u64; {}] = {filter:?};\n\
         const LONGEST: usize = {longest};\n\
         const KEPT: u8 = {KEPT};\n",
        starts.len(),
        filter.len(),
    );
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("misspellings.bin"), table).expect("OUT_DIR can be written");
    std::fs::write(Path::new(&out).join("misspellings.rs"), tables).expect("OUT_DIR can be written");
}

/// On Linux with glibc, links a program that is not position-independent. In one that is, the loader has to set right 50,000 pointers at
/// each start, on 240 pages that it copies for this: a third of the time that a check of a small connector takes. Its code and constants
/// are then at the same addresses in each run; stack, heap and libraries still are not. Whoever
/// wants an address that no one knows for those, too, sets `CONNSMITH_PIE` when building.
fn link_at_a_fixed_address() {
    let of_target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    println!("cargo::rerun-if-env-changed=CONNSMITH_PIE");
    if std::env::var_os("CONNSMITH_PIE").is_some() {
        return;
    }
    if of_target("OS") == "linux" && of_target("ENV") == "gnu" && ["x86_64", "aarch64"].contains(&&*of_target("ARCH")) {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// The words of a block of the dictionary; the first is there as a whole.
const BLOCK: usize = 16;
/// What stands for no letters in an edit; the bytes after it stand for one, two and so on.
const KEPT: u8 = b' ';

/// How many bytes are the same at the start of both.
fn shared(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// Adds how a word is corrected: how many letters stay at its start, how many at its end, and what comes between them.
fn add_edit(word: &str, right: &str, table: &mut Vec<u8>) {
    let start = shared(word.bytes(), right.bytes());
    let end = shared(word.bytes().skip(start).rev(), right.bytes().skip(start).rev());
    // A letter of more than one byte stays whole.
    let start = right.floor_char_boundary(start);
    let end = right.len() - right.ceil_char_boundary(right.len() - end);
    table.extend([KEPT + start as u8, KEPT + end as u8]);
    let edit = &right[start..right.len() - end];
    assert!(edit.chars().all(|letter| !letter.is_ascii() || letter.is_ascii_lowercase()), "{word}: {right}");
    table.extend_from_slice(edit.as_bytes());
}

/// Writes the pages of all rules, compressed: each is the id of its rule and a line break before its text; a NUL is between two.
fn write_pages() {
    println!("cargo::rerun-if-changed=rules");
    let mut paths = Vec::new();
    for subject in std::fs::read_dir("rules").expect("rules/ is there") {
        let subject = subject.expect("rules/ can be listed").path();
        if subject.is_dir() {
            let pages = std::fs::read_dir(&subject).expect("a folder of rules can be listed");
            paths.extend(pages.map(|page| page.expect("a folder of rules can be listed").path()));
        }
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    let mut pages = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let id = path.file_stem().and_then(|id| id.to_str()).expect("it is the id of a rule");
        pages.extend([id, "\n", &text, "\0"]);
    }
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(pages.as_bytes()).expect("memory can be written");
    std::fs::write(Path::new(&out).join("pages.deflate"), encoder.finish().expect("memory can be written"))
        .expect("OUT_DIR can be written");
}

/// Writes each `schemas/<name>.toml` as `OUT_DIR/<name>.facts`.
fn write_facts() {
    println!("cargo::rerun-if-changed=schemas");
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    for entry in std::fs::read_dir("schemas").expect("schemas/ is there") {
        let path = entry.expect("schemas/ can be listed").path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut facts = String::new();
        add_table(&table, &mut facts);
        let name = path.with_extension("facts");
        std::fs::write(Path::new(&out).join(name.file_name().expect("it has a name")), facts).expect("OUT_DIR can be written");
    }
}

/// Adds the number of members, then each name and value.
fn add_table(table: &toml::Table, facts: &mut String) {
    let _ = write!(facts, "{}:", table.len());
    for (name, value) in table {
        let _ = write!(facts, "{}:{name}", name.len());
        add_value(value, facts);
    }
}

/// Adds a letter for the kind of a value, then the value. Texts have their length in bytes before them.
fn add_value(value: &toml::Value, facts: &mut String) {
    let _ = match value {
        toml::Value::String(text) => write!(facts, "s{}:{text}", text.len()),
        toml::Value::Integer(number) => write!(facts, "i{number}:"),
        toml::Value::Boolean(flag) => write!(facts, "b{}:", u8::from(*flag)),
        toml::Value::Array(items) => {
            let _ = write!(facts, "a{}:", items.len());
            items.iter().for_each(|item| add_value(item, facts));
            Ok(())
        }
        toml::Value::Table(table) => {
            facts.push('t');
            add_table(table, facts);
            Ok(())
        }
        other => panic!("no fact is a {}", other.type_str()),
    };
}
