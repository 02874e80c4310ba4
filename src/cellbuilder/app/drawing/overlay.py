"""What lies over the picture for a moment: selection, the sign for adding, drop marks, the layer that is dragged."""

from __future__ import annotations

from typing import Final

from cellbuilder.app.colours import Colours
from cellbuilder.app.drawing.shapes import Box, Ellipse, Line, Measure, Polygon, Rect, Shape, Style, Text

PLUS: Final = 9.0
"""Radius of the sign for adding."""


def selected(box: Box, colours: Colours) -> tuple[Shape, ...]:
    """Outline a layer; a light line inside keeps it visible over every fill."""
    return (
        Rect(box.inset(1.5, 1.5, 1.5, 1.5), Style(stroke=colours.accent, width=3.0)),
        Rect(box.inset(3.5, 3.5, 3.5, 3.5), Style(stroke=colours.base, width=1.0, opacity=0.8)),
    )


def selected_seam(x: float, room: Box, colours: Colours) -> tuple[Shape, ...]:
    """Draw a bar along a seam."""
    line = ((x, room.y), (x, room.bottom))
    return Line(line, Style(stroke=colours.base, width=6.0)), Line(line, Style(stroke=colours.accent, width=4.0))


def plus_place(x: float, room: Box) -> tuple[float, float]:
    """Return where the sign for adding stands on a boundary; at the ends it stays inside."""
    return min(max(x, room.x + PLUS + 2), room.right - PLUS - 2), room.bottom - PLUS - 7


def plus(x: float, room: Box, colours: Colours) -> tuple[Shape, ...]:
    """Draw a plus in a disc."""
    (x, y), r = plus_place(x, room), PLUS * 0.5
    bar = Style(stroke=colours.on_accent, width=2.2)
    return (
        Ellipse(x, y, PLUS, PLUS, Style(fill=colours.accent, stroke=colours.base, width=1.6)),
        Line(((x - r, y), (x + r, y)), bar), Line(((x, y - r), (x, y + r)), bar),
    )  # fmt: skip


def drop_between(x: float, room: Box, words: str, colours: Colours, measure: Measure) -> tuple[Shape, ...]:
    """Mark the place between two layers where something would go in."""
    w, ink = 6.0, Style(fill=colours.accent)
    bar = Line(((x, room.y - 2), (x, room.bottom + 2)), Style(stroke=colours.accent, width=4.0))
    heads = (
        Polygon(((x - w, room.y - 2 - w), (x + w, room.y - 2 - w), (x, room.y + 2)), ink),
        Polygon(((x - w, room.bottom + 2 + w), (x + w, room.bottom + 2 + w), (x, room.bottom - 2)), ink),
    )
    return (bar, *heads, *_flag(x, room.y + room.height * 0.3, words, room, colours, measure))


def drop_into(box: Box, words: str, room: Box, colours: Colours, measure: Measure) -> tuple[Shape, ...]:
    """Mark a layer into which something would go."""
    return (
        Rect(box, Style(fill=colours.accent, opacity=0.22)),
        Rect(box.inset(2, 2, 2, 2), Style(stroke=colours.accent, width=3.0, dash=(3.0, 1.6))),
        *_flag(box.middle[0], room.y + room.height * 0.3, words, room, colours, measure),
    )


def _flag(x: float, y: float, words: str, room: Box, colours: Colours, measure: Measure) -> tuple[Shape, ...]:
    if not words:
        return ()
    wide, high = measure.width(words) + 16, measure.line + 8
    left = min(max(x - wide / 2, room.x), max(room.right - wide, room.x))
    box = Box(left, y - high / 2, wide, high)
    return Rect(box, Style(fill=colours.accent), 5.0), Text(*box.middle, words, colours.on_accent, measure.size)
