"""Tables in benches/README.md, each between its markers."""
import re

from measure import ROOT

README = ROOT / "benches" / "README.md"


def table(head, rows):
    """A table; a cell is a text, or a number that is shown with three digits that matter."""
    lines = [head, ["---"] * len(head), *[[cell if isinstance(cell, str) else number(cell) for cell in row] for row in rows]]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def number(value):
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def put(section, text, by="benches/table"):
    """Replaces what stands between the markers of a section."""
    begin, end = f"<!-- {section}: written by {by} -->\n", f"<!-- end of {section} -->\n"
    readme = README.read_text()
    if begin not in readme or end not in readme:
        raise SystemExit(f"benches/README.md has no place for the section {section}")
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    README.write_text(re.sub(pattern, lambda _: begin + text.rstrip("\n") + "\n" + end, readme, flags=re.DOTALL))
