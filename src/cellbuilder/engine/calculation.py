"""The calculation of one cell: an ordered list of terms that runs on numbers or on arrays of any shape.

A term is an input (``Leaf``) or follows from earlier terms by a kernel (``Step``). Building the list decides which
relations apply to a design; running it puts values in. One design, the ranges of its results, a sweep and a
Monte Carlo run are the same list run on different arrays. Values are in SI; a term also says in which unit it is
shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cellbuilder import units
from cellbuilder.domain.quantity import Distribution, Quantity, SourceRef
from cellbuilder.domain.result import Label, Regime

Array = NDArray[np.float64]
Kernel = Callable[..., ArrayLike]
Limit = Literal["floor", "ceiling"]
"""The true value lies above (``floor``) or below (``ceiling``) the one given."""


@dataclass(slots=True, eq=False)
class Term:
    """One number of a calculation: ``value`` in SI, to be shown in ``unit``."""

    key: str
    symbol: str
    name: str
    unit: str
    value: float
    label: Label
    note: str | None = None


@dataclass(slots=True, eq=False)
class Leaf(Term):
    """An input. ``low`` and ``high`` (SI) hold the value nine times in ten; ``shown`` is what was entered.

    ``range_kind`` says what the range is where that is not what the value is (a measured value, an assumed scatter).
    """

    low: float | None = None
    high: float | None = None
    distribution: Distribution | None = None
    source: SourceRef | None = None
    shown: Quantity | None = None
    range_kind: Label | None = None

    @property
    def range_label(self) -> Label:
        """What the range is: that of the value where nothing else is said."""
        return self.range_kind or self.label


@dataclass(slots=True, eq=False)
class Step(Term):
    """A term that follows from others: ``kernel(*inputs)``, which ``formula`` writes in the symbols given there.

    ``additive`` marks a plain sum of its inputs, whose range follows from theirs. ``limit`` says that the true value
    lies on one side.
    """

    kernel: Kernel = float
    inputs: tuple[tuple[str, Term], ...] = ()
    formula: str = ""
    additive: bool = False
    limit: Limit | None = None
    regime: Regime | None = None
    convention: str | None = None
    layers: tuple[str, ...] = ()


@dataclass(slots=True)
class Calculation:
    """The terms in the order in which they follow, by key.

    ``breaks`` holds the values (SI) of an input at which another list of terms would apply: to vary it across one,
    the calculation is built anew on the other side. ``worked_out`` keeps what a builder has found once already.
    """

    terms: dict[str, Term] = field(default_factory=dict)
    breaks: dict[str, set[float]] = field(default_factory=dict)
    worked_out: dict[str, Any] = field(default_factory=dict)

    def leaf(self, key: str, symbol: str, name: str, quantity: Quantity) -> Leaf | None:
        """Add an input, or return the one that has this key; None where its value is unknown."""
        known = self.terms.get(key)
        if isinstance(known, Leaf):
            return known
        if quantity.value is None:
            return None
        scale = units.UNITS[quantity.unit]
        factor, offset = scale.factor, scale.offset
        value, low, high = quantity.value, quantity.low, quantity.high
        if low is not None or high is not None:
            low, high = value if low is None else low, value if high is None else high
        leaf = Leaf(
            key, symbol, name, quantity.unit, value * factor + offset, quantity.kind or "assumption",
            quantity.note or quantity.conditions, None if low is None else low * factor + offset,
            None if high is None else high * factor + offset, quantity.distribution, quantity.source, quantity,
            quantity.range_kind,
        )  # fmt: skip
        self.terms[key] = leaf
        return leaf

    def step(
        self, key: str, symbol: str, name: str, unit: str, kernel: Kernel, formula: str,
        inputs: Sequence[tuple[str, Term]], *, label: Label = "computed", note: str | None = None,
        additive: bool = False, limit: Limit | None = None, regime: Regime | None = None,
        convention: str | None = None, layers: tuple[str, ...] = (),
    ) -> Step:  # fmt: skip
        """Add a term that follows from others, or return the one that has this key.

        A value beyond all bounds stays infinite here, and one that its inputs do not define is not a number; whoever
        builds keeps numpy's warnings of both away.
        """
        known = self.terms.get(key)
        if isinstance(known, Step):
            return known
        value = _worked_out(kernel, [term.value for _, term in inputs])
        step = Step(
            key, symbol, name, unit, value, "bound" if limit else label, note, kernel, tuple(inputs), formula,
            additive, limit, regime, convention, layers,
        )  # fmt: skip
        self.terms[key] = step
        return step

    def branch(self) -> Calculation:
        """Return a calculation that goes on from here; what is added to it is not added to this one."""
        breaks = {key: set(values) for key, values in self.breaks.items()}
        return Calculation(dict(self.terms), breaks, dict(self.worked_out))

    def leaves(self) -> tuple[Leaf, ...]:
        """Return all inputs."""
        return tuple(term for term in self.terms.values() if isinstance(term, Leaf))

    def plan(self, given: Iterable[str], wanted: Iterable[str] | None = None) -> Plan:
        """Return what is to be worked out when these inputs vary.

        Args:
            given: keys of the inputs that take other values.
            wanted: keys of the results asked for; all where none are named.

        Raises:
            KeyError: a key is not in the calculation.
        """
        moving = set(given)
        for key in moving:
            if not isinstance(self.terms[key], Leaf):
                raise KeyError(key)
        steps = []
        for term in self.terms.values():
            if isinstance(term, Step) and any(source.key in moving for _, source in term.inputs):
                moving.add(term.key)
                steps.append(term)
        if wanted is None:
            return Plan(self, tuple(steps), None)
        results = tuple(wanted)
        needed = {self.terms[key].key for key in results}
        kept = []
        for step in reversed(steps):
            if step.key in needed:
                needed.update(source.key for _, source in step.inputs)
                kept.append(step)
        return Plan(self, tuple(reversed(kept)), results)

    def follow(self, given: Mapping[str, Array]) -> dict[str, Any]:
        """Return the values in SI of all that moves with some inputs, and of the inputs: a plan that is run once."""
        values: dict[str, Any] = dict(given)
        for term in self.terms.values():
            if isinstance(term, Step):
                for _, source in term.inputs:
                    if source.key in values:
                        values[term.key] = term.kernel(*[values.get(own.key, own.value) for _, own in term.inputs])
                        break
        return values


class Plan:
    """The steps that move with some inputs, in order; the rest of the calculation stands as it is."""

    def __init__(self, calculation: Calculation, steps: tuple[Step, ...], wanted: tuple[str, ...] | None) -> None:
        self._terms = calculation.terms
        self._wanted = wanted
        finished: list[list[str]] = [[] for _ in steps]
        if wanted is not None:
            last = {source.key: index for index, step in enumerate(steps) for _, source in step.inputs}
            for key, place in last.items():
                if key not in wanted:
                    finished[place].append(key)
        self._steps = [
            (step.key, step.kernel, [(source.key, source.value) for _, source in step.inputs], done)
            for step, done in zip(steps, finished, strict=True)
        ]

    def run(self, given: Mapping[str, ArrayLike]) -> dict[str, Any]:
        """Return values in SI by key for inputs that broadcast against each other.

        Terms that do not move are left out, unless they were asked for: then they are their one value. Every
        intermediate array is let go as soon as no later step needs it.
        """
        values: dict[str, Any] = dict(given)
        with np.errstate(all="ignore"):
            for key, kernel, inputs, finished in self._steps:
                values[key] = kernel(*[values.get(source, value) for source, value in inputs])
                for done in finished:
                    values.pop(done, None)
        if self._wanted is None:
            return values
        return {key: values.get(key, self._terms[key].value) for key in self._wanted}


def _worked_out(kernel: Kernel, values: list[float]) -> float:
    """Return what a kernel gives; where Python's numbers refuse to divide by zero, numpy's do not."""
    result: Any
    try:
        result = kernel(*values)
    except (ZeroDivisionError, OverflowError):
        with np.errstate(all="ignore"):
            result = kernel(*[np.float64(value) for value in values])
    return float(result)


def shown(term: Term, value: float) -> float:
    """Return an SI value in the unit of its term."""
    return units.from_si(value, term.unit)
