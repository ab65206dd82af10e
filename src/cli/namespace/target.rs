//! Targets of triggers in sandboxes
use super::azure::text;
use crate::cli::note;
use crate::cli::platform::arm::ArmArguments;
use anyhow::Context;
use clap::{Args, ValueEnum};
use connsmith::call::namespace::sandbox::{self, Target};
use connsmith::call::namespace::trigger;
use connsmith::ship::namespace::address::Name;
use serde_json::{Value, json};

/// What a trigger calls in a sandbox.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Goal {
    /// A shell command
    Shell,
    /// A program with arguments
    Exec,
    /// A port on which a program listens
    Port,
}

impl Goal {
    fn target(self) -> Target {
        match self {
            Goal::Shell => Target::Shell,
            Goal::Exec => Target::Exec,
            Goal::Port => Target::Port,
        }
    }
}

/// The options of a trigger that calls back into a sandbox.
#[derive(Args)]
#[command(next_help_heading = "Targets in a sandbox")]
pub struct TargetArguments {
    /// Call back into a sandbox: a shell command, a program, or a port (with `--callback-url`)
    #[arg(long, value_enum, conflicts_with_all = ["functions", "auth", "body"], requires_all = ["sandbox_group", "sandbox"])]
    target: Option<Goal>,

    /// Name of the sandbox group
    #[arg(long, value_name = "NAME", requires = "target")]
    sandbox_group: Option<String>,

    /// Id of the sandbox
    #[arg(long, value_name = "ID", requires = "target")]
    sandbox: Option<String>,

    /// Region of the sandbox group
    #[arg(long, value_name = "REGION", required_if_eq_any = [("target", "shell"), ("target", "exec")])]
    sandbox_region: Option<String>,

    /// The shell command, or the program
    #[arg(long, value_name = "TEXT", required_if_eq_any = [("target", "shell"), ("target", "exec")])]
    command: Option<String>,

    /// An argument of the program (repeatable)
    #[arg(long, value_name = "TEXT", requires = "command", allow_hyphen_values = true)]
    command_arg: Vec<String>,

    /// An environment variable of the command (repeatable)
    #[arg(long, value_name = "NAME=VALUE", requires = "command")]
    environment: Vec<String>,

    /// Host of the callback URL: that of the region, or the global one that some guides use
    #[arg(long, value_enum, default_value_t = CallbackHost::Regional, value_name = "HOST")]
    callback_host: CallbackHost,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CallbackHost {
    Regional,
    Global,
}

impl TargetArguments {
    /// The callback, and what belongs in the trigger's metadata. None without a target.
    pub fn callback(&self, arm: &ArmArguments, url: Option<&str>) -> anyhow::Result<Option<(trigger::Callback, Value)>> {
        let Some(goal) = self.target else { return Ok(None) };
        let (group, id) = (self.sandbox_group.as_deref().unwrap_or_default(), self.sandbox.as_deref().unwrap_or_default());
        let id = Name::segment("a sandbox", id)?;
        let metadata = json!({ "sandboxGroupName": group, "sandboxId": id.as_str() });
        let (base, body) = match goal {
            Goal::Port => {
                let url = url
                    .context("a port needs `--callback-url`: its URL, as `connsmith ns sandbox wire` prints it, and your path")?;
                (url.to_owned(), None)
            }
            Goal::Shell | Goal::Exec => {
                anyhow::ensure!(url.is_none(), "`--callback-url` is only for a port");
                let address = arm.place()?.sandboxes(group)?;
                let region = self.sandbox_region.as_deref().unwrap_or_default().replace(' ', "").to_ascii_lowercase();
                Name::segment("a region", &region)?;
                let host = match self.callback_host {
                    CallbackHost::Regional => format!("management.{region}.azuredevcompute.io"),
                    CallbackHost::Global => "management.azuredevcompute.io".to_owned(),
                };
                let path = address.id().replace("/providers/Microsoft.App", "");
                (format!("https://{host}{path}/sandboxes/{id}"), Some(self.body(goal)?))
            }
        };
        let details = sandbox::callback(goal.target(), &base, body);
        let callback = trigger::Callback {
            url: text(&details, "/callbackUrl"),
            method: "POST".to_owned(),
            authentication: details.get("authentication").cloned(),
            body: details.get("body").cloned(),
        };
        Ok(Some((callback, metadata)))
    }

    fn body(&self, goal: Goal) -> anyhow::Result<Value> {
        let mut body = json!({ "activationMode": "OnDemand", "command": self.command });
        match goal {
            Goal::Exec => body["args"] = json!(self.command_arg),
            _ => anyhow::ensure!(self.command_arg.is_empty(), "`--command-arg` is only for `--target exec`"),
        }
        for text in &self.environment {
            let (name, value) = text.split_once('=').with_context(|| format!("`{text}` is not `NAME=VALUE`"))?;
            body["environment"][name] = json!(value);
        }
        Ok(body)
    }

    /// Explains what else a target needs.
    pub fn explain(&self) {
        let group = self.sandbox_group.as_deref().unwrap_or_default();
        match self.target {
            Some(Goal::Port) => note(&format!(
                "the port must let the namespace in: `connsmith ns sandbox wire CONNECTION --sandbox-group {group} --target port --port PORT` opens it"
            )),
            Some(_) => note(&format!(
                "the namespace needs a role on the group: `connsmith ns sandbox wire CONNECTION --sandbox-group {group} --no-sandbox --target shell` assigns it"
            )),
            None => {}
        }
    }
}
