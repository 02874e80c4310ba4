"""A remedy: a change to the stack that somebody made, described; the app turns it into an edit."""

from __future__ import annotations

from typing import Literal

from cellbuilder.domain.base import record
from cellbuilder.domain.quantity import Quantity, SourceRef

RemedyKind = Literal["insert layer", "coat", "exchange", "lower cut-off"]


@record
class Remedy:
    """One change that evidence speaks for.

    ``targets`` are layer ids: the two neighbours between which a layer goes, or the one that changes. ``material`` is
    the library id of what is put in, ``replaces`` that of what it coats or takes the place of. ``upper`` is the new
    upper cut-off, against the reference of the design's own limits. ``reported`` says who did it and what it gave;
    ``evidence`` holds the ids of those records.
    """

    id: str
    kind: RemedyKind
    title: str
    reported: str
    targets: tuple[str, ...]
    material: str | None = None
    replaces: str | None = None
    thickness: Quantity | None = None
    upper: Quantity | None = None
    evidence: tuple[str, ...] = ()
    sources: tuple[SourceRef, ...] = ()
