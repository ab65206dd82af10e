//! The effect of configuration and baseline on one connector, and the use of their entries in a run.
use crate::connector::publisher::Publisher;
use crate::connector::solution::metadata::Settings as Solution;
use crate::connector::versions::Comparison;
use crate::connector::{Connector, Folder};
use crate::judge::baseline::{Baseline, Judged};
use crate::judge::change::{self};
use crate::judge::config::at::Anchored;
use crate::judge::config::{ConfigFile, Date, Ignore, Override, Set};
use crate::judge::own_rule::OwnRule;
use crate::judge::profile::Level;
use crate::judge::profile::{Profile, Selection};
use crate::judge::timing::{Layer, Meter};
use crate::judge::walk::{self, Plan};
use crate::rule::finding::{Finding, Suppressed};
use crate::rule::settings::Settings;
use crate::rule::view::{ConfigurationAfter, Ignored, Stale};
use crate::rule::{Check, MOST_FINDINGS, Report, Rule, Severity};
use crate::rules::{self, RULES};
use crate::text::document::File;
use crate::text::json::Span;
use globset::{GlobBuilder, GlobSetBuilder};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The settings of one connector.
#[derive(Debug)]
pub struct Configured {
    /// Its folder: absolute, links followed.
    pub folder: PathBuf,
    pub source: Arc<Source>,
    /// The overrides that match its folder.
    overrides: Vec<Which>,
}

/// An override: how many files up it is, from 0, and its number in that file.
type Which = (usize, usize);

/// A configuration, or none, in a run: the source of the connectors' settings.
#[derive(Debug)]
pub struct Source {
    pub config: Option<ConfigFile>,
    /// The next configuration above it, for what this file does not set.
    pub above: Option<Arc<Source>>,
    /// Known words and restricted hosts of all of them together.
    settings: Settings,
    /// The baseline that is used below it.
    pub baseline: Option<Arc<Baseline>>,
    plans: Mutex<FxHashMap<Key, Arc<Levelled>>>,
    /// How many findings each `[[ignore]]` hid.
    ignored: Vec<AtomicUsize>,
    /// How many findings of each entry of the baseline there are.
    known: Vec<AtomicUsize>,
}

/// Publisher, the overrides of the folder, and those of files with further settings.
type Key = (Publisher, Vec<Which>, Vec<(File, Vec<Which>)>);

/// The checks that run for connectors with the same settings, and the severities of their findings.
#[derive(Debug)]
struct Levelled {
    plan: Plan,
    levels: FxHashMap<&'static str, Severity>,
    of_files: Vec<(File, FxHashMap<&'static str, Severity>)>,
}

impl Source {
    pub fn new(config: Option<ConfigFile>, above: Option<Arc<Source>>, baseline: Option<Arc<Baseline>>) -> Source {
        let zeros = |count: usize| (0..count).map(|_| AtomicUsize::new(0)).collect();
        let mut source = Source {
            ignored: zeros(config.as_ref().map_or(0, |config| config.config.ignores.len())),
            known: zeros(baseline.as_ref().map_or(0, |baseline| baseline.entries.len())),
            plans: Mutex::default(),
            settings: Settings::default(),
            config,
            above,
            baseline,
        };
        source.settings = source.joined();
        source
    }

    /// The files that count, nearest first, each with what is above it.
    pub fn chain(&self) -> impl Iterator<Item = &Source> {
        std::iter::successors(Some(self), |source| source.above.as_deref()).filter(|source| source.config.is_some())
    }

    /// The same, without what a run made of them.
    pub fn files(&self) -> impl Iterator<Item = &ConfigFile> {
        self.chain().filter_map(|source| source.config.as_ref())
    }

    fn one(&self, (up, at): Which) -> Option<&Override> {
        self.files().nth(up)?.config.overrides.get(at)
    }

    /// The overrides that are about a path: those of the furthest file first, each file's in their order.
    fn about(&self, path: &Path) -> Vec<Which> {
        let mut about = Vec::new();
        for (up, file) in self.files().enumerate() {
            let Some(path) = file.relative(path).filter(|_| !file.config.overrides.is_empty()) else { continue };
            let path = path.trim_end_matches('/');
            let here = file.config.overrides.iter().enumerate().filter(|(_, one)| one.covers(path));
            about.extend(here.map(|(at, _)| (up, at)));
        }
        about
    }

    /// The rules of people's own: of two with one id that of the nearer file.
    pub fn own_rules(&self) -> Vec<(&ConfigFile, &OwnRule)> {
        let mut rules: Vec<(&ConfigFile, &OwnRule)> = Vec::new();
        for (file, own) in self.files().flat_map(|file| file.config.own_rules.iter().map(move |own| (file, own))) {
            if !rules.iter().any(|(_, known)| known.rule.id == own.rule.id) {
                rules.push((file, own));
            }
        }
        rules
    }

    /// The rules that can run: connsmith's and those of people's own.
    fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        RULES.iter().chain(self.own_rules().into_iter().map(|(_, own)| own.rule))
    }

    /// Known words and restricted hosts of all files together.
    fn joined(&self) -> Settings {
        let mut files = self.files();
        let (Some(nearest), above) = (files.next(), files) else { return Settings::default() };
        let mut settings = Settings {
            known_words: nearest.config.known_words.clone(),
            restricted_hosts: nearest.config.restricted.clone(),
            ..Settings::default()
        };
        for file in above {
            if !file.config.known_words.is_empty() {
                Arc::make_mut(&mut settings.known_words).extend(file.config.known_words.iter().cloned());
            }
            if !file.config.restricted_hosts.is_empty() {
                let globs = self.files().flat_map(|file| &file.config.restricted_hosts);
                let mut all = GlobSetBuilder::new();
                globs.filter_map(|host| GlobBuilder::new(&host.to_lowercase()).build().ok()).for_each(|glob| _ = all.add(glob));
                settings.restricted_hosts = Arc::new(all.build().unwrap_or_default());
            }
        }
        settings
    }

    /// What checks need to know about it.
    pub fn settings(&self, publisher: Publisher) -> Settings {
        Settings { publisher, ..self.settings.clone() }
    }

    /// The display name of the configuration or baseline that has faults.
    pub fn faulty(&self) -> Option<&str> {
        let config = self.files().map(|file| (&file.faults, &file.text));
        let baseline = self.baseline.iter().map(|baseline| (&baseline.faults, &baseline.text));
        config.chain(baseline).find(|(faults, _)| !faults.is_empty()).map(|(_, text)| text.document.name.as_str())
    }

    /// Whether every rule that a name stands for ran for some connector.
    pub fn ran(&self, name: &str) -> bool {
        let plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let ran = |rule: &Rule| {
            plans.values().any(|levelled| {
                levelled.levels.contains_key(rule.id) || levelled.of_files.iter().any(|(_, levels)| levels.contains_key(rule.id))
            })
        };
        self.rules().filter(|rule| crate::judge::profile::names_rule(name, rule)).all(ran)
    }
}

/// A setting and where it comes from.
#[derive(Clone, Debug)]
pub struct From<'a, T> {
    pub value: T,
    /// Its place.
    pub file: &'a ConfigFile,
    pub span: Span,
    /// The override that it belongs to.
    pub overrides: Option<&'a Override>,
}

impl Configured {
    /// The settings for a folder (absolute, links followed).
    pub fn new(folder: PathBuf, source: Arc<Source>) -> Configured {
        let overrides = source.about(&folder);
        Configured { folder, source, overrides }
    }

    /// The setting of the nearest file: an override in it that matches, else the file itself.
    fn find<'a, T: Clone + 'a>(
        &'a self,
        of_override: impl Fn(&'a Override) -> Option<&'a Set<T>>,
        of_file: impl Fn(&'a ConfigFile) -> Option<&'a Set<T>>,
        overrides: &[Which],
    ) -> Option<From<'a, T>> {
        self.source.files().enumerate().find_map(|(up, file)| {
            let from = |set: &Set<T>, overrides| From { value: set.value.clone(), file, span: set.span, overrides };
            let mut of_overrides = overrides.iter().rev().filter(|(of, _)| *of == up).filter_map(|&one| self.source.one(one));
            of_overrides.find_map(|one| Some(from(of_override(one)?, Some(one)))).or_else(|| Some(from(of_file(file)?, None)))
        })
    }

    /// Spaces for each level, for `fmt`.
    pub fn indent(&self) -> Option<From<'_, usize>> {
        self.find(|_| None, |file| file.config.indent.as_ref(), &[])
    }

    /// How a solution is called, and whose it is: what the nearest file says of each.
    pub fn solution(&self) -> Solution {
        self.source.files().fold(Solution::default(), |settings, file| settings.or(file.config.solution.clone()))
    }

    pub fn publisher(&self) -> Option<From<'_, Publisher>> {
        self.find(|one| one.publisher.as_ref(), |file| file.config.publisher.as_ref(), &self.overrides)
    }

    pub fn profile(&self) -> Option<From<'_, Profile>> {
        self.profile_with(&self.overrides)
    }

    fn profile_with(&self, overrides: &[Which]) -> Option<From<'_, Profile>> {
        self.find(|one| one.profile.as_ref(), |file| file.config.profile.as_ref(), overrides)
    }

    /// The settings of a rule.
    pub fn level(&self, rule: &Rule) -> Option<From<'_, Level>> {
        self.level_with(rule, &self.overrides)
    }

    fn level_with(&self, rule: &Rule, overrides: &[Which]) -> Option<From<'_, Level>> {
        self.find(|one| one.rules.of(rule), |file| file.config.rules.of(rule), overrides)
    }

    /// The severity of each rule that runs.
    fn levels(&self, selection: &Selection, publisher: Publisher, overrides: &[Which]) -> FxHashMap<&'static str, Severity> {
        let profile = self.profile_with(overrides).map_or(Profile::Default, |profile| profile.value);
        let level = |rule: &'static Rule| {
            let level = self.level_with(rule, overrides).map(|level| level.value);
            Some((rule.id, selection.severity(rule, publisher, profile, level)?))
        };
        self.source.rules().filter_map(level).collect()
    }

    fn levelled(&self, connector: &Connector, publisher: Publisher, selection: &Selection) -> Arc<Levelled> {
        let of_files = self.overrides_of_files(connector);
        let key = (publisher, self.overrides.clone(), of_files);
        let mut plans = self.source.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let made = plans.entry(key).or_insert_with_key(|(_, overrides, of_files)| {
            let levels = self.levels(selection, publisher, overrides);
            let of_files: Vec<_> =
                of_files.iter().map(|(file, overrides)| (*file, self.levels(selection, publisher, overrides))).collect();
            let runs =
                |rule: &Rule| levels.contains_key(rule.id) || of_files.iter().any(|(_, levels)| levels.contains_key(rule.id));
            let mut plan = Plan::of(self.source.settings(publisher), runs);
            let profile = self.profile_with(overrides).map_or(Profile::Default, |profile| profile.value);
            plan.shows_info = selection.shows_info(profile);
            Arc::new(Levelled { plan, levels, of_files })
        });
        made.clone()
    }

    /// The files that have more overrides than the folder.
    fn overrides_of_files(&self, connector: &Connector) -> Vec<(File, Vec<Which>)> {
        if self.source.files().all(|file| file.config.overrides.is_empty()) {
            return Vec::new();
        }
        let files = crate::connector::discover::USUAL_NAMES.iter().filter_map(|&(file, _)| {
            let here = self.source.about(&self.folder.join(connector.file_in_folder(file)));
            (here != self.overrides).then_some((file, here))
        });
        files.collect()
    }

    /// The path of a file of the connector, relative to the folder of a configuration.
    fn path(&self, config: &ConfigFile, judged: Judged, file: File) -> Option<String> {
        let path = config.relative(&self.folder.join(judged.file_in_folder(file)))?;
        Some(path.trim_end_matches('/').to_owned())
    }

    /// Checks a connector that has these settings.
    pub fn findings(
        &self,
        connector: &Connector,
        publisher: Publisher,
        selection: &Selection,
        today: Option<Date>,
        meter: &mut Meter,
    ) -> Vec<Finding> {
        let levelled = meter.layer(Layer::Configuration, |_| self.levelled(connector, publisher, selection));
        let mut findings = walk::check(connector, &levelled.plan, meter);
        let own_rules = self.source.own_rules();
        if !own_rules.is_empty() {
            let values = crate::judge::own_rule::Values::default();
            let mut report = Report::new(connector, &levelled.plan.settings, &RULES[0]);
            let runs = |rule: &Rule| levelled.levels.contains_key(rule.id) || !levelled.of_files.is_empty();
            meter.layer(Layer::Walk, |meter| {
                for (_, own) in own_rules.iter().filter(|(_, own)| runs(own.rule)) {
                    report.rule = own.rule;
                    // All of them together keep as many as one of ours, but each of them one.
                    report.most = MOST_FINDINGS.saturating_sub(report.findings.len()).max(1);
                    meter.rule(own.rule, || own.check(connector, &values, &mut report));
                }
            });
            findings.append(&mut report.finish());
            meter.layer(Layer::Sorting, |_| walk::sort(&mut findings));
        }
        meter.layer(Layer::Suppressions, |_| self.judge(connector.into(), &levelled, &mut findings, today));
        findings
    }

    /// Gives findings in other files of the folder, which no walk visits, their severities, and marks those that do not count.
    pub(crate) fn judge_others(
        &self,
        connector: &Connector,
        name: &str,
        publisher: Publisher,
        selection: &Selection,
        today: Option<Date>,
        findings: &mut Vec<Finding>,
    ) {
        let levelled = self.levelled(connector, publisher, selection);
        self.judge(Judged { connector, other: Some(name) }, &levelled, findings, today);
    }

    /// Compares two versions of a connector, with the settings of the newer one.
    pub(crate) fn changes(
        &self,
        comparison: &Comparison,
        publisher: Publisher,
        selection: &Selection,
        today: Option<Date>,
        meter: &mut Meter,
    ) -> Vec<Finding> {
        let levelled = meter.layer(Layer::Configuration, |_| self.levelled(comparison.new, publisher, selection));
        let mut findings = change::check(comparison, &levelled.plan, meter);
        meter.layer(Layer::Suppressions, |_| self.judge(comparison.new.into(), &levelled, &mut findings, today));
        findings
    }

    /// Gives findings the severity from the settings, drops those of rules that do not run for their file, and marks those that
    /// do not count.
    fn judge(&self, judged: Judged, levelled: &Levelled, findings: &mut Vec<Finding>, today: Option<Date>) {
        findings.retain_mut(|finding| {
            let of_file = levelled.of_files.iter().find(|(file, _)| *file == finding.at.file);
            let levels = of_file.map_or(&levelled.levels, |(_, levels)| levels);
            // A finding whose check lowered its severity keeps it, unless the configuration gives the rule another level.
            let Some(&severity) = levels.get(finding.rule.id) else { return false };
            if severity != finding.rule.level(levelled.plan.settings.publisher) {
                finding.severity = severity;
            }
            true
        });
        self.suppress(judged, findings, today);
    }

    /// Marks the findings that do not count.
    fn suppress(&self, judged: Judged, findings: &mut [Finding], today: Option<Date>) {
        for source in self.source.chain() {
            let Some(config) = &source.config else { continue };
            let ignores = &config.config.ignores;
            if ignores.is_empty() {
                continue;
            }
            let mut hidden = vec![0; ignores.len()];
            let mut paths: FxHashMap<File, Option<String>> = FxHashMap::default();
            for finding in findings.iter_mut().filter(|finding| finding.suppressed.is_none()) {
                let file = finding.at.file;
                let path = paths.entry(file).or_insert_with(|| self.path(config, judged, file));
                let mut place = Anchored::new(judged.connector, finding);
                let hides = |ignore: &Ignore| {
                    !is_past(ignore, today)
                        && ignore.rules.iter().any(|name| crate::judge::profile::names_rule(name, finding.rule))
                        && (ignore.at.is_empty() || ignore.at.iter().any(|at| at.holds(path.as_deref(), &mut place)))
                };
                if let Some(at) = ignores.iter().position(hides) {
                    hidden[at] += 1;
                    finding.suppressed = Some(Suppressed::Ignored { reason: ignores[at].reason.clone() });
                }
            }
            for (sum, hidden) in source.ignored.iter().zip(hidden) {
                sum.fetch_add(hidden, Ordering::Relaxed);
            }
        }
        if let Some(baseline) = self.source.baseline.as_ref().filter(|baseline| !baseline.entries.is_empty()) {
            let known = baseline.known(judged, &self.folder, findings);
            for (finding, known) in findings.iter_mut().zip(known) {
                let Some((entry, number)) = known else { continue };
                finding.suppressed = Some(Suppressed::Baseline);
                self.source.known[entry].fetch_max(number, Ordering::Relaxed);
            }
        }
    }
}

fn is_past(ignore: &Ignore, today: Option<Date>) -> bool {
    let Some(today) = today else { return false };
    ignore.until.as_ref().is_some_and(|until| until.value < today)
}

/// What a run covered: only there can an entry be known to match nothing.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Folders, absolute, links followed: all connectors in them were checked.
    pub folders: Vec<PathBuf>,
}

impl Coverage {
    /// Whether it was covered.
    pub fn holds(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

/// The use of a configuration. `below` are the sources that inherit from it, itself included.
pub fn config_after<'a>(
    source: &Source,
    below: &[Arc<Source>],
    file: &'a ConfigFile,
    today: Option<Date>,
    coverage: &Coverage,
) -> ConfigurationAfter<'a> {
    let config = &file.config;
    let ignored = |ignore: &'a Ignore, span: Span| Ignored {
        rules: &ignore.rules,
        span,
        has_place: !ignore.at.is_empty(),
        until: ignore.until.as_ref().map(|until| until.value.to_string()),
    };
    let past = config.ignores.iter().filter(|ignore| is_past(ignore, today));
    let past = past.map(|ignore| ignored(ignore, ignore.until.as_ref().map_or(ignore.span, |until| until.span)));
    let covers = |ignore: &Ignore| {
        let places = ignore.at.iter().map(|at| at.paths.as_ref().map_or("", |paths| paths.below.as_str()));
        let mut places = places.chain(ignore.at.is_empty().then_some(""));
        places.all(|below| coverage.holds(&file.folder.join(below)))
            && ignore.rules.iter().all(|rule| below.iter().any(|below| below.ran(rule)))
    };
    let unused = config
        .ignores
        .iter()
        .zip(&source.ignored)
        .filter(|(ignore, hidden)| hidden.load(Ordering::Relaxed) == 0 && !is_past(ignore, today) && covers(ignore));
    let unused = unused.map(|(ignore, _)| ignored(ignore, ignore.span)).collect();
    ConfigurationAfter { faults: &file.faults, past: past.collect(), unused, stale: Vec::new() }
}

/// The use of a baseline, which applies below the sources.
pub fn baseline_after<'a>(baseline: &'a Baseline, sources: &[Arc<Source>], coverage: &Coverage) -> ConfigurationAfter<'a> {
    let mut ran: FxHashMap<&str, bool> = FxHashMap::default();
    let mut stale = Vec::new();
    for (at, entry) in baseline.entries.iter().enumerate() {
        let found = sources.iter().map(|source| source.known[at].load(Ordering::Relaxed)).max().unwrap_or(0);
        let mut ran = |rule: &'a str| *ran.entry(rule).or_insert_with(|| sources.iter().any(|source| source.ran(rule)));
        if found < entry.count && coverage.holds(&baseline.path(entry)) && ran(&entry.rule) {
            stale.push(Stale { rule: &entry.rule, span: entry.span, count: entry.count, found });
        }
    }
    ConfigurationAfter { faults: &baseline.faults, past: Vec::new(), unused: Vec::new(), stale }
}

/// Runs the checks of configurations. `levels` gives the severity of a rule, None for one that is off.
pub fn check_configuration(
    after: &ConfigurationAfter,
    levels: impl Fn(&'static Rule) -> Option<Severity>,
    meter: &mut Meter,
) -> Vec<Finding> {
    let (nothing, settings) = (Connector::new(Folder::default()), Settings::default());
    let mut all = Vec::new();
    for (rule, check) in rules::registry() {
        let Check::Configuration(check) = check else { continue };
        let Some(severity) = levels(rule) else { continue };
        let mut report = Report::new(&nothing, &settings, rule);
        meter.rule(rule, || check(after, &mut report));
        all.extend(report.finish().into_iter().map(|finding| Finding { severity, ..finding }));
    }
    walk::sort(&mut all);
    all
}
