//! Runs the examples in every rule's page: `Bad` ones must give exactly the findings that their carets and `!` lines say,
//! `Good` ones none, and applying the fixes of a `Bad` one must give the `Fixed` one. CONTRIBUTING.md explains the format.
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::versions;
use connsmith::connector::versions::Comparison;
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::change::{self};
use connsmith::judge::config::Date;
use connsmith::judge::configured::{self, Coverage};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::Target;
use connsmith::judge::timing::Meter;
use connsmith::judge::walk::{self, Plan};
use connsmith::rule::finding::Finding;
use connsmith::rule::fix::Safety;
use connsmith::rule::{Check, Rule, Severity};
use connsmith::rules::{RULES, check_of};
use connsmith::text::document::File;
use connsmith::text::edit::{self, Edit};
use example::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

#[path = "frames/example.rs"]
mod example;
#[path = "frames/package.rs"]
mod package;
#[path = "frames/seeded.rs"]
mod seeded;

fn findings(target: &Target, selection: &Selection) -> Vec<Finding> {
    let plan = match &target.configured {
        Some(configured) => {
            Plan::of(configured.source.settings(target.publisher), |rule| selection.includes(rule, target.publisher))
        }
        None => Plan::new(selection, target.publisher),
    };
    walk::check(target, &plan, &mut Meter::off())
}

/// What a rule about configurations says of an example's, on 23 November 2026.
fn findings_of_configuration(rule: &'static Rule, target: &Target) -> Vec<Finding> {
    let Some(configured) = &target.configured else { return Vec::new() };
    let (today, coverage) = (Some(Date { year: 2026, month: 11, day: 23 }), Coverage { folders: vec!["/example".into()] });
    let strict = Selection { strict: true, ..Selection::default() };
    configured.findings(target, target.publisher, &strict, today, &mut Meter::off());
    let source = &configured.source;
    let config =
        source.config.as_ref().map(|file| configured::config_after(source, std::slice::from_ref(source), file, today, &coverage));
    let baseline = source.baseline.as_ref();
    let baseline = baseline.map(|baseline| configured::baseline_after(baseline, std::slice::from_ref(source), &coverage));
    let only = |known: &'static Rule| (known.id == rule.id).then_some(known.severity);
    let all = config.into_iter().chain(baseline);
    all.flat_map(|after| configured::check_configuration(&after, only, &mut Meter::off())).collect()
}

/// What a rule says of a connector, or of its configuration.
fn findings_of(rule: &'static Rule, target: &Target) -> Vec<Finding> {
    match check_of(rule) {
        Some(Check::Configuration(_)) => findings_of_configuration(rule, target),
        _ => findings(target, &only(rule)),
    }
}

/// What the rules say of a change, in the form of what an example expects.
fn found_in_change(example: &Example, [old, new]: &[Framed; 2], findings: &[Finding]) -> (Vec<Vec<Expected>>, Vec<String>) {
    let is_new = |finding: &&Finding| !matches!(finding.at.file, File::Other(_));
    let (new_ones, mut old_ones): (Vec<Finding>, Vec<Finding>) = findings.iter().cloned().partition(|finding| is_new(&finding));
    for finding in &mut old_ones {
        let File::Other(number) = finding.at.file else { continue };
        finding.at.file = [File::Definition, File::Properties, File::Settings, File::Script][usize::from(number)];
    }
    let (mut old_inside, mut outside) = found(old, &old.connector(), &old_ones);
    let (mut new_inside, more) = found(new, &new.connector(), &new_ones);
    outside.extend(more);
    let inside = example.fences.iter().map(|fence| {
        let list = if fence.options.iter().any(|option| option == "before") { &mut old_inside } else { &mut new_inside };
        list.remove(0)
    });
    (inside.collect(), outside)
}

fn change_findings([old, new]: &[Framed; 2], selection: &Selection) -> Vec<Finding> {
    let (old, new) = (versions::older(old.connector().connector), new.connector());
    let comparison = Comparison { old: &old, new: &new };
    change::check(&comparison, &Plan::new(selection, new.publisher), &mut Meter::off())
}

fn only(rule: &Rule) -> Selection {
    Selection { select: vec![rule.id.to_owned()], ..Selection::default() }
}

/// The rules that an example of a change is run with: a verdict needs what the others find.
fn in_change(rule: &Rule) -> Selection {
    match check_of(rule) {
        Some(Check::Verdict(_)) => Selection { strict: true, ..Selection::default() },
        _ => only(rule),
    }
}

/// What was found, in the form of what an example expects: for each fence, and what lies outside all of them.
fn found(framed: &Framed, connector: &Target, findings: &[Finding]) -> (Vec<Vec<Expected>>, Vec<String>) {
    let mut inside = vec![Vec::new(); framed.places.len()];
    let mut outside = Vec::new();
    'findings: for finding in findings {
        let configured = connector.configured.as_ref().map(|configured| &configured.source);
        let config = configured.and_then(|source| {
            source.config.as_ref().map(|file| &file.text).or(source.baseline.as_ref().map(|baseline| &baseline.text))
        });
        let document = connector.document(finding.at.file).or(config.map(|text| &text.document));
        if let Some(document) = document {
            let (start, end) = (document.position(finding.at.span.start), document.position(finding.at.span.end));
            for (number, place) in framed.places.iter().enumerate() {
                let Some((file, before, behind)) = place else { continue };
                if *file != finding.at.file {
                    continue;
                }
                let first = before.matches('\n').count() + 1;
                let last = document.lines().len() - behind.matches('\n').count();
                let line = start.line as usize;
                if (first..=last).contains(&line) {
                    let line_end =
                        document.text.lines().nth(line - 1).unwrap_or("").trim_start_matches('\u{feff}').chars().count() + 1;
                    let from = start.column as usize;
                    let to = if end.line == start.line { end.column as usize } else { line_end };
                    let place = Some((line - first + 1, from, to.max(from + 1)));
                    inside[number].push(Expected { place, message: finding.message.clone() });
                    continue 'findings;
                }
            }
        }
        outside.push(finding.message.clone());
    }
    for list in &mut inside {
        list.sort();
    }
    outside.sort();
    (inside, outside)
}

/// All faults in the examples of one rule of packages. What the example breaks is all that *any* of these rules may find.
fn package_faults(rule: &'static Rule) -> String {
    let mut faults = String::new();
    let mut icon_too = Example { heading: String::new(), fences: Vec::new() };
    icon_too.fences.push(Fence {
        frame: "icon".into(),
        options: Vec::new(),
        text: "230x230 #1a6fb5".into(),
        expected: Vec::new(),
        line: 0,
    });
    let plain: &Rule = RULES.iter().find(|rule| rule.publishers == Publisher::ALL).expect("a rule for everybody");
    let mut framed = framed(plain, &icon_too);
    framed.publisher = Publisher::Certified;
    let connector = framed.connector();
    let plan = Plan::new(&Selection { strict: true, ..Selection::default() }, Publisher::Certified);
    for example in examples(rule.page()) {
        let at = format!("rules/{}/{}.md, `## {}`", rule.subject, rule.id, example.heading);
        let plugin = example.fences.iter().any(|fence| fence.options.iter().any(|option| option == "plugin"));
        let edits: Vec<&str> = example.fences.iter().map(|fence| fence.text.as_str()).filter(|text| !text.is_empty()).collect();
        let kind = connsmith::connector::package::Kind::Certification { plugin };
        let package = package::edited(package::good(&connector, "ListTasks"), &edits.join("\n"), kind);
        let findings = walk::check_package(&package, &plan, &mut Meter::off());
        let mut reported = package::reported(&package, &findings);
        reported.sort();
        let mut expected: Vec<_> =
            example.fences.iter().flat_map(|fence| &fence.expected).map(|expected| expected.message.clone()).collect();
        expected.sort();
        if reported != expected {
            let _ = writeln!(faults, "{at}: expected {expected:#?}, found {reported:#?}");
        }
        if example.is("Bad") && !findings.iter().any(|finding| finding.rule.id == rule.id) {
            let _ = writeln!(faults, "{at}: finds nothing");
        }
    }
    faults
}

/// All faults in the examples of one rule.
fn faults(rule: &'static Rule) -> String {
    if matches!(check_of(rule), Some(Check::Package(_))) {
        return package_faults(rule);
    }
    let mut faults = String::new();
    let mut bad: Option<(Example, Framed)> = None;
    let mut best_fix = None;
    for example in examples(rule.page()) {
        let at = format!("rules/{}/{}.md, `## {}`", rule.subject, rule.id, example.heading);
        if example.fences.is_empty() {
            let _ = writeln!(faults, "{at}: no fenced example below it");
            continue;
        }
        let framed = framed(rule, &Example { heading: example.heading.clone(), fences: newer(&example) });
        let connector = framed.connector();
        let versions = versions(rule, &example);
        let all = match &versions {
            Some(versions) => change_findings(versions, &in_change(rule)),
            None => findings_of(rule, &connector),
        };
        let all: Vec<Finding> = all.into_iter().filter(|finding| finding.rule.id == rule.id).collect();
        if example.is("Good") {
            for finding in &all {
                let _ = writeln!(faults, "{at}: must be clean, but: {} at {}", finding.message, finding.at.pointer);
            }
            continue;
        }
        if example.is("Bad") {
            let (inside, outside) = match &versions {
                Some(versions) => found_in_change(&example, versions, &all),
                None => found(&framed, &connector, &all),
            };
            for (fence, found) in example.fences.iter().zip(&inside) {
                let expected: Vec<_> = fence.expected.iter().filter(|expected| expected.place.is_some()).cloned().collect();
                if expected != *found {
                    let _ = writeln!(faults, "{at} (line {}): expected {expected:#?}\nfound {found:#?}", fence.line);
                }
            }
            let mut expected: Vec<_> = example
                .fences
                .iter()
                .flat_map(|fence| &fence.expected)
                .filter(|expected| expected.place.is_none())
                .map(|expected| expected.message.clone())
                .collect();
            expected.sort();
            if expected != outside {
                let _ = writeln!(faults, "{at}: expected outside of the example {expected:?}, found {outside:?}");
            }
            if all.is_empty() {
                let _ = writeln!(faults, "{at}: finds nothing");
            }
            for finding in &all {
                best_fix = best_fix.into_iter().chain(finding.fix.as_ref().map(|fix| fix.safety)).min();
            }
            bad = Some((example, framed));
            continue;
        }
        let Some((_, before)) = bad.take() else {
            let _ = writeln!(faults, "{at}: has no `## Bad` before it");
            continue;
        };
        let after = settled(rule, &before);
        for (fence, place) in example.fences.iter().zip(&before.places) {
            let Some((file, head, tail)) = place else { continue };
            let whole = String::from_utf8_lossy(&after.files[file].1).replace("\r\n", "\n");
            let whole = whole.trim_start_matches('\u{feff}');
            match whole.strip_prefix(head.as_str()).and_then(|rest| rest.strip_suffix(tail.as_str())) {
                Some(text) if text == fence.text => {}
                Some(text) => {
                    let _ = writeln!(faults, "{at}: expected\n{}\nbut the fixes gave\n{text}", fence.text);
                }
                None => {
                    let _ = writeln!(faults, "{at}: the fixes changed the frame around the example:\n{whole}");
                }
            }
        }
        for finding in findings(&after.connector(), &only(rule)).iter().filter(|finding| finding.fix.is_some()) {
            let _ = writeln!(faults, "{at}: the fixes do not settle: {}", finding.message);
        }
    }
    if best_fix != rule.fix {
        let _ = writeln!(
            faults,
            "rules/{}/{}.md: says fix {:?}, but its examples emit {best_fix:?}",
            rule.subject, rule.id, rule.fix
        );
    }
    faults
}

fn copy(before: &Framed) -> Framed {
    Framed {
        publisher: before.publisher,
        files: before.files.clone(),
        listing: before.listing.clone(),
        unreadable: before.unreadable.clone(),
        folder: before.folder.clone(),
        configuration: before.configuration.clone(),
        baseline: before.baseline.clone(),
        places: Vec::new(),
    }
}

/// The example with all of the rule's fixes applied, in at most ten rounds.
fn settled(rule: &Rule, before: &Framed) -> Framed {
    let mut framed = copy(before);
    for _ in 0..10 {
        let connector = framed.connector();
        let all = findings(&connector, &only(rule));
        let edits: Vec<&Edit> = all.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.edits).collect();
        if edits.is_empty() {
            break;
        }
        for (&file, (_, bytes)) in &mut framed.files {
            let here: Vec<&Edit> = edits.iter().filter(|edit| edit.file == file).copied().collect();
            if let Some(document) = connector.document(file).filter(|_| !here.is_empty()) {
                *bytes = edit::apply(&document.text, &here).0.into_bytes();
            }
        }
    }
    framed
}

#[test]
fn every_example_is_true() {
    let faults: String = RULES.iter().map(faults).collect();
    assert!(faults.is_empty(), "\n{faults}");
}

/// The example with some edits made.
fn edited(before: &Framed, edits: &[&Edit]) -> Framed {
    let mut after = copy(before);
    let connector = before.connector();
    for (&file, (_, bytes)) in &mut after.files {
        let here: Vec<&Edit> = edits.iter().filter(|edit| edit.file == file).copied().collect();
        if let Some(document) = connector.document(file).filter(|_| !here.is_empty()) {
            *bytes = edit::apply(&document.text, &here).0.into_bytes();
        }
    }
    after
}

/// A safe fix is one that flows do not notice: `diff` says nothing above info of any safe fix of a `Bad` example.
#[test]
fn no_safe_fix_is_a_change() {
    let mut seen = Vec::new();
    let mut fixes = 0;
    for rule in RULES.iter().filter(|rule| !matches!(check_of(rule), Some(Check::Package(_) | Check::Configuration(_)) | None)) {
        for example in examples(rule.page()).into_iter().filter(|example| example.is("Bad")) {
            if versions(rule, &example).is_some() {
                continue;
            }
            let before = framed(rule, &example);
            for finding in findings(&before.connector(), &only(rule)) {
                let Some(fix) = finding.fix.filter(|fix| fix.safety == Safety::Safe) else { continue };
                fixes += 1;
                let after = edited(&before, &fix.edits.iter().collect::<Vec<_>>());
                let said = change_findings(&[copy(&before), after], &Selection::default());
                for said in said.into_iter().filter(|said| said.severity > Severity::Info) {
                    seen.push(format!("{}, `## {}`: {}: {}", rule.id, example.heading, said.rule.id, said.message));
                }
            }
        }
    }
    assert!(fixes > 100, "only {fixes} safe fixes");
    assert!(seen.is_empty(), "{} of {fixes}\n{}", seen.len(), seen.join("\n"));
}

/// One fault, one finding: what the other rules say of each `Bad` example is a snapshot, so that two rules that shout at one
/// fault show in review.
#[test]
fn overlap() {
    let mut text = String::new();
    for rule in RULES.iter().filter(|rule| !matches!(check_of(rule), Some(Check::Package(_)))) {
        for example in examples(rule.page()).into_iter().filter(|example| example.is("Bad")) {
            let strict = Selection { strict: true, ..Selection::default() };
            let all = match versions(rule, &example) {
                Some(versions) => change_findings(&versions, &strict),
                None => findings(&framed(rule, &example).connector(), &strict),
            };
            let mut others: Vec<_> = all
                .iter()
                // How a file is indented and what its version is have nothing to do with any example.
                .filter(|finding| !["indentation-not-four-spaces", "version-unchanged", rule.id].contains(&finding.rule.id))
                .map(|finding| format!("  {} {}\n", finding.rule.id, finding.at.pointer))
                .collect();
            others.sort();
            others.dedup();
            if !others.is_empty() {
                let _ = write!(text, "{} ({})\n{}", rule.id, example.heading, others.concat());
            }
        }
    }
    insta::assert_snapshot!(text);
}

/// The frames themselves must not have findings, or the overlaps mean nothing.
#[test]
fn frames_are_clean() {
    let fence = |frame: &str, text: &str| Fence {
        frame: frame.into(),
        options: Vec::new(),
        text: text.into(),
        expected: Vec::new(),
        line: 0,
    };
    let oauth = r#"{
          "identityProvider": "oauth2",
          "clientId": "[[CLIENT_ID]]",
          "scopes": ["tasks.read"],
          "redirectMode": "GlobalPerConnector",
          "customParameters": {
            "authorizationUrl": { "value": "https://login.fabrikam.com/authorize" },
            "tokenUrl": { "value": "https://login.fabrikam.com/token" },
            "refreshUrl": { "value": "https://login.fabrikam.com/token" }
          }
        }"#;
    let schema = DEFINITIONS.trim_start_matches("{\n    \"Frame\":").trim_end_matches('}');
    let schema = format!("{}}}", schema.trim_end().trim_end_matches('}').trim_end_matches(|c: char| c != '}'));
    for frames in [vec![fence("info", INFO)], vec![fence("oauth", oauth)], vec![fence("schema", schema.trim())]] {
        for publisher in Publisher::ALL {
            if publisher == Publisher::Independent && frames[0].frame == "oauth" {
                continue; // oauth-independent wants more of a readme than that of the frame says
            }
            let example = Example { heading: "Good".into(), fences: frames.clone() };
            let mut framed = framed(&RULES[0], &example);
            if publisher == Publisher::Independent {
                let properties = framed.files.get_mut(&File::Properties).expect("properties");
                properties.1 = String::from_utf8_lossy(&properties.1)
                    .replace("#1a6fb5", "#da3b01")
                    .replace(r#""stackOwner": "Fabrikam""#, r#""stackOwner": "Contoso""#)
                    .into_bytes();
            }
            framed.publisher = publisher;
            let connector = framed.connector();
            let all = findings(&connector, &Selection { strict: true, ..Selection::default() });
            let said: Vec<_> =
                all.iter().map(|finding| format!("{} {}: {}", finding.rule.id, finding.at.pointer, finding.message)).collect();
            assert_eq!(said, [""; 0], "{publisher}, {}", frames[0].frame);
        }
    }
}
