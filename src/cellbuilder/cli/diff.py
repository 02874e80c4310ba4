"""The command that tells two designs apart."""

from __future__ import annotations

import argparse
from pathlib import Path

import cellbuilder
from cellbuilder.app import present
from cellbuilder.app.compare import differences
from cellbuilder.app.compare.differences import Compared, Differences
from cellbuilder.app.files import holds
from cellbuilder.cli.text import clean, columns, print_json, wrapped
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.io import codec


def arguments(command: argparse.ArgumentParser) -> None:
    """Say what ``diff`` takes."""
    for name, text in (("first", "a design file, a model (T) or a cell (t8-38)"), ("second", "the same, to compare")):
        command.add_argument(name, metavar=name.upper(), help=text)


def run(arguments: argparse.Namespace) -> int:
    """Print what tells two designs apart: stack, results, findings."""
    first, second = (_design(name) for name in (arguments.first, arguments.second))
    found = differences.differences(first, second, cellbuilder.evaluate(first), cellbuilder.evaluate(second))
    if arguments.json:
        print_json({"files": [arguments.first, arguments.second], **differences.as_data(found)})
    else:
        _print(found)
    return 0


def _design(name: str) -> Design:
    """Return the design that a file holds, or a model or cell of the library."""
    if not holds(Path(name).exists):
        for make in (cellbuilder.from_model, cellbuilder.from_cell):
            try:
                return make(name)
            except KeyError:
                continue
    return codec.load(Path(name))


def _print(found: Differences) -> None:
    print(clean(f"first:  {found.names[0]}"))
    print(clean(f"second: {found.names[1]}"))
    print("\nDesign")
    if found.changes:
        rows = [(entry.kind, entry.place, entry.field, entry.first, entry.second) for entry in found.changes]
        print(columns(["", "where", "what", "first", "second"], rows))
    else:
        print("no difference")
    print("\nResults")
    heads = ["what", "first", "second", "difference", "ratio", "note"]
    print(columns(heads, [_row(entry) for entry in found.results]))
    for title, findings in (("Findings of the first only", found.gone), ("Findings of the second only", found.new)):
        if findings:
            print(f"\n{title}")
            for finding in findings:
                print(wrapped(_finding(finding), "  "))


def _row(entry: Compared) -> tuple[str, ...]:
    figures = (present.with_span(figure) for figure in (entry.first, entry.second))
    return (entry.name, *figures, entry.difference, entry.ratio, entry.note)


def _finding(finding: Finding) -> str:
    return f"{finding.title} [{finding.verdict}, grade {finding.grade}]"
