"""Charts with several designs in one: resistances side by side, spectra laid over each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cellbuilder.app.charts import impedance, resistance
from cellbuilder.app.charts.model import Bars, Line, Lines
from cellbuilder.app.compare.pins import Pin
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.result import Regime


def regime(designs: Sequence[Pin]) -> Regime:
    """Return the slowest regime that all designs have; the fastest of the first, where they share none."""
    known = [resistance.regimes(pin.evaluation) for pin in designs]
    shared = [entry for entry in known[0] if all(entry in other for other in known)] if known else []
    return shared[-1] if shared else next((entry for found in known for entry in found), "instantaneous")


def resistances(designs: Sequence[Pin]) -> Bars:
    """Return one bar for each design, its layers and interfaces in stack order."""
    chosen = regime(designs)
    charts = [resistance.stack(pin.evaluation, chosen, pin.design) for pin in designs]
    bars = [
        replace(bar, name=pin.name, layers=(), key="")
        for pin, chart in zip(designs, charts, strict=True)
        for bar in chart.bars
    ]
    bars = [replace(bar, parts=tuple(replace(part, key="") for part in bar.parts)) for bar in bars]
    title = tr("Resistances side by side, {regime}").format(regime=chosen)
    return Bars(title, charts[0].axis, tuple(bars), note=_note(charts, designs))


def _note(charts: Sequence[Bars], designs: Sequence[Pin]) -> str:
    notes = [(pin.name, chart.note) for pin, chart in zip(designs, charts, strict=True) if chart.note]
    if len({note for _, note in notes}) == 1 and len(notes) == len(designs):
        return notes[0][1]
    return " ".join(f"{name}: {note}" for name, note in notes)


def spectrum(pin: Pin, workspace: Workspace) -> tuple[Line, str] | None:
    """Return the calculated spectrum of a design as a curve, and what is missing from it; None if nothing is known."""
    predicted = impedance.predict(workspace, pin.design)
    lines = impedance.nyquist(predicted, arcs=False).lines
    return (replace(lines[0], name=pin.name), predicted.without()) if lines else None


def spectra(found: Sequence[tuple[Line, str]]) -> Lines:
    """Return several spectra on one scale."""
    note = " ".join(f"{line.name}: {missing}." for line, missing in found if missing)
    return Lines(tr("Nyquist plots laid over each other"), impedance.RE, impedance.MINUS_IM,
                 tuple(line for line, _ in found), square=True, note=note)  # fmt: skip
