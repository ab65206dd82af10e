//! What a language model learns about an operation: the extensions of Microsoft's plug-in tools.
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
        Action::List => format!("Use this to find {many}, or the ID of {a_one} that the user describes."),
        Action::Get => {
            format!(
                "Use this to get the details of {a_one} when its ID is known; find the ID with {}.",
                Action::List.id(resource)
            )
        }
        Action::Create => format!("Use this when the user wants {a_one} that does not exist yet."),
        Action::Update => {
            format!("Use this to change {a_one} when its ID is known. Send only the fields that the user wants to change.")
        }
        Action::Delete => format!("Use this only when the user explicitly asks to delete {a_one}. It cannot be undone."),
        Action::Upload => format!("Use this to upload the user's file to {a_one}, which `{key}Id` identifies."),
        Action::Download => format!("Use this to get the file of {a_one} when its ID is known."),
    }
}

/// What a model learns about the connector as a whole.
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
