"""What a person likes, kept in one INI file; every window of the program follows the same settings."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, get_args

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cellbuilder.app import present, recent
from cellbuilder.app.words import tr
from cellbuilder.gui import theme

Theme = Literal["light", "dark", "system"]
Decimal = Literal["point", "comma"]
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)
SCALES: Final = (80, 90, 100, 110, 125, 150, 175, 200)
"""Sizes of texts in percent."""
LONGEST_SCALE: Final = 3
"""Digits of the largest size; a damaged file may hold thousands."""
PRESENTED: Final = 150
"""At least this size while a window presents."""


class Settings(QObject):
    """Typed access to the settings file. A damaged value counts as not set."""

    look_changed = Signal()
    """Theme or size of texts is another one; the application wears it already."""
    numbers_changed = Signal()
    """Numbers are written another way."""
    changed = Signal()
    failed = Signal(str)
    """Settings cannot be kept, and why; told once."""

    def __init__(self, store: QSettings) -> None:
        super().__init__()
        self.store = store
        self._told = False
        self._writing = QTimer(self)
        self._writing.setSingleShot(True)
        self._writing.timeout.connect(self._write)
        self._magnified = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def path(self) -> Path:
        """The file in which the settings are kept."""
        return Path(self.store.fileName())

    @property
    def theme(self) -> Theme:
        """The theme that was chosen; the system's, if none was."""
        name = self._text("look/theme") or self._text("window/theme")
        return next((theme for theme in THEMES if theme == name), "system")

    def set_theme(self, name: Theme) -> None:
        """Choose a theme; the windows wear it at once."""
        self._put("look/theme", name)
        self.wear()

    @property
    def scale(self) -> int:
        """The size of texts in percent."""
        text = self._text("look/scale")
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_SCALE else 100
        return number if SCALES[0] <= number <= SCALES[-1] else 100

    def set_scale(self, percent: int) -> None:
        """Choose the size of texts; the windows wear it at once."""
        self._put("look/scale", min(max(percent, SCALES[0]), SCALES[-1]))
        self.wear()

    def wear(self) -> None:
        """Give the application the theme and the size that were chosen."""
        present.show_comma(self.decimal == "comma")
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.dress(app, theme.wanted(self.theme), max(self.scale, PRESENTED) if self._magnified else self.scale)
        self.look_changed.emit()
        self.changed.emit()

    @property
    def magnified(self) -> bool:
        """Whether a window presents, with large texts."""
        return self._magnified

    def set_magnified(self, on: bool) -> None:
        """Show texts large while a window presents; the size that was chosen stays what it is."""
        self._magnified = on
        self.wear()

    def _follow_system(self) -> None:
        if self.theme == "system":
            self.wear()

    @property
    def decimal(self) -> Decimal:
        """The decimal separator shown; either is understood when typed."""
        return "comma" if self._text("numbers/decimal") == "comma" else "point"

    def set_decimal(self, wanted: Decimal) -> None:
        """Choose the decimal separator shown."""
        self._put("numbers/decimal", wanted)
        present.show_comma(wanted == "comma")
        self.numbers_changed.emit()
        self.changed.emit()

    @property
    def autosave(self) -> bool:
        """Whether unsaved work is kept for the case of a crash."""
        return self._flag("files/autosave", True)

    def set_autosave(self, on: bool) -> None:
        """Choose whether unsaved work is kept for the case of a crash."""
        self._put_flag("files/autosave", on)

    @property
    def tips(self) -> bool:
        """Whether the first tips are still to be shown."""
        return self._flag("help/tips", True)

    def set_tips(self, on: bool) -> None:
        """Show the first tips, or never again."""
        self._put_flag("help/tips", on)

    @property
    def known(self) -> bool:
        """Whether this person has started the program before."""
        return self._flag("help/started", False)

    @known.setter
    def known(self, on: bool) -> None:
        self._put_flag("help/started", on)

    @property
    def recent(self) -> tuple[str, ...]:
        """Files opened or saved lately, the newest first."""
        stored = self.store.value("files/recent")
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return tuple(name for name in names if isinstance(name, str) and name)

    def remember(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        self._put("files/recent", list(recent.with_newest(self.recent, path)))
        self.changed.emit()

    def forget_recent(self) -> None:
        """Empty the list of recent files."""
        self._put("files/recent", None)
        self.changed.emit()

    @property
    def beside(self) -> bool:
        """Whether the results stand beside the stack, not below it."""
        return self._flag("window/beside", False)

    def set_beside(self, on: bool) -> None:
        """Choose whether the results stand beside the stack."""
        self._put_flag("window/beside", on)

    def bytes(self, key: str) -> QByteArray | None:
        """Return stored bytes, such as the geometry of a window."""
        stored = self.store.value(key)
        return stored if isinstance(stored, QByteArray) else None

    def put(self, key: str, value: QByteArray) -> None:
        """Store bytes."""
        self._put(key, value)

    def _put(self, key: str, value: object) -> None:
        """Store a value, or take it out with None; the file is written once the window has time."""
        if value is None:
            self.store.remove(key)
        else:
            self.store.setValue(key, value)
        self._writing.start(0)

    def _write(self) -> None:
        self.store.sync()
        if self.store.status() == QSettings.Status.AccessError and not self._told:
            self._told = True
            words = tr("Settings cannot be kept in {file}; they last until cellbuilder ends")
            self.failed.emit(words.format(file=self.path))

    def _text(self, key: str) -> str:
        stored = self.store.value(key)
        return str(stored) if isinstance(stored, str | int) else ""

    def _flag(self, key: str, usual: bool) -> bool:
        text = self._text(key).casefold()
        return text in ("true", "1") if text in ("true", "false", "1", "0") else usual

    def _put_flag(self, key: str, on: bool) -> None:
        self._put(key, "true" if on else "false")
        self.changed.emit()
