//! Running rules: profiles, configuration, baselines, the walk, the comparison of versions, fixes.
pub mod baseline;
pub mod change;
pub mod check;
pub mod checklist;
pub mod config;
pub mod configured;
pub mod fixes;
mod json_schema;
pub mod own_rule;
pub mod profile;
pub mod shard;
pub mod target;
pub mod timing;
pub mod together;
mod unheard;
pub mod walk;
