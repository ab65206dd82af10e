use super::family_revisions_missing::without_revision;
use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    for (family, operations) in definition.connector.families() {
        // Several without a revision are another error: family-revisions-missing.
        if let [annotation] = without_revision(&operations)[..] {
            report
                .missing(annotation, format!("an operation of family `{family}` has no `revision`"))
                .help("add `\"revision\": 1` to the first version of an operation, then 2, 3");
        }
    }
}
