"""The environment of run.py: installed once per change, never taken for complete when it is not."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from launcher import LauncherError, environment

EXTRAS = ("test",)


@pytest.fixture
def installed(checkout: Path, venv: Path) -> Path:
    environment.write_stamp(checkout, venv, EXTRAS)
    assert environment.is_complete(checkout, venv, EXTRAS)
    return venv


def test_that_an_environment_without_a_stamp_is_a_half_finished_one(checkout: Path, venv: Path) -> None:
    assert not environment.is_complete(checkout, venv, ())


def test_that_a_finished_installation_serves_a_smaller_wish(checkout: Path, installed: Path) -> None:
    assert environment.is_complete(checkout, installed, ())


def test_that_a_greater_wish_installs_again(checkout: Path, installed: Path) -> None:
    assert not environment.is_complete(checkout, installed, ("test", "dev"))


def test_that_a_change_of_pyproject_installs_again(checkout: Path, installed: Path) -> None:
    with (checkout / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not environment.is_complete(checkout, installed, EXTRAS)


def test_that_a_package_that_went_away_installs_again(checkout: Path, installed: Path) -> None:
    shutil.rmtree(next(installed.glob("**/numpy-*.dist-info")))
    assert not environment.is_complete(checkout, installed, EXTRAS)


def test_that_a_package_beyond_the_wish_changes_nothing(checkout: Path, installed: Path) -> None:
    (next(installed.glob("**/numpy-*.dist-info")).parent / "ipython-9.0.dist-info").mkdir()
    assert environment.is_complete(checkout, installed, EXTRAS)


def test_that_a_project_folder_that_was_moved_installs_again(checkout: Path, installed: Path) -> None:
    moved = checkout.rename(checkout.with_name("moved"))
    assert not environment.is_complete(moved, moved / ".venv", EXTRAS)


def test_that_an_environment_whose_python_went_away_installs_again(checkout: Path, installed: Path) -> None:
    environment.program(installed).unlink()
    assert not environment.is_complete(checkout, installed, EXTRAS)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": 3}'])
def test_that_a_broken_stamp_installs_again(checkout: Path, installed: Path, text: str) -> None:
    (installed / environment.STAMP).write_text(text, encoding="utf-8")
    assert not environment.is_complete(checkout, installed, EXTRAS)


def test_that_a_folder_of_somebody_else_is_not_taken_for_the_environment(tmp_path: Path) -> None:
    folder = tmp_path / ".venv"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(LauncherError, match="in the way"):
        environment.make(folder)
    assert (folder / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_that_a_half_made_environment_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "ä venv"
    python = environment.program(folder)
    python.parent.mkdir(parents=True)
    python.write_text("no program", encoding="utf-8")
    (folder / "pyvenv.cfg").write_text("home = nowhere\n", encoding="utf-8")
    environment.make(folder)
    assert environment.succeeds([str(python), "-m", "pip", "--version"])


def test_that_the_folder_of_the_environment_can_be_chosen(tmp_path: Path) -> None:
    assert environment.folder({"CELLBUILDER_VENV": str(tmp_path)}) == tmp_path
    assert environment.folder({}).name == ".venv"


def test_that_foreign_python_settings_do_not_reach_the_app() -> None:
    env = environment.child_environment({"PYTHONHOME": "x", "PYTHONPATH": "y", "PIP_USER": "1", "LANG": "C"})
    assert "PYTHONHOME" not in env
    assert env["PYTHONPATH"].split(os.pathsep) == [str(environment.ROOT / "src")]
    assert (env["PIP_USER"], env["LANG"]) == ("0", "C")


HERE = f"Python {sys.version_info[0]}.{sys.version_info[1]} on"
NOT_FOUND = "ERROR: Could not find a version that satisfies the requirement"
NO_MATCH = "ERROR: No matching distribution found for"
SILENT_INDEX = f"{NOT_FOUND} hatchling (from versions: none)\n{NO_MATCH} hatchling"
NO_NETWORK = f"WARNING: Retrying ... [Errno -3] Temporary failure in name resolution')'\n{SILENT_INDEX}"
NO_BUILD = f"{NOT_FOUND} PySide6 (from versions: 6.0.0, 6.1.0)\n{NO_MATCH} PySide6<6.11,>=6.8"
FULL = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (NO_NETWORK, "cannot be reached"),
        (SILENT_INDEX, f"gave no hatchling for {HERE}"),
        (NO_BUILD, f"no build of PySide6<6.11,>=6.8 for this system ({HERE}"),
        ("SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ...", "does not trust its certificate"),
        (FULL, "disk is full"),
        ("something\nERROR: the reason\nmore", "ERROR: the reason"),
        ("only this", "only this"),
    ],
)
def test_that_a_failure_of_pip_becomes_a_sentence(output: str, words: str) -> None:
    sentence = environment.explain_pip_failure(output)
    assert words in sentence
    assert len(sentence.splitlines()) <= 4
