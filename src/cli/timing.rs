//! `--timing`: where the time of a run went, as a table on standard error or as JSON in a file
use anyhow::Context;
use clap::Args;
use connsmith::judge::timing::{Clock, Row, Shares, Timing};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Args, Clone)]
pub struct TimingArguments {
    /// Print the time spent in each rule and each layer, summed over all threads, to standard error, or as JSON to FILE. The
    /// report does not change
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with_all = ["fix", "write_baseline"])]
    timing: Option<Option<PathBuf>>,
}

impl TimingArguments {
    /// The clock, if time is measured.
    pub fn clock(&self) -> Option<Clock> {
        self.timing.is_some().then_some(Instant::now)
    }

    /// Reports the measurements.
    pub fn report(&self, timing: Option<&Timing>) -> anyhow::Result<()> {
        let Some((file, timing)) = self.timing.as_ref().zip(timing) else { return Ok(()) };
        let shares = timing.shares();
        match file {
            None => {
                let _ = std::io::stderr().write_all(table(&shares).as_bytes()); // there is nowhere left to report the failure
                Ok(())
            }
            Some(file) => super::interrupt::put(file, json(&shares).as_bytes())
                .with_context(|| format!("cannot write the times to `{}`", file.display())),
        }
    }
}

/// The most expensive entries come last, next to the prompt.
fn table(shares: &Shares) -> String {
    let measuring = milliseconds(shares.measuring);
    let mut table =
        format!("connsmith: where the time went, all threads together ({measuring:.1} ms of measuring not counted)\n");
    table += "\n      time    share       calls  rule\n";
    for row in shares.rules.iter().rev() {
        table += &line(row, &row.calls.to_string());
    }
    table += "\n      time    share              layer\n";
    let all = Row { name: "all", time: shares.total, share: 100.0, calls: 0 };
    for row in shares.layers.iter().chain([&shares.of_rules, &all]) {
        table += &line(row, "");
    }
    table
}

fn line(row: &Row, calls: &str) -> String {
    format!("{:>7.1} ms  {:>5.1} %  {calls:>10}  {}\n", milliseconds(row.time), row.share, row.name)
}

fn json(shares: &Shares) -> String {
    let ms = |time| json!((milliseconds(time) * 1000.0).round() / 1000.0);
    let share = |row: &Row| json!((row.share * 1000.0).round() / 1000.0);
    let layer = |row: &Row| json!({ "name": row.name, "ms": ms(row.time), "share": share(row) });
    let rule = |row: &Row| json!({ "rule": row.name, "ms": ms(row.time), "share": share(row), "calls": row.calls });
    let report = json!({
        "version": 1,
        "ms": ms(shares.total),
        "measuringMs": ms(shares.measuring),
        "layers": shares.layers.iter().chain([&shares.of_rules]).map(layer).collect::<Vec<_>>(),
        "rules": shares.rules.iter().map(rule).collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
