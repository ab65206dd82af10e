use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use rustc_hash::FxHashMap;

pub fn check(definition: Definition, report: &mut Report) {
    let mut seen = FxHashMap::default();
    for tag in definition.get("tags").into_iter().flat_map(|tags| tags.items()) {
        let Some(name) = tag.get("name").filter(|name| name.is_string()) else { continue };
        let text = name.str().unwrap_or_default();
        let Some(&(first, first_name)) = seen.get(&text) else {
            seen.insert(text, (tag, name));
            continue;
        };
        let finding = report.at(name, format!("tag `{text}` is defined a second time"));
        finding.help("keep one definition of each tag").label(first_name, "first defined here");
        if tag.same(first) {
            finding.fix(Fix::safe(format!("remove the second `{text}`")).remove_item(tag));
        }
    }
}
