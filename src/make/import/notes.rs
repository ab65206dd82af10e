//! What the import says: findings at places of the source, for rules of the subject `import`.
use crate::connector::place::{Place, shortened};
use crate::rule::Rule;
use crate::rule::finding::Finding;
use crate::rules::RULES;
use crate::text::document::{Document, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

static KNOWN: LazyLock<FxHashMap<&str, &'static Rule>> =
    LazyLock::new(|| RULES.iter().filter(|rule| rule.subject == "import").map(|rule| (rule.id, rule)).collect());

/// Collects findings. What is used in many places is said once.
#[derive(Default)]
pub struct Notes {
    list: RefCell<List>,
    said: RefCell<FxHashSet<(u16, u32, &'static str, u64)>>,
}

/// What was said. A large source has thousands of notes, while everything that is read of it is in memory: findings, with a path each,
/// are made of them afterwards.
#[derive(Default)]
pub struct List {
    notes: Vec<Note>,
    /// Messages and help, one behind the other.
    texts: String,
}

struct Note {
    rule: &'static Rule,
    /// Number of the file, and of the node in it.
    at: (u16, u32),
    message: Range<u32>,
    /// Empty where there is no help.
    help: Range<u32>,
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
        let mut list = self.list.borrow_mut();
        let message = list.keep(&shortened(message));
        let help = list.keep(help.as_deref().unwrap_or(""));
        list.notes.push(Note { rule, at: (super::source::number(at), at.id), message, help });
    }

    /// All that was said.
    pub fn list(self) -> List {
        self.list.into_inner()
    }
}

impl List {
    fn keep(&mut self, text: &str) -> Range<u32> {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        start..self.texts.len() as u32
    }

    /// All findings, in the order of the files and of their places in them. `files` are those of the source.
    pub fn findings(self, files: &[Document]) -> Vec<Finding> {
        let List { mut notes, texts } = self;
        let node = |note: &Note| files[usize::from(note.at.0)].node(note.at.1);
        let span = |node: Node| match node.is_object() || node.is_array() {
            true => node.anchor(), // a whole object would be underlined to its end: its key says enough
            false => node.span(),
        };
        notes.sort_by_key(|note| (note.at.0, span(node(note)).start, note.rule.id));
        let text = |range: &Range<u32>| texts[range.start as usize..range.end as usize].to_owned();
        let finding = |note: &Note| Finding {
            rule: note.rule,
            code: None,
            severity: note.rule.severity,
            at: Place { span: span(node(note)), ..Place::of(node(note)) },
            message: text(&note.message),
            help: Some(text(&note.help)).filter(|help| !help.is_empty()),
            labels: Vec::new(),
            unnamed: 0,
            fix: None,
            suppressed: None,
        };
        notes.iter().map(finding).collect()
    }
}
