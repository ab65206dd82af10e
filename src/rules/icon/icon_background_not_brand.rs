use crate::connector::Connector;
use crate::connector::icon;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

/// Pictures are often saved with slightly different colors than were chosen.
const TOLERANCE: u8 = 12;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(brand) = connector.api_properties().and_then(|properties| properties.get("iconBrandColor")) else { return };
    let text = brand.str().unwrap_or_default();
    let (Some(colour), Some(wanted)) = (connector.icon_background(), icon::parse_colour(&text)) else { return };
    // Backgrounds that are rejected whatever the brand color have their own rule.
    if icon::distance(colour, wanted) <= TOLERANCE || icon::refused(colour).is_some() {
        return;
    }
    let shown = icon::show_colour(colour);
    report
        .in_file(
            File::Icon,
            Span { start: 0, end: 0 },
            format!("the background of the icon is `{shown}`, but `iconBrandColor` is `{text}`"),
        )
        .help("use the same color for both")
        .label(brand, "the brand color");
}
