"""Stability windows on one axis: small designs by hand, and every published cell against its file."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import cellbuilder
from cellbuilder.compatibility.bars import WindowView, bars
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.material import Material, StabilityWindow
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Coating, Component, Cutoffs, Layer

PRESETS = Path(__file__).resolve().parents[2] / "presets"
CELLS = sorted(path.stem for path in (PRESETS / "cells").glob("*.json"))
Make = SimpleNamespace


def volts(value: float | None) -> Quantity | None:
    return None if value is None else Quantity(value=value, unit="V", kind="estimate")


def window(low: float | None, high: float | None, reference: Any = "Li/Li+", method: Any = "thermodynamic") -> Any:
    return StabilityWindow(reduction=volts(low), oxidation=volts(high), reference=reference, method=method)


def limits(lower: float | None, upper: float | None, reference: Any = "Li/Li+") -> Cutoffs:
    return Cutoffs(lower=volts(lower), upper=volts(upper), reference=reference)


def view(make: Make, electrolyte: Material, cutoffs: Cutoffs | None, **more: Any) -> WindowView:
    """NCM-like cathode at 3.8 V, a bare separator of one electrolyte, lithium."""
    return bars(bare(make, electrolyte, cutoffs, **more), EvidenceBase(more.pop("records", ())))


def bare(make: Make, electrolyte: Material, cutoffs: Cutoffs | None, anode: Material | None = None) -> Any:
    negative = anode or make.metal()
    um = make.q(100, "um")
    layers = [
        Layer(id="cathode", role="cathode", material="am", loading=make.q(10, "mg/cm2")),
        Layer(id="separator", role="electrolyte", material=electrolyte.id, thickness=um),
        Layer(id="anode", role="anode", material=negative.id, thickness=um),
    ]
    return make.design(layers, [make.host("am", 150.0, 3.8), electrolyte, negative], cutoffs=cutoffs)


def test_that_margins_are_counted_from_the_highest_cathode_and_the_average_anode_potential(make: Make) -> None:
    found = view(make, make.conductor("se", windows=(window(1.7, 2.1),)), limits(2.0, 3.6, "Li-In"))
    (bar,) = found.bars
    assert found.metal == "Li/Li+"
    assert (found.cathode.lower, found.cathode.upper) == (pytest.approx(2.62), pytest.approx(4.22))
    assert found.cathode.average == pytest.approx(3.8)
    assert found.anode.average == 0.0
    assert bar.flag == "exceeded at both electrodes"
    assert bar.cathode_margin == pytest.approx(2.1 - 4.22)
    assert bar.anode_margin == pytest.approx(-1.7)
    assert bar.discharge_margin == pytest.approx(2.62 - 1.7)
    assert (bar.at_cathode, bar.at_anode, bar.layers) == (True, True, ("separator",))


@pytest.mark.parametrize(
    ("low", "high", "flag"),
    [
        (0.0, 5.0, "inside"),
        (0.04, 4.16, "inside"),
        (0.0, 4.14, "exceeded at the cathode"),
        (0.06, 5.0, "exceeded at the anode"),
        (None, 5.0, "not known"),
        (None, 4.0, "exceeded at the cathode"),
        (0.5, None, "exceeded at the anode"),
        (0.0, None, "not known"),
    ],
)
def test_that_a_window_counts_as_exceeded_beyond_50_mv(make: Make, low: float, high: float, flag: str) -> None:
    (bar,) = view(make, make.conductor("se", windows=(window(low, high),)), limits(2.5, 4.2)).bars
    assert bar.flag == flag
    assert (bar.low, bar.high) == (low, high)


def test_that_what_does_not_meet_an_electrode_would_be_exceeded_there(make: Make) -> None:
    um = make.q(100, "um")
    stuff = [make.host("am", 150.0, 3.8), make.metal()]
    stuff += [make.conductor(key, windows=(window(low, high),)) for key, low, high in (
        ("first", 1.7, 2.1), ("inner", 1.7, 2.1), ("low", 1.7, 5.0), ("high", 0.0, 2.1), ("last", 1.7, 2.1),
    )]  # fmt: skip
    middle = ("first", "inner", "low", "high", "last")
    layers = [
        Layer(id="cathode", role="cathode", material="am", loading=make.q(10, "mg/cm2")),
        *(Layer(id=f"layer-{key}", role="electrolyte", material=key, thickness=um) for key in middle),
        Layer(id="anode", role="anode", material="li", thickness=um),
    ]
    found = bars(make.design(layers, stuff, cutoffs=limits(2.5, 4.2)), EvidenceBase(()))
    assert {bar.material: bar.flag for bar in found.bars} == {
        "first": "exceeded at the cathode",
        "inner": "would be exceeded at both electrodes",
        "low": "would be exceeded at the anode",
        "high": "would be exceeded at the cathode",
        "last": "exceeded at the anode",
    }


def test_that_a_limit_between_the_terminals_is_raised_by_the_anode(make: Make) -> None:
    alloy = make.metal("alloy", average_potential=make.q(0.62, "V"))
    design = bare(make, make.conductor("se", windows=(window(0.6, 4.5),)), limits(2.0, 3.7, "cell"), alloy)
    found = bars(design, EvidenceBase(()))
    assert (found.cathode.lower, found.cathode.upper) == (pytest.approx(2.62), pytest.approx(4.32))
    assert found.bars[0].flag == "inside"
    assert found.bars[0].cathode_margin == pytest.approx(0.18)


def test_that_without_limits_the_average_of_the_cathode_stands_in(make: Make) -> None:
    found = view(make, make.conductor("se", windows=(window(0.0, 3.7),)), None)
    assert (found.cathode.lower, found.cathode.upper) == (None, None)
    assert found.bars[0].flag == "exceeded at the cathode"
    assert found.bars[0].cathode_margin == pytest.approx(-0.1)
    assert "no voltage limits are given" in found.cathode.words


def test_that_a_window_against_sodium_is_never_set_on_a_lithium_axis(make: Make) -> None:
    found = view(make, make.conductor("se", windows=(window(1.5, 9.0, "Na/Na+"),)), limits(2.5, 4.2))
    (bar,) = found.bars
    assert (bar.flag, bar.on_axis, bar.metal) == ("not comparable", False, "Na/Na+")
    assert (bar.cathode_margin, bar.anode_margin) == (None, None)
    assert found.ends == (0.0, 5.0)


def test_that_limits_against_sodium_are_not_used_in_a_lithium_cell(make: Make) -> None:
    found = view(make, make.conductor("se", windows=(window(0.0, 5.0),)), limits(2.5, 4.2, "Na/Na+"))
    assert (found.cathode.lower, found.cathode.upper) == (None, None)
    assert "Na/Na+" in found.cathode.words


@pytest.mark.parametrize(("reference", "shift"), [("Li-In", 0.62), ("Li4Ti5O12", 1.55)])
def test_that_a_window_against_an_electrode_with_a_plateau_is_moved(make: Make, reference: str, shift: float) -> None:
    (bar,) = view(make, make.conductor("se", windows=(window(1.0, 2.0, reference),)), limits(2.5, 4.2)).bars
    assert (bar.low, bar.high) == (pytest.approx(1.0 + shift), pytest.approx(2.0 + shift))
    assert reference in (bar.note or "")


@pytest.mark.parametrize("reference", ["graphite", "cell"])
def test_that_a_window_against_an_electrode_without_a_plateau_is_named_but_not_drawn(
    make: Make, reference: str
) -> None:
    (bar,) = view(make, make.conductor("se", windows=(window(1.0, 2.0, reference),)), limits(2.5, 4.2)).bars
    assert (bar.flag, bar.on_axis) == ("not comparable", False)
    assert f"1 V to 2 V against {reference}" in (bar.note or "")


def test_that_calculated_and_measured_windows_of_one_material_are_two_bars(make: Make) -> None:
    both = (window(1.7, 2.1), window(None, 5.0, method="experimental"))
    found = view(make, make.conductor("se", windows=both), limits(2.5, 4.2))
    assert [(bar.method, bar.high) for bar in found.bars] == [("thermodynamic", 2.1), ("experimental", 5.0)]


def test_that_a_material_without_a_window_is_said_to_have_none(make: Make) -> None:
    (bar,) = view(make, make.conductor("se"), limits(2.5, 4.2)).bars
    assert (bar.flag, bar.on_axis, bar.note) == ("not known", False, "no window is on record")


def test_that_a_coating_a_catholyte_and_a_metal_layer_each_have_their_place(make: Make) -> None:
    um = make.q(100, "um")
    coat = Material(id="coat", name="coat", category="coating", windows=(window(None, 3.9),))
    gold = Material(id="au", name="Gold", symbol="Au", category="coating", metal_anode="alloy")
    parts = (
        Component(material="am", function="active material", mass_fraction=make.q(70, "wt%"),
                  coating=Coating(material="coat")),
        Component(material="halide", function="catholyte", mass_fraction=make.q(30, "wt%")),
    )  # fmt: skip
    layers = [
        Layer(id="cathode", role="cathode", components=parts, loading=make.q(10, "mg/cm2")),
        Layer(id="separator", role="electrolyte", material="se", thickness=um),
        Layer(id="gold", role="anode interface layer", material="au", thickness=um),
        Layer(id="anode", role="anode", material="li", thickness=um),
    ]
    stuff = [make.host("am", 150.0, 3.8), coat, gold, make.metal(), make.conductor("se"), make.conductor("halide")]
    found = {bar.material: bar for bar in bars(make.design(layers, stuff), EvidenceBase(())).bars}
    assert set(found) == {"coat", "halide", "se", "au"}
    assert found["coat"].uses == ("coating of am in cathode (am composite)",)
    assert (found["halide"].at_cathode, found["halide"].at_anode) == (True, False)
    assert (found["se"].at_cathode, found["se"].at_anode) == (True, True)
    assert found["au"].layers == ("gold",)


def test_that_lgps_has_the_limits_and_products_of_its_table_row() -> None:
    raw = json.loads((PRESETS / "interfaces" / "t4-06.json").read_text(encoding="utf-8"))
    low, high = raw["low_potential"][0], raw["high_potential"][0]
    found = bars(cellbuilder.from_cell("t8-15"), cellbuilder.evidence())
    bar = next(entry for entry in found.bars if entry.material == "lgps")
    assert (bar.low, bar.high) == (low["potential"]["value"], high["potential"]["value"])
    assert (bar.evidence, bar.grade) == ("t4-06", raw["grade"])
    assert list(bar.reduced_to) == low["products"]
    assert list(bar.oxidised_to) == raw["high_potential"][-1]["products"]
    assert bar.cathode_margin == pytest.approx(high["potential"]["value"] - 3.6 - 0.62)


def test_that_a_statement_that_repeats_one_end_is_no_bar_of_its_own(make: Make, library: Any) -> None:
    design = bare(make, library.material("llzo"), limits(2.5, 4.2))
    found = [bar for bar in bars(design, cellbuilder.evidence()).bars if bar.method == "thermodynamic"]
    assert [(bar.low, bar.high) for bar in found] == [(0.05, 2.91)]


@pytest.mark.parametrize("cell", CELLS)
def test_that_every_electrolyte_and_coating_of_a_published_cell_is_shown(cell: str) -> None:
    raw = json.loads((PRESETS / "cells" / f"{cell}.json").read_text(encoding="utf-8"))
    wanted = set()
    for layer in raw["stack"]["layers"]:
        keys = {layer["material"]} if "material" in layer else set()
        for part in layer.get("components", []):
            keys |= {part["material"]} | ({part["coating"]["material"]} if "coating" in part else set())
        for key in keys:
            entry = json.loads((PRESETS / "materials" / f"{key}.json").read_text(encoding="utf-8"))
            if entry["category"] in ("electrolyte", "coating") or layer["role"].endswith("interface layer"):
                wanted.add(key)
    found = bars(cellbuilder.from_cell(cell), cellbuilder.evidence())
    assert {bar.material for bar in found.bars} == wanted
    assert found.metal == f"{raw['ion']}/{raw['ion']}+"
    assert all(bar.metal in (found.metal, None) for bar in found.bars if bar.on_axis)
    low, high = found.ends
    ends = [end for bar in found.bars if bar.on_axis for end in (bar.low, bar.high) if end is not None]
    assert all(low <= end <= high for end in ends)
