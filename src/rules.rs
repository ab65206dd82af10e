//! All rules. Generated from the pages in `rules/` by `cargo test --test registry`; do not edit.
use crate::fix::Safety;
use crate::profile::Publisher;
use crate::rule::{Check, Confidence, Rule, Severity};

mod ai {
    pub mod agentic_protocol_unknown;
    pub mod mcp_operation_not_post;
    pub mod mcp_response_missing;
    pub mod model_description_blank;
    pub mod model_name_not_identifier;
}

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
    pub mod line_endings_mixed;
    pub mod openapi3_document;
    pub mod required_property_missing;
    pub mod required_value_empty;
    pub mod root_not_object;
    pub mod swagger_version_wrong;
    pub mod tab_indentation;
    pub mod top_level_out_of_order;
    pub mod trailing_white_space;
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

mod security {
    pub mod secret_in_file;
}

mod settings {
    pub mod environment_not_guid;
    pub mod ids_committed;
    pub mod named_file_missing;
}

mod size {
    pub mod body_has_too_many_schemas;
    pub mod definition_has_too_many_schemas;
    pub mod definition_too_large;
    pub mod definition_too_long_for_solution;
    pub mod icon_too_large;
    pub mod operation_has_too_many_schemas;
    pub mod script_too_large;
}

mod text {
    pub mod placeholder_text_left;
    pub mod text_not_english;
}

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "agentic-protocol-unknown", subject: "ai", title: "Agentic protocol that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "public samples of connectors to Model Context Protocol servers, 2025; the SSE variant ended in 2025-08", page: include_str!("../rules/ai/agentic-protocol-unknown.md"), check: Check::Operation(ai::agentic_protocol_unknown::check) },
    Rule { id: "mcp-operation-not-post", subject: "ai", title: "MCP server that is not called with POST", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "public samples of connectors to Model Context Protocol servers, 2025", page: include_str!("../rules/ai/mcp-operation-not-post.md"), check: Check::Operation(ai::mcp_operation_not_post::check) },
    Rule { id: "mcp-response-missing", subject: "ai", title: "MCP server without response 200", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "public samples of connectors to Model Context Protocol servers, 2025; microsoft/PowerPlatformConnectors#3930, 2025-07", page: include_str!("../rules/ai/mcp-response-missing.md"), check: Check::Operation(ai::mcp_response_missing::check) },
    Rule { id: "model-description-blank", subject: "ai", title: "Description for language models is empty", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "x-ms-description-for-model in Microsoft's own connectors, 2025", page: include_str!("../rules/ai/model-description-blank.md"), check: Check::Member(ai::model_description_blank::check) },
    Rule { id: "model-name-not-identifier", subject: "ai", title: "Name for language models is no identifier", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "x-ms-name-for-model in Microsoft's own connectors: always snake_case, 2025", page: include_str!("../rules/ai/model-name-not-identifier.md"), check: Check::Member(ai::model_name_not_identifier::check) },
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
    Rule { id: "line-endings-mixed", subject: "document", title: "Two kinds of line ends in one file", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "our choice; none of 1,023 published definitions mixes them, 2024-10", page: include_str!("../rules/document/line-endings-mixed.md"), check: Check::Document(document::line_endings_mixed::check) },
    Rule { id: "openapi3-document", subject: "document", title: "Definition is OpenAPI 3", codes: &["SpecificationVersionIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../rules/document/openapi3-document.md"), check: Check::Connector(document::openapi3_document::check) },
    Rule { id: "required-property-missing", subject: "document", title: "Required property is missing", codes: &["RequiredPropertyMissing", "BodyParameterSchemaRequired"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; Swagger 2.0 specification, 2014-09", page: include_str!("../rules/document/required-property-missing.md"), check: Check::Object(document::required_property_missing::check) },
    Rule { id: "required-value-empty", subject: "document", title: "Required value is empty", codes: &["RequiredValueEmpty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/required-value-empty.md"), check: Check::Member(document::required_value_empty::check) },
    Rule { id: "root-not-object", subject: "document", title: "File does not hold an object", codes: &["JsonTypeIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/root-not-object.md"), check: Check::Document(document::root_not_object::check) },
    Rule { id: "swagger-version-wrong", subject: "document", title: "Definition does not say \"swagger\": \"2.0\"", codes: &["SpecificationVersionIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/swagger-version-wrong.md"), check: Check::Definition(document::swagger_version_wrong::check) },
    Rule { id: "tab-indentation", subject: "document", title: "Indented with tabs", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Coding standards for custom connectors\", learn.microsoft.com, 2022; 49 of 1,023 published definitions, 2024-10", page: include_str!("../rules/document/tab-indentation.md"), check: Check::Document(document::tab_indentation::check) },
    Rule { id: "top-level-out-of-order", subject: "document", title: "Top-level keys are not in the usual order", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Coding standards for custom connectors\", learn.microsoft.com, 2022; 98 of 1,023 published definitions differ, 2024-10", page: include_str!("../rules/document/top-level-out-of-order.md"), check: Check::Definition(document::top_level_out_of_order::check) },
    Rule { id: "trailing-white-space", subject: "document", title: "White space at the end of lines", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Coding standards for custom connectors\", learn.microsoft.com, 2022; 74 of 1,023 published definitions, 2024-10", page: include_str!("../rules/document/trailing-white-space.md"), check: Check::Document(document::trailing_white_space::check) },
    Rule { id: "unknown-property", subject: "document", title: "Property that does not exist", codes: &["ExtensionNameNotValid", "AdditionalPropertyNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; logs in microsoft/PowerPlatformConnectors#3810 and #3930, 2025-07", page: include_str!("../rules/document/unknown-property.md"), check: Check::Member(document::unknown_property::check) },
    Rule { id: "url-not-https", subject: "document", title: "URL is not encrypted", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Unsafe), source: "reviews of pull requests in microsoft/PowerPlatformConnectors; 11 of 1,023 published definitions have one, 2024-10", page: include_str!("../rules/document/url-not-https.md"), check: Check::Member(document::url_not_https::check) },
    Rule { id: "url-not-valid", subject: "document", title: "URL is not absolute", codes: &["UrlNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/url-not-valid.md"), check: Check::Member(document::url_not_valid::check) },
    Rule { id: "value-not-in-list", subject: "document", title: "Value is not one of those allowed", codes: &["JsonValueNotInEnum", "SchemeNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/document/value-not-in-list.md"), check: Check::Member(document::value_not_in_list::check) },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../rules/operation/operation-summary-missing.md"), check: Check::Operation(operation::operation_summary_missing::check) },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../rules/parameter/path-parameter-encoding-missing.md"), check: Check::Parameter(parameter::path_parameter_encoding_missing::check) },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../rules/properties/brand-color-not-independent.md"), check: Check::Properties(properties::brand_color_not_independent::check) },
    Rule { id: "keyword-not-supported", subject: "schema", title: "Keyword that the platform does not support", codes: &["SwaggerKeywordNotSupported"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/schema/keyword-not-supported.md"), check: Check::Member(schema::keyword_not_supported::check) },
    Rule { id: "secret-in-file", subject: "security", title: "Secret in a file", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "README of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../rules/security/secret-in-file.md"), check: Check::Connector(security::secret_in_file::check) },
    Rule { id: "environment-not-guid", subject: "settings", title: "Environment is not an id", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "schemas/paconn-settings.schema.json in microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../rules/settings/environment-not-guid.md"), check: Check::Member(settings::environment_not_guid::check) },
    Rule { id: "ids-committed", subject: "settings", title: "Settings name your own environment", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "our choice: 3 of 1,035 published folders have a settings file, 2024-10", page: include_str!("../rules/settings/ids-committed.md"), check: Check::Member(settings::ids_committed::check) },
    Rule { id: "named-file-missing", subject: "settings", title: "Settings name a file that is not there", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "paconn in microsoft/PowerPlatformConnectors (tools/paconn-cli), which stops at it, 2024-10", page: include_str!("../rules/settings/named-file-missing.md"), check: Check::Member(settings::named_file_missing::check) },
    Rule { id: "body-has-too-many-schemas", subject: "size", title: "Body has too many schemas", codes: &["BodySchemaCountExceedsMaxAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; microsoft/PowerPlatformConnectors#1088, 2021-09", page: include_str!("../rules/size/body-has-too-many-schemas.md"), check: Check::Definition(size::body_has_too_many_schemas::check) },
    Rule { id: "definition-has-too-many-schemas", subject: "size", title: "Definition has too many schemas", codes: &["TotalSchemaCountExceedsMaxAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; \"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../rules/size/definition-has-too-many-schemas.md"), check: Check::Definition(size::definition_has_too_many_schemas::check) },
    Rule { id: "definition-too-large", subject: "size", title: "Definition is larger than 1 MB", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../rules/size/definition-too-large.md"), check: Check::Document(size::definition_too_large::check) },
    Rule { id: "definition-too-long-for-solution", subject: "size", title: "Definition is too long for a solution", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "microsoft/PowerPlatformConnectors#3567, 2024-07", page: include_str!("../rules/size/definition-too-long-for-solution.md"), check: Check::Document(size::definition_too_long_for_solution::check) },
    Rule { id: "icon-too-large", subject: "size", title: "Icon is larger than 1 MB", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "public scripts/validate.py of apify/apify-microsoft-power-automate-integration, 2025", page: include_str!("../rules/size/icon-too-large.md"), check: Check::Connector(size::icon_too_large::check) },
    Rule { id: "operation-has-too-many-schemas", subject: "size", title: "Operation has too many schemas", codes: &["OperationSchemaCountExceedsMaxAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; \"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../rules/size/operation-has-too-many-schemas.md"), check: Check::Definition(size::operation_has_too_many_schemas::check) },
    Rule { id: "script-too-large", subject: "size", title: "Script is larger than 1 MB", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12", page: include_str!("../rules/size/script-too-large.md"), check: Check::Connector(size::script_too_large::check) },
    Rule { id: "placeholder-text-left", subject: "text", title: "Text of a template is left", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "templates in microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../rules/text/placeholder-text-left.md"), check: Check::Document(text::placeholder_text_left::check) },
    Rule { id: "text-not-english", subject: "text", title: "Text has letters that English does not", codes: &["ValueMustBeInEnglish"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator logs in microsoft/PowerPlatformConnectors#2637, 2023-05, and #3943, 2025-08; none of 1,008 merged definitions has one", page: include_str!("../rules/text/text-not-english.md"), check: Check::Text(text::text_not_english::check) },
];
