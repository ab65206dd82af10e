use crate::connector::{Dynamic, Operation};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(target) = dynamic.target() else { return };
    let mut sources = None;
    for (argument, reference) in dynamic.references() {
        let Some(needs) = target.input(&argument.name()).type_name() else { continue };
        let name = reference.str().unwrap_or_default();
        let differs = |source: &Operation| source.input(&name).type_name().is_some_and(|gives| !fits(&gives, &needs));
        if let Some(source) = sources.get_or_insert_with(|| dynamic.sources()).iter().find(|source| differs(source)) {
            let gives = source.input(&name).type_name().unwrap_or_default();
            let (argument, target) = (argument.name(), target.display());
            report
                .at(
                    reference,
                    format!("`{argument}` of {target} is of type `{needs}`, but `{name}` of {} is `{gives}`", source.display()),
                )
                .help("use the same type for both");
        }
    }
}

fn fits(gives: &str, needs: &str) -> bool {
    gives == needs || (gives == "integer" && needs == "number")
}
