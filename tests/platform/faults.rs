//! What may go wrong on the way, for every verb: one table. Each time the exit status is right, the message names cause and
//! remedy, nothing is lost or half-done, and no secret is seen.
use crate::program::User;
use crate::requests::{own, put};
use crate::service::{ENVIRONMENT, Fault, SIGNATURE, Service};
use std::time::Duration;

const OLD: &str = "shared_old-5f0000000000000000";

/// Verb, options, and the line of the request that matters most.
const VERBS: [(&str, &[&str], &str); 8] = [
    ("login", &["login", "--force"], "/oauth2/v2.0/devicecode"),
    ("environments", &["environments"], "GET /providers/Microsoft.ProcessSimple/environments"),
    ("list", &["list"], "GET /providers/Microsoft.PowerApps/apis?"),
    ("create", &["create", "--no-script", "-s", "other.json"], "POST /providers/Microsoft.PowerApps/apis?"),
    ("update", &["update", "-c", OLD], "PATCH /providers/"),
    ("download", &["download", "-c", OLD, "-d", "new"], "GET /providers/Microsoft.PowerApps/apis/"),
    ("validate", &["validate", "--select", "operation-summary-missing"], "/validateApiSwagger"),
    ("delete", &["delete", "-c", OLD, "--yes"], "DELETE /providers/"),
];

struct Expected {
    status: i32,
    /// In the message.
    words: &'static [&'static str],
}

const fn fails(words: &'static [&'static str]) -> Expected {
    Expected { status: 2, words }
}

const fn sign_in(words: &'static [&'static str]) -> Expected {
    Expected { status: 3, words }
}

const DONE: Expected = Expected { status: 0, words: &[] };

fn answer(status: u16, body: &str) -> Fault {
    let headers = vec![("Content-Type", "application/json".to_owned()), ("x-ms-request-id", "req-4711".to_owned())];
    Fault::Answer(status, headers, body.replace('\'', "\""))
}

fn after(status: u16, seconds: u32) -> Fault {
    Fault::Answer(status, vec![("Retry-After", seconds.to_string())], "{}".into())
}

/// 100 MiB of zeros as a service would compress them: the stream of a zip archive between the head and foot of gzip.
pub fn zeros_in_gzip() -> Vec<u8> {
    static MADE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    let made = MADE.get_or_init(|| {
        let zip = connsmith::text::archive::write(&[("x".to_owned(), vec![b'0'; 100 << 20])]).unwrap();
        let central = zip.windows(4).rposition(|magic| magic == b"PK\x01\x02").unwrap();
        let number = |at: usize| u32::from_le_bytes(zip[central + at..central + at + 4].try_into().unwrap()) as usize;
        let name = u16::from_le_bytes(zip[26..28].try_into().unwrap()) as usize;
        let extra = u16::from_le_bytes(zip[28..30].try_into().unwrap()) as usize;
        let from = 30 + name + extra;
        let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        [&head, &zip[from..from + number(20)], &zip[central + 16..central + 20], &zip[central + 24..central + 28]].concat()
    });
    made.clone()
}

/// What goes wrong, how often, what comes of it; and the verbs of which something else comes.
type Row = (&'static str, Fault, usize, Expected, Vec<(&'static str, Expected)>);

fn table() -> Vec<Row> {
    const ALWAYS: usize = 1000;
    const BROKEN: &[&str] = &["the connection broke before the response was complete", "help: run the command again"];
    let create = |expected| vec![("create", expected)];
    let html = "<!DOCTYPE html><html><head><title>Bad gateway</title></head><body>502</body></html>";
    vec![
        ("reset before, once", Fault::ResetBefore, 1, DONE, vec![]),
        ("reset before, always", Fault::ResetBefore, ALWAYS, fails(BROKEN), create(fails(&["broke before", "connsmith list"]))),
        ("reset after, once", Fault::ResetAfter, 1, DONE, vec![]),
        // What was done the first time is found.
        (
            "reset after, always",
            Fault::ResetAfter,
            ALWAYS,
            fails(BROKEN),
            vec![("create", DONE), ("update", DONE), ("delete", DONE)],
        ),
        ("cut off, once", Fault::Cut, 1, DONE, vec![]),
        (
            "slow",
            Fault::Slow(Duration::from_millis(1500)),
            ALWAYS,
            fails(&["the request timed out", "help: run the command again, or wait longer with `--timeout SECONDS`"]),
            vec![("create", DONE), ("update", DONE), ("delete", DONE)],
        ),
        (
            "half of the JSON",
            Fault::CutJson,
            ALWAYS,
            fails(&["answered 200 with something that is not JSON", "`--verbose`"]),
            // Nobody reads the answers of the last two; what was created is found.
            vec![("create", DONE), ("update", DONE), ("delete", DONE)],
        ),
        (
            "401",
            answer(401, "{'error': {'code': 'ExpiredToken', 'message': 'Over.'}}"),
            ALWAYS,
            sign_in(&["401 Unauthorized: `ExpiredToken`: Over. (request id req-4711)", "connsmith login"]),
            vec![],
        ),
        (
            "403",
            answer(403, "{'error': {'code': 'Forbidden', 'message': 'Not you.'}}"),
            ALWAYS,
            fails(&["403 Forbidden: `Forbidden`: Not you. (request id req-4711)", "a maker in the environment"]),
            vec![],
        ),
        (
            "404",
            answer(404, "{'error': {'code': 'ApiNotFound', 'message': 'Nothing there.'}}"),
            ALWAYS,
            fails(&["404 Not Found: `ApiNotFound`: Nothing there. (request id req-4711)", "connsmith environments"]),
            vec![("delete", DONE)],
        ),
        (
            "409",
            answer(409, "{'code': 'Conflict', 'message': 'Busy.'}"),
            ALWAYS,
            fails(&["409 Conflict: `Conflict`: Busy.", "something else is changing it"]),
            vec![],
        ),
        ("429, then well", after(429, 0), 2, DONE, vec![]),
        ("429 for too long", after(429, 100_000), 1, fails(&["429 Too Many Requests", "accepts no more requests"]), vec![]),
        ("500, then well", answer(500, "{}"), 2, DONE, vec![]),
        ("408, then well", answer(408, ""), 1, DONE, vec![]),
        ("503, then well", after(503, 0), 1, DONE, vec![]),
        (
            "500",
            answer(500, "{'error': {'code': 'InternalServerError', 'message': 'Oh.'}}"),
            ALWAYS,
            fails(&["500 Internal Server Error: `InternalServerError`: Oh. (request id req-4711)", "request id"]),
            create(fails(&["500 Internal Server Error", "it may have been created anyway", "connsmith list"])),
        ),
        (
            "502 with a page",
            Fault::Answer(502, vec![], html.into()),
            ALWAYS,
            fails(&["502 Bad Gateway: a web page with the title “Bad gateway” instead of JSON"]),
            vec![],
        ),
        // What changes something follows nobody, and what reads follows to no other host.
        (
            "a redirect to another host",
            Fault::Answer(302, vec![("Location", "https://portal.example/sign-in?sig=S1gnature".to_owned())], String::new()),
            ALWAYS,
            fails(&["answered 302 Found: a redirect to https://portal.example, which is not followed", "help: "]),
            vec![],
        ),
        (
            "a redirect that keeps the method",
            Fault::Answer(308, vec![("Location", "http://127.0.0.1:9/x".to_owned())], String::new()),
            ALWAYS,
            fails(&["answered 308 Permanent Redirect: a redirect to http://127.0.0.1:9, which is not followed"]),
            vec![],
        ),
        (
            "a redirect to nowhere",
            Fault::Answer(302, vec![], String::new()),
            ALWAYS,
            fails(&["answered 302 Found: a redirect without a valid URL, which is not followed"]),
            vec![],
        ),
        (
            "millions of values",
            Fault::Answer(200, vec![("Content-Type", "application/json".to_owned())], "[".repeat(500_001)),
            ALWAYS,
            fails(&["has more than 500000 values"]),
            // Nobody reads the answers of the last two.
            vec![("update", DONE), ("delete", DONE)],
        ),
        (
            "an answer that is too long",
            Fault::Bytes(200, vec![("Content-Encoding", "gzip".to_owned())], zeros_in_gzip()),
            ALWAYS,
            fails(&["is longer than 32 MiB"]),
            create(fails(&["is longer than 32 MiB", "connsmith list"])),
        ),
    ]
}

/// A user in a folder with a connector with icon, script and secret, and settings that name an environment.
fn user(service: &Service, account: bool) -> User {
    let mut user = if account { User::new(service) } else { User::with_token(service) };
    user.set("CONNSMITH_ENVIRONMENT", ENVIRONMENT);
    user.set("CONNSMITH_CLIENT_SECRET", "the-secret-of-the-connector");
    user.set("CONNSMITH_TIMEOUT", "0.7");
    let properties = own().into_iter().find(|(kind, _)| *kind == "oauth").unwrap().1;
    put(&user, "icon and script", &properties);
    user.write("other.json", "{\"icon\": \"my icon+100%.png\"}");
    if account {
        user.run(&["login"]).ok();
    }
    service.add(OLD, "Old", "Somebody", true);
    service.take();
    user
}

#[track_caller]
fn holds(case: &str, user: &User, done: &crate::program::Done, before: &[(std::path::PathBuf, Vec<u8>)], expected: &Expected) {
    assert_eq!(done.status, Some(expected.status), "{case}: {done:?}");
    for words in expected.words {
        assert!(done.err.contains(words), "{case}: {words}: {}", done.err);
    }
    for secret in ["eyJ", "the-secret-of", "refresh-token-number", "S1gnature", "the-device-code"] {
        assert!(!done.all().contains(secret), "{case}: {secret} in {}", done.all());
    }
    let now = user.files();
    assert!(!now.iter().any(|(path, _)| path.to_string_lossy().contains("/.connsmith-")), "{case}: half-written");
    if expected.status != 0 {
        assert_eq!(done.out, "", "{case}");
        assert!(now == before, "{case}: files have changed");
    }
}

#[test]
fn every_fault_at_every_verb() {
    let cases: Vec<(usize, usize)> = (0..table().len()).flat_map(|row| (0..VERBS.len()).map(move |verb| (row, verb))).collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let run = |row: usize, verb: usize| {
        let (what, fault, times, usual, others) = table().swap_remove(row);
        let (name, arguments, line) = VERBS[verb];
        let case = format!("{name}: {what}");
        let service = Service::start();
        let mut user = user(&service, false);
        // Only what is slow is to be too slow, also on a busy machine.
        if what != "slow" {
            user.set("CONNSMITH_TIMEOUT", "60");
        }
        service.fail(line, fault, times);
        let before = user.files();
        let count = service.state().connectors.len();
        let done = user.run(&[arguments, &["--verbose"]].concat());
        let expected = others.into_iter().find(|(other, _)| *other == name).map_or(usual, |(_, expected)| expected);
        holds(&case, &user, &done, &before, &expected);
        // Whatever happens, there is one connector more or there is not.
        let made = service.state().connectors.iter().filter(|connector| connector.id != OLD).count();
        if name == "create" {
            assert_eq!(made, usize::from(expected.status == 0), "{case}");
            assert_eq!(user.read("other.json").contains("shared_new"), expected.status == 0, "{case}");
        } else {
            assert_eq!(made, count - 1, "{case}");
        }
        // Without --verbose nothing but the message is on standard error.
        assert!(expected.status == 0 || done.err.contains("connsmith: cannot "), "{case}: {}", done.err);
    };
    // Much of it is waiting.
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some((row, verb)) = cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    run(*row, *verb);
                }
            });
        }
    });
}

#[test]
fn nobody_listens() {
    let service = Service::start();
    for (name, arguments, _) in VERBS {
        let mut user = user(&service, false);
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        for address in ["POWERAPPS", "FLOW", "AUTHORITY"] {
            user.set(&format!("CONNSMITH_{address}_URL"), &format!("http://{closed}"));
        }
        let before = user.files();
        let done = user.run(arguments);
        let words: &[_] =
            &["the connection was refused", "help: check the connection, the proxy (HTTPS_PROXY), and whether `--cloud`"];
        holds(name, &user, &done, &before, &Expected { status: 2, words });
        assert!(done.err.contains(&closed.to_string()), "{}", done.err);
    }
}

/// With a refresh token a refused token is no more than a detour.
#[test]
fn a_refused_token_is_renewed() {
    for (name, arguments, line) in VERBS.iter().skip(1) {
        let service = Service::start();
        let user = user(&service, true);
        service.fail(line, answer(401, "{}"), 1);
        let done = user.run(arguments);
        assert_eq!(done.status, Some(0), "{name}: {done:?}");
        assert!(service.lines().iter().any(|line| line.contains("/oauth2/v2.0/token")), "{name}");
    }
}

/// The signed addresses of the storage run out, or are refused.
#[test]
fn storage_refuses() {
    let refusal = |code: &str| {
        let body = format!("\u{feff}<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>No.\nTime:1</Message></Error>");
        Fault::Answer(403, vec![("x-ms-request-id", "blob-1".to_owned())], body)
    };
    for code in ["AuthenticationFailed", "AuthorizationFailure"] {
        for (arguments, line, asked) in [
            (VERBS[3].1, "PUT /blob/", "cannot upload `my icon+100%.png`"),
            (VERBS[4].1, "PUT /blob/", "cannot upload `script.csx`"),
            (VERBS[5].1, "GET /blob/definitions", "cannot download the definition"),
            (VERBS[5].1, "GET /blob/files/icon.png", "cannot download the icon"),
            (VERBS[5].1, "GET /blob/files/script.csx", "cannot download the script"),
        ] {
            let service = Service::start();
            let user = user(&service, false);
            {
                let mut state = service.state();
                let address = |name: &str| format!("{}/blob/files/{name}?sig={SIGNATURE}", service.base);
                let files = [("icon.png".to_owned(), b"icon".to_vec()), ("script.csx".to_owned(), b"script".to_vec())];
                state.blobs.insert("files".into(), files.into());
                state.connectors[0].properties["iconUri"] = address("icon.png").into();
                state.connectors[0].properties["scriptDefinitionUrl"] = address("script.csx").into();
            }
            service.fail(line, refusal(code), 1000);
            let before = user.files();
            let done = user.run(arguments);
            let expected = fails(&[
                "403 Forbidden: `",
                "No. (request id blob-1)",
                "has expired or is refused from this network: run the command again",
            ]);
            holds(asked, &user, &done, &before, &expected);
            assert!(done.err.contains(asked) && done.err.contains(code), "{asked}: {}", done.err);
            assert_eq!(service.state().connectors.len(), 1);
        }
    }
}

/// A disk that takes no more: the first bytes are written, then no others.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_what_was_there() {
    let service = Service::start();
    let user = user(&service, false);
    let large = "x".repeat(100_000);
    service.state().connectors[0].definition["info"]["x-large"] = large.into();
    for (folder, arguments) in
        [("new", &["download", "-c", OLD, "-d", "new"][..]), ("there", &["download", "-c", OLD, "-d", "there", "-w"])]
    {
        if folder == "there" {
            std::fs::create_dir(user.work().join("there")).unwrap();
            user.write("there/apiDefinition.swagger.json", "{}");
        }
        let before = user.files();
        let program = env!("CARGO_BIN_EXE_connsmith");
        // A limit of the size of files, with its signal ignored, fails a write in its middle as a full disk does.
        let script = format!("trap '' XFSZ; ulimit -f 8; exec '{program}' \"$@\"");
        let mut command = user.command(&[]);
        let mut shell = std::process::Command::new("bash");
        shell.args(["-c", &script, "connsmith"]).args(arguments).current_dir(user.work()).env_clear();
        shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.stdin(std::process::Stdio::null());
        let output = shell.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains(&format!("nothing was written: the files cannot be written to `{folder}`: ")), "{err}");
        assert!(user.files() == before, "{folder}");
        assert!(!user.work().join("new").exists());
    }
}

/// Ctrl-C while the service is at work: what was made is known, what was not is nowhere.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_half_done() {
    let service = Service::start();
    let mut user = user(&service, false);
    user.set("CONNSMITH_TIMEOUT", "20");
    for (arguments, line, status) in [(VERBS[3].1, VERBS[3].2, 130), (VERBS[5].1, "GET /blob/definitions", 130)] {
        service.take();
        service.fail(line, Fault::Slow(Duration::from_millis(1500)), 1);
        let before = user.files();
        let child = user.command(arguments).spawn().unwrap();
        while !service.lines().iter().any(|asked| asked.contains(line)) {
            std::thread::sleep(Duration::from_millis(10));
        }
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(status));
        if line == VERBS[3].2 {
            assert_eq!(service.state().connectors.len(), 2);
            assert!(user.read("other.json").contains("shared_new-5f"), "the id was written");
        } else {
            assert!(user.files() == before);
        }
    }
}
