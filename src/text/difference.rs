//! Which lines differ between two texts.
use rustc_hash::FxHashMap;
pub use similar::DiffOp;
use similar::algorithms::{Capture, Compact, DiffHook, NoFinishHook, Replace, myers};
use std::time::{Duration, Instant};

/// Of more lines, those are found first that occur once on each side: the algorithm takes time that grows with the lines times the
/// differences.
const FEW: usize = 3000;

/// The operations that turn some lines into others, in order: nearly the fewest, and any after `patience`.
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
    let anchors = if old.len() + new.len() > FEW { anchors(&old, &new, numbers.len()) } else { Vec::new() };
    let mut done = (0, 0);
    let compare = || {
        for (here, there) in anchors.into_iter().chain([(old.len(), new.len())]) {
            let (from, to) = (done.0..here, done.1..there);
            myers::diff_deadline(&mut NoFinishHook::new(&mut hook), &*old, from, &*new, to, deadline)?;
            if here < old.len() {
                hook.equal(here, there, 1)?;
            }
            done = (here + 1, there + 1);
        }
        hook.finish()
    };
    let compared = compare();
    match compared {
        Ok(()) => hook.into_inner().into_inner().into_ops(),
        Err(never) => match never {},
    }
}

/// The places, on both sides, of lines that occur once on each, as many as can stay in their order. Lines are numbers below `count`.
fn anchors(old: &[usize], new: &[usize], count: usize) -> Vec<(usize, usize)> {
    // Where a line stands, if it stands in one place only.
    let only = |lines: &[usize]| {
        let (mut places, mut seen) = (vec![None; count], vec![false; count]);
        for (place, &line) in lines.iter().enumerate() {
            places[line] = (!std::mem::replace(&mut seen[line], true)).then_some(place);
        }
        places
    };
    let (here, there) = (only(old), only(new));
    let pairs: Vec<(usize, usize)> = here.into_iter().zip(there).filter_map(|(here, there)| Some((here?, there?))).collect();
    in_order(pairs)
}

/// The longest part of some pairs in which both numbers rise.
fn in_order(mut pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    pairs.sort_unstable();
    // For each length, the pair at which such a part ends soonest; and for each pair the one before it.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::with_capacity(pairs.len()));
    for (at, (_, there)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < *there);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut longest: Vec<_> = std::iter::successors(ends.last().copied(), |&at| before[at]).map(|at| pairs[at]).collect();
    longest.reverse();
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that the operations make of the old ones, and how many stay.
    fn made<'t>(old: &[&'t str], new: &[&'t str], operations: &[DiffOp]) -> (Vec<&'t str>, usize) {
        let (mut lines, mut kept, mut read) = (Vec::new(), 0, 0);
        for operation in operations {
            assert_eq!(operation.old_range().start, read, "no line is left out");
            read = operation.old_range().end;
            match operation {
                DiffOp::Equal { old_index, len, .. } => {
                    kept += len;
                    lines.extend(&old[*old_index..old_index + len]);
                }
                _ => lines.extend(&new[operation.new_range()]),
            }
        }
        assert_eq!(read, old.len());
        (lines, kept)
    }

    #[test]
    fn many_lines_are_compared_between_those_that_occur_once() {
        let blocks = |moved: bool| -> Vec<String> {
            let block = |at: usize| match moved && at.is_multiple_of(3) {
                true => ["{".to_owned(), format!("id {at}"), "same".to_owned(), format!("text {at}"), "}".to_owned()],
                false => ["{".to_owned(), format!("text {at}"), "same".to_owned(), format!("id {at}"), "}".to_owned()],
            };
            (0..1000).flat_map(block).collect()
        };
        let (old, new) = (blocks(false), blocks(true));
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        for (old, new) in [(&old, &new), (&new, &old)] {
            let (lines, kept) = made(old, new, &operations(old, new, Duration::from_secs(60)));
            assert_eq!(&lines, new);
            assert!(kept >= 5000 - 334 * 2, "{kept}");
        }
        let (lines, kept) = made(&old, &[], &operations(&old, &[], Duration::ZERO));
        assert_eq!((lines.len(), kept), (0, 0));
    }

    #[test]
    fn pairs_in_order_are_the_most() {
        let pairs = vec![(0, 3), (1, 0), (2, 4), (3, 1), (4, 2), (5, 5)];
        assert_eq!(in_order(pairs), [(1, 0), (3, 1), (4, 2), (5, 5)]);
        assert_eq!(in_order(Vec::new()), []);
    }
}
