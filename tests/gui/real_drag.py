"""Run by a test under a platform with real drag and drop: drags library items onto the stack, prints what comes of it.

Each argument says kind, key, and where it is dropped: a layer, or ``one|other`` for the seam between two.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cellbuilder.gui import drops, launch
from cellbuilder.gui.canvas.stack_view import StackView
from cellbuilder.gui.main_window import MainWindow


def place_of(view: StackView, where: str) -> QPoint:
    """Return where a layer or a seam is drawn, in the view."""
    if "|" in where:
        pair = tuple(where.split("|"))
        return next(view.seam_rect(seam) for seam in view.seams() if seam.layers == pair).center().toPoint()
    return next(view.slab_rect(slab) for slab in view.slabs() if slab.layer.id == where).center().toPoint()


def carry(window: MainWindow, kind: str, key: str, where: str) -> dict[str, object]:
    """Drag one item from the library to a place of the stack; return what came of it."""
    view, handle, none = window.stack_view, window.windowHandle(), Qt.KeyboardModifier.NoModifier
    target = view.mapTo(window, place_of(view, where))
    steps = [target - QPoint(40, 10), target - QPoint(10, 4), target]

    def go_on() -> None:
        if steps:
            QTest.mouseMove(handle, steps.pop(0))
            QTimer.singleShot(20, go_on)
        else:
            QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, none, target)

    QTest.mousePress(handle, Qt.MouseButton.LeftButton, none, QPoint(60, 300))
    QTimer.singleShot(40, go_on)
    data = QMimeData()
    data.setData(drops.LIBRARY_ITEM, json.dumps({"kind": kind, "key": key}).encode())
    drag = QDrag(window.library)
    drag.setMimeData(data)
    taken = drag.exec(Qt.DropAction.CopyAction)
    for _ in range(10):
        QApplication.processEvents()
    document = window.document
    return {
        "taken": taken.name,
        "materials": [layer.material for layer in document.design.stack.layers],
        "selected": list(window.selection.layers),
        "undo": document.undo_stack.undoText(),
    }


def main(folder: str, *asked: str) -> None:
    """Open a window and drag, one after the other, what is asked for as ``kind key where``."""
    app = launch.application()
    window = launch.make_window(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
    window.show()
    QTest.qWaitForWindowExposed(window)
    app.processEvents()
    for words in asked:
        print(json.dumps(carry(window, *words.split())))
        window.document.undo_stack.setClean()
    window.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
