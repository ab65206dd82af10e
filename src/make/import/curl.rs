//! cURL commands, as documentation shows them.
use super::body::{Media, media};
use super::har::signed_in;
use super::kind::Refusal;
use super::request::{Named, Request, Sent, SignedIn, pairs, split_query, with_path_variables, with_values};
use super::{Api, Reader};
use crate::text::document::Node;
use crate::text::json::{Kind, NodeData, Tree};
use rustc_hash::FxHashMap;

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

/// Where commands begin and end: `curl` at the start of a line or behind another command, with the lines that they go on in.
fn commands(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let line_of = |at: usize| {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        (at, end, is_for_prompt(&text[at..end]))
    };
    let mut at = 0;
    let (mut line_start, mut line_end, mut for_prompt) = line_of(0);
    while at < text.len() {
        match start_of(&text[line_start..line_end], at - line_start) {
            Some(start) => {
                let start = line_start + start;
                let end = end_of(text, start, for_prompt);
                at = end + heredoc(&text[start..end], &text[end..]).map_or(0, |(_, length)| length);
                found.push((start, at));
                if at > line_end {
                    (_, line_end, for_prompt) = line_of(at);
                }
                // What follows in this line stands behind a command.
                line_start = start;
            }
            None if line_end == text.len() => break,
            None => {
                (line_start, line_end, for_prompt) = line_of(line_end + 1);
                at = line_start;
            }
        }
    }
    found
}

/// Whether a text begins with a command. Comments and variables may stand before it.
pub fn begins(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.find(|line| begin(line).is_some() || assignment(line.trim_start_matches("export ")).is_none());
    first.is_some_and(|line| begin(line).is_some())
}

/// Where `curl` stands in a line that begins with it. Variables that are set for it may stand before it.
fn begin(line: &str) -> Option<usize> {
    let start = line.len() - line.trim_start_matches([' ', '\t', '$', '>']).len();
    let at = start + line[start..].find("curl")?;
    let is_prefix = |word: &String| assignment(word).is_some() || ["sudo", "time", "exec"].contains(&word.as_str());
    let before = &line[start..at];
    let is_first = before.is_empty() || (before.ends_with([' ', '\t']) && words(before).iter().all(is_prefix));
    (is_first && is_word(&line[at..])).then_some(at)
}

/// Whether a text that begins with `curl` begins with that word.
fn is_word(text: &str) -> bool {
    text[4..].starts_with([' ', '\t', '\\', '^', '`'])
}

/// Where in a line the first command begins at or behind a byte.
fn start_of(line: &str, from: usize) -> Option<usize> {
    if from == 0
        && let Some(at) = begin(line)
    {
        return Some(at);
    }
    let mut found = line[from..].match_indices("curl").map(|(at, _)| from + at);
    let is_behind = |at: usize| line[..at].trim_end_matches([' ', '\t']).ends_with(['|', ';', '&', '(']);
    found.find(|&at| !line.trim_start().starts_with('#') && is_word(&line[at..]) && is_behind(at))
}

/// Name and value of a variable of the shell that is set.
fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_name && !name.starts_with(|c: char| c.is_ascii_digit())).then_some((name, value))
}

/// The longest input of a command that is read, in bytes.
const LONGEST_INPUT: usize = 1 << 15;

/// The input of a command that stands behind it (`<<EOF`): its text, and how many bytes of what follows belong to it.
fn heredoc<'t>(command: &str, rest: &'t str) -> Option<(&'t str, usize)> {
    let (_, word) = command.rsplit_once("<<").filter(|(before, _)| !before.ends_with('<'))?;
    let word = word.trim_start_matches('-').split_whitespace().next()?.trim_matches(['\'', '"']);
    let rest = &rest[..rest.floor_char_boundary(LONGEST_INPUT)];
    let mut at = rest.find('\n')? + 1;
    let start = at;
    while at < rest.len() {
        let end = rest[at..].find('\n').map_or(rest.len(), |end| at + end);
        if rest[at..end].trim() == word {
            return Some((&rest[start..at], end));
        }
        if begin(&rest[at..end]).is_some() {
            return None; // the next command
        }
        at = end + 1;
    }
    None
}

/// Whether a command is one for the command prompt of Windows, as browsers copy it: words are quoted with `^"`.
fn is_for_prompt(command: &str) -> bool {
    command.contains(" ^\"")
}

/// Where a command ends: at a line end, `;`, `|` or `&&` outside of quotes.
fn end_of(text: &str, start: usize, for_prompt: bool) -> usize {
    let bytes = text.as_bytes();
    // A line of the command prompt goes on where it ends in `^`. Quotes there may hold quotes.
    if for_prompt {
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
    let (mut at, mut quote, mut brackets) = (start, 0u8, 0);
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
            // `$(curl …)`
            (0, b'(') => brackets += 1,
            (0, b')') if brackets == 0 => return at,
            (0, b')') => brackets -= 1,
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

/// A variable of the shell, of which the `$` is read, as `{{name}}`.
fn variable(chars: &mut std::iter::Peekable<std::str::Chars>, word: &mut String) {
    let mut ahead = chars.clone();
    let in_braces = ahead.next_if_eq(&'{').is_some();
    let mut name = String::new();
    while let Some(c) = ahead.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
        name.push(c);
    }
    // `${name:-value}`
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || (in_braces && !ahead.any(|c| c == '}')) {
        return word.push('$');
    }
    *chars = ahead;
    word.extend(["{{", &name, "}}"]);
}

/// The words of a command. Variables are written `{{name}}`.
fn words(command: &str) -> Vec<String> {
    match is_for_prompt(command) {
        true => split(&without_carets(command), false),
        false => split(command, true),
    }
}

fn split(command: &str, has_variables: bool) -> Vec<String> {
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
            ('"', '$') if has_variables => variable(&mut chars, &mut word),
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
                match c {
                    '$' if chars.next_if_eq(&'\'').is_some() => quote = '$',
                    '$' if has_variables => variable(&mut chars, &mut word),
                    c => word.push(c),
                }
            }
        }
    }
    if inside {
        words.push(word);
    }
    words
}

/// Options that take a value, and their letters. What is not read here says nothing about the API.
const WITH_VALUE: [(&str, char); 38] = [
    ("request", 'X'),
    ("header", 'H'),
    ("data", 'd'),
    ("form", 'F'),
    ("user", 'u'),
    ("cookie", 'b'),
    ("upload-file", 'T'),
    ("output", 'o'),
    ("user-agent", 'A'),
    ("referer", 'e'),
    ("max-time", 'm'),
    ("write-out", 'w'),
    ("proxy", 'x'),
    ("cookie-jar", 'c'),
    ("cert", 'E'),
    ("config", 'K'),
    ("continue-at", 'C'),
    ("dump-header", 'D'),
    ("ftp-port", 'P'),
    ("quote", 'Q'),
    ("range", 'r'),
    ("telnet-option", 't'),
    ("proxy-user", 'U'),
    ("speed-time", 'y'),
    ("speed-limit", 'Y'),
    ("time-cond", 'z'),
    ("data-raw", ' '),
    ("data-urlencode", ' '),
    ("data-binary", ' '),
    ("data-ascii", ' '),
    ("json", ' '),
    ("form-string", ' '),
    ("oauth2-bearer", ' '),
    ("url", ' '),
    ("url-query", ' '),
    ("aws-sigv4", ' '),
    ("variable", ' '),
    ("retry", ' '),
];

/// Other long options that take a value.
const LONG_WITH_VALUE: &str = " abstract-unix-socket alt-svc cacert capath cert-type ciphers connect-timeout connect-to create-file-mode crlfile \
    curves delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ech egd-file engine etag-compare etag-save \
    expect100-timeout happy-eyeballs-timeout-ms haproxy-clientip hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway keepalive-cnt \
    keepalive-time key key-type krb libcurl limit-rate local-port login-options max-filesize max-redirs netrc-file noproxy output-dir \
    parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy-cacert proxy-capath proxy-cert proxy-cert-type \
    proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy1.0 pubkey \
    random-file rate request-target resolve retry-delay retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-hostname \
    stderr tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket vlan-priority ";

/// Options of a command, by their long names, with their values. An address is `url`, whether its option stands before it or not.
fn options(words: Vec<String>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut words = words.into_iter().skip(1);
    while let Some(word) = words.next() {
        if let Some(long) = word.strip_prefix("--") {
            let takes_value =
                |name: &str| WITH_VALUE.iter().any(|(long, _)| *long == name) || LONG_WITH_VALUE.contains(&format!(" {name} "));
            // `--request=POST` is not curl's, but documentation has it.
            let (name, own) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            let value = if takes_value(name) { own.or_else(|| words.next()) } else { None };
            found.push((name.to_owned(), value.unwrap_or_default()));
        } else if word.len() > 1 && word.starts_with('-') {
            // `-sXPOST` is `-s -X POST`.
            for (at, c) in word.char_indices().skip(1) {
                if let Some((name, _)) = WITH_VALUE.iter().find(|(_, letter)| *letter == c && c != ' ') {
                    let own = &word[at + c.len_utf8()..];
                    let value = if own.is_empty() { words.next().unwrap_or_default() } else { own.to_owned() };
                    found.push(((*name).to_owned(), value));
                    break;
                }
                let name = match c {
                    'G' => "get",
                    'I' => "head",
                    ':' => "next",
                    _ => continue,
                };
                found.push((name.to_owned(), String::new()));
            }
        } else if word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '&').starts_with(['<', '>']) {
            // What goes to a file or comes from one.
            if word.ends_with(['<', '>']) {
                words.next();
            }
        } else if word.contains('.') || word.contains('/') || word.contains("{{") || word.starts_with("localhost") {
            found.push(("url".to_owned(), word));
        }
    }
    found
}

impl<'a> Reader<'a> {
    /// Reads all commands of a text.
    pub fn curl(&mut self, name: &str) -> Result<Api<'a>, Refusal> {
        // `BASE=https://contoso.com`
        let mut variables = FxHashMap::default();
        for line in self.root.doc.text.lines().map(str::trim) {
            let line = line.trim_start_matches("export ");
            if assignment(line).is_some()
                && let Some(first) = words(line).first()
                && let Some((name, value)) = assignment(first)
            {
                variables.insert(name.to_owned(), value.to_owned());
            }
        }
        let mut requests = Vec::new();
        for command in self.root.items() {
            let before = requests.len();
            let mut part = Vec::new();
            let (text, input) = with_input(command.text());
            for (option, value) in options(words(text)).into_iter().chain([("next".to_owned(), String::new())]) {
                if option != "next" {
                    part.push((option, value));
                    continue;
                }
                self.command(command, std::mem::take(&mut part), input, &variables, &mut requests);
            }
            if requests.len() == before {
                self.notes.say("import-operation-dropped", command, "a command without a URL is left out");
            }
        }
        self.requests(name, "", "", requests)
    }

    /// The requests of a command, or of the part of one up to `--next`: one for each URL. Files are not read.
    fn command(
        &self,
        at: Node<'a>,
        options: Vec<(String, String)>,
        input: Option<&str>,
        variables: &FxHashMap<String, String>,
        into: &mut Vec<Request<'a>>,
    ) {
        let named = |text: &str, separator: char| {
            let (name, value) = text.split_once(separator).unwrap_or((text, ""));
            Named { at, name: name.trim().to_owned(), value: value.trim().to_owned(), description: None }
        };
        let pair = |(name, value): (String, String)| Named { at, name, value, description: None };
        let (mut urls, mut verb, mut signed_in_by) = (Vec::new(), None, None);
        let (mut headers, mut data, mut fields): (Vec<Named<'a>>, Vec<String>, Vec<(Named<'a>, bool)>) = Default::default();
        let (mut as_query, mut head, mut json, mut upload) = (false, false, false, false);
        let mut query = Vec::new();
        let mut file = None;
        for (option, value) in options {
            match option.as_str() {
                "url" => urls.push(value),
                "request" => verb = Some(value).filter(|verb| !verb.is_empty()),
                "header" if value.starts_with('@') => {
                    let message = format!("headers are in the file `{}`, which is not read", &value[1..]);
                    self.notes.say_help("import-header-dropped", at, message, "write the headers into the command");
                }
                "header" => headers.extend(header(&value).map(pair)),
                "data-raw" => data.push(value),
                "data-urlencode" => match value.split_once(['=', '@']) {
                    Some(("", name)) if value.starts_with('@') => file = Some(name.to_owned()),
                    Some((name, _)) if value[name.len()..].starts_with('@') => data.push(format!("{name}=")),
                    _ => data.push(value.replace('%', "%25").replace('&', "%26").replace('+', "%2B")),
                },
                "data" | "data-binary" | "data-ascii" | "json" => {
                    json |= option == "json";
                    match (value.strip_prefix('@'), input) {
                        (Some("-"), Some(input)) => data.push(input.to_owned()),
                        (Some(name), _) => file = Some(name.to_owned()),
                        (None, _) => data.push(value),
                    }
                }
                "cookie" => headers.push(named(&format!("Cookie: {value}"), ':')),
                "form" | "form-string" => {
                    let field = named(&value, '=');
                    let file = option == "form" && field.value.starts_with('@');
                    fields.push((field, file));
                }
                "user" => signed_in_by = signed_in_by.or(Some(SignedIn::Basic)),
                "digest" | "ntlm" | "negotiate" | "aws-sigv4" => signed_in_by = Some(SignedIn::Other(option)),
                "oauth2-bearer" => headers.push(named("Authorization: Bearer", ':')),
                "get" => as_query = true,
                "head" => head = true,
                "upload-file" => upload = true,
                "url-query" => query.push(named(&value, '=')),
                _ => {}
            }
        }
        if urls.is_empty() {
            return;
        }
        let media_type =
            headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type")).map(|header| header.value.clone());
        let has_body = !data.is_empty() || !fields.is_empty() || file.is_some();
        let named_type = media_type.clone().unwrap_or_else(|| if json { "application/json" } else { "" }.to_owned());
        if let (Some(file), false) = (&file, as_query) {
            let message = match file.as_str() {
                "-" => "the body comes from another program; its schema is not known".to_owned(),
                file => format!("the body is in the file `{file}`, which is not read; its schema is not known"),
            };
            self.notes.say_help("import-body-as-text", at, message, "write the body into the command");
        }
        let sent = if as_query {
            query.extend(data.iter().flat_map(|data| pairs(data)).map(pair));
            Sent::Nothing
        } else if upload {
            Sent::File(at, named_type)
        } else if !fields.is_empty() {
            Sent::Form(Media::Multipart, fields)
        } else if file.is_some() && data.is_empty() {
            match named_type.is_empty() || media(&named_type) == Media::Binary {
                true => Sent::File(at, named_type),
                false => Sent::Text(at, String::new(), named_type),
            }
        } else if data.is_empty() {
            Sent::Nothing
        } else {
            let whole = data.join(if json { "" } else { "&" });
            let is_form = media_type.as_deref().is_none_or(|media| media.contains("urlencoded"))
                && !json
                && !whole.trim_start().starts_with(['{', '[']);
            match is_form {
                true => {
                    Sent::Form(Media::UrlEncoded, pairs(whole.trim()).into_iter().map(|field| (pair(field), false)).collect())
                }
                false => Sent::Text(at, whole, media_type.unwrap_or_else(|| "application/json".to_owned())),
            }
        };
        let default = match (head, upload, has_body && !as_query) {
            (true, ..) => "HEAD",
            (_, true, _) => "PUT",
            (_, _, true) => "POST",
            _ => "GET",
        };
        let verb = verb.unwrap_or_else(|| default.to_owned());
        for url in urls {
            let (address, in_url) = split_query(&with_values(&url, variables));
            // OData's `?$top=1` is no variable.
            let name = |name: String| match name.strip_prefix("{{").and_then(|name| name.strip_suffix("}}")) {
                Some(inner) => format!("${inner}"),
                None => name,
            };
            let mut query: Vec<Named<'a>> = query.clone();
            query.splice(0..0, in_url.into_iter().map(|(own, value)| pair((name(own), value))));
            let authority = address.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""));
            let by_url = authority.contains('@').then_some(SignedIn::Basic);
            into.push(Request {
                at,
                verb: verb.clone(),
                url: with_path_variables(&address),
                variables: Vec::new(),
                signed_in: signed_in_by.clone().or_else(|| signed_in(&headers, &query)).or(by_url),
                query,
                headers: headers.clone(),
                sent: sent.clone(),
                answers: Vec::new(),
                name: String::new(),
                description: String::new(),
                tag: None,
            });
        }
    }
}

/// A command, and its input where that stands behind it.
fn with_input(text: &str) -> (&str, Option<&str>) {
    let end = end_of(text, 0, is_for_prompt(text.split('\n').next().unwrap_or(text)));
    match heredoc(&text[..end], &text[end..]) {
        Some((input, _)) => (&text[..end], Some(input)),
        None => (text, None),
    }
}

/// Name and value of a header. `Name;` has no value, and `Name:` is a header that is not sent.
fn header(text: &str) -> Option<(String, String)> {
    match text.split_once(':') {
        Some((name, value)) => Some((name.trim().to_owned(), value.trim().to_owned())).filter(|(_, value)| !value.is_empty()),
        None => Some((text.trim().trim_end_matches(';').to_owned(), String::new())),
    }
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
