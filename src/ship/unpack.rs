//! `unpack`: a solution becomes folders of connectors, so that packing them again gives the same solution.
use crate::connector::Connector;
use crate::connector::solution::unpack::{Known, Unpacked};
use crate::connector::solution::{self, CONTENT_TYPES, Metadata, Solution};
use crate::ship::pack;
use std::collections::BTreeMap;

/// The parts of a solution.
#[derive(Clone, Debug)]
pub struct Parts {
    /// None when `solution.xml` does not say enough.
    pub metadata: Option<Metadata>,
    pub connectors: Vec<Unpacked>,
    /// Files for the folder [`REST`](solution::unpack::REST), by the names that they have in the zip; none when connectors and metadata are all.
    pub rest: BTreeMap<String, Vec<u8>>,
}

/// Why a solution is not unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the connectors in it would take more than {} MiB", .0 >> 20)]
pub struct TooMuch(pub u64);

/// Unpacks a solution. `known` gives the existing files of a connector, by its id: a file whose content is equivalent
/// is left as it is, and what a solution cannot hold is taken from there.
///
/// # Errors
/// When the connectors take more than `most` bytes.
pub fn unpack(solution: &Solution, known: impl Fn(&str) -> Known, most: u64) -> Result<Parts, TooMuch> {
    let taken = solution::unpack::connectors(&solution.customizations, &solution.files, known, &mut { most });
    if taken.left_out {
        return Err(TooMuch(most));
    }
    let solution::unpack::Taken { connectors, names, .. } = taken;
    let metadata = Metadata::of(solution);
    let rest = solution.files.iter().filter(|(name, _)| !names.contains(*name));
    let mut rest: BTreeMap<String, Vec<u8>> = rest.map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
    if !is_all(solution, &connectors, metadata.as_ref()) {
        rest.insert("solution.xml".into(), solution.manifest.write("\r\n").into_bytes());
        rest.insert("customizations.xml".into(), solution.customizations.write("\r\n").into_bytes());
        rest.extend(solution.own_content_types().map(|types| (CONTENT_TYPES.to_owned(), types.into_bytes())));
    } else {
        rest.clear();
    }
    Ok(Parts { metadata, connectors, rest })
}

/// Whether connectors and metadata alone reproduce the solution.
fn is_all(solution: &Solution, connectors: &[Unpacked], metadata: Option<&Metadata>) -> bool {
    let Some(metadata) = metadata else { return false };
    let options = pack::Options { metadata: metadata.clone(), base: None, compact: false, host_variable: false };
    let parsed: Vec<Connector> = connectors.iter().map(Unpacked::connector).collect();
    let source = |(connector, unpacked)| {
        let Unpacked { record, .. }: &Unpacked = unpacked;
        pack::Source { connector, record: Some(record), new_id: "" }
    };
    let sources: Vec<pack::Source> = parsed.iter().zip(connectors).map(source).collect();
    pack::solution(&sources, &options).is_ok_and(|again| {
        again.solution.manifest.canonical() == solution.manifest.canonical()
            && again.solution.customizations.canonical() == solution.customizations.canonical()
            && again.solution.files == solution.files
            && solution.own_content_types().is_none()
    })
}
