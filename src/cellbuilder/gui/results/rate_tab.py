"""What the design delivers under current: voltage at several C-rates, energy over power, and the operating figures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cellbuilder.app import headlines
from cellbuilder.app.charts import rate
from cellbuilder.app.words import tr
from cellbuilder.domain.result import Figure
from cellbuilder.gui.document import Document
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.results.explaining import explain_figure
from cellbuilder.gui.results.figure_table import FigureModel, FigureTable
from cellbuilder.gui.results.remark import Remark
from cellbuilder.gui.widgets.view_pages import ViewPages

LOW: Final = 11
"""A tab of fewer lines has little room."""


class RateTab(QWidget):
    """Draws discharges at the C-rates that stand in its field."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.c_rates: tuple[float, ...] = rate.USUAL
        self.setAccessibleName(tr("Rate"))
        self.voltage = ChartView(tr("Voltage under current"))
        self.ragone = ChartView(tr("Ragone plot"))
        self.voltage.with_note = self.ragone.with_note = False  # it is said once, above both
        self.figures = FigureModel()
        self.table = FigureTable(self.figures, tr("Under current"))
        self.table.asked.connect(lambda row: self.explain(self.figures.figure(row)))
        views = ((tr("Voltage"), self.voltage), (tr("Ragone"), self.ragone), (tr("Figures"), self.table))
        self.pages = ViewPages(views, tr("Plots"), least=(32, 13), most=2)
        self.field = _Field(tr("C-rates"))
        self.field.editingFinished.connect(self._take)
        self.field.textEdited.connect(lambda _text: self._complain(""))
        name = QLabel(tr("C-rates"))
        name.setBuddy(self.field)
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("problem", True)
        self.bound = Remark(tr("What the curves are"))
        self._controls = (name, self.field)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.pages.switch)
        bar.addStretch(1)
        for widget in (self.problem, name, self.field):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self.bound)
        column.addWidget(self.pages, 1)
        self._complain("")
        self.follower = Follower(self, self.draw, document.changed)

    def draw(self) -> None:
        """Draw the design as it is now."""
        found = rate.discharges(self._document.workspace, self._document.design, self.c_rates)
        charts = rate.voltage(found), rate.ragone(found)
        for view, chart in zip((self.voltage, self.ragone), charts, strict=True):
            view.show_chart(chart)
        evaluation = self._document.evaluation
        self.figures.show_figures(headlines.operating_rows(evaluation), evaluation.figures.trace)
        said = (charts[0].note, rate.caps(found))
        self.bound.say(" ".join(part for part in said if part), "\n".join(rate.remarks(found)))
        if not self.field.isModified():
            self.field.setText(rate.rates_text(self.c_rates))
        letters = QFontMetricsF(self.font())
        self.field.setFixedWidth(round(letters.horizontalAdvance("0") * 20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the plots where there is little."""
        super().resizeEvent(event)
        self.bound.allow(1 if self.height() < QFontMetricsF(self.font()).lineSpacing() * LOW else 2)

    def set_presenting(self, on: bool) -> None:
        """Leave one plot alone in sight."""
        for widget in self._controls:
            widget.setVisible(not on)
        self.pages.set_alone(on, 0 if self.pages.shown == (2,) else None)

    def explain(self, figure: Figure) -> None:
        """Show how a figure was calculated."""
        explain_figure(self, self._document, figure)

    def _take(self) -> None:
        if not self.field.isModified():
            return
        try:
            c_rates = rate.read_rates(self.field.text())
        except rate.RateError as error:
            self._complain(str(error))
            return
        self._complain("")
        self.field.setModified(False)
        self.field.setText(rate.rates_text(c_rates))
        if c_rates != self.c_rates:
            self.c_rates = c_rates
            self.follower.refresh()

    def restore(self) -> None:
        """Bring back the C-rates that are shown."""
        self.field.setText(rate.rates_text(self.c_rates))
        self.field.setModified(False)
        self._complain("")

    def _complain(self, problem: str) -> None:
        if self.field.property("invalid") != bool(problem):
            self.field.setProperty("invalid", bool(problem))
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.field.setAccessibleDescription(problem)


class _Field(QLineEdit):
    """Escape brings back what is shown."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(tr("C-rates with blanks between them; 1C discharges the cell in one hour"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape where there is something to bring back."""
        tab = self.parentWidget()
        if event.key() == Qt.Key.Key_Escape and self.isModified() and isinstance(tab, RateTab):
            tab.restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)
