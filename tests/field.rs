//! What people met in the field: each folder of `fixtures/field` stands for a kind of input that was once judged wrongly, and its
//! `expected.txt` says what is right, a line a finding: publisher, level, rule, file and pointer.
use connsmith::connector::discover;
use connsmith::connector::publisher::Publisher;
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::profile::Selection;
use connsmith::judge::target::Target;
use connsmith::judge::together::put_together;
use connsmith::report::text::{Style, part};
use connsmith::rule::finding::Finding;
use std::path::{Path, PathBuf};

fn checked(folder: &Path, publisher: Publisher, strict: bool) -> (Target, Vec<Finding>) {
    let selection = Selection { strict, ..Selection::default() };
    let checker = Checker::new(&Options { publisher: Some(publisher), selection, ..Options::default() });
    let found = discover::find(&[folder.to_owned()]).unwrap();
    let target = checker.read(&found[0], folder).unwrap();
    let findings = checker.findings(&target);
    (target, findings)
}

fn line(publisher: Publisher, target: &Target, finding: &Finding) -> String {
    let severity = format!("{:?}", finding.severity).to_lowercase();
    let file = target.file_name(finding.at.file);
    format!("{publisher} {severity} {} {file} {}", finding.rule.id, finding.at.pointer).trim_end().to_owned() + "\n"
}

fn field() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/field")
}

#[test]
fn every_kind_is_judged_rightly() {
    let mut folders: Vec<_> = std::fs::read_dir(field()).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 35, "{}", folders.len());
    let mut wrong = String::new();
    for folder in folders {
        let mut said = String::new();
        for publisher in [Publisher::Custom, Publisher::Certified] {
            let (target, findings) = checked(&folder, publisher, false);
            let findings = put_together(findings);
            said.extend(findings.iter().map(|finding| line(publisher, &target, finding)));
        }
        let expected = folder.join("expected.txt");
        if std::env::var_os("FIELD_UPDATE").is_some() {
            std::fs::write(&expected, &said).unwrap();
        }
        let right = std::fs::read_to_string(&expected).unwrap_or_default().replace('\r', "");
        if said != right {
            wrong += &format!("{}: expected\n{right}found\n{said}\n", folder.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn infos(folder: &str, rule: &str) -> usize {
    let (_, findings) = checked(&field().join(folder), Publisher::Certified, true);
    let of_rule = findings.iter().filter(|finding| finding.rule.id == rule);
    of_rule.filter(|finding| finding.severity == connsmith::rule::Severity::Info).count()
}

#[test]
fn what_no_reviewer_asks_for_is_an_info() {
    assert_eq!(infos("array-in-a-query", "array-parameter-not-in-power-apps"), 1);
    assert_eq!(infos("oauth-parameters-in-capitals", "oauth-custom-parameter-unknown"), 3);
    assert_eq!(infos("unique-items-false", "keyword-not-supported"), 1);
}

/// A fault and its second place, a hundred thousand columns away on the same line.
#[test]
fn places_far_away_on_one_line_are_both_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = String::new();
    for number in 0..900 {
        let id = if number % 899 == 0 { "GetIt".to_owned() } else { format!("Get{number}") };
        paths += &format!(
            r#""/{number}":{{"get":{{"operationId":"{id}","summary":"Get {number}","description":"Gets one of many things, each in full.","responses":{{"200":{{"description":"OK"}}}}}}}},"#
        );
    }
    let text =
        format!(r#"{{"swagger":"2.0","info":{{"title":"Many","version":"1.0"}},"paths":{{{}}}}}"#, paths.trim_end_matches(','));
    assert!(text.len() > 100_000);
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), text).unwrap();
    let (target, mut findings) = checked(folder.path(), Publisher::Custom, false);
    findings.retain(|finding| finding.rule.id == "operation-id-duplicate");
    assert_eq!(findings.len(), 1);
    let style = Style { all: true, ..Style::default() };
    let part = part(&target, &findings, style);
    let drawn: String = part.findings.iter().map(|said| said.text.as_str()).collect();
    assert!(drawn.contains("------- first used here") && drawn.contains("apiDefinition.swagger.json:1:140011"), "{drawn}");
}

#[test]
fn habits_of_a_file_are_reported_once() {
    let (_, findings) = habit_of(&["Moss", "Fern", "Palm"]);
    assert_eq!(findings.len(), 3, "each place has a finding, which `fix` fixes by itself");
    let together = put_together(findings);
    assert_eq!(together.len(), 1);
    let one = &together[0];
    assert!(one.message.ends_with(", and the same in 2 more places"), "{}", one.message);
    assert_eq!((one.labels.len(), one.fix.as_ref().map(|fix| fix.edits.len())), (2, Some(3)));
}

#[test]
fn every_place_and_edit_of_a_habit_is_counted() {
    let names: Vec<String> = ('A'..='T').map(|letter| format!("Plant{letter}")).collect();
    let (target, findings) = habit_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let together = put_together(findings);
    let part = part(&target, &together, Style { fixes: true, ..Style::default() });
    let text: String = part.findings.iter().map(|said| said.text.as_str()).collect();
    assert!(text.contains("and the same in 19 more places"), "{text}");
    let shown = text.matches("here, too").count();
    assert!(text.contains(&format!("= note: and {} more places", 19 - shown)), "{text}");
    let shown = text.lines().filter(|line| line.trim_start().starts_with("+ ")).count();
    assert!(shown == 1 && text.contains("… and 19 more edits"), "{text}");
}

/// The findings of a connector in which each of the named operations has one parameter whose encoding is missing.
fn habit_of(names: &[&str]) -> (Target, Vec<Finding>) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &&str| {
        format!(
            r#""/{name}/{{id}}":{{"get":{{"operationId":"Get{name}","summary":"Get {name}","description":"Gets one of them.","parameters":[{{"name":"id","in":"path","required":true,"type":"string","x-ms-summary":"Id","description":"Which one it is."}}],"responses":{{"200":{{"description":"Found","schema":{{"type":"string"}}}}}}}}}}"#
        )
    };
    let paths = names.iter().map(path).collect::<Vec<_>>().join(",\n");
    let text = format!(
        "{{\"swagger\":\"2.0\",\"info\":{{\"title\":\"Plants\",\"version\":\"1.0\"}},\"host\":\"api.fabrikam.com\",\"paths\":{{\n{paths}}}}}"
    );
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), text).unwrap();
    let (target, mut findings) = checked(folder.path(), Publisher::Custom, false);
    findings.retain(|finding| finding.rule.id == "path-parameter-encoding-missing");
    (target, findings)
}

#[test]
fn a_text_that_occurs_again_is_looked_at_in_each_role() {
    let folder = tempfile::tempdir().unwrap();
    let link = "See https://api.fabrikam.com/tasks";
    let parameter = |name: &str, label: &str, text: &str| serde_json::json!({ "name": name, "in": "query", "type": "string", "x-ms-summary": label, "description": text });
    let wrong = "Wich of the tasks to get";
    let parameters = [
        parameter("first", "Title", link),
        parameter("second", link, link),
        parameter("third", wrong, "The third one."),
        parameter("fourth", wrong, wrong),
    ];
    // A link may be in the description of the connector and of a response.
    let responses = serde_json::json!({ "200": { "description": link, "schema": { "type": "string" } } });
    let definition = serde_json::json!({
        "swagger": "2.0",
        "info": { "title": "Tasks", "description": link, "version": "1.0" },
        "host": "api.fabrikam.com",
        "paths": { "/tasks": { "get": { "operationId": "GetTask", "summary": "Get task", "description": "Gets a task.", "parameters": parameters, "responses": responses } } }
    });
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), serde_json::to_vec(&definition).unwrap()).unwrap();
    let (_, findings) = checked(folder.path(), Publisher::Certified, true);
    let places = |rule: &str| -> Vec<&str> {
        let of = findings.iter().filter(|finding| finding.rule.id == rule);
        of.map(|finding| finding.at.pointer.trim_start_matches("/paths/~1tasks/get/parameters/")).collect()
    };
    assert_eq!(places("description-with-url"), ["0/description", "1/description"]);
    assert_eq!(places("title-with-url"), ["1/x-ms-summary"]);
    assert_eq!(places("text-misspelt"), ["2/x-ms-summary", "3/x-ms-summary", "3/description"]);
}
