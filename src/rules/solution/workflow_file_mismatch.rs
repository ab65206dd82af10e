use crate::connector::package::Package;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        let inside = package.inside_of(part);
        let mut named = Vec::new();
        for name in part.workflows().into_iter().filter_map(|flow| flow.get("JsonFileName")) {
            let path = name.text();
            let has_folder = inside.folders_in("").contains("Workflows");
            if has_folder && inside.get(path.trim_start_matches('/')).is_none() {
                let (file, span) = part.in_customizations(name);
                let message = format!("the flow names `{path}`, which is not in the solution");
                report.in_file(file, span, message).help("export the solution again");
            }
            named.push(path);
        }
        let flows =
            inside.files_in("Workflows/").filter(|(_, file)| file.name.ends_with(".json") && part.customizations.is_some());
        for (number, _) in flows.filter(|(_, file)| !named.contains(&format!("/{}", file.name))) {
            let message = "does not belong to any flow in the solution";
            report.in_file(File::Other(number), Span::default(), message).help("export the solution again");
        }
    }
}
