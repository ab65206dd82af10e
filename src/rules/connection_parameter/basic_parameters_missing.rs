use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let Some(place) = properties.asked_for("basic") else { return };
    let parameters = properties.connection_parameters();
    let missing = ["username", "password"].into_iter().find(|name| !parameters.iter().any(|parameter| parameter.name() == *name));
    if let Some(name) = missing {
        report
            .missing(
                place,
                format!("the definition asks for basic authentication, but there is no connection parameter `{name}`"),
            )
            .help("add it: the platform reads `username` and `password`, spelled exactly like this");
    }
}
