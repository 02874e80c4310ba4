"""A seam as the inspector tells it: which value the calculation uses and why, and what is published of the contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cellbuilder.app import edits, present
from cellbuilder.app.words import tr
from cellbuilder.app.workspace import Workspace
from cellbuilder.compatibility import seams
from cellbuilder.compatibility.contacts import all_contacts, separations
from cellbuilder.domain.base import record
from cellbuilder.domain.design import Design
from cellbuilder.domain.evidence import Verdict
from cellbuilder.domain.finding import Cited, Evaluation, Examined, Finding
from cellbuilder.domain.source import Source

_OF_LAYERS: Final = ("moisture", "processing", "transport", "other", "electrochemical oxidation",
                     "electrochemical reduction")  # fmt: skip
"""Phenomena that belong to a layer, not to the contact, unless a verdict on the contact rests on them."""


@record
class Told:
    """What is known of two materials that touch here: verdict in words, and the statements behind it."""

    title: str
    verdict: Verdict
    grade: str
    statements: tuple[str, ...] = ()


def used(design: Design, workspace: Workspace, evaluation: Evaluation, between: tuple[str, str]) -> tuple[str, ...]:
    """Return in lines what resistance the calculation uses at a seam, and why."""
    contacts = evaluation.figures.resistance.contacts
    figure = next((item for item in contacts if set(item.layers) == set(between)), None)
    if figure is None:
        return (tr("Not counted: the contact of a collector conducts electrons only, until you enter a value."),)
    entry = edits.value_at(design, ("seam", *between))
    yours = entry is not None and (entry.area_resistance is not None or entry.measured is not None)
    text = present.with_span(figure)
    note = f" – {figure.note}" if figure.note else ""
    whose = tr("yours") if yours else (tr("published") if figure.value is not None else "")
    first = tr("In the calculation: {value}").format(value=f"{text}, {whose}" if whose else text) + note
    published = _published(design, workspace, between) if yours else _inputs(evaluation, figure.key, workspace)
    return (first, *published)


def _inputs(evaluation: Evaluation, key: str, workspace: Workspace) -> tuple[str, ...]:
    trace = evaluation.figures.trace
    figure = trace.steps.get(key)
    return (
        ()
        if figure is None
        else tuple(present.input_line(item, workspace.library.sources) for item in trace.inputs_of(figure))
    )


def _published(design: Design, workspace: Workspace, between: tuple[str, str]) -> tuple[str, ...]:
    found = seams.seams(design, all_contacts(design), separations(design), workspace.evidence)
    contact = next((entry for entry in found if set(entry.layers) == set(between)), None)
    if contact is None or not contact.published:
        return (tr("Without your value: {reason}").format(reason=contact.reason),) if contact is not None else ()
    sources = workspace.library.sources
    texts = [(present.quantity(entry.quantity), present.source(entry.quantity.source, sources))
             for entry in contact.published]  # fmt: skip
    return tuple(tr("Without your value: {value}").format(value=", ".join(filter(None, text))) for text in texts)


def evidence(
    design: Design, evaluation: Evaluation, sources: Mapping[str, Source], between: tuple[str, str]
) -> tuple[Told, ...]:
    """Return what is known of the pairs of materials that meet at a seam, the contacts first."""
    findings = {item.id: item for item in evaluation.findings}
    told: dict[str, Told] = {}
    for pair in evaluation.examined:
        if set(pair.layers) == set(between):
            told[pair.finding or f"{pair.first}|{pair.second}"] = _judged(pair, findings, sources, design)
    for item in evaluation.findings:
        if set(item.targets) == set(between) and item.id not in told and item.phenomenon not in _OF_LAYERS:
            title = item.title.removesuffix(f": {item.verdict}")
            told[item.id] = Told(title, item.verdict, present.grade(item), _statements(item, sources))
    return tuple(told.values())


def _judged(pair: Examined, findings: Mapping[str, Finding], sources: Mapping[str, Source], design: Design) -> Told:
    names = [design.material(key).label if key in design.materials else key for key in (pair.first, pair.second)]
    finding = findings.get(pair.finding or "")
    title = " | ".join(names)
    if finding is None:
        return Told(title, pair.verdict, "")
    return Told(title, pair.verdict, present.grade(finding), _statements(finding, sources))


def _statements(finding: Finding, sources: Mapping[str, Source]) -> tuple[str, ...]:
    return tuple(_line(item, sources) for item in (*finding.supporting, *finding.opposing)) or (finding.message,)


def _line(cite: Cited, sources: Mapping[str, Source]) -> str:
    grade = tr("grade {letter}").format(letter=cite.grade)
    return f"{cite.statement} ({cite.verdict}, {grade}, {cite.kind}; {present.source(cite.source, sources)})"
