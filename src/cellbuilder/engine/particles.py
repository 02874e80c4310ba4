"""The grains of one active material: areas, charge transfer, coating, diffusion, and what binder takes."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from cellbuilder.domain.base import MOST, record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import Component
from cellbuilder.engine import capacity_data, conductivity, contacts, layer_data, voltage
from cellbuilder.engine.calculation import Calculation, Step, Term
from cellbuilder.engine.contacts import Contact
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import interfaces, rate

UNIT: Final = "Ohm cm2"
MOST_BINDER: Final = 0.14
"""Volume of binder per volume of active material up to which its effect is measured (docs/physics.md 1b)."""
NO_TRANSFER: Final = "transport only: the charge-transfer resistance of active material and catholyte is unknown"
NO_DIFFUSION: Final = "without diffusion in the grains, which is not on record"
_NOTES: Final = SourceRef(ref="physics-notes", section="1b")
_RADIUS: Final = Quantity(value=2.5, unit="um", low=1, high=7, kind="assumption", note="no particle radius is given")
_COVERAGE: Final = Quantity(
    value=0.6, unit="1", low=0.3, high=0.8, kind="estimate", read_from="secondary", source=_NOTES,
    note="typical of cold-pressed composites",
)  # fmt: skip
_BINDER_COVER: Final = Quantity(
    value=6, unit="1", low=3.5, high=14, kind="estimate", read_from="secondary", source=_NOTES,
    note="17 to 43 % of the area at 0.05 and 29 to 82 % at 0.10 volumes of binder on active material",
)  # fmt: skip


@record
class Grains:
    """Equal active material of an electrode: its component, name and volume fractions, radius and areas.

    ``area_ratio`` is the contact with the catholyte and ``surface`` the whole surface, both per area of electrode;
    None where an entered size is unknown. Where it is not ``alone``, ``whole`` is the contact of all active material
    and ``share`` its part of that.
    """

    part: Component
    key: str
    label: str
    fractions: tuple[Term, ...]
    radius: Term | None
    area_ratio: Term | None
    surface: Term | None
    alone: bool = True
    whole: Term | None = None
    share: Term | None = None


def grains(calculation: Calculation, design: Design, body: Body, places: tuple[int, ...]) -> Grains:
    """Return the grains of one active material of an electrode, which has these places among its components."""
    layer = body.layer
    assert not isinstance(body.thickness, str)
    part = layer.components[places[0]]
    key, label = layer_data.part_key(layer, places[0]), design.material(part.material).label
    fractions = tuple(body.volume_fractions[place] for place in places)
    radius = layer_data.given(calculation, f"particle radius:{key}", "r", f"particle radius of {label} in {body.title}",
                              part.particle_radius or _RADIUS)  # fmt: skip
    if radius is None:
        return Grains(part, key, label, fractions, None, None, None)
    volume, many = ("phi", len(places)) if len(places) == 1 else ("sum(phi)", len(places))
    sizes: list[tuple[str, Term]] = [*(("phi", phi) for phi in fractions), ("r", radius), ("d", body.thickness)]
    surface = calculation.step(
        f"grain area:{key}", "a_g", f"surface of the grains of {label} per area of {body.title}", "1",
        lambda *v: interfaces.specific_area(sum(v[:many]), v[many]) * v[many + 1], f"3 * {volume} / r * d", sizes,
        label="estimate", layers=(layer.id,),
    )  # fmt: skip
    cover = layer_data.given(calculation, f"coverage:{key}", "theta", f"share of {label} that the catholyte covers",
                             part.coverage or _COVERAGE)  # fmt: skip
    if cover is None:
        return Grains(part, key, label, fractions, radius, None, surface)
    inputs: list[tuple[str, Term]] = [("a_g", surface), ("theta", cover)]
    binder = binder_ratio(calculation, body) if part.coverage is None else None
    name = f"true contact area of {label} per area of {body.title}"
    if binder is None:
        area = calculation.step(
            f"area ratio:{key}", "a_L", name, "1", lambda a, theta: a * theta, "a_g * theta", inputs,
            label="estimate", layers=(layer.id,),
        )  # fmt: skip
        return Grains(part, key, label, fractions, radius, area, surface)
    hidden = calculation.leaf(f"binder cover:{key}", "c", f"what binder covers of {label} in {body.title}",
                              _BINDER_COVER)  # fmt: skip
    assert hidden is not None
    area = calculation.step(
        f"area ratio:{key}", "a_L", name, "1", lambda a, theta, c, x: a * theta * np.exp(-c * x),
        "a_g * theta * exp(-c * x_b)", [*inputs, ("c", hidden), ("x_b", binder)], label="estimate",
        layers=(layer.id,),
    )  # fmt: skip
    return Grains(part, key, label, fractions, radius, area, surface)


def binder_ratio(calculation: Calculation, body: Body) -> Term | None:
    """Return the volume of binder per active material, as far as its effect is measured; None without either."""
    pairs = list(zip(body.volume_fractions, body.layer.components, strict=True))
    binder = [phi for phi, part in pairs if part.function == "binder" and part.mass_fraction.si]
    active = [phi for phi, part in pairs if part.function == "active material" and part.mass_fraction.si]
    if not binder or not active:
        return None
    count = len(binder)
    return calculation.step(
        f"binder ratio:{body.layer.id}", "x_b", f"binder per active material in {body.title}, by volume", "1",
        lambda *phi: np.minimum(sum(phi[:count]) / sum(phi[count:]), MOST_BINDER),
        f"min(sum(phi_b) / sum(phi_a), {MOST_BINDER:g})",
        [*(("phi_b", phi) for phi in binder), *(("phi_a", phi) for phi in active)], layers=(body.layer.id,),
        note=f"counted up to {MOST_BINDER:g}, beyond which nothing is measured",
    )  # fmt: skip


def transfer(
    calculation: Calculation, design: Design, body: Body, found: Grains, contact: Contact | None
) -> tuple[Term | None, str | None]:
    """Return the charge-transfer resistance per area of electrode, and what is missing from it.

    One that the design enters has its coating added; a published one is that of the contact with the coating it has.
    """
    entry = found.part.charge_transfer
    if entry is None:
        published = None if contact is None else contacts.inside(calculation, contact)
        if published is None:
            return None, NO_TRANSFER
        return _on_electrode(calculation, body, found, published, "unknown")
    name = f"{found.label} in {body.title}"
    start = contacts.charge_transfer(calculation, design, found.key, name, entry)
    if start is None:
        return None, f"transport only: {contacts.lacking(entry, name)}"
    term, missing = _on_electrode(calculation, body, found, start, entry.basis)
    if term is None:
        return None, missing
    film = _film(calculation, design, body, found)
    if isinstance(film, str):
        return term, film
    if film is None:
        return term, None
    return calculation.step(
        f"charge transfer with coating:{found.key}", "R_ct", f"charge transfer and coating in {body.title}", UNIT,
        lambda ct, coat: ct + coat, "R_ct + R_film", [("R_ct", term), ("R_film", film)], label="estimate",
        layers=(body.layer.id,),
    ), None  # fmt: skip


def _on_electrode(
    calculation: Calculation, body: Body, found: Grains, start: Term, basis: str
) -> tuple[Term | None, str | None]:
    """Refer a resistance to the area of the electrode; without a basis, both readings make the range.

    One per area of the electrode is that of all its contact, and a material has its share of that.
    """
    key, name = f"charge transfer on electrode:{found.key}", f"charge transfer in {body.title}"
    if basis == "geometric" and found.alone:
        return start, None
    if (found.area_ratio if found.alone or basis == "true contact" else found.share) is None:
        return None, f"transport only: the area of contact with the active material in {body.title} is unknown"
    every = found.area_ratio if found.alone else found.whole
    inputs: list[tuple[str, Term]] = [("r_ct", start)]
    if basis == "true contact":
        assert found.area_ratio is not None
        inputs.append(("a_L", found.area_ratio))
    if basis == "unknown":
        assert every is not None
        reading = calculation.leaf(
            f"area basis:{found.key}", "g", f"area that the charge transfer in {body.title} was divided by",
            Quantity(value=1, unit="1", low=1, high=min(max(every.value, 1.0), MOST), kind="assumption",
                     note="not stated: taken per area of the electrode; the range reaches to the true area of contact"),
        )  # fmt: skip
        assert reading is not None
        inputs.append(("g", reading))
    if basis != "true contact" and found.share is not None:
        inputs.append(("x_a", found.share))
    over = " * ".join(symbol for symbol, _ in inputs[1:])
    formula = f"r_ct / {over}" if len(inputs) == 2 else f"r_ct / ({over})"
    return calculation.step(
        key, "R_ct", name, UNIT, lambda r, *by: r / math.prod(by), formula, inputs, label="estimate",
        layers=(body.layer.id,),
    ), None  # fmt: skip


def _film(calculation: Calculation, design: Design, body: Body, found: Grains) -> Term | str | None:
    """Return the resistance of a coating per area of electrode, why it is unknown, or None where there is none."""
    coating = found.part.coating
    if coating is None:
        return None
    material = design.material(coating.material)
    sigma = conductivity.of_material(calculation, design, material)
    thickness = layer_data.given(calculation, f"coating thickness:{found.key}", "t",
                                 f"thickness of {material.label} on {found.label}", coating.thickness)  # fmt: skip
    if isinstance(sigma, str) or thickness is None or found.area_ratio is None:
        lacking = "its thickness is not given" if thickness is None else "its area is unknown"
        lacking = sigma if isinstance(sigma, str) else lacking
        return f"without the coating of {material.label}: {lacking}"
    return calculation.step(
        f"coating:{found.key}", "R_film", f"{material.label} on {found.label} in {body.title}", UNIT,
        lambda t, s, a: interfaces.on_particles(interfaces.film_resistance(t, s), a, 1.0), "t / sigma / a_L",
        [("t", thickness), ("sigma", sigma.term), ("a_L", found.area_ratio)], label="estimate",
        layers=(body.layer.id,),
    )  # fmt: skip


def diffusion(calculation: Calculation, design: Design, body: Body, found: Grains) -> Step | None:
    """Return the resistance of diffusion through the whole surface of the grains (equation 17); None where unknown.

    None too for a flat voltage curve, along which nothing levels out.
    """
    material = design.material(found.part.material)
    span = voltage.ocv_span(calculation, design, material, "anode" if body.layer.role == "anode" else "cathode")
    if span is None:
        return None
    own = f"diffusivity:{found.key}" if found.part.diffusivity is not None else f"diffusivity of:{material.id}"
    diffusivity = layer_data.given(calculation, own, "D", f"diffusivity of the ion in {material.label}",
                                   found.part.diffusivity or material.diffusivity)  # fmt: skip
    specific = capacity_data.specific(calculation, design, material, found.key, found.part.capacity)
    density = layer_data.density(calculation, design, material.id)
    if diffusivity is None or isinstance(specific, str) or isinstance(density, str):
        return None
    if found.radius is None or found.surface is None:
        return None
    inputs: list[tuple[str, Term]] = [("dU", span), ("r", found.radius), ("D", diffusivity), ("q", specific.term),
                                      ("rho", density), ("a_g", found.surface)]  # fmt: skip
    return calculation.step(
        f"diffusion:{found.key}", "R_diff", f"diffusion in the grains of {body.title}", UNIT, _diffusion_resistance,
        "dU * r / (5 * 3600 * q * rho * D * a_g)", inputs, label="estimate", layers=(body.layer.id,),
    )  # fmt: skip


def _diffusion_resistance(span: Any, radius: Any, diffusivity: Any, capacity: Any, density: Any, area: Any) -> Any:
    slope = rate.potential_slope(span, np.asarray(capacity) * density)
    return rate.diffusion_resistance(slope, radius, diffusivity, area)
