"""Whatever bytes a file holds, it is a design that evaluates or it is refused with reasons; never anything else."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cellbuilder
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.io import codec

VALID = codec.dumps(cellbuilder.from_model("T")).encode()
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from([10**400, -0.0, 1e-320])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)


def read(content: bytes) -> None:
    try:
        design = codec.loads(content, "x.json")
    except UnreadableError as error:
        assert error.problems  # noqa: PT017 - a refusal is one of two good outcomes
        text = error.text()
        assert text.startswith("x.json cannot be used")
        assert {char for char in text if not char.isprintable()} <= {"\n"}
    else:
        saved = codec.dumps(design).encode()
        assert codec.loads(saved) == design
        assert codec.dumps(codec.loads(saved)).encode() == saved
        json.dumps(cellbuilder.evaluate(design).model_dump(mode="json"), allow_nan=False)


@given(st.binary(max_size=400))
def test_that_random_bytes_are_refused_with_a_reason(content: bytes) -> None:
    read(content)


@given(JSON)
def test_that_random_json_is_refused_with_a_reason(data: Any) -> None:
    read(json.dumps(data).encode())


@given(JSON)
def test_that_random_json_in_the_frame_of_a_design_is_refused_with_a_reason(data: Any) -> None:
    read(json.dumps({"schema": "cellbuilder-design", "schema_version": 1, "name": "x", "stack": data}).encode())


@settings(max_examples=150)
@given(st.data())
def test_that_a_file_with_damaged_bytes_is_a_design_or_refused(data: st.DataObject) -> None:
    content = bytearray(VALID)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.sampled_from([0, 1, 1, 2, 10, 500]))
        insert = data.draw(
            st.one_of(
                st.binary(max_size=3),
                st.sampled_from(
                    [b'"', b"{", b"}", b"[", b"]", b",", b"-", b"e", b"9", b"NaN", b"null", b"\\u", b"\xff", b"\x00"]
                ),
            )
        )
        content[at : at + length] = insert
    read(bytes(content))


@settings(max_examples=150)
@given(st.data())
def test_that_a_file_with_one_value_replaced_is_a_design_or_refused(data: st.DataObject) -> None:
    raw = json.loads(VALID)
    node: Any = raw
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], (dict, list)) or not node[key] or data.draw(st.booleans()):
            break
        node = node[key]
    action = data.draw(st.sampled_from(["replace", "remove", "double"]))
    if action == "replace":
        node[key] = data.draw(JSON)
    elif action == "remove":
        del node[key]
    elif isinstance(node, list):
        node.append(node[key])
    else:
        node[f"{key}_"] = node[key]
    read(json.dumps(raw).encode())


@pytest.mark.parametrize("start", range(40))
def test_that_a_file_cut_off_anywhere_is_refused(start: int) -> None:
    for end in range(start * len(VALID) // 4000, len(VALID) - 2, len(VALID) // 100):
        with pytest.raises(UnreadableError) as caught:
            codec.loads(VALID[:end], "x.json")
        (problem,) = caught.value.problems
        assert str(problem) == "is empty" or "the file ends too early" in str(problem)
