//! Names for places that stay when lines move, and fingerprints of findings made of them.
use super::Subject;
use crate::connector::Connector;
use crate::document::{File, Node};
use crate::finding::Finding;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The fingerprints of findings of one subject, in their order: 16 hexadecimal digits of the file's name, the rule, the
/// [place in names](anchor) and the message, and which of those that agree in all of them it is. They stay when lines move
/// and when lists and paths are put in another order.
pub fn fingerprints(subject: &dyn Subject, findings: &[Finding]) -> Vec<String> {
    let mut seen: FxHashMap<u64, usize> = FxHashMap::default();
    let fingerprint = |finding: &Finding| {
        let parts = [&subject.file_name(finding.at.file), finding.rule.id, &place(subject, finding), &finding.message];
        let hash = hash(&parts.join("\n"));
        let number = seen.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    };
    findings.iter().map(fingerprint).collect()
}

/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The place of a finding in names; its pointer where it lies in no connector.
fn place(subject: &dyn Subject, finding: &Finding) -> String {
    let pointer = &finding.at.pointer;
    let anchor = || {
        let document = subject.document(finding.at.file)?;
        let holds = |connector: &&Connector| connector.document(document.file).is_some_and(|own| std::ptr::eq(own, document));
        Some(anchor(subject.connectors().into_iter().find(holds)?, document.at_pointer(pointer)?))
    };
    anchor().unwrap_or_else(|| pointer.clone())
}
/// The place of a value in names that stay when lines move and lists are put in another order: in an operation it begins with
/// the operation's id (`ListTasks/parameters/teamId`), elsewhere it is a JSON pointer; an item of a list goes by its name
/// where it has one, and by its number where it has none.
pub fn anchor(connector: &Connector, node: Node) -> String {
    let mut steps = Vec::new();
    let mut at = node;
    let mut start = "/";
    while let Some(parent) = at.parent() {
        let operation = (at.doc.file == File::Definition && at.is_object()).then(|| connector.operation_at(at)).flatten();
        let id = operation.and_then(|operation| operation.get_str("operationId")).filter(|id| !id.is_empty());
        // Of two operations with one id the first has it.
        if let Some(id) = id.filter(|id| connector.operation(id).is_some_and(|first| first.node() == at)) {
            steps.push(escaped(id));
            start = "";
            break;
        }
        steps.push(escaped(at.name().or_else(|| name_in_list(at)).unwrap_or_else(|| at.index().unwrap_or(0).to_string().into())));
        at = parent;
    }
    if steps.is_empty() {
        return String::new();
    }
    steps.reverse();
    format!("{start}{}", steps.join("/"))
}

fn escaped(step: Cow<str>) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// By what an item of a list is known; None when it has no name of its own there.
fn name_in_list(item: Node<'_>) -> Option<Cow<'_, str>> {
    let name = |item: Node<'_>| -> Option<String> {
        if item.is_object() {
            let names = ["name", "$ref", "propertyName", "title", "templateId"];
            return names.iter().find_map(|key| item.get_str(key)).filter(|name| !name.is_empty()).map(Cow::into_owned);
        }
        let text = item.str().map_or_else(|| item.text().to_owned(), Cow::into_owned);
        (!item.is_array() && !text.is_empty() && text.len() <= 80).then_some(text)
    };
    let own = name(item)?;
    let first = item.parent()?.items().find(|other| name(*other).as_deref() == Some(&own))?;
    (first == item).then_some(Cow::Owned(own))
}
