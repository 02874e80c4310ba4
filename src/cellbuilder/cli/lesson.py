"""The command ``lesson``: what lessons there are, and grading what was handed in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import cellbuilder
from cellbuilder.app.lessons import Grade, Taught
from cellbuilder.app.workspace import Workspace
from cellbuilder.cli.files import report_unreadable
from cellbuilder.cli.text import clean, columns, print_json
from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io import lessons

_MARKS = {True: "right", False: "wrong"}


def arguments(command: argparse.ArgumentParser) -> None:
    """Say what ``lesson`` takes."""
    jobs = command.add_subparsers(metavar="job", required=True)
    listed = jobs.add_parser("list", help="list the lessons", description="List the lessons.")
    listed.set_defaults(run=show)
    graded = jobs.add_parser(
        "grade", help="grade hand-in files", description="Grade hand-in files; everything is calculated anew."
    )
    graded.add_argument("files", nargs="+", metavar="FILE", help="hand-in files, or folders of them")
    graded.set_defaults(run=grade)
    for job in (listed, graded):
        job.add_argument("--json", action="store_true", help="print data as JSON")


def show(arguments: argparse.Namespace) -> int:
    """Print the lessons."""
    found = [lessons.load(key) for key in lessons.paths()]
    if arguments.json:
        print_json([
            {"id": entry.id, "title": entry.title, "audience": entry.audience, "minutes": entry.minutes,
             "steps": len(entry.steps)} for entry in found
        ])  # fmt: skip
    else:
        rows = [(entry.id, entry.title, f"{entry.minutes} min", entry.audience) for entry in found]
        print(columns(["lesson", "title", "time", "for"], rows))
    return 0


def grade(arguments: argparse.Namespace) -> int:
    """Print how right each hand-in is; stored verdicts are not looked at."""
    workspace, taught = Workspace(cellbuilder.library()), dict[str, Taught]()
    unreadable: list[UnreadableError] = []
    data: list[dict[str, Any]] = []
    for path in _files(arguments.files):
        try:
            key, rows = _grade(path, workspace, taught)
        except UnreadableError as error:
            unreadable.append(error)
            continue
        right = sum(row.right or False for row in rows)
        data.append(_as_data(path, key, rows, right))
        if not arguments.json:
            print(clean(f"{path}: {taught[key].lesson.title}, {right} of {len(rows)} right"))
            heads = ["step", "title", "answer, or how the design is", "expected", ""]
            print(columns(heads, [(row.step, row.title, row.answer, row.expected, _MARKS[bool(row.right)])
                                  for row in rows]))  # fmt: skip
            print()
    if arguments.json:
        print_json(data)
    return report_unreadable(unreadable)


def _grade(path: Path, workspace: Workspace, taught: dict[str, Taught]) -> tuple[str, tuple[Grade, ...]]:
    handin = lessons.load_handin(path)
    if handin.lesson not in taught:
        try:
            taught[handin.lesson] = Taught(lessons.load(handin.lesson), workspace)
        except KeyError:
            what = f"there is no lesson '{handin.lesson}'; see cellbuilder lesson list"
            raise UnreadableError(str(path), [Problem("lesson", what)]) from None
    lesson = taught[handin.lesson]
    asked = {step.id for step in lesson.lesson.steps if step.kind == "predict"}
    problems = [Problem("answers", f"the lesson asks nothing at step '{answer.step}'")
                for answer in handin.answers if answer.step not in asked]  # fmt: skip
    if problems:
        raise UnreadableError(str(path), problems)
    return handin.lesson, lesson.grade(handin.answers, handin.design)


def _as_data(path: Path, key: str, rows: tuple[Grade, ...], right: int) -> dict[str, Any]:
    return {
        "file": str(path), "lesson": key, "right": right, "of": len(rows),
        "rows": [{"step": row.step, "title": row.title, "answer": row.answer, "expected": row.expected,
                  "right": bool(row.right)} for row in rows],
    }  # fmt: skip


def _files(names: list[str]) -> list[Path]:
    """Return the files, folders opened into their hand-in files."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        inside = sorted(path.glob(f"*{lessons.SUFFIX}")) if path.is_dir() else []
        found += inside or [path]
    return found
