use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(required) = schema.get("required").filter(|required| required.items().nth(1).is_some()) else { return };
    let repeated = Schema::repeated(required.items().filter(|item| item.is_string()));
    // Two neighbours that both go would be edits that overlap: the fix takes them one by one.
    for (first, again) in repeated {
        let name = again.str().unwrap_or_default();
        report
            .at(again, format!("{} requires `{name}` twice", schema.display()))
            .label(first, "first here")
            .help("name it once")
            .fix(Fix::safe("remove the second one").remove_item(again));
    }
}
