use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static CATEGORIES: LazyLock<Vec<&'static str>> = LazyLock::new(|| facts::strings("categories", "categories", "names"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some((node, ranges)) = definition.categories() else { return };
    let text = node.str().unwrap_or_default();
    for range in ranges {
        let name = &text[range.clone()];
        // A category that differs only in case is not an error: category-wrong-case.
        if known(name).is_some() {
            continue;
        }
        let parts: Option<Vec<&str>> = name.split(',').map(known).collect();
        let part = node.part(range.clone());
        if let Some(parts) = parts {
            report
                .within(node, range, format!("the categories `{name}` are separated by commas"))
                .help("separate categories with `;`")
                .fix(Fix::safe("separate them with `;`").text(node, part, parts.join(";")));
            continue;
        }
        let finding = report.within(node, range, format!("`{name}` is not a category"));
        match nearest(name) {
            Some(near) => {
                finding.help(format!("did you mean `{near}`?")).fix(Fix::safe(format!("set `{near}`")).text(node, part, near))
            }
            None => finding.help(format!("the valid categories are {}", CATEGORIES.join(", "))),
        };
    }
}

/// The category with this name, ignoring case.
pub(super) fn known(name: &str) -> Option<&'static str> {
    CATEGORIES.iter().copied().find(|known| known.eq_ignore_ascii_case(name.trim()))
}

/// The category that was probably meant: one or two typos away.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase().replace('&', "and");
    let slips = |known: &str| crate::text::slips::between(&known.to_lowercase(), &name);
    CATEGORIES.iter().copied().filter(|known| known.len() > 4 && slips(known) <= 2).min_by_key(|known| slips(known))
}
