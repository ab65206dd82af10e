//! The common part of the checks of trigger and MCP configurations.
use crate::call::arguments::place;
use crate::call::namespace::ops::Kind;
use crate::call::request::{Problem, nearest};
use crate::connector::{Connector, Operation};
use crate::rule::Severity;
use crate::text::document::{Document, Member, Node};
use crate::text::json::Span;
use crate::text::slips;
use rustc_hash::FxHashSet;

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
                self.error(member.key, "unknown", no_member(what, &name), near);
            }
        }
    }

    /// The same where the service may have learned new members: only a slip is an error.
    pub fn loose_members(&mut self, object: Node, what: &str, known: &[&str]) {
        for member in object.members().filter(|member| !known.contains(&member.name().as_ref())) {
            self.loose_member(member, what, known);
        }
    }

    /// Reports one such member.
    pub fn loose_member(&mut self, member: Member, what: &str, known: &[&str]) {
        let name = member.name();
        match nearest(&name, known.iter().copied()) {
            Some(near) => {
                let help = format!("did you mean `{near}`?");
                self.error(member.key, "unknown", no_member(what, &name), Some(help));
            }
            None => {
                let help = "the service may refuse it, or know it by now";
                self.warn(member.key, "unknown", no_member(what, &name), Some(help.into()));
            }
        }
    }

    /// The members beside `properties`, and the name that may stand there.
    pub fn envelope(&mut self, root: Node) {
        self.loose_members(root, "the configuration", &ENVELOPE);
        let Some(name) = root.get("name") else { return };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '(' | ')');
        // Of a child resource, the name begins with those of its parents.
        let fits = |text: &str| {
            text.split('/').all(|part| (1..=79).contains(&part.len()) && part.chars().all(plain))
                || text.contains(['{', '[', '$'])
        };
        if !name.str().is_some_and(|text| fits(&text)) {
            let help = "use 1 to 79 letters, digits and `.`, `_`, `-`, `(`, `)`";
            self.error(name, "value", format!("{} is not a name", name.text()), Some(help.into()));
        }
    }

    /// Reports a flag that is neither true nor false.
    pub fn flag(&mut self, node: Node, name: &str) {
        if node.bool().is_none() && node.text() != "null" {
            self.warn(node, "type", format!("`{name}` is neither true nor false"), None);
        }
    }

    /// Reports what is wrong wherever it stands: truncated objects, placeholders, repeated keys.
    pub fn everywhere(&mut self, root: Node) {
        self.hashtables(root);
        for node in (root.id..root.after()).map(|id| root.doc.node(id)) {
            if node.is_string() && node.str().is_some_and(|text| text.starts_with("<resolve:")) {
                let help = "look the value up with `connsmith ns lookup`, and write it here";
                self.error(node, "placeholder", format!("{} stands for a value", node.text()), Some(help.into()));
            }
            let mut seen = FxHashSet::default();
            for member in node.members().filter(|_| node.is_object()) {
                if !seen.insert(member.name()) {
                    let message = format!("the member `{}` is written twice", member.name());
                    self.warn(
                        member.key,
                        "repeated",
                        message,
                        Some("keep one of them: which one counts is not documented".into()),
                    );
                }
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

/// The members that a resource has beside `properties`.
const ENVELOPE: [&str; 12] =
    ["properties", "kind", "id", "name", "type", "location", "tags", "etag", "systemData", "apiVersion", "$schema", "identity"];

fn no_member(what: &str, name: &str) -> String {
    let is_phrase = ["a ", "an ", "the "].iter().any(|article| what.starts_with(article));
    if is_phrase { format!("{what} has no member `{name}`") } else { format!("`{what}` has no member `{name}`") }
}

/// The most similar name, if one is similar enough.
pub(super) fn alike<'n>(wanted: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_lowercase();
    let scored = known.map(|known| (slips::likeness(&known.to_lowercase(), &wanted), known));
    scored.filter(|(likeness, _)| *likeness >= 0.4).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

/// An id without its version, and the version: `X`, `X_V2`, `XV3`.
pub(super) fn version(id: &str) -> (String, u32) {
    let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, number) = id.split_at(id.len() - digits);
    match (head.strip_suffix(['V', 'v']), number.parse()) {
        (Some(head), Ok(number)) => (head.trim_end_matches('_').to_lowercase(), number),
        _ => (id.to_lowercase(), 1),
    }
}

/// The newest version of a deprecated operation, by their ids: `X`, `X_V2`, `XV3`.
pub(super) fn newer(connector: &Connector, operation: Operation) -> Option<String> {
    let (base, number_of_this) = version(&operation.id()?);
    let kind = Kind::of(operation);
    let same = connector.operations().filter(|other| !other.is_deprecated() && Kind::of(*other) == kind);
    let versions = same.filter_map(|other| {
        let id = other.id()?.into_owned();
        let (other, number) = version(&id);
        (other == base && number > number_of_this).then_some((number, id))
    });
    versions.max().map(|(_, id)| id)
}
