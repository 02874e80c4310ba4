"""Waivers: which findings they hold for, and those for which there is no finding any more."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from cellbuilder.compatibility import waivers
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.domain.stack import Layer, Waiver

Make = SimpleNamespace
NOTICE = Finding(
    id="contact:li|se", code="chemical-reaction", severity="notice", verdict="risk", grade="B", title="Li | se",
    message="They react.", targets=("se", "anode"),
)  # fmt: skip
ERROR = replace(NOTICE, severity="error", verdict="blocks", grade="A")


@pytest.fixture
def design(make: Make) -> Design:
    layers = [
        Layer(id="se", role="electrolyte", material="se", thickness=make.q(50, "um")),
        Layer(id="anode", role="anode", material="li", thickness=make.q(50, "um")),
    ]
    made: Design = make.design(layers, [make.conductor("se", 1.0), make.metal()])
    return made


def given(design: Design, *accepted: Waiver) -> Design:
    return design.model_copy(update={"waivers": accepted})


def accepted(finding: str = NOTICE.id, reason: str = "ten cycles", **form: Any) -> Waiver:
    return Waiver(finding=finding, reason=reason, **form)


def only(design: Design, finding: Finding, *given_ones: Waiver) -> Finding:
    (item,) = waivers.waived(given(design, *given_ones), [finding])
    return item


def test_that_a_waiver_for_a_notice_does_not_hide_a_later_error(design: Design) -> None:
    notice = accepted(severity="notice", verdict="risk")
    assert only(design, NOTICE, notice).waived == "ten cycles"
    item = only(design, ERROR, notice)
    assert item.waived is None
    assert item.severity == "error"
    assert item.message == (
        "They react. It was accepted in a milder form (notice, risk) (“ten cycles”); that does not cover what it is "
        "now."
    )


@pytest.mark.parametrize(
    ("severity", "verdict", "form", "holds"),
    [
        ("notice", "risk", {"severity": "warning", "verdict": "grows"}, True),
        ("notice", "risk", {"severity": "notice", "verdict": "risk"}, True),
        ("notice", "risk", {"severity": "info", "verdict": "risk"}, False),
        ("warning", "grows", {"severity": "notice", "verdict": "grows"}, False),
        ("notice", "grows", {"severity": "notice", "verdict": "risk"}, False),
        ("notice", "risk", {"severity": "notice", "verdict": "grows"}, True),
        ("info", "grows", {"severity": "notice", "verdict": "risk"}, True),
        ("notice", "grows", {"severity": "notice"}, True),
        ("error", "blocks", {"severity": "error", "verdict": "blocks"}, True),
        ("warning", "grows", {}, True),
        ("error", "blocks", {}, False),
        ("error", "blocks", {"verdict": "grows"}, False),
        ("error", "blocks", {"verdict": "blocks"}, True),
    ],
)
def test_that_a_waiver_holds_for_what_is_no_worse_than_it_was_given_for(
    design: Design, severity: Any, verdict: Any, form: Any, *, holds: bool
) -> None:
    item = only(design, replace(NOTICE, severity=severity, verdict=verdict), accepted(**form))
    assert (item.waived == "ten cycles") == holds
    assert ("does not cover" in item.message) != holds


def test_that_a_second_waiver_counts_where_the_first_does_not(design: Design) -> None:
    both = accepted(severity="error", verdict="blocks", reason="for show"), accepted(severity="info", verdict="risk")
    for order in (both, both[::-1]):
        assert only(design, ERROR, *order).waived == "for show"


def test_that_a_contact_accepted_as_such_is_accepted_at_either_electrode(design: Design) -> None:
    at_anode = replace(NOTICE, id="contact:li|se@anode")
    form: dict[str, Any] = {"severity": "notice", "verdict": "risk"}
    assert only(design, at_anode, accepted(**form)).waived == "ten cycles"
    assert only(design, NOTICE, accepted("contact:li|se@anode", **form)).waived is None
    other = replace(NOTICE, id="contact:li|se@cathode")
    assert only(design, other, accepted("contact:li|se@anode", **form)).waived is None


def test_that_other_findings_stay_as_they_are(design: Design) -> None:
    other = replace(NOTICE, id="contact:a|b")
    assert waivers.waived(given(design, accepted(severity="notice")), [other]) == (other,)
    assert waivers.waived(design, []) == ()


def test_that_waivers_without_a_finding_are_named_and_kept(design: Design) -> None:
    lone, used = accepted("contact:x|y", reason="long gone"), accepted(severity="info", verdict="risk")
    made = given(design, lone, used)
    assert waivers.orphaned(made, [ERROR]) == (lone,)
    (item,) = waivers.unused(made, [ERROR])
    assert (item.id, item.severity, item.verdict, item.title) == (
        waivers.UNUSED, "info", "no data", "1 waiver without a finding",
    )  # fmt: skip
    assert "contact:x|y (“long gone”)" in item.message
    assert waivers.unused(made, [])[0].title == "2 waivers without a finding"
    assert waivers.unused(given(design, used), [NOTICE]) == []
    assert waivers.orphaned(given(design, used), [replace(NOTICE, id="contact:li|se@anode")]) == ()
    assert made.waivers == (lone, used)
