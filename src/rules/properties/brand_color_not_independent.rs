use crate::connector::Properties;
use crate::rule::Report;
use crate::rule::fix::Fix;

const ORANGE: &str = "#da3b01";

pub fn check(properties: Properties, report: &mut Report) {
    let Some(value) = properties.get("iconBrandColor") else { return };
    let Some(colour) = value.str().filter(|colour| !colour.trim().is_empty()) else { return };
    if colour.eq_ignore_ascii_case(ORANGE) {
        return;
    }
    report
        .at(value, format!("brand color `{colour}` of an independent connector must be `{ORANGE}`"))
        .help("all independent connectors share this color; only certified connectors have their own")
        .fix(Fix::safe(format!("set `{ORANGE}`")).replace_str(value, ORANGE));
}
