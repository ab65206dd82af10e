use crate::connector::{Dynamic, Input};
use crate::rule::Report;

/// With more parameters than this, no name is suggested, because there may be as many lookups.
const MANY: usize = 64;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(target) = dynamic.target() else { return };
    for argument in dynamic.node.get("parameters").into_iter().flat_map(|list| list.members()) {
        let name = argument.name();
        if !matches!(target.input(&name), Input::Nothing) {
            continue;
        }
        let nearest = target
            .parameters()
            .take(MANY)
            .map(|parameter| parameter.name())
            .min_by_key(|known| crate::text::slips::between(known, &name));
        let help = match nearest.filter(|known| crate::text::slips::between(known, &name) <= 2) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "name one of its parameters, or `body/` and the path to a property of its body".to_owned(),
        };
        report
            .at_key(argument, format!("{} has no parameter `{name}`", target.display()))
            .help(help)
            .label(target.key(), "this operation");
    }
}
