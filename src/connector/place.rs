//! Places in the files of a connector.
use crate::text::document::{File, Node};
use crate::text::json::Span;

/// Where in a connector something is: which file, which bytes, and Microsoft's `ValuePath`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: File,
    /// Bytes of the document's text to underline.
    pub span: Span,
    /// JSON pointer: the parent object when a property is missing, the value itself when a value is bad, `""` for the root
    /// and in files that are not JSON.
    pub pointer: String,
}

impl Place {
    /// The place of a value. A pointer that is longer than any that people write ends in `...`.
    pub fn of(node: Node) -> Place {
        Place { file: node.doc.file, span: node.span(), pointer: shortened(node.pointer_up_to(LONGEST)) }
    }
}

/// Longest pointer or message, in bytes. Names of a file can be as long as the file: each of its findings would hold them.
const LONGEST: usize = 4096;

/// A text of which no more than the first bytes are kept.
pub(crate) fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push_str("...");
        text.shrink_to_fit();
    }
    text
}

/// A second place that helps to understand a finding ("first defined here").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub at: Place,
    pub text: String,
}
