//! Rules defined in a configuration: `[[rule]]` tables, without Rust.
//!
//! `given` (RFC 9535 JSONPath) selects places in the definition or the properties, `then` states the conditions there.
use crate::connector::Connector;
use crate::connector::publisher::Publisher;
use crate::judge::config::limits;
use crate::judge::config::reader::{Reader, SEVERITIES, Table, span};
use crate::judge::json_schema::JsonSchema;
use crate::rule::fix::{Fix, Safety};
use crate::rule::{Confidence, Evidence, Once, Origin, Report, Rule, Severity};
use crate::text::document::{Document, File, Member, Node};
use crate::text::json::{Kind, Span};
use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use serde_json_path::JsonPath;
use serde_json_path::functions::{LogicalType, ValueType};
use serde_json_path_macros::function;
use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread::LocalKey;
use toml::Spanned;
use toml::de::DeValue;

/// The subject of all such rules.
pub const SUBJECT: &str = "own";
/// The `field` that stands for the key under which a value is found.
pub const KEY: &str = "@key";

/// A rule of a configuration.
#[derive(Debug)]
pub struct OwnRule {
    pub rule: &'static Rule,
    /// The place of its id in the configuration.
    pub span: Span,
    file: File,
    /// As they are written, and read.
    given: Vec<(String, JsonPath)>,
    field: Option<String>,
    conditions: Vec<Condition>,
    message: String,
    help: Option<String>,
    repair: Option<(Repair, Safety)>,
}

/// The conditions.
#[derive(Debug)]
enum Condition {
    Pattern(Regex),
    Casing(Casing),
    /// Characters of a string, items of an array, members of an object.
    Length {
        min: usize,
        max: usize,
    },
    Enumeration(Vec<Value>),
    Defined,
    Undefined,
    Schema(Box<JsonSchema>),
}

/// The fix of a finding.
#[derive(Debug)]
enum Repair {
    Rename(String),
    /// JSON text.
    Set(String),
}

/// The casing of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Casing {
    Camel,
    Pascal,
    Kebab,
    Snake,
    Constant,
    Title,
    Lower,
    Upper,
}

const CASINGS: [(&str, Casing); 8] = [
    ("camel", Casing::Camel),
    ("pascal", Casing::Pascal),
    ("kebab", Casing::Kebab),
    ("snake", Casing::Snake),
    ("constant", Casing::Constant),
    ("title", Casing::Title),
    ("lower", Casing::Lower),
    ("upper", Casing::Upper),
];

impl Casing {
    fn holds(self, text: &str) -> bool {
        match self {
            Casing::Camel => text.to_lower_camel_case() == text,
            Casing::Pascal => text.to_upper_camel_case() == text,
            Casing::Kebab => text.to_kebab_case() == text,
            Casing::Snake => text.to_snake_case() == text,
            Casing::Constant => text.to_shouty_snake_case() == text,
            Casing::Title => crate::connector::title::title(text) == text,
            Casing::Lower => text.to_lowercase() == text,
            Casing::Upper => text.to_uppercase() == text,
        }
    }
}

/// The values of a connector's files, made when a rule first asks.
#[derive(Default)]
pub struct Values {
    definition: OnceCell<Value>,
    properties: OnceCell<Value>,
    depths: [OnceCell<usize>; 2],
    /// How many steps the rules have taken so far.
    steps: Cell<usize>,
}

impl Values {
    /// The maximum depth of objects and lists in a document.
    fn depth(&self, document: &Document) -> usize {
        *self.depths[usize::from(document.file == File::Definition)].get_or_init(|| {
            let nodes = &document.tree.nodes;
            let mut depths = vec![0_usize; nodes.len()];
            for id in 1..nodes.len() {
                depths[id] = depths[nodes[id].parent as usize] + 1;
            }
            depths.into_iter().max().unwrap_or(0).max(1)
        })
    }

    fn of(&self, document: &Document) -> &Value {
        let cell = if document.file == File::Definition { &self.definition } else { &self.properties };
        cell.get_or_init(|| value(document.root()))
    }
}

/// A value for other libraries; of duplicate keys, the last wins.
fn value(node: Node) -> Value {
    match node.kind() {
        Kind::Object => {
            Value::Object(node.members().map(|member| (member.name().into_owned(), value(member.value))).collect::<Map<_, _>>())
        }
        Kind::Array => Value::Array(node.items().map(value).collect()),
        Kind::String | Kind::Key => Value::String(node.str().unwrap_or_default().into_owned()),
        Kind::Number => serde_json::from_str(node.text()).unwrap_or(Value::Null),
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Null | Kind::Invalid => Value::Null,
    }
}

/// The value that a rule checks at one place.
enum Target<'a> {
    Key(Member<'a>),
    Value(Node<'a>),
    /// The object lacks the field.
    Missing(Node<'a>),
}

impl OwnRule {
    /// Reports what breaks the rule. [`Report::rule`] is to be this one.
    pub fn check(&self, connector: &Connector, values: &Values, report: &mut Report) {
        let Some(document) = connector.document(self.file).filter(|document| document.root().kind() != Kind::Invalid) else {
            return;
        };
        let mut places: Vec<String> = Vec::new();
        // A schema is checked against everything below a place.
        let below = self.conditions.iter().any(|condition| matches!(condition, Condition::Schema(_) | Condition::Enumeration(_)));
        for (written, path) in &self.given {
            let (count, depth) = (document.tree.nodes.len(), values.depth(document));
            let cost = limits::cost(written, count, depth).saturating_mul(if below { depth } else { 1 });
            if cost > limits::MOST_COST {
                let message =
                    format!("the file has too many values for `given` of `{}`, so the rule was not checked", self.rule.id);
                let help = "use fewer `..`, `$` and filters in `given`";
                report.in_file(document.file, document.root().anchor(), message).help(help);
                continue;
            }
            let steps = values.steps.get().saturating_add(cost);
            if steps > limits::MOST_COST_TOGETHER {
                let message = format!(
                    "the rules of the configuration select too many values of the file, so `{}` was not checked",
                    self.rule.id
                );
                let help = "use fewer rules, or fewer `..`, `$` and filters in `given`";
                report.in_file(document.file, document.root().anchor(), message).help(help);
                continue;
            }
            values.steps.set(steps);
            let nodes = path.query_located(values.of(document));
            places.extend(nodes.locations().map(|location| location.to_json_pointer()));
        }
        let nodes = places.iter().filter_map(|place| document.at_pointer(place));
        let mut nodes: Vec<Node> = nodes.collect();
        nodes.sort_by_key(|node| node.id);
        nodes.dedup_by_key(|node| node.id);
        for node in nodes {
            if let Some(target) = self.target(node).filter(|target| self.is_broken(target)) {
                self.report(target, report);
            }
        }
    }

    fn target<'a>(&self, node: Node<'a>) -> Option<Target<'a>> {
        match self.field.as_deref() {
            None => Some(Target::Value(node)),
            Some(KEY) => node.key().map(|key| Target::Key(Member { key, value: node })),
            Some(field) => match node.get(field) {
                Some(value) => Some(Target::Value(value)),
                None => node.is_object().then_some(Target::Missing(node)),
            },
        }
    }

    fn is_broken(&self, target: &Target) -> bool {
        let text = match target {
            Target::Missing(_) => {
                return self.conditions.iter().any(|condition| matches!(condition, Condition::Defined));
            }
            Target::Key(member) => Some(member.name()),
            Target::Value(node) => node.str(),
        };
        self.conditions.iter().any(|condition| !condition.holds(target, text.as_deref()))
    }

    fn report(&self, target: Target, report: &mut Report) {
        let shown = |node: Node| node.str().map_or_else(|| node.text().to_owned(), Cow::into_owned);
        let (name, value) = match target {
            Target::Key(member) => (member.name().into_owned(), member.name().into_owned()),
            Target::Value(node) => (node.name().unwrap_or_default().into_owned(), shown(node)),
            Target::Missing(node) => (node.name().unwrap_or_default().into_owned(), String::new()),
        };
        // A whole object is not useful in a message.
        let short = value.char_indices().nth(80).map_or_else(|| value.clone(), |(end, _)| format!("{}…", &value[..end]));
        let name = name.char_indices().nth(80).map_or_else(|| name.clone(), |(end, _)| format!("{}…", &name[..end]));
        let fill = |text: &str| text.replace("{value}", &short).replace("{name}", &name);
        let message = fill(&self.message);
        let finding = match target {
            Target::Key(member) => report.at_key(member, message),
            Target::Value(node) if self.conditions.iter().any(|condition| matches!(condition, Condition::Undefined)) => {
                match node.key() {
                    Some(key) => report.at_key(Member { key, value: node }, message),
                    None => report.at(node, message),
                }
            }
            Target::Value(node) => report.at(node, message),
            Target::Missing(node) => report.missing(node, message),
        };
        if let Some(help) = &self.help {
            finding.help(fill(help));
        }
        if let Some(fix) = self.repaired(target) {
            finding.fix(fix);
        }
    }

    fn repaired(&self, target: Target) -> Option<Fix> {
        let (repair, safety) = self.repair.as_ref()?;
        let fix = |title: String| match safety {
            Safety::Safe => Fix::safe(title),
            Safety::Unsafe => Fix::risky(title),
        };
        match (repair, target) {
            (Repair::Rename(to), Target::Key(Member { value, .. }) | Target::Value(value)) => {
                let key = value.key()?;
                let free = !value.parent().is_some_and(|object| object.has(to));
                free.then(|| fix(format!("rename it to `{to}`")).rename(key, to))
            }
            (Repair::Set(json), Target::Value(node)) => Some(fix(format!("set it to `{json}`")).replace(node, json)),
            (Repair::Set(json), Target::Missing(object)) => {
                let field = self.field.as_deref()?;
                Some(fix(format!("add `{field}`")).add_member(object, field, json))
            }
            (Repair::Rename(_), Target::Missing(_)) | (Repair::Set(_), Target::Key(_)) => None,
        }
    }
}

impl Condition {
    /// Whether it holds. A value that is not text has neither casing nor pattern, so these hold.
    fn holds(&self, target: &Target, text: Option<&str>) -> bool {
        let node = match target {
            Target::Value(node) => Some(*node),
            _ => None,
        };
        match self {
            Condition::Pattern(pattern) => text.is_none_or(|text| pattern.is_match(text)),
            Condition::Casing(casing) => text.is_none_or(|text| casing.holds(text)),
            Condition::Length { min, max } => {
                let length = match (text, node) {
                    (Some(text), _) => text.chars().count(),
                    (None, Some(node)) if node.is_array() => node.items().count(),
                    (None, Some(node)) if node.is_object() => node.members().count(),
                    _ => return true,
                };
                (*min..=*max).contains(&length)
            }
            Condition::Enumeration(values) => match (node, text) {
                (Some(node), _) => values.contains(&value(node)),
                (None, text) => values.iter().any(|value| value.as_str() == text),
            },
            Condition::Defined => true, // what is missing never comes here
            Condition::Undefined => false,
            Condition::Schema(schema) => match (node, text) {
                (Some(node), _) => schema.is_valid(&value(node)),
                (None, text) => text.is_none_or(|text| schema.is_valid(&Value::String(text.to_owned()))),
            },
        }
    }
}

/// The `match()` of JSONPath (RFC 9535, section 2.4.6): whether all of a text matches.
#[function(name = "match")]
fn matches_all(text: ValueType, regex: ValueType) -> LogicalType {
    is_match(&WHOLE, |regex| format!("(?R)^({regex})$"), text, regex)
}

/// The `search()` of JSONPath (RFC 9535, section 2.4.7): whether a part of a text matches.
#[function(name = "search")]
fn matches_part(text: ValueType, regex: ValueType) -> LogicalType {
    is_match(&PARTS, |regex| format!("(?R)({regex})"), text, regex)
}

/// Compiled regular expressions. The functions of the library compile theirs for each value again.
type Compiled = RefCell<FxHashMap<String, Option<Regex>>>;

thread_local! {
    static WHOLE: Compiled = RefCell::default();
    static PARTS: Compiled = RefCell::default();
}

/// A server sees many configurations.
const MOST_COMPILED: usize = 1000;

fn is_match(
    compiled: &'static LocalKey<Compiled>,
    whole: impl Fn(&str) -> String,
    text: ValueType,
    regex: ValueType,
) -> LogicalType {
    // One that comes from the file is not limited: the configuration has a fault then.
    let (Some(Value::String(text)), ValueType::Value(Value::String(regex))) = (text.as_value(), regex) else {
        return LogicalType::False;
    };
    compiled.with_borrow_mut(|compiled| {
        if compiled.len() >= MOST_COMPILED {
            compiled.clear();
        }
        let compile = || RegexBuilder::new(&whole(&regex)).size_limit(limits::REGEX_SIZE).build().ok();
        if !compiled.contains_key(&regex) {
            compiled.insert(regex.clone(), compile());
        }
        compiled.get(&regex).and_then(Option::as_ref).is_some_and(|regex| regex.is_match(text)).into()
    })
}

/// Reads a `[[rule]]` table. `whole` is what to underline when something is missing in it, `source` the file's text.
pub(crate) fn read(reader: &mut Reader, table: Table, whole: Span, source: &str) -> Option<OwnRule> {
    let faults = reader.faults.len();
    let id = reader.needed_text(table, whole, "rule", "id");
    let message = reader.needed_text(table, whole, "rule", "message");
    let help = reader.text(table, "help").map(|help| help.value);
    let severity = reader.choice(table, "severity", &SEVERITIES).map_or(Severity::Warning, |severity| severity.value);
    let files = [("definition", File::Definition), ("properties", File::Properties)];
    let file = reader.choice(table, "file", &files).map_or(File::Definition, |file| file.value);
    if let Some(id) = &id {
        static FORM: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("^[a-z0-9]+(-[a-z0-9]+)+$").unwrap_or_else(|error| panic!("{error}")));
        if !FORM.is_match(&id.value) {
            reader.fault(
                id.span,
                format!("`{}` is not a valid rule id", id.value),
                "use two or more words joined by `-`, such as `contoso-operation-prefix`",
            );
        } else if crate::rules::RULES.iter().any(|rule| crate::judge::profile::names_rule(&id.value, rule)) {
            reader.fault(id.span, format!("`{}` is the id of a built-in rule", id.value), "choose another id");
        }
    }
    for (key, text) in [("message", message.as_ref().map(|text| &text.value)), ("help", help.as_ref())] {
        if text.is_some_and(|text| text.len() > limits::MESSAGE) {
            reader.fault(
                whole,
                format!("the `{key}` is longer than {} bytes", limits::MESSAGE),
                "shorten it to a sentence or two",
            );
        }
    }
    let given = given(reader, table, whole, source);
    let then = table.get("then");
    if then.is_none() {
        reader.fault(whole, "`rule` has no `then`", "add a condition, such as `then = { pattern = \"^[A-Z]\" }`");
    }
    let then = then.and_then(|then| Some((reader.table(then, "then")?, span(then))));
    let field = then.and_then(|(then, _)| reader.text(then, "field")).map(|field| field.value);
    let conditions = then.map(|(then, at)| conditions(reader, then, at)).unwrap_or_default();
    let fix = table.get("fix").and_then(|fix| Some((reader.table(fix, "fix")?, span(fix))));
    let repair = fix.and_then(|(fix, at)| repair(reader, fix, at));
    if reader.faults.len() > faults {
        return None;
    }
    let (id, message) = (id?, message?);
    let rule = interned(&id.value, &message.value, help.as_deref(), severity, repair.as_ref().map(|(_, safety)| *safety));
    Some(OwnRule { rule, span: id.span, file, given, field, conditions, message: message.value, help, repair })
}

fn given(reader: &mut Reader, table: Table, whole: Span, source: &str) -> Vec<(String, JsonPath)> {
    let texts = reader.texts(table, "given");
    if texts.is_empty() {
        reader.fault(whole, "`rule` has no `given`", "add a JSONPath to the values it checks, such as `given = \"$.paths.*.*\"`");
    }
    let mut paths = Vec::new();
    for text in texts {
        if let Err(why) = limits::path(&text.value) {
            reader.fault(text.span, format!("this JSONPath cannot be used: {why}"), "shorten it, or split it into several");
            continue;
        }
        match JsonPath::parse(&text.value) {
            Ok(path) => paths.push((text.value, path)),
            Err(error) => {
                // In a string without escapes, the place is known.
                let start = text.span.start + 1 + error.position() as u32;
                let inside = source.get(text.span.start as usize + 1..text.span.end as usize - 1) == Some(text.value.as_str());
                let at = if inside && start + 1 < text.span.end { Span { start, end: start + 1 } } else { text.span };
                reader.fault(
                    at,
                    format!("`{}` is not a JSONPath", text.value),
                    "see RFC 9535 for the syntax; names with characters other than letters, digits and `_` go in brackets: `$.paths['/tasks']`",
                );
            }
        }
    }
    paths
}

fn conditions(reader: &mut Reader, then: Table, at: Span) -> Vec<Condition> {
    let mut conditions = Vec::new();
    if let Some(pattern) = reader.text(then, "pattern") {
        let regex = match pattern.value.len() > limits::REGEX {
            true => Err(regex::Error::CompiledTooBig(limits::REGEX)),
            false => RegexBuilder::new(&pattern.value).size_limit(limits::REGEX_SIZE).build(),
        };
        match regex {
            Ok(regex) => conditions.push(Condition::Pattern(regex)),
            Err(error) => {
                let why = error.to_string();
                let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                reader.fault(
                    pattern.span,
                    format!("`{}` is not a regular expression: {why}", pattern.value),
                    "see https://docs.rs/regex for the syntax",
                );
            }
        }
    }
    if let Some(casing) = reader.choice(then, "casing", &CASINGS) {
        conditions.push(Condition::Casing(casing.value));
    }
    if let Some(length) = then.get("length").and_then(|length| Some((reader.table(length, "length")?, span(length)))) {
        let (table, at) = length;
        let (min, max) = (number(reader, table, "min"), number(reader, table, "max"));
        let (min, max) = (min.unwrap_or(0), max.unwrap_or(usize::MAX));
        if table.is_empty() || min > max {
            reader.fault(at, "`length` has neither `min` nor `max`, or `min` is greater than `max`", "give `min`, `max` or both");
        }
        conditions.push(Condition::Length { min, max });
    }
    if let Some(values) = then.get("enumeration") {
        match values.get_ref() {
            DeValue::Array(items) if items.len() > limits::VALUES => {
                reader.fault(
                    span(values),
                    format!("`enumeration` has more than {} values", limits::VALUES),
                    "use a `pattern` instead",
                );
            }
            DeValue::Array(items) => conditions.push(Condition::Enumeration(items.iter().map(json).collect())),
            _ => reader.wrong_type(values, "`enumeration`", "a list of values"),
        }
    }
    for (key, condition) in [("defined", Condition::Defined), ("undefined", Condition::Undefined)] {
        match reader.boolean(then, key) {
            Some(true) => conditions.push(condition),
            Some(false) => {
                reader.fault(at, format!("`{key} = false` has no effect"), "remove it, or set the other one to `true`")
            }
            None => {}
        }
    }
    if let Some(schema) = then.get("schema") {
        let json = json(schema);
        match limits::schema(&json).and_then(|()| JsonSchema::new(json)) {
            Ok(schema) => conditions.push(Condition::Schema(Box::new(schema))),
            Err(error) => reader.fault(
                span(schema),
                format!("this JSON Schema cannot be used: {error}"),
                "see https://json-schema.org for the syntax",
            ),
        }
    }
    if then.keys().all(|key| key.get_ref() == "field") {
        reader.fault(
            at,
            "`then` has no condition",
            "add `pattern`, `casing`, `length`, `enumeration`, `defined`, `undefined` or `schema`",
        );
    }
    conditions
}

fn number(reader: &mut Reader, table: Table, key: &str) -> Option<usize> {
    let value = table.get(key)?;
    let number = value.get_ref().as_integer().and_then(|number| usize::from_str_radix(number.as_str(), number.radix()).ok());
    if number.is_none() {
        reader.wrong_type(value, &format!("`{key}`"), "a non-negative number");
    }
    number
}

fn repair(reader: &mut Reader, fix: Table, at: Span) -> Option<(Repair, Safety)> {
    let safety = if reader.boolean(fix, "safe") == Some(true) { Safety::Safe } else { Safety::Unsafe };
    match (reader.text(fix, "rename"), fix.get("set")) {
        (Some(name), None) => Some((Repair::Rename(name.value), safety)),
        (None, Some(value)) => Some((Repair::Set(json(value).to_string()), safety)),
        _ => {
            reader.fault(at, "`fix` has neither `rename` nor `set`", "add `rename = \"name\"` or `set = value`");
            None
        }
    }
}

/// A TOML value as JSON; a date is a string.
fn json(value: &Spanned<DeValue>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(json).collect()),
        DeValue::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value))).collect())
        }
    }
}

/// The rule for findings to name. Such a rule lives as long as the program, as connsmith's own do; one that is read again is
/// the one that was read before, so that a program that runs for long does not grow.
fn interned(id: &str, title: &str, help: Option<&str>, severity: Severity, fix: Option<Safety>) -> &'static Rule {
    type Known = FxHashMap<(String, Severity, Option<Safety>), &'static Rule>;
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let help = help.map(|help| format!("\n{help}\n")).unwrap_or_default();
    let page = format!("---\ntitle: {id}\n---\n{title}\n{help}");
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry((page.clone(), severity, fix)).or_insert_with(|| {
        let kept = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        Box::leak(Box::new(Rule {
            id: kept(id),
            subject: SUBJECT,
            title: kept(title),
            codes: &[],
            policies: &[],
            severity,
            custom: severity,
            evidence: Evidence::Choice,
            once: Once::Place,
            internal: true,
            deprecated: true,
            confidence: Confidence::High,
            publishers: &Publisher::ALL,
            default: true,
            fix,
            source: "connsmith.toml",
            needs: &[],
            own_page: Some(kept(&page)),
            origin: Origin::Configuration,
        }))
    })
}
