from typing import Any

import pytest

from cellbuilder.app import headlines, present
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.result import Figure, Input, Label, Trace, unknown
from cellbuilder.domain.source import Source


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0, "0"),
        (1, "1.00"),
        (12.345, "12.3"),
        (99.96, "100"),
        (999.6, "1000"),
        (1234, "1230"),
        (123456, "123000"),
        (999999, "1.00e6"),
        (1e6, "1.00e6"),
        (0.00123, "0.00123"),
        (0.0009996, "0.00100"),
        (0.0001, "1.00e-4"),
        (3.4e-5, "3.40e-5"),
        (9.999e-5, "1.00e-4"),
        (-12.345, "-12.3"),
        (-3.4e-5, "-3.40e-5"),
        (5e-324, "4.94e-324"),
        (1.7e308, "1.70e308"),
    ],
)
def test_that_a_number_is_shown_with_three_digits(value: float, text: str) -> None:
    assert present.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(8.149, "8.1"), (19.3, "19"), (450, "450"), (0.0349, "0.035")])
def test_that_the_ends_of_a_range_are_shown_with_two_digits(value: float, text: str) -> None:
    assert present.number(value, 2) == text


def figure(**fields: Any) -> Figure:
    return Figure(**{"key": "k", "name": "n", "value": 12.34, "unit": "Ohm cm2", "label": "computed", **fields})


def test_that_a_figure_is_shown_with_its_unit_and_a_lower_bound_with_its_sign() -> None:
    assert present.value(figure()) == "12.3 Ω cm²"
    assert present.value(figure(at_least=True)) == "≥ 12.3 Ω cm²"
    assert present.value(figure(unit="1", value=1.1)) == "1.10"


def test_that_an_unknown_figure_says_so_and_why() -> None:
    why = "no published resistance for this contact"
    missing = unknown("k", "seam", "Ohm cm2", why)
    assert headlines.row(missing, Trace()) == ("seam", "unknown", "", "unknown", why)


def test_that_a_range_needs_both_ends() -> None:
    assert present.span(figure(low=8.14, high=19.3)) == "8.1 – 19"
    assert present.span(figure(low=8.14)) == ""


def test_that_an_assumption_among_the_inputs_is_marked() -> None:
    assert present.label(figure(rests_on_assumptions=True)) == "computed*"
    assert present.label(figure(rests_on_assumptions=False)) == "computed"
    assert present.label(figure(label="unknown", value=None, rests_on_assumptions=True)) == "unknown"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"value": 30, "unit": "um"}, "30 µm"),
        ({"value": 0.5, "unit": "um"}, "0.5 µm"),
        ({"value": 1234567, "unit": "um"}, "1234567 µm"),
        ({"value": 0.123456789, "unit": "um"}, "0.123456789 µm"),
        ({"value": 3e-5, "unit": "S/cm", "low": 1e-5, "high": 1e-4}, "3e-05 S/cm (1e-05 – 0.0001)"),
        ({"value": 0.12, "unit": "1"}, "0.12"),
        ({"value": None, "unit": "um"}, "unknown"),
        ({"value": None, "unit": "um", "low": 20}, "unknown"),
        ({"value": None, "unit": "S/cm", "low": 3.3e-5, "high": 2e-3}, "3.3e-05 – 0.002 S/cm"),
    ],
)
def test_that_a_quantity_is_shown_as_it_was_typed(fields: dict[str, object], text: str) -> None:
    assert present.quantity(Quantity.model_validate(fields)) == text


def test_that_a_source_is_named_with_its_place_and_doi() -> None:
    known = {"42": Source(key="42", kind="review reference", authors=("A",), doi="10.1/x")}
    assert present.source(SourceRef(ref="42", table=3, row=75), known) == "ref. 42 (Table 3, row 75), doi:10.1/x"
    assert present.source(SourceRef(ref="obelix", section="rows 1"), known) == "obelix (section rows 1)"
    assert present.source(None, known) == ""


def test_that_an_input_is_one_line_with_symbol_value_kind_and_source() -> None:
    given = Input(
        key="thickness:se",
        symbol="d",
        name="thickness",
        value=430,
        unit="um",
        low=260,
        high=640,
        kind="measured",
        source=SourceRef(ref="42"),
    )
    assert present.input_line(given, {}) == "d = 430 µm (260 – 640)  thickness [measured; ref. 42]"


def test_that_the_basis_of_a_figure_names_each_source_below_it_once() -> None:
    source = SourceRef(ref="42", table=3, row=76)
    kinds: tuple[tuple[str, Label, SourceRef | None], ...] = (
        ("a", "measured", source), ("b", "measured", source), ("c", "assumption", None), ("d", "computed", None)
    )  # fmt: skip
    below = {
        key: Input(key=key, symbol="s", name="s", value=1, unit="S/cm", kind=kind, source=ref)
        for key, kind, ref in kinds
    }
    step = figure(key="sum", inputs=tuple(below.values()))
    top = figure(key="top", inputs=(Input(key="sum", symbol="s", name="s", value=1, unit="S/cm"),))
    assert headlines.basis(top, Trace({"sum": step}, below)) == "ref. 42, assumption"
    assert headlines.basis(top, Trace()) == ""
