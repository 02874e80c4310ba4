"""A killed program loses seconds of work, and never a saved file."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

import cellbuilder
from cellbuilder.app import files
from cellbuilder.app.lessons import LessonRun
from cellbuilder.app.recovery import SUFFIX, Leftover, Recovery
from cellbuilder.domain.design import Design
from cellbuilder.gui import autosave
from cellbuilder.gui.dialogs.leftovers import LeftoversDialog
from cellbuilder.gui.dialogs.message import MessageDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.program import Program
from cellbuilder.io import codec

EDITED_UNTIL_KILLED = """
import os
import sys
import traceback
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from cellbuilder.app import edits
from cellbuilder.app.recovery import Recovery
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui import autosave, launch
from cellbuilder.gui.program import Program
from cellbuilder.io import codec

folder, saves = Path(sys.argv[1]), sys.argv[2] == "saves"
autosave.QUIET_MS, autosave.LATEST_MS = 5, 20
app = launch.application()
program = Program(QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat), recovery=Recovery(folder / "state"))
file = folder / "mine.cellbuilder.json"
window = program.new_window(codec.load(file), file)
window.show()
number = 0

def change(design, thick):
    return edits.set_quantity(design, "electrolyte", "thickness", thick)

def step():
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)

def work():
    global number
    number += 1
    thick = Quantity(value=number, unit="um", kind="measured")
    problem = window.document.apply(lambda design: change(design, thick), "Edit")
    assert problem is None, problem
    print("edited", number, flush=True)
    if saves and number % 3 == 0:
        print("saving", number, flush=True)
        assert window.files.save()
        print("saved", number, flush=True)

timer = QTimer()
timer.timeout.connect(step)
timer.start(0)
app.exec()
"""

CANCEL = QMessageBox.StandardButton.Cancel


def microns(design: Design) -> float:
    thickness = next(layer.thickness for layer in design.stack.layers if layer.id == "electrolyte")
    assert thickness is not None
    assert thickness.value is not None
    return thickness.value


def killed_at(line: int, folder: Path, how: str, environment: dict[str, str]) -> list[tuple[str, int]]:
    """Start a program with a window, let it work, kill it after so many lines, and return what it told."""
    cellbuilder.save(cellbuilder.from_model("T"), folder / "mine.cellbuilder.json")
    command = [sys.executable, "-c", EDITED_UNTIL_KILLED, str(folder), how]
    told = []
    usual = {**environment, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=usual, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(line):
            word, _, number = process.stdout.readline().partition(" ")
            assert number, process.communicate()[1]
            told.append((word, int(number)))
        process.kill()
        for rest in process.stdout:
            word, _, number = rest.partition(" ")
            if number.endswith("\n"):
                told.append((word, int(number)))
    if hasattr(signal, "SIGKILL"):
        assert process.returncode == -signal.SIGKILL
    return told


def left_in(folder: Path) -> tuple[Leftover, ...]:
    """What the next start would offer."""
    recovery = Recovery(folder / "state")
    found = recovery.leftovers()
    recovery.finish()
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_that_a_program_killed_while_it_edits_loses_only_the_last_edits(
    tmp_path: Path, environment: dict[str, str], seed: int
) -> None:
    before = codec.dumps(cellbuilder.from_model("T"))
    told = killed_at(random.Random(seed).randint(60, 120), tmp_path, "edits", environment)
    last = told[-1][1]
    (leftover,) = left_in(tmp_path)
    assert leftover.design is not None, leftover.problem
    assert 1 <= microns(leftover.design) <= last + 1
    assert leftover.file == tmp_path / "mine.cellbuilder.json"
    assert (tmp_path / "mine.cellbuilder.json").read_text(encoding="utf-8") == before, "only the person saves"


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_that_a_program_killed_while_it_saves_leaves_a_whole_file(
    tmp_path: Path, environment: dict[str, str], seed: int
) -> None:
    told = killed_at(random.Random(seed).randint(10, 60), tmp_path, "saves", environment)
    saved = [number for word, number in told if word == "saved"]
    begun = [number for word, number in told if word == "saving"]
    kept = microns(cellbuilder.load(tmp_path / "mine.cellbuilder.json"))
    assert kept in {saved[-1] if saved else 430, begun[-1] if begun else 430, told[-1][1] + 1}
    for leftover in left_in(tmp_path):
        assert leftover.design is not None, leftover.problem
        assert microns(leftover.design) <= told[-1][1] + 1


def test_that_work_is_kept_within_five_seconds() -> None:
    assert autosave.QUIET_MS <= 1000
    assert autosave.LATEST_MS <= 4000


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "QUIET_MS", 10)
    monkeypatch.setattr(autosave, "LATEST_MS", 40)


@pytest.fixture
def make_kept(tmp_path: Path, settings: QSettings, qtbot: QtBot, quick: None) -> Iterator[Callable[[], MainWindow]]:
    """Windows of programs that keep unsaved work."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = Program(settings, recovery=Recovery(tmp_path / "state")).new_window(keep=True)
        made.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        return window

    yield make
    for window in made:
        for each in (*window.program.windows, window):
            each.lessons.holder.end()
            each.document.undo_stack.setClean()
            each.close()
            each.deleteLater()


@pytest.fixture
def kept_user(make_kept: Callable[[], MainWindow], user_of: Callable[[MainWindow], Any]) -> Any:
    return user_of(make_kept())


def journals(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"state/recovery/*/*{SUFFIX}"))


def edit_something(user: Any, text: str = "30 um") -> None:
    user.click_layer("electrolyte")
    user.enter("Thickness", text)


def test_that_unsaved_work_is_kept_and_let_go_when_it_is_saved(
    kept_user: Any, tmp_path: Path, qtbot: QtBot, choose_file: Callable[..., None]
) -> None:
    edit_something(kept_user)
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1)
    choose_file(tmp_path / "mine")
    kept_user.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert journals(tmp_path) == []


def test_that_undoing_all_lets_go_of_what_was_kept(kept_user: Any, tmp_path: Path, qtbot: QtBot) -> None:
    edit_something(kept_user)
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1)
    kept_user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, on=kept_user.window)
    assert journals(tmp_path) == []


def test_that_discarding_at_the_end_lets_go_of_what_was_kept(kept_user: Any, tmp_path: Path, qtbot: QtBot) -> None:
    edit_something(kept_user)
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1)
    discard = QMessageBox.StandardButton.Discard
    with kept_user.answering(lambda box: QTest.mouseClick(box.button(discard), Qt.MouseButton.LeftButton)):
        assert kept_user.window.close()
    assert list((tmp_path / "state" / "recovery").iterdir()) == []


def test_that_edits_that_never_rest_are_kept_too(
    kept_user: Any, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_something(kept_user)
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1)
    (journal,) = journals(tmp_path)
    first = journal.read_text(encoding="utf-8")

    def busy() -> bool:
        document = kept_user.window.document
        step = document.undo_stack.undo if document.undo_stack.canUndo() else document.undo_stack.redo
        step()
        document.undo_stack.resetClean()
        return first != (journal.read_text(encoding="utf-8") if journal.exists() else first)

    qtbot.waitUntil(busy)


def test_that_nothing_is_kept_when_the_person_does_not_want_it(kept_user: Any, tmp_path: Path, qtbot: QtBot) -> None:
    edit_something(kept_user)
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1)
    kept_user.window.settings.set_autosave(False)
    assert journals(tmp_path) == []


def leave_work(tmp_path: Path, *letters: str) -> None:
    """Make the folder of a run that ended badly."""
    other = Recovery(tmp_path / "state")
    for letter in letters:
        other.keep(letter, cellbuilder.from_model(letter), tmp_path / f"{letter}.cellbuilder.json")
    for lock in (other._lock,):
        assert lock is not None
        lock.close()


def test_that_unsaved_work_is_offered_and_restored_as_unsaved(
    kept_user: Any, tmp_path: Path, user_of: Callable[[MainWindow], Any]
) -> None:
    leave_work(tmp_path, "Z", "A")
    program = kept_user.window.program

    def restore(dialog: LeftoversDialog) -> None:
        rows = [dialog.tree.topLevelItem(row) for row in range(2)]
        assert {row.text(2) for row in rows} == {str(tmp_path / f"{letter}.cellbuilder.json") for letter in "AZ"}
        assert all(row.text(1) for row in rows)
        assert dialog.tree.header().length() <= dialog.tree.viewport().width(), "nothing lies beyond the edge"
        assert all(str(tmp_path) in row.toolTip(2) for row in rows)
        QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)

    with kept_user.answering(restore):
        program.offer_leftovers(kept_user.window)
    assert len(program.windows) == 2
    names = {window.document.design.name[:7] for window in program.windows}
    assert names == {"Model A", "Model Z"}
    assert all(window.document.is_modified for window in program.windows)
    assert {window.document.path.name[0] for window in program.windows} == {"A", "Z"}
    assert len(journals(tmp_path)) == 2, "it is kept anew"


def test_that_unsaved_work_can_be_discarded_after_a_question(kept_user: Any, tmp_path: Path) -> None:
    leave_work(tmp_path, "Z")

    def discard(dialog: LeftoversDialog) -> None:
        yes = QMessageBox.StandardButton.Yes
        with kept_user.answering(lambda box: QTest.mouseClick(box.button(yes), Qt.MouseButton.LeftButton)):
            QTest.mouseClick(dialog.discard, Qt.MouseButton.LeftButton)

    with kept_user.answering(discard):
        kept_user.window.program.offer_leftovers(kept_user.window)
    assert journals(tmp_path) == []
    assert len(kept_user.window.program.windows) == 1


def test_that_closing_the_offer_decides_nothing(kept_user: Any, tmp_path: Path) -> None:
    leave_work(tmp_path, "Z")
    with kept_user.answering(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape)):
        kept_user.window.program.offer_leftovers(kept_user.window)
    assert len(journals(tmp_path)) == 1
    kept_user.window.close()
    assert len(left_in(tmp_path)) == 1


def test_that_damaged_work_is_explained_and_kept(kept_user: Any, tmp_path: Path) -> None:
    leave_work(tmp_path, "Z")
    (journal,) = journals(tmp_path)
    journal.write_text("{", encoding="utf-8")

    def read(dialog: MessageDialog) -> None:
        assert "cannot be restored" in dialog.headline.text()
        assert str(tmp_path / "state" / "damaged") in dialog.reasons.toPlainText()
        dialog.reject()

    with kept_user.answering(read):
        kept_user.window.program.offer_leftovers(kept_user.window)
    assert len(list((tmp_path / "state" / "damaged").iterdir())) == 1


def crashed_with_changes(tmp_path: Path) -> Path:
    """Leave model T as unsaved work of a file that holds model Z, as a killed program does; return the file."""
    file = tmp_path / "mine.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("Z"), file)
    dead = Recovery(tmp_path / "state")
    dead.keep("one", cellbuilder.from_model("T"), file, files.stamp(file))
    assert dead._lock is not None
    dead._lock.close()
    return file


@pytest.mark.parametrize("in_first_window", [True, False])
def test_that_restored_work_does_not_replace_what_another_program_saved_meanwhile(
    kept_user: Any, tmp_path: Path, user_of: Callable[[MainWindow], Any], in_first_window: bool
) -> None:
    file, program = crashed_with_changes(tmp_path), kept_user.window.program
    cellbuilder.save(cellbuilder.from_model("A"), file)
    theirs = file.read_bytes()
    program.restore(program.recovery.leftovers()[0], kept_user.window if in_first_window else None)
    (window,) = (each for each in program.windows if each.document.path == file)
    assert (window is kept_user.window) == in_first_window
    with kept_user.answering(lambda box: QTest.mouseClick(box.button(CANCEL), Qt.MouseButton.LeftButton)):
        assert not window.files.save()
    assert file.read_bytes() == theirs
    (journal,) = journals(tmp_path)
    assert files.stamp(file) not in journal.read_text(encoding="utf-8"), "it is asked for after the next crash too"


def test_that_restored_work_is_saved_without_a_question_where_nobody_touched_its_file(
    kept_user: Any, tmp_path: Path
) -> None:
    file, program = crashed_with_changes(tmp_path), kept_user.window.program
    program.restore(program.recovery.leftovers()[0], kept_user.window)
    assert kept_user.window.files.save()
    assert codec.load(file) == cellbuilder.from_model("T")


def test_that_work_that_cannot_be_kept_is_told_once(kept_user: Any, tmp_path: Path, qtbot: QtBot) -> None:
    state = tmp_path / "state"
    state.write_text("in the way", encoding="utf-8")
    edit_something(kept_user)
    qtbot.waitUntil(lambda: kept_user.told.startswith("A crash would cost what is not saved: unsaved work cannot be"))
    kept_user.window.tell("")
    edit_something(kept_user, "31 um")
    kept_user.window.program.keep_all()
    assert kept_user.told == ""
    state.unlink()
    kept_user.window.program.keep_all()
    assert len(journals(tmp_path)) == 1


def answer_something(window: MainWindow) -> LessonRun:
    window.lessons.open("separator")
    window.lessons.go_on()
    window.lessons.answer("asr:cathode")
    run = window.lessons.holder.run
    assert run is not None
    return run


def test_that_answers_of_a_lesson_are_kept_and_the_lesson_goes_on(kept_user: Any, tmp_path: Path, qtbot: QtBot) -> None:
    run = answer_something(kept_user.window)
    qtbot.waitUntil(lambda: len(journals(tmp_path)) == 1)
    assert not kept_user.window.document.is_modified
    folder = journals(tmp_path)[0].parent
    kept_user.window.lessons.reveal()
    kept_user.window.lessons.go_on()
    kept_user.window.program.keep_all()
    later = kept_user.window.lessons.holder.run
    assert later != run
    copy = tmp_path / "state" / "recovery" / "1-dead"
    copy.mkdir()
    copy.joinpath(f"one{SUFFIX}").write_bytes(next(folder.glob(f"*{SUFFIX}")).read_bytes())
    (leftover,) = kept_user.window.program.recovery.leftovers()
    kept_user.window.program.restore(leftover, kept_user.window)
    first, second = kept_user.window.program.windows
    assert first.lessons.holder.run == second.lessons.holder.run == later, "the answers of the first window stay"
    assert second.lessons.holder.unsaved
    assert second.lessons.dock.isVisible()
    assert "step 3 of 5" in second.lessons.dock.widget().title.text()
    first.lessons.holder.end()
    assert len(journals(tmp_path)) == 1


@pytest.mark.parametrize(
    "change",
    [{"lesson": "gone"}, {"at": 99}, {"at": "1"}, {"revealed": ["never"]}, {"answers": [{"step": "x", "answer": 1}]},
     {"answers": [{"step": "limits", "answer": "pink"}]}, {"answers": [{"step": "thin", "answer": "two"}]}],
)  # fmt: skip
def test_that_answers_that_fit_no_lesson_are_told_and_kept(
    kept_user: Any, tmp_path: Path, change: dict[str, Any]
) -> None:
    notes = {"lesson": "separator", "at": 1, "answers": [{"step": "limits", "answer": "asr:cathode"}], "revealed": []}
    dead = Recovery(tmp_path / "state")
    dead.keep("one", cellbuilder.from_model("Z"), None, None, {**notes, **change})
    assert dead._lock is not None
    dead._lock.close()
    program = kept_user.window.program
    (leftover,) = program.recovery.leftovers()

    def read(dialog: MessageDialog) -> None:
        assert dialog.headline.text().startswith("The answers to a lesson cannot be restored. The design was restored")
        dialog.reject()

    with kept_user.answering(read):
        program.restore(leftover, kept_user.window)
    assert kept_user.design == cellbuilder.from_model("Z")
    assert kept_user.window.lessons.holder.run is None
    assert len(list((tmp_path / "state" / "damaged").iterdir())) == 1
