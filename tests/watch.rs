//! `connsmith check --watch` on a terminal.
#![cfg(unix)]
use expectrl::process::unix::WaitStatus;
use expectrl::{Eof, Expect, Session};
use std::process::Command;
use std::time::Duration;

const DEFINITION: &str = r#"{
    "swagger": "2.0",
    "info": { "title": "Tasks", "description": "Keeps the tasks of a team.", "version": "1.0" },
    "host": "api.fabrikam.com",
    "paths": {}
}"#;

#[test]
fn a_change_is_checked_and_q_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name).join("apiDefinition.swagger.json"), DEFINITION).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.args(["check", "--watch", "--publisher", "custom", "--format", "concise"]).current_dir(folder.path());
    command.env_clear().env("TERM", "xterm");
    let mut session = Session::spawn(command).unwrap();
    // Long enough for a machine on which other tests run.
    session.set_expect_timeout(Some(Duration::from_secs(60)));
    session.expect("waiting for changes").unwrap();

    // Only the connector that changed is reported.
    let file = folder.path().join("two/apiDefinition.swagger.json");
    std::fs::write(&file, DEFINITION.replace("\"1.0\" },", "\"1.0\", },")).unwrap();
    let seen = session.expect("waiting for changes").unwrap();
    let seen = String::from_utf8_lossy(seen.before()).into_owned();
    assert!(seen.contains("two/apiDefinition.swagger.json:3") && seen.contains("json-trailing-comma"), "{seen}");
    assert!(!seen.contains("one/"), "{seen}");

    // What is left behind by a write, and what belongs to no connector, is not checked; a configuration is about all of them.
    std::fs::write(folder.path().join("two/.connsmith-0123456789ab.tmp"), "x").unwrap();
    std::fs::write(folder.path().join("notes.txt"), "x").unwrap();
    std::fs::write(folder.path().join("connsmith.toml"), "[rules]\njson-trailing-comma = \"off\"\n").unwrap();
    let seen = session.expect("waiting for changes").unwrap();
    let seen = String::from_utf8_lossy(seen.before()).into_owned();
    assert!(!seen.contains("json-trailing-comma") && seen.contains("one/") && seen.contains("two/"), "{seen}");

    session.send("q").unwrap();
    session.expect(Eof).unwrap();
    assert!(matches!(session.get_process().wait().unwrap(), WaitStatus::Exited(_, 0)));
}
