from dataclasses import replace

import pytest

import cellbuilder
from cellbuilder.app import present
from cellbuilder.app.charts import windows
from cellbuilder.app.charts.model import Bars
from cellbuilder.app.colours import CLASS_COLOURS, PARTS
from cellbuilder.compatibility import bars
from cellbuilder.compatibility.bars import ElectrodeRange, WindowView
from cellbuilder.io.library import Library


def of_model(letter: str) -> Bars:
    return windows.windows(cellbuilder.from_model(letter), cellbuilder.evidence())


def of_cell(key: str) -> Bars:
    return windows.windows(cellbuilder.from_cell(key), cellbuilder.evidence())


def test_that_windows_float_on_one_reference_beside_the_electrodes() -> None:
    chart = of_model("T")
    assert (chart.axis.name, chart.axis.unit) == ("potential against Li/Li+", "V")
    assert [(bar.name, bar.text, bar.layers) for bar in chart.bars] == [
        ("Li3InCl6, calculated", "would be exceeded at the anode", ("cathode", "electrolyte")),
        ("Li6PS5Cl, calculated", "exceeded at the anode", ("anode-interface-layer",)),
    ]
    first = chart.bars[0].parts[0]
    assert (first.start, first.colour, first.text) == (2.38, "halide", "2.38 to 4.26 V")
    assert first.value == pytest.approx(4.26 - 2.38)
    assert next((mark.name, round(mark.x, 6)) for mark in chart.markers) == ("anode, average", 0.62)
    assert {mark.name for mark in chart.markers} == {
        "anode, average", "cathode, lower limit", "cathode, average", "cathode, upper limit",
    }  # fmt: skip


def test_that_an_end_nobody_reported_is_open_and_said_to_be_so() -> None:
    chart = of_cell("t8-38")
    bar = next(bar for bar in chart.bars if bar.name.startswith("SmCl3"))
    (part,) = bar.parts
    assert (part.open_start, part.open_end, part.hatched, part.text) == (True, False, True, "up to 4.00 V")
    assert "the lower end is not on record" in part.note
    assert "0.32 V short at the cathode" in part.note
    assert bar.text == "exceeded at the cathode"


def test_that_every_window_of_the_library_is_a_bar_or_a_name_without_one(library: Library) -> None:
    unknown = 0
    for entry in library.cells():
        design = cellbuilder.from_cell(entry.id)
        view = bars.bars(design, cellbuilder.evidence())
        chart = windows.of_view(view, design)
        assert len(chart.bars) == len(view.bars)
        for part in (part for bar in chart.bars for part in bar.parts):
            assert part.colour in CLASS_COLOURS or part.colour in PARTS
            unknown += part.value is None
            assert part.value is None or part.value >= 0.0
    assert unknown > 0


def test_that_what_cannot_be_compared_is_no_bar_but_a_line_of_the_note() -> None:
    design = cellbuilder.from_model("T")
    view = bars.bars(design, cellbuilder.evidence())
    apart = replace(view.bars[0], flag="not comparable", note="1 V against graphite, which has no fixed potential")
    chart = windows.of_view(replace(view, bars=(apart, *view.bars[1:])), design)
    assert [bar.name for bar in chart.bars] == ["Li6PS5Cl, calculated"]
    assert "not comparable: Li3InCl6, 1 V against graphite, which has no fixed potential" in chart.note


def test_that_a_stack_without_a_working_ion_says_why_there_is_nothing_to_compare() -> None:
    nothing = ElectrodeRange(None, None, None, "not known")
    chart = windows.of_view(WindowView(None, (), nothing, nothing, (0.0, 5.0)), cellbuilder.from_model("T"))
    assert chart.bars == ()
    assert "cannot be compared" in chart.note


def test_that_the_table_holds_the_ends_of_windows_as_far_as_they_are_on_record() -> None:
    table = of_cell("t8-38").table()
    assert table.heads[:5] == ("bar", "part", "start / V", "end / V", "potential against Li/Li+ / V")
    rows = {row[0]: row[2:5] for row in table.rows}
    assert rows["Li-Y-Cl, calculated"] == (0.62, pytest.approx(4.21), None)
    assert rows["SmCl3-0.5Li2ZrCl6, method not said"] == (None, 4.0, None)
    assert rows["cathode, upper limit"] == (None, None, pytest.approx(4.32))


def test_that_the_table_has_a_decimal_point_whatever_the_window_shows() -> None:
    present.show_comma(True)
    try:
        chart = of_cell("t8-38")
        assert chart.bars[0].parts[0].text == "0,62 to 4,21 V"
        row = chart.table().rows[0]
    finally:
        present.show_comma(False)
    assert row[7] == "0.62 to 4.21 V"
    assert "; 0.11 V short at the cathode; " in str(row[8])
