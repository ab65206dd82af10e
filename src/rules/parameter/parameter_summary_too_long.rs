use crate::connector::Parameter;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("parameter-summary"));

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(summary) = parameter.get("x-ms-summary") else { return };
    let Some(text) = summary.str().filter(|text| text.len() > *LIMIT) else { return };
    let length = text.chars().count();
    if length > *LIMIT {
        let message =
            format!("summary of parameter `{}` has {length} characters; it should have at most {}", parameter.name(), *LIMIT);
        report.at(summary, message).help("shorten it, and move the details to `description`");
    }
}
