//! All rules. Generated from the pages in `rules/` by `cargo test --test registry`; do not edit.
use crate::fix::Safety;
use crate::profile::Publisher;
use crate::rule::{Check, Confidence, Rule, Severity};

mod document {
    pub mod array_duplicate_value;
    pub mod byte_order_mark;
    pub mod duplicate_key;
    pub mod encoding_not_utf8;
    pub mod extension_in_wrong_place;
    pub mod extension_misspelled;
    pub mod extension_unknown;
    pub mod invisible_character;
    pub mod json_comment;
    pub mod json_syntax;
    pub mod json_trailing_comma;
    pub mod json_type_wrong;
    pub mod keyword_not_in_swagger;
    pub mod one_of_properties_missing;
    pub mod openapi3_document;
    pub mod required_property_missing;
    pub mod required_value_empty;
    pub mod root_not_object;
    pub mod swagger_version_wrong;
    pub mod unknown_property;
    pub mod url_not_https;
    pub mod url_not_valid;
    pub mod value_not_in_list;
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
    pub mod keyword_not_supported;
}

mod text {
    pub mod text_not_english;
}

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "array-duplicate-value", subject: "document", title: "Value twice in an array", codes: &["ArrayDuplicateValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/array-duplicate-value.md"), check: Check::Member(document::array_duplicate_value::check) },
    Rule { id: "byte-order-mark", subject: "document", title: "File starts with a byte order mark", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "paconn in microsoft/PowerPlatformConnectors (tools/paconn-cli): validate reads such a file, create and update do not, 2024-10; 4 of 1,031 published connectors", page: include_str!("../rules/document/byte-order-mark.md"), check: Check::Document(document::byte_order_mark::check) },
    Rule { id: "duplicate-key", subject: "document", title: "Key twice in one object", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 section 4, 2017; 5 of 1,031 published connectors lose a value this way, 2024-10", page: include_str!("../rules/document/duplicate-key.md"), check: Check::Document(document::duplicate_key::check) },
    Rule { id: "encoding-not-utf8", subject: "document", title: "File is not UTF-8", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "RFC 8259 section 8.1, 2017; microsoft/PowerPlatformConnectors#619, 2020-12", page: include_str!("../rules/document/encoding-not-utf8.md"), check: Check::Document(document::encoding_not_utf8::check) },
    Rule { id: "extension-in-wrong-place", subject: "document", title: "x-ms extension where nothing reads it", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Extend an OpenAPI definition for a custom connector\", learn.microsoft.com, 2023; schemas/apiDefinition.swagger.schema.json in microsoft/PowerPlatformConnectors, 2020-07", page: include_str!("../rules/document/extension-in-wrong-place.md"), check: Check::Member(document::extension_in_wrong_place::check) },
    Rule { id: "extension-misspelled", subject: "document", title: "Misspelt x-ms extension", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "8 of 1,023 published definitions have one, without effect, 2024-10", page: include_str!("../rules/document/extension-misspelled.md"), check: Check::Member(document::extension_misspelled::check) },
    Rule { id: "extension-unknown", subject: "document", title: "x-ms extension that nothing reads", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "counted over 1,023 published definitions, 2024-10: 75 have one", page: include_str!("../rules/document/extension-unknown.md"), check: Check::Member(document::extension_unknown::check) },
    Rule { id: "invisible-character", subject: "document", title: "Invisible character in a text", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "6 of 1,023 published definitions, 2024-10", page: include_str!("../rules/document/invisible-character.md"), check: Check::Document(document::invisible_character::check) },
    Rule { id: "json-comment", subject: "document", title: "Comment in JSON", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "RFC 8259, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-comment.md"), check: Check::Document(document::json_comment::check) },
    Rule { id: "json-syntax", subject: "document", title: "File is not valid JSON", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-syntax.md"), check: Check::Document(document::json_syntax::check) },
    Rule { id: "json-trailing-comma", subject: "document", title: "Trailing comma", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 sections 4 and 5, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-trailing-comma.md"), check: Check::Document(document::json_trailing_comma::check) },
    Rule { id: "json-type-wrong", subject: "document", title: "Value has the wrong JSON type", codes: &["JsonTypeIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; validator log in microsoft/PowerPlatformConnectors#4123, 2026-03", page: include_str!("../rules/document/json-type-wrong.md"), check: Check::Member(document::json_type_wrong::check) },
    Rule { id: "keyword-not-in-swagger", subject: "document", title: "Keyword of OpenAPI 3 or JSON Schema", codes: &["ExtensionNameNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; \"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../rules/document/keyword-not-in-swagger.md"), check: Check::Member(document::keyword_not_in_swagger::check) },
    Rule { id: "one-of-properties-missing", subject: "document", title: "None of several alternatives is there", codes: &["OneOfPropertiesRequired"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; schemas/apiDefinition.swagger.schema.json in microsoft/PowerPlatformConnectors, 2020-07", page: include_str!("../rules/document/one-of-properties-missing.md"), check: Check::Object(document::one_of_properties_missing::check) },
    Rule { id: "openapi3-document", subject: "document", title: "Definition is OpenAPI 3", codes: &["SpecificationVersionIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../rules/document/openapi3-document.md"), check: Check::Connector(document::openapi3_document::check) },
    Rule { id: "required-property-missing", subject: "document", title: "Required property is missing", codes: &["RequiredPropertyMissing", "BodyParameterSchemaRequired", "MissingEnumValuesDisplayName"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; Swagger 2.0 specification, 2014-09", page: include_str!("../rules/document/required-property-missing.md"), check: Check::Object(document::required_property_missing::check) },
    Rule { id: "required-value-empty", subject: "document", title: "Required value is empty", codes: &["RequiredValueEmpty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/required-value-empty.md"), check: Check::Member(document::required_value_empty::check) },
    Rule { id: "root-not-object", subject: "document", title: "File does not hold an object", codes: &["JsonTypeIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/root-not-object.md"), check: Check::Document(document::root_not_object::check) },
    Rule { id: "swagger-version-wrong", subject: "document", title: "Definition does not say \"swagger\": \"2.0\"", codes: &["SpecificationVersionIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/swagger-version-wrong.md"), check: Check::Definition(document::swagger_version_wrong::check) },
    Rule { id: "unknown-property", subject: "document", title: "Property that does not exist", codes: &["ExtensionNameNotValid", "AdditionalPropertyNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; logs in microsoft/PowerPlatformConnectors#3810 and #3930, 2025-07", page: include_str!("../rules/document/unknown-property.md"), check: Check::Member(document::unknown_property::check) },
    Rule { id: "url-not-https", subject: "document", title: "URL is not encrypted", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Unsafe), source: "reviews of pull requests in microsoft/PowerPlatformConnectors; 11 of 1,023 published definitions have one, 2024-10", page: include_str!("../rules/document/url-not-https.md"), check: Check::Member(document::url_not_https::check) },
    Rule { id: "url-not-valid", subject: "document", title: "URL is not absolute", codes: &["UrlNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/url-not-valid.md"), check: Check::Member(document::url_not_valid::check) },
    Rule { id: "value-not-in-list", subject: "document", title: "Value is not one of those allowed", codes: &["JsonValueNotInEnum"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/value-not-in-list.md"), check: Check::Member(document::value_not_in_list::check) },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../rules/operation/operation-summary-missing.md"), check: Check::Operation(operation::operation_summary_missing::check) },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../rules/parameter/path-parameter-encoding-missing.md"), check: Check::Parameter(parameter::path_parameter_encoding_missing::check) },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../rules/properties/brand-color-not-independent.md"), check: Check::Properties(properties::brand_color_not_independent::check) },
    Rule { id: "keyword-not-supported", subject: "schema", title: "Keyword that the platform does not support", codes: &["SwaggerKeywordNotSupported"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/schema/keyword-not-supported.md"), check: Check::Member(schema::keyword_not_supported::check) },
    Rule { id: "text-not-english", subject: "text", title: "Text has letters that English does not", codes: &["ValueMustBeInEnglish"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator logs in microsoft/PowerPlatformConnectors#2637, 2023-05, and #3943, 2025-08; none of 1,008 merged definitions has one", page: include_str!("../rules/text/text-not-english.md"), check: Check::Text(text::text_not_english::check) },
];
