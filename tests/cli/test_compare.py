"""The commands windows, classes and matrix: what they print, and that it is the data."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cellbuilder

Run = Callable[..., Any]


def cell(key: str, folder: Path) -> Path:
    path = folder / f"{key}.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_cell(key), path)
    return path


def test_that_windows_are_drawn_with_both_electrodes_in_80_columns(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = cell("t8-15", tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    done = run("windows", path)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert max(len(line) for line in lines if str(path) not in line) <= 80
    ruler = next(line for line in lines if line.startswith("V against Li/Li+ "))
    bar = next(line for line in lines if line.startswith("1 LGPS"))
    electrodes = next(line for line in lines if line.startswith("electrodes"))
    ticks = [at for at, char in enumerate(ruler) if char == "+" and at > 22]
    volt = (ticks[-1] - ticks[0]) / (len(ticks) - 1)
    assert (bar.index("[") - ticks[0]) / volt == pytest.approx(1.71, abs=0.05)
    assert (bar.index("]") - ticks[0]) / volt == pytest.approx(2.14, abs=0.05)
    assert (electrodes.index("A") - ticks[0]) / volt == pytest.approx(0.62, abs=0.05)
    assert (electrodes.index("C") - ticks[0]) / volt == pytest.approx(4.22, abs=0.05)
    assert "LGPS: exceeded at both electrodes" in done.out
    assert "no window is on record" in done.out


def test_that_a_window_beyond_an_electrode_that_is_not_met_says_would(run: Run, tmp_path: Path) -> None:
    path = cell("t8-17", tmp_path)
    shown = run("windows", path, "--json").data["bars"]
    for bar in shown:
        for place, meets in (("cathode", bar["at_cathode"]), ("anode", bar["at_anode"])):
            if not meets and bar["flag"].startswith("exceeded"):
                assert bar["flag"] != f"exceeded at the {place}"
                assert "both" not in bar["flag"]
    text = " ".join(run("windows", path).out.split())
    assert any(bar["reduced_to"] and not bar["at_anode"] for bar in shown) == ("at the anode it would become" in text)
    assert any(bar["reduced_to"] and bar["at_anode"] for bar in shown) == ("at the anode it becomes" in text)


def test_that_an_end_that_is_not_on_record_is_drawn_as_such(run: Run, tmp_path: Path) -> None:
    done = run("windows", cell("t8-28", tmp_path))
    bar = next(line for line in done.out.splitlines() if line.startswith("1 Li3(CB11H12)"))
    assert "?..." in bar
    assert bar.rstrip(" :").endswith("]")
    assert "#" not in bar


def test_that_windows_as_json_hold_margins_and_sources(run: Run, tmp_path: Path) -> None:
    done = run("windows", cell("t8-15", tmp_path), "--json")
    assert (done.code, done.err) == (0, "")
    (lgps,) = [bar for bar in done.data["bars"] if bar["material"] == "lgps"]
    assert lgps["source"] == {"ref": "120", "table": 4, "row": 6}
    assert lgps["cathode_margin"] == pytest.approx(2.14 - 4.22)
    assert done.data["metal"] == "Li/Li+"
    assert done.data["anode"]["average"] == pytest.approx(0.62)


@pytest.mark.parametrize("key", [f"t7-{number:02d}" for number in range(1, 16)])
def test_that_sodium_cells_are_drawn_against_sodium(run: Run, tmp_path: Path, key: str) -> None:
    done = run("windows", cell(key, tmp_path))
    assert done.code == 0
    assert "V against Na/Na+" in done.out
    assert "against Li/Li+" not in done.out


def test_that_a_file_that_is_missing_is_named(run: Run) -> None:
    done = run("windows", "nowhere.cellbuilder.json")
    assert (done.code, done.out) == (2, "")
    assert "nowhere.cellbuilder.json" in done.err


def test_that_the_classes_are_printed_with_counts_and_words_of_the_review(run: Run) -> None:
    done = run("classes")
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    assert "Ionic conductivity at 25 °C, S/cm" in text
    assert "the review on sulfides: The highest of the five classes. (section 6)" in text
    assert "hydroborate Li 0 unknown" in text
    assert "No material in the library: antiperovskite (Na)." in text
    assert "its values are not in the text and are not used" in text


def test_that_the_classes_as_json_name_the_materials_behind_a_number(run: Run) -> None:
    data = run("classes", "--json").data
    row = next(row for row in data["classes"] if (row["material_class"], row["ion"]) == ("halide", "Li"))
    density = next(entry for entry in row["properties"] if entry["of"] == "density")
    assert density["known"]["n"] == len(density["known"]["behind"])
    assert {datum["of"] for datum in density["known"]["behind"]} <= set(row["materials"])
    assert all(datum["source"]["ref"] for datum in density["known"]["behind"])
    assert {rule["of"] for rule in data["rules"]} >= {"ionic conductivity", "density"}


def test_that_the_matrix_says_in_words_what_was_never_reported(run: Run) -> None:
    done = run("matrix")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    start = lines.index("Li: catholyte (rows) and separator (columns)")
    sulfide = next(line for line in lines[start:] if line.startswith("sulfide "))
    assert [part.strip() for part in sulfide.split("  ") if part.strip()] == [
        "sulfide", "never reported", "15 cells", "stated, no cell", "never reported", "never reported",
    ]  # fmt: skip
    assert "no cell has layers at: both sides" in done.out
    assert "elsewhere it may have been tried" in " ".join(done.out.split())


def test_that_the_matrix_as_json_holds_cells_and_papers(run: Run) -> None:
    data = run("matrix", "--json").data
    assert len(data["cells"]) == 66
    entry = next(entry for entry in data["arrangements"]
                 if (entry["ion"], *entry["names"]) == ("Li", "halide", "sulfide", "cathode side"))  # fmt: skip
    assert (entry["status"], entry["cells"], entry["refs"]) == ("published", ["t8-17"], ["66"])
    statuses = {entry["status"] for entry in data["arrangements"]}
    assert statuses == {"published", "stated only", "never reported"}
