use crate::judge::configured::Judged;
use crate::rule::Report;
use crate::text::document::File;

pub fn check(judged: &Judged, report: &mut Report) {
    for (entry, found) in &judged.stale {
        let message = match found {
            0 => format!("`{}` is not found here any more", entry.rule),
            found => format!("`{}` is found here {found}×, not {}×", entry.rule, entry.count),
        };
        report.in_file(File::Config, entry.span, message).help("write the baseline again, so that it cannot come back unseen");
    }
}
