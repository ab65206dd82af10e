//! An imitation of Azure Container Apps sandboxes, beside that of Resource Manager: groups, role assignments, and the data plane.
use crate::service::{Answer, Asked, State, json_answer, refusal};
use serde_json::{Value, json};

/// Whether a request is for the data plane.
pub fn is_data_plane(path: &str) -> bool {
    path.contains("/sandboxGroups/") && !path.contains("/providers/")
}

pub fn data_plane(_: &mut State, _: &Asked) -> Answer {
    refusal(404, "NotFound", "There is nothing here.")
}

pub fn put(_: &mut State, _: &Asked, _: &str, _: Value) -> Answer {
    json_answer(404, &json!({}))
}
