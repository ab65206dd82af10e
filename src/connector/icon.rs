//! `icon.png` as the rules see it: size and the colors of its corners.
use crate::connector::Connector;
use crate::connector::facts;
use png::{ColorType, Decoder, Transformations};
use std::io::Cursor;
use std::sync::LazyLock;

/// The header of a PNG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// Red, green, blue and opacity, each of 0 to 255.
pub type Pixel = [u8; 4];

/// No icon is bigger by far; what claims to be is not decoded.
const MAX_SIDE: u32 = 4096;

/// The size of a PNG; None when it is none or ends too early.
pub fn size(bytes: &[u8]) -> Option<Size> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    let info = decoder.read_header_info().ok()?;
    Some(Size { width: info.width, height: info.height })
}

/// The four corners of a PNG; None when it cannot be decoded.
pub fn corners(bytes: &[u8]) -> Option<[Pixel; 4]> {
    let Size { width, height } = size(bytes)?;
    if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
        return None;
    }
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut pixels).ok()?;
    let samples = info.color_type.samples();
    let pixel = |x: u32, y: u32| {
        let at = info.line_size * y as usize + x as usize * samples;
        let sample = pixels.get(at..at + samples)?;
        Some(match (info.color_type, sample) {
            (ColorType::Grayscale, &[grey]) => [grey, grey, grey, 255],
            (ColorType::GrayscaleAlpha, &[grey, alpha]) => [grey, grey, grey, alpha],
            (ColorType::Rgb, &[red, green, blue]) => [red, green, blue, 255],
            (ColorType::Rgba, &[red, green, blue, alpha]) => [red, green, blue, alpha],
            _ => return None,
        })
    };
    let (right, bottom) = (width - 1, height - 1);
    Some([pixel(0, 0)?, pixel(right, 0)?, pixel(0, bottom)?, pixel(right, bottom)?])
}

/// Whether a file is by its name the icon or logo of a connector.
pub fn is_icon(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let Some((stem, kind)) = name.rsplit_once('.') else { return false };
    let picture = ["png", "jpg", "jpeg", "svg", "gif", "ico", "webp", "bmp"].contains(&kind);
    picture && stem.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == "icon" || word == "logo")
}

impl Connector {
    /// The corners of its icon, when it has one that can be decoded.
    pub fn icon_corners(&self) -> Option<[Pixel; 4]> {
        *self.corners.get_or_init(|| corners(&self.icon.as_ref()?.1))
    }

    /// The color of all four corners of its icon, if they share one and are opaque.
    pub fn icon_background(&self) -> Option<Pixel> {
        let corners = self.icon_corners()?;
        let [red, green, blue, _] = corners[0];
        corners.iter().all(|&corner| corner[3] == 255 && distance(corner, [red, green, blue, 255]) <= 3).then_some(corners[0])
    }
}

/// How far two colors are apart: the greatest difference of red, green and blue.
pub fn distance(one: Pixel, other: Pixel) -> u8 {
    (0..3).map(|part| one[part].abs_diff(other[part])).max().unwrap_or(0)
}

/// A color in the notation of `iconBrandColor`: `#1a6fb5`.
pub fn parse_colour(text: &str) -> Option<Pixel> {
    let hex = text.trim().strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let [_, red, green, blue] = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
    Some([red, green, blue, 255])
}

static REFUSED: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("colours", "forbidden", "values"));

/// The color that certification refuses, if this is one or looks like one.
pub fn refused(colour: Pixel) -> Option<&'static str> {
    let near = |refused: &&str| parse_colour(refused).is_some_and(|refused| distance(colour, refused) <= 2);
    REFUSED.iter().copied().find(|refused| near(refused))
}

/// The color in that notation.
pub fn show_colour([red, green, blue, _]: Pixel) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(color: ColorType, depth: png::BitDepth, data: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if color == ColorType::Indexed {
            encoder.set_palette(vec![1, 2, 3, 4, 5, 6]);
            encoder.set_trns(vec![255, 0]);
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(data).unwrap();
        drop(writer);
        bytes
    }

    #[test]
    fn every_kind_of_pixel() {
        use png::BitDepth::{Eight, One, Sixteen};
        let corners = |color, depth, data: &[u8]| super::corners(&image(color, depth, data));
        assert_eq!(corners(ColorType::Grayscale, Eight, &[9; 4]), Some([[9, 9, 9, 255]; 4]));
        assert_eq!(corners(ColorType::Rgb, Eight, &[7; 12]), Some([[7, 7, 7, 255]; 4]));
        assert_eq!(corners(ColorType::Rgba, Sixteen, &[6; 32]), Some([[6; 4]; 4]));
        let indexed = [[1, 2, 3, 255], [4, 5, 6, 0], [4, 5, 6, 0], [1, 2, 3, 255]];
        assert_eq!(corners(ColorType::Indexed, One, &[0b0100_0000, 0b1000_0000]), Some(indexed));
    }

    #[test]
    fn what_is_no_image() {
        let whole = image(ColorType::Rgb, png::BitDepth::Eight, &[7; 12]);
        assert_eq!(size(&whole), Some(Size { width: 2, height: 2 }));
        for end in 0..whole.len() {
            let _ = (size(&whole[..end]), corners(&whole[..end]));
        }
        assert_eq!((size(b""), size(b"GIF89a")), (None, None));
    }
}
