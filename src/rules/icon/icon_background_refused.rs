use crate::connector::Connector;
use crate::document::File;
use crate::icon;
use crate::json::Span;
use crate::rule::Report;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(colour) = connector.icon_background() else { return };
    let near = |other: &str| icon::parse_colour(other).is_some_and(|other| icon::distance(colour, other) <= 2);
    let message = if near("#ffffff") {
        "the background of the icon is white"
    } else if near("#007ee5") {
        "the background of the icon is `#007ee5`, the colour of connectors without an icon"
    } else {
        return;
    };
    report
        .in_file(File::Icon, Span { start: 0, end: 0 }, message)
        .help("choose a colour of your brand, and write the same into `iconBrandColor`");
}
