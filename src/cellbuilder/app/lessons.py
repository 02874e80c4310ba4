"""Lessons at work: what is asked, what is right, what a reveal shows, and how far somebody came.

Nothing that is right is stored anywhere: it is read off the evaluations of the cell before and after a change.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from cellbuilder.app import edits, explain, headlines, present
from cellbuilder.app.edits import EditError
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain import lesson as asked
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import SEVERITY_ORDER, Evaluation, Finding
from cellbuilder.domain.lesson import DIRECTIONS, Answer, Ask, Change, Lesson, Predict, Read, Repair, Step
from cellbuilder.domain.result import Figure
from cellbuilder.io.library import Library

Reply = str | int | float
SAME: Final = 0.01
"""A figure that moves by less than this share of itself stays the same."""
_SHOWN: Final = ("ASR", "Wh/kg, stack", "Thickness")
_NUMBER: Final = re.compile(r"\s*([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?)\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class LessonRun:
    """How far somebody is: the step in sight, the answers so far, and what was revealed."""

    lesson: Lesson
    at: int = 0
    answers: tuple[tuple[str, Reply], ...] = ()
    revealed: frozenset[str] = frozenset()

    @property
    def step(self) -> Step:
        """The step in sight."""
        return self.lesson.steps[self.at]

    @property
    def is_revealed(self) -> bool:
        """Whether the prediction in sight was revealed."""
        return self.step.id in self.revealed

    @property
    def may_go_on(self) -> bool:
        """Whether there is a next step, and nothing of this one is left to reveal."""
        return self.at + 1 < len(self.lesson.steps) and (self.step.kind != "predict" or self.is_revealed)

    def answer_to(self, step_id: str) -> Reply | None:
        """Return what was answered at a step."""
        return dict(self.answers).get(step_id)

    def answered(self, reply: Reply | None) -> LessonRun:
        """Answer the step in sight, or take the answer back; what was revealed stays as it was answered."""
        if self.is_revealed or self.step.kind != "predict":
            return self
        answers = {key: kept for key, kept in self.answers if key != self.step.id}
        if reply is not None:
            answers[self.step.id] = reply
        return replace(self, answers=tuple(answers.items()))

    def revealing(self) -> LessonRun:
        """Reveal the step in sight."""
        return replace(self, revealed=self.revealed | {self.step.id}) if self.step.kind == "predict" else self

    def further(self) -> LessonRun:
        """Go to the next step, if that may be."""
        return replace(self, at=self.at + 1) if self.may_go_on else self

    def back(self) -> LessonRun:
        """Go to the step before."""
        return replace(self, at=max(0, self.at - 1))


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a reveal: a figure before and after the change, as text, with range and label of the latter."""

    name: str
    before: str
    after: str
    span: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words, with what its grade means and its sources."""

    title: str
    message: str
    grade: str
    sources: str


@dataclass(frozen=True, slots=True)
class Revealed:
    """What a reveal shows. ``right`` is None where nothing was answered or it cannot be told."""

    truth: str
    right: bool | None
    shown: tuple[Shown, ...]
    gone: tuple[Told, ...]
    new: tuple[Told, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal in words, and whether the design meets it; ``now`` says how it is."""

    text: str
    met: bool
    now: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One row of a grading."""

    step: str
    title: str
    answer: str
    expected: str
    right: bool | None


class Taught:
    """A lesson in a workspace: its designs and their evaluations, each worked out once, when it is asked for."""

    def __init__(self, lesson: Lesson, workspace: Workspace) -> None:
        self.lesson, self.workspace = lesson, workspace
        self._evaluations: dict[int, Evaluation] = {}

    @cached_property
    def designs(self) -> tuple[Design, ...]:
        """The design at the start, and after each step, as far as the lesson itself changes it.

        Raises:
            EditError: a change cannot be made; KeyError: there is no such model or cell.
        """
        start, library = self.lesson.start, self.workspace.library
        design = self.workspace.from_model(start.model) if start.model is not None \
            else self.workspace.from_cell(start.cell or "")  # fmt: skip
        found = [edits.set_name(changed(design, start.changes, library), self.lesson.title)]
        for step in self.lesson.steps:
            found.append(changed(found[-1], step.changes if isinstance(step, Predict) else (), library))
        return tuple(found)

    def evaluation(self, number: int) -> Evaluation:
        """Return the evaluation of one of the designs."""
        while number > 0 and self.designs[number] is self.designs[number - 1]:
            number -= 1
        if number not in self._evaluations:
            self._evaluations[number] = self.workspace.evaluate(self.designs[number])
        return self._evaluations[number]

    def truth(self, step: Predict) -> Reply | None:
        """Return the right answer, or None where it cannot be told."""
        at = self.lesson.steps.index(step)
        return truth(step.ask, self.evaluation(at), self.evaluation(at + 1))

    def reveal(self, step: Predict, answer: Reply | None) -> Revealed:
        """Return what the reveal of a prediction shows."""
        at = self.lesson.steps.index(step)
        before, after = self.evaluation(at), self.evaluation(at + 1)
        right = self.truth(step)
        keys = step.shows or tuple(explain.key_of(before, headlines.headlines(before)[name]) for name in _SHOWN)
        pairs = [(figure_of(before, key), figure_of(after, key)) for key in keys]
        shown = tuple(_shown(was, now) for was, now in pairs if now is not None)
        return Revealed(
            truth=in_words(step.ask, right), right=is_right(step.ask, answer, right), shown=shown,
            gone=self._told(before, after), new=self._told(after, before), changed=before is not after,
        )  # fmt: skip

    def findings(self, step: Read) -> tuple[Told, ...]:
        """Return the findings that a step tells, as they stand for the design at that step."""
        known = {finding.id: finding for finding in self.evaluation(self.lesson.steps.index(step)).findings}
        return tuple(self._words(known[key]) for key in step.findings if key in known)

    def _told(self, one: Evaluation, other: Evaluation) -> tuple[Told, ...]:
        """Return what is found in one and not in the other, notices and worse."""
        kept = {finding.id for finding in other.findings}
        return tuple(self._words(finding) for finding in one.findings
                     if finding.id not in kept and finding.severity != "info")  # fmt: skip

    def _words(self, finding: Finding) -> Told:
        sources = self.workspace.library.sources
        grade = tr("grade {grade}: {meaning}").format(grade=finding.grade, meaning=present.grade(finding))
        named = "; ".join(dict.fromkeys(present.source(ref, sources) for ref in finding.sources))
        return Told(finding.title, finding.message, grade, named)

    def goals(self, step: Repair, design: Design, evaluation: Evaluation) -> tuple[GoalState, ...]:
        """Return how a design stands with each goal of a repair."""
        return tuple(_goal(goal, design, evaluation, self.workspace.library) for goal in step.goals)

    def grade(self, answers: tuple[Answer, ...], design: Design) -> tuple[Grade, ...]:
        """Grade answers and the design handed in, by calculating everything anew."""
        given = {answer.step: answer.answer for answer in answers}
        evaluation = self.workspace.evaluate(design)
        rows: list[Grade] = []
        for step in self.lesson.steps:
            if isinstance(step, Predict):
                reply, right = given.get(step.id), self.truth(step)
                rows.append(Grade(step.id, step.title, in_words(step.ask, reply), in_words(step.ask, right),
                                  is_right(step.ask, reply, right) or False))  # fmt: skip
            elif isinstance(step, Repair):
                rows += [Grade(step.id, step.title, state.now, state.text, state.met)
                         for state in self.goals(step, design, evaluation)]  # fmt: skip
        return tuple(rows)

    def judged(self, run: LessonRun) -> tuple[Answer, ...]:
        """Return the answers of a run for a hand-in file, each with whether it is right."""
        return tuple(
            Answer(step=step.id, answer=reply, right=is_right(step.ask, reply, self.truth(step)))
            for step in self.lesson.steps
            if isinstance(step, Predict) and (reply := run.answer_to(step.id)) is not None
        )


def changed(design: Design, changes: tuple[Change, ...], library: Library) -> Design:
    """Make the changes of a lesson, one after the other.

    Raises:
        EditError: one cannot be made.
    """
    for change in changes:
        design = _changed(design, change, library)
    return design


def _changed(design: Design, change: Change, library: Library) -> Design:
    match change:
        case asked.SetQuantity():
            return edits.set_quantity(design, change.layer, change.field, change.to)
        case asked.SetCondition():
            return edits.set_condition(design, change.field, change.to)
        case asked.SetMaterial():
            return edits.set_material(design, change.layer, change.material, library)
        case asked.SetIngredient():
            return edits.set_component_material(design, change.layer, change.row - 1, change.material, library)
        case asked.SetCoating():
            return edits.set_coating(design, change.layer, change.row - 1, change.material, library)
        case asked.InsertLayer():
            at = edits.layer_index(design, change.before)
            return edits.add_layer(design, at, change.role, change.material, change.thickness, library)
        case asked.RemoveLayer():
            return edits.remove_layer(design, change.layer)
    raise EditError(f"'{change}' is no change")


def figure_of(evaluation: Evaluation, key: str) -> Figure | None:
    """Return a result by its key, the slower regime where none is named; None where the design has none."""
    known = explain.results(evaluation)
    slow = evaluation.figures.resistance.totals[-1].regime
    return known.get(key) or known.get(f"{key}@{slow}")


def truth(ask: Ask, before: Evaluation, after: Evaluation) -> Reply | None:
    """Return the right answer to a question, or None where it cannot be told."""
    match ask:
        case asked.AskLargest():
            found = {entry.key: figure_of(after, entry.key) for entry in ask.options}
            values = {key: figure.value for key, figure in found.items() if figure and figure.value is not None}
            return max(values, key=lambda key: values[key]) if len(values) == len(found) else None
        case asked.AskDirection():
            ends = [figure_of(one, ask.key) for one in (before, after)]
            was, now = (None if figure is None else figure.value for figure in ends)
            if was is None or now is None:
                return None
            return "stays" if math.isclose(was, now, rel_tol=SAME) else "rises" if now > was else "falls"
        case asked.AskNumber():
            figure = figure_of(after, ask.key)
            return figure.value if figure is not None and figure.unit == ask.unit else None
        case asked.AskFinding():
            had, has = ({finding.id for finding in one.findings} for one in (before, after))
            moved = had - has if ask.which == "goes" else has - had
            hits = [entry.finding for entry in ask.options if entry.finding in moved]
            return hits[0] if len(hits) == 1 else None


def is_right(ask: Ask, answer: Reply | None, right: Reply | None) -> bool | None:
    """Return whether an answer is right; None where there is none, or where it cannot be told."""
    if answer is None or right is None:
        return None
    if not isinstance(ask, asked.AskNumber):
        return answer == right
    if isinstance(answer, str) or isinstance(right, str):
        return False
    return abs(answer - right) <= abs(right) * ask.within_percent / 100


def choices(ask: Ask) -> tuple[tuple[Reply, str], ...]:
    """Return the answers to choose from with their texts; none where a number is asked for."""
    match ask:
        case asked.AskLargest():
            return tuple((entry.key, entry.text) for entry in ask.options)
        case asked.AskFinding():
            return tuple((entry.finding, entry.text) for entry in ask.options)
        case asked.AskDirection():
            return tuple(zip(DIRECTIONS, (tr("rises"), tr("falls"), tr("stays the same")), strict=True))
    return ()


def in_words(ask: Ask, reply: Reply | None) -> str:
    """Return an answer as a person reads it."""
    if reply is None:
        return "–"
    if isinstance(ask, asked.AskNumber):
        return f"{present.number(reply)} {present.unit(ask.unit)}" if not isinstance(reply, str) else reply
    return dict(choices(ask)).get(reply, str(reply))


def number_typed(text: str, unit: str) -> float | None:
    """Read a typed number, with either decimal mark, and with the asked unit or none; None where it is no such."""
    match = _NUMBER.fullmatch(text)
    if match is None or match[2] not in ("", unit, present.unit(unit)):
        return None
    value = float(match[1].replace(",", "."))
    return value if math.isfinite(value) and (value == 0 or 1e-30 <= abs(value) <= 1e30) else None


def _shown(was: Figure | None, now: Figure) -> Shown:
    before = "–" if was is None else present.value(was)
    return Shown(now.name, before, present.value(now), present.span(now), present.label(now))


def _goal(goal: asked.Goal, design: Design, evaluation: Evaluation, library: Library) -> GoalState:
    match goal:
        case asked.NoFindings():
            return _findings_goal(goal, design, evaluation)
        case asked.FigureGoal():
            return _figure_goal(goal, evaluation)
        case asked.Holds():
            return _holds_goal(goal, design, library)


def _findings_goal(goal: asked.NoFindings, design: Design, evaluation: Evaluation) -> GoalState:
    layers = {layer.id for layer in design.stack.layers if layer.role in goal.roles}
    worst = SEVERITY_ORDER.index(goal.severity)
    left = [finding for finding in evaluation.findings if SEVERITY_ORDER.index(finding.severity) <= worst
            and (not goal.roles or layers & set(finding.targets))]  # fmt: skip
    words = {"error": tr("no error"), "warning": tr("no warning or error"),
             "notice": tr("no notice, warning or error"), "info": tr("no finding")}  # fmt: skip
    text = words[goal.severity]
    if goal.roles:
        text = tr("{what} at the {roles}").format(what=text, roles=tr(" or the ").join(goal.roles))
    return GoalState(text, not left, left[0].title if left else tr("none left"))


def _figure_goal(goal: asked.FigureGoal, evaluation: Evaluation) -> GoalState:
    figure, unit = figure_of(evaluation, goal.key), present.unit(goal.unit)
    limit = goal.at_least if goal.at_least is not None else goal.at_most or 0
    words = tr("{name} at least {limit} {unit}") if goal.at_least is not None else tr("{name} at most {limit} {unit}")
    text = words.format(name=goal.name, limit=f"{limit:.12g}", unit=unit).rstrip()
    if figure is None or figure.value is None or figure.unit != goal.unit:
        return GoalState(text, False, tr("unknown"))
    known = not figure.at_most if goal.at_least is not None else not figure.at_least
    reached = figure.value >= limit if goal.at_least is not None else figure.value <= limit
    return GoalState(text, known and reached, present.value(figure))


def _holds_goal(goal: asked.Holds, design: Design, library: Library) -> GoalState:
    held = [key for layer in design.stack.layers if layer.role == goal.role for key in layer.material_ids]
    labels = {entry.id: entry.label for entry in library.materials()} if goal.material not in design.materials else {}
    wanted = design.material(goal.material).label if goal.material in design.materials \
        else labels.get(goal.material, goal.material)  # fmt: skip
    text = tr("{material} in the {role}").format(material=wanted, role=goal.role)
    now = ", ".join(design.material(key).label for key in dict.fromkeys(held)) or tr("no such layer")
    return GoalState(text, goal.material in held, now)
