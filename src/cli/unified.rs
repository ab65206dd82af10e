//! Changes in a file, in the format of `patch` and `git apply`.
use connsmith::text::difference::operations;
use connsmith::text::document::{Document, File};
use connsmith::text::write::Change;
use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, DiffOp, group_diff_ops};
use std::fmt::Write;
use std::time::Duration;

/// After this time, any difference is used instead of the shortest one.
const PATIENCE: Duration = Duration::from_secs(5);

/// Lines of context.
const CONTEXT: usize = 3;

/// A unified diff with three lines of context.
pub fn unified(change: &Change) -> String {
    let text = |bytes: &[u8]| Document::plain(File::Readme, "", bytes.to_vec()).text;
    let (before, after) = (text(&change.before), text(&change.after));
    // A lone CR does not end a line for `patch`.
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
    let (before, after) = (lines(&before), lines(&after));
    // As in git: a tab marks the end of a name with a space.
    let end = if change.name.contains(' ') { "\t" } else { "" };
    let name = |side: &str| format!("{side}/{}{end}", change.name.trim_start_matches('/'));
    let is_new = change.before.is_empty() && change.path.symlink_metadata().is_err();
    let old_name = if is_new { "/dev/null".to_owned() } else { name("a") };
    let mut out = String::new();
    for hunk in group_diff_ops(operations(&before, &after, PATIENCE), CONTEXT).iter().filter(|hunk| !hunk.is_empty()) {
        if out.is_empty() {
            let _ = write!(out, "--- {old_name}\n+++ {}\n", name("b")); // into a String: cannot fail
        }
        let _ = writeln!(out, "{}", UnifiedHunkHeader::new(hunk));
        for operation in hunk {
            let (old, new) = (&before[operation.old_range()], &after[operation.new_range()]);
            let parts: &[(ChangeTag, &[&str])] = match operation {
                DiffOp::Equal { .. } => &[(ChangeTag::Equal, old)],
                _ => &[(ChangeTag::Delete, old), (ChangeTag::Insert, new)],
            };
            for (tag, line) in parts.iter().flat_map(|(tag, lines)| lines.iter().map(move |line| (tag, line))) {
                let _ = write!(out, "{tag}{line}");
                if !line.ends_with('\n') {
                    out.push_str("\n\\ No newline at end of file\n");
                }
            }
        }
    }
    out
}
