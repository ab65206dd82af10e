use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(corners) = connector.icon_corners() else { return };
    if corners.iter().all(|corner| corner[3] < 128) {
        report
            .in_file(File::Icon, Span { start: 0, end: 0 }, "the corners of the icon are transparent")
            .help("fill the background with the color of `iconBrandColor`");
    }
}
