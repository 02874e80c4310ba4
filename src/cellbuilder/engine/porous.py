"""The resistance of a porous electrode: what goes in, and one figure per regime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.result import Figure, Input, Regime
from cellbuilder.engine import conductivity, layer_data
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import composite
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.ranges import Spread, propagate

OHM_CM2: Final = 1e-4
SMALL: Final = 0.05
"""A front resistance counts as whole while the charge transfer is below this share of it."""

_NOTES = SourceRef(ref="physics-notes", section="1b")
_CARBON_NETWORK = Quantity(
    value=1e-2, unit="S/cm", low=1e-3, high=1e-1, kind="estimate", read_from="secondary", source=_NOTES,
    note="carbon network above percolation",
)  # fmt: skip
_EXPONENT = Quantity(
    value=2.5, unit="1", low=2, high=3.2, kind="estimate", read_from="secondary", source=_NOTES,
    note="six measured composites",
)  # fmt: skip
_ALPHA: Final = Spread(2.5, 2.0, 3.2)
"""kappa = sigma phi^alpha: default, low, high (docs/physics.md 1b)."""
_NETWORK_FAMILIES = ("NCM", "NCA")


@dataclass(frozen=True, slots=True)
class _Electrode:
    """What the two rails are made of, in SI; ``solid`` is the ion conductor's volume share without pores."""

    thickness: Spread
    sigma: Spread
    solid: float
    pores: Spread
    sigma_e: Spread
    inputs: tuple[Input, ...]
    notes: tuple[str, ...]


def figures(design: Design, body: Body, charge_transfer: Figure | None) -> list[Figure] | str:
    """Return the resistance at once and after the reaction has levelled out, or why it is unknown."""
    rails = _rails(design, body)
    if isinstance(rails, str):
        return rails
    active = layer_data.active(body.layer)
    flat = active is not None and design.material(active.material).ocv_shape == "flat"
    slow: Regime = "front" if flat else "pseudo-steady"
    r_ct, inputs = None, rails.inputs
    if charge_transfer is not None and charge_transfer.value is not None:
        shown = Spread(charge_transfer.value, charge_transfer.low, charge_transfer.high)
        r_ct = shown.scaled(OHM_CM2)
        inputs = (*inputs, *charge_transfer.inputs)
    return [_regime(body, regime, rails, r_ct, inputs) for regime in ("instantaneous", slow)]


_FORMULAS: Final[dict[Regime, str]] = {
    "instantaneous": "R of the two-rail porous electrode at fixed state of charge (eq. 12)",
    "pseudo-steady": "R = R_ct + (R_i + R_e)/3 (eq. 17)",
    "front": "R = (R_i^2 + R_i R_e + R_e^2) / (2 (R_i + R_e)) (eq. 18)",
}


def _regime(
    body: Body, regime: Regime, rails: _Electrode, r_ct: Spread | None, inputs: tuple[Input, ...]
) -> Figure:  # fmt: skip
    def resistance(d: float, s: float, p: float, alpha: float, e: float, ct: float = 0.0) -> float:
        ionic = d / float(composite.ionic_conductivity(s, rails.solid * (1.0 - p), alpha))
        if regime == "front":
            return float(composite.front_resistance(ionic, d / e))
        if regime == "pseudo-steady":
            return float(composite.pseudo_steady_resistance(ionic, d / e, ct))
        return float(composite.instantaneous_resistance(ionic, d / e, ct))

    spreads = {"d": rails.thickness, "s": rails.sigma, "p": rails.pores, "alpha": _ALPHA, "e": rails.sigma_e}
    if r_ct is not None and regime != "front":
        spreads["ct"] = r_ct
    shown = Spread(*propagate(resistance, spreads)).scaled(1.0 / OHM_CM2)
    notes = list(rails.notes)
    partial = r_ct is None
    if r_ct is None:
        notes.insert(0, "transport only: the charge-transfer resistance of active material and catholyte is unknown")
    elif regime == "front" and r_ct.value > SMALL * shown.value * OHM_CM2:
        partial = True
        notes.insert(0, "transport only: the charge-transfer resistance is not small, and fronts are not sharp then")
    return Figure(
        key=f"asr:{body.layer.id}@{regime}", name=f"{body.title}, {regime}", value=shown.value, unit="Ohm cm2",
        low=shown.low, high=shown.high, label="bound" if partial else "estimate", at_least=partial, regime=regime,
        formula=_FORMULAS[regime], inputs=inputs, layers=(body.layer.id,), note="; ".join(notes) or None,
    )  # fmt: skip


def _rails(design: Design, body: Body) -> _Electrode | str:
    layer = body.layer
    if not any(layer_data.conducts(part) for part in layer.components) and layer.conductivity is None:
        return "no catholyte: ions move inside the active material, for which no transport data are on record"
    if isinstance(body.thickness, str):
        return body.thickness
    if not body.volume_fractions:
        return "a density is missing, so the volume fractions are unknown"
    ionic = _ionic(design, body)
    if isinstance(ionic, str):
        return ionic
    sigma, solid, more = ionic
    electronic = _electronic(design, body)
    if isinstance(electronic, str):
        return electronic
    sigma_e, electronic_input = electronic
    pores = layer_data.porosity(layer).spread if layer.density is None else Spread(1.0 - sum(body.volume_fractions))
    if not more:
        pores = Spread(0.0)
    inputs = (*body.thickness.inputs, *sigma.inputs, *more, electronic_input)
    notes = (sigma.note,) if sigma.note else ()
    return _Electrode(body.thickness.spread, sigma.spread, solid, pores, sigma_e, inputs, notes)


def _ionic(design: Design, body: Body) -> tuple[Known, float, tuple[Input, ...]] | str:
    """Return the conductivity of the ion conductor and its volume share of the solid.

    A conductivity entered for the layer is that of the composite as a whole (share 1, no pores).
    """
    layer = body.layer
    if layer.conductivity is not None and (spread := layer_data.spread_of(layer.conductivity)) is not None:
        used = Input.of("kappa", "effective ionic conductivity (entered)", layer.conductivity)
        return Known(spread, (used,)), 1.0, ()
    carriers = [
        (phi, design.material(part.material))
        for phi, part in zip(body.volume_fractions, layer.components, strict=True)
        if layer_data.conducts(part)
    ]
    if not carriers:
        return "the ionic conductivity of the composite is entered as unknown"
    _, main = max(carriers, key=lambda carrier: carrier[0])
    sigma = conductivity.of_material(design, main)
    if isinstance(sigma, str):
        return sigma
    if sigma.limit is not None:
        return f"of its catholyte: {sigma.note}"
    others = [material.label for _, material in carriers if material.id != main.id]
    note = "; ".join(filter(None, (sigma.note, f"{', '.join(others)} counted as {main.label}" if others else None)))
    share = sum(phi for phi, _ in carriers)
    shown = Input(
        symbol="phi", name="volume fraction of the ion conductor", value=round(share, 4), unit="1", kind="calculated"
    )
    exponent = Input.of("alpha", "ionic exponent", _EXPONENT)
    return Known(sigma.spread, sigma.inputs, note or None), share / sum(body.volume_fractions), (shown, exponent)


def _electronic(design: Design, body: Body) -> tuple[Spread, Input] | str:
    layer = body.layer
    if layer.electronic_conductivity is not None:
        spread = layer_data.spread_of(layer.electronic_conductivity)
        if spread is not None:
            return spread, Input.of("sigma_e", "electronic conductivity (entered)", layer.electronic_conductivity)
    if any(part.function == "carbon" and part.mass_fraction.si for part in layer.components):
        spread = layer_data.spread_of(_CARBON_NETWORK)
        assert spread is not None
        return spread, Input.of("sigma_e", "electronic conductivity of the composite", _CARBON_NETWORK)
    part = layer_data.active(layer)
    if part is None:
        return "no active material"
    material = design.material(part.material)
    grains = zip(body.volume_fractions, layer.components, strict=True)
    phi = sum(share for share, other in grains if other.function == "active material")
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
    ends = Spread(spread.value, spread.low or spread.value / 10.0, spread.high or spread.value * 10.0)
    return ends.scaled(factor), Input.of(
        "sigma_e", f"electronic conductivity of {material.label} (times phi^2.5, estimate)", known
    )
