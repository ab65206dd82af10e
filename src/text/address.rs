//! Where the project is. `Cargo.toml` has the address of the repository; every other address is made from it here, so that a fork or a
//! move changes one line. A link is only a convenience: `connsmith explain` and `connsmith docs` show the same pages offline.

/// The repository, without a final slash.
pub const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// A page of the repository for people: `docs/check.md`, possibly with an anchor.
pub fn page(path: &str) -> String {
    format!("{REPOSITORY}/blob/main/{path}")
}
