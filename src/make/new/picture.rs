//! A plain icon: the initials of the title on the brand color.
use crate::connector::facts;
use crate::connector::icon::Pixel;
use crate::connector::title;

/// Letters and digits as strokes: polylines, separated by `|`, of points `xy` on a grid of 4 by 6.
const GLYPHS: [(char, &str); 36] = [
    ('A', "06 20 46|14 34"),
    ('B', "06 00 30 41 42 33 03|33 44 45 36 06"),
    ('C', "41 30 10 01 05 16 36 45"),
    ('D', "00 20 42 44 26 06 00"),
    ('E', "40 00 06 46|03 33"),
    ('F', "40 00 06|03 33"),
    ('G', "41 30 10 01 05 16 36 45 43 23"),
    ('H', "00 06|40 46|03 43"),
    ('I', "20 26|10 30|16 36"),
    ('J', "40 45 36 16 05"),
    ('K', "00 06|40 03 46"),
    ('L', "00 06 46"),
    ('M', "06 00 23 40 46"),
    ('N', "06 00 46 40"),
    ('O', "10 30 41 45 36 16 05 01 10"),
    ('P', "06 00 30 41 42 33 03"),
    ('Q', "10 30 41 45 36 16 05 01 10|34 46"),
    ('R', "06 00 30 41 42 33 03|23 46"),
    ('S', "41 30 10 01 02 13 33 44 45 36 16 05"),
    ('T', "00 40|20 26"),
    ('U', "00 05 16 36 45 40"),
    ('V', "00 26 40"),
    ('W', "00 16 23 36 40"),
    ('X', "00 46|40 06"),
    ('Y', "00 23 40|23 26"),
    ('Z', "00 40 06 46"),
    ('0', "10 30 41 45 36 16 05 01 10|32 14"),
    ('1', "11 20 26|16 36"),
    ('2', "01 10 30 41 42 06 46"),
    ('3', "01 10 30 41 42 33 13|33 44 45 36 16 05"),
    ('4', "36 30 04 44"),
    ('5', "40 00 03 33 44 45 36 16 05"),
    ('6', "41 30 10 01 05 16 36 45 44 33 03"),
    ('7', "00 40 16"),
    ('8', "10 30 41 42 33 13 02 01 10|33 44 45 36 16 05 04 13"),
    ('9', "05 16 36 45 41 30 10 01 02 13 43"),
];

type Point = (f32, f32);

/// The initials of up to two words of a title; small words have none.
pub fn initials(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !title::is_small(word));
    words.filter_map(|word| word.chars().find(char::is_ascii_alphanumeric)).take(2).map(|c| c.to_ascii_uppercase()).collect()
}

/// Shades from the brand color to that of the letters: as many as four bits per pixel can distinguish.
const SHADES: usize = 16;

/// A PNG, square, as large as certification takes it.
///
/// # Errors
/// When the encoder fails, which it does for lack of memory only.
pub fn png(title: &str, colour: Pixel) -> Result<Vec<u8>, png::EncodingError> {
    let side = facts::limit("icon-side-max");
    let shades = draw(&initials(title), side);
    let ink = readable_on(colour);
    let mut palette = Vec::with_capacity(SHADES * 3);
    for shade in 0..SHADES {
        for part in 0..3 {
            let (back, front) = (f32::from(colour[part]), f32::from(ink[part]));
            palette.push((back + (front - back) * shade as f32 / (SHADES - 1) as f32).round() as u8);
        }
    }
    let mut pixels = Vec::with_capacity(side * side.div_ceil(2));
    for row in shades.chunks(side) {
        pixels.extend(row.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)));
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side as u32, side as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// The shade of each pixel, row by row.
fn draw(initials: &str, side: usize) -> Vec<u8> {
    // Units of the grid: 4 for a letter, 2 between two. Without a letter a ring is drawn, which is an O.
    let letters: Vec<char> = if initials.is_empty() { vec!['O'] } else { initials.chars().collect() };
    let width = (letters.len() * 6 - 2) as f32;
    let unit = side as f32 * if letters.len() > 1 { 0.06 } else { 0.08 };
    let (left, top) = ((side as f32 - width * unit) / 2.0, (side as f32 - 6.0 * unit) / 2.0);
    let radius = unit * 0.55;
    let mut shades = vec![0; side * side];
    for (at, letter) in letters.iter().enumerate() {
        let Some((_, glyph)) = GLYPHS.iter().find(|(known, _)| known == letter) else { continue };
        for line in glyph.split('|') {
            let point = |point: &str| {
                let digit = |at: usize| f32::from(point.as_bytes()[at] - b'0');
                (left + (digit(0) + at as f32 * 6.0) * unit, top + digit(1) * unit)
            };
            let points: Vec<Point> = line.split(' ').map(point).collect();
            for pair in points.windows(2) {
                stroke(&mut shades, side, (pair[0], pair[1]), radius);
            }
        }
    }
    shades
}

/// Draws a line with round ends.
fn stroke(shades: &mut [u8], side: usize, line: (Point, Point), radius: f32) {
    let ((ax, ay), (bx, by)) = line;
    // Only pixels around the line can be covered by it.
    let around = |one: f32, other: f32| {
        let first = (one.min(other) - radius - 1.0).max(0.0) as usize;
        first..((one.max(other) + radius + 2.0) as usize).min(side)
    };
    for y in around(ay, by) {
        for x in around(ax, bx) {
            let covered = (radius - distance((x as f32 + 0.5, y as f32 + 0.5), line) + 0.5).clamp(0.0, 1.0);
            let shade = &mut shades[y * side + x];
            *shade = (*shade).max((covered * (SHADES - 1) as f32).round() as u8);
        }
    }
}

/// White or black, whichever stands out more.
fn readable_on(colour: Pixel) -> Pixel {
    let [red, green, blue, _] = colour.map(u32::from);
    // The weights of ITU-R BT.601.
    if (299 * red + 587 * green + 114 * blue) / 1000 < 160 { [255, 255, 255, 255] } else { [0, 0, 0, 255] }
}

/// How far a point is from a line between two points.
fn distance((x, y): Point, ((ax, ay), (bx, by)): (Point, Point)) -> f32 {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (((x - ax) * dx + (y - ay) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (x - ax - along * dx).hypot(y - ay - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::icon;

    #[test]
    fn letters_on_the_brand_colour() {
        assert_eq!(initials("Fabrikam Tasks for Teams"), "FT");
        assert_eq!(initials("the 3 of us"), "3U");
        assert_eq!(initials("日本"), "");
        for (title, colour) in [("Fabrikam Tasks", [26, 111, 181, 255]), ("Ærø", [250, 240, 90, 255]), ("日本", [9, 9, 9, 255])]
        {
            let bytes = png(title, colour).unwrap();
            assert_eq!(icon::corners(&bytes), Some([colour; 4]));
            assert_eq!(icon::size(&bytes).unwrap(), icon::Size { width: 230, height: 230 });
        }
        let ink = draw("FT", 230).into_iter().filter(|&shade| usize::from(shade) == SHADES - 1).count();
        assert!((2_000..12_000).contains(&ink), "{ink} of 52900 pixels are ink");
    }

    #[test]
    fn every_letter_has_strokes_on_the_grid() {
        for letter in ('A'..='Z').chain('0'..='9') {
            let (_, glyph) = GLYPHS.iter().find(|(known, _)| *known == letter).unwrap();
            assert!(glyph.split(['|', ' ']).all(|point| point.len() == 2 && point <= "46" && &point[1..] <= "6"), "{letter}");
        }
    }
}
