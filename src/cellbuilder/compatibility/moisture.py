"""Moist air: what it does to each material of a stack, one finding for each class of hazard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cellbuilder.compatibility import verdicts
from cellbuilder.compatibility.by_rule import finding, listed
from cellbuilder.compatibility.contacts import Contact, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.compatibility.verdicts import Judgement
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.quantity import SourceRef
from cellbuilder.domain.rulebook import Rule, Rulebook
from cellbuilder.units import ZERO_CELSIUS_K

GAS: Final = "moisture-gas"
HYDROGEN: Final = "moisture-hydrogen"
CLASSES: Final = {
    GAS: "gives off toxic gas in moist air",
    "moisture-acid": "takes up water and sets acid free",
    HYDROGEN: "reacts with water to hydrogen",
    "moisture-surface": "is covered with hydroxide and carbonate in moist air",
    "moisture-uptake": "takes up water from the air",
}
"""Classes of hazard, by the code of their rule, in words that follow the names of the materials."""

_BY_HAZARD: Final = (
    ("h2s", GAS), ("hydrogen sulfide", GAS), ("ammonia", GAS), ("hcl", "moisture-acid"),
    ("hydrogen chloride", "moisture-acid"), ("acid", "moisture-acid"), ("hydrogen", HYDROGEN), ("h2", HYDROGEN),
)  # fmt: skip
_BY_BEHAVIOUR: Final = (
    ("carbonate", "moisture-surface"), ("li2co3", "moisture-surface"), ("by-products", "moisture-surface"),
    ("surface layers", "moisture-surface"), ("hygroscopic", "moisture-uptake"), ("takes up water", "moisture-uptake"),
    ("hydrate", "moisture-uptake"),
)  # fmt: skip
_BY_CLASS: Final = {
    "sulfide": GAS, "halide": "moisture-acid", "antiperovskite": "moisture-uptake", "hydroborate": "moisture-uptake",
}  # fmt: skip


@record
class Exposed:
    """A material that moist air harms: the class of the hazard, what is said of it, and the statements behind it.

    ``name`` is that of the material, or of the contact that suffers. ``mild`` where it gives off little, or stands air
    by what is published of it.
    """

    material: Material
    name: str
    code: str
    text: str
    mild: bool
    supporting: tuple[Match, ...]
    opposing: tuple[Match, ...]
    source: SourceRef | None
    layers: tuple[str, ...]


def exposed(design: Design, contacts: Iterable[Contact], evidence: EvidenceBase) -> tuple[Exposed, ...]:
    """Return what moist air does to the materials and contacts of a stack; what is not known of is left out."""
    found = []
    for key in design.stack.material_ids:
        material = design.material(key)
        layers = tuple(layer.id for layer in design.stack.layers if key in layer.material_ids)
        entry = _of_material(material, layers, evidence)
        if entry is not None:
            found.append(entry)
    known: dict[str, Exposed] = {entry.material.id: entry for entry in found}
    for contact in {contact.pair: contact for contact in contacts}.values():
        judged = verdicts.of_pair(evidence, contact.first, contact.second).get("moisture")
        sides = [known[entry.id] for entry in (contact.first, contact.second) if entry.id in known]
        if judged is None or not sides or judged.verdict == "no issue reported":
            continue
        side = min(sides, key=lambda entry: entry.material.category != "electrolyte")
        name, text = f"{contact.first.label} | {contact.second.label}", judged.told.record.statement
        near = (judged.told, *judged.supporting)
        found.append(
            Exposed(side.material, name, side.code, text, side.mild, near, judged.opposing, None, contact.layers)
        )
    return tuple(found)


def _of_material(material: Material, layers: tuple[str, ...], evidence: EvidenceBase) -> Exposed | None:
    judged = verdicts.of_pair(evidence, material, "air").get("moisture")
    own = material.moisture
    near = judged is not None and judged.told.steps <= 1
    good = judged is not None and near and judged.verdict == "no issue reported"
    code = _class_of(material, judged)
    if code is None or (good and (own is None or own.hazard is None)):
        return None
    text = own.behaviour if own is not None else ""
    if judged is not None and (judged.told.exact or not text):
        text = judged.told.record.statement
    if own is not None and own.hazard is not None and _short(own.hazard) not in text:
        text = f"{_closed(text)} Hazard: {own.hazard}."
    mild = good or code != GAS or not _strong(material)
    supporting = () if judged is None else tuple(match for match in _all(judged) if not _says_good(match))
    opposing = () if judged is None else tuple(match for match in _all(judged) if _says_good(match))
    source = None if own is None else own.source
    mild = mild if code == GAS else good
    return Exposed(material, material.label, code, text, mild, supporting, opposing, source, layers)


def _all(judged: Judgement) -> tuple[Match, ...]:
    return judged.told, *judged.supporting, *judged.opposing


def _says_good(match: Match) -> bool:
    return match.record.verdict == "no issue reported"


def _short(hazard: str) -> str:
    return hazard.split(",")[0]


def _strong(material: Material) -> bool:
    """Whether it is an electrolyte or coating whose gas is named first; that of others is slow or little."""
    if material.category not in ("electrolyte", "coating"):
        return False
    if material.moisture is None:
        return material.material_class == "sulfide"
    return (material.moisture.hazard or "").startswith(("H2S", "H2Se"))


def _class_of(material: Material, judged: Judgement | None) -> str | None:
    """Return the class of the hazard: as the library names it, else by the class of the material."""
    own = material.moisture
    if own is not None and own.hazard is not None:
        hazard = own.hazard.lower()
        return next((code for word, code in _BY_HAZARD if word in hazard), "moisture-surface")
    if own is not None:
        behaviour = own.behaviour.lower()
        return next((code for word, code in _BY_BEHAVIOUR if word in behaviour), None)
    if judged is None or judged.verdict == "no issue reported" or material.category != "electrolyte":
        return None
    return "moisture-surface" if material.family == "garnet" else _BY_CLASS.get(material.material_class or "")


def moist_air(design: Design, found: Sequence[Exposed], rules: Rulebook) -> list[Finding]:
    """Return one finding for each class of hazard, weighed by the dew point where a limit is known.

    Hydrogen is told of metals and hydrides; that alloys are handled in dry argon too is no finding.
    """
    told = []
    for code, words in CLASSES.items():
        rule, group = rules.rule(code), [entry for entry in found if entry.code == code]
        if code == HYDROGEN:
            group = [entry for entry in group if entry.material.metal_anode != "alloy"]
        if rule is not None and group:
            told.append(_told(design, rule, words, group))
    return told


def _told(design: Design, rule: Rule, words: str, group: Sequence[Exposed]) -> Finding:
    strong = [entry for entry in group if not entry.mild]
    labels = dict.fromkeys(entry.material.label for entry in strong or group)
    if rule.code == GAS and not strong:
        words = "may give off a little gas in moist air"
    texts: dict[str, list[str]] = {}
    for entry in group:
        texts.setdefault(entry.text, []).append(entry.name)
    facts = " ".join(f"{listed(names)}: {_closed(text)}" for text, names in texts.items())
    entered = design.stack.conditions.dew_point
    dew = None if entered is None else entered.si
    limits = _limits_said(rule, dew)
    over = dew is not None and "dry-room" in rule.limits and dew > rule.limit("dry-room")
    severe = over and bool(strong)
    title = f"{listed(labels)} {words if len(labels) == 1 else _plural(words)}"
    grades = [match.grade for entry in group for match in entry.supporting]
    return finding(
        rule, title, f"{rule.statement} {facts}{limits}",
        stack_order(design, (layer for entry in group for layer in entry.layers)),
        severity=rule.severity if severe else "info", grade=min([*grades, rule.grade]),
        conditions=None if dew is None else f"dew point {dew - ZERO_CELSIUS_K:.3g} °C",
        supporting=[match for entry in group for match in entry.supporting],
        opposing=[match for entry in group for match in entry.opposing],
        sources=[entry.source for entry in group],
    )  # fmt: skip


def _closed(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _plural(words: str) -> str:
    for one, many in (("gives", "give"), ("takes", "take"), ("sets", "set"), ("reacts", "react"), ("is ", "are ")):
        words = words.replace(one, many)
    return words


def _limits_said(rule: Rule, dew: float | None) -> str:
    """What is asked of the room, and how the dew point entered compares; nothing where no limit is known."""
    if "dry-room" not in rule.limits:
        return ""
    room, best = (rule.limit(name) - ZERO_CELSIUS_K for name in ("dry-room", "best"))
    asked = f" Handle them in a glove box, or in a dry room with a dew point below {room:.3g} °C, better {best:.3g} °C."
    if dew is None:
        return f"{asked} No dew point is entered."
    celsius = dew - ZERO_CELSIUS_K
    side = "above" if celsius > room else "within" if celsius > best else "well within"
    return f"{asked} The dew point entered, {celsius:.3g} °C, is {side} this."
