//! The place of a value in terms of names, which does not change when lines move.
use crate::connector::Connector;
use crate::text::document::{File, Node};
use crate::text::pointer;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Longest step of an anchor, in bytes. Names of a file can be as long as the file: each anchor below would hold them.
const LONGEST_STEP: usize = 4096;

/// Finds the places of values of one connector in names. What it learns of a list it keeps, so that the places of all items of a list
/// cost no more than one look at that list.
pub struct Anchors<'c> {
    connector: &'c Connector,
    /// By file and id of the list: the step of each of its items, by the item's id.
    lists: FxHashMap<(File, u32), FxHashMap<u32, String>>,
}

impl<'c> Anchors<'c> {
    /// An empty cache.
    pub fn new(connector: &'c Connector) -> Anchors<'c> {
        Anchors { connector, lists: FxHashMap::default() }
    }

    /// The place of a value in names that stay when lines move and lists are put in another order: in an operation it begins with the
    /// operation's id (`ListTasks/parameters/teamId`), elsewhere it is a JSON pointer; an item of a list goes by its name where it has
    /// one, and by its number where it has none.
    pub fn of(&mut self, node: Node) -> String {
        let mut steps: Vec<Cow<str>> = Vec::new();
        let mut at = node;
        let mut start = "/";
        while let Some(parent) = at.parent() {
            let is_object = at.doc.file == File::Definition && at.is_object();
            let operation = is_object.then(|| self.connector.operation_at(at)).flatten();
            let id = operation.and_then(|operation| operation.get_str("operationId")).filter(|id| !id.is_empty());
            // If two operations have the same id, it belongs to the first.
            if let Some(id) = id.filter(|id| self.connector.operation(id).is_some_and(|first| first.node() == at)) {
                steps.push(escaped(&id).into());
                start = "";
                break;
            }
            steps.push(match at.name() {
                Some(name) => escaped(&name).into(),
                None => self.step_in_list(parent, at).into(),
            });
            at = parent;
        }
        if steps.is_empty() {
            return String::new();
        }
        steps.reverse();
        format!("{start}{}", steps.join("/"))
    }

    fn step_in_list(&mut self, list: Node, item: Node) -> String {
        let steps = self.lists.entry((list.doc.file, list.id)).or_insert_with(|| {
            let mut seen: FxHashSet<Cow<str>> = FxHashSet::default();
            let step = |(index, item): (usize, Node)| {
                let name = name_in_list(item);
                // If two items have the same name, it belongs to the first.
                let step = name.filter(|name| seen.insert(escaped(name).into()));
                (item.id, step.map_or_else(|| index.to_string(), |name| escaped(&name)))
            };
            list.items().enumerate().map(step).collect()
        });
        steps.get(&item.id).cloned().unwrap_or_else(|| "0".into())
    }
}

fn escaped(step: &str) -> String {
    pointer::escaped(&step[..step.floor_char_boundary(LONGEST_STEP)]).into_owned()
}

/// The name of a list item; None if it has none.
fn name_in_list(item: Node<'_>) -> Option<Cow<'_, str>> {
    const LONGEST: usize = 80;
    if item.is_array() {
        return None;
    }
    if item.is_object() {
        let names = ["name", "$ref", "propertyName", "title", "templateId"];
        return names.iter().find_map(|key| item.get_str(key)).filter(|name| !name.is_empty());
    }
    let text = item.str().unwrap_or_else(|| Cow::Borrowed(item.text()));
    (!text.is_empty() && text.len() <= LONGEST).then_some(text)
}
