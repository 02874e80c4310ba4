"""State marks: a shape, a colour and a word for each verdict, so that no colour has to be told apart."""

from __future__ import annotations

from typing import Final

from cellbuilder.app.colours import Colours
from cellbuilder.app.drawing.shapes import Box, Ellipse, Line, Measure, Polygon, Rect, Shape, Style
from cellbuilder.domain.finding import Finding

MARK: Final = 8.0
"""Half the size of a mark, in pixels, beside letters of the usual size."""
VERDICTS: Final = ("blocks", "grows", "risk", "no issue reported", "no data")
"""Every word there is, the worst first."""


def verdict(finding: Finding | None) -> str:
    """Return the word of a mark; nothing found is no data, not good news."""
    return finding.verdict if finding is not None else "no data"


def radius(measure: Measure) -> float:
    """Return half the size of a mark beside letters of this size."""
    return max(MARK, 0.5 * measure.line)


def ink(word: str, colours: Colours) -> str:
    """Return the colour of a mark."""
    known = {"blocks": colours.error, "grows": colours.warning, "risk": colours.notice,
             "no issue reported": colours.good}  # fmt: skip
    return known.get(word, colours.muted)


def mark(x: float, y: float, word: str, colours: Colours, r: float = MARK) -> tuple[Shape, ...]:
    """Square with a cross: blocks; triangle: grows; diamond: risk; disc: no issue reported; ring: no data."""
    style = Style(fill=ink(word, colours), stroke=colours.base, width=1.6)
    if word == "blocks":
        cross = Style(stroke=colours.base, width=2.0 * r / MARK)
        a, b = r * 0.85, r * 0.4
        return (Rect(Box(x - a, y - a, 2 * a, 2 * a), style), Line(((x - b, y - b), (x + b, y + b)), cross),
                Line(((x - b, y + b), (x + b, y - b)), cross))  # fmt: skip
    if word == "grows":
        return (Polygon(((x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)), style),)
    if word == "risk":
        return (Polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), style),)
    if word == "no issue reported":
        return (Ellipse(x, y, r * 0.85, r * 0.85, style),)
    halo = Style(stroke=colours.base, width=r * 0.4 + 3.0)
    ring = Style(stroke=ink(word, colours), width=r * 0.4)
    return tuple(Ellipse(x, y, r * 0.65, r * 0.65, look) for look in (halo, ring))
