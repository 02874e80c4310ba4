"""Assembling a cell of each class: from the library onto the stack, about in it, and back to the byte."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

import cellbuilder
from cellbuilder.gui.dialogs.add_layer import AddLayerDialog
from cellbuilder.io import codec

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
                    Qt.KeyboardModifier.ShiftModifier)  # fmt: skip


class Steps:
    """The design after each step, so that the way back and forth again can be checked to the byte."""

    def __init__(self, user: Any) -> None:
        self.user, self.texts = user, [user.json]

    def one_more(self, name: str) -> None:
        """A step was done: it has its name, the selection is one of layers that are there, and all numbers follow."""
        stack = self.user.window.document.undo_stack
        assert stack.index() == len(self.texts), name
        assert stack.undoText().startswith(name)
        assert set(self.user.selected) <= set(self.user.layers)
        self.texts.append(self.user.json)
        assert self.texts[-1] != self.texts[-2]
        self.user.shows_its_numbers()
        described = self.user.window.stack_view.accessibleDescription()
        for slab in self.user.window.stack_view.slabs():
            assert f"{slab.heading}: {slab.content}, {slab.size}" in described

    def back_and_forth(self) -> None:
        """Undo all, redo all, undo all; with the keyboard, and at each step the very same text."""
        for text in reversed(self.texts[:-1]):
            self.user.undo()
            assert self.user.json == text
            self.user.shows_its_numbers()
        assert not self.user.window.document.is_modified
        for text in self.texts[1:]:
            self.user.redo()
            assert self.user.json == text
        for text in reversed(self.texts[:-1]):
            self.user.undo()
            assert self.user.json == text


@pytest.fixture
def opened(user: Any, cell: Any) -> Any:
    """A window in which the cell was opened from the library by a double click."""
    user.open_entry("model", cell.model)
    assert user.json == codec.dumps(cellbuilder.from_model(cell.model))
    user.shows_its_numbers()
    return user


def drag(user: Any, start: QPoint, goal: QPoint) -> None:
    view = user.window.stack_view
    QTest.mousePress(view, LEFT, NONE, start)
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(view, start + (goal - start) * part)
    QTest.mouseRelease(view, LEFT, NONE, goal)


def popped_up(user: Any) -> QMenu:
    """The context menu that is open."""
    user.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def pick(user: Any, name: str) -> None:
    """Choose from the open context menu with the mouse."""
    menu = popped_up(user)
    action = next(action for action in menu.actions() if action.text() == name)
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
    QApplication.processEvents()


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_that_a_cell_is_assembled_with_the_mouse(opened: Any, cell: Any) -> None:
    user, steps = opened, Steps(opened)
    view = user.window.stack_view
    still = view.grab().toImage()
    seen = []

    assert user.drop_entry("material", cell.other, user.place_of("electrolyte"),
                           lambda: seen.append(view.grab().toImage()))  # fmt: skip
    assert user.layer("electrolyte").material == cell.other
    assert user.selected == ("electrolyte",)
    assert seen.pop() != still, "a mark shows where it goes"
    steps.one_more("Change material to ")
    assert view.hasFocus()

    electrolyte = user.layers.index("electrolyte")
    assert user.drop_entry("material", cell.other, user.place_of_seam("cathode", "electrolyte"))
    (added,) = user.selected
    assert user.layers[electrolyte] == added
    assert user.layer(added).material == cell.other
    steps.one_more("Add a layer of ")

    drag(user, user.place_of(added), user.place_of("anode") + QPoint(4, 0))
    assert user.layers[electrolyte] == "electrolyte"
    assert user.selected == (added,)
    steps.one_more("Move layer")

    user.click_layer(added, Qt.MouseButton.RightButton)
    QTest.mouseMove(view, user.place_of(added))
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, user.place_of(added),
                              view.mapToGlobal(user.place_of(added)))  # fmt: skip
    QApplication.sendEvent(view, asked)  # a desktop sends it with the right click
    pick(user, "Duplicate layer")
    (copy,) = user.selected
    assert user.layers.index(copy) == user.layers.index(added) + 1
    steps.one_more("Duplicate layer")

    user.press(Qt.Key.Key_Delete, on=view)
    assert copy not in user.layers
    assert len(user.selected) == 1
    steps.one_more("Remove layer")

    QTest.mouseMove(view, user.place_of_seam("cathode-collector", "cathode"))

    def accept(dialog: AddLayerDialog) -> None:
        assert dialog.place.text().startswith("between cathode collector")
        dialog.thickness.edit.selectAll()
        QTest.keyClicks(dialog.thickness.edit, "0,5 µm")
        QTest.keyClick(dialog.thickness.edit, Qt.Key.Key_Return)
        if dialog.isVisible():
            dialog.accept()

    with user.answering(accept, AddLayerDialog):
        QTest.mouseClick(view, LEFT, NONE, view.plus_point(1).toPoint())
    assert user.layers[1] == user.selected[0]
    assert user.layer(user.layers[1]).thickness.value == 0.5
    steps.one_more("Add layer")

    user.click_layer("electrolyte")
    field = user.enter("Thickness", "0,03 mm")
    assert field.problem == ""
    assert user.layer("electrolyte").thickness.si == pytest.approx(30e-6)
    steps.one_more("")
    view.setFocus()
    steps.back_and_forth()


def test_that_a_cell_is_assembled_with_keys_alone(opened: Any, cell: Any) -> None:
    user, steps = opened, Steps(opened)
    view = user.window.stack_view
    view.setFocus()
    user.press(Qt.Key.Key_Home)
    assert user.selected == (user.layers[0],)
    for _ in range(user.layers.index("electrolyte")):
        user.press(Qt.Key.Key_Right)
    assert user.selected == ("electrolyte",)

    # the library: search, Down, Return puts the only match into the selected layer
    user.press(Qt.Key.Key_F, CTRL)
    assert user.window.library.search.hasFocus()
    label = cellbuilder.library().material(cell.other).label
    QTest.keyClicks(user.window.library.search, f'"{label}" is:material')
    user.press(Qt.Key.Key_Down)
    tree = user.window.library.tree
    assert tree.hasFocus()
    for _ in range(40):
        if user.window.library.current() == ("material", cell.other):
            break
        user.press(Qt.Key.Key_Down)
    user.press(Qt.Key.Key_Return)
    assert user.layer("electrolyte").material == cell.other
    assert user.selected == ("electrolyte",)
    steps.one_more("Change material to ")

    view.setFocus()
    user.press(Qt.Key.Key_Left, SHIFT)
    assert user.selected[1] == "electrolyte"
    with user.answering(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return), AddLayerDialog):
        user.press(Qt.Key.Key_Insert)
    (added,) = user.selected
    assert user.layers.index(added) == user.layers.index("electrolyte") - 1
    steps.one_more("Add layer")

    assert view.hasFocus(), "the keyboard is back in the stack"
    user.press(Qt.Key.Key_Right, ALT)
    assert user.layers.index(added) == user.layers.index("electrolyte") + 1
    assert user.selected == (added,)
    steps.one_more("Move layer")

    user.press(Qt.Key.Key_F2)
    focused: Any = QApplication.focusWidget()
    assert focused is not None
    assert user.window.inspector.isAncestorOf(focused)
    field = user.field("Thickness")
    assert field.edit is focused
    before = user.json
    QTest.keyClicks(focused, "30 mS/cm")
    user.press(Qt.Key.Key_Return)
    assert field.problem
    assert field.edit.text() == "30 mS/cm"
    assert user.json == before
    user.press(Qt.Key.Key_A, CTRL)
    QTest.keyClicks(focused, "1,5e-5 m")
    user.press(Qt.Key.Key_Return)
    assert field.problem == ""
    assert user.layer(added).thickness.si == pytest.approx(15e-6)
    steps.one_more("")
    user.press(Qt.Key.Key_Escape)
    assert view.hasFocus()
    user.press(Qt.Key.Key_J, CTRL)
    steps.one_more("Duplicate layer")
    user.press(Qt.Key.Key_Delete)
    steps.one_more("Remove layer")
    assert view.hasFocus()
    steps.back_and_forth()


@pytest.mark.parametrize("how", ["removed", "undone", "another cell"])
def test_that_a_layer_may_go_while_it_is_dragged(user: Any, how: str) -> None:
    view, stack = user.window.stack_view, user.window.document.undo_stack
    user.click_layer("cathode")
    user.press(Qt.Key.Key_J, CTRL)
    (copy,) = user.selected
    start = user.place_of(copy)
    QTest.mousePress(view, LEFT, NONE, start)
    for way in (20, 60):
        QTest.mouseMove(view, start + QPoint(way, 0))
    if how == "removed":
        user.press(Qt.Key.Key_Delete, on=view)
    elif how == "undone":
        user.undo()
    else:
        stack.setClean()
        user.window.files.open_model("A")
    assert copy not in user.layers
    after = user.json
    QApplication.processEvents()  # the window is painted without what was dragged
    QTest.mouseMove(view, start + QPoint(80, 0))
    assert not view.grab().isNull()
    QTest.mouseRelease(view, LEFT, NONE, start + QPoint(80, 0))
    assert user.json == after
    user.shows_its_numbers()


def test_that_a_place_may_go_while_something_is_held_over_it(user: Any) -> None:
    user.click_layer("electrolyte")

    def remove() -> None:
        user.press(Qt.Key.Key_Delete, on=user.window.stack_view)
        assert not user.window.stack_view.grab().isNull()

    before = user.layers
    user.drop_entry("material", "li3ycl6", user.place_of("electrolyte"), remove)
    assert set(user.layers) <= set(before)
    user.shows_its_numbers()
