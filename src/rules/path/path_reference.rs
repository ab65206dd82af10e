use crate::connector::PathItem;
use crate::rule::Report;

pub fn check(path_item: PathItem, report: &mut Report) {
    if let Some(reference) = path_item.node.member("$ref") {
        report
            .at_key(reference, format!("path `{}` is a reference, which is not supported", path_item.path()))
            .help("write its operations here");
    }
}
