"""Scale of the drawing, theme, size of texts, present mode, docks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from cellbuilder.app.words import tr
from cellbuilder.gui import theme
from cellbuilder.gui.actions.maker import Maker
from cellbuilder.gui.settings import SCALES, THEMES

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


class ViewActions:
    """What changes the look and never the design."""

    def __init__(self, window: MainWindow, make: Maker) -> None:
        self._window, self._settings = window, window.settings
        action = make.action
        self.true_scale = action(tr("True scale"), window.stack_view.set_true_scale, "Ctrl+T", checkable=True,
                                 icon="true scale")  # fmt: skip
        words = tr("Present: large type (in all windows), the stack, the headline and one plot")
        self.present = action(tr("Present"), window.set_presenting, "F5", "F11", checkable=True, icon="present",
                              tip=words)  # fmt: skip
        self.dark = action(tr("Dark theme"), self._set_dark, "Ctrl+D", checkable=True, short=tr("Dark"), icon="dark")
        self._themes = self._theme_actions(make)
        self.theme_menu = make.menu(tr("Theme"), *self._themes.values(), None, self.dark)
        self._sizes = self._size_actions(make)
        self.larger = action(tr("Larger texts"), lambda: self._step(1), "Ctrl+Alt++", "Ctrl+Alt+=")
        self.smaller = action(tr("Smaller texts"), lambda: self._step(-1), "Ctrl+Alt+-")
        self.size_menu = make.menu(tr("Size"), self.larger, self.smaller, None, *self._sizes.values())
        self.reset = action(tr("Reset layout"), window.reset_layout)
        self.panels: QMenu = make.menu(tr("Panels"))
        self.menu = make.menu(
            tr("&View"), self.true_scale, self.present, None, self.theme_menu, self.size_menu, None, self.panels,
            self.reset,
        )  # fmt: skip
        self.follow()

    def follow(self) -> None:
        """Mark the theme and the size in use."""
        for name, action in self._themes.items():
            action.setChecked(self._settings.theme == name)
        for percent, action in self._sizes.items():
            action.setChecked(self._settings.scale == percent)
        was = self.dark.blockSignals(True)
        self.dark.setChecked(theme.wanted(self._settings.theme) == "dark")
        self.dark.blockSignals(was)

    def _theme_actions(self, make: Maker) -> dict[str, QAction]:
        words = {"light": tr("Light"), "dark": tr("Dark"), "system": tr("As the system")}
        group = QActionGroup(self._window)
        made: dict[str, QAction] = {}
        for name in THEMES:
            made[name] = make.action(words[name], lambda name=name: self._settings.set_theme(name))
            made[name].setCheckable(True)
            group.addAction(made[name])
        return made

    def _size_actions(self, make: Maker) -> dict[int, QAction]:
        group = QActionGroup(self._window)
        made = {}
        for percent in SCALES:
            made[percent] = make.action(f"{percent} %", lambda percent=percent: self._settings.set_scale(percent))
            made[percent].setCheckable(True)
            group.addAction(made[percent])
        return made

    def _step(self, step: int) -> None:
        near = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - self._settings.scale))
        self._settings.set_scale(SCALES[max(0, min(len(SCALES) - 1, near + step))])

    def _set_dark(self, on: bool) -> None:
        self._settings.set_theme("dark" if on else "light")
