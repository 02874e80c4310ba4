"""JSON, read strictly: bounded size and depth, UTF-8, no key twice, numbers that are numbers.

Nothing read here is ever executed; a file is data.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io.validation import place

MAX_BYTES: Final = 16_000_000
MAX_DEPTH: Final = 60
MAX_DIGITS: Final = 300


class DuplicateAware(dict[str, Any]):
    """A JSON object that remembers which keys stood in it more than once."""

    duplicates: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file of reasonable size.

    Raises:
        UnreadableError: missing, a folder, not permitted, or larger than 16 MB.
    """
    name = str(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableError(name, [Problem("", "is a folder, not a file")])
        if size > MAX_BYTES:
            raise UnreadableError(
                name, [Problem("", f"is {size / 1e6:.0f} MB; a design has at most {MAX_BYTES / 1e6:.0f} MB")]
            )
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableError(name, [Problem("", "does not exist")]) from None
    except PermissionError:
        raise UnreadableError(name, [Problem("", "may not be read (no permission)")]) from None
    except (OSError, ValueError) as error:
        raise UnreadableError(name, [Problem("", f"cannot be read ({_reason(error)})")]) from None
    if len(content) > MAX_BYTES:
        raise UnreadableError(name, [Problem("", "is larger than 16 MB")])
    return content


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def parse(content: bytes, name: str) -> tuple[Any, list[Problem]]:
    """Parse JSON bytes; return the data and the duplicate keys found in it, each with its path.

    Raises:
        UnreadableError: not UTF-8, not JSON, cut off, or nested too deep.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        cut_off = error.reason == "unexpected end of data"
        what = _CUT_OFF if cut_off else "is not UTF-8 text; save the file with UTF-8 encoding"
        raise UnreadableError(name, [Problem(f"line {line}", what)]) from None
    if not text.strip():
        raise UnreadableError(name, [Problem("", "is empty")])
    if "\x00" in text:
        raise UnreadableError(name, [Problem("", "holds zero bytes and is no JSON text")])
    if _is_too_deep(text):
        raise UnreadableError(name, [Problem("", f"is nested too deep (more than {MAX_DEPTH} levels)")])
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal)
    except json.JSONDecodeError as error:
        raise UnreadableError(name, [_syntax_problem(error, text)]) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableError(name, [Problem("", str(error))]) from None
    duplicates: list[Problem] = []
    _collect_duplicates(data, (), data, duplicates)
    return data, duplicates


def _object(pairs: list[tuple[str, Any]]) -> DuplicateAware:
    result = DuplicateAware(pairs)
    if len(result) != len(pairs):
        counted = Counter(key for key, _ in pairs)
        result.duplicates = tuple(key for key, count in counted.items() if count > 1)
    return result


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"holds a number of {len(text)} digits")
    return int(text)


def _decimal(text: str) -> float:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"holds a number of {len(text)} digits")
    return float(text)


_STRING_OR_BRACKET: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{\]}]', re.DOTALL)
"""Possessive, and an open string reaches to the end: one pass, whatever the file holds."""


def _is_too_deep(text: str) -> bool:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        mark = match[0][0]
        if mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif mark in "]}":
            depth -= 1
    return False


_CUT_OFF: Final = "the file ends too early; it seems to be cut off"
_LAST_WORD: Final = re.compile(r"[-+.\w]*\s*")


def _syntax_problem(error: json.JSONDecodeError, text: str) -> Problem:
    where = f"line {error.lineno}, column {error.colno}"
    begun = text.lstrip()[:1] in ("{", "[")
    if begun and (error.msg.startswith("Unterminated string") or _LAST_WORD.fullmatch(text, error.pos)):
        return Problem(where, _CUT_OFF)
    return Problem(where, f"is not JSON ({error.msg[0].lower()}{error.msg[1:]})")


def _collect_duplicates(data: Any, loc: tuple[int | str, ...], root: Any, found: list[Problem]) -> None:
    if isinstance(data, DuplicateAware):
        found += [Problem(place((*loc, key), root), "this key stands more than once") for key in data.duplicates]
        for key, value in data.items():
            _collect_duplicates(value, (*loc, key), root, found)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            _collect_duplicates(value, (*loc, index), root, found)


def dump(data: Any) -> str:
    """Write data as our files have it: two spaces, UTF-8, a newline at the end."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
