use crate::connector::Operation;
use crate::rule::Report;

pub fn check(operation: Operation, report: &mut Report) {
    if operation.is_internal() {
        return;
    }
    let Some(description) = operation.get("description") else { return };
    let (Some(text), Some(summary)) = (description.str(), operation.get_str("summary")) else { return };
    let bare = |text: &str| text.trim().trim_end_matches('.').len();
    let (text, summary) = (text.trim(), summary.trim());
    let same = text.get(..bare(text)).zip(summary.get(..bare(summary)));
    if same.is_some_and(|(a, b)| !a.is_empty() && a.eq_ignore_ascii_case(b)) {
        report
            .at(description, format!("description of operation {} repeats its summary", operation.display()))
            .help("describe what it does, needs and returns");
    }
}
