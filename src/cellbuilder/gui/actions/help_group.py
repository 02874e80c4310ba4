"""Shortcuts, tips, where the settings are, what this program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellbuilder.app.words import tr
from cellbuilder.gui.actions.maker import Maker

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


class HelpActions:
    """What helps a person along."""

    def __init__(self, window: MainWindow, make: Maker) -> None:
        self.shortcuts = make.action(tr("Keys and shortcuts …"), window.show_shortcuts, "F1", "Ctrl+?")
        self.tips = make.action(tr("Show the first tips"), window.show_tips)
        self.folder = make.action(tr("Open settings folder"), window.open_settings_folder)
        self.about = make.action(tr("About cellbuilder …"), window.show_about)
        self.menu = make.menu(tr("&Help"), self.shortcuts, self.tips, None, self.folder, self.about)
