//! Policies: one instance of each known template, with parameters that work on the operations of the connector.
use super::choice::{Action, Needs, needs};
use super::part::Part;
use super::resource::Resource;
use super::wish::Wish;
use crate::connector::Policy;
use crate::connector::facts::policy_templates::Template;
use serde_json::{Map, Value, json};

/// The part of a connector that makes a policy. `operations` are the operationIds that it applies to, empty for those
/// that it is made for; the values are a working example whose title says what it does.
pub fn part(template: &Template, wish: &Wish, operations: &[String]) -> Part {
    let resource = &wish.resource;
    let many = &resource.many;
    let (title, section, parameters): (String, &str, Value) = match template.id {
        "convertarraytoobject" => (
            format!("Add the {many} as an object keyed by ID"),
            "Response",
            json!({
                "propertyParentPath": "@body()",
                "propertySubPath": "value",
                "keyWithinCollectionPath": "id",
                "newPropertyPath": "@body().byId",
                "retainKey": "true",
            }),
        ),
        "convertobjecttoarray" => (
            format!("Return the details of all {many} as lists"),
            "Response",
            json!({
                "propertyParentPath": "@body().value",
                "propertySubPath": "details",
                "newPropertyPath": "@item().detailList",
                "keyName": "name",
                "valueName": "value",
            }),
        ),
        "dynamichosturl" => {
            let url = "https://@connectionParameters('site')";
            ("Call the host of the connection".to_owned(), "", json!({ "urlTemplate": url }))
        }
        "encodepropertyvalue" => (
            "Encode the description".to_owned(),
            "Request",
            json!({ "propertyParentPath": "@body()", "propertySubPath": "description", "newPropertyPath": "@body().description" }),
        ),
        "pollingtrigger" => return Part::default(), // the polling trigger brings it
        "routerequesttoendpoint" => (
            format!("Route requests for {many}"),
            "",
            json!({ "newPath": format!("{}/{}", wish.base(), resource.slugs()), "httpMethod": "@Request.OriginalHTTPMethod" }),
        ),
        "setheader" => (
            "Request responses in English".to_owned(),
            "Request",
            json!({ "name": "Accept-Language", "value": "en", "existsAction": "skip" }),
        ),
        "setproperty" => (
            format!("Mark the {} as coming from a flow", resource.one),
            "Request",
            json!({
                "newPropertyParentPathTemplate": "@body()",
                "newPropertySubPathTemplate": "source",
                "propertyValuePathTemplate": "flow",
            }),
        ),
        "setqueryparameter" => (
            "Mark requests as coming from a flow".to_owned(),
            "",
            json!({ "name": "source", "value": "flow", "existsAction": "override" }),
        ),
        "setvaluefromurl" => (
            "Send the ID of the account".to_owned(),
            "Request",
            json!({
                "parameterTemplate": "@headers('X-Account-Id')",
                "parameterValueUrl": "/account",
                "parameterValuePathTemplate": "@body().id",
                "httpMethod": "GET",
            }),
        ),
        "stringreplace" => (
            format!("Remove the URL from the IDs of {many}"),
            "Response",
            json!({
                "propertyParentPath": "@body().value",
                "propertySubPath": "id",
                "sourceString": format!("https://{}{}/{}/", wish.host, wish.base(), resource.slugs()),
                "replacementString": "",
                "newPropertyPath": "@item().id",
            }),
        ),
        "stringtoarray" => (
            format!("Return the labels of all {many} as lists"),
            "Response",
            json!({
                "propertyParentPath": "@body().value",
                "propertySubPath": "labels",
                "delimiterList": ";",
                "childPropertyName": "name",
                "newPropertyPath": "@item().labelList",
            }),
        ),
        "updatenextlink" if operations.is_empty() => return next_link(resource),
        "updatenextlink" => (next_link_title(), "", json!({ "nextLinkPropertyName": "nextLink" })),
        // A template that was added to the list of facts later: its required parameters, to be filled in.
        _ => {
            let required = template.parameters.iter().filter(|parameter| parameter.required);
            let values = required.map(|parameter| (parameter.name.to_owned(), json!(""))).collect::<Map<_, _>>();
            (format!("Apply {}", template.id), template.sections.first().copied().unwrap_or(""), Value::Object(values))
        }
    };
    let own = match needs(template) {
        Needs::Action(action) if operations.is_empty() => vec![action.id(resource)],
        _ => operations.to_vec(),
    };
    let mut part = instance(template.id, title, section, parameters, own);
    // Where there are sets, each has it already.
    if template.id == "dynamichosturl" && wish.sign_ins.len() < 2 {
        part.add(Part { properties: json!({ "connectionParameters": { "site": site(false) } }), ..Part::default() });
    }
    part
}

/// The policy that keeps the next page on the platform.
pub fn next_link(resource: &Resource) -> Part {
    let operations = vec![Action::List.id(resource)];
    instance("updatenextlink", next_link_title(), "", json!({ "nextLinkPropertyName": "nextLink" }), operations)
}

fn next_link_title() -> String {
    "Request the next page through the platform".to_owned()
}

/// The policy that sends a value of the connection with each request.
pub fn send(template: &str, name: &str, parameter: &str) -> Part {
    let section = if template == "setheader" { "Request" } else { "" };
    let value = format!("@connectionParameters('{parameter}','')");
    let parameters = json!({ "name": name, "value": value, "existsAction": "override" });
    instance(template, format!("Send the API key as {name}"), section, parameters, Vec::new())
}

fn instance(id: &str, title: String, section: &str, values: Value, operations: Vec<String>) -> Part {
    let mut parameters = Map::new();
    for (name, value) in values.as_object().into_iter().flatten() {
        parameters.insert(format!("{}{name}", Policy::PREFIX), value.clone());
    }
    if !section.is_empty() {
        parameters.insert("x-ms-apimTemplate-policySection".to_owned(), json!(section));
    }
    if !operations.is_empty() {
        parameters.insert("x-ms-apimTemplate-operationName".to_owned(), json!(operations));
    }
    Part {
        properties: json!({
            "policyTemplateInstances": [{ "templateId": id, "title": title, "parameters": parameters }],
        }),
        ..Part::default()
    }
}

/// The connection parameter for the host of the service.
pub fn site(in_set: bool) -> Value {
    let what = "The host name of your site, without https.";
    super::part::typed("string", "Site", what, "Enter the host name of your site", 1, in_set)
}
