"""A lesson: a cell to start from, and steps that tell, ask for a prediction, or ask for a repair.

A lesson stores no results. What is right is calculated from the cell whenever somebody asks.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, field_validator, model_validator

from cellbuilder.domain.base import MOST, Frozen, Identifier, Number
from cellbuilder.domain.finding import Severity
from cellbuilder.domain.quantity import Length, Quantity
from cellbuilder.domain.stack import Role

LESSON_NAME: Final = "cellbuilder-lesson"
LESSON_VERSION: Final = 1
DIRECTIONS: Final = ("rises", "falls", "stays")
"""What a figure can do when a cell is changed, as it is kept in a file."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Paragraphs = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
MOST_LETTERS: Final = 120
Key = Annotated[str, StringConstraints(min_length=1, max_length=MOST_LETTERS)]
"""The key of a figure, such as ``asr:electrolyte``, or the id of a finding."""


class SetQuantity(Frozen):
    """Set a quantity of a layer."""

    edit: Literal["set quantity"]
    layer: Identifier
    field: Literal["thickness", "loading", "areal_capacity", "porosity"]
    to: Quantity


class SetCondition(Frozen):
    """Set a condition of the cell."""

    edit: Literal["set condition"]
    field: Literal["temperature", "current_density", "c_rate", "operating_pressure", "fabrication_pressure"]
    to: Quantity


class SetMaterial(Frozen):
    """Make a layer of one material."""

    edit: Literal["set material"]
    layer: Identifier
    material: Identifier


class SetIngredient(Frozen):
    """Swap an ingredient of a composite; rows are counted from 1."""

    edit: Literal["set ingredient"]
    layer: Identifier
    row: int = Field(ge=1, le=50)
    material: Identifier


class SetCoating(Frozen):
    """Coat the grains of an ingredient, or take the coating off; rows are counted from 1."""

    edit: Literal["set coating"]
    layer: Identifier
    row: int = Field(ge=1, le=50)
    material: Identifier | None


class InsertLayer(Frozen):
    """Put a layer before another, seen from the cathode collector."""

    edit: Literal["insert layer"]
    before: Identifier
    role: Role
    material: Identifier
    thickness: Length


class RemoveLayer(Frozen):
    """Take a layer out."""

    edit: Literal["remove layer"]
    layer: Identifier


Change = Annotated[
    SetQuantity | SetCondition | SetMaterial | SetIngredient | SetCoating | InsertLayer | RemoveLayer,
    Field(discriminator="edit"),
]
Changes = Annotated[tuple[Change, ...], Field(max_length=20)]


class Start(Frozen):
    """The cell of a lesson: a model by letter or a published cell by id, with changes."""

    model: str | None = None
    cell: str | None = None
    changes: Changes = ()

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.model is None) == (self.cell is None):
            raise ValueError("needs a model or a cell, and not both")
        return self


class FigureOption(Frozen):
    """One of several figures."""

    text: Line
    key: Key


class FindingOption(Frozen):
    """One of several findings."""

    text: Line
    finding: Key


def _all_differ(keys: list[str]) -> None:
    if len(set(keys)) < len(keys):
        raise ValueError("two answers stand for the same thing")


class AskLargest(Frozen):
    """Ask which of these figures is the largest, with the change made."""

    kind: Literal["largest"]
    options: Annotated[tuple[FigureOption, ...], Field(min_length=2, max_length=5)]

    @field_validator("options")
    @classmethod
    def _differ(cls, options: tuple[FigureOption, ...]) -> tuple[FigureOption, ...]:
        _all_differ([entry.key for entry in options])
        return options


class AskDirection(Frozen):
    """Ask whether a figure rises, falls, or stays the same."""

    kind: Literal["direction"]
    key: Key


class AskNumber(Frozen):
    """Ask how much a figure is, in its own unit, with the change made; right within so many percent of it."""

    kind: Literal["number"]
    key: Key
    unit: str
    within_percent: Annotated[Number, Field(gt=0, le=100)]


class AskFinding(Frozen):
    """Ask which of these findings goes, or comes, with the change."""

    kind: Literal["finding"]
    which: Literal["goes", "comes"]
    options: Annotated[tuple[FindingOption, ...], Field(min_length=2, max_length=5)]

    @field_validator("options")
    @classmethod
    def _differ(cls, options: tuple[FindingOption, ...]) -> tuple[FindingOption, ...]:
        _all_differ([entry.finding for entry in options])
        return options


Ask = Annotated[AskLargest | AskDirection | AskNumber | AskFinding, Field(discriminator="kind")]


class NoFindings(Frozen):
    """A goal: no finding as bad as this, or worse, at layers of these roles; at no layer at all without roles."""

    kind: Literal["no findings"]
    severity: Severity
    roles: tuple[Role, ...] = ()


class FigureGoal(Frozen):
    """A goal: a figure that is at least, or at most, so much in its own unit, and known to be."""

    kind: Literal["figure"]
    key: Key
    name: Line
    at_least: Number | None = None
    at_most: Number | None = None
    unit: str

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("needs at_least or at_most, and not both")
        return self


class Holds(Frozen):
    """A goal: a layer of this role holds this material."""

    kind: Literal["holds"]
    role: Role
    material: Identifier


Goal = Annotated[NoFindings | FigureGoal | Holds, Field(discriminator="kind")]


class Read(Frozen):
    """A step that tells something; what it says of materials are findings of the cell, by id."""

    kind: Literal["read"]
    id: Identifier
    title: Line
    text: Paragraphs
    findings: Annotated[tuple[Key, ...], Field(max_length=4)] = ()


class Predict(Frozen):
    """A step that asks for a prediction, makes the change and says why.

    ``shows`` are the figures to be told before and after, ``how`` the one whose calculation answers the question.
    """

    kind: Literal["predict"]
    id: Identifier
    title: Line
    text: Paragraphs
    question: Line
    ask: Ask
    changes: Changes = ()
    shows: Annotated[tuple[Key, ...], Field(max_length=6)] = ()
    why: Paragraphs
    how: Key


class Repair(Frozen):
    """A step that asks for a repair of the cell."""

    kind: Literal["repair"]
    id: Identifier
    title: Line
    text: Paragraphs
    goals: Annotated[tuple[Goal, ...], Field(min_length=1, max_length=6)]
    hint: Paragraphs | None = None


Step = Annotated[Read | Predict | Repair, Field(discriminator="kind")]


class Lesson(Frozen):
    """One lesson, as its file holds it. Predictions come before the first repair, as a repair has many solutions."""

    schema_name: Literal["cellbuilder-lesson"] = Field(alias="schema")
    schema_version: Literal[1]
    id: Identifier
    title: Line
    audience: Line
    minutes: int = Field(ge=1, le=180)
    start: Start
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=30)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ids = [step.id for step in self.steps]
        if len(set(ids)) < len(ids):
            raise ValueError("two steps have the same id")
        kinds = [step.kind for step in self.steps]
        if "repair" in kinds and "predict" in kinds[kinds.index("repair") :]:
            raise ValueError("a prediction stands behind a repair; predictions come first")
        return self


def _reply(value: Any) -> Any:
    if isinstance(value, str):
        if not 0 < len(value) <= MOST_LETTERS:
            raise ValueError(f"must be a text of 1 to {MOST_LETTERS} letters, or a number")
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("must be text or a number")
    if not math.isfinite(value) or abs(value) > MOST:
        raise ValueError("is too large")
    return value


Reply = Annotated[str | int | float, BeforeValidator(_reply)]
"""What somebody answered: a key, an id, a direction, or a number."""


class Answer(Frozen):
    """What somebody answered: the key of a figure, the id of a finding, a direction, or a number in the asked unit."""

    step: Identifier
    answer: Reply
    right: bool | None = None
