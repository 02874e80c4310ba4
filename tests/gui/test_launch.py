"""Starting the window: with a file, with a damaged file, without a screen."""

import builtins
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import cellbuilder
from cellbuilder.gui import launch
from cellbuilder.gui.library.gallery import GalleryDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.program import Program
from cellbuilder.io import codec


def seen_when_started_with(path: Path | None, look: Callable[[MainWindow], Any]) -> tuple[int, Any]:
    """Start the program as the command line does, look at its window, and quit."""
    seen: list[Any] = []

    def visit() -> None:
        window = next((widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)), None)
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            seen.append(dialog.reasons.toPlainText())
            dialog.reject()
        elif window is not None and window.isVisible():
            timer.stop()
            seen.append(look(window))
            window.close()
            window.deleteLater()

    timer = QTimer()
    timer.timeout.connect(visit)
    timer.start(50)
    code = launch.open_window(None if path is None else str(path))
    return code, seen


def test_that_a_file_named_on_the_command_line_is_opened(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "z.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("Z"), path)
    code, seen = seen_when_started_with(
        path, lambda window: (codec.dumps(window.document.design), window.windowTitle())
    )
    assert code == 0
    assert seen == [(path.read_text(encoding="utf-8"), "z.cellbuilder.json[*] – cellbuilder")]


def test_that_a_damaged_file_named_on_the_command_line_is_explained(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "damaged.cellbuilder.json"
    path.write_text("{", encoding="utf-8")
    code, seen = seen_when_started_with(path, lambda window: window.document.design.name)
    assert code == 0
    assert "damaged.cellbuilder.json" in seen[0]
    assert seen[1].startswith("Model T")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")
def test_that_without_a_screen_the_program_says_what_to_do(environment: dict[str, str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    result = subprocess.run(
        [sys.executable, "-m", "cellbuilder"], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "no screen" in result.stderr
    assert "cellbuilder evaluate" in result.stderr
    assert "Traceback" not in result.stderr


def test_that_what_a_start_does_not_need_is_not_loaded_for_it(environment: dict[str, str], tmp_path: Path) -> None:
    """Plots, the command line, and what only stands behind a click."""
    cellbuilder.save(cellbuilder.from_model("T"), tmp_path / "t.cellbuilder.json")
    code = (
        "import sys; from cellbuilder.__main__ import main; main(sys.argv[1:]); "
        "print(sorted({'cellbuilder.cli.arguments', 'cellbuilder.domain.lesson', 'difflib', 'pyqtgraph', "
        "'matplotlib', 'cellbuilder.explore.many', 'cellbuilder.io.cross_checks'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "--check-start", str(tmp_path / "t.cellbuilder.json")],
        env={**environment, "QT_QPA_PLATFORM": "offscreen", "CELLBUILDER_STATE": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.stdout.split("\n") == ["ready", "[]", ""], result.stderr


def test_that_several_files_open_in_several_windows(qapp: QApplication, tmp_path: Path) -> None:
    paths = [tmp_path / f"{letter}.cellbuilder.json" for letter in "AZ"]
    for path in paths:
        cellbuilder.save(cellbuilder.from_model(path.name[0]), path)

    def visit() -> None:
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
        if windows:
            timer.stop()
            opened.extend(sorted(window.document.path.name for window in windows))
            for window in windows:
                window.close()

    opened: list[str] = []
    timer = QTimer()
    timer.timeout.connect(visit)
    timer.start(20)
    assert launch.open_window(*map(str, paths)) == 0
    assert opened == ["A.cellbuilder.json", "Z.cellbuilder.json"]


def test_that_the_check_of_the_start_paints_a_window_says_ready_and_ends(
    environment: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "z.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("Z"), path)
    result = subprocess.run(
        [sys.executable, "-m", "cellbuilder", "--check-start", str(path)],
        env={**environment, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stdout) == (0, "ready\n"), result.stderr


def test_that_somebody_new_is_shown_the_gallery_once(settings: QSettings, qtbot: QtBot, user_of: Any) -> None:
    for times in (1, 2):
        window = Program(settings).new_window(keep=True)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        if times == 1:
            with user_of(window).answering(lambda dialog: dialog.gallery.model_asked.emit("AB"), GalleryDialog):
                window.program.greet(window, named=False)
            assert window.document.design.origin.model == "AB"
        else:
            window.program.greet(window, named=False)
        window.close()
        window.deleteLater()


def test_that_a_start_does_not_read_our_sources_for_the_sake_of_qt() -> None:
    assert builtins.__import__ is getattr(builtins, "__orig_import__")  # noqa: B009 - Qt for Python adds it
