//! The real program, run against the imitation of the service.
use crate::service::Service;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A user: a home folder, a working folder, and environment variables.
pub struct User {
    pub home: tempfile::TempDir,
    pub variables: Vec<(String, String)>,
}

/// What a run came to.
#[derive(Debug)]
pub struct Done {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Done {
    /// Both outputs, for what must stand in neither.
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    #[track_caller]
    pub fn ok(self) -> Done {
        assert_eq!(self.status, Some(0), "{self:?}");
        self
    }
}

impl User {
    /// Nobody is signed in.
    pub fn new(service: &Service) -> User {
        let mut user = User { home: tempfile::tempdir().unwrap(), variables: Vec::new() };
        for name in ["POWERAPPS", "FLOW", "AUTHORITY", "ARM", "SANDBOX"] {
            user.set(&format!("CONNSMITH_{name}_URL"), &service.base);
        }
        user.set("CONNSMITH_KEYRING", "off");
        user.set("CONNSMITH_RETRY_DELAY_MS", "1");
        std::fs::create_dir(user.work()).unwrap();
        user
    }

    /// With a token from the environment.
    pub fn with_token(service: &Service) -> User {
        let mut user = User::new(service);
        user.set("CONNSMITH_ACCESS_TOKEN", &service.token());
        user
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.into(), value.into()));
    }

    pub fn unset(&mut self, name: &str) {
        self.variables.retain(|(known, _)| known != name);
    }

    pub fn work(&self) -> PathBuf {
        self.home.path().join("work")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
        command.args(arguments).current_dir(self.work()).env_clear();
        command.env("HOME", self.home.path()).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Done {
        done(self.command(arguments).output().unwrap())
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Done {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        done(child.wait_with_output().unwrap())
    }

    /// Copies a connector's files into the working folder.
    pub fn take(&self, connector: &Path) {
        for file in std::fs::read_dir(connector).unwrap().flatten().filter(|file| file.path().is_file()) {
            std::fs::copy(file.path(), self.work().join(file.file_name())).unwrap();
        }
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.work().join(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.work().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file below the home folder, with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        fn walk(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
            let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
            entries.sort();
            for path in entries {
                if path.is_dir() { walk(&path, files) } else { files.push((path.clone(), std::fs::read(&path).unwrap())) }
            }
        }
        let mut files = Vec::new();
        walk(self.home.path(), &mut files);
        files
    }
}

fn done(output: std::process::Output) -> Done {
    Done {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
