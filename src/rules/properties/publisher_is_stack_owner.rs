use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let (Some(publisher), Some(value)) = (properties.get("publisher"), properties.get("stackOwner")) else { return };
    let (Some(publisher), Some(owner)) = (publisher.str(), value.str()) else { return };
    let (publisher, owner) = (publisher.trim(), owner.trim());
    if !owner.is_empty() && owner.eq_ignore_ascii_case(publisher) {
        report
            .at(value, format!("`stackOwner` of an independent connector is the same as its publisher, `{owner}`"))
            .help("name the company that runs the service; if that is you, the connector can be a certified one");
    }
}
