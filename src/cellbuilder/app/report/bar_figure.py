"""Bars drawn on paper: names at the left, values at the right, a legend below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from cellbuilder.app.charts.model import Bar, Bars, Marker, Part
from cellbuilder.app.report import drawing
from cellbuilder.app.report.drawing import LIGHT, SMALL, WIDTH
from cellbuilder.app.words import tr

_NAMES, _PLOT = 2.3, 3.05
"""Inches for names and for bars; the values have what is left."""
_ROW, _BAR, _LEGEND_ROW, _MARK_ROW, _AXIS = 0.36, 0.62, 0.2, 0.16, 0.48
_MOST_LEGEND: Final = 12
_VISIBLE: Final = 2e-3
"""A piece below this share of the axis is not seen, and not in the legend."""
_WHISKER: Final = 1.6
"""A range that reaches further than so many times the longest bar is cut, with an arrow."""


def draw(chart: Bars) -> Any:
    """Return bars as a matplotlib figure."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    entries = _legend(chart)
    legend_height = math.ceil(len(entries) / 2) * _LEGEND_ROW + (0.1 if entries else 0.0)
    marks_height = len(chart.markers) * _MARK_ROW
    rows_height = max(len(chart.bars), 1) * _ROW
    height = marks_height + rows_height + _AXIS + legend_height + 0.08
    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    FigureCanvasSVG(figure)
    bottom = (legend_height + _AXIS) / height
    axes = figure.add_axes((_NAMES / WIDTH, bottom, _PLOT / WIDTH, rows_height / height), facecolor="white")
    first, last = _limits(chart)
    axes.set_xlim(first, last)
    axes.set_ylim(max(len(chart.bars), 1) - 0.5, -0.5)
    axes.set_yticks([])
    per_inch = (last - first) / _PLOT
    numbered = len(chart.bars) == 1 and len(chart.bars[0].parts) > 1
    for row, bar in enumerate(chart.bars):
        _bar(axes, row, bar, (first, last), per_inch, numbered=numbered)
    _markers(axes, chart.markers, per_inch)
    axes.set_xlabel(drawing.head(chart.axis), fontproperties=drawing.font(), color=LIGHT.muted, labelpad=3)
    drawing.bare(axes)
    _draw_legend(figure, entries, legend_height, height)
    return figure


def _ends(bar: Bar) -> list[tuple[Part, float, float]]:
    """Return the pieces of a bar that have a length, each with where it begins and ends."""
    at, found = 0.0, []
    for part in bar.parts:
        start = at if part.start is None else part.start
        if part.value is not None and math.isfinite(part.value):
            found.append((part, start, start + part.value))
            at = start + part.value
    return found


def _limits(chart: Bars) -> tuple[float, float]:
    floating = any(part.start is not None for bar in chart.bars for part in bar.parts)
    ends = [end for bar in chart.bars for _, _, end in _ends(bar)] + [mark.x for mark in chart.markers]
    starts = [start for bar in chart.bars for _, start, _ in _ends(bar)] + [mark.x for mark in chart.markers]
    longest = max(ends, default=0.0)
    if floating:
        low = min(starts, default=0.0)
        room = 0.03 * ((longest - low) or 1.0)
        return low - room, longest + room
    highs = [part.high for bar in chart.bars if len(bar.parts) == 1 for part in bar.parts
             if part.high is not None and part.value is not None]  # fmt: skip
    furthest = max([longest, *(min(high, _WHISKER * longest) for high in highs)])
    return 0.0, 1.03 * furthest or 1.0


def _bar(axes: Any, row: int, bar: Bar, limits: tuple[float, float], per_inch: float, *, numbered: bool) -> None:
    first, last = limits
    drawn = _ends(bar)
    for part, start, end in drawn:
        fill = drawing.colour(part.colour)
        if end > start:
            axes.barh(row, end - start, left=start, height=_BAR, color=fill, edgecolor="white", linewidth=0.6,
                      hatch="/////" if part.hatched else None)  # fmt: skip
        for at, is_open in ((start, part.open_start), (end, part.open_end)):
            if is_open:
                ring = {"boxstyle": "circle,pad=0.15", "fc": "white", "ec": LIGHT.edge, "lw": 0.7}
                drawing.write(axes, at, row, "?", ha="center", va="center", size=SMALL + 1, clip_on=False, bbox=ring)
        number = next(place for place, entry in enumerate(bar.parts, 1) if entry is part)
        if numbered and (end - start) / per_inch > 0.2:
            plate = {"boxstyle": "round,pad=0.15", "fc": fill, "ec": "none"} if part.hatched else None
            drawing.write(axes, (start + end) / 2.0, row, str(number), ha="center", va="center",
                          color=drawing.on(fill), bbox=plate)  # fmt: skip
    if len(bar.parts) == 1 and drawn:
        _whisker(axes, row, drawn[0][0], last)
    if not drawn:
        drawing.write(axes, first + 0.06 * per_inch, row, tr("? unknown"), va="center", style="italic",
                      color=LIGHT.muted)  # fmt: skip
    left, right = first - 0.12 * per_inch, last + 0.1 * per_inch
    drawing.write(axes, left, row, drawing.lines(bar.name, 33), ha="right", va="center", clip_on=False, linespacing=1.0)
    drawing.write(axes, right, row, drawing.lines(bar.text, 27), va="center", clip_on=False, color=LIGHT.muted,
                  linespacing=1.0)  # fmt: skip


def _whisker(axes: Any, row: int, part: Part, last: float) -> None:
    if part.low is None or part.high is None or part.start is not None or part.high <= part.low:
        return
    low, high = min(part.low, last), min(part.high, last)
    axes.plot([low, high], [row, row], color=LIGHT.text, linewidth=1.0, solid_capstyle="butt")
    axes.plot([low], [row], marker="|", color=LIGHT.text, markersize=6)
    axes.plot([high], [row], marker="|" if part.high <= last else ">", color=LIGHT.text,
              markersize=6 if part.high <= last else 4, clip_on=False)  # fmt: skip


def _markers(axes: Any, markers: Sequence[Marker], per_inch: float) -> None:
    """Draw lines across the bars, their names above them in steps, so that none hides another."""
    first, last = axes.get_xlim()
    for step, mark in enumerate(sorted(markers, key=lambda entry: entry.x)):
        top = -0.5 - (step + 0.55) * _MARK_ROW / _ROW
        bottom = axes.get_ylim()[0]
        axes.plot(
            [mark.x, mark.x], [bottom, top], color=LIGHT.text, linewidth=0.9, linestyle=(0, (4, 2)), clip_on=False
        )
        beyond = mark.x > (first + last) / 2.0
        drawing.write(axes, mark.x + (-0.06 if beyond else 0.06) * per_inch, top, drawing.lines(mark.name, 40, 1),
                      ha="right" if beyond else "left", va="center", clip_on=False, size=SMALL - 0.5)  # fmt: skip


_Entry = tuple[str, str, bool, bool]
"""Text, colour, hatched, known."""


def _legend(chart: Bars) -> list[_Entry]:
    """Return what has to be said of the pieces: all of a single bar, else those that no bar is named after."""
    if len(chart.bars) == 1 and len(chart.bars[0].parts) > 1:
        return [(f"{place}  {part.name}: {part.text}", part.colour, part.hatched, part.value is not None)
                for place, part in enumerate(chart.bars[0].parts, 1)]  # fmt: skip
    found: dict[tuple[str, str], _Entry] = {}
    _, last = _limits(chart)
    for bar in chart.bars:
        seen = [part for part in bar.parts if part.value and part.start is None and part.value > _VISIBLE * last]
        alike = len({part.colour for part in seen}) < 2
        for part in seen:
            if not alike or (len(seen) == 1 and part.name not in bar.name):
                found.setdefault((part.name, part.colour), (part.name, part.colour, False, True))
    if any(part.hatched and (part.value or 0.0) > _VISIBLE * last for bar in chart.bars for part in bar.parts):
        found["", ""] = (tr("hatched: known from one side, or in part"), "passive", True, True)
    return list(found.values())[:_MOST_LEGEND]


def _draw_legend(figure: Any, entries: list[_Entry], height: float, whole: float) -> None:
    if not entries:
        return
    axes = figure.add_axes((0.0, 0.0, 1.0, height / whole))
    axes.set_axis_off()
    axes.set_xlim(0.0, WIDTH)
    axes.set_ylim(height, 0.0)
    rows = math.ceil(len(entries) / 2)
    for place, (text, name, hatched, known) in enumerate(entries):
        x, y = 0.1 + (WIDTH / 2.0) * (place // rows), 0.12 + _LEGEND_ROW * (place % rows)
        fill = drawing.colour(name) if known else "white"
        axes.barh(y, 0.22, left=x, height=0.11, color=fill, edgecolor="white" if known else LIGHT.edge, linewidth=0.6,
                  hatch="/////" if hatched and known else None)  # fmt: skip
        drawing.write(axes, x + 0.3, y, drawing.lines(text, 50, 1), va="center", size=SMALL - 0.5)
