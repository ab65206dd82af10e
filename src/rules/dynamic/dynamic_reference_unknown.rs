use crate::connector::{Dynamic, Input};
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let mut references = dynamic.references().peekable();
    if references.peek().is_none() {
        return;
    }
    let sources = dynamic.sources();
    for (_, reference) in references {
        let name = reference.str().unwrap_or_default();
        let Some(source) = sources.iter().find(|source| matches!(source.input(&name), Input::Nothing)) else { continue };
        report
            .dangling(reference, format!("{} has no parameter `{name}` that could be passed", source.display()))
            .help("name a parameter of the operation that users fill in, or a path into its body")
            .label(source.key(), "this operation");
    }
}
