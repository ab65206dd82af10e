use crate::connector::grammar::{self, Kind};
use crate::rule::Report;
use crate::rule::view::Text;
use crate::text::prose;

pub fn check(text: &Text, report: &mut Report) {
    if text.text != grammar::Text::Description {
        return;
    }
    let value = text.value.trim();
    let made = match text.kind {
        Kind::Info => value.ends_with(" offers its functions to flows and apps."),
        _ => {
            let said = value.strip_prefix("The ").and_then(|rest| rest.strip_suffix('.'));
            let internal = || text.object.get("x-ms-visibility").is_some_and(|visibility| visibility.is_in_any_case("internal"));
            said.is_some_and(|said| text.own_name().is_some_and(|name| prose::same_letters(said, &name))) && !internal()
        }
    };
    if made {
        report
            .at(text.node, format!("`{value}` is what an import writes where the source says nothing"))
            .help("write what the name cannot say: what it is for, which values it takes");
    }
}
