use crate::connector::Connector;
use crate::connector::icon;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(colour) = connector.icon_background() else { return };
    let Some(refused) = icon::refused(colour) else { return };
    let message = match refused {
        "#ffffff" => "the background of the icon is white".to_owned(),
        _ => format!("the background of the icon is `{refused}`, the color of connectors without an icon"),
    };
    report
        .in_file(File::Icon, Span { start: 0, end: 0 }, message)
        .help("choose a color of your brand, and write the same into `iconBrandColor`");
}
