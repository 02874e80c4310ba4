"""The inspector with real mouse and keys: sliders, details, sections, groups, seams."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from cellbuilder.app import inspection
from cellbuilder.gui.widgets.quantity_editor import QuantityEditor
from cellbuilder.gui.widgets.value_slider import ValueSlider

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)

LEFT, NONE, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def editor(user: Any, name: str) -> QuantityEditor:
    body = user.window.inspector.widget()
    return next(entry for entry in body.findChildren(QuantityEditor) if entry.row.name == name)


def named(user: Any, kind: type, name: str) -> Any:
    body = user.window.inspector.widget()
    found = next(widget for widget in body.findChildren(kind) if widget.accessibleName() == name)
    user.window.inspector.ensureWidgetVisible(found)
    return found


def click(user: Any, name: str) -> None:
    QTest.mouseClick(named(user, QAbstractButton, name), LEFT)


def choose(box: QComboBox, data: object) -> None:
    """Choose as a person does: open the list, go to the row, press Return."""
    QTest.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    view = box.view()
    view.setCurrentIndex(box.model().index(box.findData(data), 0))
    QTest.keyClick(view, Qt.Key.Key_Return)


def handle(slider: ValueSlider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    control = QStyle.ComplexControl.CC_Slider
    return slider.style().subControlRect(control, option, QStyle.SubControl.SC_SliderHandle, slider).center()


def drag(user: Any, slider: ValueSlider, *steps: int) -> list[str]:
    """Drag the handle by some pixels, one move after the other; return what the field says after each."""
    user.window.inspector.ensureWidgetVisible(slider)
    place, seen = handle(slider), []
    QTest.mousePress(slider, LEFT, NONE, place)
    for step in steps:
        place += QPoint(step, 0)
        QTest.mouseMove(slider, place)
        seen.append(slider.accessibleDescription())
    QTest.mouseRelease(slider, LEFT, NONE, place)
    return seen


def undo(user: Any) -> None:
    user.press(Qt.Key.Key_Z, CTRL, on=user.window)


def texts_of(user: Any) -> str:
    QApplication.processEvents()
    labels = user.window.inspector.widget().findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_that_one_drag_of_a_slider_is_one_step_and_the_next_drag_another(user: Any) -> None:
    user.click_layer("electrolyte")
    before, stack = user.json, user.window.document.undo_stack
    thickness = editor(user, "Thickness")
    asr = user.headline("ASR")
    seen = drag(user, thickness.slider, -5, -5, -5)
    assert len(set(seen)) == 3
    assert stack.count() == 1
    assert user.headline("ASR") != asr
    assert user.layer("electrolyte").thickness.note == inspection.ENTERED
    assert thickness.field.edit.text() == seen[-1]
    middle = user.json
    drag(user, thickness.slider, -4, -4)
    assert stack.count() == 2
    undo(user)
    assert user.json == middle
    undo(user)
    assert user.json == before
    assert thickness.field.edit.text() == "430 µm"


def test_that_a_slider_follows_what_others_change_and_writes_nothing_back(user: Any) -> None:
    user.click_layer("electrolyte")
    slider = editor(user, "Thickness").slider
    at_first = slider.value()
    user.enter("Thickness", "30 um")
    assert slider.value() < at_first
    assert user.layer("electrolyte").thickness.value == 30
    assert user.window.document.undo_stack.count() == 1
    undo(user)
    assert slider.value() == at_first
    assert user.window.document.undo_stack.index() == 0


def test_that_a_click_beside_the_handle_takes_it_there(user: Any) -> None:
    user.click_layer("electrolyte")
    slider = editor(user, "Porosity").slider
    QTest.mouseClick(slider, LEFT, NONE, QPoint(slider.width() // 2, slider.height() // 2))
    assert user.layer("electrolyte").porosity.si == pytest.approx(0.25, abs=0.03)
    assert user.window.document.undo_stack.count() == 1


def test_that_keys_move_slider_and_field(user: Any) -> None:
    user.click_layer("electrolyte")
    thickness = editor(user, "Thickness")
    thickness.slider.setFocus()
    user.press(Qt.Key.Key_Right, on=thickness.slider)
    wider = user.layer("electrolyte").thickness.value
    assert wider > 430
    user.press(Qt.Key.Key_PageDown, on=thickness.slider)
    assert user.layer("electrolyte").thickness.value < wider / 1.5
    assert user.window.document.undo_stack.count() == 2
    user.enter("Thickness", "100 um")
    user.press(Qt.Key.Key_Up, on=thickness.field.edit)
    assert thickness.field.edit.text() == "110 µm"
    user.press(Qt.Key.Key_Down, on=thickness.field.edit)
    user.press(Qt.Key.Key_Down, on=thickness.field.edit)
    assert thickness.field.edit.text() == "99 µm"


def test_that_an_unknown_value_has_no_handle_on_a_slider(user: Any) -> None:
    assert not editor(user, "Current density").slider.isVisible()
    assert editor(user, "C-rate").slider.isVisible()
    user.enter("Current density", "0.5")
    assert editor(user, "Current density").slider.isVisible()


def test_that_the_details_change_range_kind_and_note_and_keep_the_value(user: Any) -> None:
    user.click_layer("electrolyte")
    click(user, "Thickness, details")
    assert user.field("Thickness, low").edit.text() == "260 µm"
    user.enter("Thickness, low", "0,3 mm")
    held = user.layer("electrolyte").thickness
    assert (held.value, held.low, held.high, held.unit) == (430, 300, 640, "um")
    field = user.enter("Thickness, high", "100 um")
    assert "above high (100)" in field.message.text()
    assert field.message.isVisible()
    assert user.layer("electrolyte").thickness.high == 640
    user.press(Qt.Key.Key_Escape, on=field.edit)
    choose(named(user, QComboBox, "Thickness, kind"), "measured")
    assert user.layer("electrolyte").thickness.kind == "measured"
    assert editor(user, "Thickness").origin.text() == "yours, measured"
    note = named(user, QLineEdit, "Thickness, note")
    QTest.mouseClick(note, LEFT)
    note.selectAll()
    QTest.keyClicks(note, "calliper")
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert user.layer("electrolyte").thickness.note == "calliper"
    assert user.layer("electrolyte").thickness.value == 430


def test_that_a_unit_is_converted_on_request_only(user: Any) -> None:
    user.click_layer("electrolyte")
    click(user, "Thickness, details")
    asr = user.headline("ASR")
    choose(named(user, QComboBox, "Thickness, unit"), "mm")
    assert editor(user, "Thickness").field.edit.text() == "0.43 mm"
    assert user.headline("ASR") == asr
    user.enter("Thickness", "0.2")
    assert (user.layer("electrolyte").thickness.value, user.layer("electrolyte").thickness.unit) == (0.2, "mm")


def test_that_a_value_goes_back_to_its_model_and_to_the_library(user: Any) -> None:
    user.click_layer("electrolyte")
    before = user.json
    user.enter("Thickness", "30 um")
    click(user, "Thickness, details")
    details = editor(user, "Thickness").details
    assert details.first.text() == "Back to model T: 430 µm"
    QTest.mouseClick(details.first, LEFT)
    assert user.json == before
    conductivity = editor(user, "Ionic conductivity")
    assert (conductivity.origin.text(), conductivity.field.edit.placeholderText()) == ("library", "1.60 mS/cm")
    user.enter("Ionic conductivity", "2")
    assert conductivity.origin.text() == "yours"
    click(user, "Ionic conductivity, details")
    assert conductivity.details.library.text() == "Library: 1.60 mS/cm"
    QTest.mouseClick(conductivity.details.library, LEFT)
    assert user.layer("electrolyte").conductivity is None
    assert conductivity.origin.text() == "library"


def test_that_a_section_unfolds_by_key_and_stays_open_for_the_next_layer(user: Any) -> None:
    user.click_layer("electrolyte")
    heading = named(user, QAbstractButton, "Transport")
    heading.setFocus()
    user.press(Qt.Key.Key_Space, on=heading)
    user.enter("Electronic conductivity", "1e-9 S/cm")
    assert user.layer("electrolyte").electronic_conductivity.si == pytest.approx(1e-7)
    user.click_layer("cathode")
    assert editor(user, "Tortuosity factor").isVisible()
    user.click_layer("electrolyte")
    click(user, "Transport")
    assert named(user, QAbstractButton, "Transport").text() == "▸ Transport · 1"


def test_that_inputs_that_only_files_had_are_edited_here(user: Any) -> None:
    user.click_layer("cathode")
    user.window.inspector.open_section("Particles")
    radius = editor(user, "Particle radius")
    assert (radius.field.edit.placeholderText(), radius.origin.text()) == ("2.50 µm", "assumption")
    user.enter("Particle radius", "0,8")
    user.enter("Covered by catholyte", "55")
    part = user.layer("cathode").components[0]
    assert (part.particle_radius.value, part.particle_radius.unit) == (0.8, "um")
    assert part.coverage.si == pytest.approx(0.55)
    user.window.inspector.open_section("Charge transfer")
    before = user.json
    click(user, "Add: Charge transfer")
    user.enter("Exchange current", "0.2")
    held = user.layer("cathode").components[0].charge_transfer
    assert (held.area_resistance, held.exchange_current_density.value) == (None, 0.2)
    choose(named(user, QComboBox, "Divided by"), "geometric")
    assert user.layer("cathode").components[0].charge_transfer.basis == "geometric"
    click(user, "Take out: Charge transfer")
    assert user.json == before


def test_that_a_layer_is_sized_another_way_with_the_same_thickness(user: Any) -> None:
    user.click_layer("electrolyte")
    before, asr = user.json, user.headline("ASR")
    choose(named(user, QComboBox, "Sized by"), "pressed")
    assert user.layer("electrolyte").pressed is not None
    assert user.headline("ASR") == asr
    assert editor(user, "Mass pressed").isVisible()
    user.enter("Mass pressed", "50 mg")
    assert user.headline("ASR") != asr
    undo(user)
    undo(user)
    assert user.json == before
    assert editor(user, "Thickness").isVisible()


def test_that_a_size_that_cannot_be_carried_over_is_explained(user: Any) -> None:
    user.click_layer("anode")
    before = user.json
    box = named(user, QComboBox, "Sized by")
    choose(box, "areal capacity")
    assert user.json == before
    assert box.currentData() == "thickness"
    assert "cannot be carried over" in texts_of(user)


def test_that_role_name_and_note_of_a_layer_are_edited(user: Any) -> None:
    user.click_layer("electrolyte")
    user.window.inspector.open_section("Name and role")
    name = named(user, QLineEdit, "Name")
    QTest.mouseClick(name, LEFT)
    QTest.keyClicks(name, "pellet 7")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert user.layer("electrolyte").name == "pellet 7"
    assert "pellet 7" in texts_of(user)
    choose(named(user, QComboBox, "Role"), "anode interface layer")
    assert user.layer("electrolyte").role == "anode interface layer"
    note = named(user, QPlainTextEdit, "Note")
    note.setFocus()
    note.selectAll()
    QTest.keyClicks(note, "dried at 60 C")
    QTest.keyClick(note, Qt.Key.Key_Return, CTRL)
    assert user.layer("electrolyte").note == "dried at 60 C"


def test_that_the_cell_is_edited_when_nothing_is_selected(user: Any) -> None:
    inspector = user.window.inspector
    for name in ("Making and ageing", "Name and notes", "Body of the cell", "Voltage limits", "How energy is counted"):
        inspector.open_section(name)
    user.enter("Dew point", "-40")
    assert user.design.stack.conditions.dew_point.value == -40
    choose(named(user, QComboBox, "Solvent of the slurry"), "non-polar")
    assert user.design.stack.conditions.solvent == "non-polar"
    user.enter("Upper limit", "4,1 V")
    assert user.design.stack.cutoffs.upper.value == 4.1
    choose(named(user, QComboBox, "Collectors"), "none")
    assert user.design.stack.conventions.collectors == "none"
    pairs = named(user, QSpinBox, "Pairs of electrodes")
    pairs.setFocus()
    QTest.keyClick(pairs, Qt.Key.Key_Up)
    assert user.design.stack.format.repeat_units == 2
    inspector.open_section("What is assumed")
    assert "particle radius of LCO" in texts_of(user)


def test_that_a_seam_shows_evidence_and_the_value_in_use_and_takes_its_laws(user: Any) -> None:
    user.click_seam("electrolyte", "anode-interface-layer")
    seen = texts_of(user)
    assert "Li3InCl6 | Li6PS5Cl" in seen
    assert "risk" in seen
    assert "ref. 219" in seen
    assert "In the calculation: unknown" in seen
    user.enter("Area-specific resistance", "12,5")
    assert "12.5 Ω cm², yours" in texts_of(user)
    click(user, "Area-specific resistance, details")
    user.enter("Area-specific resistance, low", "9")
    user.enter("Area-specific resistance, high", "67")
    held = user.design.stack.interfaces[0].area_resistance
    assert (held.low, held.high) == (9, 67)
    assert "(9.0 – 67)" in texts_of(user)
    user.window.inspector.open_section("Products and growth")
    user.enter("Growth", "0.5")
    assert user.design.stack.interfaces[0].growth.unit == "Ohm cm2/h^0.5"
    assert user.design.stack.interfaces[0].area_resistance == held


def test_that_a_seam_says_whether_its_resistance_is_published_or_yours(user: Any) -> None:
    user.window.files.open_model("H")
    user.click_seam("electrolyte", "anode")
    held = editor(user, "Area-specific resistance")
    assert (held.field.edit.placeholderText(), held.origin.text()) == ("250 Ω cm²", "library")
    user.enter("Area-specific resistance", "12")
    assert editor(user, "Area-specific resistance").origin.text() == "yours"
    user.enter("Area-specific resistance", "")
    assert user.design.stack.interfaces == ()
    assert editor(user, "Area-specific resistance").origin.text() == "library"


def test_that_showing_every_field_of_every_layer_writes_nothing(user: Any) -> None:
    user.window.files.open_model("J")
    before = user.json
    for chosen in ((), ("cathode",), ("electrolyte",), (user.layers[1], user.layers[2])):
        user.window.selection.select(*chosen)
        for fold in user.window.inspector._folds:
            user.window.inspector.open_section(fold.section.name)
        for entry in user.window.inspector.findChildren(QuantityEditor):
            entry.more.setChecked(True)
    assert user.json == before
    assert user.window.document.undo_stack.count() == 0


def test_that_every_control_of_the_inspector_has_a_name(user: Any) -> None:
    kinds = (QLineEdit, QComboBox, QAbstractButton, QPlainTextEdit, ValueSlider, QSpinBox)
    for chosen in ((), ("cathode",), ("electrolyte", "anode-interface-layer")):
        user.window.selection.select(*chosen)
        for fold in user.window.inspector._folds:
            user.window.inspector.open_section(fold.section.name)
        for entry in user.window.inspector.findChildren(QuantityEditor):
            entry.more.setChecked(True)
        controls: list[QWidget] = [
            widget for kind in kinds for widget in user.window.inspector.widget().findChildren(kind)
        ]
        for widget in controls:
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                named_by = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
                assert named_by or isinstance(widget.parent(), QSpinBox), widget


def test_that_the_keyboard_stays_where_it_was_when_the_fields_are_made_anew(user: Any) -> None:
    user.click_layer("electrolyte")
    box = named(user, QComboBox, "Sized by")
    box.setFocus()
    choose(box, "pressed")
    again = named(user, QComboBox, "Sized by")
    assert again is not box
    assert again.hasFocus()


def test_that_every_field_of_the_inspector_is_reached_by_tab(user: Any) -> None:
    for chosen in ((), ("cathode",), ("electrolyte", "anode-interface-layer")):
        user.window.selection.select(*chosen)
        panel = user.window.inspector
        panel.focus_first_field()
        kinds = (QLineEdit, QComboBox, QAbstractButton, ValueSlider)
        wanted = [widget for kind in kinds for widget in panel.widget().findChildren(kind) if widget.isVisible()]
        seen: set[int] = set()
        inside = QApplication.focusWidget()
        while inside is not None and panel.isAncestorOf(inside):
            assert id(inside) not in seen
            seen.add(id(inside))
            user.press(Qt.Key.Key_Tab)
            inside = QApplication.focusWidget()
        panel.focus_first_field()
        user.press(Qt.Key.Key_Backtab)
        inside = QApplication.focusWidget()
        while inside is not None and panel.isAncestorOf(inside):
            seen.add(id(inside))
            user.press(Qt.Key.Key_Backtab)
            inside = QApplication.focusWidget()
        missed = [widget.accessibleName() for widget in wanted if widget.isEnabled() and id(widget) not in seen]
        assert missed == []


def test_that_a_note_that_is_being_typed_is_saved(user: Any, tmp_path: Any, choose_file: Any) -> None:
    user.click_layer("electrolyte")
    user.window.inspector.open_section("Name and role")
    note = named(user, QPlainTextEdit, "Note")
    note.setFocus()
    QTest.keyClicks(note, "from batch 12")
    choose_file(tmp_path / "x.cellbuilder.json")
    user.press(Qt.Key.Key_S, CTRL, on=user.window)
    assert "from batch 12" in (tmp_path / "x.cellbuilder.json").read_text(encoding="utf-8")


def test_that_undo_in_an_untouched_line_takes_back_the_last_edit(user: Any) -> None:
    user.click_layer("electrolyte")
    before = user.json
    user.enter("Porosity", "9")
    user.window.inspector.open_section("Name and role")
    name = named(user, QLineEdit, "Name")
    name.setFocus()
    user.press(Qt.Key.Key_Z, CTRL)
    assert user.json == before


def test_that_another_size_of_letters_makes_the_fields_anew(user: Any) -> None:
    user.click_layer("electrolyte")
    before = editor(user, "Thickness")
    font = user.window.font()
    font.setPointSizeF(font.pointSizeF() * 1.6)
    user.window.inspector.setFont(font)
    QApplication.processEvents()
    assert editor(user, "Thickness") is not before
