//! `connsmith rules`
use super::answer::Format;
use super::{CLEAN, print};
use clap::Args;
use connsmith::report::concise::level;
use connsmith::rule::fix::Safety;
use connsmith::rules::RULES;
use serde_json::json;

#[derive(Args)]
pub struct Arguments {
    /// How to write the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    match arguments.format {
        Format::Text => print(&text())?,
        Format::Json => super::print_json(&json())?,
    }
    Ok(CLEAN)
}

fn fix(safety: Option<Safety>) -> Option<&'static str> {
    safety.map(|safety| match safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    })
}

fn text() -> String {
    let mut text = String::new();
    let mut subject = "";
    for rule in RULES {
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
    text.push_str(&format!("\n{} rules; `connsmith explain RULE` shows one\n", RULES.len()));
    text
}

fn json() -> String {
    let rules: Vec<_> = RULES
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
