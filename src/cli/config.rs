//! `connsmith config`
use super::answer::Format;
use super::choice::ChoiceArguments;
use super::{CLEAN, FOUND, print};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::publisher::Because;
use connsmith::judge::check::{BaselineChoice, Checker, Options};
use connsmith::judge::config::ConfigFile;
use connsmith::judge::configured::{Configured, From};
use connsmith::judge::own_rule;
use connsmith::judge::profile::Level;
use connsmith::judge::profile::{Profile, names_rule};
use connsmith::rule::Rule;
use connsmith::rules::RULES;
use connsmith::text::document::Position;
use connsmith::text::json::Span;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// A connector, or a folder
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    #[command(flatten)]
    choice: ChoiceArguments,

    /// How to write them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Settings that count, each with where it comes from.
struct Effective {
    /// The path of the configuration, for people.
    file: Option<String>,
    publisher: (String, String),
    profile: (String, String),
    indent: (String, String),
    baseline: Option<(String, String)>,
    known_words: Vec<String>,
    restricted_hosts: Vec<String>,
    ignores: Vec<Value>,
    own_rules: Vec<&'static str>,
    rules: Vec<RuleLevel>,
}

struct RuleLevel {
    rule: &'static str,
    level: String,
    from: Option<String>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot tell the current folder")?;
    let path = std::slice::from_ref(&arguments.path);
    let options = arguments.choice.options(path)?;
    let kind = std::fs::metadata(&arguments.path).with_context(|| format!("cannot read `{}`", arguments.path.display()))?;
    let folder = match arguments.path.parent() {
        Some(parent) if kind.is_file() => {
            if parent == Path::new("") {
                ".".into()
            } else {
                parent.to_owned()
            }
        }
        _ => arguments.path.clone(),
    };
    let checker = Checker::new(&options);
    let configured = checker.configured(&folder, &current)?;
    let (publisher, because) = checker.publisher(&configured);
    let from = origin(configured.publisher().as_ref(), &configured);
    let effective = Effective {
        file: configured.source.config.as_ref().map(|file| file.text.document.name.clone()),
        publisher: (
            publisher.to_string(),
            match because {
                Because::Option => "--publisher".into(),
                Because::Config => from.unwrap_or_default(),
                Because::Folder => "its folder".into(),
                Because::Default => "default".into(),
            },
        ),
        profile: profile(&options, &configured),
        indent: indent(&configured),
        baseline: baseline(&options, &configured),
        rules: rules(&options, &configured, publisher),
        known_words: sorted(configured.source.config.iter().flat_map(|file| file.config.known_words.iter().cloned()).collect()),
        restricted_hosts: configured.source.config.iter().flat_map(|file| file.config.restricted_hosts.clone()).collect(),
        ignores: configured.source.config.iter().flat_map(ignores).collect(),
        own_rules: configured.source.config.iter().flat_map(|file| &file.config.own_rules).map(|own| own.rule.id).collect(),
    };
    match arguments.format {
        Format::Text => print(&text(&effective))?,
        Format::Json => super::print_json(&format!("{:#}\n", as_json(&effective)))?,
    }
    // Without what is wrong with it this would be half of the truth.
    Ok(match checker.faultless() {
        Ok(()) => CLEAN,
        Err(file) => {
            super::note(&format!("`{file}` has faults; `connsmith check` shows them"));
            FOUND
        }
    })
}

/// The nearest configuration at or above a folder, for a command that writes.
///
/// # Errors
/// When it cannot be read or has faults: what it says must be known before anything is written.
pub fn sound(folder: &Path, current: &Path) -> anyhow::Result<Option<ConfigFile>> {
    let absolute = current.join(folder);
    let Some(file) = ConfigFile::of_folder(&absolute.canonicalize().unwrap_or(absolute), current)? else { return Ok(None) };
    if let Some(fault) = file.faults.first() {
        let Position { line, column, .. } = file.text.document.position(fault.span.start);
        bail!("`{}:{line}:{column}`: {}", file.text.document.name, fault.message);
    }
    Ok(Some(file))
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

/// `connsmith.toml:3:1`
fn place(file: &ConfigFile, span: Span) -> String {
    let at = file.text.document.position(span.start);
    format!("{}:{}:{}", file.text.document.name, at.line, at.column)
}

/// Where a setting stands, and for which paths.
fn origin<T>(from: Option<&From<T>>, configured: &Configured) -> Option<String> {
    let (from, file) = (from?, configured.source.config.as_ref()?);
    let place = place(file, from.span?);
    Some(match from.overrides {
        Some(overrides) => format!("{place} (overrides for {})", overrides.written.join(", ")),
        None => place,
    })
}

fn indent(configured: &Configured) -> (String, String) {
    let file = configured.source.config.as_ref();
    match file.and_then(|file| Some((file, file.config.indent.as_ref()?))) {
        Some((file, indent)) => (indent.value.to_string(), place(file, indent.span)),
        None => ("2".into(), "default".into()),
    }
}

fn profile(options: &Options, configured: &Configured) -> (String, String) {
    let name = |profile: Profile| profile.name().to_owned();
    match configured.profile() {
        _ if options.selection.strict => (name(Profile::Strict), "--strict".into()),
        _ if options.selection.profile.is_some() => (name(options.selection.profile(Profile::Default)), "--profile".into()),
        Some(from) => (name(from.value), origin(Some(&from), configured).unwrap_or_default()),
        None => (name(Profile::Default), "default".into()),
    }
}

fn baseline(options: &Options, configured: &Configured) -> Option<(String, String)> {
    let name = configured.source.baseline.as_ref()?.text.document.name.clone();
    let from = match &options.baseline {
        BaselineChoice::This(_) => "--baseline".to_owned(),
        _ => {
            let file = configured.source.config.as_ref()?;
            place(file, file.config.baseline.as_ref()?.span)
        }
    };
    Some((name, from))
}

fn rules(options: &Options, configured: &Configured, publisher: connsmith::connector::publisher::Publisher) -> Vec<RuleLevel> {
    let own = configured.source.config.iter().flat_map(|file| file.config.own_rules.iter().map(|own| (own.rule, Some(own))));
    let profile = configured.profile().map_or(Profile::Default, |profile| profile.value);
    let named = |names: &[String], rule: &Rule| names.iter().any(|name| names_rule(name, rule));
    let level = |(rule, own): (&'static Rule, Option<&own_rule::OwnRule>)| {
        let set = configured.level(rule);
        let severity = options.selection.severity(rule, publisher, profile, set.as_ref().map(|set| set.value));
        let from = match () {
            () if named(&options.selection.ignore, rule) => Some("--ignore".to_owned()),
            () if named(&options.selection.select, rule) => Some("--select".to_owned()),
            () if set.is_some() => origin(set.as_ref(), configured),
            () => own.and_then(|own| Some(place(configured.source.config.as_ref()?, own.span))),
        };
        RuleLevel { rule: rule.id, level: severity.map_or(Level::Off, Level::On).to_string(), from }
    };
    RULES.iter().map(|rule| (rule, None)).chain(own).map(level).collect()
}

fn ignores(file: &ConfigFile) -> Vec<Value> {
    let one = |ignore: &connsmith::judge::config::Ignore| {
        json!({
            "rule": ignore.rules,
            "reason": ignore.reason,
            "until": ignore.until.as_ref().map(|until| until.value.to_string()),
            "from": place(file, ignore.span),
        })
    };
    file.config.ignores.iter().map(one).collect()
}

fn text(effective: &Effective) -> String {
    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut row = |name: &str, value: &str, from: &str| rows.push([name.to_owned(), value.to_owned(), from.to_owned()]);
    let file = effective.file.as_deref().unwrap_or("none");
    row("configuration", file, "");
    row("publisher", &effective.publisher.0, &effective.publisher.1);
    row("profile", &effective.profile.0, &effective.profile.1);
    row("indent", &effective.indent.0, &effective.indent.1);
    if let Some((name, from)) = &effective.baseline {
        row("baseline", name, from);
    }
    for (name, list) in [("known-words", &effective.known_words), ("restricted-hosts", &effective.restricted_hosts)] {
        if !list.is_empty() {
            row(name, &list.join(", "), file);
        }
    }
    for ignore in &effective.ignores {
        let rules: Vec<&str> = ignore["rule"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        row("ignore", &rules.join(", "), ignore["from"].as_str().unwrap_or_default());
    }
    for rule in effective.rules.iter().filter(|rule| rule.from.is_some()) {
        row(rule.rule, &rule.level, rule.from.as_deref().unwrap_or_default());
    }
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1).min(40));
    let lines =
        rows.iter().map(|[name, value, from]| format!("{name:first$}  {value:second$}  {from}").trim_end().to_owned() + "\n");
    let running = effective.rules.iter().filter(|rule| rule.level != "off").count();
    let all = effective.rules.len();
    format!("{}{running} of {all} rules run; those not listed are as `connsmith rules` says\n", lines.collect::<String>())
}

fn as_json(effective: &Effective) -> Value {
    let set = |(value, from): &(String, String)| json!({ "value": value, "from": from });
    let rules: Vec<Value> = effective
        .rules
        .iter()
        .map(|rule| json!({ "rule": rule.rule, "level": rule.level, "from": rule.from.as_deref().unwrap_or("default") }))
        .collect();
    json!({
        "version": 1,
        "configuration": effective.file,
        "publisher": set(&effective.publisher),
        "profile": set(&effective.profile),
        "indent": set(&effective.indent),
        "baseline": effective.baseline.as_ref().map(set),
        "knownWords": effective.known_words,
        "restrictedHosts": effective.restricted_hosts,
        "ignore": effective.ignores,
        "ownRules": effective.own_rules,
        "rules": rules,
    })
}
