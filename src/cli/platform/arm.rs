//! The options of the verbs that use Azure Resource Manager: where, and as whom.
use super::{ServiceArguments, Session, SignInArguments};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::ship::namespace::address::{Address, Name, resource_manager};
use connsmith::ship::namespace::client::{Arm, Limit};
use connsmith::ship::platform::cloud::{Endpoints, address};
use connsmith::ship::platform::settings::Settings;
use std::path::Path;
use std::time::Duration;
use url::Url;

/// Where in Azure, and how to sign in.
#[derive(Args)]
#[command(next_help_heading = "Azure options")]
pub struct ArmArguments {
    /// Id of the subscription [default: `subscription` in the settings file]
    #[arg(long, env = "AZURE_SUBSCRIPTION_ID", value_name = "ID")]
    subscription: Option<String>,

    /// Name of the resource group [default: `resourceGroup` in the settings file]
    #[arg(long, short = 'g', env = "CONNSMITH_RESOURCE_GROUP", value_name = "NAME")]
    resource_group: Option<String>,

    /// Name of the namespace [default: `namespace` in the settings file]
    #[arg(long, short = 'n', env = "CONNSMITH_NAMESPACE", value_name = "NAME")]
    namespace: Option<String>,

    /// URL of Azure Resource Manager [default: the cloud's]
    #[arg(long, env = "CONNSMITH_ARM_URL", value_name = "URL")]
    arm_url: Option<String>,

    /// How long to wait for Azure to complete an operation
    #[arg(long, default_value_t = 600.0, value_name = "SECONDS")]
    wait: f64,

    #[command(flatten)]
    sign_in: SignInArguments,

    /// Sign-in URL [default: the cloud's]
    #[arg(long, env = "CONNSMITH_AUTHORITY_URL", value_name = "URL")]
    authority_url: Option<String>,

    /// Additional host, including its subdomains, of runtime URLs, which get a token (repeatable)
    #[arg(long, env = "CONNSMITH_ALLOW_HOST", value_name = "HOST", value_delimiter = ',')]
    allow_host: Vec<String>,

    /// Timeout for a single request
    #[arg(long, env = "CONNSMITH_TIMEOUT", default_value_t = 60.0, value_name = "SECONDS")]
    timeout: f64,
}

/// Where in Azure, without signing in.
pub struct Place {
    pub settings: Settings,
    pub endpoints: Endpoints,
    /// The address of Resource Manager.
    pub manager: Url,
    subscription: Option<String>,
    group: Option<String>,
    namespace: Option<String>,
}

impl Place {
    /// The subscription.
    pub fn subscription(&self) -> anyhow::Result<Address> {
        let text = self
            .subscription
            .as_deref()
            .context("no subscription given: use `--subscription ID` (`az account list` lists the ids)")?;
        Ok(Address::subscription(&self.manager, &Name::segment("a subscription", text)?))
    }

    /// The resource group; None if only the subscription is given.
    pub fn group(&self) -> anyhow::Result<Option<Address>> {
        let Some(text) = self.group.as_deref() else { return Ok(None) };
        Ok(Some(self.subscription()?.group(&Name::segment("a resource group", text)?)))
    }

    /// The namespace: `named`, else that of the options.
    pub fn namespace(&self, named: Option<&str>) -> anyhow::Result<Address> {
        let group = self.group()?.context("no resource group given: use `--resource-group NAME`")?;
        let text = named
            .or(self.namespace.as_deref())
            .context("no namespace given: use `--namespace NAME` (`connsmith ns list` lists them)")?;
        Ok(group.namespace(&Name::new("a namespace", text)?))
    }

    /// A sandbox group, which is in the resource group of the namespace.
    pub fn sandboxes(&self, name: &str) -> anyhow::Result<Address> {
        let group = self.group()?.context("no resource group given: use `--resource-group NAME`")?;
        Ok(group.sandboxes(&Name::segment("a sandbox group", name)?))
    }

    /// Whether a namespace is named.
    pub fn has_namespace(&self) -> bool {
        self.namespace.is_some() && self.group.is_some() && self.subscription.is_some()
    }

    /// The region in the settings.
    pub fn location(&self) -> Option<String> {
        self.settings.text("location")
    }
}

impl ArmArguments {
    fn service(&self) -> ServiceArguments {
        ServiceArguments {
            sign_in: self.sign_in.clone(),
            authority_url: self.authority_url.clone(),
            resource: None,
            power_apps_url: None,
            power_apps_version: None,
            flow_url: None,
            flow_version: None,
            allow_host: self.allow_host.clone(),
            timeout: Some(self.timeout),
        }
    }

    /// Finds out where; needs no sign-in.
    pub fn place(&self) -> anyhow::Result<Place> {
        let service = self.service();
        let settings = service.read_settings(Path::new("."))?;
        let mut endpoints = service.endpoints(&settings)?;
        let known = resource_manager(endpoints.cloud);
        // The settings file comes from anyone: it cannot say where tokens go.
        let manager = address(self.arm_url.as_deref().unwrap_or(known))?;
        endpoints.resource = known.to_owned();
        let chosen = |option: &Option<String>, field: &str| option.clone().or_else(|| settings.text(field));
        Ok(Place {
            subscription: chosen(&self.subscription, "subscription"),
            group: chosen(&self.resource_group, "resourceGroup"),
            namespace: chosen(&self.namespace, "namespace"),
            manager,
            endpoints,
            settings,
        })
    }

    /// Signs in.
    pub fn session(&self, place: &Place) -> anyhow::Result<Session> {
        if !(self.wait > 0.0 && self.wait < 1e6) {
            bail!("--wait must be a positive number of seconds");
        }
        crate::cli::interrupt::watch();
        let service = self.service();
        let http = service.http(&place.endpoints, self.timeout)?;
        let (service, source, tried) = service.sign_in(&place.settings, place.endpoints.clone(), http)?;
        Ok(Session { service, settings: Settings::none(place.settings.path.clone()), source, tried })
    }

    /// Resource Manager, as the one who signed in.
    pub fn arm<'s>(&self, session: &'s Session) -> Arm<'s> {
        Arm { service: &session.service, limit: Limit::of(Duration::from_secs_f64(self.wait)) }
    }

    /// More hosts that may have runtime URLs.
    pub fn hosts(&self) -> &[String] {
        &self.allow_host
    }
}
