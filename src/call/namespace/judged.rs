//! The rules about trigger and MCP configurations: which problem is which rule's, and files as `check` judges them.
use crate::call::namespace::{mcp, trigger};
use crate::call::request::Problem;
use crate::connector::Connector;
use crate::connector::discover::{CONFIGURATIONS, configuration};
use crate::connector::place::Place;
use crate::rule::Rule;
use crate::rule::finding::Finding;
use crate::rules::RULES;
use crate::text::document::Document;
use serde_json::Value;

/// What a configuration is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Trigger,
    Mcp,
}

/// What a file with this name is for; None if it is not a configuration.
pub fn kind_of(name: &str) -> Option<Kind> {
    let [trigger, _] = CONFIGURATIONS;
    configuration(name).map(|ending| if ending == trigger { Kind::Trigger } else { Kind::Mcp })
}

/// The rule of each problem, by its code; any other is about a value.
const CODES: [(&str, &str); 23] = [
    ("syntax", "namespace-not-json"),
    ("shape", "namespace-shape-wrong"),
    ("hashtable", "namespace-value-truncated"),
    ("misplaced", "namespace-member-misplaced"),
    ("misnamed", "namespace-member-misplaced"),
    ("unknown", "namespace-member-unknown"),
    ("repeated", "namespace-member-repeated"),
    ("missing", "namespace-member-missing"),
    ("default", "namespace-member-missing"),
    ("start", "namespace-start-unclear"),
    ("body", "namespace-body-not-nested"),
    ("unknown-operation", "namespace-operation-unknown"),
    ("not-a-trigger", "namespace-operation-unsuitable"),
    ("not-callable", "namespace-operation-unsuitable"),
    ("deprecated", "namespace-operation-deprecated"),
    ("mode", "namespace-mode-conflict"),
    ("union", "namespace-schema-union"),
    ("required", "namespace-schema-required-list"),
    ("target", "namespace-policy-without-target"),
    ("audience", "namespace-audience-wrong"),
    ("activation", "namespace-sandbox-not-resumed"),
    ("injection", "namespace-command-injection"),
    ("event", "namespace-command-without-event"),
];

/// The id of the rule that a problem in a configuration belongs to.
pub fn rule_of(code: &str) -> &'static str {
    match CODES.iter().find(|(known, _)| *known == code) {
        Some((_, rule)) => rule,
        None if code == "sandbox" => "namespace-sandbox-differs",
        None => "namespace-value-not-valid",
    }
}

fn rule(problem: &Problem) -> &'static Rule {
    let id = rule_of(problem.code);
    RULES.iter().find(|rule| rule.id == id).unwrap_or(&RULES[0])
}

/// The findings in a configuration, in its order. `connector` is the connector in whose folder the file lies.
pub fn findings(kind: Kind, document: &Document, connector: Option<&Connector>) -> Vec<Finding> {
    let placed = match kind {
        Kind::Trigger => trigger::checked(document, connector),
        Kind::Mcp => {
            let own = connector.filter(|connector| is_about(document, connector));
            let several =
                document.root().get("properties").and_then(|all| all.get("connectors")).map_or(0, |all| all.items().count());
            let name = own.and_then(|connector| part_of(document, connector));
            mcp::checked(document, &|wanted: &str| own.filter(|_| several == 1 || name.as_deref() == Some(wanted)))
        }
    };
    let mut findings: Vec<Finding> = placed
        .into_iter()
        .map(|(problem, span)| {
            let rule = rule(&problem);
            let at = Place { span, ..Place::of(document.value_at(span.start)) };
            Finding {
                rule,
                code: None,
                severity: problem.severity,
                at,
                message: problem.message,
                help: problem.help,
                labels: Vec::new(),
                unnamed: 0,
                fix: None,
                suppressed: None,
            }
        })
        .collect();
    findings.sort_by_key(|finding| finding.at.span.start);
    findings
}

/// The name of the part of a server configuration that uses operations of a connector.
fn part_of(document: &Document, connector: &Connector) -> Option<String> {
    let properties = document.root().get("properties")?;
    let parts = properties.get("connectors")?;
    let uses = |part: &crate::text::document::Node| {
        let mut ids = part.get("operations").into_iter().flat_map(|all| all.items()).filter_map(|one| one.get_str("name"));
        ids.any(|id| connector.operation(&id).is_some())
    };
    parts.items().find(uses)?.get_str("name").map(std::borrow::Cow::into_owned)
}

/// Whether a server configuration is about a connector: the only one in it, or one of whose operations it uses.
fn is_about(document: &Document, connector: &Connector) -> bool {
    let parts = document.root().get("properties").and_then(|all| all.get("connectors"));
    parts.is_some_and(|parts| parts.items().count() == 1) || part_of(document, connector).is_some()
}

/// The problems of a configuration for programs, each with its rule.
pub fn with_rules(mut problems: Value) -> Value {
    for problem in problems.as_array_mut().into_iter().flatten() {
        let rule = rule_of(problem["code"].as_str().unwrap_or_default());
        problem["rule"] = rule.into();
    }
    problems
}
