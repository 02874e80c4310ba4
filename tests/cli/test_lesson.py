"""``cellbuilder lesson``: the list, and grading what was handed in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cellbuilder
from cellbuilder.app.lessons import Taught
from cellbuilder.app.workspace import Workspace
from cellbuilder.domain.lesson import Answer
from cellbuilder.io import lessons

Run = Callable[..., Any]


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Two answers of three are right; the file claims that all are."""
    course = Taught(lessons.load("separator"), Workspace(cellbuilder.library()))
    answers = (
        Answer(step="limits", answer="asr:electrolyte", right=True),
        Answer(step="thin", answer=1.9, right=True),
        Answer(step="cathode", answer="stays", right=True),
    )
    path = tmp_path / "anna.handin.json"
    lessons.save(lessons.HandIn(lesson="separator", answers=answers, design=course.designs[-1]), path)
    return path


def test_that_the_lessons_are_listed(run: Run) -> None:
    done = run("lesson", "list")
    assert (done.code, done.err) == (0, "")
    assert "A thinner separator" in done.out
    data = run("lesson", "list", "--json").data
    assert [entry["id"] for entry in data] == list(lessons.paths())


def test_that_a_hand_in_is_graded_by_calculating_anew(run: Run, handed_in: Path) -> None:
    done = run("lesson", "grade", handed_in)
    assert (done.code, done.err) == (0, "")
    rows = [" ".join(line.split()) for line in done.out.splitlines()]
    assert any(row.endswith("A thinner separator, 2 of 3 right") for row in rows)
    assert "limits What limits the cell? The Li3InCl6 pellet The composite cathode wrong" in rows
    assert "cathode And the cathode? stays the same stays the same right" in rows
    data = run("lesson", "grade", handed_in, "--json").data
    assert [(entry["lesson"], entry["right"], entry["of"]) for entry in data] == [("separator", 2, 3)]
    assert [row["right"] for row in data[0]["rows"]] == [False, True, True]


def test_that_a_folder_is_graded_and_a_bad_file_is_named(run: Run, handed_in: Path) -> None:
    raw = json.loads(handed_in.read_text(encoding="utf-8"))
    bad = handed_in.parent / "bert.handin.json"
    bad.write_text(json.dumps(raw | {"lesson": "unheard-of"}), encoding="utf-8")
    done = run("lesson", "grade", handed_in.parent)
    assert done.code == 2
    assert "2 of 3 right" in done.out
    assert "lesson: there is no lesson 'unheard-of'; see cellbuilder lesson list" in done.err
    bad.write_text(json.dumps(raw | {"answers": [{"step": "no-such", "answer": 1}]}), encoding="utf-8")
    assert "answers: the lesson asks nothing at step 'no-such'" in run("lesson", "grade", bad).err
    bad.write_text("{", encoding="utf-8")
    assert "cut off" in run("lesson", "grade", bad).err


def test_that_a_missing_file_and_a_missing_job_are_told(run: Run, tmp_path: Path) -> None:
    assert run("lesson", "grade", tmp_path / "nobody.handin.json").code == 2
    done = run("lesson")
    assert done.code == 2
    assert "the following arguments are required: job" in done.err
