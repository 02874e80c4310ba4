"""The area-specific resistance of every layer, and the totals by regime."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cellbuilder.domain.design import Design
from cellbuilder.domain.result import Figure, Input, Label, Regime, ResistanceReport, unknown
from cellbuilder.engine import conductivity, porous
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import transport
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.porous import OHM_CM2
from cellbuilder.engine.ranges import Range, Spread, add_ranges, add_together, propagate

METAL_CONDUCTIVITY_S_PER_M: Final = 1e5
"""A floor for metals and graphite foils: their resistance is bounded from above with it."""
NEGLIGIBLE: Final = 1e-3
"""Upper bounds below this share of the rest do not make a sum an upper bound."""


def report(
    design: Design, parts: tuple[Body, ...], contacts: tuple[Figure, ...], inside: dict[str, Figure]
) -> ResistanceReport:
    """Resistance of all layers and contacts.

    ``contacts`` are the seams between layers; ``inside`` holds, by layer id, the charge-transfer
    resistance of active material against catholyte, where it is known.
    """
    figures: list[Figure] = []
    for body in parts:
        figures += layer_figures(design, body, inside.get(body.layer.id))
    every = (*figures, *contacts)
    slow = tuple(dict.fromkeys(part.regime for part in figures if part.regime not in (None, "instantaneous")))
    totals = [_total("instantaneous", [part for part in every if part.regime in (None, "instantaneous")])]
    if slow:
        totals.append(_total(slow[0], [part for part in every if part.regime != "instantaneous"]))
    missing = {part.key.partition("@")[0] for part in every if part.value is None or part.at_least}
    return ResistanceReport(parts=tuple(figures), contacts=contacts, totals=tuple(totals), unknown_parts=len(missing))


def _total(regime: Regime | None, mine: list[Figure]) -> Figure:
    """Add up.

    A part that is known only from above counts in full if it is negligible, and makes the sum an upper bound
    otherwise; where other parts are missing, it widens the range and leaves the value alone.
    """
    key, name = f"asr@{regime}", f"total area-specific resistance ({regime})"
    missing = [part.name for part in mine if part.value is None or part.at_least]
    known = [part for part in mine if part.value is not None and not part.at_most]
    sure = sum(part.value or 0.0 for part in known)
    large = [part for part in mine if part.at_most and (part.value or 0.0) > NEGLIGIBLE * sure]
    notes = [f"not counted, because unknown: {'; '.join(missing)}"] if missing else []
    if large:
        place = "in the range only" if missing else "counted in full"
        notes.append(f"{place}, because known only from above: {'; '.join(part.name for part in large)}")
    if missing and not known:
        return Figure(key=key, name=name, value=None, unit="Ohm cm2", label="unknown", regime=regime,
                      note="; ".join(notes))  # fmt: skip
    mixed = [part.name for part in mine if part.regime not in (None, regime)]
    if mixed:
        notes.append(f"of another regime: {'; '.join(mixed)}")
    counted = [part for part in mine if part.value is not None and not (missing and part in large)]
    total, low, high = add_ranges(_range(group) for group in _moving_together(counted))
    if missing and large:
        reach = sum(part.high or part.value or 0.0 for part in large)
        low, high = total if low is None else low, (total if high is None else high) + reach
    return Figure(
        key=key, name=name, value=total, unit="Ohm cm2", low=low, high=high,
        label="bound" if missing or large else "estimate", at_least=bool(missing), regime=regime,
        formula="ASR = sum of layers + sum of contacts",
        inputs=tuple(Input.of_figure("ASR", part) for part in mine if part.value is not None),
        note="; ".join(notes) or None,
    )  # fmt: skip


def _moving_together(parts: Iterable[Figure]) -> list[list[Figure]]:
    """Group parts that rest on the same conductivity or on the same published resistance."""
    groups: dict[str, list[Figure]] = {}
    for part in parts:
        shared = next((item.name for item in part.inputs if item.symbol in ("sigma", "ASR")), part.key)
        groups.setdefault(part.key if "(entered)" in shared else shared, []).append(part)
    return list(groups.values())


def _range(group: list[Figure]) -> Range:
    return add_together((part.value or 0.0, part.low, part.high) for part in group)


def layer_figures(design: Design, body: Body, charge_transfer: Figure | None) -> list[Figure]:
    """Return the figures of one layer: one, or one per regime for a porous electrode."""
    layer = body.layer
    if layer.role in ("cathode collector", "anode collector"):
        insulators = [design.material(key) for key in layer.material_ids]
        insulators = [material for material in insulators if material.category in ("electrolyte", "binder")]
        if insulators:
            return [_unknown(body, f"{insulators[0].label} conducts no electrons, as a collector has to")]
        return [_metal(body)]
    if layer.role == "anode" and layer.material is not None:
        material = design.material(layer.material)
        if material.metal_anode in ("metal", "alloy"):
            return [_metal(body)]
        return [_unknown(body, f"{material.label} alone: ions move inside the active material; no transport data")]
    if layer.role in ("cathode", "anode"):
        rows = porous.figures(design, body, charge_transfer)
        return [_unknown(body, rows)] if isinstance(rows, str) else rows
    one = layer.material is not None or layer.conductivity is not None
    return [_planar(design, body) if one else _mixture(design, body)]


def _unknown(body: Body, reason: str) -> Figure:
    return unknown(f"asr:{body.layer.id}", body.title, "Ohm cm2", reason, (body.layer.id,))


def _metal(body: Body) -> Figure:
    if isinstance(body.thickness, str):
        return _unknown(body, body.thickness)
    value = body.thickness.spread.value / METAL_CONDUCTIVITY_S_PER_M
    return Figure(
        key=f"asr:{body.layer.id}", name=body.title, value=value / OHM_CM2, unit="Ohm cm2", label="bound",
        formula="ASR <= d / 1e3 S/cm", inputs=body.thickness.inputs, layers=(body.layer.id,),
        note="electronic conductor; upper bound with the conductivity of a poor metal",
    )  # fmt: skip


def _planar(design: Design, body: Body) -> Figure:
    sigma = conductivity.of_layer(design, body.layer)
    if isinstance(sigma, str):
        return _unknown(body, sigma)
    return _layer_over(body, sigma, "ASR = d / sigma", "extrapolated" if sigma.extrapolated else "computed")


def _layer_over(body: Body, sigma: Known, formula: str, label: Label) -> Figure:
    if isinstance(body.thickness, str):
        return _unknown(body, body.thickness)
    value = propagate(
        lambda d, s: float(transport.planar_resistance(d, s)), {"d": body.thickness.spread, "s": sigma.spread}
    )
    shown = Spread(*value).scaled(1.0 / OHM_CM2)
    return Figure(
        key=f"asr:{body.layer.id}", name=body.title, value=shown.value, unit="Ohm cm2", low=shown.low, high=shown.high,
        label="bound" if sigma.limit else label, at_least=sigma.limit == "ceiling", formula=formula,
        inputs=(*body.thickness.inputs, *sigma.inputs), note=sigma.note, layers=(body.layer.id,),
    )  # fmt: skip


def _mixture(design: Design, body: Body) -> Figure:
    phases = [conductivity.of_material(design, design.material(part.material)) for part in body.layer.components]
    reasons = [phase for phase in phases if isinstance(phase, str)]
    known = [phase for phase in phases if not isinstance(phase, str)]
    if len(known) == len(phases) == 1:
        return _layer_over(body, known[0], "ASR = d / sigma", "computed")
    if reasons or len(phases) != 2 or len(body.volume_fractions) != 2:
        return _unknown(body, "; ".join(reasons) or "a mixture of other than two phases of known density")
    first, second = known
    if first.limit or second.limit:
        return _unknown(body, next(phase.note or "" for phase in (first, second) if phase.limit))
    share = body.volume_fractions[0] / sum(body.volume_fractions)
    value, low, high = propagate(
        lambda a, b: float(transport.effective_medium(share, a, b)), {"a": first.spread, "b": second.spread}
    )
    lower, upper = transport.hashin_shtrikman_bounds([share, 1.0 - share], [first.spread.value, second.spread.value])
    low, high = min(value, float(lower), low or value), max(value, float(upper), high or value)
    note = "; ".join(filter(None, ("perfect contact of the phases assumed", first.note, second.note)))
    sigma = Known(Spread(value, low, high), (*first.inputs, *second.inputs), note)
    return _layer_over(body, sigma, "ASR = d / sigma(effective medium)", "estimate")
