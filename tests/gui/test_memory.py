"""What a window leaves in memory once it is gone or put away."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from tests.gui import allocated

from cellbuilder.gui import launch


def in_use() -> int:
    gc.collect()
    QPixmapCache.clear()
    return allocated.in_use()


@pytest.mark.skipif(not allocated.can_tell(), reason="only glibc tells how much memory is in use")
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
    before = in_use()
    draw(500)
    assert in_use() - before < 500 * 100  # Qt's own frames left 260 to 560 bytes each
