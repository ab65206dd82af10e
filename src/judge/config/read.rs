//! Reads the text of a configuration into a [`Config`], with every fault in it.
use super::at::{At, Paths};
use super::limits;
use super::reader::{Reader, Table, WARN, nearest, span};
use super::{Config, Date, Fault, Ignore, Level, Levels, Override, Set};
use crate::connector::publisher::Publisher;
use crate::connector::solution::metadata::{PublisherSettings, Settings};
use crate::judge::own_rule;
use crate::judge::profile::{self, Profile};
use crate::rule::{Rule, Severity};
use crate::text::json::Span;
use globset::{GlobBuilder, GlobSetBuilder};
use std::borrow::Cow;
use std::sync::Arc;

const PUBLISHERS: [(&str, Publisher); 3] =
    [("certified", Publisher::Certified), ("independent", Publisher::Independent), ("custom", Publisher::Custom)];
const PROFILES: [(&str, Profile); 3] =
    [("default", Profile::Default), ("submission", Profile::Submission), ("strict", Profile::Strict)];
const LEVELS: [(&str, Level); 5] = [
    ("off", Level::Off),
    ("info", Level::On(Severity::Info)),
    ("warning", Level::On(Severity::Warning)),
    ("error", Level::On(Severity::Error)),
    // As many linters call it; not offered.
    (WARN, Level::On(Severity::Warning)),
];

/// Whether a configuration says that nothing above it counts.
pub(crate) fn is_root(text: &str) -> bool {
    let mut reader = Reader::default();
    let document = reader.document(if text.len() > limits::FILE { "" } else { text });
    reader.boolean(&document, "root").unwrap_or_default()
}

/// Reads a configuration.
pub(super) fn config(text: &str, inherited: Vec<&'static Rule>) -> (Config, Vec<Fault>) {
    let mut reader = Reader::default();
    let long = text.len() > limits::FILE;
    if long {
        let message = format!("the file is longer than {} bytes, so it is ignored", limits::FILE);
        reader.fault(Span { start: 0, end: 1 }, message, "move known findings into a baseline");
    }
    let document = reader.document(if long { "" } else { text });
    let syntax = reader.faults.len();
    let root = &document;
    reader.keys(root, "");
    let mut config = Config {
        root: reader.boolean(root, "root").unwrap_or_default(),
        exclude: globs(&mut reader, root, "exclude"),
        include: globs(&mut reader, root, "include"),
        inherited,
        publisher: reader.choice(root, "publisher", &PUBLISHERS),
        profile: reader.choice(root, "profile", &PROFILES),
        indent: indent(&mut reader, root),
        baseline: reader.text(root, "baseline"),
        known_words: Arc::new(reader.texts(root, "known-words").into_iter().map(|word| word.value.to_lowercase()).collect()),
        ..Config::default()
    };
    hosts(&mut reader, root, &mut config);
    config.solution = solution(&mut reader, root);
    // First, because the others may name them.
    for (number, (table, whole)) in reader.tables(root, "rule").into_iter().enumerate() {
        if !reader.within(number + 1, limits::OWN_RULES, "the `[[rule]]` tables", whole) {
            break;
        }
        if let Some(own) = own_rule::read(&mut reader, table, whole, text) {
            match config.own_rules.iter().any(|known| known.rule.id == own.rule.id) {
                false => config.own_rules.push(own),
                true => reader.fault(whole, format!("there is already a rule `{}`", own.rule.id), "give it another `id`"),
            }
        }
    }
    config.rules = levels(&mut reader, root, &config);
    let mut globs = 0;
    for (table, whole) in reader.tables(root, "overrides") {
        let written = reader.texts(table, "paths");
        globs += written.len().max(1);
        if !reader.within(globs, limits::ENTRIES, "the paths of `[[overrides]]`", whole) {
            break;
        }
        if written.is_empty() && !table.contains_key("paths") {
            reader.fault(whole, "`overrides` has no `paths`", "add `paths = [\"…\"]`: globs relative to the file's folder");
        }
        let paths = written.iter().filter_map(|text| match Paths::parse(&text.value) {
            Ok(paths) => Some(paths),
            Err(why) => {
                reader.fault(text.span, format!("the glob `{}` cannot be used: {why}", text.value), "");
                None
            }
        });
        let paths = paths.collect();
        let rules = levels(&mut reader, table, &config);
        config.overrides.push(Override {
            written: written.into_iter().map(|text| text.value).collect(),
            paths,
            publisher: reader.choice(table, "publisher", &PUBLISHERS),
            profile: reader.choice(table, "profile", &PROFILES),
            rules,
        });
    }
    let mut places = 0;
    for (table, whole) in reader.tables(root, "ignore") {
        let count = |key: &str| table.get(key).and_then(|value| value.get_ref().as_array()).map_or(1, |items| items.len());
        places += count("at") + count("rule");
        if !reader.within(places, limits::ENTRIES * 2, "the rules and places of `[[ignore]]`", whole) {
            break;
        }
        if let Some(ignore) = ignore(&mut reader, table, whole, &config) {
            config.ignores.push(ignore);
        }
    }
    if syntax > 0 {
        reader.faults.truncate(syntax); // the others may come of these
    }
    reader.faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    (config, reader.faults)
}

fn indent(reader: &mut Reader, root: Table) -> Option<Set<usize>> {
    let indent = reader.number(root, "indent")?;
    if !matches!(indent.value, 2 | 4) {
        reader.fault(indent.span, format!("`indent` cannot be {}", indent.value), "write `2` or `4`");
        return None;
    }
    Some(Set { value: indent.value as usize, span: indent.span })
}

fn solution(reader: &mut Reader, root: Table) -> Settings {
    let Some(table) = root.get("solution").and_then(|value| reader.table(value, "solution")) else { return Settings::default() };
    let text = |reader: &mut Reader, table, key| reader.text(table, key).map(|text| text.value);
    let mut settings = Settings {
        name: text(reader, table, "name"),
        display_name: text(reader, table, "display-name"),
        publisher: PublisherSettings::default(),
    };
    let Some(table) = table.get("publisher").and_then(|value| reader.table(value, "solution.publisher")) else { return settings };
    settings.publisher = PublisherSettings {
        name: text(reader, table, "name"),
        display_name: text(reader, table, "display-name"),
        prefix: text(reader, table, "prefix"),
        option_prefix: reader.number(table, "option-prefix").map(|number| number.value),
    };
    settings
}

/// Globs of paths.
fn globs(reader: &mut Reader, root: Table, key: &str) -> Set<Vec<Paths>> {
    let written = reader.texts(root, key);
    let at = root.get(key).map(span).unwrap_or_default();
    reader.within(written.len(), limits::ENTRIES, &format!("the globs of `{key}`"), at);
    let mut globs = Vec::new();
    for text in written.iter().take(limits::ENTRIES) {
        match Paths::parse(&text.value) {
            Ok(paths) => globs.push(paths),
            Err(why) => reader.fault(text.span, format!("the glob `{}` cannot be used: {why}", text.value), ""),
        }
    }
    Set { value: globs, span: at }
}

fn hosts(reader: &mut Reader, root: Table, config: &mut Config) {
    let mut globs = GlobSetBuilder::new();
    let hosts = reader.texts(root, "restricted-hosts");
    let at = root.get("restricted-hosts").map(span).unwrap_or_default();
    reader.within(hosts.len(), limits::ENTRIES, "the hosts", at);
    for host in hosts.into_iter().take(limits::ENTRIES) {
        if let Err(why) = limits::pattern(&host.value) {
            reader.fault(host.span, format!("a glob cannot be used: {why}"), "");
            continue;
        }
        match GlobBuilder::new(&host.value.to_lowercase()).build() {
            Ok(glob) if !host.value.contains('/') => {
                globs.add(glob);
                config.restricted_hosts.push(host.value);
            }
            Ok(_) => reader.fault(host.span, format!("`{}` is not a host name", host.value), "remove scheme and path"),
            Err(error) => reader.fault(host.span, format!("the glob `{}` cannot be used: {}", host.value, error.kind()), ""),
        }
    }
    match globs.build() {
        Ok(globs) => config.restricted = Arc::new(globs),
        Err(error) => {
            reader.fault(at, format!("`restricted-hosts` cannot be used: {}", error.kind()), "use fewer globs");
        }
    }
}

/// The rules that say that a run is not what it looks like. They cannot be silenced.
const ALWAYS: [&str; 2] = ["configuration-not-valid", "check-not-finished"];

/// The names of rules must be known.
fn rule_name(reader: &mut Reader, name: &str, at: Span, config: &Config) -> bool {
    if config.names_rule(name) {
        return true;
    }
    if reader.is_full() {
        return false;
    }
    let own = config.own_rules.iter().map(|own| own.rule.id);
    let help = match profile::nearest_rule(name).or_else(|| nearest(name, own)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`connsmith rules` lists them".to_owned(),
    };
    reader.fault(at, format!("there is no rule `{name}`"), help);
    false
}

fn levels(reader: &mut Reader, table: Table, config: &Config) -> Levels {
    let Some(value) = table.get("rules") else { return Levels::default() };
    let Some(rules) = value.get_ref().as_table() else {
        reader.wrong_type(value, "`rules`", "a table of rules and levels");
        return Levels::default();
    };
    let mut levels = Levels::default();
    for (number, key) in rules.keys().enumerate() {
        if reader.is_full() || !reader.within(number + 1, limits::ENTRIES, "the levels of `rules`", span(key)) {
            break;
        }
        let name: &Cow<str> = key.get_ref();
        if !rule_name(reader, name, span(key), config) {
            continue;
        }
        let Some(level) = reader.choice(rules, name, &LEVELS) else { continue };
        if ALWAYS.contains(&&**name) && level.value != Level::On(Severity::Error) {
            reader.fault(span(key), format!("`{name}` is always an error"), "leave it out");
            continue;
        }
        levels.0.push((name.clone().into_owned(), level));
    }
    levels
}

fn ignore(reader: &mut Reader, table: Table, whole: Span, config: &Config) -> Option<Ignore> {
    let rules = reader.texts(table, "rule");
    if !table.contains_key("rule") {
        reader.fault(whole, "`ignore` has no `rule`", "name the rule, or a list of rules");
    }
    let written = rules.len();
    let span = rules.first()?.span;
    let rules: Vec<_> =
        rules.into_iter().filter(|rule| rule_name(reader, &rule.value, rule.span, config)).map(|rule| rule.value).collect();
    let places = reader.texts(table, "at");
    let at: Vec<At> = places
        .iter()
        .filter_map(|place| match At::parse(&place.value) {
            Ok(at) => Some(at),
            Err(why) if place.value.starts_with('/') => {
                reader.fault(place.span, format!("`{}` is not a file path: {why}", place.value), "put `#` before a JSON pointer");
                None
            }
            Err(why) => {
                reader.fault(place.span, format!("`{}` cannot be used: {why}", place.value), "");
                None
            }
        })
        .collect();
    let reason = reader.needed_text(table, whole, "ignore", "reason").map(|reason| reason.value);
    let until = date(reader, table, "until");
    // An entry without one of its parts would hide more than intended.
    let sound = rules.len() == written && at.len() == places.len() && places.is_empty() != table.contains_key("at");
    if places.is_empty() && table.get("at").is_some_and(|at| at.get_ref().is_array()) {
        reader.fault(whole, "`at` names no place", "remove it to ignore the rule everywhere, or name places");
    }
    let until_is_sound = until.is_some() || !table.contains_key("until");
    Some(Ignore { rules, at, reason: reason?, until, span }).filter(|_| sound && until_is_sound)
}

fn date(reader: &mut Reader, table: Table, key: &str) -> Option<Set<Date>> {
    let value = table.get(key)?;
    let date = value.get_ref().as_datetime().and_then(|datetime| datetime.date.filter(|_| datetime.time.is_none()));
    if date.is_none() {
        reader.wrong_type(value, &format!("`{key}`"), "a date without quotes, such as `2027-03-31`");
    }
    Some(Set { value: date?, span: span(value) })
}

/// An entry of a baseline: rule, place, and how many findings it stands for.
pub(crate) struct Listed {
    pub rule: String,
    pub at: String,
    pub count: usize,
    pub span: Span,
}

/// Reads a baseline: `[[ignore]]` tables with `rule`, `at` and perhaps `count`.
pub(crate) fn baseline(text: &str) -> (Vec<Listed>, Vec<Fault>) {
    let mut reader = Reader::default();
    let document = reader.document(text);
    reader.keys(&document, "baseline");
    let mut listed = Vec::new();
    for item in document.get("ignore").and_then(|items| items.get_ref().as_array()).into_iter().flat_map(|items| items.iter()) {
        let Some(table) = reader.table(item, "entry") else { continue };
        let (rule, at) = (reader.needed_text(table, span(item), "ignore", "rule"), reader.text(table, "at"));
        let count = table.get("count").map(|count| count.get_ref().as_integer().and_then(|count| count.as_str().parse().ok()));
        match (rule, at, count.unwrap_or(Some(1))) {
            (Some(rule), Some(at), Some(count)) => listed.push(Listed { rule: rule.value, at: at.value, count, span: at.span }),
            (Some(_), None, _) => reader.fault(span(item), "an entry has no `at`", "write the baseline again"),
            (Some(_), Some(at), None) => reader.fault(at.span, "its `count` is not a number", "write the baseline again"),
            _ => {}
        }
    }
    (listed, reader.faults)
}
