//! `connsmith config`
use super::answer::Format;
use super::choice::ChoiceArguments;
use super::{CLEAN, FOUND, print};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::discover;
use connsmith::connector::publisher::Because;
use connsmith::judge::check::{BaselineChoice, Checker, Options};
use connsmith::judge::config::ConfigFile;
use connsmith::judge::configured::{Configured, From};
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

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// The effective settings, each with its origin.
struct Effective {
    folder: String,
    /// The displayed paths of the configurations, nearest first.
    files: Vec<String>,
    publisher: (String, String),
    profile: (String, String),
    indent: Option<(String, String)>,
    baseline: Option<(String, String)>,
    known_words: Vec<String>,
    restricted_hosts: Vec<String>,
    ignores: Vec<Value>,
    own_rules: Vec<&'static str>,
    rules: Vec<RuleLevel>,
    /// The configuration that excludes it.
    left_out: Option<String>,
}

struct RuleLevel {
    rule: &'static str,
    level: String,
    from: Option<String>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot determine the current folder")?;
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
    let source = &configured.source;
    let effective = Effective {
        folder: discover::shown(&folder, &current),
        files: source.files().map(|file| file.text.document.name.clone()).collect(),
        publisher: (
            publisher.to_string(),
            match because {
                Because::Option => "--publisher".into(),
                Because::Config => configured.publisher().as_ref().map(origin).unwrap_or_default(),
                Because::Folder => "its folder".into(),
                Because::Default => "default".into(),
            },
        ),
        profile: profile(&options, &configured),
        indent: configured.indent().map(|from| (from.value.to_string(), origin(&from))),
        baseline: baseline(&options, &configured),
        rules: rules(&options, &configured, publisher),
        known_words: sorted(source.files().flat_map(|file| file.config.known_words.iter().cloned()).collect()),
        restricted_hosts: source.files().flat_map(|file| file.config.restricted_hosts.clone()).collect(),
        ignores: source.files().flat_map(ignores).collect(),
        own_rules: source.own_rules().into_iter().map(|(_, own)| own.rule.id).collect(),
        left_out: source.files().find(|file| file.leaves_out(&configured.folder)).map(|file| file.text.document.name.clone()),
    };
    match arguments.format {
        Format::Text => print(&text(&effective))?,
        Format::Json => super::print_json(&format!("{:#}\n", as_json(&effective)))?,
    }
    // Without its errors, the output would be misleading.
    Ok(match checker.faultless() {
        Ok(()) => CLEAN,
        Err(file) => {
            super::note(&format!("`{file}` has errors; run `connsmith check` to see them"));
            FOUND
        }
    })
}

/// The settings of a folder, for a command that writes files.
///
/// # Errors
/// If a configuration cannot be read or has errors: its settings must be known before anything is written.
pub fn sound(folder: &Path, current: &Path) -> anyhow::Result<Configured> {
    let checker = Checker::new(&super::settings::options()?);
    let configured = checker.configured(folder, current)?;
    for file in configured.source.files() {
        if let Some(fault) = file.faults.first() {
            let Position { line, column, .. } = file.text.document.position(fault.span.start);
            bail!("`{}:{line}:{column}`: {}", file.text.document.name, fault.message);
        }
    }
    Ok(configured)
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

/// The location of a setting, and the paths that it applies to.
fn origin<T>(from: &From<T>) -> String {
    let place = place(from.file, from.span);
    match from.overrides {
        Some(overrides) => format!("{place} (overrides for {})", overrides.written.join(", ")),
        None => place,
    }
}

fn profile(options: &Options, configured: &Configured) -> (String, String) {
    let name = |profile: Profile| profile.name().to_owned();
    match configured.profile() {
        _ if options.selection.strict => (name(Profile::Strict), "--strict".into()),
        _ if options.selection.profile.is_some() => (name(options.selection.profile(Profile::Default)), "--profile".into()),
        Some(from) => (name(from.value), origin(&from)),
        None => (name(Profile::Default), "default".into()),
    }
}

fn baseline(options: &Options, configured: &Configured) -> Option<(String, String)> {
    let name = configured.source.baseline.as_ref()?.text.document.name.clone();
    let from = match &options.baseline {
        BaselineChoice::This(_) => "--baseline".to_owned(),
        _ => {
            let named = |file: &ConfigFile| Some(place(file, file.config.baseline.as_ref()?.span));
            configured.source.files().find_map(named)?
        }
    };
    Some((name, from))
}

fn rules(options: &Options, configured: &Configured, publisher: connsmith::connector::publisher::Publisher) -> Vec<RuleLevel> {
    let own = configured.source.own_rules().into_iter().map(|(file, own)| (own.rule, Some(place(file, own.span))));
    let profile = configured.profile().map_or(Profile::Default, |profile| profile.value);
    let named = |names: &[String], rule: &Rule| names.iter().any(|name| names_rule(name, rule));
    let level = |(rule, own): (&'static Rule, Option<String>)| {
        let set = configured.level(rule);
        let severity = options.selection.severity(rule, publisher, profile, set.as_ref().map(|set| set.value));
        let from = match set {
            _ if named(&options.selection.ignore, rule) => Some("--ignore".to_owned()),
            _ if named(&options.selection.select, rule) => Some("--select".to_owned()),
            Some(set) => Some(origin(&set)),
            None => own,
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

/// The effective settings and their origins, in sentences.
fn text(effective: &Effective) -> String {
    let said = |from: &str| match from {
        "default" => "the default".to_owned(),
        "its folder" => "from the name of its folder".to_owned(),
        from => format!("set by {from}"),
    };
    let folder = if effective.folder == "." { "This folder".to_owned() } else { format!("`{}`", effective.folder) };
    let mut text = match effective.files.as_slice() {
        [] => format!("{folder} has no configuration: neither it nor a folder above it has a connsmith.toml.\n"),
        [file] => format!("{folder} is configured by {file}.\n"),
        [nearest, above @ ..] => {
            format!("{folder} is configured by {nearest}; settings missing there come from {}.\n", above.join(", then "))
        }
    };
    let mut line = |sentence: String| text.push_str(&format!("{sentence}\n"));
    if let Some(file) = &effective.left_out {
        line(format!("It is skipped when a folder above it is checked, because of `exclude` or `include` in {file}."));
    }
    line(format!("It is checked for the {} publisher: {}.", effective.publisher.0, said(&effective.publisher.1)));
    let shows = if effective.profile.0 == "strict" { "errors, warnings and info findings" } else { "errors and warnings" };
    line(format!("The profile is {} ({shows}): {}.", effective.profile.0, said(&effective.profile.1)));
    match &effective.indent {
        Some((indent, from)) => line(format!("`fmt` indents by {indent} spaces: {}.", said(from))),
        None => line("`fmt` keeps the indentation of a file: the default.".to_owned()),
    }
    if let Some((name, from)) = &effective.baseline {
        line(format!("Findings listed in {name} do not count: {}.", said(from)));
    }
    for (what, list) in [
        ("Words accepted as correctly spelled", &effective.known_words),
        ("Hosts that no connector may call", &effective.restricted_hosts),
    ] {
        if !list.is_empty() {
            line(format!("{what}: {}.", list.join(", ")));
        }
    }
    for ignore in &effective.ignores {
        let rules: Vec<&str> = ignore["rule"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let part = |key: &str| ignore[key].as_str().unwrap_or_default();
        line(format!("Findings of {} are ignored: {} ({})", rules.join(", "), part("reason"), part("from")));
    }
    let changed: Vec<&RuleLevel> = effective.rules.iter().filter(|rule| rule.from.is_some()).collect();
    if !changed.is_empty() {
        line("\nRules with changed settings:".to_owned());
        let width = changed.iter().map(|rule| rule.rule.len()).max().unwrap_or_default();
        for rule in changed {
            line(
                format!("  {:7}  {:width$}  {}", rule.level, rule.rule, rule.from.as_deref().unwrap_or_default())
                    .trim_end()
                    .to_owned(),
            );
        }
    }
    let running = effective.rules.iter().filter(|rule| rule.level != "off").count();
    line(format!("\n{running} of {} rules run; `connsmith rules` lists them.", effective.rules.len()));
    text
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
        "configuration": effective.files.first(),
        "configurations": effective.files,
        "publisher": set(&effective.publisher),
        "profile": set(&effective.profile),
        "indent": effective.indent.as_ref().map_or(json!({ "value": null, "from": "default" }), set),
        "leftOutBy": effective.left_out,
        "baseline": effective.baseline.as_ref().map(set),
        "knownWords": effective.known_words,
        "restrictedHosts": effective.restricted_hosts,
        "ignore": effective.ignores,
        "ownRules": effective.own_rules,
        "rules": rules,
    })
}
