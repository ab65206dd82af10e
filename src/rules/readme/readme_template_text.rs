use crate::connector::Connector;
use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;
use std::sync::LazyLock;

static MARKERS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("readme-sections", "template-markers", "texts"));

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(readme) = &connector.readme else { return };
    for marker in MARKERS.iter() {
        for (at, _) in readme.text.match_indices(marker) {
            let span = Span { start: at as u32, end: (at + marker.len()) as u32 };
            report
                .in_file(File::Readme, span, format!("`{marker}` is text from the readme template"))
                .help("replace it with your own text");
        }
    }
}
