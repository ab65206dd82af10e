//! `connsmith explain`
use super::{CLEAN, output, print, print_exact};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::judge::profile::{names_rule, nearest_rule};
use connsmith::report::concise::level;
use connsmith::report::escape;
use connsmith::report::rendered::{Look, rendered};
use connsmith::rule::{Origin, Rule};
use connsmith::rules::RULES;
use std::io::IsTerminal;

#[derive(Args)]
pub struct Arguments {
    /// A rule id, official code, policy number (or the start of one) or subject, or the id of a rule defined in the configuration
    #[arg(value_name = "RULE|CODE|POLICY|SUBJECT")]
    name: String,
}

pub fn run(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let name = arguments.name.trim();
    let mut rules: Vec<&Rule> = RULES.iter().filter(|rule| names_rule(name, rule)).collect();
    // An id may also be a subject or the start of others.
    if let Some(exact) = rules.iter().find(|rule| rule.id == name) {
        rules = vec![exact];
    }
    if rules.is_empty() {
        let current = std::env::current_dir().context("cannot determine the current folder")?;
        rules = super::choice::own_rules(&[], &current)?.into_iter().filter(|rule| rule.id == name).collect();
    }
    match rules.as_slice() {
        [] => match nearest_rule(name) {
            Some(near) => bail!("no rule, code, policy number or subject matches `{name}`; did you mean `{near}`?"),
            None => bail!("no rule, code, policy number or subject matches `{name}`; run `connsmith rules` to list all rules"),
        },
        [rule] => {
            let width =
                std::io::stdout().is_terminal().then(|| terminal_size::terminal_size().map_or(80, |(width, _)| width.0.into()));
            let color = color && output::of_service().is_none();
            let text = rendered(&escape::lines(&page(rule)), Look { color, width });
            // Markdown takes away the backslashes that break up commands for a CI service.
            if color { print_exact(&text)? } else { print(&text)? }
        }
        several => print_exact(&super::rules::list(several, &format!("`{name}` matches {} rules", several.len())))?,
    }
    Ok(CLEAN)
}

/// The evidence for the level of a rule. Custom rules have none: their authors choose the level.
fn shown_by(rule: &Rule) -> String {
    if rule.origin != Origin::BuiltIn {
        return String::new();
    }
    format!("Evidence: {}\n\n", rule.evidence.sentence())
}

/// The page as Markdown.
fn page(rule: &Rule) -> String {
    let mut facts = vec![format!("{}, {:?} confidence", level(rule.severity), rule.confidence).to_lowercase()];
    if !rule.codes.is_empty() {
        facts.push(format!("official code: {}", rule.codes.join(", ")));
    }
    if !rule.policies.is_empty() {
        facts.push(format!("policy: {}", rule.policies.join(", ")));
    }
    let publishers: Vec<_> = rule.publishers.iter().map(|publisher| publisher.name()).collect();
    facts.push(format!("publishers: {}", publishers.join(", ")));
    if !rule.default {
        facts.push("off by default (`--strict` turns it on)".into());
    }
    format!(
        "# {}: {}\n\n{}\n\n{}\n\n{}{}Source: {}\n",
        rule.id,
        rule.title,
        facts.join(" · "),
        rule.prose(),
        rule.turned_off(),
        shown_by(rule),
        rule.source
    )
}
