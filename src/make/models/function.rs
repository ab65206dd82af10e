//! A function project for a trigger: the function, its settings, the trigger configuration, Bicep, and how to run it.
use super::naming::{self, Language};
use super::operations::{Payload, Trigger};
use super::{Plan, csharp, doc};
use crate::call::namespace::ops::Listed;
use crate::call::namespace::template::{bicep, bicep_text};
use crate::call::namespace::trigger::{self, Callback, Recurrence, Start};
use crate::call::request::{Argument, Given, Place, Problem, percent_encode};
use crate::connector::Operation;
use crate::report::escape;
use crate::rule::Severity;
use crate::text::write::New;
use serde_json::{Value, json};
use std::fmt::Write;

/// How the namespace proves to the function app who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// The system key `connector_extension`, sent as a query parameter.
    Key,
    /// The managed identity of the namespace, checked by the app's built-in authentication.
    ManagedIdentity,
}

/// What project is wanted.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    pub operation: Operation<'a>,
    /// The name of the function; None for that of the trigger.
    pub function: Option<String>,
    /// The names of the function app, of the connection in the namespace, and of the connector in Azure.
    pub app: String,
    pub connection: String,
    pub connector: String,
    pub auth: Auth,
    pub arguments: Vec<Argument>,
    pub recurrence: Option<Recurrence>,
}

/// A project, and what is to be filled in.
#[derive(Clone, Debug)]
pub struct Project {
    /// The code of the connector, which is generated again.
    pub generated: Vec<New>,
    /// Files to start with, which are the user's from then on.
    pub starters: Vec<New>,
    pub problems: Vec<Problem>,
}

const BUNDLE: (&str, &str) = ("Microsoft.Azure.Functions.ExtensionBundle.Preview", "[4.42.0, 5.0.0)");
const API: &str = "2026-05-01-preview";

/// Makes the project of a trigger.
///
/// # Errors
/// When the operation is not a trigger that a namespace can subscribe to.
pub fn project(plan: &Plan, wish: &Wish) -> Result<Project, String> {
    let id = wish.operation.id().unwrap_or_default();
    let trigger = plan.triggers.iter().find(|trigger| trigger.id == id).ok_or_else(|| {
        format!("`{id}` is not a trigger that a namespace can subscribe to (`connsmith namespace ops` shows the kinds)")
    })?;
    let function = wish.function.clone().unwrap_or_else(|| trigger.name.clone());
    let (arguments, blanks) = filled(wish);
    let start = || Start::Event {
        operation: wish.operation,
        connector: wish.connector.clone(),
        connection: wish.connection.clone(),
        arguments: arguments.clone(),
        recurrence: wish.recurrence.clone(),
    };
    let path = format!("/runtime/webhooks/connector?functionName={}", percent_encode(&function));
    let authentication = match wish.auth {
        Auth::Key => json!({ "type": "QueryString", "name": "code", "value": "<the system key connector_extension>" }),
        Auth::ManagedIdentity => {
            json!({ "type": "ManagedServiceIdentity", "audience": "<the client id of the app registration>" })
        }
    };
    let request = trigger::Wish {
        start: start(),
        callback: Callback {
            url: format!("https://{}.azurewebsites.net{path}", wish.app),
            method: "POST".to_owned(),
            authentication: Some(authentication),
            body: None,
        },
        description: trigger.summary.clone(),
        enabled: true,
        whole_batches: false,
        conditions: Vec::new(),
        legacy_type: false,
        metadata: None,
    };
    let (body, mut problems) = trigger::build(&request);
    let Some(body) = body else { return Ok(Project { generated: Vec::new(), starters: Vec::new(), problems }) };
    for name in &blanks {
        problems.push(Problem {
            severity: Severity::Warning,
            code: "missing",
            message: format!("`{name}` is required: set it in `trigger.json` and `main.bicep`"),
            help: Some(format!("pass `--arg {name}=VALUE`")),
            origin: None,
        });
    }
    let names = Names { plan, trigger, function: &function, wish, blanks: &blanks };
    let mut starters = vec![
        file("host.json", pretty(&host(wish.auth))),
        file("local.settings.json", pretty(&settings(plan.language))),
        file("trigger.json", pretty(&body)),
        file("main.bicep", names.bicep(&body, &path)),
        file("README.md", names.readme(&path)),
    ];
    if wish.auth == Auth::ManagedIdentity {
        let extension = json!({ "microsoftGraphV1": "br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0" });
        starters.push(file("bicepconfig.json", pretty(&json!({ "extensions": extension }))));
    }
    let folder = match plan.language {
        Language::Python => "",
        Language::CSharp => "Connectors/",
        Language::TypeScript => "src/connectors/",
    };
    let generated = plan.files().into_iter().map(|code| New { name: format!("{folder}{}", code.name), ..code });
    starters.extend(match plan.language {
        Language::Python => names.python(),
        Language::CSharp => names.csharp(),
        Language::TypeScript => names.typescript(),
    });
    Ok(Project { generated: generated.collect(), starters, problems })
}

fn file(name: &str, text: String) -> New {
    New { name: name.to_owned(), bytes: text.into_bytes() }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The arguments with a blank for each required input that was not given, and the names of these.
fn filled(wish: &Wish) -> (Vec<Argument>, Vec<String>) {
    let listed = Listed::of(wish.operation);
    let mut arguments = wish.arguments.clone();
    let mut blanks = Vec::new();
    for leaf in listed.required().filter(|leaf| leaf.default().is_none()) {
        let is_url = leaf.node.get("x-ms-notification-url").is_some_and(|flag| flag.bool() == Some(true));
        let given = wish.arguments.iter().any(|argument| match &argument.place {
            Place::Named(name) => leaf.is_named(name),
            Place::In(_, name) | Place::Parameter(name) => leaf.path.is_empty() && leaf.parameter.name() == *name,
            Place::Body => leaf.is_in_body(),
        });
        if given || is_url || leaf.path.iter().any(|step| matches!(step, crate::call::view::Segment::Item)) {
            continue;
        }
        let name = leaf.name();
        let value = match leaf.node.get_str("type").as_deref() {
            Some("integer" | "number") => json!(0),
            Some("boolean") => json!(false),
            Some("array") => json!([]),
            Some("object") => json!({}),
            _ => json!(format!("<{name}>")),
        };
        arguments.push(Argument {
            place: Place::Named(name.clone()),
            value: Given::Json(value),
            origin: "the project".to_owned(),
        });
        blanks.push(name);
    }
    (arguments, blanks)
}

fn host(auth: Auth) -> Value {
    let mut host = json!({ "version": "2.0", "extensionBundle": { "id": BUNDLE.0, "version": BUNDLE.1 } });
    if auth == Auth::ManagedIdentity {
        host["extensions"] = json!({ "connector": { "system": { "webhookAuthorizationLevel": "Anonymous" } } });
    }
    host
}

fn settings(language: Language) -> Value {
    let runtime = match language {
        Language::Python => "python",
        Language::CSharp => "dotnet-isolated",
        Language::TypeScript => "node",
    };
    let mut values = json!({ "AzureWebJobsStorage": "UseDevelopmentStorage=true", "FUNCTIONS_WORKER_RUNTIME": runtime });
    if language == Language::Python {
        // Before Python 3.13, the worker's own packages would hide those of the app.
        values["PYTHON_ISOLATE_WORKER_DEPENDENCIES"] = json!("1");
    }
    json!({ "IsEncrypted": false, "Values": values })
}

struct Names<'p, 'a> {
    plan: &'p Plan,
    trigger: &'p Trigger,
    function: &'p str,
    wish: &'p Wish<'a>,
    blanks: &'p [String],
}

impl Names<'_, '_> {
    fn payload(&self) -> String {
        self.plan.payload_name(self.trigger)
    }

    /// What the function says about itself.
    fn about(&self) -> String {
        let text = self.trigger.summary.as_deref().or(self.trigger.doc.as_deref()).unwrap_or(&self.trigger.id);
        doc::line(text).trim_end_matches('.').to_owned()
    }

    fn bicep(&self, body: &Value, path: &str) -> String {
        let (wish, name) = (self.wish, self.function.to_lowercase());
        let path = bicep_text(path);
        let url = format!("'https://${{functionApp.properties.defaultHostName}}{}'", &path[1..path.len() - 1]);
        let key = "listKeys('${functionApp.id}/host/default', functionApp.apiVersion).systemKeys.connector_extension";
        let (proof, by) = match wish.auth {
            Auth::Key => ("value", key),
            Auth::ManagedIdentity => ("audience", "registration.appId"),
        };
        let expressions = [
            ("/connectionDetails/connectionName".to_owned(), "connectionName".to_owned()),
            ("/notificationDetails/callbackUrl".to_owned(), url),
            (format!("/notificationDetails/authentication/{proof}"), by.to_owned()),
        ];
        let mut out = format!(
            "// Registers the function {} for the trigger {}. Deploy it when the app is running: the key exists only then.\n",
            self.function,
            doc::line(&self.trigger.id)
        );
        if wish.auth == Auth::ManagedIdentity {
            out = out.replace(": the key exists only then", "");
            out.push_str("extension microsoftGraphV1\n");
        }
        let _ = write!(
            out,
            "\n@description('The connector namespace.')\nparam namespaceName string\n\n\
             @description('The connection in the namespace.')\nparam connectionName string = {}\n\n\
             @description('The function app.')\nparam functionAppName string = {}\n",
            bicep_text(&wish.connection),
            bicep_text(&wish.app)
        );
        if wish.auth == Auth::ManagedIdentity {
            out.push_str(
                "\n@description('The user-assigned identity of the function app, which proves the app registration.')\n\
                 param appIdentityName string\n\n\
                 @description('The client id of the identity of the namespace, which may call the app.')\n\
                 param namespaceClientId string\n\n\
                 @description('The object id of the identity of the namespace.')\n\
                 param namespaceObjectId string\n",
            );
        }
        let _ = write!(
            out,
            "\nresource connectorNamespace 'Microsoft.Web/connectorGateways@{API}' existing = {{\n  name: namespaceName\n}}\n\n\
             resource functionApp 'Microsoft.Web/sites@2024-04-01' existing = {{\n  name: functionAppName\n}}\n"
        );
        if wish.auth == Auth::ManagedIdentity {
            out.push_str(AUTHENTICATION);
        }
        let _ = write!(
            out,
            "\nresource trigger 'Microsoft.Web/connectorGateways/triggerConfigs@{API}' = {{\n  parent: connectorNamespace\n  \
             name: '${{connectionName}}-{name}'\n  properties: "
        );
        out.push_str(&bicep(&body["properties"], &expressions, 1));
        out.push_str("\n}\n");
        out
    }

    fn readme(&self, path: &str) -> String {
        let (trigger, wish) = (self.trigger, self.wish);
        let kind = match trigger.webhook {
            true => "The service calls back when it happens.",
            false => "The namespace polls for it.",
        };
        let mut out = format!(
            "# {}\n\n{}. {kind}\n\nThe function `{}` gets what the trigger {} of {} finds.\n\n## Run it locally\n\n",
            escaped(self.function),
            escaped(&self.about()),
            self.function,
            escape::markdown_code(&trigger.id),
            escaped(&doc::line(&self.plan.title)),
        );
        let start = match self.plan.language {
            Language::Python => "python -m venv .venv && . .venv/bin/activate\npip install -r requirements.txt\nfunc start",
            Language::CSharp => "func start",
            Language::TypeScript => "npm install\nnpm start",
        };
        let _ = write!(
            out,
            "Azurite emulates the storage. Start the app:\n\n```sh\nazurite --silent &\n{start}\n```\n\n\
             Then send it a sample from another terminal:\n\n```sh\nconnsmith models fire {} CONNECTOR --sample --operation {}\n```\n\n## Deploy it\n\n\
             1. Publish the app: `func azure functionapp publish {}`.\n2. Register the trigger:\n   ",
            self.function,
            shell_word(&doc::line(&trigger.id)),
            wish.app
        );
        let parameters = match wish.auth {
            Auth::Key => "namespaceName=NAMESPACE",
            Auth::ManagedIdentity => "namespaceName=NAMESPACE appIdentityName=IDENTITY namespaceClientId=ID namespaceObjectId=ID",
        };
        let _ = write!(
            out,
            "`az deployment group create --resource-group GROUP --template-file main.bicep --parameters {parameters}`.\n\n\
             `trigger.json` is the same configuration as a body of the REST API. The namespace calls\n`{path}`.\n"
        );
        if !self.blanks.is_empty() {
            let names: Vec<String> = self.blanks.iter().map(|name| escape::markdown_code(name)).collect();
            let _ = write!(out, "\nFill in what is required in `main.bicep` and `trigger.json`: {}.\n", names.join(", "));
        }
        if wish.auth == Auth::Key {
            out.push_str("\nThe system key `connector_extension` appears some minutes after the first start of the app.\n");
        } else {
            out.push_str(
                "\nThe app checks the token of the namespace with its built-in authentication, so there is no key. `host.json` turns\n\
                 off the key of the webhook; do not deploy it without `main.bicep`.\n",
            );
        }
        out
    }

    fn python(&self) -> Vec<New> {
        let module = &self.plan.api;
        let payload = self.payload();
        let name = naming::snake(self.function);
        let name = naming::escaped(Language::Python, &naming::started(name, "run"));
        let name = if name == "app" || name == "func" || name == *module { format!("{name}_") } else { name };
        let about = super::python::docstring_of(&format!("{}.", self.about()), 4);
        let each = match self.trigger.payload {
            Payload::Binary => "    logging.info(\"received %d bytes\", len(received.content()))\n",
            _ => "    for item in received.items():\n        logging.info(\"received %s\", item)\n",
        };
        let import = format!("from {module} import {payload}");
        let import = match import.chars().count() > 88 {
            true => format!("from {module} import (\n    {payload},\n)"),
            false => import,
        };
        let call = format!("    received = {payload}(payload)\n");
        let call = match call.chars().count() > 89 {
            true => format!("    received = {payload}(\n        payload\n    )\n"),
            false => call,
        };
        let code = format!(
            "import logging\n\nimport azure.functions as func\n\n{import}\n\napp = func.FunctionApp()\n\n\n\
             @app.function_name(\"{}\")\n@app.connector_trigger(arg_name=\"payload\")\ndef {name}(payload: str) -> None:\n\
             {about}{call}{each}",
            self.function,
        );
        let requirements =
            "azure-functions==1.26.0b3; python_version < \"3.13\"\nazure-functions==2.4.0b1; python_version >= \"3.13\"\n";
        vec![file("function_app.py", code), file("requirements.txt", requirements.to_owned())]
    }

    fn typescript(&self) -> Vec<New> {
        let payload = self.payload();
        let each = match self.trigger.payload {
            Payload::Binary => "    context.log(`received ${received.content().length} bytes`);\n",
            _ => "    for (const item of received.items) {\n      context.log(\"received\", item);\n    }\n",
        };
        let module = format!("../connectors/{}Extensions", self.plan.name);
        let import = format!("import {{ {payload} }} from \"{module}\";");
        let call = super::typescript::call(4, &format!("const received = new {payload}("), &["payload".to_owned()], ");");
        let code = format!(
            "import {{ app, InvocationContext }} from \"@azure/functions\";\n{import}\n\n// {}.\n\
             app.connectorTrigger<unknown>(\"{}\", {{\n  handler: async (payload: unknown, context: InvocationContext) => {{\n{call}{each}  }},\n}});\n",
            self.about(),
            self.function
        );
        let package = json!({
            "name": self.function.to_lowercase(), "version": "1.0.0", "private": true, "main": "dist/src/functions/*.js",
            "scripts": { "build": "tsc", "start": "npm run build && func start" },
            "dependencies": { "@azure/functions": "4.16.5" },
            "devDependencies": { "@types/node": "^20", "typescript": "^5.9" },
        });
        let options = json!({ "compilerOptions": {
            "module": "node16", "target": "es2022", "outDir": "dist", "rootDir": ".", "strict": true, "sourceMap": true,
            "skipLibCheck": true, "types": ["node"],
        } });
        vec![
            file(&format!("src/functions/{}.ts", self.function), code),
            file("package.json", pretty(&package)),
            file("tsconfig.json", pretty(&options)),
        ]
    }

    fn csharp(&self) -> Vec<New> {
        let payload = self.payload();
        let class = naming::started(naming::pascal(self.function), "Run");
        let class = if class == payload { format!("{class}Function") } else { class };
        let each = match self.trigger.payload {
            Payload::Binary => "        _logger.LogInformation(\"received {Count} bytes\", payload.Content().Length);\n",
            _ => {
                "        foreach (var item in payload.Items)\n        {\n            \
                 _logger.LogInformation(\"received {Item}\", JsonSerializer.Serialize(item));\n        }\n"
            }
        };
        let about = csharp::escaped(&self.about());
        let code = format!(
            "using System.Text.Json;\nusing Microsoft.Azure.Functions.Worker;\nusing Microsoft.Azure.Functions.Worker.Extensions.Connector;\n\
             using Microsoft.Extensions.Logging;\nusing {};\n\nnamespace Functions;\n\n/// <summary>{about}.</summary>\n\
             public class {class}\n{{\n    private readonly ILogger<{class}> _logger;\n\n    /// <summary>Creates an instance.</summary>\n    \
             public {class}(ILogger<{class}> logger) => _logger = logger;\n\n    /// <summary>Runs for each payload.</summary>\n    \
             [Function(\"{}\")]\n    public void Run([ConnectorTrigger] {payload} payload)\n    {{\n{each}    }}\n}}\n",
            self.plan.namespace, self.function
        );
        let program = "using Microsoft.Extensions.Hosting;\n\nnamespace Functions;\n\n/// <summary>The app.</summary>\n\
             public static class Program\n{\n    /// <summary>Starts it.</summary>\n    public static void Main()\n    {\n        \
             new HostBuilder().ConfigureFunctionsWorkerDefaults().Build().Run();\n    }\n}\n";
        let project = "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework>\n    \
             <AzureFunctionsVersion>v4</AzureFunctionsVersion>\n    <OutputType>Exe</OutputType>\n    <Nullable>enable</Nullable>\n  \
             </PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include=\"Microsoft.Azure.Functions.Worker\" Version=\"2.*\" />\n    \
             <PackageReference Include=\"Microsoft.Azure.Functions.Worker.Sdk\" Version=\"2.*\" />\n    \
             <PackageReference Include=\"Microsoft.Azure.Functions.Worker.Extensions.Connector\" Version=\"*-*\" />\n  </ItemGroup>\n  \
             <ItemGroup>\n    <None Update=\"host.json\" CopyToOutputDirectory=\"PreserveNewest\" />\n    \
             <None Update=\"local.settings.json\" CopyToOutputDirectory=\"PreserveNewest\" CopyToPublishDirectory=\"Never\" />\n  \
             </ItemGroup>\n</Project>\n";
        vec![
            file(&format!("{}.cs", self.function), code),
            file("Program.cs", program.to_owned()),
            file("Functions.csproj", project.to_owned()),
        ]
    }
}

/// A text in Markdown.
fn escaped(text: &str) -> String {
    escape::markdown_text(text)
}

/// A word of a command, in quotes only where that is needed.
fn shell_word(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if plain { text.to_owned() } else { escape::shell(text) }
}

/// The app registration, whose proof is the app's own identity, and the built-in authentication that lets only the namespace in.
const AUTHENTICATION: &str = "
resource appIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: appIdentityName
}

resource registration 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${functionAppName}-connector'
  displayName: '${functionAppName} connector'
  signInAudience: 'AzureADMyOrg'

  resource credential 'federatedIdentityCredentials@v1.0' = {
    name: '${registration.uniqueName}/identity'
    audiences: [
      'api://AzureADTokenExchange'
    ]
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: appIdentity.properties.principalId
  }
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: registration.appId
}

// The app needs the setting OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID with the client id of its identity.
resource authentication 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: functionApp
  name: 'authsettingsV2'
  properties: {
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: registration.appId
          clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [
            registration.appId
          ]
          defaultAuthorizationPolicy: {
            allowedApplications: [
              namespaceClientId
            ]
            allowedPrincipals: {
              identities: [
                namespaceObjectId
              ]
            }
          }
        }
      }
    }
  }
}
";
