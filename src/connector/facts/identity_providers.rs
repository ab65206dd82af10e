//! The identity providers of `schemas/identity-providers.toml`.
use super::entries;
use super::{Table, Value};
use std::sync::LazyLock;

/// What is known about one identity provider.
pub struct Provider {
    pub id: &'static str,
    /// Custom parameters without which nobody can sign in.
    pub required: Vec<&'static str>,
    pub optional: Vec<&'static str>,
    /// Whether it takes no others.
    pub closed: bool,
}

impl Provider {
    /// The provider with this id, whatever the case of its letters.
    pub fn find(id: &str) -> Option<&'static Provider> {
        PROVIDERS.iter().find(|provider| provider.id.eq_ignore_ascii_case(id))
    }

    /// All of them, in the order of the file.
    pub fn all() -> &'static [Provider] {
        &PROVIDERS
    }
}

/// Whether Microsoft has registered an application under this name itself.
pub fn is_registered_by_microsoft(name: &str) -> bool {
    REGISTERED.iter().any(|known| known.eq_ignore_ascii_case(name))
}

static REGISTERED: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| super::strings("identity-providers", "pre-registered", "names"));

static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    let strings = |table: &'static Table, key: &str| -> Vec<&'static str> {
        table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let provider = |table: &'static Table| Provider {
        id: table.get("id").and_then(Value::as_str).unwrap_or_default(),
        required: strings(table, "required"),
        optional: strings(table, "optional"),
        closed: table.get("closed").and_then(Value::as_bool).unwrap_or(false),
    };
    entries("identity-providers", "providers").map(provider).collect()
});
