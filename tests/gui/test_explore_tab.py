"""Exploring in the window: curves, maps and spreads in the background, taking values over, cancelling."""

import threading
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cellbuilder.app import edits, present
from cellbuilder.app.charts.model import Bars, Lines, Map
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.quantity import Quantity
from cellbuilder.explore.many import evaluate_many
from cellbuilder.gui import theme
from cellbuilder.gui.background import Progress
from cellbuilder.gui.explore.controls import Request
from cellbuilder.gui.explore.rows import EndField, KeyBox
from cellbuilder.gui.explore.tab import Answer, ExploreTab, answer
from cellbuilder.gui.results.panel import EXPLORE, RESISTANCE

User = Any
ASR = "asr@pseudo-steady"


@pytest.fixture
def tab(user: User) -> ExploreTab:
    """The tab with its first curve: the resistance along the thickness of the electrolyte."""
    panel = user.window.results
    panel.go_to(EXPLORE)
    found = panel.page(EXPLORE)
    assert isinstance(found, ExploreTab)
    user.qtbot.waitUntil(lambda: found.answer is not None)
    user.come_back()
    return found


def choose(box: KeyBox, key: str) -> None:
    """Choose with the keyboard, as far down the list as needed."""
    box.setFocus()
    steps = box.findData(key) - box.currentIndex()
    for _ in range(abs(steps)):
        QTest.keyClick(box, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
        if box.key == key:
            break
    assert box.key == key


def enter(field: EndField, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, key)


def lines(tab: ExploreTab, number: int = 0) -> Lines:
    chart = tab.views[number].chart
    assert isinstance(chart, Lines)
    return chart


def drawn(user: User, tab: ExploreTab) -> Any:
    return user.qtbot.waitSignal(tab.drawn)


def test_that_the_first_look_shows_a_useful_curve(user: User, tab: ExploreTab) -> None:
    controls = tab.controls
    assert (controls.first.box.key, controls.results[0].key) == ("thickness:electrolyte", ASR)
    assert controls.first.box.currentText() == "Thickness of electrolyte (Li3InCl6)"
    assert (controls.first.low.text(), controls.first.high.text()) == ("20 µm", "900 µm")
    chart = lines(tab)
    total = user.window.document.evaluation.figures.resistance.totals[-1]
    assert chart.markers[0].name == f"this design: {present.value(total)}"
    given = {"thickness:electrolyte": (chart.lines[0].x, "um")}
    evidence = user.window.document.workspace.evidence
    expected = evaluate_many(user.design, evidence, given, [ASR]).values[ASR]
    assert np.array_equal(chart.lines[0].y, expected)
    assert not tab.views[1].isVisible()


def test_that_ends_are_typed_in_any_unit(user: User, tab: ExploreTab) -> None:
    with drawn(user, tab):
        enter(tab.controls.first.high, "0,1 mm")
    assert tab.controls.first.high.text() == "0,1 mm"
    assert lines(tab).lines[0].x[-1] == 100.0
    tab.controls.first.log.setFocus()
    with drawn(user, tab):
        QTest.keyClick(tab.controls.first.log, Qt.Key.Key_Space)
    assert lines(tab).x.log


def test_that_a_wrong_end_stays_in_its_field_with_the_reason(user: User, tab: ExploreTab) -> None:
    before = tab.views[0].chart
    enter(tab.controls.first.high, "30 S/cm")
    assert tab.controls.first.high.text() == "30 S/cm"
    assert tab.message.isVisible()
    assert "measures conductivity, but length is asked for" in tab.message.text()
    assert tab.views[0].chart is before
    QTest.keyClick(tab.controls.first.high, Qt.Key.Key_Escape)
    assert tab.controls.first.high.text() == "900 µm"


def test_that_a_range_that_cannot_be_is_refused_in_words(user: User, tab: ExploreTab) -> None:
    with drawn(user, tab):
        enter(tab.controls.first.low, "-5")
    assert "cannot be negative" in tab.message.text()
    with drawn(user, tab):
        enter(tab.controls.first.low, "5")
    assert not tab.message.isVisible()


def test_that_another_result_and_another_input_are_drawn(user: User, tab: ExploreTab) -> None:
    with drawn(user, tab):
        choose(tab.controls.results[1], "wh_per_kg:stack")
    assert tab.views[1].isVisible()
    assert lines(tab, 1).y.unit == "Wh/kg"
    with drawn(user, tab):
        choose(tab.controls.first.box, "temperature")
    assert (lines(tab).x.name, lines(tab).x.unit) == ("temperature of the cell", "degC")
    assert tab.controls.first.low.text().endswith("°C")


def test_that_the_curve_follows_the_design_while_it_is_in_sight(user: User, tab: ExploreTab) -> None:
    quantity = Quantity(value=50, unit="um")

    def thin(layer: str) -> None:
        user.window.document.apply(lambda design: edits.set_quantity(design, layer, "thickness", quantity), "Thin")

    with drawn(user, tab):
        thin("electrolyte")
    assert lines(tab).markers[0].x == 50.0
    was = tab.answer
    user.window.results.setCurrentIndex(RESISTANCE)
    thin("anode-interface-layer")
    assert not tab.slot.busy
    assert tab.answer is was
    with drawn(user, tab):
        user.window.results.setCurrentIndex(EXPLORE)
    total = user.window.document.evaluation.figures.resistance.totals[-1]
    assert lines(tab).markers[0].y == total.value


def test_that_an_input_that_is_gone_gives_way_to_a_usual_one(user: User, tab: ExploreTab) -> None:
    with drawn(user, tab):
        choose(tab.controls.first.box, "thickness:anode-interface-layer")
    with drawn(user, tab):
        user.window.document.apply(lambda design: edits.remove_layer(design, "anode-interface-layer"), "Remove")
    assert tab.controls.first.box.key == "thickness:electrolyte"
    assert lines(tab).x.name == "thickness of electrolyte (Li3InCl6)"


def test_that_return_on_a_point_takes_its_value_undoably(user: User, tab: ExploreTab) -> None:
    before = user.json
    plot = tab.views[0].plot
    assert plot is not None
    plot.face().setFocus()
    with drawn(user, tab):
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
            user.press(key)
    chart_x = np.linspace(20.0, 900.0, 41)
    thickness = user.layer("electrolyte").thickness
    assert thickness.value in [float(f"{x:.4g}") for x in chart_x[:3]]
    stack = user.window.document.undo_stack
    words = f"thickness of electrolyte (Li3InCl6) to {present.number(thickness.value, 4)} µm"
    assert stack.undoText() == f"Set {words}"
    assert lines(tab).markers[0].x == thickness.value
    stack.undo()
    assert user.json == before


def test_that_what_belongs_to_a_material_is_not_taken_and_the_reason_said(user: User, tab: ExploreTab) -> None:
    before = user.json
    with drawn(user, tab):
        choose(tab.controls.first.box, "density:lco")
    tab.views[0].point_picked.emit(6.0, 80.0)
    assert user.json == before
    assert tab.message.text() == (
        "Density of LCO belongs to a material or a rule, not to this stack; change it in the library"
    )


def test_that_a_map_takes_two_values_in_one_step(user: User, tab: ExploreTab) -> None:
    with drawn(user, tab):
        QTest.mouseClick(tab.controls.mode_buttons["map"], Qt.MouseButton.LeftButton)
    chart = tab.views[0].chart
    assert isinstance(chart, Map)
    assert chart.values.shape == (31, 31)
    assert (chart.x.name, chart.y.name) == (
        "thickness of electrolyte (Li3InCl6)", "loading of cathode (LCO composite)",
    )  # fmt: skip
    before = user.json
    tab.views[0].point_picked.emit(123.0, 10.0)
    assert user.layer("electrolyte").thickness == Quantity(value=123, unit="um")
    assert user.layer("cathode").loading == Quantity(value=10, unit="mg/cm2")
    user.window.document.undo_stack.undo()
    assert user.json == before


def test_that_the_spread_ranks_what_to_measure_next(user: User, tab: ExploreTab) -> None:
    with drawn(user, tab):
        QTest.mouseClick(tab.controls.mode_buttons["spread"], Qt.MouseButton.LeftButton)
    chart = tab.views[0].chart
    assert isinstance(chart, Bars)
    shares = [bar.parts[0].value or 0.0 for bar in chart.bars]
    assert shares == sorted(shares, reverse=True)
    assert not tab.controls.first.isVisible()
    assert "random draws" in chart.note
    with drawn(user, tab):
        QTest.mouseClick(tab.controls.mode_buttons["curve"], Qt.MouseButton.LeftButton)
    assert isinstance(tab.views[0].chart, Lines)


def test_that_a_target_is_marked_where_the_curve_meets_it(user: User, tab: ExploreTab) -> None:
    with drawn(user, tab):
        enter(tab.controls.target, "70")
    assert lines(tab).markers[-1].name.startswith("70.0 Ω cm² at ")
    with drawn(user, tab):
        enter(tab.controls.target, "1")
    assert "does not reach 1.00 Ω cm²" in lines(tab).note


def test_that_long_work_shows_progress_and_can_be_cancelled(user: User, tab: ExploreTab) -> None:
    before, begun = tab.views[0].chart, threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress.report(0.4)

    ticks = QTimer()
    count = [0]
    ticks.timeout.connect(lambda: count.__setitem__(0, count[0] + 1))
    ticks.start(0)
    tab.slot.ask(work, at_once=True)
    user.qtbot.waitUntil(tab.cancel.isVisible)
    user.qtbot.waitUntil(lambda: tab.progress.value() == 40)
    ticks.stop()
    assert begun.is_set()
    assert count[0] > 10
    QTest.mouseClick(tab.cancel, Qt.MouseButton.LeftButton)
    assert tab.message.text() == "Cancelled; the plot is the one from before"
    assert not tab.slot.busy
    assert not tab.cancel.isVisible()
    assert tab.views[0].chart is before
    with drawn(user, tab):
        enter(tab.controls.first.high, "800")
    assert lines(tab).lines[0].x[-1] == 800.0


def test_that_only_the_newest_of_many_edits_is_worked_out(user: User, tab: ExploreTab) -> None:
    answers: list[object] = []
    tab.slot.finished.connect(answers.append)
    with drawn(user, tab):
        for value in range(50, 80):
            quantity = Quantity(value=value, unit="um")
            user.window.document.apply(
                lambda design, quantity=quantity: edits.set_quantity(design, "electrolyte", "thickness", quantity),
                "Thin", "drag",
            )  # fmt: skip
    assert len(answers) == 1
    assert lines(tab).markers[0].x == 79.0


def test_that_a_drag_does_not_begin_the_first_curve_anew_at_each_step(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragging = True

    def endless_while_dragging(workspace: Workspace, design: Design, asked: Request, progress: Progress) -> Answer:
        while dragging:
            progress.check()
        return answer(workspace, design, asked, progress)

    def nobody_works() -> bool:
        return all(thread.name != "background" for thread in threading.enumerate())

    monkeypatch.setattr("cellbuilder.gui.explore.tab.answer", endless_while_dragging)
    user.window.results.go_to(EXPLORE)
    tab = user.window.results.page(EXPLORE)
    tab.slot._timer.setInterval(600_000)  # whatever waits for the drag to end waits
    for value in range(50, 55):
        dragging = value < 54
        if not dragging:
            tab.slot._timer.setInterval(1)
        quantity = Quantity(value=value, unit="um")
        user.window.document.apply(
            lambda design, quantity=quantity: edits.set_quantity(design, "electrolyte", "thickness", quantity),
            "Thin", "drag",
        )  # fmt: skip
        user.qtbot.waitUntil(nobody_works)
        QApplication.processEvents()
        assert nobody_works() or not dragging
    user.qtbot.waitUntil(lambda: tab.answer is not None)
    assert lines(tab).markers[0].x == 54.0
    user.come_back()


def test_that_closing_the_window_ends_the_work(user: User, tab: ExploreTab) -> None:
    def work(progress: Progress) -> None:
        while True:
            progress.check()

    tab.slot.ask(work, at_once=True)
    user.window.document.undo_stack.setClean()
    user.window.close()
    assert [thread.name for thread in threading.enumerate() if thread.name == "background"] == []


def test_that_the_hint_is_whole_with_large_letters(user: User, tab: ExploreTab) -> None:
    theme.dress(QApplication.instance(), "light", 200)
    user.window.resize(1366, 768)
    user.qtbot.waitUntil(lambda: tab.hint.height() >= tab.hint.heightForWidth(tab.hint.width()) > 0)
    longest = max(map(tab.hint.fontMetrics().horizontalAdvance, tab.hint.text().split()))
    assert longest <= tab.hint.width()
