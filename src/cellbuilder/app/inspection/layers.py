"""What can be edited of a layer."""

from __future__ import annotations

from typing import Final

from cellbuilder.app.edits import Path, layer_index
from cellbuilder.app.inspection import rows
from cellbuilder.app.inspection.rows import Body, Choice, Composition, Number, Part, Row, Section, Sizing, Told, Words
from cellbuilder.app.words import tr
from cellbuilder.domain.bench import MeasuredResistance
from cellbuilder.domain.contact import ChargeTransfer
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import ROLE_ORDER, Component, GrainBoundary, Layer
from cellbuilder.engine import layer_data

COLLECTORS: Final = ("cathode collector", "anode collector")
_THIN: Final = ("cathode interface layer", "anode interface layer")


def assumed(value: float, unit: str) -> Quantity:
    """Return a number to start from, which says that nobody measured it."""
    return Quantity(value=value, unit=unit, kind="assumption", note="a first value, change it")


def of_layer(design: Design, layer_id: str) -> tuple[Section, ...]:
    """Return what can be edited of a layer, the usual first."""
    layer = design.stack.layers[layer_index(design, layer_id)]
    sections = [Section("", _usual(layer))]
    if layer.role not in COLLECTORS:
        sections += [*_grains(design, layer), Section(tr("Transport"), _transport(layer), is_open=False)]
    if layer.role in ("cathode", "anode"):
        sections.append(Section(tr("Capacity"), _capacity(design, layer), is_open=False))
    if layer.role in ("cathode", "anode") and layer.components:
        at: Path = ("layer", layer_id)
        impedance = (
            Number((*at, "double_layer"), tr("Double layer"), "capacitance per area", rows.CAPACITANCE),
            Number((*at, "double_layer_exponent"), tr("Exponent of the double layer"), "fraction", rows.PHASE),
        )
        sections.append(Section(tr("Impedance"), impedance, is_open=False))
    return (*sections, Section(tr("Name and role"), _names(layer), is_open=False))


def _usual(layer: Layer) -> tuple[Row, ...]:
    at: Path = ("layer", layer.id)
    parts = tuple((part.function, part.coating is not None) for part in layer.components)
    result: list[Row] = [Body(layer.id) if layer.material is not None else Composition(layer.id, parts)]
    result += _size(layer)
    if layer.pressed is None or layer.thickness is None:
        result.append(Number((*at, "porosity"), tr("Porosity"), "fraction", rows.POROSITY, used=f"porosity:{layer.id}"))
    if layer.material is not None and layer.role not in (*COLLECTORS, "anode"):
        result.append(Number((*at, "conductivity"), tr("Ionic conductivity"), "conductivity", rows.IONIC,
                             library=(layer.material, "conductivity")))  # fmt: skip
    return (*result, Told("note", (*at, "note")))


def sizing(layer: Layer) -> str:
    """Return in which way a layer is sized: a key of ``SIZINGS``."""
    if layer.pressed is not None:
        return "pressed" if layer.thickness is None else "pressed, thickness"
    if layer.loading is not None:
        return "loading" if layer.loading_basis == "active material" else "loading of composite"
    return "areal capacity" if layer.areal_capacity is not None else "thickness"


def _size(layer: Layer) -> list[Row]:
    at: Path = ("layer", layer.id)
    span = rows.FOIL if layer.role in COLLECTORS else rows.THIN if layer.role in _THIN else rows.LENGTH
    result: list[Row] = [Sizing(layer.id, sizing(layer))]
    if layer.thickness is not None:
        result.append(Number((*at, "thickness"), tr("Thickness"), "length", span, needed=True))
    if layer.loading is not None:
        name = tr("Loading ({basis})").format(basis=layer.loading_basis)
        result.append(Number((*at, "loading"), name, "areal mass", rows.LOADING, needed=True))
    if layer.areal_capacity is not None:
        result.append(Number((*at, "areal_capacity"), tr("Areal capacity"), "areal capacity", rows.AREAL_CAPACITY,
                             needed=True))  # fmt: skip
    if layer.pressed is not None:
        result += [Number((*at, "pressed", "mass"), tr("Mass pressed"), "mass", rows.MASS, needed=True),
                   Number((*at, "pressed", "diameter"), tr("Diameter of the die"), "length", rows.DIE,
                          needed=True)]  # fmt: skip
    return result


def _grains(design: Design, layer: Layer) -> list[Section]:
    if layer.role not in ("cathode", "anode"):
        return []
    grains: list[Row] = []
    reaction: list[Row] = []
    for number, part, ahead in _actives(design, layer):
        at: Path = ("layer", layer.id, "components", number)
        key = layer_data.part_key(layer, number)
        grains += [
            Number((*at, "particle_radius"), ahead + tr("Particle radius"), "length", rows.GRAIN,
                   used=f"particle radius:{key}"),
            Number((*at, "coverage"), ahead + tr("Covered by catholyte"), "fraction", rows.PERCENT,
                   used=f"coverage:{key}", hint=tr("share of the grain surface that the catholyte touches")),
        ]  # fmt: skip
        reaction += _transfer((*at, "charge_transfer"), ahead, part.charge_transfer)
    if not grains:
        return []
    return [Section(tr("Particles"), tuple(grains), is_open=False),
            Section(tr("Charge transfer"), tuple(reaction), is_open=False)]  # fmt: skip


def _actives(design: Design, layer: Layer) -> list[tuple[int, Component, str]]:
    """Return the active materials of a composite with their places, and their names where there are several."""
    found = [(number, part) for number, part in enumerate(layer.components) if part.function == "active material"]
    several = len(found) > 1
    return [(number, part, f"{design.material(part.material).label}: " if several else "") for number, part in found]


def _transfer(at: Path, ahead: str, held: ChargeTransfer | None) -> list[Row]:
    start = ChargeTransfer(area_resistance=assumed(20, "Ohm cm2"), basis="unknown")
    hint = tr("resistance of active material against catholyte, or the exchange current that gives it")
    part = Part(at, ahead + tr("Charge transfer"), start, held is not None, hint)
    if held is None:
        return [part]
    bases = (("unknown", tr("area not said")), ("geometric", tr("per area of electrode")),
             ("true contact", tr("per true contact area")))  # fmt: skip
    one = held.exchange_current_density is None
    return [
        part,
        Number((*at, "area_resistance"), ahead + tr("Resistance"), "area resistance", rows.ASR, needed=one),
        Number((*at, "exchange_current_density"), ahead + tr("Exchange current"), "current density", rows.EXCHANGE,
               needed=not one),
        Choice((*at, "basis"), ahead + tr("Divided by"), bases),
        Number((*at, "temperature"), ahead + tr("Measured at"), "temperature", rows.TEMPERATURE),
        Number((*at, "activation_energy"), ahead + tr("Activation energy"), "energy per particle", rows.BARRIER),
    ]  # fmt: skip


def _transport(layer: Layer) -> tuple[Row, ...]:
    at: Path = ("layer", layer.id)
    result: list[Row] = []
    if layer.components:
        result += [
            Number((*at, "conductivity"), tr("Effective ionic conductivity"), "conductivity", rows.IONIC),
            Number((*at, "tortuosity_factor"), tr("Tortuosity factor"), "fraction", rows.GAIN),
            Number((*at, "ionic_exponent"), tr("Ionic exponent"), "fraction", rows.EXPONENT,
                   used=f"ionic exponent:{layer.id}"),
        ]  # fmt: skip
    elif layer.role == "anode":
        result.append(Number((*at, "conductivity"), tr("Ionic conductivity"), "conductivity", rows.IONIC,
                             library=(layer.material or "", "conductivity")))  # fmt: skip
    library = None if layer.material is None else (layer.material, "electronic_conductivity")
    result.append(Number((*at, "electronic_conductivity"), tr("Electronic conductivity"), "conductivity",
                         rows.ELECTRONIC, library=library))  # fmt: skip
    result += measured(
        (*at, "measured_resistance"), tr("Measured resistance"), layer.measured_resistance,
        tr("of this layer in ohm; it gives the conductivity"),
    )  # fmt: skip
    if layer.material is not None:
        result += _boundary((*at, "grain_boundary"), layer.grain_boundary)
    if layer.pressed is None or layer.thickness is None:
        result.append(Number((*at, "density"), tr("Density of the layer"), "density", rows.DENSITY))
    if layer.components:
        ways = ((None, tr("not said")), ("mixed", tr("mixed")), ("core-shell", tr("core and shell")))
        result.append(Choice((*at, "arrangement"), tr("Arrangement"), ways))
    return tuple(result)


def measured(at: Path, name: str, held: MeasuredResistance | None, hint: str, *, contact: bool = False) -> list[Row]:
    """Return the rows of a resistance in ohm; that of a ``contact`` says what of it is not contact."""
    start = MeasuredResistance(resistance=assumed(100, "Ohm"), diameter=assumed(10, "mm"))
    part = Part(at, name, start, held is not None, hint)
    if held is None:
        return [part]
    result: list[Row] = [
        part,
        Number((*at, "resistance"), tr("Resistance read off"), "resistance", rows.RESISTANCE, needed=True),
        Number((*at, "diameter"), tr("Diameter"), "length", rows.DIE, needed=held.area is None),
        Number((*at, "area"), tr("or its area"), "area", rows.AREA, needed=held.diameter is None),
        Number((*at, "lead_resistance"), tr("of which leads"), "resistance", rows.RESISTANCE),
    ]
    if contact:
        counts = ((1, tr("one contact")), (2, tr("two equal contacts (symmetric cell)")))
        result += [
            Number((*at, "pellet_resistance"), tr("of which electrolyte"), "resistance", rows.RESISTANCE),
            Choice((*at, "interfaces"), tr("It holds"), counts),
        ]
    return result


def _boundary(at: Path, held: GrainBoundary | None) -> list[Row]:
    start = GrainBoundary(grain_size=assumed(2, "um"), area_resistance=assumed(0.1, "Ohm cm2"))
    part = Part(at, tr("Grain boundaries"), start, held is not None, tr("in series, added to the grains alone"))
    if held is None:
        return [part]
    return [
        part,
        Number((*at, "grain_size"), tr("Grain size"), "length", rows.GRAIN, needed=True),
        Number((*at, "area_resistance"), tr("Resistance of a boundary"), "area resistance", rows.ASR, needed=True),
        Number((*at, "capacitance"), tr("Capacitance of a boundary"), "capacitance per area", rows.CAPACITANCE),
    ]


def _capacity(design: Design, layer: Layer) -> tuple[Row, ...]:
    if layer.material is not None:
        at: Path = ("layer", layer.id)
        return _stored(at, "", layer.material)
    result: list[Row] = []
    for number, part, ahead in _actives(design, layer):
        inner: Path = ("layer", layer.id, "components", number)
        result += _stored(inner, ahead, part.material)
        result += [
            Number((*inner, "first_cycle_efficiency"), ahead + tr("First-cycle efficiency"), "fraction",
                   rows.EFFICIENCY, library=(part.material, "first_cycle_efficiency")),
            Number((*inner, "diffusivity"), ahead + tr("Diffusivity in the grains"), "diffusivity", rows.DIFFUSIVITY,
                   library=(part.material, "diffusivity")),
        ]  # fmt: skip
    return tuple(result)


def _stored(at: Path, ahead: str, material: str) -> tuple[Row, ...]:
    return (
        Number((*at, "capacity"), ahead + tr("Specific capacity"), "specific capacity", rows.CAPACITY,
               library=(material, "capacity")),
        Number((*at, "ion_content"), ahead + tr("Ion content as made"), "fraction", rows.RATIO,
               hint=tr("working ion already in an alloy, per atom of the alloying element")),
    )  # fmt: skip


def _names(layer: Layer) -> tuple[Row, ...]:
    at: Path = ("layer", layer.id)
    return (
        Choice((*at, "role"), tr("Role"), tuple((role, role) for role in ROLE_ORDER)),
        Words((*at, "name"), tr("Name")),
        Words((*at, "note"), tr("Note"), long=True),
    )
