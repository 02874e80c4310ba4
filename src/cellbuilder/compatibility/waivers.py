"""Which findings a designer has accepted, and for which waivers there is no finding any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from cellbuilder.compatibility.verdicts import WORST_FIRST
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import SEVERITY_ORDER, Finding
from cellbuilder.domain.stack import Waiver

UNUSED: Final = "waivers-unused"
"""Id of the finding that lists waivers without a finding."""


def waived(design: Design, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, those that a waiver holds for with its reason.

    A finding that has got worse than what was accepted stands as it is, and its message says that it was accepted in
    a milder form.
    """
    given: dict[str, list[Waiver]] = {}
    for waiver in design.waivers:
        given.setdefault(waiver.finding, []).append(waiver)
    return tuple(_marked(item, [*given.get(_of_both(item.id), ()), *given.get(item.id, ())]) for item in findings)


def _of_both(key: str) -> str:
    """Return the id without the electrode: who accepts a contact without naming one accepts it at both."""
    return key.partition("@")[0]


def _marked(item: Finding, given: list[Waiver]) -> Finding:
    if not given:
        return item
    counting = [waiver for waiver in given if counts(waiver, item)]
    if counting:
        return replace(item, waived=counting[-1].reason)
    last = given[-1]
    return replace(item, waived=None, message=f"{item.message} {_outgrown(last)}")


def _outgrown(waiver: Waiver) -> str:
    return f"It was accepted {_form(waiver)} (\u201c{waiver.reason}\u201d); that does not cover what it is now."


def _form(waiver: Waiver) -> str:
    known = [entry for entry in (waiver.severity, waiver.verdict) if entry is not None]
    return f"in a milder form ({', '.join(known)})" if known else "without saying how severe it was"


def counts(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver covers a finding as severe as this one is.

    It does if the finding weighs no more than when it was accepted and, at the same severity, its verdict is no worse.
    One that does not say what it was given for covers everything but errors.
    """
    if waiver.severity is None:
        return finding.severity != "error" or waiver.verdict == "blocks"
    was, now = SEVERITY_ORDER.index(waiver.severity), SEVERITY_ORDER.index(finding.severity)
    if was != now or waiver.verdict is None:
        return was <= now
    return WORST_FIRST.index(waiver.verdict) <= WORST_FIRST.index(finding.verdict)


def orphaned(design: Design, findings: Iterable[Finding]) -> tuple[Waiver, ...]:
    """Return the waivers of a design for which there is no finding now."""
    ids = {key for item in findings for key in (item.id, _of_both(item.id))}
    return tuple(waiver for waiver in design.waivers if waiver.finding not in ids)


def unused(design: Design, findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding, for information, that names the waivers without a finding; none where there are none."""
    left = orphaned(design, findings)
    if not left:
        return []
    named = "; ".join(f"{waiver.finding} (\u201c{waiver.reason}\u201d)" for waiver in left)
    many = len(left) > 1
    return [
        Finding(
            id=UNUSED, code=UNUSED, severity="info", verdict="no data", grade="A", targets=(),
            title=f"{len(left)} waivers without a finding" if many else "1 waiver without a finding",
            message=f"Accepted, but not found in this stack as it is now: {named}. "
            f"{'They stay' if many else 'It stays'} in the design and would count again if the same finding came back.",
        )
    ]  # fmt: skip
