use crate::connector::{Dynamic, Input, Operation};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(target) = dynamic.target() else { return };
    let mut sources = None;
    for (argument, reference) in dynamic.references() {
        let Input::Parameter(needs) = target.input(&argument.name()) else { continue };
        if !needs.is_required() || needs.node.has("default") {
            continue;
        }
        let name = reference.str().unwrap_or_default();
        let optional = |source: &Operation| match source.input(&name) {
            Input::Parameter(given) => !given.is_required() && !given.node.has("default"),
            Input::Property(given) => given.optional && !given.written.node.has("default") && !given.schema.node.has("default"),
            _ => false,
        };
        if let Some(source) = sources.get_or_insert_with(|| dynamic.sources()).iter().find(|source| optional(source)) {
            let (needs, target) = (needs.name(), target.display());
            report
                .at(reference, format!("{target} requires `{needs}`, but `{name}` of {} may be left empty", source.display()))
                .help("make it required or give it a default, or accept that the list is empty until it is filled in");
        }
    }
}
