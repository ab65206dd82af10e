use crate::connector::Connector;
use crate::connector::discover::USUAL_NAMES;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    if connector.alone {
        return;
    }
    for (file, usual) in USUAL_NAMES.into_iter().filter(|(file, _)| *file != File::Readme) {
        let has_exact = connector.listing.iter().any(|name| name == usual);
        for name in connector.listing.iter().filter(|name| !has_exact && name.eq_ignore_ascii_case(usual)) {
            report
                .in_file(file, Span { start: 0, end: 0 }, format!("`{name}` must be written `{usual}`"))
                .help("rename it; git needs `git mv` for that");
        }
    }
}
