"""Rules between the fields of a design, as pure functions of plain values.

The validators apply them to a valid design; reading a damaged file applies them once more to what is
legible, so that all problems are reported at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

SHARE_TOLERANCE = 5e-4
"""How far the mass fractions of a layer may miss 1."""


def body_faults(
    *, material: bool, components: bool, total: float | None, thickness: bool, loading: bool, pressed: bool
) -> list[str]:
    """Return what is wrong with one layer; ``total`` is the sum of mass fractions (1 = 100 wt%), if known."""
    faults = []
    if material == components:
        faults.append("a layer has either a material or components")
    if components and total is not None and abs(total - 1.0) > SHARE_TOLERANCE:
        faults.append(f"the components add up to {100 * total:.5g} wt%, not 100 wt%")
    if not thickness and not loading and not pressed:
        faults.append("a layer needs a thickness or a loading")
    if thickness and loading:
        faults.append("thickness and loading are both given; keep one")
    if loading and pressed:
        faults.append("loading and the mass pressed are both given; keep one")
    return faults


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
