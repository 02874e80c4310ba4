"""From a figure, or its key, to the window that says how it was calculated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cellbuilder.domain.result import Figure
from cellbuilder.gui.document import Document, Selection

if TYPE_CHECKING:
    from cellbuilder.gui.plots.chart_view import ChartView
    from cellbuilder.gui.results.figure_table import FigureTable


def tie(tab: QWidget, document: Document, selection: Selection, table: FigureTable, *charts: ChartView) -> None:
    """Let rows and bars of a tab say how their figures were calculated, and select their layers."""
    figures = table.figures
    table.asked.connect(lambda row: explain_figure(tab, document, figures.figure(row)))
    table.visited.connect(lambda row: selection.visit(figures.figure(row).layers))
    for chart in charts:
        chart.part_asked.connect(lambda key: explain_key(tab, document, key))
        chart.layers_chosen.connect(selection.visit)


def explain_figure(widget: QWidget, document: Document, figure: Figure) -> None:
    """Show how a figure was calculated."""
    from cellbuilder.app import explain

    explain_key(widget, document, explain.key_of(document.evaluation, figure))


def explain_key(widget: QWidget, document: Document, key: str) -> None:
    """Show how the figure of a key was calculated; nothing where the design has no such figure any more."""
    from cellbuilder.app import explain, explain_text  # a start needs neither
    from cellbuilder.gui.dialogs import explanation

    try:
        found = explain.explain(document.evaluation, key, document.workspace.library.sources)
    except explain.NoSuchFigureError:
        return
    explanation.show(widget.window(), explain_text.text(found, explanation.COLUMNS))
