//! Names in the generated code: the rules that Microsoft's own clients follow, and what keeps two names apart.
use crate::text::prose::capitalized;
use rustc_hash::{FxHashMap, FxHashSet};

/// The languages that code is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    CSharp,
    Python,
    TypeScript,
}

impl Language {
    pub const ALL: [Language; 3] = [Language::CSharp, Language::Python, Language::TypeScript];

    /// Its name on the command line and in the lock file.
    pub fn name(self) -> &'static str {
        match self {
            Language::CSharp => "csharp",
            Language::Python => "python",
            Language::TypeScript => "typescript",
        }
    }
}

/// Whether a character may stand in a name of all three languages. Python compares names in the form NFKC, so only letters that
/// this form leaves alone are here.
fn is_part(c: char) -> bool {
    let letter = matches!(c, '\u{C0}'..='\u{17E}' | '\u{391}'..='\u{3C9}' | '\u{410}'..='\u{44F}')
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FA5}' | '\u{AC00}'..='\u{D7A3}');
    let excluded = matches!(c, '\u{D7}' | '\u{F7}' | '\u{132}' | '\u{133}' | '\u{13F}' | '\u{140}' | '\u{149}');
    c.is_ascii_alphanumeric() || (letter && !excluded && c.is_alphabetic())
}

/// The words of a text: what stands between characters that no name may have.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_part(c)).filter(|word| !word.is_empty())
}

fn uncapitalized(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map(|first| first.to_lowercase().chain(rest).collect()).unwrap_or_default()
}

/// `ListItems` for `list_items`; the case inside of words stays. The word `ID` becomes `Id`, as in Microsoft's clients.
pub fn pascal(text: &str) -> String {
    let mut joined = String::new();
    for word in words(text) {
        // Digits that follow digits would become another number.
        if joined.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            joined.push('_');
        }
        joined += &if word == "ID" { "Id".to_owned() } else { capitalized(word) };
    }
    joined.replace("IDOr", "IdOr")
}

/// `listItems` for `list_items`.
pub fn camel(text: &str) -> String {
    uncapitalized(&pascal(text))
}

/// `list_items` for `ListItems`. A run of capitals is one word: `GetHTTPResponse` is `get_http_response`, `XLStoTXT` is `xls_to_txt`.
pub fn snake(text: &str) -> String {
    let mut snake = String::new();
    for word in words(text) {
        let digit = |c: char| c.is_ascii_digit();
        // A number belongs to the word before it.
        if !snake.is_empty() && (!word.starts_with(digit) || snake.ends_with(digit)) {
            snake.push('_');
        }
        snake += &snake_word(&pascal(word));
    }
    snake
}

fn snake_word(word: &str) -> String {
    let all: Vec<char> = word.chars().collect();
    let upper = |at: usize| all.get(at).is_some_and(|c| c.is_uppercase());
    let lower = |at: usize| all.get(at).is_some_and(|c| c.is_lowercase());
    // `to` between two abbreviations.
    let converts = |at: usize| at >= 2 && upper(at - 2) && upper(at - 1) && all[at..].starts_with(&['t', 'o']) && upper(at + 2);
    // A version at the end, after an abbreviation: `v3` of `SMSv3`.
    let version = |at: usize| {
        at > 0
            && upper(at - 1)
            && all.get(at) == Some(&'v')
            && at + 1 < all.len()
            && all[at + 1..].iter().all(char::is_ascii_digit)
    };
    let mut snake = String::new();
    for (at, c) in all.iter().enumerate() {
        let ends = |at: usize| converts(at) || version(at);
        let starts = at > 0 && (ends(at) || (c.is_uppercase() && (!upper(at - 1) || (lower(at + 1) && !ends(at + 1)))));
        if starts && !snake.ends_with('_') && *c != '_' {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

/// The version at the end or the start of an operation's id: `V2` of `GetItems_V2`, `V3` of `V3CalendarGetItem`.
pub fn version(id: &str) -> Option<&str> {
    let digits = |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let count = digits(id);
    let head = &id[..id.len() - count];
    if count > 0 && head.strip_suffix('V').is_some_and(|name| name.contains(is_part)) {
        return Some(&id[head.len() - 1..]);
    }
    let rest = id.strip_prefix('V')?;
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = rest.len() - behind.len();
    (count > 0 && behind.starts_with(|c: char| c.is_ascii_uppercase())).then(|| &id[..1 + count])
}

/// What the names of an operation are made of: its id without version, `Async` and `_Post`.
pub fn base(id: &str) -> String {
    let mut text = id;
    if let Some(version) = version(id) {
        text = match id.strip_prefix(version) {
            Some(rest) if !id.ends_with(version) => rest,
            _ => id[..id.len() - version.len()].trim_end_matches('_'),
        };
    }
    for suffix in ["Async", "_Post"] {
        if let Some(rest) = text.strip_suffix(suffix).filter(|rest| !rest.is_empty()) {
            text = rest;
        }
    }
    let base = pascal(text);
    if base.is_empty() { pascal(id) } else { base }
}

/// The constant of a trigger: its base, beginning with `On`. `Get` before that is left out.
pub fn trigger(base: &str) -> String {
    let rest = base.strip_prefix("Get").filter(|rest| is_on(rest)).unwrap_or(base);
    if is_on(rest) { rest.to_owned() } else { format!("On{rest}") }
}

/// Whether a name begins with the word `On`.
fn is_on(name: &str) -> bool {
    name.strip_prefix("On").is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
}

/// A name as a method, type or constant: it does not begin with a digit, and is not empty.
pub fn started(name: String, otherwise: &str) -> String {
    match name.chars().next() {
        None => otherwise.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
    }
}

/// The name of the client and of its files: of the API's name as the platform has it, with the capitals of the title where the
/// title begins with it.
pub fn connector(title: &str, api: Option<&str>) -> String {
    let titled = pascal(title);
    let Some(api) = api.filter(|api| api.chars().all(|c| c.is_ascii_alphanumeric()) && !api.is_empty()) else {
        return started(titled, "Connector");
    };
    let begins = titled.is_char_boundary(api.len().min(titled.len()))
        && titled.get(..api.len()).is_some_and(|start| start.eq_ignore_ascii_case(api));
    started(if begins { titled[..api.len()].to_owned() } else { capitalized(api) }, "Connector")
}

/// The name of a method in a language, from its name in Pascal case. The number that keeps two names apart stays as it is.
pub fn method(language: Language, name: &str) -> String {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let at = name.rfind('_').filter(|at| *at > 0 && is_number(&name[at + 1..])).unwrap_or(name.len());
    let (head, number) = name.split_at(at);
    match language {
        Language::CSharp => format!("{name}Async"),
        Language::Python => format!("{}{number}_async", started(snake(head), "call")),
        Language::TypeScript => started(camel(head), "call") + number,
    }
}

/// Words with a meaning of their own in a language.
fn is_keyword(language: Language, name: &str) -> bool {
    const PYTHON: &str = "False None True and as assert async await break case class continue def del elif else except finally for from \
        global if import in is lambda match nonlocal not or pass raise return try type while with yield";
    const CSHARP: &str = "abstract as base bool break byte case catch char checked class const continue decimal default delegate do \
        double else enum event explicit extern false file finally fixed float for foreach goto if implicit in int \
        interface internal is lock long namespace new null object operator out override params private protected \
        public readonly ref required return sbyte scoped sealed short sizeof stackalloc static string struct switch \
        this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while await record \
        var";
    const TYPESCRIPT: &str = "any arguments as async await boolean break case catch class const continue debugger default delete do else \
        enum eval export extends false finally for function if implements import in instanceof interface let new null \
        package private protected public return static super switch this throw true try typeof undefined var void \
        while with yield";
    let words = match language {
        Language::Python => PYTHON,
        Language::CSharp => CSHARP,
        Language::TypeScript => TYPESCRIPT,
    };
    words.split(' ').any(|word| word == name)
}

/// Names that types of a connector may not have, as the generated code uses them for something else.
fn is_used(language: Language, name: &str) -> bool {
    const ALL: &str = "ConnectorResponse ConnectorClientBase ConnectorError ConnectorException ConnectorFile ConnectorModel \
        ConnectorModelConverter ConnectorOperationOptions ConnectorRequest FilledValue TokenProvider \
        TriggerCallbackPayload TriggerCallbackPayloadConverter CallbackKind DynamicValuesAttribute";
    const PYTHON: &str = "Any Awaitable Callable Dict Exception Generic List Literal Mapping Optional Sequence Tuple Type TypeError \
        TypeVar Union ValueError";
    const TYPESCRIPT: &str = "AbortSignal Array Blob Boolean Date Error FormData JSON Map Number Object Promise Record RequestInit Response \
        Set String Symbol TextEncoder TypeError URLSearchParams Uint8Array";
    const CSHARP: &str = "Action Activator Array Attribute AttributeTargets AttributeUsage Boolean Byte ByteArrayContent \
        CancellationToken Convert CultureInfo DateTime Dictionary Double DynamicValues Encoding Enum Exception File \
        FormUrlEncodedContent FormatException Func HashSet HttpClient HttpContent HttpMethod HttpRequestMessage \
        HttpResponseMessage IDictionary IEquatable IReadOnlyDictionary IReadOnlyList Int32 Int64 \
        InvalidOperationException JsonConverter JsonConverterFactory JsonDocument JsonElement JsonException \
        JsonExtensionData JsonProperty JsonPropertyName JsonPropertyNameAttribute JsonSerializer JsonSerializerOptions \
        JsonValueKind KeyValuePair List MemoryStream Models Azure MultipartFormDataContent Object Path PropertyInfo String \
        StringBuilder StringComparer StringComparison StringContent System Task Type Uri Utf8JsonReader Utf8JsonWriter";
    let own = match language {
        Language::Python => PYTHON,
        Language::TypeScript => TYPESCRIPT,
        Language::CSharp => CSHARP,
    };
    [ALL, own].into_iter().flat_map(|words| words.split(' ')).any(|word| word == name)
}

/// The name of a type: no word that the generated code itself uses.
pub fn type_name(language: Language, wanted: &str) -> String {
    let name = started(pascal(wanted), "Model");
    if is_used(language, &name) || is_keyword(Language::Python, &name) { name + "Model" } else { name }
}

/// The name of a property, parameter or variable in a language.
pub fn member(language: Language, wire: &str) -> String {
    // What OData says about a thing has names such as `@odata.context`.
    let plain = wire.strip_prefix("@odata.").unwrap_or(wire);
    match language {
        Language::Python => {
            let name = started(snake(plain), "value");
            if is_keyword(language, &name) { name + "_" } else { name }
        }
        Language::CSharp => started(pascal(plain), "Value"),
        Language::TypeScript => wire.to_owned(),
    }
}

/// The name of an argument. `summary` is what makers read, which C# prefers.
pub fn argument(language: Language, wire: &str, summary: Option<&str>) -> String {
    match language {
        Language::Python => member(language, wire),
        Language::CSharp => {
            // A summary with an address is no name.
            let summary = summary.filter(|summary| !summary.contains("://")).map(camel).filter(|name| !name.is_empty());
            started(summary.unwrap_or_else(|| camel(wire)), "value")
        }
        Language::TypeScript => started(camel(wire), "value"),
    }
}

/// An argument as it is written: words of the language are marked.
pub fn escaped(language: Language, name: &str) -> String {
    match language {
        Language::CSharp if is_keyword(language, name) => format!("@{name}"),
        Language::TypeScript if is_keyword(language, name) => format!("{name}_"),
        _ => name.to_owned(),
    }
}

/// The order in which names are given out: those that the rule leaves as they are, those without special characters, the others.
pub fn precedence(wire: &str, rule: &str) -> u8 {
    match () {
        () if wire == rule => 0,
        () if wire.chars().all(|c| is_part(c) || c == '_') => 1,
        () => 2,
    }
}

/// Names of one place, each of which is taken once.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: FxHashSet<String>,
    /// The last number behind a name: many may wish for one name, and the search goes on there.
    last: FxHashMap<String, usize>,
}

impl Scope {
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Scope {
        Scope { taken: names.into_iter().map(str::to_owned).collect(), last: FxHashMap::default() }
    }

    /// Takes a name; false if it is taken.
    pub fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    pub fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Takes a name, with the first number behind it that makes it one of its own.
    pub fn free(&mut self, wanted: &str, separator: &str) -> String {
        if self.take(wanted) {
            return wanted.to_owned();
        }
        let plain = wanted.trim_end_matches('_');
        // Behind a digit, a number would become another one.
        let separator = if plain.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { separator };
        let stem = format!("{plain}{separator}");
        let mut number = self.last.get(&stem).copied().unwrap_or(1);
        loop {
            number += 1;
            let name = format!("{stem}{number}");
            if self.take(&name) {
                self.last.insert(stem, number);
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules() {
        assert_eq!(snake("GetHTTPResponse"), "get_http_response");
        assert_eq!(snake("XLStoTXT"), "xls_to_txt");
        assert_eq!(snake("custom_field_id_1"), "custom_field_id1");
        assert_eq!(snake("$filter"), "filter");
        assert_eq!(snake("PDFtoText"), "pdf_to_text");
        assert_eq!((snake("a_b"), snake("p_q_r"), snake("X-A")), ("a_b".to_owned(), "p_q_r".to_owned(), "x_a".to_owned()));
        assert_eq!(snake("SendSMSv3"), "send_sms_v3");
        assert_eq!((base("_V2"), version("_V2")), ("V2".to_owned(), None));
        assert_eq!(base("V3CalendarGetItem"), "CalendarGetItem");
        assert_eq!(base("GetItems_V2"), "GetItems");
        assert_eq!(base("ChecklistInstances_Post"), "ChecklistInstances");
        assert_eq!((base("V2"), version("V2")), ("V2".to_owned(), None));
        assert_eq!(trigger("GetOnNewItems"), "OnNewItems");
        assert_eq!(trigger("OnceMore"), "OnOnceMore");
        assert_eq!(connector("Office 365 Outlook", Some("office365")), "Office365");
        assert_eq!(connector("SharePoint", Some("sharepointonline")), "Sharepointonline");
        assert_eq!(member(Language::Python, "from"), "from_");
        assert_eq!(member(Language::CSharp, "@odata.context"), "Context");
        assert_eq!(type_name(Language::CSharp, "Task"), "TaskModel");
        assert_eq!(type_name(Language::Python, "Task"), "Task");
        assert_eq!(pascal("a1 2"), "A1_2");
    }
}
