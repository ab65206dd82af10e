//! Lookups: a list to choose from, a schema that depends on the account, a tree to pick from; each in the older and the newer
//! dialect.
use super::choice::Lookup;
use super::part::{Part, named};
use super::resource::Resource;
use serde_json::{Value, json};

/// The part of a connector that makes a lookup.
pub fn part(lookup: Lookup, resource: &Resource) -> Part {
    match lookup {
        Lookup::Values => values(resource),
        Lookup::Schema => schema(resource),
        Lookup::Tree => tree(resource),
    }
}

fn list_parameter(resource: &Resource, parameter: Value) -> Value {
    named(format!("/{}", resource.slugs()), json!({ "get": { "parameters": [parameter] } }))
}

fn internal(id: &str, summary: String, description: String, parameters: Value, ok: &str, schema: Value) -> Value {
    json!({ "get": {
        "operationId": id,
        "summary": summary,
        "description": description,
        "x-ms-visibility": "internal",
        "parameters": parameters,
        "responses": { "200": { "description": ok, "schema": schema } },
    } })
}

fn values(resource: &Resource) -> Part {
    let (one, many, id, slug) = (&resource.one, &resource.many, resource.id(), resource.slug());
    let lookup = format!("List{id}Categories");
    let mut paths = list_parameter(
        resource,
        json!({
            "name": "categoryId",
            "in": "query",
            "required": false,
            "type": "string",
            "x-ms-summary": "Category",
            "description": format!("Only {many} in this category; leave empty for all."),
            "x-ms-dynamic-values": {
                "operationId": lookup.clone(),
                "value-collection": "value",
                "value-path": "id",
                "value-title": "name",
            },
            "x-ms-dynamic-list": {
                "operationId": lookup.clone(),
                "itemsPath": "value",
                "itemValuePath": "id",
                "itemTitlePath": "name",
            },
        }),
    );
    paths[format!("/{slug}-categories")] = internal(
        &lookup,
        format!("List {one} categories"),
        format!("Lists the categories that {many} can have, for a dropdown."),
        json!([]),
        "The categories",
        json!({
            "type": "object",
            "properties": {
                "value": {
                    "type": "array",
                    "title": "Categories",
                    "description": format!("The categories of {many}."),
                    "items": { "$ref": format!("#/definitions/{id}Category") },
                },
            },
        }),
    );
    let category = json!({
        "type": "object",
        "description": format!("TODO: replace the categories with a list of your service by which {many} can be filtered."),
        "properties": {
            "id": { "type": "string", "title": "Category ID", "description": "The unique ID of the category." },
            "name": { "type": "string", "title": "Category Name", "description": "The display name of the category." },
        },
    });
    Part::of_definition(json!({ "paths": paths, "definitions": named(format!("{id}Category"), category) }))
}

fn schema(resource: &Resource) -> Part {
    let (many, id, slug) = (&resource.many, resource.id(), resource.slug());
    let lookup = format!("Get{id}Fields");
    let fields = json!({
        "type": "object",
        "title": "Fields",
        "description": format!("The fields that your account adds to {many}."),
        "x-ms-dynamic-schema": { "operationId": lookup.clone(), "value-path": "schema" },
        "x-ms-dynamic-properties": { "operationId": lookup.clone(), "itemValuePath": "schema" },
    });
    let paths = named(
        format!("/{slug}-fields"),
        internal(
            &lookup,
            format!("Get the fields of {many}"),
            format!("Gets the fields that {many} have in your account, as a JSON schema."),
            json!([]),
            "The fields, as a JSON schema",
            json!({
                "type": "object",
                "properties": {
                    "schema": {
                        "type": "object",
                        "title": "Field Schema",
                        "description": "The fields, as a JSON schema of an object.",
                    },
                },
            }),
        ),
    );
    Part::of_definition(json!({
        "paths": paths,
        "definitions": named(format!("New{id}"), json!({ "properties": { "fields": fields } })),
    }))
}

fn tree(resource: &Resource) -> Part {
    let (many, id, slug) = (&resource.many, resource.id(), resource.slug());
    let (open, browse) = (format!("List{id}Folders"), format!("List{id}Subfolders"));
    let level = |operation: &str| {
        json!({
            "operationId": operation,
            "itemsPath": "value",
            "itemValuePath": "id",
            "itemTitlePath": "name",
            "itemFullTitlePath": "path",
            "itemIsParent": "(hasFolders eq true)",
        })
    };
    let mut below = level(&browse);
    below["parameters"] = json!({ "folderId": { "selectedItemValuePath": "id" } });
    let mut paths = list_parameter(
        resource,
        json!({
            "name": "folder",
            "in": "query",
            "required": false,
            "type": "string",
            "x-ms-summary": "Folder",
            "description": format!("Only {many} in this folder; leave empty for all."),
            "x-ms-dynamic-values": { "capability": "file-picker", "parameters": { "isFolder": true }, "value-path": "id" },
            "x-ms-dynamic-tree": {
                "settings": { "canSelectParentNodes": true, "canSelectLeafNodes": true },
                "open": level(&open),
                "browse": below,
            },
        }),
    );
    let folders = || {
        json!({
            "type": "object",
            "properties": {
                "value": {
                    "type": "array",
                    "title": "Folders",
                    "description": "The folders on this level.",
                    "items": { "$ref": format!("#/definitions/{id}Folder") },
                },
            },
        })
    };
    paths[format!("/{slug}-folders")] = internal(
        &open,
        format!("List the folders for {many}"),
        format!("Lists the top-level folders for {many}, for a picker."),
        json!([]),
        "The top-level folders",
        folders(),
    );
    paths[format!("/{slug}-folders/{{folderId}}/folders")] = internal(
        &browse,
        format!("List the subfolders for {many}"),
        format!("Lists the subfolders of a folder for {many}, for a picker."),
        json!([{
            "name": "folderId",
            "in": "path",
            "required": true,
            "type": "string",
            "x-ms-summary": "Folder ID",
            "description": "The ID of the folder to open.",
            "x-ms-url-encoding": "single",
        }]),
        "The subfolders of the folder",
        folders(),
    );
    let folder = json!({
        "type": "object",
        "description": format!("TODO: replace the folders with a tree of your service in which {many} are kept."),
        "properties": {
            "id": { "type": "string", "title": "Folder ID", "description": "The unique ID of the folder." },
            "name": { "type": "string", "title": "Folder Name", "description": "The display name of the folder." },
            "path": { "type": "string", "title": "Folder Path", "description": "The names of all folders on the path to it." },
            "hasFolders": { "type": "boolean", "title": "Has Folders", "description": "Whether the folder has subfolders." },
        },
    });
    Part::of_definition(json!({
        "paths": paths,
        "definitions": named(format!("{id}Folder"), folder),
        "x-ms-capabilities": {
            "file-picker": {
                "open": { "operationId": open },
                "browse": { "operationId": browse, "parameters": { "folderId": { "value-property": "id" } } },
                "value-collection": "value",
                "value-title": "name",
                "value-folder-property": "hasFolders",
            },
        },
    }))
}
