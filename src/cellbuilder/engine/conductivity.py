"""The ionic conductivity of a material at the temperature of the cell."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from cellbuilder import units
from cellbuilder.domain.base import LEAST, MOST, record
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import ConductivityPoint, Material
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.stack import Layer
from cellbuilder.engine import geometry, layer_data
from cellbuilder.engine.calculation import Calculation, Limit, Term
from cellbuilder.engine.kernels import bench, porosity, transport
from cellbuilder.engine.layer_data import Known
from cellbuilder.engine.measured import measured_inputs
from cellbuilder.units import BOLTZMANN_EV_PER_K, ZERO_CELSIUS_K

ROOM_TEMPERATURE_K: Final = 298.15
NEAR_K: Final = 5.0
"""Room temperature is known to no better than this."""
SINGLE_SOURCE_DECADES: Final = 0.3
"""Range given to a conductivity that only one source reports: 1.645 times 0.18 decades (docs/physics.md 1h)."""
UNSAID_FORM_EV: Final = BOLTZMANN_EV_PER_K * 300.0
"""Range of an activation energy whose Arrhenius form is not stated: the two differ by kB T (equation 4)."""
PLAUSIBLE_EV: Final = (0.15, 0.8)
"""Activation energies outside are almost surely misprints (docs/physics.md 1a)."""
FARTHEST: Final = 1e6
"""No conductivity is carried over more than this factor."""
AS_MEASURED: Final = (
    "conductivity of the sample as measured; its pores are not on record, so those of the layer are not taken off"
)
UNIT: Final = "mS/cm"
ARRHENIUS: Final = {
    "S": "sigma_ref * exp(-Ea / k * (1 / T - 1 / T_ref))",
    "ST": "sigma_ref * T_ref / T * exp(-Ea / k * (1 / T - 1 / T_ref))",
}


@record
class _Measured:
    """One measured conductivity: where it was measured, and with which activation energy it goes on."""

    key: str
    kelvin: float
    shown: Quantity
    energy: Quantity | None
    at: Quantity

    @property
    def celsius(self) -> str:
        return f"{self.kelvin - ZERO_CELSIUS_K:.0f} degC"


def of_layer(calculation: Calculation, design: Design, layer: Layer, thickness: Term | str) -> Known | str:
    """Return the ionic conductivity of a one-material layer at cell temperature, or why it is unknown.

    One that is entered or measured for the layer is taken as it is, whatever the temperature. Otherwise that of
    the material in the pores of the layer.
    """
    entered = of_entry(calculation, design, layer, thickness)
    if entered is not None:
        return entered
    if layer.material is None:
        return "a mixture has no single conductivity"
    return in_layer(calculation, design, layer, design.material(layer.material))


def of_entry(calculation: Calculation, design: Design, layer: Layer, thickness: Term | str) -> Known | str | None:
    """Return the conductivity that the design enters for a layer, or None where it leaves it to the library."""
    if layer.conductivity is None and layer.measured_resistance is None:
        return None
    name = layer_data.title(design, layer)
    if layer.conductivity is not None:
        leaf = layer_data.given(
            calculation, f"layer conductivity:{layer.id}", "sigma", f"ionic conductivity of {name} (entered)",
            layer.conductivity,
        )  # fmt: skip
        return layer_data.marked_unknown("conductivity", name) if leaf is None else Known(leaf)
    measured = layer.measured_resistance
    assert measured is not None
    if isinstance(thickness, str):
        return thickness
    inputs = measured_inputs(calculation, f"{layer.id}", name, measured)
    if isinstance(inputs, str):
        return inputs
    step = calculation.step(
        f"layer conductivity:{layer.id}", "sigma", f"ionic conductivity of {name} (measured)", UNIT,
        bench.conductivity_from_resistance, "d / ((R_meas - R_lead) * A)", [("d", thickness), *inputs[:3]],
        layers=(layer.id,),
    )  # fmt: skip
    return Known(step)


def in_layer(calculation: Calculation, design: Design, layer: Layer, material: Material) -> Known | str:
    """Return the conductivity of a material as it is in a layer with pores (equation 5), or why it is unknown.

    It is carried from the pores of the measured sample to those of the layer. A layer of which nothing is said counts
    as dense and is not corrected; a sample of which nothing is said stands as measured, as an estimate.
    """
    sigma = of_material(calculation, design, material)
    body = geometry.body_of(calculation, layer)
    pores = None if body is None else body.stated_porosity
    if isinstance(sigma, str) or pores is None:
        return sigma
    point = material.preferred_point
    dense = None if point is None else point.relative_density
    name = f"ionic conductivity of {material.label} in {layer_data.title(design, layer)}"
    if dense is None or not dense.si:
        if not isinstance(pores, str) and pores.value == 0.0:
            return sigma
        step = calculation.step(
            f"conductivity as measured:{layer.id}/{material.id}", "sigma", name, UNIT, lambda s: s, "sigma",
            [("sigma", sigma.term)], label="estimate", note=AS_MEASURED, layers=(layer.id,),
        )  # fmt: skip
        return replace(sigma, term=step, note=layer_data.joined(sigma.note, AS_MEASURED))
    if isinstance(pores, str):
        return pores
    if pores.value >= 1.0:
        return "its pores leave nothing that conducts"
    sample = layer_data.given(
        calculation, f"relative density:{material.id}", "r", f"relative density of the measured {material.label}", dense
    )
    assert sample is not None
    step = calculation.step(
        f"conductivity with pores:{layer.id}/{material.id}", "sigma", name, UNIT, porosity.between_pores,
        "sigma * ((1 - p) / (2 + p)) / (r / (3 - r))", [("sigma", sigma.term), ("p", pores), ("r", sample)],
        label="estimate", layers=(layer.id,),
    )  # fmt: skip
    note = "corrected from the pores of the measured sample to those of the layer; necks can make it smaller"
    return replace(sigma, term=step, note=layer_data.joined(sigma.note, note))


def kept(number: float) -> float:
    """Return a positive derived number, moved to the nearest one that a quantity can hold."""
    return min(max(number, LEAST), MOST)


def of_material(calculation: Calculation, design: Design, material: Material) -> Known | str:
    """Return the preferred ionic conductivity of a material at cell temperature, or why it is unknown.

    The value measured nearest to the cell temperature is carried there with its activation energy.
    Without one, it stands as a limit. None is carried across a phase transition.
    """
    key = f"conductivity at T:{material.id}"
    known: Known | str | None = calculation.worked_out.get(key)
    if known is None:
        known = _of_material(calculation, design, material)
        if isinstance(known, Known) and _is_bulk(material):
            known = replace(known, bulk=True)
        calculation.worked_out[key] = known
    return known


def _is_bulk(material: Material) -> bool:
    return material.preferred_point is not None and material.preferred_point.scope == "bulk"


def _of_material(calculation: Calculation, design: Design, material: Material) -> Known | str:
    point = material.preferred_point
    if point is None or point.value is None:
        return f"no ionic conductivity of {material.label} is on record"
    temperature = layer_data.temperature(calculation, design)
    cell_k = temperature.value
    series = _series(material, point)
    transitions = _transitions(material)
    _mark_breaks(calculation, series, [kelvin for kelvin, _ in transitions])
    here = [entry for entry in series if not _crossed(transitions, entry.kelvin, cell_k)]
    if not here:
        what = _crossed(transitions, series[0].kelvin, cell_k)
        return f"the conductivity of {material.label} is not on record on this side of its phase transition ({what})"
    start = min(here, key=lambda entry: abs(entry.kelvin - cell_k))
    name = f"ionic conductivity of {material.label} at {start.celsius}"
    reference = calculation.leaf(start.key, "sigma_ref", name, start.shown)
    assert reference is not None
    unsaid = design.stack.conditions.temperature.si is None
    note = "the temperature of the cell is not given: 25 degC assumed" if unsaid else None
    exact = abs(cell_k - start.kelvin) < 0.01
    outside = not here[0].kelvin - NEAR_K <= cell_k <= here[-1].kelvin + NEAR_K
    form = (point.form if start.energy is not None else None) or "ST"
    energy = start.energy or _between(here, cell_k) or (_of_other_samples(material) if outside or exact else None)
    said = energy is not start.energy or point.form is not None
    measured_at = calculation.leaf(
        f"measured at:{start.key.partition(':')[2]}", "T_ref", f"temperature of that measurement of {material.label}",
        start.at,
    )  # fmt: skip
    assert measured_at is not None
    temperatures: list[tuple[str, Term]] = [("T", temperature), ("T_ref", measured_at)]
    if energy is None:
        step = calculation.step(
            f"conductivity at T:{material.id}", "sigma", f"ionic conductivity of {material.label} in this cell", UNIT,
            lambda s, t, t_ref: s, "sigma_ref", [("sigma_ref", reference), *temperatures],  # noqa: ARG005
            note=f"the value at {start.celsius} as it is: no activation energy is on record",
        )  # fmt: skip
        if not outside or exact:
            return Known(step, note)
        limit: Limit = "floor" if cell_k > start.kelvin else "ceiling"
        side = "most" if limit == "floor" else "least"
        text = (
            f"no activation energy is on record: the value at {start.celsius} is used, so the resistance is at {side} "
            "this"
        )
        return Known(step, layer_data.joined(note, text), limit)
    ranged = _energy_range(energy, said=said)
    _mark_farthest(calculation, ranged, start.kelvin)
    if _too_far(ranged, cell_k, start.kelvin):
        return f"the conductivity of {material.label} at {start.celsius} cannot be carried so far"
    barrier = calculation.leaf(
        f"activation energy:{start.key.partition(':')[2]}", "Ea",
        f"activation energy of {material.label} (form {form})", ranged,
    )  # fmt: skip
    assert barrier is not None
    step = calculation.step(
        f"conductivity at T:{material.id}", "sigma", f"ionic conductivity of {material.label} in this cell", UNIT,
        lambda s, e, t, t_ref: transport.conductivity_at(s, e, t, t_ref, form), ARRHENIUS[form],
        [("sigma_ref", reference), ("Ea", barrier), *temperatures],
        label="extrapolated" if outside and not exact else "computed",
    )  # fmt: skip
    if exact:
        return Known(step, note)
    if outside:
        note = layer_data.joined(note, f"carried from {start.celsius} with the activation energy")
    if not said:
        silent = "the source does not say which Arrhenius form its activation energy belongs to; ST assumed"
        note = layer_data.joined(note, silent)
    return Known(step, note, extrapolated=outside)


def _transitions(material: Material) -> list[tuple[float, str]]:
    return sorted(
        (entry.temperature.si, f"{entry.what}, {entry.temperature.value:g} {entry.temperature.unit}")
        for entry in material.phase_transitions
        if entry.temperature.si is not None
    )


def _crossed(transitions: Iterable[tuple[float, str]], first: float, second: float) -> str | None:
    return next((what for kelvin, what in transitions if min(first, second) < kelvin <= max(first, second)), None)


def _mark_breaks(calculation: Calculation, series: list[_Measured], transitions: Iterable[float]) -> None:
    """Say at which temperatures another measured value, another slope or another phase takes over."""
    marks = calculation.breaks.setdefault("temperature", set())
    marks.update(transitions, (series[0].kelvin - NEAR_K, series[-1].kelvin + NEAR_K))
    marks.update(entry.kelvin for entry in series)
    marks.update((cold.kelvin + warm.kelvin) / 2.0 for cold, warm in pairwise(series))


_KNOWN: dict[int, tuple[Material, list[_Measured]]] = {}
_MOST_KNOWN: Final = 1024


def _series(material: Material, point: ConductivityPoint) -> list[_Measured]:
    """Every temperature of the preferred point, in rising order; kept for as long as the material is in use."""
    known = _KNOWN.get(id(material))
    if known is None or known[0] is not material:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(material)] = (material, _measured(material, point))
    return known[1]


def _measured(material: Material, point: ConductivityPoint) -> list[_Measured]:
    kelvin = ROOM_TEMPERATURE_K if point.temperature is None else point.temperature.si or ROOM_TEMPERATURE_K
    key = f"conductivity:{material.id}"
    shown = _with_range(material, point, kelvin)
    found = [_Measured(key, kelvin, shown, _stated(point.activation_energy), _taken_at(kelvin, shown))]
    for entry in point.at:
        if entry.temperature.si is not None:
            low, high = _single_source(float(entry.value))
            shown = Quantity(
                value=entry.value, unit=entry.unit, low=low, high=high, kind=point.kind, read_from=point.read_from,
                source=point.source, note=_SINGLE, range_kind="assumption",
            )  # fmt: skip
            energy = _stated(entry.activation_energy) or _stated(point.activation_energy)
            own = f"{key}@{entry.temperature.si - ZERO_CELSIUS_K:g}C"
            found.append(_Measured(own, entry.temperature.si, shown, energy, _taken_at(entry.temperature.si, shown)))
    return sorted(found, key=lambda entry: entry.kelvin)


def _taken_at(kelvin: float, shown: Quantity) -> Quantity:
    return Quantity(value=kelvin, unit="K", kind=shown.kind, source=shown.source)


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


def _energy_range(energy: Quantity, *, said: bool) -> Quantity:
    """Return the energy in eV, kB T wider either way where its form is not said and it has no range."""
    value = energy.si or 0.0
    bounds = energy.bounds_si()
    if bounds is None and not said:
        bounds = (max(value - UNSAID_FORM_EV, 0.0), value + UNSAID_FORM_EV)
    low, high = bounds or (None, None)
    return energy.model_copy(update={"value": value, "unit": "eV", "low": low, "high": high})


def _mark_farthest(calculation: Calculation, energy: Quantity, start_k: float) -> None:
    """Say beyond which temperatures the value cannot be carried."""
    steepest = float(energy.high or energy.value or 0.0)
    if steepest > 0.0:
        reach = math.log(FARTHEST) * BOLTZMANN_EV_PER_K / steepest
        inverse = (1.0 / start_k + reach, 1.0 / start_k - reach)
        calculation.breaks["temperature"].update(1.0 / end for end in inverse if end > 0.0)


def _too_far(energy: Quantity, cell_k: float, start_k: float) -> bool:
    steepest = float(energy.high or energy.value or 0.0)
    factor = steepest / BOLTZMANN_EV_PER_K * abs(1.0 / cell_k - 1.0 / start_k)
    return factor > math.log(FARTHEST)


_SINGLE: Final = "range: usual scatter of a single source, 0.3 decades (assumption)"


def _single_source(value: float) -> tuple[float, float]:
    ratio = 10.0**SINGLE_SOURCE_DECADES
    return kept(value / ratio), kept(value * ratio)


def _with_range(material: Material, point: ConductivityPoint, kelvin: float) -> Quantity:
    """Return the point with its own range, or that of the literature at room temperature, or the usual scatter."""
    value = float(point.value or 0.0)
    low, high, why, scatter = point.low, point.high, point.note, point.kind
    published = material.conductivity_spread
    near_room = abs(kelvin - ROOM_TEMPERATURE_K) <= 2.0 * NEAR_K
    if low is None and high is None:
        if near_room and published is not None and published.low and published.high:
            scale = units.find(published.unit).factor / units.find(point.unit).factor
            low, high = min(kept(published.low * scale), value), max(kept(published.high * scale), value)
            count = f" of {published.n} values" if published.n else ""
            why, scatter = f"range: spread{count} in the literature", published.kind or "assumption"
        else:
            low, high = _single_source(value)
            why, scatter = _SINGLE, "assumption"
    return Quantity(
        value=value, unit=point.unit, low=low, high=high, kind=point.kind, read_from=point.read_from,
        source=point.source, note=why, range_kind=None if scatter == point.kind else scatter,
    )  # fmt: skip
