//! All rules. Generated from the pages in `rules/` by `cargo test --test registry`; do not edit.
use crate::fix::Safety;
use crate::profile::Publisher;
use crate::rule::{Check, Confidence, Rule, Severity};

mod document {
    pub mod json_trailing_comma;
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

mod script {
    pub mod script_blocking_call;
    pub mod script_class_missing;
    pub mod script_class_name;
    pub mod script_console_output;
    pub mod script_execute_missing;
    pub mod script_file_missing;
    pub mod script_file_name;
    pub mod script_file_several;
    pub mod script_formatting_ambiguous;
    pub mod script_http_client;
    pub mod script_namespace_unsupported;
    pub mod script_operation_duplicate;
    pub mod script_operation_id_unknown;
    pub mod script_operation_unhandled;
    pub mod script_operation_unknown;
    pub mod script_secret;
    pub mod script_unbalanced;
    pub mod script_with_gateway;
}

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "json-trailing-comma", subject: "document", title: "Trailing comma", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 sections 4 and 5, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-trailing-comma.md"), check: Check::Document(document::json_trailing_comma::check) },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../rules/operation/operation-summary-missing.md"), check: Check::Operation(operation::operation_summary_missing::check) },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../rules/parameter/path-parameter-encoding-missing.md"), check: Check::Parameter(parameter::path_parameter_encoding_missing::check) },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../rules/properties/brand-color-not-independent.md"), check: Check::Properties(properties::brand_color_not_independent::check) },
    Rule { id: "script-blocking-call", subject: "script", title: "Script waits without await", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12 (a script has 5 seconds; later texts say 120); 1 of 53 published scripts at hand does it, 2024-10", page: include_str!("../rules/script/script-blocking-call.md"), check: Check::Connector(script::script_blocking_call::check) },
    Rule { id: "script-class-missing", subject: "script", title: "Script has no class that extends ScriptBase", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; all 53 published scripts at hand have one, 2024-10", page: include_str!("../rules/script/script-class-missing.md"), check: Check::Connector(script::script_class_missing::check) },
    Rule { id: "script-class-name", subject: "script", title: "Class of the script is not called Script", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 3 of 53 published scripts call it `script`, 2024-10", page: include_str!("../rules/script/script-class-name.md"), check: Check::Connector(script::script_class_name::check) },
    Rule { id: "script-console-output", subject: "script", title: "Script writes to a console that nobody sees", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 2 of 53 published scripts at hand do it, 2024-10", page: include_str!("../rules/script/script-console-output.md"), check: Check::Connector(script::script_console_output::check) },
    Rule { id: "script-execute-missing", subject: "script", title: "Script does not override ExecuteAsync", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; all 53 published scripts at hand have it, 2024-10", page: include_str!("../rules/script/script-execute-missing.md"), check: Check::Connector(script::script_execute_missing::check) },
    Rule { id: "script-file-missing", subject: "script", title: "Operations are to be scripted, but there is no script", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 6 of 1,031 published connectors list operations without a script, 2024-10", page: include_str!("../rules/script/script-file-missing.md"), check: Check::Properties(script::script_file_missing::check) },
    Rule { id: "script-file-name", subject: "script", title: "Script is not called script.csx", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 5 of 86 published scripts have another name, 2024-10", page: include_str!("../rules/script/script-file-name.md"), check: Check::Connector(script::script_file_name::check) },
    Rule { id: "script-file-several", subject: "script", title: "Several scripts", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12 (one script for a connector); none of 700 published connectors has two", page: include_str!("../rules/script/script-file-several.md"), check: Check::Connector(script::script_file_several::check) },
    Rule { id: "script-formatting-ambiguous", subject: "script", title: "Formatting may be that of two libraries", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "npm package ppcv, 2024; the 2 published scripts that use it write `Newtonsoft.Json.Formatting`, 2024-10", page: include_str!("../rules/script/script-formatting-ambiguous.md"), check: Check::Connector(script::script_formatting_ambiguous::check) },
    Rule { id: "script-http-client", subject: "script", title: "Script makes its own HttpClient", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; none of 53 published scripts at hand does it, 2024-10", page: include_str!("../rules/script/script-http-client.md"), check: Check::Connector(script::script_http_client::check) },
    Rule { id: "script-namespace-unsupported", subject: "script", title: "Script uses a namespace that is not supported", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12 (26 namespaces); discussion in microsoft/PowerPlatformConnectors#3478, 2024", page: include_str!("../rules/script/script-namespace-unsupported.md"), check: Check::Connector(script::script_namespace_unsupported::check) },
    Rule { id: "script-operation-duplicate", subject: "script", title: "Operation is listed twice in scriptOperations", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "paconn README in microsoft/PowerPlatformConnectors (`scriptOperations` is a list of names), 2024-10; none of 700 published connectors does it", page: include_str!("../rules/script/script-operation-duplicate.md"), check: Check::Properties(script::script_operation_duplicate::check) },
    Rule { id: "script-operation-id-unknown", subject: "script", title: "Script asks for an operation that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 1 of 53 published scripts at hand does it, 2024-10", page: include_str!("../rules/script/script-operation-id-unknown.md"), check: Check::Connector(script::script_operation_id_unknown::check) },
    Rule { id: "script-operation-unhandled", subject: "script", title: "Script does not know an operation for which it is called", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "the sample of \"Write code in a custom connector\", learn.microsoft.com, 2022-12; none of 53 published scripts at hand does it, 2024-10", page: include_str!("../rules/script/script-operation-unhandled.md"), check: Check::Properties(script::script_operation_unhandled::check) },
    Rule { id: "script-operation-unknown", subject: "script", title: "Script is set for an operation that does not exist", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 2 of 700 published connectors still have the sample's `postCall`, 2024-10", page: include_str!("../rules/script/script-operation-unknown.md"), check: Check::Properties(script::script_operation_unknown::check) },
    Rule { id: "script-secret", subject: "script", title: "Secret in the script", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "README of microsoft/PowerPlatformConnectors (no client secrets in files), 2024-10; none in 53 published scripts at hand", page: include_str!("../rules/script/script-secret.md"), check: Check::Connector(script::script_secret::check) },
    Rule { id: "script-unbalanced", subject: "script", title: "Bracket, string or comment of the script is not closed", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "C# language specification, learn.microsoft.com, 2024; all 53 published scripts close what they open, 2024-10", page: include_str!("../rules/script/script-unbalanced.md"), check: Check::Connector(script::script_unbalanced::check) },
    Rule { id: "script-with-gateway", subject: "script", title: "Script in a connector for the on-premises data gateway", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12 (FAQ: not supported)", page: include_str!("../rules/script/script-with-gateway.md"), check: Check::Properties(script::script_with_gateway::check) },
];
