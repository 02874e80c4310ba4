"""Running the program: inside this process for speed, as a process of its own where that matters."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.__main__ import main


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What was printed with --json; NaN and Infinity are no JSON."""

        def refuse(name: str) -> None:
            raise AssertionError(f"{name} in JSON")

        return json.loads(self.out, parse_constant=refuse)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run a command and return exit code and output: ``run("show", "T")``."""
    monkeypatch.setenv("COLUMNS", "100")

    def call(*words: str | Path) -> Done:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:  # argparse ends this way
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return call


@pytest.fixture
def program(environment: dict[str, str], tmp_path: Path) -> Callable[..., Done]:
    """Run the program as a process of its own: ``program("show", "T")``."""

    def call(*words: str | Path, **options: Any) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "cellbuilder", *map(str, words)],
            capture_output=True,
            env=options.pop("env", environment),
            cwd=options.pop("cwd", tmp_path),
            check=False,
            timeout=60,
            **options,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """Model T as a file."""
    path = tmp_path / "t.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("T"), path)
    return path
