//! `check --shard` and `merge-reports`: the parts joined are the whole.
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn connsmith(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_connsmith")).args(arguments).current_dir(folder).output().unwrap()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Eight parts of all published connectors, or of the fixtures where these are not at hand.
#[test]
fn eight_shards_merged_are_one_whole_run() {
    let corpus = root().join("../shared/corpus");
    let (folder, most) = if corpus.is_dir() {
        (corpus, 1.3)
    } else {
        println!("skipped: ../shared/corpus (the published connectors) is not there, so the fixtures are split");
        (root().join("fixtures"), 8.0)
    };
    let out = tempfile::tempdir().unwrap();
    let file = |name: String| format!("{}", out.path().join(name).display());
    let check = |name: &str, more: &[&str]| {
        let (json, sarif) =
            (format!("json:{}", file(format!("{name}.json"))), format!("sarif:{}", file(format!("{name}.sarif"))));
        let output = connsmith(&folder, &[&["check", ".", "--format", &json, "--format", &sarif], more].concat());
        assert!(output.status.code() != Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_str(&read(&out.path().join(format!("{name}.json")))).unwrap();
        report["summary"]["connectors"].as_u64().unwrap()
    };
    let whole = check("whole", &[]);
    let counts: Vec<u64> = (1..=8).map(|number| check(&number.to_string(), &["--shard", &format!("{number}/8")])).collect();
    assert_eq!(counts.iter().sum::<u64>(), whole);
    let bytes = |number: u64| {
        let report: serde_json::Value = serde_json::from_str(&read(&out.path().join(format!("{number}.json")))).unwrap();
        let folders = report["connectors"].as_array().unwrap().iter().map(|one| folder.join(one["path"].as_str().unwrap()));
        let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap().flatten());
        files.map(|file| file.metadata().unwrap().len()).sum::<u64>() as f64
    };
    let loads: Vec<f64> = (1..=8).map(bytes).collect();
    let (least, largest) = loads.iter().fold((f64::MAX, 0f64), |(least, most), &load| (least.min(load), most.max(load)));
    assert!(largest <= least * most, "the parts are uneven: {loads:?}");

    // In whatever order the reports come.
    for format in ["json", "sarif"] {
        let parts: Vec<String> = (1..=8).rev().map(|number| file(format!("{number}.{format}"))).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let merged = file(format!("merged.{format}"));
        let output = connsmith(&folder, &[&["merge-reports", "--output", &merged], &parts[..]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        let (merged, whole) = (read(Path::new(&merged)), read(&out.path().join(format!("whole.{format}"))));
        let first = merged.lines().zip(whole.lines()).find(|(merged, whole)| merged != whole);
        assert!(merged == whole, "{format}: the first line that differs: {first:?}");
    }
}

#[test]
fn reports_that_do_not_belong_together_are_refused() {
    let out = tempfile::tempdir().unwrap();
    let fixture = root().join("fixtures/bad/operation-without-summary");
    let file = |name: &str| format!("{}", out.path().join(name).display());
    for format in ["json", "sarif"] {
        connsmith(&fixture, &["check", "--format", format, "--output", &file(format)]);
    }
    std::fs::write(out.path().join("other"), "{}").unwrap();
    for (reports, message) in [
        (["json", "other"], "is neither a JSON (`--format json`) nor a SARIF (`--format sarif`) report of connsmith"),
        (["json", "sarif"], "have different formats: merge them separately"),
        (["json", "json"], "connector `.` is in more than one report: each report must cover a different part"),
    ] {
        let output = connsmith(out.path(), &["merge-reports", &file(reports[0]), &file(reports[1])]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), error.trim_end().ends_with(message)), (Some(2), true), "{error}");
    }
    for wrong in ["0/8", "9/8", "3", "a/b", "1/18446744073709551615"] {
        let output = connsmith(&fixture, &["check", "--shard", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("write `3/8` for the third of eight parts"));
    }
}
