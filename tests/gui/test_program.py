"""Several windows, dropped files, recent files, copies, reverts, reports: documents and what happens to them."""

import gc
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QProgressDialog
from pytestqt.qtbot import QtBot

import cellbuilder
from cellbuilder.app import edits, export, recent
from cellbuilder.domain.quantity import Quantity
from cellbuilder.gui.dialogs.comfort import HistoryDialog
from cellbuilder.gui.dialogs.explanation import ExplanationDialog
from cellbuilder.gui.dialogs.message import MessageDialog
from cellbuilder.gui.document import EditCommand
from cellbuilder.gui.drops import LIBRARY_ITEM
from cellbuilder.gui.errors import Faults
from cellbuilder.gui.library.gallery import GalleryDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.text import plain

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Button = QMessageBox.StandardButton


def press_button(button: QMessageBox.StandardButton) -> Callable[[QMessageBox], None]:
    return lambda box: QTest.mouseClick(box.button(button), Qt.MouseButton.LeftButton)


def edit_something(user: Any, text: str = "30 um") -> None:
    user.click_layer("electrolyte")
    user.enter("Thickness", text)


def let_go(window: MainWindow, data: QMimeData) -> bool:
    """Let go of what is dragged; the window has had no time since."""
    place, copy = QPoint(4, window.height() - 4), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, data, left, none)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(place), copy, data, left, none)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window: MainWindow, data: QMimeData) -> bool:
    taken = let_go(window, data)
    QApplication.processEvents()
    return taken


def dropped_files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def model_z(tmp_path: Path) -> Path:
    path = tmp_path / "z.cellbuilder.json"
    cellbuilder.save(cellbuilder.from_model("Z"), path)
    return path


@pytest.fixture
def others(user: Any) -> Any:
    """The windows that a test opened beside its own; they go without a question."""
    yield lambda: [window for window in user.window.program.windows if window is not user.window]
    for window in tuple(user.window.program.windows):
        if window is not user.window:
            window.document.undo_stack.setClean()
            window.close()


def test_that_a_dropped_design_opens_here_if_nothing_is_lost(user: Any, model_z: Path, others: Any) -> None:
    assert drop(user.window, dropped_files(model_z))
    assert user.window.document.path == model_z
    assert others() == []


def test_that_a_dropped_design_opens_beside_unsaved_work(user: Any, model_z: Path, others: Any) -> None:
    edit_something(user)
    after = user.json
    assert drop(user.window, dropped_files(model_z))
    assert user.json == after
    (other,) = others()
    assert other.isVisible()
    assert other.document.path == model_z
    assert not other.document.is_modified
    assert drop(user.window, dropped_files(model_z))
    assert len(others()) == 1, "a file that is open already is brought up"


def test_that_a_question_comes_when_the_drop_is_over(user: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.cellbuilder.json"
    broken.write_text("{", encoding="utf-8")
    over: list[bool] = []

    def read(dialog: QDialog) -> None:
        assert over
        dialog.reject()

    with user.answering(read):
        assert let_go(user.window, dropped_files(broken))
        over.append(True)
        QApplication.processEvents()


def test_that_a_file_of_another_window_is_not_replaced(
    user: Any, model_z: Path, others: Any, choose_file: Callable[..., None]
) -> None:
    user.window.program.open_file(model_z)
    (other,) = others()
    before = model_z.read_bytes()
    choose_file(model_z)

    def read(dialog: MessageDialog) -> None:
        assert dialog.headline.text() == "This file is open in another window. The design was not saved."
        dialog.reject()

    for save in (user.window.files.save_as, user.window.files.save_copy):
        with user.answering(read, MessageDialog):
            assert not save()
    assert model_z.read_bytes() == before
    assert user.window.document.path is None
    assert other.files.save_as(), "onto its own file"
    other.close()
    assert user.window.files.save_as()
    assert user.window.document.path == model_z


def test_that_a_dropped_model_opens(user: Any) -> None:
    data = QMimeData()
    data.setData(LIBRARY_ITEM, QByteArray(json.dumps({"kind": "model", "key": "A"}).encode()))
    assert drop(user.window, data)
    assert user.design.origin.model == "A"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"kind": "material", "key": "li6ps5cl"}', b'{"kind": 3}'])
def test_that_other_things_are_not_taken(user: Any, content: bytes) -> None:
    data = QMimeData()
    data.setData(LIBRARY_ITEM, QByteArray(content))
    before = user.json
    assert not drop(user.window, data)
    assert user.json == before


def test_that_a_new_window_stands_beside_and_shares_nothing_but_the_library(user: Any, others: Any) -> None:
    user.press(Qt.Key.Key_N, CTRL, SHIFT)
    (other,) = others()
    edit_something(user)
    assert other.document.workspace is user.window.document.workspace
    assert not other.document.is_modified
    assert other.document.design != user.design


def test_that_quitting_asks_for_each_window_and_can_be_stopped(user: Any, others: Any) -> None:
    user.press(Qt.Key.Key_N, CTRL, SHIFT)
    edit_something(user)
    with user.answering(press_button(Button.Cancel)):
        user.window.quit()
    assert user.window.isVisible()
    assert others() == []


def test_that_recent_files_are_listed_and_open(user: Any, tmp_path: Path, model_z: Path) -> None:
    names = [tmp_path / f"{letter} & more.cellbuilder.json" for letter in "AB"]
    for path in names:
        cellbuilder.save(cellbuilder.from_model(path.name[0]), path)
        user.window.files.open_file(path)
    user.window.files.open_file(model_z)
    names[1].unlink()
    menu = user.window.actions_.files.recent_menu
    menu.aboutToShow.emit()
    shown = [action.text() for action in menu.actions() if action.text()]
    assert shown == [recent.shown(model_z), recent.shown(names[0]).replace("&", "&&"), "Clear this list"]
    menu.actions()[1].trigger()
    assert user.window.document.path == names[0]
    menu.actions()[-1].trigger()
    menu.aboutToShow.emit()
    assert [action.isEnabled() for action in menu.actions()] == [False]


def test_that_a_copy_leaves_the_window_with_its_own_file(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], model_z: Path
) -> None:
    user.window.files.open_file(model_z)
    edit_something(user)
    choose_file(tmp_path / "copy")
    user.window.actions_.files.save_copy.trigger()
    assert (tmp_path / "copy.cellbuilder.json").read_text(encoding="utf-8") == user.json
    assert user.window.document.path == model_z
    assert user.window.document.is_modified


def test_that_reverting_asks_and_goes_back_to_the_file(user: Any, model_z: Path) -> None:
    revert = user.window.actions_.files.revert
    assert not revert.isEnabled()
    user.window.files.open_file(model_z)
    saved = user.json
    edit_something(user)
    assert revert.isEnabled()
    after = user.json
    with user.answering(press_button(Button.Cancel)):
        revert.trigger()
    assert user.json == after
    with user.answering(press_button(Button.Yes)):
        revert.trigger()
    assert user.json == saved
    assert not revert.isEnabled()


def test_that_a_file_that_somebody_else_changed_is_not_replaced_unasked(user: Any, model_z: Path) -> None:
    user.window.files.open_file(model_z)
    edit_something(user)
    theirs = model_z.read_text(encoding="utf-8").replace("Model Z", "Theirs")
    model_z.write_text(theirs, encoding="utf-8")
    with user.answering(press_button(Button.Cancel)):
        user.press(Qt.Key.Key_S, CTRL)
    assert model_z.read_text(encoding="utf-8") == theirs
    assert user.window.document.is_modified
    with user.answering(press_button(Button.Yes)):
        user.press(Qt.Key.Key_S, CTRL)
    assert model_z.read_text(encoding="utf-8") == user.json
    edit_something(user, "31 um")
    user.press(Qt.Key.Key_S, CTRL)
    assert model_z.read_text(encoding="utf-8") == user.json, "our own saving is no change by somebody else"


def test_that_each_step_has_its_name_in_the_menu(user: Any) -> None:
    undo = user.window.actions_.undo
    edit_something(user)
    step = user.window.document.undo_stack.undoText()
    assert step
    assert undo.text() == f"Undo {step}"
    assert undo.toolTip() == plain(f"Undo {step} (Ctrl+Z)")
    assert undo.iconText() == "Undo"


def test_that_the_history_lists_the_steps_and_goes_to_one(user: Any) -> None:
    states = [user.json]
    for text in ("30 um", "31 um"):
        edit_something(user, text)
        states.append(user.json)

    def go(dialog: HistoryDialog) -> None:
        assert dialog.list.count() == 3
        assert dialog.list.currentRow() == 2
        assert dialog.list.item(0).text() == "As it was opened (saved)"
        QTest.keyClick(dialog.list, Qt.Key.Key_Up)
        assert user.json == states[1]
        dialog.reject()

    with user.answering(go):
        user.press(Qt.Key.Key_H, CTRL)
    user.press(Qt.Key.Key_Z, CTRL, on=user.window)
    assert user.json == states[0]


def renamed(user: Any, name: str, key: str | None) -> None:
    from cellbuilder.app import edits

    assert user.window.document.apply(lambda design: edits.set_name(design, name), "Rename", key) is None


def test_that_one_drag_is_one_step_and_two_drags_are_two(user: Any) -> None:
    stack = user.window.document.undo_stack
    for drag in ("first", "second"):
        for number in range(4):
            renamed(user, f"{drag} {number}", f"name:{drag}")
    assert stack.count() == 2
    stack.undo()
    assert user.design.name == "first 3"


def test_that_a_drag_that_comes_back_is_no_step(user: Any) -> None:
    name, stack = user.design.name, user.window.document.undo_stack
    for text in ("a", "b", name):
        renamed(user, text, "drag")
    assert stack.count() == 0
    assert not user.window.document.is_modified
    renamed(user, "c", "drag")
    assert stack.count() == 1


def test_that_a_drag_does_not_merge_across_the_saved_state(user: Any, tmp_path: Path) -> None:
    document = user.window.document
    renamed(user, "a", "drag")
    document.save(tmp_path / "x.cellbuilder.json")
    renamed(user, "b", "drag")
    assert document.is_modified
    document.undo_stack.undo()
    assert user.design.name == "a"
    assert not document.is_modified


def test_that_a_drag_goes_on_as_a_step_of_its_own_after_an_undo(user: Any) -> None:
    stack = user.window.document.undo_stack
    renamed(user, "a", "drag")
    renamed(user, "x", None)
    stack.undo()
    renamed(user, "b", "drag")
    assert (stack.count(), stack.index()) == (2, 2)
    stack.undo()
    assert user.design.name == "a"


def test_that_the_steps_of_a_drag_leave_nothing_in_memory(user: Any) -> None:
    def held() -> int:
        gc.collect()
        return sum(isinstance(each, EditCommand) for each in gc.get_objects())

    before = held()
    for number in range(20):
        renamed(user, f"name {number}", "drag")
    assert held() == before + 1
    user.window.document.undo_stack.clear()
    assert held() == before


def test_that_a_jump_in_the_history_shows_its_end_alone(user: Any) -> None:
    document, first, name = user.window.document, user.json, user.design.name
    for number in range(5):
        renamed(user, f"name {number}", None)
    shown: list[tuple[str, bool]] = []
    document.changed.connect(lambda: shown.append((document.design.name, document.is_modified)))
    document.undo_stack.setIndex(0)
    assert shown == [(name, False)]
    assert user.json == first
    document.undo_stack.setIndex(4)
    assert shown[1:] == [("name 3", True)]


def test_that_a_closed_window_lets_its_history_go(user: Any) -> None:
    """Garbage is collected in any order, and a step that goes before its stack takes the program with it."""
    window = user.window.program.new_window(keep=True)
    window.show()
    window.document.apply(lambda design: edits.set_name(design, "other"), "Rename", None)
    with user.answering(press_button(Button.Discard), QMessageBox):
        window.close()
    assert window.document.undo_stack.count() == 0
    assert window.document.design.name == "other"
    window.deleteLater()


def test_that_each_design_is_told_once(user: Any) -> None:
    document, name = user.window.document, user.design.name
    told: list[str] = []
    document.changed.connect(lambda: told.append(document.design.name))
    for text in ("a", name):  # dragged there and back, which takes the step out of the history
        renamed(user, text, "drag")
    assert told == ["a", name]
    renamed(user, "b", None)
    document.undo_stack.clear()
    assert told == ["a", name, "b"]


def test_that_steps_share_what_they_do_not_change(user: Any) -> None:
    renamed(user, "a", None)
    command = user.window.document.undo_stack.command(0)
    assert isinstance(command, EditCommand)
    assert command.before.stack is command.after.stack
    assert all(command.before.materials[key] is held for key, held in command.after.materials.items())


def test_that_results_are_copied_as_a_table(user: Any) -> None:
    user.press(Qt.Key.Key_C, CTRL, ALT)
    assert QApplication.clipboard().text() == export.csv_text(user.window.document.evaluation)


def test_that_the_picture_of_the_stack_is_copied(user: Any) -> None:
    user.press(Qt.Key.Key_C, CTRL, SHIFT)
    assert QApplication.clipboard().mimeData().hasImage()
    assert not QApplication.clipboard().image().isNull()


@pytest.mark.parametrize(("name", "start"), [("r.html", b"<!DOCTYPE html>"), ("r.pdf", b"%PDF-")])
def test_that_a_report_is_written_beside_the_window(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], qtbot: QtBot, name: str, start: bytes
) -> None:
    path = tmp_path / name
    choose_file(path)
    user.press(Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: "Report written" in user.told, timeout=30000)
    assert path.read_bytes()[:15].upper().startswith(start.upper())
    qtbot.waitUntil(lambda: not user.window.findChildren(QProgressDialog))


def test_that_a_report_that_cannot_be_written_says_why(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], qtbot: QtBot
) -> None:
    choose_file(tmp_path / "no such folder" / "r.html")
    read: list[str] = []

    def look(dialog: MessageDialog) -> None:
        read.append(dialog.headline.text())
        dialog.reject()

    with user.answering(look, MessageDialog):
        user.press(Qt.Key.Key_R, CTRL)
        qtbot.waitUntil(lambda: bool(read), timeout=30000)
    assert "was not written" in read[0]


def test_that_new_offers_the_gallery_and_opens_what_is_chosen(user: Any) -> None:
    def choose(dialog: GalleryDialog) -> None:
        dialog.gallery.model_asked.emit("G")

    with user.answering(choose):
        user.press(Qt.Key.Key_N, CTRL)
    assert user.design.origin.model == "G"


def test_that_something_unexpected_is_told_calmly_and_the_session_goes_on(
    user: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    faults = Faults(user.window.program, tmp_path)
    before = user.json
    for _ in range(3):
        try:
            raise RuntimeError("the <b>pump</b> is broken")
        except RuntimeError as error:
            faults.take(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: faults.dialog is not None)
    dialog = faults.dialog
    assert dialog is not None
    assert "Something went wrong" in dialog.windowTitle()
    assert "go on working" in dialog.headline.text()
    assert "Traceback" not in dialog.headline.text()
    assert dialog.reasons.toPlainText().count("RuntimeError: the <b>pump</b> is broken") == 1
    assert f"Python {sys.version.split()[0]}" in dialog.reasons.toPlainText()
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert "broken" in QApplication.clipboard().text()
    dialog.reject()
    assert faults.dialog is None
    assert user.json == before
    assert "broken" in (tmp_path / "faults.txt").read_text(encoding="utf-8")
    edit_something(user)
    assert user.json != before


def test_that_the_status_bar_names_what_is_unknown(user: Any) -> None:
    status = user.window._status
    contacts = user.window.document.evaluation.contacts
    without = user.window.document.evaluation.contacts_without_evidence
    judged = f"{without} of {contacts} judged contacts have no evidence"
    assert judged in status.full
    for field, unit in (("temperature", "degC"), ("current_density", "mA/cm2"), ("operating_pressure", "MPa")):
        nobody_knows = Quantity(value=None, unit=unit)
        edit = partial(edits.set_condition, field=field, quantity=nobody_knows)
        assert user.window.document.apply(edit, "unknown") is None
    assert status.full.split("   ·   ")[:4] == ["temperature unknown", "current unknown", "pressure unknown", judged]


def test_that_the_tips_tell_a_headline_number_from_one_in_a_table(user: Any) -> None:
    user.window.show_tips()
    said = user.window.layout_.tips.words.toolTip()
    assert "Click a headline, or double-click a row, to see how it was calculated." in said
    with user.answering(lambda dialog: dialog.reject(), ExplanationDialog):
        card = user.window.headline._cards["ASR"]
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
