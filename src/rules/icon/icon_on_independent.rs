use crate::connector::Connector;
use crate::document::File;
use crate::json::Span;
use crate::rule::Report;

/// Whether a file is by its name the icon or logo of a connector.
pub(super) fn is_icon(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let Some((stem, kind)) = name.rsplit_once('.') else { return false };
    let picture = ["png", "jpg", "jpeg", "svg", "gif", "ico", "webp", "bmp"].contains(&kind);
    picture && stem.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == "icon" || word == "logo")
}

pub fn check(connector: &Connector, report: &mut Report) {
    for name in connector.listing.iter().filter(|name| is_icon(name)) {
        report
            .in_file(File::Icon, Span { start: 0, end: 0 }, format!("independent connectors have no icon of their own: `{name}`"))
            .help("delete the file");
    }
}
