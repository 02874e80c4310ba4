"""After a file was written it can be opened, or its folder shown, without looking for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the desktop was asked to show; no program is started."""
    asked: list[Path] = []

    def note(url: QUrl) -> bool:
        assert url.isLocalFile()
        asked.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return asked


def test_that_written_results_can_be_opened_and_their_folder_shown(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], shown: list[Path]
) -> None:
    path = tmp_path / "my & <b>results.csv"
    choose_file(path)
    user.press(Qt.Key.Key_E, CTRL, on=user.window)
    bar = user.window._written
    assert bar.isVisible()
    assert user.told.startswith("Results written to my & ")
    QApplication.processEvents()
    assert not user.window._status.isVisible()
    user.click_layer("electrolyte")
    user.enter("Thickness", "31 um")
    assert not user.window._status.isVisible()
    user.window.statusBar().clearMessage()
    assert user.window._status.isVisible()
    assert bar.isVisible()
    QTest.mouseClick(bar.open, LEFT)
    QTest.mouseClick(bar.folder, LEFT)
    assert shown == [path, tmp_path]
    assert "<b>results.csv" in bar.open.accessibleName()
    assert user.window.focusWidget() is not bar.open
    QTest.mouseClick(bar.close_button, LEFT)
    assert not bar.isVisible()


def test_that_a_file_that_is_gone_is_not_opened(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], shown: list[Path]
) -> None:
    path = tmp_path / "results.csv"
    choose_file(path)
    user.window.exports.results()
    path.unlink()
    QTest.mouseClick(user.window._written.open, LEFT)
    assert (shown, user.told) == ([], "results.csv is no longer there")


def test_that_of_a_saved_design_only_the_folder_is_offered(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], shown: list[Path]
) -> None:
    choose_file(tmp_path / "cell.cellbuilder.json")
    user.press(Qt.Key.Key_S, CTRL, on=user.window)
    bar = user.window._written
    assert (bar.open.isVisible(), bar.folder.isVisible()) == (False, True)
    bar.folder.setFocus()
    user.press(Qt.Key.Key_Space)
    assert shown == [tmp_path]
    user.press(Qt.Key.Key_Escape)
    assert not bar.isVisible()


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_that_a_written_plot_is_offered(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], shown: list[Path], ending: str
) -> None:
    chart = user.window.results.page(0).chart
    path = tmp_path / f"bars.{ending}"
    choose_file(path)
    next(action for action in chart.menu().actions() if ending.upper() in action.text()).trigger()
    assert path.is_file()
    assert user.told == f"Plot written to bars.{ending}"
    QTest.mouseClick(user.window._written.open, LEFT)
    assert shown == [path]


def test_that_a_material_exported_from_a_floating_library_is_offered(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], shown: list[Path]
) -> None:
    path = tmp_path / "mine.material.json"
    choose_file(path)
    dock = user.window.library.parentWidget()
    dock.setFloating(True)
    user.window.library.actions_.own.export("li6ps5cl")
    dock.setFloating(False)
    assert path.is_file()
    assert user.told == "Material written to mine.material.json"
    QTest.mouseClick(user.window._written.folder, LEFT)
    assert shown == [tmp_path]


def test_that_a_plot_that_cannot_be_written_is_not_offered(
    user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    choose_file(tmp_path / "no such folder" / "bars.csv")
    with user.answering(lambda dialog: dialog.reject()):
        user.window.results.page(0).chart.ask_save("csv")
    assert user.window._written is None
