use crate::connector::{Operation, Parameter, ParameterPlace};
use crate::rule::{Report, all_of};

pub fn check(operation: Operation, report: &mut Report) {
    if operation.is_internal() {
        return;
    }
    let own = operation.parameters().filter(|parameter| parameter.place == ParameterPlace::Operation);
    let repeating: Vec<Parameter> = own.filter(|parameter| !parameter.is_internal() && repeats(*parameter)).collect();
    // One finding per operation: a connector that has one such description usually has many.
    let Some(description) = repeating.first().and_then(|parameter| parameter.get("description")) else { return };
    let names: Vec<_> = repeating.iter().map(|parameter| parameter.name()).collect();
    let message = match names.as_slice() {
        [name] => format!("description of parameter `{name}` only repeats its summary"),
        names => format!("descriptions of the parameters {} only repeat their summaries", all_of(names)),
    };
    report.at(description, message).help("say what to enter: the format of the value, or where to find it");
}

fn repeats(parameter: Parameter) -> bool {
    let (Some(summary), Some(description)) = (parameter.get("x-ms-summary"), parameter.get("description")) else { return false };
    let (Some(short), Some(long)) = (summary.str(), description.str()) else { return false };
    let bare = |text: &str| text.trim_end().trim_end_matches('.').trim_end().len();
    let (short, long) = (short.trim_start(), long.trim_start());
    let (short, long) = (&short[..bare(short)], &long[..bare(long)]);
    !short.is_empty() && short.eq_ignore_ascii_case(long)
}
