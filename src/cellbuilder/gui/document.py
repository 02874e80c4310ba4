"""The open document: the design, its undo stack, its evaluation. The only writer is an edit command."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
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
        """Take the design after the edit."""
        self._document.take(self.after)

    def undo(self) -> None:
        """Take the design before the edit."""
        self._document.take(self.before)


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
        self._design = self._told = design
        self._evaluation: Evaluation | None = None
        self.is_dragging = False
        """Whether the last step grows: a slider is being moved, or a key is held."""
        self._path = path
        self._stamp = files.stamp(path)
        self.undo_stack.indexChanged.connect(self._tell)

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

    def apply(self, edit: Callable[[Design], Design], label: str, merge_key: str | None = None) -> str | None:
        """Make an edit undoably; return why it cannot be made, or None."""
        try:
            after = edit(self._design)
        except EditError as error:
            return str(error)
        if after != self._design:
            growing = self._step_with(merge_key)
            if growing is None:
                self.undo_stack.push(EditCommand(self, self._design, after, label, merge_key))
            else:
                self._grow(growing, after)
        return None

    def _step_with(self, merge_key: str | None) -> EditCommand | None:
        """Return the last step if an edit with this key becomes part of it."""
        stack = self.undo_stack
        last = stack.command(stack.index() - 1)
        if merge_key is None or stack.isClean() or stack.canRedo() or not isinstance(last, EditCommand):
            return None
        return last if last.merge_key == merge_key else None

    def _grow(self, step: EditCommand, after: Design) -> None:
        """Let a step end elsewhere; pushed and merged, each step of a drag would stay in memory for good."""
        step.after = after
        self.take(after)
        self.is_dragging = True
        if after == step.before:  # dragged back to where it was: no step
            step.setObsolete(True)
            self.undo_stack.undo()
        self._tell()

    def take(self, design: Design) -> None:
        """Take a design as the current one (for edit commands only)."""
        self._design = design
        self._evaluation = None
        self.is_dragging = False

    @Slot()
    def _tell(self) -> None:
        """Tell of another design; however many steps the history went at once, only the last is shown."""
        if self._told is not self._design:
            self._told = self._design
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
        self.take(design)
        self._told = design
        self.changed.emit()
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
