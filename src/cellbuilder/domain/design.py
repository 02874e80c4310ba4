"""A design: the stack a person works on, with the materials it was made from."""

from collections.abc import Iterable
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from cellbuilder.domain import rules
from cellbuilder.domain.base import Frozen, Identifier, Name, Text
from cellbuilder.domain.material import Material
from cellbuilder.domain.published import ModelLetter
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer, Stack, Waiver

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


def mixture(parts: Iterable[tuple[float, Quantity | None]]) -> list[rules.Share] | None:
    """Return mass fractions and densities as the rules take them, or None where one is unknown."""
    return rules.shares(
        (fraction, None, None) if density is None else (fraction, density.si, density.high_si)
        for fraction, density in parts
    )


class Design(Frozen):
    """The document. Order of fields is the order in the file."""

    schema_name: Literal["cellbuilder-design"] = Field(SCHEMA_NAME, alias="schema")
    schema_version: Literal[1] = SCHEMA_VERSION
    name: Name
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

    @model_validator(mode="after")
    def _no_layer_is_denser_than_its_materials(self) -> Self:
        rules.refuse([fault for layer in self.stack.layers for fault in self._density_faults(layer)])
        return self

    def _density_faults(self, layer: Layer) -> list[str]:
        if layer.density is None and (layer.pressed is None or layer.thickness is None):
            return []
        return rules.density_faults(
            self.title(layer),
            self._shares(layer),
            pressed=layer.weighed,
            thickness=None if layer.thickness is None else layer.thickness.amount,
            entered=None if layer.density is None else layer.density.amount,
        )

    def _shares(self, layer: Layer) -> list[rules.Share] | None:
        """Return the materials of a layer without coatings; None where a density is unknown."""
        parts = [(part.material, part.mass_fraction.si or 0.0) for part in layer.components]
        if layer.material is not None:
            parts = [(layer.material, 1.0)]
        return mixture((fraction, self.material(key).density) for key, fraction in parts)

    def title(self, layer: Layer) -> str:
        """Return what a layer is called: its own name, or role and material."""
        active = next((part for part in layer.components if part.function == "active material"), None)
        first = active or next(iter(layer.components), None)
        return rules.layer_title(
            layer.name,
            layer.role,
            None if layer.material is None else self.material(layer.material).label,
            None if first is None else self.material(first.material).label,
        )

    def material(self, key: str) -> Material:
        """Return the embedded material with this id.

        Raises:
            KeyError: not embedded.
        """
        return self.materials[key].entry
