import math

from hypothesis import given
from hypothesis import strategies as st

from cellbuilder import units
from cellbuilder.app import present
from cellbuilder.domain.quantity import Quantity

SYMBOLS = st.sampled_from(sorted(units.UNITS))
NUMBERS = st.floats(min_value=-1e30, max_value=1e30, allow_subnormal=False).filter(
    lambda value: value == 0 or abs(value) >= 1e-30
)


@given(NUMBERS, SYMBOLS)
def test_that_a_number_comes_back_from_si_as_it_went(value: float, symbol: str) -> None:
    back = units.from_si(units.to_si(value, symbol), symbol)
    offset = units.UNITS[symbol].offset
    assert math.isclose(back, value, rel_tol=1e-12, abs_tol=offset * 1e-15)


@given(NUMBERS, SYMBOLS)
def test_that_a_typed_number_keeps_its_digits_and_its_unit(value: float, symbol: str) -> None:
    assert units.parse(f"{value!r} {symbol}", units.UNITS[symbol].kind, "um") == (value, symbol)


@given(st.floats(min_value=0, max_value=1e30, allow_subnormal=False), st.floats(min_value=0, max_value=1e30), SYMBOLS)
def test_that_conversion_keeps_the_order(first: float, second: float, symbol: str) -> None:
    low, high = sorted((first, second))
    assert units.to_si(low, symbol) <= units.to_si(high, symbol)


@given(st.text(max_size=60), st.sampled_from(["length", "conductivity", "temperature", "fraction"]))
def test_that_whatever_is_typed_is_a_finite_number_or_a_reason(text: str, kind: str) -> None:
    try:
        value, symbol = units.parse(text, kind, units.symbols(kind)[0])
    except units.UnitError as error:
        assert str(error)  # noqa: PT017 - a refusal is one of two good outcomes
    else:
        assert math.isfinite(value)
        assert units.find(symbol).kind == kind


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(min_value=1, max_value=6))
def test_that_a_shown_number_is_the_number_to_its_digits(value: float, digits: int) -> None:
    shown = float(present.number(value, digits))
    if math.isfinite(shown):
        assert math.isclose(shown, value, rel_tol=0.51 * 10.0 ** (1 - digits), abs_tol=5e-324)
    else:  # rounding up beyond the largest float
        assert abs(value) > 1e308


@given(NUMBERS, st.sampled_from(["um", "mg/cm2", "S/cm", "V"]))
def test_that_a_quantity_is_shown_with_all_its_digits(value: float, symbol: str) -> None:
    shown = present.quantity(Quantity(value=value, unit=symbol)).split(" ")[0]
    assert math.isclose(float(shown), value, rel_tol=1e-11)
