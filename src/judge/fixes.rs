//! Applies the fixes of findings to a connector in memory, in rounds: bytes in, bytes out. [`crate::text::write`] writes them.
use crate::connector::place::Place;
use crate::connector::publisher::Publisher;
use crate::connector::versions::Comparison;
use crate::connector::{Connector, Folder, FolderFile};
use crate::judge::change;
use crate::judge::own_rule;
use crate::judge::profile::Selection;
use crate::judge::target::Target;
use crate::judge::timing::Meter;
use crate::judge::walk::Plan;
use crate::rule::finding::Finding;
use crate::rule::fix::{Fix, Safety};
use crate::rule::{MOST_FINDINGS, Rule, Severity};
use crate::text::document::{Document, Encoding, File};
use crate::text::edit::{self, Edit};
use crate::text::encode::{encode, is_lossless};
use crate::text::json::{FaultKind, Span, Tree};
use crate::text::write::Change;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// After this many rounds, fixes count as not settling.
pub const MOST_ROUNDS: usize = 10;

/// The result of fixing a connector.
#[derive(Debug)]
pub struct Fixed {
    /// The connector as the fixes leave it.
    pub connector: Target,
    /// Its findings that remain.
    pub findings: Vec<Finding>,
    /// The applied fixes, in order.
    pub applied: Vec<Applied>,
    /// The files whose bytes have changed.
    pub changes: Vec<Change>,
    /// Fixes that were offered and not applied; their findings are among the remaining ones.
    pub refused: Vec<Refused>,
    /// Rules that still had something to fix after [`MOST_ROUNDS`]; empty when the fixes settled.
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
    #[error("the file would have more JSON errors than before")]
    ParsesWorse,
    #[error("an object would have the same key twice")]
    KeyTwice,
    #[error("the file is not UTF-8 and cannot be written back in its encoding; save it as UTF-8 first")]
    Encoding,
    #[error("its edits do not fit the file")]
    Edits,
    #[error("existing flows would notice it; `--unsafe` applies it")]
    Noticed,
    #[error("it would cause a `{0}` finding; fix it by hand")]
    Adds(&'static str),
    #[error("too many fixes had to be tried one by one; run `fix` again")]
    TriedTooOften,
}

/// Applies the fixes of a connector's findings, up to the given safety, in rounds until nothing changes, at most
/// [`MOST_ROUNDS`]. In a round no two fixes touch; a fix is applied whole or not at all, and one that would touch another
/// waits for the next round, as does an unsafe one with several edits while there are others. A fix that edits a file for which `may_edit` says no is left alone.
///
/// Whatever the rules promise, the result of a round is checked before it is kept: no fix may cause a finding that was not
/// there, and for safe ones, a comparison with the version before must report nothing above info. Fixes that fail are
/// left out.
///
/// `judge` checks a folder; it is called at the beginning and after each round, and more often if a fix has to be left
/// out.
///
/// # Errors
/// Those of `judge`.
pub fn fix_all<E>(
    folder: Folder,
    up_to: Safety,
    may_edit: impl Fn(&FolderFile) -> bool,
    mut judge: impl FnMut(Folder) -> Result<(Target, Vec<Finding>), E>,
) -> Result<Fixed, E> {
    let closed: Vec<File> = folder.files.iter().filter(|file| !may_edit(file)).map(|file| file.file).collect();
    let mut now = folder.clone();
    let (mut applied, mut unsettled, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    let (mut round, mut progress) = (0, false);
    let mut left_to_read = MOST_READ;
    let (mut connector, mut findings) = judge(now.clone())?;
    let refused = loop {
        let bytes = cost_of_reading(&now, &connector);
        let attempts = (left_to_read / bytes).clamp(LEAST_TRIES, MOST_ATTEMPTS);
        let step = Round {
            connector: &connector,
            folder: &now,
            up_to,
            closed: &closed,
            left_out: &left_out,
            attempts: Cell::new(attempts),
        };
        let (chosen, _, refused) = step.choose(&findings);
        left_to_read = left_to_read.saturating_sub((attempts - step.attempts.get()) * bytes);
        if chosen.is_empty() && std::mem::take(&mut progress) && !left_out.is_empty() {
            // Fixes that conflicted with others may be possible now.
            left_out.clear();
            continue;
        }
        if chosen.is_empty() || round == MOST_ROUNDS {
            unsettled.extend(chosen.iter().map(|finding| finding.rule));
            unsettled.sort_by_key(|rule| rule.id);
            unsettled.dedup_by_key(|rule| rule.id);
            break refused.into_iter().chain(step.left_out(&findings)).collect();
        }
        // Only the first findings of a rule in a file are known. With more than that, the rounds would be as many as the file is long.
        let full = Full::of(&findings);
        let is_full = chosen.iter().any(|finding| full.holds(finding));
        let mut trial = Trial::new(&step, &findings, full);
        trial.keep(&chosen, &mut judge)?;
        let Trial { kept, next, failed, .. } = trial;
        let fixes = kept.iter().filter_map(|finding| Some(Applied { rule: finding.rule, round, fix: finding.fix.clone()? }));
        applied.extend(fixes);
        left_out.extend(failed);
        if let Some((folder, after, found)) = next {
            (now, connector, findings) = (folder, after, found);
            (round, progress) = (if is_full { MOST_ROUNDS } else { round + 1 }, true);
        }
    };
    let changes = folder.files.into_iter().zip(now.files).filter(|(before, after)| before.bytes != after.bytes);
    let changes = changes.map(|(before, after)| Change {
        path: folder.path.join(&before.name),
        name: connector.file_name(before.file),
        before: before.bytes,
        after: after.bytes,
    });
    Ok(Fixed { changes: changes.collect(), connector, findings, applied, refused, unsettled })
}

/// The state of one round.
struct Round<'a> {
    connector: &'a Connector,
    folder: &'a Folder,
    up_to: Safety,
    closed: &'a [File],
    /// How often the files may still be edited and read again in this round.
    attempts: Cell<usize>,
    left_out: &'a [LeftOut],
}

/// A fix that was tried and broke the promise.
struct LeftOut {
    rule: &'static str,
    file: File,
    pointer: String,
    title: String,
    why: Why,
}

impl LeftOut {
    fn new(finding: &Finding, why: Why) -> LeftOut {
        LeftOut {
            rule: finding.rule.id,
            file: finding.at.file,
            pointer: finding.at.pointer.clone(),
            title: finding.fix.as_ref().map(|fix| fix.title.clone()).unwrap_or_default(),
            why,
        }
    }
}

type ByPlace<'l> = FxHashMap<(&'static str, File, &'l str), Vec<&'l LeftOut>>;

/// The left out fix that a finding offers again.
fn find_left_out<'l>(left_out: &ByPlace<'l>, finding: &Finding) -> Option<&'l LeftOut> {
    let title = &finding.fix.as_ref()?.title;
    let place = (finding.rule.id, finding.at.file, &*finding.at.pointer);
    left_out.get(&place)?.iter().copied().find(|known| known.title == *title)
}

/// How often the files are edited and read again in a round: enough for a few dozen fixes that cannot be applied. In all rounds so many
/// bytes are read again, but in each at least [`LEAST_TRIES`] times those of the files.
const MOST_ATTEMPTS: usize = 1000;
const MOST_READ: usize = 32 << 20;

/// The bytes of the files; a fault counts as many, because the reader looks around at each.
fn cost_of_reading(folder: &Folder, connector: &Connector) -> usize {
    const OF_A_FAULT: usize = 1024;
    let faults = |file: &FolderFile| connector.document(file.file).map_or(0, |document| document.tree.faults.len());
    folder.files.iter().map(|file| file.bytes.len() + OF_A_FAULT * faults(file)).sum::<usize>().max(1)
}

/// How many bytes are checked in a round to find out which fixes do harm, but at least a few attempts' worth: 128 attempts for a file
/// of a megabyte.
const MOST_CHECKED: usize = 128 << 20;
const LEAST_TRIES: usize = 30;

/// After so many fixes in a row that are too many for the file, others would be, too.
const MOST_TOO_MANY: usize = 8;

/// How many findings of the same rule before a finding are looked at to find it again.
const MOST_NEAR: usize = 1000;

type Files = Vec<(File, Vec<u8>)>;

impl Round<'_> {
    /// The fixes to apply now, the resulting files, and the fixes that cannot be applied at all.
    fn choose<'f>(&self, findings: &'f [Finding]) -> (Vec<&'f Finding>, Files, Vec<Refused>) {
        let mut candidates: Vec<(&Finding, &Fix)> =
            crate::rule::finding::counting(findings).filter_map(|finding| Some((finding, finding.fix.as_ref()?))).collect();
        let left_out = self.by_place();
        candidates.retain(|(finding, fix)| self.wants(fix) && find_left_out(&left_out, finding).is_none());
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
            // A fix that cannot be applied must not block those that waited for it.
            let places: FxHashSet<_> =
                refused.iter().map(|one| (one.rule.id, one.at.file, one.at.span, &*one.at.pointer)).collect();
            candidates.retain(|(finding, _)| {
                let at = &finding.at;
                !places.contains(&(finding.rule.id, at.file, at.span, &*at.pointer))
            });
        }
    }

    /// The findings whose fixes were tried and left out.
    fn left_out(&self, findings: &[Finding]) -> Vec<Refused> {
        let left_out = self.by_place();
        let refused = crate::rule::finding::counting(findings).filter_map(|finding| {
            let known = find_left_out(&left_out, finding)?;
            Some(Refused { rule: finding.rule, at: finding.at.clone(), why: known.why })
        });
        refused.collect()
    }

    /// The fixes that were left out, by rule, file and pointer.
    fn by_place(&self) -> ByPlace<'_> {
        let mut by_place = ByPlace::default();
        for known in self.left_out {
            by_place.entry((known.rule, known.file, &known.pointer)).or_default().push(known);
        }
        by_place
    }

    /// The folder with other bytes in some of its files.
    fn with(&self, files: Files) -> Folder {
        let mut folder = self.folder.clone();
        for (file, bytes) in files {
            if let Some(here) = folder.files.iter_mut().find(|here| here.file == file) {
                here.bytes = bytes;
            }
        }
        folder
    }

    /// Whether a fix is requested and would change something.
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

    /// Adds to `chosen` the part of `batch` that can be applied with it. The batch is halved only if it cannot be applied whole.
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
        // Each attempt reads the files again: after this many, the rest waits for the next round.
        if self.attempts.get() == 0 {
            return;
        }
        self.attempts.set(self.attempts.get() - 1);
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

/// Finds out which of the fixes of a round keep the promise.
struct Trial<'a, 'f> {
    step: &'a Round<'a>,
    /// The findings before the round.
    before: &'f [Finding],
    kept: Vec<&'f Finding>,
    /// The result of those that are kept.
    next: Option<(Folder, Target, Vec<Finding>)>,
    failed: Vec<LeftOut>,
    /// How often the connector may still be checked.
    tries: usize,
    /// How many fixes in a row did harm that shows nowhere in particular, such as a file that became too large.
    too_many: usize,
    /// The rules that had more findings than are known.
    full: Full,
    /// The findings before the round by rule and file, those of each by their start with the greatest end up to there.
    places: Places,
    /// The findings before the round by rule and message, the first one last.
    messages: FxHashMap<(&'static str, &'f str), Vec<usize>>,
}

/// Of each rule and file: spans, the greatest end up to each, and the numbers of the findings.
type Places = FxHashMap<(&'static str, File), Vec<(Span, u32, usize)>>;

/// The rules that have more findings in a file than are listed.
struct Full(FxHashSet<(&'static str, File)>);

impl Full {
    fn of(findings: &[Finding]) -> Full {
        let mut counts: FxHashMap<(&'static str, File), usize> = FxHashMap::default();
        for finding in findings {
            *counts.entry((finding.rule.id, finding.at.file)).or_default() += 1;
        }
        // The rules of a configuration keep as many together.
        let is_own = |finding: &&Finding| finding.rule.subject == own_rule::SUBJECT;
        let own = findings.iter().filter(is_own).count();
        let mut full: FxHashSet<_> = counts.into_iter().filter(|(_, count)| *count >= MOST_FINDINGS).map(|(of, _)| of).collect();
        if own >= MOST_FINDINGS {
            full.extend(findings.iter().filter(is_own).map(|finding| (finding.rule.id, finding.at.file)));
        }
        Full(full)
    }

    fn holds(&self, finding: &Finding) -> bool {
        self.0.contains(&(finding.rule.id, finding.at.file))
    }
}

/// Reads a folder and finds.
type Judge<'j, E> = dyn FnMut(Folder) -> Result<(Target, Vec<Finding>), E> + 'j;

/// What is wrong with the result of a round.
struct Fault {
    why: Why,
    /// The edits that caused it, as far as they are known, by what they replace.
    at: FxHashSet<(File, Span)>,
    /// The outermost objects in which it shows, as they were before the edits: where each begins, and its end.
    around: BTreeMap<(File, u32), u32>,
}

impl Fault {
    fn of(why: Why) -> Fault {
        Fault { why, at: FxHashSet::default(), around: BTreeMap::new() }
    }

    fn is_of(&self, fix: &Fix) -> bool {
        fix.edits.iter().any(|edit| self.at.contains(&(edit.file, edit.span)))
    }

    /// Whether it shows nowhere in particular.
    fn is_of_the_file(&self) -> bool {
        matches!(self.why, Why::Adds(_)) && self.at.is_empty() && self.around.is_empty()
    }

    /// Whether a fix changes one of the objects in which it shows.
    fn is_beside(&self, fix: &Fix) -> bool {
        let holds = |edit: &Edit| {
            let before = self.around.range(..=(edit.file, edit.span.start)).next_back();
            before.is_some_and(|((file, _), end)| *file == edit.file && edit.span.end <= *end)
        };
        fix.edits.iter().any(holds)
    }
}

/// The changes that flows notice, according to a comparison.
static NOTICED: LazyLock<Plan> = LazyLock::new(|| Plan::new(&Selection::default(), Publisher::Certified));

impl<'a, 'f> Trial<'a, 'f> {
    fn new(step: &'a Round<'a>, before: &'f [Finding], full: Full) -> Trial<'a, 'f> {
        let mut places = Places::default();
        let mut messages: FxHashMap<(&'static str, &'f str), Vec<usize>> = FxHashMap::default();
        for (at, finding) in before.iter().enumerate() {
            places.entry((finding.rule.id, finding.at.file)).or_default().push((finding.at.span, 0, at));
            messages.entry((finding.rule.id, &finding.message)).or_default().push(at);
        }
        for known in places.values_mut() {
            known.sort_by_key(|(span, ..)| span.start);
            let mut most = 0;
            for (span, end, _) in known {
                most = most.max(span.end);
                *end = most;
            }
        }
        messages.values_mut().for_each(|places| places.reverse());
        let tries = (MOST_CHECKED / cost_of_reading(step.folder, step.connector)).max(LEAST_TRIES);
        Trial { step, before, kept: Vec::new(), next: None, failed: Vec::new(), tries, too_many: 0, full, places, messages }
    }

    /// Keeps those of the chosen fixes that do no harm.
    fn keep<E>(&mut self, chosen: &[&'f Finding], judge: &mut Judge<'_, E>) -> Result<(), E> {
        // Most harm is done where a fix inserts something: without these, the others can nearly always be applied together.
        let (mut batch, mut guilty, mut suspects) = (chosen.to_vec(), Vec::new(), Vec::new());
        let mut why = None;
        while let Some(fault) = self.try_out(&batch, judge)? {
            why = Some(fault.why);
            let (here, others) = parted(&batch, |fix| fault.is_of(fix));
            if !here.is_empty() {
                guilty.extend(here.iter().map(|finding| LeftOut::new(finding, fault.why)));
                batch = others;
                continue;
            }
            // Or it comes of what stands beside it: a summary that was corrected is what the description says, too.
            let (beside, others) = parted(&batch, |fix| fault.is_beside(fix));
            if beside.is_empty() || others.is_empty() {
                suspects.append(&mut batch);
                break;
            }
            suspects.extend(beside);
            batch = others;
        }
        if let (false, Some(why)) = (suspects.is_empty(), why) {
            let apart = self.halves(&suspects, judge)?;
            // Some can only be applied together.
            if let (true, Some(fault)) = (apart.len() > 1, self.try_out(&apart, judge)?) {
                self.failed.extend(apart.iter().map(|finding| LeftOut::new(finding, fault.why)));
            } else if let [finding] = apart[..] {
                let why = self.try_out(&apart, judge)?.map_or(why, |fault| fault.why);
                self.failed.push(LeftOut::new(finding, why));
            }
        }
        self.failed.extend(guilty);
        Ok(())
    }

    /// Keeps the part of `batch` that can be applied with what is kept already, and returns those that did harm. After
    /// [`MOST_TOO_MANY`] of them in a row that were too many for the file as a whole, the others are not tried.
    fn halves<E>(&mut self, batch: &[&'f Finding], judge: &mut Judge<'_, E>) -> Result<Vec<&'f Finding>, E> {
        let (first, second) = batch.split_at(batch.len() / 2);
        let mut left = Vec::new();
        for half in [first, second] {
            if self.too_many >= MOST_TOO_MANY {
                self.failed.extend(half.iter().map(|finding| LeftOut::new(finding, Why::TriedTooOften)));
                continue;
            }
            let Some(fault) = self.try_out(half, judge)? else { continue };
            if half.len() > 1 {
                left.extend(self.halves(half, judge)?);
            } else {
                self.too_many = if fault.is_of_the_file() { self.too_many + 1 } else { 0 };
                left.extend_from_slice(half);
            }
        }
        Ok(left)
    }

    /// Keeps `batch` with what is kept already, or says what is wrong with that.
    fn try_out<E>(&mut self, batch: &[&'f Finding], judge: &mut Judge<'_, E>) -> Result<Option<Fault>, E> {
        if batch.is_empty() {
            return Ok(None);
        }
        let together: Vec<&Finding> = self.kept.iter().chain(batch).copied().collect();
        let fixes: Vec<&Fix> = together.iter().filter_map(|finding| finding.fix.as_ref()).collect();
        let files = match self.step.edited(&fixes) {
            Ok(files) => files,
            Err(why) => return Ok(Some(Fault::of(why))),
        };
        if self.tries == 0 {
            return Ok(Some(Fault::of(Why::TriedTooOften)));
        }
        self.tries -= 1;
        let folder = self.step.with(files);
        let (connector, findings) = judge(folder.clone())?;
        let fault = self.fault(&fixes, &connector, &findings);
        if fault.is_none() {
            self.kept = together;
            self.next = Some((folder, connector, findings));
        }
        Ok(fault)
    }

    /// What is wrong with the result of some fixes.
    fn fault(&self, fixes: &[&Fix], after: &Connector, findings: &[Finding]) -> Option<Fault> {
        let mut moved: FxHashMap<File, Moved> = FxHashMap::default();
        for file in fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.file) {
            let edits = || fixes.iter().flat_map(|fix| &fix.edits).filter(|edit| edit.file == file);
            moved.entry(file).or_insert_with(|| Moved::new(edits()));
        }
        let added = self.added(&moved, after, findings);
        if let Some(first) = added.first() {
            return Some(shown_by(Why::Adds(first.rule.id), &added, &moved, after));
        }
        if self.step.up_to > Safety::Safe {
            return None;
        }
        let said = change::check(&Comparison { old: self.step.connector, new: after }, &NOTICED, &mut Meter::off());
        let noticed: Vec<&Finding> = said.iter().filter(|finding| finding.severity > Severity::Info).collect();
        (!noticed.is_empty()).then(|| shown_by(Why::Noticed, &noticed, &moved, after))
    }

    /// The findings that were not there before and that no fix of a later round takes away.
    fn added<'n>(&self, moved: &FxHashMap<File, Moved>, now: &Connector, after: &'n [Finding]) -> Vec<&'n Finding> {
        // The findings from before, by their places. Each is found again at most once.
        let mut by_pointer: FxHashMap<(&str, File, &str), Vec<usize>> = FxHashMap::default();
        for (at, finding) in self.before.iter().enumerate() {
            by_pointer.entry((finding.rule.id, finding.at.file, &finding.at.pointer)).or_default().push(at);
        }
        let mut left = vec![true; self.before.len()];
        let mut messages = self.messages.clone();
        let mut unknown = Vec::new();
        for finding in after {
            let same = by_pointer.get_mut(&(finding.rule.id, finding.at.file, &*finding.at.pointer)).and_then(Vec::pop);
            match same {
                Some(at) => left[at] = false,
                None => unknown.push(finding),
            }
        }
        // Then by the place of the text, and finally by the message: something may have moved.
        unknown.retain(|finding| {
            let here = moved.get(&finding.at.file).map_or(finding.at.span, |moved| moved.before(finding.at.span));
            let found = self.touched(&left, finding, here);
            found.is_none_or(|at| !std::mem::take(&mut left[at]))
        });
        unknown.retain(|finding| {
            let same = messages.get_mut(&(finding.rule.id, &*finding.message));
            let found = same.and_then(|places| std::iter::from_fn(|| places.pop()).find(|&at| left[at]));
            found.is_none_or(|at| !std::mem::take(&mut left[at]))
        });
        let step = Round { connector: now, attempts: Cell::new(MOST_ATTEMPTS), ..*self.step };
        unknown.retain(|finding| {
            // A part that could not be read before says nothing about the fix that makes it readable.
            let was_read = self.step.connector.document(finding.at.file).is_none_or(Document::is_whole);
            let will_go = finding.fix.as_ref().is_some_and(|fix| step.wants(fix));
            finding.suppressed.is_none() && was_read && !will_go && !self.full.holds(finding)
        });
        unknown
    }

    /// The first finding of the same rule and file that was there before, touches this place and was not found again yet.
    fn touched(&self, left: &[bool], finding: &Finding, here: Span) -> Option<usize> {
        let known = self.places.get(&(finding.rule.id, finding.at.file))?;
        let end = known.partition_point(|(span, ..)| span.start < here.end.max(here.start + 1));
        let near = known[..end].iter().rev().take_while(|(span, most, _)| *most > here.start || span.start == here.start);
        let touching =
            near.take(MOST_NEAR).filter(|(span, _, at)| left[*at] && (span.start == here.start || here.start < span.end));
        touching.map(|(.., at)| *at).min()
    }
}

/// Parts findings by whether their fix is such a one.
fn parted<'f>(batch: &[&'f Finding], is_such: impl Fn(&Fix) -> bool) -> (Vec<&'f Finding>, Vec<&'f Finding>) {
    batch.iter().copied().partition(|finding| finding.fix.as_ref().is_some_and(&is_such))
}

/// A fault that findings after the edits show.
fn shown_by(why: Why, findings: &[&Finding], moved: &FxHashMap<File, Moved>, after: &Connector) -> Fault {
    let mut fault = Fault::of(why);
    for finding in findings {
        let (file, span) = (finding.at.file, finding.at.span);
        let Some(moved) = moved.get(&file) else { continue };
        fault.at.extend(moved.put_in(span).map(|place| (file, place)));
        let object = after.document(file).and_then(|document| document.value_at(span.start).parent());
        fault.around.extend(object.map(|object| moved.before(object.span())).map(|span| ((file, span.start), span.end)));
    }
    let mut outermost = None;
    fault.around.retain(|&(file, _), end| {
        let is_inside = outermost.is_some_and(|(of, last)| of == file && *end <= last);
        if !is_inside {
            outermost = Some((file, *end));
        }
        !is_inside
    });
    fault
}

/// Where text stood before edits were made.
struct Moved {
    /// The span that each edit replaces and the span of its text afterwards, in order.
    edits: Vec<(Span, Span)>,
}

impl Moved {
    fn new<'e>(edits: impl Iterator<Item = &'e Edit>) -> Moved {
        let mut edits: Vec<&Edit> = edits.collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut shift = 0_i64;
        let spans = edits.into_iter().map(|edit| {
            let start = (i64::from(edit.span.start) + shift) as u32;
            shift += edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start);
            (edit.span, Span { start, end: start + edit.text.len() as u32 })
        });
        Moved { edits: spans.collect() }
    }

    /// The edit that has put in this part of the text, by what it replaces.
    fn put_in(&self, span: Span) -> Option<Span> {
        let touches = |after: &Span| after.start < span.end.max(span.start + 1) && span.start < after.end;
        let first = self.edits.partition_point(|(_, after)| after.end <= span.start);
        self.edits.get(first).filter(|(_, after)| touches(after)).map(|(before, _)| *before)
    }

    /// Where a part of the text was; for inserted text, the place of what it replaced.
    fn before(&self, span: Span) -> Span {
        let place = |at: u32, of: fn(&Span) -> u32| {
            let edit = self.edits.partition_point(|(_, after)| after.start <= at);
            match edit.checked_sub(1).map(|edit| self.edits[edit]) {
                Some((before, after)) if at < after.end => of(&before),
                Some((before, after)) => before.end + (at - after.end),
                None => at,
            }
        };
        let start = place(span.start, |before| before.start);
        Span { start, end: place(span.end, |before| before.end).max(start) }
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

/// How many members have a key that their object has already: readers would drop one of the two.
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

/// Which fix has taken a span, and the new text.
struct Owned<'f> {
    rule: &'static str,
    texts: FxHashSet<&'f str>,
    /// The keys of the members that are inserted.
    keys: FxHashSet<&'f str>,
}

impl Owned<'_> {
    fn by(rule: &Rule) -> Self {
        Owned { rule: rule.id, texts: FxHashSet::default(), keys: FxHashSet::default() }
    }
}

/// The key of the member that a text adds behind another one.
fn added_key(text: &str) -> Option<&str> {
    let member = text.trim_start_matches([',', ' ', '\t', '\r', '\n']);
    let (key, behind) = member.strip_prefix('"')?.split_once('"')?;
    behind.trim_start().starts_with(':').then_some(key)
}

impl<'f> Taken<'f> {
    /// Takes the spans of a fix, unless it touches one that was taken before.
    fn take(&mut self, rule: &'static Rule, fix: &'f Fix) -> bool {
        let free = fix.edits.iter().all(|edit| self.is_free(rule, edit));
        if free {
            for edit in &fix.edits {
                let spans = self.spans.entry(edit.file).or_default();
                let owned = spans.entry((edit.span.start, edit.span.end)).or_insert_with(|| Owned::by(rule));
                owned.texts.insert(&edit.text);
                owned.keys.extend(added_key(&edit.text));
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
                // Adjacent spans do not overlap.
                (false, false) => from < end && start < to,
                // Two insertions of one rule at one place are two things, such as two members, unless both have one key; those of
                // two rules may be the same.
                (true, true) => {
                    owned.rule != rule.id
                        || owned.texts.contains(edit.text.as_str())
                        || added_key(&edit.text).is_some_and(|key| owned.keys.contains(key))
                }
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

#[cfg(test)]
mod tests {
    #[test]
    fn a_member_that_is_added_has_a_key() {
        let keys = [", \"a\": 1", ",\n  \"a\" : [\"b\"]", ", \"a\"", ", { \"a\": 1 }", "", "1"].map(super::added_key);
        assert_eq!(keys, [Some("a"), Some("a"), None, None, None, None]);
    }
}
