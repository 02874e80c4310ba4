"""Numbers of charts as text for a spreadsheet: nothing in them runs as a formula."""

import csv
import io

import numpy as np
import pytest

from cellbuilder.app import export
from cellbuilder.app.charts.model import Axis, Bar, Bars, Chart, Line, Lines, Marker, Part

FORMULA = "=HYPERLINK(1)"


def lines(name: str) -> Chart:
    line = Line(name, np.array([1.0]), np.array([2.0]), labels=(name,))
    return Lines("spectra", Axis("Z'"), Axis("Z"), (line,), (Marker(1.0, name, 2.0),))


def bars(name: str) -> Chart:
    return Bars("mass", Axis("mass"), (Bar(name, (Part(name, 1.0, "ionic", text=name, note=name),)),))


@pytest.mark.parametrize("make", [lines, bars])
@pytest.mark.parametrize("before", ["", " ", "\n", "\t", "\r\n ", "\N{NO-BREAK SPACE}"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_that_no_name_runs_as_a_formula(make: object, before: str, delimiter: str) -> None:
    assert callable(make)
    text = export.table_csv(make(before + FORMULA).table(), delimiter)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    named = [cell for row in rows for cell in row if "HYPERLINK" in cell]
    assert len(named) in (3, 4)
    assert set(named) == {f"'{before}{FORMULA}"}


@pytest.mark.parametrize("text", ["＝1+1", "＋1", "－1", "＠SUM(1)", "\tx", "\nx"])
def test_that_other_ways_to_begin_a_formula_are_stopped_too(text: str) -> None:
    table = lines(text).table()
    (row, *_) = list(csv.reader(io.StringIO(export.table_csv(table), newline="")))[1:]
    assert row[0] == f"'{text}"


def test_that_other_names_and_numbers_stand_as_they_are() -> None:
    assert export.table_csv(lines("my pellet").table()).splitlines()[1] == "my pellet,1.0,2.0,,,my pellet"
