import csv
import io
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cellbuilder
from cellbuilder import assess
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.engine import circuit, spectrum

Run = Callable[..., Any]
Rows = tuple[list[str], np.ndarray]


@pytest.fixture
def whole(raw: dict[str, Any], tmp_path: Path) -> Path:
    """Model T with its contacts and its charge transfer entered: nothing is missing."""
    layers = raw["stack"]["layers"]
    ids = [layer["id"] for layer in layers]
    raw["stack"]["interfaces"] = [
        {"between": list(pair), "area_resistance": {"value": value, "unit": "Ohm cm2"}}
        for pair, value in zip(pairwise(ids[1:-1]), (5, 8, 12), strict=True)
    ]
    layers[1]["components"][0]["charge_transfer"] = {
        "area_resistance": {"value": 30, "unit": "Ohm cm2"}, "basis": "geometric"
    }  # fmt: skip
    path = tmp_path / "whole.cellbuilder.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def read(path: Path) -> Rows:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    return rows[0], np.array([[float(cell) for cell in row] for row in rows[1:]])


def expected(path: Path, frequencies: np.ndarray, **more: Any) -> spectrum.Spectrum:
    design = cellbuilder.load(path)
    cell = assess.cell_of(design, EvidenceBase(cellbuilder.library().evidence))
    return spectrum.calculate(circuit.build(cell, design), frequencies, **more)


def test_that_the_spectrum_is_written_as_csv_and_its_arcs_are_told(run: Run, whole: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    done = run("impedance", whole, "-o", target)
    assert (done.code, done.err) == (0, "")
    heads, rows = read(target)
    assert heads[:3] == ["frequency / Hz", "Re Z / Ohm cm2", "minus Im Z / Ohm cm2"]
    assert rows.shape == (100, len(heads))
    assert rows[:, 0] == pytest.approx(np.geomspace(1e-3, 1e7, 100), rel=1e-12)
    found = expected(whole, rows[:, 0])
    assert rows[:, 1] == pytest.approx(found.total.real * 1e4, rel=1e-12)
    assert rows[:, 2] == pytest.approx(-found.total.imag * 1e4, rel=1e-12)
    assert rows[:, 3::2].sum(axis=1) == pytest.approx(rows[:, 1], rel=1e-12)
    assert rows[:, 4::2].sum(axis=1) == pytest.approx(rows[:, 2], rel=1e-12, abs=1e-12)
    assert heads[3::2] == [f"Re {part.name} / Ohm cm2" for part in found.parts]
    text = " ".join(done.out.split())
    for words in (
        "Impedance at 25 °C", "in Ω cm²: elements in series", "before diffusion", "95.9 MHz", "whole cell",
        "the grains fill as a whole", "no diffusion element for it", f"{target}: 100 frequencies",
    ):  # fmt: skip
        assert words in text
    assert "Missing" not in done.out
    assert "≥" not in done.out


def test_that_what_is_missing_is_named_and_the_total_is_at_least(run: Run, design: Path) -> None:
    done = run("impedance", design)
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    assert "Missing in whole or in part: the spectrum is partial" in text
    assert "argyrodite layer | anode (Li-In): no published resistance for this contact" in text
    assert text.count("transport only") == 1
    assert "whole cell ≥ 61.9" in text


def test_that_range_number_area_leads_and_symmetry_can_be_chosen(run: Run, whole: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    done = run("impedance", whole, "--from", "1e6", "--to", "1", "--points", "7", "--area", "0.785", "--lead", "0.4",
               "-o", target)  # fmt: skip
    assert done.code == 0
    assert "in Ω: elements in series" in done.out
    heads, rows = read(target)
    assert heads[1] == "Re Z / Ohm"
    assert heads[-1] == "minus Im leads / Ohm"
    assert rows[:, 0] == pytest.approx(np.geomspace(1e6, 1, 7))
    assert rows[:, -2] == pytest.approx(0.4)
    found = expected(whole, rows[:, 0])
    assert rows[:, 1] == pytest.approx(found.total.real / 0.785e-4 + 0.4, rel=1e-12)
    done = run("impedance", whole, "--symmetric", "anode", "--points", "2", "--json")
    names = [part["name"] for part in done.data["parts"]]
    assert "cathode (LCO composite)" not in names
    assert done.data["notes"][0] == "symmetric cell: the anode on both faces of the electrolyte"
    argyrodite = next(part for part in done.data["parts"] if part["name"] == "argyrodite layer")
    assert argyrodite["resistance"] == pytest.approx(2 * 16.5)


def test_that_the_data_say_all_of_it(run: Run, design: Path) -> None:
    done = run("impedance", design, "--points", "5", "--json")
    assert (done.code, done.err) == (0, "")
    data = done.data
    found = expected(design, np.geomspace(1e-3, 1e7, 5))
    assert (data["file"], data["unit"], data["area_cm2"], data["partial"]) == (str(design), "Ohm cm2", None, True)
    assert data["frequency_hz"] == pytest.approx(found.frequencies_hz)
    assert data["re"] == pytest.approx(found.total.real * 1e4)
    assert data["minus_im"] == pytest.approx(-found.total.imag * 1e4)
    first = data["parts"][0]
    assert (first["kind"], first["layers"], first["at_least"], first["apex_hz"]) == (
        "porous electrode", ["cathode"], True, None
    )  # fmt: skip
    assert first["diffusion_resistance"] == pytest.approx((found.parts[0].diffusion or 0.0) * 1e4)
    assert np.sum([part["re"] for part in data["parts"]], axis=0) == pytest.approx(data["re"], rel=1e-12)
    assert [item["layers"] for item in data["missing"]] == [list(item.layers) for item in found.missing]
    assert all(item["reason"] for item in data["missing"])


def test_that_an_existing_file_is_not_replaced_unless_forced(run: Run, design: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("my work", encoding="utf-8")
    done = run("impedance", design, "-o", target)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{target} exists already; choose another name or add --force\n"
    assert target.read_text(encoding="utf-8") == "my work"
    assert run("impedance", design, "-o", target, "--force").code == 0
    assert read(target)[1].shape[0] == 100


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--from", "0"), "argument --from: 0 must be greater than zero"),
        (("--to", "nan"), "argument --to: 'nan' is not a finite number"),
        (("--to", "1e30"), "argument --to: 1e30 is not between 1e-10 and 1e+11 Hz"),
        (("--from", "low"), "argument --from: 'low' is not a number"),
        (("--points", "1"), "argument --points: 1 is not between 2 and 100000"),
        (("--points", "2.5"), "argument --points: '2.5' is not a whole number"),
        (("--area", "-1"), "argument --area: -1 must be greater than zero"),
        (("--lead", "0.2"), "--lead is in ohm; give the area of the cell with --area"),
        (("--symmetric", "both"), "argument --symmetric: invalid choice: 'both'"),
    ],
)
def test_that_a_wrong_argument_is_named_with_exit_code_2(
    run: Run, design: Path, words: tuple[str, ...], message: str
) -> None:
    done = run("impedance", design, *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_that_a_place_that_cannot_be_written_is_an_error(run: Run, design: Path, tmp_path: Path) -> None:
    done = run("impedance", design, "-o", tmp_path / "nowhere" / "x.csv")
    assert (done.code, done.out) == (2, "")
    assert "x.csv could not be saved (" in done.err


def test_that_a_file_that_cannot_be_read_is_an_error(run: Run, tmp_path: Path) -> None:
    done = run("impedance", tmp_path / "nowhere.cellbuilder.json")
    assert (done.code, done.out) == (2, "")
    assert "nowhere.cellbuilder.json cannot be used:" in done.err


def test_that_a_cell_of_which_nothing_is_known_writes_nothing(run: Run, raw: dict[str, Any], tmp_path: Path) -> None:
    for material in raw["materials"].values():
        entry = material["entry"]
        entry.pop("preferred", None)
        entry["conductivity"] = []
    path, target = tmp_path / "bare.cellbuilder.json", tmp_path / "out.csv"
    path.write_text(json.dumps(raw), encoding="utf-8")
    done = run("impedance", path, "-o", target)
    assert (done.code, done.out) == (2, "")
    assert "nothing is known of this cell that a spectrum could be made of" in done.err
    assert "no ionic conductivity of" in done.err
    assert not target.exists()


def test_that_a_name_from_a_file_cannot_break_the_table(run: Run, raw: dict[str, Any], tmp_path: Path) -> None:
    raw["stack"]["layers"][2]["name"] = 'a, "b"\n=1+1'
    path, target = tmp_path / "odd.cellbuilder.json", tmp_path / "out.csv"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert run("impedance", path, "--points", "3", "-o", target).code == 0
    heads, rows = read(target)
    assert rows.shape == (3, len(heads))
    assert 'Re a, "b" =1+1 / Ohm cm2' in heads
