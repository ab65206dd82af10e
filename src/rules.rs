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
    pub mod brand_color_forbidden;
    pub mod brand_color_not_hex;
    pub mod brand_color_not_independent;
    pub mod brand_color_of_independents;
    pub mod capability_name_unknown;
    pub mod gateway_capability_missing;
    pub mod gateway_with_oauth;
    pub mod publisher_is_stack_owner;
    pub mod publisher_missing;
    pub mod publisher_not_stack_owner;
    pub mod stack_owner_missing;
    pub mod stack_owner_with_paconn;
}

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "json-trailing-comma", subject: "document", title: "Trailing comma", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 sections 4 and 5, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-trailing-comma.md"), check: Check::Document(document::json_trailing_comma::check) },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../rules/operation/operation-summary-missing.md"), check: Check::Operation(operation::operation_summary_missing::check) },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../rules/parameter/path-parameter-encoding-missing.md"), check: Check::Parameter(parameter::path_parameter_encoding_missing::check) },
    Rule { id: "brand-color-forbidden", subject: "properties", title: "Brand colour is white or the default", codes: &[], policies: &["5000.2.1.1"], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified], default: true, fix: None, source: "pull request template of microsoft/PowerPlatformConnectors, 2024-10; \"Submit your connector for certification\", learn.microsoft.com, 2022-06", page: include_str!("../rules/properties/brand-color-forbidden.md"), check: Check::Properties(properties::brand_color_forbidden::check) },
    Rule { id: "brand-color-not-hex", subject: "properties", title: "Brand colour is not written as # and six hex digits", codes: &[], policies: &["5000.2.1.1"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; all 1,031 published connectors write it so, 2024-10", page: include_str!("../rules/properties/brand-color-not-hex.md"), check: Check::Properties(properties::brand_color_not_hex::check) },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../rules/properties/brand-color-not-independent.md"), check: Check::Properties(properties::brand_color_not_independent::check) },
    Rule { id: "brand-color-of-independents", subject: "properties", title: "Certified connector has the brand colour of independent ones", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; 1 of 616 published certified connectors has it, 2024-10", page: include_str!("../rules/properties/brand-color-of-independents.md"), check: Check::Properties(properties::brand_color_of_independents::check) },
    Rule { id: "capability-name-unknown", subject: "properties", title: "Capability that the platform does not know", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "schemas/paconn-apiProperties.schema.json of microsoft/PowerPlatformConnectors and 1,031 published connectors, 2024-10", page: include_str!("../rules/properties/capability-name-unknown.md"), check: Check::Properties(properties::capability_name_unknown::check) },
    Rule { id: "gateway-capability-missing", subject: "properties", title: "Gateway parameter without the gateway capability", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Use an on-premises data gateway\", learn.microsoft.com, 2022; the published connector with a gateway parameter lists the capability, 2024-10", page: include_str!("../rules/properties/gateway-capability-missing.md"), check: Check::Properties(properties::gateway_capability_missing::check) },
    Rule { id: "gateway-with-oauth", subject: "properties", title: "Sign-in and gateway do not go together", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Troubleshoot OAuth 2.0 for custom connectors\", learn.microsoft.com, 2022", page: include_str!("../rules/properties/gateway-with-oauth.md"), check: Check::Properties(properties::gateway_with_oauth::check) },
    Rule { id: "publisher-is-stack-owner", subject: "properties", title: "Independent publisher claims to own the service", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Independent], default: true, fix: None, source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; 2 of 275 published independent connectors read at hand, 2024-10", page: include_str!("../rules/properties/publisher-is-stack-owner.md"), check: Check::Properties(properties::publisher_is_stack_owner::check) },
    Rule { id: "publisher-missing", subject: "properties", title: "Publisher is missing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; added in 52 pull requests of microsoft/PowerPlatformConnectors after the first commit", page: include_str!("../rules/properties/publisher-missing.md"), check: Check::Properties(properties::publisher_missing::check) },
    Rule { id: "publisher-not-stack-owner", subject: "properties", title: "Publisher of a certified connector does not own the service", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &[Publisher::Certified], default: true, fix: None, source: "reviews in microsoft/PowerPlatformConnectors#2360 and #2581, 2023; 29 of 374 published certified connectors with both names differ, 2024-10", page: include_str!("../rules/properties/publisher-not-stack-owner.md"), check: Check::Properties(properties::publisher_not_stack_owner::check) },
    Rule { id: "stack-owner-missing", subject: "properties", title: "Owner of the service is missing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "reviews in microsoft/PowerPlatformConnectors#731 (2021) and #2637 (2023-05); added in 249 pull requests after the first commit", page: include_str!("../rules/properties/stack-owner-missing.md"), check: Check::Properties(properties::stack_owner_missing::check) },
    Rule { id: "stack-owner-with-paconn", subject: "properties", title: "paconn cannot deploy a connector with stackOwner", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "microsoft/PowerPlatformConnectors#754, 2021, and \"Limitations\" in the readme of paconn, 2024-10", page: include_str!("../rules/properties/stack-owner-with-paconn.md"), check: Check::Properties(properties::stack_owner_with_paconn::check) },
];
