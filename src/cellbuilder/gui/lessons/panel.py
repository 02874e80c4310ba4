"""The panel of a lesson: one step at a time, its question, what the reveal shows, and the way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cellbuilder.app import lessons, present
from cellbuilder.app.lessons import GoalState, LessonRun, Revealed, Shown, Taught, Told
from cellbuilder.app.words import tr
from cellbuilder.domain.lesson import AskNumber, Predict, Read, Repair
from cellbuilder.gui import theme
from cellbuilder.gui.document import Document
from cellbuilder.gui.follow import Follower
from cellbuilder.gui.results.explaining import explain_key
from cellbuilder.gui.widgets.text_line import LineEdit

if TYPE_CHECKING:
    from cellbuilder.gui.lessons.course import LessonHolder, Lessons

DONE, OPEN, WRONG, NONE = "✓", "○", "✗", "–"
GAP: Final = 8


class Words(QLabel):
    """Plain text that wraps and can be copied."""

    def __init__(self, text: str, *, bold: bool = False, factor: float = 1.0, muted: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        if muted:
            self.setProperty("muted", True)
        if bold or factor != 1.0:
            font = QFont(self.font())
            font.setBold(bold)
            if factor != 1.0:
                font.setPointSizeF(font.pointSizeF() * factor)
            self.setFont(font)


class Choice(QWidget):
    """One answer to choose: a round button, and words that wrap beside it and can be clicked as well."""

    def __init__(self, text: str, *, stands: bool) -> None:
        super().__init__()
        self.button = QRadioButton()
        self.button.setAccessibleName(text)
        self.words = Words(text, bold=stands)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the words is one on the button."""
        if self.rect().contains(event.position().toPoint()) and self.button.isEnabled():
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()


class LessonPanel(QWidget):
    """Shows the step of the holder's run; every answer goes through ``Lessons``."""

    def __init__(self, document: Document, holder: LessonHolder, teacher: Lessons) -> None:
        super().__init__()
        self._document, self._holder, self._teacher = document, holder, teacher
        self._drawn: tuple[object, ...] = ()
        self.title = Words("", muted=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the lesson"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(tr("Step of the lesson"))
        self.back = self._button(tr("Back"), teacher.go_back)
        self.next = self._button(tr("Next"), teacher.go_on)
        self.hand_in = self._button(tr("Hand in …"), teacher.hand_in)
        feet = QHBoxLayout()
        feet.addWidget(self.back)
        feet.addStretch(1)
        feet.addWidget(self.hand_in)
        feet.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(GAP)
        column.addWidget(self.title)
        column.addWidget(self.progress)
        column.addWidget(self.area, 1)
        column.addLayout(feet)
        self.choices: dict[str | int | float, QRadioButton] = {}
        self.number: LineEdit | None = None
        self.reveal: QPushButton | None = None
        self.how: QPushButton | None = None
        self._problem: QLabel | None = None
        self._goals: list[QLabel] = []
        self.verdict: QLabel | None = None
        self.setFocusProxy(self.next)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26)
        holder.changed.connect(self._redraw)
        self._follower = Follower(self, self._look_again, document.changed)
        self._redraw()

    def _button(self, name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(name)
        button.setAccessibleName(name)
        button.setAutoDefault(True)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _look_again(self) -> None:
        """Tell anew how the design stands, and keep the bar thin at any size of texts."""
        self.progress.setFixedHeight(max(4, round(5 * theme.scale())))
        run, taught = self._holder.run, self._holder.taught
        if run is not None and taught is not None and isinstance(run.step, Repair):
            self._show_goals(taught.goals(run.step, self._document.design, self._document.evaluation))

    def _redraw(self) -> None:
        run, taught = self._holder.run, self._holder.taught
        if run is None or taught is None:
            return
        last = run.at + 1 == len(run.lesson.steps)
        self.back.setEnabled(run.at > 0)
        self.next.setEnabled(run.may_go_on)
        self.next.setVisible(not last)
        self.hand_in.setVisible(last)
        drawn = (taught, run.at, run.is_revealed)
        if drawn == self._drawn:
            return
        revealed_now = self._drawn[:2] == drawn[:2]
        self._drawn = drawn
        count = len(run.lesson.steps)
        place = tr("{title} · step {n} of {count}")
        self.title.setText(place.format(title=run.lesson.title, n=run.at + 1, count=count))
        self.progress.setRange(0, count)
        self.progress.setValue(run.at + 1)
        self._fill(run, taught)
        if revealed_now:
            QTimer.singleShot(0, self, self._to_the_reveal)
        else:
            self.area.verticalScrollBar().setValue(0)
        self._focus()

    def _focus(self) -> None:
        """Put the keyboard where the next thing is to be done."""
        for widget in (*self.choices.values(), self.number, self.next, self.hand_in):
            if widget is not None and widget.isEnabled() and not widget.isHidden():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _to_the_reveal(self) -> None:
        if self.verdict is not None:
            self.area.ensureWidgetVisible(self.verdict, 0, self.area.viewport().height() // 2)

    def _fill(self, run: LessonRun, taught: Taught) -> None:
        self.choices, self.number, self.reveal, self.how = {}, None, None, None
        self._problem = self.verdict = None
        self._goals = []
        body, step = QWidget(), run.step
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(GAP)
        column.addWidget(Words(step.title, bold=True, factor=1.25))
        for paragraph in step.text.split("\n\n"):
            column.addWidget(Words(paragraph))
        if isinstance(step, Read):
            for told in taught.findings(step):
                column.addWidget(_finding(told, ""))
        elif isinstance(step, Predict):
            self._ask(column, run, step)
            if run.is_revealed:
                self._tell(column, step, taught.reveal(step, run.answer_to(step.id)))
        else:
            self._repair(column, step, taught)
        column.addStretch(1)
        before = self.area.takeWidget()
        if before is not None:  # it may hold the very button that was pressed: it goes once that is over
            before.hide()
            before.setParent(self)
            before.deleteLater()
        self.area.setWidget(body)

    def _ask(self, column: QVBoxLayout, run: LessonRun, step: Predict) -> None:
        column.addSpacing(4)
        column.addWidget(Words(step.question, bold=True))
        answer, group = run.answer_to(step.id), QButtonGroup(column.parentWidget())
        for reply, words in lessons.choices(step.ask):
            choice = Choice(words, stands=run.is_revealed and reply == answer)
            choice.button.setAccessibleDescription(step.question)
            choice.button.setChecked(reply == answer)
            choice.button.setEnabled(not run.is_revealed)
            choice.button.clicked.connect(lambda _checked=False, reply=reply: self._teacher.answer(reply))
            group.addButton(choice.button)
            self.choices[reply] = choice.button
            column.addWidget(choice)
        if isinstance(step.ask, AskNumber):
            self._ask_number(column, run, step, step.ask)
        if not run.is_revealed:
            self.reveal = self._button(tr("Reveal"), self._revealed)
            self.reveal.setAccessibleDescription(tr("Makes the change and shows what it does; undo takes it back"))
            column.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignLeft)

    def _ask_number(self, column: QVBoxLayout, run: LessonRun, step: Predict, ask: AskNumber) -> None:
        field, unit, answer = LineEdit(), present.unit(ask.unit), run.answer_to(step.id)
        field.setAccessibleName(f"{step.question} ({unit})")
        field.setMaximumWidth(self.fontMetrics().averageCharWidth() * 16)
        field.setText("" if answer is None else f"{answer:.12g}")
        field.setEnabled(not run.is_revealed)
        field.textChanged.connect(lambda text: self._typed(text, ask.unit))
        field.returnPressed.connect(self._revealed)
        row = QHBoxLayout()
        row.addWidget(field)
        row.addWidget(QLabel(unit), 1)
        column.addLayout(row)
        self._problem = Words("")
        self._problem.setProperty("problem", True)
        self._problem.hide()
        column.addWidget(self._problem)
        self.number = field

    def _typed(self, text: str, unit: str) -> None:
        value = lessons.number_typed(text, unit)
        wrong = value is None and bool(text.strip())
        if self._problem is not None:
            words = tr("This is no number in {unit}").format(unit=present.unit(unit))
            self._problem.setText(words if wrong else "")
            self._problem.setVisible(wrong)
        if self.reveal is not None:
            self.reveal.setEnabled(not wrong)
        self._teacher.answer(value)

    def _revealed(self) -> None:
        if self.reveal is not None and self.reveal.isEnabled():
            self._teacher.reveal()

    def _tell(self, column: QVBoxLayout, step: Predict, found: Revealed) -> None:
        column.addSpacing(4)
        colours = theme.current()
        if found.right is None:
            said, ink = tr("{mark} No prediction. It is: {truth}"), colours.notice
        elif found.right:
            said, ink = tr("{mark} Right: {truth}"), colours.good
        else:
            said, ink = tr("{mark} Not so. It is: {truth}"), colours.error
        mark = NONE if found.right is None else DONE if found.right else WRONG
        self.verdict = Words(said.format(mark=mark, truth=found.truth), bold=True, factor=1.1)
        self.verdict.setStyleSheet(f"color: {ink};")
        column.addWidget(self.verdict)
        for line in found.shown:
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(Words(f"{line.name} · {line.label}", muted=True))
            pair.addWidget(Words(_change(line, found.changed), bold=True))
            column.addLayout(pair)
        for told_of, head in ((found.gone, tr("Gone")), (found.new, tr("New"))):
            for finding in told_of:
                column.addWidget(_finding(finding, head))
        for paragraph in step.why.split("\n\n"):
            column.addWidget(Words(paragraph))
        self.how = self._button(tr("How calculated …"), lambda: explain_key(self, self._document, step.how))
        column.addWidget(self.how, 0, Qt.AlignmentFlag.AlignLeft)

    def _repair(self, column: QVBoxLayout, step: Repair, taught: Taught) -> None:
        column.addSpacing(4)
        column.addWidget(Words(tr("Goals"), bold=True))
        self._goals = [Words("") for _ in step.goals]
        for label in self._goals:
            column.addWidget(label)
        self._show_goals(taught.goals(step, self._document.design, self._document.evaluation))
        if step.hint is not None:
            hint = Words(step.hint)
            hint.hide()
            button = QPushButton(tr("Hint"))
            button.setAccessibleName(tr("Hint"))
            button.setCheckable(True)
            button.toggled.connect(hint.setVisible)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(hint)

    def _show_goals(self, states: tuple[GoalState, ...]) -> None:
        colours = theme.current()
        for label, state in zip(self._goals, states, strict=True):
            words = tr("{mark} Met: {goal}") if state.met else tr("{mark} Not yet: {goal}\nnow: {now}")
            label.setText(words.format(mark=DONE if state.met else OPEN, goal=state.text, now=state.now))
            label.setStyleSheet(f"color: {colours.good if state.met else colours.text};")


def _change(line: Shown, changed: bool) -> str:
    after = f"{line.after} ({line.span})" if line.span else line.after
    if not changed:
        return after
    return tr("{value}, as before").format(value=after) if line.before == line.after else f"{line.before} → {after}"


def _finding(told: Told, head: str) -> QFrame:
    """A finding as a card: what, why, who says so."""
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(8, 6, 8, 6)
    column.setSpacing(4)
    column.addWidget(Words(f"{head}: {told.title}" if head else told.title, bold=True))
    column.addWidget(Words(told.message))
    said = "\n".join(part for part in (told.grade, told.sources) if part)
    column.addWidget(Words(said, muted=True, factor=0.9))
    return card
