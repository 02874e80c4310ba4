"""What was worked out once and stays the same: an edit judges only what it changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Memo:
    """Results by key. When ``most`` are kept, all are forgotten and it starts anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Hashable, tuple[Any, Any]] = {}

    def remember(self, key: Hashable, make: Callable[[], T], held: object = None) -> T:
        """Return what ``make`` gave for this key the first time.

        ``held`` is kept with it: objects whose identity is part of the key, so that no other can take it over.
        """
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= self._most:
                self._known.clear()
            known = self._known[key] = (make(), held)
        found: T = known[0]
        return found
