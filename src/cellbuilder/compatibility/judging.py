"""The verdict on the stability of one contact, from what is published of it and from windows: the one place for it."""

from __future__ import annotations

from typing import Final, Literal

from cellbuilder.compatibility import verdicts, windows
from cellbuilder.compatibility.contacts import Side
from cellbuilder.compatibility.evidence_base import EvidenceBase
from cellbuilder.compatibility.potentials import Potential, Window
from cellbuilder.compatibility.verdicts import Aspect, Judgement
from cellbuilder.domain.base import record
from cellbuilder.domain.evidence import Grade, Verdict
from cellbuilder.domain.finding import Specificity
from cellbuilder.domain.material import Material

Basis = Literal["ions", "statement", "window", "nothing"]
_CARRIERS: Final = ("cathode active material", "electrolyte", "anode")


@record
class Exceeded:
    """A material whose window is exceeded in a contact, and the potential at which it is."""

    material: Material
    window: Window
    how: Literal["reduced", "oxidised"]
    at: Potential


@record
class ContactVerdict:
    """How a contact is judged.

    ``judged`` holds the statements by aspect, ``exceeded`` the windows. ``verdict`` is on stability and rests on
    ``basis``; ``statement_first`` says whether a statement counts more than the windows.
    """

    judged: dict[Aspect, Judgement]
    exceeded: tuple[Exceeded, ...]
    verdict: Verdict
    grade: Grade
    basis: Basis
    statement_first: bool
    specificity: Specificity | None = None


def contact(
    first: Material, second: Material, evidence: EvidenceBase, here: Potential | None, side: Side | None,
    *, meets: bool,
) -> ContactVerdict:  # fmt: skip
    """Judge two materials in contact at the potential ``here``.

    ``side`` is the electrode it belongs to; ``meets`` says whether it meets the electrons of that electrode, so that
    windows count: not so behind a layer of its own.
    """
    at = None if here is None else (here.volts, here.metal, here.words)
    key = ("contact", id(first), id(second), at, side, meets)
    return evidence.memo.remember(
        key, lambda: _judged(first, second, evidence, here, side, meets=meets), (first, second)
    )  # fmt: skip


def _judged(
    first: Material, second: Material, evidence: EvidenceBase, here: Potential | None, side: Side | None,
    *, meets: bool,
) -> ContactVerdict:  # fmt: skip
    judged = verdicts.of_pair(evidence, first, second, here, side)
    exceeded = _exceeded(first, second, evidence, here, side, meets=meets)
    stable = judged.get("stability")
    ahead = stable is not None and statement_goes_first(stable)
    ions = {entry.ion for entry in (first, second) if entry.ion is not None and entry.category in _CARRIERS}
    if len(ions) == 2:
        return ContactVerdict(judged, exceeded, "blocks", "A", "ions", ahead)
    firm = [entry for entry in exceeded if entry.material.category != "coating"] or list(exceeded)
    if stable is not None and (ahead or not exceeded):
        grade, level = stable.grade, stable.told.specificity
        return ContactVerdict(judged, exceeded, stable.verdict, grade, "statement", ahead, level)
    if firm:
        return ContactVerdict(judged, exceeded, "risk", firm[0].window.grade, "window", ahead, "these materials")
    return ContactVerdict(judged, exceeded, "no data", "E", "nothing", ahead)


def _exceeded(
    first: Material, second: Material, evidence: EvidenceBase, here: Potential | None, side: Side | None,
    *, meets: bool,
) -> tuple[Exceeded, ...]:  # fmt: skip
    if here is None or not meets:
        return ()
    found = []
    for entry, other in ((first, second), (second, first)):
        if entry.category not in ("electrolyte", "coating"):
            continue
        if side == "cathode":
            window = windows.oxidised_by(entry, here, evidence)
            if window is not None:
                found.append(Exceeded(entry, window, "oxidised", here))
        elif windows.at_anode_potential(other):
            window = windows.reduced_by(entry, here, evidence)
            if window is not None:
                found.append(Exceeded(entry, window, "reduced", here))
    return tuple(found)


def statement_goes_first(judged: Judgement) -> bool:
    """Whether what is published of a contact counts more than a window that is exceeded.

    It does where it names both materials, or reports trouble that goes on. So does a report without trouble about
    their relatives or classes (grade D or better as it stands): calculated windows leave out what slows a reaction.
    """
    entry = judged.told
    near = entry.specificity in ("the family", "the class") and entry.record.grade != "E"
    return entry.exact or judged.verdict == "grows" or (judged.verdict == "no issue reported" and near)
