use crate::connector::package::{Package, PackageContent};
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for (number, file) in package.files.iter().enumerate() {
        let last = file.name.rsplit('/').next().unwrap_or_default();
        let system = match last {
            _ if matches!(file.content, PackageContent::Folder) => continue,
            _ if file.name.split('/').any(|part| part == "__MACOSX") => "macOS",
            ".DS_Store" => "macOS",
            "Thumbs.db" | "desktop.ini" => "Windows",
            _ => continue,
        };
        let message = format!("is a file that {system} added");
        let help = "remove it; `connsmith pack` creates zips without such files";
        report.in_file(File::Other(number as u16), Span::default(), message).help(help);
    }
}
