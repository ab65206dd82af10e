use crate::connector::Parameter;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(value) = parameter.get("name").filter(|_| parameter.is_in("formData")) else { return };
    let Some(name) = value.str() else { return };
    let Some((at, letter)) = name.char_indices().find(|(_, letter)| !letter.is_ascii()) else { return };
    report
        .within(value, at..at + letter.len_utf8(), format!("`{letter}` in the name of form parameter `{name}` is not ASCII"))
        .help("use only unaccented letters, digits and punctuation");
}
