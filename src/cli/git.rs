//! What is asked of git, by running the program `git`: older versions of files, and what changed.
use anyhow::{Context, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository with a working tree.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The top folder of its working tree, links resolved.
    pub root: PathBuf,
}

impl Repository {
    /// The repository in whose working tree a folder or file lies. What does not exist counts by the nearest folder above it
    /// that does.
    ///
    /// # Errors
    /// When there is no `git`, or no repository.
    pub fn of(path: &Path) -> anyhow::Result<Repository> {
        let place = std::path::absolute(path).context("cannot tell the current folder")?;
        let folder = place.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
        let output = run(folder, ["rev-parse", "--show-toplevel"])?;
        if !output.status.success() {
            bail!("`{}` is not in the working tree of a git repository: {}", path.display(), reason(&output));
        }
        let root = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned());
        Ok(Repository { root: root.canonicalize().unwrap_or(root) })
    }

    /// The path of a folder or file in the repository: relative to its root, with `/`; empty for the root itself.
    ///
    /// # Errors
    /// When it lies elsewhere.
    pub fn path_of(&self, path: &Path) -> anyhow::Result<String> {
        let mut place = std::path::absolute(path).context("cannot tell the current folder")?;
        // What was deleted since has no links to resolve; what is above it may have.
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
    /// When it names none; says so when the history is cut short.
    pub fn commit(&self, name: &str) -> anyhow::Result<String> {
        if name.starts_with('-') || name.is_empty() {
            bail!("`{name}` is not the name of a commit");
        }
        let output = run(&self.root, ["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])?;
        if !output.status.success() {
            if self.is_shallow()? {
                bail!("git knows no commit `{name}`: this clone is shallow; `git fetch --unshallow` gets the whole history");
            }
            bail!("git knows no commit `{name}`: name a branch, a tag or a commit (`git fetch` gets those of the remote)");
        }
        Ok(text(&output))
    }

    /// The nearest commit from which both come.
    ///
    /// # Errors
    /// When they have nothing in common; says so when the history is cut short.
    pub fn merge_base(&self, one: &str, other: &str) -> anyhow::Result<String> {
        let (one_commit, other_commit) = (self.commit(one)?, self.commit(other)?);
        let output = run(&self.root, ["merge-base", &one_commit, &other_commit])?;
        if !output.status.success() {
            if self.is_shallow()? {
                bail!("`{one}` and `{other}` meet nowhere in this shallow clone; `git fetch --unshallow` gets the whole history");
            }
            bail!("`{one}` and `{other}` have no commit in common");
        }
        Ok(text(&output))
    }

    /// The branch into which changes go: that of the remote `origin`, else `main` or `master`, whichever is there.
    ///
    /// # Errors
    /// When none of them is there.
    pub fn default_branch(&self) -> anyhow::Result<String> {
        let head = run(&self.root, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"])?;
        let named = head.status.success().then(|| text(&head));
        let usual = ["origin/main", "origin/master", "main", "master"].map(str::to_owned);
        for branch in named.into_iter().chain(usual) {
            if run(&self.root, ["rev-parse", "--verify", "--quiet", &format!("{branch}^{{commit}}")])?.status.success() {
                return Ok(branch);
            }
        }
        bail!("cannot tell the default branch: there is no `origin/HEAD`, `main` or `master`; name the commit to compare with")
    }

    /// Whether the history was cut short when the repository was cloned.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn is_shallow(&self) -> anyhow::Result<bool> {
        Ok(text(&run(&self.root, ["rev-parse", "--is-shallow-repository"])?) == "true")
    }

    /// The content of a file (path in the repository) at a commit; None when it is not there.
    ///
    /// # Errors
    /// When git cannot give it.
    pub fn show(&self, commit: &str, path: &str) -> anyhow::Result<Option<Vec<u8>>> {
        if !self.list(commit, path)?.iter().any(|listed| listed == path) {
            return Ok(None);
        }
        let output = run(&self.root, ["cat-file", "blob", &format!("{commit}:{path}")])?;
        if !output.status.success() {
            bail!("git cannot give `{path}` as of `{commit}`: {}", reason(&output));
        }
        Ok(Some(output.stdout))
    }

    /// The files (paths in the repository) at or below a path at a commit; all for an empty path.
    ///
    /// # Errors
    /// When git cannot list them.
    pub fn list(&self, commit: &str, path: &str) -> anyhow::Result<Vec<String>> {
        let mut arguments = vec!["--literal-pathspecs", "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--"];
        arguments.extend((!path.is_empty()).then_some(path));
        let output = run(&self.root, &arguments)?;
        if !output.status.success() {
            bail!("git cannot list `{path}` as of `{commit}`: {}", reason(&output));
        }
        Ok(names(&output))
    }

    /// The files (paths in the repository) at or below a path that differ between a commit and the working tree: changed,
    /// deleted, and new ones that git is not told to ignore.
    ///
    /// # Errors
    /// When git cannot compare.
    pub fn changed(&self, commit: &str, path: &str) -> anyhow::Result<Vec<String>> {
        let within = if path.is_empty() { "." } else { path };
        let tracked = ["--literal-pathspecs", "diff", "--name-only", "--no-renames", "--no-relative", "-z", commit, "--", within];
        let new = ["--literal-pathspecs", "ls-files", "--others", "--exclude-standard", "-z", "--", within];
        let mut changed = Vec::new();
        for arguments in [&tracked[..], &new[..]] {
            let output = run(&self.root, arguments)?;
            if !output.status.success() {
                bail!("git cannot tell what changed since `{commit}`: {}", reason(&output));
            }
            changed.extend(names(&output));
        }
        changed.sort();
        changed.dedup();
        Ok(changed)
    }

    /// The files of the whole repository that differ between a commit and the working tree, with the paths that they had and have:
    /// None for one that is new, or no more. What git takes for a renamed file has both, and so has one that was changed.
    ///
    /// # Errors
    /// When git cannot compare.
    pub fn renamed(&self, commit: &str) -> anyhow::Result<Vec<(Option<String>, Option<String>)>> {
        let tracked =
            run(&self.root, ["diff", "--name-status", "--find-renames", "--no-relative", "--no-ext-diff", "-z", commit])?;
        let new = run(&self.root, ["ls-files", "--others", "--exclude-standard", "-z"])?;
        if let Some(failed) = [&tracked, &new].into_iter().find(|output| !output.status.success()) {
            bail!("git cannot tell what changed since `{commit}`: {}", reason(failed));
        }
        let mut files = Vec::new();
        let mut fields = names(&tracked).into_iter();
        while let (Some(status), Some(path)) = (fields.next(), fields.next()) {
            files.push(match status.as_bytes().first() {
                Some(b'A') => (None, Some(path)),
                Some(b'D') => (Some(path), None),
                Some(b'R') => (Some(path), fields.next()),
                Some(b'C') => (None, fields.next()),
                _ => (Some(path.clone()), Some(path)),
            });
        }
        files.extend(names(&new).into_iter().map(|path| (None, Some(path))));
        Ok(files)
    }
}

fn run<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> anyhow::Result<Output> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    command.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => anyhow::anyhow!("the program `git` is not installed, and is needed here"),
        _ => anyhow::anyhow!("cannot run `git`: {error}"),
    })
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What a list that git ended with NULs holds.
fn names(output: &Output) -> Vec<String> {
    let names = output.stdout.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// The first line of what git complained of.
fn reason(output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    complaint.lines().next().unwrap_or("no reason given").trim_start_matches("fatal: ").to_owned()
}
