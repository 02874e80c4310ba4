"""Every file of presets/: it loads, and what it names exists."""

import json
from collections.abc import Iterator
from typing import Any

import periodictable
import pytest

from cellbuilder import units
from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.material import Material
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library, Shelf

LIBRARY = Library(data_dir("presets"))
SHELVES: tuple[Shelf, ...] = ("materials", "interfaces", "cells", "models")
MATERIALS = tuple(LIBRARY.materials())
WITH_FORMULA = [entry for entry in MATERIALS if entry.formula is not None]
WITH_CHARGES = [entry for entry in WITH_FORMULA if entry.oxidation_states]


def by_id(entry: Material) -> str:
    return entry.id


def raw(shelf: Shelf) -> Iterator[tuple[str, Any]]:
    for key, path in LIBRARY.paths(shelf).items():
        yield key, json.loads(path.read_text(encoding="utf-8"))


def test_that_every_file_is_sound_and_called_like_its_entry() -> None:
    assert [str(problem) for problem in LIBRARY.check()] == []


def test_that_no_file_lies_on_a_shelf_that_nobody_reads() -> None:
    root = data_dir("presets")
    read = {path for shelf in SHELVES for path in LIBRARY.paths(shelf).values()} | {
        root / name for name in ("index.json", "sources.json", "rules.json", "classes.json")
    }
    assert {path.name for path in root.rglob("*") if path.is_file() and path not in read} <= {"ATTRIBUTION.md"}


def test_that_there_are_28_models_and_66_cells() -> None:
    assert len(list(LIBRARY.models())) == 28
    assert len(list(LIBRARY.cells())) == 66


def named_materials() -> Iterator[tuple[str, str]]:
    for cell in LIBRARY.cells():
        yield from ((cell.id, key) for key in cell.stack.material_ids)
    for model in LIBRARY.models():
        yield from ((model.letter, key) for key in model.stack.material_ids)
        for role in model.roles:
            for ingredient in role.ingredients:
                yield from ((model.letter, key) for key in (*ingredient.materials, *ingredient.coated_with))
    for record in LIBRARY.evidence:
        sides = (*record.sides, *([record.layer] if record.layer is not None else []))
        yield from ((record.id, side.material) for side in sides if side.material is not None)
    for row in LIBRARY.component_classes:
        yield from ((row.id, key) for key in (*row.sodium_materials, *row.lithium_materials))


def test_that_every_material_that_is_named_is_in_the_library() -> None:
    known = LIBRARY.paths("materials")
    assert sorted({(where, key) for where, key in named_materials() if key not in known}) == []


def test_that_every_family_that_a_model_names_has_a_member() -> None:
    known = {entry.family.casefold() for entry in MATERIALS if entry.family is not None}
    named = {
        (model.letter, family)
        for model in LIBRARY.models()
        for role in model.roles
        for ingredient in role.ingredients
        for family in ingredient.families
    }
    assert sorted((letter, family) for letter, family in named if family.casefold() not in known) == []


def test_that_every_cell_that_a_model_names_exists_and_is_of_that_model() -> None:
    named = [
        (model.letter, key)
        for model in LIBRARY.models()
        for key in (*model.evidence, *(row.cell for row in model.doubtful))
    ]
    assert sorted(key for _, key in named) == sorted(LIBRARY.paths("cells"))
    assert [(letter, key) for letter, key in named if LIBRARY.cell(key).model != letter] == []


def references(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("source", "sources"):
                yield from (entry["ref"] for entry in (value if isinstance(value, list) else [value]) if entry)
            elif key == "further_refs":
                yield from value
            yield from references(value)
    elif isinstance(data, list):
        for value in data:
            yield from references(value)


@pytest.mark.parametrize("shelf", SHELVES)
def test_that_every_source_that_is_named_is_in_the_list_of_sources(shelf: Shelf) -> None:
    named = {(key, ref) for key, data in raw(shelf) for ref in references(data)}
    assert named
    assert sorted((key, ref) for key, ref in named if ref not in LIBRARY.sources) == []


def test_that_the_list_of_sources_names_each_once_and_numbers_the_reviews_references() -> None:
    listing = json.loads((data_dir("presets") / "sources.json").read_text(encoding="utf-8"))
    keys = [entry["key"] for entry in listing["sources"]]
    assert len(keys) == len(set(keys))
    for source in LIBRARY.sources.values():
        assert (source.kind == "review reference") == source.key.isdigit(), source.key
        assert source.authors or source.note, source.key
        assert source.year is None or 1900 < source.year <= 2026, source.key
        assert source.doi is None or source.doi.startswith("10."), source.key


def without_source(data: Any, kind: str, place: str) -> Iterator[str]:
    if isinstance(data, dict):
        if "unit" in data and data.get("kind") == kind and not data.get("source"):
            yield place
        for key, value in data.items():
            yield from without_source(value, kind, f"{place} {key}")
    elif isinstance(data, list):
        for value in data:
            yield from without_source(value, kind, place)


def test_that_a_measured_value_has_a_source() -> None:
    assert [
        place for shelf in SHELVES for key, data in raw(shelf) for place in without_source(data, "measured", key)
    ] == []


def test_that_a_calculated_value_has_a_source_or_follows_from_the_entry() -> None:
    silent = [
        place for shelf in SHELVES for key, data in raw(shelf) for place in without_source(data, "calculated", key)
    ]
    for place in silent:
        key, field = place.split(" ", 1)
        entry = LIBRARY.material(key)
        if field == "average_potential":  # a metal against itself
            assert entry.average_potential is not None
            assert (entry.average_potential.value, entry.potential_reference) == (
                0,
                f"{entry.formula}/{entry.formula}+",
            )
            continue
        assert field == "capacity", place
        assert entry.capacity is not None
        assert entry.capacity.note or entry.capacity.si == pytest.approx(entry.theoretical_capacity_mah_per_g, rel=1e-3)


def independent_mass(formula: str) -> float:
    """The molar mass by periodictable; adducts part by part, as it reads no leading decimals."""
    total = 0.0
    for part in formula.replace("·", "-").replace("[", "(").replace("]", ")").split("-"):
        body = part.lstrip("0123456789.")
        factor = part[: len(part) - len(body)]
        total += float(factor or 1) * periodictable.formula(body).mass
    return total


@pytest.mark.parametrize("entry", WITH_FORMULA, ids=by_id)
def test_that_a_molar_mass_agrees_with_an_independent_table(entry: Material) -> None:
    assert entry.formula is not None
    mass = chemistry.molar_mass_g_per_mol(entry.formula)
    assert mass == pytest.approx(independent_mass(entry.formula), rel=5e-4)


@pytest.mark.parametrize("entry", WITH_CHARGES, ids=by_id)
def test_that_the_charges_of_a_formula_cancel(entry: Material) -> None:
    assert entry.formula is not None
    states = {element: float(state) for element, state in entry.oxidation_states.items()}
    assert set(states) == set(chemistry.parse(entry.formula))
    assert abs(chemistry.charge(entry.formula, states)) < 0.02


def test_that_nearly_every_electrolyte_with_a_formula_gives_its_charges() -> None:
    electrolytes = [entry for entry in WITH_FORMULA if entry.category == "electrolyte"]
    assert sum(bool(entry.oxidation_states) for entry in electrolytes) > 0.8 * len(electrolytes)


@pytest.mark.parametrize(
    ("key", "mah_per_g"),
    [
        ("lco", 273.845), ("lfp", 169.893), ("ncm811", 275.510), ("li", 3861.88), ("na", 1165.79),
        ("graphite", 371.90), ("si", 3578.62), ("sn", 846.65),
    ],
)  # fmt: skip
def test_that_the_theoretical_capacity_is_the_hand_calculated_one(key: str, mah_per_g: float) -> None:
    assert LIBRARY.material(key).theoretical_capacity_mah_per_g == pytest.approx(mah_per_g, rel=2e-5)


def test_that_no_practical_capacity_exceeds_the_theoretical_one() -> None:
    beyond = []
    for entry in MATERIALS:
        most = entry.theoretical_capacity_mah_per_g
        practical = entry.capacity.si if entry.capacity is not None else None
        if most is not None and practical is not None and practical > most * 1.001:
            beyond.append((entry.id, practical, most))
    assert beyond == []


def test_that_what_carries_lithium_or_sodium_says_so() -> None:
    wrong = []
    for entry in WITH_FORMULA:
        elements = set(chemistry.parse(entry.formula or ""))
        if entry.category == "electrolyte" and (entry.ion not in elements if entry.ion else not entry.note):
            wrong.append(entry.id)
    assert wrong == []


def test_that_conductivities_lie_where_electrolytes_of_a_battery_lie() -> None:
    far = []
    for entry in MATERIALS:
        for point in entry.conductivity:
            if point.value is not None and not 1e-12 < units.to_si(point.value, point.unit) / 100 < 0.1:
                far.append((entry.id, point.id, point.value, point.unit))
    assert far == []


def test_that_a_statement_from_memory_is_an_estimate_of_a_low_grade() -> None:
    recalled = [record for record in LIBRARY.evidence if record.read_from == "memory"]
    assert len(recalled) > 20
    assert {record.kind for record in recalled} <= {"estimate", "assumption"}
    assert {record.grade for record in recalled} <= {"D", "E"}
