//! Title case, in which the labels of parameters are written.
use crate::connector::facts;
use crate::text::prose::capitalized;
use heck::ToTitleCase;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Words with a spelling of their own, by their lower-case form.
static SPELLINGS: LazyLock<FxHashMap<String, &str>> = LazyLock::new(|| {
    let acronyms = facts::strings("acronyms", "acronyms", "words");
    let spellings = facts::strings("acronyms", "spellings", "words");
    acronyms.into_iter().chain(spellings).map(|word| (word.to_lowercase(), word)).collect()
});
static SMALL: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("acronyms", "small-words", "words"));

/// A label derived from a name: `customerId` and `customer_id` give `Customer ID`.
pub fn from_name(name: &str) -> String {
    title(&name.to_title_case().to_lowercase())
}

/// A text in title case, words that have capitals left as they are.
pub fn title(text: &str) -> String {
    if !text.contains(char::is_whitespace) && text.chars().any(char::is_uppercase) && !is_spelling(text) {
        return from_name(text);
    }
    let words = text.split(' ').collect::<Vec<_>>();
    let last = words.len().saturating_sub(1);
    let words = words.iter().enumerate().map(|(at, word)| word_in_title(word, at == 0 || at == last));
    words.collect::<Vec<_>>().join(" ")
}

/// A name as it stands in the middle of a sentence: `Sales Order` and `salesOrder` give `sales order`, `sms` gives `SMS`.
pub fn sentence(name: &str) -> String {
    let words = name.to_title_case().to_lowercase();
    words.split(' ').map(|word| spelling(word).unwrap_or(Cow::Borrowed(word))).collect::<Vec<_>>().join(" ")
}

/// Whether a word of a label should have a capital: it is longer than three letters, all lower case, and not a small word.
pub fn is_lower(word: &str) -> bool {
    word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && !SMALL.contains(&word)
}

/// Whether a word is lower case in a title: `of`, `the`.
pub fn is_small(word: &str) -> bool {
    SMALL.iter().any(|small| small.eq_ignore_ascii_case(word))
}

/// Whether a word is one that keeps its own spelling: `iCal`, `URLs`.
pub fn is_spelling(word: &str) -> bool {
    spelling(word).is_some_and(|spelling| spelling == word)
}

/// The word as it is spelled, for one that has a spelling of its own.
fn spelling(word: &str) -> Option<Cow<'static, str>> {
    let lower = word.to_lowercase();
    match SPELLINGS.get(&lower) {
        Some(spelling) => Some(Cow::Borrowed(spelling)),
        None => SPELLINGS.get(lower.strip_suffix('s')?).map(|spelling| Cow::Owned(format!("{spelling}s"))),
    }
}

fn word_in_title(word: &str, outermost: bool) -> String {
    let is_lower = !word.chars().any(char::is_uppercase);
    match spelling(word).filter(|_| is_lower) {
        Some(spelling) => spelling.into_owned(),
        None if !outermost && SMALL.contains(&word) => word.to_owned(),
        None => capitalized(word),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_become_labels() {
        for (name, label) in [("customerId", "Customer ID"), ("page_size", "Page Size"), ("$top", "Top"), ("", "")] {
            assert_eq!(super::from_name(name), label);
        }
        assert_eq!(super::from_name("numberOfUrls"), "Number of URLs");
        assert_eq!(super::title("name of the user"), "Name of the User");
        assert_eq!(super::title("firstName"), "First Name");
    }
}
