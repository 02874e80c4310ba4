"""Whatever a person does in the window, in any order: nothing breaks, and undo gives back every byte."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool, QTimer
from PySide6.QtGui import QPixmapCache
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from tests.gui import allocated

from cellbuilder.app import headlines, present
from cellbuilder.compatibility.memo import Memo
from cellbuilder.gui.canvas import painter
from cellbuilder.gui.dialogs.add_layer import AddLayerDialog
from cellbuilder.gui.dialogs.waiver import WaiverDialog
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.results.panel import FINDINGS, RESISTANCE
from cellbuilder.gui.settings import SCALES
from cellbuilder.gui.widgets.quantity_field import QuantityField
from cellbuilder.gui.widgets.value_slider import ValueSlider
from cellbuilder.io import codec

USUAL_STEPS = 200
STEPS = 100
"""So many steps in a row at the most, before everything is undone and done again."""
MB = 2**20
GROWTH = 20 * MB
"""So much may the memory in use grow over all the steps once the history is gone, after a tenth of them."""
MEASURED = 1000
"""So many steps it takes to measure: in fewer, most things are done for the first time."""
MODELS = ("T", "O", "C", "AA", "S", "H")
WORDS = ("12", "0.3", "35 nm", "1e3", "-5", "", "abc", "50 %", "7,5", "0", "2 mm", "1e-3", "99")
NOT_HELD, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEYS = (
    ("left", Qt.Key.Key_Left, NOT_HELD), ("right", Qt.Key.Key_Right, NOT_HELD), ("home", Qt.Key.Key_Home, NOT_HELD),
    ("end", Qt.Key.Key_End, NOT_HELD), ("seam left", Qt.Key.Key_Left, SHIFT), ("seam right", Qt.Key.Key_Right, SHIFT),
    ("move left", Qt.Key.Key_Left, ALT), ("move right", Qt.Key.Key_Right, ALT),
    ("remove", Qt.Key.Key_Delete, NOT_HELD), ("edit", Qt.Key.Key_Return, NOT_HELD),
    ("nothing", Qt.Key.Key_Escape, NOT_HELD), ("larger", Qt.Key.Key_Plus, NOT_HELD),
    ("whole", Qt.Key.Key_0, NOT_HELD), ("two sides", Qt.Key.Key_2, NOT_HELD), ("one cell", Qt.Key.Key_1, NOT_HELD),
    ("add", Qt.Key.Key_Insert, NOT_HELD),
)  # fmt: skip
Kind = TypeVar("Kind", bound=QWidget)
numbers = st.integers(0, 999)


class Hands(RuleBasedStateMachine):
    """A person at one window. Everything goes through the window's own actions, fields, keys and buttons."""

    window: MainWindow
    steps = 0
    undone = 0
    turns = 0

    def __init__(self) -> None:
        super().__init__()
        self.start = ""
        self.answer = 0
        self.patience = QTimer()
        self.patience.timeout.connect(self._answer)
        self.patience.start(5)

    @initialize(letter=st.sampled_from(MODELS))
    def open(self, letter: str) -> None:
        document = self.window.document
        document.undo_stack.clear()
        self.window.library.model_asked.emit(letter)
        self.start = codec.dumps(document.design)

    # the stack

    @rule(number=numbers)
    def click_a_layer(self, number: int) -> None:
        view = self.window.stack_view
        slab = view.slabs()[number % len(view.slabs())]
        place = view.slab_rect(slab).center().toPoint()
        if view.rect().contains(place):
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        else:
            self.window.selection.select(slab.layer.id)

    @rule(key=st.sampled_from(KEYS), number=numbers)
    def press_a_key_in_the_stack(self, key: tuple[str, Qt.Key, Qt.KeyboardModifier], number: int) -> None:
        self.answer = number
        self.window.stack_view.setFocus()
        QTest.keyClick(self.window.stack_view, key[1], key[2])

    @rule(name=st.sampled_from(("add", "remove", "move_up", "move_down")), number=numbers)
    def use_an_action(self, name: str, number: int) -> None:
        self.answer = number
        getattr(self.window.actions_, name).trigger()

    @rule(number=numbers)
    def duplicate(self, number: int) -> None:
        layers = self.window.document.design.stack.layers
        self.window.selection.select(layers[number % len(layers)].id)
        (action,) = [each for each in self.window.actions() if each.text() == "Duplicate layer"]
        action.trigger()

    # the inspector

    @rule(number=numbers, words=st.sampled_from(WORDS))
    def type_a_value(self, number: int, words: str) -> None:
        field = self._one_of(QuantityField, number)
        if field is not None:
            field.edit.setFocus()
            field.edit.selectAll()
            QTest.keyClick(field.edit, Qt.Key.Key_Delete)
            if words:
                QTest.keyClicks(field.edit, words)
            QTest.keyClick(field.edit, Qt.Key.Key_Return)

    @rule(number=numbers, places=st.lists(st.integers(0, 100), min_size=1, max_size=4))
    def drag_a_slider(self, number: int, places: list[int]) -> None:
        slider = self._one_of(ValueSlider, number)
        if slider is None:
            return
        middle = slider.rect().center()
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
        for place in places:
            slider.setSliderPosition(place * slider.maximum() // 100)
            QCoreApplication.processEvents()
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)

    @rule(number=numbers, key=st.sampled_from((Qt.Key.Key_Right, Qt.Key.Key_PageDown)))
    def push_a_slider(self, number: int, key: Qt.Key) -> None:
        slider = self._one_of(ValueSlider, number)
        if slider is not None:
            slider.setFocus()
            QTest.keyClick(slider, key)

    @rule(number=numbers, key=st.sampled_from((Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_End)))
    def choose_in_a_box(self, number: int, key: Qt.Key) -> None:
        box = self._one_of(QComboBox, number)
        if box is not None:
            box.setFocus()
            QTest.keyClick(box, key)

    @rule(number=numbers, which=numbers)
    def press_a_button_of_the_inspector(self, number: int, which: int) -> None:
        button = self._one_of(QAbstractButton, number)
        menu = button.menu() if isinstance(button, QToolButton | QPushButton) else None
        if isinstance(menu, QMenu):
            choices = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
            choices[which % len(choices)].trigger()
        elif button is not None:
            button.click()

    # library, findings, tabs, look

    @rule(number=numbers)
    def use_a_material(self, number: int) -> None:
        known = sorted(self.window.document.workspace.library.paths("materials"))
        self.window.library.material_asked.emit(known[number * 7 % len(known)])

    @rule(number=numbers, which=numbers)
    def follow_a_remedy_or_accept(self, number: int, which: int) -> None:
        if number % 3:
            return  # this and two others take long, and need not come as often
        self.window.results.go_to(FINDINGS)
        panel = self.window.results.findings
        if panel.list.count():
            panel.list.setCurrentRow(number % panel.list.count())
            offers = [each for each in panel.remedies.findChildren(QPushButton) if not each.isHidden()]
            if offers:
                self.answer = which
                offers[which % len(offers)].click()

    @rule(number=st.integers(0, 7))
    def go_to_a_tab(self, number: int) -> None:
        self.window.results.go_to(number)

    @rule(name=st.sampled_from(("dark", "true_scale", "larger", "smaller")), number=numbers)
    def change_the_look(self, name: str, number: int) -> None:
        if number % 8 == 0:
            getattr(self.window.actions_.views, name).trigger()

    # the history

    @rule()
    def undo(self) -> None:
        self.window.actions_.undo.trigger()

    @rule()
    def redo(self) -> None:
        self.window.actions_.redo.trigger()

    @rule(number=numbers)
    def go_to_a_step_of_the_history(self, number: int) -> None:
        stack = self.window.document.undo_stack
        if number % 5 == 0:
            stack.setIndex(number % (stack.count() + 1))

    @invariant()
    def what_is_shown_is_the_design(self) -> None:
        come_to_rest()
        if self.window.document.undo_stack.count():
            type(self).steps += 1  # before the first edit, hypothesis is only warming up
        if not self.start:
            return
        document, window = self.window.document, self.window
        figure = headlines.headlines(document.evaluation)["ASR"]
        card = window.headline._cards["ASR"]
        assert card.number.text()
        assert present.value(figure).startswith(card.number.text())
        assert window.isWindowModified() == document.is_modified
        layers = [layer.id for layer in document.design.stack.layers]
        assert [slab.layer.id for slab in window.stack_view.slabs()] == layers
        assert set(window.selection.layers) <= set(layers)

    def teardown(self) -> None:
        self.patience.stop()
        stack, document = self.window.document.undo_stack, self.window.document
        if not self.start:
            return
        end, index = codec.dumps(document.design), stack.index()
        stack.setIndex(0)
        undone = codec.dumps(document.design)
        stack.setIndex(index)
        redone = codec.dumps(document.design)
        assert undone == self.start
        assert redone == end
        stack.clear()
        type(self).undone += 1

    def _one_of(self, kind: type[Kind], number: int) -> Kind | None:
        """Return one of the widgets of the inspector that can be used."""
        body = self.window.inspector.widget()
        found = (
            [] if body is None else [each for each in body.findChildren(kind) if each.isVisible() and each.isEnabled()]
        )
        if not found:
            return None
        self.window.inspector.ensureWidgetVisible(found[number % len(found)])
        return found[number % len(found)]

    def _answer(self) -> None:
        """Answer whatever is asked."""
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            popup.close()
        elif isinstance(dialog, AddLayerDialog):
            dialog.role.setCurrentIndex(self.answer % dialog.role.count())
            dialog.place.setCurrentIndex(self.answer % dialog.place.count())
            dialog.accept()
            if dialog.isVisible():
                dialog.reject()
        elif isinstance(dialog, WaiverDialog):
            dialog.edit.setPlainText("known from our own cells")
            dialog.accept()
        elif isinstance(dialog, QDialog):
            dialog.reject()


def come_to_rest() -> None:
    """Let happen what is due, and let go what is put away.

    The event loop of the program does so after each event; here no loop runs that would, and everything the window
    ever showed would stay alive and be dressed anew at each change of the look.
    """
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def can_measure() -> bool:
    """Whether the C library hands out all memory, Python's too (PYTHONMALLOC=malloc), and tells how much is in use."""
    return os.environ.get("PYTHONMALLOC") == "malloc" and allocated.can_tell()


def resident() -> int:
    """Return the resident memory of this process, in bytes, once the allocator gave back whole free pages.

    It grows with leaks, and as well with free room between small blocks that are still in use.
    """
    ctypes.CDLL(None).malloc_trim(0)
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024


def at_rest(window: MainWindow) -> int:
    """Return the memory in use by a window in a state that can be reached again at any time.

    No history, the first model, the first tab, light and at 100 %; without what is kept up to a limit of its own, which
    a test need not fill: the pictures of the canvas and of Qt (48 and 10 MB), judged contacts, and written numbers.
    """
    window.document.undo_stack.clear()
    window.settings.set_theme("light")
    window.settings.set_scale(100)
    window.library.model_asked.emit("T")
    window.document.undo_stack.clear()
    window.results.go_to(RESISTANCE)
    QThreadPool.globalInstance().waitForDone()
    come_to_rest()
    painter._kept = painter._Kept()
    QPixmapCache.clear()
    for held in vars(window.document.workspace.evidence).values():
        if isinstance(held, Memo):
            held._known.clear()
    present._with_ends.cache_clear()
    come_to_rest()
    gc.collect()
    return allocated.in_use()


def look_at_everything(window: MainWindow) -> None:
    """Show every tab, in every size and in dark: what is made once and stays is no growth."""
    for number in range(window.results.count()):
        window.results.go_to(number)
        come_to_rest()
    for percent in SCALES:
        window.settings.set_scale(percent)
        come_to_rest()
    window.settings.set_theme("dark")
    come_to_rest()


def go_on(machine: type[Hands], until: int) -> None:
    """Take steps until there are so many; each turn has its own seed, so no turn repeats another."""
    while machine.steps < until:
        machine.turns += 1
        left = until - machine.steps
        usual = settings(
            database=None, deadline=None, phases=(Phase.generate,), stateful_step_count=min(max(left, 10), STEPS),
            suppress_health_check=list(HealthCheck), report_multiple_bugs=False, print_blob=True,
            max_examples=min(left // STEPS + 2, 12),  # the first of a turn does nothing
        )  # fmt: skip
        run_state_machine_as_test(seed(machine.turns)(machine), settings=usual)


def count_of(request: pytest.FixtureRequest) -> int:
    """Return how many steps are wanted."""
    return int(request.config.getoption("--random-edits") or USUAL_STEPS)


@pytest.mark.timeout(1800)
def test_that_random_edits_break_nothing_and_undo_gives_back_every_byte(
    window: MainWindow, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    """Take as many steps as are asked for; over many of them, the memory in use by the window at rest does not grow.

    Memory is measured where it can be, as ``PYTHONMALLOC=malloc python3 run.py test --random-edits 10000 ...`` does.
    """
    count = count_of(request)
    measured = count >= MEASURED and sys.platform == "linux" and can_measure()

    class Here(Hands):
        pass

    Here.window = window
    window.resize(1366, 768)
    if measured:
        look_at_everything(window)
    sizes: dict[int, int] = {}
    for until in (count // 10, count // 2, count) if measured else (count,):
        go_on(Here, until)
        if measured:
            sizes[Here.steps] = at_rest(window)
            record_property(f"in use after {Here.steps} steps", sizes[Here.steps])
            print(f"{Here.steps} steps: {sizes[Here.steps] / MB:.1f} MB in use, {resident() / MB:.1f} MB resident")
    assert Here.steps >= count
    assert Here.undone >= count // STEPS
    if measured:
        first, *_, last = sizes.values()
        assert last - first < GROWTH
    window.settings.set_theme("light")
    window.settings.set_scale(100)
