//! Which publisher a connector is checked for, and which rules run.
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
    /// Only these: rule ids, official codes or subjects. Empty for all.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Selection {
    /// Whether findings that their check made an info are shown: with `--strict`, and for rules selected by name.
    pub fn shows_info(&self) -> bool {
        self.strict || !self.select.is_empty()
    }

    /// Whether a rule runs for a publisher.
    pub fn includes(&self, rule: &Rule, publisher: Publisher) -> bool {
        self.severity(rule, publisher, Profile::Default, None).is_some()
    }

    /// The severity of a rule; None if it does not run. `level` comes from the configuration: it counts
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

/// Whether a name given by a user stands for a rule: its id, one of its official codes or policy numbers, or its subject.
pub fn names_rule(name: &str, rule: &Rule) -> bool {
    rule.id == name
        || rule.subject == name
        || rule.codes.iter().any(|code| code.eq_ignore_ascii_case(name))
        || rule.policies.contains(&name)
}

/// The rule id or official code nearest to a name, when one is near.
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    let names = RULES.iter().flat_map(|rule| std::iter::once(rule.id).chain(rule.codes.iter().copied()));
    let near = names.map(|known| (strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase()), known));
    near.filter(|(likeness, _)| *likeness > 0.88).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}
