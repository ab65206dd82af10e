//! The names that were given: a file beside the code keeps them when the definition changes, and another renames them.
use super::naming::Scope;
use serde_json::Value;
use std::collections::BTreeMap;

/// Names by kind (`methods`, `triggers`; `python types`, `python members`) and by key.
pub type Table = BTreeMap<String, BTreeMap<String, String>>;

/// The names of a connector: those of earlier runs, those that the user wants, and those of this run.
#[derive(Clone, Debug, Default)]
pub struct Names {
    locked: Table,
    wanted: Table,
    pub given: Table,
}

impl Names {
    /// Starts with the lock file and the user's renames, both of which may be empty.
    pub fn new(locked: Table, wanted: Table) -> Names {
        Names { locked, wanted, given: Table::new() }
    }

    /// The locked names of a kind that no rename replaces: nothing new may get them.
    pub fn reserved<'n>(&'n self, kind: &'n str) -> impl Iterator<Item = &'n str> {
        self.locked.get(kind).into_iter().flat_map(BTreeMap::values).map(String::as_str)
    }

    /// The name of a thing: what the user wants, else what it had, else what the rule gives; a number makes a new one its own.
    pub fn settle(&mut self, kind: &str, key: &str, rule: &str, scope: &mut Scope, separator: &str) -> String {
        let find = |table: &Table, kind: &str| table.get(kind).and_then(|names| names.get(key)).cloned();
        // The user's names are those of every language.
        let general = kind.rsplit(' ').next().unwrap_or(kind);
        let wanted = find(&self.wanted, kind).or_else(|| find(&self.wanted, general));
        let name = match (wanted, find(&self.locked, kind)) {
            (Some(name), locked) if locked.as_deref() == Some(&name) => name,
            (Some(name), _) => scope.free(&name, separator),
            (None, Some(name)) => name,
            (None, None) => scope.free(rule, separator),
        };
        self.given.entry(kind.to_owned()).or_default().insert(key.to_owned(), name.clone());
        name
    }

    /// Whether the name of a thing is known before the rule is asked.
    pub fn is_known(&self, kind: &str, key: &str) -> bool {
        let has = |table: &Table| table.get(kind).is_some_and(|names| names.contains_key(key));
        has(&self.wanted) || has(&self.locked)
    }

    /// The name that a thing had, if it is known.
    pub fn locked_name(&self, kind: &str, key: &str) -> Option<String> {
        self.locked.get(kind)?.get(key).cloned()
    }

    /// The lock file: the names of this run and those of earlier ones, in the order of their keys.
    pub fn table(&self) -> Table {
        let mut all = self.locked.clone();
        for (kind, names) in &self.given {
            all.entry(kind.clone()).or_default().extend(names.clone());
        }
        all
    }
}

/// Reads a table of names.
///
/// # Errors
/// When the text is not JSON, or is not an object of objects of texts.
pub fn read(bytes: &[u8]) -> Result<Table, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| format!("it is not JSON: {error}"))?;
    let object = value.as_object().ok_or("it is not an object")?;
    let mut table = Table::new();
    for (kind, names) in object.iter().filter(|(kind, _)| *kind != "version") {
        let names = names.as_object().ok_or_else(|| format!("`{kind}` is not an object"))?;
        for (key, name) in names {
            let name = name.as_str().filter(|name| is_name(name));
            let name = name.ok_or_else(|| format!("the name of `{key}` in `{kind}` is not a name of letters, digits and `_`"))?;
            table.entry(kind.clone()).or_default().insert(key.clone(), name.to_owned());
        }
    }
    Ok(table)
}

/// Whether a text may be a name in the generated code: nothing else from these files gets there.
pub fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c == '_' || c.is_alphanumeric())
        && name.len() <= 200
}

/// A table as the text of a file.
pub fn written(table: &Table) -> String {
    let mut object = serde_json::Map::new();
    object.insert("version".to_owned(), Value::from(1));
    for (kind, names) in table.iter().filter(|(_, names)| !names.is_empty()) {
        let names = names.iter().map(|(key, name)| (key.clone(), Value::from(name.as_str())));
        object.insert(kind.clone(), Value::Object(names.collect()));
    }
    serde_json::to_string_pretty(&Value::Object(object)).unwrap_or_default() + "\n"
}
