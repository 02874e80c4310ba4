"""What limits the cell, in words."""

import pytest

import cellbuilder
from cellbuilder.app import present
from cellbuilder.app.charts import limits, resistance


@pytest.mark.parametrize("model", ["A", "H", "N", "O", "T"])
def test_that_the_largest_known_part_is_named_and_what_is_unknown_beside_it(model: str) -> None:
    told = cellbuilder.evaluate(cellbuilder.from_model(model))
    for regime in resistance.regimes(told):
        said = limits.limiting(told, regime)
        whole, parts = resistance.total(told, regime), resistance.in_order(told, regime)
        largest = max((part for part in parts if part.value is not None), key=lambda part: part.value or 0.0)
        share = round(100 * (largest.value or 0.0) / (whole.value or 1.0))
        name = resistance.short_name(largest)
        assert said.startswith(f"Largest known part: {name}, {share} % of {present.value(whole)}")
        unknown = [resistance.short_name(part) for part in parts if part.value is None]
        assert f"Not known: {', '.join(unknown)}." in said


def test_that_the_process_behind_the_largest_part_is_named() -> None:
    said = limits.limiting(cellbuilder.evaluate(cellbuilder.from_model("O")), "pseudo-steady")
    assert "above all electrons through the layer." in said


def test_that_ranges_which_overlap_are_told() -> None:
    told = cellbuilder.evaluate(cellbuilder.from_model("O"))
    assert limits.limiting(told, "pseudo-steady").endswith("Within the ranges it may be: electrolyte (L-LSiPSCl).")


@pytest.mark.parametrize("model", ["O", "T"])
def test_that_findings_of_trouble_come_before_those_of_none_that_are_as_severe(model: str) -> None:
    found = cellbuilder.evaluate(cellbuilder.from_model(model)).findings
    fine = [item.verdict in ("no issue reported", "no data") for item in found if item.severity == "info"]
    assert fine == sorted(fine)
