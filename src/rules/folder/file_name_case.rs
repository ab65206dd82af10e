use crate::connector::Connector;
use crate::discover::{self, USUAL_NAMES};
use crate::document::File;
use crate::json::Span;
use crate::rule::Report;

pub fn check(connector: &Connector, report: &mut Report) {
    for (file, usual) in USUAL_NAMES.into_iter().filter(|(file, _)| *file != File::Readme) {
        let has_exact = connector.listing.iter().any(|name| name == usual);
        for name in connector.listing.iter().filter(|name| !has_exact && name.eq_ignore_ascii_case(usual)) {
            report
                .in_file(file, Span { start: 0, end: 0 }, format!("`{name}` must be written `{usual}`"))
                .help("rename it; git needs `git mv` for that");
        }
    }
}

/// Says that a file which every connector has is missing, and which one was probably meant to be it.
pub(super) fn missing(connector: &Connector, report: &mut Report, file: File) {
    let Some((_, usual)) = USUAL_NAMES.into_iter().find(|(known, _)| *known == file) else { return };
    let listed = connector.listing.iter().any(|name| name.eq_ignore_ascii_case(usual));
    let unreadable = connector.unreadable.iter().any(|(known, ..)| *known == file);
    let near = connector.listing.iter().find(|name| discover::misspelt(name) == Some(file));
    let read = connector.document(file).map(|document| document.name.rsplit('/').next().unwrap_or_default());
    // A file that settings.json or the user names may be called as they like.
    let named = read.is_some_and(|read| near.is_none_or(|near| near != read)) || settings_names(connector, file, read);
    if listed || unreadable || named {
        return;
    }
    let (message, help) = match near {
        Some(name) => (format!("there is no `{usual}`, but `{name}`"), format!("rename `{name}` to `{usual}`")),
        None => (format!("there is no `{usual}`"), "add it to the folder".to_owned()),
    };
    report.in_file(file, Span { start: 0, end: 0 }, message).help(help);
}

fn settings_names(connector: &Connector, file: File, read: Option<&str>) -> bool {
    let key = if file == File::Definition { "apiDefinition" } else { "apiProperties" };
    let named = connector.settings.as_ref().and_then(|settings| settings.root().get_str(key));
    named.is_some_and(|named| read.is_some_and(|read| named.replace('\\', "/").rsplit('/').next() == Some(read)))
}
