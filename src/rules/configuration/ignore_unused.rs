use crate::judge::configured::Judged;
use crate::rule::{Report, one_of};
use crate::text::document::File;

pub fn check(judged: &Judged, report: &mut Report) {
    for ignore in &judged.unused {
        let place = if ignore.at.is_empty() { "" } else { " there" };
        report
            .in_file(File::Config, ignore.span, format!("no finding of {}{place} is left to ignore", one_of(&ignore.rules)))
            .help("take the entry out, or correct its place");
    }
}
