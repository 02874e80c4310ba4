"""How the inspector writes: every change becomes one edit of the document, with a name in the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from cellbuilder.app import edits, inspection
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui.document import Document
from cellbuilder.gui.widgets.quantity_editor import Behind, QuantityEditor

Fill = Callable[[Design], None]
"""Shows what stands in a design now; it changes only what differs."""


class Writer(QObject):
    """What the rows of an inspector share: the document they write to, and where values come from."""

    left = Signal()
    """Nothing more is to be done here: the keyboard may go back to the stack."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.originals = inspection.Originals(document.workspace)

    def apply(self, edit: Callable[[Design], Design], label: str, merge_key: str = "") -> str | None:
        """Make an edit; return why it cannot be made, or None."""
        return self.document.apply(edit, label, merge_key or None)

    def set_at(self, path: edits.Path, value: Any, name: str, merge_key: str = "") -> str | None:
        """Put a value at a path."""
        label = tr("Change {name}").format(name=_lower(name))
        return self.apply(lambda design: edits.set_at(design, path, value), label, merge_key)

    def editor(
        self,
        row: inspection.Number,
        put: Callable[[Design, Quantity | None], Design] | None = None,
        *,
        heading: bool = True,
    ) -> tuple[QuantityEditor, Fill]:
        """Return an editor for a quantity, and what shows the design in it; ``put`` is the edit it makes."""

        def ask() -> Behind:
            design = self.document.design
            held, first = edits.value_at(design, row.path), self.originals.value(design, row.path)
            return Behind(
                inspection.of_library(design, row),
                first if isinstance(first, Quantity) else None,
                self.originals.name(design),
                inspection.cited(held, self.document.workspace.library.sources),
            )

        def write(wanted: object, merge_key: str) -> None:
            value = wanted if isinstance(wanted, Quantity) else None

            def edit(now: Design) -> Design:
                return edits.set_at(now, row.path, value) if put is None else put(now, value)

            label = tr("Change {name}").format(name=_lower(row.name))
            problem = self.apply(edit, label, merge_key)
            if problem:
                editor.show_problem(problem)

        def fill(now: Design) -> None:
            held = edits.value_at(now, row.path)
            if held is None and (row.used or row.library):
                editor.show_quantity(None, inspection.stands_in(now, self.document.evaluation, row))
            else:
                editor.show_quantity(held)

        editor = QuantityEditor(row, ask, heading=heading)
        editor.wanted.connect(write)
        editor.left.connect(self.left)
        return editor, fill


def _lower(name: str) -> str:
    """Return a name as it stands inside a sentence: ``C-rate`` and ``NCM811: ...`` keep their capitals."""
    return name if name[:2].isupper() or name[1:2] in "-0123456789" or ":" in name else name[:1].lower() + name[1:]
