"""Which figures stand where: the headline, the tables of resistance, of energy and size, and under current."""

from __future__ import annotations

from typing import Final

from cellbuilder.app import present
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.result import Figure, Trace

NAMES: Final = ("ASR", "Wh/kg, stack", "Wh/L, stack", "Capacity", "Voltage", "N/P", "Thickness")


def headlines(evaluation: Evaluation) -> dict[str, Figure]:
    """Return the seven numbers above all others; the resistance is that of the slower regime."""
    figures = evaluation.figures
    stack = next(level for level in figures.levels if level.level == "stack")
    chosen = (figures.resistance.totals[-1], stack.specific_energy, stack.energy_density, figures.capacity,
              figures.average_voltage, figures.np_ratio, figures.thickness)  # fmt: skip
    return dict(zip(NAMES, chosen, strict=True))


def resistance_rows(evaluation: Evaluation) -> tuple[Figure, ...]:
    """Return totals, layers and contacts."""
    report = evaluation.figures.resistance
    return (*report.totals, *report.parts, *report.contacts)


def energy_rows(evaluation: Evaluation) -> tuple[Figure, ...]:
    """Return capacity, voltage, energies, and where the micrometres and milligrams are."""
    figures = evaluation.figures
    return (
        figures.cathode_capacity, figures.anode_capacity, figures.capacity, figures.np_ratio, figures.average_voltage,
        figures.areal_energy,
        *(figure for level in figures.levels for figure in (level.specific_energy, level.energy_density)),
        figures.thickness, figures.charged_thickness, figures.areal_mass,
        *(figure for row in figures.budget for figure in (row.thickness, row.areal_mass)),
    )  # fmt: skip


def operating_rows(evaluation: Evaluation) -> tuple[Figure, ...]:
    """Return what the cell does under current."""
    figures = evaluation.figures
    return (figures.current_density, figures.voltage_drop, *figures.operation)


def basis(figure: Figure, trace: Trace) -> str:
    """Say in a few words where a figure comes from, down to the inputs of the design, or why it is unknown."""
    if figure.value is None:
        return figure.note or ""
    inputs = trace.inputs_of(figure)
    refs = [f"ref. {item.source.ref}" if item.source.ref.isdigit() else item.source.ref
            for item in inputs if item.source is not None]  # fmt: skip
    kinds = [item.kind for item in inputs if item.source is None and item.kind in ("assumption", "estimate")]
    return ", ".join(dict.fromkeys([*refs, *kinds]))


def row(figure: Figure, trace: Trace) -> tuple[str, str, str, str, str]:
    """Return name, value, range, label and basis of a figure as text."""
    return figure.name, present.value(figure), present.span(figure), present.label(figure), basis(figure, trace)


def resistance_profile(evaluation: Evaluation) -> tuple[Figure, ...]:
    """Return layers and contacts in stack order, in the slower regime, electronic conductors left out."""
    report = evaluation.figures.resistance
    slow = report.totals[-1].regime
    layers = [part for part in report.parts if part.regime in (None, slow) and not part.at_most]
    profile: list[Figure] = []
    for part in layers:
        profile.append(part)
        profile += [contact for contact in report.contacts if contact.layers[:1] == part.layers[:1]]
    seen = {figure.key for figure in profile}
    return (*profile, *(contact for contact in report.contacts if contact.key not in seen))
