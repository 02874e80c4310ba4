from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cellbuilder.domain.quantity import (
    ArealMass,
    AreaResistance,
    Conductivity,
    Fraction,
    Length,
    Porosity,
    Pressure,
    Quantity,
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
        (Porosity, 100, "%", "100 % is more than 99 %"),
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
    ],
)
def test_that_a_value_at_the_edge_is_taken(kind: Any, value: float | None, unit: str) -> None:
    quantity = Quantity(value=value, unit=unit)
    assert TypeAdapter(kind).validate_python(quantity) == quantity


def test_that_low_and_high_obey_the_same_limits() -> None:
    assert refusal(Length, value=30, unit="um", low=-1) == "-1 um must be greater than zero"
    assert refusal(Fraction, value=90, unit="%", high=120) == "120 % is more than 100 %"


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
