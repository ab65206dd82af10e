//! The verbs that talk to the Power Platform, run as people and scripts run them, against an imitation of the service.
mod azure;
mod dataverse;
mod faults;
mod hostile;
mod namespace;
mod program;
mod requests;
mod sandbox;
mod service;
mod sign_in;
mod store;
mod terminal;
mod verbs;
