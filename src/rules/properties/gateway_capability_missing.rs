use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let parameters = properties.connection_parameters();
    let Some(gateway) = parameters.iter().find(|parameter| parameter.is_type("gatewaySetting")) else { return };
    let Some(body) = properties.body() else { return };
    let place = match body.get("capabilities") {
        None => body,
        Some(list) if list.is_array() => list,
        Some(_) => return,
    };
    // Another rule reports `Gateway` in another case.
    if place.items().any(|item| item.str().is_some_and(|name| name.eq_ignore_ascii_case("gateway"))) {
        return;
    }
    let name = gateway.name();
    report
        .missing(
            place,
            format!("`gateway` is missing in `capabilities`, but the connection parameter `{name}` asks for a gateway"),
        )
        .help("write `\"capabilities\": [\"gateway\"]`, or remove the parameter");
}
