"""What a layer looks like inside: particles, rims, specks and pores, read from its composition."""

from __future__ import annotations

import math
from typing import Final, Literal

from cellbuilder.app.colours import CLASS_COLOURS
from cellbuilder.compatibility.memo import Memo
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Component, Layer
from cellbuilder.engine.geometry import volume_fractions

Body = Literal["composite", "film", "oxide", "halide", "sulfide", "hydroborate", "antiperovskite", "soft", "metal",
               "alloy", "foil", "plain"]  # fmt: skip
USUAL_RADIUS: Final = 10.5
"""Radius in pixels of a particle whose size is not given."""
USUAL_RADIUS_UM: Final = 2.5
_ANGULAR: Final = ("LFP", "LMO", "LNMO", "LTO", "NASICON", "TiS2", "graphite", "sodium vanadium fluorophosphate")
"""Families drawn with facets; the others are rounded."""
_RIM_UNKNOWN: Final = 2.4
_KNOWN: Final = Memo(200)


@record
class Grain:
    """One kind of particle: share of the volume, radius in pixels, colour, and the rim of its coating.

    ``rim`` grows with the thickness of the coating, far from to scale; ``rim_known`` is false where no thickness is
    given.
    """

    share: float
    radius: float
    colour: str
    angular: bool = False
    rim: float = 0.0
    rim_colour: str = CLASS_COLOURS["coating"]
    rim_known: bool = True


@record
class Recipe:
    """Everything a texture depends on, apart from its size and the colours of the theme."""

    body: Body
    ground: str
    grains: tuple[Grain, ...] = ()
    carbon: float = 0.0
    fibres: bool = False
    binder: float = 0.0
    pores: float = 0.0


def recipe(design: Design, layer: Layer, pixels_per_um: float | None = None) -> Recipe:
    """Return what a layer looks like inside; with ``pixels_per_um`` particles of known size are drawn to scale.

    An edit leaves most layers as they are: what they look like is known already.
    """
    made_of = tuple(design.materials[key] for key in layer.material_ids)
    key = (id(layer), *map(id, made_of), pixels_per_um)
    return _KNOWN.remember(key, lambda: _recipe(design, layer, pixels_per_um), held=(layer, made_of))


def _recipe(design: Design, layer: Layer, pixels_per_um: float | None) -> Recipe:
    pores = _pores(layer)
    if layer.material is not None:
        return _of_one(layer, design.material(layer.material), pores)
    parts = [(part, design.material(part.material), share) for part, share in _volumes(design, layer)]
    carriers = [entry for entry in parts if entry[0].function in ("catholyte", "electrolyte")]
    matrix = max(carriers, key=lambda entry: entry[2], default=None)
    ground = _class_colour(matrix[1]) if matrix is not None else CLASS_COLOURS["other"]
    shell = ground if layer.arrangement == "core-shell" else None
    solid = [entry for entry in parts if entry is not matrix and entry[0].function not in ("carbon", "binder")]
    grains = tuple(
        _grain(part, material, share, number, pixels_per_um, shell)
        for number, (part, material, share) in enumerate(solid)
        if share > 0
    )
    carbon = [(material, share) for part, material, share in parts if part.function == "carbon"]
    fibres = any("fib" in material.name.lower() or "tube" in material.name.lower() for material, _ in carbon)
    binder = sum(share for part, _, share in parts if part.function == "binder")
    return Recipe("composite", ground, grains, sum(share for _, share in carbon), fibres, binder, pores)


def _pores(layer: Layer) -> float:
    known = layer.porosity.si if layer.porosity is not None else None
    return round(min(float(known or 0.0), 0.6), 2)


def _volumes(design: Design, layer: Layer) -> list[tuple[Component, float]]:
    """Return the components with the share of the area that each takes: by volume, or by mass without densities."""
    known = volume_fractions(design, layer)
    found = known or tuple(part.mass_fraction.si or 0.0 for part in layer.components)
    return [(part, round(share, 2)) for part, share in zip(layer.components, found, strict=True)]


def _grain(
    part: Component, material: Material, share: float, number: int, scale: float | None, shell: str | None
) -> Grain:
    is_active = part.function == "active material"
    colour = CLASS_COLOURS["active"] if is_active else _class_colour(material)
    if is_active and number:
        colour = "#6b7890"
    rim, known = _rim(part)
    return Grain(
        share, _radius(part, scale), colour, angular=(material.family or "") in _ANGULAR,
        rim=rim or (3.6 if shell else 0.0), rim_known=known,
        rim_colour=CLASS_COLOURS["coating"] if rim or shell is None else shell,
    )  # fmt: skip


def _rim(part: Component) -> tuple[float, bool]:
    if part.coating is None:
        return 0.0, True
    size = part.coating.thickness.si if part.coating.thickness is not None else None
    if not size:
        return _RIM_UNKNOWN, False
    return round(min(1.8 + 0.9 * math.log10(1.0 + size * 1e9), 5.0), 1), True


def _radius(part: Component, scale: float | None) -> float:
    size = part.particle_radius.si if part.particle_radius is not None else None
    if not size:
        return USUAL_RADIUS
    radius_um = float(size) * 1e6
    if scale is not None:
        pixels = min(max(radius_um * scale, 3.0), 40.0)
        return round(math.exp(round(math.log(pixels) * 6) / 6), 1)
    pixels = USUAL_RADIUS * math.pow(radius_um / USUAL_RADIUS_UM, 0.3)
    return round(min(max(pixels, 5.0), 18.0), 1)


def _of_one(layer: Layer, material: Material, pores: float) -> Recipe:
    if layer.role in ("cathode collector", "anode collector") or material.category == "collector":
        return Recipe("foil", CLASS_COLOURS["collector"])
    if material.category == "anode" and material.metal_anode in ("metal", "alloy"):
        return Recipe("metal" if material.metal_anode == "metal" else "alloy", CLASS_COLOURS["metal"], pores=pores)
    if material.category == "cathode active material":
        return Recipe("film", CLASS_COLOURS["active"], pores=pores)
    if material.category == "electrolyte":
        bodies: dict[str | None, Body] = {
            "oxide": "oxide", "halide": "halide", "sulfide": "sulfide", "hydroborate": "hydroborate",
            "antiperovskite": "antiperovskite", "polymer": "soft", "nitride": "oxide",
        }  # fmt: skip
        return Recipe(bodies.get(material.material_class, "plain"), _class_colour(material), pores=pores)
    return Recipe("plain", CLASS_COLOURS.get(material.category, CLASS_COLOURS["other"]), pores=pores)


def _class_colour(material: Material) -> str:
    if material.category != "electrolyte":
        return CLASS_COLOURS.get(material.category, CLASS_COLOURS["other"])
    return CLASS_COLOURS.get(material.material_class or "other", CLASS_COLOURS["other"])
