use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let (Some(title), Some(node)) = (definition.info_str("title"), definition.info_str("description")) else { return };
    let (title, text) = (title.str().unwrap_or_default(), node.str().unwrap_or_default());
    let bare = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    if !text.trim().is_empty() && bare(&title) == bare(&text) {
        report
            .at(node, "description of the connector only repeats its title")
            .help("describe in a sentence or two what the service is and what the connector does with it");
    }
}
