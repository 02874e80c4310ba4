"""The pinned designs of a window, and the menu of what else a design can be compared with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from cellbuilder.app.compare import pins
from cellbuilder.app.compare.pins import Pin, Pins
from cellbuilder.app.edits import EditError
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.gui.document import Document
from cellbuilder.gui.text import for_menu


class PinBoard(QObject):
    """Holds the pins that belong to a document; they outlive the design that is open."""

    changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._pins: Pins = ()
        self._chosen = 0

    @staticmethod
    def of(document: Document) -> PinBoard:
        """Return the board of a document, made when it is first asked for."""
        held = document.findChildren(PinBoard)
        return held[0] if held else PinBoard(document)

    @property
    def pins(self) -> Pins:
        """The pinned designs, in the order in which they were pinned."""
        return self._pins

    @property
    def chosen(self) -> int:
        """The pin that this design is told apart from."""
        return min(self._chosen, max(len(self._pins) - 1, 0))

    @property
    def here(self) -> Pin:
        """The open design as it is now."""
        return Pin(tr("this design"), self._document.design, self._document.evaluation)

    def pin(self, design: Design | None = None, name: str = "") -> str | None:
        """Pin a design, the open one by default; return why it cannot be done, or None."""
        chosen = self._document.design if design is None else design
        evaluation = self._document.evaluation if design is None else self._document.workspace.evaluate(chosen)
        try:
            made = pins.add(self._pins, chosen, evaluation, name)
        except EditError as error:
            return str(error)
        self._chosen = len(made) - 1
        self._set(made)
        return None

    def choose(self, index: int) -> None:
        """Tell this design apart from another pin."""
        if 0 <= index < len(self._pins) and index != self._chosen:
            self._chosen = index
            self.changed.emit()

    def rename(self, index: int, name: str) -> None:
        """Give a pin another name."""
        self._set(pins.rename(self._pins, index, name))

    def remove(self, index: int) -> None:
        """Take a pin away."""
        self._set(pins.remove(self._pins, index))

    def go_back(self, index: int) -> None:
        """Make the open design that of a pin, undoably."""
        pin = self._pins[index]
        self._document.apply(lambda _design: pin.design, tr("Go back to {name}").format(name=for_menu(pin.name)))

    def _set(self, made: Pins) -> None:
        if made != self._pins:
            self._pins = made
            self._chosen = self.chosen
            self.changed.emit()


def compare_menu(
    parent: QWidget,
    document: Document,
    ask_file: Callable[[], object],
    pin: Callable[[Callable[[], Design], str], object],
) -> QMenu:
    """Return the menu of what a design can be compared with; its lists are made when they are opened."""
    menu = QMenu(parent)
    menu.addAction(tr("A file …"), ask_file)
    library, workspace = document.workspace.library, document.workspace
    models, cells = QMenu(tr("A model"), menu), QMenu(tr("A published cell"), menu)
    for submenu in (models, cells):
        menu.addMenu(submenu)

    def fill_models() -> None:
        if models.isEmpty():
            for model in library.models():
                name = tr("Model {letter}").format(letter=model.letter)
                make = partial(workspace.from_model, model.letter)
                models.addAction(for_menu(f"{model.letter}   {model.title}"), partial(pin, make, name))

    def fill_cells() -> None:
        if cells.isEmpty():
            for cell in library.cells():
                make = partial(workspace.from_cell, cell.id)
                cells.addAction(for_menu(f"{cell.id}   {cell.title}"), partial(pin, make, cell.title))

    models.aboutToShow.connect(fill_models)
    cells.aboutToShow.connect(fill_cells)
    return menu


def made(make: Callable[[], Design]) -> Design | str:
    """Return a design of the library, or why it cannot be used."""
    try:
        return make()
    except UnreadableError as error:
        return error.text()
    except KeyError as error:
        return tr("The library holds no entry called {name}.").format(name=error.args[0])
