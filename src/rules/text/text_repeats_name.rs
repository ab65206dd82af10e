use crate::connector::grammar;
use crate::rule::Report;
use crate::rule::view::Text;
use crate::text::prose;

pub fn check(text: &Text, report: &mut Report) {
    if text.text != grammar::Text::Description {
        return;
    }
    let internal = text.object.get("x-ms-visibility").is_some_and(|visibility| visibility.is_in_any_case("internal"));
    let Some(name) = text.own_name().filter(|_| !internal) else { return };
    let span = text.node.span();
    // The description may add only quotes, a period and a few spaces.
    if (span.end - span.start) as usize > name.len() * 2 + 4 {
        return;
    }
    let value = &*text.value;
    if prose::same_letters(value, &name) && !text.repeats_label(value.trim().trim_end_matches('.')) {
        report
            .at(text.node, format!("the description only repeats the name `{name}`"))
            .help("say what the name cannot: what it is for, which values are allowed");
    }
}
