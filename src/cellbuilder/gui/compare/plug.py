"""How comparing is tied to a window: its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from cellbuilder.app.words import tr
from cellbuilder.gui.compare.pins import PinBoard
from cellbuilder.gui.dialogs.message import complain

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


def plug_compare(window: MainWindow) -> None:
    """Add the actions that set the design aside and that compare it with another."""
    from cellbuilder.gui.results.panel import COMPARE

    board = PinBoard.of(window.document)

    def pin() -> None:
        problem = board.pin()
        if problem is not None:
            complain(window, tr("This design cannot be pinned"), problem)
        else:
            window.tell(tr("Pinned as “{name}”; see Compare").format(name=board.pins[-1].name))

    def compare() -> None:
        window.results.go_to(COMPARE)
        button = window.results.compare.with_button
        button.setFocus()
        button.menu().popup(button.mapToGlobal(QPoint(0, button.height())))

    plug = window.actions_.plug
    plug("edit", tr("Pin this design"), pin, "Ctrl+P", tip=tr("Keep this design as it is now, to compare with"))
    plug("edit", tr("Compare with …"), compare, "Ctrl+Shift+P", short=tr("Compare"), icon="compare", toolbar=True)
