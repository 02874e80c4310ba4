"""What happens when the output goes nowhere, or to a terminal that knows no Greek."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")


@posix
@pytest.mark.parametrize("words", [("materials", "--json"), ("show", "T")])
def test_that_a_closed_pipe_ends_the_program_quietly(environment: dict[str, str], words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "cellbuilder", *words]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaints = process.stderr.read()
        code = process.wait(timeout=60)
    assert (code, complaints) == (0, b"")


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device, which Linux has")
def test_that_output_that_cannot_be_written_is_an_error_in_words(environment: dict[str, str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "cellbuilder", "models"],
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr == b"the output could not be written (No space left on device)\n"


def test_that_greek_and_signs_are_printed_to_a_stream_of_plain_ascii(program: Run, environment: dict[str, str]) -> None:
    plain = {**environment, "PYTHONIOENCODING": "ascii"}
    done = program("table", "8", env=plain)
    assert (done.code, done.err) == (0, "")
    assert "–" in done.out


def test_that_the_program_and_the_module_are_the_same(program: Run) -> None:
    done = program("table", "6", "--json")
    assert done.code == 0
    assert [row["row"] for row in done.data] == list(range(1, 8))


def test_that_no_command_loads_the_window(environment: dict[str, str]) -> None:
    code = (
        "import sys\nfrom cellbuilder.__main__ import main\nmain(['models', '--json'])\n"
        "sys.exit(any(name.startswith(('PySide6', 'pyqtgraph', 'cellbuilder.gui')) for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.DEVNULL, check=False, timeout=60
    )
    assert done.returncode == 0
