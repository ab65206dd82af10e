use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Document;
use crate::text::json::Span;

pub fn check(document: &Document, report: &mut Report) {
    let ends = ends(document);
    let Some(first) = ends.clone().next() else { return };
    let count = ends.clone().count();
    let lines = if count == 1 { "1 line ends".to_owned() } else { format!("{count} lines end") };
    // In a file with syntax errors a line may end inside a string.
    let sound = document.tree.faults.is_empty();
    let fix = sound.then(|| ends.fold(Fix::safe("remove it"), |fix, end| fix.text(document.root(), end, "")));
    let finding = report.in_file(document.file, first, format!("{lines} in white space"));
    finding.help("remove it: it causes differences that nobody sees");
    finding.fix = fix;
}

/// The spaces and tabs before each line break, and before the end of the file.
fn ends(document: &Document) -> impl Iterator<Item = Span> + Clone {
    let bytes = document.text.as_bytes();
    let breaks = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    breaks.filter_map(|at| {
        let line = bytes[..at].strip_suffix(b"\r").unwrap_or(&bytes[..at]);
        let blanks = line.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        (blanks > 0).then_some(Span { start: (line.len() - blanks) as u32, end: line.len() as u32 })
    })
}
