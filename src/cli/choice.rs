//! The options that select publisher and rules for `check` and `fix`
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use connsmith::connector::publisher::Publisher;
use connsmith::judge::baseline::Baseline;
use connsmith::judge::check::{BaselineChoice, Checker, Options};
use connsmith::judge::config::Date;
use connsmith::judge::configured::Coverage;
use connsmith::judge::profile::{Profile, Selection, names_rule, nearest_rule};
use connsmith::judge::timing::Deadline;
use connsmith::rule::Rule;
use connsmith::rules::RULES;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

#[derive(Args, Clone)]
#[command(next_help_heading = "Rules")]
pub struct ChoiceArguments {
    /// Publisher to check for [default: from the configuration, else from the folder names of Microsoft's repository, else `certified`]
    #[arg(long, value_enum)]
    publisher: Option<PublisherArgument>,

    /// Run only these rules: rule ids, official codes, policy numbers or subjects (repeatable, comma-separated)
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    select: Vec<String>,

    /// Skip these rules (repeatable, comma-separated)
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    ignore: Vec<String>,

    /// Include info findings and the rules that are off by default
    #[arg(long, conflicts_with = "profile")]
    pub strict: bool,

    /// Which rules run [default: from the configuration, else `default`]
    #[arg(long, value_enum)]
    pub profile: Option<ProfileArgument>,

    /// Ignore the findings listed in this file [default: the baseline that the configuration names]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    baseline: Option<PathBuf>,

    /// Also count findings listed in the baseline
    #[arg(long)]
    no_baseline: bool,
}

/// How long a run may take.
#[derive(Args, Clone, Copy)]
pub struct LimitArguments {
    /// Stop after this time, such as `30s`, `500ms` or `2m`. A connector that was not checked completely by then has a finding
    /// that says so, and the exit status is 2 [default: no limit]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    time_limit: Option<Duration>,
}

impl LimitArguments {
    /// When a run that begins now has to end.
    pub fn deadline(self) -> Option<Deadline> {
        Deadline::new(Instant::now, self.time_limit?)
    }
}

/// Reads a time span: a number with `ms`, `s`, `m` or `h`; without a unit, seconds.
fn duration(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let seconds = match unit {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err("write a number and `ms`, `s`, `m` or `h`, such as `30s`".to_owned()),
    };
    let number: f64 = number.parse().map_err(|_| "write a number and `ms`, `s`, `m` or `h`, such as `30s`".to_owned())?;
    match Duration::try_from_secs_f64(number * seconds) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("the time must be longer than 0".to_owned()),
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum PublisherArgument {
    /// Owns the API (verified publisher)
    Certified,
    /// Does not own the API (independent publisher)
    Independent,
    /// Private use
    Custom,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProfileArgument {
    /// Errors and warnings
    Default,
    /// Also what the submission checklist requires
    Submission,
    /// Everything, the same as `--strict`
    Strict,
}

impl ProfileArgument {
    fn profile(self) -> Profile {
        match self {
            ProfileArgument::Default => Profile::Default,
            ProfileArgument::Submission => Profile::Submission,
            ProfileArgument::Strict => Profile::Strict,
        }
    }
}

impl ChoiceArguments {
    /// Whether the default rules run.
    pub fn is_plain(&self) -> bool {
        !self.strict && self.profile.is_none() && self.select.is_empty() && self.ignore.is_empty()
    }

    /// The selection for a check of these paths. A rule that neither connsmith nor the configurations define is an error in the
    /// command, not a rule without findings.
    pub fn options(&self, paths: &[PathBuf]) -> anyhow::Result<Options> {
        let current = std::env::current_dir().context("cannot determine the current folder")?;
        for name in self.select.iter().chain(&self.ignore) {
            let means = |rule: &Rule| names_rule(name, rule);
            if !RULES.iter().any(means) && !own_rules(paths, &current)?.into_iter().any(means) {
                match nearest_rule(name) {
                    Some(near) => bail!("no rule is named `{name}`; did you mean `{near}`?"),
                    None => bail!("no rule is named `{name}`; run `connsmith rules` to list all rules"),
                }
            }
        }
        let given = super::settings::options()?;
        Ok(Options {
            publisher: self.publisher.map(|publisher| match publisher {
                PublisherArgument::Certified => Publisher::Certified,
                PublisherArgument::Independent => Publisher::Independent,
                PublisherArgument::Custom => Publisher::Custom,
            }),
            selection: Selection {
                strict: self.strict,
                profile: self.profile.map(ProfileArgument::profile),
                select: self.select.clone(),
                ignore: self.ignore.clone(),
            },
            baseline: match &self.baseline {
                _ if self.no_baseline => BaselineChoice::Off,
                None => BaselineChoice::Configured,
                Some(path) => {
                    let name = connsmith::connector::discover::shown(path, &current);
                    let baseline = Baseline::read(path, &name);
                    let advice =
                        format!("cannot read the baseline `{name}`; run `connsmith check --write-baseline {name}` to create it");
                    BaselineChoice::This(Arc::new(baseline.context(advice)?))
                }
            },
            today: Some(today()),
            coverage: coverage(paths),
            ..given
        })
    }
}

/// The rules defined by the configurations at or above these paths and the current folder.
pub fn own_rules(paths: &[PathBuf], current: &Path) -> anyhow::Result<Vec<&'static Rule>> {
    let checker = Checker::new(&super::settings::options()?);
    let mut rules = Vec::new();
    for path in paths.iter().map(PathBuf::as_path).chain([Path::new(".")]) {
        let configured = checker.configured(path, current)?;
        rules.extend(configured.source.own_rules().into_iter().map(|(_, own)| own.rule));
    }
    Ok(rules)
}

/// What a check of these paths covers. A file stands for its folder.
fn coverage(paths: &[PathBuf]) -> Coverage {
    let folders = paths.iter().filter_map(|path| {
        let path = path.canonicalize().ok()?;
        if path.is_dir() { Some(path) } else { Some(path.parent()?.to_owned()) }
    });
    Coverage { folders: folders.collect() }
}

/// The current date (UTC), by Howard Hinnant's `civil_from_days`.
pub fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let days = seconds / 86_400 + 719_468; // since 0000-03-01
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    Date { year: (year + era * 400 + next) as u16, month: month as u8, day: day as u8 }
}
