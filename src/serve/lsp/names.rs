//! Names that occur in several places and files of a connector: where each is defined and used, and what a rename changes.
use super::spot;
use crate::connector::grammar::Kind;
use crate::connector::resolve::pointer_token;
use crate::connector::{Connector, Dynamic, DynamicKind, Input, Operation, Parameter};
use crate::text::document::{Document, File, Node};
use crate::text::edit::quote;
use crate::text::json::Span;

/// What a name names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// An operation, by its operationId.
    Operation(String),
    /// An entry of `definitions`, of the shared `parameters` or of the shared `responses`.
    Shared(Section, String),
    /// A parameter of an operation or path, or a shared one: by the id of its node, and its name.
    Parameter(u32, String),
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
        }
    }
}

/// A name as a step of a JSON pointer.
pub fn pointer_step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1").replace('%', "%25").replace('#', "%23").replace(' ', "%20")
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
    let look_ups = look_ups(connector);
    let here = |name: &Name| {
        let touches = |found: &Occurrence| found.file == document.file && found.span.start <= offset && offset <= found.span.end;
        with_look_ups(connector, name, &look_ups).into_iter().find(touches)
    };
    let candidates = candidates(connector, document, offset);
    candidates.into_iter().find_map(|name| here(&name).map(|found| (name, found)))
}

/// The candidates for the name at a place; [`occurrences`] decides.
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
            (_, Some(Kind::Arguments | Kind::ArgumentReferences | Kind::TreeArguments)) => {
                found.extend(parameters(connector).filter(|one| one.text() == name));
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
        found.extend(parameters(connector).filter(|one| is_in_braces(&text, one.text())));
    }
    if document.file == File::Definition {
        let key = spot.node.name().unwrap_or_default();
        if matches!(&*key, "name" | "parameter" | "parameterReference") {
            found.extend(parameters(connector).filter(|name| text.split('/').next() == Some(name.text())));
        }
    }
    found
}

/// The parameters of the definition, each once.
fn parameters(connector: &Connector) -> impl Iterator<Item = Name> {
    let mut nodes: Vec<Node> = connector.operations().flat_map(Operation::parameters).map(|parameter| parameter.node).collect();
    nodes.sort_by_key(|node| node.id);
    nodes.dedup_by_key(|node| node.id);
    let names: Vec<Name> = nodes
        .into_iter()
        .filter_map(|node| Some(Name::Parameter(node.id, node.get_str("name").filter(|name| !name.is_empty())?.into_owned())))
        .collect();
    names.into_iter()
}

/// All occurrences of a name, definitions first, then in file order.
pub fn occurrences(connector: &Connector, name: &Name) -> Vec<Occurrence> {
    with_look_ups(connector, name, &look_ups(connector))
}

fn with_look_ups(connector: &Connector, name: &Name, look_ups: &[Dynamic]) -> Vec<Occurrence> {
    let mut found = match name {
        Name::Operation(id) => of_operation(connector, id),
        Name::Shared(section, name) => of_shared(connector, *section, name),
        Name::Parameter(node, name) => of_parameter(connector, *node, name, look_ups),
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
            let open = if script.text(at).starts_with('@') { 2 } else { 1 };
            let span = Span { start: span.start + open, end: span.end - 1 };
            found.push(Occurrence { file: File::Script, span, defines: false, form: Form::Code });
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

fn of_parameter(connector: &Connector, node: u32, name: &str, look_ups: &[Dynamic]) -> Vec<Occurrence> {
    let Some(document) = &connector.definition else { return Vec::new() };
    let mut found = Vec::new();
    let is_it = |parameter: Parameter| parameter.node.id == node;
    if let Some(value) = (node < document.tree.nodes.len() as u32).then(|| document.node(node)).and_then(|node| node.get("name"))
        && value.is(name)
    {
        found.push(whole(value, true));
    }
    for operation in connector.operations().filter(|operation| operation.parameters().any(is_it)) {
        let in_path = operation.parameters().any(|parameter| is_it(parameter) && parameter.is_in("path"));
        if in_path {
            let key = operation.path_item().key;
            found.extend(in_braces(key, &operation.path(), name, File::Definition));
            // A route may use the value.
            for policy in connector.api_properties().into_iter().flat_map(|properties| properties.policies().collect::<Vec<_>>())
            {
                let id = operation.id().unwrap_or_default();
                if !policy.operations().iter().any(|node| node.is(&id)) {
                    continue;
                }
                for value in ["newPath", "parameterValueUrl"].into_iter().filter_map(|name| policy.parameter(name)) {
                    found.extend(in_braces(value, &value.str().unwrap_or_default(), name, File::Properties));
                }
            }
        }
    }
    for look_up in look_ups {
        let of_target = look_up.target().is_some_and(|target| matches!(target.input(name), Input::Parameter(one) if is_it(one)));
        for (argument, _) in look_up.arguments().filter(|(argument, _)| of_target && argument.name() == name) {
            found.push(whole(argument.key, false));
        }
        for (_, reference) in look_up.references() {
            let text = reference.str().unwrap_or_default();
            let first = text.split('/').next().unwrap_or_default();
            let named = first == name && look_up.sources().iter().any(|source| source.parameter(name).is_some_and(is_it));
            if named {
                let span = reference.part(0..first.len());
                found.push(Occurrence { file: File::Definition, span, defines: false, form: Form::Part });
            }
        }
    }
    found
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
