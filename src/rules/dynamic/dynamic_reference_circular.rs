use crate::connector::{Dynamic, Input};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    if !dynamic.is_list() {
        return;
    }
    for (_, reference) in dynamic.references() {
        let name = reference.str().unwrap_or_default();
        let itself = |input: Input| match input {
            Input::Parameter(parameter) => parameter.node == dynamic.holder,
            Input::Property(property) => property.schema.node == dynamic.holder,
            Input::Unknown | Input::Nothing => false,
        };
        if dynamic.sources().iter().any(|source| itself(source.input(&name))) {
            report
                .at(reference, format!("the list for `{name}` needs the value of `{name}`"))
                .help("refer to another parameter, or pass nothing");
        }
    }
}
