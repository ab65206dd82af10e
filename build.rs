//! Does once what every start of the program would have to do.
//!
//! Lays out typos' dictionary of misspellings as one text, sorted, with the place of each line and a filter before it. As the
//! dictionary comes it holds a quarter of a million pointers, and setting those right at each start took longer than checking a
//! connector does.
//!
//! Reads `schemas/*.toml` and writes what they say in the form that `src/connector/facts/table.rs` reads: to parse TOML took half of
//! the instructions of a check of a small connector.
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

#[path = "src/text/word_hash.rs"]
#[allow(dead_code)] // the library uses the rest
mod word_hash;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    write_facts();
    println!("cargo::rerun-if-changed=src/text/word_hash.rs");
    let mut words = BTreeMap::new();
    for (word, right) in typos_dict::WORD.map.entries() {
        let word = word.into_inner().to_ascii_lowercase();
        // Words with other letters are not looked at, and for some no right spelling is known.
        if word.bytes().all(|byte| byte.is_ascii_alphabetic()) && !right.is_empty() {
            words.insert(word, right.join(","));
        }
    }
    let (mut text, mut starts, mut filter) = (String::new(), Vec::new(), vec![0u64; word_hash::BLOCKS]);
    for (word, right) in &words {
        starts.push(text.len());
        let _ = writeln!(text, "{word}\t{right}"); // into a String: cannot fail
        let (block, bits) = word_hash::place(word_hash::hash(word.as_bytes()));
        filter[block] |= bits;
    }
    let tables = format!(
        "const TEXT: &str = include_str!(\"misspellings.txt\");\nstatic STARTS: [u32; {}] = {starts:?};\nstatic FILTER: [u64; {}] = {filter:?};\n",
        starts.len(),
        filter.len(),
    );
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("misspellings.txt"), text).expect("OUT_DIR can be written");
    std::fs::write(Path::new(&out).join("misspellings.rs"), tables).expect("OUT_DIR can be written");
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
