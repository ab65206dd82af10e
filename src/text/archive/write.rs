//! Writes archives reproducibly.
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes an archive in the order given. Times are 1980-01-01, the system is that of the service's own exports (FAT, no
/// attributes), so that the same entries give the same bytes on every machine.
///
/// # Errors
/// When two entries have the same name, or one has 4 GiB.
pub fn write(entries: &[(String, Vec<u8>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::DEFAULT)
        .system(zip::System::Dos)
        .external_attributes(0);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
