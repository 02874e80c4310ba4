"""A design: the stack a person works on, with the materials it was made from."""

from __future__ import annotations

from typing import Final, Literal, Self

from pydantic import Field, model_validator

from cellbuilder.domain import rules
from cellbuilder.domain.base import Frozen, Identifier, Text
from cellbuilder.domain.material import Material
from cellbuilder.domain.published import ModelLetter
from cellbuilder.domain.stack import Stack, Waiver

SCHEMA_NAME: Final = "cellbuilder-design"
SCHEMA_VERSION: Final = 1


class EmbeddedMaterial(Frozen):
    """A copy of the library entry and its digest, so that a later library changes no old result."""

    digest: str | None = None
    entry: Material


class Origin(Frozen):
    """Where a design started."""

    model: ModelLetter | None = None
    cell: Identifier | None = None


class Design(Frozen):
    """The document. Order of fields is the order in the file."""

    schema_name: Literal["cellbuilder-design"] = Field(SCHEMA_NAME, alias="schema")
    schema_version: Literal[1] = SCHEMA_VERSION
    name: str
    origin: Origin | None = None
    stack: Stack
    materials: dict[str, EmbeddedMaterial]
    waivers: tuple[Waiver, ...] = ()
    notes: Text | None = None

    @model_validator(mode="after")
    def _materials_are_embedded(self) -> Self:
        embedded: dict[str, str | None] = {key: held.entry.id for key, held in self.materials.items()}
        rules.refuse(rules.embedding_faults(self.stack.material_ids, embedded))
        return self

    def material(self, key: str) -> Material:
        """Return the embedded material with this id.

        Raises:
            KeyError: not embedded.
        """
        return self.materials[key].entry
