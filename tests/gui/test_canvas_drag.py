"""Real drag and drop from the library onto the stack, in a process of its own: offscreen windows have none."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parent / "real_drag.py"


def dragged(platform: str, folder: Path, *asked: str, shown_on: str = "") -> list[dict[str, Any]]:
    here = {**os.environ, "QT_QPA_PLATFORM": platform, "DISPLAY": shown_on}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), *asked], env=here, capture_output=True, text=True, timeout=40,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def check_drags(said: list[dict[str, Any]]) -> None:
    added, into, opened = said
    assert [each["taken"] for each in said] == ["CopyAction"] * 3
    assert added["materials"][2:4] == ["li3ycl6", "li3incl6"]
    assert added["selected"] == ["cathode-interface-layer"]
    assert added["undo"] == "Add a layer of Li3YCl6"
    assert into["materials"][3] == "li2zrcl6"
    assert into["selected"] == ["electrolyte"]
    assert into["undo"].startswith("Change material to Li2ZrCl6")
    assert len(opened["materials"]) == 5
    assert (opened["selected"], opened["undo"]) == ([], "")


DRAGS = ("material li3ycl6 cathode|electrolyte", "material li2zrcl6 electrolyte", "model A electrolyte")


def test_that_what_is_dragged_from_the_library_goes_where_it_is_dropped(tmp_path: Path) -> None:
    check_drags(dragged("minimal:enable_fonts", tmp_path, *DRAGS))


def test_that_dragging_works_under_a_real_x_server(tmp_path: Path, display: str) -> None:
    check_drags(dragged("xcb", tmp_path, *DRAGS, shown_on=display))
