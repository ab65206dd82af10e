//! Where the parts of a long string's value stand in its raw text, when that has escapes.
use super::escape_length;
use crate::text::json;
use std::sync::{Mutex, PoisonError};

/// Strings up to this many bytes are walked from their start each time.
const SHORT: usize = 4096;

/// Distance of the places that are kept, in bytes of the raw text.
const EVERY: usize = 1024;

/// Places in the long string that was asked for last: many findings may lie in one string, and each would walk it again.
#[derive(Debug, Default)]
pub(super) struct Marks(Mutex<Option<(u32, Vec<Mark>)>>);

/// A place in the raw text and in the value.
type Mark = (usize, usize);

impl Marks {
    /// A place at or before a byte of the value of the string with this id.
    pub(super) fn before(&self, id: u32, raw: &str, value: usize) -> Mark {
        if raw.len() <= SHORT {
            return (0, 0);
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_none_or(|(of, _)| *of != id) {
            *known = Some((id, marks(raw)));
        }
        let marks = known.as_ref().map_or(&[][..], |(_, marks)| marks);
        let behind = marks.partition_point(|(_, at)| *at <= value);
        behind.checked_sub(1).map_or((0, 0), |at| marks[at])
    }
}

fn marks(raw: &str) -> Vec<Mark> {
    let (mut marks, mut at, mut value, mut next) = (Vec::new(), 0, 0, 0);
    while at < raw.len() {
        if at >= next {
            marks.push((at, value));
            next = at + EVERY;
        }
        let length = escape_length(&raw[at..]);
        value += if length == 1 { 1 } else { json::unescape(&raw[at..at + length]).len() };
        at += length;
    }
    marks
}
