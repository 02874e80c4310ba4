"""Charts of exploring: results along an input, over two inputs, and which inputs a spread comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis, Bar, Bars, Line, Lines, Map, Marker, Part
from cellbuilder.app.exploring import Curve, Outcome, Spreading, Surface, Varied, crossings, jumps
from cellbuilder.app.words import tr
from cellbuilder.domain.result import Figure
from cellbuilder.explore.uncertainty import Spread

DECADES: Final = 100.0
"""A result that changes by a larger factor gets a logarithmic axis."""
NAMED_MARKS: Final = 3
CLOSE: Final = 0.02
"""Marks nearer than this share of the range are told as one."""


def lines(curves: Sequence[Curve], target: tuple[str, float] | None = None) -> tuple[Lines, ...]:
    """Return one chart for each unit among the results; ``target`` is a result's key and the value to reach."""
    units = dict.fromkeys(curve.outcome.unit for curve in curves)
    return tuple(_lines([curve for curve in curves if curve.outcome.unit == unit], target) for unit in units)


def _lines(curves: Sequence[Curve], target: tuple[str, float] | None) -> Lines:
    first = curves[0]
    name = first.outcome.name if len(curves) == 1 else tr("results")
    title = tr("{results} along {input}").format(
        results=", ".join(present.capitalised(curve.outcome.name) for curve in curves), input=first.varied.name
    )
    return Lines(
        title, _axis(first.varied), Axis(name, first.outcome.unit, _is_wide(curves)),
        tuple(_line(curve, number) for number, curve in enumerate(curves)),
        tuple(mark for curve in curves for mark in (*_here(curve), *_targets(curve, target))),
        note=_note(curves, target),
    )  # fmt: skip


def _line(curve: Curve, number: int) -> Line:
    figures = curve.figures
    labels = tuple(_label(curve, index) for index in range(len(curve.x)))
    if figures is None or all(figure.low is None for figure in figures):
        return Line(present.capitalised(curve.outcome.name), curve.x, curve.y, number, labels=labels)
    low, high = (
        np.array([np.nan if np.isnan(y) or end is None else end for y, end in zip(curve.y, ends, strict=True)])
        for ends in ([figure.low for figure in figures], [figure.high for figure in figures])
    )
    return Line(present.capitalised(curve.outcome.name), curve.x, curve.y, number, low=low, high=high, labels=labels)


def _label(curve: Curve, index: int) -> str:
    """Return what is known of a point besides its numbers: bound, label, or why there is no value."""
    figure = curve.here if curve.figures is None else curve.figures[index]
    if np.isnan(curve.y[index]):
        return (figure.note or "") if curve.figures is not None else ""
    words = [tr("at least")] if figure.at_least else [tr("at most")] if figure.at_most else []
    if curve.figures is not None:
        words.append(present.label(figure))
    return ", ".join(words)


def _here(curve: Curve) -> tuple[Marker, ...]:
    place, value = curve.varied.value, curve.here.value
    low, high = sorted((curve.varied.low, curve.varied.high))
    if place is None or value is None or not low <= place <= high:
        return ()
    text = tr("this design: {value}").format(value=present.value(curve.here))
    return (Marker(place, text, value, "accent"),)


def _targets(curve: Curve, target: tuple[str, float] | None) -> tuple[Marker, ...]:
    if target is None or target[0] != curve.outcome.key:
        return ()
    marks = [
        Marker(x, tr("{value} at {place} (read off the curve)").format(
            value=_with_unit(target[1], curve.outcome.unit), place=_with_unit(x, curve.varied.unit)), target[1], "good")
        for x in crossings(curve, target[1])
    ]  # fmt: skip
    return tuple(marks[:NAMED_MARKS])


def _note(curves: Sequence[Curve], target: tuple[str, float] | None) -> str:
    notes = []
    for curve in curves:
        name = present.capitalised(curve.outcome.name)
        unit = present.unit(curve.varied.unit)
        for gap in curve.gaps:
            ends = [present.number(end) for end in (gap.first, gap.last)]
            words = tr("{result} is unknown from {first} to {last} {unit}: {reason}.")
            if gap.first == gap.last:
                words = tr("{result} is unknown at {first} {unit}: {reason}.")
            notes.append(words.format(result=name, first=ends[0], last=ends[1], unit=unit, reason=gap.reason))
        notes += _bounds(curve.figures or (curve.here,), name)
        if target is not None and target[0] == curve.outcome.key:
            notes += _missed(curve, name, target[1])
    if curves[0].breaks:
        at = ", ".join(present.number(mark) for mark in _told(curves[0])[:NAMED_MARKS])
        words = tr("Other relations apply beyond {values} {unit}.")
        notes.append(words.format(values=at, unit=present.unit(curves[0].varied.unit)))
    return " ".join(notes)


def _missed(curve: Curve, name: str, target: float) -> list[str]:
    """Say where a value lies that cannot be read off the curve: nowhere, or in a jump."""
    value, found = _with_unit(target, curve.outcome.unit), jumps(curve, target)
    if not found and not crossings(curve, target):
        return [tr("{result} does not reach {value} in this range.").format(result=name, value=value)]
    words = tr("{result} jumps across {value} at {place}, where other relations begin to apply.")
    return [words.format(result=name, value=value, place=_with_unit(place, curve.varied.unit))
            for place in found[:NAMED_MARKS]]  # fmt: skip


def _told(curve: Curve) -> list[float]:
    """Return the values at which other relations begin to apply; of those that lie close together, one is enough."""
    told: list[float] = []
    for mark in curve.breaks:
        if not told or mark - told[-1] > CLOSE * abs(curve.varied.high - curve.varied.low):
            told.append(mark)
    return told


def _bounds(figures: Sequence[Figure], name: str) -> list[str]:
    """Say where parts are missing, or where the truth lies below."""
    known = [figure for figure in figures if figure.value is not None]
    found = []
    for is_so, everywhere, partly in (
        ([figure.at_least for figure in known], tr("{result} is at least the value drawn, for parts are unknown."),
         tr("{result} is at least the value drawn in part of the range, for parts are unknown.")),
        ([figure.at_most for figure in known], tr("{result} is at most the value drawn."),
         tr("{result} is at most the value drawn in part of the range.")),
    ):  # fmt: skip
        if any(is_so):
            found.append((everywhere if all(is_so) else partly).format(result=name))
    return found


def surface(found: Surface) -> Map:
    """Return the chart of a result over two inputs."""
    title = tr("{result} over {first} and {second}").format(
        result=present.capitalised(found.outcome.name), first=found.across.name, second=found.up.name
    )
    z = Axis(found.outcome.name, found.outcome.unit)
    marks: tuple[Marker, ...] = ()
    if found.across.value is not None and found.up.value is not None:
        inside = all(
            min(entry.low, entry.high) <= (entry.value or 0.0) <= max(entry.low, entry.high)
            for entry in (found.across, found.up)
        )
        text = tr("this design: {value}").format(value=present.value(found.here))
        marks = (Marker(found.across.value, text, found.up.value, "accent"),) if inside else ()
    notes = []
    empty = int(np.count_nonzero(np.isnan(found.values)))
    if empty:
        words = tr("Unknown, or refused by a design file, at {n} of {all} points: these stay empty.")
        notes.append(words.format(n=empty, all=found.values.size))
    notes += _bounds(found.figures, present.capitalised(found.outcome.name))
    return Map(title, _axis(found.across), _axis(found.up), z, found.xs, found.ys, found.values, marks, " ".join(notes))


def spread(found: Spreading, index: int = 0) -> Bars:
    """Return which inputs the spread of one result comes from, the strongest first: what to measure next."""
    outcome, drawn = found.spreads[index]
    bars = tuple(
        Bar(
            present.capitalised(entry.name),
            (Part(entry.name, 100.0 * entry.share, "ionic", text=f"{100.0 * entry.share:.0f} %",
                  note=_about(found, entry.key), key=entry.key),),
            f"{100.0 * entry.share:.0f} %   {_about(found, entry.key)}",
            key=entry.key,
        )
        for entry in drawn.contributions
    )  # fmt: skip
    title = tr("Measure this next: what the spread of {result} comes from").format(result=outcome.name)
    return Bars(title, Axis(tr("share of the spread"), "%"), bars, note=_spread_note(outcome, drawn))


def _about(found: Spreading, key: str) -> str:
    value, kind = found.inputs.get(key, ("", ""))
    return f"{value}, {kind}" if value else ""


def _spread_note(outcome: Outcome, drawn: Spread) -> str:
    if not drawn.valued:
        return tr("No draw of the inputs gives a value.")
    low, middle, high = (present.number(value) for value in (drawn.low, drawn.median, drawn.high))
    words = tr("{n} random draws of all inputs with a range: nine in ten between {low} and {high} {unit}, half below "
               "{middle}.")  # fmt: skip
    text = words.format(n=len(drawn.draws), low=low, high=high, middle=middle, unit=present.unit(outcome.unit))
    if drawn.valued < 1.0:
        text += " " + tr("{share} of the draws give no value.").format(share=f"{100 * (1 - drawn.valued):.1f} %")
    if not drawn.contributions:
        text += " " + tr("No input with a range moves it.")
    return text


def _axis(varied: Varied) -> Axis:
    return Axis(varied.name, varied.unit, varied.log)


def _is_wide(curves: Sequence[Curve]) -> bool:
    values = np.concatenate([curve.y[np.isfinite(curve.y)] for curve in curves])
    return bool(values.size and values.min() > 0.0 and values.max() / values.min() > DECADES)


def _with_unit(value: float, unit: str) -> str:
    return f"{present.number(value)} {present.unit(unit)}".rstrip()
