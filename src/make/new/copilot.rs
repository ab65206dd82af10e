//! What tells a language model about an operation: the extensions of Microsoft's plug-in tools.
use super::choice::Action;
use super::part::Part;
use super::resource::Resource;
use super::wish::Wish;
use heck::ToSnakeCase;
use serde_json::{Value, json};

/// Adds to an operation what a model needs to call it. What changes something asks the user first.
pub fn describe(operation: &mut Value, action: Action, resource: &Resource) {
    let id = operation["operationId"].clone();
    let reads = matches!(action, Action::List | Action::Get | Action::Download);
    operation["x-ms-openai-data"] = json!({
        "openai-enabled": true,
        "operations": [{ "operationId": id, "x-ms-require-user-confirmation": !reads }],
    });
    operation["x-ms-name-for-model"] = json!(action.id(resource).to_snake_case());
    operation["x-ms-description-for-model"] = json!(when(action, resource));
    for parameter in operation["parameters"].as_array_mut().into_iter().flatten() {
        // A body is described by its properties.
        if let Some(name) = parameter["name"].as_str().filter(|_| parameter["in"] != "body").map(ToSnakeCase::to_snake_case) {
            parameter["x-ms-name-for-model"] = json!(name);
        }
    }
}

fn when(action: Action, resource: &Resource) -> String {
    let (a_one, many, key) = (resource.a_one(), &resource.many, resource.key());
    match action {
        Action::List => format!("Call it to find {many}, or the ID of {a_one} that the user describes."),
        Action::Get => {
            format!("Call it for the details of {a_one} whose ID is known; find the ID with {}.", Action::List.id(resource))
        }
        Action::Create => format!("Call it when the user wants {a_one} that is not there yet."),
        Action::Update => format!("Call it to change {a_one} whose ID is known. Send only what the user wants changed."),
        Action::Delete => format!("Call it only when the user clearly asks to delete {a_one}. It cannot be undone."),
        Action::Upload => format!("Call it to give the file of the user to the one of the {many} that `{key}Id` names."),
        Action::Download => format!("Call it for the file of {a_one} whose ID is known."),
    }
}

/// What tells a model about the connector as a whole.
pub fn manifest(wish: &Wish) -> Part {
    let mut manifest = json!({ "humanName": wish.title, "modelDescription": wish.description });
    if let Some(email) = &wish.support_email {
        manifest["contactEmail"] = json!(email);
    }
    if let Some(policy) = &wish.privacy_policy {
        manifest["legalUrl"] = json!(policy);
    }
    Part::of_definition(json!({ "x-ms-openai-manifest": manifest }))
}
