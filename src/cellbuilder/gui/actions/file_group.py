"""New, open, save, export, quit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cellbuilder.app import recent
from cellbuilder.app.words import tr
from cellbuilder.gui.actions.maker import Maker, entry

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


class FileActions:
    """What is done with files."""

    def __init__(self, window: MainWindow, make: Maker) -> None:
        self._window = window
        files, exports = window.files, window.exports
        action = make.action
        self.new = action(tr("New …"), window.new_design, "Ctrl+N", short=tr("New"), icon="new",
                          tip=tr("New design from a model"))  # fmt: skip
        self.new_window = action(tr("New window"), window.new_window, "Ctrl+Shift+N")
        self.open = action(tr("Open …"), files.ask_open, "Ctrl+O", icon="open")
        self.save = action(tr("Save"), files.save, "Ctrl+S", icon="save")
        self.save_as = action(tr("Save as …"), files.save_as, "Ctrl+Shift+S")
        self.save_copy = action(tr("Save a copy …"), files.save_copy)
        self.revert = action(tr("Revert to the saved file"), files.revert)
        self.export_results = action(tr("Results …"), exports.results, "Ctrl+E", tip=tr("Export results"))
        self.report = action(tr("Report …"), exports.report, "Ctrl+R", icon="report",
                             tip=tr("Report with picture, tables, plots, findings and sources"))  # fmt: skip
        self.report_pdf = action(tr("Report as PDF …"), exports.report_pdf)
        self.copy_picture = action(tr("Copy picture of the stack"), exports.copy_picture, "Ctrl+Shift+C")
        self.copy_results = action(tr("Copy results as table"), exports.copy_results, "Ctrl+Alt+C")
        self.close = action(tr("Close window"), window.close, "Ctrl+W")
        self.quit = action(tr("Quit"), window.quit, "Ctrl+Q")
        self.export_menu = make.menu(
            tr("Export"), self.export_results, self.report, self.report_pdf, None, self.copy_picture, self.copy_results
        )
        self.recent_menu = make.menu(tr("Open recent"))
        self.recent_menu.aboutToShow.connect(self._list_recent)
        self.menu = make.menu(
            tr("&File"), self.new, self.new_window, self.open, self.recent_menu, None, self.save, self.save_as,
            self.save_copy, self.revert, None, self.export_menu, None, self.close, self.quit,
        )  # fmt: skip
        self.menu.aboutToShow.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Offer what can be done with the design as it is."""
        document = self._window.document
        self.revert.setEnabled(document.path is not None and document.is_modified)

    def _list_recent(self) -> None:
        menu, settings = self.recent_menu, self._window.settings
        menu.clear()
        files = recent.existing(settings.recent)
        for path in files:
            run = partial(self._window.program.open_file, path, self._window)
            entry(menu, recent.shown(path), run).setToolTip(str(path))
        if files:
            menu.addSeparator()
            entry(menu, tr("Clear this list"), settings.forget_recent)
        else:
            menu.addAction(tr("No files yet")).setEnabled(False)
