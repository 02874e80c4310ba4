"""A file that uses every field of bench and contact stays as it is, and the page on the format shows what is true."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from tests.raw_designs import Raw, layer, opened, q, refusals, with_layer

import cellbuilder
from cellbuilder import units
from cellbuilder.domain.bench import MeasuredResistance, Pressed
from cellbuilder.domain.contact import ChargeTransfer, ContactSpots, Interface, Interphase, PressureLaw
from cellbuilder.domain.material import Material, PhaseTransition
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import (
    CellFormat,
    Component,
    Conditions,
    Conventions,
    GrainBoundary,
    Layer,
    Stack,
)
from cellbuilder.io import codec

DOCS = Path(__file__).resolve().parents[2] / "docs"


PRESSED = {"mass": q(80, "mg"), "diameter": q(10, "mm")}
HELD = q(2, "mAh/cm2")
BARE = {"resistance": q(48, "Ohm")}


def measured(**changes: Any) -> Raw:
    """48 ohm on a 10 mm pellet."""
    return {**BARE, "diameter": q(10, "mm"), **changes}


def with_contact(raw: Raw, **fields: Any) -> Raw:
    raw["stack"]["interfaces"] = [{"between": ["anode-interface-layer", "anode"], **fields}]
    return raw


def with_transfer(raw: Raw, **fields: Any) -> Raw:
    layer(raw, 1)["components"][0]["charge_transfer"] = fields
    return raw


# Every field at once


def _use_every_new_field(raw: Raw) -> Raw:
    """Fill in what is new, on a pellet of Model T with a second way of sizing in each layer that has one."""
    stack = raw["stack"]
    active = {
        "particle_radius": q(2.5, "um", low=1.5, high=4, distribution="normal"),
        "coverage": q(60, "%", low=30, high=80),
        "charge_transfer": {
            "area_resistance": q(20, "Ohm cm2"), "basis": "geometric", "temperature": q(25, "degC"),
            "activation_energy": q(40, "kJ/mol"), "note": "three electrodes",
        },
        "capacity": q(135.0, "mAh/g"), "first_cycle_efficiency": q(0.88, "1"), "diffusivity": q(1e-10, "cm2/s"),
        "ion_content": q(1, "1"),
    }  # fmt: skip
    layer(raw, 1)["components"][0].update(active)
    layer(raw, 1)["components"][1]["charge_transfer"] = {"exchange_current_density": q(0.5, "mA/cm2")}
    with_layer(
        raw, 1, ionic_exponent=q(2.5, "1"), double_layer=q(10, "uF/cm2"), double_layer_exponent=q(0.85, "1"),
    )  # fmt: skip
    del layer(raw, 2)["porosity"]
    with_layer(
        raw, 2, pressed=PRESSED, tortuosity_factor=q(3.0, "1"),
        measured_resistance=measured(lead_resistance=q(0.6, "Ohm"), note="steel | pellet | steel"),
        grain_boundary={"grain_size": q(1, "um"), "area_resistance": q(0.02, "Ohm cm2"),
                        "capacitance": q(1e-06, "F/cm2")},
    )  # fmt: skip
    del layer(raw, 4)["thickness"]
    with_layer(raw, 4, capacity=q(200, "mAh/g"), ion_content=q(0.5, "1"), areal_capacity=q(2.0, "mAh/cm2", low=1.9))
    with_contact(
        raw, measured={"resistance": q(48, "Ohm"), "area": q(78.5, "mm2"), "pellet_resistance": q(35.4, "Ohm"),
                       "interfaces": 2},
        temperature=q(298.15, "K"), activation_energy=q(0.45, "eV"), behaviour="SEI",
        growth=q(1.5, "Ohm cm2/h^0.5", low=0.5, high=4, distribution="lognormal"),
        interphase={"thickness": q(20, "nm", low=10, high=40), "after": q(25, "h"), "conductivity": q(4e-07, "S/cm")},
        pressure_law={"exponent": q(-0.5, "1", low=-1, high=-0.3), "pressure": q(5, "MPa")}, area_gain=q(1.4, "1"),
        spots={"radius": q(10, "um"), "per_area": q(100, "1/mm2")}, capacitance=q(2, "uF/cm2"),
        capacitance_exponent=q(0.9, "1"), note="day 3",
    )  # fmt: skip
    stack["interfaces"].append({"between": ["cathode", "electrolyte"], "area_resistance": q(None, "Ohm cm2")})
    stack["conditions"].update(age=q(100, "h"), coulombic_efficiency=q(99.95, "%"), cycles=q(500, "cycles"),
                               fabrication_temperature=q(150, "degC"), dew_point=q(-60.0, "degC"),
                               solvent="non-polar")  # fmt: skip
    stack["format"].update(
        width=q(5, "cm"), height=q(80, "mm"), seal_width=q(4.0, "mm"), hardware_mass=q(0, "g"),
        hardware_volume=q(0.2, "cm3"),
    )  # fmt: skip
    stack["conventions"] = {"collectors": "full", "volume": "charged", "capacity": "theoretical"}
    raw["materials"]["li3incl6"]["entry"].update(
        phase_transitions=[{"temperature": q(420, "K"), "what": "made up for this test"}], permittivity=q(20, "1"),
        diffusivity=q(1e-08, "cm2/s"), first_cycle_efficiency=q(90, "%"),
    )  # fmt: skip
    return raw


@pytest.fixture
def full(raw: Raw) -> Raw:
    return _use_every_new_field(raw)


def models_in(value: BaseModel) -> Iterator[BaseModel]:
    yield value
    for name in type(value).model_fields:
        child = getattr(value, name)
        children = child.values() if isinstance(child, dict) else child if isinstance(child, tuple) else (child,)
        for item in children:
            if isinstance(item, BaseModel):
                yield from models_in(item)


WHOLE = (
    Pressed, MeasuredResistance, Interface, Interphase, PressureLaw, ContactSpots, ChargeTransfer, GrainBoundary,
    Conventions, PhaseTransition,
)  # fmt: skip
"""Objects that are new, or nearly so: each of their fields is used."""

ADDED: dict[type[BaseModel], set[str]] = {
    Quantity: {"distribution"},
    Component: {
        "particle_radius", "coverage", "charge_transfer", "capacity", "first_cycle_efficiency", "diffusivity",
        "ion_content",
    },
    Layer: {
        "pressed", "measured_resistance", "grain_boundary", "ionic_exponent", "tortuosity_factor", "capacity",
        "ion_content", "double_layer", "double_layer_exponent", "areal_capacity",
    },
    Conditions: {"age", "coulombic_efficiency", "cycles", "fabrication_temperature", "dew_point", "solvent"},
    CellFormat: {"width", "height", "seal_width", "hardware_mass", "hardware_volume"},
    Stack: {"conventions"},
    Material: {"phase_transitions", "permittivity", "diffusivity", "first_cycle_efficiency"},
}  # fmt: skip


def test_that_a_design_with_every_new_field_is_written_back_byte_for_byte(full: Raw) -> None:
    design = opened(full)
    used: dict[type[BaseModel], set[str]] = defaultdict(set)
    for model in models_in(design):
        used[type(model)] |= model.model_fields_set
    wanted = {model: set(model.model_fields) for model in WHOLE} | ADDED
    assert {model.__name__: fields - used[model] for model, fields in wanted.items() if fields - used[model]} == {}
    first = codec.dumps(design)
    again = codec.loads(first.encode())
    assert again == design
    assert codec.dumps(again) == first
    assert json.loads(first) == full


def test_that_new_fields_that_were_not_given_are_not_written(raw: Raw) -> None:
    written = json.loads(codec.dumps(opened(raw)))
    assert written == raw
    assert "conventions" not in written["stack"]


# The pieces of JSON in the documentation


def pieces() -> list[Raw]:
    page = (DOCS / "file-format.md").read_text(encoding="utf-8")
    return [json.loads(found) for found in re.findall(r"^```jsonc\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]


def si(quantity: Raw) -> float:
    return units.to_si(quantity["value"], quantity["unit"])


def test_that_the_documented_pieces_open() -> None:
    pellet, symmetric, growing, interphase, cathode = pieces()
    design: Raw = {
        "schema": "cellbuilder-design", "schema_version": 1, "name": "from the page",
        "stack": {
            "layers": [cathode, pellet, {"id": "anode", "role": "anode", "material": "li", "thickness": q(50, "um")}],
            "conditions": {"temperature": q(25, "degC"), "age": q(100, "h")},
            "format": {"kind": "pellet", "area": q(0.785, "cm2")},
        },
        "materials": {
            key: {"entry": cellbuilder.library().material(key).model_dump(mode="json", exclude_unset=True)}
            for key in ("ncm811", "li6ps5cl", "li")
        },
    }  # fmt: skip
    for contact in (symmetric, growing, interphase):
        design["stack"]["interfaces"] = [contact]
        assert json.loads(codec.dumps(opened(design))) == design


def test_that_the_documented_pellet_has_the_density_beside_it() -> None:
    pellet = pieces()[0]
    mass, area = si(pellet["pressed"]["mass"]), math.pi / 4 * si(pellet["pressed"]["diameter"]) ** 2
    density = mass / area / si(pellet["thickness"])
    assert area == pytest.approx(0.785e-4, abs=5e-8)
    assert mass / area == pytest.approx(1.27, abs=5e-3)
    assert density == pytest.approx(1550, abs=5)
    assert density / 1860 == pytest.approx(0.83, abs=5e-3)


def test_that_the_documented_symmetric_cell_has_the_contact_beside_it() -> None:
    cell = pieces()[1]["measured"]
    left = si(cell["resistance"]) - si(cell["lead_resistance"]) - si(cell["pellet_resistance"])
    assert left == pytest.approx(12, rel=1e-9)
    area = math.pi / 4 * si(cell["diameter"]) ** 2
    assert left / cell["interfaces"] * area == pytest.approx(4.71e-4, abs=5e-7)


def test_that_the_documented_growing_contact_has_the_value_beside_it() -> None:
    contact = pieces()[2]
    grown = si(contact["area_resistance"]) + si(contact["growth"]) * math.sqrt(si(q(100, "h")))
    assert grown == pytest.approx(27e-4, rel=1e-9)


def test_that_the_documented_interphase_has_the_values_beside_it() -> None:
    contact = pieces()[3]
    seen = contact["interphase"]
    thick = si(seen["thickness"]) * math.sqrt(si(q(100, "h")) / si(seen["after"]))
    assert thick == pytest.approx(40e-9, rel=1e-9)
    assert thick / si(seen["conductivity"]) == pytest.approx(10e-4, rel=1e-9)
    assert si(contact["area_resistance"]) + thick / si(seen["conductivity"]) == pytest.approx(22e-4, rel=1e-9)


def test_that_the_documented_composite_has_the_two_values_beside_it() -> None:
    cathode = pieces()[4]
    active = cathode["components"][0]
    densities = {part["material"]: cellbuilder.library().material(part["material"]).density
                 for part in cathode["components"]}  # fmt: skip
    volumes = [
        si(part["mass_fraction"]) / (density.si or math.nan)
        for part in cathode["components"]
        if (density := densities[part["material"]]) is not None
    ]
    assert len(volumes) == 2
    share = (1 - si(cathode["porosity"])) * volumes[0] / sum(volumes)
    assert share == pytest.approx(0.40, abs=5e-3)
    area = 3 * share / si(active["particle_radius"]) * si(active["coverage"]) * si(cathode["thickness"])
    assert area == pytest.approx(17.5, abs=0.1)
    assert si(active["charge_transfer"]["area_resistance"]) / area == pytest.approx(1.1e-4, abs=5e-6)
    assert active["charge_transfer"]["basis"] == "unknown"


def with_body(raw: Raw, **fields: Any) -> Raw:
    raw["stack"]["format"].update({"kind": "pouch", "area": q(45, "cm2"), **fields})
    return raw


def of_hydroborate(raw: Raw, **fields: Any) -> Raw:
    """A separator of the hydroborate of the page."""
    entry = cellbuilder.library().material("na2b12h12-na2b10h10")
    raw["materials"][entry.id] = {"entry": entry.model_dump(mode="json", exclude_unset=True)}
    del layer(raw, 2)["porosity"]
    return with_layer(raw, 2, material=entry.id, thickness=q(500, "um"), **fields)


def with_coverage(raw: Raw, coverage: Raw) -> Raw:
    layer(raw, 1)["components"][0]["coverage"] = coverage
    return raw


def with_conditions(raw: Raw, **fields: Any) -> Raw:
    raw["stack"]["conditions"].update(fields)
    return raw


def without_thickness(raw: Raw) -> Raw:
    del layer(raw, 2)["thickness"]
    return raw


SPOILT: dict[str, Callable[[Raw], Raw]] = {
    "no size": without_thickness,
    "thickness and areal capacity": lambda raw: with_layer(raw, 2, areal_capacity=HELD),
    "loading and areal capacity": lambda raw: with_layer(raw, 1, areal_capacity=HELD),
    "mass and areal capacity": lambda raw: with_layer(without_thickness(raw), 2, pressed=PRESSED, areal_capacity=HELD),
    "two currents": lambda raw: with_conditions(raw, current_density=q(0.1, "mA/cm2"), c_rate=q(0.1, "C")),
    "no time": lambda raw: with_contact(raw, interphase={"thickness": q(20, "nm"), "after": q(0, "h")}),
    "loading and mass": lambda raw: with_layer(raw, 1, pressed=PRESSED),
    "conductivity and resistance": lambda raw: with_layer(
        raw, 2, conductivity=q(1, "mS/cm"), measured_resistance=measured()
    ),
    "tortuosity and exponent": lambda raw: with_layer(raw, 1, tortuosity_factor=q(3, "1"), ionic_exponent=q(2.5, "1")),
    "what follows": lambda raw: with_layer(raw, 2, pressed=PRESSED),
    "denser than dense": lambda raw: of_hydroborate(raw, pressed={"mass": q(80, "mg"), "diameter": q(12, "mm")}),
    "such a density": lambda raw: of_hydroborate(raw, density=q(1.4, "g/cm3")),
    "ohm without area": lambda raw: with_contact(raw, measured=BARE),
    "ohm with two areas": lambda raw: with_contact(raw, measured=measured(area=q(1, "cm2"))),
    "no ohm": lambda raw: with_contact(raw, measured=measured(resistance=q(0, "Ohm"))),
    "leads": lambda raw: with_contact(raw, measured=measured(lead_resistance=q(50, "Ohm"))),
    "a pellet in a layer": lambda raw: with_layer(raw, 2, measured_resistance=measured(pellet_resistance=q(9, "Ohm"))),
    "contacts in a layer": lambda raw: with_layer(raw, 2, measured_resistance=measured(interfaces=2)),
    "two resistances": lambda raw: with_contact(raw, measured=measured(), area_resistance=q(9, "Ohm cm2")),
    "no charge transfer": lambda raw: with_transfer(raw, basis="unknown"),
    "two charge transfers": lambda raw: with_transfer(
        raw, area_resistance=q(9, "Ohm cm2"), exchange_current_density=q(1, "mA/cm2")
    ),
    "no exchange current": lambda raw: with_transfer(raw, exchange_current_density=q(0, "mA/cm2")),
    "below a limit": lambda raw: with_contact(raw, area_gain=q(0.9, "1")),
    "above a limit": lambda raw: with_coverage(raw, q(1.1, "1")),
    "log-normal": lambda raw: with_layer(raw, 2, thickness=q(30, "um", low=0, distribution="lognormal")),
    "one side": lambda raw: with_body(raw, width=q(5, "cm")),
    "sides and area": lambda raw: with_body(raw, width=q(5, "cm"), height=q(80, "mm")),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_that_the_messages_of_the_rules_stand_in_the_documentation(raw: Raw, fault: str) -> None:
    page = (DOCS / "file-format.md").read_text(encoding="utf-8")
    (message,) = refusals(SPOILT[fault](raw))
    said = message.partition(": ")[2] if message.startswith("stack") else message
    assert f"{said}`" in page
