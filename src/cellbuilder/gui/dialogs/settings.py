"""The few settings of the program; each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.words import tr
from cellbuilder.gui.settings import SCALES, Settings


class SettingsDialog(QDialog):
    """Theme, size, decimal separator, keeping unsaved work, tips, and where all this is kept."""

    def __init__(self, parent: QWidget, settings: Settings, open_folder: Callable[[], None]) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setObjectName("settings")
        self.setWindowTitle(tr("Settings"))
        self.theme, self.scale, self.decimal = QComboBox(), QComboBox(), QComboBox()
        for words, theme in ((tr("As the system"), "system"), (tr("Light"), "light"), (tr("Dark"), "dark")):
            self.theme.addItem(words, theme)
        for percent in SCALES:
            self.scale.addItem(f"{percent} %", percent)
        self.decimal.addItem(tr("point (0.3)"), "point")
        self.decimal.addItem(tr("comma (0,3)"), "comma")
        self.autosave = QCheckBox(tr("Keep unsaved work in case of a crash"))
        self.tips = QCheckBox(tr("Show the first tips"))
        self.place = QLabel(str(settings.path))
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.place.setWordWrap(True)
        self.place.setProperty("muted", True)
        form = QFormLayout()
        for words, box in ((tr("&Theme"), self.theme), (tr("&Size of texts"), self.scale),
                           (tr("&Decimal separator shown"), self.decimal)):  # fmt: skip
            form.addRow(words, box)
            box.setAccessibleName(words.replace("&", ""))
        form.addRow(self.autosave)
        form.addRow(self.tips)
        form.addRow(tr("Kept in"), self.place)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.folder = QPushButton(tr("Open settings folder"))
        buttons.addButton(self.folder, QDialogButtonBox.ButtonRole.ActionRole)
        self.folder.clicked.connect(lambda _checked=False: open_folder())
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(buttons)
        self._follow()
        self.theme.currentIndexChanged.connect(lambda _row: settings.set_theme(self.theme.currentData()))
        self.scale.currentIndexChanged.connect(lambda _row: settings.set_scale(self.scale.currentData()))
        self.decimal.currentIndexChanged.connect(lambda _row: settings.set_decimal(self.decimal.currentData()))
        self.autosave.toggled.connect(settings.set_autosave)
        self.tips.toggled.connect(settings.set_tips)
        settings.look_changed.connect(self.adjustSize)

    def _follow(self) -> None:
        settings = self._settings
        for box, value in ((self.theme, settings.theme), (self.decimal, settings.decimal)):
            box.setCurrentIndex(box.findData(value))
        near = min(range(len(SCALES)), key=lambda row: abs(SCALES[row] - settings.scale))
        self.scale.setCurrentIndex(near)
        self.autosave.setChecked(settings.autosave)
        self.tips.setChecked(settings.tips)
