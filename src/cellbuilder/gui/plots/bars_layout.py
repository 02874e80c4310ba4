"""Where everything of a bar chart stands, in pixels: names, pieces, values, markers, legend, axis. No painting here."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt

from cellbuilder.app import present
from cellbuilder.app.charts.model import Bar, Bars, Part
from cellbuilder.app.words import tr
from cellbuilder.domain.base import record
from cellbuilder.gui.plots.style import Style, axis_text, ticks

NAMES_SHARE: Final = 0.38
TEXT_SHARE: Final = 0.6
COLUMN_SHARE: Final = 0.36
ROWS_BEFORE_LEGEND: Final = 4.5
LEAST_ROW, MOST_ROW = 1.45, 2.3
"""Height of a row in lines of text: at least, and at most where there is room."""


@record
class Piece:
    """One part in pixels; ``known`` is false for a stub that stands for something without a value."""

    part: int
    left: float
    right: float
    known: bool


@record
class Entry:
    """One word of the legend and the colour that it explains; None stands for hatching."""

    text: str
    colour: str | None
    place: QPointF


@record
class MarkerName:
    """The name of a marker: where its line is, and where its words stand."""

    x: float
    text: str
    room: QRectF
    colour: str


class BarsLayout:
    """The geometry of a chart of bars in a given width and height; rows may reach further down than the height."""

    def __init__(self, chart: Bars, style: Style, width: float, height: float) -> None:
        self.chart, self.style = chart, style
        self.width, self.height = width, height
        letters, self.line = style.letters, style.line
        self.gap = self.line * 0.5
        self.floating = any(part.start is not None for bar in chart.bars for part in bar.parts)
        widest = max(
            letters.horizontalAdvance(name) for name in (axis_text(chart.axis), *(bar.name for bar in chart.bars))
        )
        self.names = min(widest, NAMES_SHARE * width) + self.gap
        self.left = self.names + self.gap
        texts = [letters.horizontalAdvance(end_text(bar)) for bar in chart.bars]
        share = COLUMN_SHARE if self.floating else TEXT_SHARE
        self.texts = [min(text, share * (width - self.left)) for text in texts]
        column = max(self.texts, default=0.0) + 2 * self.gap if self.floating else 0.0
        self.right = max(width - column - self.gap, self.left + 40.0)
        self.low, self.high = self._range()
        self.foot = self.line * 1.5
        self.legend = self._legend()
        self._measure()
        if height - self.top - self.foot < ROWS_BEFORE_LEGEND * LEAST_ROW * self.line:
            self.legend = []  # in so little room the rows come first; the read-out names every piece
            self._measure()
        free = (height - self.top - self.foot) / max(len(chart.bars), 1)
        self.row = min(max(free, LEAST_ROW * self.line), MOST_ROW * self.line)
        self.thick = self.row * 0.62

    def _measure(self) -> None:
        """Stack up what stands above the rows."""
        self.legend_height = (self.legend[-1].place.y() + self.line * 1.1) if self.legend else 0.0
        self.markers = self._markers()
        stairs = max((name.room.bottom() for name in self.markers), default=0.0)
        self.top = max(self.legend_height, stairs + self.gap * 0.3 if stairs else 0.0)

    @property
    def rows_height(self) -> float:
        """Height of all rows together."""
        return self.row * len(self.chart.bars)

    @property
    def full_height(self) -> float:
        """Height in which nothing needs to be scrolled."""
        return self.top + self.rows_height + self.foot

    @property
    def view(self) -> QRectF:
        """The room in which the rows scroll."""
        return QRectF(
            0.0, self.top, self.width, max(min(self.height - self.foot, self.top + self.rows_height) - self.top, 1.0)
        )

    def x(self, value: float) -> float:
        """Return where a value lies."""
        if self.chart.axis.log:
            share = (math.log10(max(value, self.low)) - math.log10(self.low)) / math.log10(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def row_rect(self, row: int, scrolled: float) -> QRectF:
        """Return the room of a row."""
        return QRectF(0.0, self.top + row * self.row - scrolled, self.width, self.row)

    def bar_rect(self, row: int, piece: Piece, scrolled: float) -> QRectF:
        """Return the room of a piece."""
        middle = self.row_rect(row, scrolled).center().y()
        return QRectF(piece.left, middle - self.thick / 2, piece.right - piece.left, self.thick)

    def pieces(self, row: int) -> list[Piece]:
        """Return the parts of a row, one after the other, unknown ones as stubs after those before them."""
        bar = self.chart.bars[row]
        found: list[Piece] = []
        at, end = (self.low if self.chart.axis.log else 0.0), self.x(self.low if self.chart.axis.log else 0.0)
        for number, part in enumerate(bar.parts):
            if part.start is not None:
                at, end = part.start, self.x(part.start)
            if part.value is None:
                # known from above only, beside others: named in the read-out, without a stub
                if part.high is None or len(bar.parts) == 1:
                    found.append(Piece(number, end, end + self.line * 0.9, known=False))
                    end += self.line * 0.9
                continue
            first, last = end, max(self.x(at + part.value), end) if part.value >= 0 else self.x(at + part.value)
            found.append(Piece(number, min(first, last), max(first, last), known=True))
            at, end = at + part.value, last
        return found

    def whisker(self, row: int) -> tuple[float, float] | None:
        """Return the ends of the range of a row that is one known piece."""
        parts = [part for part in self.chart.bars[row].parts if part.value is not None]
        if len(parts) != 1 or parts[0].low is None or parts[0].high is None:
            return None
        start = parts[0].start or 0.0
        return self.x(start + parts[0].low), self.x(start + parts[0].high)

    def text_rect(self, row: int, scrolled: float) -> QRectF:
        """Return where the value of a row is written."""
        if self.floating:
            left = self.right + 2 * self.gap
        else:
            whisker, pieces = self.whisker(row), self.pieces(row)
            ends = [piece.right for piece in pieces] + ([whisker[1]] if whisker else [])
            left = max(ends, default=self.left) + self.gap
        room = self.row_rect(row, scrolled)
        return QRectF(left, room.top(), max(min(self.texts[row] + 2.0, self.width - left), 0.0), room.height())

    def name(self, row: int) -> str:
        """Return the name of a row as far as it fits."""
        name = self.chart.bars[row].name
        return self.style.letters.elidedText(name, Qt.TextElideMode.ElideMiddle, self.names - self.gap * 0.5)

    def ticks(self) -> list[float]:
        """Return the numbers of the axis."""
        most = max(2, int((self.right - self.left) / (self.style.letters.horizontalAdvance("0000.0") * 1.5)))
        return ticks(self.low, self.high, most, self.chart.axis.log)

    def at(self, place: QPointF, scrolled: float) -> tuple[int, int | None, bool] | None:
        """Return row, part and whether the value is meant, of what lies at a place."""
        if not self.view.contains(place):
            return None
        row = int((place.y() - self.top + scrolled) // self.row)
        if not 0 <= row < len(self.chart.bars):
            return None
        if self.text_rect(row, scrolled).contains(place):
            return row, None, True
        hit = [piece.part for piece in self.pieces(row) if piece.left - 1 <= place.x() <= piece.right + 1]
        return row, (hit[-1] if hit else None), False

    def _range(self) -> tuple[float, float]:
        """Return the ends of the axis, so that bars, ranges and the values written after them fit."""
        ends = [_ends(bar) for bar in self.chart.bars]
        marks = [marker.x for marker in self.chart.markers]
        low = min([0.0, *(low for low, _ in ends), *marks])
        if self.floating and ends:
            low = min([*(low for low, _ in ends), *marks])
        high = max([low, *(high for _, high in ends), *marks])
        if self.chart.axis.log:
            positive = [end for pair in ends for end in pair if end > 0]
            return min(positive, default=0.1) / 2, max(high, min(positive, default=0.1)) * 2
        if high <= low:
            return low, low + 1.0
        if self.floating:
            margin = 0.04 * (high - low)
            return low - margin, high + margin
        room = self.right - self.left
        spans = [high - low]
        for (_, end), text, bar in zip(ends, self.texts, self.chart.bars, strict=True):
            stubs = sum(part.value is None and part.high is None for part in bar.parts) * self.line * 0.9
            free = max(room - text - stubs - self.gap * 1.5, 0.25 * room)
            spans.append((end - low) * room / free)
        return low, low + max(spans) * 1.01

    def _legend(self) -> list[Entry]:
        """Name the colours, where a row has several; and say what hatching means."""
        names: dict[str, list[str]] = {}
        mixed = False
        for bar in self.chart.bars:
            mixed = mixed or len({part.colour for part in bar.parts if part.value is not None}) > 1
            for part in bar.parts:
                if part.value is not None and part.name not in names.setdefault(part.colour, []):
                    names[part.colour].append(part.name)
        words: list[tuple[str, str | None]] = []
        if mixed:
            words = [(found[0] if len(found) == 1 else colour_word(colour, found), colour)
                     for colour, found in names.items()]  # fmt: skip
        if any(part.hatched for bar in self.chart.bars for part in bar.parts):
            words.append((tr("hatched: a bound, or known in part"), None))
        found_entries: list[Entry] = []
        x, y = self.gap, 0.0
        for text, colour in words:
            wide = self.style.letters.horizontalAdvance(text) + self.line * 1.1 + self.gap * 1.6
            if x + wide > self.width and x > self.gap:
                x, y = self.gap, y + self.line * 1.15
            found_entries.append(Entry(text, colour, QPointF(x, y)))
            x += wide
        return found_entries

    def _markers(self) -> list[MarkerName]:
        """Stand names beside their lines like stairs, so that no line runs through the name of another."""
        found: list[tuple[int, MarkerName]] = []
        for mark in sorted(self.chart.markers, key=lambda mark: mark.x):
            wide = self.style.letters.horizontalAdvance(mark.name) + 2.0
            x = self.x(mark.x)
            left = max(min(x + 4.0, self.width - wide), 0.0)
            line = 1 + max((line for line, other in found if other.room.right() + 6.0 > min(x, left)), default=-1)
            room = QRectF(left, self.legend_height + line * self.line, wide, self.line)
            found.append((line, MarkerName(x, mark.name, room, mark.colour)))
        return [name for _, name in found]


def end_text(bar: Bar) -> str:
    """Return what is written at the end of a bar; a bar of which nothing is known says so."""
    return bar.text or (tr("unknown") if all(part.value is None for part in bar.parts) else "")


def part_words(bar: Bar, part: Part, unit: str) -> str:
    """Return one part in a sentence: row, part, value, range, note."""
    value = part.text or (tr("unknown") if part.value is None else f"{present.number(part.value)} {unit}".strip())
    span = ""
    if part.low is not None and part.high is not None:
        _, low, high = present.with_ends(part.value, part.low, part.high)
        span = f" ({low} – {high})"
    head = bar.name if part.name == bar.name else f"{bar.name}, {part.name}"
    return f"{head}: {value}{span}" + (f". {part.note}" if part.note else "")


def colour_word(colour: str, names: list[str]) -> str:
    """Return what pieces of one colour have in common."""
    words = {
        "ionic": tr("ions"), "electronic": tr("electrons"), "reaction": tr("reaction"), "coating": tr("coating"),
        "contact": tr("contact"), "growth": tr("growth"), "passive": tr("metal"), "active": tr("active material"),
        "pores": tr("pores"), "unknown": tr("unknown"), "oxide": tr("oxide"), "halide": tr("halide"),
        "sulfide": tr("sulfide"), "hydroborate": tr("hydroborate"), "antiperovskite": tr("antiperovskite"),
        "metal": tr("metal"), "collector": tr("collectors"), "carbon": tr("carbon"),
    }  # fmt: skip
    return words.get(colour, names[0])


def _ends(bar: Bar) -> tuple[float, float]:
    """Return the least and the greatest value that a bar and its range reach."""
    at, reached = 0.0, []
    known = [part for part in bar.parts if part.value is not None]
    for part in known:
        at = part.start if part.start is not None else at
        reached += [at, at + (part.value or 0.0)]
        if len(known) == 1 and part.low is not None and part.high is not None:
            reached += [at + part.low, at + part.high]
        at += part.value or 0.0
    return min(reached, default=0.0), max(reached, default=0.0)
