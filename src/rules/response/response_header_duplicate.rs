use crate::connector::Response;
use crate::rule::Report;
use rustc_hash::FxHashMap;

pub fn check(response: Response, report: &mut Report) {
    let Some(headers) = response.get("headers").filter(|headers| headers.members().nth(1).is_some()) else { return };
    let mut seen = FxHashMap::default();
    for member in headers.members() {
        let name = member.name();
        let Some(first) = seen.insert(name.to_lowercase(), member) else { continue };
        // An identical name is a duplicate key, which is reported for every object.
        if first.name() != name {
            report
                .at_key(member, format!("header `{name}` is the same as `{}`", first.name()))
                .help("remove one of the two")
                .label(first.key, "the first header");
        }
    }
}
