//! Making files: new connectors, additions, readmes, change logs.
pub mod add;
pub mod changelog;
pub mod import;
pub mod new;
pub mod readme;
