"""How far somebody is in a lesson, written down so that a later start of the program can go on."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cellbuilder.app.lessons import LessonRun, choices
from cellbuilder.domain.base import Frozen, Identifier
from cellbuilder.domain.lesson import Answer, AskNumber, Lesson, Predict
from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io import lessons, validation


class _Notes(Frozen):
    lesson: Identifier
    at: Annotated[int, Field(ge=0)]
    answers: Annotated[tuple[Answer, ...], Field(max_length=100)]
    revealed: Annotated[tuple[Identifier, ...], Field(max_length=100)]


def noted(run: LessonRun) -> dict[str, Any]:
    """Return a run as data for a file."""
    answers = tuple(Answer(step=step, answer=reply) for step, reply in run.answers)
    notes = _Notes(lesson=run.lesson.id, at=run.at, answers=answers, revealed=tuple(sorted(run.revealed)))
    return notes.model_dump(mode="json")


def run_of(raw: dict[str, Any]) -> LessonRun:
    """Return the run that was written down.

    Raises:
        UnreadableError: these are no notes of a lesson, or the lesson is another one by now.
    """
    notes, problems = validation.validate(_Notes, raw)
    if notes is None:
        raise UnreadableError("lesson", problems)
    if notes.lesson not in lessons.paths():
        raise UnreadableError(notes.lesson, [Problem("lesson", "there is no such lesson")])
    lesson = lessons.load(notes.lesson)
    if not _fits(notes, lesson):
        raise UnreadableError(notes.lesson, [Problem("lesson", "has other steps by now than those that were answered")])
    answers = {answer.step: answer.answer for answer in notes.answers}
    return LessonRun(lesson, notes.at, tuple(answers.items()), frozenset(notes.revealed))


def _fits(notes: _Notes, lesson: Lesson) -> bool:
    """Whether every answer is one that its step knows."""
    asked = {step.id: step.ask for step in lesson.steps if isinstance(step, Predict)}
    if notes.at >= len(lesson.steps) or not asked.keys() >= {*notes.revealed, *(each.step for each in notes.answers)}:
        return False
    for answer in notes.answers:
        ask, reply = asked[answer.step], answer.answer
        if isinstance(ask, AskNumber):
            if isinstance(reply, str):
                return False
        elif reply not in dict(choices(ask)):
            return False
    return True
