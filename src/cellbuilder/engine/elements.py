"""The elements of an equivalent circuit: arcs of planar layers and contacts, and porous electrodes.

An element knows the terms of the calculation that it depends on, and returns its impedance for any values of them,
one or many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from cellbuilder.engine.calculation import Array, Limit, Term
from cellbuilder.engine.kernels import impedance
from cellbuilder.engine.kernels.impedance import ComplexArray

Kind = Literal["bulk", "grain boundaries", "contact", "porous electrode"]
Values = Callable[[Term], Any]
"""Gives the value of a term in SI, with an axis of length 1 for the frequencies where it is an array."""
_GRID: Final = np.geomspace(0.05, 1000.0, 173)
"""Angular frequencies times R_ct C among which the apex of a porous electrode is looked for."""
_STEP: Final = float(_GRID[1] / _GRID[0])


@dataclass(frozen=True, slots=True)
class Arc:
    """R/(1 + (j omega R C)^n): a resistance with a capacitance across it; ``exponent`` None is 1.

    C is the effective capacitance: the arc peaks at 1/(2 pi R C), whatever the exponent. ``count`` is how many
    times the cell has it (two in a symmetric cell). ``limit`` says on which side the true resistance lies.
    """

    kind: Kind
    name: str
    layers: tuple[str, ...]
    resistance: Term
    capacitance: Term
    exponent: Term | None
    apex: Term | None
    limit: Limit | None
    note: str | None
    count: int = 1

    @property
    def terms(self) -> tuple[Term, ...]:
        """What the impedance depends on."""
        return tuple(term for term in (self.resistance, self.capacitance, self.exponent) if term is not None)

    def impedance(self, omega: Array, value: Values, *, diffusion: bool = True) -> ComplexArray:  # noqa: ARG002
        """Return Z in Ohm m2 at angular frequencies in rad/s; the values of the terms broadcast against them."""
        resistance = value(self.resistance)
        n = 1.0 if self.exponent is None else value(self.exponent)
        turned = np.multiply(resistance, value(self.capacitance)) * omega
        return np.asarray(self.count * resistance * impedance.arc(turned, 1.0, 1.0, n))

    def ends(self) -> tuple[float, float]:
        """Return the real part in Ohm m2 at low and at high frequency."""
        return self.count * self.resistance.value, 0.0

    def apex_hz(self) -> float | None:
        """Return the frequency in Hz at which the arc is highest; None for an arc without a size."""
        return None if self.apex is None else self.apex.value

    def filling_hz(self) -> float | None:
        """Nothing in it fills up."""
        return None


@dataclass(frozen=True, slots=True)
class Filling:
    """One active material of an electrode, per area of it: charge transfer (None counts as zero), R_diff and r^2/D."""

    transfer: Term | None
    diffusion: Term
    time: Term


@dataclass(frozen=True, slots=True)
class Porous:
    """A porous electrode: two rails with charge transfer, double layer and diffusion in the grains between them.

    All terms are per area of electrode. Without ``transfer`` (unknown) it counts as zero: transport alone. The
    capacitance of a double layer with an exponent below 1 is the effective one at its charge transfer; where that is
    zero or unknown the double layer is taken as a capacitor. ``diffusion`` is the R_diff of equation 17, and ``time``
    is r^2/D of the grains; several active materials are ``branches`` side by side instead, each with its own time. The
    real part at low frequency is then that of equation 17, and the capacitance below it is the charge of the electrode
    per change of its voltage.
    """

    kind: Kind
    name: str
    layers: tuple[str, ...]
    ionic: Term
    electronic: Term
    transfer: Term | None
    capacitance: Term | None
    exponent: Term | None
    diffusion: Term | None
    time: Term | None
    limit: Limit | None
    note: str | None
    count: int = 1
    branches: tuple[Filling, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """What the impedance depends on."""
        every = (self.ionic, self.electronic, self.transfer, self.capacitance, self.exponent, self.diffusion, self.time,
                 *(term for own in self.branches for term in (own.transfer, own.diffusion, own.time)))  # fmt: skip
        return tuple(dict.fromkeys(term for term in every if term is not None))

    def impedance(self, omega: Array, value: Values, *, diffusion: bool = True) -> ComplexArray:
        """Return Z in Ohm m2 at angular frequencies in rad/s; the values of the terms broadcast against them."""
        between = self._between(omega, value, diffusion)
        whole = impedance.two_rail(value(self.ionic), value(self.electronic), between)
        return np.asarray(self.count * whole)

    def _between(self, omega: Array, value: Values, diffusion: bool) -> ArrayLike:
        """Return z_ct, the impedance of the interface per area of electrode."""
        inside: ArrayLike = 0.0
        several = diffusion and bool(self.branches)
        if several:
            inside = self._fillings(omega, value)
        elif diffusion and self.diffusion is not None and self.time is not None:
            inside = impedance.spherical_diffusion(omega, value(self.diffusion), value(self.time))
        elif self.transfer is None:
            return 0.0
        resistance = 0.0 if self.transfer is None else value(self.transfer)
        q = 0.0 if self.capacitance is None else value(self.capacitance)
        n: ArrayLike = 1.0
        if self.exponent is not None and self.transfer is not None:
            reacts = np.asarray(resistance) > 0.0
            n = np.where(reacts, value(self.exponent), 1.0)
            q = impedance.cpe_coefficient(np.where(reacts, resistance, 1.0), q, n)
        return impedance.interfacial_impedance(omega, 0.0 if several else resistance, q, n, inside, 1.0)

    def _fillings(self, omega: Array, value: Values) -> ArrayLike:
        """Return z of several active materials side by side, each its charge transfer and diffusion in series."""
        admittances = []
        for own in self.branches:
            grains = impedance.spherical_diffusion(omega, value(own.diffusion), value(own.time))
            admittances.append(1.0 / (grains if own.transfer is None else value(own.transfer) + grains))
        return np.asarray(1.0 / sum(admittances))

    def ends(self) -> tuple[float, float]:
        """Return the real part in Ohm m2 at low frequency, diffusion apart, and at high frequency."""
        r_i, r_e = self.ionic.value, self.electronic.value
        transfer = 0.0 if self.transfer is None else self.transfer.value
        low, high = np.real(impedance.two_rail(r_i, r_e, [transfer, 0.0]))
        return self.count * float(low), self.count * float(high)

    def apex_hz(self) -> float | None:
        """Return the frequency in Hz at which its arc of charge transfer is highest; None where there is none.

        Between 1/(2 pi R_ct C) and some 1.7 times that, by how far the rails spread the reaction: found on a fine
        grid, with a parabola through the three highest points.
        """
        if self.transfer is None or self.capacitance is None or not self.transfer.value > 0.0:
            return None
        rate = 1.0 / (self.transfer.value * self.capacitance.value)
        height = -self.impedance(rate * _GRID, lambda term: term.value, diffusion=False).imag
        top = min(max(int(np.argmax(height)), 1), _GRID.size - 2)
        before, here, after = (float(height[place]) for place in (top - 1, top, top + 1))
        curvature = before - 2.0 * here + after
        shift = 0.5 * (before - after) / curvature if curvature < 0.0 else 0.0
        return float(rate / (2.0 * np.pi) * _GRID[top] * _STEP**shift)

    def filling_hz(self) -> float | None:
        """Return 15 D/(2 pi r^2) in Hz, below which all grains fill as a whole; None without diffusion."""
        times = [time.value for time in (self.time, *(own.time for own in self.branches)) if time is not None]
        return 15.0 / (2.0 * np.pi * max(times)) if times else None


Element = Arc | Porous
