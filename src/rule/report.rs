//! What a check writes to.
use super::Rule;
use super::finding::Finding;
use super::fix::Fix;
use super::settings::Settings;
use crate::connector::Connector;
use crate::connector::place::{Label, Place, shortened};
use crate::connector::versions::Spot;
use crate::text::document::{Document, File, Member, Node};
use crate::text::json::{Fault, Span};

/// Collects findings. The walker sets [`Report::rule`] before it calls a check.
pub struct Report<'c> {
    /// What is checked; for a package an empty one.
    pub connector: &'c Connector,
    /// For whom it is checked, and what a configuration allows and forbids.
    pub settings: &'c Settings,
    pub rule: &'static Rule,
    pub findings: Vec<Finding>,
    /// Findings that something is missing in a file of which a part was lost: it may have stood there, so nothing is said.
    unsure: Vec<Finding>,
}

impl<'c> Report<'c> {
    /// An empty report of a connector.
    pub fn new(connector: &'c Connector, settings: &'c Settings, rule: &'static Rule) -> Report<'c> {
        Report { connector, settings, rule, findings: Vec::new(), unsure: Vec::new() }
    }
}

impl Report<'_> {
    /// The value is at fault.
    pub fn at(&mut self, node: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place::of(node), message.into())
    }

    /// The key of a member is at fault: the key is underlined, the pointer is that of the member's value.
    pub fn at_key(&mut self, member: Member, message: impl Into<String>) -> &mut Finding {
        self.push(Place { span: member.key.span(), ..Place::of(member.value) }, message.into())
    }

    /// Something is missing in an object: the pointer is the object's, its key (or opening bracket) is underlined. In a file of
    /// which a part was lost nothing is said: what is missing may have stood there.
    pub fn missing(&mut self, object: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place { span: object.anchor(), ..Place::of(object) }, message.into());
        self.if_sure(object.doc.is_whole())
    }

    /// A name leads nowhere. When a part of the definition was lost nothing is said: what it names may have stood there.
    pub fn dangling(&mut self, name: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place::of(name), message.into());
        self.if_sure(self.connector.definition.as_ref().is_none_or(Document::is_whole))
    }

    /// Takes the last finding back unless it is sure.
    fn if_sure(&mut self, sure: bool) -> &mut Finding {
        if !sure {
            self.unsure = self.findings.pop().into_iter().collect();
            return &mut self.unsure[0];
        }
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// A required text is there but blank: the pointer is the object's, as when it is missing, the text is underlined.
    pub fn blank(&mut self, object: Node, text: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place { span: text.span(), ..Place::of(object) }, message.into())
    }

    /// A part of a string is at fault: `range` is in bytes of the unescaped value; the pointer is the string's.
    pub fn within(&mut self, string: Node, range: std::ops::Range<usize>, message: impl Into<String>) -> &mut Finding {
        self.push(Place { span: string.part(range), ..Place::of(string) }, message.into())
    }

    /// The newer of two versions changed something: at its place there or, when it is gone, in the older one.
    pub fn changed(&mut self, spot: Spot, message: impl Into<String>) -> &mut Finding {
        let finding = self.push(spot.at, message.into());
        finding.labels.extend(spot.label);
        finding
    }

    /// Bytes of a file are at fault, whatever its structure; for a file that is missing use an empty span.
    pub fn in_file(&mut self, file: File, span: Span, message: impl Into<String>) -> &mut Finding {
        self.push(Place { file, span, pointer: String::new() }, message.into())
    }

    /// The reader found a fault: its place, message, help and repair become a finding.
    pub fn fault(&mut self, document: &Document, fault: &Fault) -> &mut Finding {
        let place = |span| Place { span, ..Place::of(document.value_at(fault.span.start)) };
        let finding = self.push(place(fault.span), fault.message.clone());
        finding.help(fault.help.clone());
        if let Some((span, text)) = &fault.related {
            finding.labels.push(Label { at: place(*span), text: text.clone() });
        }
        if let Some(repair) = &fault.repair {
            let fix = if repair.safe { Fix::safe(&fault.help) } else { Fix::risky(&fault.help) };
            finding.fix(fix.text(document.root(), repair.span, &repair.text));
        }
        finding
    }

    fn push(&mut self, at: Place, message: String) -> &mut Finding {
        let rule = self.rule;
        self.findings.push(Finding {
            rule,
            code: rule.codes.first().copied(),
            severity: rule.severity,
            at,
            message: shortened(message),
            help: None,
            labels: Vec::new(),
            fix: None,
            suppressed: None,
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}
