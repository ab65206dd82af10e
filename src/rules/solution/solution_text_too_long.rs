use crate::connector::fmt;
use crate::connector::package::{Package, PackageContent};
use crate::text::document::File;
use crate::text::json::Span;
use crate::{connector::facts, rule::Report};
use std::sync::LazyLock;

static DEFINITION: LazyLock<usize> = LazyLock::new(|| facts::limit("definition-in-solution"));
static TEXT: LazyLock<usize> = LazyLock::new(|| facts::limit("text-in-solution"));

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        for (number, file) in package.inside_of(part).files_in("Connector/") {
            let PackageContent::Text(document) = &file.content else { continue };
            let characters = document.text.chars().count();
            let limit = if file.name.ends_with("_openapidefinition.json") { *DEFINITION } else { *TEXT };
            if characters <= limit {
                continue;
            }
            let compact = fmt::compact(document.text.as_bytes()).map(|text| text.chars().count()).unwrap_or(characters);
            let help = match compact <= limit {
                true => format!("pack it without whitespace (`connsmith pack --compact`); it then has {compact} characters"),
                false => format!("split the connector; without whitespace it still has {compact} characters"),
            };
            let message = format!("has {characters} characters; a solution takes {limit}");
            report.in_file(File::Other(number), Span::default(), message).help(help);
        }
    }
}
