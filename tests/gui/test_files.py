"""Files: nothing is lost, nothing is half done, and every refusal says why."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

import cellbuilder
from cellbuilder.app import headlines
from cellbuilder.gui.dialogs.message import MessageDialog

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Button = QMessageBox.StandardButton


def press_button(button: QMessageBox.StandardButton) -> Callable[[QMessageBox], None]:
    return lambda box: QTest.mouseClick(box.button(button), Qt.MouseButton.LeftButton)


def edit_something(user: Any) -> None:
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")


def test_that_closing_with_unsaved_work_asks_and_cancel_keeps_it(user: Any) -> None:
    edit_something(user)
    after = user.json
    with user.answering(press_button(Button.Cancel)):
        assert not user.window.close()
    assert user.window.isVisible()
    assert user.json == after
    assert user.window.isWindowModified()


def test_that_closing_with_unsaved_work_can_discard_it(user: Any) -> None:
    edit_something(user)
    with user.answering(press_button(Button.Discard)):
        assert user.window.close()


def test_that_closing_with_unsaved_work_can_save_it(
    user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    path = tmp_path / "kept.cellbuilder.json"
    choose_file(path)
    edit_something(user)
    with user.answering(press_button(Button.Save)):
        assert user.window.close()
    assert path.read_text(encoding="utf-8") == user.json


def test_that_the_window_stays_open_if_saving_is_given_up(user: Any, choose_file: Callable[..., None]) -> None:
    choose_file(None)
    edit_something(user)
    with user.answering(press_button(Button.Save)):
        assert not user.window.close()
    assert user.window.isWindowModified()


def test_that_closing_without_changes_does_not_ask(user: Any) -> None:
    assert user.window.close()


def test_that_opening_another_design_asks_first(user: Any) -> None:
    edit_something(user)
    after = user.json
    with user.answering(press_button(Button.Cancel)):
        user.window.files.open_model("A")
    assert user.json == after


def test_that_what_is_still_being_typed_is_saved_too(
    user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    path = tmp_path / "typed.cellbuilder.json"
    choose_file(path)
    user.click_layer("electrolyte")
    field = user.field("Thickness")
    QTest.mouseClick(field.edit, Qt.MouseButton.LeftButton)
    field.edit.selectAll()
    QTest.keyClicks(field.edit, "77 um")
    user.press(Qt.Key.Key_S, CTRL)
    thickness = next(layer for layer in cellbuilder.load(path).stack.layers if layer.id == "electrolyte").thickness
    assert thickness is not None
    assert thickness.value == 77


def test_that_a_name_without_ending_gets_one_and_replaces_nothing_unasked(
    user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    there = tmp_path / "a.cellbuilder.json"
    there.write_text("mine", encoding="utf-8")
    choose_file(tmp_path / "a")
    with user.answering(press_button(Button.Cancel)):
        user.press(Qt.Key.Key_S, CTRL, SHIFT)
    assert there.read_text(encoding="utf-8") == "mine"
    with user.answering(press_button(Button.Yes)):
        user.press(Qt.Key.Key_S, CTRL, SHIFT)
    assert there.read_text(encoding="utf-8") == user.json


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b'{"schema": "cellbuilder-design", "schema_version": 1, "na', "cut off"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"schema": "cellbuilder-design", "schema_version": 99}', "newer"),
        (b'{"schema": "cellbuilder-design", "schema_version": 1, "name": "<b>x</b>", "<i>y</i>": NaN}', "<i>y</i>"),
    ],
)
def test_that_a_damaged_file_is_explained_and_leaves_the_design(
    user: Any, tmp_path: Path, choose_file: Callable[..., None], content: bytes, words: str
) -> None:
    edit_something(user)
    user.window.document.undo_stack.setClean()
    before, title = user.json, user.window.windowTitle()
    path = tmp_path / "damaged.cellbuilder.json"
    path.write_bytes(content)
    choose_file(path)

    def read(dialog: MessageDialog) -> None:
        assert "cannot be opened" in dialog.headline.text()
        assert words in dialog.reasons.toPlainText()
        assert "damaged.cellbuilder.json" in dialog.reasons.toPlainText()
        QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
        assert QApplication.clipboard().text() == dialog.reasons.toPlainText()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    with user.answering(read):
        user.press(Qt.Key.Key_O, CTRL)
    assert user.json == before
    assert user.window.windowTitle() == title
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.layer("electrolyte").thickness.value == 430


def test_that_all_problems_of_a_file_are_shown_at_once(user: Any, tmp_path: Path, raw: dict[str, Any]) -> None:
    raw["stack"]["layers"][2]["thickness"]["value"] = -3
    raw["stack"]["conditions"]["temperature"]["unit"] = "mm"
    raw["surprise"] = 1
    path = tmp_path / "three.cellbuilder.json"
    path.write_text(json.dumps(raw), encoding="utf-8")

    def read(dialog: MessageDialog) -> None:
        text = dialog.reasons.toPlainText()
        assert "thickness" in text
        assert "temperature" in text
        assert "surprise" in text
        dialog.reject()

    with user.answering(read):
        user.window.files.open_file(path)


def test_that_a_file_that_cannot_be_written_is_explained_and_stays_unsaved(
    user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    edit_something(user)
    choose_file(tmp_path / "no such folder" / "x.cellbuilder.json")

    def read(dialog: MessageDialog) -> None:
        assert "was not saved" in dialog.headline.text()
        dialog.reject()

    with user.answering(read):
        user.press(Qt.Key.Key_S, CTRL)
    assert user.window.isWindowModified()
    assert user.window.document.path is None


def test_that_exported_csv_holds_the_numbers_of_evaluate(
    user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    path = tmp_path / "results.csv"
    choose_file(path)
    user.press(Qt.Key.Key_E, CTRL)
    evaluation = cellbuilder.evaluate(user.design)
    figures = [*headlines.resistance_rows(evaluation), *headlines.energy_rows(evaluation),
               *headlines.operating_rows(evaluation)]  # fmt: skip
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["figure"]]
    written = {row["figure"]: row for row in rows}
    for figure in figures:
        row = written[figure.name]
        assert row["value"] == ("" if figure.value is None else repr(figure.value))
        assert row["unit"] == figure.unit
        assert row["formula"] == (figure.formula or "")
        assert row["of the range assumed"] == ("" if figure.assumed_share is None else repr(figure.assumed_share))
        assert row["key"] == figure.key
    assert {*written} == {figure.name for figure in figures}
    conductor = next(row for row in rows if row["key"] == "asr:electrolyte")
    assert (conductor["from"], conductor["formula"]) == ("ref. 42, assumption", "ASR = d / sigma")
    assert path.name in user.told


def test_that_exported_json_is_the_evaluation(user: Any, tmp_path: Path, choose_file: Callable[..., None]) -> None:
    choose_file(tmp_path / "results", "All numbers with sources (*.json)")
    user.press(Qt.Key.Key_E, CTRL)
    written = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert written == cellbuilder.evaluate(user.design).model_dump(mode="json")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of this kind are those of POSIX")
def test_that_saving_over_a_folder_is_refused(user: Any, tmp_path: Path, choose_file: Callable[..., None]) -> None:
    folder = tmp_path / "x.cellbuilder.json"
    folder.mkdir()
    choose_file(folder)
    with user.answering(lambda dialog: dialog.reject()):
        user.press(Qt.Key.Key_S, CTRL)
    assert folder.is_dir()
