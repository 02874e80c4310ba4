"""What an inspector shows of a layer, a seam or the cell: rows that name a field and what it takes, no widgets.

Rows are plain values. Two lists of rows are equal as long as the same fields are there to be edited, whatever numbers
stand in them: a view makes its widgets anew only when the list changes.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from pydantic import BaseModel

from cellbuilder.app.edits import Path
from cellbuilder.domain.base import record
from cellbuilder.domain.stack import Function


@record
class Range:
    """Between what numbers people usually work, in a unit; ``log`` where it spans decades. No limit of the field."""

    unit: str
    low: float
    high: float
    log: bool = True


@record
class Number:
    """A quantity. ``used`` is the key of what the calculation takes where the field is empty.

    It is an input, or a step that rests on published values. ``library`` names the material and its field that stand in
    for an empty one.
    """

    path: Path
    name: str
    kind: str
    range: Range
    needed: bool = False
    used: str | None = None
    library: tuple[str, str] | None = None
    hint: str = ""

    @property
    def unit(self) -> str:
        """The unit of a number that is typed without one."""
        return self.range.unit


@record
class Choice:
    """One of several values, each with what a person reads."""

    path: Path
    name: str
    options: tuple[tuple[str | int | bool | None, str], ...]
    hint: str = ""


@record
class Words:
    """A text; a ``long`` one has several lines."""

    path: Path
    name: str
    long: bool = False


@record
class Whole:
    """A whole number."""

    path: Path
    name: str
    least: int
    most: int


@record
class Part:
    """A group of fields that come together. Absent, it can be added with ``start``; present, taken out again."""

    path: Path
    name: str
    start: BaseModel
    present: bool
    hint: str = ""


@record
class Body:
    """The material of a layer of one material."""

    layer: str


@record
class Composition:
    """The ingredients of a composite layer: what each serves as, and whether it is coated."""

    layer: str
    parts: tuple[tuple[Function, bool], ...]


@record
class Sizing:
    """What sizes a layer; the ways to choose from are ``SIZINGS``."""

    layer: str
    way: str


@record
class Packaging:
    """The material around the cell."""


@record
class Told:
    """A text that is worked out, not edited: ``used`` and ``evidence`` of a seam, ``note``, ``assumed`` ..."""

    what: str
    path: Path = ()


Row: TypeAlias = Number | Choice | Words | Whole | Part | Body | Composition | Sizing | Packaging | Told


@record
class Section:
    """Rows under one heading; without a name they stand at the top. Rare ones are closed at first."""

    name: str
    rows: tuple[Row, ...]
    is_open: bool = True


LENGTH: Final = Range("um", 0.1, 1000)
THIN: Final = Range("um", 0.001, 20)
FOIL: Final = Range("um", 5, 50, log=False)
GRAIN: Final = Range("um", 0.05, 20)
DIE: Final = Range("mm", 5, 30, log=False)
POROSITY: Final = Range("%", 0, 50, log=False)
PERCENT: Final = Range("%", 5, 100, log=False)
EFFICIENCY: Final = Range("%", 50, 100, log=False)
SHARE: Final = Range("wt%", 0, 100, log=False)
LOADING: Final = Range("mg/cm2", 1, 100)
AREAL_CAPACITY: Final = Range("mAh/cm2", 0.1, 20)
CAPACITY: Final = Range("mAh/g", 50, 4000)
MASS: Final = Range("mg", 5, 2000)
HARDWARE: Final = Range("g", 0.1, 100)
DENSITY: Final = Range("g/cm3", 0.5, 15, log=False)
IONIC: Final = Range("mS/cm", 1e-3, 30)
ELECTRONIC: Final = Range("S/cm", 1e-10, 100)
RESISTANCE: Final = Range("Ohm", 0.1, 1e4)
ASR: Final = Range("Ohm cm2", 0.1, 1e4)
EXCHANGE: Final = Range("mA/cm2", 1e-3, 10)
CURRENT: Final = Range("mA/cm2", 0.01, 20)
RATE: Final = Range("C", 0.01, 10)
BARRIER: Final = Range("eV", 0.1, 1, log=False)
TEMPERATURE: Final = Range("degC", -20, 100, log=False)
FIRING: Final = Range("degC", 20, 1200, log=False)
DEW_POINT: Final = Range("degC", -80, 20, log=False)
PRESSURE: Final = Range("MPa", 0.1, 500)
VOLTAGE: Final = Range("V", 0, 5, log=False)
EXPONENT: Final = Range("1", 1, 5, log=False)
SIGNED: Final = Range("1", -2, 2, log=False)
GAIN: Final = Range("1", 1, 50)
RATIO: Final = Range("1", 0.05, 5, log=False)
PHASE: Final = Range("1", 0.5, 1, log=False)
CAPACITANCE: Final = Range("uF/cm2", 0.1, 1000)
DIFFUSIVITY: Final = Range("cm2/s", 1e-14, 1e-7)
TIME: Final = Range("h", 1, 10_000)
CYCLES: Final = Range("cycles", 1, 5000)
GROWTH: Final = Range("Ohm cm2/h^0.5", 0.01, 100)
SPOTS: Final = Range("1/cm2", 1e4, 1e10)
AREA: Final = Range("cm2", 0.1, 1000)
SIDE: Final = Range("mm", 10, 500, log=False)
SEAL: Final = Range("mm", 0, 20, log=False)
FOIL_AROUND: Final = Range("um", 20, 300, log=False)
VOLUME: Final = Range("cm3", 0.01, 100)
