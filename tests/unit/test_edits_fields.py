from typing import Any

import pytest

import cellbuilder
from cellbuilder.app import edits
from cellbuilder.app.edits import EditError
from cellbuilder.app.inspection.layers import assumed
from cellbuilder.domain.bench import MeasuredResistance, Pressed
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io import codec
from cellbuilder.io.library import Library


@pytest.fixture
def design() -> Design:
    return cellbuilder.from_model("T")


def ohm_cm2(value: float) -> Quantity:
    return Quantity(value=value, unit="Ohm cm2")


SEAM: edits.Path = ("seam", "electrolyte", "anode-interface-layer")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("layer", "cathode", "components", 0, "particle_radius"), Quantity(value=3, unit="um")),
        (("layer", "cathode", "tortuosity_factor"), Quantity(value=5, unit="1")),
        (("layer", "electrolyte", "name"), "pellet"),
        (("layer", "electrolyte", "measured_resistance"),
         MeasuredResistance(resistance=assumed(100, "Ohm"), diameter=assumed(10, "mm"))),
        ((*SEAM, "area_resistance"), ohm_cm2(12)),
        ((*SEAM, "behaviour"), "SEI"),
        (("conditions", "dew_point"), Quantity(value=-40, unit="degC")),
        (("cutoffs", "upper"), Quantity(value=4.1, unit="V")),
        (("format", "two_sided"), True),
        (("conventions", "collectors"), "none"),
        (("design", "notes"), "made on a Monday"),
        (("design", "name"), "Zelle 7"),
    ],
)  # fmt: skip
def test_that_any_field_is_set_and_saved(design: Design, path: edits.Path, value: Any) -> None:
    after = edits.set_at(design, path, value)
    assert edits.value_at(after, path) == value
    assert codec.loads(codec.dumps(after).encode()) == after


def test_that_a_field_that_is_taken_out_again_leaves_the_identical_file(design: Design) -> None:
    before = codec.dumps(design)
    for path, value in (((*SEAM, "growth"), Quantity(value=1, unit="Ohm cm2/h^0.5")),
                        (("layer", "cathode", "components", 0, "coverage"), Quantity(value=50, unit="%")),
                        (("conditions", "age"), Quantity(value=9, unit="d"))):  # fmt: skip
        assert codec.dumps(edits.set_at(edits.set_at(design, path, value), path, None)) == before


def test_that_what_cannot_stand_beside_a_value_is_dropped(design: Design) -> None:
    measured = edits.set_at(design, (*SEAM, "measured"),
                            MeasuredResistance(resistance=assumed(100, "Ohm"), diameter=assumed(10, "mm")))  # fmt: skip
    entered = edits.set_at(measured, (*SEAM, "area_resistance"), ohm_cm2(5))
    assert edits.value_at(entered, (*SEAM, "measured")) is None
    by_area = edits.set_at(measured, (*SEAM, "measured", "area"), Quantity(value=1, unit="cm2"))
    assert edits.value_at(by_area, (*SEAM, "measured", "diameter")) is None
    factor = edits.set_at(design, ("layer", "cathode", "tortuosity_factor"), Quantity(value=5, unit="1"))
    exponent = edits.set_at(factor, ("layer", "cathode", "ionic_exponent"), Quantity(value=2, unit="1"))
    assert edits.value_at(exponent, ("layer", "cathode", "tortuosity_factor")) is None


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("layer", "cathode", "charge_transfer", "basis"), "unknown", "nothing to hold 'basis'"),
        (("layer", "cathode", "components", 9, "coverage"), None, "no number 9"),
        (("seam", "cathode", "anode", "area_resistance"), Quantity(value=1, unit="Ohm cm2"), "no two neighbouring"),
        (("conditions", "temperature"), None, "is missing"),
        (("layer", "electrolyte", "porosity"), Quantity(value=120, unit="%"), "120 % is more than"),
        (("design", "name"), " ", "needs a name"),
    ],
)
def test_that_a_value_a_field_does_not_take_is_refused(
    design: Design, path: edits.Path, value: Any, message: str
) -> None:
    with pytest.raises(EditError) as caught:
        edits.set_at(design, path, value)
    assert message in str(caught.value)


def test_that_a_layer_is_sized_in_one_way_at_a_time(design: Design) -> None:
    pressed = Pressed(mass=assumed(100, "mg"), diameter=assumed(10, "mm"))
    by_mass = edits.resize(design, "electrolyte", pressed=pressed)
    layer = by_mass.stack.layers[2]
    assert (layer.thickness, layer.pressed) == (None, pressed)
    assert layer.porosity is not None
    both = edits.resize(design, "electrolyte", pressed=pressed, thickness=Quantity(value=900, unit="um"))
    assert both.stack.layers[2].porosity is None
    loading = Quantity(value=9, unit="mg/cm2")
    composite = edits.resize(design, "cathode", loading=loading, loading_basis="composite").stack.layers[1]
    assert (composite.loading, composite.loading_basis) == (loading, "composite")


def test_that_packaging_is_embedded_and_dropped_again(design: Design, library: Library) -> None:
    key = next(entry.id for entry in library.materials() if entry.category == "packaging")
    wrapped = edits.set_packaging(design, key, library)
    assert key in wrapped.materials
    bare = edits.set_packaging(wrapped, None, library)
    assert bare.stack.format.packaging is None
    assert key not in bare.materials


def test_that_a_role_changes_in_place(design: Design) -> None:
    after = edits.set_role(design, "anode-interface-layer", "electrolyte")
    assert [layer.role for layer in after.stack.layers][3] == "electrolyte"
    assert [layer.id for layer in after.stack.layers] == [layer.id for layer in design.stack.layers]
