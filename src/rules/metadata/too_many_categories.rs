use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static LIMIT: LazyLock<usize> = LazyLock::new(|| facts::limit("categories"));

pub fn check(definition: Definition, report: &mut Report) {
    let Some((node, ranges)) = definition.categories() else { return };
    if let (Some(first), Some(last)) = (ranges.get(*LIMIT), ranges.last()) {
        report
            .within(
                node,
                first.start..last.end,
                format!("there are {} categories, but at most {} are allowed", ranges.len(), *LIMIT),
            )
            .help("keep the one or two that fit best");
    }
}
