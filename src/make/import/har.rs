//! HTTP archives: requests that a browser or a proxy recorded.
use super::body::{Media, essence, media};
use super::kind::Refusal;
use super::request::{Answer, Named, Request, Sent, SignedIn, pairs, split_query};
use super::{Api, Reader};
use crate::text::document::Node;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::FxHashSet;

/// Headers that are keys.
const KEYS: [&str; 7] =
    ["x-api-key", "api-key", "apikey", "x-auth-token", "ocp-apim-subscription-key", "x-access-token", "x-functions-key"];
/// Names of keys in a query.
const QUERY_KEYS: [&str; 6] = ["api_key", "apikey", "api-key", "access_token", "subscription-key", "appid"];

impl<'a> Reader<'a> {
    /// Reads an archive.
    pub fn har(&mut self, name: &str) -> Result<Api<'a>, Refusal> {
        let log = self.root.get("log");
        let title = log.and_then(|log| log.get("pages")?.items().next()?.get_str("title")).unwrap_or_default();
        let mut requests = Vec::new();
        for entry in log.and_then(|log| log.get("entries")).into_iter().flat_map(Node::items) {
            let Some(request) = entry.get("request") else { continue };
            let kind = entry
                .get("response")
                .and_then(|response| response.get("content")?.get_str("mimeType"))
                .map(|kind| essence(&kind));
            let verb = request.get_str("method").unwrap_or_default().into_owned();
            if verb.eq_ignore_ascii_case("options") || kind.is_some_and(|kind| is_of_page(&kind)) {
                self.notes.say(
                    "import-operation-dropped",
                    request,
                    "this is part of a web page or an OPTIONS request of the browser; it is left out",
                );
                continue;
            }
            if entry.get("response").and_then(|response| response.get("status")?.number()) == Some(101.0) {
                let message = "connectors have no WebSockets; the request that opens one is left out";
                self.notes.say("import-operation-dropped", request, message);
                continue;
            }
            requests.push(request_of(entry, request, verb));
        }
        let title = if title.contains("://") { "" } else { &title };
        self.requests(name, title, "", requests)
    }
}

/// Whether an answer is a part of a web page, and not of an API.
fn is_of_page(kind: &str) -> bool {
    kind == "text/html"
        || kind == "text/css"
        || kind.contains("javascript")
        || kind == "application/wasm"
        || ["image/", "font/", "video/", "audio/"].iter().any(|start| kind.starts_with(start))
        || kind.contains("font")
}

/// The text of an answer; None for one that is not text or was not recorded. Some programs encode every answer, as JSON cannot hold all bytes.
fn text_of(content: Node) -> Option<String> {
    let Some(text) = content.get_str("text") else {
        let is_there = content.get("size").and_then(Node::number).is_some_and(|size| size > 0.0);
        return (!is_there).then(String::new);
    };
    match content.get_str("encoding").as_deref() {
        None | Some("") => Some(text.into_owned()),
        Some(encoding) if encoding.eq_ignore_ascii_case("base64") => {
            let encoded: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            String::from_utf8(STANDARD.decode(encoded).ok()?).ok()
        }
        Some(_) => None,
    }
}

fn list<'a>(node: Node<'a>, key: &str) -> Vec<Named<'a>> {
    let entries = node.get(key).into_iter().flat_map(Node::items);
    let named = |entry: Node<'a>| {
        Some(Named {
            at: entry,
            name: entry.get_str("name")?.into_owned(),
            value: entry.get_str("value").unwrap_or_default().into_owned(),
            description: None,
        })
    };
    entries.filter_map(named).collect()
}

/// Pairs of names and values that stand in one text.
fn all_named<'a>(at: Node<'a>, pairs: impl IntoIterator<Item = (String, String)>) -> impl Iterator<Item = Named<'a>> {
    pairs.into_iter().map(move |(name, value)| Named { at, name, value, description: None })
}

/// The fields of a form as it is sent, in parts.
fn parts<'a>(at: Node<'a>, text: &str) -> Vec<(Named<'a>, bool)> {
    let mut fields = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !line.to_ascii_lowercase().starts_with("content-disposition:") {
            continue;
        }
        let attribute = |name: &str| Some(line.split_once(&format!("; {name}=\""))?.1.split('"').next()?.to_owned());
        let Some(name) = attribute("name") else { continue };
        let mut value = lines.by_ref().skip_while(|line| !line.trim().is_empty()).skip(1);
        let value = value.next().filter(|line| !line.starts_with("--")).unwrap_or_default().to_owned();
        fields.push((Named { at, name, value, description: None }, attribute("filename").is_some()));
    }
    fields
}

fn request_of<'a>(entry: Node<'a>, request: Node<'a>, verb: String) -> Request<'a> {
    let (address, in_url) = split_query(&request.get_str("url").unwrap_or_default());
    let mut query = list(request, "queryString");
    let known: FxHashSet<String> = query.iter().map(|pair| pair.name.clone()).collect();
    query.extend(all_named(request, in_url.into_iter().filter(|(name, _)| !known.contains(name))));
    let headers = list(request, "headers");
    let sent = match request.get("postData") {
        None => Sent::Nothing,
        Some(data) => {
            let kind = data.get_str("mimeType").unwrap_or_default();
            match media(&kind) {
                form @ (Media::UrlEncoded | Media::Multipart) => {
                    let fields = list(data, "params").into_iter().map(|field| {
                        let file = field.at.has("fileName");
                        (field, file)
                    });
                    let mut fields: Vec<(Named<'a>, bool)> = fields.collect();
                    // Some programs write the form as text only.
                    let text = data.get_str("text").filter(|_| fields.is_empty()).unwrap_or_default();
                    match form {
                        Media::Multipart => fields.extend(parts(data, &text)),
                        _ => fields.extend(all_named(data, pairs(text.trim())).map(|field| (field, false))),
                    }
                    Sent::Form(form, fields)
                }
                Media::Binary if !kind.is_empty() => Sent::File(data, kind.into_owned()),
                _ => Sent::Text(data, data.get_str("text").unwrap_or_default().into_owned(), kind.into_owned()),
            }
        }
    };
    let answers = entry.get("response").into_iter().filter_map(|response| {
        let content = response.get("content");
        Some(Answer {
            at: response,
            status: response.get("status").and_then(Node::number)? as u16,
            name: response.get_str("statusText").unwrap_or_default().into_owned(),
            media: content.and_then(|content| content.get_str("mimeType")).unwrap_or_default().into_owned(),
            text: content.map_or(Some(String::new()), text_of),
        })
    });
    let answers = answers.collect();
    Request {
        at: request,
        verb,
        url: address,
        variables: Vec::new(),
        signed_in: signed_in(&headers, &query),
        query,
        headers,
        sent,
        answers,
        name: String::new(),
        description: String::new(),
        tag: None,
    }
}

/// How a request authenticates, according to its headers and query.
pub fn signed_in(headers: &[Named], query: &[Named]) -> Option<SignedIn> {
    for header in headers {
        let lower = header.name.to_lowercase();
        if lower == "authorization" {
            return Some(if header.value.to_lowercase().starts_with("basic") { SignedIn::Basic } else { SignedIn::Bearer });
        }
        if KEYS.contains(&lower.as_str()) {
            return Some(SignedIn::Key("header", header.name.clone()));
        }
    }
    let key = query.iter().find(|pair| QUERY_KEYS.contains(&pair.name.to_lowercase().as_str()))?;
    Some(SignedIn::Key("query", key.name.clone()))
}
