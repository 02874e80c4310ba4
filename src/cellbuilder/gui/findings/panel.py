"""The findings of the stack, the worst first; choosing one selects its layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app import accepting, edits, present, remedies, remedy_hints
from cellbuilder.app.remedy_preview import Preview
from cellbuilder.app.words import tr
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation, Finding
from cellbuilder.gui import text, theme
from cellbuilder.gui.canvas.painter import draw_mark
from cellbuilder.gui.dialogs.waiver import ask_reason
from cellbuilder.gui.document import Document
from cellbuilder.gui.findings.remedy_list import RemedyList
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.idle import Slices

MARK = 20
"""Pixels in which a mark is drawn, before it is scaled to the letters."""
PATIENCE = 150
"""So many milliseconds a drag rests before remedies are worked out anew."""


class WholeText(QPlainTextEdit):
    """A text as tall as it needs to be, so that what lies below scrolls with it."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the new width asks for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = max(self.viewport().width() - 2 * round(self.document().documentMargin()) - 2, 80)
        flags = Qt.TextFlag.TextWordWrap.value | Qt.TextFlag.TextExpandTabs.value
        needed = self.fontMetrics().boundingRect(0, 0, width, 100_000, flags, self.toPlainText()).height()
        self.setFixedHeight(needed + 2 * self.fontMetrics().lineSpacing())


class _Measured(QStyledItemDelegate):
    """Measures a line of a list in the width in which it is drawn; the list by itself takes another one."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the whole width, and the height of all words in it."""
        width = self._view.viewport().width() - 2 * self._view.spacing()
        option.rect.setWidth(width)
        return QSize(width, super().sizeHint(option, index).height())


class FindingsPanel(QWidget):
    """List on the left; on the right the chosen one, what can be done about it, and on what it rests."""

    layers_chosen = Signal(tuple)
    told = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Findings"))
        self.list.setSpacing(2)
        self.list.setWordWrap(True)
        self.list.setItemDelegate(_Measured(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text, self.remedies, self.grounds = WholeText(), RemedyList(), WholeText()
        self.text.setAccessibleName(tr("Finding"))
        self.grounds.setAccessibleName(tr("Conditions, evidence and sources of the finding"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self._detail())
        split.setSizes([450, 450])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(split)
        self.list.currentRowChanged.connect(self._show)
        for chosen in (self.list.itemClicked, self.list.itemActivated):
            chosen.connect(lambda item: self._show(self.list.row(item)))
        self.remedies.chosen.connect(self._apply)
        self.remedies.waiver_asked.connect(self._waive)
        self.remedies.waiver_withdrawn.connect(self._withdraw)
        self.remedies.unused_dropped.connect(self._drop_unused)
        self._drawn: list[tuple[str, str, str]] = []
        self._helped: set[str] = set()
        self._hinted: Evaluation | None = None
        self._hints = Slices(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PATIENCE)
        self._soon.timeout.connect(self._rested)
        self.follower = Follower(self, self.refresh, document.changed)

    def _detail(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.text)
        column.addWidget(self.remedies)
        column.addWidget(self.grounds)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        return area

    def refresh(self) -> None:
        """Show the findings of the design as it is now; the chosen one stays chosen, or else the worst is."""
        findings, colours = self._document.evaluation.findings, theme.scheme()
        if self._document.evaluation is not self._hinted:
            self._helped.clear()
            self._hints.stop()
        edge = self._edge()
        self.list.setIconSize(QSize(edge, edge))
        drawn = [(finding.id, f"{finding.verdict} {colours} {edge}", self._line(finding)) for finding in findings]
        if [key for key, _, _ in drawn] == [key for key, _, _ in self._drawn]:
            for row, (old, new) in enumerate(zip(self._drawn, drawn, strict=True)):
                if old[1] != new[1]:
                    self.list.item(row).setIcon(_icon(findings[row], edge, self.devicePixelRatio()))
                if old[2] != new[2]:
                    self.list.item(row).setText(new[2])
        else:
            self._fill(findings)
        self._drawn = drawn
        self._tell(at_once=not self._document.is_dragging)

    def _fill(self, findings: tuple[Finding, ...]) -> None:
        key = self._chosen_id()
        self.list.blockSignals(True)
        self.list.clear()
        for finding in findings:
            item = QListWidgetItem(_icon(finding, self._edge(), self.devicePixelRatio()), self._line(finding))
            item.setData(Qt.ItemDataRole.UserRole, finding.id)
            self.list.addItem(item)
            if finding.id == key or self.list.count() == 1:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _edge(self) -> int:
        """Marks are as large as the letters beside them ask for."""
        return round(self.fontMetrics().height() * 1.25)

    def _line(self, finding: Finding) -> str:
        """Say in a line how bad it is, what, and where."""
        waived = " (waived)" if finding.waived is not None else ""
        where = " | ".join(name.split(" (", maxsplit=1)[0] for name in self._layer_names(finding))
        helped = tr(" · something helps") if finding.id in self._helped else ""
        return f"{_state(finding)}: {finding.title}{f' – {where}' if where else ''}{helped}{waived}"

    def _layer_names(self, finding: Finding) -> list[str]:
        design = self._document.design
        return accepting.places(design, finding)

    def _chosen_id(self) -> str | None:
        row = self.list.currentRow()
        return str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) if row >= 0 else None

    def _show(self, row: int) -> None:
        if row < 0:
            return
        self._area.verticalScrollBar().setValue(0)
        self._tell()
        self.layers_chosen.emit(self._document.evaluation.findings[row].targets)

    def _tell(self, *, at_once: bool = True) -> None:
        """Tell the chosen finding; what can be done about it is worked out now, or once a drag rests."""
        self._soon.stop()
        if at_once or self._chosen() is None:
            self._offer()
        else:
            self._write(())
            self.remedies.setEnabled(False)
            self._soon.start()

    def _rested(self) -> None:
        if self.isVisible():
            self._offer()
        else:
            self.follower.refresh()  # when it is next shown

    def _offer(self) -> None:
        """Work out what can be done about the chosen finding, and offer it."""
        finding = self._chosen()
        self.remedies.setEnabled(True)
        if finding is None:
            self._write(())
            self.remedies.show_remedies((), trouble=False, waived=False)
            return
        previews = remedies.offered(self._document.design, finding.id, self._document.workspace)
        self._write(previews)
        names = (finding.id, finding.id.partition("@")[0])
        given = any(waiver.finding in names for waiver in self._document.design.waivers)
        self.remedies.show_remedies(
            previews, trouble=finding.verdict not in ("no issue reported", "no data"),
            waived=finding.waived is not None, outgrown=given and finding.waived is None,
            unused=accepting.is_about_waivers(finding),
        )  # fmt: skip
        before: QWidget = self.text
        for button in self.remedies.buttons:
            QWidget.setTabOrder(before, button)
            before = button
        self._hint()

    def _hint(self) -> None:
        """Find out in idle time for which findings something helps, and mark them once that is known."""
        evaluation = self._document.evaluation
        if self._hinted is not evaluation:
            self._hinted = evaluation
            self._hints.start(self._marked(evaluation))

    def complete(self) -> None:
        """Mark all that can be marked, now."""
        self._hints.finish()

    def _marked(self, evaluation: Evaluation) -> Iterator[None]:
        for key in remedy_hints.helped(self._document.design, evaluation, self._document.workspace):
            if self._document.evaluation is not evaluation:
                return
            if key:
                self._helped.add(key)
                self._draw_lines()
            yield

    def _draw_lines(self) -> None:
        for row, (finding, old) in enumerate(zip(self._document.evaluation.findings, self._drawn, strict=True)):
            line = self._line(finding)
            if line != old[2]:
                self.list.item(row).setText(line)
                self._drawn[row] = (*old[:2], line)

    def _write(self, previews: tuple[Preview, ...]) -> None:
        finding = self._chosen()
        words = tr("Nothing was found.") if finding is None else self._said(finding, len(previews))
        grounds = "" if finding is None else self._grounds(finding)
        for box, said in ((self.text, words), (self.grounds, grounds)):
            if box.toPlainText() != said:
                box.setPlainText(said)
        self.grounds.setVisible(bool(grounds))

    def _chosen(self) -> Finding | None:
        row = self.list.currentRow()
        return self._document.evaluation.findings[row] if row >= 0 else None

    def _apply(self, offer: object) -> None:
        if not isinstance(offer, Preview):
            return
        workspace, remedy = self._document.workspace, offer.remedy
        self.list.setFocus()
        self._edit(lambda design: remedies.apply(design, remedy, workspace.library), text.for_menu(remedy.title))

    def _waive(self) -> None:
        finding = self._chosen()
        reason = ask_reason(self.window(), finding) if finding is not None else ""
        self.list.setFocus()
        if finding is not None and reason:
            self._edit(
                lambda design: edits.waive(
                    design, finding.id, reason, severity=finding.severity, verdict=finding.verdict
                ),
                tr("Accept a finding"),
            )

    def _withdraw(self) -> None:
        finding = self._chosen()
        self.list.setFocus()
        if finding is not None:
            self._edit(lambda design: accepting.taken_back(design, finding), tr("Take back a waiver"))

    def _drop_unused(self) -> None:
        found = self._document.evaluation.findings
        self.list.setFocus()
        self._edit(lambda design: accepting.cleared(design, found), tr("Remove unused waivers"))

    def _edit(self, edit: Callable[[Design], Design], label: str) -> None:
        problem = self._document.apply(edit, label)
        if problem:
            self.told.emit(problem)

    def _said(self, finding: Finding, offers: int) -> str:
        """What it is and how bad."""
        grade = f"evidence grade {finding.grade}"
        parts = [
            f"{finding.title}\n{finding.severity}; verdict: {finding.verdict}; {grade}{_count(offers)}",
            finding.message,
            tr("Waived: {}").format(finding.waived) if finding.waived else "",
        ]
        return "\n\n".join(part for part in parts if part)

    def _grounds(self, finding: Finding) -> str:
        """On what it rests."""
        known = self._document.workspace.library.sources
        sources = [] if finding.supporting else [present.source(ref, known) for ref in finding.sources]
        layers = self._layer_names(finding)
        parts = [
            "\n".join((tr("Evidence for it"), *(present.cited(entry, known) for entry in finding.supporting)))
            if finding.supporting
            else "",
            "\n".join((tr("Evidence against it"), *(present.cited(entry, known) for entry in finding.opposing)))
            if finding.opposing
            else "",
            tr("Evidence grade {letter}: {meaning}").format(letter=finding.grade, meaning=present.grade(finding)),
            tr("Conditions: {}").format(finding.conditions) if finding.conditions else "",
            tr("Layers: {}").format(", ".join(layers)) if layers else "",
            tr("What would change this: {}").format(finding.would_change) if finding.would_change else "",
            tr("Sources: ") + "; ".join(dict.fromkeys(sources)) if sources else "",
        ]
        return "\n\n".join(part for part in parts if part)


def _count(offers: int) -> str:
    return "" if offers == 0 else "; 1 remedy below" if offers == 1 else f"; {offers} remedies below"


def _state(finding: Finding) -> str:
    """Say the severity in words, and the verdict where that says more."""
    return finding.verdict if finding.severity == "info" else f"{finding.severity}, {finding.verdict}"


def _icon(finding: Finding, edge: int, ratio: float) -> QIcon:
    picture = QPixmap(round(edge * ratio), round(edge * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    canvas = QPainter(picture)
    canvas.setRenderHint(QPainter.RenderHint.Antialiasing)
    canvas.scale(edge * ratio / MARK, edge * ratio / MARK)
    draw_mark(canvas, QPointF(MARK / 2, MARK / 2), finding.verdict)
    canvas.end()
    picture.setDevicePixelRatio(ratio)
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(picture, mode)
    return icon
