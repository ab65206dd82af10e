//! Names that occur in several places and files of a connector: where each is defined and used, and what a rename changes.
use super::spot;
use crate::connector::grammar::Kind;
use crate::connector::resolve::pointer_token;
use crate::connector::{Connector, Definition, Dynamic, DynamicKind, Input, Operation, Policy, first_arguments};
use crate::text::document::{Document, File, Member, Node};
use crate::text::edit::quote;
use crate::text::json::Span;
use crate::text::pointer;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What a name names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// An operation, by its operationId.
    Operation(String),
    /// An entry of `definitions`, of the shared `parameters` or of the shared `responses`.
    Shared(Section, String),
    /// Parameters that can only be renamed together, each of an operation, a path or shared: the ids of their nodes, and the name.
    Parameter(BTreeSet<u32>, String),
    /// A connection parameter.
    Connection(String),
    /// A security definition.
    Security(String),
}

/// A section of the definition whose entries `$ref`s point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Definitions,
    Parameters,
    Responses,
}

impl Section {
    const ALL: [Section; 3] = [Section::Definitions, Section::Parameters, Section::Responses];

    pub fn key(self) -> &'static str {
        match self {
            Section::Definitions => "definitions",
            Section::Parameters => "parameters",
            Section::Responses => "responses",
        }
    }

    pub fn prefix(self) -> String {
        format!("#/{}/", self.key())
    }
}

/// How a name is written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// As a JSON string or key of its own.
    Whole,
    /// As part of a JSON string.
    Part,
    /// As the last step of a `$ref`.
    Pointer,
    /// As a C# string.
    Code,
    /// As a C# string behind `@`, where a backslash is a letter.
    Verbatim,
}

/// An occurrence of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub file: File,
    /// The range of the name, without quotes.
    pub span: Span,
    /// Whether it is the definition of the name.
    pub defines: bool,
    form: Form,
}

impl Occurrence {
    /// The text of this occurrence with another name.
    pub fn text(&self, name: &str) -> String {
        let inner = |text: &str| {
            let quoted = quote(text);
            quoted[1..quoted.len() - 1].to_owned()
        };
        match self.form {
            Form::Whole | Form::Part => inner(name),
            Form::Pointer => inner(&pointer_step(name)),
            Form::Code => name.replace('\\', "\\\\").replace('"', "\\\""),
            Form::Verbatim => name.replace('"', "\"\""),
        }
    }
}

/// A name as a step of a JSON pointer.
pub fn pointer_step(name: &str) -> String {
    pointer::escaped(name).replace('%', "%25").replace('#', "%23").replace(' ', "%20")
}

impl Name {
    /// The name itself.
    pub fn text(&self) -> &str {
        match self {
            Name::Operation(name)
            | Name::Shared(_, name)
            | Name::Parameter(_, name)
            | Name::Connection(name)
            | Name::Security(name) => name,
        }
    }

    /// What a rename breaks for users; None if nothing.
    pub fn warning(&self) -> Option<&'static str> {
        match self {
            Name::Operation(_) => Some(
                "Flows and apps that use the operation call it by this ID: once it is published, a rename breaks them. Keep the old one and mark it as deprecated instead.",
            ),
            Name::Parameter(..) => {
                Some("Flows and requests to the API send the value under this name: a rename breaks existing flows.")
            }
            Name::Connection(_) => {
                Some("Existing connections store their values under this name: after a rename, they have to be created again.")
            }
            Name::Shared(..) | Name::Security(_) => None,
        }
    }
}

/// The part of a string or key between its quotes.
fn inside(node: Node) -> Span {
    let span = node.span();
    let text = node.text();
    let open = u32::from(text.starts_with('"'));
    let close = u32::from(text.len() > 1 && text.ends_with('"'));
    Span { start: span.start + open, end: (span.end - close).max(span.start + open) }
}

fn whole(node: Node, defines: bool) -> Occurrence {
    Occurrence { file: node.doc.file, span: inside(node), defines, form: Form::Whole }
}

/// The name at a place, and its exact range.
pub fn at(connector: &Connector, document: &Document, offset: u32) -> Option<(Name, Occurrence)> {
    let mut look_ups_once = None;
    let touches = |found: &Occurrence| found.file == document.file && found.span.start <= offset && offset <= found.span.end;
    candidates(connector, document, offset).into_iter().find_map(|name| match name {
        Name::Parameter(_, name) => {
            let look_ups = look_ups_once.get_or_insert_with(|| look_ups(connector));
            let uses = uses_of_parameters(connector, &name, look_ups);
            let here = uses.iter().find(|one| touches(&one.at))?;
            Some((Name::Parameter(together(&uses, &here.parameters), name), here.at.clone()))
        }
        name => occurrences(connector, &name).into_iter().find(touches).map(|found| (name, found)),
    })
}

/// The candidates for the name at a place, parameters only by their name; [`at`] decides.
fn candidates(connector: &Connector, document: &Document, offset: u32) -> Vec<Name> {
    if document.file == File::Script {
        let Some(script) = connector.csharp() else { return Vec::new() };
        let token = script.code.tokens.iter().position(|token| token.span.start <= offset && offset <= token.span.end);
        let value = token.and_then(|token| script.value(token));
        return value
            .filter(|value| connector.operation(value).is_some())
            .map(|value| Name::Operation(value.to_owned()))
            .into_iter()
            .collect();
    }
    let spot = spot::at(document, offset);
    let mut found = Vec::new();
    let parent = spot.node.parent();
    if spot.in_key {
        let Some(parent) = parent else { return found };
        let name = spot.node.name().unwrap_or_default().into_owned();
        match (document.file, spot::kind_of(parent)) {
            (_, Some(Kind::Definitions)) => found.push(Name::Shared(Section::Definitions, name)),
            (_, Some(Kind::ParameterDefinitions)) => found.push(Name::Shared(Section::Parameters, name)),
            (_, Some(Kind::ResponseDefinitions)) => found.push(Name::Shared(Section::Responses, name)),
            (_, Some(Kind::SecurityDefinitions | Kind::SecurityRequirement)) => found.push(Name::Security(name)),
            (_, Some(Kind::ConnectionParameters)) => found.push(Name::Connection(name)),
            (_, Some(Kind::Paths)) => found.extend(parameters(connector).filter(|one| is_in_braces(&name, one.text()))),
            // The arguments of a lookup or capability.
            (File::Definition, _) if parent.key().is_some_and(|key| key.key_is("parameters")) => {
                let first = name.split('/').next();
                found.extend(parameters(connector).filter(|one| one.text() == name || Some(one.text()) == first));
            }
            _ => {}
        }
        return found;
    }
    let Some(text) = spot.node.str() else { return found };
    if connector.operation(&text).is_some() {
        found.push(Name::Operation(text.clone().into_owned()));
    }
    for section in Section::ALL {
        if let Some(name) = text.strip_prefix(&section.prefix()) {
            found.push(Name::Shared(section, pointer_token(name).into_owned()));
        }
    }
    if document.file == File::Properties
        && let Some(properties) = connector.api_properties()
    {
        found.extend(
            properties.references().into_iter().filter(|one| one.node == spot.node).map(|one| Name::Connection(one.name)),
        );
        let text = text.to_ascii_lowercase();
        found.extend(parameters(connector).filter(|one| text.contains(&one.text().to_ascii_lowercase())));
    }
    if document.file == File::Definition {
        let key = spot.node.name().unwrap_or_default();
        if matches!(&*key, "name" | "parameter" | "parameterReference") {
            found.extend(parameters(connector).filter(|name| text.split('/').next() == Some(name.text())));
        }
    }
    found
}

/// The names of the parameters of the definition, each once.
fn parameters(connector: &Connector) -> impl Iterator<Item = Name> {
    let names = connector.operations().flat_map(Operation::parameters).filter_map(|parameter| parameter.node.get_str("name"));
    let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).map(Cow::into_owned).collect();
    names.into_iter().map(|name| Name::Parameter(BTreeSet::new(), name))
}

/// All occurrences of a name, definitions first, then in file order.
pub fn occurrences(connector: &Connector, name: &Name) -> Vec<Occurrence> {
    let mut found = match name {
        Name::Operation(id) => of_operation(connector, id),
        Name::Shared(section, name) => of_shared(connector, *section, name),
        Name::Parameter(nodes, name) => {
            let uses = uses_of_parameters(connector, name, &look_ups(connector)).into_iter();
            uses.filter(|one| !one.parameters.is_disjoint(nodes)).map(|one| one.at).collect()
        }
        Name::Connection(name) => of_connection(connector, name),
        Name::Security(name) => of_security(connector, name),
    };
    found.sort_by_key(|found| (!found.defines, found.file, found.span));
    found.dedup();
    found
}

fn of_operation(connector: &Connector, id: &str) -> Vec<Occurrence> {
    let defines = |node: Node| {
        let parent = node.parent().filter(|_| node.name().is_some_and(|name| name == "operationId"));
        node.doc.file == File::Definition && parent.is_some_and(|parent| connector.operation_at(parent).is_some())
    };
    let names = connector.operation_names();
    let mut found: Vec<Occurrence> = names.get(id).into_iter().flatten().map(|node| whole(*node, defines(*node))).collect();
    if let Some(script) = connector.csharp() {
        for at in (0..script.code.tokens.len()).filter(|&at| script.value(at) == Some(id)) {
            let span = script.code.tokens[at].span;
            let (open, form) = if script.text(at).starts_with('@') { (2, Form::Verbatim) } else { (1, Form::Code) };
            let span = Span { start: span.start + open, end: span.end - 1 };
            found.push(Occurrence { file: File::Script, span, defines: false, form });
        }
    }
    found
}

fn of_shared(connector: &Connector, section: Section, name: &str) -> Vec<Occurrence> {
    let Some(document) = &connector.definition else { return Vec::new() };
    let member = document.root().get(section.key()).and_then(|entries| entries.members().find(|member| member.name() == name));
    let mut found: Vec<Occurrence> = member.map(|member| whole(member.key, true)).into_iter().collect();
    let prefix = section.prefix();
    for reference in document.members_named("$ref", 0..document.tree.nodes.len() as u32) {
        let Some(text) = reference.str() else { continue };
        if text.strip_prefix(&prefix).is_some_and(|step| pointer_token(step) == name) {
            let span = reference.part(prefix.len()..text.len());
            found.push(Occurrence { file: File::Definition, span, defines: false, form: Form::Pointer });
        }
    }
    found
}

fn of_connection(connector: &Connector, name: &str) -> Vec<Occurrence> {
    let Some(properties) = connector.api_properties() else { return Vec::new() };
    let parameters = properties.connection_parameters().into_iter();
    let mut found: Vec<Occurrence> =
        parameters.filter(|parameter| parameter.name() == name).map(|parameter| whole(parameter.key, true)).collect();
    for reference in properties.references().into_iter().filter(|reference| reference.name == name) {
        let span = reference.node.part(reference.range.clone());
        found.push(Occurrence { file: File::Properties, span, defines: false, form: Form::Part });
    }
    found
}

fn of_security(connector: &Connector, name: &str) -> Vec<Occurrence> {
    let Some(api) = connector.api() else { return Vec::new() };
    let defined = api.get("securityDefinitions").into_iter().flat_map(Node::members).filter(|member| member.name() == name);
    let mut found: Vec<Occurrence> = defined.map(|member| whole(member.key, true)).collect();
    api.each_security_requirement(|_, entry| {
        if entry.name() == name {
            found.push(whole(entry.key, false));
        }
    });
    found
}

/// The lookups of a definition, with the operation in which each is written.
pub fn look_ups(connector: &Connector) -> Vec<Dynamic<'_>> {
    const KINDS: [(&str, DynamicKind); 4] = [
        ("x-ms-dynamic-values", DynamicKind::Values),
        ("x-ms-dynamic-list", DynamicKind::List),
        ("x-ms-dynamic-schema", DynamicKind::Schema),
        ("x-ms-dynamic-properties", DynamicKind::Properties),
    ];
    let Some(document) = &connector.definition else { return Vec::new() };
    let all = 0..document.tree.nodes.len() as u32;
    let of = |kind, node| Dynamic::new(connector, kind, node, spot::operation_of(connector, node));
    let mut found = Vec::new();
    for (name, kind) in KINDS {
        found.extend(document.members_named(name, all.clone()).filter(|node| node.is_object()).filter_map(|node| of(kind, node)));
    }
    for tree in document.members_named("x-ms-dynamic-tree", all) {
        for (name, kind) in [("open", DynamicKind::TreeOpen), ("browse", DynamicKind::TreeBrowse)] {
            found.extend(tree.get(name).filter(|node| node.is_object()).and_then(|node| of(kind, node)));
        }
    }
    found
}

/// A place where the name of parameters is written, and the parameters that it may mean there.
struct Use {
    at: Occurrence,
    parameters: BTreeSet<u32>,
}

/// The parameters that have to be renamed with some of them: the places that mean one mean the others, too.
fn together(uses: &[Use], some: &BTreeSet<u32>) -> BTreeSet<u32> {
    let mut all = some.clone();
    loop {
        let before = all.len();
        for one in uses {
            if !one.parameters.is_disjoint(&all) {
                all.extend(&one.parameters);
            }
        }
        if all.len() == before {
            return all;
        }
    }
}

/// All places where parameters with a name are defined or used.
fn uses_of_parameters(connector: &Connector, name: &str, look_ups: &[Dynamic]) -> Vec<Use> {
    let Some(document) = &connector.definition else { return Vec::new() };
    let mut found = Vec::new();
    let named = |operation: Operation| {
        let all = operation.parameters().map(|parameter| parameter.node);
        all.filter(|node| node.get("name").is_some_and(|value| value.is(name))).map(|node| node.id).collect::<Vec<_>>()
    };
    let sent = |operations: &[Operation], place: &str| -> BTreeSet<u32> {
        let all = operations.iter().flat_map(|operation| named(*operation));
        all.filter(|id| document.node(*id).get("in").is_some_and(|value| value.is(place))).collect()
    };
    let mut push = |at: Occurrence, parameters: BTreeSet<u32>| {
        if !parameters.is_empty() {
            found.push(Use { at, parameters });
        }
    };
    for id in connector.operations().flat_map(named).collect::<BTreeSet<u32>>() {
        if let Some(value) = document.node(id).get("name") {
            push(whole(value, true), BTreeSet::from([id]));
        }
    }
    for item in connector.api().into_iter().flat_map(Definition::path_items) {
        let path = item.path();
        let places = in_braces(item.key, &path, name, File::Definition);
        if !places.is_empty() {
            let parameters = sent(&item.operations().collect::<Vec<_>>(), "path");
            places.into_iter().for_each(|place| push(place, parameters.clone()));
        }
    }
    for policy in connector.api_properties().into_iter().flat_map(|properties| properties.policies().collect::<Vec<_>>()) {
        in_policy(policy, name, &sent, &mut push);
    }
    let mut argument = |member: Member, target: Operation| {
        let (key, text) = (member.key, member.name());
        let place = Occurrence { form: Form::Part, ..whole(key, false) };
        match target.input(&text) {
            Input::Parameter(one) if text == name => push(place, BTreeSet::from([one.node.id])),
            Input::Parameter(_) => {}
            // A property by the name of the body and the path in it.
            _ => {
                let in_body = text.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
                if let Some(body) = target.body().filter(|body| in_body && body.name() == name) {
                    push(Occurrence { span: key.part(0..name.len()), ..place }, BTreeSet::from([body.node.id]));
                }
            }
        }
    };
    for look_up in look_ups {
        if let Some(target) = look_up.target() {
            look_up.arguments().for_each(|(member, _)| argument(member, target));
        }
    }
    // What `testConnection` and the file picker call.
    if let Some(capabilities) = document.root().get("x-ms-capabilities") {
        for called in document.members_named("operationId", capabilities.id..capabilities.after()) {
            let target = called.str().and_then(|id| connector.operation(&id));
            let arguments = called.parent().and_then(|holder| holder.get("parameters")).into_iter().flat_map(Node::members);
            if let Some(target) = target {
                arguments.for_each(|member| argument(member, target));
            }
        }
    }
    for look_up in look_ups {
        for (_, reference) in look_up.references() {
            let text = reference.str().unwrap_or_default();
            let first = text.split('/').next().unwrap_or_default();
            if first == name {
                let sources = sources(connector, look_up).into_iter();
                let parameters = sources.filter_map(|source| source.parameter(name)).map(|parameter| parameter.node.id);
                let span = reference.part(0..first.len());
                let place = Occurrence { file: File::Definition, span, defines: false, form: Form::Part };
                push(place, parameters.collect());
            }
        }
    }
    found
}

/// All operations in which a lookup is used, also those in which nobody sees it.
fn sources<'a>(connector: &'a Connector, look_up: &Dynamic<'a>) -> Vec<Operation<'a>> {
    if let Some(operation) = look_up.operation {
        return vec![operation];
    }
    let mut way: Vec<Node> = std::iter::successors(Some(look_up.node), |node| node.parent()).collect();
    // The root and the section are no entries of their own.
    way.truncate(way.len().saturating_sub(2));
    way.last().map(|shared| connector.users_of(*shared)).unwrap_or_default()
}

/// The uses of a parameter's name in a policy. `sent` finds the parameters with this name that operations send in a place.
fn in_policy(
    policy: Policy,
    name: &str,
    sent: &impl Fn(&[Operation], &str) -> BTreeSet<u32>,
    push: &mut impl FnMut(Occurrence, BTreeSet<u32>),
) {
    let ids = policy.operations();
    let applies = |operation: &Operation| ids.is_empty() || operation.id().is_some_and(|id| ids.iter().any(|node| node.is(&id)));
    let operations: Vec<Operation> = policy.connector.operations().filter(applies).collect();
    let place = |span| Occurrence { file: File::Properties, span, defines: false, form: Form::Part };
    // A route may use the value.
    for value in ["newPath", "parameterValueUrl"].into_iter().filter_map(|name| policy.parameter(name)) {
        for found in in_braces(value, &value.str().unwrap_or_default(), name, File::Properties) {
            push(found, sent(&operations, "path"));
        }
    }
    let section = policy.parameters().and_then(|parameters| parameters.get_str("x-ms-apimTemplate-policySection"));
    let is_after = section.is_some_and(|section| !section.eq_ignore_ascii_case("Request"));
    if let Some(value) = policy.parameter("name").filter(|_| !is_after) {
        if policy.is("setqueryparameter") && value.is(name) {
            push(whole(value, false), sent(&operations, "query"));
        } else if policy.is("setheader") && value.is_in_any_case(name) {
            push(whole(value, false), sent(&operations, "header"));
        }
    }
    let strings = (policy.node.id..policy.node.after()).map(|id| policy.node.doc.node(id)).filter(|node| node.is_string());
    for node in strings.filter(|node| node.text().contains('(')) {
        let text = node.str().unwrap_or_default();
        for range in first_arguments(&text, "queryParameters(").filter(|range| text[range.clone()] == *name) {
            push(place(node.part(range)), sent(&operations, "query"));
        }
        for range in first_arguments(&text, "headers(").filter(|range| text[range.clone()].eq_ignore_ascii_case(name)) {
            if !is_after {
                push(place(node.part(range)), sent(&operations, "header"));
            }
        }
    }
}

fn is_in_braces(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| text[..at].ends_with('{') && text[at + name.len()..].starts_with('}'))
}

/// The places of `{name}` in a string or key.
fn in_braces(node: Node, text: &str, name: &str, file: File) -> Vec<Occurrence> {
    let braces = format!("{{{name}}}");
    let places = text.match_indices(&braces).map(|(at, _)| node.part(at + 1..at + 1 + name.len()));
    places.map(|span| Occurrence { file, span, defines: false, form: Form::Part }).collect()
}
