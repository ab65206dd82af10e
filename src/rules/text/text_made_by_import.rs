use crate::connector::grammar::{self, Kind};
use crate::rule::Report;
use crate::rule::view::Text;
use crate::text::prose;

pub fn check(text: &Text, report: &mut Report) {
    let is_made = match text.text {
        grammar::Text::Description => has_made_form(text) || (text.connector.is_made_up(text.node) && !repeats_summary(text)),
        grammar::Text::Summary => text.connector.is_made_up(text.node),
        _ => false,
    };
    if is_made {
        report
            .at(text.node, format!("`{}` is what an import writes where the source says nothing", text.value.trim()))
            .help("write what the name cannot say: what it is for, which values it takes");
    }
}

/// Whether a description is one that an import makes of a name.
fn has_made_form(text: &Text) -> bool {
    let value = text.value.trim();
    if text.kind == Kind::Info {
        return value.ends_with(" offers its functions to flows and apps.");
    }
    let said = value.strip_prefix("The ").and_then(|rest| rest.strip_suffix('.'));
    let internal = || text.object.get("x-ms-visibility").is_some_and(|visibility| visibility.is_in_any_case("internal"));
    said.is_some_and(|said| text.own_name().is_some_and(|name| prose::same_letters(said, &name))) && !internal()
}

/// Whether a description of an operation says what the summary says, which is a finding of its own.
fn repeats_summary(text: &Text) -> bool {
    text.object.get_str("summary").is_some_and(|summary| prose::same_letters(&summary, &text.value))
}
