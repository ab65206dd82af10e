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

mod policy {
    pub mod policy_duplicate;
    pub mod policy_host_constant;
    pub mod policy_host_not_https;
    pub mod policy_hosts_compete;
    pub mod policy_operation_unknown;
    pub mod policy_operations_not_a_list;
    pub mod policy_parameter_misnamed;
    pub mod policy_parameter_missing;
    pub mod policy_parameter_unknown;
    pub mod policy_path_not_absolute;
    pub mod policy_secret_in_clear;
    pub mod policy_section_invalid;
    pub mod policy_section_superfluous;
    pub mod policy_template_unknown;
    pub mod policy_title_missing;
    pub mod policy_value_unknown;
}

mod properties {
    pub mod brand_color_not_independent;
}

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "json-trailing-comma", subject: "document", title: "Trailing comma", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 sections 4 and 5, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-trailing-comma.md"), check: Check::Document(document::json_trailing_comma::check) },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../rules/operation/operation-summary-missing.md"), check: Check::Operation(operation::operation_summary_missing::check) },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../rules/parameter/path-parameter-encoding-missing.md"), check: Check::Parameter(parameter::path_parameter_encoding_missing::check) },
    Rule { id: "policy-duplicate", subject: "policy", title: "The same policy twice", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "our own reading of what the platform does with two equal instances: the second one repeats the first, 2026-11", page: include_str!("../rules/policy/policy-duplicate.md"), check: Check::Properties(policy::policy_duplicate::check) },
    Rule { id: "policy-host-constant", subject: "policy", title: "Policy for a dynamic host gives the same host always", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Set host URL\", policy templates for custom connectors, learn.microsoft.com, 2022; 7 of 124 published policies of this kind are constant, 2024-10", page: include_str!("../rules/policy/policy-host-constant.md"), check: Check::Policy(policy::policy_host_constant::check) },
    Rule { id: "policy-host-not-https", subject: "policy", title: "Policy leads to a host without TLS", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Set host URL\", policy templates for custom connectors, learn.microsoft.com, 2022; all published connectors use https or an expression, 2024-10", page: include_str!("../rules/policy/policy-host-not-https.md"), check: Check::Policy(policy::policy_host_not_https::check) },
    Rule { id: "policy-hosts-compete", subject: "policy", title: "Several policies choose the host of one operation", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "our own reading: the order in which the platform applies them is not documented, 2026-11", page: include_str!("../rules/policy/policy-hosts-compete.md"), check: Check::Properties(policy::policy_hosts_compete::check) },
    Rule { id: "policy-operation-unknown", subject: "policy", title: "Policy for an operation that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "5 of 717 published connectors have one left from an operation that was renamed, 2024-10", page: include_str!("../rules/policy/policy-operation-unknown.md"), check: Check::Policy(policy::policy_operation_unknown::check) },
    Rule { id: "policy-operations-not-a-list", subject: "policy", title: "Operations of a policy are not a list", codes: &["JsonTypeIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors has one, 2024-10\"", page: include_str!("../rules/policy/policy-operations-not-a-list.md"), check: Check::Policy(policy::policy_operations_not_a_list::check) },
    Rule { id: "policy-parameter-misnamed", subject: "policy", title: "Parameter that a policy requires has another name", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; some public guides teach the wrong names, none of the published connectors uses them, 2024-10\"", page: include_str!("../rules/policy/policy-parameter-misnamed.md"), check: Check::Policy(policy::policy_parameter_misnamed::check) },
    Rule { id: "policy-parameter-missing", subject: "policy", title: "Policy lacks a parameter that its template requires", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors lacks one, 2024-10\"", page: include_str!("../rules/policy/policy-parameter-missing.md"), check: Check::Policy(policy::policy_parameter_missing::check) },
    Rule { id: "policy-parameter-unknown", subject: "policy", title: "Parameter that the policy template does not know", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors has one, 2024-10\"", page: include_str!("../rules/policy/policy-parameter-unknown.md"), check: Check::Policy(policy::policy_parameter_unknown::check) },
    Rule { id: "policy-path-not-absolute", subject: "policy", title: "Policy leads to a path without a leading slash", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Route request\", policy templates for custom connectors, learn.microsoft.com, 2022; 3 of 104 published policies of this kind have none, 2024-10", page: include_str!("../rules/policy/policy-path-not-absolute.md"), check: Check::Policy(policy::policy_path_not_absolute::check) },
    Rule { id: "policy-secret-in-clear", subject: "policy", title: "Secret written in a policy", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "microsoft/PowerPlatformConnectors readme: no secrets in the repository, 2024-10; one published connector has one", page: include_str!("../rules/policy/policy-secret-in-clear.md"), check: Check::Policy(policy::policy_secret_in_clear::check) },
    Rule { id: "policy-section-invalid", subject: "policy", title: "Policy in a section that its template does not take", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors has one, 2024-10\"", page: include_str!("../rules/policy/policy-section-invalid.md"), check: Check::Policy(policy::policy_section_invalid::check) },
    Rule { id: "policy-section-superfluous", subject: "policy", title: "Policy with a section although its template takes none", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 1 of 717 published connectors has one, 2024-10\"", page: include_str!("../rules/policy/policy-section-superfluous.md"), check: Check::Policy(policy::policy_section_superfluous::check) },
    Rule { id: "policy-template-unknown", subject: "policy", title: "Policy template that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 3 of 717 published connectors name another one, 2024-10\"", page: include_str!("../rules/policy/policy-template-unknown.md"), check: Check::Policy(policy::policy_template_unknown::check) },
    Rule { id: "policy-title-missing", subject: "policy", title: "Policy has no title", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "all published policies have one although the schema does not require it, 2024-10", page: include_str!("../rules/policy/policy-title-missing.md"), check: Check::Policy(policy::policy_title_missing::check) },
    Rule { id: "policy-value-unknown", subject: "policy", title: "Policy parameter with a value outside its list", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors has one, 2024-10\"", page: include_str!("../rules/policy/policy-value-unknown.md"), check: Check::Policy(policy::policy_value_unknown::check) },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../rules/properties/brand-color-not-independent.md"), check: Check::Properties(properties::brand_color_not_independent::check) },
];
