//! Concurrent calls of a connector's operations.
use super::network::Network;
use crate::call::choices::Choices;
use crate::call::connection::Connection;
use crate::call::pipeline::{self, Called, Caller, Script};
use crate::call::request::{Argument, Built, Defaults, Options, PathEncoding, Request, build};
use crate::connector::Operation;

/// Finds the runner of the connector's script.
pub type Scripts = dyn Fn() -> Option<Box<dyn Script>> + Send + Sync;

/// The connection of a connector, and how its operations are called.
pub struct Calls {
    pub connection: Connection,
    pub choices: Choices,
    pub network: Network,
    /// A URL that replaces the definition's scheme, host and base path.
    pub base: Option<String>,
    pub scripts: Box<Scripts>,
}

impl Calls {
    /// Builds the request of an operation, as the choices say.
    pub fn build(&self, operation: Operation, arguments: &[Argument]) -> Built {
        build(operation, arguments, options(&self.choices, false))
    }

    /// Makes a call. Secrets that it reveals are redacted from then on.
    pub fn call(&self, operation: Operation, request: &Request, gateway: Option<&str>) -> Called {
        let mut network = self.network.clone();
        let mut script = if pipeline::runs_script(operation) { (self.scripts)() } else { None };
        let mut caller = Caller {
            connection: &self.connection,
            choices: &self.choices,
            sender: &mut network,
            script: script.as_mut().map(|script| script.as_mut() as &mut dyn Script),
            dry: false,
            base: self.base.as_deref(),
            gateway,
        };
        let called = pipeline::call(operation, request, &mut caller);
        called.secrets.iter().for_each(|secret| self.network.redactor.keep(secret));
        called
    }
}

/// How requests are built, as the choices say.
pub fn options(choices: &Choices, force: bool) -> Options {
    Options {
        path_encoding: if choices.is("encoding", "caller") { PathEncoding::Metadata } else { PathEncoding::Single },
        defaults: if choices.is("defaults", "all") { Defaults::All } else { Defaults::HiddenAndRequired },
        force,
        subscribe: false,
    }
}
