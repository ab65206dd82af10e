use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let Some(body) = properties.body() else { return };
    let finding = match body.get("stackOwner") {
        None if properties.is_misplaced("stackOwner") => return,
        None => report.missing(body, "`stackOwner` is missing"),
        Some(value) if value.str().is_some_and(|text| text.trim().is_empty()) => {
            report.blank(body, value, "`stackOwner` is missing")
        }
        Some(_) => return,
    };
    finding.help("add the name of the company that runs the service behind the connector");
}
