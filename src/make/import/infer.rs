//! Schemas of examples: of what was sent and answered once.
use super::schema::{Additional, Schema, Type};
use crate::text::document::{Document, File, Node};
use crate::text::group::grouped;
use crate::text::json::{FaultKind, Kind};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use thin_vec::ThinVec;

/// Items of a list that are looked at.
const ITEMS: usize = 100;

/// Stands for a variable without quotes, as JSON has no word for a value that is not known.
const VARIABLE: &str = "\u{1}";

/// Reads an example as JSON; None when it is none. `{{variables}}` and comments, which Postman allows, are no obstacle.
pub fn json(text: &str) -> Option<Document> {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    if !trimmed.starts_with(['{', '[']) {
        return None;
    }
    any_json(trimmed)
}

/// The same for a text that is said to be JSON: then a single value is an example, too.
pub fn any_json(text: &str) -> Option<Document> {
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    if trimmed.is_empty() {
        return None;
    }
    let whole = |text: String| {
        let document = Document::json(File::Other(0), "example", text.into_bytes());
        let harmless =
            |kind: FaultKind| matches!(kind, FaultKind::Comment | FaultKind::TrailingComma | FaultKind::ControlCharacter);
        let fine = document.is_whole() && document.tree.faults.iter().all(|fault| harmless(fault.kind));
        fine.then_some(document)
    };
    whole(trimmed.to_owned()).or_else(|| whole(without_variables(trimmed)))
}

/// `{{name}}` outside of texts becomes a value that stands for all.
fn without_variables(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_text = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '\\' && in_text {
            let end = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        if c == '"' {
            in_text = !in_text;
        }
        if !in_text
            && rest.starts_with("{{")
            && let Some(end) = rest.find("}}")
            && !rest[2..end].contains(['"', ':', '\n', '{'])
        {
            crate::text::json::write_string(VARIABLE, &mut out);
            rest = &rest[end + 2..];
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// The schema of an example. `at` is where the example stands in the source.
pub fn schema<'a>(example: Node, at: Node<'a>) -> Schema<'a> {
    match example.kind() {
        Kind::Object => {
            let mut schema = Schema::new(at, Type::Object);
            let mut seen = FxHashSet::default();
            for member in example.members() {
                let name = member.name().into_owned();
                if !name.is_empty() && seen.insert(name.clone()) {
                    let property = self::schema(member.value, at);
                    schema.properties.push((Cow::Owned(name), property));
                }
            }
            schema
        }
        Kind::Array => {
            let mut schema = Schema::new(at, Type::Array);
            let items = example.items().take(ITEMS).map(|item| self::schema(item, at)).reduce(both);
            schema.items = items.map(Box::new);
            schema
        }
        Kind::String if example.is(VARIABLE) => Schema::new(at, Type::Any),
        Kind::String => {
            let mut schema = Schema::new(at, Type::String);
            if example.str().is_some_and(|text| is_date_time(&text)) {
                schema.set("format", super::value::Value::text("date-time"));
            }
            schema
        }
        Kind::Number if example.is_integer() && !example.text().contains('.') => Schema::new(at, Type::Integer),
        Kind::Number => Schema::new(at, Type::Number),
        Kind::True | Kind::False => Schema::new(at, Type::Boolean),
        Kind::Null | Kind::Invalid | Kind::Key => Schema { nullable: true, ..Schema::new(at, Type::Any) },
    }
}

/// A schema for values of kinds that do not go together. It remains one, whatever is joined to it.
fn mixed(at: Node) -> Schema {
    Schema { additional: Additional::Said(true), ..Schema::new(at, Type::Any) }
}

/// Whether examples have kinds of values that do not go together.
pub fn is_mixed(schema: &Schema) -> bool {
    schema.kind == Type::Any && matches!(schema.additional, Additional::Said(true))
}

/// A list, to whose items another one is joined.
pub fn with_item<'a>(mut list: Schema<'a>, item: Schema<'a>) -> Schema<'a> {
    list.items = Some(Box::new(match list.items.take() {
        Some(items) => both(*items, item),
        None => item,
    }));
    list
}

/// One schema for two examples.
pub fn both<'a>(one: Schema<'a>, other: Schema<'a>) -> Schema<'a> {
    let at = one.at;
    united(vec![one, other]).unwrap_or_else(|| Schema::new(at, Type::Any))
}

/// One schema for all examples; None for none. It takes time in proportion to their size.
pub fn united<'a>(mut all: Vec<Schema<'a>>) -> Option<Schema<'a>> {
    if all.len() < 2 {
        return all.pop();
    }
    let at = all[0].at;
    if all.iter().any(is_mixed) {
        return Some(mixed(at));
    }
    let nullable = all.iter().any(|one| one.nullable);
    all.retain(|one| one.kind != Type::Any); // nothing is known of these
    let mut joined = match all.iter().map(|one| one.kind).reduce(common) {
        None => Schema::new(at, Type::Any),
        Some(Type::Any) => return Some(mixed(at)),
        Some(Type::Object) => {
            let properties = grouped(all.into_iter().flat_map(|one| one.properties));
            let properties = properties.into_iter().filter_map(|(name, list)| Some((name, united(list)?)));
            Schema { properties: properties.collect(), ..Schema::new(at, Type::Object) }
        }
        Some(Type::Array) => {
            let items = united(all.into_iter().filter_map(|one| one.items).map(|items| *items).collect());
            Schema { items: items.map(Box::new), ..Schema::new(at, Type::Array) }
        }
        Some(kind) => {
            let more = all[0].more.clone();
            let same = all.iter().all(|one| one.kind == kind && one.more == more);
            Schema { more: if same { more } else { ThinVec::new() }, ..Schema::new(at, kind) }
        }
    };
    joined.nullable = nullable;
    Some(joined)
}

/// The type that holds values of both; any for those that do not go together.
fn common(one: Type, other: Type) -> Type {
    match (one, other) {
        (one, other) if one == other => one,
        (Type::Integer, Type::Number) | (Type::Number, Type::Integer) => Type::Number,
        (one, other) if one.is_scalar() && other.is_scalar() => Type::String,
        _ => Type::Any,
    }
}

/// The type of a value that is written as text, in a query for instance.
pub fn of_text<'a>(text: &str, at: Node<'a>) -> Schema<'a> {
    let number = crate::text::yaml::json_number(text).is_some() && !text.starts_with('+') && text.len() < 16;
    Schema::new(
        at,
        match text {
            "true" | "false" => Type::Boolean,
            text if number && !text.contains(['.', 'e', 'E']) => Type::Integer,
            _ if number => Type::Number,
            _ => Type::String,
        },
    )
}

/// The type of what is written as text once or several times: then it is a list.
pub fn of_texts<'a>(values: &[&str], at: Node<'a>) -> Schema<'a> {
    let joined = values.iter().map(|value| of_text(value, at)).reduce(both);
    let joined = joined.unwrap_or_else(|| Schema::new(at, Type::String));
    match values.len() {
        0 | 1 => joined,
        _ => Schema { items: Some(Box::new(joined)), ..Schema::new(at, Type::Array) },
    }
}

fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    (20..=35).contains(&text.len())
        && digits(0..4)
        && bytes[4] == b'-'
        && digits(5..7)
        && bytes[7] == b'-'
        && digits(8..10)
        && bytes[10] == b'T'
        && digits(11..13)
        && text.ends_with(|c: char| c == 'Z' || c.is_ascii_digit())
}
