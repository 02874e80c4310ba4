import math

import pytest

from cellbuilder import units
from cellbuilder.app import present

# By hand: the SI value of one of each.
ONE_IN_SI = [
    ("um", 1e-6), ("nm", 1e-9), ("mm", 1e-3), ("cm2", 1e-4), ("mm2", 1e-6),
    ("S/cm", 100.0), ("mS/cm", 0.1), ("uS/cm", 1e-4),
    ("Ohm cm2", 1e-4), ("kOhm cm2", 0.1), ("mg/cm2", 0.01), ("g/cm2", 10.0), ("g/cm3", 1000.0),
    ("mAh/g", 1.0), ("mAh/cm2", 10.0), ("uAh/cm2", 0.01), ("mA/cm2", 10.0), ("uA/cm2", 0.01),
    ("uAh/(cm2 um)", 1e4), ("mV", 1e-3), ("meV", 1e-3), ("MPa", 1e6), ("GPa", 1e9), ("bar", 1e5),
    ("%", 0.01), ("wt%", 0.01), ("vol%", 0.01), ("mol%", 0.01), ("h", 3600.0), ("min", 60.0), ("d", 86400.0),
    ("cm2/s", 1e-4), ("g/mol", 1e-3), ("K", 1.0), ("V", 1.0), ("C", 1.0), ("MPa m^0.5", 1e6),
]  # fmt: skip


@pytest.mark.parametrize(("symbol", "si"), ONE_IN_SI)
def test_that_one_of_a_unit_is_its_si_value(symbol: str, si: float) -> None:
    assert units.to_si(1, symbol) == pytest.approx(si, rel=1e-12)


def test_that_degrees_celsius_carry_their_offset() -> None:
    assert units.to_si(25, "degC") == pytest.approx(298.15)
    assert units.from_si(333.15, "degC") == pytest.approx(60.0)


def test_that_a_kilojoule_per_mole_is_an_electronvolt_by_the_faraday_constant() -> None:
    assert units.to_si(96.48533212, "kJ/mol") == pytest.approx(1.0)


@pytest.mark.parametrize("symbol", sorted(units.UNITS))
def test_that_a_unit_is_listed_under_what_it_measures(symbol: str) -> None:
    unit = units.UNITS[symbol]
    assert unit.symbol == symbol
    assert symbol in units.symbols(unit.kind)


@pytest.mark.parametrize(
    ("symbol", "message"),
    [
        ("furlong", "unit 'furlong' is not known"),
        ("", "unit '' is not known"),
        ("µm", "unit 'µm' is not known; did you mean 'um'?"),
        ("μm", "unit 'μm' is not known; did you mean 'um'?"),
        ("UM", "unit 'UM' is not known; did you mean 'um'?"),
        ("Ω cm²", "unit 'Ω cm²' is not known; did you mean 'Ohm cm2'?"),
        ("Ohm*cm^2", "unit 'Ohm*cm^2' is not known; did you mean 'Ohm cm2'?"),
        ("mAh/cm²", "unit 'mAh/cm²' is not known; did you mean 'mAh/cm2'?"),
        ("°C", "unit '°C' is not known; did you mean 'degC'?"),
        ("micron", "unit 'micron' is not known; did you mean 'um'?"),
    ],
)
def test_that_an_unknown_unit_is_refused_with_the_nearest_spelling(symbol: str, message: str) -> None:
    with pytest.raises(units.UnitError) as caught:
        units.find(symbol)
    assert str(caught.value) == message


def test_that_a_unit_of_another_kind_is_refused_and_the_right_ones_are_named() -> None:
    with pytest.raises(units.UnitError) as caught:
        units.require("V", "length")
    assert str(caught.value) == ("unit 'V' measures voltage, but length is asked for (use m, cm, mm, um, nm)")


@pytest.mark.parametrize(
    ("text", "number", "symbol"),
    [
        ("30", 30.0, "um"),
        (" 30 um ", 30.0, "um"),
        ("30um", 30.0, "um"),
        ("0,03 mm", 0.03, "mm"),
        ("0.03mm", 0.03, "mm"),
        (".5 mm", 0.5, "mm"),
        ("3e-5 m", 3e-5, "m"),
        ("3E1", 30.0, "um"),
        ("+30 µm", 30.0, "um"),
        ("-30", -30.0, "um"),
        ("30 microns", 30.0, "um"),
    ],
)
def test_that_a_typed_length_is_read_with_its_unit(text: str, number: float, symbol: str) -> None:
    assert units.parse(text, "length", "um") == (number, symbol)


def test_that_a_capital_c_is_a_rate_and_no_temperature() -> None:
    assert units.parse("0.5 C", "C-rate", "C") == (0.5, "C")
    with pytest.raises(units.UnitError, match="measures C-rate, but temperature is asked for"):
        units.parse("60 C", "temperature", "degC")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is not a number with a unit, such as 30 um"),
        ("thick", "'thick' is not a number with a unit, such as 30 um"),
        ("nan", "'nan' is not a number with a unit, such as 30 um"),
        ("inf um", "'inf um' is not a number with a unit, such as 30 um"),
        ("0x10", "unit 'x10' is not known"),
        ("1,000,5", "unit ',5' is not known"),
        ("1e999 um", "'1e999 um' is too large"),
        ("30 V", "unit 'V' measures voltage, but length is asked for (use m, cm, mm, um, nm)"),
        ("__import__('os')", "'__import__('os')' is not a number with a unit, such as 30 um"),
    ],
)
def test_that_what_is_no_length_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(units.UnitError) as caught:
        units.parse(text, "length", "um")
    assert str(caught.value) == message


@pytest.mark.parametrize("symbol", sorted(units.UNITS))
def test_that_a_unit_as_it_is_shown_can_be_typed(symbol: str) -> None:
    number, read = units.parse(f"1.5 {present.unit(symbol)}", units.UNITS[symbol].kind, symbol)
    assert (number, read) == (1.5, symbol)


def test_that_the_constants_are_those_of_the_si() -> None:
    elementary_charge, avogadro, boltzmann = 1.602176634e-19, 6.02214076e23, 1.380649e-23
    assert math.isclose(units.FARADAY_C_PER_MOL, elementary_charge * avogadro, rel_tol=1e-9)
    assert math.isclose(units.GAS_CONSTANT_J_PER_MOL_K, boltzmann * avogadro, rel_tol=1e-9)
    assert math.isclose(units.BOLTZMANN_EV_PER_K, boltzmann / elementary_charge, rel_tol=1e-9)
