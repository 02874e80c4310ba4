"""The charts of the results: made when looked at, drawn from the same evaluation, tied to table and stack."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import cellbuilder
from cellbuilder.app import explain, explain_text, headlines, present
from cellbuilder.app.charts import energy, resistance, windows
from cellbuilder.gui.dialogs.explanation import COLUMNS, ExplanationDialog
from cellbuilder.gui.results.panel import COMPARE, ENERGY, FINDINGS, RESISTANCE, WINDOWS

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def tab(user: Any, number: int = RESISTANCE) -> Any:
    user.window.results.setCurrentIndex(number)
    QApplication.processEvents()
    return user.window.results.page(number)


def bars_of(user: Any) -> resistance.Bars:
    return resistance.bars(cellbuilder.evaluate(user.design), "pseudo-steady")


def row_named(chart: Any, name: str) -> int:
    return next(row for row, bar in enumerate(chart.chart.bars) if bar.name == name)


def expected(user: Any, key: str) -> str:
    found = explain.explain(cellbuilder.evaluate(user.design), key, cellbuilder.library().sources)
    return explain_text.text(found, COLUMNS)


def click(chart: Any, place: Any, press: Any = QTest.mouseClick) -> None:
    press(chart.plot.viewport(), LEFT, NONE, place.toPoint())


def test_that_a_tab_is_made_when_it_is_first_looked_at(user: Any) -> None:
    pages = user.window.results._pages
    assert [page.is_made for page in pages] == [number == RESISTANCE for number in range(8)]
    tab(user, WINDOWS)
    assert pages[WINDOWS].is_made


def test_that_the_tabs_stand_in_their_order_and_are_chosen_by_the_keyboard(user: Any) -> None:
    results = user.window.results
    names = [results.tabText(number).partition(" (")[0] for number in range(results.count())]
    assert names == ["Resistance", "Energy && mass", "Stability windows", "Impedance", "Rate", "Explore", "Compare",
                     "Findings"]  # fmt: skip
    for key, number in ((Qt.Key.Key_3, WINDOWS), (Qt.Key.Key_8, FINDINGS), (Qt.Key.Key_1, RESISTANCE)):
        user.press(key, Qt.KeyboardModifier.ControlModifier, on=user.window)
        assert results.currentIndex() == number
        assert results.tabBar().hasFocus()


@pytest.mark.parametrize("width", [960, 1366])
def test_that_every_tab_can_be_reached_by_the_mouse(user: Any, width: int) -> None:
    user.window.resize(width, 700)
    QApplication.processEvents()
    bar = user.window.results.tabBar()
    user.window.results.setCurrentIndex(FINDINGS)
    QApplication.processEvents()
    assert bar.rect().contains(bar.tabRect(FINDINGS).center())
    user.window.results.setCurrentIndex(RESISTANCE)
    QApplication.processEvents()
    assert bar.rect().contains(bar.tabRect(RESISTANCE).center())
    assert COMPARE == FINDINGS - 1


def test_that_the_bars_are_the_evaluated_resistances_in_stack_order(user: Any) -> None:
    chart = tab(user).chart
    assert chart.chart == bars_of(user)
    for bar in chart.chart.bars:
        assert f"{bar.name}: {bar.text}" in chart.plot.accessibleDescription()
    assert chart.plot.accessibleDescription().count("unknown") == 3


def test_that_an_edit_moves_the_bars(user: Any) -> None:
    chart = tab(user).chart
    row = row_named(chart, "electrolyte (Li3InCl6)")
    before = chart.plot.geometry_.pieces(row)[0]
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    QApplication.processEvents()
    after = chart.plot.geometry_.pieces(row)[0]
    assert chart.chart == bars_of(user)
    assert after.right - after.left < (before.right - before.left) / 5


def test_that_the_regime_is_switched_and_the_bars_follow(user: Any) -> None:
    page = tab(user)
    evaluation = cellbuilder.evaluate(user.design)
    assert page.regimes.key == "pseudo-steady"
    QTest.mouseClick(page.regimes.button("instantaneous"), LEFT)
    assert page.chart.chart == resistance.bars(evaluation, "instantaneous")
    QTest.mouseClick(page.views.button("process"), LEFT)
    assert page.chart.chart == resistance.bars(evaluation, "instantaneous", "process")
    QTest.mouseClick(page.views.button("stack"), LEFT)
    assert page.chart.chart == resistance.stack(evaluation, "instantaneous", user.design)


def test_that_bar_row_and_layer_are_chosen_together(user: Any) -> None:
    page = tab(user)
    row = row_named(page.chart, "argyrodite layer")
    click(page.chart, page.chart.plot.place_of(row, 0))
    assert user.selected == ("anode-interface-layer",)
    assert page.chart.plot.is_chosen(row)
    assert page.figures.figure(page.table.currentIndex().row()).layers == user.selected
    user.click_layer("electrolyte")
    assert page.chart.plot.is_chosen(row_named(page.chart, "electrolyte (Li3InCl6)"))
    assert page.figures.figure(page.table.currentIndex().row()).key == "asr:electrolyte"
    user.press(Qt.Key.Key_Down, on=page.table)
    assert user.selected == page.figures.figure(page.table.currentIndex().row()).layers != ("electrolyte",)


def test_that_a_seam_is_chosen_by_its_bar(user: Any) -> None:
    page = tab(user)
    row = next(row for row, bar in enumerate(page.chart.chart.bars) if len(bar.layers) == 2)
    click(page.chart, page.chart.plot.place_of(row, 0))
    assert user.selected == ("cathode", "electrolyte")


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
@pytest.mark.parametrize("how", ["value", "double click", "return"])
def test_that_a_bar_tells_how_it_was_calculated(user: Any, how: str) -> None:
    chart = tab(user).chart
    row = row_named(chart, "electrolyte (Li3InCl6)")
    wanted = expected(user, "asr:electrolyte")
    told: list[str] = []

    def read(dialog: ExplanationDialog) -> None:
        told.append(dialog.text.toPlainText())
        dialog.reject()

    chart.plot.setFocus()
    with user.answering(read):
        if how == "value":
            click(chart, chart.plot.place_of(row))
        elif how == "double click":
            click(chart, chart.plot.place_of(row, 0))
            click(chart, chart.plot.place_of(row, 0), QTest.mouseDClick)
        else:
            for _ in range(row + 1):
                user.press(Qt.Key.Key_Down, on=chart.plot)
            user.press(Qt.Key.Key_Return, on=chart.plot)
    assert told == [wanted]


@pytest.mark.parametrize("number", [RESISTANCE, ENERGY])
def test_that_every_part_of_every_bar_can_be_explained(user: Any, number: int) -> None:
    page = tab(user, number)
    evaluation, sources = cellbuilder.evaluate(user.design), cellbuilder.library().sources
    charts = [page.chart] if number == RESISTANCE else page.charts
    for place, chart in enumerate(charts):
        if number == ENERGY:
            page.pages.turn_to(place)
        parts = [(bar, part) for bar in chart.chart.bars for part in bar.parts]
        assert len(parts) > 3
        for bar, part in parts:
            assert explain.explain(evaluation, part.key or bar.key, sources)


def test_that_the_arrows_read_out_every_piece(user: Any) -> None:
    chart = tab(user).chart
    chart.plot.setFocus()
    user.press(Qt.Key.Key_Down, on=chart.plot)
    user.press(Qt.Key.Key_Right, on=chart.plot)
    bar = chart.chart.bars[0]
    assert chart.plot.accessibleDescription() == chart.readout()
    assert chart.readout().startswith(f"{bar.name}, {bar.parts[0].name}: {bar.parts[0].text}")
    user.press(Qt.Key.Key_Space, on=chart.plot)
    assert user.selected == bar.layers


@pytest.mark.parametrize(("width", "height"), [(960, 540), (1366, 728)])
def test_that_every_value_stays_inside_of_the_chart(user: Any, width: int, height: int) -> None:
    user.window.resize(width, height)
    chart = tab(user).chart
    for letter in ("T", "A", "Z"):
        user.window.files.open_model(letter)
        for _ in range(3):
            QApplication.processEvents()
        here = chart.plot.geometry_
        assert here.chart.bars
        for row in range(len(here.chart.bars)):
            space = here.text_rect(row, 0.0)
            assert space.right() <= chart.plot.viewport().width() + 1
            assert space.left() >= max(piece.right for piece in here.pieces(row))
            assert here.row_rect(row, 0.0).top() >= here.top - 1


def test_that_the_chart_takes_part_in_a_change_of_theme(user: Any) -> None:
    chart = tab(user).chart
    ground = chart.plot.viewport()
    place = QPoint(ground.width() - 4, 4)
    light = ground.grab().toImage().pixelColor(place).lightnessF()
    user.window.actions_.dark.trigger()
    QApplication.processEvents()
    assert ground.grab().toImage().pixelColor(place).lightnessF() < 0.2 < 0.9 < light


def test_that_energy_and_mass_are_drawn_from_the_evaluation(user: Any) -> None:
    page = tab(user, ENERGY)
    evaluation = cellbuilder.evaluate(user.design)
    assert page.mass.chart == energy.mass(user.design, evaluation)
    for place, chart, wanted in ((1, page.thickness, energy.thickness(user.design, evaluation)),
                                 (2, page.per_mass, energy.ladder(evaluation)),
                                 (3, page.per_volume, energy.ladder(evaluation, "volume"))):  # fmt: skip
        page.pages.buttons[place].click()
        QApplication.processEvents()
        assert chart.isVisible()
        assert chart.chart == wanted


def test_that_windows_are_told_with_what_forms_beyond_them(user: Any) -> None:
    page = tab(user, WINDOWS)
    wanted = windows.windows(user.design, user.window.document.workspace.evidence)
    assert page.chart.chart == wanted
    row = row_named(page.chart, "Li6PS5Cl, calculated")
    click(page.chart, page.chart.plot.place_of(row, 0))
    assert page.words.text() == page.chart.readout()
    assert "1.71 to 2.01 V" in page.words.text()
    assert "reduced to" in page.words.text()
    assert user.selected == ("anode-interface-layer",)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
@pytest.mark.parametrize("how", ["click", "return"])
def test_that_a_headline_tells_how_it_was_calculated(user: Any, how: str) -> None:
    figure = headlines.headlines(cellbuilder.evaluate(user.design))["ASR"]
    wanted = expected(user, figure.key)
    card = user.window.headline._cards["ASR"]
    assert card.label.text() == "at least *"
    assert present.value(figure).startswith(card.number.text())
    told: list[str] = []

    def read(dialog: ExplanationDialog) -> None:
        told.append(dialog.text.toPlainText())
        dialog.reject()

    with user.answering(read):
        if how == "click":
            QTest.mouseClick(card, LEFT)
        else:
            card.setFocus()
            user.press(Qt.Key.Key_Return, on=card)
    assert told == [wanted]
