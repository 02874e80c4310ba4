"""From figures to the text a person reads: three digits, a unit, a range, a label. Once, for all views."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Final

from cellbuilder.domain.evidence import Grade
from cellbuilder.domain.finding import Cited, Finding, Specificity
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


TYPED: Final = 6
"""A number of an input with at most so many digits is taken for one that somebody typed."""


def unit(symbol: str) -> str:
    """Return how a unit is shown."""
    return _UNIT_TEXT.get(symbol, symbol)


_comma = False
_for_a_file: ContextVar[bool] = ContextVar("_for_a_file", default=False)
_DECIMAL_COMMA: Final = re.compile(r"(?<![\d,.])(\d+),(\d+)(?![\d,-])")
"""A comma between digits, not part of a list or of a name such as 1,3-dioxolane."""


def show_comma(on: bool) -> None:
    """Choose the decimal separator of what people read in the window; files and commands keep the point."""
    global _comma
    _comma = on


def localised(number: str) -> str:
    """Return a number in text with the decimal separator that was chosen."""
    return number.replace(".", ",") if _comma and not _for_a_file.get() else number


@contextmanager
def decimal_point() -> Iterator[None]:
    """Within it all texts have a decimal point, as files do; other threads go on as they were."""
    before = _for_a_file.set(True)
    try:
        yield
    finally:
        _for_a_file.reset(before)


def pointed(text: str) -> str:
    """Return a text that was made for the window as files hold it: its numbers with a decimal point."""
    return _DECIMAL_COMMA.sub(r"\1.\2", text) if _comma else text


def capitalised(text: str) -> str:
    """Return a text with a capital at its start; the rest stays."""
    return text[:1].upper() + text[1:]


def number(value: float, digits: int = 3) -> str:
    """Return a number with so many significant digits, without needless exponents; words where it is not finite."""
    return localised(plain_number(value, digits))


def plain_number(value: float, digits: int = 3) -> str:
    """Return what ``number`` does, always with a decimal point."""
    if not math.isfinite(value):
        return "unknown" if math.isnan(value) else "beyond all bounds"
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    magnitude = int(exponent)
    if -4 < magnitude < 6:
        return f"{float(f'{mantissa}e{exponent}'):.{max(digits - 1 - magnitude, 0)}f}"
    return f"{mantissa}e{magnitude}"


def with_ends(
    value: float | None, low: float | None, high: float | None, *, entered: bool = False
) -> tuple[str, str, str]:
    """Return a value (three digits) and the ends of its range (two) as text, empty where there is none.

    Up to four digits are shown where fewer would not tell the three apart. Ends that were ``entered`` stand as they
    were typed, and so does the value where its three digits lie outside of them.
    """
    text, first, last = _with_ends(value, low, high, entered)
    return localised(text), localised(first), localised(last)


@lru_cache(maxsize=4096)
def _with_ends(value: float | None, low: float | None, high: float | None, entered: bool) -> tuple[str, str, str]:
    """Do so with decimal points; several views ask for the same numbers."""
    typed = [_typed(end) for end in (low, high)] if entered else [None, None]
    if None not in typed:
        ends = [text or "" for text in typed]
        text = "" if value is None else plain_number(value)
        shown = text if _holds(ends[0], text, ends[1]) else f"{value:.12g}"
        return shown, ends[0], ends[1]
    text, ends = "", ["", ""]
    for digits in (2, 3, 4):
        text = "" if value is None else plain_number(value, max(digits, 3))
        ends = ["" if end is None else plain_number(end, digits) for end in (low, high)]
        if _told_apart((value, text), (low, ends[0]), digits) and _told_apart((value, text), (high, ends[1]), digits) \
                and (value is not None or low == high or ends[0] != ends[1]):  # fmt: skip
            break
    return text, ends[0], ends[1]


def _told_apart(value: tuple[float | None, str], end: tuple[float | None, str], digits: int) -> bool:
    """Whether the texts of a value and of an end differ where the numbers do, and agree where they agree."""
    if value[0] is None or end[0] is None:
        return True
    if math.isclose(value[0], end[0], rel_tol=1e-9):
        return float(value[1]) == float(end[1])
    return plain_number(value[0], digits) != end[1]


def _holds(low: str, value: str, high: str) -> bool:
    return not value or ((not low or float(low) <= float(value)) and (not high or float(value) <= float(high)))


def _typed(end: float | None) -> str | None:
    """Return an entered end as it was typed; None where it has more digits than anybody types."""
    if end is None:
        return ""
    mantissa, _, exponent = f"{end:.12g}".partition("e")
    if len(mantissa.replace(".", "").strip("-0")) > TYPED:
        return None
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def value(figure: Figure) -> str:
    """Return value and unit, such as ``≥ 12.3 Ω cm²``, or ``unknown``."""
    if figure.value is None:
        return "unknown"
    sign = "≥ " if figure.at_least else "≤ " if figure.at_most else ""
    return f"{sign}{_texts(figure)[0]} {unit(figure.unit)}".rstrip()


def span(figure: Figure) -> str:
    """Return the range, such as ``8.1 – 19``, or nothing."""
    if figure.low is None or figure.high is None:
        return ""
    _, low, high = _texts(figure)
    return f"{low} – {high}"


def with_span(figure: Figure) -> str:
    """Return value and range, such as ``26.9 Ω cm² (9.4 – 67)``."""
    ends = span(figure)
    return f"{value(figure)} ({ends})" if ends else value(figure)


def with_label(figure: Figure) -> str:
    """Return value, range and label; what is unknown is told once."""
    return with_span(figure) if figure.value is None else f"{with_span(figure)}, {label(figure)}"


def volts(value: float | None) -> str:
    """Return a potential to a hundredth of a volt, without its unit; a question mark where it is not known."""
    return "?" if value is None else localised(f"{value:.2f}")


def _texts(figure: Figure) -> tuple[str, str, str]:
    return with_ends(figure.value, figure.low, figure.high, entered=figure.as_entered)


def label(figure: Figure) -> str:
    """Return the label in words, with a mark where an assumption is inside."""
    text = _LABEL_TEXT[figure.label]
    return f"{text}*" if figure.rests_on_assumptions and figure.label != "unknown" else text


def quantity(entry: Quantity) -> str:
    """Return a quantity of a design as it was typed, with its range."""
    if entry.value is None:
        known = entry.low is not None and entry.high is not None
        return f"{_entered(entry.low)} – {_entered(entry.high)} {unit(entry.unit)}".rstrip() if known else "unknown"
    text = f"{_entered(entry.value)} {unit(entry.unit)}".rstrip()
    if entry.low is not None and entry.high is not None:
        text += f" ({_entered(entry.low)} – {_entered(entry.high)})"
    return text


def _entered(value: float | None) -> str:
    return "" if value is None else localised(f"{value:.12g}")


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
    value, low, high = with_ends(item.value, item.low, item.high, entered=True)
    shown = f"{value} {unit(item.unit)}".rstrip() if value else "unknown"
    if low and high:
        shown += f" ({low} – {high})"
    origin = source(item.source, sources)
    tail = "; ".join(part for part in (item.kind, origin, item.note or "") if part)
    return f"{item.symbol} = {shown}  {item.name} [{tail}]"


_GRADES: Final[dict[Grade, str]] = {
    "A": "measured on this pair by two groups or more",
    "B": "measured once, or on a similar composition or condition",
    "C": "calculated thermodynamics of this pair",
    "D": "analogy with the same anion or metal, or recalled",
    "E": "a rule or an assumption",
}
_LOWERED: Final[dict[Specificity, str]] = {
    "the family": "said of relatives, not of these two",
    "the class": "said of their classes, not of these two",
    "in general": "said in general, not of these two",
}


def grade(finding: Finding) -> str:
    """Return what the grade of a finding means: what it rests on, or that it was said of others."""
    if finding.specificity is not None and finding.specificity in _LOWERED:
        return _LOWERED[finding.specificity]
    return _GRADES[finding.grade]


def cited(cite: Cited, sources: Mapping[str, Source]) -> str:
    """Return a statement behind a finding: verdict, grade, what it is, how near, conditions, source."""
    about = "" if cite.specificity == "these materials" else f", about {cite.specificity}"
    conditions = f" ({cite.conditions or 'conditions not stated'})"
    said = f"[{cite.verdict}, grade {cite.grade}, {cite.kind}{about}] {cite.statement}{conditions}"
    return f"{said} – {source(cite.source, sources)}; {cite.evidence}"
