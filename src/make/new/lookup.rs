//! Look-ups: a list to choose from, a schema that depends on the account, a tree to pick from; each in the older and the newer
//! dialect.
use super::choice::Lookup;
use super::part::{Part, named};
use super::resource::Resource;
use serde_json::{Value, json};

/// The part of a connector that makes a look-up.
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
            "description": format!("Only {many} of this category; leave it empty for all."),
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
        format!("Lists the categories that {many} can have, for a list to choose from."),
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
        "properties": {
            "id": { "type": "string", "title": "Category ID", "description": "What identifies the category." },
            "name": { "type": "string", "title": "Category Name", "description": "What people know the category by." },
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
        "description": format!("What your account keeps of {many} beyond the name."),
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
            "description": format!("Only {many} in this folder; leave it empty for all."),
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
                    "description": "The folders of one level.",
                    "items": { "$ref": format!("#/definitions/{id}Folder") },
                },
            },
        })
    };
    paths[format!("/{slug}-folders")] = internal(
        &open,
        format!("List the folders for {many}"),
        format!("Lists the folders for {many} on the first level, for a picker."),
        json!([]),
        "The folders of the first level",
        folders(),
    );
    paths[format!("/{slug}-folders/{{folderId}}/folders")] = internal(
        &browse,
        format!("List the folders in one for {many}"),
        format!("Lists the folders that are in a folder for {many}, for a picker."),
        json!([{
            "name": "folderId",
            "in": "path",
            "required": true,
            "type": "string",
            "x-ms-summary": "Folder ID",
            "description": "Which folder, by its ID.",
            "x-ms-url-encoding": "single",
        }]),
        "The folders in the folder",
        folders(),
    );
    let folder = json!({
        "type": "object",
        "properties": {
            "id": { "type": "string", "title": "Folder ID", "description": "What identifies the folder." },
            "name": { "type": "string", "title": "Folder Name", "description": "What the folder is called." },
            "path": { "type": "string", "title": "Folder Path", "description": "The names of the folders that lead to it." },
            "hasFolders": { "type": "boolean", "title": "Has Folders", "description": "Whether there are folders in it." },
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
