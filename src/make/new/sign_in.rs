//! How users sign in: connection parameters, security definitions and, for several ways, connection parameter sets.
use super::choice::SignIn;
use super::part::{Part, named, typed};
use super::policy;
use super::wish::Wish;
use serde_json::{Value, json};

/// The placeholder for a client ID until the connector is deployed.
const CLIENT_ID: &str = "[[CLIENT_ID]]";
const ENTRA: &str = "https://login.microsoftonline.com";

/// The part of a connector that signs its users in.
pub fn part(wish: &Wish) -> Part {
    let mut part = match wish.sign_ins.as_slice() {
        [] => Part { properties: json!({ "connectionParameters": {} }), ..Part::default() },
        [way] => Part {
            definition: security(*way, wish),
            properties: json!({ "connectionParameters": parameters(*way, wish, false) }),
        },
        ways => several(ways, wish),
    };
    if wish.gateway {
        part.add(Part {
            properties: json!({ "capabilities": ["gateway"], "connectionParameters": { "gateway": gateway() } }),
            ..Part::default()
        });
    }
    part
}

fn several(ways: &[SignIn], wish: &Wish) -> Part {
    // The import takes one security definition only; keys of other sets are sent by policies.
    let main = [SignIn::Basic, SignIn::OAuth2, SignIn::Aad, SignIn::AadOnBehalfOf].into_iter().find(|way| ways.contains(way));
    let mut part = Part::of_definition(main.map_or(json!({}), |way| security(way, wish)));
    part.properties = json!({
        "connectionParameterSets": {
            "uiDefinition": { "displayName": "Authentication Type", "description": "How to sign in." },
        },
    });
    part.add(sets(ways, wish));
    part
}

/// A connection parameter set for each way, and the policies that send keys.
pub fn sets(ways: &[SignIn], wish: &Wish) -> Part {
    let site = wish.policies.iter().any(|template| template.id == "dynamichosturl");
    let set = |way: &SignIn| {
        let mut parameters = parameters(*way, wish, true);
        if site {
            parameters["site"] = policy::site(true);
        }
        json!({
            "name": way.set_name(),
            "uiDefinition": { "displayName": way.label(), "description": format!("Sign in with {}.", in_words(*way)) },
            "parameters": parameters,
        })
    };
    let values = ways.iter().map(set).collect::<Vec<_>>();
    let mut part = Part { properties: json!({ "connectionParameterSets": { "values": values } }), ..Part::default() };
    for way in ways {
        match way {
            SignIn::ApiKey => part.add(policy::send("setheader", &wish.api_key_header, "api_key")),
            SignIn::ApiKeyQuery => part.add(policy::send("setqueryparameter", &wish.api_key_query, "api_key_query")),
            _ => {}
        }
    }
    part
}

fn in_words(way: SignIn) -> &'static str {
    match way {
        SignIn::ApiKey => "an API key",
        SignIn::ApiKeyQuery => "an API key that is sent in the URL",
        SignIn::Basic => "a user name and a password",
        SignIn::OAuth2 => "your account with the service",
        SignIn::Aad => "your work or school account",
        SignIn::AadOnBehalfOf => "your work or school account, so that the service can act for you",
    }
}

/// The connection parameters of one way. In a set the texts are repeated in a schema.
fn parameters(way: SignIn, wish: &Wish, in_set: bool) -> Value {
    let service = wish.service();
    match way {
        SignIn::ApiKey | SignIn::ApiKeyQuery => {
            // If two sets have two kinds of key, a policy must name the one that it sends.
            let name = if way == SignIn::ApiKeyQuery && in_set { "api_key_query" } else { "api_key" };
            let what = format!("The API key of your {service} account.");
            named(name, typed("securestring", "API Key", &what, "Enter your API key", 2, in_set))
        }
        SignIn::Basic => {
            let user = format!("The name that you use to sign in to {service}.");
            let password = format!("The password of your {service} account.");
            json!({
                "username": typed("string", "User Name", &user, "Enter your user name", 2, in_set),
                "password": typed("securestring", "Password", &password, "Enter your password", 3, in_set),
            })
        }
        SignIn::OAuth2 | SignIn::Aad | SignIn::AadOnBehalfOf => {
            let mut token = json!({ "type": "oauthSetting", "oAuthSettings": oauth(way, wish) });
            if in_set {
                token["uiDefinition"] = json!({
                    "displayName": "Sign In",
                    "description": format!("Sign in with {}.", in_words(way)),
                    "tooltip": "Sign in",
                    "constraints": { "required": "true", "hidden": "false" },
                });
            }
            let mut parameters = json!({ "token": token });
            if way != SignIn::OAuth2 && !in_set {
                parameters["token:TenantId"] = tenant();
            }
            parameters
        }
    }
}

fn oauth(way: SignIn, wish: &Wish) -> Value {
    let value = |text: &str| json!({ "value": text });
    if way == SignIn::OAuth2 {
        return json!({
            "identityProvider": "oauth2",
            "clientId": CLIENT_ID,
            "scopes": wish.scopes,
            "redirectMode": "GlobalPerConnector",
            "properties": { "IsFirstParty": "False" },
            "customParameters": {
                "authorizationUrl": value(&wish.authorization_url),
                "tokenUrl": value(&wish.token_url),
                "refreshUrl": value(&wish.token_url),
            },
        });
    }
    let on_behalf = way == SignIn::AadOnBehalfOf;
    let mut settings = json!({
        "identityProvider": "aad",
        "clientId": CLIENT_ID,
        "scopes": [],
        "redirectMode": "GlobalPerConnector",
        "properties": { "IsFirstParty": "False", "AzureActiveDirectoryResourceId": wish.resource_uri },
        "customParameters": {
            "loginUri": value(ENTRA),
            "tenantId": value("common"),
            "resourceUri": value(&wish.resource_uri),
            "enableOnbehalfOfLogin": value(if on_behalf { "true" } else { "false" }),
        },
    });
    if on_behalf {
        settings["properties"]["IsOnbehalfofLoginSupported"] = json!(true);
    }
    settings
}

/// The claim that keeps the tenant of the signed-in user, as certification requires.
fn tenant() -> Value {
    json!({
        "type": "string",
        "metadata": { "sourceType": "AzureActiveDirectoryTenant" },
        "uiDefinition": { "constraints": { "required": "false", "hidden": "true" } },
    })
}

/// The connection parameter for which users choose a gateway.
pub(crate) fn gateway() -> Value {
    json!({
        "type": "gatewaySetting",
        "gatewaySettings": { "dataSourceType": "CustomConnector", "connectionDetails": [] },
        "uiDefinition": { "constraints": { "tabIndex": 4, "required": "true", "capability": ["gateway"] } },
    })
}

/// `securityDefinitions` and `security`.
fn security(way: SignIn, wish: &Wish) -> Value {
    let (name, scheme, scopes) = match way {
        SignIn::ApiKey => ("api_key", json!({ "type": "apiKey", "in": "header", "name": wish.api_key_header }), Vec::new()),
        SignIn::ApiKeyQuery => ("api_key", json!({ "type": "apiKey", "in": "query", "name": wish.api_key_query }), Vec::new()),
        SignIn::Basic => ("basic_auth", json!({ "type": "basic" }), Vec::new()),
        SignIn::OAuth2 => {
            let scopes = wish.scopes.iter().map(|scope| (scope.clone(), json!(scope))).collect();
            let scheme = json!({
                "type": "oauth2",
                "flow": "accessCode",
                "authorizationUrl": wish.authorization_url,
                "tokenUrl": wish.token_url,
                "scopes": Value::Object(scopes),
            });
            ("oauth2", scheme, wish.scopes.clone())
        }
        SignIn::Aad | SignIn::AadOnBehalfOf => {
            let scheme = json!({
                "type": "oauth2",
                "flow": "accessCode",
                "authorizationUrl": format!("{ENTRA}/common/oauth2/authorize"),
                "tokenUrl": format!("{ENTRA}/common/oauth2/token"),
                "scopes": {},
            });
            ("oauth2", scheme, Vec::new())
        }
    };
    json!({ "securityDefinitions": named(name, scheme), "security": [named(name, json!(scopes))] })
}

/// How users get their credentials, as sentences for the readme.
pub fn steps(way: SignIn, wish: &Wish) -> String {
    let service = wish.service();
    match way {
        SignIn::ApiKey | SignIn::ApiKeyQuery => {
            format!(
                "Enter the API key of your {service} account when you create the connection.\n\nTODO: where people get the API key."
            )
        }
        SignIn::Basic => {
            format!("Enter the user name and the password of your {service} account when you create the connection.")
        }
        SignIn::OAuth2 => format!(
            "The connection signs in with OAuth. The person who deploys the connector first registers an app with {service}, using \
             the redirect URL from the security page of the connector and {}, and then enters the client ID and client secret of the \
             app on that page. After that, users only sign in with their {service} account.",
            scope_words(&wish.scopes)
        ),
        SignIn::Aad | SignIn::AadOnBehalfOf => {
            let behalf = if way == SignIn::AadOnBehalfOf {
                format!(" The app of {service} must be allowed to act on behalf of its users.")
            } else {
                String::new()
            };
            format!(
                "The connection signs in with Microsoft Entra ID. The person who deploys the connector first registers an app there, \
                 using the redirect URL from the security page of the connector and the delegated permission for `{}`, and then \
                 enters the client ID and client secret of the app on that page.{behalf} After that, users only sign in with their \
                 work or school account.",
                wish.resource_uri
            )
        }
    }
}

fn scope_words(scopes: &[String]) -> String {
    match scopes {
        [] => "no particular scope".to_owned(),
        [scope] => format!("the scope `{scope}`"),
        scopes => format!("the scopes {}", crate::rule::all_of(scopes)),
    }
}
