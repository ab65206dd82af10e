//! Queries git for older versions of files and for changes, by running the program `git`.
use anyhow::{Context, bail};
use connsmith::text::git::{self, Entry, names};
use connsmith::text::json::MAX_LEN;
use connsmith::text::read;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A repository with a work tree.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The top folder of its work tree, links resolved.
    pub root: PathBuf,
    /// The settings that make git run programs on files: filters, drivers.
    programs: Vec<String>,
}

impl Repository {
    /// The repository whose work tree contains a folder or file. For a path that does not exist, the nearest existing folder above
    /// it counts.
    ///
    /// # Errors
    /// If there is no `git` or no repository.
    pub fn of(path: &Path) -> anyhow::Result<Repository> {
        let place = std::path::absolute(path).context("cannot determine the current folder")?;
        let folder = place.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
        // Git accepts any folder with the files of a repository. Here, only a work tree's own `.git` counts.
        let Some(root) = read::work_tree(folder) else {
            bail!("`{}` is not in the working tree of a git repository", path.display());
        };
        let mut repository = Repository { root, programs: Vec::new() };
        let output = repository.run(["rev-parse", "--show-toplevel"])?;
        if !output.status.success() {
            bail!("`{}` is not in the working tree of a git repository: {}", path.display(), reason(&output));
        }
        let top = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned());
        if top.canonicalize().ok().as_deref() != Some(&repository.root) {
            bail!("the repository of `{}` has its work tree elsewhere, in `{}`", path.display(), top.display());
        }
        repository.find_programs()?;
        Ok(repository)
    }

    /// The path of a folder or file in the repository: relative to its root, with `/`; empty for the root itself.
    ///
    /// # Errors
    /// If it is outside the repository.
    pub fn path_of(&self, path: &Path) -> anyhow::Result<String> {
        let mut place = std::path::absolute(path).context("cannot determine the current folder")?;
        // A deleted path has no links to resolve, but the folders above it may.
        let (mut folder, mut rest) = (place.clone(), PathBuf::new());
        while !folder.exists() {
            let Some(name) = folder.file_name().map(OsStr::to_owned) else { break };
            rest = Path::new(&name).join(rest);
            folder.pop();
        }
        if let Ok(folder) = folder.canonicalize() {
            place = folder.join(rest);
        }
        match place.strip_prefix(&self.root) {
            Ok(inside) => Ok(inside.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned()),
            Err(_) => bail!("`{}` is not in the git repository `{}`", path.display(), self.root.display()),
        }
    }

    /// The commit that a branch, tag, commit or expression such as `HEAD~1` names.
    ///
    /// # Errors
    /// If it names none; the message mentions a shallow clone.
    pub fn commit(&self, name: &str) -> anyhow::Result<String> {
        if name.starts_with('-') || name.is_empty() {
            bail!("`{name}` is not the name of a commit");
        }
        let output = self.run(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])?;
        if !output.status.success() {
            if self.is_shallow()? {
                bail!(
                    "git finds no commit `{name}`: this clone is shallow; run `git fetch --unshallow` to fetch the full history"
                );
            }
            bail!("git finds no commit `{name}`: name a branch, tag or commit (`git fetch` fetches those of the remote)");
        }
        Ok(text(&output))
    }

    /// The nearest common ancestor of two commits.
    ///
    /// # Errors
    /// If they have none; the message mentions a shallow clone.
    pub fn merge_base(&self, one: &str, other: &str) -> anyhow::Result<String> {
        let (one_commit, other_commit) = (self.commit(one)?, self.commit(other)?);
        let output = self.run(["merge-base", &one_commit, &other_commit])?;
        if !output.status.success() {
            if self.is_shallow()? {
                bail!(
                    "`{one}` and `{other}` have no common commit in this shallow clone; run `git fetch --unshallow` to fetch the full history"
                );
            }
            bail!("`{one}` and `{other}` have no common commit");
        }
        Ok(text(&output))
    }

    /// The default branch: that of the remote `origin`, else `main` or `master`, whichever exists.
    ///
    /// # Errors
    /// If none of them exists.
    pub fn default_branch(&self) -> anyhow::Result<String> {
        let head = self.run(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"])?;
        let named = head.status.success().then(|| text(&head));
        let usual = ["origin/main", "origin/master", "main", "master"].map(str::to_owned);
        for branch in named.into_iter().chain(usual) {
            if self
                .run(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{branch}^{{commit}}")])?
                .status
                .success()
            {
                return Ok(branch);
            }
        }
        bail!(
            "cannot determine the default branch: `origin/HEAD`, `main` and `master` do not exist; name the commit to compare with"
        )
    }

    /// Whether the repository is a shallow clone.
    ///
    /// # Errors
    /// If git cannot be run.
    pub fn is_shallow(&self) -> anyhow::Result<bool> {
        Ok(text(&self.run(["rev-parse", "--is-shallow-repository"])?) == "true")
    }

    /// The content of a file (path in the repository) at a commit; None if it does not exist.
    ///
    /// # Errors
    /// If git cannot read it, or it is larger than a connector's file may be.
    pub fn show(&self, commit: &str, path: &str) -> anyhow::Result<Option<Vec<u8>>> {
        match self.list(commit, path)?.iter().find(|listed| listed.path == path && listed.is_plain) {
            Some(entry) => Ok(Some(self.content(entry, MAX_LEN as u64)?)),
            None => Ok(None),
        }
    }

    /// The content of a file with at most `most` bytes.
    ///
    /// # Errors
    /// If it is larger, not a plain file, or git cannot read it.
    pub fn content(&self, entry: &Entry, most: u64) -> std::io::Result<Vec<u8>> {
        entry.readable(most)?;
        let output = self.run(["cat-file", "blob", &entry.id]).map_err(std::io::Error::other)?;
        if !output.status.success() {
            return Err(std::io::Error::other(format!("git cannot read `{}`: {}", entry.path, reason(&output))));
        }
        Ok(output.stdout)
    }

    /// The files at or below a path (in the repository) at a commit; all for an empty path.
    ///
    /// # Errors
    /// If git cannot list them.
    pub fn list(&self, commit: &str, path: &str) -> anyhow::Result<Vec<Entry>> {
        let mut arguments = vec!["--literal-pathspecs", "ls-tree", "-r", "-z", "--long", "--full-tree", commit, "--"];
        arguments.extend((!path.is_empty()).then_some(path));
        let output = self.run(&arguments)?;
        if !output.status.success() {
            bail!("git cannot list `{path}` at `{commit}`: {}", reason(&output));
        }
        Ok(git::tree(&output.stdout))
    }

    /// The files (paths in the repository) at or below a path that differ between a commit and the work tree: changed,
    /// deleted, and new ones that git does not ignore.
    ///
    /// # Errors
    /// If git cannot compare them.
    pub fn changed(&self, commit: &str, path: &str) -> anyhow::Result<Vec<String>> {
        let within = if path.is_empty() { "." } else { path };
        let tracked = [
            &["--literal-pathspecs", "diff", "--name-only", "--no-renames", "--no-relative", "-z"][..],
            &QUIET,
            &[commit, "--", within],
        ]
        .concat();
        let new = ["--literal-pathspecs", "ls-files", "--others", "--exclude-standard", "-z", "--", within];
        let mut changed = Vec::new();
        for arguments in [&tracked[..], &new[..]] {
            let output = self.run(arguments)?;
            if !output.status.success() {
                bail!("git cannot determine what changed since `{commit}`: {}", reason(&output));
            }
            changed.extend(names(&output.stdout));
        }
        changed.sort();
        changed.dedup();
        Ok(changed)
    }

    /// The files of the whole repository that differ between a commit and the work tree, with their old and new paths: None for
    /// the old path of a new file and for the new path of a deleted one. Renamed and changed files have both.
    ///
    /// # Errors
    /// If git cannot compare them.
    pub fn renamed(&self, commit: &str) -> anyhow::Result<Vec<(Option<String>, Option<String>)>> {
        let options = ["diff", "--name-status", "--find-renames", "--no-relative", "-z"];
        let tracked = self.run([&options[..], &QUIET, &[commit, "--"]].concat())?;
        let new = self.run(["ls-files", "--others", "--exclude-standard", "-z"])?;
        if let Some(failed) = [&tracked, &new].into_iter().find(|output| !output.status.success()) {
            bail!("git cannot determine what changed since `{commit}`: {}", reason(failed));
        }
        let mut files = git::changes(&tracked.stdout);
        files.extend(names(&new.stdout).into_iter().map(|path| (None, Some(path))));
        Ok(files)
    }
}

/// Options that limit a comparison to file names: no configured programs, no submodules.
const QUIET: [&str; 3] = ["--no-ext-diff", "--no-textconv", "--ignore-submodules=all"];

/// Settings that override the configurations of the repository, the user and the machine. Options on the command line take
/// precedence over all of them.
const SETTINGS: [(&str, &str); 14] = [
    // Only `.git` marks a repository, not a folder that looks like the inside of one.
    ("safe.bareRepository", "explicit"),
    ("core.fsmonitor", "false"),
    ("core.hooksPath", NOWHERE),
    ("core.pager", "cat"),
    ("core.editor", "true"),
    ("core.untrackedCache", "false"),
    ("core.sshCommand", "false"),
    ("core.gitProxy", ""),
    ("core.askPass", ""),
    ("credential.helper", ""),
    ("diff.external", ""),
    ("gpg.program", "false"),
    // Objects missing in a partial clone are not fetched: nothing here uses the network.
    ("protocol.allow", "never"),
    ("submodule.recurse", "false"),
];

/// A folder that does not exist.
const NOWHERE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// Environment variables of git that are kept: the locations of the user's and machine's configurations, and of git itself.
const KEPT: [&str; 4] = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"];

impl Repository {
    /// Finds the filters and drivers to switch off, which can have any name. Reading a configuration runs no programs.
    fn find_programs(&mut self) -> anyhow::Result<()> {
        let output = self.run(["config", "--list", "--name-only", "--includes", "-z"])?;
        if !output.status.success() {
            bail!("git cannot read its configuration: {}", reason(&output));
        }
        let ends = [".clean", ".smudge", ".process", ".required", ".command", ".textconv", ".driver", ".helper", ".program"];
        let sections = ["filter.", "diff.", "merge.", "credential.", "gpg."];
        let runs = |name: &String| {
            let low = name.to_ascii_lowercase();
            sections.iter().any(|section| low.starts_with(section)) && ends.iter().any(|end| low.ends_with(end))
        };
        self.programs = names(&output.stdout).into_iter().filter(runs).collect();
        self.programs.dedup();
        // What cannot be named exactly cannot be switched off.
        if let Some(name) = self.programs.iter().find(|name| name.contains(char::REPLACEMENT_CHARACTER)) {
            bail!("git's setting `{name}` runs a program, and its name is not UTF-8: remove it from the configuration of git");
        }
        Ok(())
    }

    /// Runs git in the work tree. This is the only place that does so: nothing in the repository can run a program, lead to another
    /// repository, or use the network.
    fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> anyhow::Result<Output> {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            if !KEPT.iter().any(|kept| name == *kept) {
                command.env_remove(name);
            }
        }
        command.arg("-C").arg(&self.root).args(["--no-pager", "--no-optional-locks"]);
        for (name, value) in SETTINGS {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        // A name may contain `=`, which `-c` would treat as its end.
        for (number, name) in self.programs.iter().enumerate() {
            let value = if name.to_ascii_lowercase().ends_with(".required") { "false" } else { "" };
            command.env(format!("GIT_CONFIG_KEY_{number}"), name).env(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
        command.env("GIT_CONFIG_COUNT", self.programs.len().to_string());
        if let Some(above) = self.root.parent() {
            command.env("GIT_CEILING_DIRECTORIES", above);
        }
        command
            .args(arguments)
            .env("LC_ALL", "C")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .stdin(Stdio::null());
        output_within(&mut command, LONGEST_RUN).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => anyhow::anyhow!("this needs `git`, which is not installed"),
            std::io::ErrorKind::TimedOut => anyhow::anyhow!(
                "`git` did not finish within {} seconds: check that no `.gitignore` or `.gitattributes` is a pipe, and that `git status` works",
                LONGEST_RUN.as_secs()
            ),
            _ => anyhow::anyhow!("cannot run `git`: {error}"),
        })
    }
}

/// How long git may take: it waits without end for what a pipe in the place of one of its files will say.
const LONGEST_RUN: Duration = Duration::from_secs(120);

/// Runs a program and collects its output. One that takes longer is ended.
fn output_within(command: &mut Command, longest: Duration) -> std::io::Result<Output> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pipes = (child.stdout.take(), child.stderr.take());
    let (send, receive) = mpsc::channel();
    // Whoever still holds the pipes of a program that was ended keeps these threads, not us.
    let read = |pipe: Option<Box<dyn Read + Send>>, send: mpsc::Sender<std::io::Result<(bool, Vec<u8>)>>, is_error: bool| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = pipe.map_or(Ok(0), |mut pipe| pipe.read_to_end(&mut bytes));
            let _ = send.send(read.map(|_| (is_error, bytes))); // nobody waits any more
        });
    };
    read(pipes.0.map(|pipe| Box::new(pipe) as _), send.clone(), false);
    read(pipes.1.map(|pipe| Box::new(pipe) as _), send, true);
    let (start, mut output) = (Instant::now(), [Vec::new(), Vec::new()]);
    for _ in 0..output.len() {
        match receive.recv_timeout(longest.saturating_sub(start.elapsed())) {
            Ok(read) => {
                let (is_error, bytes) = read?;
                output[usize::from(is_error)] = bytes;
            }
            Err(_) => {
                child.kill()?;
                child.wait()?;
                return Err(std::io::ErrorKind::TimedOut.into());
            }
        }
    }
    let [stdout, stderr] = output;
    Ok(Output { status: child.wait()?, stdout, stderr })
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The first line of git's error message.
fn reason(output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    complaint.lines().next().unwrap_or("no reason given").trim_start_matches("fatal: ").to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let run = |script: &str, longest| output_within(Command::new("sh").args(["-c", script]), Duration::from_millis(longest));
        let output = run("echo out; echo err >&2; exit 3", 60_000).unwrap();
        assert_eq!((output.stdout, output.stderr, output.status.code()), (b"out\n".to_vec(), b"err\n".to_vec(), Some(3)));
        // What it started keeps its output open.
        assert_eq!(run("sleep 60", 100).unwrap_err().kind(), std::io::ErrorKind::TimedOut);
    }
}
