"""Why a figure is what it is: its formula, the steps and inputs below it, and where its range comes from.

Everything is read off an evaluation; nothing is calculated here.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from cellbuilder.app import present
from cellbuilder.domain.finding import Evaluation
from cellbuilder.domain.result import ASSUMED, Figure, Input, Label, Regime, Trace
from cellbuilder.domain.source import Source

NEAR: Final = 5
"""So many keys are suggested for one that does not exist."""

_SHORT: Final = {"wh_per_kg": "wh_per_kg:stack", "wh_per_l": "wh_per_l:stack"}
_CHOSEN: Final = frozenset({
    "C-rate", "current density", "upper cut-off", "lower cut-off", "reference of the limits", "repeat units", "age",
    "conductivity of a poor metal", "share of upper bounds", "capacity to keep", "cycles to last", "measured at",
    "measured under", "theoretical capacity", "density of plated Li", "density of plated Na",
    "capacity of plated Li", "capacity of plated Na",
})  # fmt: skip
"""Inputs that one sets or looks up, and does not measure."""

_CONTACT: Final = "the resistance of this contact in the cell itself, such as by impedance of a symmetric cell"
_TRANSFER: Final = "the charge-transfer resistance of this electrode, such as by impedance of the cell"
_HOW: Final[Mapping[str, str]] = {
    "ionic exponent": "the effective ionic conductivity of the composite",
    "binder loss": "the effective ionic conductivity of the composite, with its binder",
    "bare network": "the electronic conductivity of the composite",
    "carbon network": "the electronic conductivity of the composite",
    "arrangement": "the conductivity of the mixed layer",
    "area basis": _TRANSFER, "coverage": _TRANSFER, "binder cover": _TRANSFER,
    "other cells": _CONTACT, "published": _CONTACT, "spot radius": _CONTACT, "spots per area": _CONTACT,
    "area gain": _CONTACT, "pressure exponent": "the resistance of this contact at two pressures",
    "growth": "the resistance of this contact at two ages",
    "activation energy": "the conductivity or resistance at two temperatures",
    "particle radius": "the particle size, such as in micrographs",
    "porosity": "mass, area and thickness of the layer",
}  # fmt: skip
"""What is measured instead of an input that no instrument shows."""


@dataclass(frozen=True, slots=True)
class Item:
    """One symbol of a formula: an input of the design, or a step with the symbols below it.

    Numbers are in ``unit``. ``assumed`` says that an assumption or estimate is inside; ``again`` that the same item
    stands further up, where its own symbols are. ``range_kind`` is what its range is, where
    that is not what its value is.
    """

    symbol: str
    key: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    kind: Label
    assumed: bool
    at_least: bool = False
    at_most: bool = False
    formula: str | None = None
    note: str | None = None
    source: str = ""
    items: tuple[Item, ...] = ()
    again: bool = False
    range_kind: Label | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the range comes from one input, 0 to 1; ``kind`` is what its range is, ``value_kind`` its value."""

    key: str
    name: str
    share: float
    kind: Label
    value_kind: Label


@dataclass(frozen=True, slots=True)
class Advice:
    """The input whose measurement would narrow the range most; ``kind`` is what its value is.

    ``how`` says what is measured for it where that is something else.
    """

    key: str
    name: str
    share: float
    kind: Label
    how: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, or known from one side only, with the reason."""

    key: str
    name: str
    state: Literal["unknown", "at least", "at most"]
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one figure or input.

    ``shares`` are the inputs behind the range, largest first; ``assumed_share`` how much of the range rests on
    assumptions and estimates, None where that is not worked out. ``goes_into`` are the keys of what is calculated
    from it directly.
    """

    key: str
    figure: Item
    regime: Regime | None
    convention: str | None
    assumptions: tuple[Item, ...]
    shares: tuple[Share, ...]
    assumed_share: float | None
    measure_next: Advice | None
    gaps: tuple[Gap, ...]
    goes_into: tuple[str, ...]


class NoSuchFigureError(Exception):
    """There is no figure of that key; ``near`` are keys like it."""

    def __init__(self, key: str, near: tuple[str, ...]) -> None:
        super().__init__(key)
        self.key = key
        self.near = near


def results(evaluation: Evaluation) -> dict[str, Figure]:
    """Return all results by the keys under which they can be asked for."""
    figures = evaluation.figures
    report = figures.resistance
    found = {figure.key: figure for figure in (*report.totals, *report.parts)}
    found |= {f"asr:{'|'.join(figure.layers)}" if figure.layers else figure.key: figure for figure in report.contacts}
    found |= {
        "capacity": figures.capacity, "capacity:cathode": figures.cathode_capacity,
        "capacity:anode": figures.anode_capacity, "np": figures.np_ratio, "voltage": figures.average_voltage,
        "energy": figures.areal_energy,
    }  # fmt: skip
    for level in figures.levels:
        found[f"wh_per_kg:{level.level}"] = level.specific_energy
        found[f"wh_per_l:{level.level}"] = level.energy_density
    found |= {
        "thickness": figures.thickness, "charged thickness": figures.charged_thickness, "mass": figures.areal_mass,
        "current": figures.current_density, "drop": figures.voltage_drop,
    }  # fmt: skip
    found |= {figure.key: figure for figure in figures.operation}
    for row in figures.budget:
        found[f"thickness:{row.layer}"] = row.thickness
        found[f"mass:{row.layer}"] = row.areal_mass
    return found


def explain(evaluation: Evaluation, key: str, sources: Mapping[str, Source]) -> Explanation:
    """Explain a result, a step or an input by its key.

    ``asr`` is the total in the slower regime, ``asr:cathode`` the cathode in that regime, ``wh_per_kg`` and
    ``wh_per_l`` stand for the stack level. Capitals do not matter, and spaces may be hyphens or underscores.

    Raises:
        NoSuchFigureError: there is none.
    """
    trace, known = evaluation.figures.trace, results(evaluation)
    every = dict.fromkeys((*known, *trace.steps, *trace.inputs))
    same = {_plain(name): name for name in reversed(every)}
    slow = evaluation.figures.resistance.totals[-1]
    tries = (key, _SHORT.get(key, key), f"{key}@{slow.regime}")
    name = next((same[_plain(entry)] for entry in tries if _plain(entry) in same), None)
    if name is None:
        raise NoSuchFigureError(key, _near(key, tuple(every)))
    figure = known.get(name) or trace.steps.get(name)
    if figure is None:
        return of_input(evaluation, trace.inputs[name], sources)
    return replace(of_figure(evaluation, figure, sources), key=name)


def key_of(evaluation: Evaluation, figure: Figure) -> str:
    """Return the key under which a result can be asked for."""
    return next((key for key, known in results(evaluation).items() if known is figure), figure.key)


def of_figure(evaluation: Evaluation, figure: Figure, sources: Mapping[str, Source]) -> Explanation:
    """Explain a figure of an evaluation; one that stands as it was entered is explained as that input."""
    trace = evaluation.figures.trace
    if figure.value is not None and figure.key not in trace.steps:
        found = of_input(evaluation, figure.inputs[0], sources)
        shown = replace(found.figure, value=figure.value, low=figure.low, high=figure.high, unit=figure.unit)
        return replace(found, figure=shown)
    teller = _Teller(trace, sources)
    item = teller.of_figure(figure, figure.symbol)
    shares = tuple(Share(entry.key, entry.name, entry.share, entry.kind, trace.inputs[entry.key].kind)
                   for entry in figure.contributions)  # fmt: skip
    return Explanation(
        key=figure.key, figure=item, regime=figure.regime, convention=figure.convention,
        assumptions=tuple(_Teller(trace, sources).of_input(entry) for entry in trace.inputs_of(figure)
                          if entry.kind in ASSUMED),
        shares=shares, assumed_share=figure.assumed_share, measure_next=_advice(shares),
        gaps=tuple(_gaps(evaluation, figure)), goes_into=_goes_into(trace, figure.key),
    )  # fmt: skip


def of_input(evaluation: Evaluation, entry: Input, sources: Mapping[str, Source]) -> Explanation:
    """Explain an input: what it is, where it comes from, and what it goes into."""
    trace = evaluation.figures.trace
    item = _Teller(trace, sources).of_input(entry)
    return Explanation(entry.key, item, None, None, (item,) if item.assumed else (), (), None, None, (),
                       _goes_into(trace, entry.key))  # fmt: skip


def as_data(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as plain data for JSON."""
    data: dict[str, Any] = TypeAdapter(Explanation).dump_python(explanation, mode="json")
    return data


class _Teller:
    """Tells of every step and input once; where one comes up again it says so."""

    def __init__(self, trace: Trace, sources: Mapping[str, Source]) -> None:
        self._trace = trace
        self._sources = sources
        self._told: set[str] = set()

    def of_figure(self, figure: Figure, symbol: str) -> Item:
        again = figure.key in self._told
        self._told.add(figure.key)
        items = () if again else tuple(self._of(entry, figure.key) for entry in figure.inputs)
        return Item(
            symbol, figure.key, figure.name, figure.value, figure.low, figure.high, figure.unit, figure.label,
            figure.rests_on_assumptions, figure.at_least, figure.at_most, figure.formula, figure.note, "", items, again,
        )  # fmt: skip

    def _of(self, entry: Input, above: str) -> Item:
        step = self._trace.steps.get(entry.key)
        if step is None or entry.key == above:
            return self.of_input(entry)
        return self.of_figure(step, entry.symbol)

    def of_input(self, entry: Input) -> Item:
        again = f"input:{entry.key}" in self._told
        self._told.add(f"input:{entry.key}")
        return Item(
            entry.symbol, entry.key, entry.name, entry.value, entry.low, entry.high, entry.unit, entry.kind,
            entry.kind in ASSUMED, note=entry.note, source=present.source(entry.source, self._sources), again=again,
            range_kind=entry.range_kind,
        )  # fmt: skip


def _advice(shares: tuple[Share, ...]) -> Advice | None:
    for entry in shares:
        what = entry.key.partition(":")[0].partition("@")[0]
        if entry.key not in _CHOSEN and what not in _CHOSEN:
            return Advice(entry.key, entry.name, entry.share, entry.value_kind, _HOW.get(what))
    return None


def _gaps(evaluation: Evaluation, figure: Figure) -> Iterator[Gap]:
    """Return what is missing below a figure; a reason that is handed on from step to step stands once."""
    told: set[str] = set()
    counted = {item.key for total in evaluation.figures.resistance.totals if not total.at_most
               for item in total.inputs if item.symbol == total.symbol}  # fmt: skip
    for entry in _with_steps(evaluation.figures.trace, figure, set()):
        if entry.at_most and entry.key in counted and entry is not figure:
            continue  # too small to matter
        parts = _parts(evaluation, entry)
        yield from (gap for gap in parts if gap.key not in told)
        told.update(gap.key for gap in parts)
        for gap in [] if parts else _one(entry):
            if gap.key not in told and gap.reason not in told:
                told.update((gap.key, gap.reason))
                yield gap


def _with_steps(trace: Trace, figure: Figure, seen: set[str]) -> Iterator[Figure]:
    """Return the steps below a figure, the deepest first, and the figure itself."""
    for entry in figure.inputs:
        step = trace.steps.get(entry.key)
        if step is not None and entry.key not in seen and entry.key != figure.key:
            seen.add(entry.key)
            yield from _with_steps(trace, step, seen)
    yield figure


def _one(figure: Figure) -> list[Gap]:
    if figure.value is None:
        return [Gap(figure.key, figure.name, "unknown", figure.note or "")]
    if figure.at_least or figure.at_most:
        return [Gap(figure.key, figure.name, "at least" if figure.at_least else "at most", figure.note or "")]
    return []


def _parts(evaluation: Evaluation, figure: Figure) -> list[Gap]:
    """Return the parts that a total resistance lacks."""
    report = evaluation.figures.resistance
    if figure.key not in {total.key for total in report.totals} or not (figure.at_least or figure.value is None):
        return []
    mine = [part for part in (*report.parts, *report.contacts)
            if part.regime in (None, figure.regime) and (part.value is None or part.at_least)]  # fmt: skip
    return [gap for part in mine for gap in _one(part)]


def _goes_into(trace: Trace, key: str) -> tuple[str, ...]:
    return tuple(name for name, step in trace.steps.items() if any(entry.key == key for entry in step.inputs))


def _plain(key: str) -> str:
    return key.casefold().replace("-", " ").replace("_", " ").strip()


def _near(key: str, every: tuple[str, ...]) -> tuple[str, ...]:
    plain = {name: _plain(name) for name in every}
    wanted = _plain(key)
    holding = [name for name in every if wanted and wanted in plain[name]]
    alike = difflib.get_close_matches(wanted, list(plain.values()), NEAR)
    near = [*holding, *(name for like in alike for name in every if plain[name] == like)]
    return tuple(dict.fromkeys(near))[:NEAR]
