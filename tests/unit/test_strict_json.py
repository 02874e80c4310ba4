import contextlib
import time

import pytest

from cellbuilder.domain.problem import UnreadableError
from cellbuilder.io import strict_json


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        strict_json.parse(content, "x.json")
    return caught.value.text().removeprefix("x.json cannot be used:\n  - ")


def test_that_plain_json_is_read_as_it_stands() -> None:
    data, problems = strict_json.parse('{"a": [1, 2.5, "µ", true, null]}'.encode(), "x.json")
    assert data == {"a": [1, 2.5, "µ", True, None]}
    assert problems == []


def test_that_a_byte_order_mark_is_no_obstacle() -> None:
    assert strict_json.parse(b'\xef\xbb\xbf{"a": 1}', "x.json")[0] == {"a": 1}


def test_that_every_key_that_stands_twice_is_named_with_its_place_in_words() -> None:
    content = (
        b'{"stack": {"layers": [{"name": "foil", "id": "a", "id": "b"}], "layers": [{"id": 1, "id": 2, "id": 3}]}}'
    )
    _, problems = strict_json.parse(content, "x.json")
    assert [str(problem) for problem in problems] == [
        "stack > layers: this key stands more than once",
        "stack > layer 1 > id: this key stands more than once",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"<html></html>", "line 1, column 1: is not JSON (expecting value)"),
        (b"hello", "line 1, column 1: is not JSON (expecting value)"),
        (b"{'a': 1}", "line 1, column 2: is not JSON (expecting property name enclosed in double quotes)"),
        (b'{"a": 1} {"b": 2}', "line 1, column 10: is not JSON (extra data)"),
        (b'{"a": 1,\n "b": 2,}', "line 2, column 9: is not JSON (expecting property name enclosed in double quotes)"),
        (b'{"a": 01}', "line 1, column 8: is not JSON (expecting ',' delimiter)"),
        (b'{"a": "tab\there"}', "line 1, column 11: is not JSON (invalid control character at)"),
        (b'{"a":\n "\xff\xfe"}', "line 2: is not UTF-8 text; save the file with UTF-8 encoding"),
        ('{"a": 1}'.encode("utf-16"), "line 1: is not UTF-8 text; save the file with UTF-8 encoding"),
        ('{"a": "30 µm"}'.encode("latin-1"), "line 1: is not UTF-8 text; save the file with UTF-8 encoding"),
        ('{"a": 1}'.encode("utf-16-le"), "holds zero bytes and is no JSON text"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "holds a number of 10000 digits"),
        (b'{"a": -0.' + b"1" * 10_000 + b"}", "holds a number of 10003 digits"),
    ],
)  # fmt: skip
def test_that_what_is_not_json_is_refused_with_the_reason(content: bytes, message: str) -> None:
    assert refusal(content) == message


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[",
        b'{"a"',
        b'{"a":',
        b'{"a": "te',
        b'{"a": "te\\',
        b'{"a": 1',
        b'{"a": 1,',
        b'{"a": -',
        b'{"a": 1.',
        b'{"a": tru',
        b'{"a": [1, 2',
        b'{"a": {"b": 1}',
        b'{"a": 1,\n  "b": "\xc2',
    ],
)
def test_that_a_file_that_ends_too_early_is_called_cut_off(content: bytes) -> None:
    assert refusal(content).endswith(": the file ends too early; it seems to be cut off")


def test_that_sixty_levels_are_read_and_sixty_one_are_refused() -> None:
    deep = b"[" * 60 + b"]" * 60
    assert strict_json.parse(deep, "x.json")[1] == []
    assert refusal(b"[" + deep + b"]") == "is nested too deep (more than 60 levels)"
    assert refusal(b'{"a":' * 100_000) == "is nested too deep (more than 60 levels)"


def test_that_brackets_inside_text_do_not_count_as_depth() -> None:
    content = b'{"a": "' + b"[{" * 1000 + b'\\"' + b"[" * 1000 + b'"}'
    assert strict_json.parse(content, "x.json")[1] == []


@pytest.mark.parametrize(
    "content",
    [
        b'"' + b'\\"' * 2_000_000,
        b'{"a": "' + b"x" * 4_000_000,
        b"[]" * 1_000_000,
        ("{" + ",".join(f'"k{number}": 1' for number in range(100_000)) + ', "k1": 2}').encode(),
        b'{"a": [' + b'"",' * 500_000 + b"]}",
    ],
    ids=["escaped quotes", "open text", "brackets", "many keys", "many texts"],
)
def test_that_hostile_text_takes_no_longer_than_its_size(content: bytes) -> None:
    begin = time.perf_counter()
    with contextlib.suppress(UnreadableError):
        strict_json.parse(content, "x.json")
    assert time.perf_counter() - begin < 8


def test_that_data_is_written_with_two_spaces_in_utf8_and_a_last_newline() -> None:
    assert strict_json.dump({"unit": "µm", "value": 30}) == '{\n  "unit": "µm",\n  "value": 30\n}\n'


def test_that_nan_is_never_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        strict_json.dump({"value": float("nan")})
