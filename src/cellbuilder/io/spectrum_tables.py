"""Tables of impedance as text: which separator, which column is what, which line is wrong.

Fields are parted by tabs, semicolons, commas or blanks; numbers have a decimal point, or a decimal comma where fields
are not parted by commas. Columns are known by their heads; without heads there have to be three.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from cellbuilder.domain.problem import Problem

Role: TypeAlias = Literal["frequency", "real", "imaginary", "magnitude", "phase"]

MOST_PROBLEMS: Final = 20
MOST_LINES: Final = 6_000
LONGEST_HEAD: Final = 80
_SEPARATORS: Final = ("\t", ";", ",", " ")
_NAMES: Final[dict[Role, str]] = {
    "frequency": "frequency", "real": "Z'", "imaginary": "Z''", "magnitude": "|Z|", "phase": "the phase",
}  # fmt: skip
_SPELLINGS: Final[dict[Role, frozenset[str]]] = {
    "frequency": frozenset(("f", "freq", "frequency", "frequenz", "frequence")),
    "real": frozenset(
        ("z'", "zre", "zreal", "zr", "rez", "re", "real", "realz", "zprime", "z're", "z'real", "rezpartial")
    ),
    "imaginary": frozenset(
        (
            "z''",
            "zim",
            "zimag",
            "zimg",
            "zi",
            "imz",
            "im",
            "imag",
            "imagz",
            "zdoubleprime",
            "zimaginary",
            "imaginary",
            "imzpartial",
        )
    ),
    "magnitude": frozenset(("|z|", "zmod", "modz", "absz", "zabs", "zmag", "magnitude", "modulus", "magz", "|z|mod")),
    "phase": frozenset(("phase", "phasez", "zphz", "zphase", "phaseangle", "theta", "phi", "argz", "angle")),
}
_HERTZ: Final = {"hz": 1.0, "Hz": 1.0, "kHz": 1e3, "khz": 1e3, "MHz": 1e6, "mHz": 1e-3}
_OHM: Final = {"ohm": 1.0, "kohm": 1e3, "Mohm": 1e6, "mohm": 1e-3}
_PER_AREA: Final = {"cm2": 1.0, "m2": 1e4, "mm2": 1e-2}
_ANGLE: Final = {"deg": math.pi / 180.0, "°": math.pi / 180.0, "degree": math.pi / 180.0, "degrees": math.pi / 180.0,
                 "rad": 1.0}  # fmt: skip
_LETTERS: Final = str.maketrans(
    {"′": "'", "’": "'", "‘": "'", "´": "'", "`": "'", "″": "''", "”": "''", '"': "''", "−": "-", "–": "-", "—": "-",
     "Ω": "ohm", "\u2126": "ohm", "²": "2", "·": " ", "*": " ", "×": " ", "θ": "theta", "φ": "phi", "ϕ": "phi"}
)  # fmt: skip
_UNIT: Final = re.compile(
    r"^(?P<name>.*?)\s*(?:_(?P<under>[A-Za-z]+)|/\s*(?P<slash>[^/]+)|\(\s*(?P<round>[^()]*)\)|\[\s*(?P<square>[^\[\]]*)\]|,\s*(?P<comma>.+))$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a column holds: the factor brings it to Hz, to ohm (or ohm cm2 where ``per_area``) or to radians."""

    role: Role
    column: int
    title: str
    factor: float
    negative: bool
    unit: bool
    per_area: bool


@dataclass(frozen=True, slots=True)
class Points:
    """What a table holds: in Hz, and in ohm, or in ohm cm2 where ``per_area``; with the line each point stands in."""

    lines: tuple[int, ...]
    frequency: list[float]
    real: list[float]
    imaginary: list[float]
    per_area: bool
    notes: tuple[str, ...]


class _RefusedError(Exception):
    def __init__(self, *problems: Problem) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(map(str, problems)))


def read(text: str) -> tuple[Points | None, list[Problem]]:
    """Return the points of a table, or every reason why there are none."""
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        return None, [Problem("", f"has {len(lines)} lines; a spectrum has a few hundred")]
    rows = [(place, line.lstrip(" #%") if line.lstrip().startswith(("#", "%")) else line)
            for place, line in enumerate(lines, 1) if line.strip(" \t#%")]  # fmt: skip
    try:
        return _read(rows)
    except _RefusedError as refusal:
        return None, refusal.problems


def _read(rows: list[tuple[int, str]]) -> tuple[Points | None, list[Problem]]:
    separator, first = _layout(rows)
    width = len(_fields(rows[first][1], separator))
    heads, notes = _heads(rows, first, separator, width)
    return _points(rows[first:], separator, heads, notes)


def number(text: str) -> float | None:
    """Return a number with a decimal point or comma, None where it is none. It may be NaN or infinite."""
    plain = text.strip().strip('"').strip().replace("−", "-").replace("D", "e")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if "_" in plain:
        return None
    try:
        return float(plain)
    except ValueError:
        return None


def _fields(line: str, separator: str) -> list[str]:
    if separator == " ":
        return line.split()
    fields = [field.strip() for field in line.rstrip("\r\n").split(separator)]
    while len(fields) > 1 and not fields[-1]:
        fields.pop()
    return fields


def _layout(rows: list[tuple[int, str]]) -> tuple[str, int]:
    """Return what parts the fields, and the row at which the numbers begin."""
    best: tuple[int, str, int] | None = None
    for separator in _SEPARATORS:
        found = [place for place, (_, line) in enumerate(rows) if _numbers_only(line, separator)]
        if found and (best is None or len(found) > best[0]):
            best = len(found), separator, found[0]
    if best is None:
        raise _RefusedError(
            Problem("", "holds no table of impedance: no line with at least three numbers (frequency, Z' and Z'', "
                        "parted by commas, semicolons, tabs or blanks)")
        )  # fmt: skip
    _, separator, first = best
    width = len(_fields(rows[first][1], separator))
    while first and _damaged(_fields(rows[first - 1][1], separator), width):
        first -= 1
    return separator, first


def _damaged(fields: list[str], width: int) -> bool:
    """Whether a line above the numbers is one of them, with a word in it, and no head."""
    return len(fields) == width and number(fields[0]) is not None


def _numbers_only(line: str, separator: str) -> bool:
    fields = _fields(line, separator)
    read = [number(field) for field in fields]
    usual = not (separator == "," and any("," in field for field in fields))
    return usual and len(fields) >= 3 and sum(value is not None for value in read) >= max(3, len(fields) - 2) \
        and read[0] is not None  # fmt: skip


def _heads(
    rows: list[tuple[int, str]], first: int, separator: str, width: int
) -> tuple[dict[Role, Head], tuple[str, ...]]:
    titles = _titles(rows[:first], separator, width)
    if titles is None:
        return _without_heads(rows[first][0], width)
    found: dict[Role, list[Head]] = {}
    for column, title in enumerate(titles):
        head = _head(title, column)
        if head is not None:
            found.setdefault(head.role, []).append(head)
    complex_known = "real" in found and "imaginary" in found
    wanted: tuple[Role, ...] = ("frequency", "real", "imaginary") if complex_known or not (
        "magnitude" in found and "phase" in found) else ("frequency", "magnitude", "phase")  # fmt: skip
    problems = [_absent(role, titles) for role in wanted if role not in found]
    for role in wanted:
        several = found.get(role, [])
        if len(several) > 1:
            columns = ", ".join(f"{head.column + 1} ('{head.title}')" for head in several)
            problems.append(Problem("", f"columns {columns} could all be {_NAMES[role]}: keep one of them"))
    if problems:
        raise _RefusedError(*problems)
    heads = {role: found[role][0] for role in wanted}
    return heads, _remarks(heads)


def _absent(role: Role, titles: list[str]) -> Problem:
    names = ", ".join(f"'{title}'" for title in titles[:12])
    usual = {"frequency": "freq/Hz", "real": "Z' / Ohm", "imaginary": "-Z'' / Ohm",
             "magnitude": "|Z| / Ohm", "phase": "phase / deg"}[role]  # fmt: skip
    return Problem("", f"no column is {_NAMES[role]} (the heads are {names}): name it '{usual}'")


def _remarks(heads: dict[Role, Head]) -> tuple[str, ...]:
    if len({head.per_area for role, head in heads.items() if role in ("real", "imaginary")}) > 1:
        raise _RefusedError(
            Problem("", "of Z' and Z'', one is in ohm and one in ohm times area: use one unit for both")
        )
    notes = []
    bare = [f"'{head.title}'" for head in heads.values() if not head.unit and head.role != "phase"]
    if bare:
        notes.append(f"no unit in the head of {', '.join(bare)}: taken as Hz and ohm")
    imaginary = heads.get("imaginary")
    if imaginary is not None:
        sign = "-Z''" if imaginary.negative else "Z''"
        notes.append(f"column '{imaginary.title}' taken as {sign}")
    return tuple(notes)


def _without_heads(line: int, width: int) -> tuple[dict[Role, Head], tuple[str, ...]]:
    if width != 3:
        raise _RefusedError(
            Problem(f"line {line}", f"{width} columns of numbers without heads: which is which? Name them in a first "
                                    "line, such as 'freq/Hz', 'Z' / Ohm', '-Z'' / Ohm'")
        )  # fmt: skip
    roles: tuple[Role, ...] = ("frequency", "real", "imaginary")
    heads = {
        role: Head(role, place, f"column {place + 1}", 1.0, False, True, False) for place, role in enumerate(roles)
    }
    return heads, ("no heads: the columns are taken as frequency in Hz, Z' and Z'' in ohm",)


def _titles(above: list[tuple[int, str]], separator: str, width: int) -> list[str] | None:
    """Return the heads, from the last lines above the numbers: names, or names and units below them."""
    lines = [line for _, line in above[-2:]]
    for place in range(len(lines) - 1, -1, -1):
        titles = _split_heads(lines[place], separator, width)
        if titles is None or not any(_head(title, 0) for title in titles):
            continue
        below = _split_heads(lines[place + 1], separator, width) if place + 1 < len(lines) else None
        if below is not None and len(below) == len(titles):
            return [f"{title} [{unit.strip('()[] ')}]" if _unit(unit.strip("()[] ")) is not None else title
                    for title, unit in zip(titles, below, strict=True)]  # fmt: skip
        return titles
    last = _fields(lines[-1], separator) if lines and separator != " " else []
    strange = len(last) == width and all(number(field) is None for field in last)
    return [_unquoted(field) for field in last] if strange else None


def _split_heads(line: str, separator: str, width: int) -> list[str] | None:
    for fields in (_fields(line, separator), re.split(r"\s{2,}|\t", line.strip()), _quoted(line, separator)):
        if len(fields) >= min(width, 3) and (separator != " " or len(fields) == width):
            return [_unquoted(field) for field in fields]
    return None


def _quoted(line: str, separator: str) -> list[str]:
    return line.strip().strip('"').split(separator)


def _unquoted(field: str) -> str:
    plain = field.strip()
    return plain[1:-1].strip() if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'" else plain


def _head(title: str, column: int) -> Head | None:
    """Return what a head says, None where it is none that is known."""
    if len(title) > LONGEST_HEAD:
        return None
    plain = title.translate(_LETTERS).strip()
    match = _UNIT.match(plain)
    symbol = "" if match is None else next((part for part in match.groups()[1:] if part), "").strip(" ()[]")
    measured = _unit(symbol) if symbol else None
    if match is not None and measured is not None:
        plain = match.group("name")
    name = plain.casefold().strip()
    negative = bool(re.match(r"^\(?(?:-|neg\.?|minus|negative)\s*", name))
    name = re.sub(r"^\(?(?:-|neg\.?|minus|negative)\s*", "", name)
    name = re.sub(r"[\s_.\-()\[\]:]", "", name)
    role = next((role for role, spellings in _SPELLINGS.items() if name in spellings), None)
    if role is None:
        return None
    kind, factor, per_area = measured if measured is not None else ("", 1.0, False)
    fitting = {"frequency": "frequency", "phase": "angle"}.get(role, "resistance")
    if kind and kind != fitting:
        return None
    return Head(role, column, title, factor, negative, measured is not None, per_area)


def _unit(symbol: str) -> tuple[str, float, bool] | None:
    """Return kind, factor and whether it is per area, None where a unit is not known."""
    plain = re.sub(r"\s+", " ", symbol.translate(_LETTERS)).strip().replace("^", "")
    if plain in _HERTZ:
        return "frequency", _HERTZ[plain], False
    if plain.casefold() in _ANGLE:
        return "angle", _ANGLE[plain.casefold()], False
    match = re.fullmatch(r"([kKMm]?)\s?[oO][hH][mM]s?(?:[ .]?(mm2|cm2|m2))?", plain)
    if match is None:
        return None
    prefix = match.group(1).replace("K", "k")
    return "resistance", _OHM[f"{prefix}ohm"] * _PER_AREA[match.group(2) or "cm2"], match.group(2) is not None


def _points(
    rows: list[tuple[int, str]], separator: str, heads: dict[Role, Head], notes: tuple[str, ...]
) -> tuple[Points | None, list[Problem]]:
    columns: dict[Role, list[float]] = {role: [] for role in heads}
    problems: list[Problem] = []
    lines: list[int] = []
    last = max(head.column for head in heads.values())
    for line, row in rows:
        fields = _fields(row, separator)
        if len(fields) <= last:
            problems.append(Problem(f"line {line}", f"{len(fields)} of {last + 1} columns: '{row.strip()[:60]}'"))
            continue
        lines.append(line)
        for role, head in heads.items():
            text = fields[head.column]
            value = number(text)
            if value is None:
                said = f"'{text[:40]}' is not a number" if text else "is empty"
                problems.append(Problem(f"line {line}", f"{head.title}: {said}"))
            columns[role].append(math.nan if value is None else value * head.factor * (-1.0 if head.negative else 1.0))
    if problems:
        return None, problems
    if "phase" in heads:
        return _from_polar(lines, columns, heads, notes)
    per_area = heads["real"].per_area
    return Points(tuple(lines), columns["frequency"], columns["real"], columns["imaginary"], per_area, notes), []


def _from_polar(
    lines: list[int], columns: dict[Role, list[float]], heads: dict[Role, Head], notes: tuple[str, ...]
) -> tuple[Points | None, list[Problem]]:
    phase, head = columns["phase"], heads["phase"]
    if not head.unit:
        if max((abs(value) for value in phase if math.isfinite(value)), default=0.0) <= 2.0 * math.pi:
            name = head.title
            what = f"'{name}' may be in degrees or in radians: name it '{name} / deg' or '{name} / rad'"
            return None, [Problem("", what)]
        phase = [value * math.pi / 180.0 for value in phase]
        notes = (*notes, f"'{head.title}' taken as degrees, because it exceeds 2π")
    size = columns["magnitude"]
    pairs = list(zip(size, phase, strict=True))
    polar = [(z * math.cos(p), z * math.sin(p)) if math.isfinite(z) and math.isfinite(p) else (math.nan, math.nan)
             for z, p in pairs]  # fmt: skip
    real, imaginary = [pair[0] for pair in polar], [pair[1] for pair in polar]
    notes = (*notes, f"Z' and Z'' worked out from '{heads['magnitude'].title}' and '{head.title}'")
    return Points(tuple(lines), columns["frequency"], real, imaginary, heads["magnitude"].per_area, notes), []
