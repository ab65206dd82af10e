//! What findings can be about.
use crate::connector::Connector;
use crate::connector::publisher::{Because, Publisher};
use crate::text::document::{Document, File};

/// The subject of a part of a report: something whose texts have findings, such as a connector.
pub trait Subject {
    /// The text of one of its files; None when it is not there or is no text.
    fn document(&self, file: File) -> Option<&Document>;
    /// The name for people of one of its files, whether it is there or not.
    fn file_name(&self, file: File) -> String;
    /// How many files were read.
    fn file_count(&self) -> usize;
    /// The connectors in it, for the list that programs read.
    fn connectors(&self) -> Vec<Listed<'_>>;
    /// The heading of its findings.
    fn heading(&self) -> Heading;
}

/// The heading of the findings of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its path for people.
    pub name: String,
    /// The rest of the line: title, and how it was checked.
    pub about: String,
}

/// A connector in the list that programs read.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    pub connector: &'a Connector,
    /// The publisher it was checked for, and why.
    pub publisher: Publisher,
    pub because: Because,
}
