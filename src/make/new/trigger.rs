//! Triggers: a webhook that the service calls, or an operation that the platform asks again and again.
use super::choice::{Event, Trigger};
use super::part::{Part, named};
use super::resource::Resource;
use super::wish::Wish;
use serde_json::json;

/// The operationId of a trigger: `WhenTaskCreated`.
pub fn id(resource: &Resource, event: Event) -> String {
    use heck::ToUpperCamelCase;
    format!("When{}{}", resource.id(), event.name().to_upper_camel_case())
}

/// The part of a connector that makes a trigger.
pub fn part(trigger: Trigger, wish: &Wish) -> Part {
    match trigger {
        Trigger::Webhook => webhook(wish),
        Trigger::Polling => polling(wish),
    }
}

fn hint(wish: &Wish) -> String {
    format!("To see it work, {} {} in {}.", wish.event.order(), wish.resource.a_one(), wish.service())
}

fn webhook(wish: &Wish) -> Part {
    let (resource, event) = (&wish.resource, wish.event);
    let (one, slug, what) = (&resource.one, resource.slug(), event.name());
    let subscribe = json!({
        "operationId": id(resource, event),
        "summary": format!("When {} is {what}", resource.a_one()),
        "description": format!("Starts a flow when {} is {what}.", resource.a_one()),
        "x-ms-trigger": "single",
        "x-ms-trigger-hint": hint(wish),
        "parameters": [{
            "name": "body",
            "in": "body",
            "required": true,
            "schema": {
                "type": "object",
                "required": ["notificationUrl"],
                "properties": {
                    "notificationUrl": {
                        "type": "string",
                        "title": "Notification URL",
                        "description": "The callback URL, which the platform fills in.",
                        "x-ms-notification-url": true,
                        "x-ms-visibility": "internal",
                    },
                },
            },
        }],
        "responses": {
            "201": {
                "description": "Subscribed; `Location` is the URL to which the platform sends the request that deletes the subscription",
                "headers": {
                    "Location": {
                        "type": "string",
                        "description": "The URL of the subscription, which the platform uses to delete it.",
                    },
                },
            },
        },
    });
    let path = format!("/{slug}-{what}-webhooks");
    let unsubscribe = json!({
        "operationId": format!("Unsubscribe{}", id(resource, event)),
        "summary": format!("Unsubscribe from {what} {}", resource.many),
        "description": "Ends a subscription. The platform calls it when a flow is turned off or deleted.",
        "x-ms-visibility": "internal",
        "parameters": [{
            "name": "webhookId",
            "in": "path",
            "required": true,
            "type": "string",
            "x-ms-summary": "Webhook ID",
            "description": "The unique ID of the subscription.",
            "x-ms-url-encoding": "single",
        }],
        "responses": { "204": { "description": "The subscription was deleted" } },
    });
    let mut paths = named(
        path.clone(),
        json!({
            "x-ms-notification-content": {
                "description": format!("The {one} that was {what}"),
                "schema": { "$ref": format!("#/definitions/{}", resource.id()) },
            },
            "post": subscribe,
        }),
    );
    paths[format!("{path}/{{webhookId}}")] = json!({ "delete": unsubscribe });
    Part::of_definition(json!({
        "paths": paths,
        "definitions": named(resource.id(), super::operation::schema(resource)),
    }))
}

fn polling(wish: &Wish) -> Part {
    let (resource, event) = (&wish.resource, wish.event);
    let (many, what) = (&resource.many, event.name());
    // The field that shows that something is new. For a deleted item, the service only knows when it was deleted.
    let stamp = if event == Event::Created { "createdAt" } else { "updatedAt" };
    let since = format!("{what}After");
    let poll = json!({
        "operationId": id(resource, event),
        "summary": format!("When {} is {what}", resource.a_one()),
        "description": format!("Starts a flow for each {} that was {what} since the last check.", resource.one),
        "x-ms-trigger": "batch",
        "x-ms-trigger-hint": hint(wish),
        "x-ms-trigger-metadata": { "mode": "polling", "kind": "query" },
        "parameters": [{
            "name": since.clone(),
            "in": "query",
            "required": false,
            "type": "string",
            "format": "date-time",
            "x-ms-summary": crate::connector::title::from_name(&since),
            "description": format!("Only {many} that were {what} after this time, which the platform fills in."),
            "x-ms-visibility": "internal",
        }],
        "responses": {
            "200": {
                "description": format!("The {many} that were {what}, latest first"),
                "schema": {
                    "type": "object",
                    "properties": {
                        "value": {
                            "type": "array",
                            "title": resource.labels(),
                            "description": format!("The {many} that were {what}."),
                            "items": { "$ref": format!("#/definitions/{}", resource.id()) },
                        },
                    },
                },
            },
            "202": {
                "description": "Nothing new: poll again at `Location` after `Retry-After` seconds",
                "headers": {
                    "Location": { "type": "string", "description": "The URL for the next poll." },
                    "Retry-After": { "type": "integer", "format": "int32", "description": "The number of seconds to wait." },
                },
            },
        },
    });
    let policy = json!({
        "templateId": "pollingtrigger",
        "title": format!("Remember which {many} were seen"),
        "type": "PollingTrigger",
        "parameters": {
            "x-ms-apimTemplate-operationName": [id(resource, event)],
            "x-ms-apimTemplateParameter.triggerConfig": named(since, json!(format!("@{{triggerBody().value[0].{stamp}}}"))),
            "x-ms-apimTemplateParameter.triggerDataPath": "@triggerBody().value",
        },
    });
    Part {
        definition: json!({
            "paths": named(format!("/{what}-{}", resource.slugs()), json!({ "get": poll })),
            "definitions": named(resource.id(), super::operation::schema(resource)),
        }),
        properties: json!({ "policyTemplateInstances": [policy] }),
    }
}
