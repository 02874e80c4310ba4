"""What must hold of any stack, whatever its contacts: complete, conducting, within sane conditions."""

from __future__ import annotations

from typing import Final

from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding, Severity
from cellbuilder.domain.stack import Role
from cellbuilder.engine import geometry, voltage
from cellbuilder.engine.calculation import Calculation
from cellbuilder.engine.layer_data import title
from cellbuilder.units import ZERO_CELSIUS_K

MELTING_C: Final = {"li": 180.5, "na": 97.8, "in": 156.6}
"""Melting points of metal anodes in degC, handbook values."""
DENSEST: Final = 1.02
"""A layer may be measured this much denser than its materials before that is called impossible."""
_ELECTROLYTES: Final = ("electrolyte", "coating")


def faults(design: Design) -> list[Finding]:
    """Return what is missing or cannot be in the stack and in its conditions."""
    return [
        *_incomplete(design),
        *_not_conducting(design),
        *_limits(design),
        *_polarity(design),
        *_molten(design),
        *_too_dense(design),
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


def _molten(design: Design) -> list[Finding]:
    kelvin = design.stack.conditions.temperature.si
    if kelvin is None:
        return []
    celsius = kelvin - ZERO_CELSIUS_K
    found = []
    for layer in design.stack.layers:
        melting = MELTING_C.get(layer.material or "") if layer.role == "anode" else None
        if melting is not None and celsius >= melting:
            found.append(
                _finding(
                    "molten", "warning", f"{title(design, layer)} is molten at this temperature",
                    f"{design.material(layer.material or '').label} melts at {melting:g} °C and the cell is at "
                    f"{celsius:.4g} °C. Is the temperature in kelvin?", (layer.id,),
                )
            )  # fmt: skip
    if not found and celsius > 150:
        found.append(
            _finding(
                "temperature", "notice", "The cell is very hot",
                f"{celsius:.4g} °C is far outside the range in which conductivities were measured. Is the temperature "
                "in kelvin?", (),
            )
        )  # fmt: skip
    return found


def _too_dense(design: Design) -> list[Finding]:
    found = []
    for layer in design.stack.layers:
        relative = geometry.relative_density(design, layer)
        if relative is not None and relative > DENSEST:
            found.append(
                Finding(
                    id=f"density:{layer.id}", code="density", severity="warning", verdict="risk", grade="E",
                    targets=(layer.id,), title=f"{title(design, layer)} is denser than its materials",
                    message=f"The density entered is {100 * relative:.0f} % of that of the pore-free materials. Check "
                    "mass, thickness and density: any two of them give the third.",
                )
            )  # fmt: skip
    return found
