"""The open document: the design, its undo stack, its evaluation. The only writer is an edit command."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from cellbuilder.app import files
from cellbuilder.app.edits import EditError
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation
from cellbuilder.io import codec


class EditCommand(QUndoCommand):
    """One step of the history: the design before and after.

    Steps that follow one another with one merge key become one, but never across the saved state. Each drag of a slider
    has a key of its own, so that two drags are two steps.
    """

    def __init__(self, document: Document, before: Design, after: Design, label: str, merge_key: str | None) -> None:
        super().__init__(label)
        self._document = document
        self.before, self.after = before, after
        self.merge_key = merge_key

    def redo(self) -> None:
        """Show the design after the edit."""
        self._document.show(self.after)

    def undo(self) -> None:
        """Show the design before the edit."""
        self._document.show(self.before)

    def id(self) -> int:
        """Commands with the same positive id are offered for merging."""
        return -1 if self.merge_key is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over a following step of the same drag or field."""
        if not isinstance(other, EditCommand) or other.merge_key != self.merge_key:
            return False
        self.after = other.after
        del other._document, other.before, other.after  # Qt for Python never lets go of a command that was merged
        self.setObsolete(self.after == self.before)  # dragged back to where it was: no step
        return True


class Document(QObject):
    """A design that can be edited, undone, evaluated and saved."""

    changed = Signal()
    path_changed = Signal()
    replaced = Signal()
    """Another design is about to be shown."""

    def __init__(self, workspace: Workspace, design: Design, path: Path | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self.undo_stack = QUndoStack(self)
        self._design = design
        self._evaluation: Evaluation | None = None
        self._path = path
        self._stamp = files.stamp(path)

    @property
    def design(self) -> Design:
        """The design as it is now."""
        return self._design

    @property
    def evaluation(self) -> Evaluation:
        """Numbers and findings of the design as it is now."""
        if self._evaluation is None:
            self._evaluation = self.workspace.evaluate(self._design)
        return self._evaluation

    @property
    def path(self) -> Path | None:
        """The file of the design, or None before it was saved."""
        return self._path

    @property
    def stamp(self) -> str | None:
        """What the file held when it was read or written last; None before there was one."""
        return self._stamp

    @property
    def is_modified(self) -> bool:
        """Whether there is something to save."""
        return not self.undo_stack.isClean()

    @property
    def is_dragging(self) -> bool:
        """Whether the last step may grow: a slider is being moved, or a key is held."""
        last = self.undo_stack.command(self.undo_stack.index() - 1)
        return isinstance(last, EditCommand) and last.merge_key is not None

    def apply(self, edit: Callable[[Design], Design], label: str, merge_key: str | None = None) -> str | None:
        """Make an edit undoably; return why it cannot be made, or None."""
        try:
            after = edit(self._design)
        except EditError as error:
            return str(error)
        if after != self._design:
            self.undo_stack.push(EditCommand(self, self._design, after, label, merge_key))
        return None

    def show(self, design: Design) -> None:
        """Take a design as the current one (for edit commands only)."""
        self._design = design
        self._evaluation = None
        self.changed.emit()

    def open(self, design: Design, path: Path | None) -> None:
        """Start over with another design."""
        self._start_over(design, path, files.stamp(path))

    def restore(self, design: Design, path: Path | None, stamp: str | None) -> None:
        """Start over with unsaved work; ``stamp`` tells what its file held when it was read or written last."""
        self._start_over(design, path, stamp, saved=False)

    def _start_over(self, design: Design, path: Path | None, stamp: str | None, *, saved: bool = True) -> None:
        self.undo_stack.clear()
        if not saved:
            self.undo_stack.resetClean()
        self._path, self._stamp = path, stamp
        self.replaced.emit()
        self.show(design)
        self.path_changed.emit()

    @property
    def changed_on_disk(self) -> bool:
        """Whether the file is another one than was read or written last; one that is gone counts as unchanged."""
        now = files.stamp(self._path)
        return now is not None and now != self._stamp

    def save(self, path: Path) -> None:
        """Save atomically and remember the file.

        Raises:
            UnwritableError: nothing was changed.
        """
        codec.save(self._design, path)
        self._path, self._stamp = path, files.stamp(path)
        self.undo_stack.setClean()
        self.path_changed.emit()


class Selection(QObject):
    """What is selected: a layer, a seam between two layers, the layers of a finding, or nothing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._layers: tuple[str, ...] = ()

    @property
    def layers(self) -> tuple[str, ...]:
        """One layer id, two neighbours for a seam, none for the whole cell."""
        return self._layers

    def select(self, *layers: str) -> None:
        """Select a layer, or a seam by its two layers, or several layers, or nothing."""
        if layers != self._layers:
            self._layers = layers
            self.changed.emit()

    def visit(self, layers: tuple[str, ...]) -> None:
        """Select what a bar or a row is about; one that is about no layer changes nothing."""
        if layers:
            self.select(*layers)


def is_seam(design: Design, layers: tuple[str, ...]) -> bool:
    """Whether these are two neighbours, from the cathode's side."""
    return layers in tuple(pairwise(layer.id for layer in design.stack.layers))
