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

/// Every rule, sorted by subject and id.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { id: "json-trailing-comma", subject: "document", title: "Trailing comma", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "RFC 8259 sections 4 and 5, 2017; Microsoft's paconn reads files with a strict JSON parser, 2026-09", page: include_str!("../rules/document/json-trailing-comma.md"), check: Check::Document(document::json_trailing_comma::check) },
    Rule { id: "operation-summary-missing", subject: "operation", title: "Operation has no summary", codes: &["RequiredPropertyMissing"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Certified, Publisher::Independent], default: true, fix: None, source: "certification validator log in microsoft/PowerPlatformConnectors#609, 2020-12", page: include_str!("../rules/operation/operation-summary-missing.md"), check: Check::Operation(operation::operation_summary_missing::check) },
    Rule { id: "path-parameter-encoding-missing", subject: "parameter", title: "Path parameter does not say how it is encoded", codes: &["PathParameterMissingEncoding"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 132 of 616 published certified connectors lack it somewhere, so it does not stop certification, 2024-10", page: include_str!("../rules/parameter/path-parameter-encoding-missing.md"), check: Check::Parameter(parameter::path_parameter_encoding_missing::check) },
    Rule { id: "brand-color-not-independent", subject: "properties", title: "Brand colour of an independent connector is not #da3b01", codes: &[], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &[Publisher::Independent], default: true, fix: Some(Safety::Safe), source: "\"Submit your connector as an independent publisher\", learn.microsoft.com, 2022-06; all 395 published independent connectors have it, 2024-10", page: include_str!("../rules/properties/brand-color-not-independent.md"), check: Check::Properties(properties::brand_color_not_independent::check) },
    Rule { id: "batch-trigger-without-list", subject: "trigger", title: "Batch trigger receives no list", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; one of 1,023 published connectors does it, Oct 2024", page: include_str!("../rules/trigger/batch-trigger-without-list.md"), check: Check::Operation(trigger::batch_trigger_without_list::check) },
    Rule { id: "notification-content-empty", subject: "trigger", title: "Notification content says nothing", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023", page: include_str!("../rules/trigger/notification-content-empty.md"), check: Check::PathItem(trigger::notification_content_empty::check) },
    Rule { id: "notification-content-misplaced", subject: "trigger", title: "Notification content stands in the operation", codes: &["OperationMustHaveNotificationContentExtension"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Use a webhook as a trigger\", learn.microsoft.com, 2022; all published connectors have it in the path item, Oct 2024", page: include_str!("../rules/trigger/notification-content-misplaced.md"), check: Check::Operation(trigger::notification_content_misplaced::check) },
    Rule { id: "notification-content-missing", subject: "trigger", title: "Webhook does not say what it sends", codes: &["OperationMustHaveNotificationContentExtension"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors lacks it, Oct 2024", page: include_str!("../rules/trigger/notification-content-missing.md"), check: Check::Operation(trigger::notification_content_missing::check) },
    Rule { id: "notification-on-webhook", subject: "trigger", title: "Notification on a webhook", codes: &["NotificationExtensionNotSupportedInWebhookOperation"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/trigger/notification-on-webhook.md"), check: Check::Operation(trigger::notification_on_webhook::check) },
    Rule { id: "notification-operation-wrong", subject: "trigger", title: "Notification names an operation that is not a webhook", codes: &["NotificationOperationMustBeWebhook", "OperationIdNotFound"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/trigger/notification-operation-wrong.md"), check: Check::Operation(trigger::notification_operation_wrong::check) },
    Rule { id: "notification-url-misplaced", subject: "trigger", title: "Notification URL outside of a request body", codes: &["NotificationUrlNotAllowedInThisPosition"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 2 of 700 published connectors have one in a response, so it does not stop certification, Oct 2024", page: include_str!("../rules/trigger/notification-url-misplaced.md"), check: Check::Schema(trigger::notification_url_misplaced::check) },
    Rule { id: "notification-url-missing", subject: "trigger", title: "Webhook takes no notification URL", codes: &["WebhookOperationsMissingNotificationUrlProperty"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; none of the published connectors lacks it, Oct 2024", page: include_str!("../rules/trigger/notification-url-missing.md"), check: Check::Operation(trigger::notification_url_missing::check) },
    Rule { id: "notification-url-not-string", subject: "trigger", title: "Notification URL is not a string", codes: &["NotificationUrlNotString"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; one of 1,023 published connectors breaks it, Oct 2024", page: include_str!("../rules/trigger/notification-url-not-string.md"), check: Check::Schema(trigger::notification_url_not_string::check) },
    Rule { id: "notification-url-optional", subject: "trigger", title: "Notification URL is not required", codes: &["NotificationUrlNotRequired"], policies: &[], severity: Severity::Warning, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; 38 of 1,023 published connectors break it, so it does not stop certification, Oct 2024", page: include_str!("../rules/trigger/notification-url-optional.md"), check: Check::Definition(trigger::notification_url_optional::check) },
    Rule { id: "notification-url-visible", subject: "trigger", title: "Notification URL is not internal", codes: &["NotificationUrlNotInternal"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Safe), source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09; one sample of all published connectors breaks it, Oct 2024", page: include_str!("../rules/trigger/notification-url-visible.md"), check: Check::Definition(trigger::notification_url_visible::check) },
    Rule { id: "notification-without-trigger", subject: "trigger", title: "Notification on an operation that is not a trigger", codes: &["NotificationExtensionSupportedForTriggerOnly"], policies: &[], severity: Severity::Error, confidence: Confidence::High, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Fix Swagger Validator errors\", learn.microsoft.com, 2022-09", page: include_str!("../rules/trigger/notification-without-trigger.md"), check: Check::Operation(trigger::notification_without_trigger::check) },
    Rule { id: "polling-policy-missing", subject: "trigger", title: "Polling trigger without its policy", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Create a polling trigger for Microsoft Forms\", learn.microsoft.com, 2022", page: include_str!("../rules/trigger/polling-policy-missing.md"), check: Check::Operation(trigger::polling_policy_missing::check) },
    Rule { id: "single-trigger-with-list", subject: "trigger", title: "Single trigger receives a list", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023", page: include_str!("../rules/trigger/single-trigger-with-list.md"), check: Check::Operation(trigger::single_trigger_with_list::check) },
    Rule { id: "trigger-hint-missing", subject: "trigger", title: "Trigger has no hint", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: false, fix: None, source: "\"OpenAPI extensions for custom connectors\", learn.microsoft.com, 2023; 191 of the 219 published connectors with triggers leave it out somewhere, Oct 2024", page: include_str!("../rules/trigger/trigger-hint-missing.md"), check: Check::Operation(trigger::trigger_hint_missing::check) },
    Rule { id: "trigger-method-unusual", subject: "trigger", title: "Trigger is neither GET nor POST", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Use a webhook as a trigger\", learn.microsoft.com, 2022; 7 of the 219 published connectors with triggers use `put`, Oct 2024", page: include_str!("../rules/trigger/trigger-method-unusual.md"), check: Check::Operation(trigger::trigger_method_unusual::check) },
    Rule { id: "webhook-delete-missing", subject: "trigger", title: "Webhook without an operation to unsubscribe", codes: &[], policies: &[], severity: Severity::Warning, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: None, source: "\"Use a webhook as a trigger\", learn.microsoft.com, 2022; 39 of the 200 published connectors with webhooks have none, Oct 2024", page: include_str!("../rules/trigger/webhook-delete-missing.md"), check: Check::Definition(trigger::webhook_delete_missing::check) },
    Rule { id: "webhook-delete-visible", subject: "trigger", title: "Operation that unsubscribes is shown as an action", codes: &[], policies: &[], severity: Severity::Info, confidence: Confidence::Medium, publishers: &Publisher::ALL, default: true, fix: Some(Safety::Unsafe), source: "\"Use a webhook as a trigger\", learn.microsoft.com, 2022", page: include_str!("../rules/trigger/webhook-delete-visible.md"), check: Check::Operation(trigger::webhook_delete_visible::check) },
];
