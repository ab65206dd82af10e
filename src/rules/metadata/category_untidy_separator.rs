use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some((node, ranges)) = definition.categories() else { return };
    let text = node.str().unwrap_or_default();
    let tidy = ranges.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>().join(";");
    if ranges.is_empty() || tidy == text {
        return;
    }
    report
        .at(node, format!("`{text}` has more than `;` between its categories"))
        .help("separate categories with `;`, without spaces and without a `;` at the end")
        .fix(Fix::safe(format!("set `{tidy}`")).replace_str(node, &tidy));
}
