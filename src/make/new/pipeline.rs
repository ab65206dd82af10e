//! Files that make a build server check a connector, or check and ship it.

/// The build server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ci {
    GitHub,
    Azure,
}

impl Ci {
    /// The server of this name; None for `none`.
    pub fn parse(name: &str) -> Option<Ci> {
        match name {
            "github" => Some(Ci::GitHub),
            "azure" => Some(Ci::Azure),
            _ => None,
        }
    }

    /// The name of its file, relative to the root of the repository.
    pub fn file(self) -> &'static str {
        match self {
            Ci::GitHub => ".github/workflows/connsmith.yml",
            Ci::Azure => "azure-pipelines.yml",
        }
    }

    /// The text of its file. `path` is the connector's folder, relative to the root of the repository.
    pub fn text(self, path: &str) -> String {
        let text = match self {
            Ci::GitHub => GITHUB,
            Ci::Azure => AZURE,
        };
        let quoted = crate::report::escape::shell(path);
        text.replace("{{repository}}", crate::text::address::REPOSITORY).replace("{{path}}", &quoted)
    }

    /// The text of a pipeline that checks on pull requests and ships what is merged, signed in without a secret.
    pub fn shipping(self, shipping: &Shipping) -> String {
        let text = match self {
            Ci::GitHub => GITHUB_SHIPPING,
            Ci::Azure => AZURE_SHIPPING,
        };
        // In YAML a quote is written twice.
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let solution = if shipping.solution.is_some() { " --solution \"$SOLUTION\"" } else { "" };
        let indent = if self == Ci::GitHub { "          " } else { "              " };
        let mut variables = String::new();
        if let Some(solution) = &shipping.solution {
            variables.push_str(&format!("{indent}SOLUTION: {}\n", quoted(solution)));
        }
        if shipping.secret {
            let secret = match self {
                Ci::GitHub => "${{ secrets.CONNSMITH_CLIENT_SECRET }}",
                Ci::Azure => "$(CONNSMITH_CLIENT_SECRET)",
            };
            variables.push_str(&format!("{indent}CONNSMITH_CLIENT_SECRET: {secret}\n"));
        }
        text.replace("{{variables}}\n", &variables)
            .replace("{{repository}}", crate::text::address::REPOSITORY)
            .replace("{{name}}", ENVIRONMENT)
            .replace("{{branch}}", &quoted(&shipping.branch))
            .replace("{{ref}}", &shipping.branch.replace('\'', "''"))
            .replace("{{environment}}", &quoted(&shipping.environment))
            .replace("{{solution}}", solution)
            .replace("{{path}}", &quoted(&shipping.path))
    }

    /// The commands that make the identity of such a pipeline. `repository` is `OWNER/REPOSITORY`, or `ORGANIZATION/PROJECT`.
    pub fn identity(self, repository: &str, environment: &str) -> [String; 3] {
        let (issuer, subject) = match self {
            Ci::GitHub => ("https://token.actions.githubusercontent.com", format!("repo:{repository}:environment:{ENVIRONMENT}")),
            Ci::Azure => ("https://vstoken.dev.azure.com/ORGANIZATION-ID", format!("sc://{repository}/{ENVIRONMENT}")),
        };
        let credential = format!(
            r#"{{"name": "connsmith", "issuer": "{issuer}", "subject": "{subject}", "audiences": ["api://AzureADTokenExchange"]}}"#
        );
        [
            "APP=$(az ad app create --display-name connsmith --query appId --output tsv) && az ad sp create --id \"$APP\""
                .to_owned(),
            format!("az ad app federated-credential create --id \"$APP\" --parameters '{credential}'"),
            format!(
                "pac admin assign-user --environment {environment} --user \"$APP\" --role \"System Customizer\" --application-user"
            ),
        ]
    }
}

/// The name of the environment, or the service connection, that may use the identity.
pub const ENVIRONMENT: &str = "connector";

/// What a pipeline ships, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipping {
    /// The connector's folder, relative to the root of the repository.
    pub path: String,
    /// The branch whose changes are shipped.
    pub branch: String,
    /// The address of the environment's Dataverse.
    pub environment: String,
    pub solution: Option<String>,
    /// Whether the connector has an OAuth secret.
    pub secret: bool,
}

const GITHUB: &str = r#"name: Check the connector

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - name: Install connsmith # from the address of its repository: change it if yours is elsewhere
        run: cargo install --locked --git {{repository}}
      - name: Check
        run: |
          connsmith check {{path}} --fail-on warning
          connsmith fmt {{path}} --check
"#;

const AZURE: &str = r#"trigger:
  - main

pool:
  vmImage: ubuntu-latest

steps:
  # From the address of its repository: change it if yours is elsewhere.
  - script: cargo install --locked --git {{repository}}
    displayName: Install connsmith
  - script: |
      set -e
      "$HOME/.cargo/bin/connsmith" check {{path}} --fail-on warning
      "$HOME/.cargo/bin/connsmith" fmt {{path}} --check
    displayName: Check the connector
"#;

const GITHUB_SHIPPING: &str = r#"name: Connector

on:
  pull_request:
  push:
    branches: [{{branch}}]

permissions: {}

concurrency:
  group: connector-${{ github.ref }}

env:
  CONNECTOR: {{path}}

jobs:
  check:
    name: Check
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - name: Install connsmith # from the address of its repository: change it if yours is elsewhere
        run: cargo install --locked --git {{repository}}
      - name: Check
        run: |
          connsmith check "$CONNECTOR" --fail-on warning
          connsmith fmt "$CONNECTOR" --check

  ship:
    name: Ship
    if: github.event_name == 'push'
    needs: check
    runs-on: ubuntu-latest
    environment: {{name}}
    permissions:
      contents: read
      id-token: write # signs in without a secret
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - name: Install connsmith # from the address of its repository: change it if yours is elsewhere
        run: cargo install --locked --git {{repository}}
      - name: Ship
        env:
          AZURE_TENANT_ID: ${{ vars.AZURE_TENANT_ID }}
          AZURE_CLIENT_ID: ${{ vars.AZURE_CLIENT_ID }}
          CONNSMITH_ENVIRONMENT: {{environment}}
{{variables}}
        # What is merged wins over changes that somebody made in the portal.
        run: connsmith update "$CONNECTOR" --via dataverse --force{{solution}}
"#;

const AZURE_SHIPPING: &str = r#"trigger:
  branches:
    include: [{{branch}}]

pr:
  branches:
    include: ["*"]

pool:
  vmImage: ubuntu-latest

variables:
  CONNECTOR: {{path}}

stages:
  - stage: Check
    jobs:
      - job: Check
        steps:
          # From the address of its repository: change it if yours is elsewhere.
          - script: cargo install --locked --git {{repository}}
            displayName: Install connsmith
          - script: |
              set -e
              "$HOME/.cargo/bin/connsmith" check "$CONNECTOR" --fail-on warning
              "$HOME/.cargo/bin/connsmith" fmt "$CONNECTOR" --check
            displayName: Check the connector

  - stage: Ship
    dependsOn: Check
    condition: and(succeeded(), ne(variables['Build.Reason'], 'PullRequest'), eq(variables['Build.SourceBranch'], 'refs/heads/{{ref}}'))
    jobs:
      - job: Ship
        steps:
          # From the address of its repository: change it if yours is elsewhere.
          - script: cargo install --locked --git {{repository}}
            displayName: Install connsmith
          # The variables of the identity are those of the pipeline; nothing in them is secret.
          # What is merged wins over changes that somebody made in the portal.
          - script: '"$HOME/.cargo/bin/connsmith" update "$CONNECTOR" --via dataverse --force{{solution}}'
            displayName: Ship the connector
            env:
              SYSTEM_ACCESSTOKEN: $(System.AccessToken)
              SYSTEM_OIDCREQUESTURI: $(System.OidcRequestUri)
              AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: $(SERVICE_CONNECTION_ID)
              AZURESUBSCRIPTION_CLIENT_ID: $(AZURE_CLIENT_ID)
              AZURESUBSCRIPTION_TENANT_ID: $(AZURE_TENANT_ID)
              CONNSMITH_ENVIRONMENT: {{environment}}
{{variables}}
"#;
