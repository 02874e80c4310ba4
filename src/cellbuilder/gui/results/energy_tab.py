"""Energy and mass: every figure, where the grams and the micrometres go, and what each level leaves of the energy."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cellbuilder.app import headlines
from cellbuilder.app.charts import energy
from cellbuilder.app.charts.model import Bars
from cellbuilder.app.words import tr
from cellbuilder.gui.document import Document, Selection
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.results.explaining import tie
from cellbuilder.gui.results.figure_table import FigureModel, FigureTable
from cellbuilder.gui.results.sides import ControlBar, Sides
from cellbuilder.gui.widgets.view_pages import ViewPages


class EnergyTab(QWidget):
    """Charts on pages beside the table of figures; bar, row and layer are selected together."""

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection = document, selection
        self.setAccessibleName(tr("Energy and mass"))
        self.figures = FigureModel()
        self.table = FigureTable(self.figures, tr("Energy and mass"))
        self.mass, self.thickness = ChartView(tr("Where the grams are")), ChartView(tr("Where the micrometres are"))
        self.per_mass, self.per_volume = ChartView(tr("Energy per mass")), ChartView(tr("Energy per volume"))
        self.charts = (self.mass, self.thickness, self.per_mass, self.per_volume)
        names = (tr("Grams"), tr("Micrometres"), tr("Energy per mass"), tr("Energy per volume"))
        self.pages = ViewPages(tuple(zip(names, self.charts, strict=True)), tr("Charts"), least=(44, 13))
        self.pages.turned.connect(self._draw_charts)
        self.sides = Sides(self.pages, self.table)
        self.bar = ControlBar(self.pages.switch, None, self.sides.button)
        for button in self.pages.buttons:
            button.clicked.connect(lambda _checked=False: self.sides.show_chart())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 2, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.sides, 1)
        tie(self, document, selection, self.table, *self.charts)
        self.follower = Follower(self, self.draw, document.changed)
        self._marker = Follower(self, self._follow_selection, selection.changed)

    def draw(self) -> None:
        """Show the design as it is now."""
        evaluation = self._document.evaluation
        self.figures.show_figures(headlines.energy_rows(evaluation), evaluation.figures.trace)
        self._draw_charts()
        self._follow_selection()

    def _draw_charts(self) -> None:
        """Draw the charts of the page in sight."""
        if not self.isVisible():
            return
        for place in self.pages.shown:
            self.charts[place].show_chart(self._chart(place))

    def _chart(self, place: int) -> Bars:
        design, evaluation = self._document.design, self._document.evaluation
        if place < 2:
            return (energy.mass, energy.thickness)[place](design, evaluation)
        return energy.ladder(evaluation, "mass" if place == 2 else "volume")

    def _follow_selection(self) -> None:
        layers = self._selection.layers
        for chart in self.charts:
            chart.select_layers(layers)
        self.table.follow(layers)

    def set_presenting(self, on: bool) -> None:
        """Leave one chart alone in sight."""
        self.bar.setVisible(not on)
        self.pages.set_alone(on)
        self.sides.set_presenting(on)
