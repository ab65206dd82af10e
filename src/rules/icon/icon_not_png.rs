use crate::connector::Connector;
use crate::connector::icon;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

/// How files of other kinds begin.
const OTHERS: [(&[u8], &str); 6] = [
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML"),
    (b"RIFF", "WebP"),
    (b"\x00\x00\x01\x00", "ICO"),
];

pub fn check(connector: &Connector, report: &mut Report) {
    let Some((name, bytes)) = &connector.icon else { return };
    if icon::size(bytes).is_some() {
        return;
    }
    let name = name.rsplit('/').next().unwrap_or(name);
    let mut message = format!("`{name}` is not a PNG file");
    if bytes.is_empty() {
        message.push_str(": it is empty");
    } else if let Some((_, kind)) = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)) {
        message.push_str(&format!(": its content looks like {kind}"));
    } else if bytes.starts_with(b"\x89PNG") {
        message.push_str(": it begins like one but is damaged");
    }
    report.in_file(File::Icon, Span { start: 0, end: 0 }, message).help("save the picture as PNG again");
}
