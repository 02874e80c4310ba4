"""Opening the window: one application, our font and theme, a first design."""

from __future__ import annotations

import gc
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QTimer, qVersion
from PySide6.QtWidgets import QApplication

from cellbuilder.app.recovery import Recovery, state_folder
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.gui import theme
from cellbuilder.gui.errors import Faults
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.plots import loading
from cellbuilder.gui.program import Program
from cellbuilder.io import codec

NEW_OBJECTS: Final = 5000
"""After so many new objects garbage is looked for: a step of a slider makes and lets go of a good thousand."""


def open_window(*paths: str, check_start: bool = False) -> int:
    """Open the window, one for each design that is named; return the exit code.

    With ``check_start`` the program says ``ready`` once the window is painted, and ends.
    """
    problem = _refusal()
    if problem is not None:
        print(problem, file=sys.stderr)
        return 2
    app = application()
    program = Program(user_settings(), recovery=Recovery(state_folder()))
    faults = Faults(program, state_folder())
    faults.install()
    window = _first_window(program, [Path(path) for path in paths])
    if check_start:
        return _ready(app, program, paths)
    QTimer.singleShot(0, window, lambda: program.greet(window, named=bool(paths)))
    QTimer.singleShot(0, window, settle)
    loading.load_later()
    try:
        return app.exec()
    finally:
        faults.uninstall()


def _first_window(program: Program, paths: Sequence[Path]) -> MainWindow:
    """Open the files that are named, the first of them in the first window; where it cannot be read, a first model."""
    try:
        window = program.new_window(codec.load(paths[0]), paths[0]) if paths else program.new_window()
        if paths:
            program.settings.remember(paths[0])
    except UnreadableError:
        window = program.new_window()  # the reason is told once there is a window
    window.show()
    for path in paths:
        program.open_file(path, window if window.document.path is None else None)
    return window


def settle() -> None:
    """After the start: what is there stays, so the collector of garbage need not look at it again after each edit."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()


def user_settings() -> QSettings:
    """Return the settings of whoever runs the program, in a file that a person can read."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "cellbuilder", "cellbuilder")


def application() -> QApplication:
    """Return the application, made and dressed if need be."""
    running = QCoreApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("cellbuilder")
    theme.load_font(app)
    theme.apply(app, "light")
    return app


def make_window(settings: QSettings) -> MainWindow:
    """Make a window on a first design."""
    program = Program(settings)
    return program.new_window(keep=True)


def _ready(app: QApplication, program: Program, paths: Sequence[str]) -> int:
    """Wait until every window is painted, say so, and end."""
    opened = [window.document.path for window in program.windows]
    missing = [path for path in paths if not any(each is not None and each.samefile(path) for each in opened)]
    waiting = {window.stack_view for window in program.windows}

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                waiting.difference_update({view for view in waiting if view is watched})
                if not waiting:
                    QTimer.singleShot(0, app.quit)
            return False

    watch = Painted()
    for view in waiting:
        view.installEventFilter(watch)
        view.update()
    app.exec()
    if not missing:
        print("ready", flush=True)
    for window in tuple(program.windows):
        window.close()
    return 2 if missing else 0


def _refusal() -> str | None:
    version = tuple(int(part) for part in qVersion().split(".")[:2])
    python = platform.python_version_tuple()
    if version >= (6, 12) and (int(python[0]), int(python[1])) < (3, 12):
        return (
            f"Qt {qVersion()} crashes on Python {python[0]}.{python[1]}; "
            "install PySide6-Essentials below 6.11, or use Python 3.12 or newer"
        )
    no_screen = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )
    if no_screen:
        return (
            "There is no screen here (DISPLAY is not set), so no window can open. On the command line: "
            "cellbuilder new --model T -o t.cellbuilder.json, then cellbuilder evaluate t.cellbuilder.json"
        )
    return None
