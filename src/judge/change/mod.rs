//! What an update breaks in flows and apps that use the older version of a connector: the checks of changes, and the fix that keeps
//! the older operations.
use crate::connector::versions::Comparison;
use crate::judge::timing::{Layer, Meter};
use crate::judge::walk::Plan;
use crate::rule::finding::Finding;

mod keep;
mod same;
mod walk;

pub use keep::{Kept, keep};

/// The findings of the enabled checks of changes: those in the newer version first, file by file, in document order.
pub fn check(comparison: &Comparison, plan: &Plan, meter: &mut Meter) -> Vec<Finding> {
    let mut findings = meter.layer(Layer::Changes, |meter| walk::check(comparison, plan, meter));
    meter.layer(Layer::Sorting, |_| crate::judge::walk::sort(&mut findings));
    findings
}
