"""What is said of the five classes beside the data: the review's own words and the rules of the scores, as data."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from cellbuilder.domain.base import Frozen, Text
from cellbuilder.domain.material import Ion, MaterialClass
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.io import strict_json, validation
from cellbuilder.io.data_dir import data_dir

Property = Literal[
    "ionic conductivity", "activation energy", "electronic conductivity",
    "oxidation limit, calculated", "oxidation limit, topotactic", "oxidation limit, measured",
    "oxidation limit, method not said", "reduction limit, calculated", "reduction limit, topotactic",
    "reduction limit, measured", "reduction limit, method not said",
    "Young's modulus", "density", "moisture", "interfaces", "published cells",
]  # fmt: skip
"""A property by which the classes are compared; limits found in different ways are never mixed."""
FILE: Final = "classes.json"


class ScoreRule(Frozen):
    """How a median becomes 1 to 5: one more than the number of ``limits`` that it reaches, which are in rising order.

    With ``better`` lower it is 6 minus that, so that 5 is always the favourable end. Fewer than ``least`` values get
    no score.
    """

    of: Property
    better: Literal["higher", "lower"]
    least: int = Field(ge=1)
    limits: tuple[Quantity, Quantity, Quantity, Quantity]
    note: Text

    def score(self, si: float) -> int:
        """Return the score, 1 to 5, of a value in SI."""
        reached = sum(limit.si is not None and si >= limit.si * (1.0 - 1e-9) for limit in self.limits)
        return 1 + reached if self.better == "higher" else 5 - reached


class Stated(Frozen):
    """What the review says of a class, in our words; ``ion`` where it says it of one ion only."""

    material_class: MaterialClass
    of: Property
    says: Text
    ion: Ion | None = None
    source: SourceRef


class ClassBook(Frozen):
    """The file ``classes.json``."""

    schema_name: Literal["cellbuilder-classes"] = Field(alias="schema")
    schema_version: Literal[1]
    note: Text
    scores: tuple[ScoreRule, ...]
    stated: tuple[Stated, ...]

    def rule(self, of: Property) -> ScoreRule | None:
        """Return how a property is scored, or None where it is not."""
        return next((rule for rule in self.scores if rule.of == of), None)

    def said(self, material_class: str, ion: str, of: Property) -> tuple[Stated, ...]:
        """Return what the review says of a class and a property."""
        return tuple(
            entry for entry in self.stated
            if entry.material_class == material_class and entry.of == of and entry.ion in (None, ion)
        )  # fmt: skip


def load(path: Path | None = None) -> ClassBook:
    """Read the book; the bundled one by default.

    Raises:
        UnreadableError: all problems of the file at once.
    """
    path = data_dir("presets") / FILE if path is None else path
    raw, problems = strict_json.parse(strict_json.read_bytes(path), str(path))
    book, found = validation.validate(ClassBook, raw)
    if book is None or problems or found:
        raise UnreadableError(str(path), [*problems, *found])
    return book
