"""What happens between the rails of a composite electrode: all of its active materials side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.stack import Component, Layer
from cellbuilder.engine import layer_data, particles
from cellbuilder.engine.calculation import Calculation, Step, Term
from cellbuilder.engine.contacts import Contact
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import rate
from cellbuilder.engine.particles import UNIT, Grains


@record
class Branch:
    """Charge transfer and diffusion of one active material, per area of electrode; None where unknown."""

    transfer: Term | None
    diffusion: Step | None


@record
class Reaction:
    """What happens between the rails of an electrode, all of it per area of electrode.

    ``transfer`` and ``diffusion`` are those of all active materials together, ``branches`` those of each (with
    diffusion only). ``missing`` says what the charge transfer lacks, ``undiffused`` why there is no diffusion.
    """

    transfer: Term | None
    diffusion: Term | None
    area_ratio: Term | None
    branches: tuple[Branch, ...]
    missing: str | None
    undiffused: str | None
    flat: bool
    note: str | None = None


def build(calculation: Calculation, design: Design, body: Body, contact: Contact | None) -> Reaction:
    """Return charge transfer and diffusion of all active materials of an electrode side by side.

    Components of one material with equal data of their own count as one. ``contact`` is what is published of active
    material against catholyte; where there are several kinds of contact in the electrode it is of none of them alone.
    """
    found = [particles.grains(calculation, design, body, indices) for indices in alike(body.layer)]
    if not found:
        return Reaction(None, None, None, (), particles.NO_TRANSFER, particles.NO_DIFFUSION, flat=False)
    curves = [design.material(entry.part.material).ocv_shape == "flat" for entry in found]
    if len(found) == 1:
        one = found[0]
        transfer_, missing = particles.transfer(calculation, design, body, one, contact)
        lag = particles.diffusion(calculation, design, body, one)
        return Reaction(transfer_, lag, one.area_ratio, (Branch(transfer_, lag),), missing,
                        particles.NO_DIFFUSION if lag is None else None, all(curves))  # fmt: skip
    area = _whole_area(calculation, body, found)
    found = [replace(entry, alone=False, whole=area, share=area and _share(calculation, body, entry, area))
             for entry in found]  # fmt: skip
    if len({(entry.part.material, entry.part.coating) for entry in found}) > 1:
        contact = None
    each = [particles.transfer(calculation, design, body, entry, contact) for entry in found]
    missing = layer_data.joined(*(_of(entry, reason) for entry, (_, reason) in zip(found, each, strict=True)))
    transfers = [term for term, _ in each if term is not None]
    whole = _side_by_side(calculation, body, transfers) if len(transfers) == len(found) else None
    lags = [particles.diffusion(calculation, design, body, entry) for entry in found]
    still = [_undiffused(entry, flat) for entry, lag, flat in zip(found, lags, curves, strict=True) if lag is None]
    parts = tuple(Branch(term if whole is not None else None, lag)
                  for (term, _), lag in zip(each, lags, strict=True))  # fmt: skip
    note = None
    if any(curves) and not all(curves):
        note = "flat and sloping voltage curves in one electrode: taken as evenly used"
    together = None if still else _lag(calculation, body, found, parts, whole)
    return Reaction(
        whole, together, area, () if still else parts, missing, layer_data.joined(*still), all(curves), note
    )


def alike(layer: Layer) -> tuple[tuple[int, ...], ...]:
    """Return the places of the active components of a layer, those of equal material and equal data together."""
    places = [place for place, part in enumerate(layer.components)
              if part.function == "active material" and part.mass_fraction.si]  # fmt: skip
    if len(places) < 2:
        return ((places[0],),) if places else ()
    groups: dict[Component, tuple[int, ...]] = {}
    share = layer.components[0].mass_fraction
    for place in places:
        plain = layer.components[place].model_copy(update={"mass_fraction": share})
        groups[plain] = (*groups.get(plain, ()), place)
    return tuple(groups.values())


def _of(found: Grains, reason: str | None) -> str | None:
    if reason is None:
        return None
    return (
        f"transport only: the charge transfer of {found.label} is unknown"
        if reason == particles.NO_TRANSFER
        else reason
    )


def _undiffused(found: Grains, flat: bool) -> str:
    why = "whose voltage is flat" if flat else "which is not on record"
    return f"without diffusion in the grains of {found.label}, {why}"


def _whole_area(calculation: Calculation, body: Body, found: list[Grains]) -> Term | None:
    """Return the contact area of all active materials together; None where that of one is unknown."""
    areas = [entry.area_ratio for entry in found if entry.area_ratio is not None]
    if len(areas) < len(found):
        return None
    return calculation.step(
        f"area ratio:{body.layer.id}", "a_L", f"true contact area of all active material per area of {body.title}",
        "1", lambda *a: sum(a), "sum(a_L)", [("a_L", area) for area in areas], label="estimate",
        layers=(body.layer.id,),
    )  # fmt: skip


def _share(calculation: Calculation, body: Body, found: Grains, whole: Term) -> Term:
    assert found.area_ratio is not None
    return calculation.step(
        f"area share:{found.key}", "x_a", f"share of {found.label} in the true contact area of {body.title}", "1",
        lambda own, every: own / every, "a_L / a_all", [("a_L", found.area_ratio), ("a_all", whole)],
        label="estimate", layers=(body.layer.id,),
    )  # fmt: skip


def _side_by_side(calculation: Calculation, body: Body, parts: list[Term]) -> Term:
    name = f"charge transfer of all active material in {body.title}"
    return calculation.step(
        f"charge transfer on electrode:{body.layer.id}", "R_ct", name, UNIT, _parallel, "1 / sum(1 / R_ct)",
        [("R_ct", term) for term in parts], label="estimate",
        layers=(body.layer.id,),
    )  # fmt: skip


def _parallel(*parts: Any) -> Any:
    with np.errstate(divide="ignore"):
        return 1.0 / sum(1.0 / np.asarray(part, float) for part in parts)


def _lag(
    calculation: Calculation, body: Body, found: list[Grains], parts: tuple[Branch, ...], whole: Term | None
) -> Term:
    """Return what diffusion adds to the charge transfer of several active materials (equation 17a).

    After a while each takes the charge that its share of the storage asks for, and the heat of all of them is that of
    one resistance.
    """
    layers, inputs = (body.layer.id,), list[tuple[str, Term]]()
    assert not isinstance(body.thickness, str)
    for entry, part in zip(found, parts, strict=True):
        assert part.diffusion is not None
        known = dict(part.diffusion.inputs)
        volume = "phi" if len(entry.fractions) == 1 else "sum(phi)"
        storage = calculation.step(
            f"storage:{entry.key}", "C_k", f"charge per change of voltage of {entry.label} in {body.title}", "F/cm2",
            lambda q, rho, span, d, *phi: rate.intercalation_capacitance(q * rho * sum(phi) * d, span),
            f"3600 * q * rho * {volume} * d / dU",
            [("q", known["q"]), ("rho", known["rho"]), ("dU", known["dU"]), ("d", body.thickness),
             *(("phi", phi) for phi in entry.fractions)], label="estimate", layers=layers,
        )  # fmt: skip
        own: Term = part.diffusion
        if part.transfer is not None:
            own = calculation.step(
                f"reaction:{entry.key}", "R_k", f"charge transfer and diffusion of {entry.label} in {body.title}", UNIT,
                lambda ct, lag: ct + lag, "R_ct + R_diff", [("R_ct", part.transfer), ("R_diff", part.diffusion)],
                label="estimate", layers=layers,
            )  # fmt: skip
        inputs += [("C_k", storage), ("R_k", own)]
    formula = "sum(C_k^2 * R_k) / sum(C_k)^2"
    if whole is not None:
        inputs, formula = [*inputs, ("R_ct", whole)], f"{formula} - R_ct"
    count = 2 * len(found)
    return calculation.step(
        f"diffusion:{body.layer.id}", "R_diff", f"diffusion in all the grains of {body.title}", UNIT,
        lambda *v: _shared(v[0:count:2], v[1:count:2]) - sum(v[count:]), formula, inputs,
        label="estimate", layers=layers,
    )  # fmt: skip


def _shared(storage: Sequence[Any], own: Sequence[Any]) -> Any:
    """Return the sum of x^2 R over branches that take the shares x of the charge in proportion to their storage."""
    every = sum(storage)
    return sum((one / every) ** 2 * resistance for one, resistance in zip(storage, own, strict=True))
