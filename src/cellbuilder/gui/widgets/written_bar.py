"""In the status bar: the file that was just written, to open it or to show where it lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from cellbuilder.app.words import tr
from cellbuilder.gui import text
from cellbuilder.io import codec

OPENED: Final = (".html", ".pdf", ".csv", ".json", ".png", ".svg")
"""Files that hold data or a page are opened; of all others only the folder is shown."""
STAYS_MS: Final = 180_000
LETTERS: Final = 30


class WrittenBar(QWidget):
    """Blocks nothing, and goes by its cross, by Escape, or after a while."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell, self._path = tell, Path()
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.open = self._button(tr("Open"), self._open)
        self.folder = self._button(tr("Show folder"), self._show_folder)
        self.close_button = self._button("✕", self.hide)
        self.close_button.setAccessibleName(tr("Put this away"))
        self.close_button.setToolTip(tr("Put this away"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.name, self.open, self.folder, self.close_button):
            row.addWidget(widget)
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(STAYS_MS)
        self._away.timeout.connect(self.hide)

    def _button(self, words: str, run: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def offer(self, path: Path) -> None:
        """Offer a file that this program has written."""
        self._path = path.absolute()
        letters = self.name.fontMetrics()
        wide = letters.averageCharWidth() * LETTERS
        self.name.setText(letters.elidedText(path.name, Qt.TextElideMode.ElideMiddle, wide))
        self.name.setToolTip(text.plain(str(self._path)))
        design = path.name.lower().endswith(codec.SUFFIX)
        self.open.setVisible(path.suffix.lower() in OPENED and not design)
        self.open.setAccessibleName(tr("Open {name}").format(name=path.name))
        self.folder.setAccessibleName(tr("Show the folder of {name}").format(name=path.name))
        self.folder.setToolTip(text.plain(str(self._path.parent)))
        self.show()
        self._away.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if not self._path.is_file():
            self._tell(tr("{name} is no longer there").format(name=self._path.name))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path))):
            self._tell(tr("No program opens {name} here; it lies in {folder}").format(
                name=self._path.name, folder=self._path.parent))  # fmt: skip

    def _show_folder(self) -> None:
        folder = self._path.parent
        if not folder.is_dir() or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._tell(tr("The folder cannot be shown here: {folder}").format(folder=folder))
