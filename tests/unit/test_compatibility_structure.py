"""What must hold of any stack: complete, conducting, within sane conditions."""

from typing import Any

import pytest

import cellbuilder
from cellbuilder.app import edits
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.quantity import Quantity


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
