"""The equivalent circuit of a cell: one element for each process, named after the layer or contact it belongs to.

All elements lie in series: planar layers (the grains, then their boundaries), contacts, and porous electrodes, each
of which is two rails with the interface between them (docs/physics.md 1b). What the circuit needs beyond the
resistances (permittivities, capacitances) is added to the calculation of the cell when the circuit is built, so that
it can be varied and traced like any other input. Current collectors and metals have no element, and a separator
with one kind of moving ion has no diffusion element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from cellbuilder.domain.contact import Interface
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import GrainBoundary, Role
from cellbuilder.engine import layer_data
from cellbuilder.engine.calculation import Array, Calculation, Leaf, Step, Term, shown
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.elements import Arc, Element, Filling, Porous
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import impedance, porosity, transport
from cellbuilder.engine.porous import Electrode
from cellbuilder.engine.reaction import Branch
from cellbuilder.engine.resistance import Part

Side = Literal["cathode", "anode"]

UNIT: Final = "Ohm cm2"
CAPACITANCE: Final = "uF/cm2"
ANALYSER_HZ: Final = 1e7
"""Arcs above this frequency lie beyond most analysers, which see their low-frequency end only."""


def _assumed(value: float, unit: str, low: float, high: float, note: str) -> Quantity:
    return Quantity(value=value, unit=unit, low=low, high=high, kind="assumption", read_from="memory", note=note)


_PERMITTIVITY: Final = _assumed(30, "1", 10, 60, "usual for ceramic and glassy ion conductors; not on record")
_BOUNDARY: Final = _assumed(3, CAPACITANCE, 0.5, 25, "a boundary 1 to 50 nm wide with a permittivity of 30; not given")
_CONTACT: Final = _assumed(3, CAPACITANCE, 1, 10, "usual for contacts and interphases; not given")
_DOUBLE_LAYER: Final = _assumed(10, CAPACITANCE, 3, 30, "usual for a double layer, per true area; not given")
_FLAT: Final = "flat voltage: without storage and diffusion in the grains"
_METAL: Final = "conductivity of a poor metal"
_SIDES: Final[Mapping[Side, tuple[Role, ...]]] = {
    "cathode": ("cathode collector", "cathode", "cathode interface layer"),
    "anode": ("anode interface layer", "anode", "anode collector"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of the cell that the spectrum lacks in whole or in part, and why."""

    name: str
    layers: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Circuit:
    """The elements of a cell in stack order, what is missing from them, and remarks."""

    calculation: Calculation
    elements: tuple[Element, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]
    sides: Mapping[str, Side | None]

    def symmetric(self, side: Side) -> Circuit:
        """Return the circuit of the symmetric cell with this electrode on both faces of the electrolyte.

        Elements of the electrode, of the interface layers on its side and of their contacts count twice, those of
        the electrolyte once; those of the other side are left out.
        """
        elements = tuple(replace(item, count=count) for item in self.elements if (count := self._count(item, side)))
        missing = tuple(item for item in self.missing if self._count(item, side))
        note = f"symmetric cell: the {side} on both faces of the electrolyte"
        return replace(self, elements=elements, missing=missing, notes=(note, *self.notes))

    def _count(self, item: Element | Missing, side: Side) -> int:
        places = {self.sides.get(layer) for layer in item.layers}
        return 0 if places - {side, None} else 2 if side in places else 1


@np.errstate(all="ignore")
def build(cell: Cell, design: Design) -> Circuit:
    """Return the equivalent circuit of a cell, and add what it needs to the calculation of the cell.

    ``cell`` is that of ``design``. A second call adds nothing. What is unknown has no element and is named among
    ``missing``, as is an element from which something is missing.
    """
    return _Builder(cell, design).circuit()


class _Builder:
    def __init__(self, cell: Cell, design: Design) -> None:
        self._calculation, self._design, self._cell = cell.calculation, design, cell
        self._metals: list[str] = []
        self._missing: list[Missing] = []
        self._layers = {part.layers[0]: part for part in cell.resistances.parts if part.regime is None}
        self._seams = {part.layers[0]: part for part in cell.resistances.contacts}
        self._electrodes = {electrode.body.layer.id: electrode for electrode in cell.resistances.electrodes}

    def circuit(self) -> Circuit:
        elements = tuple(element for body in self._cell.bodies for element in self._after(body))
        notes = []
        if self._metals:
            notes.append(f"without an element, because electrons carry the current: {'; '.join(self._metals)}")
        sides = {
            layer.id: next((side for side, roles in _SIDES.items() if layer.role in roles), None)
            for layer in self._design.stack.layers
        }
        return Circuit(self._calculation, elements, tuple(self._missing), tuple(notes), sides)

    def _after(self, body: Body) -> Iterator[Element]:
        """Yield the elements of a layer and of its contact with the next one."""
        key = body.layer.id
        if key in self._electrodes:
            yield self._porous(self._electrodes[key])
        elif key in self._layers:
            part = self._layers[key]
            if isinstance(part.term, str):
                self._lacks(part.name, part.layers, part.term)
            elif any(term.key == _METAL for _, term in part.term.inputs):
                self._metals.append(f"{part.name} (at most {shown(part.term, part.term.value):.1g} {UNIT})")
            else:
                yield from self._planar(body, part, part.term)
        if key in self._seams:
            part = self._seams[key]
            if isinstance(part.term, str):
                self._lacks(part.name, part.layers, part.term)
            else:
                yield self._contact(part, part.term)

    def _lacks(self, name: str, layers: tuple[str, ...], reason: str) -> None:
        self._missing.append(Missing(name, layers, reason))

    def _leaf(self, key: str, symbol: str, name: str, entered: Quantity | None, usual: Quantity) -> Leaf:
        """Add what is entered, or the usual value where nothing is, as an assumption."""
        known = entered if entered is not None and entered.si is not None else usual
        leaf = self._calculation.leaf(key, symbol, name, known)
        assert leaf is not None
        return leaf

    def _planar(self, body: Body, part: Part, whole: Step) -> Iterator[Element]:
        calculation, layer, inputs = self._calculation, body.layer, dict(whole.inputs)
        material = None if layer.material is None else self._design.material(layer.material)
        what, label = (layer.id, body.title) if material is None else (material.id, material.label)
        epsilon = self._leaf(f"permittivity:{what}", "eps_r", f"relative permittivity of {label}",
                             None if material is None else material.permittivity, _PERMITTIVITY)  # fmt: skip
        d, sigma = inputs["d"], inputs["sigma"]
        resistance = calculation.step(
            f"bulk resistance:{layer.id}", "R", f"resistance of the grains of {body.title}", UNIT,
            transport.planar_resistance, "d / sigma", [("d", d), ("sigma", sigma)], label=whole.label,
            layers=(layer.id,),
        )  # fmt: skip
        capacitance = calculation.step(
            f"bulk capacitance:{layer.id}", "C", f"geometric capacitance of {body.title}", CAPACITANCE,
            impedance.geometric_capacitance, "eps_0 * eps_r / d", [("d", d), ("eps_r", epsilon)], label="estimate",
            layers=(layer.id,),
        )  # fmt: skip
        apex = calculation.step(
            f"bulk apex:{layer.id}", "f", f"apex frequency of the bulk of {body.title}", "Hz", _bulk_apex,
            "sigma / (2 * pi * eps_0 * eps_r)", [("sigma", sigma), ("eps_r", epsilon)], label="estimate",
            layers=(layer.id,),
        )  # fmt: skip
        boundary = layer.grain_boundary
        together = None if boundary is not None or self._is_bulk(body) else "one arc for grains and boundaries together"
        beyond = "beyond most analysers, which see its low-frequency end only" if apex.value > ANALYSER_HZ else None
        if part.lacks:
            self._lacks(part.name, part.layers, whole.note or "at least")
        yield Arc("bulk", body.title, part.layers, resistance, capacitance, None, apex, part.limit,
                  layer_data.joined(whole.note, together, beyond, _said(epsilon)))  # fmt: skip
        if boundary is None:
            return
        yield self._boundaries(body, boundary, d, inputs["D"], inputs["r_gb"])

    def _boundaries(self, body: Body, boundary: GrainBoundary, d: Term, size: Term, one: Term) -> Arc:
        key, name, layers = body.layer.id, f"{body.title}, grain boundaries", (body.layer.id,)
        single = self._leaf(
            f"grain boundary capacitance:{key}", "c_gb", f"capacitance of one grain boundary of {body.title}",
            boundary.capacitance, _BOUNDARY,
        )  # fmt: skip
        resistance = self._calculation.step(
            f"grain boundary resistance:{key}", "R_gb", f"resistance of {name}", UNIT,
            porosity.grain_boundary_resistance, "d / D * r_gb", [("d", d), ("D", size), ("r_gb", one)],
            label="estimate", layers=layers,
        )  # fmt: skip
        capacitance = self._calculation.step(
            f"grain boundaries capacitance:{key}", "C_gb", f"capacitance of {name}", CAPACITANCE,
            lambda t, g, c: c * g / t, "c_gb * D / d", [("d", d), ("D", size), ("c_gb", single)], label="estimate",
            layers=layers,
        )  # fmt: skip
        apex = self._apex(f"grain boundary apex:{key}", f"apex frequency of {name}", "r_gb", one, "c_gb", single,
                          layers)  # fmt: skip
        return Arc("grain boundaries", name, layers, resistance, capacitance, None, apex, None, _said(single))

    def _is_bulk(self, body: Body) -> bool:
        layer = body.layer
        if layer.conductivity is not None or layer.measured_resistance is not None or layer.material is None:
            return False
        point = self._design.material(layer.material).preferred_point
        return point is not None and point.scope == "bulk"

    def _apex(
        self, key: str, name: str, symbol: str, resistance: Term, other: str, capacitance: Term, layers: tuple[str, ...]
    ) -> Term | None:
        if not resistance.value > 0.0:
            return None
        return self._calculation.step(
            key, "f", name, "Hz", _apex, f"1 / (2 * pi * {symbol} * {other})",
            [(symbol, resistance), (other, capacitance)], label="estimate", layers=layers,
        )  # fmt: skip

    def _contact(self, part: Part, resistance: Step) -> Arc:
        key, entry = "|".join(part.layers), self._entry(part.layers)
        capacitance = self._leaf(f"contact capacitance:{key}", "C", f"capacitance of {part.name}",
                                 None if entry is None else entry.capacitance, _CONTACT)  # fmt: skip
        exponent = layer_data.given(
            self._calculation, f"contact exponent:{key}", "n", f"exponent of the constant-phase element of {part.name}",
            None if entry is None else entry.capacitance_exponent,
        )  # fmt: skip
        apex = self._apex(f"contact apex:{key}", f"apex frequency of {part.name}", "ASR", resistance, "C", capacitance,
                          part.layers)  # fmt: skip
        if part.lacks:
            self._lacks(part.name, part.layers, resistance.note or "at least")
        return Arc("contact", part.name, part.layers, resistance, capacitance, exponent, apex, part.limit,
                   layer_data.joined(resistance.note, _said(capacitance)))  # fmt: skip

    def _entry(self, layers: tuple[str, ...]) -> Interface | None:
        return next((entry for entry in self._design.stack.interfaces if set(entry.between) == set(layers)), None)

    def _porous(self, found: Electrode) -> Porous:
        calculation, layer, title = self._calculation, found.body.layer, found.body.title
        capacitance = single = exponent = None
        if found.area_ratio is not None:
            single = self._leaf(f"double layer:{layer.id}", "c_dl", f"double layer of {title}, per true area",
                                layer.double_layer, _DOUBLE_LAYER)  # fmt: skip
            capacitance = calculation.step(
                f"double layer on electrode:{layer.id}", "C_dl", f"double layer of {title}, per area of electrode",
                CAPACITANCE, lambda c, a: c * a, "c_dl * a_L", [("c_dl", single), ("a_L", found.area_ratio)],
                label="estimate", layers=(layer.id,),
            )  # fmt: skip
            exponent = layer_data.given(
                calculation, f"double layer exponent:{layer.id}", "n", f"exponent of the double layer of {title}",
                layer.double_layer_exponent,
            )  # fmt: skip
        branches = tuple(self._branch(found, own) for own in found.branches if own.diffusion is not None)
        time = branches[0].time if len(branches) == 1 else None
        lacks = [] if found.missing is None else [found.missing]
        if found.diffusion is None:
            lacks.append(_FLAT if found.flat else found.undiffused or "")
        if lacks:
            self._lacks(title, (layer.id,), "; ".join(lacks))
        return Porous(
            "porous electrode", title, (layer.id,), found.ionic, found.electronic, found.transfer, capacitance,
            exponent, found.diffusion, time, "floor" if found.missing else None,
            layer_data.joined(*lacks, *found.notes, None if single is None else _said(single)),
            branches=() if len(branches) == 1 else branches,
        )  # fmt: skip

    def _branch(self, found: Electrode, own: Branch) -> Filling:
        """Return one active material with the time of diffusion through its grains."""
        assert own.diffusion is not None
        inputs, key = dict(own.diffusion.inputs), own.diffusion.key.partition(":")[2]
        time = self._calculation.step(
            f"grain time:{key}", "tau", f"time of diffusion through the grains of {found.body.title}", "s",
            lambda r, diffusivity: r * r / diffusivity, "r^2 / D", [("r", inputs["r"]), ("D", inputs["D"])],
            label="estimate", layers=(found.body.layer.id,),
        )  # fmt: skip
        return Filling(own.transfer, own.diffusion, time)


def _said(leaf: Leaf) -> str | None:
    """Say that a value is assumed, and within which range."""
    entry = leaf.shown
    if leaf.label != "assumption" or entry is None or entry.low is None or entry.high is None:
        return None
    unit = "" if entry.unit == "1" else f" {entry.unit}"
    return f"{leaf.name} assumed: {entry.value:g}{unit} ({entry.low:g} to {entry.high:g})"


def _bulk_apex(sigma: ArrayLike, epsilon: ArrayLike) -> Array:
    permittivity = impedance.VACUUM_PERMITTIVITY_F_PER_M * np.asarray(epsilon, float)
    return np.asarray(np.asarray(sigma, float) / (2.0 * np.pi * permittivity))


def _apex(resistance: ArrayLike, capacitance: ArrayLike) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / (2.0 * np.pi * np.asarray(resistance, float) * np.asarray(capacitance, float)))
