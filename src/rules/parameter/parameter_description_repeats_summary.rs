use crate::connector::Parameter;
use crate::rule::Report;

pub fn check(parameter: Parameter, report: &mut Report) {
    let (Some(summary), Some(description)) = (parameter.get("x-ms-summary"), parameter.get("description")) else { return };
    let (Some(short), Some(long)) = (summary.str(), description.str()) else { return };
    let bare = |text: &'_ str| text.trim().trim_end_matches('.').trim_end().len();
    let (short, long) = (short.trim_start(), long.trim_start());
    let (short, long) = (&short[..bare(short)], &long[..bare(long)]);
    if !short.is_empty() && short.eq_ignore_ascii_case(long) && parameter.is_visible() {
        report
            .at(description, format!("description of parameter `{}` only repeats its summary", parameter.name()))
            .help("say what to enter: which form the value has, or where to find it");
    }
}
