"""Looking up what is published about a pair: by material first, then family, then class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cellbuilder.domain.evidence import EvidenceRecord, Grade, Side
from cellbuilder.domain.material import Material

_GRADES: Final[tuple[Grade, ...]] = ("A", "B", "C", "D", "E")


@dataclass(frozen=True, slots=True)
class Match:
    """A record that speaks of a pair; ``steps`` counts how far it had to be generalised."""

    record: EvidenceRecord
    steps: int

    @property
    def grade(self) -> Grade:
        """The record's grade, lowered by one for each step away from the exact material."""
        return _GRADES[min(_GRADES.index(self.record.grade) + self.steps, len(_GRADES) - 1)]


class EvidenceBase:
    """All records, searchable by pair. The order of a pair never matters."""

    def __init__(self, records: Sequence[EvidenceRecord]) -> None:
        self.records = tuple(records)

    def about(self, first: Material, second: Material) -> tuple[Match, ...]:
        """Return the records about a pair, the most specific first."""
        found = []
        for record in self.records:
            steps = _steps(record, first, second)
            if steps is not None:
                found.append(Match(record, steps))
        return tuple(sorted(found, key=lambda match: (match.steps, match.record.id)))

    def windows(self, material: Material) -> tuple[EvidenceRecord, ...]:
        """Return the records that give phase equilibria, hence a calculated window, of a material."""
        return tuple(
            record
            for record in self.records
            if (record.low_potential or record.high_potential)
            and any(side.material == material.id for side in record.sides)
        )


def _steps(record: EvidenceRecord, first: Material, second: Material) -> int | None:
    ways = ((first, second), (second, first))
    distances = []
    for one, other in ways:
        left, right = _distance(record.sides[0], one), _distance(record.sides[1], other)
        if left is not None and right is not None:
            distances.append(left + right)
    return min(distances) if distances else None


def _distance(side: Side, material: Material) -> int | None:
    if side.material is not None:
        return 0 if side.material == material.id else None
    if side.family is not None:
        return 0 if material.family is not None and side.family.casefold() == material.family.casefold() else None
    same_class = side.material_class == material.material_class
    return 1 if same_class and material.category == (side.category or "electrolyte") else None
