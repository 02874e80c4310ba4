"""Fitting words into narrow layers: whole, broken, turned, without shares, or cut with dots."""

from __future__ import annotations

from typing import Final, Literal

from cellbuilder.app.drawing.shapes import Measure

NO_BREAK: Final = "\u00a0"
"""Stands between a share and its unit, so that a line is broken before the share, not within."""
DOTS: Final = "…"
LEAST_LEFT: Final = 5
"""A name cut to fewer letters, dots included, says nothing."""


def elided(words: str, measure: Measure, width: float, where: Literal["right", "middle"] = "right") -> str:
    """Cut words to a width, with dots at the end or in the middle; a long text is measured a few times only."""
    if measure.width(words) <= width:
        return words

    def cut(kept: int) -> str:
        tail = kept // 2 if where == "middle" else 0
        return words[: kept - tail].rstrip() + DOTS + (words[len(words) - tail :] if tail else "")

    fitting, beyond = 0, len(words)
    while beyond - fitting > 1:
        middle = (fitting + beyond) // 2
        if measure.width(cut(middle)) <= width:
            fitting = middle
        else:
            beyond = middle
    return cut(fitting) if fitting else DOTS


def fitted(content: str, measure: Measure, width: float, height: float) -> tuple[list[str], bool]:
    """Choose how much of a layer's content is written, and whether upright or turned: the first that fits.

    Where not even the first letters of a name would be left, nothing is written.
    """
    whole = content.split("\n")
    names = [line.rpartition(" ")[0] if NO_BREAK in line else line for line in whole]
    broken = [part for line in whole for part in _broken(line, measure, width)]
    short = [part for line in names for part in _broken(line, measure, width)]
    halves = [part for line in names for part in _halves(line, measure, width)]
    tries = ((whole, False), (broken, False), (whole, True), (names, False), (names, True), (short, False),
             (halves, False), (halves, True))  # fmt: skip
    for lines, turned in tries:
        along, across = (height, width) if turned else (width, height)
        tall = measure.line * len(lines) > across
        if not tall and max(measure.width(line) for line in lines) <= along:
            return lines, turned
    most = max(1, int(width / measure.line))
    cut = [elided(line, measure, height, "middle") for line in names[:most]]
    return ([] if any(len(line) < LEAST_LEFT for line in cut) else cut), True


def _broken(line: str, measure: Measure, width: float) -> list[str]:
    """Break a line at its last space, which is the one before a share, if it is too long for the width."""
    name, _, share = line.rpartition(" ")
    return [line] if measure.width(line) <= width or not name else [name, share]


def _halves(line: str, measure: Measure, width: float) -> list[str]:
    """Break a long formula behind the hyphen that is nearest to its middle."""
    at = [place + 1 for place, mark in enumerate(line) if mark in "-@·" and 0 < place < len(line) - 1]
    if not at or measure.width(line) <= width:
        return [line]
    middle = min(at, key=lambda place: abs(2 * place - len(line)))
    return [line[:middle], line[middle:]]


def in_two_lines(words: str, measure: Measure, width: float) -> list[str]:
    """Break a name at a space into at most two lines; what is still too long ends in dots."""
    if measure.width(words) <= width:
        return [words]
    first, rest = "", words.split(" ")
    while len(rest) > 1 and (not first or measure.width(f"{first} {rest[0]}") <= width):
        first = f"{first} {rest.pop(0)}".strip()
    lines = [first, " ".join(rest)] if first else rest
    return [elided(line, measure, width) for line in lines]
