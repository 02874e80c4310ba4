"""The ionic conductivity of a material at the temperature of the cell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, Literal

from cellbuilder import units
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import ConductivityPoint, Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import Input
from cellbuilder.domain.stack import Layer
from cellbuilder.engine.kernels import transport
from cellbuilder.engine.layer_data import Known, spread_of
from cellbuilder.engine.ranges import Spread, propagate
from cellbuilder.units import BOLTZMANN_EV_PER_K, ZERO_CELSIUS_K

ROOM_TEMPERATURE_K: Final = 298.15
NEAR_K: Final = 5.0
"""Room temperature is known to no better than this."""
SINGLE_SOURCE_DECADES: Final = 0.2
"""Range given to a conductivity that only one source reports (docs/physics.md 1h)."""
UNSAID_FORM_EV: Final = BOLTZMANN_EV_PER_K * 300.0
"""Range of an activation energy whose Arrhenius form is not stated: the two differ by kB T (equation 4)."""
PLAUSIBLE_EV: Final = (0.15, 0.8)
"""Activation energies outside are almost surely misprints (docs/physics.md 1a)."""
FARTHEST: Final = 1e6
"""No conductivity is carried over more than this factor."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """One measured conductivity: where it was measured, and with which activation energy it goes on."""

    kelvin: float
    shown: Quantity
    energy: Quantity | None

    @property
    def celsius(self) -> str:
        return f"{self.kelvin - ZERO_CELSIUS_K:.0f} degC"


def of_layer(design: Design, layer: Layer) -> Known | str:
    """Return the ionic conductivity of a one-material layer at cell temperature, or why it is unknown.

    One that is entered for the layer is taken as it is, whatever the temperature.
    """
    if layer.conductivity is not None:
        spread = spread_of(layer.conductivity)
        if spread is None:
            return "its conductivity is entered as unknown"
        return Known(spread, (Input.of("sigma", "ionic conductivity (entered)", layer.conductivity),))
    if layer.material is None:
        return "a mixture has no single conductivity"
    return of_material(design, design.material(layer.material))


def of_material(design: Design, material: Material) -> Known | str:
    """Return the preferred ionic conductivity of a material at cell temperature, or why it is unknown.

    The value measured nearest to the cell temperature is carried there with its activation energy.
    Without one, it stands as a limit.
    """
    point = material.preferred_point
    if point is None or point.value is None:
        return f"no ionic conductivity of {material.label} is on record"
    given_k = design.stack.conditions.temperature.si
    cell_k = ROOM_TEMPERATURE_K if given_k is None else given_k
    series = _series(material, point)
    start = min(series, key=lambda entry: abs(entry.kelvin - cell_k))
    spread = spread_of(start.shown)
    assert spread is not None
    sigma = Input.of("sigma", f"ionic conductivity of {material.label} at {start.celsius}", start.shown)
    notes = [] if given_k is not None else ["the temperature of the cell is not given: 25 degC assumed"]
    if abs(cell_k - start.kelvin) < 0.01:
        return Known(spread, (sigma,), _joined(notes))
    outside = not series[0].kelvin - NEAR_K <= cell_k <= series[-1].kelvin + NEAR_K
    form = (point.form if start.energy is not None else None) or "ST"
    energy = start.energy or _between(series, cell_k) or (_of_other_samples(material) if outside else None)
    said = energy is not start.energy or point.form is not None
    energy_range = None if energy is None else _energy_range(energy, said=said)
    if energy is None or energy_range is None:
        if not outside:
            return Known(spread, (sigma,), _joined(notes))
        limit: Literal["floor", "ceiling"] = "floor" if cell_k > start.kelvin else "ceiling"
        side = "most" if limit == "floor" else "least"
        notes.append(
            f"no activation energy is on record: the value at {start.celsius} is used, so the resistance is at {side} "
            "this"
        )
        return Known(spread, (sigma,), _joined(notes), limit)
    if _too_far(energy_range, cell_k, start.kelvin):
        return f"the conductivity of {material.label} at {start.celsius} cannot be carried so far"
    value = propagate(
        lambda s, e: float(transport.conductivity_at(s, e, cell_k, start.kelvin, form)),
        {"s": spread, "e": energy_range},
    )
    if outside:
        notes.append(f"carried from {start.celsius} with the activation energy")
    if not said:
        notes.append("the source does not say which Arrhenius form its activation energy belongs to; ST assumed")
    shown = Input.of("Ea", f"activation energy (form {form})", energy).model_copy(
        update={"low": energy_range.low, "high": energy_range.high, "value": energy_range.value, "unit": "eV"}
    )
    return Known(Spread(*value), (sigma, shown), _joined(notes), extrapolated=outside)


def _joined(notes: list[str]) -> str | None:
    return "; ".join(notes) or None


def _series(material: Material, point: ConductivityPoint) -> list[_Measured]:
    """Every temperature of the preferred point, in rising order."""
    kelvin = ROOM_TEMPERATURE_K if point.temperature is None else point.temperature.si or ROOM_TEMPERATURE_K
    found = [_Measured(kelvin, _with_range(material, point, kelvin), _stated(point.activation_energy))]
    for entry in point.at:
        if entry.temperature.si is not None:
            low, high = _single_source(float(entry.value))
            shown = Quantity(
                value=entry.value, unit=entry.unit, low=low, high=high, kind=point.kind, read_from=point.read_from,
                source=point.source, note=_SINGLE,
            )  # fmt: skip
            energy = _stated(entry.activation_energy) or _stated(point.activation_energy)
            found.append(_Measured(entry.temperature.si, shown, energy))
    return sorted(found, key=lambda entry: entry.kelvin)


def _stated(energy: Quantity | None) -> Quantity | None:
    return None if energy is None or energy.value is None else energy


def _between(series: list[_Measured], cell_k: float) -> Quantity | None:
    """Return the activation energy (form ST) between the two measured temperatures around the cell's."""
    for cold, warm in pairwise(series):
        first, second = cold.shown.si, warm.shown.si
        if cold.kelvin < cell_k < warm.kelvin and first and second:
            slope = math.log(second * warm.kelvin / (first * cold.kelvin)) / (1.0 / cold.kelvin - 1.0 / warm.kelvin)
            return Quantity(
                value=max(slope, 0.0) * BOLTZMANN_EV_PER_K, unit="eV", kind="calculated", source=cold.shown.source,
                note=f"from the values at {cold.celsius} and {warm.celsius}",
            )  # fmt: skip
    return None


def _of_other_samples(material: Material) -> Quantity | None:
    """Return what other samples of the same material have; values that no solid electrolyte has are left out."""
    stated = [entry.activation_energy for entry in material.conductivity]
    known = sorted(energy.si for energy in stated if energy is not None and energy.si is not None)
    known = [energy for energy in known if PLAUSIBLE_EV[0] <= energy <= PLAUSIBLE_EV[1]]
    if not known:
        return None
    middle = median(known)
    return Quantity(
        value=middle, unit="eV", low=max(min(known[0], middle - UNSAID_FORM_EV), 0.0),
        high=max(known[-1], middle + UNSAID_FORM_EV), n=len(known), kind="estimate",
        note="of other samples of this material; this one's is not on record",
    )  # fmt: skip


def _energy_range(energy: Quantity, *, said: bool) -> Spread | None:
    spread = spread_of(energy)
    if spread is None or said or spread.low is not None:
        return spread
    return Spread(spread.value, max(spread.value - UNSAID_FORM_EV, 0.0), spread.value + UNSAID_FORM_EV)


def _too_far(energy: Spread, cell_k: float, start_k: float) -> bool:
    steepest = energy.value if energy.high is None else energy.high
    factor = steepest / BOLTZMANN_EV_PER_K * abs(1.0 / cell_k - 1.0 / start_k)
    return factor > math.log(FARTHEST)


_SINGLE: Final = "range: usual scatter of a single source, 0.2 decades (assumption)"


def _single_source(value: float) -> tuple[float, float]:
    ratio = 10.0**SINGLE_SOURCE_DECADES
    return value / ratio, value * ratio


def _with_range(material: Material, point: ConductivityPoint, kelvin: float) -> Quantity:
    """Return the point with its own range, or that of the literature at room temperature, or the usual scatter."""
    value = float(point.value or 0.0)
    low, high, why = point.low, point.high, point.note
    published = material.conductivity_spread
    near_room = abs(kelvin - ROOM_TEMPERATURE_K) <= 2.0 * NEAR_K
    if low is None and high is None:
        if near_room and published is not None and published.low and published.high:
            scale = units.find(published.unit).factor / units.find(point.unit).factor
            low, high = min(published.low * scale, value), max(published.high * scale, value)
            count = f" of {published.n} values" if published.n else ""
            why = f"range: spread{count} in the literature"
        else:
            low, high = _single_source(value)
            why = _SINGLE
    return Quantity(
        value=value, unit=point.unit, low=low, high=high, kind=point.kind, read_from=point.read_from,
        source=point.source, note=why,
    )  # fmt: skip
