//! What a connector is about, in all the forms in which its names and texts need it.
use crate::connector::title;
use heck::{ToKebabCase, ToLowerCamelCase, ToUpperCamelCase};

/// The thing that operations list, create or announce: a task, a sales order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// In the singular, as in the middle of a sentence: `sales order`, `SMS message`.
    pub one: String,
    /// In the plural: `sales orders`.
    pub many: String,
}

/// Plurals that no rule gives.
const IRREGULAR: [(&str, &str); 16] = [
    ("person", "people"),
    ("child", "children"),
    ("man", "men"),
    ("woman", "women"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("mouse", "mice"),
    ("medium", "media"),
    ("criterion", "criteria"),
    ("leaf", "leaves"),
    ("shelf", "shelves"),
    ("half", "halves"),
    ("knife", "knives"),
    ("life", "lives"),
    ("quiz", "quizzes"),
    ("hero", "heroes"),
];
/// Words that are the same in the plural.
const UNCHANGED: [&str; 13] = [
    "data",
    "equipment",
    "feedback",
    "information",
    "media",
    "metadata",
    "money",
    "news",
    "series",
    "software",
    "species",
    "staff",
    "stuff",
];
/// Words in `s` that are no plurals, beyond those in `ss`, `us`, `is` and `as`.
const SINGULAR: [&str; 3] = ["lens", "series", "news"];

impl Resource {
    /// The resource of this name, in the singular or in the plural: `task`, `Sales Orders`, `salesOrder`. None when it holds
    /// no word of English letters, of which names in the definition are made.
    pub fn parse(name: &str) -> Option<Resource> {
        let fits = name.chars().all(|c| c.is_ascii_alphanumeric() || " -_".contains(c));
        if !fits || !name.trim().starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let sentence = title::sentence(name);
        let (before, last) = sentence.rsplit_once(' ').map_or(("", sentence.as_str()), |(before, last)| (before, last));
        let one = singular(last);
        let many = plural(&one);
        let join = |word: &str| if before.is_empty() { word.to_owned() } else { format!("{before} {word}") };
        Some(Resource { one: join(&one), many: join(&many) })
    }

    /// The one that is taken when nobody named any.
    pub fn example() -> Resource {
        Resource { one: "item".to_owned(), many: "items".to_owned() }
    }

    /// With its article: `a task`, `an hour`, `a user`.
    pub fn a_one(&self) -> String {
        format!("{} {}", article(&self.one), self.one)
    }

    /// As part of an operationId: `SalesOrder`.
    pub fn id(&self) -> String {
        self.one.to_upper_camel_case()
    }

    /// The plural as part of an operationId: `SalesOrders`.
    pub fn ids(&self) -> String {
        self.many.to_upper_camel_case()
    }

    /// As part of the name of a parameter: `salesOrder`.
    pub fn key(&self) -> String {
        self.one.to_lower_camel_case()
    }

    /// As part of a label: `Sales Order`.
    pub fn label(&self) -> String {
        title::title(&self.one)
    }

    /// The plural as a label: `Sales Orders`.
    pub fn labels(&self) -> String {
        title::title(&self.many)
    }

    /// As part of a path: `sales-order`.
    pub fn slug(&self) -> String {
        self.one.to_kebab_case()
    }

    /// The plural as part of a path: `sales-orders`.
    pub fn slugs(&self) -> String {
        self.many.to_kebab_case()
    }
}

/// `a` or `an`, by the first sound of a word.
pub fn article(text: &str) -> &'static str {
    let word = text.split([' ', '-']).next().unwrap_or_default();
    let lower = word.to_lowercase();
    // Letter by letter: an SMS, a URL.
    if word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        return if word.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X']) { "an" } else { "a" };
    }
    let starts = |list: &[&str]| list.iter().any(|start| lower.starts_with(start));
    if starts(&["hour", "honest", "honor", "honour", "heir"]) {
        return "an";
    }
    if starts(&["eu", "one", "once", "usa", "use", "uni", "uti", "ure", "ufo"]) && !starts(&["unin", "unim", "unid"]) {
        return "a";
    }
    if lower.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// The plural of a word.
pub fn plural(word: &str) -> String {
    let lower = word.to_lowercase();
    if UNCHANGED.contains(&lower.as_str()) {
        return word.to_owned();
    }
    if let Some((_, many)) = IRREGULAR.iter().find(|(one, _)| *one == lower) {
        return (*many).to_owned();
    }
    let vowel_before = |end: char| lower.strip_suffix(end).is_some_and(|stem| stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if lower.ends_with('y') && !vowel_before('y') && !word.ends_with('Y') {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    if lower.ends_with("sis") {
        return format!("{}es", &word[..word.len() - 2]);
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| lower.ends_with(end));
    if hisses && !word.ends_with(|c: char| c.is_ascii_uppercase()) {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// The singular of a word that may be in the plural.
fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    if UNCHANGED.contains(&lower.as_str()) || SINGULAR.contains(&lower.as_str()) {
        return word.to_owned();
    }
    if let Some((one, _)) = IRREGULAR.iter().find(|(_, many)| *many == lower) {
        return (*one).to_owned();
    }
    if !word.ends_with('s') || ["ss", "us", "is", "as"].iter().any(|end| lower.ends_with(end)) {
        return word.to_owned();
    }
    let stems = [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("zes", "z"), ("uses", "us")];
    for (end, one) in stems {
        if let Some(stem) = lower.strip_suffix(end).filter(|stem| stem.len() > 1) {
            return format!("{}{one}", &word[..stem.len()]);
        }
    }
    word[..word.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::Resource;

    #[test]
    fn one_and_many() {
        let cases = [
            ("task", "a task", "tasks", "Task", "Tasks", "tasks"),
            ("category", "a category", "categories", "Category", "Categories", "categories"),
            ("address", "an address", "addresses", "Address", "Addresses", "addresses"),
            ("box", "a box", "boxes", "Box", "Boxes", "boxes"),
            ("Sales Orders", "a sales order", "sales orders", "SalesOrder", "SalesOrders", "sales-orders"),
            ("invoiceLine", "an invoice line", "invoice lines", "InvoiceLine", "InvoiceLines", "invoice-lines"),
            ("sms message", "an SMS message", "SMS messages", "SmsMessage", "SmsMessages", "sms-messages"),
            ("user", "a user", "users", "User", "Users", "users"),
            ("hour", "an hour", "hours", "Hour", "Hours", "hours"),
            ("people", "a person", "people", "Person", "People", "people"),
            ("status", "a status", "statuses", "Status", "Statuses", "statuses"),
            ("statuses", "a status", "statuses", "Status", "Statuses", "statuses"),
            ("boxes", "a box", "boxes", "Box", "Boxes", "boxes"),
            ("classes", "a class", "classes", "Class", "Classes", "classes"),
            ("analysis", "an analysis", "analyses", "Analysis", "Analyses", "analyses"),
            ("day", "a day", "days", "Day", "Days", "days"),
            ("data", "a data", "data", "Data", "Data", "data"),
            ("page", "a page", "pages", "Page", "Pages", "pages"),
            ("response", "a response", "responses", "Response", "Responses", "responses"),
        ];
        for (name, a_one, many, id, ids, slugs) in cases {
            let resource = Resource::parse(name).unwrap();
            let got = (resource.a_one(), resource.many.clone(), resource.id(), resource.ids(), resource.slugs());
            let wanted = (a_one.to_owned(), many.to_owned(), id.to_owned(), ids.to_owned(), slugs.to_owned());
            assert_eq!(got, wanted, "{name}");
        }
        assert_eq!(Resource::parse("Größe"), None);
        assert_eq!(Resource::parse("4 wheels"), None);
    }
}
