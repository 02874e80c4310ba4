"""What a window or a script works with: the library, its evidence, and one way to evaluate."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from cellbuilder import assess
from cellbuilder.app import assembly
from cellbuilder.assess import engine_version
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.material import Category, Material
from cellbuilder.domain.stack import Function, Layer, Role
from cellbuilder.engine import voltage
from cellbuilder.engine.cell import Cell
from cellbuilder.io.library import Library

__all__ = ["Workspace", "engine_version"]

_ROLE_CATEGORIES: dict[Role, tuple[Category, ...]] = {
    "cathode collector": ("collector",),
    "cathode": ("cathode active material",),
    "cathode interface layer": ("coating", "electrolyte"),
    "electrolyte": ("electrolyte",),
    "anode interface layer": ("electrolyte", "coating", "anode"),
    "anode": ("anode",),
    "anode collector": ("collector",),
}
_FUNCTION_CATEGORIES: dict[Function, tuple[Category, ...]] = {
    "active material": ("cathode active material", "anode"),
    "catholyte": ("electrolyte",),
    "electrolyte": ("electrolyte",),
    "carbon": ("carbon",),
    "binder": ("binder",),
    "other": ("coating", "carbon", "binder", "electrolyte"),
}

_USUAL: dict[Function, tuple[str, ...]] = {
    "active material": ("ncm811", "lco"),
    "catholyte": ("li6ps5cl",),
    "electrolyte": ("li6ps5cl",),
    "carbon": ("vgcf", "carbon-black"),
    "binder": ("nbr", "ptfe"),
}


class Workspace:
    """The library and what is computed from it. One per program."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._last: tuple[Design, Cell] | None = None

    @cached_property
    def evidence(self) -> EvidenceBase:
        """The published statements, ready for look-up."""
        return EvidenceBase(self.library.evidence_outlines(), self.library.material_outlines(), self.library.rules)

    def evaluate(self, design: Design) -> Evaluation:
        """Return numbers and findings of a design."""
        evaluation, cell = assess.evaluate_with_cell(design, self.evidence)
        self._last = design, cell
        return evaluation

    def cell(self, design: Design) -> Cell:
        """Return the calculation of a design, to be read only; that of the design seen last is at hand."""
        last = self._last
        if last is None or last[0] is not design:
            last = self._last = design, assess.cell_of(design, self.evidence)
        return last[1]

    def reread(self) -> None:
        """Take up what came, went or changed in the folders of the library. Designs embed their materials and stay."""
        self.library.reread()
        self.__dict__.pop("evidence", None)
        self._last = None

    def from_model(self, letter: str) -> Design:
        """Start from a model."""
        return assembly.from_model(self.library.model(letter), self.library)

    def from_cell(self, key: str) -> Design:
        """Open a published cell."""
        return assembly.from_cell(self.library.cell(key), self.library)

    def for_role(self, role: Role) -> tuple[Material, ...]:
        """Return the materials that usually play a role, by label."""
        return self._of(_ROLE_CATEGORIES[role])

    def for_function(self, function: Function) -> tuple[Material, ...]:
        """Return the materials that usually serve a function in a composite, by label."""
        return self._of(_FUNCTION_CATEGORIES[function])

    def of_category(self, category: Category) -> tuple[Material, ...]:
        """Return the materials of a category, by label."""
        return self._of((category,))

    def fitting(self, design: Design, role: Role, offered: Collection[Material]) -> frozenset[str]:
        """Return which of the materials offered suit a layer of this cell: its working ion, and its side of the cell.

        What has no working ion on record, such as carbon, suits every cell.
        """
        ion = voltage.working_ion(design)
        sides: set[Category] = {"cathode active material", "anode"}
        own: set[Category] = (
            {"cathode active material"} if role == "cathode" else {"anode"} if role == "anode" else sides
        )
        found = set()
        for entry in offered:
            serves = sides.intersection((entry.category, *entry.also))
            if (entry.ion is None or ion is None or entry.ion == ion) and (not serves or serves & own):
                found.add(entry.id)
        return frozenset(found)

    def first_choice(self, design: Design, function: Function, taken: Collection[str] = ()) -> str:
        """Return the material with which a new ingredient starts: one that the design has already, or a usual one."""
        fitting = [entry.id for entry in self.for_function(function)]
        layers = sorted(design.stack.layers, key=lambda layer: layer.role != "electrolyte")
        near = [key for layer in layers for key in layer.material_ids]
        wanted = [key for key in (*near, *_USUAL.get(function, ()), *fitting) if key in fitting]
        return next((key for key in wanted if key not in taken), wanted[0])

    def row_for(self, layer: Layer, material: Material) -> int | None:
        """Return which ingredient of a composite layer a material may replace: the first whose function fits."""
        categories = {material.category, *material.also}
        for row, part in enumerate(layer.components):
            if categories & set(_FUNCTION_CATEGORIES[part.function]):
                return row
        return None

    def _of(self, categories: tuple[Category, ...]) -> tuple[Material, ...]:
        fitting = [entry for entry in self.library.materials() if {entry.category, *entry.also} & set(categories)]
        return tuple(sorted(fitting, key=lambda entry: entry.label.casefold()))
