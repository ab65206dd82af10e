use crate::connector::facts::{self, Phrases};
use crate::connector::grammar::{Kind, Text as Role};
use crate::rule::Report;
use crate::rule::view::Text;
use std::ops::Range;
use std::sync::LazyLock;

static PRODUCTS: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("description-product-names"));
/// In operations these are an error, reported by `operation-text-restricted-words`.
static REFUSED: LazyLock<Phrases> = LazyLock::new(|| facts::restricted_words("description-phrases"));

pub fn check(text: &Text, report: &mut Report) {
    let parameter = text.kind.general() == Kind::Parameter;
    if !(parameter || text.kind == Kind::Operation) || !matches!(text.text, Role::Summary | Role::Description | Role::Label) {
        return;
    }
    let value = &*text.value;
    let find = |names: &Phrases| {
        let found = names.may_begin_in(text.runs).then(|| names.find(value)).flatten();
        found.map(|found| found.range()).filter(|at| is_whole(value, at))
    };
    let Some(at) = find(&PRODUCTS).or_else(|| if parameter { find(&REFUSED) } else { None }) else { return };
    let name = &value[at.clone()];
    if text.connector.title().is_some_and(|title| title.to_lowercase().contains(&name.to_lowercase())) {
        return;
    }
    let message = format!("`{name}` is the name of a Power Platform product");
    report.within(text.node, at, message).help("say \"a flow\" or \"an app\", or leave it out");
}

/// Whether a part of a text has no letter or digit next to it.
fn is_whole(text: &str, at: &Range<usize>) -> bool {
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !touches(text[..at.start].chars().next_back()) && !touches(text[at.end..].chars().next())
}
