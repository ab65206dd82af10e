use crate::connector::place::Place;
use crate::connector::versions::{Comparison, Spot, shown};
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let change = comparison.property("iconBrandColor");
    let colour = |node: Option<crate::Node<'_>>| node.and_then(|node| node.str()).unwrap_or_default().to_lowercase();
    if let Some((old, new)) = change.changed().filter(|&(old, new)| colour(old) != colour(new)) {
        report
            .changed(change.spot(), format!("the color of the icon changed from {} to {}", shown(old), shown(new)))
            .help("nothing to do: flows are not affected");
    }
    let bytes = |connector: &crate::Connector| connector.icon.as_ref().map(|(_, bytes)| bytes.clone());
    if let (Some(old), Some(new)) = (bytes(comparison.old), bytes(comparison.new))
        && old != new
    {
        let at = Place { file: File::Icon, span: Span::default(), pointer: String::new() };
        report.changed(Spot { at, label: None }, "the icon changed").help("nothing to do: flows are not affected");
    }
}
