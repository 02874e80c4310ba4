"""What a look-up asks of a library entry before it is read: enough to find the few entries that speak of a design."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cellbuilder.domain.evidence import EvidenceRecord, Side
from cellbuilder.domain.material import Category, Ion, Material, MaterialClass

Key = tuple[str, str, str]
"""What one side of a statement names: a material, a family or a class; which one; of which use, where that is said."""


class MaterialOutline(NamedTuple):
    """What tells materials apart, under the names that :class:`Material` has; ``read`` gives the whole, if it can."""

    id: str
    label: str
    formula: str | None
    category: Category
    also: tuple[Category, ...]
    material_class: MaterialClass | None
    family: str | None
    ion: Ion | None
    metal_anode: str | None
    read: Callable[[], Material | None]


class RecordOutline(NamedTuple):
    """What a statement speaks of, and whether it gives phase equilibria; ``read`` gives the whole, if it can."""

    id: str
    sides: tuple[Key, Key]
    has_window: bool
    read: Callable[[], EvidenceRecord | None]


def key_of(side: Side) -> Key:
    """A class means the electrolytes of that class, unless the side names another category; so does a family."""
    if side.material is not None:
        return "material", side.material, ""
    if side.family is not None:
        return "family", side.family.casefold(), side.category or ""
    return "class", side.material_class or "", side.category or "electrolyte"


def of_record(entry: EvidenceRecord) -> RecordOutline:
    """Return the outline of a statement that is read already."""
    first, second = entry.sides
    return RecordOutline(
        entry.id, (key_of(first), key_of(second)), bool(entry.low_potential or entry.high_potential), lambda: entry
    )
