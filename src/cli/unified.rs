//! Changes in a file, in the format of `patch` and `git apply`.
use connsmith::text::document::{Document, File};
use connsmith::text::write::Change;
use similar::TextDiff;
use std::time::Duration;

/// After this time, any difference is used instead of the shortest one.
const PATIENCE: Duration = Duration::from_secs(5);

/// A unified diff with three lines of context.
pub fn unified(change: &Change) -> String {
    let text = |bytes: &[u8]| Document::plain(File::Readme, "", bytes.to_vec()).text;
    let (before, after) = (text(&change.before), text(&change.after));
    // A lone CR does not end a line for `patch`.
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
    let (before, after) = (lines(&before), lines(&after));
    let diff = TextDiff::configure().newline_terminated(true).timeout(PATIENCE).diff_slices(&before, &after);
    // As in git: a tab marks the end of a name with a space.
    let end = if change.name.contains(' ') { "\t" } else { "" };
    let name = |side: &str| format!("{side}/{}{end}", change.name.trim_start_matches('/'));
    let is_new = change.before.is_empty() && change.path.symlink_metadata().is_err();
    let before = if is_new { "/dev/null".to_owned() } else { name("a") };
    diff.unified_diff().header(&before, &name("b")).to_string()
}
