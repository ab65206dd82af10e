//! All rules. Generated from the pages in `rules/` by `cargo test --test registry`; do not edit.
use crate::rule::fix::Safety;
use crate::connector::publisher::Publisher;
use crate::rule::{Check, Confidence, Origin, Rule, Severity};

mod ai {
    pub mod agentic_protocol_unknown;
    pub mod mcp_operation_not_post;
    pub mod mcp_response_missing;
    pub mod model_description_blank;
    pub mod model_name_not_identifier;
}

mod archive {
    pub mod archive_entry_refused;
    pub mod archive_too_large;
    pub mod archive_unreadable;
}

mod capability {
    pub mod capability_operation_unknown;
    pub mod test_connection_argument_missing;
    pub mod test_connection_argument_not_fixed;
    pub mod test_connection_not_get;
    pub mod test_connection_visible;
}

mod change {
    pub mod additional_properties_closed;
    pub mod authentication_method_added;
    pub mod authentication_method_removed;
    pub mod base_path_changed;
    pub mod connection_parameter_added;
    pub mod connection_parameter_became_required;
    pub mod connection_parameter_renamed;
    pub mod connection_parameter_sets_changed;
    pub mod connection_parameter_type_changed;
    pub mod connection_parameters_removed;
    pub mod connector_deleted;
    pub mod connector_metadata_removed;
    pub mod deprecated_operation_deleted;
    pub mod dynamic_lookup_broken;
    pub mod dynamic_lookup_changed;
    pub mod field_text_changed;
    pub mod field_visibility_changed;
    pub mod host_changed;
    pub mod https_removed;
    pub mod icon_changed;
    pub mod input_became_optional;
    pub mod input_became_required;
    pub mod input_default_changed;
    pub mod input_encoding_changed;
    pub mod input_enum_added;
    pub mod input_enum_narrowed;
    pub mod input_enum_widened;
    pub mod input_field_deleted;
    pub mod input_field_renamed;
    pub mod input_field_visibility_changed_to_internal;
    pub mod input_narrowed;
    pub mod input_type_changed;
    pub mod input_type_widened;
    pub mod internal_default_changed;
    pub mod internal_input_deleted;
    pub mod internal_input_required;
    pub mod internal_input_shown;
    pub mod mime_types_changed;
    pub mod notification_content_removed;
    pub mod notification_url_moved;
    pub mod oauth_settings_changed;
    pub mod operation_added;
    pub mod operation_deleted;
    pub mod operation_deprecated;
    pub mod operation_description_changed;
    pub mod operation_hidden;
    pub mod operation_id_case_changed;
    pub mod operation_kind_changed;
    pub mod operation_mime_types_changed;
    pub mod operation_renamed;
    pub mod operation_security_changed;
    pub mod operation_summary_changed;
    pub mod operation_undeprecated;
    pub mod operation_visibility_changed;
    pub mod optional_input_added;
    pub mod output_became_dynamic;
    pub mod output_became_optional;
    pub mod output_dynamic_removed;
    pub mod output_enum_removed;
    pub mod output_enum_widened;
    pub mod output_field_added;
    pub mod output_field_deleted;
    pub mod output_field_format_changed;
    pub mod output_field_type_changed;
    pub mod output_field_type_widened;
    pub mod output_hidden;
    pub mod pagination_changed;
    pub mod parameter_location_changed;
    pub mod path_template_changed;
    pub mod policies_changed;
    pub mod required_connection_parameter_added;
    pub mod required_input_field_added;
    pub mod required_parameter_added;
    pub mod response_header_removed;
    pub mod response_schema_removed;
    pub mod script_changed;
    pub mod security_definition_changed;
    pub mod success_statuses_changed;
    pub mod tier_changed_to_premium;
    pub mod transfer_changed;
    pub mod verb_changed;
    pub mod version_unchanged;
}

mod configuration {
    pub mod baseline_stale;
    pub mod configuration_not_valid;
    pub mod ignore_expired;
    pub mod ignore_unused;
}

mod connection_parameter {
    pub mod allowed_value_text_missing;
    pub mod api_key_parameter_missing;
    pub mod basic_parameters_missing;
    pub mod connection_parameter_case_wrong;
    pub mod connection_parameter_description_missing;
    pub mod connection_parameter_display_name_missing;
    pub mod connection_parameter_name_invalid;
    pub mod connection_parameter_tooltip_missing;
    pub mod connection_parameter_unknown;
    pub mod connection_parameter_unused;
    pub mod constraint_flag_not_string;
    pub mod constraint_required_missing;
    pub mod custom_properties_missing;
    pub mod default_not_in_allowed_values;
    pub mod dependency_unknown;
    pub mod parameter_set_display_name_missing;
    pub mod parameter_set_name_duplicate;
    pub mod parameter_set_required_missing;
    pub mod parameter_set_schema_missing;
    pub mod parameter_set_single;
    pub mod secret_not_secure_string;
    pub mod secure_string_in_clear_text;
    pub mod tenant_claim_not_standard;
    pub mod ui_definition_missing;
}

mod document {
    pub mod array_duplicate_value;
    pub mod byte_order_mark;
    pub mod definition_is_yaml;
    pub mod duplicate_key;
    pub mod encoding_not_utf8;
    pub mod extension_in_wrong_place;
    pub mod extension_misspelled;
    pub mod extension_unknown;
    pub mod indentation_not_four_spaces;
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

mod dynamic {
    pub mod dynamic_answer_undescribed;
    pub mod dynamic_argument_ambiguous;
    pub mod dynamic_argument_form;
    pub mod dynamic_argument_missing;
    pub mod dynamic_argument_unknown;
    pub mod dynamic_collection_not_array;
    pub mod dynamic_on_body_parameter;
    pub mod dynamic_operation_missing;
    pub mod dynamic_operation_not_found;
    pub mod dynamic_path_not_found;
    pub mod dynamic_path_notation;
    pub mod dynamic_properties_missing;
    pub mod dynamic_properties_path_mismatch;
    pub mod dynamic_reference_ambiguous;
    pub mod dynamic_reference_circular;
    pub mod dynamic_reference_internal;
    pub mod dynamic_reference_nested;
    pub mod dynamic_reference_optional;
    pub mod dynamic_reference_type_mismatch;
    pub mod dynamic_reference_unknown;
    pub mod dynamic_schema_operation_visible;
    pub mod dynamic_selected_item_misplaced;
    pub mod dynamic_tree_missing;
    pub mod dynamic_tree_nothing_selectable;
    pub mod dynamic_twin_missing;
    pub mod dynamic_twins_disagree;
    pub mod dynamic_value_path_missing;
    pub mod dynamic_value_type_mismatch;
}

mod folder {
    pub mod definition_file_missing;
    pub mod file_name_case;
    pub mod file_unexpected;
    pub mod file_unreadable;
    pub mod folder_name_unsuitable;
    pub mod properties_file_missing;
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
    pub mod host_restricted;
    pub mod scheme_http;
    pub mod scheme_websocket;
    pub mod schemes_empty;
    pub mod schemes_missing;
}

mod icon {
    pub mod icon_background_not_brand;
    pub mod icon_background_refused;
    pub mod icon_file_name;
    pub mod icon_not_png;
    pub mod icon_on_independent;
    pub mod icon_size_wrong;
    pub mod icon_transparent;
}

mod info {
    pub mod contact_email_missing;
    pub mod contact_email_not_valid;
    pub mod contact_incomplete;
    pub mod info_contact_missing;
    pub mod info_description_bad_length;
    pub mod info_description_has_url;
    pub mod info_description_missing;
    pub mod info_description_not_a_sentence;
    pub mod info_description_product_name;
    pub mod info_description_repeats_title;
    pub mod info_description_restricted_phrase;
    pub mod info_description_says_api;
    pub mod info_title_bad_ending;
    pub mod info_title_ends_with_parenthesis;
    pub mod info_title_product_name;
    pub mod info_title_publisher_suffix;
    pub mod info_title_restricted_word;
    pub mod info_title_too_long;
    pub mod info_title_untidy_spaces;
    pub mod info_version_not_numeric;
}

mod metadata {
    pub mod category_unknown;
    pub mod category_untidy_separator;
    pub mod category_wrong_case;
    pub mod connector_metadata_missing;
    pub mod docs_list_empty;
    pub mod metadata_entry_missing;
    pub mod metadata_entry_repeated;
    pub mod metadata_name_misspelled;
    pub mod metadata_url_not_valid;
    pub mod metadata_url_not_web;
    pub mod tag_defined_twice;
    pub mod too_many_categories;
}

mod mime {
    pub mod consumes_does_not_fit;
    pub mod consumes_empty;
    pub mod consumes_missing;
    pub mod consumes_not_documented;
    pub mod consumes_not_supported;
    pub mod consumes_without_body;
    pub mod example_not_produced;
    pub mod file_sent_url_encoded;
    pub mod mime_type_not_valid;
}

mod oauth {
    pub mod oauth_additional_parameter_unknown;
    pub mod oauth_client_credentials;
    pub mod oauth_client_id_empty;
    pub mod oauth_client_id_real;
    pub mod oauth_client_secret_in_file;
    pub mod oauth_custom_parameter_missing;
    pub mod oauth_custom_parameter_unknown;
    pub mod oauth_first_party_elsewhere;
    pub mod oauth_independent;
    pub mod oauth_parameter_not_token;
    pub mod oauth_provider_unknown;
    pub mod oauth_redirect_mode_shared;
    pub mod oauth_redirect_url_unexpected;
    pub mod oauth_scope_blank;
    pub mod oauth_scope_blanket;
    pub mod oauth_settings_missing;
    pub mod oauth_template_name_unknown;
    pub mod oauth_url_differs;
    pub mod oauth_url_not_https;
}

mod operation {
    pub mod deprecated_operation_not_named;
    pub mod next_link_name_not_supported;
    pub mod next_link_not_in_response;
    pub mod next_link_policy_missing;
    pub mod operation_context_unknown;
    pub mod operation_description_missing;
    pub mod operation_description_repeats_summary;
    pub mod operation_description_unpunctuated;
    pub mod operation_id_differs_in_case;
    pub mod operation_id_duplicate;
    pub mod operation_id_missing;
    pub mod operation_id_not_alphanumeric;
    pub mod operation_id_not_pascal_case;
    pub mod operation_id_too_long;
    pub mod operation_says_deprecated;
    pub mod operation_summary_bad_end;
    pub mod operation_summary_duplicate;
    pub mod operation_summary_get_for_list;
    pub mod operation_summary_is_id;
    pub mod operation_summary_lower_case;
    pub mod operation_summary_missing;
    pub mod operation_summary_not_alphanumeric;
    pub mod operation_summary_restricted_character;
    pub mod operation_summary_title_case;
    pub mod operation_summary_too_long;
    pub mod operation_summary_white_space;
    pub mod operation_text_restricted_words;
    pub mod safe_operation_on_get;
    pub mod trigger_summary_without_when;
}

mod package {
    pub mod connector_solution_missing;
    pub mod flow_solution_missing;
    pub mod package_assets_folder_missing;
    pub mod package_file_not_zip;
    pub mod package_folder_at_root;
    pub mod package_intro_incomplete;
    pub mod package_intro_missing;
    pub mod package_secret;
    pub mod package_solution_count;
    pub mod package_system_file;
    pub mod package_zip_missing;
    pub mod plugin_solution_missing;
    pub mod solution_managed;
    pub mod solution_role_unclear;
    pub mod solutions_disagree;
}

mod parameter {
    pub mod allow_empty_value_misplaced;
    pub mod body_parameter_repeated;
    pub mod body_parameter_with_type;
    pub mod body_with_form_data;
    pub mod collection_format_unsupported;
    pub mod file_outside_form_data;
    pub mod form_parameter_name_not_ascii;
    pub mod get_with_body;
    pub mod internal_parameter_optional;
    pub mod internal_parameter_without_default;
    pub mod parameter_description_missing;
    pub mod parameter_description_repeats_summary;
    pub mod parameter_description_unpunctuated;
    pub mod parameter_duplicate;
    pub mod parameter_name_reserved;
    pub mod parameter_named_connection_id;
    pub mod parameter_ref_not_found;
    pub mod parameter_ref_not_local;
    pub mod parameter_summary_missing;
    pub mod parameter_summary_not_alphanumeric;
    pub mod parameter_summary_not_title_case;
    pub mod parameter_summary_too_long;
    pub mod path_parameter_encoding_missing;
    pub mod path_parameter_is_array;
    pub mod path_parameter_not_in_path;
    pub mod path_parameter_optional;
    pub mod path_parameter_undefined;
    pub mod schema_outside_body;
    pub mod secret_as_parameter;
    pub mod shared_parameter_only_a_ref;
    pub mod shared_parameter_unused;
    pub mod subscribe_parameter_differs;
    pub mod url_encoding_outside_path;
}

mod path {
    pub mod operations_missing;
    pub mod path_ambiguous;
    pub mod path_differs_in_case;
    pub mod path_duplicate;
    pub mod path_reference;
    pub mod path_template_not_valid;
    pub mod path_variable_with_default;
    pub mod path_with_query;
    pub mod path_with_space;
    pub mod path_with_wildcard;
    pub mod path_without_slash;
    pub mod too_many_operations;
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

mod readme {
    pub mod intro_lists_operations;
    pub mod intro_section_missing;
    pub mod readme_local_image;
    pub mod readme_missing;
    pub mod readme_oauth_steps_missing;
    pub mod readme_publisher_differs;
    pub mod readme_section_expected;
    pub mod readme_section_missing;
    pub mod readme_template_text;
    pub mod readme_too_short;
}

mod response {
    pub mod response_204_schema;
    pub mod response_default_schema;
    pub mod response_description_meaningless;
    pub mod response_header_duplicate;
    pub mod response_many_schemas;
    pub mod response_only_default;
    pub mod response_ref_not_found;
    pub mod response_ref_not_local;
    pub mod response_schema_empty;
    pub mod response_schema_missing;
    pub mod response_status_not_valid;
    pub mod response_success_missing;
    pub mod responses_empty;
    pub mod shared_response_only_a_ref;
    pub mod shared_response_unused;
}

mod schema {
    pub mod array_items_empty;
    pub mod array_items_missing;
    pub mod binary_nested;
    pub mod bounds_reversed;
    pub mod default_in_definition;
    pub mod default_not_in_enum;
    pub mod default_type_mismatch;
    pub mod definition_name_needs_escape;
    pub mod definition_only_a_ref;
    pub mod definition_unused;
    pub mod dictionary_editor_not_object;
    pub mod discriminator_not_required_string;
    pub mod enum_display_duplicate;
    pub mod enum_display_name_missing;
    pub mod enum_display_unmatched;
    pub mod enum_duplicate;
    pub mod enum_empty;
    pub mod enum_type_mismatch;
    pub mod exclusive_without_bound;
    pub mod file_type_misplaced;
    pub mod filter_function_unknown;
    pub mod filter_functions_duplicate;
    pub mod filter_functions_empty;
    pub mod filter_functions_in_request;
    pub mod format_type_mismatch;
    pub mod format_unknown;
    pub mod internal_property_default_missing;
    pub mod internal_property_optional;
    pub mod keyword_not_supported;
    pub mod multiple_of_not_positive;
    pub mod pattern_not_valid;
    pub mod property_description_missing;
    pub mod property_description_repeats_label;
    pub mod property_description_unpunctuated;
    pub mod property_label_missing;
    pub mod property_title_missing;
    pub mod range_only_in_text;
    pub mod required_list_duplicate;
    pub mod required_list_empty;
    pub mod required_list_on_non_object;
    pub mod required_loop;
    pub mod required_property_read_only;
    pub mod required_property_undefined;
    pub mod schema_ref_not_found;
    pub mod schema_ref_not_local;
    pub mod schema_ref_with_siblings;
    pub mod schema_too_deep;
    pub mod size_bound_negative;
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

mod security {
    pub mod oauth_connection_without_definition;
    pub mod secret_in_file;
    pub mod security_definitions_several;
    pub mod security_flow_unsupported;
    pub mod security_property_missing;
    pub mod security_property_not_allowed;
    pub mod security_requirement_null;
    pub mod security_requirement_undefined;
    pub mod security_scope_undefined;
    pub mod security_scopes_not_allowed;
    pub mod security_without_oauth_connection;
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

mod solution {
    pub mod connector_folder_missing;
    pub mod display_name_differs;
    pub mod environment_variable_undefined;
    pub mod flow_operation_unknown;
    pub mod flow_without_connector;
    pub mod plugin_folder_missing;
    pub mod root_component_missing;
    pub mod solution_file_missing;
    pub mod solution_file_unmatched;
    pub mod solution_icon_missing;
    pub mod solution_name_too_long;
    pub mod solution_text_too_long;
    pub mod solution_xml_invalid;
    pub mod workflow_file_mismatch;
    pub mod workflows_folder_missing;
}

mod text {
    pub mod description_with_markup;
    pub mod description_with_url;
    pub mod placeholder_text_left;
    pub mod product_name;
    pub mod text_misspelt;
    pub mod text_not_english;
    pub mod text_repeats_name;
    pub mod text_says_nothing;
    pub mod text_space_missing;
    pub mod text_word_doubled;
}

mod trigger {
    pub mod batch_trigger_without_list;
    pub mod notification_content_empty;
    pub mod notification_content_misplaced;
    pub mod notification_content_missing;
    pub mod notification_on_webhook;
    pub mod notification_operation_wrong;
    pub mod notification_url_misplaced;
    pub mod notification_url_missing;
    pub mod notification_url_not_string;
    pub mod notification_url_optional;
    pub mod notification_url_visible;
    pub mod notification_without_trigger;
    pub mod polling_policy_missing;
    pub mod single_trigger_with_list;
    pub mod trigger_hint_missing;
    pub mod trigger_method_unusual;
    pub mod webhook_delete_missing;
    pub mod webhook_delete_visible;
}

mod version {
    pub mod family_revision_repeated;
    pub mod family_revisions_missing;
    pub mod family_several_in_production;
    pub mod family_too_many_active;
    pub mod operation_id_revision_missing;
    pub mod operation_status_ahead;
    pub mod production_status_on_beta;
    pub mod replacement_incomplete;
    pub mod replacement_without_deprecation;
    pub mod revision_below_one;
    pub mod revision_missing;
}

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "agentic-protocol-unknown", subject: "ai", title: "Agentic protocol that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "public samples of connectors to Model Context Protocol servers, 2025; the SSE variant ended in 2025-08", page: include_str!("../../rules/ai/agentic-protocol-unknown.md"), needs: &["x-ms-agentic-protocol"], origin: Origin::BuiltIn },
    Rule { id: "mcp-operation-not-post", subject: "ai", title: "MCP server that is not called with POST", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "public samples of connectors to Model Context Protocol servers, 2025", page: include_str!("../../rules/ai/mcp-operation-not-post.md"), needs: &["x-ms-agentic-protocol"], origin: Origin::BuiltIn },
    Rule { id: "mcp-response-missing", subject: "ai", title: "MCP server without response 200", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "public samples of connectors to Model Context Protocol servers, 2025; microsoft/PowerPlatformConnectors#3930, 2025-07", page: include_str!("../../rules/ai/mcp-response-missing.md"), needs: &["x-ms-agentic-protocol"], origin: Origin::BuiltIn },
    Rule { id: "model-description-blank", subject: "ai", title: "Description for language models is empty", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "x-ms-description-for-model in Microsoft's own connectors, 2025", page: include_str!("../../rules/ai/model-description-blank.md"), needs: &["x-ms-description-for-model"], origin: Origin::BuiltIn },
    Rule { id: "model-name-not-identifier", subject: "ai", title: "Name for language models is no identifier", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "x-ms-name-for-model in Microsoft's own connectors: always snake_case, 2025", page: include_str!("../../rules/ai/model-name-not-identifier.md"), needs: &["x-ms-name-for-model"], origin: Origin::BuiltIn },
    Rule { id: "archive-entry-refused", subject: "archive", title: "Entry of an archive is not unpacked", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "APPNOTE.TXT 6.3.10, PKWARE, 2022", page: include_str!("../../rules/archive/archive-entry-refused.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "archive-too-large", subject: "archive", title: "Archive unpacks to too much", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "made up: bounds of this program, 2026", page: include_str!("../../rules/archive/archive-too-large.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "archive-unreadable", subject: "archive", title: "Archive cannot be read", codes: &[], policies: &["5000.1.1.16"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/archive/archive-unreadable.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "capability-operation-unknown", subject: "capability", title: "Capability calls an operation that does not exist", codes: &["OperationIdNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 24 published connectors with such a call that were looked at has a wrong one, 2024-10", page: include_str!("../../rules/capability/capability-operation-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "test-connection-argument-missing", subject: "capability", title: "Test of the connection leaves out a required parameter", codes: &["OperationMissingRequiredProperty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 20 published connectors with a test that were looked at leaves one out, 2024-10", page: include_str!("../../rules/capability/test-connection-argument-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "test-connection-argument-not-fixed", subject: "capability", title: "Test of the connection refers to a parameter", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "Microsoft's JSON Schema, microsoft/PowerPlatformConnectors schemas/apiDefinition.swagger.schema.json, 2024-10", page: include_str!("../../rules/capability/test-connection-argument-not-fixed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "test-connection-not-get", subject: "capability", title: "Connection is tested by an operation that is not a GET", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Test connection\", learn.microsoft.com custom connector pages, 2022; all 20 published connectors with a test that were looked at use GET, 2024-10", page: include_str!("../../rules/capability/test-connection-not-get.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "test-connection-visible", subject: "capability", title: "Operation made for testing the connection is not internal", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Test connection\", learn.microsoft.com custom connector pages, 2022; 15 of 20 published tests looked at are internal, 2024-10", page: include_str!("../../rules/capability/test-connection-visible.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "additional-properties-closed", subject: "change", title: "Body no longer takes other properties", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/additional-properties-closed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "authentication-method-added", subject: "change", title: "Way to authenticate was added", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/authentication-method-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "authentication-method-removed", subject: "change", title: "Way to authenticate is gone", codes: &["AuthenticationMethodRemoved"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/authentication-method-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "base-path-changed", subject: "change", title: "Base path changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/base-path-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-added", subject: "change", title: "Optional connection parameter was added", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/connection-parameter-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-became-required", subject: "change", title: "Connection parameter became required", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/connection-parameter-became-required.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-renamed", subject: "change", title: "Connection parameter has another name", codes: &["ConnectionParametersRemoved"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/connection-parameter-renamed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-sets-changed", subject: "change", title: "Ways to sign in changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/connection-parameter-sets-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-type-changed", subject: "change", title: "Type of a connection parameter changed", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/connection-parameter-type-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameters-removed", subject: "change", title: "Connection parameter is gone", codes: &["ConnectionParametersRemoved"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/connection-parameters-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connector-deleted", subject: "change", title: "Connector is gone", codes: &["OperationDeleted"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "review of microsoft/PowerPlatformConnectors#3983, 2025-09", page: include_str!("../../rules/change/connector-deleted.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connector-metadata-removed", subject: "change", title: "Metadata of the connector is gone", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/connector-metadata-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "deprecated-operation-deleted", subject: "change", title: "Deprecated operation is gone", codes: &["OperationDeleted"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Operational versioning, https://learn.microsoft.com/connectors/custom-connectors/operational-versioning, 2026-01", page: include_str!("../../rules/change/deprecated-operation-deleted.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-lookup-broken", subject: "change", title: "Look-up finds nothing any more", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/dynamic-lookup-broken.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-lookup-changed", subject: "change", title: "Look-up of values or of a schema changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/dynamic-lookup-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "field-text-changed", subject: "change", title: "Label or description of a field changed", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/field-text-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "field-visibility-changed", subject: "change", title: "Field is shown elsewhere", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/field-visibility-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "host-changed", subject: "change", title: "Host changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/host-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "https-removed", subject: "change", title: "Calls are no longer encrypted", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/https-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-changed", subject: "change", title: "Icon or its colour changed", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/icon-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-became-optional", subject: "change", title: "Input became optional", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Operational versioning, https://learn.microsoft.com/connectors/custom-connectors/operational-versioning, 2026-01", page: include_str!("../../rules/change/input-became-optional.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-became-required", subject: "change", title: "Input became required", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Operational versioning, https://learn.microsoft.com/connectors/custom-connectors/operational-versioning, 2026-01", page: include_str!("../../rules/change/input-became-required.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-default-changed", subject: "change", title: "Default of an input changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/input-default-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-encoding-changed", subject: "change", title: "Input is written differently", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/input-encoding-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-enum-added", subject: "change", title: "Input takes some values only", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#619, 2020-12", page: include_str!("../../rules/change/input-enum-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-enum-narrowed", subject: "change", title: "Input no longer takes a value", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/input-enum-narrowed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-enum-widened", subject: "change", title: "Input takes more values", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/input-enum-widened.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-field-deleted", subject: "change", title: "Input is gone", codes: &["InputFieldDeleted"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/input-field-deleted.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-field-renamed", subject: "change", title: "Input has another name", codes: &["InputFieldDeleted"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/input-field-renamed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-field-visibility-changed-to-internal", subject: "change", title: "Input became internal", codes: &["InputFieldVisibilityChangedToInternal"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/input-field-visibility-changed-to-internal.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-narrowed", subject: "change", title: "Input is limited more than before", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/input-narrowed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-type-changed", subject: "change", title: "Type of an input changed", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/input-type-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "input-type-widened", subject: "change", title: "Input takes more than before", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/input-type-widened.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "internal-default-changed", subject: "change", title: "Connector sends another value by itself", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/internal-default-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "internal-input-deleted", subject: "change", title: "Internal input is gone", codes: &["InputFieldDeleted"], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/internal-input-deleted.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "internal-input-required", subject: "change", title: "Connector sends another input by itself", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/internal-input-required.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "internal-input-shown", subject: "change", title: "Internal input is now shown", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/internal-input-shown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "mime-types-changed", subject: "change", title: "MIME types of the connector changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/mime-types-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "notification-content-removed", subject: "change", title: "What a webhook sends is no longer described", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/notification-content-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "notification-url-moved", subject: "change", title: "Input for the webhook's address changed", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/notification-url-moved.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-settings-changed", subject: "change", title: "OAuth settings changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/oauth-settings-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-added", subject: "change", title: "Operation was added", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Operational versioning, https://learn.microsoft.com/connectors/custom-connectors/operational-versioning, 2026-01", page: include_str!("../../rules/change/operation-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-deleted", subject: "change", title: "Operation is gone", codes: &["OperationDeleted"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#4168, 2026-03", page: include_str!("../../rules/change/operation-deleted.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-deprecated", subject: "change", title: "Operation became deprecated", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Operational versioning, https://learn.microsoft.com/connectors/custom-connectors/operational-versioning, 2026-01", page: include_str!("../../rules/change/operation-deprecated.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-description-changed", subject: "change", title: "Description of an operation changed", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/operation-description-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-hidden", subject: "change", title: "Operation became internal", codes: &["OperationHidden"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#4215, 2026-06", page: include_str!("../../rules/change/operation-hidden.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-id-case-changed", subject: "change", title: "Operation id is spelt with other capitals", codes: &["OperationDeleted"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/operation-id-case-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-kind-changed", subject: "change", title: "Action became a trigger, or a trigger another kind of one", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/operation-kind-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-mime-types-changed", subject: "change", title: "MIME types of an operation changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/operation-mime-types-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-renamed", subject: "change", title: "Operation has another id", codes: &["OperationDeleted"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#4168, 2026-03", page: include_str!("../../rules/change/operation-renamed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-security-changed", subject: "change", title: "Sign-in of one operation changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/operation-security-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-changed", subject: "change", title: "Name of an operation changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/operation-summary-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-undeprecated", subject: "change", title: "Operation is no longer deprecated", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Operational versioning, https://learn.microsoft.com/connectors/custom-connectors/operational-versioning, 2026-01", page: include_str!("../../rules/change/operation-undeprecated.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-visibility-changed", subject: "change", title: "Operation is shown elsewhere", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/operation-visibility-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "optional-input-added", subject: "change", title: "Optional input was added", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Operational versioning, https://learn.microsoft.com/connectors/custom-connectors/operational-versioning, 2026-01", page: include_str!("../../rules/change/optional-input-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-became-dynamic", subject: "change", title: "Outputs are known at run time only", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/output-became-dynamic.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-became-optional", subject: "change", title: "Output may be missing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/output-became-optional.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-dynamic-removed", subject: "change", title: "Outputs no longer come from a look-up", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/output-dynamic-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-enum-removed", subject: "change", title: "Output is no longer one of a list", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#1381, 2022-04", page: include_str!("../../rules/change/output-enum-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-enum-widened", subject: "change", title: "Output may have another value", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/output-enum-widened.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-field-added", subject: "change", title: "Output was added", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Operational versioning, https://learn.microsoft.com/connectors/custom-connectors/operational-versioning, 2026-01", page: include_str!("../../rules/change/output-field-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-field-deleted", subject: "change", title: "Output is gone", codes: &["OutputFieldDeleted"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#3656, 2024-09", page: include_str!("../../rules/change/output-field-deleted.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-field-format-changed", subject: "change", title: "Format of an output changed", codes: &["OutputFieldTypeChanged"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#3863, 2025-05", page: include_str!("../../rules/change/output-field-format-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-field-type-changed", subject: "change", title: "Type of an output changed", codes: &["OutputFieldTypeChanged"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#3910, 2025-06", page: include_str!("../../rules/change/output-field-type-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-field-type-widened", subject: "change", title: "Whole number became any number", codes: &["OutputFieldTypeChanged"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/output-field-type-widened.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "output-hidden", subject: "change", title: "Output became internal", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/output-hidden.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "pagination-changed", subject: "change", title: "Paging of an operation was removed or changed", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/pagination-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-location-changed", subject: "change", title: "Parameter is sent elsewhere", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#3648, 2024-09", page: include_str!("../../rules/change/parameter-location-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-template-changed", subject: "change", title: "Path of an operation changed", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#3648, 2024-09", page: include_str!("../../rules/change/path-template-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policies-changed", subject: "change", title: "Policies changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/policies-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "required-connection-parameter-added", subject: "change", title: "Required connection parameter was added", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/required-connection-parameter-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "required-input-field-added", subject: "change", title: "Required input was added to a body", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#3656, 2024-09", page: include_str!("../../rules/change/required-input-field-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "required-parameter-added", subject: "change", title: "Required parameter was added", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "change validation log in microsoft/PowerPlatformConnectors#3499, 2024-05", page: include_str!("../../rules/change/required-parameter-added.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-header-removed", subject: "change", title: "Header of a response is gone", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/response-header-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-schema-removed", subject: "change", title: "Response is no longer described", codes: &["OutputFieldDeleted"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/response-schema-removed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-changed", subject: "change", title: "Script changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/script-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-definition-changed", subject: "change", title: "Details of authentication changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/security-definition-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "success-statuses-changed", subject: "change", title: "Statuses of success changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/success-statuses-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "tier-changed-to-premium", subject: "change", title: "Connector became a premium one", codes: &["TierChangedToPremium"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "Certification updates, https://learn.microsoft.com/connectors/custom-connectors/certification-updates, 2026-01", page: include_str!("../../rules/change/tier-changed-to-premium.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "transfer-changed", subject: "change", title: "Way in which content travels changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/transfer-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "verb-changed", subject: "change", title: "Verb of an operation changed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/verb-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "version-unchanged", subject: "change", title: "Version is the same though flows break", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "how flows exported in public solutions refer to operations, parameters, outputs and connections, read 2026-11", page: include_str!("../../rules/change/version-unchanged.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "baseline-stale", subject: "configuration", title: "Baseline lists what is not there any more", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "our choice, 2026-11", page: include_str!("../../rules/configuration/baseline-stale.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "configuration-not-valid", subject: "configuration", title: "Configuration cannot be used as it is", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "our choice, 2026-11", page: include_str!("../../rules/configuration/configuration-not-valid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "ignore-expired", subject: "configuration", title: "Entry of the configuration has ended", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "our choice, 2026-11", page: include_str!("../../rules/configuration/ignore-expired.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "ignore-unused", subject: "configuration", title: "Entry of the configuration ignores nothing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "our choice, 2026-11", page: include_str!("../../rules/configuration/ignore-unused.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "allowed-value-text-missing", subject: "connection-parameter", title: "Choice without text", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "schemas/paconn-apiProperties.schema.json of microsoft/PowerPlatformConnectors, 2024-10; all 33 lists of the published connectors read at hand have texts", page: include_str!("../../rules/connection-parameter/allowed-value-text-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "api-key-parameter-missing", subject: "connection-parameter", title: "Key that nobody can enter", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Connection Parameters\", learn.microsoft.com, 2022-06; 2 of 715 published connectors read at hand have none, 2024-10", page: include_str!("../../rules/connection-parameter/api-key-parameter-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "basic-parameters-missing", subject: "connection-parameter", title: "Basic authentication without username and password", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Connection Parameters\", learn.microsoft.com, 2022-06; all but 1 of the published connectors with basic authentication have both, 2024-10", page: include_str!("../../rules/connection-parameter/basic-parameters-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-case-wrong", subject: "connection-parameter", title: "Policy writes a connection parameter in another case", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "5 of 715 published connectors read at hand do so, 2024-10", page: include_str!("../../rules/connection-parameter/connection-parameter-case-wrong.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-description-missing", subject: "connection-parameter", title: "Connection parameter without description", codes: &[], policies: &["5000.2.6.10"], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "5 of 1,031 published connectors lack it, 2024-10; policy 5000.2.6.10 as a partner's public validation script names it", page: include_str!("../../rules/connection-parameter/connection-parameter-description-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-display-name-missing", subject: "connection-parameter", title: "Connection parameter without display name", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "all but 1 of 1,031 published connectors have it, 2024-10", page: include_str!("../../rules/connection-parameter/connection-parameter-display-name-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-name-invalid", subject: "connection-parameter", title: "Name of a connection parameter has characters that it must not have", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "schemas/paconn-apiProperties.schema.json of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/connection-parameter/connection-parameter-name-invalid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-tooltip-missing", subject: "connection-parameter", title: "Connection parameter without tooltip", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "sample files in the readme of microsoft/PowerPlatformConnectors, 2024-10; 11 of 1,031 published connectors lack it", page: include_str!("../../rules/connection-parameter/connection-parameter-tooltip-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-unknown", subject: "connection-parameter", title: "Policy uses a connection parameter that is not there", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Expressions\" (policy templates), learn.microsoft.com, read 2026-11; 1 of 715 published connectors read at hand does so, 2024-10", page: include_str!("../../rules/connection-parameter/connection-parameter-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connection-parameter-unused", subject: "connection-parameter", title: "Connection parameter is not used", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "9 of 715 published connectors read at hand have one, 2024-10", page: include_str!("../../rules/connection-parameter/connection-parameter-unused.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "constraint-flag-not-string", subject: "connection-parameter", title: "Constraint is a boolean where a string is expected", codes: &["JsonTypeIncorrect"], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "schemas/paconn-apiProperties.schema.json of microsoft/PowerPlatformConnectors, 2024-10; a booleans-only answer of 2022-04 in #1421 is outdated", page: include_str!("../../rules/connection-parameter/constraint-flag-not-string.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "constraint-required-missing", subject: "connection-parameter", title: "Connection parameter does not say whether it is required", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "sample files in the readme of microsoft/PowerPlatformConnectors, 2024-10; 4 of 715 published connectors read at hand lack it", page: include_str!("../../rules/connection-parameter/constraint-required-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "custom-properties-missing", subject: "connection-parameter", title: "Several ways to sign in, but no customProperties.json", codes: &[], policies: &["5000.1.1.5"], severity: Severity::Info, confidence: Confidence::Low, publishers: &[Publisher::Certified], default: true, fix: None, source: "the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/connection-parameter/custom-properties-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "default-not-in-allowed-values", subject: "connection-parameter", title: "Default is not among the allowed values", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "schemas/paconn-apiProperties.schema.json of microsoft/PowerPlatformConnectors, 2024-10; 1 of 715 published connectors read at hand has such a default", page: include_str!("../../rules/connection-parameter/default-not-in-allowed-values.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dependency-unknown", subject: "connection-parameter", title: "Connection parameter depends on one that is not there", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "schemas/paconn-apiProperties.schema.json of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/connection-parameter/dependency-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-set-display-name-missing", subject: "connection-parameter", title: "Connection parameter set without display name", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Multiple authentications on a custom connector\", learn.microsoft.com, 2021-02; all published sets have one, two connectors misspelled, 2024-10", page: include_str!("../../rules/connection-parameter/parameter-set-display-name-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-set-name-duplicate", subject: "connection-parameter", title: "Two connection parameter sets of the same name", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Multiple authentications on a custom connector\", learn.microsoft.com, 2021-02; no published connector does so, 2024-10", page: include_str!("../../rules/connection-parameter/parameter-set-name-duplicate.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-set-required-missing", subject: "connection-parameter", title: "Parameter of a set does not say whether it is required", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Add multiple authentications on a custom connector\", learn.microsoft.com, read 2026-11; all 7 published connectors with sets read at hand say it, 2024-10", page: include_str!("../../rules/connection-parameter/parameter-set-required-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-set-schema-missing", subject: "connection-parameter", title: "Parameter of a set without schema in its uiDefinition", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Multiple authentications on a custom connector\", learn.microsoft.com, 2021-02; all 7 published connectors with sets read at hand leave it out, 2024-10", page: include_str!("../../rules/connection-parameter/parameter-set-schema-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-set-single", subject: "connection-parameter", title: "Only one connection parameter set", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Multiple authentications on a custom connector\", learn.microsoft.com, 2021-02; no published connector has a single set, 2024-10", page: include_str!("../../rules/connection-parameter/parameter-set-single.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "secret-not-secure-string", subject: "connection-parameter", title: "Secret in a string that everybody can read", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "778 parameters of published connectors are a `securestring`; 5 of 715 connectors read at hand have a secret in a `string`, 2024-10", page: include_str!("../../rules/connection-parameter/secret-not-secure-string.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "secure-string-in-clear-text", subject: "connection-parameter", title: "Secret is shown while it is typed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "4 of 715 published connectors read at hand do so for a key or a password, 2024-10", page: include_str!("../../rules/connection-parameter/secure-string-in-clear-text.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "tenant-claim-not-standard", subject: "connection-parameter", title: "token:TenantId differs from the only form that is accepted", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "schemas/paconn-apiProperties.schema.json of microsoft/PowerPlatformConnectors, 2024-10; validation log in microsoft/PowerPlatformConnectors#1421, 2022-04", page: include_str!("../../rules/connection-parameter/tenant-claim-not-standard.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "ui-definition-missing", subject: "connection-parameter", title: "Connection parameter without uiDefinition", codes: &[], policies: &["5000.2.6.9"], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "1 of 1,031 published connectors lacks it, 2024-10; policy 5000.2.6.9 as a partner's public validation script names it", page: include_str!("../../rules/connection-parameter/ui-definition-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "array-duplicate-value", subject: "document", title: "Value twice in an array", codes: &["ArrayDuplicateValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/document/array-duplicate-value.md"), needs: &["schemes", "consumes", "produces", "security", "tags"], origin: Origin::BuiltIn },
    Rule { id: "byte-order-mark", subject: "document", title: "File starts with a byte order mark", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "paconn in microsoft/PowerPlatformConnectors (tools/paconn-cli): validate reads such a file, create and update do not, 2024-10; 4 of 1,031 published connectors", page: include_str!("../../rules/document/byte-order-mark.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "definition-is-yaml", subject: "document", title: "Definition is YAML", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "editor of the maker portal, which shows YAML, and microsoft/mcsmcp#16, 2025-06", page: include_str!("../../rules/document/definition-is-yaml.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "duplicate-key", subject: "document", title: "Key twice in one object", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 section 4, 2017; 5 of 1,031 published connectors lose a value this way, 2024-10", page: include_str!("../../rules/document/duplicate-key.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "encoding-not-utf8", subject: "document", title: "File is not UTF-8", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "RFC 8259 section 8.1, 2017; microsoft/PowerPlatformConnectors#619, 2020-12", page: include_str!("../../rules/document/encoding-not-utf8.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "extension-in-wrong-place", subject: "document", title: "x-ms extension where nothing reads it", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Extend an OpenAPI definition for a custom connector\", learn.microsoft.com, 2023; schemas/apiDefinition.swagger.schema.json in microsoft/PowerPlatformConnectors, 2020-07", page: include_str!("../../rules/document/extension-in-wrong-place.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "extension-misspelled", subject: "document", title: "Misspelt x-ms extension", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "8 of 1,023 published definitions have one, without effect, 2024-10", page: include_str!("../../rules/document/extension-misspelled.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "extension-unknown", subject: "document", title: "x-ms extension that nothing reads", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "counted over 1,023 published definitions, 2024-10: 75 have one", page: include_str!("../../rules/document/extension-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "indentation-not-four-spaces", subject: "document", title: "File is not indented by four spaces", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: false, fix: None, source: "\"Coding standards for custom connectors\", learn.microsoft.com, 2022; 968 of 1,003 published connectors indent by two, as Microsoft's templates do, 2024-10", page: include_str!("../../rules/document/indentation-not-four-spaces.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "invisible-character", subject: "document", title: "Invisible character in a text", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "6 of 1,023 published definitions, 2024-10", page: include_str!("../../rules/document/invisible-character.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "json-comment", subject: "document", title: "Comment in JSON", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "RFC 8259, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../../rules/document/json-comment.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "json-syntax", subject: "document", title: "File is not valid JSON", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../../rules/document/json-syntax.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "json-trailing-comma", subject: "document", title: "Trailing comma", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 sections 4 and 5, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../../rules/document/json-trailing-comma.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "json-type-wrong", subject: "document", title: "Value has the wrong JSON type", codes: &["JsonTypeIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; validator log in microsoft/PowerPlatformConnectors#4123, 2026-03", page: include_str!("../../rules/document/json-type-wrong.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "keyword-not-in-swagger", subject: "document", title: "Keyword of OpenAPI 3 or JSON Schema", codes: &["ExtensionNameNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; \"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../../rules/document/keyword-not-in-swagger.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "line-endings-mixed", subject: "document", title: "Two kinds of line ends in one file", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "our choice; none of 1,023 published definitions mixes them, 2024-10", page: include_str!("../../rules/document/line-endings-mixed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "openapi3-document", subject: "document", title: "Definition is OpenAPI 3", codes: &["SpecificationVersionIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../../rules/document/openapi3-document.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "required-property-missing", subject: "document", title: "Required property is missing", codes: &["RequiredPropertyMissing", "BodyParameterSchemaRequired"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; Swagger 2.0 specification, 2014-09", page: include_str!("../../rules/document/required-property-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "required-value-empty", subject: "document", title: "Required value is empty", codes: &["RequiredValueEmpty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/document/required-value-empty.md"), needs: &["description", "displayName", "iconBrandColor", "identityProvider", "name", "nextLinkName", "operationId", "propertyName", "propertyValue", "templateId", "title", "value", "version"], origin: Origin::BuiltIn },
    Rule { id: "root-not-object", subject: "document", title: "File does not hold an object", codes: &["JsonTypeIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/document/root-not-object.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "swagger-version-wrong", subject: "document", title: "Definition does not say \"swagger\": \"2.0\"", codes: &["SpecificationVersionIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/document/swagger-version-wrong.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "tab-indentation", subject: "document", title: "Indented with tabs", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Coding standards for custom connectors\", learn.microsoft.com, 2022; 49 of 1,023 published definitions, 2024-10", page: include_str!("../../rules/document/tab-indentation.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "top-level-out-of-order", subject: "document", title: "Top-level keys are not in the usual order", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Coding standards for custom connectors\", learn.microsoft.com, 2022; 98 of 1,023 published definitions differ, 2024-10", page: include_str!("../../rules/document/top-level-out-of-order.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "trailing-white-space", subject: "document", title: "White space at the end of lines", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Coding standards for custom connectors\", learn.microsoft.com, 2022; 74 of 1,023 published definitions, 2024-10", page: include_str!("../../rules/document/trailing-white-space.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "unknown-property", subject: "document", title: "Property that does not exist", codes: &["ExtensionNameNotValid", "AdditionalPropertyNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; logs in microsoft/PowerPlatformConnectors#3810 and #3930, 2025-07", page: include_str!("../../rules/document/unknown-property.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "url-not-https", subject: "document", title: "URL is not encrypted", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Unsafe), source: "reviews of pull requests in microsoft/PowerPlatformConnectors; 11 of 1,023 published definitions have one, 2024-10", page: include_str!("../../rules/document/url-not-https.md"), needs: &["url", "authorizationUrl", "tokenUrl", "propertyValue"], origin: Origin::BuiltIn },
    Rule { id: "url-not-valid", subject: "document", title: "URL is not absolute", codes: &["UrlNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/document/url-not-valid.md"), needs: &["url", "authorizationUrl", "tokenUrl", "redirectUrl", "powerAppsUrl", "flowUrl", "authorityUrl"], origin: Origin::BuiltIn },
    Rule { id: "value-not-in-list", subject: "document", title: "Value is not one of those allowed", codes: &["JsonValueNotInEnum", "SchemeNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/document/value-not-in-list.md"), needs: &["IsFirstParty", "builtInOperation", "capability", "cloud", "collectionFormat", "flow", "flowApiVersion", "hidden", "in", "kind", "mode", "powerAppsApiVersion", "redirectMode", "required", "schemes", "status", "swagger", "type", "x-ms-media-kind", "x-ms-parameter-location", "x-ms-trigger", "x-ms-url-encoding", "x-ms-visibility"], origin: Origin::BuiltIn },
    Rule { id: "dynamic-answer-undescribed", subject: "dynamic", title: "Look-up calls an operation that does not describe its answer", codes: &["InvokedOperationShouldProduceArray"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 4 of 1,023 published connectors do it, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-answer-undescribed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-argument-ambiguous", subject: "dynamic", title: "Look-up passes a name that stands for two things", codes: &["OperationParameterNameIsAmbiguous"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/dynamic/dynamic-argument-ambiguous.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-argument-form", subject: "dynamic", title: "Argument is written in the other dialect", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; the two dialects never mix in the published connectors, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-argument-form.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-argument-missing", subject: "dynamic", title: "Look-up does not pass a required parameter", codes: &["OperationMissingRequiredProperty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors does it, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-argument-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-argument-unknown", subject: "dynamic", title: "Look-up passes a parameter that its operation does not have", codes: &["OperationParameterNameNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; report in microsoft/PowerPlatformConnectors#254, 2020-05; none of the published connectors does it, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-argument-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-collection-not-array", subject: "dynamic", title: "Look-up finds no list", codes: &["InvokedOperationShouldProduceArray"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 12 of 700 published connectors break it, so it does not stop certification, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-collection-not-array.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-on-body-parameter", subject: "dynamic", title: "Dynamic extension on a body parameter", codes: &["DynamicExtensionDefinitionNotAllowedInParameter"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors does it, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-on-body-parameter.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-operation-missing", subject: "dynamic", title: "Dynamic values without a source", codes: &["OneOfPropertiesRequired"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/dynamic/dynamic-operation-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-operation-not-found", subject: "dynamic", title: "Look-up calls an operation that does not exist", codes: &["OperationIdNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 5,100 look-ups of the published connectors does it, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-operation-not-found.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-path-not-found", subject: "dynamic", title: "Look-up names a property that is not in the answer", codes: &["InvokedOperationShouldProduceProperty"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 8 of 1,023 published connectors break it, so it does not stop certification, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-path-not-found.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-path-notation", subject: "dynamic", title: "Path of a look-up is not written as a path", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; no path of the published connectors begins with `/` or has a dot in it, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-path-notation.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-properties-missing", subject: "dynamic", title: "Dynamic schema leads to properties without the newer extension", codes: &["DynamicPropertiesExtensionRequiredForPropertiesValuePath"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; all 24 such paths in 700 published connectors have the newer extension, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-properties-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-properties-path-mismatch", subject: "dynamic", title: "Newer and older extension look for the schema in different places", codes: &["DynamicPropertiesItemValuePathMismatch"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; all pairs in 700 published connectors agree, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-properties-path-mismatch.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-reference-ambiguous", subject: "dynamic", title: "Look-up refers to a name that stands for two things", codes: &["DynamicListExtensionRequiredForAmbiguousReferences", "DynamicPropertiesExtensionRequiredForAmbiguousReferences"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors does it, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-reference-ambiguous.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-reference-circular", subject: "dynamic", title: "List depends on its own value", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Counted on the published connectors: one of 5,100 look-ups does it, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-reference-circular.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-reference-internal", subject: "dynamic", title: "Look-up refers to an internal parameter", codes: &["SourcePropertyInternal"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/dynamic/dynamic-reference-internal.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-reference-nested", subject: "dynamic", title: "Look-up in the older dialect refers into a body", codes: &["DynamicListExtensionRequiredForNonParameterReferences", "DynamicPropertiesExtensionRequiredForNonParameterReferences"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; all 265 such references in 700 published connectors have the newer extension, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-reference-nested.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-reference-optional", subject: "dynamic", title: "Look-up needs what users may leave empty", codes: &["OperationParameterRequiredMismatch"], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 20 of 700 published connectors do it, so it does not stop certification, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-reference-optional.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-reference-type-mismatch", subject: "dynamic", title: "Look-up passes a value of another type", codes: &["OperationParameterTypeMismatch"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; all references in 700 published connectors fit, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-reference-type-mismatch.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-reference-unknown", subject: "dynamic", title: "Look-up refers to a parameter that does not exist", codes: &["OperationParameterNameNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 4 of 3,700 references in the published connectors lead nowhere, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-reference-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-schema-operation-visible", subject: "dynamic", title: "Operation that gives a schema is shown as an action", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; 574 of 583 dynamic schemas in the published connectors come from internal operations, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-schema-operation-visible.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-selected-item-misplaced", subject: "dynamic", title: "Selected item is passed outside of a tree's browse", codes: &["SelectedItemValuePathNotAllowedInThisPosition"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/dynamic/dynamic-selected-item-misplaced.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-tree-missing", subject: "dynamic", title: "File picker without a tree", codes: &["DynamicTreeExtensionMissing"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; all 60 file pickers of the published connectors have a tree, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-tree-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-tree-nothing-selectable", subject: "dynamic", title: "Nothing in the tree can be chosen", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "microsoft/PowerPlatformConnectors, schemas/apiDefinition.swagger.schema.json, 2024-10; none of the 60 published trees is set so, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-tree-nothing-selectable.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-twin-missing", subject: "dynamic", title: "Look-up is written in the older dialect only", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: false, fix: Some(Safety::Unsafe), source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; 220 of 1,023 published connectors have the older dialect only, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-twin-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-twins-disagree", subject: "dynamic", title: "Newer and older extension differ", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; 2 of 700 published connectors have such a pair, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-twins-disagree.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-value-path-missing", subject: "dynamic", title: "List does not say which property is the value", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; no published connector leaves it out where the items are known to be objects, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-value-path-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dynamic-value-type-mismatch", subject: "dynamic", title: "Look-up passes a fixed value of another type", codes: &["OperationParameterStaticTypeMismatch"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; all 1,860 fixed values in 700 published connectors fit, Oct 2024", page: include_str!("../../rules/dynamic/dynamic-value-type-mismatch.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "definition-file-missing", subject: "folder", title: "No API definition", codes: &[], policies: &["5000.1.1.3"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "certification policy 5000.1.1.3, \"Certification policy errors\", learn.microsoft.com, 2025; 3 of 396 published independent connectors have it under another name, 2024-10", page: include_str!("../../rules/folder/definition-file-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "file-name-case", subject: "folder", title: "File name in other upper and lower case", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "file names in \"Submit your connector for certification\", learn.microsoft.com, 2022-06; 2 of 717 published connectors differ, 2024-10", page: include_str!("../../rules/folder/file-name-case.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "file-unexpected", subject: "folder", title: "File that does not belong to a connector", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "reviewers in microsoft/PowerPlatformConnectors#524, #1091, #1423 and #2637, 2020 to 2023 (asked to remove other files)", page: include_str!("../../rules/folder/file-unexpected.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "file-unreadable", subject: "folder", title: "File cannot be read", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "our choice, 2026-11", page: include_str!("../../rules/folder/file-unreadable.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "folder-name-unsuitable", subject: "folder", title: "Folder name does not suit the repository", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Naming Files, Paths, and Namespaces\", learn.microsoft.com, 2024; 0 of 717 published connectors at hand, 2024-10", page: include_str!("../../rules/folder/folder-name-unsuitable.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "properties-file-missing", subject: "folder", title: "No apiProperties.json", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; paconn refuses to create a connector without it, 2024-10; all 717 published connectors at hand have it", page: include_str!("../../rules/folder/properties-file-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "base-path-ends-in-slash", subject: "host", title: "Base path ends in a slash", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "Swagger 2.0 specification (a path is appended to `basePath`), 2014-09; 156 of 1,023 published connectors do, so most services bear it, 2024-10", page: include_str!("../../rules/host/base-path-ends-in-slash.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "base-path-without-slash", subject: "host", title: "Base path does not begin with a slash", codes: &["BasePathNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors lacks it, 2024-10", page: include_str!("../../rules/host/base-path-without-slash.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "host-local", subject: "host", title: "Host cannot be reached from the cloud", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "RFC 1918 (private addresses), RFC 6761 (localhost); the only one of 1,023 published connectors goes through a gateway, 2024-10", page: include_str!("../../rules/host/host-local.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "host-missing", subject: "host", title: "Definition has no host", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "paconn builds the address of the service from scheme, `host` and `basePath`, microsoft/PowerPlatformConnectors tools/paconn-cli, 2026-09; all 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/host/host-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "host-not-lowercase", subject: "host", title: "Host has capital letters", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 4343 (names of hosts do not distinguish case), 2006; 16 of 1,023 published connectors have them, 2024-10", page: include_str!("../../rules/host/host-not-lowercase.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "host-not-production", subject: "host", title: "Host looks like a test system", codes: &[], policies: &["5000.2.6.4"], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; a reviewer in microsoft/PowerPlatformConnectors#882, 2021-06; 29 of 1,023 published connectors have such a host, 2024-10", page: include_str!("../../rules/host/host-not-production.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "host-not-valid", subject: "host", title: "Host is not just a host name", codes: &["HostNameNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "validator log in microsoft/PowerPlatformConnectors#4041, 2025-12", page: include_str!("../../rules/host/host-not-valid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "host-placeholder", subject: "host", title: "Host is a stand-in that nothing replaces", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "52 of 1,023 published connectors have such a host and nearly all replace it by a policy, 2024-10", page: include_str!("../../rules/host/host-placeholder.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "host-restricted", subject: "host", title: "Host that the configuration rules out", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "our choice, 2026-11", page: include_str!("../../rules/host/host-restricted.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "scheme-http", subject: "host", title: "Service may be called without encryption", codes: &[], policies: &["5000.3.1.6"], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Submit your connector for certification\" (TLS 1.2 or later), learn.microsoft.com, 2022-06; 25 of 1,023 published connectors list `http`, 9 of them nothing else, 2024-10", page: include_str!("../../rules/host/scheme-http.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "scheme-websocket", subject: "host", title: "WebSocket scheme", codes: &["SchemeNotSupported"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/host/scheme-websocket.md"), needs: &["schemes"], origin: Origin::BuiltIn },
    Rule { id: "schemes-empty", subject: "host", title: "List of schemes is empty", codes: &["SchemesArrayEmpty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/host/schemes-empty.md"), needs: &["schemes"], origin: Origin::BuiltIn },
    Rule { id: "schemes-missing", subject: "host", title: "Definition does not say by which scheme it is called", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "paconn builds the address of the service from the first of `schemes`, microsoft/PowerPlatformConnectors tools/paconn-cli, 2026-09; all 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/host/schemes-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-background-not-brand", subject: "icon", title: "Background of the icon is not the brand colour", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; microsoft/PowerPlatformConnectors#3560, 2024 (the solution checker's own check was wrong at times)", page: include_str!("../../rules/icon/icon-background-not-brand.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-background-refused", subject: "icon", title: "Icon has a background that certification refuses", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; microsoft/PowerPlatformConnectors#3560, 2024", page: include_str!("../../rules/icon/icon-background-refused.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-file-name", subject: "icon", title: "Icon is not called icon.png", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; all 11 published icons at hand are called `icon.png`, 2024-10", page: include_str!("../../rules/icon/icon-file-name.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-not-png", subject: "icon", title: "icon.png is no PNG", codes: &[], policies: &["5000.2.1.3"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "public `scripts/validate.py` of apify/apify-microsoft-power-automate-integration, 2025 (names the policy); all 11 published icons at hand are PNG, 2024-10", page: include_str!("../../rules/icon/icon-not-png.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-on-independent", subject: "icon", title: "Independent connector brings its own icon", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: None, source: "pull request template of microsoft/PowerPlatformConnectors, 2024-10; none of 395 published independent connectors has one", page: include_str!("../../rules/icon/icon-on-independent.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-size-wrong", subject: "icon", title: "Icon is not square or of the wrong size", codes: &[], policies: &["5000.2.1.4"], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "public `scripts/validate.py` of apify/apify-microsoft-power-automate-integration, 2025; 2 of 10 published certified icons are bigger, 2024-10", page: include_str!("../../rules/icon/icon-size-wrong.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-transparent", subject: "icon", title: "Icon has a transparent background", codes: &[], policies: &["5000.2.1.5"], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "public `scripts/validate.py` of apify/apify-microsoft-power-automate-integration, 2025; \"Submit your connector for certification\", learn.microsoft.com, 2022-06", page: include_str!("../../rules/icon/icon-transparent.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-array-as-text", subject: "import", title: "Array parameter is written as one text", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-array-as-text.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-array-csv", subject: "import", title: "Array parameter is sent with commas", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-array-csv.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-body-as-text", subject: "import", title: "Body is written as text", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-body-as-text.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-body-dropped", subject: "import", title: "Body is left out", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-body-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-body-made-required", subject: "import", title: "Body is made required", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-body-made-required.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-both-changed", subject: "import", title: "Changed in the folder and in the source", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-both-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-callback-became-trigger", subject: "import", title: "Callback became a trigger", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-callback-became-trigger.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-callback-dropped", subject: "import", title: "Callback is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-callback-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-content-as-text", subject: "import", title: "Parameter with content is written as text", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-content-as-text.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-content-type-policy", subject: "import", title: "Policy names the type of the body", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-content-type-policy.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-cookie-dropped", subject: "import", title: "Cookie is left out", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-cookie-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-cycle-cut", subject: "import", title: "Schema that holds itself is cut", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-cycle-cut.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-default-became-200", subject: "import", title: "Response `default` became `200`", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-default-became-200.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-definition-renamed", subject: "import", title: "Definition has another name", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-definition-renamed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-definition-shrunk", subject: "import", title: "Definition was made smaller", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-definition-shrunk.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-definition-unused", subject: "import", title: "Schema that nothing refers to", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-definition-unused.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-description-made", subject: "import", title: "Description is made up", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-description-made.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-error-schema-dropped", subject: "import", title: "Schema of an error is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-error-schema-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-extension-dropped", subject: "import", title: "Extension is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-extension-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-file-not-read", subject: "import", title: "File that is referred to is not read", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-file-not-read.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-flow-dropped", subject: "import", title: "OAuth flow is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-flow-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-form-array-as-text", subject: "import", title: "List in a form is written as one value", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-form-array-as-text.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-form-object-as-text", subject: "import", title: "Object in a form is written as text", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-form-object-as-text.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-format-dropped", subject: "import", title: "Format is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-format-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-header-dropped", subject: "import", title: "Header is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-header-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-host-missing", subject: "import", title: "Host is not said", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-host-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-id-kept", subject: "import", title: "Id stays although the source has another", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-id-kept.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-items-made", subject: "import", title: "Array does not say what it holds", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-items-made.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-keyword-dropped", subject: "import", title: "Keyword is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-keyword-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-label-made", subject: "import", title: "Labels are made of names", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-label-made.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-link-dropped", subject: "import", title: "Link is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-link-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-media-type-dropped", subject: "import", title: "Media type is left out", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-media-type-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-object-parameter-split", subject: "import", title: "Object in a parameter becomes several parameters", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-object-parameter-split.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-operation-dropped", subject: "import", title: "Operation is left out", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-operation-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-operation-gone", subject: "import", title: "Operation is gone from the source", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-operation-gone.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-operation-id-changed", subject: "import", title: "Operation has another id", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-operation-id-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-operation-id-made", subject: "import", title: "Operation without an id", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-operation-id-made.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-operation-same-path", subject: "import", title: "Second operation on one path", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-operation-same-path.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-parameter-as-text", subject: "import", title: "Parameter is written as text", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-parameter-as-text.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-parameter-dropped", subject: "import", title: "Parameter is left out", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-parameter-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-path-fragment", subject: "import", title: "Path with a fragment", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-path-fragment.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-path-parameter-made", subject: "import", title: "Variable of a path is not described", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-path-parameter-made.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-path-query", subject: "import", title: "Path with a query", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-path-query.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-reference-broken", subject: "import", title: "Reference leads nowhere", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-reference-broken.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-removed-here", subject: "import", title: "Changed in the source, removed in the folder", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-removed-here.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-requests-joined", subject: "import", title: "Requests become one operation", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-requests-joined.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-required-dropped", subject: "import", title: "Property is required but not described", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-required-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-response-dropped", subject: "import", title: "Response of an error is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-response-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-response-made", subject: "import", title: "Operation without a successful response", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-response-made.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-response-schema-dropped", subject: "import", title: "Schema of a further success is left out", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-response-schema-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-response-without-schema", subject: "import", title: "Answer is not described", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-response-without-schema.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-schema-cut", subject: "import", title: "Schema is cut", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-schema-cut.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-schema-inferred", subject: "import", title: "Schema is inferred from an example", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-schema-inferred.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-security-dropped", subject: "import", title: "Way to sign in is left out", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-security-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-security-not-expressible", subject: "import", title: "Way to sign in that connectors do not have", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-security-not-expressible.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-server-changed", subject: "import", title: "Server is taken as one of HTTPS", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-server-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-server-dropped", subject: "import", title: "Server is left out", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-server-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-server-variable", subject: "import", title: "Variable of a server has its default", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-server-variable.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-status-range-dropped", subject: "import", title: "Range of statuses is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-status-range-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-summary-made", subject: "import", title: "Summary is made of the id", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-summary-made.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-title-changed", subject: "import", title: "Title is changed", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-title-changed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-too-many-operations", subject: "import", title: "More operations than a connector takes", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-too-many-operations.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-union-array", subject: "import", title: "One value or an array becomes the array", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-union-array.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-union-merged", subject: "import", title: "Alternatives become one object", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-union-merged.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-union-of-scalars", subject: "import", title: "Several simple types become text", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-union-of-scalars.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-union-untyped", subject: "import", title: "Value of several kinds has no type", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-union-untyped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "import-webhook-dropped", subject: "import", title: "Webhook is left out", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Swagger 2.0 and OpenAPI 3.1, spec.openapis.org; 992 published connectors and 129 descriptions of APIs, counted 2026-11", page: include_str!("../../rules/import/import-webhook-dropped.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "contact-email-missing", subject: "info", title: "Contact has no mail address", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; 22 of 1,023 published connectors have none, 2024-10", page: include_str!("../../rules/info/contact-email-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "contact-email-not-valid", subject: "info", title: "Mail address of the contact is not valid", codes: &["ContactEmailNotValid"], policies: &["5000.3.1.4"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; all published connectors with one have a valid one, 2024-10", page: include_str!("../../rules/info/contact-email-not-valid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "contact-incomplete", subject: "info", title: "Contact has no name or no address", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; 76 of 1,023 published connectors have no `url`, 2024-10", page: include_str!("../../rules/info/contact-incomplete.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-contact-missing", subject: "info", title: "Connector has no contact", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator logs in microsoft/PowerPlatformConnectors#683, 2021-02, and #1095, 2021-09", page: include_str!("../../rules/info/info-contact-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-description-bad-length", subject: "info", title: "Description of the connector is too short or too long", codes: &["FieldLengthNotInRange"], policies: &["5000.2.3.4"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator logs in microsoft/PowerPlatformConnectors#550, 2020-11, and #4181, 2026-04", page: include_str!("../../rules/info/info-description-bad-length.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-description-has-url", subject: "info", title: "Description of the connector has an address", codes: &[], policies: &["5000.2.3.6"], severity: Severity::Info, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "public scripts/validate.py of apify/apify-microsoft-power-automate-integration, 2025; about 3 of 100 published connectors have one, 2024-10", page: include_str!("../../rules/info/info-description-has-url.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-description-missing", subject: "info", title: "Connector has no description", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "validator log in microsoft/PowerPlatformConnectors#3841, 2025-05; paconn create stops without it, 2026-09", page: include_str!("../../rules/info/info-description-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-description-not-a-sentence", subject: "info", title: "Description of the connector is not a sentence", codes: &[], policies: &["5000.2.3.2"], severity: Severity::Info, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06", page: include_str!("../../rules/info/info-description-not-a-sentence.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-description-product-name", subject: "info", title: "Description of the connector names another Microsoft product", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2025; 23 of 1,023 published connectors do so, 2024-10", page: include_str!("../../rules/info/info-description-product-name.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-description-repeats-title", subject: "info", title: "Description of the connector only repeats its title", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Coding standards for custom connectors\", learn.microsoft.com, 2022", page: include_str!("../../rules/info/info-description-repeats-title.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-description-restricted-phrase", subject: "info", title: "Description of the connector names Power Apps, Power Automate or Logic Apps", codes: &["ValueContainsRestrictedWords"], policies: &["5000.2.3.5"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator logs in microsoft/PowerPlatformConnectors#550, 2020-11, #3407, 2024-04, and #4193, 2026-07; 6 of 616 published certified connectors still say so, none merged since 2021, 2024-10", page: include_str!("../../rules/info/info-description-restricted-phrase.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-description-says-api", subject: "info", title: "Description of the connector says API", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &[Publisher::Certified, Publisher::Independent], default: false, fix: None, source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 135 of 1,023 published connectors say so all the same, 2024-10", page: include_str!("../../rules/info/info-description-says-api.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-title-bad-ending", subject: "info", title: "Title does not end with a letter or a digit", codes: &["ValueMustEndWithAlphanumeric"], policies: &["5000.2.2.3"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/info/info-title-bad-ending.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-title-ends-with-parenthesis", subject: "info", title: "Title ends with a closing parenthesis", codes: &["ValueMustEndWithAlphanumeric"], policies: &["5000.2.2.3"], severity: Severity::Info, confidence: Confidence::Low, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; 13 titles that ended so were merged as they were between 2021 and 2024", page: include_str!("../../rules/info/info-title-ends-with-parenthesis.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-title-product-name", subject: "info", title: "Title names a Power Platform product", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2025; a refusal that names Power Apps is quoted in microsoft/PowerPlatformConnectors#4202, 2026-07", page: include_str!("../../rules/info/info-title-product-name.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-title-publisher-suffix", subject: "info", title: "Title ends with the suffix that Microsoft adds", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "microsoft/PowerPlatformConnectors#1357 removed it; none of the 395 published independent connectors has it in its definition, 2024-10", page: include_str!("../../rules/info/info-title-publisher-suffix.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-title-restricted-word", subject: "info", title: "Title says API or Connector", codes: &["ValueContainsRestrictedWords"], policies: &["5000.2.2.2"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator log in microsoft/PowerPlatformConnectors#3407, 2024-04", page: include_str!("../../rules/info/info-title-restricted-word.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-title-too-long", subject: "info", title: "Title is longer than 30 characters", codes: &["FieldLengthExceeded"], policies: &["5000.2.2.1"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator log in microsoft/PowerPlatformConnectors#3407, 2024-04", page: include_str!("../../rules/info/info-title-too-long.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-title-untidy-spaces", subject: "info", title: "Title has white space where none belongs", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06", page: include_str!("../../rules/info/info-title-untidy-spaces.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "info-version-not-numeric", subject: "info", title: "Version is not made of numbers and dots", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "62 of 1,023 published connectors write something else, mostly `v1`, 2024-10", page: include_str!("../../rules/info/info-version-not-numeric.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "category-unknown", subject: "metadata", title: "Category is not one of Microsoft's", codes: &["InvalidConnectorCategory"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; no published connector has another one, 2024-10", page: include_str!("../../rules/metadata/category-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "category-untidy-separator", subject: "metadata", title: "Categories are separated by more than a semicolon", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; 25 of 1,023 published connectors have spaces there, 2024-10", page: include_str!("../../rules/metadata/category-untidy-separator.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "category-wrong-case", subject: "metadata", title: "Category has other capitals than Microsoft's", codes: &["InvalidConnectorCategory"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 3 of 1,023 published connectors differ by case, 2024-10", page: include_str!("../../rules/metadata/category-wrong-case.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connector-metadata-missing", subject: "metadata", title: "Definition has no connector metadata", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator logs in microsoft/PowerPlatformConnectors#683, 2021-02, and #1095, 2021-09", page: include_str!("../../rules/metadata/connector-metadata-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "docs-list-empty", subject: "metadata", title: "List of documentation pages is empty", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "Microsoft's JSON Schema, microsoft/PowerPlatformConnectors schemas/apiDefinition.swagger.schema.json, 2024-10", page: include_str!("../../rules/metadata/docs-list-empty.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "metadata-entry-missing", subject: "metadata", title: "Connector metadata lacks an entry", codes: &["ConnectorMetadataPropertiesMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 4 of 1,023 published connectors lack one, 2024-10", page: include_str!("../../rules/metadata/metadata-entry-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "metadata-entry-repeated", subject: "metadata", title: "Connector metadata has an entry twice", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "our choice, 2026-11; none of 1,023 published connectors has one twice, 2024-10", page: include_str!("../../rules/metadata/metadata-entry-repeated.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "metadata-name-misspelled", subject: "metadata", title: "Name of a metadata entry has other capitals than Microsoft's", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; 83 of 1,023 published connectors write `Privacy Policy`, 2024-10", page: include_str!("../../rules/metadata/metadata-name-misspelled.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "metadata-url-not-valid", subject: "metadata", title: "Website or privacy policy is not a full address", codes: &["UrlNotValid"], policies: &["5000.3.1.3", "5000.3.1.5"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 6 of 616 published certified connectors have one, 2024-10", page: include_str!("../../rules/metadata/metadata-url-not-valid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "metadata-url-not-web", subject: "metadata", title: "Website or privacy policy is not a web address", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "published connectors: `htpts://`, `hhttps://` and `https://https://`, 2024-10", page: include_str!("../../rules/metadata/metadata-url-not-web.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "tag-defined-twice", subject: "metadata", title: "Tag is defined twice", codes: &["TagRedefined"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; no published connector has one, 2024-10", page: include_str!("../../rules/metadata/tag-defined-twice.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "too-many-categories", subject: "metadata", title: "More than two categories", codes: &["TooManyConnectorCategories"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; no published connector has more, 2024-10", page: include_str!("../../rules/metadata/too-many-categories.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "consumes-does-not-fit", subject: "mime", title: "What is sent does not fit the MIME type", codes: &["MimeTypeNotCompatibleWithRequestContentSchemaType"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 3 of 1,023 published connectors have such an operation, 2024-10", page: include_str!("../../rules/mime/consumes-does-not-fit.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "consumes-empty", subject: "mime", title: "List of what is sent is empty", codes: &["ConsumesMissing"], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; the wizard writes it and 114 of 616 published certified connectors have it, 2024-10", page: include_str!("../../rules/mime/consumes-empty.md"), needs: &["consumes"], origin: Origin::BuiltIn },
    Rule { id: "consumes-missing", subject: "mime", title: "Operation with a body does not say what it sends", codes: &["ConsumesMissing"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 15 of 616 published certified connectors have such an operation, 2024-10", page: include_str!("../../rules/mime/consumes-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "consumes-not-documented", subject: "mime", title: "MIME type of `consumes` that the platform does not name", codes: &["MimeTypeNotSupported"], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 87 of 1,023 published connectors list others, 2024-10", page: include_str!("../../rules/mime/consumes-not-documented.md"), needs: &["consumes"], origin: Origin::BuiltIn },
    Rule { id: "consumes-not-supported", subject: "mime", title: "No MIME type of `consumes` is one that is supported", codes: &["MimeTypeNotSupported"], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; some connectors with other types were published, 2024-10", page: include_str!("../../rules/mime/consumes-not-supported.md"), needs: &["consumes"], origin: Origin::BuiltIn },
    Rule { id: "consumes-without-body", subject: "mime", title: "Operation without a body says what it sends", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "Swagger 2.0 specification (`consumes` is about request bodies), 2014-09", page: include_str!("../../rules/mime/consumes-without-body.md"), needs: &["consumes"], origin: Origin::BuiltIn },
    Rule { id: "example-not-produced", subject: "mime", title: "Example of a response in a form that the operation does not produce", codes: &["ResponseExampleMustBeProducedByOperation"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "import refused it in hobru/power-platform-neptune-api-factory#2; no published definition has examples in responses, 2024-10", page: include_str!("../../rules/mime/example-not-produced.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "file-sent-url-encoded", subject: "mime", title: "File in a URL-encoded form", codes: &["StringBinaryNotSupportedForFormUrlEncoded"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 699 published definitions has one, 2024-10", page: include_str!("../../rules/mime/file-sent-url-encoded.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "mime-type-not-valid", subject: "mime", title: "Not a MIME type", codes: &["MimeTypeNotValid"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 3 of 1,023 published connectors have `*/*`, so it does not stop certification, 2024-10", page: include_str!("../../rules/mime/mime-type-not-valid.md"), needs: &["consumes", "produces"], origin: Origin::BuiltIn },
    Rule { id: "oauth-additional-parameter-unknown", subject: "oauth", title: "Additional parameter depends on one that does not exist", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 1 published connector uses it, rightly, 2024-10", page: include_str!("../../rules/oauth/oauth-additional-parameter-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-client-credentials", subject: "oauth", title: "OAuth without a person", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Custom connectors FAQ\", learn.microsoft.com, 2023: only the authorization code flow is supported", page: include_str!("../../rules/oauth/oauth-client-credentials.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-client-id-empty", subject: "oauth", title: "Client id is empty", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Unsafe), source: "22 of 260 published connectors with OAuth have none or an empty one, 2024-10", page: include_str!("../../rules/oauth/oauth-client-id-empty.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-client-id-real", subject: "oauth", title: "Real client id in the file", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Unsafe), source: "reviewers asked for a dummy in microsoft/PowerPlatformConnectors#1312, 2021-12, and #611, 2020-12", page: include_str!("../../rules/oauth/oauth-client-id-real.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-client-secret-in-file", subject: "oauth", title: "Client secret in the file", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "microsoft/PowerPlatformConnectors readme: no secrets in the repository, 2024-10; none of the published connectors has a real one", page: include_str!("../../rules/oauth/oauth-client-secret-in-file.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-custom-parameter-missing", subject: "oauth", title: "Identity provider lacks a parameter that it requires", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 2 of 106 published connectors with `oauth2` lack one, 2024-10", page: include_str!("../../rules/oauth/oauth-custom-parameter-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-custom-parameter-unknown", subject: "oauth", title: "Parameter that the identity provider does not know", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 4 of 260 published connectors with OAuth write one in another case, 2024-10", page: include_str!("../../rules/oauth/oauth-custom-parameter-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-first-party-elsewhere", subject: "oauth", title: "Connector claims to be Microsoft's own", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; published connectors with `True` are Microsoft's, 2024-10", page: include_str!("../../rules/oauth/oauth-first-party-elsewhere.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-independent", subject: "oauth", title: "Independent connector with OAuth", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &[Publisher::Independent], default: true, fix: None, source: "a guide for independent publishers, 2026-01, second-hand; 34 published independent connectors use OAuth, 2024-10", page: include_str!("../../rules/oauth/oauth-independent.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-parameter-not-token", subject: "oauth", title: "OAuth connection parameter is not called token", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "Microsoft's paconn 0.0.21 fills in a secret only for `token`, 2026-11; all published connectors call it so, 2024-10", page: include_str!("../../rules/oauth/oauth-parameter-not-token.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-provider-unknown", subject: "oauth", title: "Unknown identity provider", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 2 of 260 published connectors with OAuth name one that Microsoft registered for them, 2024-10", page: include_str!("../../rules/oauth/oauth-provider-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-redirect-mode-shared", subject: "oauth", title: "OAuth redirects to the address that all connectors share", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Unsafe), source: "per-connector redirect URIs for OAuth custom connectors, learn.microsoft.com, 2024-02; asked for in microsoft/PowerPlatformConnectors#3255, 2024-03", page: include_str!("../../rules/oauth/oauth-redirect-mode-shared.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-redirect-url-unexpected", subject: "oauth", title: "Redirect URL that does not fit the redirect mode", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "asked for in microsoft/PowerPlatformConnectors#3255, 2024-03; 147 of 155 published redirect URLs are the shared one, 2024-10", page: include_str!("../../rules/oauth/oauth-redirect-url-unexpected.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-scope-blank", subject: "oauth", title: "Blank around a scope", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 6749 section 3.3 (scopes are separated by single blanks), 2012; none of the published connectors has one, 2024-10", page: include_str!("../../rules/oauth/oauth-scope-blank.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-scope-blanket", subject: "oauth", title: "Scope that asks for everything", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Low, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scopes and permissions in the Microsoft identity platform, learn.microsoft.com, 2024; 5 of 260 published connectors with OAuth ask so, 2024-10", page: include_str!("../../rules/oauth/oauth-scope-blanket.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-settings-missing", subject: "oauth", title: "OAuth connection parameter without settings", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 1 of 261 published parameters of this kind has none, 2024-10", page: include_str!("../../rules/oauth/oauth-settings-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-template-name-unknown", subject: "oauth", title: "Unknown name in braces in an OAuth template", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "names seen in 25 published connectors with `oauth2generic`, 2024-10; no list is published", page: include_str!("../../rules/oauth/oauth-template-name-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-url-differs", subject: "oauth", title: "Definition and properties name different OAuth URLs", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "our own reading: the properties count, the definition is what the wizard imports, 2026-11", page: include_str!("../../rules/oauth/oauth-url-differs.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-url-not-https", subject: "oauth", title: "OAuth URL without TLS", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "RFC 6749 section 3.1 (TLS for the authorization endpoint), 2012; none of the published connectors has one, 2024-10", page: include_str!("../../rules/oauth/oauth-url-not-https.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "deprecated-operation-not-named", subject: "operation", title: "Deprecated operation does not say so in its texts", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Deprecate an operation\", learn.microsoft.com, 2022; 24 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/operation/deprecated-operation-not-named.md"), needs: &["deprecated"], origin: Origin::BuiltIn },
    Rule { id: "next-link-name-not-supported", subject: "operation", title: "Name of the next link is not supported", codes: &["InvalidNextLinkNameValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of the 18 published connectors with paging has another name, 2024-10", page: include_str!("../../rules/operation/next-link-name-not-supported.md"), needs: &["x-ms-pageable"], origin: Origin::BuiltIn },
    Rule { id: "next-link-not-in-response", subject: "operation", title: "Response has no property for the next link", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\" (x-ms-pageable), learn.microsoft.com, 2022", page: include_str!("../../rules/operation/next-link-not-in-response.md"), needs: &["x-ms-pageable"], origin: Origin::BuiltIn },
    Rule { id: "next-link-policy-missing", subject: "operation", title: "Next link bypasses the platform", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\" (x-ms-pageable), learn.microsoft.com, 2022", page: include_str!("../../rules/operation/next-link-policy-missing.md"), needs: &["x-ms-pageable"], origin: Origin::BuiltIn },
    Rule { id: "operation-context-unknown", subject: "operation", title: "Context of an operation names no operation", codes: &["OperationIdNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\" and \"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/operation/operation-context-unknown.md"), needs: &["x-ms-operation-context"], origin: Origin::BuiltIn },
    Rule { id: "operation-description-missing", subject: "operation", title: "Operation has no description", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#3408, 2024-04", page: include_str!("../../rules/operation/operation-description-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-description-repeats-summary", subject: "operation", title: "Description of an operation repeats its summary", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Coding standards for connectors\", learn.microsoft.com, 2022; authors rewrote such descriptions in 133 pull requests of microsoft/PowerPlatformConnectors, 2024-10; 256 of 1,023 published connectors have one", page: include_str!("../../rules/operation/operation-description-repeats-summary.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-description-unpunctuated", subject: "operation", title: "Description of an operation does not end like a sentence", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Coding standards for connectors\", learn.microsoft.com, 2022; 560 of 1,023 published connectors have one, so nobody is refused for it, 2024-10", page: include_str!("../../rules/operation/operation-description-unpunctuated.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-id-differs-in-case", subject: "operation", title: "Two operationIds differ only in case", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "no pair in 16,331 published operations, 2024-10", page: include_str!("../../rules/operation/operation-id-differs-in-case.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-id-duplicate", subject: "operation", title: "Two operations have the same operationId", codes: &["OperationIdNotUnique"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has such a pair, 2024-10", page: include_str!("../../rules/operation/operation-id-duplicate.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-id-missing", subject: "operation", title: "Operation has no operationId", codes: &["OperationIdRequired"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 16,331 published operations lacks it, 2024-10", page: include_str!("../../rules/operation/operation-id-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-id-not-alphanumeric", subject: "operation", title: "operationId has characters other than letters and digits", codes: &["OperationIdSanitized"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 186 of 1,023 published connectors have one, so it does not stop certification, 2024-10", page: include_str!("../../rules/operation/operation-id-not-alphanumeric.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-id-not-pascal-case", subject: "operation", title: "operationId does not begin with a capital letter", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Coding standards for connectors\", learn.microsoft.com, 2022; reviewers in microsoft/PowerPlatformConnectors#2360 and #2525, 2023; 76 of 1,023 published connectors do otherwise, 2024-10", page: include_str!("../../rules/operation/operation-id-not-pascal-case.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-id-too-long", subject: "operation", title: "operationId is very long", codes: &["OperationIdTooLong"], policies: &[], severity: Severity::Warning, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\" (which does not tell the limit), learn.microsoft.com, 2022-09; the longest of 16,331 published operations has 77 characters, 2024-10", page: include_str!("../../rules/operation/operation-id-too-long.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-says-deprecated", subject: "operation", title: "Operation says that it is deprecated but is not marked so", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Deprecate an operation\", learn.microsoft.com, 2022; 6 of 1,023 published connectors, 2024-10", page: include_str!("../../rules/operation/operation-says-deprecated.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-bad-end", subject: "operation", title: "Summary of an operation does not end in a letter or digit", codes: &["ValueMustEndWithAlphanumeric"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 2 of 1,023 published connectors have one, those that end in `)` not counted, 2024-10", page: include_str!("../../rules/operation/operation-summary-bad-end.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-duplicate", subject: "operation", title: "Two operations have the same summary", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "the designer lists operations by their summary; 14 of 700 published connectors have such a pair, 2024-10", page: include_str!("../../rules/operation/operation-summary-duplicate.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-get-for-list", subject: "operation", title: "Operation that lists is called Get", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: false, fix: None, source: "examples in \"Guidelines for connector strings\", learn.microsoft.com, 2022", page: include_str!("../../rules/operation/operation-summary-get-for-list.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-is-id", subject: "operation", title: "Summary of an operation is a name for programs", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; a reviewer in microsoft/PowerPlatformConnectors#583, 2020-12", page: include_str!("../../rules/operation/operation-summary-is-id.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-lower-case", subject: "operation", title: "Summary of an operation begins with a small letter", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 25 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/operation/operation-summary-lower-case.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../../rules/operation/operation-summary-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-not-alphanumeric", subject: "operation", title: "Summary of an operation has other characters than letters and digits", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &[Publisher::Certified, Publisher::Independent], default: false, fix: None, source: "\"Verified publisher certification process\" (letters, digits and parentheses), learn.microsoft.com, 2022; 193 of 1,003 published connectors do otherwise, 2024-10", page: include_str!("../../rules/operation/operation-summary-not-alphanumeric.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-restricted-character", subject: "operation", title: "Summary of an operation has a character that is not allowed", codes: &["RestrictedCharactersInSummary"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Unsafe), source: "validator log in microsoft/PowerPlatformConnectors#1095, 2021-09; none of 16,331 published operations has one, 2024-10", page: include_str!("../../rules/operation/operation-summary-restricted-character.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-title-case", subject: "operation", title: "Summary of an operation is written like a title", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: false, fix: None, source: "\"Guidelines for connector strings\" (sentence case), learn.microsoft.com, 2022; 362 of 1,023 published connectors do otherwise, 2024-10", page: include_str!("../../rules/operation/operation-summary-title-case.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-too-long", subject: "operation", title: "Summary of an operation is too long", codes: &["OperationSummaryTooLong"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Guidelines for connector strings\" (80), learn.microsoft.com, 2022; \"Fix Swagger Validator errors\" (120), learn.microsoft.com, 2022-09; none of 16,331 published operations has more than 80, 2024-10", page: include_str!("../../rules/operation/operation-summary-too-long.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-summary-white-space", subject: "operation", title: "Summary of an operation has white space too much", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022", page: include_str!("../../rules/operation/operation-summary-white-space.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-text-restricted-words", subject: "operation", title: "Text of an operation names a product that it may not", codes: &["ValueContainsRestrictedWords"], policies: &["5000.2.3.5"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification log in microsoft/PowerPlatformConnectors#4193, 2026-07; none of 1,008 definitions merged there between 2021 and 2024 has such a text", page: include_str!("../../rules/operation/operation-text-restricted-words.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "safe-operation-on-get", subject: "operation", title: "GET is marked as safe", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "apiDefinition.swagger.schema.json in microsoft/PowerPlatformConnectors (`x-ms-safe-operation`), 2024-10; RFC 9110 section 9.2.1, 2022-06", page: include_str!("../../rules/operation/safe-operation-on-get.md"), needs: &["x-ms-safe-operation"], origin: Origin::BuiltIn },
    Rule { id: "trigger-summary-without-when", subject: "operation", title: "Summary of a trigger does not begin with When", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 103 of 1,023 published connectors do otherwise, 2024-10", page: include_str!("../../rules/operation/trigger-summary-without-when.md"), needs: &["x-ms-trigger"], origin: Origin::BuiltIn },
    Rule { id: "connector-solution-missing", subject: "package", title: "No solution with the connector alone", codes: &[], policies: &["5000.1.1.8"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/connector-solution-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "flow-solution-missing", subject: "package", title: "No solution with a flow", codes: &[], policies: &["5000.1.1.6"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/flow-solution-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-assets-folder-missing", subject: "package", title: "Inner zip has not one folder", codes: &[], policies: &["5000.1.1.12"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/package-assets-folder-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-file-not-zip", subject: "package", title: "Package is not called .zip", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/package/package-file-not-zip.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-folder-at-root", subject: "package", title: "Folder in the package", codes: &[], policies: &["5000.1.1.11"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/package-folder-at-root.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-intro-incomplete", subject: "package", title: "Introduction lacks a part", codes: &[], policies: &["5000.1.1.5"], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "the page submit-for-certification of learn.microsoft.com, 2023", page: include_str!("../../rules/package/package-intro-incomplete.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-intro-missing", subject: "package", title: "Package has not one intro.md", codes: &[], policies: &["5000.1.1.5"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/package-intro-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-secret", subject: "package", title: "Secret in a package", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "policy of the Microsoft commercial marketplace, and the readme of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/package/package-secret.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-solution-count", subject: "package", title: "Wrong number of solutions", codes: &[], policies: &["5000.1.1.13"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/package-solution-count.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-system-file", subject: "package", title: "File of an operating system in a package", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "thread microsoft/PowerPlatformConnectors#4204, 2026-07, and the page submit-for-certification of learn.microsoft.com, 2023", page: include_str!("../../rules/package/package-system-file.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "package-zip-missing", subject: "package", title: "Package has not one inner zip", codes: &[], policies: &["5000.1.1.11"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/package-zip-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "plugin-solution-missing", subject: "package", title: "No solution with the plug-in", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/package/plugin-solution-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solution-managed", subject: "package", title: "Solution is managed", codes: &[], policies: &["5000.1.1.16"], severity: Severity::Error, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "public CONTRIBUTING.md of apify/apify-microsoft-power-automate-integration, 2026", page: include_str!("../../rules/package/solution-managed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solution-role-unclear", subject: "package", title: "Solution is neither that of the connector nor of the flow", codes: &[], policies: &["5000.1.1.16"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/solution-role-unclear.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solutions-disagree", subject: "package", title: "Solutions hold different connectors", codes: &[], policies: &["5000.1.1.7"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/package/solutions-disagree.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "allow-empty-value-misplaced", subject: "parameter", title: "allowEmptyValue outside of query and form data", codes: &["AllowEmptyValueOnlyValidForQueryFormData"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has it, 2024-10", page: include_str!("../../rules/parameter/allow-empty-value-misplaced.md"), needs: &["allowEmptyValue"], origin: Origin::BuiltIn },
    Rule { id: "body-parameter-repeated", subject: "parameter", title: "More than one body parameter", codes: &["OperationParametersContainMultipleBodyParameters", "PathParametersContainMultipleBodyParameters"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/body-parameter-repeated.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "body-parameter-with-type", subject: "parameter", title: "Body parameter describes its value outside of `schema`", codes: &["BodyParameterPropertyNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has it, 2024-10", page: include_str!("../../rules/parameter/body-parameter-with-type.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "body-with-form-data", subject: "parameter", title: "Body and form data in one operation", codes: &["ParameterListContainsFormDataAndBody"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has it, 2024-10", page: include_str!("../../rules/parameter/body-with-form-data.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "collection-format-unsupported", subject: "parameter", title: "Collection format that the platform may not know", codes: &["CollectionFormatValueNotSupported"], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; all 31 arrays with a format in the published connectors say `csv`, 2024-10", page: include_str!("../../rules/parameter/collection-format-unsupported.md"), needs: &["collectionFormat"], origin: Origin::BuiltIn },
    Rule { id: "file-outside-form-data", subject: "parameter", title: "File outside of form data", codes: &["FileParameterMustBeInFormData"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has it, 2024-10", page: include_str!("../../rules/parameter/file-outside-form-data.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "form-parameter-name-not-ascii", subject: "parameter", title: "Name of a form parameter is not ASCII", codes: &["InvalidFormDataParameterName"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/form-parameter-name-not-ascii.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "get-with-body", subject: "parameter", title: "GET with a body", codes: &["BodyOrFormDataParameterInFetchOperationNotAllowed"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 4 of 700 published connectors have one, all of them old, 2024-10", page: include_str!("../../rules/parameter/get-with-body.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "internal-parameter-optional", subject: "parameter", title: "Default of an internal parameter is not sent", codes: &["InternalPropertyWithDefaultOptional", "PropertyMustBeRequired"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 12 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/parameter/internal-parameter-optional.md"), needs: &["x-ms-visibility"], origin: Origin::BuiltIn },
    Rule { id: "internal-parameter-without-default", subject: "parameter", title: "Internal parameter is required but has no default", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions\", learn.microsoft.com, 2022; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/internal-parameter-without-default.md"), needs: &["x-ms-visibility"], origin: Origin::BuiltIn },
    Rule { id: "parameter-description-missing", subject: "parameter", title: "Parameter has no description", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator logs in microsoft/PowerPlatformConnectors#3407, 2024-04, and #4160, 2026-04", page: include_str!("../../rules/parameter/parameter-description-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-description-repeats-summary", subject: "parameter", title: "Description of a parameter repeats its summary", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; reviews in microsoft/PowerPlatformConnectors#1286 and #1390, 2021 to 2022", page: include_str!("../../rules/parameter/parameter-description-repeats-summary.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-description-unpunctuated", subject: "parameter", title: "Description of a parameter does not end like a sentence", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: false, fix: Some(Safety::Safe), source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 561 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/parameter/parameter-description-unpunctuated.md"), needs: &["description"], origin: Origin::BuiltIn },
    Rule { id: "parameter-duplicate", subject: "parameter", title: "Parameter listed twice", codes: &["OperationParametersContainDuplicateParameter", "PathParametersContainDuplicateParameter", "OperationParametersAreNotUnique"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/parameter-duplicate.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-name-reserved", subject: "parameter", title: "Name of a parameter that the platform may keep for itself", codes: &["ReservedParameterIsUsed"], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09, names no list; ours is what HTTP clients set themselves, 2026-11", page: include_str!("../../rules/parameter/parameter-name-reserved.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-named-connection-id", subject: "parameter", title: "Parameter is called `connectionId`", codes: &["ConnectionIdParameterNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/parameter-named-connection-id.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-ref-not-found", subject: "parameter", title: "Reference to a parameter that does not exist", codes: &["ParameterReferenceNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; microsoft/PowerPlatformConnectors#155, where the service answered with status 500, 2020-03", page: include_str!("../../rules/parameter/parameter-ref-not-found.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-ref-not-local", subject: "parameter", title: "Reference in a list of parameters does not name a shared parameter", codes: &["ParameterReferenceNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/parameter-ref-not-local.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-summary-missing", subject: "parameter", title: "Parameter has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Unsafe), source: "certification validator logs in microsoft/PowerPlatformConnectors#3407, 2024-04, and #4193, 2026-07", page: include_str!("../../rules/parameter/parameter-summary-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "parameter-summary-not-alphanumeric", subject: "parameter", title: "Label of a parameter has other characters than letters and digits", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &[Publisher::Certified, Publisher::Independent], default: false, fix: None, source: "\"Verified publisher certification process\" (letters, digits and parentheses), learn.microsoft.com, 2022; 226 of 1,003 published connectors do otherwise, 2024-10", page: include_str!("../../rules/parameter/parameter-summary-not-alphanumeric.md"), needs: &["x-ms-summary"], origin: Origin::BuiltIn },
    Rule { id: "parameter-summary-not-title-case", subject: "parameter", title: "Summary of a parameter is not in title case", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"OpenAPI extensions\", learn.microsoft.com, 2022; 391 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/parameter/parameter-summary-not-title-case.md"), needs: &["x-ms-summary"], origin: Origin::BuiltIn },
    Rule { id: "parameter-summary-too-long", subject: "parameter", title: "Summary of a parameter is too long", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; none of the published connectors has a longer one, 2024-10", page: include_str!("../../rules/parameter/parameter-summary-too-long.md"), needs: &["x-ms-summary"], origin: Origin::BuiltIn },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../../rules/parameter/path-parameter-encoding-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-parameter-is-array", subject: "parameter", title: "Path parameter is an array", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "our proposal: 2024-10, the published connectors show how rare it is", page: include_str!("../../rules/parameter/path-parameter-is-array.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-parameter-not-in-path", subject: "parameter", title: "Path parameter does not occur in the path", codes: &["PathParameterNotDefinedInTemplate"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/path-parameter-not-in-path.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-parameter-optional", subject: "parameter", title: "Path parameter is not required", codes: &["PathParameterMustBeRequired"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/path-parameter-optional.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-parameter-undefined", subject: "parameter", title: "Variable of the path has no parameter", codes: &["OperationMissingPathParameter"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/path-parameter-undefined.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "schema-outside-body", subject: "parameter", title: "Schema on a parameter that is not the body", codes: &["NonBodyParameterSchemaNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has it, 2024-10", page: include_str!("../../rules/parameter/schema-outside-body.md"), needs: &["schema"], origin: Origin::BuiltIn },
    Rule { id: "secret-as-parameter", subject: "parameter", title: "Secret asked for in an action", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Connection parameters\", learn.microsoft.com, 2022; 26 of 700 published connectors ask for one, 2024-10", page: include_str!("../../rules/parameter/secret-as-parameter.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "shared-parameter-only-a-ref", subject: "parameter", title: "Shared parameter is itself a reference", codes: &["ParameterRefLoopNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/parameter/shared-parameter-only-a-ref.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "shared-parameter-unused", subject: "parameter", title: "Shared parameter that nothing uses", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "our proposal: 25 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/parameter/shared-parameter-unused.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "subscribe-parameter-differs", subject: "parameter", title: "Fetch and subscribe operations differ in a parameter", codes: &["ParamtersWithSameNameMustHaveSameTypeAndVisibility"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors uses `x-ms-notification`, 2024-10", page: include_str!("../../rules/parameter/subscribe-parameter-differs.md"), needs: &["x-ms-notification"], origin: Origin::BuiltIn },
    Rule { id: "url-encoding-outside-path", subject: "parameter", title: "x-ms-url-encoding outside of the path", codes: &["QueryParameterEncodingNotSupported"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 23 of 1,023 published connectors have it, without effect, 2024-10", page: include_str!("../../rules/parameter/url-encoding-outside-path.md"), needs: &["x-ms-url-encoding"], origin: Origin::BuiltIn },
    Rule { id: "operations-missing", subject: "path", title: "Connector has no operations", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2022-06; all 1,023 published connectors have some, 2024-10", page: include_str!("../../rules/path/operations-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-ambiguous", subject: "path", title: "Path also matches another operation's", codes: &["PartialDuplicateOperationPath"], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/path/path-ambiguous.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-differs-in-case", subject: "path", title: "Two paths differ only in case", codes: &["PathRedefined"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "import refused it in microsoft/powerapps-tools#222; none of 1,023 published connectors does it, 2024-10", page: include_str!("../../rules/path/path-differs-in-case.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-duplicate", subject: "path", title: "Two operations have the same path", codes: &["DuplicateOperationPath"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has such a pair, 2024-10", page: include_str!("../../rules/path/path-duplicate.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-reference", subject: "path", title: "Path refers to another document", codes: &["PathItemRefNotSuppored"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/path/path-reference.md"), needs: &["$ref"], origin: Origin::BuiltIn },
    Rule { id: "path-template-not-valid", subject: "path", title: "Braces of a path do not match", codes: &["OperationPathTemplateNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/path/path-template-not-valid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-variable-with-default", subject: "path", title: "Variable of a path has a default", codes: &["OperationPathVariablesContainDefaults"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/path/path-variable-with-default.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-with-query", subject: "path", title: "Path has a query or fragment in it", codes: &["OperationPathMayNotContainQueryOrFragment"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/path/path-with-query.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-with-space", subject: "path", title: "Path has a space in it", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "RFC 3986 (an address has no spaces), 2005-01; 17 of 1,023 published connectors have one, nearly all in a variable's name, 2024-10", page: include_str!("../../rules/path/path-with-space.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-with-wildcard", subject: "path", title: "Path has a wildcard in it", codes: &["OperationPathContainsUnsupportedCharacters"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/path/path-with-wildcard.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "path-without-slash", subject: "path", title: "Path does not begin with a slash", codes: &["OperationPathMustStartWithSlash"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/path/path-without-slash.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "too-many-operations", subject: "path", title: "Connector has too many operations", codes: &["TotalOperationsCountExceedsMaxAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Custom connectors FAQ\", learn.microsoft.com, 2023; the largest of 1,023 published connectors has 219, 2024-10", page: include_str!("../../rules/path/too-many-operations.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-duplicate", subject: "policy", title: "The same policy twice", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "our own reading of what the platform does with two equal instances: the second one repeats the first, 2026-11", page: include_str!("../../rules/policy/policy-duplicate.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-host-constant", subject: "policy", title: "Policy for a dynamic host gives the same host always", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Set host URL\", policy templates for custom connectors, learn.microsoft.com, 2022; 7 of 124 published policies of this kind are constant, 2024-10", page: include_str!("../../rules/policy/policy-host-constant.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-host-not-https", subject: "policy", title: "Policy leads to a host without TLS", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Set host URL\", policy templates for custom connectors, learn.microsoft.com, 2022; all published connectors use https or an expression, 2024-10", page: include_str!("../../rules/policy/policy-host-not-https.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-hosts-compete", subject: "policy", title: "Several policies choose the host of one operation", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "our own reading: the order in which the platform applies them is not documented, 2026-11", page: include_str!("../../rules/policy/policy-hosts-compete.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-operation-unknown", subject: "policy", title: "Policy for an operation that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "5 of 717 published connectors have one left from an operation that was renamed, 2024-10", page: include_str!("../../rules/policy/policy-operation-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-operations-not-a-list", subject: "policy", title: "Operations of a policy are not a list", codes: &["JsonTypeIncorrect"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors has one, 2024-10", page: include_str!("../../rules/policy/policy-operations-not-a-list.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-parameter-misnamed", subject: "policy", title: "Parameter that a policy requires has another name", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; some public guides teach the wrong names, none of the published connectors uses them, 2024-10", page: include_str!("../../rules/policy/policy-parameter-misnamed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-parameter-missing", subject: "policy", title: "Policy lacks a parameter that its template requires", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors lacks one, 2024-10", page: include_str!("../../rules/policy/policy-parameter-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-parameter-unknown", subject: "policy", title: "Parameter that the policy template does not know", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors has one, 2024-10", page: include_str!("../../rules/policy/policy-parameter-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-path-not-absolute", subject: "policy", title: "Policy leads to a path without a leading slash", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Route request\", policy templates for custom connectors, learn.microsoft.com, 2022; 3 of 104 published policies of this kind have none, 2024-10", page: include_str!("../../rules/policy/policy-path-not-absolute.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-secret-in-clear", subject: "policy", title: "Secret written in a policy", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "microsoft/PowerPlatformConnectors readme: no secrets in the repository, 2024-10; one published connector has one", page: include_str!("../../rules/policy/policy-secret-in-clear.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-section-invalid", subject: "policy", title: "Policy in a section that its template does not take", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors has one, 2024-10", page: include_str!("../../rules/policy/policy-section-invalid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-section-superfluous", subject: "policy", title: "Policy with a section although its template takes none", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 1 of 717 published connectors has one, 2024-10", page: include_str!("../../rules/policy/policy-section-superfluous.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-template-unknown", subject: "policy", title: "Policy template that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; 3 of 717 published connectors name another one, 2024-10", page: include_str!("../../rules/policy/policy-template-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-title-missing", subject: "policy", title: "Policy has no title", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "all published policies have one although the schema does not require it, 2024-10", page: include_str!("../../rules/policy/policy-title-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "policy-value-unknown", subject: "policy", title: "Policy parameter with a value outside its list", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "apiProperties JSON schema (paconn-apiProperties.schema.json), microsoft/PowerPlatformConnectors, 2020-07; none of the published connectors has one, 2024-10", page: include_str!("../../rules/policy/policy-value-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "brand-color-forbidden", subject: "properties", title: "Brand colour is white or the default", codes: &[], policies: &["5000.2.1.1"], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified], default: true, fix: None, source: "pull request template of microsoft/PowerPlatformConnectors, 2024-10; \"Verified publisher certification process\", learn.microsoft.com, 2022-06", page: include_str!("../../rules/properties/brand-color-forbidden.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "brand-color-not-hex", subject: "properties", title: "Brand colour is not written as # and six hex digits", codes: &[], policies: &["5000.2.1.1"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified], default: true, fix: Some(Safety::Safe), source: "all 1,031 published connectors write it so, 2024-10; the npm package ppcv checks it too", page: include_str!("../../rules/properties/brand-color-not-hex.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../../rules/properties/brand-color-not-independent.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "brand-color-of-independents", subject: "properties", title: "Certified connector has the brand colour of independent ones", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "\"Verified publisher certification process\", learn.microsoft.com, 2022-06; 1 of 616 published certified connectors has it, 2024-10", page: include_str!("../../rules/properties/brand-color-of-independents.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "capability-name-unknown", subject: "properties", title: "Capability that the platform does not know", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "schemas/paconn-apiProperties.schema.json of microsoft/PowerPlatformConnectors and 1,031 published connectors, 2024-10", page: include_str!("../../rules/properties/capability-name-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "gateway-capability-missing", subject: "properties", title: "Gateway parameter without the gateway capability", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "the only published connector with such a parameter, of 715 read at hand, lists the capability, 2024-10", page: include_str!("../../rules/properties/gateway-capability-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "gateway-with-oauth", subject: "properties", title: "Sign-in and gateway do not go together", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Troubleshoot OAuth 2.0\", learn.microsoft.com, 2022-06", page: include_str!("../../rules/properties/gateway-with-oauth.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "publisher-is-stack-owner", subject: "properties", title: "Independent publisher claims to own the service", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Independent], default: true, fix: None, source: "\"Verified publisher certification process\", learn.microsoft.com, 2022-06; 2 of 275 published independent connectors read at hand, 2024-10", page: include_str!("../../rules/properties/publisher-is-stack-owner.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "publisher-missing", subject: "properties", title: "Publisher is missing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Verified publisher certification process\", learn.microsoft.com, 2022-06; added in 52 pull requests of microsoft/PowerPlatformConnectors after the first commit", page: include_str!("../../rules/properties/publisher-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "publisher-not-stack-owner", subject: "properties", title: "Publisher of a certified connector does not own the service", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &[Publisher::Certified], default: true, fix: None, source: "reviews in microsoft/PowerPlatformConnectors#2360 and #2581; \"Verified publisher certification process\", learn.microsoft.com, 2022-06; 28 of 374 published certified connectors with both names have different ones, 2024-10", page: include_str!("../../rules/properties/publisher-not-stack-owner.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "stack-owner-missing", subject: "properties", title: "Owner of the service is missing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "reviews in microsoft/PowerPlatformConnectors#731 (2021) and #2637 (2023-05); added in 249 pull requests after the first commit", page: include_str!("../../rules/properties/stack-owner-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "stack-owner-with-paconn", subject: "properties", title: "paconn cannot deploy a connector with stackOwner", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "microsoft/PowerPlatformConnectors#754, 2021, and \"Limitations\" in the readme of paconn, 2024-10", page: include_str!("../../rules/properties/stack-owner-with-paconn.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "intro-lists-operations", subject: "readme", title: "Introduction lists the operations", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2023; 1 of 5 published `intro.md` does it, 2024-10", page: include_str!("../../rules/readme/intro-lists-operations.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "intro-section-missing", subject: "readme", title: "Introduction lacks a section", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2023; 3 of 5 published `intro.md` lack one, 2024-10", page: include_str!("../../rules/readme/intro-section-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "readme-local-image", subject: "readme", title: "Readme shows a picture of the folder", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "the published documentation of connectors shows no pictures of the repository, learn.microsoft.com/connectors, 2024; 14 of 1,015 published readmes have some, 2024-10", page: include_str!("../../rules/readme/readme-local-image.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "readme-missing", subject: "readme", title: "No readme", codes: &[], policies: &["5000.1.1.2"], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification policy 5000.1.1.2, \"Certification policy errors\", learn.microsoft.com, 2025; 10 of 1,015 published connectors have none, 2024-10", page: include_str!("../../rules/readme/readme-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "readme-oauth-steps-missing", subject: "readme", title: "Readme does not say how to register an app", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Independent], default: true, fix: None, source: "pull request template and README of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/readme/readme-oauth-steps-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "readme-publisher-differs", subject: "readme", title: "Readme names another publisher than apiProperties.json", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "readme templates in microsoft/PowerPlatformConnectors (templates), 2024-10", page: include_str!("../../rules/readme/readme-publisher-differs.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "readme-section-expected", subject: "readme", title: "Readme lacks a section of the template", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "readme template for certified publishers in microsoft/PowerPlatformConnectors (templates), 2024-10; 231 of 421 published ones lack a section", page: include_str!("../../rules/readme/readme-section-expected.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "readme-section-missing", subject: "readme", title: "Readme of an independent connector lacks a section", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: None, source: "readme template for independent publishers in microsoft/PowerPlatformConnectors (templates), 2024-10; 18 of 273 published ones lack a section", page: include_str!("../../rules/readme/readme-section-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "readme-template-text", subject: "readme", title: "Text of the template left in the readme", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "readme templates in microsoft/PowerPlatformConnectors (templates), 2024-10; 19 of 709 published readmes have such a line", page: include_str!("../../rules/readme/readme-template-text.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "readme-too-short", subject: "readme", title: "Readme says next to nothing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "reviewers in microsoft/PowerPlatformConnectors#404, 2020 (a readme of one sentence was sent back); none of 709 published ones is shorter than 100 characters, 2024-10", page: include_str!("../../rules/readme/readme-too-short.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-204-schema", subject: "response", title: "Schema for a response without content", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 9110, section 15.3.5, 2022-06; 29 of 700 published connectors have one, 2024-10", page: include_str!("../../rules/response/response-204-schema.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-default-schema", subject: "response", title: "Default response has a schema", codes: &["DefaultResponseHasSchema"], policies: &["5000.2.4.2"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "certification validator logs in microsoft/PowerPlatformConnectors#3841, 2025-05, and #4181, 2026-04; deployment log in #3810, 2025", page: include_str!("../../rules/response/response-default-schema.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-description-meaningless", subject: "response", title: "Description of a response says nothing", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "reviews in microsoft/PowerPlatformConnectors#942, #1390 and #2433, 2021 to 2023", page: include_str!("../../rules/response/response-description-meaningless.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-header-duplicate", subject: "response", title: "Header of a response listed twice", codes: &["ResponseHeadersAreNotUnique"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/response/response-header-duplicate.md"), needs: &["headers"], origin: Origin::BuiltIn },
    Rule { id: "response-many-schemas", subject: "response", title: "Several responses with a schema", codes: &["OperationHasManyResponsesWithSchema"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 201 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/response/response-many-schemas.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-only-default", subject: "response", title: "Only a default response", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "reviews in microsoft/PowerPlatformConnectors#1237, #1303 and #1425, 2021 to 2022; 84 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/response/response-only-default.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-ref-not-found", subject: "response", title: "Reference to a response that does not exist", codes: &["ResponseReferenceNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/response/response-ref-not-found.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-ref-not-local", subject: "response", title: "Reference in place of a response does not name a shared response", codes: &["ResponseReferenceNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/response/response-ref-not-local.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-schema-empty", subject: "response", title: "Schema of a response says nothing", codes: &[], policies: &["5000.2.4.4"], severity: Severity::Warning, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "reviews in microsoft/PowerPlatformConnectors#1086, #1303, #1610 and #2433, 2021 to 2023; 110 of 700 published connectors have one, 2024-10", page: include_str!("../../rules/response/response-schema-empty.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-schema-missing", subject: "response", title: "Operation describes no output", codes: &["SchemaDefinitionSetIncorrectly"], policies: &["5000.2.4.4"], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; a review in microsoft/PowerPlatformConnectors#1337, 2021 to 2022; 100 of 700 published connectors have one, 2024-10", page: include_str!("../../rules/response/response-schema-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-status-not-valid", subject: "response", title: "Response stands under something that is no status", codes: &["ResponseMustBeDefaultOrHttpStatusCode"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/response/response-status-not-valid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "response-success-missing", subject: "response", title: "No response for success", codes: &["OperationShouldHaveSuccessfulResponse"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 5 of 1,023 published connectors lack one, 2024-10", page: include_str!("../../rules/response/response-success-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "responses-empty", subject: "response", title: "Operation without responses", codes: &["OperationMustHaveResponse"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/response/responses-empty.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "shared-response-only-a-ref", subject: "response", title: "Shared response is itself a reference", codes: &["ResponseRefLoopNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors has one, 2024-10", page: include_str!("../../rules/response/shared-response-only-a-ref.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "shared-response-unused", subject: "response", title: "Shared response that nothing uses", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "our proposal: 16 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/response/shared-response-unused.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "array-items-empty", subject: "schema", title: "Array of anything", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "127 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/schema/array-items-empty.md"), needs: &["items"], origin: Origin::BuiltIn },
    Rule { id: "array-items-missing", subject: "schema", title: "Array does not say what it holds", codes: &["ArrayHasNoItems"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/array-items-missing.md"), needs: &["type"], origin: Origin::BuiltIn },
    Rule { id: "binary-nested", subject: "schema", title: "Binary content inside of something", codes: &["InvalidStringBinaryProperty"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 18 of 1,023 published connectors have one, so it does not stop certification, 2024-10", page: include_str!("../../rules/schema/binary-nested.md"), needs: &["format"], origin: Origin::BuiltIn },
    Rule { id: "bounds-reversed", subject: "schema", title: "Smallest value is above the largest", codes: &["MinimumShouldBeLessThanOrEqualToMaximum", "MinLengthShouldBeLessThanOrEqualToMaxLength", "MinItemsShouldBeLessThanOrEqualToMaxItems"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/bounds-reversed.md"), needs: &["minimum", "minLength", "minItems", "minProperties"], origin: Origin::BuiltIn },
    Rule { id: "default-in-definition", subject: "schema", title: "Default inside of a definition", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: false, fix: None, source: "our choice; 334 of 1,023 published connectors have some, rightly in requests, 2024-10", page: include_str!("../../rules/schema/default-in-definition.md"), needs: &["default"], origin: Origin::BuiltIn },
    Rule { id: "default-not-in-enum", subject: "schema", title: "Default value is not allowed", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"JSON Schema Validation\", json-schema.org, draft 4, 2013; 2 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/schema/default-not-in-enum.md"), needs: &["enum"], origin: Origin::BuiltIn },
    Rule { id: "default-type-mismatch", subject: "schema", title: "Default value of another type", codes: &["DefaultValueMustMatchType"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 28 of 1,023 published connectors have one, so it does not stop certification, 2024-10", page: include_str!("../../rules/schema/default-type-mismatch.md"), needs: &["default"], origin: Origin::BuiltIn },
    Rule { id: "definition-name-needs-escape", subject: "schema", title: "Name of a definition needs escapes", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "RFC 6901 (JSON Pointer) sections 3 and 6, 2013", page: include_str!("../../rules/schema/definition-name-needs-escape.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "definition-only-a-ref", subject: "schema", title: "Definition is nothing but a reference", codes: &["SchemaRefLoopNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/definition-only-a-ref.md"), needs: &["$ref"], origin: Origin::BuiltIn },
    Rule { id: "definition-unused", subject: "schema", title: "Definition is not used", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "144 of 1,023 published connectors have some, 2024-10", page: include_str!("../../rules/schema/definition-unused.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "dictionary-editor-not-object", subject: "schema", title: "Dictionary editor for something else", codes: &["InvalidCustomEditorExtensionDictionaryValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/dictionary-editor-not-object.md"), needs: &["x-ms-editor"], origin: Origin::BuiltIn },
    Rule { id: "discriminator-not-required-string", subject: "schema", title: "Discriminator is not a required string", codes: &["DiscriminatorMustBeARequiredStringProperty"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/discriminator-not-required-string.md"), needs: &["discriminator"], origin: Origin::BuiltIn },
    Rule { id: "enum-display-duplicate", subject: "schema", title: "Allowed value has two names", codes: &["DuplicateEnumValuesInExtension"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/enum-display-duplicate.md"), needs: &["x-ms-enum-values"], origin: Origin::BuiltIn },
    Rule { id: "enum-display-name-missing", subject: "schema", title: "Name of an allowed value is missing", codes: &["MissingEnumValuesDisplayName"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions lacks one, 2024-10", page: include_str!("../../rules/schema/enum-display-name-missing.md"), needs: &["x-ms-enum-values"], origin: Origin::BuiltIn },
    Rule { id: "enum-display-unmatched", subject: "schema", title: "Name for a value that is not allowed", codes: &["InvalidEnumValuesExtensionValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/enum-display-unmatched.md"), needs: &["x-ms-enum-values"], origin: Origin::BuiltIn },
    Rule { id: "enum-duplicate", subject: "schema", title: "Value is allowed twice", codes: &["ArrayDuplicateValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/schema/enum-duplicate.md"), needs: &["enum"], origin: Origin::BuiltIn },
    Rule { id: "enum-empty", subject: "schema", title: "Empty list of allowed values", codes: &["EnumMustContainAtLeastOneElement"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/enum-empty.md"), needs: &["enum"], origin: Origin::BuiltIn },
    Rule { id: "enum-type-mismatch", subject: "schema", title: "Allowed value of another type", codes: &["InvalidEnumValue"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 17 of 1,023 published connectors have one, nearly all \"true\" and \"false\" in quotes, so it does not always stop certification, 2024-10", page: include_str!("../../rules/schema/enum-type-mismatch.md"), needs: &["enum"], origin: Origin::BuiltIn },
    Rule { id: "exclusive-without-bound", subject: "schema", title: "Exclusive, but of no bound", codes: &["ExclusiveMaximumRequiresMaximum", "ExclusiveMinimumRequiresMinimum"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of 699 published definitions has one, a sample, 2024-10", page: include_str!("../../rules/schema/exclusive-without-bound.md"), needs: &["exclusiveMaximum", "exclusiveMinimum"], origin: Origin::BuiltIn },
    Rule { id: "file-type-misplaced", subject: "schema", title: "File where none can be", codes: &["SchemaTypeFileNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/file-type-misplaced.md"), needs: &["type"], origin: Origin::BuiltIn },
    Rule { id: "filter-function-unknown", subject: "schema", title: "Unknown filter function", codes: &["FilterFunctionsPropertyInvalidValue"], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; names in microsoft/Power-Fx, `DelegationMetadataOperatorConstants`, and in the Excel Online connector, 2026-09", page: include_str!("../../rules/schema/filter-function-unknown.md"), needs: &["x-ms-capabilities"], origin: Origin::BuiltIn },
    Rule { id: "filter-functions-duplicate", subject: "schema", title: "Filter function is listed twice", codes: &["FilterFunctionsPropertyHasDuplicates"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/filter-functions-duplicate.md"), needs: &["x-ms-capabilities"], origin: Origin::BuiltIn },
    Rule { id: "filter-functions-empty", subject: "schema", title: "Empty list of filter functions", codes: &["FilterFunctionsPropertyEmpty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/filter-functions-empty.md"), needs: &["x-ms-capabilities"], origin: Origin::BuiltIn },
    Rule { id: "filter-functions-in-request", subject: "schema", title: "Filter functions in a request", codes: &["FilterFunctionsPropertyInInputSchema"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/filter-functions-in-request.md"), needs: &["x-ms-capabilities"], origin: Origin::BuiltIn },
    Rule { id: "format-type-mismatch", subject: "schema", title: "Format of another type", codes: &["UnrecognizedTypeFormat"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; list of formats in `apiDefinition.swagger.schema.json` of microsoft/PowerPlatformConnectors, 2024-10; 8 of 1,023 published connectors have one", page: include_str!("../../rules/schema/format-type-mismatch.md"), needs: &["format"], origin: Origin::BuiltIn },
    Rule { id: "format-unknown", subject: "schema", title: "Unknown format", codes: &["UnrecognizedTypeFormat"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; list of formats in `apiDefinition.swagger.schema.json` of microsoft/PowerPlatformConnectors, 2024-10; 35 of 1,023 published connectors have one", page: include_str!("../../rules/schema/format-unknown.md"), needs: &["format"], origin: Origin::BuiltIn },
    Rule { id: "internal-property-default-missing", subject: "schema", title: "Required internal property has no default", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Create a custom connector with an OpenAPI extension\", learn.microsoft.com, 2023; 6 of 1,023 published connectors have one in a request or response, 2024-10", page: include_str!("../../rules/schema/internal-property-default-missing.md"), needs: &["properties"], origin: Origin::BuiltIn },
    Rule { id: "internal-property-optional", subject: "schema", title: "Internal property with a default is not required", codes: &["PropertyMustBeRequired", "InternalPropertyWithDefaultOptional"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10; reported by an author as an error of `paconn validate`, 2026-01", page: include_str!("../../rules/schema/internal-property-optional.md"), needs: &["properties"], origin: Origin::BuiltIn },
    Rule { id: "keyword-not-supported", subject: "schema", title: "Keyword that the platform does not support", codes: &["SwaggerKeywordNotSupported"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/keyword-not-supported.md"), needs: &["uniqueItems"], origin: Origin::BuiltIn },
    Rule { id: "multiple-of-not-positive", subject: "schema", title: "Multiple of zero or less", codes: &["MultipleOfMustBeGreaterThanZero"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/multiple-of-not-positive.md"), needs: &["multipleOf"], origin: Origin::BuiltIn },
    Rule { id: "pattern-not-valid", subject: "schema", title: "Pattern is not a regular expression", codes: &["PatternShouldBeValidRegularExpression"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; \"Regular Expression Language - Quick Reference\", learn.microsoft.com, 2024; all patterns of the published definitions are accepted, 2024-10", page: include_str!("../../rules/schema/pattern-not-valid.md"), needs: &["pattern"], origin: Origin::BuiltIn },
    Rule { id: "property-description-missing", subject: "schema", title: "Property has no description", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: false, fix: None, source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 574 of 1,023 published connectors have some, 2024-10", page: include_str!("../../rules/schema/property-description-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "property-description-repeats-label", subject: "schema", title: "Description of a property says what its label says", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 306 of 1,023 published connectors have some, 2024-10", page: include_str!("../../rules/schema/property-description-repeats-label.md"), needs: &["description"], origin: Origin::BuiltIn },
    Rule { id: "property-description-unpunctuated", subject: "schema", title: "Description of a property does not end like a sentence", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: false, fix: Some(Safety::Safe), source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 734 of 1,023 published connectors have one, 2024-10", page: include_str!("../../rules/schema/property-description-unpunctuated.md"), needs: &["description"], origin: Origin::BuiltIn },
    Rule { id: "property-label-missing", subject: "schema", title: "Property has no label", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: false, fix: None, source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022; 754 of 1,023 published connectors have some, 2024-10", page: include_str!("../../rules/schema/property-label-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "property-title-missing", subject: "schema", title: "Property has a summary but no title", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: false, fix: Some(Safety::Safe), source: "our choice; 786 of 1,023 published connectors have properties without a title, 2024-10", page: include_str!("../../rules/schema/property-title-missing.md"), needs: &["x-ms-summary"], origin: Origin::BuiltIn },
    Rule { id: "range-only-in-text", subject: "schema", title: "Range is in the description only", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: false, fix: Some(Safety::Unsafe), source: "our choice; \"OpenAPI Specification 2.0\", `minimum` and `maximum`, swagger.io, 2014", page: include_str!("../../rules/schema/range-only-in-text.md"), needs: &["description"], origin: Origin::BuiltIn },
    Rule { id: "required-list-duplicate", subject: "schema", title: "Property is required twice", codes: &["ArrayDuplicateValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/required-list-duplicate.md"), needs: &["required"], origin: Origin::BuiltIn },
    Rule { id: "required-list-empty", subject: "schema", title: "Empty list of required properties", codes: &["RequiredPropertyArrayEmpty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/required-list-empty.md"), needs: &["required"], origin: Origin::BuiltIn },
    Rule { id: "required-list-on-non-object", subject: "schema", title: "Required properties of something that has none", codes: &["RequiredPropertyNotOnObject"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 8 of 616 published certified connectors have one, so it does not stop certification, 2024-10", page: include_str!("../../rules/schema/required-list-on-non-object.md"), needs: &["required"], origin: Origin::BuiltIn },
    Rule { id: "required-loop", subject: "schema", title: "Definition requires itself", codes: &["RequiredLoopInSchemaNotAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/required-loop.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "required-property-read-only", subject: "schema", title: "Required input is read-only", codes: &["RequiredReadOnlyPropertyNotAllowedAsInput"], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of 1,023 published connectors has some, 2024-10", page: include_str!("../../rules/schema/required-property-read-only.md"), needs: &["required"], origin: Origin::BuiltIn },
    Rule { id: "required-property-undefined", subject: "schema", title: "Required property is not among the properties", codes: &["RequiredPropertyDefinitionMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/schema/required-property-undefined.md"), needs: &["required"], origin: Origin::BuiltIn },
    Rule { id: "schema-ref-not-found", subject: "schema", title: "Reference to a definition that does not exist", codes: &["SchemaReferenceNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; microsoft/PowerPlatformConnectors#155 tells that the service answers with an internal error instead of a message, 2020-03", page: include_str!("../../rules/schema/schema-ref-not-found.md"), needs: &["$ref"], origin: Origin::BuiltIn },
    Rule { id: "schema-ref-not-local", subject: "schema", title: "Reference to something other than a definition", codes: &["SchemaReferenceNotValid", "JsonPointerNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/schema-ref-not-local.md"), needs: &["$ref"], origin: Origin::BuiltIn },
    Rule { id: "schema-ref-with-siblings", subject: "schema", title: "Something stands beside a $ref", codes: &["AdditionalPropertyNotAllowedAdjacentToRef"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 29 of 1,023 published connectors have some, so it does not stop certification, 2024-10", page: include_str!("../../rules/schema/schema-ref-with-siblings.md"), needs: &["$ref"], origin: Origin::BuiltIn },
    Rule { id: "schema-too-deep", subject: "schema", title: "Schema is very deep", codes: &["SchemaTooDeep"], policies: &[], severity: Severity::Info, confidence: Confidence::Low, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; the limit is not published, the deepest of 24,394 published schemas has 15 levels, 2024-10", page: include_str!("../../rules/schema/schema-too-deep.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "size-bound-negative", subject: "schema", title: "Length or number below zero", codes: &["MaxLengthMustBeGreaterThanOrEqualToZero", "MinLengthMustBeGreaterThanOrEqualToZero", "MaxItemsMustBeGreaterThanOrEqualToZero", "MinItemsMustBeGreaterThanOrEqualToZero", "MaxPropertiesMustBeGreaterThanOrEqualToZero", "MinPropertiesMustBeGreaterThanOrEqualToZero"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the 1,023 published definitions has one, 2024-10", page: include_str!("../../rules/schema/size-bound-negative.md"), needs: &["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"], origin: Origin::BuiltIn },
    Rule { id: "script-blocking-call", subject: "script", title: "Script waits without await", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12 (a script has 5 seconds; later texts say 120); 1 of 53 published scripts at hand does it, 2024-10", page: include_str!("../../rules/script/script-blocking-call.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-class-missing", subject: "script", title: "Script has no class that extends ScriptBase", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; all 53 published scripts at hand have one, 2024-10", page: include_str!("../../rules/script/script-class-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-class-name", subject: "script", title: "Class of the script is not called Script", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 3 of 53 published scripts call it `script`, 2024-10", page: include_str!("../../rules/script/script-class-name.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-console-output", subject: "script", title: "Script writes to a console that nobody sees", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 2 of 53 published scripts at hand do it, 2024-10", page: include_str!("../../rules/script/script-console-output.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-execute-missing", subject: "script", title: "Script does not override ExecuteAsync", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; all 53 published scripts at hand have it, 2024-10", page: include_str!("../../rules/script/script-execute-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-file-missing", subject: "script", title: "Operations are to be scripted, but there is no script", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 6 of 1,031 published connectors list operations without a script, 2024-10", page: include_str!("../../rules/script/script-file-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-file-name", subject: "script", title: "Script is not called script.csx", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 5 of 86 published scripts have another name, 2024-10", page: include_str!("../../rules/script/script-file-name.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-file-several", subject: "script", title: "Several scripts", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12 (one script for a connector); none of 700 published connectors has two", page: include_str!("../../rules/script/script-file-several.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-formatting-ambiguous", subject: "script", title: "Formatting may be that of two libraries", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "npm package ppcv, read in 2026; the 2 published scripts that use it write `Newtonsoft.Json.Formatting`, 2024-10", page: include_str!("../../rules/script/script-formatting-ambiguous.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-http-client", subject: "script", title: "Script makes its own HttpClient", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; none of 53 published scripts at hand does it, 2024-10", page: include_str!("../../rules/script/script-http-client.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-namespace-unsupported", subject: "script", title: "Script uses a namespace that is not supported", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12 (26 namespaces); discussion in microsoft/PowerPlatformConnectors#3478, 2024", page: include_str!("../../rules/script/script-namespace-unsupported.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-operation-duplicate", subject: "script", title: "Operation is listed twice in scriptOperations", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "paconn README in microsoft/PowerPlatformConnectors (`scriptOperations` is a list of names), 2024-10; none of 700 published connectors does it", page: include_str!("../../rules/script/script-operation-duplicate.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-operation-id-unknown", subject: "script", title: "Script asks for an operation that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 1 of 53 published scripts at hand does it, 2024-10", page: include_str!("../../rules/script/script-operation-id-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-operation-unhandled", subject: "script", title: "Script does not know an operation for which it is called", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "the sample of \"Write code in a custom connector\", learn.microsoft.com, 2022-12; none of 53 published scripts at hand does it, 2024-10", page: include_str!("../../rules/script/script-operation-unhandled.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-operation-unknown", subject: "script", title: "Script is set for an operation that does not exist", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12; 2 of 1,031 published connectors still have the sample's `postCall`, 2024-10", page: include_str!("../../rules/script/script-operation-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-secret", subject: "script", title: "Secret in the script", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "README of microsoft/PowerPlatformConnectors (no client secrets in files), 2024-10; none in 53 published scripts at hand", page: include_str!("../../rules/script/script-secret.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-unbalanced", subject: "script", title: "Bracket, string or comment of the script is not closed", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "C# language specification, learn.microsoft.com, 2024; all 53 published scripts close what they open, 2024-10", page: include_str!("../../rules/script/script-unbalanced.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-with-gateway", subject: "script", title: "Script in a connector for the on-premises data gateway", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12 (FAQ: not supported)", page: include_str!("../../rules/script/script-with-gateway.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "oauth-connection-without-definition", subject: "security", title: "OAuth connection that the definition does not mention", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "Counted on the published connectors: 25 of 1,023 do it, and work, Oct 2024", page: include_str!("../../rules/security/oauth-connection-without-definition.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "secret-in-file", subject: "security", title: "Secret in a file", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "README of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/security/secret-in-file.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-definitions-several", subject: "security", title: "Several security definitions", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Define an OpenAPI definition for a custom connector\", learn.microsoft.com, 2022; 14 of 1,023 published connectors have several, Oct 2024", page: include_str!("../../rules/security/security-definitions-several.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-flow-unsupported", subject: "security", title: "OAuth flow that the platform cannot do", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Custom connectors FAQ\", learn.microsoft.com, 2023; 3 of 1,023 published connectors say `implicit`, Oct 2024", page: include_str!("../../rules/security/security-flow-unsupported.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-property-missing", subject: "security", title: "Security definition lacks a property of its type", codes: &["SecuritySchemePropertyRequired"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors lacks one, Oct 2024", page: include_str!("../../rules/security/security-property-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-property-not-allowed", subject: "security", title: "Security definition has a property of another type", codes: &["SecuritySchemePropertyNotValid"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/security/security-property-not-allowed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-requirement-null", subject: "security", title: "Security requirement is null", codes: &["SecurityRequirementMustHaveValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors does it, Oct 2024", page: include_str!("../../rules/security/security-requirement-null.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-requirement-undefined", subject: "security", title: "Security requirement is not defined", codes: &["SecurityRequirementMustBeDefined"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 29 of 1,023 published connectors break it, so it does not stop certification, Oct 2024", page: include_str!("../../rules/security/security-requirement-undefined.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-scope-undefined", subject: "security", title: "Scope is not defined", codes: &["OAuthSecurityRequirementValueMustBeScopeName"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 6 of 1,023 published connectors break it, so it does not stop certification, Oct 2024", page: include_str!("../../rules/security/security-scope-undefined.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-scopes-not-allowed", subject: "security", title: "Scopes for a security definition that has none", codes: &["SecurityRequirementMustHaveEmptyValue"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors does it, Oct 2024", page: include_str!("../../rules/security/security-scopes-not-allowed.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "security-without-oauth-connection", subject: "security", title: "OAuth without a connection that signs in", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Connection parameters\", learn.microsoft.com, 2022; 2 of 1,023 published connectors do it, Oct 2024", page: include_str!("../../rules/security/security-without-oauth-connection.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "environment-not-guid", subject: "settings", title: "Environment is not an id", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "schemas/paconn-settings.schema.json in microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/settings/environment-not-guid.md"), needs: &["environment"], origin: Origin::BuiltIn },
    Rule { id: "ids-committed", subject: "settings", title: "Settings name your own environment", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "our choice: 3 of 1,035 published folders have a settings file, 2024-10", page: include_str!("../../rules/settings/ids-committed.md"), needs: &["connectorId", "environment"], origin: Origin::BuiltIn },
    Rule { id: "named-file-missing", subject: "settings", title: "Settings name a file that is not there", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "paconn in microsoft/PowerPlatformConnectors (tools/paconn-cli), which stops at it, 2024-10", page: include_str!("../../rules/settings/named-file-missing.md"), needs: &["apiDefinition", "apiProperties", "icon", "script"], origin: Origin::BuiltIn },
    Rule { id: "body-has-too-many-schemas", subject: "size", title: "Body has too many schemas", codes: &["BodySchemaCountExceedsMaxAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; microsoft/PowerPlatformConnectors#1088, 2021-09", page: include_str!("../../rules/size/body-has-too-many-schemas.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "definition-has-too-many-schemas", subject: "size", title: "Definition has too many schemas", codes: &["TotalSchemaCountExceedsMaxAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; \"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../../rules/size/definition-has-too-many-schemas.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "definition-too-large", subject: "size", title: "Definition is larger than 1 MB", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../../rules/size/definition-too-large.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "definition-too-long-for-solution", subject: "size", title: "Definition is too long for a solution", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "microsoft/PowerPlatformConnectors#3567, 2024-07", page: include_str!("../../rules/size/definition-too-long-for-solution.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "icon-too-large", subject: "size", title: "Icon is larger than 1 MB", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::Medium, publishers: &[Publisher::Certified], default: true, fix: None, source: "public scripts/validate.py of apify/apify-microsoft-power-automate-integration, 2025", page: include_str!("../../rules/size/icon-too-large.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-has-too-many-schemas", subject: "size", title: "Operation has too many schemas", codes: &["OperationSchemaCountExceedsMaxAllowed"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; \"Custom connector FAQ\", learn.microsoft.com, 2023", page: include_str!("../../rules/size/operation-has-too-many-schemas.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "script-too-large", subject: "size", title: "Script is larger than 1 MB", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Write code in a custom connector\", learn.microsoft.com, 2022-12", page: include_str!("../../rules/size/script-too-large.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "connector-folder-missing", subject: "solution", title: "Solution with a connector lacks its folder", codes: &[], policies: &["5000.1.1.17"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/solution/connector-folder-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "display-name-differs", subject: "solution", title: "Shown name is not the title of the definition", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "solutions exported by Power Platform in microsoft/CopilotStudioSamples, 2026-06", page: include_str!("../../rules/solution/display-name-differs.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "environment-variable-undefined", subject: "solution", title: "Environment variable is not defined", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "solutions exported by Power Platform in microsoft/CopilotStudioSamples, 2026-06", page: include_str!("../../rules/solution/environment-variable-undefined.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "flow-operation-unknown", subject: "solution", title: "Flow uses an operation that the connector lacks", codes: &[], policies: &["5000.1.1.9"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "the page certification-policy-errors of learn.microsoft.com, 2026; solutions exported by Power Platform in microsoft/CopilotStudioSamples, 2026-06", page: include_str!("../../rules/solution/flow-operation-unknown.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "flow-without-connector", subject: "solution", title: "No flow uses the connector", codes: &[], policies: &["5000.1.1.7"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/solution/flow-without-connector.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "plugin-folder-missing", subject: "solution", title: "Solution with a plug-in lacks its folders", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/solution/plugin-folder-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "root-component-missing", subject: "solution", title: "Connector is not among the root components", codes: &[], policies: &["5000.1.1.8"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "solutions exported by Power Platform in microsoft/CopilotStudioSamples, 2026-06", page: include_str!("../../rules/solution/root-component-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solution-file-missing", subject: "solution", title: "Solution lacks a file that all have", codes: &[], policies: &["5000.1.1.16"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/solution/solution-file-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solution-file-unmatched", subject: "solution", title: "Connector names a file that the solution lacks", codes: &[], policies: &["5000.1.1.10"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "the page certification-policy-errors of learn.microsoft.com, 2026; solutions exported by Power Platform in microsoft/CopilotStudioSamples, 2026-06", page: include_str!("../../rules/solution/solution-file-unmatched.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solution-icon-missing", subject: "solution", title: "Connector in the solution has no icon", codes: &[], policies: &["5000.1.1.1"], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified], default: true, fix: None, source: "the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/solution/solution-icon-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solution-name-too-long", subject: "solution", title: "Name of a connector is too long for pac", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "microsoft/powerplatform-build-tools#882, 2024, and microsoft/coe-starter-kit#8796, 2024", page: include_str!("../../rules/solution/solution-name-too-long.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solution-text-too-long", subject: "solution", title: "Text of a connector is too long for a solution", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "the page connector.md of MicrosoftDocs/powerapps-docs, 2023-03; microsoft/PowerPlatformConnectors#3567, 2024-07", page: include_str!("../../rules/solution/solution-text-too-long.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "solution-xml-invalid", subject: "solution", title: "Solution has XML that cannot be read", codes: &[], policies: &["5000.1.1.16"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/solution/solution-xml-invalid.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "workflow-file-mismatch", subject: "solution", title: "Flows and their files do not match", codes: &[], policies: &["5000.1.1.15"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/solution/workflow-file-mismatch.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "workflows-folder-missing", subject: "solution", title: "Solution with flows lacks their folder", codes: &[], policies: &["5000.1.1.14"], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "scripts/ConnectorPackageValidator.ps1 of microsoft/PowerPlatformConnectors, 2024-10; the page certification-policy-errors of learn.microsoft.com, 2026", page: include_str!("../../rules/solution/workflows-folder-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "description-with-markup", subject: "text", title: "Description has markup in it", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Guidelines for connector strings\", learn.microsoft.com, 2022", page: include_str!("../../rules/text/description-with-markup.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "description-with-url", subject: "text", title: "Description has a link in it", codes: &[], policies: &["5000.2.3.6"], severity: Severity::Info, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "public validation script of apify/apify-microsoft-power-automate-integration (policy 5000.2.3.6), 2025; 36 of 1,023 published connectors link from descriptions of operations, 2024-10", page: include_str!("../../rules/text/description-with-url.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "placeholder-text-left", subject: "text", title: "Text of a template is left", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "templates in microsoft/PowerPlatformConnectors, 2024-10", page: include_str!("../../rules/text/placeholder-text-left.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "product-name", subject: "text", title: "Text names a product of the Power Platform", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "\"Submit your connector for certification\", learn.microsoft.com, 2025; counts over 700 published connectors, 2024-10", page: include_str!("../../rules/text/product-name.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "text-misspelt", subject: "text", title: "Misspelt word", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "the list of known misspellings of crate-ci/typos, 2026; reviewers in microsoft/PowerPlatformConnectors#1286 and #1390, 2022; 233 of 717 published connectors have one, 2024-10", page: include_str!("../../rules/text/text-misspelt.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "text-not-english", subject: "text", title: "Text has letters that English does not", codes: &["ValueMustBeInEnglish"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "validator logs in microsoft/PowerPlatformConnectors#2637, 2023-05, and #3943, 2025-08; none of 1,008 merged definitions has one", page: include_str!("../../rules/text/text-not-english.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "text-repeats-name", subject: "text", title: "Description repeats the name", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "reviewers in microsoft/PowerPlatformConnectors#1286 and #1390, 2022; 370 of 717 published connectors have some, 2024-10", page: include_str!("../../rules/text/text-repeats-name.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "text-says-nothing", subject: "text", title: "Description says nothing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "reviewers in microsoft/PowerPlatformConnectors#1286 and #1390, 2022; 2 of 717 published connectors have one, 2024-10", page: include_str!("../../rules/text/text-says-nothing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "text-space-missing", subject: "text", title: "No space behind a full stop or comma", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "our choice, 2026-11; 17 of 717 published connectors have one, 2024-10", page: include_str!("../../rules/text/text-space-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "text-word-doubled", subject: "text", title: "Word stands twice", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "our choice, 2026-11; 35 of 717 published connectors have one, 2024-10", page: include_str!("../../rules/text/text-word-doubled.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "batch-trigger-without-list", subject: "trigger", title: "Batch trigger receives no list", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; one of 1,023 published connectors does it, Oct 2024", page: include_str!("../../rules/trigger/batch-trigger-without-list.md"), needs: &["x-ms-trigger"], origin: Origin::BuiltIn },
    Rule { id: "notification-content-empty", subject: "trigger", title: "Notification content says nothing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023", page: include_str!("../../rules/trigger/notification-content-empty.md"), needs: &["x-ms-notification-content"], origin: Origin::BuiltIn },
    Rule { id: "notification-content-misplaced", subject: "trigger", title: "Notification content stands in the operation", codes: &["OperationMustHaveNotificationContentExtension"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Use a webhook as a trigger\", learn.microsoft.com, 2022; all published connectors have it in the path item, Oct 2024", page: include_str!("../../rules/trigger/notification-content-misplaced.md"), needs: &["x-ms-notification-content"], origin: Origin::BuiltIn },
    Rule { id: "notification-content-missing", subject: "trigger", title: "Webhook does not say what it sends", codes: &["OperationMustHaveNotificationContentExtension"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors lacks it, Oct 2024", page: include_str!("../../rules/trigger/notification-content-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "notification-on-webhook", subject: "trigger", title: "Notification on a webhook", codes: &["NotificationExtensionNotSupportedInWebhookOperation"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/trigger/notification-on-webhook.md"), needs: &["x-ms-notification"], origin: Origin::BuiltIn },
    Rule { id: "notification-operation-wrong", subject: "trigger", title: "Notification names an operation that is not a webhook", codes: &["NotificationOperationMustBeWebhook", "OperationIdNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/trigger/notification-operation-wrong.md"), needs: &["x-ms-notification"], origin: Origin::BuiltIn },
    Rule { id: "notification-url-misplaced", subject: "trigger", title: "Notification URL outside of a request body", codes: &["NotificationUrlNotAllowedInThisPosition"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 2 of 700 published connectors have one in a response, so it does not stop certification, Oct 2024", page: include_str!("../../rules/trigger/notification-url-misplaced.md"), needs: &["x-ms-notification-url"], origin: Origin::BuiltIn },
    Rule { id: "notification-url-missing", subject: "trigger", title: "Webhook takes no notification URL", codes: &["WebhookOperationsMissingNotificationUrlProperty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors lacks it, Oct 2024", page: include_str!("../../rules/trigger/notification-url-missing.md"), needs: &["x-ms-trigger"], origin: Origin::BuiltIn },
    Rule { id: "notification-url-not-string", subject: "trigger", title: "Notification URL is not a string", codes: &["NotificationUrlNotString"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; one of 1,023 published connectors breaks it, Oct 2024", page: include_str!("../../rules/trigger/notification-url-not-string.md"), needs: &["x-ms-notification-url"], origin: Origin::BuiltIn },
    Rule { id: "notification-url-optional", subject: "trigger", title: "Notification URL is not required", codes: &["NotificationUrlNotRequired"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 38 of 1,023 published connectors break it, so it does not stop certification, Oct 2024", page: include_str!("../../rules/trigger/notification-url-optional.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "notification-url-visible", subject: "trigger", title: "Notification URL is not internal", codes: &["NotificationUrlNotInternal"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; one sample of all published connectors breaks it, Oct 2024", page: include_str!("../../rules/trigger/notification-url-visible.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "notification-without-trigger", subject: "trigger", title: "Notification on an operation that is not a trigger", codes: &["NotificationExtensionSupportedForTriggerOnly"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../../rules/trigger/notification-without-trigger.md"), needs: &["x-ms-notification"], origin: Origin::BuiltIn },
    Rule { id: "polling-policy-missing", subject: "trigger", title: "Polling trigger without its policy", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Create a polling trigger for Microsoft Forms\", learn.microsoft.com, 2022", page: include_str!("../../rules/trigger/polling-policy-missing.md"), needs: &["x-ms-trigger"], origin: Origin::BuiltIn },
    Rule { id: "single-trigger-with-list", subject: "trigger", title: "Single trigger receives a list", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023", page: include_str!("../../rules/trigger/single-trigger-with-list.md"), needs: &["x-ms-trigger"], origin: Origin::BuiltIn },
    Rule { id: "trigger-hint-missing", subject: "trigger", title: "Trigger has no hint", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: false, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; 191 of the 219 published connectors with triggers leave it out somewhere, Oct 2024", page: include_str!("../../rules/trigger/trigger-hint-missing.md"), needs: &["x-ms-trigger"], origin: Origin::BuiltIn },
    Rule { id: "trigger-method-unusual", subject: "trigger", title: "Trigger is neither GET nor POST", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Use a webhook as a trigger\", learn.microsoft.com, 2022; 7 of the 219 published connectors with triggers use `put`, Oct 2024", page: include_str!("../../rules/trigger/trigger-method-unusual.md"), needs: &["x-ms-trigger"], origin: Origin::BuiltIn },
    Rule { id: "webhook-delete-missing", subject: "trigger", title: "Webhook without an operation to unsubscribe", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Use a webhook as a trigger\", learn.microsoft.com, 2022; 39 of the 200 published connectors with webhooks have none, Oct 2024", page: include_str!("../../rules/trigger/webhook-delete-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "webhook-delete-visible", subject: "trigger", title: "Operation that unsubscribes is shown as an action", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Use a webhook as a trigger\", learn.microsoft.com, 2022", page: include_str!("../../rules/trigger/webhook-delete-visible.md"), needs: &["x-ms-trigger"], origin: Origin::BuiltIn },
    Rule { id: "family-revision-repeated", subject: "version", title: "Two operations of a family have the same revision", codes: &["OperationFamilyHasDuplicateRevisions"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, but few use the annotation, 2024-10", page: include_str!("../../rules/version/family-revision-repeated.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "family-revisions-missing", subject: "version", title: "Several operations of a family have no revision", codes: &["OperationFamilyHasManyEmptyRevisions"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, but few use the annotation, 2024-10", page: include_str!("../../rules/version/family-revisions-missing.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "family-several-in-production", subject: "version", title: "Several active operations of a family are in production", codes: &["OperationFamilyHasManyActiveProductionOperations"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, but few use the annotation, 2024-10", page: include_str!("../../rules/version/family-several-in-production.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "family-too-many-active", subject: "version", title: "More than two operations of a family are active", codes: &["OperationFamilyHasManyActiveOperations"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, but few use the annotation, 2024-10", page: include_str!("../../rules/version/family-too-many-active.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "operation-id-revision-missing", subject: "version", title: "Id of a later revision does not say which one it is", codes: &["OperationIdShouldEndWithRevision"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Operational versioning\", learn.microsoft.com, 2022; 9 of 1,023 published connectors break it, 2024-10", page: include_str!("../../rules/version/operation-id-revision-missing.md"), needs: &["x-ms-api-annotation"], origin: Origin::BuiltIn },
    Rule { id: "operation-status-ahead", subject: "version", title: "Operation is in production before its connector is", codes: &["OperationStatusAheadOfConnector"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, but few use the annotation, 2024-10", page: include_str!("../../rules/version/operation-status-ahead.md"), needs: &["x-ms-api-annotation"], origin: Origin::BuiltIn },
    Rule { id: "production-status-on-beta", subject: "version", title: "Connector is in production, its service is not", codes: &["ProductionStatusOnBetaService"], policies: &[], severity: Severity::Warning, confidence: Confidence::Low, publishers: &[Publisher::Certified], default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; what makes a service a beta one is not published, so the words are our choice", page: include_str!("../../rules/version/production-status-on-beta.md"), needs: &[], origin: Origin::BuiltIn },
    Rule { id: "replacement-incomplete", subject: "version", title: "Replacement of an operation names no connector or no operation", codes: &["ApiAnnotationExtensionReplacementInfoMissingApiProperty", "ApiAnnotationExtensionReplacementInfoMissingOperationIdProperty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, but few use the annotation, 2024-10", page: include_str!("../../rules/version/replacement-incomplete.md"), needs: &["x-ms-api-annotation"], origin: Origin::BuiltIn },
    Rule { id: "replacement-without-deprecation", subject: "version", title: "Operation has a replacement but is not deprecated", codes: &["ApiAnnotationExtensionReplacementInfoForNonDeprecatedOperations"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of 1,023 published connectors has one, but few use the annotation, 2024-10", page: include_str!("../../rules/version/replacement-without-deprecation.md"), needs: &["x-ms-api-annotation"], origin: Origin::BuiltIn },
    Rule { id: "revision-below-one", subject: "version", title: "Revision of an operation is below 1", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "Microsoft's JSON Schema, microsoft/PowerPlatformConnectors schemas/apiDefinition.swagger.schema.json, 2024-10; one connector was published with revision 0", page: include_str!("../../rules/version/revision-below-one.md"), needs: &["x-ms-api-annotation"], origin: Origin::BuiltIn },
    Rule { id: "revision-missing", subject: "version", title: "Operation of a family has no revision", codes: &["OperationRevisionEmpty"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 1 of 1,023 published connectors has one, 2024-10", page: include_str!("../../rules/version/revision-missing.md"), needs: &[], origin: Origin::BuiltIn },
];

/// What each rule looks at and how: of `RULES[n]` the check is `CHECKS[n]`.
#[rustfmt::skip]
static CHECKS: [Check; 615] = [
    Check::Operation(ai::agentic_protocol_unknown::check),
    Check::Operation(ai::mcp_operation_not_post::check),
    Check::Operation(ai::mcp_response_missing::check),
    Check::Member(ai::model_description_blank::check),
    Check::Member(ai::model_name_not_identifier::check),
    Check::Package(archive::archive_entry_refused::check),
    Check::Package(archive::archive_too_large::check),
    Check::Package(archive::archive_unreadable::check),
    Check::Definition(capability::capability_operation_unknown::check),
    Check::Definition(capability::test_connection_argument_missing::check),
    Check::Definition(capability::test_connection_argument_not_fixed::check),
    Check::Definition(capability::test_connection_not_get::check),
    Check::Definition(capability::test_connection_visible::check),
    Check::FieldChange(change::additional_properties_closed::check),
    Check::Comparison(change::authentication_method_added::check),
    Check::Comparison(change::authentication_method_removed::check),
    Check::Comparison(change::base_path_changed::check),
    Check::ConnectionChange(change::connection_parameter_added::check),
    Check::ConnectionChange(change::connection_parameter_became_required::check),
    Check::ConnectionChange(change::connection_parameter_renamed::check),
    Check::Comparison(change::connection_parameter_sets_changed::check),
    Check::ConnectionChange(change::connection_parameter_type_changed::check),
    Check::ConnectionChange(change::connection_parameters_removed::check),
    Check::Comparison(change::connector_deleted::check),
    Check::Comparison(change::connector_metadata_removed::check),
    Check::OperationChange(change::deprecated_operation_deleted::check),
    Check::FieldChange(change::dynamic_lookup_broken::check),
    Check::FieldChange(change::dynamic_lookup_changed::check),
    Check::FieldChange(change::field_text_changed::check),
    Check::FieldChange(change::field_visibility_changed::check),
    Check::Comparison(change::host_changed::check),
    Check::Comparison(change::https_removed::check),
    Check::Comparison(change::icon_changed::check),
    Check::FieldChange(change::input_became_optional::check),
    Check::FieldChange(change::input_became_required::check),
    Check::FieldChange(change::input_default_changed::check),
    Check::FieldChange(change::input_encoding_changed::check),
    Check::FieldChange(change::input_enum_added::check),
    Check::FieldChange(change::input_enum_narrowed::check),
    Check::FieldChange(change::input_enum_widened::check),
    Check::FieldChange(change::input_field_deleted::check),
    Check::FieldChange(change::input_field_renamed::check),
    Check::FieldChange(change::input_field_visibility_changed_to_internal::check),
    Check::FieldChange(change::input_narrowed::check),
    Check::FieldChange(change::input_type_changed::check),
    Check::FieldChange(change::input_type_widened::check),
    Check::FieldChange(change::internal_default_changed::check),
    Check::FieldChange(change::internal_input_deleted::check),
    Check::FieldChange(change::internal_input_required::check),
    Check::FieldChange(change::internal_input_shown::check),
    Check::Comparison(change::mime_types_changed::check),
    Check::OperationChange(change::notification_content_removed::check),
    Check::FieldChange(change::notification_url_moved::check),
    Check::ConnectionChange(change::oauth_settings_changed::check),
    Check::OperationChange(change::operation_added::check),
    Check::OperationChange(change::operation_deleted::check),
    Check::OperationChange(change::operation_deprecated::check),
    Check::OperationChange(change::operation_description_changed::check),
    Check::OperationChange(change::operation_hidden::check),
    Check::OperationChange(change::operation_id_case_changed::check),
    Check::OperationChange(change::operation_kind_changed::check),
    Check::OperationChange(change::operation_mime_types_changed::check),
    Check::OperationChange(change::operation_renamed::check),
    Check::OperationChange(change::operation_security_changed::check),
    Check::OperationChange(change::operation_summary_changed::check),
    Check::OperationChange(change::operation_undeprecated::check),
    Check::OperationChange(change::operation_visibility_changed::check),
    Check::FieldChange(change::optional_input_added::check),
    Check::FieldChange(change::output_became_dynamic::check),
    Check::FieldChange(change::output_became_optional::check),
    Check::FieldChange(change::output_dynamic_removed::check),
    Check::FieldChange(change::output_enum_removed::check),
    Check::FieldChange(change::output_enum_widened::check),
    Check::FieldChange(change::output_field_added::check),
    Check::FieldChange(change::output_field_deleted::check),
    Check::FieldChange(change::output_field_format_changed::check),
    Check::FieldChange(change::output_field_type_changed::check),
    Check::FieldChange(change::output_field_type_widened::check),
    Check::FieldChange(change::output_hidden::check),
    Check::OperationChange(change::pagination_changed::check),
    Check::FieldChange(change::parameter_location_changed::check),
    Check::OperationChange(change::path_template_changed::check),
    Check::Comparison(change::policies_changed::check),
    Check::ConnectionChange(change::required_connection_parameter_added::check),
    Check::FieldChange(change::required_input_field_added::check),
    Check::FieldChange(change::required_parameter_added::check),
    Check::FieldChange(change::response_header_removed::check),
    Check::FieldChange(change::response_schema_removed::check),
    Check::Comparison(change::script_changed::check),
    Check::Comparison(change::security_definition_changed::check),
    Check::OperationChange(change::success_statuses_changed::check),
    Check::Comparison(change::tier_changed_to_premium::check),
    Check::OperationChange(change::transfer_changed::check),
    Check::OperationChange(change::verb_changed::check),
    Check::Verdict(change::version_unchanged::check),
    Check::Configuration(configuration::baseline_stale::check),
    Check::Configuration(configuration::configuration_not_valid::check),
    Check::Configuration(configuration::ignore_expired::check),
    Check::Configuration(configuration::ignore_unused::check),
    Check::ConnectionParameter(connection_parameter::allowed_value_text_missing::check),
    Check::Properties(connection_parameter::api_key_parameter_missing::check),
    Check::Properties(connection_parameter::basic_parameters_missing::check),
    Check::Properties(connection_parameter::connection_parameter_case_wrong::check),
    Check::ConnectionParameter(connection_parameter::connection_parameter_description_missing::check),
    Check::ConnectionParameter(connection_parameter::connection_parameter_display_name_missing::check),
    Check::ConnectionParameter(connection_parameter::connection_parameter_name_invalid::check),
    Check::ConnectionParameter(connection_parameter::connection_parameter_tooltip_missing::check),
    Check::Properties(connection_parameter::connection_parameter_unknown::check),
    Check::Properties(connection_parameter::connection_parameter_unused::check),
    Check::ConnectionParameter(connection_parameter::constraint_flag_not_string::check),
    Check::ConnectionParameter(connection_parameter::constraint_required_missing::check),
    Check::Properties(connection_parameter::custom_properties_missing::check),
    Check::ConnectionParameter(connection_parameter::default_not_in_allowed_values::check),
    Check::ConnectionParameter(connection_parameter::dependency_unknown::check),
    Check::Properties(connection_parameter::parameter_set_display_name_missing::check),
    Check::Properties(connection_parameter::parameter_set_name_duplicate::check),
    Check::Properties(connection_parameter::parameter_set_required_missing::check),
    Check::Properties(connection_parameter::parameter_set_schema_missing::check),
    Check::Properties(connection_parameter::parameter_set_single::check),
    Check::ConnectionParameter(connection_parameter::secret_not_secure_string::check),
    Check::ConnectionParameter(connection_parameter::secure_string_in_clear_text::check),
    Check::ConnectionParameter(connection_parameter::tenant_claim_not_standard::check),
    Check::ConnectionParameter(connection_parameter::ui_definition_missing::check),
    Check::Member(document::array_duplicate_value::check),
    Check::Document(document::byte_order_mark::check),
    Check::Connector(document::definition_is_yaml::check),
    Check::Document(document::duplicate_key::check),
    Check::Document(document::encoding_not_utf8::check),
    Check::UnknownMember(document::extension_in_wrong_place::check),
    Check::UnknownMember(document::extension_misspelled::check),
    Check::UnknownMember(document::extension_unknown::check),
    Check::Document(document::indentation_not_four_spaces::check),
    Check::Document(document::invisible_character::check),
    Check::Document(document::json_comment::check),
    Check::Document(document::json_syntax::check),
    Check::Document(document::json_trailing_comma::check),
    Check::Member(document::json_type_wrong::check),
    Check::UnknownMember(document::keyword_not_in_swagger::check),
    Check::Document(document::line_endings_mixed::check),
    Check::Connector(document::openapi3_document::check),
    Check::Object(document::required_property_missing::check),
    Check::Member(document::required_value_empty::check),
    Check::Document(document::root_not_object::check),
    Check::Definition(document::swagger_version_wrong::check),
    Check::Document(document::tab_indentation::check),
    Check::Definition(document::top_level_out_of_order::check),
    Check::Document(document::trailing_white_space::check),
    Check::UnknownMember(document::unknown_property::check),
    Check::Member(document::url_not_https::check),
    Check::Member(document::url_not_valid::check),
    Check::Member(document::value_not_in_list::check),
    Check::Dynamic(dynamic::dynamic_answer_undescribed::check),
    Check::Dynamic(dynamic::dynamic_argument_ambiguous::check),
    Check::Dynamic(dynamic::dynamic_argument_form::check),
    Check::Dynamic(dynamic::dynamic_argument_missing::check),
    Check::Dynamic(dynamic::dynamic_argument_unknown::check),
    Check::Dynamic(dynamic::dynamic_collection_not_array::check),
    Check::Parameter(dynamic::dynamic_on_body_parameter::check),
    Check::Dynamic(dynamic::dynamic_operation_missing::check),
    Check::Dynamic(dynamic::dynamic_operation_not_found::check),
    Check::Dynamic(dynamic::dynamic_path_not_found::check),
    Check::Dynamic(dynamic::dynamic_path_notation::check),
    Check::Dynamic(dynamic::dynamic_properties_missing::check),
    Check::Dynamic(dynamic::dynamic_properties_path_mismatch::check),
    Check::Dynamic(dynamic::dynamic_reference_ambiguous::check),
    Check::Dynamic(dynamic::dynamic_reference_circular::check),
    Check::Dynamic(dynamic::dynamic_reference_internal::check),
    Check::Dynamic(dynamic::dynamic_reference_nested::check),
    Check::Dynamic(dynamic::dynamic_reference_optional::check),
    Check::Dynamic(dynamic::dynamic_reference_type_mismatch::check),
    Check::Dynamic(dynamic::dynamic_reference_unknown::check),
    Check::Definition(dynamic::dynamic_schema_operation_visible::check),
    Check::Dynamic(dynamic::dynamic_selected_item_misplaced::check),
    Check::Dynamic(dynamic::dynamic_tree_missing::check),
    Check::Dynamic(dynamic::dynamic_tree_nothing_selectable::check),
    Check::Dynamic(dynamic::dynamic_twin_missing::check),
    Check::Dynamic(dynamic::dynamic_twins_disagree::check),
    Check::Dynamic(dynamic::dynamic_value_path_missing::check),
    Check::Dynamic(dynamic::dynamic_value_type_mismatch::check),
    Check::Connector(folder::definition_file_missing::check),
    Check::Connector(folder::file_name_case::check),
    Check::Connector(folder::file_unexpected::check),
    Check::Connector(folder::file_unreadable::check),
    Check::Connector(folder::folder_name_unsuitable::check),
    Check::Connector(folder::properties_file_missing::check),
    Check::Definition(host::base_path_ends_in_slash::check),
    Check::Definition(host::base_path_without_slash::check),
    Check::Definition(host::host_local::check),
    Check::Definition(host::host_missing::check),
    Check::Definition(host::host_not_lowercase::check),
    Check::Definition(host::host_not_production::check),
    Check::Definition(host::host_not_valid::check),
    Check::Definition(host::host_placeholder::check),
    Check::Connector(host::host_restricted::check),
    Check::Definition(host::scheme_http::check),
    Check::Member(host::scheme_websocket::check),
    Check::Object(host::schemes_empty::check),
    Check::Definition(host::schemes_missing::check),
    Check::Connector(icon::icon_background_not_brand::check),
    Check::Connector(icon::icon_background_refused::check),
    Check::Connector(icon::icon_file_name::check),
    Check::Connector(icon::icon_not_png::check),
    Check::Connector(icon::icon_on_independent::check),
    Check::Connector(icon::icon_size_wrong::check),
    Check::Connector(icon::icon_transparent::check),
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Source,
    Check::Definition(info::contact_email_missing::check),
    Check::Definition(info::contact_email_not_valid::check),
    Check::Definition(info::contact_incomplete::check),
    Check::Definition(info::info_contact_missing::check),
    Check::Definition(info::info_description_bad_length::check),
    Check::Definition(info::info_description_has_url::check),
    Check::Definition(info::info_description_missing::check),
    Check::Definition(info::info_description_not_a_sentence::check),
    Check::Definition(info::info_description_product_name::check),
    Check::Definition(info::info_description_repeats_title::check),
    Check::Definition(info::info_description_restricted_phrase::check),
    Check::Definition(info::info_description_says_api::check),
    Check::Definition(info::info_title_bad_ending::check),
    Check::Definition(info::info_title_ends_with_parenthesis::check),
    Check::Definition(info::info_title_product_name::check),
    Check::Definition(info::info_title_publisher_suffix::check),
    Check::Definition(info::info_title_restricted_word::check),
    Check::Definition(info::info_title_too_long::check),
    Check::Definition(info::info_title_untidy_spaces::check),
    Check::Definition(info::info_version_not_numeric::check),
    Check::Definition(metadata::category_unknown::check),
    Check::Definition(metadata::category_untidy_separator::check),
    Check::Definition(metadata::category_wrong_case::check),
    Check::Definition(metadata::connector_metadata_missing::check),
    Check::Definition(metadata::docs_list_empty::check),
    Check::Definition(metadata::metadata_entry_missing::check),
    Check::Definition(metadata::metadata_entry_repeated::check),
    Check::Definition(metadata::metadata_name_misspelled::check),
    Check::Definition(metadata::metadata_url_not_valid::check),
    Check::Definition(metadata::metadata_url_not_web::check),
    Check::Definition(metadata::tag_defined_twice::check),
    Check::Definition(metadata::too_many_categories::check),
    Check::Operation(mime::consumes_does_not_fit::check),
    Check::Member(mime::consumes_empty::check),
    Check::Operation(mime::consumes_missing::check),
    Check::Member(mime::consumes_not_documented::check),
    Check::Member(mime::consumes_not_supported::check),
    Check::Operation(mime::consumes_without_body::check),
    Check::Operation(mime::example_not_produced::check),
    Check::Operation(mime::file_sent_url_encoded::check),
    Check::Member(mime::mime_type_not_valid::check),
    Check::ConnectionParameter(oauth::oauth_additional_parameter_unknown::check),
    Check::ConnectionParameter(oauth::oauth_client_credentials::check),
    Check::ConnectionParameter(oauth::oauth_client_id_empty::check),
    Check::ConnectionParameter(oauth::oauth_client_id_real::check),
    Check::ConnectionParameter(oauth::oauth_client_secret_in_file::check),
    Check::ConnectionParameter(oauth::oauth_custom_parameter_missing::check),
    Check::ConnectionParameter(oauth::oauth_custom_parameter_unknown::check),
    Check::ConnectionParameter(oauth::oauth_first_party_elsewhere::check),
    Check::ConnectionParameter(oauth::oauth_independent::check),
    Check::ConnectionParameter(oauth::oauth_parameter_not_token::check),
    Check::ConnectionParameter(oauth::oauth_provider_unknown::check),
    Check::ConnectionParameter(oauth::oauth_redirect_mode_shared::check),
    Check::ConnectionParameter(oauth::oauth_redirect_url_unexpected::check),
    Check::ConnectionParameter(oauth::oauth_scope_blank::check),
    Check::ConnectionParameter(oauth::oauth_scope_blanket::check),
    Check::ConnectionParameter(oauth::oauth_settings_missing::check),
    Check::ConnectionParameter(oauth::oauth_template_name_unknown::check),
    Check::ConnectionParameter(oauth::oauth_url_differs::check),
    Check::ConnectionParameter(oauth::oauth_url_not_https::check),
    Check::Operation(operation::deprecated_operation_not_named::check),
    Check::Operation(operation::next_link_name_not_supported::check),
    Check::Operation(operation::next_link_not_in_response::check),
    Check::Operation(operation::next_link_policy_missing::check),
    Check::Operation(operation::operation_context_unknown::check),
    Check::Operation(operation::operation_description_missing::check),
    Check::Operation(operation::operation_description_repeats_summary::check),
    Check::Operation(operation::operation_description_unpunctuated::check),
    Check::Definition(operation::operation_id_differs_in_case::check),
    Check::Definition(operation::operation_id_duplicate::check),
    Check::Operation(operation::operation_id_missing::check),
    Check::Definition(operation::operation_id_not_alphanumeric::check),
    Check::Definition(operation::operation_id_not_pascal_case::check),
    Check::Operation(operation::operation_id_too_long::check),
    Check::Operation(operation::operation_says_deprecated::check),
    Check::Operation(operation::operation_summary_bad_end::check),
    Check::Definition(operation::operation_summary_duplicate::check),
    Check::Operation(operation::operation_summary_get_for_list::check),
    Check::Operation(operation::operation_summary_is_id::check),
    Check::Operation(operation::operation_summary_lower_case::check),
    Check::Operation(operation::operation_summary_missing::check),
    Check::Operation(operation::operation_summary_not_alphanumeric::check),
    Check::Operation(operation::operation_summary_restricted_character::check),
    Check::Operation(operation::operation_summary_title_case::check),
    Check::Operation(operation::operation_summary_too_long::check),
    Check::Operation(operation::operation_summary_white_space::check),
    Check::Operation(operation::operation_text_restricted_words::check),
    Check::Operation(operation::safe_operation_on_get::check),
    Check::Operation(operation::trigger_summary_without_when::check),
    Check::Package(package::connector_solution_missing::check),
    Check::Package(package::flow_solution_missing::check),
    Check::Package(package::package_assets_folder_missing::check),
    Check::Package(package::package_file_not_zip::check),
    Check::Package(package::package_folder_at_root::check),
    Check::Package(package::package_intro_incomplete::check),
    Check::Package(package::package_intro_missing::check),
    Check::Package(package::package_secret::check),
    Check::Package(package::package_solution_count::check),
    Check::Package(package::package_system_file::check),
    Check::Package(package::package_zip_missing::check),
    Check::Package(package::plugin_solution_missing::check),
    Check::Package(package::solution_managed::check),
    Check::Package(package::solution_role_unclear::check),
    Check::Package(package::solutions_disagree::check),
    Check::Parameter(parameter::allow_empty_value_misplaced::check),
    Check::PathItem(parameter::body_parameter_repeated::check),
    Check::Parameter(parameter::body_parameter_with_type::check),
    Check::Operation(parameter::body_with_form_data::check),
    Check::Schema(parameter::collection_format_unsupported::check),
    Check::Parameter(parameter::file_outside_form_data::check),
    Check::Parameter(parameter::form_parameter_name_not_ascii::check),
    Check::Operation(parameter::get_with_body::check),
    Check::Parameter(parameter::internal_parameter_optional::check),
    Check::Parameter(parameter::internal_parameter_without_default::check),
    Check::Parameter(parameter::parameter_description_missing::check),
    Check::Operation(parameter::parameter_description_repeats_summary::check),
    Check::Parameter(parameter::parameter_description_unpunctuated::check),
    Check::PathItem(parameter::parameter_duplicate::check),
    Check::Parameter(parameter::parameter_name_reserved::check),
    Check::Parameter(parameter::parameter_named_connection_id::check),
    Check::PathItem(parameter::parameter_ref_not_found::check),
    Check::PathItem(parameter::parameter_ref_not_local::check),
    Check::Parameter(parameter::parameter_summary_missing::check),
    Check::Parameter(parameter::parameter_summary_not_alphanumeric::check),
    Check::Parameter(parameter::parameter_summary_not_title_case::check),
    Check::Parameter(parameter::parameter_summary_too_long::check),
    Check::Parameter(parameter::path_parameter_encoding_missing::check),
    Check::Parameter(parameter::path_parameter_is_array::check),
    Check::PathItem(parameter::path_parameter_not_in_path::check),
    Check::Parameter(parameter::path_parameter_optional::check),
    Check::Operation(parameter::path_parameter_undefined::check),
    Check::Parameter(parameter::schema_outside_body::check),
    Check::Parameter(parameter::secret_as_parameter::check),
    Check::Definition(parameter::shared_parameter_only_a_ref::check),
    Check::Definition(parameter::shared_parameter_unused::check),
    Check::Operation(parameter::subscribe_parameter_differs::check),
    Check::Parameter(parameter::url_encoding_outside_path::check),
    Check::Definition(path::operations_missing::check),
    Check::Definition(path::path_ambiguous::check),
    Check::Definition(path::path_differs_in_case::check),
    Check::Definition(path::path_duplicate::check),
    Check::PathItem(path::path_reference::check),
    Check::PathItem(path::path_template_not_valid::check),
    Check::PathItem(path::path_variable_with_default::check),
    Check::PathItem(path::path_with_query::check),
    Check::PathItem(path::path_with_space::check),
    Check::PathItem(path::path_with_wildcard::check),
    Check::PathItem(path::path_without_slash::check),
    Check::Definition(path::too_many_operations::check),
    Check::Properties(policy::policy_duplicate::check),
    Check::Policy(policy::policy_host_constant::check),
    Check::Policy(policy::policy_host_not_https::check),
    Check::Properties(policy::policy_hosts_compete::check),
    Check::Policy(policy::policy_operation_unknown::check),
    Check::Policy(policy::policy_operations_not_a_list::check),
    Check::Policy(policy::policy_parameter_misnamed::check),
    Check::Policy(policy::policy_parameter_missing::check),
    Check::Policy(policy::policy_parameter_unknown::check),
    Check::Policy(policy::policy_path_not_absolute::check),
    Check::Policy(policy::policy_secret_in_clear::check),
    Check::Policy(policy::policy_section_invalid::check),
    Check::Policy(policy::policy_section_superfluous::check),
    Check::Policy(policy::policy_template_unknown::check),
    Check::Policy(policy::policy_title_missing::check),
    Check::Policy(policy::policy_value_unknown::check),
    Check::Properties(properties::brand_color_forbidden::check),
    Check::Properties(properties::brand_color_not_hex::check),
    Check::Properties(properties::brand_color_not_independent::check),
    Check::Properties(properties::brand_color_of_independents::check),
    Check::Properties(properties::capability_name_unknown::check),
    Check::Properties(properties::gateway_capability_missing::check),
    Check::Properties(properties::gateway_with_oauth::check),
    Check::Properties(properties::publisher_is_stack_owner::check),
    Check::Properties(properties::publisher_missing::check),
    Check::Properties(properties::publisher_not_stack_owner::check),
    Check::Properties(properties::stack_owner_missing::check),
    Check::Properties(properties::stack_owner_with_paconn::check),
    Check::Connector(readme::intro_lists_operations::check),
    Check::Connector(readme::intro_section_missing::check),
    Check::Connector(readme::readme_local_image::check),
    Check::Connector(readme::readme_missing::check),
    Check::Connector(readme::readme_oauth_steps_missing::check),
    Check::Connector(readme::readme_publisher_differs::check),
    Check::Connector(readme::readme_section_expected::check),
    Check::Connector(readme::readme_section_missing::check),
    Check::Connector(readme::readme_template_text::check),
    Check::Connector(readme::readme_too_short::check),
    Check::Operation(response::response_204_schema::check),
    Check::Operation(response::response_default_schema::check),
    Check::Response(response::response_description_meaningless::check),
    Check::Response(response::response_header_duplicate::check),
    Check::Operation(response::response_many_schemas::check),
    Check::Operation(response::response_only_default::check),
    Check::Operation(response::response_ref_not_found::check),
    Check::Operation(response::response_ref_not_local::check),
    Check::Operation(response::response_schema_empty::check),
    Check::Operation(response::response_schema_missing::check),
    Check::Operation(response::response_status_not_valid::check),
    Check::Operation(response::response_success_missing::check),
    Check::Operation(response::responses_empty::check),
    Check::Definition(response::shared_response_only_a_ref::check),
    Check::Definition(response::shared_response_unused::check),
    Check::Schema(schema::array_items_empty::check),
    Check::Schema(schema::array_items_missing::check),
    Check::Schema(schema::binary_nested::check),
    Check::Schema(schema::bounds_reversed::check),
    Check::Schema(schema::default_in_definition::check),
    Check::Schema(schema::default_not_in_enum::check),
    Check::Schema(schema::default_type_mismatch::check),
    Check::Schema(schema::definition_name_needs_escape::check),
    Check::Schema(schema::definition_only_a_ref::check),
    Check::Definition(schema::definition_unused::check),
    Check::Schema(schema::dictionary_editor_not_object::check),
    Check::Schema(schema::discriminator_not_required_string::check),
    Check::Schema(schema::enum_display_duplicate::check),
    Check::Schema(schema::enum_display_name_missing::check),
    Check::Schema(schema::enum_display_unmatched::check),
    Check::Schema(schema::enum_duplicate::check),
    Check::Schema(schema::enum_empty::check),
    Check::Schema(schema::enum_type_mismatch::check),
    Check::Schema(schema::exclusive_without_bound::check),
    Check::Schema(schema::file_type_misplaced::check),
    Check::Schema(schema::filter_function_unknown::check),
    Check::Schema(schema::filter_functions_duplicate::check),
    Check::Schema(schema::filter_functions_empty::check),
    Check::Schema(schema::filter_functions_in_request::check),
    Check::Schema(schema::format_type_mismatch::check),
    Check::Schema(schema::format_unknown::check),
    Check::Schema(schema::internal_property_default_missing::check),
    Check::Schema(schema::internal_property_optional::check),
    Check::Member(schema::keyword_not_supported::check),
    Check::Schema(schema::multiple_of_not_positive::check),
    Check::Schema(schema::pattern_not_valid::check),
    Check::Schema(schema::property_description_missing::check),
    Check::Schema(schema::property_description_repeats_label::check),
    Check::Schema(schema::property_description_unpunctuated::check),
    Check::Schema(schema::property_label_missing::check),
    Check::Schema(schema::property_title_missing::check),
    Check::Schema(schema::range_only_in_text::check),
    Check::Schema(schema::required_list_duplicate::check),
    Check::Schema(schema::required_list_empty::check),
    Check::Schema(schema::required_list_on_non_object::check),
    Check::Definition(schema::required_loop::check),
    Check::Schema(schema::required_property_read_only::check),
    Check::Schema(schema::required_property_undefined::check),
    Check::Schema(schema::schema_ref_not_found::check),
    Check::Schema(schema::schema_ref_not_local::check),
    Check::Schema(schema::schema_ref_with_siblings::check),
    Check::Definition(schema::schema_too_deep::check),
    Check::Schema(schema::size_bound_negative::check),
    Check::Connector(script::script_blocking_call::check),
    Check::Connector(script::script_class_missing::check),
    Check::Connector(script::script_class_name::check),
    Check::Connector(script::script_console_output::check),
    Check::Connector(script::script_execute_missing::check),
    Check::Properties(script::script_file_missing::check),
    Check::Connector(script::script_file_name::check),
    Check::Connector(script::script_file_several::check),
    Check::Connector(script::script_formatting_ambiguous::check),
    Check::Connector(script::script_http_client::check),
    Check::Connector(script::script_namespace_unsupported::check),
    Check::Properties(script::script_operation_duplicate::check),
    Check::Connector(script::script_operation_id_unknown::check),
    Check::Properties(script::script_operation_unhandled::check),
    Check::Properties(script::script_operation_unknown::check),
    Check::Connector(script::script_secret::check),
    Check::Connector(script::script_unbalanced::check),
    Check::Properties(script::script_with_gateway::check),
    Check::Properties(security::oauth_connection_without_definition::check),
    Check::Connector(security::secret_in_file::check),
    Check::Definition(security::security_definitions_several::check),
    Check::Definition(security::security_flow_unsupported::check),
    Check::Definition(security::security_property_missing::check),
    Check::Definition(security::security_property_not_allowed::check),
    Check::Definition(security::security_requirement_null::check),
    Check::Definition(security::security_requirement_undefined::check),
    Check::Definition(security::security_scope_undefined::check),
    Check::Definition(security::security_scopes_not_allowed::check),
    Check::Connector(security::security_without_oauth_connection::check),
    Check::Member(settings::environment_not_guid::check),
    Check::Member(settings::ids_committed::check),
    Check::Member(settings::named_file_missing::check),
    Check::Definition(size::body_has_too_many_schemas::check),
    Check::Definition(size::definition_has_too_many_schemas::check),
    Check::Document(size::definition_too_large::check),
    Check::Document(size::definition_too_long_for_solution::check),
    Check::Connector(size::icon_too_large::check),
    Check::Definition(size::operation_has_too_many_schemas::check),
    Check::Connector(size::script_too_large::check),
    Check::Package(solution::connector_folder_missing::check),
    Check::Package(solution::display_name_differs::check),
    Check::Package(solution::environment_variable_undefined::check),
    Check::Package(solution::flow_operation_unknown::check),
    Check::Package(solution::flow_without_connector::check),
    Check::Package(solution::plugin_folder_missing::check),
    Check::Package(solution::root_component_missing::check),
    Check::Package(solution::solution_file_missing::check),
    Check::Package(solution::solution_file_unmatched::check),
    Check::Package(solution::solution_icon_missing::check),
    Check::Package(solution::solution_name_too_long::check),
    Check::Package(solution::solution_text_too_long::check),
    Check::Package(solution::solution_xml_invalid::check),
    Check::Package(solution::workflow_file_mismatch::check),
    Check::Package(solution::workflows_folder_missing::check),
    Check::Text(text::description_with_markup::check),
    Check::Text(text::description_with_url::check),
    Check::Document(text::placeholder_text_left::check),
    Check::Text(text::product_name::check),
    Check::Text(text::text_misspelt::check),
    Check::Text(text::text_not_english::check),
    Check::Text(text::text_repeats_name::check),
    Check::Text(text::text_says_nothing::check),
    Check::Text(text::text_space_missing::check),
    Check::Text(text::text_word_doubled::check),
    Check::Operation(trigger::batch_trigger_without_list::check),
    Check::PathItem(trigger::notification_content_empty::check),
    Check::Operation(trigger::notification_content_misplaced::check),
    Check::Operation(trigger::notification_content_missing::check),
    Check::Operation(trigger::notification_on_webhook::check),
    Check::Operation(trigger::notification_operation_wrong::check),
    Check::Schema(trigger::notification_url_misplaced::check),
    Check::Operation(trigger::notification_url_missing::check),
    Check::Schema(trigger::notification_url_not_string::check),
    Check::Definition(trigger::notification_url_optional::check),
    Check::Definition(trigger::notification_url_visible::check),
    Check::Operation(trigger::notification_without_trigger::check),
    Check::Operation(trigger::polling_policy_missing::check),
    Check::Operation(trigger::single_trigger_with_list::check),
    Check::Operation(trigger::trigger_hint_missing::check),
    Check::Operation(trigger::trigger_method_unusual::check),
    Check::Definition(trigger::webhook_delete_missing::check),
    Check::Operation(trigger::webhook_delete_visible::check),
    Check::Definition(version::family_revision_repeated::check),
    Check::Definition(version::family_revisions_missing::check),
    Check::Definition(version::family_several_in_production::check),
    Check::Definition(version::family_too_many_active::check),
    Check::Operation(version::operation_id_revision_missing::check),
    Check::Operation(version::operation_status_ahead::check),
    Check::Definition(version::production_status_on_beta::check),
    Check::Operation(version::replacement_incomplete::check),
    Check::Operation(version::replacement_without_deprecation::check),
    Check::Operation(version::revision_below_one::check),
    Check::Definition(version::revision_missing::check),
];

/// Every rule with its check.
pub fn registry() -> impl Iterator<Item = (&'static Rule, Check)> {
    RULES.iter().zip(CHECKS)
}

/// The check of a rule; None for one that is not in the registry.
pub fn check_of(rule: &Rule) -> Option<Check> {
    registry().find(|(known, _)| known.id == rule.id).map(|(_, check)| check)
}
