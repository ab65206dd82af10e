//! What the import says: findings at places of the source, for rules of the subject `import`.
use crate::connector::place::{Place, shortened};
use crate::rule::Rule;
use crate::rule::finding::Finding;
use crate::rules::RULES;
use crate::text::document::Node;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::LazyLock;

static KNOWN: LazyLock<FxHashMap<&str, &'static Rule>> =
    LazyLock::new(|| RULES.iter().filter(|rule| rule.subject == "import").map(|rule| (rule.id, rule)).collect());

/// Collects findings. What is used in many places is said once.
#[derive(Default)]
pub struct Notes {
    findings: RefCell<Vec<Finding>>,
    said: RefCell<FxHashSet<(u16, u32, &'static str, u64)>>,
}

impl Notes {
    /// Says something about a value of the source.
    pub fn say(&self, rule: &'static str, at: Node, message: impl Into<String>) {
        self.put(rule, at, message.into(), None);
    }

    /// Says something, and what to do about it.
    pub fn say_help(&self, rule: &'static str, at: Node, message: impl Into<String>, help: impl Into<String>) {
        self.put(rule, at, message.into(), Some(help.into()));
    }

    fn put(&self, rule: &'static str, at: Node, message: String, help: Option<String>) {
        let Some(rule) = KNOWN.get(rule) else {
            debug_assert!(false, "there is no rule `{rule}`");
            return;
        };
        let hash =
            message.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        if !self.said.borrow_mut().insert((super::source::number(at), at.id, rule.id, hash)) {
            return;
        }
        let mut place = Place::of(at);
        // A whole object would be underlined to its end: its key says enough.
        if at.is_object() || at.is_array() {
            place.span = at.anchor();
        }
        self.findings.borrow_mut().push(Finding {
            rule,
            code: None,
            severity: rule.severity,
            at: place,
            message: shortened(message),
            help,
            labels: Vec::new(),
            unnamed: 0,
            fix: None,
            suppressed: None,
        });
    }

    /// All findings, in the order of the files and of their places in them.
    pub fn finish(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by(|a, b| (a.at.file, a.at.span.start, a.rule.id).cmp(&(b.at.file, b.at.span.start, b.rule.id)));
        findings
    }
}
