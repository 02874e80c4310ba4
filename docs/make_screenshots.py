"""Make the pictures of the README anew: ``python docs/make_screenshots.py``. Needs no screen."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import numpy as np
from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from cellbuilder.gui import launch
from cellbuilder.gui.dialogs.add_layer import AddLayerDialog
from cellbuilder.gui.main_window import MainWindow

FOLDER = Path(__file__).parent / "pictures"
SIZE, SMALL = QSize(1366, 768), QSize(1140, 640)
MOST_BYTES = 200_000
COLOURS = 256


def main() -> int:
    """Take every picture; return 1 if one is too large to be kept in a repository."""
    app = launch.application()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        window = launch.make_window(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        window.resize(SIZE)
        window.show()
        window.library.complete()
        sizes = {name: take(app, window, scene, name, scale) for name, scene, scale in SCENES}
        window.close()
    for name, size in sizes.items():
        print(f"{FOLDER.name}/{name}.png  {size / 1000:.0f} kB")
    return int(max(sizes.values()) > MOST_BYTES)


def take(app: QApplication, window: MainWindow, scene: Callable[[MainWindow], QWidget], name: str, scale: float) -> int:
    """Set a scene, draw it, and return the size of the file in bytes."""
    window.resize(SMALL if scale > 1 else SIZE)
    shown = scene(window)
    for _ in range(4):
        app.processEvents()
    picture = QPixmap(shown.size() * scale)
    picture.setDevicePixelRatio(scale)
    shown.render(picture)
    path = FOLDER / f"{name}.png"
    _with_few_colours(picture.toImage()).save(str(path), quality=0)  # lossless, packed as tightly as can be
    if shown is not window:
        shown.deleteLater()
    return path.stat().st_size


def _with_few_colours(image: QImage) -> QImage:
    """Keep the commonest colours only: the eye finds no difference, and the file is a third as large."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    table = [int(colour) for colour in colours[np.argsort(counts)[::-1][:COLOURS]]]
    return image.convertToFormat(QImage.Format.Format_Indexed8, table)


def model_t(window: MainWindow) -> QWidget:
    """The first thing a person sees, with the electrolyte selected."""
    window.actions_.dark.setChecked(False)
    window.files.open_model("T")
    window.selection.select("electrolyte")
    return window


def findings(window: MainWindow) -> QWidget:
    """The findings, the first one chosen."""
    window.files.open_model("AB")
    window.results.setCurrentWidget(window.results.findings)
    window.results.findings.list.setCurrentRow(1)
    window.results.findings.list.setCurrentRow(0)
    return window


def coated_cell_in_the_dark(window: MainWindow) -> QWidget:
    """A published cell with coated active material, in the dark theme."""
    window.actions_.dark.setChecked(True)
    window.results.setCurrentIndex(0)
    window.files.open_cell("t8-21")
    window.selection.select("cathode")
    return window


def add_layer(window: MainWindow) -> QWidget:
    """The dialog for a new layer."""
    window.actions_.dark.setChecked(False)
    window.files.open_model("T")
    dialog = AddLayerDialog(window, window.document, 3)
    dialog.show()
    return dialog


SCENES: tuple[tuple[str, Callable[[MainWindow], QWidget], float], ...] = (
    ("window-light", model_t, 1.0),
    ("window-200-percent", model_t, 2.0),
    ("findings", findings, 1.0),
    ("window-dark", coated_cell_in_the_dark, 1.0),
    ("add-layer", add_layer, 1.0),
)

if __name__ == "__main__":
    sys.exit(main())
