"""Windows in processes of their own: a bare one to compare with, and ours. Each prints lines of JSON.

python benchmarks/window.py bare
python benchmarks/window.py ours nine.cellbuilder.json
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__)
IDLE = 4.0
"""So many seconds a window is left alone before its memory is read."""
SIZE = (1366, 768)


def resident() -> int:
    """Return the resident memory of this process, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise LookupError("this system does not tell")


def say(**words: object) -> None:
    """Print a line for the process that waits for it."""
    print(json.dumps(words), flush=True)


def _leave_alone(app: Any) -> None:
    end = time.monotonic() + IDLE
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


def bare() -> None:
    """PySide6, pyqtgraph and one curve: the least that a window with a plot needs."""
    import pyqtgraph
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    plot = pyqtgraph.PlotWidget()
    plot.plot([1, 2, 3], [1, 4, 9])
    window.setCentralWidget(plot)
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    window.grab()
    say(painted=True)
    if "idle" in sys.argv:
        _leave_alone(app)
        say(resident=resident())


def ours(path: str) -> None:
    """The program as a person starts it, with a design, until it is painted; then idle."""
    import gc

    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # as the program does
    from cellbuilder.gui import launch
    from cellbuilder.gui.plots import loading

    app = launch.application()
    with program() as running:
        window = running.new_window(keep=True)
        window.show()
        running.open_file(Path(path), window)
        app.processEvents()
        launch.settle()
        loading.load_later()
        _leave_alone(app)
        say(resident=resident())
        close(window)


@contextmanager
def program() -> Iterator[Any]:
    """A program with settings of nobody."""
    from PySide6.QtCore import QSettings

    from cellbuilder.gui.program import Program

    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        store.setValue("help/tips", "false")
        yield Program(store)


def close(window: Any) -> None:
    """Close a window without a question."""
    window.document.undo_stack.setClean()
    window.close()


def started(*command: str) -> float:
    """Start a program and return the seconds until it says that it is painted."""
    surroundings = environment()
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        took = time.perf_counter() - begin
        running.communicate()
    assert line.strip() in (b"ready", b'{"painted": true}'), line
    assert running.returncode == 0
    return took


def told(*command: str) -> dict[str, Any]:
    """Run a job of this file and return its last line."""
    done = subprocess.run(
        [sys.executable, __file__, *command], check=True, capture_output=True, text=True, env=environment()
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def environment() -> dict[str, str]:
    """Return an environment in which Python may keep what it compiled, as it may wherever programs are installed."""
    own = tempfile.mkdtemp()  # settings and unsaved work of nobody
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**usual, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": own, "CELLBUILDER_STATE": own}


def main() -> None:
    """Run the job that is named."""
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(sys.argv[2])


if __name__ == "__main__":
    main()
