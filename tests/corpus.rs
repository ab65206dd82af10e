//! Published connectors: none may panic, all must be reported, and what is wrong with the unreadable ones must be said.
use connsmith::connector::discover;
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::report;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !folder.is_dir() {
        println!("skipped: ../shared/corpus (the published connectors) is not there");
        return None;
    }
    Some(folder)
}

#[test]
fn every_published_connector_is_reported() {
    let Some(folder) = corpus() else { return };
    let found = discover::find(std::slice::from_ref(&folder)).unwrap();
    assert_eq!(found.len(), 717);
    let checker = Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() });
    let unsaid = checker.each(&found, &folder, |connector, findings| {
        let json = report::json::whole(&[report::json::part(connector, &findings)], &report::Summary::of(connector, &findings));
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{}: the report is not JSON", connector.name);
        let mut unsaid = Vec::new();
        for document in connector.json_documents() {
            let refused = serde_json::from_str::<serde_json::Value>(document.text.trim_start_matches('\u{feff}')).err();
            let said: Vec<u32> = findings
                .iter()
                .filter(|finding| finding.at.file == document.file && finding.rule.subject == "document")
                .map(|finding| document.position(finding.at.span.start).line)
                .collect();
            if let Some(error) = refused {
                // serde_json stops where it notices, which may be a line or two behind the fault.
                let near = said.iter().any(|&line| (line as usize).abs_diff(error.line()) <= 2);
                if !near {
                    unsaid.push(format!("{}: serde_json says {error}; we point at lines {said:?}", document.name));
                }
            }
        }
        unsaid
    });
    let unsaid: Vec<String> = unsaid.unwrap().into_iter().flatten().collect();
    assert_eq!(unsaid, [""; 0]);
}

/// How often each rule speaks on published connectors, all rules on: a change here is one to explain.
#[test]
fn findings_per_rule() {
    let Some(folder) = corpus() else { return };
    let found = discover::find(std::slice::from_ref(&folder)).unwrap();
    let checker = Checker::new(&Options { selection: Selection { strict: true, ..Selection::default() }, ..Options::default() });
    let counts = checker.each(&found, &folder, |_, findings| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &findings {
            *counts.entry(finding.rule.id).or_default() += 1;
        }
        counts
    });
    let mut total: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (rule, findings) in counts.unwrap().into_iter().flatten() {
        let entry = total.entry(rule).or_default();
        *entry = (entry.0 + 1, entry.1 + findings);
    }
    let mut text = String::from("rule: connectors, findings\n");
    for rule in connsmith::rules::RULES {
        let (connectors, findings) = total.get(rule.id).copied().unwrap_or_default();
        let _ = writeln!(text, "{}: {connectors}, {findings}", rule.id);
    }
    insta::assert_snapshot!(text);
}
