//! What each fuzzing target begins with: the fixtures and the examples of the rules' pages, in the form in which it reads them.
use crate::example::{self, Example, Framed, framed};
use crate::{package, targets};
use connsmith::connector::Connector;
use connsmith::connector::discover;
use connsmith::connector::grammar::{self, Value};
use connsmith::connector::publisher::Publisher;
use connsmith::rule::Check;
use connsmith::rules::{RULES, check_of};
use connsmith::text::document::File;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}

/// Inputs on which a target failed before it was fixed: `fixtures/fuzz/TARGET/WHAT`.
pub fn known(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = fixtures().join("fuzz").join(target);
    let mut files = Vec::new();
    if folder.is_dir() {
        files_below(&folder, &mut files);
    }
    files.into_iter().map(|file| (file.display().to_string(), std::fs::read(&file).unwrap())).collect()
}

/// A connector as one input.
fn joined<'a>(bytes: impl Fn(File) -> Option<&'a [u8]>) -> Vec<u8> {
    targets::FILES.map(|file| bytes(file).unwrap_or_default()).join(&0)
}

fn input(framed: &Framed) -> Vec<u8> {
    joined(|file| framed.files.get(&file).map(|(_, bytes)| &bytes[..]))
}

/// Two versions as one input: where the older one begins is half of it.
fn change([old, new]: &[Framed; 2]) -> Vec<u8> {
    let (old, mut new) = (input(old), input(new));
    let half = old.len().max(new.len() + 1);
    new.resize(half, 0);
    let blanks = vec![b' '; half - old.len()];
    [new, old, blanks].concat()
}

/// The examples of the pages of all rules about connectors.
fn examples() -> Vec<Vec<u8>> {
    let rules = RULES.iter().filter(|rule| !matches!(check_of(rule), Some(Check::Package(_))));
    let inputs = rules.flat_map(|rule| {
        example::examples(rule.page()).into_iter().map(|example| match example::versions(rule, &example) {
            Some(versions) => change(&versions),
            None => input(&framed(rule, &example)),
        })
    });
    // Those of the limits of size say nothing that smaller ones do not.
    inputs.filter(|input| input.len() < 1 << 16).collect()
}

/// The texts of the examples that give one of these files as a whole.
fn fences(frames: &[&str]) -> Vec<Vec<u8>> {
    let examples = RULES.iter().flat_map(|rule| example::examples(rule.page()));
    let fences = examples.flat_map(|example| example.fences);
    fences.filter(|fence| frames.contains(&fence.frame.as_str())).map(|fence| fence.text.into_bytes()).collect()
}

/// The connector that packages are made of.
fn packed() -> Connector {
    let rule = RULES.iter().find(|rule| rule.publishers == Publisher::ALL).expect("a rule for everybody");
    let mut framed = framed(rule, &Example { heading: String::new(), fences: Vec::new() });
    framed.publisher = Publisher::Certified;
    framed.connector().connector
}

/// What a target begins with.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    match target {
        "unzip" => {
            let connector = packed();
            let solution =
                connsmith::text::archive::write(&package::solution(&connector).packed().into_iter().collect::<Vec<_>>());
            vec![solution.unwrap(), package::zip(&package::good(&connector, "ListTasks"))]
        }
        "solution_xml" => {
            let packed = package::with_flow(package::solution(&packed()), "ListTasks").packed();
            let xml = packed.into_iter().filter(|(name, _)| name.ends_with(".xml")).map(|(_, bytes)| bytes);
            let odd =
                ["<a b='&lt;&#65;'><![CDATA[x]]><!-- c --></a>", "<?xml version=\"1.0\"?><a xmlns:i=\"u\" i:nil=\"true\"/>"];
            xml.chain(texts(&odd)).collect()
        }
        "configuration" => {
            let mut seeds = fences(&["configuration", "baseline"]);
            seeds.extend(texts(&[
                include_str!("../../schemas/connsmith.template.toml"),
                "[[overrides]]\npaths = [\"a/**\"]\npublisher = \"custom\"\n[solution.publisher]\nprefix = \"ab\"\n",
                "{ \"connectorId\": \"x\", \"name\": \"y\" }",
            ]));
            seeds
        }
        "configured_connector" => {
            let connector = &input(&framed(&RULES[0], &Example { heading: String::new(), fences: Vec::new() }));
            let behind = |text: Vec<u8>| [&text[..], &[0], connector].concat();
            let mut seeds: Vec<_> = fences(&["configuration"]).into_iter().map(behind).collect();
            seeds.extend(
                texts(&[
                    "[[rule]]\nid = \"a-b\"\nmessage = \"{name} {value}\"\ngiven = [\"$.paths.*.*\", \"$..[?@.in == 'query' && (@.a || !@.b)]\"]\nthen = { field = \"operationId\", pattern = \"^[A-Z]\", schema = { maxLength = 3 } }\nfix = { set = \"a\" }\n",
                    "restricted-hosts = [\"*.a.{b,c}\"]\n[[ignore]]\nrule = \"operation\"\nat = [\"**#/**/get/*\", \"*.json\"]\nreason = \"x\"\n[[overrides]]\npaths = [\"conn*/**\"]\nprofile = \"strict\"\n",
                ])
                .into_iter()
                .map(behind),
            );
            seeds
        }
        "service_replies" => texts(&[
            "Error: The path '/a' is not valid. Path 'paths./a', line 1, position 2.",
            "Error : paths/~1a/get/operationId : The property is required ||##|| Warning : #/info : value must be between 3 and 30",
            "##[error] The definition 'x' is not valid\n##[warning]paths['/a'].get: its name must begin with x-",
            "5000.2.1.1: host must be a valid uri host",
            "{\"error\":{\"code\":\"InvalidOpenApiFlowSwagger\",\"message\":\"Encountered internal server error. The tracking Id is 'x'.\"}}",
            "a.eyJ0aWQiOiJ4In0.b",
        ]),
        "script" => {
            let mut seeds = fences(&["script"]);
            seeds.extend(texts(&[
                "public class Script : ScriptBase { string a = $\"{b:x}{$@\"{c}\"\"\"}\"; // d\n#if X\n/* e */ var f = '\\''; }",
            ]));
            seeds
        }
        "import" => {
            let mut seeds = texts(&[
                "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.b/{c}', variables: {c: {default: d}}}]\npaths:\n  /a/{id}:\n    parameters: &p\n    - {name: id, in: path, required: true, schema: {type: [string, 'null']}}\n    post:\n      parameters: *p\n      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/A'}}}}\n      responses: {2XX: {description: OK, content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/A'}, {type: array, items: {const: 1}}]}}}}}\n      callbacks: {on: {'{$request.body#/url}': {post: {responses: {}}}}}\ncomponents:\n  schemas:\n    A: {allOf: [{type: object, properties: {b: {$ref: '#/components/schemas/A'}}}]}\n  securitySchemes: {o: {type: oauth2, flows: {authorizationCode: {authorizationUrl: /a, tokenUrl: /b, scopes: {}}}}}\nwebhooks: {w: {post: {requestBody: {content: {}}}}}\n",
                r#"{"info":{"name":"T","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"auth":{"type":"bearer"},"item":[{"name":"f","item":[{"name":"r","request":{"method":"POST","header":[{"key":"a","value":"{{b}}"}],"url":{"raw":"https://a.b/:id?c=d"},"body":{"mode":"urlencoded","urlencoded":[{"key":"e","value":"f"}]}},"response":[{"code":200,"body":"{\"g\":[1]}"}]}]}]}"#,
                r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://a.b/c/1?d=e","headers":[],"queryString":[]},"response":{"status":200,"content":{"mimeType":"application/json","text":"[{\"a\":null}]"}}}]}}"#,
                "curl -X PUT 'https://a.b/c?d=e' -H \"Authorization: Bearer $T\" \\\n  --data-raw '{\"f\": 1}' -F g=@h",
            ]);
            seeds.extend(fences(&["source"]));
            seeds
        }
        "namespace" => {
            let connector = &input(&framed(&RULES[0], &Example { heading: String::new(), fences: Vec::new() }));
            let files = texts(&[
                r#"{"properties":{"description":"a","connectionDetails":{"connectorName":"c","connectionName":"n"},"metadata":{},"notificationDetails":{"callbackUrl":"https://a.b/","httpMethod":"Post","body":{"a":"@{triggerBody()}"},"authentication":{"type":"QueryString","name":"code","value":"x"}},"operationName":"ListTasks","parameters":[{"name":"body","value":{"a":[1]}}],"recurrence":{"frequency":"Minute","interval":1}}}"#,
                r#"{"kind":"ManagedMcpServer","properties":{"connectors":[{"name":"c","connectionName":"n","operations":[{"name":"ListTasks","displayName":"L","description":"d","userParameters":[{"name":"a","value":1}],"agentParameters":[{"name":"b","schema":{"type":"object","properties":{"c":{"type":"string"}},"required":["c"]}}]}]}]}}"#,
            ]);
            files.into_iter().map(|file| [&file[..], &[0], connector].concat()).collect()
        }
        "git_tree" => {
            let connector = framed(&RULES[0], &Example { heading: String::new(), fences: Vec::new() });
            let contents: Vec<&[u8]> = connector.files.values().map(|(_, bytes)| &bytes[..]).collect();
            let names: Vec<&str> = connector.files.values().map(|(name, _)| name.as_str()).collect();
            let id = "0123456789abcdef0123456789abcdef01234567";
            let plain = |path: &str| format!("100644 blob {id}      99\t{path}");
            let within = |folder: &str| names.iter().map(|name| plain(&format!("{folder}{name}"))).collect::<Vec<_>>();
            let odd = [
                plain("../x"),
                plain(".git/config"),
                plain("c/CON"),
                format!("120000 blob {id} 3\tlink"),
                format!("160000 commit {id} -\tmodule"),
                "R100".to_owned(),
            ];
            let lists = [within(""), within("a b/"), [within("c/"), odd.to_vec(), within("d/e/")].concat()];
            lists.iter().map(|list| [list.join("\0").as_bytes(), b"\n\n", &contents.join(&1)].concat()).collect()
        }
        "power_apps" => texts(&[
            "0200 ETag: \"1\"\n{\"properties\":{\"displayName\":\"A\",\"iconBrandColor\":\"#000000\",\"connectionParameters\":{\"a\":{\"oAuthSettings\":{\"clientSecret\":\"s\"}}},\"swagger\":{\"swagger\":\"2.0\"}}}",
            "1200\n{\"value\":[{\"name\":\"shared_a\",\"properties\":{\"isCustomApi\":true,\"displayName\":\"A\"}}],\"nextLink\":\"/b\"}\x00200\n{\"value\":[]}",
            "2200\n{\"value\":[{\"name\":\"env\",\"properties\":{\"linkedEnvironmentMetadata\":{\"instanceApiUrl\":\"https://a.api.crm4.dynamics.com\"}}}]}",
            "3200\n{}\x00200\n{\"sharedAccessSignature\":\"https://a.blob.core.windows.net/c?sig=x\"}\x00201\n{\"name\":\"shared_a\"}",
            "4400 x-ms-request-id: the-token-of-this-run\n{\"error\":{\"code\":\"A\",\"message\":\"the-token-of-this-run\"}}",
            "5302 Location: /again; Retry-After: 9\n<html><title>the-token-of-this-run</title></html>",
            "5429 Retry-After: 18446744073709551615\n<?xml version=\"1.0\"?><Error><Code>A</Code><Message>the\\u002dtoken-of-this-run</Message></Error>",
        ]),
        "dataverse" => {
            let row = "{\"@odata.etag\":\"W/\\\"1\\\"\",\"connectorid\":\"00000000-0000-0000-0000-0000000000AA\",\"name\":\"con_a\",\"displayname\":\"T\",\"connectorinternalid\":\"shared_a\",\"capabilities\":\"118690002, 7\",\"connectionparameters\":\"{\\\"a\\\":{\\\"clientSecret\\\":\\\"s\\\"}}\",\"openapidefinition\":\"{\\\"info\\\":{\\\"title\\\":\\\"T\\\"},\\\"paths\\\":{}}\",\"customcodeblobcontent\":\"x\",\"scriptoperations\":\"[]\",\"iconblob\":\"AAAA\"}";
            let rows = format!("200\n{{\"value\":[{row},{row}]}}");
            let solution = "200\n{\"value\":[{\"solutionid\":\"a\",\"uniquename\":\"Tools\",\"ismanaged\":false,\"publisherid\":{\"customizationprefix\":\"con\"}}]}";
            let held = "200\n{\"value\":[{\"objectid\":\"00000000-0000-0000-0000-0000000000aa\",\"componenttype\":372}]}";
            let again = "{\"error\":{\"code\":\"0x80040237\",\"message\":\"unassigned function app\"}}";
            let asked = [
                format!("0{rows}"),
                format!("1{solution}\0{held}\0{rows}"),
                format!("2200\n{row}"),
                format!("3412\n{again}\x00200\n{row}"),
                format!("4200\n{row}\x00412\n{again}\x00200\n{row}\x00204\n\x00200\n{row}"),
                format!("5{solution}\0{held}\x00204\n"),
                format!("6500\n{again}\x00404\n{{}}"),
                format!("7200\n{row}"),
                "8200\n{\"properties\":{\"swagger\":{}}}\x00404\n{}".to_owned(),
                format!("9{rows}"),
            ];
            asked.map(String::into_bytes).to_vec()
        }
        "resource_manager" => texts(&[
            "0200\n{\"id\":\"/a\",\"properties\":{\"overallStatus\":\"Error\",\"statuses\":[{\"status\":\"Error\",\"error\":{\"code\":\"A\",\"message\":\"b\"}}],\"a\":\"[x]\",\"${b}'\":1.5}}",
            "1200\n{\"value\":[{\"name\":\"a\"}],\"nextLink\":\"/next?a=b\"}\x00200\n{\"value\":[]}",
            "2201 Azure-AsyncOperation: /operation; Retry-After: 5\n{}\x00200 Retry-After: 18446744073709551615\n{\"status\":\"Running\"}\x00200\n{\"status\":\"Succeeded\"}\x00200\n{\"properties\":{\"provisioningState\":\"Succeeded\"}}",
            "2202 Location: https://elsewhere.example/\n{}",
            "2200\n{\"properties\":{\"provisioningState\":\"Failed\",\"error\":{\"code\":\"A\",\"message\":\"the-token-of-this-run\"}}}",
            "3202 Location: /operation\n\x00200\n{\"status\":\"Running\"}\x00404\n{\"error\":{\"code\":\"ResourceGroupNotFound\"}}",
            "4200\n{\"properties\":{\"overallStatus\":\"Connected\"}}",
            "5404\n{\"error\":{\"code\":\"SandboxGroupNotFound\"}}\x00403\n{}\x00200\n{\"id\":\"a\"}",
            "6404\n\x00200\n{\"state\":\"Running\"}",
            "7200\n{\"properties\":{\"url\":\"https://a.azure-apihub.net/apim/teams/7\"}}",
        ]),
        "lsp" => sessions(),
        "tool_calls" | "requests" => {
            let connector = &input(&framed(&RULES[0], &Example { heading: String::new(), fences: Vec::new() }));
            let came = match target {
                "requests" => texts(&[
                    "GET /tasks\n\n",
                    "POST /tasks?a=b%20c\napplication/json; charset=utf-8\n{\"a\":[1,null]}",
                    "PUT /tasks/%2F\nmultipart/form-data; boundary=x\n--x\r\n\r\na\r\n--x--",
                ]),
                _ => texts(&[
                    r#"{"name":"list_tasks","arguments":{}}"#,
                    r#"{"name":"ListTasks","arguments":{"body":{"a":[1]},"id":"a/b","top":5,"x":null}}"#,
                ]),
            };
            came.into_iter().map(|text| [&text[..], &[0], connector].concat()).collect()
        }
        "fmt" | "reader" => {
            let mut files = Vec::new();
            files_below(&fixtures(), &mut files);
            files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
            files.iter().map(|file| std::fs::read(file).unwrap()).collect()
        }
        _ => {
            let found = discover::find(&[fixtures()]).unwrap();
            let folders = found.iter().map(|found| discover::load(found, String::new()));
            let bytes = |folder: connsmith::connector::Folder| {
                joined(|file| Some(&folder.files.iter().find(|known| known.file == file)?.bytes[..]))
            };
            folders.map(bytes).chain(examples()).collect()
        }
    }
}

/// Sessions of the language server: a connector is opened, asked about and changed.
fn sessions() -> Vec<Vec<u8>> {
    let folder = fixtures().join("example/Contoso Tickets");
    let text = std::fs::read_to_string(folder.join("apiDefinition.swagger.json")).unwrap();
    let file = serde_json::json!({ "uri": "file:///fuzz/apiDefinition.swagger.json" });
    let (start, end) = (serde_json::json!({ "line": 20, "character": 12 }), serde_json::json!({ "line": 40, "character": 0 }));
    let range = serde_json::json!({ "start": start, "end": end });
    let place = serde_json::json!({ "textDocument": file, "position": start });
    let whole = serde_json::json!({ "textDocument": file });
    let part = serde_json::json!({ "textDocument": file, "range": range, "context": { "diagnostics": [] } });
    let change = serde_json::json!({ "textDocument": { "uri": file["uri"], "version": 2 },
        "contentChanges": [{ "range": range, "text": "\"a\": {" }] });
    let opened = serde_json::json!({ "textDocument": {
        "uri": file["uri"], "languageId": "json", "version": 1, "text": text } });
    let formatting = serde_json::json!({ "textDocument": file, "options": { "tabSize": 4, "insertSpaces": true } });
    let rename = serde_json::json!({ "textDocument": file, "position": start, "newName": "a b" });
    let asked = [
        ("textDocument/hover", &place),
        ("textDocument/completion", &place),
        ("textDocument/definition", &place),
        ("textDocument/prepareRename", &place),
        ("textDocument/rename", &rename),
        ("textDocument/documentSymbol", &whole),
        ("textDocument/codeAction", &part),
        ("textDocument/inlayHint", &part),
        ("textDocument/formatting", &formatting),
        ("textDocument/diagnostic", &whole),
    ];
    let notification = |method: &str, params: &serde_json::Value| {
        format!("{}\n", serde_json::json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    };
    let begun = notification("initialized", &serde_json::json!({})) + &notification("textDocument/didOpen", &opened);
    let session = |(number, (method, params)): (usize, (&str, &serde_json::Value))| {
        let asked = serde_json::json!({ "jsonrpc": "2.0", "id": number + 1, "method": method, "params": params }).to_string();
        format!("{begun}{asked}\n{}{asked}", notification("textDocument/didChange", &change)).into_bytes()
    };
    asked.into_iter().enumerate().map(session).chain([b"Content-Length: 2\r\n\r\n{}Content-Length: 9\r\n".to_vec()]).collect()
}

/// Words that a target knows, for the fuzzer to put in.
pub fn words(target: &str) -> Vec<String> {
    match target {
        "configuration" => {
            let schema = include_str!("../../schemas/connsmith.schema.json");
            let mut words = BTreeSet::new();
            keys(&serde_json::from_str(schema).unwrap(), &mut words);
            words.into_iter().collect()
        }
        "reader" | "fmt" | "check" | "fix" => {
            let mut words = BTreeSet::new();
            for property in grammar::Kind::all().flat_map(|kind| kind.object().properties) {
                words.insert(format!("\"{}\":", property.name));
                listed(&property.value, &mut words);
            }
            words.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Adds the strings of closed lists.
fn listed(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::Enum(list) => words.extend(list.iter().map(|word| format!("\"{word}\""))),
        Value::Array(item) => listed(item, words),
        Value::Either(values) => values.iter().for_each(|value| listed(value, words)),
        _ => {}
    }
}

/// Adds the names of all properties of a JSON Schema.
fn keys(schema: &serde_json::Value, words: &mut BTreeSet<String>) {
    let children = schema.as_object().into_iter().flatten();
    for (name, child) in children {
        if name == "properties" {
            words.extend(child.as_object().into_iter().flatten().map(|(name, _)| name.clone()));
        }
        keys(child, words);
    }
    schema.as_array().into_iter().flatten().for_each(|item| keys(item, words));
}
