use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let Some(body) = properties.body() else { return };
    let finding = match body.get("publisher") {
        None if properties.is_misplaced("publisher") => return,
        None => report.missing(body, "`publisher` is missing"),
        Some(value) if value.str().is_some_and(|text| text.trim().is_empty()) => {
            report.blank(body, value, "`publisher` is missing")
        }
        Some(_) => return,
    };
    finding.help("add the name of the company that publishes the connector, or of the person for an independent connector");
}
