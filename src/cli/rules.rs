//! `connsmith rules`
use super::answer::Format;
use super::{CLEAN, print};
use anyhow::bail;
use clap::Args;
use connsmith::judge::profile::{names_rule, nearest_rule};
use connsmith::report::concise::level;
use connsmith::rule::Rule;
use connsmith::rule::fix::Safety;
use connsmith::rules::RULES;
use serde_json::json;

#[derive(Args)]
pub struct Arguments {
    /// List only these: rule ids, official codes, policy numbers (or the start of one) or subjects
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    for name in &arguments.names {
        if !RULES.iter().any(|rule| names_rule(name, rule)) {
            match nearest_rule(name) {
                Some(near) => bail!("no rule, code, policy number or subject matches `{name}`; did you mean `{near}`?"),
                None => bail!("no rule, code, policy number or subject matches `{name}`"),
            }
        }
    }
    let wanted = |rule: &&Rule| arguments.names.is_empty() || arguments.names.iter().any(|name| names_rule(name, rule));
    let rules: Vec<&Rule> = RULES.iter().filter(wanted).collect();
    match arguments.format {
        Format::Text => {
            let closing = format!("{} rules", rules.len());
            print(&if super::settings::is_quiet() { list(&[], &closing) } else { list(&rules, &closing) })?;
        }
        Format::Json => super::print_json(&json(&rules))?,
    }
    Ok(CLEAN)
}

fn fix(safety: Option<Safety>) -> Option<&'static str> {
    safety.map(|safety| match safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    })
}

/// Rules with one line each, grouped by subject, and a summary line that starts with `closing`.
pub fn list(rules: &[&Rule], closing: &str) -> String {
    let mut text = String::new();
    let mut subject = "";
    for rule in rules {
        if rule.subject != subject {
            subject = rule.subject;
            text.push_str(&format!("{}{subject}\n", if text.is_empty() { "" } else { "\n" }));
        }
        let mut notes: Vec<String> = rule.codes.iter().map(|code| (*code).to_owned()).collect();
        notes.extend(fix(rule.fix).map(|fix| format!("{fix} fix")));
        if !rule.default {
            notes.push("off by default".into());
        }
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        text.push_str(&format!("  {:7} {}: {}{notes}\n", level(rule.severity), rule.id, rule.title));
    }
    text.push_str(&format!("\n{closing}; run `connsmith explain RULE` to read about one\n"));
    text
}

fn json(rules: &[&Rule]) -> String {
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| {
            json!({
                "rule": rule.id,
                "subject": rule.subject,
                "title": rule.title,
                "codes": rule.codes,
                "policies": rule.policies,
                "severity": rule.severity,
                "evidence": rule.evidence,
                "confidence": rule.confidence,
                "publishers": rule.publishers,
                "default": rule.default,
                "fix": fix(rule.fix),
                "source": rule.source,
                "url": rule.url(),
            })
        })
        .collect();
    let list = serde_json::to_string_pretty(&json!({ "version": 1, "rules": rules })).unwrap_or_default();
    list + "\n"
}
