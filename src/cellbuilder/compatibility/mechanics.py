"""Mechanics: grains and alloys that swell beside stiff neighbours, and lithium pressed into a sulfide."""

from __future__ import annotations

from collections.abc import Iterable

from cellbuilder.compatibility.by_rule import finding, listed
from cellbuilder.compatibility.contacts import Contact
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.rulebook import Rule, Rulebook
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.layer_data import actives, conducts, title


def findings(design: Design, contacts: Iterable[Contact], rules: Rulebook) -> list[Finding]:
    """Return what the operating pressure is too low or too high for; nothing where none is entered."""
    entered = design.stack.conditions.operating_pressure
    if entered is None or entered.si is None:
        return []
    swelling, creeping = rules.rule("volume-change"), rules.rule("lithium-pressure")
    return [
        *([] if swelling is None else _swelling(design, swelling, entered.si)),
        *([] if creeping is None else _creeping(contacts, creeping, entered.si)),
    ]


def _swelling(design: Design, rule: Rule, pascal: float) -> list[Finding]:
    if pascal >= rule.limit("low-pressure"):
        return []
    found = []
    for layer in design.stack.layers:
        if layer.role not in ("cathode", "anode"):
            continue
        stiff = [material for material in _carriers(design, layer) if _modulus(material) >= rule.limit("stiff")]
        for material in _stores(design, layer):
            change = None if material.volume_change is None else material.volume_change.si
            if change is None:
                continue
            alloy = material.metal_anode == "alloy" and abs(change) >= rule.limit("alloy")
            if alloy or (stiff and abs(change) >= rule.limit("grains")):
                found.append(_loses_contact(design, layer, material, change, [] if alloy else stiff, rule, pascal))
    return found


def _stores(design: Design, layer: Layer) -> tuple[Material, ...]:
    keys = (layer.material,) if layer.material is not None else tuple(part.material for part in actives(layer))
    return tuple(design.material(key) for key in dict.fromkeys(keys))


def _carriers(design: Design, layer: Layer) -> tuple[Material, ...]:
    return tuple(design.material(part.material) for part in layer.components if conducts(part))


def _modulus(material: Material) -> float:
    """Return Young's modulus in Pa; 0 where it is unknown, so that nothing is called stiff without data."""
    known = None if material.mechanics is None else material.mechanics.youngs_modulus
    return 0.0 if known is None or known.si is None else known.si


def _loses_contact(
    design: Design, layer: Layer, material: Material, change: float, stiff: list[Material], rule: Rule, pascal: float
) -> Finding:
    beside = f" beside {listed(f'{entry.label} ({_modulus(entry) / 1e9:.3g} GPa)' for entry in stiff)}" if stiff else ""
    source = None if material.volume_change is None else material.volume_change.source
    return finding(
        rule, f"{material.label} may lose contact in {title(design, layer)}",
        f"{material.label} changes its volume by {100 * change:+.3g} %{beside}, and the cell is held at "
        f"{pascal / 1e6:g} MPa only, less than {rule.limit('low-pressure') / 1e6:g} MPa. {rule.statement}",
        (layer.id,), of=f"{layer.id}.{material.id}", conditions=f"operating pressure {pascal / 1e6:g} MPa",
        sources=(source,),
    )  # fmt: skip


def _creeping(contacts: Iterable[Contact], rule: Rule, pascal: float) -> list[Finding]:
    """Return lithium metal against sulfides under more pressure than the published cells stood for long."""
    if pascal <= rule.limit("in-days"):
        return []
    found: dict[str, Finding] = {}
    for contact in contacts:
        metal, other = contact.first, contact.second
        if metal.metal_anode != "metal":
            metal, other = other, metal
        if contact.place != "anode side" or metal.metal_anode != "metal" or metal.ion != "Li":
            continue
        if other.category == "electrolyte" and other.material_class == "sulfide":
            found[contact.pair] = _shorts(rule, contact, metal, other, pascal)
    return list(found.values())


def _shorts(rule: Rule, contact: Contact, metal: Material, other: Material, pascal: float) -> Finding:
    at_once = pascal >= rule.limit("at-once")
    near = other.family == "argyrodite"
    return finding(
        rule, f"{metal.label} is pressed into {other.label}",
        f"The cell is run at {pascal / 1e6:g} MPa with lithium metal on {other.label}. {rule.statement}",
        contact.layers, of=contact.pair, severity=rule.severity if at_once else "notice",
        grade=rule.grade if near else "D", conditions=f"operating pressure {pascal / 1e6:g} MPa",
    )  # fmt: skip
