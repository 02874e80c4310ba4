"""The index of the bundled library: as the files are, used for what it says, and distrusted where a file changed."""

import json
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.material import Material
from cellbuilder.domain.outlines import MaterialOutline
from cellbuilder.io import library as library_module
from cellbuilder.io.data_dir import data_dir
from cellbuilder.io.library import Library

ROOT = Path(__file__).resolve().parents[2]
OPENED = """
import os, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import cellbuilder
evaluation = cellbuilder.evaluate(cellbuilder.from_model("T"))
assert evaluation.findings
print(sum(os.path.join("presets", "") in name and name.endswith(".json") for name in opened))
"""


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled folder as a copy, from which the standard library reads."""
    shutil.copytree(data_dir("presets"), tmp_path / "presets")
    monkeypatch.setattr(library_module, "data_dir", lambda _name: tmp_path / "presets")
    return tmp_path / "presets"


def change(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    entry = json.loads(path.read_text(encoding="utf-8"))
    edit(entry)
    path.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


def statements(library: Library, first: str, second: str) -> set[str]:
    evidence = Workspace(library).evidence
    return {match.record.id for match in evidence.about(library.material(first), library.material(second))}


def test_that_the_index_says_what_the_files_say() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_index.py"))["made"]
    said = "an entry changed; run: python docs/make_index.py"
    assert (data_dir("presets") / "index.json").read_text(encoding="utf-8") == made(), said


def test_that_an_evaluation_reads_only_what_speaks_of_the_design(environment: dict[str, str]) -> None:
    result = subprocess.run(
        [sys.executable, "-c", OPENED], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert 10 < int(result.stdout) < 200


def test_that_with_the_index_and_without_the_same_is_known(copied: Path) -> None:
    indexed = Workspace(Library.standard()).evidence
    (copied / "index.json").unlink()
    plain = Workspace(Library.standard()).evidence
    assert indexed.records == plain.records
    assert indexed.library == plain.library
    some = indexed.library[::9]
    for first in some:
        assert indexed.windows(first) == plain.windows(first)
        for second in some:
            assert indexed.about(first, second) == plain.about(first, second)


def test_that_a_bundled_statement_that_was_edited_is_found_under_what_it_says_now(copied: Path) -> None:
    library = Library.standard()
    key = sorted(statements(library, "li6ps5cl", "li"))[0]
    assert key not in statements(library, "sbr", "al")
    change(copied / "interfaces" / f"{key}.json",
           lambda entry: entry.update(sides=[{"material": "sbr", "printed": "x"}, {"material": "al", "printed": "y"}],
                                      ion=None))  # fmt: skip
    again = Library.standard()
    assert key in statements(again, "sbr", "al")
    assert key not in statements(again, "li6ps5cl", "li")


def test_that_a_bundled_statement_that_came_or_went_is_seen(copied: Path) -> None:
    library = Library.standard()
    key = sorted(statements(library, "li6ps5cl", "li"))[0]
    path = copied / "interfaces" / f"{key}.json"
    shutil.copy(path, path.with_name("zz-new.json"))
    change(path.with_name("zz-new.json"), lambda entry: entry.update(id="zz-new"))
    path.unlink()
    found = statements(Library.standard(), "li6ps5cl", "li")
    assert "zz-new" in found
    assert key not in found


def test_that_an_own_material_stands_for_the_bundled_one_in_the_outlines(own_library: Path) -> None:
    path = own_library / "materials" / "li6ps5cl.json"
    shutil.copy(data_dir("presets") / "materials" / "li6ps5cl.json", path)
    change(path, lambda entry: entry.update(name="our batch", family="ours"))
    outlines = {entry.id: entry for entry in cellbuilder.library().material_outlines()}
    assert isinstance(outlines["li6ps5cl"], Material)
    assert outlines["li6ps5cl"].family == "ours"
    assert isinstance(outlines["llzo"], MaterialOutline)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"schema_version": 2, "shelves": {"materials": {"llzo": [1]}}}'])
def test_that_an_index_that_cannot_be_read_is_done_without(copied: Path, content: str) -> None:
    (copied / "index.json").write_text(content, encoding="utf-8")
    library = Library.standard()
    assert all(isinstance(entry, Material) for entry in library.material_outlines())
    assert library.damaged == {}
