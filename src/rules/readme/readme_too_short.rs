use crate::connector::Connector;
use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::File;
use std::sync::LazyLock;

static LEAST: LazyLock<usize> = LazyLock::new(|| facts::limit("readme"));

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(readme) = &connector.readme else { return };
    let text = readme.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let length = text.chars().take(*LEAST).count();
    if length >= *LEAST {
        return;
    }
    let message = if length == 0 {
        "the readme is empty".to_owned()
    } else {
        format!("the readme is {length} characters long, less than {}", *LEAST)
    };
    report
        .in_file(File::Readme, crate::connector::markdown::first_line(readme), message)
        .help("say what the connector does, what users need, and how to get credentials");
}
