//! Files that make a build server check the connector.

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
        let quoted = format!("'{}'", path.replace('\'', "'\\''"));
        text.replace("{{repository}}", crate::text::address::REPOSITORY).replace("{{path}}", &quoted)
    }
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
