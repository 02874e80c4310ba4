"""Looking up what is published about a pair: by material first, then family, then class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cellbuilder.domain.evidence import EvidenceRecord, Grade, Side
from cellbuilder.domain.material import Material

_GRADES: Final[tuple[Grade, ...]] = ("A", "B", "C", "D", "E")
_Key = tuple[str, str, str]
_Named = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A record that speaks of a pair; ``steps`` counts how far it had to be generalised."""

    record: EvidenceRecord
    steps: int

    @property
    def exact(self) -> bool:
        """Whether the record names these very materials, not their family or class."""
        return all(side.material is not None for side in self.record.sides)

    @property
    def grade(self) -> Grade:
        """The record's grade, lowered by one for each step away from the exact material."""
        return lowered(self.record.grade, self.steps)


def lowered(grade: Grade, steps: int) -> Grade:
    """Return a grade so many steps further down, E at most."""
    return _GRADES[min(_GRADES.index(grade) + steps, len(_GRADES) - 1)]


class EvidenceBase:
    """All records, indexed by what their sides name. The order of a pair never matters."""

    def __init__(self, records: Sequence[EvidenceRecord]) -> None:
        self.records = tuple(records)
        self._pairs: dict[tuple[_Key, _Key], list[EvidenceRecord]] = {}
        self._windows: dict[str, list[EvidenceRecord]] = {}
        self._about: dict[tuple[_Named, _Named], tuple[Match, ...]] = {}
        for record in self.records:
            first, second = (_key_of(side) for side in record.sides)
            self._pairs.setdefault((first, second), []).append(record)
            if record.low_potential or record.high_potential:
                for name in {side.material for side in record.sides if side.material is not None}:
                    self._windows.setdefault(name, []).append(record)

    def about(self, first: Material, second: Material) -> tuple[Match, ...]:
        """Return the records about a pair, the most specific first.

        A record of lithium systems is no analogy for sodium ones, nor the other way round.
        """
        names = (_named(first), _named(second))
        known = self._about.get(names)
        if known is None:
            known = self._about[names] = self._found(first, second)
        return known

    def _found(self, first: Material, second: Material) -> tuple[Match, ...]:
        found: dict[str, Match] = {}
        for one, other in ((first, second), (second, first)):
            for left, left_steps in _keys_of(one):
                for right, right_steps in _keys_of(other):
                    for record in self._pairs.get((left, right), ()):
                        match = Match(record, left_steps + right_steps)
                        known = found.get(record.id)
                        if _same_ion(record, one, other) and (known is None or match.steps < known.steps):
                            found[record.id] = match
        return tuple(sorted(found.values(), key=lambda match: (match.steps, match.record.id)))

    def with_layer(self, first: Material, second: Material, layer: Material) -> tuple[Match, ...]:
        """Return the records about a pair with this material as coating or layer between them."""
        names = {key for key, _ in _keys_of(layer)}
        return tuple(
            match
            for match in self.about(first, second)
            if match.record.layer is not None and _key_of(match.record.layer) in names
        )

    def windows(self, material: Material) -> tuple[EvidenceRecord, ...]:
        """Return the records that give phase equilibria, hence a calculated window, of a material."""
        return tuple(self._windows.get(material.id, ()))


def _named(material: Material) -> _Named:
    """Return all of a material that a look-up asks for."""
    return material.id, material.family, material.material_class, material.category, material.ion


def _same_ion(record: EvidenceRecord, first: Material, second: Material) -> bool:
    return record.ion is None or all(entry.ion in (None, record.ion) for entry in (first, second))


def _key_of(side: Side) -> _Key:
    """A class means the electrolytes of that class, unless the side names another category."""
    if side.material is not None:
        return "material", side.material, ""
    if side.family is not None:
        return "family", side.family.casefold(), ""
    return "class", side.material_class or "", side.category or "electrolyte"


def _keys_of(material: Material) -> Iterator[tuple[_Key, int]]:
    """Every way in which a record may name a material, each with the steps of generalisation."""
    yield ("material", material.id, ""), 0
    if material.family is not None:
        yield ("family", material.family.casefold(), ""), 0
    if material.material_class is not None:
        yield ("class", material.material_class, material.category), 1
