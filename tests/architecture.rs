//! The floors of ARCHITECTURE.md: a module uses only the floors below it.
//!
//! The table there is the only list of the floors. Every path that begins with `crate`, `self`, `super` or `connsmith` in `src` is read,
//! in `use` items, in code and in macros, and resolved to the folder it leads to.
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A path in the code: where it stands and where it leads.
#[derive(Debug)]
struct Import {
    line: usize,
    /// Names from the root of the crate, as many as the path gives.
    path: Vec<String>,
}

/// The paths of a file whose module has this path.
fn imports(text: &str, module: &[String]) -> Vec<Import> {
    let tokens: TokenStream = text.parse().expect("the file is Rust");
    let mut found = Vec::new();
    walk(&tokens.into_iter().collect::<Vec<_>>(), module, &mut found);
    found
}

fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

/// Whether `::` stands at `at`.
fn colons(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    colon(tokens.get(at)) && colon(tokens.get(at + 1))
}

fn walk(tokens: &[TokenTree], module: &[String], found: &mut Vec<Import>) {
    let mut at = 0;
    while at < tokens.len() {
        let after_colons = at >= 2 && colons(tokens, at - 2);
        match &tokens[at] {
            TokenTree::Ident(word) if word == "mod" => {
                if let (Some(name), Some(TokenTree::Group(body))) = (ident(tokens.get(at + 1)), tokens.get(at + 2)) {
                    let inner: Vec<String> = module.iter().cloned().chain([name]).collect();
                    walk(&body.stream().into_iter().collect::<Vec<_>>(), &inner, found);
                    at += 3;
                    continue;
                }
            }
            TokenTree::Ident(word) if !after_colons && colons(tokens, at + 1) => {
                let base = match word.to_string().as_str() {
                    "crate" | "connsmith" => Some(Vec::new()),
                    "self" => Some(module.to_vec()),
                    "super" => Some(module[..module.len().saturating_sub(1)].to_vec()),
                    _ => None,
                };
                if let Some(base) = base {
                    at = path(tokens, at + 3, base, word.span().start().line, found);
                    continue;
                }
            }
            // `use crate::{…}` may also be written `use {crate::…}`: groups are entered like everything else.
            TokenTree::Group(group) => walk(&group.stream().into_iter().collect::<Vec<_>>(), module, found),
            _ => {}
        }
        at += 1;
    }
}

/// Reads on behind `base::`, and gives the number of the token behind the path.
fn path(tokens: &[TokenTree], mut at: usize, mut base: Vec<String>, line: usize, found: &mut Vec<Import>) -> usize {
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(word)) => {
                match word.to_string().as_str() {
                    "super" => drop(base.pop()),
                    "self" => {}
                    name => base.push(name.trim_start_matches("r#").to_owned()),
                }
                at += 1;
                if !colons(tokens, at) {
                    break;
                }
                at += 2;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                for part in inner.split(is_comma).filter(|part| !part.is_empty()) {
                    path(part, 0, base.clone(), part[0].span().start().line, found);
                }
                return at + 1;
            }
            _ => break, // `*`, or the `<` of a turbofish
        }
    }
    found.push(Import { line, path: base });
    at
}

/// The floors of the table from the top down, each with its folders.
fn floors(page: &str) -> Vec<Vec<String>> {
    let rows = page.lines().skip_while(|line| !line.starts_with("| floor ")).skip(2).take_while(|line| line.starts_with('|'));
    let folders = |row: &str| {
        let cell = row.split('|').nth(1).unwrap_or_default().to_owned();
        cell.split('`').filter_map(|name| name.trim().strip_suffix('/')).map(str::to_owned).collect::<Vec<_>>()
    };
    rows.map(folders).collect()
}

/// The folder of the table in which a path lies: the longest that begins it.
fn room<'f>(floors: &'f [Vec<String>], path: &[String]) -> Option<(usize, &'f str)> {
    let path = path.join("/");
    let all = floors.iter().enumerate().flat_map(|(floor, rooms)| rooms.iter().map(move |room| (floor, room.as_str())));
    let holds = |room: &str| path == room || path.starts_with(&format!("{room}/"));
    all.filter(|(_, room)| holds(room)).max_by_key(|(_, room)| room.len())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// `judge/config/at.rs` is the module `judge::config::at`, `judge/mod.rs` is `judge`.
fn module(file: &Path, src: &Path) -> Vec<String> {
    let path = file.strip_prefix(src).unwrap().with_extension("");
    let names = path.iter().map(|name| name.to_str().unwrap().to_owned());
    names.filter(|name| !matches!(name.as_str(), "mod" | "lib" | "main")).collect()
}

/// What runs up, or leads out of the table.
fn faults(
    floors: &[Vec<String>],
    exports: &BTreeMap<String, Vec<String>>,
    shown: &str,
    module: &[String],
    text: &str,
) -> Vec<String> {
    let Some((floor, here)) = room(floors, module) else {
        return if module.is_empty() {
            Vec::new()
        } else {
            vec![format!("{shown} stands in no folder of the table in ARCHITECTURE.md")]
        };
    };
    let mut faults = Vec::new();
    for Import { line, path } in imports(text, module) {
        let path = match path.split_first() {
            Some((first, rest)) => match exports.get(first) {
                Some(exported) => exported.iter().chain(rest).cloned().collect(),
                None => path,
            },
            None => continue,
        };
        let names = path.join("::");
        match room(floors, &path) {
            Some((_, there)) if there == here => {}
            Some((below, _)) if below > floor => {}
            Some((_, there)) => {
                faults.push(format!("{shown}:{line}: `{names}` is in {there}/, which does not stand below {here}/"))
            }
            None => faults.push(format!("{shown}:{line}: `{names}` is in no folder of the table in ARCHITECTURE.md")),
        }
    }
    faults
}

/// What `lib.rs` re-exports at the root of the crate, by name.
fn exports(src: &Path) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(src.join("lib.rs")).unwrap();
    let uses = text.lines().filter_map(|line| line.strip_prefix("pub use ")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for item in uses.split(';').filter(|item| !item.trim().is_empty()) {
        let tokens: Vec<TokenTree> = item.parse::<TokenStream>().unwrap().into_iter().collect();
        path(&tokens, 0, Vec::new(), 0, &mut found);
    }
    found.into_iter().map(|import| (import.path.last().unwrap().clone(), import.path)).collect()
}

#[test]
fn a_module_uses_only_what_stands_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let src = root.join("src");
    let floors = floors(&fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap());
    assert!(floors.len() > 5, "the table of floors in ARCHITECTURE.md cannot be read: {floors:?}");
    let exports = exports(&src);
    let all: Vec<String> = files(&src)
        .iter()
        .flat_map(|file| {
            let shown = file.strip_prefix(root).unwrap().display().to_string();
            faults(&floors, &exports, &shown, &module(file, &src), &fs::read_to_string(file).unwrap())
        })
        .collect();
    assert!(all.is_empty(), "{} imports run up:\n{}", all.len(), all.join("\n"));
}

/// The test itself: each way to write an import that runs up is found, at its line.
#[test]
fn an_import_that_runs_up_is_found_however_it_is_written() {
    let floors = vec![
        vec!["cli".to_owned()],
        vec!["ship".to_owned(), "make".to_owned()],
        vec!["rule".to_owned()],
        vec!["text".to_owned()],
    ];
    let exports = BTreeMap::from([("Rule".to_owned(), vec!["rule".to_owned(), "Rule".to_owned()])]);
    let module = ["text".to_owned(), "json".to_owned()];
    let of = |module: &[String], text: &str| faults(&floors, &exports, "src/x.rs", module, text);
    for (text, names) in [
        ("use crate::rule::Rule;", "rule::Rule"),
        ("use crate::{text::a, rule::{self, Rule}};", "rule"),
        ("use super::super::rule;", "rule"),
        ("use crate::Rule;", "rule::Rule"),
        ("fn f() { crate::make::new::g(1) }", "make::new::g"),
        ("mod tests { fn f() -> super::super::super::ship::A {} }", "ship::A"),
        ("fn f() { vec![connsmith::rule::all_of::<u8>(&[])]; }", "rule::all_of"),
    ] {
        let faults = of(&module, &format!("\n{text}"));
        assert!(faults.iter().any(|fault| fault.starts_with(&format!("src/x.rs:2: `{names}`"))), "{text}: {faults:?}");
    }
    assert_eq!(of(&module, "use crate::text::document; use super::a::{b, c}; use std::fmt;"), [""; 0]);
    assert_eq!(of(&["make".to_owned()], "use crate::rule::Rule; use crate::text::a;"), [""; 0]);
    assert_eq!(of(&["make".to_owned()], "use crate::ship::a;").len(), 1, "folders of one floor do not use each other");
    assert_eq!(of(&["attic".to_owned()], "").len(), 1, "a folder that the table does not name");
}
