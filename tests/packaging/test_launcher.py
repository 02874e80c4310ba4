"""run.py from the outside, and its choices: which Python, which screen, which command."""

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher import commands, interpreter, screen

ROOT = Path(__file__).resolve().parents[2]
posix_only = pytest.mark.skipif(os.name == "nt", reason="shell scripts and signals")


def run_launcher(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *words],
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


# ---- the interpreter


def test_that_run_py_parses_on_very_old_pythons() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 4))


@pytest.mark.parametrize("path", sorted((ROOT / "packaging" / "launcher").glob("*.py")), ids=lambda path: path.name)
def test_that_the_launcher_parses_where_it_must_look_for_a_newer_python(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_that_an_old_python_is_named_with_what_is_needed() -> None:
    message = interpreter.too_old_message((3, 9), "/usr/bin/python3")
    assert "needs Python 3.11 or newer" in message
    assert "This is Python 3.9 (/usr/bin/python3)" in message


@posix_only
def test_that_a_newer_python_is_found_past_a_broken_one(tmp_path: Path, programs: Callable[..., Path]) -> None:
    path = programs(python3DOT13="exit 127", python3DOT12=f'exec "{sys.executable}" "$@"')
    found = interpreter.newer_interpreter(str(path), tmp_path, folders=())
    assert found is not None
    assert Path(found).samefile(sys.executable)


@posix_only
def test_that_a_python_that_only_has_a_new_name_is_not_taken(tmp_path: Path, programs: Callable[..., Path]) -> None:
    path = programs(python3DOT12="echo /usr/bin/python3; echo 3 9")
    assert interpreter.newer_interpreter(str(path), tmp_path, folders=()) is None


@pytest.mark.parametrize(
    ("python", "qt", "refused"),
    [
        ((3, 10), "6.12.0", True),
        ((3, 11), "6.12.0", True),
        ((3, 11), "6.10.3", False),
        ((3, 11), "6.8.0.2", False),
        ((3, 12), "6.12.0", False),
        ((3, 15), "6.12.1", False),
    ],
)
def test_that_the_pair_of_python_and_qt_that_aborts_is_refused(python: tuple[int, int], qt: str, refused: bool) -> None:
    packages = ["numpy-2.4.6.dist-info", f"pyside6_essentials-{qt}.dist-info"]
    message = interpreter.bad_pair_message(python, packages)
    assert (message is not None) == refused
    assert message is None or f"Python {python[0]}.{python[1]}" in message


# ---- the screen


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ""}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "QT_QPA_PLATFORM is offscreen"),
        ({"QT_QPA_PLATFORM": "minimal:enable_fonts"}, "QT_QPA_PLATFORM is minimal"),
        ({"QT_QPA_PLATFORM": "vnc:size=1366x768"}, None),
        ({"DISPLAY": ":98765"}, "nothing answers at :98765"),
        ({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nowhere"}, "nothing answers at wayland-9"),
    ],
)
def test_that_a_linux_without_a_screen_says_why(environ: dict[str, str], reason: str | None) -> None:
    if sys.platform != "win32":
        assert screen.no_screen_reason(environ, "linux") == reason


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_that_windows_and_macos_always_have_a_screen(system: str) -> None:
    assert screen.no_screen_reason({}, system) is None


def test_that_a_wayland_socket_is_a_screen(tmp_path: Path) -> None:
    (tmp_path / "wayland-0").touch()
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert screen.no_screen_reason(environ, "linux") is None


@posix_only
def test_that_an_x_server_is_found_by_its_socket(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "X7"))
        server.listen()
        assert screen.x_server_answers(":7.0", str(tmp_path))
    assert not screen.x_server_answers(":7.0", str(tmp_path))


def test_that_the_main_job_makes_a_design_from_a_model_and_evaluates_that_file(tmp_path: Path) -> None:
    new, evaluate = screen.main_job(None, tmp_path)
    assert new[:4] == ["new", "--model", "T", "-o"]
    assert evaluate == ["evaluate", new[4]]
    assert Path(new[4]).parent == tmp_path


def test_that_a_design_named_by_the_user_is_the_one_evaluated(tmp_path: Path) -> None:
    assert screen.main_job("my cell.json", tmp_path) == [["evaluate", "my cell.json"]]


# ---- the commands


def test_that_help_is_shown_without_installing_anything(tmp_path: Path) -> None:
    out = run_launcher("--help", CELLBUILDER_VENV=str(tmp_path / "venv"))
    assert out.returncode == 0
    assert "python3 run.py test [ARGS]" in out.stdout
    assert not (tmp_path / "venv").exists()


def test_that_a_place_where_nothing_can_be_made_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    out = run_launcher("models", CELLBUILDER_VENV=str(tmp_path / "file" / "venv"))
    assert out.returncode == 1
    assert "The system refused" in out.stderr
    assert "Traceback" not in out.stderr


def test_that_an_unreachable_index_gives_one_sentence_and_leaves_no_stamp(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    nobody_listens = "http://127.0.0.1:9/simple"
    out = run_launcher(
        "models",
        CELLBUILDER_VENV=str(venv),
        PIP_INDEX_URL=nobody_listens,
        PIP_EXTRA_INDEX_URL=nobody_listens,
        PIP_FIND_LINKS="",
        PIP_CONFIG_FILE=os.devnull,
        PIP_RETRIES="1",
    )
    assert out.returncode == 1
    assert out.stderr.startswith("The Python package index cannot be reached.")
    assert len(out.stderr.splitlines()) == 1
    assert not (venv / "cellbuilder-install.json").exists()


@posix_only
@pytest.mark.parametrize(("script", "code"), [("exit 3", 3), ("kill -9 $$", 137)])
def test_that_the_exit_code_of_the_program_is_handed_on(script: str, code: int) -> None:
    assert commands.run(["/bin/sh", "-c", script]) == code


def test_that_a_first_word_is_a_file_or_a_command(tmp_path: Path) -> None:
    design = tmp_path / "cell"
    assert not commands.names_a_file(str(design))
    design.touch()
    assert commands.names_a_file(str(design))
    assert commands.names_a_file("not-there-yet.cellbuilder.json")
    assert not commands.names_a_file("models")


@pytest.mark.parametrize(
    ("words", "spread"),
    [
        ([], True),
        (["-q"], True),
        (["-m", "external"], True),
        (["tests/unit"], False),
        (["-x", "tests/unit/test_units.py::test_that_it_is_so"], False),
    ],
)
def test_that_all_tests_use_every_core_and_named_ones_do_not(words: list[str], spread: bool) -> None:
    assert bool(commands.spread(words)) is spread
