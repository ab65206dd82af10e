use crate::facts;
use crate::grammar::{self, Kind};
use crate::rule::Report;
use crate::walk::Text;
use std::sync::LazyLock;

static EMPTY: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("spelling", "says-nothing", "texts"));

pub fn check(text: Text, report: &mut Report) {
    let span = text.node.span();
    // `info` has rules of its own about its length, and no text in the list is longer than this.
    if text.text != grammar::Text::Description || text.kind == Kind::Info || span.end - span.start > 24 {
        return;
    }
    let value = text.value();
    let plain = value.trim().trim_end_matches('.');
    if EMPTY.iter().any(|empty| empty.eq_ignore_ascii_case(plain)) && !plain.is_empty() {
        report
            .at(text.node, format!("`{}` is no description", value.trim()))
            .help("say what it is for, or leave the description out where it is not required");
    }
}
