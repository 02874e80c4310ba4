"""Findings that somebody accepted: which reasons stand in a design, and how they are taken back."""

from __future__ import annotations

from collections.abc import Iterable

from cellbuilder.app import edits
from cellbuilder.compatibility import waivers
from cellbuilder.domain.design import Design
from cellbuilder.domain.finding import Finding
from cellbuilder.engine.layer_data import title


def is_about_waivers(finding: Finding) -> bool:
    """Whether a finding says that reasons are left over for which there is no finding any more."""
    return finding.id == waivers.UNUSED


def taken_back(design: Design, finding: Finding) -> Design:
    """Return the design without the reason given for a finding, at its place or at every place alike."""
    everywhere = finding.id.partition("@")[0]
    held = [waiver for waiver in design.waivers if waiver.finding in (finding.id, everywhere)]
    return edits.without_waivers(design, held)


def cleared(design: Design, findings: Iterable[Finding]) -> Design:
    """Return the design without the reasons for which there is no finding any more."""
    return edits.without_waivers(design, waivers.orphaned(design, tuple(findings)))


def places(design: Design, finding: Finding) -> list[str]:
    """Return the names of the layers that a finding is about, from the cathode's side."""
    return [title(design, layer) for layer in design.stack.layers if layer.id in finding.targets]
