"""Writing a file so that either the old or the new content is there, whatever happens in between."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import tempfile
from pathlib import Path
from typing import IO, Final

from cellbuilder.domain.problem import UnwritableError
from cellbuilder.io import locks

PART: Final = ".part"


def write_text(path: Path, text: str) -> None:
    """Replace ``path`` by ``text``, as UTF-8 with bare line ends; otherwise as ``write_bytes``."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one step; a reader sees the old file or the new one, never a part.

    What a program that was killed left beside it of an earlier try is removed.

    Raises:
        UnwritableError: no folder, no permission, no room; the old file is untouched.
    """
    temporary: str | None = None
    try:
        target = path.resolve() if path.is_symlink() else path
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        handle, temporary = tempfile.mkstemp(prefix=_prefix(target), suffix=PART, dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            _mark(stream)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            Path(temporary).chmod(target.stat().st_mode & 0o777)
        else:
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(target)
        temporary = None
        _sweep(target)
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError: a symlink that leads to itself, up to Python 3.12; ValueError: no file can have this name
        reason = getattr(error, "strerror", None) or str(error)
        raise UnwritableError(f"{path} could not be saved ({reason}); the earlier file is unchanged") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _prefix(target: Path) -> str:
    return f".{target.name[:40]}."


def _mark(stream: IO[bytes]) -> None:
    """Tell others that somebody writes here; on Windows the open file does."""
    if os.name != "nt":
        with contextlib.suppress(OSError):
            locks.lock(stream)


def _sweep(target: Path) -> None:
    """Remove the parts of this file that nobody writes any more."""
    for part in target.parent.glob(f"{glob.escape(_prefix(target))}{'?' * 8}{PART}"):
        with contextlib.suppress(OSError):
            if os.name != "nt":
                with part.open("r+b") as stream:
                    locks.lock(stream)
            part.unlink()
