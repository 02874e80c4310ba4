"""A texture as shapes that end at the edges of its place: many readers of SVG know no clipping."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from cellbuilder.app.drawing.shapes import Box, Ellipse, Line, Point, Polygon, Rect, Shape, Style, Tile

_ROUND: Final = 20
"""So many corners stand for an ellipse that is cut."""


def laid(tile: Tile) -> Iterator[Shape]:
    """Yield the shapes of a texture where it lies, cut at its box."""
    box, scale = tile.box, tile.scale
    wide, high = box.width / scale, box.height / scale
    side = -scale if tile.mirrored else scale
    left = box.right if tile.mirrored else box.x

    def at(point: Point) -> Point:
        return left + side * point[0], box.y + scale * point[1]

    for shape in tile.make(wide, high):
        if isinstance(shape, Rect):
            yield Rect(box, shape.style)
        elif isinstance(shape, Ellipse):
            x, y = at((shape.x, shape.y))
            style = _thinner(shape.style, scale)
            yield from _ellipse(Ellipse(x, y, shape.rx * scale, shape.ry * scale, style), box)
        elif isinstance(shape, Polygon | Line):
            points = tuple(at(point) for point in shape.points)
            yield from _outline(replace(shape, points=points, style=_thinner(shape.style, scale)), box)


def _thinner(style: Style, scale: float) -> Style:
    return style if scale == 1.0 else replace(style, width=style.width * scale)


def _ellipse(shape: Ellipse, box: Box) -> Iterator[Shape]:
    x, y, rx, ry = shape.x, shape.y, shape.rx, shape.ry
    if _within(((x - rx, y - ry), (x + rx, y + ry)), box):
        yield shape
    elif x + rx > box.x and x - rx < box.right and y + ry > box.y and y - ry < box.bottom:
        turns = (2 * math.pi * step / _ROUND for step in range(_ROUND))
        yield from _cut_polygon(tuple((x + rx * math.cos(t), y + ry * math.sin(t)) for t in turns), shape.style, box)


def _outline(shape: Polygon | Line, box: Box) -> Iterator[Shape]:
    if _within(shape.points, box):
        yield shape
    elif isinstance(shape, Line):
        points = _cubic(shape.points) if shape.soft else shape.points
        yield from (Line(run, shape.style) for run in _runs(points, box))
    else:
        yield from _cut_polygon(_smooth(shape.points) if shape.soft else shape.points, shape.style, box)


def _within(points: tuple[Point, ...], box: Box) -> bool:
    return all(box.holds(x, y) for x, y in points)


def _cut_polygon(points: tuple[Point, ...], style: Style, box: Box) -> Iterator[Shape]:
    """Yield the part inside, and its outline without the cut."""
    kept = list(points)
    for axis, edge, sign in ((0, box.x, 1), (0, box.right, -1), (1, box.y, 1), (1, box.bottom, -1)):
        kept = _half(kept, axis, edge, sign)
    if len(kept) < 3:
        return
    if style.fill is not None:
        yield Polygon(tuple(kept), replace(style, stroke=None))
    if style.stroke is not None:
        yield from (Line(run, replace(style, fill=None)) for run in _runs((*points, points[0]), box))


def _half(points: list[Point], axis: int, edge: float, sign: int) -> list[Point]:
    """Keep what lies on one side of a line (Sutherland and Hodgman, Commun. ACM 17, 1974, 32)."""
    kept: list[Point] = []
    for one, other in zip(points, [*points[1:], *points[:1]], strict=True):
        first, second = sign * (one[axis] - edge), sign * (other[axis] - edge)
        if first >= 0:
            kept.append(one)
        if (first >= 0) != (second >= 0):
            kept.append(_between(one, other, first / (first - second)))
    return kept


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _runs(points: tuple[Point, ...], box: Box) -> Iterator[tuple[Point, ...]]:
    """Yield the parts of an open line that lie inside (each piece cut as Liang and Barsky do)."""
    run: list[Point] = []
    for one, other in pairwise(points):
        span = _span(one, other, box)
        if span is None:
            if len(run) > 1:
                yield tuple(run)
            run = []
            continue
        start, end = (_between(one, other, share) for share in span)
        if not run or span[0] > 0:
            if len(run) > 1:
                yield tuple(run)
            run = [start]
        run.append(end)
    if len(run) > 1:
        yield tuple(run)


def _span(one: Point, other: Point, box: Box) -> tuple[float, float] | None:
    low, high = 0.0, 1.0
    for axis, least, most in ((0, box.x, box.right), (1, box.y, box.bottom)):
        step = other[axis] - one[axis]
        if step == 0:
            if not least <= one[axis] <= most:
                return None
            continue
        ends = sorted(((least - one[axis]) / step, (most - one[axis]) / step))
        low, high = max(low, ends[0]), min(high, ends[1])
    return (low, high) if low < high else None


def _smooth(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return corners along the closed curve that touches the middle of every side."""
    middles = [_between(one, other, 0.5) for one, other in zip(points, (*points[1:], points[0]), strict=True)]
    found: list[Point] = []
    for number, corner in enumerate(points):
        start, end = middles[number - 1], middles[number]
        for share in (0.0, 0.25, 0.5, 0.75):
            found.append(_between(_between(start, corner, share), _between(corner, end, share), share))
    return tuple(found)


def _cubic(points: tuple[Point, ...]) -> tuple[Point, ...]:
    found: list[Point] = []
    for step in range(9):
        near = list(points)
        while len(near) > 1:
            near = [_between(one, other, step / 8) for one, other in pairwise(near)]
        found.append(near[0])
    return tuple(found)
