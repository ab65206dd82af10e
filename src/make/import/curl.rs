//! cURL commands, as documentation shows them.
use super::body::Media;
use super::har::signed_in;
use super::kind::Refusal;
use super::request::{Named, Request, Sent, SignedIn, split_query, with_variables};
use super::{Api, Reader};
use crate::text::document::Node;
use crate::text::json::{Kind, NodeData, Tree};

/// A tree with one text for each command, so that each has a place.
pub fn tree(text: &str) -> Tree {
    let node = |start: usize, end: usize, next: u32, kind: Kind| NodeData {
        start: start as u32,
        end: end as u32,
        parent: 0,
        next,
        kind,
        escaped: false,
        keys: 0,
    };
    let commands = commands(text);
    let mut tree = Tree::default();
    tree.nodes.push(node(0, text.len(), commands.len() as u32 + 1, Kind::Array));
    for (at, (start, end)) in commands.iter().enumerate() {
        tree.nodes.push(node(*start, *end, at as u32 + 2, Kind::String));
    }
    tree
}

/// Where commands begin and end: lines that begin with `curl`, with the lines that they go on in.
fn commands(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = &text[at..];
        let start = at + (line.len() - line.trim_start_matches([' ', '\t', '$', '>']).len());
        if text[start..].starts_with("curl") && text[start + 4..].starts_with([' ', '\t', '\\', '^', '`']) {
            let end = end_of(text, start);
            found.push((start, end));
            at = end;
        }
        at = text[at..].find('\n').map_or(text.len(), |line| at + line + 1);
    }
    found
}

/// Where a command ends: at a line end, `;`, `|` or `&&` outside of quotes.
fn end_of(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut quote) = (start, 0u8);
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (b'\'', b'\'') | (b'"', b'"') => quote = 0,
            (b'"', b'\\') | (0, b'\\' | b'^' | b'`') => {
                at += if bytes.get(at + 1) == Some(&b'\r') { 2 } else { 1 };
            }
            (0, c @ (b'\'' | b'"')) => quote = c,
            (0, b'\n' | b';' | b'|') => return at,
            (0, b'&') if bytes.get(at + 1) == Some(&b'&') => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The words of a command.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quote, mut inside) = ('\0', false);
    let mut chars = command.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            ('\'', '\'') | ('"', '"') => quote = '\0',
            ('\'', c) => word.push(c),
            ('"', '\\') => match chars.next() {
                Some(next @ ('"' | '\\' | '$' | '`')) => word.push(next),
                Some('\n') | None => {}
                Some(next) => word.extend(['\\', next]),
            },
            ('"', c) => word.push(c),
            (_, '\\' | '^' | '`') => {
                if chars.peek() == Some(&'\r') {
                    chars.next();
                }
                match chars.next() {
                    Some('\n') | None => {}
                    Some(next) => {
                        inside = true;
                        word.push(next);
                    }
                }
            }
            (_, '\'' | '"') => {
                inside = true;
                quote = c;
            }
            (_, c) if c.is_whitespace() => {
                if inside {
                    words.push(std::mem::take(&mut word));
                    inside = false;
                }
            }
            (_, c) => {
                // `$'…'` is a text with escapes.
                if !(c == '$' && chars.peek() == Some(&'\'')) {
                    word.push(c);
                }
                inside = true;
            }
        }
    }
    if inside {
        words.push(word);
    }
    words
}

/// Options that take a value and say nothing about the API.
const IGNORED: [&str; 24] = [
    "-o",
    "--output",
    "-A",
    "--user-agent",
    "-e",
    "--referer",
    "-m",
    "--max-time",
    "--connect-timeout",
    "--retry",
    "-w",
    "--write-out",
    "-x",
    "--proxy",
    "--cacert",
    "--cert",
    "--key",
    "-c",
    "--cookie-jar",
    "--resolve",
    "-E",
    "--ciphers",
    "-b",
    "--cookie",
];

impl<'a> Reader<'a> {
    /// Reads all commands of a text.
    pub fn curl(&mut self, name: &str) -> Result<Api<'a>, Refusal> {
        let mut requests = Vec::new();
        for command in self.root.items() {
            match request(command) {
                Some(request) => requests.push(request),
                None => self.notes.say("import-operation-dropped", command, "a command without a URL is left out"),
            }
        }
        self.requests(name, "", "", requests)
    }
}

fn request<'a>(at: Node<'a>) -> Option<Request<'a>> {
    let named = |text: &str, separator: char| {
        let (name, value) = text.split_once(separator).unwrap_or((text, ""));
        Named { at, name: name.trim().to_owned(), value: value.trim().to_owned(), description: None }
    };
    let (mut url, mut verb) = (None, None);
    let (mut headers, mut data, mut fields): (Vec<Named<'a>>, Vec<String>, Vec<(Named<'a>, bool)>) = Default::default();
    let (mut as_query, mut json, mut basic, mut file) = (false, false, false, false);
    let mut words = words(at.text()).into_iter().skip(1);
    while let Some(word) = words.next() {
        // `-XPOST` and `--request=POST` are `-X POST`.
        let (option, own) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option.to_owned(), Some(value.to_owned())),
            _ => match word.split_at_checked(2) {
                Some((option @ ("-X" | "-H" | "-d" | "-F" | "-u"), value)) if !value.is_empty() => {
                    (option.to_owned(), Some(value.to_owned()))
                }
                _ => (word, None),
            },
        };
        let mut value = || own.clone().or_else(|| words.next());
        match option.as_str() {
            "-X" | "--request" => verb = value(),
            "-H" | "--header" => headers.extend(value().map(|header| named(&header, ':'))),
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" | "--data-urlencode" => data.extend(value()),
            "--json" => {
                json = true;
                data.extend(value());
            }
            "-F" | "--form" | "--form-string" => {
                fields.extend(value().map(|field| {
                    let field = named(&field, '=');
                    let file = field.value.starts_with('@') || field.value.starts_with('<');
                    (field, file)
                }));
            }
            "-u" | "--user" => basic = value().is_some(),
            "--oauth2-bearer" => headers.extend(value().map(|_| named("Authorization: Bearer", ':'))),
            "-G" | "--get" => as_query = true,
            "-I" | "--head" => verb = Some("HEAD".to_owned()),
            "-T" | "--upload-file" => file = value().is_some(),
            "--url" => url = value(),
            option if IGNORED.contains(&option) => drop(value()),
            option if option.starts_with('-') => {}
            address => url = url.or(Some(address.to_owned())),
        }
    }
    let url = url.filter(|url| url.contains('.') || url.contains("://") || url.contains('/'))?;
    let url = if url.contains("://") { url } else { format!("https://{url}") };
    let (address, pairs) = split_query(&url);
    let mut query: Vec<Named<'a>> = pairs.into_iter().map(|(name, value)| Named { at, name, value, description: None }).collect();
    let media = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type")).map(|header| header.value.clone());
    let has_body = !data.is_empty() || !fields.is_empty() || file;
    let sent = if as_query {
        query.extend(data.iter().flat_map(|data| data.split('&')).map(|pair| named(pair, '=')));
        Sent::Nothing
    } else if file {
        Sent::File(at)
    } else if !fields.is_empty() {
        Sent::Form(Media::Multipart, fields)
    } else if data.is_empty() {
        Sent::Nothing
    } else {
        let whole = data.join("&");
        let is_form = media.as_deref().is_none_or(|media| media.contains("urlencoded"))
            && !json
            && !whole.trim_start().starts_with(['{', '[']);
        match is_form {
            true => Sent::Form(Media::UrlEncoded, whole.split('&').map(|pair| (named(pair, '='), false)).collect()),
            false => Sent::Text(at, whole, media.unwrap_or_else(|| "application/json".to_owned())),
        }
    };
    let default = if has_body && !as_query { "POST" } else { "GET" };
    Some(Request {
        at,
        verb: verb.unwrap_or_else(|| default.to_owned()),
        url: with_variables(&address.replace("{{", "{").replace("}}", "}")),
        variables: Vec::new(),
        signed_in: if basic { Some(SignedIn::Basic) } else { signed_in(&headers, &query) },
        query,
        headers,
        sent,
        answers: Vec::new(),
        name: String::new(),
        description: String::new(),
        tag: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{commands, words};

    #[test]
    fn commands_and_words() {
        let text = "# one\ncurl -X POST \\\n  https://a.b/c -d '{\"a\": \"it;s\"}'\n\n$ curl \"https://a.b/d\" | jq .\n";
        let found: Vec<&str> = commands(text).iter().map(|(start, end)| &text[*start..*end]).collect();
        assert_eq!(found, ["curl -X POST \\\n  https://a.b/c -d '{\"a\": \"it;s\"}'", "curl \"https://a.b/d\" "]);
        assert_eq!(words(found[0]), ["curl", "-X", "POST", "https://a.b/c", "-d", "{\"a\": \"it;s\"}"]);
    }
}
