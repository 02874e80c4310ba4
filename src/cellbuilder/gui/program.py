"""The running program: its library, its settings, its windows, and the work that it keeps from being lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QSettings, Qt

import cellbuilder
from cellbuilder.app.recovery import Leftover, Recovery
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.gui.autosave import Autosave
from cellbuilder.gui.document import Document
from cellbuilder.gui.settings import Settings

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow

FIRST_MODEL: Final = "T"
CASCADE: Final = 28
"""So far from each other are windows opened one after the other, in pixels."""


class Program(QObject):
    """One per process. Windows share the library, the settings and the look."""

    def __init__(
        self, settings: QSettings, workspace: Workspace | None = None, recovery: Recovery | None = None
    ) -> None:
        super().__init__()
        self.settings = Settings(settings)
        self.workspace = workspace if workspace is not None else Workspace(cellbuilder.library())
        self.recovery = recovery
        self.windows: list[MainWindow] = []
        self._autosaves: dict[MainWindow, Autosave] = {}
        self.settings.wear()

    def adopt(self, window: MainWindow) -> None:
        """Count a window as one of the program's (windows do so themselves)."""
        self.windows.append(window)
        if self.recovery is not None:
            self._autosaves[window] = Autosave(window.document, self.recovery, self.settings)

    def forget(self, window: MainWindow) -> None:
        """Let a window go that closes; its work is saved, or was given up knowingly."""
        if window in self.windows:
            self.windows.remove(window)
        autosave = self._autosaves.pop(window, None)
        if autosave is not None:
            autosave.stop()
        if not self.windows and self.recovery is not None:
            self.recovery.finish()

    def new_window(
        self, design: Design | None = None, path: Path | None = None, *, unsaved: bool = False, keep: bool = False
    ) -> MainWindow:
        """Make a window with a design, or with the first model; it goes when it is closed, unless it is kept."""
        from cellbuilder.gui.main_window import MainWindow

        shown = design if design is not None else self.workspace.from_model(FIRST_MODEL)
        document = Document(self.workspace, shown, path)
        beside = self.windows[-1] if self.windows else None
        window = MainWindow(document, self.settings.store, self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, not keep)
        if unsaved:
            document.undo_stack.resetClean()
        if beside is not None and not beside.isMaximized():
            window.move(beside.pos() + QPoint(CASCADE, CASCADE))
        return window

    def open_file(self, path: Path, window: MainWindow | None = None) -> None:
        """Open a file: in its window if it is open, in ``window`` if nothing is lost there, else in another one."""
        shown = next((each for each in self.windows if _same(each.document.path, path)), None)
        if shown is not None:
            bring_up(shown)
            return
        if window is not None and not window.document.is_modified:
            window.files.open_file(path)
            return
        asking = window if window is not None else self.windows[-1] if self.windows else None
        from cellbuilder.gui.dialogs.files import read_design

        design = read_design(asking, path)
        if design is not None:
            self.settings.remember(path)
            self.new_window(design, path).show()

    def restore(self, leftover: Leftover, window: MainWindow | None = None) -> None:
        """Show unsaved work of an earlier run, as unsaved work; it is kept anew before the old file goes."""
        if leftover.design is None or self.recovery is None:
            return
        if window is not None and not window.document.is_modified and window.document.path is None:
            window.document.open(leftover.design, leftover.file, unsaved=True)
        else:
            window = self.new_window(leftover.design, leftover.file, unsaved=True)
            window.show()
        self._autosaves[window].keep()
        self.recovery.discard(leftover)

    def greet(self, window: MainWindow, *, named: bool) -> None:
        """Begin: offer unsaved work of an earlier run; to somebody new, who named no file, show the gallery."""
        offered = self.offer_leftovers(window)
        first, self.settings.known = not self.settings.known, True
        if first and not named and not offered:
            self.show_gallery(window)

    def drop_leftover(self, leftover: Leftover) -> None:
        """Forget unsaved work of an earlier run that nobody wants."""
        if self.recovery is not None:
            self.recovery.discard(leftover)

    def offer_leftovers(self, window: MainWindow) -> bool:
        """Ask what shall become of designs that an earlier run could not save; return whether there are any."""
        leftovers = () if self.recovery is None else self.recovery.leftovers()
        if leftovers:
            from cellbuilder.gui.dialogs.leftovers import ask_leftovers

            ask_leftovers(self, window, leftovers)
        return bool(leftovers)

    def keep_all(self) -> None:
        """Keep unsaved work of all windows now."""
        for autosave in tuple(self._autosaves.values()):
            autosave.keep()

    def show_gallery(self, window: MainWindow) -> None:
        """Let a person choose a model to start from."""
        from cellbuilder.gui.dialogs.new_design import ask_new

        ask_new(window)

    def quit(self) -> None:
        """Close all windows; the first that stays open ends it."""
        for window in tuple(reversed(self.windows)):
            if not window.close():
                return


def bring_up(window: MainWindow) -> None:
    """Bring a window into sight and give it the keyboard."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()


def _same(one: Path | None, other: Path) -> bool:
    if one is None:
        return False
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
