"""The impedance tab: the calculated spectrum, measured ones from files laid over it, and what is said of both."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QGraphicsView, QWidget

import cellbuilder
from cellbuilder.app.charts import impedance
from cellbuilder.gui.document import Document
from cellbuilder.gui.results.impedance_tab import ImpedanceTab
from cellbuilder.gui.results.panel import IMPEDANCE
from cellbuilder.io import codec

OHM = "freq/Hz;Z' / Ohm;-Z'' / Ohm\n1e5;80,0;4,0\n1e3;90,0;10,0\n1;120,0;30,0\n"
PER_AREA = "freq/Hz,Z' / Ohm cm2,-Z'' / Ohm cm2\n1e5,70,3\n1e3,75,8\n1,90,20\n"


@pytest.fixture
def tab(document: Document, alone: Callable[[QWidget], None]) -> ImpedanceTab:
    """The tab by itself."""
    made = ImpedanceTab(document)
    alone(made)
    return made


@pytest.fixture
def inside(user: Any) -> ImpedanceTab:
    """The tab in its window."""
    user.window.resize(1366, 768)
    user.window.results.go_to(IMPEDANCE)
    QApplication.processEvents()
    found = user.window.results.page(IMPEDANCE)
    assert isinstance(found, ImpedanceTab)
    return found


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    ohm, per_area = tmp_path / "my pellet.csv", tmp_path / "per area.csv"
    ohm.write_text(OHM, encoding="utf-8")
    per_area.write_text(PER_AREA, encoding="utf-8")
    return [ohm, per_area]


def choose(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in paths], ""))


def click(widget: Any) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def names(tab: ImpedanceTab) -> list[str]:
    assert tab.nyquist.chart is not None
    return [line.name for line in tab.nyquist.chart.lines]  # type: ignore[union-attr]


def data_of(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(tab: ImpedanceTab, *paths: Path) -> bool:
    """Drop files on the tab, as far as it takes them."""
    data, copy = data_of(*paths), Qt.DropAction.CopyAction
    none, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(tab.rect().center(), copy, data, button, none)
    QApplication.sendEvent(tab, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(tab.rect().center()), copy, data, button, none)
    QApplication.sendEvent(tab, event)
    QApplication.processEvents()
    return event.isAccepted()


def test_that_the_tab_shows_the_spectrum_of_the_design(document: Document, tab: ImpedanceTab) -> None:
    hz = impedance.frequencies(impedance.FIRST_HZ, impedance.LAST_HZ)
    expected = cellbuilder.impedance(document.design, hz)
    chart = tab.nyquist.chart
    assert chart is not None
    assert np.allclose(chart.lines[0].x, expected.shown(expected.total.real), rtol=1e-12)  # type: ignore[union-attr]
    assert tab.nyquist.isVisible()
    assert tab.lack.full.startswith("Calculated without: cathode | electrolyte")
    assert "no published resistance for this contact" in tab.lack.toolTip()


def test_that_an_edit_moves_the_spectrum(user: Any, inside: ImpedanceTab) -> None:
    before = names(inside), inside.lack.full
    user.window.layers.remove("anode-interface-layer")
    QApplication.processEvents()
    assert (names(inside), inside.lack.full) != before
    assert "argyrodite" not in inside.lack.full


def test_that_measured_spectra_are_imported_from_files(
    user: Any, inside: ImpedanceTab, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, *files)
    click(inside.import_button)
    assert [item.name for item in inside.overlays.value] == ["my pellet", "per area"]
    first, second = inside.list.rows.values()
    assert first.words.text() == "In Ω: enter the area of the electrode to compare it."
    assert "waiting for the area of the electrode: my pellet" in inside.lack.full
    assert second.words.text().startswith("Intercept, 100 kHz: 70.0 Ω cm² measured")
    assert second.unit.isVisible()
    assert not second.area.isVisible()
    assert "per area" in names(inside)
    assert "my pellet" not in names(inside)
    assert first.box.accessibleName() == "Show my pellet"
    assert first.area.edit.accessibleName() == "Electrode area of my pellet"
    assert "column '-Z'' / Ohm' taken as -Z''" in first.box.toolTip()
    assert not user.window.document.undo_stack.canUndo()  # the design is as it was
    assert user.window.document.undo_stack.isClean()


def test_that_a_typed_area_brings_a_spectrum_onto_the_plot(tab: ImpedanceTab, files: list[Path]) -> None:
    tab.import_files(files[:1])
    (row,) = tab.list.rows.values()
    click(row.area.edit)
    QTest.keyClicks(row.area.edit, "0,5 cm²")
    QTest.keyClick(row.area.edit, Qt.Key.Key_Return)
    QApplication.processEvents()
    chart = tab.nyquist.chart
    line = next(line for line in chart.lines if line.name == "my pellet")  # type: ignore[union-attr]
    assert line.x.tolist() == [40.0, 45.0, 60.0]
    assert line.y.tolist() == [2.0, 5.0, 15.0]
    assert row.words.text().startswith("Intercept, 100 kHz: 40.0 Ω cm² measured")
    assert row.area.edit.text() == "0.5 cm²"


@pytest.mark.parametrize("typed", ["0", "-1 cm2", "3 Ohm", "big"])
def test_that_an_area_that_is_none_stays_with_the_reason(tab: ImpedanceTab, files: list[Path], typed: str) -> None:
    tab.import_files(files[:1])
    (row,) = tab.list.rows.values()
    click(row.area.edit)
    QTest.keyClicks(row.area.edit, typed)
    QTest.keyClick(row.area.edit, Qt.Key.Key_Return)
    assert row.area.problem
    assert tab.overlays.value.items[0].measured.area_m2 is None
    assert row.area.edit.text() == typed


def test_that_a_spectrum_is_hidden_turned_and_removed(tab: ImpedanceTab, files: list[Path]) -> None:
    tab.import_files(files)
    _, row = tab.list.rows.values()
    QTest.keyClick(row.box, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert not tab.overlays.value.items[1].shown
    assert "per area" not in names(tab)
    QTest.keyClick(row.box, Qt.Key.Key_Space)

    def take(words: str) -> None:
        menu = row.menu()
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.deleteLater()
        QApplication.processEvents()

    take("Turn the sign of Z''")
    line = tab.nyquist.chart.lines[-1]  # type: ignore[union-attr]
    assert line.y.tolist() == [-3.0, -8.0, -20.0]
    take("The values are in Ω")
    assert "per area" not in names(tab)
    take("The values are in Ω cm² already")
    assert "per area" in names(tab)
    take("Remove")
    assert [item.name for item in tab.overlays.value] == ["my pellet"]
    assert len(tab.list.rows) == 1


def test_that_the_list_goes_with_the_last_spectrum(tab: ImpedanceTab, files: list[Path]) -> None:
    assert not tab.list.isVisible()
    tab.import_files(files)
    assert tab.list.isVisible()
    for item in tab.overlays.value:
        tab.overlays.show(tab.overlays.value.remove(item.key))
    QApplication.processEvents()
    assert not tab.list.isVisible()


def test_that_files_are_dropped_on_the_tab_and_designs_are_left_to_the_window(
    user: Any, inside: ImpedanceTab, files: list[Path], tmp_path: Path
) -> None:
    assert drop(inside, *files)
    assert [item.name for item in inside.overlays.value] == ["my pellet", "per area"]
    other = tmp_path / "mine.cellbuilder.json"
    codec.save(cellbuilder.from_model("O"), other)
    drop(inside, other)
    QApplication.processEvents()
    assert user.window.document.path == other
    assert len(inside.overlays.value) == 2


def test_that_words_cannot_be_dropped_and_no_plot_swallows_files(tab: ImpedanceTab) -> None:
    data = QMimeData()
    data.setText("some words")
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(tab.rect().center(), copy, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(tab, enter)
    assert not enter.isAccepted()
    plots = tab.findChildren(QGraphicsView)
    assert plots
    assert all(not plot.acceptDrops() and not plot.viewport().acceptDrops() for plot in plots)


def test_that_a_file_that_is_no_spectrum_is_explained_and_the_others_are_kept(
    user: Any, inside: ImpedanceTab, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("freq/Hz,Z'/Ohm,Z''/Ohm\n10,1,-1\n-5,abc,-1\n1,2,-2\n", encoding="utf-8")
    choose(monkeypatch, bad, files[1])
    met: list[str] = []

    def answer(dialog: Any) -> None:
        met.append(dialog.headline.text())
        met.append(dialog.reasons.toPlainText())
        dialog.reject()

    with user.answering(answer):
        click(inside.import_button)
    assert met[0].startswith("This spectrum was not imported.")
    assert "bad.csv cannot be used" in met[1]
    assert "line 3: Z'/Ohm: 'abc' is not a number" in met[1]
    assert [item.name for item in inside.overlays.value] == ["per area"]


def test_that_a_dropped_picture_is_refused_in_words(user: Any, inside: ImpedanceTab, tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    met: list[str] = []

    def answer(dialog: Any) -> None:
        met.append(dialog.reasons.toPlainText())
        dialog.reject()

    with user.answering(answer):
        drop(inside, picture)
    assert "is not a text file" in met[0]
    assert len(inside.overlays.value) == 0


def test_that_a_name_with_markup_is_shown_as_it_stands(tab: ImpedanceTab, tmp_path: Path) -> None:
    path = tmp_path / "<b>R&D<i>.csv"
    path.write_text(PER_AREA, encoding="utf-8")
    tab.import_files([path])
    (row,) = tab.list.rows.values()
    assert row.box.text() == "<b>R&&D<i>"
    assert "<b>" not in row.box.toolTip().replace("&lt;b&gt;", "")
    assert "<b>R&D<i>" in names(tab)


def test_that_frequencies_are_typed_and_wrong_ones_stay_with_the_reason(tab: ImpedanceTab) -> None:
    assert (tab.first.edit.text(), tab.last.edit.text()) == ("0.01 Hz", "10 MHz")

    def enter(field: Any, typed: str) -> None:
        field.edit.setFocus()
        field.edit.selectAll()
        QTest.keyClicks(field.edit, typed)
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
        QApplication.processEvents()

    enter(tab.last, "1 kHz")
    assert tab.magnitude.chart.lines[0].x[-1] == 1000.0  # type: ignore[union-attr]
    enter(tab.first, "2 kHz")
    assert tab.first.problem == "has to be below the highest"
    assert tab.wanted.first_hz == impedance.FIRST_HZ
    enter(tab.first, "1")
    assert tab.nyquist.chart.lines[0].labels[0] == "1.00 Hz"  # type: ignore[union-attr]
    enter(tab.last, "1e15")
    assert tab.last.problem.startswith("from ")


def test_that_arcs_are_named_and_can_be_left_out(tab: ImpedanceTab) -> None:
    assert names(tab) == ["calculated, partial", "cathode"]
    tab.arcs.setFocus()
    QTest.keyClick(tab.arcs, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert names(tab) == ["calculated, partial"]


def test_that_plots_that_have_no_room_side_by_side_are_pages(tab: ImpedanceTab, qtbot: Any) -> None:
    pages = tab.pages
    tab.window().resize(700, 400)
    qtbot.waitUntil(lambda: len(pages.shown) < 3)
    for place, plot in ((2, tab.phase), (0, tab.nyquist)):
        pages.turn_to(place)
        assert plot.isVisible()
        assert len(pages.shown) < 3
        assert [button.isChecked() for button in pages.buttons] == [number in pages.shown for number in range(3)]
    assert all(button.text() for button in pages.buttons)


def test_that_overlays_stay_while_the_design_changes_and_are_not_saved_with_it(
    user: Any, inside: ImpedanceTab, files: list[Path]
) -> None:
    before = user.json
    inside.import_files(files)
    assert user.json == before
    user.window.files.open_model("O")
    QApplication.processEvents()
    assert "per area" in names(inside)
