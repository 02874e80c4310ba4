"""Resistance: where it sits, layer by layer or process by process, beside every figure of it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cellbuilder.app import headlines
from cellbuilder.app.charts import limits, resistance
from cellbuilder.app.words import tr
from cellbuilder.domain.result import Regime
from cellbuilder.gui.document import Document, Selection
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.results.explaining import tie
from cellbuilder.gui.results.figure_table import FigureModel, FigureTable
from cellbuilder.gui.results.remark import Remark
from cellbuilder.gui.results.sides import ControlBar, Sides
from cellbuilder.gui.widgets.segments import Segments


class ResistanceTab(QWidget):
    """A chart and a table of one evaluation; bar, row and layer are selected together."""

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection = document, selection
        self._wanted = "layer"
        self._regime: str = ""
        self.setAccessibleName(tr("Resistance"))
        self.views, self.regimes = Segments(tr("Bars")), Segments(tr("Regime"))
        self._offer()
        self.chart = ChartView(tr("Chart of area-specific resistances"), titled=False)
        self.figures = FigureModel()
        self.table = FigureTable(self.figures, tr("Resistance"))
        self.sides = Sides(self.chart, self.table)
        self.limit = Remark(tr("What limits the cell"))
        self.limit.setContentsMargins(6, 2, 6, 2)
        self.limit.setProperty("muted", False)
        self.limit.allow(2)
        self.bar = ControlBar(self.views, self.regimes, self.sides.button, self.chart.button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 2, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.limit)
        whole.addWidget(self.sides, 1)
        tie(self, document, selection, self.table, self.chart)
        self.regimes.chosen.connect(self._show_regime)
        self.views.chosen.connect(self._show_view)
        self.follower = Follower(self, self.draw, document.changed)
        self._marker = Follower(self, self._follow_selection, selection.changed)

    @property
    def regime(self) -> Regime:
        """The regime that is shown: the wanted one, or the slowest that this design has; a cell may have none."""
        known = resistance.regimes(self._document.evaluation)
        wanted = next((regime for regime in known if regime == self._regime), None)
        return wanted or (known[-1] if known else "instantaneous")

    def draw(self) -> None:
        """Show the design as it is now."""
        evaluation = self._document.evaluation
        regime = self.regime
        self._offer()
        self.regimes.setVisible(len(resistance.regimes(evaluation)) > 1)
        self.bar.arrange()
        if self._wanted == "stack":
            bars = resistance.stack(evaluation, regime, self._document.design)
        else:
            bars = resistance.bars(evaluation, regime, "process" if self._wanted == "process" else "layer")
        self.chart.show_chart(bars)
        self.limit.say(limits.limiting(evaluation, regime))
        self.figures.show_figures(headlines.resistance_rows(evaluation), evaluation.figures.trace)
        self._follow_selection()

    def _offer(self) -> None:
        """Offer the regimes that this design has, and the views."""
        known, regime = resistance.regimes(self._document.evaluation), self.regime
        self.regimes.offer([(key, regime_word(key), resistance.regime_name(key)) for key in known], regime)
        self.views.offer([
            ("layer", tr("Layers"), tr("One bar for each layer and interface, by process")),
            ("process", tr("Processes"), tr("One bar for each process, by layer")),
            ("stack", tr("Whole cell"), tr("The whole cell in one bar")),
        ], self._wanted)  # fmt: skip

    def _follow_selection(self) -> None:
        layers = self._selection.layers
        self.chart.select_layers(layers)
        self.table.follow(layers, self.regime)

    def _show_regime(self, key: str) -> None:
        self._regime = key
        self.draw()

    def _show_view(self, key: str) -> None:
        self._wanted = key
        self.sides.show_chart()
        self.draw()

    def set_presenting(self, on: bool) -> None:
        """Leave the chart alone in sight."""
        self.bar.setVisible(not on)
        self.limit.setMaximumHeight(0 if on else 16_777_215)
        self.sides.set_presenting(on)


def regime_word(regime: Regime) -> str:
    """Return a regime in a word or two, for a button."""
    return {"instantaneous": tr("Instantaneous"), "pseudo-steady": tr("Pseudo-steady"), "front": tr("Front")}[regime]
