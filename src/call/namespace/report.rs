//! The common part of the checks of trigger and MCP configurations.
use crate::call::arguments::place;
use crate::call::namespace::ops::Kind;
use crate::call::request::{Problem, nearest};
use crate::connector::{Connector, Operation};
use crate::rule::Severity;
use crate::text::document::{Document, Node};
use crate::text::json::Span;
use crate::text::slips;

/// The problems of one file.
pub(super) struct Report<'d> {
    document: &'d Document,
    pub problems: Vec<Problem>,
    /// Where each of them is.
    pub spans: Vec<Span>,
}

impl<'d> Report<'d> {
    pub fn new(document: &'d Document) -> Report<'d> {
        Report { document, problems: Vec::new(), spans: Vec::new() }
    }

    fn add(&mut self, severity: Severity, node: Node, code: &'static str, message: String, help: Option<String>) {
        self.problems.push(Problem { severity, code, message, help, origin: Some(place(node)) });
        self.spans.push(node.span());
    }

    /// Adds a problem of another part of the program, at this place.
    pub fn push(&mut self, node: Node, problem: Problem) {
        self.problems.push(problem);
        self.spans.push(node.span());
    }

    /// The problems, each with its place.
    pub fn placed(self) -> Vec<(Problem, Span)> {
        self.problems.into_iter().zip(self.spans).collect()
    }

    pub fn error(&mut self, node: Node, code: &'static str, message: String, help: Option<String>) {
        self.add(Severity::Error, node, code, message, help);
    }

    pub fn warn(&mut self, node: Node, code: &'static str, message: String, help: Option<String>) {
        self.add(Severity::Warning, node, code, message, help);
    }

    pub fn note(&mut self, node: Node, code: &'static str, message: String, help: Option<String>) {
        self.add(Severity::Info, node, code, message, help);
    }

    /// Whether the file is not JSON; if so, reports it.
    pub fn syntax(&mut self) -> bool {
        let Some(fault) = self.document.tree.faults.first() else { return false };
        let at = self.document.position(fault.span.start);
        self.problems.push(Problem {
            severity: Severity::Error,
            code: "syntax",
            message: format!("`{}` is not JSON", self.document.name),
            help: None,
            origin: Some(format!("{}:{}:{}", self.document.name, at.line, at.column)),
        });
        self.spans.push(fault.span);
        true
    }

    /// Reports the members of an object that are none of these.
    pub fn members(&mut self, object: Node, what: &str, known: &[&str]) {
        for member in object.members() {
            let name = member.name();
            if !known.contains(&name.as_ref()) {
                let near = nearest(&name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                self.error(
                    member.key,
                    "unknown",
                    format!("`{what}` has no member `{name}`").replace("`a parameter`", "a parameter"),
                    near,
                );
            }
        }
    }

    /// Reports a member that is none of these words, ignoring case.
    pub fn word(&mut self, object: Node, key: &str, known: &[&str]) {
        let Some(value) = object.get(key) else { return };
        if !value.str().is_some_and(|text| known.iter().any(|known| text.eq_ignore_ascii_case(known))) {
            let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            self.error(
                value,
                "value",
                format!("`{key}` cannot be {}", value.text()),
                Some(format!("it can be {}", names.join(", "))),
            );
        }
    }

    /// Reports the text that PowerShell writes for objects that are nested too deep for it.
    pub fn hashtables(&mut self, root: Node) {
        let strings = (root.id..root.after()).map(|id| root.doc.node(id)).filter(|node| node.is_string());
        for node in strings.filter(|node| node.text().contains("System.Collections.Hashtable")) {
            let help = "PowerShell truncated it: pass `-Depth 20` to `ConvertTo-Json`";
            self.error(node, "hashtable", "an object became text here".into(), Some(help.into()));
        }
    }
}

/// The most similar name, if one is similar enough.
pub(super) fn alike<'n>(wanted: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_lowercase();
    let scored = known.map(|known| (slips::likeness(&known.to_lowercase(), &wanted), known));
    scored.filter(|(likeness, _)| *likeness >= 0.4).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

/// The newest version of a deprecated operation, by their ids: `X`, `X_V2`, `XV3`.
pub(super) fn newer(connector: &Connector, operation: Operation) -> Option<String> {
    let split = |id: &str| -> (String, u32) {
        let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (head, number) = id.split_at(id.len() - digits);
        match (head.strip_suffix(['V', 'v']), number.parse()) {
            (Some(head), Ok(number)) => (head.trim_end_matches('_').to_lowercase(), number),
            _ => (id.to_lowercase(), 1),
        }
    };
    let (base, version) = split(&operation.id()?);
    let kind = Kind::of(operation);
    let same = connector.operations().filter(|other| !other.is_deprecated() && Kind::of(*other) == kind);
    let versions = same.filter_map(|other| {
        let id = other.id()?.into_owned();
        let (other, number) = split(&id);
        (other == base && number > version).then_some((number, id))
    });
    versions.max().map(|(_, id)| id)
}
