import math
from collections.abc import Iterator
from threading import Thread
from typing import Any

import numpy as np
import pytest

from cellbuilder.app import headlines, present
from cellbuilder.domain.finding import Finding
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


@pytest.mark.parametrize(
    ("value", "text"), [(math.inf, "beyond all bounds"), (-math.inf, "beyond all bounds"), (math.nan, "unknown")]
)
def test_that_a_number_that_is_not_finite_is_shown_in_words(value: float, text: str) -> None:
    assert present.number(value) == text


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ((26.9, 9.41, 67.2), ("26.9", "9.4", "67")),
        ((156.0, 154.8, 157.8), ("156", "155", "158")),
        ((1002.3, 1001.2, 1003.4), ("1002", "1001", "1003")),
        ((1002.34, 1002.31, 1002.37), ("1002", "1002", "1002")),
        ((156.0, 156.0, 300.0), ("156", "156", "300")),
        ((156.0, 120.0, 156.0), ("156", "120", "156")),
        ((-5.1, -5.14, -5.06), ("-5.10", "-5.14", "-5.06")),
        ((0.0, -0.004, 0.004), ("0", "-0.0040", "0.0040")),
        ((150.0, 110.0, None), ("150", "110", "")),
        ((None, 3.31e-5, 2e-3), ("", "3.3e-5", "0.0020")),
        ((None, 101.2, 103.4), ("", "101", "103")),
        ((12.34, None, None), ("12.3", "", "")),
    ],
)
def test_that_a_range_has_the_digits_that_tell_it_from_its_value(
    numbers: tuple[float | None, float | None, float | None], texts: tuple[str, str, str]
) -> None:
    assert present.with_ends(*numbers) == texts


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ((430, 260, 640), ("430", "260", "640")),
        ((25, 20, 30), ("25.0", "20", "30")),
        ((156.3, 156.25, 160), ("156.3", "156.25", "160")),
        ((1.6e-3, 7e-4, 4e-3), ("0.00160", "0.0007", "0.004")),
        ((4e-11, 1e-12, 4e-9), ("4.00e-11", "1e-12", "4e-9")),
        ((1.0, 10**-0.3, 10**0.3), ("1.00", "0.50", "2.0")),
        ((1.0, 0.98765432, 1.5), ("1.00", "0.99", "1.5")),
        ((1.046, 1.0451234567, 1.2), ("1.046", "1.045", "1.200")),
    ],
)
def test_that_the_ends_of_an_entered_range_stand_as_they_were_typed(
    numbers: tuple[float, float, float], texts: tuple[str, str, str]
) -> None:
    assert present.with_ends(*numbers, entered=True) == texts


def test_that_a_range_never_excludes_its_own_value() -> None:
    rng = np.random.default_rng(1)
    for value, down, up in 10.0 ** rng.uniform((-6.0, -6.0, -6.0), (6.0, 0.0, 0.5), (3000, 3)):
        for entered in (False, True):
            shown, low, high = present.with_ends(value, value * (1.0 - 0.9 * down), value * (1.0 + up), entered=entered)
            assert float(low) <= float(shown) <= float(high)


def test_that_a_figure_with_a_narrow_range_is_shown_with_more_digits() -> None:
    narrow = figure(value=1002.3, low=1001.2, high=1003.4)
    assert (present.value(narrow), present.span(narrow)) == ("1002 Ω cm²", "1001 – 1003")
    entered = figure(value=156.3, low=156.25, high=160, symbol="d", formula="d as entered")
    assert (present.value(entered), present.span(entered)) == ("156.3 Ω cm²", "156.25 – 160")


def test_that_a_lowered_grade_is_not_told_as_what_that_grade_rests_on_elsewhere() -> None:
    def told(specificity: Any) -> str:
        return present.grade(Finding(
            id="x", code="x", severity="notice", verdict="risk", grade="C", title="", message="", targets=(),
            specificity=specificity,
        ))  # fmt: skip

    assert told("these materials") == told(None) == "calculated thermodynamics of this pair"
    assert told("the family") == "said of relatives, not of these two"
    assert told("the class") == "said of their classes, not of these two"


@pytest.fixture
def comma() -> Iterator[None]:
    present.show_comma(True)
    yield
    present.show_comma(False)


@pytest.mark.usefixtures("comma")
def test_that_files_keep_the_decimal_point_while_the_window_shows_commas() -> None:
    figure = Figure("asr", "ASR", 26.9, "Ohm cm2", "computed", low=9.4, high=67.2)
    seen: list[str] = []
    with present.decimal_point():
        other = Thread(target=lambda: seen.append(present.with_span(figure)))
        other.start()
        other.join()
        assert present.with_span(figure) == "26.9 Ω cm² (9.4 – 67)"
    assert seen == ["26,9 Ω cm² (9,4 – 67)"]
    assert present.with_span(figure) == "26,9 Ω cm² (9,4 – 67)"


@pytest.mark.usefixtures("comma")
@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("≥ 12,3 Ω cm² (8,1 – 19)", "≥ 12.3 Ω cm² (8.1 – 19)"),
        ("1,40e-5 S/cm, estimate", "1.40e-5 S/cm, estimate"),
        ("1,3-dioxolane; layers 1,2,3; 5, measured", "1,3-dioxolane; layers 1,2,3; 5, measured"),
    ],
)
def test_that_numbers_in_texts_get_their_point_back_and_names_keep_their_commas(shown: str, kept: str) -> None:
    assert present.pointed(shown) == kept


def test_that_value_range_and_label_stand_in_one_line_and_unknown_is_told_once() -> None:
    figure = Figure("asr", "ASR", 26.9, "Ohm cm2", "computed", low=9.4, high=67.2)
    assert present.with_label(figure) == "26.9 Ω cm² (9.4 – 67), computed"
    assert present.with_label(unknown("asr", "ASR", "Ohm cm2", "why")) == "unknown"
    assert [present.volts(value) for value in (3.8, None)] == ["3.80", "?"]
    assert present.capitalised("thickness of Li3InCl6") == "Thickness of Li3InCl6"
