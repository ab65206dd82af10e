use crate::connector::Connector;
use crate::connector::discover::{self, USUAL_NAMES};
use crate::connector::solution::record;
use crate::connector::{icon, imported};
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    if connector.alone {
        return;
    }
    // Files that a connector may contain besides the usual ones: configurations for connsmith and a build server, the package that is submitted.
    let usual = |name: &str| {
        let name = name.to_ascii_lowercase();
        USUAL_NAMES.iter().any(|(_, usual)| usual.eq_ignore_ascii_case(&name))
            || name.starts_with("readme")
            || [".csx", ".toml", ".zip"].iter().any(|end| name.ends_with(end))
            || [
                record::NAME,
                imported::BASE,
                "script.cs",
                "license",
                "license.md",
                "license.txt",
                "changelog.md",
                "azure-pipelines.yml",
            ]
            .contains(&name.as_str())
    };
    let shown = |name: &str| connector.readme.as_ref().is_some_and(|readme| readme.text.contains(name));
    let named = |name: &str| connector.settings.as_ref().is_some_and(|settings| settings.text.contains(name));
    for name in connector.listing.iter().filter(|name| !name.ends_with('/') && !usual(name)) {
        // Misspelled names and logos have rules of their own.
        if discover::misspelt(name).is_some() || shown(name) || named(name) || icon::is_icon(name) {
            continue;
        }
        report
            .in_file(File::Folder, Span { start: 0, end: 0 }, format!("`{name}` does not belong to a connector"))
            .help("remove it from the folder before you submit");
    }
}
