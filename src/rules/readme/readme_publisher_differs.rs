use crate::connector::Connector;
use crate::connector::markdown;
use crate::rule::Report;
use crate::text::document::File;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(document) = &connector.readme else { return };
    let Some(publisher) = connector.api_properties().and_then(|properties| properties.get("publisher")?.str()) else { return };
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    // One name in common is enough: `Doe, Jane` is Jane Doe, and accents are often left out.
    let names =
        |name: &str| name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).map(plain).collect::<Vec<_>>();
    let (wanted, known) = (plain(&publisher), names(&publisher));
    for heading in markdown::headings(document) {
        let Some((label, name)) = heading.text.split_once(':') else { continue };
        let (name, said) = (name.trim(), plain(name));
        let template = name.eq_ignore_ascii_case("Publisher's Name"); // for `readme-template-text`
        if !label.trim().eq_ignore_ascii_case("publisher") || said.is_empty() || wanted.is_empty() || template {
            continue;
        }
        let shared = names(name).iter().any(|word| known.contains(word));
        if !shared && !said.contains(&wanted) && !wanted.contains(&said) {
            let message = format!("the readme names `{name}` as publisher, but `apiProperties.json` names `{publisher}`");
            report.in_file(File::Readme, heading.span, message).help("write the same name in both files");
        }
    }
}
