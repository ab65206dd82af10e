use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(list) = schema.get("enum") else { return };
    let wrong = || list.items().filter(|value| !schema.takes(*value));
    let (Some(first), Some(kind)) = (wrong().next(), schema.type_name()) else { return };
    if schema.is_reference() {
        return;
    }
    let value = match first.type_name() {
        "object" | "array" => format!("an {}", first.type_name()),
        _ => format!("`{}`", first.text()),
    };
    let which = match wrong().count() {
        1 => ", which is".into(),
        count => format!(" and {} more that are", count - 1),
    };
    let message = format!("`enum` of {} lists {value}{which} not of type `{kind}`", schema.display());
    let help = match &*kind {
        "array" => "move `enum` into `items`".into(),
        _ => format!("list values of type `{kind}`, or change the type"),
    };
    let finding = report.at(first, message);
    finding.help(help);
    let converted: Option<Vec<_>> = wrong().map(|value| Some((value, schema.converted(value)?))).collect();
    if let Some(converted) = converted {
        let fix = Fix::risky(format!("make them of type `{kind}`"));
        finding.fix(converted.into_iter().fold(fix, |fix, (value, json)| fix.replace(value, json)));
    }
}
