"""Results of a cell of each class: every view follows, every number explains itself, and a finding leaves traces."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QScrollArea, QTableView

import cellbuilder
from cellbuilder.app import explain, explain_text, headlines, present, remedies
from cellbuilder.app.charts.model import Chart, Lines, Table
from cellbuilder.gui.dialogs.explanation import COLUMNS, ExplanationDialog
from cellbuilder.gui.dialogs.waiver import WaiverDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.plots.chart_view import ChartView
from cellbuilder.gui.results.panel import COMPARE, EXPLORE, FINDINGS, IMPEDANCE
from cellbuilder.io import codec

LEFT, NONE, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
MEASURED = "freq/Hz,Z' / Ohm cm2,-Z'' / Ohm cm2\n1e5,70,3\n1e3,75,8\n1,90,20\n"


def go_to(user: Any, tab: int) -> Any:
    """Click on a tab; return what it shows."""
    bar = user.window.results.tabBar()
    QTest.mouseClick(bar, LEFT, NONE, bar.tabRect(tab).center())
    QApplication.processEvents()
    return user.window.results.page(tab)


def rows_of(chart: Chart | None) -> object:
    if chart is None:
        return None
    table: Table = chart.table()
    return chart.title, chart.note, table.heads, repr(table.rows)


def shown_on(user: Any, tab: int) -> list[object]:
    """All that a person can read on a tab: charts with their numbers, tables, words."""
    page = go_to(user, tab)
    QApplication.processEvents()
    found: list[object] = [rows_of(view.chart) for view in page.findChildren(ChartView) if view.isVisible()]
    for table in page.findChildren(QTableView):
        model = table.model()
        found.append([[str(model.index(row, column).data()) for column in range(model.columnCount())]
                      for row in range(model.rowCount())])  # fmt: skip
    found += [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    return found


def first_look(user: Any) -> None:
    """Make the tabs and let them share their room."""
    for tab in range(FINDINGS):
        go_to(user, tab)


def everything(user: Any) -> list[list[object]]:
    """All that a person can read beside the stack."""
    findings = user.window.results.findings
    shown = [shown_on(user, tab) for tab in range(FINDINGS) if tab != EXPLORE]
    go_to(user, FINDINGS)
    findings.complete()
    lines = [findings.list.item(row).text() for row in range(findings.list.count())]
    cards = [[label.text() for label in user.window.headline._cards[name].findChildren(QLabel)]
             for name in headlines.NAMES]  # fmt: skip
    return [*shown, lines, *cards, [user.window.results.tabText(FINDINGS), user.window._status.text()]]


def test_that_no_view_is_behind_the_design(
    user: Any, cell: Any, make_window: Callable[[], MainWindow], user_of: Callable[[MainWindow], Any]
) -> None:
    user.open_entry("model", cell.model)
    first_look(user)
    before = everything(user)
    go_to(user, 0)
    user.click_layer("electrolyte")
    user.enter("Thickness", "33 um")
    user.click_layer("cathode")
    user.enter("Porosity", "12 %")
    user.window.stack_view.setFocus()
    after = everything(user)
    fresh = user_of(make_window())
    fresh.window.document.open(user.design, None)
    first_look(fresh)
    assert after == everything(fresh)
    user.come_back()
    go_to(user, IMPEDANCE)
    user.window.stack_view.setFocus()
    for _ in range(user.window.document.undo_stack.count()):
        user.undo()
    assert everything(user) == before
    assert not user.window.document.is_modified


def test_that_every_headline_says_how_it_was_calculated(user: Any, cell: Any) -> None:
    user.open_entry("model", cell.model)
    evaluation = cellbuilder.evaluate(cellbuilder.from_model(cell.model))
    for name, figure in headlines.headlines(evaluation).items():
        found = explain.explain(evaluation, explain.key_of(evaluation, figure), cellbuilder.library().sources)
        wanted = explain_text.text(found, COLUMNS)

        def read(dialog: ExplanationDialog, wanted: str = wanted) -> None:
            assert dialog.text.toPlainText() == wanted
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

        with user.answering(read, ExplanationDialog):
            QTest.mouseClick(user.window.headline._cards[name], LEFT)
    assert [dialog for dialog in user.window.findChildren(ExplanationDialog) if dialog.isVisible()] == []
    assert not user.window.document.is_modified


def choose(user: Any, finding: str) -> None:
    panel = user.window.results.findings
    ids = [item.id for item in user.window.document.evaluation.findings]
    row = panel.list.item(ids.index(finding))
    panel.list.scrollToItem(row)
    QTest.mouseClick(panel.list.viewport(), LEFT, NONE, panel.list.visualItemRect(row).center())
    QApplication.processEvents()


def click(user: Any, name: str) -> None:
    panel = user.window.results.findings
    button = next(button for button in panel.remedies.findChildren(QPushButton)
                  if not button.isHidden() and button.accessibleName() == name)  # fmt: skip
    area = next(area for area in panel.findChildren(QScrollArea) if area.isAncestorOf(button))
    area.ensureWidgetVisible(button)
    QTest.mouseClick(button, LEFT)
    QApplication.processEvents()


def test_that_a_finding_is_cured_undone_and_accepted_and_the_report_says_so(
    user: Any, cell: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    user.open_entry("model", cell.remediable)
    before, document = user.json, user.window.document
    go_to(user, FINDINGS)
    offers = {found.id: remedies.offered(user.design, found.id, document.workspace)
              for found in document.evaluation.findings}  # fmt: skip
    finding, offer = next((key, found[0]) for key, found in offers.items() if found)
    targets = next(found.targets for found in document.evaluation.findings if found.id == finding)
    choose(user, finding)
    assert set(user.selected) == set(targets) & set(user.layers)
    assert targets == () or user.selected
    click(user, offer.remedy.title)
    assert user.design == offer.design
    assert (document.undo_stack.count(), document.undo_stack.undoText()) == (1, offer.remedy.title)
    assert set(user.selected) <= set(user.layers)
    user.shows_its_numbers()
    cured = user.json
    user.undo()
    assert user.json == before
    user.redo()
    assert user.json == cured
    user.undo()

    choose(user, finding)

    def give_a_reason(dialog: WaiverDialog) -> None:
        QTest.keyClicks(dialog.edit, "known & <b>measured</b>")
        QTest.mouseClick(dialog.accept_button, LEFT)

    with user.answering(give_a_reason, WaiverDialog):
        click(user, "Accept with a reason …")
    panel = user.window.results.findings
    assert panel.list.currentItem().text().endswith("(waived)")
    assert "Waived: known & <b>measured</b>" in panel.text.toPlainText()

    choose_file(tmp_path / "waived.cellbuilder.json")
    user.press(Qt.Key.Key_S, CTRL, on=user.window)
    assert [waiver.reason for waiver in codec.load(tmp_path / "waived.cellbuilder.json").waivers] == [
        "known & <b>measured</b>"
    ]
    assert not document.is_modified
    choose_file(tmp_path / "report.html")
    user.press(Qt.Key.Key_R, CTRL, on=user.window)
    user.qtbot.waitUntil((tmp_path / "report.html").exists)
    user.qtbot.waitUntil(lambda: user.told == "Report written to report.html")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "known &amp; &lt;b&gt;measured&lt;/b&gt;" in report
    for figure in headlines.headlines(document.evaluation).values():
        assert present.value(figure) in report.replace("\N{NO-BREAK SPACE}", " ")


def test_that_an_explored_value_is_taken_over_and_given_back(user: Any, cell: Any) -> None:
    user.open_entry("model", cell.model)
    before = user.json
    tab = go_to(user, EXPLORE)
    user.qtbot.waitUntil(lambda: tab.answer is not None and not tab.slot.busy)
    assert tab.controls.first.box.key == "thickness:electrolyte"
    box = tab.controls.results[0]  # some resistances are unknown; the energy is not
    box.setFocus()
    with user.qtbot.waitSignal(tab.drawn):
        while box.key != "wh_per_kg:stack":
            QTest.keyClick(box, Qt.Key.Key_Down)
    chart = tab.views[0].chart
    assert isinstance(chart, Lines)
    tab.views[0].plot.face().setFocus()
    with user.qtbot.waitSignal(tab.drawn):
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
            user.press(key)
    taken = user.layer("electrolyte").thickness
    assert taken.value in [float(f"{x:.4g}") for x in chart.lines[0].x.tolist()]
    assert user.window.document.undo_stack.undoText().startswith("Set thickness of electrolyte")
    user.shows_its_numbers()
    assert tab.views[0].plot.face().hasFocus(), "the keyboard stays where it was"
    with user.qtbot.waitSignal(tab.drawn):
        user.undo()
    assert user.json == before
    user.shows_its_numbers()


def test_that_a_measured_spectrum_lies_over_the_calculated_one_and_both_are_exported(
    user: Any, cell: Any, tmp_path: Path, choose_file: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    user.open_entry("model", cell.model)
    before = user.json
    measured = tmp_path / "my pellet.csv"
    measured.write_text(MEASURED, encoding="utf-8")
    tab = go_to(user, IMPEDANCE)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(measured)], ""))
    QTest.mouseClick(tab.import_button, LEFT)
    QApplication.processEvents()
    lines = {line.name: line for line in tab.nyquist.chart.lines}
    assert lines["my pellet"].x.tolist() == [70.0, 75.0, 90.0]
    go_to(user, 0)
    user.click_layer("electrolyte")
    user.enter("Thickness", "33 um")
    go_to(user, IMPEDANCE)
    choose_file(tmp_path / "spectra.csv")
    tab.nyquist.menu().actions()[-1].trigger()
    rows = list(csv.reader(io.StringIO((tmp_path / "spectra.csv").read_text(encoding="utf-8"))))
    assert rows[0] == ["line", "Re Z / Ohm cm2", "minus Im Z / Ohm cm2", "low", "high", "point"]
    mine = [row for row in rows[1:] if "my pellet" in row]
    assert len(mine) == 3
    numbers = [[float(text) for text in row if text.replace(".", "").replace("-", "").isdigit()] for row in mine]
    assert all(any(np.isclose(x, wanted) for x in row) for row, wanted in zip(numbers, (70, 75, 90), strict=True))
    user.window.stack_view.setFocus()
    user.undo()
    assert user.json == before
    assert [item.name for item in tab.overlays.value] == ["my pellet"]


def test_that_a_pinned_design_is_compared_and_gone_back_to(user: Any, cell: Any) -> None:
    user.open_entry("model", cell.model)
    original = user.json
    tab = go_to(user, COMPARE)
    user.press(Qt.Key.Key_P, CTRL, on=user.window)
    user.click_layer("electrolyte")
    user.enter("Thickness", "33 um")
    model = tab.model
    shown = {str(model.index(row, 0).data()): [str(model.index(row, column).data() or "") for column in (1, 2)]
             for row in range(model.rowCount())}  # fmt: skip
    (thickness,) = [texts for name, texts in shown.items() if name.startswith("electrolyte") and texts[0] == "33 µm"]
    assert thickness[1].startswith("≠ ")
    total = user.window.document.evaluation.figures.resistance.totals[-1]
    assert shown["ASR"][0].startswith(present.value(total)[:5])
    QTest.mouseClick(tab.back_button, LEFT)
    assert user.json == original
    user.shows_its_numbers()
    user.window.stack_view.setFocus()
    user.undo()
    assert user.layer("electrolyte").thickness.value == 33
    user.undo()
    assert user.json == original
