use crate::connector::Properties;
use crate::rule::Report;
use rustc_hash::FxHashSet;

/// With more names than this, or longer ones, no name is suggested.
const MANY: usize = 64;

pub fn check(properties: Properties, report: &mut Report) {
    let references = properties.references();
    if references.is_empty() {
        return;
    }
    let parameters = properties.connection_parameters();
    let known: FxHashSet<String> = parameters.iter().map(|parameter| parameter.name().to_lowercase()).collect();
    for reference in references.iter().filter(|reference| !reference.has_default) {
        if known.contains(&reference.name.to_lowercase()) {
            continue; // In another case: another rule reports that.
        }
        let names = parameters.iter().take(MANY).map(|parameter| parameter.name());
        let names = names.filter(|name| name.len() <= MANY && name.len().abs_diff(reference.name.len()) <= 2);
        let slips = |name: &str| crate::text::slips::between(name, &reference.name);
        let near = names.filter(|name| slips(name) <= 2).min_by_key(|name| slips(name));
        report
            .within(reference.node, reference.range.clone(), format!("connection parameter `{}` does not exist", reference.name))
            .help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "define it in `connectionParameters`, or use one that is defined there".to_owned(),
            });
    }
}
