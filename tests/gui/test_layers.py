"""Editing the stack: materials, composition, adding, removing, moving, contacts."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu

import cellbuilder
from cellbuilder.app import headlines
from cellbuilder.gui.dialogs.add_layer import AddLayerDialog
from cellbuilder.gui.inspector.composition_editor import CompositionEditor
from cellbuilder.gui.widgets.material_box import MaterialBox
from cellbuilder.io import codec

# lists and menus grab the keyboard, which the offscreen platform only pretends to do
pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def pick(box: MaterialBox, key: str) -> None:
    """Choose a material as a person does: open the list, go to the row, press Return."""
    QTest.keyClick(box, Qt.Key.Key_Down, ALT)
    view = box.view()
    view.setCurrentIndex(box.model().index(box.findData(key), 0))
    QTest.keyClick(view, Qt.Key.Key_Return)


def shares(user: Any, key: str) -> list[float]:
    return [part.mass_fraction.si for part in user.layer(key).components]


def test_that_the_material_box_changes_the_material(user: Any) -> None:
    user.click_layer("electrolyte")
    before = user.json
    box = user.window.inspector.widget().findChild(MaterialBox, "material")
    pick(box, "li3ycl6")
    assert user.layer("electrolyte").material == "li3ycl6"
    assert user.design.material("li3ycl6").label in user.window.inspector.widget().findChild(MaterialBox).currentText()
    evaluation = cellbuilder.evaluate(user.design)
    trace = evaluation.figures.trace
    assert user.rows() == [list(headlines.row(figure, trace)) for figure in headlines.resistance_rows(evaluation)]
    user.press(Qt.Key.Key_Z, CTRL, on=user.window)
    assert user.json == before


def test_that_a_share_is_balanced_to_100_wt_percent(user: Any) -> None:
    user.click_layer("cathode")
    assert shares(user, "cathode") == pytest.approx([0.7, 0.3])
    user.enter("active material, share", "80")
    assert shares(user, "cathode") == pytest.approx([0.8, 0.2])
    assert user.field("catholyte, share").edit.text() == "20 wt%"
    assert sum(shares(user, "cathode")) == pytest.approx(1.0)


def test_that_a_share_that_leaves_less_than_nothing_is_explained(user: Any) -> None:
    user.click_layer("cathode")
    before = user.json
    field = user.enter("active material, share", "130")
    assert user.json == before
    assert field.edit.text() == "130"
    assert field.message.isVisible()
    assert field.problem


def test_that_an_ingredient_can_be_exchanged(user: Any) -> None:
    user.click_layer("cathode")
    editor = user.window.inspector.widget().findChild(CompositionEditor)
    pick(editor.findChildren(MaterialBox)[0], "ncm811")
    assert user.layer("cathode").components[0].material == "ncm811"
    assert shares(user, "cathode") == pytest.approx([0.7, 0.3])


def test_that_a_layer_is_added_in_the_dialog(user: Any) -> None:
    user.window.stack_view.setFocus()
    user.click_layer("electrolyte")
    before = user.json

    def fill_in(dialog: AddLayerDialog) -> None:
        assert dialog.chosen_role == "electrolyte"
        assert "argyrodite layer" in dialog.place.text()
        pick(dialog.material, "li3ycl6")
        dialog.thickness.edit.setFocus()
        dialog.thickness.edit.selectAll()
        QTest.keyClicks(dialog.thickness.edit, "25 um")
        ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
        QTest.mouseClick(ok, Qt.MouseButton.LeftButton)

    with user.answering(fill_in):
        user.press(Qt.Key.Key_Insert)
    index = user.layers.index("electrolyte") + 1
    added = user.design.stack.layers[index]
    assert (added.material, added.thickness.value, added.thickness.unit) == ("li3ycl6", 25, "um")
    assert user.selected == (added.id,)
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.json == before


def test_that_the_dialog_stays_open_with_the_reason_until_the_thickness_is_sound(user: Any) -> None:
    before = user.json

    def try_nonsense(dialog: AddLayerDialog) -> None:
        for text in ("nonsense", "-5 um"):
            dialog.thickness.edit.setFocus()
            dialog.thickness.edit.selectAll()
            QTest.keyClicks(dialog.thickness.edit, text)
            QTest.keyClick(dialog.thickness.edit, Qt.Key.Key_Return)
            assert dialog.isVisible()
            assert user.json == before
            assert dialog.thickness.message.isVisible()
        QTest.keyClick(dialog.thickness.edit, Qt.Key.Key_Escape)
        QTest.keyClick(dialog.thickness.edit, Qt.Key.Key_Escape)

    with user.answering(try_nonsense):
        user.press(Qt.Key.Key_L, CTRL)
    assert user.json == before


def test_that_delete_removes_a_layer_and_undo_brings_it_back(user: Any) -> None:
    user.click_layer("anode-interface-layer")
    before = user.json
    user.press(Qt.Key.Key_Delete)
    assert "anode-interface-layer" not in user.layers
    assert user.selected == ("anode",)
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.json == before


def test_that_the_last_layer_stays_and_the_window_says_why(user: Any) -> None:
    user.click_layer("cathode-collector")
    while len(user.layers) > 1:
        user.press(Qt.Key.Key_Delete)
    user.press(Qt.Key.Key_Delete)
    assert len(user.layers) == 1
    assert "at least one layer" in user.told


def test_that_alt_and_arrows_move_a_layer(user: Any) -> None:
    before, order = user.json, user.layers
    user.click_layer("electrolyte")
    user.press(Qt.Key.Key_Right, ALT)
    assert user.layers == [*order[:2], order[3], order[2], *order[4:]]
    assert user.selected == ("electrolyte",)
    user.press(Qt.Key.Key_Left, ALT)
    assert user.layers == order
    user.press(Qt.Key.Key_Z, CTRL)
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.json == before


def test_that_a_layer_at_the_end_is_not_moved_round_to_the_other(user: Any) -> None:
    order = user.layers
    user.click_layer("cathode-collector")
    user.press(Qt.Key.Key_Left, ALT)
    assert user.layers == order
    assert not user.window.document.is_modified


def test_that_an_entered_contact_resistance_becomes_part_of_the_total(user: Any) -> None:
    contact = "asr:electrolyte|anode-interface-layer"
    user.click_seam("electrolyte", "anode-interface-layer")
    assert user.selected == ("electrolyte", "anode-interface-layer")
    before = cellbuilder.evaluate(user.design).figures.resistance
    assert next(figure for figure in before.contacts if figure.key == contact).value is None
    user.enter("Area-specific resistance", "12,5 Ohm cm2")
    after = cellbuilder.evaluate(user.design).figures.resistance
    figure = next(figure for figure in after.contacts if figure.key == contact)
    assert figure.value == pytest.approx(12.5)
    assert user.sees(figure)
    assert after.unknown_parts == before.unknown_parts - 1
    for old, new in zip(before.totals, after.totals, strict=True):
        assert old.value is not None
        assert new.value == pytest.approx(old.value + 12.5)
        assert user.sees(new)
        assert "electrolyte (Li3InCl6) | argyrodite layer" in (old.note or "")
        assert "electrolyte (Li3InCl6) | argyrodite layer" not in (new.note or "")
    user.enter("Area-specific resistance", "")
    assert user.design.stack.interfaces == ()


def test_that_a_total_without_unknown_parts_is_no_longer_a_lower_bound(user: Any) -> None:
    for key in ("cathode-collector", "cathode", "anode-interface-layer", "anode-collector"):
        user.click_layer(key)
        user.press(Qt.Key.Key_Delete)
    assert user.headline("ASR").startswith("≥")
    user.click_seam("electrolyte", "anode")
    user.enter("Area-specific resistance", "5")
    assert not user.headline("ASR").startswith("≥")


def test_that_a_library_material_goes_into_the_selected_layer(user: Any) -> None:
    user.window.layers.use_material("li3ycl6")
    assert "Select a layer first" in user.told
    user.click_layer("electrolyte")
    user.window.layers.use_material("li3ycl6")
    assert user.layer("electrolyte").material == "li3ycl6"


def test_that_a_library_material_takes_the_place_of_the_fitting_ingredient(user: Any) -> None:
    user.click_layer("cathode")
    user.window.layers.use_material("li3ycl6")
    assert [part.material for part in user.layer("cathode").components] == ["lco", "li3ycl6"]
    before = user.json
    user.window.layers.use_material("stainless-steel")
    assert user.json == before
    assert "no ingredient" in user.told


def test_that_the_context_menu_offers_what_fits_the_selection(user: Any) -> None:
    user.click_layer("electrolyte", Qt.MouseButton.RightButton)
    view = user.window.stack_view
    place = user.place_of("electrolyte")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [action.text() for action in menu.actions() if action.text()]
    assert names == ["Edit selected", "Swap material", "Add layer before …", "Add layer after …", "Duplicate layer",
                     "Move toward cathode", "Move toward anode", "Remove layer", "Cells of a pouch",
                     "Copy picture of the stack"]  # fmt: skip
    menu.setActiveAction(user.window.actions_.remove)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert "electrolyte" not in user.layers


def test_that_the_menu_of_a_seam_adds_a_layer_there(user: Any) -> None:
    user.click_seam("cathode", "electrolyte")
    menu = user.window.stack_menu.build()
    action = next(action for action in menu.actions() if action.text() == "Add layer here …")

    def accept(dialog: AddLayerDialog) -> None:
        assert "between cathode" in dialog.place.text()
        dialog.accept()

    with user.answering(accept):
        action.trigger()
    menu.deleteLater()
    assert user.layers[2] == user.selected[0]
    assert user.layers[1] == "cathode"


def test_that_a_cell_is_built_up_by_adding_what_it_lacks(user: Any) -> None:
    for key in user.layers[1:]:
        user.click_layer(key)
        user.press(Qt.Key.Key_Delete)
    roles = []
    for _ in range(3):
        with user.answering(AddLayerDialog.accept):
            user.window.actions_.add.trigger()
        roles.append(user.layer(user.selected[0]).role)
    assert roles == ["cathode", "electrolyte", "anode"]
    assert [layer.role for layer in user.design.stack.layers] == ["cathode collector", *roles]
    cathode, electrolyte = user.design.stack.layers[1:3]
    assert electrolyte.material in [part.material for part in cathode.components]


def test_that_a_double_click_goes_to_the_fields(user: Any) -> None:
    place = user.place_of("electrolyte")
    user.click_layer("electrolyte")
    QTest.mouseDClick(user.window.stack_view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert user.field("Thickness").edit.hasFocus()


def test_that_f2_edits_and_escape_returns_to_the_stack(user: Any) -> None:
    user.click_layer("electrolyte")
    user.press(Qt.Key.Key_F2)
    field = user.field("Thickness")
    assert field.edit.hasFocus()
    QTest.keyClicks(field.edit, "99")
    user.press(Qt.Key.Key_Escape)
    assert field.edit.text() == "430 µm"
    assert field.edit.hasFocus()
    user.press(Qt.Key.Key_Escape)
    assert user.window.stack_view.hasFocus()


def test_that_a_field_of_a_design_that_is_gone_writes_nothing_and_hands_the_keyboard_back(user: Any) -> None:
    user.click_layer("electrolyte")
    field = user.enter("Thickness", "-3 um")
    assert field.problem
    QTest.keyClicks(field.edit, "0")
    user.window.files.open_model("A")
    assert user.json == codec.dumps(cellbuilder.from_model("A"))
    assert not user.window.document.is_modified
    assert user.window.stack_view.hasFocus()


def test_that_the_selection_follows_when_its_layers_part(user: Any) -> None:
    user.click_seam("cathode", "electrolyte")
    user.window.layers.move("electrolyte", 4)
    assert user.selected == ()


def test_that_a_porosity_of_a_bare_fraction_is_shown_in_percent(user: Any) -> None:
    user.click_layer("electrolyte")
    before = user.json
    field = user.field("Porosity")
    assert field.edit.text() == f"{100 * user.layer('electrolyte').porosity.si:g} %"
    user.enter("Porosity", field.edit.text())
    assert user.json == before
    user.enter("Porosity", "7")
    assert user.layer("electrolyte").porosity.si == pytest.approx(0.07)


def test_that_conditions_can_be_changed_and_the_two_currents_exclude_each_other(user: Any) -> None:
    user.enter("Temperature", "60 °C")
    assert user.design.stack.conditions.temperature.si == pytest.approx(333.15)
    user.enter("Current density", "0.5")
    assert user.design.stack.conditions.c_rate is None
    assert user.field("C-rate").edit.text() == ""
    assert "0.5 mA/cm²" in user.window._status.text()
