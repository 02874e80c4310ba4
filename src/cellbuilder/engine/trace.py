"""From the terms of a calculation to figures that can say why."""

from __future__ import annotations

from collections.abc import Collection
from math import isfinite, isnan
from typing import Final

from cellbuilder.domain.result import ASSUMED, Contribution, Figure, Input, Trace, entered, unknown
from cellbuilder.engine.calculation import Calculation, Leaf, Step, Term
from cellbuilder.engine.intervals import intervals
from cellbuilder.units import UNITS, from_si

NAMED, LEAST = 6, 0.01
"""So many inputs behind a range are named, if each makes up at least this share of it."""

ENDLESS: Final = "beyond all bounds"
UNDEFINED: Final = "not defined for these inputs"
"""Why a step has no finite value: it grows without end, or its inputs leave it none."""


class Tracer:
    """Shows terms as figures: value, range, formula, inputs, and where the range comes from."""

    def __init__(self, calculation: Calculation, results: Collection[str] = ()) -> None:
        """Show all terms; those of ``results`` name the inputs behind their range."""
        self._results = results
        self._terms = calculation.terms
        self._intervals = intervals(calculation)
        self._ranges = self._intervals.ranges()
        self._largest = self._intervals.largest(LEAST)
        self._assumed = self._intervals.share_of([leaf.range_label in ASSUMED for leaf in self._intervals.leaves])
        self._items: dict[str, Input] = {}
        self._figures: dict[str, Figure] = {}
        self._soft: dict[str, bool] = {}
        for term in self._terms.values():
            self._add(term)

    def _add(self, term: Term) -> None:
        """Show a term as an input of others, and a step as a figure; those it rests on come before it."""
        unit = UNITS[term.unit]
        if isinstance(term, Leaf) and term.shown is not None:
            entry = term.shown
            self._soft[term.key] = term.label in ASSUMED
            self._items[term.key] = Input(
                term.key, term.symbol, term.name, float(entry.value or 0), entry.unit,
                None if entry.low is None else float(entry.low), None if entry.high is None else float(entry.high),
                term.label, term.source, term.note, term.range_kind,
            )  # fmt: skip
            return
        assert isinstance(term, Step)
        offset, factor = unit.offset, unit.factor
        value, low, high = (term.value - offset) / factor, None, None
        if not isfinite(value):
            self._add_unknown(term, UNDEFINED if isnan(value) else ENDLESS)
            return
        ends = self._ranges.get(term.key)
        if ends is not None:
            low, high = _finite((ends[0] - offset) / factor), _finite((ends[1] - offset) / factor)
        soft = self._soft[term.key] = any(self._soft[source.key] for _, source in term.inputs)
        self._items[term.key] = Input(
            term.key, term.symbol, term.name, value, term.unit, low, high, term.label, None, term.note
        )
        named = self._named(term.key) if ends is not None and term.key in self._results else ()
        self._figures[term.key] = Figure(
            term.key, term.name, value, term.unit, term.label, term.symbol, low, high, term.limit == "floor",
            term.regime, f"{term.symbol} = {term.formula}", self._inputs(term), named,
            None if ends is None else self._assumed[term.key], soft, term.convention, term.note, term.layers,
        )  # fmt: skip

    def _add_unknown(self, step: Step, why: str) -> None:
        """Show a step without a finite value: unknown, with the reason before its own note."""
        note = f"{why}; {step.note}" if step.note else why
        soft = self._soft[step.key] = any(self._soft[source.key] for _, source in step.inputs)
        self._items[step.key] = Input(step.key, step.symbol, step.name, None, step.unit, kind="unknown", note=note)
        self._figures[step.key] = Figure(
            step.key, step.name, None, step.unit, "unknown", step.symbol, regime=step.regime,
            formula=f"{step.symbol} = {step.formula}", inputs=self._inputs(step),
            rests_on_assumptions=soft, convention=step.convention, note=note, layers=step.layers,
        )  # fmt: skip

    def _inputs(self, step: Step) -> tuple[Input, ...]:
        """Return what a step follows from, in the symbols of its formula."""
        items = self._items
        found = [items[source.key] for _, source in step.inputs]
        for place, (symbol, _) in enumerate(step.inputs):
            if (item := found[place]).symbol != symbol:
                found[place] = Input(item.key, symbol, item.name, item.value, item.unit, item.low, item.high,
                                     item.kind, item.source, item.note, item.range_kind)  # fmt: skip
        return tuple(found)

    def _named(self, key: str) -> tuple[Contribution, ...]:
        largest = self._largest.get(key, [])[:NAMED]
        return tuple([Contribution(leaf.key, leaf.name, share, leaf.range_label) for leaf, share in largest])

    def trace(self) -> Trace:
        """Return all steps, and all inputs that one of them uses."""
        used = {item.key for figure in self._figures.values() for item in figure.inputs}
        inputs = {key: item for key, item in self._items.items() if key in used and key not in self._figures}
        return Trace(self._figures, inputs)

    def figure(self, term: Term, key: str, name: str, unit: str) -> Figure:
        """Return a result as a figure in this unit; an input stands as it was entered."""
        if isinstance(term, Leaf):
            item = self._items[term.key]
            value, low, high = item.value, item.low, item.high
            if item.unit != unit:
                value = from_si(term.value, unit)
                low, high = (None if end is None else from_si(end, unit) for end in (term.low, term.high))
            return Figure(
                key, name, value, unit, "computed", term.symbol, low, high,
                formula=entered(term.symbol), inputs=(item,), rests_on_assumptions=term.label in ASSUMED,
            )  # fmt: skip
        return self._figures[term.key]


def _finite(end: float) -> float | None:
    return end if isfinite(end) else None


def shown_or_unknown(
    tracer: Tracer, term: Term | str, key: str, name: str, unit: str, layers: tuple[str, ...] = ()
) -> Figure:
    """Return a term as a figure, or the reason why there is none."""
    return unknown(key, name, unit, term, layers) if isinstance(term, str) else tracer.figure(term, key, name, unit)
