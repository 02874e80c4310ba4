"""Lessons: each reveal is what the engine says, each repair can be done, each hand-in is graded anew."""

import json
from pathlib import Path
from typing import Any

import pytest

from cellbuilder.app import edits
from cellbuilder.app.lessons import LessonRun, Taught, figure_of, in_words, is_right, number_typed
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.design import Design
from cellbuilder.domain.lesson import Answer, Predict, Read, Repair
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.domain.quantity import Quantity
from cellbuilder.io import lessons
from cellbuilder.io.library import Library

TRUTHS: dict[str, dict[str, str | float]] = {
    "separator": {"limits": "asr:cathode", "thin": 1.875, "cathode": "stays"},
    "coating": {"limits": "asr:cathode", "coat": "contact:li6ps5cl|ncm811", "halide": "contact:li3incl6|li6ps5cl"},
    "energy": {"heaviest": "mass:electrolyte", "loading": "rises", "film": 183.954},
    "temperature": {"limits": "asr:electrolyte", "warm": "falls", "cold": "stays", "other": "rises"},
    "repair": {},
}
KEYS = tuple(TRUTHS)


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library)


def taught(key: str, workspace: Workspace) -> Taught:
    return Taught(lessons.load(key), workspace)


def thick(value: float) -> Quantity:
    return Quantity(value=value, unit="um")


def test_that_there_are_five_lessons_in_order() -> None:
    assert tuple(lessons.paths()) == KEYS
    assert [lessons.load(key).id for key in KEYS] == list(KEYS)
    with pytest.raises(KeyError):
        lessons.load("nothing")


@pytest.mark.parametrize("key", KEYS)
def test_that_every_reveal_is_what_the_engine_says(key: str, workspace: Workspace) -> None:
    course = taught(key, workspace)
    predictions = [step for step in course.lesson.steps if isinstance(step, Predict)]
    assert [step.id for step in predictions] == list(TRUTHS[key])
    for step in predictions:
        right, expected = course.truth(step), TRUTHS[key][step.id]
        assert right == (pytest.approx(expected, rel=1e-3) if isinstance(expected, float) else expected), step.id
        found = course.reveal(step, right)
        assert found.right
        assert found.truth == in_words(step.ask, right)
        at = course.lesson.steps.index(step)
        assert len(found.shown) == len(step.shows) > 0
        assert figure_of(course.evaluation(at + 1), step.how) is not None, "how it is calculated must be to be had"
        assert found.changed == bool(step.changes)
        assert not course.reveal(step, None).right


@pytest.mark.parametrize("key", KEYS)
def test_that_every_finding_that_is_told_stands_with_a_source(key: str, workspace: Workspace) -> None:
    course = taught(key, workspace)
    for step in course.lesson.steps:
        if isinstance(step, Read):
            told = course.findings(step)
            assert len(told) == len(step.findings)
            assert all(finding.sources for finding in told)
        if isinstance(step, Predict) and step.ask.kind == "finding":
            at = course.lesson.steps.index(step)
            near = {finding.id for number in (at, at + 1) for finding in course.evaluation(number).findings}
            assert course.truth(step) in near


def test_that_a_coating_takes_the_warning_away_and_the_halide_brings_another(workspace: Workspace) -> None:
    course = taught("coating", workspace)
    steps = {step.id: step for step in course.lesson.steps}
    coat, halide = steps["coat"], steps["halide"]
    assert isinstance(coat, Predict)
    assert isinstance(halide, Predict)
    assert [told.title for told in course.reveal(coat, None).gone] == [
        "NCM811 | Li6PS5Cl: the interphase keeps growing"
    ]
    assert course.reveal(coat, None).new == ()
    assert [told.title for told in course.reveal(halide, None).new] == [
        "Li3InCl6 | Li6PS5Cl: the interphase keeps growing"
    ]


def goals_met(course: Taught, step_id: str, design: Design) -> list[bool]:
    step = next(step for step in course.lesson.steps if step.id == step_id)
    assert isinstance(step, Repair)
    return [state.met for state in course.goals(step, design, course.workspace.evaluate(design))]


def test_that_the_seam_can_be_repaired(workspace: Workspace) -> None:
    course, library = taught("coating", workspace), workspace.library
    broken = course.designs[-1]
    assert goals_met(course, "seam", broken) == [False, True, True, True, True]
    mended = edits.add_layer(broken, 2, "cathode interface layer", "li3po4", thick(1), library)
    assert all(goals_met(course, "seam", mended))
    evaded = edits.set_component_material(broken, "cathode", 1, "li6ps5cl", library)
    assert not all(goals_met(course, "seam", evaded))


def test_that_250_wh_per_kg_can_be_reached(workspace: Workspace) -> None:
    course, library = taught("energy", workspace), workspace.library
    heavy = course.designs[-1]
    assert goals_met(course, "grams", heavy) == [False, True, True, True]
    light = edits.set_material(heavy, "cathode-collector", "al", library)
    light = edits.set_material(light, "anode-collector", "cu", library)
    for layer in ("cathode-collector", "anode-collector"):
        light = edits.set_quantity(light, layer, "thickness", thick(8))
    assert all(goals_met(course, "grams", light))
    starved = edits.set_quantity(light, "anode", "thickness", thick(5))
    assert not all(goals_met(course, "grams", starved))


def test_that_an_upper_bound_reaches_no_goal(workspace: Workspace) -> None:
    course, library = taught("energy", workspace), workspace.library
    bounded = edits.set_material(course.designs[-1], "anode", "li-in", library)
    bounded = edits.set_quantity(bounded, "cathode", "loading", Quantity(value=500, unit="mg/cm2"))
    step = course.lesson.steps[-1]
    assert isinstance(step, Repair)
    state = course.goals(step, bounded, workspace.evaluate(bounded))[0]
    assert (state.now[0], state.met) == ("≤", False)
    assert float(state.now.split()[1]) > 250


def test_that_ten_ohms_can_be_reached_in_three_ways(workspace: Workspace) -> None:
    course, library = taught("temperature", workspace), workspace.library
    slow = course.designs[-1]
    assert goals_met(course, "ten", slow) == [False, True, True]
    thin = edits.set_quantity(slow, "electrolyte", "thickness", thick(20))
    other = edits.set_material(slow, "electrolyte", "na3b24h23-5na2b12h12", library)
    other = edits.set_quantity(other, "electrolyte", "thickness", thick(100))
    warm = edits.set_condition(slow, "temperature", Quantity(value=60, unit="degC"))
    warm = edits.set_quantity(warm, "electrolyte", "thickness", thick(90))
    for design in (thin, other, warm):
        assert all(goals_met(course, "ten", design))


def test_that_three_faults_can_be_repaired_one_after_the_other(workspace: Workspace) -> None:
    course, library = taught("repair", workspace), workspace.library
    design = course.designs[0]
    verdicts = {finding.verdict for finding in workspace.evaluate(design).findings}
    assert {"blocks", "grows"} <= verdicts
    assert goals_met(course, "ion", design) == [False, False]
    design = edits.set_material(design, "electrolyte", "li3incl6", library)
    assert all(goals_met(course, "ion", design))
    assert not all(goals_met(course, "anode", design))
    design = edits.add_layer(design, 3, "anode interface layer", "li6ps5cl", thick(100), library)
    assert all(goals_met(course, "anode", design))
    assert not all(goals_met(course, "cathode", design))
    design = edits.set_component_material(design, "cathode", 1, "li3incl6", library)
    assert all(goals_met(course, "cathode", design))


def test_that_accepting_a_finding_repairs_nothing(workspace: Workspace) -> None:
    course = taught("coating", workspace)
    broken = course.designs[-1]
    waived = edits.waive(broken, "contact:li3incl6|li6ps5cl", "because", severity="warning", verdict="grows")
    finding = next(item for item in workspace.evaluate(waived).findings if item.id == "contact:li3incl6|li6ps5cl")
    assert finding.waived == "because"
    assert not all(goals_met(course, "seam", waived))


def test_that_a_run_waits_for_the_reveal_and_keeps_the_first_answer() -> None:
    run = LessonRun(lessons.load("separator"))
    assert run.back() == run
    run = run.further()
    assert not run.may_go_on
    assert run.further() == run
    run = run.answered("asr:electrolyte").answered("asr:cathode")
    assert run.answer_to("limits") == "asr:cathode"
    assert run.answered(None).answer_to("limits") is None
    shown = run.revealing()
    assert shown.may_go_on
    assert shown.answered("asr:electrolyte") == shown
    assert shown.further().back().is_revealed
    end = shown.further().revealing().further().revealing().further()
    assert not end.may_go_on
    assert end.answered("x") == end


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.9", 1.9), (" 1,9 ", 1.9), ("2 Ω cm²", 2.0), ("2 Ohm cm2", 2.0), ("1e2", 100.0), ("-3", -3.0)],
)
def test_that_a_typed_number_is_read(text: str, value: float) -> None:
    assert number_typed(text, "Ohm cm2") == value


@pytest.mark.parametrize("text", ["", "about 2", "2 mV", "1e999", "1e99", "nan", "2..3"])
def test_that_what_is_no_number_is_none(text: str) -> None:
    assert number_typed(text, "Ohm cm2") is None


def test_that_a_number_is_right_within_its_share(workspace: Workspace) -> None:
    step = lessons.load("separator").steps[2]
    assert isinstance(step, Predict)
    assert [is_right(step.ask, answer, 2.0) for answer in (1.75, 2.25, 1.6, 2.4, "x", None)] == [
        True, True, False, False, False, None,
    ]  # fmt: skip


def test_that_a_grading_believes_nothing_that_is_stored(workspace: Workspace, tmp_path: Path) -> None:
    course = taught("energy", workspace)
    answers = (
        Answer(step="heaviest", answer="mass:cathode", right=True),
        Answer(step="loading", answer="rises", right=False),
    )
    path = tmp_path / "anna.handin.json"
    lessons.save(lessons.HandIn(lesson="energy", answers=answers, design=course.designs[0]), path)
    read = lessons.load_handin(path)
    assert read.design == course.designs[0]
    rows = course.grade(read.answers, read.design)
    assert [row.right for row in rows] == [False, True, False, False, True, True, True]
    assert (rows[0].answer, rows[0].expected) == ("The cathode", "The electrolyte pellet")
    assert rows[2].answer == "–"


def spoiled(path: Path, workspace: Workspace, **changes: Any) -> Path:
    design = taught("separator", workspace).designs[0]
    handin = lessons.HandIn(lesson="separator", answers=(Answer(step="limits", answer="x"),), design=design)
    raw = json.loads(lessons.dumps(handin))
    path.write_text(json.dumps(raw | changes), encoding="utf-8")
    return path


def test_that_a_hostile_hand_in_is_refused_with_all_problems(workspace: Workspace, tmp_path: Path) -> None:
    design = json.loads(lessons.dumps(lessons.HandIn(
        lesson="separator", answers=(), design=taught("separator", workspace).designs[0])))["design"]  # fmt: skip
    design["stack"]["layers"][1]["porosity"]["value"] = 400
    design["code"] = "import os"
    path = spoiled(tmp_path / "bad.handin.json", workspace, design=design, extra=1, lesson="../../etc",
                   answers=[{"step": "limits", "answer": {"a": 1}}])  # fmt: skip
    with pytest.raises(UnreadableError) as caught:
        lessons.load_handin(path)
    text = caught.value.text()
    for words in (
        "extra: is not a field",
        "lesson: ",
        "answer 1 > answer: must be text or a number",
        "design > code: is not a field",
        "porosity",
    ):
        assert words in text
    twice = [{"step": "limits", "answer": "x"}, {"step": "limits", "answer": "y"}]
    with pytest.raises(UnreadableError, match="answered more than once"):
        lessons.load_handin(spoiled(path, workspace, answers=twice))
    path.write_text(path.read_text(encoding="utf-8").replace('"lesson":', '"lesson": "a", "lesson":', 1))
    with pytest.raises(UnreadableError, match="stands more than once"):
        lessons.load_handin(path)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"schema": "cellbuilder-design"}', "[" * 100, "\x00"])
def test_that_what_is_no_hand_in_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.handin.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError):
        lessons.load_handin(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start": {"model": "T", "cell": "t8-38"}}, "needs a model or a cell, and not both"),
        ({"start": {}}, "needs a model or a cell, and not both"),
        ({"minutes": 0}, "must be 1 or more"),
        ({"surprise": 1}, "is not a field"),
        ({"steps": [{"kind": "read", "id": "a", "title": "A", "text": "A"}] * 2}, "two steps have the same id"),
    ],
)
def test_that_a_damaged_lesson_is_refused(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    raw = json.loads(lessons.paths()["repair"].read_text(encoding="utf-8"))
    path = tmp_path / "lesson.json"
    path.write_text(json.dumps(raw | change), encoding="utf-8")
    with pytest.raises(UnreadableError, match=words):
        lessons.read(path)


def test_that_a_prediction_behind_a_repair_is_refused(tmp_path: Path) -> None:
    raw = json.loads(lessons.paths()["energy"].read_text(encoding="utf-8"))
    raw["steps"] = raw["steps"][::-1]
    path = tmp_path / "lesson.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(UnreadableError, match="predictions come first"):
        lessons.read(path)
