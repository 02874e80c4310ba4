"""From a figure, or its key, to the window that says how it was calculated."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cellbuilder.app import explain, explain_text
from cellbuilder.domain.result import Figure
from cellbuilder.gui.dialogs import explanation
from cellbuilder.gui.document import Document


def explain_figure(widget: QWidget, document: Document, figure: Figure) -> None:
    """Show how a figure was calculated."""
    explain_key(widget, document, explain.key_of(document.evaluation, figure))


def explain_key(widget: QWidget, document: Document, key: str) -> None:
    """Show how the figure of a key was calculated; nothing where the design has no such figure any more."""
    try:
        found = explain.explain(document.evaluation, key, document.workspace.library.sources)
    except explain.NoSuchFigureError:
        return
    explanation.show(widget.window(), explain_text.text(found, explanation.COLUMNS))
