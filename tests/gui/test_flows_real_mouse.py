"""A cell of each class is assembled with the mouse of a real X server, in a process of its own."""

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cellbuilder.io.library import Library

SCRIPT = Path(__file__).parent / "real_flows.py"
ASKED = {
    "oxide": "G al-llzo A",
    "sulfide": "Z li6ps5cl J",
    "halide": "S li3ycl6 G",
    "hydroborate": "J na4b36h34-7na2b12h12 S",
    "antiperovskite": "D li2ohbr Z",
}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, display: str) -> dict[str, Any]:
    """What came of each step, by class; one window for all of them."""
    try:
        ctypes.CDLL("libXtst.so.6")
    except OSError:
        pytest.skip("the test extension of X (libXtst) is not installed here, so nothing can move the mouse")
    here = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    ended = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path_factory.mktemp("real")), *ASKED.values()],
        env=here, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr, ended.stderr
    found = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    return dict(zip(("lowest", *ASKED), found, strict=True))


def test_that_a_double_click_opens_a_row_that_its_card_is_about_to_cover(done: dict[str, Any]) -> None:
    assert done["lowest"]["wanted"] in done["lowest"]["opened"]


@pytest.mark.parametrize("name", ASKED)
def test_that_a_cell_is_assembled_with_a_real_mouse(done: dict[str, Any], name: str, library: Library) -> None:
    steps = done[name]
    model, material, other = ASKED[name].split()
    label = library.material(material).label
    opened = steps["opened"]
    assert (opened["model"], opened["undo"]) == (model, "")
    at = opened["layers"].index("electrolyte")

    into = steps["into"]
    assert into["layers"] == opened["layers"]
    assert (into["materials"][at], into["selected"]) == (material, ["electrolyte"])
    assert into["undo"] == f"Change material to {label}"

    between = steps["between"]
    assert len(between["layers"]) == len(opened["layers"]) + 1
    (added,) = between["selected"]
    assert between["layers"][at] == added
    assert between["materials"][at : at + 2] == [material, material]
    assert between["undo"] == f"Add a layer of {label}"

    moved = steps["moved"]
    assert sorted(moved["layers"]) == sorted(between["layers"])
    assert moved["layers"].index(added) > at
    assert (moved["undo"], moved["selected"]) == ("Move layer", [added])

    assert steps["undone"]["same"]
    assert (steps["model"]["model"], steps["model"]["undo"]) == (other, "")
