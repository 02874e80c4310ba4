"""How a cell runs, from the engine's figures: critical currents, plating, leakage, losses, cells without an anode."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from cellbuilder.compatibility.by_rule import finding, listed
from cellbuilder.compatibility.contacts import Contact
from cellbuilder.compatibility.evidence_base import EvidenceBase, Match
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.material import Material
from cellbuilder.domain.result import CellFigures, Figure
from cellbuilder.domain.rulebook import Rule, Rulebook
from cellbuilder.engine import capacity_data, voltage
from cellbuilder.units import ZERO_CELSIUS_K

_ROOM_K: Final = 25.0 + ZERO_CELSIUS_K
_AMBIENT_PA: Final = 1e5
"""A pressure of zero counts as that of the air."""


def findings(
    design: Design, contacts: Iterable[Contact], figures: CellFigures, evidence: EvidenceBase
) -> list[Finding]:
    """Return what the figures say of a cell under current and at rest; unknown figures say nothing."""
    rules = evidence.rules
    shown = {figure.key: figure for figure in figures.operation}
    return [
        *_critical(design, contacts, figures, shown, evidence),
        *_plating(design, figures.np_ratio, rules),
        *_leaks(design, shown.get("self-discharge"), rules),
        *_drop(design, figures, rules),
        *_anode_free(design, shown.get("coulombic efficiency"), rules),
    ]


@record
class _Ratio:
    """The current of the cell over one published critical current."""

    match: Match
    figure: Figure
    value: float


def _critical(
    design: Design, contacts: Iterable[Contact], figures: CellFigures, shown: dict[str, Figure], evidence: EvidenceBase
) -> list[Finding]:
    rule = evidence.rules.rule("critical-current")
    if rule is None:
        return []
    found: dict[str, Finding] = {}
    for contact in contacts:
        if contact.place != "anode side" or contact.pair in found:
            continue
        matches = evidence.about(contact.first, contact.second)
        ratios = [
            _Ratio(match, figure, figure.value) for match in matches
            if match.exact and (figure := shown.get(f"critical:{match.record.id}")) is not None
            if figure.value is not None and match.record.critical_current is not None
        ]  # fmt: skip
        if ratios:
            told = _over(design, rule, contact, _like_this_cell(design, rule, ratios), figures, matches)
            found |= {} if told is None else {contact.pair: told}
    return list(found.values())


def _like_this_cell(design: Design, rule: Rule, ratios: list[_Ratio]) -> list[_Ratio]:
    """Return the records near in temperature, and of these those near in pressure, where there are any."""
    entered = design.stack.conditions.temperature.si
    kelvin = _ROOM_K if entered is None else entered
    warm = [entry for entry in ratios if abs(_kelvin(entry.match) - kelvin) <= rule.limit("kelvin")] or ratios
    pressure = design.stack.conditions.operating_pressure
    pascal = None if pressure is None else pressure.si
    if pascal is None:
        return warm
    steps = [(step, entry) for entry in warm if (step := _pressure_steps(entry.match, pascal)) is not None]
    near = [(step, entry) for step, entry in steps if step <= math.log(rule.limit("fold")) + 1e-9]
    if not near:
        return warm
    least = min(step for step, _ in near)
    return [entry for step, entry in near if step <= least + 1e-9]


def _kelvin(match: Match) -> float:
    """Return the temperature of a record; room temperature where none is said."""
    current = match.record.critical_current
    stated = None if current is None or current.temperature is None else current.temperature.si
    return _ROOM_K if stated is None else stated


def _pressure_steps(match: Match, pascal: float) -> float | None:
    """Return the logarithm of the factor between the pressure of a record and that of the cell; None if not said."""
    current = match.record.critical_current
    stated = None if current is None or current.pressure is None else current.pressure.si
    return None if stated is None else abs(math.log(max(stated, _AMBIENT_PA) / max(pascal, _AMBIENT_PA)))


def _over(
    design: Design, rule: Rule, contact: Contact, ratios: list[_Ratio], figures: CellFigures, matches: Iterable[Match]
) -> Finding | None:
    """Tell the share of the critical current: a warning only where every record near this cell is exceeded."""
    least, most = min(entry.value for entry in ratios), max(entry.value for entry in ratios)
    if most <= rule.limit("near"):
        return None
    certain = not any(entry.figure.at_most for entry in ratios)
    severe = least > rule.limit("over") and certain
    name = f"{contact.first.label} | {contact.second.label}"
    spread = f"{least:.2g} to {most:.2g} times" if most > 1.001 * least else f"{most:.2g} times"
    words = "above" if least > rule.limit("over") else "near" if most <= rule.limit("over") else "above some"
    several = len(ratios) > 1
    said = "; ".join(f"{entry.value:.2g} ({_said_of(entry.match, criterion=not several)})" for entry in ratios)
    bound = "" if certain else " The current is known from above only, so these are upper bounds."
    stood = [match for match in matches if _stood(match, figures.current_density)]
    return finding(
        rule, f"{name}: the current is {words} published critical current{'s' if several else ''}",
        f"The current is {spread} the current density at which this contact failed: {said}.{bound} {rule.statement}"
        f"{_pressure_missing(design)}", contact.layers, of=contact.pair,
        severity=rule.severity if severe else "notice", grade=min(entry.match.grade for entry in ratios),
        conditions=None if several else _said_of(ratios[0].match),
        supporting=[entry.match for entry in ratios], opposing=stood,
    )  # fmt: skip


def _said_of(match: Match, *, criterion: bool = True) -> str:
    current = match.record.critical_current
    assert current is not None
    at = [f"{entry.value:g} {entry.unit}" for entry in (current.temperature, current.pressure)
          if entry is not None and entry.value is not None]  # fmt: skip
    way = [] if current.direction == "unknown" else [current.direction]
    said = ", ".join((*way, *at)) or "conditions not given"
    return f"{said}: {current.criterion}" if criterion else said


def _pressure_missing(design: Design) -> str:
    pressure = design.stack.conditions.operating_pressure
    if pressure is None or pressure.si is None:
        return " No operating pressure is entered, so records at any pressure count here."
    return ""


def _stood(match: Match, density: Figure) -> bool:
    """Whether a record says that this very contact stood at least the current of the cell."""
    current = match.record.critical_current
    if not match.exact or match.record.layer is not None or current is None or density.value is None:
        return False
    stood, needed = current.value.si, density.value * 10.0
    return match.record.verdict == "no issue reported" and stood is not None and stood >= needed


def _plating(design: Design, ratio: Figure, rules: Rulebook) -> list[Finding]:
    """Return whether the anode holds what the cathode gives; metal is an inventory and no host."""
    rule, hosts = rules.rule("plating"), capacity_data.hosts(design, "anode")
    if rule is None or ratio.value is None or ratio.at_least or not hosts or capacity_data.cathode_is_empty(design):
        return []
    if any(host.metal_anode == "metal" or host.family == "Ag-C" for host in hosts):
        return []
    full, margin = rule.limit("full"), rule.limit("margin")
    if ratio.value >= margin or (ratio.value >= full and not _plates(design, hosts, rule)):
        return []
    targets = tuple(layer.id for layer in design.stack.layers if layer.role in ("cathode", "anode"))
    names, value = listed(host.label for host in hosts), f"N/P is {ratio.value:.3g}"
    spread = "" if ratio.high is None or ratio.low is None else f" ({ratio.low:.3g} to {ratio.high:.3g})"
    if not _plates(design, hosts, rule):
        return [
            finding(
                rule, f"{names} limits the cell",
                f"{value}{spread}: {names} takes up less than the cathode gives, so the cathode is not used up. The "
                "voltage limit has to end the charge; beyond it the potential of the anode falls, and metal may be "
                "plated in the end.", targets, severity="notice", verdict="risk", grade="E",
            )
        ]  # fmt: skip
    surely = max(ratio.value, ratio.high or ratio.value) < full
    if surely:
        return [
            finding(
                rule, f"{names} cannot take up what the cathode gives",
                f"{value}{spread}. {rule.statement} Such a cell only runs if its charge is stopped before the anode is "
                "full.", targets,
            )
        ]  # fmt: skip
    return [
        finding(
            rule, f"Metal may be plated on {names}",
            f"{value}{spread}, and {margin:g} is the least that is usual: where the current or the layers are uneven, "
            f"metal is plated on {names}. {rule.statement}", targets, severity="warning", verdict="risk", grade="E",
        )
    ]  # fmt: skip


def _plates(design: Design, hosts: Iterable[Material], rule: Rule) -> bool:
    """Whether these are hosts so near to the metal that they plate as soon as they are full."""
    ion = voltage.working_ion(design)
    for host in hosts:
        potential = host.potential_against(f"{ion}/{ion}+")
        if host.metal_anode == "alloy" or potential is None or potential.si is None:
            return False
        if potential.si >= rule.limit("metal-near"):
            return False
    return True


def _leaks(design: Design, time: Figure | None, rules: Rulebook) -> list[Finding]:
    rule = rules.rule("self-discharge")
    if rule is None or time is None or time.value is None or time.at_least:
        return []
    hours = rule.limit("shortest") / 3600.0
    if max(time.value, time.high or time.value) >= hours:
        return []
    spread = "" if time.low is None or time.high is None else f" ({time.low:.2g} to {time.high:.2g})"
    return [
        finding(
            rule, "The separator would empty the cell",
            f"Electrons through the separator would empty the cell in {time.value:.2g} h{spread}, less than "
            f"{hours:g} h. {rule.statement} Or it is right, and the separator is too thin for it.",
            tuple(layer.id for layer in design.stack.layers if layer.role == "electrolyte"),
        )
    ]  # fmt: skip


def _drop(design: Design, figures: CellFigures, rules: Rulebook) -> list[Finding]:
    rule, drop, volts = rules.rule("voltage-drop"), figures.voltage_drop, figures.average_voltage.value
    if rule is None or drop.value is None or volts is None or volts <= 0.0 or drop.at_most:
        return []
    share = drop.value / 1000.0 / volts
    if share <= rule.limit("share"):
        return []
    least = "at least " if drop.at_least else ""
    return [
        finding(
            rule, f"The current costs {100 * share:.2g} % of the voltage",
            f"At this current {least}{drop.value / 1000.0:.3g} V of {volts:.3g} V are lost to resistance. "
            f"{rule.statement}",
            tuple(layer.id for layer in design.stack.layers if layer.role in ("cathode", "electrolyte", "anode")),
            conditions=drop.regime,
        )
    ]  # fmt: skip


def _anode_free(design: Design, needed: Figure | None, rules: Rulebook) -> list[Finding]:
    rule = rules.rule("anode-free")
    if rule is None or needed is None or needed.value is None:
        return []
    entered = design.stack.conditions.coulombic_efficiency
    stated = None if entered is None or entered.si is None else 100.0 * entered.si
    short = stated is not None and stated < needed.value
    said = "None is entered." if stated is None else f"{stated:.6g} % are entered."
    return [
        finding(
            rule, f"An anode-free cell needs {needed.value:.5g} % coulombic efficiency",
            f"{rule.statement} To last its cycles this cell needs {needed.value:.5g} % per cycle. {said}",
            tuple(layer.id for layer in design.stack.layers if layer.role == "anode collector"),
            severity="notice" if short else None,
        )
    ]  # fmt: skip
