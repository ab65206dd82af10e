//! How users sign in: one scheme of several.
use super::Reader;
use super::kind::{Kind, Refusal};
use super::server::Server;
use super::value::{Object, Value};
use crate::make::new::choice::SignIn;
use crate::make::new::part::{named, typed};
use crate::text::document::Node;
use crate::text::group::grouped;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::json;
use std::borrow::Cow;

/// The scheme that a connector takes.
#[derive(Clone, Debug)]
pub struct Security<'a> {
    pub name: String,
    /// What it is in `securityDefinitions`.
    pub definition: Object<'a>,
    /// The scopes that are asked for.
    pub scopes: Vec<Cow<'a, str>>,
    pub way: SignIn,
    /// Whether the key is a token that is sent as `Bearer …`.
    pub bearer: bool,
    /// Where a token is renewed.
    pub refresh: Option<Cow<'a, str>>,
}

impl Security<'_> {
    fn text(&self, key: &str) -> String {
        let value = self.definition.iter().find(|(name, _)| name == key).and_then(|(_, value)| value.as_text());
        value.unwrap_or_default().to_owned()
    }

    /// The connection parameters.
    pub fn parameters(&self, service: &str, bearer_policy: bool) -> serde_json::Value {
        match self.way {
            SignIn::Basic => json!({
                "username": typed("string", "User Name", &format!("The user name of your {service} account."), "Enter your user name", 2, false),
                "password": typed("securestring", "Password", &format!("The password of your {service} account."), "Enter your password", 3, false),
            }),
            SignIn::OAuth2 | SignIn::Aad | SignIn::AadOnBehalfOf => {
                let value = |text: &str| json!({ "value": text });
                let token = self.text("tokenUrl");
                let refresh = self.refresh.as_deref().unwrap_or(&token);
                json!({ "token": { "type": "oauthSetting", "oAuthSettings": {
                    "identityProvider": "oauth2",
                    "clientId": "[[CLIENT_ID]]",
                    "scopes": self.scopes,
                    "redirectMode": "GlobalPerConnector",
                    "properties": { "IsFirstParty": "False" },
                    "customParameters": {
                        "authorizationUrl": value(&self.text("authorizationUrl")),
                        "tokenUrl": value(&token),
                        "refreshUrl": value(refresh),
                    },
                } } })
            }
            _ if self.bearer && !bearer_policy => {
                let what = format!("The access token of your {service} account, with the word Bearer and a space before it.");
                named("api_key", typed("securestring", "Access Token", &what, "Enter Bearer and your token", 2, false))
            }
            _ if self.bearer => {
                let what = format!("The access token of your {service} account.");
                named("api_key", typed("securestring", "Access Token", &what, "Enter your access token", 2, false))
            }
            _ => {
                let what = format!("The API key of your {service} account.");
                named("api_key", typed("securestring", "API Key", &what, "Enter your API key", 2, false))
            }
        }
    }
}

/// How well a scheme serves a connector: the lower the better.
fn rank(security: &Security) -> u8 {
    if security.way == SignIn::OAuth2 { 0 } else { 1 }
}

impl<'a> Reader<'a> {
    /// The scheme of a connector with these operations.
    pub fn security(&mut self, root: Node<'a>, operations: &[Node<'a>], server: &Server) -> Option<Security<'a>> {
        let inside = |node: Node<'a>, key: &str| self.resolver.inside(node, key);
        let schemes = match self.kind {
            Kind::Swagger2 => inside(root, "securityDefinitions"),
            _ => inside(root, "components").and_then(|components| inside(components, "securitySchemes")),
        };
        let schemes: Vec<(Cow<'a, str>, Node<'a>)> =
            schemes.into_iter().flat_map(Node::members).map(|member| (member.name(), member.value)).collect();
        let mut asked: Vec<(Cow<'a, str>, ())> = Vec::new();
        let mut scopes: Vec<(Cow<'a, str>, Cow<'a, str>)> = Vec::new();
        let mut seen: FxHashSet<(Cow<'a, str>, Cow<'a, str>)> = FxHashSet::default();
        let mut said = false;
        for operation in operations {
            let Some(list) = operation.get("security").or_else(|| root.get("security")) else { continue };
            said = true;
            for requirement in list.items().flat_map(Node::members) {
                let name = requirement.name();
                if !schemes.iter().any(|(known, _)| *known == name) {
                    let message = format!("there is no security scheme `{name}`; it is left out");
                    self.notes.say("import-reference-broken", requirement.value, message);
                }
                asked.push((name.clone(), ()));
                for scope in requirement.value.items().filter_map(Node::str) {
                    if seen.insert((name.clone(), scope.clone())) {
                        scopes.push((name.clone(), scope));
                    }
                }
            }
        }
        let mut scopes: FxHashMap<Cow<str>, Vec<Cow<str>>> = grouped(scopes).into_iter().collect();
        let mut used: Vec<(Cow<str>, usize)> = grouped(asked).into_iter().map(|(name, times)| (name, times.len())).collect();
        if !said || (used.is_empty() && self.kind == Kind::Swagger2) {
            used = schemes.iter().map(|(name, _)| (name.clone(), 0)).collect(); // it has them for a reason
        }
        // Who asks for a scheme gets it, although no operation says that it takes it.
        let is_asked = |name: &str| self.options.auth.as_deref().is_some_and(|asked| asked == name || asked == clean(name));
        if let Some((name, _)) = schemes.iter().find(|(name, _)| is_asked(name))
            && !used.iter().any(|(known, _)| known == name)
        {
            used.push((name.clone(), 0));
        }
        let mut nodes: FxHashMap<&str, Node<'a>> = FxHashMap::default();
        for (name, node) in &schemes {
            nodes.entry(name).or_insert(*node);
        }
        // How often each is used, and its name in the source.
        let mut candidates: Vec<(usize, &str, Security<'a>)> = Vec::new();
        let mut unusable: Vec<(Cow<'a, str>, Node<'a>)> = Vec::new();
        for (name, count) in &used {
            let Some(node) = nodes.get(&**name) else { continue };
            let Some(node) = self.resolver.resolve(*node) else { continue };
            let own = scopes.remove(name).unwrap_or_default();
            match self.scheme(name, node, own, server) {
                Some(security) => candidates.push((*count, name, security)),
                None => unusable.push((name.clone(), node)),
            }
        }
        // The first of those that are used most often stays first.
        candidates.sort_by_key(|(count, _, security)| (rank(security), std::cmp::Reverse(*count)));
        // A name of the source counts before one that is made of another name.
        let exact = candidates.iter().position(|(_, name, _)| self.options.auth.as_deref() == Some(*name));
        let wanted = exact.or_else(|| candidates.iter().position(|(_, name, _)| is_asked(name)));
        if let (Some(given), None) = (&self.options.auth, wanted) {
            let names: Vec<&str> = candidates.iter().map(|(_, name, _)| *name).collect();
            self.refused = Some(self.unknown_scheme(given, &names));
        }
        for (name, node) in schemes.iter().filter(|(name, _)| !used.iter().any(|(known, _)| known == name)) {
            let help = format!("use `--auth {name}` to select it");
            self.notes.say_help("import-security-dropped", *node, format!("no operation uses `{name}`; it is left out"), help);
        }
        if candidates.is_empty() {
            for (name, node) in unusable {
                let help = "if the API supports OAuth 2.0, use `--authorization-url` and `--token-url`";
                let message =
                    format!("connectors cannot sign in with `{name}` ({}); the connector has no sign-in", kind_of(node));
                self.notes.say_help("import-security-not-expressible", node, message, help);
            }
            return None;
        }
        let (_, used, taken) = candidates.remove(wanted.unwrap_or(0));
        for (_, other, _) in &candidates {
            if let Some(node) = nodes.get(other) {
                let message = format!("a connector has one sign-in method; `{used}` is used and `{other}` is left out");
                let quoted = if *other == clean(other) { (*other).to_owned() } else { format!("'{other}'") };
                self.notes.say_help(
                    "import-security-dropped",
                    *node,
                    message,
                    format!("use `--auth {quoted}` to select the other one"),
                );
            }
        }
        for (name, node) in unusable {
            let message = format!("connectors cannot sign in with `{name}` ({}); it is left out", kind_of(node));
            self.notes.say("import-security-dropped", node, message);
        }
        let lists = operations.iter().filter_map(|operation| operation.get("security"));
        let open: Vec<Node> =
            lists.filter(|list| list.items().all(|requirement| requirement.members().next().is_none())).collect();
        if let Some(first) = open.first() {
            let which = if open.len() == 1 { "this operation needs" } else { "this operation and others need" };
            let message = format!("{which} no sign-in, but a connector signs in for all of its operations");
            self.notes.say("import-security-dropped", *first, message);
        }
        Some(taken)
    }

    /// Why `--auth` cannot be followed.
    pub fn unknown_scheme(&self, given: &str, names: &[&str]) -> Refusal {
        let known = match names {
            [] => "it has no way to sign in that connectors have".to_owned(),
            names => format!("it has {}", crate::rule::all_of(names)),
        };
        Refusal::Option { option: "--auth", given: given.to_owned(), name: self.root.doc.name.clone(), known }
    }

    fn scheme(&mut self, name: &str, node: Node<'a>, scopes: Vec<Cow<'a, str>>, server: &Server) -> Option<Security<'a>> {
        let kind = node.get_str("type")?;
        let text = |text: &str| Value::text(text.to_owned());
        let key = |place: &str, header: &str| {
            vec![("type".into(), Value::text("apiKey")), ("in".into(), text(place)), ("name".into(), text(header))]
        };
        let clean = clean(name);
        let made = |definition: Object<'a>, way: SignIn, bearer: bool| Security {
            name: clean.clone(),
            definition,
            scopes: Vec::new(),
            way,
            bearer,
            refresh: None,
        };
        match &*kind {
            "apiKey" => {
                let header = node.get_str("name")?;
                match node.get_str("in").as_deref() {
                    Some("header") => {
                        let bearer = header.eq_ignore_ascii_case("authorization");
                        Some(made(key("header", &header), SignIn::ApiKey, bearer && self.kind != Kind::Swagger2))
                    }
                    Some("query") => Some(made(key("query", &header), SignIn::ApiKeyQuery, false)),
                    _ => None,
                }
            }
            "basic" => Some(made(vec![("type".into(), Value::text("basic"))], SignIn::Basic, false)),
            "http" => match node.get_str("scheme")?.to_lowercase().as_str() {
                "basic" => Some(made(vec![("type".into(), Value::text("basic"))], SignIn::Basic, false)),
                "bearer" => Some(made(key("header", "Authorization"), SignIn::ApiKey, true)),
                _ => None,
            },
            "oauth2" | "openIdConnect" => self.oauth(&clean, node, scopes, server),
            _ => None,
        }
    }

    fn oauth(&mut self, name: &str, node: Node<'a>, scopes: Vec<Cow<'a, str>>, server: &Server) -> Option<Security<'a>> {
        let flows = node.get("flows");
        let of_2 = node.get_str("flow").is_some_and(|flow| flow == "accessCode");
        let flow = flows.and_then(|flows| flows.get("authorizationCode")).or(of_2.then_some(node));
        let given = |option: &Option<String>| option.clone().map(Cow::Owned);
        let source = |key: &str| flow.and_then(|flow| flow.get_str(key));
        // Where one address is given, another flow may have the other.
        let elsewhere = |key: &str| {
            let flows = flows.into_iter().flat_map(Node::members).map(|member| member.value);
            flows.chain([node]).find_map(|flow| flow.get_str(key))
        };
        let given_authorization = given(&self.options.authorization_url);
        let given_token = given(&self.options.token_url);
        let is_given = given_authorization.is_some() || given_token.is_some();
        let known = |key: &str| source(key).or_else(|| if is_given { elsewhere(key) } else { None });
        let (of_source, token_of_source) = (known("authorizationUrl"), known("tokenUrl"));
        let authorization = given_authorization.or(of_source)?;
        let token = given_token.or(token_of_source)?;
        // Connectors need whole addresses.
        let whole = |address: Cow<'a, str>, key: &str| {
            if !address.starts_with('/') || address.starts_with("//") || server.host.is_empty() {
                return address;
            }
            let at = flow.and_then(|flow| flow.get(key)).unwrap_or(node);
            let whole = format!("https://{}{address}", server.host);
            self.notes.say("import-address-completed", at, format!("`{address}` becomes `{whole}`"));
            Cow::Owned(whole)
        };
        let (authorization, token) = (whole(authorization, "authorizationUrl"), whole(token, "tokenUrl"));
        let refresh = source("refreshUrl").map(|address| whole(address, "refreshUrl"));
        for other in flows.into_iter().flat_map(Node::members).filter(|member| !["authorizationCode"].contains(&&*member.name()))
        {
            if !other.name().starts_with("x-") {
                let message = format!("connectors use the flow `authorizationCode`; `{}` is left out", other.name());
                self.notes.say("import-flow-dropped", other.value, message);
            }
        }
        let any_flow = || flows?.members().next().map(|member| member.value);
        let described = flow.or_else(any_flow).and_then(|flow| flow.get("scopes"));
        let list: Object<'a> = described
            .into_iter()
            .flat_map(Node::members)
            .filter(|member| !member.name().starts_with("x-"))
            .map(|member| (member.name(), Value::text(member.value.str().unwrap_or_default())))
            .collect();
        let mut list = list;
        let known: FxHashSet<Cow<str>> = list.iter().map(|(name, _)| name.clone()).collect();
        let more = scopes.iter().filter(|scope| !known.contains(*scope));
        list.extend(more.map(|scope| (scope.clone(), Value::text(""))));
        let definition = vec![
            ("type".into(), Value::text("oauth2")),
            ("flow".into(), Value::text("accessCode")),
            ("authorizationUrl".into(), Value::Text(authorization)),
            ("tokenUrl".into(), Value::Text(token)),
            ("scopes".into(), Value::Object(list)),
        ];
        Some(Security { name: name.to_owned(), definition, scopes, way: SignIn::OAuth2, bearer: false, refresh })
    }
}

/// The name of a scheme as connectors have it.
fn clean(name: &str) -> String {
    match name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
        true => name.to_owned(),
        false => super::text::pascal(name),
    }
}

fn kind_of(node: Node) -> String {
    let kind = node.get_str("type").unwrap_or_default();
    match &*kind {
        "apiKey" => format!("a key in a {}", node.get_str("in").unwrap_or_default()),
        "http" => format!("HTTP {}", node.get_str("scheme").unwrap_or_default()),
        "oauth2" => "OAuth 2.0 without authorization code".to_owned(),
        kind => kind.to_owned(),
    }
}
