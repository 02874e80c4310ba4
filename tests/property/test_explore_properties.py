"""Many variants are the designs one by one, for any design of the library and any of its inputs."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

import cellbuilder
from cellbuilder import assess, units
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.engine.calculation import Leaf
from cellbuilder.explore.fields import Places, with_values
from cellbuilder.explore.many import Variants, evaluate_many
from cellbuilder.explore.reduce import Extremes, Histogram, Pareto

LETTERS = ("A", "B", "D", "G", "I", "K", "N", "T", "V", "Y", "AB")
WITHIN = {"porosity": 0.9, "mass fraction": 1.0, "coverage": 1.0, "first-cycle efficiency of": 1.0}
ABOVE = ("upper cut-off", "lower cut-off")
"""Held: a lower limit above the upper one is no design."""


def exchanged(node: Any, old: object, new: object) -> tuple[Any, int]:
    """Return a design with one object in place of another, and how often it was there."""
    if node is old:
        return new, 1
    if isinstance(node, BaseModel):
        found = {name: exchanged(getattr(node, name), old, new) for name in type(node).model_fields}
        count = sum(times for _, times in found.values())
        changed = {name: value for name, (value, times) in found.items() if times}
        return (node.model_copy(update=changed) if count else node), count
    if isinstance(node, Mapping):
        found = {name: exchanged(value, old, new) for name, value in node.items()}
        return {name: value for name, (value, _) in found.items()}, sum(times for _, times in found.values())
    if isinstance(node, tuple):
        parts = [exchanged(value, old, new) for value in node]
        return tuple(value for value, _ in parts), sum(times for _, times in parts)
    return node, 0


def changed(design: Design, leaf: Leaf, si: float) -> Design | None:
    """Return the design with another value of an input; None where that does not stand in the design itself."""
    assert leaf.shown is not None
    new = Quantity(value=units.from_si(si, leaf.unit), unit=leaf.unit, kind=leaf.shown.kind)
    made, count = exchanged(design, leaf.shown, new)
    return made if count == 1 else None


def evidence() -> EvidenceBase:
    return EvidenceBase(cellbuilder.library().evidence)


@settings(max_examples=120)
@given(letter=st.sampled_from(LETTERS), data=st.data())
def test_that_any_inputs_of_any_model_give_what_its_changed_design_gives(letter: str, data: st.DataObject) -> None:
    design = cellbuilder.from_model(letter)
    leaves = [
        leaf for leaf in assess.cell_of(design, evidence()).calculation.leaves()
        if leaf.key not in ABOVE and changed(design, leaf, leaf.value) is not None
    ]  # fmt: skip
    chosen = data.draw(st.lists(st.sampled_from(leaves), min_size=1, max_size=4, unique_by=lambda leaf: leaf.key))
    given_values: dict[str, tuple[np.ndarray, str]] = {}
    for leaf in chosen:
        factors = st.floats(0.85, 1.2) if leaf.key == "temperature" else st.floats(0.2, 3.0)
        values = leaf.value * np.array(data.draw(st.lists(factors, min_size=3, max_size=3)))
        most = WITHIN.get(leaf.key.partition(":")[0])
        given_values[leaf.key] = (np.minimum(values, most or np.inf), units.symbols(units.find(leaf.unit).kind)[0])
    si = {key: np.array([units.to_si(float(value), unit) for value in values])
          for key, (values, unit) in given_values.items()}  # fmt: skip
    for leaf in chosen:
        assert si[leaf.key] == pytest.approx(given_values[leaf.key][0]), "the first unit of a kind is that of SI"
    found = evaluate_many(design, evidence(), given_values)
    for index in range(3):
        one: Design | None = design
        for leaf in chosen:
            assert one is not None
            one = changed(one, leaf, float(si[leaf.key][index]))
        assert one is not None
        expected = assess.cell_of(one, evidence())
        rows = {row.key: row.term for row in expected.rows()}
        for key, values in found.values.items():
            term = rows[key]
            wanted = np.nan if isinstance(term, str) else units.from_si(term.value, found.units[key])
            assert values[index] == pytest.approx(wanted, rel=1e-9, abs=0, nan_ok=True), (letter, key)


@settings(max_examples=40)
@given(letter=st.sampled_from(LETTERS), data=st.data())
def test_that_many_values_of_one_or_two_inputs_give_what_each_design_gives(letter: str, data: st.DataObject) -> None:
    """More variants than are built one by one; values that their fields refuse have no result."""
    design = cellbuilder.from_model(letter)
    places = Places(design)
    leaves = [leaf for leaf in assess.cell_of(design, evidence()).calculation.leaves()
              if leaf.value and leaf.key not in ABOVE and places.find(leaf) is not None]  # fmt: skip
    chosen = data.draw(st.lists(st.sampled_from(leaves), min_size=1, max_size=2, unique_by=lambda leaf: leaf.key))
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    factors = {leaf.key: rng.uniform(0.7, 1.5, 40) if leaf.key == "temperature" else 10 ** rng.uniform(-1.2, 1.2, 40)
               for leaf in chosen}  # fmt: skip
    si = {leaf.key: leaf.value * factors[leaf.key] for leaf in chosen}
    variants = Variants(design, evidence(), si)
    found = variants.run_all(si)
    for index in rng.choice(40, 5, replace=False):
        values = {places.find(leaf): float(si[leaf.key][index]) for leaf in chosen}
        if not all(place is not None and place.allows(value) for place, value in values.items()):
            assert all(np.isnan(column[index]) for column in found.values())
            continue
        one = with_values(design, {place: value for place, value in values.items() if place is not None})
        rows = {row.key: row.term for row in assess.cell_of(one, evidence()).rows()}
        for key, column in found.items():
            term = rows.get(key, "no such result")
            wanted = np.nan if isinstance(term, str) else units.from_si(term.value, variants.units[key])
            assert column[index] == pytest.approx(wanted, rel=1e-9, abs=0, nan_ok=True), (letter, key)


numbers = st.one_of(st.floats(-10, 10).map(lambda x: round(x, 1)), st.sampled_from([np.nan, np.inf, -np.inf]))


@given(
    pairs=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=40),
    cuts=st.lists(st.integers(0, 40), max_size=5),
)
def test_that_reductions_do_not_ask_how_the_stream_is_cut(pairs: list[tuple[float, float]], cuts: list[int]) -> None:
    table = np.array(pairs)
    inputs = np.arange(len(table), dtype=float)
    edges = np.array([-5.0, 0.0, 2.5, 5.0])

    def fed(pieces: list[np.ndarray]) -> tuple[Histogram, Extremes, Pareto]:
        found = Histogram("x", edges), Extremes("x"), Pareto("x", "y")
        for piece in pieces:
            if piece.size:
                for reducer in found:
                    reducer.add({"i": inputs[piece]}, {"x": table[piece, 0], "y": table[piece, 1]})
        return found

    places = np.arange(len(table))
    one, many = fed([places]), fed(np.split(places, sorted(min(cut, len(table)) for cut in cuts)))
    assert one[0].counts.tolist() == many[0].counts.tolist()
    assert (one[0].below, one[0].above, one[0].unknown) == (many[0].below, many[0].above, many[0].unknown)
    assert (one[1].smallest, one[1].largest) == (many[1].smallest, many[1].largest)
    assert one[1].smallest_at == many[1].smallest_at
    assert one[1].largest_at == many[1].largest_at
    assert one[2].front.tolist() == many[2].front.tolist()
    finite = [(x, y) for x, y in pairs if np.isfinite(x) and np.isfinite(y)]
    best = {(x, y) for x, y in finite if not any(a <= x and b >= y and (a < x or b > y) for a, b in finite)}
    assert {(x, y) for x, y, _ in one[2].front.tolist()} == best
