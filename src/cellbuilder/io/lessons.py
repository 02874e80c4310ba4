"""Lessons and hand-in files: read with all their problems, written atomically."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from cellbuilder.domain.base import Frozen, Identifier
from cellbuilder.domain.design import Design
from cellbuilder.domain.lesson import Answer, Lesson
from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io import atomic, codec, strict_json, validation
from cellbuilder.io.data_dir import data_dir

SUFFIX: Final = ".handin.json"
HANDIN_NAME: Final = "cellbuilder-handin"
HANDIN_VERSION: Final = 1


class HandIn(Frozen):
    """What somebody hands in: the lesson by its id, the answers, and the design as it was left."""

    lesson: Identifier
    answers: tuple[Answer, ...]
    design: Design


class _Envelope(Frozen):
    """The hand-in file around its design."""

    schema_name: Literal["cellbuilder-handin"] = Field(alias="schema")
    schema_version: Literal[1]
    lesson: Identifier
    answers: Annotated[tuple[Answer, ...], Field(max_length=100)]
    design: dict[str, Any]


def folder() -> Path:
    """Return where the lessons are."""
    return data_dir("resources") / "lessons"


def paths() -> dict[str, Path]:
    """Return the file of each lesson by its id, in the order in which they are taught."""
    files = sorted(folder().glob("*.json"))
    return {path.stem.partition("-")[2]: path for path in files}


def load(key: str) -> Lesson:
    """Return a lesson by its id.

    Raises:
        KeyError: there is no such lesson.
        UnreadableError: its file is damaged; all problems at once.
    """
    return read(paths()[key])


def read(path: Path) -> Lesson:
    """Read a lesson file strictly.

    Raises:
        UnreadableError: all problems at once.
    """
    raw, problems = strict_json.parse(strict_json.read_bytes(path), str(path))
    lesson, found = validation.validate(Lesson, raw)
    problems += found
    if lesson is None or problems:
        raise UnreadableError(str(path), problems)
    return lesson


def load_handin(path: Path) -> HandIn:
    """Read a hand-in file strictly, with the design in it.

    Raises:
        UnreadableError: all problems of the file and of its design at once.
    """
    name = str(path)
    raw, problems = strict_json.parse(strict_json.read_bytes(path), name)
    if not isinstance(raw, dict) or raw.get("schema") != HANDIN_NAME:
        what = f'is not a hand-in file of cellbuilder ("schema" must be "{HANDIN_NAME}")'
        raise UnreadableError(name, [Problem("", what), *problems])
    envelope, found = validation.validate(_Envelope, raw)
    problems += found
    design = _design(raw.get("design"), problems)
    problems += [] if envelope is None else _twice(envelope)
    if envelope is None or design is None or problems:
        raise UnreadableError(name, problems)
    return HandIn(lesson=envelope.lesson, answers=envelope.answers, design=design)


def _design(raw: Any, problems: list[Problem]) -> Design | None:
    if not isinstance(raw, dict):
        return None
    try:
        return codec.loads(json.dumps(raw).encode())
    except UnreadableError as error:
        for item in error.problems:
            problems.append(Problem(f"design > {item.where}" if item.where else "design", item.what))
    return None


def _twice(envelope: _Envelope) -> list[Problem]:
    steps = [answer.step for answer in envelope.answers]
    return [Problem("answers", f"step '{step}' is answered more than once")
            for step in dict.fromkeys(steps) if steps.count(step) > 1]  # fmt: skip


def dumps(handin: HandIn) -> str:
    """Write a hand-in as text."""
    return strict_json.dump({
        "schema": HANDIN_NAME,
        "schema_version": HANDIN_VERSION,
        "lesson": handin.lesson,
        "answers": [answer.model_dump(mode="json") for answer in handin.answers],
        "design": json.loads(codec.dumps(handin.design)),
    })  # fmt: skip


def save(handin: HandIn, path: Path) -> None:
    """Write a hand-in file atomically.

    Raises:
        UnwritableError: it could not be written; the earlier file is unchanged.
    """
    atomic.write_text(path, dumps(handin))
