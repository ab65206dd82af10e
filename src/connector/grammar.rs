//! One table of what is allowed where in a connector's files: it drives the walker, the rules about types, closed lists,
//! required and unknown keys, and "did you mean".
//!
//! The table answers for `apiDefinition.swagger.json` (from [`Kind::Swagger`]), `apiProperties.json` (from
//! [`Kind::ApiProperties`]) and paconn's `settings.json` (from [`Kind::Settings`]). Names, lists and requirements are those
//! of Microsoft's own JSON Schemas (microsoft/PowerPlatformConnectors, `schemas/`, last changed July 2020); a comment beside
//! an entry says where it departs from them and who says so. Counts are of the published connectors of October
//! 2024: of all 1,031 where they were counted there, else of the 715 at hand.
//!
//! Sources in the comments: *autorest* is azure.github.io/autorest/extensions (legal, and ignored by Power Platform as
//! Microsoft's schema says); *power fx* is microsoft/Power-Fx, `ConnectorConstants.cs`; *seen* is the published connectors.
use crate::text::json;

/// The kinds of objects in the grammar of a connector's files.
///
/// The walker starts at [`Swagger`](Kind::Swagger), [`ApiProperties`](Kind::ApiProperties) or [`Settings`](Kind::Settings)
/// and follows [`Object::member`]. What the table cannot know from the key alone is narrowed by [`Kind::of_parameter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    // apiDefinition.swagger.json
    Swagger,
    Info,
    Contact,
    License,
    Tag,
    ExternalDocs,
    Paths,
    PathItem,
    Operation,
    /// A parameter of whatever location: the union of the five below, for a walker that does not look at `in`.
    Parameter,
    BodyParameter,
    HeaderParameter,
    QueryParameter,
    FormParameter,
    PathParameter,
    /// `items` of a parameter or a header: no `$ref`, no properties.
    Items,
    Responses,
    Response,
    /// `examples` of a response: MIME type to anything.
    Examples,
    /// Header name to [`Kind::Header`].
    Headers,
    Header,
    Schema,
    /// `properties` of a schema: name to [`Kind::Schema`].
    SchemaProperties,
    Xml,
    /// `definitions` at the root: name to [`Kind::Schema`].
    Definitions,
    /// `parameters` at the root: name to [`Kind::Parameter`].
    ParameterDefinitions,
    /// `responses` at the root: name to [`Kind::Response`].
    ResponseDefinitions,
    /// `securityDefinitions` at the root: name to [`Kind::SecurityDefinition`].
    SecurityDefinitions,
    SecurityDefinition,
    /// Scope name to description.
    Scopes,
    /// Name of a security definition to a list of scope names.
    SecurityRequirement,

    // x-ms-*, named for the extension
    InfoAnnotation,
    OperationAnnotation,
    AnnotationReplacement,
    ConnectorMetadata,
    DocsEntry,
    ConnectorCapabilities,
    FilePicker,
    FilePickerOperation,
    TestConnection,
    OperationCapabilities,
    SchemaCapabilities,
    DynamicValues,
    DynamicList,
    DynamicSchema,
    DynamicProperties,
    /// `parameters` in the older dialect: name to a literal or `{"parameter": name}`.
    Arguments,
    /// `parameters` in the newer dialect: name to [`Kind::Argument`].
    ArgumentReferences,
    Argument,
    DynamicTree,
    TreeSettings,
    TreeOperation,
    TreeArguments,
    TreeArgument,
    EnumValue,
    EditorOptions,
    EditorOption,
    Notification,
    NotificationContent,
    OperationContext,
    Simulate,
    Pageable,
    TriggerMetadata,
    TriggerValue,
    OpenAiManifest,
    OpenAiData,
    OpenAiOperation,
    PublishedCopilot,
    AutoRestEnum,

    // apiProperties.json
    ApiProperties,
    PropertiesBody,
    BackendService,
    ConnectionParameters,
    ConnectionParameter,
    ConnectionParameterMetadata,
    AllowedValue,
    AllowedValueUi,
    GatewaySettings,
    UiDefinition,
    UiSchema,
    Constraints,
    ConstraintChoice,
    Dependencies,
    Dependency,
    OAuthSettings,
    OAuthProperties,
    CustomParameters,
    CustomParameter,
    AdditionalParameters,
    AdditionalParameter,
    ApplicableWhen,
    ConnectionParameterSets,
    ConnectionParameterSet,
    ConnectionParameterSetMetadata,
    PolicyTemplateInstance,
    PolicyParameters,

    // settings.json
    Settings,
}

/// The allowed members of one kind of object.
#[derive(Debug)]
pub struct Object {
    /// The kind this is the entry of.
    pub kind: Kind,
    /// The object in a message, a noun without article: `operation` in "`schema` is not allowed in an operation".
    pub name: &'static str,
    /// The known names, in the order of Microsoft's schema if it has one.
    pub properties: &'static [Property],
    /// The meaning of any other name.
    pub others: Others,
    /// Open-addressing hash table of positions in `properties`; [`EMPTY`] where there is none.
    index: &'static [u8; SLOTS],
}

/// What member names outside [`Object::properties`] mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Only `x-` extensions; anything else is `ExtensionNameNotValid`.
    Extensions,
    /// Paths, each a [`Kind::PathItem`], and `x-` extensions. That a path begins with `/` is a rule's business
    /// (`OperationPathMustStartWithSlash`): one without it is a path all the same.
    Paths,
    /// Status codes and `default`, each a [`Kind::Response`], and `x-` extensions. Whether a code is one is a rule's
    /// business (`ResponseMustBeDefaultOrHttpStatusCode`).
    StatusCodes,
    /// Any name, each with this value.
    Map(Value),
    /// Anything is allowed, and not checked.
    Open,
    /// Nothing that means anything: Microsoft's schema does not forbid others, or there is none, so a misspelled name is
    /// silently without effect rather than rejected.
    Ignored,
    /// No other names.
    Closed,
}

/// One known name of an object.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// The member's name, compared exactly.
    pub name: &'static str,
    /// The required type of the member's value.
    pub value: Value,
    /// The object is not valid without it, for every publisher. Certification asks for more, and an object with a `$ref`
    /// of its own (`Object::property("$ref")`) needs nothing else.
    pub required: bool,
    /// Set if people read the value.
    pub text: Option<Text>,
}

/// The required JSON type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Any JSON.
    Any,
    String,
    /// A string with an absolute URL in it; type rules see a string, `url-not-valid` the rest.
    Url,
    /// A string with a mail address in it.
    Email,
    Boolean,
    /// A number without a fraction (`2.0` counts, as in JSON Schema).
    Integer,
    Number,
    Null,
    /// One of these strings, compared case by case.
    Enum(&'static [&'static str]),
    /// An object of this kind.
    Object(Kind),
    /// An array, each item of this value.
    Array(&'static Value),
    /// Any of these; the first one is the recommended one.
    Either(&'static [Value]),
}

/// The purpose of a text that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Text {
    /// `info.title`: the connector's name.
    Title,
    /// An operation's `summary`: the name of an action or trigger.
    Summary,
    /// Any `description`.
    Description,
    /// `x-ms-summary`, and a schema's `title`: the label of a field.
    Label,
    /// The name of anything else: `displayName`, the text of a choice, a policy's title.
    DisplayName,
    /// `tooltip` of a connection parameter.
    Tooltip,
    /// `x-ms-trigger-hint`: how to make a trigger fire.
    Hint,
    /// What a language model reads rather than a person: `x-ms-description-for-model`, `modelDescription`.
    ModelDescription,
}

/// What the name of a member reveals about the member.
#[derive(Clone, Copy, Debug)]
pub enum Member {
    /// A name the object knows.
    Property(&'static Property),
    /// An entry of a map, a path or a status code; its value is this.
    Entry(Value),
    /// An `x-` extension the object does not know; for `x-ms-` ones see [`known_extension`] and [`suggest`].
    Extension,
    /// In an open object: not checked.
    Open,
    /// Not allowed, or without effect (see [`Object::others`]).
    Unknown,
}

impl Kind {
    /// The allowed members of an object of this kind. A table lookup.
    pub fn object(self) -> &'static Object {
        &OBJECTS[self as usize]
    }

    /// Every kind, in the order of the table.
    pub fn all() -> impl Iterator<Item = Kind> {
        OBJECTS.iter().map(|object| object.kind)
    }

    /// The kind of a parameter whose `in` has this value; [`Kind::Parameter`] where that is unknown.
    /// Not for one with a `$ref`, which only [`Kind::Parameter`] knows.
    pub fn of_parameter(location: &str) -> Kind {
        match location {
            "body" => Kind::BodyParameter,
            "header" => Kind::HeaderParameter,
            "query" => Kind::QueryParameter,
            "formData" => Kind::FormParameter,
            "path" => Kind::PathParameter,
            _ => Kind::Parameter,
        }
    }

    /// The inverse of [`Kind::of_parameter`]: [`Kind::Parameter`] for its five special cases, any other kind as it is.
    pub fn general(self) -> Kind {
        match self {
            Kind::BodyParameter | Kind::HeaderParameter | Kind::QueryParameter | Kind::FormParameter | Kind::PathParameter => {
                Kind::Parameter
            }
            other => other,
        }
    }
}

impl Object {
    /// The property of this name, compared exactly. Takes a few nanoseconds whether there is one or not.
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        let mut slot = slot(name.as_bytes());
        loop {
            let at = self.index[slot];
            if at == EMPTY {
                return None;
            }
            let property = &self.properties[at as usize];
            if json::same_name(property.name.as_bytes(), name.as_bytes()) {
                return Some(property);
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// The meaning of a member of this name, known or not.
    pub fn member(&self, name: &str) -> Member {
        if let Some(property) = self.property(name) {
            return Member::Property(property);
        }
        let extension = name.starts_with("x-");
        match self.others {
            Others::Map(value) => Member::Entry(value),
            Others::Open => Member::Open,
            Others::Extensions | Others::Paths | Others::StatusCodes if extension => Member::Extension,
            Others::Paths => Member::Entry(Value::Object(Kind::PathItem)),
            Others::StatusCodes => Member::Entry(Value::Object(Kind::Response)),
            Others::Extensions | Others::Ignored | Others::Closed => Member::Unknown,
        }
    }
}

/// Whether `name` is an `x-ms-` extension that exists, here or elsewhere: one of [`KNOWN_EXTENSIONS`], or any
/// `x-ms-apihub-` one (Microsoft's own tooling writes them; there is no list).
pub fn known_extension(name: &str) -> bool {
    name.starts_with("x-ms-apihub-") || KNOWN_EXTENSIONS.binary_search(&name).is_ok()
}

/// The kinds of object in which this property or extension means something, for "it belongs in". Parameters come as
/// [`Kind::Parameter`] and as the locations that know the name; [`Kind::general`] folds those.
pub fn homes(name: &str) -> impl Iterator<Item = Kind> {
    OBJECTS.iter().filter(move |object| object.property(name).is_some()).map(|object| object.kind)
}

/// The name that was probably meant by one that `object` does not know: the same but for case, or a slip or two away; for
/// a short name one, for a very short one none. The object's own properties come first, then every known extension.
/// `None` for a name that means something elsewhere: that is in the wrong place, not misspelled (see [`homes`]).
pub fn suggest(object: &Object, name: &str) -> Option<&'static str> {
    if object.property(name).is_some() || known_extension(name) {
        return None;
    }
    let own = || object.properties.iter().map(|property| property.name);
    let extensions = || KNOWN_EXTENSIONS.iter().copied();
    let wanted = name.to_lowercase();
    // What people write who know the name from elsewhere.
    const ELSEWHERE: [(&str, &str); 3] = [("clear", "clearText"), ("isrequired", "required"), ("ishidden", "hidden")];
    let known = ELSEWHERE.iter().find(|(other, ours)| *other == wanted && object.property(ours).is_some());
    if let Some((_, ours)) = known {
        return Some(ours);
    }
    // All known names are ASCII.
    if let Some(same) = own().chain(extensions()).find(|known| known.eq_ignore_ascii_case(&wanted)) {
        return Some(same);
    }
    // `x-ms-summary title` and `x-ms-summary:` are published: a whole name with something after it.
    if let Some(head) = wanted.split([' ', ':']).next().filter(|head| *head != wanted && head.starts_with("x-"))
        && let Some(known) = own().chain(extensions()).find(|known| *known == head)
    {
        return Some(known);
    }
    nearest(own(), &wanted).or_else(|| nearest(extensions(), &wanted))
}

/// The first of the names with the fewest slips (letters left out, put in, changed or swapped), within what its length
/// allows. `wanted` is in lower case.
fn nearest(names: impl Iterator<Item = &'static str>, wanted: &str) -> Option<&'static str> {
    let mut best: Option<(usize, &'static str)> = None;
    let letters = letters(wanted);
    for known in names {
        // Not `example` for `x-example`: that prefix was written on purpose.
        if wanted.starts_with("x-") && !known.starts_with("x-") {
            continue;
        }
        // The prefix that all share must not make them look alike: x-ms-enum is not x-ms-docs.
        let length = known.strip_prefix("x-ms-").unwrap_or(known).len();
        let allowed = match length {
            0..=3 => 0,
            4..=6 => 1,
            _ => 2,
        };
        if known.len().abs_diff(wanted.len()) > allowed {
            continue;
        }
        // A slip changes two letters at most: most names are sorted out here, without a comparison.
        if wanted.is_ascii() && (letters ^ self::letters(known)).count_ones() as usize > 2 * allowed {
            continue;
        }
        let slips = crate::text::slips::between(&known.to_lowercase(), wanted);
        if slips <= allowed && best.is_none_or(|(fewest, _)| slips < fewest) {
            best = Some((slips, known));
        }
    }
    best.map(|(_, known)| known)
}

/// The letters of a name in ASCII as bits; upper and lower case have the same one.
fn letters(name: &str) -> u32 {
    name.bytes().fold(0, |letters, byte| letters | 1 << (byte & 31))
}

// ---------------------------------------------------------------------------------------------------------------------
// Building the table

/// Slots of an [`Object::index`]; four times the longest list of properties, and a power of two.
const SLOTS: usize = 256;
/// An empty slot.
const EMPTY: u8 = u8::MAX;

/// Where the search for a name begins. Length, second, middle and last letter distinguish names that all begin with `x-ms-`.
const fn slot(name: &[u8]) -> usize {
    let length = name.len();
    if length < 2 {
        return length;
    }
    // Chosen by trial: with these factors no search takes more than two steps.
    (length * 37 + name[1] as usize * 17 + name[length / 2] as usize + name[length - 1] as usize) % SLOTS
}

const fn index(properties: &[Property]) -> [u8; SLOTS] {
    // Half empty at worst: searches stay short and always end.
    assert!(properties.len() <= SLOTS / 2);
    let mut table = [EMPTY; SLOTS];
    let mut at = 0;
    while at < properties.len() {
        let mut slot = slot(properties[at].name.as_bytes());
        while table[slot] != EMPTY {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = at as u8;
        at += 1;
    }
    table
}

const fn total(parts: &[&[Property]]) -> usize {
    let mut sum = 0;
    let mut part = 0;
    while part < parts.len() {
        sum += parts[part].len();
        part += 1;
    }
    sum
}

const fn concat<const N: usize>(parts: &[&[Property]]) -> [Property; N] {
    let mut all = [key("", Value::Any); N];
    let mut filled = 0;
    let mut part = 0;
    while part < parts.len() {
        let mut at = 0;
        while at < parts[part].len() {
            all[filled] = parts[part][at];
            filled += 1;
            at += 1;
        }
        part += 1;
    }
    all
}

/// An [`Object`] from its kind, its noun, what else may stand in it, and lists of properties.
macro_rules! object {
    ($kind:ident, $name:literal, $others:expr $(, $part:expr)* $(,)?) => {{
        const PARTS: &[&[Property]] = &[$($part),*];
        const PROPERTIES: [Property; total(PARTS)] = concat(PARTS);
        const INDEX: [u8; SLOTS] = index(&PROPERTIES);
        Object { kind: Kind::$kind, name: $name, properties: &PROPERTIES, others: $others, index: &INDEX }
    }};
}

/// An optional property.
const fn key(name: &'static str, value: Value) -> Property {
    Property { name, value, required: false, text: None }
}

impl Property {
    const fn required(self) -> Property {
        Property { required: true, ..self }
    }

    const fn text(self, text: Text) -> Property {
        Property { text: Some(text), ..self }
    }
}

const fn description() -> Property {
    key("description", Value::String).text(Text::Description)
}

const fn label() -> Property {
    key("x-ms-summary", Value::String).text(Text::Label)
}

const fn display_name() -> Property {
    key("displayName", Value::String).text(Text::DisplayName)
}

const fn visibility() -> Property {
    key("x-ms-visibility", Value::Enum(&["important", "advanced", "internal"]))
}

const fn string(name: &'static str) -> Property {
    key(name, Value::String)
}

const fn url(name: &'static str) -> Property {
    key(name, Value::Url)
}

const fn boolean(name: &'static str) -> Property {
    key(name, Value::Boolean)
}

const fn integer(name: &'static str) -> Property {
    key(name, Value::Integer)
}

const fn number(name: &'static str) -> Property {
    key(name, Value::Number)
}

const fn any(name: &'static str) -> Property {
    key(name, Value::Any)
}

const fn one_of(name: &'static str, values: &'static [&'static str]) -> Property {
    key(name, Value::Enum(values))
}

const fn strings(name: &'static str) -> Property {
    key(name, STRINGS)
}

const fn object(name: &'static str, kind: Kind) -> Property {
    key(name, Value::Object(kind))
}

/// A list of objects. A macro, as the kind has to be there when the reference to it is made.
macro_rules! objects {
    ($name:literal, $kind:ident) => {
        key($name, Value::Array(&Value::Object(Kind::$kind)))
    };
}

const fn map(kind: Kind) -> Others {
    Others::Map(Value::Object(kind))
}

const STRINGS: Value = Value::Array(&Value::String);
const PARAMETERS: Value = Value::Array(&Value::Object(Kind::Parameter));
/// WebSocket schemes are in Swagger 2.0; that the platform has none is `SchemeNotSupported`, a rule of its own.
const SCHEMES: Value = Value::Array(&Value::Enum(&["http", "https", "ws", "wss"]));
const SECURITY: Value = Value::Array(&Value::Object(Kind::SecurityRequirement));
const STATUS: Value = Value::Enum(&["Production", "Preview"]);
const COLLECTION_FORMAT: Value = Value::Enum(&["csv", "ssv", "tsv", "pipes"]);
const COLLECTION_FORMAT_MULTI: Value = Value::Enum(&["csv", "ssv", "tsv", "pipes", "multi"]);
const PRIMITIVES: Value = Value::Enum(&["string", "number", "integer", "boolean", "array"]);
/// `file` is for form data and the schema of a response; elsewhere it is `SchemaTypeFileNotValid` or
/// `FileParameterMustBeInFormData`, rules of their own. `null` is JSON Schema's and rejected.
const PRIMITIVES_AND_FILE: Value = Value::Enum(&["string", "number", "integer", "boolean", "array", "file"]);
const SCHEMA_TYPES: Value = Value::Enum(&["string", "number", "integer", "boolean", "array", "object", "file"]);

/// What a value may be restricted to; the same in schemas, parameters, items and headers.
const RESTRICTIONS: &[Property] = &[
    // Which formats there are depends on the type: UnrecognizedTypeFormat, a warning, is a rule of its own.
    string("format"),
    any("default"),
    number("maximum"),
    // A number here (JSON Schema 6) is the wrong type.
    boolean("exclusiveMaximum"),
    number("minimum"),
    boolean("exclusiveMinimum"),
    integer("maxLength"),
    integer("minLength"),
    string("pattern"),
    integer("maxItems"),
    integer("minItems"),
    // Known although the platform does not support it (SwaggerKeywordNotSupported); 9 connectors have it.
    boolean("uniqueItems"),
    key("enum", Value::Array(&Value::Any)),
    number("multipleOf"),
];

/// A list of values in one string.
const ITEMS: Property = object("items", Kind::Items);

/// What parameters of all five locations have, without `schema` and `type`.
const PARAMETER: &[Property] = &[
    string("name").required(),
    boolean("required"),
    description(),
    label(),
    visibility(),
    object("x-ms-dynamic-list", Kind::DynamicList),
    object("x-ms-dynamic-values", Kind::DynamicValues),
    any("x-ms-test-value"),
    // Microsoft's schema leaves it out for bodies; autorest has it in every parameter.
    one_of("x-ms-parameter-location", &["client", "method"]),
    // Not in Microsoft's schema: 185 times in one first-party connector.
    string("x-ms-name-for-model"),
    string("x-ms-description-for-model").text(Text::ModelDescription),
    // Microsoft's schema has it for paths only; autorest in every parameter.
    boolean("x-ms-skip-url-encoding"),
    // autorest.
    string("x-ms-client-name"),
    boolean("x-ms-client-flatten"),
    any("x-ms-parameter-grouping"),
    // power fx.
    boolean("x-ms-explicit-input"),
];

/// What the four locations other than the body have besides, without the place-specific ones.
const NON_BODY: &[Property] = &[
    ITEMS,
    objects!("x-ms-enum-values", EnumValue),
    boolean("x-ms-localizeDefaultValue"),
    object("x-ms-trigger-value", Kind::TriggerValue),
    // Microsoft's schema has it in schemas only, autorest in parameters too (14 in 3 connectors).
    object("x-ms-enum", Kind::AutoRestEnum),
    // Not in Microsoft's schema: InvalidCustomEditorExtensionDictionaryValue speaks of it; 7 in
    // 5 connectors, the options 11 in 6.
    string("x-ms-editor"),
    object("x-ms-editor-options", Kind::EditorOptions),
];

const DYNAMIC_TREE: Property = object("x-ms-dynamic-tree", Kind::DynamicTree);
const URL_ENCODING: Property = one_of("x-ms-url-encoding", &["single", "double"]);
const ALLOW_EMPTY: Property = boolean("allowEmptyValue");
const BODY_SCHEMA: Property = object("schema", Kind::Schema);

const OPERATION_ID: Property = string("operationId");
const ARGUMENTS: Property = object("parameters", Kind::Arguments);
const REFERENCE: Property = string("$ref");
const TEXT_OR_NULL: Value = Value::Either(&[Value::String, Value::Null]);

/// A flag of a connection parameter's constraints. Strings in Microsoft's schema, and booleans where an older validator
/// wanted them (issue 1421): `hidden` is one in 25 places of 78, `required` in 4 of 847. A rule of its own prefers strings.
const FLAG: Value = Value::Either(&[Value::Enum(&["true", "false"]), Value::Boolean]);

// ---------------------------------------------------------------------------------------------------------------------
// The table, in the order of `Kind`

static OBJECTS: [Object; Kind::Settings as usize + 1] = [
    object!(
        Swagger,
        "definition",
        Others::Extensions,
        &[
            one_of("swagger", &["2.0"]).required(),
            object("info", Kind::Info).required(),
            string("host"),
            string("basePath"),
            key("schemes", SCHEMES),
            strings("consumes"),
            strings("produces"),
            object("paths", Kind::Paths).required(),
            object("definitions", Kind::Definitions),
            object("parameters", Kind::ParameterDefinitions),
            object("responses", Kind::ResponseDefinitions),
            key("security", SECURITY),
            object("securityDefinitions", Kind::SecurityDefinitions),
            objects!("tags", Tag),
            object("externalDocs", Kind::ExternalDocs),
            object("x-ms-capabilities", Kind::ConnectorCapabilities),
            objects!("x-ms-connector-metadata", ConnectorMetadata),
            objects!("x-ms-docs", DocsEntry),
            // Not in Microsoft's schema: written by the plug-in tooling, 35 connectors.
            object("x-ms-openai-manifest", Kind::OpenAiManifest),
            // autorest.
            object("x-ms-openai-data", Kind::OpenAiData),
            // autorest.
            any("x-ms-parameterized-host"),
            any("x-ms-paths"),
        ],
    ),
    object!(
        Info,
        "`info` object",
        Others::Extensions,
        &[
            string("title").required().text(Text::Title),
            string("version").required(),
            description(),
            string("termsOfService"),
            object("contact", Kind::Contact),
            object("license", Kind::License),
            string("x-ms-deployment-version"),
            object("x-ms-api-annotation", Kind::InfoAnnotation),
            // Not in Microsoft's schema: 18 connectors, each with a list.
            key("x-ms-keywords", Value::Either(&[STRINGS, Value::String])),
            // Not in Microsoft's schema: 4 connectors.
            objects!("x-ms-openai-published-to-copilots", PublishedCopilot),
            // autorest.
            any("x-ms-code-generation-settings"),
        ],
    ),
    object!(Contact, "contact", Others::Extensions, &[string("name"), url("url"), key("email", Value::Email)],),
    object!(License, "license", Others::Extensions, &[string("name").required(), url("url")],),
    object!(
        Tag,
        "tag",
        Others::Extensions,
        &[string("name").required(), description(), object("externalDocs", Kind::ExternalDocs),],
    ),
    object!(ExternalDocs, "external docs object", Others::Extensions, &[description(), url("url").required()]),
    object!(Paths, "`paths` object", Others::Paths),
    object!(
        PathItem,
        "path",
        Others::Extensions,
        &[
            // Known although the platform does not support it (PathItemRefNotSuppored).
            REFERENCE,
            object("get", Kind::Operation),
            object("put", Kind::Operation),
            object("post", Kind::Operation),
            object("delete", Kind::Operation),
            object("options", Kind::Operation),
            object("head", Kind::Operation),
            object("patch", Kind::Operation),
            key("parameters", PARAMETERS),
            object("x-ms-notification-content", Kind::NotificationContent),
        ],
    ),
    object!(
        Operation,
        "operation",
        Others::Extensions,
        &[
            strings("tags"),
            string("summary").text(Text::Summary),
            description(),
            object("externalDocs", Kind::ExternalDocs),
            // Optional in Microsoft's schema; its absence is OperationIdRequired, a rule of its own.
            OPERATION_ID,
            strings("produces"),
            strings("consumes"),
            key("parameters", PARAMETERS),
            // 17 published webhooks do without, in a path with x-ms-notification-content.
            object("responses", Kind::Responses).required(),
            key("schemes", SCHEMES),
            boolean("deprecated"),
            key("security", SECURITY),
            object("x-ms-api-annotation", Kind::OperationAnnotation),
            object("x-ms-capabilities", Kind::OperationCapabilities),
            boolean("x-ms-no-generic-test"),
            object("x-ms-operation-context", Kind::OperationContext),
            object("x-ms-pageable", Kind::Pageable),
            boolean("x-ms-safe-operation"),
            one_of("x-ms-trigger", &["batch", "single"]),
            string("x-ms-trigger-hint").text(Text::Hint),
            object("x-ms-trigger-metadata", Kind::TriggerMetadata),
            object("x-ms-notification", Kind::Notification),
            visibility(),
            // Not in Microsoft's schema: written by the plug-in tooling, 39 connectors.
            object("x-ms-openai-data", Kind::OpenAiData),
            // Here in power fx; published connectors have it inside x-ms-openai-data only.
            boolean("x-ms-require-user-confirmation"),
            // Not in Microsoft's schema: marks a Model Context Protocol server; its values are a rule's business.
            string("x-ms-agentic-protocol"),
            // Not in Microsoft's schema.
            string("x-ms-name-for-model"),
            string("x-ms-description-for-model").text(Text::ModelDescription),
            // autorest.
            any("x-ms-examples"),
            boolean("x-ms-long-running-operation"),
            any("x-ms-long-running-operation-options"),
            string("x-ms-odata"),
            any("x-ms-request-id"),
        ],
    ),
    object!(
        Parameter,
        "parameter",
        Others::Extensions,
        &[
            REFERENCE,
            one_of("in", &["query", "header", "path", "formData", "body"]).required(),
            key("type", PRIMITIVES_AND_FILE),
            BODY_SCHEMA,
            ALLOW_EMPTY,
            key("collectionFormat", COLLECTION_FORMAT_MULTI),
            DYNAMIC_TREE,
            URL_ENCODING,
        ],
        PARAMETER,
        NON_BODY,
        RESTRICTIONS,
    ),
    // Microsoft's schema has the dynamic extensions of PARAMETER here too; the validator wants them in the schema
    // (DynamicExtensionDefinitionNotAllowedInParameter), a rule of its own.
    object!(
        BodyParameter,
        "body parameter",
        Others::Extensions,
        &[one_of("in", &["body"]).required(), BODY_SCHEMA.required()],
        PARAMETER,
    ),
    object!(
        HeaderParameter,
        "header parameter",
        Others::Extensions,
        &[one_of("in", &["header"]).required(), key("type", PRIMITIVES).required(), key("collectionFormat", COLLECTION_FORMAT),],
        PARAMETER,
        NON_BODY,
        RESTRICTIONS,
    ),
    object!(
        QueryParameter,
        "query parameter",
        Others::Extensions,
        &[
            one_of("in", &["query"]).required(),
            key("type", PRIMITIVES).required(),
            key("collectionFormat", COLLECTION_FORMAT_MULTI),
            ALLOW_EMPTY,
            DYNAMIC_TREE,
            // In Microsoft's schema; the validator wants it gone (QueryParameterEncodingNotSupported), a rule of its own.
            URL_ENCODING,
        ],
        PARAMETER,
        NON_BODY,
        RESTRICTIONS,
    ),
    object!(
        FormParameter,
        "form parameter",
        Others::Extensions,
        &[
            one_of("in", &["formData"]).required(),
            key("type", PRIMITIVES_AND_FILE).required(),
            key("collectionFormat", COLLECTION_FORMAT_MULTI),
            ALLOW_EMPTY,
        ],
        PARAMETER,
        NON_BODY,
        RESTRICTIONS,
    ),
    // `required` is itself required, and true: PathParameterMustBeRequired, a rule of its own.
    object!(
        PathParameter,
        "path parameter",
        Others::Extensions,
        &[
            one_of("in", &["path"]).required(),
            key("type", PRIMITIVES).required(),
            key("collectionFormat", COLLECTION_FORMAT),
            DYNAMIC_TREE,
            URL_ENCODING,
        ],
        PARAMETER,
        NON_BODY,
        RESTRICTIONS,
    ),
    object!(
        Items,
        "`items` object",
        Others::Extensions,
        &[
            key("type", PRIMITIVES),
            ITEMS,
            key("collectionFormat", COLLECTION_FORMAT),
            // autorest.
            object("x-ms-enum", Kind::AutoRestEnum),
        ],
        RESTRICTIONS,
    ),
    object!(Responses, "`responses` object", Others::StatusCodes),
    object!(
        Response,
        "response",
        Others::Extensions,
        &[
            REFERENCE,
            description().required(),
            BODY_SCHEMA,
            object("headers", Kind::Headers),
            object("examples", Kind::Examples),
            label(),
            // autorest.
            boolean("x-ms-error-response"),
        ],
    ),
    object!(Examples, "`examples` object", Others::Map(Value::Any)),
    object!(Headers, "`headers` object", map(Kind::Header)),
    object!(
        Header,
        "header",
        Others::Extensions,
        &[
            key("type", PRIMITIVES).required(),
            ITEMS,
            key("collectionFormat", COLLECTION_FORMAT),
            description(),
            label(),
            visibility(),
            // autorest.
            string("x-ms-client-name"),
            object("x-ms-enum", Kind::AutoRestEnum),
            string("x-ms-header-collection-prefix"),
        ],
        RESTRICTIONS,
    ),
    object!(
        Schema,
        "schema",
        Others::Extensions,
        &[
            REFERENCE,
            string("title").text(Text::Label),
            description(),
            // Microsoft's schema allows a list of types, as JSON Schema does; the validator wants a string.
            key("type", SCHEMA_TYPES),
            strings("required"),
            integer("maxProperties"),
            integer("minProperties"),
            key("additionalProperties", Value::Either(&[Value::Object(Kind::Schema), Value::Boolean])),
            // Microsoft's schema allows a list of schemas, as JSON Schema does; the validator wants an object.
            object("items", Kind::Schema),
            objects!("allOf", Schema),
            object("properties", Kind::SchemaProperties),
            string("discriminator"),
            boolean("readOnly"),
            object("xml", Kind::Xml),
            object("externalDocs", Kind::ExternalDocs),
            any("example"),
            object("x-ms-dynamic-list", Kind::DynamicList),
            object("x-ms-dynamic-values", Kind::DynamicValues),
            object("x-ms-dynamic-schema", Kind::DynamicSchema),
            object("x-ms-dynamic-properties", Kind::DynamicProperties),
            DYNAMIC_TREE,
            object("x-ms-enum", Kind::AutoRestEnum),
            objects!("x-ms-enum-values", EnumValue),
            boolean("x-ms-localizeDefaultValue"),
            one_of("x-ms-media-kind", &["image", "audio"]),
            boolean("x-ms-notification-url"),
            label(),
            any("x-ms-test-value"),
            visibility(),
            // Not in Microsoft's schema: InvalidCustomEditorExtensionDictionaryValue speaks of it.
            string("x-ms-editor"),
            object("x-ms-editor-options", Kind::EditorOptions),
            // Not in Microsoft's schema.
            string("x-ms-name-for-model"),
            string("x-ms-description-for-model").text(Text::ModelDescription),
            // power fx: tables. The validator's FilterFunctionsProperty codes speak of x-ms-capabilities in a schema.
            object("x-ms-capabilities", Kind::SchemaCapabilities),
            string("x-ms-ai-sensitivity"),
            any("x-ms-enum-display-name"),
            boolean("x-ms-explicit-input"),
            any("x-ms-keyOrder"),
            string("x-ms-keyType"),
            string("x-ms-permission"),
            any("x-ms-relationships"),
            string("x-ms-sort"),
            // autorest.
            boolean("x-ms-azure-resource"),
            boolean("x-ms-client-flatten"),
            string("x-ms-client-name"),
            string("x-ms-discriminator-value"),
            boolean("x-ms-external"),
            any("x-ms-identifiers"),
            any("x-ms-mutability"),
            boolean("x-ms-secret"),
        ],
        RESTRICTIONS,
    ),
    object!(SchemaProperties, "`properties` object", map(Kind::Schema)),
    object!(
        Xml,
        "`xml` object",
        Others::Extensions,
        &[
            string("name"),
            string("namespace"),
            string("prefix"),
            boolean("attribute"),
            boolean("wrapped"),
            // autorest.
            boolean("x-ms-text"),
        ],
    ),
    object!(Definitions, "`definitions` object", map(Kind::Schema)),
    object!(ParameterDefinitions, "`parameters` object", map(Kind::Parameter)),
    object!(ResponseDefinitions, "`responses` object", map(Kind::Response)),
    object!(SecurityDefinitions, "`securityDefinitions` object", map(Kind::SecurityDefinition)),
    // Which keys go with which type: SecuritySchemePropertyRequired and SecuritySchemePropertyNotValid, rules of their own.
    object!(
        SecurityDefinition,
        "security definition",
        Others::Extensions,
        &[
            one_of("type", &["basic", "apiKey", "oauth2"]).required(),
            description(),
            string("name"),
            one_of("in", &["header", "query"]),
            one_of("flow", &["accessCode", "implicit", "password", "application"]),
            url("authorizationUrl"),
            url("tokenUrl"),
            object("scopes", Kind::Scopes),
        ],
    ),
    object!(Scopes, "`scopes` object", Others::Map(Value::String)),
    // null is SecurityRequirementMustHaveValue, a rule of its own.
    object!(SecurityRequirement, "security requirement", Others::Map(Value::Either(&[STRINGS, Value::Null]))),
    object!(InfoAnnotation, "`x-ms-api-annotation` of `info`", Others::Closed, &[key("status", STATUS)]),
    object!(
        OperationAnnotation,
        "`x-ms-api-annotation` of an operation",
        Others::Closed,
        &[string("family"), integer("revision"), key("status", STATUS), object("replacement", Kind::AnnotationReplacement),],
    ),
    // That `api` and `operationId` are needed: ApiAnnotationExtensionReplacementInfoMissing..., rules of their own.
    object!(AnnotationReplacement, "`replacement` object", Others::Closed, &[string("api"), OPERATION_ID]),
    object!(
        ConnectorMetadata,
        "connector metadata entry",
        Others::Ignored,
        &[string("propertyName").required(), string("propertyValue").required()],
    ),
    object!(DocsEntry, "`x-ms-docs` entry", Others::Closed, &[url("url").required(), description().required()],),
    object!(
        ConnectorCapabilities,
        "`x-ms-capabilities` of a connector",
        Others::Closed,
        &[object("file-picker", Kind::FilePicker), object("testConnection", Kind::TestConnection),],
    ),
    object!(
        FilePicker,
        "file picker",
        Others::Closed,
        &[
            object("open", Kind::FilePickerOperation).required(),
            object("browse", Kind::FilePickerOperation),
            string("value-title"),
            string("value-collection"),
            string("value-folder-property"),
            string("value-media-property"),
            // Not in Microsoft's schema: 2 of the 4 pickers in the connectors at hand.
            string("value-path"),
        ],
    ),
    object!(FilePickerOperation, "file picker operation", Others::Closed, &[OPERATION_ID.required(), ARGUMENTS]),
    object!(TestConnection, "`testConnection` object", Others::Closed, &[OPERATION_ID.required(), ARGUMENTS]),
    object!(OperationCapabilities, "`x-ms-capabilities` of an operation", Others::Closed, &[boolean("chunkTransfer")],),
    // Not in Microsoft's schema. Of the members that Power Fx reads here, the validator checks this one.
    object!(SchemaCapabilities, "`x-ms-capabilities` of a schema", Others::Open, &[strings("filterFunctions")]),
    // One of `operationId`, `builtInOperation` and `capability` is needed: OneOfPropertiesRequired, a rule of its own.
    object!(
        DynamicValues,
        "`x-ms-dynamic-values` object",
        Others::Ignored,
        &[
            OPERATION_ID,
            one_of("builtInOperation", &["AadGraph.GetUsers"]),
            one_of("capability", &["file-picker"]),
            ARGUMENTS,
            string("value-collection"),
            string("value-title"),
            string("value-path"),
        ],
    ),
    object!(
        DynamicList,
        "`x-ms-dynamic-list` object",
        Others::Ignored,
        &[
            OPERATION_ID.required(),
            object("parameters", Kind::ArgumentReferences),
            string("itemsPath"),
            string("itemTitlePath"),
            string("itemValuePath"),
        ],
    ),
    object!(
        DynamicSchema,
        "`x-ms-dynamic-schema` object",
        Others::Closed,
        &[OPERATION_ID.required(), ARGUMENTS, string("value-path")],
    ),
    object!(
        DynamicProperties,
        "`x-ms-dynamic-properties` object",
        Others::Closed,
        &[OPERATION_ID.required(), object("parameters", Kind::ArgumentReferences), string("itemValuePath"),],
    ),
    object!(Arguments, "`parameters` object", Others::Map(Value::Any)),
    object!(ArgumentReferences, "`parameters` object", map(Kind::Argument)),
    // Exactly one of the two: a rule of its own.
    object!(Argument, "argument", Others::Closed, &[any("value"), string("parameterReference")],),
    object!(
        DynamicTree,
        "`x-ms-dynamic-tree` object",
        Others::Closed,
        &[object("settings", Kind::TreeSettings), object("open", Kind::TreeOperation), object("browse", Kind::TreeOperation),],
    ),
    // Microsoft's schema leaves these three open. These members are all that 60 trees of 8 published connectors use.
    object!(
        TreeSettings,
        "`settings` of a tree",
        Others::Ignored,
        &[boolean("canSelectParentNodes"), boolean("canSelectLeafNodes")],
    ),
    object!(
        TreeOperation,
        "`open` or `browse` of a tree",
        Others::Ignored,
        &[
            OPERATION_ID.required(),
            object("parameters", Kind::TreeArguments),
            string("itemsPath"),
            string("itemTitlePath"),
            string("itemFullTitlePath"),
            string("itemValuePath"),
            // A path or an expression: `(is_folder eq true)`.
            string("itemIsParent"),
        ],
    ),
    object!(TreeArguments, "`parameters` of a tree", map(Kind::TreeArgument)),
    object!(
        TreeArgument,
        "argument of a tree",
        Others::Closed,
        &[any("value"), string("parameterReference"), string("selectedItemValuePath"),],
    ),
    // MissingEnumValuesDisplayName is a name of its own for the missing `displayName`.
    object!(EnumValue, "`x-ms-enum-values` entry", Others::Closed, &[any("value").required(), display_name().required()],),
    object!(EditorOptions, "`x-ms-editor-options` object", Others::Open, &[objects!("items", EditorOption)],),
    object!(EditorOption, "`x-ms-editor-options` item", Others::Open, &[string("title").text(Text::DisplayName), any("value")],),
    object!(Notification, "`x-ms-notification` object", Others::Closed, &[OPERATION_ID.required()]),
    object!(
        NotificationContent,
        "`x-ms-notification-content` object",
        Others::Ignored,
        &[
            BODY_SCHEMA,
            // Microsoft's schema has the schema alone and forbids nothing: 114 and 11 connectors of 131 have these.
            description(),
            object("headers", Kind::Headers),
        ],
    ),
    object!(
        OperationContext,
        "`x-ms-operation-context` object",
        Others::Closed,
        &[object("simulate", Kind::Simulate).required()],
    ),
    object!(Simulate, "`simulate` object", Others::Closed, &[OPERATION_ID.required(), ARGUMENTS]),
    object!(Pageable, "`x-ms-pageable` object", Others::Closed, &[string("nextLinkName").required()]),
    object!(
        TriggerMetadata,
        "`x-ms-trigger-metadata` object",
        Others::Ignored,
        &[one_of("kind", &["query"]).required(), one_of("mode", &["polling"]).required()],
    ),
    object!(TriggerValue, "`x-ms-trigger-value` object", Others::Ignored, &[string("value-collection"), string("value-path")],),
    // None of these four is in Microsoft's schema, nor documented: what is seen, and nothing is required.
    object!(
        OpenAiManifest,
        "`x-ms-openai-manifest` object",
        Others::Open,
        &[
            string("humanName").text(Text::DisplayName),
            string("modelDescription").text(Text::ModelDescription),
            string("contactEmail"),
            string("legalUrl"),
        ],
    ),
    object!(
        OpenAiData,
        "`x-ms-openai-data` object",
        Others::Open,
        &[boolean("openai-enabled"), objects!("operations", OpenAiOperation),],
    ),
    object!(
        OpenAiOperation,
        "`x-ms-openai-data` operation",
        Others::Open,
        &[OPERATION_ID, boolean("x-ms-require-user-confirmation")],
    ),
    object!(
        PublishedCopilot,
        "`x-ms-openai-published-to-copilots` entry",
        Others::Open,
        &[boolean("AICopilot-enabled"), string("AICopilotName")],
    ),
    object!(
        AutoRestEnum,
        "`x-ms-enum` object",
        // Closed in Microsoft's schema, which knows the first two; the platform ignores all of it.
        Others::Open,
        &[string("name"), boolean("modelAsString"), any("values")],
    ),
    object!(
        ApiProperties,
        "API properties file",
        Others::Closed,
        &[string("$schema"), object("properties", Kind::PropertiesBody).required()],
    ),
    object!(
        PropertiesBody,
        "`properties` object",
        Others::Closed,
        &[
            string("iconBrandColor").required(),
            string("publisher"),
            string("stackOwner"),
            strings("capabilities"),
            object("connectionParameters", Kind::ConnectionParameters),
            // Not in Microsoft's schema: what the service knows a connector by, which `download` writes and uploads read.
            display_name(),
            description(),
            object("backendService", Kind::BackendService),
            // These two are not in Microsoft's schema, but in paconn and the documentation: 10 and 61 connectors.
            object("connectionParameterSets", Kind::ConnectionParameterSets),
            strings("scriptOperations"),
            objects!("policyTemplateInstances", PolicyTemplateInstance),
        ],
    ),
    object!(BackendService, "`backendService` object", Others::Open, &[string("serviceUrl")],),
    // Which names are allowed (`token`, `token:TenantId`) is a rule of its own.
    object!(ConnectionParameters, "`connectionParameters` object", map(Kind::ConnectionParameter),),
    object!(
        ConnectionParameter,
        "connection parameter",
        Others::Closed,
        &[
            one_of("type", &["string", "securestring", "int", "bool", "oauthSetting", "gatewaySetting"]).required(),
            object("uiDefinition", Kind::UiDefinition),
            object("oAuthSettings", Kind::OAuthSettings),
            objects!("allowedValues", AllowedValue),
            string("defaultValue"),
            // In Microsoft's schema for token:TenantId alone; 1 of 40 published ones has it elsewhere.
            object("metadata", Kind::ConnectionParameterMetadata),
            // Not in Microsoft's schema: the one published parameter of type gatewaySetting has it.
            object("gatewaySettings", Kind::GatewaySettings),
        ],
    ),
    object!(ConnectionParameterMetadata, "`metadata` of a connection parameter", Others::Open, &[string("sourceType")],),
    object!(
        AllowedValue,
        "allowed value",
        Others::Closed,
        &[string("value").required(), object("uiDefinition", Kind::AllowedValueUi)],
    ),
    object!(AllowedValueUi, "`uiDefinition` of an allowed value", Others::Closed, &[display_name(), description()]),
    object!(GatewaySettings, "`gatewaySettings` object", Others::Open, &[string("dataSourceType"), any("connectionDetails")],),
    object!(
        UiDefinition,
        "`uiDefinition` object",
        Others::Closed,
        &[
            display_name(),
            description(),
            string("tooltip").text(Text::Tooltip),
            integer("tabIndex"),
            object("constraints", Kind::Constraints),
            // Not in Microsoft's schema: the documentation of multi-auth connectors shows it.
            object("schema", Kind::UiSchema),
        ],
    ),
    object!(UiSchema, "`schema` of a `uiDefinition`", Others::Open, &[string("type"), description()],),
    object!(
        Constraints,
        "`constraints` object",
        Others::Closed,
        &[
            boolean("clearText"),
            key("required", FLAG),
            key("hidden", FLAG),
            integer("tabIndex"),
            strings("capability"),
            objects!("allowedValues", ConstraintChoice),
            object("dependencies", Kind::Dependencies),
        ],
    ),
    object!(
        ConstraintChoice,
        "allowed value",
        Others::Closed,
        &[string("value").required(), string("text").text(Text::DisplayName)],
    ),
    object!(Dependencies, "`dependencies` object", map(Kind::Dependency)),
    object!(Dependency, "dependency", Others::Closed, &[strings("values").required()]),
    object!(
        OAuthSettings,
        "`oAuthSettings` object",
        Others::Closed,
        &[
            // A closed list in Microsoft's schema; but the applications it has registered itself have names of their own
            // (`DocuSign`, 2 connectors), so this is a rule's business and a warning.
            string("identityProvider").required(),
            key("clientId", TEXT_OR_NULL),
            key("clientSecret", TEXT_OR_NULL),
            // Microsoft's schema has both spellings.
            key("ClientId", TEXT_OR_NULL),
            key("ClientSecret", TEXT_OR_NULL),
            // GlobalPerConnector is not in Microsoft's schema: 33 certified connectors, and asked for since February 2024.
            one_of("redirectMode", &["GlobalPerConnector", "Global", "Direct"]),
            url("redirectUrl"),
            strings("scopes"),
            object("properties", Kind::OAuthProperties),
            object("additionalParameters", Kind::AdditionalParameters),
            object("customParameters", Kind::CustomParameters),
        ],
    ),
    object!(
        OAuthProperties,
        "`properties` of `oAuthSettings`",
        Others::Open,
        &[
            one_of("IsFirstParty", &["True", "False"]).required(),
            // In Microsoft's schema for aadcertificate alone; 34 connectors have it.
            string("AzureActiveDirectoryResourceId"),
            // Not in Microsoft's schema: 85 connectors.
            boolean("IsOnbehalfofLoginSupported"),
        ],
    ),
    // Which names go with which identity provider is a rule of its own.
    object!(CustomParameters, "`customParameters` object", map(Kind::CustomParameter)),
    // Microsoft's schema requires `value`; one of its own connectors was merged three times with `"tenantId": {}`.
    object!(CustomParameter, "custom parameter", Others::Ignored, &[string("value")]),
    object!(AdditionalParameters, "`additionalParameters` object", map(Kind::AdditionalParameter)),
    object!(
        AdditionalParameter,
        "additional parameter",
        Others::Closed,
        &[one_of("type", &["string", "securestring"]), objects!("applicableWhen", ApplicableWhen),],
    ),
    object!(
        ApplicableWhen,
        "`applicableWhen` entry",
        Others::Closed,
        &[string("parameter"), key("oneOf", Value::Array(&TEXT_OR_NULL))],
    ),
    // Not in Microsoft's schema: from the documentation of multi-auth connectors, paconn (which fails on a set without
    // `parameters`) and the 10 connectors that have them.
    object!(
        ConnectionParameterSets,
        "`connectionParameterSets` object",
        Others::Ignored,
        &[object("uiDefinition", Kind::UiDefinition), objects!("values", ConnectionParameterSet).required(),],
    ),
    object!(
        ConnectionParameterSet,
        "connection parameter set",
        Others::Ignored,
        &[
            string("name").required(),
            object("uiDefinition", Kind::UiDefinition),
            object("parameters", Kind::ConnectionParameters).required(),
            object("metadata", Kind::ConnectionParameterSetMetadata),
        ],
    ),
    object!(ConnectionParameterSetMetadata, "`metadata` of a connection parameter set", Others::Open, &[boolean("allowSharing")],),
    object!(
        PolicyTemplateInstance,
        "policy",
        Others::Closed,
        &[
            // 13 templates, in any capitalisation, and internal ones: a rule of its own.
            string("templateId").required(),
            string("title").text(Text::DisplayName),
            string("type"),
            object("parameters", Kind::PolicyParameters),
        ],
    ),
    // The x-ms-apimTemplateParameter.* of each template are data in schemas/, checked by the policy rules.
    object!(
        PolicyParameters,
        "`parameters` of a policy",
        Others::Open,
        &[
            strings("x-ms-apimTemplate-operationName"),
            one_of("x-ms-apimTemplate-policySection", &["Request", "Response", "Failure"]),
        ],
    ),
    // Microsoft's schema allows no others and lacks `script` and the four of `paconn login`, which paconn writes and reads;
    // it ignores what it does not know.
    object!(
        Settings,
        "settings file",
        Others::Ignored,
        &[
            string("$schema"),
            // paconn writes null where there is none.
            key("connectorId", TEXT_OR_NULL),
            string("environment"),
            string("apiProperties"),
            string("apiDefinition"),
            key("icon", TEXT_OR_NULL),
            key("script", TEXT_OR_NULL),
            url("powerAppsUrl"),
            one_of("powerAppsApiVersion", &["2016-11-01"]),
            url("flowUrl"),
            one_of("flowApiVersion", &["2016-11-01"]),
            string("clientId"),
            string("tenant"),
            url("authorityUrl"),
            string("resource"),
            // Ours, see docs/upload.md.
            one_of("cloud", &["public", "gcc", "gcc-high", "dod", "china"]),
            key("contentHash", TEXT_OR_NULL),
        ],
    ),
];

// The table is in the order of `Kind`; if not, this does not compile.
const _: () = {
    let mut at = 0;
    while at < OBJECTS.len() {
        assert!(OBJECTS[at].kind as usize == at);
        at += 1;
    }
};

/// Every `x-ms-` name that is legal somewhere in a definition, sorted by bytes: those of the table and no others (a test
/// sees to it). [`IGNORED_EXTENSIONS`] are among them.
pub static KNOWN_EXTENSIONS: &[&str] = &[
    "x-ms-agentic-protocol",
    "x-ms-ai-sensitivity",
    "x-ms-api-annotation",
    "x-ms-azure-resource",
    "x-ms-capabilities",
    "x-ms-client-flatten",
    "x-ms-client-name",
    "x-ms-code-generation-settings",
    "x-ms-connector-metadata",
    "x-ms-deployment-version",
    "x-ms-description-for-model",
    "x-ms-discriminator-value",
    "x-ms-docs",
    "x-ms-dynamic-list",
    "x-ms-dynamic-properties",
    "x-ms-dynamic-schema",
    "x-ms-dynamic-tree",
    "x-ms-dynamic-values",
    "x-ms-editor",
    "x-ms-editor-options",
    "x-ms-enum",
    "x-ms-enum-display-name",
    "x-ms-enum-values",
    "x-ms-error-response",
    "x-ms-examples",
    "x-ms-explicit-input",
    "x-ms-external",
    "x-ms-header-collection-prefix",
    "x-ms-identifiers",
    "x-ms-keyOrder",
    "x-ms-keyType",
    "x-ms-keywords",
    "x-ms-localizeDefaultValue",
    "x-ms-long-running-operation",
    "x-ms-long-running-operation-options",
    "x-ms-media-kind",
    "x-ms-mutability",
    "x-ms-name-for-model",
    "x-ms-no-generic-test",
    "x-ms-notification",
    "x-ms-notification-content",
    "x-ms-notification-url",
    "x-ms-odata",
    "x-ms-openai-data",
    "x-ms-openai-manifest",
    "x-ms-openai-published-to-copilots",
    "x-ms-operation-context",
    "x-ms-pageable",
    "x-ms-parameter-grouping",
    "x-ms-parameter-location",
    "x-ms-parameterized-host",
    "x-ms-paths",
    "x-ms-permission",
    "x-ms-relationships",
    "x-ms-request-id",
    "x-ms-require-user-confirmation",
    "x-ms-safe-operation",
    "x-ms-secret",
    "x-ms-skip-url-encoding",
    "x-ms-sort",
    "x-ms-summary",
    "x-ms-test-value",
    "x-ms-text",
    "x-ms-trigger",
    "x-ms-trigger-hint",
    "x-ms-trigger-metadata",
    "x-ms-trigger-value",
    "x-ms-url-encoding",
    "x-ms-visibility",
];

/// The [`KNOWN_EXTENSIONS`] of AutoRest, sorted: legal, and without effect in Power Platform
/// (<http://azure.github.io/autorest/extensions/>, as Microsoft's schema says).
pub static IGNORED_EXTENSIONS: &[&str] = &[
    "x-ms-azure-resource",
    "x-ms-client-flatten",
    "x-ms-client-name",
    "x-ms-code-generation-settings",
    "x-ms-discriminator-value",
    "x-ms-enum",
    "x-ms-error-response",
    "x-ms-examples",
    "x-ms-external",
    "x-ms-header-collection-prefix",
    "x-ms-identifiers",
    "x-ms-long-running-operation",
    "x-ms-long-running-operation-options",
    "x-ms-mutability",
    "x-ms-odata",
    "x-ms-parameter-grouping",
    "x-ms-parameter-location",
    "x-ms-parameterized-host",
    "x-ms-paths",
    "x-ms-request-id",
    "x-ms-secret",
    "x-ms-skip-url-encoding",
    "x-ms-text",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_look_up_agrees_with_a_linear_scan() {
        let mut names = BTreeSet::new();
        for object in &OBJECTS {
            for property in object.properties {
                let name = property.name;
                names.insert(name.to_string());
                // Near misses: one letter less, more, changed, swapped, in another case.
                names.insert(name[1..].to_string());
                names.insert(name[..name.len() - 1].to_string());
                names.insert(format!("{name}s"));
                names.insert(format!("x{}", &name[1..]));
                names.insert(name.to_uppercase());
                names.insert(name.to_lowercase());
                names.insert(name.chars().rev().collect());
            }
        }
        names.insert("é".to_string());
        names.insert("x-ms-é".to_string());
        for object in &OBJECTS {
            for name in &names {
                let scanned = object.properties.iter().find(|property| property.name == name);
                let found = object.property(name);
                assert_eq!(found.map(|p| p.name), scanned.map(|p| p.name), "{name} in {:?}", object.kind);
            }
        }
    }

    #[test]
    fn a_search_is_short() {
        for object in &OBJECTS {
            for (at, property) in object.properties.iter().enumerate() {
                let start = slot(property.name.as_bytes());
                let end = object.index.iter().position(|entry| *entry as usize == at);
                let steps = end.map(|end| (end + SLOTS - start) % SLOTS);
                assert!(steps.is_some_and(|steps| steps <= 4), "{}", property.name);
            }
        }
    }

    #[test]
    fn no_name_is_twice_in_an_object() {
        for object in &OBJECTS {
            let names: BTreeSet<_> = object.properties.iter().map(|property| property.name).collect();
            assert_eq!(names.len(), object.properties.len(), "{:?}", object.kind);
        }
    }

    fn kinds_in(value: Value, into: &mut Vec<Kind>) {
        match value {
            Value::Object(kind) => into.push(kind),
            Value::Array(item) => kinds_in(*item, into),
            Value::Either(values) => values.iter().for_each(|value| kinds_in(*value, into)),
            _ => {}
        }
    }

    #[test]
    fn every_kind_is_reached_from_a_file() {
        let mut todo = vec![Kind::Swagger, Kind::ApiProperties, Kind::Settings];
        let mut reached = BTreeSet::new();
        while let Some(kind) = todo.pop() {
            assert_eq!(kind.object().kind, kind);
            if !reached.insert(kind) {
                continue;
            }
            for property in kind.object().properties {
                kinds_in(property.value, &mut todo);
            }
            if let Member::Entry(value) = kind.object().member("any") {
                kinds_in(value, &mut todo);
            }
            if kind == Kind::Parameter {
                todo.extend(["body", "header", "query", "formData", "path"].map(Kind::of_parameter));
            }
        }
        assert_eq!(reached.into_iter().collect::<Vec<_>>(), Kind::all().collect::<Vec<_>>());
    }

    #[test]
    fn the_union_of_parameters_is_one() {
        let kinds = ["body", "header", "query", "formData", "path"].map(Kind::of_parameter);
        let mut names: BTreeSet<_> =
            kinds.iter().flat_map(|kind| kind.object().properties).map(|property| property.name).collect();
        names.insert("$ref");
        let union: BTreeSet<_> = Kind::Parameter.object().properties.iter().map(|property| property.name).collect();
        assert_eq!(union, names);
        assert!(kinds.iter().all(|kind| kind.general() == Kind::Parameter));
        assert_eq!(Kind::of_parameter("cookie"), Kind::Parameter);
    }

    #[test]
    fn the_known_extensions_are_those_of_the_table() {
        let table: BTreeSet<_> = OBJECTS
            .iter()
            .flat_map(|object| object.properties)
            .map(|property| property.name)
            .filter(|name| name.starts_with("x-ms-") && !name.starts_with("x-ms-apimTemplate-"))
            .collect();
        assert_eq!(KNOWN_EXTENSIONS, table.into_iter().collect::<Vec<_>>());
        assert!(IGNORED_EXTENSIONS.is_sorted());
        assert!(IGNORED_EXTENSIONS.iter().all(|name| known_extension(name)));
        assert!(known_extension("x-ms-apihub-obo"));
        assert!(!known_extension("x-ms-visibilty"));
    }

    #[test]
    fn a_misspelled_name_gets_a_suggestion() {
        let cases = [
            (Kind::Parameter, "x-ms-visibilty", "x-ms-visibility"),
            (Kind::Schema, "x-ms-visbility", "x-ms-visibility"),
            (Kind::Schema, "x-ms-visibiltiy", "x-ms-visibility"),
            (Kind::Schema, "x-ms-sumamry", "x-ms-summary"),
            (Kind::QueryParameter, "x-ms-summmary", "x-ms-summary"),
            (Kind::Schema, "x-ms-summary title", "x-ms-summary"),
            (Kind::Schema, "x-ms-summary:", "x-ms-summary"),
            (Kind::Schema, "x-ms  -summary", "x-ms-summary"),
            (Kind::Schema, "x-ms-Summary", "x-ms-summary"),
            (Kind::Operation, "x-ms-api-annotations", "x-ms-api-annotation"),
            // Misspelled and in the wrong place.
            (Kind::PathItem, "x-ms-visibilty", "x-ms-visibility"),
            (Kind::Swagger, "basepath", "basePath"),
            (Kind::Swagger, "securityDefinition", "securityDefinitions"),
            (Kind::PropertiesBody, "stackowner", "stackOwner"),
            (Kind::PropertiesBody, "scriptOperation", "scriptOperations"),
            (Kind::Operation, "operationID", "operationId"),
            (Kind::Operation, "sumary", "summary"),
            (Kind::Schema, "propertys", "properties"),
            (Kind::Schema, "examples", "example"),
            (Kind::UiDefinition, "displayname", "displayName"),
            (Kind::PathItem, "GET", "get"),
        ];
        for (kind, name, wanted) in cases {
            assert_eq!(suggest(kind.object(), name), Some(wanted), "{name} in {kind:?}");
        }
    }

    #[test]
    fn an_unrelated_name_gets_none() {
        let cases = [
            (Kind::Schema, "oneOf"),
            (Kind::Schema, "anyOf"),
            (Kind::Schema, "not"),
            (Kind::Schema, "nullable"),
            (Kind::Schema, "const"),
            (Kind::Schema, "patternProperties"),
            (Kind::Schema, "writeOnly"),
            (Kind::Schema, "deprecated"),
            (Kind::Schema, "x-nullable"),
            (Kind::Schema, "x-example"),
            (Kind::Schema, "x-ms-tooltip"),
            (Kind::Schema, "x-ms-navigationProperty"),
            (Kind::Swagger, "components"),
            (Kind::Swagger, "servers"),
            (Kind::Operation, "requestBody"),
            (Kind::Parameter, "style"),
            (Kind::PropertiesBody, "website"),
            (Kind::PropertiesBody, "script"),
            (Kind::PathItem, "trace"),
            (Kind::Swagger, ""),
            // Right elsewhere.
            (Kind::Operation, "x-ms-url-encoding"),
            (Kind::Info, "x-ms-summary"),
            // Right here.
            (Kind::Operation, "summary"),
        ];
        for (kind, name) in cases {
            assert_eq!(suggest(kind.object(), name), None, "{name} in {kind:?}");
        }
    }

    #[test]
    fn a_member_is_told_by_its_name() {
        let member = |kind: Kind, name| kind.object().member(name);
        assert!(matches!(member(Kind::Operation, "summary"), Member::Property(p) if p.text == Some(Text::Summary)));
        assert!(matches!(member(Kind::Operation, "x-anything"), Member::Extension));
        assert!(matches!(member(Kind::Operation, "schema"), Member::Unknown));
        assert!(matches!(member(Kind::Paths, "/a"), Member::Entry(Value::Object(Kind::PathItem))));
        assert!(matches!(member(Kind::Paths, "x-a"), Member::Extension));
        assert!(matches!(member(Kind::Responses, "200"), Member::Entry(Value::Object(Kind::Response))));
        // A property may be called anything, also `x-something` or `$ref`.
        assert!(matches!(member(Kind::SchemaProperties, "x-a"), Member::Entry(Value::Object(Kind::Schema))));
        assert!(matches!(member(Kind::SchemaProperties, "$ref"), Member::Entry(Value::Object(Kind::Schema))));
        assert!(matches!(member(Kind::PolicyParameters, "x-ms-apimTemplateParameter.name"), Member::Open));
        assert!(matches!(member(Kind::PropertiesBody, "x-a"), Member::Unknown));
    }

    #[test]
    fn homes_are_where_a_name_is_known() {
        let of = |name| homes(name).collect::<Vec<_>>();
        assert_eq!(of("x-ms-notification-content"), [Kind::PathItem]);
        assert_eq!(of("x-ms-url-encoding"), [Kind::Parameter, Kind::QueryParameter, Kind::PathParameter]);
        assert_eq!(of("stackOwner"), [Kind::PropertiesBody]);
        assert_eq!(of("oneOf"), [Kind::ApplicableWhen]);
        assert_eq!(of("nothing"), []);
        assert!(KNOWN_EXTENSIONS.iter().all(|name| homes(name).next().is_some()));
    }
}
