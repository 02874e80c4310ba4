"""The library: models with their published cells, materials and one's own, one search over all, and a card."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from cellbuilder.app.library import cards as library_cards
from cellbuilder.app.library import own_materials
from cellbuilder.app.library import search as library_search
from cellbuilder.app.library.cards import Row
from cellbuilder.app.library.search import Query
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import EmbeddedMaterial
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.gui import text
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.document import Document
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.idle import Slices
from cellbuilder.gui.library.actions import LibraryActions
from cellbuilder.gui.library.card import LibraryCard
from cellbuilder.gui.library.filters import LibraryFilters
from cellbuilder.gui.library.items import BADGE_ROLE, KEY_ROLE, KIND_ROLE, NEW, TITLE_ROLE, LibraryModel
from cellbuilder.gui.library.pictures import Pictures
from cellbuilder.gui.library.rows import LibraryRows
from cellbuilder.gui.library.tree import Found, LibraryTree, leaves
from cellbuilder.gui.widgets.text_line import LineEdit

OPENED_AT_MOST = 120
"""With more matches only the headings are opened."""


class LibraryPanel(QWidget):
    """A tree of what can be used; Return or a double click does the usual thing with an entry.

    Entries, some three hundred files, follow after the first paint, in slices that nobody notices.
    """

    model_asked = Signal(str)
    cell_asked = Signal(str)
    material_asked = Signal(str)
    """The material shall go into the selected layer."""
    layer_added = Signal(str)
    """A material became a layer, which has this id."""
    changed = Signal()
    """A material of one's own came, went or changed."""
    told = Signal(str)
    """A short message that needs no answer."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.document: Document | None = None
        self._begun = False
        self._held: EmbeddedMaterial | None = None
        self._signature = own_materials.signature()
        self.search = LineEdit()
        self.search.setPlaceholderText(tr("Search: sulfide, ion:Na, density < 2 …"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search the library"))
        self.search.setToolTip(text.plain(_HELP))
        self.search.installEventFilter(self)
        self.filters = LibraryFilters()
        self.answer = QLabel()
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        self.answer.setWordWrap(True)
        self._source = LibraryModel(workspace, self)
        self.proxy = Found()
        self.proxy.setParent(self)
        self.proxy.setSourceModel(self._source)
        self.pictures = Pictures(workspace, self)
        self.tree = LibraryTree(self.pictures)
        self.tree.setModel(self.proxy)
        self.tree.setItemDelegate(LibraryRows(self.tree, self.pictures))
        self.card = LibraryCard()
        self.actions_ = LibraryActions(self)
        self.damaged = QPushButton()
        self.damaged.setFlat(True)
        self.damaged.setAccessibleDescription(tr("Shows which files of the library are left out, and why"))
        self._lay_out()
        self._slices = Slices(self)
        self._connect()
        self._answer(Query())
        self._count_damage()

    def _lay_out(self) -> None:
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.addWidget(self.tree)
        self.parts.addWidget(self.card)
        self.parts.setStretchFactor(0, 3)
        self.parts.setStretchFactor(1, 2)
        self.parts.setCollapsible(0, False)
        self.parts.setSizes([300, 200])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 0, 6)
        layout.setSpacing(4)
        for part in (self.search, self.filters, self.answer):
            layout.addWidget(part)
        layout.addWidget(self.parts, 1)
        layout.addWidget(self.damaged)
        self.tree.setMinimumHeight(80)
        self.card.setMinimumHeight(60)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.filters.rewritten.connect(self.search.setText)
        self.tree.chosen.connect(self._use)
        self.tree.doubleClicked.connect(self._use)
        self.tree.current_changed.connect(self._show_chosen)
        self.tree.menu_asked.connect(self.actions_.pop_up)
        self.tree.first_painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self.pictures.ready.connect(self.tree.viewport().update)
        self.damaged.clicked.connect(lambda _checked=False: self._explain_damage())
        self._slices.finished.connect(self._completed)

    def follow(self, document: Document) -> None:
        """Say of a material whether the open design has an older copy of it."""
        self.document = document
        Follower(self, self._follow_design, document.changed)

    def _follow_design(self) -> None:
        """Offer the update, or no longer; a slider that moves changes no material and costs nothing here."""
        kind, key = self.current()
        held = self.document.design.materials.get(key) if self.document is not None else None
        if kind == "material" and held is not self._held:
            self.show_current()

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._slices.start(self._fill())

    def _fill(self) -> Iterator[None]:
        for models_are_there in self._source.fill():
            if models_are_there:
                self._open_first()
            yield

    def complete(self) -> None:
        """List everything now."""
        self._begin()
        self._slices.finish()

    def _completed(self) -> None:
        self._count_damage()
        if self.search.text():
            self._search(self.search.text())

    def _open_first(self) -> None:
        """Open the models, and of those the class that the design at hand was made from."""
        models = self.proxy.index(0, 0)
        self.tree.expand(models)
        origin = self.document.design.origin if self.document is not None else None
        letter = origin.model if origin is not None else None
        groups = [self.proxy.index(row, 0, models) for row in range(self.proxy.rowCount(models))]
        chosen = next((group for group in groups if letter and self._row_of(group, letter).isValid()), None)
        if chosen is not None or groups:
            self.tree.expand(chosen if chosen is not None else groups[0])

    def _row_of(self, group: QModelIndex, key: str) -> QModelIndex:
        rows = (self.proxy.index(row, 0, group) for row in range(self.proxy.rowCount(group)))
        return next((index for index in rows if index.data(KEY_ROLE) == key), QModelIndex())

    def reload(self, select: str = "") -> None:
        """List the own materials anew, and show one of them."""
        self.complete()
        self._signature = own_materials.signature()
        self._source.renew_own()
        self._search(self.search.text())
        self._count_damage()
        if select:
            self.select("material", select)
        self.show_current()
        self.changed.emit()

    def event(self, event: QEvent) -> bool:
        """When the window is turned to again, look whether files of the own folder came, went or changed."""
        if event.type() == QEvent.Type.WindowActivate and own_materials.signature() != self._signature:
            self.workspace.reread()
            if self._begun:
                self.reload()
        return super().event(event)

    def select(self, kind: str, key: str) -> bool:
        """Go to an entry; return whether it is in sight."""
        for index in leaves(self.proxy):
            if (index.data(KIND_ROLE), index.data(KEY_ROLE)) == (kind, key):
                self.tree.setCurrentIndex(index)
                self.tree.scrollTo(index)
                return True
        return False

    def current(self) -> tuple[str, str]:
        """Return kind and key of the current entry, empty on a heading."""
        index = self.tree.currentIndex()
        return str(index.data(KIND_ROLE) or ""), str(index.data(KEY_ROLE) or "")

    def _show_chosen(self) -> None:
        """Show the card; where it would push the row from under the mouse, once no double click can follow."""
        if self.card.isHidden() and QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            QTimer.singleShot(QApplication.doubleClickInterval(), self, self.show_current)
        else:
            self.show_current()

    def show_current(self) -> None:
        """Show the card of the current entry."""
        kind, key = self.current()
        actions = self.actions_.offered()
        self._held = self.document.design.materials.get(key) if self.document is not None else None
        if kind not in ("model", "cell", "material"):
            self.card.show_card(None, ())
            return
        try:
            card = library_cards.card(kind, key, self.workspace)  # type: ignore[arg-type]
        except (KeyError, UnreadableError):
            self.card.show_card(None, ())
            return
        extra: tuple[Row, ...] = ()
        if kind == "cell":
            extra = library_cards.calculated(self.workspace.evaluate(self.workspace.from_cell(key)))
        self.card.show_card(card, actions, extra)

    def _count_damage(self) -> None:
        count = len(self.workspace.library.damaged)
        self.damaged.setVisible(count > 0)
        said = tr("1 file cannot be used …") if count == 1 else tr("{n} files cannot be used …").format(n=count)
        self.damaged.setText(said)

    def _explain_damage(self) -> None:
        reasons = [error.text() for error in self.workspace.library.damaged.values()]
        title = tr("Some files of the library are left out")
        complain(self.window(), title, "\n\n".join(reasons), tr("The rest can be used."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search box, Down goes to the matches, Return opens the only one, Escape clears."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_to_matches(open_single=event.key() != Qt.Key.Key_Down)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _go_to_matches(self, *, open_single: bool) -> None:
        self.complete()
        found = [QPersistentModelIndex(index) for index in leaves(self.proxy)]
        if not found:
            return
        first = self.proxy.index(found[0].row(), 0, found[0].parent())
        if not self._is_named(self.tree.currentIndex()):
            self.tree.setCurrentIndex(first)
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)
        if open_single and len(found) == 1:
            self._use(first)

    def _search(self, text: str) -> None:
        query = library_search.parse(text)
        self.filters.show_query(query)
        if query.problems:
            self._answer(query)  # what was found before stays, so that nothing jumps while somebody types
            return
        count = self._source.mark(query)
        self.proxy.show_found(all_of_it=query.is_empty)
        self._answer(query, count)
        if query.is_empty:
            self.tree.collapseAll()
            self._open_first()
        elif count <= OPENED_AT_MOST:
            self.tree.expandAll()
            self._go_to_named()
        else:
            self.tree.expandToDepth(0)

    def _go_to_named(self) -> None:
        """Bring the entry into sight that is called just as was typed; the keyboard stays in the search box."""
        named = next((index for index in leaves(self.proxy) if self._is_named(index)), None)
        if named is not None:
            self.tree.setCurrentIndex(named)
            self.tree.scrollTo(named, LibraryTree.ScrollHint.PositionAtCenter)

    def _is_named(self, index: QModelIndex) -> bool:
        wanted = self.search.text().strip().casefold()
        names = (str(index.data(role) or "").casefold() for role in (TITLE_ROLE, BADGE_ROLE))
        return bool(wanted) and wanted in names

    def _answer(self, query: Query, count: int = 0) -> None:
        """Say beside the box what was not understood, or how much was found."""
        said = query.problems[0] if query.problems else ""
        if not said and not query.is_empty:
            said = tr("nothing found") if count == 0 else tr("{n} found").format(n=count)
        self.answer.setText(said)
        self.answer.setVisible(bool(said))
        self.search.setAccessibleDescription(said)
        for widget, name, on in ((self.answer, "problem", bool(query.problems)),
                                 (self.answer, "muted", not query.problems),
                                 (self.search, "invalid", bool(query.problems))):  # fmt: skip
            if widget.property(name) != on:
                widget.setProperty(name, on)
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def _use(self, index: QModelIndex) -> None:
        kind = index.data(KIND_ROLE)
        if kind == NEW:
            self.actions_.own.new()
        elif kind:
            self.actions_.use(kind, str(index.data(KEY_ROLE)))
        else:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))


_HELP = tr(
    "Words that must all occur: name, formula, class, alias.\n"
    "Li, Na, Cl: an ion or an element. T: a model.\n"
    "ion:Na   class:halide   category:coating   family:argyrodite   model:T   is:mine\n"
    "conductivity > 1 mS/cm   density < 2   window > 2 V   oxidation > 4   retention > 80 %\n"
    "density:1,8..2 g/cm3   -sulfide (none of these)   \"two words\""
)  # fmt: skip
