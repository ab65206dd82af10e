use crate::connector::versions::{OperationChange, mime_types};
use crate::rule::{Report, all_of};

pub fn check(change: &OperationChange, report: &mut Report) {
    let Some((old, new)) = change.both() else { return };
    for (key, verb, of) in
        [("consumes", "consumes", [old.consumes(), new.consumes()]), ("produces", "produces", [old.produces(), new.produces()])]
    {
        let own = old.has(key) || new.has(key);
        let [before, after] = of.map(mime_types);
        if own && before != after && (key == "produces" || (old.sends_content() && new.sends_content())) {
            let message = format!("what {} {verb} changed from {} to {}", change.display(), all_of(&before), all_of(&after));
            report.changed(change.spot_of(key), message).help("make sure that the service accepts and returns what flows expect");
        }
    }
}
