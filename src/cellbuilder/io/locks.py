"""Locks on open files that the system lets go when a program ends, however it ends."""

from __future__ import annotations

import os
from typing import IO

if os.name == "nt":  # pragma: no cover
    import msvcrt

    def lock(stream: IO[bytes]) -> None:
        """Lock an open file as long as it is open.

        Raises:
            OSError: another program holds the lock.
        """
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def lock(stream: IO[bytes]) -> None:
        """Lock an open file as long as it is open.

        Raises:
            BlockingIOError: somebody else holds the lock; OSError: the file system knows no locks.
        """
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
