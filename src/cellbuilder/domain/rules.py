"""Rules between the fields of a design, as pure functions of plain values.

The validators apply them to a valid design; reading a damaged file applies them once more to what is
legible, so that all problems are reported at once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

SHARE_TOLERANCE = 5e-4
"""How far the mass fractions of a layer may miss 1."""
DENSE_TOLERANCE = 0.02
"""By how much a layer may be denser than its dense materials, where their own ranges do not allow more."""
SIDES_TOLERANCE = 0.01
"""By how much width times height may miss the area."""
EXCLUSIVE: Final = (
    ("thickness", "loading"),
    ("loading", "pressed"),
    ("thickness", "areal_capacity"),
    ("loading", "areal_capacity"),
    ("pressed", "areal_capacity"),
    ("conductivity", "measured_resistance"),
    ("tortuosity_factor", "ionic_exponent"),
)
"""Pairs of fields of a layer of which one can stand."""


class Amount(NamedTuple):
    """A number of the file: as typed, with its unit, and in SI."""

    typed: str
    si: float


class Share(NamedTuple):
    """What one material takes of a layer: its part of the mass, its density in kg/m3 and the high end of that."""

    mass_fraction: float
    density: float
    high: float


def body_faults(given: Collection[str], *, total: float | None, measured: bool) -> list[str]:
    """Return what is wrong with one layer.

    ``given`` names the fields that stand (``components`` where there are any), ``total`` is the sum of mass
    fractions (1 = 100 wt%), if known. ``measured`` says that mass, die and thickness are all known numbers.
    """
    faults = []
    if ("material" in given) == ("components" in given):
        faults.append("a layer has either a material or components")
    if "components" in given and total is not None and abs(total - 1.0) > SHARE_TOLERANCE:
        faults.append(f"the components add up to {100 * total:.5g} wt%, not 100 wt%")
    if not {"thickness", "loading", "areal_capacity", "pressed"} & set(given):
        faults.append("a layer needs a thickness, a loading, an areal capacity or the mass pressed")
    faults += [f"{one} and {other} are both given; keep one" for one, other in EXCLUSIVE if {one, other} <= set(given)]
    if measured:
        faults += [
            f"{name} follows from mass, die and thickness; leave it out"
            for name in ("porosity", "density")
            if name in given
        ]
    return faults


def measured_faults(*, area: bool, diameter: bool, whole: float | None, parts: Sequence[float | None]) -> list[str]:
    """Return what keeps a resistance in ohm from becoming an area-specific one; None is an unknown resistance."""
    faults = []
    if area and diameter:
        faults.append("area and diameter are both given; keep one")
    if not area and not diameter:
        faults.append("needs either an area or a diameter")
    if whole is not None and whole <= 0.0:
        faults.append("a measured resistance must be greater than zero")
    elif whole is not None and sum(part or 0.0 for part in parts) >= whole:
        faults.append("the leads and the pellet together have as much resistance as the whole cell, or more")
    return faults


def dense_density(parts: Sequence[Share], *, high: bool = False) -> float:
    """Return the density in kg/m3 of at least one material without pores, as it is or at the high ends."""
    mass = sum(part.mass_fraction for part in parts)
    return mass / sum(part.mass_fraction / (part.high if high else part.density) for part in parts)


def shares(parts: Iterable[tuple[float, float | None, float | None]]) -> list[Share] | None:
    """Return the materials of a layer from mass fraction, density and its high end; None where one is unknown.

    A part without mass may be unknown.
    """
    found = []
    for fraction, density, high in parts:
        if fraction <= 0.0:
            continue
        if density is None or high is None:
            return None
        found.append(Share(fraction, density, high))
    return found


def _shown(density: float) -> str:
    return f"{density / 1000:#.3g}".rstrip(".") + " g/cm3"


def density_faults(
    title: str,
    parts: Sequence[Share] | None,
    *,
    pressed: tuple[Amount, Amount] | None = None,
    thickness: Amount | None = None,
    entered: Amount | None = None,
) -> list[str]:
    """Return how a layer is denser than its dense materials, if it is.

    ``pressed`` is mass (kg) and diameter of the die (m), ``thickness`` in m, ``entered`` a density in kg/m3; None
    is unknown. ``parts`` is None where a density of a material is unknown: then nothing can be said. Allowed are
    2 %, or the high ends of the densities, whichever is more.
    """
    if not parts:
        return []
    dense, most = dense_density(parts), dense_density(parts, high=True)
    limit = max(dense * (1.0 + DENSE_TOLERANCE), most) * (1.0 + 1e-9)
    than = f"more than the {_shown(dense)} of the dense material{'s' if len(parts) > 1 else ''}"
    faults = []
    if entered is not None and entered.si > limit:
        faults.append(f"{title}: a density of {entered.typed} is {than}; check the density")
    if pressed is not None and thickness is not None:
        mass, diameter = pressed
        density = mass.si / (math.pi / 4.0 * diameter.si**2) / thickness.si
        if density > limit:
            faults.append(
                f"{title}: {mass.typed} in a {diameter.typed} die, {thickness.typed} thick, is "
                f"{_shown(density)}, {than}; check mass, diameter and thickness"
            )
    return faults


def layer_title(name: str | None, role: str, material: str | None, active: str | None) -> str:
    """Return what a layer is called: its name, or its role and material (of a composite the active one)."""
    if name:
        return name
    if material:
        return f"{role} ({material})"
    return f"{role} ({active} composite)" if active else role


def sides_faults(*, width: Amount | None, height: Amount | None, area: Amount | None) -> list[str]:
    """Return how the sides of a pouch miss its area; None is unknown."""
    if width is None or height is None or area is None:
        return []
    product = width.si * height.si
    if abs(product / area.si - 1.0) <= SIDES_TOLERANCE + 1e-9:
        return []
    sides = f"{width.typed} x {height.typed} = {product * 1e4:.4g} cm2"
    return [f"width x height is {sides}, but the area is {area.typed}; they may differ by 1 %"]


def contact_faults(layer_ids: Sequence[str], contacts: Iterable[tuple[str, str]]) -> list[str]:
    """Return layer ids that stand twice, and contacts that are none or stand twice."""
    counted = Counter(layer_ids)
    faults = [f"two layers share the id '{key}'" for key, count in counted.items() if count > 1]
    neighbours = {frozenset(pair) for pair in pairwise(layer_ids)}
    seen: set[frozenset[str]] = set()
    for first, second in contacts:
        pair = frozenset((first, second))
        if pair not in neighbours:
            faults.append(f"no two neighbouring layers are called {first} and {second}")
        elif pair in seen:
            faults.append(f"the contact of {first} and {second} is described twice")
        seen.add(pair)
    return faults


def embedding_faults(used: Iterable[str], embedded: Mapping[str, str | None]) -> list[str]:
    """Return materials that are used but not embedded, and those filed under another id than their own.

    ``embedded`` gives the id of the entry (None where it cannot be read) by the key it is filed under.
    """
    missing = [key for key in dict.fromkeys(used) if key not in embedded]
    wrong = [key for key, entry_id in embedded.items() if entry_id not in (None, key)]
    faults = [f"these materials are used but not embedded: {', '.join(missing)}"] if missing else []
    return faults + ([f"embedded materials are filed under another id: {', '.join(wrong)}"] if wrong else [])


def refuse(faults: Sequence[str]) -> None:
    """Raise one error that names every fault, if there is any.

    Raises:
        ValueError: there is a fault.
    """
    if faults:
        raise ValueError("; ".join(faults))
