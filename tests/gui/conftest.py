"""A window to work in with a real mouse and keyboard, and a check that nothing is left behind."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPoint,
    QPointF,
    QSettings,
    Qt,
    QThreadPool,
    QTimer,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QToolTip, QWidget
from pytestqt.qtbot import QtBot

import cellbuilder
from cellbuilder.app import headlines, present
from cellbuilder.app.recovery import STATE_VARIABLE
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.result import Figure
from cellbuilder.domain.stack import Layer
from cellbuilder.gui import launch, theme
from cellbuilder.gui.document import Document
from cellbuilder.gui.main_window import MainWindow
from cellbuilder.gui.plots import loading
from cellbuilder.gui.program import Program
from cellbuilder.gui.results.figure_table import FigureTable
from cellbuilder.gui.widgets.quantity_field import QuantityField
from cellbuilder.io import codec


@dataclass(frozen=True)
class Cell:
    """A model whose electrolyte is of one class, another electrolyte of that class, a model that has a remedy."""

    model: str
    other: str
    remediable: str


CELLS = {
    "oxide": Cell("G", "al-llzo", "G"),
    "sulfide": Cell("Z", "li6ps5cl", "Z"),
    "halide": Cell("S", "li3ycl6", "S"),
    "hydroborate": Cell("J", "na4b36h34-7na2b12h12", "N"),
    "antiperovskite": Cell("D", "li2ohbr", "D"),
}
"""One cell for each class of electrolytes."""


class User:
    """What a person does at a window, with real events, and what that person sees."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    @property
    def design(self) -> Design:
        return self.window.document.design

    @property
    def json(self) -> str:
        return codec.dumps(self.design)

    @property
    def layers(self) -> list[str]:
        return [layer.id for layer in self.design.stack.layers]

    @property
    def selected(self) -> tuple[str, ...]:
        return self.window.selection.layers

    @property
    def told(self) -> str:
        return self.window.statusBar().currentMessage()

    def layer(self, key: str) -> Layer:
        return next(layer for layer in self.design.stack.layers if layer.id == key)

    def place_of(self, key: str) -> QPoint:
        view = self.window.stack_view
        return next(view.slab_rect(slab) for slab in view.slabs() if slab.layer.id == key).center().toPoint()

    def click_layer(self, key: str, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        QTest.mouseClick(self.window.stack_view, button, Qt.KeyboardModifier.NoModifier, self.place_of(key))

    def click_seam(self, upper: str, lower: str) -> None:
        view = self.window.stack_view
        seam = next(seam for seam in view.seams() if seam.layers == (upper, lower))
        room = view.slab_rect(view.slabs()[0])
        point = QPointF(room.left() + seam.x, room.center().y()).toPoint()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, on: QWidget | None = None) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(on or QApplication.focusWidget() or self.window, key, held)

    def undo(self) -> None:
        self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def redo(self) -> None:
        self.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)

    def entry(self, kind: str, key: str) -> QModelIndex:
        """Go to an entry of the library, and return its row."""
        self.window.library.complete()
        assert self.window.library.select(kind, key), key
        return self.window.library.tree.currentIndex()

    def open_entry(self, kind: str, key: str) -> None:
        """Open an entry of the library with a double click."""
        tree = self.window.library.tree
        place = tree.visualRect(self.entry(kind, key)).center()
        none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
        QTest.mouseClick(tree.viewport(), left, none, place)
        QTest.mouseDClick(tree.viewport(), left, none, place)

    def drop_entry(self, kind: str, key: str, place: QPoint, look: Callable[[], object] = lambda: None) -> bool:
        """Carry what the library gives for an entry onto the stack, look, and let go; return whether it was taken."""
        data = self.window.library.proxy.mimeData([self.entry(kind, key)])
        view, copy = self.window.stack_view, Qt.DropAction.CopyAction
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(place, copy, data, left, none)
        QApplication.sendEvent(view, enter)
        move = QDragMoveEvent(place, copy, data, left, none)
        QApplication.sendEvent(view, move)
        look()
        drop = QDropEvent(QPointF(place), copy, data, left, none)
        QApplication.sendEvent(view, drop)
        return enter.isAccepted() and move.isAccepted() and drop.isAccepted()

    def place_of_seam(self, upper: str, lower: str) -> QPoint:
        view = self.window.stack_view
        return next(view.seam_rect(seam) for seam in view.seams() if seam.layers == (upper, lower)).center().toPoint()

    def shows_its_numbers(self) -> None:
        """Check every number above the tabs against an evaluation without a window, from the text of the design."""
        found = headlines.headlines(cellbuilder.evaluate(codec.loads(self.json.encode())))
        for name, figure in found.items():
            card = self.window.headline._cards[name]
            said = f"{card.number.text()} {card.unit.text()}".strip()
            assert said.replace(" ", "") == present.value(figure).replace(" ", ""), name

    def field(self, name: str) -> QuantityField:
        body = self.window.inspector.widget()
        return next(field for field in body.findChildren(QuantityField) if field.name == name)

    def enter(self, name: str, text: str, key: Qt.Key = Qt.Key.Key_Return) -> QuantityField:
        """Click into a field, replace its text, and press a key."""
        field = self.field(name)
        self.window.inspector.ensureWidgetVisible(field)
        QTest.mouseClick(field.edit, Qt.MouseButton.LeftButton)
        field.edit.selectAll()
        if text:
            QTest.keyClicks(field.edit, text)
        else:
            QTest.keyClick(field.edit, Qt.Key.Key_Delete)
        QTest.keyClick(field.edit, key)
        return field

    def headline(self, name: str) -> str:
        card = self.window.headline._cards[name]
        return f"{card.number.text()} {card.unit.text()}".strip()

    def table(self, tab: int = 0) -> FigureTable:
        """Go to a tab and return its table of figures."""
        self.window.results.setCurrentIndex(tab)
        page = self.window.results.page(tab)
        table = page.findChild(FigureTable)
        assert isinstance(table, FigureTable)
        if hasattr(page, "sides"):
            page.sides.button.setChecked(True)
        return table

    def rows(self, tab: int = 0) -> list[list[str]]:
        model = self.table(tab).model()
        return [[str(model.index(row, column).data()) for column in range(5)] for row in range(model.rowCount())]

    def row_of(self, figure: Figure, tab: int = 0) -> list[str]:
        return next(row for row in self.rows(tab) if row[0] == figure.name)

    def sees(self, figure: Figure, tab: int = 0) -> bool:
        return self.row_of(figure, tab)[1] == present.value(figure)

    def come_back(self) -> None:
        """Wait until the window has the keyboard again, as it has after a dialog on any desktop."""

        def here() -> bool:
            self.window.activateWindow()
            return (
                QApplication.focusWindow() is self.window.windowHandle() and QApplication.activeWindow() is self.window
            )

        self.qtbot.waitUntil(here)

    @contextmanager
    def answering(self, answer: Callable[[Any], object], kind: type[QDialog] = QDialog) -> Iterator[None]:
        """Answer the next dialog (of a kind) with ``answer(dialog)``; a dialog that never comes fails the test."""
        faults: list[BaseException] = []
        met: list[str] = []
        timer = QTimer()

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, kind):
                return
            timer.stop()
            met.append(dialog.windowTitle())
            try:
                answer(dialog)
            except BaseException as fault:  # a failed check must not leave the dialog open for ever
                faults.append(fault)
            finally:
                if dialog.isVisible():
                    faults.append(AssertionError(f"the dialog '{dialog.windowTitle()}' was not closed"))
                    dialog.reject()

        timer.timeout.connect(look)
        timer.start(5)
        yield
        timer.stop()
        if faults:
            raise faults[0]
        assert met, "no dialog came"
        if self.window.isVisible():
            self.come_back()


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[[list[str]], QApplication]:
    """The application as the program makes it, with its font and style."""
    return lambda _arguments: launch.application()


@pytest.fixture(scope="session", autouse=True)
def _settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = str(tmp_path_factory.mktemp("settings"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    os.environ[STATE_VARIABLE] = folder
    usual = launch.user_settings()
    usual.setValue("help/started", "true")
    usual.setValue("help/tips", "false")
    usual.sync()


@pytest.fixture(scope="session", autouse=True)
def _settled(_only_the_bundled_library: None, qapp: QApplication) -> None:
    """What all tests share is read, and the collector of garbage leaves it alone, as in the program after its start."""
    loading.loader().finish()
    library = cellbuilder.library()
    assert list(library.models())
    assert list(library.materials())
    assert library.evidence
    launch.settle()


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """After each test: no window of its own, no thread, no other theme."""
    threads = set(threading.enumerate())
    unanswered: list[str] = []
    waiting: list[QWidget | None] = [None]

    def end_waiting() -> None:
        dialog, before = QApplication.activeModalWidget(), waiting[0]
        waiting[0] = dialog
        if isinstance(dialog, QDialog) and dialog is before:
            unanswered.append(dialog.windowTitle())
            dialog.reject()

    patience = QTimer()
    patience.timeout.connect(end_waiting)
    patience.start(2500)
    yield
    patience.stop()
    assert unanswered == [], "a dialog came that nobody expected"
    QToolTip.hideText()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()
    left = [widget for widget in qapp.topLevelWidgets() if widget.parent() is None]
    names = [type(widget).__name__ for widget in left if not widget.inherits("QTipLabel")]
    theme.dress(qapp, "light", 100)
    present.show_comma(False)
    assert names == []
    assert set(threading.enumerate()) <= threads
    assert QThreadPool.globalInstance().activeThreadCount() == 0


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A real X server without a screen, on the first number that is free."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("no X server without a screen (Xvfb) is installed here")
    read, write = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as said:
            number = said.readline().strip()
        if not number:
            pytest.skip("the X server without a screen (Xvfb) does not start here")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def document() -> Document:
    """A document without a window."""
    return Document(Workspace(cellbuilder.library()), cellbuilder.from_model("T"))


@pytest.fixture
def alone(qtbot: QtBot) -> Iterator[Callable[[QWidget], None]]:
    """Show a tab by itself, and put it away when the test is over."""
    made: list[QWidget] = []

    def show(tab: QWidget) -> None:
        made.append(tab)
        tab.resize(1000, 400)
        tab.show()
        QApplication.processEvents()

    yield show
    for tab in made:
        tab.close()
        tab.deleteLater()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    store.setValue("help/tips", "false")
    return store


def _workspace(known: list[Workspace] = []) -> Workspace:  # noqa: B006
    """The workspace of the library in use: what it has read and looked up, the next window need not look up again."""
    if not known or known[0].library is not cellbuilder.library():
        known[:] = [Workspace(cellbuilder.library())]
    return known[0]


@pytest.fixture
def workspace() -> Workspace:
    return _workspace()


@pytest.fixture
def make_window(qtbot: QtBot, settings: QSettings) -> Iterator[Callable[[], MainWindow]]:
    """Open windows that go without a question when the test is over."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = Program(settings, _workspace()).new_window(keep=True)
        made.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        return window

    yield make
    for window in made:
        window.lessons.holder.end()
        window.document.undo_stack.setClean()
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    return make_window()


@pytest.fixture
def user_of(qtbot: QtBot) -> Callable[[MainWindow], User]:
    return lambda window: User(window, qtbot)


@pytest.fixture
def user(window: MainWindow, user_of: Callable[[MainWindow], User]) -> User:
    return user_of(window)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for a ``cell`` one of each class; the usual run takes two classes for all of them."""
    if "cell" in metafunc.fixturenames:
        classes = list(CELLS) if metafunc.config.getoption("--every-class") else ["sulfide", "hydroborate"]
        metafunc.parametrize("cell", [CELLS[name] for name in classes], ids=classes)


@pytest.fixture
def choose_file(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the system's file dialogs, which no test can click, answer with a path."""

    def choose(path: Path | None, filter_: str = "") -> None:
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path or ""), filter_))

    return choose
