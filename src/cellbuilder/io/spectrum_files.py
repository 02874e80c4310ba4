"""Measured impedance spectra: from CSV tables, and from the files of common instruments.

Instrument files are read by the library impedance.py; tables by ``spectrum_tables``, which can say in which line
something is wrong. Numbers are the only thing taken from a file, and nothing in it is ever executed.
"""

from __future__ import annotations

import codecs
import math
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io import spectrum_tables
from cellbuilder.io.spectrum_tables import MOST_PROBLEMS, Points

Floats = NDArray[np.float64]

MOST_BYTES: Final = 4_000_000
MOST_POINTS: Final = 5_000
FEWEST_POINTS: Final = 3
SUFFIXES: Final = (".csv", ".txt", ".dat", ".tsv", ".dta", ".mpt", ".z", ".par")
"""Endings of files that may hold a spectrum; what a file is decides its contents."""
INSTRUMENTS: Final[dict[str, str]] = {
    "gamry": "Gamry", "autolab": "Autolab", "parstat": "Parstat", "zplot": "ZPlot", "versastudio": "VersaStudio",
    "powersuite": "PowerSuite", "biologic": "BioLogic EC-Lab", "chinstruments": "CH Instruments",
}  # fmt: skip
_CM2: Final = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredSpectrum:
    """A measured spectrum, from high to low frequency.

    ``frequency`` in Hz, ``real`` and ``imaginary`` are Z' and Z'' (negative where the cell acts as a capacitor) in ohm;
    where ``per_area`` they are in ohm cm2 already. ``area_m2`` is that of the electrode, None where nobody gave it.
    ``notes`` say how the file was understood. Arrays are of shape (n,) and cannot be written to.
    """

    name: str
    frequency: Floats
    real: Floats
    imaginary: Floats
    source: str
    kind: str
    area_m2: float | None = None
    per_area: bool = False
    notes: tuple[str, ...] = ()

    @property
    def comparable(self) -> bool:
        """Whether it can be brought to ohm cm2."""
        return self.per_area or self.area_m2 is not None

    def ohm_cm2(self) -> tuple[Floats, Floats] | None:
        """Return Z' and Z'' in ohm cm2, or None where the area of the electrode is not known."""
        if self.per_area:
            return self.real, self.imaginary
        if self.area_m2 is None:
            return None
        area = self.area_m2 / _CM2
        return self.real * area, self.imaginary * area

    def with_area(self, area_m2: float | None) -> MeasuredSpectrum:
        """Return it with the area of the electrode in m2, or without; a spectrum in ohm again."""
        return replace(self, area_m2=area_m2, per_area=False)

    def as_per_area(self) -> MeasuredSpectrum:
        """Return it with its values taken as ohm cm2."""
        return replace(self, area_m2=None, per_area=True)

    def turned(self) -> MeasuredSpectrum:
        """Return it with the other sign of Z'': for files that hold -Z'' under the name of Z''."""
        return replace(self, imaginary=_fixed(-self.imaginary))


def read(path: Path | str) -> MeasuredSpectrum:
    """Read a measured spectrum.

    Raises:
        UnreadableError: it cannot be read, with all reasons at once.
    """
    path = Path(path)
    return loads(_content(path), path.name)


def loads(content: bytes, name: str) -> MeasuredSpectrum:
    """Read a spectrum from the bytes of a file; ``name`` is what it is called.

    Raises:
        UnreadableError: as ``read``.
    """
    text = _text(content, name)
    instrument = _instrument(text)
    if instrument is None:
        points, problems = spectrum_tables.read(text)
        where = "line {}"
        kind = "table"
    else:
        points, problems = _from_instrument(text, instrument)
        where = "data point {}"
        kind = INSTRUMENTS[instrument]
    if points is not None:
        problems += _checked(points, where)
    if problems or points is None:
        raise UnreadableError(name, _shortened(problems))
    order = np.argsort(points.frequency)[::-1]
    frequency, real, imaginary = (
        _fixed(np.asarray(column, float)[order]) for column in (points.frequency, points.real, points.imaginary)
    )
    return MeasuredSpectrum(
        name=Path(name).stem, frequency=frequency, real=real, imaginary=imaginary, source=name, kind=kind,
        per_area=points.per_area, notes=(*points.notes, *_sign(imaginary)),
    )  # fmt: skip


def _fixed(array: Floats) -> Floats:
    array = np.array(array, float)
    array.setflags(write=False)
    return array


def _content(path: Path) -> bytes:
    name = path.name
    try:
        if path.is_dir():
            raise UnreadableError(name, [Problem("", "is a folder, not a file")])
        if path.exists() and not path.is_file():
            raise UnreadableError(name, [Problem("", "is no ordinary file")])
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableError(name, [Problem("", "does not exist")]) from None
    except PermissionError:
        raise UnreadableError(name, [Problem("", "may not be read (no permission)")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(name, [Problem("", f"cannot be read ({reason})")]) from None
    return content


def _text(content: bytes, name: str) -> str:
    def refuse(what: str) -> UnreadableError:
        return UnreadableError(name, [Problem("", what)])

    if len(content) > MOST_BYTES:
        raise refuse(f"is larger than {MOST_BYTES / 1e6:.0f} MB; a spectrum has a few hundred lines")
    if not content.strip():
        raise refuse("is empty")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise refuse("is damaged: not the UTF-16 text it claims to be") from None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise refuse("is a workbook or an archive, not text: save the table as CSV")
    if content.startswith(b"BIO-LOGIC MODULAR FILE"):
        raise refuse("is a BioLogic .mpr file: export it as text (.mpt) in EC-Lab")
    if b"\0" in content:
        raise refuse("is not a text file: export the spectrum as text or CSV in the program of the instrument")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _instrument(text: str) -> str | None:
    """Return whose file it is, by what stands in it; None for a table."""
    lines = text.splitlines()
    head = "\n".join(lines[:3])
    if re.search(r"^ZCURVE\b", text, re.MULTILINE):
        return "gamry"
    if re.match(r"\s*(EC|BT)-Lab ASCII FILE", head):
        return "biologic"
    if "VersaStudio" in "\n".join(lines[:12]) and "<Segment1>" in text:
        return "versastudio"
    if "A.C. Impedance" in head and re.search(r"^Freq/Hz", text, re.MULTILINE):
        return "chinstruments"
    if "Z60W Data File" in head and re.search(r"Freq ?\(Hz\)", text):
        return "autolab"
    if re.search(r"ZPLOT", head, re.IGNORECASE) and re.search(r"Freq\(Hz\)|End Comments", text):
        return "zplot"
    first = [field.strip().casefold() for field in lines[0].split("\t")] if lines else []
    if first[3:6] == ["frequency (hz)", "zre (ohms)", "zim (ohms)"]:
        return "parstat"
    if first == ["frequency", "zre", "zimg"]:
        return "powersuite"
    return None


def _from_instrument(text: str, instrument: str) -> tuple[Points | None, list[Problem]]:
    """Return the points of an instrument's file, read by impedance.py, or why there are none."""
    from impedance import preprocessing  # type: ignore[import-untyped]

    title = INSTRUMENTS[instrument]
    prepared = _PREPARED.get(instrument, _plain)(text)
    with tempfile.TemporaryDirectory() as folder:  # the library reads from files, each kind in an encoding of its own
        path = Path(folder) / "spectrum.txt"
        path.write_bytes(prepared.encode("ascii", "replace"))
        try:
            found, z = preprocessing.readFile(str(path), instrument=instrument)
        except Exception as error:  # its readers raise whatever they meet: a missing table, a word for a number
            return None, [_damaged(title, error)]
    frequency, values = np.asarray(found, float), np.asarray(z, complex)
    if frequency.ndim != 1 or frequency.shape != values.shape:
        return None, [Problem("", f"its {title} table has columns of unequal lengths")]
    idle = (frequency == 0.0) & (values == 0.0)
    notes = [f"{title} file, read with impedance.py"]
    if idle.any():
        notes.append(f"{int(idle.sum())} rows without impedance left out")
    places = np.flatnonzero(~idle)
    points = Points(tuple(int(place) + 1 for place in places), frequency[places].tolist(), values.real[places].tolist(),
                    values.imag[places].tolist(), False, tuple(notes))  # fmt: skip
    return points, []


def _damaged(title: str, error: Exception) -> Problem:
    what = f"looks like a {title} file, but its table of impedance cannot be read"
    said = str(error)
    if isinstance(error, AssertionError) and "not found" in said:
        what += f": the column {said.split(' not found')[0]} is missing"
    elif isinstance(error, ValueError) and "could not convert" in said:
        word = said.partition(": ")[2].strip("' ")[:40]
        what += f": '{word}' stands where a number should"
    else:
        what += ": it is cut short or of another version"
    return Problem("", f"{what}. Export the spectrum as CSV (freq/Hz, Z' / Ohm, -Z'' / Ohm) and import that")


def _plain(text: str) -> str:
    """Return the text with simple line ends and without blank lines behind the last number."""
    return "\n".join(text.splitlines()).rstrip() + "\n"


def _with_points(text: str) -> str:
    """Return the text with decimal points; for files in which tabs part the fields."""
    return re.sub(r"(?<=\d),(?=\d)", ".", _plain(text))


def _gamry(text: str) -> str:
    """Return the text up to the end of its table of impedance."""
    lines = _plain(text).splitlines()
    start = max(place for place, line in enumerate(lines) if line.startswith("ZCURVE"))
    end = next((place for place, line in enumerate(lines) if place > start + 2 and not line.startswith(("\t", " "))),
               len(lines))  # fmt: skip
    return "\n".join(lines[:end]) + "\n"


def _versastudio(text: str) -> str:
    """Return what the library's reader asks for: two headings, and the first segment of data."""
    lines = _plain(text).splitlines()
    start = next((place for place, line in enumerate(lines) if line.startswith("<Segment1>")), len(lines))
    end = next((place for place, line in enumerate(lines) if line.startswith("</Segment1>")), len(lines))
    return "\n".join(["Segments=0", "Segments=1", *lines[start : end + 1]]) + "\n"


_PREPARED: Final[dict[str, Callable[[str], str]]] = {
    "biologic": _with_points, "parstat": _with_points, "powersuite": _with_points, "gamry": _gamry,
    "versastudio": _versastudio,
}  # fmt: skip


def _checked(points: Points, where: str) -> list[Problem]:
    """Return everything that is wrong with the points."""
    count = len(points.frequency)
    if count > MOST_POINTS:
        return [Problem("", f"has {count} points; at most {MOST_POINTS} can be shown")]
    problems: list[Problem] = []
    seen: dict[float, int] = {}
    columns = (("the frequency", points.frequency), ("Z'", points.real), ("Z''", points.imaginary))
    for place, line in enumerate(points.lines):
        bad = [name for name, column in columns if not math.isfinite(column[place])]
        if bad:
            problems.append(Problem(where.format(line), f"{' and '.join(bad)} {_not_finite(bad)}"))
        hertz = points.frequency[place]
        if hertz <= 0.0:
            problems.append(Problem(where.format(line), f"the frequency is {hertz:g} Hz; it has to be above zero"))
        elif hertz in seen:
            earlier = where.format(seen[hertz])
            what = f"repeats the frequency of {earlier} ({hertz:g} Hz): keep one sweep in the file"
            problems.append(Problem(where.format(line), what))
        else:
            seen[hertz] = line
    if count < FEWEST_POINTS:
        problems.append(Problem("", f"has {count} points; a spectrum has at least {FEWEST_POINTS}"))
    return problems


def _not_finite(names: list[str]) -> str:
    return "is not a finite number" if len(names) == 1 else "are not finite numbers"


def _shortened(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= MOST_PROBLEMS:
        return problems
    return [*problems[:MOST_PROBLEMS], Problem("", f"and {len(problems) - MOST_PROBLEMS} more like these")]


def _sign(imaginary: Floats) -> tuple[str, ...]:
    """Say where the imaginary part looks as if it had the other sign."""
    positive = int(np.count_nonzero(imaginary > 0.0))
    if 2 * positive <= imaginary.size:
        return ()
    return (f"Z'' is positive at {positive} of {imaginary.size} points: if the file holds -Z'', turn its sign",)
