"""Finding what a person means by a name: a material by id, name, formula or alias, or a group; and long names cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Final, get_args

from cellbuilder.app.library.index import shares
from cellbuilder.compatibility.evidence_base import general_groups
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.material import Material, MaterialClass

LONGEST: Final = 60
"""Names with more characters are cut in text for people."""
MOST_NAMED: Final = 5
"""Pairs of members that are named where nothing is filed under their groups."""
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉．", "0123456789.")


def material(text: str, materials: Iterable[Material]) -> Material | None:
    """Return the material that a text names: its id, name, label, formula or alias, or any spelling of its formula.

    Letter case counts only where it tells two of them apart.
    """
    wanted = text.translate(_SUBSCRIPTS).strip()
    if not wanted:
        return None
    known = list(materials)
    for names in (_first_names, _other_names):
        found = next((entry for entry in known if wanted in names(entry)), None)
        if found is not None:
            return found
    folded = wanted.casefold()
    for names in (_first_names, _other_names):
        found = next((entry for entry in known if folded in {name.casefold() for name in names(entry)}), None)
        if found is not None:
            return found
    atoms = shares(wanted)
    if atoms is None:
        return None
    return next((entry for entry in known if entry.formula and shares(entry.formula) == atoms), None)


def _first_names(entry: Material) -> tuple[str, ...]:
    return entry.id, entry.name, entry.label


def _other_names(entry: Material) -> tuple[str, ...]:
    return (*((entry.formula,) if entry.formula else ()), *entry.aliases)


def groups(records: Iterable[EvidenceRecord], materials: Iterable[Material] = ()) -> tuple[str, ...]:
    """Return the names of families, classes and uses by which statements speak of materials, and of their families."""
    sides = [side for entry in records for side in entry.sides]
    named = {side.family for side in sides if side.family} | set(get_args(MaterialClass))
    named |= {entry.family for entry in materials if entry.family}
    named |= {f"{side.material_class} {side.category}" for side in sides if side.category}
    return tuple(sorted(named, key=str.casefold))


def near(text: str, materials: Iterable[Material]) -> tuple[str, ...]:
    """Return up to three names that look like the text."""
    names = {name for entry in materials for name in (*_first_names(entry), *_other_names(entry))}
    folded = {name.casefold(): name for name in sorted(names)}
    return tuple(folded[name] for name in get_close_matches(text.casefold(), folded, n=3, cutoff=0.6))


def on_record(
    first: str, second: str, materials: Iterable[Material], records: Iterable[EvidenceRecord]
) -> tuple[str, ...]:
    """Return up to five pairs of members of two groups about which statements exist, the most told first.

    A group is a family, class or use by name; the id of a material stands for itself.
    """
    one, other = (_members(name, materials) for name in (first, second))
    count: dict[str, int] = {}
    for entry in records:
        left, right = (side.material or (side.family or "").casefold() for side in entry.sides)
        near, far = (left, right) if left in one and right in other else (right, left)
        if near in one and far in other:
            name = f"{one[near]} | {other[far]}"
            count[name] = count.get(name, 0) + 1
    return tuple(sorted(count, key=lambda name: (-count[name], name))[:MOST_NAMED])


def _members(group: str, materials: Iterable[Material]) -> dict[str, str]:
    """Return the materials of a group by id, and the group itself; a class without a use means its electrolytes."""
    wanted = group.casefold()
    found = {entry.id: entry.label for entry in materials if entry.id == group or wanted in _group_names(entry)}
    return {wanted: group, **found}


def _group_names(entry: Material) -> set[str]:
    named = list(general_groups(entry))
    if entry.family is not None:
        named.append(entry.family)
    for use in (entry.category, *entry.also) if entry.material_class is not None else ():
        named += [f"{entry.material_class} {use}", *([str(entry.material_class)] if use == "electrolyte" else [])]
    return {name.casefold() for name in named}


def shortener(names: Iterable[str]) -> Callable[[str], str]:
    """Return a function that cuts those of these names that are very long, wherever they stand in a text."""
    long = sorted({name for name in names if len(name) > LONGEST}, key=len, reverse=True)

    def cut(text: str) -> str:
        for name in long:
            text = text.replace(name, f"{name[: LONGEST - 1].rstrip()}…")
        return text

    return cut


def of_design(design: Design) -> tuple[str, ...]:
    """Return all names that a person gave: of the design, its layers and its materials."""
    materials = [design.material(key) for key in design.materials]
    layers = (layer.name for layer in design.stack.layers)
    return (design.name, *(name for name in layers if name), *of_materials(materials))


def of_materials(materials: Iterable[Material]) -> tuple[str, ...]:
    """Return the names and short names of materials."""
    return tuple(name for entry in materials for name in (entry.name, entry.label))
