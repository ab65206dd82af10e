use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    // Another rule checks sets, and the sign-in usually fills in a claim.
    if parameter.set.is_some() || parameter.is_claim() || parameter.get("defaultValue").is_some() {
        return;
    }
    if let Some(place) = parameter.lacks_required() {
        report
            .missing(place, format!("connection parameter `{}` does not say whether it is required", parameter.name()))
            .help("add `\"required\": \"true\"` to its constraints");
    }
}
