use crate::connector::Connector;
use crate::document::File;
use crate::rule::Report;

pub fn check(connector: &Connector, report: &mut Report) {
    super::file_name_case::missing(connector, report, File::Definition);
}
