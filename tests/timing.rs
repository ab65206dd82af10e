//! `check --timing`: every rule that ran with its calls, every layer, and a report that stays as it is.
use connsmith::rule::Check;
use connsmith::rules::{RULES, check_of};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn connsmith(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// Two connectors below a configuration with a rule of its own and an exception that matches nothing.
fn two_connectors() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        let to = folder.path().join(name);
        std::fs::create_dir(&to).unwrap();
        for file in std::fs::read_dir("fixtures/example/Contoso Tickets").unwrap().flatten() {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
    let configuration = r#"
        [[rule]]
        id = "contoso-prefix"
        message = "no prefix"
        given = "$.paths.*.*.operationId"
        then = { pattern = "^Contoso" }
        [[ignore]]
        rule = "secret-in-file"
        reason = "none"
    "#;
    std::fs::write(folder.path().join("connsmith.toml"), configuration).unwrap();
    folder
}

#[test]
fn every_rule_that_ran_is_listed_and_the_shares_are_of_the_whole() {
    let folder = two_connectors();
    let plain = connsmith(folder.path(), &["check", "--strict", "--format", "json"]);
    let timed = connsmith(folder.path(), &["check", "--strict", "--format", "json", "--timing=times.json"]);
    assert_eq!((timed.status, timed.stdout == plain.stdout), (plain.status, true), "the report is another one");

    let times: Value = serde_json::from_slice(&std::fs::read(folder.path().join("times.json")).unwrap()).unwrap();
    let rows = |list: &str| times[list].as_array().unwrap().clone();
    let calls = |rule: &str| rows("rules").iter().find(|row| row["rule"] == rule).map(|row| row["calls"].as_u64().unwrap());
    for rule in RULES.iter().filter(|rule| rule.publishers.len() == 3) {
        match check_of(rule) {
            Some(Check::Connector(_) | Check::Definition(_)) if rule.needs.is_empty() => {
                assert_eq!(calls(rule.id), Some(2), "{}", rule.id)
            }
            Some(Check::Configuration(_)) => assert_eq!(calls(rule.id), Some(1), "{}", rule.id),
            Some(Check::Comparison(_) | Check::Package(_)) => assert_eq!(calls(rule.id), None, "{}", rule.id),
            _ => {}
        }
    }
    assert_eq!(calls("contoso-prefix"), Some(2));
    let report: Value = serde_json::from_slice(&timed.stdout).unwrap();
    for finding in report["findings"].as_array().unwrap() {
        assert!(calls(finding["rule"].as_str().unwrap()).is_some(), "{finding}");
    }

    let sum = |list: &str, of: &str| rows(list).iter().map(|row| row[of].as_f64().unwrap()).sum::<f64>();
    assert!((sum("layers", "share") - 100.0).abs() < 0.1, "{times:#}");
    assert!((sum("layers", "ms") - times["ms"].as_f64().unwrap()).abs() < 0.1, "{times:#}");
    let layers = rows("layers");
    let of_rules = layers.iter().find(|row| row["name"] == "rules").unwrap();
    assert!((sum("rules", "ms") - of_rules["ms"].as_f64().unwrap()).abs() < 0.5, "{times:#}");
    let names: Vec<&str> = layers.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "finding connectors",
            "configuration",
            "reading files",
            "decoding and parsing",
            "indexing operations",
            "walking the trees",
            "sorting findings",
            "levels and suppressions",
            "writing the report",
            "freeing memory",
            "rules"
        ]
    );
}

#[test]
fn people_get_a_table_behind_the_report() {
    let folder = two_connectors();
    let plain = connsmith(folder.path(), &["check", "--select", "document,operation-summary-missing"]);
    let timed = connsmith(folder.path(), &["check", "--select", "document,operation-summary-missing", "--timing"]);
    assert_eq!((timed.status, timed.stdout == plain.stdout), (plain.status, true), "the report is another one");
    let table = String::from_utf8(timed.stderr).unwrap();
    let row =
        |name: &str| table.lines().find(|line| line.ends_with(&format!("  {name}"))).unwrap_or_else(|| panic!("{name}: {table}"));
    for rule in RULES.iter().filter(|rule| rule.subject == "document" || rule.id == "operation-summary-missing") {
        assert!(row(rule.id).contains(" ms ") && row(rule.id).contains(" % "), "{table}");
    }
    assert!(!table.contains("text-misspelt"), "{table}");
    assert!(row("all").contains("100.0 %") && table.trim_end().ends_with("  all"), "{table}");
}

#[test]
fn a_comparison_with_an_older_version_is_measured_too() {
    let folder = two_connectors();
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
        assert!(Command::new("git").args(who).args(arguments).current_dir(folder.path()).output().unwrap().status.success());
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "one"]);
    let definition = folder.path().join("one/apiDefinition.swagger.json");
    let text = std::fs::read_to_string(&definition).unwrap();
    std::fs::write(&definition, text.replace("api.contoso.com", "api.contoso.org")).unwrap();
    let timed =
        connsmith(folder.path(), &["check", "--strict", "--against", "HEAD", "--format", "summary", "--timing=times.json"]);
    assert_eq!(String::from_utf8_lossy(&timed.stderr), "");
    let times: Value = serde_json::from_slice(&std::fs::read(folder.path().join("times.json")).unwrap()).unwrap();
    let ran = |rule: &str| times["rules"].as_array().unwrap().iter().any(|row| row["rule"] == rule);
    let of_versions =
        RULES.iter().filter(|rule| matches!(check_of(rule), Some(Check::Comparison(_))) && rule.default && rule.needs.is_empty());
    let missing: Vec<&str> = of_versions.map(|rule| rule.id).filter(|rule| !ran(rule)).collect();
    assert_eq!(missing, [""; 0]);
    assert!(times["layers"].as_array().unwrap().iter().any(|row| row["name"] == "comparing versions"), "{times:#}");
}
