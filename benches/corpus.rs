//! The whole catalogue: `connsmith check` (JSON report) against serde_json parsing the same files into `Value`, with the same
//! threads; the reader alone against serde_json; and one connector of median size.
//!
//! `cargo bench --bench corpus` measures over `../shared/corpus`, or over the folder in `CONNSMITH_CORPUS`; without either
//! over the fixtures, which says that it runs but little else. The last lines give the ratios of paired runs.
use connsmith::check::{Checker, Options};
use connsmith::discover::{self, Found};
use connsmith::report::{self, Summary};
use criterion::{Criterion, Throughput};
use rayon::prelude::*;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn corpus() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("CONNSMITH_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root.join("../shared/corpus"));
    if folder.is_dir() { folder } else { root.join("fixtures") }
}

/// What the program does for `connsmith check FOLDER --format json`, from the files to the text of the report.
fn check(found: &[Found]) -> usize {
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

/// What serde_json does with the JSON files of the same connectors. Files that it refuses count as far as it got.
fn parse(files: &[PathBuf]) -> usize {
    let one = |file: &PathBuf| {
        let bytes = std::fs::read(file).unwrap_or_default();
        usize::from(black_box(serde_json::from_slice::<serde_json::Value>(&bytes)).is_ok())
    };
    files.par_iter().with_max_len(1).map(one).sum()
}

fn json_files(found: &[Found]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for connector in found {
        for entry in std::fs::read_dir(&connector.folder).into_iter().flatten().flatten() {
            if entry.path().extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
                files.push(entry.path());
            }
        }
    }
    files
}

fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}

/// Median of the ratios of paired runs, and the medians of both in milliseconds.
fn paired(runs: usize, mut a: impl FnMut(), mut b: impl FnMut()) -> (f64, f64, f64) {
    let time = |work: &mut dyn FnMut()| {
        let started = Instant::now();
        work();
        started.elapsed().as_secs_f64() * 1e3
    };
    let pairs: Vec<(f64, f64)> = (0..runs).map(|_| (time(&mut a), time(&mut b))).collect();
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let ratio = median(&mut pairs.iter().map(|(a, b)| a / b).collect());
    (ratio, median(&mut pairs.iter().map(|pair| pair.0).collect()), median(&mut pairs.iter().map(|pair| pair.1).collect()))
}

fn main() {
    let folder = corpus();
    let found = discover::find(std::slice::from_ref(&folder)).expect("connectors");
    let files = json_files(&found);
    let texts: Vec<String> = files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    let bytes: u64 = texts.iter().map(|text| text.len() as u64).sum();

    let mut sizes: Vec<(u64, &Found)> = Vec::new();
    for connector in &found {
        let size = std::fs::metadata(connector.folder.join("apiDefinition.swagger.json")).map_or(0, |data| data.len());
        sizes.push((size, connector));
    }
    sizes.sort();
    let median = vec![sizes[sizes.len() / 2].1.clone()];

    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let mut reader = criterion.benchmark_group("reader");
    reader.throughput(Throughput::Bytes(bytes));
    reader.bench_function("connsmith", |b| {
        b.iter(|| texts.iter().map(|text| connsmith::json::parse(text).nodes.len()).sum::<usize>())
    });
    reader.bench_function("serde_json", |b| {
        b.iter(|| texts.iter().filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok()).count())
    });
    reader.finish();
    let mut one = criterion.benchmark_group("one connector of median size");
    one.bench_function("connsmith", |b| b.iter(|| check(&median)));
    one.finish();
    criterion.final_summary();

    println!("\n{} connectors, {} JSON files, {:.1} MB in {}", found.len(), files.len(), bytes as f64 / 1e6, folder.display());
    for threads in [1, 2] {
        let (ratio, ours, theirs) = in_pool(threads, || {
            check(&found);
            let ours = || _ = black_box(check(&found));
            let theirs = || _ = black_box(parse(&files));
            paired(9, ours, theirs)
        });
        println!("check / serde_json, {threads} thread(s): ratio {ratio:.2} (median of 9 pairs; {ours:.0} ms / {theirs:.0} ms)");
    }
}
