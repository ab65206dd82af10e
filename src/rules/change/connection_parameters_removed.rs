use crate::connector::versions::ConnectionChange;
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    if change.gone().is_some() && change.renamed.is_none() {
        report
            .changed(change.spot(), format!("connection parameter `{}` was removed", change.name()))
            .help("keep it for existing connections; hide it (`\"hidden\": \"true\"`) if nobody should fill it in any more");
    }
}
