"""The area-specific resistance of every layer, and the totals by regime."""

from __future__ import annotations

from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.result import Figure, Input, Label, Regime, ResistanceReport, unknown
from cellbuilder.engine import composite, layer_data, transport
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.ranges import Spread, add_ranges, propagate

OHM_CM2 = 1e-4
METAL_CONDUCTIVITY_S_PER_M = 1e5
"""A floor for metals and graphite foils: their resistance is bounded from above with it."""

_NOTES = SourceRef(ref="physics-notes", section="1b")
_CARBON_NETWORK = Quantity(
    value=1e-2, unit="S/cm", low=1e-3, high=1e-1, kind="estimate", read_from="secondary", source=_NOTES,
    note="carbon network above percolation",
)  # fmt: skip
_EXPONENT = Quantity(
    value=2.5, unit="1", low=2, high=3.2, kind="estimate", read_from="secondary", source=_NOTES,
    note="six measured composites",
)  # fmt: skip
_NETWORK_FAMILIES = ("NCM", "NCA")


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
    known = [(part.value, part.low, part.high) for part in mine if part.value is not None]
    missing = [part.name for part in mine if part.value is None or part.at_least]
    value, low, high = add_ranges(known)
    return Figure(
        key=f"asr@{regime}", name=f"total area-specific resistance ({regime})", value=value, unit="Ohm cm2",
        low=low, high=high, label="bound" if missing else "estimate", at_least=bool(missing), regime=regime,
        formula="ASR = sum of layers + sum of contacts",
        inputs=tuple(Input.of_figure("ASR", part) for part in mine if part.value is not None),
        note=f"not counted, because unknown: {'; '.join(missing)}" if missing else None,
    )  # fmt: skip


def layer_figures(design: Design, body: Body, charge_transfer: Figure | None) -> list[Figure]:
    """Return the figures of one layer: one, or one per regime for a porous electrode."""
    layer = body.layer
    if layer.role in ("cathode collector", "anode collector"):
        return [_metal(body)]
    if layer.role == "anode" and layer.material is not None:
        material = design.material(layer.material)
        if material.metal_anode in ("metal", "alloy"):
            return [_metal(body)]
        return [_unknown(body, f"{material.label} alone: ions move inside the active material; no transport data")]
    if layer.role in ("cathode", "anode"):
        return _electrode(design, body, charge_transfer)
    if layer.material is not None:
        return [_planar(design, body)]
    return [_mixture(design, body)]


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
    sigma = layer_data.layer_conductivity(design, body.layer)
    if isinstance(sigma, str):
        return _unknown(body, sigma)
    return _layer_over(body, sigma, "ASR = d / sigma", "bound" if sigma.bound else "computed")


def _layer_over(body: Body, sigma: Known, formula: str, label: Label) -> Figure:
    if isinstance(body.thickness, str):
        return _unknown(body, body.thickness)
    value, low, high = propagate(
        lambda d, s: float(transport.planar_resistance(d, s)), {"d": body.thickness.spread, "s": sigma.spread}
    )
    return Figure(
        key=f"asr:{body.layer.id}", name=body.title, value=value / OHM_CM2, unit="Ohm cm2",
        low=None if low is None else low / OHM_CM2, high=None if high is None else high / OHM_CM2,
        label=label, formula=formula, inputs=(*body.thickness.inputs, *sigma.inputs), note=sigma.note,
        layers=(body.layer.id,),
    )  # fmt: skip


def _mixture(design: Design, body: Body) -> Figure:
    phases = [layer_data.conductivity(design, design.material(part.material)) for part in body.layer.components]
    reasons = [phase for phase in phases if isinstance(phase, str)]
    if reasons or len(phases) != 2 or len(body.volume_fractions) != 2:
        return _unknown(body, "; ".join(reasons) or "a mixture of other than two phases of known density")
    first, second = (phase for phase in phases if not isinstance(phase, str))
    solid = sum(body.volume_fractions)
    share = body.volume_fractions[0] / solid
    value, low, high = propagate(
        lambda a, b: float(transport.effective_medium(share, a, b)), {"a": first.spread, "b": second.spread}
    )
    lower, upper = transport.hashin_shtrikman_bounds([share, 1.0 - share], [first.spread.value, second.spread.value])
    low = float(lower) if low is None else min(low, float(lower))
    high = float(upper) if high is None else max(high, float(upper))
    sigma = Known(Spread(value, low, high), (*first.inputs, *second.inputs), "perfect contact of the phases assumed")
    return _layer_over(body, sigma, "ASR = d / sigma(effective medium)", "estimate")


def _electrode(design: Design, body: Body, charge_transfer: Figure | None) -> list[Figure]:
    rails = _rails(design, body)
    if isinstance(rails, str):
        return [_unknown(body, rails)]
    ionic, electronic, inputs = rails
    active = layer_data.active(body.layer)
    flat = active is not None and design.material(active.material).ocv_shape == "flat"
    slow: Regime = "front" if flat else "pseudo-steady"
    r_ct = None
    if charge_transfer is not None and charge_transfer.value is not None:
        scale = OHM_CM2
        r_ct = Spread(
            charge_transfer.value * scale,
            None if charge_transfer.low is None else charge_transfer.low * scale,
            None if charge_transfer.high is None else charge_transfer.high * scale,
        )
        inputs = (*inputs, *charge_transfer.inputs)
    return [_regime(body, regime, ionic, electronic, r_ct, inputs) for regime in ("instantaneous", slow)]


_FORMULAS: dict[Regime, str] = {
    "instantaneous": "R of the two-rail porous electrode at fixed state of charge (eq. 12)",
    "pseudo-steady": "R = R_ct + (R_i + R_e)/3 (eq. 17)",
    "front": "R = (R_i^2 + R_i R_e + R_e^2) / (2 (R_i + R_e)) (eq. 18)",
}


def _regime(
    body: Body, regime: Regime, ionic: Spread, electronic: Spread, r_ct: Spread | None, inputs: tuple[Input, ...]
) -> Figure:
    def resistance(i: float, e: float, ct: float = 0.0) -> float:
        if regime == "front":
            return float(composite.front_resistance(i, e))
        if regime == "pseudo-steady":
            return float(composite.pseudo_steady_resistance(i, e, ct))
        if ct == 0.0:
            return i * e / (i + e)
        return float(composite.instantaneous_resistance(i, e, ct))

    spreads = {"i": ionic, "e": electronic}
    if r_ct is not None and regime != "front":
        spreads["ct"] = r_ct
    value, low, high = propagate(resistance, spreads)
    partial = r_ct is None
    return Figure(
        key=f"asr:{body.layer.id}@{regime}", name=f"{body.title}, {regime}", value=value / OHM_CM2, unit="Ohm cm2",
        low=None if low is None else low / OHM_CM2, high=None if high is None else high / OHM_CM2,
        label="bound" if partial else "estimate", at_least=partial, regime=regime, formula=_FORMULAS[regime],
        inputs=inputs, layers=(body.layer.id,),
        note="transport only: the charge-transfer resistance between active material and catholyte is unknown"
        if partial else None,
    )  # fmt: skip


def _rails(design: Design, body: Body) -> tuple[Spread, Spread, tuple[Input, ...]] | str:
    layer = body.layer
    carriers = layer_data.conductor(layer)
    if not carriers:
        return "no catholyte: ions move inside the active material, for which no transport data are on record"
    if isinstance(body.thickness, str):
        return body.thickness
    if not body.volume_fractions:
        return "a density is missing, so the volume fractions are unknown"
    carrier_phi = [
        phi
        for phi, part in zip(body.volume_fractions, layer.components, strict=True)
        if part.function in ("catholyte", "electrolyte")
    ]
    best = max(range(len(carriers)), key=lambda index: carrier_phi[index])
    sigma = layer_data.conductivity(design, design.material(carriers[best].material))
    if isinstance(sigma, str):
        return sigma
    exponent = layer_data.spread_of(_EXPONENT)
    assert exponent is not None
    phi_se = sum(carrier_phi)
    value = propagate(
        lambda d, s, a: d / float(composite.ionic_conductivity(s, phi_se, a)),
        {"d": body.thickness.spread, "s": sigma.spread, "a": exponent},
    )
    electronic = _electronic(design, body)
    if isinstance(electronic, str):
        return electronic
    sigma_e, electronic_input = electronic
    rail = propagate(lambda d, s: d / s, {"d": body.thickness.spread, "s": sigma_e})
    phi_input = Input(
        symbol="phi", name="volume fraction of the ion conductor", value=round(phi_se, 4), unit="1", kind="calculated"
    )
    inputs = (*body.thickness.inputs, *sigma.inputs, phi_input, Input.of("alpha", "ionic exponent", _EXPONENT),
              electronic_input)  # fmt: skip
    return Spread(*value), Spread(*rail), inputs


def _electronic(design: Design, body: Body) -> tuple[Spread, Input] | str:
    layer = body.layer
    if layer.electronic_conductivity is not None:
        spread = layer_data.spread_of(layer.electronic_conductivity)
        if spread is not None:
            return spread, Input.of("sigma_e", "electronic conductivity (entered)", layer.electronic_conductivity)
    if any(part.function == "carbon" for part in layer.components):
        spread = layer_data.spread_of(_CARBON_NETWORK)
        assert spread is not None
        return spread, Input.of("sigma_e", "electronic conductivity of the composite", _CARBON_NETWORK)
    part = layer_data.active(layer)
    if part is None:
        return "no active material"
    material = design.material(part.material)
    phi = body.volume_fractions[layer.components.index(part)]
    if material.family in _NETWORK_FAMILIES:
        value = float(composite.carbon_free_electronic_conductivity(phi))
        ratio = 10.0**composite.BARE_CAM_DECADES
        shown = Quantity(
            value=value / 100.0, unit="S/cm", low=value / ratio / 100.0, high=value * ratio / 100.0, kind="estimate",
            read_from="secondary", source=SourceRef(ref="minnmann2021"),
            note="carbon-free composite, interpolated measured series, a decade either way",
        )  # fmt: skip
        return Spread(value, value / ratio, value * ratio), Input.of("sigma_e", "electronic conductivity", shown)
    return _from_grain(material, phi)


def _from_grain(material: Material, phi: float) -> tuple[Spread, Input] | str:
    known = material.electronic_conductivity
    spread = None if known is None else layer_data.spread_of(known)
    if known is None or spread is None:
        return f"no carbon, and the electronic conductivity of {material.label} is not on record"
    factor = float(phi**2.5)
    low = (spread.low or spread.value / 10.0) * factor
    high = (spread.high or spread.value * 10.0) * factor
    return Spread(spread.value * factor, low, high), Input.of(
        "sigma_e", f"electronic conductivity of {material.label} (times phi^2.5, estimate)", known
    )
