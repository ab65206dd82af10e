//! `connsmith environments`
use crate::cli::CLEAN;
use connsmith::report::escape;
use connsmith::ship::platform::Service;
use connsmith::ship::platform::failure::Failure;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

pub use super::Common as Arguments;

/// An environment in a list.
#[derive(Serialize)]
pub struct Environment {
    pub id: String,
    pub title: String,
    /// Whether it is the tenant's default.
    pub default: bool,
    pub region: Option<String>,
    /// URL of its Dataverse, if it has one.
    pub dataverse: Option<String>,
}

/// The environments that the signed-in account has access to.
pub fn of(service: &Service) -> Result<Vec<Environment>, Failure> {
    let environment = |entry: &Value| {
        let text = |pointer: &str| entry.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        Some(Environment {
            id: text("/name")?,
            title: text("/properties/displayName").unwrap_or_default(),
            default: entry.pointer("/properties/isDefault").and_then(Value::as_bool) == Some(true),
            region: text("/location"),
            dataverse: text("/properties/linkedEnvironmentMetadata/instanceUrl"),
        })
    };
    service.list(&service.endpoints.environments(), environment)
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let session = arguments.service.session(Path::new("."))?;
    let all = of(&session.service)?;
    let mut text = String::new();
    for one in &all {
        text.push_str(&format!(
            "{}  {}{}\n",
            escape::visible(&one.id),
            escape::visible(&one.title),
            if one.default { "  (default)" } else { "" }
        ));
    }
    if all.is_empty() {
        text.push_str("this account has access to no environment\n");
    }
    arguments.format.print(&text, &json!({ "version": 1, "environments": all }))?;
    Ok(CLEAN)
}
