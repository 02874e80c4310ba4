"""Run by a test in a process of its own, in which nothing that draws plots is loaded yet.

The arguments are the folder of the settings and what happens: ``nobody-looks``, ``somebody-looks`` or ``closed``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from cellbuilder.gui import launch
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.plots import loading
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.results.impedance_tab import ImpedanceTab
from cellbuilder.gui.results.panel import IMPEDANCE, RESISTANCE


def shown(view: ChartView) -> str:
    """Return what stands in the place of a plot."""
    if view.plot is not None and view.plot.isVisible():
        return "plot"
    texts = (label.text() for label in view.findChildren(QLabel) if label.isVisible() and label is not view.title)
    return " ".join(text for text in texts if text)


def nobody_looks(window: MainWindow) -> Iterator[None]:
    """Leave the window alone."""
    while not loading.are_loaded():
        yield
    print(window.results.currentIndex() == RESISTANCE, window.results.findChildren(ImpedanceTab))


def somebody_looks(window: MainWindow) -> Iterator[None]:
    """Look at once."""
    window.results.go_to(IMPEDANCE)
    tab = window.results.findChild(ImpedanceTab)
    assert isinstance(tab, ImpedanceTab)
    yield
    print("pyqtgraph" in sys.modules, *(shown(view) for view in tab.charts), sep="|")
    window.results.go_to(RESISTANCE)
    window.results.go_to(IMPEDANCE)
    while any(view.plot is None for view in tab.charts):
        yield
    print(loading.are_loaded(), *(shown(view) for view in tab.charts), sep="|")


def closed(_window: MainWindow) -> Iterator[None]:
    """Close the window while plots are being loaded."""
    assert loading.loader().is_running
    yield
    print(loading.are_loaded())


DOINGS = {"nobody-looks": nobody_looks, "somebody-looks": somebody_looks, "closed": closed}


def main(folder: Path, what: str) -> None:
    """Open the window as the program does, do something, close it."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    settings = launch.user_settings()
    settings.setValue("help/started", "true")
    settings.setValue("help/tips", "false")
    settings.sync()
    launch.application()
    doing: list[Iterator[None]] = []

    def go_on() -> None:
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
        if not doing and windows:
            windows[0].resize(1366, 768)
            doing.append(DOINGS[what](windows[0]))
        if doing and next(doing[0], doing) is doing:
            timer.stop()
            windows[0].close()

    timer = QTimer()
    timer.timeout.connect(go_on)
    timer.start(1)
    print(launch.open_window())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
