"""Unsaved work is kept aside a moment after each change, so that a crash costs seconds."""

from __future__ import annotations

import uuid
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from cellbuilder.app.recovery import Recovery
from cellbuilder.gui.document import Document
from cellbuilder.gui.lessons.course import LessonHolder
from cellbuilder.gui.settings import Settings

QUIET_MS: Final = 1000
"""So long after the last of several changes the design is kept."""
LATEST_MS: Final = 4000
"""At the latest so long after the first of them."""


class Autosave(QObject):
    """Follows one document and the answers to its lesson. Never touches the file that the person saved."""

    failed = Signal(str)
    """From now on work cannot be kept, and why."""

    def __init__(self, document: Document, lesson: LessonHolder, recovery: Recovery, settings: Settings) -> None:
        super().__init__(document)
        self._document, self._lesson, self._recovery, self._settings = document, lesson, recovery, settings
        self._key = uuid.uuid4().hex
        self._quiet, self._latest = QTimer(self), QTimer(self)
        for timer, length in ((self._quiet, QUIET_MS), (self._latest, LATEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(self.keep)
        document.changed.connect(self._note)
        document.path_changed.connect(self._note)
        document.undo_stack.cleanChanged.connect(self._note)
        lesson.changed.connect(self._note)
        settings.changed.connect(self._follow_settings)

    def keep(self) -> None:
        """Keep the work now if it is unsaved; let go of what was kept if it is saved."""
        self._quiet.stop()
        self._latest.stop()
        if not self._unsaved or not self._settings.autosave:
            self._recovery.drop(self._key)
            return
        document, before = self._document, self._recovery.problem
        self._recovery.keep(self._key, document.design, document.path, document.stamp, self._lesson.kept())
        if self._recovery.problem and not before:
            self.failed.emit(self._recovery.problem)

    @property
    def _unsaved(self) -> bool:
        return self._document.is_modified or self._lesson.unsaved

    def stop(self) -> None:
        """Follow no more, and let go of what was kept."""
        self._quiet.stop()
        self._latest.stop()
        self._document.changed.disconnect(self._note)
        self._document.path_changed.disconnect(self._note)
        self._document.undo_stack.cleanChanged.disconnect(self._note)
        self._lesson.changed.disconnect(self._note)
        self._recovery.drop(self._key)

    def _note(self) -> None:
        if not self._unsaved:
            self.keep()
            return
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def _follow_settings(self) -> None:
        if not self._settings.autosave:
            self.keep()
