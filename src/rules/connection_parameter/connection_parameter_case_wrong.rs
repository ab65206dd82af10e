use crate::connector::{ConnectionParameter, Properties};
use crate::rule::Report;
use crate::rule::fix::Fix;
use rustc_hash::FxHashMap;

pub fn check(properties: Properties, report: &mut Report) {
    let references = properties.references();
    if references.is_empty() {
        return;
    }
    // By name in lower case; a parameter with exactly that name comes first.
    let mut known: FxHashMap<String, Vec<ConnectionParameter>> = FxHashMap::default();
    for parameter in properties.connection_parameters() {
        let same = known.entry(parameter.name().to_lowercase()).or_default();
        // A parameter that is in several sets counts once.
        if same.iter().all(|other| other.name() != parameter.name()) {
            same.push(parameter);
        }
    }
    for reference in references {
        let Some(same) = known.get(&reference.name.to_lowercase()) else { continue };
        if same.iter().any(|parameter| parameter.name() == reference.name) {
            continue;
        }
        let Some(parameter) = same.first() else { continue };
        let name = parameter.name();
        let finding = report
            .within(
                reference.node,
                reference.range.clone(),
                format!("connection parameter `{}` is named `{name}`", reference.name),
            )
            .help("write the name exactly as it is defined")
            .label(parameter.key, "defined here");
        if same.len() == 1 && !name.contains(['"', '\\', '\'']) {
            let title = format!("write `{name}`");
            let fix = if reference.has_default { Fix::risky(title) } else { Fix::safe(title) };
            finding.fix(fix.text(reference.node, reference.node.part(reference.range), name));
        }
    }
}
