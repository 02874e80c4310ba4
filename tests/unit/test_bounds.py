"""A bound says on which side it is, and what is made of two opposite bounds is none."""

import math

import pytest

import cellbuilder
from cellbuilder.app import edits, present
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Figure, Label


def evaluated(key: str) -> Evaluation:
    return cellbuilder.evaluate(cellbuilder.from_cell(key))


def figure(label: Label, *, at_least: bool = False) -> Figure:
    return Figure(key="k", name="n", value=1.0, unit="V", label=label, at_least=at_least)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (figure("bound"), "≤ 1.00 V"),
        (figure("bound", at_least=True), "≥ 1.00 V"),
        (figure("estimate"), "1.00 V"),
        (figure("computed"), "1.00 V"),
    ],
)
def test_that_the_sign_of_a_bound_is_shown(shown: Figure, text: str) -> None:
    assert present.value(shown) == text


def at_half_a_milliampere(design: Design) -> Design:
    return edits.set_condition(design, "current_density", Quantity(value=0.5, unit="mA/cm2"))


def test_that_a_current_from_a_capacity_known_from_above_is_at_most() -> None:
    figures = cellbuilder.evaluate(cellbuilder.from_model("T")).figures
    assert figures.capacity.at_most
    assert figures.current_density.at_most
    assert figures.current_density.value == pytest.approx(0.1 * figures.capacity.value)


def test_that_a_drop_from_opposite_bounds_is_neither_and_says_so() -> None:
    figures = cellbuilder.evaluate(cellbuilder.from_model("T")).figures
    assert figures.resistance.totals[-1].at_least
    assert (figures.voltage_drop.label, figures.voltage_drop.at_least) == ("estimate", False)
    assert "neither" in (figures.voltage_drop.note or "")


def test_that_a_drop_at_an_entered_current_is_at_least() -> None:
    figures = cellbuilder.evaluate(at_half_a_milliampere(cellbuilder.from_model("T"))).figures
    assert (figures.voltage_drop.label, figures.voltage_drop.at_least) == ("bound", True)
    assert figures.voltage_drop.value == pytest.approx(0.5 * figures.resistance.totals[-1].value)
    assert figures.voltage_drop.note is None


def test_that_an_alloy_of_stated_composition_bounds_the_anode_by_what_it_can_still_take_up() -> None:
    anode = evaluated("t8-42").figures.anode_capacity
    layer = next(layer for layer in cellbuilder.from_cell("t8-42").stack.layers if layer.role == "anode")
    material = cellbuilder.library().material("li-si")
    assert layer.material == material.id
    assert material.capacity is not None
    assert material.capacity.kind == "bound"
    assert anode.label == "bound"
    assert anode.at_most
    mass = next(item for item in evaluated("t8-42").figures.budget if item.layer == layer.id).areal_mass
    assert mass.value is not None
    assert anode.value == pytest.approx(mass.value * float(material.capacity.value or math.nan) / 1000.0, rel=1e-6)


def test_that_what_rests_on_an_anode_known_from_above_is_at_most() -> None:
    figures = evaluated("t8-42").figures
    assert (figures.np_ratio.label, figures.np_ratio.at_most) == ("bound", True)
    assert figures.capacity.at_most
    assert figures.capacity.value == pytest.approx(figures.cathode_capacity.value)
    assert "known from above" in (figures.capacity.note or "")


def test_that_an_alloy_without_composition_leaves_the_anode_unknown() -> None:
    anode = evaluated("t8-38").figures.anode_capacity
    assert anode.value is None
    assert "composition" in (anode.note or "")
