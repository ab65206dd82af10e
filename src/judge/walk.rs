//! One pass over a connector: passes every enabled check a view of each thing it looks at.
use crate::connector::grammar::{self, Kind, Value};
use crate::connector::package::Package;
use crate::connector::publisher::Publisher;
use crate::connector::versions;
use crate::connector::{
    Connector, Direction, Dynamic, DynamicKind, Operation, Parameter, ParameterPlace, PathItem, Response, Schema, SchemaPlace,
};
use crate::judge::checklist;
use crate::judge::profile::{Profile, Selection};
use crate::judge::timing::{Layer, Meter};
use crate::judge::unheard;
use crate::rule::finding::Finding;
use crate::rule::settings::Settings;
use crate::rule::view::{Entry, Object, Text};
use crate::rule::{Check, Report, Rule, Severity};
use crate::rules::{self, RULES};
use crate::text::document::{File, Node};
use crate::text::json;
use crate::text::{prose, word_hash};
use std::borrow::Cow;

/// Enabled checks that look at one kind of thing, in the order in which they run.
#[derive(Debug)]
pub(crate) struct Checks<F> {
    pub(crate) all: Vec<Enabled<F>>,
    /// For each 64 of them, which look at a thing with a member of each [`key_bit`](json::key_bit), and all of them: most checks
    /// have nothing to report for most things, and this shows it without looking at each.
    needs: Vec<([u64; u32::BITS as usize], u64)>,
}

impl<F> Default for Checks<F> {
    fn default() -> Self {
        Checks { all: Vec::new(), needs: Vec::new() }
    }
}

/// An enabled check with its rule.
#[derive(Debug)]
pub(crate) struct Enabled<F> {
    pub rule: &'static Rule,
    pub check: F,
}

impl<F> Checks<F> {
    fn push(&mut self, rule: &'static Rule, check: F) {
        let at = self.all.len();
        if at.is_multiple_of(64) {
            self.needs.push(([0; _], 0));
        }
        let (needs, all) = &mut self.needs[at / 64];
        *all |= 1 << (at % 64);
        if rule.needs.is_empty() {
            // It always has to look.
            needs.iter_mut().for_each(|due| *due |= 1 << (at % 64));
        }
        for name in rule.needs {
            needs[json::key_bit(name.as_bytes()).trailing_zeros() as usize] |= 1 << (at % 64);
        }
        self.all.push(Enabled { rule, check });
    }

    /// The checks that look at something with members of these [`key_bit`](json::key_bit)s, 64 of them in each number.
    #[inline(always)]
    pub(crate) fn due(&self, keys: u32) -> impl Iterator<Item = u64> {
        self.needs.iter().map(move |(needs, all)| {
            if keys == ANY {
                return *all;
            }
            let (mut due, mut keys) = (0, keys);
            while keys != 0 {
                due |= needs[keys.trailing_zeros() as usize];
                keys &= keys - 1;
            }
            due
        })
    }
}

/// The enabled checks, sorted by what they look at.
#[derive(Debug, Default)]
pub struct Plan {
    /// Whether findings are shown that their check made an info.
    pub(crate) shows_info: bool,
    /// Whether findings of info rules are warnings where the checklist of a submission names the rule.
    of_submission: bool,
    /// What checks need to know apart from the connector.
    pub settings: Settings,
    connector: Checks<fn(&Connector, &mut Report)>,
    document: Checks<fn(&crate::text::document::Document, &mut Report)>,
    definition: Checks<fn(crate::connector::Definition, &mut Report)>,
    path_item: Checks<fn(PathItem, &mut Report)>,
    operation: Checks<fn(Operation, &mut Report)>,
    parameter: Checks<fn(Parameter, &mut Report)>,
    response: Checks<fn(Response, &mut Report)>,
    schema: Checks<fn(Schema, &mut Report)>,
    dynamic: Checks<fn(Dynamic, &mut Report)>,
    object: Checks<fn(Object, &mut Report)>,
    member: Checks<fn(&Entry, &mut Report)>,
    unknown_member: Checks<fn(&Entry, &mut Report)>,
    text: Checks<fn(&Text, &mut Report)>,
    words: Checks<fn(&Text, &mut Report)>,
    properties: Checks<fn(crate::connector::Properties, &mut Report)>,
    connection_parameter: Checks<fn(crate::connector::ConnectionParameter, &mut Report)>,
    policy: Checks<fn(crate::connector::Policy, &mut Report)>,
    pub(crate) operation_change: Checks<fn(&versions::OperationChange, &mut Report)>,
    pub(crate) field_change: Checks<fn(&versions::FieldChange, &mut Report)>,
    pub(crate) connection_change: Checks<fn(&versions::ConnectionChange, &mut Report)>,
    pub(crate) comparison: Checks<fn(&versions::Comparison, &mut Report)>,
    pub(crate) verdict: Checks<fn(&versions::Comparison, &mut Report)>,
    package: Checks<fn(&Package, &mut Report)>,
}

impl Plan {
    /// The checks that a selection turns on for a publisher, where there is no configuration.
    pub fn new(selection: &Selection, publisher: Publisher) -> Plan {
        let mut plan = Plan::of(Settings::of(publisher), |rule| selection.includes(rule, publisher));
        plan.shows_info = selection.shows_info(Profile::Default);
        plan.of_submission = selection.profile(Profile::Default) == Profile::Submission;
        plan
    }

    /// The checks of the rules that run.
    pub fn of(settings: Settings, runs: impl Fn(&Rule) -> bool) -> Plan {
        let mut plan = Plan { settings, ..Plan::default() };
        for (rule, check) in rules::registry().filter(|(rule, _)| runs(rule)) {
            match check {
                Check::Connector(check) => plan.connector.push(rule, check),
                Check::Document(check) => plan.document.push(rule, check),
                Check::Definition(check) => plan.definition.push(rule, check),
                Check::PathItem(check) => plan.path_item.push(rule, check),
                Check::Operation(check) => plan.operation.push(rule, check),
                Check::Parameter(check) => plan.parameter.push(rule, check),
                Check::Response(check) => plan.response.push(rule, check),
                Check::Schema(check) => plan.schema.push(rule, check),
                Check::Dynamic(check) => plan.dynamic.push(rule, check),
                Check::Object(check) => plan.object.push(rule, check),
                Check::Member(check) => plan.member.push(rule, check),
                Check::UnknownMember(check) => plan.unknown_member.push(rule, check),
                Check::Text(check) => plan.text.push(rule, check),
                Check::Words(check) => plan.words.push(rule, check),
                Check::Properties(check) => plan.properties.push(rule, check),
                Check::ConnectionParameter(check) => plan.connection_parameter.push(rule, check),
                Check::Policy(check) => plan.policy.push(rule, check),
                Check::Configuration(_) | Check::Source | Check::Run | Check::Namespace => {} // not of a connector alone
                Check::OperationChange(check) => plan.operation_change.push(rule, check),
                Check::FieldChange(check) => plan.field_change.push(rule, check),
                Check::ConnectionChange(check) => plan.connection_change.push(rule, check),
                Check::Comparison(check) => plan.comparison.push(rule, check),
                Check::Verdict(check) => plan.verdict.push(rule, check),
                Check::Package(check) => plan.package.push(rule, check),
            }
        }
        plan
    }
}

/// Runs all enabled checks over a connector. Findings come file by file, in document order.
pub fn check(connector: &Connector, plan: &Plan, meter: &mut Meter) -> Vec<Finding> {
    let mut findings = meter.layer(Layer::Walk, |meter| {
        let report = Report::new(connector, &plan.settings, &RULES[0]);
        let mut walker = Walker { connector, plan, report, meter, runs: Vec::new(), quiet: Quiet::new() };
        walker.connector();
        walker.report.finish()
    });
    meter.layer(Layer::Walk, |_| unheard::leave_out(connector, plan, &mut findings));
    if plan.of_submission {
        let publisher = plan.settings.publisher;
        let raised = |finding: &Finding| finding.severity == Severity::Info && finding.rule.level(publisher) == Severity::Info;
        for finding in findings.iter_mut().filter(|finding| raised(finding) && checklist::names(finding.rule, publisher)) {
            finding.severity = Severity::Warning;
        }
    }
    meter.layer(Layer::Sorting, |_| sort(&mut findings));
    findings
}

/// Runs all enabled package checks over a package. [`check`] runs those of its connectors.
pub fn check_package(package: &Package, plan: &Plan, meter: &mut Meter) -> Vec<Finding> {
    meter.layer(Layer::Walk, |meter| {
        let mut report = Report::new(&package.no_connector, &plan.settings, &RULES[0]);
        for enabled in &plan.package.all {
            report.rule = enabled.rule;
            meter.rule(enabled.rule, || (enabled.check)(package, &mut report));
        }
        let mut findings = report.finish();
        sort(&mut findings);
        findings
    })
}

/// Puts findings in order: file by file, in document order.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.at.file, finding.at.span.start, finding.at.span.end));
}

/// The bits of something that has no members to select by: every check looks at it.
pub(crate) const ANY: u32 = u32::MAX;

/// Calls the checks of one kind with one view of something that has members of these bits.
macro_rules! run {
    ($walker:ident, $list:ident, $keys:expr, $view:expr) => {
        let (list, view) = (&$walker.plan.$list, $view);
        for (block, mut due) in list.due($keys).enumerate() {
            while due != 0 {
                let enabled = &list.all[block * 64 + due.trailing_zeros() as usize];
                due &= due - 1;
                $walker.report.rule = enabled.rule;
                $walker.meter.rule(enabled.rule, || (enabled.check)(view, &mut $walker.report));
            }
        }
    };
}
pub(crate) use run;

struct Walker<'c, 'm, 't> {
    connector: &'c Connector,
    plan: &'c Plan,
    report: Report<'c>,
    meter: &'m mut Meter<'t>,
    /// The memory of [`Text::runs`], taken once.
    runs: Vec<prose::Run>,
    quiet: Quiet<'c>,
}

/// Texts of which the checks of words have nothing to say. In the published connectors, more than half of the texts of a definition stand in
/// it more than once. A text may take the place of another one, so the memory is bounded.
struct Quiet<'c>(Vec<Option<Words<'c>>>);

/// What the checks of words look at: a text as it is written, its role, and the kind of object in which it stands.
type Words<'c> = (&'c str, grammar::Text, Kind);

impl<'c> Quiet<'c> {
    /// How many texts are known: a power of two.
    const MOST: usize = 1 << 10;

    fn new() -> Quiet<'c> {
        Quiet(vec![None; Quiet::MOST])
    }

    fn place((text, ..): Words) -> usize {
        // The upper bits are the better mixed ones.
        (word_hash::hash(text.as_bytes()) >> (u64::BITS - Quiet::MOST.ilog2())) as usize
    }

    fn has(&self, words: Words<'c>) -> bool {
        self.0[Quiet::place(words)] == Some(words)
    }

    fn add(&mut self, words: Words<'c>) {
        self.0[Quiet::place(words)] = Some(words);
    }
}

/// What is known about the surroundings of a value.
#[derive(Clone, Copy)]
struct Context<'a> {
    operation: Option<Operation<'a>>,
    /// The role of the value, if it is a schema.
    place: SchemaPlace,
    direction: Direction,
    /// The location of the value, if it is a parameter.
    parameters: ParameterPlace,
}

impl<'c> Walker<'c, '_, '_> {
    fn connector(&mut self) {
        let connector = self.connector;
        run!(self, connector, ANY, connector);
        for document in connector.json_documents() {
            run!(self, document, ANY, document);
        }
        for document in connector.json_documents() {
            let kind = match document.file {
                File::Definition if connector.is_openapi3() => continue,
                File::Definition => Kind::Swagger,
                File::Properties => Kind::ApiProperties,
                _ => Kind::Settings,
            };
            let context = Context {
                operation: None,
                place: SchemaPlace::Definition,
                direction: Direction::default(),
                parameters: ParameterPlace::Shared,
            };
            if document.root().is_object() {
                self.object(document.root(), kind, context);
            }
        }
        if let Some(api) = connector.api().filter(|_| !connector.is_openapi3()) {
            run!(self, definition, api.node.keys(), api);
            for path_item in api.path_items() {
                run!(self, path_item, path_item.node.keys(), path_item);
            }
            for operation in connector.operations() {
                run!(self, operation, operation.node().keys(), operation);
            }
        }
        if let Some(properties) = connector.api_properties() {
            run!(self, properties, ANY, properties);
            for parameter in properties.connection_parameters() {
                run!(self, connection_parameter, ANY, parameter);
            }
            for policy in properties.policies() {
                run!(self, policy, ANY, policy);
            }
        }
    }

    fn value(&mut self, node: Node<'c>, value: &Value, context: Context<'c>) {
        match value {
            Value::Object(kind) if node.is_object() => self.object(node, *kind, context),
            Value::Array(item) if node.is_array() => {
                for node in node.items() {
                    self.value(node, item, context);
                }
            }
            Value::Either(values) => {
                let fits = |value: &&Value| match value {
                    Value::Object(_) => node.is_object(),
                    Value::Array(_) => node.is_array(),
                    _ => false,
                };
                if let Some(value) = values.iter().find(fits) {
                    self.value(node, value, context);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, node: Node<'c>, kind: Kind, mut context: Context<'c>) {
        let connector = self.connector;
        self.typed_object(node, kind, &mut context);
        let operation = context.operation;
        let kind = match kind {
            Kind::Parameter => Kind::of_parameter(&node.get_str("in").unwrap_or_default()),
            kind => kind,
        };
        run!(self, object, node.keys(), Object { connector, node, kind, operation });
        let grammar = kind.object();
        for member in node.members() {
            let name = member.key.read_as().map_or_else(|| member.name(), Cow::Borrowed);
            let meaning = grammar.member(&name);
            let entry = Entry { connector, object: node, kind, member, meaning, operation };
            let value = match meaning {
                grammar::Member::Property(property) => {
                    run!(self, member, member.key.own_key_bit(), &entry);
                    if let (Some(text), json::Kind::String) = (property.text, member.value.kind()) {
                        self.text(&entry, text);
                    }
                    property.value
                }
                grammar::Member::Entry(value) => {
                    run!(self, member, member.key.own_key_bit(), &entry);
                    value
                }
                grammar::Member::Extension | grammar::Member::Unknown => {
                    run!(self, unknown_member, ANY, &entry);
                    continue;
                }
                grammar::Member::Open => continue,
            };
            if matches!(value, Value::Object(_) | Value::Array(_) | Value::Either(_)) {
                self.value(member.value, &value, inside(kind, &name, context));
            }
        }
    }

    /// Runs the checks of texts.
    fn text(&mut self, entry: &Entry<'c>, text: grammar::Text) {
        let &Entry { connector, object, kind, member, operation, .. } = entry;
        let node = member.value;
        let (value, key) = (node.str().unwrap_or_default(), (node.doc.slice(node.span()), text, kind));
        let is_quiet = self.quiet.has(key);
        let mut runs = std::mem::take(&mut self.runs);
        runs.clear();
        if !is_quiet {
            prose::find_runs(&value, &mut runs);
        }
        let text = Text { connector, node, value, runs: &runs, member, text, object, kind, operation };
        run!(self, text, ANY, &text);
        if !is_quiet {
            let before = self.report.made();
            run!(self, words, ANY, &text);
            if self.report.made() == before {
                self.quiet.add(key);
            }
        }
        self.runs = runs;
    }

    /// Runs the checks of parameters, responses and schemas, and keeps the context up to date.
    fn typed_object(&mut self, node: Node<'c>, kind: Kind, context: &mut Context<'c>) {
        let connector = self.connector;
        let operation = context.operation;
        match kind {
            Kind::Operation => context.operation = connector.operation_at(node),
            Kind::Parameter if !node.has("$ref") => {
                let place = context.parameters;
                run!(self, parameter, node.keys(), Parameter { connector, entry: node, node, operation, place });
                context.direction = Direction::INPUT;
                if !node.get("in").is_some_and(|location| location.is("body")) {
                    run!(
                        self,
                        schema,
                        node.keys(),
                        Schema::new(connector, node, SchemaPlace::Parameter, Direction::INPUT, operation)
                    );
                }
            }
            Kind::Response if !node.has("$ref") => {
                run!(self, response, node.keys(), Response { connector, key: node.key(), entry: node, node, operation });
            }
            Kind::Schema | Kind::Items | Kind::Header => {
                if context.place == SchemaPlace::Definition {
                    context.direction = connector.direction_of(node);
                }
                run!(self, schema, node.keys(), Schema::new(connector, node, context.place, context.direction, operation));
            }
            _ => {
                if let Some(look_up) = look_up(node, kind).and_then(|kind| Dynamic::new(connector, kind, node, operation)) {
                    run!(self, dynamic, node.keys(), look_up);
                }
            }
        }
    }
}

/// Which lookup this object is, if any.
fn look_up(node: Node, kind: Kind) -> Option<DynamicKind> {
    match kind {
        Kind::DynamicValues => Some(DynamicKind::Values),
        Kind::DynamicList => Some(DynamicKind::List),
        Kind::DynamicSchema => Some(DynamicKind::Schema),
        Kind::DynamicProperties => Some(DynamicKind::Properties),
        Kind::TreeOperation => match node.name()?.as_ref() {
            "open" => Some(DynamicKind::TreeOpen),
            _ => Some(DynamicKind::TreeBrowse),
        },
        _ => None,
    }
}

/// The context of a member's value.
fn inside<'c>(kind: Kind, name: &str, context: Context<'c>) -> Context<'c> {
    let (place, direction) = match (kind, name) {
        (Kind::BodyParameter, "schema") => (SchemaPlace::Body, Direction::INPUT),
        (Kind::Response, "schema") => (SchemaPlace::Response, Direction::OUTPUT),
        (Kind::NotificationContent, "schema") => (SchemaPlace::Notification, Direction::OUTPUT),
        (Kind::Response, "headers") => (SchemaPlace::Header, Direction::OUTPUT),
        (Kind::Swagger, "definitions") => (SchemaPlace::Definition, Direction::default()),
        (Kind::Schema, "properties") => (SchemaPlace::Property, context.direction),
        (Kind::Schema, "items") => (SchemaPlace::Items, context.direction),
        (Kind::Schema, "additionalProperties") => (SchemaPlace::AdditionalProperties, context.direction),
        (Kind::Schema, "allOf") => (SchemaPlace::AllOf, context.direction),
        (kind, "items") if kind.general() == Kind::Parameter || matches!(kind, Kind::Items | Kind::Header) => {
            (SchemaPlace::Items, context.direction)
        }
        _ => (context.place, context.direction),
    };
    let parameters = match kind {
        Kind::Operation => ParameterPlace::Operation,
        Kind::PathItem => ParameterPlace::PathItem,
        Kind::Swagger => ParameterPlace::Shared,
        _ => context.parameters,
    };
    Context { place, direction, parameters, ..context }
}
