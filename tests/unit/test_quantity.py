from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cellbuilder.domain.quantity import (
    ArealMass,
    AreaResistance,
    Conductivity,
    CurrentDensity,
    ExchangeCurrentDensity,
    Exponent,
    Fraction,
    FractionAbove,
    Gain,
    Length,
    Porosity,
    Pressure,
    PressureAbove,
    Quantity,
    Ratio,
    SignedExponent,
    Temperature,
    Voltage,
)


def refusal(kind: Any, **fields: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(Quantity(**fields))
    (error,) = caught.value.errors()
    return str(error["msg"]).removeprefix("Value error, ")


@pytest.mark.parametrize(
    ("kind", "value", "unit", "message"),
    [
        (Length, 0, "um", "0 um must be greater than zero"),
        (Length, -30, "um", "-30 um must be greater than zero"),
        (Length, 2, "m", "2 m is more than 1 m"),
        (Length, 30, "mg/cm2", "unit 'mg/cm2' measures areal mass, but length is asked for (use m, cm, mm, um, nm)"),
        (Conductivity, 0, "S/cm", "0 S/cm must be greater than zero"),
        (ArealMass, -1, "mg/cm2", "-1 mg/cm2 must be greater than zero"),
        (AreaResistance, -1, "Ohm cm2", "-1 Ohm cm2 is negative"),
        (Pressure, -5, "MPa", "-5 MPa is negative"),
        (Temperature, -300, "degC", "-300 degC must be greater than absolute zero"),
        (Temperature, 0, "K", "0 K must be greater than absolute zero"),
        (Temperature, 5000, "degC", "5000 degC is more than 2726.85 degC"),
        (Fraction, 101, "%", "101 % is more than 100 %"),
        (Fraction, -1, "wt%", "-1 wt% is negative"),
        (Fraction, 1.1, "1", "1.1 is more than 1"),
        (Fraction, -0.1, "1", "-0.1 is negative"),
        (FractionAbove, 0, "1", "0 must be greater than zero"),
        (FractionAbove, 0, "%", "0 % must be greater than zero"),
        (FractionAbove, 1.1, "1", "1.1 is more than 1"),
        (Porosity, 100, "%", "100 % is more than 99 %"),
        (Porosity, 1, "1", "1 is more than 0.99"),
        (Ratio, 0, "1", "0 must be greater than zero"),
        (Ratio, 2e6, "1", "2000000.0 is more than 1e+06"),
        (Gain, 0.9, "1", "0.9 is less than 1"),
        (Gain, 90, "%", "90 % is less than 100 %"),
        (Exponent, 0.5, "1", "0.5 is less than 1"),
        (Exponent, 11, "1", "11 is more than 10"),
        (SignedExponent, -11, "1", "-11 is less than -10"),
        (SignedExponent, 11, "1", "11 is more than 10"),
        (PressureAbove, 0, "MPa", "0 MPa must be greater than zero"),
        (ExchangeCurrentDensity, 0, "mA/cm2", "0 mA/cm2 must be greater than zero"),
        (ExchangeCurrentDensity, -1, "mA/cm2", "-1 mA/cm2 must be greater than zero"),
    ],
)
def test_that_a_value_out_of_its_range_is_refused(kind: Any, value: float, unit: str, message: str) -> None:
    assert refusal(kind, value=value, unit=unit) == message


@pytest.mark.parametrize(
    ("kind", "value", "unit"),
    [
        (Temperature, -40, "degC"),
        (Fraction, 0, "%"),
        (Fraction, 100, "wt%"),
        (Porosity, 0, "1"),
        (AreaResistance, 0, "Ohm cm2"),
        (Voltage, -0.1, "V"),
        (Length, 1, "m"),
        (Length, None, "um"),
        (FractionAbove, 1e-6, "1"),
        (FractionAbove, 100, "%"),
        (Gain, 1, "1"),
        (Gain, 100, "%"),
        (Gain, 1e6, "1"),
        (Exponent, 1, "1"),
        (Exponent, 10, "1"),
        (SignedExponent, -10, "1"),
        (CurrentDensity, 0, "mA/cm2"),
        (ExchangeCurrentDensity, None, "mA/cm2"),
        (Pressure, 0, "MPa"),
    ],
)
def test_that_a_value_at_the_edge_is_taken(kind: Any, value: float | None, unit: str) -> None:
    quantity = Quantity(value=value, unit=unit)
    assert TypeAdapter(kind).validate_python(quantity) == quantity


def test_that_low_and_high_obey_the_same_limits() -> None:
    assert refusal(Length, value=30, unit="um", low=-1) == "-1 um must be greater than zero"
    assert refusal(Fraction, value=90, unit="%", high=120) == "120 % is more than 100 %"
    assert refusal(ExchangeCurrentDensity, value=1, unit="mA/cm2", low=0) == "0 mA/cm2 must be greater than zero"
    assert refusal(ExchangeCurrentDensity, value=None, unit="mA/cm2", low=0) == "0 mA/cm2 must be greater than zero"
    assert refusal(Gain, value=1.4, unit="1", low=0.9) == "0.9 is less than 1"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"value": 5, "low": 9, "high": 7}, "low (9) is above high (7)"),
        ({"value": 5, "low": 6}, "value (5) is below low (6); change or remove low and high too"),
        ({"value": 5, "high": 4}, "value (5) is above high (4); change or remove low and high too"),
        ({"value": 5, "unit": "parsec"}, "unit 'parsec' is not known"),
    ],
)
def test_that_a_range_holds_its_value_and_a_unit_is_known(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Quantity(**{"unit": "um", **fields})
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"value": 5, "low": 0, "high": 9}, "low (0) of a lognormal range must be greater than zero"),
        ({"value": 5, "low": -1}, "low (-1) of a lognormal range must be greater than zero"),
        ({"value": 0}, "value (0) of a lognormal range must be greater than zero"),
        ({"value": 0, "high": 9}, "value (0) of a lognormal range must be greater than zero"),
        ({"value": None, "low": 0, "high": 9}, "low (0) of a lognormal range must be greater than zero"),
        ({"value": None, "high": 0}, "high (0) of a lognormal range must be greater than zero"),
        ({"value": -300, "unit": "degC"}, "value (-300) of a lognormal range must be greater than zero"),
    ],
)
def test_that_a_lognormal_range_is_greater_than_zero(fields: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"unit": "V", **fields}
    with pytest.raises(ValidationError) as caught:
        Quantity(distribution="lognormal", **given)
    assert [error["msg"] for error in caught.value.errors()] == [f"Value error, {message}"]
    assert Quantity(distribution="normal", **given).distribution == "normal"


@pytest.mark.parametrize("fields", [{"value": 5, "low": 1}, {"value": 5}, {"value": None}, {"value": 5, "high": 9}])
def test_that_a_lognormal_range_may_lack_an_end(fields: dict[str, Any]) -> None:
    assert Quantity(unit="V", distribution="lognormal", **fields).distribution == "lognormal"


def test_that_temperatures_below_zero_degrees_are_greater_than_absolute_zero() -> None:
    assert Quantity(value=-10, unit="degC", low=-20, high=5, distribution="lognormal").low == -20


def test_that_an_amount_is_shown_as_typed_and_without_the_unit_one() -> None:
    assert Quantity(value=80, unit="mg").amount == ("80 mg", pytest.approx(8e-5))
    assert Quantity(value=2.50, unit="1").amount == ("2.5", 2.5)
    assert Quantity(value=None, unit="mg", high=3).amount is None


def test_that_the_high_end_is_the_value_where_none_is_given() -> None:
    assert Quantity(value=2, unit="g/cm3", high=3).high_si == pytest.approx(3000)
    assert Quantity(value=2, unit="g/cm3", low=1).high_si == pytest.approx(2000)
    assert Quantity(value=None, unit="g/cm3").high_si is None


def test_that_an_unknown_value_is_none_and_not_zero() -> None:
    quantity = Quantity(value=None, unit="um")
    assert quantity.si is None
    assert quantity.bounds_si() is None


def test_that_a_one_sided_range_ends_at_the_value() -> None:
    assert Quantity(value=20, unit="um", high=50).bounds_si() == pytest.approx((20e-6, 50e-6))
    assert Quantity(value=20, unit="um").bounds_si() is None
    assert Quantity(value=None, unit="um", low=10, high=50).bounds_si() == pytest.approx((10e-6, 50e-6))


def test_that_the_si_value_follows_the_unit() -> None:
    assert Quantity(value=25, unit="degC").si == pytest.approx(298.15)
    assert Quantity(value=30, unit="um").si == pytest.approx(3e-5)


def test_that_a_quantity_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Quantity(value=30, unit="um").value = 40  # type: ignore[misc]
