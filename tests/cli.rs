//! The program as people and scripts meet it: output, exit status, options. Snapshots are the interface.
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn connsmith_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    // These decide colours and format; the tests may run where they are set.
    for name in ["NO_COLOR", "GITHUB_ACTIONS", "TF_BUILD"] {
        command.env_remove(name);
    }
    command.output().unwrap()
}

fn connsmith(arguments: &[&str]) -> Output {
    connsmith_in(&root(), arguments)
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn with_stdin(arguments: &[&str], text: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(arguments).current_dir(root()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    child.wait_with_output().unwrap()
}

/// A copy of a fixture in a folder of its own.
fn copy_of(fixture: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(root().join("fixtures").join(fixture)).unwrap().flatten() {
        std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    folder
}

const EXAMPLE: &str = "fixtures/example/Contoso Tickets";
const ONE_FAULT: &str = "fixtures/bad/operation-without-summary";
const GOOD: &str = "fixtures/good";

#[test]
fn text() {
    let output = connsmith(&["check", EXAMPLE]);
    insta::assert_snapshot!(out(&output));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(err(&output), "");
}

#[test]
fn json() {
    let output = connsmith(&["check", ONE_FAULT, "--format", "json"]);
    insta::assert_snapshot!(out(&output));
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let finding = &report["findings"][0];
    let text = std::fs::read_to_string(root().join(finding["file"].as_str().unwrap())).unwrap();
    let offset = |end: &str| finding["range"][end]["offset"].as_u64().unwrap() as usize;
    assert_eq!(&text[offset("start")..offset("end")], "\"get\"");
}

#[test]
fn concise() {
    let output = connsmith(&["check", EXAMPLE, "--format", "concise"]);
    insta::assert_snapshot!(out(&output));
}

#[test]
fn quiet_prints_the_summary_alone() {
    let output = connsmith(&["check", GOOD, "--quiet"]);
    assert_eq!(out(&output), "2 connectors, 6 files: 0 errors, 0 warnings\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn reports_go_to_several_places_and_the_service_chooses_when_nobody_does() {
    let folder = copy_of("bad/operation-without-summary");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let several = ["check", "--format", "concise", "--format", "sarif:new/out.sarif", "--format", "json:out.json"];
    let output = connsmith_in(folder.path(), &several);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 1);
    assert!(read("new/out.sarif").contains("\"ruleId\":\"operation-summary-missing\""));
    assert_eq!(read("out.json"), out(&connsmith_in(folder.path(), &["check", "--format", "json"])));
    let output = connsmith_in(folder.path(), &["check", "--format", "concise", "--output", "out.txt"]);
    assert_eq!((out(&output).as_str(), read("out.txt").lines().count()), ("", 1));
    for (arguments, message) in [
        (
            &["--format", "text", "--format", "json"][..],
            "`text` and `json` cannot both go to standard output: use `--format json:FILE`",
        ),
        (&["--format", "json:a", "--output", "b"], "--output has no effect because every --format names a file"),
        (&["--output", "apiProperties.json/a"], "cannot write the report to `apiProperties.json/a`: "),
    ] {
        let output = connsmith_in(folder.path(), &[&["check"], arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).starts_with(&format!("connsmith: {message}")), "{}", err(&output));
    }
    let first_of = |variable: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
        for name in ["GITHUB_ACTIONS", "TF_BUILD"] {
            command.env_remove(name);
        }
        let output = command.arg("check").args(arguments).current_dir(folder.path()).env(variable, "True").output().unwrap();
        out(&output).lines().next().unwrap().to_owned()
    };
    assert_eq!(first_of("GITHUB_ACTIONS", &[]), "::group::.");
    assert_eq!(first_of("TF_BUILD", &[]), "##[group].");
    assert_eq!(first_of("TF_BUILD", &["--format", "json"]), "{");
}

#[test]
fn exit_status_follows_the_bar() {
    let status = |arguments: &[&str]| connsmith(&[&["check", "--quiet"], arguments].concat()).status.code();
    assert_eq!(status(&[GOOD]), Some(0));
    assert_eq!(status(&[ONE_FAULT]), Some(1));
    assert_eq!(status(&[ONE_FAULT, "--fail-on", "never"]), Some(0));
    let warnings = ["--select", "PathParameterMissingEncoding", EXAMPLE];
    assert_eq!(status(&warnings), Some(0));
    assert_eq!(status(&[&warnings[..], &["--fail-on", "warning"]].concat()), Some(1));
    assert_eq!(status(&["fixtures/nothing-here"]), Some(2));
}

#[test]
fn bad_arguments_get_one_clear_message() {
    #[cfg(unix)]
    assert_eq!(
        err(&connsmith(&["check", "/dev/null"])),
        "connsmith: `/dev/null` is neither a file nor a folder; pass `-` to read standard input\n"
    );
    for (arguments, message) in [
        (&["check", "nothing-here"][..], "connsmith: `nothing-here` does not exist\n"),
        (
            &["check", "--select", "operation-sumary-missing"],
            "connsmith: no rule is named `operation-sumary-missing`; did you mean `operation-summary-missing`?\n",
        ),
        (&["check", "--threads", "0"], "connsmith: `--threads` must be at least 1\n"),
        (&["check", "-", "."], "connsmith: `-` (standard input) cannot be combined with other paths\n"),
        (
            &["explain", "nonsense-without-like"],
            "connsmith: no rule, code, policy number or subject matches `nonsense-without-like`; run `connsmith rules` to list all rules\n",
        ),
    ] {
        let output = connsmith(arguments);
        assert_eq!((err(&output).as_str(), output.status.code(), out(&output).as_str()), (message, Some(2), ""), "{arguments:?}");
    }
    let empty = tempfile::tempdir().unwrap();
    let output = connsmith_in(empty.path(), &["check"]);
    assert!(err(&output).starts_with("connsmith: no connector in `.`: "), "{}", err(&output));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn publisher_comes_from_option_configuration_folder_default_in_that_order() {
    let folder = tempfile::tempdir().unwrap();
    let connector = folder.path().join("custom-connectors/tasks");
    std::fs::create_dir_all(&connector).unwrap();
    for file in ["apiDefinition.swagger.json", "apiProperties.json"] {
        std::fs::copy(root().join(ONE_FAULT).join(file), connector.join(file)).unwrap();
    }
    let publisher = |arguments: &[&str]| {
        let output = connsmith_in(&connector, &[&["check", "--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
        let connector = &report["connectors"][0];
        format!("{} {}", connector["publisher"].as_str().unwrap(), connector["publisherFrom"].as_str().unwrap())
    };
    assert_eq!(publisher(&[]), "custom folder");
    std::fs::write(folder.path().join("connsmith.toml"), "publisher = \"independent\"\n").unwrap();
    assert_eq!(publisher(&[]), "independent config");
    assert_eq!(publisher(&["--publisher", "certified"]), "certified option");
    std::fs::write(folder.path().join("connsmith.toml"), "publisher = \"somebody\"\n").unwrap();
    let output = connsmith_in(&connector, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("connsmith.toml:1:13"), "{}", out(&output));
    std::fs::write(folder.path().join("connsmith.toml"), "indent = 3\n").unwrap();
    let output = connsmith_in(&connector, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("connsmith.toml:1:10") && out(&output).contains("`indent` cannot be 3"), "{}", out(&output));
    let output = connsmith_in(&connector, &["fmt", "--check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("connsmith.toml:1:10`: `indent` cannot be 3"), "{}", err(&output));
}

#[test]
fn standard_input_stands_for_a_file() {
    let text = std::fs::read(root().join(ONE_FAULT).join("apiDefinition.swagger.json")).unwrap();
    let name = format!("{GOOD}/certified-connectors/Fabrikam Tasks/apiDefinition.swagger.json");
    let output = with_stdin(&["check", "-", "--stdin-filename", &name, "--format", "concise"], &text);
    assert_eq!(
        out(&output),
        format!(
            "{name}:38:7: error[operation-summary-missing RequiredPropertyMissing]: operation `ListTasks` has no `summary`\n"
        )
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_file_stands_for_its_folder() {
    let folder = copy_of("bad/operation-without-summary");
    let output = connsmith_in(folder.path(), &["check", "apiDefinition.swagger.json", "apiProperties.json", "--quiet"]);
    assert_eq!(out(&output), "1 connector, 2 files: 1 error, 0 warnings\n");
    let output = connsmith_in(folder.path(), &["check", "apiDefinition.swagger.json", "--whole", "--quiet"]);
    assert_eq!(out(&output), "1 connector, 3 files: 1 error, 0 warnings\n");
}

#[test]
fn ignored_and_hidden_folders_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["seen", "ignored", ".hidden"] {
        let connector = folder.path().join("deep/er").join(name);
        std::fs::create_dir_all(&connector).unwrap();
        std::fs::copy(root().join(ONE_FAULT).join("apiDefinition.swagger.json"), connector.join("APIDEFINITION.swagger.json"))
            .unwrap();
    }
    std::fs::write(folder.path().join(".gitignore"), "ignored/\n").unwrap();
    let output = connsmith_in(folder.path(), &["check", "--format", "json", "--select", "operation-summary-missing"]);
    let report: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["connectors"].as_array().unwrap().len(), 1);
    assert_eq!(report["findings"][0]["file"], "deep/er/seen/APIDEFINITION.swagger.json");
}

#[test]
fn over_three_findings_of_a_rule_are_folded() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<String> = (0..150).map(|n| format!(r#""/p{n}": {{ "get": {{ "operationId": "P{n}" }} }}"#)).collect();
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), format!("{{ \"paths\": {{\n{}\n}} }}", paths.join(",\n")))
        .unwrap();
    let count = |arguments: &[&str]| {
        let output = connsmith_in(folder.path(), &[&["check", "--select", "operation-summary-missing"], arguments].concat());
        (
            out(&output).matches("operation `P").count(),
            out(&output).contains("… and 147 more of `operation-summary-missing` in this file (--all shows them)"),
        )
    };
    assert_eq!(count(&[]), (3, true));
    assert_eq!(count(&["--all"]), (150, false));
}

#[test]
fn colour_on_demand_only() {
    assert!(!out(&connsmith(&["check", ONE_FAULT])).contains('\x1b'));
    assert!(out(&connsmith(&["check", ONE_FAULT, "--color", "always"])).contains("\x1b["));
}

/// `connsmith check | head -1`: the reader goes away, and nobody hears of it. A full disk is another matter.
#[test]
#[cfg(target_os = "linux")]
fn a_closed_pipe_is_quiet_and_a_full_disk_is_not() {
    let program = env!("CARGO_BIN_EXE_connsmith");
    let run = |script: String| Command::new("bash").args(["-c", &script]).current_dir(root()).output().unwrap();
    let closed = run(format!("(sleep 0.3; '{program}' check fixtures --strict --all; echo $? >&2) | true"));
    assert_eq!(err(&closed), "0\n");
    let full = run(format!("'{program}' check fixtures > /dev/full; echo $?"));
    assert_eq!(
        (out(&full).as_str(), err(&full).starts_with("connsmith: cannot write the report: ")),
        ("2\n", true),
        "{}",
        err(&full)
    );
}

#[test]
fn explain_shows_the_page_by_id_code_and_policy() {
    let page = out(&connsmith(&["explain", "operation-summary-missing"]));
    assert!(page.starts_with("operation-summary-missing: Operation has no summary\n"), "{page}");
    assert!(
        page.contains("official code: RequiredPropertyMissing") && page.contains("\nBad\n") && !page.contains("operation\n{"),
        "{page}"
    );
    assert!(out(&connsmith(&["explain", "PathParameterMissingEncoding"])).starts_with("path-parameter-encoding-missing"));
    // Of several rules each has a line, whichever name is given: a code, a subject, what a policy number begins with.
    for (name, rule) in
        [("RequiredPropertyMissing", "parameter-summary-missing"), ("readme", "readme-missing"), ("5000.1", "readme-missing")]
    {
        let list = out(&connsmith(&["explain", name]));
        assert!(
            list.contains(&format!(" {rule}: ")) && list.ends_with("rules; run `connsmith explain RULE` to read about one\n"),
            "{list}"
        );
        let short = list.replace(&format!("`{name}` matches "), "");
        assert_eq!(out(&connsmith(&["rules", name])), short);
    }
}

#[test]
fn rules_are_listed() {
    let list: serde_json::Value = serde_json::from_str(&out(&connsmith(&["rules", "--format", "json"]))).unwrap();
    let rules = list["rules"].as_array().unwrap();
    assert_eq!(rules.len(), connsmith::rules::RULES.len());
    let text = out(&connsmith(&["rules"]));
    assert_eq!(text.lines().filter(|line| line.starts_with("  ")).count(), rules.len());
    let ids: Vec<&str> = rules.iter().map(|rule| rule["rule"].as_str().unwrap()).collect();
    // Rule ids are an interface: a change here is one to list in the CHANGELOG.
    insta::assert_snapshot!(ids.join("\n"));
}

/// A definition that is named by itself is all there is to judge.
#[test]
fn a_definition_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read(root().join(GOOD).join("certified-connectors/Fabrikam Tasks/apiDefinition.swagger.json")).unwrap();
    for name in ["tasks.swagger.json", "my-service.json", "apiDefinition.swagger.json"] {
        let file = folder.path().join(name);
        std::fs::write(&file, &text).unwrap();
        for publisher in ["custom", "certified"] {
            let output = connsmith_in(folder.path(), &["check", name, "--publisher", publisher, "--format", "concise"]);
            assert_eq!(
                (out(&output).as_str(), err(&output).as_str(), output.status.code()),
                ("", "", Some(0)),
                "{name} {publisher}"
            );
        }
        std::fs::remove_file(file).unwrap();
    }
    // As a folder it is a connector that lacks the rest.
    std::fs::write(folder.path().join("tasks.swagger.json"), &text).unwrap();
    let output = connsmith_in(folder.path(), &["check", ".", "--publisher", "custom", "--format", "concise"]);
    assert!(out(&output).contains("error[properties-file-missing]"), "{}", out(&output));
    assert_eq!(output.status.code(), Some(1));
}

/// What a submission still needs, and that nothing is left when all is done.
#[test]
fn submission() {
    let list = |folder: &str, more: &[&str]| {
        connsmith(&[&["check", folder, "--profile", "submission", "--format", "checklist"], more].concat())
    };
    let output = list(EXAMPLE, &[]);
    insta::assert_snapshot!(out(&output));
    assert_eq!((err(&output).as_str(), output.status.code()), ("", Some(1)));
    // The format brings its profile along.
    let short = connsmith(&["check", EXAMPLE, "--format", "checklist"]);
    assert_eq!(out(&short), out(&output));

    let concise = |profile: &str| out(&connsmith(&["check", EXAMPLE, "--profile", profile, "--all", "--format", "concise"]));
    let (default, submission, strict) = (concise("default"), concise("submission"), concise("strict"));
    let places = |text: &str| text.lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect::<Vec<_>>();
    assert!(default.lines().all(|line| submission.contains(line)), "{default}\n{submission}");
    assert!(places(&submission).iter().all(|place| places(&strict).contains(place)), "{submission}\n{strict}");
    assert!(submission.lines().count() > default.lines().count() && !submission.contains(" info["));
    assert_eq!(strict, out(&connsmith(&["check", EXAMPLE, "--strict", "--all", "--format", "concise"])));

    for refused in [&["--select", "readme"][..], &["--ignore", "readme"], &["--min-severity", "error"], &["--strict"]] {
        assert_eq!(
            connsmith(&[&["check", EXAMPLE, "--format", "checklist"], refused].concat()).status.code(),
            Some(2),
            "{refused:?}"
        );
    }
    assert_eq!(connsmith(&["diff", EXAMPLE, EXAMPLE, "--format", "checklist"]).status.code(), Some(2));
    let private = list(EXAMPLE, &["--publisher", "custom"]);
    assert!(out(&private).contains("Private connectors are not submitted"), "{}", out(&private));
}

/// A connector from `connsmith new` has nothing left to do but the texts that only its author knows.
#[test]
fn submission_of_a_new_connector() {
    let folder = tempfile::tempdir().unwrap();
    let new = "new|Fabrikam Tasks|--publisher|certified|--host|api.fabrikam.com|--auth|api-key|--publisher-name|Fabrikam\
               |--description|Keeps the tasks of a team in one place and says what changed.|--website|https://fabrikam.com\
               |--privacy-policy|https://fabrikam.com/privacy|--category|Productivity|--support-email|support@fabrikam.com";
    let output = connsmith_in(folder.path(), &new.split('|').collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let check = ["check", "Fabrikam Tasks", "--publisher", "certified", "--profile", "submission", "--format", "concise"];
    let output = connsmith_in(folder.path(), &check);
    insta::assert_snapshot!(out(&output));
}

/// A file that is named alone, and one on standard input, are judged alone.
#[test]
fn what_is_named_alone_is_judged_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read(root().join(ONE_FAULT).join("apiDefinition.swagger.json")).unwrap();
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), &text).unwrap();
    let count = |arguments: &[&str]| {
        let output = connsmith_in(folder.path(), &[&["check", "--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let rules = report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap().to_owned());
        (rules.collect::<Vec<_>>(), report["summary"]["files"].as_u64())
    };
    let all = count(&["."]);
    assert!(all.0.iter().any(|rule| rule == "readme-missing"), "{all:?}");
    let alone = count(&["apiDefinition.swagger.json"]);
    assert_eq!(alone, (vec!["operation-summary-missing".to_owned()], Some(1)));
    assert_eq!(count(&["--whole", "apiDefinition.swagger.json"]), all);
    let output = with_stdin(&["check", "-", "--format", "concise"], &text);
    assert_eq!(out(&output).lines().count(), 1, "{}", out(&output));
}

#[test]
fn fix_and_fmt_take_standard_input() {
    let text = b"{\n   \"info\": {},\n   \"swagger\": \"2.0\",\n}";
    let fixed = with_stdin(&["fix", "-", "--select", "json-trailing-comma"], text);
    assert_eq!(out(&fixed), "{\n   \"info\": {},\n   \"swagger\": \"2.0\"\n}", "{}", err(&fixed));
    assert!(err(&fixed).starts_with("connsmith: 1 fix made in 1 file"), "{}", err(&fixed));
    let formatted = with_stdin(&["fmt", "-"], out(&fixed).as_bytes());
    assert_eq!(
        (out(&formatted).as_str(), formatted.status.code()),
        ("{\n   \"swagger\": \"2.0\",\n   \"info\": {}\n}\n", Some(0))
    );
    let checked = with_stdin(&["fmt", "-", "--check"], b"{}");
    assert_eq!(checked.status.code(), Some(1));
    let refused = with_stdin(&["fmt", "-"], text);
    assert_eq!((out(&refused).as_str(), refused.status.code()), ("", Some(2)));
}

/// A path without a connector is said, and the others are done.
#[test]
fn a_path_without_a_connector_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), "{\"swagger\":\"2.0\"}").unwrap();
    for verb in [&["fmt"][..], &["fix"], &["check"]] {
        let output = connsmith_in(folder.path(), &[verb, &["empty", "apiDefinition.swagger.json"]].concat());
        assert_eq!(output.status.code(), Some(2), "{verb:?}");
        assert!(err(&output).contains("no connector in `empty`"), "{verb:?}: {}", err(&output));
        assert!(!out(&output).is_empty(), "{verb:?}");
        if verb[0] != "fmt" {
            continue;
        }
        let formatted = std::fs::read_to_string(folder.path().join("apiDefinition.swagger.json")).unwrap();
        assert_eq!(formatted, "{\n    \"swagger\": \"2.0\"\n}\n", "four spaces where a file does not say");
    }
}

/// A run that has to end before everything is judged says so in one finding of each connector, whatever else is asked for.
#[test]
fn a_time_limit_ends_a_run() {
    let over = ["--time-limit", "0.001ms"];
    let check = |arguments: &[&str]| connsmith(&[&["check", EXAMPLE, "--format", "concise"], arguments, &over].concat());
    for more in [&[][..], &["--fail-on", "never"], &["--select", "host-not-production"], &["--ignore", "configuration"]] {
        let output = check(more);
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        let said = out(&output);
        assert_eq!(said.matches("[check-not-finished]").count(), 1, "{said}");
        assert!(said.contains("stopped after 1µs"), "{said}");
    }
    let one_file =
        connsmith(&["check", &format!("{EXAMPLE}/apiProperties.json"), "--format", "concise", "--time-limit", "0.001ms"]);
    assert_eq!((one_file.status.code(), out(&one_file).matches("[check-not-finished]").count()), (Some(2), 1));
    // One that is long enough changes nothing.
    let plain = connsmith(&["check", EXAMPLE]);
    assert_eq!(out(&connsmith(&["check", EXAMPLE, "--time-limit", "1h"])), out(&plain));
    for refused in ["0s", "0", "-1s", "1x", "s", ""] {
        let output = connsmith(&["check", EXAMPLE, &format!("--time-limit={refused}")]);
        assert_eq!(output.status.code(), Some(2), "{refused}");
        assert!(err(&output).contains("--time-limit"), "{}", err(&output));
    }
    // Of several connectors each is named.
    let all = connsmith(&["check", "fixtures/bad", "--format", "concise", over[0], over[1]]);
    let count = std::fs::read_dir(root().join("fixtures/bad")).unwrap().count();
    assert_eq!((all.status.code(), out(&all).matches("[check-not-finished]").count()), (Some(2), count));
    assert_eq!(out(&all).lines().count(), count);
}

/// What a fix causes is not known without a check, so that nothing is written then; a baseline would lose entries.
#[test]
fn nothing_is_written_after_the_time_limit() {
    let folder = copy_of("example/Contoso Tickets");
    let texts = || -> Vec<Vec<u8>> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
        paths.sort();
        paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
    };
    let before = texts();
    for arguments in [&["fix", "."][..], &["check", ".", "--fix"], &["check", ".", "--write-baseline", "b.toml"]] {
        let output = connsmith_in(folder.path(), &[arguments, &["--time-limit", "0.001ms"]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains("not changed") && err(&output).contains("time limit"), "{}", err(&output));
    }
    assert!(before == texts());
    let same = connsmith(&["diff", ONE_FAULT, EXAMPLE, "--format", "concise", "--time-limit", "0.001ms"]);
    assert_eq!((same.status.code(), out(&same).matches("[check-not-finished]").count()), (Some(2), 1));
}

#[test]
fn foreign_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let connector = folder.path().join("tasks");
    std::fs::create_dir(&connector).unwrap();
    std::fs::copy(
        Path::new("fixtures/example/Contoso Tickets/apiDefinition.swagger.json"),
        connector.join("apiDefinition.swagger.json"),
    )
    .unwrap();
    let texts = [
        ("package.json", "{\"name\": \"my-app\", \"dependencies\": {},}\n"),
        ("notes.txt", "# My notes\nsome text\n"),
        ("README.md", "# A project\n"),
        ("tasks/tsconfig.json", "{\n  // my note\n  \"strict\": true,\n}\n"),
    ];
    for (name, text) in texts {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        for verb in [&["fix", "--unsafe"][..], &["fmt"], &["check"]] {
            let output = connsmith(&[verb, &[path.to_str().unwrap()]].concat());
            let said = err(&output);
            assert_eq!(output.status.code(), Some(2), "{verb:?} {name}: {said}");
            assert!(said.contains("is not a file of a connector"), "{verb:?} {name}: {said}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "{verb:?} {name}");
        }
    }
    // A definition may have any name.
    let other = folder.path().join("tasks.json");
    std::fs::copy(connector.join("apiDefinition.swagger.json"), &other).unwrap();
    let output = connsmith(&["check", other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
}

/// What `fix` says is left is what `check` then counts.
#[test]
fn fix_and_check_count_alike() {
    let folder = tempfile::tempdir().unwrap();
    let response = r#"{"200":{"description":"default"}}"#;
    let operation = |name: &str| {
        format!(
            r#""/{name}/{{id}}":{{"get":{{"operationId":"Get-{name}","summary":"Get {name}","description":"Gets one of them.","parameters":[{{"name":"id","in":"path","required":true,"type":"string","x-ms-summary":"Id","description":"Which one it is."}}],"responses":{response}}}}}"#
        )
    };
    let paths = ["Moss", "Fern", "Palm"].map(operation).join(",");
    let text = format!(
        r#"{{"swagger":"2.0","info":{{"title":"Plants","version":"1.0"}},"host":"api.fabrikam.com","schemes":["https"],"paths":{{{paths}}}}}"#
    );
    std::fs::write(folder.path().join("apiDefinition.swagger.json"), text).unwrap();
    let run = |words: &[&str]| out(&connsmith_in(folder.path(), words));
    let counts = |text: &str| {
        let line = text.lines().find(|line| line.contains("warning")).unwrap_or_default();
        let at = line.find(" errors").unwrap_or_default();
        line[at.saturating_sub(1)..].split(" warning").next().unwrap_or_default().to_owned()
    };
    let fixed = run(&["fix"]);
    let checked = run(&["check", "--format", "summary"]);
    assert!(fixed.contains("fixes made") && counts(&fixed) == counts(&checked), "{fixed}{checked}");
    let shown: usize = run(&["check", "--strict", "--format", "json"]).matches("\"rule\":").count();
    let text = run(&["check"]);
    let number = |line: &str| line.split_whitespace().filter_map(|word| word.parse::<usize>().ok()).sum::<usize>();
    let listed =
        text.lines().find(|line| line.starts_with("1 connector")).map(|line| number(&line[line.find(':').unwrap()..])).unwrap();
    let more = text.lines().find(|line| line.starts_with("`--strict`")).map_or(0, number);
    assert_eq!(listed + more, shown, "{text}");
}
