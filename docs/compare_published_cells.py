"""Compare what the published cells report with what is calculated for the same stacks.

Only the bundled library is read, so the answer is the same on every computer. ``make_published_cells.py`` writes the
page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Literal

from cellbuilder import assess
from cellbuilder.app import assembly
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import Material
from cellbuilder.domain.published import PublishedCell
from cellbuilder.domain.quantity import Quantity, ReferenceElectrode
from cellbuilder.domain.result import Figure
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import capacity_data, voltage
from cellbuilder.engine.calculation import Calculation, Limit, Step, Term
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.trace import Tracer
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library

Verdict = Literal["within", "above", "below", "not comparable"]
LOW_RATE, AT_RATE = "reported at low rate", "reported at the rate"
FACTOR: Final = 10.0
"""A range wider than this either way decides nothing."""
WARM_K: Final = 313.15
"""From here on a cell counts as warm against the 25 degC of the library's capacities."""
SAME_WINDOW_V: Final = 0.05
"""Upper limits closer than this count as one."""
ABOVE_AS_PRINTED: Final = "as printed the average would lie above the upper limit"
CUT: Final = "the straight line taken for the voltage passes the lower limit even without current"
WIDE: Final = "the range is too wide to decide anything"


@dataclass(frozen=True)
class Further:
    """A figure of a paper that the library keeps in a note: never compared, for the reason given."""

    cell: str
    quantity: str
    printed: str
    quoted: str
    reason: str


LOSS: Final = "not calculated: how much of the first charge comes back is a property of the contact"
GROWN: Final = "input: the composition assumed for the cathode was taken from it"
FURTHER: Final = (
    Further("t7-03", "resistance of grain boundaries", "8 Ω cm², 135 without borate", "8 Ohm cm2",
            "a part of the disc's resistance, and the thickness of that disc is not given"),
    Further("t7-04", "resistance of a symmetric cell", "13 725 Ω cm², 680 after heat treatment", "680 Ohm cm2",
            "two contacts and the disc at once; the resistance of the contacts is unknown here"),
    Further("t7-14", "first coulombic efficiency", "96.1 %", "96.1 %", LOSS),
    Further("t7-15", "first coulombic efficiency", "85.8 %", "85.8 %", LOSS),
    Further("t8-23", "first coulombic efficiency", "81.3 %", "81.3 %", LOSS),
    Further("t8-28", "energy per mass of cathode, 60 °C", "460 Wh/kg", "460 Wh/kg", GROWN),
    Further("t8-29", "energy per mass of cathode, 60 °C", "460 Wh/kg", "460 Wh/kg", GROWN),
    Further("t8-42", "first coulombic efficiency", "94.5 %", "94.5 %", LOSS),
)  # fmt: skip


@dataclass(frozen=True)
class CapacityLine:
    """One reported capacity and what the calculation makes of the same cell."""

    cell: PublishedCell
    active: str
    reported: Quantity
    conditions: str
    slow: Figure | None
    fast: Figure | None
    verdict: Verdict
    remarks: tuple[str, ...]
    warm: bool = False
    cut: bool = False

    @property
    def share(self) -> float | None:
        """Reported over calculated at low rate."""
        if self.verdict == "not comparable" or self.slow is None or not self.slow.value or not self.reported.value:
            return None
        return float(self.reported.value) / self.slow.value


@dataclass(frozen=True)
class VoltageLine:
    """The printed voltage limits and the average potential of the cathode, on one reference."""

    cell: PublishedCell
    printed: str
    lower: float | None
    upper: float | None
    figure: Figure | None
    verdict: Verdict
    remarks: tuple[str, ...]


@cache
def library() -> Library:
    """Return the bundled library, without what a person has added."""
    return Library(data_dir("presets"))


@cache
def evidence() -> EvidenceBase:
    """Return the bundled evidence."""
    return EvidenceBase(library().evidence)


def cathode(design: Design) -> Layer:
    """Return the cathode of a design."""
    return next(layer for layer in design.stack.layers if layer.role == "cathode")


def _figure(calculation: Calculation, key: str, unit: str, formula: str, inputs: list[tuple[str, Term]]) -> Figure:
    """Add Q x / m, a quotient of three terms at most, to a calculation and show it."""

    def kernel(*values: Any) -> Any:
        return values[0] / values[1] * (values[2] if len(values) > 2 else 1.0)

    limits = {term.limit for _, term in inputs if isinstance(term, Step)} - {None}
    limit: Limit | None = "ceiling" if limits == {"ceiling"} else None
    step = calculation.step(key, "q", key, unit, kernel, formula, inputs, label="estimate", limit=limit)
    return Tracer(calculation).figure(step, key, key, unit)


@dataclass(frozen=True)
class Calculated:
    """Capacity per gram or per volume of a cathode at low rate and at the rate of the cell.

    ``cut`` says that the straight line taken for the voltage passes the lower limit without any current.
    """

    slow: Figure | None = None
    fast: Figure | None = None
    cut: bool = False


def calculated(design: Design, unit: str) -> Calculated:
    """Return what the calculation says of the capacity of a cathode."""
    cell: Cell = assess.cell_of(design, evidence())
    body = next(body for body in cell.bodies if body.layer.role == "cathode")
    divisor = {"mAh/g": body.active_mass, "uAh/(cm2 um)": body.thickness}[unit]
    charge = cell.balance.cell
    if isinstance(charge, str) or isinstance(divisor, str):
        return Calculated()
    slow = _figure(cell.calculation, LOW_RATE, unit, "Q / m", [("Q", charge), ("m", divisor)])
    delivered = next(row.term for row in cell.operation if row.key == "delivered")
    if isinstance(delivered, str) or isinstance(cell.discharge, str):
        return Calculated(slow)
    inputs = [("Q", charge), ("m", divisor), ("x", delivered)]
    fast = _figure(cell.calculation, AT_RATE, unit, "Q / m * x", inputs)
    found = cell.discharge
    return Calculated(
        slow, fast, found.top.value > found.bottom.value and found.cut_off.value > found.bottom.value + 0.01
    )


def judge(reported: float, figure: Figure) -> Verdict:
    """Say where the reported value lies against the range of the calculated one."""
    if figure.value is None:
        return "not comparable"
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    if low <= reported <= high:
        return "within"
    return "above" if reported > high else "below"


def designs(cell: PublishedCell) -> list[tuple[Quantity, str, Design]]:
    """Return each reported capacity, what is said of it, and the design at its rate and temperature."""
    design = assembly.from_cell(cell, library())
    found = [(quantity, _kind(cell), design) for quantity in [cell.reported.capacity] if quantity is not None]
    for quantity in cell.reported.further_capacities:
        found.append((quantity, quantity.conditions or "", _at(design, quantity)))
    return found


def _kind(cell: PublishedCell) -> str:
    """Return what is said of the first capacity: its kind, its rate and its temperature, as printed."""
    rate = cell.reported.rate
    parts = [cell.reported.capacity_kind or ""]
    parts.append(
        "rate not printed" if rate is None else f"{rate.value:g}{'C' if rate.unit == 'C' else ' ' + rate.unit}"
    )
    if cell.reported.temperature is not None and cell.reported.temperature.value is not None:
        parts.append(f"{cell.reported.temperature.value:g} °C")
    return ", ".join(part for part in parts if part).replace("cm2", "cm²")


def _at(design: Design, quantity: Quantity) -> Design:
    """Return the design at the rate and the temperature that go with a further capacity."""
    text = quantity.conditions or ""
    change: dict[str, Any] = {}
    rate = re.search(r"(?:at |, )(?:C/(\d+)|([\d.]+)C)\b", text)
    if rate is not None:
        value = 1.0 / float(rate[1]) if rate[1] else float(rate[2])
        change |= {"c_rate": Quantity(value=value, unit="C", kind="measured"), "current_density": None}
    warm = re.search(r"(?<!-)\b(\d+) degC", text)
    if warm is not None and "dew point" not in text:
        change["temperature"] = Quantity(value=float(warm[1]), unit="degC", kind="measured")
    conditions = design.stack.conditions.model_copy(update=change)
    return design.model_copy(update={"stack": design.stack.model_copy(update={"conditions": conditions})})


def _input(cell: PublishedCell, quantity: Quantity, design: Design, material: Material) -> str | None:
    """Return why a reported capacity is itself an input of the calculation, if it is."""
    layer, capacity = cathode(design), material.capacity
    if quantity.unit == "mAh/cm2" and layer.loading is not None and layer.loading.kind == "calculated":
        return "input: the loading was calculated from the areal capacity of this cell"
    own = capacity is not None and capacity.source is not None and capacity.source.ref == cell.source.ref
    if own and capacity is not None and capacity.kind == "measured":
        return f"input: the library's capacity of {material.label} is that of this paper"
    return None


def _other(text: str, material: Material) -> str | None:
    """Return why something else than a discharge of the intact cell was reported."""
    if "exposed at" in text:
        return "not calculated: what moist air does to the electrolyte"
    if "charge" in text.replace("discharge", "") and material.holds_ion_as_made is not False:
        return "a first charge, part of which never comes back; the calculated capacity is that of a discharge"
    return None


def _upper(design: Design) -> tuple[float, str] | None:
    """Return the upper limit against the metal of the ion."""
    cutoffs = design.stack.cutoffs
    if cutoffs is None or cutoffs.upper is None or cutoffs.upper.si is None:
        return None
    return voltage.against_metal(cutoffs.upper.si, cutoffs.reference)


def _capacity_remarks(text: str, design: Design, material: Material) -> list[str]:
    remarks = []
    conditions = (material.capacity and material.capacity.conditions) or ""
    if conditions.startswith("vs. Li") and voltage.working_ion(design) == "Na":
        remarks.append("the library's capacity is that of lithium cells")
    temperature = design.stack.conditions.temperature.si
    if temperature is not None and temperature > WARM_K:
        remarks.append("the library's capacity is at 25 °C")
    if "charge" in text.replace("discharge", ""):
        remarks.append("a charge, but of what discharges before it had put in")
    if "5th" in text:
        remarks.append("the fifth discharge")
    if "rate not printed" in text:
        remarks.append("rate assumed")
    stated = re.search(r"([\d.]+) V vs\. (\w+/\w+\+)", conditions)
    upper = _upper(design)
    if stated is not None and upper is not None and stated[2] == upper[1]:
        limit = float(stated[1])
        if abs(upper[0] - limit) > SAME_WINDOW_V:
            remarks.append(f"charged to {upper[0]:.2f} V, the library's capacity is to {limit:.1f} V")
    return remarks


def capacity_lines(cell: PublishedCell) -> list[CapacityLine]:
    """Return one line for each capacity that a cell reports."""
    lines = []
    for quantity, text, design in designs(cell):
        material = capacity_data.hosts(design, "cathode")[0]
        reason = _input(cell, quantity, design, material) or _other(text, material)
        if reason is not None:
            lines.append(CapacityLine(cell, material.label, quantity, text, None, None, "not comparable", (reason,)))
            continue
        found = calculated(design, quantity.unit)
        figure = found.fast or found.slow
        remarks = _capacity_remarks(text, design, material)
        if found.cut:
            remarks.append(CUT)
        if found.slow is not None and found.fast is None:
            remarks.append("no loss counted: the resistance is unknown")
        assert figure is not None
        assert quantity.value is not None
        if figure.value and figure.low is not None and figure.low * FACTOR < figure.value:
            remarks.append(WIDE)
        verdict = judge(float(quantity.value), figure)
        warm = (design.stack.conditions.temperature.si or 0.0) > WARM_K
        line = CapacityLine(cell, material.label, quantity, text, found.slow, found.fast, verdict, tuple(remarks))
        lines.append(replace(line, warm=warm, cut=found.cut))
    return lines


def voltage_line(cell: PublishedCell) -> VoltageLine | None:
    """Return the printed limits against the average potential of the cathode; None where none are printed."""
    design = assembly.from_cell(cell, library())
    cutoffs = design.stack.cutoffs
    ends_given = None if cutoffs is None else (cutoffs.lower, cutoffs.upper)
    limits = [float(entry.value) for entry in ends_given or () if entry is not None and entry.value is not None]
    if cutoffs is None or len(limits) < 2:
        return None
    printed = f"{limits[0]:g}–{limits[1]:g} V vs. {cutoffs.reference}"
    if cutoffs.reference == "cell":
        printed = f"{limits[0]:g}–{limits[1]:g} V between the terminals"
    figure = _potential(design, cutoffs.reference)
    known = (limits[0], "") if cutoffs.reference == "cell" else voltage.against_metal(limits[0], cutoffs.reference)
    shift = None if known is None else known[0] - limits[0]
    remarks = _reading(cell, limits, shift, figure)
    if figure is None or figure.value is None or shift is None:
        return VoltageLine(cell, printed, None, None, figure, "not comparable", ("no potential on this reference",))
    lower, upper = limits[0] + shift, limits[1] + shift
    if (figure.low, figure.high) == (lower, upper):
        remarks.append("input: the range of the potential is this window")
        return VoltageLine(cell, printed, lower, upper, figure, "not comparable", tuple(remarks))
    verdict: Verdict = "within" if lower <= figure.value <= upper else "above" if figure.value > upper else "below"
    return VoltageLine(cell, printed, lower, upper, figure, verdict, tuple(remarks))


def _potential(design: Design, reference: ReferenceElectrode) -> Figure | None:
    """Return the average potential of the cathode against the metal, or of the whole cell for its terminals."""
    calculation, ion = Calculation(), voltage.working_ion(design)
    if ion is None:
        return None
    label = capacity_data.hosts(design, "cathode")[0].label
    term = voltage.of_cathode(calculation, design, ion)
    if reference == "cell":
        term, label = voltage.average(calculation, design), "the cell"
    if isinstance(term, str):
        return None
    return replace(Tracer(calculation).figure(term, "potential", "average potential", "V"), key=label)


def _reading(cell: PublishedCell, limits: list[float], shift: float | None, figure: Figure | None) -> list[str]:
    """Say how the limits were read, and what the average would be against the printed reference."""
    cutoffs = cell.stack.cutoffs
    if cutoffs is None or cutoffs.printed_reference in (None, cutoffs.reference):
        return []
    reading = "between the terminals" if cutoffs.reference == "cell" else f"vs. {cutoffs.reference}"
    remark = f"printed vs. {cutoffs.printed_reference}, read {reading}"
    if cutoffs.printed_reference == "not stated":
        remark = f"no reference printed, read {reading}"
    as_printed = cutoffs.printed_reference == "Li/Li+" and shift is not None and cutoffs.reference != "cell"
    if as_printed and figure is not None and figure.value is not None and figure.value > limits[1]:
        remark += f"; {ABOVE_AS_PRINTED}"
    return [remark]


@cache
def all_capacities() -> tuple[CapacityLine, ...]:
    """Return the capacity lines of all cells, in the order of the tables."""
    return tuple(line for cell in library().cells() for line in capacity_lines(cell))


@cache
def all_voltages() -> tuple[VoltageLine, ...]:
    """Return the voltage lines of all cells, in the order of the tables."""
    return tuple(line for cell in library().cells() if (line := voltage_line(cell)) is not None)
