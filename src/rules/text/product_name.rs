use crate::facts;
use crate::grammar::{Kind, Text as Role};
use crate::rule::Report;
use crate::walk::Text;
use std::sync::LazyLock;

static PRODUCTS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| facts::strings("restricted-words", "description-product-names", "words"));
/// In operations these are an error, which `operation-text-restricted-words` says.
static REFUSED: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| facts::strings("restricted-words", "description-phrases", "words"));

pub fn check(text: Text, report: &mut Report) {
    let parameter = text.kind.general() == Kind::Parameter;
    if !(parameter || text.kind == Kind::Operation) || !matches!(text.text, Role::Summary | Role::Description | Role::Label) {
        return;
    }
    let value = text.value();
    let refused: &[&str] = if parameter { &REFUSED } else { &[] };
    let Some(at) = PRODUCTS.iter().chain(refused).find_map(|name| find(&value, name)) else { return };
    let name = &value[at.clone()];
    if text.connector.title().is_some_and(|title| find(&title, name).is_some()) {
        return;
    }
    let message = format!("`{name}` names a product of the Power Platform");
    report.within(text.node, at, message).help("say \"a flow\" or \"an app\", or leave it out");
}

/// Where a phrase stands in a text as whole words, without regard to case.
fn find(text: &str, phrase: &str) -> Option<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let at = bytes.windows(phrase.len()).position(|part| part.eq_ignore_ascii_case(phrase.as_bytes()))?;
    let end = at + phrase.len();
    let touches = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    (!touches(bytes.get(end)) && !touches(at.checked_sub(1).and_then(|before| bytes.get(before)))).then_some(at..end)
}
