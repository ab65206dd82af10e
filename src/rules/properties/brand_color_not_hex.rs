use crate::connector::Properties;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(properties: Properties, report: &mut Report) {
    let Some(value) = properties.get("iconBrandColor") else { return };
    let Some(colour) = value.str().filter(|colour| !colour.trim().is_empty()) else { return };
    let digits = colour.trim().trim_start_matches('#');
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex && digits.len() == 6 && colour.len() == 7 && colour.starts_with('#') {
        return;
    }
    let full = match digits.len() {
        6 if hex => digits.to_owned(),
        3 if hex => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => String::new(),
    };
    let finding = report
        .at(value, format!("brand color `{colour}` is not `#` and six hex digits"))
        .help("write it as in `#1a6fb5`: two digits each for red, green and blue");
    if !full.is_empty() {
        finding.fix(Fix::safe(format!("write `#{full}`")).replace_str(value, &format!("#{full}")));
    }
}
