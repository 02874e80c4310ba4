"""From a recipe to shapes. Places come from a fixed pattern, never by chance; a larger texture only goes on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from cellbuilder.app.colours import CLASS_COLOURS, Colours
from cellbuilder.app.drawing.recipe import USUAL_RADIUS, Grain, Recipe
from cellbuilder.app.drawing.shapes import Box, Ellipse, Line, Point, Polygon, Rect, Shape, Style, mixed
from cellbuilder.domain.base import record

GROUND: Final = 0.72
"""How strong the colour of a class is on the ground of the theme."""
_SHAKE: Final = 0.36
_ROW: Final = math.sqrt(3.0) / 2.0
_CORNERS: Final = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))


@record
class Cell:
    """One cell of a shaken honeycomb: corners, centre, and two numbers of its own between 0 and 1."""

    corners: tuple[Point, ...]
    centre: Point
    own: float
    other: float


def number(column: int, row: int, seed: int) -> float:
    """Return a number between 0 and 1 that looks random and is the same every time."""
    value = (column * 374761393 + row * 668265263 + seed * 2147483647 + 974711) & 0xFFFFFFFF
    value = ((value ^ (value >> 13)) * 1274126177) & 0xFFFFFFFF
    value = ((value ^ (value >> 16)) * 2246822519) & 0xFFFFFFFF
    return ((value ^ (value >> 15)) & 0xFFFFFF) / 0x1000000


def honeycomb(width: float, height: float, pitch: float, seed: int, *, shake: float = 0.3, stretch: float = 1.0) -> \
        Iterator[Cell]:  # fmt: skip
    """Yield cells that fill a place without gap; neighbours share their shaken corners."""
    half, quarter = pitch * stretch / 2.0, pitch / math.sqrt(3.0) / 2.0
    reach = shake * pitch * 0.6

    def corner(i: int, j: int) -> Point:
        angle, far = 6.2832 * number(i, j, seed), reach * math.sqrt(number(i, j, seed + 1))
        return i * half + far * math.cos(angle) * stretch, j * quarter + far * math.sin(angle)

    for row in range(-1, int(height / (pitch * _ROW)) + 2):
        for column in range(-1, int(width / (2 * half)) + 2):
            i, j = 2 * column + row % 2, 3 * row
            corners = tuple(corner(i + di, j + dj) for di, dj in _CORNERS)
            centre = (sum(x for x, _ in corners) / 6.0, sum(y for _, y in corners) / 6.0)
            yield Cell(corners, centre, number(column, row, seed + 2), number(column, row, seed + 3))


def ground(recipe: Recipe, colours: Colours) -> str:
    """Return the colour that lies under a texture."""
    return mixed(recipe.ground, colours.base, GROUND)


def texture(recipe: Recipe, width: float, height: float, colours: Colours) -> tuple[Shape, ...]:
    """Return the shapes of a texture that covers ``width`` times ``height``, on its ground."""
    fill = ground(recipe, colours)
    shapes: list[Shape] = [Rect(Box(0, 0, width, height), Style(fill=fill))]
    if recipe.body == "composite":
        shapes += _composite(recipe, width, height, colours, fill)
    elif recipe.body == "foil":
        shapes += _brushed(width, height, colours, fill)
    elif recipe.body == "soft":
        shapes += _chains(width, height, colours, fill)
    elif recipe.body not in ("metal", "plain"):
        shapes += _grained(recipe, width, height, colours, fill)
    if recipe.pores and recipe.body != "composite":
        shapes += _pores(width, height, 22.0, recipe.pores, colours, fill, 0.5)
    return tuple(shapes)


def _composite(recipe: Recipe, width: float, height: float, colours: Colours, fill: str) -> Iterator[Shape]:
    share = min(max(sum(grain.share for grain in recipe.grains), 0.1), 0.88)
    radius = recipe.grains[0].radius if recipe.grains else USUAL_RADIUS
    pitch = radius * math.sqrt(math.pi / (_ROW * share))
    cells = tuple(honeycomb(width, height, pitch, 7, shake=_SHAKE))
    yield from _pores(width, height, pitch, recipe.pores, colours, fill)
    if recipe.binder:
        yield from _binder(cells, recipe, colours, fill)
    for cell in cells:
        if recipe.grains:
            yield _particle(cell, _kind(recipe.grains, cell.other), share, pitch, dark=colours.base != "#ffffff")
    if recipe.carbon:
        yield from _carbon(cells, recipe, colours)


def _kind(grains: tuple[Grain, ...], own: float) -> Grain:
    """Choose the kind of a particle so that each has its share of them."""
    left = own * sum(grain.share for grain in grains)
    for grain in grains:
        left -= grain.share
        if left <= 0:
            return grain
    return grains[-1]


def _particle(cell: Cell, grain: Grain, share: float, pitch: float, *, dark: bool) -> Shape:
    fill = mixed(grain.colour, "#ffffff", 1.0 - 0.2 * cell.own)
    edge = mixed(grain.colour, "#10141a", 0.45)
    style = Style(fill=fill, stroke=edge, width=0.8)
    if grain.rim:
        style = Style(
            fill=fill, stroke=mixed(grain.rim_colour, "#ffffff", 0.72 if dark else 1.0), width=grain.rim,
            dash=() if grain.rim_known else (1.6, 1.2),
        )  # fmt: skip
    room = math.sqrt(share) * (0.86 + 0.24 * cell.own)
    room -= grain.rim / pitch
    x, y = cell.centre
    loose = (1.0 - min(room, 1.0)) * pitch * 0.3
    x, y = x + loose * (cell.own - 0.5), y + loose * (cell.other - 0.5)
    if not grain.angular and share < 0.62:
        radius = room * pitch * math.sqrt(_ROW / math.pi)
        return Ellipse(x, y, radius, radius * (0.9 + 0.1 * cell.other), style)
    room = min(room if grain.angular else room * 1.07, 0.96)
    points = tuple((x + (px - cell.centre[0]) * room, y + (py - cell.centre[1]) * room) for px, py in cell.corners)
    return Polygon(points, style, soft=not grain.angular)


def _carbon(cells: tuple[Cell, ...], recipe: Recipe, colours: Colours) -> Iterator[Shape]:
    ink = CLASS_COLOURS["carbon"] if colours.base == "#ffffff" else "#0a0c0f"
    chance = min(0.15 + 5.0 * recipe.carbon, 0.75)
    for cell in cells:
        if cell.other > chance:
            continue
        side = int(3.0 * cell.own)
        (x0, y0), (x1, y1) = cell.corners[side], cell.corners[side + 1]
        if recipe.fibres:
            bend = 6.0 * (cell.own - 0.5)
            yield Line(((x0, y0), (x0 + bend, (2 * y0 + y1) / 3), (x1 - bend, (y0 + 2 * y1) / 3), (x1, y1 + bend)),
                       Style(stroke=ink, width=1.3), soft=True)  # fmt: skip
            continue
        for step in range(4):
            at, size = (step + cell.own) / 4.0, 1.1 + 0.9 * number(step, int(97 * cell.own), 5)
            sway = 1.6 * (number(step, int(89 * cell.other), 6) - 0.5)
            yield Ellipse(x0 + at * (x1 - x0) + sway, y0 + at * (y1 - y0), size, size, Style(fill=ink))


def _binder(cells: tuple[Cell, ...], recipe: Recipe, colours: Colours, fill: str) -> Iterator[Shape]:
    style = Style(stroke=mixed(colours.base, fill, 0.55), width=1.4)
    chance = min(0.1 + 4.0 * recipe.binder, 0.6)
    for cell in cells:
        if cell.own <= chance:
            (x0, y0), (x1, y1) = cell.corners[3], cell.corners[5]
            yield Line(((x0, y0), (x0 - 5, y0 - 4), (x1 + 4, y1 + 5), (x1, y1)), style, soft=True)


def _pores(
    width: float, height: float, pitch: float, share: float, colours: Colours, fill: str, strength: float = 0.72
) -> Iterator[Shape]:
    """Pores lie where three cells meet, more and larger ones for a higher porosity."""
    if share <= 0.005:
        return
    style = Style(fill=mixed(colours.base, fill, strength))
    size = pitch * math.sqrt(min(share, 0.45) * _ROW / (math.pi * 1.2))
    for cell in honeycomb(width, height, pitch, 7, shake=_SHAKE):
        for (x, y), own in ((cell.corners[0], cell.own), (cell.corners[1], cell.other)):
            if own < 0.6:
                radius = size * (0.7 + own)
                yield Ellipse(x, y, radius, radius * (0.65 + 0.5 * own), style)


def _grained(recipe: Recipe, width: float, height: float, colours: Colours, fill: str) -> Iterator[Shape]:
    """Grains of a dense layer: facets for oxides, glass for sulfides, flow for antiperovskites, columns for films."""
    pitch, soft, stretch, lines = {
        "oxide": (26.0, False, 1.0, True), "halide": (17.0, True, 1.0, True), "sulfide": (40.0, True, 1.15, False),
        "hydroborate": (30.0, True, 1.0, True), "antiperovskite": (22.0, True, 2.2, True),
        "alloy": (46.0, False, 1.0, False), "film": (15.0, False, 3.4, True),
    }[recipe.body]  # fmt: skip
    edge = mixed(colours.base, fill, 0.3) if lines else None
    for cell in honeycomb(width, height, pitch, 11, stretch=stretch):
        tint = mixed(colours.base, fill, 0.13 * cell.own)
        points = cell.corners
        if soft:
            (cx, cy), room = cell.centre, 1.08
            points = tuple((cx + (x - cx) * room, cy + (y - cy) * room) for x, y in points)
        yield Polygon(points, Style(fill=tint, stroke=edge or tint, width=0.9), soft=soft)


def _brushed(width: float, height: float, colours: Colours, fill: str) -> Iterator[Shape]:
    """Rolled foil: fine lines along its length."""
    style = Style(stroke=mixed(colours.base, fill, 0.16), width=0.8)
    for line in range(int(width / 7.0) + 1):
        x = 7.0 * line + 4.0 * number(line, 0, 21)
        top, length = height * 0.5 * number(line, 1, 21), height * (0.35 + 0.5 * number(line, 2, 21))
        yield Line(((x, top), (x, min(top + length, height))), style)


def _chains(width: float, height: float, colours: Colours, fill: str) -> Iterator[Shape]:
    """Chains of a polymer."""
    style = Style(stroke=mixed(colours.base, fill, 0.28), width=1.1)
    for cell in honeycomb(width, height, 24.0, 13):
        (x, y), sway = cell.centre, 9.0 * (cell.own - 0.5)
        yield Line(((x - 14, y), (x - 5, y - 9 + sway), (x + 5, y + 9 + sway), (x + 14, y)), style, soft=True)
