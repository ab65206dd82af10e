//! Rows of cells as aligned columns.
use connsmith::report::escape;
use unicode_width::UnicodeWidthStr;

/// The rows as lines, with the cells of each column below each other. Cells quote connectors and services, so a line break in one
/// becomes an escape.
pub fn aligned(rows: &[Vec<String>]) -> String {
    let visible = |row: &Vec<String>| row.iter().map(|cell| escape::visible(cell).into_owned()).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(visible).collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let gap = width.saturating_sub(cell.width());
            format!("{cell}{}", " ".repeat(gap))
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_line() {
        let rows = [vec!["a\nb".to_owned(), "c".to_owned()], vec!["d".to_owned(), "\u{1b}[2J".to_owned()]];
        assert_eq!(aligned(&rows).lines().count(), 2, "{}", aligned(&rows));
    }
}
