"""A trace is the whole story: every result follows from it alone, and nothing that it leaves out moves the result."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

import cellbuilder
from cellbuilder import assess, units
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.material import ConductivityAt, ConductivityPoint
from cellbuilder.domain.quantity import Quantity
from cellbuilder.domain.result import CellFigures, Figure, Input, Trace
from cellbuilder.engine import cell, circuit
from cellbuilder.engine.trace import Tracer

from . import traced_designs
from .formula_reader import (
    FormulaError,
    Recomputation,
    arguments,
    evaluated,
    from_direct_inputs,
    right_hand_side,
    si,
    symbols,
)
from .quantities import NAMES, NO_NUMBER, STRUCTURAL, Place, at, kind_of, moved, names, quantities, with_value

ROOT = Path(__file__).resolve().parents[2]
CELLS = sorted(path.stem for path in (ROOT / "presets" / "cells").glob("*.json"))
MODELS = sorted(path.stem for path in (ROOT / "presets" / "models").glob("*.json"))
DESIGNS = [*traced_designs.ALL, *CELLS, *(f"model {letter}" for letter in MODELS)]
VARIED = [*traced_designs.ALL, "model T", "model A", "model H", "t7-04", "t7-14", "t7-10", "t8-15", "t8-24",
          "t8-31", "t8-42"]  # fmt: skip
"""Designs in which every single number is changed."""
CLOSE = 1e-9
SAME = 1e-12

STANDS_INSIDE = {("energy at rate", "V_c"): "x", ("asr", "R_ct"): "nu"}
"""Inputs next to a formula that stand in it only as part of another one."""


@cache
def evidence() -> EvidenceBase:
    return EvidenceBase([*cellbuilder.library().evidence, *traced_designs.RECORDS])


@cache
def design_called(name: str) -> Design:
    if name in traced_designs.ALL:
        return traced_designs.ALL[name]()
    if name.startswith("model "):
        return cellbuilder.from_model(name.removeprefix("model "))
    return cellbuilder.from_cell(name)


def calculated(design: Design) -> CellFigures:
    return cell.figures(assess.cell_of(design, evidence()))


@cache
def figures_of(name: str) -> CellFigures:
    return calculated(design_called(name))


@cache
def trace_with_circuit(name: str) -> Trace:
    """Every step of a design, those of its equivalent circuit included."""
    design = design_called(name)
    made = assess.cell_of(design, evidence())
    circuit.build(made, design)
    return Tracer(made.calculation).trace()


def results(value: Any, place: str = "") -> Iterator[tuple[str, Figure]]:
    """Every figure of a cell with its place, known or not; the trace left out."""
    if isinstance(value, Figure):
        yield place, value
    elif is_dataclass(value) and not isinstance(value, Trace):
        for field in fields(value):
            yield from results(getattr(value, field.name), f"{place}.{field.name}" if place else field.name)
    elif isinstance(value, tuple):
        for entry in value:
            name = getattr(entry, "key", None) or getattr(entry, "level", None) or getattr(entry, "layer", "")
            yield from results(entry, f"{place}.{name}")


def known(figures: CellFigures) -> dict[str, Figure]:
    return {place: figure for place, figure in results(figures) if figure.value is not None}


def in_si(figure: Figure) -> float:
    assert figure.value is not None
    return units.to_si(figure.value, figure.unit)


# --- a result follows from its trace -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", DESIGNS)
def test_that_every_step_follows_from_its_formula_and_the_inputs_next_to_it(name: str) -> None:
    figures = figures_of(name)
    every = [*figures.trace.steps.values(), *known(figures).values()]
    assert len(every) > 30
    wrong = {
        figure.key: (figure.formula, in_si(figure), got)
        for figure in every
        if (got := from_direct_inputs(figure)) != pytest.approx(in_si(figure), rel=CLOSE, abs=0)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", DESIGNS)
def test_that_every_result_follows_from_the_inputs_of_the_design_alone(name: str) -> None:
    figures = figures_of(name)
    again = Recomputation(figures.trace)
    wrong = {
        place: (figure.formula, in_si(figure), got)
        for place, figure in [*known(figures).items(), *figures.trace.steps.items()]
        if (got := again.of(figure)) != pytest.approx(in_si(figure), rel=CLOSE, abs=0)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", DESIGNS)
def test_that_the_formulas_hold_for_other_values_of_every_input_too(name: str) -> None:
    made = assess.cell_of(design_called(name), evidence())
    elsewhere = {}
    for place, leaf in enumerate(made.calculation.leaves()):
        share = units.find(leaf.unit).kind == "fraction" and leaf.value <= 1.0
        step = 0.01 * (1 + place % 5) * leaf.value or 0.01 * units.find(leaf.unit).factor
        elsewhere[leaf.key] = leaf.value - step if share and leaf.value else leaf.value + step
    found = made.calculation.plan(elsewhere).run(elsewhere)
    trace = figures_of(name).trace
    again = Recomputation(trace, elsewhere)
    wrong = {
        figure.key: (figure.formula, found[figure.key], got)
        for figure in trace.steps.values()
        if (got := again.of(figure)) != pytest.approx(float(found[figure.key]), rel=CLOSE, abs=0)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", traced_designs.ALL)
def test_that_every_step_of_an_equivalent_circuit_follows_from_its_formula(name: str) -> None:
    trace = trace_with_circuit(name)
    assert any(key.startswith(("bulk", "double layer", "grain")) for key in trace.steps)
    for figure in trace.steps.values():
        assert from_direct_inputs(figure) == pytest.approx(in_si(figure), rel=CLOSE, abs=0), figure.key


@pytest.mark.parametrize("name", DESIGNS)
def test_that_what_stands_next_to_a_formula_is_what_stands_in_it(name: str) -> None:
    for figure in figures_of(name).trace.steps.values():
        written, given = symbols(right_hand_side(figure)), {item.symbol for item in figure.inputs}
        hidden = given - written
        if figure.formula == "sigma = sigma_ref":  # both temperatures decide that the value stands as it is
            hidden -= {"T", "T_ref"}
        assert hidden <= {symbol for (kind, symbol) in STANDS_INSIDE if figure.key.startswith(kind)}, figure.key
        for symbol in hidden:
            outer = next(STANDS_INSIDE[entry] for entry in STANDS_INSIDE if entry[1] == symbol)
            step = next(item.key for item in figure.inputs if item.symbol == outer)
            assert symbol in {item.symbol for item in figures_of(name).trace.steps[step].inputs}


@pytest.mark.parametrize("name", DESIGNS)
def test_that_an_input_is_shown_as_the_step_or_the_entry_that_it_is(name: str) -> None:
    trace = figures_of(name).trace
    assert not set(trace.steps) & set(trace.inputs)
    for figure in [*trace.steps.values(), *known(figures_of(name)).values()]:
        for item in figure.inputs:
            other = trace.steps.get(item.key) or trace.inputs[item.key]
            assert (item.name, item.value, item.unit, item.low, item.high) == (
                other.name, other.value, other.unit, other.low, other.high)  # fmt: skip
        under = trace.inputs_of(figure)
        assert len({item.key for item in under}) == len(under) > 0
        assert all(trace.inputs[item.key] == item for item in under)


def kinds_of_steps() -> set[str]:
    """What the keys of steps begin with, as far as the engine writes it out next to the step."""
    found = set()
    for path in sorted((ROOT / "src" / "cellbuilder" / "engine").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("step", "_step") and node.args:
                key = node.args[0]
                first = key.values[0] if isinstance(key, ast.JoinedStr) else key
                if isinstance(first, ast.Constant):
                    found.add(re.split("[:@]", str(first.value))[0])
    return found


def test_that_the_designs_together_meet_every_kind_of_step() -> None:
    kinds = kinds_of_steps()
    assert {"voltage", "mixed catholyte", "carbon share", "capacity after first cycle", "bulk apex"} <= kinds
    met = {key for name in DESIGNS for key in trace_with_circuit(name).steps}
    assert sorted(kind for kind in kinds if not any(key.startswith(kind) for key in met)) == []
    carried = {key.partition(":")[0] for key in met if key.partition(":")[2] in {"cathode|buffer", "grains|porous"}}
    assert carried >= {"at the temperature of the cell", "at the pressure of the cell", "of the textured area", "grown",
                       "with the constriction of its spots"}  # fmt: skip
    formulas = {figure.formula or "" for name in traced_designs.ALL for figure in figures_of(name).trace.steps.values()}
    for function in ("emt", "carbon_free", "until", "mean", "coth", "min", "max", "sqrt", "exp"):
        assert any(f"{function}(" in formula for formula in formulas), function


def test_that_a_slip_in_any_formula_would_be_noticed_in_some_design() -> None:
    slips = [(" / ", " * "), (" + ", " - "), (" - ", " + "), ("^2", "^3"), ("exp(-", "exp("), ("sinh", "1 / sinh"),
             ("min(", "max("), ("max(", "min("), ("sum(", "2 * sum("), ("k * ", "R * "), ("F", "R")]  # fmt: skip
    noticed: dict[str, bool] = {}
    for figure in (step for name in DESIGNS for step in figures_of(name).trace.steps.values()):
        right = right_hand_side(figure)
        for text, slip in slips:
            if text in right:
                changed = replace(figure, formula=f"{figure.symbol} = {right.replace(text, slip, 1)}")
                got = from_direct_inputs(changed)
                wrong = got != pytest.approx(in_si(figure), rel=CLOSE, abs=0)
                noticed[changed.formula or ""] = noticed.get(changed.formula or "", False) or wrong
    assert len(noticed) > 80
    unnoticed = {formula for formula, was_noticed in noticed.items() if not was_noticed}
    assert unnoticed == {"R_ct = r_ct * g", "ASR = sum(ASR) - sum(ASR_most)"}  # g is always 1, ASR_most always 0


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "d.real", "d[0]", "[d]", "d if d else d", "lambda: d", "'d'", "True", "d > 1", "d // 2",
     "open(d)", "sum(a=d)", "unheard_of * 2", "sqrt", "d +", "d = 2", "(d for d in d)", "many", "many / d"],
)  # fmt: skip
def test_that_the_reader_takes_arithmetic_of_its_symbols_only(text: str) -> None:
    with pytest.raises(FormulaError):
        evaluated(text, arguments([("d", 1.0), ("many", 1.0), ("many", 2.0)]))


@pytest.mark.parametrize(
    ("text", "value"),
    [("2 + 3 * 4^2 / 8", 8.0), ("-2^2", -4.0), ("sum(many)", 6.0), ("sum(many / other)", 11.5),
     ("R * d / F", 8.314462618 / 96485.33212 * 3), ("exp(mean(log(many)))", 8.0**0.5), ("max(min(d, 2), 0)", 2.0),
     ("coth(1) * sinh(1)", math.cosh(1.0)), ("emt(1, d, 7)", 3.0), ("emt(2 / 3, 1, 6)", 2.0),
     ("100 / carbon_free(0.42)", 100 / 5.6e-2), ("carbon_free(0.99)", 0.1), ("until(1, 4)", 0.25),
     ("until(-1, 4)", 0.0), ("until(9, 4)", 1.0), ("until(1, 0)", 1.0), ("until(-1, 0)", 0.0)],
)  # fmt: skip
def test_that_the_reader_works_out_what_is_written(text: str, value: float) -> None:
    given = [("d", 3.0), ("many", 2.0), ("many", 4.0), ("other", 0.25), ("other", 4 / 3.5)]
    assert evaluated(text, arguments(given)) == pytest.approx(value, rel=1e-12)


# --- what a trace does not name has no part in the result --------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """One number of a design, changed by 5 %, and which results changed with it."""

    place: Place
    kind: str
    names: frozenset[str]
    after: CellFigures
    changed: tuple[str, ...]


def shown(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def differ(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is not second
    return abs(first - second) > SAME * max(abs(first), abs(second))


def changes(before: CellFigures, after: CellFigures) -> tuple[str, ...]:
    """Places of the results that have another value, or none where they had one, or the other way round."""
    old, new = known(before), known(after)
    return tuple(place for place in dict.fromkeys([*old, *new])
                 if differ(shown(old.get(place)), shown(new.get(place))))  # fmt: skip


@cache
def moves(name: str) -> tuple[Move, ...]:
    design, before = design_called(name), figures_of(name)
    found = []
    for place, _ in quantities(design):
        other = with_value(design, place, moved(design, place))
        after = calculated(other)
        keys = names(design, place) | names(other, place)
        found.append(Move(place, kind_of(design, place), keys, after, changes(before, after)))
    return tuple(found)


def inputs_below(figures: CellFigures, place: str) -> dict[str, Input]:
    figure = known(figures).get(place)
    return {} if figure is None else {item.key: item for item in figures.trace.inputs_of(figure)}


def named(before: dict[str, Input], after: dict[str, Input], keys: frozenset[str]) -> bool:
    """Whether one of these inputs stands in a trace, and is not the same in the other."""
    return any((key in before or key in after) and si_of(before.get(key)) != si_of(after.get(key)) for key in keys)


def si_of(item: Input | None) -> float | None:
    return None if item is None else si(item)


def fields_of_the_file(kind: Any, place: str = "") -> Iterator[str]:
    """Every place in a design at which a quantity or a conductivity may stand."""
    for part in get_args(kind):
        yield from fields_of_the_file(part, place)
    if get_origin(kind) in (tuple, dict):
        return
    if not isinstance(kind, type) or not issubclass(kind, BaseModel):
        return
    if issubclass(kind, Quantity):
        yield place
        return
    for name, field in kind.model_fields.items():
        many = any(get_origin(part) in (tuple, dict) for part in (field.annotation, *get_args(field.annotation)))
        inner = f"{place}.{name}" if place else name
        if name == "value" and kind in (ConductivityPoint, ConductivityAt):
            yield inner
        if many and inner.endswith(".conductivity"):
            for which in ("preferred", "other"):
                yield from fields_of_the_file(field.annotation, f"{inner}.{which}")
        elif field.annotation is not None:
            yield from fields_of_the_file(field.annotation, f"{inner}.*" if many else inner)


def test_that_every_quantity_that_a_file_can_hold_is_accounted_for() -> None:
    places = set(fields_of_the_file(Design))
    assert {"stack.layers.*.thickness", "materials.*.entry.conductivity.other.at.*.value"} <= places
    accounted = {*NAMES, *NO_NUMBER, *STRUCTURAL}
    assert sorted(places - accounted) == []
    assert sorted(accounted - places) == ["materials.*.entry.electrons", "stack.format.repeat_units"]
    assert len(accounted) == len(NAMES) + len(NO_NUMBER) + len(STRUCTURAL)


@pytest.mark.parametrize("name", VARIED)
def test_that_every_number_of_a_design_is_accounted_for(name: str) -> None:
    design = design_called(name)
    places = [place for place, _ in quantities(design)]
    assert len(places) > 20
    kinds = {kind_of(design, place) for place in places}
    assert sorted(kinds - {*NAMES, *NO_NUMBER, *STRUCTURAL}) == []


@pytest.mark.parametrize("name", VARIED)
def test_that_a_number_which_a_trace_does_not_name_leaves_the_result_unchanged(name: str) -> None:
    before = figures_of(name)
    original = {place: inputs_below(before, place) for place, _ in results(before)}
    untold = [
        (move.place, place)
        for move in moves(name)
        if move.kind not in STRUCTURAL
        for place in move.changed
        if not named(original.get(place, {}), inputs_below(move.after, place), move.names)
    ]
    assert untold == []
    assert sum(bool(move.changed) for move in moves(name)) > 10


def test_that_every_kind_of_number_that_has_a_name_moves_a_result_somewhere() -> None:
    moving = {move.kind for name in VARIED for move in moves(name) if move.changed}
    assert sorted(set(NAMES) - moving) == []


def test_that_what_goes_into_no_number_and_what_is_structural_is_met_too() -> None:
    met = {move.kind for name in VARIED for move in moves(name)}
    assert met >= set(STRUCTURAL)
    assert len(met & set(NO_NUMBER)) > 8


@pytest.mark.parametrize("name", VARIED)
def test_that_an_input_behind_a_range_moves_the_result_from_its_trace_alone(name: str) -> None:
    figures, count = figures_of(name), 0
    for place, figure in known(figures).items():
        for entry in figure.contributions:
            item = figures.trace.inputs[entry.key]
            ends = [units.to_si(end, item.unit) for end in (item.low, item.high) if end is not None]
            got = [Recomputation(figures.trace, {entry.key: end}).of(figure) for end in ends]
            assert any(differ(value, in_si(figure)) for value in got), (place, entry.key)
            count += 1
    assert count > 50


@pytest.mark.parametrize("name", VARIED)
def test_that_an_input_behind_a_range_moves_the_result_of_the_design(name: str) -> None:
    design, before = design_called(name), figures_of(name)
    wanted: dict[str, set[str]] = {}
    for place, figure in known(before).items():
        for entry in figure.contributions:
            wanted.setdefault(entry.key, set()).add(place)
    found: dict[str, set[str]] = {}
    for place, _ in quantities(design):
        entry = at(design, place)
        for key in names(design, place) & set(wanted):
            item = before.trace.inputs[key]
            if isinstance(entry, Quantity) and si(item) == pytest.approx(entry.si, rel=SAME):
                for end in (item.low, item.high):
                    if end is not None:
                        number = units.from_si(units.to_si(end, item.unit), entry.unit)
                        number = number or 1e-9 * float(entry.value or 0)  # with none at all, other relations apply
                        after = calculated(with_value(design, place, number))
                        found.setdefault(key, set()).update(changes(before, after))
    assert len(found) > 5
    assert {key: sorted(wanted[key] - found[key]) for key in found if not wanted[key] <= found[key]} == {}
