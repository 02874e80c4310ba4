"""The calculation of one design, in the order in which its results build on each other, and all its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.result import CellFigures, EnergyLevel, Figure, LayerBudget, ResistanceReport
from cellbuilder.engine import capacity, energy, geometry, limits, operation, resistance, voltage
from cellbuilder.engine.calculation import Calculation, Step, shown
from cellbuilder.engine.capacity import Balance
from cellbuilder.engine.contacts import Contact
from cellbuilder.engine.energy import LevelTerms
from cellbuilder.engine.geometry import Body
from cellbuilder.engine.limits import CriticalCurrent
from cellbuilder.engine.operation import Discharge, Row
from cellbuilder.engine.resistance import Part, Resistances
from cellbuilder.engine.trace import Tracer, shown_or_unknown


@record
class Cell:
    """A design as the engine sees it: the list of terms, and which of them are its results."""

    calculation: Calculation
    bodies: tuple[Body, ...]
    balance: Balance
    potential: Step | str
    areal_energy: Step | str
    levels: tuple[LevelTerms, ...]
    resistances: Resistances
    thickness: Step | str
    areal_mass: Step | str
    charged_thickness: Step | str
    current: Step | str
    drop: Step | str
    discharge: Discharge | str
    operation: tuple[Row, ...]

    def results(self) -> dict[str, float | None]:
        """Return every result in the unit it is shown in, without its trace; None where it is unknown."""
        return {row.key: None if isinstance(row.term, str) else shown(row.term, row.term.value) for row in self.rows()}

    def rows(self) -> list[Row]:
        """Return all results, known or not."""
        total, balance = self.resistances, self.balance
        size = [
            Row(f"{key}:{body.layer.id}", f"{name} of {body.title}", unit, term)
            for body in self.bodies
            for key, name, unit, term in (("thickness", "thickness", "um", body.thickness),
                                          ("mass", "areal mass", "mg/cm2", body.areal_mass))
        ]  # fmt: skip
        return [
            *(Row(part.key, part.name, "Ohm cm2", part.term)
              for part in (*total.totals, *total.parts, *total.contacts)),
            Row("capacity:cathode", "areal capacity of the cathode", "mAh/cm2", balance.cathode),
            Row("capacity:anode", "areal capacity of the anode", "mAh/cm2", balance.anode),
            Row("capacity", "areal capacity of the cell", "mAh/cm2", balance.cell),
            Row("np", balance.np_name, "1", balance.np_ratio),
            Row("voltage", "average cell voltage", "V", self.potential),
            Row("energy", "areal energy", "mWh/cm2", self.areal_energy),
            *(Row(f"{key}:{level.level}", f"{name}, {level.level} level", unit, term)
              for level in self.levels
              for key, name, unit, term in (("wh_per_kg", "specific energy", "Wh/kg", level.specific_energy),
                                            ("wh_per_l", "energy density", "Wh/L", level.energy_density))),
            Row("thickness", "thickness of the stack", "um", self.thickness),
            Row("charged thickness", "thickness of the charged stack", "um", self.charged_thickness),
            Row("mass", "areal mass of the stack", "mg/cm2", self.areal_mass),
            Row("current", "current density", "mA/cm2", self.current),
            Row("drop", "voltage drop at this current", "mV", self.drop),
            *self.operation,
            *size,
        ]  # fmt: skip


@np.errstate(all="ignore")
def build(
    design: Design, seams: Iterable[Contact], inside: Mapping[str, Contact], critical: Iterable[CriticalCurrent] = ()
) -> Cell:
    """Decide which relations apply to a design, and calculate its values.

    ``seams`` are the contacts between layers and ``inside`` those of active material and catholyte (by layer id),
    with what the evidence knows of them; ``critical`` are published critical currents of its contacts.
    """
    calculation = Calculation()
    bodies = geometry.bodies(calculation, design)
    balance = capacity.balance(calculation, design, bodies)
    potential = voltage.average(calculation, design)
    areal = energy.areal_energy(calculation, balance.cell, potential)
    thickness, mass = energy.stack_sums(calculation, bodies)
    charged = energy.charged_thickness(calculation, design, bodies, thickness, balance.cell)
    levels = energy.levels(calculation, design, bodies, areal, charged)
    resistances = resistance.build(calculation, design, bodies, seams, inside)
    current = operation.current(calculation, design, balance.cell)
    drop = operation.voltage_drop(calculation, current, resistances.totals[-1].term)
    discharge = operation.discharge(calculation, design, balance, potential, resistances)
    rows = limits.rows(calculation, design, bodies, resistances, balance, potential, current, discharge, critical)
    return Cell(
        calculation, bodies, balance, potential, areal, levels, resistances, thickness, mass, charged, current, drop,
        discharge, tuple(rows),
    )  # fmt: skip


def figures(cell: Cell) -> CellFigures:
    """Return every result with range, label, formula and inputs."""
    rows = cell.rows()
    tracer = Tracer(cell.calculation, {row.term.key for row in rows if not isinstance(row.term, str)})
    found = {row.key: _figure(tracer, row) for row in rows}
    parts = {part.key: part for part in (*cell.resistances.parts, *cell.resistances.contacts, *cell.resistances.totals)}
    shown = {key: _of_part(tracer, part) for key, part in parts.items()}
    levels = tuple(
        EnergyLevel(level.level, found[f"wh_per_kg:{level.level}"], found[f"wh_per_l:{level.level}"])
        for level in cell.levels
    )
    budget = tuple(
        LayerBudget(body.layer.id, body.title, found[f"thickness:{body.layer.id}"], found[f"mass:{body.layer.id}"])
        for body in cell.bodies
    )
    report = cell.resistances
    return CellFigures(
        resistance=ResistanceReport(
            tuple(shown[part.key] for part in report.parts), tuple(shown[part.key] for part in report.contacts),
            tuple(shown[part.key] for part in report.totals), report.unknown_parts,
        ),
        cathode_capacity=found["capacity:cathode"], anode_capacity=found["capacity:anode"],
        capacity=found["capacity"], limiting_electrode=cell.balance.limiting, np_ratio=found["np"],
        average_voltage=found["voltage"], areal_energy=found["energy"], levels=levels, budget=budget,
        thickness=found["thickness"], areal_mass=found["mass"], charged_thickness=found["charged thickness"],
        current_density=found["current"], voltage_drop=found["drop"],
        operation=tuple(found[row.key] for row in cell.operation), trace=tracer.trace(),
    )  # fmt: skip


def _figure(tracer: Tracer, row: Row) -> Figure:
    return shown_or_unknown(tracer, row.term, row.key, row.name, row.unit)


def _of_part(tracer: Tracer, part: Part) -> Figure:
    return shown_or_unknown(tracer, part.term, part.key, part.name, "Ohm cm2", part.layers)
