"""Real drags from the library into the window; they need a platform that can drag, so they run in a program apart."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from cellbuilder.gui import launch

kind, key, settings = sys.argv[1:4]
application = launch.application()
window = launch.make_window(QSettings(settings, QSettings.Format.IniFormat))
window.resize(1280, 760)
window.show()
QTest.qWait(50)
window.library.complete()
assert window.library.select(kind, key)
QTest.qWait(100)  # the card of what is chosen takes its room
view, tree, handle = window.stack_view, window.library.tree, window.windowHandle()
slab = next(slab for slab in view.slabs() if slab.layer.id == "electrolyte")
start = tree.viewport().mapTo(window, tree.visualRect(tree.currentIndex()).center())
goal = view.mapTo(window, view.slab_rect(slab).center().toPoint())


def move_and_let_go():
    for part in (0.3, 0.7, 1.0):
        way = QPointF(start) + (QPointF(goal) - QPointF(start)) * part
        QTest.mouseMove(handle, way.toPoint())
        QTest.qWait(10)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, goal)


QTimer.singleShot(50, move_and_let_go)
QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
QTest.mouseMove(handle, start + QPoint(6, 6))
QTest.mouseMove(handle, start + QPoint(30, 8))
for _ in range(40):
    QTest.qWait(10)
design = window.document.design
layer = next(layer for layer in design.stack.layers if layer.role == "electrolyte")
print(design.origin.model, layer.material, window.document.undo_stack.undoText())
window.document.undo_stack.setClean()
window.close()
"""


def dragged(kind: str, key: str, tmp_path: Path) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "minimal:enable_fonts", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, kind, key, str(tmp_path / "settings.ini")],
        capture_output=True, text=True, encoding="utf-8", env=environment, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("kind", "key", "outcome"),
    [
        ("material", "li3ycl6", "T li3ycl6 Change material to Li3YCl6"),
        ("model", "S", "S smcl3-0.5li2zrcl6"),
    ],
)
def test_that_what_is_dragged_onto_the_stack_arrives(kind: str, key: str, outcome: str, tmp_path: Path) -> None:
    assert dragged(kind, key, tmp_path) == outcome
