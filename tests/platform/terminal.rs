//! On a terminal: pick-lists, questions, secrets.
#![cfg(unix)]
use crate::program::User;
use crate::requests::{own, put};
use crate::service::{ENVIRONMENT, Service};
use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{ControlCode, Eof, Expect, Session};
use serde_json::json;
use std::time::Duration;

const DOWN: &str = "\x1b[B";

fn start(user: &User, arguments: &[&str]) -> OsSession {
    let inherited = user.command(arguments);
    // A command of its own: the terminal takes the place of standard input and output.
    let mut command = std::process::Command::new(inherited.get_program());
    command.args(arguments).current_dir(user.work()).env_clear().env("TERM", "xterm");
    command.envs(inherited.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut session = Session::spawn(command).unwrap();
    // Long enough for a machine on which other tests run.
    session.set_expect_timeout(Some(Duration::from_secs(60)));
    session
}

/// Presses a key, when the question is there to take it.
fn press(session: &mut OsSession, key: &str) {
    std::thread::sleep(Duration::from_millis(100));
    session.send(key).unwrap();
}

/// The text until the program ends, and its exit status.
fn rest(mut session: OsSession) -> (String, i32) {
    let text = String::from_utf8_lossy(session.expect(Eof).unwrap().as_bytes()).into_owned();
    match session.get_process().wait().unwrap() {
        WaitStatus::Exited(_, status) => (text, status),
        other => panic!("{other:?}"),
    }
}

#[test]
fn pick_lists_show_name_id_and_owner_and_keep_equal_names_apart() {
    let service = Service::start();
    let user = User::with_token(&service);
    service
        .state()
        .environments
        .push(json!({ "name": "second-environment", "properties": { "displayName": "Contoso (default)" } }));
    service.add("shared_first", "Same name", "Ann", true);
    service.add("shared_second", "Same name", "Bob", true);
    let mut session = start(&user, &["download", "-d", "there"]);
    session.expect("Environment").unwrap();
    session.expect(format!("Contoso (default)  {ENVIRONMENT}")).unwrap();
    session.expect("Contoso (default)  second-environment").unwrap();
    press(&mut session, DOWN);
    press(&mut session, "\r");
    session.expect("Connector").unwrap();
    session.expect("Same name  shared_first  (Ann)").unwrap();
    session.expect("Same name  shared_second  (Bob)").unwrap();
    press(&mut session, DOWN);
    press(&mut session, "\r");
    session.expect("downloaded shared_second to there").unwrap();
    assert_eq!(rest(session).1, 0);
    assert!(service.lines().iter().any(|line| line.contains("/apis/shared_second?") && line.contains("second-environment")));
}

#[test]
fn an_empty_list_says_so() {
    let service = Service::start();
    let user = User::with_token(&service);
    let (text, status) = rest(start(&user, &["download", "-e", "empty"]));
    assert_eq!(status, 2);
    assert!(text.contains("this account sees no custom connector in the environment `empty`"), "{text}");
    service.state().environments.clear();
    let (text, status) = rest(start(&user, &["list"]));
    assert_eq!(status, 2);
    assert!(text.contains("this account has access to no environment"), "{text}");
}

#[test]
fn questions_are_asked_before_anything_is_done() {
    let service = Service::start();
    let user = User::with_token(&service);
    put(&user, "api key", &own()[0].1);
    let create = ["create", "-e", ENVIRONMENT];
    user.run(&create).ok();
    for (answer, count) in [("n", 1), ("y", 2)] {
        let mut session = start(&user, &create);
        session.expect("names the connector").unwrap();
        press(&mut session, answer);
        if answer == "y" {
            session.expect("the environment already has a custom connector").unwrap();
            press(&mut session, answer);
        }
        let (text, status) = rest(session);
        assert_eq!((status, service.state().connectors.len()), (if answer == "y" { 0 } else { 2 }, count), "{text}");
    }
    let id = service.state().connectors[1].id.clone();
    for (answer, count) in [("n", 2), ("y", 1)] {
        let mut session = start(&user, &["delete", "-c", &id]);
        session.expect(format!("({id}) from the environment")).unwrap();
        press(&mut session, answer);
        rest(session);
        assert_eq!(service.state().connectors.len(), count);
    }
}

/// Types a secret at its prompt; the output afterwards.
fn type_secret(mut session: OsSession, prompt: &str, secret: &str) -> String {
    session.expect(prompt).unwrap();
    // The prompt is shown before the terminal is ready, and getting ready drops what was typed until then: type again if nothing
    // comes of it.
    session.set_expect_timeout(Some(Duration::from_secs(5)));
    let mut text = None;
    for _ in 0..12 {
        let _ = session.send_line(secret); // the program may have ended meanwhile
        if let Ok(found) = session.expect(Eof) {
            text = Some(String::from_utf8_lossy(found.as_bytes()).into_owned());
            break;
        }
    }
    let text = text.expect("the program does not end");
    let WaitStatus::Exited(_, status) = session.get_process().wait().unwrap() else { panic!("{text}") };
    assert_eq!(status, 0, "{text}");
    assert!(!text.contains(secret), "{text}");
    text
}

#[test]
fn a_secret_is_asked_for_and_not_shown() {
    let service = Service::start();
    let user = User::with_token(&service);
    put(&user, "oauth", &own()[1].1);
    type_secret(start(&user, &["create", "-e", ENVIRONMENT]), "OAuth client secret", "typed at the terminal");
    let sent =
        service.state().connectors[0].properties.pointer("/connectionParameters/token/oAuthSettings/clientSecret").cloned();
    assert_eq!(sent.unwrap(), "typed at the terminal");
}

#[test]
fn the_password_of_a_certificate_is_asked_for() {
    let service = Service::start();
    let user = User::new(&service);
    std::fs::write(user.work().join("app.pfx"), crate::sign_in::PFX).unwrap();
    let session = start(&user, &["environments", "--certificate", "app.pfx", "--clid", "c", "--tenant", "t"]);
    let text = type_secret(session, "Password of `app.pfx`", crate::sign_in::PASSWORD);
    assert!(text.contains("Contoso (default)"), "{text}");
}

/// Ctrl-C at a pick-list ends the program, and the terminal has its cursor back.
#[test]
fn an_interrupt_at_a_question_ends_it() {
    let service = Service::start();
    let user = User::with_token(&service);
    let mut session = start(&user, &["list"]);
    session.expect("Environment").unwrap();
    session.expect(ENVIRONMENT).unwrap();
    session.send(ControlCode::EndOfText).unwrap();
    let (text, status) = rest(session);
    assert_eq!(status, 130, "{text}");
    assert!(text.contains("\x1b[?25h"), "{text:?}");
}

/// A lookup through a connection: what the input depends on is asked for first, and only the value picked is printed.
#[test]
fn a_lookup_lets_a_person_pick() {
    let service = Service::start();
    let mut user = User::with_token(&service);
    crate::namespace::place(&mut user);
    user.write("mail.json", &crate::namespace::definition().to_string());
    {
        let mut state = service.state();
        state.azure.prepare();
        let items =
            |all: &[(&str, &str)]| all.iter().map(|(id, name)| json!({ "id": id, "name": name })).collect::<serde_json::Value>();
        let folders = json!({ "statusCode": "OK", "body": { "value": items(&[("f1", "Inbox"), ("f2", "Bills")]) } });
        let rows = json!({ "statusCode": "OK", "body": { "value": items(&[("r1", "First"), ("r2", "Second")]) } });
        state.azure.apis.push(("GET".into(), "/folders".into(), folders));
        state.azure.apis.push(("GET".into(), "/folders/f2/rows".into(), rows));
    }
    let mut session = start(&user, &["ns", "lookup", "mail.json", "ListRows", "row", "--connection", "mail"]);
    session.expect("folderPath").unwrap();
    session.expect("Bills  f2").unwrap();
    press(&mut session, DOWN);
    press(&mut session, "\r");
    session.expect("row").unwrap();
    session.expect("Second  r2").unwrap();
    press(&mut session, "\r");
    let (text, status) = rest(session);
    assert_eq!(status, 0, "{text}");
    assert!(text.trim_end().ends_with("r1"), "{text}");
}
