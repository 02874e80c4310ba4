"""The impedance of a whole cell over frequency: the sum of its elements, and what each of them adds.

``impedance`` is for many cells at once (sweeps, Monte Carlo), ``calculate`` for one cell with everything there is to
say about it. Both run the same circuit (``engine.circuit``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cellbuilder import units
from cellbuilder.domain.result import Label
from cellbuilder.engine.calculation import Array, Term
from cellbuilder.engine.circuit import Circuit, Missing
from cellbuilder.engine.elements import Element, Porous
from cellbuilder.engine.kernels.impedance import ComplexArray


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one element adds: ``impedance`` in SI at every frequency, and what characterises its arc.

    ``resistance`` is its real part at low frequency with diffusion left out, ``high_frequency`` what remains of it
    at high frequency, ``diffusion`` what diffusion in the grains adds to the real part at low frequency (None
    without it); all in the unit of the impedance. ``apex_hz`` is where its arc is highest, None where it has none.
    Below ``filling_hz`` the grains of an electrode fill as a whole, and its impedance rises like that of a capacitor.
    ``at_least`` and ``at_most`` say on which side the true resistance lies.
    """

    kind: str
    name: str
    layers: tuple[str, ...]
    impedance: ComplexArray
    resistance: float
    high_frequency: float
    diffusion: float | None
    apex_hz: float | None
    filling_hz: float | None
    label: Label
    at_least: bool
    at_most: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The impedance of a cell: ``total`` is the sum of ``parts``, all in Ohm m2, or in ohm where an area is given.

    ``frequencies_hz`` are as asked for. ``missing`` names what is not in it, or not in full, and would add to it: the
    spectrum is then ``partial``. Where nothing at all is known, ``total`` is NaN.
    """

    frequencies_hz: Array
    total: ComplexArray
    parts: tuple[Contribution, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]
    area_m2: float | None = None

    @property
    def partial(self) -> bool:
        """Whether something is missing."""
        return bool(self.missing)

    @property
    def unit(self) -> str:
        """The unit in which it is shown: Ohm cm2, or Ohm where an area is given."""
        return "Ohm cm2" if self.area_m2 is None else "Ohm"

    def shown(self, value: Any) -> Any:
        """Return a number or an array of this spectrum in the unit in which it is shown."""
        return value / units.find(self.unit).factor

    def names(self) -> tuple[str, ...]:
        """Return one name for each part, no two alike."""
        plain = [part.name for part in self.parts]
        full = [name if plain.count(name) == 1 else f"{name} [{'|'.join(part.layers)}]"
                for name, part in zip(plain, self.parts, strict=True)]  # fmt: skip
        return tuple(name if full[:place].count(name) == 0 else f"{name} #{full[:place].count(name) + 1}"
                     for place, name in enumerate(full))  # fmt: skip

    def table(self) -> tuple[tuple[str, ...], Array]:
        """Return column heads with units, and one row for each frequency: Re and -Im of the total and of each part."""
        heads = ["frequency / Hz"]
        columns: list[Array] = [self.frequencies_hz]
        total = ("Z" if not self.partial else "Z (partial)", self.total)
        for name, z in (total, *zip(self.names(), (part.impedance for part in self.parts), strict=True)):
            heads += [f"Re {name} / {self.unit}", f"minus Im {name} / {self.unit}"]
            columns += [self.shown(z.real), 0.0 - self.shown(z.imag)]
        return tuple(heads), np.stack(columns, axis=-1)


def impedance(
    circuit: Circuit, frequencies_hz: ArrayLike, given: Mapping[str, ArrayLike] | None = None, *, diffusion: bool = True
) -> ComplexArray:
    """Return the impedance of the whole cell in Ohm m2, of the shape of ``given`` and the frequencies behind it.

    Args:
        circuit: the equivalent circuit of a cell.
        frequencies_hz: frequencies in Hz, of shape (m,).
        given: arrays (SI) in place of inputs of the calculation, by key; they broadcast to a shape (...), and the
            answer has the shape (..., m). Which elements there are is decided by the cell as it was built.
        diffusion: whether diffusion in the grains counts; without it, and where no contact blocks, the impedance at
            low frequency is the instantaneous resistance (metals apart).

    Raises:
        ValueError: a frequency is not a positive finite number, there is not one axis of them, or the arrays
            do not broadcast.
        KeyError: a key is not an input of the calculation.
    """
    omega = _angular(frequencies_hz)
    varied = {key: np.asarray(array, float) for key, array in (given or {}).items()}
    shape = np.broadcast_shapes(*(array.shape for array in varied.values()))
    found: Mapping[str, Any] = {}
    if varied:
        keys = {term.key for element in circuit.elements for term in element.terms}
        found = circuit.calculation.plan(varied, keys).run(varied)

    def value(term: Term) -> Any:
        known = found.get(term.key, term.value)
        return known if np.ndim(known) == 0 else np.asarray(known)[..., None]

    total = np.full((*shape, omega.size), _start(circuit), complex)
    for element in circuit.elements:
        total += element.impedance(omega, value, diffusion=diffusion)
    return total


def calculate(
    circuit: Circuit, frequencies_hz: ArrayLike, *, area_m2: float | None = None, lead_ohm: float = 0.0
) -> Spectrum:
    """Return the spectrum of a cell with what each element adds to it.

    Args:
        circuit: the equivalent circuit of a cell.
        frequencies_hz: frequencies in Hz, of shape (m,).
        area_m2: area of the measured cell in m2; the spectrum is then in ohm.
        lead_ohm: resistance of leads and instrument in ohm, in series with the cell; needs an area.

    Raises:
        ValueError: a frequency, the area or the lead resistance is not a positive finite number (the latter may be
            zero), or a lead resistance comes without an area.
    """
    omega = _angular(frequencies_hz)
    if area_m2 is not None and not (area_m2 > 0.0 and np.isfinite(area_m2)):
        raise ValueError("the area must be greater than zero")
    if not (lead_ohm >= 0.0 and np.isfinite(lead_ohm)):
        raise ValueError("the lead resistance must be zero or greater")
    if lead_ohm and area_m2 is None:
        raise ValueError("a lead resistance needs the area of the cell")
    scale = 1.0 if area_m2 is None else 1.0 / area_m2
    parts = [_contribution(element, omega, scale) for element in circuit.elements]
    if lead_ohm:
        parts.append(Contribution("leads", "leads", (), np.full(omega.size, complex(lead_ohm)), lead_ohm, lead_ohm,
                                  None, None, None, "computed", False, False, None))  # fmt: skip
    total = np.full(omega.size, _start(circuit), complex)
    for part in parts:
        total = total + part.impedance
    frequencies = np.array(frequencies_hz, float)
    return Spectrum(frequencies, total, tuple(parts), circuit.missing, circuit.notes, area_m2)


def _contribution(element: Element, omega: Array, scale: float) -> Contribution:
    z = element.impedance(omega, lambda term: term.value)
    low, high = element.ends()
    diffusion = None
    if isinstance(element, Porous) and element.diffusion is not None:
        diffusion = element.count * element.diffusion.value * scale
    label: Label = "estimate" if isinstance(element, Porous) else element.resistance.label
    return Contribution(
        element.kind, element.name, element.layers, np.broadcast_to(z * scale, omega.shape), low * scale, high * scale,
        diffusion, element.apex_hz(), element.filling_hz(), label, element.limit == "floor", element.limit == "ceiling",
        element.note,
    )  # fmt: skip


def _start(circuit: Circuit) -> complex:
    """Return what the sum starts from: a cell of which nothing is known has no impedance, not that of a wire."""
    return complex("nan") if circuit.missing and not circuit.elements else 0j


def _angular(frequencies_hz: ArrayLike) -> Array:
    frequencies = np.asarray(frequencies_hz, float)
    if frequencies.ndim != 1 or not np.all((frequencies > 0.0) & np.isfinite(frequencies)):
        raise ValueError("frequencies must be positive numbers in Hz, along one axis")
    return np.asarray(2.0 * np.pi * frequencies)
