"""What all tests share: a library that no environment changes, a design as plain data, one flag."""

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything asks for a screen

import cellbuilder
from cellbuilder.io import codec
from cellbuilder.io.library import SHARED_VARIABLE, USER_VARIABLE, Library

Raw = dict[str, Any]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-checksums",
        action="store_true",
        help="write tests/presets/checksums.json anew, after a change of data that is meant",
    )
    parser.addoption("--every-class", action="store_true", help="flows in the window for all five classes of cells")
    parser.addoption("--random-edits", type=int, help="so many random edits in the window (10000 take minutes)")
    parser.addoption("--build-bundle", action="store_true", help="build the portable bundle and start it (two minutes)")


@pytest.fixture(scope="session", autouse=True)
def _only_the_bundled_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the shared folder and the own folder of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(SHARED_VARIABLE, raising=False)
        patch.setenv(USER_VARIABLE, str(tmp_path_factory.mktemp("own-library")))
        cellbuilder.library.cache_clear()
        yield
    cellbuilder.library.cache_clear()


@pytest.fixture
def library() -> Library:
    return cellbuilder.library()


@pytest.fixture
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that the program takes for the user's own library."""
    folder = tmp_path / "own library"
    for shelf in ("materials", "interfaces", "cells", "models"):
        (folder / shelf).mkdir(parents=True)
    monkeypatch.setenv(USER_VARIABLE, str(folder))
    cellbuilder.library.cache_clear()
    yield folder
    cellbuilder.library.cache_clear()


@pytest.fixture(scope="session")
def _model_t(_only_the_bundled_library: None) -> Raw:
    raw: Raw = json.loads(codec.dumps(cellbuilder.from_model("T")))
    return raw


@pytest.fixture
def raw(_model_t: Raw) -> Raw:
    """A small sound design, as plain data: steel | LCO + Li3InCl6 | Li3InCl6 | Li6PS5Cl | Li-In | steel.

    Values carry no range, so that a test can change one and meet one problem.
    """
    design = copy.deepcopy(_model_t)
    layers = design["stack"]["layers"]
    for quantity in [*(layer["thickness"] for layer in layers if "thickness" in layer)]:
        quantity.pop("low", None)
        quantity.pop("high", None)
    return design


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment for a program that a test starts; its output is buffered, as it usually is."""
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**usual, "PYTHONUTF8": "1", "COLUMNS": "100"}
