use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    for parameter in properties.connection_parameters().iter().filter(|parameter| parameter.set.is_some()) {
        if let Some(place) = parameter.lacks_required() {
            let name = parameter.name();
            report
                .missing(place, format!("connection parameter `{name}` of a set does not say whether it is required"))
                .help("add `\"required\": \"true\"` to its constraints");
        }
    }
}
