"""Energy per mass and volume at four named levels, each with its counting convention; the charged cell's size."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import CellFormat
from cellbuilder.engine import capacity_data, layer_data, voltage
from cellbuilder.engine.calculation import Calculation, Kernel, Limit, Step, Term
from cellbuilder.engine.capacity import first_cycle_efficiency
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import inventory
from cellbuilder.engine.layer_data import limit_of

Level = Literal["material", "electrode", "stack", "cell"]
Size = Term | str

CONVENTIONS: dict[Level, str] = {
    "material": "cathode active material only",
    "electrode": "cathode and anode layers, no electrolyte, no collectors",
    "stack": "all layers and collectors as built, no packaging",
    "cell": "stack and packaging foils on both faces; no seams, tabs or pressure hardware",
}
_COLLECTORS: Final = ("cathode collector", "anode collector")
_NOTES: Final = SourceRef(ref="physics-notes", section="2.3")
PLATED: Final[dict[str, tuple[Quantity, Quantity]]] = {
    ion: (
        Quantity(value=density, unit="g/cm3", kind="calculated", source=_NOTES),
        Quantity(value=capacity, unit="mAh/g", kind="calculated", source=_NOTES),
    )
    for ion, density, capacity in (("Li", 0.534, 3861.88), ("Na", 0.968, 1165.79))
}
"""Density and capacity of the metal that is plated."""


@record
class LevelTerms:
    """Wh/kg and Wh/L of one level, or why they are unknown, and what they count."""

    level: Level
    specific_energy: Step | str
    energy_density: Step | str
    convention: str


def areal_energy(calculation: Calculation, capacity: Step | str, potential: Step | str) -> Step | str:
    """Return E = Q U at open circuit."""
    if isinstance(capacity, str) or isinstance(potential, str):
        return "; ".join(entry for entry in (capacity, potential) if isinstance(entry, str))
    return calculation.step(
        "energy", "E", "areal energy", "mWh/cm2", lambda q, u: q * u, "Q * U", [("Q", capacity), ("U", potential)],
        label="estimate", note=capacity.note if capacity.limit else None, limit=capacity.limit,
        convention="open-circuit energy: no loss to resistance",
    )  # fmt: skip


def stack_sums(calculation: Calculation, parts: tuple[Body, ...]) -> tuple[Step | str, Step | str]:
    """Return thickness and areal mass of all layers as built, collectors in full; what is unknown is left out."""
    rows = (("thickness", "d", "thickness of the stack", "um", [(body, body.thickness) for body in parts]),
            ("mass", "m", "areal mass of the stack", "mg/cm2", [(body, body.areal_mass) for body in parts]),
            )  # fmt: skip
    found: list[Step | str] = []
    for key, symbol, name, unit, sizes in rows:
        known: list[tuple[str, Term]] = [(symbol, size) for _, size in sizes if not isinstance(size, str)]
        missing = [f"{key} of {body.title}" for body, size in sizes if isinstance(size, str)]
        note = f"not counted, because unknown: {'; '.join(missing)}" if missing else None
        if not known:
            found.append(note or "the stack has no layers")
            continue
        limit: Limit | None = "floor" if missing else None
        found.append(calculation.step(
            key, symbol, name, unit, lambda *values: sum(values), f"sum({symbol})", known, note=note,
            limit=limit, convention="the layers as built, collectors in full",
        ))  # fmt: skip
    return found[0], found[1]


def charged_thickness(
    calculation: Calculation, design: Design, parts: tuple[Body, ...], built: Step | str, capacity: Step | str
) -> Step | str:
    """Return the thickness of the charged stack: with the metal that was plated and the hosts that swelled (1d)."""
    if isinstance(built, str):
        return built
    if isinstance(capacity, str):
        return capacity
    inputs: list[tuple[str, Term]] = [("d", built)]
    formula, notes = "d", [built.note]
    if capacity_data.cathode_is_empty(design):
        notes.append("the cathode is built without the working ion, so the cell is charged as built")
    else:
        metal = _plated(calculation, design, parts, capacity)
        if isinstance(metal, Step):
            inputs.append(("d_plated", metal))
            formula += " + d_plated"
        elif metal is not None:
            notes.append(metal)
        changes, unknown = _host_changes(calculation, design, parts)
        if changes:
            inputs += [("delta", change) for change in changes]
            formula += " + sum(delta)"
        if unknown:
            notes.append(f"volume change not on record: {', '.join(unknown)}")
    return calculation.step(
        "charged thickness", "d", "thickness of the charged stack", "um", lambda *values: sum(values), formula, inputs,
        label="estimate", note=layer_data.joined(*notes), limit=limit_of(built),
        convention="all layers, plated metal as a dense film, hosts swollen in full",
    )  # fmt: skip


def _plated(calculation: Calculation, design: Design, parts: tuple[Body, ...], capacity: Step) -> Step | str | None:
    """Return the metal that the first charge plates; what the cathode does not take back stays with it."""
    kind, ion = capacity_data.anode_kind(design), voltage.working_ion(design)
    if not capacity_data.anode_free(design) and kind != "metal":
        return None
    if ion not in PLATED:
        return "the metal that is plated is unknown"
    density = calculation.leaf(f"density of plated {ion}", "rho", f"density of {ion}", PLATED[ion][0])
    specific = calculation.leaf(f"capacity of plated {ion}", "q", f"capacity of {ion}", PLATED[ion][1])
    assert density is not None
    assert specific is not None
    inputs: list[tuple[str, Term]] = [("Q", capacity), ("rho", density), ("q", specific)]
    kept = first_cycle_efficiency(calculation, design, parts, "cathode")
    if kept is None:
        return calculation.step(
            "plated metal", "d_plated", f"{ion} plated in one charge", "um", inventory.metal_thickness,
            "Q / (rho * q)", inputs, label="estimate",
        )  # fmt: skip
    return calculation.step(
        "plated metal", "d_plated", f"{ion} plated in the first charge", "um",
        lambda q, rho, metal, eta: inventory.metal_thickness(inventory.first_charge_capacity(q, eta), rho, metal),
        "Q / eta_1 / (rho * q)", [*inputs, ("eta_1", kept)], label="estimate",
    )  # fmt: skip


def _host_changes(calculation: Calculation, design: Design, parts: tuple[Body, ...]) -> tuple[list[Term], list[str]]:
    changes: list[Term] = []
    unknown: list[str] = []
    for body in parts:
        layer = body.layer
        if layer.role not in ("cathode", "anode") or isinstance(body.thickness, str):
            continue
        pairs: list[tuple[str, Term | None]] = []
        if layer.material is not None and design.material(layer.material).metal_anode != "metal":
            pairs = [(layer.material, None)]
        elif body.volume_fractions:
            pairs = [(part.material, phi) for phi, part in zip(body.volume_fractions, layer.components, strict=True)
                     if part.function == "active material"]  # fmt: skip
        for key, phi in pairs:
            material = design.material(key)
            if material.metal_anode == "alloy" and material.holds_ion_as_made:
                unknown.append(f"{material.label}, which holds the ion as made")
                continue
            change = layer_data.given(calculation, f"volume change of:{key}", "dV",
                                      f"volume change of {material.label} on charging", material.volume_change,
                                      )  # fmt: skip
            if change is None:
                unknown.append(material.label)
                continue
            inputs: list[tuple[str, Term]] = [("d", body.thickness), ("dV", change)]
            formula = "d * dV"
            kernel: Kernel = _whole_change
            if phi is not None:
                inputs.append(("phi", phi))
                formula, kernel = "d * dV * phi", _part_change
            changes.append(calculation.step(
                f"swelling:{layer.id}/{key}", "delta", f"swelling of {material.label} in {body.title}", "um", kernel,
                formula, inputs, label="estimate", layers=(layer.id,),
            ))  # fmt: skip
    return changes, unknown


def _whole_change(thickness: Any, change: Any) -> Any:
    return inventory.host_thickness_change(thickness, 1.0, change)


def _part_change(thickness: Any, change: Any, fraction: Any) -> Any:
    return inventory.host_thickness_change(thickness, fraction, change)


def levels(
    calculation: Calculation, design: Design, parts: tuple[Body, ...], energy: Step | str, charged: Step | str
) -> tuple[LevelTerms, ...]:
    """Return Wh/kg and Wh/L at material, electrode, stack and cell level."""
    electrodes = tuple(body for body in parts if body.layer.role in ("cathode", "anode"))
    stack = _sums(calculation, design, parts, "stack")
    if design.stack.conventions.volume == "charged" and not isinstance(stack[1], str):
        stack = stack[0], _swollen(calculation, stack[1], charged)
    sizes: dict[Level, tuple[Size, Size]] = {
        "material": _material(calculation, design, parts),
        "electrode": _sums(calculation, design, electrodes, "electrode"),
        "stack": stack,
        "cell": _packed(calculation, design, *stack),
    }
    return tuple(_level(calculation, design, level, energy, *pair) for level, pair in sizes.items())


def _material(calculation: Calculation, design: Design, parts: tuple[Body, ...]) -> tuple[Size, Size]:
    body = next((body for body in parts if body.layer.role == "cathode"), None)
    if body is None:
        return "the stack has no cathode", "the stack has no cathode"
    active = layer_data.active(body.layer)
    material_id = body.layer.material or (active.material if active else None)
    if material_id is None or isinstance(body.active_mass, str):
        return "the mass of active material is unknown", "the mass of active material is unknown"
    density = layer_data.density(calculation, design, material_id)
    if isinstance(density, str):
        return body.active_mass, density
    dense = calculation.step(
        "material thickness", "d", "the active material of the cathode as a dense layer", "um", lambda m, rho: m / rho,
        "m_a / rho", [("m_a", body.active_mass), ("rho", density)],
    )  # fmt: skip
    return body.active_mass, dense


def _sums(calculation: Calculation, design: Design, parts: tuple[Body, ...], level: Level) -> tuple[Size, Size]:
    """Add up masses and thicknesses, collectors as the convention says."""
    choice = design.stack.conventions.collectors
    if choice == "none":
        parts = tuple(body for body in parts if body.layer.role not in _COLLECTORS)
    if not parts:
        return "no such layers", "no such layers"
    half = [body for body in parts
            if choice == "as built" and design.stack.format.two_sided and body.layer.role in _COLLECTORS]  # fmt: skip

    def added(what: str, symbol: str, unit: str, sizes: list[tuple[Body, Size]]) -> Size:
        reasons = [f"{body.title}: {size}" for body, size in sizes if isinstance(size, str)]
        if reasons:
            return "; ".join(dict.fromkeys(reasons))
        full = [size for body, size in sizes if body not in half and not isinstance(size, str)]
        halves = [size for body, size in sizes if body in half and not isinstance(size, str)]
        formula = f"sum({symbol})" + (f" + sum({symbol}_shared) / 2" if halves else "")
        count = len(full)
        return calculation.step(
            f"{what}@{level}", symbol, f"{what} counted at {level} level", unit,
            lambda *values: sum(values[:count]) + 0.5 * sum(values[count:]), formula,
            [*((symbol, entry) for entry in full), *((f"{symbol}_shared", entry) for entry in halves)],
        )  # fmt: skip

    return (added("mass", "m", "mg/cm2", [(body, body.areal_mass) for body in parts]),
            added("thickness", "d", "um", [(body, body.thickness) for body in parts]))  # fmt: skip


def _swollen(calculation: Calculation, counted: Term, charged: Step | str) -> Size:
    """The counted thickness and what charging adds to it."""
    if isinstance(charged, str):
        return charged
    more = [(symbol, term) for symbol, term in charged.inputs if symbol != "d"]
    return calculation.step(
        "thickness@charged stack", "d", "thickness counted for the charged stack", "um", lambda *values: sum(values),
        "d" + (" + d_plated" if any(symbol == "d_plated" for symbol, _ in more) else "")
        + (" + sum(delta)" if any(symbol == "delta" for symbol, _ in more) else ""),
        [("d", counted), *more], label="estimate",
    )  # fmt: skip


def _packed(calculation: Calculation, design: Design, mass: Size, thickness: Size) -> tuple[Size, Size]:
    """Add what is around the stack, per area of one repeat unit (equation 25)."""
    body = design.stack.format
    if isinstance(mass, str) or isinstance(thickness, str):
        return mass, thickness
    if body.kind == "pouch":
        return _pouch(calculation, design, body, mass, thickness)
    hardware = _hardware(calculation, body)
    if hardware[0] is None or hardware[1] is None:
        reason = f"a {body.kind} cell has no packaging that scales; not meaningful without mass and volume of its case"
        return reason, reason
    area = layer_data.given(calculation, "cell area", "A", "electrode area of the cell", body.area)
    if area is None:
        return "the area of the cell is unknown", "the area of the cell is unknown"
    return (
        calculation.step("mass@cell", "m", "mass counted at cell level", "mg/cm2", lambda m, case, a: m + case / a,
                         "m + M_case / A", [("m", mass), ("M_case", hardware[0]), ("A", area)]),
        calculation.step("thickness@cell", "d", "volume per area counted at cell level", "um",
                         lambda d, case, a: d + case / a, "d + V_case / A",
                         [("d", thickness), ("V_case", hardware[1]), ("A", area)]),
    )  # fmt: skip


def _hardware(calculation: Calculation, body: CellFormat) -> tuple[Term | None, Term | None]:
    return (layer_data.given(calculation, "hardware mass", "M_case", "mass of case or tabs", body.hardware_mass),
            layer_data.given(calculation, "hardware volume", "V_case", "volume of case or tabs", body.hardware_volume),
            )  # fmt: skip


def _pouch(
    calculation: Calculation, design: Design, body: CellFormat, mass: Term, thickness: Term
) -> tuple[Size, Size]:
    if body.packaging is None or body.packaging_thickness is None:
        return "no packaging is given", "no packaging is given"
    density = layer_data.density(calculation, design, body.packaging)
    foil = layer_data.given(calculation, "packaging thickness", "t", "thickness of the packaging foil",
                            body.packaging_thickness)  # fmt: skip
    if isinstance(density, str) or foil is None:
        reason = density if isinstance(density, str) else "the packaging thickness is unknown"
        return reason, reason
    units = Quantity(value=body.repeat_units, unit="1", kind="assumption", note="as designed")
    count = calculation.leaf("repeat units", "N", "repeat units that share the packaging", units)
    assert count is not None
    spread = _foil_ratio(calculation, body)
    if spread is None:
        return "the area of the cell is unknown", "the area of the cell is unknown"
    area, ratio = spread
    masses: list[tuple[str, Term]] = [("m", mass), ("t", foil), ("rho", density), ("N", count), ("a", ratio)]
    sizes: list[tuple[str, Term]] = [("d", thickness), ("t", foil), ("N", count), ("a", ratio)]
    formulas = ["m + 2 * a * t * rho / N", "a * (d + 2 * t / N)"]
    hardware, volume = _hardware(calculation, body)
    if hardware is not None:
        masses += [("M_case", hardware), ("A", area)]
        formulas[0] += " + M_case / (N * A)"
    if volume is not None:
        sizes += [("V_case", volume), ("A", area)]
        formulas[1] += " + V_case / (N * A)"
    return (
        calculation.step("mass@cell", "m", "mass counted at cell level", "mg/cm2", _pouch_mass, formulas[0], masses,),
        calculation.step("thickness@cell", "d", "volume per area counted at cell level", "um", _pouch_volume,
                         formulas[1], sizes),
    )  # fmt: skip


def _pouch_mass(m: Any, t: Any, rho: Any, n: Any, ratio: Any, case: Any = 0.0, area: Any = 1.0) -> Any:
    return m + 2.0 * ratio * t * rho / n + case / (n * area)


def _pouch_volume(d: Any, t: Any, n: Any, ratio: Any, case: Any = 0.0, area: Any = 1.0) -> Any:
    return ratio * (d + 2.0 * t / n) + case / (n * area)


def _foil_ratio(calculation: Calculation, body: CellFormat) -> tuple[Term, Term] | None:
    """Return the electrode area and the area of the foil on one face over it, with the seal around."""
    area = layer_data.given(calculation, "cell area", "A", "electrode area of the cell", body.area)
    if area is None:
        return None
    none = Quantity(value=0, unit="mm", kind="assumption", note="no seal is given; taken as none")
    seal = layer_data.given(calculation, "seal width", "w_s", "width of the seal", body.seal_width or none)
    width = layer_data.given(calculation, "cell width", "W", "width of the electrode", body.width)
    height = layer_data.given(calculation, "cell height", "H", "height of the electrode", body.height)
    if seal is None:
        return None
    name = "area of the foil on one face per area of electrode"
    if width is not None and height is not None:
        inputs: list[tuple[str, Term]] = [("A", area), ("w_s", seal), ("W", width), ("H", height)]
        return area, calculation.step(
            "foil ratio", "a", name, "1", lambda a, s, w, h: (w + 2.0 * s) * (h + 2.0 * s) / a,
            "(W + 2 * w_s) * (H + 2 * w_s) / A", inputs,
        )  # fmt: skip
    return area, calculation.step(
        "foil ratio", "a", name, "1", lambda a, s: (np.sqrt(a) + 2.0 * s) ** 2 / a, "(sqrt(A) + 2 * w_s)^2 / A",
        [("A", area), ("w_s", seal)], note="a square cell",
    )  # fmt: skip


def _convention(design: Design, level: Level) -> str:
    text, choice = CONVENTIONS[level], design.stack.conventions
    body = design.stack.format
    if level == "cell" and (body.hardware_mass is not None or body.seal_width is not None):
        text = "stack, packaging foils with their seal, and the hardware given; no pressure fixture"
    if level == "cell" and body.kind != "pouch":
        text = "stack and the case given; no pressure fixture"
    if level in ("stack", "cell"):
        if choice.collectors == "none":
            text += "; collectors left out"
        elif choice.collectors == "as built" and body.two_sided:
            text += "; collectors coated on both sides, counted half"
        elif body.two_sided:
            text += "; collectors counted in full"
        if choice.volume == "charged":
            text += "; volume of the charged cell"
    if choice.capacity == "theoretical":
        text += "; theoretical capacity"
    return text


def _level(
    calculation: Calculation, design: Design, level: Level, energy: Step | str, mass: Size, thickness: Size
) -> LevelTerms:
    convention = _convention(design, level)

    def per(key: str, name: str, unit: str, symbol: str, size: Size) -> Step | str:
        if isinstance(energy, str):
            return energy
        if isinstance(size, str):
            return size
        return calculation.step(
            f"{key}:{level}", "E_m" if symbol == "m" else "E_V", f"{name}, {level} level", unit,
            lambda e, divisor: e / divisor, f"E / {symbol}", [("E", energy), (symbol, size)], label="estimate",
            note=energy.note, limit=energy.limit, convention=convention,
        )  # fmt: skip

    return LevelTerms(
        level, per("wh_per_kg", "specific energy", "Wh/kg", "m", mass),
        per("wh_per_l", "energy density", "Wh/L", "d", thickness), convention,
    )  # fmt: skip
