"""What is around the stack of a cell: packaging foil with its seal, an end electrode, tabs and case (equation 25)."""

from __future__ import annotations

from typing import Any

import numpy as np

from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import CellFormat
from cellbuilder.engine import layer_data
from cellbuilder.engine.calculation import Calculation, Term
from cellbuilder.engine.geometry import Body

Size = Term | str


def convention(body: CellFormat) -> str:
    """Return what is counted besides the layers."""
    if body.kind != "pouch":
        return "with the case given, no pressure fixture"
    parts = [f"packaging foils on both faces with{'' if body.seal_width is not None else 'out'} a seal"]
    if body.end_anode:
        parts.append("one more anode sheet at the end of the stack")
    given = body.hardware_mass is not None or body.hardware_volume is not None
    parts.append("the hardware given" if given else "no tabs")
    return f"{', '.join(parts)}, no pressure fixture"


def cell(
    calculation: Calculation, design: Design, parts: tuple[Body, ...], mass: Size, thickness: Size
) -> tuple[Size, Size]:
    """Return mass and thickness with what is around the stack, per area of one repeat unit (equation 25)."""
    body = design.stack.format
    if isinstance(mass, str) or isinstance(thickness, str):
        return mass, thickness
    if body.kind == "pouch":
        return _pouch(calculation, design, parts, mass, thickness)
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
    calculation: Calculation, design: Design, parts: tuple[Body, ...], mass: Term, thickness: Term
) -> tuple[Size, Size]:
    body = design.stack.format
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
    ends = _end_anode(calculation, design, parts)
    if ends[0] is not None and not isinstance(ends[0], str):
        masses.append(("m_end", ends[0]))
        formulas[0] += " + m_end / N"
    if ends[1] is not None and not isinstance(ends[1], str):
        sizes.append(("d_end", ends[1]))
        formulas[1] = "a * (d + (2 * t + d_end) / N)"
    hardware, volume = _hardware(calculation, body)
    if hardware is not None:
        masses += [("M_case", hardware), ("A", area)]
        formulas[0] += " + M_case / (N * A)"
    if volume is not None:
        sizes += [("V_case", volume), ("A", area)]
        formulas[1] += " + V_case / (N * A)"
    heavy: Size = ends[0] if isinstance(ends[0], str) else calculation.step(
        "mass@cell", "m", "mass counted at cell level", "mg/cm2",
        _pouch_mass if ends[0] is None else _pouch_mass_with_end, formulas[0], masses,
    )  # fmt: skip
    large: Size = ends[1] if isinstance(ends[1], str) else calculation.step(
        "thickness@cell", "d", "volume per area counted at cell level", "um",
        _pouch_volume if ends[1] is None else _pouch_volume_with_end, formulas[1], sizes,
    )  # fmt: skip
    return heavy, large


def _pouch_mass(m: Any, t: Any, rho: Any, n: Any, ratio: Any, case: Any = 0.0, area: Any = 1.0) -> Any:
    return m + 2.0 * ratio * t * rho / n + case / (n * area)


def _pouch_volume(d: Any, t: Any, n: Any, ratio: Any, case: Any = 0.0, area: Any = 1.0) -> Any:
    return ratio * (d + 2.0 * t / n) + case / (n * area)


def _pouch_mass_with_end(m: Any, t: Any, rho: Any, n: Any, ratio: Any, end: Any, *case: Any) -> Any:
    return _pouch_mass(m, t, rho, n, ratio, *case) + end / n


def _pouch_volume_with_end(d: Any, t: Any, n: Any, ratio: Any, end: Any, *case: Any) -> Any:
    return _pouch_volume(d, t, n, ratio, *case) + ratio * end / n


def _end_anode(calculation: Calculation, design: Design, parts: tuple[Body, ...]) -> tuple[Size | None, Size | None]:
    """Return mass and thickness of the sheet that makes both ends of a pouch stack anodes; None where there is none.

    It is one anode collector, in full unless collectors are left out, with an anode on each side that is coated.
    """
    body = design.stack.format
    coats = [part for part in parts if part.layer.role == "anode"]
    foils = [part for part in parts if part.layer.role == "anode collector"]
    if not body.end_anode:
        return None, None
    sheet = (coats * 2 if body.two_sided else coats) + ([] if design.stack.conventions.collectors == "none" else foils)

    def added(what: str, symbol: str, unit: str, sizes: list[tuple[Body, Size]]) -> Size | None:
        reasons = [f"{part.title}: {size}" for part, size in sizes if isinstance(size, str)]
        known: list[tuple[str, Term]] = [(symbol, size) for _, size in sizes if not isinstance(size, str)]
        if reasons or not known:
            return "; ".join(dict.fromkeys(reasons)) or None
        return calculation.step(
            f"{what}:end anode", f"{symbol}_end", f"{what} of the anode sheet at the end of the stack", unit,
            lambda *values: sum(values), f"sum({symbol})", known,
        )  # fmt: skip

    return (added("mass", "m", "mg/cm2", [(part, part.areal_mass) for part in sheet]),
            added("thickness", "d", "um", [(part, part.thickness) for part in sheet]))  # fmt: skip


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
