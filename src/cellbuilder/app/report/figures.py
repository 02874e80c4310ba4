"""From a chart to a picture on paper: one renderer for bars, lines and maps, drawn by matplotlib, always light."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis, Bars, Chart, Line, Lines, Map, Marker
from cellbuilder.app.colours import SERIES
from cellbuilder.app.report import bar_figure, drawing
from cellbuilder.app.report.drawing import LIGHT, WIDTH
from cellbuilder.app.words import tr

_HEIGHT: Final = 3.7
_MOST_NAMED: Final = 8
_TINY: Final = 7.5
"""Points."""
_Box = tuple[float, float, float, float]


def figure(chart: Chart) -> Any:
    """Return a chart as a matplotlib figure (no pyplot, no window)."""
    with drawing.settings():
        return _figure(chart)


def _figure(chart: Chart) -> Any:
    if isinstance(chart, Bars):
        return bar_figure.draw(chart)
    return _lines(chart) if isinstance(chart, Lines) else _map(chart)


def svg(chart: Chart) -> str:
    """Return a chart as an SVG document: the same one every time, with its letters as outlines."""
    stream = io.BytesIO()
    with drawing.settings():
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        _figure(chart).savefig(stream, format="svg", facecolor="white", metadata=nothing)
    text = stream.getvalue().decode("utf-8")
    return text[text.index("<svg") :]


def described(chart: Chart) -> str:
    """Return a chart in words, for those who do not see the picture."""
    if isinstance(chart, Bars):
        said = [f"{bar.name}: {bar.text}" if bar.text else bar.name for bar in chart.bars]
        said += [f"{mark.name}: {present.number(mark.x)} {present.unit(chart.axis.unit)}".rstrip()
                 for mark in chart.markers]  # fmt: skip
        return f"{chart.title}. {'; '.join(said)}"
    if isinstance(chart, Lines):
        return f"{chart.title}: {drawing.head(chart.y)} over {drawing.head(chart.x)}. " + "; ".join(
            f"{line.name}: {_reach(line.x)} / {_reach(line.y)}" for line in chart.lines
        )
    return f"{chart.title}: {drawing.head(chart.z)} over {drawing.head(chart.x)} and {drawing.head(chart.y)}"


def _reach(values: Any) -> str:
    known = np.asarray(values, float)[np.isfinite(values)]
    return tr("unknown") if not known.size else f"{present.number(known.min())} … {present.number(known.max())}"


def _canvas(height: float) -> Any:
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    made = Figure(figsize=(WIDTH, height), facecolor="white")
    FigureCanvasSVG(made)
    return made


def _heads(axes: Any, x: Axis, y: Axis) -> None:
    axes.set_xlabel(drawing.head(x), fontproperties=drawing.font(), color=LIGHT.muted)
    axes.set_ylabel(drawing.head(y), fontproperties=drawing.font(), color=LIGHT.muted)
    for axis, setter in ((x, axes.set_xscale), (y, axes.set_yscale)):
        if axis.log:
            setter("log")


def _lines(chart: Lines) -> Any:
    shown = chart.lines[:_MOST_NAMED] if len(chart.lines) > 1 else ()
    names = len(shown) * 0.2 + (0.1 if shown else 0.0)
    height = _HEIGHT + names
    made = _canvas(height)
    axes = made.add_axes((0.1, (names + 0.55) / height, 0.86, (_HEIGHT - 0.7) / height), facecolor="white")
    _heads(axes, chart.x, chart.y)
    for line in chart.lines:
        _line(axes, line, chart)
    if chart.square:
        axes.set_aspect("equal", adjustable="datalim")
        axes.apply_aspect()
    _marks(axes, chart.markers)
    drawing.bare(axes, grid="both")
    if shown:
        _names(made, shown, names / height)
    return made


def _line(axes: Any, line: Line, chart: Lines) -> None:
    x, y = _clean(line.x, chart.x), _clean(line.y, chart.y)
    ink = SERIES[line.series % len(SERIES)]
    if line.low is not None and line.high is not None:
        axes.fill_between(x, _clean(line.low, chart.y), _clean(line.high, chart.y), color=ink, alpha=0.18, linewidth=0)
    axes.plot(x, y, color=ink, **_how(line))


def _how(line: Line) -> dict[str, Any]:
    if line.style == "points":
        return {"linestyle": "none", "marker": "o", "markersize": 3.0, "markerfacecolor": "white"}
    beyond = line.series >= len(SERIES)
    return {"linestyle": (0, (4, 2)) if line.style == "dashed" or beyond else "-", "linewidth": 1.5}


def _clean(values: Any, axis: Axis) -> Any:
    found = np.array(values, float)
    found[~np.isfinite(found)] = np.nan
    if axis.log:
        found[~(found > 0.0)] = np.nan
    return found


def _marks(axes: Any, markers: Sequence[Marker]) -> None:
    """Draw all markers; a name that finds no free place beside its point is left to the table."""
    taken: list[_Box] = []
    per_point = axes.figure.dpi / 72.0
    for mark in markers:
        ink, name = drawing.colour(mark.colour), drawing.lines(mark.name, 40, 1)
        if mark.y is None:
            axes.axvline(mark.x, color=ink, linewidth=0.9, linestyle=(0, (4, 2)))
            drawing.write(axes, mark.x, 0.98, f" {name}", va="top", size=_TINY, transform=axes.get_xaxis_transform())
            continue
        if not (np.isfinite(mark.x) and np.isfinite(mark.y)):
            continue
        axes.plot([mark.x], [mark.y], marker="D", color=ink, markersize=3.5, linestyle="none")
        x, y = axes.transData.transform((mark.x, mark.y)) / per_point
        place = _free_place(float(x), float(y), 0.62 * _TINY * len(name), taken)
        if place is not None:
            axes.annotate(name, (mark.x, mark.y), xytext=place, textcoords="offset points", parse_math=False,
                          color=LIGHT.text, fontproperties=drawing.font(_TINY))  # fmt: skip


def _free_place(x: float, y: float, width: float, taken: list[_Box]) -> tuple[float, float] | None:
    """Return where a name may stand beside its point (in points from it), or None if all places are taken."""
    for across, up in ((5.0, 4.0), (5.0, -10.0), (-width - 4.0, 4.0), (-width - 4.0, -10.0)):
        box = (x + across, y + up, x + across + width, y + up + _TINY)
        if not any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
                   for other in taken):  # fmt: skip
            taken.append(box)
            return across, up
    return None


def _names(made: Any, shown: tuple[Line, ...], share: float) -> None:
    axes = made.add_axes((0.1, 0.0, 0.86, share))
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(shown), 0.0)
    for row, line in enumerate(shown):
        ink = SERIES[line.series % len(SERIES)]
        axes.plot([0.0, 0.025, 0.05], [row + 0.4] * 3, color=ink, **_how(line))
        drawing.write(axes, 0.065, row + 0.4, drawing.lines(line.name, 90, 1), va="center", size=7.5)


def _map(chart: Map) -> Any:
    made = _canvas(_HEIGHT + 0.3)
    axes = made.add_axes((0.1, 0.14, 0.7, 0.82), facecolor=LIGHT.line)
    _heads(axes, chart.x, chart.y)
    values = np.ma.masked_invalid(np.array(chart.values, float))
    seen = axes.pcolormesh(chart.xs, chart.ys, values, shading="nearest", cmap="cividis", rasterized=True)
    if values.count() and min(values.shape) > 1 and float(values.max()) > float(values.min()):
        lines_ = axes.contour(chart.xs, chart.ys, values, levels=6, colors="white", linewidths=0.7)
        axes.clabel(lines_, fmt=present.number, fontsize=7)
    _marks(axes, chart.markers)
    drawing.bare(axes, grid="both")
    axes.grid(visible=False)
    scale = made.colorbar(seen, cax=made.add_axes((0.83, 0.14, 0.03, 0.82)))
    scale.set_label(drawing.head(chart.z), fontproperties=drawing.font(), color=LIGHT.muted)
    scale.ax.tick_params(colors=LIGHT.muted, labelsize=7.5, length=3)
    scale.outline.set_visible(False)
    return made
