//! Strangers: a connector's folder that comes from a pull request, a service or a network that is not what it should be. Nothing
//! is sent to a host that nobody named, nothing outside of the folder is read or written, and every answer ends.
use crate::faults::zeros_in_gzip;
use crate::program::{Done, User};
use crate::requests::{own, put};
use crate::service::{ENVIRONMENT, Endless, Fault, Service};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const ID: &str = "shared_old-5f00";

/// Somebody in a folder with a connector; the service has one, too.
fn with(service: &Service, kind: &str) -> User {
    let user = User::with_token(service);
    let (kind, properties) = own().into_iter().find(|(known, _)| *known == kind).unwrap();
    put(&user, kind, &properties);
    service.add(ID, "Old", "Somebody", true);
    user
}

#[track_caller]
fn fails(done: &Done, words: &[&str]) {
    assert_eq!(done.status, Some(2), "{done:?}");
    for words in words {
        assert!(done.err.contains(words), "{words}: {}", done.err);
    }
}

#[test]
fn a_strangers_settings_send_nothing_anywhere() {
    for (field, option) in
        [("powerAppsUrl", "--pau"), ("flowUrl", "--flow-url"), ("authorityUrl", "--authority-url"), ("resource", "--resource")]
    {
        for credential in 0..3 {
            let service = Service::start();
            let mut user = with(&service, "api key");
            // Addresses of nobody's choice but the file's.
            for name in ["POWERAPPS", "FLOW", "AUTHORITY"] {
                user.unset(&format!("CONNSMITH_{name}_URL"));
            }
            user.set("HTTPS_PROXY", "http://127.0.0.1:9"); // what is sent all the same ends here
            user.set("CONNSMITH_RETRIES", "0");
            if credential > 0 {
                user.unset("CONNSMITH_ACCESS_TOKEN");
                user.set("AZURE_TENANT_ID", "t");
                user.set("AZURE_CLIENT_ID", "c");
            }
            match credential {
                1 => user.set("AZURE_CLIENT_SECRET", "the-application-secret"),
                2 => {
                    user.write("token", "an-assertion-of-a-file");
                    user.set("AZURE_FEDERATED_TOKEN_FILE", "token");
                }
                _ => {}
            }
            for address in [&service.base, "https://evil.example", "https://api.powerapps.com.evil.example/"] {
                let settings = json!({ "connectorId": ID, "environment": ENVIRONMENT, field: address });
                user.write("settings.json", &settings.to_string());
                for arguments in
                    [&["update"][..], &["list"], &["download"], &["validate"], &["delete", "--yes"], &["whoami"], &["login"]]
                {
                    let done = user.run(arguments);
                    fails(&done, &["settings.json", field, "not a URL of Microsoft's cloud `public`", option]);
                }
                let named = user.run(&["list", "-s", "settings.json"]);
                fails(&named, &["not a URL of Microsoft's cloud"]);
            }
            assert_eq!(service.take().len(), 0, "{field}");
        }
    }
}

#[test]
fn options_name_any_host_and_settings_name_microsofts() {
    let service = Service::start();
    let user = with(&service, "api key");
    let settings = json!({ "connectorId": ID, "environment": ENVIRONMENT, "powerAppsUrl": "https://api.powerapps.com",
        "authorityUrl": "https://login.microsoftonline.com", "resource": "https://service.powerapps.com/" });
    user.write("settings.json", &settings.to_string());
    user.run(&["list", "--pau", &service.base]).ok();
    user.run(&["whoami"]).ok();
}

#[test]
fn a_strangers_settings_name_no_files_elsewhere() {
    let service = Service::start();
    let user = with(&service, "icon and script");
    let outside = user.home.path().join("private.json");
    std::fs::write(&outside, r#"{"properties": {"capabilities": ["PRIVATEPART"], "connectionParameters": {}}}"#).unwrap();
    let absolute = outside.to_str().unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&outside, user.work().join("link.json")).unwrap();
    let names = if cfg!(unix) { vec!["../private.json", absolute, "link.json"] } else { vec!["../private.json", absolute] };
    for name in names {
        for (field, option) in
            [("apiProperties", "--api-prop"), ("apiDefinition", "--api-def"), ("icon", "--icon"), ("script", "--script")]
        {
            user.write("settings.json", &json!({ "connectorId": ID, "environment": ENVIRONMENT, field: name }).to_string());
            for verb in ["update", "create"] {
                fails(&user.run(&[verb, "--no-check"]), &[field, "leads out of the folder", option]);
            }
        }
        user.write("settings.json", &json!({ "apiDefinition": name }).to_string());
        fails(&user.run(&["validate"]), &["leads out of the folder"]);
    }
    assert_eq!(service.take().len(), 0);
    // An option may name any file.
    user.write("settings.json", &json!({ "connectorId": ID, "environment": ENVIRONMENT }).to_string());
    user.run(&["update", "--no-check", "--no-script", "--api-prop", "../private.json"]).ok();
    // A link in the folder is nobody's option.
    #[cfg(unix)]
    {
        service.take();
        std::fs::remove_file(user.work().join("apiProperties.json")).unwrap();
        std::os::unix::fs::symlink(&outside, user.work().join("apiProperties.json")).unwrap();
        let done = user.run(&["update", "--no-check"]);
        assert_eq!(done.status, Some(2), "{done:?}");
        assert!(service.take().is_empty());
    }
}

#[test]
fn a_download_stays_in_its_folder_whatever_the_settings_say() {
    let service = Service::start();
    let user = with(&service, "api key");
    service.state().connectors[0].properties["scriptDefinitionUrl"] = "".into();
    for (field, name) in [
        ("script", "evil.desktop"),
        ("script", ".git/hooks/post-checkout.csx"),
        ("script", "../x.csx"),
        ("apiDefinition", "/tmp/x.json"),
        ("apiDefinition", "settings.json"),
        ("apiDefinition", "SETTINGS.json"),
        ("apiProperties", "apiDefinition.swagger.json"),
        ("icon", ".bashrc"),
        ("icon", "a\\b.png"),
        ("icon", "Makefile"),
    ] {
        user.write("settings.json", &json!({ "connectorId": ID, "environment": ENVIRONMENT, field: name }).to_string());
        let before = user.files();
        let done = user.run(&["download"]);
        fails(&done, &[field]);
        assert!(user.files() == before, "{name}");
    }
    let home = user.home.path().join("autostart");
    for id in [home.to_str().unwrap(), "..", ".", "a/b", "a\\b", "", "-x", "x:y", "x\u{0}y"] {
        user.write("settings.json", &json!({ "connectorId": id, "environment": ENVIRONMENT }).to_string());
        let before = user.files();
        assert_eq!(user.run(&["download"]).status, Some(2), "{id}");
        if !id.is_empty() && !id.contains('\0') {
            fails(&user.run(&["delete", "--yes", &format!("--cid={id}")]), &["is not a connector id"]);
            fails(&user.run(&["update", "--no-check", &format!("--cid={id}"), "-e", ENVIRONMENT]), &["is not a connector id"]);
        }
        assert!(user.files() == before && !home.exists(), "{id}");
    }
    assert!(service.take().iter().all(|asked| asked.method == "GET" || asked.path.contains("/objectIds/")));
}

#[test]
fn a_field_of_another_type_is_a_fault_of_the_settings() {
    let service = Service::start();
    let user = with(&service, "api key");
    for (field, value) in [("contentHash", json!(1)), ("connectorId", json!(["x"])), ("powerAppsUrl", json!({}))] {
        let mut settings = json!({ "connectorId": ID, "environment": ENVIRONMENT });
        settings[field] = value;
        user.write("settings.json", &settings.to_string());
        fails(&user.run(&["update"]), &["settings.json:1:", &format!("`{field}` must be a string or null")]);
    }
    user.write("settings.json", &"[".repeat(2 << 20));
    fails(&user.run(&["update"]), &["is larger than 1024 KiB"]);
    assert_eq!(service.take().len(), 0);
}

/// A proxy's or network's sign-in page stands where the service should.
#[test]
fn no_redirect_counts_as_success() {
    for status in [301, 302, 303, 307, 308] {
        for (arguments, line) in [
            (&["update", "-c", ID, "-e", ENVIRONMENT][..], "PATCH "),
            (&["update", "-c", ID, "-e", ENVIRONMENT], "PUT /blob/"),
            (&["delete", "-c", ID, "-e", ENVIRONMENT, "--yes"], "DELETE "),
            (&["create", "-e", ENVIRONMENT], "POST /providers/Microsoft.PowerApps/apis?"),
            (&["login", "--force"], "/devicecode"),
        ] {
            let service = Service::start();
            let user = with(&service, "icon and script");
            service.fail(line, Fault::Answer(status, vec![("Location", "/portal".to_owned())], String::new()), 9);
            let before = user.files();
            let done = user.run(arguments);
            fails(&done, &[&format!("answered {status}"), "a redirect to http://127.0.0.1:", "which is not followed"]);
            assert_eq!(done.out, "", "{done:?}");
            assert!(!service.lines().iter().any(|line| line.contains("/portal")), "{:?}", service.lines());
            assert_eq!(service.state().connectors.len(), 1);
            assert!(user.files() == before);
        }
    }
    // A page in the place of the answer is no success either.
    let page = "<html><head><title>Sign in to the WiFi</title></head></html>";
    for (arguments, line) in
        [(&["update", "-c", ID, "-e", ENVIRONMENT][..], "PATCH "), (&["delete", "-c", ID, "-e", ENVIRONMENT, "-y"], "DELETE ")]
    {
        let service = Service::start();
        let user = with(&service, "api key");
        service.fail(line, Fault::Answer(200, vec![("Content-Type", "text/html; charset=utf-8".to_owned())], page.into()), 9);
        fails(&user.run(arguments), &["answered 200 with a web page with the title “Sign in to the WiFi”"]);
    }
    // What only reads follows on its own host.
    let service = Service::start();
    let user = with(&service, "api key");
    let there = "/providers/Microsoft.ProcessSimple/environments?api-version=2016-11-01&x=1".to_owned();
    service.fail("environments", Fault::Answer(302, vec![("Location", there)], String::new()), 1);
    user.run(&["environments"]).ok();
    let around = "/providers/Microsoft.ProcessSimple/environments?api-version=2016-11-01".to_owned();
    service.fail("environments", Fault::Answer(302, vec![("Location", around)], String::new()), 99);
    fails(&user.run(&["environments"]), &["a redirect again and again, which is not followed"]);
}

/// Addresses in answers lead nowhere else, with and without a token.
#[test]
fn addresses_in_answers_stay_on_hosts_that_are_known() {
    let service = Service::start();
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    other.set_nonblocking(true).unwrap();
    let local = format!("http://{}/x", other.local_addr().unwrap());
    let user = with(&service, "icon and script");
    for address in ["https://evil.example/icon.png?sig=S1gnature", &*local, "https://blob.core.windows.net.evil.example/x"] {
        for field in ["iconUri", "scriptDefinitionUrl"] {
            service.state().connectors[0].properties[field] = address.into();
            let before = user.files();
            let done = user.run(&["download", "-c", ID, "-e", ENVIRONMENT, "-d", "new"]);
            fails(&done, &["is not on a host of the service", "--allow-host"]);
            assert!(user.files() == before && !done.all().contains("S1gnature"));
            service.state().connectors[0].properties[field] = Value::Null;
        }
        let storage = json!({ "sharedAccessSignature": address }).to_string();
        service.fail("generateResourceStorage", Fault::Answer(200, vec![], storage), 1);
        fails(&user.run(&["update", "-c", ID, "-e", ENVIRONMENT]), &["is not on a host of the service"]);
        service.state().environments[0]["properties"]["linkedEnvironmentMetadata"] =
            json!({ "instanceUrl": address, "instanceApiUrl": address });
        fails(&user.run(&["list", "-e", ENVIRONMENT, "--solution", "x"]), &["is not on a host of the service"]);
    }
    assert!(other.accept().is_err(), "somebody was asked");
    assert!(!service.lines().iter().any(|line| line.starts_with("PUT") || line.starts_with("PATCH")));
}

#[test]
fn a_list_without_an_end_ends() {
    for (endless, words) in [(Endless::InTurn, "the list never ends"), (Endless::Onward, "the list has more than 200 pages")] {
        let service = Service::start();
        let user = with(&service, "api key");
        service.state().endless = Some(endless);
        for arguments in [&["environments"][..], &["create", "-e", ENVIRONMENT]] {
            service.take();
            let began = Instant::now();
            fails(&user.run(arguments), &[words]);
            assert!(service.take().len() <= 201);
            assert!(began.elapsed() < Duration::from_secs(120), "{:?}", began.elapsed());
        }
    }
}

/// Whatever a part or an answer unpacks to, nothing of it is taken when it is too long, and memory is bounded.
#[cfg(target_os = "linux")]
#[test]
fn bombs_end_within_limits() {
    let service = Service::start();
    let user = with(&service, "api key");
    let gzip = || vec![("Content-Encoding", "gzip".to_owned()), ("Content-Type", "application/json".to_owned())];
    let many = format!("{{\"x\": [{}1]}}", "{},".repeat(1_000_000));
    for (line, fault, words) in [
        ("GET /blob/definitions", Fault::Bytes(200, gzip(), zeros_in_gzip()), "is longer than 32 MiB"),
        ("GET /blob/definitions", Fault::Answer(200, vec![], many.clone()), "has more than 500000 values"),
        ("GET /blob/definitions", Fault::Answer(200, vec![], "[".repeat(1_000_000)), "has more than 500000 values"),
        ("/apis/", Fault::Bytes(200, gzip(), zeros_in_gzip()), "is longer than 32 MiB"),
        ("/apis/", Fault::Answer(200, vec![], many.clone()), "has more than 500000 values"),
        ("/apis/", Fault::Answer(500, vec![], many), "a response of "),
    ] {
        service.fail(line, fault, 9);
        let before = user.files();
        let program = env!("CARGO_BIN_EXE_connsmith");
        let mut shell = std::process::Command::new("bash");
        // Address space, of which the program takes more than it uses: threads, libraries, its own code.
        shell.args(["-c", &format!("ulimit -v {}; ulimit -t 30; exec '{program}' \"$@\"", 512 << 10), "connsmith"]);
        shell.args(["download", "-c", ID, "-e", ENVIRONMENT, "-d", "new"]).current_dir(user.work()).env_clear();
        shell.envs(user.command(&[]).get_envs().filter_map(|(name, value)| Some((name, value?)))).env("CONNSMITH_RETRIES", "0");
        let output = shell.output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && err.contains(words), "{words}: {err}");
        assert!(user.files() == before, "{words}");
        while user.run(&["download", "-c", ID, "-e", ENVIRONMENT, "-d", "well"]).status != Some(0) {}
        std::fs::remove_dir_all(user.work().join("well")).unwrap();
    }
}

#[test]
fn a_device_code_does_not_make_anybody_wait_for_ever() {
    let service = Service::start();
    {
        let mut state = service.state();
        state.device = vec!["authorization_pending"; 9];
        state.device_interval = u64::MAX;
        state.device_lasts = 2;
    }
    let began = Instant::now();
    let done = User::new(&service).run(&["login"]);
    assert_eq!(done.status, Some(3), "{done:?}");
    assert!(done.err.contains("the code has expired"), "{}", done.err);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    // A time that does not fit into a number is cut, not a panic.
    let mut state = service.state();
    state.device = Vec::new();
    state.device_interval = 1;
    state.device_lasts = u64::MAX;
    drop(state);
    User::new(&service).run(&["login"]).ok();
}

#[test]
fn of_two_updates_at_once_one_is_told() {
    let service = Service::start();
    let user = with(&service, "api key");
    user.run(&["create", "-e", ENVIRONMENT]).ok();
    let hash = |user: &User| serde_json::from_str::<Value>(&user.read("settings.json")).unwrap()["contentHash"].clone();
    assert!(hash(&user).is_string());
    // Where the service says which state it is, the update is for that one only.
    service.state().version = Some("\"7\"".into());
    service.take();
    user.run(&["update"]).ok();
    let patch = service.take().into_iter().find(|asked| asked.method == "PATCH").unwrap();
    assert_eq!(patch.headers["if-match"], "\"7\"");
    let refusal = json!({ "error": { "code": "PreconditionFailed", "message": "No." } }).to_string();
    service.fail("PATCH", Fault::Answer(412, vec![], refusal), 1);
    fails(&user.run(&["update"]), &["nothing was updated: somebody else changed the connector"]);
    // A weak name fits no state.
    service.state().version = Some("W/\"7\"".into());
    user.run(&["update"]).ok();
    assert!(service.take().iter().all(|asked| !asked.headers.get("if-match").is_some_and(|value| value.starts_with("W/"))));
    // Where it does not, what is read back must be what was sent; else the next update would overwrite it unseen.
    service.state().version = None;
    let other = json!({ "swagger": "2.0", "info": { "title": "Somebody else's", "version": "9" }, "paths": {} });
    service.state().somebody_else = Some(other);
    let done = user.run(&["update"]).ok();
    assert!(done.err.contains("the connector on the server differs from what was sent"), "{}", done.err);
    assert_eq!(hash(&user), Value::Null);
}

/// Half a secret, or one that is written otherwise, is a secret too.
#[test]
fn a_service_that_says_secrets_again_is_not_repeated() {
    let service = Service::start();
    let mut user = with(&service, "oauth");
    user.set("CONNSMITH_CLIENT_SECRET", "p\"ss w/rd+of the connector");
    let token = user.variables.iter().find(|(name, _)| name == "CONNSMITH_ACCESS_TOKEN").unwrap().1.clone();
    let escaped: String = "p\"ss w/rd+of the connector".chars().map(|c| format!("\\u{:04x}", c as u32)).collect();
    let long = format!("{}{token}", "x".repeat(290));
    for (headers, body) in [
        (vec![("x-ms-request-id", token.clone())], "{}".to_owned()),
        (vec![("Set-Cookie", "session=the-cookie-itself".to_owned())], format!("{{\"message\": \"{escaped}\"}}")),
        (vec![], long),
        (vec![], "{\"a\": \"https://x?sv=1\\u0026sig=S1gnature\\u0026se=2\"}".to_owned()),
        (vec![], "p%22ss+w%2frd%2bof+the%20connector p&quot;ss w&#x2f;rd&#43;of the connector".to_owned()),
    ] {
        service.fail("PATCH", Fault::Answer(500, headers, body), 1);
        user.set("CONNSMITH_RETRIES", "0");
        let done = user.run(&["update", "-c", ID, "-e", ENVIRONMENT, "--verbose"]);
        assert_eq!(done.status, Some(2), "{done:?}");
        for secret in [&token[..20], "the-cookie-itself", "S1gnature", "p\"ss", "\\u0070\\u0022", "p%22ss", "p&quot;ss"] {
            assert!(!done.all().contains(secret), "{secret}: {}", done.all());
        }
    }
}
