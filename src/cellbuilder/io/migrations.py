"""Older design files, brought up to date on the raw data, one numbered step each.

A step takes and returns plain dictionaries and imports nothing of ours, so that it never changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cellbuilder.domain.problem import Problem

STEPS: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""STEPS[n] turns version n into version n + 1. Version 1 is the first; there is no step yet."""


def migrate(raw: dict[str, Any], current: int) -> tuple[dict[str, Any], list[Problem]]:
    """Bring raw data to the current version, or say why that cannot be."""
    version = raw.get("schema_version")
    if isinstance(version, bool) or not isinstance(version, int):
        return raw, [Problem("schema version", "is missing or not a whole number")]
    if version > current:
        return raw, [
            Problem(
                "schema version",
                f"this file has format {version}, made by a newer cellbuilder; this one reads up to "
                f"format {current}. Install the newer cellbuilder to open it",
            )
        ]
    while version < current:
        step = STEPS.get(version)
        if step is None:
            return raw, [Problem("schema version", f"format {version} is not known")]
        raw = step(raw)
        version += 1
    return raw, []
