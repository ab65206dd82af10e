//! Whether an answer is valid: its form, and the findings of the connector that it would make.
use super::answers::{Answers, sign_ins};
use super::question::{Choice, Kind, Question};
use super::resource::Resource;
use crate::connector::facts;
use crate::connector::publisher::Publisher;
use crate::connector::title;
use crate::connector::{Connector, Folder, FolderFile};
use crate::judge::profile::Selection;
use crate::judge::timing::Meter;
use crate::judge::walk::{self, Plan};
use crate::rule::finding::Finding;
use crate::rules::RULES;
use crate::text::document::File;
use serde_json::{Value, json};

impl Question {
    /// The values as they are kept: without blanks around them, of a list in its spelling.
    ///
    /// # Errors
    /// What is wrong with them and what to do, as a sentence without a period.
    pub fn check(&self, values: &[String], answers: &Answers) -> Result<Vec<String>, String> {
        let choices = self.choices();
        let mut kept: Vec<String> = Vec::new();
        for value in values.iter().map(|value| value.trim()) {
            if value.is_empty() {
                return Err("the value is empty".to_owned());
            }
            let mut value = if choices.is_empty() { value.to_owned() } else { chosen(&choices, value)? };
            if self.name == "description" && value.ends_with(char::is_alphanumeric) {
                value.push('.'); // nobody has to type the answer again for that
            }
            if !kept.contains(&value) {
                kept.push(value);
            }
        }
        if matches!(self.kind, Kind::Text | Kind::One(_)) && kept.len() > 1 {
            return Err("only one value is allowed".to_owned());
        }
        self.fits(&kept, answers)?;
        let mut probe = answers.clone();
        probe.set(self.name, kept.clone());
        match complaint(&probe, self.rules) {
            Some(finding) => Err(self.explain(&finding, &kept)),
            None => Ok(kept),
        }
    }

    /// Checks that no rule covers.
    fn fits(&self, values: &[String], answers: &Answers) -> Result<(), String> {
        let one = values.first().map(String::as_str).unwrap_or_default();
        match self.name {
            "resource" if Resource::parse(one).is_none() => {
                Err("use English letters, digits and spaces only: operation names are built from it".to_owned())
            }
            "auth" => {
                let ways = sign_ins(values);
                if values.iter().any(|value| value == "none") && values.len() > 1 {
                    Err("`none` cannot be combined with another sign-in method".to_owned())
                } else if values.iter().any(|value| value == "multi") && ways.len() < 2 {
                    Err("`multi` is a choice of two or more sign-in methods: name another one".to_owned())
                } else {
                    Ok(())
                }
            }
            "mcp-server" => super::server::Server::parse(one).map(drop),
            "publisher-name" | "stack-owner" if answers.is_submitted() && one.contains("http") => {
                Err("give a name, not a URL".to_owned())
            }
            "host" if one.contains("://") || one.contains('/') => {
                let host = one.split_once("://").map_or(one, |(_, rest)| rest);
                let (host, path) = host.split_once('/').map_or((host, ""), |(host, path)| (host, path.trim_end_matches('/')));
                let rest = if path.is_empty() { String::new() } else { format!(" with `--base-path /{path}`") };
                Err(format!("give the host only: did you mean `{host}`{rest}?"))
            }
            "website" | "privacy-policy" | "authorization-url" | "token-url" if !is_https(one) => {
                Err(format!("`{one}` is not a URL that begins with `https://`"))
            }
            "api-key-header" | "api-key-query"
                if !one.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.$".contains(&byte)) =>
            {
                Err("the name can have letters, digits, `-` and `_` only".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn explain(&self, finding: &Finding, values: &[String]) -> String {
        let mut text = finding.message.clone();
        if let Some(help) = &finding.help {
            text = format!("{text}; {help}");
        }
        if self.name == "title"
            && let Some(shorter) = values.first().and_then(|title| shorter(title))
        {
            text = format!("{}; how about `{shorter}`?", finding.message);
        }
        text
    }
}

fn is_https(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
}

/// The choice that matches a value, in its own spelling.
fn chosen(choices: &[Choice], value: &str) -> Result<String, String> {
    if let Some(choice) = choices.iter().find(|choice| choice.value.eq_ignore_ascii_case(value)) {
        return Ok(choice.value.to_owned());
    }
    let lower = value.to_lowercase();
    let slips = |choice: &Choice| crate::text::slips::between(&choice.value.to_lowercase(), &lower);
    let near = choices.iter().filter(|choice| {
        let known = choice.value.to_lowercase();
        slips(choice) <= 2.max(known.len() / 4) || (lower.len() > 2 && (known.starts_with(&lower) || lower.starts_with(&known)))
    });
    Err(match near.min_by_key(|choice| slips(choice)) {
        Some(choice) => format!("`{value}` is not known; did you mean `{}`?", choice.value),
        None => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
            format!("`{value}` is not known; choose {}", crate::rule::one_of(&names))
        }
    })
}

/// A title that certification accepts, derived from one that it does not: without the words that are not allowed, and as many words
/// as fit. None when nothing is left.
pub fn shorter(title: &str) -> Option<String> {
    let most = facts::limit("title");
    let without = facts::strings("restricted-words", "title-suffix", "words")
        .into_iter()
        .fold(title.to_owned(), |title, suffix| title.replace(suffix, ""));
    let without = facts::restricted_words("title-product-names").removed_from(&without);
    let without = facts::restricted_words("title-words").removed_from(&without);
    let mut words: Vec<&str> = without.split_whitespace().collect();
    let trimmed = |words: &[&str]| words.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    loop {
        // A title does not end with `for` or `of`.
        while words.last().is_some_and(|word| title::is_small(word) || !word.contains(char::is_alphanumeric)) {
            words.pop();
        }
        let short = trimmed(&words);
        if short.is_empty() || short == title {
            return None;
        }
        if short.encode_utf16().count() <= most {
            return Some(short);
        }
        words.pop();
    }
}

/// The first finding of some rules about the answers so far.
fn complaint(answers: &Answers, rules: &[&str]) -> Option<Finding> {
    if rules.is_empty() {
        return None;
    }
    let select: Vec<String> = RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| rules.iter().any(|start| id.starts_with(start)))
        .map(str::to_owned)
        .collect();
    let (definition, properties) = so_far(answers);
    let file =
        |file: File, name: &str, value: &Value| FolderFile { file, name: name.to_owned(), bytes: value.to_string().into_bytes() };
    let folder = Folder {
        files: vec![
            file(File::Definition, "apiDefinition.swagger.json", &definition),
            file(File::Properties, "apiProperties.json", &properties),
        ],
        ..Folder::default()
    };
    // A title must meet certification's rules for every publisher: a private connector may be submitted one day.
    let publisher = match answers.publisher() {
        Publisher::Custom if rules.contains(&"info-title-") => Publisher::Certified,
        publisher => publisher,
    };
    let connector = Connector::new(folder);
    let plan = Plan::new(&Selection { select, ..Selection::default() }, publisher);
    let mut findings = walk::check(&connector, &plan, &mut Meter::off());
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.into_iter().next()
}

/// The parts of the two files that the answers so far determine.
fn so_far(answers: &Answers) -> (Value, Value) {
    let mut definition = json!({ "swagger": "2.0", "info": {} });
    for name in ["title", "description"] {
        if let Some(text) = answers.one(name) {
            definition["info"][name] = json!(text);
        }
    }
    let mut contact = json!({});
    for (name, key) in [("publisher-name", "name"), ("website", "url"), ("support-email", "email")] {
        if let Some(text) = answers.one(name) {
            contact[key] = json!(text);
        }
    }
    if answers.has("support-email") || answers.has("website") {
        definition["info"]["contact"] = contact;
    }
    if let Some(host) = answers.host() {
        definition["host"] = json!(host);
    }
    if let Some(path) = answers.one("base-path") {
        definition["basePath"] = json!(path);
    }
    definition["x-ms-connector-metadata"] =
        metadata(answers.one("website"), answers.one("privacy-policy"), answers.all("category"));
    let mut properties = json!({});
    for (name, key) in [("brand-color", "iconBrandColor"), ("publisher-name", "publisher"), ("stack-owner", "stackOwner")] {
        if let Some(text) = answers.one(name) {
            properties[key] = json!(text);
        }
    }
    (definition, json!({ "properties": properties }))
}

/// `x-ms-connector-metadata` of what is known.
pub fn metadata(website: Option<&str>, privacy_policy: Option<&str>, categories: &[String]) -> Value {
    let categories = categories.join(";");
    let entries = [
        ("Website", website.unwrap_or_default()),
        ("Privacy policy", privacy_policy.unwrap_or_default()),
        ("Categories", categories.as_str()),
    ];
    let known = entries.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(name, value)| json!({ "propertyName": name, "propertyValue": value })).collect()
}
