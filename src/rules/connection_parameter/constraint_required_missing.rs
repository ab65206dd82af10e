use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    // In a set it is another rule's business, and a claim is mostly filled in by the sign-in.
    if parameter.set.is_some() || parameter.is_claim() || parameter.get("defaultValue").is_some() {
        return;
    }
    if let Some(place) = parameter.lacks_required() {
        report
            .missing(place, format!("connection parameter `{}` does not say whether it is required", parameter.name()))
            .help("add `\"required\": \"true\"` to its constraints");
    }
}
