use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let Some(member) = properties.body().and_then(|body| body.member("connectionParameterSets")) else { return };
    let listing = &properties.connector.listing;
    let has = |file: &str| listing.iter().any(|name| name.eq_ignore_ascii_case(file));
    // Only a certification package has an intro.md.
    if properties.sets().is_empty() || !has("intro.md") || has("customProperties.json") {
        return;
    }
    report
        .at_key(member, "there are connection parameter sets, but no `customProperties.json`")
        .help("add it to the certification package; the repository of published connectors does not require it");
}
