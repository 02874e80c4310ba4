"""Design files named on the command line: single files and folders of them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cellbuilder.app.files import holds
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io import codec


def several(files: list[str]) -> bool:
    """Return whether the answer is a list, because several files or a folder are named."""
    return len(files) > 1 or holds(Path(files[0]).is_dir)


def stands(arguments: argparse.Namespace) -> bool:
    """Say so where the file to write exists already and is not to be replaced."""
    if arguments.output is None or arguments.force or not holds(Path(arguments.output).exists):
        return False
    print(f"{arguments.output} exists already; choose another name or add --force", file=sys.stderr)
    return True


def load_all(names: list[str]) -> tuple[list[tuple[Path, Design]], list[UnreadableError]]:
    """Read every file, and every design in every folder; return what was read and what could not be."""
    loaded: list[tuple[Path, Design]] = []
    unreadable: list[UnreadableError] = []
    for name in names:
        path = Path(name)
        if holds(path.is_dir):
            files = sorted(path.rglob(f"*{codec.SUFFIX}"))
            if not files:
                unreadable.append(UnreadableError(name, [Problem("", f"holds no *{codec.SUFFIX} file")]))
        else:
            files = [path]
        for file in files:
            try:
                loaded.append((file, codec.load(file)))
            except UnreadableError as error:
                unreadable.append(error)
    return loaded, unreadable


def report_unreadable(unreadable: list[UnreadableError]) -> int:
    """Say which files could not be read; return 2 if there is one, else 0."""
    for error in unreadable:
        print(error.text(), file=sys.stderr)
    return 2 if unreadable else 0
