//! A new connector: choices in, files out. Asking for the choices and writing the files happens elsewhere.
//!
//! [`question`] is the table of choices. [`Wish`] holds the chosen values; each choice is a [`part::Part`] of the two
//! JSON files, and [`files`] merges them.
use crate::connector::discover::USUAL_NAMES;
use crate::connector::fmt;
use crate::connector::icon;
use crate::connector::publisher::Publisher;
use crate::connector::{Connector, Folder, FolderFile};
use crate::make::readme;
use crate::text::document::File;
use serde_json::{Value, json};
use std::path::Path;

pub mod answers;
pub mod check;
pub mod choice;
pub mod copilot;
pub mod lookup;
pub mod operation;
pub mod page;
pub mod part;
pub mod picture;
pub mod pipeline;
pub mod policy;
pub mod question;
pub mod resource;
pub mod script;
pub mod server;
pub mod sign_in;
pub mod trigger;
pub mod wish;

use answers::Answers;
use choice::Action;
use part::Part;
use question::{Default, Kind, Only, QUESTIONS, Question};
use wish::{Error, Wish};

/// Spaces per level, as the coding standards for connectors require.
pub const INDENT: usize = fmt::INDENT;

/// Checks the given answers, question by question, and uses defaults for the rest.
///
/// # Errors
/// When an answer is wrong or out of place, or one without a default is missing.
pub fn complete(given: &Answers) -> Result<Answers, Error> {
    let mut answers = Answers::default();
    if given.has(answers::NAME) {
        answers.set(answers::NAME, given.all(answers::NAME).to_vec());
    }
    let mut missing = Vec::new();
    for question in QUESTIONS {
        if given.has(question.name) {
            let values = check(question, given.all(question.name), &answers)?;
            answers.set(question.name, values);
        } else if question.applies(&answers) {
            match (question.default)(&answers) {
                Default::Required => missing.push(question.name),
                Default::Nothing => {}
                Default::These(values) => {
                    // The title may come from a folder's name, which nobody checked.
                    let values = if question.name == "title" { check(question, &values, &answers)? } else { values };
                    answers.set(question.name, values);
                }
            }
        }
    }
    if missing.is_empty() { Ok(answers) } else { Err(Error::Missing(missing)) }
}

/// The values of an answer as they are kept.
///
/// # Errors
/// When they are wrong, or there is no such question for this connector.
pub fn check(question: &Question, values: &[String], answers: &Answers) -> Result<Vec<String>, Error> {
    let refused = matches!(question.kind, Kind::YesNo) && values == ["false"];
    if let Some(only) = question.replaced(answers).filter(|_| !refused) {
        return Err(Error::OutOfPlace { option: question.name, only });
    }
    if let Some((_, only)) = question.only.filter(|(applies, _): &Only| !refused && !applies(answers)) {
        return Err(Error::OutOfPlace { option: question.name, only });
    }
    question.check(values, answers).map_err(|why| Error::Bad { option: question.name, value: values.join(","), why })
}

/// A file of the new connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its name in the connector's folder.
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

/// The files of a connector, without that of the build service, which is not part of it ([`Ci::text`](pipeline::Ci::text)).
///
/// # Errors
/// When the icon cannot be encoded.
pub fn files(wish: &Wish) -> Result<Vec<NewFile>, png::EncodingError> {
    let part = whole(wish);
    let definition = json_text(File::Definition, &part.definition);
    let properties = json_text(File::Properties, &json!({ "properties": part.properties }));
    let operations = readme::operations_of(&definition);
    let mut files = vec![
        NewFile { name: "apiDefinition.swagger.json", bytes: definition.into_bytes() },
        NewFile { name: "apiProperties.json", bytes: properties.into_bytes() },
        NewFile { name: "readme.md", bytes: page::readme(wish, &operations).into_bytes() },
    ];
    // With several sign-in methods the package needs a customProperties.json beside the introduction. No page documents
    // its format: Microsoft gives it to submitters.
    if wish.publisher == Publisher::Certified && wish.sign_ins.len() < 2 {
        files.push(NewFile { name: "intro.md", bytes: page::intro(wish).into_bytes() });
    }
    if wish.has_icon() {
        let colour = icon::parse_colour(&wish.brand_color).unwrap_or([0, 0, 0, 255]);
        files.push(NewFile { name: "icon.png", bytes: picture::png(&wish.title, colour)? });
    }
    files.push(NewFile { name: "settings.json", bytes: json_text(File::Settings, &settings(wish)).into_bytes() });
    if wish.script {
        files.push(NewFile { name: "script.csx", bytes: script::text(wish).into_bytes() });
    }
    files.push(NewFile { name: "connsmith.toml", bytes: config(wish).into_bytes() });
    Ok(files)
}

/// What the author has to do before the connector runs or is submitted, as sentences without periods.
pub fn to_do(wish: &Wish) -> Vec<String> {
    let mut notes = Vec::new();
    let oauth = wish.sign_ins.iter().any(|way| way.is_oauth());
    if oauth {
        notes.push("replace `[[CLIENT_ID]]` in apiProperties.json with the client ID of your app, on your machine only".into());
    }
    if oauth && wish.publisher == Publisher::Independent {
        notes.push(
            "ask the reviewers first: reportedly, they accept no new independent connectors that sign in with OAuth".into(),
        );
    }
    if wish.publisher == Publisher::Certified && wish.sign_ins.len() > 1 {
        notes.push(
            "for certification, write an intro.md and a customProperties.json in the format that Microsoft gives you: packages with \
             several sign-in methods need both"
                .into(),
        );
    }
    if wish.has_icon() {
        notes.push("replace icon.png with your logo, 100 to 230 pixels on the brand color".into());
    }
    notes.push(match wish.server {
        Some(_) => {
            "after deploying it, add it to an agent in Copilot Studio, as a tool of the kind Model Context Protocol".into()
        }
        None => format!("adapt paths, fields and responses: those for {} are only examples", wish.resource.many),
    });
    notes
}

/// The connector that the files would form in a folder, to be checked before anything is written.
pub fn connector(files: &[NewFile], folder: &Path) -> Connector {
    connector_of(files.iter().map(|file| (file.name.to_owned(), file.bytes.clone())), folder)
}

/// The same, of names and bytes that nothing else needs.
pub fn connector_of(files: impl Iterator<Item = (String, Vec<u8>)>, folder: &Path) -> Connector {
    let (mut read, mut listing) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        listing.push(name.clone());
        if let Some((file, _)) = USUAL_NAMES.iter().find(|(_, usual)| *usual == name) {
            read.push(FolderFile { file: *file, name, bytes });
        }
    }
    listing.sort();
    let name = folder.to_string_lossy().replace('\\', "/");
    let folder = Folder { path: folder.to_owned(), name, files: read, listing, ..Folder::default() };
    Connector::new(folder)
}

/// The full content of both JSON files.
fn whole(wish: &Wish) -> Part {
    let mut info = json!({ "title": wish.title, "description": wish.description, "version": "1.0" });
    let mut contact = json!({});
    if let Some(name) = &wish.publisher_name {
        contact["name"] = json!(name);
    }
    for (key, value) in [("url", &wish.website), ("email", &wish.support_email)] {
        if let Some(value) = value {
            contact[key] = json!(value);
        }
    }
    if contact.get("url").is_some() || contact.get("email").is_some() {
        info["contact"] = contact;
    }
    let mut part = Part::of_definition(json!({
        "swagger": "2.0",
        "info": info,
        "host": wish.host,
        "basePath": wish.base_path,
        "schemes": [wish.server.as_ref().map_or("https", |server| server.scheme)],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "paths": {},
    }));
    part.properties = json!({ "iconBrandColor": wish.brand_color });
    if let Some(server) = &wish.server {
        part.add(server::part(server, wish));
    }
    for action in &wish.operations {
        part.add(operation::part(*action, wish));
    }
    if let Some(trigger) = wish.trigger {
        part.add(trigger::part(trigger, wish));
    }
    for lookup in &wish.lookups {
        part.add(lookup::part(*lookup, &wish.resource));
    }
    part.add(sign_in::part(wish));
    for template in &wish.policies {
        part.add(policy::part(template, wish, &[]));
    }
    if wish.test_connection {
        let test = json!({ "operationId": Action::List.id(&wish.resource) });
        part.add(Part::of_definition(json!({ "x-ms-capabilities": { "testConnection": test } })));
    }
    if wish.copilot {
        part.add(copilot::manifest(wish));
    }
    let metadata = check::metadata(wish.website.as_deref(), wish.privacy_policy.as_deref(), &wish.categories);
    if metadata != json!([]) {
        part.add(Part::of_definition(json!({ "x-ms-connector-metadata": metadata })));
    }
    let mut rest = json!({ "capabilities": [] });
    for (key, value) in [("publisher", &wish.publisher_name), ("stackOwner", &wish.stack_owner)] {
        if let Some(value) = value {
            rest[key] = json!(value);
        }
    }
    if wish.script {
        rest["scriptOperations"] = json!([script::action(wish).id(&wish.resource)]);
    }
    part.add(Part { properties: rest, ..Part::default() });
    part.properties = in_order(part.properties);
    part
}

/// The members of `properties` in the order of the facts, in which others write them, too.
pub(crate) fn in_order(properties: Value) -> Value {
    let order = crate::connector::facts::strings("connection-parameter-types", "properties", "keys");
    let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
    let Value::Object(members) = properties else { return properties };
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_by_key(|(name, _)| rank(name));
    Value::Object(members.into_iter().collect())
}

/// The settings file of `pac connector` and paconn.
pub(crate) fn settings(wish: &Wish) -> Value {
    let mut settings = json!({ "apiDefinition": "apiDefinition.swagger.json", "apiProperties": "apiProperties.json" });
    if wish.has_icon() {
        settings["icon"] = json!("icon.png");
    }
    if wish.script {
        settings["script"] = json!("script.csx");
    }
    settings
}

pub(crate) fn config(wish: &Wish) -> String {
    format!("# Who publishes the connector.\npublisher = \"{}\"\n", wish.publisher)
}

/// The canonical form.
pub(crate) fn json_text(file: File, value: &Value) -> String {
    let text = value.to_string();
    fmt::format(file, text.as_bytes(), INDENT).unwrap_or(text) // what serde_json writes has no faults
}
