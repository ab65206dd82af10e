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

/// Whether a command is one for the command prompt of Windows, as browsers copy it: words are quoted with `^"`.
fn is_for_prompt(command: &str) -> bool {
    command.contains(" ^\"")
}

/// Where a command ends: at a line end, `;`, `|` or `&&` outside of quotes.
fn end_of(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    // A line of the command prompt goes on where it ends in `^`. Quotes there may hold quotes.
    if is_for_prompt(text[start..].split('\n').next().unwrap_or("")) {
        let mut at = start;
        while let Some(end) = text[at..].find('\n').map(|end| at + end) {
            if !text[start..end].trim_end_matches('\r').ends_with('^') {
                return end;
            }
            at = end + 1;
        }
        return bytes.len();
    }
    // b'$' stands for `$'`, a text with escapes.
    let (mut at, mut quote) = (start, 0u8);
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (b'\'' | b'$', b'\'') | (b'"', b'"') => quote = 0,
            (0, b'$') if bytes.get(at + 1) == Some(&b'\'') => {
                quote = b'$';
                at += 1;
            }
            (b'"' | b'$', b'\\') | (0, b'\\' | b'^' | b'`') => {
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

/// A command of the command prompt without the `^` that take the meaning of the next character away.
fn without_carets(command: &str) -> String {
    let mut plain = String::with_capacity(command.len());
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        if c != '^' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('\r' | '\n') => plain.push(' '),
            next => plain.extend(next),
        }
    }
    plain
}

/// The character of an escape in `$'…'`, of which the backslash is read.
fn escaped(chars: &mut std::iter::Peekable<std::str::Chars>, word: &mut String) {
    let Some(c) = chars.next() else { return };
    let digits = match c {
        'n' => return word.push('\n'),
        't' => return word.push('\t'),
        'r' => return word.push('\r'),
        '\'' | '"' | '\\' | '?' => return word.push(c),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return word.extend(['\\', c]),
    };
    let mut code = 0;
    for _ in 0..digits {
        let Some(digit) = chars.peek().and_then(|c| c.to_digit(16)) else { break };
        code = code * 16 + digit;
        chars.next();
    }
    word.extend(char::from_u32(code));
}

/// The words of a command.
fn words(command: &str) -> Vec<String> {
    if is_for_prompt(command) {
        return words(&without_carets(command));
    }
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quote, mut inside) = ('\0', false);
    let mut chars = command.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            ('\'' | '$', '\'') | ('"', '"') => quote = '\0',
            ('$', '\\') => escaped(&mut chars, &mut word),
            ('$', c) => word.push(c),
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
                inside = true;
                // `$'…'` is a text with escapes.
                if c == '$' && chars.next_if_eq(&'\'').is_some() {
                    quote = '$';
                } else {
                    word.push(c);
                }
            }
        }
    }
    if inside {
        words.push(word);
    }
    words
}

/// Options that take a value and say nothing about the API.
const IGNORED: [&str; 22] = [
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
];

impl<'a> Reader<'a> {
    /// Reads all commands of a text.
    pub fn curl(&mut self, name: &str) -> Result<Api<'a>, Refusal> {
        let mut requests = Vec::new();
        for command in self.root.items() {
            match self.command(command) {
                Some(request) => requests.push(request),
                None => self.notes.say("import-operation-dropped", command, "a command without a URL is left out"),
            }
        }
        self.requests(name, "", "", requests)
    }

    /// The request of a command. A body that is in a file is not read.
    fn command(&self, at: Node<'a>) -> Option<Request<'a>> {
        let (request, file) = request(at)?;
        if let Some(file) = file {
            let message = format!("the body is in the file `{file}`, which is not read; its schema is not known");
            self.notes.say_help("import-body-as-text", at, message, "write the body into the command");
        }
        Some(request)
    }
}

/// The request of a command, and the file that holds its body.
fn request<'a>(at: Node<'a>) -> Option<(Request<'a>, Option<String>)> {
    let named = |text: &str, separator: char| {
        let (name, value) = text.split_once(separator).unwrap_or((text, ""));
        Named { at, name: name.trim().to_owned(), value: value.trim().to_owned(), description: None }
    };
    let (mut url, mut verb) = (None, None);
    let (mut headers, mut data, mut fields): (Vec<Named<'a>>, Vec<String>, Vec<(Named<'a>, bool)>) = Default::default();
    let (mut as_query, mut json, mut basic, mut file) = (false, false, false, false);
    let mut body_file = None;
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
            "--data-raw" | "--data-urlencode" => data.extend(value()),
            "-d" | "--data" | "--data-binary" | "--data-ascii" | "--json" => {
                json |= option == "--json";
                match value() {
                    Some(value) if value.starts_with('@') => body_file = Some(value[1..].to_owned()),
                    value => data.extend(value),
                }
            }
            "-b" | "--cookie" => headers.extend(value().map(|cookies| named(&format!("Cookie: {cookies}"), ':'))),
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
    let has_body = !data.is_empty() || !fields.is_empty() || file || body_file.is_some();
    let sent = if as_query {
        query.extend(data.iter().flat_map(|data| data.split('&')).map(|pair| named(pair, '=')));
        Sent::Nothing
    } else if file {
        Sent::File(at)
    } else if !fields.is_empty() {
        Sent::Form(Media::Multipart, fields)
    } else if body_file.is_some() && data.is_empty() {
        match media.as_deref().unwrap_or(if json { "application/json" } else { "" }) {
            "" => Sent::File(at),
            media => Sent::Text(at, String::new(), media.to_owned()),
        }
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
    let request = Request {
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
    };
    Some((request, body_file.filter(|_| !as_query)))
}

#[cfg(test)]
mod tests {
    use super::{commands, words};

    #[test]
    fn commands_and_words() {
        let text = "# one\ncurl -X POST \\\n  https://a.b/c -d '{\"a\": \"it;s\"}'\n\n$ curl \"https://a.b/d\" | jq .\n";
        let found: Vec<&str> = commands(text).iter().map(|(start, end)| &text[*start..*end]).collect();
        assert_eq!(found, ["curl -X POST \\\n  https://a.b/c -d '{\"a\": \"it;s\"}'", "curl \"https://a.b/d\" "]);
        assert_eq!(words(r#"curl $'a\'b\u0021\n' "$'c'""#), ["curl", "a'b!\n", "$'c'"]);
        let text = "curl $'https://a.b/c\\';d' -v\ncurl ^\"https://a.b/c?d=1^&e=2^\" ^\r\n  --data-raw ^\"^{^\\^\"f^\\^\":^\\^\"g;h^\\^\"^}^\"\r\nx";
        let found_there: Vec<&str> = commands(text).iter().map(|(start, end)| &text[*start..*end]).collect();
        assert_eq!(found_there.len(), 2, "{found_there:?}");
        assert_eq!(words(found_there[0]), ["curl", "https://a.b/c';d", "-v"]);
        let copied = ["curl", "https://a.b/c?d=1&e=2", "--data-raw", "{\"f\":\"g;h\"}"];
        assert_eq!(words(found_there[1]), copied);
        assert_eq!(words(found[0]), ["curl", "-X", "POST", "https://a.b/c", "-d", "{\"a\": \"it;s\"}"]);
    }
}
