"""The card of what is selected in the library: what is known of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.library.cards import Card, Row
from cellbuilder.app.words import tr
from cellbuilder.gui import text

NOTE_CUT = 420
"""A note with more characters is cut; the tool tip holds the whole of it."""


class LibraryCard(QScrollArea):
    """Shows one card at a time. The first action is the button, the others are in the menu beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("About the selected entry"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.shown: Card | None = None
        self.use = QPushButton()
        self.more = QPushButton(tr("More"))
        self.more.setAccessibleName(tr("More actions"))
        self._menu = QMenu(self)
        self.more.setMenu(self._menu)
        self._actions: list[QAction] = []
        self.use.clicked.connect(lambda _checked=False: self._actions[0].trigger() if self._actions else None)
        self._frame = QFrame()
        self._frame.setObjectName("card")
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        self.title, self.subtitle = _label(bold=True), _label(muted=True)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.use.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.more.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.more.setMinimumWidth(10)
        row.addWidget(self.use, 1)
        row.addWidget(self.more)
        column.addLayout(row)
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 2, 0, 0)
        self._rows.setSpacing(1)
        column.addWidget(self._body)
        column.addStretch(1)
        self.setWidget(self._frame)
        self.show_card(None, ())

    def show_card(self, card: Card | None, actions: Sequence[QAction], extra: Sequence[Row] = ()) -> None:
        """Show a card with its actions; with None there is nothing to show, and the list gets the room."""
        self.setVisible(card is not None)
        self.shown, self._actions = card, list(actions)
        self.title.setText(card.title if card else "")
        self.subtitle.setText(card.subtitle if card else "")
        while (item := self._rows.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for row in (*(card.rows if card else ()), *extra):
            self._add(row.name, row.value, row.origin, row.tip)
        for head, said in card.notes if card else ():
            self._add(head, text.shortened(said, NOTE_CUT), "", said)
        self.use.setVisible(bool(actions))
        self.more.setVisible(len(actions) > 1)
        self._menu.clear()
        if actions:
            self.use.setText(actions[0].iconText())
            self.use.setToolTip(text.plain(actions[0].text()))
            self.use.setEnabled(actions[0].isEnabled())
            self._menu.addActions(list(actions[1:]))
        self.setAccessibleDescription(card.text() if card else "")

    def said(self) -> str:
        """Return all that can be read on the card."""
        items = [self._rows.itemAt(at) for at in range(self._rows.count())]
        labels = [item.widget() for item in items if item is not None]
        return "\n".join(label.text() for label in (self.title, self.subtitle, *labels) if isinstance(label, QLabel))

    def _add(self, name: str, value: str, origin: str, tip: str) -> None:
        head, body = _label(muted=True, small=True), _label()
        head.setText(name)
        head.setContentsMargins(0, 4, 0, 0)
        body.setText(value)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        labels = [head, body]
        if origin:
            labels.append(_label(muted=True, small=True))
            labels[-1].setText(origin)
        for label in labels:
            label.setToolTip(text.plain(tip))
            self._rows.addWidget(label)


def _label(*, bold: bool = False, muted: bool = False, small: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("muted", muted)
    font = label.font()
    font.setBold(bold)
    if small:
        font.setPointSizeF(font.pointSizeF() * 0.9)
    label.setFont(font)
    label.setMinimumWidth(1)
    return label
