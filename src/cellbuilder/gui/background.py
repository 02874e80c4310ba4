"""Long work beside the window: progress, cancelling, the newest request wins, and nothing left running at the end.

The work is a function that takes a ``Progress``, calls no Qt, and asks ``progress.check()`` between its pieces, each
far shorter than a tenth of a second. Python code shares one lock with the window: ``check`` also lets the window go
first. Results come back on the window's own thread, as signals. One exception: the report as PDF (``report_pdf``) lets
Qt lay out and print a text of its own, in one piece of up to a second in which it cannot be cancelled.

The threads are Python's own and not those of a QThreadPool: whatever asks there for the current thread, as every
``ThreadPoolExecutor`` does, would leave an entry for a thread that Python does not know.

Python collects cyclic garbage on whichever thread happens to allocate, and a widget that is destroyed on another
thread than its own breaks the program. So while work is under way, garbage is collected on the window's thread alone.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any, Final, TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from cellbuilder.app.edits import EditError
from cellbuilder.app.words import tr
from cellbuilder.domain.problem import UnreadableError, UnwritableError
from cellbuilder.units import UnitError

COLLECTING: Final = 250
"""Milliseconds between two collections of garbage while work is under way."""
TOLD_APART: Final = 0.01
"""A smaller step of progress is not told."""


class CancelledError(Exception):
    """The work was told to stop; nobody waits for its result any more."""


class TroubleError(Exception):
    """Why the work cannot be done, in the user's words: what, where, what to do."""


class Progress:
    """What the work tells the window, and how the window tells it to stop."""

    def __init__(self, tell: Callable[[float, str], None]) -> None:
        self._tell = tell
        self._stop = Event()
        self._told = (-1.0, "")

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._stop.set()

    def check(self) -> None:
        """Let the window go first, and stop if that was asked for.

        Raises:
            CancelledError: leave it to pass through the work.
        """
        time.sleep(0.0)
        if self._stop.is_set():
            raise CancelledError

    def report(self, share: float, text: str = "") -> None:
        """Tell how much is done, from 0 to 1, and perhaps what comes now; stop if that was asked for.

        Raises:
            CancelledError: leave it to pass through the work.
        """
        self.check()
        share = min(max(share, 0.0), 1.0)
        if share == 1.0 or abs(share - self._told[0]) >= TOLD_APART or text != self._told[1]:
            self._told = (share, text)
            self._tell(share, text)


Work: TypeAlias = Callable[[Progress], Any]


def in_words(error: BaseException) -> str:
    """Return what went wrong in the user's words."""
    if isinstance(error, UnreadableError):
        return error.text()
    if isinstance(error, (TroubleError, EditError, UnitError, UnwritableError)):
        return str(error)
    if isinstance(error, MemoryError):
        return tr("There is not enough memory for this. Ask for fewer points.")
    reason = str(error) or type(error).__name__
    return tr("This could not be worked out: {reason}. The design is unchanged.").format(reason=reason.rstrip("."))


class _Failure:
    """What a piece of work ended with in place of a result."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


class _Relay(QObject):
    """Carries what happens on another thread to the window's."""

    told = Signal(float, str)
    done = Signal(object)


def _run(work: Work, progress: Progress, relay: _Relay) -> None:
    """Work, and hand over the result or the error."""
    outcome: object
    try:
        progress.check()
        outcome = work(progress)
    except BaseException as error:  # a thread has nobody to tell but the window
        error.__traceback__ = None  # it would keep what the work held alive
        outcome = _Failure(error)
    relay.done.emit(outcome)


class _Collector(QObject):
    """Collects garbage on the window's thread while others work, and keeps alive what they still hold."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: list[tuple[Thread, QObject]] = []
        self._was_on = False
        self._timer = QTimer(self)
        self._timer.setInterval(COLLECTING)
        self._timer.timeout.connect(self.look)

    @staticmethod
    def of_program() -> _Collector:
        """Return the one of the running program."""
        program = QCoreApplication.instance()
        held = program.findChildren(_Collector)
        return held[0] if held else _Collector(program)

    def guard(self, thread: Thread, relay: QObject) -> None:
        """Take over before a thread starts."""
        if not self._held:
            self._was_on = gc.isenabled()
            gc.disable()
            self._timer.start()
        self._held.append((thread, relay))

    @Slot()
    def look(self) -> None:
        """Collect, or hand back to Python when no thread works any more."""
        self._held = [pair for pair in self._held if pair[0].is_alive()]
        if self._held:
            gc.collect(1)
            return
        self._timer.stop()
        if self._was_on:
            self._was_on = False
            gc.enable()


class Task(QObject):
    """One piece of work under way. All signals come on the window's thread; after ``cancel`` none but ``ended``."""

    finished = Signal(object)
    """The result."""
    failed = Signal(str)
    """Why there is none, in the user's words."""
    progressed = Signal(float, str)
    """The share that is done, and what comes now."""
    ended = Signal()
    """The thread is free again, whatever came out."""

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.error: BaseException | None = None
        self._relay = _Relay()
        self._relay.told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._relay.done.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._progress = Progress(self._relay.told.emit)
        self._thread: Thread | None = Thread(target=_run, args=(work, self._progress, self._relay), name="background")

    @property
    def cancelled(self) -> bool:
        """Whether it was told to stop."""
        return self._progress.cancelled

    def cancel(self) -> None:
        """Ask the work to stop; whatever it still brings is dropped."""
        self._progress.cancel()

    def start(self) -> None:
        """Hand the work to a thread of its own (for ``Background``)."""
        if self._thread is not None:
            _Collector.of_program().guard(self._thread, self._relay)
            self._thread.start()

    def wait(self) -> None:
        """Wait until its thread has gone, if it was started."""
        if self._thread is not None and self._thread.ident is not None:
            self._thread.join()
            _Collector.of_program().look()

    @Slot(float, str)
    def _tell(self, share: float, text: str) -> None:
        if not self.cancelled:
            self.progressed.emit(share, text)

    @Slot(object)
    def _end(self, outcome: object) -> None:
        self.wait()
        self._thread = None
        if not self.cancelled:
            if isinstance(outcome, _Failure):
                self.error = outcome.error
                if not isinstance(outcome.error, CancelledError):
                    self.failed.emit(in_words(outcome.error))
            else:
                self.finished.emit(outcome)
        self.ended.emit()


class Background(QObject):
    """The threads of one view or window. They are stopped, and waited for, when its window closes.

    More than one thread helps only work that spends its time inside numpy or waits for files.
    """

    def __init__(self, owner: QWidget, threads: int = 1) -> None:
        super().__init__(owner)
        self._owner, self._threads = owner, threads
        self._tasks: list[Task] = []
        self._waiting: list[Task] = []
        self._watched: QWidget | None = None
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether anything is under way that was not cancelled."""
        return any(not task.cancelled for task in (*self._tasks, *self._waiting))

    def start(self, work: Work) -> Task:
        """Start work, or let it wait for its turn; connect to the signals of what is returned."""
        self._watch()
        task = Task(work, self)
        task.ended.connect(self._let_go)
        self._waiting.append(task)
        self._go_on()
        return task

    @Slot()
    def stop(self) -> None:
        """Cancel everything and wait until no thread works any more."""
        waiting, self._waiting = self._waiting, []
        for task in (*self._tasks, *waiting):
            task.cancel()
        for task in self._tasks:
            task.wait()
        for task in waiting:
            task.ended.emit()

    def _go_on(self) -> None:
        while self._waiting and len(self._tasks) < self._threads:
            task = self._waiting.pop(0)
            if task.cancelled:
                task.ended.emit()
            else:
                self._tasks.append(task)
                task.start()

    @Slot()
    def _let_go(self) -> None:
        task = self.sender()
        if isinstance(task, Task):
            if task in self._tasks:
                self._tasks.remove(task)
            task.deleteLater()
            self._go_on()

    def _watch(self) -> None:
        """Notice when the window goes for good: hidden by itself, not by the desktop."""
        window = self._owner.window()
        if window is not self._watched:
            if self._watched is not None:
                self._watched.removeEventFilter(self)
            window.installEventFilter(self)
            self._watched = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop when the window closes; it is off the screen before anything is waited for."""
        if watched is self._watched and event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.stop()
        return False


class Newest(QObject):
    """A place for one result: a new request cancels the one before, and what comes late is dropped.

    ``delay`` in milliseconds waits until requests stop coming, as they do while a slider moves.
    """

    finished = Signal(object)
    failed = Signal(str)
    progressed = Signal(float, str)
    busy_changed = Signal(bool)

    def __init__(self, owner: QWidget, delay: int = 0) -> None:
        super().__init__(owner)
        self._background = Background(owner)
        self._task: Task | None = None
        self._work: Work | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay)
        self._timer.timeout.connect(self._start)

    @property
    def busy(self) -> bool:
        """Whether a result is on its way."""
        return self._work is not None or self._task is not None

    def ask(self, work: Work, *, at_once: bool = False) -> None:
        """Want the result of this work, and of no earlier one."""
        was_busy = self.busy
        self._drop()
        self._work = work
        if at_once or self._timer.interval() == 0:
            self._start()
        else:
            self._timer.start()
        if not was_busy and self.busy:
            self.busy_changed.emit(True)

    def cancel(self) -> None:
        """Want no result any more."""
        was_busy = self.busy
        self._drop()
        if was_busy:
            self.busy_changed.emit(False)

    def stop(self) -> None:
        """Cancel, and wait until the thread has gone."""
        self.cancel()
        self._background.stop()

    def _drop(self) -> None:
        self._timer.stop()
        self._work = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    @Slot()
    def _start(self) -> None:
        work, self._work = self._work, None
        if work is None:
            return
        self._timer.stop()
        task = self._task = self._background.start(work)
        task.progressed.connect(self.progressed)
        task.finished.connect(self._take)
        task.failed.connect(self._fail)
        task.ended.connect(self._end)

    @Slot(object)
    def _take(self, result: object) -> None:
        if self.sender() is self._task:
            self._done()
            self.finished.emit(result)

    @Slot(str)
    def _fail(self, message: str) -> None:
        if self.sender() is self._task:
            self._done()
            self.failed.emit(message)

    @Slot()
    def _end(self) -> None:
        """A task that its window stopped ends without a result."""
        if self._task is not None and self.sender() is self._task:
            self._done()

    def _done(self) -> None:
        self._task = None
        self.busy_changed.emit(False)
