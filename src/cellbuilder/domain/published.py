"""The published side of the library: the 28 cell models and the 66 published cells."""

from typing import Literal

from cellbuilder.domain.base import Frozen, Identifier, Text
from cellbuilder.domain.material import Ion, MaterialClass
from cellbuilder.domain.quantity import CRate, CurrentDensity, Fraction, Quantity, SourceRef, Temperature
from cellbuilder.domain.stack import Function, Role, Stack

ModelLetter = Literal[
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U",
    "V", "W", "X", "Y", "Z", "AA", "AB",
]  # fmt: skip


class Ingredient(Frozen):
    """What a role of a model may hold. An empty list of classes and materials means: anything that fits."""

    function: Function | None = None
    required: bool = True
    classes: tuple[MaterialClass, ...] = ()
    families: tuple[str, ...] = ()
    materials: tuple[Identifier, ...] = ()
    coated_with: tuple[Identifier, ...] = ()
    note: str | None = None


class RoleTemplate(Frozen):
    """One place in the ordered stack of a model."""

    role: Role
    required: bool = True
    count: int = 1
    ingredients: tuple[Ingredient, ...]
    reconstructed: Text | None = None


class DoubtfulRow(Frozen):
    """A table row whose printed letter does not fit its layers."""

    cell: Identifier
    note: Text


class CellModel(Frozen):
    """One of the 28 models. The figures are drawings, so every model is reconstructed from its rows.

    ``stack`` is an example to start from; every number in it is labelled.
    """

    letter: ModelLetter
    title: str
    drawn_for: tuple[MaterialClass, ...]
    figures: tuple[str, ...]
    roles: tuple[RoleTemplate, ...]
    evidence: tuple[Identifier, ...]
    doubtful: tuple[DoubtfulRow, ...] = ()
    reconstructed: Text
    ambiguity: Text | None
    ion: Ion
    stack: Stack
    note: Text | None = None


class Reported(Frozen):
    """What the paper reports, as far as the review prints it."""

    capacity: Quantity | None = None
    capacity_kind: str | None = None
    further_capacities: tuple[Quantity, ...] = ()
    rate: CRate | CurrentDensity | Quantity | None = None
    temperature: Temperature | None = None
    retention: Fraction | None = None
    retention_capacity: Quantity | None = None
    retention_cycles: int | None = None
    retention_conditions: str | None = None


class PrintedCell(Frozen):
    """The cells of the table row as they are printed."""

    cathode: str | None = None
    electrolyte: str | None = None
    anode: str | None = None
    model: str | None = None
    capacity: str | None = None
    window: str | None = None
    retention: str | None = None
    ref: str | None = None


class PublishedCell(Frozen):
    """One data row of Table 7 or 8 as a complete design.

    In ``stack`` a quantity with a source is the paper's; one of kind ``assumption`` or ``estimate`` is ours
    and says on what it rests.
    """

    id: Identifier
    title: str
    table: Literal[7, 8]
    row: int
    model: ModelLetter
    model_note: Text | None = None
    ion: Ion
    material_class: MaterialClass
    source: SourceRef
    printed: PrintedCell
    reported: Reported
    restored: Text | None = None
    confidence: Literal["high", "medium", "low"] = "high"
    note: Text | None = None
    stack: Stack
