//! `src/rules/mod.rs` is generated from the front matter of `rules/<subject>/<id>.md`. When it is stale this test rewrites it
//! and fails once.
//!
//! Nothing here looks at the compiled registry, so a stale one cannot hide a fault in a page.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const VARIANTS: [(&str, &str); 27] = [
    ("connector", "Connector"),
    ("document", "Document"),
    ("definition", "Definition"),
    ("path-item", "PathItem"),
    ("operation", "Operation"),
    ("parameter", "Parameter"),
    ("response", "Response"),
    ("schema", "Schema"),
    ("dynamic", "Dynamic"),
    ("object", "Object"),
    ("member", "Member"),
    ("unknown-member", "UnknownMember"),
    ("text", "Text"),
    ("words", "Words"),
    ("properties", "Properties"),
    ("connection-parameter", "ConnectionParameter"),
    ("policy", "Policy"),
    ("configuration", "Configuration"),
    ("operation-change", "OperationChange"),
    ("field-change", "FieldChange"),
    ("connection-change", "ConnectionChange"),
    ("comparison", "Comparison"),
    ("verdict", "Verdict"),
    ("package", "Package"),
    ("source", "Source"),
    ("run", "Run"),
    ("namespace", "Namespace"),
];
/// Rules that look at these have no function: `connsmith import`, the checks of `call::namespace` and the program report them.
const WITHOUT_FUNCTION: [&str; 3] = ["source", "namespace", "run"];
/// Of these `needs` can name members.
const WITH_MEMBERS: [&str; 9] =
    ["definition", "path-item", "operation", "parameter", "response", "schema", "dynamic", "object", "member"];
const KEYS: [&str; 16] = [
    "title",
    "code",
    "policy",
    "severity",
    "custom",
    "evidence",
    "confidence",
    "publishers",
    "looks-at",
    "needs",
    "once",
    "internal",
    "deprecated",
    "fix",
    "default",
    "source",
];

const EVIDENCE: [&str; 8] = ["verdict", "validator", "import", "flows", "documentation", "reviewers", "choice", "program"];

struct Page {
    subject: String,
    id: String,
    path: PathBuf,
    front: BTreeMap<String, String>,
    body: String,
}

impl Page {
    fn get(&self, key: &str) -> &str {
        self.front.get(key).map_or("", String::as_str)
    }

    fn list(&self, key: &str) -> Vec<&str> {
        self.get(key).split(',').map(str::trim).filter(|item| !item.is_empty()).collect()
    }

    fn one_of(&self, key: &str, allowed: &[&str]) -> &str {
        let value = self.get(key);
        assert!(allowed.contains(&value), "{}: `{key}: {value}` is none of {allowed:?}", self.path.display());
        value
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &str, extension: &str) -> Vec<(String, String, PathBuf)> {
    let mut files = Vec::new();
    for subject in fs::read_dir(root().join(folder)).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(subject.path()).unwrap().flatten() {
            let path = file.path();
            assert_eq!(path.extension().and_then(|e| e.to_str()), Some(extension), "{} does not belong there", path.display());
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            files.push((subject.file_name().into_string().unwrap(), stem, path));
        }
    }
    files.sort();
    files
}

fn pages() -> Vec<Page> {
    let page = |(subject, id, path): (String, String, PathBuf)| {
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.display();
        let rest = text.strip_prefix("---\n").unwrap_or_else(|| panic!("{shown}: no front matter"));
        let (front, body) = rest.split_once("\n---\n").unwrap_or_else(|| panic!("{shown}: the front matter has no end"));
        let mut fields = BTreeMap::new();
        for line in front.lines() {
            let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("{shown}: `{line}` is not `key: value`"));
            assert!(KEYS.contains(&key), "{shown}: unknown key `{key}`");
            assert!(fields.insert(key.to_owned(), value.trim().to_owned()).is_none(), "{shown}: `{key}` twice");
        }
        Page { subject, id, body: body.to_owned(), front: fields, path }
    };
    files_below("rules", "md").into_iter().map(page).collect()
}

fn registry(pages: &[Page]) -> String {
    let mut text = String::from(
        "//! All rules. Generated from the pages in `rules/` by `cargo test --test registry`; do not edit.\n\
         use crate::connector::publisher::Publisher;\nuse crate::rule::fix::Safety;\n\
         use crate::rule::{Check, Confidence, Evidence, Once, Origin, Rule, Severity};\n",
    );
    let mut subjects: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        subjects.entry(&page.subject).or_default().push(page);
    }
    for (subject, pages) in &subjects {
        let pages: Vec<_> = pages.iter().filter(|page| !WITHOUT_FUNCTION.contains(&page.get("looks-at"))).collect();
        if pages.is_empty() {
            continue;
        }
        text.push_str(&format!("\nmod {} {{\n", subject.replace('-', "_")));
        for page in pages {
            text.push_str(&format!("    pub mod {};\n", page.id.replace('-', "_")));
        }
        text.push_str("}\n");
    }
    text.push_str("\n/// Every rule, sorted by subject and id.\n#[rustfmt::skip]\npub static RULES: &[Rule] = &[\n");
    let mut checks = String::new();
    for page in pages {
        let shown = page.path.display();
        let variant = VARIANTS.iter().find(|(name, _)| *name == page.get("looks-at"));
        let variant = variant.unwrap_or_else(|| panic!("{shown}: `looks-at: {}` is not known", page.get("looks-at"))).1;
        let needs = page.list("needs");
        let looks_at = page.get("looks-at");
        assert!(needs.is_empty() || WITH_MEMBERS.contains(&looks_at), "{shown}: `needs` means nothing for `{looks_at}`");
        let publishers: Vec<_> = page.list("publishers");
        assert!(!publishers.is_empty(), "{shown}: no publishers");
        let publishers = match publishers.contains(&"custom") {
            true => "&Publisher::ALL".to_owned(),
            false => {
                let each = publishers.iter().map(|publisher| match *publisher {
                    "certified" => "Publisher::Certified",
                    "independent" => "Publisher::Independent",
                    other => panic!("{shown}: publisher `{other}` is not known"),
                });
                format!("&[{}]", each.collect::<Vec<_>>().join(", "))
            }
        };
        let fix = match page.one_of("fix", &["none", "safe", "unsafe"]) {
            "none" => "None",
            "safe" => "Some(Safety::Safe)",
            _ => "Some(Safety::Unsafe)",
        };
        let capitalised = |word: &str| word[..1].to_uppercase() + &word[1..];
        let severity = capitalised(page.one_of("severity", &["error", "warning", "info"]));
        let evidence = capitalised(page.one_of("evidence", &EVIDENCE));
        // What stops a certification need not stop an import.
        let custom = match page.get("custom") {
            "" => severity.clone(),
            _ => capitalised(page.one_of("custom", &["warning", "info"])),
        };
        assert!(page.get("custom").is_empty() || page.list("publishers").contains(&"custom"), "{shown}: `custom` says nothing");
        let once = match page.one_of("once", &["", "message", "file"]) {
            "message" => "Message",
            "file" => "File",
            _ => "Place",
        };
        let internal = page.one_of("internal", &["", "off"]).is_empty();
        let deprecated = page.one_of("deprecated", &["", "on"]) == "on";
        let confidence = capitalised(page.one_of("confidence", &["high", "medium", "low"]));
        let default = page.one_of("default", &["", "off"]).is_empty();
        let function = format!("{}::{}::check", page.subject.replace('-', "_"), page.id.replace('-', "_"));
        text.push_str(&format!(
            "    Rule {{ id: {:?}, subject: {:?}, title: {:?}, codes: &{:?}, policies: &{:?}, severity: Severity::{severity}, \
             custom: Severity::{custom}, evidence: Evidence::{evidence}, confidence: Confidence::{confidence}, publishers: {publishers}, default: {default}, \
             once: Once::{once}, internal: {internal}, deprecated: {deprecated}, fix: {fix}, source: {:?}, \
             own_page: None, needs: &{needs:?}, origin: Origin::BuiltIn }},\n",
            page.id,
            page.subject,
            page.get("title"),
            page.list("code"),
            page.list("policy"),
            page.get("source"),
        ));
        match WITHOUT_FUNCTION.contains(&looks_at) {
            true => checks.push_str(&format!("    Check::{variant},\n")),
            false => checks.push_str(&format!("    Check::{variant}({function}),\n")),
        }
    }
    text.push_str("];\n");
    text.push_str(&format!(
        "\n/// What each rule looks at and how: of `RULES[n]` the check is `CHECKS[n]`.\n#[rustfmt::skip]\nstatic CHECKS: [Check; {}] = [\n{checks}];\n\n\
         /// Every rule with its check.\npub fn registry() -> impl Iterator<Item = (&'static Rule, Check)> {{\n    RULES.iter().zip(CHECKS)\n}}\n\n\
         /// The check of a rule; None for one that is not in the registry.\npub fn check_of(rule: &Rule) -> Option<Check> {{\n    registry().find(|(known, _)| known.id == rule.id).map(|(_, check)| check)\n}}\n",
        pages.len()
    ));
    text
}

#[test]
fn registry_is_up_to_date() {
    let wanted = registry(&pages());
    let path = root().join("src/rules/mod.rs");
    if fs::read_to_string(&path).unwrap_or_default() != wanted {
        fs::write(&path, wanted).unwrap();
        panic!("src/rules/mod.rs was stale and has been rewritten: run the tests again, and commit it");
    }
}

#[test]
fn every_page_has_a_function_and_every_function_a_page() {
    let with_function = pages().into_iter().filter(|page| !WITHOUT_FUNCTION.contains(&page.get("looks-at")));
    let pages: Vec<_> = with_function.map(|page| (page.subject.replace('-', "_"), page.id.replace('-', "_"))).collect();
    let functions: Vec<_> = files_below("src/rules", "rs").into_iter().map(|(subject, name, _)| (subject, name)).collect();
    let without = |some: &[(String, String)], others: &[(String, String)]| -> Vec<_> {
        some.iter().filter(|one| !others.contains(one)).map(|(subject, name)| format!("{subject}/{name}")).collect()
    };
    assert_eq!(without(&pages, &functions), [""; 0], "pages without a function");
    assert_eq!(without(&functions, &pages), [""; 0], "functions without a page");
}

#[test]
fn pages_are_complete() {
    let codes = fs::read_to_string(root().join("schemas/codes.toml")).unwrap();
    let codes: toml::Table = codes.parse().unwrap();
    let known = [codes["codes"].as_array().unwrap().as_slice(), codes["changes"].as_array().unwrap()].concat();
    let mut ids = Vec::new();
    for page in pages() {
        let shown = page.path.display();
        assert!(!ids.contains(&page.id), "{shown}: a second rule called `{}`", page.id);
        assert!(page.get("title").len() >= 8 && !page.get("title").ends_with('.'), "{shown}: title");
        let source = page.get("source");
        let year = source.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4 && number.starts_with("20"));
        assert!(source.len() >= 12 && year, "{shown}: `source` must name who says so and when");
        for code in page.list("code") {
            assert!(known.iter().any(|entry| entry["code"].as_str() == Some(code)), "{shown}: `{code}` is not an official code");
        }
        for heading in ["\n## Bad", "\n## Good"] {
            assert!(page.body.contains(heading), "{shown}: no `{}` example", heading.trim_start_matches("\n## "));
        }
        assert_eq!(page.get("fix") != "none", page.body.contains("\n## Fixed"), "{shown}: `fix` and `## Fixed` must agree");
        ids.push(page.id);
    }
}

/// A level is a claim: an error says that something is refused or fails, and its page names what shows that.
#[test]
fn errors_are_shown_by_more_than_a_request() {
    for page in pages() {
        let shown = page.path.display();
        let rule = connsmith::rules::RULES.iter().find(|rule| rule.id == page.id).unwrap();
        let evidence = page.one_of("evidence", &EVIDENCE);
        assert!(
            page.get("severity") != "error" || rule.evidence.allows_error(),
            "{shown}: `evidence: {evidence}` shows no error"
        );
        if evidence == "validator" {
            let names = |words: &[&str]| words.iter().any(|word| page.get("source").contains(word));
            let says = !page.get("code").is_empty() || !page.get("policy").is_empty();
            let known = ["ConnectorPackageValidator", "apiProperties", "CredScan", "policy", "validate.py"];
            assert!(says || names(&known), "{shown}: no code, policy number or source that says which message");
        }
        if ["verdict", "reviewers"].contains(&evidence) {
            let named = ["#", "review", "template", "guide", "validat", "process", "certification"];
            assert!(named.iter().any(|word| page.get("source").contains(word)), "{shown}: no place where it was said");
        }
        assert!(evidence != "flows" || page.subject == "change", "{shown}: flows show the levels of changes only");
    }
}

/// `rules/README.md` lists the rules between two markers, and `README.md` counts them; like the registry, a stale list is
/// rewritten and fails once.
#[test]
fn index_is_up_to_date() {
    const BEGIN: &str = "<!-- rules: generated from the pages by `cargo test --test registry` -->\n";
    const END: &str = "<!-- end of rules -->\n";
    let pages = pages();
    let mut list = String::new();
    let mut subject = "";
    for page in &pages {
        if page.subject != subject {
            subject = &page.subject;
            list.push_str(&format!("\n### {subject}\n\n| rule | what | level | official code | fix |\n|---|---|---|---|---|\n"));
        }
        let off = if page.get("default") == "off" { ", off by default" } else { "" };
        let fix = if page.get("fix") == "none" { "" } else { page.get("fix") };
        list.push_str(&format!(
            "| [{id}]({subject}/{id}.md) | {} | {}{off} | {} | {fix} |\n",
            page.get("title").replace('|', "\\|"),
            page.get("severity"),
            page.list("code").join(", "),
            id = page.id,
        ));
    }
    let mut subjects: BTreeMap<&str, usize> = BTreeMap::new();
    for page in &pages {
        *subjects.entry(&page.subject).or_default() += 1;
    }
    let short: Vec<String> =
        subjects.iter().map(|(subject, count)| format!("[{subject}](rules/README.md#{subject}) {count}")).collect();
    let short = format!("{}; {} in all.\n", short.join(", "), pages.len());
    let mut stale = Vec::new();
    for (name, list) in [("rules/README.md", list + "\n"), ("README.md", short)] {
        let path = root().join(name);
        let text = fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once(BEGIN).expect("the marker that begins the list");
        let (_, after) = rest.split_once(END).expect("the marker that ends the list");
        let wanted = format!("{before}{BEGIN}{list}{END}{after}");
        if wanted != text {
            fs::write(&path, wanted).unwrap();
            stale.push(name);
        }
    }
    assert_eq!(stale, [""; 0], "were stale and have been rewritten: run the tests again, and commit them");
}

/// Some rules are called for members with certain names only: `needs` has to list all that the grammar has for them.
#[test]
fn needs_agree_with_the_grammar() {
    use connsmith::connector::grammar::{Kind, Property, Value};
    let listed =
        |value: &Value| matches!(value, Value::Enum(_) | Value::Array(Value::Enum(_)) | Value::Either([Value::Enum(_), ..]));
    let names = |wanted: &dyn Fn(Kind, &Property) -> bool| -> BTreeSet<&str> {
        let of = |kind: Kind| kind.object().properties.iter().filter(move |property| wanted(kind, property));
        Kind::all().flat_map(of).map(|property| property.name).collect()
    };
    let may_be_empty = |kind| matches!(kind, Kind::Response | Kind::CustomParameter);
    let looked_at = [
        ("url-not-valid", names(&|_, property| property.value == Value::Url)),
        ("value-not-in-list", names(&|kind, property| listed(&property.value) && kind != Kind::PolicyParameters)),
        (
            "required-value-empty",
            names(&|kind, property| property.required && property.value == Value::String && !may_be_empty(kind)),
        ),
    ];
    for (id, names) in looked_at {
        let rule = connsmith::rules::RULES.iter().find(|rule| rule.id == id).unwrap();
        assert_eq!(names, rule.needs.iter().copied().collect(), "{id}: {}", Vec::from_iter(names.iter().copied()).join(", "));
    }
}

/// What the checklist of a submission names exists, and decides one item for each publisher.
#[test]
fn the_checklist_names_each_rule_once() {
    use connsmith::connector::publisher::Publisher;
    use connsmith::judge::checklist::{Decided, item_of, items, items_of};
    use connsmith::rule::Severity;
    let find = |id: &str| connsmith::rules::RULES.iter().find(|rule| rule.id == id);
    for item in items() {
        let Decided::Rules(rules) = &item.decided else { continue };
        for id in rules {
            let rule = find(id).unwrap_or_else(|| panic!("submission-checklist.toml: there is no rule `{id}`"));
            let meant = item.publishers.iter().any(|publisher| rule.publishers.contains(publisher));
            assert!(meant, "submission-checklist.toml: `{id}` never runs for the publishers of \"{}\"", item.text);
        }
    }
    for publisher in [Publisher::Certified, Publisher::Independent] {
        let mut named: Vec<&str> = Vec::new();
        for item in items_of(publisher) {
            let Decided::Rules(rules) = &item.decided else { continue };
            for id in rules {
                assert!(!named.contains(id), "submission-checklist.toml: `{id}` decides two items of {publisher} publishers");
                named.push(id);
            }
        }
        // Every finding that the profile shows belongs to an item.
        for rule in connsmith::rules::RULES {
            for severity in [Severity::Error, Severity::Warning] {
                assert!(item_of(rule, severity, publisher).is_some(), "{}", rule.id);
            }
        }
    }
}
