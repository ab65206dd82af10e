use crate::connector::Connector;
use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::File;
use std::sync::LazyLock;

static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("readme-sections", "oauth-steps", "words"));

pub fn check(connector: &Connector, report: &mut Report) {
    let (Some(readme), Some(properties)) = (&connector.readme, connector.api_properties()) else { return };
    if !properties.connection_parameters().iter().any(|parameter| parameter.is_type("oauthSetting")) {
        return;
    }
    let text = readme.text.to_lowercase();
    if WORDS.iter().any(|word| text.contains(word)) {
        return;
    }
    let message = "the connector signs in with OAuth, and the readme does not say how to register an app for it";
    report
        .in_file(File::Readme, crate::connector::markdown::first_line(readme), message)
        .help("say where to register one, and with which redirect URL and scopes");
}
