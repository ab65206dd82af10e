//! Fixes are applied in rounds: never two that touch, each whole or not at all, and what comes out is never worse. Then the
//! same over published connectors.
use connsmith::connector::discover::{self, Found};
use connsmith::connector::place::Place;
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::fixes::{self, Fixed, Why};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::Target;
use connsmith::rule::finding::Finding;
use connsmith::rule::fix::{Fix, Safety};
use connsmith::rule::{Rule, Severity};
use connsmith::rules::RULES;
use connsmith::text::document::{Document, File, Node};
use connsmith::text::json::Span;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

fn folder(bytes: &[u8]) -> Folder {
    let file = FolderFile { file: File::Definition, name: "apiDefinition.swagger.json".into(), bytes: bytes.to_vec() };
    Folder { files: vec![file], ..Folder::default() }
}

/// The rule whose finding gets a fix with this title.
fn rule_of(title: &str) -> &'static Rule {
    &RULES[title.bytes().map(usize::from).sum::<usize>() % RULES.len()]
}

/// Fixes a definition by fixes that are made anew in each round.
fn settled(bytes: &[u8], up_to: Safety, fixes: impl Fn(&Document) -> Vec<Fix>) -> Fixed {
    let judge = |folder| {
        let connector = Target::new(Connector::new(folder), Publisher::Certified, Because::Default);
        let fixes = fixes(connector.definition.as_ref().unwrap());
        // Each fix is another rule's, as with two rules that look at one place.
        let rule = |fix: &Fix| rule_of(&fix.title);
        let findings = fixes.into_iter().map(|fix| Finding {
            rule: rule(&fix),
            code: None,
            severity: rule(&fix).severity,
            at: Place { file: File::Definition, span: fix.edits[0].span, pointer: String::new() },
            message: fix.title.clone(),
            help: None,
            labels: Vec::new(),
            unnamed: 0,
            fix: Some(fix),
            suppressed: None,
        });
        let findings = findings.collect();
        Ok::<_, Infallible>((connector, findings))
    };
    fixes::fix_all(folder(bytes), up_to, |_| true, judge).unwrap()
}

fn bytes(settled: &Fixed) -> Vec<u8> {
    settled.changes.first().map(|change| change.after.clone()).unwrap_or_default()
}

fn text(settled: &Fixed) -> String {
    String::from_utf8(bytes(settled)).unwrap()
}

fn rounds(settled: &Fixed) -> Vec<(&str, usize)> {
    settled.applied.iter().map(|applied| (applied.fix.title.as_str(), applied.round)).collect()
}

/// A fix for a value that is there, and none once it is gone.
fn at(document: &Document, pointer: &str, fix: impl Fn(Node) -> Fix) -> Option<Fix> {
    document.at_pointer(pointer).map(fix)
}

#[test]
fn of_two_fixes_that_overlap_the_second_waits() {
    let settled = settled(b"{\"a\": 1, \"b\": 2}", Safety::Safe, |document| {
        let remove = at(document, "/a", |a| Fix::safe("remove").remove_member(a.parent().unwrap().member("a").unwrap()));
        let add = (!document.root().has("c")).then(|| {
            let last = document.root().members().last().unwrap();
            // Two edits, one of which stands in the way of the removal: neither is made.
            let fix = Fix::safe("add").add_member(document.root(), "c", "3");
            fix.rename(document.root().members().next().unwrap().key, if last.name() == "b" { "d" } else { "e" })
        });
        remove.into_iter().chain(add).collect()
    });
    assert_eq!(text(&settled), "{\"d\": 2, \"c\": 3}");
    assert_eq!(rounds(&settled), [("remove", 0), ("add", 1)]);
    assert!(settled.unsettled.is_empty() && settled.refused.is_empty());
}

#[test]
fn a_fix_inside_a_removed_member_goes_with_it() {
    let settled = settled(b"{\n\t\"a\": {\n\t\t\"x\": 1\n\t},\n\t\"b\": 2\n}", Safety::Safe, |document| {
        let remove = at(document, "/a", |a| Fix::safe("remove").remove_member(a.parent().unwrap().member("a").unwrap()));
        let set = at(document, "/a/x", |x| Fix::safe("set").replace(x, "5"));
        remove.into_iter().chain(set).collect()
    });
    assert_eq!(text(&settled), "{\n\t\"b\": 2\n}");
    assert_eq!(rounds(&settled), [("remove", 0)]);
}

/// `{"a":1}`: what is added behind `a` would follow the `{` once `a` is gone.
#[test]
fn an_insertion_at_the_end_of_a_removed_member_waits() {
    let settled = settled(b"{\"a\":1}", Safety::Safe, |document| {
        let remove = at(document, "/a", |a| Fix::safe("remove").remove_member(a.parent().unwrap().member("a").unwrap()));
        let add = (!document.root().has("b")).then(|| Fix::safe("add").add_member(document.root(), "b", "2"));
        remove.into_iter().chain(add).collect()
    });
    assert_eq!(text(&settled), "{ \"b\": 2 }");
    assert_eq!(rounds(&settled), [("remove", 0), ("add", 1)]);
}

#[test]
fn the_safe_one_of_two_comes_first() {
    let both = |document: &Document| {
        let title = document.root().get("a").unwrap();
        let risky = (!title.is("")).then(|| Fix::risky("empty").replace_str(title, ""));
        let safe = title.is("x").then(|| Fix::safe("set").replace_str(title, "y"));
        risky.into_iter().chain(safe).collect::<Vec<_>>()
    };
    let safe = settled(b"{\"a\": \"x\"}", Safety::Safe, both);
    assert_eq!((text(&safe).as_str(), safe.findings.len()), ("{\"a\": \"y\"}", 1));
    assert_eq!(rounds(&settled(b"{\"a\": \"x\"}", Safety::Unsafe, both)), [("set", 0), ("empty", 1)]);
}

#[test]
fn what_would_parse_worse_is_refused_and_the_rest_applied() {
    let text_of = |fixes: fn(&Document) -> Vec<Fix>| {
        let settled = settled(b"{\"a\": 1, \"b\": 2,}", Safety::Safe, fixes);
        (text(&settled), settled.refused.iter().map(|refused| refused.why).collect::<Vec<_>>())
    };
    let worse = text_of(|document| {
        let broken = at(document, "/a", |a| Fix::safe("break").replace(a, "1 1"));
        let set =
            at(document, "/b", |b| Fix::safe("set").replace(b, "3")).filter(|_| document.root().get("b").unwrap().text() == "2");
        broken.into_iter().chain(set).collect()
    });
    assert_eq!(worse, ("{\"a\": 1, \"b\": 3,}".to_owned(), vec![Why::ParsesWorse]));
    let twice = text_of(|document| {
        let rename = at(document, "/a", |a| Fix::safe("rename").rename(a.key().unwrap(), "b"));
        let set =
            at(document, "/b", |b| Fix::safe("set").replace(b, "3")).filter(|_| document.root().get("b").unwrap().text() == "2");
        rename.into_iter().chain(set).collect()
    });
    assert_eq!(twice, ("{\"a\": 1, \"b\": 3,}".to_owned(), vec![Why::KeyTwice]));
}

/// Two rules that add the same member: the second finds it there in the next round.
#[test]
fn two_rules_do_not_add_one_member_twice() {
    let settled = settled(b"{\"a\": 1}", Safety::Safe, |document| {
        let add = || (!document.root().has("b")).then(|| Fix::safe("add").add_member(document.root(), "b", "2"));
        add().into_iter().chain(add()).collect()
    });
    assert_eq!(text(&settled), "{\"a\": 1, \"b\": 2}");
    assert_eq!(rounds(&settled), [("add", 0)]);
}

#[test]
fn fixes_that_never_settle_are_named() {
    let settled = settled(b"{\"a\": 1}", Safety::Safe, |document| {
        let a = document.root().get("a").unwrap();
        vec![Fix::safe("turn").replace(a, if a.text() == "1" { "2" } else { "1" })]
    });
    assert_eq!(settled.applied.len(), fixes::MOST_ROUNDS);
    assert_eq!(settled.unsettled.iter().map(|rule| rule.id).collect::<Vec<_>>(), [rule_of("turn").id]);
    assert!(settled.changes.is_empty(), "ten turns are none");
}

/// As many fixes are made as the file has room for. The others are too many, and that is seen without a check for each.
#[test]
fn a_file_that_would_become_too_large_is_not_checked_for_each_fix() {
    const LIMIT: usize = 2000;
    let mut checks = 0;
    let finding = |rule: &'static str, span, fix: Option<Fix>| Finding {
        rule: RULES.iter().find(|known| known.id == rule).unwrap(),
        code: None,
        severity: Severity::Error,
        at: Place { file: File::Definition, span, pointer: String::new() },
        message: fix.as_ref().map_or(String::new(), |fix| fix.title.clone()),
        help: None,
        labels: Vec::new(),
        unnamed: 0,
        fix,
        suppressed: None,
    };
    let judge = |folder| {
        checks += 1;
        let connector = Target::new(Connector::new(folder), Publisher::Certified, Because::Default);
        let root = connector.definition.as_ref().unwrap().root();
        let missing = (0..1000).map(|at| format!("member{at}")).filter(|name| !root.has(name));
        let fixes = missing.map(|name| Fix::safe(format!("add {name}")).add_member(root, &name, "1"));
        let mut findings: Vec<_> = fixes.map(|fix| finding("security-scope-undefined", fix.edits[0].span, Some(fix))).collect();
        findings.extend((root.doc.text.len() > LIMIT).then(|| finding("definition-too-large", Span::default(), None)));
        Ok::<_, Infallible>((connector, findings))
    };
    let settled = fixes::fix_all(folder(br#"{ "known": 1 }"#), Safety::Safe, |_| true, judge).unwrap();
    let length = text(&settled).len();
    assert!((LIMIT - 20..=LIMIT).contains(&length), "{length} bytes");
    let (too_large, others): (Vec<_>, Vec<_>) =
        settled.refused.iter().partition(|refused| matches!(refused.why, Why::Adds("definition-too-large")));
    assert_eq!(settled.applied.len() + too_large.len() + others.len(), 1000);
    assert!(!too_large.is_empty() && others.iter().all(|refused| matches!(refused.why, Why::TriedTooOften)));
    assert!(checks < 100, "{checks} checks");
}

#[test]
fn a_closed_file_is_left_alone() {
    let judge = |folder| {
        let connector = Target::new(Connector::new(folder), Publisher::Certified, Because::Default);
        let root = connector.definition.as_ref().unwrap().root();
        let fix = Fix::safe("add").add_member(root, "b", "2");
        let at = Place::of(root);
        let rule = &RULES[0];
        let message = String::new();
        let finding = Finding {
            rule,
            code: None,
            severity: rule.severity,
            at,
            message,
            help: None,
            labels: Vec::new(),
            unnamed: 0,
            fix: Some(fix),
            suppressed: None,
        };
        Ok::<_, Infallible>((connector, vec![finding]))
    };
    let settled = fixes::fix_all(folder(b"{\"a\": 1}"), Safety::Safe, |_| false, judge).unwrap();
    assert!(settled.changes.is_empty() && settled.applied.is_empty() && settled.refused.is_empty());
}

/// Adds a member to the root unless it is there.
fn add(value: &'static str) -> impl Fn(&Document) -> Vec<Fix> {
    move |document| {
        let missing = !document.root().has("new");
        missing.then(|| Fix::safe("add").add_member(document.root(), "new", value)).into_iter().collect()
    }
}

#[test]
fn newlines_indents_marks_and_encodings_stay() {
    let utf16 = |text: &str, from: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(from).collect::<Vec<u8>>();
    for (before, after) in [
        (&b"{\r\n\t\"a\": 0\r\n}"[..], &b"{\r\n\t\"a\": 0,\r\n\t\"new\": \"\xc3\xa9\"\r\n}"[..]),
        (b"{\n  \"a\": 0\n}", b"{\n  \"a\": 0,\n  \"new\": \"\xc3\xa9\"\n}"),
        (b"\xef\xbb\xbf{\"a\": 0}", b"\xef\xbb\xbf{\"a\": 0, \"new\": \"\xc3\xa9\"}"),
        (b"{\"a\": \"\xe4\"}", b"{\"a\": \"\xe4\", \"new\": \"\xe9\"}"),
    ] {
        assert_eq!(bytes(&settled(before, Safety::Safe, add("\"é\""))), after);
    }
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let settled = settled(&utf16("\u{feff}{\"a\": \"ä\"}", order), Safety::Safe, add("\"日\""));
        assert_eq!(bytes(&settled), utf16("\u{feff}{\"a\": \"ä\", \"new\": \"日\"}", order));
    }
}

#[test]
fn an_encoding_that_lacks_a_character_is_not_broken() {
    let refused = |bytes: &[u8], fixes: &dyn Fn(&Document) -> Vec<Fix>| {
        let settled = settled(bytes, Safety::Unsafe, fixes);
        assert!(settled.changes.is_empty());
        settled.refused.iter().map(|refused| refused.why).collect::<Vec<_>>()
    };
    assert_eq!(refused(b"{\"a\": \"\xe4\"}", &add("\"日\"")), [Why::Encoding]);
    // Without the byte that is not UTF-8 the others would be read as UTF-8, and `Ã©` as `é`.
    let drop = |document: &Document| vec![Fix::safe("drop").replace_str(document.root().get("b").unwrap(), "")];
    assert_eq!(refused(b"{\"a\": \"\xc3\xa9\", \"b\": \"\xe4\"}", &drop), [Why::Encoding]);
    // Half a UTF-16 unit at the end: there is no telling what it was.
    assert_eq!(refused(b"\xff\xfe{\0}\0x", &add("1")), [Why::Encoding]);
}

/// A fix that puts there what is there saves the file as UTF-8; others go along.
#[test]
fn a_file_becomes_utf8_when_a_fix_asks_for_it() {
    let settled = settled(b"{\"a\": \"\xe4\"}", Safety::Unsafe, |document| {
        let a = document.root().get("a").unwrap();
        let utf8 = Fix::risky("save as UTF-8").text(a, a.span(), a.text());
        add("\"日\"")(document).into_iter().chain([utf8]).collect()
    });
    assert_eq!(text(&settled), "{\"a\": \"ä\", \"new\": \"日\"}");
    assert!(settled.refused.is_empty() && settled.unsettled.is_empty());
}

// ---------------------------------------------------------------------------------------------------------------------
// Published connectors

fn corpus() -> Option<(PathBuf, Vec<Found>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !folder.is_dir() {
        println!("skipped: ../shared/corpus (the published connectors) is not there");
        return None;
    }
    let found = discover::find(std::slice::from_ref(&folder)).unwrap();
    Some((folder, found))
}

/// How many findings each rule has.
fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule.id).or_default() += 1;
    }
    counts
}

/// What is wrong with a fixed connector, one line each.
fn complaints(checker: &Checker, found: &Found, current: &Path, up_to: Safety) -> Vec<String> {
    let folder = discover::load(found, discover::shown(&found.folder, current));
    let name = folder.name.clone();
    let judge = |folder| {
        let connector = checker.connector(folder, current)?;
        let findings = checker.findings(&connector);
        Ok::<_, connsmith::judge::config::Error>((connector, findings))
    };
    let (_, before) = judge(folder.clone()).unwrap();
    let first = fixes::fix_all(folder.clone(), up_to, |_| true, judge).unwrap();
    let mut complaints = Vec::new();
    for rule in &first.unsettled {
        complaints.push(format!("{}: does not settle in {name}", rule.id));
    }
    // What would bring up another finding is for a person.
    for refused in first.refused.iter().filter(|refused| !matches!(refused.why, Why::Adds(_))) {
        complaints.push(format!("{}: refused in {name} at {}: {}", refused.rule.id, refused.at.pointer, refused.why));
    }
    // More of a file is read once it is JSON.
    let mends_syntax = first.applied.iter().any(|applied| applied.rule.id == "json-syntax");
    let before = counts(&before);
    for (rule, count) in counts(&first.findings).into_iter().filter(|_| !mends_syntax) {
        let known = before.get(rule).copied().unwrap_or(0);
        if count > known {
            complaints.push(format!("{rule}: {count} instead of {known} in {name}"));
        }
    }
    let mut after = folder.clone();
    for change in &first.changes {
        let file = after.files.iter_mut().find(|file| folder.path.join(&file.name) == change.path).unwrap();
        file.bytes.clone_from(&change.after);
        // The edits alone, one by one from the end: what they do not touch is as it was.
        let mut text = Document::plain(file.file, "", change.before.clone()).text;
        for round in 0..fixes::MOST_ROUNDS {
            let mut edits: Vec<_> = first.applied.iter().filter(|applied| applied.round == round).collect::<Vec<_>>();
            edits.retain(|applied| applied.fix.edits.iter().any(|edit| edit.file == file.file));
            let edits = edits.into_iter().flat_map(|applied| &applied.fix.edits).filter(|edit| edit.file == file.file);
            let mut edits: Vec<_> = edits.enumerate().collect();
            edits.sort_by_key(|(at, edit)| std::cmp::Reverse((edit.span.start, edit.span.end, *at)));
            for (_, edit) in edits {
                text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
            }
        }
        if Document::plain(file.file, "", change.after.clone()).text != text {
            complaints.push(format!("{name}: bytes outside of the edits have changed"));
        }
    }
    let second = fixes::fix_all(after, up_to, |_| true, judge).unwrap();
    if first.unsettled.is_empty() && !(second.changes.is_empty() && second.applied.is_empty()) {
        complaints.push(format!("{name}: a second run changes something"));
    }
    complaints
}

fn over_the_corpus(every: usize) {
    let Some((folder, found)) = corpus() else { return };
    let checker = Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() });
    let mut all = Vec::new();
    for up_to in [Safety::Safe, Safety::Unsafe] {
        let sample = found.par_iter().step_by(every);
        let here: Vec<String> = sample.flat_map_iter(|found| complaints(&checker, found, &folder, up_to)).collect();
        all.extend(here.into_iter().map(|complaint| format!("{up_to:?} {complaint}")));
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

/// Of the published connectors every twelfth, always the same.
#[test]
fn published_connectors_are_fixed() {
    over_the_corpus(12);
}

/// The command for all of them is in CONTRIBUTING.md.
#[test]
#[ignore = "minutes; see CONTRIBUTING.md"]
fn all_published_connectors_are_fixed() {
    over_the_corpus(1);
}
