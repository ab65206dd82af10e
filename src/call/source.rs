//! The source of a call: a connector in a folder, or a Swagger file as the platform exports it.
use crate::connector::{Connector, Folder, FolderFile};
use crate::text::document::{Document, File, Node};

/// Reads the connector of a folder.
pub fn connector(folder: Folder) -> Connector {
    Connector::new(folder)
}

/// Reads a standalone Swagger file: an author's definition, the response of `managedApis/{name}?export=true` (the
/// Swagger itself, or below `properties`), a data source of a code app, or a JSON string that holds one of these.
///
/// The second value says what the file is when it is not a Swagger file at all.
pub fn swagger(name: &str, bytes: Vec<u8>) -> Result<Connector, String> {
    let mut bytes = bytes;
    // Nobody writes a string in a string in a string.
    for _ in 0..4 {
        let document = Document::json(File::Definition, name, bytes.clone());
        let Some(inner) = definition(document.root()) else {
            return Err(format!("`{name}` is not a Swagger file: it has no `swagger` at its root or below `properties`"));
        };
        match inner.str() {
            Some(text) => bytes = text.into_owned().into_bytes(),
            None => {
                if inner.id != document.root().id {
                    bytes = inner.text().as_bytes().to_vec();
                }
                break;
            }
        }
    }
    let file = FolderFile { file: File::Definition, name: name.to_owned(), bytes };
    Ok(connector(Folder { files: vec![file], ..Folder::default() }))
}

/// The place of the definition: an object with `swagger`, or a string that may hold one.
fn definition(root: Node) -> Option<Node> {
    if root.is_string() || root.has("swagger") || root.has("openapi") || root.has("paths") {
        return Some(root);
    }
    let properties = root.get("properties").filter(|properties| properties.is_object())?;
    if properties.has("swagger") && !properties.get("swagger").is_some_and(is_definition) {
        return Some(properties);
    }
    let inner = properties.get("swagger").or_else(|| properties.get("apiDefinitions")?.get("value"))?;
    if inner.is_string() { Some(inner) } else { definition(inner) }
}

fn is_definition(node: Node) -> bool {
    node.is_object() || node.str().is_some_and(|text| text.trim_start().starts_with('{'))
}
