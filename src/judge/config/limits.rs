//! The limits of a configuration. It may come from a stranger, who must not be able to stall a run: anything longer, deeper or
//! more costly than these limits is a fault at its place and has no effect.
use regex::RegexBuilder;
use rustc_hash::FxHashSet;
use serde_json::Value;

/// Bytes of a configuration; a baseline may be longer.
pub(crate) const FILE: usize = 1 << 20;
/// The depth of nested tables and lists.
pub(crate) const DEPTH: usize = 64;
/// Faults that are listed.
pub(crate) const FAULTS: usize = 200;
/// `[[ignore]]` places, `[[overrides]]` and their paths, hosts, `[[rule]]` tables, levels in one table: of each kind.
pub(crate) const ENTRIES: usize = 2000;
/// `[[rule]]` tables.
pub(crate) const OWN_RULES: usize = 200;
/// Bytes of a glob or the place of an ignore.
const PATTERN: usize = 1024;
/// Wildcards, and alternatives, in a glob.
const WILDCARDS: usize = 32;
/// Bytes of a regular expression.
pub(crate) const REGEX: usize = 4096;
/// Memory of a compiled regular expression, in bytes.
pub(crate) const REGEX_SIZE: usize = 1 << 20;
/// Bytes of a message or a help.
pub(crate) const MESSAGE: usize = 1000;
/// Values of an `enumeration`.
pub(crate) const VALUES: usize = 1000;
/// Bytes of a JSONPath.
const PATH: usize = 1024;
/// The depth of parentheses and filters in a JSONPath.
const NESTED: usize = 4;
/// `..` in a JSONPath.
const DESCENTS: usize = 2;
/// How often a JSONPath may select the same value: `[*, *]` does so twice.
const REPEATS: usize = 8;
/// Values of a JSON Schema, each counted at every place from which a `$ref` leads to it.
const SCHEMA: usize = 10_000;

/// Whether a glob, or the pattern of a place, is within the limits.
pub(crate) fn pattern(text: &str) -> Result<(), String> {
    if text.len() > PATTERN {
        return Err(format!("it is longer than {PATTERN} bytes"));
    }
    // A pair of stars stands for one thing.
    if text.replace("**", "*").matches(['*', '?', '[']).count() > WILDCARDS {
        return Err(format!("it has more than {WILDCARDS} wildcards"));
    }
    if text.matches(['{', ',']).count() > WILDCARDS {
        return Err(format!("it has more than {WILDCARDS} alternatives"));
    }
    Ok(())
}

/// Whether a JSONPath is within the limits: to read and to follow it takes time that multiplies with each level.
pub(crate) fn path(text: &str) -> Result<(), String> {
    if text.len() > PATH {
        return Err(format!("it is longer than {PATH} bytes"));
    }
    let mut depth = 0_usize;
    for (_, letter) in unquoted(text) {
        match letter {
            '(' | '[' | '!' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // A filter in brackets with a call in it is two levels.
        if depth > NESTED * 2 {
            return Err(format!("more than {NESTED} filters or parentheses are nested"));
        }
    }
    if text.matches("..").count() > DESCENTS {
        return Err(format!("it has more than {DESCENTS} `..`"));
    }
    if repeats(text) > REPEATS {
        return Err(format!("its brackets may select a value more than {REPEATS} times"));
    }
    let calls = REGEX_CALLS.iter().any(|call| text.contains(call));
    if calls && text.contains('{') {
        return Err("a regular expression in it counts repetitions with `{`".to_owned());
    }
    if calls && text.contains("\\u") {
        return Err("a regular expression in it may have an escape with `\\u`".to_owned());
    }
    if !regexes_are_written(text) {
        return Err("the regular expression of `match()` or `search()` has to be a text in quotes".to_owned());
    }
    Ok(())
}

/// The functions of JSONPath of which the last argument is a regular expression.
const REGEX_CALLS: [&str; 2] = ["match", "search"];

/// Whether each regular expression in a JSONPath is part of it. One that comes from the file is not limited, and may be another for each
/// value.
fn regexes_are_written(text: &str) -> bool {
    // The open brackets: whether a regular expression is the last argument, and where that begins.
    let mut open: Vec<(bool, usize)> = Vec::new();
    for (at, letter) in unquoted(text) {
        match letter {
            '(' | '[' => {
                let called = text[..at].trim_end();
                open.push((letter == '(' && REGEX_CALLS.iter().any(|call| called.ends_with(call)), at + 1));
            }
            ',' => open.iter_mut().last().into_iter().for_each(|(_, start)| *start = at + 1),
            ')' | ']' => {
                let written = |start: usize| text[start..at].trim_start().starts_with(['\'', '"']);
                if open.pop().is_some_and(|(is_regex, start)| is_regex && !written(start)) {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// The letters of a JSONPath outside of quotes, and where they stand.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut escaped) = (None, false);
    text.char_indices().filter(move |&(_, letter)| {
        match (quote, letter) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(end), letter) if letter == end => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, _) => return true,
        }
        false
    })
}

/// How often the brackets of a JSONPath may select one value: each of them multiplies what it gets, unless it lists different names.
fn repeats(text: &str) -> usize {
    let mut repeats = 1_usize;
    // The open brackets, with where the selectors of each begin.
    let mut open: Vec<(char, Vec<usize>)> = Vec::new();
    for (at, letter) in unquoted(text) {
        match letter {
            '(' | '[' => open.push((letter, vec![at + 1])),
            ',' => open.iter_mut().last().into_iter().for_each(|(_, starts)| starts.push(at + 1)),
            ')' | ']' => {
                let Some(('[', starts)) = open.pop() else { continue };
                let ends = starts[1..].iter().map(|start| start - 1).chain([at]);
                let selectors: Vec<&str> = starts.iter().zip(ends).map(|(&start, end)| text[start..end].trim()).collect();
                let names: FxHashSet<&str> = selectors.iter().map(|name| name.trim_matches(['\'', '"'])).collect();
                let different = names.len() == selectors.len()
                    && selectors.iter().all(|name| name.starts_with(['\'', '"']) && !name.contains('\\'));
                if !different {
                    repeats = repeats.saturating_mul(selectors.len());
                }
            }
            _ => {}
        }
    }
    repeats
}

/// About how many steps it takes to follow a JSONPath through a file with so many values, so deep in each other.
pub(crate) fn cost(path: &str, values: usize, depth: usize) -> usize {
    let values = values.saturating_mul(repeats(path));
    let of = |pattern: &str| path.matches(pattern).count().saturating_sub(1) as u32;
    // Each further `..` or filter looks at what lies below, each further `$` at everything.
    // Each place is as many names long as it is deep.
    values.saturating_mul(depth.saturating_pow(1 + of("..") + of("?"))).saturating_mul(values.saturating_pow(of("$")))
}

/// The maximum number of steps.
pub(crate) const MOST_COST: usize = 20_000_000;
/// The same of all rules together in one connector.
pub(crate) const MOST_COST_TOGETHER: usize = 40_000_000;

/// Whether a JSON Schema is within the limits: references lead to places in it, none in a circle, and do not multiply; no pattern takes
/// much memory.
pub(crate) fn schema(schema: &Value) -> Result<(), String> {
    let mut counter = SchemaSize { root: schema, open: Vec::new(), size: 0, patterns: FxHashSet::default() };
    counter.visit(schema, 0)
}

struct SchemaSize<'s> {
    root: &'s Value,
    /// The references on the way.
    open: Vec<&'s str>,
    size: usize,
    /// Those that are known to be small enough.
    patterns: FxHashSet<&'s str>,
}

impl<'s> SchemaSize<'s> {
    fn visit(&mut self, value: &'s Value, depth: usize) -> Result<(), String> {
        self.size += 1;
        if self.size > SCHEMA {
            return Err(format!("including its references, it has more than {SCHEMA} values"));
        }
        if depth > DEPTH {
            return Err(format!("it is more than {DEPTH} levels deep"));
        }
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.visit(item, depth + 1)),
            Value::Object(members) => {
                for (key, value) in members {
                    match (key.as_str(), value) {
                        ("$ref", Value::String(reference)) => self.follow(reference, depth)?,
                        ("$dynamicRef" | "$recursiveRef", _) => return Err(format!("`{key}` is not supported")),
                        ("pattern", Value::String(pattern)) => self.pattern(pattern)?,
                        ("patternProperties", Value::Object(patterns)) => {
                            patterns.keys().try_for_each(|pattern| self.pattern(pattern))?;
                            self.visit(value, depth + 1)?;
                        }
                        _ => self.visit(value, depth + 1)?,
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Whether it is a regular expression is not asked here.
    fn pattern(&mut self, pattern: &'s str) -> Result<(), String> {
        self.size += 1;
        if self.patterns.insert(pattern)
            && let Err(regex::Error::CompiledTooBig(size)) = RegexBuilder::new(pattern).size_limit(REGEX_SIZE).build()
        {
            return Err(format!("a pattern in it takes more than {size} bytes"));
        }
        Ok(())
    }

    fn follow(&mut self, reference: &'s str, depth: usize) -> Result<(), String> {
        if self.open.contains(&reference) {
            return Err(format!("`{reference}` is circular"));
        }
        let target = reference.strip_prefix('#').filter(|pointer| pointer.is_empty() || pointer.starts_with('/'));
        let target = target.and_then(|pointer| self.root.pointer(pointer));
        let Some(target) = target else { return Err(format!("`{reference}` does not exist in it")) };
        self.open.push(reference);
        self.visit(target, depth + 1)?;
        self.open.pop();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn patterns() {
        assert!(pattern("certified-connectors/**/*.{json,md}").is_ok());
        assert!(pattern("#/paths/**/x-ms-*/**").is_ok());
        for wrong in ["*?".repeat(20), "a".repeat(2000), format!("{{{}}}", "a,".repeat(50))] {
            assert!(pattern(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn paths() {
        for right in [
            "$.paths.*.*",
            "$.paths.*['get', 'put', \"post\"]['a,]', 'b'][0, 1]",
            "$..parameters[?@.in == 'query' && (@.a || @.b)]",
            "$['((((((((((']",
            "$..[?search(@.name, '^a+$')]",
            "$..[?match(@['a,b'], \"x, y\") || search(value($..['match']), 'x')]",
        ] {
            assert!(path(right).is_ok(), "{right}");
        }
        let nested = format!("$[?{}@.a{}]", "(".repeat(20), ")".repeat(20));
        let many = format!("${}", "[*, *]".repeat(4));
        for wrong in [
            nested.as_str(),
            &many,
            "$.paths[0:2, 0:3][0, -1]['a', 'a'].*[?@.a, @.b]",
            "$..*..*..*",
            "$..[?search(@.name, 'a{900}')]",
            "$..[?search(@.name, 'a\\u007b900\\u007d')]",
            "$..[?search(@.name, @.pattern)]",
            "$..[?@.a == 'b' && match(@['a,b'], $.x['y'])]",
            &"$.a".repeat(500),
        ] {
            assert!(path(wrong).is_err(), "{wrong}");
        }
        assert_eq!(cost("$.paths.*.*", 1000, 10), 10_000);
        assert_eq!(cost("$..*..*", 1000, 10), 100_000);
        assert_eq!(cost("$.*[*, *]", 1000, 10), 20_000);
        assert_eq!(cost("$..*[?$..a]", 1000, 10), 100_000_000);
    }

    #[test]
    fn schemas() {
        assert!(
            schema(&json!({ "type": "object", "properties": { "a": { "$ref": "#/$defs/a" } }, "$defs": { "a": {} } })).is_ok()
        );
        let mut defs = serde_json::Map::new();
        for level in 0..30 {
            let next = json!({ "$ref": format!("#/$defs/d{}", level + 1) });
            defs.insert(format!("d{level}"), json!({ "allOf": [next, next] }));
        }
        defs.insert("d30".to_owned(), json!({}));
        let diamonds = json!({ "$ref": "#/$defs/d0", "$defs": defs });
        for wrong in [diamonds, json!({ "$ref": "#" }), json!({ "$ref": "https://a.b" }), json!({ "$ref": "#/$defs/none" })] {
            assert!(schema(&wrong).is_err(), "{wrong}");
        }
    }
}
