//! What a connector has at most once: a gateway, a script, an icon, an introduction, a test of new connections.
use super::Error;
use crate::connector::publisher::Publisher;
use crate::connector::{Connector, Operation, icon};
use crate::make::new::part::Part;
use crate::make::new::question::COLOUR;
use crate::make::new::{page, picture, script, sign_in};
use serde_json::json;

/// What is added: members of the JSON files, a file, and the key of `settings.json` that names the file.
#[derive(Default)]
pub(super) struct Single {
    pub part: Part,
    pub file: Option<(&'static str, Vec<u8>)>,
    pub setting: Option<&'static str>,
}

fn clash<T>(text: impl Into<String>) -> Result<T, Error> {
    Err(Error::Clash(text.into()))
}

/// The on-premises data gateway: its capability and connection parameter.
pub(super) fn gateway(connector: &Connector) -> Result<Single, Error> {
    let properties = connector.api_properties();
    let parameters = properties.map(|properties| properties.connection_parameters()).unwrap_or_default();
    if connector.script.is_some() {
        return clash("the connector has a script, and scripts do not run through a gateway");
    }
    if properties.is_some_and(|properties| !properties.sets().is_empty()) {
        return clash("the connector has several sign-in methods, which a gateway does not support");
    }
    if let Some(oauth) = parameters.iter().find(|parameter| parameter.is_type("oauthSetting")) {
        return clash(format!("the connector signs in with OAuth (`{}`), which a gateway does not support", oauth.name()));
    }
    let mut part = Part { properties: json!({ "capabilities": ["gateway"] }), ..Part::default() };
    if !parameters.iter().any(|parameter| parameter.is_type("gatewaySetting")) {
        part.properties["connectionParameters"] = json!({ "gateway": sign_in::gateway() });
    }
    Ok(Single { part, ..Single::default() })
}

/// A script for one operation: the named one, or the first that returns JSON.
pub(super) fn script(connector: &Connector, named: Option<&str>) -> Result<Single, Error> {
    if connector.script.is_some() {
        return Ok(Single::default());
    }
    if connector.api_properties().is_some_and(|properties| properties.has_gateway()) {
        return clash("the connector uses the on-premises data gateway, through which scripts do not run");
    }
    let returns_json =
        |operation: &Operation| !operation.is_trigger() && !operation.is_internal() && operation.success_schema().is_some();
    let operation = chosen(connector, named, returns_json, "no action returns JSON; name an operation with `--for`")?;
    let file = script::of(&operation, &format!("the response of `{operation}`"));
    let part = Part { properties: json!({ "scriptOperations": [operation] }), ..Part::default() };
    Ok(Single { part, file: Some(("script.csx", file.into_bytes())), setting: Some("script") })
}

/// An icon: the given PNG, or the initials of the title on the brand color.
pub(super) fn icon(connector: &Connector, publisher: Publisher, given: Option<&[u8]>) -> Result<Single, Error> {
    if let Some((name, bytes)) = &connector.icon {
        return match given {
            Some(given) if given != bytes => clash(format!("there is already an icon, `{name}`: replace that file")),
            _ => Ok(Single::default()),
        };
    }
    if publisher == Publisher::Independent {
        return clash("independent connectors have no icon of their own: Microsoft adds the same one to all");
    }
    let bytes = match given {
        Some(given) if icon::size(given).is_none() => return clash("the file is not a PNG: save the picture as PNG"),
        Some(given) => given.to_vec(),
        None => {
            let brand = connector.api_properties().and_then(|properties| properties.get("iconBrandColor")?.str());
            let colour = brand.and_then(|colour| icon::parse_colour(&colour)).or_else(|| icon::parse_colour(COLOUR));
            let title = connector.title().unwrap_or_default();
            picture::png(&title, colour.unwrap_or([0, 0, 0, 255]))
                .map_err(|error| Error::Clash(format!("cannot draw the icon: {error}")))?
        }
    };
    Ok(Single { file: Some(("icon.png", bytes)), setting: Some("icon"), ..Single::default() })
}

/// The introduction of a certified connector, with a `TODO:` for what the definition does not say.
pub(super) fn intro(connector: &Connector, publisher: Publisher) -> Result<Single, Error> {
    if connector.intro.is_some() {
        return Ok(Single::default());
    }
    if publisher != Publisher::Certified {
        return clash(format!("an intro.md belongs to certified connectors only, and this one is `{publisher}`"));
    }
    let file = Some(("intro.md", page::intro_of(connector).into_bytes()));
    Ok(Single { file, ..Single::default() })
}

/// The call that tests a new connection: the named operation, or the first GET that needs no input.
pub(super) fn test_connection(connector: &Connector, named: Option<&str>) -> Result<Single, Error> {
    let there = connector.api().and_then(|api| api.test_connection()?.get("operationId")?.str());
    if let Some(there) = there {
        return match named {
            Some(named) if named != there => clash(format!("connections are already tested with `{there}`")),
            _ => Ok(Single::default()),
        };
    }
    let needs_nothing = |operation: &Operation| {
        let asks = |parameter: &crate::connector::Parameter| parameter.is_required() && parameter.get("default").is_none();
        operation.verb() == "get" && !operation.is_trigger() && !operation.parameters().any(|parameter| asks(&parameter))
    };
    let operation = chosen(
        connector,
        named,
        needs_nothing,
        "no GET operation can be called without input: add one that can, then name it with `--for`",
    )?;
    if let Some(named) = connector.operation(&operation).filter(|operation| !needs_nothing(operation)) {
        return clash(format!("{} cannot test a connection: that takes a GET without required parameters", named.display()));
    }
    let test = json!({ "testConnection": { "operationId": operation } });
    Ok(Single { part: Part::of_definition(json!({ "x-ms-capabilities": test })), ..Single::default() })
}

/// The named operation, or the first that fits.
fn chosen(connector: &Connector, named: Option<&str>, fits: impl Fn(&Operation) -> bool, none: &str) -> Result<String, Error> {
    match named {
        Some(named) => super::known(connector, named).map(|()| named.to_owned()),
        None => {
            let found = connector.operations().find(|operation| operation.id().is_some() && fits(operation));
            found.and_then(|operation| operation.id()).map_or_else(|| clash(none), |id| Ok(id.into_owned()))
        }
    }
}
