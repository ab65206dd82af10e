//! Adds to an existing connector: parts from [`crate::make::new`] become edits that keep every other byte.
use crate::connector::facts::policy_templates::Template;
use crate::connector::fmt;
use crate::connector::publisher::Publisher;
use crate::connector::{ConnectionParameter, Connector, Folder, FolderFile, Policy};
use crate::make::new::answers::Answers;
use crate::make::new::choice::{Needs, Trigger, needs};
use crate::make::new::part::Part;
use crate::make::new::wish::{Error as WishError, Wish};
use crate::make::new::{operation, policy, sign_in, trigger};
use crate::make::readme;
use crate::rule::fix::Fix;
use crate::text::document::{Document, File, Member, Node};
use crate::text::edit::{self, Edit};
use crate::text::encode::encode;
use crate::text::write::Change;
use serde_json::{Value, json};

mod single;
use single::Single;

/// What to add. The details are in the [`Wish`].
#[derive(Clone, Debug)]
pub enum Addition {
    /// The operations of the wish.
    Operations,
    /// Its trigger.
    Trigger,
    /// A policy of this template, on these operations; if empty, on those that it is made for.
    Policy(&'static Template, Vec<String>),
    /// Its sign-in methods.
    SignIn,
    /// The on-premises data gateway.
    Gateway,
    /// A script for this operation; None: for the first that returns JSON.
    Script(Option<String>),
    /// This PNG as the icon; None: a drawn one.
    Icon(Option<Vec<u8>>),
    /// The introduction of a certified connector.
    Intro,
    /// A test of new connections with this operation; None: with the first GET that needs no input.
    TestConnection(Option<String>),
}

/// Why nothing was added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("`{0}` is missing: there is nothing to add to")]
    NoFile(&'static str),
    #[error("`{name}` has syntax errors: fix them first (`connsmith check`, `connsmith fix`)")]
    Faulty { name: String },
    #[error("`{name}` cannot be written back in its encoding: save it as UTF-8 first")]
    Encoding { name: String },
    /// A name is taken, or the addition does not fit.
    #[error("{0}")]
    Clash(String),
}

/// The wish for an addition, with what it needs to know about the connector.
pub fn wish(connector: &Connector, publisher: Publisher, given: &Answers) -> Result<Wish, WishError> {
    let mut answers = given.clone();
    let api = connector.api();
    let info = |key: &str| Some(api?.info()?.get_str(key)?.into_owned());
    let root = |key: &str| Some(api?.get(key)?.str()?.into_owned());
    let title = info("title").or_else(|| Some(connector.path.file_name()?.to_string_lossy().into_owned()));
    answers.set("title", vec![title.unwrap_or_default()]);
    answers.set("description", vec![info("description").unwrap_or_default()]);
    answers.set("host", vec![root("host").unwrap_or_default()]);
    answers.set("base-path", vec![root("basePath").unwrap_or_else(|| "/".to_owned())]);
    answers.set("publisher", vec![publisher.name().to_owned()]);
    answers.set("copilot", vec![api.is_some_and(|api| api.get("x-ms-openai-manifest").is_some()).to_string()]);
    Wish::of(&answers)
}

/// The changes that add something to a connector: to its definition and properties, to the list of operations in its readme, where it
/// has one, and new files with what is named in its settings. A change of an empty file that is not there makes it. Empty when the
/// connector already has it.
///
/// # Errors
/// When a name is taken, or a file is missing or cannot be edited.
pub fn add(folder: &Folder, connector: &Connector, additions: &[Addition], wish: &Wish) -> Result<Vec<Change>, Error> {
    let definition = connector.definition.as_ref().ok_or(Error::NoFile("apiDefinition.swagger.json"))?;
    let properties = connector.properties.as_ref().ok_or(Error::NoFile("apiProperties.json"))?;
    if connector.is_openapi3() {
        return Err(Error::Clash(format!("`{}` is OpenAPI 3: connectors are written in Swagger 2.0", definition.name)));
    }
    for document in [definition, properties] {
        if !document.tree.faults.iter().all(|fault| fault.kind == crate::text::json::FaultKind::Bom)
            || !document.root().is_object()
        {
            return Err(Error::Faulty { name: document.name.clone() });
        }
    }
    let mut part = Part::default();
    let mut files = Vec::new();
    let mut settings = json!({});
    for addition in additions {
        let Single { part: more, file, setting } = single(connector, addition, wish)?;
        part.add(more);
        if let (Some((name, _)), Some(key)) = (&file, setting) {
            settings[key] = json!(name);
        }
        files.extend(file);
    }
    media_types(connector, &mut part.definition);
    clashes(connector, &part)?;
    let mut changes = Vec::new();
    let whole = json!({ "properties": part.properties });
    let settings = connector
        .settings
        .as_ref()
        .filter(|document| document.is_whole() && document.root().is_object())
        .map(|document| (document, &settings));
    for (document, value) in [(definition, &part.definition), (properties, &whole)].into_iter().chain(settings) {
        let text = fmt::format(document.file, value.to_string().as_bytes(), 1).unwrap_or_default();
        let patch = Document::json(document.file, "", text.into_bytes());
        let merged = merge(Fix::safe("add"), document.root(), patch.root());
        let edits: Vec<&Edit> = merged.edits.iter().collect();
        let (after, _) = edit::apply(&document.text, &edits);
        changes.extend(change(folder, document, &after)?);
    }
    if let Some(readme) = &connector.readme {
        let mut now = folder.clone();
        for file in &mut now.files {
            if let Some(change) = changes.iter().find(|change| change.path == folder.path.join(&file.name)) {
                file.bytes = change.after.clone();
            }
        }
        let now = Connector::new(now);
        // Only a list that was up to date is updated: one that people write themselves is left alone.
        if readme::renewed(connector, readme) == readme.text {
            changes.extend(change(folder, readme, &readme::renewed(&now, readme))?);
        }
    }
    for (file, bytes) in files {
        let name = match folder.name.as_str() {
            "" | "." => file.to_owned(),
            folder => format!("{folder}/{file}"),
        };
        changes.push(Change { path: folder.path.join(file), name, before: Vec::new(), after: bytes });
    }
    Ok(changes)
}

/// The change of a file to this text; None when it is the same.
pub fn change(folder: &Folder, document: &Document, after: &str) -> Result<Option<Change>, Error> {
    let Some(FolderFile { name, bytes, .. }) = folder.files.iter().find(|file| file.file == document.file) else {
        return Ok(None);
    };
    if document.text == after {
        return Ok(None);
    }
    let after = encode(after, document.encoding, bytes).ok_or(Error::Encoding { name: document.name.clone() })?;
    Ok(Some(Change { path: folder.path.join(name), name: document.name.clone(), before: bytes.clone(), after }))
}

/// Where the definition does not say what is sent and what comes back, each new operation says it for itself.
fn media_types(connector: &Connector, definition: &mut Value) {
    let says = |key: &str| connector.api().is_some_and(|api| api.get(key).is_some_and(|list| list.items().next().is_some()));
    let (consumes, produces) = (says("consumes"), says("produces"));
    let items = definition.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    for (_, item) in items {
        for (_, operation) in item.as_object_mut().into_iter().flatten().filter(|(verb, _)| !verb.starts_with("x-")) {
            let Some(operation) = operation.as_object_mut().filter(|operation| operation.contains_key("responses")) else {
                continue;
            };
            let has = |key: &str, inside: &str| match &operation[key] {
                Value::Array(list) => list.iter().any(|value| value["in"] == inside),
                Value::Object(map) => map.values().any(|value| value.get(inside).is_some()),
                _ => false,
            };
            let (sends, answers) =
                (operation.contains_key("parameters") && has("parameters", "body"), has("responses", "schema"));
            if !consumes && sends && !operation.contains_key("consumes") {
                operation.insert("consumes".to_owned(), json!(["application/json"]));
            }
            if !produces && answers && !operation.contains_key("produces") {
                operation.insert("produces".to_owned(), json!(["application/json"]));
            }
        }
    }
}

fn single(connector: &Connector, addition: &Addition, wish: &Wish) -> Result<Single, Error> {
    let mut part = Part::default();
    match addition {
        Addition::Gateway => return single::gateway(connector),
        Addition::Script(operation) => return single::script(connector, operation.as_deref()),
        Addition::Icon(bytes) => return single::icon(connector, wish.publisher, bytes.as_deref()),
        Addition::Intro => return single::intro(connector, wish.publisher),
        Addition::TestConnection(operation) => return single::test_connection(connector, operation.as_deref()),
        Addition::Operations => wish.operations.iter().for_each(|action| part.add(operation::part(*action, wish))),
        Addition::Trigger => part.add(trigger::part(wish.trigger.unwrap_or(Trigger::Webhook), wish)),
        Addition::Policy(template, operations) => {
            let sets = connector.api_properties().is_some_and(|properties| !properties.sets().is_empty());
            if sets && template.id == "dynamichosturl" {
                return Err(Error::Clash(
                    "the connector has several sign-in methods: first add the host to each connection parameter set, then write the \
                     policy by hand"
                        .to_owned(),
                ));
            }
            let needed = match needs(template) {
                Needs::Action(action) if operations.is_empty() => vec![action.id(&wish.resource)],
                Needs::PollingTrigger if operations.is_empty() => {
                    return Err(Error::Clash(
                        "this policy comes with a polling trigger: run `connsmith add trigger polling`".to_owned(),
                    ));
                }
                _ => operations.clone(),
            };
            needed.iter().try_for_each(|id| known(connector, id))?;
            part.add(policy::part(template, wish, operations));
        }
        Addition::SignIn => part.add(ways_to_sign_in(connector, wish)?),
    }
    Ok(Single { part, ..Single::default() })
}

/// Fails when a connector has no operation of this id.
fn known(connector: &Connector, id: &str) -> Result<(), Error> {
    if connector.operation(id).is_some() {
        return Ok(());
    }
    let near = connector.nearest_operation(id).map(|near| format!("did you mean `{near}`?"));
    let help = near.unwrap_or_else(|| "name one of the connector's operations with `--for`".to_owned());
    Err(Error::Clash(format!("there is no operation `{id}`; {help}")))
}

fn ways_to_sign_in(connector: &Connector, wish: &Wish) -> Result<Part, Error> {
    let Some(properties) = connector.api_properties() else { return Ok(sign_in::part(wish)) };
    if !properties.sets().is_empty() {
        for (set, way) in wish.sign_ins.iter().map(|way| (way.set_name(), way)) {
            if properties.sets().iter().any(|known| known.get("name").is_some_and(|name| name.is(set))) {
                return Err(Error::Clash(format!("there is already a connection parameter set `{set}` ({})", way.label())));
            }
        }
        return Ok(sign_in::sets(&wish.sign_ins, wish));
    }
    let parameters = properties.connection_parameters();
    // A host or the name of a tenant is asked for beside whatever signs in.
    let signs_in = |parameter: &&ConnectionParameter| {
        let name = parameter.name().to_ascii_lowercase();
        ["oauthSetting", "securestring", "managedIdentity"].iter().any(|kind| parameter.is_type(kind))
            || ["username", "password", "api_key", "apikey", "token"].contains(&&*name)
    };
    let there = parameters.iter().find(signs_in).map(|parameter| parameter.name().into_owned());
    let scheme = connector.api().and_then(|api| api.security_definitions().next().map(|scheme| scheme.name().into_owned()));
    match there.or(scheme) {
        None => Ok(sign_in::part(wish)),
        Some(name) => Err(Error::Clash(format!(
            "the connector already signs in with `{name}`. A choice of methods needs `connectionParameterSets`, and then every \
             connection has to be created again: write them by hand, based on the output of `connsmith new --auth multi`"
        ))),
    }
}

/// Names that are taken.
fn clashes(connector: &Connector, part: &Part) -> Result<(), Error> {
    let paths = connector.api().and_then(|api| api.get("paths"));
    for (path, item) in part.definition["paths"].as_object().into_iter().flatten() {
        for (verb, operation) in item.as_object().into_iter().flatten().filter(|(verb, _)| !verb.starts_with("x-")) {
            if let Some(there) = paths.and_then(|paths| paths.get(path)?.get(verb)) {
                let id = there.get_str("operationId").map(|id| format!(" (`{id}`)")).unwrap_or_default();
                return Err(Error::Clash(format!("there is already an operation `{} {path}`{id}", verb.to_uppercase())));
            }
            if let Some(id) = operation["operationId"].as_str().filter(|id| connector.operation(id).is_some()) {
                return Err(Error::Clash(format!("there is already an operation `{id}`; name another `--resource`")));
            }
        }
    }
    let Some(properties) = connector.api_properties() else { return Ok(()) };
    let known = properties.connection_parameters();
    for (name, _) in part.properties["connectionParameters"].as_object().into_iter().flatten() {
        if known.iter().any(|parameter| parameter.name() == name.as_str()) {
            return Err(Error::Clash(format!("there is already a connection parameter `{name}`")));
        }
    }
    for policy in part.properties["policyTemplateInstances"].as_array().into_iter().flatten() {
        let same = |known: &Policy| {
            let value: Value = serde_json::from_str(known.node.text()).unwrap_or_default();
            value["templateId"] == policy["templateId"] && value["parameters"] == policy["parameters"]
        };
        if let Some(known) = properties.policies().find(same) {
            return Err(Error::Clash(format!("there is already an identical policy `{}`", known.template().unwrap_or_default())));
        }
    }
    Ok(())
}

/// Edits that put what is in `patch` into `target`. `patch` is written with one space for each level. Objects are united, lists
/// get items that they do not have; any other existing value stays, and so does a definition of the same name.
fn merge(fix: Fix, target: Node, patch: Node) -> Fix {
    if target.members().next().is_none() && patch.members().next().is_some() {
        return fix.replace(target, edit::laid_out_in_place(&unindented(patch), target));
    }
    patch.members().fold(fix, |fix, member| merge_member(fix, target, member))
}

fn merge_member(fix: Fix, target: Node, member: Member) -> Fix {
    let (name, value) = (member.name(), member.value);
    let Some(there) = target.get(&name) else {
        let json = edit::laid_out(&unindented(value), target);
        return match neighbour(target, &name) {
            Some(before) => fix.add_member_after(before, &name, &json),
            None => fix.add_member(target, &name, &json),
        };
    };
    if there.is_object() && value.is_object() {
        let settled = target.key().is_some_and(|key| key.key_is("definitions"));
        return if settled { fix } else { merge(fix, there, value) };
    }
    if there.is_array() && value.is_array() {
        let new: Vec<Node> = value.items().filter(|item| !there.items().any(|known| known.same(*item))).collect();
        if there.items().next().is_none() && !new.is_empty() {
            return fix.replace(there, edit::laid_out_in_place(&unindented(value), there));
        }
        return new.into_iter().fold(fix, |fix, item| {
            let json = edit::laid_out(&unindented(item), there);
            fix.add_item(there, &json)
        });
    }
    fix
}

/// The member of the definition's root behind which one of this name belongs.
fn neighbour<'a>(root: Node<'a>, name: &str) -> Option<Member<'a>> {
    if root.doc.file != File::Definition || root.parent().is_some() {
        return None;
    }
    let rank = fmt::rank_in_definition(name);
    root.members().filter(|member| fmt::rank_in_definition(&member.name()) < rank).max_by_key(|member| member.value.span().start)
}

/// The text of a value, without the spaces that its depth in the patch gives each of its lines.
fn unindented(value: Node) -> String {
    let text = value.text();
    // The last line of an object or array is its bracket, which is at its own level.
    let depth = text.lines().last().map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| text + "\n" + line.get(depth..).unwrap_or_default())
}
