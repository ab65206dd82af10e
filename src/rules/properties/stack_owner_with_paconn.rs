use crate::connector::Properties;
use crate::connector::publisher::Publisher;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    // Only paconn writes and reads settings.json.
    if report.settings.publisher != Publisher::Custom || properties.connector.settings.is_none() {
        return;
    }
    if let Some(member) = properties.body().and_then(|body| body.member("stackOwner")) {
        report
            .at_key(member, "paconn cannot deploy a connector with `stackOwner`")
            .help("leave it out of the file that paconn reads; only certification needs it");
    }
}
