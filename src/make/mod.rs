//! Making files: new connectors, additions, readmes, change logs, typed code.
pub mod add;
pub mod changelog;
pub mod import;
pub mod models;
pub mod new;
pub mod readme;
