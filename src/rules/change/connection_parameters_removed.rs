use crate::connector::versions::ConnectionChange;
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    if change.gone().is_some() && change.renamed.is_none() {
        report.changed(change.spot(), format!("connection parameter `{}` is gone", change.name())).help(
            "keep it for the connections that exist; hide it (`\"hidden\": \"true\"`) when nobody should fill it in any more",
        );
    }
}
