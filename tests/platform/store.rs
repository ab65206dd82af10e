//! Several processes use the accounts at a time, and some are killed: the store is never corrupt.
use crate::program::User;
use crate::service::{Service, USER};
use std::process::{Child, Stdio};
use std::time::Duration;

fn accounts(user: &User) -> Option<serde_json::Value> {
    let bytes = std::fs::read(user.home.path().join(".connsmith/accounts.json")).ok()?;
    Some(serde_json::from_slice(&bytes).expect("the store is JSON at any time"))
}

fn start(user: &User, arguments: &[&str]) -> Child {
    user.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn many_processes_refresh_and_sign_in_at_a_time() {
    let service = Service::start();
    service.state().expires_in = 10; // each run renews its token and writes it
    let user = User::new(&service);
    user.run(&["login"]).ok();
    let mut running: Vec<Child> = Vec::new();
    for number in 0..24 {
        let tenant = format!("tenant{}", number % 4);
        service.state().user = (USER.into(), tenant.clone());
        let login = number % 3 == 0;
        running.push(start(&user, if login { &["login", "--force", "--tenant", "t"] } else { &["environments"] }));
        accounts(&user);
    }
    for mut child in running {
        assert!(child.wait().unwrap().success());
        accounts(&user);
    }
    let all = accounts(&user).unwrap();
    assert!(all["accounts"].as_array().unwrap().len() >= 2, "{all}");
    let left: Vec<_> =
        std::fs::read_dir(user.home.path().join(".connsmith")).unwrap().flatten().map(|file| file.file_name()).collect();
    assert_eq!(left.len(), 2, "the store and its lock: {left:?}");
    user.run(&["environments"]).ok();
}

#[test]
fn one_that_is_killed_while_it_writes_harms_nobody() {
    let service = Service::start();
    service.state().expires_in = 10;
    let user = User::new(&service);
    user.run(&["login"]).ok();
    // How long a run takes, so that the kills fall into all of it.
    let started = std::time::Instant::now();
    user.run(&["environments"]).ok();
    let whole = started.elapsed();
    for number in 0..40 {
        let mut child = start(&user, &["environments"]);
        std::thread::sleep(whole.mul_f64(0.4 + 0.7 * f64::from(number) / 40.0));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(accounts(&user).is_some());
    }
    // No lock is left behind either: this one does not wait for ever.
    let mut child = start(&user, &["environments"]);
    for _ in 0..500 {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the store stays locked");
}
