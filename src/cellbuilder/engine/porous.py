"""Composite electrodes: two rails, charge transfer and diffusion, and one resistance per regime."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.result import Regime
from cellbuilder.domain.stack import Component
from cellbuilder.engine import conductivity, layer_data, particles, reaction
from cellbuilder.engine.calculation import Calculation, Step, Term
from cellbuilder.engine.contacts import Contact
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import composite, transport
from cellbuilder.engine.reaction import Branch

UNIT: Final = "Ohm cm2"
_NOTES: Final = SourceRef(ref="physics-notes", section="1b")


def _estimate(value: float, unit: str, low: float, high: float, note: str) -> Quantity:
    return Quantity(value=value, unit=unit, low=low, high=high, kind="estimate", read_from="secondary", source=_NOTES,
                    note=note)  # fmt: skip


_CARBON_NETWORK: Final = _estimate(1e-2, "S/cm", 1e-3, 1e-1, "carbon network above percolation")
_EXPONENT: Final = _estimate(2.5, "1", 2, 3.2, "six measured composites")
_BINDER_RAIL: Final = _estimate(15, "1", 8.5, 26, "ln of the loss per volume of binder on active material, two studies")
_BARE_GRAIN: Final = Quantity(
    value=1, unit="1", low=10.0**-composite.BARE_CAM_DECADES, high=10.0**composite.BARE_CAM_DECADES, kind="estimate",
    note="a decade either way",
)  # fmt: skip
_NETWORK_FAMILIES: Final = ("NCM", "NCA")
LEAST_CARRIER: Final = 0.2
"""Volume fraction of ion conductor below which no composite of the measured series lies."""
_DILUTE: Final = (
    "extrapolated: less than 20 vol% of ion conductor, of which no composite was measured; its grains may not connect, "
    "or other paths carry the ions"
)
CARBON_STARTS, CARBON_FULL = 0.01, 0.03
"""Mass fractions of carbon between which its network forms (fibres; docs/physics.md 1b)."""


@record
class Electrode:
    """A composite electrode as the engine sees it: rails, charge transfer, diffusion (None where unknown).

    ``area_ratio`` is true contact area per area of electrode. ``branches`` are the active materials side by side.
    ``missing`` says what its resistance lacks, ``undiffused`` why it has no diffusion.
    """

    body: Body
    ionic: Term
    electronic: Term
    transfer: Term | None
    diffusion: Term | None
    area_ratio: Term | None
    branches: tuple[Branch, ...]
    flat: bool
    notes: tuple[str, ...]
    missing: str | None
    undiffused: str | None


def electrode(calculation: Calculation, design: Design, body: Body, contact: Contact | None) -> Electrode | str:
    """Return rails and reaction of a composite electrode, or why they are unknown.

    ``contact`` is what the evidence knows of its active material against its catholyte.
    """
    layer = body.layer
    entered = layer.conductivity is not None or layer.measured_resistance is not None
    if not any(layer_data.conducts(part) for part in layer.components) and not entered:
        return "no catholyte: ions move inside the active material, for which no transport data are on record"
    if isinstance(body.thickness, str):
        return body.thickness
    if not body.volume_fractions:
        return body.without_fractions or "a density is missing, so the volume fractions are unknown"
    ionic = _ionic(calculation, design, body)
    if isinstance(ionic, str):
        return ionic
    kappa, note, bulk = ionic
    sigma_e = _electronic(calculation, design, body)
    if isinstance(sigma_e, str):
        return sigma_e
    rails = [
        calculation.step(
            f"{key}:{layer.id}", symbol, f"{name} of {body.title}", UNIT, transport.planar_resistance, f"d / {over}",
            [("d", body.thickness), (over, term)], label="estimate", layers=(layer.id,),
        )
        for key, symbol, name, over, term in (
            ("ionic rail", "R_i", "ionic resistance", "kappa", kappa),
            ("electronic rail", "R_e", "electronic resistance", "sigma_e", sigma_e),
        )
    ]  # fmt: skip
    found = reaction.build(calculation, design, body, contact)
    notes = tuple(remark for remark in (note, found.note) if remark)
    return Electrode(
        body, rails[0], rails[1], found.transfer, found.diffusion, found.area_ratio, found.branches, found.flat, notes,
        layer_data.joined(found.missing, bulk), found.undiffused,
    )  # fmt: skip


def resistances(calculation: Calculation, found: Electrode) -> tuple[Step, Step]:
    """Return the resistance at once and after the reaction has levelled out."""
    return _instantaneous(calculation, found), (_front if found.flat else _pseudo_steady)(calculation, found)


def _regime(
    calculation: Calculation, found: Electrode, regime: Regime, kernel: Any, formula: str,
    inputs: list[tuple[str, Term]], missing: tuple[str | None, ...], *, additive: bool = False,
) -> Step:  # fmt: skip
    body = found.body
    partial = any(missing)
    return calculation.step(
        f"asr:{body.layer.id}@{regime}", "ASR", f"{body.title}, {regime}", UNIT, kernel, formula,
        inputs, label="estimate", additive=additive,
        note=layer_data.joined(*missing, *found.notes), limit="floor" if partial else None, regime=regime,
        layers=(body.layer.id,),
    )  # fmt: skip


def _rails(found: Electrode) -> list[tuple[str, Term]]:
    return [("R_i", found.ionic), ("R_e", found.electronic)]


def _instantaneous(calculation: Calculation, found: Electrode) -> Step:
    if found.transfer is not None and not found.transfer.value > 0.0:
        return _regime(
            calculation, found, "instantaneous", composite.instantaneous_resistance,
            "R_ct + R_i * R_e / (R_i + R_e)", [*_rails(found), ("R_ct", found.transfer)], (found.missing,),
        )  # fmt: skip
    if found.transfer is None:
        return _regime(
            calculation, found, "instantaneous", lambda i, e: composite.instantaneous_resistance(i, e, 0.0),
            "R_i * R_e / (R_i + R_e)", _rails(found), (found.missing,),
        )  # fmt: skip
    layer = found.body.layer
    nu = calculation.step(
        f"nu:{layer.id}", "nu", f"electrode thickness over reaction depth of {found.body.title}", "1", composite.nu,
        "sqrt((R_i + R_e) / R_ct)", [("R_i", found.ionic), ("R_e", found.electronic), ("R_ct", found.transfer)],
        label="estimate", layers=(layer.id,),
    )  # fmt: skip
    return _regime(
        calculation, found, "instantaneous", lambda i, e, ct, _: composite.instantaneous_resistance(i, e, ct),
        "R_i * R_e / (R_i + R_e) * (1 + 2 / (nu * sinh(nu))) + (R_i^2 + R_e^2) / (R_i + R_e) * coth(nu) / nu",
        [*_rails(found), ("R_ct", found.transfer), ("nu", nu)], (found.missing,),
    )  # fmt: skip


def _pseudo_steady(calculation: Calculation, found: Electrode) -> Step:
    layer = found.body.layer
    rails = calculation.step(
        f"rails:{layer.id}", "R_rails", f"both rails of {found.body.title}, evenly used", UNIT,
        lambda i, e: composite.pseudo_steady_resistance(i, e, 0.0), "(R_i + R_e) / 3",
        [("R_i", found.ionic), ("R_e", found.electronic)], label="estimate", regime="pseudo-steady", layers=(layer.id,),
    )  # fmt: skip
    parts = [(symbol, term) for symbol, term in (("R_ct", found.transfer), ("R_diff", found.diffusion))
             if term is not None]  # fmt: skip
    return _regime(
        calculation, found, "pseudo-steady", lambda *values: sum(values),
        " + ".join(symbol for symbol, _ in (*parts, ("R_rails", rails))), [*parts, ("R_rails", rails)],
        (found.missing, found.undiffused),
        additive=True,
    )  # fmt: skip


def _front(calculation: Calculation, found: Electrode) -> Step:
    transfer: list[tuple[str, Term]] = [] if found.transfer is None else [("R_ct", found.transfer)]
    return _regime(
        calculation, found, "front", lambda i, e, *ct: composite.front_resistance(i, e) + sum(ct),
        ("R_ct + " if transfer else "") + "(R_i^2 + R_i * R_e + R_e^2) / (2 * (R_i + R_e))",
        [*_rails(found), *transfer],
        (found.missing,),
    )  # fmt: skip


def _ionic(calculation: Calculation, design: Design, body: Body) -> tuple[Term, str | None, str | None] | str:
    """Return the effective ionic conductivity of the composite."""
    layer = body.layer
    entered = conductivity.of_entry(calculation, design, layer, body.thickness)
    if entered is not None:
        return entered if isinstance(entered, str) else (entered.term, entered.note, None)
    pairs = zip(body.volume_fractions, layer.components, strict=True)
    carriers = [(phi, part) for phi, part in pairs if layer_data.conducts(part)]
    sigma = _carriers(calculation, design, body, carriers)
    if isinstance(sigma, str):
        return sigma
    term, note, missing = sigma
    fractions = [("phi", phi) for phi, _ in carriers]
    volume: Term = fractions[0][1]
    if len(fractions) > 1:
        volume = calculation.step(
            f"ion conductor:{layer.id}", "phi", f"volume fraction of the ion conductors in {body.title}", "1",
            lambda *parts: sum(parts), "sum(phi)", fractions, layers=(layer.id,),
        )  # fmt: skip
    key, name = f"effective conductivity:{layer.id}", f"effective ionic conductivity of {body.title}"
    factor = layer_data.given(calculation, f"tortuosity factor:{layer.id}", "tau2",
                              f"tortuosity factor of {body.title}", layer.tortuosity_factor)  # fmt: skip
    if factor is None and layer.tortuosity_factor is not None:
        return layer_data.marked_unknown("tortuosity factor", body.title)
    if factor is not None:
        kappa = calculation.step(
            key, "kappa", name, conductivity.UNIT, lambda s, phi, tau2: s * phi / tau2, "sigma * phi / tau2",
            [("sigma", term), ("phi", volume), ("tau2", factor)], label="estimate", layers=(layer.id,),
        )  # fmt: skip
        return kappa, note, missing
    if volume.value < LEAST_CARRIER:
        note = layer_data.joined(note, _DILUTE)
    exponent = layer_data.given(calculation, f"ionic exponent:{layer.id}", "alpha", f"ionic exponent of {body.title}",
                                layer.ionic_exponent or _EXPONENT)  # fmt: skip
    if exponent is None:
        return layer_data.marked_unknown("ionic exponent", body.title)
    inputs = [("sigma", term), ("phi", volume), ("alpha", exponent)]
    binder = particles.binder_ratio(calculation, body)
    if binder is None:
        kappa = calculation.step(key, "kappa", name, conductivity.UNIT, composite.ionic_conductivity,
                                 "sigma * phi^alpha", inputs, label="estimate", layers=(layer.id,))  # fmt: skip
        return kappa, note, missing
    loss = calculation.leaf(f"binder loss:{layer.id}", "b", f"what binder takes from the ion paths of {body.title}",
                            _BINDER_RAIL)  # fmt: skip
    assert loss is not None
    kappa = calculation.step(
        key, "kappa", name, conductivity.UNIT,
        lambda s, phi, alpha, b, x: composite.ionic_conductivity(s, phi, alpha) * np.exp(-b * x),
        "sigma * phi^alpha * exp(-b * x_b)", [*inputs, ("b", loss), ("x_b", binder)], label="estimate",
        layers=(layer.id,),
    )  # fmt: skip
    return kappa, note, missing


def _carriers(
    calculation: Calculation, design: Design, body: Body, carriers: list[tuple[Term, Component]]
) -> tuple[Term, str | None, str | None] | str:
    """Return the conductivity of what carries the ions (one material, or two mixed), a remark, and what it lacks."""
    ordered = sorted(carriers, key=lambda carrier: -carrier[0].value)
    found = []
    for _, part in ordered[:2]:
        sigma = conductivity.of_material(calculation, design, design.material(part.material))
        if isinstance(sigma, str):
            return sigma
        if sigma.limit == "floor":
            return f"of its catholyte: {sigma.note}"
        found.append(sigma)
    note = layer_data.joined(*(sigma.note for sigma in found))
    above = any(sigma.limit or sigma.bulk for sigma in found)
    missing = "the conductivity of its catholyte is known from above only" if above else None
    if len(found) == 1 or found[0].term is found[1].term:
        return found[0].term, note, missing
    if len(ordered) > 2:
        labels = ", ".join(design.material(part.material).label for _, part in ordered[2:])
        note = layer_data.joined(note, f"{labels} counted like the two main catholytes")
    mixed = calculation.step(
        f"mixed catholyte:{body.layer.id}", "sigma", f"conductivity of the mixed catholyte of {body.title}",
        conductivity.UNIT, lambda a, b, s1, s2: transport.effective_medium(a / (a + b), s1, s2),
        "emt(phi_1 / (phi_1 + phi_2), sigma_1, sigma_2)",
        [("phi_1", ordered[0][0]), ("phi_2", ordered[1][0]), ("sigma_1", found[0].term), ("sigma_2", found[1].term)],
        label="estimate", layers=(body.layer.id,),
    )  # fmt: skip
    return mixed, note, missing


def _electronic(calculation: Calculation, design: Design, body: Body) -> Term | str:
    """Return the electronic conductivity of the composite: entered, or that of grains and carbon together."""
    layer = body.layer
    entered = layer_data.given(
        calculation, f"electronic conductivity:{layer.id}", "sigma_e",
        f"electronic conductivity of {body.title} (entered)", layer.electronic_conductivity,
    )  # fmt: skip
    if entered is not None:
        return entered
    if layer.electronic_conductivity is not None:
        return layer_data.marked_unknown("electronic conductivity", body.title)
    bare = _bare(calculation, design, body)
    shares = layer_data.mass_fractions(calculation, design, layer)
    carbon = [share for share, part in zip(shares, layer.components, strict=True)
              if part.function == "carbon" and part.mass_fraction.si]  # fmt: skip
    if not carbon:
        return bare
    network = calculation.leaf(f"carbon network:{layer.id}", "sigma_c", f"conductivity of the carbon in {body.title}",
                               _CARBON_NETWORK)  # fmt: skip
    assert network is not None
    built = calculation.step(
        f"carbon share:{layer.id}", "s", f"how far the carbon network of {body.title} is built", "1",
        lambda *w: np.clip((sum(w) - CARBON_STARTS) / (CARBON_FULL - CARBON_STARTS), 0.0, 1.0),
        f"min(max((sum(w_c) - {CARBON_STARTS}) / {CARBON_FULL - CARBON_STARTS:g}, 0), 1)",
        [("w_c", share) for share in carbon], label="estimate", layers=(layer.id,),
    )  # fmt: skip
    if isinstance(bare, str):
        return network if built.value >= 1.0 else f"little carbon, and {bare.removeprefix('no carbon, and ')}"
    return calculation.step(
        f"electronic conductivity:{layer.id}", "sigma_e", f"electronic conductivity of {body.title}",
        conductivity.UNIT, lambda c, b, s: b * (c / b) ** s, "sigma_b * (sigma_c / sigma_b)^s",
        [("sigma_c", network), ("sigma_b", bare), ("s", built)], label="estimate", layers=(layer.id,),
    )  # fmt: skip


def _bare(calculation: Calculation, design: Design, body: Body) -> Term | str:
    """Return the electronic conductivity of the composite without carbon."""
    layer = body.layer
    materials = list({part.material: design.material(part.material) for part in layer_data.actives(layer)}.values())
    if not materials:
        return "no active material"
    material, layered = materials[0], all(entry.family in _NETWORK_FAMILIES for entry in materials)
    pairs = zip(body.volume_fractions, layer.components, strict=True)
    grains = [("phi", phi) for phi, other in pairs if other.function == "active material"]
    key, name = f"bare electronic conductivity:{layer.id}", f"electronic conductivity of {body.title} without carbon"
    factor = calculation.leaf(f"bare network:{layer.id}", "f", f"scatter of the {name}", _BARE_GRAIN)
    assert factor is not None
    if layered:
        return calculation.step(
            key, "sigma_b", name, conductivity.UNIT,
            lambda f, *phi: f * composite.carbon_free_electronic_conductivity(sum(phi)),
            "f * carbon_free(sum(phi))", [("f", factor), *grains], label="estimate",
            note="interpolated from a measured series of a carbon-free NCM composite (Minnmann 2021)",
            layers=(layer.id,),
        )  # fmt: skip
    if len(materials) > 1:
        labels = " and ".join(entry.label for entry in materials)
        return f"no carbon, and the electronic conductivity of {labels} together is not on record"
    own = layer_data.given(calculation, f"electronic conductivity of:{material.id}", "sigma_m",
                           f"electronic conductivity of {material.label}", material.electronic_conductivity,
                           )  # fmt: skip
    if own is None:
        return f"no carbon, and the electronic conductivity of {material.label} is not on record"
    return calculation.step(
        key, "sigma_b", name, conductivity.UNIT, lambda f, s, *phi: f * s * sum(phi) ** 2.5,
        "f * sigma_m * sum(phi)^2.5", [("f", factor), ("sigma_m", own), *grains], label="estimate",
        layers=(layer.id,),
    )  # fmt: skip
