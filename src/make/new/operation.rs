//! Operations on a resource: their paths, parameters, bodies and responses.
use super::choice::Action;
use super::part::{Part, named};
use super::resource::Resource;
use super::wish::Wish;
use serde_json::{Value, json};

/// The part of a connector that makes an operation.
pub fn part(action: Action, wish: &Wish) -> Part {
    let resource = &wish.resource;
    let (one, many, id) = (&resource.one, &resource.many, resource.id());
    let reference = |name: &str| json!({ "$ref": format!("#/definitions/{name}") });
    let mut operation = json!({
        "operationId": action.id(resource),
        "summary": action.summary(resource),
        "description": action.description(resource),
        "parameters": [],
        "responses": {},
    });
    let mut parameters = Vec::new();
    if !matches!(action, Action::List | Action::Create) {
        parameters.push(id_parameter(resource));
    }
    let responses = match action {
        Action::List => {
            operation["x-ms-pageable"] = json!({ "nextLinkName": "nextLink" });
            parameters.push(json!({
                "name": "pageSize",
                "in": "query",
                "required": false,
                "type": "integer",
                "format": "int32",
                "x-ms-summary": "Page Size",
                "description": format!("The maximum number of {many} per page."),
                "x-ms-visibility": "advanced",
            }));
            json!({ "200": {
                "description": format!("A page of {many}"),
                "schema": {
                    "type": "object",
                    "properties": {
                        "value": {
                            "type": "array",
                            "title": resource.labels(),
                            "description": format!("The {many} on this page."),
                            "items": reference(&id),
                        },
                        "nextLink": {
                            "type": "string",
                            "title": "Next Link",
                            "description": "The URL of the next page, which is missing on the last page.",
                            "x-ms-visibility": "advanced",
                        },
                    },
                },
            } })
        }
        Action::Get => json!({ "200": { "description": format!("The {one}"), "schema": reference(&id) } }),
        Action::Create => {
            parameters.push(body(reference(&format!("New{id}"))));
            json!({ "201": { "description": format!("The {one} that was created"), "schema": reference(&id) } })
        }
        Action::Update => {
            parameters.push(body(reference(&format!("{id}Changes"))));
            json!({ "200": { "description": format!("The updated {one}"), "schema": reference(&id) } })
        }
        Action::Delete => json!({ "204": { "description": format!("The {one} was deleted") } }),
        Action::Upload => {
            operation["consumes"] = json!(["multipart/form-data"]);
            parameters.push(json!({
                "name": "file",
                "in": "formData",
                "required": true,
                "type": "file",
                "x-ms-summary": "File",
                "description": "The file to upload, with its name.",
            }));
            json!({ "200": { "description": format!("The {one} with its new file"), "schema": reference(&id) } })
        }
        Action::Download => {
            operation["produces"] = json!(["application/octet-stream"]);
            json!({ "200": { "description": "The content of the file", "schema": { "type": "string", "format": "binary" } } })
        }
    };
    operation["parameters"] = Value::Array(parameters);
    operation["responses"] = responses;
    if wish.copilot {
        super::copilot::describe(&mut operation, action, resource);
    }
    let mut part = Part::of_definition(json!({
        "paths": named(action.path(resource), named(action.verb(), operation)),
        "definitions": definitions(action, resource),
    }));
    if action == Action::List {
        part.add(super::policy::next_link(resource));
    }
    part
}

/// The path parameter that identifies the resource.
fn id_parameter(resource: &Resource) -> Value {
    json!({
        "name": format!("{}Id", resource.key()),
        "in": "path",
        "required": true,
        "type": "string",
        "x-ms-summary": format!("{} ID", resource.label()),
        "description": format!("The unique ID of the {}.", resource.one),
        "x-ms-url-encoding": "single",
    })
}

fn body(schema: Value) -> Value {
    json!({ "name": "body", "in": "body", "required": true, "schema": schema })
}

/// The schemas to which an operation refers.
fn definitions(action: Action, resource: &Resource) -> Value {
    let mut definitions = match action {
        Action::Delete | Action::Download => return json!({}),
        _ => named(resource.id(), schema(resource)),
    };
    match action {
        Action::Create => {
            definitions[format!("New{}", resource.id())] = json!({ "type": "object", "description": example(resource), "required": ["name"], "properties": fields(resource) });
        }
        Action::Update => {
            definitions[format!("{}Changes", resource.id())] =
                json!({ "type": "object", "description": example(resource), "properties": fields(resource) });
        }
        _ => {}
    }
    definitions
}

/// The fields of a resource that people fill in.
fn fields(resource: &Resource) -> Value {
    json!({
        "name": { "type": "string", "title": "Name", "description": format!("The name of the {}.", resource.one) },
        "description": {
            "type": "string",
            "title": "Description",
            "description": format!("A description of the {}.", resource.one),
        },
    })
}

/// The resource as the service sends it.
pub fn schema(resource: &Resource) -> Value {
    let one = &resource.one;
    let mut properties = json!({
        "id": { "type": "string", "title": format!("{} ID", resource.label()), "description": format!("The unique ID of the {one}.") },
    });
    if let (Value::Object(all), Value::Object(fields)) = (&mut properties, fields(resource)) {
        all.extend(fields);
    }
    for (name, label, what) in [("createdAt", "Created At", "created"), ("updatedAt", "Updated At", "last changed")] {
        properties[name] = json!({
            "type": "string",
            "format": "date-time",
            "title": label,
            "description": format!("When the {one} was {what}."),
        });
    }
    json!({ "type": "object", "description": example(resource), "properties": properties })
}

/// The description of a schema whose fields are made up: only the author knows the real ones.
fn example(resource: &Resource) -> String {
    format!("TODO: replace these example fields with those of {}.", resource.a_one())
}
