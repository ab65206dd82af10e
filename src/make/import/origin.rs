//! Where in the source the parts of a definition come from.
use super::operation::Operation;
use super::schema::{Additional, Schema};
use super::update::form_of;
use super::{Api, source};
use crate::text::document::{Document, Node};
use crate::text::pointer;
use rustc_hash::FxHashMap;

/// Places of the source, by the JSON pointers of what they became. Variables of paths have no names there, as an update keeps those of
/// the folder.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    places: FxHashMap<String, (u16, u32)>,
}

impl Origins {
    /// Adds the operations of a source, also those that are not imported.
    pub(super) fn add(&mut self, root: Node, api: &Api) {
        for other in &api.others {
            self.put(operation(&other.path, &other.verb), other.at);
        }
        for operation in &api.operations {
            self.add_operation(operation);
        }
        if let Some(info) = root.get("info") {
            self.put("/info".to_owned(), info);
        }
    }

    fn add_operation(&mut self, one: &Operation) {
        let at = operation(&one.path, one.verb);
        for (number, parameter) in one.parameters.iter().enumerate() {
            let at = format!("{at}/parameters/{number}");
            self.add_inside(&mut format!("{at}/schema"), &parameter.schema);
            self.put(at, parameter.at);
        }
        for response in &one.responses.list {
            let at = format!("{at}/responses/{}", response.status);
            if let Some(schema) = &response.schema {
                self.add_inside(&mut format!("{at}/schema"), schema);
            }
            self.put(at, response.at);
        }
        self.put(at, one.at);
    }

    /// Adds a definition.
    pub(super) fn add_definition(&mut self, name: &str, schema: &Schema) {
        let mut at = format!("/definitions/{}", pointer::escaped(name));
        self.put(at.clone(), schema.at);
        self.add_inside(&mut at, schema);
    }

    /// Adds the properties within a schema.
    fn add_inside(&mut self, at: &mut String, schema: &Schema) {
        if schema.reference.is_some() {
            return;
        }
        let length = at.len();
        for (name, property) in &schema.properties {
            at.push_str("/properties/");
            pointer::push(name, at);
            self.put(at.clone(), property.at);
            self.add_inside(at, property);
            at.truncate(length);
        }
        let additional = match &schema.additional {
            Additional::Schema(inner) => Some(&**inner),
            _ => None,
        };
        for (key, inner) in [("/items", schema.items.as_deref()), ("/additionalProperties", additional)] {
            if let Some(inner) = inner {
                at.push_str(key);
                self.add_inside(at, inner);
                at.truncate(length);
            }
        }
    }

    fn put(&mut self, at: String, node: Node) {
        self.places.insert(at, (source::number(node), node.id));
    }

    /// Whether the source has an operation, imported or not.
    pub fn has_operation(&self, path: &str, verb: &str) -> bool {
        self.places.contains_key(&operation(path, verb))
    }

    /// Where something comes from, or the closest of what it is a part of. `at` is its JSON pointer, `files` are those of the source.
    pub fn of<'s>(&self, at: &str, files: &'s [Document]) -> Option<Node<'s>> {
        let mut at = match at.strip_prefix("/paths/").and_then(|rest| rest.split_once('/')) {
            Some((path, rest)) => format!("{}/{rest}", path_of(&pointer::unescaped(path))),
            None => at.to_owned(),
        };
        loop {
            if let Some(&(file, id)) = self.places.get(&at) {
                return Some(files.get(usize::from(file))?.node(id));
            }
            at.truncate(at.rfind('/')?);
        }
    }
}

fn path_of(path: &str) -> String {
    format!("/paths/{}", pointer::escaped(&form_of(path)))
}

fn operation(path: &str, verb: &str) -> String {
    format!("{}/{verb}", path_of(path))
}
