"""Sweeps and draws stay where a design file could be, and follow the design across what switches its relations."""

from typing import Any

import numpy as np
import pytest

import cellbuilder
from cellbuilder import assess, units
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.bench import Pressed
from cellbuilder.domain.contact import ContactSpots, Interface, PressureLaw
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import CriticalCurrent
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Conditions
from cellbuilder.engine.calculation import Leaf
from cellbuilder.explore.draws import draw
from cellbuilder.explore.fields import Places, with_values
from cellbuilder.explore.many import evaluate_many
from cellbuilder.explore.rates import rates
from cellbuilder.explore.sweep import parse, sweep
from cellbuilder.explore.uncertainty import monte_carlo

NO_EVIDENCE = EvidenceBase(())


def with_contact(make: Any, entry: Interface, **conditions: Any) -> Design:
    layers = [make.layer(id=key, role="electrolyte", material="ion", thickness=make.q(30, "um")) for key in "ab"]
    design = make.design(layers, [make.conductor("ion", 3.0)])
    here = design.stack.conditions.model_copy(update=conditions)
    stack = design.stack.model_copy(update={"interfaces": (entry,), "conditions": here})
    changed: Design = design.model_copy(update={"stack": stack})
    return changed


@pytest.fixture
def spots(make: Any) -> Design:
    """Spots of 1 um, 5e10 of them per m2: they cover pi 1e-12 5e10 = 15.7 %."""
    q = make.q
    held = ContactSpots(radius=q(1, "um"), per_area=q(5e10, "1/m2"))
    return with_contact(make, Interface(between=("a", "b"), area_resistance=q(2, "Ohm cm2"), spots=held))


def place_of(design: Design, key: str) -> Any:
    leaf = next(leaf for leaf in assess.cell_of(design, NO_EVIDENCE).calculation.leaves() if leaf.key == key)
    place = Places(design).find(leaf)
    assert place is not None
    return place


def test_that_spots_that_cover_too_much_leave_the_sweep_unknown(spots: Design) -> None:
    """30 % are covered from a radius of sqrt(0.3 / (pi 5e10)) = 1.382 um on."""
    radius = np.linspace(0.5, 2, 151)
    found = evaluate_many(spots, NO_EVIDENCE, {"spot radius:a|b": (radius, "um")}, ["asr:a|b"]).values["asr:a|b"]
    assert np.isnan(found).tolist() == (radius > 1.382).tolist()
    here = assess.cell_of(spots, NO_EVIDENCE).results()["asr:a|b"]
    assert here is not None
    assert found[:89] == pytest.approx(2 + (here - 2) / radius[:89], rel=1e-9)


def test_that_two_inputs_switch_together(spots: Design) -> None:
    radius, number = (grid.ravel() for grid in np.meshgrid(np.linspace(0.2, 3, 40), np.linspace(1e9, 2e11, 40)))
    given = {"spot radius:a|b": (radius, "um"), "spots per area:a|b": (number, "1/m2")}
    found = evaluate_many(spots, NO_EVIDENCE, given, ["asr:a|b"]).values["asr:a|b"]
    covered = np.pi * (1e-6 * radius) ** 2 * number
    assert np.isnan(found).tolist() == (covered >= 0.3).tolist()
    here = assess.cell_of(spots, NO_EVIDENCE).results()["asr:a|b"]
    assert here is not None
    expected = 2 + (here - 2) * 5e10 / (radius * number)
    assert found == pytest.approx(np.where(covered < 0.3, expected, np.nan), nan_ok=True)


def test_that_draws_of_spots_follow_the_design(make: Any) -> None:
    held = ContactSpots(radius=make.q(1, "um", low=0.5, high=2), per_area=make.q(5e10, "1/m2"))
    design = with_contact(make, Interface(between=("a", "b"), area_resistance=make.q(2, "Ohm cm2"), spots=held))
    spread = monte_carlo(design, NO_EVIDENCE, ["asr:a|b"], draws=20_000)["asr:a|b"]
    beyond = np.log(1.382) / np.log(2) * 1.6448536  # standard deviations from the median to 1.382 um
    assert 1 - spread.valued == pytest.approx(0.5 * (1 - np.sqrt(1 - np.exp(-2 / np.pi * beyond**2))), abs=0.02)


def test_that_a_sweep_to_no_pressure_gives_what_the_design_gives(make: Any) -> None:
    q = make.q
    law = PressureLaw(exponent=q(-1, "1"), pressure=q(10, "MPa"))
    entry = Interface(between=("a", "b"), area_resistance=q(2, "Ohm cm2"), pressure_law=law)
    design = with_contact(make, entry, operating_pressure=q(5, "MPa"))
    megapascal = np.linspace(0, 50, 101)
    table = sweep(design, NO_EVIDENCE, [parse("operating pressure=0..50 MPa")], 101, ["asr:a|b"])
    found = table.results.values["asr:a|b"]
    assert found[1:] == pytest.approx(20 / megapascal[1:])
    without = assess.cell_of(with_contact(make, entry, operating_pressure=q(0, "MPa")), NO_EVIDENCE)
    expected = without.results()["asr:a|b"]
    assert found[0] == pytest.approx(np.nan if expected is None else expected, nan_ok=True)


def test_that_a_value_that_a_file_could_not_hold_has_no_result(spots: Design) -> None:
    metres = np.linspace(0, 2, 41)
    found = evaluate_many(spots, NO_EVIDENCE, {"thickness:a": (metres, "m")}, ["thickness"]).values["thickness"]
    assert np.isfinite(found).tolist() == ((metres > 0) & (metres <= 1)).tolist()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("porosity:a=0..99.5 %",
         "'porosity:a' (porosity of electrolyte (ion)) cannot go so far: 99.5 % is more than 99 %"),
        ("thickness:a=0..10 um",
         "'thickness:a' (thickness of electrolyte (ion)) cannot go so far: 0 um must be greater than zero"),
        ("thickness:a=1..1.5 m",
         "'thickness:a' (thickness of electrolyte (ion)) cannot go so far: 1.5 m is more than 1 m"),
        ("temperature=20..3000 degC",
         "'temperature' (temperature of the cell) cannot go so far: 3000 degC is more than 2726.85 degC"),
    ],
)  # fmt: skip
def test_that_a_range_beyond_its_field_is_refused(asked: str, message: str, spots: Design) -> None:
    with pytest.raises(ValueError) as caught:
        sweep(spots, NO_EVIDENCE, [parse(asked)], 3)
    assert str(caught.value) == message


def test_that_a_layer_is_not_swept_to_more_than_its_materials_weigh(make: Any) -> None:
    """20 mg/cm2 of 2 g/cm3 are 100 um dense."""
    q = make.q
    pressed = Pressed(mass=q(20 * np.pi / 4, "mg"), diameter=q(10, "mm"))
    layer = make.layer(id="a", role="electrolyte", material="ion", thickness=q(120, "um"), pressed=pressed)
    design = make.design([layer], [make.conductor("ion", 3.0, density=q(2, "g/cm3"))])
    sweep(design, NO_EVIDENCE, [parse("thickness:a=110..300 um")], 2, ["thickness"])
    sweep(design, NO_EVIDENCE, [parse("thickness:a=101..300 um")], 2, ["thickness"])
    with pytest.raises(ValueError, match=r"^'thickness:a' \(thickness of .*\) cannot be 80 um: "):
        sweep(design, NO_EVIDENCE, [parse("thickness:a=80..300 um")], 2)


LIMITS = {
    "porosity": (0.0, 0.99), "ionic exponent": (1.0, 10.0), "temperature": (None, 3000.0), "thickness": (None, 1.0),
    "coverage": (None, 1.0), "particle radius": (None, 1.0), "mass fraction": (0.0, 1.0), "density": (None, None),
    "C-rate": (0.0, None), "loading": (None, None), "pressure exponent": (-10.0, 10.0), "area gain": (1.0, 1e6),
    "contact resistance": (0.0, None), "cell area": (None, None),
}  # fmt: skip
"""Least and largest value in SI of some inputs; None for least means above zero, for largest none."""


def test_that_the_limits_of_an_input_are_those_of_its_field() -> None:
    seen = set()
    for letter in ("A", "D", "K", "T", "AB"):
        design = cellbuilder.from_model(letter)
        places = Places(design)
        for leaf in assess.cell_of(design, cellbuilder.evidence()).calculation.leaves():
            start, place = leaf.key.partition(":")[0], places.find(leaf)
            if place is None or start not in LIMITS:
                continue
            seen.add(start)
            assert place.allows(leaf.value), leaf.key
            least, most = LIMITS[start]
            assert place.allows(1e-9 if least is None else least), leaf.key
            assert not place.allows(0.0 if least is None else least - 1e-6), leaf.key
            assert place.allows(1e9 if most is None else most), leaf.key
            assert most is None or not place.allows(most * 1.0001), leaf.key
    assert {"porosity", "ionic exponent", "temperature", "thickness", "coverage", "particle radius"} <= seen


def test_that_every_input_of_a_file_is_found_and_set(spots: Design) -> None:
    for letter in ("A", "K", "T", "AB"):
        design = cellbuilder.from_model(letter)
        for leaf in assess.cell_of(design, cellbuilder.evidence()).calculation.leaves():
            place = Places(design).find(leaf)
            if place is not None and leaf.value:
                moved = with_values(design, {place: 1.01 * leaf.value})
                terms = assess.cell_of(moved, cellbuilder.evidence()).calculation.terms
                assert terms[leaf.key].value == pytest.approx(1.01 * leaf.value), (letter, leaf.key)
    assert place_of(spots, "spot radius:a|b").path == ("stack", "interfaces", 0, "spots", "radius")


def test_that_one_quantity_in_two_layers_is_told_apart(make: Any) -> None:
    shared = make.q(30, "um")
    layers = [make.layer(id=key, role="electrolyte", material="ion", thickness=shared) for key in ("a", "b")]
    design = make.design(layers, [make.conductor("ion", 3.0)])
    assert place_of(design, "thickness:b").path == ("stack", "layers", 1, "thickness")


def test_that_draws_stay_within_their_field(make: Any) -> None:
    gain = make.q(1.1, "1", low=1, high=3)
    design = with_contact(make, Interface(between=("a", "b"), area_resistance=make.q(2, "Ohm cm2"), area_gain=gain))
    spread = monte_carlo(design, NO_EVIDENCE, ["asr:a|b"], draws=20_000)["asr:a|b"]
    assert spread.valued == 1.0
    assert spread.draws.max() <= 2.0
    assert np.quantile(spread.draws, 0.5) == pytest.approx(2 / 1.1, rel=0.01)


def test_that_refused_draws_are_drawn_again_on_their_side() -> None:
    entry = Leaf("area gain:a|b", "G", "gain", "1", 1.1, "assumption", low=1.0, high=3.0)
    free = draw(entry, 20_000, 1)
    kept = draw(entry, 20_000, 1, allows=lambda value: 1.0 <= value <= 4.0)
    assert free.min() < 1.0
    assert free.max() > 4.0
    assert kept.min() >= 1.0
    assert kept.max() <= 4.0
    assert np.array_equal(free < 1.1, kept < 1.1)
    inside = (free >= 1.0) & (free <= 4.0)
    assert np.array_equal(free[inside], kept[inside])


def test_that_a_critical_current_measured_far_from_here_is_no_cap() -> None:
    made = (cellbuilder.from_cell(entry.id) for entry in cellbuilder.library().cells())
    for design in made:
        cell = assess.cell_of(design, cellbuilder.evidence())
        records = [leaf.key.partition(":")[2] for leaf in cell.calculation.leaves()
                   if leaf.key.startswith("critical current:")]  # fmt: skip
        if records and not isinstance(cell.discharge, str):
            break
    here = Conditions(
        temperature=Quantity(value=25, unit="degC"), operating_pressure=Quantity(value=3, unit="MPa")
    )  # fmt: skip

    def used(**at: Any) -> bool:
        measured = {
            key: CriticalCurrent(value=Quantity(value=1, unit="mA/cm2"), criterion="short", **at) for key in records
        }  # fmt: skip
        found = rates(cell, [1e-9, 1e6], here, measured)
        assert not isinstance(found, str)
        assert len(found.set_aside) == (0 if found.critical else len(records))
        assert found.above_critical.tolist() == [False, found.critical is not None]
        return found.critical is not None

    assert used()
    assert used(temperature=Quantity(value=35, unit="degC"), pressure=Quantity(value=9, unit="MPa"))
    assert not used(temperature=Quantity(value=36, unit="degC"))
    assert not used(temperature=Quantity(value=14, unit="degC"))
    assert not used(pressure=Quantity(value=9.1, unit="MPa"))
    assert not used(pressure=Quantity(value=0.9, unit="MPa"))
    assert units.to_si(35, "degC") - units.to_si(25, "degC") == pytest.approx(10)
