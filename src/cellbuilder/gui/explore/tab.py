"""Any input against any result, two inputs at once, and what a result's spread comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app import exploring, present
from cellbuilder.app.charts import explore as charts
from cellbuilder.app.charts.model import Chart
from cellbuilder.app.edits import EditError
from cellbuilder.app.exploring import Menu, Varied
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.gui.background import Newest, Progress
from cellbuilder.gui.document import Document
from cellbuilder.gui.explore.controls import MOST_RESULTS, ExploreControls, Request, settled
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.text import for_menu

SETTLING: Final = 150
"""Milliseconds without a further change before anything is worked out."""
PATIENCE: Final = 250
"""Work that takes longer shows its progress."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the work brings: what the design has, what was asked of it, and the charts, or why there are none."""

    menu: Menu
    request: Request
    charts: tuple[Chart, ...] = ()
    problem: str = ""


def answer(workspace: Workspace, design: Design, asked: Request, progress: Progress) -> Answer:
    """Work out what is asked; it runs beside the window."""
    menu = exploring.menu(design, workspace.evidence)
    request = settled(asked, menu)
    progress.report(0.02)
    try:
        found = _charts(workspace, design, menu, request, progress)
    except EditError as error:
        return Answer(menu, request, problem=str(error))
    return Answer(menu, request, found)


def _charts(
    workspace: Workspace, design: Design, menu: Menu, request: Request, progress: Progress
) -> tuple[Chart, ...]:
    evidence = workspace.evidence
    known = {outcome.key: outcome for outcome in menu.outcomes}
    outcomes = [known[key] for key in request.results]
    if request.mode == "curve":
        curves = exploring.curves(design, evidence, request.varied[0], outcomes, request.points, progress.report)
        target = None if request.target is None else (outcomes[0].key, request.target)
        return charts.lines(curves, target)
    if request.mode == "map":
        across, up = request.varied
        return (charts.surface(exploring.surface(design, evidence, across, up, outcomes[0], request.points)),)
    if not outcomes[0].known:
        raise EditError(tr("This result is unknown now, so nothing spreads; choose another one"))
    return (charts.spread(exploring.spread(design, evidence, outcomes[:1])),)


class ExploreTab(QWidget):
    """Controls on the left, charts on the right. It works only while somebody looks."""

    drawn = Signal()
    """The charts are those of the design and the controls as they are now."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._answer: Answer | None = None
        self._presenting = False
        self.setAccessibleName(tr("Explore"))
        self.controls = ExploreControls()
        self.views = [ChartView(tr("Explored results, plot {n}").format(n=n + 1)) for n in range(MOST_RESULTS)]
        self.message, self.hint = QLabel(), QLabel(tr("Double click or Return takes a value over"))
        for label in (self.message, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setWordWrap(True)
        self.message.setProperty("problem", True)
        self.message.setAccessibleName(tr("Problem"))
        self.hint.setProperty("muted", True)
        self.progress, self.cancel = QProgressBar(), QPushButton(tr("Cancel"))
        self.slot = Newest(self, SETTLING)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._lay_out()
        self._connect()
        self.follower = Follower(self, self.draw, document.changed)

    @property
    def answer(self) -> Answer | None:
        """What is shown."""
        return self._answer

    def draw(self) -> None:
        """Ask for the charts of the design and the controls as they are now; the newest request wins."""
        self._fit()
        try:
            asked = self.controls.request()
        except EditError as error:
            self.slot.cancel()
            self._complain(str(error))
            return
        self._complain("")
        work = partial(answer, self._document.workspace, self._document.design, asked)
        self.slot.ask(work, at_once=self._answer is None and not self.slot.busy)  # the first one need not settle

    def take(self, x: float, y: float) -> None:
        """Put a picked value into the design, undoably."""
        if self._answer is None or self._answer.request.mode == "spread":
            return
        evidence, request = self._document.workspace.evidence, self._answer.request
        values = [(request.varied[0], x)] + ([(request.varied[1], y)] if request.mode == "map" else [])

        def edit(design: Design) -> Design:
            for varied, value in values:
                design = exploring.take(design, evidence, varied, value)
            return design

        said = "; ".join(_value(varied, value) for varied, value in values)
        self._complain(self._document.apply(edit, tr("Set {values}").format(values=for_menu(said))) or "")

    def set_presenting(self, on: bool) -> None:
        """Leave one plot alone in sight."""
        self._presenting = on
        self._side.setVisible(not on)
        self._below.setVisible(not on)
        self._show_views()

    def stop(self) -> None:
        """Want no result, and wait for the thread."""
        self.slot.stop()

    def _lay_out(self) -> None:
        letters = QFontMetricsF(self.font())
        side = self._side = QScrollArea()
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setWidget(self.controls)
        side.setWidgetResizable(True)
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        plots = QHBoxLayout()
        plots.setSpacing(8)
        for number, view in enumerate(self.views):
            plots.addWidget(view, 1)
            if number:
                view.hide()
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(round(letters.height() * 0.6))
        self.progress.setMaximumWidth(round(letters.horizontalAdvance("0") * 14))
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.message, 1)
        below.addWidget(self.hint, 1)
        below.addWidget(self.progress)
        below.addWidget(self.cancel)
        for widget in (self.progress, self.cancel):
            widget.hide()
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addLayout(plots, 1)
        right.addWidget(self._below)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(side)
        row.addLayout(right, 1)
        self._complain("")

    def _fit(self) -> None:
        """Leave most of the width to the plots, and a line for the progress that comes and goes."""
        wide = round(QFontMetricsF(self.font()).horizontalAdvance("0") * 36)
        least = self.controls.minimumSizeHint().width() + self._side.verticalScrollBar().sizeHint().width()
        self._side.setFixedWidth(max(min(wide, round(0.4 * self.width())), min(least, wide)))
        self._below.setMinimumHeight(self.cancel.sizeHint().height())

    def _connect(self) -> None:
        self.controls.changed.connect(self.draw)
        self.slot.finished.connect(self._show)
        self.slot.failed.connect(self._complain)
        self.slot.progressed.connect(lambda share, _text: self.progress.setValue(round(100 * share)))
        self.slot.busy_changed.connect(self._wait)
        self._patience.timeout.connect(lambda: self._show_progress(self.slot.busy))
        self.cancel.clicked.connect(self._cancel)
        for view in self.views:
            view.point_picked.connect(self.take)

    def _show(self, found: object) -> None:
        if not isinstance(found, Answer):
            return
        self._answer = found
        self.controls.show_menu(found.menu, found.request)
        for number, view in enumerate(self.views):
            if number < len(found.charts):
                view.show_chart(found.charts[number])
        self._show_views()
        self._complain(found.problem)
        self.drawn.emit()

    def _show_views(self) -> None:
        charts = 0 if self._answer is None or self._presenting else len(self._answer.charts)
        for number, view in enumerate(self.views):
            view.setVisible(number < max(charts, 1))

    def _wait(self, busy: bool) -> None:
        if busy:
            self.progress.setValue(0)
            self._patience.start()
        else:
            self._patience.stop()
            self._show_progress(False)

    def _show_progress(self, on: bool) -> None:
        self.progress.setVisible(on)
        self.cancel.setVisible(on)

    def _cancel(self) -> None:
        self.slot.cancel()
        self._complain(tr("Cancelled; the plot is the one from before"))

    def _complain(self, problem: str) -> None:
        self.message.setText(problem)
        self.message.setVisible(bool(problem))
        is_spread = self._answer is not None and self._answer.request.mode == "spread"
        self.hint.setVisible(not problem and not is_spread)


def _value(varied: Varied, value: float) -> str:
    number = f"{present.number(value, 4)} {present.unit(varied.unit)}".rstrip()
    return tr("{input} to {value}").format(input=varied.name, value=number)
