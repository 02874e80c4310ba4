"""The command line: every job of the app without a window.

Exit codes: 0 done; 1 ``check`` found an error in a stack; 2 a file or an argument could not be used.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from cellbuilder.cli.arguments import parser
from cellbuilder.domain.problem import UnreadableError, UnwritableError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        arguments = parser().parse_args(argv)
        return int(arguments.run(arguments))
    except UnreadableError as error:
        print(error.text(), file=sys.stderr)
    except UnwritableError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    return 2
