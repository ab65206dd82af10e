//! For whom a connector is checked, and which rules run.
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
    /// All rules, as `--strict`.
    Strict,
}

/// How loud a rule is.
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

/// Which rules a run has on, beyond the choice that the publisher makes.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Shows info findings and turns on the rules that are off by default.
    pub strict: bool,
    /// Only these: rule ids, official codes or subjects. Empty for all.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Selection {
    /// Whether findings are shown that their check made an info: with `--strict`, and of rules that were asked for by name.
    pub fn shows_info(&self) -> bool {
        self.strict || !self.select.is_empty()
    }

    /// Whether a rule runs for a publisher.
    pub fn includes(&self, rule: &Rule, publisher: Publisher) -> bool {
        self.severity(rule, publisher, Profile::Default, None).is_some()
    }

    /// How bad the findings of a rule are; None when it does not run. `level` is what the configuration says of it: it counts
    /// less than the options that name rules, and more than the profile.
    pub fn severity(&self, rule: &Rule, publisher: Publisher, profile: Profile, level: Option<Level>) -> Option<Severity> {
        let named = |names: &[String]| names.iter().any(|name| names_rule(name, rule));
        let strict = self.strict || profile == Profile::Strict;
        let (severity, on) = match level {
            Some(Level::On(severity)) => (severity, strict || severity > Severity::Info),
            Some(Level::Off) => (rule.level(publisher), false),
            None => (rule.level(publisher), strict || (rule.default && rule.level(publisher) > Severity::Info)),
        };
        let on = if self.select.is_empty() { on } else { named(&self.select) };
        (on && rule.publishers.contains(&publisher) && !named(&self.ignore)).then_some(severity)
    }
}

/// Whether a name given by a user means a rule: its id, one of its official codes or policy numbers, what such a number begins with, or its
/// subject.
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
