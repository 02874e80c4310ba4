"""What a picture is made of: plain values that the window paints with Qt and the report writes as SVG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from cellbuilder.domain.base import record

Point = tuple[float, float]


@record
class Box:
    """A place: left and top edge, width and height, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def inset(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return it smaller by so much on each side (larger for negative numbers)."""
        return Box(self.x + left, self.y + top, self.width - left - right, self.height - top - bottom)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@record
class Style:
    """How a shape is filled and outlined; colours as ``#rrggbb``, None for nothing."""

    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    opacity: float = 1.0
    dash: tuple[float, ...] = ()


@record
class Rect:
    """A rectangle, with round corners if there is a ``radius``."""

    box: Box
    style: Style
    radius: float = 0.0


@record
class Ellipse:
    """An ellipse by centre and half axes."""

    x: float
    y: float
    rx: float
    ry: float
    style: Style


@record
class Polygon:
    """A closed polygon; ``soft`` rounds its corners so that each side is touched in its middle."""

    points: tuple[Point, ...]
    style: Style
    soft: bool = False


@record
class Line:
    """An open line through points; ``soft`` makes it one smooth curve (four points: a cubic)."""

    points: tuple[Point, ...]
    style: Style
    soft: bool = False


@record
class Text:
    """One line of text, its ``y`` in the middle of the line; ``turned`` runs upward."""

    x: float
    y: float
    words: str
    colour: str
    size: float
    anchor: Literal["start", "middle", "end"] = "middle"
    bold: bool = False
    turned: bool = False


@record
class Group:
    """Shapes through which what lies below shines."""

    shapes: tuple[Shape, ...]
    opacity: float = 1.0


@record
class Tile:
    """A texture cut at a box: ``make(width, height)`` gives its shapes from (0, 0) on.

    Equal ``key`` means an equal texture of which a larger one begins like a smaller one, so that it can be kept.
    ``mirrored`` flips it from left to right; ``scale`` draws it smaller.
    """

    box: Box
    key: object
    make: Callable[[float, float], tuple[Shape, ...]]
    mirrored: bool = False
    scale: float = 1.0


Shape = Rect | Ellipse | Polygon | Line | Text | Group | Tile


class Measure(Protocol):
    """What the drawing asks of a font: its size, the height of a line, and the width of words, in pixels."""

    @property
    def size(self) -> float:
        """The size of the font."""

    @property
    def line(self) -> float:
        """The height of a line."""

    def width(self, words: str, *, bold: bool = False) -> float:
        """Return how wide words are."""


_NARROW, _WIDE = frozenset("iljtfrI|.,:;'()[] \u00a0!"), frozenset("mwMWΩ@%")


class Reckoned:
    """Widths reckoned for a common sans-serif font, for pictures whose font is not at hand."""

    def __init__(self, size: float = 12.0) -> None:
        self.size = size
        self.line = 1.25 * size

    def width(self, words: str, *, bold: bool = False) -> float:
        """Return about how wide words are, rather too wide than too narrow."""
        units = sum(0.36 if mark in _NARROW else 0.95 if mark in _WIDE else 0.63 for mark in words)
        return units * self.size * (1.08 if bold else 1.0)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(ink: str, ground: str, share: float) -> str:
    """Return ``share`` of one colour laid over another, as ``#rrggbb``."""
    pairs = zip(_channels(ink), _channels(ground), strict=True)
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs)
