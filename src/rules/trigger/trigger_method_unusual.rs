use crate::connector::Operation;
use crate::rule::Report;
use crate::text::document::Member;

pub fn check(operation: Operation, report: &mut Report) {
    let (key, value) = (operation.key(), operation.node());
    if !operation.is_trigger() || key.key_is("get") || key.key_is("post") {
        return;
    }
    let message = format!("trigger {} is a `{}` operation", operation.display(), operation.verb());
    report
        .at_key(Member { key, value }, message)
        .help("polling triggers are `get`, webhooks `post`; other methods are rarely used");
}
