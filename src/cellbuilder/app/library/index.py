"""What can be searched of the library: one item for each model, published cell and material, with its numbers in SI."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Final, Literal, get_args

from cellbuilder import units
from cellbuilder.compatibility import potentials
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.base import record
from cellbuilder.domain.material import Category, Ion, Material, MaterialClass
from cellbuilder.domain.published import CellModel, PublishedCell
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io.library import MODEL_ORDER

ItemKind = Literal["model", "cell", "material"]
Ends = tuple[float | None, float | None]


@record
class Span:
    """A number in SI with the ends of its range, as far as they are known."""

    value: float | None
    low: float | None = None
    high: float | None = None


@record
class Property:
    """A number that can be compared: its names, what it measures, and the unit of a number without one."""

    key: str
    name: str
    measures: str
    unit: str
    example: str
    aliases: tuple[str, ...] = ()


PROPERTIES: Final[Mapping[str, Property]] = {
    entry.key: entry
    for entry in (
        Property("conductivity", "conductivity", "conductivity", "mS/cm", "> 1 mS/cm",
                 ("ionic conductivity", "sigma", "σ")),
        Property("ea", "activation energy", "energy per particle", "eV", "< 0.35 eV", ("barrier",)),
        Property("density", "density", "density", "g/cm3", "< 2 g/cm3", ("rho", "ρ")),
        Property("window", "window", "voltage", "V", "> 2 V", ("stability window", "width")),
        Property("oxidation", "oxidation", "voltage", "V", "> 4 V", ("oxidation limit", "anodic limit")),
        Property("reduction", "reduction", "voltage", "V", "< 1 V", ("reduction limit", "cathodic limit")),
        Property("capacity", "capacity", "specific capacity", "mAh/g", "> 150 mAh/g", ("specific capacity",)),
        Property("potential", "potential", "voltage", "V", "> 3.5 V", ("voltage", "average potential")),
        Property("electronic", "electronic conductivity", "conductivity", "S/cm", "< 1e-8 S/cm", ("leakage",)),
        Property("modulus", "modulus", "pressure", "GPa", "< 30 GPa", ("young's modulus", "stiffness")),
        Property("retention", "retention", "fraction", "%", "> 80 %", ("capacity retention",)),
        Property("cycles", "cycles", "count", "cycles", "> 500", ("cycle life",)),
    )
}  # fmt: skip
"""What can be compared, by key."""
MATERIAL_PROPERTIES: Final = tuple(key for key in PROPERTIES if key not in ("retention", "cycles"))


@record
class Item:
    """A row of the library as a search sees it. ``text`` is folded; ``values`` holds what is known only."""

    kind: ItemKind
    key: str
    title: str
    text: str
    ion: str = ""
    classes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    family: str = ""
    formula: str = ""
    model: str = ""
    ref: str = ""
    names: tuple[str, ...] = ()
    own: bool = False
    elements: frozenset[str] = frozenset()
    shares: tuple[tuple[str, float], ...] | None = None
    values: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@record
class Facet:
    """A name that stands before a colon. ``whole``: the value must be the entry, not a part of it."""

    of: Callable[[Item], Iterable[str]]
    choices: tuple[str, ...] = ()
    whole: bool = True
    aliases: tuple[str, ...] = ()


FACETS: Final[Mapping[str, Facet]] = {
    "ion": Facet(lambda item: (item.ion,) if item.ion else (), get_args(Ion)),
    "class": Facet(lambda item: item.classes, get_args(MaterialClass), aliases=("material_class",)),
    "category": Facet(lambda item: item.categories, get_args(Category), aliases=("use", "role")),
    "family": Facet(lambda item: (item.family,) if item.family else (), whole=False),
    "formula": Facet(lambda item: (item.formula,) if item.formula else (), whole=False),
    "name": Facet(lambda item: item.names, whole=False, aliases=("alias",)),
    "element": Facet(lambda item: item.elements, aliases=("has", "contains")),
    "model": Facet(lambda item: (item.model,) if item.model else (), MODEL_ORDER),
    "ref": Facet(lambda item: (item.ref,) if item.ref else (), aliases=("reference",)),
    "is": Facet(lambda item: (item.kind, *(("mine",) if item.own else ())), ("model", "cell", "material", "mine"),
                aliases=("kind", "in")),
}  # fmt: skip
"""What can stand before a colon, by name."""


def of_material(material: Material, *, own: bool = False, windows: Iterable[Ends] = ()) -> Item:
    """Return what a search sees of a material; ``windows`` are reduction and oxidation in V against its metal."""
    names = (material.label, material.name, *material.aliases)
    words = (*names, material.id, material.formula or "", material.material_class or "", material.family or "",
             material.category, *material.also, "mine" if own else "")  # fmt: skip
    formula = material.formula or ""
    return Item(
        "material", material.id, material.label, _folded(words),
        ion=material.ion or "", classes=(material.material_class,) if material.material_class else (),
        categories=(material.category, *material.also), family=material.family or "", formula=formula,
        names=names, own=own, elements=frozenset(_counts(formula)), shares=shares(formula),
        values=_known(_numbers(material, tuple(windows))),
    )  # fmt: skip


def in_library(material: Material, evidence: EvidenceBase, *, own: bool = False) -> Item:
    """Return what a search sees of a material, with the windows that are published or calculated for it."""

    def made() -> Item:
        found = potentials.windows(material, evidence)
        return of_material(material, own=own, windows=[(entry.reduction, entry.oxidation) for entry in found])

    return evidence.memo.remember(("library item", id(material), own), made, material)


def _numbers(material: Material, windows: tuple[Ends, ...]) -> dict[str, tuple[Span | None, ...]]:
    point, mechanics = material.preferred_point, material.mechanics
    spread = material.conductivity_spread
    theory = material.theoretical_capacity_mah_per_g
    widths = [high - low for low, high in windows if low is not None and high is not None]
    return {
        "conductivity": (_span(point.quantity() if point is not None else spread),),
        "ea": (_span(point.activation_energy if point is not None else None),),
        "density": (_span(material.density),),
        "window": (Span(max(widths)),) if widths else (),
        "oxidation": tuple(Span(high) for _, high in windows if high is not None),
        "reduction": tuple(Span(low) for low, _ in windows if low is not None),
        "capacity": (_span(material.capacity) or (Span(theory) if theory is not None else None),),
        "potential": (_span(material.average_potential),),
        "electronic": (_span(material.electronic_conductivity),),
        "modulus": (_span(mechanics.youngs_modulus if mechanics is not None else None),),
    }


def of_cell(cell: PublishedCell) -> Item:
    """Return what a search sees of a published cell."""
    badge = cell_badge(cell)
    words = (badge, cell.id, f"{cell.table}.{cell.row}", cell.title, f"model {cell.model}", cell.material_class,
             f"ref {cell.source.ref}", cell.printed.cathode or "", cell.printed.electrolyte or "",
             cell.printed.anode or "")  # fmt: skip
    reported = cell.reported
    capacity = reported.capacity
    per_gram = capacity is not None and units.find(capacity.unit).kind == "specific capacity"
    cycles = reported.retention_cycles
    return Item(
        "cell", cell.id, cell.title, _folded(words), ion=cell.ion, classes=(cell.material_class,), model=cell.model,
        ref=cell.source.ref, names=(cell.title, badge),
        values=_known({
            "capacity": (_span(capacity) if per_gram else None,),
            "retention": (_span(reported.retention),),
            "cycles": (Span(float(cycles)) if cycles is not None else None,),
        }),
    )  # fmt: skip


def cell_badge(cell: PublishedCell) -> str:
    """Return the short name of a published cell: its table and row."""
    return f"T{cell.table}.{cell.row:02d}"


def of_model(model: CellModel) -> Item:
    """Return what a search sees of a model."""
    words = (f"model {model.letter}", model.title, *model.drawn_for, *model.figures)
    return Item("model", model.letter, model.title, _folded(words), ion=model.ion, classes=tuple(model.drawn_for),
                model=model.letter, names=(model.title, model.letter))  # fmt: skip


def _span(quantity: Quantity | None) -> Span | None:
    if quantity is None:
        return None
    low, high = (None if end is None else units.to_si(end, quantity.unit) for end in (quantity.low, quantity.high))
    return None if quantity.si is None and low is None and high is None else Span(quantity.si, low, high)


def _known(values: Mapping[str, tuple[Span | None, ...]]) -> dict[str, tuple[Span, ...]]:
    kept = {key: tuple(span for span in spans if span is not None) for key, spans in values.items()}
    return {key: spans for key, spans in kept.items() if spans}


def _folded(words: Iterable[str]) -> str:
    return "\n".join(word for word in words if word).casefold()


def _counts(formula: str) -> dict[str, float]:
    try:
        return chemistry.parse(formula) if formula else {}
    except chemistry.FormulaError:
        return {}


def shares(formula: str) -> tuple[tuple[str, float], ...] | None:
    """Return a composition as shares of all atoms, the same for each spelling; None where it is no formula."""
    counts = _counts(formula)
    atoms = sum(counts.values())
    return tuple((name, round(count / atoms, 4)) for name, count in sorted(counts.items())) if counts else None
