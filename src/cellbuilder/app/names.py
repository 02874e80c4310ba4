"""Finding what a person means by a name: a material by id, name, formula or alias, or a group of materials."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final, get_args

from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.evidence import EvidenceRecord
from cellbuilder.domain.material import Material, MaterialClass

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
    shares = _shares(wanted)
    if shares is None:
        return None
    return next((entry for entry in known if entry.formula and _shares(entry.formula) == shares), None)


def _first_names(entry: Material) -> tuple[str, ...]:
    return entry.id, entry.name, entry.label


def _other_names(entry: Material) -> tuple[str, ...]:
    return (*((entry.formula,) if entry.formula else ()), *entry.aliases)


def _shares(text: str) -> dict[str, float] | None:
    try:
        counts = chemistry.parse(text)
    except chemistry.FormulaError:
        return None
    atoms = sum(counts.values())
    return {name: round(count / atoms, 4) for name, count in sorted(counts.items())}


def groups(records: Iterable[EvidenceRecord]) -> tuple[str, ...]:
    """Return the names of families, classes and uses by which statements speak of materials."""
    sides = [side for entry in records for side in entry.sides]
    named = {side.family for side in sides if side.family} | set(get_args(MaterialClass))
    named |= {f"{side.material_class} {side.category}" for side in sides if side.category}
    return tuple(sorted(named, key=str.casefold))


def near(text: str, materials: Iterable[Material]) -> tuple[str, ...]:
    """Return up to three names that look like the text."""
    names = {name for entry in materials for name in (*_first_names(entry), *_other_names(entry))}
    folded = {name.casefold(): name for name in sorted(names)}
    return tuple(folded[name] for name in get_close_matches(text.casefold(), folded, n=3, cutoff=0.6))
