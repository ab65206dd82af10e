use super::category_unknown::known;
use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some((node, ranges)) = definition.categories() else { return };
    let text = node.str().unwrap_or_default();
    for range in ranges {
        let name = &text[range.clone()];
        let Some(category) = known(name).filter(|category| *category != name) else { continue };
        let fix = Fix::safe(format!("set `{category}`")).text(node, node.part(range.clone()), category);
        report
            .within(node, range, format!("category `{name}` should be `{category}`"))
            .help("write categories exactly as in Microsoft's list, including case")
            .fix(fix);
    }
}
