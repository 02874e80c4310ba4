"""From raw JSON to a strict value, or to all problems at once in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from cellbuilder.domain.problem import Problem

Model = TypeVar("Model", bound=BaseModel)

_WORDS: Final[dict[str, str]] = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this file format",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "dict_type": "must be an object in braces",
    "model_type": "must be an object in braces",
    "tuple_type": "must be a list in square brackets",
    "list_type": "must be a list in square brackets",
    "none_required": "must be null",
    "json_invalid": "holds half a character somewhere (a \\ud800 to \\udfff without its other half)",
}


def validate(model: type[Model], raw: Any) -> tuple[Model | None, list[Problem]]:
    """Validate raw JSON data; return the value, or None and every problem found."""
    try:
        return model.model_validate_json(json.dumps(raw)), []
    except ValidationError as error:
        return None, problems_of(error, raw)
    except (RecursionError, ValueError) as error:
        return None, [Problem("", str(error))]


def problems_of(error: ValidationError, raw: Any) -> list[Problem]:
    """Put pydantic's errors into words and readable places, each once."""
    seen: dict[tuple[str, str], Problem] = {}
    for item in error.errors(include_url=False):
        where = place(item["loc"], raw)
        what = _what(item)  # type: ignore[arg-type]
        seen.setdefault((where, what), Problem(where, what))
    return list(seen.values())


def _what(item: dict[str, Any]) -> str:
    kind = item["type"]
    if kind in _WORDS:
        return _WORDS[kind]
    message = str(item["msg"]).removeprefix("Value error, ")
    if kind == "literal_error":
        return f"{item['input']!r} is not allowed; use one of {item['ctx']['expected']}"
    if kind in ("greater_than_equal", "less_than_equal"):
        ((relation, limit),) = item["ctx"].items()
        return f"must be {limit} or {'more' if relation == 'ge' else 'less'}"
    if kind == "too_short":
        return f"needs at least {'one entry' if item['ctx']['min_length'] == 1 else item['ctx']['min_length']}"
    if kind == "too_long":
        return f"has more than {item['ctx']['max_length']} entries, which is the most there may be"
    if kind == "string_too_long":
        return f"has {len(item['input'])} characters, but at most {item['ctx']['max_length']} are allowed"
    if kind == "string_pattern_mismatch":
        return "may hold lower-case letters, digits, dots, dashes and underscores only"
    return message


def place(loc: Sequence[int | str], raw: Any) -> str:
    """Turn a path such as ('stack', 'layers', 2, 'thickness') into words, naming layers as drawn."""
    parts: list[str] = []
    here = raw
    for step in loc:
        here, known = _descend(here, step)
        if isinstance(step, int):
            parts[-1:] = [f"{_singular(parts[-1])} {step + 1}{_label(here)}" if parts else f"entry {step + 1}"]
        elif known or step == loc[-1] or not _is_type_tag(step):
            parts.append(step.replace("_", " "))
    return " > ".join(parts)


def _descend(here: Any, step: int | str) -> tuple[Any, bool]:
    if isinstance(here, dict) and step in here:
        return here[step], True
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step], True
    return here if isinstance(step, str) and _is_type_tag(step) else None, False


def _is_type_tag(step: str) -> bool:
    return "[" in step or step in {"int", "float"} or step[:1].isupper()


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    return word.removesuffix("es") if word.endswith("ases") else word.removesuffix("s")


def _label(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    for key in ("name", "role", "material", "id"):
        if isinstance(entry.get(key), str):
            return f" ({entry[key][:60]})"
    return ""
