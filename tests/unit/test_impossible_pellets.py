"""Mass, die and thickness that would make a layer denser than its dense materials are refused, in the user's words."""

import copy
import math
from typing import Any

import pytest
from tests.raw_designs import Raw, layer, opened, q, refusals, with_layer

import cellbuilder
from cellbuilder.app import edits
from cellbuilder.domain import rules
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io import codec

CHECK = "check mass, diameter and thickness"
HYDROBORATE = "electrolyte (Na2(B12H12)0.5(B10H10)0.5)"
TOO_DENSE = (
    f"{HYDROBORATE}: 80 mg in a 12 mm die, 500 um thick, is 1.41 g/cm3, more than the 1.19 g/cm3 of the dense "
    f"material; {CHECK}"
)


def pellet(mass: float, diameter: float, micrometres: float) -> Raw:
    """Milligrams, millimetres and micrometres of a layer."""
    return {
        "pressed": {"mass": q(mass, "mg"), "diameter": q(diameter, "mm")},
        "thickness": q(micrometres, "um"),
    }


def hydroborate(**fields: Any) -> Raw:
    """A separator of 1.19 g/cm3 (at most 1.21) on lithium."""
    entries = [cellbuilder.library().material(key) for key in ("na2b12h12-na2b10h10", "li")]
    return {
        "schema": "cellbuilder-design", "schema_version": 1, "name": "a pellet",
        "stack": {
            "layers": [
                {"id": "electrolyte", "role": "electrolyte", "material": "na2b12h12-na2b10h10", **fields},
                {"id": "anode", "role": "anode", "material": "li", "thickness": q(50, "um")},
            ],
            "conditions": {"temperature": q(25, "degC")},
            "format": {"kind": "pellet", "area": q(1.13, "cm2")},
        },
        "materials": {
            entry.id: {"entry": entry.model_dump(mode="json", exclude_unset=True)} for entry in entries
        },
    }  # fmt: skip


def test_that_a_pellet_denser_than_its_material_is_refused_in_the_words_of_the_bench() -> None:
    assert refusals(hydroborate(**pellet(80, 12, 500))) == [TOO_DENSE]


def test_that_numbers_are_shown_as_they_were_typed() -> None:
    fields = pellet(80, 12, 500) | {"thickness": q(0.05, "cm"), "name": "separator of Monday"}
    fields["pressed"]["mass"] = q(0.08, "g")
    (message,) = refusals(hydroborate(**fields))
    assert message == (
        "separator of Monday: 0.08 g in a 12 mm die, 0.05 cm thick, is 1.41 g/cm3, more than the 1.19 g/cm3 of the "
        f"dense material; {CHECK}"
    )


def test_that_a_density_above_that_of_the_material_is_refused() -> None:
    fields: Raw = {"thickness": q(500, "um"), "density": q(1400, "kg/m3")}
    assert refusals(hydroborate(**fields)) == [
        f"{HYDROBORATE}: a density of 1400 kg/m3 is more than the 1.19 g/cm3 of the dense material; check the density"
    ]


@pytest.mark.parametrize("ratio", [0.5, 0.95, 1.0, 1.019])
def test_that_two_percent_above_dense_are_allowed(ratio: float) -> None:
    high = hydroborate(thickness=q(500, "um"), density=q(1.19 * ratio, "g/cm3"))
    assert opened(high).stack.layers[0].density is not None
    mass = 1.19 * ratio * math.pi / 4 * 1.2**2 * 0.05 * 1000
    assert opened(hydroborate(**pellet(mass, 12, 500))).stack.layers[0].pressed is not None


@pytest.mark.parametrize(
    ("high", "density", "fits"),
    [
        (None, 1.21, True), (None, 1.22, False), (1.21, 1.213, True), (1.21, 1.22, False),
        (1.30, 1.29, True), (1.30, 1.31, False),
    ],
)  # fmt: skip
def test_that_the_high_end_of_the_material_counts_where_it_allows_more(
    high: float | None, density: float, fits: bool
) -> None:
    raw = hydroborate(thickness=q(500, "um"), density=q(density, "g/cm3"))
    raw["materials"]["na2b12h12-na2b10h10"]["entry"]["density"] = q(1.19, "g/cm3") | ({"high": high} if high else {})
    if fits:
        assert opened(raw).stack.layers[0].density is not None
    else:
        said = f"a density of {density} g/cm3 is more than the 1.19 g/cm3 of the dense material"
        assert refusals(raw) == [f"{HYDROBORATE}: {said}; check the density"]


def _without_density(raw: Raw) -> None:
    del raw["materials"]["na2b12h12-na2b10h10"]["entry"]["density"]


def _density_unknown(raw: Raw) -> None:
    raw["materials"]["na2b12h12-na2b10h10"]["entry"]["density"] = q(None, "g/cm3", high=1.2)


def _mass_unknown(raw: Raw) -> None:
    layer(raw, 0)["pressed"]["mass"] = q(None, "mg")


def _die_unknown(raw: Raw) -> None:
    layer(raw, 0)["pressed"]["diameter"] = q(None, "mm")


def _thickness_unknown(raw: Raw) -> None:
    layer(raw, 0)["thickness"] = q(None, "um")


def _thickness_left_out(raw: Raw) -> None:
    del layer(raw, 0)["thickness"]


@pytest.mark.parametrize(
    "change",
    [_without_density, _density_unknown, _mass_unknown, _die_unknown, _thickness_unknown, _thickness_left_out],
)
def test_that_nothing_is_said_where_something_is_unknown(change: Any) -> None:
    raw = hydroborate(**pellet(80, 12, 500))
    change(raw)
    assert opened(raw).stack.layers[0].pressed is not None


# A composite


COMPOSITE = (
    "cathode (LCO composite): 50 mg in a 10 mm die, 150 um thick, is 4.24 g/cm3, more than the 4.00 g/cm3 of the dense "
    f"materials; {CHECK}"
)


def with_cathode(raw: Raw, **fields: Any) -> Raw:
    """Model T with 70 wt% LCO (5.05 g/cm3) and 30 wt% Li3InCl6 (2.69 g/cm3), which is 4.00 g/cm3 when dense."""
    del layer(raw, 1)["loading"]
    layer(raw, 1).pop("porosity", None)
    layer(raw, 1).update(fields)
    return raw


def test_that_a_composite_is_compared_with_the_mixture_of_its_materials(raw: Raw) -> None:
    with_cathode(raw, **pellet(50, 10, 150))
    assert refusals(raw) == [COMPOSITE]
    with_layer(raw, 1, thickness=q(160, "um"))
    assert opened(raw).stack.layers[1].pressed is not None


def test_that_a_part_without_mass_may_be_unknown_and_one_with_mass_not(raw: Raw) -> None:
    with_cathode(raw, **pellet(50, 10, 150))
    carbon = {"material": "my-carbon", "function": "carbon", "mass_fraction": q(0, "wt%")}
    layer(raw, 1)["components"].append(carbon)
    raw["materials"]["my-carbon"] = {"entry": {"id": "my-carbon", "name": "Carbon of unknown density",
                                               "category": "carbon"}}  # fmt: skip
    assert len(refusals(raw)) == 1
    carbon["mass_fraction"] = q(1, "wt%")
    layer(raw, 1)["components"][0]["mass_fraction"] = q(69, "wt%")
    assert opened(raw).stack.layers[1].pressed is not None


def test_that_a_coating_is_not_counted(raw: Raw) -> None:
    with_cathode(raw, **pellet(50, 10, 150))
    raw["materials"]["my-coating"] = {"entry": {"id": "my-coating", "name": "Coating", "category": "coating"}}
    layer(raw, 1)["components"][0]["coating"] = {"material": "my-coating"}
    assert len(refusals(raw)) == 1


# Where else it is met


def test_that_two_such_layers_and_a_damaged_field_are_reported_at_once(raw: Raw) -> None:
    with_cathode(raw, **pellet(50, 10, 150))
    with_layer(raw, 2, **pellet(100, 10, 430))
    del layer(raw, 2)["porosity"]
    (whole,) = refusals(raw)
    assert whole.count(CHECK) == 2
    assert whole.endswith(
        "; electrolyte (Li3InCl6): 100 mg in a 10 mm die, 430 um thick, is 2.96 g/cm3, more than the 2.69 g/cm3 of "
        f"the dense material; {CHECK}"
    )
    damaged = copy.deepcopy(raw)
    damaged["colour"] = "red"
    layer(damaged, 1)["note"] = 7
    assert refusals(damaged) == [
        "stack > layer 2 (cathode) > note: must be text",
        "colour: is not a field of this file format",
        whole,
    ]


def test_that_a_missing_material_and_a_pellet_too_dense_are_reported_at_once() -> None:
    raw = hydroborate(**pellet(80, 12, 500))
    del raw["materials"]["li"]
    assert refusals(raw) == ["these materials are used but not embedded: li", TOO_DENSE]


@pytest.mark.parametrize(
    ("where", "field", "value", "message"),
    [
        ("pressed", "mass", q(-80, "mg"), "stack > layer 1 (electrolyte) > pressed > mass"),
        ("pressed", "diameter", q(12, "mg"), "stack > layer 1 (electrolyte) > pressed > diameter"),
        ("pressed", "mass", "80 mg", "stack > layer 1 (electrolyte) > pressed > mass"),
        ("thickness", "value", 10**200, "stack > layer 1 (electrolyte) > thickness > value"),
        ("thickness", "value", float("nan"), "stack > layer 1 (electrolyte) > thickness > value"),
    ],
)
def test_that_a_number_that_is_not_legible_makes_no_density(where: str, field: str, value: Any, message: str) -> None:
    raw = hydroborate(**pellet(80, 12, 500))
    layer(raw, 0)[where][field] = value
    (found,) = refusals(raw)
    assert found.startswith(f"{message}: ")


@pytest.mark.parametrize("share", [60, -70, "70", 10**200])
def test_that_shares_that_do_not_add_up_make_no_density(raw: Raw, share: Any) -> None:
    with_cathode(raw, **pellet(50, 10, 150))
    layer(raw, 1)["components"][0]["mass_fraction"] = q(share, "wt%")
    assert [message for message in refusals(raw) if CHECK in message] == []


def test_that_an_edit_that_makes_a_pellet_impossible_is_refused_with_the_same_words() -> None:
    design = opened(hydroborate(**pellet(80, 12, 700)))
    with pytest.raises(edits.EditError) as caught:
        edits.set_quantity(design, "electrolyte", "thickness", Quantity(value=500, unit="um"))
    assert str(caught.value) == TOO_DENSE


def test_that_every_published_cell_and_model_is_possible() -> None:
    library = cellbuilder.library()
    starts = [cellbuilder.from_cell(key) for key in library.paths("cells")]
    starts += [cellbuilder.from_model(key) for key in library.paths("models")]
    assert len(starts) == 66 + 28
    for design in starts:
        assert codec.loads(codec.dumps(design).encode()) == design


# The arithmetic


def test_that_the_density_of_a_mixture_adds_volumes() -> None:
    parts = [rules.Share(0.7, 5000.0, 5100.0), rules.Share(0.3, 2500.0, 2600.0)]
    assert rules.dense_density(parts) == pytest.approx(1 / (0.7 / 5000 + 0.3 / 2500), rel=1e-12)
    assert rules.dense_density(parts, high=True) == pytest.approx(1 / (0.7 / 5100 + 0.3 / 2600), rel=1e-12)
    doubled = [rules.Share(2 * part.mass_fraction, part.density, part.high) for part in parts]
    assert rules.dense_density(doubled) == pytest.approx(rules.dense_density(parts), rel=1e-12)


def test_that_a_layer_of_nothing_has_no_density_to_exceed() -> None:
    assert rules.density_faults("x", [], entered=rules.Amount("9 g/cm3", 9000.0)) == []
    assert rules.density_faults("x", None, entered=rules.Amount("9 g/cm3", 9000.0)) == []


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        (("my cathode", "cathode", "LCO", None), "my cathode"),
        ((None, "anode", "Li", None), "anode (Li)"),
        ((None, "cathode", None, "LCO"), "cathode (LCO composite)"),
        ((None, "cathode", None, None), "cathode"),
    ],
)
def test_that_a_layer_is_called_as_it_is_shown(parts: tuple[Any, str, Any, Any], title: str) -> None:
    assert rules.layer_title(*parts) == title
