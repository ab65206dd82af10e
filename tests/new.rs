//! What `connsmith new` makes, through the library: every combination passes every rule, but for texts that only the author knows.
use connsmith::Severity;
use connsmith::connector::fmt;
use connsmith::connector::publisher::Publisher;
use connsmith::judge::profile::Selection;
use connsmith::judge::timing::Meter;
use connsmith::judge::walk::{self, Plan};
use connsmith::make::new::answers::{Answers, NAME};
use connsmith::make::new::question::{Kind, QUESTIONS};
use connsmith::make::new::wish::Wish;
use connsmith::make::new::{self, NewFile};
use connsmith::text::document::File;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

const AUTHS: [&[&str]; 8] = [
    &["none"],
    &["api-key"],
    &["basic"],
    &["oauth2"],
    &["aad"],
    &["aad-on-behalf-of"],
    &["api-key-query"],
    &["multi", "api-key", "oauth2"],
];

/// What a publisher of this kind has to say, with `options` in place of or beside it.
fn answers(publisher: Publisher, options: &[(&'static str, &[&str])]) -> Answers {
    let mut answers = Answers::default();
    let mut set = |name: &'static str, values: &[&str]| answers.set(name, values.iter().map(|value| value.to_string()).collect());
    set(NAME, &["Fabrikam Tasks"]);
    set("publisher", &[publisher.name()]);
    set("host", &["api.fabrikam.com"]);
    set("base-path", &["/v1"]);
    set("resource", &["task"]);
    set("auth", &["api-key"]);
    if publisher != Publisher::Custom {
        set("description", &["Fabrikam keeps the tasks of a team in one place and tells everybody what changed."]);
        set("publisher-name", &[if publisher == Publisher::Independent { "Mona Lisa" } else { "Fabrikam" }]);
        set("website", &["https://www.fabrikam.com"]);
        set("privacy-policy", &["https://www.fabrikam.com/privacy"]);
        set("category", &["Productivity"]);
    }
    if publisher == Publisher::Independent {
        set("stack-owner", &["Fabrikam"]);
    }
    for (name, values) in options {
        set(name, values);
    }
    answers
}

fn files(given: &Answers) -> Vec<NewFile> {
    let complete = new::complete(given).unwrap_or_else(|error| panic!("{error}\n{given:?}"));
    new::files(&Wish::of(&complete).unwrap()).unwrap()
}

/// Every combination of publisher, sign-in and trigger; each option, and each value of one that has a list, for each publisher.
fn all() -> Vec<(Publisher, String, Answers)> {
    let mut all = Vec::new();
    for publisher in Publisher::ALL {
        for auth in AUTHS {
            for trigger in ["none", "webhook", "polling"] {
                let label = format!("{publisher} --auth {} --trigger {trigger}", auth.join(","));
                all.push((publisher, label, answers(publisher, &[("auth", auth), ("trigger", &[trigger])])));
            }
        }
        let mut alone = |options: &[(&'static str, &[&str])]| {
            let given = answers(publisher, options);
            let label =
                options.iter().map(|(name, values)| format!("--{name} {}", values.join(","))).collect::<Vec<_>>().join(" ");
            all.push((publisher, format!("{publisher} {label}"), given));
        };
        for question in QUESTIONS {
            match question.kind {
                Kind::YesNo => alone(&[(question.name, &["true"])]),
                Kind::One(_) | Kind::Many(_) if !["publisher", "auth"].contains(&question.name) => {
                    for choice in question.choices() {
                        match question.name {
                            // There are many, and no rule depends on both.
                            "category" if publisher != Publisher::Certified => {}
                            "event" => ["webhook", "polling"].into_iter().for_each(|trigger| {
                                alone(&[("trigger", &[trigger]), (question.name, &[choice.value])]);
                            }),
                            _ => alone(&[(question.name, &[choice.value])]),
                        }
                    }
                }
                _ => {}
            }
        }
        alone(&[
            ("auth", &["oauth2"]),
            ("scope", &["tasks.read", "tasks.write"]),
            ("token-url", &["https://login.fabrikam.com/token"]),
        ]);
        alone(&[("auth", &["basic", "api-key-query", "aad"]), ("policy", &["dynamichosturl"])]);
        alone(&[("auth", &["none"]), ("gateway", &["true"])]);
        alone(&[("auth", &["none"]), ("policy", &["dynamichosturl"])]);
        alone(&[("base-path", &["/"]), ("resource", &["data"])]);
        let resources = ["sales order", "category", "address", "box", "folder", "webhook", "SMS message", "person", "data"];
        let turn = Publisher::ALL.iter().position(|known| *known == publisher).unwrap();
        for resource in resources.into_iter().skip(turn).step_by(3) {
            alone(&[
                ("resource", &[resource]),
                ("operation", &["list", "get", "create", "update", "delete", "upload", "download"]),
                ("trigger", &["webhook"]),
                ("dynamic", &["values", "schema", "tree"]),
                ("copilot", &["true"]),
                ("test-connection", &["true"]),
                ("script", &["true"]),
            ]);
        }
    }
    all
}

/// How long this thread has worked: other programs on the machine do not count. Where the system does not say, how late it is.
fn worked() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = text.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

#[test]
fn every_combination_passes_every_rule() {
    let plan = |publisher| Plan::new(&Selection { strict: true, ..Selection::default() }, publisher);
    let plans = Publisher::ALL.map(plan);
    let started = worked();
    let all = all();
    let mut said = String::new();
    for (publisher, label, given) in &all {
        let at = Publisher::ALL.iter().position(|known| known == publisher).unwrap();
        let findings = walk::check(&new::connector(&files(given), "Fabrikam Tasks".as_ref()), &plans[at], &mut Meter::off());
        let (left, findings): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|finding| finding.rule.id == "placeholder-text-left");
        // What is left to the author is never an error, or a new connector could not be imported.
        if !left.iter().all(|finding| finding.severity < Severity::Error) || !left.iter().any(|left| left.at.file == File::Readme)
        {
            said.push_str(&format!("{label}\n  {left:?}\n"));
        }
        for finding in findings {
            said.push_str(&format!("{label}\n  {} {}: {}\n", finding.rule.id, finding.at.pointer, finding.message));
        }
    }
    let (count, took) = (all.len(), worked() - started);
    assert!(said.is_empty(), "\n{said}");
    assert!(count >= 200, "{count} connectors only");
    println!("{count} connectors in {took:?}");
    assert!(took.as_secs() < 10, "{count} connectors took {took:?}");
}

#[test]
fn every_file_fits_its_schema_and_is_in_canonical_form() {
    let validator = |name: &str| {
        let text = std::fs::read_to_string(format!("schemas/{name}.schema.json")).unwrap();
        jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
    };
    let kinds = [
        ("apiDefinition.swagger.json", File::Definition, validator("apiDefinition.swagger")),
        ("apiProperties.json", File::Properties, validator("apiProperties")),
        ("settings.json", File::Settings, validator("settings")),
    ];
    for (_, label, given) in all() {
        let files = files(&given);
        for (name, kind, validator) in &kinds {
            let file = files.iter().find(|file| file.name == *name).unwrap();
            let value = serde_json::from_slice(&file.bytes).unwrap();
            let faults: Vec<String> =
                validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert_eq!(faults, [""; 0], "{label}: {name}");
            let text = String::from_utf8(file.bytes.clone()).unwrap();
            assert_eq!(fmt::format(*kind, &file.bytes, new::INDENT).unwrap(), text, "{label}: {name}");
        }
    }
}

/// An MCP server is one operation: clean for every publisher and sign-in, and without what the actions of an API need.
#[test]
fn an_mcp_server_passes_every_rule() {
    let validator = |name: &str| {
        let text = std::fs::read_to_string(format!("schemas/{name}.schema.json")).unwrap();
        jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
    };
    let (definitions, properties) = (validator("apiDefinition.swagger"), validator("apiProperties"));
    let urls = ["https://mcp.fabrikam.com/mcp", "https://mcp.fabrikam.com", "https://mcp.fabrikam.com:8443/Api/mcp/"];
    let mut said = String::new();
    for publisher in Publisher::ALL {
        let plan = Plan::new(&Selection { strict: true, ..Selection::default() }, publisher);
        for (at, auth) in AUTHS.into_iter().enumerate() {
            let url = urls[at % urls.len()];
            let given = mcp(publisher, &[("mcp-server", &[url]), ("auth", auth)]);
            let files = files(&given);
            let findings = walk::check(&new::connector(&files, "Fabrikam Tasks".as_ref()), &plan, &mut Meter::off());
            for finding in findings.iter().filter(|finding| finding.rule.id != "placeholder-text-left") {
                said.push_str(&format!("{publisher} {auth:?} {url}\n  {}: {}\n", finding.rule.id, finding.message));
            }
            for (file, validator) in [(&files[0], &definitions), (&files[1], &properties)] {
                let value = serde_json::from_slice(&file.bytes).unwrap();
                said.extend(validator.iter_errors(&value).map(|error| format!("{}: {error}\n", error.instance_path())));
            }
            for file in &files {
                let text = String::from_utf8_lossy(&file.bytes);
                said.extend(text.lines().filter(|line| line.contains("item")).map(|line| format!("{}: {line}\n", file.name)));
            }
        }
    }
    assert!(said.is_empty(), "\n{said}");
}

/// The same answers for an MCP server, which has no actions.
fn mcp(publisher: Publisher, options: &[(&'static str, &[&str])]) -> Answers {
    let mut given = answers(publisher, &[("mcp-server", &["https://mcp.fabrikam.com/mcp"])]);
    for name in ["host", "base-path", "resource"] {
        given.forget(name);
    }
    for (name, values) in options {
        given.set(name, values.iter().map(|value| value.to_string()).collect());
    }
    given
}

/// The operation has the form of Microsoft's sample of a connector to an MCP server, with a description.
#[test]
fn the_operation_of_an_mcp_server() {
    let files = files(&mcp(Publisher::Certified, &[("mcp-server", &["https://MCP.fabrikam.com/api/mcp"])]));
    let definition: serde_json::Value = serde_json::from_slice(&files[0].bytes).unwrap();
    assert_eq!((&definition["host"], &definition["basePath"]), (&"mcp.fabrikam.com".into(), &"/".into()));
    assert_eq!(definition["schemes"], serde_json::json!(["https"]));
    assert_eq!(definition["security"], serde_json::json!([{ "api_key": [] }]));
    assert_eq!(
        definition["paths"],
        serde_json::json!({ "/api/mcp": { "post": {
            "operationId": "InvokeMCP",
            "summary": "Invoke the MCP server",
            "description": "Gives an agent the tools of Fabrikam Tasks, over the Model Context Protocol (MCP).",
            "x-ms-agentic-protocol": "mcp-streamable-1.0",
            "responses": { "200": { "description": "Success" } },
        } } })
    );
    let text = |name: &str| String::from_utf8(files.iter().find(|file| file.name == name).unwrap().bytes.clone()).unwrap();
    insta::assert_snapshot!("mcp_readme", text("readme.md"));
    insta::assert_snapshot!("mcp_intro", text("intro.md"));

    // On this machine, for trying.
    let files = self::files(&mcp(Publisher::Custom, &[("mcp-server", &["http://localhost:3000/mcp"]), ("auth", &["none"])]));
    let definition: serde_json::Value = serde_json::from_slice(&files[0].bytes).unwrap();
    assert_eq!((&definition["host"], &definition["schemes"][0]), (&"localhost:3000".into(), &"http".into()));
}

/// What belongs to the actions of an API is refused, and so are URLs that are none of a server.
#[test]
fn wrong_answers_for_an_mcp_server() {
    let error = |options: &[(&'static str, &[&str])]| new::complete(&mcp(Publisher::Custom, options)).unwrap_err().to_string();
    assert_eq!(error(&[("host", &["api.fabrikam.com"])]), "`--host` is not for `--mcp-server`, whose URL contains it");
    assert_eq!(error(&[("base-path", &["/v1"])]), "`--base-path` is not for `--mcp-server`, whose URL contains it");
    let of_actions = ["resource", "operation", "trigger", "event", "dynamic", "policy", "script", "test-connection", "copilot"];
    for name in of_actions {
        let wanted = format!("`--{name}` is not for `--mcp-server`: the server has tools of its own");
        assert_eq!(error(&[(name, &["true"])]), wanted);
    }
    for (url, why) in [
        ("mcp.fabrikam.com", "it is not a URL that begins with `https://`"),
        (
            "http://mcp.fabrikam.com/mcp",
            "only a server on this machine can have a URL that begins with `http://`: use `https://`",
        ),
        ("https://mcp.fabrikam.com/mcp?key=1", "leave out the query: a key that is sent there belongs to `--auth api-key-query`"),
        ("https://mcp.fabrikam.com/*", "the path cannot contain `*`: percent-encode it"),
        ("https://fabrikam,com/mcp", "`fabrikam,com` is not the name of a host, with or without a port"),
    ] {
        let said = error(&[("mcp-server", &[url])]);
        assert!(said.starts_with(&format!("`--mcp-server {url}`: {why}")), "{said}");
    }
}

/// What nobody said is a `TODO` that the rule reports, not something that looks like an answer.
#[test]
fn what_is_not_known_is_left_to_the_author() {
    let reported = |given: &Answers| -> BTreeSet<String> {
        let selection = Selection { select: vec!["placeholder-text-left".to_owned()], ..Selection::default() };
        let plan = Plan::new(&selection, given.publisher());
        let connector = new::connector(&files(given), "Fabrikam Tasks".as_ref());
        let findings = walk::check(&connector, &plan, &mut Meter::off());
        findings.into_iter().map(|finding| format!("{:?} {}", finding.at.file, finding.at.pointer)).collect()
    };
    let known: [(&'static str, &[&str]); 6] = [
        ("description", &["Fabrikam keeps the tasks of a team in one place and shows what changed."]),
        ("support-email", &["help@fabrikam.com"]),
        ("website", &["https://www.fabrikam.com"]),
        ("authorization-url", &["https://login.fabrikam.com/authorize"]),
        ("token-url", &["https://login.fabrikam.com/token"]),
        ("auth", &["oauth2"]),
    ];
    let all = reported(&answers(Publisher::Custom, &known));
    let schemas = ["Definition /definitions/NewTask/description", "Definition /definitions/Task/description"];
    assert_eq!(all.iter().filter(|place| !place.starts_with("Readme")).collect::<Vec<_>>(), schemas);
    for (left_out, places) in [
        ("description", &["Definition /info/description"][..]),
        ("support-email", &["Definition /info/contact/email"]),
        (
            "authorization-url",
            &[
                "Definition /securityDefinitions/oauth2/authorizationUrl",
                "Properties /properties/connectionParameters/token/oAuthSettings/customParameters/authorizationUrl/value",
            ],
        ),
    ] {
        let rest: Vec<_> = known.into_iter().filter(|(name, _)| *name != left_out).collect();
        let more: Vec<String> = reported(&answers(Publisher::Custom, &rest)).difference(&all).cloned().collect();
        let more: Vec<&String> = more.iter().filter(|place| !place.starts_with("Readme")).collect();
        assert_eq!(more, places, "without --{left_out}");
    }
}

/// Names and texts, word for word, for a resource with a plural of its own.
#[test]
fn names_and_texts() {
    let given = answers(
        Publisher::Certified,
        &[
            ("resource", &["category"]),
            ("operation", &["list", "get", "create", "update", "delete", "upload", "download"]),
            ("trigger", &["webhook"]),
            ("event", &["updated"]),
        ],
    );
    let files = files(&given);
    let definition: serde_json::Value = serde_json::from_slice(&files[0].bytes).unwrap();
    let mut lines = Vec::new();
    for (path, item) in definition["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap().iter().filter(|(verb, _)| !verb.starts_with("x-")) {
            let text = |key: &str| operation[key].as_str().unwrap();
            lines.push(format!("{verb} {path}: {} | {} | {}", text("operationId"), text("summary"), text("description")));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
    let text = |name: &str| String::from_utf8(files.iter().find(|file| file.name == name).unwrap().bytes.clone()).unwrap();
    insta::assert_snapshot!("readme", text("readme.md"));
    insta::assert_snapshot!("intro", text("intro.md"));
}

#[test]
fn which_files() {
    let names = |publisher, options: &[(&'static str, &[&str])]| -> Vec<&'static str> {
        files(&answers(publisher, options)).iter().map(|file| file.name).collect()
    };
    let (definition, properties, readme) = ("apiDefinition.swagger.json", "apiProperties.json", "readme.md");
    let certified = [definition, properties, readme, "intro.md", "icon.png", "settings.json", "connsmith.toml"];
    assert_eq!(names(Publisher::Certified, &[]), certified);
    assert_eq!(names(Publisher::Independent, &[]), [definition, properties, readme, "settings.json", "connsmith.toml"]);
    let custom = [definition, properties, readme, "icon.png", "settings.json", "script.csx", "connsmith.toml"];
    assert_eq!(names(Publisher::Custom, &[("script", &["true"])]), custom);
}

/// A wrong answer gives one sentence that says what to do.
#[test]
fn wrong_answers() {
    type Case = (&'static [(&'static str, &'static [&'static str])], &'static str);
    let cases: [Case; 16] = [
        (
            &[("title", &["Fabrikam Tasks API Connector for Microsoft Teams"])],
            "`--title Fabrikam Tasks API Connector for Microsoft Teams`: title has 48 characters, but at most 30 are allowed; how \
             about `Fabrikam Tasks for Microsoft`?",
        ),
        (
            &[("title", &["Fabrikam API"])],
            "`--title Fabrikam API`: title contains the restricted word `API`; how about `Fabrikam`?",
        ),
        (&[("category", &["Productivty"])], "`--category Productivty`: `Productivty` is not known; did you mean `Productivity`?"),
        (
            &[("category", &["AI", "Data", "Finance"])],
            "`--category AI,Data,Finance`: there are 3 categories, but at most 2 are allowed; keep the one or two that fit best",
        ),
        (
            &[("brand-color", &["#ffffff"])],
            "`--brand-color #ffffff`: brand color `#ffffff` is not accepted for a certified connector; use the main color of \
             your logo, neither white nor the blue that the wizard writes",
        ),
        (
            &[("brand-color", &["blue"])],
            "`--brand-color blue`: brand color `blue` is not `#` and six hex digits; write it as in `#1a6fb5`: two digits each \
             for red, green and blue",
        ),
        (
            &[("host", &["https://api.fabrikam.com/v1"])],
            "`--host https://api.fabrikam.com/v1`: give the host only: did you mean `api.fabrikam.com` with `--base-path /v1`?",
        ),
        (
            &[("description", &["Too short."])],
            "`--description Too short.`: description of the connector has 10 characters, but at least 30 are required; \
             describe in a sentence or two what the service is and what the connector does with it",
        ),
        (&[("website", &["fabrikam"])], "`--website fabrikam`: `fabrikam` is not a URL that begins with `https://`"),
        (&[("auth", &["oauth"])], "`--auth oauth`: `oauth` is not known; did you mean `oauth2`?"),
        (&[("auth", &["none", "basic"])], "`--auth none,basic`: `none` cannot be combined with another sign-in method"),
        (
            &[("auth", &["multi", "basic"])],
            "`--auth multi,basic`: `multi` is a choice of two or more sign-in methods: name another one",
        ),
        (&[("token-url", &["https://a.b"])], "`--token-url` is for `--auth oauth2` only"),
        (
            &[("auth", &["oauth2"]), ("gateway", &["true"])],
            "`--gateway` is for connectors with at most one sign-in method, which is not OAuth, and without a script: a gateway \
             supports neither",
        ),
        (
            &[("resource", &["Größe"])],
            "`--resource Größe`: use English letters, digits and spaces only: operation names are built from it",
        ),
        (&[("event", &["created"])], "`--event` is for `--trigger` only"),
    ];
    for (options, message) in cases {
        let error = new::complete(&answers(Publisher::Certified, options)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let mut given = Answers::default();
    given.set("auth", vec!["none".into()]);
    assert_eq!(
        new::complete(&given).unwrap_err().to_string(),
        "`--title`, `--description`, `--publisher-name`, `--website`, `--privacy-policy`, `--category` and `--host` \
         must be given: there is no default, and without a terminal connsmith cannot ask"
    );
}

/// There is no question without an option.
#[test]
fn every_question_is_an_option() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_connsmith")).args(["new", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let listed: BTreeSet<&str> = help.lines().filter_map(|line| line.trim().strip_prefix("--")?.split(' ').next()).collect();
    let missing: Vec<&str> = QUESTIONS.iter().map(|question| question.name).filter(|name| !listed.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}

/// For a validator that is not ours: `.ci/foreign-validator` reads what this writes.
#[test]
#[ignore = "writes the definitions for another program to read"]
fn write_definitions() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("new");
    let _ = std::fs::remove_dir_all(&folder); // from a run before, if any
    std::fs::create_dir_all(&folder).unwrap();
    for (at, (_, _, given)) in all().iter().enumerate() {
        std::fs::write(folder.join(format!("{at:03}.json")), &files(given)[0].bytes).unwrap();
    }
}
