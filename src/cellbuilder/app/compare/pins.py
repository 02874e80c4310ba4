"""Designs that were set aside to compare with: a frozen list, each with its name and what was worked out then."""

from __future__ import annotations

from dataclasses import replace

from cellbuilder.app.edits import EditError
from cellbuilder.app.words import tr
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Evaluation

MOST: int = 8
"""So many designs stand side by side at most."""


@record
class Pin:
    """A design as it was when somebody pinned it."""

    name: str
    design: Design
    evaluation: Evaluation


Pins = tuple[Pin, ...]


def add(pins: Pins, design: Design, evaluation: Evaluation, name: str = "") -> Pins:
    """Return the pins with one more; its name is that of the design (of a model: its letter), numbered where taken.

    Raises:
        EditError: there are as many as can stand side by side.
    """
    if len(pins) >= MOST:
        raise EditError(tr("{n} designs are pinned already; take one away first").format(n=MOST))
    return (*pins, Pin(_free(pins, name.strip() or _short(design)), design, evaluation))


def rename(pins: Pins, index: int, name: str) -> Pins:
    """Return the pins with another name for one; an empty one changes nothing."""
    others = (*pins[:index], *pins[index + 1 :])
    if not name.strip() or name.strip() == pins[index].name:
        return pins
    return (*pins[:index], replace(pins[index], name=_free(others, name.strip())), *pins[index + 1 :])


def remove(pins: Pins, index: int) -> Pins:
    """Return the pins without one."""
    return (*pins[:index], *pins[index + 1 :])


def _short(design: Design) -> str:
    """Return the name of a design; of an untitled variant of a model no more than ``Model T``."""
    start, colon, _ = design.name.partition(":")
    return start if colon and design.origin is not None and start == f"Model {design.origin.model}" else design.name


def _free(pins: Pins, name: str) -> str:
    taken = {pin.name for pin in pins}
    number, wanted = 2, name
    while wanted in taken:
        wanted, number = f"{name} ({number})", number + 1
    return wanted
