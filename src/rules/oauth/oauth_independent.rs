use crate::connector::ConnectionParameter;
use crate::rule::Report;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    if let Some(settings) = parameter.oauth() {
        report
            .missing(settings, "independent connector signs in by OAuth")
            .help("explain in the readme how to register an application, and ask reviewers first");
    }
}
