//! The main job: from paths to findings, connector by connector, on all cores.
use crate::connector::discover::{self, Found, Listing};
use crate::connector::package::Layout;
use crate::connector::place::Place;
use crate::connector::publisher::{Because, Publisher};
use crate::connector::versions::Comparison;
use crate::connector::{Connector, Folder, FolderFile};
use crate::judge::baseline::{Baseline, Entry};
use crate::judge::change::{self};
use crate::judge::config::{self, ConfigFile, ConfigText, Date};
use crate::judge::configured::{self, Configured, Coverage, Source};
use crate::judge::profile::{Profile, Selection};
use crate::judge::target::{PackageTarget, Target};
use crate::judge::timing::{Clock, Deadline, Layer, Meter, Timing};
use crate::judge::walk::{self, Plan};
use crate::rule::Rule;
use crate::rule::finding::Finding;
use crate::rules::RULES;
use crate::text::document::File;
use crate::text::json::Span;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How connectors are to be checked.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The publisher, whatever the configuration and the folder say.
    pub publisher: Option<Publisher>,
    pub selection: Selection,
    pub baseline: BaselineChoice,
    pub configuration: ConfigurationChoice,
    /// The date of the check: entries of a configuration may expire. Without it, none does.
    pub today: Option<Date>,
    /// What is checked, to know which entries of a configuration match nothing there.
    pub coverage: Coverage,
    /// With a clock, the time of each layer and each rule is measured: see [`Checker::timing`].
    pub clock: Option<Clock>,
    /// When the run has to end: what is not judged by then gets a finding that says so (see [`Checker::is_unfinished`]).
    pub deadline: Option<Deadline>,
    /// The texts of configuration files that are open in an editor, by their path (absolute, links followed): they count instead of
    /// what lies on the disk.
    pub open_configurations: Arc<BTreeMap<PathBuf, String>>,
}

/// Which baseline is used.
#[derive(Clone, Debug, Default)]
pub enum BaselineChoice {
    /// The one that the configuration names, if it names one.
    #[default]
    Configured,
    /// None.
    Off,
    /// This one, whatever the configuration names.
    This(Arc<Baseline>),
}

/// Which configuration counts.
#[derive(Clone, Debug, Default)]
pub enum ConfigurationChoice {
    /// The nearest `connsmith.toml` at or above a connector, and those above it.
    #[default]
    Nearest,
    /// None.
    Isolated,
    /// This one, for every connector.
    This(Arc<Given>),
}

/// A configuration that was handed over.
#[derive(Clone, Debug)]
pub struct Given {
    /// The folder to which its paths are relative, absolute.
    pub folder: PathBuf,
    /// Its path for people.
    pub name: String,
    pub text: String,
}

impl BaselineChoice {
    /// The one that is used whatever the configuration names.
    fn given(&self) -> Option<Arc<Baseline>> {
        match self {
            BaselineChoice::This(baseline) => Some(baseline.clone()),
            BaselineChoice::Configured | BaselineChoice::Off => None,
        }
    }
}

/// The checks of each publisher, made once for a run, and the configurations that the run has met.
pub struct Checker {
    options: Options,
    /// For each publisher, made when a connector of one is first checked.
    plans: [OnceLock<Plan>; 3],
    sources: Mutex<FxHashMap<PathBuf, Arc<Source>>>,
    timing: Option<Timing>,
    unfinished: AtomicBool,
}

/// The rule that says that the time was over before everything was checked.
const NOT_FINISHED: &str = "check-not-finished";

/// Whether a finding says that a check was not finished. It counts whatever is selected, named or changed.
pub fn says_unfinished(finding: &Finding) -> bool {
    finding.rule.id == NOT_FINISHED
}

/// Those findings that make sense for a connector in a package.
fn concerning(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(PackageTarget::concerns);
    findings
}

impl Checker {
    /// A checker that has met nothing yet.
    pub fn new(options: &Options) -> Checker {
        Checker {
            options: options.clone(),
            plans: Default::default(),
            sources: Mutex::default(),
            timing: options.clock.map(Timing::new),
            unfinished: AtomicBool::new(false),
        }
    }

    /// What was measured so far; None without a clock.
    pub fn timing(&self) -> Option<&Timing> {
        self.timing.as_ref()
    }

    /// Does work that is measured if there is a clock.
    fn measured<T>(&self, work: impl FnOnce(&mut Meter) -> T) -> T {
        match &self.timing {
            None => work(&mut Meter::off()),
            Some(timing) => timing.measure(work),
        }
    }

    /// Runs checks until the deadline, measured if there is a clock. Returns whether all of them ran, too.
    fn judged<T>(&self, work: impl FnOnce(&mut Meter) -> T) -> (T, bool) {
        let deadline = self.options.deadline;
        // It may be over before the first check, even where no check looks at anything.
        let late = deadline.is_some_and(|deadline| deadline.is_past());
        let work = |meter: &mut Meter| {
            let done = work(meter);
            (done, !late && !meter.has_left_out())
        };
        let (done, all) = match &self.timing {
            None => work(&mut Meter::off().until(deadline)),
            Some(timing) => timing.measure_until(deadline, work),
        };
        if !all {
            self.unfinished.store(true, Ordering::Relaxed);
        }
        (done, all)
    }

    /// Whether the deadline passed before everything was judged. Then what was found is not everything, and what was not found
    /// says nothing.
    pub fn is_unfinished(&self) -> bool {
        self.unfinished.load(Ordering::Relaxed)
    }

    /// Adds to the findings of a connector that they are not everything.
    fn not_finished(&self, connector: &Connector, findings: &mut Vec<Finding>) {
        let Some((rule, deadline)) = RULES.iter().find(|rule| rule.id == NOT_FINISHED).zip(self.options.deadline) else { return };
        // For the newer version of a comparison, the check itself may have said so.
        if findings.iter().any(says_unfinished) {
            return;
        }
        let file = if connector.definition.is_some() { File::Definition } else { File::Folder };
        let finding = Finding {
            rule,
            code: None,
            severity: rule.severity,
            at: Place { file, span: Span::default(), pointer: String::new() },
            message: format!("the check was stopped after {:?}; this connector was not checked completely", deadline.limit),
            help: Some("allow more time with `--time-limit`, or check fewer connectors in one run".to_owned()),
            labels: Vec::new(),
            unnamed: 0,
            fix: None,
            suppressed: None,
        };
        let before = findings.iter().position(|other| other.at.file >= file).unwrap_or(findings.len());
        findings.insert(before, finding);
    }

    /// Does a step of the run that is not the checker's own, measured if there is a clock.
    pub fn layer<T>(&self, layer: Layer, work: impl FnOnce() -> T) -> T {
        self.measured(|meter| meter.layer(layer, |_| work()))
    }

    /// Reads a connector: its files, its configuration, and its publisher. `current` is the folder to which
    /// shown paths are relative.
    ///
    /// # Errors
    /// When its configuration file cannot be read.
    pub fn read(&self, found: &Found, current: &Path) -> Result<Target, config::Error> {
        let folder = self.layer(Layer::Reading, || discover::load(found, discover::shown(&found.folder, current)));
        let configured = self.layer(Layer::Configuration, || self.configured_of(found, current))?;
        Ok(self.target(folder, configured))
    }

    /// Makes a connector from a folder that was read already.
    ///
    /// # Errors
    /// When its configuration file cannot be read.
    pub fn connector(&self, folder: Folder, current: &Path) -> Result<Target, config::Error> {
        let configured = self.layer(Layer::Configuration, || self.configured(&folder.path, current))?;
        Ok(self.target(folder, configured))
    }

    /// A connector with its settings.
    fn target(&self, folder: Folder, configured: Configured) -> Target {
        let (publisher, because) = self.publisher(&configured);
        let connector = self.measured(|meter| {
            let parsed = meter.layer(Layer::Parsing, |_| Connector::parse(folder));
            meter.layer(Layer::Index, |_| parsed.index())
        });
        let says_something = configured.source.config.is_some() || configured.source.baseline.is_some();
        Target { connector, publisher, because, configured: says_something.then_some(configured) }
    }

    /// The same connector, with the same settings, after a change of one of its files.
    pub fn changed(&self, target: Target, file: FolderFile) -> Target {
        let Target { connector, publisher, because, configured } = target;
        Target {
            connector: self.measured(|meter| meter.layer(Layer::Parsing, |_| connector.changed(file))),
            publisher,
            because,
            configured,
        }
    }

    /// The settings for a folder.
    ///
    /// # Errors
    /// When its configuration file cannot be read.
    pub fn configured(&self, folder: &Path, current: &Path) -> Result<Configured, config::Error> {
        let absolute = current.join(folder);
        let folder = absolute.canonicalize().unwrap_or(absolute);
        let source = self.source(&folder, None, current)?;
        Ok(Configured::new(folder, source))
    }

    /// The settings for a connector that was found.
    fn configured_of(&self, found: &Found, current: &Path) -> Result<Configured, config::Error> {
        let folder = current.join(&found.real);
        let source = self.source(&folder, found.listing.as_ref(), current)?;
        Ok(Configured::new(folder, source))
    }

    /// The publisher that a connector with these settings is checked for, and why.
    pub fn publisher(&self, configured: &Configured) -> (Publisher, Because) {
        match (self.options.publisher, configured.publisher(), Publisher::of_folder(&configured.folder)) {
            (Some(publisher), ..) => (publisher, Because::Option),
            (_, Some(publisher), _) => (publisher.value, Because::Config),
            (.., Some(publisher)) => (publisher, Because::Folder),
            _ => (Publisher::default(), Because::Default),
        }
    }

    /// The configuration of a folder: that of the nearest `connsmith.toml` at or above it, with those further up. Each is looked for and
    /// read once, and in a folder whose listing does not have it not looked for.
    fn source(&self, folder: &Path, listing: Option<&Listing>, current: &Path) -> Result<Arc<Source>, config::Error> {
        // One for all is kept where no folder is.
        let folder = if matches!(self.options.configuration, ConfigurationChoice::Nearest) { folder } else { Path::new("") };
        let known = |folder: &Path| self.sources.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        if let Some(source) = known(folder) {
            return Ok(source);
        }
        let may_have = |name: &str| listing.is_none_or(|listing| listing.may_have(name));
        let above = || match folder.parent() {
            // Nothing above the repository counts.
            Some(parent) if !(may_have(".git") && config::is_top(folder)) => self.source(parent, None, current).map(Some),
            _ => Ok::<_, config::Error>(None),
        };
        let bare = || Arc::new(Source::new(None, None, self.options.baseline.given()));
        let source = match &self.options.configuration {
            ConfigurationChoice::Isolated => bare(),
            ConfigurationChoice::This(given) => {
                self.with_config(ConfigFile::parse(&given.text, &given.folder, &given.name), None, current)
            }
            ConfigurationChoice::Nearest => {
                let mut upper = None;
                let mut inherited = |is_root: bool| {
                    upper = if is_root { None } else { above()? };
                    let own = upper.iter().flat_map(|above: &Arc<Source>| above.own_rules()).map(|(_, own)| own.rule);
                    Ok::<_, config::Error>(own.collect())
                };
                let path = folder.join(config::NAME);
                let read = match self.options.open_configurations.get(&path) {
                    Some(text) => {
                        let rules = inherited(config::read::is_root(text))?;
                        Some(ConfigFile::parse_below(text, folder, &discover::shown(&path, current), rules))
                    }
                    None if !may_have(config::NAME) => None,
                    None => ConfigFile::read(folder, current, inherited)?,
                };
                match read {
                    Some(config) => self.with_config(config, upper, current),
                    None => above()?.unwrap_or_else(bare),
                }
            }
        };
        // If two threads read it at once, the first one wins.
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(sources.entry(folder.to_owned()).or_insert(source).clone())
    }

    /// What counts with a configuration, below others.
    fn with_config(&self, mut config: ConfigFile, above: Option<Arc<Source>>, current: &Path) -> Arc<Source> {
        // One that does not count need not be there: it may be about to be written.
        let baseline = match &self.options.baseline {
            BaselineChoice::Configured => Baseline::named_in(&mut config, current),
            choice => choice.given(),
        };
        let above = above.filter(|_| !config.config.root);
        let named = config.config.baseline.is_some();
        let baseline = baseline.or_else(|| above.as_ref().filter(|_| !named).and_then(|above| above.baseline.clone()));
        Arc::new(Source::new(Some(config), above, baseline))
    }

    /// Whether a configuration leaves out a connector's folder where a folder above that is checked.
    ///
    /// # Errors
    /// When a configuration file cannot be read.
    pub fn leaves_out(&self, found: &Found, current: &Path) -> Result<bool, config::Error> {
        let configured = self.configured_of(found, current)?;
        // One with errors leaves nothing out, so that its errors are reported.
        Ok(configured.source.faulty().is_none() && configured.source.files().any(|file| file.leaves_out(&configured.folder)))
    }

    /// Whether none of the configurations and baselines met so far has a fault.
    ///
    /// # Errors
    /// The name of one that has.
    pub fn faultless(&self) -> Result<(), String> {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.values().find_map(|source| source.faulty()).map_or(Ok(()), |file| Err(file.to_owned()))
    }

    /// Whether the run covered what an entry of a baseline stands for, so that it would have been found.
    pub fn went_over(&self, coverage: &Coverage, baseline: &Baseline, entry: &Entry) -> bool {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        // Without a configuration, the options alone decide what runs.
        let bare = sources.values().any(|source| source.config.is_none());
        let runs = |rule: &Rule| Publisher::ALL.iter().any(|&publisher| self.options.selection.includes(rule, publisher));
        let ran = sources.values().any(|source| source.ran(&entry.rule))
            || (bare && RULES.iter().filter(|rule| rule.id == entry.rule).all(runs));
        ran && coverage.holds(&baseline.path(entry))
    }

    /// All findings of a connector, file by file, in document order; those that do not count are marked.
    pub fn findings(&self, target: &Target) -> Vec<Finding> {
        let Options { selection, today, .. } = &self.options;
        let (mut findings, all) = self.judged(|meter| match &target.configured {
            Some(configured) => configured.findings(&target.connector, target.publisher, selection, *today, meter),
            None => walk::check(&target.connector, self.plan(target.publisher), meter),
        });
        if !all {
            self.not_finished(&target.connector, &mut findings);
        }
        findings
    }

    /// Applies the settings of a connector to findings in another file of its folder, which no walk visits. `name` is the file's name.
    pub fn judge_others(&self, target: &Target, name: &str, findings: &mut Vec<Finding>) {
        let Options { selection, today, .. } = &self.options;
        match &target.configured {
            Some(configured) => configured.judge_others(&target.connector, name, target.publisher, selection, *today, findings),
            None => findings.retain(|finding| selection.includes(finding.rule, target.publisher)),
        }
    }

    /// The checks that run where there is no configuration.
    fn plan(&self, publisher: Publisher) -> &Plan {
        let at = Publisher::ALL.iter().position(|&known| known == publisher).unwrap_or(0);
        self.plans[at].get_or_init(|| Plan::new(&self.options.selection, publisher))
    }

    /// The errors in the configurations and baselines of the connectors checked so far, file by file. Entries that match nothing
    /// are reported only if the run covered everything that they refer to.
    pub fn of_configurations(&self) -> Vec<(Arc<ConfigText>, Vec<Finding>)> {
        self.measured(|meter| meter.layer(Layer::Configuration, |meter| self.after(meter)))
    }

    fn after(&self, meter: &mut Meter) -> Vec<(Arc<ConfigText>, Vec<Finding>)> {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Arc<Source>> = sources.values().cloned().collect();
        all.sort_by_key(Arc::as_ptr);
        all.dedup_by(|a, b| Arc::ptr_eq(a, b));
        let Options { selection, today, coverage, .. } = &self.options;
        let nothing = Coverage::default();
        let coverage = if self.is_unfinished() { &nothing } else { coverage };
        let severity = |rule: &'static Rule, source: Option<&Source>| {
            if rule.id == "configuration-not-valid" {
                return Some(rule.severity);
            }
            let files = || source.into_iter().flat_map(Source::files).map(|file| &file.config);
            let level = files().find_map(|config| config.rules.of(rule)).map(|level| level.value);
            let profile = files().find_map(|config| config.profile.as_ref()).map_or(Profile::Default, |profile| profile.value);
            selection.severity(rule, Publisher::Custom, profile, level)
        };
        let (mut found, mut baselines) = (Vec::new(), Vec::<(Arc<Baseline>, Vec<Arc<Source>>)>::new());
        for source in &all {
            if let Some(file) = &source.config {
                let uses = |below: &&Arc<Source>| below.chain().any(|above| std::ptr::eq(above, Arc::as_ptr(source)));
                let below: Vec<Arc<Source>> = all.iter().filter(uses).cloned().collect();
                let after = configured::config_after(source, &below, file, *today, coverage);
                let findings = configured::check_configuration(&after, |rule| severity(rule, Some(source)), meter);
                found.push((file.text.clone(), findings));
            }
            if let Some(baseline) = &source.baseline {
                match baselines.iter_mut().find(|(known, _)| Arc::ptr_eq(known, baseline)) {
                    Some((_, sources)) => sources.push(source.clone()),
                    None => baselines.push((baseline.clone(), vec![source.clone()])),
                }
            }
        }
        for (baseline, sources) in &baselines {
            let after = configured::baseline_after(baseline, sources, coverage);
            let severity = |rule| severity(rule, sources.first().map(Arc::as_ref));
            found.push((baseline.text.clone(), configured::check_configuration(&after, severity, meter)));
        }
        found.sort_by(|(a, _), (b, _)| a.document.name.cmp(&b.document.name));
        found
    }

    /// All findings of a comparison: those in the newer version first, file by file, in document order; those that do not count
    /// are marked.
    pub fn changes(&self, old: &Connector, new: &Target) -> Vec<Finding> {
        let comparison = Comparison { old, new: &new.connector };
        let Options { selection, today, .. } = &self.options;
        let (mut findings, all) = self.judged(|meter| match &new.configured {
            Some(configured) => configured.changes(&comparison, new.publisher, selection, *today, meter),
            None => change::check(&comparison, self.plan(new.publisher), meter),
        });
        if !all {
            self.not_finished(&new.connector, &mut findings);
        }
        findings
    }

    /// All findings of a package: its own, and those of its connectors that make sense in a package.
    pub fn package<'p>(&self, target: &PackageTarget<'p>) -> (Vec<Finding>, Vec<(&'p Connector, Vec<Finding>)>) {
        let PackageTarget { package, publisher, .. } = *target;
        let plan = self.plan(publisher);
        let (mut own, all) = self.judged(|meter| walk::check_package(package, plan, meter));
        // Its connectors, which are checked later, say it themselves.
        if !all && package.connectors.is_empty() {
            self.not_finished(&package.no_connector, &mut own);
        }
        if package.layout == Layout::Tree {
            // `pac` splits these files, and places are those of the whole.
            let is_split = |file: File| package.in_split_file(file);
            own.iter_mut().filter(|finding| is_split(finding.at.file)).for_each(|finding| finding.at.span = Span::default());
        }
        (own, package.connectors.iter().map(|connector| (connector, self.embedded(connector, publisher))).collect())
    }

    /// The findings of a connector that lies in something else: those that make sense there.
    pub fn embedded(&self, connector: &Connector, publisher: Publisher) -> Vec<Finding> {
        let plan = self.plan(publisher);
        let (mut findings, all) = self.judged(|meter| concerning(walk::check(connector, plan, meter)));
        if !all {
            self.not_finished(connector, &mut findings);
        }
        findings
    }

    /// Reads and checks many connectors in parallel and turns each into a `T` while its text is in memory, so that a run
    /// over a catalog holds only a few connectors at a time. The results come in the order of `found`.
    ///
    /// # Errors
    /// When a configuration file cannot be read.
    pub fn each<T: Send>(
        &self,
        found: &[Found],
        current: &Path,
        use_it: impl Fn(&Target, Vec<Finding>) -> T + Sync,
    ) -> Result<Vec<T>, config::Error> {
        let one = |found: &Found| {
            let target = if self.options.deadline.is_some_and(|deadline| deadline.is_past()) {
                // It is not judged any more, so its files need not be read.
                let name = discover::shown(&found.folder, current);
                self.connector(Folder { path: found.folder.clone(), name, ..Folder::default() }, current)?
            } else {
                self.read(found, current)?
            };
            let findings = self.findings(&target);
            let made = use_it(&target, findings);
            self.layer(Layer::Release, || drop(target));
            Ok(made)
        };
        match found {
            [alone] => Ok(vec![one(alone)?]), // other threads would only be started
            found => found.par_iter().with_max_len(1).map(one).collect(),
        }
    }
}
