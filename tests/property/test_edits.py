"""Random work on random designs: every step is a sound design or a reason, and every design is a stable file."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import cellbuilder
from cellbuilder.app import edits
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import ROLE_ORDER
from cellbuilder.io import codec
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library

LIBRARY = Library(data_dir("presets"))
STARTS = [*(("model", key) for key in LIBRARY.paths("models")), *(("cell", key) for key in LIBRARY.paths("cells"))]
MATERIALS = sorted(LIBRARY.paths("materials"))
UNITS = ["um", "mm", "mg/cm2", "%", "wt%", "S/cm", "degC", "V", "C", "mA/cm2", "Ohm cm2", "g/cm3", "MPa"]
NUMBERS = st.one_of(st.integers(-5, 1000), st.floats(1e-6, 1e4), st.sampled_from([1e-9, 1e9, 0.5, 30, 30.0, -0.5]))
FIELDS = ["thickness", "loading", "porosity", "density", "conductivity", "electronic_conductivity"]
CONDITIONS = [
    "temperature", "current_density", "c_rate", "operating_pressure", "fabrication_pressure", "fabrication_temperature",
    "dew_point",
]  # fmt: skip


def start(kind: str, key: str) -> Design:
    return cellbuilder.from_model(key) if kind == "model" else cellbuilder.from_cell(key)


def quantity(draw: Any) -> Quantity:
    return Quantity(value=draw(st.one_of(st.none(), NUMBERS)), unit=draw(st.sampled_from(UNITS)))


def edited(design: Design, draw: Any) -> Design:
    layers = design.stack.layers
    layer = draw(st.sampled_from([*layers])).id
    material = draw(st.sampled_from(MATERIALS))
    index = draw(st.integers(-1, len(layers) + 1))
    step = draw(st.integers(0, 9))
    if step == 0:
        return edits.set_quantity(design, layer, draw(st.sampled_from(FIELDS)), quantity(draw))
    if step == 1:
        return edits.set_material(design, layer, material, LIBRARY)
    if step == 2:
        return edits.add_layer(design, index, draw(st.sampled_from(ROLE_ORDER)), material, quantity(draw), LIBRARY)
    if step == 3:
        return edits.remove_layer(design, layer)
    if step == 4:
        return edits.move_layer(design, layer, index)
    if step == 5:
        return edits.set_condition(design, draw(st.sampled_from(CONDITIONS)), quantity(draw))
    if step == 6:
        return edits.set_interface(design, (layer, layers[index % len(layers)].id), quantity(draw))
    if step == 7:
        return edits.set_name(design, draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=30)))
    if step == 8:
        return edits.waive(design, "ion-mismatch", draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=30)))
    count = max(1, len(layers[[item.id for item in layers].index(layer)].components))
    return edits.set_share(design, layer, index % count, quantity(draw))


@settings(max_examples=120)
@given(st.data())
def test_that_any_work_leads_to_sound_designs_that_are_stable_files(data: st.DataObject) -> None:
    design = start(*data.draw(st.sampled_from(STARTS)))
    for _ in range(data.draw(st.integers(1, 6))):
        before = codec.dumps(design)
        try:
            after = edited(design, data.draw)
        except edits.EditError as error:
            assert str(error)  # noqa: PT017 - a refusal is one of two good outcomes
            after = design
        assert codec.dumps(design) == before
        design = after
    saved = codec.dumps(design)
    loaded = codec.loads(saved.encode())
    assert loaded == design
    assert codec.dumps(loaded) == saved
    assert set(design.stack.material_ids) <= set(design.materials)


@settings(max_examples=150)
@given(st.data())
def test_that_any_design_evaluates_to_numbers_or_says_unknown(data: st.DataObject) -> None:
    design = start(*data.draw(st.sampled_from(STARTS)))
    for _ in range(data.draw(st.integers(1, 4))):
        try:
            design = edited(design, data.draw)
        except edits.EditError:
            continue
    evaluation = cellbuilder.evaluate(design)
    json.dumps(evaluation.model_dump(mode="json"), allow_nan=False)
