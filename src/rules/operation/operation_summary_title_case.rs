use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    let Some(summary) = operation.get("summary").filter(|_| !operation.is_internal()) else { return };
    let text = summary.str().unwrap_or_default();
    let title = operation.connector.api().and_then(|api| api.info_str("title"));
    let title = title.and_then(|title| title.str()).unwrap_or_default();
    let (mut words, mut capitalised) = (0, 0);
    for word in text.split_whitespace().skip(1) {
        let mut letters = word.chars();
        // Acronyms, names with capitals inside and words of the connector's own name do not count.
        if !letters.next().is_some_and(char::is_alphabetic) || letters.as_str().contains(|c: char| c.is_uppercase()) {
            continue;
        }
        words += 1;
        let name = title.split_whitespace().any(|known| known == word);
        capitalised += u32::from(word.starts_with(char::is_uppercase) && !name && word.len() > 1);
    }
    // At least six words in ten, and more than one.
    if capitalised > 1 && capitalised * 10 >= words * 6 {
        report
            .at(summary, format!("summary of operation {} is in title case", operation.display()))
            .help("capitalize only the first word and names");
    }
}
