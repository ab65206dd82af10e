//! `cargo bench --bench allocations`: how often memory is asked for, and how much. It is a program of its own because counting
//! takes time.
#[path = "frames/job.rs"]
mod job;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::hint::black_box;

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn count<T>(name: &str, work: impl FnOnce() -> T) {
    let region = Region::new(COUNTING);
    black_box(work());
    let counted = region.change();
    let (times, bytes) = (counted.allocations + counted.reallocations, counted.bytes_allocated);
    println!("allocations\t{name}\t{times}\t{bytes}");
}

fn main() {
    let catalogue = job::catalogue();
    job::check(&catalogue[..1]); // what is made once a run is not counted
    for (size, found) in job::three_sizes(&catalogue) {
        count(size, || job::check(&found));
    }
    count("catalogue", || job::check(&catalogue));
    let files = job::json_files(&catalogue);
    let texts: Vec<String> = files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    count("reader", || texts.iter().map(|text| connsmith::text::json::parse(text).nodes.len()).sum::<usize>());
    count("serde_json", || texts.iter().filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok()).count());
}
