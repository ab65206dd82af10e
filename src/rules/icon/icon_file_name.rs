use crate::connector::Connector;
use crate::connector::icon;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let settings = connector.settings_name(File::Icon);
    let is_icon = |name: &&String| icon::is_icon(name);
    // If there is an icon.png, a logo may be for something else.
    if connector.listing.iter().any(|name| name.eq_ignore_ascii_case("icon.png")) {
        return;
    }
    let Some(name) = connector.listing.iter().find(is_icon).filter(|name| settings.as_deref() != Some(name.as_str())) else {
        return;
    };
    let help = if name.to_ascii_lowercase().ends_with(".png") {
        "rename it to `icon.png`"
    } else {
        "save it as PNG with the name `icon.png`"
    };
    report.in_file(File::Icon, Span { start: 0, end: 0 }, format!("`{name}` is not named `icon.png`")).help(help);
}
