"""Make the pictures of the README anew: ``python docs/make_screenshots.py``. Needs no screen."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from cellbuilder.gui import launch, theme
from cellbuilder.gui.dialogs.add_layer import AddLayerDialog
from cellbuilder.gui.main_window import MainWindow

FOLDER = Path(__file__).parent / "pictures"
SIZE = {"1": QSize(1366, 768), "2": QSize(1140, 640)}
"""Window in logical pixels, by scale."""
MOST_BYTES = 200_000
COLOURS = 256


def main() -> int:
    """Take the pictures of every scale, each in a program of its own, for Qt reads the scale when it starts."""
    for scale in SIZE:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, __file__, scale], env=environment, check=True)
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{name}  {size / 1000:.0f} kB")
    return int(max(sizes.values()) > MOST_BYTES)


def take_all(scale: str) -> None:
    """Take the pictures of one scale."""
    app = launch.application()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        window = launch.make_window(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        window.resize(SIZE[scale])
        window.show()
        window.library.complete()
        for name, scene in SCENES[scale].items():
            take(app, scene(window), window, FOLDER / f"{name}.png")
        window.close()


def take(app: QApplication, shown: QWidget, window: MainWindow, path: Path) -> None:
    """Draw a widget as it stands into a file."""
    for _ in range(4):
        app.processEvents()
    with_few_colours(shown.grab().toImage()).save(str(path), quality=0)  # lossless, packed as tightly as can be
    if shown is not window:
        shown.deleteLater()


def with_few_colours(image: QImage) -> QImage:
    """Keep our own colours and the commonest: the eye finds no difference, and the file is a third as large."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    colours, counts = np.unique(np.frombuffer(image.constBits(), dtype=np.uint32), return_counts=True)
    table = [QColor(colour).rgb() for colour in astuple(theme.current())]
    table += [int(colour) for colour in colours[np.argsort(counts)[::-1]]]
    return image.convertToFormat(QImage.Format.Format_Indexed8, list(dict.fromkeys(table))[:COLOURS])


def model_t(window: MainWindow) -> QWidget:
    """The first thing a person sees, with the electrolyte selected."""
    window.files.open_model("T")
    window.selection.select("electrolyte")
    return window


def findings(window: MainWindow) -> QWidget:
    """The findings, the worst one chosen, with what helps below it."""
    window.files.open_cell("t8-19")
    window.results.setCurrentWidget(window.results.findings)
    window.results.findings.list.setCurrentRow(1)
    window.results.findings.list.setCurrentRow(0)
    return window


def add_layer(window: MainWindow) -> QWidget:
    """The dialog for a new layer."""
    window.files.open_model("T")
    dialog = AddLayerDialog(window, window.document, 3)
    dialog.show()
    return dialog


def coated_cell_in_the_dark(window: MainWindow) -> QWidget:
    """A published cell with coated active material, in the dark theme."""
    window.actions_.dark.setChecked(True)
    window.results.setCurrentIndex(0)
    window.files.open_cell("t8-21")
    window.selection.select("cathode")
    return window


SCENES: dict[str, dict[str, Callable[[MainWindow], QWidget]]] = {
    "1": {
        "window-light": model_t,
        "findings": findings,
        "add-layer": add_layer,
        "window-dark": coated_cell_in_the_dark,
    },
    "2": {"window-200-percent": model_t},
}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        take_all(sys.argv[1])
    else:
        sys.exit(main())
