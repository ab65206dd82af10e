use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Document;
use crate::text::json::Span;

pub fn check(document: &Document, report: &mut Report) {
    let bytes = document.text.as_bytes();
    let (mut lines, mut with_return) = (0, 0);
    for at in memchr::memchr_iter(b'\n', bytes) {
        lines += 1;
        with_return += usize::from(at > 0 && bytes[at - 1] == b'\r');
    }
    if with_return == 0 || with_return == lines {
        return;
    }
    let (few, most, wanted) =
        if with_return * 2 > lines { (lines - with_return, "CRLF", "\r\n") } else { (with_return, "LF", "\n") };
    let odd: Vec<Span> = memchr::memchr_iter(b'\n', bytes)
        .filter(|&at| (at > 0 && bytes[at - 1] == b'\r') == (most == "LF"))
        .map(|at| Span { start: at as u32 - u32::from(most == "LF"), end: at as u32 + 1 })
        .collect();
    let Some(&first) = odd.first() else { return };
    let sound = document.tree.faults.is_empty();
    let title = Fix::safe(format!("end all lines with {most}"));
    let fix = sound.then(|| odd.iter().fold(title, |fix, &end| fix.text(document.root(), end, wanted)));
    let finding = report.in_file(document.file, first, format!("{few} of {lines} lines do not end with {most} as the others do"));
    finding.help(format!("end all lines with {most}"));
    finding.fix = fix;
}
