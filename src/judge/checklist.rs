//! The checklist of a submission: what has to be right before a connector goes to certification, and which rules decide it.
use crate::connector::facts::{self, Table, Value};
use crate::connector::publisher::Publisher;
use crate::rule::{Rule, Severity};
use std::sync::LazyLock;

/// One item of the checklist.
#[derive(Debug)]
pub struct Item {
    /// The part of the list that it stands in.
    pub section: &'static str,
    /// What has to be so.
    pub text: &'static str,
    /// For whom.
    pub publishers: Vec<Publisher>,
    pub decided: Decided,
}

/// What shows whether an item is done.
#[derive(Debug)]
pub enum Decided {
    /// These rules have no findings.
    Rules(Vec<&'static str>),
    /// No rule that no other item names has a finding of this level.
    Rest(Severity),
    /// No file; a command may help.
    ByHand(Option<&'static str>),
}

/// All items, in their order (`schemas/submission-checklist.toml`).
pub fn items() -> &'static [Item] {
    static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| facts::entries("submission-checklist", "items").map(read).collect());
    &ITEMS
}

/// The items of a publisher. A private connector is submitted to nobody, so it has none.
pub fn items_of(publisher: Publisher) -> impl Iterator<Item = &'static Item> {
    items().iter().filter(move |item| item.publishers.contains(&publisher))
}

/// Whether an item names a rule.
pub fn names(rule: &Rule, publisher: Publisher) -> bool {
    items_of(publisher).any(|item| item.is_decided_by(rule.id))
}

/// The item that a finding of this rule and level belongs to.
pub fn item_of(rule: &Rule, severity: Severity, publisher: Publisher) -> Option<&'static Item> {
    let rest = |item: &&Item| matches!(item.decided, Decided::Rest(level) if level == severity);
    items_of(publisher).find(|item| item.is_decided_by(rule.id)).or_else(|| items_of(publisher).find(rest))
}

impl Item {
    fn is_decided_by(&self, id: &str) -> bool {
        matches!(&self.decided, Decided::Rules(rules) if rules.contains(&id))
    }
}

fn read(item: &'static Table) -> Item {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    let list = |key: &str| item.get(key).and_then(Value::as_array).map(|list| list.iter().filter_map(Value::as_str));
    let publishers = match list("publishers") {
        Some(names) => names.filter_map(|name| Publisher::ALL.into_iter().find(|publisher| publisher.name() == name)).collect(),
        None => vec![Publisher::Certified, Publisher::Independent],
    };
    let decided = match (list("rules"), text("rest")) {
        (Some(rules), _) => Decided::Rules(rules.collect()),
        (None, Some("errors")) => Decided::Rest(Severity::Error),
        (None, Some(_)) => Decided::Rest(Severity::Warning),
        (None, None) => Decided::ByHand(text("connsmith")),
    };
    Item { section: text("section").unwrap_or_default(), text: text("text").unwrap_or_default(), publishers, decided }
}
