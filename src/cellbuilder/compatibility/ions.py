"""The working ion: whether both electrodes and the electrolyte share it, and where it comes from."""

from __future__ import annotations

from cellbuilder.compatibility.contacts import stack_order
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding, Severity
from cellbuilder.domain.material import Material
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import capacity_data
from cellbuilder.engine.layer_data import title

_NAMES = {"Li": "lithium", "Na": "sodium"}


def findings(design: Design) -> list[Finding]:
    """Return whether the ion of the parts differs, and whether anything brings it."""
    return [*_working_ion(design), *_ion_source(design)]


def _finding(code: str, severity: Severity, targets: tuple[str, ...], title: str, message: str) -> Finding:
    hard = severity == "error"
    return Finding(
        id=code, code=code, severity=severity, verdict="blocks" if hard else "risk", grade="A" if hard else "E",
        title=title, message=message, targets=targets,
    )  # fmt: skip


def _materials(design: Design, layer: Layer, categories: tuple[str, ...]) -> list[Material]:
    materials = [design.material(key) for key in layer.material_ids]
    return [entry for entry in materials if entry.category in categories or set(entry.also) & set(categories)]


def _working_ion(design: Design) -> list[Finding]:
    holders: dict[str, list[tuple[Layer, Material]]] = {}
    for layer in design.stack.layers:
        for material in _materials(design, layer, ("cathode active material", "electrolyte", "anode")):
            if material.ion is not None:
                holders.setdefault(material.ion, []).append((layer, material))
    if len(holders) < 2:
        return []
    sides = [
        f"{_NAMES.get(ion, ion)}: {', '.join(dict.fromkeys(_in_layer(design, *pair) for pair in pairs))}"
        for ion, pairs in sorted(holders.items())
    ]
    targets = stack_order(design, (layer.id for pairs in holders.values() for layer, _ in pairs))
    return [
        _finding(
            "ion-mismatch", "error", targets, "Lithium and sodium parts in one cell",
            f"Made for {'; for '.join(sides)}. A lithium electrolyte carries no sodium and the "
            "other way round, so this cell cannot work. "
            "Choose electrodes, electrolytes and interface layers of one ion.",
        )
    ]  # fmt: skip


def _in_layer(design: Design, layer: Layer, material: Material) -> str:
    name = title(design, layer)
    return name if material.label in name and len(layer.material_ids) == 1 else f"{material.label} in {name}"


def _ion_source(design: Design) -> list[Finding]:
    if not capacity_data.cathode_is_empty(design):
        return []
    stores = capacity_data.hosts(design, "anode")
    names = ", ".join(entry.label for entry in capacity_data.hosts(design, "cathode"))
    targets = tuple(layer.id for layer in design.stack.layers if layer.role in ("cathode", "anode"))
    if capacity_data.lacks_ion(design):
        return [
            _finding(
                "ion-source", "error", targets, "No source of the working ion",
                f"{names} is made without the working ion, and the anode brings none either, so there is "
                "nothing to cycle. Use a metal anode or one that is charged with the ion beforehand.",
            )
        ]  # fmt: skip
    if any(entry.metal_anode == "metal" for entry in stores):
        return []
    anode = ", ".join(entry.label for entry in stores) or "the anode"
    return [
        _finding(
            "ion-source", "notice", targets, "The anode must bring the working ion",
            f"{names} is made without the working ion, so {anode} has to hold enough of it from the start. How "
            "much it holds is not stated here; the capacity of the cell cannot exceed it.",
        )
    ]  # fmt: skip
