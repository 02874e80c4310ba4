"""The tabs below the stack, all from one evaluation; each is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QToolButton, QVBoxLayout, QWidget

from cellbuilder.app.words import tr
from cellbuilder.gui.document import Document, Selection
from cellbuilder.gui.follow import Follower

if TYPE_CHECKING:
    from cellbuilder.gui.compare.tab import CompareTab
    from cellbuilder.gui.findings.panel import FindingsPanel
    from cellbuilder.gui.results.impedance_tab import ImpedanceTab

Content = TypeVar("Content", bound=QWidget, covariant=True)

RESISTANCE, ENERGY, WINDOWS, IMPEDANCE, RATE, EXPLORE, COMPARE, FINDINGS = range(8)
"""The tabs from left to right; Ctrl+1 to Ctrl+8 choose them."""

LEAST_LINES, USUAL_LINES = 10, 22
"""The least height, and the one asked for, in lines of text."""


@runtime_checkable
class Presentable(Protocol):
    """A tab that is looked at from afar in present mode."""

    def set_presenting(self, on: bool) -> None:
        """Leave one plot in sight, or show everything again."""


class Page(QWidget, Generic[Content]):
    """A tab that makes its content when it is first shown."""

    def __init__(self, make: Callable[[], Content]) -> None:
        super().__init__()
        self._make = make
        self._content: Content | None = None
        self._presenting = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def is_made(self) -> bool:
        """Whether somebody has looked."""
        return self._content is not None

    @property
    def content(self) -> Content:
        """What the tab shows."""
        if self._content is None:
            self._content = self._make()
            self._column.addWidget(self._content)
            self._content.show()
        return self._content

    def present(self, on: bool) -> None:
        """Tell the content, once there is one, whether it is looked at from afar."""
        content: object = self._content
        if not self.is_made or on == self._presenting:
            return
        self._presenting = on
        if isinstance(content, Presentable):
            content.set_presenting(on)


class ResultsPanel(QTabWidget):
    """Resistance, energy and mass, windows, impedance, rate, exploring, comparing, findings."""

    layers_chosen = Signal(tuple)
    """The layers that a finding is about."""
    told = Signal(str)
    """A short message that needs no answer."""

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self._document, self._selection = document, selection
        self._impedance_page, self._compare_page = Page(self._impedance), Page(self._compare)
        self._findings_page = Page(self._findings)
        self._pages: tuple[Page[QWidget], ...] = (
            Page(self._resistance), Page(self._energy), Page(self._windows), self._impedance_page, Page(self._rate),
            Page(self._explore), self._compare_page, self._findings_page,
        )  # fmt: skip
        self._presenting = False
        self.stack_button = QToolButton()
        self.stack_button.setText(tr("Stack"))
        self.stack_button.setAccessibleName(tr("Stack instead of results"))
        self.stack_button.setToolTip(tr("Show the stack, or the results"))
        self.stack_button.setObjectName("stackOrResults")
        self.stack_button.setCheckable(True)
        self.stack_button.setChecked(True)
        self.stack_button.hide()
        names = (tr("Resistance"), tr("Energy && mass"), tr("Stability windows"), tr("Impedance"), tr("Rate"),
                 tr("Explore"), tr("Compare"), tr("Findings"))  # fmt: skip
        for number, (name, page) in enumerate(zip(names, self._pages, strict=True)):
            self.addTab(page, name)
            self.setTabToolTip(number, f"Ctrl+{number + 1}")
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(partial(self.go_to, number))
        self.tabBar().setAccessibleName(tr("Results"))
        self.tabBar().setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.setCornerWidget(self.stack_button, Qt.Corner.TopLeftCorner)
        self.currentChanged.connect(self.page)
        self.currentChanged.connect(self.come_forward)
        self.tabBarClicked.connect(self.come_forward)
        self.page(self.currentIndex())
        self.follower = Follower(self, self._count, document.changed)

    def sizeHint(self) -> QSize:
        """Room for a chart and a table."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() * USUAL_LINES)

    def minimumSizeHint(self) -> QSize:
        """Tabs, and under them a few rows."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height() * LEAST_LINES)

    def page(self, number: int) -> QWidget:
        """Return the content of a tab, made now if nobody has looked before."""
        page = self._pages[number]
        content = page.content
        page.present(self._presenting)
        return content

    @property
    def findings(self) -> FindingsPanel:
        """The tab with the findings, made now if nobody has looked before."""
        self.page(FINDINGS)
        return self._findings_page.content

    @property
    def compare(self) -> CompareTab:
        """The tab that compares, made now if nobody has looked before."""
        self.page(COMPARE)
        return self._compare_page.content

    def come_forward(self, _number: int = 0) -> None:
        """Show the results where they and the stack take turns."""
        self.stack_button.setChecked(False)

    def go_to(self, number: int) -> None:
        """Choose a tab and give it the keyboard."""
        self.setCurrentIndex(number)
        self.come_forward()
        self.tabBar().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_spectrum(self, path: Path) -> None:
        """Lay a measured spectrum over the calculated one."""
        self.setCurrentIndex(IMPEDANCE)
        self._impedance_page.content.import_files([path])

    def set_presenting(self, on: bool) -> None:
        """Leave one plot in sight, without tabs, tables and controls."""
        self._presenting = on
        self.tabBar().setVisible(not on)
        for page in self._pages:
            page.present(on)

    def _count(self) -> None:
        """Say on the tab how many findings are open."""
        open_ones = [finding for finding in self._document.evaluation.findings
                     if finding.severity != "info" and finding.waived is None]  # fmt: skip
        name = tr("Findings ({count})").format(count=len(open_ones)) if open_ones else tr("Findings")
        if self.tabText(FINDINGS) != name:
            self.setTabText(FINDINGS, name)

    def _resistance(self) -> QWidget:
        from cellbuilder.gui.results.resistance_tab import ResistanceTab

        return ResistanceTab(self._document, self._selection)

    def _energy(self) -> QWidget:
        from cellbuilder.gui.results.energy_tab import EnergyTab

        return EnergyTab(self._document, self._selection)

    def _windows(self) -> QWidget:
        from cellbuilder.gui.results.windows_tab import WindowsTab

        return WindowsTab(self._document, self._selection)

    def _impedance(self) -> ImpedanceTab:
        from cellbuilder.gui.results.impedance_tab import ImpedanceTab

        return ImpedanceTab(self._document)

    def _rate(self) -> QWidget:
        from cellbuilder.gui.results.rate_tab import RateTab

        return RateTab(self._document)

    def _explore(self) -> QWidget:
        from cellbuilder.gui.explore.tab import ExploreTab

        return ExploreTab(self._document)

    def _findings(self) -> FindingsPanel:
        from cellbuilder.gui.findings.panel import FindingsPanel

        panel = FindingsPanel(self._document)
        panel.layers_chosen.connect(self.layers_chosen)
        panel.told.connect(self.told)
        return panel

    def _compare(self) -> CompareTab:
        from cellbuilder.gui.compare.tab import CompareTab

        return CompareTab(self._document)
