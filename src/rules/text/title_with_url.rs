use crate::connector::grammar::Text as Role;
use crate::rule::Report;
use crate::rule::view::Text;

pub fn check(text: &Text, report: &mut Report) {
    let what = match text.text {
        Role::Title => "title",
        Role::Summary => "summary",
        Role::Label => "label",
        _ => return,
    };
    let value = &*text.value;
    if memchr::memchr2(b':', b'.', value.as_bytes()).is_none() {
        return;
    }
    let Some(at) = ["http://", "https://", "www."].iter().filter_map(|start| value.find(start)).min() else { return };
    let rest = &value[at..];
    let end = rest.find(|c: char| c.is_whitespace() || "\"'<>()[]{}|`".contains(c)).unwrap_or(rest.len());
    let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    if url.len() > "https://".len() {
        report
            .within(text.node, at..at + url.len(), format!("the {what} contains the URL `{url}`"))
            .help("write a name without the URL");
    }
}
