//! The options and output of an import, saved next to the connector, so that a later one can distinguish the user's changes.
use super::choose::Pattern;
use super::kind::Kind;
use super::operation::Operation;
use super::{Arrays, Options, Unions};
use crate::connector::imported::Invented;
use crate::connector::publisher::Publisher;
use crate::text::pointer;
use serde::{Deserialize, Serialize};
use toml::de::DeTable;

/// The file that holds the choice.
pub const CHOICE: &str = "import.toml";

/// Most bytes of the file with the choice that are read.
pub const MAX_CHOICE: u64 = 1 << 20;

/// With which a file may begin.
const BOM: char = '\u{feff}';

/// The options of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Choice {
    /// The source: a path from the connector's folder, or an address.
    pub source: String,
    pub publisher: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrays: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth: Option<usize>,
    #[serde(skip_serializing_if = "is_false")]
    pub bearer_policy: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub keep_errors: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub triggers: bool,
    /// Without effect: the file may come from a stranger, so reading outside of the source's folder and on the network takes an option.
    #[serde(skip_serializing)]
    pub allow_outside: bool,
    /// The same.
    #[serde(skip_serializing)]
    pub fetch: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Choice {
    /// Reads the text of an `import.toml`.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence, and the byte at which it is.
    pub fn parse(text: &str) -> Result<Choice, (String, usize)> {
        let bom = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        toml::from_str(&text[bom..]).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start + bom);
            (error.message().lines().collect::<Vec<_>>().join(" "), at)
        })
    }

    /// The text of the file where it is there already: only the values that are other ones now are changed. What people wrote around
    /// them stays, comments for instance.
    pub fn text_in(&self, text: &str) -> String {
        if Choice::parse(text).as_ref() == Ok(self) {
            return text.to_owned();
        }
        self.edited(text).filter(|edited| Choice::parse(edited).as_ref() == Ok(self)).unwrap_or_else(|| self.text())
    }

    fn edited(&self, text: &str) -> Option<String> {
        let bom = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let (mark, text) = text.split_at(bom);
        let there = DeTable::parse(text).ok()?.into_inner();
        let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut more = if text.is_empty() || text.ends_with('\n') { String::new() } else { newline.to_owned() };
        for (key, value) in toml::Table::try_from(self).ok()? {
            match there.get(key.as_str()) {
                Some(known) => {
                    let own: toml::Table = toml::from_str(&format!("value = {}", text.get(known.span())?)).ok()?;
                    if own.get("value") != Some(&value) {
                        edits.push((known.span(), value.to_string()));
                    }
                }
                None => more.extend([&key, " = ", &value.to_string(), newline]),
            }
        }
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        let mut edited = text.to_owned();
        for (span, value) in edits {
            edited.replace_range(span, &value);
        }
        Some(format!("{mark}{edited}{more}"))
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let body = toml::to_string(self).unwrap_or_default(); // texts, numbers and flags can always be written
        format!("# Options of `connsmith import`, read by `connsmith import SOURCE FOLDER --update`.\n{body}")
    }

    /// The options that it stands for.
    ///
    /// # Errors
    /// What is wrong with one, in one sentence.
    pub fn options(&self) -> Result<Options, String> {
        let patterns = |list: &[String]| list.iter().map(|text| Pattern::parse(text)).collect::<Result<Vec<_>, _>>();
        let unknown = |key: &str, value: &str| format!("`{key} = \"{value}\"` is not known");
        let kind = |name: &String| Kind::ALL.into_iter().find(|kind| kind.name() == *name).ok_or_else(|| unknown("from", name));
        Ok(Options {
            publisher: Publisher::ALL
                .into_iter()
                .find(|publisher| publisher.name() == self.publisher)
                .ok_or_else(|| unknown("publisher", &self.publisher))?,
            include: patterns(&self.include)?,
            exclude: patterns(&self.exclude)?,
            from: self.from.as_ref().map(kind).transpose()?,
            title: self.title.clone(),
            host: self.host.clone(),
            server: self.server,
            auth: self.auth.clone(),
            authorization_url: self.authorization_url.clone(),
            token_url: self.token_url.clone(),
            bearer_policy: self.bearer_policy,
            arrays: match self.arrays.as_deref() {
                None | Some("csv") => Arrays::Csv,
                Some("text") => Arrays::Text,
                Some("script") => Arrays::Script,
                Some(other) => return Err(unknown("arrays", other)),
            },
            unions: match self.unions.as_deref() {
                None | Some("merge") => Unions::Merge,
                Some("first") => Unions::First,
                Some("any") => Unions::Any,
                Some(other) => return Err(unknown("unions", other)),
            },
            depth: self.depth,
            keep_errors: self.keep_errors,
            triggers: self.triggers,
            origins: false,
        })
    }
}

/// The texts that an import made up.
pub fn invented(operations: &[Operation]) -> Vec<Invented> {
    let mut list = Vec::new();
    for operation in operations {
        let path = pointer::escaped(&operation.path);
        let own = |key: &&'static str| Invented {
            at: String::new(),
            parameter: None,
            key: (*key).to_owned(),
            text: if *key == "summary" { operation.summary.clone() } else { operation.description.clone() },
        };
        let first = list.len();
        list.extend(operation.made.iter().map(own));
        let of_parameters = operation.parameters.iter().filter(|parameter| parameter.made).map(|parameter| Invented {
            at: String::new(),
            parameter: Some((parameter.place.name().to_owned(), parameter.name.to_string())),
            key: "description".to_owned(),
            text: parameter.description.clone().unwrap_or_default(),
        });
        list.extend(of_parameters);
        if let Some(first) = list.get_mut(first) {
            first.at = format!("/paths/{path}/{}", operation.verb);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::Choice;

    #[test]
    fn a_choice_that_is_kept_can_be_read() {
        let choice = Choice {
            source: "../api.yaml".to_owned(),
            publisher: "custom".to_owned(),
            include: vec!["tag:Tasks".to_owned()],
            depth: Some(3),
            ..Choice::default()
        };
        assert_eq!(Choice::parse(&choice.text()), Ok(choice.clone()));
        assert_eq!(choice.options().unwrap().depth, Some(3));
        assert!(Choice::parse("nothing = 1").is_err());
    }

    #[test]
    fn what_people_wrote_around_a_choice_stays() {
        let text = "\u{feff}# mine\r\nsource = \"../a.yaml\" # here\r\npublisher = 'custom'\r\ninclude = [\r\n  \"tag:A\", # not B\r\n]\r\ndepth=2";
        let choice = Choice::parse(text).unwrap();
        assert_eq!(choice.text_in(text), text);
        let other = Choice { source: "../b.yaml".to_owned(), depth: Some(3), triggers: true, ..choice.clone() };
        let wanted = format!("{}\r\ntriggers = true\r\n", text.replace("a.yaml", "b.yaml").replace("depth=2", "depth=3"));
        assert_eq!(other.text_in(text), wanted);
        let fewer = Choice { include: vec!["id:X".to_owned()], ..choice };
        assert_eq!(Choice::parse(&fewer.text_in(text)).as_ref(), Ok(&fewer));
        assert!(fewer.text_in(text).contains("# mine"));
    }
}
