"""The grains of a composite electrode: true area, charge transfer, coating, diffusion, and what binder takes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import Component
from cellbuilder.engine import capacity_data, conductivity, contacts, layer_data, voltage
from cellbuilder.engine.calculation import Calculation, Term
from cellbuilder.engine.contacts import Contact
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import interfaces, rate

UNIT: Final = "Ohm cm2"
MOST_BINDER: Final = 0.14
"""Volume of binder per volume of active material up to which its effect is measured (docs/physics.md 1b)."""
NO_TRANSFER: Final = "transport only: the charge-transfer resistance of active material and catholyte is unknown"
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
    """The active material of an electrode: its component, name, radius and true area per area of electrode."""

    part: Component
    key: str
    label: str
    radius: Term
    area_ratio: Term


def grains(calculation: Calculation, design: Design, body: Body, part: Component) -> Grains | None:
    """Return the grains of an electrode; None where an entered size is unknown."""
    layer = body.layer
    index = next(place for place, other in enumerate(layer.components) if other is part)
    key, label = layer_data.part_key(layer, index), design.material(part.material).label
    radius = layer_data.given(calculation, f"particle radius:{key}", "r", f"particle radius of {label} in {body.title}",
                              part.particle_radius or _RADIUS)  # fmt: skip
    cover = layer_data.given(calculation, f"coverage:{key}", "theta", f"share of {label} that the catholyte covers",
                             part.coverage or _COVERAGE)  # fmt: skip
    if radius is None or cover is None or isinstance(body.thickness, str):
        return None
    inputs: list[tuple[str, Term]] = [("phi", body.volume_fractions[index]), ("r", radius), ("theta", cover),
                                      ("d", body.thickness)]  # fmt: skip
    binder = binder_ratio(calculation, body) if part.coverage is None else None
    name = f"true contact area of {label} per area of {body.title}"
    if binder is None:
        area = calculation.step(
            f"area ratio:{key}", "a_L", name, "1", lambda phi, r, theta, d: interfaces.specific_area(phi, r, theta) * d,
            "3 * phi / r * theta * d", inputs, label="estimate", layers=(layer.id,),
        )  # fmt: skip
        return Grains(part, key, label, radius, area)
    hidden = calculation.leaf(f"binder cover:{key}", "c", f"what binder covers of {label} in {body.title}",
                              _BINDER_COVER)  # fmt: skip
    assert hidden is not None
    area = calculation.step(
        f"area ratio:{key}", "a_L", name, "1",
        lambda phi, r, theta, d, c, x: interfaces.specific_area(phi, r, theta) * d * np.exp(-c * x),
        "3 * phi / r * theta * d * exp(-c * x_b)", [*inputs, ("c", hidden), ("x_b", binder)], label="estimate",
        layers=(layer.id,),
    )  # fmt: skip
    return Grains(part, key, label, radius, area)


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
        return _on_electrode(calculation, body, found, published, "unknown"), None
    start = contacts.charge_transfer(calculation, design, found.key, f"{found.label} in {body.title}", entry)
    if start is None:
        return None, NO_TRANSFER
    term = _on_electrode(calculation, body, found, start, entry.basis)
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


def _on_electrode(calculation: Calculation, body: Body, found: Grains, start: Term, basis: str) -> Term:
    """Refer a resistance to the area of the electrode; without a basis, both readings make the range."""
    key, name = f"charge transfer on electrode:{found.key}", f"charge transfer in {body.title}"
    if basis == "geometric":
        return start
    if basis == "true contact":
        return calculation.step(key, "R_ct", name, UNIT, lambda r, a: r / a, "r_ct / a_L",
                                [("r_ct", start), ("a_L", found.area_ratio)], label="estimate",
                                layers=(body.layer.id,))  # fmt: skip
    reading = calculation.leaf(
        f"area basis:{found.key}", "g", f"area that the charge transfer in {body.title} was divided by",
        Quantity(value=1, unit="1", low=1, high=max(found.area_ratio.value, 1.0), kind="assumption",
                 note="not stated: taken per area of the electrode; the range reaches to the true area of contact"),
    )  # fmt: skip
    assert reading is not None
    return calculation.step(key, "R_ct", name, UNIT, lambda r, g: r / g, "r_ct / g",
                            [("r_ct", start), ("g", reading)], label="estimate", layers=(body.layer.id,))  # fmt: skip


def _film(calculation: Calculation, design: Design, body: Body, found: Grains) -> Term | str | None:
    """Return the resistance of a coating per area of electrode, why it is unknown, or None where there is none."""
    coating = found.part.coating
    if coating is None:
        return None
    material = design.material(coating.material)
    sigma = conductivity.of_material(calculation, design, material)
    thickness = layer_data.given(calculation, f"coating thickness:{found.key}", "t",
                                 f"thickness of {material.label} on {found.label}", coating.thickness)  # fmt: skip
    if isinstance(sigma, str) or thickness is None:
        lacking = sigma if isinstance(sigma, str) else "its thickness is not given"
        return f"without the coating of {material.label}: {lacking}"
    return calculation.step(
        f"coating:{found.key}", "R_film", f"{material.label} on {found.label} in {body.title}", UNIT,
        lambda t, s, a: interfaces.on_particles(interfaces.film_resistance(t, s), a, 1.0), "t / sigma / a_L",
        [("t", thickness), ("sigma", sigma.term), ("a_L", found.area_ratio)], label="estimate",
        layers=(body.layer.id,),
    )  # fmt: skip


def diffusion(calculation: Calculation, design: Design, body: Body, found: Grains) -> Term | None:
    """Return the resistance of diffusion in the grains (equation 17), or None where something for it is unknown."""
    material = design.material(found.part.material)
    own = f"diffusivity:{found.key}" if found.part.diffusivity is not None else f"diffusivity of:{material.id}"
    diffusivity = layer_data.given(calculation, own, "D", f"diffusivity of the ion in {material.label}",
                                   found.part.diffusivity or material.diffusivity)  # fmt: skip
    specific = capacity_data.specific(calculation, design, material, found.key, found.part.capacity)
    density = layer_data.density(calculation, design, material.id)
    span = voltage.ocv_span(calculation, design, material, "anode" if body.layer.role == "anode" else "cathode")
    if diffusivity is None or isinstance(specific, str) or isinstance(density, str) or span is None:
        return None
    inputs: list[tuple[str, Term]] = [("dU", span), ("r", found.radius), ("D", diffusivity), ("q", specific.term),
                                      ("rho", density), ("a_L", found.area_ratio)]  # fmt: skip
    return calculation.step(
        f"diffusion:{found.key}", "R_diff", f"diffusion in the grains of {body.title}", UNIT, _diffusion_resistance,
        "dU * r / (5 * 3600 * q * rho * D * a_L)", inputs, label="estimate", layers=(body.layer.id,),
    )  # fmt: skip


def _diffusion_resistance(span: Any, radius: Any, diffusivity: Any, capacity: Any, density: Any, area: Any) -> Any:
    slope = rate.potential_slope(span, np.asarray(capacity) * density)
    return rate.diffusion_resistance(slope, radius, diffusivity, area)
