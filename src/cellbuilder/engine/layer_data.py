"""Reading what the engine needs from a design: names, densities, shares, as inputs of the calculation."""

from __future__ import annotations

from dataclasses import replace

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Component, Layer
from cellbuilder.engine.calculation import Calculation, Leaf, Limit, Step, Term


@record
class Known:
    """A term and what must be said about it.

    ``limit`` says that the true value lies above (``floor``) or below (``ceiling``) this one; ``bulk``, that a
    conductivity is that of the grains alone.
    """

    term: Term
    note: str | None = None
    limit: Limit | None = None
    extrapolated: bool = False
    bulk: bool = False

    def also(self, note: str | None) -> Known:
        """Add a remark."""
        return replace(self, note=joined(self.note, note))


def joined(*notes: str | None) -> str | None:
    """Join remarks, each once."""
    return "; ".join(dict.fromkeys(note for note in notes if note)) or None


def limit_of(term: Term) -> Limit | None:
    """Return on which side the true value of a term lies, if on one."""
    return term.limit if isinstance(term, Step) else None


def title(design: Design, layer: Layer) -> str:
    """Name a layer as the user sees it: its own name, or role and material."""
    return design.title(layer)


def marked_unknown(what: str, name: str) -> str:
    """Say that the design states a property of something, named as the user sees it, and that it states no value."""
    return f"the {what} of {name} is marked as unknown in the design"


def given(calculation: Calculation, key: str, symbol: str, name: str, quantity: Quantity | None) -> Leaf | None:
    """Add an input of the design, if it is given and known."""
    return None if quantity is None else calculation.leaf(key, symbol, name, quantity)


def temperature(calculation: Calculation, design: Design) -> Leaf:
    """Return the temperature of the cell; 25 degC, as an assumption, where it is unknown."""
    entered = given(calculation, "temperature", "T", "temperature of the cell", design.stack.conditions.temperature)
    if entered is not None:
        return entered
    assumed = Quantity(value=25, unit="degC", kind="assumption", note="not given; 25 degC assumed")
    leaf = calculation.leaf("temperature", "T", "temperature of the cell", assumed)
    assert leaf is not None
    return leaf


def density(calculation: Calculation, design: Design, material_id: str) -> Leaf | str:
    """Return the true density of a material, or why it is unknown."""
    material = design.material(material_id)
    leaf = given(calculation, f"density:{material.id}", "rho", f"density of {material.label}", material.density)
    return leaf or f"no density of {material.label} is on record"


def mass_fractions(calculation: Calculation, design: Design, layer: Layer) -> tuple[Leaf, ...]:
    """Return the mass fractions of the components of a composite."""
    key = f"mass fractions:{layer.id}"
    known: tuple[Leaf, ...] | None = calculation.worked_out.get(key)
    if known is None:
        name, leaves = title(design, layer), []
        for index, part in enumerate(layer.components):
            label = design.material(part.material).label
            own = f"mass fraction:{part_key(layer, index)}"
            leaf = calculation.leaf(own, "w", f"mass fraction of {label} in {name}", part.mass_fraction)
            assert leaf is not None
            leaves.append(leaf)
        known = calculation.worked_out[key] = tuple(leaves)
    return known


def part_key(layer: Layer, index: int) -> str:
    """Name a component for keys: layer and material, numbered where a material stands twice."""
    material = layer.components[index].material
    before = sum(part.material == material for part in layer.components[:index])
    return f"{layer.id}/{material}" + (f"#{before + 1}" if before else "")


def actives(layer: Layer) -> tuple[Component, ...]:
    """Return the active materials of a composite layer, of which there is a share."""
    return tuple(part for part in layer.components if part.function == "active material" and part.mass_fraction.si)


def active(layer: Layer) -> Component | None:
    """Return the (first) active material of a composite layer."""
    return next(iter(actives(layer)), None)


def conducts(part: Component) -> bool:
    """Whether a component carries ions in a composite layer."""
    return part.function in ("catholyte", "electrolyte") and bool(part.mass_fraction.si)


def material_ids(layer: Layer) -> tuple[str, ...]:
    """Return the materials that make up the body of a layer, coatings left out."""
    return (layer.material,) if layer.material is not None else tuple(part.material for part in layer.components)
