"""What every plot draws with: colours, font, hatching, and ticks at round numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis
from cellbuilder.app.colours import CLASS_COLOURS, PARTS, SCHEMES, SERIES, Colours
from cellbuilder.gui import theme

HATCH_GAP: Final = 6.0
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Heard:
    """Who listens to a plot: how a number came about, which layers, which point, and what stands at the pointer."""

    asked: Callable[[str], object] = field(default=lambda _key: None)
    chosen: Callable[[tuple[str, ...]], object] = field(default=lambda _layers: None)
    picked: Callable[[float, float], object] = field(default=lambda _x, _y: None)
    said: Callable[[str], object] = field(default=lambda _text: None)


@dataclass(frozen=True)
class Style:
    """Colours and font of one drawing."""

    colours: Colours
    font: QFont

    @cached_property
    def letters(self) -> QFontMetricsF:
        """Sizes of the letters; every distance in a plot follows from them."""
        return QFontMetricsF(self.font)

    @cached_property
    def line(self) -> float:
        """Height of a line of text."""
        return self.letters.height()

    @cached_property
    def stroke(self) -> float:
        """Width of a thin line, which grows with the letters."""
        return max(1.0, self.line / 15.0)

    def ink(self, name: str) -> QColor:
        """Return the colour of a part, of a class of materials, of the scheme, or the one that is spelt out."""
        found = self._inks.get(name)
        if found is None:
            known = PARTS.get(name) or CLASS_COLOURS.get(name) or getattr(self.colours, name, None) or name
            colour = QColor(known)
            found = self._inks[name] = colour if colour.isValid() else QColor(self.colours.muted)
        return found

    @cached_property
    def _inks(self) -> dict[str, QColor]:
        return {}

    def series(self, number: int) -> QColor:
        """Return the colour of a curve; on a dark ground the dark ones are lighter."""
        colour = QColor(SERIES[number % len(SERIES)])
        return theme.mixed(colour.name(), "#ffffff", 0.75) if self.dark else colour

    @property
    def dark(self) -> bool:
        """Whether the ground is dark."""
        return QColor(self.colours.base).lightnessF() < 0.5


def on_screen(font: QFont) -> Style:
    """Return the style of the window as it is now."""
    return Style(theme.current(), font)


def for_export(font: QFont) -> Style:
    """Return the style of pictures that leave the program: light, whatever the theme."""
    return Style(SCHEMES["light"], font)


def pen(colour: QColor, width: float) -> QPen:
    """Return a pen of one width, with ends that meet the edge."""
    made = QPen(colour)
    made.setWidthF(width)
    return made


def hatch(painter: QPainter, room: QRectF, line: QPen, gap: float = HATCH_GAP) -> None:
    """Fill a rectangle with slanting lines (drawn one by one, so that vector files have them too)."""
    lines = []
    start = math.floor((room.left() - room.bottom()) / gap) * gap
    while start < room.right() - room.top():
        # the line x = y + start, cut to the rectangle
        top, bottom = max(room.top(), room.left() - start), min(room.bottom(), room.right() - start)
        if top < bottom:
            lines.append(QLineF(top + start, top, bottom + start, bottom))
        start += gap
    painter.setPen(line)
    painter.drawLines(lines)


def ticks(low: float, high: float, most: int, log: bool = False) -> list[float]:
    """Return at most about ``most`` round numbers within a range."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    if log and low > 0:
        return _decades(low, high, most)
    rough = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(number * step, 12) for number in range(first, math.floor(high / step + 1e-9) + 1)]


def _decades(low: float, high: float, most: int) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    step = max(1, math.ceil((last - first + 1) / max(most, 1)))
    decades = [10.0**power for power in range(first, last + 1, step)]
    if len(decades) >= 3 or (decades and most < 3):
        return decades
    fine = [digit * 10.0**power for power in range(first - 1, last + 1) for digit in (1, 2, 5)]
    found = [value for value in fine if low * 0.999 <= value <= high * 1.001]
    return found if len(found) > 1 else ticks(low, high, most)  # less than a factor of two or so: even steps


def tick_texts(values: list[float], log: bool = False) -> list[str]:
    """Return the numbers of an axis, all with the digits that the finest of them needs; on a long one its own each."""
    if not values:
        return []
    if log:
        return [power(value) for value in values]
    for digits in range(2, 7):
        texts = [present.plain_number(value, digits) for value in values]
        if all(math.isclose(float(text), value, rel_tol=1e-6, abs_tol=1e-12)
               for text, value in zip(texts, values, strict=True)):  # fmt: skip
            break
    else:
        texts = [f"{value:g}" for value in values]
    texts = [_trimmed(text) for text in texts]
    places = max((len(text.partition(".")[2]) for text in texts if "e" not in text), default=0)
    texts = [text if "e" in text or not places else f"{float(text):.{places}f}" for text in texts]
    return [present.localised(text) for text in texts]


_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(value: float) -> str:
    """Return a number for a long logarithmic axis: plain near one, as a power of ten further out."""
    exponent = math.floor(math.log10(value) + 1e-9)
    mantissa = value / 10.0**exponent
    if -3 < exponent < 4:
        return f"{value:.6g}"
    text = f"10{str(exponent).translate(_RAISED)}"
    return text if math.isclose(mantissa, 1.0, rel_tol=1e-6) else f"{mantissa:.3g}·{text}"


def axis_text(axis: Axis) -> str:
    """Return name and unit of an axis as they stand beside it."""
    unit = present.unit(axis.unit)
    return f"{axis.name} / {unit}" if axis.name and unit else axis.name or unit


def reading(axis: Axis, value: float) -> str:
    """Return one coordinate in words: name, number, unit."""
    return f"{axis.name} {present.number(value)} {present.unit(axis.unit)}".strip()


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
