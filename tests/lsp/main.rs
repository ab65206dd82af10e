//! The language server: scripted sessions with the program itself, and random edits after which it says what `check` says.
mod client;
mod corners;
mod edits;
mod features;
mod lifecycle;
