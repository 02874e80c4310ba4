"""One or several inputs over a range: what a sweep asks for, and its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cellbuilder import assess, units
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.engine.calculation import Leaf
from cellbuilder.explore.fields import Places, fault, with_values
from cellbuilder.explore.many import Columns, evaluate_many
from cellbuilder.explore.parameters import CONTACT, UnknownParameterError, find, refuse_impossible, with_contact

Array = NDArray[np.float64]
_END: Final = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?"
_ASKED: Final = re.compile(
    rf"\s*(?P<name>[^=]*?[^=\s])\s*=\s*(?P<first>{_END})\s*\.\.\s*(?P<last>{_END})\s*(?P<unit>.*?)\s*", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Range:
    """One input and the ends it is varied between, in ``unit``; in equal factors if ``logarithmic``."""

    name: str
    first: float
    last: float
    unit: str
    logarithmic: bool = False

    def values(self, points: int) -> Array:
        """Return so many values from end to end."""
        return (np.geomspace if self.logarithmic else np.linspace)(self.first, self.last, points)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sweep: ``inputs`` and ``results`` by key, one array each, with their units."""

    inputs: dict[str, Array]
    input_units: dict[str, str]
    results: Columns


def parse(text: str, *, logarithmic: bool = False) -> Range:
    """Read ``electrolyte thickness=10..500 um``; without a unit, that of the input is meant.

    Raises:
        ValueError: it is no such range, or a logarithmic one reaches zero.
    """
    match = _ASKED.fullmatch(text)
    first, last = (float(match[end].replace(",", ".")) if match else np.inf for end in ("first", "last"))
    if match is None or not np.isfinite((first, last)).all():
        raise ValueError(f"'{text}' is no range; write it as 'electrolyte thickness=10..500 um'")
    if logarithmic and min(first, last) <= 0.0:
        raise ValueError(f"'{text}': equal factors need both ends above zero")
    return Range(match["name"], first, last, match["unit"], logarithmic)


def sweep(
    design: Design, evidence: EvidenceBase, asked: Sequence[Range], points: int, results: Sequence[str] | None = None
) -> Table:
    """Vary inputs over their ranges, each against every other; the first one moves slowest.

    An unknown contact (``contact resistance:first|second``) can be varied too: that shows what it would cost.

    Raises:
        UnknownParameterError: a name means no input, or several.
        cellbuilder.units.UnitError: a unit does not measure that input.
        ValueError: fewer than two points, an input that stands twice, or one that cannot go so far.
        KeyError: no such result.
    """
    if points < 2:
        raise ValueError("a sweep needs at least two points")
    keys: list[str] = []
    unit_of: dict[str, str] = {}
    for entry in asked:
        cell = assess.cell_of(design, evidence)
        try:
            leaf = find(cell, entry.name)
        except UnknownParameterError:
            unit = _unit(entry, "Ohm cm2") if entry.name.startswith(CONTACT) else ""
            opened = with_contact(design, entry.name, unit, max(entry.first, entry.last, 0.0))
            if opened is None:
                raise
            design = opened
            leaf = find(assess.cell_of(design, evidence), entry.name)
        unit = _unit(entry, leaf.unit)
        refuse_impossible(leaf, *sorted(units.to_si(end, unit) for end in (entry.first, entry.last)))
        _refuse_beyond_field(design, leaf, entry, unit)
        if leaf.key in keys:
            raise ValueError(f"'{leaf.key}' is varied twice")
        keys.append(leaf.key)
        unit_of[leaf.key] = unit
    grids = np.meshgrid(*(entry.values(points) for entry in asked), indexing="ij")
    inputs = {key: grid.ravel() for key, grid in zip(keys, grids, strict=True)}
    given = {key: (values, unit_of[key]) for key, values in inputs.items()}
    return Table(inputs, unit_of, evaluate_many(design, evidence, given, results))


def _refuse_beyond_field(design: Design, leaf: Leaf, entry: Range, unit: str) -> None:
    """Check that a design file could hold both ends of a range.

    Raises:
        ValueError: the field of the input refuses an end, or the design with it would be refused.
    """
    place = Places(design).find(leaf)
    if place is None:
        return
    shown = f"'{leaf.key}' ({leaf.name})"
    for end in (entry.first, entry.last):
        reason = place.refusal(end, unit)
        if reason is not None:
            raise ValueError(f"{shown} cannot go so far: {reason}")
    if leaf.key.startswith("mass fraction:") or fault(design) is not None:
        return  # shares are scaled to add up; what was faulty at the start says nothing of the range
    for end in (entry.first, entry.last):
        reason = fault(with_values(design, {place: units.to_si(end, unit)}))
        if reason is not None:
            raise ValueError(f"{shown} cannot be {end:g} {unit}: {reason}")


def _unit(entry: Range, usual: str) -> str:
    """Return the unit of a range as it is typed, or the usual one; it has to measure the same."""
    return units.parse(f"1 {entry.unit}", units.find(usual).kind, usual)[1]
