use crate::connector::package::Package;
use crate::rule::{Report, all_of};
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    let texts = package.inside(None).files_in("").filter(|(_, file)| file.name.to_ascii_lowercase().ends_with(".md"));
    let names: Vec<&str> = texts.map(|(_, file)| file.name.as_str()).collect();
    let message = match names.len() {
        _ if !package.is_certification() || package.is_bare_solution() => return,
        0 => "the package has no `intro.md`".to_owned(),
        1 => return,
        count => format!("the package has {count} Markdown files: {}; it must have one", all_of(&names)),
    };
    report
        .in_file(File::Folder, Span::default(), message)
        .help("put `intro.md`, and no other Markdown file, next to the inner zip");
}
