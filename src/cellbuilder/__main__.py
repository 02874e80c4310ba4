"""The program: a command goes to the command line, anything else opens the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

CHECK_START = "--check-start"
"""Open the window with the designs named, wait until it is painted, print ``ready``, and end with 0."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the window with the design that is named; return the exit code."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # there are none, and looking for them takes time
    from cellbuilder import cli

    words = list(sys.argv[1:] if argv is None else argv)
    check_start = CHECK_START in words[:1]
    if check_start:
        words = words[1:]
    if words and not check_start and (words[0] in cli.COMMANDS or words[0].startswith("-")):
        return cli.main(words)
    problem = _refusal(words, cli.COMMANDS)
    if problem is not None:
        print(problem, file=sys.stderr)
        return 2
    gc.disable()  # until the window is there: nothing that a start makes is garbage
    try:
        from cellbuilder.gui import launch

        return launch.open_window(*words, check_start=check_start)
    finally:
        gc.enable()


def _refusal(words: Sequence[str], commands: Sequence[str]) -> str | None:
    if not words:
        return None
    from cellbuilder.app.files import holds

    strange = next((word for word in words if not holds(Path(word).exists)), None)
    if strange is None:
        return None
    import difflib

    near = difflib.get_close_matches(strange, commands, 1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    return f"'{strange}' is no command and no file; {hint}see cellbuilder --help"


if __name__ == "__main__":
    sys.exit(main())
