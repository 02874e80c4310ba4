"""Opening the window: one application, our font and theme, a first design."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, qVersion
from PySide6.QtWidgets import QApplication

import cellbuilder
from cellbuilder.app.workspace import Workspace
from cellbuilder.gui import theme
from cellbuilder.gui.document import Document
from cellbuilder.gui.main_window import MainWindow

FIRST_MODEL = "T"


def open_window(path: str | None) -> int:
    """Open the window, with a design if one is named; return the exit code."""
    problem = _refusal()
    if problem is not None:
        print(problem, file=sys.stderr)
        return 2
    app = application()
    window = make_window(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "cellbuilder", "cellbuilder"))
    window.show()
    if path is not None:
        window.open_path(Path(path))
    return app.exec()


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
    workspace = Workspace(cellbuilder.library())
    return MainWindow(Document(workspace, workspace.from_model(FIRST_MODEL)), settings)


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
