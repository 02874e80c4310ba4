"""Which colour a layer or a material has, by what it is made of: names of ``colours.CLASS_COLOURS``."""

from __future__ import annotations

from typing import Final

from cellbuilder.app.colours import CLASS_COLOURS
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Function, Layer

_BY_FUNCTION: Final[dict[Function, str]] = {"active material": "active", "carbon": "carbon", "binder": "other"}


def colour_of_material(material: Material) -> str:
    """Return the colour of a material: its class if it carries ions, else its use."""
    if material.category == "collector":
        return "collector"
    if material.category == "anode":
        return "metal" if material.metal_anode in ("metal", "alloy") else "active"
    if material.category == "cathode active material":
        return "active"
    if material.category in ("coating", "carbon"):
        return material.category
    return material.material_class if material.material_class in CLASS_COLOURS else "other"


def colour_of_layer(design: Design, layer: Layer) -> str:
    """Return the colour of a layer: that of its material, of what carries ions in it, or of its active material."""
    if layer.material is not None:
        return colour_of_material(design.material(layer.material))
    if any(part.function == "active material" for part in layer.components):
        return "active"
    first = next(iter(layer.components), None)
    return "other" if first is None else colour_of_material(design.material(first.material))


def colour_of_ingredient(function: Function, material: Material) -> str:
    """Return the colour of one ingredient of a composite layer: by what it is there for."""
    return _BY_FUNCTION.get(function) or colour_of_material(material)
