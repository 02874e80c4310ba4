"""The running program: its library, its settings, its windows, and the work that it keeps from being lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QSettings, Qt

import cellbuilder
from cellbuilder.app.recovery import Leftover, Recovery
from cellbuilder.app.words import tr
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
        self.settings.failed.connect(self._tell)

    def adopt(self, window: MainWindow) -> None:
        """Count a window as one of the program's (windows do so themselves)."""
        self.windows.append(window)
        if self.recovery is not None:
            autosave = Autosave(window.document, window.lessons.holder, self.recovery, self.settings)
            autosave.failed.connect(self._tell_of_lost_work)
            self._autosaves[window] = autosave

    def forget(self, window: MainWindow) -> None:
        """Let a window go that closes; its work is saved, or was given up knowingly."""
        if window in self.windows:
            self.windows.remove(window)
        autosave = self._autosaves.pop(window, None)
        if autosave is not None:
            autosave.stop()
        if not self.windows and self.recovery is not None:
            self.recovery.finish()

    def _tell(self, words: str) -> None:
        for window in self.windows:
            window.tell(words)

    def _tell_of_lost_work(self, reason: str) -> None:
        self._tell(tr("A crash would cost what is not saved: {reason}").format(reason=reason))

    def new_window(self, design: Design | None = None, path: Path | None = None, *, keep: bool = False) -> MainWindow:
        """Make a window with a design, or with the first model; it goes when it is closed, unless it is kept."""
        from cellbuilder.gui.main_window import MainWindow

        shown = design if design is not None else self.workspace.from_model(FIRST_MODEL)
        document = Document(self.workspace, shown, path)
        beside = self.windows[-1] if self.windows else None
        window = MainWindow(document, self.settings.store, self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, not keep)
        if beside is not None and not beside.isMaximized():
            window.move(beside.pos() + QPoint(CASCADE, CASCADE))
        return window

    def window_of(self, path: Path, besides: MainWindow | None = None) -> MainWindow | None:
        """Return the window in which a file is open, if there is one."""
        others = (each for each in self.windows if each is not besides)
        return next((each for each in others if _same(each.document.path, path)), None)

    def open_file(self, path: Path, window: MainWindow | None = None) -> None:
        """Open a file: in its window if it is open, in ``window`` if nothing is lost there, else in another one."""
        shown = self.window_of(path)
        if shown is not None:
            bring_up(shown)
            return
        if window is not None and not window.files.unsaved:
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
        if window is None or window.files.unsaved or window.document.path is not None:
            window = self.new_window(leftover.design)
            window.show()
        window.document.restore(leftover.design, leftover.file, leftover.stamp)
        whole = leftover.lesson is None or window.lessons.resume(leftover.lesson)
        self._autosaves[window].keep()
        if whole:
            self.recovery.discard(leftover)
        else:
            self.recovery.set_aside(leftover)

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
    except (OSError, ValueError):  # ValueError: no file can have this name
        return one.absolute() == other.absolute()
