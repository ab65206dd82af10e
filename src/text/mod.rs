//! Bytes to trees and back: encodings, the JSON reader, words, archives, atomic writes.
pub mod address;
pub mod archive;
pub mod document;
pub mod edit;
pub mod encode;
pub(crate) mod foreign;
pub mod json;
pub mod list;
pub mod measure;
pub mod misspellings;
pub mod place;
pub mod prose;
pub mod read;
pub(crate) mod slips;
pub mod word_hash;
pub mod write;
pub mod yaml;
