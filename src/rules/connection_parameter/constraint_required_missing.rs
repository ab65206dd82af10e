use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    if !parameter.is_typed_in() || parameter.is_claim() || parameter.is_hidden() || parameter.get("defaultValue").is_some() {
        return;
    }
    let Some(ui) = parameter.get("uiDefinition").filter(|ui| ui.is_object()) else { return };
    let place = match ui.get("constraints") {
        None => ui,
        Some(constraints) if constraints.is_object() => constraints,
        Some(_) => return,
    };
    if !place.members().any(|member| member.name().eq_ignore_ascii_case("required")) {
        report
            .missing(place, format!("connection parameter `{}` does not say whether it is required", parameter.name()))
            .help("add `\"required\": \"true\"` to its constraints");
    }
}
