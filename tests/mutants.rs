//! Published connectors, broken: none may make the program panic, take a second or write a report that is not JSON.
//! Each mutant is made from its number alone, so a number that fails can be run again.
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::Target;
use connsmith::rule::fix::Safety;
use connsmith::text::document::File;
use connsmith::{connector::discover, connector::fmt, judge::fixes, report};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "frames/breakage.rs"]
mod breakage;

/// The time that this thread has spent on a processor; that of the clock where the system does not say.
fn processor_time() -> Duration {
    static STARTED: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let spent = || std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok();
    spent().map_or_else(|| STARTED.elapsed(), Duration::from_nanos)
}

/// The most memory that this process has had since `forget_peak`, in bytes, where the system says it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(peak.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}

/// Makes the system forget how much memory there was, where it can.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The published connectors, or those of the fixtures where they are not there.
fn folders() -> Vec<discover::Found> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    if corpus.is_dir() {
        return discover::find(&[corpus]).unwrap();
    }
    println!("../shared/corpus (the published connectors) is not there: the fixtures are broken instead");
    discover::find(&[root.join("fixtures")]).unwrap()
}

struct Outcome {
    name: String,
    fault: Option<String>,
    took: Duration,
    /// The most that the process had meanwhile, in bytes.
    memory: u64,
}

fn mutant(number: u32, found: &[discover::Found], checker: &Checker) -> Outcome {
    let mut rng = fastrand::Rng::with_seed(number.into());
    let pick = |rng: &mut fastrand::Rng| &found[rng.usize(..found.len())];
    let one = pick(&mut rng);
    let mut folder = discover::load(one, one.folder.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let other = discover::load(pick(&mut rng), String::new());
    let mut done = Vec::new();
    let places: Vec<usize> = (0..folder.files.len()).filter(|&at| folder.files[at].file != File::Icon).collect();
    for _ in 0..1 + usize::from(rng.u8(..4) == 0) {
        let definition = folder.files.iter().position(|file| file.file == File::Definition);
        let at = definition.filter(|_| rng.u8(..3) != 0).or_else(|| places.get(rng.usize(..places.len().max(1))).copied());
        let Some(at) = at else { continue };
        let from = other.files.iter().find(|file| file.file == folder.files[at].file).map_or(&b"{}"[..], |file| &file.bytes);
        let (bytes, how) = breakage::broken(&folder.files[at].bytes, from, &mut rng);
        folder.files[at].bytes = bytes;
        done.push(format!("{}: {}", folder.files[at].name, how.join(", ")));
    }
    let publisher = Publisher::ALL[rng.usize(..3)];
    let name = format!("mutant {number} ({}; {})", folder.name, done.join("; "));

    forget_peak();
    let run = || {
        let started = processor_time();
        let connector = Target::new(Connector::new(folder.clone()), publisher, Because::Option);
        let findings = checker.findings(&connector);
        let part = report::json::part(&connector, &findings);
        let json = report::json::whole(&[part], &report::Summary::of(&connector, &findings));
        let took = processor_time() - started;
        let mut fault =
            serde_json::from_str::<serde::de::IgnoredAny>(&json).err().map(|error| format!("the report is not JSON: {error}"));
        if number.is_multiple_of(8) {
            fault = fault.or(settled(&folder, publisher, checker));
        }
        (fault, took)
    };
    let (fault, took) = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| (Some("panic".into()), Duration::ZERO));
    if fault.is_some() || took > Duration::from_secs(1) {
        keep(number, &folder);
    }
    Outcome { name, fault, took, memory: peak_memory().unwrap_or_default() }
}

/// What is wrong with the fixes and the canonical form of a connector.
fn settled(folder: &Folder, publisher: Publisher, checker: &Checker) -> Option<String> {
    let judge = |folder: Folder| {
        let connector = Target::new(Connector::new(folder), publisher, Because::Option);
        let findings = checker.findings(&connector);
        Ok::<_, std::convert::Infallible>((connector, findings))
    };
    let mut now = folder.clone();
    // A mistake in the syntax that is settled uncovers the next one, so that broken files may take more rounds than one call has.
    for call in 0.. {
        let settled = fixes::fix_all(now.clone(), Safety::Unsafe, |_: &FolderFile| true, judge).expect("nothing that fails");
        let Some(rule) = settled.unsettled.first() else { break };
        if call == 20 || settled.connector.json_documents().all(|document| document.is_whole()) {
            return Some(format!("the fixes of {} do not settle", rule.id));
        }
        for change in settled.changes {
            if let Some(file) = now.files.iter_mut().find(|file| folder.path.join(&file.name) == change.path) {
                file.bytes = change.after;
            }
        }
    }
    for file in folder.files.iter().filter(|file| matches!(file.file, File::Definition | File::Properties | File::Settings)) {
        let Ok(once) = fmt::format(file.file, &file.bytes, 4) else { continue };
        if fmt::format(file.file, once.as_bytes(), 4).ok().as_ref() != Some(&once) {
            return Some(format!("the canonical form of {} is not its own", file.name));
        }
    }
    None
}

/// Puts the files of a mutant where a person finds them.
fn keep(number: u32, folder: &Folder) {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("mutant-{number}"));
    std::fs::create_dir_all(&target).unwrap();
    for file in &folder.files {
        std::fs::write(target.join(file.name.rsplit('/').next().unwrap()), &file.bytes).unwrap();
    }
    println!("kept in {}", target.display());
}

/// Breaks and checks the connectors of these numbers; returns the most memory that the process had during one, in bytes.
fn run(numbers: std::ops::Range<u32>) -> u64 {
    let found = folders();
    let checker = Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() });
    let count = numbers.end - numbers.start;
    let outcomes: Vec<Outcome> = numbers.into_par_iter().with_max_len(1).map(|number| mutant(number, &found, &checker)).collect();
    println!("mutants: {count}; those that took longest, and most memory:");
    let mut most: Vec<&Outcome> = outcomes.iter().collect();
    most.sort_by_key(|outcome| std::cmp::Reverse(outcome.took));
    for outcome in most.iter().take(8) {
        println!("{:6.0} ms of a processor: {}", outcome.took.as_secs_f64() * 1e3, outcome.name);
    }
    most.sort_by_key(|outcome| std::cmp::Reverse(outcome.memory));
    for outcome in most.iter().take(8) {
        println!("{:6} MB: {}", outcome.memory >> 20, outcome.name);
    }
    // Without optimisation a second says nothing.
    let longest = if cfg!(debug_assertions) { Duration::from_secs(30) } else { Duration::from_secs(1) };
    let memory = most.first().map_or(0, |outcome| outcome.memory);
    let mut faults = BTreeMap::new();
    for outcome in outcomes {
        if let Some(fault) = outcome.fault.or((outcome.took > longest).then(|| format!("took {:?}", outcome.took))) {
            faults.insert(outcome.name, fault);
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    memory
}

#[test]
fn broken_connectors_are_survived() {
    run(0..if cfg!(debug_assertions) { 300 } else { 2_000 });
}

/// `cargo test --release --test mutants -- --ignored --nocapture`, which takes minutes.
#[test]
#[ignore = "takes minutes, and needs optimisation"]
fn twenty_thousand_broken_connectors_are_survived() {
    // One at a time, so that the memory is that of one, and of what the test itself holds.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let memory = alone.install(|| run(0..20_000));
    assert!(memory < 256 << 20, "{} MB", memory >> 20);
}

/// A path as long as its file: with a finding for each `{id}`, each holding the path, 200 kB of text took gigabytes.
#[test]
fn long_names_are_told_once_and_in_short() {
    let path = format!("/{}", "{id}".repeat(50_000));
    let definition = serde_json::json!({
        "swagger": "2.0",
        "paths": { path: { "get": { "operationId": "Get", "responses": { "200": { "description": "OK" } } } } },
    });
    let file = FolderFile {
        file: File::Definition,
        name: "apiDefinition.swagger.json".into(),
        bytes: definition.to_string().into_bytes(),
    };
    let folder = Folder { listing: vec![file.name.clone()], files: vec![file], ..Folder::default() };
    let checker = Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() });
    let findings = checker.findings(&Target::new(Connector::new(folder), Publisher::Certified, Because::Option));
    assert_eq!(findings.iter().filter(|finding| finding.rule.id == "path-parameter-undefined").count(), 1);
    let longest = findings.iter().map(|finding| finding.at.pointer.len().max(finding.message.len())).max();
    assert!(longest.is_some_and(|longest| longest < 5_000), "{longest:?}");
    assert!(findings.len() < 100, "{}", findings.len());
}
