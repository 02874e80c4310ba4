"""How a cell is made: moist air, heat, solvents, the order of steps and pressure, against what its materials stand."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from cellbuilder.compatibility import structure, verdicts
from cellbuilder.compatibility.by_rule import finding, listed
from cellbuilder.compatibility.contacts import Contact, fingerprint, stack_order
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match, Surrounding
from cellbuilder.compatibility.moisture import Exposed, exposed, moist_air
from cellbuilder.compatibility.verdicts import Judgement
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.rulebook import Rule
from cellbuilder.domain.stack import Component
from cellbuilder.engine.layer_data import conducts
from cellbuilder.units import ZERO_CELSIUS_K

_WEAK: Final = ("the class", "in general")


def findings(design: Design, contacts: Iterable[Contact], evidence: EvidenceBase) -> list[Finding]:
    """Return what may go wrong while the cell is made; what is not said of the process gives information at most.

    It rests on what touches what and on the process, so a change of thickness or current leaves it as it was.
    """
    touching = tuple(contacts)
    return evidence.stacks.remember(
        ("making", *_process(design)), lambda: _findings(design, touching, evidence), design
    )  # fmt: skip


def _process(design: Design) -> tuple[Hashable, ...]:
    """Return all of a design that these findings look at; quantities by identity."""
    conditions = design.stack.conditions
    stated = (conditions.fabrication_temperature, conditions.dew_point, conditions.fabrication_pressure,
              conditions.operating_pressure)  # fmt: skip
    return fingerprint(design), tuple(map(id, stated)), conditions.solvent, design.stack.format.kind


def _findings(design: Design, touching: tuple[Contact, ...], evidence: EvidenceBase) -> list[Finding]:
    found = exposed(design, touching, evidence)
    return [
        *moist_air(design, found, evidence.rules),
        *_fired(design, touching, evidence),
        *_molten(design, evidence),
        *_slurry(design, found, evidence),
        *_coatings_first(design, evidence),
        *_pressure(design, evidence),
    ]


@record
class _Firing:
    """What is published about heating a pair together: up to which temperature (K), if any is said, and in what."""

    contact: Contact
    layers: tuple[str, ...]
    kelvin: float | None
    told: Match
    others: tuple[Match, ...]

    @property
    def name(self) -> str:
        return f"{self.contact.first.label} | {self.contact.second.label}"

    @property
    def weak(self) -> bool:
        """Whether it was said of a relative or of a class only."""
        return bool(self.told.relatives) or self.told.specificity in _WEAK or self.told.grade == "E"

    @property
    def good(self) -> bool:
        return self.told.record.verdict == "no issue reported"


def _celsius(kelvin: float) -> str:
    return f"{kelvin - ZERO_CELSIUS_K:.4g} °C"


def _fired(design: Design, contacts: Sequence[Contact], evidence: EvidenceBase) -> list[Finding]:
    rule = evidence.rules.rule("firing")
    if rule is None:
        return []
    entered = design.stack.conditions.fabrication_temperature
    kelvin = None if entered is None else entered.si
    solid = [entry for entry in contacts if _as_made(design, entry)]
    known = _firings(design, solid, evidence)
    if kelvin is None:
        return _not_said(design, rule, [entry for entry in known if not entry.good])
    found = _not_on_record(design, rule, solid, known, kelvin)
    for entry in known:
        if entry.kelvin is not None and kelvin > entry.kelvin:
            found.append(_too_hot(rule, entry, entry.kelvin, kelvin))
        elif entry.kelvin is None and not entry.good:
            found.append(
                finding(
                    rule, f"{entry.name}: heated together",
                    f"The layers are heated to {_celsius(kelvin)} together. {entry.told.record.statement} Up to which "
                    "temperature this pair stands it is not on record.", entry.layers, of=entry.contact.pair,
                    severity="info", grade=entry.told.grade, supporting=(entry.told, *entry.others),
                )
            )  # fmt: skip
    return found


def _as_made(design: Design, contact: Contact) -> bool:
    """Whether two materials are heated together: not foils, nor the metal that a cell plates later."""
    there = design.stack.material_ids
    return contact.place != "collector" and contact.first.id in there and contact.second.id in there


def _not_on_record(
    design: Design, rule: Rule, contacts: Sequence[Contact], known: Sequence[_Firing], kelvin: float
) -> list[Finding]:
    """Return the one finding that lists the pairs about whose heating nothing is on record."""
    told = {entry.contact.pair for entry in known}
    silent = [entry for entry in contacts if entry.pair not in told]
    if not silent or kelvin <= rule.limit("warm"):
        return []
    names = {entry.pair: f"{entry.first.label} | {entry.second.label}" for entry in silent}
    return [
        finding(
            rule, f"Heating these together is not on record: {len(names)} pair{'s' if len(names) > 1 else ''}",
            f"The layers are heated to {_celsius(kelvin)} together. Nothing is on record about heating "
            f"{'; '.join(names.values())}. That is no sign that they stand it.",
            stack_order(design, (layer for entry in silent for layer in entry.layers)), of="not-on-record",
            severity="info", verdict="no data", grade="E",
        )
    ]  # fmt: skip


def _firings(design: Design, contacts: Sequence[Contact], evidence: EvidenceBase) -> list[_Firing]:
    """Return, pair by pair, the nearest statements about making it: with a temperature, else without."""
    groups: dict[str, list[Contact]] = {}
    for contact in contacts:
        groups.setdefault(contact.pair, []).append(contact)
    found = []
    for group in groups.values():
        first, second = group[0].first, group[0].second
        layers = stack_order(design, (layer for contact in group for layer in contact.layers))
        limited = [
            match for match in evidence.about(first, second)
            if match.record.temperature_limit is not None and match.record.temperature_limit.si is not None
            if match.record.layer is None and match.record.verdict != "no data" and len(match.relatives) < 2
        ]  # fmt: skip
        if limited:
            near = [match for match in limited if (match.steps, match.distance) == _nearness(limited[0])]
            told = min(near, key=lambda match: (_limit_k(match), match.grade, match.record.id))
            others = tuple(match for match in near if match is not told)
            found.append(_Firing(group[0], layers, _limit_k(told), told, others))
            continue
        judged = verdicts.of_pair(evidence, first, second).get("processing")
        if judged is not None and len(judged.told.relatives) < 2:
            found.append(_Firing(group[0], layers, None, judged.told, judged.supporting))
    return found


def _nearness(match: Match) -> tuple[int, float]:
    return match.steps, match.distance


def _limit_k(match: Match) -> float:
    limit = match.record.temperature_limit
    assert limit is not None
    assert limit.si is not None
    return limit.si


def _too_hot(rule: Rule, entry: _Firing, limit: float, kelvin: float) -> Finding:
    said = "is reported without trouble up to" if entry.good else "is reported to be spoiled above"
    analogy = "" if entry.told.exact else f" This was said of {entry.told.specificity}, not of these two."
    return finding(
        rule, f"{entry.name}: fired above {_celsius(limit)}",
        f"The layers are heated to {_celsius(kelvin)} together, and this pair {said} {_celsius(limit)}. "
        f"{entry.told.record.statement}{analogy} {rule.statement}", entry.layers, of=entry.contact.pair,
        severity="notice" if entry.weak or entry.good else rule.severity, grade=entry.told.grade,
        conditions=entry.told.record.conditions, supporting=(entry.told, *entry.others),
    )  # fmt: skip


def _not_said(design: Design, rule: Rule, known: Sequence[_Firing]) -> list[Finding]:
    """Return the one finding that lists the pairs which do not stand any heat, where none is entered."""
    if not known:
        return []
    pairs = [f"{entry.name} ({_limit_said(entry)})" for entry in known]
    targets = stack_order(design, (layer for entry in known for layer in entry.layers))
    return [
        finding(
            rule, "Pairs that may not stand being fired together",
            f"If the layers are sintered or hot pressed together, mind {'; '.join(pairs)}. {rule.statement} "
            "No fabrication temperature is entered.", targets, severity="info",
            grade=min(entry.told.grade for entry in known), supporting=[entry.told for entry in known],
        )
    ]  # fmt: skip


def _limit_said(entry: _Firing) -> str:
    if entry.kelvin is None:
        return "limit unknown"
    return f"above {_celsius(entry.kelvin)}{', said of a relative' if entry.told.relatives else ''}"


def _molten(design: Design, evidence: EvidenceBase) -> list[Finding]:
    rule, entered = evidence.rules.rule("molten-when-made"), design.stack.conditions.fabrication_temperature
    if rule is None or entered is None or entered.si is None:
        return []
    found = []
    for key in design.stack.material_ids:
        material = design.material(key)
        limit = structure.melting_point(material, evidence.rules)
        if limit is None or entered.si < limit:
            continue
        targets = tuple(layer.id for layer in design.stack.layers if key in layer.material_ids)
        label, polymer = material.label, material.material_class == "polymer"
        ask = "That is how it is hot pressed." if polymer else "Is it put on afterwards, or melted on purpose?"
        found.append(
            finding(
                rule, f"{label} melts when the layers are heated",
                f"{label} melts at {_celsius(limit)}, and the layers are heated to {_celsius(entered.si)} together. "
                f"{rule.statement} {ask}", targets, of=key, severity="info" if polymer else None,
            )
        )  # fmt: skip
    return found


def _slurry(design: Design, found: Sequence[Exposed], evidence: EvidenceBase) -> list[Finding]:
    solvent = design.stack.conditions.solvent
    if solvent is None or solvent == "none":
        return []
    wet: dict[str, list[str]] = {}
    for layer in design.stack.layers:
        for part in layer.components:
            wet.setdefault(_face(part), []).append(layer.id)
    if solvent == "water":
        return _in_water(design, wet, found, evidence)
    rule = evidence.rules.rule("solvent")
    surrounding: Surrounding = "polar solvent" if solvent == "polar" else "non-polar solvent"
    if rule is None:
        return []
    told = []
    for key, layers in wet.items():
        material = design.material(key)
        worst = _worst(verdicts.of_pair(evidence, material, surrounding).values())
        if worst is not None:
            told.append(_dissolved(rule, material, surrounding, worst, stack_order(design, layers)))
    return told


def _face(part: Component) -> str:
    """Return what a grain shows to the solvent: its coating, if it has one."""
    return part.material if part.coating is None else part.coating.material


def _worst(judged: Iterable[Judgement]) -> Judgement | None:
    bad = [entry for entry in judged if entry.verdict in ("grows", "risk")]
    return min(bad, key=lambda entry: verdicts.WORST_FIRST.index(entry.verdict), default=None)


def _dissolved(
    rule: Rule, material: Material, solvent: Surrounding, judged: Judgement, layers: tuple[str, ...]
) -> Finding:
    near = "" if judged.told.exact else f" This was said of {judged.told.specificity}."
    return finding(
        rule, f"{material.label} in a {solvent}",
        f"{judged.told.record.statement}{near} The slurry of {material.label} is made with a {solvent}. "
        f"{rule.statement}", layers, of=material.id, severity=judged.severity, verdict=judged.verdict,
        grade=judged.grade, conditions=judged.told.record.conditions,
        supporting=(judged.told, *judged.supporting), opposing=judged.opposing,
    )  # fmt: skip


def _in_water(
    design: Design, wet: dict[str, list[str]], found: Sequence[Exposed], evidence: EvidenceBase
) -> list[Finding]:
    rule = evidence.rules.rule("solvent-water")
    hurt = [entry for entry in found if entry.material.id in wet]
    if rule is None or not hurt:
        return []
    severe = [entry for entry in hurt if not entry.mild and entry.code not in ("moisture-surface", "moisture-uptake")]
    names = listed(entry.material.label for entry in severe or hurt)
    return [
        finding(
            rule, f"{names} in a slurry with water",
            f"{' '.join(dict.fromkeys(f'{entry.material.label}: {entry.text}' for entry in severe or hurt))} "
            f"{rule.statement}", stack_order(design, (layer for entry in hurt for layer in wet[entry.material.id])),
            severity=None if severe else "notice", supporting=[match for entry in hurt for match in entry.supporting],
            sources=[entry.source for entry in hurt],
        )
    ]  # fmt: skip


def _coatings_first(design: Design, evidence: EvidenceBase) -> list[Finding]:
    """Return which coatings are annealed, by what is published of them on these very grains."""
    rule = evidence.rules.rule("coating-order")
    if rule is None:
        return []
    found = []
    for layer in design.stack.layers:
        carriers = [design.material(part.material) for part in layer.components if conducts(part)]
        for part in layer.components:
            if part.coating is None or part.function != "active material" or not carriers:
                continue
            grain, coat = design.material(part.material), design.material(part.coating.material)
            heated = [
                match for carrier in carriers for match in evidence.with_layer(grain, carrier, coat)
                if any(word.casefold() in (match.record.process or "").casefold() for word in rule.words)
            ]  # fmt: skip
            if heated:
                others = listed(carrier.label for carrier in carriers)
                found.append(
                    finding(
                        rule, f"{coat.label} is heated before {others} is mixed in",
                        f"{coat.label} on {grain.label} was made with heat: {heated[0].record.process}. "
                        f"{rule.statement}", (layer.id,), of=f"{layer.id}.{coat.id}", supporting=heated,
                    )
                )  # fmt: skip
    return found


def _pressure(design: Design, evidence: EvidenceBase) -> list[Finding]:
    rule, entered = evidence.rules.rule("lab-pressure"), design.stack.conditions.operating_pressure
    if rule is None or entered is None or entered.si is None or entered.si <= rule.limit("pouch"):
        return []
    pouch = design.stack.format.kind == "pouch"
    made = design.stack.conditions.fabrication_pressure
    pressed = "" if made is None or made.si is None else f" It was pressed at {made.si / 1e6:g} MPa when it was made."
    return [
        finding(
            rule,
            "A pouch cell cannot be held at this pressure" if pouch else "Run at the pressure of a laboratory cell",
            f"The cell is run at {entered.si / 1e6:g} MPa; up to "
            f"{rule.limit('pouch') / 1e6:g} MPa are realistic for a pouch cell.{pressed} {rule.statement}",
            tuple(layer.id for layer in design.stack.layers if layer.role == "electrolyte"),
            severity=None if pouch else "info", conditions=f"operating pressure {entered.si / 1e6:g} MPa",
        )
    ]  # fmt: skip
