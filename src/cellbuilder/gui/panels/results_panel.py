"""The tabs below the stack: resistance, energy and mass, findings, all from one evaluation."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from cellbuilder.app import headlines
from cellbuilder.gui.document import Document
from cellbuilder.gui.panels.figure_table import FigureModel, FigureTable
from cellbuilder.gui.panels.findings_panel import FindingsPanel
from cellbuilder.gui.plots.resistance_chart import ResistanceChart


class ResultsPanel(QTabWidget):
    """Resistance, energy and mass, findings, and a chart of where the resistance sits."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.resistance, self.energy = FigureModel(), FigureModel()
        self.findings = FindingsPanel(document)
        self.addTab(FigureTable(self.resistance, "Resistance"), "Resistance")
        self.addTab(FigureTable(self.energy, "Energy and mass"), "Energy && mass")
        self.addTab(self.findings, "Findings")
        self.chart = ResistanceChart(document)
        self.addTab(self.chart, "Chart")
        self.tabBar().setAccessibleName("Results")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.setMinimumHeight(110)
        document.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the numbers of the design as it is now."""
        evaluation = self._document.evaluation
        self.resistance.show_figures(headlines.resistance_rows(evaluation))
        self.energy.show_figures(headlines.energy_rows(evaluation))
        count = sum(finding.severity != "info" and finding.waived is None for finding in evaluation.findings)
        self.setTabText(2, f"Findings ({count})" if count else "Findings")
