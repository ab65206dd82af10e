//! Which publisher a connector is checked for, and which rules run.
use super::checklist;
use crate::connector::publisher::Publisher;
use crate::rule::{Rule, Severity};
use crate::rules::RULES;

/// A named set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Errors and warnings, without the rules that are off by default.
    #[default]
    Default,
    /// What the checklist of a submission asks for ([`checklist`]): errors, warnings, and the info rules that it names, as warnings.
    Submission,
    /// All rules, as `--strict`.
    Strict,
}

impl Profile {
    pub const ALL: [Profile; 3] = [Profile::Default, Profile::Submission, Profile::Strict];

    /// `default`, `submission` or `strict`.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Default => "default",
            Profile::Submission => "submission",
            Profile::Strict => "strict",
        }
    }
}

/// The level of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Off,
    On(Severity),
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Level::Off => "off",
            Level::On(severity) => severity.name(),
        })
    }
}

/// Which rules run, apart from the publisher's choice.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Shows info findings and turns on the rules that are off by default.
    pub strict: bool,
    /// Counts more than the profile of the configuration.
    pub profile: Option<Profile>,
    /// Only these: rule ids, official codes or subjects. Empty for all.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Selection {
    /// The profile that counts where the configuration says this one.
    pub fn profile(&self, configured: Profile) -> Profile {
        if self.strict { Profile::Strict } else { self.profile.unwrap_or(configured) }
    }

    /// Whether findings are shown that their check made an info: with `--strict`, and of rules that were asked for by name.
    pub fn shows_info(&self, configured: Profile) -> bool {
        self.profile(configured) == Profile::Strict || !self.select.is_empty()
    }

    /// Whether a rule runs for a publisher.
    pub fn includes(&self, rule: &Rule, publisher: Publisher) -> bool {
        self.severity(rule, publisher, Profile::Default, None).is_some()
    }

    /// The severity of a rule; None if it does not run. `level` comes from the configuration: it counts
    /// less than the options that name rules, and more than the profile.
    pub fn severity(&self, rule: &Rule, publisher: Publisher, profile: Profile, level: Option<Level>) -> Option<Severity> {
        let named = |names: &[String]| names.iter().any(|name| names_rule(name, rule));
        let profile = self.profile(profile);
        let strict = profile == Profile::Strict;
        // What the checklist names has to be done, whatever else it is.
        let asked = profile == Profile::Submission && checklist::names(rule, publisher);
        let usual = if asked { rule.level(publisher).max(Severity::Warning) } else { rule.level(publisher) };
        let (severity, on) = match level {
            Some(Level::On(severity)) => (severity, strict || asked || severity > Severity::Info),
            Some(Level::Off) => (usual, false),
            None => (usual, strict || asked || (rule.default && usual > Severity::Info)),
        };
        let on = if self.select.is_empty() { on } else { named(&self.select) };
        (on && rule.publishers.contains(&publisher) && !named(&self.ignore)).then_some(severity)
    }
}

/// Whether a name given by a user stands for a rule: its id, its subject, one of its official codes, or a certification policy number or
/// the beginning of one.
pub fn names_rule(name: &str, rule: &Rule) -> bool {
    rule.id == name
        || rule.subject == name
        || rule.codes.iter().any(|code| code.eq_ignore_ascii_case(name))
        || rule
            .policies
            .iter()
            .any(|policy| policy.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// The rule id, official code or subject nearest to a name, when one is near.
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    let names = RULES.iter().flat_map(|rule| [rule.id, rule.subject].into_iter().chain(rule.codes.iter().copied()));
    let near = names.map(|known| (strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase()), known));
    near.filter(|(likeness, _)| *likeness > 0.88).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}
