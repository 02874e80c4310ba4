"""Units of the field: what each symbol measures and how it becomes an SI float.

Files and screens keep the unit a person typed; the engine sees SI floats only. This module imports
nothing of ours, so every other layer may use it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final


class UnitError(ValueError):
    """A unit that is not known, or that measures something else than the field holds."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: SI value = number * factor + offset."""

    symbol: str
    kind: str
    factor: float
    offset: float = 0.0


FARADAY_C_PER_MOL: Final = 96485.33212
GAS_CONSTANT_J_PER_MOL_K: Final = 8.314462618
BOLTZMANN_EV_PER_K: Final = 8.617333262e-5
ZERO_CELSIUS_K: Final = 273.15
_KJ_PER_MOL_IN_EV: Final = 1000.0 / FARADAY_C_PER_MOL

_TABLE: Final[dict[str, dict[str, float]]] = {
    "length": {"m": 1.0, "cm": 1e-2, "mm": 1e-3, "um": 1e-6, "nm": 1e-9},
    "area": {"m2": 1.0, "cm2": 1e-4, "mm2": 1e-6},
    "conductivity": {"S/m": 1.0, "S/cm": 100.0, "mS/cm": 0.1, "uS/cm": 1e-4},
    "area resistance": {"Ohm m2": 1.0, "Ohm cm2": 1e-4, "kOhm cm2": 0.1},
    "resistance": {"Ohm": 1.0, "kOhm": 1e3, "mOhm": 1e-3},
    "areal mass": {"kg/m2": 1.0, "g/cm2": 10.0, "mg/cm2": 1e-2},
    "mass": {"kg": 1.0, "g": 1e-3, "mg": 1e-6},
    "density": {"kg/m3": 1.0, "g/cm3": 1000.0},
    "specific capacity": {"Ah/kg": 1.0, "mAh/g": 1.0},
    "areal capacity": {"Ah/m2": 1.0, "mAh/cm2": 10.0, "uAh/cm2": 1e-2},
    "volumetric areal capacity": {"uAh/(cm2 um)": 1e4},
    "current density": {"A/m2": 1.0, "mA/cm2": 10.0, "uA/cm2": 1e-2},
    "specific current": {"A/kg": 1.0, "mA/g": 1.0},
    "C-rate": {"C": 1.0},
    "voltage": {"V": 1.0, "mV": 1e-3},
    "energy per particle": {"eV": 1.0, "meV": 1e-3, "kJ/mol": _KJ_PER_MOL_IN_EV},
    "reaction energy": {"eV/atom": 1.0, "meV/atom": 1e-3},
    "pressure": {"Pa": 1.0, "kPa": 1e3, "MPa": 1e6, "GPa": 1e9, "bar": 1e5},
    "toughness": {"MPa m^0.5": 1e6},
    "fraction": {"1": 1.0, "%": 1e-2, "wt%": 1e-2, "vol%": 1e-2, "mol%": 1e-2},
    "time": {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0},
    "count": {"cycles": 1.0},
    "capacitance per area": {"F/m2": 1.0, "F/cm2": 1e4, "uF/cm2": 1e-2},
    "resistance growth": {"Ohm m2/s^0.5": 1.0, "Ohm cm2/h^0.5": 1e-4 / 60.0},
    "number per area": {"1/m2": 1.0, "1/cm2": 1e4, "1/mm2": 1e6},
    "specific volume": {"m3/kg": 1.0, "cm3/g": 1e-3},
    "volume": {"m3": 1.0, "cm3": 1e-6},
    "areal energy": {"Wh/m2": 1.0, "mWh/cm2": 10.0},
    "areal power": {"W/m2": 1.0, "mW/cm2": 10.0},
    "specific energy": {"Wh/kg": 1.0},
    "energy density": {"Wh/m3": 1.0, "Wh/L": 1e3},
    "frequency": {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6},
    "diffusivity": {"m2/s": 1.0, "cm2/s": 1e-4},
    "molar mass": {"kg/mol": 1.0, "g/mol": 1e-3},
}

UNITS: Final[dict[str, Unit]] = {
    symbol: Unit(symbol, kind, factor) for kind, members in _TABLE.items() for symbol, factor in members.items()
} | {
    "K": Unit("K", "temperature", 1.0),
    "degC": Unit("degC", "temperature", 1.0, ZERO_CELSIUS_K),
}
"""Every unit a file may name, by its symbol."""

_ALIASES: Final[dict[str, str]] = {
    "micron": "um",
    "microns": "um",
    "°C": "degC",
    "C°": "degC",
    "celsius": "degC",
    "ohm cm2": "Ohm cm2",
    "g/cc": "g/cm3",
}
_PLAIN: Final = str.maketrans({"µ": "u", "μ": "u", "²": "2", "³": "3", "Ω": "Ohm", "\u2126": "Ohm", "·": " "})
"""From letters as they are shown and typed to those of the symbols; both micro signs, both ohm signs."""


def find(symbol: str) -> Unit:
    """Return the unit with this symbol.

    Raises:
        UnitError: the symbol is not known; the message lists near spellings.
    """
    unit = UNITS.get(symbol)
    if unit is not None:
        return unit
    hint = _near(symbol)
    raise UnitError(f"unit '{symbol}' is not known{hint}")


def _near(symbol: str) -> str:
    plain = symbol.translate(_PLAIN)
    folded = re.sub(r"[\s^*]", "", plain).casefold()
    near = [known for known in UNITS if re.sub(r"\s", "", known).casefold() == folded]
    near = near or ([_ALIASES[plain]] if plain in _ALIASES else [])
    return f"; did you mean '{near[0]}'?" if near else ""


def symbols(kind: str) -> tuple[str, ...]:
    """Return the symbols that measure ``kind``."""
    return tuple(unit.symbol for unit in UNITS.values() if unit.kind == kind)


def require(symbol: str, kind: str) -> Unit:
    """Return the unit, and refuse one that measures something else.

    Raises:
        UnitError: unknown unit, or a unit of another kind.
    """
    unit = find(symbol)
    if unit.kind != kind:
        allowed = ", ".join(symbols(kind))
        raise UnitError(f"unit '{symbol}' measures {unit.kind}, but {kind} is asked for (use {allowed})")
    return unit


def to_si(value: float, symbol: str) -> float:
    """Convert a number in ``symbol`` to SI (fractions to 1, degC to K, mAh/g to Ah/kg)."""
    unit = find(symbol)
    return value * unit.factor + unit.offset


def from_si(value: float, symbol: str) -> float:
    """Convert an SI number to ``symbol``."""
    unit = find(symbol)
    return (value - unit.offset) / unit.factor


_TYPED: Final = re.compile(r"^\s*([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$")


def parse(text: str, kind: str, default_symbol: str) -> tuple[float, str]:
    """Read what a person typed, such as ``30``, ``30 um``, ``0,03 mm`` or ``3e-4 S/cm``.

    Returns the number and its unit symbol, as typed; a bare number takes ``default_symbol``.

    Raises:
        UnitError: not a number, not finite, or a unit that does not measure ``kind``.
    """
    match = _TYPED.match(text)
    if match is None:
        raise UnitError(f"'{text.strip()}' is not a number with a unit, such as 30 {default_symbol}")
    number = float(match.group(1).replace(",", "."))
    if not math.isfinite(number):
        raise UnitError(f"'{text.strip()}' is too large")
    symbol = (match.group(2) or default_symbol).translate(_PLAIN)
    symbol = _ALIASES.get(symbol, symbol)
    require(symbol, kind)
    return number, symbol
