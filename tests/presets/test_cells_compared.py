"""The published cells evaluate to numbers that are physically possible, and the page about them is up to date."""

import importlib.util
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cellbuilder import assess, units
from cellbuilder.app import assembly
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.result import CellFigures, Figure
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library

DOCS = Path(__file__).resolve().parents[2] / "docs"
LIBRARY = Library(data_dir("presets"))
EVIDENCE = EvidenceBase(LIBRARY.evidence)
CELLS = sorted(LIBRARY.paths("cells"))
EDGE = 1e-9
"""Relative room for rounding."""


@dataclass(frozen=True)
class Bound:
    """What a quantity may be, in this unit, and why; ``ends`` are for both ends of its range."""

    unit: str
    least: float
    most: float
    ends: tuple[float, float]
    why: str


BOUNDS = {
    "thickness of a layer": Bound("um", 1e-3, 3000, (1e-4, 5000),
                                  "from a sputtered film of a few atoms to a pressed pellet of some millimetres"),
    "thickness of the stack": Bound("um", 50, 5000, (20, 1e4), "two foils with a membrane, up to a thick pellet"),
    "areal mass of a layer": Bound("mg/cm2", 1e-4, 1000, (1e-5, 2000), "as its thickness, at 0.1 to 20 g/cm3"),
    "areal mass of the stack": Bound("mg/cm2", 1, 2000, (0.5, 4000), "as its thickness, at 0.1 to 20 g/cm3"),
    "ASR of a part": Bound("Ohm cm2", 1e-10, 1e7, (1e-11, 1e8),
                           "from a micrometre of copper to a millimetre that conducts 1e-8 S/cm"),
    "ASR of the cell": Bound("Ohm cm2", 1e-2, 1e7, (1e-2, 1e8),
                             "below 1e-2 no solid separator is known; above 1e7 a cell at 1 V passes 0.1 uA/cm2"),
    "areal capacity": Bound("mAh/cm2", 1e-3, 25, (1e-4, 30), "from a thin film to the thickest pellet of the review"),
    "areal capacity of the anode": Bound("mAh/cm2", 1e-3, 200, (1e-4, 500), "a millimetre of lithium holds 206"),
    "N/P": Bound("1", 0.1, 1e3, (0.01, 1e5), "a foil of lithium against a thin film is a large excess"),
    "average voltage": Bound("V", 0.5, 4.5, (0.3, 4.8), "TiS2 against Li-In to a 4 V cathode against lithium"),
    "areal energy": Bound("mWh/cm2", 1e-3, 100, (1e-4, 150), "capacity times voltage"),
    "current density": Bound("mA/cm2", 1e-4, 10, (1e-5, 20), "C/50 of a film to 1C of a thick pellet"),
    "voltage drop": Bound("mV", 1e-3, 1e4, (1e-4, 1e6), "current times ASR; more than the cell voltage stops it"),
    "share": Bound("%", 0, 100, (0, 100), "no share of a whole is more than all of it or less than nothing"),
    "energy at rate": Bound("mWh/cm2", 0, 100, (0, 150), "not more than without current"),
    "power": Bound("mW/cm2", 1e-3, 1e4, (0, 1e5), "U^2 / 4R; 4 V over 1 Ohm cm2 give 4000"),
    "heat": Bound("mW/cm2", 0, 100, (0, 1e4), "current times voltage drop"),
    "leakage": Bound("mA/cm2", 1e-15, 0.1, (1e-18, 1), "above, a separator is no electrolyte but a mixed conductor"),
    "self-discharge": Bound("h", 0.1, 1e12, (1e-3, 1e15), "capacity over leakage"),
    "time inside": Bound("s", 1e-3, 1e8, (1e-5, 1e10), "a grain of 10 nm at 1e-9 cm2/s to one of 10 um at 1e-16"),
    "share of a critical current": Bound("1", 1e-5, 1e3, (1e-6, 1e4), "published limits run from 0.05 to 12 mA/cm2"),
    "Wh/kg": Bound("Wh/kg", 1e-3, 1000, (1e-4, 1200), "LiCoO2 or NCM against lithium, active material alone, give 800"),
    "Wh/L": Bound("Wh/L", 1e-3, 4500, (1e-4, 5000), "NCM at 4.8 g/cm3 gives 3700"),
}  # fmt: skip
OPERATION = {
    "delivered": "share", "energy at rate": "energy at rate", "power limit": "power", "efficiency": "share",
    "heat": "heat", "leakage": "leakage", "self-discharge": "self-discharge", "relaxation": "time inside",
    "diffusion time": "time inside", "critical": "share of a critical current", "coulombic efficiency": "share",
}  # fmt: skip


@cache
def design(key: str) -> Design:
    return assembly.from_cell(LIBRARY.cell(key), LIBRARY)


@cache
def figures(key: str) -> CellFigures:
    return assess.evaluate(design(key), EVIDENCE).figures


def named(found: CellFigures) -> Iterator[tuple[str, Figure]]:
    """Every figure of a cell with the name of its bound."""
    report = found.resistance
    yield from (("ASR of a part", figure) for figure in (*report.parts, *report.contacts))
    yield from (("ASR of the cell", figure) for figure in report.totals)
    for layer in found.budget:
        yield "thickness of a layer", layer.thickness
        yield "areal mass of a layer", layer.areal_mass
    for level in found.levels:
        yield "Wh/kg", level.specific_energy
        yield "Wh/L", level.energy_density
    yield from (
        ("thickness of the stack", found.thickness), ("thickness of the stack", found.charged_thickness),
        ("areal mass of the stack", found.areal_mass), ("areal capacity", found.cathode_capacity),
        ("areal capacity", found.capacity), ("areal capacity of the anode", found.anode_capacity),
        ("N/P", found.np_ratio), ("average voltage", found.average_voltage), ("areal energy", found.areal_energy),
        ("current density", found.current_density), ("voltage drop", found.voltage_drop),
    )  # fmt: skip
    for figure in found.operation:
        yield OPERATION[figure.key.split(":")[0]], figure


def si(figure: Figure) -> float:
    assert figure.value is not None
    return units.to_si(figure.value, figure.unit)


def each_cell(function: Any) -> Any:
    return pytest.mark.parametrize("key", CELLS)(function)


@each_cell
def test_that_every_number_of_a_published_cell_lies_within_its_bounds(key: str) -> None:
    outside = []
    for name, figure in named(figures(key)):
        bound = BOUNDS[name]
        assert figure.unit == bound.unit, figure.key
        if figure.value is not None and not bound.least <= figure.value <= bound.most * (1 + EDGE):
            outside.append(f"{figure.key} = {figure.value:g} {figure.unit}: {bound.why}")
    assert outside == []


@each_cell
def test_that_the_range_of_every_number_of_a_published_cell_lies_within_its_bounds(key: str) -> None:
    outside = []
    for name, figure in named(figures(key)):
        least, most = BOUNDS[name].ends
        for end in (figure.low, figure.high):
            if end is not None and not least * (1 - EDGE) <= end <= most * (1 + EDGE):
                outside.append(f"{figure.key}: {end:g} {figure.unit}: {BOUNDS[name].why}")
    assert outside == []


@each_cell
def test_that_a_range_holds_its_value_and_has_a_width(key: str) -> None:
    for name, figure in named(figures(key)):
        numbers = [number for number in (figure.low, figure.value, figure.high) if number is not None]
        assert all(math.isfinite(number) for number in numbers), (name, figure.key)
        assert numbers == sorted(numbers), (name, figure.key)
        if figure.low is not None and figure.high is not None:
            assert figure.low < figure.high, (name, figure.key)
        if figure.value is None:
            assert (figure.low, figure.high) == (None, None)
            assert figure.note


@each_cell
def test_that_an_open_end_of_a_range_is_that_of_a_bound(key: str) -> None:
    """A range without upper end is one that goes to infinity: only where the value is known from below."""
    for name, figure in named(figures(key)):
        if figure.value is not None and (figure.low is None) != (figure.high is None):
            assert figure.low is not None, (name, figure.key)
            assert figure.at_least, (name, figure.key)


@each_cell
def test_that_layers_add_up_to_the_stack(key: str) -> None:
    found = figures(key)
    thickness = [layer.thickness for layer in found.budget]
    mass = [layer.areal_mass for layer in found.budget]
    assert si(found.thickness) == pytest.approx(sum(si(entry) for entry in thickness if entry.value is not None))
    if found.areal_mass.value is not None:
        assert si(found.areal_mass) == pytest.approx(sum(si(entry) for entry in mass if entry.value is not None))
    for layer in found.budget:
        if layer.thickness.value and layer.areal_mass.value:
            density = si(layer.areal_mass) / si(layer.thickness)
            assert 100 <= density <= 20_000, layer.layer  # kg/m3: a loose powder, gold
    assert 0.5 <= si(found.charged_thickness) / si(found.thickness) <= 2.0


@each_cell
def test_that_no_cell_holds_more_than_its_cathode_and_no_cathode_more_than_its_formula_allows(key: str) -> None:
    found, start = figures(key), design(key)
    cathode = next(layer for layer in start.stack.layers if layer.role == "cathode")
    part = next((part for part in cathode.components if part.function == "active material"), None)
    material = start.material(cathode.material or (part.material if part else ""))
    q = material.theoretical_capacity_mah_per_g
    assert q is not None
    mass = next(layer.areal_mass for layer in found.budget if layer.layer == cathode.id)
    share = 1.0 if part is None else sum(
        (entry.mass_fraction.si or 0.0) for entry in cathode.components if entry.function == "active material"
    )  # fmt: skip
    assert si(found.capacity) <= si(found.cathode_capacity) * (1 + EDGE)
    assert si(found.cathode_capacity) <= q * si(mass) * share * (1 + 1e-6)  # mAh/g is Ah/kg
    assert si(found.areal_energy) == pytest.approx(si(found.capacity) * si(found.average_voltage))


@each_cell
def test_that_energies_shrink_from_level_to_level(key: str) -> None:
    """Each level counts more mass and volume than the one before: material, electrodes, stack, cell."""
    levels = figures(key).levels
    assert [level.level for level in levels] == ["material", "electrode", "stack", "cell"]
    for values in ([level.specific_energy.value for level in levels], [level.energy_density.value for level in levels]):
        known = [value for value in values if value is not None]
        assert known
        assert known == sorted(known, reverse=True)


@each_cell
def test_that_nothing_is_delivered_that_the_cell_does_not_hold(key: str) -> None:
    found = figures(key)
    rows = {figure.key: figure for figure in found.operation}
    at_rate, efficiency = rows["energy at rate"], rows["efficiency"]
    if at_rate.value is None:
        assert found.resistance.totals[-1].value is None or "no lower voltage limit" in (at_rate.note or "")
        return
    assert at_rate.value <= (found.areal_energy.value or 0.0) * (1 + EDGE)
    assert efficiency.value is not None
    assert efficiency.value < 100
    assert si(rows["heat"]) == pytest.approx(si(found.current_density) * si(found.voltage_drop))


@each_cell
def test_that_slower_regimes_resist_more(key: str) -> None:
    """Ions and electrons take the shortest way at first; as the charge moves into the electrode it gets longer."""
    totals = [si(total) for total in figures(key).resistance.totals if total.value is not None]
    assert totals == sorted(totals)


@each_cell
def test_that_the_voltage_is_that_of_both_electrodes_and_current_that_of_the_rate(key: str) -> None:
    found, conditions = figures(key), design(key).stack.conditions
    if found.voltage_drop.value is not None:
        total = si(found.resistance.totals[-1])
        assert si(found.voltage_drop) == pytest.approx(si(found.current_density) * total)
    if conditions.c_rate is not None and conditions.c_rate.value is not None:
        c_rate = float(conditions.c_rate.value)
        assert found.current_density.value == pytest.approx(c_rate * (found.capacity.value or 0.0))
    if conditions.current_density is not None:
        assert si(found.current_density) == pytest.approx(conditions.current_density.si)


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    """The script that writes the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        spec = importlib.util.spec_from_file_location("make_published_cells", DOCS / "make_published_cells.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
        sys.modules.pop("compare_published_cells", None)


@pytest.fixture(scope="module")
def compare(maker: ModuleType) -> ModuleType:
    return sys.modules["compare_published_cells"]


def test_that_the_page_is_what_the_script_writes(maker: ModuleType) -> None:
    written = (DOCS / "published-cells.md").read_text(encoding="utf-8")
    assert written == maker.page(), "run python docs/make_published_cells.py"


def test_that_every_reported_capacity_is_compared_or_has_a_reason(maker: ModuleType, compare: ModuleType) -> None:
    lines = compare.all_capacities()
    assert len(lines) == sum(1 + len(cell.reported.further_capacities) for cell in LIBRARY.cells())
    assert {line.cell.id for line in lines} == set(CELLS)
    excused = [line for line in lines if line.verdict == "not comparable"]
    assert all(line.remarks for line in excused)
    assert 0 < len(excused) < len(lines) / 4
    listed = maker.not_compared()
    assert {(line.cell.id, "; ".join(line.remarks)) for line in excused} <= {(row[0], row[3]) for row in listed}
    kept = {cell.id for cell in LIBRARY.cells() if cell.reported.retention or cell.reported.retention_capacity}
    assert {row[0] for row in listed if "ageing" in row[3]} <= kept


def test_that_a_verdict_follows_from_the_range(compare: ModuleType) -> None:
    figure = Figure(key="x", name="x", value=100.0, unit="mAh/g", label="estimate", low=90.0, high=105.0)
    assert [compare.judge(value, figure) for value in (89.9, 90.0, 105.0, 105.1)] == [
        "below",
        "within",
        "within",
        "above",
    ]
    bare = Figure(key="x", name="x", value=100.0, unit="mAh/g", label="estimate")
    assert [compare.judge(value, bare) for value in (99.0, 100.0, 101.0)] == ["below", "within", "above"]


def test_that_what_a_paper_gave_the_library_is_no_comparison(compare: ModuleType) -> None:
    verdicts = {(line.cell.id, line.verdict) for line in compare.all_capacities()}
    for key in ("t7-14", "t7-15", "t8-35", "t8-42"):
        assert (key, "not comparable") in verdicts


@pytest.mark.parametrize(("key", "expected"), [("t7-01", 108.0), ("t8-23", 200.0), ("t8-01", 140.0)])
def test_that_the_capacity_at_low_rate_is_that_of_the_library(compare: ModuleType, key: str, expected: float) -> None:
    line = next(line for line in compare.all_capacities() if line.cell.id == key)
    assert line.slow.value == pytest.approx(expected)
    assert line.fast.value <= line.slow.value * (1 + EDGE)


def test_that_a_further_capacity_is_calculated_at_its_own_rate_and_temperature(compare: ModuleType) -> None:
    found = {
        (key, text): start.stack.conditions for key in CELLS for _, text, start in compare.designs(LIBRARY.cell(key))
    }
    at_1c = next(
        entry for (key, text), entry in found.items() if key == "t8-18" and "1C" in text and "0.1C" not in text
    )
    assert at_1c.c_rate.value == 1.0
    warm = next(entry for (key, text), entry in found.items() if key == "t8-28" and "60" in text)
    assert (warm.temperature.value, warm.c_rate.value) == (60, 0.1)


def test_that_the_average_voltage_lies_between_the_printed_limits(compare: ModuleType) -> None:
    lines = compare.all_voltages()
    assert len(lines) == sum(cell.stack.cutoffs is not None for cell in LIBRARY.cells()) - sum(
        cell.stack.cutoffs is not None and (cell.stack.cutoffs.lower is None or cell.stack.cutoffs.lower.value is None)
        for cell in LIBRARY.cells()
    )
    assert [line.cell.id for line in lines if line.verdict in ("above", "below")] == []


def test_that_a_figure_quoted_from_a_note_stands_there(compare: ModuleType) -> None:
    for entry in compare.FURTHER:
        files = [LIBRARY.paths("cells")[entry.cell], *LIBRARY.paths("interfaces").values()]
        texts = [json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False) for path in files]
        assert any(entry.quoted in text for text in texts), entry


def test_that_most_cells_deliver_less_than_the_practical_capacity(compare: ModuleType) -> None:
    """What the page concludes: a half to all of the practical capacity, seldom more."""
    shares = sorted(line.share for line in compare.all_capacities() if line.share is not None)
    assert len(shares) >= 60
    assert 0.6 < shares[len(shares) // 2] < 0.95
    assert sum(share > 1.1 for share in shares) == 0
