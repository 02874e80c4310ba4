"""Looking up what is published about a pair: these materials first, then their family, then their class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, Literal

from cellbuilder.compatibility.memo import Memo
from cellbuilder.domain import formula as chemistry
from cellbuilder.domain import outlines
from cellbuilder.domain.base import record
from cellbuilder.domain.evidence import EvidenceRecord, Grade
from cellbuilder.domain.finding import Specificity
from cellbuilder.domain.material import Material
from cellbuilder.domain.outlines import Key, MaterialOutline, RecordOutline, key_of
from cellbuilder.domain.rulebook import Rulebook

Surrounding = Literal["air", "polar solvent", "non-polar solvent"]
"""What is no part of the stack but touches its materials when it is made."""

_GRADES: Final[tuple[Grade, ...]] = ("A", "B", "C", "D", "E")
_LEVELS: Final[tuple[Specificity, ...]] = ("these materials", "the family", "the class", "in general")
_SYMBOL: Final = re.compile("[A-Z][a-z]?")
_GENERAL: Final = 3
"""Steps away of a statement about all materials of one use."""
UNKNOWN_DISTANCE: Final = 0.5
"""The distance of a relative whose composition is not on record."""
FAMILY_DISTANCE: Final = 0.05
"""A relative nearer than this (share of atoms that differ) speaks before what is said of the family as a whole."""
_Known = Material | MaterialOutline


@record
class _Way:
    """One way in which a record may name a material; ``steps`` counts how far that generalises."""

    key: Key
    steps: int
    distance: float = 0.0
    relative: str | None = None


@record
class Match:
    """A record that speaks of a pair.

    ``steps`` counts, over both sides, how far it had to be generalised; ``distance`` is that in composition of the
    relatives that it names (0 to 1, summed over both sides) and ``relatives`` are their names.
    """

    record: EvidenceRecord
    steps: int
    specificity: Specificity
    distance: float
    relatives: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether the record names these very materials."""
        return self.steps == 0

    @property
    def grade(self) -> Grade:
        """The record's grade, lowered by one for each step away from the exact material."""
        return lowered(self.record.grade, self.steps)


def lowered(grade: Grade, steps: int) -> Grade:
    """Return a grade so many steps further down, E at most."""
    return _GRADES[min(_GRADES.index(grade) + steps, len(_GRADES) - 1)]


class EvidenceBase:
    """All records, indexed by what their sides name, with the rules about whole stacks. Order never matters.

    ``materials`` are those of the library; they give the relatives of a material and know it by its composition
    where its id is another. Without them a record is found by id, named family and class. What comes as an outline is
    read when a look-up needs the whole. ``memo`` and ``stacks`` remember what was made of the records, for pairs and
    for whole stacks.
    """

    def __init__(
        self,
        records: Iterable[EvidenceRecord | RecordOutline],
        materials: Iterable[_Known] = (),
        rules: Rulebook | None = None,
    ) -> None:
        self._outlines = [
            outlines.of_record(entry) if isinstance(entry, EvidenceRecord) else entry for entry in records
        ]
        self.rules = rules or Rulebook()
        self._known = tuple(materials)
        near = self.rules.rule("relatives")
        self._family_distance = FAMILY_DISTANCE if near is None else near.limit("family")
        self._unknown_distance = UNKNOWN_DISTANCE if near is None else near.limit("unknown")
        self._pairs: dict[tuple[Key, Key], list[RecordOutline]] = {}
        self._windows: dict[str, list[RecordOutline]] = {}
        self._ways = Memo(1000)
        self._about = Memo(2000)
        self.memo = Memo(5000)
        self.stacks = Memo(100)
        for entry in self._outlines:
            self._pairs.setdefault(entry.sides, []).append(entry)
            what, name, _ = entry.sides[0]
            if entry.has_window and what == "material":
                self._windows.setdefault(name, []).append(entry)

    @cached_property
    def records(self) -> tuple[EvidenceRecord, ...]:
        """All records."""
        return _whole(self._outlines)

    def metal(self, ion: str) -> Material | None:
        """Return the metal of an ion, as the library has it."""
        named = (entry for entry in self._known if entry.formula == ion and entry.metal_anode == "metal")
        return next((whole for entry in named if (whole := _read(entry)) is not None), None)

    def about(self, first: Material, second: Material | Surrounding) -> tuple[Match, ...]:
        """Return the records about a pair, the most specific first.

        A record of lithium systems is no analogy for sodium ones, nor the other way round.
        """
        names = (self.names(first), self.names(second))
        return self._about.remember(names, lambda: self._found(first, second))

    def names(self, entry: Material | Surrounding) -> tuple[object, ...]:
        """Return all of a material that a look-up asks for."""
        if isinstance(entry, str):
            return (entry,)
        return self.memo.remember(("names", id(entry)), lambda: _named(entry), entry)

    def _found(self, first: Material, second: Material | Surrounding) -> tuple[Match, ...]:
        found: dict[str, Match] = {}
        ions = {entry.ion for entry in (first, second) if not isinstance(entry, str)}
        ends = (self._ways_of(first), self._ways_of(second))
        for one, other in (ends, ends[::-1]):
            for left in one:
                for right in other:
                    for outline in self._pairs.get((left.key, right.key), ()):
                        entry = outline.read()
                        if entry is not None and (entry.ion is None or not ions - {None, entry.ion}):
                            _keep_nearest(found, _matched(entry, left, right))
        return tuple(sorted(found.values(), key=lambda match: (match.steps, match.distance, match.record.id)))

    def exact(self, first: Material, second: Material) -> tuple[Match, ...]:
        """Return the records that name these very materials, with or without a layer between them."""
        key = ("exact", self.names(first), self.names(second))
        return self.memo.remember(key, lambda: tuple(match for match in self.about(first, second) if match.exact))

    def with_layer(self, first: Material, second: Material, layer: Material) -> tuple[Match, ...]:
        """Return the records about a pair with this material as coating or layer between them."""
        key = ("layer", self.names(first), self.names(second), self.names(layer))
        return self.memo.remember(key, lambda: self._with_layer(first, second, layer))

    def _with_layer(self, first: Material, second: Material, layer: Material) -> tuple[Match, ...]:
        names = {way.key for way in self._ways_of(layer) if way.steps < _GENERAL and way.relative is None}
        return tuple(
            match
            for match in self.about(first, second)
            if match.record.layer is not None and key_of(match.record.layer) in names
        )

    def windows(self, material: Material) -> tuple[EvidenceRecord, ...]:
        """Return the records that give phase equilibria, hence a calculated window, of a material, their first side."""
        named = self._windows.get(material.id)
        if named is None:
            same = (self._windows.get(key, []) for key in self._same(material))
            named = next((found for found in same if found), [])
        return _whole(named)

    def _same(self, entry: Material) -> list[str]:
        """Other ids of the library for what has the same composition, class, use and, where both say one, family."""
        if entry.formula is None:
            return []
        others = (other for other in self._alike.get(_elements(entry), ()) if other.id != entry.id)
        return [other.id for other in others if _may_be_one(entry, other) and _shares(entry) == _shares(other)]

    def _ways_of(self, entry: Material | Surrounding) -> tuple[_Way, ...]:
        if isinstance(entry, str):
            return (_Way(("family", entry, ""), 0),)
        return self._ways.remember(_named(entry), lambda: tuple(self._all_ways(entry)))

    def _all_ways(self, entry: Material) -> Iterator[_Way]:
        yield _Way(("material", entry.id, ""), 0)
        same = self._same(entry)
        for key in same:
            yield _Way(("material", key, ""), 0)
        if entry.family is not None:
            family = _family(entry) or ""
            if entry.category == "electrolyte" or family not in self._electrolyte_families:
                yield _Way(("family", family, ""), 1, self._family_distance)
            yield _Way(("family", family, entry.category), 1, self._family_distance)
            for other in self._kin.get(_kinship(entry), ()) if entry.formula else ():
                if (
                    other.id not in (entry.id, *same)
                    and _may_be_one(entry, other)
                    and (entry.ion is None or other.ion in (None, entry.ion))
                ):
                    apart = distance(entry, other)
                    away = self._unknown_distance if apart is None else apart
                    yield _Way(("material", other.id, ""), 1, away, other.label)
        if entry.material_class is not None:
            for category in (entry.category, *entry.also):
                yield _Way(("class", entry.material_class, category), 2)
        for group in general_groups(entry):
            yield _Way(("family", group, ""), _GENERAL)

    @cached_property
    def library(self) -> tuple[Material, ...]:
        """The materials of the library."""
        return tuple(whole for entry in self._known if (whole := _read(entry)) is not None)

    @cached_property
    def _alike(self) -> dict[object, list[_Known]]:
        """Materials of the library by elements and use."""
        found: dict[object, list[_Known]] = {}
        for entry in self._known:
            if entry.formula is not None:
                found.setdefault(_elements(entry), []).append(entry)
        return found

    @cached_property
    def _electrolyte_families(self) -> set[str]:
        """Families with electrolytes in them; a record that names one means these, unless it names another use."""
        return {entry.family.casefold() for entry in self._known if entry.family and entry.category == "electrolyte"}

    @cached_property
    def _kin(self) -> dict[object, list[_Known]]:
        """Materials of the library by family, class and use, where members of the family are alike."""
        unlike = {name.casefold() for name in self.rules.unlike_families}
        found: dict[object, list[_Known]] = {}
        for entry in self._known:
            if entry.family is not None and entry.family.casefold() not in unlike:
                found.setdefault(_kinship(entry), []).append(entry)
        return found


def general_groups(entry: Material) -> tuple[str, ...]:
    """Return the names by which a record speaks of all materials of one use."""
    groups = []
    uses = {entry.category, *entry.also}
    if "cathode active material" in uses:
        groups.append("cathode active material")
    if entry.metal_anode in ("metal", "alloy"):
        groups.append(f"{entry.metal_anode} anode")
    if uses & {"cathode active material", "anode"}:
        groups.append("electrode")
    return tuple(groups)


def distance(first: _Known, second: _Known) -> float | None:
    """Return how far apart two compositions are: the share of atoms that differ, 0 to 1; None where one is unknown."""
    one, other = _fractions(first.formula), _fractions(second.formula)
    if one is None or other is None:
        return None
    apart = (abs(one.get(name, 0.0) - other.get(name, 0.0)) for name in sorted({*one, *other}))
    return round(sum(apart) / 2.0, 9)  # so that relatives as near as each other are so to the last digit


def _fractions(text: str | None) -> dict[str, float] | None:
    if text is None:
        return None
    counts = chemistry.parse(text)
    atoms = sum(counts.values())
    return {name: count / atoms for name, count in counts.items()}


def _elements(entry: _Known) -> object:
    """Return what can be seen of a composition at a glance, and the use: the same for entries of the same material."""
    return entry.category, frozenset(_SYMBOL.findall(entry.formula or ""))


def _shares(entry: _Known) -> object:
    """Return the composition, rounded: the same for entries of the same material."""
    return {name: round(x, 4) for name, x in (_fractions(entry.formula) or {}).items()}


def _may_be_one(first: _Known, second: _Known) -> bool:
    """Whether class and family agree, as far as both are stated."""
    ends = ((first.material_class, second.material_class), (_family(first), _family(second)))
    return all(one is None or other is None or one == other for one, other in ends)


def _family(entry: _Known) -> str | None:
    return None if entry.family is None else entry.family.strip().casefold()


def _kinship(entry: _Known) -> object:
    return _family(entry), entry.category


def _named(material: Material) -> tuple[object, ...]:
    """Return all of a material that a look-up asks for."""
    return (material.id, material.formula, material.family, material.material_class, material.category, material.also,
            material.ion, material.metal_anode)  # fmt: skip


def _read(entry: _Known) -> Material | None:
    return entry.read() if isinstance(entry, MaterialOutline) else entry


def _whole(entries: Iterable[RecordOutline]) -> tuple[EvidenceRecord, ...]:
    return tuple(whole for entry in entries if (whole := entry.read()) is not None)


def _matched(entry: EvidenceRecord, left: _Way, right: _Way) -> Match:
    relatives = tuple(way.relative for way in (left, right) if way.relative is not None)
    level = _LEVELS[max(left.steps, right.steps)]
    return Match(entry, left.steps + right.steps, level, left.distance + right.distance, relatives)


def _keep_nearest(found: dict[str, Match], match: Match) -> None:
    known = found.get(match.record.id)
    if known is None or (match.steps, match.distance) < (known.steps, known.distance):
        found[match.record.id] = match
