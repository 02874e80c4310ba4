"""Naming the inputs of a calculation, and finding one by what a person types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from cellbuilder import units
from cellbuilder.domain.contact import Interface
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.engine.calculation import Leaf
from cellbuilder.engine.cell import Cell

CONTACT = "contact resistance:"


class UnknownParameterError(LookupError):
    """No input, or more than one, answers to a name; the message lists what there is."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An input that can be varied: its key, its name, the unit it was entered in and its value there."""

    key: str
    name: str
    unit: str
    value: float


def parameters(cell: Cell) -> tuple[Parameter, ...]:
    """Return every input of a design's calculation, in the order in which it came in."""
    return tuple(
        Parameter(leaf.key, leaf.name, leaf.unit, units.from_si(leaf.value, leaf.unit))
        for leaf in cell.calculation.leaves()
    )


def find(cell: Cell, text: str) -> Leaf:
    """Return the input that a person means, such as ``electrolyte thickness`` or its key ``thickness:electrolyte``.

    All words have to occur in the key, or else in the name, of exactly one input.

    Raises:
        UnknownParameterError: none or several; the message says which come near.
    """
    leaves = {leaf.key: leaf for leaf in cell.calculation.leaves()}
    if text in leaves:
        return leaves[text]
    wanted = sorted(_words(text))
    exact = [leaf for leaf in leaves.values() if sorted(_words(leaf.key)) == wanted]
    if len(exact) == 1:
        return exact[0]
    for named in (False, True):
        found = [
            leaf
            for leaf in leaves.values()
            if set(wanted) <= set(_words(f"{leaf.key} {leaf.name}" if named else leaf.key))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"'{leaf.key}'" for leaf in found[:12])
            raise UnknownParameterError(f"'{text}' can mean several inputs: {several}")
    near = get_close_matches(text.casefold(), [key.casefold() for key in leaves], n=3, cutoff=0.4)
    listed = ", ".join(f"'{key}'" for key in (near or leaves))
    start = "did you mean" if near else "its inputs are"
    raise UnknownParameterError(f"the design has no input called '{text}'; {start} {listed}")


def refuse_impossible(leaf: Leaf, low: float, high: float) -> None:
    """Check that an input can go from ``low`` to ``high`` (SI).

    Raises:
        ValueError: it would be negative, a share above 1, or no temperature.
    """
    kind, _, _ = leaf.key.partition(":")
    shown = f"'{leaf.key}' ({leaf.name})"
    if leaf.key == "temperature" and low <= 0.0:
        raise ValueError(f"{shown} cannot be at or below absolute zero")
    if low < 0.0 and leaf.value >= 0.0 and kind not in _SIGNED and units.find(leaf.unit).kind != "voltage":
        raise ValueError(f"{shown} cannot be negative")
    if high > 1.0 and kind in _SHARES:
        raise ValueError(f"{shown} cannot be more than 100 %")


_SIGNED: Final = ("volume change of", "pressure exponent")
_SHARES: Final = ("porosity", "mass fraction", "coverage", "first-cycle efficiency of", "relative density")


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^0-9a-z.+#]+", text.casefold()) if word]


def with_contact(design: Design, key: str, unit: str, value: float) -> Design | None:
    """Return the design with a value for an unknown contact, so that it can be varied; None for any other key.

    ``key`` is ``contact resistance:first|second`` with the ids of two neighbouring layers, in either order.
    """
    named = sorted(key.removeprefix(CONTACT).split("|"))
    pair = next((two for two in pairwise(layer.id for layer in design.stack.layers) if sorted(two) == named), None)
    if pair is None or not key.startswith(CONTACT):
        return None
    entered = Quantity(value=value, unit=unit, kind="assumption", note="varied")
    others = tuple(entry for entry in design.stack.interfaces if set(entry.between) != set(pair))
    old = next((entry for entry in design.stack.interfaces if set(entry.between) == set(pair)), None)
    fields = {} if old is None else {name: getattr(old, name) for name in old.model_fields_set}
    changed = Interface(**{**fields, "between": pair, "area_resistance": entered, "measured": None})
    stack = design.stack.model_copy(update={"interfaces": (*others, changed)})
    return design.model_copy(update={"stack": stack})
