//! For people at a terminal: each finding with the affected lines.
use super::concise::level;
use super::{Part, Said, Summary, escape, excerpt};
use crate::connector::place::{Label, Place};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::fix::{Fix, Safety};
use crate::rule::subject::{Heading, Subject};
use crate::text::document::{Document, File};
use crate::text::edit::{Edit, apply};
use crate::text::json::Span;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::fmt::Write;

/// How the text looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub color: bool,
    /// Whether the id of a rule is a link to its page.
    pub links: bool,
    /// The width for lines of files.
    pub width: usize,
    /// Whether sentences are wrapped to this width. Names and code are not.
    pub wrap: bool,
    /// Whether to show every finding, even if a rule has many in one file.
    pub all: bool,
    /// Whether to show what fixes change.
    pub fixes: bool,
}

impl Default for Style {
    /// For a file or a pipe.
    fn default() -> Style {
        Style { color: false, links: false, width: 160, wrap: false, all: false, fixes: false }
    }
}

/// How many findings are shown per rule and file; the others are counted.
const SHOWN: usize = 3;
/// How many places are shown per finding.
const MOST_LABELS: usize = 4;
/// How many lines of what a fix changes are shown.
const MOST_PATCH_LINES: usize = 3;
/// How many bytes of the lines around an edit are considered.
const PATCH_CONTEXT: usize = 400;
/// The minimum width for lines of files.
const NARROWEST: usize = 20;

/// Escape sequences of terminals.
#[derive(Clone, Copy)]
enum Ink {
    Bold,
    Error,
    Warning,
    Info,
    Frame,
    Added,
    Removed,
}

impl Style {
    fn paint(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Bold => "1",
            Ink::Error => "1;31",
            Ink::Warning => "1;33",
            Ink::Info => "1;36",
            Ink::Frame => "1;34",
            Ink::Added => "32",
            Ink::Removed => "31",
        };
        if self.color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn level(self, severity: Severity, text: &str) -> String {
        let ink = match severity {
            Severity::Error => Ink::Error,
            Severity::Warning => Ink::Warning,
            Severity::Info => Ink::Info,
        };
        self.paint(ink, text)
    }
}

/// One subject's part of the report; empty when it has no findings that count. File by file, errors first.
pub fn part(subject: &dyn Subject, findings: &[Finding], style: Style) -> Part {
    let mut findings: Vec<&Finding> = super::counting(findings).collect();
    if findings.is_empty() {
        return Part::default();
    }
    // Files come in the order of their first findings.
    let mut files: Vec<File> = Vec::new();
    let mut counts: FxHashMap<(File, &str), (usize, usize)> = FxHashMap::default();
    for finding in &findings {
        if files.last() != Some(&finding.at.file) && !files.contains(&finding.at.file) {
            files.push(finding.at.file);
        }
        counts.entry((finding.at.file, finding.rule.id)).or_default().0 += 1;
    }
    findings.sort_by_key(|finding| (files.iter().position(|file| *file == finding.at.file), Reverse(finding.severity)));
    let wanted = findings.into_iter().filter_map(|finding| {
        let (count, seen) = counts.get_mut(&(finding.at.file, finding.rule.id))?;
        *seen += 1;
        let more = if !style.all && *seen == SHOWN { *count - SHOWN } else { 0 };
        (style.all || *seen <= SHOWN).then_some((finding, more))
    });
    Part::of(vec![heading(subject, style)], wanted, |(finding, more)| {
        let mut text = String::new();
        draw(&mut text, subject, finding, style);
        if more > 0 {
            let _ = writeln!(text, "… and {more} more of `{}` in this file (--all shows them)\n", finding.rule.id);
        }
        Said::of(finding, text)
    })
}

/// All parts and the summary lines.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    let mut report = super::joined(parts);
    if let Some(note) = super::left_out_note(parts) {
        report.push_str(&note);
        report.push_str("\n\n");
    }
    report.push_str(&closing(summary));
    // The rule of the most severe finding is the one to read about first.
    let first = parts.iter().flat_map(|part| &part.findings).max_by_key(|said| (said.severity, Reverse(said.rule.id)));
    if let Some(said) = first {
        let _ = writeln!(report, "For more about a rule, run `connsmith explain {}`.", said.rule.id);
    }
    report
}

/// The heading above the findings of a subject.
fn heading(subject: &dyn Subject, style: Style) -> String {
    let Heading { name, about } = subject.heading();
    format!("{}{}\n\n", style.paint(Ink::Bold, &escape::visible(&name)), escape::visible(&about))
}

fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// The summary line.
pub fn summary(summary: &Summary) -> String {
    if summary.unchanged && !summary.reaches(Severity::Info) {
        return "no changes\n".to_owned();
    }
    let mut found = format!("{}, {}", count(summary.errors, "error"), count(summary.warnings, "warning"));
    if summary.info > 0 {
        let _ = write!(found, ", {} info", summary.info);
    }
    match (summary.fixable, summary.fixable_unsafe) {
        (0, 0) => {}
        (safe, 0) => drop(write!(found, ", {safe} fixable")),
        (0, risky) => drop(write!(found, ", {risky} fixable with `--unsafe`")),
        (safe, risky) => drop(write!(found, ", {safe} fixable and {risky} more with `--unsafe`")),
    }
    if summary.suppressed > 0 {
        let _ = write!(found, ", {} suppressed", summary.suppressed);
    }
    format!("{}, {}: {found}\n", count(summary.connectors, "connector"), count(summary.files, "file"))
}

/// The summary line, and what to do next.
pub fn closing(summary: &Summary) -> String {
    let mut text = self::summary(&Summary { fixable: 0, fixable_unsafe: 0, ..*summary });
    match (summary.fixable, summary.fixable_unsafe) {
        (0, 0) => {}
        (safe, 0) => {
            let _ = writeln!(text, "`connsmith fix` fixes {safe} of them ([*]).");
        }
        (0, risky) => {
            let _ = writeln!(text, "`connsmith fix --unsafe` fixes {risky} of them ([~]), which may affect running flows.");
        }
        (safe, risky) => {
            let _ = writeln!(
                text,
                "`connsmith fix` fixes {safe} of them ([*]); `--unsafe` fixes {risky} more ([~]), which may affect running flows."
            );
        }
    }
    if let Some(hidden) = summary.hidden.filter(|hidden| *hidden > 0) {
        let _ = writeln!(text, "`--strict` shows {}.", count(hidden, "more finding"));
    }
    text
}

/// Whether a label is in the older version.
fn is_of_older(label: &Label) -> bool {
    matches!(label.at.file, File::Other(_))
}

/// Writes a finding and an empty line.
fn draw(out: &mut String, subject: &dyn Subject, finding: &Finding, style: Style) {
    let id = finding.rule.id;
    let id = if style.links { format!("\x1b]8;;{}\x1b\\{id}\x1b]8;;\x1b\\", finding.rule.url()) } else { id.to_owned() };
    let code = finding.code.map(|code| format!(" · {code}")).unwrap_or_default();
    let mark = super::mark(finding);
    let name = level(finding.severity);
    let head = style.level(finding.severity, &format!("{name}[{id}{code}]"));
    let used = name.len() + finding.rule.id.len() + code.chars().count() + 4 + mark.len();
    let message = wrapped(&super::message(finding), style, used, 4);
    let _ = writeln!(out, "{head}: {mark}{message}");

    let document = subject.document(finding.at.file);
    let here = |label: &&Label| label.at.file == finding.at.file;
    let mut marks = vec![Mark { span: finding.at.span, text: "" }];
    let labels: Vec<&Label> = finding.labels.iter().filter(here).collect();
    marks.extend(labels.iter().take(MOST_LABELS).map(|label| Mark { span: label.at.span, text: &label.text }));
    // The text of the older version is in the same frame.
    let older = finding.labels.iter().find(|label| is_of_older(label));
    let older = older.and_then(|label| Some((label, subject.document(label.at.file)?)));
    let gutter = match document {
        Some(document) => {
            let before = older.map(|(label, document)| Before {
                document,
                name: super::file_name(subject, label.at.file),
                span: label.at.span,
                text: &label.text,
            });
            frame(out, document, &super::file_name(subject, finding.at.file), &marks, before, finding.severity, style)
        }
        None => {
            let _ = writeln!(out, " {} {}", style.paint(Ink::Frame, "-->"), super::file_name(subject, finding.at.file));
            1
        }
    };
    let note = |out: &mut String, kind: &str, text: &str| {
        let pad = " ".repeat(gutter);
        let text = wrapped(text, style, gutter + kind.len() + 5, gutter + kind.len() + 5);
        let _ = writeln!(out, "{pad} {} {kind}: {text}", style.paint(Ink::Frame, "="));
    };
    let fix = finding.fix.as_ref().filter(|_| style.fixes);
    // A fix may say the same.
    if let Some(help) = super::help(finding).filter(|_| fix.is_none_or(|fix| finding.help.as_ref() != Some(&fix.title))) {
        note(out, "help", &help);
    }
    let is_shown = |label: &Label| document.is_some() && older.is_some_and(|(older, _)| std::ptr::eq(older, label));
    let elsewhere = || finding.labels.iter().filter(|label| !here(label) && !is_shown(label));
    // A place in another file has no frame of its own.
    for label in elsewhere().take(MOST_LABELS) {
        let file = super::file_name(subject, label.at.file);
        let at = subject.document(label.at.file).map(|document| document.position(label.at.span.start));
        let at = at.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        note(out, "note", &format!("{}: {file}{at}", escape::visible(&label.text)));
    }
    let left = |named: usize| named.saturating_sub(MOST_LABELS);
    let unsaid = left(labels.len()) + left(elsewhere().count()) + finding.unnamed;
    if unsaid > 0 {
        note(out, "note", &format!("and {}", count(unsaid, "more place")));
    }
    if let Some(fix) = fix {
        patch(out, subject, (fix, &finding.at), gutter, style);
    }
    out.push('\n');
}

/// A place to underline, with its label.
struct Mark<'a> {
    span: Span,
    text: &'a str,
}

/// The corresponding text in the older version.
struct Before<'a> {
    document: &'a Document,
    name: String,
    span: Span,
    text: &'a str,
}

/// Writes the marked lines of a file, where the first mark is the main one, with the lines around it, and the line of the older
/// version below. Returns the width of the line numbers.
fn frame(
    out: &mut String,
    document: &Document,
    name: &str,
    marks: &[Mark],
    older: Option<Before>,
    severity: Severity,
    style: Style,
) -> usize {
    let line_of = |offset: u32| excerpt::line_of(document, offset.min(document.text.len() as u32));
    let main = line_of(marks[0].span.start);
    let last = document.lines().len() - 1;
    let mut lines: Vec<usize> = (main.saturating_sub(1)..=(main + 1).min(last)).collect();
    lines.extend(marks.iter().map(|mark| line_of(mark.span.start)));
    lines.sort_unstable();
    lines.dedup();
    let was = older.as_ref().map(|older| {
        let at = older.span.start.min(older.document.text.len() as u32);
        excerpt::line_of(older.document, at)
    });
    let gutter = lines.last().max(was.as_ref()).map_or(1, |line| (line + 1).to_string().len());
    let (pad, bar) = (" ".repeat(gutter), style.paint(Ink::Frame, "|"));
    let at = document.position(marks[0].span.start);
    let _ = writeln!(out, "{pad}{} {name}:{}:{}", style.paint(Ink::Frame, "-->"), at.line, at.column);
    let _ = writeln!(out, "{pad} {bar}");
    let room = style.width.saturating_sub(gutter + 3).max(NARROWEST);
    let mut before = None;
    for line in lines {
        if before.is_some_and(|before| before + 1 < line) {
            let _ = writeln!(out, "{}", style.paint(Ink::Frame, "..."));
        }
        before = Some(line);
        let number = style.paint(Ink::Frame, &format!("{:>gutter$}", line + 1));
        let bytes = excerpt::line_span(document, line);
        let mut is_shown_whole = false;
        let here = marks.iter().enumerate().filter(|(_, mark)| line_of(mark.span.start) == line);
        let mut written = false;
        for (place, mark) in here {
            let (start, width) = if is_shown_whole {
                let from = mark.span.start.clamp(bytes.start, bytes.end);
                let until = mark.span.end.clamp(from, bytes.end);
                let columns = |start, end| excerpt::columns(document, Span { start, end });
                (columns(bytes.start, from), columns(from, until))
            } else {
                let shown = excerpt::around(document, bytes, mark.span, room);
                let text = format!("{number} {bar} {}{}{}", shown.before, shown.mark, shown.after);
                let _ = writeln!(out, "{}", text.trim_end());
                is_shown_whole = shown.whole;
                (shown.start, shown.width)
            };
            written = true;
            let is_main = place == 0;
            let line = if is_main { "^" } else { "-" }.repeat(width.max(1));
            let line = if is_main { style.level(severity, &line) } else { style.paint(Ink::Frame, &line) };
            let text = escape::visible(mark.text);
            let text = if text.is_empty() { String::new() } else { format!(" {text}") };
            let _ = writeln!(out, "{pad} {bar} {}{line}{text}", " ".repeat(start));
        }
        if !written {
            let _ = writeln!(out, "{}", format!("{number} {bar} {}", excerpt::line(document, bytes, room)).trim_end());
        }
    }
    let _ = writeln!(out, "{pad} {bar}");
    if let (Some(older), Some(line)) = (older, was) {
        let at = older.document.position(older.span.start);
        let said = escape::visible(older.text);
        let arrow = style.paint(Ink::Frame, ":::");
        let _ = writeln!(out, "{pad}{arrow} {}:{}:{} ({said})", older.name, at.line, at.column);
        let _ = writeln!(out, "{pad} {bar}");
        let number = style.paint(Ink::Frame, &format!("{:>gutter$}", line + 1));
        let shown = excerpt::around(older.document, excerpt::line_span(older.document, line), older.span, room);
        let text = format!("{number} {bar} {}{}{}", shown.before, shown.mark, shown.after);
        let _ = writeln!(out, "{}", text.trim_end());
        let mark = style.paint(Ink::Frame, &"-".repeat(shown.width.max(1)));
        let _ = writeln!(out, "{pad} {bar} {}{mark}", " ".repeat(shown.start));
        let _ = writeln!(out, "{pad} {bar}");
    }
    gutter
}

/// Writes what a fix changes: the removed and added lines, those at the place of the finding first.
fn patch(out: &mut String, subject: &dyn Subject, (fix, at): (&Fix, &Place), gutter: usize, style: Style) {
    let pad = " ".repeat(gutter);
    let how = match fix.safety {
        Safety::Safe => "fix",
        Safety::Unsafe => "unsafe fix",
    };
    let title = wrapped(&escape::visible(&fix.title), style, gutter + how.len() + 5, gutter + how.len() + 5);
    let _ = writeln!(out, "{pad} {} {how}: {title}", style.paint(Ink::Frame, "="));
    let mut edits = fix.edits.iter().collect::<Vec<_>>();
    edits.sort_by_key(|edit| (edit.file, edit.span.start));
    let is_there = |edit: &&Edit| edit.file == at.file && edit.span.start <= at.span.end && at.span.start <= edit.span.end;
    if let Some(first) = edits.iter().position(is_there) {
        edits.rotate_left(first);
    }
    // Edits that are close together, with the lines that they change; no more than are looked at below.
    let (mut rest, mut groups) = (edits.as_slice(), Vec::new());
    let lines = |groups: &[(Vec<(char, String)>, usize)]| groups.iter().map(|(lines, _)| lines.len()).sum::<usize>();
    while let Some(first) = rest.first().filter(|_| lines(&groups) <= MOST_PATCH_LINES + 1) {
        let Some(document) = subject.document(first.file) else { break };
        let near = |edit: &&&Edit| {
            let (from, to) = (first.span.start as usize, first.span.end as usize + PATCH_CONTEXT / 2);
            edit.file == first.file && (from..to.max(from + 1)).contains(&(edit.span.start as usize))
        };
        let together = rest.iter().take_while(near).count();
        let changed = changed(document, &rest[..together], style.width.saturating_sub(gutter + 5).max(NARROWEST));
        groups.push((changed, together));
        rest = &rest[together..];
    }
    // A line that says "1 more line" is as long as that line.
    let mut room =
        if lines(&groups) <= MOST_PATCH_LINES + 1 && rest.is_empty() { MOST_PATCH_LINES + 1 } else { MOST_PATCH_LINES };
    for (at, (changed, _)) in groups.iter().enumerate() {
        let left = rest.len() + groups[at..].iter().map(|(_, edits)| edits).sum::<usize>();
        // Only the first group is cut: half of a later one says less than the number of edits.
        if at > 0 && changed.len() > room {
            let _ = writeln!(out, "{pad}   … and {}", count(left, "more edit"));
            return;
        }
        write_changed(out, &changed[..changed.len().min(room)], &pad, style);
        if changed.len() > room {
            let lines = count(changed.len() - room, "more line");
            let edits = match left - groups[0].1 {
                0 => String::new(),
                edits => format!(", and {}", count(edits, "more edit")),
            };
            let _ = writeln!(out, "{pad}   … and {lines}{edits}");
            return;
        }
        room -= changed.len();
    }
}

fn write_changed(out: &mut String, lines: &[(char, String)], pad: &str, style: Style) {
    for (sign, line) in lines {
        let ink = if *sign == '+' { Ink::Added } else { Ink::Removed };
        let _ = writeln!(out, "{pad}   {}", style.paint(ink, &format!("{sign} {line}")));
    }
}

/// The lines changed by edits that are close together, each with its sign.
fn changed(document: &Document, edits: &[&Edit], room: usize) -> Vec<(char, String)> {
    let text = &document.text;
    let (start, end) = (edits[0].span.start, edits.iter().map(|edit| edit.span.end).max().unwrap_or_default());
    let (start, end) = ((start as usize).min(text.len()), (end as usize).min(text.len()));
    // The first and last line as a whole, unless they are long.
    let from = text.floor_char_boundary(start.saturating_sub(PATCH_CONTEXT));
    let from = text.get(from..start).and_then(|near| near.rfind('\n')).map_or(from, |at| from + at + 1);
    let to = text.ceil_char_boundary((end + PATCH_CONTEXT).min(text.len()));
    let to = text.get(end..to).and_then(|near| near.find('\n')).map_or(to, |at| end + at);
    let Some(old) = text.get(from..to) else { return Vec::new() };
    let moved = |edit: &&Edit| {
        let span = |at: u32| (at as usize).saturating_sub(from) as u32;
        Edit { file: edit.file, span: Span { start: span(edit.span.start), end: span(edit.span.end) }, text: edit.text.clone() }
    };
    let moved: Vec<Edit> = edits.iter().map(moved).collect();
    let (new, _) = apply(old, &moved.iter().collect::<Vec<_>>());
    // For a line that ends with CRLF, the text before the LF was used.
    let (old, new) = match (old.strip_suffix('\r'), new.strip_suffix('\r')) {
        (Some(old), Some(new)) => (old, new),
        _ => (old, new.as_str()),
    };
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[same..], &new[same..]);
    let same = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - same], &new[..new.len() - same]);
    // Long lines are shown starting shortly before the first differing byte.
    let differs = old.first().zip(new.first()).map_or(0, |(a, b)| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count());
    let shown = |sign, line: &&str| {
        let line = Document::plain(document.file, "", line.as_bytes().to_vec());
        let at = line.text.floor_char_boundary(differs.min(line.text.len())) as u32;
        let excerpt = excerpt::around(&line, line.span(), Span { start: at, end: at }, room);
        (sign, (excerpt.before + &excerpt.after).trim_end().to_owned())
    };
    old.iter().map(|line| shown('-', line)).chain(new.iter().map(|line| shown('+', line))).collect()
}

/// A sentence, wrapped according to the style; code in backticks stays on one line. `used` columns of the first line are taken, the
/// other lines start with `indent` spaces.
fn wrapped(text: &str, style: Style, used: usize, indent: usize) -> String {
    if !style.wrap {
        return text.to_owned();
    }
    let (mut out, mut column, mut in_code) = (String::new(), used, false);
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match words.last_mut().filter(|_| in_code) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => words.push(word.to_owned()),
        }
        in_code ^= !word.matches('`').count().is_multiple_of(2);
    }
    for (at, word) in words.iter().enumerate() {
        let width = word.chars().count();
        if at > 0 && column + 1 + width > style.width && column > indent {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::publisher::{Because, Publisher};
    use crate::connector::{Connector, Folder, FolderFile};
    use crate::judge::target::Target;

    #[test]
    fn names_are_not_broken() {
        let style = Style { wrap: true, width: 30, ..Style::default() };
        let text = "use `a name with spaces that is long` and go on with more words";
        assert_eq!(wrapped(text, style, 10, 4), "use\n    `a name with spaces that is long`\n    and go on with more words");
        assert_eq!(wrapped(text, Style::default(), 10, 4), text);
    }

    #[test]
    fn a_patch_begins_at_the_place_of_the_finding() {
        let text = "[\n  \"one\",\n".to_owned() + &"  \"between\",\n".repeat(20) + "  \"two\"\n]\n";
        let definition = FolderFile { file: File::Definition, name: "a.json".into(), bytes: text.into_bytes() };
        let connector = Connector::new(Folder { files: vec![definition], ..Folder::default() });
        let target = Target::new(connector, Publisher::Custom, Because::Default);
        let document = target.document(File::Definition).expect("it was read");
        let [one, two] = [0, 21].map(|at| document.root().item(at).expect("an item"));
        let fix = Fix::safe("rename").replace_str(one, "new one").replace_str(two, "new two");
        for (at, first) in [(one, "new one"), (two, "new two")] {
            let mut out = String::new();
            patch(&mut out, &target, (&fix, &Place::of(at)), 2, Style::default());
            let added: Vec<&str> = out.lines().filter(|line| line.contains('+')).collect();
            assert!(added.len() == 2 && added[0].contains(first), "{out}");
        }
    }
}
