//! The ways in: who is signed in, where, and for how long.
use crate::program::User;
use crate::service::{OID, Service, TENANT, USER, token};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connsmith::ship::platform::certificate::{self, Certificate};
use std::io::{BufRead, BufReader, Read, Write};

#[test]
fn device_code_waits_slows_down_and_says_who_signed_in() {
    let service = Service::start();
    service.state().device = vec!["authorization_pending"];
    let user = User::new(&service);
    let done = user.run(&["login", "--format", "json"]).ok();
    assert!(done.err.contains("enter ABCD-1234"), "{}", done.err);
    let json = done.json();
    assert_eq!(
        (&json["user"], &json["tenant"], &json["objectId"], &json["fresh"]),
        (&USER.into(), &TENANT.into(), &OID.into(), &true.into())
    );
    let asked = service.take();
    assert_eq!(asked[0].path, "/common/oauth2/v2.0/devicecode");
    assert_eq!(asked[0].form()["scope"], "https://service.powerapps.com//.default offline_access openid profile");
    assert_eq!(asked[0].form()["client_id"], "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
    assert_eq!(asked[1].form()["grant_type"], "urn:ietf:params:oauth:grant-type:device_code");
    assert_eq!(asked.len(), 3);

    // Signed in already: one is shown it, and nothing is asked.
    let again = user.run(&["login"]).ok();
    assert_eq!(again.out, format!("already signed in as {USER}/{TENANT}; use --force to sign in again\n"));
    assert_eq!(service.take().len(), 0);
    assert!(user.run(&["login", "--force"]).ok().out.starts_with("signed in as"));
}

#[test]
fn a_sign_in_that_is_declined_or_too_late_fails() {
    for (answers, expected) in [
        (vec!["authorization_declined"], "cannot sign in: the sign-in was declined"),
        (vec!["expired_token"], "cannot sign in: the code has expired"),
        (vec!["authorization_pending"; 9], "cannot sign in: the code has expired"),
        (
            vec!["invalid_request"],
            "cannot sign in: `invalid_request`: AADSTS50000: invalid_request happened. (request id req-0815)",
        ),
    ] {
        let service = Service::start();
        service.state().device = answers;
        service.state().device_lasts = 2;
        let user = User::new(&service);
        let done = user.run(&["login"]);
        assert_eq!(done.status, Some(3), "{done:?}");
        assert!(done.err.contains(expected), "{expected}: {}", done.err);
        assert!(!done.all().contains("the-device-code-itself"));
        assert!(!user.run(&["whoami"]).out.contains(USER));
    }
}

/// RFC 8628: after `slow_down` five seconds more lie between two questions.
#[test]
fn slow_down_is_heeded() {
    let service = Service::start();
    service.state().device = vec!["slow_down"];
    let started = std::time::Instant::now();
    let done = User::new(&service).run(&["login"]);
    assert_eq!(done.status, Some(0), "{done:?}");
    assert!(started.elapsed().as_secs() >= 7, "{:?}", started.elapsed());
}

#[test]
fn another_tenant_is_another_account() {
    let service = Service::start();
    let user = User::new(&service);
    user.run(&["login"]).ok();
    service.state().user = ("admin@fabrikam.example".into(), "fabrikam-id".into());
    let done = user.run(&["login", "--tenant", "fabrikam.example"]).ok();
    assert!(done.out.contains("admin@fabrikam.example/fabrikam-id"), "{}", done.out);
    assert!(service.lines().iter().any(|line| line.starts_with("POST /fabrikam.example/oauth2/v2.0/devicecode")));

    let who = |arguments: &[&str]| user.run(&[&["whoami", "--format", "json"], arguments].concat()).ok().json()["user"].clone();
    assert_eq!(who(&[]), "admin@fabrikam.example");
    assert_eq!(who(&["--account", USER]), USER);
    assert_eq!(who(&["--tenant", TENANT]), USER);
    assert_eq!(user.run(&["whoami", "--tenant", "nowhere"]).status, Some(3));
    assert!(user.run(&["whoami", "--account", "nobody"]).err.contains("no account is named `nobody`"));

    assert_eq!(user.run(&["logout"]).ok().out, "signed out admin@fabrikam.example/fabrikam-id\n");
    assert_eq!(who(&[]), USER);
    assert_eq!(user.run(&["logout", "--all", "--format", "json"]).ok().json()["signedOut"][0], format!("{USER}/{TENANT}"));
    assert_eq!(user.run(&["logout"]).ok().out, "no account was signed in\n");
    let done = user.run(&["whoami"]);
    assert_eq!(done.status, Some(3));
    assert_eq!(done.out, "not signed in\n");
}

#[test]
fn refresh_tokens_are_used_and_kept() {
    let service = Service::start();
    service.state().expires_in = 100; // sooner than what is kept in hand
    let user = User::new(&service);
    user.run(&["login"]).ok();
    service.take();
    user.run(&["environments"]).ok();
    assert_eq!(service.take()[0].form()["refresh_token"], "refresh-token-number-1");
    service.state().expires_in = 3600;
    user.run(&["environments"]).ok();
    assert_eq!(service.take()[0].form()["refresh_token"], "refresh-token-number-3", "the newer one was kept");
    user.run(&["environments"]).ok();
    assert_eq!(service.take().len(), 1, "a live token needs no other");

    // A token that the service refuses although it is live is renewed, once.
    service.state().tokens.clear();
    user.run(&["environments"]).ok();
    assert_eq!(
        service.take().iter().map(|asked| asked.path.rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>(),
        ["environments", "token", "environments"]
    );
    service.state().tokens.clear();
    service.state().refresh_tokens.clear();
    let done = user.run(&["environments"]);
    assert_eq!(done.status, Some(3));
    assert!(done.err.contains("`invalid_grant`") && done.err.contains("connsmith login"), "{}", done.err);
    assert!(!done.all().contains("refresh-token-number"));
}

/// An RSA key and a certificate that were made for this test alone.
const PEM: &str = include_str!("application.pem");

#[test]
fn an_application_signs_in_by_secret_certificate_and_federation() {
    let service = Service::start();
    let folder = tempfile::tempdir().unwrap();
    let (pem, federated) = (folder.path().join("app.pem"), folder.path().join("token"));
    std::fs::write(&pem, PEM).unwrap();
    std::fs::write(&federated, "an-assertion-of-a-file\n").unwrap();
    let (pem, federated) = (pem.to_str().unwrap(), federated.to_str().unwrap());
    let (github, pipelines) = (format!("{}/github?x=1", service.base), format!("{}/pipelines", service.base));
    let azure = [("AZURE_TENANT_ID", "contoso.example"), ("AZURE_CLIENT_ID", "the-application")];
    let devops = [("AZURESUBSCRIPTION_TENANT_ID", "contoso.example"), ("AZURESUBSCRIPTION_CLIENT_ID", "the-application")];
    for (variables, source, field, value) in [
        (
            [&azure[..], &[("AZURE_CLIENT_SECRET", "the-application-secret")]].concat(),
            "AZURE_CLIENT_SECRET",
            "client_secret",
            Some("the-application-secret"),
        ),
        (
            [&azure[..], &[("AZURE_CLIENT_CERTIFICATE_PATH", pem)]].concat(),
            "AZURE_CLIENT_CERTIFICATE_PATH",
            "client_assertion",
            None,
        ),
        (
            [&azure[..], &[("AZURE_FEDERATED_TOKEN_FILE", federated)]].concat(),
            "AZURE_FEDERATED_TOKEN_FILE",
            "client_assertion",
            Some("an-assertion-of-a-file"),
        ),
        (
            [&azure[..], &[("ACTIONS_ID_TOKEN_REQUEST_URL", &github), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "the-job-token")]]
                .concat(),
            "GitHub Actions",
            "client_assertion",
            Some("an-assertion-of-github"),
        ),
        (
            [
                &devops[..],
                &[
                    ("SYSTEM_OIDCREQUESTURI", &pipelines),
                    ("SYSTEM_ACCESSTOKEN", "the-job-token"),
                    ("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "connection"),
                ],
            ]
            .concat(),
            "Azure Pipelines",
            "client_assertion",
            Some("an-assertion-of-pipelines"),
        ),
    ] {
        let mut user = User::new(&service);
        variables.iter().for_each(|(name, value)| user.set(name, value));
        let done = user.run(&["environments", "--verbose", "--format", "json"]).ok();
        assert_eq!(done.json()["environments"][0]["title"], "Contoso (default)");
        for secret in ["the-application-secret", "an-assertion-of", "the-job-token", "eyJ"] {
            assert!(!done.all().contains(secret), "{source}: {secret} in {}", done.all());
        }
        let asked = service.take();
        let signing_in = asked.iter().find(|asked| asked.path == "/contoso.example/oauth2/v2.0/token").unwrap();
        let form = signing_in.form();
        assert_eq!(
            (form["grant_type"].as_str(), form["client_id"].as_str(), form["scope"].as_str()),
            ("client_credentials", "the-application", "https://service.powerapps.com//.default"),
            "{source}"
        );
        if let Some(value) = value {
            assert_eq!(form[field], value, "{source}");
        } else {
            let parts: Vec<&str> = form[field].split('.').collect();
            let header: serde_json::Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[0]).unwrap()).unwrap();
            assert_eq!((parts.len(), &header["alg"]), (3, &"PS256".into()), "{source}");
            assert_eq!(header["x5t#S256"].as_str().map(str::len), Some(43), "{source}");
        }
        assert_eq!(form.contains_key("client_assertion_type"), field == "client_assertion", "{source}");
        match source {
            "GitHub Actions" => assert_eq!(
                (asked[0].query.as_str(), asked[0].headers["authorization"].as_str()),
                ("x=1&audience=api%3A%2F%2FAzureADTokenExchange", "Bearer the-job-token")
            ),
            "Azure Pipelines" => assert_eq!(
                (asked[0].line().as_str(), asked[0].headers["authorization"].as_str()),
                ("POST /pipelines?api-version=7.1&serviceConnectionId=connection", "Bearer the-job-token")
            ),
            _ => {}
        }
        if source == "Azure Pipelines" {
            assert_eq!(asked[0].headers["x-tfs-fedauthredirect"], "Suppress");
        }
        assert!(user.run(&["whoami"]).ok().out.contains(source));
        service.take();
    }
    let mut user = User::new(&service);
    azure.iter().for_each(|(name, value)| user.set(name, value));
    user.set("AZURE_CLIENT_SECRET", "some-wrong-secret");
    let done = user.run(&["environments"]);
    assert_eq!(done.status, Some(3));
    assert!(
        done.err.contains("AADSTS7000215") && done.err.contains("may have expired") && !done.err.contains("some-wrong-secret"),
        "{}",
        done.err
    );
}

/// The same key and certificate with that of another issuer: as OpenSSL 3 writes them, and with `-legacy`, as older programs do
/// (RC2 and 3DES, SHA-1), the key with attributes.
pub const PFX: &[u8] = include_bytes!("application.pfx");
const OLD_PFX: &[u8] = include_bytes!("application-old.pfx");
pub const PASSWORD: &str = "P\u{e4}sswort 1";

/// The SHA-256 thumbprint of the certificate that signs.
fn thumbprint(bytes: &[u8], password: Option<&str>) -> Result<String, certificate::Error> {
    let signed = Certificate::read(bytes, password)?.assertion("client", "https://audience", 1_800_000_000)?;
    let header = URL_SAFE_NO_PAD.decode(signed.split('.').next().unwrap()).unwrap();
    let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
    Ok(header["x5t#S256"].as_str().unwrap().to_owned())
}

#[test]
fn certificates_are_read_from_pfx_and_pem() {
    use certificate::Error::*;
    let expected = thumbprint(PEM.as_bytes(), None).unwrap();
    for pfx in [PFX, OLD_PFX] {
        assert_eq!(thumbprint(pfx, Some(PASSWORD)).as_ref(), Ok(&expected));
        assert_eq!(thumbprint(pfx, Some("Password 1")), Err(WrongPassword));
        assert_eq!(thumbprint(pfx, Some("")), Err(WrongPassword));
        assert_eq!(thumbprint(pfx, None), Err(NeedsPassword));
        for end in [0, 1, 100, pfx.len() - 1] {
            assert!(thumbprint(&pfx[..end], Some(PASSWORD)).is_err(), "{end}");
        }
        // No damage makes it panic, or gives another certificate.
        for at in (0..pfx.len()).step_by(7) {
            let mut damaged = pfx.to_vec();
            damaged[at] ^= 0x55;
            assert!(thumbprint(&damaged, Some(PASSWORD)).map_or(true, |found| found == expected), "{at}");
        }
    }
    assert!(matches!(thumbprint(b"a text", None), Err(Neither(_))));
    let key = PEM.split_once("-----BEGIN CERTIFICATE").unwrap().0;
    assert_eq!(thumbprint(key.as_bytes(), None), Err(Lacks("CERTIFICATE")));
}

/// What OpenSSL here writes, in every form that it knows.
#[test]
fn certificates_of_openssl_are_read() {
    use certificate::Error::*;
    use std::process::Command;
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped: no openssl");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("all.pem"), PEM).unwrap();
    let run = |arguments: &str| {
        let mut command = Command::new("openssl");
        command.current_dir(folder.path()).env("PASSWORD", PASSWORD).args(arguments.split(' '));
        command.output().is_ok_and(|done| done.status.success())
    };
    let expected = thumbprint(PEM.as_bytes(), None).unwrap();
    let own = "req -x509 -newkey rsa:2048 -nodes -keyout issuer.key -out issuer.pem -subj /CN=Issuer -days 2";
    let ec = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.crt -subj /CN=EC -days 2";
    assert!(run(own) && run(ec) && run("pkey -in all.pem -out key.pem") && run("x509 -in all.pem -out leaf.pem"));
    let mut seen = 0;
    for (what, arguments, password, outcome) in [
        ("usual", "-in all.pem -passout env:PASSWORD", Some(PASSWORD), Ok(&expected)),
        ("old", "-legacy -in all.pem -passout env:PASSWORD", Some(PASSWORD), Ok(&expected)),
        ("issuer first", "-in all.pem -certfile issuer.pem -passout env:PASSWORD", Some(PASSWORD), Ok(&expected)),
        ("no password", "-in all.pem -passout pass:", None, Ok(&expected)),
        ("old, no password", "-legacy -in all.pem -passout pass:", None, Ok(&expected)),
        ("no MAC", "-nomac -in all.pem -passout env:PASSWORD", Some(PASSWORD), Ok(&expected)),
        ("no MAC, wrong password", "-nomac -in all.pem -passout env:PASSWORD", Some("other"), Err(WrongPassword)),
        ("old, no MAC, wrong", "-legacy -nomac -in all.pem -passout env:PASSWORD", Some("other"), Err(WrongPassword)),
        ("plain", "-keypbe NONE -certpbe NONE -in all.pem -passout env:PASSWORD", Some(PASSWORD), Ok(&expected)),
        (
            "AES and SHA-1",
            "-keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha1 -in all.pem -passout env:PASSWORD",
            Some(PASSWORD),
            Ok(&expected),
        ),
        ("SHA-512", "-macalg sha512 -in all.pem -passout env:PASSWORD", Some(PASSWORD), Ok(&expected)),
        ("no key", "-nokeys -in all.pem -passout env:PASSWORD", Some(PASSWORD), Err(NoKey)),
        ("no certificate", "-nocerts -in all.pem -passout env:PASSWORD", Some(PASSWORD), Err(NoCertificate)),
        ("no RSA key", "-inkey ec.key -in ec.crt -passout env:PASSWORD", Some(PASSWORD), Err(Key("WrongAlgorithm".into()))),
    ] {
        if !run(&format!("pkcs12 -export -out {seen}.pfx {arguments}")) {
            println!("skipped: this openssl does not write `{what}`");
            continue;
        }
        let bytes = std::fs::read(at(&format!("{seen}.pfx"))).unwrap();
        assert_eq!(thumbprint(&bytes, password).as_ref(), outcome.as_ref().map(|text| *text), "{what}");
        seen += 1;
    }
    assert!(seen > 6);
    for form in ["-v2 aes256", "-v2 des3 -v2prf hmacWithSHA1", "-scrypt"] {
        if !run(&format!("pkcs8 -topk8 -in key.pem -passout env:PASSWORD -out pkcs8.pem {form}")) {
            println!("skipped: this openssl does not write `{form}`");
            continue;
        }
        let part = |name: &str| std::fs::read_to_string(at(name)).unwrap();
        let text = part("issuer.pem") + &part("pkcs8.pem") + &part("leaf.pem");
        assert_eq!(thumbprint(text.as_bytes(), Some(PASSWORD)).as_ref(), Ok(&expected), "{form}");
        assert_eq!(thumbprint(text.as_bytes(), Some("other")), Err(WrongPassword), "{form}");
        assert_eq!(thumbprint(text.as_bytes(), None), Err(NeedsPassword), "{form}");
    }
    if run("rsa -aes128 -traditional -in key.pem -passout env:PASSWORD -out old.pem") {
        let text = std::fs::read_to_string(at("old.pem")).unwrap() + PEM.split_once("-----END PRIVATE KEY-----").unwrap().1;
        assert!(matches!(thumbprint(text.as_bytes(), Some(PASSWORD)), Err(Encryption(_))));
    }
}

#[test]
fn a_certificate_with_a_password_signs_an_application_in() {
    let service = Service::start();
    let mut user = User::new(&service);
    std::fs::write(user.work().join("app.pfx"), PFX).unwrap();
    let options =
        ["environments", "--verbose", "--certificate", "app.pfx", "--clid", "the-application", "--tenant", "contoso.example"];
    let mut refused = |password: Option<&str>, words: &str| {
        password.into_iter().for_each(|password| user.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", password));
        let done = user.run(&options);
        assert_eq!((done.status, service.take().len()), (Some(2), 0), "{done:?}");
        assert!(
            done.err.contains("the certificate `app.pfx` (--certificate) cannot be used") && done.err.contains(words),
            "{done:?}"
        );
        assert!(!done.all().contains("wrong one"), "{done:?}");
    };
    refused(None, "it is protected by a password; set AZURE_CLIENT_CERTIFICATE_PASSWORD");
    refused(Some("the wrong one"), "the password is wrong; set AZURE_CLIENT_CERTIFICATE_PASSWORD");
    user.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", PASSWORD);
    let done = user.run(&options).ok();
    assert!(!done.all().contains(PASSWORD) && !done.all().contains("eyJ"), "{done:?}");
    let form = service.take().iter().find(|asked| asked.path == "/contoso.example/oauth2/v2.0/token").unwrap().form();
    assert_eq!((form["client_id"].as_str(), form["grant_type"].as_str()), ("the-application", "client_credentials"));
    // The option goes before the variables, and these work too.
    user.set("AZURE_TENANT_ID", "contoso.example");
    user.set("AZURE_CLIENT_ID", "the-application");
    user.set("AZURE_CLIENT_SECRET", "some-wrong-secret");
    let done = user.run(&["whoami", "--certificate", "app.pfx"]).ok();
    assert!(done.out.contains("the application the-application (--certificate)"), "{}", done.out);
    user.unset("AZURE_CLIENT_SECRET");
    user.set("AZURE_CLIENT_CERTIFICATE_PATH", "app.pfx");
    let done = user.run(&["whoami"]).ok();
    assert!(done.out.contains("(AZURE_CLIENT_CERTIFICATE_PATH)"), "{}", done.out);
    // A person who signs in is no application.
    let done = user.run(&["login", "--certificate", "app.pfx"]);
    assert!(done.status == Some(2) && done.err.contains("signs a person in"), "{done:?}");
    for name in ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_CERTIFICATE_PATH"] {
        user.unset(name);
    }
    for (more, words) in [(&["--tenant", "t"][..], "use `--clid ID`"), (&["--clid", "c"], "use `--tenant ID`")] {
        let done = user.run(&[&["list", "--certificate", "app.pfx"][..], more].concat());
        assert!(done.status == Some(2) && done.err.contains(words), "{done:?}");
    }
    let done = user.run(&["list", "--certificate", "none.pfx", "--tenant", "t", "--clid", "c"]);
    assert!(done.status == Some(2) && done.err.contains("`none.pfx` (--certificate) cannot be used: "), "{done:?}");
}

#[test]
fn a_token_is_borrowed_from_azure_cli_paconn_or_the_environment() {
    let service = Service::start();
    let mut user = User::new(&service);
    let bin = user.home.path().join("bin");
    std::fs::create_dir(&bin).unwrap();
    let az = bin.join("az");
    std::fs::write(
        &az,
        format!(
            "#!/bin/sh\necho \"$@\" > '{}'\necho '{{\"accessToken\": \"{}\"}}'\n",
            bin.join("said").display(),
            service.token()
        ),
    )
    .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&az, std::fs::Permissions::from_mode(0o755)).unwrap();
        user.set("PATH", &format!("{}:/usr/bin:/bin", bin.display()));
        assert!(user.run(&["whoami", "--use-azure-cli"]).ok().out.contains("the Azure CLI"));
        let said = std::fs::read_to_string(bin.join("said")).unwrap();
        assert_eq!(said, "account get-access-token --output json --resource https://service.powerapps.com/\n");
        std::fs::write(&az, "#!/bin/sh\necho 'ERROR: Please run az login.' >&2\nexit 1\n").unwrap();
        let done = user.run(&["environments", "--use-azure-cli"]);
        assert_eq!(done.status, Some(3));
        assert!(done.err.contains("Please run az login"), "{}", done.err);
    }

    let file = user.home.path().join(".paconn");
    std::fs::create_dir(&file).unwrap();
    let paconn = |lasts: i64| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
        let text = serde_json::json!({ "token_type": "Bearer", "access_token": service.token(), "expires_on": (now + lasts) as f64 + 0.5, "oid": "paconn-oid" });
        std::fs::write(file.join("accessTokens.json"), text.to_string()).unwrap();
    };
    paconn(3000);
    assert!(user.run(&["whoami"]).ok().out.contains("paconn's sign-in"));
    paconn(-5);
    assert_eq!(user.run(&["whoami"]).status, Some(3));

    user.set("CONNSMITH_ACCESS_TOKEN", &token("a", "b", "c", -10, 1));
    let done = user.run(&["environments"]);
    assert_eq!(done.status, Some(3));
    assert!(done.err.contains("has expired"), "{}", done.err);
    user.set("CONNSMITH_ACCESS_TOKEN", "opaque-token-of-a-kind");
    service.state().tokens.push("opaque-token-of-a-kind".into());
    user.run(&["environments"]).ok();
    let done = user.run(&["validate", "-d", "none.json"]);
    assert_eq!(done.status, Some(2), "{done:?}");
}

/// A keyring that should be there and is not is no reason to fail.
#[cfg(target_os = "linux")]
#[test]
fn without_a_keyring_there_is_a_file() {
    let service = Service::start();
    let mut user = User::new(&service);
    user.unset("CONNSMITH_KEYRING");
    user.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    user.run(&["login"]).ok();
    assert!(user.home.path().join(".connsmith/accounts.json").is_file());
    assert!(user.run(&["whoami"]).ok().out.contains(USER));
}

/// With the keyring of GNOME on a bus of its own.
#[cfg(target_os = "linux")]
#[test]
fn a_keyring_has_the_key_of_the_accounts() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    struct Running(std::process::Child);
    impl Drop for Running {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
    let service = Service::start();
    let mut user = User::new(&service);
    let home = user.home.path().to_owned();
    let started = |command: &mut Command| {
        command.env("HOME", &home).env("XDG_RUNTIME_DIR", &home).stderr(Stdio::null()).stdout(Stdio::piped()).spawn().map(Running)
    };
    let Ok(mut bus) = started(Command::new("dbus-daemon").args(["--session", "--nofork", "--print-address=1"])) else {
        eprintln!("skipped: dbus-daemon is not there");
        return;
    };
    let mut address = String::new();
    BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let address = address.trim();
    let mut daemon = Command::new("gnome-keyring-daemon");
    daemon.args(["--foreground", "--unlock", "--components=secrets"]).env("DBUS_SESSION_BUS_ADDRESS", address);
    let Ok(mut keyring) = started(daemon.stdin(Stdio::piped())) else {
        eprintln!("skipped: gnome-keyring-daemon is not there");
        return;
    };
    // The password to unlock it is empty.
    keyring.0.stdin.take().unwrap().write_all(b"\n").unwrap();
    let is_there = || {
        let mut ask = Command::new("dbus-send");
        ask.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner"]);
        let reply = ask.arg("string:org.freedesktop.secrets").env("DBUS_SESSION_BUS_ADDRESS", address).output().unwrap();
        String::from_utf8_lossy(&reply.stdout).contains("true")
    };
    let end = Instant::now() + Duration::from_secs(20);
    while !is_there() {
        assert!(Instant::now() < end, "the keyring is not on the bus after 20 seconds");
        std::thread::sleep(Duration::from_millis(50));
    }

    user.unset("CONNSMITH_KEYRING");
    user.set("DBUS_SESSION_BUS_ADDRESS", address);
    user.run(&["login"]).ok();
    let folder = user.home.path().join(".connsmith");
    assert!(folder.join("accounts.sealed").is_file() && !folder.join("accounts.json").exists());
    assert!(user.run(&["whoami"]).ok().out.contains(USER));
    drop(keyring);
    // Without the key, nobody reads them.
    assert!(!user.run(&["whoami"]).all().contains(USER));
}

#[cfg(unix)]
#[test]
fn tokens_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let service = Service::start();
    let user = User::new(&service);
    user.run(&["login"]).ok();
    let folder = user.home.path().join(".connsmith");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("accounts.json"))), (0o700, 0o600));
}

#[test]
fn a_machine_has_an_identity() {
    let service = Service::start();
    let tokens = tempfile::tempdir().unwrap();
    let proof = tokens.path().join("one.key");
    std::fs::write(&proof, "the-proof-of-arc").unwrap();
    let at = |path: &str| format!("{}{path}", service.base);
    let folder = tokens.path().display().to_string();
    for (source, variables) in [
        ("App Service", vec![("IDENTITY_ENDPOINT", at("/msi/app-service")), ("IDENTITY_HEADER", "the-identity-header".into())]),
        (
            "Azure Arc",
            vec![("IDENTITY_ENDPOINT", at("/msi/arc")), ("IMDS_ENDPOINT", at("/")), ("CONNSMITH_ARC_TOKENS", folder.clone())],
        ),
        ("Cloud Shell", vec![("MSI_ENDPOINT", at("/msi/shell"))]),
        (
            "the virtual machine",
            vec![
                ("CONNSMITH_USE_MANAGED_IDENTITY", "1".into()),
                ("AZURE_POD_IDENTITY_AUTHORITY_HOST", service.base.clone()),
                ("AZURE_CLIENT_ID", "the-identity".into()),
            ],
        ),
    ] {
        let mut user = User::new(&service);
        variables.iter().for_each(|(name, value)| user.set(name, value));
        service.state().arc = proof.display().to_string();
        let done = user.run(&["environments", "--verbose"]).ok();
        assert!(done.err.contains("sign-in: a token: CONNSMITH_ACCESS_TOKEN is not set"), "{}", done.err);
        for secret in ["the-identity-header", "the-proof-of-arc", "eyJ"] {
            assert!(!done.all().contains(secret), "{source}: {secret} in {}", done.all());
        }
        let done = user.run(&["whoami"]).ok();
        assert!(done.out.contains(&format!("by         the managed identity of {source}")), "{}", done.out);
        assert!(done.out.contains("passed over a token: CONNSMITH_ACCESS_TOKEN is not set"), "{}", done.out);
        // Azure Arc may not name just any file.
        if source == "Azure Arc" {
            let other = user.home.path().join("other.key");
            std::fs::write(&other, "private-key-of-somebody").unwrap();
            service.state().arc = other.display().to_string();
            let done = user.run(&["environments"]);
            assert!(done.err.contains("not one of its own files") && done.status == Some(3), "{done:?}");
        }
    }
    let mut user = User::new(&service);
    user.set("IDENTITY_ENDPOINT", "http://identity.example/token");
    user.set("IDENTITY_HEADER", "the-identity-header");
    let done = user.run(&["environments"]);
    assert!(done.err.contains("IDENTITY_ENDPOINT cannot be used") && done.status == Some(2), "{done:?}");
}

#[test]
fn a_browser_brings_somebody_back() {
    let service = Service::start();
    let mut user = User::new(&service);
    // No browser opens.
    user.set("PATH", "/nowhere");
    let mut child = user.command(&["login", "--browser"]).spawn().unwrap();
    let mut line = String::new();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    errors.read_line(&mut line).unwrap();
    let page = url::Url::parse(&line[line.find("http").unwrap()..line.trim_end().len()]).unwrap();
    let field = |name: &str| page.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap();
    assert_eq!((page.path(), field("code_challenge_method").as_str()), ("/common/oauth2/v2.0/authorize", "S256"));
    service.state().challenge = field("code_challenge");
    let port = field("redirect_uri").rsplit(':').next().unwrap().parse::<u16>().unwrap();
    let call = |target: String| {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text);
        text
    };
    // Somebody else on this machine does not know the state.
    assert!(call("/?code=another&state=guessed".into()).starts_with("HTTP/1.1 404"));
    assert!(call(format!("/?code=the-code-of-the-page&state={}", field("state"))).contains("You are signed in"));
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("signed in as {USER}/{TENANT}\n"));
    user.unset("PATH");
    assert!(user.run(&["whoami"]).ok().out.contains(USER));
}

#[cfg(unix)]
#[test]
fn programs_that_are_signed_in_come_last() {
    use std::os::unix::fs::PermissionsExt;
    let service = Service::start();
    let mut user = User::new(&service);
    let bin = user.home.path().join("bin");
    std::fs::create_dir(&bin).unwrap();
    let put = |name: &str, text: String| {
        std::fs::write(bin.join(name), format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(bin.join(name), std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    user.set("PATH", &format!("{}:/usr/bin:/bin", bin.display()));
    put("az", "echo 'ERROR: Please run az login.' >&2; exit 1".into());
    let done = user.run(&["environments"]);
    assert!(done.err.contains("no account is signed in (az: ERROR: Please run az login.)") && done.status == Some(3), "{done:?}");
    put("azd", format!("test \"$7\" = https://service.powerapps.com//.default && echo '{{\"token\": \"{}\"}}'", service.token()));
    assert!(user.run(&["whoami"]).ok().out.contains("by         the sign-in of az or azd"));
    put("azd", "exit 1".into());
    put("pwsh", format!("test \"$CONNSMITH_ASKED\" = https://service.powerapps.com/ && echo '{}'", service.token()));
    assert!(user.run(&["environments"]).ok().out.contains("Contoso"));
}
