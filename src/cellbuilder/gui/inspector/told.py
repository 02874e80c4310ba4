"""What the inspector tells and nobody edits there: which value is used at a seam and why, evidence, assumptions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from cellbuilder.app import edits, inspection
from cellbuilder.app.inspection import seam
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.gui import text
from cellbuilder.gui.inspector.writer import Fill, Writer
from cellbuilder.gui.widgets.verdict_mark import VerdictMark

_LONGEST = 170


def told(row: inspection.Told, writer: Writer) -> tuple[QWidget, Fill]:
    """Return the widget of a text that is worked out."""
    if row.what == "evidence":
        view = EvidenceView(writer, (str(row.path[1]), str(row.path[2])))
        return view, view.refresh
    label = muted(tr("Select a layer or a seam in the stack to edit it.") if row.what == "hint" else "")

    def fill(now: Design) -> None:
        words = _words(row, writer, now)
        shown = words if row.what == "assumed" else text.shortened(words, 240)
        if label.text() != shown:
            label.setText(shown)
            label.setToolTip(text.plain(words))
        label.setVisible(bool(words))

    return label, (lambda _now: None) if row.what == "hint" else fill


def _words(row: inspection.Told, writer: Writer, now: Design) -> str:
    document = writer.document
    if row.what == "note":
        return str(edits.value_at(now, row.path) or "")
    if row.what == "used":
        between = (str(row.path[1]), str(row.path[2]))
        return "\n".join(seam.used(now, document.workspace, document.evaluation, between))
    return "\n".join(f"• {line}" for line in inspection.assumptions(document.evaluation))


class EvidenceView(QWidget):
    """Every pair of materials that meets at a seam: verdict as mark and word, and the statements behind it."""

    def __init__(self, writer: Writer, between: tuple[str, str]) -> None:
        super().__init__()
        self._writer, self._between = writer, between
        self._shown: tuple[seam.Told, ...] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def refresh(self, design: Design) -> None:
        """Show the evidence as it is now; the widgets are made anew only where it changed."""
        document = self._writer.document
        found = seam.evidence(design, document.evaluation, document.workspace.library.sources, self._between)
        if found == self._shown:
            return
        self._shown = found
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for entry in found:
            self._column.addWidget(_card(entry))
        if not found:
            self._column.addWidget(muted(tr("Nothing is published of this contact.")))


def _card(entry: seam.Told) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(8, 6, 8, 6)
    column.setSpacing(3)
    column.addWidget(VerdictMark(entry.verdict))
    title = QLabel(entry.title)
    title.setTextFormat(Qt.TextFormat.PlainText)
    title.setWordWrap(True)
    font = title.font()
    font.setBold(True)
    title.setFont(font)
    column.addWidget(title)
    if entry.grade:
        column.addWidget(muted(tr("Evidence: {grade}").format(grade=entry.grade)))
    for statement in entry.statements:
        line = QLabel(text.shortened(statement, _LONGEST))
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.setWordWrap(True)
        line.setToolTip(text.plain(statement))
        line.setAccessibleDescription(statement)
        column.addWidget(line)
    return card


def muted(words: str) -> QLabel:
    """Return a label for what is said aside."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("muted", True)
    return label
