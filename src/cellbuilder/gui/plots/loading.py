"""Loading what draws plots with axes, in idle time: pyqtgraph takes longer to load than a window may stand still.

It is loaded a moment after the start, piece by piece on the window's own thread, so that nothing is under way when the
window closes. A plot that is looked at before says that it is coming (``ChartView``). Whatever imports pyqtgraph
itself, such as an export, needs none of this.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QCoreApplication, QTimer

from cellbuilder.app.charts.model import Bars, Chart
from cellbuilder.gui.idle import Slices

AFTER: Final = 1000
"""Milliseconds from the start until the plots are loaded."""
PLOTS: Final = ("pyqtgraph", "cellbuilder.gui.plots.lines_plot", "cellbuilder.gui.plots.map_plot")
TABS: Final = tuple(f"cellbuilder.gui.{name}" for name in (
    "results.energy_tab", "results.windows_tab", "results.impedance_tab", "results.rate_tab", "explore.tab",
    "compare.tab",
))  # fmt: skip


class _Loader(Slices):
    """Loads the plots, once in a program."""

    @staticmethod
    def of_program() -> _Loader:
        """Return the one of the running program."""
        program = QCoreApplication.instance()
        held = program.findChildren(_Loader)
        return held[0] if held else _Loader(program)


def are_loaded() -> bool:
    """Whether everything that draws plots is there."""
    return all(name in sys.modules for name in PLOTS)


def draws(chart: Chart) -> bool:
    """Whether a chart can be drawn without loading anything."""
    return isinstance(chart, Bars) or are_loaded()


def loader() -> Slices:
    """Return what loads the plots, at work if there is anything to do; it tells when it has ``finished``."""
    loading = _Loader.of_program()
    if not loading.is_running and not are_loaded():
        loading.start(_pieces())
    return loading


def load_later() -> None:
    """Load the plots a moment from now."""
    QTimer.singleShot(AFTER, QCoreApplication.instance(), loader)


def _pieces() -> Iterator[None]:
    """Load a piece with every step, each far shorter than a tenth of a second."""
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)  # a class is made when it is first asked for, and pyqtgraph asks for every one
            yield
    for name in (*PLOTS, *TABS):
        import_module(name)
        yield
