//! `parse THREADS LIST`: reads the files that are listed in LIST, one a line, with serde_json into `Value`. `benches/measure.py`
//! builds it and runs it in turns with connsmith.
mod parse;

use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [threads, list] = &arguments[..] else { panic!("usage: parse THREADS LIST") };
    let threads = threads.parse().expect("a number of threads");
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().expect("threads");
    let list = std::fs::read_to_string(list).expect("a list of files");
    let files: Vec<PathBuf> = list.lines().map(PathBuf::from).collect();
    println!("{} of {} files are JSON", parse::parse(&files), files.len());
}
