"""The area-specific resistance of a contact: entered, measured or published; then temperature, time, pressure."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from cellbuilder.domain.base import LEAST, MOST, record
from cellbuilder.domain.contact import Behaviour, ChargeTransfer, Interface
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import conductivity, geometry, layer_data
from cellbuilder.engine.calculation import Calculation, Limit, Term
from cellbuilder.engine.kernels import bench, interfaces
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.measured import measured_inputs

DECADE: Final = 10.0
"""Range given to a resistance measured on another cell: a decade either way (docs/physics.md 1h)."""
MOST_COVERED: Final = 0.3
"""Contact spots that cover more of the area than this feel each other (docs/physics.md 1c)."""
UNIT: Final = "Ohm cm2"
_GRAINS_ALONE: Final = "at least: the constriction of its spots counts the grains alone, not their boundaries"
_NOTES: Final = SourceRef(ref="physics-notes", section="4.2")
_BARRIER: Final = Quantity(
    value=0.5, unit="eV", low=0.4, high=0.6, kind="estimate", read_from="secondary", source=_NOTES,
    note="usual for contacts; this one's is not given",
)  # fmt: skip


@record
class Published:
    """One published resistance: the evidence it comes from, and how many contacts the number counts."""

    record: str
    name: str
    quantity: Quantity
    contacts: int = 1


@record
class Contact:
    """What the evidence knows of one contact: published values, or the reason why there are none.

    ``share`` is the part of the published value that falls on this contact: a half for each face of a layer whose
    whole contact was measured at once.
    """

    layers: tuple[str, ...]
    name: str
    published: tuple[Published, ...] = ()
    share: float = 1.0
    reason: str = "no published resistance for this contact"
    behaviour: Behaviour | None = None


def seam(calculation: Calculation, design: Design, contact: Contact) -> Known | str:
    """Return the resistance of the contact of two layers, or why it is unknown; it is never taken as zero."""
    key = "|".join(contact.layers)
    entry = _entry(design, contact.layers)
    start = _start(calculation, contact, key, entry)
    if isinstance(start, str):
        return start
    term, note, limit = start.term, start.note, start.limit
    if entry is not None:
        found = _adjusted(calculation, design, key, entry, term)
        if isinstance(found, str):
            return found
        term, note, limit = found.term, layer_data.joined(note, found.note), limit or found.limit
    behaviour = (entry.behaviour if entry is not None else None) or contact.behaviour
    if behaviour == "mixed-conducting":
        if _has_aged(design):
            return "its products conduct electrons and ions, so it keeps growing: there is no value for this age"
        note = layer_data.joined(note, "as made: its products conduct electrons and ions, so it keeps growing")
        limit = "floor"
    label = term.label if limit is None else "bound"
    step = calculation.step(
        f"asr:{key}", "ASR", contact.name, UNIT, lambda r: r, "ASR_0", [("ASR_0", term)], label=label, note=note,
        limit=limit, layers=contact.layers,
    )  # fmt: skip
    return Known(step, note, limit)


def inside(calculation: Calculation, contact: Contact) -> Term | None:
    """Return the published resistance of active material against catholyte, per the area that its source used."""
    if not contact.published:
        return None
    return _of_records(calculation, contact).term


def _entry(design: Design, layers: tuple[str, ...]) -> Interface | None:
    return next((entry for entry in design.stack.interfaces if set(entry.between) == set(layers)), None)


def _has_aged(design: Design) -> bool:
    age = design.stack.conditions.age
    return age is not None and bool(age.si)


def _start(calculation: Calculation, contact: Contact, key: str, entry: Interface | None) -> Known | str:
    if entry is not None and entry.area_resistance is not None:
        leaf = layer_data.given(
            calculation, f"contact resistance:{key}", "ASR_0", f"resistance of {contact.name} (entered)",
            entry.area_resistance,
        )  # fmt: skip
        if leaf is None:
            return entry.note or layer_data.marked_unknown("resistance", contact.name)
        return Known(leaf, entry.note)
    if entry is not None and entry.measured is not None:
        inputs = measured_inputs(calculation, key, contact.name, entry.measured)
        if isinstance(inputs, str):
            return inputs
        count = entry.measured.interfaces
        divisor = " / 2" if count == 2 else ""
        step = calculation.step(
            f"contact resistance:{key}", "ASR_0", f"resistance of {contact.name} (measured)", UNIT,
            lambda r, a, lead, pellet: bench.area_resistance(r, a, lead, pellet, count),
            f"(R_meas - R_lead - R_pellet) * A{divisor}", inputs, label="measured", layers=contact.layers,
        )  # fmt: skip
        note = "two equal contacts were measured: half of the value" if count == 2 else None
        return Known(step, layer_data.joined(note, entry.measured.note))
    return _of_records(calculation, contact) if contact.published else contact.reason


def _of_records(calculation: Calculation, contact: Contact) -> Known:
    """One published value with a decade of range, or several around their geometric mean."""
    terms = [_one_contact(calculation, entry) for entry in contact.published]
    ids = "+".join(entry.record for entry in contact.published)
    logs = [math.log(term.value) for term in terms]
    mean = sum(logs) / len(logs)
    lowest, highest = (max(math.exp(min(logs) - mean), LEAST), min(math.exp(max(logs) - mean), MOST))
    several = f", spread of {len(terms)} published values" if len(terms) > 1 else ""
    note = f"measured on other cells{several}"
    factor = calculation.leaf(
        f"other cells:{ids}", "f", f"how far {contact.name} may be from the cells it was measured on",
        Quantity(value=1, unit="1", low=min(1.0 / DECADE, lowest), high=max(DECADE, highest), kind="assumption",
                 note=f"{note}; a decade either way"),
    )  # fmt: skip
    assert factor is not None
    share = contact.share
    part = f"{share:g} * " if share != 1.0 else ""
    formula = f"{part}f * exp(mean(log(ASR_pub)))" if len(terms) > 1 else f"{part}f * ASR_pub"
    step = calculation.step(
        f"published resistance:{'|'.join(contact.layers)}", "ASR_0", f"resistance of {contact.name} (published)", UNIT,
        lambda f, *values: share * f * _geometric_mean(values), formula,
        [("f", factor), *(("ASR_pub", term) for term in terms)], label="estimate", layers=contact.layers,
    )  # fmt: skip
    half = "half of the published value, which counts both faces of the layer" if share != 1.0 else None
    return Known(step, layer_data.joined(half, note))


def _geometric_mean(values: Iterable[Any]) -> Any:
    found = list(values)
    if len(found) == 1:
        return found[0]
    return np.exp(sum(np.log(value) for value in found) / len(found))


def _one_contact(calculation: Calculation, entry: Published) -> Term:
    leaf = calculation.leaf(f"published:{entry.record}", "ASR_pub", entry.name, entry.quantity)
    assert leaf is not None
    if entry.contacts == 1:
        return leaf
    return calculation.step(
        f"one contact:{entry.record}", "ASR_pub", f"{entry.name}, one of two contacts", UNIT, lambda r: r / 2.0,
        "ASR_two / 2", [("ASR_two", leaf)], note="two contacts in the source, halved",
    )  # fmt: skip


def _adjusted(calculation: Calculation, design: Design, key: str, entry: Interface, start: Term) -> Known | str:
    """Carry a contact from where it was measured to this cell (equation 19), as far as the design says how."""
    name, sides = start.name, _Sides()
    term, unknown = start, []

    def move(what: str, kernel: Any, formula: str, inputs: list[tuple[str, Term | None]]) -> None:
        nonlocal term
        known = [(symbol, source) for symbol, source in inputs if source is not None]
        if len(known) < len(inputs):
            unknown.append(f"the resistance {what} asks for something that is not given")
            return
        term = calculation.step(
            f"{what}:{key}", "ASR_0", f"{name}, {what}", UNIT, kernel, formula, [("ASR_0", term), *known],
            label="estimate",
        )  # fmt: skip

    def leaf(what: str, symbol: str, quantity: Quantity | None) -> Term | None:
        return layer_data.given(calculation, f"{what}:{key}", symbol, f"{what} of {name}", quantity)

    if entry.temperature is not None:
        move("at the temperature of the cell", interfaces.thermally_activated,
             "ASR_0 * exp(Ea / k * (1 / T - 1 / T_ref))",
             [("Ea", leaf("activation energy", "Ea", entry.activation_energy or _BARRIER)),
              ("T", layer_data.temperature(calculation, design)),
              ("T_ref", leaf("measured at", "T_ref", entry.temperature))])  # fmt: skip
    law, pressure = entry.pressure_law, design.stack.conditions.operating_pressure
    if law is not None:
        operating = layer_data.given(calculation, "operating pressure", "P", "operating pressure", pressure)
        if operating is None:
            return "it moves with pressure, and the operating pressure of the cell is not given"
        if not operating.value:
            return "it moves with pressure, and its law says nothing of a cell without any"
        move("at the pressure of the cell", interfaces.pressure_scaled, "ASR_0 * (P / P_ref)^m",
             [("P", operating), ("P_ref", leaf("measured under", "P_ref", law.pressure)),
              ("m", leaf("pressure exponent", "m", law.exponent))])  # fmt: skip
    if entry.area_gain is not None:
        move("of the textured area", interfaces.textured, "ASR_0 / G", [("G", leaf("area gain", "G", entry.area_gain))])
    grows = entry.growth is not None or (entry.interphase is not None and entry.interphase.conductivity is not None)
    age = layer_data.given(calculation, "age", "t", "time since assembly", design.stack.conditions.age)
    if grows and age is None:
        return "it grows with time, and the age of the cell is not given"
    if entry.growth is not None:
        move("grown", interfaces.parabolic_growth, "ASR_0 + K * sqrt(t)",
             [("K", leaf("growth", "K", entry.growth)), ("t", age)])  # fmt: skip
    if entry.interphase is not None and entry.interphase.conductivity is not None:
        move("with its interphase", _with_interphase, "ASR_0 + sqrt(2 * k_p * t) / sigma_i",
             [("k_p", interphase_constant(calculation, key, name, entry)), ("t", age),
              ("sigma_i", leaf("interphase conductivity", "sigma_i", entry.interphase.conductivity))])  # fmt: skip
    if entry.spots is not None:
        beside = _beside(calculation, design, entry)
        if isinstance(beside, str):
            return beside
        sides = beside
        radius, number = leaf("spot radius", "b", entry.spots.radius), leaf("spots per area", "n", entry.spots.per_area)
        if radius is not None and number is not None:
            covered = float(interfaces.contact_fraction(radius.value, number.value))
            if covered >= MOST_COVERED:
                return (
                    f"its spots cover {100 * covered:.0f} % of the area, too much for the constriction of single spots"
                )
        one = len(sides.sigma) == 1
        move("with the constriction of its spots", _with_constriction,
             "ASR_0 + 1 / (4 * sigma * b * n)" if one else "ASR_0 + sum(1 / sigma) / (4 * b * n)",
             [("b", radius), ("n", number), *(("sigma", sigma) for sigma in sides.sigma)])  # fmt: skip
    return unknown[0] if unknown else Known(term, sides.note, sides.limit)


def interphase_constant(calculation: Calculation, key: str, name: str, entry: Interface) -> Term | None:
    """Return the parabolic constant of an interphase from one thickness and its time (equation 19)."""
    if entry.interphase is None:
        return None
    thickness = layer_data.given(calculation, f"interphase thickness:{key}", "xi", f"interphase of {name} as seen",
                                 entry.interphase.thickness)  # fmt: skip
    after = layer_data.given(calculation, f"interphase seen after:{key}", "t_xi", f"time of the interphase of {name}",
                             entry.interphase.after)  # fmt: skip
    if thickness is None or after is None:
        return None
    return calculation.step(
        f"parabolic constant:{key}", "k_p", f"parabolic constant of the interphase of {name}", "m2/s",
        interfaces.parabolic_constant, "xi^2 / (2 * t_xi)", [("xi", thickness), ("t_xi", after)], label="estimate",
    )  # fmt: skip


def _with_interphase(resistance: Any, constant: Any, time: Any, conductivity: Any) -> Any:
    return interfaces.parabolic_growth(resistance, interfaces.growth_rate(constant, conductivity), time)


def _with_constriction(resistance: Any, radius: Any, number: Any, *sigmas: Any) -> Any:
    return resistance + sum(interfaces.holm_constriction(radius, number, sigma) for sigma in sigmas)


@record
class _Sides:
    """The conductivities of the electrolytes on both sides of a contact, and what they say of the constriction."""

    sigma: tuple[Term, ...] = ()
    note: str | None = None
    limit: Limit | None = None


def _beside(calculation: Calculation, design: Design, entry: Interface) -> _Sides | str:
    """Return the conductivity of every electrolyte next to a contact; metals and composites narrow no ion paths."""
    found: list[Known] = []
    for layer in design.stack.layers:
        body = geometry.body_of(calculation, layer)
        if body is not None and layer.id in entry.between and _is_electrolyte(design, layer):
            sigma = conductivity.of_layer(calculation, design, body.layer, body.thickness)
            if isinstance(sigma, str):
                return f"for the constriction of its spots in {body.title}: {sigma}"
            found.append(sigma)
    if not found:
        return "contact spots need an electrolyte of one material next to them"
    opposite: dict[Limit | None, Limit | None] = {"floor": "ceiling", "ceiling": "floor", None: None}
    limits = {limit for sigma in found if (limit := opposite[sigma.limit] or ("floor" if sigma.bulk else None))}
    if len(limits) > 1:
        return "the constriction of its spots is known from above on one side and from below on the other"
    notes = [sigma.note if sigma.limit else _GRAINS_ALONE for sigma in found if sigma.limit or sigma.bulk]
    return _Sides(tuple(sigma.term for sigma in found), layer_data.joined(*notes), next(iter(limits), None))


def _is_electrolyte(design: Design, layer: Layer) -> bool:
    """Whether ions alone carry the current through a layer."""
    if layer.role not in ("cathode interface layer", "electrolyte", "anode interface layer"):
        return False
    if layer.material is None or layer.conductivity is not None or layer.measured_resistance is not None:
        return True
    material = design.material(layer.material)
    return bool({material.category, *material.also} & {"electrolyte", "coating"})


def lacking(entry: ChargeTransfer, name: str) -> str | None:
    """Return what a charge transfer that the design enters lacks, or None where it has a value.

    ``name`` names the grains and their layer as the user sees them.
    """
    value = entry.area_resistance if entry.exchange_current_density is None else entry.exchange_current_density
    if value is None or value.value is None:
        return layer_data.marked_unknown("charge transfer", name)
    if entry.temperature is None:
        return None
    if entry.temperature.value is None:
        return layer_data.marked_unknown("temperature of the charge transfer", name)
    if entry.activation_energy is not None and entry.activation_energy.value is None:
        return layer_data.marked_unknown("activation energy of the charge transfer", name)
    return None


def charge_transfer(
    calculation: Calculation, design: Design, key: str, name: str, entry: ChargeTransfer
) -> Term | None:
    """Return what the design enters for active material against catholyte, per the area it is given for.

    None where something of it is marked as unknown: ``lacking`` says what.
    """
    if lacking(entry, name) is not None:
        return None
    measured_at = layer_data.given(
        calculation, f"charge transfer measured at:{key}", "T_ref", f"temperature of the charge transfer in {name}",
        entry.temperature,
    )  # fmt: skip
    start: Term | None = layer_data.given(
        calculation, f"charge transfer:{key}", "r_ct", f"charge transfer in {name} (entered)", entry.area_resistance
    )
    current = layer_data.given(
        calculation, f"exchange current density:{key}", "i_0", f"exchange current density in {name}",
        entry.exchange_current_density,
    )  # fmt: skip
    if current is not None:
        symbol = "T" if measured_at is None else "T_ref"
        start = calculation.step(
            f"charge transfer:{key}", "r_ct", f"charge transfer in {name}", UNIT,
            interfaces.charge_transfer_from_exchange_current, f"R * {symbol} / (F * i_0)",
            [("i_0", current), (symbol, measured_at or layer_data.temperature(calculation, design))], label="estimate",
        )  # fmt: skip
    barrier = layer_data.given(
        calculation, f"charge transfer activation energy:{key}", "Ea",
        f"activation energy of charge transfer in {name}", entry.activation_energy or _BARRIER,
    ) if measured_at is not None else None  # fmt: skip
    if start is None or measured_at is None or barrier is None:
        return start
    return calculation.step(
        f"charge transfer at T:{key}", "r_ct", f"charge transfer in {name} at the temperature of the cell", UNIT,
        interfaces.thermally_activated, "r_ct * exp(Ea / k * (1 / T - 1 / T_ref))",
        [("r_ct", start), ("Ea", barrier), ("T", layer_data.temperature(calculation, design)), ("T_ref", measured_at)],
        label="estimate",
    )  # fmt: skip
