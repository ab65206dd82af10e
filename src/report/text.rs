//! For people at a terminal: code frames with carets.
use super::{Part, Said, Summary};
use crate::connector::place::Label;
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::subject::{Heading, Subject};
use crate::text::document::{Document, File};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};
use rustc_hash::FxHashMap;
use std::fmt::Display;

/// How the text looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub color: bool,
    /// Whether the terminal shows hyperlinks; without them addresses are written out.
    pub hyperlinks: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Shows every finding, however many a rule has in one file.
    pub all: bool,
}

/// A rule with more findings than this in one file is folded.
const FOLD_OVER: usize = 100;
/// How many findings of a folded rule are still shown.
const SHOWN_WHEN_FOLDED: usize = 10;
/// A line longer than this (minified JSON) is cut around the finding, in bytes.
const LONG_LINE: usize = 240;

/// One subject's part of the report; empty when it has no findings that count.
pub fn part(subject: &dyn Subject, findings: &[Finding], style: Style) -> Part {
    if crate::rule::finding::counting(findings).next().is_none() {
        return Part::default();
    }
    let handler = GraphicalReportHandler::new_themed(if style.color {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    })
    .with_width(style.width)
    .with_context_lines(1)
    .with_links(style.hyperlinks);
    let mut counts: FxHashMap<(crate::text::document::File, &str), usize> = FxHashMap::default();
    for finding in crate::rule::finding::counting(findings) {
        *counts.entry((finding.at.file, finding.rule.id)).or_default() += 1;
    }
    let mut shown: FxHashMap<(crate::text::document::File, &str), usize> = FxHashMap::default();
    let mut part = Part { about: vec![heading(subject, style)], findings: Vec::new() };
    for finding in crate::rule::finding::counting(findings) {
        let key = (finding.at.file, finding.rule.id);
        let seen = shown.entry(key).or_default();
        *seen += 1;
        if !style.all && counts[&key] > FOLD_OVER && *seen > SHOWN_WHEN_FOLDED {
            if *seen == SHOWN_WHEN_FOLDED + 1 {
                let more = counts[&key] - SHOWN_WHEN_FOLDED;
                let file = subject.file_name(key.0);
                let text = format!("  … and {more} more of `{}` in {file} (--all shows them)\n\n", finding.rule.id);
                part.findings.push(Said::of(finding, text));
            }
            continue;
        }
        let older = finding.labels.iter().filter(|label| is_of_older(label) && label.at.file != finding.at.file);
        let older = older.filter_map(|label| Some(Older { label, source: Source(subject.document(label.at.file)?) })).collect();
        let drawn = Drawn { subject, finding, source: subject.document(finding.at.file).map(Source), older };
        let mut text = String::new();
        // Writing to a String cannot fail; a frame that cannot be drawn must not hide the finding.
        if handler.render_report(&mut text, &drawn).is_err() {
            text.push_str(&super::concise::line(subject, finding));
        }
        text.push('\n');
        part.findings.push(Said::of(finding, text));
    }
    part
}

/// All parts and the closing line.
pub fn whole(parts: &[Part], summary: &Summary) -> String {
    super::joined(parts) + &self::summary(summary)
}

/// What is written above the findings of a subject.
fn heading(subject: &dyn Subject, style: Style) -> String {
    let Heading { name, about } = subject.heading();
    let (bold, plain) = if style.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    format!("{bold}{name}{plain}{about}\n\n")
}

/// The closing line.
pub fn summary(summary: &Summary) -> String {
    let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let mut found = format!("{}, {}", count(summary.errors, "error"), count(summary.warnings, "warning"));
    if summary.info > 0 {
        found.push_str(&format!(", {} info", summary.info));
    }
    if summary.fixable > 0 {
        found.push_str(&format!(", {} fixable", summary.fixable));
    }
    if summary.suppressed > 0 {
        found.push_str(&format!(", {} suppressed", summary.suppressed));
    }
    format!("{}, {}: {found}\n", count(summary.connectors, "connector"), count(summary.files, "file"))
}

struct Drawn<'a> {
    subject: &'a dyn Subject,
    finding: &'a Finding,
    source: Option<Source<'a>>,
    older: Vec<Older<'a>>,
}

/// Whether a label is in the older of two versions: then it has a frame of its own.
fn is_of_older(label: &Label) -> bool {
    matches!(label.at.file, File::Other(_))
}

/// How something was in the older of two versions.
struct Older<'a> {
    label: &'a Label,
    source: Source<'a>,
}

impl std::fmt::Debug for Older<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Display::fmt(self, f)
    }
}

impl Display for Older<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.label.text)
    }
}

impl std::error::Error for Older<'_> {}

impl Diagnostic for Older<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let here = LabeledSpan::new_primary_with_span(None, first_line(self.source.0, self.label.at.span));
        Some(Box::new(std::iter::once(here)))
    }
}

/// The part of a span on its first line: a caret under a value of many lines says no more than one under that.
fn first_line(document: &Document, span: crate::text::json::Span) -> SourceSpan {
    let text = document.slice(span);
    let length = text.find(['\n', '\r']).unwrap_or(text.len()).min(LONG_LINE);
    SourceSpan::new((span.start as usize).into(), length)
}

impl std::fmt::Debug for Drawn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Display::fmt(self, f)
    }
}

impl Display for Drawn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.finding.message)?;
        if self.source.is_none() {
            write!(f, " [{}]", self.subject.file_name(self.finding.at.file))?;
        }
        Ok(())
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn Display + 'b>> {
        let rule = self.finding.rule.id;
        Some(match self.finding.code {
            Some(code) => Box::new(format!("{rule} · {code}")),
            None => Box::new(rule),
        })
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn Display + 'b>> {
        let mut help = self.finding.help.clone();
        // A place in another file has no frame of its own.
        for label in self.finding.labels.iter().filter(|label| label.at.file != self.finding.at.file && !is_of_older(label)) {
            let file = self.subject.file_name(label.at.file);
            let line = self.subject.document(label.at.file).map_or(1, |document| document.position(label.at.span.start).line);
            let note = format!("{}: {file}:{line}", label.text);
            help = Some(help.map_or(note.clone(), |help| format!("{help}\n{note}")));
        }
        help.map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn url<'b>(&'b self) -> Option<Box<dyn Display + 'b>> {
        Some(Box::new(self.finding.rule.url()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn related<'b>(&'b self) -> Option<Box<dyn Iterator<Item = &'b dyn Diagnostic> + 'b>> {
        Some(Box::new(self.older.iter().map(|older| older as &dyn Diagnostic)))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let source = self.source.as_ref()?;
        let span = |span| first_line(source.0, span);
        let here = LabeledSpan::new_primary_with_span(None, span(self.finding.at.span));
        let others = self.finding.labels.iter().filter(|label| label.at.file == self.finding.at.file);
        let others = others.map(move |label| LabeledSpan::new_with_span(Some(label.text.clone()), span(label.at.span)));
        Some(Box::new(std::iter::once(here).chain(others)))
    }
}

/// A document as miette reads it: by way of the line index, so that a frame costs the same at the end of a large file as at
/// its start.
struct Source<'a>(&'a Document);

impl SourceCode for Source<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let document = self.0;
        let length = document.text.len();
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > length {
            return Err(MietteError::OutOfBounds);
        }
        let lines = document.lines();
        let line_of = |offset: usize| lines.partition_point(|&start| start as usize <= offset) - 1;
        let (first, last) = (line_of(start).saturating_sub(before), (line_of(end) + after).min(lines.len() - 1));
        let mut from = lines[first] as usize;
        let mut column = 0;
        if before == 0 {
            // Without context miette asks where the span begins, for the heading of the frame.
            from = start;
            column = document.position(start as u32).column as usize - 1;
        }
        let mut to = lines.get(last + 1).map_or(length, |&next| next as usize);
        let mut line = first;
        if to - from > LONG_LINE * (last - first + 1) {
            // Minified text: a window on the line itself.
            let boundary = |mut at: usize| {
                while !document.text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            line = line_of(start);
            from = boundary(start.saturating_sub(LONG_LINE / 3)).max(lines[line] as usize);
            to = boundary((end + LONG_LINE / 3).min(length));
            column = document.position(from as u32).column as usize - 1;
        }
        let text = document.text[from..to].trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
        let from = if from == 0 && document.text.starts_with('\u{feff}') { 3.min(to) } else { from };
        let to = (from + text.len()).max(end.min(to));
        let contents = &document.text.as_bytes()[from..to];
        Ok(Box::new(MietteSpanContents::new_named(
            document.name.clone(),
            contents,
            SourceSpan::new(from.into(), contents.len()),
            line,
            column,
            last - first + 1,
        )))
    }
}
