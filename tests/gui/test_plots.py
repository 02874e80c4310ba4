"""Plots on their own: what they read out, how they take new numbers, and the files that they become."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cellbuilder.app.charts.model import Axis, Bar, Bars, Chart, Line, Lines, Map, Marker, Part
from cellbuilder.gui import theme
from cellbuilder.gui.dialogs.message import MessageDialog
from cellbuilder.gui.plots import style
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.plots.labels import placed
from cellbuilder.gui.plots.map_plot import contour

OHM = Axis("resistance", "Ohm cm2")
BARS = Bars(
    "Where it sits", OHM,
    (
        Bar("electrolyte", (Part("ions", 20.0, "ionic", low=10.0, high=40.0, key="asr:e", text="20.0 Ω cm²"),),
            "20.0 Ω cm² (10 – 40)", ("e",), "asr:e"),
        Bar("contact", (Part("contact", None, "unknown", note="nobody measured it"),), "unknown", ("e", "a"), "c"),
        Bar("=danger()", (Part("ions", 5.0, "ionic", hatched=True), Part("growth", 7.0, "growth", key="g")), "≥ 12",
            ("a",)),
    ),
    note="a note",
)  # fmt: skip
X = np.logspace(0, 4, 41)
LINES = Lines(
    "Bode", Axis("frequency", "Hz", log=True), Axis("|Z|", "Ohm cm2", log=True),
    (Line("model", X, 1e3 / X, low=0.5e3 / X, high=2e3 / X),
     Line("measured", X[::10], 1.1e3 / X[::10], 1, "points", labels=("a", "b", "c", "d", "e"))),
    (Marker(100.0, "corner"), Marker(10.0, "here", 100.0)),
)  # fmt: skip
VALUES = np.add.outer(np.arange(8.0), np.arange(10.0))
VALUES[6:, 7:] = np.nan
MAP = Map("Over two", Axis("thickness", "um"), Axis("temperature", "degC"), OHM, np.linspace(10, 100, 10),
          np.linspace(20, 90, 8), VALUES, (Marker(50.0, "this design", 40.0),))  # fmt: skip
CHARTS = pytest.mark.parametrize("chart", [BARS, LINES, MAP], ids=["bars", "lines", "map"])


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ChartView]:
    made = ChartView("plot")
    made.resize(640, 360)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    yield made
    made.close()
    made.deleteLater()


def show(view: ChartView, chart: Chart) -> Any:
    view.show_chart(chart)
    QApplication.processEvents()
    view.plot.face().setFocus()
    return view.plot


def press(view: ChartView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view.plot.face(), key)


@CHARTS
def test_that_every_plot_can_be_drawn_again_with_other_numbers_in_place(view: ChartView, chart: Chart) -> None:
    plot = show(view, chart)
    before = view.grab().toImage()
    plain = {Bars: Bars("other", OHM, ()), Lines: Lines("other", OHM, OHM, ()),
             Map: Map("other", OHM, OHM, OHM, np.zeros(0), np.zeros(0), np.zeros((0, 0)))}  # fmt: skip
    assert show(view, plain[type(chart)]) is plot
    assert view.title.text() == "other"
    show(view, chart)
    assert view.plot is plot
    assert view.grab().toImage().size() == before.size()


def test_that_lines_of_the_same_names_keep_their_items(view: ChartView) -> None:
    plot = show(view, LINES)
    items = list(plot._items)
    other = Lines("Bode", LINES.x, LINES.y, (Line("model", X, 5 / X, low=4 / X, high=6 / X), LINES.lines[1]))
    show(view, other)
    assert plot._items == items
    assert plot._items[0][1].getData()[1][0] == pytest.approx(np.log10(5))


class Painted(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_that_a_long_name_of_an_axis_keeps_its_unit_and_stays_in_the_plot(view: ChartView) -> None:
    chart = Lines("Sweep", Axis("thickness of a separator with a very long name indeed", "um"), OHM, LINES.lines)
    for width, whole in ((900, True), (260, False)):
        view.resize(width, 360)
        canvas, letters = show(view, chart).canvas, style.on_screen(view.font()).letters
        place, words = canvas.name_below(canvas.room, style.on_screen(view.font()))
        assert words.endswith("/ µm")
        assert ("…" not in words) == whole
        assert letters.horizontalAdvance(words) <= place.width()
        assert QRectF(canvas.viewport().rect()).contains(place)


def test_that_other_numbers_are_painted_once(view: ChartView) -> None:
    plot = show(view, LINES)
    for factor in (1.0, 3.0, 40.0):  # within the axes, and beyond
        for _ in range(5):
            QApplication.processEvents()
        painted = Painted()
        plot.canvas.viewport().installEventFilter(painted)
        lines = tuple(Line(line.name, line.x, line.y * factor, line.series, line.style, line.low, line.high)
                      for line in LINES.lines)  # fmt: skip
        view.show_chart(Lines("Bode", LINES.x, LINES.y, lines, LINES.markers))
        for _ in range(5):
            QApplication.processEvents()
        assert painted.count == 1
        plot.canvas.viewport().removeEventFilter(painted)


def test_that_the_grid_lies_below_the_curves(view: ChartView) -> None:
    from cellbuilder.gui.plots.canvas import TickedAxis

    plot = show(view, LINES)
    axes = [axis for axis in plot.canvas.scene().items() if isinstance(axis, TickedAxis)]
    assert len(axes) == 2
    assert all(axis.zValue() < plot.canvas.box.zValue() for axis in axes)


def test_that_a_plot_out_of_sight_waits(qtbot: QtBot) -> None:
    view = ChartView("plot")
    view.show_chart(LINES)
    assert view.plot is None
    view.show()
    QApplication.processEvents()
    assert view.plot is not None
    view.close()
    view.deleteLater()


def test_that_the_kind_of_chart_may_change(view: ChartView) -> None:
    for chart in (BARS, LINES, MAP, BARS):
        plot = show(view, chart)
        assert plot.summary()
        assert plot.face().accessibleName() == "plot"


def test_that_unknown_is_written_and_takes_no_room(view: ChartView) -> None:
    plot = show(view, BARS)
    (piece,) = plot.geometry_.pieces(1)
    assert not piece.known
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert view.readout() == "contact: unknown. nobody measured it"
    assert "contact: unknown" in plot.summary()


def test_that_bars_are_walked_asked_and_chosen_by_the_keyboard(view: ChartView) -> None:
    show(view, BARS)
    asked: list[str] = []
    chosen: list[tuple[str, ...]] = []
    view.part_asked.connect(asked.append)
    view.layers_chosen.connect(chosen.append)
    press(view, Qt.Key.Key_Home, Qt.Key.Key_Return, Qt.Key.Key_Space)
    press(view, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert asked == ["asr:e", "g"]
    assert chosen == [("e",)]
    assert view.plot.face().accessibleDescription() == "=danger(), growth: 7.00 Ω cm²"


def test_that_lines_are_walked_point_by_point(view: ChartView) -> None:
    plot = show(view, LINES)
    press(view, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert plot.readout().split("\n") == ["model", "frequency 1.26 Hz", "|Z| 794 Ω cm² (400 – 1600)"]
    press(view, Qt.Key.Key_Down)
    assert plot.readout().split("\n")[0] == "measured"
    assert plot.readout().split("\n")[-1] in LINES.lines[1].labels
    picked: list[tuple[float, float]] = []
    view.point_picked.connect(lambda x, y: picked.append((x, y)))
    press(view, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert picked == [(1.0, 1100.0)]


def test_that_the_pointer_reads_the_nearest_point(view: ChartView) -> None:
    plot = show(view, LINES)
    place = plot.canvas.place(np.log10(X[20]), np.log10(1e3 / X[20])).toPoint()
    QTest.mouseMove(plot.canvas.viewport(), place + QPoint(9, 0))
    QTest.mouseMove(plot.canvas.viewport(), place)
    assert plot.readout().split("\n")[1] == f"frequency {X[20]:.0f} Hz"


def test_that_a_map_is_read_cell_by_cell_and_says_what_is_unknown(view: ChartView) -> None:
    plot = show(view, MAP)
    press(view, Qt.Key.Key_Right)
    start = plot.readout()
    press(view, Qt.Key.Key_Right)
    assert plot.readout() != start
    press(view, *[Qt.Key.Key_Right] * 10, *[Qt.Key.Key_Up] * 10)
    assert plot.readout().split("\n") == ["resistance unknown", "thickness 100 µm", "temperature 90.0 °C"]
    picked: list[tuple[float, float]] = []
    view.point_picked.connect(lambda x, y: picked.append((x, y)))
    QTest.mouseDClick(plot.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                      plot.canvas.place(50.0, 40.0).toPoint())  # fmt: skip
    assert picked == [(50.0, 40.0)]


def test_that_a_zoom_holds_until_the_whole_is_asked_for(view: ChartView) -> None:
    plot = show(view, LINES)
    whole = plot.canvas.box.viewRange()
    plot.canvas.box.setRange(xRange=(1, 2), padding=0)
    plot.canvas.box.sigRangeChangedManually.emit([True, True])
    show(view, LINES)
    assert plot.canvas.box.viewRange()[0] == pytest.approx([1, 2])
    press(view, Qt.Key.Key_Home)
    assert plot.canvas.box.viewRange()[0] == pytest.approx(whole[0])


def test_that_square_axes_have_one_scale(view: ChartView) -> None:
    half = np.linspace(0, np.pi, 50)
    arc = Lines("Nyquist", OHM, OHM, (Line("arc", 100 - 100 * np.cos(half), 100 * np.sin(half)),), square=True)
    plot = show(view, arc)
    origin, unit = plot.canvas.place(0, 0), plot.canvas.place(100, 100)
    assert unit.x() - origin.x() == pytest.approx(origin.y() - unit.y(), rel=0.02)


@CHARTS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_pictures_are_light_in_every_theme(
    view: ChartView, chart: Chart, scheme: theme.Scheme, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    theme.dress(QApplication.instance(), scheme, 100)
    show(view, chart)
    for ending in ("png", "svg"):
        path = tmp_path / f"plot.{ending}"
        choose_file(path)
        view.ask_save(ending)
    image = QImage(str(tmp_path / "plot.png"))
    assert image.width() >= 2 * 640
    assert image.pixelColor(2, 2).lightnessF() > 0.95
    renderer = QSvgRenderer(QByteArray((tmp_path / "plot.svg").read_bytes()))
    assert renderer.isValid()
    text = (tmp_path / "plot.svg").read_text(encoding="utf-8")
    assert chart.title in text
    assert "#131519" not in text


@CHARTS
def test_that_the_numbers_are_written_for_a_spreadsheet(
    view: ChartView, chart: Chart, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    show(view, chart)
    choose_file(tmp_path / "numbers")
    view.ask_save("csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "numbers.csv").read_text(encoding="utf-8"))))
    table = chart.table()
    assert tuple(rows[0]) == table.heads
    assert len(rows) == 1 + len(table.rows)
    assert not any(cell.startswith("=") or cell == "nan" for row in rows for cell in row)
    if chart is BARS:
        assert rows[3][0] == "'=danger()"
        assert rows[2][3] == ""


def test_that_numbers_and_picture_are_copied(view: ChartView) -> None:
    show(view, BARS)
    view.copy_numbers()
    assert QGuiApplication.clipboard().text().split("\n")[1].split("\t")[:2] == ["electrolyte", "ions"]
    QTest.keyClick(view.plot.face(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image().width() >= 1200
    QGuiApplication.clipboard().clear()


def test_that_a_plot_that_cannot_be_written_is_told(
    view: ChartView, tmp_path: Path, choose_file: Callable[..., None], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(view, BARS)
    choose_file(tmp_path / "nowhere" / "plot.png")
    told: list[str] = []

    def read(dialog: MessageDialog) -> int:
        told.append(f"{dialog.windowTitle()}: {dialog.reasons.toPlainText()}")
        return 0

    monkeypatch.setattr(MessageDialog, "exec", read)
    view.ask_save("png")
    assert len(told) == 1
    assert "could not be saved" in told[0]
    assert "nowhere" in told[0]


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_that_the_corner_button_offers_pictures_and_numbers(view: ChartView) -> None:
    show(view, BARS)
    press(view, Qt.Key.Key_Home)
    QTest.mouseClick(view.button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert names == ["How was this calculated?", "Copy picture", "Copy numbers", "Save as PNG …", "Save as SVG …",
                     "Save as CSV …"]  # fmt: skip
    menu.close()


def test_that_names_keep_clear_of_each_other_or_are_left_out() -> None:
    from PySide6.QtCore import QPointF

    room = QRectF(0, 0, 300, 120)
    points = [QPointF(100 + 3 * number, 60) for number in range(12)]
    boxes = [box for box in placed(points, [(60.0, 14.0)] * 12, room) if box is not None]
    assert len(boxes) >= 4
    assert all(room.contains(box) for box in boxes)
    assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)


def test_that_a_contour_ends_where_nothing_is_known() -> None:
    lines = contour(MAP.xs, MAP.ys, MAP.values, 12.5)
    assert lines
    for line in lines:
        for x, y in line:
            assert x < 75.0 or y < 75.0, "beyond what is known"
    level = contour(np.arange(5.0), np.arange(4.0), np.tile(np.arange(5.0), (4, 1)), 2.5)
    assert all(point[0] == pytest.approx(2.5) for line in level for point in line)


@pytest.mark.parametrize(
    ("low", "high", "log", "texts"),
    [(0.0, 100.0, False, ["0", "20", "40", "60", "80", "100"]), (0.0, 0.3, False, ["0.0", "0.1", "0.2", "0.3"]),
     (0.01, 1e6, True, ["0.01", "1", "100", "10⁴", "10⁶"]), (1.0, 60.0, True, ["1", "2", "5", "10", "20", "50"])],
)  # fmt: skip
def test_that_axes_have_round_numbers(low: float, high: float, log: bool, texts: list[str]) -> None:
    assert style.tick_texts(style.ticks(low, high, 5, log), log) == texts


def test_that_a_logarithmic_axis_stands_the_range_of_the_linear_one_before_it(qapp: QApplication) -> None:
    from cellbuilder.gui.plots.canvas import TickedAxis

    axis = TickedAxis("left")
    axis.axis = Axis("resistance", "Ohm cm2", log=True)
    assert axis.values(0.0, 420.0, 200.0)[-1] <= 1e300
    assert axis.values(400.0, 420.0, 200.0) == []
    assert axis.values(0.0, 2.0, 200.0) == [1.0, 10.0, 100.0]
    axis.deleteLater()
