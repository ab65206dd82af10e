//! `cargo bench --bench in_process`: the reader against other readers, one connector of three sizes from its files to the JSON
//! report, and the whole catalogue in turns with serde_json. `benches/table` runs it and takes the figures from the last lines.
#[path = "frames/job.rs"]
mod job;
#[path = "parse/src/parse.rs"]
mod parse;

use criterion::{BatchSize, Criterion, Throughput};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn readers(criterion: &mut Criterion, texts: &[String]) {
    let mut group = criterion.benchmark_group("reader");
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("connsmith", |b| {
        b.iter(|| texts.iter().map(|text| connsmith::text::json::parse(text).nodes.len()).sum::<usize>())
    });
    group.bench_function("serde_json", |b| {
        b.iter(|| texts.iter().filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok()).count())
    });
    // It writes into the text that it reads.
    let copies = || texts.iter().map(|text| text.clone().into_bytes()).collect::<Vec<_>>();
    let simd = |copies: &mut Vec<Vec<u8>>| copies.iter_mut().map(|text| simd_json::to_borrowed_value(text).is_ok()).last();
    group.bench_function("simd-json, borrowed", |b| b.iter_batched_ref(copies, simd, BatchSize::PerIteration));
    let simd = |copies: &mut Vec<Vec<u8>>| copies.iter_mut().map(|text| simd_json::to_owned_value(text).is_ok()).last();
    group.bench_function("simd-json, owned", |b| b.iter_batched_ref(copies, simd, BatchSize::PerIteration));
    let (collect, options) = (Default::default(), Default::default());
    let jsonc = |text: &&String| jsonc_parser::parse_to_ast(text, &collect, &options).is_ok();
    group.bench_function("jsonc-parser, tree with places", |b| b.iter(|| texts.iter().filter(jsonc).count()));
    group.finish();
}

/// What the program does for `connsmith ns ops FILE --format json`.
fn operations(found: &[connsmith::connector::discover::Found]) -> usize {
    use connsmith::call::namespace::ops;
    let one = |found: &connsmith::connector::discover::Found| {
        let bytes = std::fs::read(found.folder.join("apiDefinition.swagger.json")).expect("a file");
        let connector = connsmith::call::source::swagger("apiDefinition.swagger.json", bytes).expect("a definition");
        let listed = ops::list(&connector);
        let unplaced = ops::unplaced(&connector, &listed);
        ops::json(&connector, &listed, &unplaced).to_string().len()
    };
    found.iter().map(one).sum()
}

/// Runs two jobs in turns: the median of the ratios, and of the milliseconds of both.
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
    let catalogue = job::catalogue();
    let files = job::json_files(&catalogue);
    let texts: Vec<String> = files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();

    let short = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(500));
    let mut criterion = short.measurement_time(Duration::from_secs(2)).configure_from_args();
    readers(&mut criterion, &texts);
    let mut one = criterion.benchmark_group("connector");
    for (size, found) in job::three_sizes(&catalogue) {
        one.bench_function(size, |b| b.iter(|| job::check(&found)));
    }
    one.finish();
    // The bound is 50 ms for the largest.
    let mut listed = criterion.benchmark_group("ns ops");
    for (size, found) in job::three_sizes(&catalogue) {
        listed.bench_function(size, |b| b.iter(|| operations(&found)));
    }
    listed.finish();
    criterion.final_summary();

    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let (ratio, ours, theirs) = pool.install(|| {
            job::check(&catalogue);
            paired(9, || _ = black_box(job::check(&catalogue)), || _ = black_box(parse::parse(&files)))
        });
        println!("paired\t{threads}\t{ratio:.2}\t{ours:.0}\t{theirs:.0}");
    }
}
