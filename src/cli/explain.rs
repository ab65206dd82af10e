//! `connsmith explain`
use super::{CLEAN, print};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::judge::profile::{names_rule, nearest_rule};
use connsmith::report::concise::level;
use connsmith::rule::{Origin, Rule};
use connsmith::rules::RULES;

#[derive(Args)]
pub struct Arguments {
    /// A rule's id, an official code, or a policy number; also the id of a rule of the configuration that counts here
    #[arg(value_name = "RULE|CODE|POLICY-NUMBER")]
    name: String,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let name = arguments.name.trim();
    let mut rules: Vec<&Rule> = RULES.iter().filter(|rule| rule.subject != name && names_rule(name, rule)).collect();
    if rules.is_empty() {
        let current = std::env::current_dir().context("cannot tell the current folder")?;
        rules = super::choice::own_rules(&[], &current)?.into_iter().filter(|rule| rule.id == name).collect();
    }
    if rules.is_empty() {
        match nearest_rule(name) {
            Some(near) => bail!("there is no rule, code or policy number `{name}`; did you mean `{near}`?"),
            None => bail!("there is no rule, code or policy number `{name}`; `connsmith rules` lists them"),
        }
    }
    let pages: Vec<String> = rules.iter().map(|rule| page(rule)).collect();
    print(&pages.join("\n\n"))?;
    Ok(CLEAN)
}

/// What shows the level of a rule. Whoever writes a rule of their own chooses its level.
fn shown_by(rule: &Rule) -> String {
    if rule.origin != Origin::BuiltIn {
        return String::new();
    }
    format!("Level shown by: {}\n", rule.evidence.sentence())
}

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
        facts.push("off by default (--strict turns it on)".into());
    }
    format!(
        "# {}: {}\n\n{}\n\n{}\n{}Source: {}\n",
        rule.id,
        rule.title,
        facts.join(" · "),
        rule.prose(),
        shown_by(rule),
        rule.source
    )
}
