use crate::connector::facts;
use crate::connector::grammar::{self, Kind};
use crate::rule::Report;
use crate::rule::view::Text;
use std::sync::LazyLock;

static EMPTY: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "says-nothing", "texts"));

pub fn check(text: &Text, report: &mut Report) {
    let span = text.node.span();
    // Other rules check `info` and responses, and no text in the list is longer than this.
    let elsewhere = matches!(text.kind, Kind::Info | Kind::Response);
    if text.text != grammar::Text::Description || elsewhere || span.end - span.start > 24 {
        return;
    }
    let value = &*text.value;
    let plain = value.trim().trim_end_matches('.');
    // Other rules report a repeated name or label.
    let repeats = || text.own_name().is_some_and(|name| name.eq_ignore_ascii_case(plain)) || text.repeats_label(plain);
    if EMPTY.iter().any(|empty| empty.eq_ignore_ascii_case(plain)) && !repeats() {
        report
            .at(text.node, format!("`{}` is not a description", value.trim()))
            .help("say what it is for, or leave the description out if it is not required");
    }
}
