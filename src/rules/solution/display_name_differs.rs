use crate::connector::package::{Package, PackageContent};
use crate::rule::Report;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        for connector in part.connectors() {
            let Some(shown) = connector.get("displayname") else { continue };
            let path = connector.text_of("openapidefinition").unwrap_or_default();
            let Some((_, file)) = package.inside_of(part).get(path.trim_start_matches('/')) else { continue };
            let PackageContent::Text(document) = &file.content else { continue };
            let Some(title) = document.root().get("info").and_then(|info| info.get_str("title")) else { continue };
            if shown.text() != title.trim() {
                let (file, span) = part.in_customizations(shown);
                let message = format!("the display name is `{}`, but the title of the definition is `{title}`", shown.text());
                report.in_file(file, span, message).help(
                    "use one name: change it in the definition, in `displayName` of `connsmith.solution.json`, or in the maker portal",
                );
            }
        }
    }
}
