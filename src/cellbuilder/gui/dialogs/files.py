"""Opening and saving, with questions before anything is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.gui.dialogs import file_names, unsaved, writing
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.document import Document
from cellbuilder.gui.settings import Settings
from cellbuilder.io import codec

FILTER = f"cellbuilder designs (*{codec.SUFFIX});;All files (*)"


def read_design(parent: QWidget | None, path: Path) -> Design | None:
    """Read a design file; a damaged one is explained, with all its problems."""
    try:
        return codec.load(path)
    except UnreadableError as error:
        complain(parent, tr("This file cannot be opened"), error.text())
        return None


class FileDialogs:
    """What the window does with its design's file. ``tell`` shows a short message that needs no answer.

    ``taken`` says whether a file is open in another window.
    """

    def __init__(
        self,
        parent: QWidget,
        document: Document,
        tell: Callable[[str], None],
        settings: Settings,
        taken: Callable[[Path], bool],
    ) -> None:
        self._parent, self._document, self._tell, self._settings = parent, document, tell, settings
        self._taken = taken
        self._design = unsaved.DesignWork(document, self.save)
        self.besides: list[unsaved.Work] = []
        """Work besides the design that goes with it."""

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        start = str(file_names.folder(self._document))
        name, _ = QFileDialog.getOpenFileName(self._parent, tr("Open a design"), start, FILTER)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Open a file; a damaged one is explained and changes nothing."""
        if self.may_discard():
            self._read(path)

    def revert(self) -> None:
        """Go back to what the file holds, after a question."""
        path = self._document.path
        if path is None:
            return
        words = tr("Give up all changes since “{name}” was saved? This cannot be undone.").format(name=path.name)
        if self._document.is_modified and not file_names.confirmed(self._parent, tr("Revert the design?"), words):
            return
        if unsaved.may_go(self._parent, self.besides):
            self._read(path)

    def _read(self, path: Path) -> None:
        design = read_design(self._parent, path)
        if design is not None:
            self._document.open(design, path)
            self._settings.remember(path)
            self._tell(tr("{name} opened").format(name=path.name))

    def open_model(self, letter: str) -> None:
        """Start from a model of the library."""
        self._start(lambda: self._document.workspace.from_model(letter))

    def open_cell(self, key: str) -> None:
        """Open a published cell of the library."""
        self._start(lambda: self._document.workspace.from_cell(key))

    def _start(self, make: Callable[[], Design]) -> None:
        if not self.may_discard():
            return
        title = tr("This library entry cannot be used")
        try:
            design = make()
        except UnreadableError as error:
            complain(self._parent, title, error.text())
            return
        except KeyError as error:
            reason = tr("The library holds no entry called {name}.").format(name=repr(error.args[0]))
            complain(self._parent, title, reason)
            return
        self._document.open(design, None)

    def save(self) -> bool:
        """Save to the known file, or ask for one."""
        path = self._document.path
        if path is None:
            return self.save_as()
        if self._document.changed_on_disk:
            words = tr(
                "“{name}” was changed by another program since it was opened here. Replace it by the design in this "
                "window? To keep both, cancel and use “Save as”."
            ).format(name=path.name)
            if not file_names.confirmed(self._parent, tr("The file was changed"), words):
                return False
        return self._save(path)

    def save_as(self) -> bool:
        """Ask for a file and save."""
        path = self._ask_target(tr("Save the design"))
        return path is not None and self._save(path)

    def save_copy(self) -> bool:
        """Ask for a file and write a copy; the window keeps its own file and its unsaved mark."""
        path = self._ask_target(tr("Save a copy"), "-copy")
        if path is None:
            return False
        if self._document.path is not None and path.absolute() == self._document.path.absolute():
            return self.save()
        return self._write(lambda: codec.save(self._document.design, path), tr("Copy saved as {name}"), path)

    def _ask_target(self, title: str, addition: str = "") -> Path | None:
        proposed = file_names.folder(self._document) / f"{file_names.stem(self._document)}{addition}{codec.SUFFIX}"
        path = file_names.ask_target(self._parent, title, proposed, FILTER, codec.SUFFIX, ".json")
        if path is None or not self._taken(path):
            return path
        words = tr("“{name}” is open in another window. Close that window first, or choose another name.")
        what = tr("This file is open in another window")
        complain(self._parent, what, words.format(name=path.name), tr("The design was not saved."))
        return None

    def _save(self, path: Path) -> bool:
        return self._write(lambda: self._document.save(path), tr("Saved as {name}"), path)

    def _write(self, write: Callable[[], None], done: str, path: Path) -> bool:
        written = writing.write(self._parent, path, write, done, tr("The design was not saved"))
        if written:
            self._settings.remember(path)
        return written

    @property
    def unsaved(self) -> bool:
        """Whether anything is lost when another design takes the place of this one."""
        return any(work.unsaved for work in (self._design, *self.besides))

    def may_discard(self) -> bool:
        """Ask whether unsaved work may go; True if there is none."""
        return unsaved.may_go(self._parent, (self._design, *self.besides))
