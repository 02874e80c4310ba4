"""The design file: read it with all its problems, write it atomically, publish its schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cellbuilder.domain.design import SCHEMA_NAME, SCHEMA_VERSION, Design
from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io import atomic, migrations, strict_json, validation

SUFFIX = ".cellbuilder.json"


def load(path: Path | str) -> Design:
    """Read a design file.

    Raises:
        UnreadableError: anything that keeps it from being read, all problems at once.
    """
    path = Path(path)
    return loads(strict_json.read_bytes(path), str(path))


def loads(content: bytes, name: str = "the design") -> Design:
    """Read a design from bytes; ``name`` is what messages call it.

    Raises:
        UnreadableError: as ``load``.
    """
    raw, problems = strict_json.parse(content, name)
    if not isinstance(raw, dict):
        raise UnreadableError(name, [Problem("", "holds no JSON object, so it is no design")])
    if raw.get("schema") != SCHEMA_NAME:
        what = f'is not a cellbuilder design ("schema" must be "{SCHEMA_NAME}")'
        raise UnreadableError(name, [Problem("", what), *problems])
    raw, refused = migrations.migrate(raw, SCHEMA_VERSION)
    if refused:
        raise UnreadableError(name, [*refused, *problems])
    design, found = validation.validate(Design, raw)
    if design is None:
        from cellbuilder.io import cross_checks  # only what is at fault needs them

        found += [problem for problem in cross_checks.cross_problems(raw) if problem not in found]
    problems += found
    if problems or design is None:
        raise UnreadableError(name, problems)
    return design


def dumps(design: Design) -> str:
    """Write a design as text; only what was given is written, and numbers stay as typed."""
    given = design.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return strict_json.dump({"schema": SCHEMA_NAME, "schema_version": SCHEMA_VERSION, **given})


def save(design: Design, path: Path | str) -> None:
    """Save a design atomically.

    Raises:
        UnwritableError: it could not be written; the earlier file is unchanged.
    """
    atomic.write_text(Path(path), dumps(design))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the design file."""
    schema = Design.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:cellbuilder:design:{SCHEMA_VERSION}",
        **schema,
        "title": "cellbuilder design",
    }
