use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    if connector.alone {
        return;
    }
    let Some(name) = connector.path.file_name().and_then(std::ffi::OsStr::to_str) else { return };
    let (message, help) = if let Some(bad) = name.chars().find(|&c| "<>:\"|?*\\".contains(c) || c < ' ') {
        (format!("the folder `{name}` has `{bad}` in its name, which Windows does not allow"), "remove it")
    } else if name.ends_with([' ', '.']) || name.starts_with(' ') {
        (format!("the name of the folder `{name}` begins or ends with a space or full stop"), "remove that")
    } else if name.to_lowercase().starts_with("proposal") {
        (format!("the folder `{name}` is still called a proposal"), "name it after the connector")
    } else {
        return;
    };
    report.in_file(File::Folder, Span { start: 0, end: 0 }, message).help(help);
}
