//! The progress of a run over many connectors.
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// A progress bar, shown only on a terminal and only if the work takes more than half a second.
pub struct Progress {
    started: Instant,
    terminal: bool,
    bar: indicatif::ProgressBar,
}

impl Progress {
    pub fn new(connectors: usize) -> Progress {
        let bar = indicatif::ProgressBar::new(connectors as u64);
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        if let Ok(style) = indicatif::ProgressStyle::with_template("{bar:30} {pos} of {len} connectors") {
            bar.set_style(style);
        }
        Progress { started: Instant::now(), terminal: std::io::stderr().is_terminal(), bar }
    }

    pub fn one_done(&self) {
        if self.terminal && self.bar.is_hidden() && self.started.elapsed() > Duration::from_millis(500) {
            self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
