"""Which electrolytes were built together: counted again from the cells and records as they are on disk."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from cellbuilder.compatibility.classes import CLASSES
from cellbuilder.compatibility.matrix import Matrix, matrix
from cellbuilder.io.library import Library

PRESETS = Path(__file__).resolve().parents[2] / "presets"


def read(folder: str) -> dict[str, Any]:
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((PRESETS / folder).glob("*.json"))
    }


CELLS, MATERIALS = read("cells"), read("materials")


@pytest.fixture(scope="module")
def found() -> Matrix:
    library = Library(PRESETS)
    return matrix(library.cells(), library.materials(), library.evidence)


def kind(key: str) -> str:
    entry = MATERIALS[key]
    if entry["category"] == "electrolyte":
        return str(entry["material_class"])
    return f"other: {entry.get('symbol') or entry['name']}"


def layers(cell: dict[str, Any], role: str) -> list[dict[str, Any]]:
    return [layer for layer in cell["stack"]["layers"] if layer["role"] == role]


def catholytes(cell: dict[str, Any]) -> set[str]:
    (cathode,) = layers(cell, "cathode")
    return {kind(part["material"]) for part in cathode.get("components", []) if part["function"] == "catholyte"}


def separators(cell: dict[str, Any]) -> list[str]:
    keys = []
    for layer in layers(cell, "electrolyte"):
        keys += [layer["material"]] if "material" in layer else [part["material"] for part in layer["components"]]
    return [kind(key) for key in keys]


def test_that_every_published_cell_stands_in_one_arrangement(found: Matrix) -> None:
    cells = [cell for entry in found.arrangements for cell in entry.cells]
    assert len(cells) == 66
    assert sorted(cells) == sorted(CELLS)


@pytest.mark.parametrize("ion", ["Li", "Na"])
def test_that_cells_of_one_catholyte_and_one_separator_are_counted_as_on_disk(found: Matrix, ion: Any) -> None:
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, cell in CELLS.items():
        inside, between = catholytes(cell), separators(cell)
        if cell["ion"] == ion and len(inside) < 2 and len(between) == 1:
            wanted[next(iter(inside), "no catholyte"), between[0]].append(key)
    for first in ("no catholyte", *CLASSES):
        for second in CLASSES:
            entry = found.pair(ion, first, second)
            assert sorted(entry.cells) == wanted.get((first, second), [])
            assert (entry.status == "published") == bool(wanted.get((first, second)))


def test_that_positions_of_layers_are_those_of_the_stacks(found: Matrix) -> None:
    wanted = Counter(
        (bool(layers(cell, "cathode interface layer")), bool(layers(cell, "anode interface layer")))
        for cell in CELLS.values()
    )
    counted = Counter(build.position for build in found.builds)
    assert counted == {"none": wanted[False, False], "cathode side": wanted[True, False],
                       "anode side": wanted[False, True]}  # fmt: skip
    assert wanted[True, True] == 0


def test_that_layers_are_filed_by_separator_and_class(found: Matrix) -> None:
    for role, table in (
        ("cathode interface layer", found.cathode_layers),
        ("anode interface layer", found.anode_layers),
    ):
        wanted = defaultdict(list)
        for key, cell in CELLS.items():
            for layer in layers(cell, role):
                assert len(separators(cell)) == 1
                wanted[cell["ion"], separators(cell)[0], kind(layer["material"])].append(key)
        assert {(entry.ion, *entry.names): list(entry.cells) for entry in table if entry.cells} == wanted


def test_that_argyrodite_at_the_anode_of_halides_is_the_commonest_pair_of_layers(found: Matrix) -> None:
    (entry,) = [e for e in found.anode_layers if (e.ion, *e.names) == ("Li", "halide", "sulfide")]
    assert len(entry.cells) == 11
    assert "s4.2-18" in entry.statements


def test_that_two_electrolytes_in_a_separator_are_told_as_layers_or_as_one_mixture(found: Matrix) -> None:
    builds = {build.cell: build for build in found.builds}
    assert builds["t8-39"].separator_name == "halide | sulfide"
    assert builds["t8-24"].separator_name == "sulfide + sulfide"
    assert builds["t8-33"].catholyte_name == "oxide + antiperovskite"
    hybrid = {entry.names: entry for entry in found.hybrids if entry.ion == "Li"}
    assert hybrid["oxide", "antiperovskite"].cells == ("t8-32",)
    several = sorted(key for key, cell in CELLS.items() if len(separators(cell)) > 1)
    assert sorted({cell for entry in found.hybrids for cell in entry.cells}) == several


def test_that_electrolytes_joined_in_one_material_are_said_to_be_so(found: Matrix) -> None:
    (entry,) = [e for e in found.hybrids if (e.ion, *e.names) == ("Li", "sulfide", "hydroborate")]
    assert (entry.status, entry.cells, entry.in_one_material) == ("stated only", (), ("t8-10",))
    assert entry.statements == ("s4.2-05",)


def test_that_a_statement_without_a_cell_stands_alone(found: Matrix) -> None:
    entry = found.pair("Li", "sulfide", "halide")
    assert (entry.status, entry.cells, entry.statements) == ("stated only", (), ("s4.2-17",))
    assert entry.refs == ("198", "200")


def test_that_every_statement_of_section_4_2_about_named_classes_is_filed(found: Matrix) -> None:
    tables = (found.arrangements, found.cathode_layers, found.anode_layers, found.hybrids)
    filed = {told for table in tables for entry in table for told in entry.statements if told.startswith("s4.2-")}
    assert filed == {f"s4.2-{number:02d}" for number in range(4, 22)}


def test_that_what_nobody_reports_says_so(found: Matrix) -> None:
    assert found.pair("Li", "oxide", "sulfide").status == "never reported"
    assert found.pair("Na", "halide", "oxide").status == "never reported"
    assert found.arrangement("Li", "halide", "halide", "both sides").status == "never reported"
    assert found.arrangement("Na", "antiperovskite", "antiperovskite", "none").status == "never reported"


def test_that_sodium_and_lithium_are_never_counted_together(found: Matrix) -> None:
    for table in (found.arrangements, found.cathode_layers, found.anode_layers, found.hybrids):
        assert all(CELLS[cell]["ion"] == entry.ion for entry in table for cell in entry.cells)


def test_that_the_tables_hold_every_combination_of_the_five_classes(found: Matrix) -> None:
    for ion in ("Li", "Na"):
        names = {entry.names for entry in found.arrangements if entry.ion == ion}
        assert sum(set(name[:2]) <= {"no catholyte", *CLASSES} and name[2] != "not said" for name in names) == 6 * 5 * 4
        assert sum(set(entry.names) <= set(CLASSES) for entry in found.anode_layers if entry.ion == ion) == 25
        assert sum(entry.ion == ion for entry in found.hybrids) == 15
