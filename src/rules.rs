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

mod schema {
    pub mod array_items_empty;
    pub mod array_items_missing;
    pub mod binary_nested;
    pub mod definition_only_a_ref;
    pub mod file_type_misplaced;
    pub mod format_type_mismatch;
    pub mod format_unknown;
    pub mod required_list_duplicate;
    pub mod required_list_empty;
    pub mod required_list_on_non_object;
    pub mod required_property_read_only;
    pub mod required_property_undefined;
    pub mod schema_ref_not_found;
    pub mod schema_ref_not_local;
    pub mod schema_ref_with_siblings;
}

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "json-trailing-comma", subject: "document", title: "Trailing comma", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 sections 4 and 5, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-trailing-comma.md"), check: Check::Document(document::json_trailing_comma::check) },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../rules/operation/operation-summary-missing.md"), check: Check::Operation(operation::operation_summary_missing::check) },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../rules/parameter/path-parameter-encoding-missing.md"), check: Check::Parameter(parameter::path_parameter_encoding_missing::check) },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../rules/properties/brand-color-not-independent.md"), check: Check::Properties(properties::brand_color_not_independent::check) },
    Rule { id: "array-items-empty", subject: "schema", title: "Array of anything", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "127 of 1,023 published connectors have one, 2024-10", page: include_str!("../rules/schema/array-items-empty.md"), check: Check::Schema(schema::array_items_empty::check) },
    Rule { id: "array-items-missing", subject: "schema", title: "Array does not say what it holds", codes: &["ArrayHasNoItems"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of 1,023 published definitions has one, 2024-10", page: include_str!("../rules/schema/array-items-missing.md"), check: Check::Schema(schema::array_items_missing::check) },
    Rule { id: "binary-nested", subject: "schema", title: "Binary content inside of something", codes: &["InvalidStringBinaryProperty"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 18 of 1,023 published connectors have one, so it does not stop certification, 2024-10", page: include_str!("../rules/schema/binary-nested.md"), check: Check::Schema(schema::binary_nested::check) },
    Rule { id: "definition-only-a-ref", subject: "schema", title: "Definition is nothing but a reference", codes: &["SchemaRefLoopNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/schema/definition-only-a-ref.md"), check: Check::Schema(schema::definition_only_a_ref::check) },
    Rule { id: "file-type-misplaced", subject: "schema", title: "File where none can be", codes: &["SchemaTypeFileNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../rules/schema/file-type-misplaced.md"), check: Check::Schema(schema::file_type_misplaced::check) },
    Rule { id: "format-type-mismatch", subject: "schema", title: "Format of another type", codes: &["UnrecognizedTypeFormat"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; list of formats in `apiDefinition.swagger.schema.json` of microsoft/PowerPlatformConnectors, 2024-10; 8 of 1,023 published connectors have one", page: include_str!("../rules/schema/format-type-mismatch.md"), check: Check::Schema(schema::format_type_mismatch::check) },
    Rule { id: "format-unknown", subject: "schema", title: "Unknown format", codes: &["UnrecognizedTypeFormat"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; list of formats in `apiDefinition.swagger.schema.json` of microsoft/PowerPlatformConnectors, 2024-10; 35 of 1,023 published connectors have one", page: include_str!("../rules/schema/format-unknown.md"), check: Check::Schema(schema::format_unknown::check) },
    Rule { id: "required-list-duplicate", subject: "schema", title: "Property is required twice", codes: &["ArrayDuplicateValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/schema/required-list-duplicate.md"), check: Check::Schema(schema::required_list_duplicate::check) },
    Rule { id: "required-list-empty", subject: "schema", title: "Empty list of required properties", codes: &["RequiredPropertyArrayEmpty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../rules/schema/required-list-empty.md"), check: Check::Schema(schema::required_list_empty::check) },
    Rule { id: "required-list-on-non-object", subject: "schema", title: "Required properties of something that has none", codes: &["RequiredPropertyNotOnObject"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 8 of 616 published certified connectors have one, so it does not stop certification, 2024-10", page: include_str!("../rules/schema/required-list-on-non-object.md"), check: Check::Schema(schema::required_list_on_non_object::check) },
    Rule { id: "required-property-read-only", subject: "schema", title: "Required input is read-only", codes: &["RequiredReadOnlyPropertyNotAllowedAsInput"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of 1,023 published connectors has some, 2024-10", page: include_str!("../rules/schema/required-property-read-only.md"), check: Check::Schema(schema::required_property_read_only::check) },
    Rule { id: "required-property-undefined", subject: "schema", title: "Required property is not among the properties", codes: &["RequiredPropertyDefinitionMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/schema/required-property-undefined.md"), check: Check::Schema(schema::required_property_undefined::check) },
    Rule { id: "schema-ref-not-found", subject: "schema", title: "Reference to a definition that does not exist", codes: &["SchemaReferenceNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; microsoft/PowerPlatformConnectors#155 tells that the service answers with an internal error instead of a message, 2020-03", page: include_str!("../rules/schema/schema-ref-not-found.md"), check: Check::Schema(schema::schema_ref_not_found::check) },
    Rule { id: "schema-ref-not-local", subject: "schema", title: "Reference to something other than a definition", codes: &["SchemaReferenceNotValid", "JsonPointerNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../rules/schema/schema-ref-not-local.md"), check: Check::Schema(schema::schema_ref_not_local::check) },
    Rule { id: "schema-ref-with-siblings", subject: "schema", title: "Something stands beside a $ref", codes: &["AdditionalPropertyNotAllowedAdjacentToRef"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 29 of 1,023 published connectors have some, so it does not stop certification, 2024-10", page: include_str!("../rules/schema/schema-ref-with-siblings.md"), check: Check::Schema(schema::schema_ref_with_siblings::check) },
];
