//! The side file `connsmith.solution.json` of a connector
use anyhow::Context;
use connsmith::connector::solution::record::{self, Record};
use connsmith::text::read;
use std::path::Path;

/// Bytes of it, at most: it may hold the definition as it was.
const MOST: u64 = 64 << 20;

/// The side file in a folder.
pub fn read_record(folder: &Path) -> anyhow::Result<Option<Record>> {
    let path = folder.join(record::NAME);
    let known = read::inside(&path, &[&read::top_of(folder)]).and_then(|path| read::plain(&path, MOST));
    match known {
        Ok(bytes) => Ok(Some(Record::parse(&bytes).with_context(|| format!("`{}` cannot be used", path.display()))?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("`{}` cannot be read", path.display())),
    }
}
