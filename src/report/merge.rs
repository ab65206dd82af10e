//! Merges reports of the parts of a catalog into the one that a single run would have written.
use super::{Summary, escape, json, sarif};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Why reports cannot be merged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{0}` is neither a JSON (`--format json`) nor a SARIF (`--format sarif`) report of connsmith")]
    Unknown(String),
    #[error("`{0}` and `{1}` have different formats: merge them separately")]
    Mixed(String, String),
    #[error("connector `{0}` is in more than one report: each report must cover a different part")]
    Twice(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Sarif,
}

/// Merges reports, each with its displayed name, all JSON or all SARIF. Connectors are sorted by path; the order of their findings
/// does not change. The counts for SARIF exclude suppressed results.
///
/// # Errors
/// If one is not a report, the formats differ, or a connector is in two of them.
pub fn merge(reports: &[(String, String)]) -> Result<(String, Summary), Error> {
    let mut parsed: Vec<(&str, Kind, Value)> = Vec::new();
    for (name, text) in reports {
        let unknown = || Error::Unknown(name.clone());
        let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|_| unknown())?;
        let kind = match (&value["tool"]["name"], &value["version"]) {
            (Value::String(tool), Value::Number(version)) if tool == "connsmith" && version.as_u64() == Some(1) => Kind::Json,
            (_, Value::String(version)) if version == "2.1.0" && value["runs"].is_array() => Kind::Sarif,
            _ => return Err(unknown()),
        };
        if let Some((first, ..)) = parsed.first().filter(|(_, first, _)| *first != kind) {
            return Err(Error::Mixed((*first).to_owned(), name.clone()));
        }
        parsed.push((name, kind, value));
    }
    let kind = parsed.first().map(|(_, kind, _)| *kind);
    let reports: Vec<Value> = parsed.into_iter().map(|(.., value)| value).collect();
    match kind {
        Some(Kind::Sarif) => Ok(merge_sarif(&reports)),
        _ => merge_json(&reports),
    }
}

fn items<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

fn merge_json(reports: &[Value]) -> Result<(String, Summary), Error> {
    let path = |connector: &Value| PathBuf::from(connector["path"].as_str().unwrap_or_default());
    let mut connectors: Vec<(PathBuf, String)> = Vec::new();
    let mut findings: Vec<(PathBuf, String)> = Vec::new();
    let mut summary = Summary::default();
    let mut left_out = 0;
    for report in reports {
        let own: Vec<(PathBuf, String)> =
            items(report, "connectors").map(|one| (path(one), escape::json(&one.to_string()).into_owned())).collect();
        // The findings of a connector are consecutive; one in a file elsewhere belongs to the preceding connector.
        let mut current = PathBuf::new();
        for finding in items(report, "findings") {
            let file = Path::new(finding["file"].as_str().unwrap_or_default());
            let holds = |folder: &Path| folder == Path::new(".") || file.starts_with(folder);
            let nearest =
                own.iter().map(|(path, _)| path).filter(|path| holds(path)).max_by_key(|path| path.components().count());
            current = nearest.cloned().unwrap_or(current);
            findings.push((current.clone(), escape::json(&finding.to_string()).into_owned()));
        }
        connectors.extend(own);
        let count = |name: &str| report["summary"][name].as_u64().unwrap_or(0) as usize;
        let fixable = |safety| items(report, "findings").filter(|finding| finding["fix"]["safety"] == safety).count();
        left_out += count("leftOut");
        summary.add(&Summary {
            connectors: count("connectors"),
            files: count("files"),
            errors: count("errors"),
            warnings: count("warnings"),
            info: count("info"),
            suppressed: count("suppressed"),
            fixable: fixable("safe"),
            fixable_unsafe: fixable("unsafe"),
            hidden: None,
            unchanged: false,
        });
    }
    connectors.sort_by(|a, b| a.0.cmp(&b.0));
    if let Some(pair) = connectors.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Error::Twice(pair[0].0.display().to_string()));
    }
    findings.sort_by(|a, b| a.0.cmp(&b.0));
    let texts = |of: &[(PathBuf, String)]| of.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>();
    let (connectors, findings) = (texts(&connectors), texts(&findings));
    let report =
        json::document(connectors.iter().map(String::as_str), findings.iter().map(String::as_str), &summary, left_out).concat();
    Ok((report, summary))
}

fn merge_sarif(reports: &[Value]) -> (String, Summary) {
    let mut rules: BTreeMap<&str, String> = BTreeMap::new();
    let mut results: Vec<(PathBuf, String)> = Vec::new();
    let mut summary = Summary::default();
    let mut note = None;
    for run in reports.iter().flat_map(|report| items(report, "runs")) {
        for rule in items(&run["tool"]["driver"], "rules") {
            rules.insert(rule["id"].as_str().unwrap_or_default(), escape::json(&rule.to_string()).into_owned());
        }
        let notifications = items(run, "invocations").flat_map(|invocation| items(invocation, "toolExecutionNotifications"));
        for text in notifications.filter_map(|notification| notification["message"]["text"].as_str()) {
            note = Some(note.map_or_else(|| text.to_owned(), |before: String| format!("{before}; {text}")));
        }
        for result in items(run, "results") {
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default();
            let file = PathBuf::from(percent_decode_str(uri).decode_utf8_lossy().into_owned());
            results.push((file.parent().unwrap_or(Path::new("")).to_owned(), escape::json(&result.to_string()).into_owned()));
            if result["suppressions"].is_array() {
                summary.suppressed += 1;
                continue;
            }
            summary.fixable += usize::from(result["fixes"].is_array());
            match result["level"].as_str() {
                Some("error") => summary.errors += 1,
                Some("warning") => summary.warnings += 1,
                _ => summary.info += 1,
            }
        }
    }
    results.sort_by(|a, b| a.0.cmp(&b.0));
    let rules: Vec<String> = rules.into_values().collect();
    let results: Vec<String> = results.into_iter().map(|(_, text)| text).collect();
    (sarif::log(&rules, &results, note.as_deref()), summary)
}
