//! Splits the connectors of a catalog among machines.
use crate::connector::discover::Found;

/// Nobody has more machines.
const MOST_PARTS: usize = 10_000;

/// Which part of how many: `3/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub number: usize,
    pub of: usize,
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let shard =
            text.split_once('/').and_then(|(number, of)| Some(Shard { number: number.parse().ok()?, of: of.parse().ok()? }));
        shard
            .filter(|shard| (1..=shard.of.min(MOST_PARTS)).contains(&shard.number) && shard.of <= MOST_PARTS)
            .ok_or_else(|| format!("write `3/8` for the third of eight parts; there can be up to {MOST_PARTS}"))
    }
}

impl Shard {
    /// The connectors of this part, in their order. Each connector is in exactly one part, the parts are about as large as each
    /// other in bytes, and every machine that sees the same files comes to the same parts.
    pub fn of(self, found: Vec<Found>) -> Vec<Found> {
        let sizes: Vec<u64> = found.iter().map(size).collect();
        let mut by_size: Vec<usize> = (0..found.len()).collect();
        by_size.sort_by_key(|&at| (std::cmp::Reverse(sizes[at]), &found[at]));
        let mut loads = vec![(0, 0usize); self.of];
        let mut part_of = vec![0; found.len()];
        for at in by_size {
            // The largest remaining one goes to the smallest part; among equals, to the one with fewer connectors.
            if let Some((part, load)) = loads.iter_mut().enumerate().min_by_key(|(_, load)| **load) {
                *load = (load.0 + sizes[at], load.1 + 1);
                part_of[at] = part;
            }
        }
        let mine = found.into_iter().zip(part_of).filter(|(_, part)| *part + 1 == self.number);
        mine.map(|(found, _)| found).collect()
    }
}

/// Bytes of the files of a connector's folder.
fn size(found: &Found) -> u64 {
    let entries = std::fs::read_dir(&found.folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).filter(|data| data.is_file()).map(|data| data.len()).sum()
}
