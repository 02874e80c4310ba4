"""What can be done about a finding: each remedy as a button, what it changes, and why; and the waiver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app.remedy_preview import Preview
from cellbuilder.app.words import tr
from cellbuilder.gui import text


class LongButton(QPushButton):
    """A button that breaks a long text into lines where there is no room for it on one."""

    def __init__(self, words: str) -> None:
        super().__init__(text.for_menu(words))
        self._words = words
        self.setAccessibleName(words)
        self.setToolTip(text.plain(words))
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        """Room for all of the words on one line."""
        wide = self.fontMetrics().horizontalAdvance(self._words) + self._beside() + 2  # fractions of a pixel
        return QSize(wide, self.heightForWidth(10_000))

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(80, self.heightForWidth(10_000))

    def hasHeightForWidth(self) -> bool:
        """It is taller where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines in a width."""
        letters, shown = self.fontMetrics(), Qt.TextFlag.TextShowMnemonic.value
        around = super().sizeHint().height() - letters.size(shown, self.text()).height()
        return around + letters.size(shown, "\n".join(self._broken(width))).height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words in the new width."""
        super().resizeEvent(event)
        self.setText(text.for_menu("\n".join(self._broken(event.size().width()))))

    def _beside(self) -> int:
        """Return the width of a button beside its words."""
        self.ensurePolished()  # a frame has its width from the style sheet
        shown = Qt.TextFlag.TextShowMnemonic.value
        return super().sizeHint().width() - self.fontMetrics().size(shown, self.text()).width()

    def _broken(self, width: int) -> list[str]:
        letters, lines, room = self.fontMetrics(), [""], width - self._beside()
        for word in self._words.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if not lines[-1] or letters.horizontalAdvance(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return [letters.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]


class RemedyList(QWidget):
    """Buttons below what is found, above what it rests on."""

    chosen = Signal(object)
    waiver_asked = Signal()
    waiver_withdrawn = Signal()
    unused_dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 0, 6, 6)
        self._column.setSpacing(3)
        self.buttons: list[QAbstractButton] = []
        self._unfolded: set[str] = set()

    def show_remedies(
        self, previews: Sequence[Preview], *, trouble: bool, waived: bool, outgrown: bool = False, unused: bool = False
    ) -> None:
        """Offer these remedies; of a finding that reports trouble also to accept it, or to take that back.

        ``outgrown`` says that it was accepted when it was milder, ``unused`` that it lists waivers without a finding.
        """
        self._clear()
        if previews:
            self._column.addWidget(_heading(tr("What helps")))
        for preview in previews:
            self._column.addSpacing(4)
            self._add_remedy(preview)
        if trouble and not previews:
            self._column.addWidget(_label(tr("No remedy that would help this stack is on record.")))
        if trouble and not waived:
            self._add_button(
                tr("Accept with a reason …"), tr("The reason is saved in the design."), self.waiver_asked.emit
            )
        if waived:
            self._add_button(tr("Take back the waiver"), tr("The finding counts again."), self.waiver_withdrawn.emit)
        elif outgrown:
            hint = tr("The reason given for a milder form leaves the design.")
            self._add_button(tr("Take back the waiver"), hint, self.waiver_withdrawn.emit)
        if unused:
            hint = tr("Waivers without a finding leave the design.")
            self._add_button(tr("Remove these waivers"), hint, self.unused_dropped.emit)

    def _add_button(self, words: str, description: str, run: Callable[[], object]) -> None:
        button = LongButton(words)
        button.setAccessibleDescription(description)
        button.clicked.connect(lambda _checked=False: run())
        self._column.addWidget(button)
        self.buttons.append(button)

    def _add_remedy(self, preview: Preview) -> None:
        """Offer a remedy and say what it changes; an arrow unfolds why, and all the rest. What is unfolded stays so."""
        key, all_of_it, more = preview.remedy.id, _label(preview.text), QToolButton()
        more.setAccessibleName(tr("{name}: details").format(name=preview.remedy.title))
        more.setToolTip(tr("Why, and all that changes"))
        more.setAutoRaise(True)
        more.setCheckable(True)

        def fold(on: bool) -> None:
            more.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
            all_of_it.setVisible(on)
            (self._unfolded.add if on else self._unfolded.discard)(key)

        self._add_button(preview.remedy.title, preview.text, partial(self.chosen.emit, preview))
        line = QWidget()  # a layout within the layout would be destroyed before the widgets that it places
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_label(preview.brief), 1)
        self._column.addWidget(line)
        self._column.addWidget(all_of_it)
        self.buttons.append(more)
        more.setChecked(key in self._unfolded)
        fold(more.isChecked())
        more.toggled.connect(fold)

    def _clear(self) -> None:
        self.buttons.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    bold = label.font()
    bold.setBold(True)
    label.setFont(bold)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    label.setContentsMargins(8, 0, 0, 4)
    return label
