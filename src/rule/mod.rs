//! The definition of a rule: its page's front matter, the input of its check, and what the check reports.
pub mod finding;
pub mod fix;
pub mod settings;
pub mod subject;
pub mod view;

mod check;
mod report;

use crate::connector::publisher::Publisher;
use crate::text::address;
use fix::Safety;
use flate2::read::DeflateDecoder;
use rustc_hash::FxHashMap;
use std::io::Read;
use std::sync::LazyLock;

pub use crate::text::list::{all_of, one_of};
pub use check::Check;
pub use report::{MOST_FINDINGS, Report};

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Style, or something to know. Shown with `--strict`.
    Info,
    /// Reviewers ask for it, or it goes wrong at run time.
    Warning,
    /// Import or certification fails.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What shows how bad the findings of a rule are. A level is a claim: see [`Evidence::allows_error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// A recorded verdict: certification, the change validation or a review refused it.
    Verdict,
    /// Microsoft's validators and scripts have a message or a policy number for it.
    Validator,
    /// An import, a save or a `create` failed with it.
    Import,
    /// What flows that exist store of a connector: they fail, or behave differently.
    Flows,
    /// Microsoft's documentation, its JSON schemas or a specification.
    Documentation,
    /// Reviewers ask for it.
    Reviewers,
    /// Our own choice, from what published connectors do or from how calls fail.
    Choice,
    /// connsmith itself: it cannot do what was asked, or does something else instead.
    Program,
}

impl Evidence {
    /// In one line, for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Evidence::Verdict => "a recorded verdict: certification or a review refused it",
            Evidence::Validator => "a message of Microsoft's validators",
            Evidence::Import => "a failed import",
            Evidence::Flows => "what flows that exist store of a connector",
            Evidence::Documentation => "Microsoft's documentation or a specification",
            Evidence::Reviewers => "requests of reviewers",
            Evidence::Choice => "our own judgment",
            Evidence::Program => "what connsmith itself can do",
        }
    }

    /// Whether it is enough for an error: something was refused or fails, not only asked for.
    pub fn allows_error(self) -> bool {
        !matches!(self, Evidence::Documentation | Evidence::Reviewers | Evidence::Choice)
    }
}

/// How often a rule is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// Which findings of a rule in one file have one cause, so that a report lists them once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    /// None: each place is fixed separately.
    Place,
    /// Those with the same message: a word misspelled everywhere.
    Message,
    /// All of them: a habit of the author, or of the program that wrote the file.
    File,
}

/// A rule: the front matter of its page, and the page. The registry ([`crate::rules`]) joins it with its check.
pub struct Rule {
    /// Name of page, code, test and URL: `parameter-summary-missing`.
    pub id: &'static str,
    /// Folder of page and code: `parameter`.
    pub subject: &'static str,
    pub title: &'static str,
    /// The official validator's codes for this condition; usually one or none.
    pub codes: &'static [&'static str],
    /// Certification policy numbers (`5000.2.2.1`).
    pub policies: &'static [&'static str],
    /// The severity in a connector that is submitted to Microsoft.
    pub severity: Severity,
    /// Their severity in a private connector, where only the import has to succeed.
    pub custom: Severity,
    /// What shows that level.
    pub evidence: Evidence,
    pub confidence: Confidence,
    /// The publishers it applies to; all three for a rule with `publishers: custom`.
    pub publishers: &'static [Publisher],
    /// Whether it runs without `--strict` or being selected.
    pub default: bool,
    /// Which of its findings a report groups.
    pub once: Once,
    /// Whether it reports internal operations, which nobody sees.
    pub internal: bool,
    /// Whether it reports deprecated operations even below the level of errors.
    pub deprecated: bool,
    /// The best of its fixes; None if it has none.
    pub fix: Option<Safety>,
    /// The evidence: a public page, and the date it was read.
    pub source: &'static str,
    /// The check is called only for a thing with at least one of these members (for a member: whose name is one of them).
    /// Empty for a check that is always called.
    pub needs: &'static [&'static str],
    /// The page of one that has none in `rules/`.
    pub own_page: Option<&'static str>,
    pub origin: Origin,
}

/// The pages in `rules/` by the ids of their rules. `build.rs` compresses them: they are a megabyte, and few runs need them.
static PAGES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut text = String::new();
    let read = DeflateDecoder::new(&include_bytes!(concat!(env!("OUT_DIR"), "/pages.deflate"))[..]).read_to_string(&mut text);
    read.unwrap_or_else(|error| panic!("the pages of the rules: {error}"));
    let text: &'static str = text.leak();
    text.split('\0').filter_map(|page| page.split_once('\n')).collect()
});

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of connsmith's, with a page in `rules/`.
    BuiltIn,
    /// One of a configuration: see `judge::own_rule`.
    Configuration,
    /// A sentence of Microsoft's service.
    Service,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl Rule {
    /// The severity of its findings for a publisher.
    pub fn level(&self, publisher: Publisher) -> Severity {
        if publisher == Publisher::Custom { self.custom } else { self.severity }
    }

    /// Address of the rule's page for people.
    pub fn url(&self) -> String {
        let page = match self.origin {
            Origin::BuiltIn => format!("rules/{}/{}.md", self.subject, self.id),
            Origin::Configuration => "docs/configuration.md#your-own-rules".to_owned(),
            Origin::Service => "docs/upload.md".to_owned(),
        };
        address::page(&page)
    }

    /// How to turn the rule off, as Markdown that ends with an empty line; empty where the page says it or there is nothing to turn off.
    pub fn turned_off(&self) -> String {
        if self.origin != Origin::BuiltIn || self.prose().contains("connsmith.toml") {
            return String::new();
        }
        format!(
            "To turn the rule off, write this into `connsmith.toml`. An `[[ignore]]` entry with a reason turns off single findings.\n\n```toml\n[rules]\n{} = \"off\"\n```\n\n",
            self.id
        )
    }

    /// The whole page, front matter included.
    pub fn page(&self) -> &'static str {
        self.own_page.unwrap_or_else(|| PAGES.get(self.id).copied().unwrap_or_default())
    }

    /// The page without its front matter.
    pub fn prose(&self) -> &'static str {
        let page = self.page();
        page.splitn(3, "---\n").nth(2).unwrap_or(page).trim_start()
    }
}
