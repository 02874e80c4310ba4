"""The index of the bundled library, ``presets/index.json``: outlines of a thousand files, so that a start reads few.

``python docs/make_index.py`` writes it, and a test compares it with the files. An entry that is not in it, or whose
file has another size than the index says, is read itself.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cellbuilder.domain import outlines

if TYPE_CHECKING:
    from cellbuilder.io.library import Library

FILE: Final = "index.json"
VERSION: Final = 1
Rows = dict[str, dict[str, list[Any]]]
"""By shelf and id: the fields of an outline, without the id and the way to read it."""


def read(presets: Path) -> Rows:
    """Return the rows of all files that are as long as the index says; none where it is missing or damaged."""
    try:
        listing = json.loads((presets / FILE).read_bytes())
        if listing["schema_version"] != VERSION:
            return {}
        return {shelf: _unchanged(rows, presets / shelf) for shelf, rows in listing["shelves"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # damaged, or of another kind
        return {}


def _unchanged(rows: dict[str, list[Any]], folder: Path) -> dict[str, list[Any]]:
    with os.scandir(folder) as files:
        sizes = {file.name: file.stat().st_size for file in files}
    return {key: row for key, (size, *row) in rows.items() if sizes.get(f"{key}.json") == size}


def written(library: Library) -> str:
    """Return the index as it should be for a library of bundled entries, a line for each."""
    materials = {
        entry.id: [
            entry.label, entry.formula, entry.category, entry.also, entry.material_class, entry.family, entry.ion,
            entry.metal_anode,
        ]
        for entry in library.materials()
    }  # fmt: skip
    records = {entry.id: outlines.of_record(entry) for entry in library.evidence}
    interfaces = {key: [entry.sides, entry.has_window] for key, entry in records.items()}
    shelves = [
        _shelf("materials", materials, library.paths("materials")),
        _shelf("interfaces", interfaces, library.paths("interfaces")),
    ]
    head = f'{{"schema": "cellbuilder-index", "schema_version": {VERSION}, "shelves": {{\n'
    return head + ",\n".join(shelves) + "\n}}\n"


def _shelf(name: str, rows: dict[str, list[Any]], paths: Any) -> str:
    lines = [
        f"{json.dumps(key)}: {json.dumps([paths[key].stat().st_size, *row], ensure_ascii=False)}"
        for key, row in sorted(rows.items())
    ]
    return f'"{name}": {{\n' + ",\n".join(lines) + "\n}"
