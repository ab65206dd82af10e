use crate::connector::{Definition, Operation};
use crate::rule::Report;
use crate::text::document::Member;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Kinds of paths (by where their variables are) beyond this many are not compared: the cost grows with their square.
const MAX_MASKS: usize = 64;

/// The operations whose variables are in the segments given by the bits of `mask`.
struct Kin<'a> {
    mask: u64,
    operations: Vec<Operation<'a>>,
}

pub fn check(definition: Definition, report: &mut Report) {
    // Only operations with the same verb and the same number of segments can collide.
    let mut groups: FxHashMap<(u64, usize), Vec<Kin>> = FxHashMap::default();
    for operation in definition.connector.operations() {
        let path = operation.path();
        let mut mask = 0;
        for (at, segment) in path.split('/').enumerate().take(64) {
            mask |= u64::from(is_variable(segment)) << at;
        }
        let mut verb = FxHasher::default();
        verb.write(operation.verb().as_bytes());
        let group = groups.entry((verb.finish(), path.matches('/').count())).or_default();
        match group.iter().position(|kin| kin.mask == mask) {
            Some(at) => group[at].operations.push(operation),
            None if group.len() < MAX_MASKS => group.push(Kin { mask, operations: vec![operation] }),
            None => {}
        }
    }
    let mut found: FxHashMap<u32, (Operation, Operation, usize)> = FxHashMap::default();
    for group in groups.values().filter(|group| group.len() > 1) {
        for (at, one) in group.iter().enumerate() {
            for other in &group[at + 1..] {
                // The one with more variables catches the other's calls.
                let (general, special) = if one.mask | other.mask == other.mask { (other, one) } else { (one, other) };
                compare(general, special, &mut found);
            }
        }
    }
    for (operation, other, count) in found.into_values() {
        let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
        let message = format!("`{} {}` also matches `{}`{more}", operation.verb().to_uppercase(), operation.path(), other.path());
        report
            .at_key(Member { key: operation.key(), value: operation.node() }, message)
            .help("make sure that no value of the variable equals the fixed part")
            .label(other.key(), "the path that it matches");
    }
}

/// For each operation of `general`: how many of `special` agree with it where neither has a variable, and the first of them.
fn compare<'a>(general: &Kin<'a>, special: &Kin<'a>, found: &mut FxHashMap<u32, (Operation<'a>, Operation<'a>, usize)>) {
    let variables = general.mask | special.mask;
    let mut fixed: FxHashMap<u64, (Operation, usize)> = FxHashMap::default();
    let can_meet = |operation: &Operation| {
        // A variable is never empty: `/{id}` does not match `/`.
        !operation
            .path()
            .split('/')
            .enumerate()
            .any(|(at, part)| at > 0 && part.is_empty() && at < 64 && variables >> at & 1 == 1)
    };
    for &operation in special.operations.iter().filter(|&operation| can_meet(operation)) {
        fixed.entry(fixed_parts(&operation.path(), variables)).or_insert((operation, 0)).1 += 1;
    }
    for &operation in general.operations.iter().filter(|&operation| can_meet(operation)) {
        if let Some(&(other, count)) = fixed.get(&fixed_parts(&operation.path(), variables)) {
            found.entry(operation.node().id).or_insert((operation, other, 0)).2 += count;
        }
    }
}

fn is_variable(segment: &str) -> bool {
    segment.len() > 2 && segment.starts_with('{') && segment.find('}') == Some(segment.len() - 1)
}

/// A hash of the segments that are not variables, ignoring case.
fn fixed_parts(path: &str, variables: u64) -> u64 {
    let mut hasher = FxHasher::default();
    for (at, segment) in path.split('/').enumerate() {
        if at >= 64 || variables >> at & 1 == 0 {
            segment.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
        }
        hasher.write_u8(b'/');
    }
    hasher.finish()
}
