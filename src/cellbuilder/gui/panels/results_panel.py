"""The tabs below the stack: resistance, energy and mass, findings, operation, all from one evaluation."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from cellbuilder.app import explain, explain_text, headlines
from cellbuilder.domain.result import Figure
from cellbuilder.gui.dialogs import explanation
from cellbuilder.gui.document import Document
from cellbuilder.gui.panels.figure_table import FigureModel, FigureTable
from cellbuilder.gui.panels.findings_panel import FindingsPanel
from cellbuilder.gui.plots.resistance_chart import ResistanceChart


class ResultsPanel(QTabWidget):
    """Resistance, energy and mass, findings, a chart of where the resistance sits, and what happens under current."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.resistance, self.energy, self.operation = FigureModel(), FigureModel(), FigureModel()
        self.findings = FindingsPanel(document)
        self._add_table(self.resistance, "Resistance", "Resistance")
        self._add_table(self.energy, "Energy and mass", "Energy && mass")
        self.addTab(self.findings, "Findings")
        self.chart = ResistanceChart(document)
        self.addTab(self.chart, "Chart")
        self._add_table(self.operation, "Under current", "Under current")
        self.tabBar().setAccessibleName("Results")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.setMinimumHeight(110)
        document.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the numbers of the design as it is now."""
        evaluation = self._document.evaluation
        trace = evaluation.figures.trace
        self.resistance.show_figures(headlines.resistance_rows(evaluation), trace)
        self.energy.show_figures(headlines.energy_rows(evaluation), trace)
        self.operation.show_figures(headlines.operating_rows(evaluation), trace)
        count = sum(finding.severity != "info" and finding.waived is None for finding in evaluation.findings)
        self.setTabText(2, f"Findings ({count})" if count else "Findings")

    def explain(self, figure: Figure) -> None:
        """Show how a figure was calculated."""
        evaluation = self._document.evaluation
        key = explain.key_of(evaluation, figure)
        found = explain.explain(evaluation, key, self._document.workspace.library.sources)
        explanation.show(self.window(), explain_text.text(found, explanation.COLUMNS))

    def _add_table(self, model: FigureModel, name: str, tab: str) -> None:
        table = FigureTable(model, name)
        table.asked.connect(lambda row: self.explain(model.figure(row)))
        self.addTab(table, tab)
