//! Names that the platform compares without regard to case: `PropertyName` in the metadata, `oauthSettings`, `TokenUrl`. They
//! are read as if they had the usual case, so that a single finding about the case is enough.
use super::facts::identity_providers::Provider;
use super::grammar::{Kind, Member as Meaning, Others, Value};
use crate::text::document::{Document, File, Node};

/// A document in which such names are read as their usual spelling.
pub(super) fn read(mut document: Document) -> Document {
    let mut names = Names::default();
    let root = document.root();
    match document.file {
        File::Properties => names.object(root, Kind::ApiProperties),
        // In a definition, only what Microsoft's own code reads: for a Swagger reader, the case of `paths` matters.
        File::Definition => {
            names.members(root, Kind::Swagger);
            if let Some(info) = root.get("info") {
                names.members(info, Kind::Info);
                info.get("contact").into_iter().for_each(|contact| names.members(contact, Kind::Contact));
            }
            let metadata = root.get("x-ms-connector-metadata").into_iter().flat_map(Node::items);
            metadata.for_each(|entry| names.members(entry, Kind::ConnectorMetadata));
        }
        _ => {}
    }
    document.read_as(names.found);
    document
}

/// What was found so far: node ids of keys, and the usual spelling of each.
#[derive(Default)]
struct Names {
    found: Vec<(u32, &'static str)>,
}

impl Names {
    /// The members of an object that are written in another case, except those that are also there in their usual case.
    fn members(&mut self, node: Node, kind: Kind) {
        let grammar = kind.object();
        for member in node.members() {
            let name = member.name();
            if grammar.property(&name).is_some() || matches!(grammar.others, Others::Map(_)) {
                continue;
            }
            let mut usual = grammar.properties.iter().map(|property| property.name);
            if let Some(usual) = usual.find(|usual| usual.eq_ignore_ascii_case(&name)) {
                self.add(node, member.key, usual);
            }
        }
    }

    fn add(&mut self, object: Node, key: Node, usual: &'static str) {
        let taken = self.found.iter().any(|(id, name)| *name == usual && object.doc.node(*id).parent() == Some(object));
        if !taken && !object.has(usual) {
            self.found.push((key.id, usual));
        }
    }

    /// The same for an object and everything in it.
    fn object(&mut self, node: Node, kind: Kind) {
        if !node.is_object() {
            return;
        }
        self.members(node, kind);
        if kind == Kind::OAuthSettings {
            self.custom_parameters(node);
        }
        for member in node.members() {
            let read = self.found.iter().find(|(id, _)| *id == member.key.id).map(|(_, name)| *name);
            let value = match kind.object().member(read.unwrap_or(&member.name())) {
                Meaning::Property(property) => property.value,
                Meaning::Entry(value) => value,
                _ => continue,
            };
            match value {
                Value::Object(kind) => self.object(member.value, kind),
                Value::Array(Value::Object(kind)) => member.value.items().for_each(|item| self.object(item, *kind)),
                _ => {}
            }
        }
    }

    /// The names of an identity provider's parameters.
    fn custom_parameters(&mut self, settings: Node) {
        let member = |name: &str| settings.members().find(|member| member.name().eq_ignore_ascii_case(name));
        let (Some(provider), Some(given)) = (member("identityProvider"), member("customParameters")) else { return };
        let Some(provider) = provider.value.str().and_then(|id| Provider::find(&id)) else { return };
        for parameter in given.value.members() {
            let name = parameter.name();
            let known = || provider.required.iter().chain(&provider.optional).copied();
            if known().any(|known| known == name) {
                continue;
            }
            if let Some(usual) = known().find(|known| known.eq_ignore_ascii_case(&name)) {
                self.add(given.value, parameter.key, usual);
            }
        }
    }
}
