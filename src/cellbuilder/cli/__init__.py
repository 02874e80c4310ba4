"""The command line: every job of the app without a window.

Exit codes: 0 done; 1 ``check`` found an error in a stack; 2 a file or an argument could not be used.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

import cellbuilder
from cellbuilder.domain.problem import UnreadableError, UnwritableError

COMMANDS = (
    "models", "cells", "materials", "show", "table", "new", "evaluate", "explain", "check", "why", "pair", "windows",
    "classes", "matrix", "diff", "impedance", "sweep", "uncertainty", "rate", "report", "lesson", "schema",
)  # fmt: skip
"""What can be typed first; the window opens without loading what is behind it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        from cellbuilder.cli.arguments import parser

        arguments = parser().parse_args(argv)
        code = int(arguments.run(arguments))
        sys.stdout.flush()
        return code
    except UnreadableError as error:
        print(error.text(), file=sys.stderr)
    except UnwritableError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        print(f"the output could not be written ({error.strerror or error})", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    finally:
        _name_damaged_entries()
    return 2


def _drop_output() -> None:
    """Send what is still to be printed nowhere, so that the interpreter does not fail on it at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _name_damaged_entries() -> None:
    """Say which files of the library are left out, if any was met on the way."""
    if cellbuilder.library.cache_info().currsize:
        for error in cellbuilder.library().damaged.values():
            print(f"{error.text()}\n  It is left out of the library.", file=sys.stderr)
