"""The cross-section of a cell: layers with their insides and words, seams with their marks, and the legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Literal

from cellbuilder.app.colours import Colours
from cellbuilder.app.drawing import layers, words
from cellbuilder.app.drawing.layers import Seam, Slab
from cellbuilder.app.drawing.marks import VERDICTS, mark, radius, verdict
from cellbuilder.app.drawing.recipe import Recipe, recipe
from cellbuilder.app.drawing.shapes import Box, Group, Line, Measure, Rect, Shape, Style, Text, Tile, mixed
from cellbuilder.app.drawing.texture import texture
from cellbuilder.app.words import tr
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.stack import Layer

Pouch = Literal["one cell", "two-sided", "multi-layer"]
MARGIN: Final = 14.0
MOST_CELLS: Final = 5
"""So many cells of a pouch are drawn at most."""
USUAL_CELLS: Final = 3
LEAST_LAYER: Final = 4.3
LEAST_OF_MANY: Final = 3.2
"""A layer of one or of several cells is drawn at least so many lines of text wide; the rest is scrolled."""
_PLATED: Final = 13.0
_ROOM_FOR_WORDS: Final = 60.0
_SHORTEST: Final = 6
"""A name of which less would be left is not written."""


@record
class Look:
    """How the stack is shown; nothing of it belongs to the design."""

    true_scale: bool = False
    pouch: Pouch = "one cell"


PLAIN: Final = Look()


@record
class Place:
    """One layer where it is drawn; ``copy`` marks those of a further cell of the pouch."""

    layer: Layer
    box: Box
    copy: bool = False
    mirrored: bool = False


@record
class Picture:
    """What is drawn, and where: ``room`` holds the layers, ``slabs`` and ``seams`` are those of the one cell.

    ``marks`` lie over ``shapes``; what is selected goes between them.
    """

    room: Box
    places: tuple[Place, ...]
    slabs: tuple[Slab, ...]
    seams: tuple[Seam, ...]
    shapes: tuple[Shape, ...]
    marks: tuple[Shape, ...]
    note: str
    cells: int = 1

    def box(self, slab: Slab) -> Box:
        """Return where a layer is drawn."""
        return Box(self.room.x + slab.left, self.room.y, slab.width, self.room.height)


def head(measure: Measure) -> float:
    """Return the room above the layers, for their names."""
    return 2 * measure.line + 8


def foot(measure: Measure) -> float:
    """Return the room below the layers, for sizes and the legend."""
    return 2 * measure.line + 22


def cells_drawn(design: Design, look: Look) -> int:
    """Return how many cells are drawn side by side."""
    if look.pouch == "one cell":
        return 1
    if look.pouch == "two-sided":
        return 2
    repeats = design.stack.format.repeat_units
    return min(repeats if repeats > 1 else USUAL_CELLS, MOST_CELLS)


def least_width(design: Design, look: Look, measure: Measure) -> float:
    """Return the width below which the layers would be too crowded to read; true proportion needs none."""
    if look.true_scale:
        return 0.0
    count = cells_drawn(design, look)
    least = LEAST_LAYER if count == 1 else LEAST_OF_MANY
    return 2 * MARGIN + least * measure.line * len(_sequence(design.stack.layers, look, count))


def picture(
    design: Design,
    evaluation: Evaluation | None,
    width: float,
    height: float,
    colours: Colours,
    measure: Measure,
    look: Look = PLAIN,
    seen: tuple[float, float] | None = None,
) -> Picture:
    """Draw a cell into ``width`` times ``height`` pixels.

    ``seen`` is the part from left to right that is in sight: what lies beyond is left out, words stay inside.
    """
    room = Box(MARGIN, head(measure), max(width - 2 * MARGIN, 1.0), max(height - head(measure) - foot(measure), 1.0))
    thickness = layers.thicknesses(design, evaluation)
    count = cells_drawn(design, look)
    sequence = _sequence(design.stack.layers, look, count)
    sizes = [thickness.get(layer.id) for layer, _, _ in sequence]
    widths = layers.shares(sizes, room.width, true_scale=look.true_scale)
    scale = room.width / (sum(size or 0.0 for size in sizes) or 1.0) if look.true_scale else None
    places, left = [], room.x
    for (layer, copy, mirrored), own in zip(sequence, widths, strict=True):
        places.append(Place(layer, Box(left, room.y, own, room.height), copy, mirrored))
        left += own
    own_places = {place.layer.id: place.box for place in places if not place.copy}
    slabs = tuple(
        layers.slab(design, layer, own_places[layer.id].x - room.x, own_places[layer.id].width,
                    thickness.get(layer.id), evaluation)
        for layer in design.stack.layers
    )  # fmt: skip
    seams = layers.seams(slabs, evaluation)
    shapes: list[Shape] = []
    marks: list[Shape] = []
    recipes = {layer.id: recipe(design, layer, scale) for layer in design.stack.layers}
    left, right = seen or (0.0, width)
    for place in places:
        if place.box.right >= left and place.box.x <= right:
            shapes += _layer(place, recipes[place.layer.id], colours)
    shapes += _ghost(design, places, colours)
    r = radius(measure)
    for slab in slabs:
        box = _in_sight(own_places[slab.layer.id], left, right)
        shapes += _labels(slab, box, colours, measure)
        if slab.finding is not None and box.width >= 3 * r:
            marks += mark(box.middle[0], box.bottom - r - 4, slab.finding.verdict, colours, r)
    for seam in seams:
        marks += mark(room.x + seam.x, room.y + r + 3, verdict(seam.finding), colours, r)
    note = _note(design, look, count)
    return Picture(room, tuple(places), slabs, seams, tuple(shapes), tuple(marks), note, count)


def _in_sight(box: Box, left: float, right: float) -> Box:
    """Return the part of a layer that is in sight, if there is room for words in it."""
    start, end = max(box.x, left + 4), min(box.right, right - 4)
    return replace(box, x=start, width=end - start) if end - start >= _ROOM_FOR_WORDS else box


def _sequence(stack: Sequence[Layer], look: Look, count: int) -> list[tuple[Layer, bool, bool]]:
    """Return layers from left to right with (copy, mirrored); neighbours share the collector between them."""
    forward = [(layer, False, False) for layer in stack]
    back = [(layer, True, True) for layer in reversed(stack)]
    if count == 1:
        return forward
    at_cathode = stack[0].role == "cathode collector"
    at_anode = stack[-1].role == "anode collector"
    if look.pouch == "two-sided":
        return [*(back[:-1] if at_cathode else back), *forward]
    again = [(layer, True, False) for layer in stack]
    found = forward
    for number in range(1, count):
        following, shared = (back, at_anode) if number % 2 else (again, at_cathode)
        found = [*found, *(following[1:] if shared else following)]
    return found


def _note(design: Design, look: Look, count: int) -> str:
    scale = tr("true proportion") if look.true_scale else tr("readable widths, not to scale")
    if count == 1:
        return scale
    repeats = design.stack.format.repeat_units
    if look.pouch == "multi-layer" and repeats > count:
        drawn = tr("{n} of {all} cells drawn; numbers are for one").format(n=count, all=repeats)
    else:
        drawn = tr("drawn {n} times; numbers are for one cell").format(n=count)
    return f"{drawn}  ·  {scale}"


def tile(inside: Recipe, box: Box, colours: Colours, *, mirrored: bool = False, detail: float = 1.0) -> Tile:
    """Return the inside of a layer as a texture that can be kept."""
    return Tile(box, (inside, colours.base), partial(_make, inside, colours), mirrored, detail)


def _make(inside: Recipe, colours: Colours, width: float, height: float) -> tuple[Shape, ...]:
    return texture(inside, width, height, colours)


def _layer(place: Place, inside: Recipe, colours: Colours) -> tuple[Shape, ...]:
    box = place.box
    body = tile(inside, box, colours, mirrored=place.mirrored)
    edge = Line(((box.right, box.y), (box.right, box.bottom)), Style(stroke=colours.window, width=1.0))
    veil = Rect(box, Style(fill=colours.window, opacity=0.42))
    return (body, veil, edge) if place.copy else (body, edge)


def _ghost(design: Design, places: Sequence[Place], colours: Colours) -> list[Shape]:
    """Where there is no anode, show with dashes where the metal will be plated."""
    if any(layer.role == "anode" for layer in design.stack.layers):
        return []
    found: list[Shape] = []
    for place in places:
        if place.layer.role == "anode collector":
            box, wide = place.box, min(_PLATED, place.box.width * 0.4)
            x = box.right - wide if place.mirrored else box.x
            ghost = Box(x + 1, box.y + 1, wide - 2, box.height - 2)
            look = Style(fill=mixed(colours.base, "#9aa3ad", 0.35), opacity=0.8)
            dashes = Style(stroke=colours.text, width=1.4, dash=(4.0, 3.0))
            found += [Rect(ghost, look), Rect(ghost, dashes)]
    return found


def _labels(slab: Slab, box: Box, colours: Colours, measure: Measure) -> list[Shape]:
    """Name above, size below, content on a quiet plate."""
    found: list[Shape] = []
    line, size, x = measure.line, measure.size, box.middle[0]
    if box.width >= 30.0:
        lines = words.in_two_lines(slab.heading, measure, box.width - 2)
        lines = [] if any(len(text) < _SHORTEST and words.DOTS in text for text in lines) else lines
        for number, text in enumerate(reversed(lines)):
            found.append(Text(x, box.y - 4 - line * (number + 0.5), text, colours.text, size))
        if measure.width(slab.size) <= box.width - 2:  # half a number would be a wrong number
            found.append(Text(x, box.bottom + 5 + line / 2, slab.size, colours.text, size))
        r = radius(measure)
        below = 2 * r + 8 if slab.finding is not None else 0.0
        free = box.inset(0, 2 * r + 4, 0, below)
        found += _plate(slab.content, free, colours, measure)
    return found


def _plate(content: str, free: Box, colours: Colours, measure: Measure) -> list[Shape]:
    """Write words on a quiet plate, so that they stay readable over any fill and any particles."""
    lines, turned = words.fitted(content, measure, free.width - 14, free.height - 12)
    if not lines:
        return []
    line, (x, y) = measure.line, free.middle
    wide, high = max(measure.width(text) for text in lines) + 12, line * len(lines) + 6
    if high > (free.width if turned else free.height) + 4:
        return []
    plate = Box(x - high / 2, y - wide / 2, high, wide) if turned else Box(x - wide / 2, y - high / 2, wide, high)
    found: list[Shape] = [Rect(plate, Style(fill=colours.base, opacity=0.88), 4.0)]
    for number, text in enumerate(lines):
        shift = (number - (len(lines) - 1) / 2) * line
        at = (x + shift, y) if turned else (x, y + shift)
        found.append(Text(*at, text, colours.text, measure.size, turned=turned))
    return found


def legend(drawn: Picture, area: Box, colours: Colours, measure: Measure) -> tuple[Shape, ...]:
    """Explain the marks that are there, and how widths are to be read, at the foot of an area."""
    small, r = 0.88, radius(measure)
    line = measure.line
    y, x, end = area.bottom - line / 2 - 4, area.x + MARGIN + r, area.right - MARGIN
    found: list[Shape] = []
    seen = {verdict(seam.finding) for seam in drawn.seams}
    seen |= {slab.finding.verdict for slab in drawn.slabs if slab.finding is not None}
    room = end - measure.width(drawn.note) * small - measure.line
    for word in (name for name in VERDICTS if name in seen):
        wide = measure.width(word) * small
        if x + r + 3 + wide > room:
            break
        found += mark(x, y, word, colours, r * 0.75)
        found.append(Text(x + r + 3, y, word, colours.muted, measure.size * small, "start"))
        x += r * 2 + wide + 16
    note = words.elided(drawn.note, measure, (end - area.x - MARGIN) / small)
    found.append(Text(end, y, note, colours.muted, measure.size * small, "end"))
    return tuple(found)


def dragged(drawn: Picture, layer: str, shift: float, colours: Colours) -> Group:
    """Return a layer moved sideways, through which what lies below shines."""
    box = next(place.box for place in drawn.places if place.layer.id == layer and not place.copy)
    there = replace(box, x=box.x + shift, y=box.y - 4)
    inside = [replace(shape, box=there) for shape in drawn.shapes if isinstance(shape, Tile) and shape.box == box]
    return Group((*inside, Rect(there, Style(stroke=colours.accent, width=2.0))), opacity=0.8)
