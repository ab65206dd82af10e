//! Whole connectors: good ones are clean, bad ones have the one fault in their name, odd ones survive.
use connsmith::connector::discover;
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::Target;
use connsmith::report;
use connsmith::rule::finding::Finding;
use std::path::Path;

fn checked(folder: &str, strict: bool) -> Vec<(Target, Vec<Finding>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checker = Checker::new(&Options { selection: Selection { strict, ..Selection::default() }, ..Options::default() });
    let found = discover::find(&[root.join("fixtures").join(folder)]).unwrap();
    let one = |found| {
        let connector = checker.read(found, root).unwrap();
        let findings = checker.findings(&connector);
        (connector, findings)
    };
    found.iter().map(one).collect()
}

fn lines(connector: &Target, findings: &[Finding]) -> String {
    findings.iter().map(|finding| report::concise::line(connector, finding)).collect()
}

#[test]
fn good_connectors_are_clean_even_when_strict() {
    let checked = checked("good", true);
    assert_eq!(checked.len(), 2);
    let said: String = checked.iter().map(|(connector, findings)| lines(connector, findings)).collect();
    assert_eq!(said, "");
}

#[test]
fn bad_connectors_have_one_fault_each() {
    let checked = checked("bad", false);
    let said: String = checked.iter().map(|(connector, findings)| lines(connector, findings)).collect();
    insta::assert_snapshot!(said);
    for (connector, findings) in &checked {
        assert_eq!(findings.len(), 1, "{}", connector.name);
    }
}

#[test]
fn odd_files_are_read_and_judged() {
    let checked = checked("odd", false);
    let said: String = checked.iter().map(|(connector, findings)| lines(connector, findings)).collect();
    insta::assert_snapshot!(said);
    for (connector, _) in &checked {
        assert_eq!(connector.definition.is_some(), !connector.name.ends_with("no-definition"), "{}", connector.name);
    }
}

/// The same text in another dress must get the same verdict, but for what concerns the dress.
#[test]
fn encodings_and_line_ends_change_no_other_finding() {
    let rules = |(_, findings): &(Target, Vec<Finding>)| -> Vec<String> {
        let dress = |finding: &&Finding| finding.rule.subject != "document";
        findings.iter().filter(dress).map(|finding| format!("{} {}", finding.rule.id, finding.at.pointer)).collect()
    };
    for dress in ["bom", "crlf", "tabs", "not-utf-8", "utf-16", "one-line", "other-case", "named-in-settings"] {
        let checked = checked(&format!("odd/{dress}"), true);
        let expected: &[&str] = match dress {
            "other-case" => &["file-name-case "],
            _ => &[],
        };
        let said: Vec<String> = checked
            .iter()
            .flat_map(rules)
            .filter(|said| !said.starts_with("settings") && !expected.contains(&said.as_str()))
            .collect();
        assert_eq!(said, [""; 0], "{dress}");
    }
}
