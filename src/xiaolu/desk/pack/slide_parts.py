"""What slides are made of: the dress of a presentation, headings, tables, texts."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches, Pt

from xiaolu.desk.pack.lines import Told
from xiaolu.web.tokens import colour

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.55)
TOP = Inches(1.25)  # where the content of a slide begins
FONT = "Microsoft YaHei"  # named, not embedded: every Office that reads Chinese has it or replaces it
ACCENTS = ("blue", "bamboo", "vermilion", "amber-line", "ramp-3", "ramp-6")
BLANK = 6  # the layout without anything


def language() -> str:
    return get_language() or "zh-hans"


def rgb(token: str) -> RGBColor:
    return RGBColor.from_string(colour(token))


def dress(book: Any) -> None:
    """16:9, the fonts of both scripts, and our colours in the theme, so that new text and charts look the same."""
    book.slide_width, book.slide_height = WIDTH, HEIGHT
    theme = book.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    text = re.sub(r'(<a:latin typeface=")[^"]*"', rf'\g<1>{FONT}"', text)
    text = re.sub(r'(<a:ea typeface=")[^"]*"', rf'\g<1>{FONT}"', text)
    for number, token in enumerate(ACCENTS, 1):
        text = re.sub(rf"(<a:accent{number}><a:srgbClr val=\")[0-9A-F]{{6}}", rf"\g<1>{colour(token)}", text)
    theme._blob = text.encode("utf-8")


def title(book: Any, heading: str, sub: str, purpose: str) -> None:
    """The first slide."""
    page = book.slides.add_slide(book.slide_layouts[BLANK])
    bar = page.shapes.add_shape(1, 0, Inches(2.4), Inches(0.18), Inches(1.9))
    bar.fill.solid()
    bar.fill.fore_color.rgb = rgb("vermilion")
    bar.line.fill.background()
    _box(page, heading, Inches(2.3), Inches(1), Pt(40), "ink", bold=True)
    _box(page, sub, Inches(3.25), Inches(0.6), Pt(18), "ink-soft")
    if purpose:
        _box(page, purpose, Inches(3.85), Inches(1.2), Pt(16), "ink")


def slide(book: Any, heading: str, sub: str = "") -> Any:
    """A slide with its heading and a thin line under it."""
    page = book.slides.add_slide(book.slide_layouts[BLANK])
    _box(page, heading, Inches(0.35), Inches(0.6), Pt(26), "ink", bold=True)
    if sub:
        _box(page, sub, Inches(0.48), Inches(0.45), Pt(13), "ink-soft", end=True)
    line = page.shapes.add_shape(1, MARGIN, Inches(1.02), WIDTH - 2 * MARGIN, Emu(12700))
    line.fill.solid()
    line.fill.fore_color.rgb = rgb("line-strong")
    line.line.fill.background()
    return page


def _box(
    page: Any, words: str, top: int, height: int, size: Any, token: str, *, bold: bool = False, end: bool = False
) -> None:
    box = page.shapes.add_textbox(MARGIN, top, WIDTH - 2 * MARGIN, height)
    frame = box.text_frame
    frame.word_wrap = True
    for number, words_of_line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment = 3 if end else 1  # right, left
        run = paragraph.add_run()
        run.text = clean(words_of_line)
        run.font.size, run.font.bold, run.font.color.rgb = size, bold, rgb(token)


def text(page: Any, words: str) -> None:
    """Paragraphs."""
    _box(page, words, TOP, Inches(4), Pt(18), "ink")


def table(page: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A table over the whole width; `widths` are shares."""
    columns, whole = len(heads), WIDTH - 2 * MARGIN
    height = Inches(0.42) * (len(rows) + 1)
    grid = page.shapes.add_table(len(rows) + 1, columns, MARGIN, TOP, whole, height).table
    shares = list(widths)[:columns] or [2.0] + [1.0] * (columns - 1)
    shares += [1.0] * (columns - len(shares))
    for place, share in enumerate(shares):
        grid.columns[place].width = int(whole * share / sum(shares))
    for line, cells in enumerate([heads, *rows]):
        for place in range(columns):
            _cell(
                grid.cell(line, place), cells[place] if place < len(cells) else "", head=line == 0, even=line % 2 == 0
            )


def _cell(cell: Any, words: str, *, head: bool, even: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb("ramp-6" if head else "panel-soft" if even else "panel")
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    paragraph = cell.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = clean(words)
    run.font.size, run.font.bold = Pt(12), head
    run.font.color.rgb = rgb("on-ramp-dark" if head else "ink")


def clean(words: str) -> str:
    """Text without the signs that XML refuses."""
    return "".join(sign for sign in words if sign >= " " or sign == "\t")


def days(pack: Told) -> str:
    return f"{pack.since.isoformat()} – {pack.at.isoformat()}"
