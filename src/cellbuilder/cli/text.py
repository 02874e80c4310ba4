"""Plain text for terminals: columns, wrapped paragraphs, JSON."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Sequence
from typing import Any


def print_json(data: Any) -> None:
    """Print data as JSON, UTF-8, two spaces."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def width() -> int:
    """Return how wide the terminal is, within reason."""
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))


def wrapped(text: str, indent: str = "") -> str:
    """Wrap a paragraph to the terminal."""
    return textwrap.fill(clean(text), width(), initial_indent=indent, subsequent_indent=indent + "  ")


def clean(text: str) -> str:
    """Return text on one line; control characters from files are dropped."""
    return "".join(char if char.isprintable() else " " for char in text)


def columns(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Lay out rows in columns; the widest cells give way when the line gets too long."""
    table = [[str(cell) for cell in row] for row in (heads, *rows)]
    table = [[clean(cell) for cell in row] for row in table]
    widths = [max(len(row[index]) for row in table) for index in range(len(heads))]
    room = width() - 2 * (len(heads) - 1)
    while sum(widths) > room and max(widths) > 12:
        widths[widths.index(max(widths))] -= 1
    lines: list[str] = []
    for number, row in enumerate(table):
        parts = [textwrap.wrap(cell, widths[index]) or [""] for index, cell in enumerate(row)]
        for line in range(max(len(part) for part in parts)):
            cells = [part[line] if line < len(part) else "" for part in parts]
            lines.append("  ".join(cell.ljust(widths[index]) for index, cell in enumerate(cells)).rstrip())
        if number == 0:
            lines.append("  ".join("-" * size for size in widths))
    return "\n".join(lines)
