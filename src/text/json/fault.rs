//! The errors in a JSON text, and their repairs.
use super::Span;

/// The kind of a [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultKind {
    /// A byte order mark (U+FEFF) at the start. Spans still count its three bytes.
    Bom,
    /// A comma right before `}` or `]`; the span is the comma.
    TrailingComma,
    /// A comma with nothing before it (`[,1]`, `1,,2`); the span is the superfluous comma.
    ExtraComma,
    /// No comma between two members or items. The span is empty and right after the first of them, where it belongs;
    /// for another character in its place (`;`) the span is that character.
    MissingComma,
    /// No colon after a key: an empty span right after the key, or what stands there instead (`=`).
    MissingColon,
    /// A colon where none belongs, such as in an array.
    UnexpectedColon,
    /// `//`, `/* */` or `#`.
    Comment,
    /// A string or key in single quotes or backticks.
    SingleQuotes,
    /// A string or key in typographic quotes, as word processors and chats make them.
    CurlyQuotes,
    /// A key without quotes, or without its opening quote.
    UnquotedKey,
    /// U+0000 to U+001F in a string (the span is the first of them), or outside strings where it is not white space.
    ControlCharacter,
    /// A backslash that starts no JSON escape.
    BadEscape,
    /// Half of a surrogate pair (`\uD83D` without `\uDE00`).
    LoneSurrogate,
    /// A double quote inside a string without a backslash.
    UnescapedQuote,
    /// A string that is not closed; the span is what was read of it.
    UnterminatedString,
    /// The text ends inside an object or array; the span is empty and at the end of the text.
    UnterminatedContainer,
    /// An object or array of which the closing bracket is missing although the text goes on.
    MissingClose,
    /// A closing bracket that does not fit: `]` where `}` is due, or one too many.
    UnexpectedClose,
    /// No value where there should be one: an empty span after the colon.
    ExpectedValue,
    /// Something other than a key in an object.
    ExpectedKey,
    /// Something other than `,` or a closing bracket after a value, and not the next member either.
    UnexpectedText,
    /// A number JSON cannot write so: `01`, `+1`, `.5`, `1.`, `NaN`, `0x1F`, `1.2.3`.
    BadNumber,
    /// A bare word: `True`, `None`, or text without quotes.
    BadLiteral,
    /// More text after the end of the document.
    TrailingText,
    /// A space that JSON does not allow (no-break space, zero-width space ...) outside of strings.
    WhiteSpace,
    /// No value at all.
    Empty,
    /// Nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH); the first such place.
    TooDeep,
    /// Longer than [`MAX_LEN`](super::MAX_LEN).
    TooLong,
    /// [`MAX_FAULTS`](super::MAX_FAULTS) faults; reading stopped here.
    TooMany,
}

impl FaultKind {
    /// Whether members or items may be missing in the tree, or be in another container than intended.
    pub fn loses_content(self) -> bool {
        use FaultKind::*;
        matches!(
            self,
            UnterminatedString
                | UnterminatedContainer
                | MissingClose
                | UnexpectedClose
                | UnexpectedText
                | UnexpectedColon
                | ExpectedKey
                | TrailingText
                | Empty
                | TooDeep
                | TooLong
                | TooMany
        )
    }
}

/// One mistake in a text: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// The bytes at fault; may be empty where something is missing.
    pub span: Span,
    /// What is wrong, in lower case without a period; names in backticks.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Another place that explains this one, with its label: where a container opened, what was read as the next member.
    pub related: Option<(Span, String)>,
    /// The edit that fixes it, if there is an obvious one.
    pub repair: Option<Repair>,
}

/// A text edit that fixes a [`Fault`]: the bytes of `span` are replaced by `text`.
///
/// The repairs of one tree never overlap; those at one place apply in the order of the faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    pub span: Span,
    pub text: String,
    /// The edit cannot change what the author meant. Others are good guesses, or drop something (a comment).
    pub safe: bool,
}
