//! Which lines differ between two texts.
use rustc_hash::FxHashMap;
pub use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, myers};
use std::time::{Duration, Instant};

/// The operations that turn some lines into others, in order. After `patience`, any are used instead of the fewest.
///
/// It calls the one algorithm instead of the type of `similar` that chooses between six at run time: this is a megabyte of program less.
pub fn operations<'t>(old: &[&'t str], new: &[&'t str], patience: Duration) -> Vec<DiffOp> {
    let mut numbers = FxHashMap::default();
    let mut numbered = |lines: &[&'t str]| -> Vec<usize> {
        let mut number = |line: &'t str| {
            let next = numbers.len();
            *numbers.entry(line).or_insert(next)
        };
        lines.iter().map(|line| number(line)).collect()
    };
    let (old, new) = (numbered(old), numbered(new));
    let mut hook = Compact::new(Replace::new(Capture::new()), &*old, &*new);
    let deadline = Instant::now().checked_add(patience);
    match myers::diff_deadline(&mut hook, &*old, 0..old.len(), &*new, 0..new.len(), deadline) {
        Ok(()) => hook.into_inner().into_inner().into_ops(),
        Err(never) => match never {},
    }
}
