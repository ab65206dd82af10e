//! Lays out typos' dictionary of misspellings as one text, sorted, with the place of each line and a filter before it. As the
//! dictionary comes it holds a quarter of a million pointers, and setting those right at each start took longer than checking a
//! connector does.
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

#[path = "src/text/word_hash.rs"]
#[allow(dead_code)] // the library uses the rest
mod word_hash;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
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
