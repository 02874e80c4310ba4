"""What a window leaves in memory once it is gone or put away."""

import ctypes
import gc
import sys
from typing import ClassVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cellbuilder.gui import launch


class _Held(ctypes.Structure):
    """What the C library tells of its memory (mallinfo2)."""

    _fields_: ClassVar = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
    )]  # fmt: skip


def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def _in_use() -> int:
    library = _library()
    assert library is not None
    library.mallinfo2.restype = _Held
    gc.collect()
    QPixmapCache.clear()
    held = library.mallinfo2()
    return int(held.uordblks + held.hblkhd)


@pytest.mark.skipif(not hasattr(_library(), "mallinfo2"), reason="only glibc tells how much memory is in use")
@pytest.mark.parametrize("kind", ["push", "tool", "arrow"])
def test_that_a_button_that_was_drawn_leaves_nothing_in_memory(kind: str, qtbot: QtBot) -> None:
    launch.application()
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()

    def draw(count: int) -> None:
        for _ in range(count):
            button = QPushButton("Add …", holder) if kind == "push" else QToolButton(holder)
            if isinstance(button, QToolButton):
                button.setAutoRaise(True)
                button.setText("x")
                button.setArrowType(Qt.ArrowType.RightArrow if kind == "arrow" else Qt.ArrowType.NoArrow)
            button.resize(120, 30)
            button.show()
            QCoreApplication.processEvents()
            button.deleteLater()
            del button
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    draw(200)
    before = _in_use()
    draw(500)
    assert _in_use() - before < 500 * 100  # Qt's own frames left 260 to 560 bytes each
