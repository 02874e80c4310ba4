"""What is wrong with a file or an entry, in the user's words, with its place."""

from __future__ import annotations

from dataclasses import dataclass

MOST_TEXT = 1000
"""How many characters of one problem are shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``where`` is a place a person can find, ``what`` says it in words."""

    where: str
    what: str

    def __str__(self) -> str:
        return _plain(f"{self.where}: {self.what}" if self.where else self.what)


def _plain(text: str) -> str:
    """Text from a damaged file on one line, without control characters, and not endless."""
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[: MOST_TEXT + 1])
    return clean if len(clean) <= MOST_TEXT else clean[:MOST_TEXT] + " ..."


class UnreadableError(Exception):
    """A file that cannot be used. ``problems`` holds every reason at once; nothing was changed."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__(self.text())

    def text(self) -> str:
        """All problems, one a line."""
        count = len(self.problems)
        head = f"{self.name} cannot be used" + (f" ({count} problems)" if count > 1 else "")
        return "\n".join([f"{head}:", *(f"  - {problem}" for problem in self.problems)])


class UnwritableError(Exception):
    """A file that could not be saved; what was there before is untouched."""
