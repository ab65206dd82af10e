//! What a rule is, and the report that its check writes to.
pub mod finding;
pub mod fix;

use crate::connector::package::Package;
use crate::connector::{
    ConnectionParameter, Connector, Definition, Dynamic, Operation, Parameter, PathItem, Policy, Properties, Response, Schema,
};
use crate::judge::change::{Comparison, ConnectionChange, FieldChange, OperationChange, Spot};
use crate::judge::configured::Judged;
use crate::judge::profile::Publisher;
use crate::judge::walk::{Entry, Object, Text};
use crate::rule::finding::{Finding, Label, Place, shortened};
use crate::rule::fix::{Fix, Safety};
use crate::text::document::{Document, File, Member, Node};
use crate::text::json::{Fault, Span};

/// How bad a finding is.
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

/// How often a rule is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// What a rule looks at: the kind of thing its check is called with, once for each in the connector.
#[derive(Clone, Copy)]
pub enum Check {
    /// The connector as a whole: files that are there or not, and what stands in two of them.
    Connector(fn(&Connector, &mut Report)),
    /// Each JSON file: encoding, syntax, formatting.
    Document(fn(&Document, &mut Report)),
    /// The API definition as a whole.
    Definition(fn(Definition, &mut Report)),
    /// Each path.
    PathItem(fn(PathItem, &mut Report)),
    /// Each operation.
    Operation(fn(Operation, &mut Report)),
    /// Each parameter where it is written: in an operation, a path item or the shared `parameters`. Never a `$ref`.
    Parameter(fn(Parameter, &mut Report)),
    /// Each response where it is written: in an operation or the shared `responses`. Never a `$ref`.
    Response(fn(Response, &mut Report)),
    /// Each schema where it is written, nested ones included; parameters and headers, being typed, count as schemas too.
    Schema(fn(Schema, &mut Report)),
    /// Each look-up where it is written: an `x-ms-dynamic-*` extension, or `open` and `browse` of a tree.
    Dynamic(fn(Dynamic, &mut Report)),
    /// Each object that the grammar knows, in every JSON file.
    Object(fn(Object, &mut Report)),
    /// Each member of such an object whose name the grammar knows there.
    Member(fn(&Entry, &mut Report)),
    /// Each member of such an object whose name the grammar does not know there: extensions, slips, words of other
    /// specifications.
    UnknownMember(fn(&Entry, &mut Report)),
    /// Each text that people read: titles, summaries, descriptions.
    Text(fn(&Text, &mut Report)),
    /// `apiProperties.json` as a whole.
    Properties(fn(Properties, &mut Report)),
    /// Each connection parameter, those of connection parameter sets included.
    ConnectionParameter(fn(ConnectionParameter, &mut Report)),
    /// Each policy template instance.
    Policy(fn(Policy, &mut Report)),
    /// Each configuration and baseline, after all connectors of a run.
    Configuration(fn(&Judged, &mut Report)),
    /// A rule of a configuration: see [`crate::judge::own_rule`].
    Own,
    /// Of two versions of a connector: each operation of one or both.
    OperationChange(fn(&OperationChange, &mut Report)),
    /// Of two versions: each parameter, property of a body or response, or item that may differ.
    FieldChange(fn(&FieldChange, &mut Report)),
    /// Of two versions: each connection parameter of one or both.
    ConnectionChange(fn(&ConnectionChange, &mut Report)),
    /// Two versions as a whole.
    Comparison(fn(&Comparison, &mut Report)),
    /// Two versions as a whole, when everything else was said of them: [`Report::findings`] has it.
    Verdict(fn(&Comparison, &mut Report)),
    /// A zip as a whole: a package for certification, or a solution.
    Package(fn(&Package, &mut Report)),
}

/// A rule: the front matter of its page, the page, and its check.
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
    /// How bad its findings are in a connector that is submitted to Microsoft.
    pub severity: Severity,
    /// How bad they are in a private one, of which only the import has to succeed.
    pub custom: Severity,
    pub confidence: Confidence,
    /// Whom it applies to; all three for a rule of `publishers: custom`.
    pub publishers: &'static [Publisher],
    /// Whether it runs without `--strict` or being selected.
    pub default: bool,
    /// Whether it has something to say of operations that are internal, which nobody sees.
    pub internal: bool,
    /// Whether it has something to say of deprecated operations even when that is no error.
    pub deprecated: bool,
    /// The best that its fixes are; None when it has none.
    pub fix: Option<Safety>,
    /// The public page that says so, and when it was read.
    pub source: &'static str,
    /// Names of members of which what it looks at must have one (a member: be called by one), or there is nothing to check.
    /// Empty for a check that always has to look.
    pub needs: &'static [&'static str],
    /// The whole page, front matter included.
    pub page: &'static str,
    pub check: Check,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl Rule {
    /// How bad its findings are for a publisher.
    pub fn level(&self, publisher: Publisher) -> Severity {
        if publisher == Publisher::Custom { self.custom } else { self.severity }
    }

    /// Address of the rule's page for people.
    pub fn url(&self) -> String {
        if matches!(self.check, Check::Own) {
            return format!("{}/blob/main/docs/configuration.md#your-own-rules", env!("CARGO_PKG_REPOSITORY"));
        }
        if self.subject.is_empty() {
            return format!("{}/blob/main/docs/upload.md", env!("CARGO_PKG_REPOSITORY")); // not ours: the service's
        }
        format!("{}/blob/main/rules/{}/{}.md", env!("CARGO_PKG_REPOSITORY"), self.subject, self.id)
    }

    /// The page without its front matter.
    pub fn prose(&self) -> &'static str {
        self.page.splitn(3, "---\n").nth(2).unwrap_or(self.page).trim_start()
    }
}

/// Collects findings. The walker sets [`Report::rule`] before it calls a check.
pub struct Report<'c> {
    /// What is checked; for a package an empty one.
    pub connector: &'c Connector,
    pub rule: &'static Rule,
    pub findings: Vec<Finding>,
    /// Findings that something is missing in a file of which a part was lost: it may have stood there, so nothing is said.
    unsure: Vec<Finding>,
}

impl<'c> Report<'c> {
    /// An empty report of a connector.
    pub fn new(connector: &'c Connector, rule: &'static Rule) -> Report<'c> {
        Report { connector, rule, findings: Vec::new(), unsure: Vec::new() }
    }
}

impl Report<'_> {
    /// The value is at fault.
    pub fn at(&mut self, node: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place::of(node), message.into())
    }

    /// The key of a member is at fault: the key is underlined, the pointer is that of the member's value.
    pub fn at_key(&mut self, member: Member, message: impl Into<String>) -> &mut Finding {
        self.push(Place { span: member.key.span(), ..Place::of(member.value) }, message.into())
    }

    /// Something is missing in an object: the pointer is the object's, its key (or opening bracket) is underlined. In a file of
    /// which a part was lost nothing is said: what is missing may have stood there.
    pub fn missing(&mut self, object: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place { span: object.anchor(), ..Place::of(object) }, message.into());
        self.if_sure(object.doc.is_whole())
    }

    /// A name leads nowhere. When a part of the definition was lost nothing is said: what it names may have stood there.
    pub fn dangling(&mut self, name: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place::of(name), message.into());
        self.if_sure(self.connector.definition.as_ref().is_none_or(Document::is_whole))
    }

    /// Takes the last finding back unless it is sure.
    fn if_sure(&mut self, sure: bool) -> &mut Finding {
        if !sure {
            self.unsure = self.findings.pop().into_iter().collect();
            return &mut self.unsure[0];
        }
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// A required text is there but blank: the pointer is the object's, as when it is missing, the text is underlined.
    pub fn blank(&mut self, object: Node, text: Node, message: impl Into<String>) -> &mut Finding {
        self.push(Place { span: text.span(), ..Place::of(object) }, message.into())
    }

    /// A part of a string is at fault: `range` is in bytes of the unescaped value; the pointer is the string's.
    pub fn within(&mut self, string: Node, range: std::ops::Range<usize>, message: impl Into<String>) -> &mut Finding {
        self.push(Place { span: string.part(range), ..Place::of(string) }, message.into())
    }

    /// The newer of two versions changed something: at its place there or, when it is gone, in the older one.
    pub fn changed(&mut self, spot: Spot, message: impl Into<String>) -> &mut Finding {
        let finding = self.push(spot.at, message.into());
        finding.labels.extend(spot.label);
        finding
    }

    /// Bytes of a file are at fault, whatever its structure; for a file that is missing use an empty span.
    pub fn in_file(&mut self, file: File, span: Span, message: impl Into<String>) -> &mut Finding {
        self.push(Place { file, span, pointer: String::new() }, message.into())
    }

    /// The reader found a fault: its place, message, help and repair become a finding.
    pub fn fault(&mut self, document: &Document, fault: &Fault) -> &mut Finding {
        let place = |span| Place { span, ..Place::of(document.value_at(fault.span.start)) };
        let finding = self.push(place(fault.span), fault.message.clone());
        finding.help(fault.help.clone());
        if let Some((span, text)) = &fault.related {
            finding.labels.push(Label { at: place(*span), text: text.clone() });
        }
        if let Some(repair) = &fault.repair {
            let fix = if repair.safe { Fix::safe(&fault.help) } else { Fix::risky(&fault.help) };
            finding.fix(fix.text(document.root(), repair.span, &repair.text));
        }
        finding
    }

    fn push(&mut self, at: Place, message: String) -> &mut Finding {
        let rule = self.rule;
        self.findings.push(Finding {
            rule,
            code: rule.codes.first().copied(),
            severity: rule.level(self.connector.publisher),
            at,
            message: shortened(message),
            help: None,
            labels: Vec::new(),
            fix: None,
            suppressed: None,
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// A list for a message: `` `a`, `b` or `c` ``.
pub fn one_of<T: std::fmt::Display>(names: &[T]) -> String {
    list(names, "or")
}

/// A list for a message: `` `a`, `b` and `c` ``.
pub fn all_of<T: std::fmt::Display>(names: &[T]) -> String {
    list(names, "and")
}

fn list<T: std::fmt::Display>(names: &[T], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
