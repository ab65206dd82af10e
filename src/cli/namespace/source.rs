//! Where the definition of a connector comes from: a folder, a file, Azure, or a connection.
#[cfg(feature = "platform")]
use crate::cli::platform::arm::{ArmArguments, Place};
use clap::Args;
use connsmith::connector::Connector;
use std::path::Path;

/// How a definition is fetched.
#[derive(Args)]
pub struct Fetch {
    /// Region of a managed connector [default: that of the settings file or the namespace]
    #[cfg(feature = "platform")]
    #[arg(long = "region", value_name = "REGION")]
    location: Option<String>,

    /// Fetch nothing: use the cached definition of a managed connector
    #[cfg(feature = "platform")]
    #[arg(long, conflicts_with = "refresh")]
    offline: bool,

    /// Fetch the definition of a managed connector again, even if it is cached
    #[cfg(feature = "platform")]
    #[arg(long)]
    refresh: bool,
}

/// The options of verbs that use nothing of Azure but a definition.
#[derive(Args)]
pub struct SourceArguments {
    #[command(flatten)]
    pub fetch: Fetch,

    #[cfg(feature = "platform")]
    #[command(flatten)]
    pub arm: ArmArguments,
}

impl SourceArguments {
    /// The connector that is named by a folder, a file, or as `managed:NAME`.
    pub fn connector(&self, source: &Path) -> anyhow::Result<Connector> {
        #[cfg(feature = "platform")]
        if let Some(name) = managed(source) {
            return fetched::managed(name, &self.fetch, &self.arm);
        }
        super::connector(source)
    }

    /// The connector of a connection.
    #[cfg(feature = "platform")]
    pub fn of_connection(&self, connection: &str) -> anyhow::Result<Connector> {
        fetched::of_connection(connection, &self.fetch, &self.arm)
    }
}

/// The name in `managed:NAME`.
#[cfg(feature = "platform")]
fn managed(source: &Path) -> Option<&str> {
    source.to_str()?.strip_prefix("managed:")
}

/// The connector that is named by a folder, a file, as `managed:NAME`, or else that of the connection.
#[cfg(feature = "platform")]
pub fn connector(
    source: Option<&Path>,
    connection: Option<&str>,
    fetch: &Fetch,
    arm: &ArmArguments,
) -> anyhow::Result<Connector> {
    match (source, connection) {
        (Some(source), _) => match managed(source) {
            Some(name) => fetched::managed(name, fetch, arm),
            None => super::connector(source),
        },
        (None, Some(connection)) => fetched::of_connection(connection, fetch, arm),
        (None, None) => anyhow::bail!("name a connector: its folder, a Swagger file, `managed:NAME`, or `--connection NAME`"),
    }
}

#[cfg(feature = "platform")]
mod fetched {
    use super::{ArmArguments, Fetch, Place};
    use crate::cli::note;
    use anyhow::{Context, bail};
    use connsmith::call::source;
    use connsmith::connector::Connector;
    use connsmith::ship::namespace::address::{Kind, Name, RUNTIME_RESOURCE, metadata};
    use connsmith::ship::namespace::client::explained;
    use connsmith::ship::platform::message::Request;
    use connsmith::text::json::MAX_LEN;
    use connsmith::text::{read, write};
    use std::path::{Path, PathBuf};

    /// Where definitions are cached: below CONNSMITH_HOME, else in the system's folder for caches.
    fn cache() -> Option<PathBuf> {
        let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        if let Some(home) = folder("CONNSMITH_HOME") {
            return Some(home.join("cache"));
        }
        let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
        let caches = match std::env::consts::OS {
            "windows" => folder("LOCALAPPDATA"),
            "macos" => home.map(|home| home.join("Library").join("Caches")),
            _ => folder("XDG_CACHE_HOME").or_else(|| home.map(|home| home.join(".cache"))),
        };
        caches.map(|caches| caches.join("connsmith"))
    }

    /// The cached definition of a connector: of a region, or of the only region that there is one of.
    fn cached(folder: &Path, connector: &Name, location: Option<&Name>) -> Option<PathBuf> {
        if let Some(location) = location {
            return Some(folder.join(file(connector, location))).filter(|path| path.is_file());
        }
        let start = format!("{}@", connector.as_str().to_ascii_lowercase());
        let entries = std::fs::read_dir(folder).ok()?.flatten();
        let mut found = entries.filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with(&start)));
        let first = found.next()?.path();
        found.next().is_none().then_some(first)
    }

    fn file(connector: &Name, location: &Name) -> String {
        format!("{}@{}.json", connector.as_str().to_ascii_lowercase(), location.as_str().to_ascii_lowercase())
    }

    pub fn managed(name: &str, fetch: &Fetch, arm: &ArmArguments) -> anyhow::Result<Connector> {
        let connector = Name::new("a managed connector", name)?;
        let place = arm.place()?;
        let wanted = fetch.location.clone().or_else(|| place.location());
        let location = wanted.as_deref().map(|text| Name::segment("a region", &text.replace(' ', ""))).transpose()?;
        let folder = cache().map(|cache| cache.join("managed"));
        let kept = folder.as_deref().and_then(|folder| cached(folder, &connector, location.as_ref()));
        if let Some(path) = kept.filter(|_| !fetch.refresh) {
            let bytes = read::plain(&path, MAX_LEN as u64).with_context(|| format!("cannot read `{}`", path.display()))?;
            let again = || format!("the cached `{}` cannot be used: run again with `--refresh`", path.display());
            return source::swagger(name, bytes).map_err(anyhow::Error::msg).with_context(again);
        }
        if fetch.offline {
            bail!("the definition of `{name}` is not cached: run once without `--offline`");
        }
        let subscription = place.subscription()?;
        let session = arm.session(&place)?;
        let client = arm.arm(&session);
        let location = match location {
            Some(location) => location,
            None if place.has_namespace() => {
                let namespace = place.namespace(None)?;
                let found = client.json(&namespace.get("find out the region of the namespace"))?;
                Name::segment("a region", &super::super::azure::text(&found, "/location").replace(' ', ""))?
            }
            None => bail!("no region given: use `--region REGION`, such as `eastus2`"),
        };
        let asked = format!("fetch the definition of `{name}`");
        let request = subscription.managed(&location, &connector).get_with(&[("export", "true")], asked);
        let bytes = client.send(&request)?.bytes;
        let found = definition(name, &bytes)?;
        if let Some(folder) = folder {
            let path = folder.join(file(&connector, &location));
            let written = std::fs::create_dir_all(&folder).and_then(|()| write::put(&path, &bytes));
            if let Err(error) = written {
                note(&format!("`{}` cannot be written: {error}", path.display()));
            }
        }
        Ok(found)
    }

    /// The definition in a response.
    fn definition(name: &str, bytes: &[u8]) -> anyhow::Result<Connector> {
        let named = format!("the response for {name}");
        let connector = source::swagger(&named, bytes.to_vec()).map_err(anyhow::Error::msg)?;
        if connector.operations().next().is_none() {
            bail!("the definition of `{name}` has no operations: it may not be exported in this region");
        }
        Ok(connector)
    }

    pub fn of_connection(connection: &str, fetch: &Fetch, arm: &ArmArguments) -> anyhow::Result<Connector> {
        if fetch.offline {
            bail!("the definition of a connection is not cached: name a file instead");
        }
        let place: Place = arm.place()?;
        let address = place.namespace(None)?.one(Kind::Connection, &Name::new("a connection", connection)?);
        let session = arm.session(&place)?;
        let client = arm.arm(&session);
        let found = client.json(&address.get(format!("read the connection `{connection}`")))?;
        let runtime = super::super::azure::text(&found, "/properties/connectionRuntimeUrl");
        if runtime.is_empty() {
            bail!(
                "the connection `{connection}` has no runtime URL yet: sign in with `connsmith ns connection consent {connection}`"
            );
        }
        let url = metadata(&runtime, &place.manager, arm.hosts()).map_err(anyhow::Error::msg)?;
        let asked = format!("fetch the definition of the connection `{connection}`");
        let request = Request::new("GET", url, asked).header("Accept", "application/json");
        let reply = client.service.send_for(&request, RUNTIME_RESOURCE).map_err(|failure| {
            let denied = failure.kind == connsmith::ship::platform::failure::Kind::Status(403);
            let failure = explained(failure);
            match denied {
                true => connsmith::ship::platform::failure::Failure {
                    remedy: format!("you need an access policy of your own: run `connsmith ns access add {connection} --me`")
                        .into(),
                    ..failure
                },
                false => failure,
            }
        })?;
        definition(connection, &reply.bytes)
    }
}
