//! The verbs that talk to the Power Platform, run as people and scripts run them, against an imitation of the service.
mod dataverse;
mod faults;
mod hostile;
mod program;
mod requests;
mod service;
mod sign_in;
mod store;
mod terminal;
mod verbs;
