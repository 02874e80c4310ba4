"""Composition, balance and coatings in the window, and composites added by the dialog."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QToolButton

import cellbuilder
from cellbuilder.app import present
from cellbuilder.gui.dialogs.add_layer import AddLayerDialog
from cellbuilder.gui.widgets.material_box import MaterialBox
from cellbuilder.gui.widgets.quantity_editor import QuantityEditor

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier


def box(user: Any, name: str) -> MaterialBox:
    body = user.window.inspector.widget()
    return next(entry for entry in body.findChildren(MaterialBox) if entry.accessibleName() == name)


def choose(entry: MaterialBox, key: str) -> None:
    QTest.keyClick(entry, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    entry.view().setCurrentIndex(entry.model().index(entry.findData(key), 0))
    QTest.keyClick(entry.view(), Qt.Key.Key_Return)


def take(user: Any, button: str, words: str) -> None:
    """Open the menu of a button and take an entry by key."""
    body = user.window.inspector.widget()
    found = next(entry for entry in body.findChildren(QToolButton) if entry.accessibleName() == button)
    menu = found.menu()
    assert isinstance(menu, QMenu)
    menu.popup(found.mapToGlobal(found.rect().bottomLeft()))
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == words))
    QTest.keyClick(menu, Qt.Key.Key_Return)


def shares(user: Any) -> dict[str, float]:
    return {part.material: round(100 * part.mass_fraction.si, 6) for part in user.layer("cathode").components}


def seen(user: Any) -> list[str]:
    return [label.text() for label in user.window.inspector.widget().findChildren(QLabel) if label.isVisible()]


def undo(user: Any) -> None:
    user.press(Qt.Key.Key_Z, CTRL, on=user.window)


def test_that_materials_for_this_cell_stand_first_and_a_heading_cannot_be_chosen(user: Any) -> None:
    user.click_layer("cathode")
    entry = box(user, "active material, material")
    workspace = user.window.document.workspace
    keys = [entry.itemData(row) for row in range(entry.count())]
    heading = entry.findText("Of other cells")
    first = [workspace.library.material(key) for key in keys[: heading - 1]]
    assert len(first) > 5
    assert {item.ion for item in first} <= {"Li", None}
    assert all("cathode active material" in (item.category, *item.also) for item in first)
    others = [workspace.library.material(key) for key in keys[heading + 1 :]]
    assert {item.id for item in (*first, *others)} == {item.id for item in workspace.for_function("active material")}
    assert any(item.ion == "Na" for item in others)
    assert any(item.category == "anode" for item in others)
    entry.setFocus()
    entry.setCurrentIndex(heading - 2)
    user.press(Qt.Key.Key_Down, on=entry)
    assert entry.currentIndex() == heading + 1


def test_that_a_long_list_of_materials_is_no_higher_than_the_list_says(user: Any) -> None:
    user.click_layer("cathode")
    entry = box(user, "active material, material")
    assert entry.count() > entry.maxVisibleItems()
    entry.showPopup()
    row = entry.view().sizeHintForRow(0)
    assert entry.view().height() <= (entry.maxVisibleItems() + 1) * (row + 4)
    entry.hidePopup()


def test_that_coated_ncm811_is_two_choices_away(user: Any) -> None:
    user.click_layer("cathode")
    before = user.json
    choose(box(user, "active material, material"), "ncm811")
    choose(box(user, "active material, coating"), "linbo3")
    part = user.layer("cathode").components[0]
    assert (part.material, part.coating.material) == ("ncm811", "linbo3")
    assert user.field("active material, coating thickness").edit.text() == "10 nm"
    user.enter("active material, coating thickness", "5 nm")
    assert user.layer("cathode").components[0].coating.thickness.value == 5
    choose(box(user, "active material, coating"), "")
    assert user.layer("cathode").components[0].coating is None
    assert "linbo3" not in user.design.materials
    for _ in range(4):
        undo(user)
    assert user.json == before


def test_that_an_ingredient_is_added_and_taken_out_again(user: Any) -> None:
    user.click_layer("cathode")
    before = user.json
    take(user, "Add an ingredient", "carbon")
    assert shares(user) == {"lco": 70, "li3incl6": 27, "vgcf": 3}
    assert user.field("carbon, share").edit.text() == "3 wt%"
    after = user.json
    take(user, "carbon, more", "Take this ingredient out")
    assert shares(user) == {"lco": 70, "li3incl6": 30}
    undo(user)
    assert user.json == after
    undo(user)
    assert user.json == before


def test_that_a_person_chooses_what_takes_up_the_balance(user: Any) -> None:
    user.click_layer("cathode")
    take(user, "Add an ingredient", "carbon")
    take(user, "active material, more", "Takes up the balance")
    assert "Adds up to 100 wt%: the active material takes up the balance." in seen(user)
    user.enter("carbon, share", "10")
    assert shares(user) == {"lco": 63, "li3incl6": 27, "vgcf": 10}
    assert sum(part.mass_fraction.si for part in user.layer("cathode").components) == pytest.approx(1)


def test_that_the_shares_of_the_volume_are_those_of_the_calculation(user: Any) -> None:
    user.click_layer("cathode")
    user.enter("active material, share", "80")
    steps = cellbuilder.evaluate(user.design).figures.trace.steps
    volume = present.number(100 * steps["volume fraction:cathode/lco"].value)
    assert f"active material · {volume} vol%" in seen(user)


def test_that_a_share_is_dragged_in_one_step(user: Any) -> None:
    user.click_layer("cathode")
    before = user.json
    entry = next(item for item in user.window.inspector.widget().findChildren(QuantityEditor)
                 if item.row.name == "active material, share")  # fmt: skip
    entry.slider.setFocus()
    user.press(Qt.Key.Key_Right, on=entry.slider)
    assert shares(user) == {"lco": 71, "li3incl6": 29}
    user.press(Qt.Key.Key_End, on=entry.slider)
    assert shares(user) == {"lco": 100, "li3incl6": 0}
    undo(user)
    undo(user)
    assert user.json == before


def test_that_one_material_becomes_a_composite(user: Any) -> None:
    user.click_layer("electrolyte")
    take(user, "Add an ingredient", "binder")
    assert [part.function for part in user.layer("electrolyte").components] == ["electrolyte", "binder"]
    assert user.field("binder, share").isVisible()


def test_that_the_dialog_adds_a_composite_where_it_was_asked_for(user: Any) -> None:
    before = user.json

    def fill_in(dialog: AddLayerDialog) -> None:
        dialog.role.setFocus()
        QTest.keyClicks(dialog.role, "cathode")
        while dialog.chosen_role != "cathode":
            QTest.keyClick(dialog.role, Qt.Key.Key_Down)
        assert dialog.is_composite
        assert not dialog.material.isVisible()
        assert dialog.parts["active material"].currentText() == "LCO"
        choose(dialog.parts["active material"], "ncm811")
        assert "between cathode (LCO composite)" in dialog.place.text()
        dialog.accept()

    with user.answering(fill_in):
        user.press(Qt.Key.Key_L, CTRL)
    added = user.layer(user.selected[0])
    assert [part.material for part in added.components][:2] == ["ncm811", "li3incl6"]
    assert user.layers.index(added.id) == 2
    undo(user)
    assert user.json == before
