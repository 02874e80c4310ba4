"""Run by a test on a real X server: assembles cells with the mouse of that server, prints what comes of each step.

Each argument is a model, a material to drag onto its stack, and the model to drag there at last, as ``G al-llzo A``.
"""

import ctypes
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSettings, QTimer
from PySide6.QtTest import QTest

from cellbuilder.gui import launch
from cellbuilder.gui.library.items import KEY_ROLE
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.io import codec

STEPS = 4
STEP_MS = 12


class Mouse:
    """The pointer of the X server, moved by its test extension: every program sees it as a hand's."""

    def __init__(self) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XFlush.argtypes = [ctypes.c_void_p]
        self._test.XTestFakeMotionEvent.argtypes = [ctypes.c_void_p, *[ctypes.c_int] * 3, ctypes.c_ulong]
        self._test.XTestFakeButtonEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
        self._display = self._x.XOpenDisplay(None)

    def move(self, place: QPoint) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, place.x(), place.y(), 0)
        self._x.XFlush(self._display)

    def button(self, down: bool) -> None:
        self._test.XTestFakeButtonEvent(self._display, 1, int(down), 0)
        self._x.XFlush(self._display)

    def click(self, place: QPoint, times: int = 1) -> None:
        self.move(place)
        QTest.qWait(STEP_MS)
        for _ in range(times):
            for down in (True, False):
                self.button(down)
                QTest.qWait(STEP_MS)
        QTest.qWait(3 * STEP_MS)

    def drag(self, start: QPoint, goal: QPoint) -> None:
        """Press, move and let go; a drag has an event loop of its own, so timers do it."""
        self.move(start)
        QTest.qWait(STEP_MS)
        waiting: list[Callable[[], None]] = [lambda: self.button(True)]
        for part in range(1, STEPS + 1):
            place = start + (goal - start) * (part / STEPS)
            waiting.append(lambda place=place: self.move(place))  # type: ignore[misc]
        waiting += [lambda: self.move(goal + QPoint(1, 0)), lambda: self.move(goal), lambda: self.button(False)]
        timer = QTimer()
        timer.timeout.connect(lambda: waiting.pop(0)() if waiting else timer.stop())
        timer.start(STEP_MS)
        while timer.isActive():
            QTest.qWait(STEP_MS)
        QTest.qWait(3 * STEP_MS)


class Bench:
    """A window and the hand before it."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.mouse = window, Mouse()

    def row(self, kind: str, key: str) -> QPoint:
        """Where an entry of the library stands on the screen."""
        tree = self.window.library.tree
        assert self.window.library.select(kind, key), key
        QTest.qWait(2 * STEP_MS)  # its card takes room from the tree
        tree.scrollTo(tree.currentIndex())
        return tree.viewport().mapToGlobal(tree.visualRect(tree.currentIndex()).center())

    def on_stack(self, rect: QRectF) -> QPoint:
        return self.window.stack_view.mapToGlobal(rect.center().toPoint())

    def layer(self, key: str) -> QPoint:
        view = self.window.stack_view
        return self.on_stack(next(view.slab_rect(slab) for slab in view.slabs() if slab.layer.id == key))

    def seam(self, *layers: str) -> QPoint:
        view = self.window.stack_view
        return self.on_stack(next(view.seam_rect(seam) for seam in view.seams() if seam.layers == layers))

    def told(self) -> dict[str, Any]:
        document = self.window.document
        layers = document.design.stack.layers
        return {
            "layers": [layer.id for layer in layers], "materials": [layer.material for layer in layers],
            "selected": list(self.window.selection.layers), "undo": document.undo_stack.undoText(),
            "model": document.design.origin.model if document.design.origin else None,
        }  # fmt: skip

    def open_lowest(self) -> dict[str, Any]:
        """Double-click the lowest row in sight, over which the card of the entry is going to appear."""
        tree = self.window.library.tree
        tree.expandAll()
        QTest.qWait(STEP_MS)
        row = tree.indexAt(QPoint(60, tree.viewport().height() - 20))
        self.mouse.click(tree.viewport().mapToGlobal(QPoint(60, tree.viewport().height() - 20)), times=2)
        origin = self.window.document.design.origin
        tree.collapseAll()
        return {"wanted": row.data(KEY_ROLE), "opened": [origin.model, origin.cell] if origin else []}

    def assemble(self, model: str, material: str, other: str) -> dict[str, Any]:
        """Open, drop into a layer, drop on a seam, reorder, undo all; then drop another model."""
        window, stack = self.window, self.window.document.undo_stack
        self.mouse.click(self.row("model", model), times=2)
        steps = {"opened": self.told()}
        before = codec.dumps(window.document.design)
        self.mouse.drag(self.row("material", material), self.layer("electrolyte"))
        steps["into"] = self.told()
        self.mouse.drag(self.row("material", material), self.seam("cathode", "electrolyte"))
        steps["between"] = self.told()
        (added,) = window.selection.layers or ("nothing",)
        self.mouse.drag(self.layer(added), self.layer("anode"))
        steps["moved"] = self.told()
        while stack.canUndo():
            stack.undo()
        steps["undone"] = self.told() | {"same": codec.dumps(window.document.design) == before}
        self.mouse.drag(self.row("model", other), self.layer("electrolyte"))
        steps["model"] = self.told()
        return steps


def main(folder: str, *asked: str) -> None:
    """Open a window and assemble one cell after the other."""
    app = launch.application()
    window = launch.make_window(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.library.complete()
    app.processEvents()
    bench = Bench(window)
    print(json.dumps(bench.open_lowest()))
    for words in asked:
        print(json.dumps(bench.assemble(*words.split())))
        window.document.undo_stack.setClean()
    window.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
