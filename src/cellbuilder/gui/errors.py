"""What nobody expected: one calm window, the details to copy, and the session goes on."""

from __future__ import annotations

import contextlib
import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, qVersion

from cellbuilder.app.words import tr
from cellbuilder.app.workspace import engine_version
from cellbuilder.gui.dialogs.message import MessageDialog

if TYPE_CHECKING:
    from cellbuilder.gui.program import Program

MOST_OFTEN: Final = 3
"""One fault opens the window at most so often."""
LOG: Final = "faults.txt"


class Faults(QObject):
    """Takes exceptions that nothing else took, from the window and from threads."""

    _came = Signal(str)

    def __init__(self, program: Program, folder: Path) -> None:
        super().__init__(program)
        self._program, self._folder = program, folder
        self._seen: dict[str, int] = {}
        self._before = (sys.excepthook, threading.excepthook)
        self.dialog: MessageDialog | None = None
        # queued: a window must not open in the middle of a paint
        self._came.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take all exceptions from now on."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.take
        threading.excepthook = lambda found: self.take(
            found.exc_type, found.exc_value or found.exc_type(), found.exc_traceback
        )

    def uninstall(self) -> None:
        """Leave exceptions to whoever took them before."""
        sys.excepthook, threading.excepthook = self._before

    def take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Note a fault, and show it when the window has time."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, fault, trace)
            return
        self._came.emit("".join(traceback.format_exception(kind, fault, trace)))

    def _show(self, details: str) -> None:
        self._program.keep_all()
        times = self._seen[details] = self._seen.get(details, 0) + 1
        if times == 1:
            self._write(details)
        if self.dialog is not None:
            if times == 1:
                self.dialog.reasons.appendPlainText(details)
            return
        if times > MOST_OFTEN:
            return
        self.dialog = MessageDialog(None, tr("Something went wrong in cellbuilder"), about() + details, self._comfort())
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._closed)
        self.dialog.show()

    def _closed(self) -> None:
        self.dialog = None

    def _comfort(self) -> str:
        recovery = self._program.recovery
        if recovery is not None and not recovery.problem and self._program.settings.autosave:
            where = tr("Your design is safe in {folder}.").format(folder=recovery.folder)
        else:
            where = tr("Your design is still open; save it now.")
        return where + " " + tr("You can go on working. Please send the text below to whoever looks after cellbuilder.")

    def _write(self, details: str) -> None:
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / LOG).open("a", encoding="utf-8") as stream:
                stream.write(about() + details + "\n")


def about() -> str:
    """Return the versions that run, one a line."""
    import pydantic
    import PySide6

    return (
        f"cellbuilder {engine_version()}\nPython {platform.python_version()}\nQt {qVersion()}, PySide6 "
        f"{PySide6.__version__}\npydantic {pydantic.VERSION}\n{platform.platform()}\n\n"
    )
