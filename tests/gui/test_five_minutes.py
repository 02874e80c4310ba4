"""Somebody's first five minutes: from model O to a report, with what is painted read back and held against the CLI."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from cellbuilder import cli
from cellbuilder.app import headlines, present
from cellbuilder.app.charts import limits, resistance
from cellbuilder.domain.finding import Evaluation
from cellbuilder.gui.library.gallery import GalleryDialog
from cellbuilder.gui.results.panel import FINDINGS, RESISTANCE
from cellbuilder.gui.widgets.material_box import MaterialBox
from cellbuilder.io import codec

LEFT, NONE, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
WHOLE = TypeAdapter(Evaluation)
OXIDISED = "LiNbO3 may be oxidised before the cell is full"
LOWER = "Lower the upper cut-off to 3.28 V against Li-In"


def painted(widget: QWidget) -> str:
    """Paint a widget and return the texts that were painted, one after the other."""
    paper = QBuffer()
    drawing = QSvgGenerator()
    drawing.setOutputDevice(paper)
    drawing.setSize(widget.size())
    canvas = QPainter(drawing)
    widget.render(canvas, QPoint())
    canvas.end()
    texts = re.findall(r"<text\b[^>]*>(.*?)</text>", paper.data().data().decode(), re.DOTALL)
    return " ".join(" ".join(html.unescape(text).split()) for text in texts)


class Newcomer:
    """A user who never saw the window; after each step all that is painted is what the command line says."""

    def __init__(self, user: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.user, self.window, self.folder, self._capsys = user, user.window, folder, capsys

    def told(self) -> Evaluation:
        """Export the design and return what ``cellbuilder evaluate --json`` says of the file."""
        path = self.folder / "step.cellbuilder.json"
        codec.save(self.user.design, path)
        again = codec.load(path)
        assert codec.dumps(again) == path.read_text(encoding="utf-8") == self.user.json
        assert cli.main(["evaluate", str(path), "--json"]) == 0
        said = json.loads(self._capsys.readouterr().out)
        del said["file"]
        assert said["design"] == again.name
        return WHOLE.validate_json(json.dumps(said))

    def checks(self) -> Evaluation:
        """Read headline, stack, bars, sentence, table and findings; return what the command line said."""
        QApplication.processEvents()
        told = self.told()
        headline, stack = painted(self.window.headline), painted(self.window.stack_view)
        for name, figure in headlines.headlines(told).items():
            number, _, unit = present.value(figure).rpartition(" ")
            assert f"{name} {number or unit}" in headline
            assert present.span(figure) in headline
        for layer in self.user.design.stack.layers:
            assert (layer.name or layer.role) in stack
        go_to(self.user, RESISTANCE)
        tab = self.window.results.page(RESISTANCE)
        if tab.sides.button.isVisible() and tab.sides.button.isChecked():
            QTest.mouseClick(tab.sides.button, LEFT)
            settle()
        bars = resistance.bars(told, tab.regime)
        face = painted(tab.chart)
        for bar in bars.bars:
            assert bar.name in face
            assert bar.text in face
        sentence = limits.limiting(told, tab.regime)
        assert tab.limit.full == sentence
        assert sentence.replace(" ", "").startswith(painted(tab.limit).replace(" ", "").removesuffix("…"))
        rows = [list(headlines.row(figure, told.figures.trace)) for figure in headlines.resistance_rows(told)]
        assert self.user.rows(RESISTANCE) == rows
        go_to(self.user, FINDINGS)
        listed = painted(self.window.results.findings.list).replace(" ", "")
        panel = self.window.results.findings.list
        assert panel.count() == len(told.findings)
        for row, finding in enumerate(told.findings):
            assert finding.title in panel.item(row).text()
            if panel.visualItemRect(panel.item(row)).bottom() < panel.viewport().height():
                assert finding.title.replace(" ", "") in listed
        return told


def go_to(user: Any, tab: int) -> None:
    bar = user.window.results.tabBar()
    QTest.mouseClick(bar, LEFT, NONE, bar.tabRect(tab).center())
    settle()


def settle() -> None:
    """Let a view that was out of sight draw itself anew and find its size."""
    for _ in range(3):
        QApplication.processEvents()


def pick(user: Any, name: str, typed: str) -> None:
    """Open a list of materials in the inspector, type a name, and take it."""
    body = user.window.inspector.widget()
    box = next(box for box in body.findChildren(MaterialBox) if box.accessibleName() == name and box.isVisible())
    QTest.mouseClick(box, LEFT)
    QTest.keyClicks(box.view(), typed)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_that_a_newcomer_gets_from_a_model_to_a_report_and_reads_what_the_command_line_says(
    user: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], choose_file: Callable[..., None]
) -> None:
    user.window.resize(1366, 768)
    new = Newcomer(user, tmp_path, capsys)

    def open_o(dialog: GalleryDialog) -> None:
        QTest.keyClicks(dialog.gallery.search, "O")
        QTest.mouseClick(next(card for card in dialog.gallery.in_sight() if card.key == "O"), LEFT)

    with user.answering(open_o):
        user.press(Qt.Key.Key_N, CTRL, on=user.window)
    assert "Model O" in user.window.windowTitle()
    before = new.checks()

    user.click_layer("cathode")
    pick(user, "active material, material", "NCM811")
    pick(user, "catholyte, material", "Li6PS5Cl")
    active, catholyte = user.layer("cathode").components
    assert (active.material, active.coating.material, catholyte.material) == ("ncm811", "linbo3", "li6ps5cl")
    assert "NCM811" in painted(user.window.stack_view)
    new.checks()

    user.click_layer("electrolyte")
    QTest.mouseClick(user.window.library.search, LEFT)
    QTest.keyClicks(user.window.library.search, "Li6PS5Cl")
    assert user.window.library.current() == ("material", "li6ps5cl")
    QTest.mouseClick(user.window.library.card.use, LEFT)
    assert user.layer("electrolyte").material == "li6ps5cl"
    user.enter("Thickness", "30")
    assert user.layer("electrolyte").thickness.si == pytest.approx(30e-6)
    assert "30 µm" in painted(user.window.stack_view)
    told = new.checks()
    assert told.figures.thickness.value < before.figures.thickness.value

    go_to(user, RESISTANCE)
    said = painted(user.window.results.page(RESISTANCE).limit)
    assert said.startswith("Largest known part: cathode (NCM811 composite), 97 % of ≥ 47.5 Ω cm²")
    assert "Not known: NCM811 composite | Li6PS5Cl" in user.window.results.page(RESISTANCE).limit.full

    go_to(user, FINDINGS)
    panel = user.window.results.findings
    row = next(row for row in range(panel.list.count()) if OXIDISED in panel.list.item(row).text())
    panel.list.scrollToItem(panel.list.item(row))
    QTest.mouseClick(panel.list.viewport(), LEFT, NONE, panel.list.visualItemRect(panel.list.item(row)).center())
    remedy = next(each for each in panel.remedies.findChildren(QPushButton) if each.accessibleName() == LOWER)
    panel._area.ensureWidgetVisible(remedy)
    QTest.mouseClick(remedy, LEFT)
    told = new.checks()
    assert OXIDISED not in [finding.title for finding in told.findings]
    assert user.window.document.undo_stack.undoText() == LOWER

    saved, numbers, report = (tmp_path / name for name in ("mine.cellbuilder.json", "results.json", "report.html"))
    user.come_back()
    choose_file(saved)
    user.press(Qt.Key.Key_S, CTRL, on=user.window)
    assert codec.dumps(codec.load(saved)) == saved.read_text(encoding="utf-8") == user.json
    choose_file(numbers)
    user.press(Qt.Key.Key_E, CTRL, on=user.window)
    assert WHOLE.validate_json(numbers.read_bytes()).figures == told.figures
    choose_file(report)
    user.press(Qt.Key.Key_R, CTRL, on=user.window)
    user.qtbot.waitUntil(lambda: user.told == "Report written to report.html", timeout=20_000)
    page = html.unescape(report.read_text(encoding="utf-8")).replace("\N{NO-BREAK SPACE}", " ")
    for figure in headlines.headlines(told).values():
        assert present.value(figure) in page
    assert all(finding.title in page for finding in told.findings)
    assert limits.limiting(told, "pseudo-steady") in page
