use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let message = change.type_message().filter(|_| change.inputs().is_some() && change.takes_more());
    if let Some((key, message)) = message {
        report
            .changed(change.spot_of(key), message)
            .help("make sure that the service handles the values that flows send as before");
    }
}
