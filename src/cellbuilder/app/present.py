"""From figures to the text a person reads: three digits, a unit, a range, a label. Once, for all views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.result import Figure, Input
from cellbuilder.domain.source import Source

_UNIT_TEXT: Final[Mapping[str, str]] = {
    "Ohm cm2": "Ω cm²", "um": "µm", "mg/cm2": "mg/cm²", "mA/cm2": "mA/cm²", "mAh/cm2": "mAh/cm²",
    "mWh/cm2": "mWh/cm²", "g/cm3": "g/cm³", "degC": "°C", "1": "", "kg/m3": "kg/m³", "S/cm": "S/cm",
    "uAh/(cm2 um)": "µAh/(cm² µm)", "uAh/cm2": "µAh/cm²", "uS/cm": "µS/cm", "cm2": "cm²", "mm2": "mm²",
    "uA/cm2": "µA/cm²", "mW/cm2": "mW/cm²", "cm2/s": "cm²/s", "cm3/g": "cm³/g", "cm3": "cm³", "1/cm2": "1/cm²",
    "Ohm cm2/h^0.5": "Ω cm²/h^0.5", "kOhm cm2": "kΩ cm²", "uF/cm2": "µF/cm²", "Ohm": "Ω",
}  # fmt: skip
_LABEL_TEXT: Final[Mapping[str, str]] = {
    "computed": "computed", "estimate": "estimate", "assumption": "assumption", "bound": "bound",
    "measured": "measured", "calculated": "calculated", "extrapolated": "extrapolated", "unknown": "unknown",
}  # fmt: skip


def unit(symbol: str) -> str:
    """Return how a unit is shown."""
    return _UNIT_TEXT.get(symbol, symbol)


def number(value: float, digits: int = 3) -> str:
    """Return a number with so many significant digits, without needless exponents."""
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    magnitude = int(exponent)
    if -4 < magnitude < 6:
        return f"{float(f'{mantissa}e{exponent}'):.{max(digits - 1 - magnitude, 0)}f}"
    return f"{mantissa}e{magnitude}"


def value(figure: Figure) -> str:
    """Return value and unit, such as ``≥ 12.3 Ω cm²``, or ``unknown``."""
    if figure.value is None:
        return "unknown"
    sign = "≥ " if figure.at_least else "≤ " if figure.at_most else ""
    return f"{sign}{number(figure.value)} {unit(figure.unit)}".rstrip()


def span(figure: Figure) -> str:
    """Return the range, such as ``8.1 – 19``, or nothing."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{number(figure.low, 2)} – {number(figure.high, 2)}"


def label(figure: Figure) -> str:
    """Return the label in words, with a mark where an assumption is inside."""
    text = _LABEL_TEXT[figure.label]
    return f"{text}*" if figure.rests_on_assumptions and figure.label != "unknown" else text


def quantity(entry: Quantity) -> str:
    """Return a quantity of a design as it was typed, with its range."""
    if entry.value is None:
        known = entry.low is not None and entry.high is not None
        return f"{entry.low:.12g} – {entry.high:.12g} {unit(entry.unit)}".rstrip() if known else "unknown"
    text = f"{entry.value:.12g} {unit(entry.unit)}".rstrip()
    if entry.low is not None and entry.high is not None:
        text += f" ({entry.low:.12g} – {entry.high:.12g})"
    return text


def source(ref: SourceRef | None, sources: Mapping[str, Source]) -> str:
    """Return where a value comes from, such as ``ref. 42 (Table 3, row 75)``, with DOI where it is known."""
    if ref is None:
        return ""
    known = sources.get(ref.ref)
    name = f"ref. {ref.ref}" if ref.ref.isdigit() else ref.ref
    place = [f"Table {ref.table}" if ref.table else "", f"row {ref.row}" if ref.row else "",
             f"section {ref.section}" if ref.section else ""]  # fmt: skip
    where = ", ".join(part for part in place if part)
    text = f"{name} ({where})" if where else name
    return f"{text}, doi:{known.doi}" if known is not None and known.doi else text


def input_line(item: Input, sources: Mapping[str, Source]) -> str:
    """Return one input of a figure on a line: symbol, name, value, label, source."""
    shown = "unknown" if item.value is None else f"{number(item.value)} {unit(item.unit)}".rstrip()
    if item.low is not None and item.high is not None:
        shown += f" ({number(item.low, 2)} – {number(item.high, 2)})"
    origin = source(item.source, sources)
    tail = "; ".join(part for part in (item.kind, origin, item.note or "") if part)
    return f"{item.symbol} = {shown}  {item.name} [{tail}]"
