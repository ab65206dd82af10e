//! The view as JSON, for other programs: `connsmith preview --format json`.
use super::connection::{self, Dialog, SignIn};
use super::fields::{Choice, ChoiceValue, Field, Fold, Lookup};
use super::{Designer, Shown, Token, operations};
use crate::connector::Connector;
use crate::text::document::Node;
use serde_json::{Map, Value, json};

/// What makers see of a connector.
pub fn connector(connector: &Connector, designer: Designer) -> Value {
    let shown = operations(connector);
    json!({
        "folder": connector.name,
        "title": connector.title(),
        "operations": shown.iter().map(|shown| operation(shown, designer)).collect::<Vec<_>>(),
        "connection": self::dialog(connector),
    })
}

/// The connection dialog; null if a connection needs no input.
pub fn dialog(connector: &Connector) -> Value {
    json!(connection::dialog(connector).as_ref().map(connection))
}

/// One operation.
pub fn operation(shown: &Shown, designer: Designer) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), json!(shown.id));
    object.insert("summary".into(), json!(shown.summary));
    set(&mut object, "description", shown.description.as_deref());
    set(&mut object, "visibility", shown.visibility.as_deref());
    object.insert("trigger".into(), json!(shown.trigger));
    set(&mut object, "triggerHint", shown.trigger_hint.as_deref());
    set(&mut object, "status", shown.status.as_deref());
    if shown.deprecated {
        object.insert("deprecated".into(), json!(true));
    }
    if shown.asks_recurrence {
        // The intervals that the designer offers.
        object.insert("recurrence".into(), json!({ "frequency": "Minute", "interval": 3 }));
    }
    object.insert("inputs".into(), shown.fields.iter().map(|one| field(one, designer)).collect());
    object.insert("form".into(), shown.form().iter().map(|field| field.key.as_str()).collect());
    object.insert("outputs".into(), shown.outputs.iter().map(token).collect());
    let split = shown.split.as_ref().map(|split| {
        let is_split = shown.trigger.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("batch"));
        json!({
            "collectionPath": split.path.join("."),
            "required": split.required,
            "expression": is_split.then(|| split.expression()),
        })
    });
    object.insert("split".into(), json!(split));
    Value::Object(object)
}

fn field(field: &Field, designer: Designer) -> Value {
    let mut object = Map::new();
    object.insert("key".into(), json!(field.key));
    object.insert("label".into(), json!(field.label));
    object.insert("required".into(), json!(field.required));
    set(&mut object, "visibility", field.visibility.as_deref());
    object.insert("type".into(), json!(field.type_name));
    set(&mut object, "format", field.format.as_deref());
    set(&mut object, "description", field.description.as_deref());
    if let Some(default) = field.default {
        object.insert("default".into(), value_of(default));
    }
    if !field.choices.is_empty() {
        object.insert("choices".into(), field.choices.iter().map(choice).collect());
    }
    if let Some(lookup) = &field.lookup {
        object.insert("lookup".into(), lookup_value(lookup));
    }
    if let Some(lookup) = &field.schema_lookup {
        object.insert("schemaLookup".into(), lookup_value(lookup));
    }
    object.insert("editor".into(), json!(field.editor.name()));
    let fold = field.fold(designer);
    object.insert("hidden".into(), json!(fold == Fold::Hidden));
    object.insert("folded".into(), json!(fold == Fold::Folded));
    if let Some(node) = field.node {
        object.insert("pointer".into(), json!(node.pointer()));
    }
    Value::Object(object)
}

fn choice(choice: &Choice) -> Value {
    let value = match choice.value {
        Some(ChoiceValue::Written(node)) => value_of(node),
        Some(ChoiceValue::Bool(value)) => json!(value),
        None => json!(""),
    };
    json!({ "value": value, "title": choice.title })
}

fn lookup_value(lookup: &Lookup) -> Value {
    json!({ "extension": lookup.kind.extension(), "operationId": lookup.operation_id() })
}

fn token(token: &Token) -> Value {
    let mut object = Map::new();
    object.insert("key".into(), json!(token.key));
    object.insert("title".into(), json!(token.title));
    object.insert("type".into(), json!(token.type_name));
    set(&mut object, "visibility", token.visibility.as_deref());
    Value::Object(object)
}

fn connection(dialog: &Dialog) -> Value {
    json!({ "ways": dialog.ways.iter().map(sign_in).collect::<Vec<_>>() })
}

fn sign_in(way: &SignIn) -> Value {
    let mut object = Map::new();
    set(&mut object, "name", way.name.as_deref());
    set(&mut object, "label", way.label.as_deref());
    set(&mut object, "description", way.description.as_deref());
    let fields = way.fields.iter().map(|field| {
        let mut object = Map::new();
        object.insert("name".into(), json!(field.parameter.name()));
        object.insert("label".into(), json!(field.label));
        set(&mut object, "tooltip", field.tooltip.as_deref());
        object.insert("required".into(), json!(field.required));
        object.insert("masked".into(), json!(field.masked));
        object.insert("signIn".into(), json!(field.sign_in));
        if !field.choices.is_empty() {
            let choices = field.choices.iter().map(|(value, title)| json!({ "value": value, "title": title }));
            object.insert("choices".into(), choices.collect());
        }
        Value::Object(object)
    });
    object.insert("fields".into(), fields.collect());
    Value::Object(object)
}

fn set(object: &mut Map<String, Value>, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        object.insert(key.into(), json!(text));
    }
}

fn value_of(node: Node) -> Value {
    crate::call::value(node)
}
