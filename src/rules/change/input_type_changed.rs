use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let message =
        change.type_message().filter(|_| change.inputs().is_some() && !change.takes_more() && !change.is_notification_url());
    if let Some((key, message)) = message {
        report.changed(change.spot_of(key), message).help(change.advice());
    }
}
