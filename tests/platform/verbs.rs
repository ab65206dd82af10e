//! What the verbs do with files, settings, and what the service has.
use crate::program::{Done, User, root};
use crate::requests::{SCRIPT, icon, own, put};
use crate::service::{ENVIRONMENT, Fault, Service};
use serde_json::{Value, json};

/// A user in a folder with one of the connectors.
fn with(service: &Service, kind: &str) -> User {
    let user = User::with_token(service);
    let (kind, properties) = own().into_iter().find(|(known, _)| *known == kind).unwrap();
    put(&user, kind, &properties);
    user
}

fn created(user: &User, more: &[&str]) -> String {
    let done = user.run(&[&["create", "-e", ENVIRONMENT, "--format", "json"], more].concat()).ok();
    done.json()["connectorId"].as_str().unwrap().to_owned()
}

#[track_caller]
fn fails(done: &Done, status: i32, words: &[&str]) {
    assert_eq!(done.status, Some(status), "{done:?}");
    for words in words {
        assert!(done.err.contains(words), "{words}: {}", done.err);
    }
    assert!(done.err.starts_with("connsmith: ") || status == 1, "{}", done.err);
}

/// The service's addresses and whatever is made up anew in each run have fixed names.
fn steady(service: &Service, user: &User, text: &str) -> String {
    let home = user.home.path().display().to_string();
    let text = text.replace(&service.base, "http://service").replace(&home, "HOME");
    let id = regex::Regex::new(r#"(x-ms-client-request-id"?: "?)[0-9a-f-]+"#).unwrap();
    let text = id.replace_all(&text, "${1}ID").into_owned();
    regex::Regex::new(r#""expiresOn": \d+"#).unwrap().replace_all(&text, r#""expiresOn": 1"#).into_owned()
}

/// The JSON of every verb is an interface.
#[test]
fn json_of_each_verb() {
    let service = Service::start();
    let user = with(&service, "icon and script");
    service.add("shared_other", "Other", "Somebody", true);
    service.add("shared_sql", "SQL Server", "Microsoft", false);
    service.state().solution = vec![
        json!({ "connectorid": "99999999-0000-0000-0000-000000000002", "name": "o", "displayname": "Other", "connectorinternalid": "shared_other" }),
    ];
    let mut text = String::new();
    for arguments in [
        &["whoami"][..],
        &["environments"],
        &["list", "-e", ENVIRONMENT],
        &["list", "-e", ENVIRONMENT, "--solution", "nonsense"],
        &["create", "-e", ENVIRONMENT, "--dry-run"],
        &["create", "-e", ENVIRONMENT],
        &["update"],
        &["update", "--diff"],
        &["validate"],
        &["download", "-d", "back"],
        &["delete", "--yes"],
        &["login"],
        &["logout"],
    ] {
        let done = user.run(&[arguments, &["--format", "json"]].concat());
        text.push_str(&format!("$ connsmith {}\n{}status {}\n\n", arguments.join(" "), done.out, done.status.unwrap()));
        assert!(done.out.is_empty() || serde_json::from_str::<Value>(&done.out).is_ok(), "{done:?}");
    }
    insta::assert_snapshot!(steady(&service, &user, &text));
}

#[test]
fn create_writes_the_settings_file_of_paconn_and_the_hash() {
    let service = Service::start();
    let user = with(&service, "api key");
    let id = created(&user, &[]);
    let settings: Value = serde_json::from_str(&user.read("settings.json")).unwrap();
    let keys: Vec<&str> = settings.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "connectorId",
            "environment",
            "apiProperties",
            "apiDefinition",
            "icon",
            "powerAppsUrl",
            "powerAppsApiVersion",
            "contentHash"
        ]
    );
    assert_eq!((settings["connectorId"].as_str(), &settings["icon"]), (Some(id.as_str()), &Value::Null));

    // The file names a connector: another one takes its place only when somebody says so.
    let before = user.read("settings.json");
    service.take();
    fails(&user.run(&["create"]), 2, &["names the connector", &id, "`--overwrite-settings`", "connsmith update"]);
    assert_eq!((service.take().len(), user.read("settings.json")), (0, before));
    // The title is taken too.
    fails(&user.run(&["create", "-w"]), 2, &["already has a custom connector “Tasks api key”", &id, "`--allow-duplicate`"]);
    assert_ne!(created(&user, &["-w", "--allow-duplicate"]), id);
    assert_eq!(service.state().connectors.len(), 2);
}

#[test]
fn what_a_settings_file_says_survives_and_options_go_first() {
    let service = Service::start();
    let user = with(&service, "api key");
    std::fs::create_dir(user.work().join("files")).unwrap();
    for name in ["apiDefinition.swagger.json", "apiProperties.json"] {
        std::fs::rename(user.work().join(name), user.work().join("files").join(name)).unwrap();
    }
    let text = "\u{feff}{\r\n  \"flowUrl\": \"https://flow.example\",\r\n  \"environment\": \"the-file's\",\r\n  \"apiDefinition\": \"apiDefinition.swagger.json\",\r\n  \"powerAppsUrl\": \"https://europe.api.powerapps.com/path?query\",\r\n  \"own\": [1.50],\r\n}\r\n";
    user.write("files/settings.json", text);
    let mut user = user;
    // The variable's addresses, the file's path relative to it; the option's environment before the variable's before the file's.
    user.set("CONNSMITH_ENVIRONMENT", "the-variable's");
    user.run(&["create", "-s", "files/settings.json", "-e", ENVIRONMENT]).ok();
    let after = user.read("files/settings.json");
    assert!(after.starts_with(&text[..text.len() - 5].replace("the-file's", ENVIRONMENT)), "{after}");
    assert!(after.contains("\"connectorId\": \"shared_new-5f") && after.contains("contentHash"), "{after}");
    assert_eq!(service.state().connectors[0].properties["environment"]["name"], ENVIRONMENT);
    service.take();
    user.run(&["list", "-s", "files/settings.json"]).ok();
    assert!(service.lines()[0].contains("the-variable%27%27s"), "{:?}", service.lines());
    user.unset("CONNSMITH_ENVIRONMENT");
    service.take();
    user.run(&["list", "-s", "files/settings.json"]).ok();
    assert!(service.lines()[0].contains("Default-1111"), "{:?}", service.lines());
    // As paconn had it: relative to the current folder, where only that leads to a file.
    user.write("files/settings.json", "{\"apiDefinition\": \"files/apiDefinition.swagger.json\"}");
    let done = user.run(&["create", "-s", "files/settings.json", "-e", "x", "--dry-run"]).ok();
    assert!(done.err.contains("is interpreted relative to the current folder"), "{}", done.err);
    fails(&user.run(&["list", "-s", "none.json"]), 2, &["`none.json` does not exist"]);
    user.write("broken.json", "{\n  \"environment\": \"x");
    fails(&user.run(&["list", "-s", "broken.json"]), 2, &["`broken.json:2:"]);
}

#[test]
fn files_that_are_not_as_they_should_be_are_uploaded_with_a_note() {
    let service = Service::start();
    let user = with(&service, "api key");
    let definition = user.read("apiDefinition.swagger.json").replace("\"paths\"", "\"x-\\u00e9\": 1, \"paths\"");
    let trailing = definition.trim_end().strip_suffix('}').unwrap().trim_end().to_owned() + ",\n}\n";
    user.write("apiDefinition.swagger.json", &format!("\u{feff}{trailing}"));
    let latin: Vec<u8> = user.read("apiProperties.json").replace("Your key", "Schlüssel").chars().map(|c| c as u8).collect();
    std::fs::write(user.work().join("apiProperties.json"), latin).unwrap();
    let done = user.run(&["create", "-e", ENVIRONMENT]).ok();
    assert!(
        done.err.contains("apiDefinition.swagger.json: a byte order mark was left out; line 39: trailing `,`"),
        "{}",
        done.err
    );
    assert!(done.err.contains("apiProperties.json: it is not UTF-8 and was read as Windows-1252"), "{}", done.err);
    assert!(done.err.contains("`stackOwner` is not uploaded"), "{}", done.err);
    let sent = service.state().connectors[0].properties.clone();
    assert_eq!(sent["connectionParameters"]["api_key"]["uiDefinition"]["tooltip"], "Schlüssel");

    // What is broken, or would not import, stays here.
    service.take();
    user.write("apiDefinition.swagger.json", &definition.replace("\"2.0\"", "\"3.0\""));
    let done = user.run(&["update"]);
    fails(&done, 1, &["1 error would make the import fail"]);
    user.write("apiDefinition.swagger.json", &definition[..definition.len() / 2]);
    fails(&user.run(&["update", "--no-check"]), 2, &["broken JSON"]);
    assert_eq!(service.take().len(), 0);
    user.write("apiDefinition.swagger.json", &definition.replace("\"ListTasks\"", "\"\""));
    assert_eq!(user.run(&["update"]).status, Some(1));
    user.run(&["update", "--no-check"]).ok();
    // The service has the last word.
    fails(
        &user.run(&["update", "--no-check", "--keep-stack-owner"]),
        1,
        &["400 Bad Request", "`InvalidApiDefinition`", "req-0815"],
    );
}

#[test]
fn a_file_that_somebody_named_is_not_passed_over_and_a_script_stays() {
    let service = Service::start();
    let user = with(&service, "icon and script");
    let named = ["--icon", "my icon+100%.png"];
    let id = created(&user, &named);
    let script = |service: &Service| service.state().connectors[0].properties["scriptDefinitionUrl"].as_str().unwrap().to_owned();
    assert!(script(&service).contains("/script.csx?"));
    service.take();
    for option in ["--icon", "--script"] {
        fails(&user.run(&["update", option, "none.x"]), 2, &["`none.x` cannot be read", "nothing was uploaded"]);
    }
    let before = user.read("settings.json");
    user.write("settings.json", &before.replace("script.csx", "scrpt.csx"));
    fails(&user.run(&["update"]), 2, &["scrpt.csx", "settings.json` names"]);
    assert_eq!(service.take().len(), 0);

    user.write("settings.json", &before.replace("script.csx", ""));
    std::fs::remove_file(user.work().join("script.csx")).unwrap();
    let there = script(&service);
    user.run(&["update", "--cid", &id]).ok();
    assert_eq!(script(&service), there, "an update without a script keeps it");
    user.run(&["update", "--no-script"]).ok();
    assert_eq!(script(&service), "");
}

#[test]
fn secrets_come_from_input_variable_or_option_and_are_seen_nowhere() {
    let service = Service::start();
    let mut user = with(&service, "oauth");
    fails(&user.run(&["create", "-e", ENVIRONMENT]), 2, &["needs a client secret", "`--secret -`", "CONNSMITH_CLIENT_SECRET"]);
    assert_eq!(service.take().len(), 0);
    let secret = |service: &Service| {
        let state = service.state();
        let last = state
            .connectors
            .last()
            .unwrap()
            .properties
            .pointer("/connectionParameters/token/oAuthSettings/clientSecret")
            .cloned();
        last.unwrap().as_str().unwrap().to_owned()
    };
    let create = ["create", "-e", ENVIRONMENT, "-w", "--allow-duplicate", "--verbose"];
    let mut outputs = vec![user.run_with_input(&[&create[..], &["--secret", "-"]].concat(), "from \"input\"\n").ok()];
    assert_eq!(secret(&service), "from \"input\"");
    outputs.push(user.run_with_input(&["create", "-e", ENVIRONMENT, "--dry-run", "--verbose", "-r", "-"], "from \"input\"").ok());
    user.set("CONNSMITH_CLIENT_SECRET", "from variable");
    outputs.push(user.run(&create).ok());
    assert_eq!(secret(&service), "from variable");
    outputs.push(user.run(&["update", "--verbose"]).ok());
    // A service that says it again, where no name shows that it is one.
    let echo = json!({ "error": { "code": "BadSecret", "message": "'from variable' and its like: from%20variable" } });
    service.fail("PATCH", Fault::Answer(400, vec![], echo.to_string()), 1);
    let done = user.run(&["update", "--verbose"]);
    fails(&done, 1, &["`BadSecret`: '[redacted]' and its like: [redacted]"]);
    outputs.push(done);
    user.unset("CONNSMITH_CLIENT_SECRET");
    outputs.push(user.run(&[&create[..], &["-r", "from option"]].concat()).ok());
    assert_eq!(secret(&service), "from option");
    for done in outputs {
        for secret in ["from \"input", "from \\\"input", "from variable", "from option", "eyJ", "S1gnature"] {
            assert!(!done.all().contains(secret), "{secret}: {}", done.all());
        }
        assert!(done.all().contains("[redacted]"));
    }
    // Nor in a file that a download writes.
    let done = user.run(&["download", "-d", "back"]).ok();
    assert!(done.err.contains("a client secret that the service returned was not written"), "{}", done.err);
    assert!(!user.read("back/apiProperties.json").contains("clientSecret"));
}

#[test]
fn a_dry_run_sends_nothing_and_needs_nobody() {
    let service = Service::start();
    let mut user = with(&service, "icon and script");
    user.unset("CONNSMITH_ACCESS_TOKEN");
    let done = user.run(&["update", "--cid", "shared_x", "-e", ENVIRONMENT, "--dry-run", "--icon", "my icon+100%.png"]).ok();
    insta::assert_snapshot!(steady(&service, &user, &done.out));
    assert_eq!(service.take().len(), 0);
}

#[test]
fn an_update_shows_and_minds_what_is_on_the_server() {
    let service = Service::start();
    let user = with(&service, "icon and script");
    let icon_option = ["--icon", "my icon+100%.png"];
    created(&user, &icon_option);
    let done = user.run(&["update", "--diff"]).ok();
    assert_eq!((done.out.as_str(), done.err.contains("nothing would change")), ("", true), "{done:?}");

    // Somebody else was there.
    service.state().connectors[0].definition["info"]["version"] = "9.9".into();
    service.state().connectors[0].properties["iconBrandColor"] = "#ffffff".into();
    let before = user.files();
    service.take();
    fails(
        &user.run(&["update"]),
        2,
        &["nothing was updated: somebody else changed the connector", "`--diff`", "connsmith download", "`--force`"],
    );
    assert!(service.take().iter().all(|asked| asked.method == "GET"));
    assert!(user.files() == before);
    user.write("script.csx", &SCRIPT.replace("return", "return  "));
    let done = user.run(&["update", "--diff"]);
    assert_eq!(done.status, Some(1));
    insta::assert_snapshot!(done.out);
    user.run(&["update", "--force"]).ok();
    assert_eq!(service.state().connectors[0].definition["info"]["version"], "1.0");
    user.run(&["update"]).ok();
}

#[test]
fn a_download_is_whole_and_keeps_what_paconn_drops() {
    let service = Service::start();
    let user = User::with_token(&service);
    service.add("shared_tasks", "Größe der Aufgaben", "Somebody", true);
    {
        let mut state = service.state();
        let signed = format!("{}/blob/files/icon.png?sig={}", service.base, crate::service::SIGNATURE);
        state.blobs.insert("files".into(), [("icon.png".into(), icon())].into());
        let connector = &mut state.connectors[0];
        connector.properties["iconUri"] = signed.into();
        connector.properties["scriptDefinitionUrl"] = "".into();
        connector.properties["displayName"] = "Renamed by hand".into();
        connector.properties["backendService"]["serviceUrl"] = "https://other.example/".into();
    }
    user.run(&["download", "-e", ENVIRONMENT, "-c", "shared_tasks"]).ok();
    let names: Vec<String> =
        user.files().iter().map(|(path, _)| path.strip_prefix(user.work()).unwrap().display().to_string()).collect();
    assert_eq!(
        names,
        ["apiDefinition.swagger.json", "apiProperties.json", "icon.png", "settings.json"]
            .map(|name| format!("shared_tasks/{name}"))
    );
    insta::assert_snapshot!(steady(
        &service,
        &user,
        &(user.read("shared_tasks/apiProperties.json") + &user.read("shared_tasks/settings.json"))
    ));
    assert!(user.read("shared_tasks/apiDefinition.swagger.json").contains("Grüße aus dem Büro."));
    // What came down goes up again, the name that differs from the definition's too.
    user.run(&["update", "shared_tasks"]).ok();
    assert_eq!(service.state().connectors[0].properties["displayName"], "Renamed by hand");

    // The same again changes nothing; other files are kept unless somebody says so.
    user.run(&["download", "-s", "shared_tasks/settings.json", "-d", "shared_tasks"]).ok();
    user.write("shared_tasks/apiProperties.json", "{}");
    user.write("shared_tasks/own.txt", "mine");
    let before = user.files();
    fails(
        &user.run(&["download", "-s", "shared_tasks/settings.json", "-d", "shared_tasks"]),
        2,
        &["nothing was written", "`apiProperties.json`", "`--overwrite`"],
    );
    assert!(user.files() == before);
    user.run(&["download", "-s", "shared_tasks/settings.json", "-d", "shared_tasks", "-w"]).ok();
    assert!(user.read("shared_tasks/apiProperties.json").contains("Renamed by hand"));
    assert_eq!(user.read("shared_tasks/own.txt"), "mine");

    // A connector without definition and icon; names that lead elsewhere.
    service.add("shared_first", "First party", "Microsoft", false);
    service.fail(
        "GET /providers/Microsoft.PowerApps/apis/shared_first",
        Fault::Answer(200, vec![], json!({ "properties": { "publisher": "Microsoft" } }).to_string()),
        1,
    );
    let done = user.run(&["download", "-e", ENVIRONMENT, "-c", "shared_first"]).ok();
    assert!(done.err.contains("returns no definition"), "{}", done.err);
    user.write("evil.json", "{\"icon\": \"../icon.png\"}");
    fails(
        &user.run(&["download", "-s", "evil.json", "-e", ENVIRONMENT, "-c", "shared_tasks", "-d", "evil"]),
        2,
        &["leads out of the folder"],
    );
}

#[test]
fn lists_follow_every_page_and_stay_on_the_host() {
    let service = Service::start();
    let user = User::with_token(&service);
    for number in 0..5 {
        service.add(&format!("shared_{number}"), "Same name", &format!("Owner {number}"), number != 3);
    }
    let done = user.run(&["list", "-e", ENVIRONMENT]).ok();
    assert_eq!(
        done.out,
        "shared_0  Same name  (Owner 0)\nshared_1  Same name  (Owner 1)\nshared_2  Same name  (Owner 2)\nshared_4  Same name  (Owner 4)\n"
    );
    assert_eq!(service.take().len(), 3);
    for (next, words) in [
        ("https://elsewhere.example/next", "the next page is on another host"),
        (
            &*format!("{}/providers/Microsoft.ProcessSimple/environments?api-version=2016-11-01", service.base),
            "the list never ends",
        ),
    ] {
        service.fail("environments", Fault::Answer(200, vec![], json!({ "value": [], "nextLink": next }).to_string()), 1);
        fails(&user.run(&["environments"]), 2, &[words]);
    }
    service.state().connectors.clear();
    assert!(user.run(&["list", "-e", ENVIRONMENT]).ok().out.starts_with("this account sees no custom connector"));
}

#[test]
fn solutions_are_known_by_name_and_id() {
    let service = Service::start();
    let mut user = User::new(&service);
    user.set("AZURE_TENANT_ID", "t");
    user.set("AZURE_CLIENT_ID", "c");
    user.set("AZURE_CLIENT_SECRET", "the-application-secret");
    service.add("shared_in", "Inside", "Maker", true);
    service.add("shared_out", "Outside", "Maker", true);
    let row = "99999999-0000-0000-0000-000000000002";
    service.state().solution = vec![
        json!({ "connectorid": row, "name": "in", "displayname": "Inside", "connectorinternalid": "shared_in" }),
        json!({ "connectorid": "99999999-0000-0000-0000-000000000003", "name": "odd", "displayname": "Odd", "connectorinternalid": null }),
    ];
    let done = user.run(&["list", "-e", ENVIRONMENT, "--solution", "Contoso Apps"]).ok();
    assert!(done.out.starts_with(&format!("{row}  Inside  shared_in\n")), "an application goes through Dataverse: {}", done.out);
    let done = user.run(&["download", "-e", ENVIRONMENT, "--solution", "contoso", "-c", "Nobody"]);
    fails(&done, 2, &["has no connector `Nobody`"]);
    service.take();
    user.set("CONNSMITH_VIA", "powerapps");
    let done = user.run(&["list", "-e", ENVIRONMENT, "--solution", "Contoso Apps"]).ok();
    assert_eq!(
        done.out,
        "shared_in  Inside  (Maker)\n99999999-0000-0000-0000-000000000003  Odd  (the service shows no connector)\n"
    );
    let asked = service.take();
    let solutions = asked.iter().find(|asked| asked.path.ends_with("/solutions")).unwrap();
    assert!(solutions.query.contains("uniquename%20eq%20%27Contoso%20Apps%27%20or%20friendlyname"), "{}", solutions.query);
    let scope = format!("{}/.default", service.base);
    assert!(asked.iter().any(|asked| asked.path.ends_with("/token") && asked.form()["scope"] == scope), "a token for Dataverse");
    for name in ["Inside", row, "shared_in"] {
        user.run(&["download", "-e", ENVIRONMENT, "--solution", "contoso", "-c", name, "-d", "there", "-w"]).ok();
        assert!(user.read("there/settings.json").contains("shared_in"));
    }
    fails(
        &user.run(&["download", "-e", ENVIRONMENT, "--solution", "contoso", "-c", "shared_out"]),
        2,
        &["has no connector `shared_out`"],
    );
    service.take();
    user.run(&["list", "-e", ENVIRONMENT, "--solution", row]).ok();
    let asked = service.take();
    assert!(asked.iter().any(|asked| asked.query.contains(&format!("solutionid%20eq%20{row}"))));
    service.state().environments[0]["properties"].as_object_mut().unwrap().remove("linkedEnvironmentMetadata");
    fails(&user.run(&["list", "-e", ENVIRONMENT, "--solution", "x"]), 2, &["has no Dataverse"]);
}

#[test]
fn a_verdict_is_shown_at_its_line_and_compared_with_ours() {
    let service = Service::start();
    let user = User::with_token(&service);
    user.take(&root().join("fixtures/bad/operation-without-summary"));
    let text = "Swagger certification failed with errors. Please validate again after fixing following errors: Error : paths/~1boards~1{boardId}~1tasks/get : The 'summary' property is required.\r\nError : info : Something that nobody has heard of.\r\nWarning : definitions/None/x : Gone.";
    service.state().verdict = (400, json!({ "error": { "code": "SwaggerCertificationFailedWithErrors", "message": text } }));
    let done = user.run(&["validate"]);
    assert_eq!(done.status, Some(1), "{done:?}");
    insta::assert_snapshot!(done.all());
    let json = user.run(&["validate", "--format", "json"]).json();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(
        (&findings[0]["rule"], &findings[0]["code"], &findings[0]["range"]["start"]["line"]),
        (&"operation-summary-missing".into(), &"RequiredPropertyMissing".into(), &38.into())
    );
    assert_eq!(json["differences"]["onlyService"].as_array().unwrap().len(), 2);
    assert_eq!(json["differences"]["onlyConnsmith"], json!([]));

    service.state().verdict = (200, json!("Swagger certification succeeded"));
    let done = user.run(&["validate"]).ok();
    assert!(done.err.contains("only connsmith found these") && done.err.contains("operation-summary-missing"), "{}", done.err);
    // A create or update stops there, too.
    let text = "Swagger validation failed: Error : paths/~1boards~1{boardId}~1tasks/get : The 'summary' property is required.";
    let refusal = json!({ "error": { "code": "SwaggerValidationFailed", "message": text } }).to_string();
    service.fail("/validateApiSwagger", Fault::Answer(400, vec![], refusal), 1);
    service.take();
    let done = user.run(&["create", "--no-check", "-e", ENVIRONMENT]);
    fails(&done, 1, &["The 'summary' property is required.", "apiDefinition.swagger.json:38:", "nothing was uploaded"]);
    assert!(service.lines().last().unwrap().contains("validateApiSwagger"));
    // Another refusal is none of a verdict.
    service.state().verdict = (400, json!({ "error": { "code": "InvalidRequest", "message": "No." } }));
    fails(&user.run(&["validate"]), 2, &["cannot validate the definition", "400 Bad Request: `InvalidRequest`: No."]);
}

#[test]
fn delete_needs_a_word() {
    let service = Service::start();
    let user = with(&service, "api key");
    let id = created(&user, &[]);
    fails(&user.run(&["delete"]), 2, &["nothing was deleted", "`--yes`", &id]);
    assert_eq!(service.state().connectors.len(), 1);
    assert_eq!(user.run(&["delete", "-y"]).ok().out, format!("deleted {id}\n"));
    assert_eq!(service.state().connectors.len(), 0);
    assert!(user.read("settings.json").contains("\"connectorId\": null"));
    fails(&user.run(&["delete", "-y", "-c", &id]), 2, &["404 Not Found: `ApiNotFound`", "connsmith list"]);
}

/// Whatever becomes of the rest, the id of what was created is known.
#[cfg(unix)]
#[test]
fn an_id_is_never_lost() {
    use std::os::unix::fs::PermissionsExt;
    if std::fs::File::create("/proc/none").is_ok() {
        return;
    }
    let service = Service::start();
    let user = with(&service, "api key");
    // Read-only settings: root may write there all the same, so it is the file that the product refuses to replace.
    user.write("settings.json", "{\"environment\": \"x\"}");
    let settings = user.work().join("settings.json");
    std::fs::set_permissions(&settings, std::fs::Permissions::from_mode(0o444)).unwrap();
    let done = user.run(&["create", "-e", ENVIRONMENT]);
    let id = service.state().connectors[0].id.clone();
    fails(&done, 2, &[&format!("the connector was created as {id}, but its id could not be written"), "read-only"]);
    assert!(done.out.starts_with("created “Tasks api key” in ") && done.out.contains(&id), "{}", done.out);
}

/// Options as paconn has them.
#[test]
fn scripts_for_paconn_go_on_working() {
    let service = Service::start();
    let user = with(&service, "icon and script");
    let base = service.base.as_str();
    let create = [
        "create",
        "-e",
        ENVIRONMENT,
        "-p",
        "apiProperties.json",
        "-d",
        "apiDefinition.swagger.json",
        "-i",
        "my icon+100%.png",
        "-x",
        "script.csx",
        "-u",
        base,
        "-v",
        "2016-11-01",
        "-w",
    ];
    user.run(&create).ok();
    for arguments in [
        &["update", "--settings", "settings.json", "--api-d", "apiDefinition.swagger.json"][..],
        &["validate", "--api-def", "apiDefinition.swagger.json", "--pau", base, "--select", "operation-summary-missing"],
        &["download", "--settings", "settings.json", "--dest", "d", "--overwrite"],
        &[
            "login",
            "--clid",
            "c",
            "--tenant",
            "t",
            "--authority_url",
            base,
            "--resource",
            "https://service.powerapps.com/",
            "--force",
        ],
        &["login", "-i", "c", "-t", "t", "-a", base, "-r", "https://service.powerapps.com/", "-f"],
        &["logout"],
    ] {
        user.run(arguments).ok();
    }
    let asked = service.take();
    let codes: Vec<_> = asked
        .iter()
        .filter(|asked| asked.path == "/t/oauth2/v2.0/devicecode")
        .map(|asked| asked.form()["client_id"].clone())
        .collect();
    assert_eq!(codes, ["c", "c"]);
}

/// An update whose answer nobody heard does not stand in the way of the next one.
#[test]
fn an_update_that_timed_out_does_not_block_the_next_one() {
    let service = Service::start();
    let mut user = User::with_token(&service);
    user.set("CONNSMITH_ENVIRONMENT", ENVIRONMENT);
    user.take(&root().join("fixtures/good/certified-connectors/Fabrikam Tasks"));
    user.run(&["create"]).ok();
    let text = user.read("apiDefinition.swagger.json").replacen("\"title\":", "\"x-new\": 1, \"title\":", 1);
    user.write("apiDefinition.swagger.json", &text);
    // The service does it, and then is out of reach.
    user.set("CONNSMITH_RETRIES", "0");
    user.set("CONNSMITH_TIMEOUT", "0.7");
    service.fail("PATCH /providers/", Fault::Slow(std::time::Duration::from_millis(1500)), 1);
    let before =
        service.state().asked.iter().filter(|asked| asked.line().starts_with("GET /providers/Microsoft.PowerApps/apis/")).count();
    assert_eq!(before, 1);
    service.fail("GET /providers/Microsoft.PowerApps/apis/", Fault::Answer(200, vec![], "{}".into()), 0);
    let done = user.run(&["update"]);
    assert_eq!(done.status, Some(0), "{done:?}");
    // The same, with nobody to ask afterwards.
    let text = text.replacen("x-new", "x-newer", 1);
    user.write("apiDefinition.swagger.json", &text);
    user.run(&["update", "--no-check", "--dry-run"]).ok();
    let hash = user.read("settings.json");
    service.fail("PATCH /providers/", Fault::ResetAfter, 1);
    user.run(&["update"]).ok();
    // As after a run that was killed: the settings know nothing of it.
    user.write("settings.json", &hash);
    user.run(&["update"]).ok();
}

#[test]
fn paconn_is_understood() {
    let service = Service::start();
    let user = User::with_token(&service);
    user.take(&root().join("fixtures/good/certified-connectors/Fabrikam Tasks"));
    user.write("icon.png", "icon");
    user.write("my definition.json", &user.read("apiDefinition.swagger.json"));
    user.write(
        "settings.json",
        "{\"connectorId\": \"CONNECTOR-ID\", \"environment\": \"ENVIRONMENT-GUID\", \"apiProperties\": \".\\\\apiProperties.json\", \"icon\": null}",
    );
    let create = ["create", "-e", ENVIRONMENT, "-d", "my definition.json", "-w", "true", "--no-check", "--output", "table"];
    let done = user.run(&create).ok();
    assert!(done.err.contains("because `icon` is null") && done.err.contains("`--output table` has no effect"), "{}", done.err);
    assert!(!service.lines().iter().any(|line| line.starts_with("PUT /blob/")));
    let id = service.state().connectors[0].id.clone();
    let whole = format!("/providers/Microsoft.PowerApps/apis/{id}");
    user.run(&["update", "-e", ENVIRONMENT, "--cid", &whole, "--no-icon", "--no-check"]).ok();
    user.run(&["download", "-e", ENVIRONMENT, "--cid", &whole, "-d", "there", "-w", "true"]).ok();
    let done = user.run(&["download", "-e", ENVIRONMENT, "--cid", &whole, "-d", ".", "-w", "false"]);
    fails(&done, 2, &["would be overwritten"]);

    // Settings with the whole resource, also as an administrator sees it, and with absolute paths.
    let text = json!({
        "connectorId": format!("/providers/Microsoft.PowerApps/scopes/admin/environments/{ENVIRONMENT}/apis/{id}"),
        "environment": ENVIRONMENT,
        "apiDefinition": user.work().join("apiDefinition.swagger.json"),
        "icon": null,
    });
    user.write("settings.json", &text.to_string());
    let done = user.run(&["update", "--no-check", "--format", "json"]).ok();
    assert_eq!(done.json()["connectorId"], json!(id));
    user.run(&["update", "--no-check", "--cid", &whole]).ok();
    user.write("settings.json", "{\n  \"environment\": \"x\",\n  \"powerAppsApiVersion\": 20161101\n}");
    let done = user.run(&["list"]);
    fails(&done, 2, &["`settings.json:3:26`: `powerAppsApiVersion` must be a string or null"]);
    assert_eq!(done.err.trim_end().lines().count(), 1, "{}", done.err);
    user.write("settings.json", "{}");

    // Operations of a script that is not there.
    let properties = user.read("apiProperties.json").replacen(
        "\"properties\": {",
        "\"properties\": { \"scriptOperations\": [\"ListTasks\"],",
        1,
    );
    user.write("apiProperties.json", &properties);
    service.take();
    let done = user.run(&["create", "-e", ENVIRONMENT, "-w", "--no-check", "--allow-duplicate"]);
    fails(&done, 2, &["`scriptOperations` is set but there is no script"]);
    assert!(service.lines().is_empty());

    // The definition that the service uses at run time is not taken for the uploaded one.
    let runtime = json!({ "swagger": "2.0", "info": { "title": "Run time" } });
    let answer = json!({ "name": id, "properties": { "displayName": "x", "swagger": runtime } });
    service.fail("GET /providers/Microsoft.PowerApps/apis/", Fault::Answer(200, vec![], answer.to_string()), 1);
    let done = user.run(&["download", "-e", ENVIRONMENT, "--cid", &id, "-d", "runtime"]).ok();
    assert!(done.err.contains("only the definition that it uses at run time"), "{}", done.err);
}
