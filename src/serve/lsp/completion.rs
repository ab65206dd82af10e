//! Completion: names of members, values, and names of other things in the connector, all from the grammar, the facts and the
//! connector itself.
use super::cursor::{self, Cursor, Expected, Frame, ValueAfter};
use super::names::{self, Section};
use super::session::{Place, Session};
use super::{Features, describe, hover, spot, text};
use crate::connector::facts;
use crate::connector::facts::identity_providers::Provider;
use crate::connector::facts::policy_templates::Template;
use crate::connector::grammar::{IGNORED_EXTENSIONS, Kind, Others, Value};
use crate::connector::{Connector, Operation, Policy, Schema};
use crate::text::document::{File, Node};
use crate::text::edit::quote;
use crate::text::json::{self, Span};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat, MarkupContent, MarkupKind, Position,
    Range, TextEdit,
};
use rustc_hash::FxHashSet;

/// A proposal before it is adapted to the place.
struct Proposal {
    label: String,
    kind: CompletionItemKind,
    detail: Option<String>,
    documentation: Option<String>,
    /// Its position in the list.
    rank: u8,
    what: What,
}

enum What {
    /// A member: its name, and a snippet for its value.
    Member(String, String),
    /// A text, which becomes a string.
    Text(String),
    /// A text in place of a part of the string being typed: bytes of the document.
    Part(String, std::ops::Range<usize>),
    /// A complete snippet.
    Snippet(String),
}

impl Proposal {
    fn text(label: &str, kind: CompletionItemKind) -> Proposal {
        Proposal { label: label.into(), kind, detail: None, documentation: None, rank: 1, what: What::Text(label.into()) }
    }

    fn part(label: &str, kind: CompletionItemKind, part: std::ops::Range<usize>) -> Proposal {
        Proposal { what: What::Part(label.into(), part), ..Proposal::text(label, kind) }
    }

    fn snippet(label: &str, snippet: impl Into<String>) -> Proposal {
        Proposal {
            label: label.into(),
            kind: CompletionItemKind::SNIPPET,
            detail: None,
            documentation: None,
            rank: 0,
            what: What::Snippet(snippet.into()),
        }
    }

    fn member(name: &str, snippet: impl Into<String>) -> Proposal {
        Proposal {
            label: name.into(),
            kind: CompletionItemKind::PROPERTY,
            detail: None,
            documentation: None,
            rank: 1,
            what: What::Member(name.into(), snippet.into()),
        }
    }

    fn detail(mut self, detail: impl Into<String>) -> Proposal {
        self.detail = Some(detail.into());
        self
    }

    fn says(mut self, documentation: impl Into<String>) -> Proposal {
        self.documentation = Some(documentation.into());
        self
    }

    fn rank(mut self, rank: u8) -> Proposal {
        self.rank = rank;
        self
    }
}

/// All proposals for a place.
pub fn complete(session: &Session, place: Place, at: Position, features: &Features) -> Vec<CompletionItem> {
    let Place { loaded, document } = place;
    if !matches!(document.file, File::Definition | File::Properties | File::Settings) {
        return Vec::new();
    }
    let offset = text::offset(&document.text, at, session.units);
    let mut cursor = cursor::find(&document.text, offset);
    let mut gap = "";
    match cursor.value_after.clone() {
        // The value that is there is replaced.
        Some(ValueAfter::Token(token)) => {
            gap = document.text.get(offset..token.start).unwrap_or_default();
            (cursor.token, cursor.comma_after) = (offset..token.end, false);
        }
        // It may be long: it is not replaced, and a second one cannot stand beside it.
        Some(ValueAfter::Other) => return Vec::new(),
        None => {}
    }
    let cursor = cursor;
    let context = Context::new(&loaded.target.connector, document.file, &cursor);
    let proposals = match cursor.expected {
        // A member with its colon has a value: only its name can change.
        Expected::Key { colon: true } => {
            context.members().into_iter().filter(|one| matches!(one.what, What::Member(..))).collect()
        }
        Expected::Key { .. } => context.members(),
        Expected::Value => context.values(&document.text, offset),
        Expected::Nothing => Vec::new(),
    };
    let range = |span: std::ops::Range<usize>| {
        text::range(document, Span { start: span.start as u32, end: span.end as u32 }, session.units)
    };
    let in_quotes = document.text.get(cursor.token.start..offset).is_some_and(|typed| typed.starts_with('"'));
    let fit = Fit { cursor: &cursor, gap, in_quotes, range: &range, features };
    let mut seen = FxHashSet::default();
    proposals.into_iter().filter(|one| seen.insert(one.label.clone())).map(|one| fit.item(one)).collect()
}

/// How proposals are inserted into the text.
struct Fit<'c, R: Fn(std::ops::Range<usize>) -> Range> {
    cursor: &'c Cursor,
    /// The white space before a value that is replaced.
    gap: &'c str,
    /// Whether a quote is typed already, to which a client compares.
    in_quotes: bool,
    range: &'c R,
    features: &'c Features,
}

impl<R: Fn(std::ops::Range<usize>) -> Range> Fit<'_, R> {
    fn item(&self, proposal: Proposal) -> CompletionItem {
        let Proposal { label, kind, detail, documentation, rank, what } = proposal;
        let colon = matches!(self.cursor.expected, Expected::Key { colon: true });
        let comma = if self.cursor.comma_after && !colon { "," } else { "" };
        let kind_of_text = if self.features.completion_markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
        let mut token = self.cursor.token.clone();
        let (new_text, filter) = match what {
            What::Member(name, value) => {
                let key = quote(&name);
                let whole = if colon { escaped(&key) } else { format!("{}: {value}{comma}", escaped(&key)) };
                (whole, key)
            }
            What::Text(text) => {
                let text = quote(&text);
                (format!("{}{comma}", escaped(&text)), text)
            }
            What::Part(text, part) => {
                token = part;
                let quoted = quote(&text);
                let inner = &quoted[1..quoted.len() - 1];
                (escaped(inner), inner.to_owned())
            }
            What::Snippet(snippet) => (format!("{snippet}{comma}"), if self.in_quotes { quote(&label) } else { label.clone() }),
        };
        let filter = if self.cursor.token.is_empty() { label.clone() } else { filter };
        let mut new_text = format!("{}{new_text}", self.gap);
        // Two edits must not touch, so a comma at the same place goes into the same edit.
        let comma_before = match self.cursor.comma_before {
            Some(at) if at == token.start => {
                new_text = format!(", {new_text}");
                None
            }
            at => at,
        };
        let new_text = if self.features.snippets { new_text } else { plain(&new_text) };
        CompletionItem {
            sort_text: Some(format!("{rank}{label}")),
            filter_text: Some(filter),
            label,
            kind: Some(kind),
            detail,
            documentation: documentation.map(|value| Documentation::MarkupContent(MarkupContent { kind: kind_of_text, value })),
            insert_text_format: Some(if self.features.snippets {
                InsertTextFormat::SNIPPET
            } else {
                InsertTextFormat::PLAIN_TEXT
            }),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: (self.range)(token), new_text })),
            additional_text_edits: comma_before.map(|at| vec![TextEdit { range: (self.range)(at..at), new_text: ",".into() }]),
            ..CompletionItem::default()
        }
    }
}

/// A text with escaped tab stops.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// A snippet without tab stops, for editors that do not support them.
fn plain(snippet: &str) -> String {
    let mut text = String::with_capacity(snippet.len());
    let mut letters = snippet.chars().peekable();
    let mut depth = 0_usize;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.extend(letters.next()),
            '$' if letters.peek() == Some(&'{') => {
                letters.next();
                while letters.peek().is_some_and(char::is_ascii_digit) {
                    letters.next();
                }
                match letters.next() {
                    Some('|') => {
                        // The first choice.
                        let mut first = true;
                        for letter in letters.by_ref() {
                            match letter {
                                '}' => break,
                                ',' | '|' => first = false,
                                letter if first => text.push(letter),
                                _ => {}
                            }
                        }
                    }
                    Some(':') => depth += 1,
                    _ => {}
                }
            }
            '$' => {
                while letters.peek().is_some_and(char::is_ascii_digit) {
                    letters.next();
                }
            }
            '}' if depth > 0 => depth -= 1,
            letter => text.push(letter),
        }
    }
    text
}

/// The place in terms of the grammar.
struct Context<'a> {
    connector: &'a Connector,
    file: File,
    cursor: &'a Cursor,
    /// The expected value of each frame, up to the first unknown object.
    kinds: Vec<Option<Kind>>,
    /// The expected value at the place, if a value is expected.
    value: Value,
}

impl<'a> Context<'a> {
    fn new(connector: &'a Connector, file: File, cursor: &'a Cursor) -> Context<'a> {
        let mut value = spot::root(file);
        let mut kinds = Vec::new();
        for frame in &cursor.frames {
            let (kind, next) = match spot::fitting(&value, frame.is_object) {
                Value::Object(kind) if frame.is_object => {
                    let kind = match kind {
                        Kind::Parameter if !frame.has("$ref") => Kind::of_parameter(frame.get("in").unwrap_or_default()),
                        kind => kind,
                    };
                    (Some(kind), frame.key.as_deref().map_or(Value::Any, |key| spot::member_value(kind, key)))
                }
                Value::Array(item) if !frame.is_object => (None, *item),
                _ => (None, Value::Any),
            };
            kinds.push(kind);
            value = next;
        }
        Context { connector, file, cursor, kinds, value }
    }

    fn frame(&self) -> Option<&'a Frame> {
        self.cursor.frames.last()
    }

    /// The frame a number of levels out from the innermost, with its kind.
    fn around(&self, out: usize) -> Option<(&'a Frame, Option<Kind>)> {
        let at = self.cursor.frames.len().checked_sub(out + 1)?;
        Some((self.cursor.frames.get(at)?, self.kinds.get(at).copied().flatten()))
    }

    fn kind(&self) -> Option<Kind> {
        self.kinds.last().copied().flatten()
    }

    /// The path to the member being typed, to look up its description.
    fn way(&self, last: Option<&str>) -> Vec<Option<String>> {
        let frames = &self.cursor.frames;
        let outer = frames.len().saturating_sub(1);
        let steps = frames[..outer].iter().map(|frame| if frame.is_object { frame.key.clone() } else { None });
        steps.chain(last.map(|name| Some(name.to_owned()))).collect()
    }

    /// The operation that contains the place.
    fn operation(&self) -> Option<Operation<'a>> {
        let frames = &self.cursor.frames;
        if self.file != File::Definition || frames.first()?.key.as_deref() != Some("paths") {
            return None;
        }
        let (path, verb) = (frames.get(1)?.key.as_deref()?, frames.get(2)?.key.as_deref()?);
        self.connector.operations().find(|operation| operation.path() == path && operation.verb() == verb)
    }

    /// The members that are allowed here and missing.
    fn members(&self) -> Vec<Proposal> {
        let (Some(frame), Some(kind)) = (self.frame(), self.kind()) else { return Vec::new() };
        let object = kind.object();
        let mut all = Vec::new();
        for property in object.properties.iter().filter(|property| !frame.has(property.name)) {
            // A parameter without `in`: members that all parameters have come first.
            let rank = match property.name {
                name if property.required || is_wanted(kind, name) => 0,
                name if IGNORED_EXTENSIONS.binary_search(&name).is_ok() => 4,
                name if name.starts_with("x-ms-") => 2,
                _ => 1,
            };
            let mut proposal = Proposal::member(property.name, self.value_snippet(kind, property.name, &property.value));
            proposal = proposal.rank(rank).detail(hover::allowed(&property.value).replace('`', ""));
            if let Some(text) = describe::description(self.file, &self.way(Some(property.name))) {
                proposal = proposal.says(text);
            }
            all.push(proposal);
        }
        all.extend(self.entries(kind, frame).into_iter().filter(|one| match &one.what {
            What::Member(name, _) => !frame.has(name),
            _ => true,
        }));
        all
    }

    /// Names in objects that allow any name.
    fn entries(&self, kind: Kind, frame: &Frame) -> Vec<Proposal> {
        let connector = self.connector;
        match kind {
            Kind::Paths => vec![
                Proposal::snippet(
                    "path",
                    format!("\"/${{1:items}}\": {{\n\t\"${{2|get,post,put,patch,delete|}}\": {}\n}}", operation_snippet(3)),
                )
                .detail("a path with an operation"),
            ],
            Kind::PathItem => ["get", "post", "put", "patch", "delete"]
                .into_iter()
                .filter(|verb| !frame.has(verb))
                .map(|verb| Proposal::member(verb, operation_snippet(1)).rank(0).detail("an operation"))
                .collect(),
            Kind::Responses => {
                let codes = [
                    ("200", "OK"),
                    ("201", "Created"),
                    ("202", "Accepted"),
                    ("204", "No content"),
                    ("400", "Bad request"),
                    ("401", "Unauthorized"),
                    ("404", "Not found"),
                    ("429", "Too many requests"),
                    ("default", "Default response"),
                ];
                let response = |(code, text): (&str, &str)| {
                    let body = if code.starts_with('2') && code != "204" {
                        format!("{{\n\t\"description\": \"${{1:{text}}}\",\n\t\"schema\": {{\n\t\t$2\n\t}}\n}}")
                    } else {
                        format!("{{\n\t\"description\": \"${{1:{text}}}\"\n}}")
                    };
                    Proposal::member(code, body).detail(text).rank(u8::from(!code.starts_with("20")))
                };
                codes.into_iter().map(response).collect()
            }
            Kind::SchemaProperties => vec![Proposal::snippet(
                "property",
                "\"${1:name}\": {\n\t\"type\": \"${2|string,integer,number,boolean,array,object|}\",\n\t\"x-ms-summary\": \"${3:Label}\",\n\t\"description\": \"$4\"\n}",
            )],
            Kind::Definitions => vec![Proposal::snippet(
                "definition",
                "\"${1:Name}\": {\n\t\"type\": \"object\",\n\t\"properties\": {\n\t\t$2\n\t}\n}",
            )],
            Kind::ParameterDefinitions => vec![Proposal::snippet("parameter", format!("\"${{9:Name}}\": {}", parameter_snippet("query")))],
            Kind::SecurityDefinitions => vec![
                Proposal::member("api_key", "{\n\t\"type\": \"apiKey\",\n\t\"in\": \"${1|header,query|}\",\n\t\"name\": \"${2:X-API-Key}\"\n}"),
                Proposal::member("basic", "{\n\t\"type\": \"basic\"\n}"),
                Proposal::member(
                    "oauth2",
                    "{\n\t\"type\": \"oauth2\",\n\t\"flow\": \"accessCode\",\n\t\"authorizationUrl\": \"$1\",\n\t\"tokenUrl\": \"$2\",\n\t\"scopes\": {\n\t\t\"${3:scope}\": \"${4:What it allows.}\"\n\t}\n}",
                ),
            ],
            Kind::SecurityRequirement => {
                let names = connector.api().into_iter().flat_map(|api| api.security_definitions().collect::<Vec<_>>());
                names.map(|member| Proposal::member(&member.name(), "[$1]")).collect()
            }
            Kind::ConnectionParameters => vec![
                Proposal::member("api_key", connection_snippet("securestring", "API key", "The API key of your account."))
                    .detail("a secret that users enter"),
                Proposal::member("username", connection_snippet("string", "User name", "Your user name.")).detail("basic sign-in"),
                Proposal::member("password", connection_snippet("securestring", "Password", "Your password.")).detail("basic sign-in"),
                Proposal::member(
                    "token",
                    "{\n\t\"type\": \"oauthSetting\",\n\t\"oAuthSettings\": {\n\t\t\"identityProvider\": \"${1:oauth2}\",\n\t\t\"clientId\": \"$2\",\n\t\t\"scopes\": [\"$3\"],\n\t\t\"redirectMode\": \"GlobalPerConnector\"\n\t}\n}",
                )
                .detail("sign-in with OAuth 2.0"),
            ],
            Kind::Arguments | Kind::ArgumentReferences | Kind::TreeArguments => self.arguments(kind),
            Kind::PolicyParameters => self.policy_parameters(),
            Kind::CustomParameters => {
                let settings = self.around(1).map(|(frame, _)| frame);
                let provider = settings.and_then(|frame| Provider::find(frame.get("identityProvider")?));
                let names = provider.into_iter().flat_map(|provider| provider.required.iter().chain(&provider.optional));
                names.map(|name| Proposal::member(name, "{\n\t\"value\": \"$1\"\n}")).collect()
            }
            Kind::Headers => vec![Proposal::snippet("header", "\"${1:X-Name}\": {\n\t\"type\": \"string\",\n\t\"description\": \"$2\"\n}")],
            _ => match kind.object().others {
                Others::Map(_) | Others::Open | Others::Extensions | Others::Ignored | Others::Closed => Vec::new(),
                Others::Paths | Others::StatusCodes => Vec::new(),
            },
        }
    }

    /// The parameters of the operation that a lookup calls.
    fn arguments(&self, kind: Kind) -> Vec<Proposal> {
        let Some(target) = self.target(1) else { return Vec::new() };
        let source = match kind {
            Kind::Arguments => "{ \"parameter\": \"$1\" }",
            _ => "{ \"parameterReference\": \"$1\" }",
        };
        let is_literal = self.around(1).is_some_and(|(_, kind)| matches!(kind, Some(Kind::TestConnection | Kind::Simulate)));
        let source = if is_literal { "\"$1\"" } else { source };
        let proposal =
            |name: String, required: bool, label: String| Proposal::member(&name, source).rank(u8::from(!required)).detail(label);
        let mut all = Vec::new();
        for parameter in target.parameters() {
            match parameter.schema().and_then(Schema::resolve) {
                Some(body) => {
                    for (member, property) in body.properties() {
                        let name = if kind == Kind::Arguments {
                            member.name().into_owned()
                        } else {
                            format!("{}/{}", parameter.name(), member.name())
                        };
                        all.push(proposal(name, property.is_required(), "in the body".into()));
                    }
                }
                None => {
                    all.push(proposal(parameter.name().into_owned(), parameter.is_required(), parameter.location().into_owned()))
                }
            }
        }
        all
    }

    /// The operation called by a lookup a number of levels out.
    fn target(&self, out: usize) -> Option<Operation<'a>> {
        self.connector.operation(self.around(out)?.0.get("operationId")?)
    }

    fn policy_parameters(&self) -> Vec<Proposal> {
        let Some(template) = self.around(1).and_then(|(policy, _)| Template::find(policy.get("templateId")?)) else {
            return Vec::new();
        };
        let parameter = |one: &crate::connector::facts::policy_templates::Parameter| {
            let value = if one.values.is_empty() { "\"$1\"".to_owned() } else { choice(1, &one.values) };
            Proposal::member(&format!("{}{}", Policy::PREFIX, one.name), value).rank(u8::from(!one.required))
        };
        template.parameters.iter().map(parameter).collect()
    }

    /// The values that are allowed here.
    fn values(&self, text: &str, offset: usize) -> Vec<Proposal> {
        let mut all = self.named_values(text, offset);
        if all.is_empty() {
            all = self.values_of(&self.value);
        }
        // What a list has already is not offered again.
        if let Some(list) = self.frame().filter(|frame| !frame.is_object) {
            all.retain(|one| !matches!(&one.what, What::Text(text) if list.has(text)));
        }
        all
    }

    fn values_of(&self, value: &Value) -> Vec<Proposal> {
        match value {
            Value::Enum(words) => words.iter().map(|word| Proposal::text(word, CompletionItemKind::ENUM_MEMBER)).collect(),
            Value::Boolean => ["true", "false"]
                .into_iter()
                .map(|word| Proposal { kind: CompletionItemKind::KEYWORD, ..Proposal::snippet(word, word) })
                .collect(),
            Value::Null => vec![Proposal::snippet("null", "null")],
            Value::Either(values) => values.iter().flat_map(|value| self.values_of(value)).collect(),
            Value::Object(kind) => self.object_snippets(*kind),
            _ => Vec::new(),
        }
    }

    /// Complete objects, as list items.
    fn object_snippets(&self, kind: Kind) -> Vec<Proposal> {
        match kind.general() {
            Kind::Parameter => {
                let shared = self.references(Section::Parameters);
                let locations = ["query", "path", "header", "body", "formData"];
                let new =
                    locations.into_iter().map(|place| Proposal::snippet(&format!("{place} parameter"), parameter_snippet(place)));
                new.chain(shared.into_iter().map(|(pointer, detail)| {
                    Proposal::snippet(&pointer, format!("{{ \"\\$ref\": {} }}", escaped(&quote(&pointer)))).detail(detail).rank(1)
                }))
                .collect()
            }
            Kind::PolicyTemplateInstance => Template::all()
                .iter()
                .map(|template| Proposal::snippet(template.id, policy_snippet(template)).detail("policy").says(template.effect))
                .collect(),
            Kind::Schema => {
                let mut all = vec![
                    Proposal::snippet("object", "{\n\t\"type\": \"object\",\n\t\"properties\": {\n\t\t$1\n\t}\n}"),
                    Proposal::snippet("array", "{\n\t\"type\": \"array\",\n\t\"items\": {\n\t\t$1\n\t}\n}"),
                ];
                all.extend(self.references(Section::Definitions).into_iter().map(|(pointer, detail)| {
                    Proposal::snippet(&pointer, format!("{{ \"\\$ref\": {} }}", escaped(&quote(&pointer)))).detail(detail).rank(1)
                }));
                all
            }
            _ => vec![Proposal::snippet(kind.object().name.trim_matches('`'), self.object_snippet(kind, &mut 0))],
        }
    }

    /// `#/definitions/Name` and similar references, each with a description.
    fn references(&self, section: Section) -> Vec<(String, String)> {
        let root = self.connector.definition.as_ref().map(|document| document.root());
        let entries = root.and_then(|root| root.get(section.key())).into_iter().flat_map(Node::members);
        let one = |member: crate::text::document::Member| {
            let about = ["title", "x-ms-summary", "type", "in", "description"];
            let about = about.iter().find_map(|key| member.value.get_str(key)).unwrap_or_default();
            (format!("{}{}", section.prefix(), names::pointer_step(&member.name())), about.into_owned())
        };
        entries.map(one).collect()
    }

    fn operation_ids(&self) -> Vec<Proposal> {
        let own = self.operation().map(|operation| operation.node().id);
        let mut all: Vec<Proposal> = self
            .connector
            .operations()
            .filter(|operation| Some(operation.node().id) != own || self.file != File::Definition)
            .filter_map(|operation| {
                let id = operation.id().filter(|id| !id.is_empty())?;
                let detail = format!("{} {}", operation.verb().to_uppercase(), operation.path());
                let proposal = Proposal::text(&id, CompletionItemKind::FUNCTION).detail(detail);
                Some(match operation.get_str("summary") {
                    Some(summary) => proposal.says(summary),
                    None => proposal,
                })
            })
            .collect();
        // Operations called by lookups are mostly internal.
        for (proposal, operation) in all.iter_mut().zip(self.connector.operations()) {
            proposal.rank = if operation.is_internal() { 0 } else { 1 };
        }
        all
    }

    /// Values that are names of other things, depending on the place.
    fn named_values(&self, text: &str, offset: usize) -> Vec<Proposal> {
        let words = |words: &[&str], kind| words.iter().map(|word| Proposal::text(word, kind)).collect::<Vec<_>>();
        let Some(frame) = self.frame() else { return Vec::new() };
        // In a list, the member with the list is one level out.
        let (key, owner, kind) = match (frame.is_object, self.around(1)) {
            (true, _) => (frame.key.as_deref().unwrap_or_default(), frame, self.kind()),
            (false, Some((owner, kind))) => (owner.key.as_deref().unwrap_or_default(), owner, kind),
            (false, None) => return Vec::new(),
        };
        let Some(kind) = kind else {
            // The grammar does not cover the arguments of older lookups.
            return if frame.is_object && key == "parameter" && self.is_in_arguments() { self.inputs(false) } else { Vec::new() };
        };
        match (kind.general(), key) {
            (Kind::Operation, "operationId") => Vec::new(),
            (_, "operationId" | "x-ms-apimTemplate-operationName" | "scriptOperations")
                if frame.is_object == (key == "operationId") =>
            {
                self.operation_ids()
            }
            (Kind::Schema, "$ref") => self.pointers(Section::Definitions),
            (Kind::Parameter, "$ref") => self.pointers(Section::Parameters),
            (Kind::Response, "$ref") => self.pointers(Section::Responses),
            (Kind::Schema | Kind::Items | Kind::Header | Kind::Parameter, "format") => {
                let types = facts::entries("formats", "types").filter(|entry| {
                    let name = entry.get("type").and_then(facts::Value::as_str);
                    owner.get("type").is_none_or(|kind| name == Some(kind))
                });
                let formats = types.filter_map(|entry| entry.get("formats")?.as_array());
                formats
                    .flatten()
                    .filter_map(facts::Value::as_str)
                    .map(|word| Proposal::text(word, CompletionItemKind::ENUM_MEMBER))
                    .collect()
            }
            (Kind::Swagger | Kind::Operation, "consumes" | "produces") if !frame.is_object => {
                let mut types = facts::strings("mime-types", "documented", "types");
                types.extend(facts::strings("mime-types", "published-consumes", "types"));
                words(&types, CompletionItemKind::VALUE)
            }
            (Kind::Operation, "tags") if !frame.is_object => {
                let root = self.connector.definition.as_ref().map(|document| document.root());
                let declared = root.and_then(|root| root.get("tags")).into_iter().flat_map(Node::items);
                declared
                    .filter_map(|tag| tag.get_str("name"))
                    .map(|name| Proposal::text(&name, CompletionItemKind::VALUE))
                    .collect()
            }
            (Kind::Operation, "x-ms-agentic-protocol") => {
                words(&facts::strings("known-extensions", "allowed-values", "agentic-protocol"), CompletionItemKind::ENUM_MEMBER)
            }
            (Kind::ConnectorMetadata, "propertyName") => {
                words(&["Website", "Privacy policy", "Categories"], CompletionItemKind::VALUE)
            }
            (Kind::ConnectorMetadata, "propertyValue") if owner.get("propertyName") == Some("Categories") => {
                self.categories(text, offset)
            }
            (Kind::PropertiesBody, "capabilities") if !frame.is_object => {
                words(&facts::strings("connection-parameter-types", "capabilities", "names"), CompletionItemKind::VALUE)
            }
            (Kind::PolicyTemplateInstance, "templateId") => Template::all()
                .iter()
                .map(|template| Proposal::text(template.id, CompletionItemKind::CLASS).says(template.effect))
                .collect(),
            (Kind::OAuthSettings, "identityProvider") => {
                Provider::all().iter().map(|provider| Proposal::text(provider.id, CompletionItemKind::VALUE)).collect()
            }
            (Kind::PolicyParameters, key) => self.policy_values(key, text, offset),
            (Kind::Pageable, "nextLinkName") => self.next_links(),
            (Kind::Schema, "required") if !frame.is_object => self.property_names(),
            (
                Kind::DynamicValues
                | Kind::DynamicList
                | Kind::DynamicSchema
                | Kind::DynamicProperties
                | Kind::FilePicker
                | Kind::TreeOperation,
                "value-path"
                | "value-title"
                | "value-collection"
                | "itemsPath"
                | "itemTitlePath"
                | "itemValuePath"
                | "itemFullTitlePath"
                | "itemIsParent"
                | "value-folder-property"
                | "value-media-property",
            ) => self.paths(key, owner, kind),
            (Kind::Argument | Kind::TreeArgument, "parameterReference") => self.inputs(true),
            (Kind::TreeArgument, "selectedItemValuePath") => Vec::new(),
            _ => Vec::new(),
        }
    }

    fn pointers(&self, section: Section) -> Vec<Proposal> {
        let all = self.references(section).into_iter();
        all.map(|(pointer, detail)| Proposal::text(&pointer, CompletionItemKind::REFERENCE).detail(detail)).collect()
    }

    /// The bytes between the quotes of the string in which the place is; None if it is in none.
    fn inside(&self, text: &str, offset: usize) -> Option<std::ops::Range<usize>> {
        let token = &self.cursor.token;
        let written = text.get(token.clone())?;
        let end = if json::is_closed_string(written) { token.end - 1 } else { token.end };
        (written.starts_with('"') && token.start < offset && offset <= end).then_some(token.start + 1..end)
    }

    /// The names between the semicolons, without those that are there already.
    fn categories(&self, text: &str, offset: usize) -> Vec<Proposal> {
        let names = facts::strings("categories", "categories", "names").into_iter();
        let Some(inside) = self.inside(text, offset) else {
            return names.map(|name| Proposal::text(name, CompletionItemKind::VALUE)).collect();
        };
        let start = text[inside.start..offset].rfind(';').map_or(inside.start, |at| inside.start + at + 1);
        let end = text[offset..inside.end].find(';').map_or(inside.end, |at| offset + at);
        let others = [&text[inside.start..start], &text[end..inside.end]];
        let has = |name: &str| others.iter().flat_map(|part| part.split(';')).any(|one| one.trim() == name);
        names.filter(|name| !has(name)).map(|name| Proposal::part(name, CompletionItemKind::VALUE, start..end)).collect()
    }

    /// Whether the object at the place is an argument of an older lookup.
    fn is_in_arguments(&self) -> bool {
        self.around(1).is_some_and(|(_, kind)| kind == Some(Kind::Arguments))
    }

    /// The inputs of the current operation, which an argument can refer to.
    fn inputs(&self, with_body: bool) -> Vec<Proposal> {
        let sources: Vec<Operation> = match self.operation() {
            Some(operation) => vec![operation],
            None => self.connector.operations().collect(),
        };
        let mut all = Vec::new();
        for parameter in sources.into_iter().flat_map(Operation::parameters) {
            match parameter.schema().and_then(Schema::resolve) {
                Some(body) => all.extend(body.properties().into_iter().map(|(member, _)| {
                    let name =
                        if with_body { format!("{}/{}", parameter.name(), member.name()) } else { member.name().into_owned() };
                    Proposal::text(&name, CompletionItemKind::VARIABLE).detail("in the body")
                })),
                None if parameter.name().is_empty() => {}
                None => all.push(Proposal::text(&parameter.name(), CompletionItemKind::VARIABLE).detail(parameter.location())),
            }
        }
        all
    }

    fn property_names(&self) -> Vec<Proposal> {
        // The schema of this list, if the tree contains it.
        let Some(document) = self.connector.document(self.file) else { return Vec::new() };
        let mut node = Some(document.root());
        let frames = &self.cursor.frames;
        for frame in &frames[..frames.len().saturating_sub(2)] {
            node = node.and_then(|node| if frame.is_object { node.get(frame.key.as_deref()?) } else { node.item(frame.index) });
        }
        let names = node.and_then(|schema| schema.get("properties")).into_iter().flat_map(Node::members);
        names.map(|member| Proposal::text(&member.name(), CompletionItemKind::PROPERTY)).collect()
    }

    fn next_links(&self) -> Vec<Proposal> {
        let schema = self.operation().and_then(Operation::success_schema);
        let strings = schema.into_iter().flat_map(Schema::properties).filter(|(_, property)| property.is_type("string"));
        let mut all: Vec<Proposal> =
            strings.map(|(member, _)| Proposal::text(&member.name(), CompletionItemKind::PROPERTY)).collect();
        all.push(Proposal::text("@odata.nextLink", CompletionItemKind::VALUE).rank(2));
        all
    }

    /// Paths in the response of the called operation.
    fn paths(&self, key: &str, owner: &Frame, kind: Kind) -> Vec<Proposal> {
        let id = owner.get("operationId").map(str::to_owned);
        let Some(target) = id.and_then(|id| self.connector.operation(&id)) else { return Vec::new() };
        let Some(answer) = target.success_schema() else { return Vec::new() };
        let is_list = matches!(key, "value-collection" | "itemsPath");
        let collection = owner.get("value-collection").or(owner.get("itemsPath")).unwrap_or_default();
        let in_item =
            !is_list && matches!(kind, Kind::DynamicValues | Kind::DynamicList | Kind::TreeOperation | Kind::FilePicker);
        let from = match in_item {
            true => answer.at_path(collection).ok().and_then(Schema::items).and_then(Schema::resolve),
            false => answer.resolve(),
        };
        let mut found = Vec::new();
        if let Some(from) = from {
            below(from, String::new(), 0, &mut found);
        }
        let wanted = |schema: &Schema| match (is_list, in_item) {
            (true, _) => schema.is_type("array"),
            (_, true) => !schema.is_type("array") && !schema.is_object(),
            _ => schema.is_object(),
        };
        let proposal = |(path, schema): (String, Schema)| {
            let title = schema.get("x-ms-summary").or(schema.get("title")).and_then(Node::str).unwrap_or_default();
            Proposal::text(&path, CompletionItemKind::FIELD).detail(title)
        };
        found.into_iter().filter(|(_, schema)| wanted(schema)).map(proposal).collect()
    }

    fn policy_values(&self, key: &str, text: &str, offset: usize) -> Vec<Proposal> {
        let parameter = self
            .around(1)
            .and_then(|(policy, _)| Template::find(policy.get("templateId")?)?.parameter(key.strip_prefix(Policy::PREFIX)?));
        if key == "x-ms-apimTemplate-policySection" {
            let sections = self.around(1).and_then(|(policy, _)| Some(&Template::find(policy.get("templateId")?)?.sections));
            let sections = sections.into_iter().flatten();
            return sections.map(|name| Proposal::text(name, CompletionItemKind::ENUM_MEMBER)).collect();
        }
        if !key.starts_with(Policy::PREFIX) {
            return Vec::new();
        }
        if let Some(values) = parameter.map(|one| &one.values).filter(|values| !values.is_empty()) {
            return values.iter().map(|value| Proposal::text(value, CompletionItemKind::ENUM_MEMBER)).collect();
        }
        // Other text around the expression stays.
        let part = self.inside(text, offset).map(|inside| expression(text, inside, offset));
        let mut all = Vec::new();
        let mut push = |text: String, detail: &str| {
            let proposal = match &part {
                Some(part) => Proposal::part(&text, CompletionItemKind::FUNCTION, part.clone()),
                None => Proposal::text(&text, CompletionItemKind::FUNCTION),
            };
            all.push(proposal.detail(detail));
        };
        let connections =
            self.connector.api_properties().map(|properties| properties.connection_parameters()).unwrap_or_default();
        for connection in connections {
            push(format!("@connectionParameters('{}')", connection.name()), "a value of the connection");
        }
        let parameters = || self.connector.operations().flat_map(Operation::parameters);
        for (location, function) in [("query", "queryParameters"), ("header", "headers")] {
            let mut names: Vec<String> = parameters()
                .filter(|parameter| parameter.is_in(location))
                .map(|parameter| parameter.name().into_owned())
                .collect();
            names.sort();
            names.dedup();
            names.iter().take(50).for_each(|name| push(format!("@{function}('{name}')"), "of the request"));
        }
        push("@body()".into(), "the body");
        push("@item()".into(), "an item of the collection at the parent path");
        if key.ends_with(".httpMethod") {
            push("@Request.OriginalHTTPMethod".into(), "the method of the request");
        }
        all
    }

    /// A snippet for the value of a member.
    fn value_snippet(&self, kind: Kind, name: &str, value: &Value) -> String {
        match (kind.general(), name) {
            (Kind::PathItem, "get" | "put" | "post" | "delete" | "options" | "head" | "patch") => return operation_snippet(1),
            (_, "responses") => {
                return "{\n\t\"200\": {\n\t\t\"description\": \"${1:OK}\",\n\t\t\"schema\": {\n\t\t\t$2\n\t\t}\n\t}\n}".into();
            }
            (_, "x-ms-dynamic-values") => {
                return "{\n\t\"operationId\": \"$1\",\n\t\"value-collection\": \"$2\",\n\t\"value-path\": \"$3\",\n\t\"value-title\": \"$4\"\n}".into();
            }
            (_, "x-ms-dynamic-list") => {
                return "{\n\t\"operationId\": \"$1\",\n\t\"itemsPath\": \"$2\",\n\t\"itemValuePath\": \"$3\",\n\t\"itemTitlePath\": \"$4\"\n}".into();
            }
            (_, "x-ms-dynamic-schema") => return "{\n\t\"operationId\": \"$1\",\n\t\"value-path\": \"$2\"\n}".into(),
            (_, "x-ms-dynamic-properties") => return "{\n\t\"operationId\": \"$1\",\n\t\"itemValuePath\": \"$2\"\n}".into(),
            (_, "x-ms-notification-content") => {
                return "{\n\t\"description\": \"${1:What the service sends.}\",\n\t\"schema\": {\n\t\t$2\n\t}\n}".into();
            }
            (_, "x-ms-enum-values") => return "[\n\t{ \"value\": \"$1\", \"displayName\": \"$2\" }\n]".into(),
            _ => {}
        }
        let mut stop = 0;
        self.snippet(value, &mut stop)
    }

    fn snippet(&self, value: &Value, stop: &mut usize) -> String {
        *stop += 1;
        let at = *stop;
        match value {
            Value::String | Value::Url | Value::Email => format!("\"${at}\""),
            Value::Boolean => format!("${{{at}|true,false|}}"),
            Value::Integer | Value::Number => format!("${{{at}:0}}"),
            Value::Enum([one]) => format!("\"{one}\""),
            Value::Enum(words) => choice(at, words),
            Value::Object(kind) => {
                *stop -= 1;
                self.object_snippet(*kind, stop)
            }
            Value::Array(item) => match item {
                Value::Object(_) => format!("[\n\t${at}\n]"),
                Value::Any => format!("[${at}]"),
                item => {
                    *stop -= 1;
                    format!("[{}]", self.snippet(item, stop))
                }
            },
            Value::Either(values) => match values.first() {
                Some(first) => {
                    *stop -= 1;
                    self.snippet(first, stop)
                }
                None => format!("${at}"),
            },
            Value::Any | Value::Null => format!("${at}"),
        }
    }

    /// An object with its required members.
    fn object_snippet(&self, kind: Kind, stop: &mut usize) -> String {
        let needed: Vec<_> =
            kind.object().properties.iter().filter(|property| property.required && property.name != "$ref").collect();
        if needed.is_empty() || *stop > 12 {
            *stop += 1;
            return format!("{{\n\t${stop}\n}}");
        }
        let members: Vec<String> = needed
            .iter()
            .map(|property| format!("\t\"{}\": {}", property.name, self.snippet(&property.value, stop).replace('\n', "\n\t")))
            .collect();
        format!("{{\n{}\n}}", members.join(",\n"))
    }
}

/// Members that certification requires in addition to the grammar.
fn is_wanted(kind: Kind, name: &str) -> bool {
    match kind.general() {
        Kind::Operation => matches!(name, "operationId" | "summary" | "description"),
        Kind::Parameter => matches!(name, "x-ms-summary" | "description" | "name" | "in"),
        Kind::Schema => matches!(name, "type" | "description" | "x-ms-summary" | "title" | "properties"),
        Kind::Info => matches!(name, "description" | "contact"),
        Kind::PropertiesBody => matches!(name, "connectionParameters" | "publisher" | "stackOwner" | "capabilities"),
        _ => false,
    }
}

/// The properties below a schema, with their paths.
fn below<'a>(schema: Schema<'a>, before: String, depth: usize, found: &mut Vec<(String, Schema<'a>)>) {
    const MOST: usize = 300;
    if depth > 5 {
        return;
    }
    for (member, property) in schema.properties() {
        if found.len() >= MOST {
            return;
        }
        let Some(property) = property.resolve() else { continue };
        let path = if before.is_empty() { member.name().into_owned() } else { format!("{before}/{}", member.name()) };
        found.push((path.clone(), property));
        if property.is_object() {
            below(property, path, depth + 1, found);
        }
    }
}

/// The bytes of the policy expression (`@connectionParameters('host')`) around a place in a string; none of them where there is none.
fn expression(text: &str, string: std::ops::Range<usize>, place: usize) -> std::ops::Range<usize> {
    let Some(start) = text[string.start..place].rfind('@').map(|at| string.start + at) else { return place..place };
    let mut left = text[start + 1..string.end].char_indices().map(|(at, letter)| (start + 1 + at, letter)).peekable();
    let braces = left.next_if(|(_, letter)| *letter == '{').is_some();
    while left.next_if(|(_, letter)| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.')).is_some() {}
    let mut end = left.peek().map_or(string.end, |(at, _)| *at);
    if left.next_if(|(_, letter)| *letter == '(').is_some() {
        let close = left.by_ref().find(|(_, letter)| *letter == ')');
        end = close.map_or(place, |(at, _)| at + 1);
    }
    if braces && let Some((at, _)) = left.next_if(|(_, letter)| *letter == '}') {
        end = at + 1;
    }
    // Behind a complete one, another may begin.
    let complete = text[start..end].ends_with([')', '}']) && place == end;
    if end < place || complete { place..place } else { start..end }
}

fn choice(stop: usize, words: &[&str]) -> String {
    let words: Vec<String> =
        words.iter().map(|word| word.replace('\\', "\\\\").replace(',', "\\,").replace('|', "\\|")).collect();
    format!("\"${{{stop}|{}|}}\"", words.join(","))
}

/// An operation whose tab stops start with this number.
fn operation_snippet(stop: usize) -> String {
    let [id, summary, description, ok] = [stop, stop + 1, stop + 2, stop + 3];
    format!(
        "{{\n\t\"operationId\": \"${{{id}:ListItems}}\",\n\t\"summary\": \"${{{summary}:List items}}\",\n\t\"description\": \"${{{description}:Lists the items.}}\",\n\t\"parameters\": [],\n\t\"responses\": {{\n\t\t\"200\": {{\n\t\t\t\"description\": \"${{{ok}:OK}}\",\n\t\t\t\"schema\": {{\n\t\t\t\t\"type\": \"object\"\n\t\t\t}}\n\t\t}}\n\t}}\n}}"
    )
    .replace("\n\t", if stop > 1 { "\n\t\t" } else { "\n\t" })
    .replace("\n}", if stop > 1 { "\n\t}" } else { "\n}" })
}

fn parameter_snippet(place: &str) -> String {
    let texts = "\"x-ms-summary\": \"${2:Label}\",\n\t\"description\": \"${3:What it is.}\"";
    match place {
        "body" => {
            "{\n\t\"name\": \"${1:body}\",\n\t\"in\": \"body\",\n\t\"required\": true,\n\t\"schema\": {\n\t\t$2\n\t}\n}".into()
        }
        "path" => format!(
            "{{\n\t\"name\": \"${{1:id}}\",\n\t\"in\": \"path\",\n\t\"required\": true,\n\t\"type\": \"${{4|string,integer|}}\",\n\t{texts},\n\t\"x-ms-url-encoding\": \"single\"\n}}"
        ),
        place => format!(
            "{{\n\t\"name\": \"${{1:name}}\",\n\t\"in\": \"{place}\",\n\t\"type\": \"${{4|string,integer,number,boolean,array|}}\",\n\t{texts}\n}}"
        ),
    }
}

fn connection_snippet(kind: &str, name: &str, what: &str) -> String {
    format!(
        "{{\n\t\"type\": \"{kind}\",\n\t\"uiDefinition\": {{\n\t\t\"displayName\": \"${{1:{name}}}\",\n\t\t\"description\": \"${{2:{what}}}\",\n\t\t\"tooltip\": \"${{3:{what}}}\",\n\t\t\"constraints\": {{\n\t\t\t\"required\": \"true\"\n\t\t}}\n\t}}\n}}"
    )
}

fn policy_snippet(template: &Template) -> String {
    let mut members = vec!["\t\t\"x-ms-apimTemplate-operationName\": [\"$2\"]".to_owned()];
    if let Some(first) = template.sections.first() {
        let section = if template.sections.len() > 1 { choice(3, &template.sections) } else { format!("\"{first}\"") };
        members.push(format!("\t\t\"x-ms-apimTemplate-policySection\": {section}"));
    }
    for (at, parameter) in template.parameters.iter().filter(|parameter| parameter.required).enumerate() {
        let value = if parameter.values.is_empty() { format!("\"${}\"", at + 4) } else { choice(at + 4, &parameter.values) };
        members.push(format!("\t\t\"{}{}\": {value}", Policy::PREFIX, parameter.name));
    }
    format!(
        "{{\n\t\"templateId\": \"{}\",\n\t\"title\": \"${{1:What it does}}\",\n\t\"parameters\": {{\n{}\n\t}}\n}}",
        template.id,
        members.join(",\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_ends_where_other_text_begins() {
        for (text, covers) in [
            ("https://|.contoso.com", ""),
            ("https://@|/v1/api", "@"),
            ("https://@conn|/v1/api", "@conn"),
            ("https://@connectionParameters('|')/x", "@connectionParameters('')"),
            ("https://@connectionParameters('a')|/x", ""),
            ("https://@connectionParameters('a')/x|", ""),
            ("@{conn|}/x", "@{conn}"),
            ("@queryParameters('|", "@queryParameters('"),
            ("|@body()", ""),
        ] {
            let place = text.find('|').unwrap();
            let text = text.replace('|', "");
            assert_eq!(&text[expression(&text, 0..text.len(), place)], covers, "{text}");
        }
    }

    #[test]
    fn snippets_without_tab_stops() {
        assert_eq!(
            plain("\"a\": \"${1|x,y|}\", \"b\": ${2:0}, \"c\": [$3], \"\\$ref\": \"\\}\""),
            "\"a\": \"x\", \"b\": 0, \"c\": [], \"$ref\": \"}\""
        );
        assert_eq!(plain("{\n\t$1\n}"), "{\n\t\n}");
    }
}
