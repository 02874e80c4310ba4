"""Unsaved designs, kept aside for the case that the program ends before they are saved.

Each running program has a folder of its own below ``recovery`` in the user's state folder, with a lock that the system
lets go when the program ends, however it ends. A folder whose lock is free holds the work of a run that did not end
well. Files are replaced in one step, so that there is always a whole one. The user's own files are never touched.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import uuid
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final

import platformdirs

from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.problem import Problem, UnreadableError
from cellbuilder.io import codec, locks, strict_json

STATE_VARIABLE: Final = "CELLBUILDER_STATE"
SCHEMA: Final = "cellbuilder-recovery"
VERSION: Final = 1
SUFFIX: Final = ".unsaved.json"
LOCK: Final = "in-use"


def state_folder() -> Path:
    """Return the folder for what the program keeps for itself: the one the environment names, or the usual place."""
    named = os.environ.get(STATE_VARIABLE)
    return Path(named) if named else platformdirs.user_state_path("cellbuilder", appauthor=False)


@record
class Leftover:
    """One unsaved design of a run that did not end well, or a file that should hold one and cannot be read."""

    path: Path
    name: str
    written: float
    """Seconds since 1970."""
    file: Path | None
    """The saved file that the design came from."""
    design: Design | None
    problem: str = ""
    stamp: str | None = None
    """What that file held when it was read or written last (``files.stamp``); None where that is not known."""
    lesson: dict[str, Any] | None = None
    """How far somebody was in a lesson, as ``lessons.kept`` gives it."""


class Recovery:
    """Keeps unsaved designs of this run, and finds those of earlier ones."""

    def __init__(self, folder: Path) -> None:
        self._root = folder / "recovery"
        self._damaged = folder / "damaged"
        self._own: Path | None = None
        self._lock: IO[bytes] | None = None
        self._claimed: dict[Path, IO[bytes]] = {}
        self.problem = ""
        """Why unsaved work cannot be kept, if it cannot."""

    @property
    def folder(self) -> Path:
        """Where unsaved work is kept."""
        return self._root

    def keep(
        self,
        key: str,
        design: Design,
        file: Path | None,
        stamp: str | None = None,
        lesson: dict[str, Any] | None = None,
    ) -> None:
        """Keep a design under a key; an earlier one of this key is replaced in one step."""
        content = {
            "schema": SCHEMA, "schema_version": VERSION, "name": design.name,
            "file": None if file is None else str(file.absolute()), "stamp": stamp, "lesson": lesson,
            "design": codec.dumps(design),
        }  # fmt: skip
        try:
            target = self._home() / f"{key}{SUFFIX}"
            part = target.with_suffix(".part")
            # no fsync: the window must not wait for the disk, and a killed program loses nothing that was written
            part.write_bytes(json.dumps(content).encode())  # ASCII: on some systems a path need not be Unicode
            part.replace(target)
            self.problem = ""
        except OSError as error:
            self.problem = f"unsaved work cannot be kept in {self._root} ({error.strerror or error})"

    def drop(self, key: str) -> None:
        """Let go of the design under a key: it is saved, or was given up."""
        if self._own is not None:
            with contextlib.suppress(OSError):
                (self._own / f"{key}{SUFFIX}").unlink()

    def finish(self) -> None:
        """End well: leave nothing behind but what nobody decided about."""
        for folder, lock in self._claimed.items():
            _unlock(lock)
            _remove_if_done(folder)
        self._claimed.clear()
        if self._own is not None and self._lock is not None:
            own, self._own = self._own, None
            _unlock(self._lock)
            _remove_if_done(own)

    def leftovers(self) -> tuple[Leftover, ...]:
        """Return the unsaved designs of runs that did not end well, the newest first.

        What another running program keeps is left alone. A file that cannot be read is moved to the folder ``damaged``
        and told once.
        """
        found: list[Leftover] = []
        for folder in self._orphans():
            for path in sorted(folder.glob(f"*{SUFFIX}")):
                leftover = _read(path)
                found.append(leftover if leftover.design is not None else self.set_aside(leftover))
            _remove_if_done(folder, keep_lock=True)
        return tuple(sorted(found, key=lambda each: -each.written))

    def discard(self, leftover: Leftover) -> None:
        """Forget a leftover: it was restored, or is not wanted."""
        with contextlib.suppress(OSError):
            leftover.path.unlink()

    def set_aside(self, leftover: Leftover) -> Leftover:
        """Move the file of a leftover that cannot be used, or not all of it, to the folder ``damaged``."""
        target = self._damaged / f"{leftover.path.parent.name}-{leftover.path.name}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            leftover.path.replace(target)
        except OSError:
            target = leftover.path
        return replace(leftover, path=target)

    def _home(self) -> Path:
        if self._own is None:
            own = self._root / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
            own.mkdir(parents=True, mode=0o700)
            lock = _try_lock(own / LOCK, own=True)
            if lock is None:
                raise OSError(f"{own} cannot be locked")
            self._own, self._lock = own, lock
        return self._own

    def _orphans(self) -> list[Path]:
        try:
            folders = sorted(each for each in self._root.iterdir() if each.is_dir() and each != self._own)
        except OSError:
            return []
        for folder in folders:
            if folder not in self._claimed:
                lock = _try_lock(folder / LOCK)
                if lock is not None:
                    self._claimed[folder] = lock
        return [folder for folder in folders if folder in self._claimed]


def _read(path: Path) -> Leftover:
    found = Leftover(path, path.name, 0.0, None, None)
    try:
        found = replace(found, written=path.stat().st_mtime)
        raw, problems = strict_json.parse(strict_json.read_bytes(path), str(path))
        if not isinstance(raw, dict):
            raise UnreadableError(str(path), [Problem("", "holds no unsaved design")])
        name, stamp, lesson = raw.get("name"), raw.get("stamp"), raw.get("lesson")
        found = replace(
            found,
            name=name if isinstance(name, str) else path.name,
            file=_file(raw.get("file")),
            stamp=stamp if isinstance(stamp, str) else None,
            lesson=lesson if isinstance(lesson, dict) else None,
        )
        problems += _of_another_kind(raw)
        text = raw.get("design")
        if problems or not isinstance(text, str):
            raise UnreadableError(str(path), problems or [Problem("", "holds no unsaved design")])
        return replace(found, design=codec.loads(text.encode("utf-8", "surrogatepass"), str(path)))
    except UnreadableError as error:
        return replace(found, problem=error.text())
    except OSError as error:
        return replace(found, problem=f"{path} cannot be read ({error.strerror or error})")


def _of_another_kind(raw: dict[str, Any]) -> list[Problem]:
    """Return why this is not unsaved work that this version can restore, if it is not."""
    version = raw.get("schema_version")
    if raw.get("schema") != SCHEMA:
        return [Problem("schema", f'is not "{SCHEMA}": this is no unsaved work of cellbuilder')]
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        what = f"is {version}: a newer cellbuilder kept this; this one reads version {VERSION}"
        return [Problem("schema_version", what)]
    if version != VERSION or isinstance(version, bool):
        return [Problem("schema_version", f"must be {VERSION}")]
    return []


def _file(name: Any) -> Path | None:
    """Return the path of a file; None for what can be the name of none."""
    try:
        return Path(name) if isinstance(name, str) and name and b"\0" not in os.fsencode(name) else None
    except UnicodeEncodeError:
        return None


def _remove_if_done(folder: Path, *, keep_lock: bool = False) -> None:
    """Remove a folder in which nobody's work is left."""
    if not keep_lock and not any(folder.glob(f"*{SUFFIX}")):
        shutil.rmtree(folder, ignore_errors=True)


def _try_lock(path: Path, *, own: bool = False) -> IO[bytes] | None:
    """Lock a file as long as this process runs; None if another running program holds it."""
    try:
        stream = path.open("a+b")
    except OSError:
        return None
    try:
        locks.lock(stream)
    except OSError as error:
        # some network folders know no locks: there the number of the process must do
        held = isinstance(error, BlockingIOError | PermissionError) or os.name == "nt"
        if held or not (own or not _runs(path.parent)):
            stream.close()
            return None
    return stream


def _runs(folder: Path) -> bool:
    """Whether the process that made a folder still runs, as far as can be told."""
    number = folder.name.partition("-")[0]
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError):
        return False
    except OSError:
        return True
    return True


def _unlock(stream: IO[Any]) -> None:
    with contextlib.suppress(OSError):
        stream.close()
