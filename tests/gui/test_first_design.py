"""The main story: open model T, change the electrolyte's thickness, undo, save, reopen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import cellbuilder
from cellbuilder.app import headlines, present
from cellbuilder.io import codec


def test_that_the_window_opens_model_t(user: Any) -> None:
    assert user.json == codec.dumps(cellbuilder.from_model("T"))
    assert "Model T" in user.window.windowTitle()
    assert not user.window.isWindowModified()
    shown = headlines.headlines(cellbuilder.evaluate(cellbuilder.from_model("T")))
    assert {name: user.headline(name) for name in headlines.NAMES} == {
        name: present.value(figure) for name, figure in shown.items()
    }


def test_that_a_click_selects_the_electrolyte(user: Any) -> None:
    user.click_layer("electrolyte")
    assert user.selected == ("electrolyte",)
    assert user.field("Thickness").edit.text() == "430 µm"


def test_that_arrow_keys_select_the_electrolyte(user: Any) -> None:
    view = user.window.stack_view
    view.setFocus()
    for _ in range(3):
        user.press(Qt.Key.Key_Right)
    assert user.selected == ("electrolyte",)
    user.press(Qt.Key.Key_Left)
    assert user.selected == ("cathode",)
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert user.selected == ("cathode", "electrolyte")
    user.press(Qt.Key.Key_Right)
    assert user.selected == ("electrolyte",)
    user.press(Qt.Key.Key_Escape)
    assert user.selected == ()


@pytest.mark.parametrize(
    ("typed", "value", "unit", "shown"),
    [("30 um", 30, "um", "30 µm"), ("0,03 mm", 0.03, "mm", "0.03 mm"), ("3e-2 mm", 0.03, "mm", "0.03 mm"),
     ("30", 30, "um", "30 µm"), ("30 µm", 30, "um", "30 µm")],
)  # fmt: skip
def test_that_a_typed_thickness_changes_the_design_and_every_number(
    user: Any, typed: str, value: float, unit: str, shown: str
) -> None:
    before = user.headline("ASR"), user.rows()
    user.click_layer("electrolyte")
    user.enter("Thickness", typed)
    thickness = user.layer("electrolyte").thickness
    assert (thickness.value, thickness.unit) == (value, unit)
    assert user.field("Thickness").edit.text() == shown
    evaluation = cellbuilder.evaluate(user.design)
    trace = evaluation.figures.trace
    assert user.headline("ASR") == present.value(headlines.headlines(evaluation)["ASR"])
    assert user.rows() == [list(headlines.row(figure, trace)) for figure in headlines.resistance_rows(evaluation)]
    assert user.rows(1) == [list(headlines.row(figure, trace)) for figure in headlines.energy_rows(evaluation)]
    assert (user.headline("ASR"), user.rows()) != before


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("abc", "is not a number"), ("30 parsec", "unit 'parsec' is not known"), ("30 mg", "measures mass"),
     ("-3 um", "must be greater than zero"), ("0", "must be greater than zero"), ("1e999", "too large")],
)  # fmt: skip
def test_that_nonsense_stays_in_the_field_with_the_reason_and_changes_nothing(
    user: Any, typed: str, reason: str
) -> None:
    before, rows = user.json, user.rows()
    user.click_layer("electrolyte")
    field = user.enter("Thickness", typed)
    assert field.edit.text() == typed
    assert reason in field.message.text()
    assert field.message.isVisible()
    assert field.edit.property("invalid") is True
    user.press(Qt.Key.Key_Tab)
    assert field.edit.text() == typed
    assert reason in field.message.text()
    assert user.json == before
    assert user.rows() == rows
    assert not user.window.isWindowModified()


def test_that_nonsense_in_one_field_survives_an_edit_of_another(user: Any) -> None:
    user.click_layer("electrolyte")
    field = user.enter("Thickness", "abc")
    user.enter("Porosity", "10 %")
    assert field.edit.text() == "abc"
    assert field.problem
    assert user.layer("electrolyte").porosity.si == pytest.approx(0.1)


def test_that_undo_restores_the_identical_design_and_text(user: Any) -> None:
    user.click_layer("electrolyte")
    before, text, rows = user.json, user.field("Thickness").edit.text(), user.rows()
    user.enter("Thickness", "30 um")
    after = user.json
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert user.json == before
    assert user.field("Thickness").edit.text() == text
    assert user.rows() == rows
    assert not user.window.isWindowModified()
    user.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert user.json == after
    assert user.field("Thickness").edit.text() == "30 µm"


def test_that_undo_takes_back_typing_before_it_takes_back_edits(user: Any) -> None:
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    field = user.field("Thickness")
    QTest.keyClicks(field.edit, "7")
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert user.layer("electrolyte").thickness.value == 30


def test_that_undo_and_redo_in_turn_end_in_the_identical_design(user: Any) -> None:
    states = [user.json]
    user.click_layer("electrolyte")
    for text in ("30 um", "0,1 mm", "55"):
        user.enter("Thickness", text)
        states.append(user.json)
    user.click_layer("cathode")
    user.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    states.append(user.json)
    user.press(Qt.Key.Key_Delete)
    states.append(user.json)
    for _ in range(3):
        for expected in reversed(states[:-1]):
            user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert user.json == expected
        for expected in states[1:]:
            user.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
            assert user.json == expected


def test_that_a_design_is_saved_and_reopened_identical(
    user: Any, tmp_path: Path, choose_file: Callable[..., None]
) -> None:
    path = tmp_path / "mine.cellbuilder.json"
    user.click_layer("electrolyte")
    user.enter("Thickness", "30 um")
    assert user.window.isWindowModified()
    choose_file(path)
    user.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not user.window.isWindowModified()
    assert user.window.windowTitle().startswith("mine.cellbuilder.json")
    written, saved = path.read_bytes(), user.json
    assert written == saved.encode()
    user.window.files.open_model("A")
    assert user.json != saved
    user.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert user.json == saved
    user.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert path.read_bytes() == written
