"""Lessons in a window: opening one, going through it, and handing it in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget

from cellbuilder.app.edits import EditError
from cellbuilder.app.words import tr
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.gui.actions.maker import entry
from cellbuilder.gui.dialogs import file_names, writing
from cellbuilder.gui.dialogs.message import complain
from cellbuilder.gui.widgets.dock_title import DockTitle

if TYPE_CHECKING:  # lessons are loaded when somebody asks for one: a start need not wait for them
    from cellbuilder.app.lessons import LessonRun, Taught
    from cellbuilder.domain.lesson import Lesson
    from cellbuilder.gui.main_window import MainWindow

LETTERS_WIDE = 46
"""Width of the panel in average letters, where there is room."""


class LessonHolder(QObject):
    """Holds how far somebody is in a lesson; views follow ``changed``."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._run: LessonRun | None = None
        self._taught: Taught | None = None
        self._handed_in: LessonRun | None = None

    @property
    def run(self) -> LessonRun | None:
        """How far somebody is, or None where no lesson is open."""
        return self._run

    @property
    def taught(self) -> Taught | None:
        """The open lesson with its designs and evaluations."""
        return self._taught

    @property
    def unsaved(self) -> bool:
        """Whether there are answers that were not handed in."""
        run, done = self._run, self._handed_in
        return run is not None and run.answers != (() if done is None else done.answers)

    def kept(self) -> dict[str, Any] | None:
        """Return what the next start needs to go on with the lesson, or None where no lesson is open."""
        if self._run is None:
            return None
        from cellbuilder.app import lesson_notes

        return lesson_notes.noted(self._run)

    def begin(self, taught: Taught, run: LessonRun | None = None) -> None:
        """Begin a lesson, or go on with it."""
        from cellbuilder.app.lessons import LessonRun

        self._taught, self._run, self._handed_in = taught, run or LessonRun(taught.lesson), None
        self.changed.emit()

    def hand_in(self) -> None:
        """Take the answers as handed in."""
        self._handed_in = self._run
        self.changed.emit()

    def show(self, run: LessonRun) -> None:
        """Take a run as the current one."""
        if run != self._run:
            self._run = run
            self.changed.emit()

    def end(self) -> None:
        """Close the lesson."""
        if self._run is not None:
            self._taught = self._run = self._handed_in = None
            self.changed.emit()


class Lessons:
    """What a window does with lessons."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.holder = LessonHolder()
        self.dock: QDockWidget | None = None
        self._opening = False
        window.document.replaced.connect(self._left)
        window.files.besides.append(self)
        self.menu = window.actions_.make.menu(tr("&Lessons"))
        self.menu.aboutToShow.connect(self._list)
        helps = window.actions_.menus["help"]
        helps.insertMenu(helps.actions()[0], self.menu)

    def _list(self) -> None:
        self.menu.clear()
        for key, title in titles().items():
            entry(self.menu, title, partial(self.open, key))

    def open(self, key: str) -> None:
        """Open a lesson with its cell, once unsaved work is safe."""
        from cellbuilder.io import lessons

        try:
            taught = self._teach(lessons.load(key))
        except (UnreadableError, KeyError, EditError) as error:
            complain(self._window, tr("This lesson cannot be opened"), _reason(error))
            return
        if not self._window.files.may_discard():
            return
        self._opening = True
        self._window.document.open(taught.designs[0], None)
        self._opening = False
        self.holder.begin(taught)
        self._show()

    def resume(self, noted: dict[str, Any]) -> bool:
        """Go on with a lesson as an earlier run of the program left it; return whether that can be."""
        from cellbuilder.app import lesson_notes

        try:
            run = lesson_notes.run_of(noted)
            taught = self._teach(run.lesson)
        except (UnreadableError, KeyError, EditError) as error:
            title = tr("The answers to a lesson cannot be restored")
            complain(self._window, title, _reason(error), tr("The design was restored, and the answers are kept."))
            return False
        self.holder.begin(taught, run)
        self._show()
        return True

    def _teach(self, lesson: Lesson) -> Taught:
        """Prepare a lesson with all its designs."""
        from cellbuilder.app.lessons import Taught

        taught = Taught(lesson, self._window.document.workspace)
        if not taught.designs:
            raise KeyError(lesson.id)
        return taught

    @property
    def unsaved(self) -> bool:
        """Whether there are answers that were not handed in."""
        return self.holder.unsaved

    @property
    def question(self) -> tuple[str, str]:
        """Name the lesson whose answers would go."""
        run = self.holder.run
        words = tr("Your answers to “{title}” were not handed in. Hand them in now?")
        return tr("Answers not handed in"), words.format(title="" if run is None else run.lesson.title)

    @property
    def keeping(self) -> str:
        """What the button says that hands them in."""
        return tr("Hand in …")

    def keep(self) -> bool:
        """Hand the answers in; return whether that was done."""
        return self.hand_in()

    def _show(self) -> None:
        window, dock = self._window, self.dock
        if dock is None:
            from cellbuilder.gui.lessons.panel import LessonPanel

            panel = LessonPanel(window.document, self.holder, self)
            dock = self.dock = QDockWidget(tr("Lesson"), window)
            dock.setObjectName("Lesson")
            dock.setWidget(panel)
            dock.setTitleBarWidget(DockTitle(dock))
            window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
            window.tabifyDockWidget(window.layout_.docks[0], dock)
            window.actions_.menus["panels"].addAction(dock.toggleViewAction())
            self.holder.changed.connect(self._follow)
            window.actions_.draw_icons()
        dock.show()
        dock.raise_()
        wide = min(window.fontMetrics().averageCharWidth() * LETTERS_WIDE, window.width() * 3 // 10)
        window.resizeDocks([dock], [wide], Qt.Orientation.Horizontal)
        dock.widget().setFocus()

    def _follow(self) -> None:
        if self.dock is not None:
            self.dock.setVisible(self.holder.run is not None)
            self.dock.toggleViewAction().setEnabled(self.holder.run is not None)

    def _left(self) -> None:
        """Another design takes the place of that of the lesson."""
        if not self._opening:
            self.holder.end()

    def answer(self, reply: str | float | None) -> None:
        """Take down an answer to the step in sight."""
        if self.holder.run is not None:
            self.holder.show(self.holder.run.answered(reply))

    def reveal(self) -> None:
        """Make the change of the step in sight, as one step that can be undone, and show what it does."""
        run, taught, document = self.holder.run, self.holder.taught, self._window.document
        if run is None or taught is None or run.is_revealed:
            return
        step = run.step
        if step.kind != "predict":
            return
        if step.changes:
            own = document.design != taught.designs[run.at]
            after = taught.designs[run.at + 1]
            problem = document.apply(lambda _now: after, tr("Reveal: {title}").format(title=step.title))
            if problem is not None:
                complain(self._window, tr("The change of the lesson cannot be made"), problem)
                return
            if own:
                self._window.tell(tr("Your own changes were set aside; undo brings them back"))
        self.holder.show(run.revealing())

    def go_on(self) -> None:
        """Go to the next step."""
        if self.holder.run is not None:
            self.holder.show(self.holder.run.further())

    def go_back(self) -> None:
        """Go to the step before."""
        if self.holder.run is not None:
            self.holder.show(self.holder.run.back())

    def hand_in(self) -> bool:
        """Ask for a file and write answers and design into it; the file of the design stays as it is."""
        from cellbuilder.io import lessons

        window, run, taught = self._window, self.holder.run, self.holder.taught
        if run is None or taught is None:
            return False
        proposed = file_names.folder(window.document) / f"{run.lesson.id}{lessons.SUFFIX}"
        kinds = tr("Hand-in of a lesson (*{suffix})").format(suffix=lessons.SUFFIX)
        path = file_names.ask_target(window, tr("Hand in"), proposed, kinds, lessons.SUFFIX)
        if path is None:
            return False
        handin = lessons.HandIn(lesson=run.lesson.id, answers=taught.judged(run), design=window.document.design)
        done, refused = tr("Written to {name}, to hand in"), tr("The hand-in was not written")
        written = writing.write(window, path, lambda: lessons.save(handin, path), done, refused)
        if written:
            self.holder.hand_in()
        return written


def _reason(error: UnreadableError | KeyError | EditError) -> str:
    return error.text() if isinstance(error, UnreadableError) else str(error.args[0])


def titles() -> dict[str, str]:
    """Return the titles of the lessons by their ids; of a damaged one its id."""
    from cellbuilder.io import lessons

    found: dict[str, str] = {}
    for key in lessons.paths():
        try:
            found[key] = lessons.load(key).title
        except UnreadableError:
            found[key] = key
    return found


def plug_lessons(window: MainWindow) -> Lessons:
    """Give a window its lessons, in the help menu."""
    return Lessons(window)
