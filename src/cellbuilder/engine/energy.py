"""Energy per mass and volume at four named levels, each with its counting convention; the charged cell's size."""

from __future__ import annotations

from typing import Any, Final, Literal

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.engine import capacity_data, layer_data, packaging, voltage
from cellbuilder.engine.calculation import Calculation, Kernel, Limit, Step, Term
from cellbuilder.engine.capacity import first_cycle_efficiency
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.kernels import inventory
from cellbuilder.engine.layer_data import limit_of

Level = Literal["material", "electrode", "stack", "cell"]
Size = Term | str

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
        elif layer.components:
            unknown.append(f"{body.title}, whose volume fractions are unknown")
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
    between = _charged(calculation, design, charged, "electrode", *_sums(calculation, design, electrodes, "electrode"))
    stack = _charged(calculation, design, charged, "stack", *_sums(calculation, design, parts, "stack"))
    sizes: dict[Level, tuple[Size, Size]] = {
        "material": _material(calculation, design, parts),
        "electrode": between,
        "stack": stack,
        "cell": packaging.cell(calculation, design, parts, *stack),
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


def _charged(
    calculation: Calculation, design: Design, charged: Step | str, level: Level, mass: Size, thickness: Size
) -> tuple[Size, Size]:
    """Add what charging adds to the counted thickness, where the volume of the charged cell is asked for."""
    if design.stack.conventions.volume != "charged" or isinstance(thickness, str):
        return mass, thickness
    if isinstance(charged, str):
        return mass, charged
    more = [(symbol, term) for symbol, term in charged.inputs if symbol != "d"]
    return mass, calculation.step(
        f"thickness@charged {level}", "d", f"thickness counted for the charged {level}", "um",
        lambda *values: sum(values),
        "d" + (" + d_plated" if any(symbol == "d_plated" for symbol, _ in more) else "")
        + (" + sum(delta)" if any(symbol == "delta" for symbol, _ in more) else ""),
        [("d", thickness), *more], label="estimate",
    )  # fmt: skip


def _convention(design: Design, level: Level) -> str:
    """Return what a level counts, from the choices of the design."""
    choice, body = design.stack.conventions, design.stack.format
    text = {"material": "cathode active material only",
            "electrode": "cathode and anode layers, no electrolyte, no collectors",
            "stack": f"{_layers(design)}no packaging",
            "cell": f"{_layers(design)}{packaging.convention(body)}"}[level]  # fmt: skip
    return f"{text}; theoretical capacity" if choice.capacity == "theoretical" else text


def _layers(design: Design) -> str:
    choice = design.stack.conventions.collectors
    if choice == "none":
        return "all layers; collectors left out; "
    if choice == "full":
        return "all layers; collectors counted in full; "
    if design.stack.format.two_sided:
        return "all layers; collectors coated on both sides, counted half; "
    return "all layers and collectors as built, "


def _level(
    calculation: Calculation, design: Design, level: Level, energy: Step | str, mass: Size, thickness: Size
) -> LevelTerms:
    convention = _convention(design, level)
    volume = convention
    if level != "material":
        volume += f"; volume {'of the charged cell' if design.stack.conventions.volume == 'charged' else 'as built'}"

    def per(key: str, name: str, unit: str, symbol: str, size: Size) -> Step | str:
        if isinstance(energy, str):
            return energy
        if isinstance(size, str):
            return size
        return calculation.step(
            f"{key}:{level}", "E_m" if symbol == "m" else "E_V", f"{name}, {level} level", unit,
            lambda e, divisor: e / divisor, f"E / {symbol}", [("E", energy), (symbol, size)], label="estimate",
            note=energy.note, limit=energy.limit, convention=convention if symbol == "m" else volume,
        )  # fmt: skip

    return LevelTerms(
        level, per("wh_per_kg", "specific energy", "Wh/kg", "m", mass),
        per("wh_per_l", "energy density", "Wh/L", "d", thickness), convention,
    )  # fmt: skip
