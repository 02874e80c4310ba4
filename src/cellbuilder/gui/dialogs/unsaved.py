"""One question about everything that would be lost when another design takes the place of this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtWidgets import QMessageBox, QWidget

from cellbuilder.app.words import tr
from cellbuilder.gui.dialogs import file_names
from cellbuilder.gui.document import Document


class Work(Protocol):
    """Work that can be kept before it goes."""

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost."""

    @property
    def question(self) -> tuple[str, str]:
        """A title, and the question whether to keep it."""

    @property
    def keeping(self) -> str:
        """What the button says that keeps it."""

    def keep(self) -> bool:
        """Keep it; return whether that was done."""


class DesignWork:
    """The design itself: kept by saving it."""

    keeping = tr("Save")

    def __init__(self, document: Document, save: Callable[[], bool]) -> None:
        self._document, self.keep = document, save

    @property
    def unsaved(self) -> bool:
        """Whether it changed since it was saved."""
        return self._document.is_modified

    @property
    def question(self) -> tuple[str, str]:
        """Name the design."""
        words = tr("Save the changes to the design “{name}”?").format(name=self._document.design.name)
        return tr("Unsaved changes"), words


def may_go(parent: QWidget, works: Iterable[Work]) -> bool:
    """Ask whether unsaved work may go, all of it at once; True if there is none."""
    waiting = [work for work in works if work.unsaved]
    if not waiting:
        return True
    alone = waiting[0] if len(waiting) == 1 else None
    title = tr("Unsaved work") if alone is None else alone.question[0]
    box = file_names.question(parent, title, "\n\n".join(work.question[1] for work in waiting))
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.button(buttons.Save).setText(tr("Keep both …") if alone is None else alone.keeping)
    if alone is None:
        box.button(buttons.Discard).setText(tr("Discard both"))
    box.setDefaultButton(buttons.Save)
    answer = box.exec()
    box.deleteLater()
    return all(work.keep() for work in waiting) if answer == buttons.Save else bool(answer == buttons.Discard)
