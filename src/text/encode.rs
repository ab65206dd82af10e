//! Turns text back into bytes, in the encoding of the file.
use crate::text::document::{Encoding, windows_1252};

/// The bytes of a text in an encoding. `like` are bytes of a file of that encoding, whose byte order is taken for UTF-16.
/// None when the encoding has no byte for one of the characters.
pub fn encode(text: &str, encoding: Encoding, like: &[u8]) -> Option<Vec<u8>> {
    match encoding {
        // The byte order mark of a UTF-8 file is part of its text.
        Encoding::Utf8 | Encoding::Utf8Bom => Some(text.as_bytes().to_vec()),
        Encoding::Utf16 => {
            let order: fn(u16) -> [u8; 2] = if like.starts_with(&[0xfe, 0xff]) { u16::to_be_bytes } else { u16::to_le_bytes };
            Some(std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect())
        }
        Encoding::Windows1252 { .. } => text.chars().map(byte).collect(),
    }
}

/// Whether decoding lost nothing: a truncated UTF-16 file, for example, cannot be restored from its text.
pub fn is_lossless(text: &str, encoding: Encoding, bytes: &[u8]) -> bool {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => text.as_bytes() == bytes,
        _ => encode(text, encoding, bytes).is_some_and(|again| again == bytes),
    }
}

fn byte(wanted: char) -> Option<u8> {
    match wanted as u32 {
        code @ (0..=0x7f | 0xa0..=0xff) => Some(code as u8),
        _ => (0x80..=0x9f).find(|&byte| windows_1252(byte) == wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::document::{Document, File};

    #[test]
    fn what_was_read_can_be_written() {
        let all: Vec<u8> = (0..=255).collect();
        let utf16 = |from: fn(u16) -> [u8; 2]| "\u{feff}{\"é\": \"😀\"}".encode_utf16().flat_map(from).collect::<Vec<u8>>();
        for bytes in [all, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), b"\xef\xbb\xbf{}".to_vec(), b"{}".to_vec()] {
            let document = Document::plain(File::Readme, "test", bytes.clone());
            assert_eq!(encode(&document.text, document.encoding, &bytes), Some(bytes.clone()));
            assert!(is_lossless(&document.text, document.encoding, &bytes));
        }
        let cut = b"\xff\xfe{\0}".to_vec();
        let document = Document::plain(File::Readme, "test", cut.clone());
        assert!(!is_lossless(&document.text, document.encoding, &cut));
        assert_eq!(encode("日", Encoding::Windows1252 { first: 0 }, b""), None);
    }
}
