//! A connector at work: what makers see, requests, lookups, plans for Azure Connector Namespaces.
use connsmith::Connector;
use connsmith::call::source;
use serde_json::Value;
use std::path::PathBuf;

#[cfg(feature = "serve")]
mod mcp;
mod namespace;
#[cfg(feature = "serve")]
mod oauth;
mod policy;
#[cfg(feature = "serve")]
mod preview;
mod program;
#[cfg(feature = "serve")]
mod published;
mod request;
#[cfg(feature = "serve")]
mod run;
mod sandbox;
#[cfg(feature = "serve")]
mod scripts;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod trigger;
mod view;

/// A folder of recorded cases; None, said once, where it is not there.
fn shared(folder: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("CONNSMITH_SHARED").map_or_else(beside, PathBuf::from);
    let path = root.join(folder);
    if !path.is_dir() {
        println!("skipped: `{}` is not there", path.display());
        return None;
    }
    Some(path)
}

/// Vectors for namespaces: the recorded ones, else those that are carried here.
fn vectors(name: &str) -> Value {
    let carried = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/namespace");
    read(shared("namespace").map_or_else(carried, |folder| folder.join("vectors")).join(name))
}

/// A definition with these operations: path, verb, operation.
fn connector(operations: &[(&str, &str, Value)]) -> Connector {
    let mut paths = serde_json::Map::new();
    for (path, verb, operation) in operations {
        let item = paths.entry(*path).or_insert_with(|| serde_json::json!({}));
        item[*verb] = operation.clone();
    }
    definition(&serde_json::json!({ "swagger": "2.0", "info": { "title": "Test", "version": "1.0" }, "paths": paths }))
}

fn definition(definition: &Value) -> Connector {
    source::swagger("test.json", definition.to_string().into_bytes()).expect("a definition")
}

fn read(path: PathBuf) -> Value {
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
