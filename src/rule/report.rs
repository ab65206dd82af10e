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
use rustc_hash::FxHashMap;

/// Collects findings. The walker sets [`Report::rule`] before it calls a check.
pub struct Report<'c> {
    /// The checked connector; for a package, an empty one.
    pub connector: &'c Connector,
    /// The publisher, and what a configuration allows and forbids.
    pub settings: &'c Settings,
    pub rule: &'static Rule,
    pub findings: Vec<Finding>,
    /// What the findings are about that follow, where a rule may have much to say of each of many things: the number of an
    /// operation of two versions. Of each at least one finding of a rule is kept.
    pub group: u32,
    /// The last finding that is not kept, for its check to go on with: one that something is missing in a file of which a part
    /// was lost (it may have stood there, so nothing is said), or one too many.
    dropped: Vec<Finding>,
    /// How many findings there are of each rule in each file, by the address of the rule.
    counts: FxHashMap<(usize, File), Count>,
    /// How many findings of one rule in one file are kept.
    pub(crate) most: usize,
    /// Whether the last finding was kept.
    kept: bool,
    made: usize,
}

/// The findings of one rule in one file.
#[derive(Default)]
struct Count {
    kept: usize,
    left_out: usize,
    /// Where among the findings the last one is that was kept.
    last: usize,
    /// The current group, and how many were kept of it.
    group: u32,
    in_group: usize,
}

/// How many findings of one rule in one file are kept; the rest is counted. No published connector has more than 600.
pub const MOST_FINDINGS: usize = 10_000;
/// How many of them are kept in one operation of two versions.
pub const MOST_IN_OPERATION: usize = 1000;

impl<'c> Report<'c> {
    /// An empty report of a connector.
    pub fn new(connector: &'c Connector, settings: &'c Settings, rule: &'static Rule) -> Report<'c> {
        Report {
            connector,
            settings,
            rule,
            findings: Vec::new(),
            group: 0,
            dropped: Vec::new(),
            counts: FxHashMap::default(),
            most: MOST_FINDINGS,
            kept: true,
            made: 0,
        }
    }

    /// How many findings were made, those included that are not kept.
    pub fn made(&self) -> usize {
        self.made
    }

    /// All findings. If a rule has more findings in a file than are kept, the last one says how many are left out.
    pub fn finish(self) -> Vec<Finding> {
        let Report { mut findings, counts, .. } = self;
        for count in counts.into_values().filter(|count| count.left_out > 0) {
            if let Some(last) = findings.get_mut(count.last) {
                let (more, rule) = (count.left_out, last.rule.id);
                last.message.push_str(&format!(" (and {more} more findings of `{rule}` in this file, which are not listed)"));
            }
        }
        findings
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

    /// A name refers to nothing. If a part of the definition was lost, nothing is reported: it may have contained the target.
    pub fn dangling(&mut self, name: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place::of(name), message.into());
        self.if_sure(self.connector.definition.as_ref().is_none_or(Document::is_whole))
    }

    /// Withdraws the last finding unless it is certain.
    fn if_sure(&mut self, sure: bool) -> &mut Finding {
        if !sure && self.kept {
            self.dropped = self.findings.pop().into_iter().collect();
            self.kept = false;
            let finding = self.dropped.first();
            if let Some(count) = finding.and_then(|finding| self.counts.get_mut(&key(finding.rule, finding.at.file))) {
                count.kept -= 1;
            }
        }
        self.last()
    }

    /// The finding that was made last.
    fn last(&mut self) -> &mut Finding {
        let findings = if self.kept { &mut self.findings } else { &mut self.dropped };
        let last = findings.len() - 1;
        &mut findings[last]
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
        self.made += 1;
        let rule = self.rule;
        let count = self.counts.entry(key(rule, at.file)).or_default();
        if count.group != self.group || count.kept == 0 {
            (count.group, count.in_group) = (self.group, 0);
        }
        let most = if self.group == 0 { self.most } else { MOST_IN_OPERATION };
        self.kept = count.in_group == 0 || (count.in_group < most && count.kept < self.most);
        if self.kept {
            count.kept += 1;
            count.in_group += 1;
            count.last = self.findings.len();
        } else {
            count.left_out += 1;
            self.dropped.clear();
        }
        let findings = if self.kept { &mut self.findings } else { &mut self.dropped };
        findings.push(Finding {
            rule,
            code: rule.codes.first().copied(),
            severity: rule.level(self.settings.publisher),
            at,
            message: shortened(message),
            help: None,
            labels: Vec::new(),
            unnamed: 0,
            fix: None,
            suppressed: None,
        });
        self.last()
    }
}

fn key(rule: &'static Rule, file: File) -> (usize, File) {
    (std::ptr::from_ref(rule).addr(), file)
}
