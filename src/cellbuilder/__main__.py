"""The program: a command goes to the command line, anything else opens the window."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the window with the design that is named; return the exit code."""
    from cellbuilder.cli.arguments import COMMANDS

    words = list(sys.argv[1:] if argv is None else argv)
    if words and (words[0] in COMMANDS or words[0].startswith("-")):
        from cellbuilder import cli

        return cli.main(words)
    problem = _refusal(words, COMMANDS)
    if problem is not None:
        print(problem, file=sys.stderr)
        return 2
    from cellbuilder.gui import launch

    return launch.open_window(words[0] if words else None)


def _refusal(words: Sequence[str], commands: Sequence[str]) -> str | None:
    if not words:
        return None
    exists = _exists(Path(words[0]))
    if len(words) == 1 and exists:
        return None
    near = difflib.get_close_matches(words[0], commands, 1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    what = "is no command and no file" if not exists else "is opened alone, without further words"
    return f"'{words[0]}' {what}; {hint}see cellbuilder --help"


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
