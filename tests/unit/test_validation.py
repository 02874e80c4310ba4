from typing import Any

import pytest

from cellbuilder.domain.base import Frozen, Identifier, Number
from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io.validation import place, validate


class Leaf(Frozen):
    id: Identifier
    value: Number
    flag: bool = False
    count: int = 1


class Tree(Frozen):
    layers: tuple[Leaf, ...]
    note: str | None = None


def problems(raw: Any) -> list[str]:
    value, found = validate(Tree, raw)
    assert (value is None) == bool(found)
    return [str(problem) for problem in found]


def test_that_sound_data_becomes_a_value_with_numbers_as_typed() -> None:
    value, found = validate(Tree, {"layers": [{"id": "a", "value": 30}, {"id": "b", "value": 0.5}]})
    assert found == []
    assert value is not None
    assert [(leaf.value, type(leaf.value)) for leaf in value.layers] == [(30, int), (0.5, float)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": "30"}, "layer 1 (a) > value: must be a number"),
        ({"value": True}, "layer 1 (a) > value: must be a number"),
        ({"value": None}, "layer 1 (a) > value: must be a number"),
        ({"value": [30]}, "layer 1 (a) > value: must be a number"),
        ({"value": float("nan")}, "layer 1 (a) > value: must be a finite number (no NaN, no infinity)"),
        ({"value": float("-inf")}, "layer 1 (a) > value: must be a finite number (no NaN, no infinity)"),
        ({"value": 10**299}, "layer 1 (a) > value: is too large"),
        ({"value": -1e31}, "layer 1 (a) > value: is too large"),
        ({"value": 5e-324}, "layer 1 (a) > value: is too close to zero"),
        ({"flag": 1}, "layer 1 (a) > flag: must be true or false"),
        ({"count": 1.5}, "layer 1 (a) > count: must be a whole number"),
        ({"count": True}, "layer 1 (a) > count: must be a whole number"),
        ({"id": "A b"}, "layer 1 (A b) > id: may hold lower-case letters, digits, dots, dashes and underscores only"),
        ({"id": 5}, "layer 1 > id: must be text"),
        ({"colour": "red"}, "layer 1 (a) > colour: is not a field of this file format"),
    ],
)
def test_that_a_wrong_field_is_named_with_its_place_and_reason(change: dict[str, Any], message: str) -> None:
    assert problems({"layers": [{"id": "a", "value": 1} | change]}) == [message]


def test_that_all_problems_are_reported_at_once() -> None:
    raw = {"layers": [{"id": "a"}, 7, {"id": "c", "value": "x", "more": 1}], "note": 3}
    assert problems(raw) == [
        "layer 1 (a) > value: is missing",
        "layer 2: must be an object in braces",
        "layer 3 (c) > value: must be a number",
        "layer 3 (c) > more: is not a field of this file format",
        "note: must be text",
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "layers: is missing"),
        ({"layers": {}}, "layers: must be a list in square brackets"),
        ({"layers": "abc"}, "layers: must be a list in square brackets"),
        ([], "must be an object in braces"),
        (None, "must be an object in braces"),
    ],
)
def test_that_a_wrong_shape_is_named(raw: Any, message: str) -> None:
    assert problems(raw) == [message]


def test_that_half_a_surrogate_pair_is_refused_in_words() -> None:
    (message,) = problems({"layers": [], "note": "\ud800"})
    assert message == "holds half a character somewhere (a \\ud800 to \\udfff without its other half)"


def test_that_a_layer_is_called_by_its_name_before_its_role_and_its_id() -> None:
    raw = {"layers": [{"id": "a", "role": "anode", "name": "Li foil"}, {"id": "b", "role": "anode"}, {"id": "c"}]}
    places = [place(("layers", index, "thickness"), raw) for index in range(3)]
    assert places == ["layer 1 (Li foil) > thickness", "layer 2 (anode) > thickness", "layer 3 (c) > thickness"]


@pytest.mark.parametrize(
    ("loc", "words"),
    [
        (("further_capacities", 1), "further capacity 2"),
        (("aliases", 0), "alias 1"),
        (("between", 1), "between 2"),
        ((), ""),
        ((0,), "entry 1"),
    ],
)
def test_that_a_list_entry_is_called_by_one_of_its_kind(loc: tuple[int | str, ...], words: str) -> None:
    assert place(loc, {}) == words


def test_that_control_characters_of_a_file_never_reach_the_terminal() -> None:
    (message,) = problems({"layers": [{"id": "a", "value": 1, "\x1b[2J\n": 1}]})
    assert message == "layer 1 (a) > �[2J�: is not a field of this file format"


def test_that_an_endless_message_is_cut() -> None:
    text = str(Problem("x" * 5000, "is wrong"))
    assert len(text) < 1100
    assert text.endswith(" ...")


def test_that_one_problem_is_told_apart_from_several() -> None:
    one = UnreadableError("a.json", [Problem("", "is empty")])
    two = UnreadableError("a.json", [Problem("name", "is missing"), Problem("", "is odd")])
    assert one.text() == "a.json cannot be used:\n  - is empty"
    assert two.text() == "a.json cannot be used (2 problems):\n  - name: is missing\n  - is odd"
