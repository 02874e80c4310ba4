"""Work beside the window: results, failures, cancelling, the newest request, and a window that stays alive."""

import gc
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.gui.background import Background, Newest, Progress, Task, TroubleError


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    widget.show()
    yield widget
    widget.close()
    widget.deleteLater()


class Heard:
    """Everything that a task or a slot said."""

    def __init__(self, speaker: Task | Newest) -> None:
        self.results: list[Any] = []
        self.faults: list[str] = []
        self.steps: list[tuple[float, str]] = []
        speaker.finished.connect(self.results.append)
        speaker.failed.connect(self.faults.append)
        speaker.progressed.connect(lambda share, text: self.steps.append((share, text)))


def test_that_a_result_comes_back_on_the_thread_of_the_window(owner: QWidget, qtbot: QtBot) -> None:
    threads: list[int] = []

    def work(progress: Progress) -> int:
        threads.append(threading.get_ident())
        for step in range(4):
            progress.report(step / 4, f"step {step}")
        return 42

    background = Background(owner)
    task = background.start(work)
    heard = Heard(task)
    task.finished.connect(lambda _: threads.append(threading.get_ident()))
    assert background.busy
    with qtbot.waitSignal(task.ended):
        pass
    assert heard.results == [42]
    assert heard.faults == []
    assert heard.steps == [(0.0, "step 0"), (0.25, "step 1"), (0.5, "step 2"), (0.75, "step 3")]
    assert threads[0] != threads[1] == threading.get_ident()
    assert not background.busy


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TroubleError("Both ends of the range are the same"), "Both ends of the range are the same"),
        (UnreadableError("x.json", [Problem("stack", "is missing")]), "x.json cannot be used:\n  - stack: is missing"),
        (ValueError("one of a kind."), "This could not be worked out: one of a kind. The design is unchanged."),
        (ZeroDivisionError(), "This could not be worked out: ZeroDivisionError. The design is unchanged."),
        (MemoryError(), "There is not enough memory for this. Ask for fewer points."),
    ],
)
def test_that_a_failure_becomes_a_message_without_a_traceback(
    error: Exception, said: str, owner: QWidget, qtbot: QtBot
) -> None:
    def work(_: Progress) -> None:
        raise error

    task = Background(owner).start(work)
    heard = Heard(task)
    with qtbot.waitSignal(task.ended):
        pass
    assert heard.faults == [said]
    assert heard.results == []
    assert task.error is error


def test_that_a_cancelled_task_says_nothing_more(owner: QWidget, qtbot: QtBot) -> None:
    begun, rounds = threading.Event(), []

    def work(progress: Progress) -> str:
        begun.set()
        for step in range(1_000_000):
            rounds.append(step)
            progress.report(step / 1_000_000)
        return "to the end"

    background = Background(owner)
    task = background.start(work)
    heard = Heard(task)
    assert begun.wait(5)
    with qtbot.waitSignal(task.ended):
        task.cancel()
    assert (heard.results, heard.faults, heard.steps) == ([], [], [])
    assert 0 < len(rounds) < 1_000_000
    assert not background.busy


def test_that_what_is_cancelled_in_the_last_moment_is_dropped(owner: QWidget, qtbot: QtBot) -> None:
    done = threading.Event()

    def work(_: Progress) -> str:
        done.set()
        return "late"

    task = Background(owner).start(work)
    heard = Heard(task)
    assert done.wait(5)
    with qtbot.waitSignal(task.ended):
        task.cancel()
    assert heard.results == []


def test_that_the_newest_request_wins(owner: QWidget, qtbot: QtBot) -> None:
    hold = threading.Event()
    slot = Newest(owner)
    heard = Heard(slot)
    states: list[bool] = []
    slot.busy_changed.connect(states.append)

    def first(_: Progress) -> str:
        hold.wait(5)  # deaf to cancelling: its result comes late
        return "first"

    slot.ask(first)
    slot.ask(lambda _: "second")
    slot.ask(lambda _: "third")
    hold.set()
    with qtbot.waitSignal(slot.finished):
        pass
    assert heard.results == ["third"]
    assert states == [True, False]
    assert not slot.busy


def ran_one(ran: list[int], number: int, _: Progress) -> None:
    ran.append(number)


def test_that_requests_in_a_row_are_gathered(owner: QWidget, qtbot: QtBot) -> None:
    ran: list[int] = []
    slot = Newest(owner, delay=20)
    for number in range(50):
        slot.ask(partial(ran_one, ran, number))
    with qtbot.waitSignal(slot.finished):
        pass
    assert ran == [49]


def test_that_a_slot_can_be_emptied(owner: QWidget, qtbot: QtBot) -> None:
    slot = Newest(owner, delay=10)
    heard = Heard(slot)
    slot.ask(lambda _: "never")
    slot.cancel()
    assert not slot.busy
    with qtbot.waitSignal(slot.finished):
        slot.ask(lambda _: "wanted", at_once=True)
    assert heard.results == ["wanted"]


def test_that_a_failed_request_leaves_room_for_the_next(owner: QWidget, qtbot: QtBot) -> None:
    def work(_: Progress) -> None:
        raise TroubleError("no")

    slot = Newest(owner)
    heard = Heard(slot)
    with qtbot.waitSignal(slot.failed):
        slot.ask(work)
    with qtbot.waitSignal(slot.finished):
        slot.ask(lambda _: "yes")
    assert (heard.faults, heard.results) == (["no"], ["yes"])


def endless(progress: Progress) -> None:
    while True:
        progress.check()


def test_that_no_thread_outlives_its_window(qtbot: QtBot) -> None:
    window = QWidget()
    view = QWidget(window)
    window.show()
    background = Background(view, threads=2)
    left: list[int] = []

    def work(progress: Progress) -> None:
        begun.wait(5)
        try:
            endless(progress)
        finally:
            left.append(1)

    begun = threading.Barrier(3)
    slot = Newest(view)
    slot.ask(work)
    background.start(work)
    begun.wait(5)
    window.close()
    assert left == [1, 1]
    assert not background.busy
    assert [thread.name for thread in threading.enumerate() if thread.name == "background"] == []
    window.deleteLater()


def test_that_what_waits_for_its_turn_is_cancelled_without_having_begun(owner: QWidget, qtbot: QtBot) -> None:
    begun, ran = threading.Event(), []
    background = Background(owner)

    def work(progress: Progress) -> None:
        begun.set()
        endless(progress)

    first = background.start(work)
    second = background.start(lambda _: ran.append("second"))
    third = background.start(lambda _: ran.append("third"))
    second.cancel()
    assert begun.wait(5)
    with qtbot.waitSignals([first.ended, second.ended, third.ended]):
        first.cancel()
    assert ran == ["third"]


def test_that_a_window_can_be_destroyed_with_work_under_way(qtbot: QtBot) -> None:
    window = QWidget()
    window.show()
    begun = threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        endless(progress)

    Background(window).start(work)
    assert begun.wait(5)
    window.close()
    with qtbot.waitSignal(window.destroyed):
        window.deleteLater()


def test_that_the_window_stays_alive_while_python_works(owner: QWidget, qtbot: QtBot) -> None:
    """Between two pieces of pure Python the window's own events come through."""
    ticks = [0]
    timer = QTimer(owner)
    timer.timeout.connect(lambda: ticks.__setitem__(0, ticks[0] + 1))
    seen: list[int] = []

    def work(progress: Progress) -> None:
        for step in range(20):
            before = ticks[0]
            for _ in range(1_000_000):  # ends as soon as the window got a turn
                sum(range(200))
                progress.check()
                if ticks[0] > before:
                    break
            seen.append(ticks[0] - before)
            progress.report(step / 20)

    timer.start(0)
    task = Background(owner).start(work)
    with qtbot.waitSignal(task.ended, timeout=20_000):
        pass
    timer.stop()
    assert len(seen) == 20
    assert min(seen) > 0


def test_that_no_widget_is_destroyed_on_the_thread_of_the_work(owner: QWidget, qtbot: QtBot) -> None:
    """Garbage of the window that only the collector finds goes on the window's own thread."""
    where: list[int] = []

    class Cycle:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            where.append(threading.get_ident())

    def work(progress: Progress) -> None:
        for step in range(20_000):
            _ = [[step] for _ in range(20)]
            if step % 1000 == 0:
                progress.check()

    for _ in range(50):
        Cycle()
    task = Background(owner).start(work)
    assert not gc.isenabled()
    with qtbot.waitSignal(task.ended):
        pass
    assert gc.isenabled()
    gc.collect()
    assert set(where) == {threading.get_ident()}


def test_that_a_closing_window_is_off_the_screen_before_it_waits(
    owner: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    wait = Task.wait

    def watched(task: Task) -> None:
        seen.append(owner.windowHandle().isVisible())
        wait(task)

    monkeypatch.setattr(Task, "wait", watched)
    working, cancelled = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        working.set()
        while not progress.cancelled:
            cancelled.wait(0.001)

    Background(owner).start(work)
    assert working.wait(5)
    owner.close()
    assert seen == [False]
