use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::{Document, Encoding};
use crate::text::json::Span;

pub fn check(document: &Document, report: &mut Report) {
    let first = match document.encoding {
        Encoding::Windows1252 { first } => first as usize,
        Encoding::Utf16 => {
            let start = Span { start: 0, end: 0 };
            report
                .in_file(document.file, start, "the file is UTF-16, not UTF-8")
                .help("save it as UTF-8 without a byte order mark");
            return;
        }
        Encoding::Utf8 | Encoding::Utf8Bom => return,
    };
    // Each byte of the file became one character.
    let Some((at, found)) = document.text.char_indices().nth(first) else { return };
    let span = Span { start: at as u32, end: (at + found.len_utf8()) as u32 };
    let message = format!("this byte is not UTF-8; in Windows-1252 it is `{found}`");
    // Any edit writes the whole file as UTF-8.
    let fix = Fix::risky("save the file as UTF-8").text(document.root(), span, found);
    report.in_file(document.file, span, message).help("open it as Windows-1252, check its text, and save it as UTF-8").fix(fix);
}
