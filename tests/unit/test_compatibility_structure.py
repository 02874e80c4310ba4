"""What must hold of any stack: complete, conducting, within sane conditions and voltage limits."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.stacked import base, by_id, mixed, q, stacked

import cellbuilder
from cellbuilder.app import edits
from cellbuilder.compatibility import references, structure
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Cutoffs
from cellbuilder.engine import voltage


def codes(design: Design) -> dict[str, Finding]:
    return {item.code: item for item in cellbuilder.evaluate(design).findings}


def with_cutoffs(design: Design, lower: float, upper: float) -> Design:
    cutoffs = design.stack.cutoffs
    assert cutoffs is not None
    changed = edits.evolve(
        cutoffs, lower=Quantity(value=lower, unit="V"), upper=Quantity(value=upper, unit="V"), reference="Li/Li+"
    )
    return edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=changed))


def heated(design: Design, **temperature: Any) -> Design:
    return edits.set_condition(design, "temperature", Quantity(**temperature))


@pytest.mark.parametrize(
    ("layers", "code", "words"),
    [
        (("electrolyte", "anode-interface-layer"), "no-electrolyte", "The stack has no electrolyte"),
        (("cathode",), "no-cathode", "The stack has no cathode"),
        (("anode", "anode-collector"), "no-anode", "The stack has no anode"),
    ],
)
def test_that_a_stack_without_an_essential_layer_is_an_error(layers: tuple[str, ...], code: str, words: str) -> None:
    design = cellbuilder.from_model("T")
    assert code not in codes(design)
    for layer in layers:
        design = edits.remove_layer(design, layer)
    item = codes(design)[code]
    assert (item.severity, item.verdict, item.title) == ("error", "blocks", words)


def test_that_metal_in_the_place_of_the_electrolyte_is_an_error_until_a_conductivity_is_entered() -> None:
    library = cellbuilder.library()
    design = edits.set_material(cellbuilder.from_model("T"), "electrolyte", "stainless-steel", library)
    item = codes(design)["no-ion-conductor"]
    assert (item.severity, item.targets) == ("error", ("electrolyte",))
    entered = edits.set_quantity(design, "electrolyte", "conductivity", Quantity(value=1, unit="mS/cm"))
    assert "no-ion-conductor" not in codes(entered)


@pytest.mark.parametrize(("lower", "upper", "told"), [(2.7, 2.0, True), (3.0, 3.0, True), (2.5, 4.2, False)])
def test_that_a_voltage_window_upside_down_is_a_warning(lower: float, upper: float, told: bool) -> None:
    assert ("cutoffs" in codes(with_cutoffs(cellbuilder.from_model("T"), lower, upper))) is told


@pytest.mark.parametrize(
    ("model", "celsius", "told"),
    [("H", 97, None), ("H", 99, "molten"), ("B", 179, "temperature"), ("B", 182, "molten"), ("T", 298, "temperature"),
     ("T", 90, None)],
)  # fmt: skip
def test_that_a_molten_anode_or_a_temperature_in_kelvin_is_told(model: str, celsius: float, told: str | None) -> None:
    found = codes(heated(cellbuilder.from_model(model), value=celsius, unit="degC"))
    assert {"molten", "temperature"} & set(found) == ({told} if told else set())


def molten(design: Design) -> dict[str, Finding]:
    return {key: item for key, item in by_id(structure.faults(design, base().rules)).items() if item.code == "molten"}


@pytest.mark.parametrize(
    ("fields", "celsius", "told"),
    [
        ({"formula": "Li"}, 200, True),
        ({"formula": "Li"}, 180, False),
        ({"formula": "Li2"}, 200, True),
        ({"family": "LI"}, 200, True),
        ({}, 200, True),
        ({"formula": "Li3Mg", "family": "Li"}, 200, False),
        ({"metal_anode": "alloy"}, 200, False),
    ],
)
def test_that_lithium_melts_under_whatever_id(
    make: SimpleNamespace, fields: dict[str, Any], celsius: float, told: bool
) -> None:
    design = stacked("lco", "llzo", "our-foil", own=[make.metal("our-foil", **fields)], temperature=q(celsius, "degC"))
    found = molten(design)
    assert list(found) == (["molten:anode"] if told else [])
    assert not told or "our-foil melts at 180.5 °C and the cell is at 200 °C" in found["molten:anode"].message


def test_that_metal_in_a_composite_anode_melts_and_a_polymer_in_it_does_not(make: SimpleNamespace) -> None:
    anode = mixed("li", ("electrolyte", "peo-litfsi", 30))
    found = molten(stacked("lfp", "peo-litfsi", anode, temperature=q(190, "degC")))
    assert list(found) == ["molten:anode.li"]
    assert (found["molten:anode.li"].severity, found["molten:anode.li"].verdict) == ("warning", "risk")
    assert molten(stacked("lfp", "peo-litfsi", anode, temperature=q(80, "degC"))) == {}


# Voltage limits


def doubts(
    upper: float | None, lower: float | None = None, *, cathode: str = "ncm811", anode: str = "li",
    reference: Any = "cell",
) -> Finding | None:  # fmt: skip
    """What is said of voltage limits in V."""
    separator = "na3ps4" if anode.startswith("na") else "li6ps5cl"
    design = stacked(cathode, separator, anode)
    ends: dict[str, Any] = {"upper": upper, "lower": lower}
    given: dict[str, Any] = {key: Quantity(value=end, unit="V") for key, end in ends.items() if end is not None}
    limits = Cutoffs(reference=reference, **given)
    design = edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=limits))
    return by_id(item for item in references.findings(design, base().rules) if item.code == "voltage-limits").get(
        "voltage-limits"
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"upper": 40}, "The upper limit is 40 V between the terminals: more than 6 V against the metal"),
        ({"upper": 5.5, "anode": "li-in"}, "5.5 V between the terminals, 6.12 V against Li/Li+: more than 6 V"),
        ({"upper": 5.5, "anode": "li-in", "reference": "Li-In"}, "5.5 V against Li-In, 6.12 V against Li/Li+"),
        ({"upper": 6.1, "reference": "Li/Li+"}, "6.1 V against Li/Li+: more than 6 V"),
        ({"upper": 1}, "1 V between the terminals, lies below the average potential of the cathode, 3.82 V against"),
        ({"upper": 3.1, "anode": "li-in"}, "(3.72 V against Li/Li+), lies below the average potential"),
        ({"upper": 3.1, "reference": "Li/Li+"}, "the cell can hardly be charged"),
        ({"upper": -3, "lower": -4}, "-3 V between the terminals, lies below the average"),
        ({"upper": 4.2, "lower": -3}, "The lower limit is -3 V between the terminals: below zero"),
        ({"upper": 4.2, "lower": 0.5, "anode": "li-in", "reference": "Li/Li+"}, "-0.12 V between the terminals: below"),
        ({"upper": 7, "cathode": "nvp", "anode": "na"}, "7 V between the terminals: more than 6 V"),
    ],
)
def test_that_voltage_limits_that_cannot_be_meant_are_noticed(given: dict[str, Any], words: str) -> None:
    item = doubts(**given)
    assert item is not None
    assert (item.severity, item.verdict, item.targets) == ("notice", "risk", ("cathode",))
    assert words in item.message


@pytest.mark.parametrize(
    "given",
    [
        {"upper": 4.3, "lower": 2.5},
        {"upper": 6.0},
        {"upper": 3.7, "lower": 0, "anode": "li-in"},
        {"upper": 5.38, "anode": "li-in", "reference": "Li-In"},
        {"upper": 4.2, "lower": 0.63, "anode": "li-in", "reference": "Li/Li+"},
        {"upper": 2.6, "lower": 1.0, "anode": "lto"},
        {"upper": None, "lower": 2.0},
        {"upper": 3.0, "reference": "Na/Na+"},
        {"upper": 3.9, "cathode": "nvp", "anode": "na"},
    ],
)
def test_that_usual_voltage_limits_are_not(given: dict[str, Any]) -> None:
    assert doubts(**given) is None


def test_that_the_plateau_of_indium_is_that_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    design = stacked("ncm811", "li6ps5cl", "li-in")
    limits = Cutoffs(upper=Quantity(value=3.6, unit="V"), reference="Li/Li+")
    design = edits.evolve(design, stack=edits.evolve(design.stack, cutoffs=limits))
    told = by_id(item for item in references.findings(design, base().rules) if item.code == "reference-li-in")
    assert "3.6 V against Li-In are 4.22 V against lithium" in told["reference-li-in"].message
    other = voltage.PLATEAUS | {"Li-In": (Quantity(value=0.6, unit="V"), "Li/Li+")}
    monkeypatch.setattr(references, "PLATEAUS", other)
    (again,) = [item for item in references.findings(design, base().rules) if item.code == "reference-li-in"]
    assert "3.6 V against Li-In are 4.2 V against lithium" in again.message
