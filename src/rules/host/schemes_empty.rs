use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Object;

pub fn check(object: Object, report: &mut Report) {
    if !matches!(object.kind, Kind::Swagger | Kind::Operation) {
        return;
    }
    let Some(schemes) = object.node.get("schemes").filter(|schemes| schemes.is_array()) else { return };
    if schemes.items().next().is_none() {
        report
            .at(schemes, "`schemes` is empty")
            .help("add `https`")
            .fix(Fix::safe("add `https`").replace(schemes, "[\"https\"]"));
    }
}
