"""No number of the data changes unnoticed.

Each digest is SHA-256 over the canonical JSON of the numbers of a table or a shelf, with the place of
each; reference numbers and reaction products count too, names and notes do not. After a change that is
meant, run ``pytest tests/presets --update-checksums`` and review the difference with the data.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cellbuilder.app import tables
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library, Shelf

LIBRARY = Library(data_dir("presets"))
COMMITTED = Path(__file__).with_name("checksums.json")
SHELVES: tuple[Shelf, ...] = ("cells", "interfaces", "materials", "models")
COUNTED_TEXTS = {"ref", "products", "unit", "formula"}


def facts(data: Any, place: str = "", field: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every number of the data and the texts that count, each with its place."""
    if isinstance(data, dict):
        for key in sorted(data):
            yield from facts(data[key], f"{place}/{key}", key)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from facts(value, f"{place}/{index}", field)
    elif isinstance(data, (bool, int, float)) or (isinstance(data, str) and field in COUNTED_TEXTS):
        yield place, data


def checksum(data: Any) -> str:
    canonical = json.dumps(list(facts(data)), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def table(number: int) -> Any:
    return tables.table(number, LIBRARY)


def shelf(name: Shelf) -> Any:
    paths = LIBRARY.paths(name)
    return {key: json.loads(paths[key].read_text(encoding="utf-8")) for key in sorted(paths)}


def current() -> dict[str, str]:
    sums = {f"table {number}": checksum(table(number)) for number in range(1, 9)}
    return sums | {name: checksum(shelf(name)) for name in SHELVES}


@pytest.fixture(scope="module")
def committed(request: pytest.FixtureRequest) -> dict[str, str]:
    if request.config.getoption("--update-checksums"):
        COMMITTED.write_text(json.dumps(current(), indent=2) + "\n", encoding="utf-8")
    sums: dict[str, str] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return sums


@pytest.mark.parametrize("number", range(1, 9))
def test_that_the_numbers_of_a_table_are_the_reviewed_ones(committed: dict[str, str], number: int) -> None:
    assert committed[f"table {number}"] == checksum(table(number)), "see the head of this file"


@pytest.mark.parametrize("name", SHELVES)
def test_that_the_numbers_of_a_shelf_are_the_reviewed_ones(committed: dict[str, str], name: Shelf) -> None:
    assert committed[name] == checksum(shelf(name)), "see the head of this file"


def test_that_a_checksum_notices_a_number_and_a_reference_but_no_note() -> None:
    row = {"row": 1, "conductivity": 1.9e-3, "ref": "68", "note": "x", "further": [{"temperature": 60}]}
    assert checksum(row) == checksum({**row, "note": "y"})
    assert checksum(row) != checksum({**row, "conductivity": 1.8e-3})
    assert checksum(row) != checksum({**row, "ref": "86"})
    assert checksum(row) != checksum({**row, "further": [{"temperature": 61}]})
    assert checksum(row) != checksum({**row, "further": [{}, {"temperature": 60}]})
    assert checksum({"value": 0}) != checksum({"value": None})
