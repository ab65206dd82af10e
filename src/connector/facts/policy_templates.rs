//! The policy templates of `schemas/policy-templates.toml`.
use super::entries;
use super::{Table, Value};
use std::sync::LazyLock;

/// What is known about one policy template.
#[derive(Debug)]
pub struct Template {
    /// Its id in lower case, as the wizard writes it.
    pub id: &'static str,
    /// What a policy of it does, as a sentence.
    pub effect: &'static str,
    /// The values of `x-ms-apimTemplate-policySection` that it takes; empty when it takes none.
    pub sections: Vec<&'static str>,
    /// Its parameters, without the prefix.
    pub parameters: Vec<Parameter>,
}

/// One parameter of a policy template.
#[derive(Debug)]
pub struct Parameter {
    /// Its name without the prefix `x-ms-apimTemplateParameter.`.
    pub name: &'static str,
    pub required: bool,
    /// The values that it takes; empty for any.
    pub values: Vec<&'static str>,
}

impl Template {
    /// The template with this id; spellings that differ in case mean the same.
    pub fn find(id: &str) -> Option<&'static Template> {
        TEMPLATES.iter().find(|template| template.id.eq_ignore_ascii_case(id))
    }

    /// All templates, in the order of the file.
    pub fn all() -> &'static [Template] {
        &TEMPLATES
    }

    /// The parameter with this name (without prefix).
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// The parameter that was meant by a name that the template does not know: what wrong guides call it, another case, or
    /// a slip or two away.
    pub fn meant_by(&self, wrong: &str) -> Option<&Parameter> {
        let taught = WRONG_NAMES.iter().find(|(template, name, _)| *template == self.id && *name == wrong);
        if let Some((.., right)) = taught {
            return self.parameter(right);
        }
        let near =
            |parameter: &&Parameter| crate::text::slips::between(&parameter.name.to_lowercase(), &wrong.to_lowercase()) <= 2;
        self.parameters.iter().find(near)
    }
}

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let strings = |table: &'static Table, key: &str| -> Vec<&'static str> {
        table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let parameter = |table: &'static Table| Parameter {
        name: text(table, "name"),
        required: table.get("required").and_then(Value::as_bool).unwrap_or(false),
        values: strings(table, "values"),
    };
    let template = |table: &'static Table| Template {
        id: text(table, "id"),
        effect: text(table, "effect"),
        sections: strings(table, "sections"),
        parameters: tables(table, "parameters").map(parameter).collect(),
    };
    entries("policy-templates", "templates").map(template).collect()
});

static WRONG_NAMES: LazyLock<Vec<(&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
    let names = super::file("policy-templates").get("wrong-names").and_then(Value::as_table);
    let names = names.into_iter().flat_map(|table| tables(table, "parameters"));
    names.map(|name| (text(name, "template"), text(name, "wrong"), text(name, "right"))).collect()
});

fn tables(table: &'static Table, key: &str) -> impl Iterator<Item = &'static Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn text(table: &'static Table, key: &str) -> &'static str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}
