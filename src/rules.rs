//! All rules. Generated from the pages in `rules/` by `cargo test --test registry`; do not edit.
use crate::fix::Safety;
use crate::profile::Publisher;
use crate::rule::{Check, Confidence, Rule, Severity};

mod document {
    pub mod json_trailing_comma;
}

mod host {
    pub mod base_path_ends_in_slash;
    pub mod base_path_without_slash;
    pub mod host_local;
    pub mod host_missing;
    pub mod host_not_lowercase;
    pub mod host_not_production;
    pub mod host_not_valid;
    pub mod host_placeholder;
    pub mod scheme_http;
    pub mod scheme_websocket;
    pub mod schemes_empty;
    pub mod schemes_missing;
}

mod operation {
    pub mod operation_summary_missing;
}

mod parameter {
    pub mod path_parameter_encoding_missing;
}

mod properties {
    pub mod brand_color_not_independent;
}

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "json-trailing-comma", subject: "document", title: "Trailing comma", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 sections 4 and 5, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-trailing-comma.md"), check: Check::Document(document::json_trailing_comma::check) },
    Rule { id: "base-path-ends-in-slash", subject: "host", title: "Base path ends in a slash", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "Swagger 2.0 specification (a path is appended to `basePath`), 2014-09; 156 of 1,023 published connectors do, so most services bear it, 2024-10", page: include_str!("../rules/host/base-path-ends-in-slash.md"), check: Check::Definition(host::base_path_ends_in_slash::check) },
    Rule { id: "base-path-without-slash", subject: "host", title: "Base path does not begin with a slash", codes: &["BasePathNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors lacks it, 2024-10", page: include_str!("../rules/host/base-path-without-slash.md"), check: Check::Definition(host::base_path_without_slash::check) },
    Rule { id: "host-local", subject: "host", title: "Host cannot be reached from the cloud", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "RFC 1918 (private addresses), RFC 6761 (localhost); the only one of 1,023 published connectors goes through a gateway, 2024-10", page: include_str!("../rules/host/host-local.md"), check: Check::Definition(host::host_local::check) },
    Rule { id: "host-missing", subject: "host", title: "Definition has no host", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "paconn builds the address of the service from scheme, `host` and `basePath`, microsoft/PowerPlatformConnectors tools/paconn-cli, 2026-09; all 1,023 published connectors have one, 2024-10", page: include_str!("../rules/host/host-missing.md"), check: Check::Definition(host::host_missing::check) },
    Rule { id: "host-not-lowercase", subject: "host", title: "Host has capital letters", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 4343 (names of hosts do not distinguish case), 2006; 16 of 1,023 published connectors have them, 2024-10", page: include_str!("../rules/host/host-not-lowercase.md"), check: Check::Definition(host::host_not_lowercase::check) },
    Rule { id: "host-not-production", subject: "host", title: "Host looks like a test system", codes: &[], policies: &["5000.2.6.4"], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; a reviewer in microsoft/PowerPlatformConnectors#882, 2021-06; 29 of 1,023 published connectors have such a host, 2024-10", page: include_str!("../rules/host/host-not-production.md"), check: Check::Definition(host::host_not_production::check) },
    Rule { id: "host-not-valid", subject: "host", title: "Host is not just a host name", codes: &["HostNameNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "validator log in microsoft/PowerPlatformConnectors#4041, 2025-12", page: include_str!("../rules/host/host-not-valid.md"), check: Check::Definition(host::host_not_valid::check) },
    Rule { id: "host-placeholder", subject: "host", title: "Host is a stand-in that nothing replaces", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "52 of 1,023 published connectors have such a host and nearly all replace it by a policy, 2024-10", page: include_str!("../rules/host/host-placeholder.md"), check: Check::Definition(host::host_placeholder::check) },
    Rule { id: "scheme-http", subject: "host", title: "Service may be called without encryption", codes: &[], policies: &["5000.3.1.6"], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Submit your connector for certification\" (TLS 1.2 or later), learn.microsoft.com, 2022-06; 25 of 1,023 published connectors list `http`, 9 of them nothing else, 2024-10", page: include_str!("../rules/host/scheme-http.md"), check: Check::Definition(host::scheme_http::check) },
    Rule { id: "scheme-websocket", subject: "host", title: "WebSocket scheme", codes: &["SchemeNotSupported"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../rules/host/scheme-websocket.md"), check: Check::Member(host::scheme_websocket::check) },
    Rule { id: "schemes-empty", subject: "host", title: "List of schemes is empty", codes: &["SchemesArrayEmpty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../rules/host/schemes-empty.md"), check: Check::Object(host::schemes_empty::check) },
    Rule { id: "schemes-missing", subject: "host", title: "Definition does not say by which scheme it is called", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "paconn builds the address of the service from the first of `schemes`, microsoft/PowerPlatformConnectors tools/paconn-cli, 2026-09; all 1,023 published connectors have one, 2024-10", page: include_str!("../rules/host/schemes-missing.md"), check: Check::Definition(host::schemes_missing::check) },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../rules/operation/operation-summary-missing.md"), check: Check::Operation(operation::operation_summary_missing::check) },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../rules/parameter/path-parameter-encoding-missing.md"), check: Check::Parameter(parameter::path_parameter_encoding_missing::check) },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../rules/properties/brand-color-not-independent.md"), check: Check::Properties(properties::brand_color_not_independent::check) },
];
