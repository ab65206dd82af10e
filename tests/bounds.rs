//! Inputs that a stranger may send ends within bounds of time and memory, with an exit status and a finding that are known.
//!
//! Bounds are of CPU time and address space, which the system enforces, and generous: what grew with the square, or with all ways
//! through a pattern, misses them by far.
#![cfg(unix)]
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// What is written into the folder `c`, and for `diff` into `old` too.
type Input = Vec<(&'static str, String)>;

const DEFINITION: &str = "c/apiDefinition.swagger.json";
const OLDER: &str = "old/apiDefinition.swagger.json";
const PROPERTIES: &str = "c/apiProperties.json";
const OLDER_PROPERTIES: &str = "old/apiProperties.json";
const CONFIGURATION: &str = "c/connsmith.toml";

/// Seconds of CPU time: a debug build takes about fifteen times as long.
const SECONDS: u32 = if cfg!(debug_assertions) { 40 } else { 5 };
/// Mebibytes of address space, of which much is never used.
const MEBIBYTES: u32 = 1500;

/// `item` of each number, parted by commas.
fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn definition(rest: &str) -> String {
    format!(r#"{{"swagger":"2.0","info":{{"title":"T","version":"1"}},"host":"a.b",{rest}}}"#)
}

/// One operation with these members.
fn operation(members: &str) -> String {
    definition(&format!(
        r#""paths":{{"/p":{{"get":{{"operationId":"GetThing","responses":{{"200":{{"description":"OK"}}}},{members}}}}}}}"#
    ))
}

/// The parameters of one operation, `count` of them.
fn parameters(count: usize, parameter: impl Fn(usize) -> String) -> String {
    operation(&format!(r#""parameters":[{}]"#, list(count, parameter)))
}

/// Things of which a file may have very many: what is repeated, and the file.
fn repeated(count: usize) -> Vec<(&'static str, Input)> {
    let parameter = |name: String, more: &str| format!(r#"{{"name":"{name}","in":"query","type":"string"{more}}}"#);
    let variables: String = (0..count).fold(String::new(), |mut path, at| {
        let _ = write!(path, "/{{a{at}}}");
        path
    });
    let in_path = list(count, |at| format!(r#"{{"name":"a{at}","in":"path","required":true,"type":"string"}}"#));
    let look_up = |at: usize| {
        let passed = format!(r#"{{"a{at}":{{"parameter":"a{at}"}}}}"#);
        let values = format!(r#"{{"operationId":"GetThing","value-path":"a","value-title":"b","parameters":{passed}}}"#);
        parameter(format!("a{at}"), &format!(r#","x-ms-dynamic-values":{values}"#))
    };
    let policy = |at: usize| {
        let prefix = "x-ms-apimTemplateParameter.";
        format!(r#"{{"templateId":"setheader","title":"t","parameters":{{"{prefix}name":"h{at}","{prefix}value":"x"}}}}"#)
    };
    let lines = parameters(count, |_| format!("\n{}", parameter("a".to_owned(), "")));
    vec![
        ("equal parameters", vec![(DEFINITION, lines)]),
        ("parameters of a path item and of an operation", {
            let both = [list(count, |at| parameter(format!("a{at}"), "")), list(count, |at| parameter(format!("b{at}"), ""))];
            let text = format!(r#""paths":{{"/p":{{"parameters":[{}],"get":{{"parameters":[{}]}}}}}}"#, both[0], both[1]);
            vec![(DEFINITION, definition(&text))]
        }),
        ("path variables", {
            let text = format!(r#""paths":{{"{variables}":{{"get":{{"operationId":"A","parameters":[{in_path}]}}}}}}"#);
            vec![(DEFINITION, definition(&text))]
        }),
        ("path variables without parameters", {
            vec![(DEFINITION, definition(&format!(r#""paths":{{"{variables}":{{"get":{{"operationId":"A"}}}}}}"#)))]
        }),
        ("lookups", vec![(DEFINITION, parameters(count, look_up))]),
        ("schemes", vec![(DEFINITION, definition(&format!(r#""schemes":[{}]"#, list(count, |_| r#""https""#.to_owned()))))]),
        ("tags", vec![(DEFINITION, operation(&format!(r#""tags":[{}]"#, list(count, |at| format!(r#""t{}""#, at / 2)))))]),
        ("required names", {
            let names = list(count, |at| format!(r#""v{at}""#));
            vec![(DEFINITION, definition(&format!(r#""definitions":{{"a":{{"properties":{{}},"required":[{names}]}}}}"#)))]
        }),
        ("ways to sign in", {
            let schemes = list(count, |at| format!(r#""s{at}":{{"type":"apiKey","in":"header","name":"x"}}"#));
            let asked = list(count, |at| format!(r#"{{"s{at}":[]}}"#));
            vec![(DEFINITION, definition(&format!(r#""securityDefinitions":{{{schemes}}},"security":[{asked}]"#)))]
        }),
        ("one key", vec![(DEFINITION, definition(&list(count * 10, |_| r#""a":1"#.to_owned())))]),
        ("keys", vec![(DEFINITION, definition(&list(count * 10, |at| format!(r#""a{at}":1"#))))]),
        // Checks ask each of the members for its name.
        ("escapes in a name", {
            let name = r"\n".repeat(count * 150);
            let schemas =
                list(12, |at| format!(r#""a{at}":{{"type":"string","{name}":1,"minLength":2,"maxLength":3,"pattern":"a"}}"#));
            vec![(DEFINITION, definition(&format!(r#""definitions":{{{schemas}}}"#)))]
        }),
        ("texts in single quotes", vec![(DEFINITION, definition(&format!(r#""x-a":[{}]"#, list(count * 10, |_| "'a'".into()))))]),
        ("quotes", vec![(DEFINITION, format!(r#"{{"swagger":"2.0",{}"#, "\"".repeat(count * 120)))]),
        ("scopes that are not defined", {
            let scopes = list(count, |at| format!(r#""s{at}":"x""#));
            let asked = list(count, |at| format!(r#""x{at}""#));
            let scheme = format!(r#"{{"type":"oauth2","flow":"accessCode","scopes":{{{scopes}}}}}"#);
            vec![(DEFINITION, definition(&format!(r#""securityDefinitions":{{"o":{scheme}}},"security":[{{"o":[{asked}]}}]"#)))]
        }),
        ("slips in one text", {
            let text = r#"teh \"recieve\" \n"#.repeat(count);
            vec![(DEFINITION, operation(&format!(r#""description":"{text}""#)))]
        }),
        ("a slip within the words of a name", {
            let name = "recieveq ".repeat(count * 10);
            let text =
                format!(r#""definitions":{{"{name}":{{"type":"object","description":"Those that you recieve."}}}},"paths":{{}}"#);
            vec![(DEFINITION, definition(&text))]
        }),
        ("policies", {
            let list = list(count, policy);
            let text = format!(r#"{{"properties":{{"connectionParameters":{{}},"policyTemplateInstances":[{list}]}}}}"#);
            vec![(DEFINITION, operation(r#""summary":"Get a thing""#)), (PROPERTIES, text)]
        }),
    ]
}

/// Two versions of which one has nothing that the other has.
fn differing(count: usize) -> Vec<(&'static str, Input)> {
    let both = |text: &dyn Fn(&str) -> String| vec![(OLDER, text("string")), (DEFINITION, text("integer"))];
    let using = r##""paths":{"/a":{"get":{"operationId":"A","responses":{"200":{"description":"x","schema":{"$ref":"#/definitions/d0"}}}}}}"##;
    let with_properties = |text: &dyn Fn(&str) -> String| {
        let same = operation(r#""summary":"Get a thing""#);
        let file = |kind: &str| format!(r#"{{"properties":{{{}}}}}"#, text(kind));
        vec![(OLDER, same.clone()), (DEFINITION, same), (OLDER_PROPERTIES, file("x")), (PROPERTIES, file("y"))]
    };
    vec![
        ("fields of a shared definition", {
            let operation = |at: usize| {
                let schema = r##"{"200":{"description":"x","schema":{"$ref":"#/definitions/d"}}}"##;
                format!(r#""/a{at}":{{"get":{{"operationId":"Op{at}","responses":{schema}}}}}"#)
            };
            let some = count / 10;
            both(&|kind| {
                let fields = list(some, |at| format!(r#""p{at}":{{"type":"{kind}"}}"#));
                let shared = format!(r#""definitions":{{"d":{{"type":"object","properties":{{{fields}}}}}}}"#);
                definition(&format!(r#""paths":{{{}}},{shared}"#, list(some, operation)))
            })
        }),
        ("a web of allOf", {
            let parts = list(60, |at| format!(r##"{{"$ref":"#/definitions/d{at}"}}"##));
            both(&|kind| {
                let web = |at| format!(r#""d{at}":{{"allOf":[{parts}],"properties":{{"p{at}":{{"type":"{kind}"}}}}}}"#);
                definition(&format!(r#"{using},"definitions":{{{}}}"#, list(60, web)))
            })
        }),
        ("renamed parameters", {
            both(&|kind| parameters(count, |at| format!(r#"{{"name":"{kind}{at}","in":"query","type":"string"}}"#)))
        }),
        ("changed values", {
            both(&|kind| {
                let values = list(count, |at| format!(r#""{kind}{at}""#));
                definition(&format!(r#"{using},"definitions":{{"d0":{{"type":"string","enum":[{values}]}}}}"#))
            })
        }),
        ("headers of a response", {
            both(&|kind| {
                let headers = list(count * 15, |at| format!(r#""{kind}{at}":{{"type":"string"}}"#));
                let response = format!(r#"{{"200":{{"description":"x","headers":{{{headers}}}}}}}"#);
                definition(&format!(r#""paths":{{"/a":{{"get":{{"operationId":"A","responses":{response}}}}}}}"#))
            })
        }),
        ("renamed connection parameters", {
            with_properties(&|kind| {
                let ui = |at| format!(r#"{{"displayName":"D{at}","constraints":{{"required":"true"}}}}"#);
                let one = |at| format!(r#""c{at}{kind}":{{"type":"string","uiDefinition":{}}}"#, ui(at));
                format!(r#""connectionParameters":{{{}}}"#, list(count * 3, one))
            })
        }),
        ("other connection parameter sets", {
            with_properties(&|kind| {
                let one = |at| format!(r#"{{"name":"{kind}{at}","parameters":{{"p{kind}":{{"type":"string"}}}}}}"#);
                format!(r#""connectionParameterSets":{{"uiDefinition":{{}},"values":[{}]}}"#, list(count * 5, one))
            })
        }),
        ("changed policies", {
            with_properties(&|kind| {
                let prefix = "x-ms-apimTemplateParameter";
                let one = |at| {
                    let parameters = format!(r#"{{"{prefix}.name":"{kind}","{prefix}.value":"x{at}"}}"#);
                    format!(r#"{{"templateId":"setheader","title":"t","parameters":{parameters}}}"#)
                };
                format!(r#""policyTemplateInstances":[{}]"#, list(count, one))
            })
        }),
    ]
}

/// Descriptions of APIs of which one thing is repeated, or that grow when they are read.
fn descriptions(count: usize) -> Vec<(&'static str, Input)> {
    let document = |paths: &str, more: &str| {
        let servers = r#""servers":[{"url":"https://a.b"}]"#;
        let more = if more.contains("\"servers\"") { more.to_owned() } else { format!("{servers}{more}") };
        format!(r#"{{"openapi":"3.0.0","info":{{"title":"T","version":"1"}},"paths":{{{paths}}},{more}}}"#)
    };
    let get = |id: &str| format!(r#"{{"get":{{"operationId":"{id}","responses":{{"200":{{"description":"x"}}}}}}}}"#);
    let body = |schema: &str| {
        let content =
            format!(r#"{{"application/x-www-form-urlencoded":{{"schema":{schema}}},"application/json":{{"schema":{schema}}}}}"#);
        format!(
            r#""/a":{{"post":{{"requestBody":{{"content":{content}}},"responses":{{"200":{{"description":"x","content":{content}}}}}}}}}"#
        )
    };
    let names = list(count * 5, |at| format!(r#""p{at}""#));
    let properties = list(count * 5, |at| format!(r#""p{at}":{{"type":"string"}}"#));
    let object = format!(r#"{{"type":"object","required":[{names}],"properties":{{{properties}}}}}"#);
    let variables = list(count, |at| format!(r#""c{at}":{{"default":"{{c{0}}}{{c{0}}}"}}"#, at + 1));
    let used: String = (0..count).map(|at| format!("{{c{at}}}")).collect();
    let collection = |items: &str, more: &str| {
        let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
        format!(r#"{{"info":{{"name":"T","schema":"{schema}"}}{more},"item":[{items}]}}"#)
    };
    let request = |url: &str| format!(r#"{{"name":"x","request":{{"method":"GET","url":{{"raw":"{url}"}}}}}}"#);
    let long = "x".repeat(count * 20);
    let described = |text: &str| {
        let get = get("Get").replace(r#""operationId""#, &format!(r#""description":"{text}","operationId""#));
        document(&format!(r#""/a":{get}"#), "")
    };
    let texts = [
        ("one operationId", document(&list(count, |at| format!(r#""/a{at}":{}"#, get("same"))), "")),
        ("values of an enum", document(&body(&format!(r#"{{"type":"string","enum":[{names}]}}"#)), "")),
        ("required properties", document(&body(&object), "")),
        ("required properties of alternatives", document(&body(&format!(r#"{{"oneOf":[{object},{object}]}}"#)), "")),
        ("variables of a server that name variables", {
            let servers = format!(r#""servers":[{{"url":"https://a.b/{used}","variables":{{{variables}}}}}]"#);
            document(&format!(r#""/a":{}"#, get("Get")), &servers)
        }),
        ("requests", collection(&list(count, |at| request(&format!("https://a.b/x{at}y/z"))), "")),
        ("numbers in a path", {
            let answer = r#"{"status":200,"content":{"mimeType":"application/json","text":"{}"}}"#;
            let url = format!("https://a.b/x{}", "/1".repeat(count * 3 / 10));
            let request = format!(r#"{{"method":"GET","url":"{url}","headers":[],"queryString":[]}}"#);
            format!(r#"{{"log":{{"entries":[{{"request":{request},"response":{answer}}}]}}}}"#)
        }),
        ("numbers in paths that differ", {
            let path = |start: &str| format!("https://a.b/{start}{}", "/1".repeat(count * 3 / 10));
            collection(&[request(&path("x")), request(&path("X"))].join(","), "")
        }),
        ("alternatives with a value each", {
            let branch =
                |at: usize| format!(r#"{{"type":"object","properties":{{"kind":{{"type":"string","enum":["k{at}"]}}}}}}"#);
            document(&body(&format!(r#"{{"oneOf":[{}]}}"#, list(count, branch))), "")
        }),
        ("alternatives that are enums", {
            let branch = |at: usize| format!(r#"{{"type":"string","enum":["a{at}","b{at}"]}}"#);
            document(&body(&format!(r#"{{"oneOf":[{}]}}"#, list(count, branch))), "")
        }),
        ("parts of an allOf", {
            let branch = |at: usize| format!(r#"{{"required":["p{at}"],"properties":{{"p{at}":{{"type":"string"}}}}}}"#);
            document(&body(&format!(r#"{{"allOf":[{}]}}"#, list(count, branch))), "")
        }),
        ("definitions", {
            let shared = list(count, |at| format!(r#""d{at}":{{"type":"object","properties":{{"p":{{"type":"string"}}}}}}"#));
            let schema = |at: usize| {
                format!(
                    r##"{{"200":{{"description":"x","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/d{at}"}}}}}}}}}}"##
                )
            };
            let paths = list(count, |at| format!(r#""/a{at}":{{"get":{{"tags":["t{at}"],"responses":{}}}}}"#, schema(at)));
            document(&paths, &format!(r#","components":{{"schemas":{{{shared}}}}}"#))
        }),
        ("path variables", {
            let parameters =
                list(count, |at| format!(r#"{{"name":"c{at}","in":"path","required":true,"schema":{{"type":"string"}}}}"#));
            document(
                &format!(r#""/a/{used}":{{"get":{{"parameters":[{parameters}],"responses":{{"200":{{"description":"x"}}}}}}}}"#),
                "",
            )
        }),
        ("brackets in a text", described(&"[".repeat(count * 100))),
        ("tags in a text", described(&"<a".repeat(count * 100))),
        ("path variables without parameters", document(&format!(r#""/a/{used}":{}"#, get("Get")), "")),
        ("ways to sign in", {
            let schemes = list(count, |at| format!(r#""s{at}":{{"type":"apiKey","in":"header","name":"k{at}"}}"#));
            let asked = list(count, |at| format!(r#"{{"s{at}":[]}}"#));
            let more = format!(r#","components":{{"securitySchemes":{{{schemes}}}}},"security":[{asked}]"#);
            document(&format!(r#""/a":{}"#, get("Get")), &more)
        }),
        ("extensions of a schema", {
            let own = list(count, |at| format!(r#""x-ms-a{at}":1,"x-b{at}":1"#));
            document(&body(&format!(r#"{{"type":"object",{own}}}"#)), "")
        }),
        ("names in the queries of one request after another", {
            let query = |at: usize| request(&format!("https://a.b/x?a{at}=1&b{at}=2"));
            collection(&list(count, query), "")
        }),
        ("variables of a collection", {
            let variable = format!(r#","variable":[{}]"#, list(count, |at| format!(r#"{{"key":"v{at}","value":"x"}}"#)));
            collection(&list(count, |at| request(&format!("https://a.b/x{at}y"))), &variable)
        }),
        ("a long variable in many requests", {
            let variable = format!(r#","variable":[{{"key":"host","value":"https://a.b/{long}"}}]"#);
            collection(&list(count, |at| request(&format!("{{{{host}}}}/x{at}y"))), &variable)
        }),
    ];
    texts.map(|(name, text)| (name, vec![("api.json", text)])).into()
}

/// Configurations that ask for too much, and what is said of them.
fn configurations() -> Vec<(&'static str, String, &'static str)> {
    let rule = |given: &str, then: &str| {
        format!("[[rule]]\nid = \"a-b\"\nmessage = \"{{name}}\"\ngiven = \"{given}\"\nthen = {{ {then} }}\n")
    };
    let ignore = |at: &str| format!("[[ignore]]\nrule = \"value-not-in-list\"\nat = \"{at}\"\nreason = \"x\"\n");
    let schema = list(40, |at| {
        format!(r##"d{at} = {{ allOf = [{{ "$ref" = "#/$defs/d{0}" }}, {{ "$ref" = "#/$defs/d{0}" }}] }}"##, at + 1)
    });
    let schema = format!(r##"schema = {{ "$ref" = "#/$defs/d0", "$defs" = {{ {schema}, d40 = {{}} }} }}"##);
    let stars = "*".repeat(1_000_000);
    vec![
        ("`**` in a place", ignore("#/**/**/**/**/**/**/zzz"), "ignore-unused"),
        ("stars in a place", ignore(&stars), "configuration-not-valid"),
        ("stars in a host", format!("restricted-hosts = [\"{}\", \"a.b\"]\n", &stars[..1000]), "wildcards"),
        ("hosts", format!("restricted-hosts = [{}]\n", list(20_000, |at| format!("\"h{at}*\""))), "hosts exceed the limit"),
        ("stars in an override", format!("[[overrides]]\npaths = \"{}\"\n", &stars[..900_000]), "configuration-not-valid"),
        ("parentheses", rule(&format!("$[?{}@.a{}]", "(".repeat(30), ")".repeat(30)), "defined = true"), "JSONPath cannot"),
        ("`..` and `*`", rule("$..*..*", "defined = true"), "the rule was not checked"),
        ("filters of everything", rule("$..*[?$..*]", "defined = true"), "the rule was not checked"),
        ("diamonds", rule("$", &schema), "JSON Schema cannot be used"),
        ("a schema that holds itself", rule("$", r##"schema = { "$ref" = "#" }"##), "is circular"),
        ("a regular expression of the file", rule("$..[?match(@.a, @.b)]", "defined = true"), "has to be a text in quotes"),
        ("an escape", rule(r"$..[?search(@.a, 'a\\u007b900\\u007d')]", "defined = true"), "may have an escape"),
        (
            "rules of all values",
            list(200, |at| rule("$..*", "undefined = true").replace("a-b", &format!("a-b{at}"))).replace("\n,", "\n"),
            "select too many values of the file",
        ),
        ("a regular expression", rule("$", "pattern = \"(a{1000}){1000}\""), "is not a regular expression"),
        ("a long message", rule("$", "defined = true").replace("{name}", &"{name}".repeat(10_000)), "longer than"),
        ("lists in lists", format!("a = {}", "[".repeat(100_000)), "levels deep"),
        ("names with dots", format!("a{} = 1", ".a".repeat(100_000)), "levels deep"),
        (
            "names of rules",
            format!("[rules]\n{}", list(20_000, |at| format!("rule-{at} = \"off\"\n")).replace(',', "")),
            "more than 200 errors",
        ),
        (
            "rules",
            list(2000, |at| rule("$", "defined = true").replace("a-b", &format!("a-b{at}"))).replace("\n,", "\n"),
            "tables exceed the limit",
        ),
    ]
}

/// Runs the program within the bounds: exit status and what it says. None for one that the system had to end.
fn bounded(folder: &Path, arguments: &[&str], seconds: u32) -> (Option<i32>, String) {
    let limits = format!("ulimit -t {seconds}; ulimit -v {}; exec \"$@\"", MEBIBYTES * 1024);
    let mut command = Command::new("sh");
    command.args(["-c", &limits, "sh", env!("CARGO_BIN_EXE_connsmith")]).args(arguments).current_dir(folder);
    let output = command.env("NO_COLOR", "1").output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

fn written(input: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in input {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Every input of a list within the bounds; all that fail are named.
fn hold(verb: &[&str], inputs: Vec<(&'static str, Input)>) {
    let mut failed = Vec::new();
    for (name, input) in inputs {
        let folder = written(&input);
        let (status, said) = bounded(folder.path(), verb, SECONDS);
        if !matches!(status, Some(0 | 1)) || said.contains("panicked") {
            let end: String = said.chars().take(300).collect();
            failed.push(format!("{verb:?} {name}: {status:?} {end}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[cfg(debug_assertions)]
const MANY: usize = 2000;
#[cfg(not(debug_assertions))]
const MANY: usize = 10_000;

#[test]
fn check_ends_whatever_is_repeated() {
    hold(&["check", "c", "--format", "concise", "--strict"], repeated(MANY));
}

#[test]
fn fix_ends_whatever_is_repeated() {
    hold(&["fix", "c", "--diff"], repeated(MANY / 4));
}

#[test]
fn diff_ends_whatever_changed() {
    hold(&["diff", "old", "c", "--format", "concise"], differing(MANY));
}

/// Each of very many operations with one id gets a name of its own when it is kept.
#[test]
fn diff_fix_ends_whatever_was_removed() {
    let paths = |start: &str, id: &dyn Fn(usize) -> String| {
        let operation = |at: usize| {
            let responses = r#"{"200":{"description":"OK"}}"#;
            format!(r#""/{start}{at}":{{"get":{{"operationId":"{}","responses":{responses}}}}}"#, id(at))
        };
        definition(&format!(r#""paths":{{{}}}"#, list(MANY / 4, operation)))
    };
    let (old, new) = (paths("a", &|_| "Same".to_owned()), paths("b", &|at| format!("Other{at}")));
    hold(&["diff", "old", "c", "--fix"], vec![("one id", vec![(OLDER, old), (DEFINITION, new)])]);
}

/// A solution of many connectors, each with files of its own.
#[test]
fn unpack_ends_however_many_connectors_there_are() {
    const CONNECTORS: usize = 800;
    let folder = tempfile::tempdir().unwrap();
    let parts = folder.path().join("c/Connector");
    std::fs::create_dir_all(&parts).unwrap();
    let connector = |at: usize| {
        let path = format!("/Connector/k{at}");
        let id = format!("<connectorid>{at:08}-1111-1111-1111-111111111111</connectorid><connectortype>1</connectortype>");
        let names = format!("<displayname>C{at}</displayname><name>cts_{at}</name>");
        let files = format!(
            "<openapidefinition>{path}.json</openapidefinition><policytemplateinstances>{path}p.json</policytemplateinstances>"
        );
        std::fs::write(parts.join(format!("k{at}.json")), operation(r#""summary":"Get a thing""#)).unwrap();
        std::fs::write(parts.join(format!("k{at}p.json")), "[]").unwrap();
        format!("<Connector>{id}{names}{files}</Connector>")
    };
    let connectors: String = (0..CONNECTORS).map(connector).collect();
    let names = "<LocalizedNames><LocalizedName description=\"S\" languagecode=\"1033\" /></LocalizedNames>";
    let publisher = format!(
        "<Publisher><UniqueName>contoso</UniqueName>{names}<CustomizationPrefix>cts</CustomizationPrefix>\
         <CustomizationOptionValuePrefix>10000</CustomizationOptionValuePrefix></Publisher>"
    );
    let manifest = format!(
        "<ImportExportXml><SolutionManifest><UniqueName>S</UniqueName>{names}<Version>1.0.0.0</Version><Managed>0</Managed>\
         {publisher}<RootComponents /></SolutionManifest></ImportExportXml>"
    );
    std::fs::write(folder.path().join("c/solution.xml"), manifest).unwrap();
    let customizations = format!("<ImportExportXml><Connectors>{connectors}</Connectors></ImportExportXml>");
    std::fs::write(folder.path().join("c/customizations.xml"), customizations).unwrap();
    let (status, said) = bounded(folder.path(), &["unpack", "c", "--out", "o"], SECONDS);
    assert!(matches!(status, Some(0 | 1)), "{status:?} {}", said.chars().take(300).collect::<String>());
    assert!(folder.path().join(format!("o/C{}/apiDefinition.swagger.json", CONNECTORS - 1)).is_file());
}

/// Names that become the same in a language are made different.
#[test]
fn models_end_whatever_is_repeated() {
    let marks = |at: usize| format!("{}{}", "-".repeat(at % 300), "_".repeat(at / 300));
    let fields = list(MANY * 5, |at| format!(r#""p{}":{{"type":"string"}}"#, marks(at)));
    let schema = format!(r#"{{"type":"object","properties":{{{fields}}}}}"#);
    let get = format!(r#"{{"operationId":"A","responses":{{"200":{{"description":"x","schema":{schema}}}}}}}"#);
    let text = definition(&format!(r#""paths":{{"/a":{{"get":{get}}}}}"#));
    hold(&["models", "--language", "csharp", "c"], vec![("names", vec![(DEFINITION, text)])]);
}

#[test]
fn import_ends_whatever_is_repeated() {
    hold(&["import", "api.json", "made", "--yes"], descriptions(10_000));
}

/// A new version of a description from which much came, went or changed.
#[test]
fn updates_end_whatever_changed() {
    let folder = tempfile::tempdir().unwrap();
    let version = |of: std::ops::Range<usize>, name: &str| {
        let paths = of.map(|at| {
            let response = format!(r##"{{"200":{{"description":"x","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/d{at}"}}}}}}}}}}"##);
            let parameter = format!(r#"{{"name":"{name}","in":"path","required":true,"schema":{{"type":"string"}}}}"#);
            format!(r#""/a{at}/{{{name}}}":{{"get":{{"operationId":"get","parameters":[{parameter}],"responses":{response}}}}}"#)
        });
        let paths: Vec<String> = paths.collect();
        let shared = list(MANY * 3 / 2, |at| format!(r#""d{at}":{{"type":"object","properties":{{"p":{{"type":"string"}}}}}}"#));
        let text = format!(
            r#"{{"openapi":"3.0.0","info":{{"title":"T","version":"1"}},"servers":[{{"url":"https://a.b"}}],"paths":{{{}}},"components":{{"schemas":{{{shared}}}}}}}"#,
            paths.join(",")
        );
        std::fs::write(folder.path().join("api.json"), text).unwrap();
    };
    let run = |more: &str| {
        let (status, said) = bounded(folder.path(), &["import", "api.json", "made", more, "--format", "summary"], SECONDS);
        assert!(status == Some(0) && !said.contains("panicked"), "{status:?} {}", said.chars().take(300).collect::<String>());
    };
    version(0..MANY, "id");
    run("--yes");
    version(MANY / 2..MANY * 3 / 2, "key");
    run("--update");
    let made = std::fs::read_to_string(folder.path().join("made/apiDefinition.swagger.json")).unwrap();
    assert!(made.contains(&format!("/a{}/{{key}}", MANY * 3 / 2 - 1)) && made.contains(&format!("/a{}/{{id}}", MANY - 1)));
    run("--update");
    assert_eq!(std::fs::read_to_string(folder.path().join("made/apiDefinition.swagger.json")).unwrap(), made);
}

#[test]
fn a_configuration_cannot_stall() {
    let nested = (0..200)
        .fold(r#"{"type":"sting"}"#.to_owned(), |inner, _| format!(r#"{{"type":"object","properties":{{"p":{inner}}}}}"#));
    let responses = format!(r#"{{"200":{{"description":"x","schema":{nested}}}}}"#);
    let text = definition(&format!(r#""paths":{{"/a":{{"get":{{"operationId":"A","responses":{responses}}}}}}}"#));
    let mut failed = Vec::new();
    for (name, configuration, expected) in configurations() {
        let folder = written(&[(DEFINITION, text.clone()), (CONFIGURATION, configuration)]);
        let (status, said) = bounded(folder.path(), &["check", "c", "--format", "concise"], SECONDS);
        if status != Some(1) || !said.contains(expected) {
            let end: String = said
                .lines()
                .filter(|line| line.contains("toml"))
                .take(3)
                .map(|line| line.chars().take(200).collect::<String>())
                .collect();
            failed.push(format!("{name}: {status:?}, without `{expected}`: {end}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The functions of JSONPath work, and compile a regular expression once, not for each value.
#[test]
fn regular_expressions_of_a_path_are_compiled_once() {
    let text = definition(&format!(r#""paths":{{}},"x-a":[{}]"#, list(MANY, |at| format!(r#"{{"v":"value {at}"}}"#))));
    let rule = |at: usize| {
        let call = if at.is_multiple_of(2) { "match(@.v, '(v|va)*l.*u.*e.*7')" } else { "search(@.v, '(v|va)*l.*u.*e.* 7$')" };
        format!("[[rule]]\nid = \"a-b{at}\"\nmessage = \"m\"\ngiven = \"$['x-a'][?{call}]\"\nthen = {{ undefined = true }}\n")
    };
    let rules: String = (0..30).map(rule).collect();
    let folder = written(&[(DEFINITION, text), (CONFIGURATION, rules)]);
    let (status, said) = bounded(folder.path(), &["check", "c", "--format", "concise"], SECONDS);
    assert_eq!(status, Some(1));
    let of = |id: &str| said.matches(&format!("[{id}]")).count();
    assert_eq!((of("a-b0"), of("a-b28"), of("a-b1"), of("a-b29")), (MANY / 10, MANY / 10, 1, 1), "{said:.300}");
}

/// So many rules of a stranger cannot keep as many findings as each of ours can.
#[test]
fn rules_of_a_configuration_keep_findings_together() {
    let text = definition(&format!(r#""paths":{{}},"x-a":[{}]"#, list(9000, |at| at.to_string())));
    let rule = |at: usize| {
        format!("[[rule]]\nid = \"a-b{at}\"\nmessage = \"m\"\ngiven = \"$['x-a'].*\"\nthen = {{ undefined = true }}\n")
    };
    let rules: String = (0..5).map(rule).collect();
    let folder = written(&[(DEFINITION, text), (CONFIGURATION, rules)]);
    let (status, said) = bounded(folder.path(), &["check", "c", "--format", "concise"], SECONDS);
    assert_eq!(status, Some(1));
    let of = |id: &str| said.matches(&format!("[{id}]")).count();
    assert_eq!([0, 1, 2, 3, 4].map(|at| of(&format!("a-b{at}"))), [9000, 1000, 1, 1, 1]);
    assert!(said.contains("8999 more findings of `a-b4` in this file"), "{:?}", said.lines().last());
}

#[test]
fn findings_that_are_left_out_are_counted() {
    let text = definition(&format!(r#""schemes":[{}]"#, list(12_000, |_| r#""https""#.to_owned())));
    let folder = written(&[(DEFINITION, text)]);
    let (status, said) =
        bounded(folder.path(), &["check", "c", "--format", "concise", "--select", "array-duplicate-value"], SECONDS);
    assert_eq!(status, Some(1));
    assert_eq!(said.matches("[array-duplicate-value").count(), 10_000);
    assert!(said.contains("1999 more findings of `array-duplicate-value` in this file"), "{:?}", said.lines().last());
}

/// A few bytes make a value, so that their number has a limit of its own.
#[test]
fn a_file_of_too_many_values_is_read_up_to_there() {
    for (name, values) in [("items", "1,".repeat(5_100_000)), ("empty lists", "[],".repeat(5_100_000))] {
        let text = definition(&format!(r#""x-a":[{}1]"#, values));
        let folder = written(&[(DEFINITION, text.clone())]);
        let (status, said) = bounded(folder.path(), &["check", "c", "--format", "concise"], SECONDS);
        assert_eq!(status, Some(1), "{name}");
        assert_eq!(said.matches("more than 5000000 values and names").count(), 1, "{name}");
        let (status, _) = bounded(folder.path(), &["fmt", "c"], SECONDS);
        assert!(status == Some(2) && std::fs::read_to_string(folder.path().join(DEFINITION)).unwrap() == text, "{name}");
    }
}

/// SECURITY.md names the test of each attack.
#[test]
fn the_tests_that_the_security_policy_names_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let (_, table) = page.split_once("## Attacks and their tests").unwrap();
    let mut count = 0;
    for named in table.split('`').skip(1).step_by(2).filter(|named| named.contains(".rs: ")) {
        let (file, test) = named.split_once(": ").unwrap();
        let text = std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(text.contains(&format!("fn {test}(")), "{named} is no test");
        count += 1;
    }
    assert!(count > 30, "{count}");
}

/// The seconds of CPU time that the program took.
fn seconds(folder: &Path, arguments: &[&str]) -> f64 {
    let script = "\"$@\" >/dev/null 2>&1; times";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_connsmith")]).args(arguments).current_dir(folder);
    let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let children = said.lines().nth(1).unwrap().split_whitespace();
    let each = children.map(|time| {
        let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
        minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap()
    });
    each.sum()
}

/// Ten times as much takes at most thirteen times as long.
#[test]
#[ignore = "measures; a quiet machine and a release build are needed: cargo test --release --test bounds -- --ignored"]
fn growth() {
    let formats = ["concise", "text", "json", "sarif", "gitlab"];
    let mut verbs: Vec<Vec<&str>> = formats.iter().map(|format| vec!["check", "c", "--strict", "--format", format]).collect();
    verbs.extend([vec!["fix", "c", "--diff"], vec!["fmt", "c", "--diff"]]);
    let mut failed = Vec::new();
    let mut measure = |verb: &[&str], name: &str, few: Input, many: Input| {
        let (few, many) = (written(&few), written(&many));
        let (short, long) = (seconds(few.path(), verb), seconds(many.path(), verb));
        println!("{verb:?} {name}: {short:.2} s, {long:.2} s");
        // What takes next to nothing cannot be measured.
        if long > 13.0 * short.max(0.05) {
            failed.push(format!("{verb:?} {name}: {short:.2} s, {long:.2} s"));
        }
    };
    for verb in &verbs {
        for ((name, few), (_, many)) in repeated(4000).into_iter().zip(repeated(40_000)) {
            measure(verb, name, few, many);
        }
    }
    for ((name, few), (_, many)) in differing(2000).into_iter().zip(differing(20_000)) {
        measure(&["diff", "old", "c"], name, few, many);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A comma that is missing behind a string without its closing quote would become a part of the text.
#[test]
fn fix_puts_no_comma_into_an_open_string() {
    for host in ["\"a.b\n  \"basePath\": \"/\"", "\"a.b\\\"\n"] {
        let text = format!("{{\n  \"swagger\": \"2.0\",\n  \"host\": {host}\n}}");
        for verb in [&["fix", "c"][..], &["fix", "c", "--unsafe"]] {
            let folder = written(&[(DEFINITION, text.clone())]);
            bounded(folder.path(), verb, SECONDS);
            let fixed = std::fs::read_to_string(folder.path().join(DEFINITION)).unwrap();
            let line = fixed.lines().find(|line| line.contains("host")).unwrap();
            let closed = ["\"a.b\"", "\"a.b\",", "\"a.b", "\"a.b\\\\\",", "\"a.b\\\""];
            assert!(closed.iter().any(|end| line.ends_with(end)), "{verb:?}: {line}");
        }
    }
}
