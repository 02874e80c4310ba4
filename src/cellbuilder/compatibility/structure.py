"""What must hold of any stack, whatever its contacts: complete, conducting, within sane conditions."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cellbuilder.compatibility import by_rule
from cellbuilder.domain import formula as chemistry
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding, Severity
from cellbuilder.domain.material import Material
from cellbuilder.domain.rulebook import Rule, Rulebook
from cellbuilder.domain.stack import Role
from cellbuilder.engine import geometry, voltage
from cellbuilder.engine.calculation import Calculation
from cellbuilder.engine.layer_data import title
from cellbuilder.units import ZERO_CELSIUS_K

_ELECTROLYTES: Final = ("electrolyte", "coating")


def faults(design: Design, rules: Rulebook | None = None) -> list[Finding]:
    """Return what is missing or cannot be in the stack and in its conditions.

    Melting points, temperatures and densities are judged by ``rules``; without them they are not.
    """
    book = rules or Rulebook()
    return [
        *_incomplete(design),
        *_not_conducting(design),
        *_limits(design),
        *_polarity(design),
        *_too_hot(design, book),
        *_too_dense(design, book),
    ]


def _finding(
    code: str,
    severity: Severity,
    name: str,
    message: str,
    targets: tuple[str, ...],
) -> Finding:
    hard = severity == "error"
    return Finding(
        id=f"{code}:{'|'.join(targets)}" if targets else code, code=code, severity=severity,
        verdict="blocks" if hard else "risk", grade="A" if hard else "E", title=name, message=message, targets=targets,
    )  # fmt: skip


def _incomplete(design: Design) -> list[Finding]:
    roles = {layer.role for layer in design.stack.layers}
    needed: tuple[tuple[Role, ...], ...] = (("cathode",), ("electrolyte",), ("anode", "anode collector"))
    missing = [choices[0] for choices in needed if not roles & set(choices)]
    return [
        _finding(
            f"no-{role}", "error", f"The stack has no {role}",
            "A cell needs a cathode, an electrolyte and an anode (or a collector to plate one on). "
            f"Add the {role}.", (),
        )
        for role in missing
    ]  # fmt: skip


def _not_conducting(design: Design) -> list[Finding]:
    found = []
    for layer in design.stack.layers:
        if layer.role != "electrolyte" or layer.material is None or layer.conductivity is not None:
            continue
        material = design.material(layer.material)
        if {material.category, *material.also} & set(_ELECTROLYTES) or material.preferred_point is not None:
            continue
        found.append(
            _finding(
                "no-ion-conductor", "error", f"{material.label} does not carry ions",
                f"{title(design, layer)} stands where the electrolyte should be, but {material.label} is a "
                f"{material.category}. Choose an electrolyte, or enter the ionic conductivity of the layer.",
                (layer.id,),
            )
        )  # fmt: skip
    return found


def _limits(design: Design) -> list[Finding]:
    cutoffs = design.stack.cutoffs
    if cutoffs is None or cutoffs.lower is None or cutoffs.upper is None:
        return []
    lower, upper = cutoffs.lower.si, cutoffs.upper.si
    if lower is None or upper is None or lower < upper:
        return []
    targets = tuple(layer.id for layer in design.stack.layers if layer.role == "cathode")
    return [
        _finding(
            "cutoffs", "warning", "The voltage window is upside down",
            f"The lower limit ({lower:g} V) is not below the upper one ({upper:g} V), so nothing can be cycled.",
            targets,
        )
    ]  # fmt: skip


def _polarity(design: Design) -> list[Finding]:
    potential = voltage.average(Calculation(), design)
    if isinstance(potential, str) or potential.value > 0.0:
        return []
    targets = tuple(layer.id for layer in design.stack.layers if layer.role in ("cathode", "anode"))
    return [
        _finding(
            "polarity", "error", "The cell gives no energy",
            f"On average the cathode lies {-potential.value:.3g} V below the anode. Exchange the active "
            "materials, or choose others.", targets,
        )
    ]  # fmt: skip


def melting_point(material: Material, rules: Rulebook) -> float | None:
    """Return the melting point of a material in K by the table of the rule ``molten``; None where it has none.

    The table is by composition. A material without a formula is found by its family, or as the metal of its ion.
    """
    rule = rules.rule("molten")
    if rule is None:
        return None
    if material.formula is not None:
        own = _shares(material.formula)
        return next((limit.si for name, limit in rule.limits.items() if _shares(name) == own), None)
    names = {name.strip().casefold() for name in (material.family, _own_metal(material)) if name is not None}
    return next((limit.si for name, limit in rule.limits.items() if name.casefold() in names), None)


def _own_metal(material: Material) -> str | None:
    return material.ion if material.metal_anode == "metal" else None


@lru_cache(maxsize=1024)
def _shares(formula: str) -> tuple[tuple[str, float], ...] | None:
    """Return the share of each element among the atoms; None of a name that is no formula."""
    try:
        counts = chemistry.parse(formula)
    except chemistry.FormulaError:
        return None
    atoms = sum(counts.values())
    return tuple(sorted((name, round(count / atoms, 4)) for name, count in counts.items()))


def _too_hot(design: Design, rules: Rulebook) -> list[Finding]:
    kelvin = design.stack.conditions.temperature.si
    if kelvin is None:
        return []
    celsius = kelvin - ZERO_CELSIUS_K
    rule, hot = rules.rule("molten"), rules.rule("temperature")
    found = [] if rule is None else _molten(design, rule, kelvin, rules)
    if not found and hot is not None and kelvin > hot.limit("highest"):
        found.append(
            by_rule.finding(
                hot, "The cell is very hot", f"The cell is at {celsius:.4g} °C. {hot.statement} Is the temperature "
                "in kelvin?", (), conditions=f"{celsius:.4g} °C",
            )
        )  # fmt: skip
    return found


def _molten(design: Design, rule: Rule, kelvin: float, rules: Rulebook) -> list[Finding]:
    """Return which anodes hold a material that is molten; polymers are used above their melting point."""
    found = []
    for layer in design.stack.layers:
        if layer.role != "anode":
            continue
        for material in (design.material(key) for key in layer.material_ids):
            melting = None if material.material_class == "polymer" else melting_point(material, rules)
            if melting is None or kelvin < melting:
                continue
            celsius = kelvin - ZERO_CELSIUS_K
            alone = layer.material is not None
            name = title(design, layer) if alone else f"{material.label} in {title(design, layer)}"
            found.append(
                by_rule.finding(
                    rule, f"{name} is molten at this temperature",
                    f"{material.label} melts at {melting - ZERO_CELSIUS_K:.4g} °C and the cell is at {celsius:.4g} °C. "
                    f"{rule.statement} Is the temperature in kelvin?", (layer.id,),
                    of=layer.id if alone else f"{layer.id}.{material.id}", conditions=f"{celsius:.4g} °C",
                )
            )  # fmt: skip
    return found


def _too_dense(design: Design, rules: Rulebook) -> list[Finding]:
    rule = rules.rule("density")
    if rule is None:
        return []
    found = []
    for layer in design.stack.layers:
        relative = geometry.relative_density(design, layer)
        if relative is not None and relative > rule.limit("most"):
            found.append(
                by_rule.finding(
                    rule, f"{title(design, layer)} is denser than its materials",
                    f"The density entered is {100 * relative:.0f} % of that of the pore-free materials. "
                    f"{rule.statement} Check mass, thickness and density: any two of them give the third.",
                    (layer.id,), of=layer.id,
                )
            )  # fmt: skip
    return found
