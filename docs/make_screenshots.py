"""Make the pictures of the tour anew: ``python docs/make_screenshots.py``. Needs no screen.

``python docs/make_screenshots.py model-t dark`` makes only those.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Qt is loaded by the program that takes the pictures, once its screen is named
    from PySide6.QtGui import QImage

HERE = Path(__file__).resolve()
FOLDER = HERE.parent / "pictures"
WIDTH, HEIGHT = 1366, 768
MOST_BYTES, MOST_TOGETHER = 200_000, 3_000_000
COLOURS = 256


def main(names: list[str]) -> int:
    """Take the pictures in a program that sees a screen of the usual small size, and weigh them."""
    with tempfile.TemporaryDirectory() as folder:
        screen = {"name": "tour", "x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "logicalDpi": 96,
                  "logicalBaseDpi": 96, "dpr": 1}  # fmt: skip
        settings = Path(folder, "screen.json")
        settings.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        library = Path(folder, "library")
        library.mkdir()
        own = {"QT_QPA_PLATFORM": f"offscreen:configfile={settings}", "CELLBUILDER_USER_LIBRARY": "library"}
        subprocess.run([sys.executable, HERE, "--here", *names], env={**os.environ, **own}, cwd=folder,
                       check=True)  # fmt: skip
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{name}  {size / 1000:.0f} kB")
    together = sum(sizes.values())
    print(f"together  {together / 1000:.0f} kB")
    return int(max(sizes.values()) > MOST_BYTES or together > MOST_TOGETHER)


def take_all(names: list[str]) -> None:
    """Take the pictures, each of a window of its own."""
    import tour_scenes
    from PySide6.QtCore import QCoreApplication, QEvent, QSettings
    from PySide6.QtGui import QImage

    from cellbuilder.gui import launch
    from cellbuilder.gui.plots import loading

    app = launch.application()
    loading.loader().finish()
    FOLDER.mkdir(exist_ok=True)
    for name, scene in tour_scenes.SCENES.items():
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
            settings.setValue("help/tips", "false")
            settings.setValue("look/theme", "light")
            window = launch.make_window(settings)
            window.resize(WIDTH, HEIGHT)
            window.show()
            window.library.complete()
            tour_scenes.rest()
            shown = scene(window)
            tour_scenes.rest()
            image = shown if isinstance(shown, QImage) else shown.grab().toImage()
            with_few_colours(image).save(str(FOLDER / f"{name}.png"), quality=0)  # lossless, packed tightly
            print(name, flush=True)
            window.presenting.leave()
            window.settings.set_theme("light")
            window.settings.set_scale(100)
            window.document.undo_stack.setClean()
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            app.processEvents()


def with_few_colours(image: QImage) -> QImage:
    """Keep our own colours and the commonest: the eye finds no difference, and the file is a third as large."""
    import numpy as np
    from PySide6.QtGui import QColor, QImage

    from cellbuilder.gui import theme

    image = image.convertToFormat(QImage.Format.Format_RGB32)
    colours, counts = np.unique(np.frombuffer(image.constBits(), dtype=np.uint32), return_counts=True)
    table = [QColor(colour).rgb() for colour in astuple(theme.current())]
    table += [int(colour) for colour in colours[np.argsort(counts)[::-1]]]
    return image.convertToFormat(QImage.Format.Format_Indexed8, list(dict.fromkeys(table))[:COLOURS])


if __name__ == "__main__":
    if "--here" in sys.argv:
        take_all(sys.argv[2:])
    else:
        sys.exit(main(sys.argv[1:]))
