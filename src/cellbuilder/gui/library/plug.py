"""How the library is tied to a window: what it asks for, and its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellbuilder.app.words import tr

if TYPE_CHECKING:
    from cellbuilder.gui.main_window import MainWindow


def plug_library(window: MainWindow) -> None:
    """Let the library follow the design, do what it asks for, and fill the menu of the library."""
    panel, plug = window.library, window.actions_.plug
    panel.follow(window.document)
    panel.layer_added.connect(window.selection.select)
    panel.told.connect(window.tell)
    own = panel.actions_.own
    plug("library", tr("Compare models …"), panel.actions_.compare_models)
    plug("library", tr("New material …"), own.new)
    plug("library", tr("Import material …"), own.import_file)
    plug("library", tr("Show folder of own materials"), own.show_folder)
