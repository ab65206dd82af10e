use crate::connector::Parameter;
use crate::connector::title;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(summary) = parameter.get("x-ms-summary") else { return };
    let Some(text) = summary.str().filter(|_| parameter.is_visible()) else { return };
    let mut at = 0;
    for word in text.split(' ') {
        let starts_lower = at == 0 && word.starts_with(|c: char| c.is_ascii_lowercase()) && !title::is_spelling(word);
        if starts_lower || title::is_lower(word) {
            let better = title::title(&text);
            let message = format!("`{word}` in the summary of parameter `{}` is not in title case", parameter.name());
            let finding = report.within(summary, at..at + word.len(), message);
            finding.help("start each word with a capital letter");
            finding.fix(Fix::safe(format!("write \"{better}\"")).replace_str(summary, &better));
            return;
        }
        at += word.len() + 1;
    }
}
