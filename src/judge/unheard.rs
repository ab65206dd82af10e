//! Findings that are true but unwanted: those in operations that are deprecated or internal, and those that their check made
//! an info.
use crate::connector::{Connector, Operation};
use crate::judge::walk::Plan;
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::text::document::{File, Node};
use rustc_hash::FxHashMap;

/// Leaves out the findings that are of no use to anybody.
pub(crate) fn leave_out(connector: &Connector, plan: &Plan, findings: &mut Vec<Finding>) {
    let publisher = plan.settings.publisher;
    let mut places = Places::new(connector);
    findings.retain(|finding| {
        if finding.severity == Severity::Info && !plan.shows_info && finding.rule.level(publisher) > Severity::Info {
            return false;
        }
        finding.at.file != File::Definition || places.concerns(finding)
    });
}

/// The operations that a place of the definition belongs to.
struct Places<'c> {
    connector: &'c Connector,
    /// Whether any operation is deprecated or internal: usually none is, and nothing has to be left out.
    any: bool,
    /// By the id of a shared definition, parameter or response: whether all operations that use it are deprecated, and whether
    /// all are internal.
    shared: FxHashMap<u32, (bool, bool)>,
}

impl<'c> Places<'c> {
    fn new(connector: &'c Connector) -> Places<'c> {
        let any = connector.operations().any(|operation| operation.is_deprecated() || operation.is_internal());
        Places { connector, any, shared: FxHashMap::default() }
    }

    /// Whether a finding is about something that somebody sees or fixes.
    fn concerns(&mut self, finding: &Finding) -> bool {
        let heard_if_deprecated = finding.severity == Severity::Error || finding.rule.deprecated;
        if !self.any || (heard_if_deprecated && finding.rule.internal) {
            return true;
        }
        let (deprecated, internal) = self.place(finding.at.span.start);
        (!deprecated || heard_if_deprecated) && (!internal || finding.rule.internal)
    }

    /// Whether all operations that a place of the definition belongs to are deprecated, and whether all are internal.
    fn place(&mut self, offset: u32) -> (bool, bool) {
        if let Some(operation) = self.operation(offset) {
            return (operation.is_deprecated(), operation.is_internal());
        }
        let connector = self.connector;
        let Some(document) = &connector.definition else { return (false, false) };
        let Some(entry) = shared_entry(document.value_at(offset)) else { return (false, false) };
        *self.shared.entry(entry.id).or_insert_with(|| {
            let users = connector.users_of(entry);
            let used = !users.is_empty();
            (used && users.iter().all(|user| user.is_deprecated()), used && users.iter().all(|user| user.is_internal()))
        })
    }

    /// The operation in which a place lies, its key included.
    fn operation(&self, offset: u32) -> Option<Operation<'c>> {
        let operations = self.connector.operations();
        let (mut low, mut high) = (0, operations.len());
        // Operations stand in document order.
        while low < high {
            let middle = low.midpoint(high);
            let operation = self.connector.nth_operation(middle)?;
            if operation.key().span().start <= offset { low = middle + 1 } else { high = middle }
        }
        let operation = self.connector.nth_operation(low.checked_sub(1)?)?;
        (offset < operation.node().span().end).then_some(operation)
    }
}

/// The entry of `definitions`, `parameters` or `responses` of the definition in which a value lies.
fn shared_entry(node: Node) -> Option<Node> {
    let (mut entry, mut section) = (node, node);
    let mut at = node;
    while let Some(parent) = at.parent() {
        (entry, section, at) = (section, at, parent);
    }
    // `at` is the root, `section` its member, `entry` the member of that.
    let name = section.name()?;
    (entry != section && matches!(&*name, "definitions" | "parameters" | "responses")).then_some(entry)
}
