//! What `create` and `update` share: options, files, the secret, and the result of an upload.
use super::dataverse::{DataverseArguments, Signs};
use super::files::{self, FileArguments, Outcome, Ready};
use super::{Common, EnvironmentArgument, Session};
use crate::cli::{interrupt, note};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::judge::target::Target as Checked;
use connsmith::ship::platform::cloud::Endpoints;
use connsmith::ship::platform::failure::{Failure, Kind};
use connsmith::ship::platform::http::Http;
use connsmith::ship::platform::message::Request;
use connsmith::ship::platform::settings::{CONTENT_HASH, Settings};
use connsmith::ship::platform::upload::{Target, Upload};
use connsmith::ship::platform::verdict;
use serde_json::{Value, json};
use std::io::Read;
use std::path::PathBuf;

/// The options of both.
#[derive(Args)]
pub struct UploadArguments {
    #[command(flatten)]
    pub environment: EnvironmentArgument,

    #[command(flatten)]
    secret: SecretArgument,

    /// Print the requests, one per line, instead of sending them; `--verbose` shows their bodies
    #[arg(long)]
    pub dry_run: bool,

    #[command(flatten)]
    files: FileArguments,

    #[command(flatten)]
    pub dataverse: DataverseArguments,

    #[command(flatten)]
    pub common: Common,
}

/// The OAuth secret of a connector.
#[derive(Args)]
struct SecretArgument {
    /// OAuth client secret; `-` reads it from standard input. Other users of this machine can see a secret passed here: use
    /// `-`, the environment variable or the prompt instead
    #[arg(long, short = 'r', env = "CONNSMITH_CLIENT_SECRET", hide_env_values = true, value_name = "SECRET")]
    secret: Option<String>,
}

impl SecretArgument {
    fn read(&self) -> anyhow::Result<Option<String>> {
        let secret = match self.secret.as_deref() {
            Some("-") => {
                let mut text = String::new();
                std::io::stdin().lock().read_to_string(&mut text).context("cannot read the secret from standard input")?;
                Some(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            given => given.map(str::to_owned),
        };
        Ok(secret.filter(|secret| !secret.is_empty()))
    }
}

/// What is known before signing in.
pub struct Begun {
    pub folder: PathBuf,
    pub settings: Settings,
    /// The files, without the secret.
    pub ready: Box<Ready>,
    secret: Option<String>,
    /// Whether someone signs in to the connector with OAuth.
    pub uses_oauth: bool,
}

impl UploadArguments {
    /// Reads settings, files and secret. None if the files have errors, which were reported.
    pub fn begin(&self, new: bool) -> anyhow::Result<Option<Begun>> {
        let folder = self.files.folder(&self.common.service);
        let settings = self.common.service.read_settings(&folder)?;
        let Outcome::Ready(mut ready) = self.files.read(&settings, &folder)? else { return Ok(None) };
        let operations = ready.upload.properties.pointer("/properties/scriptOperations").and_then(Value::as_array);
        if new && ready.upload.script.is_none() && operations.is_some_and(|list| !list.is_empty()) {
            bail!(
                "nothing was uploaded: `scriptOperations` is set but there is no script, which the service refuses; add the script, or remove `scriptOperations`"
            );
        }
        let secret = files::secret(self.secret.read()?, &mut ready.upload, new)?;
        let uses_oauth = ready.upload.uses_oauth();
        Ok(Some(Begun { folder, settings, ready, secret, uses_oauth }))
    }

    /// Whether the upload goes through Dataverse; `id` is that of the connector.
    pub fn via_dataverse(&self, begun: &Begun, id: Option<&str>, application: bool) -> anyhow::Result<bool> {
        let environment = self.environment.named(&begun.settings);
        let solution = self.dataverse.solution.as_deref();
        let signs = Signs { application, solution, connector: id, environment: environment.as_deref() };
        self.dataverse.choice.is_dataverse(&signs)
    }

    /// Signs in.
    pub fn session(&self, begun: &Begun) -> anyhow::Result<Session> {
        let has_script = begun.ready.upload.script.is_some();
        if has_script {
            note("the service compiles the script, which may take some minutes");
        }
        let session = self.common.service.session_within(&begun.folder, if has_script { 600.0 } else { super::TIMEOUT })?;
        begun.keep_secret(&session.service.http);
        Ok(session)
    }

    /// Prints what would be sent. This requires no sign-in.
    pub fn plan(&self, begun: &Begun, target: Target) -> anyhow::Result<()> {
        let (endpoints, http, environment) = self.unsent(begun)?;
        let requests = begun.with_secret().planned(&endpoints, "OBJECT-ID", &environment, target);
        self.show(&http, &requests, "the object id and the upload URL are placeholders")
    }

    /// What a plan needs: the addresses, what keeps secrets out of it, and the environment.
    pub fn unsent(&self, begun: &Begun) -> anyhow::Result<(Endpoints, Http, String)> {
        let endpoints = self.common.service.endpoints(&begun.settings)?;
        let http = self.common.service.http(&endpoints, super::TIMEOUT)?;
        begun.keep_secret(&http);
        let environment = self.environment.named(&begun.settings).context("no environment given: use `--env ID`")?;
        Ok((endpoints, http, environment))
    }

    /// Prints requests that are not sent; `remark` says what is not as it would be.
    pub fn show(&self, http: &Http, requests: &[Request], remark: &str) -> anyhow::Result<()> {
        let verbose = crate::cli::settings::is_verbose();
        let shown = |request: &Request| if verbose { request.shown(&http.redactor) } else { request.summary(&http.redactor) };
        let shown: Vec<String> = requests.iter().map(shown).collect();
        let list: Vec<Value> = requests.iter().map(|request| request.listed(&http.redactor)).collect();
        let bodies = if verbose { "" } else { "; use `--verbose` to see the bodies" };
        note(&format!("nothing was sent; {remark}{bodies}"));
        self.common.format.print(&shown.join(if verbose { "\n" } else { "" }), &json!({ "version": 1, "requests": list }))
    }
}

impl Begun {
    /// Keeps the secret out of all outputs.
    pub fn keep_secret(&self, http: &Http) {
        if let Some(secret) = &self.secret {
            http.redactor.keep(secret);
        }
    }

    /// What is sent: the files with the secret filled in.
    pub fn with_secret(&self) -> Upload {
        let mut upload = self.ready.upload.clone();
        if let Some(secret) = &self.secret {
            upload.set_secret(secret);
        }
        upload
    }
}

/// The id of an uploaded connector. None if the service rejected it, which is reported.
pub fn uploaded(outcome: Result<String, Failure>, connector: &Checked) -> anyhow::Result<Option<String>> {
    match outcome {
        Err(failure) if failure.kind == Kind::Status(400) => {
            if let Some(text) = verdict::of(&failure) {
                let compared = verdict::compare(connector, &verdict::parse(text), Vec::new());
                files::report(connector, &compared.findings);
                note("nothing was uploaded: the service rejected the definition");
            } else {
                note(&failure.to_string());
            }
            Ok(None)
        }
        outcome => Ok(Some(outcome?)),
    }
}

/// Saves the hash of the server's copy, so that the next update can detect changes by somebody else. A copy that differs from what
/// was sent was changed by somebody else: its hash would let the next update overwrite it. If there is no hash, the upload still
/// counts as successful.
pub fn remember(session: &Session, environment: &str, id: &str, sent: &Upload) {
    let unknown = |why: &str| {
        note(&format!("the next update cannot detect whether somebody else changed the connector: {why}"));
        Value::Null
    };
    let hash = match session.service.fetch(environment, id) {
        Ok(copy) if sent.is_in(&copy) => copy.hash().into(),
        Ok(_) => {
            unknown("the connector on the server differs from what was sent; run `connsmith update --diff` to see the difference")
        }
        Err(failure) => unknown(&failure.to_string()),
    };
    let written =
        Settings::read(&session.settings.path).and_then(|settings| interrupt::whole(|| settings.write(&[(CONTENT_HASH, hash)])));
    if let Err(error) = written {
        note(&error.to_string());
    }
}
