"""Pieces of HTML that browsers and Qt's text documents both show well: everything escaped, tables, little CSS."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, Literal
from urllib.parse import quote

from cellbuilder.app import present
from cellbuilder.app.colours import SCHEMES
from cellbuilder.app.drawing.words import NO_BREAK
from cellbuilder.app.report import portable
from cellbuilder.domain.result import Figure

LIGHT: Final = SCHEMES["light"]
PICTURE: Final = 630
"""Width of a picture in pixels: what a printed page has room for."""
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_FONTS: Final = "'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
STYLE: Final = f"""
body {{ font-family: {_FONTS}; font-size: 10pt; color: {LIGHT.text}; background-color: #ffffff; }}
h1 {{ font-size: 20pt; margin-top: 0px; margin-bottom: 4px; }}
h2 {{ font-size: 14pt; color: {LIGHT.accent}; margin-top: 22px; margin-bottom: 6px; }}
h3 {{ font-size: 11pt; margin-top: 14px; margin-bottom: 4px; }}
p {{ margin-top: 4px; margin-bottom: 6px; }}
a {{ color: {LIGHT.accent}; }}
table {{ border-collapse: collapse; }}
th {{ font-size: 8.5pt; text-align: left; color: {LIGHT.muted}; border-bottom: 1px solid {LIGHT.edge}; }}
td {{ font-size: 9pt; border-bottom: 1px solid {LIGHT.line}; vertical-align: top; }}
td.card {{ border: 3px solid #ffffff; background-color: {LIGHT.window}; }}
.small {{ font-size: 8.5pt; color: {LIGHT.muted}; }}
.big {{ font-size: 12pt; }}
.code {{ font-family: 'DejaVu Sans Mono', Consolas, monospace; font-size: 8pt; }}
"""
"""Understood by Qt as well; what only browsers and their printers follow stands in ``BROWSER_STYLE``."""
BROWSER_STYLE: Final = """
@supports (display: block) {
@media screen { body { max-width: 780px; margin: 32px auto; padding: 0 20px; line-height: 1.4; } }
img { max-width: 100%; height: auto; }
tr, img { page-break-inside: avoid; }
h2, h3 { page-break-after: avoid; }
}
@media print { a { text-decoration: none; } }
@page { size: A4; margin: 18mm 16mm; }
"""

Align = Literal["left", "right", "center"]


def text(words: object) -> str:
    """Return words as text that is never markup; control and direction marks are dropped, lines stay lines."""
    return "<br>".join(escape(_plain(line)) for line in str(words).splitlines() or [""])


def _plain(line: str) -> str:
    return "".join(char if char.isprintable() or char == NO_BREAK else " " for char in line)


def unbroken(words: str) -> str:
    """Return a number with its unit, or a range, as text that stays on one line."""
    return text(words.replace(" ", NO_BREAK))


def attribute(words: str) -> str:
    """Return words for an attribute, on one line."""
    return escape(_plain(words), quote=True)


def small(words: object) -> str:
    """Return words in small grey letters."""
    return f'<span class="small">{text(words)}</span>'


def paragraph(words: object, *, quiet: bool = False) -> str:
    """Return a paragraph."""
    return f'<p class="small">{text(words)}</p>' if quiet else f"<p>{text(words)}</p>"


def heading(level: Literal[1, 2, 3], words: str, *, anchor: str = "", new_page: bool = False) -> str:
    """Return a heading, perhaps at the top of a page."""
    mark = f'<a name="{attribute(anchor)}"></a>' if anchor else ""
    page = ' style="page-break-before: always;"' if new_page else ""
    return f"<h{level}{page}>{mark}{text(words)}</h{level}>"


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], aligned: Sequence[Align] = (), widths: Sequence[int] = ()
) -> str:
    """Return a table; heads are text, cells are markup made here. ``widths`` are in percent."""
    sides = [*aligned, *["left"] * (len(heads) - len(aligned))]
    sizes = [f' width="{width}%"' for width in widths] or [""] * len(heads)
    top = "".join(
        f'<th align="{side}"{size}>{text(head)}</th>' for head, side, size in zip(heads, sides, sizes, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f'<td align="{side}">{cell}</td>' for cell, side in zip(row, sides, strict=True)) + "</tr>\n"
        for row in rows
    )
    return (f'<table width="100%" cellspacing="0" cellpadding="4"><thead><tr>{top}</tr></thead>\n'
            f"<tbody>{body}</tbody></table>\n")  # fmt: skip


def figure(value: Figure) -> str:
    """Return value with unit, and its range below it."""
    span = present.span(value)
    shown = unbroken(present.value(value))
    return f"{shown}<br>{small(span.replace(' ', NO_BREAK))}" if span else shown


def picture(svg: str, words: str, width: int = PICTURE) -> str:
    """Return a picture inside the page, with words for those who do not see it."""
    data = base64.b64encode(portable.enlarged(portable.portable(svg)).encode("utf-8")).decode("ascii")
    size = f'width="{width}" height="{portable.height_for(svg, width)}"'
    return f'<p><img {size} alt="{attribute(words)}" src="data:image/svg+xml;base64,{data}"></p>\n'


def doi(value: str | None) -> str:
    """Return a DOI as a link; what is none stands as text."""
    if not value:
        return ""
    if _DOI.fullmatch(value) is None:
        return text(value)
    return f'<a href="https://doi.org/{quote(value, safe="/._-")}">{text(value)}</a>'


def page(title: str, parts: Iterable[str]) -> str:
    """Return a whole document."""
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{text(title).replace('<br>', ' ')}</title>\n<style>{STYLE}</style>\n<style>{BROWSER_STYLE}</style>\n"
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
