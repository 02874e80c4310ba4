"""Tables 1 to 8 are joined from the records that the program calculates and checks with."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.__main__ import main
from cellbuilder.app import edits, tables
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import USER_VARIABLE, Library

LIBRARY = Library(data_dir("presets"))
ROWS = {1: 10, 2: 32, 3: 111, 4: 16, 5: 19, 6: 7, 7: 15, 8: 51}


@pytest.mark.parametrize(("number", "count"), sorted(ROWS.items()))
def test_that_a_table_has_the_rows_of_the_review_each_once_in_order(number: int, count: int) -> None:
    assert [row["row"] for row in tables.table(number, LIBRARY)] == list(range(1, count + 1))


@pytest.mark.parametrize("number", [0, 9, -1])
def test_that_the_review_has_tables_1_to_8(number: int) -> None:
    with pytest.raises(tables.NoSuchTableError) as caught:
        tables.table(number, LIBRARY)
    assert str(caught.value) == f"there is no Table {number}; the review has Tables 1 to 8"


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        (1, {"row", "name", "formula", "conductivity", "activation_energy", "ref", "note", "confidence"}),
        (2, {"row", "name", "formula", "conductivity", "activation_energy", "ref", "note", "confidence"}),
        (3, {"row", "name", "formula", "conductivity", "activation_energy", "ref", "note", "confidence"}),
        (4, {"row", "name", "low_voltage", "high_voltage", "ref", "note", "confidence"}),
        (5, {"row", "name", "products", "ref", "note", "confidence"}),
        (6, {"row", "name", "sodium", "lithium", "note"}),
        (7, {"row", "name", "formula", "model", "capacity", "window", "retention", "ref", "note", "confidence"}),
        (8, {"row", "name", "formula", "model", "capacity", "window", "retention", "ref", "note", "confidence"}),
    ],
)
def test_that_every_row_of_a_table_has_its_keys(number: int, keys: set[str]) -> None:
    rows = tables.table(number, LIBRARY)
    assert all(keys <= set(row) for row in rows)
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows


@pytest.mark.parametrize("number", [1, 2, 3])
def test_that_a_conductivity_is_a_number_in_siemens_per_cm_or_null_with_a_note(number: int) -> None:
    for row in tables.table(number, LIBRARY):
        if row["conductivity"] is None:
            assert row["note"], row["row"]
        else:
            assert 1e-12 < row["conductivity"] < 0.1, row["row"]
        if row["activation_energy"] is not None:
            assert 0.05 < row["activation_energy"] < 2, row["row"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_that_a_row_shows_what_its_material_holds(number: int) -> None:
    for row in tables.table(number, LIBRARY):
        entry = LIBRARY.material(row["material"])
        (point,) = [
            point for point in entry.conductivity if (point.source.table, point.source.row) == (number, row["row"])
        ]
        assert row["formula"] == entry.formula
        assert (row["conductivity"] is None) == (point.value is None)
        if point.value is not None and point.unit == "S/cm":
            assert row["conductivity"] == point.value


def altered(path: Path, change: dict[str, Any]) -> None:
    """Change one number deep in a file: keys are paths such as ``a.0.b``."""
    data = json.loads(path.read_text(encoding="utf-8"))
    for dotted, value in change.items():
        *steps, last = dotted.split(".")
        target = data
        for step in steps:
            target = target[int(step)] if step.isdigit() else target[step]
        assert target[last] != value
        target[last] = value
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def presets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all presets that the program reads instead of the bundled ones."""
    copy = tmp_path / "presets"
    shutil.copytree(data_dir("presets"), copy)
    monkeypatch.setenv(USER_VARIABLE, str(copy))
    return copy


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    cellbuilder.library.cache_clear()
    assert main([*words, "--json"]) in (0, 1)
    cellbuilder.library.cache_clear()
    return json.loads(capsys.readouterr().out)


def finding(data: Any, code: str) -> Any:
    (found,) = [item for item in data["findings"] if item["code"] == code]
    return found


def test_that_one_record_of_table_4_feeds_table_evaluate_and_check(
    presets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design = tmp_path / "t.cellbuilder.json"  # with an anode of which nothing is published that goes before the window
    cellbuilder.save(edits.set_material(cellbuilder.from_model("T"), "anode", "li-si", LIBRARY), design)
    views = (("table", "4"), ("evaluate", str(design)), ("check", str(design)))
    before = [printed(capsys, *view) for view in views]
    record = presets / "interfaces" / "t4-03.json"
    altered(record, {"low_potential.0.potential.value": 1.23})
    after = [printed(capsys, *view) for view in views]

    assert [row["low_voltage"][0]["potential"] for row in (before[0][2], after[0][2])] == [1.71, 1.23]
    for old, new in zip(before[1:], after[1:], strict=True):
        assert "1.71 V against Li/Li+" in finding(old, "reduction")["message"]
        assert "1.23 V against Li/Li+" in finding(new, "reduction")["message"]
        assert finding(new, "reduction")["evidence"] == ["t4-03"]

    # Below the average potential of the silicon alloy the electrolyte is no longer reduced.
    altered(record, {"low_potential.0.potential.value": 0.2, "verdict": "no issue reported"})
    gone = [printed(capsys, *view) for view in views]
    assert gone[0][2]["low_voltage"][0]["potential"] == 0.2
    for data in gone[1:]:
        assert [item for item in data["findings"] if item["code"] == "reduction"] == []


def test_that_the_verdict_of_a_record_of_table_4_feeds_evaluate_and_check(
    presets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bare.cellbuilder.json"
    cellbuilder.save(edits.set_material(cellbuilder.from_model("T"), "anode", "li", LIBRARY), path)
    altered(
        presets / "interfaces" / "t4-03.json", {"verdict": "grows", "grade": "A", "statement": "It goes on and on."}
    )
    views = [printed(capsys, command, str(path)) for command in ("evaluate", "check")]
    for data in views:
        (found,) = [item for item in data["findings"] if item["id"] == "contact:li|li6ps5cl"]
        assert (found["severity"], found["verdict"], found["grade"]) == ("warning", "grows", "A")
        assert found["message"].startswith("It goes on and on.")
        assert found["supporting"][0]["evidence"] == "t4-03"


def test_that_one_record_of_table_3_feeds_table_and_evaluate(
    presets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def views() -> tuple[Any, Any]:
        design = tmp_path / "t.cellbuilder.json"
        assert main(["new", "--model", "T", "-o", str(design), "--force"]) == 0
        capsys.readouterr()
        return printed(capsys, "table", "3")[75], printed(capsys, "evaluate", str(design))

    def separator(data: Any) -> float:
        (part,) = [item for item in data["figures"]["resistance"]["parts"] if item["layers"] == ["electrolyte"]]
        return float(part["value"])

    row, evaluation = views()
    entry = json.loads((presets / "materials" / "li3incl6.json").read_text(encoding="utf-8"))
    (index,) = [place for place, point in enumerate(entry["conductivity"]) if point["id"] == "t3-076"]
    assert entry["preferred"] == "t3-076"
    altered(presets / "materials" / "li3incl6.json", {f"conductivity.{index}.value": row["conductivity"] / 4})
    cellbuilder.library.cache_clear()
    new_row, new_evaluation = views()
    assert new_row["conductivity"] == pytest.approx(row["conductivity"] / 4)
    # A quarter of the conductivity is four times the resistance of the same layer.
    assert separator(new_evaluation) == pytest.approx(4 * separator(evaluation), rel=1e-6)


def test_that_a_published_cell_feeds_its_table_row_and_the_list_of_cells(
    presets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered(presets / "cells" / "t8-38.json", {"reported.capacity.value": 77.5})
    assert printed(capsys, "table", "8")[37]["capacity"] == 77.5
    assert [row["capacity"] for row in printed(capsys, "cells") if row["id"] == "t8-38"] == [77.5]
