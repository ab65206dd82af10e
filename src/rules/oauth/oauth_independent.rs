use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(settings) = parameter.oauth() else { return };
    let readme = parameter.connector.readme.as_ref().map(|readme| readme.text.to_lowercase()).unwrap_or_default();
    if readme.contains("redirect") && readme.contains("regist") {
        return;
    }
    report
        .missing(settings, "independent connector signs in with OAuth, but the readme does not say how to register an app")
        .help("say where to register an app and with which redirect URL, and ask reviewers whether they accept such a connector");
}
