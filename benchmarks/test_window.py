"""The window: a step of a slider until every view in sight shows it, the start, memory, a long history.

The window is drawn offscreen. The start and memory are compared with a bare window of PySide6 and pyqtgraph.
"""

import gc
import statistics
import sys
import tracemalloc
from pathlib import Path

import pytest
import window as windows
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool

from cellbuilder.app import headlines, present
from cellbuilder.gui import launch
from cellbuilder.gui.plots import loading
from cellbuilder.gui.widgets.quantity_editor import QuantityEditor
from cellbuilder.io import codec

STEPS, STARTS = 200, 9
TABS = ("resistance", "energy", "windows", "impedance", "rate", "explore", "compare", "findings")


class Painted(QObject):
    """Notes which views have painted themselves."""

    def __init__(self, *views):
        super().__init__()
        self.views, self.done = views, set()
        for view in views:
            view.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.done.add(self.views.index(watched))
        return False


class Hand:
    """A hand on the thickness slider of the electrolyte, back and forth."""

    def __init__(self, window):
        self.window = window
        window.selection.select("electrolyte-1")
        self.rest()
        (self.editor,) = [each for each in window.inspector.widget().findChildren(QuantityEditor)
                          if each.isVisible() and each.row.name == "Thickness"]  # fmt: skip
        self.painted = Painted(window.stack_view, self.editor.field.edit)
        self.place = 300
        self.editor.slider.setSliderDown(True)

    def rest(self):
        QThreadPool.globalInstance().waitForDone()
        for _ in range(20):
            QCoreApplication.processEvents()

    def step(self):
        """Move by one step; return when canvas and field, which always change, and all else that waits are painted."""
        self.painted.done.clear()
        self.place = 300 + (self.place - 300 + 7) % 400
        self.editor.slider.setSliderPosition(self.place)
        QCoreApplication.processEvents()
        while len(self.painted.done) < len(self.painted.views):
            QCoreApplication.processEvents()

    def check(self):
        """See that every view shows this very value."""
        document, window = self.window.document, self.window
        layer = next(each for each in document.design.stack.layers if each.id == "electrolyte-1")
        assert abs(layer.thickness.si - self.editor.slider.value_at(self.place)) <= 0.005 * layer.thickness.si
        assert self.editor.field.edit.text() == present.quantity(layer.thickness).split(" (")[0]
        slab = next(each for each in window.stack_view.slabs() if each.layer.id == "electrolyte-1")
        assert slab.layer is layer
        evaluation = window.document.evaluation
        figure = headlines.headlines(evaluation)["ASR"]
        number = window.headline._cards["ASR"].number.text()
        assert number
        assert present.value(figure).startswith(number)
        if window.results.currentIndex() == 0:
            tab = window.results.page(0)
            row = next(row for row, each in enumerate(headlines.resistance_rows(evaluation)) if each.layers == layer_of)
            assert tab.figures.text(row, 1) == present.value(tab.figures.figure(row))
            assert tab.chart.chart.bars
            assert tab.chart.plot.geometry_.chart is tab.chart.chart


layer_of = ("electrolyte-1",)


@pytest.fixture(scope="module")
def hand(design):
    app = launch.application()
    with windows.program() as program:
        window = program.new_window(design, keep=True)
        window.resize(*windows.SIZE)
        window.show()
        window.library.complete()
        loading.loader().finish()
        launch.settle()
        yield Hand(window)
        gc.unfreeze()
        windows.close(window)
        window.deleteLater()
        app.processEvents()


@pytest.fixture(autouse=True)
def _group(benchmark):
    benchmark.group = "window"


@pytest.mark.parametrize("tab", range(len(TABS)), ids=TABS)
def test_a_step_of_a_slider(benchmark, hand, tab):
    """From the slider to pixels: edit, undo step, full check, all views in sight."""
    hand.window.results.setCurrentIndex(tab)
    hand.rest()
    benchmark.pedantic(hand.step, rounds=STEPS, warmup_rounds=10)
    hand.check()
    benchmark.extra_info["p95"] = sorted(benchmark.stats.stats.data)[int(0.95 * STEPS)]
    hand.rest()


@pytest.fixture
def file(design, tmp_path) -> Path:
    path = tmp_path / "nine.cellbuilder.json"
    codec.save(design, path)
    return path


def test_the_start_with_a_design(benchmark, file):
    """A process from its first instruction to its painted window, in turns with a bare window; not its end."""
    commands = {
        "bare": (sys.executable, str(windows.HERE), "bare"),
        "ours": (sys.executable, "-m", "cellbuilder", "--check-start", str(file)),
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}

    def in_turns():
        for name, command in commands.items():
            taken[name].append(windows.started(*command))

    benchmark.pedantic(in_turns, rounds=STARTS, warmup_rounds=1)
    benchmark.extra_info.update({name: statistics.median(times[1:]) for name, times in taken.items()})


def test_memory_at_rest(benchmark, file):
    if not sys.platform.startswith("linux"):
        pytest.skip("this system does not tell the memory of a process")
    ours = benchmark.pedantic(windows.told, ("ours", str(file)), rounds=1)
    benchmark.extra_info["resident"] = ours["resident"]
    benchmark.extra_info["bare"] = windows.told("bare", "idle")["resident"]


def test_ten_thousand_steps_in_the_history(benchmark, hand):
    """What the undo history of as many steps of a slider takes, each a step of its own."""
    from cellbuilder.app import edits
    from cellbuilder.domain.quantity import Quantity
    from cellbuilder.gui.document import EditCommand

    document, count = hand.window.document, 10_000
    held = []

    def fill():
        now = document.design
        for number in range(count):
            thickness = Quantity(value=10 + number * 1e-3, unit="um")
            after = edits.set_at(now, ("layer", "electrolyte-1", "thickness"), thickness)
            held.append(EditCommand(document, now, after, "step", None))
            now = after

    tracemalloc.start()
    benchmark.pedantic(fill, rounds=1)
    benchmark.extra_info.update(count=count, bytes=tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    held.clear()
