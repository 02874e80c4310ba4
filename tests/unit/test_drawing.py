"""The picture of a cell as shapes: it follows from composition, coating and porosity, and never from chance."""

import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

import cellbuilder
from cellbuilder.app import edits, placing, present
from cellbuilder.app.colours import CLASS_COLOURS, SCHEMES
from cellbuilder.app.drawing import card, cut, layers, marks, picture, words
from cellbuilder.app.drawing.recipe import Grain, Recipe, recipe
from cellbuilder.app.drawing.shapes import Box, Ellipse, Group, Line, Polygon, Reckoned, Rect, Shape, Style, Text, Tile
from cellbuilder.app.drawing.svg import document, stack_svg
from cellbuilder.app.drawing.texture import honeycomb, texture
from cellbuilder.app.drawing.thumbnail import thumbnail
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design, EmbeddedMaterial
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer

LIGHT, DARK = SCHEMES["light"], SCHEMES["dark"]
FONT = Reckoned()


def all_of(shapes: Iterable[Shape]) -> Iterator[Shape]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield from all_of(shape.shapes)
        elif isinstance(shape, Tile):
            yield from all_of(shape.make(shape.box.width / shape.scale, shape.box.height / shape.scale))
        else:
            yield shape


def layer_of(design: Design, key: str) -> Layer:
    return next(layer for layer in design.stack.layers if layer.id == key)


def area(shape: Shape) -> float:
    if isinstance(shape, Ellipse):
        return math.pi * shape.rx * shape.ry
    assert isinstance(shape, Polygon)
    points = shape.points
    turned = (*points[1:], points[0])
    whole = abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, turned, strict=True))) / 2
    return whole * (0.92 if shape.soft else 1.0)


def words_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("share", [0.25, 0.4, 0.55, 0.7])
@pytest.mark.parametrize("angular", [True, False])
def test_that_particles_take_their_share_of_the_area(share: float, angular: bool) -> None:
    inside = Recipe("composite", CLASS_COLOURS["halide"], (Grain(share, 10.5, CLASS_COLOURS["active"], angular),))
    shapes = texture(inside, 900, 600, LIGHT)
    edge = 25.0
    particles = [shape for shape in shapes if isinstance(shape, Ellipse | Polygon)]
    centres = [(shape.x, shape.y) if isinstance(shape, Ellipse) else
               (sum(x for x, _ in shape.points) / 6, sum(y for _, y in shape.points) / 6)
               for shape in particles]  # fmt: skip
    covered = sum(
        area(shape) for shape, (x, y) in zip(particles, centres, strict=True)
        if edge <= x <= 900 - edge and edge <= y <= 600 - edge
    )  # fmt: skip
    assert covered / ((900 - 2 * edge) * (600 - 2 * edge)) == pytest.approx(share, rel=0.1)


def test_that_cells_of_the_honeycomb_leave_no_gap() -> None:
    cells = list(honeycomb(400, 300, 20, 3))
    corners = [corner for cell in cells for corner in cell.corners]
    inner = {corner for corner in corners if 30 < corner[0] < 370 and 30 < corner[1] < 270}
    assert len(inner) > 400
    assert all(corners.count(corner) == 3 for corner in inner)


def test_that_a_larger_texture_only_goes_on() -> None:
    inside = recipe(cellbuilder.from_model("C"), layer_of(cellbuilder.from_model("C"), "cathode"))
    small, large = texture(inside, 200, 150, LIGHT), set(texture(inside, 500, 400, LIGHT))
    assert len(small) > 100
    assert [shape for shape in small if shape not in large and not isinstance(shape, Rect)] == []


def test_that_a_thickness_changes_no_texture() -> None:
    design = cellbuilder.from_model("T")
    thick = edits.set_quantity(design, "electrolyte", "thickness", Quantity(value=30, unit="um"))
    for key in ("electrolyte", "cathode"):
        assert recipe(design, layer_of(design, key)) == recipe(thick, layer_of(thick, key))


def denser_of(design: Design, key: str) -> EmbeddedMaterial:
    """Return a material with twice its density."""
    held = design.materials[key]
    density = held.entry.density
    assert density is not None
    assert density.value is not None
    twice = density.model_copy(update={"value": 2 * density.value, "low": None, "high": None})
    return held.model_copy(update={"entry": held.entry.model_copy(update={"density": twice})})


def test_that_an_edit_leaves_what_other_layers_look_like() -> None:
    design = cellbuilder.from_model("T")
    thick = edits.set_quantity(design, "electrolyte", "thickness", Quantity(value=30, unit="um"))
    cathode = layer_of(design, "cathode")
    assert recipe(design, cathode) is recipe(thick, layer_of(thick, "cathode"))
    denser = {**design.materials, cathode.material_ids[0]: denser_of(design, cathode.material_ids[0])}
    assert recipe(edits.evolve(design, materials=denser), cathode) != recipe(design, cathode)


def test_that_the_same_cell_is_drawn_the_same_every_time() -> None:
    design = cellbuilder.from_cell("t8-21")
    evaluation = cellbuilder.evaluate(design)
    assert stack_svg(design, evaluation, 900, 300) == stack_svg(design, evaluation, 900, 300)


def test_that_a_coating_is_a_rim_and_a_thicker_one_a_thicker_rim() -> None:
    design = cellbuilder.from_cell("t8-21")
    cathode = layer_of(design, "cathode")
    rims = []
    for size in (1, 10, 100):
        part = cathode.components[0]
        coating = edits.evolve(part.coating, thickness=Quantity(value=size, unit="nm"))
        changed = edits.evolve(cathode, components=(edits.evolve(part, coating=coating), *cathode.components[1:]))
        inside = recipe(design, changed)
        rims.append(inside.grains[0].rim)
        drawn = [s for s in texture(inside, 200, 200, LIGHT) if isinstance(s, Ellipse | Polygon) and s.style.stroke]
        assert {s.style.stroke for s in drawn} == {CLASS_COLOURS["coating"]}
    assert 0 < rims[0] < rims[1] < rims[2]


def test_that_a_rim_of_unknown_thickness_is_dashed() -> None:
    design = cellbuilder.from_cell("t8-21")
    cathode = layer_of(design, "cathode")
    part = edits.evolve(cathode.components[0], coating=edits.evolve(cathode.components[0].coating, thickness=None))
    inside = recipe(design, edits.evolve(cathode, components=(part, *cathode.components[1:])))
    assert inside.grains[0].rim > 0
    drawn = [shape for shape in texture(inside, 200, 200, LIGHT) if isinstance(shape, Ellipse) and shape.style.stroke]
    assert all(shape.style.dash for shape in drawn)
    assert len(drawn) > 20


def test_that_pores_grow_with_porosity_and_dense_layers_have_none() -> None:
    def pores(share: float) -> float:
        dense = texture(Recipe("oxide", CLASS_COLOURS["oxide"]), 400, 400, LIGHT)
        ground = {shape for shape in dense if isinstance(shape, Ellipse)}
        assert ground == set()
        shapes = texture(Recipe("oxide", CLASS_COLOURS["oxide"], pores=share), 400, 400, LIGHT)
        return sum(area(shape) for shape in shapes if isinstance(shape, Ellipse))

    assert 0 == pores(0.0) < pores(0.05) < pores(0.15) < pores(0.3)


def test_that_carbon_and_binder_are_drawn_where_they_are() -> None:
    plain = Recipe("composite", CLASS_COLOURS["oxide"], (Grain(0.5, 10.5, CLASS_COLOURS["active"]),))

    def inks(inside: Recipe) -> set[str | None]:
        shapes = texture(inside, 300, 300, LIGHT)
        return {shape.style.fill or shape.style.stroke for shape in shapes if isinstance(shape, Ellipse | Line)}

    assert CLASS_COLOURS["carbon"] not in inks(plain)
    assert CLASS_COLOURS["carbon"] in inks(Recipe("composite", plain.ground, plain.grains, carbon=0.03))
    fibres = Recipe("composite", plain.ground, plain.grains, carbon=0.03, fibres=True)
    assert any(isinstance(shape, Line) for shape in texture(fibres, 300, 300, LIGHT))
    assert any(isinstance(shape, Line) for shape in
               texture(Recipe("composite", plain.ground, plain.grains, binder=0.03), 300, 300, LIGHT))  # fmt: skip


def test_that_particles_of_known_size_are_drawn_to_scale_in_true_proportion() -> None:
    design = cellbuilder.from_cell("t8-21")
    cathode = layer_of(design, "cathode")
    for radius, scale, pixels in ((5, 2.0, 10.0), (5, 4.0, 20.0), (0.1, 1.0, 3.0), (900, 1.0, 40.0)):
        sized = edits.evolve(cathode.components[0], particle_radius=Quantity(value=radius, unit="um"))
        changed = edits.evolve(cathode, components=(sized, *cathode.components[1:]))
        assert recipe(design, changed, scale).grains[0].radius == pytest.approx(pixels, rel=0.1)


def test_that_every_model_and_every_cell_can_be_drawn() -> None:
    library = cellbuilder.library()
    designs = [cellbuilder.from_model(entry.letter) for entry in library.models()]
    designs += [cellbuilder.from_cell(entry.id) for entry in library.cells()]
    for design in designs:
        drawn = picture.picture(design, None, 900, 300, LIGHT, FONT)
        assert [slab.layer.id for slab in drawn.slabs] == [layer.id for layer in design.stack.layers]
        assert sum(slab.width for slab in drawn.slabs) == pytest.approx(drawn.room.width)
        assert ElementTree.fromstring(document(thumbnail(design, 160, 48, LIGHT), 160, 48)) is not None
    assert len(designs) == 28 + 66


def test_that_the_svg_names_layers_sizes_contents_and_marks() -> None:
    design = cellbuilder.from_model("T")
    svg = stack_svg(design, cellbuilder.evaluate(design), 1000, 320)
    said = words_of(svg)
    for word in ("electrolyte", "430 µm", "Li3InCl6", "LCO 70\u00a0wt%", "argyrodite layer", "risk", "no data",
                 "readable widths, not to scale"):  # fmt: skip
        assert word in said, word
    assert "true proportion" in words_of(stack_svg(design, cellbuilder.evaluate(design), 1000, 320, true_scale=True))


def test_that_the_svg_needs_nothing_else_and_stays_light() -> None:
    design = cellbuilder.from_cell("t8-21")
    svg = stack_svg(design, cellbuilder.evaluate(design), 900, 300)
    assert "href" not in svg
    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]
    assert len(svg) < 150_000


def test_that_a_name_is_text_in_the_svg_and_never_markup() -> None:
    design = cellbuilder.from_model("T")
    named = edits.evolve(layer_of(design, "electrolyte"), name="<b>&x</b>")
    changed = tuple(named if layer.id == "electrolyte" else layer for layer in design.stack.layers)
    design = edits.evolve(design, stack=edits.evolve(design.stack, layers=changed))
    assert "<b>&x</b>" in words_of(stack_svg(design, cellbuilder.evaluate(design), 1000, 320))


def test_that_widths_are_measured_by_who_is_asked() -> None:
    class Wide(Reckoned):
        def width(self, words: str, *, bold: bool = False) -> float:
            return 4.0 * super().width(words, bold=bold)

    design = cellbuilder.from_model("T")
    evaluation = cellbuilder.evaluate(design)
    assert any("…" in word for word in words_of(stack_svg(design, evaluation, 900, 300, measure=Wide())))
    assert not any("…" in word for word in words_of(stack_svg(design, evaluation, 1300, 300)))


def test_that_half_a_number_is_never_written() -> None:
    design = cellbuilder.from_model("T")
    said = words_of(stack_svg(design, cellbuilder.evaluate(design), 500, 300, true_scale=True))
    assert "430 µm" in said
    assert [word for word in said if re.match(r"[\d.]+…", word)] == []


def test_that_a_cell_without_anode_shows_where_metal_will_be_plated() -> None:
    design = cellbuilder.from_model("A")
    bare = edits.remove_layer(design, "anode")

    def dashed(shown: Design) -> list[Shape]:
        drawn = picture.picture(shown, None, 900, 300, LIGHT, FONT)
        return [shape for shape in drawn.shapes if isinstance(shape, Rect) and shape.style.dash]

    assert dashed(design) == []
    (ghost,) = dashed(bare)
    assert isinstance(ghost, Rect)
    drawn = picture.picture(bare, None, 900, 300, LIGHT, FONT)
    collector = drawn.box(drawn.slabs[-1])
    assert collector.x <= ghost.box.x < ghost.box.right < collector.right


@pytest.mark.parametrize(
    ("pouch", "cells", "drawn_layers"), [("one cell", 1, 6), ("two-sided", 2, 11), ("multi-layer", 3, 16)]
)
def test_that_cells_of_a_pouch_share_their_collectors(pouch: picture.Pouch, cells: int, drawn_layers: int) -> None:
    design = cellbuilder.from_model("T")
    drawn = picture.picture(design, None, 1600, 300, LIGHT, FONT, picture.Look(pouch=pouch))
    assert drawn.cells == cells
    assert len(drawn.places) == drawn_layers
    assert len([place for place in drawn.places if not place.copy]) == 6
    assert len(drawn.slabs) == 6
    assert (f"drawn {cells} times; numbers are for one cell" in drawn.note) == (cells > 1)
    ids = [place.layer.id for place in drawn.places]
    assert all(one != other for one, other in pairwise(ids))
    left = [place.box.x for place in drawn.places]
    assert left == sorted(left)


def test_that_a_pouch_of_many_cells_says_how_many_are_drawn() -> None:
    design = cellbuilder.from_model("T")
    body = edits.evolve(design.stack.format, kind="pouch", repeat_units=20)
    design = edits.evolve(design, stack=edits.evolve(design.stack, format=body))
    drawn = picture.picture(design, None, 1600, 300, LIGHT, FONT, picture.Look(pouch="multi-layer"))
    assert "5 of 20 cells drawn; numbers are for one" in drawn.note


def test_that_every_word_of_a_mark_has_a_shape_of_its_own() -> None:
    seen = set()
    for word in marks.VERDICTS:
        drawn = marks.mark(0, 0, word, LIGHT)
        seen.add(tuple((type(shape).__name__, len(getattr(shape, "points", ()))) for shape in drawn))
    assert len(seen) == len(marks.VERDICTS)


def test_that_dark_and_light_differ_in_colour_alone() -> None:
    design = cellbuilder.from_model("T")
    evaluation = cellbuilder.evaluate(design)
    light, dark = (stack_svg(design, evaluation, 900, 300, colours=colours) for colours in (LIGHT, DARK))
    assert light != dark
    plain = [re.sub(r"<g [^>]*>|</g>|#[0-9a-f]{6}", "", svg) for svg in (light, dark)]
    assert plain[0] == plain[1]


def test_that_a_small_picture_has_no_words() -> None:
    shapes = list(all_of(thumbnail(cellbuilder.from_model("T"), 160, 48, LIGHT)))
    assert not any(isinstance(shape, Text) for shape in shapes)
    assert len(shapes) > 100


def test_that_what_does_not_fit_is_broken_turned_or_cut() -> None:
    content = "LCO 70\u00a0wt%\nLi3InCl6 30\u00a0wt%"
    assert words.fitted(content, FONT, 400, 200) == (content.split("\n"), False)
    assert words.fitted(content, FONT, 60, 200) == (["LCO", "70\u00a0wt%", "Li3InCl6", "30\u00a0wt%"], False) or \
        words.fitted(content, FONT, 60, 200)[1]  # fmt: skip
    assert words.fitted(content, FONT, 34, 200)[1] is True
    assert words.elided("abcdefghij", FONT, 40).endswith("…")
    assert FONT.width(words.elided("abcdefghij", FONT, 40)) <= 40


def spread(shape: Shape) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a shape."""
    if isinstance(shape, Rect):
        return shape.box.x, shape.box.y, shape.box.right, shape.box.bottom
    if isinstance(shape, Ellipse):
        return shape.x - shape.rx, shape.y - shape.ry, shape.x + shape.rx, shape.y + shape.ry
    assert isinstance(shape, Polygon | Line)
    xs, ys = zip(*shape.points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("key", ["C", "M", "T", "J"])
def test_that_a_texture_ends_at_the_edges_of_its_layer(key: str, mirrored: bool) -> None:
    design = cellbuilder.from_model(key)
    box = Box(50, 20, 90, 120)
    for layer in design.stack.layers:
        whole = picture.tile(recipe(design, layer), box, LIGHT, mirrored=mirrored)
        shapes = list(cut.laid(whole))
        soft = [shape for shape in shapes if not getattr(shape, "soft", False)]
        assert shapes
        for shape in soft:
            left, top, right, bottom = spread(shape)
            assert left >= 50 - 1e-6
            assert top >= 20 - 1e-6
            assert right <= 140 + 1e-6
            assert bottom <= 140 + 1e-6


def test_that_cutting_keeps_the_area_inside_and_the_outline_without_the_cut() -> None:
    style = Style(fill="#000000", stroke="#ffffff")
    square = Polygon(((0, 0), (20, 0), (20, 20), (0, 20)), style)
    plate = Tile(Box(0, 0, 10, 10), "x", lambda _width, _height: (square,))
    filled, *edges = cut.laid(plate)
    assert isinstance(filled, Polygon)
    assert area(filled) == pytest.approx(100)
    assert {point for edge in edges if isinstance(edge, Line) for point in edge.points} == {(0, 10), (0, 0), (10, 0)}
    disc = Tile(Box(0, 0, 10, 10), "x", lambda _width, _height: (Ellipse(0, 0, 8, 8, Style(fill="#000000")),))
    (quarter,) = cut.laid(disc)
    assert area(quarter) == pytest.approx(math.pi * 16, rel=0.03)


def test_that_a_box_knows_what_it_holds() -> None:
    box = Box(10, 20, 30, 40)
    assert (box.right, box.bottom, box.middle) == (40, 60, (25, 40))
    assert box.holds(10, 60)
    assert not box.holds(41, 30)


def test_that_an_unknown_thickness_is_said_and_never_drawn_as_nothing() -> None:
    widths = layers.shares([None, 100.0, 10.0], 900, true_scale=False)
    assert min(widths) > 70
    assert layers.size_text(None) == "thickness unknown"
    assert [layers.size_text(value) for value in (0.01, 35.31, 1500)] == ["10 nm", "35.3 µm", "1.5 mm"]


class Counted(Reckoned):
    """Counts how often something was measured."""

    times = 0

    def width(self, words: str) -> float:
        Counted.times += 1
        return super().width(words)


@pytest.mark.parametrize("where", ["right", "middle"])
def test_that_a_long_name_is_measured_a_few_times_and_cut_as_late_as_it_fits(where: Any) -> None:
    Counted.times, name = 0, "abcdefghij" * 1000
    short = words.elided(name, Counted(), 200.0, where)
    assert Counted.times < 20
    assert "…" in short
    assert FONT.width(short) <= 200.0 < FONT.width(short + "a")
    assert name.startswith(short.partition("…")[0])
    assert name.endswith(short.partition("…")[2])
    assert words.elided("abc", FONT, 0.5) == "…"


def test_that_no_layers_take_no_room() -> None:
    assert [layers.shares([], 900, true_scale=scale) for scale in (True, False)] == [[], []]


def test_that_sizes_are_written_with_the_separator_that_was_chosen() -> None:
    present.show_comma(True)
    try:
        assert layers.size_text(35.31) == "35,3 µm"
    finally:
        present.show_comma(False)


def test_that_a_card_says_what_the_evaluation_says() -> None:
    design = cellbuilder.from_model("T")
    evaluation = cellbuilder.evaluate(design)
    drawn = picture.picture(design, evaluation, 900, 300, LIGHT, FONT)
    slab = next(slab for slab in drawn.slabs if slab.layer.id == "electrolyte")
    rows = dict(card.layer_card(design, evaluation, slab).rows)
    assert rows["Thickness"].startswith("430 µm")
    part = next(part for part in evaluation.figures.resistance.parts if part.layers == ("electrolyte",))
    total = evaluation.figures.resistance.totals[-1]
    assert part.value
    assert total.value
    assert total.at_least
    assert rows["Share of the ASR"] == f"≤ {100 * part.value / total.value:.2g} %"
    seam = card.seam_card(design, evaluation, ("cathode-collector", "cathode"))
    assert card.spoken(seam)[0].endswith(": no data")
    assert "no published evidence here" in seam.text


@pytest.mark.parametrize(
    ("material", "index", "role"),
    [("li3ycl6", 2, "cathode interface layer"), ("li3ycl6", 4, "anode interface layer"), ("li6ps5cl", 3, "electrolyte"),
     ("linbo3", 2, "cathode interface layer"), ("li", 5, "anode"), ("al", 0, "cathode collector"),
     ("cu", 6, "anode collector")],
)  # fmt: skip
def test_that_a_dropped_material_gets_the_role_of_its_place(material: str, index: int, role: str) -> None:
    workspace = Workspace(cellbuilder.library())
    design = placing.insert_material(cellbuilder.from_model("T"), index, material, workspace)
    layer = design.stack.layers[index]
    assert (layer.material, layer.role) == (material, role)
    assert layer.thickness is not None
    assert layer.thickness.kind == "assumption"


def test_that_a_binder_makes_no_layer_of_its_own() -> None:
    workspace = Workspace(cellbuilder.library())
    binder = next(entry.id for entry in workspace.library.materials() if entry.category == "binder")
    with pytest.raises(edits.EditError, match="makes no layer of its own"):
        placing.insert_material(cellbuilder.from_model("T"), 2, binder, workspace)


def test_that_an_error_about_several_layers_is_marked_in_each_of_them() -> None:
    design = cellbuilder.from_model("T")
    design = edits.set_material(design, "electrolyte", "na3ps4", cellbuilder.library())
    found = cellbuilder.evaluate(design)
    drawn = [layers.slab(design, layer, 0.0, 100.0, 30.0, found) for layer in design.stack.layers]
    marked = {slab.layer.id: slab.finding.verdict for slab in drawn if slab.finding is not None}
    assert marked == dict.fromkeys(("cathode", "electrolyte", "anode-interface-layer", "anode"), "blocks")
