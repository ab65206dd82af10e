use crate::judge::configured::Judged;
use crate::rule::{Report, all_of};
use crate::text::document::File;

pub fn check(judged: &Judged, report: &mut Report) {
    for (ignore, until) in &judged.past {
        let span = ignore.until.as_ref().map_or(ignore.span, |until| until.span);
        report
            .in_file(File::Config, span, format!("{} was to be ignored until {until} only", all_of(&ignore.rules)))
            .help("mend what it hid, or give it more time; its findings count again");
    }
}
