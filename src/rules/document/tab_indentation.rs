use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Document;
use crate::text::edit;
use crate::text::json::Span;

pub fn check(document: &Document, report: &mut Report) {
    let tabs = indents(document).filter(|indent| document.slice(*indent).contains('\t'));
    let Some(first) = tabs.clone().next() else { return };
    let count = tabs.clone().count();
    let lines = if count == 1 { "1 line is".to_owned() } else { format!("{count} lines are") };
    // In a file with syntax errors a line may begin inside a string.
    let sound = document.tree.faults.is_empty();
    let unit = edit::indent_unit(document.root());
    let spaces = if unit.contains('\t') { "  " } else { unit };
    let fix = Fix::safe("indent with spaces");
    let fix = sound.then(|| tabs.fold(fix, |fix, tab| fix.text(document.root(), tab, document.slice(tab).replace('\t', spaces))));
    let finding = report.in_file(document.file, first, format!("{lines} indented with tabs"));
    finding.help("indent with spaces, as Microsoft's templates do");
    finding.fix = fix;
}

/// The white space at the start of each line that has some.
fn indents(document: &Document) -> impl Iterator<Item = Span> + Clone {
    document.lines().iter().filter_map(|&start| {
        let line = &document.text[start as usize..];
        let length = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        (length > 0).then_some(Span { start, end: start + length as u32 })
    })
}
