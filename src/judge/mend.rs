//! Applies the fixes of findings to a connector in memory, in rounds: bytes in, bytes out. [`crate::text::write`] writes them.
use crate::connector::place::Place;
use crate::connector::{Connector, Folder, FolderFile};
use crate::judge::target::Target;
use crate::rule::Rule;
use crate::rule::finding::Finding;
use crate::rule::fix::{Fix, Safety};
use crate::text::document::{Document, Encoding, File};
use crate::text::edit::{self, Edit};
use crate::text::encode::{encode, is_lossless};
use crate::text::json::{FaultKind, Tree};
use crate::text::write::Change;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// After so many rounds fixes are taken not to settle.
pub const MOST_ROUNDS: usize = 10;

/// What mending a connector came to.
#[derive(Debug)]
pub struct Mended {
    /// The connector as the fixes leave it.
    pub connector: Target,
    /// What is still to be said about it.
    pub findings: Vec<Finding>,
    /// What was done, in the order in which it was done.
    pub applied: Vec<Applied>,
    /// The files whose bytes are not what they were.
    pub changes: Vec<Change>,
    /// Fixes that were offered and not applied; their findings are among those that are left.
    pub refused: Vec<Refused>,
    /// Rules that still had something to mend after [`MOST_ROUNDS`]; empty when the fixes settled.
    pub unsettled: Vec<&'static Rule>,
}

/// A fix that was applied. Its spans are those of the text as it was in that round.
#[derive(Clone, Debug)]
pub struct Applied {
    pub rule: &'static Rule,
    /// From 0.
    pub round: usize,
    pub fix: Fix,
}

/// A fix that was not applied.
#[derive(Clone, Debug)]
pub struct Refused {
    pub rule: &'static Rule,
    pub at: Place,
    pub why: Why,
}

/// Why a fix was not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("the file would be worse JSON than before")]
    ParsesWorse,
    #[error("a key would stand twice in an object")]
    KeyTwice,
    #[error("the file is not UTF-8 and cannot be written back in its encoding; save it as UTF-8 first")]
    Encoding,
    #[error("its edits do not fit the file")]
    Edits,
}

/// Applies the fixes of a connector's findings, up to the given safety, in rounds until nothing changes, at most
/// [`MOST_ROUNDS`]. In a round no two fixes touch; a fix is applied whole or not at all, and one that would touch another
/// waits for the next round, as does an unsafe one with several edits while there are others. A fix that edits a file for which `may_edit` says no is left alone.
///
/// `judge` reads a folder and finds; it is asked once before each round and once at the end.
///
/// # Errors
/// Those of `judge`.
pub fn mend<E>(
    folder: Folder,
    up_to: Safety,
    may_edit: impl Fn(&FolderFile) -> bool,
    mut judge: impl FnMut(Folder) -> Result<(Target, Vec<Finding>), E>,
) -> Result<Mended, E> {
    let closed: Vec<File> = folder.files.iter().filter(|file| !may_edit(file)).map(|file| file.file).collect();
    let mut now = folder.clone();
    let (mut applied, mut unsettled) = (Vec::new(), Vec::new());
    let mut round = 0;
    let (connector, findings, refused) = loop {
        let (connector, findings) = judge(now.clone())?;
        let step = Round { connector: &connector, folder: &now, up_to, closed: &closed };
        let (chosen, files, refused) = step.choose(&findings);
        if chosen.is_empty() || round == MOST_ROUNDS {
            unsettled.extend(chosen.iter().map(|finding| finding.rule));
            unsettled.sort_by_key(|rule| rule.id);
            unsettled.dedup_by_key(|rule| rule.id);
            break (connector, findings, refused);
        }
        applied
            .extend(chosen.iter().filter_map(|finding| Some(Applied { rule: finding.rule, round, fix: finding.fix.clone()? })));
        for (file, bytes) in files {
            if let Some(here) = now.files.iter_mut().find(|here| here.file == file) {
                here.bytes = bytes;
            }
        }
        round += 1;
    };
    let changes = folder.files.into_iter().zip(now.files).filter(|(before, after)| before.bytes != after.bytes);
    let changes = changes.map(|(before, after)| Change {
        path: folder.path.join(&before.name),
        name: connector.file_name(before.file),
        before: before.bytes,
        after: after.bytes,
    });
    Ok(Mended { changes: changes.collect(), connector, findings, applied, refused, unsettled })
}

/// What one round has to do with.
struct Round<'a> {
    connector: &'a Connector,
    folder: &'a Folder,
    up_to: Safety,
    closed: &'a [File],
}

type Files = Vec<(File, Vec<u8>)>;

impl Round<'_> {
    /// The fixes to apply now, what the files become by them, and the fixes that cannot be applied at all.
    fn choose<'f>(&self, findings: &'f [Finding]) -> (Vec<&'f Finding>, Files, Vec<Refused>) {
        let mut candidates: Vec<(&Finding, &Fix)> =
            crate::rule::finding::counting(findings).filter_map(|finding| Some((finding, finding.fix.as_ref()?))).collect();
        candidates.retain(|(_, fix)| self.wants(fix));
        candidates.sort_by_key(|(_, fix)| fix.safety); // of two that touch the safe one comes first
        let mut refused = Vec::new();
        loop {
            let mut taken = Taken::default();
            let first = candidates.iter().map(|(_, fix)| is_wide(fix)).min();
            let batch: Vec<_> = candidates
                .iter()
                .copied()
                .filter(|(finding, fix)| Some(is_wide(fix)) == first && taken.take(finding.rule, fix))
                .collect();
            let (mut chosen, mut files, known) = (Vec::new(), Files::new(), refused.len());
            self.accept(&batch, &mut chosen, &mut files, &mut refused);
            if !chosen.is_empty() || refused.len() == known {
                return (chosen.into_iter().map(|(finding, _)| finding).collect(), files, refused);
            }
            // What cannot be applied must not stand in the way of what waited for it.
            let refused_one =
                |finding: &Finding| refused.iter().any(|one| one.rule.id == finding.rule.id && one.at == finding.at);
            candidates.retain(|(finding, _)| !refused_one(finding));
        }
    }

    /// Whether a fix is asked for and would change something.
    fn wants(&self, fix: &Fix) -> bool {
        let changes = |edit: &Edit| match self.connector.document(edit.file) {
            Some(document) => document.slice(edit.span) != edit.text,
            None => true,
        };
        fix.safety <= self.up_to
            && !fix.edits.iter().any(|edit| self.closed.contains(&edit.file))
            && (fix.edits.iter().any(changes) || self.asks_for_utf8(fix).is_some())
    }

    /// The file that a fix wants to be UTF-8: its only edit puts there what is there, in a file of another encoding.
    fn asks_for_utf8(&self, fix: &Fix) -> Option<File> {
        let [edit] = &fix.edits[..] else { return None };
        let document = self.connector.document(edit.file)?;
        let other = !matches!(document.encoding, Encoding::Utf8 | Encoding::Utf8Bom);
        (other && !edit.text.is_empty() && document.slice(edit.span) == edit.text).then_some(edit.file)
    }

    /// Adds to `chosen` what of `batch` can be applied beside it. Only when the whole cannot is it looked at in halves.
    fn accept<'f>(
        &self,
        batch: &[(&'f Finding, &'f Fix)],
        chosen: &mut Vec<(&'f Finding, &'f Fix)>,
        files: &mut Files,
        refused: &mut Vec<Refused>,
    ) {
        if batch.is_empty() {
            return;
        }
        let together: Vec<&Fix> = chosen.iter().chain(batch).map(|(_, fix)| *fix).collect();
        match (self.edited(&together), batch) {
            (Ok(edited), _) => {
                *files = edited;
                chosen.extend_from_slice(batch);
            }
            (Err(_), [(finding, fix)]) => {
                // One that goes alone, but not with the others, waits for the next round.
                if let Err(why) = self.edited(&[fix]) {
                    refused.push(Refused { rule: finding.rule, at: finding.at.clone(), why });
                }
            }
            (Err(_), _) => {
                let (first, second) = batch.split_at(batch.len() / 2);
                self.accept(first, chosen, files, refused);
                self.accept(second, chosen, files, refused);
            }
        }
    }

    /// The bytes of the files that these fixes edit, afterwards.
    fn edited(&self, fixes: &[&Fix]) -> Result<Files, Why> {
        let mut edits: BTreeMap<File, Vec<&Edit>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|fix| &fix.edits) {
            edits.entry(edit.file).or_default().push(edit);
        }
        let mut files = Files::new();
        for (file, edits) in edits {
            let document = self.connector.document(file).ok_or(Why::Edits)?;
            let before = &self.folder.files.iter().find(|here| here.file == file).ok_or(Why::Edits)?.bytes;
            let (text, left_out) = edit::apply(&document.text, &edits);
            if left_out > 0 {
                return Err(Why::Edits);
            }
            let as_utf8 = fixes.iter().any(|fix| self.asks_for_utf8(fix) == Some(file));
            let encoding = if as_utf8 { Encoding::Utf8 } else { document.encoding };
            if !is_lossless(&document.text, document.encoding, before) {
                return Err(Why::Encoding);
            }
            let bytes = encode(&text, encoding, before).ok_or(Why::Encoding)?;
            let read = if matches!(file, File::Definition | File::Properties | File::Settings) {
                let read = Document::json(file, "", bytes.clone());
                if parses_worse(&document.tree, &read.tree) {
                    return Err(Why::ParsesWorse);
                }
                if keys_twice(&read) > keys_twice(document) {
                    return Err(Why::KeyTwice);
                }
                read
            } else {
                Document::plain(file, "", bytes.clone())
            };
            // Bytes of Windows-1252 may happen to be UTF-8 once the one that was not is gone.
            if read.text != text {
                return Err(Why::Encoding);
            }
            files.push((file, bytes));
        }
        Ok(files)
    }
}

/// Whether a fix changes one thing in several places, as when something is renamed: it comes last, when no other fix of the
/// round can put a copy of the old name somewhere.
fn is_wide(fix: &Fix) -> bool {
    fix.safety == Safety::Unsafe && fix.edits.len() > 1
}

/// Whether a text has more faults than it had, or others.
fn parses_worse(before: &Tree, after: &Tree) -> bool {
    let mut known: FxHashMap<FaultKind, usize> = FxHashMap::default();
    for fault in &before.faults {
        *known.entry(fault.kind).or_default() += 1;
    }
    after.faults.iter().any(|fault| match known.get_mut(&fault.kind) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    })
}

/// How many members stand in an object that has their key already: readers would drop one of the two.
fn keys_twice(document: &Document) -> usize {
    let objects = (0..document.tree.nodes.len() as u32).map(|id| document.node(id)).filter(|node| node.is_object());
    let twice = objects.map(|object| {
        let mut seen = FxHashSet::default();
        object.members().filter(|member| !seen.insert(member.name())).count()
    });
    twice.sum()
}

/// The spans that the fixes of a round edit, none touching another.
#[derive(Default)]
struct Taken<'f> {
    spans: FxHashMap<File, BTreeMap<(u32, u32), Owned<'f>>>,
}

/// Who has taken a span, and what is to stand there.
struct Owned<'f> {
    rule: &'static str,
    texts: Vec<&'f str>,
}

impl<'f> Taken<'f> {
    /// Takes the spans of a fix, unless it touches one that was taken before.
    fn take(&mut self, rule: &'static Rule, fix: &'f Fix) -> bool {
        let free = fix.edits.iter().all(|edit| self.is_free(rule, edit));
        if free {
            for edit in &fix.edits {
                let spans = self.spans.entry(edit.file).or_default();
                let owned = spans.entry((edit.span.start, edit.span.end)).or_insert(Owned { rule: rule.id, texts: Vec::new() });
                owned.texts.push(&edit.text);
            }
        }
        free
    }

    fn is_free(&self, rule: &'static Rule, edit: &Edit) -> bool {
        let Some(spans) = self.spans.get(&edit.file) else { return true };
        let (start, end) = (edit.span.start, edit.span.end);
        // Taken spans do not overlap, so from right to left their ends fall too.
        let near = spans.range(..=(end, u32::MAX)).rev().take_while(|((_, taken), _)| *taken >= start);
        for (&(from, to), owned) in near {
            let clash = match (start == end, from == to) {
                // Side by side is as good as apart.
                (false, false) => from < end && start < to,
                // What a rule puts into one place twice is two things, such as two members; of two rules it may be the same.
                (true, true) => owned.rule != rule.id || owned.texts.contains(&edit.text.as_str()),
                // An insertion at the end of a removed text may rely on it.
                _ => true,
            };
            if clash {
                return false;
            }
        }
        true
    }
}
