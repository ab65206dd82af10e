//! How an update keeps the flows that exist: the old operation stays, the new form gets one of its own.
use crate::connector::Connector;

/// The id for the next form of an operation: `GetItem` gives `GetItemV2`, `GetItem_V2` gives `GetItem_V3`; one that no
/// operation of the connector has.
pub fn next_id(connector: &Connector, id: &str) -> String {
    let (stem, mut revision) = revision(id);
    loop {
        revision += 1;
        let next = format!("{stem}V{revision}");
        if connector.operation(&next).is_none() {
            return next;
        }
    }
}

/// An id without its revision, and that; 1 without one.
fn revision(id: &str) -> (&str, u64) {
    let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (front, number) = id.split_at(id.len() - digits);
    match (front.strip_suffix(['V', 'v']), number.parse::<u64>()) {
        (Some(stem), Ok(number)) if !stem.is_empty() && number < u64::from(u32::MAX) => (stem, number),
        _ => (id, 1),
    }
}
