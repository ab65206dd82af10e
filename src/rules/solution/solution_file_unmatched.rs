use crate::connector::package::{Package, PackageContent};
use crate::connector::solution::FILES;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;
use rustc_hash::FxHashSet;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        let inside = package.inside_of(part);
        let mut named = FxHashSet::default();
        // If the folder is missing, the files are not reported one by one.
        let has_folder = inside.folders_in("").contains("Connector");
        let connectors = part.connectors();
        for element in connectors.iter().flat_map(|connector| connector.elements()) {
            if !FILES.contains(&element.name.as_str()) {
                continue;
            }
            let path = element.text();
            if has_folder && inside.get(path.trim_start_matches('/')).is_none() {
                let (file, span) = part.in_customizations(element);
                let message = format!("`{}` names `{path}`, which is not in the solution", element.name);
                report.in_file(file, span, message).help("export the solution again");
            }
            named.insert(path);
        }
        for (number, file) in inside.files_in("Connector/").filter(|_| !connectors.is_empty()) {
            let path = format!("/{}", file.name);
            if !named.contains(&path) && !matches!(file.content, PackageContent::Folder) && !file.name.ends_with(".DS_Store") {
                let message = "does not belong to any connector in the solution";
                report.in_file(File::Other(number), Span::default(), message).help("export the solution again");
            }
        }
    }
}
