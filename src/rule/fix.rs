//! Edits that fix a finding: requested by structure, stored as text, so that every other byte stays as it is.
use crate::connector::Dynamic;
use crate::text::document::{Member, Node};
use crate::text::edit::{Edit, gap_before, indent_unit, is_closed, line_indent, quote};
use crate::text::json::Span;

/// What applying a fix may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Never what a running flow sends or receives.
    Safe,
    /// Perhaps: a person must look.
    Unsafe,
}

/// Edits that together fix one finding. Their spans do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "add `x-ms-url-encoding`".
    pub title: String,
    pub safety: Safety,
    pub edits: Vec<Edit>,
    /// A requested edit relies on a missing bracket.
    astray: bool,
}

impl Fix {
    /// A fix that changes nothing for running flows; add edits to it.
    pub fn safe(title: impl Into<String>) -> Fix {
        Fix { title: title.into(), safety: Safety::Safe, edits: Vec::new(), astray: false }
    }

    /// A fix that may change what running flows send or receive; add edits to it.
    pub fn risky(title: impl Into<String>) -> Fix {
        Fix { title: title.into(), safety: Safety::Unsafe, edits: Vec::new(), astray: false }
    }

    /// Adds the same lookup in the newer dialect behind one in the older; None if it has one, or cannot be expressed in it.
    pub fn twin(dynamic: Dynamic) -> Option<Fix> {
        let (member, name, json) = dynamic.new_twin()?;
        Some(Fix::risky(format!("add `{name}`")).add_member_after(member, name, &json))
    }

    /// False if an edit relies on a missing bracket, in a file that is truncated or lacks brackets: text added to an
    /// object that is never closed would end up in another one. A finding does not accept such a fix.
    pub fn is_possible(&self) -> bool {
        !self.astray
    }

    /// Does what another fix does, too.
    pub(crate) fn join(&mut self, other: Fix) {
        self.safety = self.safety.max(other.safety);
        self.edits.extend(other.edits);
        self.astray |= other.astray;
    }

    /// Replaces bytes of the file in which `node` stands.
    pub fn text(mut self, node: Node, span: Span, text: impl Into<String>) -> Fix {
        self.edits.push(Edit { file: node.doc.file, span, text: text.into() });
        self
    }

    /// Replaces a value by JSON text.
    pub fn replace(self, node: Node, json: impl Into<String>) -> Fix {
        self.text(node, node.span(), json)
    }

    /// Replaces a value by a string.
    pub fn replace_str(self, node: Node, value: &str) -> Fix {
        self.text(node, node.span(), quote(value))
    }

    /// Gives a member another name.
    pub fn rename(self, key: Node, name: &str) -> Fix {
        self.text(key, key.span(), quote(name))
    }

    /// Removes a member with the comma and white space that belong to it.
    pub fn remove_member(self, member: Member) -> Fix {
        self.remove(member.key, member.value)
    }

    /// Removes an item of an array with the comma and white space that belong to it.
    pub fn remove_item(self, item: Node) -> Fix {
        self.remove(item, item)
    }

    fn remove(mut self, first: Node, last: Node) -> Fix {
        let doc = first.doc;
        let parent = first.parent().unwrap_or(first);
        let behind = doc.tree.nodes.get(last.after() as usize).filter(|_| last.after() < parent.after());
        let span = match behind {
            Some(next) => Span { start: first.span().start, end: next.start },
            None if first.id > parent.id + 1 => {
                // The last of several: from the end of the one before, so that its comma goes too.
                let before = (parent.id + 1..first.id).map(|id| doc.node(id).span().end).max().unwrap_or(first.span().start);
                Span { start: before, end: last.span().end }
            }
            None => {
                self.astray |= !is_closed(parent);
                Span { start: parent.span().start + 1, end: parent.span().end.saturating_sub(1) }
            }
        };
        self.text(first, span, "")
    }

    /// Adds a member at the end of an object, with the newline, indent and spacing of the members that are there. The fix becomes
    /// impossible when the object has no closing brace.
    pub fn add_member(self, object: Node, name: &str, json: &str) -> Fix {
        self.add_members(object, &[(name, json)])
    }

    /// The same for several members: names and values.
    pub fn add_members(mut self, object: Node, added: &[(impl AsRef<str>, impl AsRef<str>)]) -> Fix {
        let written = |before: &str, colon: &str| -> String {
            added.iter().map(|(name, json)| format!("{before}{}{colon}{}", quote(name.as_ref()), json.as_ref())).collect()
        };
        if let Some(member) = object.last_member() {
            return self.add_behind(member, written);
        }
        self.astray |= !is_closed(object);
        let doc = object.doc;
        let span = object.span();
        let outer = line_indent(object);
        let multiline = doc.slice(span).contains('\n') || outer.is_some();
        let text = if multiline {
            let (newline, outer) = (doc.newline(), outer.unwrap_or_default());
            let gap = format!(",{newline}{outer}{}", indent_unit(object));
            format!("{{{}{newline}{outer}}}", written(&gap, ": ").get(1..).unwrap_or(""))
        } else {
            format!("{{{} }}", written(", ", ": ").get(1..).unwrap_or(""))
        };
        self.text(object, span, text)
    }

    /// Adds a member behind another one of the same object, in its style.
    pub fn add_member_after(self, member: Member, name: &str, json: &str) -> Fix {
        self.add_behind(member, |before, colon| format!("{before}{}{colon}{json}", quote(name)))
    }

    /// Adds what is written for a comma with white space behind it, and a colon.
    fn add_behind(mut self, member: Member, written: impl Fn(&str, &str) -> String) -> Fix {
        self.astray |= !is_closed(member.value) || !member.key.parent().is_some_and(is_closed);
        let doc = member.key.doc;
        let key = member.key.span();
        let colon = doc.slice(Span { start: key.end, end: member.value.span().start });
        let colon = if colon.trim() == ":" { colon } else { ": " };
        let gap = gap_before(member.key);
        let end = member.value.span().end;
        self.text(member.key, Span { start: end, end }, written(&format!(",{gap}"), colon))
    }

    /// Adds an item at the end of an array, with the spacing of the items that are there.
    pub fn add_item(self, array: Node, json: &str) -> Fix {
        self.add_items(array, &[json])
    }

    /// The same for several items.
    pub fn add_items(mut self, array: Node, added: &[impl AsRef<str>]) -> Fix {
        self.astray |= !is_closed(array);
        let written = |gap: &str| -> String { added.iter().map(|json| format!(",{gap}{}", json.as_ref())).collect() };
        match array.last_item() {
            Some(item) => {
                self.astray |= !is_closed(item);
                let end = item.span().end;
                let text = written(gap_before(item));
                self.text(item, Span { start: end, end }, text)
            }
            None => {
                let text = written(" ");
                self.text(array, array.span(), format!("[{}]", text.get(2..).unwrap_or("")))
            }
        }
    }
}
