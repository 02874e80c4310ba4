"""The first look at a plot: what draws it is loaded in idle time, and no window stands still for it meanwhile."""

import subprocess
import sys
from pathlib import Path

import pytest

COMES = "Loading the plot …"


@pytest.fixture
def environment(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return {**environment, "QT_QPA_PLATFORM": "offscreen", "CELLBUILDER_STATE": str(tmp_path)}


def said(environment: dict[str, str], what: str) -> list[str]:
    """Return the lines that a window in a process of its own prints; it has no complaint."""
    command = [sys.executable, "-W", "error", str(Path(__file__).with_name("first_look.py"))]
    done = subprocess.run(
        [*command, environment["CELLBUILDER_STATE"], what], env=environment, capture_output=True, text=True, check=False
    )
    complaints = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (done.returncode, complaints) == (0, [])
    return done.stdout.splitlines()


def test_that_plots_are_loaded_although_nobody_looks(environment: dict[str, str]) -> None:
    assert said(environment, "nobody-looks") == ["True []", "0"]


def test_that_a_plot_looked_at_before_says_that_it_comes_and_comes(environment: dict[str, str]) -> None:
    first, then, code = said(environment, "somebody-looks")
    assert first == f"False|{COMES}|{COMES}|{COMES}"
    assert then == "True|plot|plot|plot"
    assert code == "0"


def test_that_a_window_may_close_while_plots_are_being_loaded(environment: dict[str, str]) -> None:
    assert said(environment, "closed") == ["False", "0"]
