"""Numerical models of a porous electrode that know nothing of the closed forms they are compared with.

The electrode is cut into cells along x = 0 (separator) to x = 1 (collector). Ions flow along one rail of total
resistance R_i and enter at x = 0; electrons flow along the other, of total resistance R_e, and leave at x = 1. In
every cell the two rails are joined by the charge transfer of that cell in series with its open-circuit voltage.
The applied current is 1, so that a voltage is a resistance. Only Kirchhoff's laws are used; any one consistent
unit will do (Ohm m2 for resistances, F/m2 for capacities, s for times).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def cell_edges(cells: int, layers: float = 0.0) -> Array:
    """Return the edges of the cells: equal, or finer towards both ends to resolve boundary layers of 1/layers.

    The grading is one smooth map of an equal mesh, so that the scheme stays of second order.
    """
    equal = np.linspace(0.0, 1.0, cells + 1)
    if layers <= 4.0:
        return equal
    steepness = np.arccosh(np.sqrt(layers))
    graded = 0.5 * (1.0 + np.tanh(steepness * (2.0 * equal - 1.0)) / np.tanh(steepness))
    graded[0], graded[-1] = 0.0, 1.0
    return np.asarray(graded)


def solve_tridiagonal(lower: Array, diagonal: Array, upper: Array, right: Array) -> Array:
    """Return the solution of a tridiagonal system by elimination (Thomas algorithm)."""
    d, r = diagonal.copy(), right.copy()
    for k in range(1, d.size):
        factor = lower[k - 1] / d[k - 1]
        d[k] -= factor * upper[k - 1]
        r[k] -= factor * r[k - 1]
    for k in range(d.size - 2, -1, -1):
        r[k] -= upper[k] * r[k + 1] / d[k + 1]
    return np.asarray(r / d)


@dataclass(frozen=True)
class Steady:
    """Solution at fixed state of charge for a total current of 1."""

    resistance: float
    edges: Array
    ionic_current: Array
    """At the edges, 1 at the separator and 0 at the collector."""
    reaction: Array
    """Mean over each cell of the reaction current per length."""

    @property
    def dissipation(self) -> tuple[float, float, float]:
        """Integrals of i_i^2 and i_e^2 (trapezoidal rule) and of j^2 (midpoint rule)."""
        widths = np.diff(self.edges)
        squares = [current**2 for current in (self.ionic_current, 1.0 - self.ionic_current)]
        ionic, electronic = (float(np.sum(widths * (s[1:] + s[:-1]) / 2.0)) for s in squares)
        return ionic, electronic, float(np.sum(widths * self.reaction**2))


def fixed_state(edges: Array, ionic: float, electronic: float, transfer: float) -> Steady:
    """Solve the two rails at fixed state of charge: Kirchhoff's voltage law for every loop of two neighbours.

    Unknown is the ionic current through the inner edges; a rail without resistance is allowed.
    """
    widths = np.diff(edges)
    centres = (edges[1:] + edges[:-1]) / 2.0
    steps = np.diff(centres)
    crossing = transfer / widths
    diagonal = (ionic + electronic) * steps + crossing[:-1] + crossing[1:]
    right = electronic * steps
    right[0] += crossing[0]
    current = np.empty(edges.size)
    current[0], current[-1] = 1.0, 0.0
    current[1:-1] = solve_tridiagonal(-crossing[1:-1], diagonal, -crossing[1:-1], right)
    reaction = (current[:-1] - current[1:]) / widths
    voltage = (
        ionic * centres[0]
        + crossing[0] * (current[0] - current[1])
        + electronic * float(np.sum(steps * (1.0 - current[1:-1])))
        + electronic * (1.0 - centres[-1])
    )
    return Steady(float(voltage), edges, current, np.asarray(reaction))


def shared_rails(centres: Array, ionic: float, electronic: float) -> Array:
    """Return the matrix of the rails: what a unit current through cell l costs on the way through cell k.

    Currents k and l share the ionic rail up to the nearer of the two and the electronic rail from the farther on.
    """
    nearer, farther = np.minimum.outer(centres, centres), np.maximum.outer(centres, centres)
    return np.asarray(ionic * nearer + electronic * (1.0 - farther))


@dataclass(frozen=True)
class Relaxation:
    times: Array
    resistance: Array
    """Applied voltage less the mean open-circuit voltage, for a current of 1."""


def sloping_voltage(
    ionic: float, electronic: float, transfer: float, capacity: float, duration: float, cells: int, steps: int
) -> Relaxation:
    """Pass a constant current through an electrode whose local open-circuit voltage rises in proportion to charge.

    ``capacity`` is dQ/dU of the whole electrode. Time steps: two-stage diagonally implicit, of second order, without
    ringing of the fast modes (L-stable).
    """
    edges = cell_edges(cells)
    centres, width = (edges[1:] + edges[:-1]) / 2.0, 1.0 / cells
    paths = np.linalg.inv(shared_rails(centres, ionic, electronic) + np.diag(np.full(cells, transfer / width)))
    whole = float(paths.sum())
    share = paths.sum(axis=1) / whole  # the current of each cell at equal open-circuit voltages
    spread = paths - np.outer(share, share) * whole  # currents = share - spread @ voltages
    storage = capacity * width

    gamma, step = 1.0 - np.sqrt(0.5), duration / steps
    implicit = np.linalg.inv(np.eye(cells) + gamma * step / storage * spread)
    local = np.zeros(cells)
    values = np.empty(steps + 1)
    for index in range(steps + 1):
        values[index] = 1.0 / whole + float(share @ local) - float(local.mean())
        first = implicit @ ((share - spread @ local) / storage)
        middle = local + (1.0 - gamma) * step * first
        second = implicit @ ((share - spread @ middle) / storage)
        local = local + step * ((1.0 - gamma) * first + gamma * second)
    return Relaxation(np.linspace(0.0, duration, steps + 1), values)


@dataclass(frozen=True)
class Filling:
    charge: Array
    """Charge passed when a stage begins, of a total of 1."""
    resistance: Array
    """During that stage; it is constant until the next cell is full."""
    least_reaction: float

    @property
    def mean(self) -> float:
        return float(np.sum(self.resistance * np.diff(np.append(self.charge, 1.0))))


def flat_voltage(ionic: float, electronic: float, transfer: float, cells: int) -> Filling:
    """Pass a constant current through cells of one open-circuit voltage, each of which stops when it is full.

    Between two such events all currents are constant, so that the simulation needs no time steps: it is exact for
    the network of ``cells`` cells, down to a charge-transfer resistance of zero.
    """
    edges = cell_edges(cells)
    centres, width = (edges[1:] + edges[:-1]) / 2.0, 1.0 / cells
    network = shared_rails(centres, ionic, electronic) + np.diag(np.full(cells, transfer / width))
    room = np.full(cells, width)
    open_cells = np.arange(cells)
    passed, charges, values, least = 0.0, [], [], np.inf
    while open_cells.size:
        flow = np.linalg.solve(network[np.ix_(open_cells, open_cells)], np.ones(open_cells.size))
        resistance = 1.0 / float(flow.sum())
        flow *= resistance
        least = min(least, float(flow.min()))
        until = room[open_cells] / np.maximum(flow, 1e-300)
        stage = float(until.min())
        charges.append(passed)
        values.append(resistance)
        passed += stage
        room[open_cells] -= stage * flow
        open_cells = open_cells[until > stage * (1.0 + 1e-9)]
    return Filling(np.array(charges), np.array(values), least)
