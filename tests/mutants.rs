//! Published connectors, broken: none may make the program panic, take two seconds, or write a report that its readers refuse,
//! in any format, in a check or a comparison. Fixes settle, and the canonical form is its own.
//! Each mutant is made from its number alone, so a number that fails can be run again.
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::versions;
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::{Pair, Target};
use connsmith::rule::finding::Finding;
use connsmith::rule::fix::Safety;
use connsmith::rule::subject::Subject;
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
    /// Of the step that took longest.
    took: Duration,
    /// The most that the process had meanwhile, in bytes.
    memory: u64,
}

/// What is done with mutants.
#[derive(Clone, Copy)]
struct Pace {
    /// Every so many mutants one is fixed, which takes longest.
    fixed: u32,
    /// The longest that a step may take.
    longest: Duration,
}

/// The time of the steps of one mutant, each of which is a run of the program.
#[derive(Default)]
struct Steps {
    longest: Duration,
}

impl Steps {
    fn step<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let started = processor_time();
        let done = work();
        self.longest = self.longest.max(processor_time() - started);
        done
    }
}

/// What is wrong with a report for those that read it.
fn unreadable(format: &report::Format, report: &str) -> Option<String> {
    let fault = match format.name {
        "json" | "sarif" | "gitlab" | "rdjson" => {
            serde_json::from_str::<serde::de::IgnoredAny>(report).err().map(|error| error.to_string())
        }
        "junit" | "checkstyle" => xml_fault(report),
        "html" => (!report.trim_end().ends_with("</html>")).then(|| "it has no end".to_owned()),
        "github" | "azure" => {
            // A text with a line break would be a line of its own.
            let is_command = |line: &&str| line.starts_with(if format.name == "github" { "::" } else { "##vso[task." });
            let commands = [
                "::error ",
                "::warning ",
                "::notice ",
                "::group::",
                "::endgroup::",
                "##vso[task.logissue ",
                "##vso[task.complete ",
            ];
            let strange = report.lines().filter(is_command).find(|line| !commands.iter().any(|known| line.starts_with(known)));
            strange.map(|line| format!("a command that is not ours: {line:?}"))
        }
        _ => None,
    };
    fault.map(|fault| format!("the {} report cannot be read: {fault}", format.name))
}

/// Why a text is not XML: what quick-xml says, or a character that XML does not have.
fn xml_fault(text: &str) -> Option<String> {
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if let Some(character) = text.chars().find(|c| !is_allowed(c)) {
        return Some(format!("{character:?} is no character of XML"));
    }
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return None,
            Ok(quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start)) => {
                if let Some(error) = start.attributes().find_map(Result::err) {
                    return Some(error.to_string());
                }
            }
            Ok(_) => {}
            Err(error) => return Some(error.to_string()),
        }
    }
}

fn mutant(number: u32, found: &[discover::Found], checker: &Checker, pace: Pace) -> Outcome {
    let mut rng = fastrand::Rng::with_seed(number.into());
    let pick = |rng: &mut fastrand::Rng| &found[rng.usize(..found.len())];
    let one = pick(&mut rng);
    let whole = discover::load(one, one.folder.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let mut folder = whole.clone();
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
    // Each format comes with check and both comparisons: their number and that of the formats have no common divisor.
    let format = &report::FORMATS[number as usize % report::FORMATS.len()];

    forget_peak();
    let mut steps = Steps::default();
    let run = || {
        let target = |folder: &Folder| Target::new(Connector::new(folder.clone()), publisher, Because::Option);
        let reported = |subject: &dyn Subject, findings: &[Finding]| {
            let parts = [(format.part)(subject, findings, report::text::Style::default())];
            (format.whole)(&parts, &report::Summary::of(subject, findings)).concat()
        };
        let checked = steps.step(|| {
            let connector = target(&folder);
            let findings = checker.findings(&connector);
            reported(&connector, &findings)
        });
        let mut fault = unreadable(format, &checked);
        for (before, after) in [(&whole, &folder), (&folder, &whole)] {
            let compared = steps.step(|| {
                let (old, new) = (versions::older(Connector::new(before.clone())), target(after));
                let findings = checker.changes(&old, &new);
                reported(&Pair { old: &old, new: &new }, &findings)
            });
            fault = fault.or(unreadable(format, &compared));
        }
        if number.is_multiple_of(pace.fixed) {
            fault = fault.or(settled(&folder, publisher, checker, &mut steps));
        }
        fault.or(steps.step(|| of_another_form(&folder)))
    };
    let fault = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Some("panic".into()));
    if fault.is_some() || steps.longest > pace.longest {
        keep(number, &folder);
    }
    Outcome { name, fault, took: steps.longest, memory: peak_memory().unwrap_or_default() }
}

/// What is wrong with the fixes of a connector.
fn settled(folder: &Folder, publisher: Publisher, checker: &Checker, steps: &mut Steps) -> Option<String> {
    let judge = |folder: Folder| {
        let connector = Target::new(Connector::new(folder), publisher, Because::Option);
        let findings = checker.findings(&connector);
        Ok::<_, std::convert::Infallible>((connector, findings))
    };
    let mut now = folder.clone();
    // A mistake in the syntax that is settled uncovers the next one, so that broken files may take more rounds than one call has.
    for call in 0.. {
        let settled = steps.step(|| fixes::fix_all(now.clone(), Safety::Unsafe, |_: &FolderFile| true, judge));
        let settled = settled.expect("nothing that fails");
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
    None
}

/// The file of a connector whose canonical form has another one.
fn of_another_form(folder: &Folder) -> Option<String> {
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
fn run(numbers: std::ops::Range<u32>, pace: Pace) -> u64 {
    let found = folders();
    let checker = Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() });
    let count = numbers.end - numbers.start;
    let outcomes: Vec<Outcome> =
        numbers.into_par_iter().with_max_len(1).map(|number| mutant(number, &found, &checker, pace)).collect();
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
    let memory = most.first().map_or(0, |outcome| outcome.memory);
    let mut faults = BTreeMap::new();
    for outcome in outcomes {
        if let Some(fault) = outcome.fault.or((outcome.took > pace.longest).then(|| format!("took {:?}", outcome.took))) {
            faults.insert(outcome.name, fault);
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    memory
}

#[test]
fn broken_connectors_are_survived() {
    // Without optimization two seconds say nothing.
    let (count, seconds) = if cfg!(debug_assertions) { (300, 30) } else { (2_000, 2) };
    run(0..count, Pace { fixed: 8, longest: Duration::from_secs(seconds) });
}

/// `cargo test --release --test mutants -- --ignored --nocapture`, which takes minutes.
#[test]
#[ignore = "takes minutes, and needs optimization"]
fn twenty_thousand_broken_connectors_are_survived() {
    // One at a time, so that the memory is that of one, and of what the test itself holds.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let memory = alone.install(|| run(0..20_000, Pace { fixed: 4, longest: Duration::from_secs(2) }));
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
