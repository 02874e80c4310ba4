"""The title of a panel: its name and two buttons that grow with the letters."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from cellbuilder.app.words import tr
from cellbuilder.gui import icons


class DockTitle(QWidget):
    """What the mouse does beside the buttons is the dock's: it is dragged and floated as ever."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.name = QLabel(dock.windowTitle())
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.float_button, self.close_button = QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(2)
        row.addWidget(self.name, 1)
        for button, said in ((self.float_button, tr("A window of its own, or back")), (self.close_button, tr("Close"))):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(said)
            button.setAccessibleName(f"{dock.windowTitle()}: {said}")
            row.addWidget(button)
        self.float_button.clicked.connect(lambda _checked=False: dock.setFloating(not dock.isFloating()))
        self.close_button.clicked.connect(lambda _checked=False: dock.close())

    def draw_icons(self) -> None:
        """Draw the buttons in the colours and at the size in use."""
        edge = round(icons.edge() * 0.7)
        for button, name in ((self.float_button, "float"), (self.close_button, "close")):
            button.setIconSize(QSize(edge, edge))
            button.setIcon(icons.icon(name))
