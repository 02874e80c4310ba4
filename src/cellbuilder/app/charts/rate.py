"""What a design delivers at several currents, as charts: voltage over charge, and energy over power.

Both are those of docs/physics.md 1e: an open-circuit voltage that falls as a straight line, less current times
resistance, both at nominal inputs. That leaves out all losses but resistance, and the charts say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from cellbuilder import units
from cellbuilder.app import present
from cellbuilder.app.charts.model import Axis, Floats, Line, Lines, Marker
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.engine.calculation import Step, shown
from cellbuilder.engine.cell import Cell
from cellbuilder.engine.operation import Discharge
from cellbuilder.explore import rates
from cellbuilder.explore.rates import Rates

USUAL: Final = (0.1, 0.2, 0.5, 1.0, 2.0)
MOST_RATES: Final = 12
HIGHEST_RATE: Final = 1e4
_POINTS: Final = 41
_FINE: Final = 60
"""Points of the smooth curve of energy over power."""


class RateError(ValueError):
    """Words that are no list of C-rates: why, for the person who typed them."""


@dataclass(frozen=True, slots=True, eq=False)
class Discharges:
    """Discharges of a design at several C-rates, with all that the charts and remarks need.

    ``capacity`` (mAh/cm2) and ``voltage`` (V) have one row per C-rate. ``mass`` is that of the stack per area in
    kg/m2, None where it is unknown.
    """

    c_rates: tuple[float, ...]
    rates: Rates
    fine: Rates
    capacity: Floats
    voltage: Floats
    line: Discharge
    mass: float | None
    mass_missing: str


def read_rates(text: str) -> tuple[float, ...]:
    """Return the C-rates of a text such as ``0.1 0.2 0.5 1 2 C`` or ``0,1; 1C``, rising, none twice.

    Raises:
        RateError: what cannot be used, and what can.
    """
    parts = [part for part in re.split(r"[\s;]+", text.strip()) if part.strip(",").casefold() not in ("", "c")]
    if len(parts) == 1 and parts[0].count(",") > 1:
        parts = [part for part in parts[0].split(",") if part]
    values = []
    for part in parts:
        plain = part.strip(",").rstrip("cC").replace(",", ".")
        try:
            value = float(plain)
        except ValueError:
            raise RateError(tr("'{text}' is not a C-rate, such as 0.5 or 2C").format(text=part[:20])) from None
        if not 0.0 < value <= HIGHEST_RATE:
            raise RateError(tr("{text} is not between 0 and {most} C").format(text=part[:20], most=f"{HIGHEST_RATE:g}"))
        values.append(value)
    if not values:
        raise RateError(tr("type C-rates with blanks between them, such as 0.1 0.5 1 C"))
    found = tuple(sorted(set(values)))
    if len(found) > MOST_RATES:
        raise RateError(tr("at most {n} C-rates can be told apart").format(n=MOST_RATES))
    return found


def rates_text(c_rates: Sequence[float]) -> str:
    """Return C-rates as they are typed: ``0.1 0.2 0.5 1 2 C``."""
    return " ".join([*(f"{value:g}" for value in c_rates), "C"])


def discharges(workspace: Workspace, design: Design, c_rates: Sequence[float] = USUAL) -> Discharges | str:
    """Return what a design delivers at these C-rates (1/h), or why that is unknown."""
    cell = workspace.cell(design)
    published = rates.critical_currents(design, workspace.evidence)
    asked = tuple(c_rates)
    ends = min(asked) / 3.0, max(asked) * 3.0
    fine = tuple(np.geomspace(*ends, _FINE).tolist())
    found = rates.rates(cell, asked, design.stack.conditions, published)
    smooth = rates.rates(cell, fine, design.stack.conditions, published)
    line = cell.discharge
    if isinstance(found, str) or isinstance(smooth, str) or isinstance(line, str):
        return str(found)
    charge, volts = rates.curves(line, found.current, _POINTS)
    mass, missing = _mass(cell)
    return Discharges(asked, found, smooth, charge / units.find("mAh/cm2").factor, volts, line, mass, missing)


def _mass(cell: Cell) -> tuple[float | None, str]:
    """Return the mass in kg/m2 that the specific energy of the stack counts, or why it is unknown."""
    level = next(entry for entry in cell.levels if entry.level == "stack")
    for entry in (level.specific_energy, cell.areal_energy):
        if isinstance(entry, str):
            return None, entry
    assert isinstance(level.specific_energy, Step)
    assert isinstance(cell.areal_energy, Step)
    if not level.specific_energy.value > 0.0:
        return None, tr("the cell gives no energy")
    return cell.areal_energy.value / level.specific_energy.value, ""


def voltage(found: Discharges | str) -> Lines:
    """Return the voltage over the charge delivered at each C-rate, dashed where something else caps it first."""
    title = tr("Voltage under current")
    x, y = Axis(tr("charge delivered"), "mAh/cm2"), Axis(tr("voltage"), "V")
    if isinstance(found, str):
        return Lines(title, x, y, (), note=_unknown(found))
    top, bottom = found.line.top.value, found.line.bottom.value
    full = found.line.capacity.value / units.find("mAh/cm2").factor
    lines = [Line(tr("open circuit"), np.array([0.0, full]), np.array([top, bottom]), 6, "dashed")]
    for place, c_rate in enumerate(found.c_rates):
        inside, delivered = bool(found.rates.within[place]), float(found.rates.delivered[place])
        name = f"{c_rate:g}C" if inside else tr("{rate}C, beyond a cap").format(rate=f"{c_rate:g}")
        if delivered <= 0.0:
            continue
        labels = tuple(f"{100.0 * delivered * share:.0f} %" for share in np.linspace(0.0, 1.0, _POINTS))
        lines.append(Line(name, found.capacity[place], found.voltage[place], place, "line" if inside else "dashed",
                          labels=labels))  # fmt: skip
    return Lines(title, x, y, tuple(lines), note=note(found))


def ragone(found: Discharges | str) -> Lines:
    """Return energy over power of the stack at these currents: by mass, or by area where the mass is unknown."""
    title = tr("Ragone plot, stack level: ohmic limit")
    by_mass = isinstance(found, Discharges) and found.mass is not None
    x = Axis(tr("power"), "W/kg" if by_mass else "mW/cm2", log=True)
    y = Axis(tr("energy"), "Wh/kg" if by_mass else "mWh/cm2", log=True)
    if isinstance(found, str):
        return Lines(title, x, y, (), note=_unknown(found))
    power, energy = _per(found, found.fine)
    some = energy > 0.0
    labels = np.array([f"{value:.3g}C" for value in found.fine.c_rate])
    name, names = tr("ohmic limit at nominal inputs"), tuple(labels[some].tolist())
    lines = [Line(name, power[some], energy[some], 0, labels=names)]
    power, energy = _per(found, found.rates)
    markers = []
    inside = found.rates.within
    for which, name, series in (
        (inside, tr("chosen C-rates"), 0),
        (~inside, tr("beyond a critical current or diffusion"), 5),
    ):
        chosen = which & (energy > 0.0)
        if not chosen.any():
            continue
        names = tuple(f"{rate:g}C" for rate, here in zip(found.c_rates, chosen, strict=True) if here)
        lines.append(Line(name, power[chosen], energy[chosen], series, "points", labels=names))
        markers += [Marker(float(p), text, float(e)) for p, e, text in
                    zip(power[chosen], energy[chosen], names, strict=True)]  # fmt: skip
    said = [] if found.mass is not None else [
        tr("Per area, because the mass of the stack is unknown: {why}.").format(why=found.mass_missing)]  # fmt: skip
    said += [note(found), *(f"{text}." for text in remarks(found))]
    return Lines(title, x, y, tuple(lines), tuple(markers), note=" ".join(said))


def _per(found: Discharges, some: Rates) -> tuple[Floats, Floats]:
    if found.mass is not None:
        return some.power / found.mass, some.energy / found.mass
    return some.power / units.find("mW/cm2").factor, some.energy / units.find("mWh/cm2").factor


def note(found: Discharges) -> str:
    """Say in a line what the curves are, and what they leave out."""
    regime = found.rates.regime
    limit = tr("Ohmic limit at nominal inputs: straight open-circuit line less j · ASR ({regime}), until {volts} V.")
    said = [limit.format(regime=regime or tr("one regime"), volts=present.number(found.line.cut_off.value))]
    if found.rates.at_most:
        said.append(tr("Part of the resistance is unknown, so less is delivered."))
    nothing = [f"{rate:g}C" for rate, share in zip(found.c_rates, found.rates.delivered, strict=True) if share <= 0.0]
    if nothing:
        said.append(tr("Nothing is delivered at {rates}.").format(rates=", ".join(nothing)))
    return " ".join(said)


def caps(found: Discharges | str) -> str:
    """Return in a few words what caps the current besides resistance; nothing where nothing is known to."""
    if isinstance(found, str):
        return ""
    said = []
    if found.rates.critical is not None:
        said.append(tr("critical current {value}").format(value=_value(found.rates.critical)))
    if found.rates.diffusion_time is not None:
        shortest = 10.0 * found.rates.diffusion_time.value
        said.append(tr("diffusion in the grains, {seconds} s at least").format(seconds=present.number(shortest)))
    return tr("Caps: {caps}.").format(caps="; ".join(said)) if said else ""


def remarks(found: Discharges | str) -> tuple[str, ...]:
    """Return what caps the current besides resistance, with the conditions of each source."""
    if isinstance(found, str):
        return ()
    said = []
    caps = found.rates
    if caps.critical is not None:
        said.append(tr("Cap: {cap}").format(cap=_cap(caps.critical)))
    said += [tr("No cap, for it was measured far from here: {cap}").format(cap=_cap(cap)) for cap in caps.set_aside]
    if caps.diffusion_time is not None:
        said.append(tr("Cap: a discharge has to last ten times the {name}, {seconds} s").format(
            name=caps.diffusion_time.name, seconds=present.number(caps.diffusion_time.value)))  # fmt: skip
    return tuple(said)


def _cap(cap: rates.Cap) -> str:
    return tr("critical current {value} ({record}; {conditions})").format(
        value=_value(cap), record=cap.record, conditions=cap.conditions
    )


def _value(cap: rates.Cap) -> str:
    return f"{present.number(shown(cap.leaf, cap.leaf.value))} {present.unit(cap.leaf.unit)}"


def _unknown(reason: str) -> str:
    return tr("What the cell delivers under current is unknown: {why}.").format(why=reason)
