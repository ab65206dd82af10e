use crate::connector::grammar::{Kind, Text as Use};
use crate::rule::Report;
use crate::rule::view::Text;

pub fn check(text: &Text, report: &mut Report) {
    // The validator checks only these three.
    if !matches!((text.kind, text.text), (Kind::Info | Kind::Operation, Use::Description) | (Kind::Operation, Use::Summary)) {
        return;
    }
    let value = &*text.value;
    let foreign = |c: char| !c.is_ascii() && c.is_alphabetic();
    let Some(at) = value.find(foreign) else { return };
    let apart = |c: char| !c.is_alphanumeric();
    let start = value[..at].char_indices().rev().find(|&(_, c)| apart(c)).map_or(0, |(before, c)| before + c.len_utf8());
    let end = value[at..].find(apart).map_or(value.len(), |length| at + length);
    let word = &value[start..end];
    let shown: String = word.chars().take(30).collect();
    report
        .within(text.node, start..end, format!("`{shown}` in the {} contains non-English letters", noun(text)))
        .help("certification accepts only English texts: translate it, or write the name without accents");
}

fn noun(text: &Text) -> String {
    match text.operation {
        Some(operation) => format!("{} of {}", text.member.name(), operation.display()),
        None => text.member.name().into_owned(),
    }
}
