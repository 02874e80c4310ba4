"""The start page: 28 models drawn, by the class of their electrolyte, files opened lately, and lessons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app import recent
from cellbuilder.app.library import index as library_index
from cellbuilder.app.library import search as library_search
from cellbuilder.app.library.index import Item
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.published import CellModel, PublishedCell
from cellbuilder.gui import text
from cellbuilder.gui.lessons.course import titles
from cellbuilder.gui.library.gallery_flow import FlowLayout
from cellbuilder.gui.library.items import CLASS_ORDER, class_of
from cellbuilder.gui.library.pictures import Pictures

TITLE_LINES: Final = 2
LETTERS_WIDE: Final = 26
"""Width of a card in average letters."""
MOST_RECENT: Final = 8
MOST_CELLS: Final = 24
"""So many published cells are shown at most when somebody searches."""


class GalleryCard(QAbstractButton):
    """A model or a published cell: its picture, its letter, its title. Return and Space choose it."""

    def __init__(self, kind: str, key: str, badge: str, title: str, tip: str, pictures: Pictures) -> None:
        super().__init__()
        self.kind, self.key, self.badge, self.title = kind, key, badge, title
        self._pictures = pictures
        self.setAccessibleName(f"{badge}: {title}")
        self.setAccessibleDescription(tip)
        self.setToolTip(text.plain(f"{title}\n{tip}"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        pictures.ready.connect(self.update)

    def sizeHint(self) -> QSize:
        """As large as picture and title need at the size of texts in use."""
        metrics, step = self.fontMetrics(), self.fontMetrics().lineSpacing()
        return QSize(metrics.averageCharWidth() * LETTERS_WIDE + 24, step * (TITLE_LINES + 4) + 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        canvas = QPainter(self)
        canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, step = self.palette(), self.fontMetrics().lineSpacing()
        lively = self.hasFocus() or self.underMouse()
        edge = palette.color(QPalette.ColorRole.Accent if lively else QPalette.ColorRole.Mid)
        canvas.setPen(QPen(edge, 2.5 if self.hasFocus() else 1.0))
        canvas.setBrush(palette.color(QPalette.ColorRole.Base))
        canvas.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 7, 7)
        inside = self.rect().adjusted(12, 10, -12, -10)
        size = QSize(inside.width(), step * 3)
        picture = self._pictures.get(self.kind, self.key, size, self.devicePixelRatioF())  # type: ignore[arg-type]
        if picture is not None:
            canvas.drawPixmap(inside.topLeft(), picture)
        bold = QFont(self.font())
        bold.setBold(True)
        bold.setPointSizeF(bold.pointSizeF() * 1.25)
        canvas.setFont(bold)
        canvas.setPen(palette.color(QPalette.ColorRole.Text))
        wide = canvas.fontMetrics().horizontalAdvance("AB" if self.kind == "model" else "T8.88") + 10
        top = inside.top() + step * 3 + 8
        canvas.drawText(QRect(inside.left(), top, wide, step * 2), Qt.AlignmentFlag.AlignLeft, self.badge)
        canvas.setFont(self.font())
        room = QRect(inside.left() + wide, top + 1, inside.width() - wide, inside.bottom() - top)
        canvas.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, self._cut(room.width()))
        canvas.end()

    def _cut(self, width: int) -> str:
        """Return the title, cut where it needs more lines than there are."""
        metrics = self.fontMetrics()
        most = metrics.lineSpacing() * (TITLE_LINES + 1.5)
        words = self.title.split()
        for count in range(len(words), 0, -1):
            shown = " ".join(words[:count]) + ("" if count == len(words) else " …")
            if metrics.boundingRect(QRect(0, 0, width, 1000), int(Qt.TextFlag.TextWordWrap), shown).height() <= most:
                return shown
        return metrics.elidedText(self.title, Qt.TextElideMode.ElideRight, width)


class Gallery(QWidget):
    """Choose what to start from, with mouse or arrows and Return; words above narrow it down."""

    model_asked = Signal(str)
    cell_asked = Signal(str)
    file_asked = Signal(Path)
    lesson_asked = Signal(str)
    open_asked = Signal()
    """A person wants to look for a file."""

    def __init__(self, workspace: Workspace, recent_paths: Sequence[Path] = ()) -> None:
        super().__init__()
        self._workspace = workspace
        self.pictures = Pictures(workspace, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search: sulfide, ion:Na, NCM, T …"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search models and published cells"))
        self.search.installEventFilter(self)
        self.cards: list[GalleryCard] = []
        self._sections: list[tuple[QLabel, QWidget, list[GalleryCard]]] = []
        self._items: dict[tuple[str, str], Item] = {}
        self._cells: tuple[QLabel, QWidget] | None = None
        self.nothing = _heading(tr("Nothing found"))
        self.nothing.hide()
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(4, 0, 12, 12)
        self._column.addWidget(self.nothing)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fill()
        self._lay_out(recent_paths)
        self.search.textChanged.connect(self._narrow)

    def _lay_out(self, recent_paths: Sequence[Path]) -> None:
        title = _heading(tr("Start a cell"), 1.6)
        side = QVBoxLayout()
        side.setSpacing(4)
        files = [path for path in recent_paths if path.is_file()][:MOST_RECENT]
        self.recent: list[QPushButton] = []
        self.lessons: dict[str, QPushButton] = {}
        for head, made in ((tr("Opened lately"), self._files(files) if files else None),
                           (tr("Lessons"), self._lessons())):  # fmt: skip
            if made is not None:
                side.addWidget(_heading(head))
                side.addSpacing(2)
                side.addWidget(made)
                side.addSpacing(10)
        self.open = QPushButton(tr("Open a file …"))
        self.open.clicked.connect(lambda _checked=False: self.open_asked.emit())
        side.addWidget(self.open)
        side.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(18)
        below.addLayout(side)
        below.addWidget(self._scroll, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 6, 6)
        column.setSpacing(10)
        column.addWidget(title)
        column.addWidget(self.search)
        column.addLayout(below, 1)

    def _lessons(self) -> QWidget | None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for key, title in titles().items():
            button = QPushButton(text.for_menu(title))
            button.setFlat(True)
            button.setStyleSheet("text-align: left; padding: 4px 6px;")
            button.setAccessibleName(tr("Lesson: {title}").format(title=title))
            button.clicked.connect(lambda _checked=False, key=key: self.lesson_asked.emit(key))
            column.addWidget(button)
            self.lessons[key] = button
        return holder if self.lessons else None

    def _files(self, paths: Sequence[Path]) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        wide = self.fontMetrics().averageCharWidth() * 24
        for path in paths:
            name = self.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, wide)
            button = QPushButton(text.for_menu(name))
            button.setFlat(True)
            button.setStyleSheet("text-align: left; padding: 4px 6px;")
            button.setToolTip(text.plain(str(path)))
            button.setAccessibleName(recent.shown(path))
            button.clicked.connect(lambda _checked=False, path=path: self.file_asked.emit(path))
            column.addWidget(button)
            self.recent.append(button)
        return holder

    def _fill(self) -> None:
        by_class: dict[str, list[CellModel]] = {}
        for model in self._workspace.library.models():
            by_class.setdefault(class_of(model), []).append(model)
            self._items["model", model.letter] = library_index.of_model(model)
        for name in (*CLASS_ORDER, *(other for other in by_class if other not in CLASS_ORDER)):
            cards = [GalleryCard("model", model.letter, model.letter, model.title, model.reconstructed, self.pictures)
                     for model in by_class.get(name, ())]  # fmt: skip
            if cards:
                self._section(name, cards)
        self._column.addStretch(1)

    def _section(self, name: str, cards: list[GalleryCard]) -> tuple[QLabel, QWidget]:
        head, holder = _heading(name), QWidget()
        flow = FlowLayout(holder)
        for card in cards:
            flow.addWidget(card)
            card.clicked.connect(lambda _checked=False, card=card: self._choose(card))
            card.installEventFilter(self)
        self.cards += cards
        self._sections.append((head, holder, cards))
        at = self._column.count() - (1 if self._cells is not None or self._is_stretched() else 0)
        self._column.insertWidget(at, head)
        self._column.insertWidget(at + 1, holder)
        return head, holder

    def _is_stretched(self) -> bool:
        last = self._column.itemAt(self._column.count() - 1)
        return last is not None and last.spacerItem() is not None

    def _with_cells(self) -> None:
        """Take up the published cells once somebody searches."""
        if self._cells is not None:
            return
        cells: list[PublishedCell] = list(self._workspace.library.cells())
        cards = []
        for cell in cells:
            self._items["cell", cell.id] = library_index.of_cell(cell)
            tip = tr("Published cell, model {letter}, ref. {ref}").format(letter=cell.model, ref=cell.source.ref)
            cards.append(GalleryCard("cell", cell.id, library_index.cell_badge(cell), cell.title, tip, self.pictures))
        self._cells = self._section(tr("Published cells"), cards)

    def _narrow(self, typed: str) -> None:
        query = library_search.parse(typed)
        if typed.strip():
            self._with_cells()
        cells_left, any_left = MOST_CELLS, False
        for head, holder, cards in self._sections:
            left = False
            for card in cards:
                fits = query.matches(self._items[card.kind, card.key])
                if card.kind == "cell":
                    fits = fits and not query.is_empty and cells_left > 0
                    cells_left -= fits
                card.setVisible(fits)
                left = left or fits
            head.setVisible(left)
            holder.setVisible(left)
            any_left = any_left or left
        said = query.problems[0] if query.problems else tr("Nothing found")
        self.nothing.setText(said)
        self.nothing.setVisible(bool(query.problems) or not any_left)

    def in_sight(self) -> list[GalleryCard]:
        """Return the cards that can be chosen, in their order."""
        return [card for _, holder, cards in self._sections if not holder.isHidden()
                for card in cards if not card.isHidden()]  # fmt: skip

    def _choose(self, card: GalleryCard) -> None:
        (self.model_asked if card.kind == "model" else self.cell_asked).emit(card.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go from card to card; from the search, Down goes to the first and Return takes the first."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            cards = self.in_sight()
            if watched is self.search:
                return self._key_in_search(event, cards)
            if isinstance(watched, GalleryCard):
                return self._key_on_card(watched, event, cards)
        return super().eventFilter(watched, event)

    def _key_in_search(self, event: QKeyEvent, cards: list[GalleryCard]) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        if event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if cards and event.key() != Qt.Key.Key_Down and self.search.text():
            self._choose(cards[0])
        elif cards:
            self._go_to(cards[0])
        return True

    def _key_on_card(self, card: GalleryCard, event: QKeyEvent, cards: list[GalleryCard]) -> bool:
        at, key = cards.index(card), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(card)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go_to(cards[max(0, min(len(cards) - 1, at + (1 if key == Qt.Key.Key_Right else -1)))])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            beyond = self._beyond(card, cards, 1 if key == Qt.Key.Key_Down else -1)
            if beyond is None and key == Qt.Key.Key_Up:
                self.search.setFocus(Qt.FocusReason.TabFocusReason)
            elif beyond is not None:
                self._go_to(beyond)
        elif key == Qt.Key.Key_Home:
            self._go_to(cards[0])
        elif key == Qt.Key.Key_End:
            self._go_to(cards[-1])
        else:
            return False
        return True

    def _beyond(self, card: GalleryCard, cards: list[GalleryCard], step: int) -> GalleryCard | None:
        """Return the card in the next row up or down that stands nearest."""
        places = {other: other.mapTo(self._body, other.rect().center()) for other in cards}
        here = places[card]
        rows = sorted({place.y() for place in places.values() if (place.y() - here.y()) * step > 0}, reverse=step < 0)
        if not rows:
            return None
        return min((other for other in cards if places[other].y() == rows[0]),
                   key=lambda other: abs(places[other].x() - here.x()))  # fmt: skip

    def _go_to(self, card: GalleryCard) -> None:
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(card, 10, 30)


class GalleryDialog(QDialog):
    """The gallery in a window of its own; ``asked`` holds the choice: model or cell with its key, file, or open."""

    def __init__(self, parent: QWidget | None, workspace: Workspace, recent_paths: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setWindowTitle(tr("Start a cell"))
        self.asked: tuple[str, str] | None = None
        self.gallery = Gallery(workspace, recent_paths)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.gallery)
        self.gallery.model_asked.connect(lambda key: self._take("model", key))
        self.gallery.cell_asked.connect(lambda key: self._take("cell", key))
        self.gallery.file_asked.connect(lambda path: self._take("file", str(path)))
        self.gallery.lesson_asked.connect(lambda key: self._take("lesson", key))
        self.gallery.open_asked.connect(lambda: self._take("open", ""))
        room = self.screen().availableSize()
        letters, lines = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        self.resize(min(letters * 160, room.width() - 60), min(lines * 42, room.height() - 80))
        self.gallery.search.setFocus()

    def _take(self, kind: str, key: str) -> None:
        self.asked = (kind, key)
        self.accept()


def _heading(words: str, factor: float = 1.15) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    font = label.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * factor)
    label.setFont(font)
    return label
