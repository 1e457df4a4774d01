"""Pages of text with drawings in their place: text by reportlab, drawings by matplotlib, both as vectors.

A drawing keeps its room as a flowable, which notes on which page and where it came to stand; its PDF is then laid
there. Page numbers and the foot stand on every page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from matplotlib.figure import Figure
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from atlas.figures.palette import THEMES
from atlas.tables import Tables
from atlas.takeaways.sheet import FORMS, PROJECT
from atlas.takeaways.typeface import BOLD, PLAIN
from atlas.words import long_day

PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height of a page in mm, by name."""

MARGIN, FOOT = 17.0, 10.0
INK, QUIET = HexColor(THEMES["light"].ink), HexColor(THEMES["light"].quiet)
SANS, STRONG = "AtlasSans", "AtlasSans-Bold"


def _register() -> None:
    """The typeface, once for the process."""
    if SANS not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(SANS, str(PLAIN)))
        pdfmetrics.registerFont(TTFont(STRONG, str(BOLD)))
        pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=STRONG, italic=SANS, boldItalic=STRONG)


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    plain = {"fontName": SANS, "fontSize": size, "leading": size * 1.4, "textColor": INK, "alignment": TA_LEFT}
    return ParagraphStyle(
        name,
        **{
            **plain,
            "bulletFontName": SANS,
            "bulletFontSize": size,
            "splitLongWords": 1,
            "allowWidows": 0,
            "allowOrphans": 0,
            **more,
        },
    )


_register()
STYLES = {
    "title": _style("title", 18, fontName=STRONG, leading=23, spaceAfter=4),
    "lead": _style("lead", 10, textColor=QUIET, spaceAfter=6),
    "heading": _style("heading", 13, fontName=STRONG, spaceBefore=12, spaceAfter=5, keepWithNext=1),
    "text": _style("text", 10, spaceAfter=4),
    "strong": _style("strong", 10, fontName=STRONG, spaceAfter=4, keepWithNext=1),
    "item": _style("item", 10, leftIndent=14, bulletIndent=2, spaceAfter=2),
    "option": _style("option", 10, leftIndent=34, bulletIndent=16, spaceAfter=2),
    "source": _style("source", 8, leftIndent=22, bulletIndent=0, spaceAfter=3),
    "small": _style("small", 8, textColor=QUIET, spaceAfter=4),
    "cell": _style("cell", 7.5, leading=9.5),
    "head": _style("head", 7.5, leading=9.5, fontName=STRONG),
}


def said(text: str, style: str, marks: str = "", bullet: str | None = None) -> Paragraph:
    """A paragraph of plain text, with the numbers of what it cites raised behind it."""
    raised = f'<super size="7" rise="3">{escape(marks)}</super>' if marks else ""
    return Paragraph(escape(text) + raised, STYLES[style], bulletText=bullet)


def cell_width(text: str) -> float:
    """Points that a text on one line takes in a table, with the room around it; as wide as in bold."""
    return float(pdfmetrics.stringWidth(text, STRONG, STYLES["cell"].fontSize)) + 13.0


class Drawing(Flowable):
    """Room for a figure on a page; `page` (from 0), `x` and `y` (in points) are known once the page is made."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.figure = figure
        self.width, self.height = (float(side) * 72 for side in figure.get_size_inches())
        self.page, self.x, self.y = -1, 0.0, 0.0

    def wrap(self, *_: float) -> tuple[float, float]:
        """Width and height in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Notes where the room is; nothing is drawn yet."""
        self.page = self.canv.getPageNumber() - 1
        self.x, self.y = self.canv.absolutePosition(0, 0)
        self.canv.placed.append(self)


class Lines(Flowable):
    """Empty lines to write on."""

    def __init__(self, number: int, height: float = 8.0) -> None:
        super().__init__()
        self.number, self.step = number, height * mm

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """Width and height in points."""
        self.width, self.height = width, self.number * self.step
        return self.width, self.height

    def draw(self) -> None:
        """Draws the lines."""
        self.canv.setStrokeColor(QUIET)
        self.canv.setLineWidth(0.4)
        for place in range(self.number):
            self.canv.line(0, place * self.step + 3, self.width, place * self.step + 3)


@dataclass(frozen=True)
class Document:
    """What a document says, on which paper (a key of PAPERS), and its title."""

    title: str
    paper: str
    story: Sequence[Flowable] = field(repr=False)


def inner_width(paper: str) -> float:
    """Millimetres between the margins."""
    return PAPERS[paper][0] - 2 * MARGIN


def laid_out(document: Document, tables: Tables) -> bytes:
    """The PDF, the same bytes for the same document: its day is that on which the facts were checked."""
    text, drawings = _text_pages(document, tables)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(text)))
    for place, drawing in enumerate(drawings):
        _lay(writer, drawing, f"/Drawing{place}", FORMS["pdf"](drawing.figure, document.title, tables.checked))
    writer.metadata = _metadata(document.title, tables.checked)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def _lay(writer: PdfWriter, drawing: Drawing, name: str, drawn: bytes) -> None:
    """Puts the page of a drawing where its room is, as a form: its content is copied and never read."""
    source = PdfReader(io.BytesIO(drawn)).pages[0]
    form = DecodedStreamObject()
    form.set_data(source.get_contents().get_data())  # type: ignore[union-attr]
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(FloatObject, source.mediabox)),
            NameObject("/Resources"): source["/Resources"].clone(writer),
        }
    )
    page = writer.pages[drawing.page]
    forms = page["/Resources"].setdefault(NameObject("/XObject"), DictionaryObject())  # type: ignore[attr-defined]
    forms[NameObject(name)] = writer._add_object(form.flate_encode())
    shown = DecodedStreamObject()
    shown.set_data(f"q 1 0 0 1 {drawing.x:.2f} {drawing.y:.2f} cm {name} Do Q".encode("ascii"))
    before = page.raw_get("/Contents")
    parts = before if isinstance(before, ArrayObject) else [before]
    page[NameObject("/Contents")] = ArrayObject([*parts, writer._add_object(shown)])


def _metadata(title: str, day: date) -> dict[str, str]:
    stamp = f"D:{day:%Y%m%d}120000Z"
    return {
        "/Title": title,
        "/Author": PROJECT,
        "/Creator": PROJECT,
        "/Producer": PROJECT,
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }


def _text_pages(document: Document, tables: Tables) -> tuple[bytes, list[Drawing]]:
    """The pages without their drawings, and the drawings in the order in which they found their place."""
    wide, high = (side * mm for side in PAPERS[document.paper])
    held = io.BytesIO()
    made = BaseDocTemplate(held, pagesize=(wide, high), invariant=1, title=document.title, lang="en")
    room = (MARGIN * mm, (MARGIN + FOOT) * mm, wide - 2 * MARGIN * mm, high - (2 * MARGIN + FOOT) * mm)
    frame = Frame(*room, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    foot = f"{PROJECT}. Data {tables.package.version}, checked {long_day(tables.checked)}."

    def draw_foot(canvas: Any, _: Any) -> None:
        canvas.setFont(SANS, 8)
        canvas.setFillColor(QUIET)
        canvas.drawString(MARGIN * mm, MARGIN * mm, foot)
        canvas.drawRightString(wide - MARGIN * mm, MARGIN * mm, str(canvas.getPageNumber()))

    made.addPageTemplates([PageTemplate("page", [frame], onPage=draw_foot)])
    placed: list[Drawing] = []
    made.build(list(document.story), canvasmaker=partial(_canvas, placed))
    return held.getvalue(), placed


def _canvas(placed: list[Drawing], *given: Any, **more: Any) -> Canvas:
    """A canvas on which drawings note that they have found their place."""
    canvas = Canvas(*given, **more)
    canvas.placed = placed
    return canvas
