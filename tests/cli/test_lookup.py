import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cellbuilder.io.library import MODEL_ORDER

Run = Callable[..., Any]


def test_that_28_models_are_listed_in_order(run: Run) -> None:
    done = run("models", "--json")
    assert done.code == 0
    assert [row["model"] for row in done.data] == list(MODEL_ORDER)
    assert set(done.data[0]) == {
        "model",
        "title",
        "classes",
        "ion",
        "roles",
        "cells",
        "reconstructed",
        "ambiguity",
    }


def test_that_66_cells_are_listed_in_printed_order(run: Run) -> None:
    done = run("cells", "--json")
    assert done.code == 0
    assert [(row["table"], row["row"]) for row in done.data] == [
        *((7, row) for row in range(1, 16)),
        *((8, row) for row in range(1, 52)),
    ]
    assert set(done.data[0]) == {
        "id",
        "table",
        "row",
        "model",
        "title",
        "class",
        "ion",
        "ref",
        "capacity",
        "capacity_unit",
        "confidence",
    }


def test_that_the_cells_of_one_model_can_be_listed(run: Run) -> None:
    every = run("cells", "--json").data
    of_t = run("cells", "--model", "t", "--json").data
    assert of_t == [row for row in every if row["model"] == "T"]
    assert of_t


def test_that_cells_of_a_model_that_does_not_exist_are_an_error(run: Run) -> None:
    done = run("cells", "--model", "ZZ")
    assert (done.code, done.out) == (2, "")
    assert done.err == "there is no model 'ZZ' (A to AB); see cellbuilder models\n"


@pytest.mark.parametrize("search", ["argyrodite", "LI6PS5CL", "lpscl", "halide", "collector"])
def test_that_materials_are_found_by_name_alias_class_family_and_category(run: Run, search: str) -> None:
    rows = run("materials", search, "--json").data
    assert rows
    assert len(rows) < len(run("materials", "--json").data)


def test_that_materials_have_their_keys(run: Run) -> None:
    (row,) = [row for row in run("materials", "li6ps5cl", "--json").data if row["id"] == "li6ps5cl"]
    assert row["formula"] == "Li6PS5Cl"
    assert set(row) == {
        "id",
        "name",
        "formula",
        "category",
        "class",
        "family",
        "ion",
        "conductivity",
        "conductivity_unit",
    }


def test_that_a_search_without_a_match_says_so(run: Run) -> None:
    done = run("materials", "unobtainium")
    assert (done.code, done.out, done.err) == (0, "", "no material matches 'unobtainium'\n")
    assert run("materials", "unobtainium", "--json").data == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("T", ["Model T: ", "Published cells:", "Example stack:"]),
        ("ab", ["Model AB: "]),
        ("t8-38", ["t8-38  NCM83", "Table 8, row 38; model S; ref. 2", "From the paper or the review", "Assumed ("]),
        ("T8.38", ["t8-38  NCM83"]),
        ("li6ps5cl", ["Li6PS5Cl (li6ps5cl): electrolyte, sulfide", "* conductivity 0.002 S/cm", "moisture: "]),
        ("LPSCl", ["Li6PS5Cl (li6ps5cl)"]),
        ("LiCoO2", ["(lco)"]),
    ],
)
def test_that_a_model_a_cell_and_a_material_are_explained(run: Run, name: str, words: list[str]) -> None:
    done = run("show", name)
    assert (done.code, done.err) == (0, "")
    for word in words:
        assert word in done.out


@pytest.mark.parametrize("name", ["T", "t8-38", "li6ps5cl"])
def test_that_what_is_shown_is_also_data(run: Run, name: str) -> None:
    data = run("show", name, "--json").data
    assert (data.get("id") or data.get("letter")) == name


@pytest.mark.parametrize(
    "name", ["ZZ", "t8-99", "t8-²", "unobtainium", "", "../materials/li6ps5cl", "t8-" + "9" * 5000]
)
def test_that_an_unknown_name_is_an_error_that_says_what_there_is(run: Run, name: str) -> None:
    done = run("show", name)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"'{name}' is no model (A to AB), no cell (t8-38) and no material; see cellbuilder models, cells, materials\n"
    )


@pytest.mark.parametrize(("number", "rows"), [(1, 10), (2, 32), (3, 111), (4, 16), (5, 19), (6, 7), (7, 15), (8, 51)])
def test_that_a_table_is_printed_with_all_its_rows(run: Run, number: int, rows: int) -> None:
    assert [row["row"] for row in run("table", str(number), "--json").data] == list(range(1, rows + 1))
    text = run("table", str(number))
    assert text.code == 0
    assert text.out.startswith(f"Table {number}: ")
    assert f"({rows} rows)" in text.out


def test_that_a_table_that_does_not_exist_is_an_error(run: Run) -> None:
    done = run("table", "9")
    assert (done.code, done.out, done.err) == (2, "", "there is no Table 9; the review has Tables 1 to 8\n")


def test_that_the_schema_is_printed_as_json(run: Run) -> None:
    assert run("schema").data["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "words",
    [
        ("models",),
        ("cells",),
        ("materials",),
        ("show", "T"),
        ("show", "t8-38"),
        ("show", "t7-15"),
        ("show", "li6ps5cl"),
        ("show", "llzo"),
        ("table", "8"),
        ("table", "3"),
        ("table", "4"),
    ],
)
def test_that_lists_for_people_fit_the_terminal(run: Run, words: tuple[str, ...]) -> None:
    assert max(map(len, run(*words).out.splitlines())) <= 100


def test_that_a_damaged_own_material_is_named_and_the_list_is_still_printed(run: Run, own_library: Path) -> None:
    path = own_library / "materials" / "my-glass.json"
    path.write_text("{", encoding="utf-8")
    done = run("materials", "--json")
    assert done.code == 0
    assert len(done.data) > 200
    assert done.err == (
        f"{path} cannot be used:\n  - line 1, column 2: the file ends too early; it seems to be cut off\n"
        "  It is left out of the library.\n"
    )
    shown = run("show", "my-glass")
    assert (shown.code, shown.out) == (2, "")
    assert f"{path} cannot be used:" in shown.err


def test_that_an_own_material_is_listed_shown_and_used(run: Run, own_library: Path, tmp_path: Path) -> None:
    entry = run("show", "li3incl6", "--json").data | {"name": "our batch 7"}
    (own_library / "materials" / "li3incl6.json").write_text(json.dumps(entry), encoding="utf-8")
    import cellbuilder

    cellbuilder.library.cache_clear()
    assert "our batch 7 (li3incl6)" in run("show", "li3incl6").out
    run("new", "--model", "T", "-o", tmp_path / "a.json")
    assert cellbuilder.load(tmp_path / "a.json").material("li3incl6").name == "our batch 7"
