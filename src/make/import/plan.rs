//! What an import takes, operation by operation, against the limits.
use super::operation::Operation;
use super::write::Writer;
use crate::connector::facts;
use crate::report::escape;
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::text::document::File;
use crate::text::group::grouped;
use crate::text::json::Span;
use std::fmt::Write;

/// One operation of the plan.
#[derive(Clone, Debug)]
pub struct Row {
    pub tag: String,
    pub verb: &'static str,
    pub path: String,
    pub id: String,
    /// Schemas in its largest body or answer.
    pub schemas: u64,
    /// Its bytes in the definition, without what it refers to.
    pub bytes: usize,
    /// Warnings and errors within it.
    pub losses: usize,
    pub deprecated: bool,
}

/// The operations that are taken.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub rows: Vec<Row>,
    /// Bytes of the definition.
    pub bytes: usize,
    pub definitions: usize,
    /// Operations of the source, with those that are not chosen and those that connectors cannot have.
    pub all: usize,
}

impl Plan {
    /// The plan for these operations.
    pub fn new(operations: &[Operation], schemas: &[u64], writer: &Writer, bytes: usize, all: usize) -> Plan {
        let row = |operation: &Operation| Row {
            tag: operation.tags.first().map(|tag| tag.to_string()).unwrap_or_default(),
            verb: operation.verb,
            path: operation.path.clone(),
            id: operation.id.clone(),
            schemas: 0,
            bytes: 0,
            losses: 0,
            deprecated: operation.deprecated,
        };
        let mut rows: Vec<Row> = operations.iter().map(row).collect();
        for ((row, operation), schemas) in rows.iter_mut().zip(operations).zip(schemas) {
            (row.bytes, row.schemas) = (writer.bytes(operation), *schemas);
        }
        Plan { rows, bytes, definitions: writer.used.len(), all }
    }

    /// Counts what is lost within each operation. `places` are those of the operations in the source.
    pub fn losses(&mut self, findings: &[Finding], places: &[(File, Span)]) {
        for (row, &(file, span)) in self.rows.iter_mut().zip(places) {
            let from = findings.partition_point(|finding| (finding.at.file, finding.at.span.start) < (file, span.start));
            let inside =
                findings[from..].iter().take_while(|finding| finding.at.file == file && finding.at.span.start < span.end);
            row.losses = inside.filter(|finding| finding.severity >= Severity::Warning).count();
        }
    }

    /// A table for people: operations by tag, and totals against the limits.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (tag, rows) in grouped(self.rows.iter().map(|row| (row.tag.as_str(), row))) {
            let name = if tag.is_empty() { "(no tag)".into() } else { escape::visible(tag) };
            let _ = writeln!(text, "{name}: {}{}", rows.len(), if rows.len() == 1 { " operation" } else { " operations" }); // a String takes everything
            let rows: Vec<_> = rows.into_iter().map(|row| (escape::visible(&row.id), row)).collect();
            let width = rows.iter().map(|(id, _)| id.chars().count()).max().unwrap_or(0).min(50);
            for (id, row) in rows {
                let losses = match row.losses {
                    0 => String::new(),
                    1 => ", 1 loss".to_owned(),
                    count => format!(", {count} losses"),
                };
                let deprecated = if row.deprecated { ", deprecated" } else { "" };
                let _ = writeln!(
                    text,
                    "  {id:width$}  {:6} {} ({} schemas, {} bytes{losses}{deprecated})",
                    row.verb,
                    escape::visible(&row.path),
                    row.schemas,
                    row.bytes
                );
            }
        }
        let limit = facts::limit("operations");
        let _ = writeln!(
            text,
            "\n{} of {} operations (at most {limit}), {} definitions, {} bytes (at most {}; {} in a solution)",
            self.rows.len(),
            self.all,
            self.definitions,
            self.bytes,
            facts::limit("definition-file"),
            facts::limit("definition-in-solution"),
        );
        text
    }
}
