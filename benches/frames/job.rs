//! The inputs of the benchmarks and the jobs that they measure.
use connsmith::connector::discover::{self, Found};
use connsmith::judge::check::{Checker, Options};
use connsmith::report::{self, Summary};
use std::path::{Path, PathBuf};

/// The connectors over which everything is measured: those in `../shared/corpus`, in the folder that `CONNSMITH_CORPUS` names, or
/// without either the fixtures.
pub fn catalogue() -> Vec<Found> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("CONNSMITH_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root.join("../shared/corpus"));
    let folder = if folder.is_dir() { folder } else { root.join("fixtures") };
    discover::find(&[folder]).expect("connectors")
}

/// Of the connectors with a definition the one that a tenth are smaller than, the median and the largest.
pub fn three_sizes(catalogue: &[Found]) -> [(&'static str, Vec<Found>); 3] {
    let size = |found: &Found| std::fs::metadata(found.folder.join("apiDefinition.swagger.json")).map(|data| data.len());
    let mut sizes: Vec<(u64, &Found)> = catalogue.iter().filter_map(|found| Some((size(found).ok()?, found))).collect();
    sizes.sort();
    let at = |place: usize| vec![sizes[place].1.clone()];
    [("small", at(sizes.len() / 10)), ("median", at(sizes.len() / 2)), ("largest", at(sizes.len() - 1))]
}

/// What the program does for `connsmith check FOLDER --format json`, from the files to the text of the report.
pub fn check(found: &[Found]) -> usize {
    let checker = Checker::new(&Options::default());
    let current = Path::new("/");
    let parts = checker.each(found, current, |connector, findings| {
        (Summary::of(connector, &findings), report::json::part(connector, &findings))
    });
    let (summaries, parts): (Vec<_>, Vec<_>) = parts.expect("no configuration file there").into_iter().unzip();
    let mut summary = Summary::default();
    summaries.iter().for_each(|part| summary.add(part));
    report::json::whole(&parts, &summary).len()
}

/// The JSON files in the folders of the connectors.
pub fn json_files(found: &[Found]) -> Vec<PathBuf> {
    let entries = found.iter().flat_map(|connector| std::fs::read_dir(&connector.folder).into_iter().flatten().flatten());
    let is_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    entries.map(|entry| entry.path()).filter(is_json).collect()
}
