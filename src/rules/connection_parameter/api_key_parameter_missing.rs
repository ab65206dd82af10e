use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let Some(place) = properties.asked_for("apiKey") else { return };
    let parameters = properties.connection_parameters();
    if parameters.iter().any(|parameter| parameter.is_type("securestring") || parameter.is_type("string")) {
        return;
    }
    report
        .missing(place, "the definition asks for an API key, but there is no connection parameter to enter it")
        .help("add a connection parameter of type `securestring`, such as `api_key`");
}
