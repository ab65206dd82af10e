//! A bounded run of the fuzzing targets on stable: what failed once, and random changes of what the fuzzer begins with, with
//! fixed seeds. `cargo fuzz run TARGET` (nightly) goes on where this ends; CONTRIBUTING.md says how. `FUZZ_TARGETS=lsp,fix` runs only
//! these.
use rayon::prelude::*;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[allow(dead_code, reason = "the other half is for the examples themselves")]
#[path = "frames/example.rs"]
mod example;
#[allow(dead_code, reason = "the other half is for examples")]
#[path = "frames/package.rs"]
mod package;
#[path = "frames/seeds.rs"]
mod seeds;
#[path = "../fuzz/targets.rs"]
mod targets;

/// Changes of the seeds for each target, as far as time allows.
const ROUNDS: u64 = if cfg!(debug_assertions) { 150 } else { 5_000 };
const LONGEST: Duration = Duration::from_secs(30);

/// A few changes of bytes: set, cut, doubled, put together from two seeds.
fn changed(seeds: &[Vec<u8>], rng: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = seeds[rng.usize(..seeds.len())].clone();
    for _ in 0..1 + rng.usize(..4) {
        let at = rng.usize(..=bytes.len());
        let to = (at + rng.usize(..64)).min(bytes.len());
        match rng.u8(..5) {
            0 => bytes[at..to].fill_with(|| rng.u8(..)),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let piece = bytes[at..to].repeat(1 + rng.usize(..20));
                bytes.splice(at..at, piece);
            }
            3 => {
                let other = &seeds[rng.usize(..seeds.len())];
                bytes.truncate(at);
                bytes.extend_from_slice(&other[rng.usize(..=other.len())..]);
            }
            _ => {
                let signs = b"{}[]\"\\,:<>&;'#=/\0\n";
                bytes.insert(at, signs[rng.usize(..signs.len())]);
            }
        }
    }
    bytes
}

/// Runs one target on changes with these numbers, for so long at most; says what it ran, and keeps the inputs that fail.
fn run((name, target): targets::Target, numbers: Range<u64>, longest: Duration) -> (String, Vec<PathBuf>) {
    let mut failed = Vec::new();
    let (known, seeds) = (seeds::known(name), seeds::seeds(name));
    for (file, bytes) in &known {
        if std::panic::catch_unwind(|| target(bytes)).is_err() {
            failed.push(PathBuf::from(file));
        }
    }
    for (at, bytes) in seeds.iter().enumerate() {
        if std::panic::catch_unwind(|| target(bytes)).is_err() {
            failed.push(PathBuf::from(format!("seed {at} of {name}")));
        }
    }
    let started = Instant::now();
    let mut rounds = 0;
    for number in numbers.take_while(|_| started.elapsed() < longest) {
        let bytes = changed(&seeds, &mut fastrand::Rng::with_seed(number));
        if std::panic::catch_unwind(|| target(&bytes)).is_err() {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{number}"));
            std::fs::write(&kept, &bytes).unwrap();
            failed.push(kept);
        }
        rounds += 1;
    }
    let took = started.elapsed().as_secs_f64();
    (format!("{name}: {} that failed once, {rounds} changes of {} seeds, {took:.1} s", known.len(), seeds.len()), failed)
}

fn survive(numbers: Range<u64>, longest: Duration) {
    let run = |target| run(target, numbers.clone(), longest);
    let wanted = std::env::var("FUZZ_TARGETS").unwrap_or_default();
    let mut targets = targets::TARGETS.to_vec();
    targets.retain(|(name, _)| wanted.is_empty() || wanted.split(',').any(|wanted| wanted == *name));
    let runs: Vec<_> = targets.into_par_iter().with_max_len(1).map(run).collect();
    let mut failed = Vec::new();
    for (said, inputs) in runs {
        println!("{said}");
        failed.extend(inputs);
    }
    assert!(failed.is_empty(), "inputs that fail: {failed:#?}");
}

#[test]
fn targets_survive_changed_seeds() {
    survive(0..ROUNDS, LONGEST);
}

/// `cargo test --release --test fuzz_replay -- --ignored long --nocapture`: other changes than those above.
#[test]
#[ignore = "takes up to ten minutes for each target"]
fn targets_survive_a_long_time() {
    survive(1_000_000..1_200_000, Duration::from_secs(600));
}

/// `cargo test --test fuzz_replay -- --ignored seeds` writes what the fuzzer begins with: `fuzz/corpus/TARGET`, and the words that a
/// target knows as `fuzz/TARGET.dict`.
#[test]
#[ignore = "writes files for the fuzzer"]
fn the_fuzzer_gets_its_seeds() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (name, _) in targets::TARGETS {
        let corpus = fuzz.join("corpus").join(name);
        std::fs::create_dir_all(&corpus).unwrap();
        let seeds = seeds::seeds(name);
        let known = seeds::known(name).into_iter().map(|(_, bytes)| bytes);
        for (number, bytes) in seeds.iter().cloned().chain(known).enumerate() {
            std::fs::write(corpus.join(format!("seed-{number}")), bytes).unwrap();
        }
        let words: String = seeds::words(name).iter().map(|word| format!("\"{}\"\n", word.replace('"', "\\\""))).collect();
        // A dictionary without words is a fault to the fuzzer.
        if !words.is_empty() {
            std::fs::write(fuzz.join(format!("{name}.dict")), words).unwrap();
        }
        println!("{name}: {} seeds", seeds.len());
    }
}
