//! Where the time of a run goes: the time of each layer and each rule, summed over all threads.
//!
//! The clock is passed in. All measuring goes through a [`Meter`]: without a clock and a deadline it costs two branches. A meter also
//! knows when a run has to end.
use crate::rule::Rule;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The clock: `Instant::now`.
pub type Clock = fn() -> Instant;

/// A step on the way from paths to a report. Its time excludes that of the rules that it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    Discovery,
    Configuration,
    Reading,
    Parsing,
    Index,
    Walk,
    Changes,
    Sorting,
    Suppressions,
    Report,
    Release,
}

impl Layer {
    /// Its name in a list.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Discovery => "finding connectors",
            Layer::Configuration => "configuration",
            Layer::Reading => "reading files",
            Layer::Parsing => "decoding and parsing",
            Layer::Index => "indexing operations",
            Layer::Walk => "walking the trees",
            Layer::Changes => "comparing versions",
            Layer::Sorting => "sorting findings",
            Layer::Suppressions => "levels and suppressions",
            Layer::Report => "writing the report",
            Layer::Release => "freeing memory",
        }
    }
}

/// When a run has to end.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    pub clock: Clock,
    /// How long the run may take, for messages.
    pub limit: Duration,
    pub end: Instant,
}

impl Deadline {
    /// A run that begins now and may take this long. One that would end after all time has no end.
    pub fn new(clock: Clock, limit: Duration) -> Option<Deadline> {
        Some(Deadline { clock, limit, end: clock().checked_add(limit)? })
    }

    /// Whether the time is over.
    pub fn is_past(&self) -> bool {
        (self.clock)() >= self.end
    }
}

/// Measures the steps of one piece of work in one thread, or nothing at all; no check runs after the deadline, if there is one.
#[derive(Debug)]
pub struct Meter<'t> {
    stopwatch: Option<Stopwatch<'t>>,
    deadline: Option<Deadline>,
    left_out: bool,
}

impl Meter<'static> {
    /// Measures nothing.
    pub fn off() -> Meter<'static> {
        Meter { stopwatch: None, deadline: None, left_out: false }
    }
}

impl Meter<'_> {
    /// The same with a deadline.
    pub fn until(self, deadline: Option<Deadline>) -> Self {
        Meter { deadline, ..self }
    }

    /// Whether a check was left out because the deadline had passed.
    pub fn has_left_out(&self) -> bool {
        self.left_out
    }

    /// Does a step. Steps are not nested.
    #[inline(always)]
    pub fn layer<T>(&mut self, layer: Layer, work: impl FnOnce(&mut Self) -> T) -> T {
        let begun = self.stopwatch.as_ref().map(|stopwatch| (stopwatch.checks, (stopwatch.timing.clock)()));
        let done = work(self);
        if let (Some(stopwatch), Some((before, started))) = (&mut self.stopwatch, begun) {
            stopwatch.step(layer, before, started);
        }
        done
    }

    /// Calls the check of a rule, inside of a step, unless the deadline has passed.
    #[inline(always)]
    pub(crate) fn rule(&mut self, rule: &'static Rule, check: impl FnOnce()) {
        if self.stopwatch.is_none() && self.deadline.is_none() {
            return check(); // as in nearly every run, for some millions of calls
        }
        if let Some(deadline) = &self.deadline {
            self.left_out = self.left_out || deadline.is_past();
            if self.left_out {
                return;
            }
        }
        let started = self.stopwatch.as_ref().map(|stopwatch| (stopwatch.timing.clock)());
        check();
        if let (Some(stopwatch), Some(started)) = (&mut self.stopwatch, started) {
            stopwatch.checked(rule, started);
        }
    }
}

/// Measures one piece of work in one thread.
#[derive(Debug)]
struct Stopwatch<'t> {
    timing: &'t Timing,
    layers: BTreeMap<Layer, Duration>,
    /// By the address of the rule, which is quicker to hash than its name.
    rules: FxHashMap<usize, (&'static Rule, Cost)>,
    /// All rules so far.
    checks: Cost,
}

/// Time that something took, and how often it was done.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    time: Duration,
    calls: u64,
}

impl Cost {
    fn add(&mut self, time: Duration, calls: u64) {
        self.time += time;
        self.calls += calls;
    }
}

impl Stopwatch<'_> {
    #[cold]
    fn step(&mut self, layer: Layer, before: Cost, started: Instant) {
        let took = (self.timing.clock)() - started;
        let around = times(self.timing.overhead.around, self.checks.calls - before.calls);
        *self.layers.entry(layer).or_default() += took.saturating_sub(self.checks.time - before.time).saturating_sub(around);
    }

    #[cold]
    fn checked(&mut self, rule: &'static Rule, started: Instant) {
        let took = (self.timing.clock)() - started;
        self.rules.entry(std::ptr::from_ref(rule) as usize).or_insert((rule, Cost::default())).1.add(took, 1);
        self.checks.add(took, 1);
    }
}

/// The overhead of measuring one check, in seconds: most checks take less time than reading the clock.
#[derive(Clone, Copy, Debug, Default)]
struct Overhead {
    /// In the time of the check.
    within: f64,
    /// In the time of the layer around it.
    around: f64,
}

fn times(seconds: f64, calls: u64) -> Duration {
    Duration::from_secs_f64(seconds * calls as f64)
}

/// The times of a run.
#[derive(Debug)]
pub struct Timing {
    clock: Clock,
    overhead: Overhead,
    spent: Mutex<Spent>,
}

#[derive(Debug, Default)]
struct Spent {
    layers: BTreeMap<Layer, Duration>,
    rules: BTreeMap<&'static str, Cost>,
}

impl Timing {
    /// Begins to measure. First it determines the overhead, which takes about a millisecond.
    pub fn new(clock: Clock) -> Timing {
        let mut timing = Timing { clock, overhead: Overhead::default(), spent: Mutex::default() };
        let mut tries = [(); 21].map(|()| timing.overhead_of_nothing());
        tries.sort_by(|a, b| (a.within + a.around).total_cmp(&(b.within + b.around)));
        timing.overhead = tries[tries.len() / 2];
        timing
    }

    fn overhead_of_nothing(&self) -> Overhead {
        const CALLS: usize = 500;
        let mut meter = Meter { stopwatch: Some(self.stopwatch()), ..Meter::off() };
        let started = (self.clock)();
        for rule in crate::rules::RULES.iter().cycle().take(CALLS) {
            meter.rule(rule, || {});
        }
        let all = (self.clock)() - started;
        let within = meter.stopwatch.map_or(Duration::ZERO, |stopwatch| stopwatch.checks.time);
        let each = |time: Duration| time.as_secs_f64() / CALLS as f64;
        Overhead { within: each(within), around: each(all.saturating_sub(within)) }
    }

    fn stopwatch(&self) -> Stopwatch<'_> {
        Stopwatch { timing: self, layers: BTreeMap::new(), rules: FxHashMap::default(), checks: Cost::default() }
    }

    /// Does several steps, measured.
    pub fn measure<T>(&self, work: impl FnOnce(&mut Meter) -> T) -> T {
        self.measure_until(None, work)
    }

    /// The same with a deadline.
    pub fn measure_until<T>(&self, deadline: Option<Deadline>, work: impl FnOnce(&mut Meter) -> T) -> T {
        let mut meter = Meter { stopwatch: Some(self.stopwatch()), deadline, left_out: false };
        let done = work(&mut meter);
        let Some(stopwatch) = meter.stopwatch else { return done };
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        for (layer, time) in stopwatch.layers {
            *spent.layers.entry(layer).or_default() += time;
        }
        for (rule, cost) in stopwatch.rules.into_values() {
            let time = cost.time.saturating_sub(times(self.overhead.within, cost.calls));
            spent.rules.entry(rule.id).or_default().add(time, cost.calls);
        }
        done
    }

    /// The times of the run so far.
    pub fn shares(&self) -> Shares {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let of_rules: Duration = spent.rules.values().map(|cost| cost.time).sum();
        let total = spent.layers.values().sum::<Duration>() + of_rules;
        let share = |time: Duration| 100.0 * time.as_secs_f64() / total.as_secs_f64().max(f64::MIN_POSITIVE);
        let row = |name, time, calls| Row { name, time, share: share(time), calls };
        let mut rules: Vec<Row> = spent.rules.iter().map(|(id, cost)| row(*id, cost.time, cost.calls)).collect();
        rules.sort_by_key(|row| std::cmp::Reverse(row.time));
        let layers = spent.layers.iter().map(|(layer, &time)| row(layer.name(), time, 0)).collect();
        let calls = rules.iter().map(|row| row.calls).sum();
        let measuring = times(self.overhead.within + self.overhead.around, calls);
        Shares { total, layers, rules, of_rules: row("rules", of_rules, calls), measuring }
    }
}

/// The times of a run, all threads together.
#[derive(Clone, Debug)]
pub struct Shares {
    /// All layers and rules.
    pub total: Duration,
    /// In the order in which they come.
    pub layers: Vec<Row>,
    /// Every rule that ran at least once, the slowest first.
    pub rules: Vec<Row>,
    /// All rules together.
    pub of_rules: Row,
    /// The approximate overhead of measuring: it is in none of the others.
    pub measuring: Duration,
}

/// The time of a layer or a rule.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub name: &'static str,
    pub time: Duration,
    /// The share of the total, in percent.
    pub share: f64,
    /// How often the check was called; 0 for a layer.
    pub calls: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;
    use std::cell::Cell;
    use std::sync::LazyLock;

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    thread_local! {
        static NOW: Cell<u64> = const { Cell::new(0) };
    }

    fn pass(milliseconds: u64) {
        NOW.set(NOW.get() + milliseconds);
    }

    #[test]
    fn a_layer_is_without_its_rules_and_everything_counts_once() {
        let timing = Timing::new(|| *START + Duration::from_millis(NOW.get()));
        timing.measure(|meter| meter.layer(Layer::Reading, |_| pass(10)));
        for _ in 0..2 {
            timing.measure(|watch| {
                watch.layer(Layer::Walk, |watch| {
                    pass(5);
                    watch.rule(&RULES[0], || pass(3));
                    watch.rule(&RULES[1], || pass(20));
                    pass(2);
                    watch.rule(&RULES[0], || pass(1));
                });
                watch.layer(Layer::Sorting, |_| pass(4));
            });
        }
        let shares = timing.shares();
        let of = |rows: &[Row]| rows.iter().map(|row| (row.name, row.time.as_millis(), row.calls)).collect::<Vec<_>>();
        assert_eq!(of(&shares.rules), [(RULES[1].id, 40, 2), (RULES[0].id, 8, 4)]);
        assert_eq!(of(&shares.layers), [("reading files", 10, 0), ("walking the trees", 14, 0), ("sorting findings", 8, 0)]);
        assert_eq!((shares.total.as_millis(), shares.of_rules.share, shares.of_rules.calls), (80, 60.0, 6));
    }
}
