"""The area-specific resistance of every layer and contact, and the totals by regime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Label, Regime
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import conductivity, contacts, layer_data, porous
from cellbuilder.engine.calculation import Calculation, Limit, Step, Term
from cellbuilder.engine.contacts import Contact
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import porosity, transport
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.porous import Electrode

UNIT: Final = "Ohm cm2"
METAL: Final = Quantity(value=1e3, unit="S/cm", kind="bound", note="conductivity of a poor metal")
"""A floor for metals and graphite foils: their resistance is bounded from above with it."""
GRAINS_ALONE: Final = "at least: the conductivity is that of the grains, and their boundaries are not counted"
BELOW_ONE: Final = (
    "at least: salt in a polymer has a transference number below 1, and the DC resistance is 2 to 10 times larger than "
    "this one of alternating current"
)
"""docs/physics.md 1a; not calculated."""
NEGLIGIBLE: Final = 1e-3
"""Upper bounds below this share of the rest do not make a sum an upper bound."""


@record
class Part:
    """The resistance of one layer or contact in one regime (None: in all): a step, or why it is unknown."""

    key: str
    name: str
    layers: tuple[str, ...]
    term: Step | str
    regime: Regime | None = None

    @property
    def limit(self) -> Limit | None:
        """On which side the true value lies, if on one."""
        return None if isinstance(self.term, str) else self.term.limit

    @property
    def lacks(self) -> bool:
        """Whether something is missing from it."""
        return isinstance(self.term, str) or self.term.limit == "floor"


@record
class Resistances:
    """Every part in stack order, the totals by regime, and the composite electrodes behind some parts."""

    parts: tuple[Part, ...]
    contacts: tuple[Part, ...]
    totals: tuple[Part, ...]
    electrodes: tuple[Electrode, ...]
    unknown_parts: int


def build(
    calculation: Calculation, design: Design, bodies: tuple[Body, ...], seams: Iterable[Contact],
    inside: Mapping[str, Contact],
) -> Resistances:  # fmt: skip
    """Add the resistance of all layers and contacts.

    ``seams`` are the contacts between layers; ``inside`` holds, by layer id, the contact of active material and
    catholyte.
    """
    layers: list[Part] = []
    electrodes: list[Electrode] = []
    for body in bodies:
        found = _composite(calculation, design, body, inside.get(body.layer.id)) if _is_composite(body) else None
        if isinstance(found, Electrode):
            electrodes.append(found)
            layers += [
                Part(step.key, step.name, step.layers, step, step.regime)
                for step in porous.resistances(calculation, found)
            ]
        else:
            layers.append(_part(body, found or _single(calculation, design, body)))
    between = [_seam(calculation, design, contact) for contact in seams]
    every = [*layers, *between]
    slow = tuple(dict.fromkeys(part.regime for part in layers if part.regime not in (None, "instantaneous")))
    totals = [_total(calculation, "instantaneous", [part for part in every if part.regime in (None, "instantaneous")])]
    if slow:
        totals.append(_total(calculation, slow[0], [part for part in every if part.regime != "instantaneous"]))
    missing = {part.key.partition("@")[0] for part in every if part.lacks}
    return Resistances(tuple(layers), tuple(between), tuple(totals), tuple(electrodes), len(missing))


def _part(body: Body, term: Step | str) -> Part:
    return Part(f"asr:{body.layer.id}", body.title, (body.layer.id,), term)


def _is_composite(body: Body) -> bool:
    return body.layer.role in ("cathode", "anode") and body.layer.material is None


def _composite(calculation: Calculation, design: Design, body: Body, contact: Contact | None) -> Electrode | str:
    return porous.electrode(calculation, design, body, contact)


def _seam(calculation: Calculation, design: Design, contact: Contact) -> Part:
    found = contacts.seam(calculation, design, contact)
    key = f"asr:{'|'.join(contact.layers)}"
    if isinstance(found, str):
        return Part(key, contact.name, contact.layers, found)
    assert isinstance(found.term, Step)
    return Part(key, contact.name, contact.layers, found.term)


def _single(calculation: Calculation, design: Design, body: Body) -> Step | str:
    """Return the resistance of a layer that is no composite electrode."""
    layer = body.layer
    if layer.role in ("cathode collector", "anode collector"):
        insulators = [design.material(key) for key in layer.material_ids]
        insulators = [material for material in insulators if material.category in ("electrolyte", "binder")]
        if insulators:
            return f"{insulators[0].label} conducts no electrons, as a collector has to"
        return _metal(calculation, body)
    if layer.role in ("cathode", "anode"):
        material = design.material(layer.material or "")
        if layer.role == "anode" and material.metal_anode in ("metal", "alloy"):
            return _metal(calculation, body)
        if layer.role == "anode":
            return f"{material.label} alone: ions move inside the active material; no transport data"
        return "no catholyte: ions move inside the active material, for which no transport data are on record"
    one = layer.material is not None or layer.conductivity is not None or layer.measured_resistance is not None
    found = (
        conductivity.of_layer(calculation, design, layer, body.thickness)
        if one
        else _mixture(calculation, design, body)
    )
    if not isinstance(found, str) and _salt_in_polymer(design, layer):
        found = _limited(found, "ceiling", BELOW_ONE)
    return found if isinstance(found, str) else _planar(calculation, body, found)


def _salt_in_polymer(design: Design, layer: Layer) -> bool:
    """Whether a polymer carries the ions of a layer, or some of them."""
    parts = [part.material for part in layer.components if layer_data.conducts(part)]
    keys = parts if layer.material is None else [layer.material]
    return any(design.material(key).material_class == "polymer" for key in keys)


def _limited(sigma: Known, limit: Limit, note: str) -> Known | str:
    """Say that a conductivity lies on one side of the truth; nothing is left where it already lies on the other."""
    if sigma.limit not in (None, limit):
        return f"bounded from neither side: {layer_data.joined(sigma.note, note)}"
    return replace(sigma, limit=limit, note=layer_data.joined(sigma.note, note))


def _metal(calculation: Calculation, body: Body) -> Step | str:
    if isinstance(body.thickness, str):
        return body.thickness
    sigma = calculation.leaf("conductivity of a poor metal", "sigma_metal", "conductivity of a poor metal", METAL)
    assert sigma is not None
    return calculation.step(
        f"asr:{body.layer.id}", "ASR", body.title, UNIT, transport.planar_resistance, "d / sigma_metal",
        [("d", body.thickness), ("sigma_metal", sigma)], limit="ceiling",
        note="electronic conductor; upper bound with the conductivity of a poor metal", layers=(body.layer.id,),
    )  # fmt: skip


def _planar(calculation: Calculation, body: Body, sigma: Known) -> Step | str:
    if isinstance(body.thickness, str):
        return body.thickness
    layer = body.layer
    label: Label = "extrapolated" if sigma.extrapolated else "computed"
    if isinstance(sigma.term, Step) and sigma.term.label == "estimate":
        label = "estimate"
    inputs: list[tuple[str, Term]] = [("d", body.thickness), ("sigma", sigma.term)]
    limits: dict[Limit | None, Limit | None] = {"floor": "ceiling", "ceiling": "floor", None: None}
    limit, note = limits[sigma.limit], sigma.note
    boundary = layer.grain_boundary
    if boundary is not None:
        size = layer_data.given(calculation, f"grain size:{layer.id}", "D", f"grain size of {body.title}",
                                boundary.grain_size)  # fmt: skip
        one = layer_data.given(calculation, f"grain boundary:{layer.id}", "r_gb",
                               f"resistance of one grain boundary of {body.title}", boundary.area_resistance,
                               )  # fmt: skip
        if size is None or one is None:
            return layer_data.marked_unknown("grain size or boundary resistance", body.title)
        return calculation.step(
            f"asr:{layer.id}", "ASR", body.title, UNIT,
            lambda d, s, g, r: transport.planar_resistance(d, s) + porosity.grain_boundary_resistance(d, g, r),
            "d / sigma + d / D * r_gb", [*inputs, ("D", size), ("r_gb", one)], label="estimate", note=note,
            limit=limit, layers=(layer.id,),
        )  # fmt: skip
    if sigma.bulk:
        note, limit = layer_data.joined(note, GRAINS_ALONE), limit or "floor"
    return calculation.step(
        f"asr:{layer.id}", "ASR", body.title, UNIT, transport.planar_resistance, "d / sigma", inputs, label=label,
        note=note, limit=limit, layers=(layer.id,),
    )  # fmt: skip


def _mixture(calculation: Calculation, design: Design, body: Body) -> Known | str:
    """Return the conductivity of a separator mixed of two electrolytes (equations 8 and 9)."""
    layer = body.layer
    phases = [conductivity.in_layer(calculation, design, layer, design.material(part.material))
              for part in layer.components]  # fmt: skip
    reasons = [phase for phase in phases if isinstance(phase, str)]
    known = [phase for phase in phases if not isinstance(phase, str)]
    if len(known) == len(phases) == 1:
        return known[0]
    if reasons or len(phases) != 2 or len(body.volume_fractions) != 2:
        return "; ".join(reasons) or body.without_fractions or "a mixture of other than two phases"
    first, second = known
    if first.limit or second.limit:
        return next(phase.note or "" for phase in (first, second) if phase.limit)
    a, b = (phi.value for phi in body.volume_fractions)
    share = a / (a + b)
    sigmas = [first.term.value, second.term.value]
    middle = float(transport.effective_medium(share, *sigmas))
    lower, upper = transport.hashin_shtrikman_bounds([share, 1.0 - share], sigmas)
    factor = calculation.leaf(
        f"arrangement:{layer.id}", "f", f"arrangement of the phases in {body.title}",
        Quantity(value=1, unit="1", low=min(conductivity.kept(float(lower) / middle), 1.0),
                 high=max(conductivity.kept(float(upper) / middle), 1.0), kind="bound",
                 note="range: Hashin-Shtrikman bounds on the effective medium; perfect contact of the phases assumed"),
    )  # fmt: skip
    assert factor is not None
    step = calculation.step(
        f"mixed conductivity:{layer.id}", "sigma", f"effective conductivity of {body.title}", conductivity.UNIT,
        lambda f, p, q, s1, s2: f * transport.effective_medium(p / (p + q), s1, s2),
        "f * emt(phi_1 / (phi_1 + phi_2), sigma_1, sigma_2)",
        [("f", factor), ("phi_1", body.volume_fractions[0]), ("phi_2", body.volume_fractions[1]),
         ("sigma_1", first.term), ("sigma_2", second.term)], label="estimate", layers=(layer.id,),
    )  # fmt: skip
    note = layer_data.joined("perfect contact of the phases assumed", first.note, second.note)
    return Known(step, note, None, first.extrapolated or second.extrapolated, first.bulk or second.bulk)


def _total(calculation: Calculation, regime: Regime, mine: list[Part]) -> Part:
    """Add up.

    A part that is known only from above counts in full if it is negligible, and makes the sum an upper bound
    otherwise; where other parts are missing, it widens the range and leaves the value alone.
    """
    key, name = f"asr@{regime}", f"total area-specific resistance ({regime})"
    unknown = [part.name for part in mine if isinstance(part.term, str)]
    in_part = [part.name for part in mine if part.limit == "floor"]
    missing = [*unknown, *in_part]
    steps = [part.term for part in mine if isinstance(part.term, Step)]
    sure = [step for step in steps if step.limit != "ceiling"]
    whole = sum(step.value for step in sure)
    above = [step for step in steps if step.limit == "ceiling"]
    large = [step for step in above if step.value > NEGLIGIBLE * whole]
    notes = [f"not counted, because unknown: {'; '.join(unknown)}"] if unknown else []
    if in_part:
        notes.append(f"known in part (at least): {'; '.join(in_part)}")
    if large:
        place = "in the range only" if missing else "counted in full"
        notes.append(f"{place}, because known only from above: {'; '.join(step.name for step in large)}")
    if missing and not sure:
        return Part(key, name, (), "; ".join(notes), regime)
    if not steps:
        return Part(key, name, (), "the stack has no layer with a resistance", regime)
    mixed = [part.name for part in mine if part.regime not in (None, regime)]
    if mixed:
        notes.append(f"of another regime: {'; '.join(mixed)}")
    counted = [step for step in steps if not (missing and step in large)]
    inputs: list[tuple[str, Term]] = [("ASR", step) for step in counted]
    formula = "sum(ASR)"
    if missing and large:
        part = calculation.leaf(
            f"share of upper bounds@{regime}", "s", "share of what is known only from above",
            Quantity(value=0, unit="1", low=0, high=1, kind="bound", note="anything from nothing to all of it"),
        )  # fmt: skip
        assert part is not None
        inputs += [
            ("ASR_most", calculation.step(
                f"upper bound of {step.key}@{regime}", "ASR_most", f"{step.name}, known only from above", UNIT,
                lambda r, s: s * r, "s * ASR", [("ASR", step), ("s", part)], label="bound", layers=step.layers,
            )) for step in large
        ]  # fmt: skip
        formula = "sum(ASR) + sum(ASR_most)"
    total = calculation.step(
        key, "ASR", name, UNIT, lambda *values: sum(values), formula, inputs, label="estimate",
        note="; ".join(notes) or None, additive=True, limit="floor" if missing else "ceiling" if large else None,
        regime=regime,
    )  # fmt: skip
    return Part(key, name, (), total, regime)
