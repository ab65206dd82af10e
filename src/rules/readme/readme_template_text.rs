use crate::connector::Connector;
use crate::document::File;
use crate::facts;
use crate::json::Span;
use crate::rule::Report;
use std::sync::LazyLock;

static MARKERS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("readme-sections", "template-markers", "texts"));

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(readme) = &connector.readme else { return };
    for marker in MARKERS.iter() {
        for (at, _) in readme.text.match_indices(marker) {
            let span = Span { start: at as u32, end: (at + marker.len()) as u32 };
            report
                .in_file(File::Readme, span, format!("`{marker}` is text of the readme template"))
                .help("replace it by your own text");
        }
    }
}
