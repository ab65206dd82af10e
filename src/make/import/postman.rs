//! Postman collections, 2.0 and 2.1.
use super::body::Media;
use super::infer;
use super::kind::{self, Refusal};
use super::request::{Answer, Named, Request, Sent, SignedIn, split_query, with_path_variables, with_values};
use super::{Api, Reader, server};
use crate::text::document::Node;
use rustc_hash::FxHashMap;
use std::rc::Rc;

impl<'a> Reader<'a> {
    /// Reads a collection.
    pub fn postman(&mut self, name: &str) -> Result<Api<'a>, Refusal> {
        let root = kind::collection(self.root);
        let info = root.get("info");
        let text = |key: &str| info.and_then(|info| info.get(key)).map(text_of).unwrap_or_default();
        let list = variables_of(root);
        let variables: FxHashMap<String, String> = list.iter().cloned().collect();
        self.base = list
            .iter()
            .filter(|(name, _)| name.to_lowercase().contains("url") || name.to_lowercase().contains("host"))
            .find_map(|(_, value)| server::parse(&with_values(value, &variables)))
            .map(|server| server.base_path)
            .filter(|path| path != "/");
        for script in root.get("event").into_iter().flat_map(Node::items) {
            self.script(script);
        }
        let mut requests = Vec::new();
        let folder = Folder { tag: None, auth: root.get("auth"), variables: Rc::new(variables) };
        self.folder(root, &folder, &mut requests);
        let (title, description) = (text("name"), text("description"));
        self.requests(name, &title, &description, requests)
    }

    fn folder(&mut self, node: Node<'a>, folder: &Folder<'a>, into: &mut Vec<Request<'a>>) {
        for item in node.get("item").into_iter().flat_map(Node::items).filter(|item| item.is_object()) {
            let auth = item.get("auth").filter(|auth| auth.is_object()).or(folder.auth);
            for script in item.get("event").into_iter().flat_map(Node::items) {
                self.script(script);
            }
            if item.has("item") {
                let tag = folder.tag.clone().or_else(|| Some(text_of(item.get("name")?)).filter(|name| !name.is_empty()));
                let mut variables = folder.variables.clone();
                let own = variables_of(item);
                if !own.is_empty() {
                    Rc::make_mut(&mut variables).extend(own);
                }
                self.folder(item, &Folder { tag, auth, variables }, into);
            } else if let Some(request) = item.get("request") {
                let folder = Folder { tag: folder.tag.clone(), auth, variables: folder.variables.clone() };
                into.extend(self.request(item, request, &folder));
            }
        }
    }

    /// Says that a script is left out: one that runs before a request may sign it, for instance. Tests say nothing of the API.
    fn script(&self, event: Node<'a>) {
        let code = event.get("script").and_then(|script| script.get("exec"));
        let says_something = code.is_some_and(|code| {
            code.str().is_some_and(|text| !text.trim().is_empty())
                || code.items().any(|line| line.str().is_some_and(|line| !line.trim().is_empty()))
        });
        if says_something && event.get("listen").is_some_and(|listen| listen.is("prerequest")) {
            let message = "a script that runs before the request is left out: what it adds is not sent";
            self.notes.say("import-keyword-dropped", event, message);
        }
    }

    fn request(&mut self, item: Node<'a>, request: Node<'a>, folder: &Folder<'a>) -> Option<Request<'a>> {
        let text = |node: Node<'a>, key: &str| node.get(key).map(text_of).unwrap_or_default();
        let url = if request.is_string() { Some(request) } else { request.get("url") };
        let raw = match url {
            Some(url) if url.is_string() => text_of(url),
            Some(url) => {
                let raw = text(url, "raw");
                if raw.is_empty() { joined(url) } else { raw }
            }
            None => String::new(),
        };
        if raw.trim().is_empty() {
            self.notes.say("import-operation-dropped", item, "a request without a URL is left out");
            return None;
        }
        let (address, pairs) = split_query(&with_values(&raw, &folder.variables));
        let mut query: Vec<Named<'a>> = Vec::new();
        match url.and_then(|url| url.get("query")).filter(|query| query.items().next().is_some()) {
            Some(list) => query.extend(list.items().filter(|entry| !is_disabled(*entry)).filter_map(|entry| named(entry, "key"))),
            None => {
                query.extend(pairs.into_iter().map(|(name, value)| Named { at: item, name, value, description: None }));
            }
        }
        let variables = url.and_then(|url| url.get("variable")).into_iter().flat_map(Node::items);
        let headers = request.get("header").map(headers_of).unwrap_or_default();
        let media =
            headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type")).map(|header| header.value.clone());
        let sent = request.get("body").map_or(Sent::Nothing, |body| sent(body, media.as_deref()));
        let own_auth = request.get("auth").filter(|auth| auth.is_object()).or(folder.auth);
        let mut signed_in = own_auth.and_then(signed_in);
        if signed_in.is_none() && own_auth.is_none() {
            let header = headers.iter().find(|header| header.name.eq_ignore_ascii_case("authorization"));
            signed_in = header
                .map(|header| if header.value.to_lowercase().starts_with("basic") { SignedIn::Basic } else { SignedIn::Bearer });
        }
        let name = text(item, "name");
        Some(Request {
            at: item,
            verb: if request.is_string() {
                "GET".to_owned()
            } else {
                Some(text(request, "method")).filter(|verb| !verb.is_empty()).unwrap_or_else(|| "GET".to_owned())
            },
            url: with_path_variables(&address),
            variables: variables.filter_map(|entry| named(entry, if entry.has("key") { "key" } else { "id" })).collect(),
            query,
            headers,
            sent,
            answers: item.get("response").into_iter().flat_map(Node::items).filter_map(answer).collect(),
            description: Some(text(request, "description"))
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| text(item, "description")),
            name,
            tag: folder.tag.clone(),
            signed_in,
        })
    }
}

struct Folder<'a> {
    tag: Option<String>,
    auth: Option<Node<'a>>,
    /// Variables with their values.
    variables: Rc<FxHashMap<String, String>>,
}

/// A text, or the content of a description.
fn text_of(node: Node) -> String {
    match node.str() {
        Some(text) => text.into_owned(),
        None if node.is_object() => node.get_str("content").unwrap_or_default().into_owned(),
        None if node.kind() == crate::text::json::Kind::Null || node.is_array() => String::new(),
        None => node.text().to_owned(),
    }
}

fn is_disabled(entry: Node) -> bool {
    entry.get("disabled").and_then(Node::bool) == Some(true)
}

fn named<'a>(entry: Node<'a>, key: &str) -> Option<Named<'a>> {
    let name = text_of(entry.get(key)?);
    let description = entry.get("description").map(text_of).filter(|text| !text.trim().is_empty());
    Some(Named { at: entry, name, value: entry.get("value").map(text_of).unwrap_or_default(), description })
}

/// Variables with their values: of a list, or of an object.
fn variables_of(node: Node) -> Vec<(String, String)> {
    let Some(list) = node.get("variable") else { return Vec::new() };
    let of = |entry: Node| {
        Some((
            entry.get_str("key").or_else(|| entry.get_str("id"))?.into_owned(),
            entry.get("value").map(text_of).unwrap_or_default(),
        ))
    };
    list.items().filter(|entry| !is_disabled(*entry)).filter_map(of).filter(|(_, value)| !value.is_empty()).collect()
}

/// The parts of an address, put together.
fn joined(url: Node) -> String {
    let list = |key: &str, separator: &str| match url.get(key) {
        Some(parts) if parts.is_array() => parts
            .items()
            .map(|part| if part.is_object() { part.get("value").map(text_of).unwrap_or_default() } else { text_of(part) })
            .collect::<Vec<_>>()
            .join(separator),
        Some(text) => text_of(text),
        None => String::new(),
    };
    let (protocol, host, path) = (list("protocol", ""), list("host", "."), list("path", "/"));
    let start = if protocol.is_empty() || host.contains("://") { String::new() } else { format!("{protocol}://") };
    format!("{start}{host}/{}", path.trim_start_matches('/'))
}

/// Headers: a list, or a text with one in each line.
fn headers_of(node: Node<'_>) -> Vec<Named<'_>> {
    match node.str() {
        Some(text) => {
            let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
            let named = |(name, value): (&str, &str)| {
                let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
                Named { at: node, name, value, description: None }
            };
            lines.filter_map(|line| line.split_once(':')).map(named).collect()
        }
        None => node.items().filter(|entry| !is_disabled(*entry)).filter_map(|entry| named(entry, "key")).collect(),
    }
}

/// The media type that Postman sends for the language of a text.
fn media_of(body: Node) -> &'static str {
    let language = body.get("options").and_then(|options| options.get("raw")?.get_str("language"));
    match language.as_deref() {
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("html") => "text/html",
        Some("javascript") => "application/javascript",
        Some("text") => "text/plain",
        _ => "",
    }
}

fn sent<'a>(body: Node<'a>, media: Option<&str>) -> Sent<'a> {
    let fields = |key: &str| {
        let entries = body.get(key).into_iter().flat_map(Node::items).filter(|entry| !is_disabled(*entry));
        entries.filter_map(|entry| Some((named(entry, "key")?, entry.get("type").is_some_and(|kind| kind.is("file"))))).collect()
    };
    if is_disabled(body) {
        return Sent::Nothing;
    }
    match body.get_str("mode").as_deref() {
        Some("urlencoded") => Sent::Form(Media::UrlEncoded, fields("urlencoded")),
        Some("formdata") => Sent::Form(Media::Multipart, fields("formdata")),
        Some("file") => Sent::File(body, media.unwrap_or("").to_owned()),
        Some("graphql") => match body.get("graphql") {
            Some(query) => {
                let variables = query.get("variables").map(text_of).filter(|text| infer::json(text).is_some());
                let variables = variables.as_deref().unwrap_or("{}");
                let text = format!(r#"{{"query": "", "variables": {variables}}}"#);
                Sent::Text(body, text, "application/json".to_owned())
            }
            None => Sent::Nothing,
        },
        Some("raw") | None => match body.get("raw").map(text_of).filter(|text| !text.trim().is_empty()) {
            Some(text) => Sent::Text(body, text, media.unwrap_or_else(|| media_of(body)).to_owned()),
            None => Sent::Nothing,
        },
        Some(_) => Sent::Nothing,
    }
}

fn answer<'a>(node: Node<'a>) -> Option<Answer<'a>> {
    let status = node.get("code").and_then(Node::number).unwrap_or(200.0);
    let mut headers = node.get("header").map(headers_of).unwrap_or_default().into_iter();
    let media = headers.find(|header| header.name.eq_ignore_ascii_case("content-type")).map(|header| header.value);
    Some(Answer {
        at: node,
        status: status as u16,
        name: node.get("name").map(text_of).unwrap_or_default(),
        media: media.unwrap_or_default(),
        text: Some(node.get("body").map(text_of).unwrap_or_default()),
    })
}

fn signed_in(auth: Node) -> Option<SignedIn> {
    let kind = auth.get_str("type")?;
    // A list of keys and values in 2.1, an object in 2.0.
    let value = |key: &str| {
        let own = auth.get(&kind)?;
        match own.is_array() {
            true => own.items().find(|entry| entry.get("key").is_some_and(|name| name.is(key)))?.get("value").map(text_of),
            false => own.get(key).map(text_of),
        }
    };
    match &*kind {
        "noauth" => None,
        "bearer" => Some(SignedIn::Bearer),
        "basic" => Some(SignedIn::Basic),
        "apikey" => {
            let place = if value("in").is_some_and(|place| place == "query") { "query" } else { "header" };
            Some(SignedIn::Key(
                place,
                value("key").filter(|name| !name.is_empty() && !name.contains("{{")).unwrap_or_else(|| "X-API-Key".to_owned()),
            ))
        }
        "oauth2" => {
            let address = |key: &str| value(key).filter(|text| server::parse(text).is_some()).unwrap_or_default();
            let scopes = value("scope").unwrap_or_default();
            Some(SignedIn::OAuth {
                authorization: address("authUrl"),
                token: address("accessTokenUrl"),
                scopes: scopes
                    .split([' ', ','])
                    .filter(|scope| !scope.is_empty() && !scope.contains('{'))
                    .map(str::to_owned)
                    .collect(),
            })
        }
        other => Some(SignedIn::Other(other.to_owned())),
    }
}
