use crate::connector::Connector;
use crate::connector::facts;
use crate::connector::icon;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;
use std::sync::LazyLock;

static LEAST: LazyLock<usize> = LazyLock::new(|| facts::limit("icon-side-min"));
static MOST: LazyLock<usize> = LazyLock::new(|| facts::limit("icon-side-max"));

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(size) = connector.icon.as_ref().and_then(|(_, bytes)| icon::size(bytes)) else { return };
    let (least, most) = (*LEAST, *MOST);
    let fault = match (size.width as usize, size.height as usize) {
        (width, height) if width != height => "it must be square".to_owned(),
        (width, _) if width < least => format!("at least {least} × {least} are needed"),
        (width, _) if width > most => format!("at most {most} × {most} are allowed"),
        _ => return,
    };
    let message = format!("the icon is {} × {} pixels: {fault}", size.width, size.height);
    report.in_file(File::Icon, Span { start: 0, end: 0 }, message).help(format!("save it with {most} × {most} pixels"));
}
