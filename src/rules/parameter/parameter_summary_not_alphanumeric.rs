use crate::connector::Parameter;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(label) = parameter.get("x-ms-summary").filter(|_| parameter.is_visible()) else { return };
    let Some(text) = label.str() else { return };
    let Some((at, other)) = text.char_indices().find(|&(_, c)| !c.is_alphanumeric() && !matches!(c, ' ' | '(' | ')')) else {
        return;
    };
    let message = format!("`{other}` in the label of parameter `{}` is neither a letter nor a digit", parameter.name());
    report.within(label, at..at + other.len_utf8(), message).help("use only letters, digits, spaces and parentheses");
}
