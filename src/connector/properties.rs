//! Views of `apiProperties.json`.
use super::Connector;
use crate::connector::facts;
use crate::connector::facts::identity_providers::Provider;
use crate::connector::facts::policy_templates::Template;
use crate::text::document::{Member, Node};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// `apiProperties.json` as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Properties<'a> {
    pub connector: &'a Connector,
    /// The root object.
    pub node: Node<'a>,
}

impl<'a> Properties<'a> {
    /// The `properties` object, in which everything stands.
    pub fn body(self) -> Option<Node<'a>> {
        self.node.get("properties").filter(|body| body.is_object())
    }

    /// The value of a member of `properties`.
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.body()?.get(key)
    }

    /// Whether a name is written in another case, or beside `properties` instead of in it: then it is not missing.
    pub fn is_misplaced(self, key: &str) -> bool {
        let same = |member: Member| member.name().eq_ignore_ascii_case(key);
        self.node.members().any(same) || self.body().is_some_and(|body| !body.has(key) && body.members().any(same))
    }

    /// All connection parameters: the single ones, then those of each set.
    pub fn connection_parameters(self) -> Vec<ConnectionParameter<'a>> {
        let connector = self.connector;
        let of = move |owner: Option<Node<'a>>, set: Option<Node<'a>>| {
            let members = owner.into_iter().flat_map(Node::members).filter(|member| member.value.is_object());
            members.map(move |Member { key, value }| ConnectionParameter { connector, key, node: value, set })
        };
        let sets = self.sets();
        let mut all: Vec<_> = of(self.get("connectionParameters"), None).collect();
        all.extend(sets.into_iter().flat_map(|set| of(set.get("parameters"), Some(set))));
        all
    }

    /// The connection parameter sets: the items of `connectionParameterSets.values`.
    pub fn sets(self) -> Vec<Node<'a>> {
        let values = self.get("connectionParameterSets").and_then(|sets| sets.get("values"));
        values.into_iter().flat_map(Node::items).filter(|set| set.is_object()).collect()
    }

    /// Where connection parameters for the one kind of security definition (`basic`, `apiKey`) belong. None when the definition
    /// asks for nothing or for something else as well, and when sets or a policy that sets a header or query take care of it.
    pub fn asked_for(self, kind: &str) -> Option<Node<'a>> {
        let schemes = self.connector.api()?.required_security_definitions();
        schemes.first()?;
        let sets_it = |policy: Policy| {
            policy.template().is_some_and(|id| ["setheader", "setqueryparameter"].iter().any(|set| id.eq_ignore_ascii_case(set)))
        };
        if !schemes.iter().all(|scheme| scheme.value.get("type").is_some_and(|value| value.is(kind)))
            || self.body()?.has("connectionParameterSets")
            || self.policies().any(sets_it)
            || self.connector.script_sets_headers()
        {
            return None;
        }
        match self.get("connectionParameters") {
            None => self.body(),
            Some(parameters) => parameters.is_object().then_some(parameters),
        }
    }

    /// What the policies refer to as `@connectionParameters('name')`, in document order.
    pub fn references(self) -> Vec<Reference<'a>> {
        let Some(list) = self.get("policyTemplateInstances") else { return Vec::new() };
        let strings = (list.id..list.after()).map(|id| list.doc.node(id)).filter(|node| node.is_string());
        let mut found = Vec::new();
        for node in strings.filter(|node| node.text().contains(Reference::FUNCTION)) {
            let text = node.str().unwrap_or_default();
            for range in first_arguments(&text, Reference::FUNCTION) {
                let has_default = text[range.end + 1..].trim_start().starts_with(',');
                found.push(Reference { node, name: text[range.clone()].to_owned(), range, has_default });
            }
        }
        found
    }

    /// Whether a policy sends requests to another host than the definition's, at least for some operations.
    pub fn replaces_host(self) -> bool {
        let template = |policy: Policy| {
            let name = policy.template().unwrap_or_default();
            name.eq_ignore_ascii_case("dynamichosturl") || name.eq_ignore_ascii_case("routerequesttoendpoint")
        };
        self.policies().any(template)
    }

    /// Whether requests go through an on-premises data gateway, and so to a host inside a company's network.
    pub fn has_gateway(self) -> bool {
        self.get("capabilities").is_some_and(|list| list.items().any(|item| item.is("gateway")))
            || self.connection_parameters().into_iter().any(|parameter| parameter.is_type("gatewaySetting"))
    }

    /// The items of `scriptOperations` that are names; without any, a script runs for every operation.
    pub fn script_operations(self) -> impl Iterator<Item = Node<'a>> {
        self.get("scriptOperations").into_iter().flat_map(Node::items).filter(|item| item.is_string())
    }

    /// The policy template instances, in document order.
    pub fn policies(self) -> impl Iterator<Item = Policy<'a>> {
        let connector = self.connector;
        let list = self.get("policyTemplateInstances").into_iter().flat_map(Node::items);
        list.filter(|policy| policy.is_object()).map(move |node| Policy { connector, node })
    }
}

/// One use of a connection parameter in a policy: `@connectionParameters('name')`.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    /// The string in which it stands.
    pub node: Node<'a>,
    /// Where the name stands in the string's unescaped value.
    pub range: std::ops::Range<usize>,
    pub name: String,
    /// Whether a second argument says what to take when there is no value.
    pub has_default: bool,
}

impl Reference<'_> {
    const FUNCTION: &'static str = "connectionParameters(";
}

/// One connection parameter.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionParameter<'a> {
    pub connector: &'a Connector,
    pub key: Node<'a>,
    pub node: Node<'a>,
    /// The connection parameter set to which it belongs.
    pub set: Option<Node<'a>>,
}

impl<'a> ConnectionParameter<'a> {
    /// Its name.
    pub fn name(self) -> Cow<'a, str> {
        Member { key: self.key, value: self.node }.name()
    }

    /// Whether a connection parameter may have a name.
    pub fn may_be_named(name: &str) -> bool {
        static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
            let pattern = facts::file("connection-parameter-types").get("names")?.get("pattern")?.as_str()?;
            Regex::new(pattern).ok()
        });
        NAME.as_ref().is_none_or(|pattern| pattern.is_match(name))
    }

    /// The value of one of its members.
    #[inline(always)]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.node.get(key)
    }

    /// Whether its `type` is this one, whatever the case of its letters.
    #[inline(always)]
    pub fn is_type(self, name: &str) -> bool {
        self.node.get_str("type").is_some_and(|value| value.eq_ignore_ascii_case(name))
    }

    /// Where a text of `uiDefinition` that people should read is missing: the `uiDefinition`, and the blank text if there is
    /// one. None for what people do not fill in, and for what another rule speaks of: no `uiDefinition`, another case.
    pub fn lacks(self, key: &str) -> Option<(Node<'a>, Option<Node<'a>>)> {
        let ui = self.get("uiDefinition").filter(|ui| ui.is_object())?;
        if !self.is_typed_in() || self.is_hidden() || self.name() == "token:TenantId" {
            return None;
        }
        match ui.get(key) {
            None if ui.members().any(|member| member.name().eq_ignore_ascii_case(key)) => None,
            None => Some((ui, None)),
            Some(text) => text.str().is_some_and(|text| text.trim().is_empty()).then_some((ui, Some(text))),
        }
    }

    /// Where `required` is missing: the `constraints`, or the `uiDefinition` that has none. None for what people do not fill in.
    pub fn lacks_required(self) -> Option<Node<'a>> {
        let ui = self.get("uiDefinition").filter(|ui| ui.is_object() && self.is_typed_in() && !self.is_hidden())?;
        let place = ui.get("constraints").unwrap_or(ui);
        (place.is_object() && !place.members().any(|member| member.name().eq_ignore_ascii_case("required"))).then_some(place)
    }

    /// A member of its `uiDefinition`.
    pub fn ui(self, key: &str) -> Option<Node<'a>> {
        self.node.get("uiDefinition")?.get(key)
    }

    /// A member of the `constraints` of its `uiDefinition`.
    pub fn constraint(self, key: &str) -> Option<Node<'a>> {
        self.ui("constraints")?.get(key)
    }

    /// The `oAuthSettings` object.
    pub fn oauth(self) -> Option<Node<'a>> {
        self.node.get("oAuthSettings").filter(|settings| settings.is_object())
    }

    /// Its `oAuthSettings` and what is known of their identity provider.
    pub fn provider(self) -> Option<(Node<'a>, &'static Provider)> {
        let settings = self.oauth()?;
        Some((settings, Provider::find(&settings.get_str("identityProvider")?)?))
    }

    /// What people read as its name; blank ones do not count.
    pub fn display_name(self) -> Option<Cow<'a, str>> {
        self.ui("displayName").and_then(Node::str).filter(|name| !name.trim().is_empty())
    }

    /// Whether it belongs to an OAuth parameter: `token:TenantId`.
    pub fn is_claim(self) -> bool {
        self.name().contains(':')
    }

    /// Whether it is never shown: `"hidden": "true"` among its constraints.
    pub fn is_hidden(self) -> bool {
        self.constraint("hidden").is_some_and(|hidden| hidden.is("true") || hidden.bool() == Some(true))
    }

    /// Whether its type is one of those whose value people type in, not a sign-in or a gateway.
    pub fn is_typed_in(self) -> bool {
        static TYPES: LazyLock<Vec<&str>> = LazyLock::new(|| {
            let types = facts::entries("connection-parameter-types", "types");
            let typed_in = types.filter(|entry| entry.get("value").and_then(facts::Value::as_bool) == Some(true));
            typed_in.filter_map(|entry| entry.get("type").and_then(facts::Value::as_str)).collect()
        });
        TYPES.iter().any(|name| self.is_type(name))
    }

    /// Whether its display name, or else its name, says that a secret goes there.
    pub fn is_secret(self) -> bool {
        static SECRET: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("connection-parameter-types", "words", "secret"));
        let shown = self.display_name().unwrap_or_default();
        ends_in(&shown, &SECRET) || (ends_in(&self.name(), &SECRET) && !self.is_plain())
    }

    /// Whether its name or display name says that it is an address, an id or the name of something, which anybody may see.
    pub fn is_plain(self) -> bool {
        static PLAIN: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("connection-parameter-types", "words", "plain"));
        ends_in(&self.name(), &PLAIN) || ends_in(&self.display_name().unwrap_or_default(), &PLAIN)
    }

    /// What its text for people says it is: name and display name, in lower case.
    pub fn words(self) -> String {
        let shown = self.ui("displayName").and_then(Node::str).unwrap_or_default();
        format!("{} {shown}", self.name()).to_lowercase()
    }
}

/// One policy template instance.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    pub connector: &'a Connector,
    pub node: Node<'a>,
}

impl<'a> Policy<'a> {
    /// The prefix of the names of its template's parameters.
    pub const PREFIX: &'static str = "x-ms-apimTemplateParameter.";

    /// Its `templateId` as written.
    pub fn template(self) -> Option<Cow<'a, str>> {
        self.node.get_str("templateId")
    }

    /// Whether it is an instance of this template (its id in lower case).
    pub fn is(self, template: &str) -> bool {
        self.template().is_some_and(|id| id.eq_ignore_ascii_case(template))
    }

    /// What is known about its template.
    pub fn known_template(self) -> Option<&'static Template> {
        Template::find(&self.template()?)
    }

    /// Its parameters that the template does not know, with their names without the prefix.
    pub fn unknown_parameters(self, template: &'static Template) -> impl Iterator<Item = (Member<'a>, String)> {
        let members = self.parameters().into_iter().flat_map(Node::members);
        members.filter_map(move |member| {
            let name = member.name();
            let name = name.strip_prefix(Policy::PREFIX)?;
            template.parameter(name).is_none().then(|| (member, name.to_owned()))
        })
    }

    /// The `parameters` object.
    pub fn parameters(self) -> Option<Node<'a>> {
        self.node.get("parameters").filter(|parameters| parameters.is_object())
    }

    /// A parameter of its template, by its name without prefix.
    pub fn parameter(self, name: &str) -> Option<Node<'a>> {
        self.parameters()?.get(&format!("{}{name}", Policy::PREFIX))
    }

    /// The operations to which it applies; empty for all of them.
    pub fn operations(self) -> Vec<Node<'a>> {
        let names = self.parameters().and_then(|parameters| parameters.get("x-ms-apimTemplate-operationName"));
        names.into_iter().flat_map(Node::items).filter(|name| name.is_string()).collect()
    }
}

/// The bytes of the first argument of each call of a function (`"headers("`) in a policy's text: a string in quotes, without these.
pub(crate) fn first_arguments<'t>(text: &'t str, function: &'t str) -> impl Iterator<Item = std::ops::Range<usize>> + 't {
    text.match_indices(function).filter_map(move |(at, _)| {
        let behind = at + function.len();
        let start = behind + text[behind..].find(|c: char| c != ' ').unwrap_or(0);
        let quote = text[start..].chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let length = text[start + 1..].find(quote)?;
        Some(start + 1..start + 1 + length)
    })
}

/// Whether a name (`apiKey`, `api_key`, "API Key (from the settings)") ends in one of these words or phrases, which are in
/// lower case. What stands in brackets and digits do not count.
fn ends_in(text: &str, endings: &[&str]) -> bool {
    let mut words = String::with_capacity(text.len() + 4);
    let (mut depth, mut before) = (0_usize, ' ');
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if letter.is_alphabetic() => {
                let next_is_small = letters.peek().is_some_and(|next| next.is_lowercase());
                if letter.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && next_is_small)) {
                    words.push(' ');
                }
                words.extend(letter.to_lowercase());
            }
            _ if !words.ends_with(' ') => words.push(' '),
            _ => {}
        }
        before = letter;
    }
    let words = words.trim();
    endings.iter().any(|ending| words.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::ends_in;

    #[test]
    fn words_are_told_apart() {
        for text in ["apiKey", "api_key", "APIKey", "hmacApiKey", "API-Key (in the settings)", "My API Key 2", "api  key *"] {
            assert!(ends_in(text, &["api key"]), "{text}");
        }
        for text in ["API Key Name", "apikey", "monkey", "apiKeyId", "", "(api key)"] {
            assert!(!ends_in(text, &["api key"]), "{text}");
        }
    }
}
