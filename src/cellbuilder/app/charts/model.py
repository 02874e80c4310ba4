"""Three kinds of chart as values: bars, lines, maps. Whoever draws them decides on pixels, never on numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from cellbuilder.app import present
from cellbuilder.domain.base import record

Floats: TypeAlias = npt.NDArray[np.float64]
Cell: TypeAlias = str | float | None


@record
class Table:
    """Numbers for a spreadsheet: heads with units, then rows; None is an empty cell, never zero."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@record
class Axis:
    """Name and unit (a symbol of ``units``; empty if none), and whether it is logarithmic.

    ``column`` is the name in a table, where that of the axis would not do: a spreadsheet takes a leading minus for a
    formula.
    """

    name: str
    unit: str = ""
    log: bool = False
    column: str = ""


@record
class Part:
    """One piece of a bar.

    It begins at ``start``, or where the piece before it ends. ``value`` is its length; None is not known and takes no
    room, but is written. ``low`` and ``high`` are the range of the value. ``colour`` is a name of
    ``colours.PARTS`` or of ``colours.CLASS_COLOURS``. ``hatched`` marks what is a bound or only partly known;
    ``open_start`` and ``open_end`` an end that nobody reported. ``key`` is the figure that explains it.
    """

    name: str
    value: float | None
    colour: str
    start: float | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""
    note: str = ""
    key: str = ""
    hatched: bool = False
    open_start: bool = False
    open_end: bool = False

    def ends(self) -> tuple[float | None, float | None]:
        """Return where a piece that floats begins and ends; None where that is not on record, and for stacked ones."""
        if self.start is None or self.value is None:
            return None, None
        return None if self.open_start else self.start, None if self.open_end else self.start + self.value


@record
class Bar:
    """One row: a name, its pieces, what is written at its end, and the layers it stands for."""

    name: str
    parts: tuple[Part, ...]
    text: str = ""
    layers: tuple[str, ...] = ()
    key: str = ""


@record
class Marker:
    """A line across the bars at one value, or a point (with ``y``) in a chart of lines, with its name."""

    x: float
    name: str
    y: float | None = None
    colour: str = "text"


@record
class Bars:
    """Horizontal bars from top to bottom on one axis."""

    title: str
    axis: Axis
    bars: tuple[Bar, ...]
    markers: tuple[Marker, ...] = ()
    note: str = ""

    def table(self) -> Table:
        """Return one row for each piece: bar, piece, start, end, value, low, high, text, note.

        A piece that floats on the axis has a start and an end, as far as they are on record; one that is stacked has a
        value. A marker has a value, too. Texts have a decimal point.
        """
        unit = f" / {self.axis.unit}" if self.axis.unit else ""
        numbers = (f"{name}{unit}" for name in ("start", "end", self.axis.name, "low", "high"))
        rows = tuple(
            (bar.name, part.name, *part.ends(), None if part.start is not None else part.value, part.low, part.high,
             present.pointed(part.text or bar.text), present.pointed(part.note))
            for bar in self.bars
            for part in bar.parts
        )  # fmt: skip
        markers = tuple(
            (present.pointed(mark.name), "marker", None, None, mark.x, None, None, "", "") for mark in self.markers
        )
        return Table(("bar", "part", *numbers, "text", "note"), rows + markers)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One curve: ``x`` and ``y`` of equal length, perhaps a band. ``series`` numbers its colour."""

    name: str
    x: Floats
    y: Floats
    series: int = 0
    style: Literal["line", "dashed", "points"] = "line"
    low: Floats | None = None
    high: Floats | None = None
    labels: tuple[str, ...] = ()
    """A word for each point, shown at the pointer (a frequency, the value of a parameter)."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Curves on two axes; ``square`` gives both axes one scale."""

    title: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...]
    markers: tuple[Marker, ...] = ()
    square: bool = False
    note: str = ""

    def table(self) -> Table:
        """Return one row for each point: line, x, y, low, high, label."""
        heads = ("line", _head(self.x), _head(self.y), "low", "high", "point")
        rows: list[tuple[Cell, ...]] = []
        for line in self.lines:
            for i in range(len(line.x)):
                low = None if line.low is None else float(line.low[i])
                high = None if line.high is None else float(line.high[i])
                label = present.pointed(line.labels[i]) if line.labels else ""
                rows.append((line.name, float(line.x[i]), float(line.y[i]), low, high, label))
        rows += [(present.pointed(mark.name), mark.x, mark.y, None, None, "marker") for mark in self.markers]
        return Table(heads, tuple(rows))


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """A result over two parameters: ``values[i, j]`` at ``ys[i]``, ``xs[j]``; NaN is not known."""

    title: str
    x: Axis
    y: Axis
    z: Axis
    xs: Floats
    ys: Floats
    values: Floats
    markers: tuple[Marker, ...] = field(default=())
    note: str = ""

    def table(self) -> Table:
        """Return one row for each point: x, y, value; an unknown value is an empty cell."""
        rows = tuple(
            (float(x), float(y), None if np.isnan(self.values[i, j]) else float(self.values[i, j]))
            for i, y in enumerate(self.ys)
            for j, x in enumerate(self.xs)
        )
        return Table((_head(self.x), _head(self.y), _head(self.z)), rows)


Chart: TypeAlias = Bars | Lines | Map


def _head(axis: Axis) -> str:
    name = axis.column or axis.name
    return f"{name} / {axis.unit}" if axis.unit else name
