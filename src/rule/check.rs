//! What checks look at.
use super::Report;
use super::view::{ConfigurationAfter, Entry, Object, Text};
use crate::connector::package::Package;
use crate::connector::versions::{Comparison, ConnectionChange, FieldChange, OperationChange};
use crate::connector::{
    ConnectionParameter, Connector, Definition, Dynamic, Operation, Parameter, PathItem, Policy, Properties, Response, Schema,
};
use crate::text::document::Document;

/// What a rule looks at: the kind of thing its check is called with, once for each in the connector.
#[derive(Clone, Copy)]
pub enum Check {
    /// The connector as a whole: files that exist or are missing, and anything that involves two of them.
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
    /// Each lookup where it is written: an `x-ms-dynamic-*` extension, or `open` and `browse` of a tree.
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
    /// The same texts, for checks that look at nothing of them but [`Text::value`], [`Text::text`] and [`Text::kind`], and at the rest only
    /// for what they report: where such a check has found nothing, it is not called for the same text again.
    Words(fn(&Text, &mut Report)),
    /// `apiProperties.json` as a whole.
    Properties(fn(Properties, &mut Report)),
    /// Each connection parameter, those of connection parameter sets included.
    ConnectionParameter(fn(ConnectionParameter, &mut Report)),
    /// Each policy template instance.
    Policy(fn(Policy, &mut Report)),
    /// Each configuration and baseline, after all connectors of a run.
    Configuration(fn(&ConfigurationAfter, &mut Report)),
    /// Of two versions of a connector: each operation of one or both.
    OperationChange(fn(&OperationChange, &mut Report)),
    /// Of two versions: each parameter, property of a body or response, or item that may differ.
    FieldChange(fn(&FieldChange, &mut Report)),
    /// Of two versions: each connection parameter of one or both.
    ConnectionChange(fn(&ConnectionChange, &mut Report)),
    /// Two versions as a whole.
    Comparison(fn(&Comparison, &mut Report)),
    /// Two versions as a whole, after all other checks: [`Report::findings`] has their findings.
    Verdict(fn(&Comparison, &mut Report)),
    /// The source of an import: `connsmith import` reports it, and no check is called.
    Source,
    /// The run itself: whoever runs the checks reports it, and no check is called.
    Run,
    /// A trigger or MCP configuration of an Azure Connector Namespace: `call::namespace` reports it, and no check is called.
    Namespace,
    /// A zip as a whole: a certification package or a solution.
    Package(fn(&Package, &mut Report)),
}
