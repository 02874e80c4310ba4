"""What tells two designs apart: layers, fields, contacts, conditions, results with their bounds; and pins."""

from dataclasses import replace

import pytest

import cellbuilder
from cellbuilder.app import edits, present
from cellbuilder.app.compare import differences, pins
from cellbuilder.app.compare.differences import Change, changes, compared
from cellbuilder.app.edits import EditError
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure, unknown


@pytest.fixture(scope="module")
def design() -> Design:
    return cellbuilder.from_model("T")


def um(value: float) -> Quantity:
    return Quantity(value=value, unit="um")


def test_that_a_design_differs_from_itself_in_nothing(design: Design) -> None:
    one = cellbuilder.evaluate(design)
    found = differences.differences(design, design, one, one)
    assert (found.changes, found.gone, found.new) == ((), (), ())
    assert [entry.differs for entry in found.results] == [False] * 7
    assert [entry.difference for entry in found.results][4] == "0 V"


def test_that_a_changed_field_shows_both_values_as_they_were_typed(design: Design) -> None:
    thin = edits.set_quantity(design, "electrolyte", "thickness", Quantity(value=0.05, unit="mm"))
    title = "electrolyte (Li3InCl6)"
    assert changes(design, thin) == (
        Change("changed", title, "thickness", "430 µm (260 – 640)", "0.05 mm", ("electrolyte",)),
    )


def test_that_one_amount_in_two_units_is_no_difference(design: Design) -> None:
    one = edits.set_quantity(design, "electrolyte", "thickness", um(50))
    other = edits.set_quantity(design, "electrolyte", "thickness", Quantity(value=0.05, unit="mm"))
    assert changes(one, other) == ()
    measured = edits.set_quantity(design, "electrolyte", "thickness", um(50).model_copy(update={"kind": "measured"}))
    assert [(entry.first, entry.second) for entry in changes(one, measured)] == [("50 µm, –", "50 µm, measured")]


def test_that_layers_that_were_added_removed_and_moved_are_named(design: Design) -> None:
    gone = edits.remove_layer(design, "anode-interface-layer")
    assert changes(design, gone)[0] == Change(
        "removed", "argyrodite layer", "layer", "Li6PS5Cl, 330 µm (200 – 500)", "–", ("anode-interface-layer",)
    )
    assert changes(gone, design)[0].kind == "added"
    moved = edits.move_layer(design, "anode-interface-layer", 1)
    assert [(entry.kind, entry.place, entry.first, entry.second) for entry in changes(design, moved)] == [
        ("moved", "argyrodite layer", "4", "2")
    ]


def test_that_ingredients_are_matched_by_what_they_are_for(design: Design) -> None:
    library = cellbuilder.library()
    swapped = edits.set_component_material(design, "cathode", 1, "li6ps5cl", library)
    fields = {entry.field: (entry.first, entry.second) for entry in changes(design, swapped)}
    assert fields["Li3InCl6: material"] == ("Li3InCl6", "Li6PS5Cl")
    richer = edits.set_share(design, "cathode", 0, Quantity(value=80, unit="wt%"))
    fields = {entry.field: (entry.first, entry.second) for entry in changes(design, richer)}
    assert fields["LCO: mass fraction"] == ("70 wt% (65 – 85)", "80 wt%")
    assert fields["Li3InCl6: mass fraction"][1].startswith("20 wt%")


def test_that_contacts_and_conditions_are_compared(design: Design) -> None:
    between = ("cathode", "electrolyte")
    other = edits.set_interface(design, between, Quantity(value=12, unit="Ohm cm2"))
    other = edits.set_condition(other, "temperature", Quantity(value=60, unit="degC"))
    found = {(entry.place, entry.field): (entry.first, entry.second) for entry in changes(design, other)}
    assert found[("conditions", "temperature")] == ("25 °C (20 – 30)", "60 °C")
    place = "cathode (LCO composite) | electrolyte (Li3InCl6)"
    assert found[(place, "area resistance")] == ("–", "12 Ω cm²")


def test_that_the_same_layer_is_found_under_another_id(design: Design) -> None:
    layers = tuple(
        layer.model_copy(update={"id": "separator"}) if layer.id == "electrolyte" else layer
        for layer in design.stack.layers
    )
    other = design.model_copy(update={"stack": design.stack.model_copy(update={"layers": layers})})
    assert changes(design, other) == ()


def figure(value: float, **fields: object) -> Figure:
    return replace(Figure("asr", "ASR", value, "Ohm cm2", "computed"), **fields)  # type: ignore[arg-type]


AT_LEAST, AT_MOST = {"at_least": True, "label": "bound"}, {"label": "bound"}


@pytest.mark.parametrize(
    ("first", "second", "difference", "ratio"),
    [
        (figure(10), figure(30), "+20.0 Ω cm²", "× 3.00"),
        (figure(30), figure(10), "−20.0 Ω cm²", "× 0.333"),
        (figure(10), figure(30, **AT_LEAST), "≥ +20.0 Ω cm²", "≥ × 3.00"),
        (figure(10, **AT_LEAST), figure(30), "≤ +20.0 Ω cm²", "≤ × 3.00"),
        (figure(10, **AT_MOST), figure(30), "≥ +20.0 Ω cm²", "≥ × 3.00"),
        (figure(10, **AT_MOST), figure(30, **AT_LEAST), "≥ +20.0 Ω cm²", "≥ × 3.00"),
        (figure(10, **AT_LEAST), figure(30, **AT_LEAST), "", ""),
        (figure(10, **AT_MOST), figure(30, **AT_MOST), "", ""),
        (figure(0), figure(30), "+30.0 Ω cm²", ""),
        (unknown("asr", "ASR", "Ohm cm2", "why"), figure(30), "", ""),
        (figure(10, regime="front"), figure(30, regime="instantaneous"), "", ""),
    ],
)
def test_that_only_what_follows_from_the_bounds_is_claimed(
    first: Figure, second: Figure, difference: str, ratio: str
) -> None:
    found = compared("ASR", first, second)
    assert (found.difference, found.ratio) == (difference, ratio)
    assert bool(found.note) == (difference == "")


def test_that_ranges_of_two_bounds_are_told_to_overlap_too() -> None:
    one, other = figure(10, **AT_LEAST, low=5, high=20), figure(30, **AT_LEAST, low=15, high=60)
    known = "+20.0 Ω cm² in what is known: both are at least; "
    assert compared("ASR", one, other).note == known + "the ranges overlap"
    apart = figure(30, **AT_LEAST, low=25, high=60)
    assert compared("ASR", one, apart).note == known + "the ranges do not meet"


def test_that_ranges_that_overlap_are_said_to(design: Design) -> None:
    assert compared("ASR", figure(10, low=5, high=20), figure(30, low=15, high=60)).note == "the ranges overlap"
    assert compared("ASR", figure(10, low=5, high=14), figure(30, low=15, high=60)).note == "the ranges do not meet"


def test_that_results_are_those_of_both_evaluations(design: Design) -> None:
    other = cellbuilder.from_model("U")
    one, two = cellbuilder.evaluate(design), cellbuilder.evaluate(other)
    found = differences.differences(design, other, one, two)
    assert found.names == (design.name, other.name)
    rows = {entry.name: entry for entry in found.results}
    assert rows["ASR"].note == "different regimes: pseudo-steady, instantaneous"
    assert present.value(rows["ASR, instantaneous"].first) == present.value(one.figures.resistance.totals[0])
    change = (two.figures.thickness.value or 0.0) - (one.figures.thickness.value or 0.0)
    assert rows["Thickness"].difference == f"−{present.number(-change)} µm"
    assert {finding.id for finding in found.new} == {f.id for f in two.findings} - {f.id for f in one.findings}
    data = differences.as_data(found)
    assert data["results"][0]["first"]["value"] == one.figures.resistance.totals[-1].value


@pytest.mark.parametrize("letter", [model.letter for model in cellbuilder.library().models()])
def test_that_every_model_can_be_compared_with_model_t(letter: str, design: Design) -> None:
    other = cellbuilder.from_model(letter)
    there = {(entry.place, entry.field): entry for entry in changes(design, other) if entry.kind == "changed"}
    for entry in there.values():
        assert entry.first != entry.second
        assert entry.first
        assert entry.second
    assert (changes(design, other) == ()) == (letter == "T")


def test_that_pins_have_names_of_their_own(design: Design) -> None:
    evaluation = cellbuilder.evaluate(design)
    held = pins.add((), design, evaluation, "thick")
    held = pins.add(held, design, evaluation, "thick")
    held = pins.add(held, design, evaluation)
    assert [pin.name for pin in held] == ["thick", "thick (2)", "Model T"]
    assert [pin.name for pin in pins.rename(held, 1, "thin")] == ["thick", "thin", "Model T"]
    assert pins.rename(held, 1, "  ") == held
    assert [pin.name for pin in pins.remove(held, 0)] == ["thick (2)", "Model T"]
    while len(held) < pins.MOST:
        held = pins.add(held, design, evaluation)
    with pytest.raises(EditError, match="take one away first"):
        pins.add(held, design, evaluation)
